"""The night and the villages that are printed of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.published_database import Row, as_published, published_database, rows_of
from xundian_pipeline.restricted import attach_persons


@dataclass(frozen=True)
class PublishedNight:
    """The published tables and, beside them, those that name persons; `said` is what every document says of both."""

    connection: duckdb.DuckDBPyConnection
    said: dict[str, Any]

    def villages(self, code: str | None) -> list[Row]:
        """The village of a code, all of them without one. Raises PipelineError where there is no such village."""
        if code is None:
            return rows_of(self.connection, "FROM exit_indicators.village_exit ORDER BY village_code")
        found = rows_of(self.connection, "FROM exit_indicators.village_exit WHERE village_code = ?", as_published(code))
        if not found:
            raise PipelineError(
                f"已发布的表里没有行政村 {code}：请写 12 位行政村代码（考核日有效的代码），并核对有没有写错。"
            )
        return found

    def households(self, village: Row) -> list[Row]:
        """The households of a village."""
        return rows_of(
            self.connection,
            "FROM exit_indicators.household_exit WHERE village_code = ? ORDER BY household_id",
            village["village_code"],
        )


@contextmanager
def published_night(data: Path, county: County) -> Iterator[PublishedNight]:
    """Open what is printed of. Raises PipelineError where no night is published or its persons cannot be read."""
    with published_database(data) as connection:
        attach_persons(connection, data)
        (night,) = rows_of(connection, "FROM exit_indicators.nights ORDER BY assessment_date DESC LIMIT 1")
        said = {
            "county": county.name,
            "night": night["assessment_date"].isoformat(),
            "rule_version": night["rule_version"],
        }
        yield PublishedNight(connection, said)
