"""The rules on both engines."""
