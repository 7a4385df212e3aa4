"""The published tables as the contract lists them, and what every column says of itself."""

from __future__ import annotations

import pytest

from schemas.published import PUBLISHED, PublishedColumn, PublishedTable, codes, management
from schemas.published.columns import HOUSEHOLD_ID
from schemas.registry import FEEDS
from xundian_pipeline.rules.rule import read_rule

CONTRACT = {
    "exit_indicators.household_exit_indicators": (
        "household_id township village_code village indicator status value threshold reason threshold_from "
        "threshold_source evidence rule_version"
    ),
    "exit_indicators.household_exit": (
        "household_id township village_code village hamlet household_type main_cause identified_year exit_year members "
        "net_income_per_capita h1 h2 h3 h4 h5 h6 result measures open_findings signed_household signed_village "
        "signed_township signed_county"
    ),
    "exit_indicators.household_measures": "household_id measure records persons amount first_date",
    "exit_indicators.village_exit_indicators": (
        "village_code township village poor_village indicator status value threshold reason threshold_from "
        "threshold_source evidence rule_version"
    ),
    "exit_indicators.village_exit": (
        "village_code township village poor_village v1 v2 v3 v4 v5 v6 v7 v8 v9 v10 result households persons "
        "exit_ready not_ready verify incidence_low incidence_high"
    ),
    "exit_indicators.county_exit_indicators": (
        "indicator status value threshold reason threshold_from threshold_source evidence rule_version"
    ),
    "exit_indicators.findings": (
        "finding_id rule feed unit household_id departments detail evidence first_seen last_seen closed_on status"
    ),
    "exit_indicators.indicator_history": "household_id indicator status value valid_from valid_to",
    "exit_indicators.village_history": "village_code indicator status value valid_from valid_to",
    "exit_indicators.county_history": "indicator status value valid_from valid_to",
    "exit_indicators.changes": (
        "household_id indicator status_before status value_before value fell_back cause evidence"
    ),
    "exit_indicators.progress": "township result households persons unknown open_findings",
    "exit_indicators.published_figures": (
        "figure_id text published computed unit difference agrees note topic scope position"
    ),
    "exit_indicators.nights": "published_at rule_version code_version feeds_absent sealed",
    "exit_indicators.labels": "table_name column_name value label",
    "management.assistance_review": (
        "household_id township village_code dibao_members tekun_members monthly_amount net_income_per_capita line "
        "action reason evidence"
    ),
    "management.assistance_checks": (
        "unit_id new_households checked visited spot_checked check_rate visit_rate spot_rate status reason evidence"
    ),
    "management.helper_cover": (
        "unit_id households covered share helpers organisations most_households_of_one_helper status reason evidence"
    ),
    "management.project_progress": (
        "project_id village_code measure fund_source budget received spent spent_on_poor execution beneficiaries state "
        "reason evidence"
    ),
    "management.fund_shares": "fund_source budget received spent spent_on_poor share status reason evidence",
    "management.industry_cover": (
        "village_code poor_village production_projects households households_with_production share status reason "
        "evidence"
    ),
    "management.assessment_progress": "problem found rectified closed open oldest_open status reason evidence",
    "management.sign_off_ladder": (
        "household_id household_signed village_signed township_signed county_signed in_order status reason evidence"
    ),
    "management.assistance_months": ("month dibao_persons dibao_amount tekun_persons tekun_amount reason evidence"),
    "quality.feed_runs": (
        "feed source sheet encoding rows_read rows_accepted rows_quarantined rows_ignored columns_missing "
        "columns_unknown sha256"
    ),
    "quality.quarantine": "kind feed source sheet row_number column header value check message",
    "quality.linkage": "feed source sheet row_number outcome match_weight member_id",
    "quality.link_proposals": (
        "feed source sheet row_number member_id match_weight name_agreement number_agreement birth_date_agreement "
        "sex_agreement village_agreement head_agreement record_key"
    ),
    "quality.notices": "kind feed source sheet what count message",
    "quality.corrections": "file feed source sheet row_number correction_row outcome why",
}
TYPES = {
    "value": "DOUBLE",
    "threshold": "DOUBLE",
    "amount": "DOUBLE",
    "incidence_low": "DOUBLE",
    "net_income_per_capita": "DOUBLE",
    "match_weight": "DOUBLE",
    "members": "INTEGER",
    "records": "INTEGER",
    "dibao_members": "INTEGER",
    "covered": "INTEGER",
    "open": "INTEGER",
    "line": "DOUBLE",
    "share": "DOUBLE",
    "execution": "DOUBLE",
    "budget": "DOUBLE",
    "spot_rate": "DOUBLE",
    "oldest_open": "DATE",
    "month": "DATE",
    "county_signed": "DATE",
    "in_order": "BOOLEAN",
    "rows_read": "INTEGER",
    "row_number": "INTEGER",
    "correction_row": "INTEGER",
    "count": "INTEGER",
    "first_date": "DATE",
    "threshold_from": "DATE",
    "closed_on": "DATE",
    "assessment_date": "DATE",
    "published_at": "TIMESTAMP",
    "signed_county": "BOOLEAN",
    "poor_village": "BOOLEAN",
    "sealed": "BOOLEAN",
    "evidence": "VARCHAR",
    "feeds_absent": "VARCHAR",
    "departments": "VARCHAR",
    "status": "VARCHAR",
}
FREE_TEXT = {
    "hamlet", "village", "township", "reason", "detail", "what", "value", "columns_unknown", "columns_missing",
    "source", "sheet", "message", "header", "cause", "file", "why",
}  # fmt: skip
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in PUBLISHED.values()
    for column in table.columns
]


