"""`xundian nightly --engine spark`: one line that says what to install, and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.orchestration.nights import COMMAND, environment, small_county
from xundian_pipeline.engine import OpenEngine


def _nightly(sources: Path, data: Path, *more: str, where: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a night to its end in the folder `where`."""
    return subprocess.run(
        [*COMMAND, "nightly", "--sources", str(sources), "--data", str(data), *more],
        capture_output=True,
        text=True,
        cwd=where,
        env=environment(**variables),
        check=False,
    )


def test_nothing_of_spark_stays_anywhere(spark: OpenEngine, tmp_path: Path) -> None:
    where, temporary = tmp_path / "where", tmp_path / "temporary"
    where.mkdir()
    temporary.mkdir()
    code = (
        "from xundian_pipeline.spark import SparkEngine\n"
        "with SparkEngine({}, {}) as engine:\n"
        "    engine.create('numbers', 'SELECT x, COUNT(*) AS n FROM (VALUES (1), (1)) AS t (x) GROUP BY x')\n"
        "    assert engine.table('numbers').to_pylist() == [{'x': 1, 'n': 2}]\n"
    )
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
def test_without_java_nothing_is_run(way: str, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    sources, data = small_county(tmp_path / "sources").folder, tmp_path / "data"
    data.mkdir()
    if way == "settings":
        (data / "config.yaml").write_text("engine: spark\n", "utf-8")
    more = ("--engine", "spark") if way == "argument" else ()
    failed = _nightly(sources, data, *more, where=tmp_path, PATH=str(tmp_path), JAVA_HOME="")
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1
    assert failed.stderr.startswith("没有发布：没有找到 Java")
    assert "openjdk-17-jre-headless" in failed.stderr
    assert not (data / "published").exists()


@pytest.mark.parametrize(
    ("more", "settings", "code"),
    [(("--engine", "trino"), "", 2), ((), "engine: trino\n", 1), ((), "engine: [spark]\n", 1)],
)
def test_an_engine_that_is_not_there_is_told(more: tuple[str, ...], settings: str, code: int, tmp_path: Path) -> None:
    sources, data = small_county(tmp_path / "sources").folder, tmp_path / "data"
    data.mkdir()
    (data / "config.yaml").write_text(settings, "utf-8")
    failed = _nightly(sources, data, *more, where=tmp_path)
    assert failed.returncode == code
    assert "duckdb" in failed.stderr
    assert "spark" in failed.stderr
    assert not (data / "published").exists()
