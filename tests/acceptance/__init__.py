"""Tests of row acceptance: rulings 7 to 16, 38 and 46."""
