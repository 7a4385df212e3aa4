"""Tests of `xundian check`."""
