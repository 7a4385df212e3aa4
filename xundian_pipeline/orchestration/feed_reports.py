"""What the interface says of a feed that was received: the checks that name its department, and what was returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow
import pyarrow.compute as compute
from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, MetadataValue

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published.codes import CORRECTION_OUTCOMES
from xundian_pipeline.corrections.outcomes import TAKEN
from xundian_pipeline.orchestration.metadata import RESULT
from xundian_pipeline.orchestration.previews import table_of
from xundian_pipeline.orchestration.shown_texts import ShownTexts
from xundian_pipeline.orchestration.worst_rows import SHOWN, message_to_show, worst_rows

COMPLETE = "complete"
NO_ROWS_RETURNED = "no_rows_returned"
RETURNED = "退回清单"
WORKBOOK = "更正表"

_MESSAGES_SHOWN = 50
_FILES_NAMED = 5


def check_specs(feed: Feed) -> list[AssetCheckSpec]:
    """Return the two checks of every feed; neither stops what comes after."""
    department = DEPARTMENTS[feed.department]
    return [
        AssetCheckSpec(
            COMPLETE,
            asset=feed.id,
            blocking=False,
            description=f"文件已到齐且可读：{department}《{feed.title}》送来了，而且每个文件都有能用的表头。",
        ),
        AssetCheckSpec(
            NO_ROWS_RETURNED,
            asset=feed.id,
            blocking=False,
            description=f"没有被退回的行：{department}《{feed.title}》的每一行都通过了检查。",
        ),
    ]


class FeedReport:
    """The account of one feed of one night, made from what acceptance returned. It shows no personal data.

    `workbook` is where the department's correction workbook is written after the night, as a path below DATA.
    """

    def __init__(self, feed: Feed, tables: Mapping[str, pyarrow.Table], shown: ShownTexts, workbook: str) -> None:
        self._feed = feed
        self._title = f"{DEPARTMENTS[feed.department]}《{feed.title}》"
        self._runs = tables["feed_runs"]
        self._quarantine = tables["quarantine"]
        self._notices = tables["notices"]
        self._corrections = tables["corrections"]
        self._shown = shown
        self._workbook = workbook

    def checks(self) -> list[AssetCheckResult]:
        """Return the results of `check_specs`, each naming department, files and counts."""
        return [self._complete(), self._no_rows_returned()]

    def metadata(self) -> dict[str, MetadataValue[Any]]:
        """Return the counts and the messages of what was returned or only noticed."""
        shown: dict[str, MetadataValue[Any]] = {RESULT: MetadataValue.text(self.result())}
        noticed = [self._message(row) for row in self._notices.slice(0, _MESSAGES_SHOWN).to_pylist()]
        shown |= self._returned() | self._corrected()
        if noticed:
            shown["提示"] = table_of(["说明"], [{"说明": message} for message in noticed])
        return shown

    def result(self) -> str:
        """Return the counts in words."""
        if not self._received():
            return "没有收到"
        counts = {
            word: compute.sum(self._runs[f"rows_{fate}"]).as_py()
            for word, fate in (("接受", "accepted"), ("退回", "quarantined"), ("忽略", "ignored"))
        }
        unusable = len(self._unusable())
        words = [f"{word} {count:,} 行" for word, count in counts.items() if count or word == "接受"]
        return "，".join(words + ([f"读不了的文件或工作表 {unusable} 个"] if unusable else []))

    def _complete(self) -> AssetCheckResult:
        unusable = self._unusable()
        if not self._received():
            description = f"{self._title}（{self._feed.id}）没有送来：请补送。"
        elif unusable:
            more = f" 等 {len(unusable)} 个" if len(unusable) > _FILES_NAMED else ""
            description = f"{self._title}有文件读不了：{' '.join(unusable[:_FILES_NAMED])}{more}"
        else:
            description = f"{self._title}已到齐，{len(self._runs)} 个文件或工作表都能读。"
        return AssetCheckResult(
            check_name=COMPLETE,
            passed=self._received() and not unusable,
            severity=AssetCheckSeverity.ERROR,
            description=description,
        )

    def _no_rows_returned(self) -> AssetCheckResult:
        runs = self._runs.filter(compute.greater(self._runs["rows_quarantined"], 0)).to_pylist()
        files = [f"{self._shown.name(run['source'])}（{run['rows_quarantined']} 行）" for run in runs]
        count = sum(run["rows_quarantined"] for run in runs)
        if files:
            named = "、".join(files[:_FILES_NAMED]) + ("等" if len(files) > _FILES_NAMED else "")
            description = f"{self._title}有 {count} 行退回：{named}。请按退回清单改正后重报，或改好更正表送回。"
        else:
            description = f"{self._title}没有被退回的行。"
        return AssetCheckResult(
            check_name=NO_ROWS_RETURNED,
            passed=count == 0,
            severity=AssetCheckSeverity.WARN,
            description=description,
            metadata={"退回行数": count, **(self._returned() if count else {})},
        )

    def _returned(self) -> dict[str, MetadataValue[Any]]:
        """The worst of what was returned, and where the rest is and is corrected; nothing where all was accepted."""
        count = len(self._quarantine)
        if not count:
            return {}
        told: dict[str, MetadataValue[Any]] = {RETURNED: worst_rows(self._quarantine, self._feed, self._shown)}
        if count > SHOWN:
            told["没有列完"] = MetadataValue.text(
                f"共 {count:,} 处，这里是最要紧的 {SHOWN} 处；全部在更正表和发布的 quality.quarantine 里。"
            )
        if count > len(self._unusable()):
            told[WORKBOOK] = MetadataValue.text(
                f"{self._workbook}（在数据文件夹里，发布以后写出）：改好涂色的单元格，保存，"
                "放进来件文件夹的 corrections 文件夹，下一夜采用。"
            )
        return told

    def _corrected(self) -> dict[str, MetadataValue[Any]]:
        """What became of the corrections that came back, those that were not taken first; nothing where none came."""
        if not len(self._corrections):
            return {}
        lines = sorted(self._corrections.to_pylist(), key=lambda line: line["outcome"] == TAKEN)
        counts = Counter(line["outcome"] for line in lines)
        rows = [
            {
                "更正表": self._shown.name(line["file"]),
                "行": line["correction_row"],
                "结果": CORRECTION_OUTCOMES[line["outcome"]],
                "说明": line["why"],
            }
            for line in lines[:_MESSAGES_SHOWN]
        ]
        words = [f"{label} {counts[outcome]:,} 行" for outcome, label in CORRECTION_OUTCOMES.items()]
        return {"送回的更正": MetadataValue.text("，".join(words)), "更正结果": table_of(list(rows[0]), rows)}

    def _received(self) -> bool:
        return self._runs["source"].null_count < len(self._runs)

    def _unusable(self) -> list[str]:
        of_files = self._quarantine.filter(compute.equal(self._quarantine["kind"], "file"))
        return [self._message(row) for row in of_files.to_pylist()]

    def _message(self, row: Mapping[str, Any]) -> str:
        return message_to_show(row, self._feed, self._shown)
