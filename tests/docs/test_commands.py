"""Every command that README.md and docs/ tell to type is known, and what is quick is run as it is written.

A command that nothing here covers fails: a page cannot tell what nobody has tried.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest

from tests.conftest import REPOSITORY
from tests.docs.pages import INSTRUCTIONS, Command, commands, read
from tests.fonts import demand_fonts
from tests.orchestration.nights import xundian_here
from xundian_pipeline.cli import main
from xundian_pipeline.cli.arguments import parse

DAY = "2017-12-31"
HOUSEHOLDS = "30"
TOLD = [command for page in INSTRUCTIONS for command in commands(read(page), page.relative_to(REPOSITORY).as_posix())]

PLACEHOLDERS = {
    "户数": HOUSEHOLDS,
    "种子": "1",
    "名册": "dibao",
    "代号": "water_fees",
    "部门": "林业局",
    "中文名": "水费减免发放表",
    "林业局": "林业局",
    "水费减免发放表": "水费减免发放表",
    "指标": "H1",
    "考核日": DAY,
    "日期": DAY,
    "姓名": "某某",
    "数据库地址": "sqlite:///any.db",
    "数据库来源.yaml": "any.yaml",
}
"""What is typed for a word that stands for something; a night fills the others (`Night.words`)."""
RUN_WITH_ITS_OPTIONS = {"sample"}
"""Without them it is a whole county."""
NOT_RUN = {
    "ui": "serves until it is stopped: tests/browser",
    "nightly": "was run, and made the night of the others",
    "new-feed": "writes into the project: tests/new_feed, in a copy",
}
PRINTING = {"ledger", "public-notice"}
LEAVING_THE_DATA = {"check", "explain", "sample", "verify", *PRINTING}
OTHER_ENDINGS = {
    "check": (1, "处要改正"),  # a sample county is not tidy
    "forget": (1, "唯一的一夜"),  # of two nights one can be taken out: tests/archive
}
"""Sub-command -> exit code and words of what is said, where that is not 0."""
DEBIAN_PACKAGES = {"fonts-hanazono"}
"""What the pages tell to install besides what .ci/run does."""

_CHINESE = re.compile("[\u4e00-\u9fff…]")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_OPTION = r"--[^\s|\]]+(?: [^\s|\]-][^\s|\]]*)?"
_OF_OPTIONS = re.compile(rf"{_OPTION}(?:\|{_OPTION})+")
_OF_VALUES = re.compile(r"(?<= )[^\s|\[\]-][^\s|\[\]]*(?:\|[^\s|\[\]-][^\s|\[\]]*)+")


@dataclass(frozen=True)
class Night:
    """A night of a small sample county, and what was typed for it."""

    sources: Path
    data: Path
    typed: list[str]

    def words(self, data: Path, out: Path) -> dict[str, str]:
        """Return what is typed for the words that stand for something of this night."""
        with duckdb.connect(self.data / "published" / "xundian.duckdb", read_only=True) as connection:
            found = connection.execute(
                "SELECT household_id, village_code FROM exit_indicators.household_exit "
                "WHERE result = 'exit_ready' ORDER BY household_id"
            ).fetchone()
        assert found is not None
        return PLACEHOLDERS | {
            "来件": str(self.sources),
            "文件": str(self.sources / "dibao.csv"),
            "数据": str(data),
            "文件夹": str(out),
            "户编号": found[0],
            "编号": found[0],
            "行政村代码": found[1],
        }


def spellings(text: str, are_options_typed: bool) -> list[str]:
    """Return the ways to type a command: [what may be left out] typed or not, and each of one|or|another."""
    text = _OPTIONAL.sub(r"\1" if are_options_typed else "", text)
    choices = [found[0].split("|") for found in _either(text)]
    for found in reversed(_either(text)):
        text = f"{text[: found.start()]}{{}}{text[found.end() :]}"
    count = max(map(len, choices), default=1)
    return [text.format(*(choice[number % len(choice)] for choice in choices)) for number in range(count)]


def _either(text: str) -> list[re.Match[str]]:
    of_options = list(_OF_OPTIONS.finditer(text))
    inside = [range(found.start(), found.end()) for found in of_options]
    of_values = [found for found in _OF_VALUES.finditer(text) if not any(found.start() in one for one in inside)]
    return sorted(of_options + of_values, key=lambda found: found.start())


def typed(text: str, words: dict[str, str]) -> list[str]:
    """Return the arguments of a command; a Chinese word must be one that stands for something known."""
    arguments = shlex.split(text)
    unknown = [word for word in arguments if _CHINESE.search(word) and word not in words]
    assert unknown == [], f"{text}：不知道 {'、'.join(unknown)} 指什么，请写进 PLACEHOLDERS"
    return [words.get(word, word) for word in arguments]


def kind(command: Command) -> str:
    """Return what a command is a command of; empty where nothing here covers it."""
    first, *rest = command.text.split()
    if first == "make":
        return "make"
    if first == ".venv/bin/xundian" or (first == "xundian" and command.is_mentioned):
        return "xundian"
    if first == ".venv/bin/python" and rest[:1] == ["-m"]:
        return "python"
    if first in {"pip", "apt-get"} and rest[:1] == ["install"]:
        return first
    return "file" if command.text == ".ci/run" else ""


def _told(which: str) -> list[Command]:
    return sorted({command for command in TOLD if kind(command) == which}, key=str)


def _subcommand(command: Command) -> str:
    words = command.text.split()[1:]
    return words[2] if words[0] == "--county" else words[0]


XUNDIAN = [command for command in _told("xundian") if len(command.text.split()) > 2]
NIGHTLY = next(command for command in XUNDIAN if _subcommand(command) == "nightly")
RUN = {
    way.strip(): command
    for command in XUNDIAN
    if _subcommand(command) not in NOT_RUN
    for way in spellings(command.text, _subcommand(command) in RUN_WITH_ITS_OPTIONS)
}
"""What is typed, once where several pages tell it -> the command of a page."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A night, by the command that README.md tells."""
    folder = tmp_path_factory.mktemp("commands")
    sources, data = folder / "sources", folder / "data"
    assert xundian_here("sample", "--out", sources, "--households", HOUSEHOLDS).returncode == 0
    (way,) = spellings(NIGHTLY.text, are_options_typed=False)
    arguments = typed(way, {"来件": str(sources), "数据": str(data)})[1:]
    made = xundian_here(*arguments)
    assert made.returncode == 0, made.stdout + made.stderr
    return Night(sources, data, arguments)


