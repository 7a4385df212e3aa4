"""The reckoning takes officers' linkage decisions as the contract says: they belong as a probable record does."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from . import reckon
from .__main__ import main
from .decisions import COLUMNS, accepted_pairs
from .small_county import B1, B2, DAY, Reckoned, SmallCounty, number

UNKNOWN_NUMBER = number("1966-06-06")


@pytest.fixture
def county(tmp_path: Path) -> SmallCounty:
    """Rows 8 and 9 of the insurance roster, B2's, stand under another number and name: no rule links them."""
    county = SmallCounty(tmp_path / "sources")
    county.change("medical_insurance", {"id_number": B2}, name="乙贰", id_number=UNKNOWN_NUMBER)
    return county


def decided(county: SmallCounty, *decisions: tuple[str, int, str]) -> Reckoned:
    """One night with accepted pairs (feed, row_number, member_id)."""
    pairs = [(feed, f"{feed}.csv", None, row_number, member_id) for feed, row_number, member_id in decisions]
    return Reckoned(reckon(county.write(), DAY, pairs))


def test_a_decided_record_belongs(county: SmallCounty) -> None:
    night = decided(county)
    assert (night.outcome("medical_insurance", 8), night.found("S10")) == (("not_registered", None), ["B2"])
    night = decided(county, ("medical_insurance", 8, "B2"))
    assert (night.outcome("medical_insurance", 8), night.found("S10")) == (("decided", "B2"), ["B2"])
    night = decided(county, ("medical_insurance", 8, "B2"), ("medical_insurance", 9, "B2"))
    assert (night.status("H4"), night.found("S10"), night.found("S03")) == ("pass", [], [])


def test_what_the_rules_link_is_not_overridden(county: SmallCounty) -> None:
    county.change("pension", {"id_number": B1}, name="已一")
    night = decided(county, ("enrolment", 2, "B1"), ("pension", 3, "A1"), ("pension", 2, "B1"))
    assert night.outcome("enrolment", 2) == ("exact", "A2")
    assert night.outcome("pension", 3) == ("name_differs", "B1")


def test_a_decided_death_removes_nobody_and_opens_a_finding(county: SmallCounty) -> None:
    county.add("deaths", name="乙二", id_number="不明", death_date="2017-03-10")
    night = decided(county, ("deaths", 3, "B2"))
    assert night.one("household_exit", household_id="B")["members"] == 2
    assert [(line["feed"], line["unit"]) for line in night.lines("findings", rule="S11")] == [("deaths", "B2")]
    county.feeds["deaths"][-1]["death_date"] = "2018-01-01"
    assert decided(county, ("deaths", 3, "B2")).found("S11") == []


def test_a_decision_ends_ambiguity(county: SmallCounty) -> None:
    county.change("register_members", {"member_id": "A1"}, id_number=B1, name="乙一")
    county.change("pension", {"id_number": B1}, state="中断")
    night = decided(county)
    assert (night.outcome("pension", 3), night.status("H5"), night.status("H5", "A")) == (
        ("ambiguous", None), "unknown", "unknown",
    )  # fmt: skip
    night = decided(county, ("pension", 3, "B1"))
    assert (night.outcome("pension", 3), night.status("H5")) == (("decided", "B1"), "fail")


def test_contradicted_decisions_do_nothing(county: SmallCounty) -> None:
    night = decided(
        county, ("medical_insurance", 8, "Z9"), ("medical_insurance", 9, "A1"), ("medical_insurance", 9, "B2")
    )
    assert night.outcome("medical_insurance", 8) == night.outcome("medical_insurance", 9) == ("not_registered", None)


# ---- the files -------------------------------------------------------------------------------------------


def write_decisions(path: Path, *lines: tuple[str, str, str, str], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([*line, "张三", "2017-12-30", ""] for line in lines)
    return path


def publish_proposals(path: Path, *lines: tuple[str, str, str | None, int, str, str]) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA quality")
        connection.execute(
            "CREATE TABLE quality.link_proposals"
            " (feed VARCHAR, source VARCHAR, sheet VARCHAR, row_number BIGINT, member_id VARCHAR, record_key VARCHAR)"
        )
        for line in lines:
            connection.execute("INSERT INTO quality.link_proposals VALUES (?, ?, ?, ?, ?, ?)", line)
    return path


def test_record_keys_are_resolved_by_the_published_file_else_by_saved_keys(tmp_path: Path) -> None:
    published = publish_proposals(
        tmp_path / "published.duckdb",
        ("dibao", "dibao/a.xlsx", "表1", 7, "M1", "k1"),
        ("dibao", "dibao/a.xlsx", "表1", 7, "M2", "k1"),
        ("tekun", "tekun.csv", None, 3, "M3", "k3"),
    )
    keys = tmp_path / "keys.csv"
    keys.write_text(
        "feed,record_key,source,sheet,row_number\ndibao,k1,old.csv,,2\npension,k2,pension.csv,,9\n", "utf-8"
    )
    decisions = write_decisions(
        tmp_path / "decisions.csv",
        ("dibao", "k1", "M2", "接受"), ("dibao", "k1", "M1", "拒绝"), ("pension", "k2", "M4", "接受"),
        ("tekun", "k3", "M3", "接受"), ("tekun", "k3", "M3", "拒绝"), ("tekun", "k9", "M3", "接受"),
        encoding="gbk",
    )  # fmt: skip
    assert accepted_pairs(decisions, published, keys) == [
        ("dibao", "dibao/a.xlsx", "表1", 7, "M2"),
        ("pension", "pension.csv", None, 9, "M4"),
    ]
    assert accepted_pairs(decisions, published) == [("dibao", "dibao/a.xlsx", "表1", 7, "M2")]


def test_the_command_takes_decisions(county: SmallCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published = publish_proposals(
        tmp_path / "published.duckdb", ("medical_insurance", "medical_insurance.csv", None, 8, "B2", "k1")
    )
    with duckdb.connect(str(published)) as connection:
        connection.execute(
            "CREATE TABLE quality.linkage"
            " (feed VARCHAR, source VARCHAR, sheet VARCHAR, row_number BIGINT, outcome VARCHAR, member_id VARCHAR)"
        )
        for line in decided(county).tables["linkage"]:
            connection.execute("INSERT INTO quality.linkage VALUES (?, ?, ?, ?, ?, ?)", list(line.values()))
    folder = county.folder
    decisions = write_decisions(tmp_path / "decisions.csv", ("medical_insurance", "k1", "B2", "接受"))
    assert main([str(folder), str(published), "--decisions", str(decisions)]) == 1
    linkage = [line for line in capsys.readouterr().out.splitlines() if line.startswith("quality.linkage")]
    place = "feed=medical_insurance, source=medical_insurance.csv, sheet=None, row_number=8"
    apart = "outcome: reckoned 'decided', published 'not_registered'; member_id: reckoned 'B2', published None"
    assert linkage == [
        f"quality.linkage [{place}]: {apart}",
        "quality.linkage: 1 differences (26 rows reckoned, 26 published)",
    ]
    assert main([str(folder), str(published)]) == 1
    assert "quality.linkage" not in capsys.readouterr().out


def test_decisions_without_a_column_are_refused(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("feed,record_key,member_id\n", "utf-8")
    published = publish_proposals(tmp_path / "published.duckdb")
    with pytest.raises(ValueError, match="decided_by"):
        accepted_pairs(tmp_path / "decisions.csv", published)
