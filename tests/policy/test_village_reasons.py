"""What officers are told of a village's indicator, word by word, and the rows that it cites."""

from __future__ import annotations

import pytest

from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_villages import CASES, Village, code_of
from tests.policy.world import World

TOLD = [
    ("V1", "nobody is registered", "农业户籍人口 1000 人，未达标户 0 人，连同待核实户和被退回的户至多 0 人",
     {"village_survey": 1}),
    ("V1", "two of a hundred are poor", "农业户籍人口 100 人，未达标户 2 人，连同待核实户和被退回的户至多 2 人",
     {"register_households": 1, "village_survey": 1}),
    ("V1", "no survey", "没有当年的核查表，农业户籍人口不详", {"register_households": 1}),
    ("V2", "nobody is registered", "道路已硬化到村", {"village_survey": 1}),
    ("V2", "no survey", "没有当年的核查表", {}),
    ("V2", "road_hardened 否", "道路未硬化到村", {"village_survey": 1}),
    ("V2", "road_hardened missing", "核查表未填", {"village_survey": 1}),
    ("V3", "nobody is registered", "已通动力电", {"village_survey": 1}),
    ("V3", "no survey", "没有当年的核查表", {}),
    ("V3", "three_phase_power 否", "未通动力电", {"village_survey": 1}),
    ("V3", "three_phase_power missing", "核查表未填", {"village_survey": 1}),
    ("V4", "nobody is registered", "广播电视覆盖率 100.00%，达到规定", {"village_survey": 1}),
    ("V4", "no survey", "没有当年的核查表", {}),
    ("V4", "broadcast_coverage 0.9899", "广播电视覆盖率 98.99%，未达到规定", {"village_survey": 1}),
    ("V4", "broadcast_coverage missing", "核查表未填", {"village_survey": 1}),
    ("V5", "nobody is registered", "村委会、卫生室（及学校）已通宽带", {"village_survey": 1}),
    ("V5", "no survey", "没有当年的核查表", {}),
    ("V5", "broadband_committee 否", "村委会未通宽带", {"village_survey": 1}),
    ("V5", "broadband_committee missing", "村委会宽带未填", {"village_survey": 1}),
    ("V5", "broadband_clinic 否", "卫生室未通宽带", {"village_survey": 1}),
    ("V5", "broadband_clinic missing", "卫生室宽带未填", {"village_survey": 1}),
    ("V5", "the school has none", "学校未通宽带", {"village_survey": 1}),
    ("V5", "the school's cell cannot be read", "学校宽带读不出或没有这一栏", {"village_survey": 1}),
    ("V5", "the school's cell cannot be read, and the committee has none", "村委会未通宽带；学校宽带读不出或没有这一栏",
     {"village_survey": 1}),
    ("V6", "nobody is registered", "安全饮水覆盖率 100.00%，达到规定", {"village_survey": 1}),
    ("V6", "no survey", "没有当年的核查表", {}),
    ("V6", "safe_water_rate 0.9999", "安全饮水覆盖率 99.99%，未达到规定", {"village_survey": 1}),
    ("V6", "safe_water_rate missing", "核查表未填", {"village_survey": 1}),
    ("V7", "nobody is registered", "有达标且医生人数足够的卫生室", {"village_clinics": 1}),
    ("V7", "a doctor for a thousand and one", "1 个卫生室都不达标或医生人数不足", {"village_clinics": 1}),
    ("V7", "no clinic", "没有卫生室", {}),
    ("V7", "a clinic row is in quarantine", "卫生室名单未到、不全或有行被退回，待核实", {}),
    ("V8", "nobody is registered", "有公共服务和活动场所", {"village_survey": 1}),
    ("V8", "no survey", "没有当年的核查表", {}),
    ("V8", "activity_place 否", "没有公共服务和活动场所", {"village_survey": 1}),
    ("V8", "activity_place missing", "核查表未填", {"village_survey": 1}),
    ("V9", "nobody is registered", "适龄儿童入学率 100.00%，达到规定", {"village_survey": 1}),
    ("V9", "no survey", "没有当年的核查表", {}),
    ("V9", "school_age_enrolment_rate 0.9999", "适龄儿童入学率 99.99%，未达到规定", {"village_survey": 1}),
    ("V9", "school_age_enrolment_rate missing", "核查表未填", {"village_survey": 1}),
    ("V10", "nobody is registered", "1 个已开工项目，已支出 50.00 元", {"projects": 1}),
    ("V10", "nothing spent", "没有已开工并有支出的项目", {"projects": 1}),
    ("V10", "starts after D", "没有已开工并有支出的项目", {}),
    ("V10", "what was spent is missing", "项目库未到、不全，或已开工项目的支出未填，待核实", {"projects": 1}),
]  # fmt: skip
"""The indicator, the case of `test_villages`, the reason, and how many rows of each feed are its evidence."""

SENTENCES = list(dict.fromkeys(sentence for _, sentence, _, _ in TOLD))


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, sentence in enumerate(SENTENCES):
        village = Village(world, code_of(at))
        one = next(case for case in CASES if case.sentence == sentence)
        for change in one.changes:
            change(village)
    return world.night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize(("indicator", "sentence", "reason", "evidence"), TOLD)
def test_the_reason_and_the_rows_that_it_rests_on(
    indicator: str, sentence: str, reason: str, evidence: dict[str, int], night: Night
) -> None:
    row = night.indicator(indicator, code_of(SENTENCES.index(sentence)))
    assert (row["reason"], cited(row)) == (reason, evidence)
