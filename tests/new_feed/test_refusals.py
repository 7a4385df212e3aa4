"""What is refused, in one line of Chinese, and without a file being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.departments import DEPARTMENTS
from tests.new_feed.conftest import Checkout
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.new_feed import FeedNames, name_feed, write_skeleton
from xundian_pipeline.new_feed import skeleton as module


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("dibao", "名册 dibao 已经有了：民政局《农村最低生活保障花名册》"),
        *(
            (name, f"代号 {name} 不能用")
            for name in ("WaterFees", "water-fees", "2018", "水费", "a__b", "_a", "", "class")
        ),
        ("a" * 32, "不超过 31 个字符"),
        # A table of the night, an asset, a folder of the sources, a word of SQL.
        *((name, f"代号 {name} 在程序里另有用处") for name in ("members", "published", "corrections", "lateral")),
    ],
)
def test_an_identifier_that_cannot_stand(identifier: str, told: str) -> None:
    with pytest.raises(PipelineError, match=told):
        name_feed(identifier, "forestry", None)


def test_a_department_is_known_by_any_of_its_names() -> None:
    assert [name_feed("made_up_roster", name, None).department for name in ("health", "卫健局、医保局", "医保局")] == [
        "health"
    ] * 3
    with pytest.raises(PipelineError, match="没有部门 水务局") as raised:
        name_feed("made_up_roster", "水务局", None)
    assert all(f"{identifier}（{name}）" in raised.value.message for identifier, name in DEPARTMENTS.items())


@pytest.mark.parametrize("title", ["", "  ", '水"费', "水\n费", "《水费》", "水" * 31])
def test_a_title_that_cannot_stand(title: str) -> None:
    with pytest.raises(PipelineError, match="不能用"):
        name_feed("made_up_roster", "forestry", title)


def test_a_title_of_another_feed() -> None:
    with pytest.raises(PipelineError, match="民政局的名册 deaths 已经叫《死亡人员名单》"):
        name_feed("made_up_roster", "forestry", "死亡人员名单")


def test_without_a_title_the_feed_has_one_of_its_own() -> None:
    assert name_feed("made_up_roster", "forestry", None).title == "made_up_roster 名册"


@pytest.mark.parametrize("there", ["schemas/added/water_fees.py", "tests/added/test_water_fees.py"])
def test_a_file_that_is_there_is_left_alone(there: str, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PROJECT", checkout.folder)
    path = checkout.folder / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine", "utf-8")
    before = checkout.files()
    with pytest.raises(PipelineError, match=f"{there} 已经有了"):
        write_skeleton(FeedNames("water_fees", "forestry", "水费"), checkout.folder, print)
    assert checkout.files() == before
    assert path.read_text("utf-8") == "mine"


def test_after_an_error_nothing_is_left(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PROJECT", checkout.folder)
    (checkout.folder / "tests").write_text("no folder", "utf-8")
    before = checkout.files()
    with pytest.raises(PipelineError, match="写不进去"):
        write_skeleton(FeedNames("water_fees", "forestry", "水费"), checkout.folder, print)
    assert checkout.files() == before


def test_it_wants_the_projects_own_folder(checkout: Checkout, tmp_path: Path) -> None:
    refused = checkout.xundian("new-feed", "water_fees", "--department", "forestry", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"没有写：请在项目文件夹 {checkout.folder} 里运行。\n"
    (checkout.folder / "pyproject.toml").unlink()
    installed = checkout.xundian("new-feed", "water_fees", "--department", "forestry")
    assert (installed.returncode, len(installed.stderr.splitlines())) == (1, 1)
    assert installed.stderr.startswith("没有写：这里装的是做好的程序包，不是源代码")


def test_a_feed_that_is_written_wrong_is_told_with_its_line(checkout: Checkout, tmp_path: Path) -> None:
    assert checkout.xundian("new-feed", "water_fees", "--department", "forestry").returncode == 0
    path = checkout.folder / "schemas" / "added" / "water_fees.py"
    lines = path.read_text("utf-8").splitlines()
    wrong = next(number for number, line in enumerate(lines, 1) if "column.money(" in line)
    for right, written in (("column.money(", "column.mony("), ("column.money(", "column.money((")):
        path.write_text("\n".join(lines).replace(right, written) + "\n", "utf-8")
        failed = checkout.xundian("check", tmp_path / "nothing.csv")
        assert (failed.returncode, len(failed.stderr.splitlines())) == (1, 1)
        assert f"schemas/added/water_fees.py 第 {wrong} 行写错了" in failed.stderr
