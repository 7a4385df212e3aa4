"""Tests of lineage: what a query is made from, and from which feeds the published columns come."""
