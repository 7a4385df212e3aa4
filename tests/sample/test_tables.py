"""The clean tables: the contract's columns and keys, the published figures, and something of everything."""

from __future__ import annotations

import datetime

import pandas
import pytest

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.sample.conftest import DAY
from xundian_pipeline.county import County
from xundian_pipeline.sample.calibration import Calibration, calibrate
from xundian_pipeline.sample.tables import Tables, make_tables
from xundian_pipeline.sample.world import World

Sample = tuple[Calibration, World, Tables]


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_has_its_columns_and_keys(feed: str, tenth: Sample) -> None:
    table = tenth[2][feed]
    assert {name for name in table if not name.startswith("_")} == {column.name for column in FEEDS[feed].columns}
    assert len(table)
    assert not table.duplicated(list(FEEDS[feed].key)).any()
    for column in FEEDS[feed].columns:
        if column.required:
            assert table[column.name].notna().all(), column.name
        if column.allowed and column.type == "enum":
            assert set(table[column.name].dropna()) <= set(column.allowed)
        if column.not_before:
            both = table[[column.not_before, column.name]].dropna()
            assert (both[column.name] >= both[column.not_before]).all()


def test_the_register_has_the_published_persons(tenth: Sample) -> None:
    calibration, _, tables = tenth
    assert len(tables["register_households"]) == calibration.households
    assert len(tables["register_members"]) == calibration.count("registered_poor_insured")
    sizes = tables["register_members"].groupby("household_id").size()
    declared = tables["register_households"].set_index("household_id")["household_size"]
    assert (sizes == declared).mean() > 0.97


def test_counts_and_amounts_are_the_published_ones(tenth: Sample) -> None:
    calibration, _, tables = tenth
    year = f"{DAY.year}-01-01"
    training = tables["training"][tables["training"]["start_date"] >= year]
    insured = tables["medical_insurance"][tables["medical_insurance"]["year"] == DAY.year]
    visits = tables["medical_assistance"].groupby("kind")
    reached = {
        "trained_labour": len(training),
        "transferred_labour": tables["employment"].query("annual_wage > 0")["_person"].nunique(),
        "transfer_income": tables["employment"]["annual_wage"].sum(),
        "subsidised_insured": (insured["subsidy"] > 0).sum(),
        "public_forest_direct": tables["public_forest_compensation"]["amount"].sum(),
        "public_forest_area": tables["public_forest_compensation"]["area_ha"].sum(),
        "grain_for_green_area": tables["grain_for_green"]["area_ha"].sum(),
        "grain_for_green_funds": tables["grain_for_green"]["amount"].sum(),
        "rangers": len(tables["forest_rangers"]),
        "ranger_pay": tables["forest_rangers"]["amount"].sum(),
        "solar_heaters": (tables["energy_subsidies"]["item"] == "太阳能热水器").sum(),
        "stoves": (tables["energy_subsidies"]["item"] == "节能灶").sum(),
        "outpatient_assistance_visits": visits.size()["门诊"],
        "outpatient_cost": visits["total_cost"].sum()["门诊"],
        "outpatient_paid": visits["paid_by_person"].sum()["门诊"],
        "inpatient_cost": visits["total_cost"].sum()["住院"],
        "relocation_loan": tables["projects"].query("measure == '易地搬迁'")["budget"].sum(),
    }
    for figure, value in reached.items():
        assert value == pytest.approx(calibration.published(figure) * calibration.scale, rel=1e-6, abs=0.51), figure


def test_aid_and_clinics_are_near_the_published_ones(tenth: Sample) -> None:
    calibration, world, tables = tenth
    years = calibration.settings["education"]["years_of_aid"]
    aid = tables["student_aid"]
    assert len(aid) == pytest.approx(calibration.count("students_aided") / years, rel=0.005)
    assert aid["amount"].sum() == pytest.approx(calibration.yuan("student_aid_funds") / years, rel=0.005)
    clinics = tables["village_clinics"]
    assert world.villages.share == 1
    assert len(clinics) == calibration.published("village_clinics")
    assert (clinics["up_to_standard"] == 0).sum() == calibration.published("clinics_below_standard")
    assert clinics["doctors"].sum() == calibration.published("village_doctors")
    assert tables["family_doctors"]["team"].nunique() == calibration.published("family_doctor_teams")


def test_allowances_are_of_the_year(tenth: Sample) -> None:
    calibration, _, tables = tenth
    above = (tables["dibao"]["monthly_amount"] > calibration.published("dibao_ceiling")).mean()
    assert 0 < above < 0.01
    standard = {"集中": calibration.published("tekun_centralised"), "分散": calibration.published("tekun_dispersed")}
    off = (tables["tekun"]["monthly_amount"] != tables["tekun"]["care"].map(standard)).mean()
    assert 0 < off < 0.05


def test_rosters_hold_the_whole_county(tenth: Sample) -> None:
    _, world, tables = tenth
    registered = set(world.people.number[world.registered])
    for feed in ("medical_insurance", "pension", "enrolment", "family_doctors", "training", "employment"):
        own = tables[feed]["id_number"].isin(registered).mean()
        assert 0.05 < own < 0.7, feed


def test_every_incident_happens(tenth: Sample) -> None:
    calibration = tenth[0]
    assert set(calibration.incidents) == set(calibration.settings["incidents"])
    assert all(calibration.incidents.values()), [kind for kind, count in calibration.incidents.items() if not count]


def test_the_year_after_has_its_own_dates(county: County) -> None:
    day = datetime.date(2018, 6, 30)
    world, tables = make_tables(county, calibrate(county, 60, day), 1)
    assert (world.people.birth <= pandas.Timestamp(day).to_datetime64()).all()
    assert tables["village_survey"]["year"].max() == 2018
    assert tables["enrolment"]["school_year"].max() == 2017
    latest = pandas.Timestamp(day) + pandas.Timedelta(days=366)
    for feed, table in tables.items():
        for name in table.select_dtypes("datetime"):
            assert not (table[name] > latest).any(), (feed, name)
