"""What the night would return of a file, told before the file is sent."""
