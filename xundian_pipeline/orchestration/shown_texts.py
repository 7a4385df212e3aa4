"""Names of files and sheets, and messages that quote them, as the interface may show them.

A file may be called after a person, and a feed does not know the names that stand in all the others. So of every text
that comes from outside only the words are shown that are known to be no name; the published tables have the rest,
masked by all names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from xundian_pipeline import faults

HIDDEN = "＊"

_ORDINARY_WORDS = """
名册 名单 花名册 台账 清单 汇总 明细 数据 导出 上报 报送 补报 更正 修改 修订 定稿 终稿 最终 草稿 版本 版
副本 复件 新建 备份 工作表 工作簿 表格 表 册 年度 学年 学期 季度 上半年 下半年 年 月 日 号
填表说明 说明 模板 样表 样本 示例 合成 合成数据 非真实数据
备注 序号 编号 电话 手机号 手机号码 联系电话 联系人 录入人 录入日期 录入时间
填报人 填报日期 填报单位 审核人 审核状态 经办人
年龄 性别 民族 住址 地址 家庭住址 村民小组 小组 单位 金额 日期 时间 类别 类型 状态
等级 原因 银行卡号 银行账号 开户银行 开户行
全县 全乡 全镇 全村 街道 镇 乡 村 村委会 居委会 社区 户 人员 人口
扶贫办 民政局 民政 卫健局 卫健 医保局 医保 教育局 教育 林业局 林业 人社局 人社 住建局 住建
搬迁办 交通局 水务局 统计局 统计
"""
_ORDINAL = "第[一二三四五六七八九十]{1,3}[批期季次部页]"
_RUN = re.compile(r"[^\W\d_]+(?:[·•・][^\W\d_]+)*")
_QUOTED = re.compile(r"“([^”]*)”")


class ShownTexts:
    """What may be shown of texts from outside. `words` are those of the project: titles, headers, values, places."""

    def __init__(self, words: Iterable[str]) -> None:
        known = {run for word in words for run in _RUN.findall(word)} | set(_ORDINARY_WORDS.split())
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}|{_ORDINAL})+")

    def name(self, text: str) -> str:
        """Return a file's or sheet's name with every word hidden that might be a person's."""
        return faults.mask(_RUN.sub(self._word, text))

    def message(self, text: str, *names: str | None) -> str:
        """Return a message in which the `names` of file and sheet, and whatever else is quoted, may be shown."""
        for name in names:
            if name:
                text = text.replace(name, self.name(name))
        return faults.mask(_QUOTED.sub(lambda match: f"“{self.name(match[1])}”", text))

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        return word if word.isascii() or self._known.fullmatch(word) else HIDDEN