def test_every_command_is_covered() -> None:
    assert [str(command) for command in TOLD if not kind(command)] == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("```\nmake nightly     建好环境\nmake nowhere\n```", ["make nightly", "make nowhere"]),
        (
            "```sh\nxundian nightly --data 数据\n    [--engine spark]\n```",
            ["xundian nightly --data 数据 [--engine spark]"],
        ),
        ("```\n.venv/bin/xundian seal 考核日\n        封存一夜\n```", [".venv/bin/xundian seal 考核日"]),
        ("```text\nmake nothing\n```\n\n```yaml\nmake: nothing\n```", []),
        ("用 `make ui`，或 `docker run x`；`make` 和 `xundian` 是名字，`make.txt` 也是", ["make ui", "docker run x"]),
        ("```\nfrobnicate --all\n```", ["frobnicate --all"]),
    ],
)
def test_commands_are_found_in_blocks_and_sentences(page: str, found: list[str]) -> None:
    assert [command.text for command in commands(page, "page.md")] == found


@pytest.mark.parametrize(
    "page", ["```\nfrobnicate --all\n```", "运行 `docker run x`", "`xundian-other --all` `uv sync`"]
)
def test_a_command_that_is_not_covered_is_found(page: str) -> None:
    assert [kind(command) for command in commands(page, "page.md")] == [""]


def test_spellings_type_every_choice() -> None:
    text = "x ledger --village 代码|--household 编号|--all --out 文件夹 [--mess none|light]"
    assert spellings(text, are_options_typed=False) == [
        "x ledger --village 代码 --out 文件夹 ",
        "x ledger --household 编号 --out 文件夹 ",
        "x ledger --all --out 文件夹 ",
    ]
    assert spellings(text, are_options_typed=True) == [
        "x ledger --village 代码 --out 文件夹 --mess none",
        "x ledger --household 编号 --out 文件夹 --mess light",
        "x ledger --all --out 文件夹 --mess none",
    ]
    with pytest.raises(AssertionError, match="不知道 某物 指什么"):
        typed("x 某物", {})


