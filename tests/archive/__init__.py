"""The archive of what the nights were made from."""
