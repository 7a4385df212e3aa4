"""The seven measures (七个一批) per household, rulings 27 to 29."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .acceptance import FeedRows, Record
from .people import Household

#: measure -> the feeds naming persons that make it
MEASURE_FEEDS: dict[str, tuple[str, ...]] = {
    "production": (),
    "labour": ("training", "employment"),
    "relocation": (),
    "ecology": ("public_forest_compensation", "grain_for_green", "forest_rangers", "energy_subsidies"),
    "education": ("student_aid",),
    "health": ("medical_assistance", "family_doctors", "medical_insurance"),
    "social_security": ("dibao", "tekun", "temporary_assistance"),
}

START_DATED = ("dibao", "tekun", "training", "employment")
WITHOUT_AMOUNT = ("training", "family_doctors", "relocation")
AMOUNT_COLUMNS = {"medical_assistance": "reimbursed", "medical_insurance": "subsidy"}


@dataclass(frozen=True)
class Night:
    """D, Y and the projects of measure 发展生产."""

    assessment_date: date
    production_projects: frozenset[str]

    @property
    def year(self) -> int:
        """The assessment year Y."""
        return self.assessment_date.year


def night_of(rows: dict[str, FeedRows], assessment_date: date) -> Night:
    """D and what the measures need of the projects."""
    projects = rows["projects"].accepted
    production = frozenset(record.get("project_id") for record in projects if record.get("measure") == "发展生产")
    return Night(assessment_date, production)


def own_date(record: Record) -> date | None:
    """The date column of a record that counts: start_date, move_in_date, or date."""
    if record.feed in START_DATED:
        return record.get("start_date")
    return record.get("move_in_date" if record.feed == "relocation" else "date")


def date_of(record: Record) -> date:
    """Ruling 28: its date column, else 1 January of its year."""
    return own_date(record) or date(record.get("year"), 1, 1)


def received(record: Record, night: Night) -> bool:
    """Ruling 28: any record with date <= D, or year <= Y; with a year and a date, both."""
    day, year = own_date(record), record.get("year")
    if day is None and year is None:
        return False
    if record.feed == "medical_insurance" and not (record.get("subsidy") or 0) > 0:
        return False
    if record.feed == "project_beneficiaries" and record.get("project_id") not in night.production_projects:
        return False
    return (day is None or day <= night.assessment_date) and (year is None or year <= night.year)


def in_force_in_month(record: Record, month: date) -> bool:
    """Ruling 15: a month counts if start <= its first day < end."""
    end = record.get("end_date")
    return record.get("start_date") <= month and (end is None or month < end)


def months_paid(record: Record, night: Night) -> int:
    """Ruling 15: the months of Y whose first day <= D that count."""
    firsts = [date(night.year, month, 1) for month in range(1, 13)]
    return sum(1 for first in firsts if first <= night.assessment_date and in_force_in_month(record, first))


def overlaps_year(record: Record, night: Night) -> bool:
    """Ruling 29: jobs overlapping Y up to D."""
    end = record.get("end_date")
    started = record.get("start_date") <= night.assessment_date
    return started and (end is None or end >= date(night.year, 1, 1))


def amount_in_year(record: Record, night: Night) -> Decimal:
    """Ruling 29: the amount in Y and up to D, 0 if none."""
    if record.feed in WITHOUT_AMOUNT:
        return Decimal(0)
    if record.feed in ("dibao", "tekun"):
        return record.get("monthly_amount") * months_paid(record, night)
    if record.feed == "employment":
        return record.get("annual_wage") if overlaps_year(record, night) else Decimal(0)
    year = record.get("year")
    if year is None:
        year = date_of(record).year
    if year != night.year:
        return Decimal(0)
    return record.get(AMOUNT_COLUMNS.get(record.feed, "amount")) or Decimal(0)


def _production(household: Household, night: Night) -> list[Record]:
    """production 发展生产 = project_beneficiaries of a project with measure 发展生产."""
    return [record for record in household.of("project_beneficiaries") if received(record, night)]


def _relocation(household: Household, night: Night) -> list[Record]:
    """relocation 易地搬迁 = relocation with move_in_date <= D."""
    return [record for record in household.of("relocation") if received(record, night)]


OF_HOUSEHOLD: dict[str, Callable[[Household, Night], list[Record]]] = {
    "production": _production,
    "relocation": _relocation,
}


def measures_of(household: Household, night: Night) -> list[dict[str, Any]]:
    """One line per measure that the household has received."""
    lines = []
    for measure, feeds in MEASURE_FEEDS.items():
        if measure in OF_HOUSEHOLD:
            records = OF_HOUSEHOLD[measure](household, night)
            persons = household.size
        else:
            records = [record for feed in feeds for record in household.of_members(feed) if received(record, night)]
            kept = {id(record) for record in records}
            persons = sum(
                1 for member in household.living if any(id(one) in kept for feed in feeds for one in member.of(feed))
            )
        if records:
            lines.append(
                {
                    "household_id": household.id,
                    "measure": measure,
                    "records": len(records),
                    "persons": persons,
                    "amount": float(sum((amount_in_year(record, night) for record in records), Decimal(0))),
                    "first_date": min(date_of(record) for record in records),
                }
            )
    return lines
