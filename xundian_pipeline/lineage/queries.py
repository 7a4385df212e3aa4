"""What the columns of a query are made from, told from its SQL alone.

A query is walked from its tables outward, kind of rows by kind of rows: a filter or a join that can never hold for a
kind (`feed = 'deaths'` for the rows of another feed) leaves it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import sqlglot
from sqlglot import exp

from xundian_pipeline.lineage.expressions import Expressions, Scope
from xundian_pipeline.lineage.relations import (
    NOTHING,
    NULL,
    Cell,
    Constant,
    Relation,
    Rows,
    Sources,
    common,
    of_few_kinds,
    union,
)

DIALECT = "duckdb"

Tables = Mapping[str, Relation]


def relation_of(query: str, tables: Tables, parameters: Collection[str] = ()) -> Relation:
    """Return what the columns of a SELECT are made from.

    `tables` are those that it may read, `parameters` the names of the dated parameters among those that it binds.
    Raises KeyError for a table or a column that nobody has.
    """
    return _Query(tables, frozenset(parameters)).relation(sqlglot.parse_one(query, dialect=DIALECT), None)


@dataclass(frozen=True)
class _Query:
    """A query or a part of one, with the tables and the common table expressions that it sees."""

    tables: Tables
    parameters: frozenset[str]

    def relation(self, node: exp.Expr, outer: Scope | None) -> Relation:
        query = self._with_common_tables(node, outer)
        if isinstance(node, exp.Subquery):
            return query.relation(node.this, outer)
        if isinstance(node, exp.SetOperation):
            return query._set_operation(node, outer)
        if isinstance(node, exp.Select):
            return query._select(node, outer)
        raise NotImplementedError(f"lineage of {type(node).__name__}")

    def _with_common_tables(self, node: exp.Expr, outer: Scope | None) -> _Query:
        query = self
        for table in node.ctes if isinstance(node, exp.Query) else ():
            relation = query.relation(table.this, outer)
            query = replace(query, tables={**query.tables, table.alias: relation})
        return query

    def _set_operation(self, node: exp.SetOperation, outer: Scope | None) -> Relation:
        left, right = self.relation(node.left, outer), self.relation(node.right, outer)
        if isinstance(node, exp.Union):
            return of_few_kinds(left.columns, (*left.kinds, *_renamed(right, left.columns).kinds))
        judging = union(cell.all for rows in right.kinds for cell in rows.columns.values()) | right.conditions
        return Relation(left.columns, tuple(replace(rows, conditions=rows.conditions | judging) for rows in left.kinds))

    def _select(self, node: exp.Select, outer: Scope | None) -> Relation:
        expressions = Expressions(self.parameters, self.relation)
        scopes = list(self._joined(node, expressions, outer))
        columns = tuple(_output_columns(node, self._read(node, outer)))
        rows = [self._output(node, scope, expressions) for scope in scopes]
        return of_few_kinds(columns, rows, common if _is_pivot(node, rows) else union)

    def _read(self, node: exp.Select, outer: Scope | None) -> dict[str, Relation]:
        """The relations of FROM and of the joins, by their aliases."""
        read = [node.args["from_"].this] if node.args.get("from_") else []
        read += [join.this for join in node.args.get("joins") or () if join.kind not in ("SEMI", "ANTI")]
        return {one.alias_or_name: self._source(one, outer) for one in read}

    def _source(self, node: exp.Expr, outer: Scope | None) -> Relation:
        names = tuple(node.alias_column_names)
        if isinstance(node, exp.Table):
            return self.tables[node.name]
        if isinstance(node, exp.Subquery) and not isinstance(node.this, exp.Values):
            relation = self.relation(node, outer)
            return _renamed(relation, names) if names else relation
        values = node.this if isinstance(node, exp.Subquery) else node
        if not isinstance(values, exp.Values):
            raise NotImplementedError(f"lineage of {type(node).__name__} in FROM")
        expressions = Expressions(self.parameters, self.relation)
        scope = Scope({}, outer=outer)
        rows = [Rows({n: expressions.cell(v, scope) for n, v in zip(names, row.expressions, strict=True)})
                for row in values.expressions]  # fmt: skip
        return of_few_kinds(names, rows)

    def _joined(self, node: exp.Select, expressions: Expressions, outer: Scope | None) -> Iterator[Scope]:
        """One scope for every combination of kinds of rows that can come together and pass the filter."""
        scopes = [Scope({}, outer=outer)]
        if node.args.get("from_"):
            source = node.args["from_"].this
            relation = self._source(source, outer)
            scopes = [scopes[0].with_rows(source.alias_or_name, rows, rows.conditions) for rows in relation.kinds]
        for join in node.args.get("joins") or ():
            relation = self._source(join.this, outer)
            scopes = [after for scope in scopes for after in _join(scope, join, relation, expressions)]
        for scope in scopes:
            passing = _filtered(scope, node, expressions)
            if passing is not None:
                yield passing

    def _output(self, node: exp.Select, scope: Scope, expressions: Expressions) -> Rows:
        grouping = [*_group(node), *(node.args[name] for name in ("having", "qualify") if node.args.get(name))]
        columns: dict[str, Cell] = {}
        for projection in node.expressions:
            if projection.is_star:
                columns.update(scope.columns(_table_of_star(projection)))
            else:
                cell = expressions.cell(projection, replace(scope, aliases=columns))
                if _aggregates(projection) and cell.constant != NULL:
                    # In a group rows of several kinds may come together: what decides of these, decides of this value.
                    cell = replace(cell, conditions=cell.conditions | scope.conditions)
                columns[projection.alias_or_name] = cell
        judging = union(expressions.cell(one, replace(scope, aliases=columns)).all for one in grouping)
        return Rows(columns, scope.conditions | judging)


def _join(scope: Scope, join: exp.Join, relation: Relation, expressions: Expressions) -> Iterator[Scope]:
    name = join.this.alias_or_name
    is_outer = join.side in ("LEFT", "RIGHT", "FULL")
    wanted = _wanted(scope, join, relation, expressions)
    matched = [
        (rows, together)
        for rows in relation.kinds
        if all(rows.columns[column].constant in (None, constant) for column, constant in wanted.items())
        and (together := _together(scope.with_rows(name, rows), join, expressions)) is not None
    ]
    for rows, together in matched:
        judging = rows.conditions | _judging(join, together, expressions)
        if join.kind in ("SEMI", "ANTI"):
            yield scope.under(judging)
        elif is_outer:
            yield together.with_rows(name, _perhaps(together.tables[name], judging))
        else:
            yield together.under(judging)
    if join.kind == "ANTI" and not matched:
        yield scope
    # A column of this side that is taken for the constant of a match may be anything without one.
    if is_outer and all(_is_narrowed(scope, together) for _, together in matched):
        yield scope.with_rows(name, _absent(relation))


def _wanted(scope: Scope, join: exp.Join, relation: Relation, expressions: Expressions) -> dict[str, Constant]:
    """What columns of a joined table must be for the join to hold: known at once, where the table has many kinds."""
    alias, condition, wanted = join.this.alias_or_name, join.args.get("on"), {}
    for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
        if isinstance(part, exp.EQ):
            for own, other in ((part.left, part.right), (part.right, part.left)):
                is_own = isinstance(own, exp.Column) and own.table == alias and own.name in relation.columns
                reads_own = any(column.table in ("", alias) for column in other.find_all(exp.Column))
                constant = expressions.constant(other, scope) if is_own and not reads_own else None
                if constant is not None:
                    wanted[own.name] = constant
    return wanted


def _together(scope: Scope, join: exp.Join, expressions: Expressions) -> Scope | None:
    """The scope in which the condition of a join holds; None where it cannot."""
    condition = join.args.get("on")
    if condition is None:
        return scope
    return None if expressions.truth(condition, scope) is False else expressions.refined(condition, scope)


def _judging(join: exp.Join, scope: Scope, expressions: Expressions) -> Sources:
    condition = join.args.get("on")
    return NOTHING if condition is None else expressions.cell(condition, scope).all


def _is_narrowed(scope: Scope, together: Scope) -> bool:
    return any(together.tables[alias] is not rows for alias, rows in scope.tables.items())


def _perhaps(rows: Rows, judging: Sources) -> Rows:
    """The rows beyond an outer join, which may be missing: no column is surely anything, and what decides whether they
    are there is a condition of these columns alone."""
    return Rows({name: Cell(cell.values, cell.conditions | judging) for name, cell in rows.columns.items()})


def _absent(relation: Relation) -> Rows:
    return Rows(dict.fromkeys(relation.columns, Cell(constant=NULL)))


def _filtered(scope: Scope, node: exp.Select, expressions: Expressions) -> Scope | None:
    if not node.args.get("where"):
        return scope
    condition = node.args["where"].this
    if expressions.truth(condition, scope) is False:
        return None
    return expressions.refined(condition, scope).under(expressions.cell(condition, scope).all)


def _is_pivot(node: exp.Select, rows: list[Rows]) -> bool:
    """Say whether kinds of rows become columns: then a group has rows of every kind, and each column is one kind's."""
    aggregates = [one.alias_or_name for one in node.expressions if _aggregates(one)]
    return any(one.columns[name].constant == NULL for one in rows for name in aggregates)


