"""`xundian forget` and `xundian seal`: which nights are kept, changed by hand; and the lock that such changes hold."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from xundian_pipeline.archive import read_ledger
from xundian_pipeline.corrections.form import remove_workbooks
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing import forget, seal
from xundian_pipeline.reports import remove_reports
from xundian_pipeline.restricted import remove_other_nights
from xundian_pipeline.settings import read_settings
from xundian_pipeline.store import open_data_folder, publish_lock, room_to_finish

Say = Callable[[str], None]


@contextmanager
def changing_nights(data: Path, command: str, assessment_date: datetime.date) -> Iterator[datetime.date]:
    """Hold the publishing lock on DATA for a `command` about a night; yields today's date in the county.

    Raises PipelineError where another night goes on publishing.
    """
    zone = ZoneInfo(load_county().timezone)

    def now() -> datetime.datetime:
        return datetime.datetime.now(zone)

    wait_seconds = read_settings(data).publish_wait_seconds
    with publish_lock(data, command, assessment_date, wait_seconds, now), room_to_finish(data):
        yield now().date()


def open_kept_nights(data: Path, say: Say) -> None:
    """Bring DATA up to date; PipelineError where there is none, or no night of it is kept."""
    migrated = open_data_folder(data) if data.is_dir() else None
    if migrated:
        say(migrated)
    if not read_ledger(data).nights:
        raise PipelineError(f"数据文件夹 {data} 里没有计入历史的夜次：请核对 --data 指的文件夹。")


def forget_night(data: Path, assessment_date: datetime.date, say: Say) -> None:
    """Take a night out of the history and say which night is shown then.

    Raises PipelineError for a night that is not kept, sealed, or the only one.
    """
    open_kept_nights(data, say)
    with changing_nights(data, "forget", assessment_date):
        shown = forget(data, assessment_date)
        is_ledger_gone = remove_other_nights(data)
        remove_workbooks(data, assessment_date)
        remove_reports(data, assessment_date)
    say(f"考核日 {assessment_date} 的一夜已从历史中去掉，存档里仍有；现在发布的是 {shown} 的一夜。")
    if is_ledger_gone:
        say(f"一户一本台账是去掉的那一夜的，已经删除：要 {shown} 的台账，请重新运行这一夜。")


def seal_night(data: Path, assessment_date: datetime.date, by: str, say: Say) -> None:
    """Seal a night, signed by somebody: it is never replaced or forgotten.

    Raises PipelineError where nobody is named, and for a night that is not kept or is sealed already.
    """
    signer = " ".join(by.split())
    if not signer:
        raise PipelineError("请写明由谁封存：--by 后面写姓名或单位。")
    open_kept_nights(data, say)
    with changing_nights(data, "seal", assessment_date) as today:
        seal(data, assessment_date, signer, today)
    say(f"考核日 {assessment_date} 的一夜已由 {signer} 于 {today} 封存：以后不能重跑、替换或去掉。")
