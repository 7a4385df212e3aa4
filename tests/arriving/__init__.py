"""What has arrived."""
