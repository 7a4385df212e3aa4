"""What a department is told of a failed run: also whether readers see the night already."""

from __future__ import annotations

import pytest

from xundian_pipeline.notifying.messages import failure_message
from xundian_pipeline.orchestration.wiring import AFTER_PUBLISHING


def test_what_is_made_of_a_published_night() -> None:
    assert {"correction_workbooks", "board", "leaders_workbook", "database_tables"} == AFTER_PUBLISHING


@pytest.mark.parametrize(("is_published", "said"), [(True, "本夜已经发布。"), (False, "上次发布的结果没有变。")])
def test_whether_readers_see_the_night_is_said(is_published: bool, said: str) -> None:
    message = failure_message("feedbeef-1", "poverty_office", ["board"], "2017-12-31", None, is_published)
    assert message.body.endswith(said)
    assert "出错的步骤：board。" in message.body
