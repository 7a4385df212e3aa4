"""A night takes the place of another in one moment: readers see whole nights, refusals leave the old one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy

from bench.database_reader import reading
from schemas.published import PUBLISHED
from tests.database_tables.conftest import driver_of
from tests.publishing.small_night import NIGHT
from xundian_pipeline.database_tables import replace_night, replacing
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import DatabaseUnreachable

STANDS = "数据库里仍是原来的一夜；文件已经发布，不受影响。"


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a reader is answered."""
    made = sqlalchemy.make_url(url)
    engine = sqlalchemy.create_engine(driver_of(url) if made.get_backend_name() == "postgresql" else made)
    with engine.begin() as connection:
        result = connection.execute(sqlalchemy.text(query))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def nights_shown(url: str) -> list[str]:
    """The nights of which the database holds households."""
    query = "SELECT DISTINCT CAST(assessment_date AS text) FROM exit_indicators.household_exit"
    return [night for (night,) in ask(url, query)]


def test_every_table_has_the_rows_that_are_published(database: str, nights: tuple[Path, Path]) -> None:
    rows = replace_night(nights[0], database)
    assert list(rows) == list(PUBLISHED)
    with duckdb.connect(nights[0] / "published" / "xundian.duckdb", read_only=True) as connection:
        for name in PUBLISHED:
            published = connection.execute(f"FROM {name} ORDER BY ALL").fetchall()
            assert sorted(map(repr, ask(database, f"SELECT * FROM {name}"))) == sorted(map(repr, published)), name
            assert rows[name] == len(published)


