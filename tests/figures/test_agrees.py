"""When a computed figure agrees with the printed one, in another county with an account of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import sheet
from tests.policy.night import Night
from tests.policy.world import World
from xundian_pipeline.county import COUNTIES, County, load_county
from xundian_pipeline.reading import FeedReading

HEAD = "figure_id,topic,text,value,unit,scope"


def another_county(folder: Path, lines: list[str], notes: str | None = None) -> County:
    """A county like the first, with another account; `notes` None: it has no notes."""
    shutil.copytree(next(path for path in COUNTIES.iterdir() if path.is_dir()), folder)
    (folder / "published_figures.csv").write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    if notes is None:
        (folder / "figure_notes.yaml").unlink()
    else:
        (folder / "figure_notes.yaml").write_text(notes, "utf-8")
    return load_county(folder)


def reckoned(night: Night, wage: str) -> dict[str, dict[str, Any]]:
    """The figures where one job is on the ledger, with this wage."""
    job = {
        "name": "外一", "id_number": "1", "place": "县内", "employer": "厂", "kind": "市场就业",
        "start_date": "2017-01-03", "annual_wage": wage,
    }  # fmt: skip
    feed = FEEDS["employment"]
    night.again(FeedReading(feed.id, [sheet(feed, [job])], [], []), "figures")
    return {row["figure_id"]: row for row in night.rows("published_figures")}


PRINTED = {
    "transfer_income": ("收入1.4万元", "14000"),
    "transferred_to_kunming": ("没有印阿拉伯数字", "0.00"),
    "bridges": ("建桥3座", "3"),
}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    lines = [f"{name},务工增收,{text},{value},元,county" for name, (text, value) in PRINTED.items()]
    folder = tmp_path_factory.mktemp("county")
    return World(county=another_county(folder / "x", lines)).night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize(
    ("wage", "agrees"),
    [
        ("13499.99", False),
        ("13500.00", True),
        ("14000.00", True),
        ("14499.99", True),
        ("14500.00", False),
    ],
)
def test_it_agrees_when_it_is_printed_so(wage: str, agrees: bool, night: Night) -> None:
    row = reckoned(night, wage)["transfer_income"]
    assert (row["computed"], row["agrees"]) == (float(wage), agrees)
    assert row["difference"] == pytest.approx(float(wage) - 14000)


@pytest.mark.parametrize(("wage", "said"), [("14499.99", False), ("14500", True), ("14999.99", True), ("15000", False)])
def test_what_was_cut_off_and_not_rounded_is_said(wage: str, said: bool, night: Night) -> None:
    note = reckoned(night, wage)["transfer_income"]["note"]
    assert ("舍去尾数后与公布的一致，四舍五入后不一致" in note) is said


def test_nought_is_a_figure_where_the_roster_has_come(night: Night) -> None:
    row = reckoned(night, "1")["transferred_to_kunming"]
    assert (row["published"], row["computed"], row["difference"], row["agrees"]) == (0, 0, 0, True)


def test_a_figure_that_nobody_can_reckon_is_kept_and_says_so(night: Night) -> None:
    row = reckoned(night, "1")["bridges"]
    assert (row["text"], row["published"], row["computed"], row["agrees"]) == ("建桥3座", 3, None, None)
    assert "没有这个数的算法" in row["note"]


def test_a_county_without_an_account_has_an_empty_table(tmp_path: Path) -> None:
    county = another_county(tmp_path / "x", [])
    (county.folder / "published_figures.csv").unlink()
    (tmp_path / "night").mkdir()
    assert World(county=county).night(tmp_path / "night").rows("published_figures") == []
