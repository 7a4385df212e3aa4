"""Parquet files: one sheet, its columns' names are the header, record 1 is row 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy
import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet

from xundian_pipeline.reading.cells import CellColumn, blank_column, concatenated, marked, text_column, text_of
from xundian_pipeline.reading.headers import Header
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.sheets import RawSheet

ROWS_AT_A_TIME = 65_536
# A few bytes of run lengths can stand for billions of rows.
MOST_ROWS = 20_000_000


def parquet_sheet(content: bytes) -> RawSheet:
    """Return a Parquet file as a sheet. Raises UnreadableError where it cannot be read."""
    with _damage_told():
        file = parquet.ParquetFile(pyarrow.BufferReader(content))
        names = list(file.schema_arrow.names)
        rows = file.metadata.num_rows
    if rows > MOST_ROWS:
        raise UnreadableError(f"Parquet 文件有 {rows} 行，多得不正常，没有读入。请核对来源，或分成几个文件报送。")

    def read_below(_header: Header) -> Sequence[CellColumn]:
        with _damage_told():
            return _read(file)

    return RawSheet(None, [names], read_below, rows, numbered=False)


def column_of_array(array: pyarrow.Array) -> CellColumn:
    """Return a column of any Arrow type as cells."""
    kind = array.type
    if pyarrow.types.is_dictionary(kind):
        return column_of_array(array.dictionary).take(array.indices)
    if pyarrow.types.is_string(kind):
        return text_column(array)
    if pyarrow.types.is_floating(kind):
        return _column_of_floats(array)
    if pyarrow.types.is_boolean(kind):
        return text_column(compute.if_else(array, "TRUE", "FALSE"))
    if pyarrow.types.is_timestamp(kind):
        return _column_of_timestamps(array)
    if pyarrow.types.is_integer(kind) or pyarrow.types.is_date(kind) or _is_text_like(kind):
        return text_column(array.cast(pyarrow.string()))
    return text_column(pyarrow.array([text_of(value) for value in array.to_pylist()], pyarrow.string()))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError, NotImplementedError):
        raise UnreadableError(
            "Parquet 文件无法读取，可能已损坏，或用了不支持的压缩或类型。请重新导出，或改用 CSV、Excel 报送。"
        ) from None


def _read(file: parquet.ParquetFile) -> list[CellColumn]:
    parts = [
        [column_of_array(array) for array in batch.columns] for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME)
    ]
    if not parts:
        return [blank_column(0) for _ in file.schema_arrow]
    return [concatenated(column) for column in zip(*parts, strict=True)]


def _is_text_like(kind: pyarrow.DataType) -> bool:
    return kind in (
        pyarrow.large_string(),
        pyarrow.string_view(),
        pyarrow.binary(),
        pyarrow.large_binary(),
        pyarrow.null(),
    )


def _column_of_floats(array: pyarrow.Array) -> CellColumn:
    encoded = (array.cast(pyarrow.float32()) if pyarrow.types.is_float16(array.type) else array).dictionary_encode()
    values = encoded.dictionary.to_numpy(zero_copy_only=False)
    texts = pyarrow.array([_float_text(value) for value in values], pyarrow.string()).take(encoded.indices)
    return CellColumn(texts, marked(compute.is_valid(texts)))


def _float_text(value: numpy.floating) -> str | None:
    """The shortest text that is this number in its own precision: 0.1 as a 32-bit float is 0.1."""
    number = float(value)
    if isinstance(value, numpy.float32) and numpy.isfinite(value) and not number.is_integer():
        return numpy.format_float_positional(value, trim="-")
    return text_of(number)


def _column_of_timestamps(array: pyarrow.Array) -> CellColumn:
    """A moment with a time zone is told in that zone. Fractions of a second are cut."""
    if array.type.tz is not None:
        array = compute.local_timestamp(array)
    seconds = compute.floor_temporal(array, unit="second").cast(pyarrow.timestamp("s"))
    days = compute.strftime(seconds, format="%Y-%m-%d")
    midnight = compute.equal(compute.floor_temporal(seconds, unit="day"), seconds)
    return CellColumn(compute.if_else(midnight, days, compute.strftime(seconds, format="%Y-%m-%d %H:%M:%S")))
