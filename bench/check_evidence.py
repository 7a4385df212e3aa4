"""Pick evidence references of a published night at random and look each up in the departments' files.

`python -m bench.check_evidence --sources var/sources --data var/data` picks 500 references (unit, rule, file, sheet,
row) over all indicators and findings. Each must lead to a row that is there and speaks of the unit: by its number, by
the identity number or name of one of its members, or by its village's code. Where a status has a value that one row
shows by itself (the income per person of H1, the rates of V4, V6 and V9, the yes or no of V2, V3 and V8), the row must
show that value.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from bench.raw_rows import MissingRowError, Row, clean, find_cell, find_row, records_of_feed
from xundian_pipeline.county import load_county

_REFERENCES = """
    SELECT 'household' AS kind, household_id AS unit, indicator AS rule, status, value, evidence
    FROM exit_indicators.household_exit_indicators
    UNION ALL
    SELECT 'village', village_code, indicator, status, value, evidence FROM exit_indicators.village_exit_indicators
    UNION ALL
    SELECT 'county', 'county', indicator, status, value, evidence FROM exit_indicators.county_exit_indicators
    UNION ALL
    SELECT 'finding', COALESCE(household_id, unit), rule, NULL, NULL, evidence FROM exit_indicators.findings
"""
_INCOME = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入")
_RATES = {"V4": "广播电视覆盖率", "V6": "安全饮水覆盖率", "V9": "适龄儿童入学率"}
_ANSWERS = {"V2": "道路硬化到村", "V3": "通动力电", "V8": "有公共服务和活动场所"}
_YES = {"是", "有", "Y", "YES", "1", "TRUE", "√", "✓", "✔", "达标", "合格", "已", "通", "已通"}
_YUAN = {"千元": 1000, "万元": 10_000, "亿元": 100_000_000}
_FEN = Decimal("0.01")


@dataclass(frozen=True)
class Reference:
    """One row that a status or finding rests on."""

    kind: str
    unit: str
    rule: str
    status: str | None
    value: float | None
    feed: str
    source: str
    sheet: str | None
    row: int


@dataclass
class Register:
    """What marks a household in other files: numbers and names of it and its members; and its village's codes."""

    marks: dict[str, set[str]] = field(default_factory=dict)
    villages: dict[str, set[str]] = field(default_factory=dict)
    same_village: dict[str, set[str]] = field(default_factory=dict)

    def marks_of(self, reference: Reference) -> set[str]:
        """Return the cells of which a row must hold one to speak of the reference's unit."""
        if reference.kind == "county":
            return {*self.same_village, *self.marks, "2017", "2017年", "2017年度"}
        if reference.kind == "village" or reference.unit not in self.marks:
            codes = {code for part in reference.unit.split("/") for code in self.same_village.get(part, {part})}
            households = {household for code in codes for household in self.villages.get(code, ())}
            return codes.union(*(self.marks[household] for household in households))
        return self.marks[reference.unit]


def main() -> int:
    """Check the references; return 1 where one of them does not hold."""
    arguments = _arguments()
    register = _register(arguments.sources)
    with duckdb.connect(str(arguments.data / "published" / "xundian.duckdb"), read_only=True) as connection:
        judged = connection.execute(_REFERENCES).fetchall()
        members = dict(
            connection.execute("SELECT household_id, members FROM exit_indicators.household_exit").fetchall()
        )
    chosen = _choose(judged, arguments.count, random.Random(arguments.seed))
    outcomes: Counter[str] = Counter()
    for reference in chosen:
        try:
            outcome = _check(arguments.sources, register, members, reference)
        except MissingRowError as missing:
            outcome = f"WRONG: {missing}"
        outcomes[outcome] += 1
        if outcome.startswith("WRONG"):
            print(outcome, reference.rule, reference.unit, reference.source, reference.sheet, reference.row)
    for outcome, count in outcomes.most_common():
        print(f"{count:4} {outcome}")
    rules = Counter(reference.rule for reference in chosen)
    print("rules:", ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())))
    return int(any(outcome.startswith("WRONG") for outcome in outcomes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=Path("var/sources"))
    parser.add_argument("--data", type=Path, default=Path("var/data"))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="default: another one each time")
    return parser.parse_args()


