"""Tests of publishing and of the published tables."""
