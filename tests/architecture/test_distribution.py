"""What is installed: the one distribution, its two locks, and where Dagster finds its definitions."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.project_files import REPOSITORY

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)( ;.*)?((?: --hash=sha256:[0-9a-f]{64})+)$")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


def _locked(name: str) -> dict[str, str]:
    """Return distribution -> version of a lock in which every line is one exact version with its hashes."""
    text = (REPOSITORY / name).read_text("utf-8").replace("\\\n", " ")
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if not line.strip().startswith("#")]
    pins = {}
    for line in filter(None, lines):
        match = _PIN.match(line)
        assert match, f"{name}: no exact version with hashes: {line[:60]}"
        pins[canonicalize_name(match[1])] = match[2]
    return pins


@pytest.mark.parametrize("name", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_locks_name_no_place(name: str) -> None:
    text = (REPOSITORY / name).read_text("utf-8")
    assert "://" not in text
    assert not re.findall(r"^\s*(?:-|\S+ @ )(?!-hash)", text, re.MULTILINE)


def test_the_development_lock_holds_the_runtime_lock() -> None:
    assert _locked(RUNTIME_LOCK).items() <= _locked(DEVELOPMENT_LOCK).items()


def test_locks_satisfy_what_the_project_asks_for(project: dict[str, Any]) -> None:
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"], "editables"]
    development = project["project"]["optional-dependencies"]["dev"]
    for requirements, name in ((runtime, RUNTIME_LOCK), (development, DEVELOPMENT_LOCK)):
        pins = _locked(name)
        for requirement in map(Requirement, requirements):
            version = pins[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{name}: {requirement.name} {version}"


def test_one_private_distribution_of_all_packages(project: dict[str, Any]) -> None:
    assert project["project"]["name"] == "xundian-pipeline"
    assert "Private :: Do Not Upload" in project["project"]["classifiers"]
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {"xundian_pipeline", "assets", "schemas"} <= set(packages)


def test_dagster_finds_its_definitions_in_one_place(project: dict[str, Any]) -> None:
    workspace = yaml.safe_load((REPOSITORY / "workspace.yaml").read_text("utf-8"))
    assert workspace == {"load_from": [{"python_module": {"module_name": "xundian_pipeline.definitions"}}]}
    # It would silently win over workspace.yaml.
    assert "dagster" not in project["tool"]
