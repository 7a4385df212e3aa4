"""A county of two households for the reckoning's own tests: all 29 feeds have come, and both households are out.

Household A fills every roster, so that absence from any of them is evidence in its township; household B has the
fewest rows that make its six indicators pass. A test adds, changes or takes away rows of B. All persons are made up.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from . import reckon
from .contract_data import feeds
from .identity import check_character

VILLAGE = "530129103201"
DAY = date(2017, 12, 31)

Row = dict[str, Any]


def number(born: str, sequence: int = 1) -> str:
    """A valid number; an odd sequence is a man's."""
    seventeen = f"530129{born.replace('-', '')}{sequence:03d}"
    return seventeen + check_character(seventeen)


A1, A2 = number("1970-03-04", 1), number("2008-05-06", 2)
B1, B2 = number("1975-01-02", 3), number("2007-08-09", 4)


class SmallCounty:
    """The rows of every feed by canonical names; `write` makes the folder, `reckon` the tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feeds: dict[str, list[Row]] = {feed: [] for feed in feeds()}
        self._registers()
        for household, head, child, names in (("A", A1, A2, ("甲一", "甲二")), ("B", B1, B2, ("乙一", "乙二"))):
            self._base(household, (names[0], head), (names[1], child))
        self._fill_rosters()

    def _registers(self) -> None:
        self.add(
            "village_survey", village_code=VILLAGE, township="羊街镇", village="羊街", year="2017", poor_village="是",
            rural_households="100", rural_population="400", road_hardened="是", three_phase_power="是",
            broadcast_coverage="99%", broadband_committee="是", broadband_school="", broadband_clinic="是",
            safe_water_rate="1", activity_place="是", school_age_enrolment_rate="100%",
        )  # fmt: skip
        self.add(
            "county_statistics", year="2017", rural_income_per_capita="8895",
            rural_income_per_capita_previous="8000", province_growth="9.3%", education_balanced="是",
            primary_dropout_rate="0.6%", junior_dropout_rate="0.018",
        )  # fmt: skip
        self.add(
            "village_clinics", clinic_id="C1", village_code=VILLAGE, up_to_standard="是", doctors="1",
            population_served="1000",
        )  # fmt: skip
        self.add(
            "projects", project_id="P1", project_name="种植", measure="发展生产", village_code=VILLAGE,
            fund_source="中央财政", budget="100", received="100", spent="50", start_date="2017-03-01",
        )  # fmt: skip

    def _base(self, household: str, head: tuple[str, str], child: tuple[str, str]) -> None:
        """What makes a household exit_ready."""
        self.add(
            "register_households", household_id=household, township="羊街镇", village="羊街", village_code=VILLAGE,
            head_name=head[0], head_id_number=head[1], household_size="2", household_type="一般贫困户",
            main_cause="因学", identified_year="2014", wage_income="6000", operating_income="3000",
            operating_expense="1000", property_income="0", transfer_income="0", food_secure="是",
            clothing_secure="是", water_safe="是",
        )  # fmt: skip
        for at, (name, one, relation) in enumerate(((*head, "户主"), (*child, "之子")), start=1):
            self.add(
                "register_members", household_id=household, member_id=f"{household}{at}", name=name,
                sex="男" if int(one[16]) % 2 else "女", id_number=one, relation=relation,
                birth_date=f"{one[6:10]}-{one[10:12]}-{one[12:14]}",
            )  # fmt: skip
            for scheme in ("城乡居民基本医疗保险", "大病医疗保险"):
                self.add("medical_insurance", name=name, id_number=one, year="2017", scheme=scheme)
        self.add(
            "enrolment", name=child[0], id_number=child[1], student_no=f"G{household}", school_year="2017",
            stage="小学", school="一小", status="在读",
        )  # fmt: skip
        self.add("pension", name=head[0], id_number=head[1], year="2017", scheme="城乡居民基本养老保险", state="缴费")
        self.add("housing_assessment", household_id=household, grade="B", assessed_date="2017-02-01")
        self.add("helpers", household_id=household, helper_name="丙", organisation="县委", start_date="2016-01-01")
        self.add("project_beneficiaries", project_id="P1", household_id=household, amount="500", date="2017-06-01")

    def _fill_rosters(self) -> None:
        """Household A in every other roster."""
        who = {"name": "甲一", "id_number": A1}
        self.add(
            "dibao", **who, head_id_number=A1, village_code=VILLAGE, category="A", monthly_amount="200",
            start_date="2016-01", end_date="2017-03",
        )  # fmt: skip
        self.add(
            "tekun", **who, village_code=VILLAGE, care="分散", monthly_amount="600", start_date="2016-01",
            end_date="2016-06",
        )  # fmt: skip
        self.add("temporary_assistance", approval_no="L1", **who, amount="100", date="2017-05-05")
        self.add("economic_checks", name="甲一", head_id_number=A1, check_date="2017-04-01", result="符合")
        self.add(
            "medical_assistance", settlement_no="S1", **who, kind="门诊", facility="卫生院", date="2017-04-01",
            total_cost="100", reimbursed="90", paid_by_person="10",
        )  # fmt: skip
        self.add("family_doctors", **who, team="一队", date="2017-01-05")
        self.add("student_aid", name="甲二", id_number=A2, programme="营养餐", amount="80", date="2017-09-05")
        for feed in ("public_forest_compensation", "grain_for_green"):
            self.add(feed, **who, village_code=VILLAGE, year="2017", area_ha="1", amount="150")
        self.add("forest_rangers", **who, year="2016", amount="9000")
        self.add("energy_subsidies", **who, year="2017", item="节能灶", quantity="2", amount="600")
        self.add("training", **who, course="技能培训", start_date="2017-02-01")
        self.add(
            "employment", **who, place="县内", employer="厂", kind="市场就业", start_date="2017-01-01",
            annual_wage="6000",
        )  # fmt: skip
        self.add("relocation", household_id="A", site="点", floor_area_m2="50")
        self.add("deaths", name="外人", id_number=number("1940-01-01", 9), death_date="2017-01-01")

    def add(self, feed: str, **values: Any) -> Row:
        """Adds a row and gives it, to be changed."""
        self.feeds[feed].append(values)
        return values

    def rows(self, feed: str, **values: Any) -> list[Row]:
        """The rows that have these values."""
        return [row for row in self.feeds[feed] if all(row.get(name) == value for name, value in values.items())]

    def change(self, feed: str, where: Row, **values: Any) -> None:
        """Changes the rows that have the values of `where`."""
        found = self.rows(feed, **where)
        assert found, f"no row of {feed} has {where}"
        for row in found:
            row.update(values)

    def drop(self, feed: str, **values: Any) -> None:
        """Takes rows away."""
        found = self.rows(feed, **values)
        assert found, f"no row of {feed} has {values}"
        self.feeds[feed] = [row for row in self.feeds[feed] if row not in found]

    def without(self, feed: str) -> None:
        """The feed does not come."""
        del self.feeds[feed]

    def table(self, feed: str) -> list[list[str]]:
        """Header and rows as exported."""
        columns = feeds()[feed].columns
        lines = [[str(row.get(column.name, "")) for column in columns] for row in self.feeds[feed]]
        return [[column.header for column in columns], *lines]

    def write(self) -> Path:
        """Writes one csv per feed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.csv"):
            old.unlink()
        for feed in self.feeds:
            with (self.folder / f"{feed}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(self.table(feed))
        return self.folder

    def reckon(self, day: date = DAY, after_writing: Callable[[Path], None] | None = None) -> Reckoned:
        """Writes the folder and reckons it."""
        folder = self.write()
        if after_writing is not None:
            after_writing(folder)
        return Reckoned(reckon(folder, day))


class Reckoned:
    """The tables with short ways to ask."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables

    def lines(self, table: str, **values: Any) -> list[Row]:
        """The rows of a table that have these values."""
        return [row for row in self.tables[table] if all(row[name] == value for name, value in values.items())]

    def one(self, table: str, **values: Any) -> Row:
        """The only row that has these values."""
        (row,) = self.lines(table, **values)
        return row

    def status(self, indicator: str, household: str = "B") -> str:
        """A household's, the village's or the county's status."""
        if indicator.startswith("H"):
            row = self.one("household_exit_indicators", household_id=household, indicator=indicator)
        elif indicator.startswith("V"):
            row = self.one("village_exit_indicators", village_code=VILLAGE, indicator=indicator)
        else:
            row = self.one("county_exit_indicators", indicator=indicator)
        return str(row["status"])

    def found(self, rule: str) -> list[str]:
        """The units of a rule's findings."""
        return [row["unit"] for row in self.lines("findings", rule=rule)]

    def outcome(self, feed: str, row_number: int) -> tuple[str, str | None]:
        """Outcome and member of a linkage row."""
        row = self.one("linkage", feed=feed, row_number=row_number)
        return row["outcome"], row["member_id"]

    def checks(self, feed: str) -> list[tuple[int | None, str | None, str, str]]:
        """The quarantine lines of a feed: row, column, kind, check."""
        return [
            (row["row_number"], row["column"], row["kind"], row["check"]) for row in self.lines("quarantine", feed=feed)
        ]

    def counts(self, feed: str) -> list[tuple[int, int, int, int]]:
        """The feed_runs lines of a feed: read, accepted, quarantined, ignored."""
        return [
            (row["rows_read"], row["rows_accepted"], row["rows_quarantined"], row["rows_ignored"])
            for row in self.lines("feed_runs", feed=feed)
        ]
