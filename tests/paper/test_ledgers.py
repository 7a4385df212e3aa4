"""The ledgers as a village gets them: read back from the paper, and held to the tables."""

from __future__ import annotations

import stat
from pathlib import Path

import pypdf
import pytest

from tests.paper.conftest import (
    ALONE,
    BEREAVED,
    LARGE,
    LIKE_MARKUP,
    LONG_RUN,
    LONG_TEXT,
    NOT_READY,
    RARE_NAMES,
)
from tests.paper.printed import (
    compact,
    expected_ledger,
    expected_name,
    fonts_not_embedded,
    ledgers_in,
    open_read_only,
)
from tests.policy.world import OTHER_VILLAGE, VILLAGE, World
from xundian_pipeline.county import load_county
from xundian_pipeline.paper import print_ledgers


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledgers of every village."""
    folder = tmp_path_factory.mktemp("out") / "ledgers"
    print_ledgers(data, folder, load_county(), _silent)
    return folder


@pytest.fixture(scope="module")
def document(out: Path) -> Path:
    """The ledgers of the village with everything in it."""
    (path,) = out.glob(f"{VILLAGE}-*.pdf")
    return path


@pytest.fixture(scope="module")
def ledgers(document: Path) -> dict[str, str]:
    return ledgers_in(document)


def _silent(_: str) -> None:
    pass


def test_a_document_for_every_village_with_households(out: Path) -> None:
    assert [path.name[:12] for path in sorted(out.iterdir())] == [VILLAGE, OTHER_VILLAGE]


def test_what_is_printed_is_what_the_tables_say(data: Path, ledgers: dict[str, str]) -> None:
    assert set(ledgers) == {LARGE, BEREAVED, NOT_READY, f"R{VILLAGE}"}
    with open_read_only(data) as connection:
        for household, text in ledgers.items():
            assert text == expected_ledger(connection, load_county().name, household)


def test_every_one_of_fourteen_with_rare_names(ledgers: dict[str, str], world: World) -> None:
    for person in world.households[LARGE].people.values():
        assert f"{person.row['name']}" in ledgers[LARGE]
        assert person.number in ledgers[LARGE]
    assert all(name in ledgers[LARGE] for name in RARE_NAMES)


@pytest.mark.parametrize("text", [LIKE_MARKUP, LONG_RUN])
def test_texts_are_printed_as_they_are_written(ledgers: dict[str, str], text: str) -> None:
    assert compact(text) in ledgers[LARGE]


def test_a_text_of_several_pages_goes_on_from_page_to_page(out: Path) -> None:
    (path,) = out.glob(f"{OTHER_VILLAGE}-*.pdf")
    text = ledgers_in(path)[ALONE]
    for beside in ("第三方预评估问题清单", "2017-01-05扶贫办"):
        text = text.replace(beside, "")
    assert LONG_TEXT in text


def test_a_long_run_of_letters_does_not_leave_its_column(document: Path) -> None:
    lines = [line for page in pypdf.PdfReader(document).pages for line in page.extract_text().split()]
    assert max(line.count("A1") * 2 for line in lines) <= 60


def test_the_list_in_front_names_every_household_with_its_page(data: Path, document: Path) -> None:
    pages = [compact(page.extract_text()) for page in pypdf.PdfReader(document).pages]
    with open_read_only(data) as connection:
        listed = connection.execute(
            "SELECT household_id, members, result FROM exit_indicators.household_exit WHERE village_code = ? "
            "ORDER BY household_id",
            [VILLAGE],
        ).fetchall()
        place = 0
        for number, (household, members, result) in enumerate(listed, 1):
            word = {"exit_ready": "可退出", "not_ready": "未达标", "verify": "待核实"}[result]
            page = next(at for at, text in enumerate(pages, 1) if f"户编号{household}" in text and "本户第1页" in text)
            row = f"{number}{household}{expected_name(connection, household)}{members}{word}{page}"
            place = pages[0].index(row, place)


def test_the_ledger_of_one_household_is_the_same(data: Path, ledgers: dict[str, str], tmp_path: Path) -> None:
    said: list[str] = []
    print_ledgers(data, tmp_path, load_county(), said.append, household=f" {BEREAVED} ")
    (path,) = tmp_path.glob("*.pdf")
    assert ledgers_in(path) == {BEREAVED: ledgers[BEREAVED]}
    assert "已死亡（2017-05-01）" in ledgers[BEREAVED]
    assert len(said) == 2


def test_the_same_night_gives_the_same_bytes(data: Path, out: Path, tmp_path: Path) -> None:
    print_ledgers(data, tmp_path, load_county(), _silent, village=OTHER_VILLAGE)
    (path,) = tmp_path.glob("*.pdf")
    assert path.read_bytes() == (out / path.name).read_bytes()
    assert ALONE in ledgers_in(path)


def test_fonts_are_embedded_and_only_the_owner_may_read(out: Path) -> None:
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    for path in out.iterdir():
        assert fonts_not_embedded(path) == []
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
