"""From the table of a feed to its files, clean or messy."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy

from schemas.feed import Column, Feed
from xundian_pipeline.county import County
from xundian_pipeline.sample import writers
from xundian_pipeline.sample.bad_rows import MessyTable, repeat, spoil
from xundian_pipeline.sample.damage import Damage, Registered, damage
from xundian_pipeline.sample.draws import Generator, stream
from xundian_pipeline.sample.dressing import Dresser
from xundian_pipeline.sample.headings import clean_headings, draw_headings
from xundian_pipeline.sample.labels import PERSON, Labels
from xundian_pipeline.sample.shapes import LARGE_ROSTER, FilePlan, plan_files
from xundian_pipeline.sample.sheets import Sheet, clean_sheet, instructions, messy_sheet, title
from xundian_pipeline.sample.spelling import Form, clean_form, draw_form
from xundian_pipeline.sample.tables import Tables
from xundian_pipeline.sample.villages import Villages

_DRESSED_SHARE = 0.012
_DRESSED_SHARE_LARGE = 0.003
_HEAVY_FACTOR = 2
_STALE_ROWS = 5


@dataclass(frozen=True)
class FeedWriter:
    """Writes the files of one county's feeds below `out`, and notes in `labels`, where asked, whose each row is.

    `own_spelling`: headers and codes are always written as the county's settings say that its departments write them.
    """

    out: Path
    county: County
    villages: Villages
    seed: int
    mess: str
    assessment_date: datetime.date
    registered: Registered
    much: Damage = field(default_factory=Damage)
    labels: Labels | None = None
    own_spelling: bool = False

    def write(self, feed: Feed, shape: str, tables: Tables) -> tuple[list[FilePlan], MessyTable]:
        """Take the feed's table out of `tables`, make a mess of it as asked, and write it in `shape`."""
        random = stream(self.seed, "files", self.mess, feed.id)
        messy = MessyTable(tables.pop(feed.id))
        if self.mess != "none":
            self._make_mess(random, messy, feed)
        townships = messy.table["_township"].to_numpy()
        names: Sequence[str] = list(self.villages.township_names)
        plans = plan_files(random, feed.id, shape, townships, names, extras=self.mess != "none")
        for plan in plans:
            path = self.out / plan.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.mess == "none":
                self._write_clean(path, plan, feed, messy)
            else:
                self._write_messy(random, path, plan, feed, messy)
        return plans, messy

    def _make_mess(self, random: Generator, messy: MessyTable, feed: Feed) -> None:
        factor = _HEAVY_FACTOR if self.mess == "heavy" else 1
        if self.mess == "heavy":
            damage(random, messy, feed, self.villages, self.registered, self.much)
        spoil(random, messy, feed, self.assessment_date, factor)
        repeat(random, messy, feed, factor)
        order = numpy.argsort(messy.table["_township"].to_numpy(), kind="stable")
        place = numpy.empty(len(order), dtype=numpy.int64)
        place[order] = numpy.arange(len(order))
        messy.table = messy.table.iloc[order].reset_index(drop=True)
        messy.texts = {
            column: {int(place[row]): cell for row, cell in cells.items()} for column, cells in messy.texts.items()
        }

    def _write_clean(self, path: Path, plan: FilePlan, feed: Feed, messy: MessyTable) -> None:
        forms = {
            column.name: self._worded(column, clean_form(column, typed=plan.kind == "xlsx")) for column in feed.columns
        }
        titles = [title(self.county.name, feed)]
        headings = clean_headings(feed, self.county.header_synonyms if self.own_spelling else {})
        sheets = [clean_sheet(name, titles, messy, rows, headings, forms) for name, rows in plan.sheets]
        if plan.kind == "xlsx":
            writers.write_xlsx(path, sheets)
        else:
            writers.write_csv(path, sheets[0], plan.encoding, plan.delimiter, "\r\n", padded=True)

    def _write_messy(self, random: Generator, path: Path, plan: FilePlan, feed: Feed, messy: MessyTable) -> None:
        typed = plan.kind != "csv"
        share = _DRESSED_SHARE_LARGE if len(messy.table) > LARGE_ROSTER else _DRESSED_SHARE
        dresser = Dresser(random, plan.kind, share)
        titles = [title(self.county.name, feed)]
        sheets = []
        for name, rows in plan.sheets:
            forms = {column.name: self._worded(column, draw_form(random, column, typed)) for column in feed.columns}
            one_line = plan.kind == "parquet"
            headings = draw_headings(
                random, feed, forms, self.county.header_synonyms, one_line, always_own=self.own_spelling
            )
            sheets.append(messy_sheet(dresser, name, titles, messy, rows, headings, forms))
            if self.labels is not None and PERSON in messy.table and feed.person is not None:
                self.labels.add(feed.id, plan, sheets[-1], messy.table[PERSON].to_numpy()[rows])
        if plan.kind == "csv":
            line_end = "\r\n" if random.random() < 0.7 else "\n"
            padded = bool(random.random() < 0.8)
            writers.write_csv(path, sheets[0], plan.encoding, plan.delimiter, line_end, padded)
        elif plan.kind == "parquet":
            writers.write_parquet(path, sheets[0])
        else:
            self._write_workbook(random, path, plan, sheets)

    def _worded(self, column: Column, form: Form) -> Form:
        if not (self.own_spelling and column.allowed):
            return form
        written = self.county.value_spellings.get(column.header, {})
        return replace(form, words={code: word for word, code in reversed(written.items())})

    def _write_workbook(self, random: Generator, path: Path, plan: FilePlan, sheets: list[Sheet]) -> None:
        shown, hidden = list(sheets), []
        if plan.extras and random.random() < 0.5:
            shown.insert(int(random.integers(0, 2)), instructions())
        if plan.extras and random.random() < 0.4:
            hidden.append(_stale(sheets[0]))
        if plan.kind == "xlsx":
            writers.write_xlsx(path, shown, hidden, merged=bool(random.random() < 0.7))
        else:
            writers.write_xls(path, shown, hidden)


def _stale(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet as somebody once saved and hid them."""
    columns = [column[:_STALE_ROWS] for column in sheet.columns]
    return Sheet("旧表合成数据", sheet.titles[:1], sheet.headings, columns)
