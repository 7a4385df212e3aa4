"""The corners of rulings 40 to 42 written out as four nights of one county, through the command and the reckoning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nights.compare import differences
from tests.nights.hunt import run_command
from tests.reckoning.life import reckon_life
from tests.reckoning.life_county import LifeCounty, december
from tests.reckoning.small_county import VILLAGE, number

HOUSEHOLDS = "CDEFGHIJKL"


class WrittenCounty(LifeCounty):
    """Households C to L beside A and B; each is about one corner. `publish` runs the command over tonight's files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "sources")
        self.data = folder / "data"
        self.numbers: dict[str, str] = {}
        for at, household in enumerate(HOUSEHOLDS):
            head, child = number("1976-02-03", 11 + 2 * at), number("2009-04-05", 11 + 2 * at)
            self.numbers.update({f"{household}1": head, f"{household}2": child})
            self._base(household, (f"{household}一", head), (f"{household}二", child))

    def publish(self, day: int) -> list[str]:
        """What differs after tonight's run."""
        self.night(day)
        code, said = run_command(self.folder, self.data, december(day))
        assert code == 0, said
        return differences(self.life(), self.data / "published" / "xundian.duckdb")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> WrittenCounty:
    """The county after its four nights; every night agrees."""
    county = WrittenCounty(tmp_path_factory.mktemp("written"))
    _first_night(county)
    assert county.publish(1) == []
    kept = {feed: [dict(row) for row in rows] for feed, rows in county.feeds.items()}
    _second_night(county)
    assert county.publish(2) == []
    county.feeds = kept
    assert county.publish(3) == []
    _fourth_night(county)
    assert county.publish(4) == []
    return county


def _first_night(county: WrittenCounty) -> None:
    for member in ("C1", "G1"):
        county.change("register_members", {"member_id": member}, sex="女")
    county.change("register_members", {"member_id": "F2"}, id_number=county.numbers["E2"])
    for household in "GHI":
        county.drop("helpers", household_id=household)
    county.problem("帮扶", closed=1, household="H")
    county.drop("medical_insurance", id_number=county.numbers["J1"])
    county.add(
        "dibao", name="K一", id_number=county.numbers["K1"], head_id_number=county.numbers["K1"],
        village_code=VILLAGE, category="A", monthly_amount="200", start_date="2017-01",
    )  # fmt: skip
    where = {"village_code": "530129999001", "township": "无名镇"}
    county.change("register_households", {"household_id": "L"}, **where)


def _second_night(county: WrittenCounty) -> None:
    county.change("register_members", {"member_id": "C1"}, household_id="D")
    for household in "DF":
        county.change("register_households", {"household_id": household}, household_type="?")
    county.drop("register_households", household_id="G")
    county.change("register_members", {"member_id": "G2"}, sex="?")
    for feed in ("register_households", "register_members"):
        county.drop(feed, household_id="H")
    county.change("register_members", {"member_id": "J1"}, id_number=county.numbers["J1"][:17])
    for member in ("K1", "K2"):
        name = "K一" if member == "K1" else "K二"
        county.add("deaths", name=name, id_number=county.numbers[member], death_date="2017-11-01")


def _fourth_night(county: WrittenCounty) -> None:
    county.without("deaths")
    county.change("register_members", {"member_id": "G1"}, sex="男")
    for feed in ("register_households", "register_members"):
        county.drop(feed, household_id="I")


@pytest.mark.parametrize(
    ("rule", "unit", "story"),
    [
        # its row names a household in quarantine on night 2; on night 3 it is found as before
        ("S04", "C1", ("open", 1, 4, None)),
        # the twin's household was in quarantine on night 2, the twin's own row was not: gone, and come back
        ("S01", "E2", ("open", 1, 4, None)),
        ("S01", "F2", ("open", 1, 4, None)),
        # the household's row was not there on night 2, but a member's row that names it was in quarantine
        ("S17", "G", ("open", 1, 4, None)),
        # its household had no row on night 2: gone, and come back on night 3; night 4 is without deaths
        ("S04", "G1", ("open", 1, 3, None)),
        # closed by the third party on night 1, not at the register on night 2: come back
        ("S17", "H", ("open", 1, 4, None)),
        # left the register on a night without deaths
        ("S17", "I", ("gone", 1, 3, 4)),
        # not insured; on night 2 its number was invalid
        ("S10", "J1", ("open", 1, 4, None)),
        # all of its members were dead on night 2: its income was unknown
        ("S05", "K", ("open", 1, 4, None)),
    ],
)
def test_a_corner(county: WrittenCounty, rule: str, unit: str, story: tuple[str, int, int, int | None]) -> None:
    assert county.story(rule, unit) == story


def test_what_was_gone_on_the_second_night_alone(county: WrittenCounty) -> None:
    two = reckon_life(night for night in county.nights if night.day <= december(2))
    gone = {(line["rule"], line["unit"]) for line in two["findings"] if line["status"] == "gone"}
    assert gone == {("S01", "E2"), ("S04", "G1"), ("S10", "J1")}
