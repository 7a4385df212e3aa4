"""Names as they may hang on a public wall: the family name alone."""

from __future__ import annotations

import re

_COMPOUND = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|"
    "仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|亓官|司寇|巫马|颛孙|壤驷|漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|呼延|东郭|"
    "羊舌|梁丘|左丘|西门|达奚|褚师|纳兰|完颜|耶律"
)
_HIDDEN = "＊＊"


def masked_name(name: str) -> str:
    """A name of which the family name is left, and of what is hidden not even the length.

    Without a given name behind it a compound family name may as well be a short one with a given name. Of a name with a
    dot, too, the first character is left: which part of it is the family's differs from people to people.
    """
    name = name.strip()
    length = 2 if _COMPOUND.match(name) and len(name) > 2 else 1
    return name[:length] + _HIDDEN if name else ""
