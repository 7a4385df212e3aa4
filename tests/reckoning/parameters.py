"""The dated parameters of indicators.md and management.md; ruling 6: one without a value on D stops the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PERIODS: dict[str, tuple[tuple[date, str], ...]] = {
    "exit_income_line": (
        (date(2014, 1, 1), "2800"),
        (date(2015, 1, 1), "2855"),
        (date(2016, 1, 1), "2952"),
        (date(2017, 1, 1), "3200"),
        (date(2018, 1, 1), "3500"),
        (date(2019, 1, 1), "3750"),
        (date(2020, 1, 1), "4000"),
    ),
    "dibao_ceiling_monthly": ((date(2017, 1, 1), "295"),),
    "tekun_monthly_集中": ((date(2017, 1, 1), "720"),),
    "tekun_monthly_分散": ((date(2016, 1, 1), "475"), (date(2017, 1, 1), "600")),
    "insurance_subsidy": ((date(2017, 1, 1), "150"),),
    "relocation_area_per_person_m2": ((date(2016, 1, 1), "25"),),
    "incidence_ceiling": ((date(2016, 1, 1), "0.03"),),
    "village_exit_share": ((date(2016, 1, 1), "0.90"),),
    "primary_dropout_ceiling": ((date(2016, 1, 1), "0.006"),),
    "junior_dropout_ceiling": ((date(2016, 1, 1), "0.018"),),
    "economic_check_rate": ((date(2017, 1, 1), "1.0"),),
    "home_visit_rate": ((date(2017, 1, 1), "1.0"),),
    "county_spot_check_rate": ((date(2017, 1, 1), "0.30"),),
    "funds_to_poor_share": ((date(2016, 1, 1), "0.80"),),
}


@dataclass(frozen=True)
class Parameters:
    """The values in force on D."""

    values: dict[str, Decimal]

    def __getitem__(self, name: str) -> Decimal:
        return self.values[name]


def parameters_on(assessment_date: date) -> Parameters:
    """The values in force on a date; ValueError names the first that has none."""
    values = {}
    for name, periods in PERIODS.items():
        in_force = [value for start, value in periods if start <= assessment_date]
        if not in_force:
            raise ValueError(f"{name} has no value on {assessment_date.isoformat()} (ruling 6)")
        values[name] = Decimal(in_force[-1])
    return Parameters(values)
