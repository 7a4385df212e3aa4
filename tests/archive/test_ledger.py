"""Manifests and ledgers: what is written is read, and what was altered is told."""

from __future__ import annotations

import datetime
import stat
from pathlib import Path

import pytest

from xundian_pipeline.archive import (
    KeptNight,
    Ledger,
    Manifest,
    SourceFile,
    read_ledger,
    read_manifest,
    write_ledger,
    write_manifest,
)
from xundian_pipeline.archive.ledger import ledger_path
from xundian_pipeline.archive.manifests import manifest_path
from xundian_pipeline.errors import PipelineError

DAY = datetime.date(2017, 12, 31)
EARLIER = datetime.date(2017, 6, 30)


def _manifest(number: int = 3) -> Manifest:
    return Manifest(
        assessment_date=DAY,
        number=number,
        published_at="2018-01-01T02:00:00+08:00",
        code_version="0.1.0+abc",
        rule_version="1",
        parameters="a" * 64,
        county={"county.yaml": "b" * 64, "parameters.yaml": "a" * 64},
        inputs={"link_decisions": "c" * 64},
        sources=(
            SourceFile("dibao", "dibao/一月.csv", "d" * 64, 12, "file"),
            SourceFile(None, "说明.txt", None, 5, "file"),
        ),
        past={},
        record={"findings": "e" * 64},
        state={"findings": "f" * 64},
        published={"xundian.duckdb": "0" * 64},
    )


def _night(day: datetime.date = DAY, number: int = 3) -> KeptNight:
    return KeptNight(day, number, "9" * 64, "2018-01-01T02:00:00+08:00")


def _publish(data: Path, number: int) -> None:
    data.mkdir(exist_ok=True)
    link = data / "published"
    link.unlink(missing_ok=True)
    link.symlink_to(f"nights/{DAY}-{number:06d}", target_is_directory=True)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    sha256 = write_manifest(tmp_path, _manifest())
    assert read_manifest(tmp_path, DAY, 3, sha256) == read_manifest(tmp_path, DAY, 3) == _manifest()
    path = manifest_path(tmp_path, DAY, 3)
    assert path == tmp_path / "archive" / "manifests" / "2017-12-31-000003.json"
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert write_manifest(tmp_path, _manifest()) == sha256


def test_a_manifest_names_its_objects(tmp_path: Path) -> None:
    assert _manifest().source_objects() == {"d" * 64}
    assert _manifest().lasting_objects() == {letter * 64 for letter in "abcef"}


def test_a_manifest_that_is_gone_or_altered_is_told(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"2017-12-31-000003\.json 不见了"):
        read_manifest(tmp_path, DAY, 3)
    sha256 = write_manifest(tmp_path, _manifest())
    path = manifest_path(tmp_path, DAY, 3)
    content = path.read_text("utf-8")
    path.write_text(content.replace('"size": 12', '"size": 13'), "utf-8")
    with pytest.raises(PipelineError, match="被改动过"):
        read_manifest(tmp_path, DAY, 3, sha256)
    path.write_text(content.replace('"number"', '"numbre"'), "utf-8")
    with pytest.raises(PipelineError, match="读不出来"):
        read_manifest(tmp_path, DAY, 3)
    path.write_text(content.replace('"number": 3', '"number": 4'), "utf-8")
    with pytest.raises(PipelineError, match="另一夜"):
        read_manifest(tmp_path, DAY, 3)


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger().with_night(_night()).with_night(_night(EARLIER, 4)).numbered(4)
    ledger = ledger.sealed(EARLIER, "县扶贫办", "2018-01-02")
    write_ledger(tmp_path, ledger)
    _publish(tmp_path, 4)
    assert read_ledger(tmp_path) == ledger
    assert [night.assessment_date for night in ledger.nights] == [EARLIER, DAY]
    assert ledger.night(EARLIER) == KeptNight(
        EARLIER, 4, "9" * 64, "2018-01-01T02:00:00+08:00", "县扶贫办", "2018-01-02"
    )
    assert ledger.night(datetime.date(2017, 1, 1)) is None


def test_a_night_run_again_replaces_itself_and_a_forgotten_one_is_remembered_as_such() -> None:
    ledger = Ledger().with_night(_night(number=3)).with_night(_night(number=5))
    assert ledger.nights == (_night(number=5),)
    assert ledger.without(DAY) == Ledger(forgotten=(_night(number=5),))
    again = ledger.without(DAY).with_night(_night(number=6)).without(DAY)
    assert again == Ledger(forgotten=(_night(number=5), _night(number=6)))
    for change in (again.without, lambda day: again.sealed(day, "甲", "2018-01-02")):
        with pytest.raises(KeyError):
            change(DAY)


def test_the_ledger_in_force_is_that_of_the_published_folder(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger(3, (_night(),)))
    assert read_ledger(tmp_path) == Ledger(), "nothing is published"
    _publish(tmp_path, 2)
    assert read_ledger(tmp_path) == Ledger(), "written by a publication that never came about"
    _publish(tmp_path, 3)
    assert read_ledger(tmp_path) == Ledger(3, (_night(),))
    _publish(tmp_path, 4)
    with pytest.raises(PipelineError, match=r"000004\.json 不见了"):
        read_ledger(tmp_path)


def test_every_altered_byte_of_a_ledger_is_told(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger(3, (_night(),)))
    _publish(tmp_path, 3)
    path = ledger_path(tmp_path, 3)
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(PipelineError):
            read_ledger(tmp_path)
