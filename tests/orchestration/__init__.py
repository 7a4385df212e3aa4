"""Tests of the nights as Dagster and the command line run them: real runs over small folders of files."""
