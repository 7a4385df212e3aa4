"""Sign-offs (ruling 30)."""

from __future__ import annotations

from datetime import date

from .acceptance import FeedRows
from .contract_data import COUNTY_CODE
from .people import Household

#: (level, unit_id) -> the day of the last decision up to D, and whether it is 同意
Decisions = dict[tuple[str, str], tuple[date, bool]]


def last_decisions(rows: dict[str, FeedRows], assessment_date: date) -> Decisions:
    """The last decision up to D of every unit; of one day's decisions the 不同意 counts."""
    last: Decisions = {}
    for record in rows["sign_offs"].accepted:
        day = record.get("sign_date")
        if day > assessment_date:
            continue
        unit = (record.get("level"), record.get("unit_id"))
        agreed = record.get("decision") == "同意"
        before = last.get(unit)
        if before is None or day > before[0]:
            last[unit] = (day, agreed)
        elif day == before[0]:
            last[unit] = (day, agreed and before[1])
    return last


def signed_on(level: str, unit_id: str, decisions: Decisions) -> date | None:
    """The day of a unit's last decision if that is 同意, else None."""
    day, agreed = decisions.get((level, unit_id), (None, False))
    return day if agreed else None


def levels_of(household: Household) -> dict[str, tuple[str, str]]:
    """unit_id of 户 is the household, of 村 the village code, of 乡 the township's 9-digit code, of 县 530129."""
    return {
        "household": ("户", household.id),
        "village": ("村", household.village_code),
        "township": ("乡", household.township),
        "county": ("县", COUNTY_CODE),
    }


def signed(household: Household, decisions: Decisions) -> dict[str, bool]:
    """The four signed_* columns of household_exit."""
    return {
        f"signed_{name}": signed_on(level, unit_id, decisions) is not None
        for name, (level, unit_id) in levels_of(household).items()
    }
