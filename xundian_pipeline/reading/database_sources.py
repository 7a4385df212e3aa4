"""The sources file: which tables and queries of the departments' databases belong to which feed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import yaml

from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_FIELDS = frozenset({"url", "table", "query", "order_by"})


@dataclass(frozen=True)
class DatabaseSource:
    """A table or a query of a database, by SQLAlchemy URL.

    `url` still holds its ${VARIABLES}: a password is filled in only to connect, and is never stored or shown. `number`
    is the place of a query among the queries of its feed, from 1. `order_by` holds column names, each perhaps followed
    by desc; without it rows are sorted by all columns.
    """

    feed: str
    url: str = field(repr=False)
    table: str | None = None
    query: str | None = None
    number: int = 1
    order_by: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The name of the source in every report: db:<feed>:<table> or db:<feed>:query<n>."""
        return f"db:{self.feed}:{self.table if self.table is not None else f'query{self.number}'}"

    def connection_url(self) -> str:
        """Return the URL with its variables filled in from the environment.

        A value inside the user and password part is taken as it is and escaped here, elsewhere it is inserted. Raises
        PipelineError naming a variable that is not set.
        """
        scheme, separator, rest = self.url.partition("://")
        user, at, address = rest.rpartition("@")
        return self._filled(scheme) + separator + self._filled(user, escape=True) + at + self._filled(address)

    def _filled(self, text: str, escape: bool = False) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in os.environ:
                raise PipelineError(
                    f"数据来源文件中“{self.feed}”的数据库地址用到环境变量 {name}，但没有设置。请先设置 {name} 再运行。"
                )
            return quote(os.environ[name], safe="") if escape else os.environ[name]

        return _VARIABLE.sub(value, text)


def read_sources_file(path: Path) -> dict[str, list[DatabaseSource]]:
    """Read a sources file: feed id -> list of {url, table | query, order_by}.

    Raises PipelineError where the file cannot be read, an entry is wrong, or a ${VARIABLE} of a URL is not set; no text
    of a URL is in its message.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise PipelineError(f"数据来源文件 {path} 不存在，请核对路径。") from None
    except (OSError, UnicodeError):
        raise PipelineError(f"数据来源文件 {path} 无法读取，请核对权限，并保存为 UTF-8 编码。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行附近" if mark is not None else "内容"
        raise PipelineError(f"数据来源文件 {path} {where}不是正确的 YAML，请改正后再运行。") from None
    if content is None:
        return {}
    if not isinstance(content, Mapping):
        raise PipelineError(f"数据来源文件 {path} 应当是“数据编号: 列表”的形式，请改正后再运行。")
    return {str(feed): _sources_of_feed(path, str(feed), entries) for feed, entries in content.items()}


def _sources_of_feed(path: Path, feed: str, entries: object) -> list[DatabaseSource]:
    if feed not in FEEDS:
        raise PipelineError(f"数据来源文件 {path} 中的“{feed}”不是已知的数据编号，请核对拼写。")
    if not isinstance(entries, list):
        raise PipelineError(f"数据来源文件 {path} 中“{feed}”下面应当是列表，每项一个数据库表或查询。")
    sources: list[DatabaseSource] = []
    for place, entry in enumerate(entries, start=1):
        queries = sum(source.query is not None for source in sources)
        sources.append(_source(f"数据来源文件 {path} 中“{feed}”的第{place}项", feed, entry, queries + 1))
    return sources


def _source(place: str, feed: str, entry: object, number: int) -> DatabaseSource:
    if not isinstance(entry, Mapping) or not set(entry) <= _FIELDS:
        raise PipelineError(f"{place}只能写 url、table（或 query）、order_by，请改正。")
    texts = {name: entry.get(name) for name in ("url", "table", "query")}
    if any(text is not None and not (isinstance(text, str) and text.strip()) for text in texts.values()):
        raise PipelineError(f"{place}的 url、table、query 都应当是文字，请改正。")
    if texts["url"] is None or (texts["table"] is None) == (texts["query"] is None):
        raise PipelineError(f"{place}必须有 url，并在 table 和 query 中恰好写一个，请改正。")
    order_by = entry.get("order_by") or []
    order_by = [order_by] if isinstance(order_by, str) else order_by
    if not isinstance(order_by, list) or not all(isinstance(name, str) for name in order_by):
        raise PipelineError(f"{place}的 order_by 应当是列名或列名的列表，请改正。")
    columns = tuple(name.strip() for text in order_by for name in text.split(",") if name.strip())
    source = DatabaseSource(feed, texts["url"], texts["table"], texts["query"], number, columns)
    source.connection_url()
    return source
