"""The county's published account, and whether its printed figures fit each other."""
