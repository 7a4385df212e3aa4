"""What the page answers on a file: the night's own words, and nothing of anybody's data; and that it writes nothing."""

from __future__ import annotations

import base64
import datetime
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schemas.published.codes import QUARANTINE_KINDS
from schemas.registry import FEEDS
from tests.self_check.files import GOOD, HEADER, NO_CODE, NO_MONEY, NUMBER, bomb, csv_file, xlsx_file
from tests.self_check.shown import Shown, shown
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.checking.check import check_content
from xundian_pipeline.county import County
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.reading import read_feed
from xundian_pipeline.self_check.answers import MOST_LINES, answer
from xundian_pipeline.self_check.receiving import Job
from xundian_pipeline.self_check.worker import answer_job

NIGHT = datetime.date(2017, 12, 31)
DIBAO = FEEDS["dibao"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    record_secret(folder)
    return folder


def _ask(content: bytes, name: str, county: County, data: Path, feed: str | None = None, day: str | None = None) -> str:
    return answer_job(Job(name=name, feed=feed, day=day), content, county, data)


@pytest.mark.parametrize("name", ["dibao.csv", "dibao.xlsx"])
def test_it_says_what_the_night_says_row_for_row(name: str, county: County, data: Path, tmp_path: Path) -> None:
    rows = [GOOD, NO_MONEY, NO_CODE, [*NO_MONEY[:5], "", *NO_MONEY[6:]], ["合计"], []]
    content = csv_file(*rows) if name.endswith(".csv") else xlsx_file(*rows)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / name).write_bytes(content)
    night = accept_feed(read_feed(sources, DIBAO, county.header_synonyms), DIBAO, county, NIGHT)
    page = shown(_ask(content, name, county, data))
    assert page.returned == [
        [QUARANTINE_KINDS[row["kind"]], row["sheet"] or "—", str(row["row_number"]), row["header"], row["message"]]
        for row in night["quarantine"].to_pylist()
    ]
    assert len(page.returned) == 4
    assert page.headings[0] == "有 4 处要改正"
    (run,) = night["feed_runs"].to_pylist()
    counted = [str(run[f"rows_{fate}"]) for fate in ("read", "accepted", "quarantined", "ignored")]
    assert page.tables["sheets"] == [[run["sheet"] or "整个文件", *counted, "无", "无"]]
    assert [text for text in page.paragraphs if text in night["notices"]["message"].to_pylist()] == night["notices"][
        "message"
    ].to_pylist()


def test_a_file_in_order_may_be_sent(county: County, data: Path) -> None:
    page = shown(_ask(csv_file(GOOD), "dibao.csv", county, data))
    assert page.headings[0] == "可以报送"
    assert page.returned == []
    assert not any("命名" in text for text in page.paragraphs)


def test_a_file_without_rows_is_not_said_to_be_in_order(county: County, data: Path) -> None:
    assert shown(_ask(csv_file(), "dibao.csv", county, data)).headings[0] == "没有数据行"


def test_columns_that_are_missing_or_unknown_are_named(county: County, data: Path) -> None:
    header = [*HEADER[:-1], "联系方式"]
    page = shown(_ask(csv_file(GOOD, header=header), "dibao.csv", county, data))
    assert page.tables["sheets"][0][-2:] == ["停发月份", "联系方式"]
    page = shown(_ask(csv_file(GOOD[1:], header=HEADER[1:]), "dibao.csv", county, data))
    assert page.returned[0][:4] == ["整个文件无法使用", "—", "—", "—"]
    assert page.tables["sheets"][0][-2] == "姓名"


def test_the_first_lines_are_shown_and_the_rest_is_counted(county: County, data: Path) -> None:
    rows = [[*NO_MONEY[:6], f"{1960 + number // 12}-{number % 12 + 1:02}", ""] for number in range(MOST_LINES + 30)]
    page = shown(_ask(csv_file(*rows), "dibao.csv", county, data))
    assert page.headings[0] == f"有 {MOST_LINES + 30} 处要改正"
    assert len(page.returned) == MOST_LINES
    assert [line[2] for line in page.returned] == [str(number) for number in range(2, MOST_LINES + 2)]
    assert any(f"前 {MOST_LINES} 处，其余 30 处" in text for text in page.paragraphs)


def test_the_feed_is_told_by_the_header_and_how_to_name_the_file(county: County, data: Path) -> None:
    page = shown(_ask(xlsx_file(GOOD), "一月份报表.XLSX", county, data))
    assert any("（dibao）" in text and "命名为 dibao.xlsx" in text for text in page.paragraphs)
    page = shown(_ask(xlsx_file(GOOD), "一月份报表.xlsx", county, data, feed="tekun"))
    assert any("（tekun）" in text for text in page.paragraphs)


