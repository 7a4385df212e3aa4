"""Who may import whom. Read from the source, so that an import inside a function counts as well."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.project_files import PACKAGES, imports_of, module_name, place, python_modules

DAGSTER_ROOMS = {"xundian_pipeline.orchestration", "xundian_pipeline.definitions"}
COMPOSITION_ROOT = "xundian_pipeline.definitions"
ROOMS_OF_SCHEMAS = {"schemas", "pandas", "pandera", "pyarrow"}
# What computes has no business with files of departments, databases or what is published.
COMPUTING = {"xundian_pipeline.households", "xundian_pipeline.rules"}
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


def _lies_in(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def _imports(*packages: str) -> list[tuple[str, str, str]]:
    """Return file, its module and one imported name, for everything that the packages import."""
    return [
        (str(place(path)), module_name(path), imported)
        for path in python_modules(*packages)
        for imported in sorted(imports_of(path))
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_imports_to_scan(package: str) -> None:
    assert _imports(package)


def test_the_scan_sees_imports_inside_functions() -> None:
    assert ("xundian_pipeline/cli/commands.py", "xundian_pipeline.orchestration.nightly") in {
        (file, imported) for file, _, imported in _imports("xundian_pipeline")
    }


def test_schemas_import_nothing_but_what_describes_tables() -> None:
    allowed = ROOMS_OF_SCHEMAS | sys.stdlib_module_names
    assert [
        (file, imported) for file, _, imported in _imports("schemas") if imported.split(".", 1)[0] not in allowed
    ] == []


def test_dagster_stays_in_its_rooms() -> None:
    assert [
        (file, imported)
        for file, module, imported in _imports("xundian_pipeline")
        if imported.startswith("dagster") and not _lies_in(module, DAGSTER_ROOMS)
    ] == []


def test_only_the_composition_root_knows_the_assets() -> None:
    assert [
        (file, imported)
        for file, module, imported in _imports("xundian_pipeline")
        if _lies_in(imported, {"assets"}) and module != COMPOSITION_ROOT
    ] == []


def test_what_computes_reads_no_files() -> None:
    assert [
        (file, imported)
        for file, module, imported in _imports("xundian_pipeline")
        if _lies_in(module, COMPUTING) and _lies_in(imported, FILES_AND_DATABASES)
    ] == []


def test_no_code_imports_tests() -> None:
    assert [
        (file, imported)
        for file, _, imported in _imports(*PACKAGES)
        if _lies_in(imported, {"bench", "hypothesis", "pytest", "tests"})
    ] == []
