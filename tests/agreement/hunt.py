"""One county through both, and what differs."""

from __future__ import annotations

from pathlib import Path

from tests.agreement.pipeline import run_steps
from tests.agreement.random_county import write_county
from tests.reckoning import reckon
from tests.reckoning.compare import COMPARED, table_differences
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError


def disagreements(seed: int, county: County, folder: Path) -> list[str]:
    """Readable lines, one for every differing row of every compared table; a night that only one refuses is one too."""
    sources = folder / "sources"
    assessment_date = write_county(seed, sources)
    try:
        reckoned = reckon(sources, assessment_date)
    except ValueError as error:
        reckoned, refusal = {}, str(error)
    try:
        published = run_steps(sources, county, assessment_date, folder / "tables")
    except PipelineError:
        return [] if not reckoned else ["the pipeline refuses the night, the reckoning does not"]
    if not reckoned:
        return [f"the reckoning refuses the night, the pipeline does not: {refusal}"]
    if "sign_off_ladder" not in published:  # S21 comes with it
        reckoned["findings"] = [line for line in reckoned["findings"] if line["rule"] != "S21"]
    return [
        f"[seed {seed}, D {assessment_date}] {line}"
        for name, compared in COMPARED.items()
        if name in published
        for line in table_differences(name, compared, reckoned[name], published[name])
    ]
