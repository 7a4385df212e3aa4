"""Which asset reads which: the one table from which the graph is made.

Feeds read nothing; the names below are feeds or other assets. A family of rules reads the assets that it names itself
(`Family.upstream`) and the feeds whose own columns its rules look at.
"""

from __future__ import annotations

from schemas.registry import FEEDS
from xundian_pipeline.rules import FAMILIES

ALL_FEEDS = tuple(FEEDS)
UNKNOWN_FILES = "unknown_files"
DECISIONS = "decisions"
CORRECTION_FILES = "correction_files"
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

AFTER_PUBLISHING = frozenset(name for name, upstream in UPSTREAM.items() if PUBLISHED in upstream)
"""What is made of a night that readers see already."""
