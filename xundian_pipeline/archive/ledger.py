"""The kept nights as of each publication: DATA/archive/ledgers/<number>.json.

The ledger in force is that of the folder which DATA/published points to: ledger and tables change by the same rename.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xundian_pipeline.archive.manifests import canonical
from xundian_pipeline.archive.objects import ARCHIVE
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import make_private_folder, write_whole

LEDGERS = "ledgers"

_PUBLISHED = "published"
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}-(\d{6,})")


@dataclass(frozen=True)
class KeptNight:
    """One night that has its place in history. `manifest` is the sha256 of the manifest of publication `number`.

    `state` maps the tables of the history after the night, as the kept nights give it now, to objects of the archive;
    that of the manifest is the one of its publication. `feeds_absent` is the JSON list of the feeds that had not come.
    """

    assessment_date: datetime.date
    number: int
    manifest: str
    published_at: str
    rule_version: str
    code_version: str
    feeds_absent: str
    state: dict[str, str] = field(hash=False)
    sealed_by: str | None = None
    sealed_on: str | None = None


@dataclass(frozen=True)
class Ledger:
    """The nights kept as of publication `number`, by date; those taken out of history; and what was pruned."""

    number: int = 0
    nights: tuple[KeptNight, ...] = ()
    forgotten: tuple[KeptNight, ...] = ()
    pruned: tuple[dict[str, Any], ...] = ()

    def night(self, assessment_date: datetime.date) -> KeptNight | None:
        """Return the kept night of a date, if there is one."""
        return next((night for night in self.nights if night.assessment_date == assessment_date), None)

    @property
    def latest(self) -> KeptNight | None:
        """The kept night of the latest date."""
        return self.nights[-1] if self.nights else None

    def before(self, assessment_date: datetime.date) -> KeptNight | None:
        """Return the kept night before a date."""
        earlier = [night for night in self.nights if night.assessment_date < assessment_date]
        return earlier[-1] if earlier else None

    def after(self, assessment_date: datetime.date) -> tuple[KeptNight, ...]:
        """Return the kept nights after a date, in order."""
        return tuple(night for night in self.nights if night.assessment_date > assessment_date)

    def with_night(self, night: KeptNight) -> Ledger:
        """Return the ledger with `night`, in place of the night of the same date."""
        others = [other for other in self.nights if other.assessment_date != night.assessment_date]
        return dataclasses.replace(self, nights=_by_date([*others, night]))

    def without(self, assessment_date: datetime.date) -> Ledger:
        """Return the ledger with the night of a date among the forgotten ones; KeyError where it is not kept."""
        night = self._kept(assessment_date)
        others = [other for other in self.nights if other is not night]
        return dataclasses.replace(self, nights=tuple(others), forgotten=_by_date([*self.forgotten, night]))

    def sealed(self, assessment_date: datetime.date, by: str, on: str) -> Ledger:
        """Return the ledger with the night of a date sealed; KeyError where it is not kept."""
        return self.with_night(dataclasses.replace(self._kept(assessment_date), sealed_by=by, sealed_on=on))

    def numbered(self, number: int) -> Ledger:
        """Return the ledger as that of publication `number`."""
        return dataclasses.replace(self, number=number)

    def _kept(self, assessment_date: datetime.date) -> KeptNight:
        night = self.night(assessment_date)
        if night is None:
            raise KeyError(assessment_date)
        return night


def published_number(data: Path) -> int:
    """Return the number of the publication that DATA/published points to; 0 where there is none.

    The link alone is asked: where it leads to nothing, the night's folder has been lost, not the account of it.
    """
    link = data / _PUBLISHED
    match = _NIGHT.fullmatch(link.readlink().name) if link.is_symlink() else None
    return int(match[1]) if match else 0


def ledger_path(data: Path, number: int) -> Path:
    """Return where the ledger of a publication lies."""
    return data / ARCHIVE / LEDGERS / f"{number:06d}.json"


def read_ledger(data: Path) -> Ledger:
    """Read the ledger in force; an empty one where nothing is published, or only by code that kept no ledgers.

    Raises PipelineError where it has been lost or altered.
    """
    number = published_number(data)
    path = ledger_path(data, number)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if any(int(older.stem) < number for older in path.parent.glob("[0-9]*.json") if older.stem.isdecimal()):
            raise PipelineError(
                f"第 {number} 次发布的夜次登记 {path.name} 不见了：请从备份恢复 {ARCHIVE}/{LEDGERS} 文件夹，再运行。"
            ) from None
        return Ledger()
    return _ledger(content, path.name, number)


def write_ledger(data: Path, ledger: Ledger) -> None:
    """Write the ledger of its publication, in place of an older one of the same number."""
    path = ledger_path(data, ledger.number)
    make_private_folder(path.parent)
    content = {
        "number": ledger.number,
        "nights": [_entry(night) for night in ledger.nights],
        "forgotten": [_entry(night) for night in ledger.forgotten],
        "pruned": list(ledger.pruned),
    }
    write_whole(path, canonical({**content, "sha256": _checksum(content)}))


def _ledger(text: bytes, name: str, number: int) -> Ledger:
    try:
        content = json.loads(text)
        checksum = content.pop("sha256")
        ledger = Ledger(
            number=content["number"],
            nights=tuple(_night(entry) for entry in content["nights"]),
            forgotten=tuple(_night(entry) for entry in content["forgotten"]),
            pruned=tuple(content["pruned"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PipelineError(f"夜次登记 {name} 读不出来：内容残缺或被改动过。请从备份恢复后再运行。") from None
    # The text too: a blank that turned into another is an alteration, though it says the same.
    if checksum != _checksum(content) or canonical({**content, "sha256": checksum}).encode() != text:
        raise PipelineError(f"夜次登记 {name} 被改动过，内容和校验值不符。请从备份恢复后再运行。")
    if ledger.number != number:
        raise PipelineError(f"夜次登记 {name} 写的是另一次发布：被改动过。请从备份恢复后再运行。")
    return ledger


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _entry(night: KeptNight) -> dict[str, Any]:
    return {**dataclasses.asdict(night), "assessment_date": night.assessment_date.isoformat()}


def _night(entry: dict[str, Any]) -> KeptNight:
    return KeptNight(**{**entry, "assessment_date": datetime.date.fromisoformat(entry["assessment_date"])})


def _by_date(nights: list[KeptNight]) -> tuple[KeptNight, ...]:
    return tuple(sorted(nights, key=lambda night: (night.assessment_date, night.number)))
