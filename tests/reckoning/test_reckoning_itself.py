"""The reckoning sees what it must: each status and ruling that is easy to get wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .small_county import B1, B2, VILLAGE, SmallCounty, number


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "sources")


def test_the_county_as_it_stands_is_out_and_clean(county: SmallCounty) -> None:
    night = county.reckon()
    assert {row["result"] for row in night.tables["household_exit"]} == {"exit_ready"}
    assert {row["status"] for row in night.tables["village_exit_indicators"]} == {"pass"}
    assert {row["status"] for row in night.tables["county_exit_indicators"]} == {"pass"}
    assert night.tables["findings"] == night.tables["quarantine"] == []
    assert len(night.tables["feed_runs"]) == 29


# ---- households ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wage", "status", "value"),
    [("4400", "fail", 3200.0), ("4400.01", "pass", 3200.01), ("4400.00", "fail", 3200.0), ("", "unknown", None)],
)
def test_h1_compares_the_rounded_figure(county: SmallCounty, wage: str, status: str, value: float | None) -> None:
    county.change("register_households", {"household_id": "B"}, wage_income=wage)
    night = county.reckon()
    row = night.one("household_exit_indicators", household_id="B", indicator="H1")
    assert (row["status"], row["value"]) == (status, value)


def test_ruling_1_a_quarantined_member_row_hides_a_pass_but_not_a_fail(county: SmallCounty) -> None:
    county.add(
        "register_members", household_id="B", member_id="B3", name="乙三", sex="?", birth_date="2010-01-01",
        relation="之子",
    )  # fmt: skip
    county.change("register_households", {"household_id": "B"}, water_safe="否", household_size="9")
    night = county.reckon()
    assert [night.status(f"H{n}") for n in range(1, 7)] == ["fail", "pass", "unknown", "unknown", "unknown", "pass"]
    assert night.found("S18") == []  # ruling 39


def test_h2_and_s15_rest_on_relocation(county: SmallCounty) -> None:
    county.change("housing_assessment", {"household_id": "B"}, grade="D")
    assert county.reckon().status("H2") == "fail"
    county.add("relocation", household_id="B", site="点")
    night = county.reckon()  # a quarantined row that carries the household's id: absence is no evidence
    assert (night.status("H2"), night.found("S15")) == ("unknown", [])
    county.change("relocation", {"household_id": "B"}, floor_area_m2="50", move_in_date="2018-01-01")
    night = county.reckon()
    assert (night.status("H2"), night.found("S15")) == ("fail", ["B"])
    county.change("relocation", {"household_id": "B"}, move_in_date="2017-12-31")
    assert county.reckon().status("H2") == "pass"
    county.without("relocation")
    assert county.reckon().status("H2") == "unknown"


def test_h3(county: SmallCounty) -> None:
    county.change("enrolment", {"id_number": B2}, status="辍学")
    assert county.reckon().status("H3") == "fail"
    county.drop("enrolment", id_number=B2)
    night = county.reckon()
    assert (night.status("H3"), night.found("S08")) == ("unknown", ["B2"])
    county.without("enrolment")
    night = county.reckon()
    assert (night.status("H3"), night.found("S08")) == ("unknown", [])
    for table, name in (("register_members", "birth_date"),):
        county.change(table, {"member_id": "B2"}, id_number="", **{name: "1996-08-31"})
    assert county.reckon().status("H3") == "pass"  # 21 on 1 September: nobody aged 6 to 20


def test_h3_too_poor_to_go_on_fails_at_any_age_even_beside_a_place(county: SmallCounty) -> None:
    county.add(
        "enrolment", name="乙一", id_number=B1, student_no="G9", school_year="2017-2018", stage="高中", school="一中",
        status="因贫未升学",
    )  # fmt: skip
    assert county.reckon().status("H3") == "fail"


def test_h4_needs_both_schemes_and_a_valid_number_to_fail(county: SmallCounty) -> None:
    county.drop("medical_insurance", id_number=B2, scheme="大病医疗保险")
    night = county.reckon()
    assert (night.status("H4"), night.found("S10")) == ("fail", ["B2"])
    county.change("register_members", {"member_id": "B2"}, id_number=B2[:17] + ("1" if B2[17] != "1" else "2"))
    night = county.reckon()
    assert (night.status("H4"), night.found("S10"), night.found("S02")) == ("unknown", [], ["B2"])


def test_absence_needs_a_row_of_the_township(county: SmallCounty) -> None:
    county.drop("medical_insurance", id_number=B2)
    county.change("register_households", {"household_id": "B"}, village_code="530129104201")
    county.drop("medical_insurance", id_number=B1)
    night = county.reckon()
    assert (night.status("H4"), night.found("S10")) == ("unknown", [])


def test_absence_is_no_evidence_beside_a_broken_file_or_a_quarantined_row(county: SmallCounty) -> None:
    county.drop("medical_insurance", id_number=B2)

    def broken(folder: Path) -> None:
        (folder / "medical_insurance").mkdir()
        (folder / "medical_insurance" / "b.csv").write_bytes(b"")

    night = county.reckon(after_writing=broken)
    assert night.status("H4") == "unknown"
    assert night.checks("medical_insurance") == [(None, None, "file", "header")]
    (county.folder / "medical_insurance" / "b.csv").unlink()
    county.add("medical_insurance", name="乙二", id_number=B2, year="去年", scheme="大病医疗保险")
    night = county.reckon()
    assert night.status("H4") == "unknown"
    assert night.checks("medical_insurance") == [(8, "year", "row", "type")]


def test_h5_ages_schooling_and_interruption(county: SmallCounty) -> None:
    county.change("pension", {"id_number": B1}, state="中断")
    assert county.reckon().status("H5") == "fail"
    young = number("2000-01-01", 3)
    for feed in ("register_members", "medical_insurance", "pension"):
        county.change(feed, {"id_number": B1}, id_number=young)
    county.change("register_members", {"member_id": "B1"}, birth_date="2000-01-01")
    assert county.reckon().status("H5") == "fail"
    county.without("enrolment")
    assert county.reckon().status("H5") == "unknown"  # 17 years old: perhaps at school


def test_h6_is_unknown_where_any_measure_feed_or_number_is_not_there(county: SmallCounty) -> None:
    county.drop("project_beneficiaries", household_id="B")
    night = county.reckon()
    assert (night.status("H6"), night.one("household_exit", household_id="B")["measures"]) == ("fail", 0)
    assert night.status("C4") == "fail"
    county.change("register_members", {"member_id": "B2"}, id_number="")
    night = county.reckon()
    assert (night.status("H6"), night.status("C4")) == ("unknown", "unknown")
    county.change("register_members", {"member_id": "B2"}, id_number=B2)
    county.without("student_aid")
    assert county.reckon().status("H6") == "unknown"


def test_a_beneficiary_of_an_unknown_project_does_not_count(county: SmallCounty) -> None:
    county.change("project_beneficiaries", {"household_id": "B"}, project_id="P9")
    assert county.reckon().status("H6") == "fail"


# ---- linkage and deaths ----------------------------------------------------------------------------------


def test_linkage_outcomes(county: SmallCounty) -> None:
    damaged = B1[:17] + ("1" if B1[17] != "1" else "2")
    for name, one in (
        ("乙·一", B1),
        ("已一", B1),
        ("乙一", damaged),
        ("路人", damaged),
        ("路人", number("1950-01-01")),
    ):
        county.add("family_doctors", name=name, id_number=one, team="二队", date="2017-02-02")
    county.feeds["family_doctors"][2]["id_number"] = f"{B1} "
    night = county.reckon()
    assert night.checks("family_doctors") == [(3, "id_number", "row", "key"), (4, "id_number", "row", "key")]
    assert [night.outcome("family_doctors", row) for row in (5, 6, 7)] == [
        ("probable", "B1"), ("unmatched", None), ("not_registered", None),
    ]  # fmt: skip
    del county.feeds["family_doctors"][1]
    night = county.reckon()
    assert night.outcome("family_doctors", 3) == ("name_differs", "B1")
    assert night.lines("findings", rule="S03") == [
        {"rule": "S03", "feed": "family_doctors", "unit": "B1", "household_id": "B", "status": "open"}
    ]


def test_a_fifteen_digit_number_is_upgraded_and_a_name_joins_an_invalid_key(county: SmallCounty) -> None:
    short = B1[:6] + B1[8:17]
    county.add("family_doctors", name="乙一", id_number=short, team="二队", date="2017-02-02")
    for name in ("丁", "戊"):
        county.add("family_doctors", name=name, id_number="不明", team="二队", date="2017-02-02")
    night = county.reckon()
    assert night.outcome("family_doctors", 3) == ("exact", "B1")
    assert night.checks("family_doctors") == []


def test_ambiguous_candidates_are_unknown_not_fail(county: SmallCounty) -> None:
    county.change("register_members", {"member_id": "A1"}, id_number=B1)  # S01: one number on two members
    night = county.reckon()
    assert sorted(night.found("S01")) == ["A1", "B1"]
    assert night.outcome("pension", 3) == ("exact", "B1")
    county.change("register_members", {"member_id": "A1"}, name="乙一")
    county.change("pension", {"id_number": B1}, state="中断")
    night = county.reckon()
    assert night.outcome("pension", 3) == ("ambiguous", None)
    assert night.status("H5") == "unknown"


def test_only_an_exact_death_removes(county: SmallCounty) -> None:
    death = county.add("deaths", name="乙一", id_number=B1, death_date="2017-03-10")
    county.add(
        "dibao", name="乙一", id_number=B1, head_id_number=B1, village_code=VILLAGE, category="A",
        monthly_amount="200", start_date="2017-01", end_date="2017-05",
    )  # fmt: skip
    night = county.reckon()
    assert (night.one("household_exit", household_id="B")["members"], night.found("S18")) == (1, ["B"])
    assert [row["feed"] for row in night.lines("findings", rule="S11")] == ["dibao"]
    county.feeds["dibao"][-1]["end_date"] = "2017-04"
    assert county.reckon().found("S11") == []
    death["name"] = "乙万"
    night = county.reckon()
    assert night.one("household_exit", household_id="B")["members"] == 2
    assert [row["feed"] for row in night.lines("findings", rule="S11")] == ["deaths"]


def test_a_household_of_the_dead_is_unknown(county: SmallCounty) -> None:
    for name, one in (("乙一", B1), ("乙二", B2)):
        county.add("deaths", name=name, id_number=one, death_date="2017-03-10")
    night = county.reckon()
    expected = ["unknown", "pass", "unknown", "unknown", "unknown", "pass"]
    assert [night.status(f"H{n}") for n in range(1, 7)] == expected
    assert night.found("S18") == ["B"]


# ---- villages and county ---------------------------------------------------------------------------------


def test_an_old_village_code_is_read_as_its_successor(county: SmallCounty) -> None:
    for feed in ("register_households", "village_survey", "projects", "village_clinics"):
        county.change(feed, {}, village_code="530129001204")
    county.change("village_survey", {}, village_code="530129002004")
    county.add("sign_offs", unit_id="530129001204", level="村", signer="甲", sign_date="2017-12-01", decision="同意")
    county.add("sign_offs", unit_id="530129002", level="乡", signer="甲", sign_date="2017-12-02", decision="同意")
    county.add("sign_offs", unit_id="530129002", level="乡", signer="乙", sign_date="2017-12-02", decision="不同意")
    night = county.reckon()
    row = night.one("household_exit", household_id="B")
    assert row["village_code"] == "530129002004"
    assert (row["signed_household"], row["signed_village"], row["signed_township"]) == (False, True, False)
    assert len(night.tables["village_exit"]) == 1
    assert night.one("village_exit", village_code="530129002004")["result"] == "exit_ready"


def test_v1_and_c1_count_a_quarantined_household_in_the_high_end(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, household_type="无此类", household_size="12")
    night = county.reckon()
    row = night.one("village_exit", village_code=VILLAGE)
    assert (row["incidence_low"], row["incidence_high"], row["v1"], row["verify"]) == (0.0, 0.03, "unknown", 0)
    assert [night.status(indicator) for indicator in ("C1", "C4")] == ["unknown", "unknown"]
    county.change("register_households", {"household_id": "B"}, household_size="?")
    assert county.reckon().one("village_exit", village_code=VILLAGE)["incidence_high"] == 2 / 400


def test_v5_a_blank_school_is_none_but_an_unreadable_one_is_unknown(county: SmallCounty) -> None:
    for school, status in (("-", "pass"), ("也许", "unknown"), ("否", "fail")):
        county.change("village_survey", {}, broadband_school=school)
        assert county.reckon().status("V5") == status


def test_v7_and_v10(county: SmallCounty) -> None:
    county.change("village_clinics", {}, population_served="1001")
    county.change("projects", {}, spent="0")
    night = county.reckon()
    assert (night.status("V7"), night.status("V10")) == ("fail", "fail")
    county.change("projects", {}, spent="")
    county.add("village_clinics", clinic_id="C2", village_code=VILLAGE, up_to_standard="是", doctors="1")
    night = county.reckon()
    assert (night.status("V7"), night.status("V10")) == ("unknown", "unknown")


def test_c2_is_exact(county: SmallCounty) -> None:
    county.change(
        "county_statistics", {}, rural_income_per_capita="1.1", rural_income_per_capita_previous="1",
        province_growth="0.1",
    )  # fmt: skip
    assert county.reckon().status("C2") == "fail"


# ---- findings --------------------------------------------------------------------------------------------


def test_findings_of_one_household(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, wage_income="900")  # 1450 a person
    county.change("register_members", {"member_id": "B1"}, sex="女")
    county.change("helpers", {"household_id": "B"}, end_date="2017-12-30")
    county.add("forest_rangers", name="乙一", id_number=B1, year="2017", amount="9000")
    county.add("relocation", household_id="B", site="点", floor_area_m2="50.01", move_in_date="2016-12-30")
    county.add("training", name="乙二", id_number=B2, course="技能培训", start_date="2017-02-01")
    county.add("projects", **{**county.feeds["projects"][0], "project_id": "P2", "spent": "0", "spent_on_poor": "1"})
    night = county.reckon()
    found = {(row["rule"], row["unit"]) for row in night.tables["findings"]}
    assert found == {
        ("S04", "B1"), ("S06", "B"), ("S12", "B"), ("S13", "B"), ("S14", "B"), ("S16", "B2"), ("S17", "B"),
        ("S20", f"P2/{VILLAGE}"),
    }  # fmt: skip
    assert night.one("household_exit", household_id="B")["open_findings"] == 7


def test_the_third_party_closes_what_it_closed_tonight(county: SmallCounty) -> None:
    county.change("helpers", {"household_id": "B"}, end_date="2017-12-30")
    problem = county.add(
        "third_party_assessment", problem_id="W1", household_id="B", found_date="2017-12-01", problem="帮扶",
        closed_date="2017-12-31",
    )  # fmt: skip
    night = county.reckon()
    assert night.one("findings", rule="S17")["status"] == "rectified"
    assert night.one("household_exit", household_id="B")["open_findings"] == 0
    problem["closed_date"] = "2017-12-30"  # before it was first seen
    assert county.reckon().one("findings", rule="S17")["status"] == "open"


def test_assistance_in_force_and_out_of_line(county: SmallCounty) -> None:
    who = {"name": "乙一", "id_number": B1, "village_code": VILLAGE, "start_date": "2017年11月"}
    county.add("dibao", **who, head_id_number=B1, category="A", monthly_amount="295.01", end_date="201801")
    county.add("tekun", **who, care="集中", monthly_amount="600")
    night = county.reckon()
    assert {row["rule"] for row in night.tables["findings"]} == {"S05", "S07", "S19"}
    amount = night.one("household_measures", household_id="B", measure="social_security")
    assert (amount["records"], amount["persons"], amount["amount"]) == (2, 1, pytest.approx(2 * 895.01))
    assert amount["first_date"] == date(2017, 11, 1)


# ---- what stops the run ----------------------------------------------------------------------------------


def test_a_run_without_register_or_parameter_fails_by_name(county: SmallCounty) -> None:
    with pytest.raises(ValueError, match="dibao_ceiling_monthly"):
        county.reckon(date(2016, 12, 31))
    county.without("register_members")
    with pytest.raises(ValueError, match="register_members"):
        county.reckon()
