"""The published night in a real PostgreSQL and in SQLite."""
