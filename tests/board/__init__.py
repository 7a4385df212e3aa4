"""The board for leaders: its numbers are the published tables'."""
