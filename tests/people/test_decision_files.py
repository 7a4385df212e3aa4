"""Which lines of the officers' file can be applied, and what each bad file or line is told (issue 4, ruling 23)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.people.decision_files import HEADER, OFFICER, REASON, content, line, write
from xundian_pipeline.people.decisions import SOURCE, read_decisions

KEY, OTHER_KEY = "0f" * 16, "a1" * 16
MEMBER, OTHER = "5301291030000101", "5301291030000102"
GOOD = line("pension", KEY, MEMBER)


def read(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines that can be applied, and the notices."""
    tables = read_decisions(path)
    return tables["link_decisions"].to_pylist(), tables["notices"].to_pylist()


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read(tmp_path / SOURCE) == ([], [])


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ",", "\r\n"),
        ("gbk", ",", "\r\n"),
        ("gb18030", "\t", "\r\n"),
        ("utf-16", "\t", "\r\n"),
    ],
)
def test_a_file_is_read_as_excel_saves_it(encoding: str, delimiter: str, end: str, tmp_path: Path) -> None:
    text = content([GOOD, line("tekun", OTHER_KEY.upper(), OTHER, "拒绝")], delimiter=delimiter, end=end)
    lines, notices = read(write(tmp_path, text, encoding))
    assert notices == []
    assert lines == [
        {"line": 2, "feed": "pension", "record_key": KEY, "member_id": MEMBER, "decision": "接受"},
        {"line": 3, "feed": "tekun", "record_key": OTHER_KEY, "member_id": OTHER, "decision": "拒绝"},
    ]


def test_columns_stand_in_any_order_and_under_chinese_headers(tmp_path: Path) -> None:
    header = ("理由", "认定日期", "认定人", "决定", "人编号", "记录编号", "名册")
    lines, notices = read(write(tmp_path, content([GOOD[::-1]], header=header)))
    assert notices == []
    assert [one["member_id"] for one in lines] == [MEMBER]


def test_blank_lines_are_nothing_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    lines, notices = read(write(tmp_path, content([[""] * 7, GOOD, [""] * 7])))
    assert [one["line"] for one in lines] == [3]
    assert notices == []


@pytest.mark.parametrize("reason", ["", REASON])
def test_a_reason_may_be_left_out(reason: str, tmp_path: Path) -> None:
    lines, notices = read(write(tmp_path, content([line("pension", KEY, MEMBER, reason=reason)])))
    assert len(lines) == 1
    assert notices == []


@pytest.mark.parametrize("column", HEADER)
def test_without_a_column_the_whole_file_is_not_applied(column: str, tmp_path: Path) -> None:
    place = HEADER.index(column)
    header, cells = [*HEADER[:place], *HEADER[place + 1 :]], [*GOOD[:place], *GOOD[place + 1 :]]
    lines, (notice,) = read(write(tmp_path, content([cells], header=header)))
    assert lines == []
    assert column in notice["message"]
    assert "整个文件没有采用" in notice["message"]


@pytest.mark.parametrize("broken", [b"", b"\xff\xff\xff\xff,\xff\n", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_text_is_not_applied(broken: bytes, tmp_path: Path) -> None:
    lines, (notice,) = read(write(tmp_path, broken))
    assert lines == []
    assert "整个文件没有采用" in notice["message"]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / SOURCE).mkdir(parents=True)
    lines, (notice,) = read(tmp_path / SOURCE)
    assert lines == []
    assert "整个文件没有采用" in notice["message"]


BAD_CELLS = [
    ("feed", "", "必须填写"),
    ("feed", "养老", "不是登记人员的名册代号"),
    ("feed", "projects", "不是登记人员的名册代号"),
    ("record_key", "", "必须填写"),
    ("record_key", KEY[:-1], "不是 32 位的记录编号"),
    ("record_key", KEY[:-1] + "g", "不是 32 位的记录编号"),
    ("member_id", "", "必须填写"),
    ("member_id", "5.30129E+15", "被表格软件改成了数字"),
    ("decision", "", "必须填写"),
    ("decision", "同意", "请写“接受”或“拒绝”"),
    ("decided_by", "", "必须填写"),
    ("decided_on", "", "必须填写"),
    ("decided_on", "上周", "不是日期"),
    ("decided_on", "2018-02-30", "不是日期"),
]


@pytest.mark.parametrize(("column", "cell", "told"), BAD_CELLS, ids=[f"{one[0]}: {one[1]}" for one in BAD_CELLS])
def test_a_wrong_cell_leaves_its_line_out(column: str, cell: str, told: str, tmp_path: Path) -> None:
    bad = line("tekun", OTHER_KEY, OTHER)
    bad[HEADER.index(column)] = cell
    lines, (notice,) = read(write(tmp_path, content([GOOD, bad])))
    assert [one["line"] for one in lines] == [2]
    assert (notice["kind"], notice["source"], notice["what"], notice["count"]) == ("decision", SOURCE, column, 1)
    assert f"第 3 行“{column}”" in notice["message"]
    assert told in notice["message"]
    assert "没有采用" in notice["message"]


def test_of_lines_that_say_the_same_the_first_counts(tmp_path: Path) -> None:
    lines, (notice,) = read(write(tmp_path, content([GOOD, GOOD])))
    assert [one["line"] for one in lines] == [2]
    assert "第 3 行" in notice["message"]
    assert "与第 2 行重复" in notice["message"]


CONTRADICTIONS = {
    "one record for two members": [GOOD, line("pension", KEY, OTHER)],
    "accepted and rejected": [GOOD, line("pension", KEY, MEMBER, "拒绝")],
    "accepted twice and rejected": [GOOD, GOOD, line("pension", KEY, MEMBER, "拒绝")],
}


@pytest.mark.parametrize("lines", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_lines_that_contradict_each_other_are_all_left_out(lines: list[list[str]], tmp_path: Path) -> None:
    good, notices = read(write(tmp_path, content([*lines, line("tekun", KEY, OTHER)])))
    assert [one["feed"] for one in good] == ["tekun"]
    assert len(notices) == len(lines)
    assert all("互相矛盾" in notice["message"] for notice in notices)


def test_several_may_be_rejected_and_another_accepted(tmp_path: Path) -> None:
    lines = [line("pension", KEY, "A", "拒绝"), line("pension", KEY, "B", "拒绝"), line("pension", KEY, "C")]
    good, notices = read(write(tmp_path, content(lines)))
    assert [one["member_id"] for one in good] == ["A", "B", "C"]
    assert notices == []


def test_no_notice_says_what_an_officer_wrote(tmp_path: Path) -> None:
    """A name may stand in any column: cells do get shifted."""
    lines = [
        [OFFICER, *GOOD[:-1]],
        line("pension", OFFICER, MEMBER),
        line("pension", KEY, MEMBER, OFFICER),
        line("pension", KEY, OFFICER, decided_on=OFFICER),
    ]
    good, notices = read(write(tmp_path, content([*lines, GOOD, GOOD, line("pension", KEY, OFFICER)])))
    assert good == []
    assert len(notices) == 7
    told = "".join(notice["message"] + (notice["what"] or "") + (notice["feed"] or "") for notice in notices)
    assert OFFICER not in told
    assert "王守成" not in told
