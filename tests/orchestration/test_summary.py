"""The night in a few lines."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pyarrow.parquet

from xundian_pipeline.orchestration.summary import summarise


def _store(folder: Path, name: str, rows: list[dict[str, object]]) -> list[Path]:
    path = folder / f"{name}.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return [path]


def test_files_that_could_not_be_used_are_counted_by_feed_and_not_named(tmp_path: Path) -> None:
    runs = [
        {"feed": "dibao", "source": source, "rows_accepted": 1, "rows_quarantined": 0}
        for source in ("dibao/某人.csv", "dibao/b.csv")
    ]
    quarantine = [
        {"kind": "file", "feed": "dibao"},
        {"kind": "row", "feed": "tekun"},
        {"kind": "file", "feed": "dibao"},
        {"kind": "file", "feed": "projects"},
    ]
    tables = {
        "household_results": _store(tmp_path, "household_results", [{"result": "verify"}]),
        "village_exit": _store(tmp_path, "village_exit", [{"result": "verify"}]),
        "feed_runs": _store(tmp_path, "feed_runs", runs),
        "quarantine": _store(tmp_path, "quarantine", quarantine),
    }
    lines = summarise(tables).lines
    assert "读不了的文件：扶贫办《脱贫攻坚项目库》1 个，民政局《农村最低生活保障花名册》2 个" in lines
    assert not any("某人" in line for line in lines)
