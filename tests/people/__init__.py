"""Tests of linkage: rulings 11 and 21 to 26."""
