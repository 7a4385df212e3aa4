"""The reckoning reads what departments send: formats, headers, cells, rows, duplicates, broken files."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pyarrow
import pyarrow.parquet
import pytest
import xlwt

from .__main__ import main
from .cells import Number, Reading, clean_cell
from .compare import COMPARED, differences
from .contract_data import feeds, village_code_on
from .identity import IdNumber, age_on, birthday
from .small_county import A1, B1, DAY, VILLAGE, SmallCounty, number


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    return SmallCounty(tmp_path / "sources")


def cell(feed: str, column: str, text: str | None, unit: str | None = None, excel: bool = False) -> object:
    """The clean value, or the failed check in a tuple of one."""
    (chosen,) = (one for one in feeds()[feed].columns if one.name == column)
    value, check = clean_cell(text, chosen, Reading(unit, excel, DAY))
    return (check,) if check else value


@pytest.mark.parametrize(
    ("feed", "column", "text", "expected"),
    [
        ("helpers", "start_date", "２０１７年６月１日", date(2017, 6, 1)),
        ("helpers", "start_date", "2017.6.1 08:30:00", date(2017, 6, 1)),
        ("helpers", "start_date", "20170601", date(2017, 6, 1)),
        ("helpers", "start_date", "42887", ("type",)),
        ("helpers", "start_date", "2017-02-29", ("type",)),
        ("helpers", "start_date", "1899-12-31", ("range",)),
        ("helpers", "start_date", "2019-01-01", date(2019, 1, 1)),
        ("helpers", "start_date", "2019-01-02", ("range",)),
        ("register_members", "birth_date", "2018-01-01", ("range",)),
        ("dibao", "start_date", "2017年6月", date(2017, 6, 1)),
        ("dibao", "start_date", "201706", date(2017, 6, 1)),
        ("dibao", "start_date", "2017/6/15", date(2017, 6, 1)),
        ("enrolment", "school_year", "2017-2018学年", 2017),
        ("enrolment", "school_year", "2017-2019", ("type",)),
        ("pension", "year", "2017年度", 2017),
        ("register_households", "identified_year", "2012", ("range",)),
        ("register_households", "household_size", "4.0", 4),
        ("register_households", "household_size", "0", ("range",)),
        ("register_households", "household_size", "4.5", ("type",)),
        ("temporary_assistance", "amount", "1,234.565", Decimal("1234.57")),
        ("temporary_assistance", "amount", "12,34", ("type",)),
        ("temporary_assistance", "amount", "500元", Decimal(500)),
        ("temporary_assistance", "amount", "0", ("range",)),
        ("medical_assistance", "total_cost", "-1", ("range",)),
        ("village_survey", "safe_water_rate", "99％", Decimal("0.99")),
        ("village_survey", "safe_water_rate", "99", ("range",)),
        ("county_statistics", "province_growth", "-0.5", Decimal("-0.5")),
        ("village_survey", "road_hardened", "✔", True),
        ("village_survey", "road_hardened", "无", False),
        ("village_survey", "road_hardened", "ｎ", False),
        ("village_survey", "road_hardened", "／", None),
        ("village_survey", "road_hardened", "好", ("enum",)),
        ("helpers", "organisation", " Null ", None),
        ("helpers", "organisation", "无", None),
        ("helpers", "organisation", "x" * 32_768, ("range",)),
        ("register_members", "health_status", "长期 慢性病", "长期慢性病"),
        ("projects", "village_code", "530130001001", ("format",)),
        ("projects", "village_code", "530129001201", "530129001008"),
    ],
)
def test_cells(feed: str, column: str, text: str, expected: object) -> None:
    assert cell(feed, column, text) == expected


def test_cells_by_unit_and_format() -> None:
    assert cell("helpers", "start_date", "42887", excel=True) == date(2017, 6, 1)
    assert cell("temporary_assistance", "amount", "1.5", unit="万元") == Decimal(15000)
    assert cell("village_survey", "safe_water_rate", "99", unit="%") == Decimal("0.99")
    lost = cell("pension", "id_number", Number(number("1970-03-04")))
    assert isinstance(lost, IdNumber)
    assert (lost.lost, lost.short) == (True, False)


def test_codes_go_both_ways_in_time() -> None:
    assert village_code_on("530129001204", date(2017, 1, 1)) == "530129002004"
    assert village_code_on("530129002004", date(2016, 12, 31)) == "530129001204"
    assert village_code_on("530129999999", DAY) == "530129999999"


def test_ages() -> None:
    assert birthday(date(2000, 2, 29), 17) == date(2017, 3, 1)
    assert (age_on(date(2000, 2, 29), date(2017, 2, 28)), age_on(date(2000, 2, 29), date(2017, 3, 1))) == (16, 17)


# ---- files -----------------------------------------------------------------------------------------------


def as_text(table: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("gb18030", "\t"), ("utf-16", "\t")]
)
def test_text_files(county: SmallCounty, encoding: str, delimiter: str) -> None:
    def rewrite(folder: Path) -> None:
        content = [["帮扶责任人,花名册"], [], *county.table("helpers")]
        (folder / "helpers.csv").write_bytes(as_text(content, delimiter).encode(encoding))

    night = county.reckon(after_writing=rewrite)
    assert night.counts("helpers") == [(2, 2, 0, 0)]
    assert night.found("S17") == []


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)


def test_a_workbook_with_everything(county: SmallCounty) -> None:
    header, first, second = county.table("relocation")[0], ["A", "点", 50, date(2016, 1, 1), None], ["B", "点", 40]
    rows: list[list[object]] = [
        ["易地扶贫搬迁入住台账"], [], [name + "（必填）\n*" for name in header],
        first, [], second, ["小 计", "", 90], ["C", "点", "#DIV/0!"], ["D", "=1+1", 5], first,
        ["合计"], ["注：合成数据"], [None],
    ]  # fmt: skip

    def rewrite(folder: Path) -> None:
        (folder / "relocation.csv").unlink()
        (folder / "relocation").mkdir()
        (folder / "relocation" / "~$a.xlsx").write_bytes(b"lock")
        sheets: dict[str, list[list[object]]] = {
            "填表说明": [["请看"]],
            "旧": [[*header], ["E", "点", 9]],
            "台账": rows,
        }
        workbook(folder / "relocation" / "a.xlsx", sheets, hidden=("旧",))

    night = county.reckon(after_writing=rewrite)
    assert [row["sheet"] for row in night.lines("feed_runs", feed="relocation")] == ["台账"]
    # read: 2 rows, blank, subtotal, error, formula, duplicate, total, note; what is merely empty at the end is none
    assert night.counts("relocation") == [(9, 2, 2, 5)]
    assert night.checks("relocation") == [(8, "floor_area_m2", "row", "type"), (9, "site", "row", "required")]
    assert night.found("S13") == ["A"]


def test_an_old_workbook_and_a_rounded_number(county: SmallCounty) -> None:
    def rewrite(folder: Path) -> None:
        (folder / "pension.csv").unlink()
        book = xlwt.Workbook()
        sheet = book.add_sheet("养老")
        table: list[list[object]] = [list(row) for row in county.table("pension")]
        table[2][1] = float(B1[:15] + "000")
        for at, row in enumerate(table):
            for place, value in enumerate(row):
                sheet.write(at, place, value)
        book.save(str(folder / "pension.xls"))

    night = county.reckon(after_writing=rewrite)
    assert night.outcome("pension", 2) == ("exact", "A1")
    assert night.outcome("pension", 3) == ("probable", "B1")
    assert night.status("H5") == "pass"


def test_parquet_counts_from_the_first_record(county: SmallCounty) -> None:
    def rewrite(folder: Path) -> None:
        (folder / "deaths.csv").unlink()
        table = pyarrow.table(
            {
                "姓名": ["甲一", None],
                "公民身份号码": [A1, number("1950-01-01")],
                "死亡日期": [date(2017, 1, 1), date(2017, 1, 2)],
            }
        )
        pyarrow.parquet.write_table(table, folder / "deaths.parquet")

    night = county.reckon(after_writing=rewrite)
    assert night.outcome("deaths", 1) == ("exact", "A1")
    assert night.checks("deaths") == [(2, "name", "row", "required")]


@pytest.mark.parametrize(
    "header",
    [
        ["户编号", "安置点"],  # short of a required column
        ["户编号", "安置点", "安置面积", "安置点（新）"],  # two that clean to one
    ],
)
def test_unusable_headers(county: SmallCounty, header: list[str]) -> None:
    def rewrite(folder: Path) -> None:
        (folder / "relocation.csv").write_text(as_text([header, ["B", "点", "50", "点"]]), encoding="utf-8")

    night = county.reckon(after_writing=rewrite)
    assert (night.counts("relocation"), night.checks("relocation")) == (
        [(0, 0, 0, 0)], [(None, None, "file", "header")],
    )  # fmt: skip


@pytest.mark.parametrize(("unit", "usable"), [("元", True), ("万元", True), ("*必填", True), ("美元", False)])
def test_a_unit_that_is_none_makes_the_header_unusable(county: SmallCounty, unit: str, usable: bool) -> None:
    def rewrite(folder: Path) -> None:
        text = as_text(county.table("temporary_assistance")).replace("救助金额", f"救助金额（{unit}）")
        (folder / "temporary_assistance.csv").write_text(text, encoding="utf-8")

    night = county.reckon(after_writing=rewrite)
    assert night.counts("temporary_assistance") == [(1, 1, 0, 0) if usable else (0, 0, 0, 0)]


def test_files_that_are_not_what_they_say(county: SmallCounty) -> None:
    def rewrite(folder: Path) -> None:
        for feed, ending in (("dibao", "xlsx"), ("tekun", "xls"), ("pension", "parquet")):
            (folder / f"{feed}.csv").rename(folder / f"{feed}.{ending}")
        with zipfile.ZipFile(folder / "helpers.xlsx", "w") as parts:
            parts.writestr("nothing.txt", "")

    night = county.reckon(after_writing=rewrite)
    for feed in ("dibao", "tekun", "pension"):
        assert night.counts(feed) == [(0, 0, 0, 0)]
    assert night.counts("helpers") == [(0, 0, 0, 0), (2, 2, 0, 0)]


def test_blank_is_no_where_the_column_says_so(county: SmallCounty) -> None:
    (first,) = county.rows("economic_checks")
    county.add("economic_checks", **{**first, "county_spot_check": "否"})
    assert county.reckon().counts("economic_checks") == [(2, 1, 0, 1)]
    county.change("economic_checks", {"county_spot_check": "否"}, county_spot_check="—")
    assert county.reckon().checks("economic_checks") == [
        (2, "head_id_number", "row", "key"),
        (3, "head_id_number", "row", "key"),
    ]


def test_duplicates_and_keys_over_all_files(county: SmallCounty) -> None:
    row = county.add("family_doctors", name="乙 一", id_number=B1, team="二队", date="2017-02-02")

    def copies(folder: Path) -> None:
        (folder / "family_doctors").mkdir()
        table = county.table("family_doctors")
        table[2][:2] = ["乙一", B1[:6] + B1[8:17]]  # equal after cleaning
        (folder / "family_doctors" / "x.csv").write_text(as_text([table[0], table[2]]), encoding="utf-8")

    night = county.reckon(after_writing=copies)
    assert night.counts("family_doctors") == [(2, 2, 0, 0), (1, 0, 0, 1)]
    county.add("family_doctors", **{**row, "team": "三队"})
    night = county.reckon()
    assert night.checks("family_doctors") == [(3, "id_number", "row", "key"), (4, "id_number", "row", "key")]
    assert night.counts("family_doctors") == [(3, 1, 2, 0), (1, 0, 0, 1)]


def test_failed_optional_cells_keep_the_row_of_the_register(county: SmallCounty) -> None:
    county.change("register_households", {"household_id": "B"}, exit_year="2013", water_safe="大概")
    night = county.reckon()
    assert night.checks("register_households") == [
        (3, "water_safe", "cell", "enum"), (3, "exit_year", "cell", "order"),
    ]  # fmt: skip
    assert (night.counts("register_households"), night.status("H1")) == ([(2, 2, 0, 0)], "unknown")


def test_sums_and_orders(county: SmallCounty) -> None:
    county.change("medical_assistance", {}, paid_by_person="10.01")
    county.change("projects", {}, end_date="2017-02-28", spent="200")
    night = county.reckon()
    assert night.checks("medical_assistance") == [(2, "paid_by_person", "row", "sum")]
    assert night.checks("projects") == [(2, "end_date", "row", "order")]


# ---- the comparison --------------------------------------------------------------------------------------


def publish(tables: dict[str, list[dict[str, object]]], path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        for schema in ("exit_indicators", "quality", "management"):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table, compared in COMPARED.items():
            columns = (*compared.key, *compared.columns)
            lines = [[line[column] for column in columns] for line in tables[table]]
            kinds = [
                next((type(line[at]) for line in lines if line[at] is not None), str) for at in range(len(columns))
            ]
            sql = {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}
            declared = ", ".join(f'"{c}" {sql.get(k, "VARCHAR")}' for c, k in zip(columns, kinds, strict=True))
            connection.execute(f"CREATE TABLE {compared.schema}.{table} ({declared})")
            if lines:
                marks = ", ".join("?" for _ in columns)
                connection.executemany(f"INSERT INTO {compared.schema}.{table} VALUES ({marks})", lines)


def test_the_comparison_sees_what_differs(county: SmallCounty, tmp_path: Path) -> None:
    county.change("helpers", {"household_id": "B"}, end_date="2017-12-30")
    night = county.reckon()
    path = tmp_path / "published.duckdb"
    publish(night.tables, path)
    assert differences(night.tables, path) == []
    assert main([str(county.folder), str(path)]) == 0
    assert main([str(county.folder), str(path), "--assessment-date", "2018-02-01"]) == 1
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE exit_indicators.household_exit SET h6 = 'fail' WHERE household_id = 'B'")
        connection.execute("DELETE FROM exit_indicators.findings")
        connection.execute("INSERT INTO quality.linkage SELECT 'x', 'x', NULL, 1, 'exact', NULL")
        connection.execute("DROP TABLE exit_indicators.village_exit")
        connection.execute("UPDATE exit_indicators.household_measures SET amount = amount + 0.01, first_date = NULL")
    found = differences(night.tables, path)
    assert "exit_indicators.household_exit [household_id=B]: h6: reckoned 'pass', published 'fail'" in found
    assert any(line.startswith("exit_indicators.findings [rule=S17, feed=None, unit=B]: missing") for line in found)
    assert any(line.startswith("quality.linkage [feed=x, source=x, sheet=None, row_number=1]: extra") for line in found)
    assert "exit_indicators.village_exit: cannot be read: CatalogException" in found
    assert any("amount: reckoned 500.0, published 500.01; first_date: reckoned '2017-06-01'" in line for line in found)


def test_the_village_of_the_small_county_is_in_no_mapping() -> None:
    assert village_code_on(VILLAGE, DAY) == VILLAGE
