"""An office that has kept four nights, of files that changed every night, one of them filled in; with a PostgreSQL."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy

from tests.orchestration.nights import small_county, xundian_here
from tests.reading.conftest import postgres_url  # noqa: F401  (the fixture)

FIRST, FILLED_IN, SECOND, LAST = (date(2017, month, 28) for month in (6, 8, 10, 12))
NIGHTS = (FIRST, FILLED_IN, SECOND, LAST)


@dataclass(frozen=True)
class Office:
    """The data folder of an office, and what the nights said."""

    data: Path
    said: str


@pytest.fixture(scope="session")
def office_after_four_nights(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Office:  # noqa: F811
    """Four nights kept. Not to be changed."""
    folder = tmp_path_factory.mktemp("archive")
    data, said = folder / "data", ""
    engine = sqlalchemy.create_engine(postgres_url)
    sources_file = folder / "databases.yaml"
    tables = [f"  - url: {postgres_url}\n    table: {table}\n" for table in ("亡故", "没有")]
    sources_file.write_text("".join(["deaths:\n", *tables]))
    with engine.begin() as connection:
        connection.execute(
            sqlalchemy.text('CREATE TABLE "亡故" ("姓名" text, "身份证号" text, "死亡日期" date, "备注" float)')
        )
    for at, day in enumerate((FIRST, SECOND, LAST, FILLED_IN)):
        county = small_county(folder / f"sources{at}")
        _change(county.folder, at)
        with engine.begin() as connection:
            row = {"name": f"亡者{at}", "day": date(2017, 1 + at, 1), "note": at + 0.5}
            insert = "INSERT INTO \"亡故\" VALUES (:name, '53012919400101001X', :day, :note)"
            connection.execute(sqlalchemy.text(insert), row)
        _decide(data, at)
        night = xundian_here(
            *("nightly", "--sources", county.folder, "--data", data),
            *("--assessment-date", str(day), "--sources-file", sources_file),
        )
        assert night.returncode == 0, night.stdout + night.stderr
        said += night.stdout
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text('DROP TABLE "亡故"'))
    engine.dispose()
    # Whatever is asked for later comes from the archive: no department has its files any more.
    for at in range(4):
        shutil.rmtree(folder / f"sources{at}")
    return Office(data, said)


def say_nothing(_line: str) -> None:
    """What a command is given to speak by where nobody listens."""


def _decide(data: Path, at: int) -> None:
    """Let the officers' file of decisions be missing on the first night, and another one on every other night."""
    if at:
        (data / "decisions").mkdir(exist_ok=True)
        line = f"dibao,{'0' * 32},没有的人{at},接受,某人,2017-06-01,像"
        text = f"feed,record_key,member_id,decision,decided_by,decided_on,reason\n{line}\n"
        (data / "decisions" / "link_decisions.csv").write_bytes(text.encode("gb18030"))


def _change(sources: Path, at: int) -> None:
    """Make the files of the night `at` unlike those of the others: broken, unknown and unreadable ones among them."""
    (sources / f"第{at}夜.txt").write_text("x" * at)
    (sources / "旧文件").mkdir()
    (sources / "旧文件" / "a.csv").write_text("x")
    (sources / "dibao").mkdir(exist_ok=True)
    (sources / "dibao" / f"坏的{at}.xlsx").write_bytes(b"PK\3\4" + bytes([at]))
    (sources / "dibao" / "备忘.doc").write_text("x")
    (sources / "helpers").mkdir(exist_ok=True)
    (sources / "helpers" / "断链.csv").symlink_to(sources / "nowhere")
    if at % 2:
        (sources / "tekun.csv").unlink()


@pytest.fixture
def office(office_after_four_nights: Office, tmp_path: Path) -> Office:
    """Four nights kept, to be changed."""
    shutil.copytree(office_after_four_nights.data, tmp_path / "data", symlinks=True)
    return Office(tmp_path / "data", office_after_four_nights.said)
