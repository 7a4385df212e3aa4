"""What is left of a name on a public wall."""

from __future__ import annotations

import pytest

from xundian_pipeline.paper.family_names import masked_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李明", "李＊＊"),
        ("李小明", "李＊＊"),
        (" 李小明 ", "李＊＊"),
        ("欧阳明", "欧阳＊＊"),
        ("上官小明", "上官＊＊"),
        ("欧阳", "欧＊＊"),
        ("张欧阳", "张＊＊"),
        ("阿鲁·木呷", "阿＊＊"),
        ("买买提·艾力", "买＊＊"),
        ("欧阳·小明", "欧阳＊＊"),
        ("阿依古丽", "阿＊＊"),
        ("𠅤小明", "𠅤＊＊"),
        ("李", "李＊＊"),
        ("", ""),
        (" ", ""),
    ],
)
def test_the_family_name_alone_is_left(name: str, masked: str) -> None:
    assert masked_name(name) == masked
