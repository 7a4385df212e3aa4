"""The departments' promises: by when their feeds come, and how old a file may be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from xundian_pipeline.errors import PipelineError

DEFAULT = "default"
"""Stands for every department that is not named itself."""

DEFAULT_OLDEST_DAYS = 366

_DAYS_AT_MOST = 3660
_HOW = "写考核日后第几天（0 是当天，-3 是前三天）或日期（2017-12-25），后面可以加几点，如 “-3 18:00”"
_WRITTEN = re.compile(r"(?:(-?\d{1,4})|(\d{4}-\d{2}-\d{2}))(?:[ T]+(\d{1,2}):(\d{2})(?::00)?)?")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Due:
    """By when feeds must have come: `days` after the assessment date or on `date`, by `time` or the end of that day."""

    days: int = 0
    date: datetime.date | None = None
    time: datetime.time | None = None

    def deadline(self, assessment_date: datetime.date, timezone: str) -> datetime.datetime:
        """Return the moment after which a feed that has not come for `assessment_date` is late."""
        day = self.date or assessment_date + datetime.timedelta(days=self.days)
        if self.time is None:
            day, time = day + datetime.timedelta(days=1), datetime.time()
        else:
            time = self.time
        return datetime.datetime.combine(day, time, ZoneInfo(timezone))

    def text(self) -> str:
        """Return the promise in words."""
        if self.date:
            day = f"{self.date} "
        elif self.days:
            day = f"考核日{'后' if self.days > 0 else '前'} {abs(self.days)} 天 "
        else:
            day = "考核日当天 "
        return f"{day}{f'{self.time:%H:%M} ' if self.time else '24 时'}前"


DEFAULT_DUE = Due(time=datetime.time(2))
"""Before the first night of the assessment date (the schedule of the nightly job)."""


def read_due(value: Any, setting: str) -> Due:
    """Read by when feeds must come, as YAML has it. Raises PipelineError naming the `setting`."""
    if isinstance(value, datetime.datetime):
        return Due(date=value.date(), time=value.time().replace(second=0, microsecond=0))
    if isinstance(value, datetime.date):
        return Due(date=value)
    match = None if isinstance(value, bool) else _WRITTEN.fullmatch(str(value).strip())
    if match:
        days, date, hour, minute = match.groups()
        try:
            due = Due(
                days=int(days or 0),
                date=datetime.date.fromisoformat(date) if date else None,
                time=datetime.time(int(hour), int(minute)) if hour else None,
            )
        except ValueError:
            pass
        else:
            if abs(due.days) <= _DAYS_AT_MOST:
                return due
    raise PipelineError(f"{setting}应当{_HOW}。")


def by_department(setting: str, value: Any, read: Callable[[Any, str], Value]) -> dict[str, Value]:
    """Read what is set for each department, called by its identifier or its name, or as `default`.

    Raises PipelineError for a department that there is not.
    """
    from schemas.departments import DEPARTMENTS  # loads pandera: where settings are read, not where they are known

    if not isinstance(value, Mapping):
        raise PipelineError(f"设置 {setting} 应当每个部门一行，写成“部门: 值”。")
    known = {
        DEFAULT: DEFAULT,
        **{name: name for name in DEPARTMENTS},
        **{name: id_ for id_, name in DEPARTMENTS.items()},
    }
    found = {}
    for name, of_department in value.items():
        if name not in known:
            shown = "＊" if "://" in str(name) else name
            allowed = "、".join([DEFAULT, *(f"{id_}（{title}）" for id_, title in DEPARTMENTS.items())])
            raise PipelineError(f"设置 {setting} 里没有名为“{shown}”的部门；可以写的有 {allowed}。")
        if of_department is not None:
            found[known[name]] = read(of_department, f"设置 {setting} 里“{name}”的值")
    return found
