"""What an owner is told, in Chinese: a feed that is late, a run that failed.

Messages leave this machine: they name departments, feeds, assets and the date, and nothing that comes from a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline.notifying.lateness import LateFeed
from xundian_pipeline.settings import Settings

_SENDER = "脱贫退出"


@dataclass(frozen=True)
class Message:
    """One message to a department. `keys` name the occasions: who has been told of one is not told again."""

    department: str
    keys: tuple[str, ...]
    title: str
    body: str


def late_messages(
    late: Sequence[LateFeed], assessment_date: datetime.date, settings: Settings, told: frozenset[str]
) -> list[Message]:
    """Return one message for each department that has late feeds of which it was not told for this date."""
    messages = []
    for department, name in DEPARTMENTS.items():
        feeds = [one for one in late if one.feed.department == department]
        untold = [one for one in feeds if late_key(one, assessment_date) not in told]
        if not untold:
            continue
        lines = [
            f"考核日 {assessment_date}，{name}应当在{settings.due_of(department).text()}送到：",
            *(f"- 《{one.feed.title}》（{one.feed.id}）：{_how_late(one)}" for one in untold),
            "请尽快把文件放进来件文件夹，文件名用括号里的代号（或放进以代号命名的文件夹）；文件到了会自动运行。",
            "送到以前，用到这些名册的判定是“待核实”。",
        ]
        title = f"{_SENDER}：{name}有 {len(untold)} 份名册没有按时送到"
        keys = tuple(late_key(one, assessment_date) for one in untold)
        messages.append(Message(department, keys, title, "\n".join(lines)))
    return messages


def late_key(late: LateFeed, assessment_date: datetime.date) -> str:
    """Name the occasion of a feed being late."""
    return f"late {assessment_date} {late.feed.id}"


def failure_message(
    run_id: str,
    department: str,
    assets: Sequence[str],
    assessment_date: str | None,
    reason: str | None,
    is_published: bool,
) -> Message:
    """Return what a department is told of a failed run, in which `assets` of its own failed.

    `reason` is a text of the project's own; what a failure says besides may name files. `is_published`: readers see the
    night already, what failed is only made of it.
    """
    feeds = [f"《{FEEDS[name].title}》（{name}）" if name in FEEDS else name for name in assets]
    day = f"考核日 {assessment_date}" if assessment_date else "考核日还没有定"
    what = f"出错的步骤：{'、'.join(feeds)}。" if feeds else "运行没有能开始，或中途断了。"
    published = "本夜已经发布" if is_published else "上次发布的结果没有变"
    again = "选中出错的步骤和它下游的全部资产重新运行" if feeds else "重新运行"
    body = (
        f"{day}，运行 {run_id[:8]} 没有完成。{what}{reason or ''}\n"
        f"请在操作界面的“Runs”里打开这次运行，照红色的中文说明改正，再{again}。{published}。"
    )
    title = f"{_SENDER}：{DEPARTMENTS[department]}，有一次运行失败了"
    return Message(department, (f"failed {run_id} {department}",), title, body)


def _how_late(late: LateFeed) -> str:
    return f"最新的文件是 {late.newest} 的，太旧" if late.newest else "没有收到"
