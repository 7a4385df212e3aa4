"""The dated parameters against the contract's table, on either side of every date."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from xundian_pipeline.county import load_county
from xundian_pipeline.parameters import ParameterError

# name, from, value ("-": no standard known), a word of the source. The table of indicators.md.
TABLE = [
    ("poverty_line", "2014-01-01", "2800", "国家统计局"),
    ("poverty_line", "2015-01-01", "2855", "国家统计局"),
    ("poverty_line", "2016-01-01", "2952", "国家统计局"),
    ("poverty_line", "2018-01-01", "2995", "国家统计局"),
    ("poverty_line", "2019-01-01", "3218", "国家统计局"),
    ("poverty_line", "2020-01-01", "4000", "国家统计局"),
    ("exit_income_line", "2014-01-01", "2800", "云厅字〔2016〕11号"),
    ("exit_income_line", "2015-01-01", "2855", "云厅字〔2016〕11号"),
    ("exit_income_line", "2016-01-01", "2952", "云厅字〔2016〕11号"),
    ("exit_income_line", "2017-01-01", "3200", "2018-01-03"),
    ("exit_income_line", "2018-01-01", "3500", "使用前须确认"),
    ("exit_income_line", "2019-01-01", "3750", "使用前须确认"),
    ("exit_income_line", "2020-01-01", "4000", "使用前须确认"),
    ("dibao_ceiling_monthly", "2017-01-01", "295", "2017"),
    ("tekun_monthly_centralised", "2016-01-01", "-", ""),
    ("tekun_monthly_centralised", "2017-01-01", "720", "2017"),
    ("tekun_monthly_dispersed", "2016-01-01", "475", ""),
    ("tekun_monthly_dispersed", "2017-01-01", "600", "2017"),
    ("insurance_subsidy", "2017-01-01", "150", "2017"),
    ("relocation_area_per_person_m2", "2016-01-01", "25", "易地扶贫搬迁"),
    ("incidence_ceiling", "2016-01-01", "0.03", "云厅字〔2016〕11号"),
    ("village_exit_share", "2016-01-01", "0.90", "2017-09-22"),
    ("primary_dropout_ceiling", "2016-01-01", "0.006", "控辍保学"),
    ("junior_dropout_ceiling", "2016-01-01", "0.018", "控辍保学"),
    ("economic_check_rate", "2017-01-01", "1", "县脱贫攻坚总结"),
    ("home_visit_rate", "2017-01-01", "1", "县脱贫攻坚总结"),
    ("county_spot_check_rate", "2017-01-01", "0.30", "县脱贫攻坚总结"),
    ("funds_to_poor_share", "2016-01-01", "0.80", "县脱贫攻坚总结"),
]
COMPLETE_FROM = datetime.date(2017, 1, 1)
ONE_DAY = datetime.timedelta(days=1)


def _value(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def _histories() -> dict[str, list[tuple[datetime.date, Decimal | None, str]]]:
    histories: dict[str, list[tuple[datetime.date, Decimal | None, str]]] = {}
    for name, day, value, source in TABLE:
        histories.setdefault(name, []).append((datetime.date.fromisoformat(day), _value(value), source))
    return histories


@pytest.mark.parametrize("name", _histories())
def test_parameter_has_the_contracts_value_from_its_date(name: str) -> None:
    parameters = load_county().parameters
    for day, value, source in _histories()[name]:
        if day >= COMPLETE_FROM:
            parameter = parameters.on(day)[name]
            assert (parameter.value, parameter.valid_from) == (value, day)
            assert source in parameter.source


@pytest.mark.parametrize("name", _histories())
def test_parameter_has_the_value_before_on_the_day_before(name: str) -> None:
    parameters = load_county().parameters
    history = _histories()[name]
    for (_, value, _), (next_day, _, _) in pairwise(history):
        if next_day > COMPLETE_FROM:
            assert parameters.on(next_day - ONE_DAY)[name].value == value


def test_before_its_first_date_a_parameter_is_an_error_that_names_it() -> None:
    with pytest.raises(ParameterError, match=r"dibao_ceiling_monthly.*2016-12-31"):
        load_county().parameters.on(COMPLETE_FROM - ONE_DAY)
