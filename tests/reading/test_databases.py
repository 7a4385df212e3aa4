"""Tables and queries of databases: a PostgreSQL that the tests start, and SQLite."""

import datetime
import logging
from decimal import Decimal

import pytest
import sqlalchemy
from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, MetaData, Numeric, String, Table

from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import DatabaseSource, DatabaseUnreachable, database_tables, read_feed

from .files import DEATHS, HEADER, ROW, SYNONYMS, rows_of, texts, write_csv

ROWS = [
    ("李四", "53012919500101001X", datetime.date(2017, 6, 1)),
    ("张三", None, datetime.date(2017, 5, 1)),
    ("张三", "530129500101001", datetime.date(2017, 5, 1)),
    ("欧阳·甲", "5", None),
    (" ", None, None),
]
# By code points, blank cells last; the blank record is ignored but counted.
SORTED = [
    ("张三", "530129500101001", "2017-05-01"),
    ("张三", None, "2017-05-01"),
    ("李四", "53012919500101001X", "2017-06-01"),
    ("欧阳·甲", "5", None),
]


@pytest.fixture(params=["postgresql", "sqlite"])
def url(request, tmp_path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'departments.db'}"


@pytest.fixture
def engine(url):
    engine = sqlalchemy.create_engine(url)
    yield engine
    metadata = MetaData()
    metadata.reflect(engine)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def deaths(engine) -> Table:
    """A table 死亡名单 with the columns of the feed, in an order of its own."""
    table = Table("死亡名单", MetaData(), Column("姓名", String), Column("身份证号", String), Column("死亡日期", Date))
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), [dict(zip(HEADER, row, strict=True)) for row in ROWS])
    return table


def read(tmp_path, *databases: DatabaseSource, feed: str = "deaths", **options: bool):
    sources = tmp_path / "sources"
    sources.mkdir(exist_ok=True)
    return read_feed(sources, FEEDS[feed], SYNONYMS, databases, **options)


def test_a_table_is_read_sorted_by_all_columns(tmp_path, url, deaths):
    reading = read(tmp_path, DatabaseSource("deaths", url, table="死亡名单"))
    [sheet] = reading.sheets
    assert (sheet.source, sheet.sheet, sheet.encoding, sheet.excel) == ("db:deaths:死亡名单", None, None, False)
    assert rows_of(sheet) == SORTED
    assert sheet.row_numbers.to_pylist() == [1, 2, 3, 4]
    assert (sheet.rows_read, sheet.rows_ignored) == (5, 1)
    assert reading.notices == []
    assert reading.complete


def test_a_query_is_read_as_it_is_written(tmp_path, url, deaths):
    query = """
        SELECT "死亡日期", '甲' || "姓名" AS "姓名", "身份证号" AS "公民身份号码", ' :x 100% %s' AS "备注"
        FROM "死亡名单" WHERE "姓名" LIKE '张%' AND '08:30' <> ':y'
    """
    reading = read(tmp_path, DatabaseSource("deaths", url, query=query, number=2))
    [sheet] = reading.sheets
    assert sheet.source == "db:deaths:query2"
    assert sorted(texts(sheet, "id_number"), key=str) == ["530129500101001", None]
    assert texts(sheet, "name") == ["甲张三"] * 2
    assert [(notice.kind, notice.what, notice.count) for notice in reading.notices] == [("unknown_column", "备注", 2)]


@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        (("死亡日期", "身份证号"), ["530129500101001", None, "53012919500101001X", "5"]),
        (("死亡日期 desc", "姓名"), ["53012919500101001X", "530129500101001", None, "5"]),
        (("身份证号 ASC",), ["5", "53012919500101001X", "530129500101001", None]),
    ],
)
def test_order_by_comes_before_all_columns(tmp_path, url, deaths, order_by, expected):
    [sheet] = read(tmp_path, DatabaseSource("deaths", url, table="死亡名单", order_by=order_by)).sheets
    assert texts(sheet, "id_number") == expected


def test_an_order_by_of_no_column_is_told(tmp_path, url, deaths):
    [broken] = read(tmp_path, DatabaseSource("deaths", url, table="死亡名单", order_by=("年龄",))).broken
    assert broken.message == "db:deaths:死亡名单：order_by 里的列“年龄”不在表或查询结果中。请改正数据来源文件。"


