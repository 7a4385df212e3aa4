"""All feeds of the synthetic county, as tables of clean values."""

from __future__ import annotations

import pandas

from xundian_pipeline.county import County
from xundian_pipeline.sample import (
    civil_affairs,
    education,
    forestry,
    health,
    housing,
    infrastructure,
    labour,
    poverty_office,
    projects,
    register,
)
from xundian_pipeline.sample.calibration import Calibration
from xundian_pipeline.sample.circumstances import let_happen
from xundian_pipeline.sample.families import make_world
from xundian_pipeline.sample.likenesses import Likenesses, make_alike
from xundian_pipeline.sample.world import World

Tables = dict[str, pandas.DataFrame]
"""By feed identifier. Columns: those of the feed; columns whose name begins with `_` are not written.

texts are strings (missing: NaN or None), dates datetime64, whole numbers int64, all others float64 (NaN: missing), yes
and no 1.0 and 0.0. `_township` is the place of the row's township in the villages' list, -1 where it has none.
"""


def make_tables(
    county: County, calibration: Calibration, seed: int, likenesses: Likenesses | None = None
) -> tuple[World, Tables]:
    """Return the county in truth and the tables that its departments would send on the assessment date."""
    world = make_world(county, calibration, seed)
    make_alike(world, likenesses or Likenesses())
    let_happen(world)
    tables: Tables = {}
    tables["dibao"] = civil_affairs.dibao(world)
    tables["tekun"] = civil_affairs.tekun(world)
    tables["temporary_assistance"] = civil_affairs.temporary_assistance(world)
    tables["economic_checks"] = civil_affairs.economic_checks(world, [tables["dibao"], tables["tekun"]])
    tables["deaths"] = civil_affairs.deaths(world)
    tables["medical_insurance"] = health.medical_insurance(world)
    tables["medical_assistance"] = health.medical_assistance(world)
    tables["family_doctors"] = health.family_doctors(world)
    tables["village_clinics"] = health.village_clinics(world)
    tables["enrolment"] = education.enrolment(world)
    tables["student_aid"] = education.student_aid(world)
    tables["public_forest_compensation"] = forestry.public_forest_compensation(world)
    tables["grain_for_green"] = forestry.grain_for_green(world)
    tables["forest_rangers"] = forestry.forest_rangers(world)
    tables["energy_subsidies"] = forestry.energy_subsidies(world)
    tables["training"] = labour.training(world)
    tables["employment"] = labour.employment(world)
    tables["pension"] = labour.pension(world)
    tables["relocation"] = housing.relocation(world)
    tables["housing_assessment"] = housing.housing_assessment(world, tables["relocation"]["_place"].to_numpy())
    tables["village_survey"] = infrastructure.village_survey(world)
    tables["county_statistics"] = infrastructure.county_statistics(world)
    tables["register_households"] = register.register_households(world, tables["employment"], tables["forest_rangers"])
    tables["register_members"] = register.register_members(world)
    tables["helpers"] = poverty_office.helpers(world)
    tables["projects"] = projects.projects(world)
    tables["project_beneficiaries"] = projects.project_beneficiaries(world, tables["projects"])
    tables["third_party_assessment"] = poverty_office.third_party_assessment(world)
    tables["sign_offs"] = poverty_office.sign_offs(world, county.code)
    return world, {
        feed: table.sort_values("_township", kind="stable", ignore_index=True) for feed, table in tables.items()
    }
