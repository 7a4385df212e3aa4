"""The step that builds the member table, links the departments' records, and says whose absence is evidence."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.text import NAME_DOTS
from xundian_pipeline.county import County
from xundian_pipeline.engine import DuckDBEngine, Engine, Inputs, night_parameters
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.decided import find_decided_records, prepare_decisions, report_decisions
from xundian_pipeline.people.linkage_model import LinkageModel, read_linkage_model
from xundian_pipeline.people.proposals import proposals_with_keys, weigh_pairs
from xundian_pipeline.people.unknown import report_unknown

REGISTER = ("register_households", "register_members")

VILLAGE_FEEDS = ("village_survey", "village_clinics", "projects")
"""The feeds that speak of villages: their absence is judged by village code (ruling 2)."""

_QUERIES = Path(__file__).parent
_RULES = ("members", "number_matches", "evidence_matches", "record_outcomes")
_DECISIONS = ("decision_states", "decided_records", "rejected_pairs")
_COMPARED = ("compared_pairs", "compared_records", "compared_members")
_LINKS = (
    "link_proposals",
    "belongs",
    "candidates",
    "deceased",
    "feed_states",
    "feed_townships",
    "doubtful_members",
    "doubtful_households",
    "doubtful_villages",
    "doubtful_units",
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
    "doubtful_units",
)


def link_people(inputs: Inputs, county: County, assessment_date: datetime.date) -> dict[str, pyarrow.Table]:
    """Link every record of the feeds that name a person to the register.

    Inputs: every feed's accepted rows, `quarantine`, `quarantined_rows`, `feed_runs`; and where officers may decide,
    `link_decisions` and `record_secret`. Results: `members` (all of accepted households, the dead among them),
    `linkage` (one row per record, ruling 26), `link_proposals` (ruling 23), `belongs` and `candidates` (record x
    member, rulings 24 and 25), `deceased` (whom an exact death record removes), `household_records` (every row that
    names a household), and what absence is judged by (rulings 2 and 3): `feed_states`, `feed_townships`,
    `doubtful_members`, `doubtful_households`, `doubtful_villages`, `doubtful_units` (units of sign-offs);
    `register_notices`: codes and households that the register does not know (ruling 11); `decision_notices`: decisions
    that could not be applied.

    Raises PipelineError where the register has not come or has no accepted row (ruling 5).
    """
    model = read_linkage_model(county.folder)
    with _engine(inputs, county, assessment_date, model) as engine:
        for feed in REGISTER:
            _demand_rows(engine, FEEDS[feed])
        return linked_tables(engine, inputs, county, model)


def linked_tables(engine: Engine, inputs: Inputs, county: County, model: LinkageModel) -> dict[str, pyarrow.Table]:
    """Make the tables of `link_people` on an engine that has its inputs."""
    _link_by_rules(engine, inputs, county)
    _create_in_order(engine, _COMPARED)
    weigh_pairs(engine, model)
    engine.create("household_records", _household_records_query())
    engine.create("village_records", _village_records_query())
    _create_in_order(engine, _LINKS)
    tables = {name: engine.table(name) for name in _RESULTS}
    tables["link_proposals"] = proposals_with_keys(engine)
    tables["register_notices"] = report_unknown(engine, county)
    tables["decision_notices"] = report_decisions(engine)
    return tables


def compared_tables(
    inputs: Inputs, county: County, assessment_date: datetime.date, pairs: pyarrow.Table | None = None
) -> dict[str, pyarrow.Table]:
    """Return what splink weighs: `compared_pairs`, `compared_records`, `compared_members`; for measuring.

    `pairs` (row_ref, member_id) takes the place of the pairs that a night weighs.
    """
    with _engine(inputs, county, assessment_date, read_linkage_model(county.folder)) as engine:
        _link_by_rules(engine, inputs, county)
        if pairs is None:
            _create_in_order(engine, _COMPARED)
        else:
            engine.register("compared_pairs", pairs)
            _create_in_order(engine, _COMPARED[1:])
        return {name: engine.table(name) for name in (*_COMPARED, "records", "record_outcomes", "members")}


def _engine(inputs: Inputs, county: County, assessment_date: datetime.date, model: LinkageModel) -> Engine:
    chosen = {"proposal_weight": model.proposal_weight, "rival_margin": model.rival_margin}
    return DuckDBEngine(inputs, {**night_parameters(county, assessment_date), "name_dots": NAME_DOTS, **chosen})


def _link_by_rules(engine: Engine, inputs: Inputs, county: County) -> None:
    """Create all up to the outcomes by the rules, and what officers have decided."""
    engine.create("records", _records_query())
    _create_in_order(engine, _RULES)
    prepare_decisions(engine, inputs, county)
    find_decided_records(engine)
    _create_in_order(engine, _DECISIONS)


def _create_in_order(engine: Engine, queries: tuple[str, ...]) -> None:
    for query in queries:
        engine.create_from(_QUERIES / f"{query}.sql")


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
            f"regexp_replace({feed.person.name}, $name_dots, '', 'g') AS name_key, {number} AS id_number, "
            f"{number}_state AS id_state, {number}_state IN ('valid', 'valid_15') AS id_valid, "
            f"{number}_birth_date AS birth_date, {village} AS village_code, {head} AS head_id_number FROM {feed.id}"
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