def test_every_table_of_the_contract_with_its_columns_in_order() -> None:
    declared = {name: " ".join(column.name for column in table.columns) for name, table in PUBLISHED.items()}
    assert declared == {name: f"assessment_date {columns}" for name, columns in CONTRACT.items()}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_is_described_in_chinese(table: PublishedTable, column: PublishedColumn) -> None:
    for text in (column.label, column.description, table.label, table.description, table.grain):
        assert any("一" <= character <= "鿿" for character in text)
    assert column.comment.startswith(f"{column.label}：{column.description}")
    for value, label in column.codes.items():
        assert f"{value} {label}" in column.comment


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_types_are_the_contracts(table: PublishedTable, column: PublishedColumn) -> None:
    if table.name == "labels" or (column.name == "value" and column.free_text):
        assert column.database_type in ("VARCHAR", "DATE")
    else:
        assert column.database_type == TYPES.get(column.name, column.database_type)
    if column.not_negative:
        assert column.database_type == "INTEGER"


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_texts_from_files_pass_the_last_defence(table: PublishedTable, column: PublishedColumn) -> None:
    expected = column.name in FREE_TEXT and column.database_type == "VARCHAR" and table.name != "labels"
    assert column.free_text is expected


def test_coded_values_of_the_contract() -> None:
    assert codes.STATUSES == {"pass": "达标", "fail": "不达标", "unknown": "待核实"}
    assert codes.RESULTS == {"exit_ready": "可退出", "not_ready": "未达标", "verify": "待核实"}
    assert list(codes.HOUSEHOLD_INDICATORS) == [f"H{number}" for number in range(1, 7)]
    assert list(codes.VILLAGE_INDICATORS) == [f"V{number}" for number in range(1, 11)]
    assert list(codes.COUNTY_INDICATORS) == [f"C{number}" for number in range(1, 6)]
    assert list(codes.FINDING_RULES) == [f"S{number:02d}" for number in range(1, 22)]
    assert list(codes.ACTIONS) == ["exit", "enter", "keep", "none", "unknown"]
    assert set(codes.PROJECT_STATES) == {"not_started", "finished_unspent", "finished", "running"}
    assert set(codes.FINDING_STATUSES) == {"open", "rectified", "gone"}
    assert set(codes.LINKAGE_OUTCOMES) == {
        "exact", "name_differs", "probable", "ambiguous", "unmatched", "not_registered", "decided",
    }  # fmt: skip
    assert set(codes.QUARANTINE_CHECKS) == {
        "required", "type", "enum", "range", "format", "order", "sum", "key", "header",
    }  # fmt: skip
    assert set(codes.NOTICE_KINDS) == {
        "unknown_file", "unknown_column", "sheet_without_header", "unknown_village", "unknown_household", "decision",
        "closing", "correction", "feed_absent",
    }  # fmt: skip
    assert list(codes.FEED_TITLES) == list(FEEDS)


def test_a_table_refuses_columns_that_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="unknown columns"):
        PublishedTable("quality", "t", "表", "表", "每户一行", (HOUSEHOLD_ID,), order=("village_code",))
    with pytest.raises(ValueError, match="twice"):
        PublishedTable("quality", "t", "表", "表", "每户一行", (HOUSEHOLD_ID, HOUSEHOLD_ID), order=())


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("household", {code: indicator.name for code, indicator in codes.HOUSEHOLD_INDICATORS.items()}),
        ("village", {code: indicator.name for code, indicator in codes.VILLAGE_INDICATORS.items()}),
        ("county", {code: indicator.name for code, indicator in codes.COUNTY_INDICATORS.items()}),
        ("measures", codes.MEASURES),
        ("findings", codes.FINDING_RULES),
        ("management", {name: table.label for name, table in management.TABLES.items()}),
    ],
)
def test_labels_and_rule_files_call_a_rule_the_same(folder: str, names: dict[str, str]) -> None:
    assert {code: read_rule(folder, code).name for code in names} == names
