"""Households, members, and departmental records linked to members (Linkage of indicators.md, rulings 21 to 26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .acceptance import FeedRows, Record
from .contract_data import PERSON_FEEDS
from .decisions import Decision, by_place
from .identity import IdNumber, bare_name, birth_in, is_valid


class Member:
    """An accepted row of register_members whose household is accepted; the dead among them."""

    def __init__(self, record: Record, household: Household, assessment_date: date) -> None:
        self.id: str = record.get("member_id")
        self.record = record
        self.household = household
        self.bare_name = bare_name(record.get("name"))
        self.number: IdNumber | None = record.get("id_number")
        self.valid = is_valid(self.number, assessment_date)
        number_birth = birth_in(self.number, assessment_date) if self.valid else None
        self.number_birth = number_birth
        #: that of a valid id number, else the birth_date column
        self.birth: date = number_birth or record.get("birth_date")
        self.death_date: date | None = None
        #: feeds in which an ambiguous record has this member as a candidate (ruling 3)
        self.candidate_in: set[str] = set()
        #: the records of each feed that belong to the member
        self.records: dict[str, list[Record]] = {}

    def of(self, feed: str) -> list[Record]:
        """The records of a feed that belong to the member."""
        return self.records.get(feed, [])


@dataclass(eq=False)
class Household:
    """An accepted row of register_households with what names it."""

    id: str
    record: Record
    village_code: str
    township: str
    members: list[Member] = field(default_factory=list)
    has_quarantined_member: bool = False
    #: the records of each feed whose household_id names it
    records: dict[str, list[Record]] = field(default_factory=dict)

    @property
    def living(self) -> list[Member]:
        """The members that deaths has not removed."""
        return [member for member in self.members if member.death_date is None]

    @property
    def size(self) -> int:
        """The number of living members."""
        return len(self.living)

    def of(self, feed: str) -> list[Record]:
        """The records of a feed that name the household."""
        return self.records.get(feed, [])

    def of_members(self, feed: str) -> list[Record]:
        """The distinct records of a feed that belong to its living members."""
        found = {id(record): record for member in self.living for record in member.of(feed)}
        return list(found.values())


@dataclass
class People:
    """The register's households and members, in the register's order."""

    households: dict[str, Household]
    members: dict[str, Member]
    #: death records that remove nobody, with the member they belong to (ruling 25)
    doubtful_deaths: list[Member] = field(default_factory=list)


def merge(rows: dict[str, FeedRows], assessment_date: date, decisions: Iterable[Decision] = ()) -> People:
    """Households and members, linkage of every departmental record, deaths, and what names a household. `decisions`
    are the pairs that an officer accepted."""
    people = _register(rows, assessment_date)
    index = _Index(people, assessment_date, decisions)
    for feed in PERSON_FEEDS:
        for record in rows[feed].accepted:
            _link(record, index)
    _deaths(people, rows, assessment_date)
    for feed, feed_rows in rows.items():
        if "household_id" in {column.name for column in feed_rows.feed.columns} and not feed.startswith("register_"):
            for record in feed_rows.accepted:
                household = people.households.get(record.get("household_id"))
                if household is not None:
                    household.records.setdefault(feed, []).append(record)
    return people


def _register(rows: dict[str, FeedRows], assessment_date: date) -> People:
    people = People({}, {})
    for record in rows["register_households"].accepted:
        code = record.get("village_code")
        household_id = record.get("household_id")
        people.households[household_id] = Household(household_id, record, code, code[:9])
    for record in rows["register_members"].accepted:
        household = people.households.get(record.get("household_id"))
        if household is not None:
            member = Member(record, household, assessment_date)
            household.members.append(member)
            people.members[member.id] = member
    for record in rows["register_members"].quarantined:
        household = people.households.get(record.get("household_id"))
        if household is not None:
            household.has_quarantined_member = True
    return people


class _Index:
    """The members by valid number and by name, and those that an officer decided for, by the record's place."""

    def __init__(self, people: People, assessment_date: date, decisions: Iterable[Decision]) -> None:
        self.assessment_date = assessment_date
        self.decided = {
            place: people.members[member_id]
            for place, member_id in by_place(decisions).items()
            if member_id in people.members
        }
        self.by_number: dict[str, list[Member]] = {}
        self.by_name: dict[str, list[Member]] = {}
        for member in people.members.values():
            if member.valid and member.number is not None:
                self.by_number.setdefault(member.number.text, []).append(member)
            self.by_name.setdefault(member.bare_name, []).append(member)


