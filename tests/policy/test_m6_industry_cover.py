"""M6 industry_cover: whether a poor village has production projects, and each of its households is named by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_villages import Village as AnyVillage
from tests.policy.world import Household, World

FIRST_VILLAGE = 530_129_103_500


class Village(AnyVillage):
    """A poor village with a production project, P and its code."""

    def __init__(self, world: World, code: str) -> None:
        super().__init__(world, code)
        self.survey["poor_village"] = "是"

    @property
    def own_project(self) -> str:
        """The identifier of its project."""
        return f"P{self.code}"

    def benefits(self, **cells: str | None) -> Household:
        """Add a household that its project benefited."""
        household: Household = self.household()
        household.record("project_beneficiaries", **{"project_id": self.own_project, **cells})
        return household


Change = Callable[[Village], Any]


@dataclass(frozen=True)
class VillageCase:
    """A sentence about one village and what its row must say. `apart`: it lies in a township of its own."""

    sentence: str
    changes: tuple[Change, ...]
    expected: dict[str, Any]
    apart: bool


def case(sentence: str, *changes: Change, apart: bool = False, **expected: Any) -> VillageCase:
    """A case; `expected` by column, `counts`: projects, households, households with production."""
    return VillageCase(sentence, changes, expected, apart)


def covered(**cells: str | None) -> Change:
    """A household named by the village's project, but for the changes."""
    return lambda village: village.benefits(**cells)


def bare(village: Village) -> None:
    """A household that no project names."""
    village.household()


def project(**cells: str | None) -> Change:
    """The village's project is so."""
    return lambda village: village.project.update(cells)


def another_project(**cells: str | None) -> Change:
    """The village has one more project."""
    return lambda village: village.world.add(
        "projects", **{"project_id": f"Q{village.code}", "village_code": village.code, **cells}
    )


def without(feed: str) -> Change:
    """The village has no row of a feed."""
    return lambda village: village.remove(feed)


def surveyed(**cells: str | None) -> Change:
    """The survey says."""
    return lambda village: village.survey.update(cells)


def of_road(village: Village) -> None:
    """A household named by a project of another measure."""
    another_project(measure="基础设施")(village)
    village.benefits(project_id=f"Q{village.code}")


def of_two_measures(village: Village) -> None:
    """A household named by a project that is one of production in another village."""
    another_project(measure="基础设施")(village)
    village.world.add("projects", project_id=f"Q{village.code}", village_code="530129103201")
    village.benefits(project_id=f"Q{village.code}")


def by_two(village: Village) -> None:
    """A household named twice, one of them by an unknown project."""
    village.benefits().record("project_beneficiaries", project_id="没有")


def by_unknown_and_road(village: Village) -> None:
    """A household named by an unknown project and by one of another measure."""
    of_road(village)
    village.world.add("project_beneficiaries", project_id="没有", household_id=f"{village.code}-1")


def died_out(village: Village) -> None:
    """A household of which nobody is left."""
    village.household().record("deaths")


def quarantined_beneficiary(village: Village) -> None:
    """A household whose only row among the beneficiaries is in quarantine."""
    village.household().record("project_beneficiaries", project_id=village.own_project, date="昨天")


def quarantined_beneficiary_beside(village: Village) -> None:
    village.benefits().record("project_beneficiaries", project_id=village.own_project, date="昨天")


def quarantined_household(village: Village) -> None:
    village.household(household_type="别的")


QUARANTINED_PROJECT = another_project(measure="别的")
UNKNOWN = covered(project_id="没有")

