"""The step that builds the member table, links the departments' records, and says whose absence is evidence."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.county import County
from xundian_pipeline.engine import DuckDBEngine, Engine, Inputs, night_parameters
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.unknown import report_unknown

REGISTER = ("register_households", "register_members")

VILLAGE_FEEDS = ("village_survey", "village_clinics", "projects")
"""The feeds that speak of villages: their absence is judged by village code (ruling 2)."""

_QUERIES = Path(__file__).parent
_IN_ORDER = (
    "members",
    "number_matches",
    "evidence_matches",
    "record_outcomes",
    "belongs",
    "candidates",
    "deceased",
    "feed_states",
    "feed_townships",
    "doubtful_members",
    "doubtful_households",
    "doubtful_villages",
    "linkage",
)
_RESULTS = (
    "members",
    "linkage",
    "household_records",
    "belongs",
    "candidates",
    "deceased",
    "feed_states",
    "feed_townships",
    "doubtful_members",
    "doubtful_households",
    "doubtful_villages",
)


def link_people(inputs: Inputs, county: County, assessment_date: datetime.date) -> dict[str, pyarrow.Table]:
    """Link every record of the feeds that name a person to the register.

    Inputs: every feed's accepted rows, `quarantine`, `quarantined_rows`, `feed_runs`. Results:
    `members` (all of accepted households, the dead among them), `linkage` (one row per record, ruling 26), `belongs`
    and `candidates` (record x member, rulings 24 and 25), `deceased` (whom an exact death record removes),
    `household_records` (every row that names a household), and what absence is judged by (rulings 2 and 3):
    `feed_states`, `feed_townships`, `doubtful_members`, `doubtful_households`, `doubtful_villages`; and
    `register_notices`: codes and households that the register does not know (ruling 11).

    Raises PipelineError where the register has not come or has no accepted row (ruling 5).
    """
    with DuckDBEngine(inputs, night_parameters(county, assessment_date)) as engine:
        for feed in REGISTER:
            _demand_rows(engine, FEEDS[feed])
        engine.create("records", _records_query())
        engine.create("household_records", _household_records_query())
        engine.create("village_records", _village_records_query())
        for query in _IN_ORDER:
            engine.create_from(_QUERIES / f"{query}.sql")
        tables = {name: engine.table(name) for name in _RESULTS}
        tables["register_notices"] = report_unknown(engine, county)
    return tables


def _demand_rows(engine: Engine, feed: Feed) -> None:
    engine.create(f"rows_of_{feed.id}", f"SELECT count(*) AS n FROM {feed.id}")
    if engine.table(f"rows_of_{feed.id}")["n"][0].as_py() == 0:
        raise PipelineError(
            f"《{feed.title}》（{feed.id}）没有收到，或没有一行可以接受；没有它就不能判定任何一户。"
            "本次不发布，上次的结果保持不变。请扶贫办补送或改正这份文件。",
            feed.department,
        )


def _records_query() -> str:
    """Every record that names a person, with the evidence it has (ruling 23). Made from the schemas: no feed twice.

    In economic_checks the number is the head's own: it is no evidence beside itself.
    """
    selects = []
    for feed in FEEDS.values():
        if feed.person is None:
            continue
        number, columns = feed.person.id_number, {column.name for column in feed.columns}
        village = "village_code" if "village_code" in columns else "CAST(NULL AS VARCHAR)"
        head = "CAST(NULL AS VARCHAR)"
        if "head_id_number" in columns and number != "head_id_number":
            head = "CASE WHEN head_id_number_state IN ('valid', 'valid_15') THEN head_id_number END"
        selects.append(
            f"SELECT '{feed.id}' AS feed, row_ref, source, sheet, row_number, "
            f"regexp_replace({feed.person.name}, '[·•・]', '', 'g') AS name_key, {number} AS id_number, "
            f"{number}_state IN ('valid', 'valid_15') AS id_valid, {number}_birth_date AS birth_date, "
            f"{village} AS village_code, {head} AS head_id_number FROM {feed.id}"
        )
    return " UNION ALL ".join(selects)


def _household_records_query() -> str:
    """Every accepted row of the feeds that name households, beside the register's own."""
    return " UNION ALL ".join(
        f"SELECT '{feed.id}' AS feed, row_ref, household_id FROM {feed.id}"
        for feed in FEEDS.values()
        if feed.has_household and feed.id not in REGISTER
    )


def _village_records_query() -> str:
    """Every accepted row of the feeds that speak of villages."""
    return " UNION ALL ".join(f"SELECT '{feed}' AS feed, row_ref, village_code FROM {feed}" for feed in VILLAGE_FEEDS)
