"""Which files are a feed's, and what is told of the others (feeds.yaml, ruling 20)."""

import hashlib
import os
import sys

import pytest

from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import find_unknown_files, read_feed, unknown_notice

from .files import DEATHS, HEADER, ROW, SYNONYMS, texts, write_csv, write_xlsx


def test_files_beside_the_folder_and_in_it_are_read_in_the_order_of_their_paths(tmp_path):
    folder = tmp_path / "deaths"
    folder.mkdir()
    write_csv(tmp_path / "deaths.csv", [HEADER, ["1", "", ""]])
    write_xlsx(tmp_path / "deaths.XLSX", [HEADER, ["2", "", ""]], [["说明"]], [HEADER, ["3", "", ""]])
    write_csv(folder / "仁德.csv", [HEADER, ["5", "", ""]], encoding="gb18030")
    write_xlsx(folder / "B.xlsx", [HEADER, ["4", "", ""]])
    for ignored in ("~$B.xlsx", ".hidden.csv", ".DS_Store"):
        (folder / ignored).write_bytes(b"x")
        (tmp_path / ignored).write_bytes(b"x")
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [(sheet.source, sheet.sheet, texts(sheet, "name")) for sheet in reading.sheets] == [
        ("deaths.XLSX", "表1", ["2"]),
        ("deaths.XLSX", "表3", ["3"]),
        ("deaths.csv", None, ["1"]),
        ("deaths/B.xlsx", "表1", ["4"]),
        ("deaths/仁德.csv", None, ["5"]),
    ]
    assert [notice.kind for notice in reading.notices] == ["sheet_without_header"]
    assert reading.complete


def test_a_feed_that_has_not_come_is_an_empty_reading(tmp_path):
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert (reading.sheets, reading.broken, reading.notices) == ([], [], [])
    assert not reading.present
    assert not reading.complete


def test_reading_twice_gives_the_same(tmp_path):
    (tmp_path / "deaths").mkdir()
    for name in ("c", "a", "b"):
        write_csv(tmp_path / "deaths" / f"{name}.csv", [[*HEADER, "备注"], [*ROW, name]])
    (tmp_path / "deaths" / "x.doc").touch()
    first = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert first == read_feed(tmp_path, DEATHS, SYNONYMS)
    (tmp_path / "deaths" / "b.csv").unlink()
    assert first != read_feed(tmp_path, DEATHS, SYNONYMS)


def test_one_broken_file_makes_a_feed_incomplete_but_stops_nothing(tmp_path):
    (tmp_path / "deaths").mkdir()
    write_csv(tmp_path / "deaths" / "a.csv", [["姓名"]])
    write_csv(tmp_path / "deaths" / "b.csv", [HEADER, ROW])
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [broken.source for broken in reading.broken] == ["deaths/a.csv"]
    assert [sheet.source for sheet in reading.sheets] == ["deaths/b.csv"]
    assert reading.present
    assert not reading.complete


def test_other_files_in_the_folder_of_a_feed_are_told(tmp_path):
    folder = tmp_path / "deaths"
    (folder / "仁德").mkdir(parents=True)
    for name in ("说明.txt", "a.doc", "b.zip", "c.xlsm", "noending", "仁德/x.csv", "仁德/y.csv"):
        (folder / name).write_bytes(b"x")
    write_csv(folder / "d.csv", [HEADER, ROW])
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [(n.kind, n.feed, n.source, n.sheet, n.what, n.count) for n in reading.notices] == [
        ("unknown_file", "deaths", source, None, source, 1)
        for source in ("deaths/a.doc", "deaths/noending", "deaths/说明.txt")
    ]
    assert "只收 .csv、.xlsx、.xls、.parquet 文件" in reading.notices[0].message


def test_rows_that_came_in_a_way_that_is_not_read_make_a_feed_incomplete(tmp_path):
    folder = tmp_path / "deaths"
    (folder / "仁德").mkdir(parents=True)
    for name in ("b.zip", "c.ET", "仁德/x.csv"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "deaths.docx").write_bytes(b"x")
    write_csv(folder / "d.csv", [HEADER, ROW])
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [broken.source for broken in reading.broken] == [
        "deaths.docx",
        "deaths/b.zip",
        "deaths/c.ET",
        "deaths/仁德",
    ]
    assert "不能再套一层" in reading.broken[3].message
    assert reading.present
    assert not reading.complete


def test_unknown_names_in_the_sources_folder_are_told(tmp_path):
    for name in ("corrections/a.xlsx", "deaths/x.txt", "旧/a.csv", "旧/b/c.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    for name in (
        "dibao.csv",
        "Dibao.csv",
        "dibao.doc",
        "低保.xlsx",
        "~$低保.xlsx",
        ".x",
        "corrections.csv",
        "tekun.XLS",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "pension.csv").mkdir()
    notices = [unknown_notice(file) for file in find_unknown_files(tmp_path, FEEDS)]
    assert [(n.kind, n.feed, n.source, n.sheet, n.what, n.count) for n in notices] == [
        ("unknown_file", feed, source, None, source, count)
        for feed, source, count in [
            (None, "Dibao.csv", 1),
            (None, "corrections.csv", 1),
            ("pension", "pension.csv", 0),
            (None, "低保.xlsx", 1),
            (None, "旧", 2),
        ]
    ]
    assert "按数据编号改名" in notices[0].message


def test_a_sources_folder_that_does_not_exist_is_told(tmp_path):
    for missing in (tmp_path / "nowhere", write_csv(tmp_path / "file", [])):
        for read in (lambda path: read_feed(path, DEATHS, SYNONYMS), lambda path: find_unknown_files(path, FEEDS)):
            with pytest.raises(PipelineError, match=r"数据来源文件夹 .* 不存在"):
                read(missing)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_in_gb18030_as_from_a_windows_archive(tmp_path):
    folder = os.fsencode(tmp_path / "deaths")
    os.mkdir(folder)  # noqa: PTH102 (pathlib knows no names in bytes)
    with open(os.path.join(folder, "仁德.csv".encode("gb18030")), "wb") as file:  # noqa: PTH118, PTH123
        file.write(",".join(HEADER).encode())
    reading = read_feed(tmp_path, DEATHS, SYNONYMS)
    assert [sheet.source for sheet in reading.sheets] == ["deaths/仁德.csv"]


def test_the_digest_is_of_the_file(tmp_path):
    path = write_csv(tmp_path / "deaths.csv", [HEADER, ROW])
    [sheet] = read_feed(tmp_path, DEATHS, SYNONYMS).sheets
    assert sheet.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
