"""Every published column comes from the feeds or is said to be made here; the indicators from the right columns."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.published import PUBLISHED
from schemas.published.codes import COUNTY_INDICATORS, HOUSEHOLD_INDICATORS, VILLAGE_INDICATORS
from schemas.registry import FEEDS
from xundian_pipeline.county import load_county
from xundian_pipeline.lineage.published import COLUMNS_MADE_HERE, TABLES_MADE_HERE, made_here
from xundian_pipeline.lineage.relations import PARAMETERS, Relation, Source

_COLUMNS = [(table, column.name) for table in PUBLISHED.values() for column in table.columns]
_PERSONS = {
    "register_members": {"household_id", "member_id", "name", "id_number", "birth_date"},
    "deaths": {"name", "id_number", "death_date"},
}
"""By what living members are found: the register, and the exact death records linked to it."""
_LINKED = {"name", "id_number"}


@pytest.mark.parametrize(("table", "column"), _COLUMNS, ids=[f"{table.name}.{column}" for table, column in _COLUMNS])
def test_a_published_column_comes_from_the_feeds_or_is_made_here(
    lineage: dict[str, Relation], table: Any, column: str
) -> None:
    values = lineage[table.full_name].cell(column).values
    assert bool(values) != bool(made_here(table, column)), sorted(values)


def test_what_is_made_here_is_published() -> None:
    names = {name for table, column in _COLUMNS for name in (column, f"{table.name}.{column}")}
    assert set(COLUMNS_MADE_HERE) <= names
    assert set(TABLES_MADE_HERE) <= {table.name for table in PUBLISHED.values()}


def test_every_source_is_a_column_of_a_feed_or_a_parameter(lineage: dict[str, Relation]) -> None:
    parameters = {Source(PARAMETERS, name) for name in load_county().parameters.histories}
    columns = {Source(feed.id, column.name) for feed in FEEDS.values() for column in feed.columns}
    found = {one for table in lineage.values() for name in table.columns for one in table.cell(name).all}
    assert found <= parameters | columns
    assert len({one.table for one in found}) > len(FEEDS) - 3


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("household_exit", code.lower()) for code in HOUSEHOLD_INDICATORS),
        *(("village_exit", code.lower()) for code in VILLAGE_INDICATORS),
    ],
)
def test_a_wide_column_comes_from_its_own_indicator(lineage: dict[str, Relation], table: str, column: str) -> None:
    wide = lineage[f"exit_indicators.{table}"].cell(column)
    rows = lineage[f"exit_indicators.{table}_indicators"].where("indicator", column.upper())
    long = rows.cell("status")
    assert wide.values == long.values
    assert wide.all == long.all | rows.conditions
    assert any(source.table in FEEDS for source in wide.values)


def _status(lineage: dict[str, Relation], level: str, indicator: str) -> dict[str, set[str]]:
    cell = lineage[f"exit_indicators.{level}_exit_indicators"].where("indicator", indicator).cell("status")
    found: dict[str, set[str]] = {}
    for source in cell.all:
        found.setdefault(source.table, set()).add(source.column)
    return found


_HOUSEHOLD = {"household_id", "village_code", "head_id_number"}
_INCOME = {"wage_income", "operating_income", "operating_expense", "property_income", "transfer_income"}
_SECURE = {"food_secure", "clothing_secure", "water_safe"}


def test_h1_comes_from_incomes_assurances_and_living_members(lineage: dict[str, Relation]) -> None:
    assert _status(lineage, "household", "H1") == {
        **_PERSONS,
        "register_households": _HOUSEHOLD | _INCOME | _SECURE,
        PARAMETERS: {"exit_income_line"},
    }


def test_h4_comes_from_insurance_of_the_year_and_living_members(lineage: dict[str, Relation]) -> None:
    assert _status(lineage, "household", "H4") == {
        **_PERSONS,
        "register_households": _HOUSEHOLD,
        "medical_insurance": _LINKED | {"scheme", "year"},
    }


_ALL_SIX = {
    **_PERSONS,
    "register_households": _HOUSEHOLD | _INCOME | _SECURE | {"household_size"},
    "housing_assessment": {"household_id", "assessed_date", "grade", "renovated_date"},
    "relocation": {"household_id", "move_in_date"},
    "enrolment": _LINKED | {"school_year", "status"},
    "medical_insurance": _LINKED | {"scheme", "year", "date", "subsidy"},
    "pension": _LINKED | {"year", "state"},
    "projects": {"project_id", "measure", "village_code"},
    "project_beneficiaries": {"project_id", "household_id", "date"},
    "training": _LINKED | {"start_date"},
    "employment": _LINKED | {"start_date"},
    "public_forest_compensation": _LINKED | {"village_code", "year", "date"},
    "grain_for_green": _LINKED | {"village_code", "year", "date"},
    "forest_rangers": _LINKED | {"year"},
    "energy_subsidies": _LINKED | {"year"},
    "student_aid": _LINKED | {"date"},
    "medical_assistance": _LINKED | {"date"},
    "family_doctors": _LINKED | {"date"},
    "dibao": _LINKED | {"head_id_number", "village_code", "start_date"},
    "tekun": _LINKED | {"village_code", "start_date"},
    "temporary_assistance": _LINKED | {"date"},
    "village_survey": {"rural_population", "village_code", "year"},
}
"""What the results of households come from, and the population of the survey."""


@pytest.mark.parametrize(("level", "indicator"), [("village", "V1"), ("county", "C1")])
def test_incidence_comes_from_all_six_of_the_households_and_the_survey(
    lineage: dict[str, Relation], level: str, indicator: str
) -> None:
    found = _status(lineage, level, indicator)
    assert {"exit_income_line", "incidence_ceiling"} <= found.pop(PARAMETERS)
    assert found == _ALL_SIX


def test_every_county_indicator_reaches_a_feed(lineage: dict[str, Relation]) -> None:
    for indicator in COUNTY_INDICATORS:
        assert set(_status(lineage, "county", indicator)) & set(FEEDS)
