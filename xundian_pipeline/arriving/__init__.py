"""What has arrived among the sources, and whether it stands still."""
