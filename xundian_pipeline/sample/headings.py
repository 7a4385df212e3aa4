"""How departments head their columns: stars, brackets, line breaks, other words, other order, columns of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.feed import Column, Feed
from xundian_pipeline.sample.draws import Generator, chance
from xundian_pipeline.sample.spelling import Form

_REQUIRED_MARKS = ("（必填）", "(必填)", "（必填项）", "【必填】")
_OPTIONAL_MARKS = ("（选填）", "(可空)", "（选填项）")
_NOTES = {
    "household_size": "（人）",
    "quantity": "（件）",
    "floor_area_m2": "（平方米）",
    "start_date": "（年月）",
    "name": "（与身份证一致）",
}
OWN_COLUMNS = ("备注", "经办人", "录入时间", "联系方式")
SERIAL_COLUMN = "序号"
# Columns that a department may leave out without a whole feed losing its meaning.
DISPENSABLE = frozenset(
    {
        ("register_households", "hamlet"),
        ("register_members", "ethnicity"),
        ("register_members", "schooling"),
        ("register_members", "health_status"),
        ("register_members", "labour_capacity"),
        ("project_beneficiaries", "mode"),
        ("third_party_assessment", "detail"),
        ("temporary_assistance", "cause"),
        ("economic_checks", "county_spot_check"),
        ("medical_insurance", "paid_by_person"),
        ("medical_insurance", "date"),
        ("village_clinics", "floor_area_m2"),
        ("enrolment", "grade"),
        ("public_forest_compensation", "date"),
        ("grain_for_green", "date"),
        ("training", "passed"),
        ("pension", "monthly_amount"),
        ("village_survey", "collective_income"),
    }
)


@dataclass(frozen=True)
class Heading:
    """One column of a file: its header as written, and the feed's column (None: the department's own)."""

    header: str
    column: Column | None


def clean_headings(feed: Feed, synonyms: Mapping[str, Sequence[str]]) -> list[Heading]:
    """Return the headings exactly as the contract has them, or by the first of the county's own `synonyms`."""
    return [Heading(synonyms.get(column.header, (column.header,))[0], column) for column in feed.columns]


def draw_headings(
    random: Generator,
    feed: Feed,
    forms: Mapping[str, Form],
    synonyms: Mapping[str, Sequence[str]],
    one_line: bool,
    *,
    always_own: bool = False,
) -> list[Heading]:
    """Return the headings of one file as its department writes them; `one_line` where a line break would not do.

    `always_own`: a column that has `synonyms` is headed by one of them in every file.

    A serial number may stand first; columns may be missing that nobody needs, and others may be there.
    """
    columns = list(feed.columns)
    if random.random() < 0.35:
        columns = [columns[place] for place in random.permutation(len(columns))]
    columns = [column for column in columns if (feed.id, column.name) not in DISPENSABLE or random.random() > 0.15]
    plain = random.random() < 0.3
    headings = [
        Heading(_header(random, column, forms[column.name], synonyms, one_line, plain, always_own), column)
        for column in columns
    ]
    for own, wanted in zip(OWN_COLUMNS, chance(random, len(OWN_COLUMNS), 0.12), strict=True):
        if wanted:
            headings.insert(int(random.integers(1, len(headings) + 1)), Heading(own, None))
    if random.random() < 0.4:
        headings.insert(0, Heading(SERIAL_COLUMN, None))
    return headings


def _header(
    random: Generator,
    column: Column,
    form: Form,
    synonyms: Mapping[str, Sequence[str]],
    one_line: bool,
    plain: bool,
    always_own: bool,
) -> str:
    header = column.header.split("（")[0] if column.type == "area_ha" else column.header
    others = synonyms.get(column.header, ())
    if others and (always_own or random.random() < 0.4):
        header = others[int(random.integers(len(others)))]
    form_of_header = int(random.integers(9)) if not plain else 9
    if form_of_header == 0:
        header = f"{header[0]} {header[1:]}"
    elif form_of_header == 1 and not one_line and len(header) > 3:
        header = f"{header[: len(header) // 2]}\n{header[len(header) // 2 :]}"
    elif form_of_header == 2:
        header = f" {header}　"
    star = "*" if form_of_header == 3 and column.required else ""
    if form.unit is not None:
        opening, closing = (("（", "）"), ("(", ")"))[int(random.integers(2))]
        return f"{header}{opening}{form.unit}{closing}{star}"
    if form_of_header == 4:
        marks = _REQUIRED_MARKS if column.required else _OPTIONAL_MARKS
        header += marks[int(random.integers(len(marks)))]
    elif form_of_header == 5 and column.type not in ("money", "area_ha", "rate"):
        header += _NOTES.get(column.name, "")
    return f"{star}{header}" if random.random() < 0.3 else f"{header}{star}"