def test_the_assessment_date_is_the_one_asked_for_else_that_of_the_settings(county: County, data: Path) -> None:
    late = csv_file([*GOOD[:6], "2019-06", ""])
    assert shown(_ask(late, "dibao.csv", county, data)).headings[0] == "有 1 处要改正"
    assert shown(_ask(late, "dibao.csv", county, data, day="2019-12-31")).headings[0] == "可以报送"
    (data / "config.yaml").write_text("assessment_date: 2019-12-31\n", "utf-8")
    assert shown(_ask(late, "dibao.csv", county, data)).headings[0] == "可以报送"


def _refused(page: Shown) -> str:
    assert page.headings == ["没有查成"]
    (reason,) = page.paragraphs
    assert "\n" not in reason
    return reason


@pytest.mark.parametrize(
    ("name", "content", "feed", "day", "told"),
    [
        pytest.param("报表.xlsx", bomb(), None, None, "压缩炸弹", id="bomb"),
        pytest.param("报表.xlsx", b"", None, None, "0 字节", id="empty"),
        pytest.param("报表.xlsx", b"%PDF-1.4", None, None, "PDF", id="other kind"),
        pytest.param("报表.docx", b"x", None, None, "只收", id="other ending"),
        pytest.param("报表.csv", b"a,b\n1,2\n", None, None, "请选定名册", id="no feed"),
        pytest.param("报表.csv", csv_file(GOOD), None, "2017年底", "不是日期", id="no date"),
        pytest.param("报表.csv", csv_file(GOOD), None, "2999-12-31", "还没有到", id="a day to come"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(
    name: str, content: bytes, feed: str | None, day: str | None, told: str, county: County, data: Path
) -> None:
    reason = _refused(shown(_ask(content, name, county, data, feed, day)))
    assert told in reason
    assert "--" not in reason


def test_a_bomb_of_a_known_feed_is_refused_in_the_words_of_the_night(county: County, data: Path) -> None:
    (message,) = shown(_ask(bomb(), "dibao.xlsx", county, data)).messages
    assert "压缩炸弹" in message


def test_no_name_and_no_number_is_shown(county: County, data: Path) -> None:
    header = [*HEADER, "孙小山", NUMBER]
    rows = [[*GOOD, "x", "x"], [*NO_MONEY, "x", "x"], [*NO_CODE[:4], "李小水", *NO_CODE[5:], "x", "x"]]
    told = _ask(xlsx_file(*rows, sheet="钱多多", header=header), "李小水.xlsx", county, data)
    assert len(shown(told).returned) == 3
    for word in ("钱多多", "孙小山", "李小水", NUMBER):
        assert word not in told


def test_what_a_file_brings_along_is_never_read_as_a_page(county: County, data: Path) -> None:
    header = [*HEADER, "<script>alert(1)</script>"]
    page = shown(_ask(csv_file([*NO_MONEY, "x"], header=header), "<img src=x onerror=alert(1)>.csv", county, data))
    assert page.tags <= {"div", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "span", "ul", "li", "a"}
    assert page.messages[0].startswith("文件 <img src=x onerror=alert(1)>.csv 第 2 行")
    assert page.tables["sheets"][0][-1] == "<script>alert(1)</script>"


def test_a_correction_workbook_goes_home_within_the_answer(county: County) -> None:
    checked = check_content(csv_file(NO_MONEY), "dibao.csv", None, county, NIGHT)
    workbook = xlsx_file(NO_MONEY)
    told = json.loads(answer(checked, "dibao.csv", workbook))
    assert 'download="更正表_dibao_2017-12-31.xlsx"' in told["html"]
    assert base64.b64decode(told["workbook"]) == workbook
    told = json.loads(answer(checked, "dibao.csv", None))
    assert "download=" not in told["html"]
    assert told["workbook"] == ""


@contextmanager
def _files_opened() -> Iterator[list[str]]:
    """Collect what this process opens for writing or makes while the block runs."""
    opened: list[str] = []
    active = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not active:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & 3:
            opened.append(str(arguments[0]))
        elif event in {"os.mkdir", "tempfile.mkstemp", "tempfile.mkdtemp", "os.rename", "os.link"}:
            opened.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    try:
        yield opened
    finally:
        active = False


def test_answering_writes_no_file(county: County, data: Path, tmp_path: Path) -> None:
    rows = [[*NO_MONEY[:6], f"20{number % 17:02}-{number % 12 + 1:02}", str(number)] for number in range(10_000)]
    content = xlsx_file(*rows)
    assert len(content) > 2**18
    with _files_opened() as opened:
        io.FileIO(tmp_path / "seen", "w").close()
        told = _ask(content, "dibao.xlsx", county, data)
    assert opened == [str(tmp_path / "seen")]
    assert json.loads(told)["html"]
