"""The published night in a database of the office's own, PostgreSQL or any that SQLAlchemy reaches."""

from xundian_pipeline.database_tables.replacing import replace_night

__all__ = ["replace_night"]
