"""What the interface says of a feed that was received: the checks that name its department, and what was returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow
import pyarrow.compute as compute
from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, MetadataValue

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from xundian_pipeline import faults
from xundian_pipeline.county import County
from xundian_pipeline.orchestration.metadata import RESULT
from xundian_pipeline.orchestration.previews import table_of
from xundian_pipeline.publishing.masking import PersonalData, ordinary_words
from xundian_pipeline.reading import FeedReading

COMPLETE = "complete"
NO_ROWS_RETURNED = "no_rows_returned"

_MESSAGES_SHOWN = 50
_FILES_NAMED = 5
_HIDDEN = "（含个人信息，略）"


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
    """The account of one feed of one night, made from what acceptance returned, with personal data masked."""

    def __init__(self, feed: Feed, reading: FeedReading, tables: Mapping[str, pyarrow.Table], county: County) -> None:
        self._feed = feed
        self._department = DEPARTMENTS[feed.department]
        self._runs = tables["feed_runs"]
        self._quarantine = tables["quarantine"]
        self._notices = tables["notices"]
        self._personal = _personal_data(feed, reading, county)

    def checks(self) -> list[AssetCheckResult]:
        """Return the results of `check_specs`, each naming department, files and counts."""
        return [self._complete(), self._no_rows_returned()]

    def metadata(self) -> dict[str, MetadataValue[Any]]:
        """Return the counts and the messages of what was returned or only noticed."""
        shown: dict[str, MetadataValue[Any]] = {RESULT: MetadataValue.text(self.result())}
        for label, table in (("退回清单", self._quarantine), ("提示", self._notices)):
            messages = self._masked(table["message"].slice(0, _MESSAGES_SHOWN).to_pylist())
            if messages:
                shown[label] = table_of(["说明"], [{"说明": message} for message in messages])
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
            description = f"{self._department}没有送来《{self._feed.title}》（{self._feed.id}）：请补送。"
        elif unusable:
            messages = self._masked(unusable[:_FILES_NAMED])
            more = f" 等 {len(unusable)} 个" if len(unusable) > _FILES_NAMED else ""
            description = f"{self._department}《{self._feed.title}》有文件读不了：{' '.join(messages)}{more}"
        else:
            description = f"{self._department}《{self._feed.title}》已到齐，{len(self._runs)} 个文件或工作表都能读。"
        return AssetCheckResult(
            check_name=COMPLETE,
            passed=self._received() and not unusable,
            severity=AssetCheckSeverity.ERROR,
            description=description,
        )

    def _no_rows_returned(self) -> AssetCheckResult:
        runs = self._runs.filter(compute.greater(self._runs["rows_quarantined"], 0))
        files = [
            f"{source}（{count} 行）"
            for source, count in zip(runs["source"].to_pylist(), runs["rows_quarantined"].to_pylist(), strict=True)
        ]
        count = compute.sum(runs["rows_quarantined"]).as_py() or 0
        if files:
            named = "、".join(self._masked(files[:_FILES_NAMED])) + ("等" if len(files) > _FILES_NAMED else "")
            description = (
                f"{self._department}《{self._feed.title}》有 {count} 行退回：{named}。请按退回清单改正后重报。"
            )
        else:
            description = f"{self._department}《{self._feed.title}》没有被退回的行。"
        return AssetCheckResult(
            check_name=NO_ROWS_RETURNED,
            passed=count == 0,
            severity=AssetCheckSeverity.WARN,
            description=description,
            metadata={"退回行数": count},
        )

    def _received(self) -> bool:
        return self._runs["source"].null_count < len(self._runs)

    def _unusable(self) -> list[str]:
        of_files = self._quarantine.filter(compute.equal(self._quarantine["kind"], "file"))
        return of_files["message"].to_pylist()

    def _masked(self, texts: list[str]) -> list[str]:
        masks = self._personal.masks(texts)
        return [faults.mask((masks[text].text or _HIDDEN) if text in masks else text) for text in texts]


def _personal_data(feed: Feed, reading: FeedReading, county: County) -> PersonalData:
    """The names in the feed's files, those of returned rows among them."""
    columns = [column.name for column in feed.columns if column.type == "name"]
    names = [sheet.columns[name].texts for sheet in reading.sheets for name in columns if name in sheet.columns]
    return PersonalData(
        pyarrow.concat_arrays([pyarrow.array([], pyarrow.string()), *names]), ordinary_words(county.divisions)
    )
