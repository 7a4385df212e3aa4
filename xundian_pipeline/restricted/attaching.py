"""The file that names persons, read beside the published tables."""

from __future__ import annotations

from pathlib import Path

import duckdb

from schemas.published.person import MEMBERS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.inputs import literal
from xundian_pipeline.restricted.persons_file import DATABASE, FOLDER

ATTACHED = "restricted"
"""The name under which the file's tables are found: restricted.person.members and so on."""

_PLACE = f"{FOLDER}/{DATABASE}"
_HOW_TO_MAKE_IT = "请重新运行全县夜间任务，它随发布一起做出来。"


def attach_persons(connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Let a connection to the published database read the tables of persons.duckdb as well.

    Raises PipelineError where the file is missing, may not be read, or is of another night than the published one.
    """
    path = data / FOLDER / DATABASE
    try:
        if not path.exists():
            raise PipelineError(f"数据文件夹里没有一户一本台账的数据（{_PLACE}）：{_HOW_TO_MAKE_IT}")
        connection.execute(f"ATTACH {literal(str(path))} AS {ATTACHED} (READ_ONLY)")
        of_other_nights = connection.execute(
            f"SELECT count(*) FROM {ATTACHED}.{MEMBERS.full_name} "
            "WHERE assessment_date <> (SELECT MAX(assessment_date) FROM exit_indicators.nights)"
        ).fetchall()
    except (duckdb.Error, PermissionError):
        raise PipelineError(
            f"一户一本台账的数据（{_PLACE}）打不开：只有运行夜间任务的账号能读，请用那个账号；仍打不开的，{_HOW_TO_MAKE_IT}"
        ) from None
    if of_other_nights != [(0,)]:
        raise PipelineError(f"一户一本台账的数据（{_PLACE}）和已发布的表不是同一夜：{_HOW_TO_MAKE_IT}")
