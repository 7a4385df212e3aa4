"""The merge: size, income per person to the fen, and what each department knows."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.policy.night import Night
from tests.policy.world import ELSEWHERE, VILLAGE, World

COMPONENTS = ("wage_income", "operating_income", "operating_expense", "property_income", "transfer_income")


def random_amount(source: random.Random) -> str:
    """An amount of up to 20,000 yuan; often one that falls on half a fen when it is shared."""
    return f"{source.choice([source.randrange(2_000_000), source.randrange(100) * 5]) / 100:.2f}"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, dict[str, Decimal]]:
    """150 households of 1 to 7 members with random incomes, and what each has per person by plain arithmetic."""
    source = random.Random(20171231)
    world, expected = World(), {}
    for at in range(150):
        household = world.household(f"H{at}")
        size = source.randint(1, 7)
        for member in range(1, size):
            household.member(f"m{member}", born="1980-01-01", insured=False, pensioned=False, id_number=None)
        amounts = {component: random_amount(source) for component in COMPONENTS}
        household.row.update(amounts)
        wage, operating, expense, property_income, transfer = (Decimal(amounts[component]) for component in COMPONENTS)
        net = wage + operating - expense + property_income + transfer
        expected[household.id] = _half_up(net, size)
    return world.night(tmp_path_factory.mktemp("night")), expected


def _half_up(amount: Decimal, size: int) -> Decimal:
    """The share of each in whole fen, half a fen rounded away from nought, without a division that is not exact."""
    twice = 2 * abs(amount) * 100
    fen = (twice + size) // (2 * size)
    return (Decimal(fen) / 100).copy_sign(amount)


def test_the_income_per_person_is_rounded_half_up(shared: tuple[Night, dict[str, Decimal]]) -> None:
    night, expected = shared
    found = {row["household_id"]: row["net_income_per_capita"] for row in night.rows("households")}
    assert {household: found[household] for household in expected} == expected


def test_the_expectation_itself_rounds_half_up() -> None:
    assert _half_up(Decimal("0.01"), 2) == Decimal("0.01")
    assert _half_up(Decimal("-0.01"), 2) == Decimal("-0.01")
    assert _half_up(Decimal("0.01"), 3) == Decimal("0.00")
    for amount in ("100.05", "33.33", "-7.77"):
        exact = (Decimal(amount) / 4).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert _half_up(Decimal(amount), 4) == exact


def test_a_household_is_described_as_in_the_register(tmp_path: Path) -> None:
    """The township's name is that of the list, else as written (ruling 38)."""
    world = World()
    world.household(
        "A", hamlet="小村", exit_year="2016", household_type="低保贫困户", main_cause="因残", township="别名乡"
    )
    world.household("unlisted", "530129777201", township="新乡")
    night = world.night(tmp_path)
    row = night.row("household_exit", household_id="A")
    assert (row["hamlet"], row["exit_year"], row["household_type"], row["main_cause"], row["identified_year"]) == (
        "小村", 2016, "低保贫困户", "因残", 2014,
    )  # fmt: skip
    assert (row["village_code"], row["township"]) == (VILLAGE, "羊街镇")
    assert night.row("household_exit", household_id="unlisted")["township"] == "新乡"


def test_what_the_departments_know_of_a_household(tmp_path: Path) -> None:
    world = World()
    household = world.household("A")
    household.member("late", born="1950-01-01", insured=False, pensioned=False)
    household.record("training")
    household.record("training", of="late")
    household.record("deaths", of="late")
    household.record("sign_offs")
    household.record("relocation")
    night = world.night(tmp_path)
    feeds = [row["feed"] for row in night.rows("household_facts", household_id="A")]
    assert sorted(feeds) == sorted(
        ["medical_insurance", "medical_insurance", "pension", "housing_assessment", "helpers", "family_doctors",
         "training",
         "sign_offs", "relocation"]
    )  # fmt: skip


def test_members_without_an_accepted_household_are_no_members(tmp_path: Path) -> None:
    world = World()
    world.household("A")
    world.household("Q", household_type="别的").member("wife", born="1972-05-06", sex="女")
    night = world.night(tmp_path)
    assert {row["household_id"] for row in night.rows("members")} == {"A", f"R{VILLAGE}"}
    assert [row["unit_id"] for row in night.rows("quarantined_households")] == ["Q"]


QUARANTINED = [
    (["4"], 2, [VILLAGE], 4, VILLAGE),
    (["4", "6"], 2, [VILLAGE, VILLAGE], 6, VILLAGE),
    (["多"], 3, [VILLAGE], 3, VILLAGE),
    ([None], 1, [VILLAGE], 1, VILLAGE),
    ([None, "2"], 5, [VILLAGE, VILLAGE], 2, VILLAGE),
    (["4"], 1, [None], 4, None),
    (["4", "4"], 1, [None, ELSEWHERE], 4, ELSEWHERE),
    (["4", "4"], 1, ["12", ELSEWHERE], 4, ELSEWHERE),
    (["4", "5"], 1, [VILLAGE, ELSEWHERE], 5, VILLAGE),
]
"""Declared sizes of a household's rows in quarantine, its member rows, codes; its persons and its village."""


@pytest.fixture(scope="module")
def in_quarantine(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, (sizes, members, codes, _, _) in enumerate(QUARANTINED):
        household = world.household(f"Q{at}", household_type="别的")
        for member in range(1, members):
            household.member(f"m{member}", born="1972-05-06", sex="女")
        row = dict(household.row)
        household.row.update({"household_size": sizes[0], "village_code": codes[0]})
        for size, code in zip(sizes[1:], codes[1:], strict=True):
            cells = {"household_size": size, "village_code": code, "main_cause": "因学"}
            world.rows["register_households"].append({**row, **cells})
    lost = world.household("lost", household_type="别的")
    lost.member("lost", born="1972-05-06", birth_date="昨天")
    lost.row["household_size"] = None
    return world.night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize("at", range(len(QUARANTINED)))
def test_a_quarantined_household_has_its_persons_and_its_village(at: int, in_quarantine: Night) -> None:
    """Ruling 1: the largest declared size, else the member rows; the village of the first row that has one."""
    found = in_quarantine.row("quarantined_households", unit_id=f"Q{at}")
    assert (found["persons"], found["village_code"]) == QUARANTINED[at][3:]


def test_member_rows_in_quarantine_count_for_a_quarantined_household(in_quarantine: Night) -> None:
    assert in_quarantine.row("quarantined_households", unit_id="lost")["persons"] == 2
