"""What a feed reads is in the archive first: one content is hashed, kept and read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow
import pytest
import sqlalchemy

from schemas.registry import FEEDS
from tests.reading.conftest import postgres_url  # noqa: F401  (the fixture)
from tests.reading.files import DEATHS, HEADER, ROW, SYNONYMS, write_csv, write_xlsx
from xundian_pipeline.archive import Archive, SourceFile, UnkeptFileError, read_sources, sources_table
from xundian_pipeline.archive.source_tables import keep_input
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import DatabaseSource, FeedReading, read_received, receive_feed


def _receive(sources: Path, archive: Archive, *databases: DatabaseSource) -> list[SourceFile]:
    sources.mkdir(exist_ok=True)
    return receive_feed(sources, DEATHS, archive, databases)


def _read(received: list[SourceFile], archive: Archive) -> FeedReading:
    return read_received(received, DEATHS, SYNONYMS, archive)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "deaths").mkdir(parents=True)
    return folder


def test_a_file_that_is_overwritten_after_it_was_received_changes_nothing(sources: Path, archive: Archive) -> None:
    path = write_csv(sources / "deaths.csv", [HEADER, ROW])
    content = path.read_bytes()
    received = _receive(sources, archive)
    write_csv(path, [HEADER, ["别人", "5", "2017-01-01"]])
    [sheet] = _read(received, archive).sheets
    assert sheet.columns["name"].texts.to_pylist() == [ROW[0]]
    assert archive.content(sheet.sha256) == content


def test_everything_of_the_feed_is_received_the_broken_too(sources: Path, archive: Archive) -> None:
    write_xlsx(sources / "deaths" / "一月.xlsx", [HEADER, ROW])
    for name, content in {"坏的.xlsx": b"PK\3\4", "空的.csv": b"", "别的.et": b"x", "说明.txt": b"text"}.items():
        (sources / "deaths" / name).write_bytes(content)
    (sources / "deaths" / "旧").mkdir()
    os.mkfifo(sources / "deaths" / "管道.csv")
    (sources / "deaths" / "断链.csv").symlink_to(sources / "nowhere")
    (sources / "deaths" / "套的").mkdir()
    write_csv(sources / "deaths" / "套的" / "a.csv", [HEADER, ROW])
    received = _receive(sources, archive)
    kinds = {Path(source.path).name: (source.kind, source.sha256 is not None, source.size) for source in received}
    size = (sources / "deaths" / "一月.xlsx").stat().st_size
    assert kinds == {
        "一月.xlsx": ("file", True, size),
        "坏的.xlsx": ("file", True, 4),
        "空的.csv": ("file", True, 0),
        "别的.et": ("file", True, 1),
        "说明.txt": ("file", False, 4),
        "旧": ("folder", False, 0),
        "套的": ("unreadable", True, kinds["套的"][2]),
        "断链.csv": ("unreadable", True, kinds["断链.csv"][2]),
        "管道.csv": ("unreadable", True, kinds["管道.csv"][2]),
    }
    reading = _read(received, archive)
    assert [sheet.source for sheet in reading.sheets] == ["deaths/一月.xlsx"]
    assert {Path(broken.source).stem: broken.message.partition("：")[2][:6] for broken in reading.broken} == {
        "坏的": "文件不完整或",
        "空的": "文件是空的（",
        "别的": "只收 .cs",
        "套的": "这是文件夹，",
        "断链": "文件不存在，",
        "管道": "不是普通文件",
    }
    assert [notice.source for notice in reading.notices] == ["deaths/旧", "deaths/说明.txt"]


def test_the_table_of_sources_reads_back_the_same(sources: Path, archive: Archive, tmp_path: Path) -> None:
    write_csv(sources / "deaths.csv", [HEADER, ROW])
    (sources / "deaths" / "说明.txt").write_text("x")
    received = _receive(sources, archive)
    path = tmp_path / "archived_sources.parquet"
    pyarrow.parquet.write_table(sources_table(received), path)
    assert read_sources([path]) == tuple(received)
    assert read_sources([path, path]) == tuple(received) * 2


def test_an_object_that_was_altered_is_never_read(sources: Path, archive: Archive) -> None:
    write_csv(sources / "deaths.csv", [HEADER, ROW])
    [source] = _receive(sources, archive)
    path = archive.path(str(source.sha256))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"2017", b"2016"))
    with pytest.raises(PipelineError, match="被改动过"):
        _read([source], archive)
    path.unlink()
    with pytest.raises(PipelineError, match="存档里没有内容"):
        _read([source], archive)


def test_a_file_that_is_written_to_while_it_is_copied_is_told_and_the_others_go_on(
    sources: Path, archive: Archive
) -> None:
    write_csv(sources / "deaths" / "好的.csv", [HEADER, ROW])
    growing = write_csv(sources / "deaths" / "正在写.csv", [HEADER, *[ROW] * 1_500_000])
    code = f"""
with open({str(growing)!r}, "ab", buffering=0) as file:
    print("ready", flush=True)
    while True:
        file.write(b"a,b,c\\n")
