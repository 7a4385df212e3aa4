"""Documents become files that only their owner can read; what cannot be printed is told at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper.typesetting import MissingCharactersError, Typesetter
from xundian_pipeline.store.folders import make_private_folder, write_whole

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_WHAT_TO_DO = (
    "请在这台机器上安装收字更多的字体（Debian、Ubuntu 上是 apt-get install fonts-hanazono）再打印；"
    "装了仍印不出的是自造字或写坏的字，请部门在来件里改正。"
)


@dataclass(frozen=True)
class Document:
    """One document to print: the parts of its file's name, what is set in the template, and a line about it.

    `given` holds the households under `households`, each with its number as `id`.
    """

    name: tuple[str, ...]
    given: Mapping[str, Any]
    line: str


def print_documents(documents: Iterable[Document], template: str, out: Path, say: Callable[[str], None]) -> int:
    """Write each document into the folder `out`, in place of an older one; return how many.

    One in which a character cannot be printed is not written, the others are. Raises PipelineError at the end for such
    documents, with the households and the characters' codes, and where `out` is no folder.
    """
    typesetter = Typesetter()
    _make_folder(out)
    written, unprintable = 0, []
    for document in documents:
        try:
            pdf = typesetter.pdf(template, document.given)
        except MissingCharactersError as missing:
            unprintable += list(_places(document.given, missing.characters))
            continue
        path = out / (_NOT_IN_FILE_NAMES.sub("_", "-".join(document.name)) + ".pdf")
        write_whole(path, pdf)
        say(f"{document.line}：{path.name}")
        written += 1
    if unprintable:
        raise PipelineError(f"已写好 {written} 份；有字印不出，没有写的是：{'；'.join(unprintable)}。{_WHAT_TO_DO}")
    return written


def _make_folder(out: Path) -> None:
    try:
        make_private_folder(out)
    except (FileExistsError, NotADirectoryError):
        raise PipelineError(f"{out} 不能当文件夹用：请给 --out 另写一个文件夹。") from None
    if not out.is_dir():
        raise PipelineError(f"{out} 是文件，不是文件夹：请给 --out 另写一个文件夹。")


def _places(given: Mapping[str, Any], characters: Iterable[str]) -> Iterator[str]:
    """In which households which characters stand, by their codes: a character may give a person away."""
    wanted = sorted(set(characters))
    elsewhere = set(wanted)
    for household in given["households"]:
        texts = list(_texts(household))
        found = [character for character in wanted if any(character in text for text in texts)]
        elsewhere -= set(found)
        if found:
            yield f"户 {household['id']} 的 {'、'.join(map(_code, found))}"
    if elsewhere:
        yield f"{given['title']} 的 {'、'.join(map(_code, sorted(elsewhere)))}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _code(characters: str) -> str:
    return "+".join(f"U+{ord(character):04X}" for character in characters)
