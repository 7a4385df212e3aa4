"""The semantic types of a feed's columns, and how a column of each is written in a model.

A column is one line: `monthly_amount: Money = money("月保障金额", "每人每月保障金额", unit="元/人·月", gt=0)`. The
annotation fixes the Arrow type that Pandera checks; the function of the same name says the rest. Money and rates are
decimals, because every comparison of the rules is exact (ruling 33); rates and numbers have the places that a floating
point cell of a spreadsheet can bring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pandas
import pandera.pandas as pandera
import pyarrow
from pandera.typing import Series

Text = Series[Annotated[pandas.ArrowDtype, pyarrow.string()]]
Date = Series[Annotated[pandas.ArrowDtype, pyarrow.date32()]]
Integer = Series[Annotated[pandas.ArrowDtype, pyarrow.int64()]]
Money = Series[Annotated[pandas.ArrowDtype, pyarrow.decimal128(18, 2)]]
Number = Series[Annotated[pandas.ArrowDtype, pyarrow.decimal128(30, 16)]]
Rate = Series[Annotated[pandas.ArrowDtype, pyarrow.decimal128(20, 18)]]
YesNo = Series[Annotated[pandas.ArrowDtype, pyarrow.bool_()]]

ARROW_TYPES: dict[str, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "name": pyarrow.string(),
    "id_number": pyarrow.string(),
    "village_code": pyarrow.string(),
    "enum": pyarrow.string(),
    "date": pyarrow.date32(),
    "month": pyarrow.date32(),
    "year": pyarrow.int64(),
    "school_year": pyarrow.int64(),
    "int": pyarrow.int64(),
    "money": pyarrow.decimal128(18, 2),
    "number": pyarrow.decimal128(30, 16),
    "area_ha": pyarrow.decimal128(30, 16),
    "rate": pyarrow.decimal128(20, 18),
    "yesno": pyarrow.bool_(),
}


@dataclass(frozen=True)
class ColumnMetadata:
    """What a model says of a column beside its Pandera checks.

    `not_before` names the column that this one may not lie before (`order`); `blank_means_no` and `keeps_blank` are
    the two columns of feeds.yaml whose blank has a meaning of its own; `latest` is `assessment_date` or
    `assessment_year` where the night bounds the value.
    """

    header: str
    type: str
    description: str
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    personal: bool = False
    not_before: str | None = None
    blank_means_no: bool = False
    keeps_blank: bool = False
    latest: str | None = None


def _field(metadata: ColumnMetadata, optional: bool, **checks: Any) -> Any:
    return pandera.Field(nullable=optional, title=metadata.header, metadata={"column": metadata}, **checks)


def text(header: str, description: str, *, optional: bool = False) -> Any:
    """A text, taken to NFKC and trimmed (ruling 14)."""
    return _field(ColumnMetadata(header, "text", description), optional)


def name(header: str, description: str, *, optional: bool = False) -> Any:
    """A person's name (rulings 14 and 22). Personal."""
    return _field(ColumnMetadata(header, "name", description, personal=True), optional)


def id_number(header: str, description: str, *, optional: bool = False) -> Any:
    """A resident identity number (GB 11643), kept as text (rulings 9 and 21). Personal."""
    return _field(ColumnMetadata(header, "id_number", description, personal=True), optional)


def village_code(header: str = "行政村代码", description: str = "12 位行政村代码", *, optional: bool = False) -> Any:
    """A code of an administrative village, read as the one in force on the night (ruling 38)."""
    return _field(ColumnMetadata(header, "village_code", description), optional)


def enum(header: str, description: str, *allowed: str, optional: bool = False) -> Any:
    """One of the allowed values (ruling 14)."""
    return _field(ColumnMetadata(header, "enum", description, allowed=allowed), optional, isin=allowed)


def yes_no(
    header: str,
    description: str,
    *,
    optional: bool = False,
    blank_means_no: bool = False,
    keeps_blank: bool = False,
) -> Any:
    """Yes or no in the spellings of ruling 13."""
    metadata = ColumnMetadata(
        header, "yesno", description, allowed=("是", "否"), blank_means_no=blank_means_no, keeps_blank=keeps_blank
    )
    return _field(metadata, optional)


def date(
    header: str,
    description: str,
    *,
    optional: bool = False,
    not_before: str | None = None,
    latest: str | None = None,
) -> Any:
    """A day (rulings 12 and 16)."""
    return _field(ColumnMetadata(header, "date", description, not_before=not_before, latest=latest), optional)


def month(header: str, description: str, *, optional: bool = False, not_before: str | None = None) -> Any:
    """A month, held as its first day (ruling 15)."""
    return _field(ColumnMetadata(header, "month", description, not_before=not_before), optional)


def year(
    header: str,
    description: str,
    *,
    optional: bool = False,
    not_before: str | None = None,
    latest: str | None = None,
    ge: int | None = None,
) -> Any:
    """A year (ruling 16)."""
    metadata = ColumnMetadata(header, "year", description, unit="年", not_before=not_before, latest=latest)
    return _field(metadata, optional, ge=ge)


def school_year(header: str, description: str) -> Any:
    """A school year, held as the year in which it starts (ruling 16)."""
    return _field(ColumnMetadata(header, "school_year", description, unit="学年"), False)


def integer(header: str, description: str, *, unit: str, optional: bool = False, ge: int = 0) -> Any:
    """A whole number, never negative (ruling 7)."""
    return _field(ColumnMetadata(header, "int", description, unit=unit), optional, ge=ge)


def money(header: str, description: str, *, unit: str = "元", optional: bool = False, above_zero: bool = False) -> Any:
    """An amount in yuan to the fen, never negative (rulings 7 and 14)."""
    return _field(ColumnMetadata(header, "money", description, unit=unit), optional, **_floor(above_zero))


def number(header: str, description: str, *, unit: str, optional: bool = False, above_zero: bool = False) -> Any:
    """A number, never negative (ruling 7)."""
    return _field(ColumnMetadata(header, "number", description, unit=unit), optional, **_floor(above_zero))


def area_ha(header: str, description: str) -> Any:
    """An area in hectares, above zero; a header in 亩 is converted on reading (ruling 14)."""
    return _field(ColumnMetadata(header, "area_ha", description, unit="公顷"), False, **_floor(True))


def rate(header: str, description: str, *, optional: bool = False, ge: int = 0) -> Any:
    """A share between `ge` and 1; 99 % is 0.99 (ruling 14)."""
    return _field(
        ColumnMetadata(header, "rate", description, unit="比率"), optional, in_range={"min_value": ge, "max_value": 1}
    )


def _floor(above_zero: bool) -> dict[str, int]:
    return {"gt": 0} if above_zero else {"ge": 0}