def test_tables_are_described_in_chinese_and_have_their_keys(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    engine = sqlalchemy.create_engine(driver_of(database))
    inspector = sqlalchemy.inspect(engine)
    for table in PUBLISHED.values():
        assert inspector.get_table_comment(table.name, schema=table.schema)["text"] == table.comment
        columns = inspector.get_columns(table.name, schema=table.schema)
        assert [(one["name"], one["comment"], one["nullable"]) for one in columns] == [
            (column.name, column.comment, not column.required) for column in table.columns
        ]
    key = inspector.get_pk_constraint("household_exit_indicators", schema="exit_indicators")["constrained_columns"]
    assert set(key) == {"household_id", "indicator"}
    engine.dispose()


def test_readers_see_whole_nights_only_and_do_not_wait(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    url = driver_of(database).render_as_string(hide_password=False)
    with reading(url) as seen:
        for at in range(6):
            replace_night(nights[(at + 1) % 2], database)
    assert len(seen) > 20
    answers = {tuple(answer) for _, _, answer in seen}
    assert len(answers) == 2
    for *dates, last, households, joined in answers:
        assert set(dates) == {last}, "an answer of two nights"
        assert (households, joined) == (2, 3)


def test_a_reader_in_a_transaction_keeps_its_night(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    engine = sqlalchemy.create_engine(driver_of(database), isolation_level="REPEATABLE READ")
    query = sqlalchemy.text("SELECT DISTINCT assessment_date FROM exit_indicators.household_exit")
    with engine.connect() as connection:
        before = connection.execute(query).all()
        replace_night(nights[1], database)
        assert connection.execute(query).all() == before
    with engine.connect() as connection:
        assert connection.execute(query).all() != before
    engine.dispose()


def test_a_table_with_other_columns_is_made_anew_and_comments_follow(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    ask(database, "ALTER TABLE exit_indicators.progress DROP COLUMN unknown")
    ask(database, "COMMENT ON COLUMN quality.linkage.feed IS '旧的说明'")
    ask(database, "CREATE TABLE exit_indicators.of_the_office (a int)")
    rows = replace_night(nights[1], database)
    assert ask(database, "SELECT count(unknown) FROM exit_indicators.progress") == [(rows["exit_indicators.progress"],)]
    comment = "SELECT col_description('quality.linkage'::regclass, 2)"
    assert ask(database, comment) == [(PUBLISHED["quality.linkage"].columns[1].comment,)]
    assert ask(database, "SELECT count(*) FROM exit_indicators.of_the_office") == [(0,)]


def test_the_reader_may_read_and_nothing_else(database: str, nights: tuple[Path, Path]) -> None:
    ask(database, "DROP ROLE IF EXISTS bi_reader")
    ask(database, "CREATE ROLE bi_reader LOGIN PASSWORD 'words'")
    replace_night(nights[0], database, "bi_reader")
    ask(database, "CREATE TABLE exit_indicators.of_the_office (a int)")
    replace_night(nights[0], database, "bi_reader")
    as_reader = driver_of(database).set(username="bi_reader", password="words").render_as_string(hide_password=False)
    with pytest.raises(sqlalchemy.exc.ProgrammingError, match="permission denied"):
        ask(as_reader, "SELECT * FROM exit_indicators.of_the_office")
    assert ask(as_reader, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]
    with pytest.raises(sqlalchemy.exc.ProgrammingError, match="permission denied"):
        ask(as_reader, "DELETE FROM exit_indicators.household_exit")
    with pytest.raises(PipelineError) as told:
        replace_night(nights[1], as_reader)
    assert told.value.message.startswith("数据库的用户没有建表或写入的权限：请数据库管理员授权后")
    assert told.value.message.endswith(STANDS)
    assert nights_shown(database) == [str(NIGHT)]
    ask(database, "DROP OWNED BY bi_reader")
    ask(database, "DROP ROLE bi_reader")


def test_a_reader_that_is_no_role_is_told_and_nothing_is_written(database: str, nights: tuple[Path, Path]) -> None:
    with pytest.raises(PipelineError, match="没有 publish_to_reader 写的角色"):
        replace_night(nights[0], database, "nobody_of_that_name")
    with pytest.raises(sqlalchemy.exc.ProgrammingError):
        nights_shown(database)


UNREACHABLE: dict[str, Callable[[sqlalchemy.URL], sqlalchemy.URL]] = {
    "no such database": lambda url: url.set(database="not_there"),
    "no such user": lambda url: url.set(username="nobody_here", password="secret-words"),
    "no server": lambda url: url.set(host="127.0.0.1", port=1, query={}, password="secret-words"),
}


@pytest.mark.parametrize("wrong", UNREACHABLE)
def test_a_database_that_cannot_be_reached(wrong: str, database: str, nights: tuple[Path, Path]) -> None:
    url = UNREACHABLE[wrong](driver_of(database)).render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnreachable) as told:
        replace_night(nights[0], url)
    assert told.value.message.startswith("要发布到的数据库连接不上：请核对 publish_to 的地址、库名、用户和密码")
    assert "secret-words" not in told.value.message
    assert told.value.__cause__ is None


@pytest.mark.parametrize("url", ["nonsense", "oracle+nothing://u:secret-words@h/d", "postgresql://h:port/d"])
def test_an_address_that_is_none(url: str, nights: tuple[Path, Path]) -> None:
    with pytest.raises(PipelineError) as told:
        replace_night(nights[0], url)
    assert "publish_to 的数据库地址写得不对，或没有安装这种数据库的驱动" in told.value.message
    assert "secret-words" not in told.value.message


def test_nothing_published_is_nothing_to_write(tmp_path: Path, database: str) -> None:
    with pytest.raises(PipelineError, match="请先运行全县夜间任务"):
        replace_night(tmp_path, database)


def test_what_the_database_refuses_leaves_the_old_night(database: str, nights: tuple[Path, Path]) -> None:
    """As a full disk does: an error in the middle of the rows, with a text that quotes one."""
    replace_night(nights[0], database)
    ask(
        database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '张三 %', NEW.household_id USING ERRCODE = '53100'; END $$",
    )
    ask(
        database,
        "CREATE TRIGGER full_disk BEFORE INSERT ON exit_indicators.findings FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )
    with pytest.raises(PipelineError) as told:
        replace_night(nights[1], database)
    assert told.value.message == (
        f"数据库所在的磁盘满了：请清理出空间后再重新运行这一步（资产 database_tables），或重新运行这一夜。{STANDS}"
    )
    assert nights_shown(database) == [str(NIGHT)]


def test_a_connection_that_is_ended_in_the_middle_leaves_the_old_night(
    database: str, nights: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_night(nights[0], database)
    write, written = replacing._write, []

    def end_the_connection(connection: sqlalchemy.Connection, *given: Any) -> int:
        if len(written) == 5:
            ask(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
        written.append(given)
        return write(connection, *given)

    monkeypatch.setattr(replacing, "_write", end_the_connection)
    with pytest.raises(DatabaseUnreachable, match=f"写入数据库时连接断了：{STANDS}"):
        replace_night(nights[1], database)
    assert nights_shown(database) == [str(NIGHT)]


def test_a_process_that_is_killed_in_the_middle_leaves_the_old_night(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    code = (
        "import sys, time; from pathlib import Path; from xundian_pipeline.database_tables import replacing\n"
        "write, tables = replacing._write, []\n"
        "def slow(*given):\n"
        "    tables.append(1)\n"
        "    if len(tables) == 8: print('middle', flush=True); time.sleep(60)\n"
        "    return write(*given)\n"
        "replacing._write = slow\n"
        "replacing.replace_night(Path(sys.argv[1]), sys.argv[2])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(nights[1]), database], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "middle\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert nights_shown(database) == [str(NIGHT)]
    replace_night(nights[1], database)
    assert nights_shown(database) != [str(NIGHT)]


def test_a_writer_that_was_left_behind_is_not_waited_for_without_end(
    database: str, nights: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_night(nights[0], database)
    monkeypatch.setattr(replacing, "SECONDS_FOR_OTHERS", 1)
    engine = sqlalchemy.create_engine(driver_of(database))
    with engine.begin() as left_behind:
        left_behind.execute(sqlalchemy.text("LOCK TABLE exit_indicators.nights IN SHARE ROW EXCLUSIVE MODE"))
        with pytest.raises(PipelineError, match="别的连接正占着这些表"):
            replace_night(nights[1], database)
    engine.dispose()
    assert nights_shown(database) == [str(NIGHT)]


def test_two_that_write_at_once_take_turns(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    writers = [threading.Thread(target=replace_night, args=(night, database)) for night in nights * 2]
    for writer in writers:
        writer.start()
        time.sleep(0.05)
    for writer in writers:
        writer.join()
    assert len(nights_shown(database)) == 1
    assert ask(database, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def test_a_database_without_schemas_has_them_in_the_names(tmp_path: Path, nights: tuple[Path, Path]) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    for night in nights:
        rows = replace_night(night, url)
        for name, count in rows.items():
            assert ask(url, f"SELECT count(*) FROM {name.replace('.', '_')}") == [(count,)], name
    with pytest.raises(PipelineError, match="publish_to_reader 只用于 PostgreSQL"):
        replace_night(nights[0], url, "somebody")


def fail_at_the_households(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let writing one table fail, when some are written and some are not."""
    write = replacing._write

    def failing(connection: sqlalchemy.Connection, table: sqlalchemy.Table, parquet: Path) -> int:
        if table.name.endswith("household_exit"):
            raise PipelineError("interrupted")
        return write(connection, table, parquet)

    monkeypatch.setattr(replacing, "_write", failing)


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_table_that_was_being_made_anew_is_as_it_was(
    kind: str, database: str, tmp_path: Path, nights: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database if kind == "postgresql" else f"sqlite:///{tmp_path / 'office.db'}"
    table = f"exit_indicators{'.' if kind == 'postgresql' else '_'}household_exit"
    replace_night(nights[0], url)
    ask(url, f"ALTER TABLE {table} ADD COLUMN old text")
    fail_at_the_households(monkeypatch)
    with pytest.raises(PipelineError, match="interrupted"):
        replace_night(nights[1], url)
    assert ask(url, f"SELECT count(*), count(old) FROM {table}") == [(2, 0)]


def test_a_column_of_another_type_is_made_anew(database: str, nights: tuple[Path, Path]) -> None:
    replace_night(nights[0], database)
    ask(database, "ALTER TABLE exit_indicators.household_exit ALTER COLUMN assessment_date TYPE text")
    replace_night(nights[1], database)
    kind = "SELECT DISTINCT pg_typeof(assessment_date)::text FROM exit_indicators.household_exit"
    assert ask(database, kind) == [("date",)]


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_another_night_makes_no_table_anew(
    kind: str, database: str, tmp_path: Path, nights: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database if kind == "postgresql" else f"sqlite:///{tmp_path / 'office.db'}"
    replace_night(nights[0], url)
    monkeypatch.setattr(sqlalchemy.Table, "drop", lambda *_given: pytest.fail("a table was dropped"))
    replace_night(nights[1], url)
