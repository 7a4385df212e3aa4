"""Tests of what analysts are told."""
