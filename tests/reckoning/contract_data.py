"""What the contract says as data: the feeds and their columns, and the codes of villages that changed (ruling 38)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "contract"

COUNTY_CODE = "530129"

#: The columns that hold a person's name: they compare as ruling 22 says.
NAME_COLUMNS = {"name", "head_name", "helper_name", "signer"}

#: Header spellings beside the contract's own (ruling 18).
SYNONYMS = {"身份证号": ("身份证号码", "公民身份号码")}

#: In these feeds a failed optional cell becomes missing and the row stays (ruling 8).
FEEDS_THAT_KEEP_ROWS = {"register_households", "register_members", "village_survey", "county_statistics"}

#: The feeds that name a person (ruling 26), in the order of feeds.yaml.
PERSON_FEEDS = (
    "dibao",
    "tekun",
    "temporary_assistance",
    "economic_checks",
    "deaths",
    "medical_insurance",
    "medical_assistance",
    "family_doctors",
    "enrolment",
    "student_aid",
    "public_forest_compensation",
    "grain_for_green",
    "forest_rangers",
    "energy_subsidies",
    "training",
    "employment",
    "pension",
)

#: Feeds whose absence is judged by the village (ruling 2).
VILLAGE_FEEDS = ("village_survey", "village_clinics", "projects")


@dataclass(frozen=True)
class Column:
    """One column of a feed: `type` is the contract's, made finer (name, month, school_year, area_ha, village_code)."""

    header: str
    name: str
    type: str
    required: bool
    allowed: tuple[str, ...]
    above_zero: bool
    #: ruling 13: blank = 否 where the column says so
    blank_is_no: bool


@dataclass(frozen=True)
class Feed:
    """One feed: its id, its key and its columns in the order of the export."""

    id: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _finer_type(feed: str, name: str, written: str) -> str:
    """The type a column is read by."""
    if name in NAME_COLUMNS:
        return "name"
    if name == "village_code":
        return "village_code"
    if name == "school_year":
        return "school_year"
    if name == "area_ha":
        return "area_ha"
    if feed in ("dibao", "tekun") and name in ("start_date", "end_date"):
        return "month"
    if written.startswith("enum("):
        return "enum"
    return written


def _column(feed: str, line: list[str]) -> Column:
    """A column from its line [header, name, type, required?, note]."""
    header, name, written = line[0], line[1], line[2]
    note = str(line[4]) if len(line) > 4 else ""
    allowed = tuple(part.strip() for part in written[5:-1].split(",")) if written.startswith("enum(") else ()
    return Column(
        header=header,
        name=name,
        type=_finer_type(feed, name, written),
        required=len(line) > 3 and line[3] == "required",
        allowed=allowed,
        above_zero=bool(re.search(r"(^|; )> 0(;|$)", note)),
        blank_is_no="blank = 否" in note,
    )


@lru_cache(maxsize=1)
def feeds() -> dict[str, Feed]:
    """The 29 feeds of feeds.yaml by id."""
    document = yaml.safe_load((FOLDER / "feeds.yaml").read_text(encoding="utf-8"))
    found = {}
    for entry in document["feeds"]:
        columns = tuple(_column(entry["id"], line) for line in entry["columns"])
        found[entry["id"]] = Feed(entry["id"], tuple(entry["key"]), columns)
    return found


@lru_cache(maxsize=1)
def _divisions() -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The county's list of villages by code, and the predecessor of each code that succeeded one."""
    by_code: dict[str, dict[str, str]] = {}
    predecessor: dict[str, str] = {}
    with (FOLDER / "divisions.csv").open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["level"] != "村级":
                continue
            by_code[line["code"]] = line
            if line["successor"]:
                predecessor[line["successor"]] = line["code"]
    return by_code, predecessor


@lru_cache(maxsize=1)
def _townships() -> dict[str, str]:
    """The names of the county's townships by their nine digits."""
    with (FOLDER / "divisions.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {line["code"]: line["short_name"] for line in csv.DictReader(lines) if line["level"] == "乡级"}


def township_name(village_code: str, as_written: str) -> str:
    """Ruling 38: the township comes from the code's first nine digits; its name is the list's, else as written."""
    return _townships().get(village_code[:9], as_written)


@lru_cache(maxsize=100_000)
def village_code_on(code: str, assessment_date: date) -> str:
    """Ruling 38: a code is read as the one valid on D: one replaced on or before D as its successor, one not yet
    valid on D as its predecessor; a code that is not in the list stays."""
    by_code, predecessor = _divisions()
    seen: set[str] = set()
    while code in by_code and code not in seen:
        seen.add(code)
        line = by_code[code]
        if line["replaced_on"] and date.fromisoformat(line["replaced_on"]) <= assessment_date and line["successor"]:
            code = line["successor"]
        elif line["valid_from"] and date.fromisoformat(line["valid_from"]) > assessment_date and code in predecessor:
            code = predecessor[code]
        else:
            break
    return code
