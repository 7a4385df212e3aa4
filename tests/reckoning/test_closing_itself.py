"""What lets a finding close that is not found, as rulings 2, 3 and 40 tell it, on a county of two households."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .contract_data import feeds
from .life import Identity
from .life_county import LifeCounty
from .small_county import A2, B1, B2, VILLAGE, number

#: Ruling 40, written down once more: the feeds of each rule. S21 has its own tests below.
FEEDS = {
    ("S05", None, "B"): {"dibao"},
    ("S06", None, "B"): {"dibao", "tekun"},
    ("S07", None, "B1"): {"dibao", "tekun"},
    ("S08", None, "B2"): {"enrolment"},
    ("S09", None, "B2"): {"enrolment"},
    ("S10", None, "B1"): {"medical_insurance"},
    ("S11", "pension", "B1"): {"deaths", "pension"},
    ("S11", "deaths", "B1"): {"deaths"},
    ("S12", None, "B"): {"relocation"},
    ("S13", None, "B"): {"relocation"},
    ("S14", None, "B"): {"employment", "forest_rangers"},
    ("S15", None, "B"): {"housing_assessment", "relocation"},
    ("S17", None, "B"): {"helpers"},
    ("S20", None, f"P1/{VILLAGE}"): {"projects"},
    ("S03", "training", "B1"): {"training"},
    ("S16", "employment", "B2"): {"employment"},
    ("S19", "energy_subsidies", "B1"): {"energy_subsidies"},
    ("S01", None, "B1"): {"register_households", "register_members"},
    ("S02", None, "B1"): {"register_households", "register_members"},
    ("S04", None, "B1"): {"register_households", "register_members"},
    ("S18", None, "B"): {"register_households", "register_members"},
}


@pytest.fixture
def county(tmp_path: Path) -> LifeCounty:
    return LifeCounty(tmp_path / "sources")


@pytest.mark.parametrize("broken", [None, *feeds()])
def test_the_feeds_from_which_absence_must_be_evidence(county: LifeCounty, broken: str | None) -> None:
    county.somebody_of_a_has_died()
    if broken is not None:
        county.broken_file(broken)
    closing = county.night(31).closing
    for (rule, feed, unit), read in FEEDS.items():
        expected = "NO_EVIDENCE" if broken in read else "COUNTS"
        assert (rule, feed, closing.verdict(Identity(rule, feed, unit), unit[0]).name) == (rule, feed, expected)


def test_a_feed_that_has_nobody_of_the_township_is_no_evidence(county: LifeCounty) -> None:
    county.drop("dibao")
    assert county.verdict("S05") == "NO_EVIDENCE"
    county.add(
        "dibao", name="乙一", id_number=B1, head_id_number=B1, village_code=VILLAGE, category="A",
        monthly_amount="200", start_date="2017-01",
    )  # fmt: skip
    assert county.verdict("S05") == "COUNTS"


@pytest.mark.parametrize(("quarantined", "expected"), [(B1, "NO_EVIDENCE"), (B2, "NO_EVIDENCE"), (A2, "COUNTS")])
def test_a_households_absence_is_that_of_its_living_members(
    county: LifeCounty, quarantined: str, expected: str
) -> None:
    county.add("dibao", name="某", id_number=quarantined, head_id_number="无", village_code=VILLAGE, category="?")
    assert county.verdict("S05") == expected


def test_the_dead_do_not_count_in_a_households_absence(county: LifeCounty) -> None:
    county.add("dibao", name="某", id_number=B2, head_id_number="无", village_code=VILLAGE, category="?")
    county.add("deaths", name="乙二", id_number=B2, death_date="2017-05-01")
    assert county.verdict("S05") == "COUNTS"
    assert county.verdict("S07", "B2") == "NO_EVIDENCE"


def test_a_candidate_of_an_ambiguous_record_is_not_absent(county: LifeCounty) -> None:
    for member, household in (("B3", "B"), ("A4", "A")):
        county.add(
            "register_members", household_id=household, member_id=member, name="同名", sex="男", relation="其他",
            birth_date="1980-01-01",
        )  # fmt: skip
    assert county.verdict("S07", "B3") == "COUNTS"
    county.add(
        "tekun", name="同名", id_number="无号", village_code=VILLAGE, care="分散", monthly_amount="600",
        start_date="2016-01",
    )  # fmt: skip
    assert county.verdict("S07", "B3") == "NO_EVIDENCE"
    assert county.verdict("S06") == "NO_EVIDENCE"


def test_a_quarantined_row_of_the_household_or_the_village_is_no_absence(county: LifeCounty) -> None:
    county.add("helpers", household_id="B", helper_name="丁", organisation="县委", start_date="?")
    county.add("projects", project_id="P9", village_code=VILLAGE, measure="?")
    assert county.verdict("S17") == "NO_EVIDENCE"
    assert county.verdict("S17", "A") == "COUNTS"
    assert county.verdict("S20", f"P1/{VILLAGE}") == "NO_EVIDENCE"
    assert county.verdict("S20", "P1/530129103202") == "COUNTS"


def test_what_is_not_found_and_may_not_close_stays_as_it_was(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.add("helpers", household_id="B", helper_name="丙", organisation="", start_date="2016-01-01")
    county.night(2)
    assert county.story("S17") == ("open", 1, 1, None)
    county.change("helpers", {"household_id": "B"}, organisation="县委")
    county.night(3)
    assert county.story("S17") == ("gone", 1, 1, 3)


@pytest.mark.parametrize(
    ("feed", "where", "damage", "held"),
    [
        ("register_households", {"household_id": "B"}, {"household_type": "?"}, {"household", "member"}),
        ("register_members", {"member_id": "B1"}, {"sex": "?"}, {"household", "member"}),
        ("register_members", {"member_id": "B2"}, {"sex": "?"}, {"household"}),
        ("register_households", {"household_id": "A"}, {"household_type": "?"}, set()),
    ],
)
def test_a_register_row_of_the_subject_in_quarantine_keeps_its_findings(
    county: LifeCounty, feed: str, where: dict[str, str], damage: dict[str, str], held: set[str]
) -> None:
    county.change(feed, where, **damage)
    closing = county.night(31).closing
    for kind, finding in (("household", Identity("S17", None, "B")), ("member", Identity("S10", None, "B1"))):
        assert (closing.verdict(finding, "B").name == "ROW_IN_QUARANTINE") == (kind in held)


def test_a_second_row_of_the_member_in_quarantine_keeps_its_findings(county: LifeCounty) -> None:
    county.add("register_members", household_id="B", member_id="B1", name="乙一", sex="?", birth_date="1975-01-02")
    assert county.verdict("S10", "B1") == "ROW_IN_QUARANTINE"


def test_a_quarantined_register_row_that_carries_the_number_keeps_the_registers_findings(county: LifeCounty) -> None:
    county.add("register_members", household_id="C", member_id="C1", name="丙", sex="?", id_number=B1)
    assert [county.verdict(rule, "B1") for rule in ("S01", "S02", "S04")] == ["NO_EVIDENCE"] * 3
    assert [county.verdict(rule, "B2") for rule in ("S01", "S02", "S04")] == ["COUNTS"] * 3
    assert county.verdict("S18") == "NO_EVIDENCE"
    assert county.verdict("S10", "B1") == "COUNTS"
    county.drop("register_members", member_id="C1")
    county.add("register_households", household_id="C", head_name="丙", head_id_number=B1, household_type="?")
    assert county.verdict("S01", "B1") == "NO_EVIDENCE"


def test_income_unknown_tonight_keeps_s05_s06_and_s14(county: LifeCounty) -> None:
    county.change("register_households", {"household_id": "B"}, property_income="")
    assert [county.verdict(rule) for rule in ("S05", "S06", "S14")] == ["INCOME_UNKNOWN", "INCOME_UNKNOWN", "COUNTS"]
    county.change("register_households", {"household_id": "B"}, property_income="0", wage_income="")
    assert [county.verdict(rule) for rule in ("S05", "S06", "S14")] == ["INCOME_UNKNOWN"] * 3
    assert county.verdict("S12") == "COUNTS"


def test_a_household_of_the_dead_has_no_income_and_keeps_s05(county: LifeCounty) -> None:
    for name, one in (("乙一", B1), ("乙二", B2)):
        county.add("deaths", name=name, id_number=one, death_date="2017-03-10")
    assert (county.verdict("S05"), county.verdict("S14")) == ("INCOME_UNKNOWN", "COUNTS")
    county.drop("employment")
    assert county.verdict("S14") == "NO_EVIDENCE"


def test_on_a_night_without_deaths_nothing_closes_for_not_being_found(county: LifeCounty) -> None:
    county.without_helper()
    county.change("projects", {}, spent="200", received="100")
    county.night(1)
    county.with_helper()
    county.change("projects", {}, spent="50")
    county.without("deaths")
    county.night(2)
    assert county.story("S17") == ("open", 1, 1, None)
    assert county.story("S20", f"P1/{VILLAGE}") == ("open", 1, 1, None)
    county.feeds["deaths"] = []
    county.night(3)
    assert county.story("S17") == ("gone", 1, 1, 3)
    assert county.story("S20", f"P1/{VILLAGE}") == ("gone", 1, 1, 3)


def test_on_a_night_without_deaths_the_third_party_still_closes(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.with_helper()
    county.without("deaths")
    county.problem("帮扶", closed=2)
    county.night(2)
    assert county.story("S17") == ("rectified", 1, 1, 2)


def test_a_broken_file_of_deaths_is_no_night_without_deaths(county: LifeCounty) -> None:
    county.broken_file("deaths")
    assert (county.verdict("S17"), county.verdict("S11", "B1", "deaths")) == ("COUNTS", "NO_EVIDENCE")


# ---- S21: the order of signatures -------------------------------------------------------------------------


def sign(county: LifeCounty, level: str, unit: str, day: int, decision: str = "同意") -> None:
    """A signature on a day of December."""
    county.add(
        "sign_offs",
        unit_id=unit,
        level=level,
        signer="甲",
        sign_date=date(2017, 12, day).isoformat(),
        decision=decision,
    )


def test_s21_stays_while_a_household_without_decision_may_have_signed(county: LifeCounty) -> None:
    sign(county, "村", VILLAGE, 5)
    sign(county, "户", "A", 4)
    sign(county, "户", "B", 4)
    assert county.verdict("S21", VILLAGE) == "COUNTS"
    county.change("sign_offs", {"unit_id": "B"}, decision="?")
    assert county.verdict("S21", VILLAGE) == "ORDER_UNKNOWN"
    assert county.verdict("S21", VILLAGE[:9]) == "COUNTS"
    county.change("register_households", {"household_id": "B"}, water_safe="否")  # not exit_ready: nothing demanded
    assert county.verdict("S21", VILLAGE) == "COUNTS"


def test_s21_of_township_and_county(county: LifeCounty) -> None:
    sign(county, "乡", VILLAGE[:9], 5)
    sign(county, "县", "530129", 6)
    county.add("sign_offs", unit_id=VILLAGE, level="村", signer="甲", sign_date="2017-12-04", decision="?")
    assert county.verdict("S21", VILLAGE[:9]) == "ORDER_UNKNOWN"
    assert county.verdict("S21", "530129") == "COUNTS"
    county.change("sign_offs", {"level": "乡"}, decision="")
    assert county.verdict("S21", "530129") == "ORDER_UNKNOWN"


def test_a_level_that_is_broken_for_sure_or_has_not_signed_is_not_unknown(county: LifeCounty) -> None:
    sign(county, "户", "A", 6)
    county.add("sign_offs", unit_id="B", level="户", signer="甲", sign_date="2017-12-04", decision="?")
    sign(county, "县", "530129", 6, "不同意")
    assert county.verdict("S21", VILLAGE) == "COUNTS"
    sign(county, "村", VILLAGE, 5)
    assert county.verdict("S21", VILLAGE) == "COUNTS"
    county.change("sign_offs", {"unit_id": "A"}, sign_date="2017-12-05")
    assert county.verdict("S21", VILLAGE) == "ORDER_UNKNOWN"


def test_s21_rests_on_sign_offs(county: LifeCounty) -> None:
    assert county.verdict("S21", VILLAGE) == "NO_EVIDENCE"  # no accepted row
    sign(county, "户", "A", 6)
    assert county.verdict("S21", VILLAGE) == "COUNTS"
    county.add("sign_offs", unit_id=VILLAGE, level="村", signer="甲", sign_date="?", decision="同意")
    assert county.verdict("S21", VILLAGE) == "NO_EVIDENCE"
    county.drop("sign_offs", unit_id=VILLAGE)
    county.broken_file("sign_offs")
    assert county.verdict("S21", VILLAGE) == "NO_EVIDENCE"


def test_a_number_that_becomes_invalid_closes_an_s10(county: LifeCounty) -> None:
    county.drop("medical_insurance", name="乙一")
    county.night(1)
    assert county.story("S10", "B1") == ("open", 1, 1, None)
    county.change("register_members", {"member_id": "B1"}, id_number=number("1975-01-02", 3)[:17])
    county.night(2)
    assert county.story("S10", "B1") == ("gone", 1, 1, 2)
