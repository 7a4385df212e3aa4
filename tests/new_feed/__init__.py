"""Tests of `xundian new-feed`."""
