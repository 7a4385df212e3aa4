"""A county and the tables of its sample, made once for all tests that only look at them."""

from __future__ import annotations

import datetime

import pytest

from xundian_pipeline.county import County, load_county
from xundian_pipeline.sample.calibration import Calibration, calibrate
from xundian_pipeline.sample.tables import Tables, make_tables
from xundian_pipeline.sample.world import World

DAY = datetime.date(2017, 12, 31)
TENTH_OF_THE_COUNTY = 3230


@pytest.fixture(scope="session")
def county() -> County:
    """The county of the repository."""
    return load_county()


@pytest.fixture(scope="session")
def tenth(county: County) -> tuple[Calibration, World, Tables]:
    """A tenth of the county, before any file is written."""
    calibration = calibrate(county, TENTH_OF_THE_COUNTY, DAY)
    world, tables = make_tables(county, calibration, 3)
    return calibration, world, tables
