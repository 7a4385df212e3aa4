"""What the printed figures say of each other: the arithmetic done once more, from the printed texts alone."""

from __future__ import annotations

import csv
import datetime
import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.figures.test_agrees import another_county
from tests.policy.world import World
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.published_account.account import read_account
from xundian_pipeline.rules.account_tables import account_tables

COUNTY = load_county().folder
ACCOUNT = read_account(COUNTY)
WORTH = {"万": 10_000, "亿": 100_000_000, "%": Fraction(1, 100), "": 1}

EQUATIONS = {
    "kunming_target_completion": ("transferred_to_kunming", "/ kunming_target"),
    "grain_for_green_registered_per_household": (
        "grain_for_green_registered_funds", "/ grain_for_green_registered_households",
    ),
    "grain_for_green_registered_per_person": (
        "grain_for_green_registered_funds", "/ grain_for_green_registered_persons",
    ),
    "ranger_registered_per_household": ("ranger_registered_pay", "/ ranger_registered_households"),
    "ranger_registered_per_person": ("ranger_registered_pay", "/ ranger_registered_persons"),
    "solar_heater_per_person": ("solar_heaters", "* solar_heater_subsidy", "/ solar_heater_persons"),
    "stove_per_person": ("stoves", "* stove_subsidy", "/ stove_persons"),
}  # fmt: skip


def _texts() -> dict[str, str]:
    with (COUNTY / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return {line["figure_id"]: line["text"] for line in csv.DictReader(file)}


TEXTS = _texts()


def _printed(figure: str) -> tuple[Fraction, Fraction]:
    """The value that the text prints last, and the worth of its last digit (23 of a text with two numbers is last)."""
    number, unit = re.findall(r"(\d+(?:\.\d+)?)([万亿%]?)", TEXTS[figure])[-1]
    return Fraction(number) * WORTH[unit], Fraction(1, 10 ** len(number.partition(".")[2])) * WORTH[unit]


def _range(figure: str) -> tuple[Fraction, Fraction]:
    """All that may be printed so, rounded or cut off; a number printed in ones stands for itself."""
    value, step = _printed(figure)
    return (value - step / 2, value + step) if step > 1 else (value, value)


def _results(terms: tuple[str, ...]) -> tuple[Fraction, Fraction]:
    low, high = _range(terms[0])
    for term in terms[1:]:
        sign, name = term.split()
        least, most = _range(name)
        low, high = (low * least, high * most) if sign == "*" else (low / most, high / least)
    return low, high


def _verdict(figure: str) -> str:
    value, step = _printed(figure)
    low, high = _results(EQUATIONS[figure])
    if low == high:
        if value - step / 2 <= low < value + step / 2:
            return "一致"
        return "舍去了尾数，一致" if value <= low < value + step else "对不上"
    return "可以对上" if high >= value - step / 2 and low < value + step else "对不上"


@pytest.mark.parametrize("figure", EQUATIONS)
def test_the_verdict_is_what_the_printed_texts_give(figure: str) -> None:
    note, verdict = ACCOUNT.arithmetic[figure], _verdict(figure)
    if figure.startswith("grain"):
        # 1,199 万元 as printed gives the figure already; that it is rounded need not be said.
        assert verdict == "可以对上"
        verdict = "一致"
    assert note.endswith(verdict) or f"，{verdict}" in note or f" {verdict}" in note


def test_only_the_heaters_do_not_fit() -> None:
    assert [figure for figure in EQUATIONS if _verdict(figure) == "对不上"] == ["solar_heater_per_person"]
    assert [figure for figure, note in ACCOUNT.arithmetic.items() if "对不上" in note or "一部分" in note] == [
        "solar_heater_per_person"
    ]


def test_the_arithmetic_is_said() -> None:
    said = ACCOUNT.arithmetic
    assert said["solar_heater_per_person"] == "账内核对：2900套 × 1000元 ÷ 9800人 = 295.92元，印的是 285元，对不上"
    assert said["kunming_target_completion"] == "账内核对：3103人 ÷ 2800人 = 110.8214%，与印的 110.82% 一致"
    assert said["stove_per_person"] == ("账内核对：6000眼 × 300元 ÷ 21000人 = 85.71元，印的 85元 舍去了尾数，一致")
    assert said["energy_subsidy_total"].endswith("= 470万元，与印的 470万元 一致")
    assert (
        "168万元是取整的数，结果可在 8292.08元 至 8366.34元 之间，可以对上" in said["ranger_registered_per_household"]
    )
    assert "173个" in said["village_clinics"]
    assert "174个" in said["village_clinics"]
    assert "相差 1" in said["village_clinics"]


def test_both_means_of_the_rangers_come_of_one_sum() -> None:
    """168万元 is some sum that gives 8,322 a household and 2,106 a person at once: the account is not to be accused."""
    households, persons = _printed("ranger_registered_households")[0], _printed("ranger_registered_persons")[0]
    assert any(
        round(sum_ / households) == 8322 and round(sum_ / persons) == 2106 for sum_ in range(1_675_000, 1_685_000)
    )


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("public_forest_per_household", 21_725_000 / 261),
        ("public_forest_per_person", 21_725_000 / 75),
        ("subsidised_insured", 40270 * 150),
    ],
)
def test_what_is_not_printed_is_reckoned_and_nobody_is_accused(figure: str, said: float) -> None:
    assert f"= {round(said)}" in ACCOUNT.arithmetic[figure]
    assert ACCOUNT.arithmetic[figure].endswith("账目没有印这个数，无从核对")


