"""What a line of the quarantine says: what is wrong, and what to write instead. Never a value of the row."""

from __future__ import annotations

import datetime

from schemas.feed import EARLIEST_DATE, LATEST_DAYS_AFTER_ASSESSMENT, Column, Feed

_EXAMPLES = {
    "date": "日期，例如 2017-06-01",
    "month": "月份，例如 2017-06",
    "year": "四位数的年份，例如 2017",
    "school_year": "学年，例如 2017 或 2017-2018",
    "int": "整数，例如 4",
    "money": "金额数字，例如 1250.50",
    "number": "数字，例如 80.5",
    "area_ha": "面积数字，例如 0.35",
    "rate": "0 到 1 之间的数或百分比，例如 0.99 或 99%",
    "yesno": "“是”或“否”",
    "id_number": " 18 位身份证号，并把单元格设成文本格式",
    "village_code": " 12 位行政村代码",
}


def quoted_header(header: str) -> str:
    """A header as messages quote it: exports put spaces and line breaks into headers."""
    return f"“{''.join(header.split())}”"


def place(source: str, sheet: str | None, row_number: int, header: str) -> str:
    """Where the cell is, as the officer finds it."""
    in_sheet = f"工作表“{sheet}”" if sheet else ""
    return f"文件 {source} {in_sheet}第 {row_number} 行{quoted_header(header)}"


def correction(check: str, column: Column, feed: Feed, assessment_date: datetime.date, county_code: str) -> str:
    """What is wrong with a cell that fails `check`, and what to write."""
    if check == "required":
        return f"必须填写，不能空着：请填{_expected(column)}。"
    if check == "type":
        return f"写的内容读不出来（或是公式错误）：请改成{_expected(column)}。"
    if check == "enum":
        return f"不是允许的写法：请改成 {'、'.join(column.allowed)} 之一。"
    if check == "format":
        return f"不是本县的行政村代码：请写 {county_code} 开头的 12 位数字。"
    if check == "range":
        return f"超出允许的范围：{_range(column, assessment_date)}。"
    if check == "order":
        return f"早于“{feed.column(column.not_before or column.name).header}”：请核对这两个日期，改正写错的一个。"
    if check == "sum":
        return "不等于医疗总费用减报销金额：请核对这三个金额，使三者相符（精确到分）。"
    if check == "key":
        keys = "、".join(feed.column(name).header for name in feed.key)
        return f"有别的行与本行的 {keys} 相同而其他内容不同：请只保留正确的一行，或改正写错的{keys}。"
    raise ValueError(f"no message is written for the check {check}")


def _expected(column: Column) -> str:
    if column.type == "enum":
        return f" {'、'.join(column.allowed)} 之一"
    return _EXAMPLES.get(column.type, f"{column.description}的文字")


def _range(column: Column, assessment_date: datetime.date) -> str:
    if column.type in ("date", "month"):
        latest = assessment_date + datetime.timedelta(days=LATEST_DAYS_AFTER_ASSESSMENT)
        if column.latest == "assessment_date":
            latest = assessment_date
        return f"日期应在 {EARLIEST_DATE} 到 {latest} 之间，请写正确的日期"
    if column.type == "rate":
        return "请写 0 到 1 之间的数，或带 % 的百分比"
    if column.type in ("money", "number", "area_ha", "int"):
        return "请写不小于 0 的数；必须大于 0 的栏不能写 0，数字也不能过大"
    if column.type in ("year", "school_year"):
        return f"请写合理的年份，不晚于 {assessment_date.year} 年" if column.latest else "请写合理的年份"
    return "内容过长，请只写这一栏要求的内容"
