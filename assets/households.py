"""One row per household: its members, its income, and what every department knows of it."""

from xundian_pipeline.households import merge_households
from xundian_pipeline.orchestration.step_assets import step_asset
from xundian_pipeline.orchestration.wiring import HOUSEHOLDS, UPSTREAM

households = step_asset(
    merge_households,
    name=HOUSEHOLDS,
    group="households",
    description="户：每户一行，人口、分项收入、人均纯收入，以及各部门掌握的每一条情况，都能回到原来的文件和行。",
    upstream=UPSTREAM[HOUSEHOLDS],
)
