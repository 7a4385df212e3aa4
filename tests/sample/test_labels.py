"""Whose each row of a synthetic county is: the labels are held against what linkage finds by the number."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from bench.labelled_counties import OPEN, LabelledCounty, labelled, make_county
from tests.acceptance.sheets import county
from xundian_pipeline.people import link_people
from xundian_pipeline.sample import Hardness
from xundian_pipeline.sample.calibration import calibrate
from xundian_pipeline.sample.likenesses import Likenesses
from xundian_pipeline.sample.tables import make_tables

DAY = datetime.date(2017, 12, 31)
ALIKE = Likenesses(twins=0.5, like_names=0.5, namesakes=0.2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LabelledCounty:
    return make_county(tmp_path_factory.mktemp("county"), 3, Hardness(likenesses=ALIKE), 300)


def test_what_the_number_settles_is_whose_the_label_says(made: LabelledCounty) -> None:
    """Rows stand where the labels say, in every kind of file: one row off, and nothing would fit."""
    linkage = link_people(made.inputs, made.county, DAY)["linkage"]
    rows = labelled(linkage, made)
    settled = rows[rows["outcome"] == "exact"]
    assert len(settled) > 3000
    right = settled["member_id"] == settled["true_member"]
    # Who is registered twice is two members: of his rows a label names both.
    assert right.groupby([settled[name] for name in ("feed", "source", "sheet", "row_number")]).any().all()
    assert rows["outcome"].isin(OPEN).sum() > 20


def test_people_can_be_made_alike() -> None:
    calibration = calibrate(county(), 300, DAY)
    world, _ = make_tables(county(), calibration, 3, ALIKE)
    people = world.people
    born = Counter(zip(people.household.tolist(), people.birth.tolist(), strict=True))
    assert sum(count > 1 for count in born.values()) > 20
    called = Counter(zip(people.name.tolist(), people.birth.tolist(), strict=True))
    assert sum(count > 1 for count in called.values()) > 20
    heads = people.name[world.households.first[people.household]]
    like = [
        name != head and name[:-1] == head[:-1]
        for name, head, relation in zip(people.name, heads, people.relation, strict=True)
        if relation in ("之子", "之女")
    ]
    assert sum(like) > 0.3 * len(like)
    assert len(set(people.number[people.copy_of < 0])) == (people.copy_of < 0).sum()
