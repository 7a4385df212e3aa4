"""The families of rules as steps: which inputs they read, which files they run, which tables they give.

A family runs shared queries first, then its rules one by one, and gathers them in tables. The runner knows nothing of a
rule but its file, so a new rule is one file and one line in the county's rule book (rules.yaml).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow

from schemas.published import management
from schemas.registry import FEEDS
from xundian_pipeline.county import County, RuleBook
from xundian_pipeline.engine import (
    FAIL,
    PASS,
    UNKNOWN,
    DuckDBEngine,
    Engine,
    Inputs,
    OpenEngine,
    night_parameters,
)
from xundian_pipeline.rules.account_tables import account_tables, figure_rules
from xundian_pipeline.rules.rule import FOLDER, Rule, rule_of

_STATUS_IN_WORDS = f"CASE s.status WHEN {PASS} THEN 'pass' WHEN {FAIL} THEN 'fail' WHEN {UNKNOWN} THEN 'unknown' END"
_SHARED_BY_MANAGEMENT = (
    "assistance_in_force",
    "household_assistance",
    "helpers_in_force",
    "household_units",
    "village_absence",
    "sign_off_orders",
    "assistance_beginnings",
    "checks_of_year",
)


@dataclass(frozen=True)
class Family:
    """One family of rules: a step (see `engine.Step`) by the name of its asset.

    `upstream` names the assets whose tables it reads beside the feeds; `gives` the tables that it returns; `_county`
    makes tables of the county's own data that its queries read.
    """

    name: str
    title: str
    upstream: tuple[str, ...]
    gives: tuple[str, ...]
    _run: Callable[[Engine, RuleBook], None]
    _county: Callable[[County, datetime.date], Mapping[str, pyarrow.Table]] | None = None

    def run(
        self,
        inputs: Inputs,
        county: County,
        assessment_date: datetime.date,
        open_engine: OpenEngine = DuckDBEngine,
    ) -> dict[str, pyarrow.Table]:
        """Run the family's rules that are in force. Inputs: the feeds' accepted rows and the upstream tables."""
        with open_engine(inputs, night_parameters(county, assessment_date)) as engine:
            engine.register("lines", _lines(county, assessment_date))
            engine.register("rule_book", pyarrow.table({"rule_version": [county.rules.version]}))
            for name, table in (self._county(county, assessment_date) if self._county else {}).items():
                engine.register(name, table)
            self._run(engine, county.rules)
            return {name: engine.table(name) for name in self.gives}


def _household_measures(engine: Engine, book: RuleBook) -> None:
    rules = [rule_of(book, "measures", code) for code in book.measures]
    engine.create(
        "measure_records",
        " UNION ALL ".join(f"SELECT '{rule.code}' AS measure, * FROM ({rule.query})" for rule in rules),
    )
    feeds = sorted({feed for rule in rules for feed in rule.feeds})
    engine.create("measure_feeds", " UNION ALL ".join(f"SELECT '{feed}' AS feed" for feed in feeds))
    _shared(engine, "exit", "household_measures")


def _household_indicators(engine: Engine, book: RuleBook) -> None:
    _shared(engine, "shared", "member_insurance")
    _statuses(engine, book, "household", book.household, "household_statuses")
    _publishable(
        engine,
        "household_exit_indicators",
        "household_statuses",
        "u.household_id, u.township, u.village_code, u.village,",
        "INNER JOIN households AS u ON s.unit_id = u.household_id",
    )


def _findings(engine: Engine, book: RuleBook) -> None:
    for name in ("assistance_in_force", "household_assistance", "helpers_in_force", "sign_off_orders"):
        _shared(engine, "shared", name)
    _shared(engine, "shared", "third_party_rules")
    selects = []
    for rule in (rule_of(book, "findings", code) for code in book.findings):
        engine.create(rule.code, rule.query)
        selects.append(
            f"SELECT '{rule.code}' AS rule, unit, household_id, feed, {_departments(rule)} AS departments, "
            f"detail, evidence FROM {rule.code}"
        )
    engine.create("found_by_rules", " UNION ALL ".join(selects))
    _shared(engine, "exit", "found")
    _shared(engine, "exit", "closings")
    _shared(engine, "exit", "sign_off_orders_unknown")
    engine.register("finding_rules", _finding_rules(book))
    engine.register("closing_feeds", _closing_feeds(book))


def _household_results(engine: Engine, _book: RuleBook) -> None:
    _shared(engine, "exit", "signatures")
    _shared(engine, "exit", "household_results")


def _village_indicators(engine: Engine, book: RuleBook) -> None:
    _shared(engine, "shared", "village_poverty")
    _shared(engine, "shared", "survey_of_year")
    _shared(engine, "shared", "village_absence")
    _statuses(engine, book, "village", book.village, "village_statuses")
    _publishable(
        engine,
        "village_exit_indicators",
        "village_statuses",
        "u.village_code, u.township, u.village, u.poor_village,",
        "INNER JOIN villages AS u ON s.unit_id = u.village_code",
    )
    _shared(engine, "exit", "village_exit")


def _county_indicators(engine: Engine, book: RuleBook) -> None:
    _shared(engine, "shared", "statistics_of_year")
    _statuses(engine, book, "county", book.county, "county_statuses")
    _publishable(engine, "county_exit_indicators", "county_statuses", "", "")


def _management(engine: Engine, book: RuleBook) -> None:
    for name in _SHARED_BY_MANAGEMENT:
        _shared(engine, "shared", name)
    for name in book.management:
        engine.create(f"{name}_rows", rule_of(book, "management", name).query)
        columns = [column.name for column in management.TABLES[name].columns if column.name != "assessment_date"]
        words = [f"{_STATUS_IN_WORDS} AS status" if column == "status" else f"s.{column}" for column in columns]
        engine.create(name, f"SELECT {', '.join(words)} FROM {name}_rows AS s")


def _figures(engine: Engine, _book: RuleBook) -> None:
    for name in (
        "roster_persons",
        "registered_rows",
        "jobs_of_year",
        "forestry_payments",
        "forestry_households",
        "visits_of_year",
        "assistance_beginnings",
        "checks_of_year",
        "new_assistance_households",
        "subsidised_persons",
        "schooled_members",
        "figure_sources",
    ):
        _shared(engine, "shared", name)
    engine.create(
        "figure_values",
        " UNION ALL ".join(
            f"SELECT '{code}' AS figure_id, CAST(amount AS DECIMAL(38, 16)) AS amount, "
            f"CAST(divisor AS DECIMAL(18, 2)) AS divisor FROM ({rule.query})"
            for code, rule in figure_rules().items()
        ),
    )
    _shared(engine, "exit", "published_figures")


def _shared(engine: Engine, folder: str, name: str) -> None:
    engine.create_from(FOLDER / folder / f"{name}.sql")


def _statuses(engine: Engine, book: RuleBook, folder: str, codes: tuple[str, ...], name: str) -> None:
    """Run the indicators of a folder and lay them under one another, each row with its indicator."""
    for code in codes:
        engine.create(code, rule_of(book, folder, code).query)
    engine.create(
        name,
        " UNION ALL ".join(
            f"SELECT unit_id, '{code}' AS indicator, CAST(status AS TINYINT) AS status, value, threshold, reason, "
            f"evidence FROM {code}"
            for code in codes
        ),
    )


def _publishable(engine: Engine, name: str, statuses: str, unit_columns: str, unit_join: str) -> None:
    """Put statuses into words, with the unit, the document that the line comes from, and the rule book's version."""
    engine.create(
        name,
        f"SELECT {unit_columns} s.indicator, {_STATUS_IN_WORDS} AS status, "
        "s.value, s.threshold, s.reason, l.threshold_from, l.threshold_source, s.evidence, b.rule_version "
        f"FROM {statuses} AS s {unit_join} LEFT JOIN lines AS l ON s.indicator = l.indicator CROSS JOIN rule_book AS b",
    )


