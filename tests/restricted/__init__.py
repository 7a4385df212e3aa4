"""The file that names persons."""
