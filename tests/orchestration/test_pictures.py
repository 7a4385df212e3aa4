"""Pictures in the metadata: well-formed, their figures those of the tables, and nobody's name in them."""

from __future__ import annotations

import base64
import itertools
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from dagster import AssetKey, DagsterInstance, MetadataValue

from schemas.departments import DEPARTMENTS
from schemas.published.codes import HOUSEHOLD_INDICATORS, RESULTS, STATUSES
from schemas.registry import FEEDS
from tests.orchestration.conftest import Office
from tests.orchestration.nights import published
from xundian_pipeline.county import load_county
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.pictures import ELSEWHERE, Bar, Part, draw, picture, pictures_of_step, rows_by_feed

SVG = "{http://www.w3.org/2000/svg}"
MARKDOWN = re.compile(r"!\[([^\]\[]*)\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)")
MOST_BYTES = 20_000


def _drawn(shown: MetadataValue[Any]) -> tuple[str, ElementTree.Element]:
    """The alternative text of a picture, and its drawing."""
    found = MARKDOWN.fullmatch(str(shown.value))
    assert found
    return found[1], ElementTree.fromstring(base64.b64decode(found[2]))


def _figures(svg: ElementTree.Element) -> dict[tuple[str, str], int]:
    """The count of each piece of each bar, by the labels of both."""
    told = [title.text or "" for title in svg.iterfind(f"{SVG}rect[@class='part']/{SVG}title")]
    assert told
    split = [text.rsplit(" ", 3) for text in told]
    return {(bar, part): int(count) for bar, part, count, _ in split}


def test_a_bar_is_as_long_as_its_counts_and_stays_in_the_picture() -> None:
    parts = [Part("接受", "#2f9e6e"), Part("退回", "#d1495b")]
    svg = ElementTree.fromstring(draw("行<&>", "行", parts, [Bar("甲", (3, 1)), Bar("乙 & 丙", (0, 2))]))
    pieces = svg.findall(f"{SVG}rect[@class='part']")
    one, two, three, four = (float(piece.attrib["width"]) for piece in pieces)
    assert one == pytest.approx(3 * two)
    assert (three, four) == (0, pytest.approx(2 * two))
    for left, right in itertools.pairwise(pieces[:2]):
        end = float(left.attrib["x"]) + float(left.attrib["width"])
        assert end == pytest.approx(float(right.attrib["x"]), abs=0.2)
        assert end < float(svg.attrib["width"])
    assert _figures(svg) == {("甲", "接受"): 3, ("甲", "退回"): 1, ("乙 & 丙", "接受"): 0, ("乙 & 丙", "退回"): 2}
    assert svg.findtext(f"{SVG}title") == "行<&>"


@pytest.mark.parametrize("bars", [[], [Bar("甲", (0, 0))]])
def test_nothing_to_draw_is_a_picture_too(bars: list[Bar]) -> None:
    parts = [Part("接受", "#2f9e6e"), Part("退回", "#d1495b")]
    title, svg = _drawn(picture("空", "行", parts, bars))
    assert title == "空"
    assert len(svg.findall(f"{SVG}rect[@class='part']")) == 2 * len(bars)


def test_households_are_counted_by_township_of_the_list() -> None:
    county = load_county()
    code, township = next(iter(county.township_names.items()))
    table = pyarrow.table(
        {
            "village_code": [f"{code}201", f"{code}202", f"{code}201", "110101001001", None],
            "township": ["欧阳植入者"] * 5,
            "result": ["exit_ready", "exit_ready", "verify", "not_ready", "not_ready"],
        }
    )
    (shown,) = pictures_of_step("household_results", {"household_results": table}, county).values()
    _, svg = _drawn(shown)
    assert {key: count for key, count in _figures(svg).items() if count} == {
        (township, RESULTS["exit_ready"]): 2,
        (township, RESULTS["verify"]): 1,
        (ELSEWHERE, RESULTS["not_ready"]): 2,
    }
    assert "欧阳" not in ElementTree.tostring(svg, "unicode")


def _shown(instance: DagsterInstance, asset: str) -> dict[str, ElementTree.Element]:
    """The pictures of the latest materialisation of an asset, as stored."""
    event = instance.get_latest_materialization_event(AssetKey(asset))
    assert event is not None
    assert event.asset_materialization is not None
    metadata = event.asset_materialization.metadata
    pictures = {name: value for name, value in metadata.items() if "data:image" in str(value.value)}
    assert all(len(str(value.value)) < MOST_BYTES for value in pictures.values())
    drawn = {name: _drawn(value) for name, value in pictures.items()}
    assert {name: title for name, (title, _) in drawn.items()} == {name: name.removeprefix("图：") for name in pictures}
    return {name: svg for name, (_, svg) in drawn.items()}


def test_a_nights_pictures_have_the_figures_of_its_tables(office_after_a_night: Office) -> None:
    data = office_after_a_night.data
    with open_instance(data) as instance:
        (households,) = _shown(instance, "household_results").values()
        (indicators,) = _shown(instance, "household_indicators").values()
        (villages,) = _shown(instance, "village_indicators").values()
        departments = _shown(instance, "published")
    results = published(data, "SELECT result, count(*) FROM exit_indicators.household_exit GROUP BY ALL")
    assert sum(_figures(households).values()) == sum(count for _, count in results) == 2
    counted = published(
        data, "SELECT indicator, status, count(*) FROM exit_indicators.household_exit_indicators GROUP BY ALL"
    )
    assert {key: count for key, count in _figures(indicators).items() if count} == {
        (f"{code} {HOUSEHOLD_INDICATORS[code].name}", STATUSES[status]): count for code, status, count in counted
    }
    assert sum(_figures(villages).values()) == 10
    rows = published(data, "SELECT feed, sum(rows_accepted), sum(rows_quarantined) FROM quality.feed_runs GROUP BY ALL")
    assert len(departments) == len(DEPARTMENTS)
    figures = {key: count for svg in departments.values() for key, count in _figures(svg).items()}
    assert {
        (feed, figures[FEEDS[feed].title, "接受"], figures[FEEDS[feed].title, "退回"]) for feed, _, _ in rows
    } == set(rows)


def test_the_rows_of_a_feed_are_those_of_all_its_files() -> None:
    runs = pyarrow.table(
        {
            "feed": ["dibao", "dibao", "tekun"],
            "rows_accepted": [5, 6, 0],
            "rows_quarantined": [1, 2, 0],
            "rows_ignored": [0, 3, 0],
        }
    )
    _, svg = _drawn(rows_by_feed(runs)["图：民政局各名册的行（行）"])
    figures = _figures(svg)
    assert [figures[FEEDS["dibao"].title, fate] for fate in ("接受", "退回", "忽略")] == [11, 3, 3]
    assert {bar for bar, _ in figures} == {feed.title for feed in FEEDS.values() if feed.department == "civil_affairs"}
