"""The villages of the sample: those of the county's list that are in force on the assessment date."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy
import pandas

from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.sample.calibration import Calibration
from xundian_pipeline.sample.draws import Array, Generator, chance, choose

_VILLAGES_OF_A_TOWNSHIP = 6


@dataclass(frozen=True)
class Villages:
    """Parallel arrays, one entry per village: codes, names, weights.

    `township` is the place of the village's township in `township_codes`; `predecessor` the code that the village had
    before, where the list knows one ("" otherwise); `in_force` how many villages the county has on the day.
    """

    code: Array
    name: Array
    short_name: Array
    predecessor: Array
    poor: Array
    township: Array
    weight: Array
    registered_weight: Array
    township_codes: Array
    township_names: Array
    in_force: int

    def __len__(self) -> int:
        return len(self.code)

    @property
    def share(self) -> float:
        """The share of the county's villages that the sample has."""
        return len(self) / self.in_force


def choose_villages(random: Generator, county: County, calibration: Calibration) -> Villages:
    """Return the villages of the sample: all, or in a small sample the villages of a few townships.

    Raises PipelineError where the county's list has no village in force on the day.
    """
    every = _in_force(county, calibration.assessment_date)
    if not len(every):
        raise PipelineError("县的区划表里没有考核日有效的行政村，无法生成示例县。请核对 divisions.csv 和考核日期。")
    wanted = round(calibration.households * float(calibration.settings["scale"]["villages_per_household"]))
    successors = [code for code in county.divisions["successor"] if code]
    rows = _some_townships(random, every, successors, max(wanted, 3))
    codes = rows["code"].to_numpy(dtype=object)
    township_of = numpy.array([code[:9] for code in codes])
    township_codes, township = numpy.unique(township_of, return_inverse=True)
    settings = calibration.settings["villages"]
    poor = chance(random, len(codes), float(settings["poor_share"]))
    weight = random.lognormal(0, 0.35, len(codes))
    registered_weight = weight * numpy.where(poor, float(settings["poor_weight"]), 1.0)
    if len(codes) > 20:
        empty = choose(random, numpy.arange(len(codes)), int(settings["without_registered"]))
        registered_weight[empty] = 0
    predecessors = dict(zip(county.divisions["successor"], county.divisions["code"], strict=True))
    names = county.township_names
    return Villages(
        code=codes,
        name=_texts([row["name_2016"] or row["name_2023"] for row in rows.to_dict("records")]),
        short_name=_texts(list(rows["short_name"])),
        predecessor=_texts([predecessors.get(code, "") for code in codes]),
        poor=poor,
        township=township,
        weight=weight,
        registered_weight=registered_weight,
        township_codes=township_codes.astype(object),
        township_names=_texts([names.get(code, code) for code in township_codes]),
        in_force=len(every),
    )


def _in_force(county: County, day: datetime.date) -> pandas.DataFrame:
    rows = county.divisions[county.divisions["level"] == "村级"]
    text = day.isoformat()
    begun = rows["valid_from"] <= text
    ended = (rows["replaced_on"] != "") & (rows["replaced_on"] <= text)
    return rows[begun & ~ended].sort_values("code")


def _some_townships(random: Generator, rows: pandas.DataFrame, successors: list[str], wanted: int) -> pandas.DataFrame:
    if wanted >= len(rows):
        return rows
    townships = rows["code"].str[:9]
    order = list(random.permutation(sorted(set(townships))))
    renamed = [code for code in order if code in {successor[:9] for successor in successors}]
    order = list(dict.fromkeys([*renamed[:1], *order]))[: max(2, -(-wanted // _VILLAGES_OF_A_TOWNSHIP))]
    place = rows.groupby(townships).cumcount()
    chosen = rows.assign(place=place)[townships.isin(order)].sort_values(["place", "code"])
    return chosen.head(wanted).sort_values("code")


def _texts(values: list[str]) -> Array:
    texts = numpy.empty(len(values), dtype=object)
    texts[:] = values
    return texts
