"""What goes wrong on one night alone: a feed that does not come, a file that cannot be read, rows that are refused."""

from __future__ import annotations

from random import Random

from tests.agreement.damage import Raw, Row
from tests.agreement.random_county import REGISTER
from tests.reckoning.contract_data import Column, Feed

#: what no column of the type takes
REFUSED = {
    **dict.fromkeys(("text", "name", "id_number"), ""),
    **dict.fromkeys(("date", "month"), "昨天"),
    **dict.fromkeys(("year", "school_year"), "二〇一七"),
    **dict.fromkeys(("int", "money", "number", "area_ha", "rate"), "三百"),
    "yesno": "或许",
    "enum": "无此项",
    "village_code": "羊街",
}
#: ids by which a row is told; mostly they stay readable
IDS = ("household_id", "member_id")


def comes(feed: Feed, random: Random) -> bool:
    """Whether the feed comes tonight; deaths stay away more often, and a register now and then."""
    return random.random() >= {"deaths": 0.15, **dict.fromkeys(REGISTER, 0.008)}.get(feed.id, 0.04)


def is_broken(feed: Feed, random: Random) -> bool:
    """Whether a file of the feed cannot be read tonight."""
    return random.random() < 0.035


def without_lost_rows(rows: list[Row], random: Random) -> list[Row]:
    """What is left where the broken file was to hold some of the rows; or it came beside them."""
    share = random.choice((0.0, 0.1, 0.5))
    return [row for row in rows if random.random() >= share] or rows


def with_refused_rows(rows: list[Row], feed: Feed, random: Random) -> list[Row]:
    """The rows, a few of them such that they are quarantined tonight."""
    tonight = list(rows)
    if not rows or random.random() >= (0.45 if feed.id in (*REGISTER, "sign_offs") else 0.25):
        return tonight
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(tonight))
        if random.random() < 0.2:
            tonight.append(_contradiction(tonight[at], feed, random, rows))
        else:
            tonight[at] = _refused(tonight[at], feed, random)
    return tonight


def _refused(row: Row, feed: Feed, random: Random) -> Row:
    columns = [column for column in feed.columns if column.required]
    readable = [column for column in columns if column.name not in IDS]
    chosen: Column = random.choice(columns if not readable or random.random() < 0.08 else readable)
    return {**row, chosen.name: Raw(REFUSED[chosen.type])}


def _contradiction(row: Row, feed: Feed, random: Random, rows: list[Row]) -> Row:
    """The same key with other content."""
    other = random.choice(rows)
    return {**other, **{name: row.get(name) for name in feed.key}}
