"""When the absence of a row is evidence, and when it is only a row that we have not (rulings 2 and 3)."""

from __future__ import annotations

from .acceptance import FeedRows
from .contract_data import PERSON_FEEDS, VILLAGE_FEEDS
from .identity import IdNumber
from .people import Household, Member, People


class Absence:
    """Ruling 2 over all feeds of the run.

    Absence is evidence only if every file of the feed had a usable header, the feed has an accepted row linked to
    somebody of the household's township (village feeds: any accepted row), and no quarantined row of the feed
    carries the member's number, the household's id, or the village's code.
    """

    def __init__(self, rows: dict[str, FeedRows], people: People) -> None:
        self.rows = rows
        self._townships: dict[str, set[str]] = {}
        self._numbers: dict[str, set[str]] = {}
        self._households: dict[str, set[str]] = {}
        self._villages: dict[str, set[str]] = {}
        for feed, feed_rows in rows.items():
            self._townships[feed] = _townships(feed, feed_rows, people)
            quarantined = [value for record in feed_rows.quarantined for value in record.values.items()]
            self._numbers[feed] = {value.text for _, value in quarantined if isinstance(value, IdNumber)}
            self._households[feed] = {value for name, value in quarantined if name == "household_id"}
            self._villages[feed] = {value for name, value in quarantined if name == "village_code"}
        self._units = {record.get("unit_id") for record in rows["sign_offs"].quarantined}

    def present(self, feed: str) -> bool:
        """A feed is present when at least one file of it had a usable header."""
        return self.rows[feed].present

    def feed_counts(self, feed: str, township: str) -> bool:
        """The two conditions that are not about one subject."""
        if not self.rows[feed].complete:
            return False
        if feed in VILLAGE_FEEDS:
            return bool(self.rows[feed].accepted)
        return township in self._townships[feed]

    def of_member(self, feed: str, member: Member) -> bool:
        """Whether the member's absence from a feed that names persons is evidence; ruling 3: not for a candidate."""
        if not self.feed_counts(feed, member.household.township) or feed in member.candidate_in:
            return False
        return member.number is None or member.number.text not in self._numbers[feed]

    def of_household(self, feed: str, household: Household) -> bool:
        """Whether the household's absence from a feed that names households is evidence."""
        return self.feed_counts(feed, household.township) and household.id not in self._households[feed]

    def of_village(self, feed: str, village_code: str) -> bool:
        """Whether the village's absence from village_survey, village_clinics or projects is evidence."""
        return self.feed_counts(feed, village_code[:9]) and village_code not in self._villages[feed]

    def of_unit(self, unit_id: str) -> bool:
        """Whether a unit's absence from sign_offs is evidence: taken as a village feed, unit_id as its code (M8)."""
        return self.rows["sign_offs"].complete and bool(self.rows["sign_offs"].accepted) and unit_id not in self._units


def _townships(feed: str, rows: FeedRows, people: People) -> set[str]:
    """The townships of those to whom an accepted row of the feed is linked."""
    if feed in PERSON_FEEDS:
        return {member.household.township for record in rows.accepted for member in record.belongs}
    found = set()
    for record in rows.accepted:
        household = people.households.get(record.get("household_id"))
        if household is not None:
            found.add(household.township)
    return found
