"""The commands: what each calls, and what it prints."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any


def nightly(arguments: argparse.Namespace) -> int:
    """Run one night, telling its progress."""
    _begin_second_process(arguments.sources)
    from xundian_pipeline.orchestration.nightly import run_nightly

    is_whole = run_nightly(
        _definitions,
        arguments.sources,
        arguments.data,
        arguments.assessment_date,
        arguments.sources_file,
        arguments.engine,
        arguments.publish_to,
        _say,
    )
    return int(not is_whole)


def _begin_second_process(sources: Path) -> None:
    """Begin what reads a large county's files beside the night, while this process loads its libraries."""
    from xundian_pipeline.second_process import LARGE, begin_early

    try:
        files = [path for pattern in ("*", "*/*") for path in sources.glob(pattern) if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    except OSError:
        return  # what is wrong with the folder is told by the night
    if size >= LARGE:
        begin_early("xundian_pipeline.corrections.accepting")


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
    from xundian_pipeline.checking.check import check_file
    from xundian_pipeline.county import load_county

    checked = check_file(arguments.file, arguments.feed, load_county(), _day(arguments))
    _say(checked.text())
    return checked.code


def explain(arguments: argparse.Namespace) -> int:
    """Say why a household or village stands as it does."""
    from xundian_pipeline.explain import explain as explained

    _say(explained(arguments.unit, arguments.indicator, arguments.data))
    return 0


def ledger(arguments: argparse.Namespace) -> int:
    """Print ledgers."""
    from xundian_pipeline.county import load_county
    from xundian_pipeline.paper import print_ledgers

    print_ledgers(
        arguments.data,
        arguments.out,
        load_county(),
        _say,
        village=arguments.village,
        household=arguments.household,
    )
    return 0


def public_notice(arguments: argparse.Namespace) -> int:
    """Print the lists for public notice."""
    from xundian_pipeline.county import load_county
    from xundian_pipeline.paper import print_notices

    print_notices(arguments.data, arguments.out, load_county(), _say, stage=arguments.stage, village=arguments.village)
    return 0


def ui(arguments: argparse.Namespace) -> int:
    """Serve the interface until it is stopped."""
    from xundian_pipeline.orchestration.ui import serve

    check_port = arguments.check_port or arguments.port + 1
    serve(arguments.sources, arguments.data, arguments.sources_file, arguments.port, check_port, _say)
    return 0


def rebuild(arguments: argparse.Namespace) -> int:
    """Make a past night again and compare it with what was published."""
    from xundian_pipeline.kept_nights.rebuilding import rebuild as rebuilt

    return rebuilt(arguments.data, arguments.night, arguments.out, _say)


def verify(arguments: argparse.Namespace) -> int:
    """Say whether anything of the archive or of a published night was altered."""
    from xundian_pipeline.kept_nights.verification import verify as verified

    code, text = verified(arguments.data)
    _say(text)
    return code


def forget(arguments: argparse.Namespace) -> int:
    """Take a night out of the history."""
    from xundian_pipeline.kept_nights.keeping import forget_night

    forget_night(arguments.data, arguments.night, _say)
    return 0


def seal(arguments: argparse.Namespace) -> int:
    """Seal a night."""
    from xundian_pipeline.kept_nights.keeping import seal_night

    seal_night(arguments.data, arguments.night, arguments.by, _say)
    return 0


def prune(arguments: argparse.Namespace) -> int:
    """Erase archived sources of earlier nights."""
    from xundian_pipeline.kept_nights.pruning import prune_sources

    prune_sources(arguments.data, arguments.before, _say)
    return 0


def new_feed(arguments: argparse.Namespace) -> int:
    """Write the skeleton of a feed into the project."""
    from xundian_pipeline.new_feed import name_feed, write_skeleton

    write_skeleton(name_feed(arguments.id, arguments.department, arguments.title), Path.cwd(), _say)
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
