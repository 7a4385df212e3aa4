"""What is published of a night: rows, types, order, comments, evidence, and what is refused."""

from __future__ import annotations

import copy
import datetime
import json
import random
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow
import pyarrow.parquet
import pytest

from schemas.published import PUBLISHED, PublishedTable
from schemas.registry import FEEDS
from tests.publishing.reading_back import parquet_bytes, query
from tests.publishing.small_night import NIGHT, OTHER_VILLAGE, PUBLISHED_AT, SmallNight, night_context, small_night
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing import publish
from xundian_pipeline.publishing.version import code_version

Row = dict[str, Any]


@pytest.fixture
def night() -> SmallNight:
    return small_night()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA with the small night published, for tests that only read."""
    folder = tmp_path_factory.mktemp("published")
    small_night().publish(folder / "in", folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def last_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA with the night before published. Not to be changed."""
    folder = tmp_path_factory.mktemp("last")
    small_night().publish(folder / "in", folder / "data", assessment_date=NIGHT - datetime.timedelta(days=1))
    return folder / "data"


@pytest.mark.parametrize("table", PUBLISHED.values(), ids=lambda table: table.name)
def test_database_has_the_declared_columns_with_comments(table: PublishedTable, published: Path) -> None:
    found = query(
        published,
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        f"WHERE schema_name = '{table.schema}' AND table_name = '{table.name}' ORDER BY column_index",
    )
    assert found == [
        (column.name, column.database_type, not column.required, column.comment) for column in table.columns
    ]
    comments = query(published, f"SELECT comment FROM duckdb_tables() WHERE table_name = '{table.name}'")
    assert comments == [(table.comment,)]


def test_no_table_or_column_without_a_comment_and_none_beside_the_declared(published: Path) -> None:
    tables = query(published, "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()")
    assert {name for name, _ in tables} == set(PUBLISHED)
    columns = query(published, "SELECT comment FROM duckdb_columns() WHERE NOT internal")
    assert all(comment for _, comment in tables)
    assert all(comment for (comment,) in columns)


@pytest.mark.parametrize("name", PUBLISHED)
def test_parquet_holds_the_same_rows_in_the_same_order(name: str, published: Path) -> None:
    schema, table = name.split(".")
    file = published / "published" / "parquet" / schema / f"{table}.parquet"
    from_parquet = duckdb.connect().execute(f"FROM read_parquet('{file}')").fetchall()
    assert from_parquet == query(published, f"FROM {name}")
    read = pyarrow.parquet.read_schema(file)
    assert read.equals(PUBLISHED[name].arrow_schema, check_metadata=True)


def test_rows_are_sorted_by_village_household_and_the_order_of_indicators(published: Path) -> None:
    rows = query(published, "SELECT household_id, indicator FROM exit_indicators.household_exit_indicators")
    assert rows == [("53012900000001", "H1"), ("53012900000001", "H4"), ("53012900000002", "H1")]
    assert query(published, "SELECT indicator FROM exit_indicators.village_exit_indicators") == [
        ("V1",),
        ("V2",),
        ("V10",),
    ]
    assert query(published, "SELECT row_number FROM quality.linkage") == [(9,), (10,)]
    feeds = [feed for (feed,) in query(published, "SELECT feed FROM quality.feed_runs")]
    assert feeds == sorted(feeds, key=list(FEEDS).index)


def test_every_table_carries_the_assessment_date(published: Path) -> None:
    for name in PUBLISHED:
        assert query(published, f"SELECT DISTINCT assessment_date FROM {name}") in ([(NIGHT,)], []), name


def test_equal_rows_in_another_order_give_equal_bytes(night: SmallNight, tmp_path: Path) -> None:
    first = night.publish(tmp_path / "in", tmp_path / "first")
    assert first.rows == {name: query(tmp_path / "first", f"SELECT count(*) FROM {name}")[0][0] for name in PUBLISHED}
    shuffled = copy.deepcopy(night)
    generator = random.Random(5)
    for rows in [*shuffled.tables.values(), *shuffled.accepted.values()]:
        generator.shuffle(rows)
    for row in shuffled.tables["household_exit_indicators"]:
        row["evidence"].reverse()
    again = shuffled.publish(
        tmp_path / "again", tmp_path / "second", published_at=PUBLISHED_AT + datetime.timedelta(days=400)
    )
    before, after = parquet_bytes(first.folder), parquet_bytes(again.folder)
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {"exit_indicators/nights.parquet"}


