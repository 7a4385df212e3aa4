"""A night of the other county, from files in its own words to everything that is made of the published tables."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from schemas.registry import FEEDS
from tests.orchestration.nights import xundian
from xundian_pipeline.county import COUNTY_VARIABLE, County, load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.explain import explain
from xundian_pipeline.kept_nights.keeping import seal_night
from xundian_pipeline.kept_nights.rebuilding import EQUAL, rebuild
from xundian_pipeline.orchestration.wiring import UPSTREAM, upstream_of
from xundian_pipeline.publishing.kept_county import demand_same_county
from xundian_pipeline.rules.rule import rule_of
from xundian_pipeline.sample import write_county

HOUSEHOLDS = 60
DAY = datetime.date(2018, 12, 31)


@dataclass(frozen=True)
class Office:
    """The county's folder, its sources and its data."""

    county: Path
    sources: Path
    data: Path

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.data / "published" / "xundian.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def office(folder: Path, yunling: County, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A night of it, run as an office of the county does."""
    place = tmp_path_factory.mktemp("yunling")
    office = Office(folder, place / "sources", place / "data")
    write_county(office.sources, yunling, HOUSEHOLDS, 1, "light", DAY)
    where = ("--sources", office.sources, "--data", office.data, "--assessment-date", str(DAY))
    done = xundian("--county", folder, "nightly", *where)
    assert done.returncode == 0, done.stdout + done.stderr
    return office


def test_every_file_in_the_countys_own_words_is_read(office: Office, yunling: County) -> None:
    written = b"".join(path.read_bytes() for path in office.sources.rglob("*.csv"))
    assert any(words[0].encode(encoding) in written for words in yunling.header_synonyms.values()
               for encoding in ("utf-8", "gb18030"))  # fmt: skip
    read = dict(office.ask("SELECT feed, SUM(rows_accepted) FROM quality.feed_runs GROUP BY feed"))
    assert set(read) == set(FEEDS)
    assert all(read.values())
    assert not office.ask("SELECT * FROM quality.quarantine WHERE kind = 'file'")


def test_codes_in_the_countys_own_words_are_read_as_those_of_the_contract(office: Office) -> None:
    returned = (
        "SELECT COUNT(DISTINCT (source, sheet, row_number)) FROM quality.quarantine WHERE feed = ? AND kind = 'row'"
    )
    types = office.ask("SELECT DISTINCT household_type FROM exit_indicators.household_exit ORDER BY 1")
    assert {row[0] for row in types} <= {"一般贫困户", "低保贫困户", "特困供养户"}
    assert len(types) > 1
    (returned,) = office.ask(
        "SELECT COUNT(DISTINCT (source, sheet, row_number)) FROM quality.quarantine "
        "WHERE feed = 'medical_insurance' AND kind = 'row'"
    )
    assert returned[0] < 20


def test_the_countys_own_indicator_is_judged_counted_labelled_and_has_a_history(office: Office) -> None:
    (judged,) = office.ask(
        "SELECT COUNT(*), COUNT(DISTINCT household_id), COUNT(*) FILTER (status = 'fail') "
        "FROM exit_indicators.household_exit_indicators WHERE indicator = 'H7'"
    )
    (households,) = office.ask("SELECT COUNT(*) FROM exit_indicators.household_exit")[0]
    assert judged[:2] == (households, households)
    assert judged[2]
    not_ready = office.ask(
        "SELECT DISTINCT e.result FROM exit_indicators.household_exit AS e "
        "JOIN exit_indicators.household_exit_indicators AS i USING (household_id) "
        "WHERE i.indicator = 'H7' AND i.status = 'fail'"
    )
    assert not_ready == [("not_ready",)]
    labels = office.ask("SELECT DISTINCT label FROM exit_indicators.labels WHERE value = 'H7'")
    assert labels == [("搬迁住房面积达标",)]
    (kept,) = office.ask("SELECT COUNT(*) FROM exit_indicators.indicator_history WHERE indicator = 'H7'")[0]
    assert kept == households


