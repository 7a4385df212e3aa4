"""公示、公告: the households of a village that are ready to exit, without what says who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from schemas.published import codes
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper.family_names import masked_name
from xundian_pipeline.paper.heads import heads_of
from xundian_pipeline.paper.printing import Document, print_documents
from xundian_pipeline.paper.published_night import PublishedNight, published_night
from xundian_pipeline.published_database import Row

STAGES = {"first": "第一次公示", "second": "第二次公示", "announcement": "公告"}
"""The notices of the exit procedure, in their order."""

_TEMPLATE = "notice.typ"
_READY = "exit_ready"
_UNNAMED = "待核实"


def print_notices(
    data: Path, out: Path, county: County, say: Callable[[str], None], *, stage: str, village: str | None = None
) -> None:
    """Write the notice of a village, or of every village that has a household ready to exit.

    Tells which households have no living head. Raises PipelineError where no night is published, its persons cannot be
    read, there is no such village, nobody is ready to exit in it, or a notice cannot be printed.
    """
    with published_night(data, county) as night:
        written = print_documents(_documents(night, stage, village, say), _TEMPLATE, out, say)
    if not written:
        raise PipelineError("全县没有一户可退出，没有名单要公示。")
    say(f"写好 {written} 份，在 {out}。张贴以前请核对名单，填好公示时间和电话，盖章。")


def _documents(night: PublishedNight, stage: str, code: str | None, say: Callable[[str], None]) -> Iterator[Document]:
    for village in night.villages(code):
        if village[_READY]:
            yield _document(night, stage, village, say)
        elif code and not village["households"]:
            raise PipelineError(f"{village['village']}（{code}）没有建档立卡户，没有名单要公示。")
        elif code:
            raise PipelineError(
                f"{village['village']}（{code}）的 {village['households']} 户里没有一户可退出，没有名单要公示。"
            )


def _document(night: PublishedNight, stage: str, village: Row, say: Callable[[str], None]) -> Document:
    code, name = village["village_code"], village["village"]
    ready = [household for household in night.households(village) if household["result"] == _READY]
    heads = heads_of(night.connection, [household["household_id"] for household in ready])
    for number in (number for number, head in heads.items() if not head.is_living_member):
        say(f"注意：户 {number} 的成员里没有在世的户主，公示用的是名册上的户主姓名，请先核对。")
    given = {
        **night.said,
        "title": f"{night.said['county']}{village['township']}{name}贫困户脱贫退出{STAGES[stage]}",
        "stage": stage,
        "township": village["township"],
        "village": name,
        "persons": str(sum(household["members"] for household in ready)),
        "households": [
            {
                "id": household["household_id"],
                "head": masked_name(heads[household["household_id"]].name) or _UNNAMED,
                "result": codes.RESULTS[household["result"]],
            }
            for household in ready
        ],
    }
    return Document((code, name, STAGES[stage]), given, f"{name} {len(ready)} 户")
