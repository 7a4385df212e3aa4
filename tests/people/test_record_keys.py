"""The keys of records: of which rows they are made, and the secret that they are made with."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pytest

from tests.acceptance.sheets import county
from tests.policy.world import World
from xundian_pipeline.acceptance.text import NAME_DOTS
from xundian_pipeline.engine import DuckDBEngine
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.record_keys import create_record_keys, record_secret, register_key_tables


def test_keys_are_made_of_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    world = World()
    night = world.night(tmp_path)
    references = sorted(row["row_ref"] for row in night.rows("medical_insurance"))
    assert len(references) > 1
    with DuckDBEngine({"medical_insurance": night.files("medical_insurance")}, {"name_dots": NAME_DOTS}) as engine:
        register_key_tables(engine, county(), b"x" * 32)
        engine.register("asked", pyarrow.table({"row_ref": references[:1]}))
        create_record_keys(engine, "some", ["medical_insurance"], rows="asked")
        create_record_keys(engine, "all", ["medical_insurance"])
        (some,) = engine.table("some").to_pylist()
        keys = {row["row_ref"]: row["record_key"] for row in engine.table("all").to_pylist()}
    assert some == {"feed": "medical_insurance", "row_ref": references[0], "record_key": keys[references[0]]}
    assert sorted(keys) == references


def test_a_secret_that_is_cut_short_is_told_by_its_place(tmp_path: Path) -> None:
    record_secret(tmp_path)
    (tmp_path / "restricted" / "record_key").write_bytes(b"short")
    with pytest.raises(PipelineError, match=r"^数据文件夹里的 restricted/record_key 不完整：请从备份恢复。"):
        record_secret(tmp_path)
