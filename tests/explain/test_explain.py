"""What `xundian explain` says of a household, a village and the county."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import pytest

from tests.publishing.small_night import NIGHT, VILLAGE, SmallNight, small_night
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.explain import explain
from xundian_pipeline.terminal import display_width, wrapped

HOUSEHOLD = "53012900000001"
COUNTY = "530129"
WIDTH = 80

HOUSEHOLD_TOLD = f"""\
考核日 2017-12-31，规则版本 2017.1，发布于 2018-01-01 02:00:07

贫困户  {HOUSEHOLD}　羊街镇 黄土坡 大村（{VILLAGE}）
结果    待核实
情况    在册 2 人，人均纯收入 3,200.01 元/人·年，帮扶措施 1 类
签字    户 已同意，村 未同意，乡 未同意，县 未同意

H1 收入稳定超标、不愁吃不愁穿：达标
  数值    3,200.01 元/人·年
  标准线  3,200 元/人·年，自 2017-01-01 起执行，依据：云厅字〔2016〕11号
  理由    H1 的理由
  依据    扶贫办  register_households.xlsx 工作表“建档立卡户”第 4 行
          扶贫办  register_members/b.csv 第 2 行

H4 基本医疗有保障：待核实
  理由    H4 的理由
  依据    扶贫办          register_members/b.csv 第 2 行
          卫健局、医保局  medical_insurance.csv 第 10 行

未销号疑点 1 条
S05 应退未退：收入已高于低保标准而仍享受低保（对象 {HOUSEHOLD}）
  内容    在保，而人均纯收入 3200.01 元高于全年最高保障标准 3540 元
  答复    扶贫办；民政局；首次发现 2017-12-31
  依据    扶贫办          register_households.xlsx 工作表“建档立卡户”第 4 行
          卫健局、医保局  medical_insurance.csv 第 10 行"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA with a small night published."""
    folder = tmp_path_factory.mktemp("explain")
    _night().publish(folder / "in", folder / "data")
    return folder / "data"


def _night() -> SmallNight:
    night = small_night()
    closed = {"finding_id": "S10-1", "rule": "S10"}
    night.history["closings"] = [{"household_id": HOUSEHOLD, "rule": "S10", "closed_date": NIGHT}]
    project = {"finding_id": "S20-1", "rule": "S20", "unit": f"P-7/{VILLAGE}", "household_id": None, "evidence": []}
    signed = {"rule": "S21", "household_id": None, "evidence": []}
    orders = [{**signed, "finding_id": f"S21-{unit}", "unit": unit} for unit in (VILLAGE, COUNTY)]
    others = (closed, project, *orders)
    night.tables["found"] += [{**night.tables["found"][0], **changes} for changes in others]
    return night


def test_a_household_with_its_status_value_line_document_reason_rows_and_findings(data: Path) -> None:
    assert explain(HOUSEHOLD, None, data, width=WIDTH) == HOUSEHOLD_TOLD


@pytest.mark.parametrize("indicator", ["H4", "h4", " Ｈ４ "])
def test_one_indicator_alone(indicator: str, data: Path) -> None:
    told = explain(f" {HOUSEHOLD} ", indicator, data, width=WIDTH)
    assert told.count("：达标") == 0
    assert "H4 基本医疗有保障：待核实" in told
    assert "疑点" not in told


def test_a_village_with_its_indicators_in_order_and_the_findings_below_it(data: Path) -> None:
    lines = explain(VILLAGE, None, data, width=WIDTH).splitlines()
    assert "行政村  530129103002　羊街镇 黄土坡（贫困村）" in lines
    assert "贫困户  2 户 3 人：可退出 0 户，未达标 1 户，待核实 1 户" in lines
    assert "发生率  2% 至 4.12%" in lines
    titles = [line for line in lines if line.startswith("V")]
    assert titles == ["V1 贫困发生率低于3%：不达标", "V2 道路硬化到村：达标", "V10 资金项目投入：达标"]
    assert "  数值    4.12%" in lines
    assert "  标准线  3%，自 2017-01-01 起执行，依据：云厅字〔2016〕11号" in lines
    assert "  数值    1,000 元" in lines
    assert "  依据    扶贫办  register_households.xlsx 工作表“建档立卡户”第 4、5 行" in lines
    assert "未销号疑点 3 条" in lines
    assert f"S21 签字次序有误：上级签字时下级尚未同意（对象 {VILLAGE}）" in lines
    assert "  其中：应退未退：收入已高于低保标准而仍享受低保（S05）1 条" in lines
    assert f"S20 项目支出超过到位金额，或竣工而未支出（对象 P-7/{VILLAGE}）" in lines


def test_the_county(data: Path) -> None:
    lines = explain(COUNTY, None, data, width=WIDTH).splitlines()
    assert "行政村  1 个：可退出 0 个，未达标 1 个，待核实 0 个" in lines
    assert "贫困户  2 户：可退出 0 户，未达标 1 户，待核实 1 户" in lines
    assert "C1 综合贫困发生率低于3%：不达标" in lines
    assert "C2 农村居民收入增幅高于全省：待核实" in lines
    assert "  依据    没有依据的行：名册没有送来，或名册中没有相应的记录" in lines
    assert "未销号疑点 4 条" in lines
    assert f"S21 签字次序有误：上级签字时下级尚未同意（对象 {COUNTY}）" in lines
    assert not any(f"（对象 {VILLAGE}）" in line for line in lines)


