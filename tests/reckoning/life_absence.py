"""Whether a finding that the run does not find closes tonight (rulings 40 and 41)."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from .acceptance import FeedRows
from .contract_data import PERSON_FEEDS
from .findings import Scene
from .household_rules import net_income_per_person
from .identity import IdNumber
from .life_signatures import Ladder, unknown_orders
from .people import Household, Member

OF_HOUSEHOLDS = ("S05", "S06", "S12", "S13", "S14", "S15", "S17", "S18")
REGISTERS = ("register_households", "register_members")
#: The feeds of ruling 40; the rules that are not named here read the feed concerned, S11 also deaths.
FEEDS_READ: dict[str, tuple[str, ...]] = {
    "S01": REGISTERS, "S02": REGISTERS, "S04": REGISTERS, "S18": REGISTERS, "S05": ("dibao",),
    "S06": ("dibao", "tekun"), "S07": ("dibao", "tekun"), "S08": ("enrolment",), "S09": ("enrolment",),
    "S10": ("medical_insurance",), "S11": ("deaths",), "S12": ("relocation",), "S13": ("relocation",),
    "S14": ("employment", "forest_rangers"), "S15": ("housing_assessment", "relocation"), "S17": ("helpers",),
}  # fmt: skip


class Identity(NamedTuple):
    """What a finding is from night to night (ruling 34)."""

    rule: str
    feed: str | None
    unit: str


class Verdict(Enum):
    """What it says of a finding that it was not found."""

    COUNTS = "absence is evidence: it is gone"
    LEFT = "its subject has left the register: it is gone"
    WITHOUT_DEATHS = "stays: the night is without deaths"
    ROW_IN_QUARANTINE = "stays: a register row of its subject is in quarantine"
    REGISTER_BROKEN = "stays: its subject is not there, but a file of the register could not be read"
    NO_EVIDENCE = "stays: absence from a feed of its rule is no evidence"
    INCOME_UNKNOWN = "stays: the income that it compares is unknown"
    ORDER_UNKNOWN = "stays: the order of its level's signatures is unknown"

    @property
    def counts(self) -> bool:
        """Whether the night counts as one on which the finding was not found."""
        return self in (Verdict.COUNTS, Verdict.LEFT)


class Closing:
    """Rulings 40 and 41 over the feeds of one night; `tables` are those that the reckoning gives of it."""

    def __init__(self, scene: Scene, tables: dict[str, list[dict[str, Any]]]) -> None:
        self._rows, self._people, self._absence = scene.rows, scene.people, scene.rules.absence
        self._ladder = Ladder(scene.rows["sign_offs"], scene.day)
        self._unknown_orders = unknown_orders(self._ladder, tables["household_exit"], tables["village_exit"])
        households, members = (scene.rows[feed] for feed in REGISTERS)
        self._quarantined_households = _values(households, "household_id")
        self._households_of_quarantined = _values(members, "household_id")
        self._quarantined_members = _values(members, "member_id")
        self._quarantined_numbers = {
            value.text
            for feed in REGISTERS
            for record in scene.rows[feed].quarantined
            for value in record.values.values()
            if isinstance(value, IdNumber)
        }
        #: the household that each accepted member row names, known to the register or not
        self._named = {one.get("member_id"): one.get("household_id") for one in members.accepted}

    def verdict(self, finding: Identity, household_id: str | None) -> Verdict:
        """What it says of a known finding, last found with this household, that tonight's run did not find it."""
        at_register = self._at_register(finding, household_id)
        if at_register is Verdict.LEFT:
            return Verdict.LEFT
        if not self._absence.present("deaths"):
            return Verdict.WITHOUT_DEATHS
        if at_register is not None:
            return at_register
        if finding.rule == "S21" and finding.unit in self._unknown_orders:
            return Verdict.ORDER_UNKNOWN
        if self._income_is_unknown(finding):
            return Verdict.INCOME_UNKNOWN
        return Verdict.COUNTS if self._absence_is_evidence(finding) else Verdict.NO_EVIDENCE

    # ---- the register ----

    def _at_register(self, finding: Identity, household_id: str | None) -> Verdict | None:
        """Nothing where the subject stands in the register, or is a project or a level of signatures."""
        if finding.rule in ("S20", "S21"):
            return None
        if finding.rule in OF_HOUSEHOLDS:
            return self._household_at_register(finding.unit)
        return self._member_at_register(finding.unit, household_id)

    def _household_at_register(self, household_id: str) -> Verdict | None:
        if household_id in self._quarantined_households | self._households_of_quarantined:
            return Verdict.ROW_IN_QUARANTINE
        if household_id in self._people.households:
            return None
        return Verdict.LEFT if self._rows["register_households"].complete else Verdict.REGISTER_BROKEN

    def _member_at_register(self, member_id: str, last_household_id: str | None) -> Verdict | None:
        household_id = self._named.get(member_id, last_household_id)
        if member_id in self._quarantined_members or household_id in self._quarantined_households:
            return Verdict.ROW_IN_QUARANTINE
        if member_id in self._people.members:
            return None
        missing_in = "register_households" if member_id in self._named else "register_members"
        return Verdict.LEFT if self._rows[missing_in].complete else Verdict.REGISTER_BROKEN

    # ---- what is not known tonight ----

    def _income_is_unknown(self, finding: Identity) -> bool:
        """S05 and S06 compare the net income per person, S14 the declared wage_income."""
        if finding.rule in ("S05", "S06"):
            return net_income_per_person(self._people.households[finding.unit]) is None
        if finding.rule == "S14":
            return self._people.households[finding.unit].record.get("wage_income") is None
        return False

    # ---- rulings 2 and 3 ----

    def _absence_is_evidence(self, finding: Identity) -> bool:
        if finding.rule == "S20":
            return self._absence.of_village("projects", finding.unit.rpartition("/")[2])
        if finding.rule == "S21":
            return self._ladder.absence_is_evidence(finding.unit)
        if finding.rule in OF_HOUSEHOLDS:
            household = self._people.households[finding.unit]
            return all(self._household_absent(feed, household) for feed in feeds_read(finding))
        member = self._people.members[finding.unit]
        return all(self._member_absent(feed, member) for feed in feeds_read(finding))

    def _household_absent(self, feed: str, household: Household) -> bool:
        """In a feed that names persons it is the absence of each of its living members."""
        if feed in REGISTERS or feed in PERSON_FEEDS:
            counts = feed in REGISTERS or self._absence.feed_counts(feed, household.township)
            complete = self._rows[feed].complete
            return counts and complete and all(self._member_absent(feed, member) for member in household.living)
        return self._absence.of_household(feed, household)

    def _member_absent(self, feed: str, member: Member) -> bool:
        if feed not in REGISTERS:
            return self._absence.of_member(feed, member)
        carried = member.number is not None and member.number.text in self._quarantined_numbers
        return self._rows[feed].complete and not carried


def feeds_read(finding: Identity) -> tuple[str, ...]:
    """The feeds from which the subject's absence must be evidence."""
    named = FEEDS_READ.get(finding.rule, ())
    return named if finding.feed is None or finding.feed in named else (*named, finding.feed)


def _values(rows: FeedRows, name: str) -> set[Any]:
    """What quarantined rows carry in a column, as far as it can be read."""
    return {record.get(name) for record in rows.quarantined} - {None}
