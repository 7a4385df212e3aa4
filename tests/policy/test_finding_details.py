"""What officers are told of a finding, word by word, and the rows that it cites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy import (
    test_findings_deaths,
    test_findings_departments,
    test_findings_income,
    test_findings_register,
    test_h2_housing,
    test_h3_schooling,
    test_h4_insurance,
)
from tests.policy.cases import Table
from tests.policy.cited import cited
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

MODULES = (
    test_findings_deaths,
    test_findings_departments,
    test_findings_income,
    test_findings_register,
    test_h2_housing,
    test_h3_schooling,
    test_h4_insurance,
)

TOLD = {
    "H2 by assessment": [
        ("grade C",
         "S15", "住房鉴定为 C 级，未改造竣工，也未搬迁入住",
         {"housing_assessment": 1, "register_households": 1}),
    ],
    "H2 by relocation": [
        ("moves in on the day after D, old house C",
         "S15", "住房鉴定为 C 级，未改造竣工，也未搬迁入住",
         {"housing_assessment": 1, "register_households": 1, "relocation": 1}),
    ],
    "H3 ages on 2017-09-01": [
        ("six on the day, no row", "S08", "开学时 6 周岁，学籍名册里没有本学年的记录", {"register_members": 1}),
    ],
    "H4 schemes": [
        ("basic alone",
         "S10", "2017 年参保缴费名单里没有完整的参保记录",
         {"medical_insurance": 1, "register_members": 1}),
        ("none", "S10", "2017 年参保缴费名单里没有完整的参保记录", {"register_members": 1}),
    ],
    "S11 dibao and tekun": [
        ("dibao without an end", "S11", "死亡之后仍有 1 条待遇记录", {"deaths": 1, "dibao": 1}),
        ("tekun without an end", "S11", "死亡之后仍有 1 条待遇记录", {"deaths": 1, "tekun": 1}),
    ],
    "S11 dated and of a year": [
        ("a visit the day after", "S11", "死亡之后仍有 1 条待遇记录", {"deaths": 1, "medical_assistance": 1}),
        ("public_forest_compensation of the year after the death",
         "S11", "死亡之后仍有 1 条待遇记录",
         {"deaths": 1, "public_forest_compensation": 1}),
        ("grain_for_green of the year after the death",
         "S11", "死亡之后仍有 1 条待遇记录",
         {"deaths": 1, "grain_for_green": 1}),
        ("ranger's pay of next year", "S11", "死亡之后仍有 1 条待遇记录", {"deaths": 1, "forest_rangers": 1}),
        ("待遇领取 of the year after", "S11", "死亡之后仍有 1 条待遇记录", {"deaths": 1, "pension": 1}),
        ("two visits after the death: one finding",
         "S11", "死亡之后仍有 2 条待遇记录",
         {"deaths": 1, "medical_assistance": 2}),
    ],
    "S11 deaths that are not certain": [
        ("number and name fit: the member is removed",
         "S18", "申报家庭人口 2 人，登记的在世成员 1 人",
         {"register_households": 1}),
        ("another name in the list",
         "S11", "死亡人员名单里有疑似本人的记录（姓名不同或身份证号不全），尚未核实，未按死亡处理",
         {"deaths": 1, "register_members": 1}),
    ],
    "S09": [
        ("two schools", "S09", "同一学年在 2 所学校在读", {"enrolment": 2}),
    ],
    "S12 at 25 square metres a person": [
        ("a little more for one",
         "S12", "安置面积 25.01 平方米，1 口人的上限是 25 平方米",
         {"register_households": 1, "relocation": 1}),
    ],
    "S13 on 2017-12-31": [
        ("moved in a day earlier",
         "S13", "2016-12-30 入住，到考核日旧房未拆除",
         {"register_households": 1, "relocation": 1}),
    ],
    "S16 at the sixteenth birthday": [
        ("training the day before",
         "S16", "有 1 条记录开始于本人 16 周岁之前",
         {"register_members": 1, "training": 1}),
        ("a job the day before",
         "S16", "有 1 条记录开始于本人 16 周岁之前",
         {"employment": 1, "register_members": 1}),
        ("two jobs before: one finding",
         "S16", "有 2 条记录开始于本人 16 周岁之前",
         {"employment": 2, "register_members": 1}),
    ],
    "S17 on 2017-12-31": [
        ("no helper", "S17", "考核日没有在任的帮扶责任人", {"register_households": 1}),
    ],
    "S05 at 12 x 295 = 3,540": [
        ("a fen above it",
         "S05", "人均纯收入 3540.01 元，高于低保年标准 3540 元，仍在享受低保",
         {"dibao": 1, "register_households": 1}),
        ("two have it: one finding",
         "S05", "人均纯收入 4000.00 元，高于低保年标准 3540 元，仍在享受低保",
         {"dibao": 2, "register_households": 1}),
    ],
    "S06 at 12 x 295 = 3,540": [
        ("a fen below it",
         "S06", "人均纯收入 3539.99 元，低于低保年标准 3540 元，没有低保也没有特困供养",
         {"register_households": 1}),
    ],
    "S07": [
        ("both", "S07", "考核日同时享受低保和特困供养", {"dibao": 1, "tekun": 1}),
    ],
    "S14 at 20% of the larger": [
        ("declared more, by a fen over 20%",
         "S14", "申报工资性收入 10000.00 元，就业台账和护林员名册合计 7999.99 元",
         {"employment": 1, "register_households": 1}),
        ("ranger's pay alone is too little",
         "S14", "申报工资性收入 10000.00 元，就业台账和护林员名册合计 7999.99 元",
         {"forest_rangers": 1, "register_households": 1}),
    ],
    "S19": [
        ("dibao a fen above it", "S19", "月保障金额高于最高标准 295 元", {"dibao": 1}),
        ("tekun 集中 at 600", "S19", "月补助金额不等于供养方式的规定标准", {"tekun": 1}),
        ("one heater for 999.99", "S19", "补助金额不等于数量乘以规定标准", {"energy_subsidies": 1}),
        ("one per member and feed", "S19", "补助金额不等于数量乘以规定标准", {"energy_subsidies": 2}),
    ],
    "S01": [
        ("twice in one household", "S01", "同一身份证号登记了 2 名成员，涉及 1 户", {"register_members": 2}),
        ("an invalid number twice is no number", "S02", "身份证号的校验码不对", {"register_members": 1}),
    ],
    "S02": [
        ("too short", "S02", "身份证号不是 18 位的规定格式", {"register_members": 1}),
        ("a date that is none", "S02", "身份证号里的出生日期不存在或晚于考核日", {"register_members": 1}),
        ("the last digits are 000", "S02", "身份证号被表格软件舍入，末几位已丢失", {"register_members": 1}),
    ],
    "S03": [
        ("another name",
         "S03", "该部门名册与登记簿身份证号相同，姓名不同（1 条记录）",
         {"register_members": 1, "student_aid": 1}),
        ("another name twice in one feed is one",
         "S03", "该部门名册与登记簿身份证号相同，姓名不同（2 条记录）",
         {"register_members": 1, "student_aid": 2}),
        ("another name of the head in economic checks",
         "S03", "该部门名册与登记簿身份证号相同，姓名不同（1 条记录）",
         {"economic_checks": 1, "register_members": 1}),
        ("another name in the list of deaths removes nobody",
         "S03", "该部门名册与登记簿身份证号相同，姓名不同（1 条记录）",
         {"deaths": 1, "register_members": 1}),
    ],
    "S04": [
        ("the sex differs", "S04", "登记性别为女，身份证号为男", {"register_members": 1}),
        ("the birth date differs", "S04", "登记的出生日期与身份证号里的不同", {"register_members": 1}),
        ("both differ: one finding",
         "S04", "登记性别为女，身份证号为男；登记的出生日期与身份证号里的不同",
         {"register_members": 1}),
    ],
}  # fmt: skip
"""By table: the case, the rule, the detail of a finding, and how many rows of each feed are its evidence."""


def table_called(title: str) -> Table:
    tables = [one for module in MODULES for one in vars(module).values() if isinstance(one, Table)]
    (found,) = {id(one): one for one in tables if one.title == title}.values()
    return found


@pytest.mark.parametrize(
    ("title", "sentence", "rule", "detail", "evidence"),
    [
        pytest.param(title, *one, id=f"{title}: {one[0]}: {one[1]}")
        for title, several in TOLD.items()
        for one in several
    ],
)
def test_the_detail_and_the_rows_that_it_rests_on(
    title: str, sentence: str, rule: str, detail: str, evidence: dict[str, int], night_of: NightOf
) -> None:
    table = table_called(title)
    at = [one.sentence for one in table.cases].index(sentence)
    told = [(one["detail"], cited(one)) for one in night_of(table).findings(rule, table.household(at))]
    assert (detail, evidence) in told
