"""The rules on both engines: equal rows, value for value."""
