"""Selected assets run again, as an officer does in the interface: which date holds, and what does not mix."""

from __future__ import annotations

from pathlib import Path

import pytest
from dagster import AssetIn, AssetKey, asset

from assets import ASSETS
from tests.orchestration.conftest import Office
from tests.orchestration.nights import failure_texts, materialise, published, run_assets, told_where
from xundian_pipeline.definitions import build_defs, defs
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.store import Dataset

SUMMER = "2017-06-30"


def _and_downstream(name: str) -> list[str]:
    graph = defs.resolve_asset_graph()
    found, waiting = {AssetKey(name)}, [AssetKey(name)]
    while waiting:
        new = set(graph.get(waiting.pop()).child_keys) - found
        found |= new
        waiting.extend(new)
    return [key.to_user_string() for key in found]


@pytest.mark.parametrize("name", ["dibao", "people", "findings", "published"])
def test_one_asset_runs_again(office: Office, name: str) -> None:
    result = materialise(office.sources, office.data, [name])
    assert result.success, failure_texts(result)


def test_one_asset_and_all_downstream_run_again(office: Office) -> None:
    members = office.sources / "register_members.csv"
    members.write_text(members.read_text("utf-8").replace("之子", "之女"), "utf-8")
    pension = office.sources / "pension.csv"
    pension.write_text(pension.read_text("utf-8").replace("缴费", "中断"), "utf-8")
    again = _and_downstream("pension")
    assert {"people", "household_indicators", "published"} <= set(again)
    result = materialise(office.sources, office.data, again)
    assert result.success, failure_texts(result)
    query = "SELECT DISTINCT status FROM exit_indicators.household_exit_indicators WHERE indicator = 'H5'"
    assert published(office.data, query) == [("fail",)]


def test_a_changed_feed_alone_cannot_be_published(office: Office) -> None:
    before = (office.data / "published").resolve()
    pension = office.sources / "pension.csv"
    pension.write_text(pension.read_text("utf-8").replace("缴费", "中断"), "utf-8")
    assert materialise(office.sources, office.data, ["pension"]).success
    result = materialise(office.sources, office.data, ["published"])
    (text,) = failure_texts(result)
    assert "“pension”" in text
    assert "下游的全部资产" in text
    assert (office.data / "published").resolve() == before


def test_an_unchanged_feed_alone_changes_nothing(office: Office) -> None:
    assert materialise(office.sources, office.data, ["pension"]).success
    assert materialise(office.sources, office.data, ["published"]).success


@pytest.mark.parametrize("way", ["tag", "config", "settings"])
def test_inputs_of_another_date_stop_the_run(office: Office, way: str) -> None:
    tags = {"assessment_date": SUMMER} if way == "tag" else {}
    config = {"resources": {"night": {"config": {"assessment_date": SUMMER}}}} if way == "config" else {}
    if way == "settings":
        (office.data / "config.yaml").write_text(f"assessment_date: {SUMMER}\n", "utf-8")
    result = materialise(office.sources, office.data, ["findings"], tags=tags, config=config)
    (text,) = failure_texts(result)
    for word in ("2017-12-31", SUMMER, "重跑"):
        assert word in text


def test_an_asset_never_made_is_asked_for(office: Office, tmp_path: Path) -> None:
    result = materialise(office.sources, tmp_path / "new", ["households"])
    (text,) = failure_texts(result)
    assert "还没有" in text
    assert "请先运行它" in text


def test_a_run_shows_its_date(office: Office) -> None:
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        result = run_assets(instance, ["dibao"], {"assessment_date": SUMMER})
        run = instance.get_run_by_id(result.run_id)
    assert run is not None
    assert run.tags["assessment_date"] == SUMMER
    (materialisation,) = result.asset_materializations_for_node("dibao")
    assert materialisation.metadata["考核日"].value == SUMMER


@pytest.mark.parametrize(("day", "words"), [("2100-01-01", "还没有到"), ("2013-01-01", "poverty_line")])
def test_a_date_that_cannot_be_assessed_ends_the_run(office: Office, day: str, words: str) -> None:
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        result = run_assets(instance, ["dibao"], {"assessment_date": day})
        events = instance.all_logs(result.run_id)
    assert not result.success
    errors = [event.dagster_event.event_specific_data for event in events if event.dagster_event]
    assert any(words in str(getattr(error, "error", "")) for error in errors)


def test_an_input_of_dagster_is_the_paths_of_its_tables(office: Office) -> None:
    seen: list[Dataset] = []

    @asset(ins={"dibao": AssetIn("dibao")})
    def reader(dibao: Dataset) -> None:
        seen.append(dibao)

    other = build_defs(assets=[*ASSETS, reader])
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        assert run_assets(instance, ["reader"], defs=other).success
    assert {"dibao", "quarantine", "feed_runs"} <= set(seen[0])
    assert all(path.is_file() for path in seen[0]["dibao"])
