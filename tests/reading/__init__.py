"""Tests of reading: real files of every kind, a real PostgreSQL, SQLite."""
