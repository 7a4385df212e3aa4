"""Tests of what works beside a run."""
