"""Who is who: the members, and every departmental record's link to them."""

from xundian_pipeline.orchestration.step_assets import step_asset
from xundian_pipeline.orchestration.wiring import PEOPLE, UPSTREAM
from xundian_pipeline.people import link_people

people = step_asset(
    link_people,
    name=PEOPLE,
    group="people",
    description=(
        "人员：建档立卡人员总表，以及各部门每条记录和人员的比对结果（相符、姓名不符、疑似、多人、找不到、未建档、人工认定），以及规则定不下来时的认定建议。"
        "两份建档立卡名册没有收到或没有一行可以接受时，这里停下，本夜不发布。"
    ),
    upstream=UPSTREAM[PEOPLE],
)
