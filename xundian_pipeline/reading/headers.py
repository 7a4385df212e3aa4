"""Finding the header row and knowing its columns (rulings 14, 17 and 18)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.feed import Column, Feed
from xundian_pipeline.reading.problems import quoted, safe_header

HEADER_ROWS = 20

MONEY_UNITS = ("元", "千元", "万元", "亿元")
AREA_UNITS = ("公顷", "亩")
UNITS = {"money": MONEY_UNITS, "area_ha": AREA_UNITS}
NO_UNITS = frozenset({"", "必填", "必填项", "选填", "选填项", "可空"})

_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|\{([^{}]*)\}")
_SEPARATORS = re.compile("[,、;]")
_UNIT_LABEL = re.compile("^单位:?")


@dataclass(frozen=True)
class Header:
    """A usable header row: `index` among the first rows, `positions` and `units` by canonical name."""

    index: int
    texts: tuple[str, ...]
    positions: dict[str, int]
    units: dict[str, str]

    @property
    def width(self) -> int:
        """How many cells the header row has."""
        return len(self.texts)


@dataclass(frozen=True)
class HeaderProblem:
    """Why no row is a usable header, told of the row that knows most columns.

    `known` counts the known columns in it, `missing` names the required ones that it lacks, `reason` is Chinese.
    """

    known: int
    missing: tuple[str, ...]
    reason: str


def cleaned_header(header: str) -> str:
    """Return `header` as headers compare: NFKC, without white space, * and bracketed text (ruling 18)."""
    text = _compact(header)
    while (shorter := _BRACKETED.sub("", text)) != text:
        text = shorter
    return text.replace("*", "")


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _bracket_words(header: str) -> Iterator[str]:
    for groups in _BRACKETED.findall(_compact(header)):
        for word in _SEPARATORS.split("".join(groups)):
            yield _UNIT_LABEL.sub("", word.replace("*", ""))


class HeaderReader:
    """Knows the headers of one feed, with the synonyms that the county lists for them."""

    def __init__(self, feed: Feed, synonyms: Mapping[str, Sequence[str]]) -> None:
        self._feed = feed
        self._columns: dict[str, Column] = {}
        others = {cleaned_header(header): spellings for header, spellings in synonyms.items()}
        for column in feed.columns:
            for spelling in others.get(cleaned_header(column.header), ()):
                self._columns[cleaned_header(spelling)] = column
        for column in feed.columns:
            self._columns[cleaned_header(column.header)] = column

    def find(self, rows: Sequence[Sequence[str | None]], numbered: bool = True) -> Header | HeaderProblem:
        """Return the first usable header among the first rows of a sheet.

        `numbered` is false for Parquet and databases, where the only row is the column names.
        """
        best: HeaderProblem | None = None
        for index, row in enumerate(rows[:HEADER_ROWS]):
            found = self._read(index, [cell or "" for cell in row], numbered)
            if isinstance(found, Header):
                return found
            if best is None or found.known > best.known:
                best = found
        if best is None or best.known == 0:
            return self._nothing_known(empty=not any(any(row) for row in rows), numbered=numbered)
        return best

    def _read(self, index: int, texts: list[str], numbered: bool) -> Header | HeaderProblem:
        places: dict[str, list[int]] = {}
        for position, text in enumerate(texts):
            column = self._columns.get(cleaned_header(text)) if text else None
            if column is not None:
                places.setdefault(column.name, []).append(position)
        missing = tuple(c.header for c in self._feed.columns if c.required and c.name not in places)
        where = f"第{index + 1}行" if numbered else "列名"
        units: dict[str, str] = {}
        reasons = [self._missing_reason(where, missing, numbered)] if missing else []
        for name, positions in places.items():
            column = self._feed.column(name)
            if len(positions) > 1:
                reasons.append(_twice_reason(where, column, [(p, texts[p]) for p in positions]))
                continue
            unit, unknown = _unit(column, texts[positions[0]])
            if unknown is not None:
                reasons.append(_unit_reason(where, column, texts[positions[0]], unknown, positions[0]))
            elif unit is not None:
                units[name] = unit
        if reasons:
            return HeaderProblem(len(places), missing, "".join(reasons))
        return Header(index, tuple(texts), {name: positions[0] for name, positions in places.items()}, units)

    def _missing_reason(self, where: str, missing: Sequence[str], numbered: bool) -> str:
        row = f"{where}最像表头，但" if numbered else where
        return (
            f"{row}缺少必填的列：{'、'.join(missing)}。"
            f"请按《{self._feed.title}》的表头补上（文字要一致，列的先后不限）后重新报送。"
        )

    def _nothing_known(self, empty: bool, numbered: bool) -> HeaderProblem:
        required = tuple(column.header for column in self._feed.columns if column.required)
        if empty:
            reason = "里面没有任何内容。"
        elif numbered:
            reason = f"前{HEADER_ROWS}行里没有表头。"
        else:
            reason = "列名都不认识。"
        return HeaderProblem(
            0,
            required,
            f"{reason}请核对是否放错了文件，并按《{self._feed.title}》的表头重新导出报送，必填的列有：{'、'.join(required)}。",
        )


def _unit(column: Column, header: str) -> tuple[str | None, str | None]:
    """Return the unit in the brackets of a header, and the first word that is no known unit (ruling 14)."""
    words = [word for word in _bracket_words(header) if word not in NO_UNITS]
    if column.type == "rate":
        return ("%" if "%" in words else None), None
    allowed = UNITS.get(column.type)
    if allowed is None or not words:
        return None, None
    unknown = [word for word in words if word not in allowed]
    if unknown:
        return None, unknown[0]
    return (words[0], None) if len(set(words)) == 1 else (None, "、".join(words))


def _twice_reason(where: str, column: Column, found: Sequence[tuple[int, str]]) -> str:
    headers = "、".join(f"第{position + 1}列{quoted(safe_header(text, position))}" for position, text in found)
    return f"{where}中{headers}都是“{column.header}”，无法判断以哪一列为准。请删去多余的列或改正表头后重新报送。"


def _unit_reason(where: str, column: Column, header: str, unit: str, position: int) -> str:
    return (
        f"{where}中{quoted(safe_header(header, position))}的单位{quoted(safe_header(unit, position))}不认识。"
        f"括号里只能写{'、'.join(UNITS[column.type])}，请改正表头（数字也要相应换算）后重新报送。"
    )