def _lines(county: County, assessment_date: datetime.date) -> pyarrow.Table:
    """Per indicator with a dated line: from when it holds and which document says so."""
    parameters = county.parameters.on(assessment_date)
    book = county.rules
    rules = [rule_of(book, folder, code) for folder, codes in book.indicators.items() for code in codes]
    lined = [(rule.code, parameters[rule.parameter]) for rule in rules if rule.parameter]
    return pyarrow.table(
        {
            "indicator": pyarrow.array([code for code, _ in lined], pyarrow.string()),
            "threshold_from": pyarrow.array([parameter.valid_from for _, parameter in lined], pyarrow.date32()),
            "threshold_source": pyarrow.array([parameter.source for _, parameter in lined], pyarrow.string()),
        }
    )


def _departments(rule: Rule) -> str:
    """The departments that must answer a finding, as an SQL list; the feed's own department first where it has one."""
    always = "[" + ", ".join(f"'{department}'" for department in rule.departments) + "]"
    cases = " ".join(
        f"WHEN '{feed.id}' THEN ['{feed.department}', "
        + ", ".join(f"'{department}'" for department in rule.departments if department != feed.department)
        + "]"
        for feed in FEEDS.values()
    )
    return f"CASE feed {cases} ELSE {always} END".replace(", ]", "]")


