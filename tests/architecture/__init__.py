"""Tests of the project's shape: who imports whom, what stands in which file, and that the data equal the contract."""
