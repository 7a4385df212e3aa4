"""The BI tool's files: datasets are what the tables say now, and charts name what the datasets have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from schemas.published import PUBLISHED
from schemas.published.codes import RESULTS
from xundian_pipeline.dictionary import DATASETS, stale_files, superset_datasets
from xundian_pipeline.dictionary.datasets import DATABASE, LABELLED, dataset_identity, text_of_codes

_MAKE = "请运行 make dictionary，把改动一起提交（run `make dictionary` and commit what it changes）"


@pytest.fixture(scope="module")
def datasets() -> dict[str, Any]:
    return {one["uuid"]: one for one in map(yaml.safe_load, superset_datasets().values())}


@pytest.fixture(scope="module")
def charts(repository: Path) -> dict[str, Any]:
    return {one["uuid"]: one for one in _read(repository / "bi" / "superset" / "charts")}


def test_the_datasets_are_not_stale(repository: Path) -> None:
    stale = stale_files(superset_datasets(), repository / DATASETS, "*.yaml")
    assert not stale, f"报表工具的数据集过时了：{'、'.join(stale)} 和表对不上。{_MAKE}。"


def test_every_published_table_is_a_dataset_with_all_columns_in_chinese(datasets: dict[str, Any]) -> None:
    assert {f"{one['schema']}.{one['table_name']}" for one in datasets.values()} == {
        table.full_name for table in PUBLISHED.values()
    }
    for table in PUBLISHED.values():
        columns = {one["column_name"]: one for one in datasets[dataset_identity(table.full_name)]["columns"]}
        for column in table.columns:
            shown = columns[column.name + (LABELLED if column.codes else "")]
            assert shown["verbose_name"] == column.label
            assert column.description.rstrip("。") in shown["description"]


def test_codes_are_shown_as_their_texts() -> None:
    shown = text_of_codes("result", {**RESULTS, "it's": "撇'号"})
    rows = duckdb.sql(
        f"SELECT {shown} FROM (VALUES ('exit_ready'), ('it''s'), ('new'), (NULL)) AS given(result)"
    ).fetchall()
    assert rows == [("可退出",), ("撇'号",), ("new",), (None,)]


def test_yes_and_no_are_shown_as_their_texts() -> None:
    shown = text_of_codes("sealed", {"true": "已封存", "false": "未封存"})
    rows = duckdb.sql(f"SELECT {shown} FROM (VALUES (TRUE), (FALSE)) AS given(sealed)").fetchall()
    assert rows == [("已封存",), ("未封存",)]


def test_charts_name_only_columns_that_their_datasets_have(datasets: dict[str, Any], charts: dict[str, Any]) -> None:
    for chart in charts.values():
        given = chart["params"]
        named = [given.get("x_axis"), *given.get("groupby", ()), *given.get("all_columns", ())]
        columns = {one["column_name"] for one in datasets[chart["dataset_uuid"]]["columns"]}
        assert set(filter(None, named)) <= columns, chart["slice_name"]


def test_what_charts_count_can_be_asked_of_the_tables(datasets: dict[str, Any], charts: dict[str, Any]) -> None:
    database = duckdb.connect()
    for schema in sorted({one["schema"] for one in datasets.values()}):
        database.execute(f"CREATE SCHEMA {schema}")
    for table in PUBLISHED.values():
        columns = ", ".join(f'"{column.name}" {column.database_type}' for column in table.columns)
        database.execute(f"CREATE TABLE {table.full_name} ({columns})")
    for chart in charts.values():
        given, one = chart["params"], datasets[chart["dataset_uuid"]]
        metrics = [*given.get("metrics", ()), *([given["metric"]] if "metric" in given else [])]
        conditions = [condition["sqlExpression"] for condition in given["adhoc_filters"]] or ["TRUE"]
        for metric in metrics:
            database.execute(
                f"SELECT {metric['sqlExpression']} FROM {one['schema']}.{one['table_name']} "
                f"WHERE {' AND '.join(conditions)}"
            ).fetchall()


def test_the_dashboard_shows_every_chart_once(repository: Path, charts: dict[str, Any]) -> None:
    (dashboard,) = _read(repository / "bi" / "superset" / "dashboards")
    places = [place for place in dashboard["position"].values() if isinstance(place, dict)]
    shown = [place["meta"]["uuid"] for place in places if place["type"] == "CHART"]
    assert sorted(shown) == sorted(charts)
    for place in places:
        if place["type"] == "ROW":
            assert sum(dashboard["position"][child]["meta"]["width"] for child in place["children"]) == 12


def test_everything_is_of_the_one_database(repository: Path, datasets: dict[str, Any]) -> None:
    (database,) = _read(repository / "bi" / "superset" / "databases")
    assert database["uuid"] == DATABASE
    assert {one["database_uuid"] for one in datasets.values()} == {DATABASE}
    assert not database["allow_dml"]


def _read(folder: Path) -> list[Any]:
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))]
