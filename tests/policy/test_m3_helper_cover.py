"""M3 helper_cover: which households have a helper on D, and how many households a helper has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.world import Household, World

COUNTY = "530129"


class Township:
    """A township of its own; its villages end in 201, 202 ..."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.code = world.own_township()[:9]
        self._households = 0

    def household(self, *helpers: dict[str, str | None], village: int | str = 201, **cells: str | None) -> Household:
        """One more household, with these helpers and no other."""
        self._households += 1
        household = self.world.household(f"{self.code}-{self._households}", f"{self.code}{village}", **cells)
        household.drop("helpers")
        for helper in helpers:
            household.record("helpers", **helper)
        return household


Change = Callable[[Township], Any]


@dataclass(frozen=True)
class TownshipCase:
    """A sentence about one township and what its row must say."""

    sentence: str
    changes: tuple[Change, ...]
    expected: dict[str, Any]


def case(sentence: str, *changes: Change, **expected: Any) -> TownshipCase:
    """A case; `expected` by column, `counts`: households, covered, helpers, organisations, most households of one."""
    return TownshipCase(sentence, changes, expected)


def home(*helpers: dict[str, str | None], **cells: Any) -> Change:
    """A household with these helpers."""
    return lambda township: township.household(*helpers, **cells)


def helper(name: str = "张一", **cells: str | None) -> dict[str, str | None]:
    """A helper since 2016."""
    return {"helper_name": name, "organisation": "县委", "start_date": "2016-01-01", **cells}


UNREADABLE = helper(start_date="昨天")
LEFT = helper(end_date="2017-12-30")
QUARANTINED = {"household_type": "别的"}


def nobody_of_the_register(township: Township) -> None:
    """A helper of a household that the register does not know."""
    township.world.add("helpers", household_id="没有", **helper("李二"))


def died_out(township: Township) -> None:
    """A household whose only member has died, without a helper."""
    township.household().record("deaths")


CASES = [
    case("one covered", home(helper()), counts=(1, 1, 1, 1, 1), share=1.0, status="pass"),
    case("one not covered", home(LEFT), counts=(1, 0, 0, 0, 0), share=0.0, status="fail"),
    case("a helper from D on", home(helper(start_date="2017-12-31")), counts=(1, 1, 1, 1, 1), status="pass"),
    case("a helper from the day after D on", home(helper(start_date="2018-01-01")), counts=(1, 0, 0, 0, 0),
         status="fail"),
    case("a helper until D", home(helper(end_date="2017-12-31")), counts=(1, 1, 1, 1, 1), status="pass"),
    case("two of three covered", home(helper()), home(helper("李二")), home(LEFT), counts=(3, 2, 2, 1, 1),
         share=2 / 3, status="fail"),
    case("nobody ever had a helper there", home(), counts=(1, 0, 0, 0, 0), share=0.0, status="unknown"),
    case("one name is one helper", home(helper()), home(helper()), home(helper("李二")), counts=(3, 3, 2, 1, 2)),
    case("names compare without dots and white space", home(helper("张·一")), home(helper("张 一")),
         home(helper("张・一")), counts=(3, 3, 1, 1, 3)),
    case("one name in two organisations", home(helper()), home(helper(organisation="县教育局")),
         counts=(2, 2, 1, 2, 2)),
    case("two helpers of one household", home(helper(), helper("李二", organisation="县教育局")),
         counts=(1, 1, 2, 2, 1), status="pass"),
    case("one helper twice in one household", home(helper(), helper(start_date="2017-01-01")),
         counts=(1, 1, 1, 1, 1)),
    case("one who left has no households", home(helper(), helper("李二", end_date="2017-01-01")), home(LEFT),
         counts=(2, 1, 1, 1, 1)),
    case("a row in quarantine", home(helper()), home(UNREADABLE), counts=(2, 1, 1, 1, 1), share=0.5,
         status="unknown"),
    case("a row in quarantine beside one that is not covered", home(LEFT), home(UNREADABLE), status="fail"),
    case("a row in quarantine beside a good one", home(helper(), UNREADABLE), counts=(1, 1, 1, 1, 1), status="pass"),
    case("a household in quarantine", home(helper()), home(helper("李二"), **QUARANTINED), counts=(1, 1, 1, 1, 1),
         share=1.0, status="unknown"),
    case("a household in quarantine beside one that is not covered", home(LEFT), home(helper(), **QUARANTINED),
         counts=(1, 0, 0, 0, 0), status="fail"),
    case("a household in quarantine in another village", home(helper()),
         home(helper("李二"), village=202, **QUARANTINED), counts=(1, 1, 1, 1, 1), status="unknown"),
    case("a household in quarantine whose code is none", home(helper()),
         home(helper(), village="20X", **QUARANTINED), counts=(1, 1, 1, 1, 1), status="pass"),
    case("a helper of a household that is not registered", home(helper()), nobody_of_the_register,
         counts=(1, 1, 1, 1, 1)),
    case("a household that has died out", home(helper()), died_out, counts=(2, 1, 1, 1, 1), status="fail"),
    case("two villages", home(helper()), home(helper(), village=202), home(LEFT, village=202),
         counts=(3, 2, 1, 1, 2), status="fail"),
]  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for one in CASES:
        township = Township(world)
        for change in one.changes:
            change(township)
    return world.night(tmp_path_factory.mktemp("night"))


