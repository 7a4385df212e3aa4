"""What must not stand in any file, and what must stand in every module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.project_files import PACKAGES, REPOSITORY, place, project_files, python_modules

MOST_LINES = 400
MOST_BYTES = 2_000_000
# Names under which anything can be put, and then is.
NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "misc", "tools", "util", "utilities", "utils"}
THE_COUNTY = ("530129", "寻甸")
# Written in parts: this file is one of those that are searched.
REGISTRY_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org")
MACHINE_PATHS = re.compile(
    "(?<![a-z0-9_.>}-])/(?:" + "|".join(["wo" + "rk", "tm" + "p", "ro" + "ot", "ho" + "me", "op" + "t"]) + ")/"
)
TEXT_ENDINGS = {
    "",
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".lock",
    ".md",
    ".py",
    ".sh",
    ".sql",
    ".toml",
    ".txt",
    ".typ",
    ".yaml",
}


def _texts() -> list[Path]:
    return [path for path in project_files() if path.suffix in TEXT_ENDINGS]


def test_there_are_files_to_search() -> None:
    names = {str(place(path)) for path in _texts()}
    assert {"Makefile", ".ci/run", "pyproject.toml", "README.md", "requirements.lock"} <= names


def _names(paths: Iterable[Path]) -> list[str]:
    return [str(place(path)) for path in paths]


def test_every_module_has_a_docstring() -> None:
    modules = python_modules(*PACKAGES, "tests", "bench")
    assert _names(path for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))) == []


def test_names_say_what_is_inside() -> None:
    modules = python_modules(*PACKAGES, "tests", "bench")
    assert _names(path for path in modules if NAMES_THAT_SAY_NOTHING & set(place(path).with_suffix("").parts)) == []


def test_modules_stay_short() -> None:
    modules = python_modules(*PACKAGES)
    assert _names(path for path in modules if len(path.read_text("utf-8").splitlines()) > MOST_LINES) == []


def test_the_code_names_no_county() -> None:
    code = [
        path for path in project_files() if path.suffix in {".py", ".sql", ".typ"} and place(path).parts[0] in PACKAGES
    ]
    assert code
    assert _names(path for path in code if any(word in path.read_text("utf-8") for word in THE_COUNTY)) == []


def test_no_file_names_a_registry() -> None:
    assert _names(path for path in _texts() if any(host in path.read_text("utf-8") for host in REGISTRY_HOSTS)) == []


def test_the_search_finds_a_path_of_one_machine() -> None:
    assert MACHINE_PATHS.search("cd /" + "wo" + "rk/main")
    assert not MACHINE_PATHS.search("net" + "wo" + "rk/main")


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = {str(place(path)): MACHINE_PATHS.findall(path.read_text("utf-8")) for path in _texts()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_what_a_run_makes_is_no_part_of_the_project() -> None:
    ignored = (REPOSITORY / ".gitignore").read_text("utf-8").split()
    assert {"/var/", "/.venv"} <= set(ignored)
    assert not [path for path in project_files() if place(path).parts[0] in {"var", ".venv"}]


def test_no_large_file() -> None:
    assert _names(path for path in project_files() if path.stat().st_size > MOST_BYTES) == []
