"""The tables of the history that no reader sees: their columns, also where there is nothing before the first night."""

from __future__ import annotations

import pyarrow

_TEXT, _DAY, _COUNT = pyarrow.string(), pyarrow.date32(), pyarrow.int64()

FINDINGS = pyarrow.schema(
    [
        ("finding_id", _TEXT),
        ("rule", _TEXT),
        ("feed", _TEXT),
        ("unit", _TEXT),
        ("household_id", _TEXT),
        ("departments", _TEXT),
        ("detail", _TEXT),
        ("evidence", _TEXT),
        ("first_seen", _DAY),
        ("last_seen", _DAY),
        ("open_since", _DAY),
        ("closed_on", _DAY),
        ("third_party_date", _DAY),
        ("status", _TEXT),
        ("missed", pyarrow.bool_()),
    ]
)
PERIODS = pyarrow.schema(
    [
        ("level", _TEXT),
        ("unit", _TEXT),
        ("indicator", _TEXT),
        ("status", _TEXT),
        ("value", pyarrow.float64()),
        ("valid_from", _DAY),
        ("valid_to", _DAY),
    ]
)
PROGRESS = pyarrow.schema(
    [
        ("night", _DAY),
        ("township", _TEXT),
        ("result", _TEXT),
        ("households", _COUNT),
        ("persons", _COUNT),
        ("unknown", _COUNT),
        ("open_findings", _COUNT),
    ]
)
STATUSES = pyarrow.schema(
    [
        ("level", _TEXT),
        ("unit", _TEXT),
        ("indicator", _TEXT),
        ("status", _TEXT),
        ("value", pyarrow.float64()),
        ("evidence", pyarrow.list_(pyarrow.int64())),
    ]
)
CITED_ROWS = pyarrow.schema(
    [
        ("row_ref", pyarrow.int64()),
        ("feed", _TEXT),
        ("place", _TEXT),
        ("row_number", pyarrow.int32()),
        ("digest", pyarrow.uint64()),
    ]
)
ABSENCES = pyarrow.schema([("feed", _TEXT), ("township_code", _TEXT)])
DOUBTS = pyarrow.schema([("feed", _TEXT), ("kind", _TEXT), ("subject", _TEXT)])
PARAMETERS = pyarrow.schema([("name", _TEXT), ("label", _TEXT), ("value", _TEXT)])
VERSIONS = pyarrow.schema([("rule_version", _TEXT), ("code_version", _TEXT)])

STATE = {"findings": FINDINGS, "periods": PERIODS, "progress": PROGRESS}
"""The state after a night."""

OF_THE_NIGHT_BEFORE = {
    "statuses": STATUSES,
    "cited_rows": CITED_ROWS,
    "absences": ABSENCES,
    "doubts": DOUBTS,
    "parameters": PARAMETERS,
    "versions": VERSIONS,
}
"""What a night reads of the record of the night before: the causes of what changed."""
