"""A small night as the rules leave it: Parquet inputs of publishing, with evidence as references to rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from schemas.published import PUBLISHED, PublishedColumn, PublishedTable, management
from schemas.published.history import FOUND, HOUSEHOLD_RESULTS, OWN_NOTICES
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.reports import QUARANTINED_ROWS
from xundian_pipeline.county import County, load_county
from xundian_pipeline.history.fold import SHOWN
from xundian_pipeline.publishing import NightContext, PublishedNight, publish

NIGHT = datetime.date(2017, 12, 31)
PUBLISHED_AT = datetime.datetime(2017, 12, 31, 18, 0, 7, tzinfo=datetime.UTC)
"""02:00:07 of New Year's morning in the county."""
VILLAGE = "530129103002"
OTHER_VILLAGE = "530129103003"
MADE_BY_PUBLISHING = frozenset({"nights", "labels"})
DECLARED = {
    table.name: table
    for table in (*PUBLISHED.values(), FOUND, HOUSEHOLD_RESULTS, OWN_NOTICES)
    if table.name not in MADE_BY_PUBLISHING | set(SHOWN)
}
"""The tables that the rules give to publishing, by name."""
_TEXT = pyarrow.string()
FOR_HISTORY = {
    name: pyarrow.schema(list(columns.items()))
    for name, columns in {
        "finding_rules": {"rule": _TEXT, "subject": _TEXT, "known": _TEXT},
        "closing_feeds": {"rule": _TEXT, "feed": _TEXT},
        "closings": {
            "row_ref": pyarrow.int64(),
            "household_id": _TEXT,
            "problem": _TEXT,
            "rule": _TEXT,
            "closed_date": pyarrow.date32(),
        },
        "feed_states": {"feed": _TEXT, "present": pyarrow.bool_(), "complete": pyarrow.bool_()},
        "households": {
            "household_id": _TEXT,
            "township_code": _TEXT,
            "net_income_per_capita": pyarrow.decimal128(18, 2),
            "wage_income": pyarrow.decimal128(18, 2),
        },
        "living_members": {"member_id": _TEXT, "household_id": _TEXT},
        "members": {"member_id": _TEXT, "household_id": _TEXT, "township_code": _TEXT},
        "sign_offs": {
            "row_ref": pyarrow.int64(),
            "source": _TEXT,
            "sheet": _TEXT,
            "row_number": pyarrow.int32(),
            "signer": _TEXT,
            "unit_id": _TEXT,
        },
        "feed_townships": {"feed": _TEXT, "township_code": _TEXT},
        "doubtful_members": {"feed": _TEXT, "member_id": _TEXT, "because": _TEXT},
        "doubtful_households": {"feed": _TEXT, "household_id": _TEXT},
        "doubtful_villages": {"feed": _TEXT, "village_code": _TEXT},
        "doubtful_units": {"unit_id": _TEXT, "row_refs": pyarrow.list_(pyarrow.int64())},
        "sign_off_orders_unknown": {"level": _TEXT, "unit_id": _TEXT},
    }.items()
} | {"quarantined_rows": QUARANTINED_ROWS}
"""The other tables of a night that its record for the history is made from."""
STAMPED = frozenset({"assessment_date", "rule_version"})

Row = dict[str, Any]


