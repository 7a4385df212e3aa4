"""Which asset reads which: the one table from which the graph is made.

Feeds read nothing; the names below are feeds or other assets. A family of rules reads the assets that it names itself
(`Family.upstream`) and the feeds whose own columns its rules look at.
"""

from __future__ import annotations

from schemas.registry import FEEDS
from xundian_pipeline.arriving.arrivals import CORRECTION_FILES, DECISIONS
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.rules.rule import own_file, rule_of

ALL_FEEDS = tuple(FEEDS)
UNKNOWN_FILES = "unknown_files"
PEOPLE = "people"
HOUSEHOLDS = "households"
PUBLISHED = "published"
CORRECTION_WORKBOOKS = "correction_workbooks"
BOARD = "board"
LEADERS_WORKBOOK = "leaders_workbook"
DATABASE_TABLES = "database_tables"

FEEDS_READ_BY_FAMILY: dict[str, tuple[str, ...]] = {
    "household_measures": (
        "projects",
        "project_beneficiaries",
        "training",
        "employment",
        "relocation",
        "public_forest_compensation",
        "grain_for_green",
        "forest_rangers",
        "energy_subsidies",
        "student_aid",
        "medical_assistance",
        "family_doctors",
        "medical_insurance",
        "dibao",
        "tekun",
        "temporary_assistance",
    ),
    "household_indicators": ("housing_assessment", "relocation", "enrolment", "medical_insurance", "pension"),
    "findings": (
        "helpers",
        "projects",
        "third_party_assessment",
        "dibao",
        "tekun",
        "deaths",
        "medical_assistance",
        "enrolment",
        "public_forest_compensation",
        "grain_for_green",
        "forest_rangers",
        "energy_subsidies",
        "training",
        "employment",
        "pension",
        "relocation",
    ),
    "household_results": ("sign_offs",),
    "village_indicators": ("projects", "village_clinics", "village_survey"),
    "county_indicators": ("county_statistics",),
    "management": (
        "dibao",
        "tekun",
        "economic_checks",
        "helpers",
        "projects",
        "project_beneficiaries",
        "third_party_assessment",
    ),
    "figures": (
        "projects",
        "dibao",
        "tekun",
        "economic_checks",
        "medical_insurance",
        "medical_assistance",
        "family_doctors",
        "village_clinics",
        "enrolment",
        "student_aid",
        "public_forest_compensation",
        "grain_for_green",
        "forest_rangers",
        "energy_subsidies",
        "training",
        "employment",
        "village_survey",
    ),
}

UPSTREAM: dict[str, tuple[str, ...]] = {
    UNKNOWN_FILES: (),
    CORRECTION_FILES: (),
    DECISIONS: (),
    PEOPLE: (*ALL_FEEDS, DECISIONS),
    HOUSEHOLDS: (*ALL_FEEDS, PEOPLE),
    **{name: (*FEEDS_READ_BY_FAMILY[name], *family.upstream) for name, family in FAMILIES.items()},
    PUBLISHED: (*ALL_FEEDS, UNKNOWN_FILES, CORRECTION_FILES, DECISIONS, PEOPLE, HOUSEHOLDS, *FAMILIES),
    CORRECTION_WORKBOOKS: (*ALL_FEEDS, "findings", PUBLISHED),
    BOARD: (PUBLISHED,),
    LEADERS_WORKBOOK: (PUBLISHED,),
    DATABASE_TABLES: (PUBLISHED,),
}

_JUDGING = {"household": "household_indicators", "village": "village_indicators", "county": "county_indicators"}
"""By the folder of their rules: the families to which a county may add rules of its own."""


def upstream_of(county: County) -> dict[str, tuple[str, ...]]:
    """Return which asset reads which in a county: UPSTREAM, and the feeds that the heads of its own rules name.

    Raises PipelineError where a head names what is no feed.
    """
    book = county.rules
    upstream = dict(UPSTREAM)
    for folder, codes in book.indicators.items():
        for rule in (rule_of(book, folder, code) for code in codes if own_file(book, folder, code)):
            if unknown := [feed for feed in rule.feeds if feed not in FEEDS]:
                raise PipelineError(
                    f"县的规则 rules/{folder}/{rule.code}.sql 文件头的 feeds 里，{'、'.join(unknown)} 不是名册的代号。"
                )
            family = _JUDGING[folder]
            upstream[family] = tuple(dict.fromkeys((*upstream[family], *rule.feeds)))
    return upstream


AFTER_PUBLISHING = frozenset(name for name, upstream in UPSTREAM.items() if PUBLISHED in upstream)
"""What is made of a night that readers see already."""
