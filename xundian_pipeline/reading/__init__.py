"""Reading what the departments send: files of every format, folders of them, and tables of their databases.

Reading finds headers and rows and turns cells into text; it neither cleans nor judges them.
"""

from xundian_pipeline.reading.database_sources import DatabaseSource, read_sources_file
from xundian_pipeline.reading.database_tables import DatabaseUnreachable
from xundian_pipeline.reading.feed_files import find_unknown_files, unknown_notice
from xundian_pipeline.reading.feeds import read_content, read_feed, read_file, read_received
from xundian_pipeline.reading.receiving import receive_feed
from xundian_pipeline.reading.results import BrokenFile, FeedReading, Notice, ReadColumn, ReadSheet, RowsOfSheets

__all__ = [
    "BrokenFile",
    "DatabaseSource",
    "DatabaseUnreachable",
    "FeedReading",
    "Notice",
    "ReadColumn",
    "ReadSheet",
    "RowsOfSheets",
    "find_unknown_files",
    "read_content",
    "read_feed",
    "read_file",
    "read_received",
    "read_sources_file",
    "receive_feed",
    "unknown_notice",
]