def code_of(sentence: str) -> str:
    """The township of a sentence: they are made in order."""
    return f"530129{301 + [one.sentence for one in CASES].index(sentence)}"


def observed(row: dict[str, Any], asked: str) -> Any:
    if asked == "counts":
        names = ("households", "covered", "helpers", "organisations", "most_households_of_one_helper")
        return tuple(row[name] for name in names)
    return row[asked]


def cover(night: Night, unit: str) -> dict[str, Any]:
    """The row of a unit."""
    return night.row("helper_cover", unit_id=unit)


@pytest.mark.parametrize("one", [pytest.param(one, id=one.sentence) for one in CASES])
def test_m3(one: TownshipCase, night: Night) -> None:
    row = cover(night, code_of(one.sentence))
    assert {asked: observed(row, asked) for asked in one.expected} == one.expected


@pytest.mark.parametrize(
    ("sentence", "village", "counts", "status"),
    [
        ("two villages", "201", (1, 1, 1, 1, 1), "pass"),
        ("two villages", "202", (2, 1, 1, 1, 1), "fail"),
        ("a household in quarantine in another village", "201", (1, 1, 1, 1, 1), "pass"),
        ("a household in quarantine", "201", (1, 1, 1, 1, 1), "unknown"),
        ("a row in quarantine", "201", (2, 1, 1, 1, 1), "unknown"),
    ],
)
def test_a_village(
    sentence: str, village: str, counts: tuple[int, ...], status: str, night: Night
) -> None:  # fmt: skip
    row = cover(night, f"{code_of(sentence)}{village}")
    assert (observed(row, "counts"), row["status"]) == (counts, status)


def test_units_with_a_registered_household_have_a_row(night: Night) -> None:
    households = night.rows("households")
    villages = {row["village_code"] for row in households}
    townships = {row["township_code"] for row in households}
    assert sorted(row["unit_id"] for row in night.rows("helper_cover")) == sorted({*villages, *townships, COUNTY})


def test_the_county_counts_each_name_once(night: Night) -> None:
    row = cover(night, COUNTY)
    assert (row["households"], row["status"]) == (len(night.rows("households")), "fail")
    assert row["helpers"] == 3, "帮扶人 of the world's own household, 张一 and 李二"
    assert row["organisations"] == 2
    townships = [one for one in night.rows("helper_cover") if len(one["unit_id"]) == 9]
    assert row["covered"] == sum(one["covered"] for one in townships)
    assert row["most_households_of_one_helper"] > max(one["most_households_of_one_helper"] for one in townships)


@pytest.mark.parametrize(
    ("sentence", "feeds"),
    [
        ("one covered", {"helpers": 1}),
        ("one not covered", {"register_households": 1}),
        ("two of three covered", {"register_households": 1, "helpers": 2}),
        ("a row in quarantine", {"register_households": 1, "helpers": 2}),
        ("a row in quarantine beside a good one", {"helpers": 1}),
        ("a household in quarantine", {"register_households": 1, "helpers": 1}),
        ("nobody ever had a helper there", {"register_households": 1}),
    ],
)
def test_the_evidence(sentence: str, feeds: dict[str, int], night: Night) -> None:
    assert cited(cover(night, code_of(sentence))) == feeds


@pytest.mark.parametrize(
    ("sentence", "words", "not_said"),
    [
        ("one covered", ["建档立卡户 1 户，有在任帮扶责任人的 1 户"], ["没有帮扶", "待核实"]),
        ("two of three covered", ["3 户，有在任帮扶责任人的 2 户", "1 户没有帮扶责任人"], ["待核实"]),
        ("a row in quarantine", ["1 户因帮扶名册"], ["没有帮扶"]),
        ("a household in quarantine", ["另有 1 户的登记行被退回"], ["没有帮扶"]),
    ],
)
def test_the_reason(sentence: str, words: list[str], not_said: list[str], night: Night) -> None:
    reason = cover(night, code_of(sentence))["reason"]
    assert [word for word in words if word not in reason] == []
    assert [word for word in not_said if word in reason] == []


@pytest.mark.parametrize(
    ("setting", "covered", "uncovered"),
    [({"without": ("helpers",)}, "unknown", "unknown"), ({"broken": ("helpers",)}, "pass", "unknown")],
)
def test_helpers_that_did_not_come_whole(setting: dict[str, Any], covered: str, uncovered: str, tmp_path: Path) -> None:
    world = World(**setting)
    good, bad = Township(world), Township(world)
    good.household(helper())
    bad.household(LEFT)
    night = world.night(tmp_path)
    assert (cover(night, good.code)["status"], cover(night, bad.code)["status"]) == (covered, uncovered)
    assert cover(night, COUNTY)["status"] == "unknown"


def test_a_quarantined_household_without_a_village_is_the_countys(tmp_path: Path) -> None:
    world = World()
    township = Township(world)
    township.household(helper())
    township.household(helper(), **QUARANTINED).row["village_code"] = None
    night = world.night(tmp_path)
    assert (cover(night, township.code)["status"], cover(night, COUNTY)["status"]) == ("pass", "unknown")


def test_a_county_that_is_covered(tmp_path: Path) -> None:
    world = World()
    Township(world).household(helper())
    assert cover(world.night(tmp_path), COUNTY)["status"] == "pass"