CASES = [
    case("a project and a household that it names", covered(), poor_village=True, counts=(1, 1, 1), share=1.0,
         status="pass"),
    case("not every household", covered(), bare, counts=(1, 2, 1), share=0.5, status="fail"),
    case("nobody", bare, counts=(1, 1, 0), share=0.0, status="fail"),
    case("named on D", covered(date="2017-12-31"), counts=(1, 1, 1), status="pass"),
    case("named after D", covered(date="2018-01-01"), counts=(1, 1, 0), share=0.0, status="fail"),
    case("named long ago", covered(date="2014-01-01"), status="pass"),
    case("named by the project of another village", covered(project_id="P1"), counts=(1, 1, 1), status="pass"),
    case("named by a project of another measure", of_road, counts=(1, 1, 0), status="fail"),
    case("named by a project that is one of production elsewhere", of_two_measures, counts=(1, 1, 1), status="pass"),
    case("named by a project that has not started", project(start_date="2018-01-01"), covered(), counts=(0, 1, 1),
         share=1.0, status="fail"),
    case("named by an unknown project", UNKNOWN, counts=(1, 1, 0), status="fail"),
    case("named by an unknown one and a good one", by_two, counts=(1, 1, 1), status="pass"),
    case("named by an unknown project, and a project row of the village in quarantine", UNKNOWN, QUARANTINED_PROJECT,
         counts=(1, 1, 0), share=0.0, status="unknown"),
    case("named by an unknown one and one of another measure, and a project row in quarantine", by_unknown_and_road,
         QUARANTINED_PROJECT, counts=(1, 1, 0), status="unknown"),
    case("named by one of another measure, and a project row in quarantine", of_road, QUARANTINED_PROJECT,
         counts=(1, 1, 0), status="fail"),
    case("named after D by an unknown project, and a project row in quarantine",
         covered(project_id="没有", date="2018-01-01"), QUARANTINED_PROJECT, status="fail"),
    case("nobody, and a project row of the village in quarantine", bare, QUARANTINED_PROJECT, status="fail"),
    case("an unknown project for one, none for another, a project row in quarantine", UNKNOWN, bare,
         QUARANTINED_PROJECT, status="fail"),
    case("a row of beneficiaries in quarantine", quarantined_beneficiary, counts=(1, 1, 0), status="unknown"),
    case("a row of beneficiaries in quarantine beside a good one", quarantined_beneficiary_beside, status="pass"),
    case("a row of beneficiaries in quarantine, and a household without", quarantined_beneficiary, bare,
         status="fail"),
    case("a project started on D", project(start_date="2017-12-31"), covered(), counts=(1, 1, 1), status="pass"),
    case("a project starts after D", project(start_date="2018-01-01"), covered(project_id="P1"), counts=(0, 1, 1),
         status="fail"),
    case("a project without a start", project(start_date=None), covered(project_id="P1"), counts=(0, 1, 1),
         status="fail"),
    case("a project of another measure", project(measure="基础设施"), covered(project_id="P1"), counts=(0, 1, 1),
         status="fail"),
    case("no project", without("projects"), covered(project_id="P1"), counts=(0, 1, 1), status="fail"),
    case("a project row in quarantine", without("projects"), QUARANTINED_PROJECT, covered(project_id="P1"),
         counts=(0, 1, 1), status="unknown"),
    case("a project row in quarantine beside a good one", QUARANTINED_PROJECT, covered(), counts=(1, 1, 1),
         status="pass"),
    case("a project row in quarantine, and nobody named", without("projects"), QUARANTINED_PROJECT, bare,
         status="fail"),
    case("two projects", another_project(), covered(), counts=(2, 1, 1), status="pass"),
    case("two projects, one of another measure", another_project(measure="健康救助"), covered(), counts=(1, 1, 1)),
    case("no household", counts=(1, 0, 0), share=None, status="unknown"),
    case("no household and no project", without("projects"), counts=(0, 0, 0), share=None, status="fail"),
    case("a household in quarantine", covered(), quarantined_household, counts=(1, 1, 1), share=1.0, status="unknown"),
    case("a household in quarantine beside a bare one", bare, quarantined_household, counts=(1, 1, 0), status="fail"),
    case("only a household in quarantine", quarantined_household, counts=(1, 0, 0), share=None, status="unknown"),
    case("a household that has died out", covered(), died_out, counts=(1, 2, 1), status="fail"),
    case("not poor", surveyed(poor_village="否"), covered(), poor_village=False, counts=(1, 1, 1), share=1.0,
         status=None),
    case("not poor, and nobody", surveyed(poor_village="否"), bare, share=0.0, status=None),
    case("not poor, and a household in quarantine", surveyed(poor_village="否"), quarantined_household, status=None),
    case("no survey", without("village_survey"), covered(), poor_village=None, counts=(1, 1, 1), share=1.0,
         status="unknown"),
    case("no survey, and nobody", without("village_survey"), bare, poor_village=None, status="unknown"),
    case("a survey of last year", surveyed(year="2016"), covered(), poor_village=None, status="unknown"),
    case("no row of beneficiaries in the township", bare, apart=True, counts=(1, 1, 0), share=0.0, status="unknown"),
    case("no row of beneficiaries in the township, and no project", without("projects"), bare, apart=True,
         status="fail"),
    case("one named, one not, in a township of their own", covered(), bare, apart=True, status="fail"),
    case("only a row of after D in the township", covered(date="2018-01-01"), apart=True, status="fail"),
]  # fmt: skip


def code_of(at: int) -> str:
    """The village of the case at this place."""
    return f"530129{401 + at}201" if CASES[at].apart else str(FIRST_VILLAGE + at)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, one in enumerate(CASES):
        village = Village(world, code_of(at))
        for change in one.changes:
            change(village)
    return world.night(tmp_path_factory.mktemp("night"))


def cover(night: Night, code: str) -> dict[str, Any]:
    """The row of a village."""
    return night.row("industry_cover", village_code=code)


