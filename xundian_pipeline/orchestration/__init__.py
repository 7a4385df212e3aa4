"""Where the steps meet Dagster: resources, the store as I/O manager, jobs, the instance, and what a run shows.

Beside `xundian_pipeline.definitions` the only room of this package that knows Dagster.
"""
