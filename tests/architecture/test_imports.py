"""Who may import whom. Read from the source, so that an import inside a function counts as well."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.architecture.project_files import PACKAGES, imports_of, module_name, place, python_modules

DAGSTER_ROOMS = ("xundian_pipeline.orchestration", "xundian_pipeline.definitions")
ROOMS_OF_SCHEMAS = {"schemas", "pandas", "pandera", "pyarrow"}
# What computes has no business with files of departments, databases or what is published.
COMPUTING = ("xundian_pipeline.households", "xundian_pipeline.rules")
FILES_AND_DATABASES = {
    "openpyxl",
    "python_calamine",
    "sqlalchemy",
    "xlrd",
    "xlsxwriter",
    "xlwt",
    "xundian_pipeline.publishing",
    "xundian_pipeline.reading",
    "xundian_pipeline.sample",
    "xundian_pipeline.store",
}


def _names_any(imported: str, forbidden: set[str]) -> bool:
    return any(imported == name or imported.startswith(f"{name}.") for name in forbidden)


def _within(module: str, rooms: tuple[str, ...]) -> bool:
    return _names_any(module, set(rooms))


def _is_dagster(imported: str) -> bool:
    return imported.split(".")[0].startswith("dagster")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_modules_to_scan(package: str) -> None:
    assert python_modules(package)


@pytest.mark.parametrize("path", python_modules("schemas"), ids=lambda path: str(place(path)))
def test_schemas_import_nothing_but_what_describes_tables(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    assert roots - ROOMS_OF_SCHEMAS - sys.stdlib_module_names == set()


@pytest.mark.parametrize("path", python_modules("xundian_pipeline"), ids=lambda path: str(place(path)))
def test_dagster_and_assets_stay_in_their_rooms(path: Path) -> None:
    name = module_name(path)
    imported = imports_of(path)
    if not _within(name, DAGSTER_ROOMS):
        assert not [module for module in imported if _is_dagster(module)]
    if name != "xundian_pipeline.definitions":
        assert not [module for module in imported if _names_any(module, {"assets"})]


@pytest.mark.parametrize("path", python_modules("xundian_pipeline"), ids=lambda path: str(place(path)))
def test_what_computes_reads_no_files(path: Path) -> None:
    if _within(module_name(path), COMPUTING):
        assert not [module for module in imports_of(path) if _names_any(module, FILES_AND_DATABASES)]


@pytest.mark.parametrize("path", python_modules(*PACKAGES), ids=lambda path: str(place(path)))
def test_no_code_imports_tests(path: Path) -> None:
    assert not [module for module in imports_of(path) if _names_any(module, {"tests", "bench", "pytest", "hypothesis"})]


def test_the_scan_sees_imports_inside_functions() -> None:
    command_line = next(path for path in python_modules("xundian_pipeline") if path.name == "commands.py")
    assert "xundian_pipeline.orchestration.nightly" in imports_of(command_line)
