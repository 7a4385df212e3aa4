"""The lines of the households' ledgers, and the members, as SQL over a night's tables.

Every kind of line gives the same columns: whose line it is, where it stands (part, member, day, row), and what it says.
There are two million of them to be sorted: that is done section by section, households and members go as numbers and
words that come again and again as enums, until the last query puts the names back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published.codes import MEASURES, RESULTS, STATUSES, Indicator
from schemas.published.person import NUMBER_STATES, SECTIONS, section_of
from schemas.registry import FEEDS
from xundian_pipeline.publishing.inputs import labels, literal, quoted
from xundian_pipeline.restricted.texts import date_of, header_of, row_text, sort_date_of, told_columns, value_text

_FEED_PLACE = {feed: place for place, feed in enumerate(FEEDS, 1)}
_SIZE, _NET_INCOME, _RESULT = "在世成员", "人均纯收入", "退出结果"
_LEVELS = ("户", "村", "乡", "县")
_RETURNED = "有一行被退回，没有计入：错在哪里见退回清单"

_REGISTER = FEEDS["register_households"]
_SIGN_OFFS = FEEDS["sign_offs"]
_RECKONED = "NULL AS feed, NULL AS source, NULL AS sheet, NULL AS row_number"
_OF_ALL = "CAST(NULL AS INTEGER) AS member"
_NO_DAY = "CAST(NULL AS DATE) AS sort_date"
_NO_DATE = "CAST(NULL AS DATE) AS date"


def preparations(indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """What must be made before the lines: the words as types, households and members by number, records by member.

    `indicators` are those by which households are judged.
    """
    places = " UNION ALL ".join(f"SELECT source, sheet FROM {feed}" for feed in [*FEEDS, "quarantined_rows"])
    yield f"CREATE TYPE feed_name AS ENUM ({', '.join(literal(feed) for feed in FEEDS)})"
    for word in ("source", "sheet"):
        yield f"CREATE TYPE {word}_name AS ENUM (SELECT DISTINCT COALESCE({word}, '') FROM ({places}) ORDER BY 1)"
    constant = ", ".join(f"({literal(item)})" for item in _items(indicators))
    yield (
        "CREATE TYPE item_name AS ENUM (SELECT item FROM (SELECT DISTINCT relation AS item FROM members "
        f"UNION SELECT * FROM (VALUES {constant}) AS constant (item)) ORDER BY item)"
    )
    yield (
        "CREATE TEMP TABLE own_households AS SELECT *, CAST(ROW_NUMBER() OVER (ORDER BY household_id) AS INTEGER) "
        "AS household FROM households"
    )
    yield (
        "CREATE TEMP TABLE own_members AS SELECT m.*, h.household, CAST(ROW_NUMBER() OVER (ORDER BY m.row_ref) AS "
        "INTEGER) AS member, d.death_date, l.age FROM members AS m "
        "JOIN own_households AS h ON m.household_id = h.household_id "
        "LEFT JOIN deceased AS d ON m.member_id = d.member_id "
        "LEFT JOIN living_members AS l ON m.member_id = l.member_id"
    )
    yield (
        "CREATE TEMP TABLE own_records AS SELECT CAST(b.feed AS feed_name) AS feed, b.row_ref, b.outcome, m.household, "
        "m.member, m.name FROM belongs AS b JOIN own_members AS m ON b.member_id = m.member_id"
    )
    titles = ", ".join(f"({literal(feed.id)}, {literal(DEPARTMENTS[feed.department])})" for feed in FEEDS.values())
    yield (
        "CREATE TEMP TABLE feed_departments AS SELECT CAST(feed AS feed_name) AS feed, department FROM "
        f"(VALUES {titles}) AS title (feed, department)"
    )


def members_query(assessment_date: str) -> str:
    """The rows of person.members; `assessment_date` is the SQL of the night's date."""
    return (
        f"SELECT {assessment_date} AS assessment_date, m.member_id, m.household_id, m.name, m.sex, m.id_number, "
        f"{labels('m.id_state', NUMBER_STATES)} AS id_number_state, m.birth_date, m.age, m.relation, r.ethnicity, "
        "r.schooling, r.health_status, r.labour_capacity, m.death_date IS NULL AS living, m.death_date, h.township, "
        "h.village_code, h.village, h.hamlet, r.source, r.sheet, r.row_number FROM own_members AS m "
        "JOIN register_members AS r ON m.row_ref = r.row_ref JOIN own_households AS h ON m.household = h.household "
        "ORDER BY m.household_id, m.member_id"
    )


