"""The ZIP package of an xlsx workbook, looked through before calamine opens it.

calamine has no limits of its own: it unpacks whatever is there, lays a sheet out as one block from its first to its
last cell (a stray cell in the last row and column would take hundreds of GB and abort the process), and gives error
cells as blank ones. So the package is read through once: sizes first, then every part whole, which also checks its CRC.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections.abc import Iterator

from xundian_pipeline.reading.problems import UnreadableError, quoted

LARGEST_UNPACKED = 1 << 30
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 << 20
LARGEST_SHEET_CELLS = 20_000_000

_PIECE = 1 << 20
_LONGEST_ROW = 16 << 20
# These two run over every byte of every workbook: they begin with plain letters because that makes them fast.
_ROW = re.compile(rb"row\s(?:[^>]*?\s)?r=[\"'](\d+)")
_FAR_CELL = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})(\d+)[\"'][^>]*(?<!/)>(?!</)")
_ERROR_TYPE = (b't="e"', b"t='e'")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*?\bt=[\"']e[\"'][^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})(\d+)[\"'][^>]*(?<!/)><(?:\w+:)?f[\s>/]")
_REFERENCE = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_DAMAGED = "工作簿已损坏，无法读取。请用 Excel 打开后另存为新的 .xlsx，再重新报送。"


Errors = dict[int, dict[int, str]]


def inspect_package(content: bytes) -> dict[str, Errors]:
    """Return the error cells of each worksheet: sheet name -> column -> row -> text, columns and rows from 0.

    Raises UnreadableError for a zip bomb, a damaged or encrypted part, or a sheet too large to lay out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_sizes(package, len(content))
            names = {name.lower().lstrip("/"): name for name in package.namelist()}
            sheets = {path.lower(): name for name, path in _sheet_paths(package, names)}
            found = {}
            for lower, name in names.items():
                if lower in sheets:
                    found[sheets[lower]] = _inspect_sheet(package, name, sheets[lower])
                elif lower.endswith((".xml", ".rels")):
                    _read_through(package, name)
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, ElementTree.ParseError, KeyError):
        raise UnreadableError(_DAMAGED) from None
    except (NotImplementedError, RuntimeError):
        raise UnreadableError("工作簿用了不支持的压缩或加密方式。请用 Excel 另存为新的 .xlsx 后重新报送。") from None


def formula_cells(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return the row and the column, from 0, of every cell that holds a formula, by the name of its sheet.

    The package is one that `inspect_package` let through.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = {name.lower().lstrip("/"): name for name in package.namelist()}
        return {
            sheet: {
                (int(row) - 1, _column_number(column) - 1)
                for piece in _pieces(package, names[path.lower()])
                for column, row in _FORMULA_CELL.findall(piece)
            }
            for sheet, path in _sheet_paths(package, names)
            if path.lower() in names
        }


def _check_sizes(package: zipfile.ZipFile, packed: int) -> None:
    unpacked = sum(entry.file_size for entry in package.infolist())
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked > LARGEST_RATIO * packed):
        raise UnreadableError(
            f"工作簿解压后有 {unpacked / (1 << 20):.0f} MB，大得不正常（可能是压缩炸弹），没有打开。"
            "请核对来源；如果数据确实这样多，请导出为 CSV 或分成几个文件报送。"
        )


def _sheet_paths(package: zipfile.ZipFile, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and path of each sheet, as workbook.xml and its relationships say."""
    targets = {}
    relationships = names.get("xl/_rels/workbook.xml.rels")
    for element in ElementTree.fromstring(package.read(relationships)) if relationships else ():
        target = element.get("Target", "")
        targets[element.get("Id")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    for element in ElementTree.fromstring(package.read(names["xl/workbook.xml"])).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            reference = next((value for key, value in element.items() if key.rpartition("}")[2] == "id"), None)
            if reference in targets:
                yield element.get("name", ""), targets[reference]


def _read_through(package: zipfile.ZipFile, name: str) -> None:
    with package.open(name) as part:
        while part.read(_PIECE):
            pass


def _pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a worksheet piece by piece, each ending between two rows."""
    with package.open(name) as part:
        carried = b""
        while piece := part.read(_PIECE):
            piece = carried + piece
            # The last row may be cut: it goes to the next piece.
            cut = piece.rfind(b"<", 0, max(piece.rfind(b"<row"), piece.rfind(b":row")) + 1)
            if cut <= 0 or len(piece) > _LONGEST_ROW:
                cut = len(piece)
            carried = piece[cut:]
            yield piece[:cut]
        yield carried


def _inspect_sheet(package: zipfile.ZipFile, part: str, sheet: str) -> Errors:
    errors: Errors = {}
    last_row = 0
    last_column = _column_number(b"Z")
    for piece in _pieces(package, part):
        rows = _ROW.findall(piece)
        last_row = max(last_row, *map(int, rows)) if rows else last_row
        far = set(_FAR_CELL.findall(piece))
        last_column = max(last_column, *map(_column_number, far)) if far else last_column
        if any(mark in piece for mark in _ERROR_TYPE):
            _note_errors(piece, errors, sheet)
    if last_row * last_column > LARGEST_SHEET_CELLS:
        # Formatted but empty cells do no harm: only now is it worth telling them from filled ones.
        _check_filled_area(package, part, sheet)
    return errors


def _check_filled_area(package: zipfile.ZipFile, part: str, sheet: str) -> None:
    last_row = last_column = 0
    for piece in _pieces(package, part):
        for column, row in _FILLED_CELL.findall(piece):
            last_row = max(last_row, int(row))
            last_column = max(last_column, _column_number(column))
    if last_row * last_column > LARGEST_SHEET_CELLS:
        raise UnreadableError(
            f"工作表{quoted(sheet)}的内容一直到第{last_row}行、第{last_column}列，范围大得不正常，多半是远处有零星的内容。"
            "请删去数据以外的行和列（按 Ctrl+End 可以看到最远的一格）后保存，再重新报送。"
        )


def _note_errors(piece: bytes, errors: Errors, sheet: str) -> None:
    for attributes, inside in _ERROR_CELL.findall(piece):
        reference = _REFERENCE.search(attributes)
        if reference is None:
            raise UnreadableError(
                f"工作表{quoted(sheet)}的单元格没有写明位置，无法读取其中的错误值。请用 Excel 打开后另存，再重新报送。"
            )
        value = _VALUE.search(inside)
        text = value.group(1).decode("utf-8", "replace") if value else "#VALUE!"
        errors.setdefault(_column_number(reference.group(1)) - 1, {})[int(reference.group(2)) - 1] = text


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
