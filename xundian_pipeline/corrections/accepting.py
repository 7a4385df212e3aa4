"""What has come of a feed, from the archive to its accepted rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pyarrow

from schemas.feed import Feed
from xundian_pipeline.archive import Archive, SourceFile
from xundian_pipeline.corrections.apply import accept_corrected
from xundian_pipeline.corrections.sent_back import SentBackSheet
from xundian_pipeline.county import County
from xundian_pipeline.reading import read_received


def accept_received(
    received: Sequence[SourceFile],
    sent_back: Sequence[SentBackSheet],
    feed: Feed,
    county: County,
    assessment_date: datetime.date,
    secret: bytes,
    archive: Archive,
) -> dict[str, pyarrow.Table]:
    """Read what was received of a feed and accept its rows with their corrections; see accept_corrected.

    Raises PipelineError where an object of the archive is gone or was altered.
    """
    reading = read_received(received, feed, county.header_synonyms, archive)
    return accept_corrected(reading, sent_back, feed, county, assessment_date, secret)
