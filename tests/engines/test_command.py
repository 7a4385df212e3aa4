"""`xundian nightly --engine spark`: one line that says what to install, and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.orchestration.nights import environment, small_county
from xundian_pipeline.cli import main
from xundian_pipeline.engine import OpenEngine

QUERY = "SELECT x, COUNT(*) AS n FROM (VALUES (1), (1)) AS t (x) GROUP BY x"
FINISHED = f"""
from xundian_pipeline.spark import SparkEngine
with SparkEngine({{}}, {{}}) as engine:
    engine.create("numbers", "{QUERY}")
    assert engine.table("numbers").to_pylist() == [{{"x": 1, "n": 2}}]
"""
JAVA_LOST = f"""
import logging, os, signal
from pyspark import SparkContext
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.spark import SparkEngine
logging.getLogger().addHandler(logging.NullHandler())  # as the command does
with SparkEngine({{}}, {{}}) as engine:
    os.kill(SparkContext._gateway.proc.pid, signal.SIGKILL)
    SparkContext._gateway.proc.wait()
    for attempt in range(2):
        try:
            engine.create(f"numbers{{attempt}}", "{QUERY}")
        except PipelineError as error:
            assert "Java 进程中途没有了" in error.message
        else:
            raise AssertionError
"""


@pytest.mark.parametrize("code", [pytest.param(FINISHED, id="finished"), pytest.param(JAVA_LOST, id="Java lost")])
def test_nothing_of_spark_stays_anywhere(spark: OpenEngine, code: str, tmp_path: Path) -> None:
    where, temporary = tmp_path / "where", tmp_path / "temporary"
    where.mkdir()
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        cwd=where,
        env=environment(TMPDIR=str(temporary)),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(where.iterdir()) == []
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("way", ["argument", "settings"])
def test_without_java_nothing_is_run(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    sources, data = small_county(tmp_path / "sources").folder, tmp_path / "data"
    data.mkdir()
    if way == "settings":
        (data / "config.yaml").write_text("engine: spark\n", "utf-8")
    more = ("--engine", "spark") if way == "argument" else ()
    assert main(["nightly", "--sources", str(sources), "--data", str(data), *more]) == 1
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert told.startswith("没有发布：没有找到 Java")
    assert "openjdk-17-jre-headless" in told
    assert not (data / "published").exists()


@pytest.mark.parametrize(
    ("more", "settings", "code"),
    [(("--engine", "trino"), "", 2), ((), "engine: trino\n", 1), ((), "engine: [spark]\n", 1)],
)
def test_an_engine_that_is_not_there_is_told(
    more: tuple[str, ...], settings: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources, data = small_county(tmp_path / "sources").folder, tmp_path / "data"
    data.mkdir()
    (data / "config.yaml").write_text(settings, "utf-8")
    assert main(["nightly", "--sources", str(sources), "--data", str(data), *more]) == code
    told = capsys.readouterr().err
    assert "duckdb" in told
    assert "spark" in told
    assert not (data / "published").exists()
