"""Feeds that have not come or cannot be read: reported by name, while the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from dagster import AssetCheckEvaluation, AssetCheckSeverity, DagsterEventType, ExecuteInProcessResult

from tests.orchestration.nights import failure_texts, materialise, run_assets, small_county, told_where
from xundian_pipeline.definitions import build_defs
from xundian_pipeline.orchestration.failures import TRIES_AGAIN
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.resources import Sources
from xundian_pipeline.orchestration.step_assets import owners


def _checks(result: ExecuteInProcessResult) -> dict[tuple[str, str], AssetCheckEvaluation]:
    return {
        (check.asset_key.to_user_string(), check.check_name): check for check in result.get_asset_check_evaluations()
    }


@pytest.fixture
def spoilt(tmp_path: Path) -> ExecuteInProcessResult:
    """A night's feeds: one broken, one absent, one with rows that are returned, one as it should be."""
    county = small_county(tmp_path / "sources")
    for number in range(3):
        county.add(
            "temporary_assistance", approval_no=f"L{number + 2}", name="甲一", id_number="1", amount="-5", date="?"
        )
    county.without("tekun")
    county.write()
    payments = county.folder / "temporary_assistance.csv"
    payments.write_text(payments.read_text("utf-8").replace("救助金额", "救助金额（元）*"), "utf-8")
    (county.folder / "deaths.csv").unlink()
    (county.folder / "deaths").mkdir()
    (county.folder / "deaths" / "全县.xlsx").write_bytes(b"no workbook")
    feeds = ["deaths", "tekun", "temporary_assistance", "dibao"]
    result = materialise(county.folder, tmp_path / "data", feeds)
    assert result.success, failure_texts(result)
    return result


def test_a_broken_file_is_named_with_its_department(spoilt: ExecuteInProcessResult) -> None:
    check = _checks(spoilt)["deaths", "complete"]
    assert not check.passed
    assert check.severity == AssetCheckSeverity.ERROR
    for word in ("民政局", "死亡人员名单", "deaths/全县.xlsx"):
        assert word in (check.description or "")


def test_a_feed_that_has_not_come_is_named(spoilt: ExecuteInProcessResult) -> None:
    check = _checks(spoilt)["tekun", "complete"]
    assert not check.passed
    for word in ("民政局", "特困人员供养花名册", "没有送来"):
        assert word in (check.description or "")
    (materialisation,) = spoilt.asset_materializations_for_node("tekun")
    assert materialisation.metadata["结果"].value == "没有收到"


def test_rows_that_are_returned_are_counted_by_file(spoilt: ExecuteInProcessResult) -> None:
    checks = _checks(spoilt)
    assert checks["temporary_assistance", "complete"].passed
    returned = checks["temporary_assistance", "no_rows_returned"]
    assert not returned.passed
    assert returned.severity == AssetCheckSeverity.WARN
    assert "有 3 行退回：temporary_assistance.csv（3 行）" in (returned.description or "")
    (materialisation,) = spoilt.asset_materializations_for_node("temporary_assistance")
    lines = [record.data for record in materialisation.metadata["退回清单"].records]  # type: ignore[attr-defined]
    assert [(line["文件"], line["工作表"], line["行"], line["列"], line["结果"]) for line in lines] == [
        ("temporary_assistance.csv", "—", row, header, "整行退回")
        for row in (3, 4, 5)
        for header in ("救助金额", "发放日期")
    ]
    assert [str(line["应当怎样写"]).split("：")[0] for line in lines[:2]] == [
        "超出允许的范围",
        "写的内容读不出来（或是公式错误）",
    ]
    assert returned.metadata["退回清单"] == materialisation.metadata["退回清单"]


def test_a_failed_check_names_the_workbook_for_corrections(spoilt: ExecuteInProcessResult) -> None:
    checks = _checks(spoilt)
    told = str(checks["temporary_assistance", "no_rows_returned"].metadata["更正表"].value)
    assert told.startswith("corrections/2017-12-31/civil_affairs.xlsx（")
    assert "放进来件文件夹的 corrections 文件夹" in told
    for feed in ("deaths", "dibao"):
        assert "更正表" not in checks[feed, "no_rows_returned"].metadata
    (materialisation,) = spoilt.asset_materializations_for_node("deaths")
    assert [record.data["结果"] for record in materialisation.metadata["退回清单"].records] == ["整个文件无法使用"]  # type: ignore[attr-defined]
    assert "更正表" not in materialisation.metadata


def test_the_other_feeds_go_on(spoilt: ExecuteInProcessResult) -> None:
    checks = _checks(spoilt)
    assert checks["dibao", "complete"].passed
    assert checks["dibao", "no_rows_returned"].passed
    (materialisation,) = spoilt.asset_materializations_for_node("dibao")
    assert materialisation.metadata["结果"].value == "接受 1 行"


def test_a_missing_sources_folder_is_told(tmp_path: Path) -> None:
    result = materialise(tmp_path / "nowhere", tmp_path / "data", ["dibao"])
    (text,) = failure_texts(result)
    assert "来件文件夹" in text
    assert "不存在" in text


def test_a_database_that_does_not_answer_is_tried_again_and_then_reported(tmp_path: Path) -> None:
    county = small_county(tmp_path / "sources")
    nobody_listens = "postgresql+psycopg://reader:secret@127.0.0.1:9/none?connect_timeout=1"
    databases = tmp_path / "databases.yaml"
    databases.write_text(f"dibao:\n  - url: {nobody_listens}\n    table: dibao\n", "utf-8")
    sources = Sources(folder=str(county.folder), databases=str(databases))
    with told_where(county.folder, tmp_path / "data"), open_instance(tmp_path / "data") as instance:
        result = run_assets(instance, ["dibao"], defs=build_defs(resources={"sources": sources}))
    assert result.success, failure_texts(result)
    again = [event for event in result.all_events if event.event_type == DagsterEventType.STEP_UP_FOR_RETRY]
    assert len(again) == TRIES_AGAIN
    check = _checks(result)["dibao", "complete"]
    assert not check.passed
    assert "db:dibao:dibao" in (check.description or "")
    assert "secret" not in (check.description or "")
    (materialisation,) = result.asset_materializations_for_node("dibao")
    assert "接受 1 行" in str(materialisation.metadata["结果"].value)


def test_an_owner_is_a_department() -> None:
    assert owners("health") == ["team:卫健局、医保局"]
