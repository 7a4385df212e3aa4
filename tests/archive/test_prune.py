"""Archived sources of earlier nights are erased, but never what another night needs, and the ledger says so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.archive.conftest import FILLED_IN, FIRST, LAST, NIGHTS, SECOND, Office, say_nothing
from tests.orchestration.nights import published, xundian_here
from xundian_pipeline.archive import Archive, Manifest, erase, prune, pruned_on, read_ledger, read_manifest
from xundian_pipeline.archive.pruning import read_all_manifests
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.kept_nights.rebuilding import rebuild
from xundian_pipeline.kept_nights.verification import WHOLE, verify
from xundian_pipeline.publishing.night import forget, seal, show_again
from xundian_pipeline.store import Store

ON = datetime.date(2018, 3, 1)


def _manifest(data: Path, day: datetime.date) -> Manifest:
    ledger = read_ledger(data)
    [night] = [night for night in (*ledger.nights, *ledger.forgotten) if night.assessment_date == day]
    return read_manifest(data, day, night.number, night.manifest)


def _lacking(data: Path, day: datetime.date) -> set[str]:
    archive = Archive(data)
    return {sha256 for sha256 in _manifest(data, day).source_objects() if not archive.holds(sha256)}


def _prune(data: Path, before: datetime.date) -> tuple[str, ...]:
    ledger, erased = prune(data, before, ON)
    if erased:
        show_again(data, ledger)
        erase(data, erased)
    return erased


def test_only_what_no_later_night_needs_is_erased(office: Office) -> None:
    own = _manifest(office.data, FIRST).source_objects() | _manifest(office.data, FILLED_IN).source_objects()
    later = _manifest(office.data, SECOND).source_objects() | _manifest(office.data, LAST).source_objects()
    assert own & later, "the nights have files in common"
    done = xundian_here("prune", "--before", str(SECOND), "--data", office.data)
    assert done.returncode == 0, done.stderr
    assert f"这些夜次不能再重建：{FIRST}、{FILLED_IN}。" in done.stdout
    assert _lacking(office.data, FIRST) | _lacking(office.data, FILLED_IN) == own - later
    assert _lacking(office.data, SECOND) == _lacking(office.data, LAST) == set()
    [record] = read_ledger(office.data).pruned
    assert (record["before"], record["nights"]) == (str(SECOND), [str(FIRST), str(FILLED_IN)])
    assert set(record["objects"]) == own - later
    code, text = verify(office.data)
    assert code == WHOLE, text
    assert f"考核日 {FIRST} 的来件已于 {record['on']} 清理，不在存档里。" in text
    assert [str(day) for (day,) in published(office.data, "SELECT assessment_date FROM exit_indicators.nights")] == [
        str(day) for day in NIGHTS
    ]
    again = xundian_here("prune", "--before", str(SECOND), "--data", office.data)
    assert again.returncode == 0
    assert "没有可以清理的来件" in again.stdout


def test_a_pruned_night_is_not_rebuilt_and_the_others_are(office: Office, tmp_path: Path) -> None:
    _prune(office.data, FILLED_IN)
    with pytest.raises(PipelineError, match=f"考核日 {FIRST} 的来件已于 {ON} 清理"):
        rebuild(office.data, FIRST, tmp_path / "out", say_nothing)
    assert not (tmp_path / "out").exists()
    assert rebuild(office.data, FILLED_IN, tmp_path / "out", say_nothing) == 0


def test_a_sealed_night_keeps_its_sources(office: Office) -> None:
    seal(office.data, FIRST, "县扶贫办", datetime.date(2018, 1, 2))
    _prune(office.data, SECOND)
    assert _lacking(office.data, FIRST) == set()
    assert _lacking(office.data, FILLED_IN)
    [record] = read_ledger(office.data).pruned
    assert record["nights"] == [str(FILLED_IN)]


def test_the_sources_of_forgotten_nights_are_erased(office: Office) -> None:
    forget(office.data, FIRST)
    _prune(office.data, FILLED_IN)
    assert _lacking(office.data, FIRST)
    assert verify(office.data)[0] == WHOLE


def test_a_forgotten_night_of_after_the_date_keeps_its_sources(office: Office) -> None:
    needed = _manifest(office.data, SECOND).source_objects()
    forget(office.data, SECOND)
    _prune(office.data, FILLED_IN)
    assert all(Archive(office.data).holds(sha256) for sha256 in needed)


def test_the_latest_night_may_be_pruned_and_stays_published(office: Office) -> None:
    _prune(office.data, datetime.date(2018, 1, 1))
    assert all(_lacking(office.data, day) == _manifest(office.data, day).source_objects() for day in NIGHTS)
    code, text = verify(office.data)
    assert code == WHOLE, text
    assert published(office.data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def test_what_is_no_source_is_never_erased(office: Office) -> None:
    lasting = {sha256 for manifest in read_all_manifests(office.data) for sha256 in manifest.lasting_objects()}
    # A department that sends the county's own file: one object, and it is needed.
    _prune(office.data, datetime.date(2018, 1, 1))
    assert all(Archive(office.data).holds(sha256) for sha256 in lasting)


def test_planning_changes_nothing(office: Office) -> None:
    before = sorted(path.name for path in Archive(office.data).all())
    ledger, erased = prune(office.data, LAST, ON)
    assert erased
    assert {pruned_on(ledger, day, erased[0]) for day in NIGHTS} == {str(ON), None}
    assert sorted(path.name for path in Archive(office.data).all()) == before
    assert read_ledger(office.data).pruned == ()


def test_a_prune_that_was_cut_short_is_finished_by_the_next(office: Office) -> None:
    ledger, erased = prune(office.data, FILLED_IN, ON)
    show_again(office.data, ledger)
    assert verify(office.data)[0] == WHOLE
    assert _prune(office.data, FILLED_IN) == erased
    assert _lacking(office.data, FIRST) == set(erased)


def test_an_altered_manifest_stops_it(office: Office) -> None:
    night = read_ledger(office.data).night(LAST)
    assert night is not None
    path = office.data / "archive" / "manifests" / f"{LAST}-{night.number:06d}.json"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    done = xundian_here("prune", "--before", str(SECOND), "--data", office.data)
    assert done.returncode == 1
    assert "没有清理：" in done.stderr
    assert "被改动过" in done.stderr
    assert _lacking(office.data, FIRST) == set()


def test_nothing_is_erased_while_a_night_runs(office: Office) -> None:
    Store(office.data).claim("a-night-that-runs")
    done = xundian_here("prune", "--before", str(SECOND), "--data", office.data)
    assert done.returncode == 1
    assert "有夜间任务正在运行" in done.stderr


def test_a_folder_without_nights_is_told(tmp_path: Path) -> None:
    done = xundian_here("prune", "--before", "2018-01-01", "--data", tmp_path / "nowhere")
    assert done.returncode == 1
    assert "没有计入历史的夜次" in done.stderr
    assert not (tmp_path / "nowhere").exists()
