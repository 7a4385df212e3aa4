"""Tests of the merge per household."""
