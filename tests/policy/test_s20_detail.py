"""What officers are told of a project, word by word: each fault that it has, and none that it has not."""

from __future__ import annotations

from pathlib import Path

from tests.policy.world import VILLAGE, World

ENDED = "2017-06-01"

TOLD: list[tuple[dict[str, str | None], str]] = [
    ({"received": "0", "spent": "0", "spent_on_poor": "1", "end_date": "2017-12-31"},
     "投向贫困村贫困户 1.00 元，超过支出 0.00 元"),
    ({"received": "10", "spent": "0", "spent_on_poor": "0", "end_date": ENDED}, "2017-06-01 竣工，支出为 0"),
    ({"received": "10", "spent": "11", "spent_on_poor": "11", "end_date": ENDED},
     "支出 11.00 元，超过到位金额 10.00 元"),
    ({"received": "0", "spent": "1", "end_date": ENDED}, "支出 1.00 元，超过到位金额 0.00 元"),
    ({"received": "1", "spent": "2", "spent_on_poor": "3"},
     "支出 2.00 元，超过到位金额 1.00 元；投向贫困村贫困户 3.00 元，超过支出 2.00 元"),
]  # fmt: skip
"""What a project says, and the detail of its S20 on 2017-12-31."""


def test_the_detail_names_the_faults(tmp_path: Path) -> None:
    world = World()
    for at, (cells, _) in enumerate(TOLD):
        world.add("projects", project_id=f"X{at}", village_code=VILLAGE, **cells)
    found = {row["unit"]: row["detail"] for row in world.night(tmp_path).rows("findings", rule="S20")}
    assert found == {f"X{at}/{VILLAGE}": detail for at, (_, detail) in enumerate(TOLD)}
