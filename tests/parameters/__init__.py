"""Tests of dated parameters: ruling 6."""
