"""Sign-offs by household, village, township and county (ruling 30)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import Change, Table, case, has
from tests.policy.night import Night
from tests.policy.world import VILLAGE, World

NightOf = Callable[[Table], Night]


def signed(day: str, decision: str = "同意", **cells: str) -> Change:
    """The household has a signature of this day."""
    return has("sign_offs", sign_date=day, decision=decision, **cells)


ENTRIES: list[tuple[str, tuple[Change, ...], bool]] = [
    ("nobody has signed", (), False),
    ("signed on D", (signed("2017-12-31"),), True),
    ("signed after D", (signed("2018-01-01"),), False),
    ("refused", (signed("2017-12-31", "不同意"),), False),
    ("signed, later refused", (signed("2017-12-01"), signed("2017-12-02", "不同意")), False),
    ("refused, later signed", (signed("2017-12-01", "不同意"), signed("2017-12-02")), True),
    ("signed, refused after D", (signed("2017-12-01"), signed("2018-01-01", "不同意")), True),
    ("signed and refused by two on one day", (signed("2017-12-01"), signed("2017-12-01", "不同意", signer="另一人")),
     False),
    ("refused earlier by another, signed last", (signed("2017-11-01", "不同意", signer="另一人"), signed("2017-12-01")),
     True),
    ("signed at another level", (signed("2017-12-01", level="村"),), False),
    ("the row is in quarantine", (signed("昨天"),), False),
]  # fmt: skip

HOUSEHOLDS = Table("sign-offs", [case(sentence, *changes) for sentence, changes, _ in ENTRIES])


@pytest.mark.parametrize(
    ("at", "is_signed"), [pytest.param(at, entry[2], id=entry[0]) for at, entry in enumerate(ENTRIES)]
)
def test_a_household_is_signed_off(at: int, is_signed: bool, night_of: NightOf) -> None:
    row = night_of(HOUSEHOLDS).row("household_exit", household_id=HOUSEHOLDS.household(at))
    assert row["signed_household"] is is_signed


def signatures(world: World, night: Night, household: str) -> list[str]:
    row = night.row("household_exit", household_id=household)
    levels = ("household", "village", "township", "county")
    return [level for level in levels if row[f"signed_{level}"]]


def test_a_village_a_township_and_the_county_sign_for_all_their_households(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World()
    neighbour, moved = "530129103202", "530129002004"
    for name, village in (("A", VILLAGE), ("B", neighbour), ("C", "530129104201"), ("D", moved)):
        world.household(name, village)
    world.add("sign_offs", level="村", unit_id=VILLAGE)
    world.add("sign_offs", level="乡", unit_id=VILLAGE[:9])
    world.add("sign_offs", level="县", unit_id="530129")
    world.add("sign_offs", level="村", unit_id="530129001204")
    night = world.night(tmp_path_factory.mktemp("night"))
    assert signatures(world, night, "A") == ["village", "township", "county"]
    assert signatures(world, night, "B") == ["township", "county"]
    assert signatures(world, night, "C") == ["county"]
    assert signatures(world, night, "D") == ["village", "county"], "a village signs under its old code (ruling 38)"


def test_without_sign_offs_nobody_has_signed(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(without=("sign_offs",))
    world.household("A")
    night = world.night(tmp_path_factory.mktemp("night"))
    assert signatures(world, night, "A") == []