def test_rows_beyond_one_batch_are_all_there_in_order_and_in_equal_bytes(
    night: SmallNight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xundian_pipeline.publishing.tables.ROWS_PER_BATCH", 2048)
    template = night.tables["linkage"][0]
    night.tables["linkage"] = [{**template, "row_number": number} for number in range(2, 9002)]
    random.Random(3).shuffle(night.tables["linkage"])
    first = night.publish(tmp_path / "in", tmp_path / "first")
    random.Random(4).shuffle(night.tables["linkage"])
    again = night.publish(tmp_path / "again", tmp_path / "second")
    numbers = [number for (number,) in query(tmp_path / "first", "SELECT row_number FROM quality.linkage")]
    assert numbers == list(range(2, 9002))
    linkage = "quality/linkage.parquet"
    assert parquet_bytes(first.folder)[linkage] == parquet_bytes(again.folder)[linkage]
    file = pyarrow.parquet.ParquetFile(first.folder / "parquet" / linkage)
    sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert sizes == [2048] * 4 + [9000 - 4 * 2048]


def test_evidence_names_feed_file_sheet_and_sorted_rows_once(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.tables["household_exit_indicators"][0]["evidence"] = [21, 12, 2, 13, 12, 22]
    night.publish(tmp_path / "in", data)
    ((evidence,),) = query(
        data,
        "SELECT evidence FROM exit_indicators.household_exit_indicators WHERE household_id = '53012900000002'",
    )
    assert json.loads(evidence) == [
        {"feed": "register_households", "source": "register_households.xlsx", "sheet": "建档立卡户", "rows": [5]},
        {"feed": "register_members", "source": "register_members/a.csv", "sheet": None, "rows": [3, 7]},
        {"feed": "medical_insurance", "source": "medical_insurance.csv", "sheet": None, "rows": [9, 10]},
    ]


def test_evidence_without_rows_is_an_empty_list(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.tables["county_exit_indicators"][0]["evidence"] = None
    night.publish(tmp_path / "in", data)
    rows = query(data, "SELECT indicator, evidence FROM exit_indicators.county_exit_indicators")
    assert rows == [("C1", "[]"), ("C2", "[]")]


def test_quotation_marks_in_file_names_stay_json(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.accepted["register_households"][0] |= {"source": 'a"b\\c.xlsx', "sheet": "第'一'张\n表"}
    night.publish(tmp_path / "in", data)
    ((evidence,),) = query(data, "SELECT evidence FROM exit_indicators.findings")
    assert json.loads(evidence)[0] == {
        "feed": "register_households",
        "source": 'a"b\\c.xlsx',
        "sheet": "第'一'张\n表",
        "rows": [4],
    }


def test_departments_are_named_in_their_order(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.tables["found"][0]["departments"] = ["health", "poverty_office", "civil_affairs"]
    night.publish(tmp_path / "in", data)
    assert query(data, "SELECT departments FROM exit_indicators.findings") == [("扶贫办；民政局；卫健局、医保局",)]


def test_decimals_become_the_nearest_double(night: SmallNight, tmp_path: Path, data: Path) -> None:
    value = Decimal("0.0299999999999999988897769753748")
    night.types["household_exit_indicators"] = {"value": pyarrow.decimal128(38, 31)}
    for row in night.tables["household_exit_indicators"]:
        row["value"] = value
    night.publish(tmp_path / "in", data)
    rows = query(data, "SELECT DISTINCT value FROM exit_indicators.household_exit_indicators")
    assert rows == [(float(value),)]


def test_labels_say_what_every_coded_value_is_called(published: Path) -> None:
    labels = query(published, "SELECT table_name, column_name, value, label FROM exit_indicators.labels")
    assert len(labels) == sum(len(column.codes) for table in PUBLISHED.values() for column in table.columns)
    assert ("household_exit", "result", "exit_ready", "可退出") in labels
    assert ("village_exit", "poor_village", "true", "贫困村") in labels
    assert ("feed_runs", "feed", "deaths", "民政局：死亡人员名单") in labels
    unlabelled = query(
        published,
        """
        SELECT count(*) FROM exit_indicators.household_exit AS published
        LEFT JOIN exit_indicators.labels AS labels
          ON labels.table_name = 'household_exit' AND labels.column_name = 'signed_village'
         AND labels.value = published.signed_village::VARCHAR
        WHERE labels.label IS NULL
        """,
    )
    assert unlabelled == [(0,)]


def test_the_night_says_when_by_what_and_which_feeds_were_absent(published: Path) -> None:
    ((day, published_at, rules, code, absent, sealed),) = query(published, "FROM exit_indicators.nights")
    assert (day, published_at.isoformat(" "), sealed) == (NIGHT, "2018-01-01 02:00:07", False)
    assert rules == night_context().county.rules.version
    assert code == code_version()
    assert json.loads(absent) == [feed for feed in FEEDS if feed not in ("register_households", "register_members")]


def test_a_night_told_no_time_takes_the_countys(night: SmallNight, tmp_path: Path, data: Path) -> None:
    now = datetime.datetime.now(ZoneInfo("Asia/Shanghai"))
    done = night.publish(tmp_path / "in", data, published_at=None)
    ((published_at,),) = query(data, "SELECT published_at FROM exit_indicators.nights")
    assert abs(done.published_at - now) < datetime.timedelta(minutes=5)
    assert published_at == done.published_at.replace(tzinfo=None)


def test_kept_nights_keep_their_lines_and_a_rerun_replaces_its_own(
    night: SmallNight, tmp_path: Path, data: Path
) -> None:
    days = [NIGHT - datetime.timedelta(days=back) for back in (3, 2, 1)]
    for number, day in enumerate(days):
        night.publish(
            tmp_path / "in", data, assessment_date=day, published_at=PUBLISHED_AT + datetime.timedelta(hours=number)
        )
    assert query(data, "SELECT assessment_date FROM exit_indicators.nights") == [(day,) for day in days]
    later = PUBLISHED_AT + datetime.timedelta(days=30)
    night.publish(tmp_path / "in", data, assessment_date=days[2], published_at=later)
    nights = query(data, "SELECT assessment_date, published_at::VARCHAR FROM exit_indicators.nights")
    assert nights[1:] == [(days[1], "2018-01-01 03:00:07"), (days[2], "2018-01-31 02:00:07")]


def test_a_table_without_rows_is_published_empty(night: SmallNight, tmp_path: Path, data: Path) -> None:
    for name in ("quarantine", "own_notices", "found", "linkage", "household_measures"):
        night.tables[name] = []
    night.publish(tmp_path / "in", data)
    assert query(data, "SELECT count(*) FROM exit_indicators.findings") == [(0,)]
    assert (data / "published" / "parquet" / "quality" / "linkage.parquet").is_file()


def test_feeds_that_did_not_come_need_no_file(night: SmallNight, tmp_path: Path, data: Path) -> None:
    inputs = night.write(tmp_path / "in")
    inputs["deaths"] = []
    publish(inputs, night_context(), data)
    assert query(data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def _spoil(table: str, column: str, value: Any) -> Any:
    def spoil(night: SmallNight) -> None:
        night.tables[table][0][column] = value

    return pytest.param(spoil, id=f"{table}.{column}={value!r}")


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil("household_results", "result", "孙小山"),
        _spoil("household_results", "h3", None),
        _spoil("household_results", "members", -1),
        _spoil("household_exit_indicators", "reason", None),
        _spoil("household_exit_indicators", "evidence", [1, 999]),
        _spoil("household_results", "household_id", "53012900000001"),
        _spoil("linkage", "row_number", 9),
        _spoil("linkage", "outcome", "perhaps"),
        _spoil("found", "departments", ["civil_affairs", "孙小山"]),
        _spoil("feed_runs", "rows_ignored", 1),
        _spoil("own_notices", "kind", "孙小山"),
        _spoil("household_results", "identified_year", 2**40),
    ],
)
def test_what_does_not_fit_is_refused_without_its_value_and_last_night_stays(
    spoil: Any, night: SmallNight, last_night: Path, tmp_path: Path, data: Path
) -> None:
    shutil.copytree(last_night, data, symlinks=True, dirs_exist_ok=True)
    before = (data / "published").resolve()
    kept = parquet_bytes(before)
    spoil(night)
    with pytest.raises(PipelineError) as raised:
        night.publish(tmp_path / "spoilt", data)
    assert "孙小山" not in raised.value.message
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert (data / "published").resolve() == before
    assert parquet_bytes(before) == kept
    assert [path.name for path in (data / "nights").iterdir()] == [before.name]


def test_a_reference_that_two_rows_answer_is_refused(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.accepted["medical_insurance"][0]["row_ref"] = 1
    with pytest.raises(PipelineError, match="对应多行"):
        night.publish(tmp_path / "in", data)


@pytest.mark.parametrize(
    ("column", "value"), [("assessment_date", datetime.date(2016, 12, 31)), ("rule_version", "2016.9")]
)
def test_rows_of_another_night_or_rule_book_are_refused(
    column: str, value: Any, night: SmallNight, tmp_path: Path, data: Path
) -> None:
    kind = pyarrow.date32() if column == "assessment_date" else pyarrow.string()
    own = NIGHT if column == "assessment_date" else night_context().county.rules.version
    night.types["county_exit_indicators"] = {column: kind}
    for row in night.tables["county_exit_indicators"]:
        row[column] = own
    night.publish(tmp_path / "in", data)
    night.tables["county_exit_indicators"][1][column] = value
    with pytest.raises(PipelineError, match="不是同一夜的结果"):
        night.publish(tmp_path / "other", data)


def test_a_missing_table_or_column_is_named(night: SmallNight, tmp_path: Path, data: Path) -> None:
    inputs = night.write(tmp_path / "in")
    without = {name: paths for name, paths in inputs.items() if name != "found"}
    with pytest.raises(PipelineError, match="疑点"):
        publish(without, night_context(), data)
    path = inputs["household_results"][0]
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).drop_columns(["hamlet"]), path)
    with pytest.raises(PipelineError, match="hamlet"):
        publish(inputs, night_context(), data)
    assert not (data / "published").exists()


def test_villages_are_told_apart(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.tables["village_exit"].append({**night.tables["village_exit"][0], "village_code": OTHER_VILLAGE})
    night.publish(tmp_path / "in", data)
    assert query(data, "SELECT count(*) FROM exit_indicators.village_exit") == [(2,)]