def observed(row: dict[str, Any], asked: str) -> Any:
    if asked == "counts":
        return tuple(row[name] for name in ("production_projects", "households", "households_with_production"))
    return row[asked]


@pytest.mark.parametrize(("at", "one"), [pytest.param(at, one, id=one.sentence) for at, one in enumerate(CASES)])
def test_m6(at: int, one: VillageCase, night: Night) -> None:
    row = cover(night, code_of(at))
    assert {asked: observed(row, asked) for asked in one.expected} == one.expected


def test_the_villages_of_ruling_31_have_a_row(night: Night) -> None:
    villages = sorted(row["village_code"] for row in night.rows("village_exit"))
    assert sorted(row["village_code"] for row in night.rows("industry_cover")) == villages
    assert all(row["reason"] for row in night.rows("industry_cover"))


def place(sentence: str) -> str:
    """The village of a sentence."""
    return code_of([one.sentence for one in CASES].index(sentence))


SURVEY = {"village_survey": 1}


@pytest.mark.parametrize(
    ("sentence", "feeds"),
    [
        ("a project and a household that it names", {**SURVEY, "projects": 1, "project_beneficiaries": 1}),
        ("not every household",
         {**SURVEY, "projects": 1, "project_beneficiaries": 1, "register_households": 1}),
        ("named after D", {**SURVEY, "projects": 1, "register_households": 1}),
        ("named by an unknown project", {**SURVEY, "projects": 1, "register_households": 1}),
        ("named by a project of another measure", {**SURVEY, "projects": 1, "register_households": 1}),
        ("named by an unknown project, and a project row of the village in quarantine",
         {**SURVEY, "projects": 2, "project_beneficiaries": 1, "register_households": 1}),
        ("a row of beneficiaries in quarantine",
         {**SURVEY, "projects": 1, "project_beneficiaries": 1, "register_households": 1}),
        ("a row of beneficiaries in quarantine beside a good one",
         {**SURVEY, "projects": 1, "project_beneficiaries": 1}),
        ("two projects", {**SURVEY, "projects": 2, "project_beneficiaries": 1}),
        ("a household in quarantine",
         {**SURVEY, "projects": 1, "project_beneficiaries": 1, "register_households": 1}),
        ("no household and no project", SURVEY),
        ("no survey", {"projects": 1, "project_beneficiaries": 1}),
    ],
)  # fmt: skip
def test_the_evidence(sentence: str, feeds: dict[str, int], night: Night) -> None:
    assert cited(cover(night, place(sentence))) == feeds


@pytest.mark.parametrize(
    ("sentence", "words", "not_said"),
    [
        (
            "a project and a household that it names",
            ["产业项目 1 个，建档立卡户 1 户，有产业的 1 户"],
            ["待核实", "非贫困村"],
        ),
        ("not poor", ["非贫困村"], ["待核实"]),
        ("no survey", ["没有当年的村核查表"], ["非贫困村"]),
        ("no household", ["没有建档立卡户，待核实"], ["受益户名册"]),
        ("a row of beneficiaries in quarantine", ["受益户名册未到、不全或有行被退回"], ["项目库"]),
        ("a project row in quarantine", ["项目库未到、不全或有行被退回"], ["受益户名册"]),
        ("a household in quarantine", ["另有 1 户的登记行被退回"], ["受益户名册"]),
        ("not every household", [], ["退回", "待核实"]),
    ],
)
def test_the_reason(sentence: str, words: list[str], not_said: list[str], night: Night) -> None:
    reason = cover(night, place(sentence))["reason"]
    assert [word for word in words if word not in reason] == []
    assert [word for word in not_said if word in reason] == []


@pytest.mark.parametrize(
    ("setting", "good", "without_project", "bare_household"),
    [
        ({"without": ("projects",)}, "unknown", "unknown", "fail"),
        ({"broken": ("projects",)}, "pass", "unknown", "fail"),
        ({"without": ("project_beneficiaries",)}, "unknown", "fail", "unknown"),
        ({"broken": ("project_beneficiaries",)}, "pass", "fail", "unknown"),
    ],
)
def test_feeds_that_did_not_come_whole(
    setting: dict[str, Any], good: str, without_project: str, bare_household: str, tmp_path: Path
) -> None:
    """Without projects every record is of an unknown project; without beneficiaries a missing project still fails."""
    world = World(**setting)
    first, second, third = (Village(world, code_of(at)) for at in range(3))
    first.benefits()
    second.remove("projects")
    second.benefits(project_id="P1")
    third.household()
    night = world.night(tmp_path)
    statuses = [cover(night, village.code)["status"] for village in (first, second, third)]
    assert statuses == [good, without_project, bare_household]
