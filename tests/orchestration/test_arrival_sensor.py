"""Files that arrive start one run of what they concern; nothing else does."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from dagster import (
    DagsterInstance,
    DefaultSensorStatus,
    RunRequest,
    SensorDefinition,
    SensorResult,
    build_sensor_context,
)

from tests.orchestration.conftest import Office
from tests.orchestration.nights import run_assets, some_job, told_where, xundian
from tests.orchestration.test_definitions import BESIDE_FEEDS
from xundian_pipeline.definitions import defs
from xundian_pipeline.orchestration import arrival_sensor
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.resources import Sources

DOWNSTREAM = BESIDE_FEEDS - {"unknown_files", "correction_files", "decisions"}


@dataclasses.dataclass
class Watch:
    """The sensor over an office, looked at by hand; the clock goes on by as much as a test says."""

    office: Office
    instance: DagsterInstance
    now: float = 1_000_000_000.0
    cursor: str | None = None

    def look(self, seconds: float = 5) -> SensorResult:
        self.now += seconds
        sensor = defs.resolve_sensor_def(arrival_sensor.NAME)
        assert isinstance(sensor, SensorDefinition)
        context = build_sensor_context(
            self.instance,
            self.cursor,
            definitions=defs,
            resources={"sources": Sources(folder=str(self.office.sources))},
        )
        result = sensor(context)
        assert isinstance(result, SensorResult)
        self.cursor = result.cursor
        return result

    def requested(self) -> list[RunRequest]:
        """What two looks, far enough apart, ask for."""
        first = self.look()
        assert not first.run_requests
        return list(self.look().run_requests or ())


def _assets(request: RunRequest) -> set[str] | None:
    return None if request.asset_selection is None else {key.to_user_string() for key in request.asset_selection}


@pytest.fixture
def watch(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        watched = Watch(office, instance)
        monkeypatch.setattr(arrival_sensor, "now", lambda: watched.now)
        yield watched


def _append_space(path: Path) -> None:
    path.write_text(path.read_text("utf-8-sig") + "\n", "utf-8")


def _touched_feed(sources: Path, feed: str) -> Path:
    (path,) = sources.glob(f"{feed}.*")
    return path


def test_it_is_on_from_the_start_and_looks_often() -> None:
    sensor = defs.resolve_sensor_def(arrival_sensor.NAME)
    assert sensor.default_status == DefaultSensorStatus.RUNNING
    assert sensor.minimum_interval_seconds is not None
    assert sensor.minimum_interval_seconds <= 5


def test_what_the_last_night_read_starts_nothing(watch: Watch) -> None:
    assert watch.requested() == []
    for path in watch.office.sources.rglob("*"):
        os.utime(path)  # copied again, with the same content
    assert watch.requested() == []


def test_a_changed_file_starts_its_feed_and_what_is_made_of_it(watch: Watch) -> None:
    watch.requested()
    _append_space(_touched_feed(watch.office.sources, "dibao"))
    (request,) = watch.requested()
    assert _assets(request) == {"dibao", *DOWNSTREAM}
    assert request.tags["assessment_date"] == "2017-12-31"
    assert watch.requested() == []


def test_a_correction_workbook_starts_the_feeds_that_it_corrects(watch: Watch) -> None:
    watch.requested()
    workbook = watch.office.sources / "corrections" / "民政局.xlsx"
    workbook.parent.mkdir()
    with xlsxwriter.Workbook(workbook) as written:
        written.add_worksheet("说明").write_row(0, 0, ["考核日", "2017-12-31"])
        written.add_worksheet("dibao").write_row(0, 0, ["姓名", "_row_key"])
        written.add_worksheet("备注")
    (request,) = watch.requested()
    made = {"correction_files", "dibao", *DOWNSTREAM}
    assert _assets(request) == made

    before = (watch.office.data / "published").readlink()
    assert run_assets(watch.instance, sorted(made), request.tags).success
    assert (watch.office.data / "published").readlink() != before
    watch.cursor = None
    assert watch.requested() == []

    workbook.unlink()
    (request,) = watch.requested()
    assert _assets(request) == made


def test_files_that_come_together_start_one_run(watch: Watch) -> None:
    watch.requested()
    sources = watch.office.sources
    _touched_feed(sources, "deaths").unlink()
    (sources / "helpers").mkdir(exist_ok=True)
    shutil.copy(_touched_feed(sources, "helpers"), sources / "helpers" / "补报.csv")
    decisions = watch.office.data / "decisions"
    decisions.mkdir(exist_ok=True)
    (decisions / "link_decisions.csv").write_text(
        "feed,record_key,member_id,decision,decided_by,decided_on,reason\n", "utf-8"
    )
    (request,) = watch.requested()
    assert _assets(request) == {"deaths", "helpers", "decisions", *DOWNSTREAM}


def test_a_state_that_comes_back_is_asked_for_under_another_key(watch: Watch) -> None:
    watch.requested()
    path = _touched_feed(watch.office.sources, "dibao")
    content, state = path.read_bytes(), path.stat()
    keys = []
    for changed in (True, False, True):
        path.write_bytes(content + b"\n" * changed)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + changed))
        requests = watch.requested()
        keys += [request.run_key for request in requests]
    assert len(set(keys)) == 2, "the second state is what the store has: it needs no run"


def test_while_a_run_is_in_progress_it_waits(watch: Watch) -> None:
    watch.requested()
    _append_space(_touched_feed(watch.office.sources, "dibao"))
    run = watch.instance.create_run_for_job(some_job())
    watch.instance.report_run_canceling(run)
    watch.look()
    waiting = watch.look()
    assert not waiting.run_requests
    assert "等它结束" in str(waiting.skip_reason)
    watch.instance.report_run_canceled(run)
    (request,) = watch.look().run_requests or ()
    assert _assets(request) == {"dibao", *DOWNSTREAM}


@pytest.mark.parametrize("reason", ["no night", "another date"])
def test_without_a_complete_night_the_whole_night_is_run(watch: Watch, reason: str) -> None:
    if reason == "no night":
        shutil.rmtree(watch.office.data / "store")
    else:
        (watch.office.data / "config.yaml").write_text("assessment_date: 2017-12-30\n", "utf-8")
        assert watch.requested() == []
        _append_space(_touched_feed(watch.office.sources, "dibao"))
    (request,) = watch.requested()
    assert _assets(request) is None
    assert request.job_name == "nightly"
    assert watch.requested() == []


def test_a_sealed_night_is_left_alone(watch: Watch) -> None:
    sealed = xundian("seal", "2017-12-31", "--by", "县长甲", "--data", watch.office.data)
    assert sealed.returncode == 0, sealed.stderr
    watch.requested()
    _append_space(_touched_feed(watch.office.sources, "dibao"))
    assert watch.requested() == []
    said = str(watch.look().skip_reason)
    assert "已经封存" in said
    assert "县长甲" not in said


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda office: shutil.rmtree(office.sources), "来件文件夹"),
        (lambda office: (office.data / "config.yaml").write_text("what: 1", "utf-8"), "config.yaml"),
    ],
)
def test_what_is_wrong_is_told_and_looked_at_again(watch: Watch, break_it, words: str) -> None:
    watch.requested()
    _append_space(_touched_feed(watch.office.sources, "dibao"))
    break_it(watch.office)
    watch.look()
    result = watch.look()
    assert not result.run_requests
    assert words in str(result.skip_reason)
