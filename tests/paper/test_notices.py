"""The lists that are put up in a village: who is on them, and what they do not say."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from tests.paper.conftest import ALONE, BEREAVED, LARGE, NOT_READY
from tests.paper.printed import compact, fonts_not_embedded
from tests.policy.world import OTHER_VILLAGE, VILLAGE, World
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper import STAGES, print_notices
from xundian_pipeline.paper.typesetting import Typesetter


def _printed(data: Path, out: Path, stage: str, village: str | None = VILLAGE) -> tuple[str, list[str]]:
    """The text of the one notice that is written, and what was said meanwhile."""
    said: list[str] = []
    print_notices(data, out, load_county(), said.append, stage=stage, village=village)
    (path,) = out.glob("*.pdf")
    assert STAGES[stage] in path.name
    assert fonts_not_embedded(path) == []
    return compact("".join(page.extract_text() for page in pypdf.PdfReader(path).pages)), said


def test_who_is_ready_stands_on_it_with_the_family_name(data: Path, world: World, tmp_path: Path) -> None:
    text, _ = _printed(data, tmp_path, "first")
    ready = sorted([LARGE, BEREAVED, f"R{VILLAGE}"])
    names = [world.households[household].people["head"].name for household in ready]
    rows = [
        f"{number}{household}{name[0]}＊＊可退出"
        for number, (household, name) in enumerate(zip(ready, names, strict=True), 1)
    ]
    assert f"序号户编号户主退出结果{''.join(rows)}" in text
    assert "共3户16人" in text
    assert "2017年12月31日" in text
    assert not [name for name in names if name in text]
    assert NOT_READY not in text


def test_no_name_and_no_number_of_a_person(data: Path, world: World, tmp_path: Path) -> None:
    text, said = _printed(data, tmp_path, "second")
    for household in world.households.values():
        for person in household.people.values():
            assert person.name not in text + "".join(said)
            assert person.number not in text + "".join(said)


@pytest.mark.parametrize(
    ("stage", "title"),
    [("first", "退出公示（第一次）"), ("second", "退出公示（第二次）"), ("announcement", "退出公告")],
)
def test_two_notices_and_an_announcement(data: Path, tmp_path: Path, stage: str, title: str) -> None:
    text, _ = _printed(data, tmp_path, stage)
    assert title in text
    assert "监督电话：" in text
    assert "盖章处" in text
    assert ("公示时间：" in text) == (stage != "announcement")


def test_a_household_whose_head_has_died_is_told(data: Path, tmp_path: Path) -> None:
    _, said = _printed(data, tmp_path, "first")
    assert [line for line in said if line.startswith("注意：") and BEREAVED in line]
    assert len([line for line in said if line.startswith("注意：")]) == 1


def test_every_village_that_has_somebody_ready(data: Path, tmp_path: Path) -> None:
    text, said = _printed(data, tmp_path, "first", None)
    assert ALONE not in text
    assert said[-1].startswith("写好 1 份")


@pytest.mark.parametrize("count", [1, 2, 19, 24, 70])
def test_the_sealed_page_has_some_of_the_list_on_it(count: int) -> None:
    households = [{"id": f"H{number:03}", "head": "李＊＊", "result": "可退出"} for number in range(1, count + 1)]
    places = {"county": "县", "township": "乡", "village": "村", "persons": "1"}
    given = {"title": "公示", "night": "2017-12-31", "rule_version": "1", "stage": "first", "households": households}
    pdf = Typesetter().pdf("notice.typ", {**given, **places})
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert [number for number, text in enumerate(pages, 1) if "盖章处" in text] == [len(pages)]
    assert f"H{count:03}" in pages[-1]
    assert all("户编号" in text for text in pages)


def test_a_village_in_which_nobody_is_ready(data: Path, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="1 户里没有一户可退出"):
        _printed(data, tmp_path, "first", OTHER_VILLAGE)
    assert not list(tmp_path.iterdir())
