"""Tests of the feeds of `schemas.added`, each beside its synthetic rows."""
