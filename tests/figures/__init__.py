"""Tests of the published account: what is reckoned of each figure, when it agrees, and what its note says."""