def test_numbers_are_sorted_by_value_and_marked_where_they_float(tmp_path, url, engine):
    table = Table(
        "relocation", MetaData(), Column("户编号", Integer), Column("安置点", String), Column("安置面积", Float)
    )
    table.create(engine)
    rows = [(number, "某地", number / 4) for number in (10, 9, 100, 1)]
    with engine.begin() as connection:
        connection.execute(table.insert(), [dict(zip(table.columns.keys(), row, strict=True)) for row in rows])
    for order_by in ((), ("户编号",)):
        source = DatabaseSource("relocation", url, table="relocation", order_by=order_by)
        [sheet] = read(tmp_path, source, feed="relocation").sheets
        assert texts(sheet, "household_id") == ["1", "9", "10", "100"]
        assert texts(sheet, "floor_area_m2") == ["0.25", "2.25", "2.5", "25"]
        assert sheet.columns["floor_area_m2"].numeric.to_pylist() == [True] * 4
        assert sheet.columns["household_id"].numeric is None


def test_equal_rows_give_equal_numbers_and_digests_on_both_databases(tmp_path, postgres_url):
    digests, rows = set(), []
    values = ["b", "B", "a", "A", "é", "张", "-", "1", "10", "2", None, "zz", "Z", " a"]
    for url in (postgres_url, f"sqlite:///{tmp_path / 'd.db'}"):
        engine = sqlalchemy.create_engine(url)
        table = Table("both", MetaData(), *[Column(header, String) for header in HEADER])
        table.create(engine)
        with engine.begin() as connection:
            connection.execute(
                table.insert(), [dict(zip(HEADER, (a, b, "2017-06-01"), strict=True)) for a in values for b in values]
            )
        [sheet] = read(tmp_path, DatabaseSource("deaths", url, table="both")).sheets
        digests.add(sheet.sha256)
        rows.append(rows_of(sheet))
        table.drop(engine)
        engine.dispose()
    assert len(digests) == 1
    assert rows[0] == rows[1]
    assert rows[0] == sorted(rows[0], key=lambda row: [(cell is None, cell or "") for cell in row])


def test_the_digest_changes_with_the_rows_and_not_with_their_order(tmp_path, url, engine, deaths):
    def digest() -> str:
        return read(tmp_path, DatabaseSource("deaths", url, table="死亡名单")).sheets[0].sha256

    before = digest()
    with engine.begin() as connection:
        connection.execute(deaths.delete())
        rows = [dict(zip(HEADER, row, strict=True)) for row in reversed(ROWS)]
        connection.execute(deaths.insert(), rows)
    assert digest() == before
    with engine.begin() as connection:
        connection.execute(deaths.update().where(deaths.c.姓名 == "李四").values(姓名="李五"))
    assert digest() != before


def test_types_of_postgresql(tmp_path, postgres_url):
    engine = sqlalchemy.create_engine(postgres_url)
    table = Table(
        "kinds",
        MetaData(),
        Column("姓名", Boolean),
        Column("身份证号", Numeric(20, 4)),
        Column("死亡日期", DateTime),
    )
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(
            table.insert(),
            [
                {
                    "姓名": True,
                    "身份证号": Decimal("295.5"),
                    "死亡日期": datetime.datetime.fromisoformat("2017-06-01T08:30:00"),
                }
            ],
        )
    [sheet] = read(tmp_path, DatabaseSource("deaths", postgres_url, table="public.kinds")).sheets
    table.drop(engine)
    engine.dispose()
    assert sheet.source == "db:deaths:public.kinds"
    assert rows_of(sheet) == [("TRUE", "295.5", "2017-06-01 08:30:00")]
    assert sheet.columns["id_number"].numeric is None


def test_many_rows_come_in_pieces(tmp_path, url, engine, deaths, monkeypatch):
    monkeypatch.setattr(database_tables, "ROWS_AT_A_TIME", 7)
    with engine.begin() as connection:
        connection.execute(deaths.delete())
        rows = [{"姓名": f"n{at:04}", "身份证号": None if at < 50 else "x", "死亡日期": None} for at in range(200)]
        connection.execute(deaths.insert(), rows)
    [sheet] = read(tmp_path, DatabaseSource("deaths", url, table="死亡名单")).sheets
    assert texts(sheet, "name") == [f"n{at:04}" for at in range(200)]
    assert sheet.row_numbers.to_pylist() == list(range(1, 201))


def test_an_empty_table_and_a_view(tmp_path, url, engine, deaths):
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text('CREATE VIEW 视图 AS SELECT * FROM "死亡名单" WHERE 1 = 0'))
    try:
        [sheet] = read(tmp_path, DatabaseSource("deaths", url, table="视图")).sheets
        assert sheet.rows_read == 0
    finally:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("DROP VIEW 视图"))


