"""Dated parameters: each holds from its day, and a day before the first is an error that names it (ruling 6)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.parameters import ParameterError, Parameters

COUNTY_PARAMETERS = load_county().folder / "parameters.yaml"

PARAMETERS = """
line:
  label: 收入线
  unit: 元
  values:
    - {from: 2014-01-01, same_as: national, source: 甲号文}
    - {from: 2017-01-01, value: "3200.5", source: 乙号文}
national:
  label: 国家标准
  unit: 元
  values:
    - {from: 2013-06-01, value: "2800", source: 统计局一}
    - {from: 2015-01-01, value: "2855", source: 统计局二}
centralised:
  label: 集中供养标准
  unit: 元
  values:
    - {from: 2013-01-01, value: "-", source: 总结}
    - {from: 2017-01-01, value: "720", source: 总结二}
"""


@pytest.fixture
def parameters(tmp_path: Path) -> Parameters:
    return read(tmp_path, PARAMETERS)


def read(folder: Path, text: str) -> Parameters:
    path = folder / "parameters.yaml"
    path.write_text(text, "utf-8")
    return Parameters.read(path)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "value", "valid_from", "source"),
    [
        ("2013-06-01", "2800", "2013-06-01", "统计局一"),
        ("2014-12-31", "2800", "2013-06-01", "统计局一"),
        ("2015-01-01", "2855", "2015-01-01", "统计局二"),
        ("2030-01-01", "2855", "2015-01-01", "统计局二"),
    ],
)
def test_a_value_holds_from_its_day(tmp_path: Path, on: str, value: str, valid_from: str, source: str) -> None:
    national = read(tmp_path, PARAMETERS.split("national:")[1].join(["national:", ""]).split("centralised:")[0])
    found = national.on(day(on))["national"]
    assert (found.value, found.valid_from, found.source) == (Decimal(value), day(valid_from), source)
    assert (found.name, found.label, found.unit) == ("national", "国家标准", "元")


@pytest.mark.parametrize(
    ("on", "value", "valid_from", "source"),
    [
        ("2014-01-01", "2800", "2014-01-01", "甲号文"),
        ("2015-06-01", "2855", "2015-01-01", "甲号文"),
        ("2016-12-31", "2855", "2015-01-01", "甲号文"),
        ("2017-01-01", "3200.5", "2017-01-01", "乙号文"),
    ],
)
def test_same_as_takes_the_other_value_and_keeps_its_own_document(
    parameters: Parameters, on: str, value: str, valid_from: str, source: str
) -> None:
    """It holds from the later of the two days: when the other changes, the line changes."""
    line = parameters.on(day(on))["line"]
    assert (line.value, line.valid_from, line.source) == (Decimal(value), day(valid_from), source)


@pytest.mark.parametrize(("on", "value"), [("2016-12-31", None), ("2017-01-01", Decimal(720))])
def test_a_dash_means_that_no_standard_is_known(parameters: Parameters, on: str, value: Decimal | None) -> None:
    assert parameters.on(day(on))["centralised"].value == value


def test_a_day_before_the_first_is_an_error_that_names_the_parameter(parameters: Parameters) -> None:
    with pytest.raises(ParameterError, match="line") as error:
        parameters.on(day("2013-12-31"))
    assert "收入线" in error.value.message
    assert "2013-12-31" in error.value.message
    assert "2014-01-01" in error.value.message
    assert isinstance(error.value, PipelineError)


@pytest.mark.parametrize(
    "text",
    [
        "line: {label: 线, unit: 元, values: []}",
        "line: {label: 线, unit: 元}",
        "line: {unit: 元, values: [{from: 2014-01-01, value: '1', source: 文}]}",
        "line: {label: 线, values: [{from: 2014-01-01, value: '1', source: 文}]}",
        "line: {label: 线, unit: 元, values: [{value: '1', source: 文}]}",
        "line: {label: 线, unit: 元, values: [{from: 2014-01-01, source: 文}]}",
        "line: {label: 线, unit: 元, values: [{from: 2014-01-01, value: '1'}]}",
        "line: {label: 线, unit: 元, values: [{from: 2014-01-01, value: 很多, source: 文}]}",
        "line: {label: 线, unit: 元, values: [{from: 2014-01-01, value: '1', same_as: other, source: 文}]}",
        (
            "line: {label: 线, unit: 元, values: [{from: 2015-01-01, value: '1', source: 文}, "
            "{from: 2014-01-01, value: '2', source: 文}]}"
        ),
        "line: 3200",
    ],
)
def test_an_incomplete_entry_is_an_error_that_names_the_parameter(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParameterError, match="line"):
        read(tmp_path, text)


CONTRACT = [
    ("poverty_line", {"2017-12-31": "2952", "2018-01-01": "2995", "2019-01-01": "3218", "2020-01-01": "4000"}),
    ("exit_income_line",
     {"2017-01-01": "3200", "2017-12-31": "3200", "2018-01-01": "3500", "2019-01-01": "3750", "2020-01-01": "4000"}),
    ("dibao_ceiling_monthly", {"2017-01-01": "295"}),
    ("tekun_monthly_centralised", {"2017-01-01": "720"}),
    ("tekun_monthly_dispersed", {"2017-01-01": "600"}),
    ("insurance_subsidy", {"2017-01-01": "150"}),
    ("relocation_area_per_person_m2", {"2017-01-01": "25"}),
    ("incidence_ceiling", {"2017-01-01": "0.03"}),
    ("village_exit_share", {"2017-01-01": "0.9"}),
    ("primary_dropout_ceiling", {"2017-01-01": "0.006"}),
    ("junior_dropout_ceiling", {"2017-01-01": "0.018"}),
    ("economic_check_rate", {"2017-01-01": "1"}),
    ("home_visit_rate", {"2017-01-01": "1"}),
    ("county_spot_check_rate", {"2017-01-01": "0.3"}),
    ("funds_to_poor_share", {"2017-01-01": "0.8"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values"), CONTRACT)
def test_the_county_has_the_values_of_the_contract(name: str, values: dict[str, str]) -> None:
    county = Parameters.read(COUNTY_PARAMETERS)
    assert {on: county.on(day(on))[name].value for on in values} == {on: Decimal(value) for on, value in values.items()}


def test_every_parameter_of_the_county_has_a_document() -> None:
    for parameter in Parameters.read(COUNTY_PARAMETERS).on(day("2017-12-31")).values():
        assert parameter.source, parameter.name
        assert parameter.label, parameter.name


@pytest.mark.parametrize(
    ("on", "value"), [("2014-01-01", "2800"), ("2015-01-01", "2855"), ("2016-12-31", "2952"), ("2017-01-01", "3200")]
)
def test_until_2016_the_exit_line_is_the_national_one(tmp_path: Path, on: str, value: str) -> None:
    lines = COUNTY_PARAMETERS.read_text("utf-8").split("dibao_ceiling_monthly:")[0]
    assert read(tmp_path, lines).on(day(on))["exit_income_line"].value == Decimal(value)


def test_the_county_cannot_be_judged_before_its_parameters_begin() -> None:
    with pytest.raises(ParameterError, match="dibao_ceiling_monthly"):
        Parameters.read(COUNTY_PARAMETERS).on(day("2016-12-31"))
