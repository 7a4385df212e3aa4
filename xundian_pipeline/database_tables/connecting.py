"""Reaching the database, and what is said where it cannot be reached or written. No text quotes the URL or a cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy import exc

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.database_tables import DatabaseUnreachable, new_engine

_STANDS = "数据库里仍是原来的一夜；文件已经发布，不受影响。"
_AGAIN = "再重新运行这一步（资产 database_tables），或重新运行这一夜。"

_REASONS = {
    "42501": "数据库的用户没有建表或写入的权限：请数据库管理员授权后",
    "53100": "数据库所在的磁盘满了：请清理出空间后",
    "55P03": "别的连接正占着这些表，等了很久也没有放开：请数据库管理员结束留下的连接后",
    "25006": "这个数据库是只读的：请改用可以写入的库后",
    "42704": "数据库里没有 publish_to_reader 写的角色：请数据库管理员建好，或改正设置后",
}
"""By SQLSTATE: what is wrong, and what to do first."""

_BROKEN = ("08", "57")
"""Classes of SQLSTATE of a connection that was lost or ended by somebody."""


@contextmanager
def written_in_one_transaction(url: str) -> Iterator[sqlalchemy.Connection]:
    """Connect, and commit what the block has written as a whole, or nothing of it.

    Raises DatabaseUnreachable where the database does not answer or the connection is lost, PipelineError for a wrong
    URL and for whatever the database refuses.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection, _told(), connection.begin():
            yield connection
    except exc.DBAPIError:
        raise DatabaseUnreachable(
            "要发布到的数据库连接不上：请核对 publish_to 的地址、库名、用户和密码，确认数据库已经启动。"
            f"{_STANDS}改正后{_AGAIN}"
        ) from None
    finally:
        engine.dispose()


def _engine(url: str) -> sqlalchemy.Engine:
    try:
        engine = new_engine(url)
    except (exc.ArgumentError, ImportError, ValueError):
        raise PipelineError(
            "publish_to 的数据库地址写得不对，或没有安装这种数据库的驱动："
            f"请写成 postgresql://用户:密码@主机:5432/库 这样。{_STANDS}改正后{_AGAIN}"
        ) from None
    if engine.dialect.name == "sqlite":
        _begin_before_tables_are_made(engine)
    return engine


def _begin_before_tables_are_made(engine: sqlalchemy.Engine) -> None:
    """Let SQLite's transaction hold what makes and drops tables: its driver begins one at the first row only."""

    @sqlalchemy.event.listens_for(engine, "connect")
    def _leave_transactions_to_us(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @sqlalchemy.event.listens_for(engine, "begin")
    def _begin(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _told() -> Iterator[None]:
    """Say in Chinese what the database refuses: its own texts quote rows."""
    try:
        yield
    except exc.DBAPIError as error:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if error.connection_invalidated or state[:2] in _BROKEN:
            raise DatabaseUnreachable(f"写入数据库时连接断了：{_STANDS}等数据库恢复后{_AGAIN}") from None
        refused = f"数据库没有接受写入（{state or type(error.orig).__name__}）：请数据库管理员查看后"
        reason = _REASONS.get(state, refused)
        raise PipelineError(f"{reason}{_AGAIN}{_STANDS}") from None
