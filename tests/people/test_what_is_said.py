"""The notices on decisions and unknown codes, word for word: an officer has nothing else to go by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from schemas.registry import FEEDS
from tests.people.decision_files import HEADER, content, line, write
from tests.policy.world import World
from xundian_pipeline.county import load_county
from xundian_pipeline.engine import DuckDBEngine
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.decided import report_decisions
from xundian_pipeline.people.decisions import SOURCE, read_decisions
from xundian_pipeline.people.link import _demand_rows
from xundian_pipeline.people.unknown import _listed

KEY = "0f" * 16
PLACE = f"人工认定文件 {SOURCE} "
KNOWN = "、".join(feed.id for feed in FEEDS.values() if feed.person)

STATES = {
    "its member is not in the register": (
        {"member_registered": False, "row_ref": 7, "outcome": "exact"},
        "member_id",
        "建档立卡名单里没有这个人编号（写错了，或人员已退出名册，或所在的户没有被接受）：请核对后改正或删去这一行。这一行没有采用。",
    ),
    "its record is not there": (
        {"member_registered": True, "row_ref": None, "outcome": None},
        "record_key",
        "这次来件里没有这条记录（内容已有改动，或部门没有再报）：请在最新的认定建议里找到它，重新认定。这一行没有采用。",
    ),
    "the rules have settled it": (
        {"member_registered": True, "row_ref": 7, "outcome": "probable"},
        "record_key",
        "这条记录已按规则认定（凭姓名和旁证认定），人工认定不改变它：请删去这一行；如果认为规则认定有误，请改正名册。这一行没有采用。",
    ),
}


def notice(what: str, message: str, feed: str | None = "pension") -> dict[str, Any]:
    """A notice on the file of decisions."""
    return {
        "kind": "decision",
        "feed": feed,
        "source": SOURCE,
        "sheet": None,
        "what": what,
        "count": 1,
        "message": PLACE + message,
    }


@pytest.mark.parametrize("state", STATES)
def test_a_decision_that_could_not_be_applied(state: str) -> None:
    cells, column, text = STATES[state]
    rows = [{"line": at, "feed": "pension", **cells} for at in (5, 3)]
    rows.append({"line": 4, "feed": "pension", "member_registered": True, "row_ref": 8, "outcome": "ambiguous"})
    with DuckDBEngine({}, {}) as engine:
        engine.register("decision_states", pyarrow.Table.from_pylist(rows))
        told = report_decisions(engine).to_pylist()
    assert told == [notice(column, f"第 {at} 行“{column}”：{text}") for at in (3, 5)]


CELLS = [
    ("feed", "养老", f"不是登记人员的名册代号：请照抄认定建议里的 feed，可以写的有 {KNOWN}。"),
    ("record_key", KEY[:-1], "不是 32 位的记录编号：请照抄认定建议里的 record_key，并把单元格设成文本格式。"),
    ("member_id", "", "必须填写，不能空着：请填人编号。"),
    ("member_id", "5.30129E+15", "人编号被表格软件改成了数字：请把单元格设成文本格式，重新填写人编号。"),
    ("decision", "同意", "不是允许的写法：请写“接受”或“拒绝”。"),
    ("decided_on", "上周", "不是日期：请写成 2018-01-05 这样。"),
]


@pytest.mark.parametrize(("column", "cell", "text"), CELLS, ids=[f"{one[0]}: {one[1]}" for one in CELLS])
def test_a_wrong_cell(column: str, cell: str, text: str, tmp_path: Path) -> None:
    bad = line("pension", KEY, "A")
    bad[HEADER.index(column)] = cell
    feed = "pension" if column != "feed" else None
    told = read_decisions(write(tmp_path, content([bad])))["notices"].to_pylist()
    assert told == [notice(column, f"第 2 行“{column}”：{text}这一行没有采用。", feed)]


def test_lines_that_contradict_or_repeat_each_other(tmp_path: Path) -> None:
    lines = [line("pension", KEY, member) for member in "ABC"] + [line("tekun", KEY, "A")] * 2
    told = read_decisions(write(tmp_path, content(lines)))["notices"].to_pylist()
    contradicting = "同一条记录的认定互相矛盾（第 2、3、4 行）：请只保留一个“接受”。这些行都没有采用。"
    assert told == [
        *(notice("decision", f"第 {at} 行“decision”：{contradicting}") for at in (2, 3, 4)),
        notice("record_key", "第 6 行“record_key”：与第 5 行重复：请删去这一行。已按先写的一行采用。", "tekun"),
    ]


def test_a_file_without_a_column(tmp_path: Path) -> None:
    told = read_decisions(write(tmp_path, content([["pension"]], header=["feed"])))["notices"].to_pylist()
    (one,) = told
    assert one == notice("文件", one["message"].removeprefix(PLACE), None)
    assert one["message"].endswith("。整个文件没有采用。")


def test_households_and_villages_that_nobody_knows(tmp_path: Path) -> None:
    world = World()
    household = world.household("A")
    for day in ("2017-01-01", "2017-02-02"):
        household.record("project_beneficiaries", household_id="没有", date=day)
    household.record("tekun", village_code="530129999001")
    told = {row["kind"]: row for row in world.night(tmp_path).rows("register_notices")}
    beneficiaries, tekun = FEEDS["project_beneficiaries"].title, FEEDS["tekun"].title
    assert told["unknown_household"]["message"] == (
        f"《{beneficiaries}》有 2 行的户编号 没有 不在建档立卡户名单里：请核对户编号；若该户应当建档，请扶贫办补上。"
    )
    assert told["unknown_village"]["message"] == (
        f"《{tekun}》有 1 行的行政村代码 530129999001 不在本县的行政村名单里：请核对代码。"
    )
    assert [told[kind]["source"] for kind in sorted(told)] == [None, None]


def test_a_county_without_a_list_of_villages_has_a_list_with_nothing_in_it() -> None:
    county = load_county()
    listed = _listed(replace(county, divisions=county.divisions.iloc[:0]))
    assert listed.schema == pyarrow.schema([("village_code", pyarrow.string())])
    assert len(listed) == 0


def test_without_a_row_of_the_register_nobody_can_be_linked() -> None:
    feed = FEEDS["register_households"]
    engine = DuckDBEngine({}, {})
    engine.register(feed.id, pyarrow.table({"household_id": pyarrow.array([], pyarrow.string())}))
    with pytest.raises(PipelineError) as told:
        _demand_rows(engine, feed)
    assert told.value.message == (
        f"《{feed.title}》（register_households）没有收到，或没有一行可以接受；没有它就不能判定任何一户。"
        "本次不发布，上次的结果保持不变。请扶贫办补送或改正这份文件。"
    )
    assert told.value.department == "poverty_office"