"""
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        received = _receive(sources, archive)
    finally:
        writer.kill()
        writer.communicate()
    reading = _read(received, archive)
    assert [sheet.source for sheet in reading.sheets] == ["deaths/好的.csv"]
    assert [broken.message for broken in reading.broken] == [
        "deaths/正在写.csv：读取时文件正在被改写，内容前后不一致，没有读入。请等文件写完再运行。"
    ]
    assert not reading.complete


def test_files_that_come_and_go_while_they_are_received_never_stop_the_feed(sources: Path, archive: Archive) -> None:
    write_csv(sources / "deaths" / "stays.csv", [HEADER, ROW])
    stop = threading.Event()

    def flicker() -> None:
        at = 0
        while not stop.is_set():
            path = sources / "deaths" / f"{at % 40}.csv"
            if path.exists():
                path.unlink()
            else:
                path.write_bytes(b"x" * 200_000)
            at += 7

    thread = threading.Thread(target=flicker)
    thread.start()
    try:
        reasons = set()
        until = time.monotonic() + 3
        while time.monotonic() < until:
            reading = _read(_receive(sources, archive), archive)
            assert [sheet.source for sheet in reading.sheets] == ["deaths/stays.csv"]
            reasons |= {re.sub(r"^deaths/\d+.csv：", "", broken.message)[:6] for broken in reading.broken}
    finally:
        stop.set()
        thread.join()
    assert "文件不存在，" in reasons


def test_an_archive_that_cannot_be_written_is_no_bad_file(sources: Path, tmp_path: Path) -> None:
    write_csv(sources / "deaths.csv", [HEADER, ROW])
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "archive").write_text("no folder")
    with pytest.raises(OSError, match="archive"):
        _receive(sources, Archive(tmp_path / "data"))


@pytest.fixture
def deaths(postgres_url: str):  # noqa: F811
    """A table of every kind of column, floats and texts in one query among them."""
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text('DROP TABLE IF EXISTS "存档"'))
        connection.execute(
            sqlalchemy.text(
                'CREATE TABLE "存档" ("姓名" text, "身份证号" double precision, "死亡日期" date, "备注" numeric(9,2))'
            )
        )
        connection.execute(
            sqlalchemy.text(
                """INSERT INTO "存档" VALUES ('李四', 530129500101001, '2017-06-01', 1.50), ('张三', NULL, NULL, 22),
                ('王五', 53012919500101000, '2017-05-01', NULL), (' ', NULL, NULL, NULL)"""
            )
        )
    yield postgres_url
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text('DROP TABLE "存档"'))
    engine.dispose()


def test_what_was_fetched_from_a_database_is_read_again_without_it(
    sources: Path, archive: Archive, deaths: str
) -> None:
    query = 'SELECT "死亡日期", "姓名", "身份证号", "备注", "备注" FROM "存档"'
    databases = [
        DatabaseSource("deaths", deaths, table="存档"),
        DatabaseSource("deaths", deaths, query=query, order_by=("死亡日期 desc",)),
        DatabaseSource("deaths", deaths, query=f"{query} WHERE \"姓名\" = '没有'", number=2),
        DatabaseSource("deaths", deaths, table="不在"),
        DatabaseSource("deaths", "postgresql://someone:s3cret@127.0.0.1:1/x", table="远"),
    ]
    received = _receive(sources, archive, *databases)
    assert [(source.path, source.kind) for source in received] == [
        ("db:deaths:query1", "database"),
        ("db:deaths:query2", "database"),
        ("db:deaths:不在", "unreadable"),
        ("db:deaths:存档", "database"),
        ("db:deaths:远", "unreadable"),
    ]
    first = _read(received, archive)
    with sqlalchemy.create_engine(deaths).begin() as connection:
        connection.execute(sqlalchemy.text('UPDATE "存档" SET "姓名" = \'改了\''))
    assert _read(received, archive) == first
    query1, query2, table = first.sheets
    assert table.columns["name"].texts.to_pylist() == ["张三", "李四", "王五"]
    assert table.columns["id_number"].texts.to_pylist() == [None, "530129500101001", "53012919500101000"]
    assert table.columns["id_number"].numeric.to_pylist() == [False, True, True]
    assert (table.rows_read, table.rows_ignored, table.row_numbers.to_pylist()) == (4, 1, [1, 2, 3])
    assert query1.columns["name"].texts.to_pylist() == ["李四", "王五", "张三"]
    assert (query2.rows_read, query2.columns_unknown) == (0, ["备注", "备注"])
    assert [notice.count for notice in first.notices if notice.source == "db:deaths:query1"] == [2, 2]
    assert [broken.sha256 for broken in first.broken] == [None, None]
    assert "s3cret" not in str([archive.content(str(source.sha256)) for source in received])


def test_equal_records_give_equal_objects(sources: Path, archive: Archive, deaths: str) -> None:
    once = _receive(sources, archive, DatabaseSource("deaths", deaths, table="存档"))
    again = _receive(sources, archive, DatabaseSource("deaths", deaths, table="存档"))
    assert once == again


def test_a_name_that_is_no_file_is_told_by_the_archive(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(UnkeptFileError):
        archive.keep_file(tmp_path / "x")


def test_every_feed_is_received_by_its_own_name(tmp_path: Path, archive: Archive) -> None:
    for feed in FEEDS.values():
        write_csv(tmp_path / f"{feed.id}.csv", [["x"], [feed.id]])
    for feed in FEEDS.values():
        [source] = receive_feed(tmp_path, feed, archive)
        assert (source.feed, source.path, source.kind) == (feed.id, f"{feed.id}.csv", "file")


def test_an_input_that_is_no_source_is_kept_or_stops_the_night(tmp_path: Path, archive: Archive) -> None:
    path = tmp_path / "decisions" / "link_decisions.csv"
    table, read = keep_input(archive, "link_decisions", path)
    assert (table.num_rows, read) == (0, path)
    path.parent.mkdir()
    path.write_bytes(b"x")
    table, read = keep_input(archive, "link_decisions", path)
    assert table.to_pylist() == [{"name": "link_decisions", "sha256": read.name}]
    path.write_bytes(b"y")
    assert read.read_bytes() == b"x"
    path.unlink()
    path.mkdir()
    with pytest.raises(PipelineError, match=r"decisions/link_decisions\.csv 读不了"):
        keep_input(archive, "link_decisions", path)
