"""The rows of the poverty-alleviation office: the registers, helpers, projects, problems found, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.agreement.damage import Raw
from tests.agreement.draws import CountyDraws, Row
from tests.agreement.people import VILLAGES


def register_households(of: CountyDraws) -> Iterator[Row]:
    """Incomes at the lines of H1, S05, S06 and S14; sizes declared right and wrong."""
    for household in of.households:
        size = max(1, len(household.members))
        head = household.members[0] if household.members else of.pick(*of.strangers)
        yield {
            "household_id": household.id,
            "township": household.village[1],
            "village": household.village[2],
            "village_code": household.village[0],
            "hamlet": of.maybe("上村"),
            "head_name": head.name,
            "head_id_number": (head.register_number or head.number) if of.chance(0.9) else "无号",
            "household_size": size + (of.pick(-1, 1, 2) if size > 1 and of.odd(0.2) else 0),
            "household_type": of.pick("一般贫困户", "低保贫困户", "特困供养户"),
            "main_cause": of.pick("因病", "因残", "因学", "其他"),
            "identified_year": of.pick(2013, 2014, of.year),
            "exit_year": of.maybe(of.year, 0.2),
            **_incomes(of, size),
            "food_secure": of.yes(),
            "clothing_secure": of.yes(),
            "water_safe": of.yes(),
        }


def _incomes(of: CountyDraws, size: int) -> Row:
    line = {2017: 3200, 2018: 3500, 2019: 3750}.get(of.year, 4000)
    high = Decimal(9000)
    total = (
        high
        if of.well() and of.chance(0.85)
        else of.pick(Decimal(line), Decimal(3540), Decimal(1500), high, high, high)
    ) * size
    total += of.pick(Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal("0.01") * size, Decimal("0.005"))
    total = total.quantize(Decimal("0.01"))
    wage = of.pick(Decimal(0), Decimal(6000), Decimal(4800), Decimal("7500.01"), Decimal(7500))
    expense = of.pick(Decimal(0), Decimal(1000))
    incomes: Row = {
        "wage_income": wage,
        "operating_income": max(Decimal(0), total - wage) + expense,
        "operating_expense": expense + max(Decimal(0), wage - total),
        "property_income": Decimal(0),
        "transfer_income": Decimal(0),
    }
    if of.chance(0.01 if of.calm else 0.08):
        incomes[of.pick(*incomes)] = None
    return incomes


def register_members(of: CountyDraws) -> Iterator[Row]:
    """The members, a few of households that the register does not know."""
    for household in of.households:
        for at, person in enumerate(household.members):
            yield {
                "household_id": household.id if not of.odd(0.02) else "无此户",
                "member_id": person.member_id,
                "name": person.name,
                "sex": person.sex if not of.odd(0.05) else of.pick("男", "女"),
                "id_number": person.register_number,
                "birth_date": person.born if not of.odd(0.05) else of.pick(person.born, date(1980, 5, 6)),
                "relation": "户主" if at == 0 else of.pick("配偶", "之子", "之女"),
                "ethnicity": of.maybe("汉族"),
                "health_status": of.maybe("健康"),
                "labour_capacity": of.maybe(of.pick("普通劳动力", "无劳动力")),
            }


def helpers(of: CountyDraws) -> Iterator[Row]:
    """Few helpers for many households, each name and organisation written in several ways."""
    share = of.pick(0.9, 1.0, 1.0) if of.chance(0.8) else 0.5
    names = of.pick((("帮 扶一", "帮扶一"), ("帮扶二",)), HELPERS)
    for household_id in of.some_households(share):
        for _ in range(of.pick(1, 1, 1, 2)):
            start = date(2016, 1, 1) if of.well() else of.pick(date(2016, 1, 1), of.a_day())
            end = of.later(start) if not of.well() and of.chance(0.3) else None
            yield {
                "household_id": household_id,
                "helper_name": of.pick(*of.pick(*names)),
                "organisation": of.pick("县委", "县 委", "教育局", "ＪＹ局", "JY局", "jy局"),
                "start_date": start,
                "end_date": end,
            }


#: the ways in which one helper is written (ruling 22), and names that are nearly the same
HELPERS = (
    ("帮 扶一", "帮扶一", "帮·扶一", "帮•扶　一"),
    ("阿·帮", "阿帮", "阿・ 帮"),
    ("帮扶二",),
    ("帮扶 二二", "帮扶二二"),
    ("阿-帮",),
)


def projects(of: CountyDraws) -> Iterator[Row]:
    """Projects at the line of M5 and beside it, in every state; in a calm county the first one is everywhere."""
    sources = of.pick(FUND_SOURCES[:2], FUND_SOURCES)
    to_the_poor = of.pick("line", "below", "any", "any")
    for at, project_id in enumerate(of.project_ids[:-1]):
        measure = of.pick("发展生产", "发展生产", "基础设施", "社会保障")
        everywhere = at == 0 and of.calm
        for village in VILLAGES if everywhere else of.random.sample(VILLAGES, 4):
            well = everywhere and of.well()
            start = of.day_of_year() if well else of.maybe(of.a_day(), 0.8)
            received = of.pick(None, Decimal(0), of.money(), of.money(), of.money())
            spent = of.money() if well else of.pick(None, Decimal(0), Decimal(0), received, of.money())
            yield {
                "project_id": project_id,
                "project_name": "项目",
                "measure": "发展生产" if well else measure if not of.odd(0.1) else "易地搬迁",
                "village_code": village[0],
                "fund_source": of.pick(*sources),
                "budget": of.money(),
                "received": received,
                "spent": spent,
                "spent_on_poor": _spent_on_poor(of, spent, to_the_poor),
                "start_date": start,
                "end_date": of.maybe(of.later(start) if start else of.a_day()),
            }
    if of.chance(0.3):
        yield from _open_up_to_the_line(of)
    if of.chance(0.5):
        for village in VILLAGES:
            if of.chance(0.7):
                yield {**_bare_project(of, of.project_ids[-1], village[0]), "budget": Raw("见附件")}


def _bare_project(of: CountyDraws, project_id: str, village_code: str) -> Row:
    return {
        "project_id": project_id,
        "project_name": "项目",
        "measure": "发展生产",
        "village_code": village_code,
        "fund_source": FUND_SOURCES[-1],
        "budget": of.money(),
        "start_date": of.a_day(),
    }


def _open_up_to_the_line(of: CountyDraws) -> Iterator[Row]:
    """Of 100 yuan of one source 20 went elsewhere, and of 80 nobody says where."""
    first, second = of.random.sample(VILLAGES, 2)
    yield {**_bare_project(of, "P7", first[0]), "spent": Decimal(80)}
    yield {**_bare_project(of, "P7", second[0]), "spent": Decimal(20), "spent_on_poor": Decimal(0)}


FUND_SOURCES = ("中央财政", "省级财政", "市级财政", "县级财政", "信贷资金", "社会帮扶")


def _spent_on_poor(of: CountyDraws, spent: Decimal | None, to_the_poor: str) -> Decimal | None:
    """Exactly 80% where that has whole fen, a fen less, or any amount; missing now and then."""
    if of.chance(0.05 if to_the_poor != "any" else 0.3):
        return None
    exactly = (spent or Decimal(0)) * 4 / 5
    if to_the_poor == "line" and exactly == exactly.quantize(Decimal("0.01")):
        return exactly
    if to_the_poor == "below":
        return max(Decimal(0), exactly.quantize(Decimal("0.01")) - Decimal("0.01"))
    return of.pick(spent, of.money(), Decimal(0))


def project_beneficiaries(of: CountyDraws) -> Iterator[Row]:
    """In a calm county nearly everybody has something of the first project; in some a few only of an unknown one."""
    unknown, day_of_unknown = of.pick(0.0, 0.15), of.pick(of.day, of.day + timedelta(1))
    for household_id in of.some_households(1.0 if of.calm else 0.35 * of.plenty):
        of_unknown = of.chance(unknown)
        for _ in range(of.pick(1, 1, 2)):
            well = not of_unknown and of.well()
            project_id = of.project_ids[0] if well else of.pick(*of.project_ids)
            yield {
                "project_id": of.project_ids[-1] if of_unknown else project_id,
                "household_id": household_id,
                "mode": of.maybe("实物"),
                "amount": of.maybe(of.money(), 0.8),
                "date": day_of_unknown if of_unknown else of.day_of_year() if well else of.a_day(),
            }


PROBLEMS = ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "识别", "其他")


def third_party_assessment(of: CountyDraws) -> Iterator[Row]:
    """Problems found, rectified and closed, each before and after D; in some counties all closed, in some none."""
    problems = of.pick(PROBLEMS, PROBLEMS[:3], PROBLEMS)
    kind = of.pick("all closed", "none", *["any"] * 4)
    households = [] if kind == "none" else [*of.some_households(0.6), *of.some_households(0.4)]
    for household_id in households:
        rectified = of.maybe(of.a_day())
        closed = of.day if kind == "all closed" or of.chance(0.6) else of.maybe(of.a_day())
        yield {
            "problem_id": f"W{of.next_number()}",
            "household_id": household_id,
            "found_date": of.a_day(),
            "problem": of.pick(*problems),
            "detail": of.maybe("说明"),
            "rectified_date": min(rectified, closed) if rectified and closed else rectified,
            "closed_date": closed,
        }


def sign_offs(of: CountyDraws) -> Iterator[Row]:
    """In order from the households up, with a flaw here and there, or in no order at all."""
    kind = of.pick("in order", "flawed", "flawed", "any")
    if kind == "any":
        yield from _signatures_in_no_order(of)
        return
    days = sorted(of.day_of_year() for _ in range(4))
    flaws = 0.0 if kind == "in order" else of.pick(0.01, 0.05, 0.2)
    codes = sorted({*(village[0] for village in VILLAGES), "530129111201"})
    ladder = (
        [household.id for household in of.households],
        codes,
        sorted({code[:9] for code in codes}),
        ["530129"],
    )
    for level, day, units in zip("户村乡县", days, ladder, strict=True):
        for unit in units:
            yield from _signature(of, level, unit, day, flaws)


def _signature(of: CountyDraws, level: str, unit: str, day: date, flaws: float) -> Iterator[Row]:
    """One unit's signature on the day of its level; or a flaw, of which some break nothing."""

    def row(day: date, decision: str = "同意", signer: str = "甲") -> Row:
        return {"unit_id": unit, "level": level, "signer": signer, "sign_date": day, "decision": decision}

    if not of.chance(flaws):
        yield row(day)
        return
    flaw = of.pick(
        "none", "late", "refused", "refused that day", "refused before", "again", "after D", "refused after D"
    )
    if flaw == "late":
        yield row(min(of.day, day + timedelta(of.pick(1, 40, 300))))
    elif flaw == "after D":
        yield row(of.day + timedelta(1))
    elif flaw == "refused":
        yield row(day, "不同意")
    elif flaw != "none":
        yield row(day)
        if flaw == "again":
            yield row(of.day, signer="乙 丙")
        else:
            again = {"refused that day": day, "refused before": day - timedelta(1)}.get(flaw, of.day + timedelta(1))
            yield row(again, "不同意", "丁")


def _signatures_in_no_order(of: CountyDraws) -> Iterator[Row]:
    units = [("户", household.id) for household in of.households if of.chance(0.5)]
    units += [("村", village[0]) for village in VILLAGES if of.chance(0.7)]
    units += [("乡", village[0][:9]) for village in VILLAGES if of.chance(0.5)]
    units += [("县", "530129"), ("户", "530129103201"), ("村", "530129103"), ("县", "530128")]
    for level, unit in units:
        day = of.a_day()
        for signer in of.random.sample(("甲", "乙 丙", "丁"), of.pick(1, 1, 2, 3)):
            yield {
                "unit_id": unit,
                "level": level,
                "signer": signer,
                "sign_date": day if of.chance(0.6) else of.a_day(),
                "decision": of.pick("同意", "同意", "不同意"),
            }


MAKERS: dict[str, Callable[[CountyDraws], Iterator[Row]]] = {
    maker.__name__: maker
    for maker in (
        register_households, register_members, helpers, projects, project_beneficiaries, third_party_assessment,
        sign_offs,
    )
}  # fmt: skip
