"""What has arrived: names, standing still, and files that are still being written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xundian_pipeline.arriving import arrivals
from xundian_pipeline.arriving.arrivals import LONGEST_OPEN_SECONDS, SETTLED_SECONDS, Seen
from xundian_pipeline.arriving.open_files import is_open_for_writing

START = 1_000_000.0


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "helpers").mkdir(parents=True)
    (folder / "dibao.csv").write_text("a", "utf-8")
    (folder / "helpers" / "张三.xlsx").write_text("b", "utf-8")
    return folder


def _found(sources: Path) -> dict[str, list[str]]:
    found = arrivals.look(sources, sources.parent / "data")
    return {asset: sorted(file.source for file in files) for asset, files in found.items() if files}


def _settled(sources: Path, seen: Seen, now: float) -> tuple[Seen, set[str]]:
    seen, settled = arrivals.watch(seen, arrivals.look(sources, sources.parent / "data"), now)
    return seen, set(settled)


def _accounted(sources: Path) -> Seen:
    found = arrivals.look(sources, sources.parent / "data")
    return Seen().accounting(found, found)


def test_files_belong_to_feeds_by_their_name_or_folder(sources: Path) -> None:
    (sources / "corrections").mkdir()
    (sources / "corrections" / "health.xlsx").touch()
    decisions = sources.parent / "data" / "decisions"
    decisions.mkdir(parents=True)
    (decisions / "link_decisions.csv").touch()
    (sources / "说明.txt").touch()
    assert _found(sources) == {
        "dibao": ["dibao.csv"],
        "helpers": ["helpers/张三.xlsx"],
        "correction_files": ["corrections/health.xlsx"],
        "decisions": ["decisions/link_decisions.csv"],
    }


@pytest.mark.parametrize(
    "name", ["~$dibao.xlsx", ".dibao.xlsx", "dibao.part", "dibao.tmp", "dibao.crdownload", "dibao.csv.part"]
)
@pytest.mark.parametrize("folder", [".", "dibao"])
def test_temporary_names_are_no_arrivals(sources: Path, name: str, folder: str) -> None:
    before = _found(sources)
    (sources / folder).mkdir(exist_ok=True)
    (sources / folder / name).write_text("half", "utf-8")
    assert _found(sources) == before


def test_a_new_file_has_to_stand_still_between_two_looks(sources: Path) -> None:
    seen = _accounted(sources)
    (sources / "deaths.csv").write_text("1", "utf-8")
    seen, settled = _settled(sources, seen, START)
    assert settled == set()
    seen, settled = _settled(sources, seen, START + SETTLED_SECONDS / 2)
    assert settled == set()
    (sources / "deaths.csv").write_text("12", "utf-8")
    seen, settled = _settled(sources, seen, START + SETTLED_SECONDS)
    assert settled == set()
    seen, settled = _settled(sources, seen, START + 2 * SETTLED_SECONDS)
    assert settled == {"deaths"}


def test_a_growing_file_holds_up_no_other_feed(sources: Path) -> None:
    seen = _accounted(sources)
    (sources / "deaths.csv").write_text("1", "utf-8")
    (sources / "dibao.csv").write_text("1", "utf-8")
    seen, _ = _settled(sources, seen, START)
    (sources / "deaths.csv").write_text("12", "utf-8")
    seen, settled = _settled(sources, seen, START + SETTLED_SECONDS)
    assert settled == {"dibao"}


def test_a_file_that_is_gone_is_a_change_once_it_stays_away(sources: Path) -> None:
    seen = _accounted(sources)
    content = sources / "dibao.csv"
    state = content.stat()
    content.unlink()
    seen, settled = _settled(sources, seen, START)
    assert settled == set()
    content.write_text("a", "utf-8")
    os.utime(content, ns=(state.st_atime_ns, state.st_mtime_ns))
    seen, settled = _settled(sources, seen, START + SETTLED_SECONDS)
    assert settled == set()
    content.unlink()
    seen, _ = _settled(sources, seen, START + 2 * SETTLED_SECONDS)
    seen, settled = _settled(sources, seen, START + 3 * SETTLED_SECONDS)
    assert settled == {"dibao"}


def test_a_clock_that_was_put_back_begins_anew(sources: Path) -> None:
    seen, _ = _settled(sources, Seen(), START)
    seen, settled = _settled(sources, seen, START - 100)
    assert settled == set()
    _, settled = _settled(sources, seen, START - 100 + SETTLED_SECONDS)
    assert {"dibao", "helpers"} <= settled


def test_a_file_that_another_process_writes_is_waited_for(sources: Path) -> None:
    written = sources / "deaths.csv"
    seen = _accounted(sources)
    writer = subprocess.Popen(
        [sys.executable, "-c", f"file = open({str(written)!r}, 'w'); file.write('1'); file.flush(); print(); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    if not is_open_for_writing(written):
        writer.communicate("\n")
        pytest.skip("the file system of the temporary folder does not tell who writes")
    seen, _ = _settled(sources, seen, START)
    assert _settled(sources, seen, START + 100)[1] == set()
    assert _settled(sources, seen, START + LONGEST_OPEN_SECONDS)[1] == {"deaths"}
    writer.communicate("\n")
    assert _settled(sources, seen, START + 100)[1] == {"deaths"}


def test_what_is_kept_holds_no_name_and_comes_back(sources: Path) -> None:
    seen, _ = _settled(sources, Seen(), START)
    kept = seen.accounting(arrivals.look(sources, sources.parent), ["helpers"]).counting_a_run()
    assert "张三" not in kept.text()
    assert "csv" not in kept.text()
    assert Seen.from_text(kept.text()) == kept
    assert Seen.from_text(None) == Seen.from_text("{}") == Seen.from_text("x") == Seen()


def test_a_missing_folder_of_sources_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        arrivals.look(tmp_path / "nowhere", tmp_path)
