"""What the synthetic county is calibrated to: published figures, and assumed ones where nothing is published."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy
import yaml

from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.parameters import ParameterError
from xundian_pipeline.sample.draws import Array, Generator

SMALLEST_COUNTY_WITH_EVERYTHING = 1000
_SURELY = 2


@dataclass
class Calibration:
    """Figures of one county at the scale of the sample.

    `households` is the number of registered households; `scale` its share of the full-size county. `incidents` counts
    what was planted, by kind.
    """

    figures: Mapping[str, float]
    settings: Mapping[str, Any]
    households: int
    assessment_date: datetime.date
    income_line: float
    incidents: dict[str, int] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """The size of the sample, 1 for the full-size county."""
        return self.households / float(self.settings["scale"]["registered_households"])

    @property
    def year(self) -> int:
        """The assessment year."""
        return self.assessment_date.year

    @property
    def year_start(self) -> datetime.date:
        """The first day of the assessment year."""
        return datetime.date(self.year, 1, 1)

    @property
    def school_year(self) -> int:
        """The school year that is running on the assessment date: it starts on 1 September."""
        return self.year if self.assessment_date >= datetime.date(self.year, 9, 1) else self.year - 1

    def published(self, figure: str) -> float:
        """Return a published figure as printed (not scaled)."""
        return self.figures[figure]

    def count(self, figure: str, share: float = 1.0) -> int:
        """Return a published count at the scale of the sample."""
        return round(self.figures[figure] * share * self.scale)

    def yuan(self, figure: str, share: float = 1.0) -> int:
        """Return a published amount at the scale of the sample, in whole yuan."""
        return round(self.figures[figure] * share * self.scale)

    def scaled(self, group: str, name: str) -> int:
        """Return an assumed count of the full-size county at the scale of the sample."""
        return round(float(self.settings[group][name]) * self.scale)

    def incident(self, random: Generator, kind: str, candidates: Array) -> Array:
        """Return the candidates to whom the incident `kind` happens, in ascending order, and count them.

        In a county that is large enough every kind happens at least twice where there is anybody to whom it can.
        """
        share = float(self.settings["incidents"][kind])
        count = int(random.binomial(len(candidates), share)) if len(candidates) else 0
        if self.households >= SMALLEST_COUNTY_WITH_EVERYTHING:
            count = max(count, min(_SURELY, len(candidates)))
        self.incidents[kind] = self.incidents.get(kind, 0) + count
        return numpy.sort(random.choice(candidates, count, replace=False)) if count else candidates[:0]


def calibrate(county: County, households: int | None, assessment_date: datetime.date) -> Calibration:
    """Read the figures of `county` for a sample of `households` registered households (None: the full size).

    Raises PipelineError where the county has no published figures or no settings for a sample.
    """
    try:
        settings = yaml.safe_load((county.folder / "sample.yaml").read_text("utf-8"))
        with (county.folder / "published_figures.csv").open(encoding="utf-8", newline="") as file:
            figures = {row["figure_id"]: float(row["value"]) for row in csv.DictReader(file)}
    except FileNotFoundError as error:
        missing = str(error.filename).rsplit("/", 1)[-1]
        raise PipelineError(f"县的设置缺少文件 {missing}，无法生成示例县，请补齐后再运行。") from None
    return Calibration(
        figures=figures,
        settings=settings,
        households=households or int(settings["scale"]["registered_households"]),
        assessment_date=assessment_date,
        income_line=_income_line(county, settings, assessment_date),
    )


def _income_line(county: County, settings: Mapping[str, Any], day: datetime.date) -> float:
    """Return the line around which incomes lie; the county may have none on that day, and still be sampled."""
    try:
        line = county.parameters.on(day)["exit_income_line"].value
    except (ParameterError, KeyError):
        line = None
    return float(line if line is not None else settings["income"]["line_without_parameter"])
