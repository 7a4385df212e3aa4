"""`xundian nightly --engine spark`: the same published night, or one line that says what to install."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench.published_night import read_published
from tests.orchestration.nights import COMMAND, environment, nightly, small_county
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


def test_a_night_on_spark_publishes_the_same(spark: OpenEngine, tmp_path: Path) -> None:
    sources = small_county(tmp_path / "sources").folder
    where, temporary = tmp_path / "where", tmp_path / "temporary"
    where.mkdir()
    temporary.mkdir()
    done = _nightly(sources, tmp_path / "spark", "--engine", "spark", where=where, TMPDIR=str(temporary))
    assert (done.returncode, done.stderr) == (0, "")
    assert list(where.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert nightly(sources, tmp_path / "duckdb").returncode == 0
    assert read_published(tmp_path / "spark") == read_published(tmp_path / "duckdb")


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
