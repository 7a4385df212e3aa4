"""What officers are told of a household's indicator, word by word, and the rows that it cites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy import (
    test_h1_income,
    test_h2_housing,
    test_h3_schooling,
    test_h4_insurance,
    test_h5_pension,
    test_h6_assistance,
)
from tests.policy.cases import Table
from tests.policy.cited import cited
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

MODULES = (test_h1_income, test_h2_housing, test_h3_schooling, test_h4_insurance, test_h5_pension, test_h6_assistance)

TOLD = {
    "H1 at the line of 2017, 3,200 yuan": [
        ("far above the line",
         "人均纯收入 4000.00 元，超过 3200 元",
         {"register_households": 1, "register_members": 1}),
        ("exactly the line does not exceed it",
         "人均纯收入 3200.00 元，未超过 3200 元",
         {"register_households": 1, "register_members": 1}),
        ("income is negative",
         "人均纯收入 -5000.00 元，未超过 3200 元",
         {"register_households": 1, "register_members": 1}),
    ],
    "H1 parts": [
        ("wage_income is missing",
         "五项收支未填全，人均纯收入无法计算",
         {"register_households": 1, "register_members": 1}),
        ("food_secure is not met",
         "人均纯收入 4000.00 元，超过 3200 元；口粮没有保障",
         {"register_households": 1, "register_members": 1}),
        ("clothing_secure is not met",
         "人均纯收入 4000.00 元，超过 3200 元；四季衣服没有保障",
         {"register_households": 1, "register_members": 1}),
        ("water_safe is not met",
         "人均纯收入 4000.00 元，超过 3200 元；饮水不安全",
         {"register_households": 1, "register_members": 1}),
        ("food_secure is missing",
         "人均纯收入 4000.00 元，超过 3200 元；口粮保障未填",
         {"register_households": 1, "register_members": 1}),
        ("clothing_secure is missing",
         "人均纯收入 4000.00 元，超过 3200 元；四季衣服保障未填",
         {"register_households": 1, "register_members": 1}),
        ("water_safe is missing",
         "人均纯收入 4000.00 元，超过 3200 元；饮水安全未填",
         {"register_households": 1, "register_members": 1}),
        ("a missing part, but a need not met",
         "五项收支未填全，人均纯收入无法计算；口粮没有保障",
         {"register_households": 1, "register_members": 1}),
        ("a missing need, but an income at the line",
         "人均纯收入 3200.00 元，未超过 3200 元；饮水安全未填",
         {"register_households": 1, "register_members": 1}),
        ("a missing need and one not met",
         "人均纯收入 4000.00 元，超过 3200 元；口粮没有保障；饮水安全未填",
         {"register_households": 1, "register_members": 1}),
        ("a missing part and a missing need",
         "五项收支未填全，人均纯收入无法计算；饮水安全未填",
         {"register_households": 1, "register_members": 1}),
    ],
    "H1 members": [
        ("all have died: nobody to share it", "该户已无在世成员", {"register_households": 1}),
        ("all have died, and a need is not met", "该户已无在世成员；口粮没有保障", {"register_households": 1}),
        ("a member row is in quarantine",
         "人均纯收入 4000.00 元，超过 3200 元；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and the income is at the line",
         "人均纯收入 3200.00 元，未超过 3200 元；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and a need is not met",
         "人均纯收入 4000.00 元，超过 3200 元；四季衣服没有保障；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and a part is missing",
         "五项收支未填全，人均纯收入无法计算；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
    ],
    "H2 by assessment": [
        ("grade A", "住房鉴定为 A 级", {"housing_assessment": 1, "register_households": 1}),
        ("grade B", "住房鉴定为 B 级", {"housing_assessment": 1, "register_households": 1}),
        ("grade C", "住房鉴定为 C 级，未改造竣工，也未搬迁入住", {"housing_assessment": 1, "register_households": 1}),
        ("grade D", "住房鉴定为 D 级，未改造竣工，也未搬迁入住", {"housing_assessment": 1, "register_households": 1}),
        ("no assessment", "没有住房安全鉴定，也没有搬迁入住记录", {"register_households": 1}),
        ("renovated on D", "住房鉴定为 C 级，已改造竣工", {"housing_assessment": 1, "register_households": 1}),
        ("D renovated", "住房鉴定为 D 级，已改造竣工", {"housing_assessment": 1, "register_households": 1}),
    ],
    "H2 by relocation": [
        ("moved in on D, old house D", "已搬迁入住", {"register_households": 1, "relocation": 1}),
        ("moves in on the day after D, old house C",
         "住房鉴定为 C 级，未改造竣工，也未搬迁入住",
         {"housing_assessment": 1, "register_households": 1, "relocation": 1}),
        ("the relocation row is in quarantine, old house C",
         "住房鉴定为 C 级，未改造竣工；搬迁台账不全，是否已搬迁入住待核实",
         {"housing_assessment": 1, "register_households": 1}),
    ],
    "H3 ages on 2017-09-01": [
        ("nobody of school age", "无适龄青少年", {"register_households": 1, "register_members": 1}),
        ("six on the day, no row", "1 名适龄成员查不到确实的学籍", {"register_households": 1, "register_members": 2}),
        ("six, at school",
         "1 名适龄青少年就学均有保障",
         {"enrolment": 1, "register_households": 1, "register_members": 2}),
        ("six, dropped out",
         "1 名成员辍学或因贫未升学",
         {"enrolment": 1, "register_households": 1, "register_members": 2}),
    ],
    "H3 states": [
        ("two children, one without a row and one dropped out",
         "1 名成员辍学或因贫未升学；1 名适龄成员查不到确实的学籍",
         {"enrolment": 1, "register_households": 1, "register_members": 3}),
        ("all have died", "该户已无在世成员", {"register_households": 1}),
        ("a member row is in quarantine",
         "无适龄青少年；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and a child dropped out",
         "1 名成员辍学或因贫未升学；有成员的登记行被退回，人口未定",
         {"enrolment": 1, "register_households": 1, "register_members": 3}),
    ],
    "H4 schemes": [
        ("both schemes",
         "成员当年均已参保或当年出生",
         {"medical_insurance": 2, "register_households": 1, "register_members": 1}),
        ("basic alone",
         "1 名成员当年没有参保",
         {"medical_insurance": 1, "register_households": 1, "register_members": 1}),
        ("none", "1 名成员当年没有参保", {"register_households": 1, "register_members": 1}),
    ],
    "H4 members": [
        ("born the year before, without a number",
         "1 名成员的参保情况待核实",
         {"medical_insurance": 2, "register_households": 1, "register_members": 2}),
        ("one not insured, one unknown",
         "1 名成员当年没有参保；1 名成员的参保情况待核实",
         {"medical_insurance": 2, "register_households": 1, "register_members": 3}),
        ("all have died", "该户已无在世成员", {"register_households": 1}),
        ("a member row is in quarantine",
         "成员当年均已参保或当年出生；有成员的登记行被退回，人口未定",
         {"medical_insurance": 2, "register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and one is not insured",
         "1 名成员当年没有参保；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
    ],
    "H5 states": [
        ("缴费", "应参保成员当年养老保险均有保障", {"pension": 1, "register_households": 1, "register_members": 1}),
        ("中断",
         "1 名成员当年养老保险中断或没有参保",
         {"pension": 1, "register_households": 1, "register_members": 1}),
        ("no row", "1 名成员当年养老保险中断或没有参保", {"register_households": 1, "register_members": 1}),
        ("all have died", "该户已无在世成员", {"register_households": 1}),
        ("a member row is in quarantine",
         "应参保成员当年养老保险均有保障；有成员的登记行被退回，人口未定",
         {"pension": 1, "register_households": 1, "register_members": 2}),
        ("a member row is in quarantine, and one has no row",
         "1 名成员当年养老保险中断或没有参保；有成员的登记行被退回，人口未定",
         {"register_households": 1, "register_members": 2}),
        ("no member of that age", "没有应参加养老保险的成员", {"register_households": 1, "register_members": 1}),
    ],
    "H5 numbers and doubt": [
        ("no row, without a number", "1 名成员的养老保险待核实", {"register_households": 1, "register_members": 1}),
    ],
    "H6 measures": [
        ("a family doctor", "享受七个一批中的 1 项", {"family_doctors": 1, "register_households": 1}),
        ("nothing", "各部门名册齐全，没有查到任何帮扶措施", {"register_households": 1}),
        ("project_beneficiaries alone",
         "享受七个一批中的 1 项",
         {"project_beneficiaries": 1, "register_households": 1}),
        ("training alone", "享受七个一批中的 1 项", {"register_households": 1, "training": 1}),
        ("employment alone", "享受七个一批中的 1 项", {"employment": 1, "register_households": 1}),
        ("relocation alone", "享受七个一批中的 1 项", {"register_households": 1, "relocation": 1}),
        ("public_forest_compensation alone",
         "享受七个一批中的 1 项",
         {"public_forest_compensation": 1, "register_households": 1}),
        ("grain_for_green alone", "享受七个一批中的 1 项", {"grain_for_green": 1, "register_households": 1}),
        ("forest_rangers alone", "享受七个一批中的 1 项", {"forest_rangers": 1, "register_households": 1}),
        ("energy_subsidies alone", "享受七个一批中的 1 项", {"energy_subsidies": 1, "register_households": 1}),
        ("student_aid alone", "享受七个一批中的 1 项", {"register_households": 1, "student_aid": 1}),
        ("medical_assistance alone", "享受七个一批中的 1 项", {"medical_assistance": 1, "register_households": 1}),
        ("medical_insurance alone", "享受七个一批中的 1 项", {"medical_insurance": 1, "register_households": 1}),
        ("dibao alone", "享受七个一批中的 1 项", {"dibao": 1, "register_households": 1}),
        ("tekun alone", "享受七个一批中的 1 项", {"register_households": 1, "tekun": 1}),
        ("temporary_assistance alone",
         "享受七个一批中的 1 项",
         {"register_households": 1, "temporary_assistance": 1}),
    ],
    "H6 in doubt": [
        ("nothing, a member without a number",
         "没有查到帮扶措施；有的部门名册未到、不全，或有成员身份证号无效，待核实",
         {"register_households": 1}),
    ],
}  # fmt: skip
"""By table, which begins with its indicator: the case, the reason, and how many rows of each feed are its evidence."""


def table_called(title: str) -> Table:
    tables = [one for module in MODULES for one in vars(module).values() if isinstance(one, Table)]
    (found,) = {id(one): one for one in tables if one.title == title}.values()
    return found


@pytest.mark.parametrize(
    ("title", "sentence", "reason", "evidence"),
    [pytest.param(title, *one, id=f"{title}: {one[0]}") for title, several in TOLD.items() for one in several],
)
def test_the_reason_and_the_rows_that_it_rests_on(
    title: str, sentence: str, reason: str, evidence: dict[str, int], night_of: NightOf
) -> None:
    table = table_called(title)
    at = [one.sentence for one in table.cases].index(sentence)
    row = night_of(table).indicator(title.split(maxsplit=1)[0], table.household(at))
    assert (row["reason"], cited(row)) == (reason, evidence)