@dataclass(frozen=True)
class _Outcome:
    """What linkage says of a record."""

    word: str
    belongs: list[Member] = field(default_factory=list)
    candidates: list[Member] = field(default_factory=list)


def _link(record: Record, index: _Index) -> None:
    """Gives a record its outcome, member_id and the members it belongs to. An officer's decision counts where the
    rules leave the record open: it belongs then as a probable one does, and has no candidates any more."""
    outcome = _by_rules(record, index)
    place = (record.feed, record.source, record.sheet, record.row_number)
    if place in index.decided and outcome.word not in ("exact", "name_differs", "probable"):
        outcome = _Outcome("decided", [index.decided[place]])
    record.outcome = outcome.word
    record.belongs = outcome.belongs
    # Ruling 24: member_id of an ambiguous record is null.
    record.member_id = outcome.belongs[0].id if outcome.belongs and outcome.word != "ambiguous" else None
    for member in outcome.belongs:
        member.records.setdefault(record.feed, []).append(record)
    for member in outcome.candidates:
        member.candidate_in.add(record.feed)


def _by_rules(record: Record, index: _Index) -> _Outcome:
    """Rules (1) to (3) of Linkage."""
    number: IdNumber = record.get("head_id_number" if record.feed == "economic_checks" else "id_number")
    valid = is_valid(number, index.assessment_date)
    holders = index.by_number.get(number.text, []) if valid else []
    if holders:
        return _by_number(record, holders)
    candidates = _by_name(record, number, valid, index)
    if len(candidates) == 1:
        return _Outcome("probable", candidates)
    if candidates:
        return _Outcome("ambiguous", candidates=candidates)
    return _Outcome("not_registered" if valid else "unmatched")


def _by_number(record: Record, holders: list[Member]) -> _Outcome:
    """Rule (1): names agree -> exact; if not -> name_differs. Ruling 24: a number on several members; one to whom an
    ambiguous record belongs is also its candidate."""
    name = bare_name(record.get("name"))
    agreeing = [member for member in holders if member.bare_name == name]
    if len(agreeing) == 1:
        return _Outcome("exact", agreeing)
    if len(holders) == 1:
        return _Outcome("name_differs", holders)
    return _Outcome("ambiguous", agreeing, agreeing or holders)


def _by_name(record: Record, number: IdNumber, valid: bool, index: _Index) -> list[Member]:
    """Rule (2), ruling 23: the name equals AND every one of village_code, head's number and birth date that the
    record has agrees AND there is at least one of them; with a valid number, members without a valid number."""
    village = record.get("village_code")
    head = record.get("head_id_number") if record.feed != "economic_checks" else None
    if not is_valid(head, index.assessment_date):
        head = None
    birth = birth_in(number, index.assessment_date)
    if village is None and head is None and birth is None:
        return []
    found = []
    for member in index.by_name.get(bare_name(record.get("name")), []):
        if valid and member.valid:
            continue
        if village is not None and member.household.village_code != village:
            continue
        if head is not None and not _is_head_number(member.household, head, index.assessment_date):
            continue
        if birth is not None and member.birth != birth:
            continue
        found.append(member)
    return found


def _is_head_number(household: Household, head: IdNumber, assessment_date: date) -> bool:
    """Ruling 23: the head's number is held against head_id_number of the register."""
    of_register = household.record.get("head_id_number")
    return is_valid(of_register, assessment_date) and of_register.text == head.text


def _deaths(people: People, rows: dict[str, FeedRows], assessment_date: date) -> None:
    """Ruling 25: only exact death records with death_date <= D remove a member, the earliest if several."""
    doubtful: dict[str, Member] = {}
    for record in rows["deaths"].accepted:
        death_date = record.get("death_date")
        if death_date > assessment_date or record.member_id is None:
            continue
        member = people.members[record.member_id]
        if record.outcome == "exact":
            if member.death_date is None or death_date < member.death_date:
                member.death_date = death_date
        else:
            doubtful[member.id] = member
    people.doubtful_deaths = list(doubtful.values())


def linkage_lines(rows: dict[str, FeedRows]) -> list[dict[str, Any]]:
    """Every record's outcome is a row of the linkage table: nothing disappears."""
    return [
        {**record.place(), "outcome": record.outcome, "member_id": record.member_id}
        for feed in PERSON_FEEDS
        for record in rows[feed].accepted
    ]
