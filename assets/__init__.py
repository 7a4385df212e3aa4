"""What is materialised, layer by layer: thin assets over the steps of `xundian_pipeline`."""

from assets.board import board
from assets.correction_workbooks import correction_workbooks
from assets.database_tables import database_tables
from assets.decisions import decisions
from assets.feeds import correction_files, feeds, unknown_files
from assets.households import households
from assets.indicators import indicators
from assets.leaders_workbook import leaders_workbook
from assets.people import people
from assets.published import published

ASSETS = [
    *feeds,
    unknown_files,
    correction_files,
    decisions,
    people,
    households,
    *indicators,
    published,
    correction_workbooks,
    board,
    leaders_workbook,
    database_tables,
]

__all__ = ["ASSETS"]
