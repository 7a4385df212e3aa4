"""Record keys: by what a decision finds its record again, however the department orders its rows and names its files.

A key is a keyed hash (HMAC-SHA-256) of the record's content, so that nobody can guess a person's data from it. The
secret lies in DATA/restricted/record_key, made once; without it no decision finds its record.
"""

from __future__ import annotations

import datetime
import os
import secrets
from pathlib import Path

import pyarrow

from schemas.feed import Column, Feed
from schemas.registry import FEEDS
from xundian_pipeline.county import County
from xundian_pipeline.engine import Engine
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder, write_beside

LENGTH = 32
"""Hexadecimal digits of a key: 128 bits."""

_SECRET_BYTES = 32
_BLOCK = 64
"""Bytes of a block of SHA-256, to which HMAC widens its key."""
_PLACE = ("restricted", "record_key")
_BETWEEN, _MISSING = "\x1f", "\x1e"


def record_secret(data: Path) -> bytes:
    """Return the secret of the data folder, made where there is none: the folder 0700, the file 0600, whole or absent.

    Raises PipelineError where the file is not what was written here.
    """
    path = secret_path(data)
    make_private_folder(path.parent).chmod(PRIVATE_FOLDER)
    if not path.exists():
        _write_once(path, secrets.token_bytes(_SECRET_BYTES))
    path.chmod(PRIVATE_FILE)
    secret = path.read_bytes()
    if len(secret) != _SECRET_BYTES:
        raise PipelineError(
            f"数据文件夹里的 {'/'.join(_PLACE)} 不完整：请从备份恢复。换了它，以前的人工认定就都找不到对应的记录。"
        )
    return secret


def secret_path(data: Path) -> Path:
    """Return where the secret of a data folder lies."""
    return data.joinpath(*_PLACE)


def secret_table(secret: bytes) -> pyarrow.Table:
    """Return the secret as the table `record_secret`."""
    return pyarrow.table({"secret": pyarrow.array([secret], pyarrow.binary())})


def create_record_keys(
    engine: Engine, name: str, feeds: list[str], *, rows: str | None = None, keys: str | None = None
) -> None:
    """Create the table `name`: feed, row_ref and record_key of the accepted rows of some feeds.

    `rows` is a table whose row_ref says which rows are asked for, `keys` one whose record_key says which keys are.
    Without a secret the keys are null.
    """
    selects = [_keyed(FEEDS[feed], rows) for feed in feeds]
    nothing = "SELECT '' AS feed, CAST(0 AS BIGINT) AS row_ref, '' AS record_key WHERE FALSE"
    every = " UNION ALL ".join([nothing, *selects])
    asked = f"SEMI JOIN {keys} AS asked ON k.record_key = asked.record_key" if keys else ""
    engine.create(name, f"SELECT k.* FROM ({every}) AS k {asked}")


def register_key_tables(engine: Engine, county: County, secret: bytes | None) -> None:
    """Make readable what keys are made with: HMAC's two pads, and the latest code of every village (ruling 38).

    Content does not depend on which of a village's codes is in force, nor on which the department wrote.
    """
    latest = county.code_on(datetime.date.max)
    engine.register(
        "latest_codes",
        pyarrow.table(
            {
                "code": pyarrow.array(list(latest), pyarrow.string()),
                "latest": pyarrow.array(list(latest.values()), pyarrow.string()),
            }
        ),
    )
    pads = [_pad(secret, byte) for byte in (0x36, 0x5C)]
    engine.register(
        "record_pads",
        pyarrow.table({name: pyarrow.array([pad], pyarrow.binary()) for name, pad in zip("io", pads, strict=True)}),
    )


def _pad(secret: bytes | None, byte: int) -> bytes | None:
    return None if secret is None else bytes(one ^ byte for one in secret.ljust(_BLOCK, b"\0"))


def _keyed(feed: Feed, rows: str | None) -> str:
    """One row per record: H(o || H(i || content)), as HMAC is defined, over all known columns as they compare."""
    codes = [column.name for column in feed.columns if column.type == "village_code"]
    joins = [f"LEFT JOIN latest_codes AS at_{name} ON f.{name} = at_{name}.code" for name in codes]
    joins += [f"SEMI JOIN {rows} AS asked ON f.row_ref = asked.row_ref"] if rows else []
    content = ", ".join(f"COALESCE({_compared(column)}, '{_MISSING}')" for column in feed.columns)
    contents = f"SELECT f.row_ref, CONCAT_WS('{_BETWEEN}', '{feed.id}', {content}) AS content FROM {feed.id} AS f"
    return (
        f"SELECT '{feed.id}' AS feed, c.row_ref, "
        f"LEFT(SHA256(p.o || UNHEX(SHA256(p.i || ENCODE(c.content)))), {LENGTH}) AS record_key "
        f"FROM ({contents} {' '.join(joins)}) AS c CROSS JOIN record_pads AS p"
    )


def _compared(column: Column) -> str:
    """A column as it compares, as text: names as in ruling 22, codes of villages by the latest."""
    if column.type == "name":
        return f"REGEXP_REPLACE(f.{column.name}, $name_dots, '', 'g')"
    if column.type == "village_code":
        return f"COALESCE(at_{column.name}.latest, f.{column.name})"
    return f"CAST(f.{column.name} AS VARCHAR)"


def _write_once(path: Path, content: bytes) -> None:
    """Put a new file at `path`, whole; where another process was first, its file stays."""
    temporary = write_beside(path, content)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
