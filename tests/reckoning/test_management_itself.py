"""The reckoning's management tables on tiny counties: each branch of management.md that is easy to get wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .small_county import B1, B2, VILLAGE, Reckoned, SmallCounty, number

TOWNSHIP, COUNTY = VILLAGE[:9], "530129"
WHO = {"name": "乙一", "id_number": B1, "village_code": VILLAGE}
DIBAO = {**WHO, "head_id_number": B1, "category": "A", "monthly_amount": "200"}
TEKUN = {**WHO, "care": "分散", "monthly_amount": "600"}


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "sources")


def values(night: Reckoned, table: str, columns: str, **key: Any) -> tuple[Any, ...]:
    """Some columns of one line."""
    line = night.one(table, **key)
    return tuple(line[column] for column in columns.split())


def broken_file(feed: str) -> Any:
    """A second file of a feed that cannot be read."""

    def write(folder: Path) -> None:
        (folder / feed).mkdir(exist_ok=True)
        (folder / feed / "b.csv").write_bytes(b"")

    return write


# ---- M1 --------------------------------------------------------------------------------------------------


def action(county: SmallCounty) -> str:
    return str(county.reckon().one("assistance_review", household_id="B")["action"])


@pytest.mark.parametrize(
    ("wage", "with_dibao", "with_tekun", "expected"),
    [
        ("5080", False, False, "none"),  # 3540 a person, the line itself
        ("5080", True, False, "keep"),
        ("5080.01", True, False, "exit"),
        ("5080.01", False, True, "keep"),  # tekun is no dibao
        ("5079.98", False, False, "enter"),
        ("5079.98", False, True, "keep"),
        ("", True, True, "unknown"),
    ],
)
def test_m1_the_action(county: SmallCounty, wage: str, with_dibao: bool, with_tekun: bool, expected: str) -> None:
    county.change("register_households", {"household_id": "B"}, wage_income=wage)
    if with_dibao:
        county.add("dibao", **DIBAO, start_date="2017-12")
    if with_tekun:
        county.add("tekun", **TEKUN, start_date="2015-01", end_date="2018-01")
    night = county.reckon()
    counts = (int(with_dibao), int(with_tekun), 200 * with_dibao + 600 * with_tekun, 3540.0)
    assert values(night, "assistance_review", "dibao_members tekun_members monthly_amount line", household_id="B") == (
        counts
    )
    assert night.one("assistance_review", household_id="B")["action"] == expected
    assert night.one("assistance_review", household_id="B")["township"] == "羊街镇"


def test_m1_what_is_open_matters_only_where_it_changes_the_answer(county: SmallCounty) -> None:
    assert action(county) == "none"
    county.add("tekun", **{**TEKUN, "care": "?"}, start_date="2017-01")
    assert action(county) == "unknown"  # tekun would be keep
    county.add("dibao", **DIBAO, start_date="2017-12")
    assert action(county) == "exit"  # with tekun or without
    county.without("tekun")
    night = county.reckon()
    columns = "dibao_members tekun_members monthly_amount action"
    assert values(night, "assistance_review", columns, household_id="B") == (1, None, None, "exit")
    county.add("register_members", household_id="B", member_id="B3", name="乙三", relation="之子")
    assert action(county) == "unknown"  # ruling 1


def test_m1_the_dead_have_nothing_in_force(county: SmallCounty) -> None:
    county.add("dibao", **DIBAO, start_date="2017-01")
    county.add("deaths", name="乙一", id_number=B1, death_date="2017-03-10")
    night = county.reckon()
    assert values(night, "assistance_review", "dibao_members net_income_per_capita action", household_id="B") == (
        0, 8000.0, "none",
    )  # fmt: skip
    county.change("register_households", {}, village_code="530129999001", township="无名 镇")
    assert county.reckon().one("assistance_review", household_id="B")["township"] == "无名 镇"


# ---- M2 --------------------------------------------------------------------------------------------------

CHECKS = "new_households checked visited spot_checked check_rate visit_rate spot_rate status"


def test_m2_a_new_household_that_nobody_visited(county: SmallCounty) -> None:
    none_new = (0, 0, 0, 0, None, None, None, "pass")
    assert values(county.reckon(), "assistance_checks", CHECKS, unit_id=TOWNSHIP) == none_new
    county.add("dibao", **DIBAO, start_date="2017-01", end_date="2017-02")
    for unit_id in (TOWNSHIP, COUNTY):
        night = county.reckon()
        assert values(night, "assistance_checks", CHECKS, unit_id=unit_id) == (1, 0, 0, 0, 0.0, 0.0, 0.0, "fail")
    check = county.add(
        "economic_checks", name="乙一", head_id_number=B1, check_date="2017-01-01", result="符合",
        visit_date="2018-01-01", county_spot_check="是",
    )  # fmt: skip
    assert values(county.reckon(), "assistance_checks", CHECKS, unit_id=COUNTY) == (1, 1, 0, 1, 1.0, 0.0, 1.0, "fail")
    check["visit_date"] = "2016-12-01"
    assert values(county.reckon(), "assistance_checks", CHECKS, unit_id=COUNTY) == (1, 1, 1, 1, 1.0, 1.0, 1.0, "pass")
    check["check_date"] = "2016-12-31"
    assert values(county.reckon(), "assistance_checks", CHECKS, unit_id=COUNTY) == (1, 0, 0, 0, 0.0, 0.0, 0.0, "fail")


def test_m2_what_ruling_2_leaves_open(county: SmallCounty) -> None:
    county.add("tekun", **TEKUN, start_date="2017-12")
    check = county.add("economic_checks", name="乙一", head_id_number=B1, check_date="?", result="符合")
    unknown = (1, 0, 0, 0, 0.0, 0.0, 0.0, "unknown")
    assert values(county.reckon(), "assistance_checks", CHECKS, unit_id=COUNTY) == unknown
    check.update(check_date="2017-02-01", visit_date="2017-02-01", county_spot_check="1")
    assert county.reckon().one("assistance_checks", unit_id=COUNTY)["status"] == "pass"
    night = county.reckon(after_writing=broken_file("dibao"))
    assert night.one("assistance_checks", unit_id=TOWNSHIP)["status"] == "unknown"  # more may be new
    check["check_date"] = "2016-02-01"
    night = county.reckon()
    assert night.one("assistance_checks", unit_id=TOWNSHIP)["status"] == "fail"  # a fail stays one


def test_m2_the_county_is_judged_in_every_township_with_a_household(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, village_code="530129104201")
    night = county.reckon()
    found = {line["unit_id"]: line["status"] for line in night.tables["assistance_checks"]}
    assert found == {TOWNSHIP: "pass", "530129104": "unknown", COUNTY: "unknown"}  # no row of 柯渡 in the rosters


# ---- M3 --------------------------------------------------------------------------------------------------

COVER = "households covered share helpers organisations most_households_of_one_helper status"


def test_m3_one_name_is_one_helper(county: SmallCounty) -> None:
    county.change("helpers", {"household_id": "A"}, helper_name="帮·扶 一", organisation="县委 ")
    county.change("helpers", {"household_id": "B"}, helper_name="帮扶一", end_date="2017-12-31")
    county.add("helpers", household_id="B", helper_name="丁", organisation="教育局", start_date="2017-12-31")
    county.add("helpers", household_id="B", helper_name="戊", organisation="财政局", start_date="2018-01-01")
    night = county.reckon()
    for unit_id in (VILLAGE, TOWNSHIP, COUNTY):
        assert values(night, "helper_cover", COVER, unit_id=unit_id) == (2, 2, 1.0, 2, 2, 2, "pass")
    assert len(night.tables["helper_cover"]) == 3


def test_m3_without_a_helper(county: SmallCounty) -> None:
    county.change("helpers", {"household_id": "B"}, end_date="2017-12-30")
    assert values(county.reckon(), "helper_cover", COVER, unit_id=COUNTY) == (2, 1, 0.5, 1, 1, 1, "fail")
    county.add("helpers", household_id="B", helper_name="丁", start_date="2017-01-01")  # no organisation: quarantined
    assert county.reckon().one("helper_cover", unit_id=COUNTY)["status"] == "unknown"
    county.without("helpers")
    assert values(county.reckon(), "helper_cover", COVER, unit_id=VILLAGE) == (2, 0, 0.0, 0, 0, 0, "unknown")


def test_m3_a_quarantined_household_hides_a_pass_in_its_units(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, village_code="530129104201", household_type="?")
    found = {line["unit_id"]: line["status"] for line in county.reckon().tables["helper_cover"]}
    assert found == {VILLAGE: "pass", TOWNSHIP: "pass", COUNTY: "unknown"}


# ---- M4, M5 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state", "execution"),
    [
        ({"start_date": ""}, "not_started", 0.5),
        ({"start_date": "2018-01-01", "end_date": "2018-01-01"}, "not_started", 0.5),
        ({"end_date": "2017-12-31", "spent": ""}, "finished_unspent", None),
        ({"end_date": "2017-12-31", "spent": "0"}, "finished_unspent", 0.0),
        ({"end_date": "2017-12-31", "received": "0"}, "finished", None),
        ({"end_date": "2018-01-01", "received": ""}, "running", None),
        ({"spent": "100.01"}, "running", 1.0001),
    ],
)
def test_m4_state_and_execution(county: SmallCounty, changes: dict[str, str], state: str, execution: float) -> None:
    county.change("projects", {}, **changes)
    night = county.reckon()
    assert values(night, "project_progress", "state execution measure", project_id="P1", village_code=VILLAGE) == (
        state, execution, "发展生产",
    )  # fmt: skip


def test_m4_beneficiaries_of_that_village(county: SmallCounty) -> None:
    county.add("projects", **{**county.feeds["projects"][0], "village_code": "530129104201"})
    county.change("project_beneficiaries", {"household_id": "B"}, date="2018-01-01")
    county.add("project_beneficiaries", project_id="P1", household_id="A", date="2017-07-01")
    county.add("project_beneficiaries", project_id="P1", household_id="无此户", date="2017-07-01")
    night = county.reckon()
    found = {line["village_code"]: line["beneficiaries"] for line in night.tables["project_progress"]}
    assert found == {VILLAGE: 1, "530129104201": 0}
    county.without("project_beneficiaries")
    assert {line["beneficiaries"] for line in county.reckon().tables["project_progress"]} == {None}
    county.without("projects")
    assert county.reckon().tables["project_progress"] == []


def test_m5_shares_and_what_is_not_known(county: SmallCounty) -> None:
    county.change("projects", {}, spent="50", spent_on_poor="40")
    columns = "budget received spent spent_on_poor share status"
    night = county.reckon()
    for fund_source in ("中央财政", "合计"):
        assert values(night, "fund_shares", columns, fund_source=fund_source) == (100, 100, 50, 40, 0.8, "pass")
    county.change("projects", {}, spent_on_poor="39.99")
    assert county.reckon().one("fund_shares", fund_source="合计")["status"] == "fail"
    county.add(
        "projects", project_id="P2", project_name="路", measure="基础设施", village_code=VILLAGE,
        fund_source="信贷资金", budget="10", spent="10", start_date="2018-02-01",
    )  # fmt: skip
    night = county.reckon()
    assert values(night, "fund_shares", columns, fund_source="信贷资金") == (10, 0, 10, 0, 0.0, "unknown")
    assert values(night, "fund_shares", columns, fund_source="合计") == (110, 100, 60, 39.99, 0.6665, "unknown")
    county.change("projects", {"project_id": "P1"}, spent_on_poor="30")  # 30 to 40 of 60
    assert county.reckon().one("fund_shares", fund_source="合计")["status"] == "fail"


def test_m5_without_spending_or_projects(county: SmallCounty) -> None:
    county.change("projects", {}, spent="0", spent_on_poor="")
    columns = "spent share status"
    assert values(county.reckon(), "fund_shares", columns, fund_source="中央财政") == (0, None, "unknown")
    county.without("projects")
    (line,) = county.reckon().tables["fund_shares"]
    assert (line["fund_source"], line["budget"], line["share"], line["status"]) == ("合计", None, None, "unknown")


# ---- M6 --------------------------------------------------------------------------------------------------

INDUSTRY = "poor_village production_projects households households_with_production share status"


def test_m6_projects_and_households(county: SmallCounty) -> None:
    assert values(county.reckon(), "industry_cover", INDUSTRY, village_code=VILLAGE) == (True, 1, 2, 2, 1.0, "pass")
    county.change("projects", {}, start_date="2018-01-01")
    assert values(county.reckon(), "industry_cover", INDUSTRY, village_code=VILLAGE) == (True, 0, 2, 2, 1.0, "fail")
    county.change("projects", {}, start_date="2017-01-01")
    benefit = county.rows("project_beneficiaries", household_id="B")[0]
    benefit["project_id"] = "P9"
    assert values(county.reckon(), "industry_cover", INDUSTRY, village_code=VILLAGE) == (True, 1, 2, 1, 0.5, "fail")
    county.add("projects", project_id="P9", village_code=VILLAGE, measure="发展生产")  # quarantined: the village's code
    assert county.reckon().one("industry_cover", village_code=VILLAGE)["status"] == "unknown"
    benefit["date"] = "2018-01-01"
    assert county.reckon().one("industry_cover", village_code=VILLAGE)["status"] == "fail"
    benefit["date"] = "去年"  # quarantined: the household's id
    assert county.reckon().one("industry_cover", village_code=VILLAGE)["status"] == "unknown"


def test_m6_villages_that_are_not_poor_not_surveyed_or_empty(county: SmallCounty) -> None:
    county.add("village_survey", **{**county.feeds["village_survey"][0], "village_code": "530129104201"})
    county.change("register_households", {"household_id": "B"}, village_code="530129104202")
    night = county.reckon()
    assert values(night, "industry_cover", INDUSTRY, village_code="530129104201") == (True, 0, 0, 0, None, "fail")
    assert values(night, "industry_cover", INDUSTRY, village_code="530129104202") == (None, 0, 1, 1, 1.0, "unknown")
    county.change("village_survey", {"village_code": VILLAGE}, poor_village="否")
    county.add("projects", **{**county.feeds["projects"][0], "village_code": "530129104201"})
    night = county.reckon()
    assert values(night, "industry_cover", INDUSTRY, village_code="530129104201") == (True, 1, 0, 0, None, "unknown")
    assert values(night, "industry_cover", INDUSTRY, village_code=VILLAGE) == (False, 1, 1, 1, 1.0, None)


def test_m6_a_quarantined_household_hides_a_pass(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, household_type="?")
    assert values(county.reckon(), "industry_cover", INDUSTRY, village_code=VILLAGE) == (True, 1, 1, 1, 1.0, "unknown")


# ---- M7 --------------------------------------------------------------------------------------------------

PROGRESS = "found rectified closed open oldest_open status"


def test_m7_problems_found_and_closed(county: SmallCounty) -> None:
    night = county.reckon()  # the feed has come without a row
    assert night.tables["assessment_progress"] == [
        {"problem": "合计", "found": 0, "rectified": 0, "closed": 0, "open": 0, "oldest_open": None,
         "status": "unknown"}
    ]  # fmt: skip
    for at, (problem, found, rectified, closed) in enumerate(
        (
            ("收入", "2017-06-01", "2017-07-01", "2017-12-31"),
            ("住房", "2017-06-02", "2017-07-01", "2018-01-01"),
            ("住房", "2017-05-02", "2018-01-01", ""),
            ("教育", "2018-01-01", "", ""),
        )
    ):
        county.add(
            "third_party_assessment", problem_id=f"W{at}", household_id="无此户", problem=problem, found_date=found,
            rectified_date=rectified, closed_date=closed,
        )  # fmt: skip
    night = county.reckon()
    assert values(night, "assessment_progress", PROGRESS, problem="收入") == (1, 1, 1, 0, None, "pass")
    oldest = date(2017, 5, 2)
    assert values(night, "assessment_progress", PROGRESS, problem="住房") == (2, 1, 0, 2, oldest, "fail")
    assert values(night, "assessment_progress", PROGRESS, problem="合计") == (3, 2, 1, 2, oldest, "fail")
    assert len(night.tables["assessment_progress"]) == 3
    night = county.reckon(after_writing=broken_file("third_party_assessment"))
    assert [line["status"] for line in night.tables["assessment_progress"]] == ["unknown", "fail", "fail"]


def test_m7_absent(county: SmallCounty) -> None:
    county.without("third_party_assessment")
    (line,) = county.reckon().tables["assessment_progress"]
    assert (line["problem"], line["found"], line["open"], line["status"]) == ("合计", None, None, "unknown")


# ---- M8, S21 ---------------------------------------------------------------------------------------------

LADDER = "household_signed village_signed township_signed county_signed in_order status"


def sign(county: SmallCounty, level: str, unit_id: str, day: str, decision: str = "同意", signer: str = "甲") -> None:
    county.add("sign_offs", unit_id=unit_id, level=level, signer=signer, sign_date=day, decision=decision)


def sign_all(county: SmallCounty) -> None:
    for household_id in "AB":
        sign(county, "户", household_id, "2017-10-01")
    sign(county, "村", VILLAGE, "2017-10-01")
    sign(county, "乡", TOWNSHIP, "2017-11-01")
    sign(county, "县", COUNTY, "2017-12-01")


def test_m8_signed_by_all_in_order(county: SmallCounty) -> None:
    assert values(county.reckon(), "sign_off_ladder", LADDER, household_id="B") == (
        None, None, None, None, True, "unknown",
    )  # fmt: skip
    sign_all(county)
    night = county.reckon()
    assert values(night, "sign_off_ladder", LADDER, household_id="B") == (
        date(2017, 10, 1), date(2017, 10, 1), date(2017, 11, 1), date(2017, 12, 1), True, "pass",
    )  # fmt: skip
    assert night.found("S21") == []


def test_m8_a_refusal_of_the_same_day_or_a_later_signature_breaks_the_level_above(county: SmallCounty) -> None:
    sign_all(county)
    sign(county, "户", "B", "2017-10-01", "不同意", "乙")
    night = county.reckon()
    assert night.found("S21") == [VILLAGE]
    assert values(night, "sign_off_ladder", "household_signed in_order status", household_id="A") == (
        date(2017, 10, 1), False, "fail",
    )  # fmt: skip
    assert night.one("sign_off_ladder", household_id="B")["household_signed"] is None
    assert night.lines("findings", rule="S21") == [
        {"rule": "S21", "feed": None, "unit": VILLAGE, "household_id": None, "status": "open"}
    ]
    county.feeds["sign_offs"].pop()
    sign(county, "乡", TOWNSHIP, "2017-12-02", signer="乙")
    sign(county, "县", COUNTY, "2018-01-01", "不同意", "乙")  # after D: no decision yet
    assert county.reckon().found("S21") == [COUNTY]


def test_m8_who_has_not_decided_breaks_it_only_where_absence_is_evidence(county: SmallCounty) -> None:
    sign(county, "村", VILLAGE, "2017-10-01")
    sign(county, "户", "A", "2017-10-01")
    night = county.reckon()
    assert (night.found("S21"), night.one("sign_off_ladder", household_id="A")["in_order"]) == ([VILLAGE], False)
    county.add("sign_offs", unit_id="B", level="户", signer="丁", sign_date="2017-09-01")  # quarantined
    night = county.reckon()
    assert night.found("S21") == []
    assert values(night, "sign_off_ladder", LADDER, household_id="A") == (
        date(2017, 10, 1), date(2017, 10, 1), None, None, None, "unknown",
    )  # fmt: skip
    county.change("register_households", {"household_id": "B"}, water_safe="否")  # nothing is demanded of it
    assert county.reckon().one("sign_off_ladder", household_id="A")["in_order"] is True


def test_m8_a_township_demands_also_a_village_without_households(county: SmallCounty) -> None:
    for feed in ("village_survey", "village_clinics", "projects"):
        changes = {"village_code": "530129103202", "clinic_id": "C2", "project_id": "P2"}
        first = county.feeds[feed][0]
        county.add(feed, **{**first, **{name: value for name, value in changes.items() if name in first}})
    sign_all(county)
    assert county.reckon().found("S21") == [TOWNSHIP]
    county.change("village_survey", {"village_code": "530129103202"}, road_hardened="")
    assert county.reckon().found("S21") == []


# ---- M9 --------------------------------------------------------------------------------------------------


def test_m9_months_in_force_and_the_month_of_death(county: SmallCounty) -> None:
    county.add("dibao", **DIBAO, start_date="2017-02", end_date="2017-05")
    county.add("dibao", **{**DIBAO, "monthly_amount": "10.01"}, start_date="2017-03")
    county.add("deaths", name="乙一", id_number=B1, death_date="2017-03-10")
    night = county.reckon()
    found = [
        (line["month"].month, line["dibao_persons"], line["dibao_amount"])
        for line in night.tables["assistance_months"][:4]
    ]
    assert found == [(1, 1, 200.0), (2, 2, 400.0), (3, 1, 210.01), (4, 0, 0.0)]  # A's ends with February
    assert len(night.tables["assistance_months"]) == 12
    assert {line["tekun_persons"] for line in night.tables["assistance_months"]} == {0}
    assert len(county.reckon(date(2017, 3, 1)).tables["assistance_months"]) == 3


def test_m9_a_roster_that_has_not_come_is_null(county: SmallCounty) -> None:
    county.without("tekun")
    line = county.reckon().one("assistance_months", month=date(2017, 1, 1))
    assert values(county.reckon(), "assistance_months", "tekun_persons tekun_amount", month=line["month"]) == (
        None, None,
    )  # fmt: skip
    assert (line["dibao_persons"], line["dibao_amount"]) == (1, 200.0)


def test_m9_a_stranger_counts_nowhere(county: SmallCounty) -> None:
    stranger = number("1950-01-01")
    county.add("tekun", **{**TEKUN, "name": "路人", "id_number": stranger}, start_date="2017-01")
    county.add("tekun", **{**TEKUN, "name": "乙二", "id_number": B2}, start_date="2017-12")
    line = county.reckon().one("assistance_months", month=date(2017, 12, 1))
    assert (line["tekun_persons"], line["tekun_amount"]) == (1, 600.0)
