"""Files that officers drop."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

NUMBER = "530129198001011234"
HEADER = ["姓名", "身份证号", "户主身份证号", "行政村代码", "保障类别", "月保障金额", "开始月份", "停发月份"]
GOOD = ["钱多多", NUMBER, NUMBER, "530129103002", "A", "200", "2017-01", ""]
NO_MONEY = ["孙小山", NUMBER, NUMBER, "530129103002", "B", "三百", "2017-01", ""]
NO_CODE = ["李小水", NUMBER, NUMBER, "5301", "D", "200", "2017-02", ""]


def csv_file(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    """A CSV of the rows."""
    return "".join(",".join(row) + "\n" for row in (header, *rows)).encode()


def xlsx_file(*rows: Sequence[str], sheet: str = "一月", header: Sequence[str] = HEADER) -> bytes:
    """A workbook of the rows, with a sheet that explains besides."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        first = workbook.add_worksheet(sheet)
        for number, row in enumerate((header, *rows)):
            first.write_row(number, 0, row)
        workbook.add_worksheet("填表说明").write(0, 0, "请按月填报")
    return written.getvalue()


def bomb() -> bytes:
    """A workbook of some ten kilobytes with a part that unpacks to 32 MB."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(GOOD))) as whole,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in whole.namelist():
            out.writestr(part, bytes(32 << 20) if part.endswith("sheet1.xml") else whole.read(part))
    return written.getvalue()
