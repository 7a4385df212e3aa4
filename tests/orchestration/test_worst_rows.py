"""Which lines of what was returned the interface shows first, and that no name gets in by a file, a sheet or a cell."""

from __future__ import annotations

import json
from typing import Any

from dagster import TableMetadataValue

from schemas.registry import FEEDS
from tests.acceptance.rows import SOUND_ROWS
from tests.acceptance.sheets import Acceptance, accept_sheets, broken_file, county, sheet
from tests.reckoning.small_county import number
from xundian_pipeline.orchestration.previews import known_words
from xundian_pipeline.orchestration.shown_texts import ShownTexts
from xundian_pipeline.orchestration.worst_rows import SHOWN, worst_rows

FEED = FEEDS["medical_insurance"]
SOUND = SOUND_ROWS[FEED.id]
NAME, NUMBER = "欧阳植入者", number("1969-07-20", 21)


def _shown(accepted: Acceptance, feed_id: str = FEED.id) -> list[dict[str, Any]]:
    shown = worst_rows(accepted.tables["quarantine"], FEEDS[feed_id], ShownTexts(known_words(county())))
    assert isinstance(shown, TableMetadataValue)
    return [dict(record.data) for record in shown.records]


def test_the_worst_come_first() -> None:
    required = [column.name for column in FEED.columns if column.required]
    one, two = ({**SOUND, **dict.fromkeys(required[:count])} for count in (1, 2))
    accepted = accept_sheets(FEED.id, [sheet(FEED, [SOUND, one, two, one])], broken=[broken_file("全县.xlsx")])
    lines = _shown(accepted)
    assert [(line["结果"], line["行"]) for line in lines] == [
        ("整个文件无法使用", None),
        *[("整行退回", row) for row in (4, 4, 3, 5)],
    ]


def test_a_cell_whose_row_stays_comes_after_rows_that_do_not() -> None:
    feed_id = "register_households"
    row = SOUND_ROWS[feed_id]
    rows = [{**row, "wage_income": "很多", "exit_year": "去年"}, {**row, "household_id": None}]
    lines = _shown(accept_sheets(feed_id, [sheet(FEEDS[feed_id], rows)]), feed_id)
    assert [(line["结果"], line["行"]) for line in lines] == [
        ("整行退回", 3),
        ("单元格作废、行保留", 2),
        ("单元格作废、行保留", 2),
    ]


def test_as_many_as_can_be_read() -> None:
    rows = [{**SOUND, "name": None} for _ in range(SHOWN + 7)]
    lines = _shown(accept_sheets(FEED.id, [sheet(FEED, rows)]))
    assert [line["行"] for line in lines] == list(range(2, SHOWN + 2))


def test_a_line_says_where_the_cell_is_and_what_to_write() -> None:
    (column,) = (column for column in FEED.columns if column.name == "id_number")
    rows = [{**SOUND, "id_number": None}]
    spoilt = sheet(FEED, rows, source="medical_insurance/第二批.xlsx", name="汇总", headers={"id_number": "身份\n证号"})
    (line,) = _shown(accept_sheets(FEED.id, [spoilt]))
    said = line.pop("应当怎样写")
    assert line == {
        "文件": "medical_insurance/第二批.xlsx",
        "工作表": "汇总",
        "行": 2,
        "列": column.header,
        "结果": "整行退回",
    }
    assert said.startswith("必须填写，不能空着：请填")
    assert "文件" not in said


def test_no_name_gets_in() -> None:
    row = {column.name: f"{NAME}{NUMBER}" for column in FEED.columns}
    spoilt = sheet(FEED, [row], source=f"medical_insurance/{NAME}_{NUMBER}.xlsx", name=f"{NAME}家",
                   headers={column.name: f"{NAME}{column.header}" for column in FEED.columns})  # fmt: skip
    lines = _shown(accept_sheets(FEED.id, [spoilt], broken=[broken_file(f"{NAME}.csv")]))
    assert len(lines) > 1
    text = json.dumps(lines, ensure_ascii=False)
    assert NAME not in text
    assert NUMBER not in text
