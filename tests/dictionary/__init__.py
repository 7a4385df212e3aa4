"""Tests of the data dictionary and of the pages that hold it."""