def _choose(judged: list[tuple[Any, ...]], count: int, chance: random.Random) -> list[Reference]:
    """Choose references so that every rule has its turn: a rule, one of its lines, a file of it, a row of that."""
    by_rule: dict[str, list[tuple[Any, ...]]] = {}
    for line in judged:
        if json.loads(line[5] or "[]"):
            by_rule.setdefault(line[2], []).append(line)
    chosen = []
    for _ in range(count):
        kind, unit, rule, status, value, evidence = chance.choice(by_rule[chance.choice(sorted(by_rule))])
        place = chance.choice(json.loads(evidence))
        row = chance.choice(place["rows"])
        chosen.append(Reference(kind, unit, rule, status, value, place["feed"], place["source"], place["sheet"], row))
    return chosen


def _register(sources: Path) -> Register:
    """Read from the register's own files what marks each household."""
    register = Register()
    divisions = load_county().divisions
    register.same_village = {str(code): {str(code)} for code in divisions["code"]}
    for code, successor in zip(divisions["code"].astype(str), divisions["successor"].astype(str), strict=True):
        if successor:
            together = register.same_village[code] | register.same_village[successor]
            register.same_village |= dict.fromkeys(together, together)
    for record in records_of_feed(sources, "register_households", ("户编号", "行政村代码")):
        household = clean(record["户编号"])
        marks = register.marks.setdefault(household, {household})
        marks |= _marks(record, "户主姓名", "户主证件号码")
        register.villages.setdefault(clean(record["行政村代码"]), set()).add(household)
    for record in records_of_feed(sources, "register_members", ("户编号", "人编号")):
        household = clean(record["户编号"])
        register.marks.setdefault(household, {household}).update(_marks(record, "人编号", "姓名", "证件号码"))
    return register


def _marks(record: dict[str, str], *headers: str) -> set[str]:
    found = {clean(record.get(header, "")) for header in headers} - {""}
    return found | {mark[:6] + mark[8:17] for mark in found if len(mark) == 18}


def _check(sources: Path, register: Register, members: dict[str, int], reference: Reference) -> str:
    if reference.feed not in reference.source.split("/")[0]:
        return f"WRONG: a file of another feed than {reference.feed}"
    row = find_row(sources, reference.source, reference.sheet, reference.row)
    if not _speaks_of(row, register.marks_of(reference)):
        return "WRONG: the row does not speak of the unit"
    if reference.rule == "H1" and reference.feed == "register_households" and reference.value is not None:
        income = _income_per_person(sources, reference, members[reference.unit])
        return "the value" if income == _decimal(reference.value) else "WRONG: another income per person"
    if reference.rule in _RATES and reference.feed == "village_survey" and reference.value is not None:
        rate = _rate(sources, reference)
        return "the value" if rate == _decimal(reference.value) else "WRONG: another rate"
    if reference.rule in _ANSWERS and reference.feed == "village_survey" and reference.status != "unknown":
        cell, _ = find_cell(*_place(sources, reference), _ANSWERS[reference.rule])
        is_yes = clean(cell) in _YES
        return "the value" if is_yes == (reference.status == "pass") else "WRONG: another answer"
    return f"the {'unit' if reference.kind != 'county' else 'county'}"


def _place(sources: Path, reference: Reference) -> tuple[Path, str, str | None, int]:
    return sources, reference.source, reference.sheet, reference.row


def _speaks_of(row: Row, marks: set[str]) -> bool:
    cells = {clean(cell) for cell in row}
    return bool(cells & marks or {cell[:6] + cell[8:17] for cell in cells if len(cell) == 18} & marks)


def _income_per_person(sources: Path, reference: Reference, members: int) -> Decimal:
    cells = (find_cell(*_place(sources, reference), header) for header in _INCOME)
    wage, operating, expense, property_income, transfer = (_money(*cell) for cell in cells)
    total = wage + operating - expense + property_income + transfer
    return (total / members).quantize(_FEN, ROUND_HALF_UP)


def _money(cell: str, header: str) -> Decimal:
    factor = next((factor for unit, factor in _YUAN.items() if unit in clean(header)), 1)
    return (Decimal(clean(cell).replace(",", "").removesuffix("元")) * factor).quantize(_FEN, ROUND_HALF_UP)


def _rate(sources: Path, reference: Reference) -> Decimal:
    cell, header = find_cell(*_place(sources, reference), _RATES[reference.rule])
    is_percent = "%" in clean(cell + header)
    return Decimal(clean(cell).replace("%", "")) / (100 if is_percent else 1)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


if __name__ == "__main__":
    sys.exit(main())