@pytest.mark.parametrize(
    ("unit", "indicator", "told"),
    [
        ("53012900000009", None, "已发布的表里没有 53012900000009"),
        ("530130", None, "没有 530130"),
        ("", None, "请写户编号"),
        (HOUSEHOLD, "V1", "贫困户没有指标 V1：可以写 H1、H4"),
        (VILLAGE, "H1", "行政村没有指标 H1：可以写 V1、V2、V10"),
        (COUNTY, "C9", "全县没有指标 C9"),
    ],
)
def test_what_is_not_there_is_said(unit: str, indicator: str | None, told: str, data: Path) -> None:
    with pytest.raises(PipelineError, match=told):
        explain(unit, indicator, data)


def test_nothing_published_or_a_damaged_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="还没有发布过"):
        explain(HOUSEHOLD, None, tmp_path)
    database = tmp_path / "published" / "xundian.duckdb"
    database.parent.mkdir()
    database.write_bytes(b"not a database" * 1000)
    with pytest.raises(PipelineError, match="打不开"):
        explain(HOUSEHOLD, None, tmp_path)


def test_many_rows_are_ranges_and_many_places_are_cut_unless_one_indicator_is_asked_for(tmp_path: Path) -> None:
    night = small_night()
    accepted = night.accepted["register_members"][0]
    places = [(f"register_members/{place:02d}.csv", number) for place in range(10) for number in (2, 3, 4, 9, 11)]
    night.accepted["register_members"] = [
        {**accepted, "row_ref": 1000 + index, "source": source, "row_number": number}
        for index, (source, number) in enumerate(places)
    ]
    for name in ("household_exit_indicators", "village_exit_indicators"):
        for row in night.tables[name]:
            row["evidence"] = []
    night.tables["county_exit_indicators"][0]["evidence"] = list(range(1000, 1000 + len(places)))
    night.publish(tmp_path / "in", tmp_path / "data")
    overview = explain(COUNTY, None, tmp_path / "data", width=WIDTH)
    assert "register_members/07.csv 第 2–4、9、11 行" in overview
    assert "register_members/08.csv" not in overview
    assert "另有 2 处 10 行，写明指标代码可以看全" in overview
    whole = explain(COUNTY, "C1", tmp_path / "data", width=WIDTH)
    assert "register_members/09.csv 第 2–4、9、11 行" in whole
    assert "另有" not in whole


def test_scattered_rows_are_cut_unless_one_indicator_is_asked_for(tmp_path: Path) -> None:
    night = small_night()
    accepted = night.accepted["register_households"][0]
    night.accepted["register_households"] = [
        {**accepted, "row_ref": 1000 + n, "row_number": 2 * n} for n in range(1, 31)
    ]
    night.tables["county_exit_indicators"][0]["evidence"] = list(range(1001, 1031))
    for name in ("household_exit_indicators", "village_exit_indicators", "found"):
        for row in night.tables[name]:
            row["evidence"] = []
    night.publish(tmp_path / "in", tmp_path / "data")
    assert "、22、24 等 30 行" in explain(COUNTY, None, tmp_path / "data", width=200)
    assert "、58、60 行" in explain(COUNTY, "C1", tmp_path / "data", width=200).replace("\n          ", "")


@pytest.mark.parametrize("width", [40, 57, 80, 120])
def test_lines_keep_to_the_width_of_the_terminal(width: int, data: Path) -> None:
    for unit in (HOUSEHOLD, VILLAGE, COUNTY):
        heads = {f"考核日 {NIGHT}"}
        for line in explain(unit, None, data, width=width).splitlines():
            if line.startswith(tuple(heads)) or not line.startswith(" "):
                continue
            # Closing punctuation may hang over by one character.
            assert display_width(line) <= width + 2, line


def test_wrapping_tears_neither_dates_nor_file_names() -> None:
    text = "自 2017-01-01 起执行，依据：register_members/仁德街道.csv，第 3 行。"
    for width in range(20, 60):
        lines = wrapped(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert any("2017-01-01" in line for line in lines)
        assert not any(line[0] in "，。：" for line in lines)


def test_tables_without_their_nights_are_said_to_be_damaged(tmp_path: Path) -> None:
    small_night().publish(tmp_path / "in", tmp_path / "data")
    with duckdb.connect(str((tmp_path / "data" / "published").resolve() / "xundian.duckdb")) as connection:
        connection.execute("DELETE FROM exit_indicators.nights")
    with pytest.raises(PipelineError, match="打不开或不完整"):
        explain(HOUSEHOLD, None, tmp_path / "data")


def test_the_night_that_is_shown_is_told_after_an_earlier_one_was_filled_in(tmp_path: Path) -> None:
    night = small_night()
    night.publish(tmp_path / "in", tmp_path / "data")
    earlier = NIGHT - datetime.timedelta(days=30)
    later = datetime.datetime(2018, 3, 1, 0, 0, tzinfo=datetime.UTC)
    night.publish(tmp_path / "in", tmp_path / "data", assessment_date=earlier, published_at=later)
    told = explain(HOUSEHOLD, None, tmp_path / "data")
    assert told.startswith(f"考核日 {NIGHT}，")
