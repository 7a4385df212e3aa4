"""How the county's files become exit-indicator tables.

Nothing here but `orchestration` and `definitions` knows Dagster.
"""
