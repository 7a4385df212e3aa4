"""Whether anything was altered or lost since it was kept: in the archive, and in the folders of the published nights.

Everything is read again and compared by sha256: objects with their names, manifests with the ledgers, the files of a
night's folder with its manifest. No file of a department is named by its name: it may be a person's.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline.archive import Archive, Ledger, Manifest, pruned_on, read_ledger, read_manifest
from xundian_pipeline.archive.ledger import read_ledgers
from xundian_pipeline.archive.manifests import manifest_keys
from xundian_pipeline.archive.objects import IS_SHA256
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.folders import PUBLISHED, NightFolder, night_folders, published_folder
from xundian_pipeline.store import demand_known_format

WHOLE, ALTERED = 0, 1

_GROUPS = {
    "county": "县的设置文件 {}",
    "inputs": "另外的输入 {}",
    "past": "此前的历史 {}",
    "record": "记入历史的表 {}",
    "state": "此后的历史 {}",
}
_USES_NAMED = 3


@dataclass(frozen=True)
class _Use:
    """What an object is in one publication of a night."""

    assessment_date: datetime.date
    number: int
    what: str

    def text(self) -> str:
        return f"考核日 {self.assessment_date} 第 {self.number} 次发布的{self.what}"


def verify(data: Path) -> tuple[int, str]:
    """Check everything that is kept of the nights under `data`; return the exit code and what is to be told.

    Raises PipelineError where there is nothing to check.
    """
    demand_known_format(data)
    if not night_folders(data) and not manifest_keys(data):
        raise PipelineError(f"数据文件夹 {data} 里还没有发布过的夜次，没有可以查对的：请核对 --data 指的文件夹。")
    check = _Check(data)
    check.ledgers_and_manifests()
    check.objects()
    check.folders()
    return (ALTERED if check.problems else WHOLE), "\n".join(check.told())


class _Check:
    """The check of one data folder. `problems` are Chinese lines."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._archive = Archive(data)
        self._ledger = Ledger()
        self._first_number = 0
        self._manifests: dict[tuple[datetime.date, int], Manifest] = {}
        self._unreadable: set[tuple[datetime.date, int]] = set()
        self._erased: set[str] = set()
        self._objects = self._folders = self._folders_of_before = 0
        self.problems: list[str] = []

    def ledgers_and_manifests(self) -> None:
        """Read every ledger, and every manifest as the ledgers say that it is."""
        try:
            self._ledger = read_ledger(self._data)
        except PipelineError as error:
            self.problems.append(error.message)
        ledgers, problems = read_ledgers(self._data)
        self.problems += [problem for problem in problems if problem not in self.problems]
        self._first_number = min((ledger.number for ledger in ledgers), default=0)
        known = {
            (night.assessment_date, night.number): night.manifest
            for ledger in ledgers
            for night in (*ledger.nights, *ledger.forgotten)
        }
        for key in sorted({*known, *manifest_keys(self._data)}, key=lambda key: (key[1], key[0])):
            try:
                self._manifests[key] = read_manifest(self._data, *key, known.get(key))
            except PipelineError as error:
                self._unreadable.add(key)
                self.problems.append(error.message)

    def objects(self) -> None:
        """Read every object, and look for every one that a manifest or the ledger in force names."""
        altered = set(self._altered_objects())
        uses: dict[str, list[_Use]] = {}
        for sha256, use in self._uses():
            if sha256 in altered or not (self._archive.holds(sha256) or self._was_erased(sha256, use)):
                uses.setdefault(sha256, []).append(use)
        for sha256 in sorted({*altered, *uses}):
            fate = "被改动过" if sha256 in altered else "不见了"
            place = self._archive.place(sha256).relative_to(self._data)
            self.problems.append(f"存档内容 {place} {fate}：{_named(uses.get(sha256, []))}。")

    def folders(self) -> None:
        """Compare every folder of a published night with its manifest."""
        for folder in sorted(night_folders(self._data), key=lambda folder: folder.number):
            self._check_folder(folder)
        if (self._data / PUBLISHED).is_symlink() and published_folder(self._data) is None:
            self.problems.append(f"{PUBLISHED} 指向的文件夹 {(self._data / PUBLISHED).readlink()} 不见了。")

    def told(self) -> list[str]:
        """Return the account in lines: what is wrong, or that nothing is, and what was looked at."""
        looked_at = (
            f"查了存档内容 {self._objects} 份、清单 {len(self._manifests)} 份、已发布的夜次文件夹 {self._folders} 个。"
        )
        lines = [*self.problems, looked_at, *sorted(self._erased)]
        if self._folders_of_before:
            lines.append(f"另有 {self._folders_of_before} 个旧版程序发布的文件夹没有清单，不能查对。")
        if self.problems:
            return [*lines, f"结论：有 {len(self.problems)} 处被改动或缺失。"]
        return [*lines, "结论：存档和已发布的表都没有被改动过。"]

    def _altered_objects(self) -> Iterator[str]:
        for path in self._archive.all():
            if not IS_SHA256.fullmatch(path.name) or path != self._archive.place(path.name):
                self.problems.append(f"存档文件夹里多出一个文件 {path.relative_to(self._data)}，不是存档的内容。")
                continue
            self._objects += 1
            if _digest(path) != path.name:
                yield path.name

    def _uses(self) -> Iterator[tuple[str, _Use]]:
        """Yield every object that is named somewhere, with what it is there."""
        for (day, number), manifest in self._manifests.items():
            for source in manifest.sources:
                if source.sha256 is not None:
                    yield source.sha256, _Use(day, number, f"来件{_of_feed(source.feed)}")
            for group, what in _GROUPS.items():
                for name, sha256 in getattr(manifest, group).items():
                    yield sha256, _Use(day, number, what.format(name))
        for night in (*self._ledger.nights, *self._ledger.forgotten):
            for name, sha256 in night.state.items():
                yield sha256, _Use(night.assessment_date, night.number, _GROUPS["state"].format(name))

    def _was_erased(self, sha256: str, use: _Use) -> bool:
        on = pruned_on(self._ledger, use.assessment_date, sha256)
        if on is not None:
            self._erased.add(f"考核日 {use.assessment_date} 的来件已于 {on} 清理，不在存档里。")
        return on is not None

    def _check_folder(self, folder: NightFolder) -> None:
        key = (folder.assessment_date, folder.number)
        manifest = self._manifests.get(key)
        if manifest is None:
            if key in self._unreadable:
                return
            if folder.number < self._first_number or not self._first_number:
                self._folders_of_before += 1
            else:
                self.problems.append(f"已发布的夜次文件夹 {folder.path.relative_to(self._data)} 没有清单，不能查对。")
            return
        self._folders += 1
        there = {path.relative_to(folder.path).as_posix(): path for path in _files(folder.path)}
        for name in sorted({*there, *manifest.published}):
            fate = _fate(there.get(name), manifest.published.get(name))
            if fate:
                place = (folder.path / name).relative_to(self._data)
                self.problems.append(f"考核日 {folder.assessment_date} 第 {folder.number} 次发布的 {place} {fate}。")


def _fate(path: Path | None, sha256: str | None) -> str | None:
    """Say what became of a published file; None where it is as it was published."""
    if path is None:
        return "不见了"
    if sha256 is None:
        return "是多出来的，发布时没有这个文件"
    return None if _digest(path) == sha256 else "被改动过"


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in files)
        # A link to a folder is listed among the folders, and is nothing that was published.
        yield from (Path(parent, name) for name in folders if Path(parent, name).is_symlink())


def _digest(path: Path) -> str:
    """The sha256 of a file; none that can be where it is no file, or cannot be read to its end."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _of_feed(feed: str | None) -> str:
    return f"（{DEPARTMENTS[FEEDS[feed].department]}《{FEEDS[feed].title}》）" if feed in FEEDS else ""


def _named(uses: list[_Use]) -> str:
    if not uses:
        return "没有哪一夜用到它"
    texts = list(dict.fromkeys(use.text() for use in uses))
    more = f" 等 {len(texts)} 处" if len(texts) > _USES_NAMED else ""
    return "、".join(texts[:_USES_NAMED]) + more
