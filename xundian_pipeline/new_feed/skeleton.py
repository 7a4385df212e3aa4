"""The files of a new feed: its model, its tests and synthetic rows, from the templates beside this module."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from schemas.departments import DEPARTMENTS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.new_feed.names import FeedNames

_TEMPLATES = Path(__file__).parent
_PROJECT = _TEMPLATES.parents[1]
_OF_A_CHECKOUT = "pyproject.toml"


@dataclass(frozen=True)
class _Part:
    """One file of the skeleton: its template, its place in the project, and what is told of it."""

    template: str
    place: str
    what: str


_PARTS = (
    _Part("model.txt", "schemas/added/{id}.py", "名册的定义：按文件的表头改每一列，只有它要填"),
    _Part("rows.txt", "tests/added/{id}.csv", "样例行（编造的人）：表头跟着改"),
    _Part("tests.txt", "tests/added/test_{id}.py", "名册的测试：照样例行和定义检查，不用改"),
)


def write_skeleton(names: FeedNames, folder: Path, say: Callable[[str], None]) -> None:
    """Write the files of a new feed into the project, which must be `folder`, and say what they are for.

    Nothing that is there is overwritten, and after an error nothing is left behind. Raises PipelineError where the
    code that runs is not that of a checkout in `folder`, or one of the files is there.
    """
    _demand_checkout(folder)
    files = {_PROJECT / part.place.format(id=names.id): part for part in _PARTS}
    for path in files:
        if path.exists():
            raise PipelineError(f"文件 {path.relative_to(_PROJECT)} 已经有了：没有改动它。请换一个代号，或先移走它。")
    written: list[Path] = []
    try:
        for path, part in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            path.write_text(_filled(part.template, names), "utf-8")
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise PipelineError(f"文件 {error.filename} 写不进去（{error.strerror}）：请检查权限和磁盘空间。") from None
    say(f"已写出 {DEPARTMENTS[names.department]}《{names.title}》（{names.id}）：")
    for path, part in files.items():
        say(f"  {path.relative_to(_PROJECT)}　{part.what}")
    say(f"现在就能读入 {names.id}.csv、.xlsx、.xls、.parquet；改好以后运行 make dictionary 重写数据字典。")


def _demand_checkout(folder: Path) -> None:
    if not (_PROJECT / _OF_A_CHECKOUT).is_file():
        raise PipelineError(
            "这里装的是做好的程序包，不是源代码：新名册要写在源代码里，请在项目文件夹里用它的 .venv 运行。"
        )
    if folder.resolve() != _PROJECT:
        raise PipelineError(f"请在项目文件夹 {_PROJECT} 里运行。")
    if not os.access(_PROJECT / "schemas" / "added", os.W_OK):
        raise PipelineError(f"文件夹 {_PROJECT / 'schemas' / 'added'} 没有，或者不能写入：请检查它的权限。")


def _filled(template: str, names: FeedNames) -> str:
    text = (_TEMPLATES / template).read_text("utf-8")
    return Template(text).substitute(id=names.id, model=names.model, department=names.department, title=names.title)
