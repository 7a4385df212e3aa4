"""Which feed comes in which files: one file or many, of which kind, in which encoding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from schemas.feed import Feed
from xundian_pipeline.sample.draws import Array, Generator
from xundian_pipeline.sample.sheets import SYNTHETIC

LARGE_ROSTER = 100_000
LARGE_COUNTY = 10_000
_OLD_WORKBOOK_ROWS = 20_000
_ROWS_TO_SPLIT = 40
_SINGLE = ("csv", "csv_bom", "csv_gb18030", "tab", "tab_gb18030", "utf16", "xlsx", "xls", "parquet", "xlsx_hidden")
_SPLIT = ("xlsx_sheets", "folder_csv", "folder_xlsx", "folder_mixed", "file_and_folder")
_LARGE_COUNTY_SHAPES = ("xlsx", "xlsx", "xlsx_hidden", "xlsx_sheets", "folder_xlsx")
_TEXT_FORMATS = ("csv", "csv_bom", "csv_gb18030", "tab", "tab_gb18030")
_MIXED_FORMATS = ("xlsx", "xls", "parquet", *_TEXT_FORMATS)
_COUNTY_OFFICE = "县直"


@dataclass(frozen=True)
class FilePlan:
    """A file to be written. `path` is relative to the sources; `sheets` names each sheet and the rows on it.

    `kind` is csv, xlsx, xls or parquet; the rest is about csv. `extras` asks for sheets that hold no data.
    """

    path: str
    kind: str
    sheets: tuple[tuple[str, Array], ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    extras: bool = False


def clean_shapes(rows: Mapping[str, int]) -> dict[str, str]:
    """Return the shape of each feed (by its number of rows) where nothing is messy."""
    return {feed: "townships" if count > LARGE_ROSTER else "xlsx" for feed, count in rows.items()}


def draw_shapes(random: Generator, feeds: Sequence[Feed], rows: Mapping[str, int], households: int) -> dict[str, str]:
    """Return a shape for each feed; in a small county every shape is dealt at least once.

    In a large county rosters of many rows come as text, one file per township, all others as workbooks.
    """
    if households > LARGE_COUNTY:
        drawn = random.choice(len(_LARGE_COUNTY_SHAPES), len(feeds))
        shapes = {feed.id: _LARGE_COUNTY_SHAPES[place] for feed, place in zip(feeds, drawn, strict=True)}
        shapes |= {feed: "townships" for feed, count in rows.items() if count > LARGE_ROSTER}
        return shapes | {"county_statistics": "xlsx"} if "county_statistics" in shapes else shapes
    shapes = {}
    left = [feeds[place].id for place in random.permutation(len(feeds))]
    # Shapes that need many rows are dealt first, to feeds that have them.
    for shape in (*_SPLIT, *_SINGLE):
        fitting = [feed for feed in left if _fits(shape, rows[feed])]
        if fitting:
            shapes[fitting[0]] = shape
            left.remove(fitting[0])
    for feed in left:
        shapes[feed] = _one(random, [shape for shape in (*_SINGLE, *_SPLIT) if _fits(shape, rows[feed])])
    return shapes


def _fits(shape: str, rows: int) -> bool:
    if shape in _SPLIT:
        return rows > _ROWS_TO_SPLIT
    return shape != "xls" or rows <= _OLD_WORKBOOK_ROWS


def plan_files(
    random: Generator, feed: str, shape: str, townships: Array, names: Sequence[str], extras: bool
) -> list[FilePlan]:
    """Return the files of a feed: `townships` holds the place of each row's township in `names`, -1 for none.

    `extras` lets workbooks hold sheets without data.
    """
    rows = numpy.arange(len(townships))
    if shape in _SINGLE:
        return [_one_file(feed, shape.removesuffix("_hidden"), SYNTHETIC, rows, extras, shape == "parquet")]
    groups = [(_place_name(names, one), rows[townships == one]) for one in numpy.unique(townships)]
    if shape == "xlsx_sheets":
        sheets = tuple((f"{name}{SYNTHETIC}", own) for name, own in groups)
        return [FilePlan(f"{feed}.xlsx", "xlsx", sheets, extras=extras)]
    if shape == "file_and_folder" and len(groups) > 1:
        first, rest = groups[0], groups[1:]
        return [_one_file(feed, _one(random, _TEXT_FORMATS), SYNTHETIC, first[1], extras, False)] + [
            _one_file(feed, "xlsx", name, own, extras, True) for name, own in rest
        ]
    formats: tuple[str, ...] = {
        "townships": ("csv_gb18030",),
        "folder_csv": _TEXT_FORMATS,
        "folder_xlsx": ("xlsx",),
    }.get(shape, _MIXED_FORMATS)
    return [_one_file(feed, _fitting(random, formats, len(own)), name, own, extras, True) for name, own in groups]


def _place_name(names: Sequence[str], township: int) -> str:
    return names[township] if township >= 0 else _COUNTY_OFFICE


def _fitting(random: Generator, formats: tuple[str, ...], rows: int) -> str:
    return _one(random, tuple(one for one in formats if _fits(one, rows)))


def _one_file(feed: str, form: str, name: str, rows: Array, extras: bool, in_folder: bool) -> FilePlan:
    """Return the plan of one file in the format `form`, in the feed's folder or beside it."""
    kind = form if form in ("xlsx", "xls", "parquet") else "csv"
    label = name if name == SYNTHETIC else f"{name}_{SYNTHETIC}"
    path = f"{feed}/{label}.{kind}" if in_folder else f"{feed}.{kind}"
    encoding = {"csv_bom": "utf-8-sig", "csv_gb18030": "gb18030", "tab_gb18030": "gb18030", "utf16": "utf-16"}
    return FilePlan(
        path=path,
        kind=kind,
        sheets=((SYNTHETIC, rows),),
        encoding=encoding.get(form, "utf-8"),
        delimiter="\t" if form.startswith("tab") or form == "utf16" else ",",
        extras=extras,
    )


def _one(random: Generator, options: Sequence[str]) -> str:
    return options[int(random.integers(len(options)))]
