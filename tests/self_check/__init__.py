"""The page on which officers check files: what it answers, that it keeps nothing, whom it answers."""
