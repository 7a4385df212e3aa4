"""Writing a correction workbook: one sheet of instructions, then one per feed, headed as its department exports it.

Everything stays in memory, and equal content gives equal bytes.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.departments import DEPARTMENTS
from schemas.feed import Column
from xundian_pipeline.corrections import form
from xundian_pipeline.corrections.to_correct import CORRECTED, DOUBTFUL, WRONG, FeedToCorrect
from xundian_pipeline.new_workbook import new_workbook

MOST_ROWS = 100_000
"""Rows of one sheet: more than anybody corrects by hand, and what Excel still opens with comments."""

_TEXT = "@"
_FILLS = {WRONG: "#FFC7CE", DOUBTFUL: "#FFEB9C", CORRECTED: "#C6EFCE"}
_LONGEST_LIST = 255
"""Characters of a drop-down list that a cell holds itself."""
_WIDEST, _NARROWEST = 32, 10

_STEPS = (
    "红色的单元格写错了，把鼠标移上去看批注，照批注改；黄色的行有疑点，请核对后改正写错的内容，没有写错就不用改。",
    "有下拉箭头的单元格请从下拉列表里选。日期写成 2017-06-01 这样。不要写公式。",
    "只改单元格的内容：不要增加行、删除列、改表头和工作表的名字。最后一列是隐藏的行编号，不要动它。",
    "绿色的行以前更正过，正在采用：请留着，删去就等于撤回更正。其他不用改的行可以留着不动。要增加的记录请加进本部门报送的文件里。",
    "改好后存盘（格式还是 .xlsx，文件名可以改），放进来件文件夹的 corrections 文件夹（没有就新建），当天夜里就会采用。",
    "第二天在“更正结果”里看：已采用、仍不合格（照说明再改）、已过时（报送的文件里已经没有原来的这一行）。",
    "更正表里有个人信息：只发给办理的人，用后妥善保管。",
)


def write_workbook(
    department: str, feeds: Sequence[FeedToCorrect], assessment_date: datetime.date, due: datetime.date | None
) -> bytes:
    """Return the xlsx of a department. `due` is by when it is to come back, None where nobody waits for it."""
    content = io.BytesIO()
    with new_workbook(content, f"{DEPARTMENTS[department]}更正表") as workbook:
        formats = {
            kind: workbook.add_format({"num_format": _TEXT, "bg_color": fill, "border": 1})
            for kind, fill in _FILLS.items()
        }
        plain = workbook.add_format({"num_format": _TEXT})
        heading = workbook.add_format({"bold": True, "num_format": _TEXT, "bg_color": "#DDEBF7", "bottom": 1})
        _write_summary(workbook, department, feeds, assessment_date, due)
        lists: list[tuple[str, ...]] = []
        for of_feed in feeds:
            if of_feed.rows:
                _write_feed(workbook.add_worksheet(of_feed.feed.id), of_feed, formats, plain, heading, lists)
        if lists:
            sheet = workbook.add_worksheet(form.LISTS_SHEET)
            sheet.hide()
            for place, allowed in enumerate(lists):
                sheet.write_column(0, place, allowed)
    return content.getvalue()


def _write_summary(
    workbook: xlsxwriter.Workbook,
    department: str,
    feeds: Sequence[FeedToCorrect],
    assessment_date: datetime.date,
    due: datetime.date | None,
) -> None:
    sheet = workbook.add_worksheet(form.SUMMARY_SHEET)
    title = workbook.add_format({"bold": True, "font_size": 16})
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    link = workbook.add_format({"font_color": "blue", "underline": 1})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 5, 16)
    sheet.write_string(0, 0, f"{DEPARTMENTS[department]}更正表", title)
    sheet.write_string(1, 0, form.DATE_LABEL, bold)
    sheet.write_string(1, 1, assessment_date.isoformat())
    if due is not None:
        sheet.write_string(2, 0, "请在这一天以前送回", bold)
        sheet.write_string(2, 1, due.isoformat())
    sheet.write_string(3, 0, "要更正的行数", bold)
    sheet.write_number(3, 1, sum(len(of_feed.rows) for of_feed in feeds))
    row = 5
    for place, label in enumerate(("名册", "工作表", "退回的行", "有单元格作废的行", "疑点涉及的行", "更正已采用的行")):
        sheet.write_string(row, place, label, bold)
    for of_feed in feeds:
        row += 1
        sheet.write_string(row, 0, of_feed.feed.title)
        if of_feed.rows:
            sheet.write_url(row, 1, f"internal:'{of_feed.feed.id}'!A1", link, of_feed.feed.id)
        for place, count in enumerate((of_feed.quarantined, of_feed.spoilt, of_feed.doubtful, of_feed.corrected)):
            sheet.write_number(row, 2 + place, count)
    row += 2
    sheet.write_string(row, 0, "怎样更正、怎样送回", bold)
    for number, step in enumerate(_STEPS, 1):
        row += 1
        sheet.merge_range(row, 0, row, 5, f"{number}. {step}", wrapped)
        sheet.set_row(row, 32)
    others = [message for of_feed in feeds for message in of_feed.unusable]
    others += [
        f"《{of_feed.feed.title}》要更正的行太多，这里只列了前 {MOST_ROWS} 行：改好送回后，下一夜列出其余的。"
        for of_feed in feeds
        if len(of_feed.rows) > MOST_ROWS
    ]
    if others:
        row += 2
        sheet.write_string(row, 0, "不能在这里更正、要重新报送的", bold)
        for message in others:
            row += 1
            sheet.merge_range(row, 0, row, 5, message, wrapped)
            sheet.set_row(row, 32)


def _write_feed(
    sheet: Worksheet,
    of_feed: FeedToCorrect,
    formats: dict[str, Format],
    plain: Format,
    heading: Format,
    lists: list[tuple[str, ...]],
) -> None:
    columns = of_feed.feed.columns
    rows = of_feed.rows[:MOST_ROWS]
    sheet.set_comments_author("")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        width = max(_NARROWEST, min(_WIDEST, 2 * len(column.header) + 2))
        sheet.set_column(place, place, 22 if column.type == "id_number" else width, plain)
        sheet.write_string(0, place, column.header, heading)
        _offer_allowed(sheet, place, column, len(rows), lists)
    sheet.set_column(len(columns), len(columns), 36, plain, {"hidden": True})
    sheet.write_string(0, len(columns), form.ROW_KEY, heading)
    for number, row in enumerate(rows, 1):
        for place, (column, text) in enumerate(zip(columns, row.cells, strict=True)):
            mark = row.marks.get(column.name)
            cell_format = formats[mark.kind] if mark else plain
            if text is not None:
                sheet.write_string(number, place, text, cell_format)
            elif mark:
                sheet.write_blank(number, place, None, cell_format)
            if mark and mark.comments:
                sheet.write_comment(number, place, "\n".join(mark.comments), {"x_scale": 2.5, "y_scale": 1.5})
        sheet.write_string(number, len(columns), row.key, plain)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _offer_allowed(sheet: Worksheet, place: int, column: Column, rows: int, lists: list[tuple[str, ...]]) -> None:
    """Let the cells of a column be chosen from a list where the schema has one."""
    allowed = ("是", "否") if column.type == "yesno" else column.allowed
    if not allowed:
        return
    source: list[str] | str = list(allowed)
    if len(",".join(allowed)) > _LONGEST_LIST:
        lists.append(allowed)
        letter = xlsxwriter.utility.xl_col_to_name(len(lists) - 1, col_abs=True)
        source = f"={form.LISTS_SHEET}!{letter}$1:{letter}${len(allowed)}"
    sheet.data_validation(
        1,
        place,
        rows,
        place,
        {
            "validate": "list",
            "source": source,
            "error_title": "请从列表里选",
            "error_message": f"“{column.header[:20]}”只能从下拉列表里选。",
        },
    )
