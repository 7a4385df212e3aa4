"""The board as one HTML file: numbers, script, style and charts embedded, nothing from anywhere else."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xundian_pipeline.board.numbers import board_numbers
from xundian_pipeline.county import County
from xundian_pipeline.published_database import published_database

FILE = "board.html"

_FOLDER = Path(__file__).parent


def board_page(data: Path, county: County, day: datetime.date) -> str:
    """Return the board of the night of `day`. Raises PipelineError where the night has no published tables."""
    with published_database(data, day) as connection:
        numbers = board_numbers(connection, county, day)
    # What stands in a script ends at the first `</`, whatever it stands for there.
    written = json.dumps(numbers, ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")
    templates = Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True)
    return templates.get_template(FILE).render(
        numbers=written,
        county=county.name,
        night=day.isoformat(),
        style=_read("board.css"),
        script=_read("board.js"),
        charts=_read("echarts/echarts.common.min.js"),
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")
