"""The steps of one night without Dagster, from what the archive holds: the same steps in the same order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow

from schemas.decisions import LINK_DECISIONS
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.reports import notices_table
from xundian_pipeline.archive import Archive, Manifest, SourceFile
from xundian_pipeline.archive.manifests import CORRECTION
from xundian_pipeline.arriving.arrivals import CORRECTION_FILES, DECISIONS
from xundian_pipeline.corrections.accepting import accept_received
from xundian_pipeline.corrections.sent_back import read_corrections
from xundian_pipeline.county import County
from xundian_pipeline.engine import Step
from xundian_pipeline.households import merge_households
from xundian_pipeline.orchestration.publication import tables_of_night
from xundian_pipeline.orchestration.wiring import (
    HOUSEHOLDS,
    PEOPLE,
    PUBLISHED,
    UNKNOWN_FILES,
    upstream_of,
)
from xundian_pipeline.people import link_people
from xundian_pipeline.people.decisions import read_decisions
from xundian_pipeline.people.record_keys import secret_table
from xundian_pipeline.reading import unknown_notice
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.store.dataset import ACCEPTED, write_tables
from xundian_pipeline.store.folders import make_private_folder

Tables = dict[str, list[Path]]

STEPS: dict[str, Step] = {
    PEOPLE: link_people,
    HOUSEHOLDS: merge_households,
    **{name: family.run for name, family in FAMILIES.items()},
}
"""The steps behind the feeds by the names of their assets, in an order in which they can run."""


def make_tables(
    manifest: Manifest, archive: Archive, secret: bytes, county: County, folder: Path, say: Callable[[str], None]
) -> Mapping[str, Sequence[Path]]:
    """Make the tables of a night from what its manifest names into `folder`; return them by name.

    `secret` is that of the record keys. What is written is private. Raises PipelineError where an object of the archive
    is gone or was altered, or a step cannot be done.
    """
    day, sources = manifest.assessment_date, manifest.sources
    made: dict[str, Tables] = {}
    for feed in FEEDS.values():
        of_feed = [source for source in sources if source.feed == feed.id and not _is_beside_feeds(source)]
        received = [source for source in of_feed if source.kind != CORRECTION]
        workbooks = read_corrections(
            [source for source in of_feed if source.kind == CORRECTION], county.header_synonyms, archive
        )
        sheets = [book.sheets[feed.id] for book in workbooks]
        made[feed.id] = _write(folder, feed.id, accept_received(received, sheets, feed, county, day, secret, archive))
    unknown = notices_table([unknown_notice(source) for source in sources if _is_beside_feeds(source)])
    made[UNKNOWN_FILES] = _write(folder, UNKNOWN_FILES, {"notices": unknown})
    sent_back = [source for source in sources if source.feed is None and source.sha256 is not None]
    workbooks = read_corrections(sent_back, county.header_synonyms, archive)
    notices = notices_table([notice for book in workbooks for notice in book.notices])
    made[CORRECTION_FILES] = _write(folder, CORRECTION_FILES, {"notices": notices})
    made[DECISIONS] = _write(folder, DECISIONS, _decisions(manifest, archive, secret, folder))
    say("来件已读入。")
    upstream = upstream_of(county)
    for name, step in STEPS.items():
        made[name] = _write(folder, name, step(_combined(made, upstream[name]), county, day))
    return tables_of_night(_combined(made, upstream[PUBLISHED]))


def _is_beside_feeds(source: SourceFile) -> bool:
    """Say whether a source is one of those that lie beside the feeds' files and folders and are no feed's."""
    return source.sha256 is None and "/" not in source.path


def _decisions(manifest: Manifest, archive: Archive, secret: bytes, folder: Path) -> dict[str, pyarrow.Table]:
    kept = manifest.inputs.get(LINK_DECISIONS.id)
    # Without a file of decisions its place is one where nothing lies.
    path = archive.path(kept) if kept is not None else folder / LINK_DECISIONS.id
    return {**read_decisions(path), "record_secret": secret_table(secret)}


def _write(folder: Path, asset: str, tables: Mapping[str, pyarrow.Table]) -> Tables:
    own = make_private_folder(folder / asset)
    write_tables(own, tables)
    return {asset if name == ACCEPTED else name: [own / f"{name}.parquet"] for name in tables}


def _combined(made: Mapping[str, Tables], assets: Sequence[str]) -> Tables:
    combined: Tables = {}
    for asset in assets:
        for table, paths in made[asset].items():
            combined.setdefault(table, []).extend(paths)
    return combined
