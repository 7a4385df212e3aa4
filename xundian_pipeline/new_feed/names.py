"""What a new feed may be called."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError

LONGEST_ID = 31
"""The sheets of the correction workbooks are called like the feeds, and Excel allows no more."""

LONGEST_TITLE = 30
"""What a line of the skeleton holds, in which a Chinese character is two wide."""

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NOT_IN_A_TITLE = re.compile(r"[\"\\$《》/:*?<>|\x00-\x1f\x7f]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMMENT = re.compile(r"--.*")
_ONLY_TALK = {"cli", "new_feed"}
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class FeedNames:
    """A feed by its identifier, its department's identifier, and the Chinese title that officers see."""

    id: str
    department: str
    title: str

    @property
    def model(self) -> str:
        """The name of its Pandera model: water_fees is WaterFees."""
        return "".join(part.capitalize() for part in self.id.split("_"))


def name_feed(identifier: str, department: str, title: str | None) -> FeedNames:
    """Return the names of a new feed; `department` is an identifier, an officers' name, or a part of one.

    Raises PipelineError, in one line, where the identifier is no snake_case name, is taken by a feed or means something
    in the pipeline already, where there is no such department, and where the title cannot stand or is another feed's.
    """
    _demand_free(identifier)
    known = _department(department)
    return FeedNames(identifier, known, _title(identifier, title))


def _demand_free(identifier: str) -> None:
    if identifier in FEEDS:
        taken = FEEDS[identifier]
        raise PipelineError(
            f"名册 {identifier} 已经有了：{DEPARTMENTS[taken.department]}《{taken.title}》。请换一个代号。"
        )
    if not _SNAKE_CASE.fullmatch(identifier) or keyword.iskeyword(identifier) or len(identifier) > LONGEST_ID:
        raise PipelineError(
            f"代号 {identifier} 不能用：要写成小写英文单词，用下划线连接，不超过 {LONGEST_ID} 个字符，如 water_fees。"
        )
    # A feed is a table of the night and an asset: its name may be no other table's, no asset's and no word of SQL.
    if identifier in _words_of_sql() or identifier in _words_of_the_pipeline():
        raise PipelineError(f"代号 {identifier} 在程序里另有用处：请换一个更具体的，如 {identifier}_roster。")


def _department(written: str) -> str:
    for identifier, name in DEPARTMENTS.items():
        if written in (identifier, name, *name.split("、")):
            return identifier
    known = "、".join(f"{identifier}（{name}）" for identifier, name in DEPARTMENTS.items())
    raise PipelineError(f"没有部门 {written}。可以写：{known}。")


def _title(identifier: str, written: str | None) -> str:
    if written is None:
        return f"{identifier} 名册"
    title = written.strip()
    if not title or len(title) > LONGEST_TITLE or _NOT_IN_A_TITLE.search(title):
        raise PipelineError(
            f"中文名“{title}”不能用：要写 1 到 {LONGEST_TITLE} 个字，不带引号、书名号和斜线一类的符号。"
        )
    for feed in FEEDS.values():
        if feed.title == title:
            raise PipelineError(
                f"{DEPARTMENTS[feed.department]}的名册 {feed.id} 已经叫《{title}》：请换一个中文名，文件才认得出。"
            )
    return title


def _words_of_sql() -> set[str]:
    with duckdb.connect() as connection:
        query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        return {name for (name,) in connection.execute(query).fetchall()}


def _words_of_the_pipeline() -> set[str]:
    """Every word of the queries and of what the code writes in quotation marks: tables, columns, assets, folders."""
    texts = [_COMMENT.sub("", path.read_text("utf-8")) for path in _PACKAGE.rglob("*.sql")]
    for path in _PACKAGE.rglob("*.py"):
        if path.relative_to(_PACKAGE).parts[0] not in _ONLY_TALK:
            texts += _quoted(ast.parse(path.read_text("utf-8")))
    return {word.lower() for text in texts for word in _WORD.findall(text)}


def _quoted(module: ast.Module) -> Iterator[str]:
    """The texts of a module but those that stand alone: docstrings are English sentences."""
    alone = {id(statement.value) for statement in ast.walk(module) if isinstance(statement, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value
