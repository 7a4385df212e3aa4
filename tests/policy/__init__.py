"""Policy cases: every rule as sentences at its boundaries."""
