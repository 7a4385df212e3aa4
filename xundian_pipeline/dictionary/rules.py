"""The page of the rules: what each says, by which document, and from which columns of the feeds it is reckoned."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.departments import DEPARTMENTS
from schemas.published import PublishedTable, codes
from xundian_pipeline.county import County
from xundian_pipeline.dictionary.markdown import bullets, code, heading, link, page, table
from xundian_pipeline.dictionary.sources import PARAMETERS_PAGE, in_full, in_short, of_rows, of_values
from xundian_pipeline.lineage.relations import Cell, Relation
from xundian_pipeline.published_account.account import read_account
from xundian_pipeline.rules.account_tables import figure_rules
from xundian_pipeline.rules.rule import Rule, rule_of

RULES_PAGE = "rules.md"

_JUDGED = ("status", "value")
_INDICATORS = {"household_exit": codes.HOUSEHOLD_INDICATORS, "village_exit": codes.VILLAGE_INDICATORS}


def indicator_of_column(one: PublishedTable, column: str) -> str | None:
    """The indicator whose status a column of a wide table is (h1 of household_exit); None for any other column."""
    return column.upper() if column.upper() in _INDICATORS.get(one.name, ()) else None


def rules_page(county: County, tables: Mapping[str, Relation]) -> str:
    """The page of all rules in force; `tables` are those of a night's steps (`lineage.night`)."""
    book = county.rules

    def judged(folder: str, names: tuple[str, ...], published: str) -> list[str]:
        rows = tables[published]
        return [
            _section(county, rule_of(book, folder, name), published, of_values(rows.where("indicator", name), *_JUDGED))
            for name in names
        ]

    def found(folder: str, names: tuple[str, ...], published: str, made: str, column: str) -> list[str]:
        rows = tables[made]
        return [
            _section(county, rule_of(book, folder, name), published, of_rows(rows.where(column, name)))
            for name in names
        ]

    return page(
        "# 规则",
        f"{link('数据字典', '../dictionary.md')}。规则版本 {book.version}，依据{book.source}。",
        "每条规则是 `xundian_pipeline/rules` 下的一个 SQL 文件；“规则原文”照抄文件头："
        "D 是考核日，Y 是考核年度，S 是学年，ruling 是裁定的编号。"
        "“算自”和“还取决于”由程序从 SQL 推出：前者的值参加计算；"
        "后者只决定哪些记录算数（筛选、比对人员、没有记录能不能作数）。",
        bullets(
            f"{title}：{'、'.join(link(name, f'#{name}') for name in names)}"
            for title, names in (
                ("贫困户六项", book.household),
                ("七类帮扶措施", book.measures),
                ("贫困村十项", book.village),
                ("贫困县五项", book.county),
                ("疑点", book.findings),
                ("县级动态管理", book.management),
                ("公布数字", ("figures",)),
            )
        ),
        "## 贫困户六项",
        *judged("household", book.household, "household_exit_indicators"),
        "## 七类帮扶措施",
        *found("measures", book.measures, "household_measures", "household_measures", "measure"),
        "## 贫困村十项",
        *judged("village", book.village, "village_exit_indicators"),
        "## 贫困县五项",
        *judged("county", book.county, "county_exit_indicators"),
        "## 疑点",
        *found("findings", book.findings, "findings", "found", "rule"),
        "## 县级动态管理",
        *(_management(county, name) for name in book.management),
        heading(2, "公布数字", "figures"),
        _figures(county, tables["published_figures"]),
    )


def _section(county: County, rule: Rule, published: str, made_from: Cell) -> str:
    return page(
        heading(3, f"{rule.code} {rule.name}", rule.code),
        _told(county, rule, link(code(published), f"exit_indicators.md#{published}")),
        "算自：" if made_from.values else "",
        bullets(in_full(made_from.values, county.parameters)),
        "还取决于：" if made_from.conditions else "",
        bullets(in_full(made_from.conditions, county.parameters)),
    ).rstrip()


def _management(county: County, name: str) -> str:
    rule = rule_of(county.rules, "management", name)
    where = link(code(name), f"management.md#{name}")
    return page(heading(3, f"{rule.number} {rule.name}", name), _told(county, rule, where)).rstrip()


def _told(county: County, rule: Rule, where: str) -> str:
    told = [f"发布在 {where}"]
    if rule.contract:
        told.append(f"规则原文：{rule.contract}")
    if rule.source:
        told.append(f"依据：{rule.source}")
    if rule.parameter:
        label = county.parameters.histories[rule.parameter].label
        told.append(f"标准线：{link(label, f'{PARAMETERS_PAGE}#{rule.parameter}')}")
    if rule.departments:
        told.append("由谁答复：" + "、".join(DEPARTMENTS[department] for department in rule.departments))
    return bullets(told)


def _figures(county: County, relation: Relation) -> str:
    account, rules = read_account(county.folder), figure_rules()

    def row(name: str, text: str, unit: str) -> list[str]:
        rule = rules.get(name)
        if rule is None:
            return [code(name), text, unit, "不计算：" + account.missing.get(name, "没有算法"), ""]
        sources = relation.where("figure_id", name).cell("computed").values
        return [code(name), text, unit, rule.note or "", in_short(sources)]

    rows = (row(figure.figure_id, figure.text, figure.unit) for figure in account.figures.values())
    return table(["代号", "公布的原文", "单位", "怎样算", "算自"], rows)
