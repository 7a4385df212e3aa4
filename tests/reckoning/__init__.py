"""The independent reckoning: the contract a second time, by plain loops, to judge the pipeline with.

It shares no code with the pipeline: it reads a sources folder by itself and gives the tables that are compared.
`python -m tests.reckoning SOURCES PUBLISHED_DUCKDB --assessment-date 2017-12-31` prints every difference.

Choices where the rulings leave a question (an officer's expectation decides):
Files
- Endings compare without case. A file named <feed>.<other ending>, or a table or archive of another ending in <feed>/,
  or a folder with tables in it, is a broken file (feed_runs line of zeros, quarantine `header`), because its rows were
  meant for the feed; other files there are only noticed. A feed folder without files has not come. The content must be
  what the ending says.
- A broken workbook gives one line with sheet null. Source paths sort as plain strings. Hidden rows are read.
- A csv is read with comma, and with tab where comma gives no usable header. A csv counts every record below the
  header, blank ones at the end too; a workbook ends with its last row that holds anything.
- The header is the first of rows 1 to 20 (blank ones counted; Parquet: the names and 19 records) that is usable.
  Two columns of which one is a synonym of the other clean to one header. Synonyms are the contract's two alone.
- Brackets are () [] {} 【】 〔〕 after NFKC. An area in another unit than 公顷 and 亩 makes the header unusable, as for
  money, and so do two different units; an optional column's too.
- Blank, total and note rows are judged over all cells, those of unknown columns too. A row of missing marks is no blank
  row. Notes and totals at the end may be mixed with blank rows; both compare with all white space out.
Cells
- Numbers are plain decimals, with thousands separators in groups of three; no exponent, no currency sign, no white
  space inside. 元 after the amount is allowed where the header says 元 or nothing; otherwise `type`.
- A year has four digits (2,017 allowed) and no bounds but identified_year's. 2017-2018 must be consecutive, with a
  plain hyphen. exit_year before identified_year fails `order`. One date separator per date; no white space inside.
- A cell that fails its own check takes part in no check between columns. Serial numbers: up to five digits, numeric or
  text, in workbooks only; six digits and more (but 8-digit dates, 6-digit months) fail `type`, and so does 60, which
  Excel takes for 29 February 1900. A serial of 1904 workbooks is taken as of 1900.
- The month's bounds (ruling 12) are those of its first day. > 0 and >= 0 are judged after rounding to the fen.
- Over-long text is measured after NFKC and trimming, in every column. Enum values keep their case.
- Precision is lost only in floating point cells; a whole-number column of Parquet is judged by its digits.
- A failed optional cell of the four feeds of ruling 8 has kind `cell` also where another column quarantines the row.
- Exact duplicates compare clean values: a cell that failed (kind `cell`) equals a missing one.
- A formula without a saved value is a blank cell, in V5 too.
Linkage
- A number "still yields" a birth date when it has 18 characters of which 7 to 14 are a real date from 1900 to D,
  whatever the others are (a precision-lost one too); 17 characters yield none.
- A head's number of the register that is invalid agrees with none. `deaths` of an ambiguous record that belongs to
  several removes nobody and opens no S11. A doubtful death opens its S11 also for a member whom another record removes.
- A record that belongs to several members of one household counts once in records, amount and S14.
Absence
- A member's number is "carried" also when it is invalid, if the text is the same. "Linked to somebody" includes the
  dead and ambiguous records that belong to somebody.
- H6: `projects` is judged by ruling 2 like every measure feed (any accepted row, no quarantined row with the village's
  code), whether or not the household has a record of an unknown project. With no living member the persons' feeds
  only have to be complete and to have a row of the township.
- H3: enrolment is "absent" when no file of it had a usable header (not: one of several is broken).
- Ruling 3 makes every H3 fail of a candidate unknown, 辍学 and 因贫未升学 too.
- H5: "not 在读" at 16 to 24 is absence even beside a row of another state, and beside 中断; it needs no valid number.
- S08 is found whatever the number (only rulings 2 and 3 forbid it). S13 needs ruling 2's absence from relocation, as
  it stands in ruling 35. S15 is where H2 fails.
Villages and county
- village_exit's exit_ready, not_ready, verify count households; persons are living members.
- household_size is readable when it passes its check (>= 1). Member rows of a quarantined household are its accepted
  and quarantined rows, none taken out; without id and size it adds 0 persons. Its village is that of its first row
  whose code has the form; where that village has no row, it counts in C1 and C4 alone.
- C1's value is given over the population that is known, also where a village has no survey row. V10's value is 0
  where started projects have no spent at all. C2's growth is given without province_growth; previous = 0 is unknown.
- signed_* are false where there is no decision, also without the feed. `production` asks only for a project_id that has
  an accepted row of measure 发展生产 in any village.
Findings
- S11: dibao and tekun whatever their start; year-dated records have no upper bound. S12: whatever the move-in date.
  S16: whatever the start. S14: evidence of 0 yuan is evidence. S13: 29 February + 12 months is 28 February.
- S02: a 15-digit number is none, even where its date is not real. S09: school names compare after NFKC and trimming.
- S20's household_id and feed are null; a missing received, spent or spent_on_poor makes no S20.
- S21: every unit of 村, 乡 and 县 (530129 alone) that has signed is judged, also one that the register does not know.
Decisions
- A decided record belongs to its member alone: those that it was ambiguous between are no candidates of it any more.
- A decision counts whatever its decided_on, and as soon as it stands in the file. One whose member is not among those
  of accepted households does nothing; nor do two of one record that accept different members, or accept and refuse
  the same. The member may be dead.
- A decision applies to every record whose content has its record_key.
Management
- "Has not come", "absent" = not present: no file of the feed had a usable header. Absence as evidence is judged by
  rulings 2 and 3 together, in M1 and M2 also.
- township of M1: the list's short name, else as written in the household's own row.
- M1: monthly_amount counts a record that belongs to several members of the household once. dibao or tekun is open
  where it is not found and the absence of any living member is no evidence; the action is `unknown` where the
  possible answers differ.
- M2: the checks of Y are those with check_date in Y and <= D, for visits and spot checks too. A household's lack of any
  of the three marks is evidence where it is for each of its living members, also beside a check that lacks the mark.
- M3: without a feed the counts are 0, not null. Organisations compare after NFKC and trimming.
- M4: one line per accepted row of projects.
- M5: sums over what is known, 0 where nothing is; all null where projects is absent. low = spent_on_poor / spent of the
  sums, also where a project has spent_on_poor without spent; it may exceed 1.
- M6: production_projects and households_with_production are 0, not null, where the feeds are absent. An unknown project
  is one without any accepted row; the record of it counts up to D.
- M7: rectified and closed go by their own dates alone, also of a problem with found_date after D.
- M8: decisions after D are none. `sign_offs taken as a village feed`: every file usable, any accepted row, no
  quarantined row with the unit's id at whatever level.
- M9: a record that belongs to several members adds its amount once for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from .absence import Absence
from .acceptance import FeedRows, accept_all
from .county_rules import c1, c2, c3, c4, c5, statistics_of_year
from .decisions import Decision
from .findings import Scene, findings
from .household_rules import Rules, household_statuses, net_income_per_person
from .kleene import RESULTS, WORDS, all_of
from .management import management_tables, order_findings
from .measures import Night, measures_of, night_of
from .parameters import parameters_on
from .people import People, linkage_lines, merge
from .signatures import last_decisions, signed
from .village_rules import VILLAGE_RULES, Status, Village, quarantined_households, village_result, villages_of

Tables = dict[str, list[dict[str, Any]]]


def reckon(sources: Path, assessment_date: date, decisions: Iterable[Decision] = ()) -> Tables:
    """The compared tables of one night over a sources folder, as lists of dicts. `decisions` are the pairs that an
    officer accepted: (feed, source, sheet, row_number, member_id).

    Raises ValueError where the run must fail: a register without accepted rows, a parameter without a value on D.
    """
    return tables_of(scene_of(sources, assessment_date, decisions))


def scene_of(sources: Path, assessment_date: date, decisions: Iterable[Decision] = ()) -> Scene:
    """The rows, the people and the rules of one night; ValueError as in `reckon`."""
    parameters = parameters_on(assessment_date)
    rows = accept_all(Path(sources), assessment_date)
    people = merge(rows, assessment_date, decisions)
    rules = Rules(assessment_date, parameters, Absence(rows, people))
    return Scene(rows, people, rules, night_of(rows, assessment_date))


def tables_of(scene: Scene) -> Tables:
    """The tables of `reckon`."""
    rows, people, rules, night = scene.rows, scene.people, scene.rules, scene.night
    tables: Tables = {
        "feed_runs": [line for feed in rows.values() for line in feed.feed_runs],
        "quarantine": [line for feed in rows.values() for line in feed.quarantine],
        "linkage": linkage_lines(rows),
        "findings": findings(scene),
    }
    h6 = _households(tables, people, rows, rules, night)
    villages, village_results = _villages_and_county(tables, rows, rules, h6)
    household_results = {line["household_id"]: line["result"] for line in tables["household_exit"]}
    tables["findings"].extend(order_findings(scene, household_results, village_results))
    tables.update(management_tables(scene, villages, household_results, village_results))
    return tables


def _households(tables: Tables, people: People, rows: dict[str, FeedRows], rules: Rules, night: Night) -> list[int]:
    """Adds the tables by household; gives the H6 statuses for C4."""
    for name in ("household_exit_indicators", "household_exit", "household_measures"):
        tables[name] = []
    open_findings: dict[str, int] = {}
    for finding in tables["findings"]:
        if finding["status"] == "open" and finding["household_id"] is not None:
            open_findings[finding["household_id"]] = open_findings.get(finding["household_id"], 0) + 1
    decisions = last_decisions(rows, rules.assessment_date)
    h6 = []
    for household in people.households.values():
        measures = measures_of(household, night)
        statuses = household_statuses(household, len(measures), rules)
        income = net_income_per_person(household)
        value = None if income is None else float(income)
        h6.append(statuses["H6"])
        tables["household_measures"].extend(measures)
        tables["household_exit_indicators"].extend(
            {
                "household_id": household.id,
                "indicator": indicator,
                "status": WORDS[status],
                "value": value if indicator == "H1" else None,
            }
            for indicator, status in statuses.items()
        )
        tables["household_exit"].append(
            {
                "household_id": household.id,
                "village_code": household.village_code,
                "members": household.size,
                "net_income_per_capita": value,
                **{indicator.lower(): WORDS[status] for indicator, status in statuses.items()},
                "result": RESULTS[all_of(statuses.values())],
                "measures": len(measures),
                "open_findings": open_findings.get(household.id, 0),
                **signed(household, decisions),
            }
        )
    return h6


def _villages_and_county(
    tables: Tables, rows: dict[str, FeedRows], rules: Rules, h6: list[int]
) -> tuple[dict[str, Village], dict[str, str]]:
    """Adds the tables by village and of the county; gives the villages and their results."""
    results = [(line["village_code"], line["result"], line["members"]) for line in tables["household_exit"]]
    villages, quarantined_persons = villages_of(rows, results, rules)
    tables["village_exit_indicators"], tables["village_exit"] = [], []
    village_results = {}
    for code, village in villages.items():
        statuses = {indicator: rule(village, rules) for indicator, rule in VILLAGE_RULES.items()}
        village_results[code] = village_result(statuses)
        tables["village_exit_indicators"].extend(
            {"village_code": code, **_line(indicator, status)} for indicator, status in statuses.items()
        )
        population = village.survey.get("rural_population") if village.survey else None
        tables["village_exit"].append(
            {
                "village_code": code,
                "households": sum(village.households.values()),
                "persons": village.members,
                **{result: village.households[result] for result in ("exit_ready", "not_ready", "verify")},
                "incidence_low": village.low / population if population else None,
                "incidence_high": village.high / population if population else None,
                "result": village_results[code],
                **{indicator.lower(): WORDS[status] for indicator, (status, _) in statuses.items()},
            }
        )
    statistics = statistics_of_year(rows, rules.year)
    county = {
        "C1": c1(villages, quarantined_persons, rules),
        "C2": c2(statistics),
        "C3": c3(villages, village_results, rules),
        "C4": c4(h6, len(quarantined_households(rows))),
        "C5": c5(statistics, rules),
    }
    tables["county_exit_indicators"] = [_line(indicator, status) for indicator, status in county.items()]
    return villages, village_results


def _line(indicator: str, status: Status) -> dict[str, Any]:
    return {"indicator": indicator, "status": WORDS[status[0]], "value": status[1]}
