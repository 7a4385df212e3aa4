"""Every row that is read is accepted, quarantined or counted as ignored, and twice the same gives the same."""

from __future__ import annotations

from collections import Counter

import pyarrow
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.registry import FEEDS
from tests.acceptance.rows import SOUND_ROWS
from tests.acceptance.sheets import Acceptance, ErrorCell, Numeric, accept_sheets, broken_file, sheet
from xundian_pipeline.reading import ReadSheet

KEEP_ROWS = ("register_households", "register_members", "village_survey", "county_statistics")

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "-", "无", "是", "否", "也许", "0", "1", "-1", "4.5", "99%", "2017", "2017-06-01", "2017-06", "1899-12-31",
         "42887", "530129103201", "530129197003050016", "53012919700305001x", "530129700305001", "甲一", "甲 一", "A",
         "一般贫困户", "在读", "1,000元", "长" * 32_768]
    ),
    st.text(max_size=12),
)  # fmt: skip
CELLS = st.one_of(
    TEXTS,
    st.builds(Numeric, st.sampled_from(["530129197003050000", "2017", "42887.5", "0.1"])),
    st.just(ErrorCell("#DIV/0!")),
)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, list[ReadSheet]]:
    """Up to three sheets of one feed: sound rows in which up to three cells are anything, some rows repeated."""
    feed = FEEDS[draw(st.sampled_from(list(FEEDS)))]
    columns = [column.name for column in feed.columns]
    sound = SOUND_ROWS[feed.id]
    row = st.dictionaries(st.sampled_from(columns), CELLS, max_size=3).map(lambda changed: {**sound, **changed})
    rows = draw(st.lists(row, min_size=1, max_size=6))
    repeated = st.lists(st.sampled_from(rows), max_size=6)
    optional = [column.name for column in feed.columns if not column.required]
    made = []
    for at in range(draw(st.integers(1, 3))):
        without = draw(st.lists(st.sampled_from(optional), max_size=1)) if optional else []
        kept = [{name: cell for name, cell in one.items() if name not in without} for one in draw(repeated)]
        made.append(
            sheet(feed, kept, source=f"{feed.id}/{at}.xlsx", excel=draw(st.booleans()), without=without,
                  ignored=draw(st.integers(0, 3)))
        )  # fmt: skip
    return feed.id, made


def accept_twice(feed: str, made: list[ReadSheet]) -> tuple[Acceptance, Acceptance]:
    broken = [broken_file(f"{feed}/坏.xlsx")]
    return accept_sheets(feed, made, broken=broken), accept_sheets(feed, made, broken=broken)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(sheets())
def test_every_row_is_accounted_for(drawn: tuple[str, list[ReadSheet]]) -> None:
    feed, made = drawn
    result, again = accept_twice(feed, made)
    runs = {run["source"]: run for run in result.rows("feed_runs")}
    accepted = Counter(row["source"] for row in result.accepted)
    quarantined = Counter(row["source"] for row in result.rows("quarantined_rows"))
    for one in made:
        run = runs[one.source]
        assert run["rows_read"] == one.rows_read
        assert run["rows_read"] == run["rows_accepted"] + run["rows_quarantined"] + run["rows_ignored"]
        assert run["rows_accepted"] == accepted[one.source]
        assert run["rows_quarantined"] == quarantined[one.source]
        assert run["rows_ignored"] >= one.rows_ignored
    quarantined_rows = {(row["source"], row["row_number"]) for row in result.rows("quarantined_rows")}
    assert {
        (line["source"], line["row_number"]) for line in result.quarantine if line["kind"] == "row"
    } == quarantined_rows
    assert quarantined_rows.isdisjoint((row["source"], row["row_number"]) for row in result.accepted)
    assert all(line["kind"] != "cell" for line in result.quarantine) or feed in KEEP_ROWS
    lines = [(line["source"], line["row_number"], line["column"], line["check"]) for line in result.quarantine]
    assert len(lines) == len(set(lines)), "one line per failed check"
    for name, table in result.tables.items():
        assert _same(table, again.tables[name]), name


def _same(one: pyarrow.Table, other: pyarrow.Table) -> bool:
    return one.schema.equals(other.schema) and one.equals(other)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(sheets())
def test_what_is_accepted_satisfies_its_columns(drawn: tuple[str, list[ReadSheet]]) -> None:
    feed, made = drawn
    for row in accept_sheets(feed, made).accepted:
        for column in FEEDS[feed].columns:
            value = row[column.name]
            assert value is not None or not column.required
            if column.type == "enum":
                assert value is None or value in column.allowed