def lines_by_section(indicators: Mapping[str, Indicator]) -> dict[str, list[str]]:
    """Section -> the queries that give its lines (the findings are not among them), in the order of printing."""
    sections: dict[str, list[str]] = {section: [] for section in SECTIONS}
    for section, query in _branches(indicators):
        sections[section].append(query)
    return {section: queries for section, queries in sections.items() if queries}


def numbered_lines(assessment_date: str, section: str, lines: str, counted: str) -> str:
    """The rows of person.household_ledger from the table `lines` of a section, sorted by household.

    `counted` says of each household how many lines it has before this section (`earlier`) and how many lines of the
    section come before its own (`before`).
    """
    place = "household, part, member NULLS FIRST, sort_date NULLS FIRST, row_ref NULLS FIRST"
    return (
        f"SELECT {assessment_date} AS assessment_date, h.household_id, "
        f"CAST(l.number - c.before + c.earlier AS INTEGER) AS line_number, {literal(section)} AS section, m.member_id, "
        "CAST(l.item AS VARCHAR) AS item, l.content, l.date, d.department, CAST(l.feed AS VARCHAR) AS feed, "
        "CAST(l.source AS VARCHAR) AS source, CAST(l.sheet AS VARCHAR) AS sheet, l.row_number FROM "
        f"(SELECT *, ROW_NUMBER() OVER (ORDER BY {place}) AS number FROM {lines}) AS l "
        f"JOIN {counted} AS c ON l.household = c.household JOIN own_households AS h ON l.household = h.household "
        "LEFT JOIN own_members AS m ON l.member = m.member LEFT JOIN feed_departments AS d ON l.feed = d.feed"
    )


def counted_lines(lines: str, earlier: str) -> str:
    """How many lines of `lines` each household has, and what `numbered_lines` must know beside them.

    `earlier` (household, lines) counts those of the sections before; households without a line there count nought.
    """
    return (
        "SELECT n.household, n.lines, SUM(n.lines) OVER (ORDER BY n.household) - n.lines AS before, "
        "COALESCE(e.lines, 0) AS earlier FROM (SELECT household, COUNT(*) AS lines FROM "
        f"{lines} GROUP BY household) AS n LEFT JOIN {earlier} AS e ON n.household = e.household"
    )


def _items(indicators: Mapping[str, Indicator]) -> list[str]:
    """Every text that may stand in the column item, but the members' relations."""
    cells = [header_of(column) for column in _REGISTER.columns]
    signatures = [f"{level}级签字" for level in _LEVELS]
    titles = [feed.title for feed in FEEDS.values()]
    return sorted(
        {*cells, *titles, *signatures, *MEASURES.values(), *_titles(indicators).values(), _SIZE, _NET_INCOME, _RESULT}
    )


