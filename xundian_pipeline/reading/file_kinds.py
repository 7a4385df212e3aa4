"""What a file is by its content, whatever its ending says."""

from __future__ import annotations

import io
import zipfile

from xundian_pipeline.reading.problems import UnreadableError

XLSX = "Excel 工作簿（.xlsx）"
XLS = "Excel 97-2003 工作簿（.xls）"
ENCRYPTED = "加了密码的 Excel 工作簿"
PARQUET = "Parquet"
TEXT = "文本"

ENDINGS = (".csv", ".xlsx", ".xls", ".parquet")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNATURES = (
    (b"PAR1", PARQUET),
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"SQLite format 3", "SQLite 数据库"),
)
# Streams of an OLE container, named in UTF-16 in its directory; a workbook may hold an embedded document.
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("Workbook", XLS),
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "PowerPoint 文稿"),
    ("Book", XLS),
)
_MARKUP = ((b"<!doctype html", "网页"), (b"<html", "网页"), (b"<table", "网页"), (b"<?xml", "XML 文件"))

_EXPECTED = {".csv": TEXT, ".xlsx": XLSX, ".xls": XLS, ".parquet": PARQUET}
_BINARY = (*_ZIP, _OLE, b"PAR1")
_DAMAGED_STARTS = {".xlsx": _ZIP, ".xls": (_OLE,), ".parquet": (b"PAR1",)}


def check_kind(content: bytes, ending: str) -> None:
    """Raise UnreadableError unless `content` looks like what `ending` (lower case, with the dot) says it is."""
    if not content:
        raise UnreadableError("文件是空的（0 字节），可能没有导出成功。请重新导出后报送。")
    kind = kind_of(content)
    if kind == ENCRYPTED:
        raise UnreadableError("工作簿加了打开密码，无法读取。请取消密码后另存，再重新报送。")
    if kind == _EXPECTED[ending] or (ending == ".csv" and kind is None and not content.startswith(_BINARY)):
        # Text that is damaged or in a strange encoding is for `text_encoding` to judge.
        return
    if kind is None and content.startswith(_DAMAGED_STARTS.get(ending, ())):
        raise UnreadableError("文件不完整或已损坏，可能没有传完。请重新导出或重新拷贝后报送。")
    what = f"内容其实是{kind}" if kind else "内容也不是能认出的其他格式"
    raise UnreadableError(f"文件名的后缀是 {ending}，{what}。{_remedy(kind, ending)}")


def kind_of(content: bytes) -> str | None:
    """Return what `content` is, as it is called in Chinese; None where it is nothing known or damaged."""
    start = content[:1024]
    if start.startswith(_ZIP):
        return _kind_of_zip(content)
    if start.startswith(_OLE):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in content), None)
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return kind if kind != PARQUET or content.endswith(b"PAR1") else None
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, kind in _MARKUP:
        if text.startswith(signature):
            return kind
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return TEXT


def _kind_of_zip(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    for name, kind in (
        ("xl/workbook.xml", XLSX),
        ("xl/workbook.bin", "Excel 二进制工作簿（.xlsb）"),
        ("word/document.xml", "Word 文档"),
        ("ppt/presentation.xml", "PowerPoint 文稿"),
        ("content.xml", "OpenDocument 表格或文档（.ods、.odt）"),
    ):
        if name in names:
            return kind
    return "ZIP 压缩包"


def _remedy(kind: str | None, ending: str) -> str:
    for right, name in _EXPECTED.items():
        if kind == name:
            return f"请把后缀改成 {right}，或用 Excel 打开后另存为 {ending} 格式，再重新报送。"
    if kind == "网页" or kind == "XML 文件":
        return "有的系统导出时只改了后缀：请用 Excel 打开后另存为 .xlsx 工作簿，再重新报送。"
    if kind and "压缩包" in kind:
        return "请解压后把里面的表格文件单独报送。"
    return "请用 Excel 另存为 .xlsx 工作簿后重新报送。" if kind else "文件可能已损坏，请重新导出后报送。"
