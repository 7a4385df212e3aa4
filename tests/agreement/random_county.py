"""A small county made to hit every rule, limit and mess: one seed, one folder of files, one assessment date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tests.agreement import department_rows, register_rows
from tests.agreement.damage import Row, damaged
from tests.agreement.draws import CountyDraws
from tests.agreement.files import FileWriter
from tests.agreement.people import make_households
from tests.reckoning.contract_data import Feed, feeds

ASSESSMENT_DATES = (
    date(2017, 12, 31),
    date(2017, 12, 31),
    date(2017, 6, 30),
    date(2017, 8, 31),
    date(2017, 9, 1),
    date(2018, 12, 31),
    date(2020, 2, 29),
    date(2017, 1, 1),
    date(2018, 2, 28),
    date(2019, 3, 1),
    date(2018, 3, 31),
)

MAKERS = {**register_rows.MAKERS, **department_rows.MAKERS}

#: the feeds that the management tables read, of which one stays away now and then
FEEDS_OF_THE_MANAGEMENT = (
    "dibao", "tekun", "economic_checks", "helpers", "projects", "project_beneficiaries", "third_party_assessment",
    "sign_offs",
)  # fmt: skip

REGISTER = ("register_households", "register_members")


@dataclass(frozen=True)
class DrawnFeed:
    """The rows of one feed that has come; `broken`: a file that cannot be used lies among its files."""

    feed: Feed
    rows: list[Row]
    broken: bool


def write_county(seed: int, folder: Path) -> date:
    """Writes the sources of the county of a seed into an empty folder; gives its assessment date."""
    random = Random(seed)
    draws = draw_people(random)
    folder.mkdir(parents=True, exist_ok=True)
    for drawn in draw_feeds(draws):
        FileWriter(folder, drawn.feed, random, draws.mess).write(drawn.rows, drawn.broken)
    if random.random() < draws.mess * 0.5:
        _strange_files(folder)
    return draws.day


def draw_people(random: Random) -> CountyDraws:
    """An assessment date, how much mess there is, and the households; more draws go on with the same `random`."""
    assessment_date = random.choice(ASSESSMENT_DATES)
    mess = random.choice((0.0, 0.3, 0.6, 1.0, 1.0))
    households = make_households(random, assessment_date, random.randint(10, 60), mess)
    return CountyDraws(random, assessment_date, households, mess)


def draw_feeds(draws: CountyDraws) -> Iterator[DrawnFeed]:
    """The feeds that have come, with their rows, damaged ones among them."""
    random, mess = draws.random, draws.mess
    missing = random.choice(FEEDS_OF_THE_MANAGEMENT) if random.random() < 0.3 else None
    for feed in feeds().values():
        if feed.id == missing or (feed.id not in REGISTER and random.random() < 0.04 * mess):
            continue
        # Half the feeds are clean, so that absence is evidence often enough.
        feed_mess = mess if random.random() < 0.6 else 0.0
        share = feed_mess * random.choice((0.0, 0.05, 0.2, 0.4) if feed.id not in REGISTER else (0.0, 0.05, 0.1))
        rows = damaged(list(MAKERS[feed.id](draws)), feed, random, draws.day, share)
        yield DrawnFeed(feed, rows, broken=random.random() < 0.15 * feed_mess)


def _strange_files(folder: Path) -> None:
    """What lies about in such folders and is no feed (ruling 20)."""
    (folder / "通讯录.csv").write_text("姓名,电话\n", "utf-8")
    (folder / "~$dibao.xlsx").write_bytes(b"x")
    (folder / ".dibao.csv").write_bytes(b"x")
    (folder / "corrections").mkdir(exist_ok=True)
    (folder / "dibao").mkdir(exist_ok=True)
    (folder / "dibao" / "~$羊街.xlsx").write_bytes(b"x")
