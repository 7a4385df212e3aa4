"""The keys of records: of which rows they are made, and the secret that they are made with."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from schemas.registry import FEEDS
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


def test_a_key_is_the_hmac_of_what_the_row_says_and_null_without_a_secret(tmp_path: Path) -> None:
    night = World().night(tmp_path)
    (said,) = (row for row in night.rows("medical_insurance")[:1])
    cells = [said[column.name] for column in FEEDS["medical_insurance"].columns]
    text = "\x1f".join(["medical_insurance", *("\x1e" if cell is None else str(cell) for cell in cells)])
    keys = {}
    for secret in (b"x" * 32, None):
        with DuckDBEngine({"medical_insurance": night.files("medical_insurance")}, {"name_dots": NAME_DOTS}) as engine:
            register_key_tables(engine, county(), secret)
            create_record_keys(engine, "keys", ["medical_insurance"])
            keys[secret] = {row["row_ref"]: row["record_key"] for row in engine.table("keys").to_pylist()}
    assert keys[b"x" * 32][said["row_ref"]] == hmac.new(b"x" * 32, text.encode(), hashlib.sha256).hexdigest()[:32]
    assert keys[None] == dict.fromkeys(keys[b"x" * 32])


def test_a_secret_that_is_cut_short_is_told_by_its_place(tmp_path: Path) -> None:
    record_secret(tmp_path)
    (tmp_path / "restricted" / "record_key").write_bytes(b"short")
    with pytest.raises(PipelineError, match=r"^数据文件夹里的 restricted/record_key 不完整：请从备份恢复。"):
        record_secret(tmp_path)


def test_a_key_does_not_depend_on_which_of_a_villages_codes_was_written(tmp_path: Path) -> None:
    night = World().night(tmp_path)
    (code, latest), *_ = county().code_on(datetime.date.max).items()
    one = pyarrow.parquet.read_table(night.files("village_clinics")[0]).slice(0, 1)
    columns = one.schema
    both = pyarrow.concat_tables([one, one, one])
    for name, values in (("row_ref", [1, 2, 3]), ("village_code", [code, latest, "530129999999"])):
        place = columns.get_field_index(name)
        both = both.set_column(place, name, pyarrow.array(values, columns.field(name).type))
    pyarrow.parquet.write_table(both, tmp_path / "clinics.parquet")
    with DuckDBEngine({"village_clinics": [tmp_path / "clinics.parquet"]}, {"name_dots": NAME_DOTS}) as engine:
        register_key_tables(engine, county(), b"x" * 32)
        create_record_keys(engine, "keys", ["village_clinics"])
        keys = {row["row_ref"]: row["record_key"] for row in engine.table("keys").to_pylist()}
    assert keys[1] == keys[2]
    assert keys[3] != keys[1]
