"""Names and identity numbers planted wherever an officer or a broken file could put them, and looked for afterwards."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow
import pytest
from dagster import AssetsDefinition

from tests.orchestration.nights import failure_texts, nightly, run_assets, small_county, told_where
from tests.reckoning.small_county import VILLAGE, number
from xundian_pipeline.definitions import build_defs
from xundian_pipeline.engine import Inputs
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.step_assets import step_asset

NAME = "欧阳植入者"
NUMBER = number("1969-07-20", 21)
PLANTED = (NAME, NUMBER)


def _forms(text: str) -> set[bytes]:
    """The text as it may lie in a file: plain, in the other encodings, escaped as JSON does."""
    escaped = text.encode("unicode_escape")
    return {text.encode(), text.encode("gb18030"), text.encode("utf-16-le"), escaped, escaped.replace(b"\\", b"\\\\")}


def _found_below(folder: Path) -> list[str]:
    forms = {form for text in PLANTED for form in _forms(text)}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [str(path) for path in files if any(form in path.read_bytes() for form in forms)]


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(f'{{"message": "{NAME}"}}', "utf-8")
    (tmp_path / "json").write_bytes(b"x" + NAME.encode("unicode_escape"))
    (tmp_path / "clean").write_text("nobody", "utf-8")
    assert {Path(path).name for path in _found_below(tmp_path)} == {"log", "json"}


@pytest.fixture
def planted_sources(tmp_path: Path) -> Path:
    """A county whose files hold the name and the number in every kind of place."""
    county = small_county(tmp_path / "sources")
    who = {"name": NAME, "id_number": NUMBER}
    county.change("register_members", {"member_id": "B1"}, **who)
    county.change("register_households", {"household_id": "B"}, head_name=NAME, head_id_number=NUMBER, hamlet=NAME)
    county.add("dibao", **who, head_id_number=NUMBER, village_code=VILLAGE, category=NAME, monthly_amount=NUMBER,
               start_date=NAME)  # fmt: skip
    county.add("temporary_assistance", approval_no=NUMBER, **who, cause=NAME, amount=NUMBER, date=NAME)
    county.add("third_party_assessment", problem_id=NAME, household_id=NUMBER, found_date="2017-01-01", problem="其他",
               detail=f"{NAME}家 {NUMBER}")  # fmt: skip
    county.add("sign_offs", unit_id=NAME, level="户", signer=NAME, sign_date="2017-12-01", decision=NUMBER)
    county.write()
    (county.folder / "employment").mkdir()
    (county.folder / "employment" / f"{NAME}.xlsx").write_bytes(b"no workbook")
    (county.folder / f"{NAME}_{NUMBER}.csv").write_text(f"{NAME},{NUMBER}\n", "utf-8")
    helpers = county.folder / "helpers.csv"
    helpers.write_text(
        "\n".join(f"{line},{NAME if row else NUMBER}" for row, line in enumerate(helpers.read_text("utf-8").split())),
        "utf-8",
    )
    return county.folder


def test_a_night_tells_nobody(planted_sources: Path, tmp_path: Path) -> None:
    done = nightly(planted_sources, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert "退回 1 行" in done.stdout
    said = done.stdout + done.stderr
    assert [text for text in PLANTED if text in said] == []
    assert _found_below(tmp_path / "data" / "dagster") == []


def _raise_value_error(value: str) -> None:
    raise ValueError(f"cannot convert {value}")


def _raise_duckdb_error(value: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("SELECT CAST($value AS INTEGER)", {"value": value})


def _raise_arrow_error(value: str) -> None:
    pyarrow.array([value]).cast(pyarrow.int32())


def _raise_in_handler(value: str) -> None:
    try:
        _raise_value_error(value)
    except ValueError:
        raise KeyError(value) from None


def _raise_os_error(value: str) -> None:
    raise OSError(5, value, value)


RAISERS = {
    raiser.__name__: raiser
    for raiser in (_raise_value_error, _raise_duckdb_error, _raise_arrow_error, _raise_in_handler, _raise_os_error)
}


@pytest.fixture
def failing_assets() -> list[AssetsDefinition]:
    """An asset per kind of error, each of which quotes a cell."""

    def failing(raiser: str) -> AssetsDefinition:
        def step(inputs: Inputs, county: object, day: datetime.date) -> dict[str, pyarrow.Table]:
            for value in PLANTED:
                RAISERS[raiser](value)
            return {}

        return step_asset(step, name=raiser.strip("_"), group="test", description="", upstream=())

    return [failing(raiser) for raiser in RAISERS]


def test_no_error_tells_what_stood_in_a_cell(
    failing_assets: list[AssetsDefinition], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    defs = build_defs(assets=failing_assets)
    with told_where(tmp_path, tmp_path / "data"), open_instance(tmp_path / "data") as instance:
        result = run_assets(instance, [name.strip("_") for name in RAISERS], defs=defs)
    assert not result.success
    texts = failure_texts(result)
    assert len(texts) == len(RAISERS)
    for text in texts:
        assert "test_personal_data.py" in text or "意外错误" in text
    assert any("ConversionException" in text for text in texts)
    said = "".join(capfd.readouterr()) + "".join(texts)
    assert [text for text in PLANTED if text in said] == []
    assert _found_below(tmp_path / "data" / "dagster") == []


def test_no_preview_shows_a_person(tmp_path: Path) -> None:
    def members(inputs: Inputs, county: object, day: datetime.date) -> Mapping[str, pyarrow.Table]:
        rows: dict[str, list[object]] = {
            "member_id": ["M1", "M2"],
            "household_id": [NUMBER, NAME],
            "name": [NAME, NAME],
            "id_number": [NUMBER, NUMBER],
            "name_key": [NAME, NAME],
            "village_code": [VILLAGE, VILLAGE],
            "remark": [f"{NAME}外出", "在家"],
            "sex": ["男", "女"],
            "amount": [int(NUMBER[:15]), 12],
        }
        return {"members": pyarrow.table(rows)}

    asset = step_asset(members, name="members_asset", group="test", description="", upstream=())  # type: ignore[arg-type]
    with told_where(tmp_path, tmp_path / "data"), open_instance(tmp_path / "data") as instance:
        result = run_assets(instance, ["members_asset"], defs=build_defs(assets=[asset]))
    (materialisation,) = result.asset_materializations_for_node("members_asset")
    records = [record.data for record in materialisation.metadata["预览：members"].records]  # type: ignore[attr-defined]
    assert records == [
        {"member_id": "M1", "village_code": VILLAGE, "sex": "男", "amount": "…"},
        {"member_id": "M2", "village_code": VILLAGE, "sex": "女", "amount": 12},
    ]
    assert materialisation.metadata["dagster/row_count"].value == 2
    assert _found_below(tmp_path / "data" / "dagster") == []


@pytest.fixture(autouse=True)
def _no_leftover_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "1")