def _titles(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    return {code: f"{code} {indicator.name}" for code, indicator in indicators.items()}


def _branches(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    """Every kind of line: the section, and the query."""
    yield from _register()
    yield "家庭成员", _members()
    yield "家庭成员", _reckoned("-1", literal(_SIZE), "CAST(h.size AS VARCHAR) || ' 人'")
    yield "收入", _reckoned("1000", literal(_NET_INCOME), _net_income())
    for feed in FEEDS.values():
        if feed.person:
            yield section_of(feed.id, feed.department), _of_members(feed)
        elif feed.has_household and feed.id not in ("register_households", "register_members"):
            yield section_of(feed.id, feed.department), _of_households(feed)
    yield "帮扶措施", _reckoned(_position("t.measure", list(MEASURES)), *_measure(), "household_measures")
    place = _position("t.indicator", list(indicators))
    yield "指标判定", _reckoned(place, *_indicator(indicators), "household_exit_indicators")
    yield "指标判定", _reckoned("0", literal(_RESULT), labels("t.result", RESULTS), "household_results")
    yield "签字", _signatures()
    yield "退回的行", _returned()


def _register() -> Iterator[tuple[str, str]]:
    """A line per cell of the household's own row: money is income, everything else its circumstances."""
    for part, column in enumerate(_REGISTER.columns):
        if column.name != "household_id":
            text = value_text(column, "f")
            section = "收入" if column.type == "money" else "基本情况"
            query = (
                f"SELECT h.household, {_part(str(part))}, {_OF_ALL}, {_NO_DAY}, f.row_ref, "
                f"{_item(literal(header_of(column)))}, {text} AS content, {_NO_DATE}, {_origin(_REGISTER)} "
                "FROM register_households AS f JOIN own_households AS h ON f.household_id = h.household_id "
                f"WHERE {text} IS NOT NULL"
            )
            yield section, query


def _members() -> str:
    feed = FEEDS["register_members"]
    columns = [column for column in feed.columns if column.name not in ("household_id", "member_id", "relation")]
    state = f"CASE WHEN NOT m.id_valid THEN '号码' || {labels('m.id_state', NUMBER_STATES)} END"
    age = "'考核日 ' || CAST(m.age AS VARCHAR) || ' 周岁'"
    death = "'已死亡（' || CAST(m.death_date AS VARCHAR) || '）'"
    return (
        f"SELECT m.household, {_part('0')}, m.member, {_NO_DAY}, f.row_ref, {_item('m.relation')}, "
        f"{row_text(columns, 'f', state, age, death)} AS content, {_NO_DATE}, {_origin(feed)} FROM own_members AS m "
        "JOIN register_members AS f ON m.row_ref = f.row_ref"
    )


def _net_income() -> str:
    return (
        "COALESCE(CAST(h.net_income_per_capita AS VARCHAR) || ' 元/人·年', '不详：有一项收入没有填报，或没有在世成员')"
    )


def _of_members(feed: Feed) -> str:
    """The rows of a feed that belong to a member, the dead among them, whatever their date."""
    assert feed.person is not None
    written = f"f.{quoted(feed.person.name)}"
    doubt = (
        "CASE b.outcome WHEN 'exact' THEN '' "
        f"WHEN 'name_differs' THEN '（号码相符，名册上的姓名是“' || {written} || '”）' "
        "WHEN 'ambiguous' THEN '（这个号码登记在几个人名下，是谁的待核实）' "
        "WHEN 'decided' THEN '（经人工认定是本人的）' ELSE '（号码对不上，凭姓名和旁证认定）' END"
    )
    return (
        f"SELECT b.household, {_part(str(_FEED_PLACE[feed.id]))}, b.member, "
        f"{sort_date_of(feed, 'f')} AS sort_date, f.row_ref, "
        f"{_item(literal(feed.title))}, b.name || '：' || {row_text(told_columns(feed), 'f')} || {doubt} AS content, "
        f"{date_of(feed, 'f')} AS date, {_origin(feed)} FROM own_records AS b JOIN {feed.id} AS f "
        f"ON b.row_ref = f.row_ref WHERE b.feed = {literal(feed.id)}"
    )


def _of_households(feed: Feed) -> str:
    """The rows of a feed that name the household; of a project's row the project's name too."""
    more, join = [], ""
    if any(column.name == "project_id" for column in feed.columns):
        more = ["'项目名称：' || p.project_name"]
        join = (
            "LEFT JOIN (SELECT project_id, MIN(project_name) AS project_name FROM projects GROUP BY project_id) AS p "
            "ON f.project_id = p.project_id "
        )
    return (
        f"SELECT h.household, {_part(str(_FEED_PLACE[feed.id]))}, {_OF_ALL}, "
        f"{sort_date_of(feed, 'f')} AS sort_date, f.row_ref, "
        f"{_item(literal(feed.title))}, {row_text(told_columns(feed), 'f', *more)} AS content, "
        f"{date_of(feed, 'f')} AS date, {_origin(feed)} FROM {feed.id} AS f {join}"
        "JOIN own_households AS h ON f.household_id = h.household_id"
    )


def _measure() -> tuple[str, str]:
    text = (
        "CONCAT_WS('；', '共 ' || CAST(t.records AS VARCHAR) || ' 条记录', "
        "'受益 ' || CAST(t.persons AS VARCHAR) || ' 人', "
        "'本年金额 ' || CAST(CAST(t.amount AS DECIMAL(18, 2)) AS VARCHAR) || ' 元', "
        "'最早 ' || CAST(t.first_date AS VARCHAR))"
    )
    return labels("t.measure", MEASURES), text


def _indicator(indicators: Mapping[str, Indicator]) -> tuple[str, str]:
    return labels("t.indicator", _titles(indicators)), f"{labels('t.status', STATUSES)} || '：' || t.reason"


def _signatures() -> str:
    """The signatures of the household and of the village, the township and the county that it belongs to."""
    columns = [column for column in _SIGN_OFFS.columns if column.name not in ("unit_id", "level")]
    units = ("household_id", "village_code", "township_code", "SUBSTRING(village_code, 1, 6)")
    signed = " UNION ALL ".join(
        f"SELECT household, {unit} AS unit_id, {literal(level)} AS level FROM own_households"
        for unit, level in zip(units, _LEVELS, strict=True)
    )
    item = _item("f.level || '级签字'")
    return (
        f"SELECT u.household, {_part(_position('f.level', _LEVELS))}, {_OF_ALL}, f.sign_date AS sort_date, "
        f"f.row_ref, {item}, {row_text(columns, 'f')} AS content, "
        f"f.sign_date AS date, {_origin(_SIGN_OFFS)} FROM sign_offs AS f "
        f"JOIN ({signed}) AS u ON f.level = u.level AND f.unit_id = u.unit_id"
    )


def _returned() -> str:
    """The quarantined rows that carry the household's id or the number of one of its members."""
    titles = {feed.id: feed.title for feed in FEEDS.values()}
    return (
        f"SELECT w.household, {_part(_position('f.feed', list(FEEDS)))}, {_OF_ALL}, {_NO_DAY}, f.row_ref, "
        f"{_item(labels('f.feed', titles))}, {literal(_RETURNED)} AS content, {_NO_DATE}, "
        "CAST(f.feed AS feed_name) AS feed, CAST(f.source AS source_name) AS source, "
        "CAST(f.sheet AS sheet_name) AS sheet, f.row_number FROM quarantined_rows AS f JOIN ("
        "SELECT r.row_ref, h.household FROM quarantined_rows AS r "
        "JOIN own_households AS h ON r.household_id = h.household_id UNION "
        "SELECT r.row_ref, m.household FROM (SELECT row_ref, UNNEST(id_numbers) AS id_number FROM quarantined_rows) "
        "AS r JOIN own_members AS m ON r.id_number = m.id_number WHERE m.id_valid) AS w ON f.row_ref = w.row_ref"
    )


def _reckoned(part: str, item: str, text: str, source: str | None = None) -> str:
    """A line that no row of a department says; `source` has the alias t, the household h."""
    join = f"JOIN {source} AS t ON h.household_id = t.household_id" if source else ""
    return (
        f"SELECT h.household, {_part(part)}, {_OF_ALL}, {_NO_DAY}, CAST(NULL AS BIGINT) AS row_ref, {_item(item)}, "
        f"{text} AS content, {_NO_DATE}, {_RECKONED} FROM own_households AS h {join}"
    )


def _part(part: str) -> str:
    return f"CAST({part} AS SMALLINT) AS part"


def _position(expression: str, codes: Sequence[str]) -> str:
    """The place of a code among its codes, before everything that a department's row says."""
    cases = " ".join(f"WHEN {literal(code)} THEN {place - 100}" for place, code in enumerate(codes))
    return f"CASE {expression} {cases} ELSE -1 END"


def _item(text: str) -> str:
    return f"CAST({text} AS item_name) AS item"


def _origin(feed: Feed) -> str:
    return (
        f"CAST({literal(feed.id)} AS feed_name) AS feed, CAST(f.source AS source_name) AS source, "
        "CAST(f.sheet AS sheet_name) AS sheet, f.row_number"
    )
