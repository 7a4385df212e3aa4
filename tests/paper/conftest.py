"""The fonts, and a village on paper with everything in it that is hard to print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fonts import demand_fonts
from tests.policy.world import DAY, OTHER_VILLAGE, VILLAGE, World
from tests.restricted.published_world import give_a_row_in_every_roster, publish_world

LARGE, BEREAVED, NOT_READY, ALONE = "L", "D", "N", "A"
RARE_NAMES = ("王㛃", "李䶮", "赵𠅤", "欧阳小明", "阿鲁·木呷")
LIKE_MARKUP = '*a* _b_ #let x = 1; #panic() ] [ \\ $x$ <c> @d "e" // f /* g */ `h` = i'
LONG_RUN = "A1" * 150
LONG_TEXT = "多次入户,情况属实。" * 600
"""More than two pages."""


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    """Chinese fonts. Without them the tests are skipped, unless XUNDIAN_REQUIRE_FONTS=1."""
    demand_fonts()


@pytest.fixture(scope="session")
def world() -> World:
    """A household of fourteen with a row in every roster, one whose head has died, one that is not ready."""
    world = World(DAY)
    large = world.household(LARGE, hamlet=LIKE_MARKUP)
    for number in range(13):
        name = {"name": RARE_NAMES[number]} if number < len(RARE_NAMES) else {}
        large.member(
            f"m{number}", born=f"{1990 + number}-02-03", schooling=LIKE_MARKUP, ethnicity=LONG_RUN[:40], **name
        )
    give_a_row_in_every_roster(large)
    for detail in (LONG_RUN, LIKE_MARKUP):
        large.record("third_party_assessment", detail=detail, problem="其他", closed_date="2017-02-01")
    bereaved = world.household(BEREAVED)
    bereaved.record("deaths", death_date="2017-05-01")
    bereaved.member("spouse", born="1972-01-01", sex="女", relation="配偶")
    bereaved.record("family_doctors", of="spouse")
    world.household(NOT_READY, food_secure="否")
    world.survey(OTHER_VILLAGE)
    alone = world.household(ALONE, OTHER_VILLAGE, food_secure="否")
    alone.record("third_party_assessment", detail=LONG_TEXT, problem="其他", closed_date="2017-02-01")
    return world


@pytest.fixture(scope="session")
def data(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA with the world's night. Not to be changed."""
    folder = tmp_path_factory.mktemp("paper")
    publish_world(world, folder / "tables", folder / "data")
    return folder / "data"


@pytest.fixture(scope="session")
def village() -> str:
    """The village in which all but one of the households live."""
    return VILLAGE
