"""What is done with nights that are over: rebuilt, verified, forgotten, sealed, pruned."""
