"""Tables and queries of the departments' databases, read by SQLAlchemy.

Rows are turned into text as they arrive and sorted here, not by the database: databases sort text by their own
collations, and a row's number must be the same whichever of them holds the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.compute as compute
import sqlalchemy
from sqlalchemy import exc as errors

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.cells import CellColumn, blank_column, column_of_values, concatenated
from xundian_pipeline.reading.database_sources import DatabaseSource
from xundian_pipeline.reading.problems import UnreadableError, quoted
from xundian_pipeline.reading.sheets import RawSheet

ROWS_AT_A_TIME = 20_000
CONNECT_SECONDS = 10

_TIMEOUT_DIALECTS = frozenset({"postgresql", "mysql", "mariadb"})


class DatabaseUnreachable(PipelineError):  # noqa: N818 (said as officers would: unreachable)
    """A database that does not answer: trying again later may help. The message names neither user nor password."""


class _UnreachableError(Exception):
    """The connection could not be made, or broke."""


@dataclass(frozen=True)
class _FetchedColumn:
    """A column as it came: `numbers` where the database gave numbers only, so that they are sorted by value."""

    cells: CellColumn
    numbers: bool

    def sort_key(self) -> pyarrow.Array:
        return self.cells.texts.cast(pyarrow.float64()) if self.numbers else self.cells.texts


def fetched_table(source: DatabaseSource) -> tuple[list[str], list[CellColumn]]:
    """Return the names and the sorted columns of a table or query.

    Raises DatabaseUnreachable where the database does not answer, UnreadableError where the table, a column of order_by
    or the driver is missing or the query fails.
    """
    names, fetched = _fetched(source)
    return names, _sorted(source, names, fetched)


def database_sheet(names: list[str], columns: Sequence[CellColumn]) -> tuple[RawSheet, str]:
    """Return what was fetched as a sheet, and the digest of its rows."""
    rows = len(columns[0].texts) if columns else 0
    sheet = RawSheet(None, [names], lambda _header: columns, rows, numbered=False)
    return sheet, _digest(names, columns)


def _fetched(source: DatabaseSource) -> tuple[list[str], list[_FetchedColumn]]:
    try:
        with _connected(source) as connection:
            try:
                return _read(connection, source)
            except errors.DBAPIError as error:
                if error.connection_invalidated:
                    raise _UnreachableError from None
                raise UnreadableError(_failed_reason(source)) from None
            except errors.SQLAlchemyError:
                raise UnreadableError(_failed_reason(source)) from None
    except _UnreachableError:
        raise DatabaseUnreachable(
            f"{source.source}：数据库连接不上。请核对网络、地址、用户和密码（环境变量），确认数据库已经启动后再运行。"
        ) from None


def new_engine(address: str) -> sqlalchemy.Engine:
    """Return what connects to a database, anew each time, and gives up after CONNECT_SECONDS.

    Raises ArgumentError for an address that is none, ImportError where its driver is not installed.
    """
    url = sqlalchemy.make_url(address)
    timeout = {"connect_timeout": CONNECT_SECONDS} if url.get_backend_name() in _TIMEOUT_DIALECTS else {}
    connect_args = {key: value for key, value in timeout.items() if key not in url.query}
    return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args=connect_args)


@contextmanager
def _connected(source: DatabaseSource) -> Iterator[sqlalchemy.Connection]:
    """Connect for one reading; nothing is ever committed. Errors raised here do not hold the URL."""
    try:
        engine = new_engine(source.connection_url())
    except (errors.ArgumentError, ImportError):
        raise UnreadableError(
            "数据来源文件里的数据库地址写得不对，或没有安装这种数据库的驱动。请核对 url 的写法（如 postgresql://主机/库）。"
        ) from None
    if engine.url.get_backend_name() == "sqlite" and not _sqlite_file_exists(engine.url.database):
        # SQLite would make an empty database of that name.
        raise _UnreachableError
    try:
        connection = engine.connect()
    except errors.DBAPIError:
        raise _UnreachableError from None
    with connection:
        yield connection


def _sqlite_file_exists(database: str | None) -> bool:
    if not database or database.startswith((":memory:", "file:")):
        return True
    return Path(database).is_file()


def _read(connection: sqlalchemy.Connection, source: DatabaseSource) -> tuple[list[str], list[_FetchedColumn]]:
    streaming = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_A_TIME)
    if source.table is not None:
        result = streaming.execute(sqlalchemy.select(sqlalchemy.text("*")).select_from(_table(connection, source)))
    else:
        # As written: no parameters, so that neither : nor % of the query is taken for one.
        result = streaming.execution_options(no_parameters=True).exec_driver_sql(source.query or "")
    names = [str(name) for name in result.keys()]  # noqa: SIM118 (a result is no dict)
    pieces = result.partitions(ROWS_AT_A_TIME)
    parts = [[_fetched_column(cells) for cells in zip(*rows, strict=True)] for rows in pieces]
    if not parts:
        return names, [_FetchedColumn(blank_column(0), False) for _ in names]
    return names, [
        _FetchedColumn(concatenated([part.cells for part in column]), all(part.numbers for part in column))
        for column in zip(*parts, strict=True)
    ]


def _table(connection: sqlalchemy.Connection, source: DatabaseSource) -> sqlalchemy.TableClause:
    inspector = sqlalchemy.inspect(connection)
    name = source.table or ""
    if inspector.has_table(name):
        return sqlalchemy.table(name)
    schema, dot, short_name = name.rpartition(".")
    if dot and inspector.has_table(short_name, schema=schema):
        return sqlalchemy.table(short_name, schema=schema)
    raise UnreadableError(f"数据库里没有表或视图{quoted(name)}。请核对表名（需要时写成 模式.表名）和读取权限。")


def _fetched_column(values: Sequence[object]) -> _FetchedColumn:
    numbers = all(
        value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)) for value in values
    )
    return _FetchedColumn(column_of_values(values), numbers)


def _sorted(source: DatabaseSource, names: Sequence[str], columns: Sequence[_FetchedColumn]) -> list[CellColumn]:
    """Sort by order_by, then by all columns: numbers by their value, all else by code points, blank cells last."""
    keys: list[pyarrow.Array] = []
    orders: list[str] = []
    for wish in source.order_by:
        name, order = _order(wish)
        if name not in names:
            raise UnreadableError(f"order_by 里的列{quoted(name)}不在表或查询结果中。请改正数据来源文件。")
        keys.append(columns[names.index(name)].sort_key())
        orders.append(order)
    keys.extend(column.sort_key() for column in columns)
    keys.extend(column.cells.texts for column in columns if column.numbers)
    orders.extend(["ascending"] * (len(keys) - len(orders)))
    table = pyarrow.table(keys, names=[str(place) for place in range(len(keys))])
    indices = compute.sort_indices(table, sort_keys=[(str(place), order) for place, order in enumerate(orders)])
    return [column.cells.take(indices) for column in columns]


def _order(wish: str) -> tuple[str, str]:
    name, _, direction = wish.rpartition(" ")
    if name and direction.lower() in ("asc", "desc"):
        return name.strip(), "descending" if direction.lower() == "desc" else "ascending"
    return wish, "ascending"


def _failed_reason(source: DatabaseSource) -> str:
    what = f"表{quoted(source.table)}" if source.table is not None else "查询"
    return f"{what}读取失败。请核对数据来源文件里的表名、查询语句和读取权限，改正后再运行。"


def _digest(names: Sequence[str], columns: Sequence[CellColumn]) -> str:
    """Return the sha256 over names and cells: equal rows give equal digests, whichever database they came from."""
    digest = hashlib.sha256()
    for name, column in zip(names, columns, strict=True):
        lengths = compute.binary_length(column.texts).fill_null(-1).to_numpy(zero_copy_only=False)
        filled = column.texts.drop_null()
        digest.update(f"{name}\n{len(lengths)}\n".encode())
        digest.update(lengths.astype("<i4").tobytes())
        digest.update("".join(filled.to_pylist()).encode())
    return digest.hexdigest()
