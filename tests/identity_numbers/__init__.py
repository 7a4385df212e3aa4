"""Tests of resident identity numbers: ruling 21."""
