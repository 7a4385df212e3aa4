"""Bad input: each file gets one clear message, the others go on, nothing personal is told."""

import io
import logging
import os
import zipfile

import msoffcrypto.format.ooxml
import pyarrow
import pyarrow.parquet
import pytest
import xlwt

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import opening, read_feed, xlsx_package

from .files import (
    DEATHS,
    HEADER,
    ROW,
    SYNONYMS,
    inline_row,
    only_problem,
    only_sheet,
    read,
    write_csv,
    write_sheet_xml,
    write_xlsx,
)

NOBODY = 65534
HTML = "<html><body><table><tr><td>姓名</td><td>身份证号</td></tr></table></body></html>"


@pytest.fixture
def contents(tmp_path) -> dict[str, bytes]:
    """One good file of each format, and of some formats that are not read."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("数据")
    for at, row in enumerate([HEADER, ROW]):
        for place, cell in enumerate(row):
            sheet.write(at, place, cell)
    workbook.save(str(tmp_path / "good.xls"))
    pyarrow.parquet.write_table(pyarrow.table(dict(zip(HEADER, [[cell] for cell in ROW], strict=True))), tmp_path / "p")
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("deaths.csv", "x")
    return {
        "xlsx": write_xlsx(tmp_path / "good.xlsx", [HEADER, ROW]).read_bytes(),
        "xls": (tmp_path / "good.xls").read_bytes(),
        "csv": write_csv(tmp_path / "good.csv", [HEADER, ROW], encoding="gb18030").read_bytes(),
        "parquet": (tmp_path / "p").read_bytes(),
        "html": HTML.encode("gb18030"),
        "docx": document.getvalue(),
        "zip": archive.getvalue(),
        "pdf": b"%PDF-1.7\n" + bytes(100),
        "rubbish": bytes(range(256)) * 8,
    }


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xls", "parquet"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("xlsx", "内容其实是Excel 工作簿（.xlsx）"),
        ("xls", "内容其实是Excel 97-2003 工作簿（.xls）"),
        ("csv", "内容其实是文本"),
        ("parquet", "内容其实是Parquet"),
        ("html", "内容其实是网页"),
        ("docx", "内容其实是Word 文档"),
        ("zip", "内容其实是ZIP 压缩包"),
        ("pdf", "内容其实是PDF 文件"),
        ("rubbish", "不是"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says(tmp_path, contents, ending, kind, said):
    path = tmp_path / f"deaths.{ending}"
    path.write_bytes(contents[kind])
    reading = read(path)
    if kind == ending:
        assert len(only_sheet(reading).row_numbers) == 1
        return
    message = only_problem(reading)
    assert said in message or (kind == "rubbish" and "空字符" in message)
    assert "请" in message
    assert message.endswith("。")
    assert reading.broken[0].sha256 is not None


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xls", "parquet"])
def test_an_empty_file(tmp_path, ending):
    path = tmp_path / f"deaths.{ending}"
    path.touch()
    assert only_problem(read(path)) == f"deaths.{ending}：文件是空的（0 字节），可能没有导出成功。请重新导出后报送。"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_truncated_file(tmp_path, contents, kind, share):
    path = tmp_path / f"deaths.{kind}"
    path.write_bytes(contents[kind][: max(8, int(len(contents[kind]) * share))])
    assert "不完整或已损坏" in only_problem(read(path))


def test_a_password_protected_workbook(tmp_path, contents):
    for ending in ("xlsx", "xls"):
        path = tmp_path / f"deaths.{ending}"
        with path.open("wb") as encrypted:
            msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(contents["xlsx"])).encrypt("secret", encrypted)
        message = only_problem(read(path))
        assert "加了打开密码" in message
        assert "取消密码" in message


def bomb(path, size: int) -> None:
    write_sheet_xml(path, inline_row(1, HEADER))
    piece = b" " * (1 << 20)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(size >> 20):
            part.write(piece)


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "deaths.xlsx"
    bomb(path, 100 << 20)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_keywords: pytest.fail("the bomb was opened"))
    message = only_problem(read(path))
    assert "压缩炸弹" in message
    assert "MB" in message


def test_a_zip_too_large_at_any_ratio_is_refused(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "deaths.xlsx", [HEADER, ROW])
    assert read(path).complete
    monkeypatch.setattr(xlsx_package, "LARGEST_UNPACKED", 1000)
    assert "压缩炸弹" in only_problem(read(path))


def test_a_zip_that_lies_about_its_sizes_is_told(tmp_path):
    path = tmp_path / "deaths.xlsx"
    bomb(path, 20 << 20)
    content = path.read_bytes()
    size = (20 << 20).to_bytes(4, "little")
    at = content.rindex(size)
    path.write_bytes(content[:at] + (1000).to_bytes(4, "little") + content[at + 4 :])
    assert "已损坏" in only_problem(read(path))


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>abc</v></c>',
    ],
)
def test_damaged_sheets(tmp_path, data):
    message = only_problem(read(write_sheet_xml(tmp_path / "deaths.xlsx", data)))
    assert message.startswith("deaths.xlsx：")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_damaged_part_of_the_package(tmp_path, part):
    path = write_sheet_xml(tmp_path / "deaths.xlsx", inline_row(1, HEADER))
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: -60 if name == part else None])
    assert "已损坏" in only_problem(read(damaged))


def test_a_byte_that_flipped_in_the_package_is_found_by_its_checksum(tmp_path):
    path = write_xlsx(tmp_path / "deaths.xlsx", [HEADER, *[[f"n{at}", f"{at}", "2017-06-01"] for at in range(2000)]])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    content[info.header_offset + info.compress_size // 2] ^= 0xFF
    path.write_bytes(content)
    assert "已损坏" in only_problem(read(path))


@pytest.fixture
def as_nobody():
    """Let the test run as a user whom permissions bind (they do not bind root) from the moment it calls the fixture."""
    root = os.geteuid() == 0
    yield lambda: os.seteuid(NOBODY) if root else None
    if root:
        os.seteuid(0)


def test_a_file_without_permission(reachable, as_nobody):
    write_csv(reachable / "deaths.csv", [HEADER, ROW]).chmod(0o000)
    write_csv(reachable / "deaths.CSV", [HEADER, ROW])
    as_nobody()
    reading = read_feed(reachable, DEATHS, SYNONYMS)
    assert [sheet.source for sheet in reading.sheets] == ["deaths.CSV"]
    assert [broken.message for broken in reading.broken] == ["deaths.csv：没有权限读取，请核对文件的访问权限后再运行。"]


def test_a_folder_without_permission(reachable, as_nobody):
    write_csv(reachable / "deaths.csv", [HEADER, ROW])
    (reachable / "deaths").mkdir(mode=0o000)
    as_nobody()
    reading = read_feed(reachable, DEATHS, SYNONYMS)
    assert [sheet.source for sheet in reading.sheets] == ["deaths.csv"]
    assert [broken.source for broken in reading.broken] == ["deaths"]
    assert "文件夹无法读取" in reading.broken[0].message


def test_a_sources_folder_without_permission(reachable, as_nobody):
    (reachable / "sources").mkdir(mode=0o000)
    as_nobody()
    with pytest.raises(PipelineError, match="无法读取，请核对访问权限"):
        read_feed(reachable / "sources", DEATHS, SYNONYMS)


def test_what_is_no_regular_file(tmp_path):
    (tmp_path / "deaths").mkdir()
    os.mkfifo(tmp_path / "deaths" / "a.csv")
    (tmp_path / "deaths" / "b.csv").symlink_to(tmp_path / "nowhere")
    write_csv(tmp_path / "deaths" / "c.csv", [HEADER, ROW])
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [broken.source for broken in reading.broken] == ["deaths/a.csv", "deaths/b.csv"]
    assert "不是普通文件" in reading.broken[0].message
    assert "不存在" in reading.broken[1].message
    assert [sheet.source for sheet in reading.sheets] == ["deaths/c.csv"]
    assert reading.present
    assert not reading.complete


class PanicException(BaseException):
    """What a panic in Rust code arrives as."""


@pytest.mark.parametrize("error", [ValueError("张三 53012919500101001X"), MemoryError(), PanicException("张三")])
def test_an_unexpected_error_stops_one_file_only_and_tells_nothing_of_it(tmp_path, monkeypatch, caplog, error):
    def fail(*_args):
        raise error

    monkeypatch.setattr(opening, "xlsx_sheets", fail)
    write_csv(tmp_path / "deaths.csv", [HEADER, ROW])
    write_xlsx(tmp_path / "deaths.xlsx", [HEADER, ROW])
    with caplog.at_level(logging.DEBUG):
        reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [sheet.source for sheet in reading.sheets] == ["deaths.csv"]
    assert [broken.source for broken in reading.broken] == ["deaths.xlsx"]
    assert "意外错误" in reading.broken[0].message
    assert caplog.messages == [f"reading deaths.xlsx failed: {type(error).__name__}"]
    assert "张三" not in repr(reading.broken) + caplog.text


def test_an_interrupt_is_no_bad_file(tmp_path, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "xlsx_sheets", interrupt)
    write_xlsx(tmp_path / "deaths.xlsx", [HEADER, ROW])
    with pytest.raises(KeyboardInterrupt):
        read_feed(tmp_path, DEATHS, SYNONYMS)


def test_a_file_of_no_known_ending_is_refused(tmp_path):
    path = write_csv(tmp_path / "deaths.txt", [HEADER, ROW])
    assert "只收 .csv、.xlsx、.xls、.parquet 文件" in only_problem(read(path))


def test_a_file_that_is_not_there(tmp_path):
    message = only_problem(read(tmp_path / "deaths.csv"))
    assert "文件不存在" in message
