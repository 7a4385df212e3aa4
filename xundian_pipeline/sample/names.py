"""Chinese names made from tables of surnames and of characters that each generation liked; no real person is meant."""

from __future__ import annotations

import numpy

from xundian_pipeline.sample.draws import Array, Generator, chance, is_missing, pick

_SURNAMES = {
    "汉族": ("李王张杨陈刘赵黄周徐孙胡朱高林何郭罗钱马唐吴董代蒋余邓许段施尹丁崔金宋谢韩沈曾范窦晏桂角保", 18),
    "回族": ("马纳桂撒虎锁保金沙丁李张杨王赛合木锁", 4),
    "彝族": ("普毕李杨张鲁龙沙安陆禄黑白段自起阿", 6),
    "苗族": ("杨王张龙韩朱李陶项古熊", 4),
}
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "皇甫")
_CLANS = {
    "彝族": ("阿鲁", "吉克", "曲木", "沙玛", "阿普", "的惹", "罗洪", "勒则"),
    "回族": ("马", "哈", "穆", "伊", "撒", "赛"),
}
_DOTTED_MALE = {
    "彝族": ("木呷", "拉铁", "尔古", "伍各", "阿牛", "史布", "子古", "日哈"),
    "回族": ("优素福", "伊布拉", "哈桑", "尔萨", "努哈", "苏莱曼", "易卜拉", "奴海"),
}
_DOTTED_FEMALE = {
    "彝族": ("阿依", "阿呷", "乌果", "妞妞", "阿西", "石依", "曲各", "依娘"),
    "回族": ("法图麦", "海迪彻", "阿依舍", "麦尔燕", "赛丽麦", "索菲燕", "哈丽玛", "祖拜德"),
}
_GENERATIONS = (
    (
        1960,
        ("有正发永朝国光洪文开天德兴学绍家春", "才富贵华明清元寿昌福林祥忠顺成荣"),
        ("桂凤秀玉金春琼美兰小", "英芬珍兰仙花莲芝珠香秀琼"),
    ),
    (
        1980,
        ("建志国永文正家光洪云绍庆春荣德海", "明华军平林生东伟红云祥坤才忠学良"),
        ("丽红桂琼美秀玉小春晓凤", "芬琼英梅红萍芳珍仙华兰花"),
    ),
    (
        2000,
        ("建志文云正海洪家光永晓俊明国兴", "伟军涛波鹏林勇云强飞龙华杰平辉"),
        ("丽晓红艳小春玉金海云", "丽芳艳梅娟燕琼玲霞娇花萍"),
    ),
    (
        9999,
        ("子浩宇俊梓嘉天文家博明云思志", "轩涵豪宇杰浩然睿洋鑫阳鹏博"),
        ("子雨欣梓思诗佳梦怡语若紫", "涵萱怡妍婷欣瑶琪雯彤蕊悦"),
    ),
)
_SIMILAR = dict(
    zip(
        "张王李刘杨陈马朱沈余代窦英华明军芳兰伟丽萍红文国玉金云秀琼平林海春珍建志永家梅燕涵宇子雨梓学福祥清成荣桂凤花正",
        "章汪黎柳扬程玛珠沉佘戴豆瑛桦铭君方蓝玮莉平洪闻囯钰全芸绣琮萍琳诲椿真健智咏嘉玫艳函雨孜语子雪富详青诚蓉贵风华政",
        strict=True,
    )
)
_COMMON = "安宝彩成达恩发贵浩吉凯乐茂宁培启仁胜泰旺祥银泽芝"
_DOTS = "·"
SINGLE_CHARACTER_SHARE = 0.14
COMPOUND_SHARE = 0.003


def make_surnames(random: Generator, ethnicity: Array) -> Array:
    """Return a surname for each person by ethnicity (object arrays of texts)."""
    surnames = numpy.empty(len(ethnicity), dtype=object)
    for group, (table, slope) in _SURNAMES.items():
        members = numpy.flatnonzero(ethnicity == group)
        weights = 1 / (numpy.arange(len(table)) + slope)
        surnames[members] = pick(random, list(table), len(members), weights)
    rest = numpy.flatnonzero(is_missing(surnames))
    surnames[rest] = pick(random, list(_SURNAMES["汉族"][0]), len(rest))
    compound = numpy.flatnonzero((ethnicity == "汉族") & chance(random, len(ethnicity), COMPOUND_SHARE))
    surnames[compound] = pick(random, _COMPOUND_SURNAMES, len(compound))
    return surnames


def make_given_names(random: Generator, births: Array, male: Array) -> Array:
    """Return a given name for each person, of the taste of the years of birth."""
    years = births.astype("datetime64[Y]").astype(numpy.int64) + 1970
    given = numpy.empty(len(births), dtype=object)
    earlier = 0
    for until, men, women in _GENERATIONS:
        for is_male, (first, second) in ((True, men), (False, women)):
            members = numpy.flatnonzero((years >= earlier) & (years < until) & (male == is_male))
            double = pick(random, list(first), len(members)) + pick(random, list(second), len(members))
            single = pick(random, list(second), len(members))
            given[members] = numpy.where(chance(random, len(members), SINGLE_CHARACTER_SHARE), single, double)
        earlier = until
    return given


def dotted_names(random: Generator, group: str, male: Array) -> Array:
    """Return names with a dot between clan and given name, as some families of `group` bear them."""
    clans = pick(random, _CLANS[group], len(male))
    men = pick(random, _DOTTED_MALE[group], len(male))
    women = pick(random, _DOTTED_FEMALE[group], len(male))
    return numpy.asarray(clans + _DOTS + numpy.where(male, men, women), dtype=object)


def has_dotted_names(group: str) -> bool:
    """Whether some families of `group` bear names with a dot."""
    return group in _CLANS


def written_otherwise(random: Generator, name: str) -> str:
    """Return the name as somebody writes it who has only heard it, or copied it badly: never the same name.

    Mostly a character that sounds or looks alike, else a wrong one, one too few or one too many.
    """
    places = [place for place, character in enumerate(name) if character in _SIMILAR]
    if places and random.random() < 0.75:
        place = places[int(random.integers(len(places)))]
        return name[:place] + _SIMILAR[name[place]] + name[place + 1 :]
    if random.random() < 0.6:
        place = int(random.integers(1, len(name))) if len(name) > 1 else 0
        others = [character for character in _COMMON if character != name[place]]
        return name[:place] + others[int(random.integers(len(others)))] + name[place + 1 :]
    return name[:-1] if len(name) > 2 else name + "子"


def with_other_ending(random: Generator, name: str) -> str:
    """Return the name of a brother or son: all but the last character is the same."""
    others = [character for character in _COMMON if character != name[-1]]
    return name[:-1] + others[int(random.integers(len(others)))]


def officials(random: Generator, count: int) -> Array:
    """Return `count` different names of grown-up officials."""
    names: list[str] = []
    while len(names) < count:
        births = numpy.datetime64("1962-01-01") + random.integers(0, 12000, 2 * count).astype("timedelta64[D]")
        male = chance(random, 2 * count, 0.65)
        ethnicity = numpy.full(2 * count, "汉族", dtype=object)
        made = make_surnames(random, ethnicity) + make_given_names(random, births, male)
        names = list(dict.fromkeys([*names, *made]))
    return numpy.array(names[:count], dtype=object)
