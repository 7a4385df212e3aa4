"""A night with a second process: everything that it publishes and writes is as without."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.orchestration.nights import nightly_here, xundian_here
from xundian_pipeline import second_process
from xundian_pipeline.corrections.accepting import accept_received
from xundian_pipeline.corrections.department_workbooks import _workbook
from xundian_pipeline.leaders_workbook import leaders_workbook
from xundian_pipeline.orchestration import resources
from xundian_pipeline.people.record_keys import secret_path
from xundian_pipeline.second_process import SecondProcess


def _written(data: Path) -> dict[str, bytes]:
    """What a night leaves for its readers, by path; `nights` says when it was published."""
    published = (data / "published" / "parquet").rglob("*.parquet")
    paths = [*published, *(data / "corrections").rglob("*.xlsx"), *(data / "reports").rglob("tables.xlsx")]
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in paths if path.stem != "nights"}


def test_a_night_in_two_processes_is_the_same_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = tmp_path / "sources"
    assert xundian_here("sample", "--out", sources, "--households", "40", "--mess", "heavy").returncode == 0
    assert nightly_here(sources, tmp_path / "alone").returncode == 0
    # Keys of rows stand in the workbooks: both nights make them with one secret.
    shutil.copytree(secret_path(tmp_path / "alone").parent, secret_path(tmp_path / "in two").parent)
    called, used = [], set()
    run = SecondProcess.run

    def noted(process: SecondProcess, function: Callable[..., Any], *given: Any) -> Any:
        called.append(function)
        used.add(process)
        return run(process, function, *given)

    monkeypatch.setattr(SecondProcess, "run", noted)
    begun = []
    begin = SecondProcess.begin

    def noted_begin(process: SecondProcess, module: str) -> None:
        begun.append(process)
        begin(process, module)

    monkeypatch.setattr(SecondProcess, "begin", noted_begin)
    for module in (resources, second_process):
        monkeypatch.setattr(module, "LARGE", 0)
    done = nightly_here(sources, tmp_path / "in two")
    assert done.returncode == 0, done.stderr
    assert {accept_received, _workbook, leaders_workbook} <= set(called)
    assert used == set(begun)
    alone = _written(tmp_path / "alone")
    assert {
        "published/parquet/quality/linkage.parquet",
        "corrections/2017-12-31/poverty_office.xlsx",
        "reports/2017-12-31/tables.xlsx",
    } <= set(alone)
    assert _written(tmp_path / "in two") == alone
