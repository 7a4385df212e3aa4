"""The arguments of the commands. Heavy imports wait until a command runs: the help must be there at once."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias

from xundian_pipeline.cli import commands
from xundian_pipeline.settings import ENGINES

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "位置参数",
    "options": "选项",
    "show this help message and exit": "显示这段说明",
}


class _ChineseParser(argparse.ArgumentParser):
    """argparse in Chinese."""

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        text = super().format_help()
        for english, chinese in _WORDS.items():
            text = text.replace(english, chinese)
        return text

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.format_usage()}{self.prog}：用法不对：{_translated(message)}\n")


_Commands: TypeAlias = "argparse._SubParsersAction[_ChineseParser]"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command line. The result's `run` is the command; SystemExit 2 for wrong usage, 0 after --help."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = _ChineseParser(
        prog="xundian", description="贫困退出 6、10、5 项指标的夜间判定。退出码：0 完成，1 没有完成，2 用法不对。"
    )
    parser.add_argument(
        "--county",
        type=Path,
        metavar="文件夹",
        help="县的文件夹（写在命令前面）；不写时按环境变量 XUNDIAN_COUNTY，再没有就用 seeds/counties 下唯一的县",
    )
    subparsers = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True)
    _add_nightly(subparsers)
    _add_sample(subparsers)
    _add_check(subparsers)
    _add_explain(subparsers)
    _add_ledger(subparsers)
    _add_public_notice(subparsers)
    _add_ui(subparsers)
    _add_rebuild(subparsers)
    _add_verify(subparsers)
    _add_forget(subparsers)
    _add_seal(subparsers)
    _add_prune(subparsers)
    _add_new_feed(subparsers)
    return parser


def _add_nightly(subparsers: _Commands) -> None:
    command = subparsers.add_parser("nightly", help="运行一夜：读入各部门来件，判定，发布")
    command.add_argument("--sources", type=Path, required=True, metavar="文件夹", help="各部门来件所在的文件夹")
    command.add_argument(
        "--data", type=Path, required=True, metavar="文件夹", help="数据文件夹，结果发布在其中的 published"
    )
    _add_assessment_date(command, "考核日；不写时按数据文件夹里的 config.yaml，再没有就是 2017-12-31")
    command.add_argument("--sources-file", type=Path, metavar="文件", help="数据库来源文件（YAML）")
    command.add_argument(
        "--engine",
        choices=ENGINES,
        help="规则和疑点由哪个引擎计算，结果相同；不写时按 config.yaml，再没有就是 duckdb；spark 要另装",
    )
    command.add_argument(
        "--publish-to",
        metavar="地址",
        help="发布以后再写入这个数据库，如 postgresql://用户:密码@主机/库；不写时按 config.yaml 的 publish_to",
    )
    command.set_defaults(run=commands.nightly, not_done="没有发布")


def _add_sample(subparsers: _Commands) -> None:
    command = subparsers.add_parser("sample", help="写出一个合成的样本县的全部来件（不是真实数据）")
    command.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    command.add_argument("--households", type=_positive, metavar="户数", help="贫困户数；不写时为全县规模")
    command.add_argument("--seed", type=int, default=1, metavar="种子", help="随机种子，默认 1；同一种子写出同样的文件")
    command.add_argument(
        "--mess", choices=("none", "light", "heavy"), default="light", help="脏乱程度：无、轻（默认）、重"
    )
    _add_assessment_date(command, "考核日，默认 2017-12-31")
    command.set_defaults(run=commands.sample, not_done="没有写成")


def _add_check(subparsers: _Commands) -> None:
    command = subparsers.add_parser("check", help="上报前检查一个文件：哪些行会被退回，为什么")
    command.add_argument("file", type=Path, metavar="文件", help="要检查的文件")
    command.add_argument("--feed", metavar="名册", help="名册代号，如 dibao；不写时按文件名认")
    _add_assessment_date(command, "考核日，默认 2017-12-31")
    command.set_defaults(run=commands.check, not_done="没有检查完")


def _add_explain(subparsers: _Commands) -> None:
    command = subparsers.add_parser("explain", help="说明一户或一村的判定：数值、标准、依据、来自哪些行")
    command.add_argument("unit", metavar="编号", help="户编号或行政村代码")
    command.add_argument("indicator", nargs="?", metavar="指标", help="如 H1、V3；不写时为全部指标")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.set_defaults(run=commands.explain, not_done="没有查到")


def _add_ledger(subparsers: _Commands) -> None:
    command = subparsers.add_parser("ledger", help="打印一户一本台账：每村一份 PDF，或一户一份（有姓名和身份证号）")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--household", metavar="户编号", help="打印这一户的")
    _add_villages(which, "打印这个行政村各户的", "打印各村的，每村一份")
    _add_data_and_out(command)
    command.set_defaults(run=commands.ledger, not_done="没有写全")


def _add_public_notice(subparsers: _Commands) -> None:
    command = subparsers.add_parser("public-notice", help="打印公示、公告用的可退出户名单：每村一份 PDF，户主只写姓")
    _add_villages(command.add_mutually_exclusive_group(required=True), "打印这个行政村的", "打印各村的，每村一份")
    command.add_argument(
        "--stage",
        choices=("first", "second", "announcement"),
        required=True,
        help="第一次公示（first）、第二次公示（second）、公告（announcement）",
    )
    _add_data_and_out(command)
    command.set_defaults(run=commands.public_notice, not_done="没有写全")


def _add_villages(which: argparse._MutuallyExclusiveGroup, one: str, every: str) -> None:
    which.add_argument("--village", metavar="行政村代码", help=one)
    which.add_argument("--all", action="store_true", help=every)


def _add_data_and_out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹，没有就新建")


def _add_ui(subparsers: _Commands) -> None:
    command = subparsers.add_parser("ui", help="打开操作界面和自查页面，并在每天凌晨两点自动运行")
    command.add_argument("--sources", type=Path, required=True, metavar="文件夹", help="各部门来件所在的文件夹")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.add_argument("--sources-file", type=Path, metavar="文件", help="数据库来源文件（YAML）")
    command.add_argument("--port", type=_positive, default=3000, metavar="端口", help="默认 3000，只在本机可见")
    command.add_argument("--check-port", type=_positive, metavar="端口", help="自查页面的端口，默认是 --port 的下一个")
    command.set_defaults(run=commands.ui, not_done="界面停止")


def _add_rebuild(subparsers: _Commands) -> None:
    command = subparsers.add_parser("rebuild", help="用存档重建以前的一夜，并和发布时逐字节比较；1：不同，或不能重建")
    command.add_argument("night", type=_day, metavar="考核日", help="哪一夜，如 2017-12-31")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹，要没有或是空的")
    command.set_defaults(run=commands.rebuild, not_done="没有重建")


def _add_verify(subparsers: _Commands) -> None:
    command = subparsers.add_parser("verify", help="查对存档和已发布的表有没有被改动；1：有改动或缺失")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.set_defaults(run=commands.verify, not_done="没有查对完")


def _add_forget(subparsers: _Commands) -> None:
    command = subparsers.add_parser("forget", help="把误跑的一夜从历史中去掉（存档里仍有；封存的夜次不能去掉）")
    command.add_argument("night", type=_day, metavar="考核日", help="哪一夜，如 2017-12-31")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.set_defaults(run=commands.forget, not_done="没有去掉")


def _add_seal(subparsers: _Commands) -> None:
    command = subparsers.add_parser("seal", help="封存县里签字确认的一夜：以后不能重跑、替换或去掉")
    command.add_argument("night", type=_day, metavar="考核日", help="哪一夜，如 2017-12-31")
    command.add_argument("--by", required=True, metavar="姓名", help="由谁封存")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.set_defaults(run=commands.seal, not_done="没有封存")


def _add_prune(subparsers: _Commands) -> None:
    command = subparsers.add_parser("prune", help="清理某日以前各夜存档的来件（封存的夜次不动），并记入登记")
    command.add_argument("--before", type=_day, required=True, metavar="日期", help="清理考核日在这一天以前的夜次")
    command.add_argument("--data", type=Path, required=True, metavar="文件夹", help="数据文件夹")
    command.set_defaults(run=commands.prune, not_done="没有清理")


def _add_new_feed(subparsers: _Commands) -> None:
    command = subparsers.add_parser("new-feed", help="写出一份新名册的样子：一个要填的定义文件，加上测试和样例行")
    command.add_argument("id", metavar="代号", help="名册的英文代号，也是来件的文件名，如 water_fees")
    command.add_argument("--department", required=True, metavar="部门", help="哪个部门报送，如 forestry 或 林业局")
    command.add_argument("--title", metavar="中文名", help="名册的中文名；不写时先用代号，以后再改")
    command.set_defaults(run=commands.new_feed, not_done="没有写")


def _add_assessment_date(command: argparse.ArgumentParser, text: str) -> None:
    command.add_argument("--assessment-date", type=_date, metavar="日期", help=text)


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError("考核日请写成 2017-12-31 这样的日期") from None


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(_date(text))


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} 不是大于 0 的整数")
    return int(text)


def _translated(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required: ", "还缺少 "),
        ("one of the arguments ", "下面几个要写一个："),
        (" is required", ""),
        ("not allowed with argument ", "不能同时写 "),
        ("unrecognized arguments: ", "不认识 "),
        ("expected one argument", "后面要写一个值"),
        ("invalid choice: ", "没有这个选择 "),
        ("invalid int value: ", "不是整数 "),
        ("choose from ", "可以是 "),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message