def _finding_rules(book: RuleBook) -> pyarrow.Table:
    """Per finding rule: what it is about, and the income that must be known before it closes (ruling 40)."""
    rules = [rule_of(book, "findings", code) for code in book.findings]
    return pyarrow.table(
        {
            "rule": pyarrow.array([rule.code for rule in rules], pyarrow.string()),
            "subject": pyarrow.array([rule.subject for rule in rules], pyarrow.string()),
            "known": pyarrow.array([rule.known for rule in rules], pyarrow.string()),
        }
    )


def _closing_feeds(book: RuleBook) -> pyarrow.Table:
    """Per finding rule the feeds whose absence must be evidence before it closes (ruling 40)."""
    pairs = [(code, feed) for code in book.findings for feed in rule_of(book, "findings", code).feeds]
    return pyarrow.table(
        {
            "rule": pyarrow.array([rule for rule, _ in pairs], pyarrow.string()),
            "feed": pyarrow.array([feed for _, feed in pairs], pyarrow.string()),
        }
    )


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family(
            "household_measures",
            "七个一批帮扶措施",
            ("households",),
            ("household_measures", "measure_records", "measure_feeds"),
            _household_measures,
        ),
        Family(
            "household_indicators",
            "贫困户退出六项指标",
            ("people", "households", "household_measures"),
            ("household_exit_indicators", "household_statuses", "member_insurance"),
            _household_indicators,
        ),
        Family(
            "household_results",
            "贫困户退出结果",
            ("households", "household_measures", "household_indicators"),
            ("household_results", "signatures"),
            _household_results,
        ),
        Family(
            "village_indicators",
            "贫困村退出十项指标",
            ("people", "households", "household_results"),
            ("village_exit_indicators", "village_exit", "village_statuses", "village_poverty"),
            _village_indicators,
        ),
        Family(
            "county_indicators",
            "贫困县退出五项指标",
            ("households", "household_results", "village_indicators"),
            ("county_exit_indicators",),
            _county_indicators,
        ),
        Family(
            "findings",
            "疑点",
            ("people", "households", "household_indicators", "household_results", "village_indicators"),
            ("found", "closings", "finding_rules", "closing_feeds", "sign_off_orders_unknown"),
            _findings,
        ),
        Family(
            "management",
            "县级动态管理",
            ("people", "households", "household_results", "village_indicators"),
            tuple(management.TABLES),
            _management,
        ),
        Family(
            "figures",
            "公布数字核对",
            ("people", "households"),
            ("published_figures",),
            _figures,
            account_tables,
        ),
    )
}
"""Each family by the name of its asset, in the order in which they can run."""
