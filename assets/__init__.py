"""What is materialised, layer by layer: thin assets over the steps of `xundian_pipeline`."""

from assets.decisions import decisions
from assets.feeds import feeds, unknown_files
from assets.households import households
from assets.indicators import indicators
from assets.people import people
from assets.published import published

ASSETS = [*feeds, unknown_files, decisions, people, households, *indicators, published]

__all__ = ["ASSETS"]
