"""The page of the dated parameters."""

from __future__ import annotations

from xundian_pipeline.dictionary.markdown import code, heading, link, page, table
from xundian_pipeline.parameters import NO_STANDARD, Entry, Parameters


def parameters_page(parameters: Parameters) -> str:
    """Every parameter: its unit, and from which day it has which value, by which document."""
    return page(
        "# 参数",
        f"{link('数据字典', '../dictionary.md')}。有日期的数：从哪一天起是多少、依据哪份文件。"
        "考核日早于最早的日期时不猜，停下来说明。",
        *(
            page(
                heading(2, f"{history.label} {name}", name),
                f"单位：{history.unit}",
                table(
                    ["从", "值", "依据"],
                    (
                        [entry.valid_from.isoformat(), _value(entry, parameters), entry.source]
                        for entry in history.entries
                    ),
                ),
            ).rstrip()
            for name, history in parameters.histories.items()
        ),
    )


def _value(entry: Entry, parameters: Parameters) -> str:
    if entry.same_as is not None:
        return f"同{parameters.histories[entry.same_as].label} {link(code(entry.same_as), f'#{entry.same_as}')}"
    return "没有已知的标准" if entry.value == NO_STANDARD else str(entry.value)