def test_every_figure_is_read_as_its_text_prints_it() -> None:
    for name, figure in ACCOUNT.figures.items():
        assert figure.number in TEXTS[name]
        number = re.match(r"[\d.]+", figure.number)
        assert number is not None
        unit = figure.number[number.end() :]
        assert Fraction(number[0]) * WORTH[unit] == Fraction(figure.value)
        assert Fraction(figure.step) == Fraction(1, 10 ** len(number[0].partition(".")[2])) * WORTH[unit]


def test_more_villages_on_the_list_than_in_the_account_is_noted() -> None:
    rows = {row["figure_id"]: row for row in account_tables(load_county(), World().day)["account"].to_pylist()}
    assert "行政区划名单上考核日有效的行政村（社区）是 175 个" in rows["villages"]["remark"]
    assert rows["townships"]["remark"] is None


def test_a_night_of_another_year_says_which_year_is_printed(tmp_path: Path) -> None:
    night = World(datetime.date(2018, 12, 31)).night(tmp_path)
    rows = {row["figure_id"]: row for row in night.rows("published_figures")}
    assert all("公布的是 2017 年的数，计算的是 2018 年的数" in row["note"] for row in rows.values())
    assert rows["kunming_target"]["computed"] is None
    assert rows["kunming_target_completion"]["computed"] is None
    assert "考核日没有已知的“向昆明市主城区转移输出农村劳动力的目标任务”，不能计算" in rows["kunming_target"]["note"]
    assert "没有可以作分母的户或人，不能计算" in rows["economic_check_rate"]["note"]
    assert "名册里没有可以据以计算的行" in rows["livestock_insurance_premium"]["note"]


FITTING = ["sheep,养殖,养羊12只,12,只,county", "goats,养殖,其中山羊13只,13,只,county"]


def test_a_part_that_is_larger_than_the_whole_is_said(tmp_path: Path) -> None:
    county = another_county(tmp_path / "x", FITTING, "relations:\n  - {figure: goats, part_of: sheep}\n")
    assert read_account(county.folder).arithmetic == {"goats": "账内核对：印的是 13只，却是 12只 的一部分"}


@pytest.mark.parametrize(
    ("lines", "notes", "said"),
    [
        (["sheep,养殖,养羊,十二,只,county"], None, "第 1 个数字的 value 读不出来"),
        ([FITTING[0], FITTING[0]], None, "sheep 出现了两次"),
        (FITTING, "relations:\n  - {figure: cows, part_of: sheep}\n", "没有的数字：cows"),
        (FITTING, "missing:\n  cows: 没有\n", "没有的数字：cows"),
    ],
)
def test_a_wrong_file_of_the_county_is_told_in_chinese(
    lines: list[str], notes: str | None, said: str, tmp_path: Path
) -> None:
    county = another_county(tmp_path / "x", lines, notes)
    with pytest.raises(PipelineError, match=said):
        read_account(county.folder)


def test_a_missing_column_is_told_in_chinese(tmp_path: Path) -> None:
    county = another_county(tmp_path / "x", FITTING)
    (county.folder / "published_figures.csv").write_text("figure_id,text\nsheep,养羊12只\n", "utf-8")
    with pytest.raises(PipelineError, match="要有这几列"):
        read_account(county.folder)
