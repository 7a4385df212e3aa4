"""What a published night was made from and what it came to: one manifest per publication."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xundian_pipeline.archive.objects import ARCHIVE, IS_SHA256
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import make_private_folder, write_whole

MANIFESTS = "manifests"

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{6,})\.json")

FILE, DATABASE, FOLDER, UNREADABLE, CORRECTION = "file", "database", "folder", "unreadable", "correction"


@dataclass(frozen=True)
class SourceFile:
    """One thing that lay among the sources on the night, or one table or query of a database.

    `path` is relative to the sources folder, with /; for a database it is the name of the source. `kind` is `file` (the
    object is its bytes; without `sha256` it is no feed's, and known by its name only), `database` (the object is what
    was fetched, as Parquet), `folder` (no feed's; `size` counts the files in it), `correction` (a workbook that came
    back: with a feed, because it corrects rows of it) or `unreadable` (the object says why).
    `size` is in bytes.
    """

    feed: str | None
    path: str
    sha256: str | None
    size: int
    kind: str


@dataclass(frozen=True)
class Manifest:
    """The account of one publication. Every sha256 but those of `published` is an object of the archive.

    `parameters` is the parameters file's; `county` maps the files of the county's folder, `inputs` further inputs.
    `night_before` is the date of the kept night before this one (null on the first), `past` maps the tables of the
    history after it and of its record that this night was told from, `record` what this night adds, `state` the history
    after it; `published` maps the files of the night's folder, by their path within it.
    """

    assessment_date: datetime.date
    number: int
    published_at: str
    code_version: str
    rule_version: str
    parameters: str
    county: dict[str, str]
    inputs: dict[str, str]
    sources: tuple[SourceFile, ...]
    night_before: str | None
    past: dict[str, str]
    record: dict[str, str]
    state: dict[str, str]
    published: dict[str, str]

    def source_objects(self) -> set[str]:
        """Return the sha256 of every archived source: what `xundian prune` may erase."""
        return {source.sha256 for source in self.sources if source.sha256 is not None}

    def lasting_objects(self) -> set[str]:
        """Return the sha256 of every other object of the night."""
        groups = (self.county, self.inputs, self.past, self.record, self.state)
        return {self.parameters, *(sha256 for group in groups for sha256 in group.values())}


def manifest_path(data: Path, assessment_date: datetime.date, number: int) -> Path:
    """Return where the manifest of a publication lies."""
    return data / ARCHIVE / MANIFESTS / f"{assessment_date}-{number:06d}.json"


def write_manifest(data: Path, manifest: Manifest) -> str:
    """Write a manifest, in place of an older one of the same number; return the sha256 of the file."""
    path = manifest_path(data, manifest.assessment_date, manifest.number)
    make_private_folder(path.parent)
    content = {**dataclasses.asdict(manifest), "assessment_date": manifest.assessment_date.isoformat()}
    text = canonical(content)
    write_whole(path, text)
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(data: Path, assessment_date: datetime.date, number: int, sha256: str | None = None) -> Manifest:
    """Read a manifest.

    Raises PipelineError where it is gone, unreadable or another night's, or with `sha256` where it was altered.
    """
    path = manifest_path(data, assessment_date, number)
    what = f"考核日 {assessment_date} 第 {number} 次发布的清单 {path.name}"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise PipelineError(f"{what} 不见了：不在存档里。可以用 xundian verify 查对存档。") from None
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise PipelineError(f"{what} 被改动过，和登记的不符，不能再用。可以用 xundian verify 查对存档。")
    try:
        manifest = _manifest(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PipelineError(f"{what} 读不出来：内容残缺或被改动过。可以用 xundian verify 查对存档。") from None
    if (manifest.assessment_date, manifest.number) != (assessment_date, number):
        raise PipelineError(f"{what} 写的是另一夜：被改动过。可以用 xundian verify 查对存档。")
    return manifest


def manifest_keys(data: Path) -> list[tuple[datetime.date, int]]:
    """Return date and number of every manifest that lies in the archive, by number."""
    matches = [_NAME.fullmatch(path.name) for path in (data / ARCHIVE / MANIFESTS).glob("*.json")]
    keys = [(datetime.date.fromisoformat(match[1]), int(match[2])) for match in matches if match]
    return sorted(keys, key=lambda key: (key[1], key[0]))


def read_all_manifests(data: Path) -> list[Manifest]:
    """Read every manifest, by number; PipelineError where one is unreadable."""
    return [read_manifest(data, assessment_date, number) for assessment_date, number in manifest_keys(data)]


def canonical(content: Any) -> str:
    """Return `content` as JSON: equal content gives equal text."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _manifest(content: dict[str, Any]) -> Manifest:
    groups = {
        name: {str(key): str(value) for key, value in content[name].items()}
        for name in ("county", "inputs", "past", "record", "state", "published")
    }
    manifest = Manifest(
        assessment_date=datetime.date.fromisoformat(content["assessment_date"]),
        number=int(content["number"]),
        published_at=str(content["published_at"]),
        code_version=str(content["code_version"]),
        rule_version=str(content["rule_version"]),
        parameters=str(content["parameters"]),
        sources=tuple(SourceFile(**source) for source in content["sources"]),
        night_before=content["night_before"],
        **groups,
    )
    objects = {*manifest.source_objects(), *manifest.lasting_objects(), *manifest.published.values()}
    if not all(IS_SHA256.fullmatch(sha256) for sha256 in objects):
        raise ValueError("no sha256")
    return manifest
