"""The nine management tables (management.md, M1 to M9) of one night, and S21."""

from __future__ import annotations

from typing import Any

from .findings import Scene
from .management_assistance import assistance_checks, assistance_months, assistance_review
from .management_cover import helper_cover, industry_cover
from .management_ladder import Ladder
from .management_projects import assessment_progress, fund_shares, project_progress
from .signatures import last_decisions
from .village_rules import Village

Line = dict[str, Any]


def management_tables(
    scene: Scene, villages: dict[str, Village], household_results: dict[str, str], village_results: dict[str, str]
) -> dict[str, list[Line]]:
    """The nine tables by name. `villages` are ruling 31's; the results are 'exit_ready', 'not_ready', 'verify' by
    household_id and by village_code. Shares are exact inside and floats in the lines; `reason` and `evidence` are
    not reckoned."""
    ladder = _ladder(scene, household_results, village_results)
    return {
        "assistance_review": assistance_review(scene),
        "assistance_checks": assistance_checks(scene),
        "helper_cover": helper_cover(scene),
        "project_progress": project_progress(scene),
        "fund_shares": fund_shares(scene),
        "industry_cover": industry_cover(scene, villages),
        "assessment_progress": assessment_progress(scene),
        "sign_off_ladder": ladder.lines(),
        "assistance_months": assistance_months(scene),
    }


def order_findings(
    scene: Scene, household_results: dict[str, str], village_results: dict[str, str]
) -> list[dict[str, Any]]:
    """S21: one open finding per signed level that breaks the order; ruling 37: the third party never closes it."""
    return [
        {"rule": "S21", "feed": None, "unit": unit_id, "household_id": None, "status": "open"}
        for unit_id in _ladder(scene, household_results, village_results).units_that_break_it()
    ]


def _ladder(scene: Scene, household_results: dict[str, str], village_results: dict[str, str]) -> Ladder:
    decisions = last_decisions(scene.rows, scene.day)
    return Ladder(scene.households, household_results, village_results, decisions, scene.rules.absence)