def test_it_is_told_in_explain_the_ledger_the_board_and_the_persons_file(office: Office, tmp_path: Path) -> None:
    household = str(
        office.ask(
            "SELECT MIN(household_id) FROM exit_indicators.household_exit_indicators "
            "WHERE indicator = 'H7' AND status = 'fail'"
        )[0][0]
    )
    told = explain(household, "h7", office.data)
    assert "搬迁住房面积达标" in told
    assert "云岭县贫困退出工作方案" in told
    page = (office.data / "reports" / str(DAY) / "board.html").read_text("utf-8")
    (numbers,) = re.findall(r'<script id="numbers" type="application/json">(.*?)</script>', page, re.DOTALL)
    board = json.loads(numbers)
    assert board["county"] == "云岭县"
    assert board["words"]["indicators"]["H7"] == "搬迁住房面积达标"
    assert board["whole"]["counts"]["H7 fail"] > 0
    with duckdb.connect(str(office.data / "restricted" / "persons.duckdb"), read_only=True) as persons:
        lines = persons.execute(
            "SELECT item, section FROM person.household_ledger WHERE household_id = ? AND item LIKE 'H7%'", [household]
        ).fetchall()
    assert [item for item, _ in lines] == ["H7 搬迁住房面积达标"]


def test_the_night_can_be_made_and_shown_again_without_the_countys_folder(office: Office, tmp_path: Path) -> None:
    assert rebuild(office.data, DAY, tmp_path / "again", lambda _: None) == EQUAL
    data = tmp_path / "data"
    shutil.copytree(office.data, data, symlinks=True)
    seal_night(data, DAY, "张三", lambda _: None)
    with duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True) as connection:
        counted = "SELECT COUNT(*) FROM exit_indicators.labels WHERE value = 'H7'"
        assert connection.execute(counted).fetchall()[0][0] == 3


def test_a_day_before_its_first_parameters_is_refused(yunling: County) -> None:
    with pytest.raises(PipelineError, match="2018-01-01"):
        yunling.parameters.on(datetime.date(2017, 12, 31))


def test_a_data_folder_is_of_one_county(office: Office, yunling: County) -> None:
    demand_same_county(office.data, yunling)
    with pytest.raises(PipelineError, match="云岭县的各夜，这次要跑的是寻甸县"):
        demand_same_county(office.data, load_county())


def _with(folder: Path, place: Path, name: str, text: str) -> Path:
    """A copy of the county's folder with another text in one of its files."""
    shutil.copytree(folder, place)
    (place / name).write_text(text, "utf-8")
    return place


def test_a_rule_without_a_file_is_named(folder: Path, tmp_path: Path) -> None:
    rules = (folder / "rules.yaml").read_text("utf-8").replace("H7]", "H7, H8]")
    county = load_county(_with(folder, tmp_path / "county", "rules.yaml", rules))
    with pytest.raises(PipelineError, match=r"rules/household/H8\.sql"):
        rule_of(county.rules, "household", "H8")


def test_what_its_own_rule_names_is_read_for_it(folder: Path, yunling: County, tmp_path: Path) -> None:
    head = (folder / "rules" / "household" / "H7.sql").read_text("utf-8")
    name = "rules/household/H7.sql"
    more = load_county(_with(folder, tmp_path / "more", name, head.replace("feeds: relocation", "feeds: helpers")))
    assert upstream_of(yunling) == UPSTREAM == upstream_of(load_county())
    assert set(upstream_of(more)["household_indicators"]) == {*UPSTREAM["household_indicators"], "helpers"}
    wrong = load_county(_with(folder, tmp_path / "wrong", name, head.replace("feeds: relocation", "feeds: helper")))
    with pytest.raises(PipelineError, match=r"H7\.sql 文件头的 feeds 里，helper 不是名册的代号"):
        upstream_of(wrong)


def test_a_code_that_no_roster_has_is_refused(folder: Path, tmp_path: Path) -> None:
    county = _with(folder, tmp_path / "county", "values.yaml", "性别: {'1': 男性}\n")
    with pytest.raises(PipelineError, match="男性"):
        load_county(county)


def test_a_county_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COUNTY_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(PipelineError, match=r"nowhere 里没有 county\.yaml"):
        load_county()