def _aggregates(node: exp.Expr) -> bool:
    """Say whether an expression aggregates rows of a group (a window function leaves them apart)."""
    found = (one for one in node.find_all(exp.AggFunc) if one.parent_select is node.parent_select)
    return any(not isinstance(one.parent, (exp.Window, exp.IgnoreNulls)) for one in found)


def _group(node: exp.Select) -> list[exp.Expr]:
    group = node.args.get("group")
    if group is None:
        return []
    if group.args.get("all"):
        return [one for one in node.expressions if not one.find(exp.AggFunc)]
    return list(group.expressions)


def _output_columns(node: exp.Select, read: Mapping[str, Relation]) -> Iterator[str]:
    seen: set[str] = set()
    for projection in node.expressions:
        if projection.is_star:
            table = _table_of_star(projection)
            names = [name for alias, relation in read.items() if table in (None, alias) for name in relation.columns]
        else:
            names = [projection.alias_or_name]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name


def _table_of_star(projection: exp.Expr) -> str | None:
    return projection.table if isinstance(projection, exp.Column) else None


def _renamed(relation: Relation, names: tuple[str, ...]) -> Relation:
    pairs = list(zip(names, relation.columns, strict=True))
    kinds = (replace(rows, columns={new: rows.columns[old] for new, old in pairs}) for rows in relation.kinds)
    return Relation(names, tuple(kinds))
