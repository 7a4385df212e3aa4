"""The commands: what each calls, and what it prints."""

from __future__ import annotations

import argparse
import datetime
from typing import Any


def nightly(arguments: argparse.Namespace) -> int:
    """Run one night, telling its progress."""
    from xundian_pipeline.orchestration.nightly import run_nightly

    run_nightly(
        _definitions,
        arguments.sources,
        arguments.data,
        arguments.assessment_date,
        arguments.sources_file,
        arguments.engine,
        _say,
    )
    return 0


def sample(arguments: argparse.Namespace) -> int:
    """Write the files of a synthetic county."""
    from xundian_pipeline.county import load_county
    from xundian_pipeline.sample import write_county

    day = _day(arguments)
    written = write_county(arguments.out, load_county(), arguments.households, arguments.seed, arguments.mess, day)
    _say(written.text())
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Say what would be returned of a file."""
    from xundian_pipeline.check import check_file
    from xundian_pipeline.county import load_county

    county = load_county()
    code, text = check_file(arguments.file, arguments.feed, county, _day(arguments))
    _say(text)
    return code


def explain(arguments: argparse.Namespace) -> int:
    """Say why a household or village stands as it does."""
    from xundian_pipeline.explain import explain as explained

    _say(explained(arguments.unit, arguments.indicator, arguments.data))
    return 0


def ui(arguments: argparse.Namespace) -> int:
    """Serve the interface until it is stopped."""
    from xundian_pipeline.orchestration.ui import serve

    serve(arguments.sources, arguments.data, arguments.sources_file, arguments.port, _say)
    return 0


def _definitions() -> Any:
    from xundian_pipeline.definitions import defs

    return defs


def _day(arguments: argparse.Namespace) -> datetime.date:
    from xundian_pipeline.county import load_county
    from xundian_pipeline.settings import Settings, choose_assessment_date

    return choose_assessment_date(arguments.assessment_date, Settings(), load_county().timezone)


def _say(line: str) -> None:
    print(line, flush=True)
