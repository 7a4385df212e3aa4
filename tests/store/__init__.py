"""Tests of the store, the data folder and the publishing lock."""
