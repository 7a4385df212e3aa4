"""Sign-offs (ruling 30)."""

from __future__ import annotations

from datetime import date

from .acceptance import FeedRows
from .contract_data import COUNTY_CODE
from .people import Household


def last_decisions(rows: dict[str, FeedRows], assessment_date: date) -> dict[tuple[str, str], bool]:
    """(level, unit_id) -> whether the last decision up to D is 同意; of one day's decisions the 不同意 counts."""
    last: dict[tuple[str, str], tuple[date, bool]] = {}
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
    return {unit: agreed for unit, (_, agreed) in last.items()}


def signed(household: Household, decisions: dict[tuple[str, str], bool]) -> dict[str, bool]:
    """unit_id of 户 is the household, of 村 the village code, of 乡 the township's 9-digit code, of 县 530129."""
    return {
        "signed_household": decisions.get(("户", household.id), False),
        "signed_village": decisions.get(("村", household.village_code), False),
        "signed_township": decisions.get(("乡", household.township), False),
        "signed_county": decisions.get(("县", COUNTY_CODE), False),
    }
