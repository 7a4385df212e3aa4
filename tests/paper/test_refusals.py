"""What cannot be printed is told in Chinese, without the name of anybody."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
import typst

from tests.paper.conftest import ALONE, LARGE
from tests.policy.world import DAY, ELSEWHERE, OTHER_VILLAGE, VILLAGE, World
from tests.restricted.published_world import publish_world
from xundian_pipeline.cli import main
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper import print_ledgers, print_notices, typesetting

OWN_CODE = "\ue863"
"""A character of a private area, as old systems wrote 䶮: no font can know it."""


def _print(data: Path, out: Path, village: str | None = VILLAGE, household: str | None = None) -> None:
    print_ledgers(data, out, load_county(), lambda _: None, village=village, household=household)


@pytest.fixture
def copied(data: Path, tmp_path: Path) -> Path:
    """DATA with the world's night, to be changed."""
    return Path(shutil.copytree(data, tmp_path / "data", symlinks=True))


def test_a_village_that_there_is_not(data: Path, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="没有行政村 530129999999"):
        _print(data, tmp_path, "530129999999")
    with pytest.raises(PipelineError, match="没有行政村 530129999999"):
        print_notices(data, tmp_path, load_county(), lambda _: None, stage="first", village="530129999999")


def test_a_household_that_there_is_not(data: Path, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="没有户 nobody"):
        _print(data, tmp_path, None, "nobody")


def test_a_village_without_households(tmp_path: Path) -> None:
    world = World(DAY)
    world.survey(ELSEWHERE)
    publish_world(world, tmp_path / "tables", tmp_path / "data")
    with pytest.raises(PipelineError, match="没有建档立卡户，没有台账要打印"):
        _print(tmp_path / "data", tmp_path / "out", ELSEWHERE)
    with pytest.raises(PipelineError, match="没有建档立卡户，没有名单要公示"):
        print_notices(
            tmp_path / "data", tmp_path / "out", load_county(), lambda _: None, stage="first", village=ELSEWHERE
        )


def test_nothing_published(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(PipelineError, match="还没有发布过的结果"):
        _print(tmp_path / "data", tmp_path / "out")


def test_no_file_of_persons(copied: Path, tmp_path: Path) -> None:
    (copied / "restricted" / "persons.duckdb").unlink()
    with pytest.raises(PipelineError, match="没有一户一本台账的数据"):
        _print(copied, tmp_path / "out")


def test_a_file_of_persons_that_is_none(copied: Path, tmp_path: Path) -> None:
    (copied / "restricted" / "persons.duckdb").write_bytes(b"no database at all" * 1000)
    with pytest.raises(PipelineError, match="打不开"):
        _print(copied, tmp_path / "out")


def test_persons_of_another_night(copied: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(copied / "restricted" / "persons.duckdb")) as connection:
        connection.execute("UPDATE person.members SET assessment_date = DATE '2016-12-31'")
    with pytest.raises(PipelineError, match="不是同一夜"):
        _print(copied, tmp_path / "out")


def test_a_character_that_no_font_has(copied: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(copied / "restricted" / "persons.duckdb")) as connection:
        connection.execute("UPDATE person.members SET name = ? WHERE member_id = 'L-m3'", [f"钟{OWN_CODE}\x01"])
    with pytest.raises(PipelineError) as told:
        _print(copied, tmp_path / "out", None)
    assert f"户 {LARGE} 的 U+0001、U+E863。" in told.value.message
    assert told.value.message.count("户 ") == 1
    assert "fonts-hanazono" in told.value.message
    assert "钟" not in told.value.message
    assert [path.name[:12] for path in (tmp_path / "out").iterdir()] == [OTHER_VILLAGE]


def test_fonts_that_are_not_installed(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        typesetting, "_installed_fonts", lambda: typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    )
    with pytest.raises(PipelineError, match=r"Noto Serif CJK SC、Noto Sans CJK SC.*apt-get install fonts-noto-cjk"):
        _print(data, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_where_the_folder_should_be(data: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    for out in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(PipelineError, match="--out"):
            _print(data, out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ledger",), "下面几个要写一个：--household --village --all"),
        (("ledger", "--all", "--village", VILLAGE), "不能同时写"),
        (("public-notice", "--all"), "--stage"),
        (("public-notice", "--all", "--stage", "third"), "没有这个选择"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--data", "d", "--out", "o"]) == 2
    complaint = capsys.readouterr().err
    assert told in complaint
    assert "required" not in complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger", "--all"),
        ("ledger", "--household", ALONE),
        ("ledger", "--village", OTHER_VILLAGE),
        ("public-notice", "--village", VILLAGE, "--stage", "announcement"),
    ],
)
def test_the_commands(arguments: tuple[str, ...], data: Path, tmp_path: Path) -> None:
    assert main([*arguments, "--data", str(data), "--out", str(tmp_path / "out")]) == 0
    assert list((tmp_path / "out").glob("*.pdf"))
