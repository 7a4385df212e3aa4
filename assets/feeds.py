"""The departments' feeds: read, cleaned, validated; what cannot be accepted is returned with its reason."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow
from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    AssetsDefinition,
    MaterializeResult,
    Output,
    asset,
)

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.reports import notices_table
from xundian_pipeline.archive import ARCHIVED_SOURCES, sources_table
from xundian_pipeline.arriving.arrivals import CORRECTION_FILES
from xundian_pipeline.corrections.accepting import accept_received
from xundian_pipeline.corrections.form import workbook_path
from xundian_pipeline.orchestration.failures import TRIES_AGAIN, told_to_officers
from xundian_pipeline.orchestration.feed_reports import FeedReport, check_specs
from xundian_pipeline.orchestration.metadata import COLUMN_SCHEMA, feed_schema
from xundian_pipeline.orchestration.resources import Night, Sources
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.wiring import UNKNOWN_FILES
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.reading import find_unknown_files, unknown_notice
from xundian_pipeline.work_ahead import Call, here

_DESCRIPTION = (
    "{department}的《{title}》（{grain}）：读入来件文件夹里名为 {id} 的文件或文件夹，接受合格的行，退回不合格的行。"
    "\n\n检查不通过时怎么办：“文件已到齐且可读”不通过，请{department}补送或改正检查说明里点名的文件；"
    "“没有被退回的行”不通过，请按退回清单或更正表改正后重报。文件有问题不影响其他名册。"
)


def feed_asset(feed: Feed) -> AssetsDefinition:
    """Return the asset of one feed. A bad file never makes it fail: it is reported, and the run goes on."""

    @asset(
        name=feed.id,
        group_name=feed.department,
        owners=owners(feed.department),
        description=_DESCRIPTION.format(
            department=DEPARTMENTS[feed.department], title=feed.title, grain=feed.grain, id=feed.id
        )
        + WHEN_RED,
        kinds={"pandas", "parquet"},
        tags={"layer": "feeds", "department": feed.department},
        metadata={COLUMN_SCHEMA: feed_schema(feed)},
        check_specs=check_specs(feed),
    )
    def receive(
        context: AssetExecutionContext, night: Night, sources: Sources
    ) -> Iterator[Output[dict[str, pyarrow.Table]] | AssetCheckResult]:
        def accept(feed_id: str, call: Call) -> dict[str, pyarrow.Table]:
            is_last_try = context.retry_number >= TRIES_AGAIN
            return _accepted(FEEDS[feed_id], night, sources, call, is_last_try=is_last_try)

        with told_to_officers():
            if context.retry_number:
                tables = accept(feed.id, here)
            else:
                tables = night.read_ahead(accept, lambda: sources.sizes(_chosen(night))).take(feed.id)
            workbook = workbook_path(night.folder, night.day, feed.department).relative_to(night.folder)
            report = FeedReport(feed, tables, night.shown_texts, workbook.as_posix())
            output, checks = Output(tables, metadata=report.metadata()), report.checks()
        yield output
        yield from checks

    return receive


def _accepted(feed: Feed, night: Night, sources: Sources, call: Call, *, is_last_try: bool) -> dict[str, pyarrow.Table]:
    """Receive a feed here and accept what was received where `call` does it."""
    received = sources.receive(feed, night.archive, is_last_try=is_last_try)
    workbooks = [book for book in sources.sent_back(night.county, night.archive) if feed.id in book.sheets]
    sheets = [book.sheets[feed.id] for book in workbooks]
    secret = record_secret(night.folder)
    tables = call(accept_received, received, sheets, feed, night.county, night.day, secret, night.archive)
    return {**tables, ARCHIVED_SOURCES: sources_table([*received, *(book.of_feed(feed) for book in workbooks)])}


def _chosen(night: Night) -> list[Feed]:
    """The feeds that the run is to receive."""
    return [feed for feed in FEEDS.values() if night.is_chosen(feed.id)]


feeds = [feed_asset(feed) for feed in FEEDS.values()]


@asset(
    name=UNKNOWN_FILES,
    group_name="sources",
    owners=owners(LEADING_DEPARTMENT),
    description="来件文件夹里认不出是哪份名册的文件。它们没有被读入：请核对文件名，改成名册的代号后再运行。" + WHEN_RED,
    kinds={"parquet"},
    tags={"layer": "feeds"},
)
def unknown_files(sources: Sources) -> MaterializeResult[Mapping[str, Any]]:
    """The files of the sources folder that belong to no feed (ruling 20)."""
    with told_to_officers():
        files = find_unknown_files(sources.path, FEEDS)
        notices = notices_table([unknown_notice(file) for file in files])
        return MaterializeResult(value={"notices": notices, ARCHIVED_SOURCES: sources_table(files)})


@asset(
    name=CORRECTION_FILES,
    group_name="sources",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "送回的更正表：来件文件夹里 corrections 这一层的每个文件。整个文件或工作表有问题的，见提示表里的“更正”；"
        "每一行更正采用了没有，见“更正结果”表。界面开着时，放进更正表就会自动运行。" + WHEN_RED
    ),
    kinds={"parquet"},
    tags={"layer": "feeds"},
)
def correction_files(night: Night, sources: Sources) -> MaterializeResult[Mapping[str, Any]]:
    """What lies in the folder of corrections, and what is wrong with it as a whole."""
    with told_to_officers():
        workbooks = sources.sent_back(night.county, night.archive)
        notices = notices_table([notice for book in workbooks for notice in book.notices])
        return MaterializeResult(
            value={"notices": notices, ARCHIVED_SOURCES: sources_table([book.source for book in workbooks])}
        )