def test_a_missing_table_a_wrong_query_and_a_short_header_are_told(tmp_path, url, deaths, caplog):
    reading = read(
        tmp_path,
        DatabaseSource("deaths", url, table="没有"),
        DatabaseSource("deaths", url, query="SELEC 1"),
        DatabaseSource("deaths", url, query='SELECT "姓名" FROM "死亡名单"', number=2),
        DatabaseSource("deaths", url, table="死亡名单"),
    )
    messages = {broken.source: broken.message for broken in reading.broken}
    assert "数据库里没有表或视图“没有”" in messages["db:deaths:没有"]
    assert "查询读取失败" in messages["db:deaths:query1"]
    assert "列名缺少必填的列：身份证号、死亡日期" in messages["db:deaths:query2"]
    assert [sheet.source for sheet in reading.sheets] == ["db:deaths:死亡名单"]
    assert not reading.complete


def test_nothing_is_written_by_a_query(tmp_path, url, engine, deaths):
    read(tmp_path, DatabaseSource("deaths", url, query='DELETE FROM "死亡名单" RETURNING *'))
    with engine.connect() as connection:
        count = connection.execute(sqlalchemy.select(sqlalchemy.func.count()).select_from(deaths)).scalar_one()
    assert count == len(ROWS)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:s3cret@127.0.0.1:1/x",
        "postgresql://someone:s3cret@nowhere.invalid/x",
        "sqlite:////nowhere/s3cret.db",
    ],
)
def test_an_unreachable_database_is_told_without_its_secrets(tmp_path, address, caplog):
    caplog.set_level(logging.DEBUG)
    source = DatabaseSource("deaths", address, table="死亡名单")
    [broken] = read(tmp_path, source).broken
    assert "数据库连接不上" in broken.message
    with pytest.raises(DatabaseUnreachable, match="db:deaths:死亡名单：数据库连接不上") as caught:
        read(tmp_path, source, raise_unreachable=True)
    assert isinstance(caught.value, PipelineError)
    assert caught.value.department == "civil_affairs"
    told = repr(broken) + repr(source) + str(caught.value) + caplog.text
    assert "s3cret" not in told
    assert "someone" not in told


def test_a_wrong_database_or_user_is_unreachable_too(tmp_path, postgres_url):
    url = sqlalchemy.make_url(postgres_url).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnreachable):
        read(tmp_path, DatabaseSource("deaths", url, table="x"), raise_unreachable=True)


@pytest.mark.parametrize("address", ["s3cret", "nosuchkind://someone:s3cret@host/x", "oracle://someone:s3cret@host/x"])
def test_an_address_that_cannot_be_used_is_told_without_its_secrets(tmp_path, address):
    [broken] = read(tmp_path, DatabaseSource("deaths", address, table="x"), raise_unreachable=True).broken
    assert "数据库地址写得不对，或没有安装这种数据库的驱动" in broken.message
    assert "s3cret" not in repr(broken)


def test_sqlite_makes_no_file_of_a_wrong_name(tmp_path):
    path = tmp_path / "wrong.db"
    assert read(tmp_path, DatabaseSource("deaths", f"sqlite:///{path}", table="x")).broken
    assert not path.exists()


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(b"no database at all" * 100)
    [broken] = read(tmp_path, DatabaseSource("deaths", f"sqlite:///{path}", table="x")).broken
    assert "读取失败" in broken.message


def test_a_feed_may_come_as_files_and_from_databases(tmp_path, url, deaths):
    sources = tmp_path / "sources"
    sources.mkdir()
    write_csv(sources / "deaths.csv", [HEADER, ROW])
    reading = read(tmp_path, DatabaseSource("deaths", url, table="死亡名单"))
    assert [sheet.source for sheet in reading.sheets] == ["db:deaths:死亡名单", "deaths.csv"]
    assert reading.feed == DEATHS.id


def test_a_password_comes_from_the_environment(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setenv("DEATHS_DATABASE", postgres_url)
    [broken] = read(tmp_path, DatabaseSource("deaths", "${DEATHS_DATABASE}", table="没有")).broken
    assert "没有表或视图" in broken.message
    monkeypatch.delenv("DEATHS_DATABASE")
    with pytest.raises(PipelineError, match="环境变量 DEATHS_DATABASE，但没有设置"):
        read(tmp_path, DatabaseSource("deaths", "${DEATHS_DATABASE}", table="没有"))
