"""One row of every feed that passes every check, by canonical column name. All persons are made up."""

from __future__ import annotations

import csv
from pathlib import Path

from schemas.feed import Feed
from schemas.registry import CONTRACT_FEEDS, FEEDS

ADDED = Path(__file__).resolve().parents[1] / "added"

VILLAGE = "530129103201"
NUMBER = "530129197003050016"

_PERSON = {"name": "甲一", "id_number": NUMBER}

SOUND_ROWS: dict[str, dict[str, str]] = {
    "register_households": {
        "household_id": "H1", "township": "羊街镇", "village": "羊街", "village_code": VILLAGE, "head_name": "甲一",
        "head_id_number": NUMBER, "household_size": "3", "household_type": "一般贫困户", "main_cause": "因病",
        "identified_year": "2014", "exit_year": "2016", "wage_income": "6000",
    },
    "register_members": {
        "household_id": "H1", "member_id": "H1-1", "name": "甲一", "sex": "男", "id_number": NUMBER,
        "birth_date": "1970-03-05", "relation": "户主", "health_status": "健康",
    },
    "helpers": {
        "household_id": "H1", "helper_name": "丙", "organisation": "县委", "start_date": "2016-01-01",
        "end_date": "2017-06-01",
    },
    "projects": {
        "project_id": "P1", "project_name": "种植", "measure": "发展生产", "village_code": VILLAGE,
        "fund_source": "中央财政", "budget": "100", "received": "80", "spent": "60", "spent_on_poor": "40",
        "start_date": "2017-03-01", "end_date": "2017-06-01",
    },
    "project_beneficiaries": {"project_id": "P1", "household_id": "H1", "amount": "500", "date": "2017-06-01"},
    "third_party_assessment": {
        "problem_id": "T1", "household_id": "H1", "found_date": "2017-06-01", "problem": "收入",
        "rectified_date": "2017-07-01", "closed_date": "2017-08-01",
    },
    "sign_offs": {"unit_id": "H1", "level": "户", "signer": "甲一", "sign_date": "2017-12-01", "decision": "同意"},
    "dibao": {
        **_PERSON, "head_id_number": NUMBER, "village_code": VILLAGE, "category": "A", "monthly_amount": "200",
        "start_date": "2016-01", "end_date": "2017-03",
    },
    "tekun": {
        **_PERSON, "village_code": VILLAGE, "care": "分散", "monthly_amount": "600", "start_date": "2016-01",
        "end_date": "2017-03",
    },
    "temporary_assistance": {"approval_no": "L1", **_PERSON, "cause": "因病", "amount": "100", "date": "2017-05-05"},
    "economic_checks": {
        "name": "甲一", "head_id_number": NUMBER, "check_date": "2017-04-01", "result": "符合",
        "visit_date": "2017-04-02", "county_spot_check": "是",
    },
    "deaths": {**_PERSON, "death_date": "2017-05-20"},
    "medical_insurance": {
        **_PERSON, "year": "2017", "scheme": "大病医疗保险", "paid_by_person": "30", "subsidy": "150",
        "date": "2017-02-01",
    },
    "medical_assistance": {
        "settlement_no": "S1", **_PERSON, "kind": "门诊", "facility": "卫生院", "date": "2017-04-01",
        "total_cost": "100.00", "reimbursed": "90.00", "paid_by_person": "10.00",
    },
    "family_doctors": {**_PERSON, "team": "一队", "date": "2017-01-05"},
    "village_clinics": {
        "clinic_id": "C1", "village_code": VILLAGE, "floor_area_m2": "60", "up_to_standard": "是", "doctors": "1",
        "population_served": "1000",
    },
    "enrolment": {
        **_PERSON, "student_no": "G1", "school_year": "2017", "stage": "小学", "school": "一小", "status": "在读",
    },
    "student_aid": {**_PERSON, "programme": "营养餐", "amount": "80", "date": "2017-09-05"},
    "public_forest_compensation": {
        **_PERSON, "village_code": VILLAGE, "year": "2017", "area_ha": "1.5", "amount": "150", "date": "2017-06-01",
    },
    "grain_for_green": {
        **_PERSON, "village_code": VILLAGE, "year": "2017", "area_ha": "1.5", "amount": "150", "date": "2017-06-01",
    },
    "forest_rangers": {**_PERSON, "year": "2017", "amount": "9000"},
    "energy_subsidies": {**_PERSON, "year": "2017", "item": "节能灶", "quantity": "2", "amount": "600"},
    "training": {
        **_PERSON, "course": "技能培训", "start_date": "2017-02-01", "end_date": "2017-02-08", "passed": "是",
    },
    "employment": {
        **_PERSON, "place": "县内", "employer": "厂", "kind": "市场就业", "start_date": "2017-01-01",
        "end_date": "2017-10-01", "annual_wage": "6000",
    },
    "pension": {
        **_PERSON, "year": "2017", "scheme": "城乡居民基本养老保险", "state": "缴费", "monthly_amount": "80",
    },
    "housing_assessment": {
        "household_id": "H1", "grade": "C", "assessed_date": "2017-02-01", "renovated_date": "2017-05-01",
    },
    "relocation": {
        "household_id": "H1", "site": "点", "floor_area_m2": "50", "move_in_date": "2017-02-01",
        "demolished_date": "2017-05-01",
    },
    "village_survey": {
        "village_code": VILLAGE, "township": "羊街镇", "village": "羊街", "year": "2017", "poor_village": "是",
        "rural_households": "100", "rural_population": "400", "road_hardened": "是", "three_phase_power": "是",
        "broadcast_coverage": "99%", "broadband_committee": "是", "broadband_school": "是", "broadband_clinic": "是",
        "safe_water_rate": "1", "activity_place": "是", "school_age_enrolment_rate": "100%",
        "collective_income": "20000",
    },
    "county_statistics": {
        "year": "2017", "rural_income_per_capita": "8895", "rural_income_per_capita_previous": "8000",
        "province_growth": "9.3%", "education_balanced": "是", "primary_dropout_rate": "0.6%",
        "junior_dropout_rate": "0.018",
    },
}  # fmt: skip

assert set(SOUND_ROWS) == set(CONTRACT_FEEDS)


def _sample_row(feed: Feed) -> dict[str, str]:
    """The first sample row of a feed that is in no contract."""
    with (ADDED / f"{feed.id}.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return {column.name: row[column.header] for column in feed.columns}


SOUND_ROWS |= {feed.id: _sample_row(feed) for feed in FEEDS.values() if feed.id not in CONTRACT_FEEDS}


def sound(feed_id: str, **changes: str | None) -> dict[str, str | None]:
    """The sound row of a feed with some cells changed."""
    return {**SOUND_ROWS[feed_id], **changes}