@pytest.mark.parametrize("command", _told("make"), ids=str)
def test_make_knows_the_target_and_its_settings(command: Command) -> None:
    arguments = shlex.split(command.text)[1:]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    settings = [argument.partition("=")[0] for argument in arguments if "=" in argument]
    assert [name for name in settings if f"$({name})" not in makefile] == []
    done = subprocess.run(
        ["make", "--dry-run", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_make_does_not_know_what_is_not_there() -> None:
    done = subprocess.run(["make", "--dry-run", "nowhere"], cwd=REPOSITORY, capture_output=True, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize("command", [one for one in _told("xundian") if one not in XUNDIAN], ids=str)
def test_a_mentioned_command_is_one(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([_subcommand(command), "--help"]) == 0
    assert f"xundian {_subcommand(command)}" in capsys.readouterr().out


@pytest.mark.parametrize("command", XUNDIAN, ids=str)
def test_every_way_to_type_it_is_understood(command: Command, night: Night, tmp_path: Path) -> None:
    for are_options_typed in (False, True):
        for way in spellings(command.text, are_options_typed):
            parse(typed(way, night.words(night.data, tmp_path))[1:])


def test_the_night_was_made_by_a_command_of_the_page(night: Night) -> None:
    assert night.typed == ["nightly", "--sources", str(night.sources), "--data", str(night.data)]


@pytest.mark.parametrize("way", RUN)
def test_it_runs_as_written(
    way: str,
    night: Night,
    tmp_path: Path,
) -> None:
    subcommand = _subcommand(RUN[way])
    if subcommand in PRINTING:
        demand_fonts()
    data = night.data
    if subcommand not in LEAVING_THE_DATA:
        data = shutil.copytree(night.data, tmp_path / "data", symlinks=True)
    code, words = OTHER_ENDINGS.get(subcommand, (0, ""))
    done = xundian_here(*typed(way, night.words(data, tmp_path / "out"))[1:])
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr


class _Parsed(Exception):  # noqa: N818  (no error: this far and no further)
    """The arguments were understood."""


@pytest.mark.parametrize("command", _told("python"), ids=str)
def test_the_module_is_there_and_understands_its_arguments(
    command: Command, night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, module, *arguments = typed(command.text, night.words(night.data, tmp_path))
    found = find_spec(module)
    assert found is not None, f"没有 {module}"
    source = Path(found.origin or "")
    source = source.with_name("__main__.py") if source.name == "__init__.py" else source
    assert "parse_args(" in source.read_text("utf-8"), f"{source.name} 不看参数：这里试不了它"
    understood = argparse.ArgumentParser.parse_args

    def no_further(parser: argparse.ArgumentParser, *given: object) -> NoReturn:
        understood(parser, *given)  # type: ignore[call-overload]
        raise _Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", no_further)
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    with pytest.raises(_Parsed):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _packages(which: str) -> Iterator[tuple[Command, str]]:
    for command in _told(which):
        yield from ((command, package) for package in shlex.split(command.text)[2:])


def test_packages_of_python_are_those_of_the_project() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[><=]", one)[0] for one in project["dependencies"]}
    names |= {f".[{extra}]" for extra in project["optional-dependencies"]}
    assert [str(command) for command, package in _packages("pip") if package not in names] == []


def test_packages_of_debian_are_those_of_the_checks() -> None:
    checks = (REPOSITORY / ".ci" / "run").read_text("utf-8")
    names = {*itertools.chain(*(line.split() for line in re.findall(r"packages\+?=\(([^)]*)\)", checks)))}
    assert [str(one) for one, package in _packages("apt-get") if package not in names | DEBIAN_PACKAGES] == []


def test_the_checks_can_be_started() -> None:
    assert all(os.access(REPOSITORY / command.text, os.X_OK) for command in _told("file"))
    assert _told("file")
