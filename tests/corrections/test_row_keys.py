"""Rows written as texts read back to the same values, and row keys hold on to content alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow
import pytest

from schemas.feed import Feed
from schemas.registry import FEEDS
from tests.acceptance.rows import SOUND_ROWS
from tests.acceptance.sheets import DAY, Numeric, county, sheet
from xundian_pipeline.acceptance.accept import clean_sheets
from xundian_pipeline.acceptance.contents import contents
from xundian_pipeline.corrections.row_keys import content_of_key, row_keys

SECRET = b"made up for this test" * 2


def _contents(feed: Feed, rows: Sequence[Mapping[str, str | None]]) -> pyarrow.Table:
    sheets = [sheet(feed, rows)]
    cleaned = clean_sheets(sheets, feed, county(), DAY)
    return contents(cleaned.table, cleaned.unread, sheets, feed, range(len(cleaned.table)))


def _keys(feed: Feed, written: pyarrow.Table) -> list[str]:
    return row_keys(written, feed, SECRET, {})


def _rows(feed: Feed) -> list[dict[str, str | None]]:
    """A sound row, and rows whose cells cannot be read, are missing, or are numbers where texts are meant."""
    sound = SOUND_ROWS[feed.id]
    return [
        dict(sound),
        {name: f"坏{cell}" for name, cell in sound.items()},
        dict.fromkeys(sound, "-"),
        dict.fromkeys(sound, None),
        {name: Numeric("12.5") for name in sound},
    ]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_a_row_written_and_read_again_keeps_its_content_and_its_key(feed: Feed) -> None:
    written = _contents(feed, _rows(feed))
    again = _contents(feed, written.to_pylist())
    assert again.to_pylist() == written.to_pylist()
    assert _keys(feed, again) == _keys(feed, written)
    assert len(set(_keys(feed, written))) == len(written)


@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_another_order_gives_the_same_keys(feed: Feed) -> None:
    rows = _rows(feed)[:3]
    assert _keys(feed, _contents(feed, rows[::-1])) == _keys(feed, _contents(feed, rows))[::-1]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
def test_any_other_cell_is_another_key(feed: Feed) -> None:
    sound = dict(SOUND_ROWS[feed.id])
    changed = [{**sound, name: "改过了"} for name in sound]
    assert len(set(_keys(feed, _contents(feed, [sound, *changed])))) == len(changed) + 1


def test_rows_of_equal_content_are_told_apart_by_their_place_among_them() -> None:
    feed = FEEDS["deaths"]
    sound = SOUND_ROWS["deaths"]
    first, other, second = _keys(feed, _contents(feed, [sound, {**sound, "death_date": "2017-05-21"}, sound]))
    assert second == f"{first}-2"
    assert content_of_key(second) == first
    assert other not in (first, second)


def test_a_key_does_not_depend_on_which_code_of_a_village_is_in_force_and_says_nothing_without_the_secret() -> None:
    feed = FEEDS["tekun"]
    rows = [SOUND_ROWS["tekun"]]
    old, new = rows[0]["village_code"], "530129999999"
    there = _contents(feed, rows)
    later = _contents(feed, [{**rows[0], "village_code": new}])
    assert row_keys(there, feed, SECRET, {old: new}) == row_keys(later, feed, SECRET, {old: new})
    assert row_keys(there, feed, SECRET, {}) != row_keys(there, feed, SECRET[::-1], {})
