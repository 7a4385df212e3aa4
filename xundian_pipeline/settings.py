"""What the office may set in DATA/config.yaml, and the assessment date of a run."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.notifying.promises import DEFAULT, DEFAULT_DUE, DEFAULT_OLDEST_DAYS, Due, by_department, read_due

CONFIG_FILE = "config.yaml"
TODAY = "today"
DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
"""On what the rules may run."""

DEFAULT_ASSESSMENT_DATE = datetime.date(2017, 12, 31)
DEFAULT_PUBLISH_WAIT_SECONDS = 600
DEFAULT_NIGHTS_KEPT = 2
DEFAULT_CORRECTION_DAYS = 7

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S")
_HOW_TO_WRITE_A_DATE = "请写成 2017-12-31 这样的日期"


@dataclass(frozen=True)
class Settings:
    """The content of DATA/config.yaml; what is not written there has its default.

    `assessment_date` is a date or `today`; `publish_wait_seconds` is how long a night waits while another publishes;
    `nights_kept` is the number of published nights whose folders stay; `engine` is what the rules run on;
    `correction_days` is within how many days a correction workbook is to come back. For each department, or `default`
    for all others: `due`, by when its feeds come; `oldest_days`, how many days before the assessment date a feed's
    newest file may have been written; `notify`, the addresses to which it is told, which hold secrets. `publish_to` is
    the URL of a database to which each night is written too, which may hold a password; `publish_to_reader` a role of
    PostgreSQL that may read it there.
    """

    assessment_date: datetime.date | str = DEFAULT_ASSESSMENT_DATE
    publish_wait_seconds: int = DEFAULT_PUBLISH_WAIT_SECONDS
    nights_kept: int = DEFAULT_NIGHTS_KEPT
    engine: str = DUCKDB
    correction_days: int = DEFAULT_CORRECTION_DAYS
    due: Mapping[str, Due] = field(default_factory=dict)
    oldest_days: Mapping[str, int] = field(default_factory=dict)
    notify: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    publish_to: str | None = field(default=None, repr=False)
    publish_to_reader: str | None = None

    def due_of(self, department: str) -> Due:
        """Return by when the feeds of a department come."""
        return self.due.get(department) or self.due.get(DEFAULT) or DEFAULT_DUE

    def oldest_days_of(self, department: str) -> int:
        """Return how many days before the assessment date the newest file of a department's feed may be."""
        return self.oldest_days.get(department, self.oldest_days.get(DEFAULT, DEFAULT_OLDEST_DAYS))

    def addresses_of(self, department: str) -> tuple[str, ...]:
        """Return the addresses to which a department is told."""
        return self.notify.get(department, self.notify.get(DEFAULT, ()))


def read_settings(data: Path) -> Settings:
    """Read DATA/config.yaml. Raises PipelineError where it is no YAML, names an unknown setting or a wrong value."""
    import yaml  # where settings are read, not where their names are known: the help must be there at once

    path = data / CONFIG_FILE
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (yaml.YAMLError, ValueError):
        raise PipelineError(
            f"设置文件 {CONFIG_FILE} 读不出来：请按 YAML 写，存成 UTF-8，日期写成 2017-12-31 这样。"
        ) from None
    if content is None:
        return Settings()
    if not isinstance(content, dict):
        raise PipelineError(f"设置文件 {CONFIG_FILE} 每行应当写成“名称: 值”。")
    readers: dict[str, Callable[[Any], Any]] = {
        "assessment_date": _assessment_date,
        "publish_wait_seconds": lambda value: _whole_number("publish_wait_seconds", value, least=0),
        "nights_kept": lambda value: _whole_number("nights_kept", value, least=1),
        "engine": choose_engine,
        "correction_days": lambda value: _whole_number("correction_days", value, least=1),
        "due": lambda value: by_department("due", value, read_due),
        "oldest_days": lambda value: by_department("oldest_days", value, _days),
        "notify": lambda value: by_department("notify", value, _addresses),
        "publish_to": lambda value: _text("publish_to", value),
        "publish_to_reader": lambda value: _text("publish_to_reader", value),
    }
    unknown = sorted("＊" if "://" in str(name) else str(name) for name in content if name not in readers)
    if unknown:
        raise PipelineError(
            f"设置文件 {CONFIG_FILE} 里有不认识的设置 {'、'.join(unknown)}；可以写的有 {'、'.join(readers)}。"
        )
    return Settings(**{name: readers[name](value) for name, value in content.items() if value is not None})


def read_date(text: str) -> datetime.date:
    """Read a date as an officer types it; PipelineError says how to write it."""
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise PipelineError(f"考核日“{text}”不是日期，{_HOW_TO_WRITE_A_DATE}。") from None


def choose_assessment_date(
    chosen: str | datetime.date | None, settings: Settings, timezone: str, now: datetime.datetime | None = None
) -> datetime.date:
    """Return the assessment date of a run that starts `now`: the one chosen for it, else the one of the settings.

    `today` is the day in the county's time zone. Raises PipelineError for a date that is still to come there.
    """
    today = (now or datetime.datetime.now(datetime.UTC)).astimezone(ZoneInfo(timezone)).date()
    wanted = chosen or settings.assessment_date
    if isinstance(wanted, str):
        wanted = today if wanted.strip() == TODAY else read_date(wanted)
    if wanted > today:
        raise PipelineError(f"考核日 {wanted} 还没有到（今天是 {today}）：请改用今天或以前的日期。")
    return wanted


def choose_engine(name: str) -> str:
    """Return the name of an engine; PipelineError where there is none of that name."""
    if name not in ENGINES:
        raise PipelineError(f"没有名为“{name}”的计算引擎（engine）：可以写 {' 或 '.join(ENGINES)}。")
    return name


def _assessment_date(value: Any) -> datetime.date | str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if value == TODAY:
        return TODAY
    if isinstance(value, str):
        return read_date(value)
    raise PipelineError(f"设置文件 {CONFIG_FILE} 里的 assessment_date 不对：{_HOW_TO_WRITE_A_DATE}，或写 {TODAY}。")


def _days(value: Any, setting: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PipelineError(f"{setting}应当是不小于 0 的整数（天）。")
    return value


def _addresses(value: Any, setting: str) -> tuple[str, ...]:
    """Read one address or a list of them. No message quotes one: it holds a password or a key."""
    addresses = value if isinstance(value, list) else [value]
    if not all(isinstance(address, str) and _ADDRESS.match(address.strip()) for address in addresses):
        raise PipelineError(
            f"{setting}应当是通知地址，每行一个，写成 mailto://、wecombot://、dingtalk://、json:// 开头的样子。"
        )
    return tuple(dict.fromkeys(address.strip() for address in addresses))


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PipelineError(f"设置文件 {CONFIG_FILE} 里的 {name} 应当是文字。")
    return value.strip()


def _whole_number(name: str, value: Any, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise PipelineError(f"设置文件 {CONFIG_FILE} 里的 {name} 应当是不小于 {least} 的整数。")
    return value
