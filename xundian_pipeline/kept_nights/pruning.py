"""`xundian prune`: archived sources of earlier nights are erased, and the ledger in force says so."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from xundian_pipeline.archive import erase, prune
from xundian_pipeline.corrections.form import nights_with_workbooks, remove_workbooks
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.kept_nights.keeping import changing_nights, open_kept_nights
from xundian_pipeline.publishing.night import show_again
from xundian_pipeline.store import Store


def prune_sources(data: Path, before: datetime.date, say: Callable[[str], None]) -> None:
    """Erase the archived sources of the nights before a date that nothing else needs, once the ledger records it.

    Their correction workbooks go too.

    Raises PipelineError where nothing is published, a night is running or publishing, or the archive was altered.
    """
    open_kept_nights(data, say)
    if Store(data).living_runs():
        # A feed that is being read may need an object that no manifest names yet.
        raise PipelineError("有夜间任务正在运行：请等它结束后再清理。")
    with changing_nights(data, "prune", before) as today:
        for night in nights_with_workbooks(data):
            if night < before:
                remove_workbooks(data, night)
        ledger, erased = prune(data, before, today)
        if not erased:
            say(f"{before} 以前没有可以清理的来件：已经清理过，或只有封存的夜次，或别的夜次还要用。")
            return
        show_again(data, ledger)
        erase(data, erased)
    nights = "、".join(ledger.pruned[-1]["nights"])
    say(f"已清理 {before} 以前的来件 {len(erased)} 份，并记入登记；已发布的表不变。")
    say(f"这些夜次不能再重建：{nights}。")
