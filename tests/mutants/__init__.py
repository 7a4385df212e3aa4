"""Mutants: every threshold and comparison of the SQL changed a little, and a test that must notice it."""
