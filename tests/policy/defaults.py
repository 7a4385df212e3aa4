"""What a departmental record says where a test does not say otherwise."""

from __future__ import annotations

Cells = dict[str, str | None]


def defaults(year: int, school_year: int) -> dict[str, Cells]:
    """Per feed, the cells of a record of the assessment year beside names, numbers, households and villages."""
    y = str(year)
    return {
        "helpers": {"helper_name": "帮扶人", "organisation": "县委", "start_date": f"{year - 1}-01-01"},
        "projects": {
            "project_name": "种植", "measure": "发展生产", "fund_source": "中央财政", "budget": "100",
            "received": "100",
            "spent": "50", "start_date": f"{y}-01-01",
        },
        "project_beneficiaries": {"project_id": "P1", "amount": "500", "date": f"{y}-01-15"},
        "third_party_assessment": {"found_date": f"{y}-01-05", "problem": "收入"},
        "sign_offs": {"level": "户", "signer": "签字人", "sign_date": f"{y}-01-20", "decision": "同意"},
        "dibao": {"category": "A", "monthly_amount": "200", "start_date": f"{year - 1}-01"},
        "tekun": {"care": "分散", "monthly_amount": "600", "start_date": f"{year - 1}-01"},
        "temporary_assistance": {"amount": "100", "date": f"{y}-01-05"},
        "economic_checks": {"check_date": f"{y}-01-10", "result": "符合"},
        "deaths": {"death_date": f"{y}-01-20"},
        "medical_insurance": {"year": y, "scheme": "城乡居民基本医疗保险"},
        "medical_assistance": {
            "kind": "门诊", "facility": "卫生院", "date": f"{y}-01-10", "total_cost": "100", "reimbursed": "90",
            "paid_by_person": "10",
        },
        "family_doctors": {"team": "一队", "date": f"{y}-01-05"},
        "village_clinics": {"up_to_standard": "是", "doctors": "1", "population_served": "1000"},
        "enrolment": {"school_year": str(school_year), "stage": "小学", "school": "一小", "status": "在读"},
        "student_aid": {"programme": "营养餐", "amount": "80", "date": f"{y}-01-05"},
        "public_forest_compensation": {"year": y, "area_ha": "1", "amount": "150"},
        "grain_for_green": {"year": y, "area_ha": "1", "amount": "150"},
        "forest_rangers": {"year": y, "amount": "9000"},
        "energy_subsidies": {"year": y, "item": "节能灶", "quantity": "1", "amount": "300"},
        "training": {"course": "技能培训", "start_date": f"{y}-01-08"},
        "employment": {
            "place": "县内", "employer": "厂", "kind": "市场就业", "start_date": f"{y}-01-03", "annual_wage": "6000",
        },
        "pension": {"year": y, "scheme": "城乡居民基本养老保险", "state": "缴费"},
        "housing_assessment": {"grade": "A", "assessed_date": f"{year - 1}-06-01"},
        "relocation": {"site": "安置点", "floor_area_m2": "20"},
        "village_survey": {
            "year": y, "poor_village": "否", "rural_households": "300", "rural_population": "1000",
            "road_hardened": "是", "three_phase_power": "是", "broadcast_coverage": "100%", "broadband_committee": "是",
            "broadband_school": "是", "broadband_clinic": "是", "safe_water_rate": "1", "activity_place": "是",
            "school_age_enrolment_rate": "1",
        },
        "county_statistics": {
            "year": y, "rural_income_per_capita": "8895", "rural_income_per_capita_previous": "8000",
            "province_growth": "9.3%", "education_balanced": "是", "primary_dropout_rate": "0.1%",
            "junior_dropout_rate": "0.1%",
        },
    }  # fmt: skip


RUNNING_NUMBERS = {
    "third_party_assessment": "problem_id",
    "temporary_assistance": "approval_no",
    "medical_assistance": "settlement_no",
    "village_clinics": "clinic_id",
    "enrolment": "student_no",
}
"""Columns that are numbered, because their rows have no other key."""

ROSTER_ROWS: dict[str, Cells] = {
    "dibao": {"start_date": "2015-01", "end_date": "2015-06"},
    "tekun": {"start_date": "2015-07", "end_date": "2015-12"},
    "temporary_assistance": {"date": "2015-05-05"},
    "economic_checks": {"check_date": "2015-05-05"},
    "medical_assistance": {"date": "2015-05-05"},
    "enrolment": {"school_year": "1980", "status": "毕业"},
    "student_aid": {"date": "1980-05-05"},
    "public_forest_compensation": {"year": "2015"},
    "grain_for_green": {"year": "2015"},
    "forest_rangers": {"year": "2015"},
    "energy_subsidies": {"year": "2015"},
    "training": {"start_date": "2015-05-05"},
    "employment": {"start_date": "2015-01-01", "end_date": "2015-05-05"},
    "relocation": {"move_in_date": None},
    "project_beneficiaries": {"date": "2015-05-05"},
}
"""One harmless row per feed that makes absence from it evidence in a township (ruling 2); the feeds in which every
household of a world has a row are left out."""
