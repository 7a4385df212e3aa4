"""Names and identity numbers planted where they should not be."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow
import pytest

from tests.publishing.reading_back import query
from tests.publishing.small_night import SmallNight, county, small_night
from xundian_pipeline.publishing.masking import Masked, PersonalData, ordinary_words

NUMBER = "530129198001011234"
NAMES = ["钱多多", "孙小山", "阿依·古丽", "建设", "高中", "2017", "王"]


def _personal(*names: str) -> PersonalData:
    return PersonalData(pyarrow.array(names or NAMES, pyarrow.string()), ordinary_words(county().divisions))


def _masked(text: str, *names: str) -> str | None:
    masks = _personal(*names).masks([text])
    return masks[text].text if text in masks else text


@pytest.mark.parametrize(
    "text",
    ["钱多多", " 钱 多 多 ", "钱　多多", "阿依古丽", "阿依•古丽", "阿依・古丽", NUMBER, "53012919800101123X"],
)
def test_a_whole_text_that_is_personal_is_null(text: str) -> None:
    assert _masked(text) is None


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("dibao/钱多多.xlsx", "dibao/＊.xlsx"),
        ("钱多多（2017）", "＊（2017）"),
        ("备注、孙小山、电话", "备注、＊、电话"),
        ("“钱 多多”不是规定的写法", "“＊”不是规定的写法"),
        ("文件 孙小山.csv 第 3 行", "文件 ＊.csv 第 3 行"),
        ("户主_钱多多_1", "户主_＊_1"),
        ("阿依・古丽2", "＊2"),
        (f"证件号{NUMBER}有误", "证件号＊有误"),
        ("号５３０１２９１９８００１０１１２３４。", "号＊。"),
        ("530129 19800101 123x", "＊"),
        ("530129198001011２３Ｘ号", "＊号"),
        ("130503670401001", "＊"),
        ("五 130503670401001 五", "五 ＊ 五"),
        ("5.30129E+17", "＊"),
        ("写成 5.30129e+17 了", "写成 ＊ 了"),
        ("５．３０１２９Ｅ＋１７", "＊"),
        (f"{NUMBER}、{NUMBER[:-1]}5", "＊、＊"),
        ("5301291980010112345", "＊"),
        (f"钱多多 {NUMBER}", "＊ ＊"),
    ],
)
def test_the_part_of_a_text_that_is_personal_is_marked(text: str, masked: str) -> None:
    assert (_masked(text) or "＊") == masked


@pytest.mark.parametrize(
    "text",
    [
        "建设",
        "仁德街道",
        "高中",
        "“写作”不是规定的写法：请改成 学前、小学、初中、高中 之一",
        "2017 年",
        "人均纯收入 3200.01 元，高于 2017-01-01 起的标准线",
        "530129001001",
        "第 530129 行",
        "20171231120000",
        "钱多多家",
        "国王",
        "王",
        "王（2017）",
        "0.30E1",
        "",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert _masked(text) == text


def test_places_stay_different_and_are_never_null() -> None:
    masks = _personal().masks(["钱多多", "孙小山", "dibao/钱多多.csv", "dibao/孙小山.csv"])
    assert masks["钱多多"].text is None
    assert masks["钱多多"].place != masks["孙小山"].place
    assert masks["dibao/钱多多.csv"] == Masked("dibao/＊.csv", f"dibao/{masks['钱多多'].place}.csv")
    assert len({mask.place for mask in masks.values()}) == 4


def test_a_hundred_thousand_texts_without_personal_data_need_no_mask() -> None:
    texts = [f"人均纯收入 {number}.{number % 100:02d} 元" for number in range(100_000)]
    assert _personal().masks(texts) == {}


@pytest.fixture
def planted() -> SmallNight:
    night = small_night()
    household = {"source": "register_households/钱多多.xlsx", "sheet": "孙小山"}
    night.accepted["register_households"][0] |= household
    night.accepted["register_households"][1] |= {**household, "sheet": "钱多多"}
    night.accepted["medical_insurance"][0]["sheet"] = NUMBER
    night.tables["household_results"][0] |= {"hamlet": "孙小水", "village": "钱多多"}
    night.tables["household_results"][1] |= {"hamlet": "建设"}
    night.tables["household_exit_indicators"][2]["reason"] = f"成员“孙小水”（{NUMBER}）没有参保"
    night.tables["found"][0]["detail"] = "姓名一处是“孙小水”、一处是“孙 小 水”"
    night.tables["feed_runs"][1] |= {**household, "columns_unknown": f"电话、孙小山、{NUMBER}"}
    night.tables["quarantine"][0] |= {"value": "孙小水", "header": "出生日期", "message": "“孙小水”读不出来"}
    night.tables["quarantine"].append({**night.tables["quarantine"][0], "row_number": 5, "value": f" {NUMBER}"})
    night.tables["own_notices"][0] |= {"what": "钱多多", "message": "“钱多多”这一列没有读入"}
    linked = night.tables["linkage"][0]
    night.tables["linkage"] = [{**linked, "sheet": sheet} for sheet in ("孙小山", "钱多多", None)]
    return night


def test_no_planted_name_or_number_in_any_published_file(planted: SmallNight, tmp_path: Path) -> None:
    done = planted.publish(tmp_path / "in", tmp_path / "data")
    words = ("孙小水", "孙 小 水", "孙小山", NUMBER)
    for file in (done.folder / "parquet").rglob("*.parquet"):
        for row in duckdb.connect().execute(f"FROM read_parquet('{file}')").fetchall():
            assert not [word for word in words if any(word in str(value) for value in row)], file.name
    content = (done.folder / "xundian.duckdb").read_bytes()
    assert not [word for word in words if word.encode() in content]
    assert done.texts_masked > 0


def test_planted_data_are_masked_column_by_column(planted: SmallNight, tmp_path: Path) -> None:
    planted.publish(tmp_path / "in", tmp_path / "data")
    data = tmp_path / "data"
    assert query(data, "SELECT hamlet, village FROM exit_indicators.household_exit ORDER BY household_id") == [
        ("建设", "黄土坡"),
        (None, "＊"),
    ]
    assert query(data, "SELECT reason FROM exit_indicators.household_exit_indicators WHERE indicator = 'H1'")[0] == (
        "成员“＊”（＊）没有参保",
    )
    assert query(data, "SELECT value, message FROM quality.quarantine") == [
        (None, "“＊”读不出来"),
        (" ＊", "“＊”读不出来"),
    ]
    assert query(data, "SELECT what, message FROM quality.notices") == [(None, "“＊”这一列没有读入")]
    runs = query(data, "SELECT columns_unknown FROM quality.feed_runs WHERE columns_unknown IS NOT NULL")
    assert runs == [("电话、＊、＊",)]


def test_masked_sheets_stay_apart_and_agree_with_the_evidence(planted: SmallNight, tmp_path: Path) -> None:
    planted.publish(tmp_path / "in", tmp_path / "data")
    data = tmp_path / "data"
    sheets = [sheet for (sheet,) in query(data, "SELECT sheet FROM quality.linkage")]
    assert len(set(sheets)) == 3
    assert sorted(sheet[0] for sheet in sheets if sheet) == ["＊", "＊"]
    ((evidence,),) = query(data, "SELECT evidence FROM exit_indicators.county_exit_indicators WHERE indicator = 'C1'")
    cited = json.loads(evidence)
    assert {place["sheet"] for place in cited} == {sheet for sheet in sheets if sheet}
    ((source, sheet),) = query(data, "SELECT source, sheet FROM quality.feed_runs WHERE feed = 'register_households'")
    assert (source, sheet) in {(place["source"], place["sheet"]) for place in cited}


def test_names_of_every_feed_count(tmp_path: Path) -> None:
    night = small_night()
    helper = {"row_ref": 99, "source": "helpers.csv", "sheet": None, "row_number": 2, "helper_name": "李帮扶"}
    night.accepted["helpers"] = [helper]
    night.tables["household_results"][0]["hamlet"] = "李帮扶"
    night.publish(tmp_path / "in", tmp_path / "data")
    hamlets = query(tmp_path / "data", "SELECT hamlet FROM exit_indicators.household_exit ORDER BY household_id")
    assert hamlets == [("大村",), (None,)]
