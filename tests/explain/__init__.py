"""Tests of `xundian explain`."""