@dataclass
class SmallNight:
    """Two households in a village, with what the tables and the feeds' accepted rows hold; tests change the lists."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    accepted: dict[str, list[Row]] = field(default_factory=dict)
    history: dict[str, list[Row]] = field(default_factory=dict)
    types: dict[str, dict[str, pyarrow.DataType]] = field(default_factory=dict)

    def write(self, folder: Path) -> dict[str, Sequence[Path]]:
        """Write every table and feed as a Parquet file below `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        written: dict[str, Sequence[Path]] = {}
        for name, table in DECLARED.items():
            schema = input_schema(table, self.types.get(name, {}))
            written[name] = [_write(folder / f"{name}.parquet", self.tables.get(name, []), schema)]
        for name, schema in FOR_HISTORY.items():
            written[name] = [_write(folder / f"{name}.parquet", self.history.get(name, []), schema)]
        for feed, rows in self.accepted.items():
            written[feed] = [_write(folder / f"{feed}.parquet", rows, accepted_schema(feed))]
        return written

    def publish(self, folder: Path, data: Path, **context: Any) -> PublishedNight:
        """Write the inputs below `folder` and publish them under `data`."""
        return publish(self.write(folder), night_context(**context), data)


def night_context(**changes: Any) -> NightContext:
    """The context of the small night."""
    values: dict[str, Any] = {"county": county(), "assessment_date": NIGHT, "published_at": PUBLISHED_AT, **changes}
    return NightContext(**values)


def county() -> County:
    """The county whose data lie under seeds/."""
    return load_county()


def input_schema(table: PublishedTable, changed: Mapping[str, pyarrow.DataType]) -> pyarrow.Schema:
    """The columns of a table as the rules give them: without what publishing stamps."""
    fields = {column.name: _input_type(column) for column in table.columns if column.name not in STAMPED}
    return pyarrow.schema({**fields, **changed})


FOR_HISTORY_FROM_FEEDS = {
    "register_households": ("household_id", "village_code"),
    "register_members": ("household_id", "member_id"),
}


def accepted_schema(feed: str) -> pyarrow.Schema:
    """The columns of a feed's accepted rows that publishing looks at."""
    names = [column.name for column in FEEDS[feed].columns if column.type == "name"]
    return pyarrow.schema(
        [
            ("row_ref", pyarrow.int64()),
            ("source", pyarrow.string()),
            ("sheet", pyarrow.string()),
            ("row_number", pyarrow.int32()),
            *((name, pyarrow.string()) for name in names),
            *((column, pyarrow.string()) for column in FOR_HISTORY_FROM_FEEDS.get(feed, ())),
        ]
    )


def small_night() -> SmallNight:
    """Two households; everything that is published has at least one row."""
    night = SmallNight()
    night.accepted = {
        "register_households": [
            _row(1, "register_households.xlsx", "建档立卡户", 4, head_name="钱多多", village_code=VILLAGE),
            _row(2, "register_households.xlsx", "建档立卡户", 5, head_name="孙小山", village_code=VILLAGE),
        ],
        "register_members": [
            _row(11, "register_members/b.csv", None, 2, name="钱多多"),
            _row(12, "register_members/a.csv", None, 7, name="孙小山"),
            _row(13, "register_members/a.csv", None, 3, name="孙小水"),
        ],
        "medical_insurance": [
            _row(21, "medical_insurance.csv", None, 10, name="钱多多"),
            _row(22, "medical_insurance.csv", None, 9, name="孙小山"),
        ],
    }
    night.tables = {
        "household_exit_indicators": [
            _judged(_household("53012900000002"), "H1", "fail", 3100.5, 3200.0, [2, 13, 12]),
            _judged(_household("53012900000001"), "H4", "unknown", None, None, [21, 11]),
            _judged(_household("53012900000001"), "H1", "pass", 3200.01, 3200.0, [1, 11]),
        ],
        "household_results": [
            _household_result("53012900000002", "not_ready"),
            _household_result("53012900000001", "verify"),
        ],
        "household_measures": [
            {
                "household_id": "53012900000001",
                "measure": "health",
                "records": 2,
                "persons": 1,
                "amount": 180.5,
                "first_date": datetime.date(2017, 1, 1),
            }
        ],
        "village_exit_indicators": [
            _judged(_village(), "V10", "pass", 1000.0, 0.0, []),
            _judged(_village(), "V2", "pass", None, None, []),
            _judged(_village(), "V1", "fail", 0.0412, 0.03, [2, 1]),
        ],
        "village_exit": [_village_exit()],
        "county_exit_indicators": [
            _judged({}, "C1", "fail", 0.0412, 0.03, [1, 2]),
            _judged({}, "C2", "unknown", None, None, []),
        ],
        "found": [
            {
                "finding_id": "S05-1",
                "rule": "S05",
                "feed": None,
                "unit": "53012900000001",
                "household_id": "53012900000001",
                "departments": ["civil_affairs", "poverty_office"],
                "detail": "在保，而人均纯收入 3200.01 元高于全年最高保障标准 3540 元",
                "evidence": [1, 21],
            }
        ],
        "published_figures": [
            {
                "figure_id": "rangers",
                "text": "常设护林员1450名",
                "published": 1450.0,
                "computed": 1449.0,
                "unit": "人",
                "difference": -1.0,
                "agrees": False,
                "note": None,
                "topic": "生态补偿",
                "scope": "county",
                "position": 1,
            }
        ],
        "feed_runs": [
            _feed_run("register_members", "register_members/a.csv", 3),
            _feed_run("register_households", "register_households.xlsx", 3, sheet="建档立卡户"),
            {**_feed_run("deaths", None, 0), "sha256": None},
        ],
        "quarantine": [
            {
                "kind": "row",
                "feed": "register_members",
                "source": "register_members/a.csv",
                "sheet": None,
                "row_number": 4,
                "column": "birth_date",
                "header": "出生日期",
                "value": "去年",
                "check": "type",
                "message": "文件 register_members/a.csv 第 4 行“出生日期”读不出来",
            }
        ],
        "linkage": [
            _linked("medical_insurance", "medical_insurance.csv", 10, "exact", "m-1"),
            _linked("medical_insurance", "medical_insurance.csv", 9, "unmatched", None),
        ],
        "link_proposals": [
            {
                "feed": "medical_insurance",
                "source": "medical_insurance.csv",
                "sheet": None,
                "row_number": 9,
                "member_id": "m-2",
                "match_weight": 16.5,
                "name_agreement": "equal",
                "number_agreement": "exchanged",
                "birth_date_agreement": "none",
                "sex_agreement": "none",
                "village_agreement": "none",
                "head_agreement": "none",
                "record_key": "0f" * 16,
            }
        ],
        "own_notices": [
            {
                "kind": "unknown_column",
                "feed": "register_members",
                "source": "register_members/a.csv",
                "sheet": None,
                "what": "备注",
                "count": 1,
                "message": "“备注”这一列没有读入",
            }
        ],
        **{name: [_managed(table)] for name, table in management.TABLES.items()},
    }
    return night


def _managed(table: PublishedTable) -> Row:
    """A row of a management table: the first of its codes, something of its type in every other column."""
    texts = {"household_id": "53012900000001", "township": "羊街镇", "village_code": VILLAGE, "reason": "理由"}
    values = {"date": NIGHT, "yes_no": True, "integer": 2, "number": 0.5, "evidence": []}
    return {
        column.name: texts.get(column.name, next(iter(column.codes), "530129"))
        if column.type == "text"
        else values[column.type]
        for column in table.columns
        if column.name not in STAMPED
    }


def _write(path: Path, rows: list[Row], schema: pyarrow.Schema) -> Path:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), path)
    return path


def _input_type(column: PublishedColumn) -> pyarrow.DataType:
    types = {
        "evidence": pyarrow.list_(pyarrow.int64()),
        "departments": pyarrow.list_(pyarrow.string()),
        "integer": pyarrow.int64(),
    }
    return types.get(column.type, column.arrow_type)


def _row(row_ref: int, source: str, sheet: str | None, row_number: int, **names: str) -> Row:
    return {"row_ref": row_ref, "source": source, "sheet": sheet, "row_number": row_number, **names}


def _household(household_id: str) -> Row:
    return {"household_id": household_id, "township": "羊街镇", "village_code": VILLAGE, "village": "黄土坡"}


def _village() -> Row:
    return {"village_code": VILLAGE, "township": "羊街镇", "village": "黄土坡", "poor_village": True}


def _judged(
    unit: Row, indicator: str, status: str, value: float | None, threshold: float | None, evidence: list[int]
) -> Row:
    return {
        **unit,
        "indicator": indicator,
        "status": status,
        "value": value,
        "threshold": threshold,
        "reason": f"{indicator} 的理由",
        "threshold_from": None if threshold is None else datetime.date(2017, 1, 1),
        "threshold_source": None if threshold is None else "云厅字〔2016〕11号",
        "evidence": evidence,
    }


def _household_result(household_id: str, result: str) -> Row:
    return {
        **_household(household_id),
        "hamlet": "大村",
        "household_type": "一般贫困户",
        "main_cause": "因病",
        "identified_year": 2014,
        "exit_year": None,
        "members": 2,
        "net_income_per_capita": 3200.01,
        **{f"h{number}": "pass" for number in range(1, 7)},
        "result": result,
        "measures": 1,
        "signed_household": True,
        "signed_village": False,
        "signed_township": False,
        "signed_county": False,
    }


def _village_exit() -> Row:
    return {
        **_village(),
        **{f"v{number}": "pass" for number in range(1, 11)},
        "result": "not_ready",
        "households": 2,
        "persons": 3,
        "exit_ready": 0,
        "not_ready": 1,
        "verify": 1,
        "incidence_low": 0.02,
        "incidence_high": 0.0412,
    }


def _feed_run(feed: str, source: str | None, rows: int, sheet: str | None = None) -> Row:
    return {
        "feed": feed,
        "source": source,
        "sheet": sheet,
        "encoding": None,
        "rows_read": rows,
        "rows_accepted": max(rows - 1, 0),
        "rows_quarantined": min(rows, 1),
        "rows_ignored": 0,
        "columns_missing": None,
        "columns_unknown": None,
        "sha256": "0" * 64,
    }


def _linked(feed: str, source: str, row_number: int, outcome: str, member_id: str | None) -> Row:
    return {
        "feed": feed,
        "source": source,
        "sheet": None,
        "row_number": row_number,
        "outcome": outcome,
        "match_weight": None,
        "member_id": member_id,
    }
