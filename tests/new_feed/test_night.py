"""From nothing to a green night with a feed that is in no contract."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from schemas.registry import CONTRACT_FEEDS
from tests.new_feed.conftest import Checkout

FEED = "water_fees"
TITLE = "水费减免发放表"
OTHER = "beehive_grants"
FILLED = Path(__file__).with_name("every_type")
"""The definition and the rows of the other feed once they are filled in; its tests are as they were written."""
SAMPLE = f"tests/added/{FEED}.csv"
WRITTEN = {f"schemas/added/{FEED}.py", f"tests/added/test_{FEED}.py", SAMPLE}


def test_a_feed_is_a_file_and_a_green_night(checkout: Checkout, tmp_path: Path) -> None:
    before = checkout.files()
    made = checkout.xundian("new-feed", FEED, "--department", "林业局", "--title", TITLE)
    assert (made.returncode, made.stderr) == (0, "")
    assert checkout.files() - before == WRITTEN
    assert all(path in made.stdout for path in WRITTEN)

    assert checkout.xundian("new-feed", OTHER, "--department", "forestry").returncode == 0
    shutil.copy(FILLED.with_suffix(".txt"), checkout.folder / "schemas" / "added" / f"{OTHER}.py")
    shutil.copy(FILLED.with_suffix(".csv"), checkout.folder / "tests" / "added" / f"{OTHER}.csv")
    tested = checkout.python("-m", "pytest", "-q", "tests/added")
    assert tested.returncode == 0, tested.stdout

    sources, data = tmp_path / "sources", tmp_path / "data"
    assert checkout.xundian("sample", "--out", sources, "--households", "20").returncode == 0
    assert not (sources / f"{FEED}.xlsx").exists()
    rows = (checkout.folder / SAMPLE).read_text("utf-8")
    (sources / f"{FEED}.csv").write_text(rows, "utf-8")
    _check_tells_right_from_wrong(checkout, sources / f"{FEED}.csv", tmp_path / "wrong.csv")

    listed = checkout.python("-c", "from schemas.registry import FEEDS; print(*FEEDS)")
    # The references of the contract's rows begin with the place of their feed: they must not change for a new one.
    assert listed.stdout.split() == [*CONTRACT_FEEDS, FEED, OTHER]
    night = checkout.xundian("nightly", "--sources", sources, "--data", data)
    assert night.returncode == 0, night.stderr
    assert f"林业局《{TITLE}》：接受 3 行" in night.stdout
    assert "没有收到的名册：《养蜂补助台账》" in night.stdout
    with duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True) as connection:
        runs = connection.execute(
            f"SELECT source, rows_read, rows_accepted FROM quality.feed_runs WHERE feed = '{FEED}'"
        )
        assert runs.fetchall() == [(f"{FEED}.csv", 3, 3)]
        linked = connection.execute(f"SELECT count(*) FROM quality.linkage WHERE feed = '{FEED}'")
        assert linked.fetchall() == [(3,)]


def _check_tells_right_from_wrong(checkout: Checkout, right: Path, wrong: Path) -> None:
    passed = checkout.xundian("check", right)
    assert passed.returncode == 0, passed.stdout
    assert f"林业局《{TITLE}》（{FEED}）" in passed.stdout
    wrong.write_text(right.read_text("utf-8").replace("1250.50", "很多"), "utf-8")
    failed = checkout.xundian("check", wrong)
    assert failed.returncode == 1
    assert f"（{FEED}）" in failed.stdout
    assert "第 2 行“金额”" in failed.stdout
    assert "金额数字，例如 1250.50" in failed.stdout
    assert "接受 2 行，退回 1 行" in failed.stdout
