"""The schemas, the divisions and the rule book against the contract, of whose files copies lie in tests/contract."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas import registry
from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.architecture.project_files import REPOSITORY

CONTRACT = REPOSITORY / "tests" / "contract"
COUNTY = REPOSITORY / "seeds" / "counties" / "xundian"
# What the project knows of a column beyond the contract's type: the type in the contract.
CONTRACT_TYPES = {"name": "text", "month": "date", "village_code": "text", "school_year": "year", "area_ha": "number"}
CODES = {
    "household": [f"H{number}" for number in range(1, 7)],
    "village": [f"V{number}" for number in range(1, 11)],
    "county": [f"C{number}" for number in range(1, 6)],
    "findings": [f"S{number:02}" for number in range(1, 22)],
    "management": [
        "assistance_review",
        "assistance_checks",
        "helper_cover",
        "project_progress",
        "fund_shares",
        "industry_cover",
        "assessment_progress",
        "sign_off_ladder",
        "assistance_months",
    ],
    "measures": ["production", "labour", "relocation", "ecology", "education", "health", "social_security"],
}


def _contract_feeds() -> dict[str, dict[str, Any]]:
    content = yaml.safe_load((CONTRACT / "feeds.yaml").read_text("utf-8"))
    return {feed["id"]: feed for feed in content["feeds"]}


CONTRACT_FEEDS = _contract_feeds()


def _contract_column(written: list[str]) -> tuple[str, str, str, bool, tuple[str, ...]]:
    """Return header, name, type, required and enum values of a column as feeds.yaml writes it."""
    header, name, kind, *rest = written
    allowed: tuple[str, ...] = ()
    values = re.fullmatch(r"enum\((.*)\)", kind)
    if values:
        kind, allowed = "enum", tuple(value.strip() for value in values[1].split(","))
    return header, name, kind, "required" in rest[:1], allowed


def test_the_contract_has_29_feeds() -> None:
    assert len(CONTRACT_FEEDS) == 29


def test_feeds_are_the_contracts_in_its_order_before_any_other() -> None:
    assert list(registry.CONTRACT_FEEDS) == list(CONTRACT_FEEDS)
    assert list(FEEDS)[: len(CONTRACT_FEEDS)] == list(CONTRACT_FEEDS)


def test_departments_are_the_contracts() -> None:
    assert set(DEPARTMENTS) == {feed["department"] for feed in CONTRACT_FEEDS.values()}


@pytest.mark.parametrize("identifier", CONTRACT_FEEDS)
def test_feed_says_what_the_contract_says(identifier: str) -> None:
    feed, contract = FEEDS[identifier], CONTRACT_FEEDS[identifier]
    assert (feed.id, feed.department, feed.title) == (identifier, contract["department"], contract["title"])
    assert list(feed.key) == contract["key"]


@pytest.mark.parametrize("identifier", CONTRACT_FEEDS)
def test_columns_are_the_contracts(identifier: str) -> None:
    declared = [
        (
            column.header,
            column.name,
            CONTRACT_TYPES.get(column.type, column.type),
            column.required,
            column.allowed if column.type == "enum" else (),
        )
        for column in FEEDS[identifier].columns
    ]
    assert declared == [_contract_column(column) for column in CONTRACT_FEEDS[identifier]["columns"]]


def test_names_and_identity_numbers_are_personal() -> None:
    for feed in FEEDS.values():
        for column in feed.columns:
            assert column.personal == (column.type in {"name", "id_number"}), f"{feed.id}.{column.name}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_divisions_are_the_contracts() -> None:
    assert _rows(COUNTY / "divisions.csv") == _rows(CONTRACT / "divisions.csv")


def test_the_published_account_is_the_contracts() -> None:
    name = "published_figures.csv"
    assert (COUNTY / name).read_bytes() == (CONTRACT / name).read_bytes()


@pytest.mark.parametrize("family", CODES)
def test_every_rule_of_the_contract_is_in_force_and_has_its_file(family: str) -> None:
    in_force = yaml.safe_load((COUNTY / "rules.yaml").read_text("utf-8"))[family]
    assert in_force == CODES[family]
    files = {path.stem for path in (REPOSITORY / "xundian_pipeline" / "rules" / family).glob("*.sql")}
    assert set(in_force) <= files
