"""What an expression is made from, and whether a condition can hold, for one kind of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from xundian_pipeline.lineage.relations import (
    EMPTY,
    NOTHING,
    NULL,
    PARAMETERS,
    Cell,
    Constant,
    Relation,
    Rows,
    Source,
    Sources,
    merged,
)

_PASSING_ON = (exp.Alias, exp.Paren, exp.Cast, exp.Min, exp.Max)
"""What hands on a constant as it is."""


@dataclass(frozen=True)
class Scope:
    """The tables of a query for one combination of kinds of rows.

    `conditions` decide which rows there are, `aliases` are the query's own columns so far, `outer` is the scope of the
    query around it.
    """

    tables: Mapping[str, Rows]
    conditions: Sources = NOTHING
    aliases: Mapping[str, Cell] = field(default_factory=dict)
    outer: Scope | None = None

    def with_rows(self, alias: str, rows: Rows, conditions: Sources = NOTHING) -> Scope:
        """Return the scope with one more table, or with other rows of it."""
        return replace(self, tables={**self.tables, alias: rows}).under(conditions)

    def under(self, conditions: Sources) -> Scope:
        """Return the scope under further conditions."""
        return replace(self, conditions=self.conditions | conditions)

    def with_constant(self, alias: str, name: str, constant: Constant) -> Scope:
        """Return the scope in which a column is surely something; one of which that is known already stays."""
        rows = self.tables[alias]
        if rows.columns[name].constant is not None:
            return self
        cell = replace(rows.columns[name], constant=constant)
        return self.with_rows(alias, replace(rows, columns={**rows.columns, name: cell}))

    def columns(self, table: str | None) -> dict[str, Cell]:
        """Return what a star stands for."""
        return {
            name: cell
            for alias, rows in self.tables.items()
            if table in (None, alias)
            for name, cell in rows.columns.items()
        }

    def place(self, column: exp.Column) -> tuple[str, str] | None:
        """Return in which table of this scope a column stands, and its name; None where in none of them."""
        table, name = column.table, column.name
        for alias, rows in self.tables.items():
            if table in ("", alias) and name in rows.columns:
                return alias, name
        return None

    def cell(self, column: exp.Column) -> Cell:
        """Return what a column is made from; KeyError where nobody has it."""
        place = self.place(column)
        if place is not None:
            return self.tables[place[0]].columns[place[1]]
        if not column.table and column.name in self.aliases:
            return self.aliases[column.name]
        if self.outer is None:
            raise KeyError(f"nobody has the column {column.sql()}")
        return self.outer.cell(column)


@dataclass(frozen=True)
class Expressions:
    """Reads expressions. `subquery` says what a query within one gives."""

    parameters: frozenset[str]
    subquery: Callable[[exp.Expr, Scope | None], Relation]

    def cell(self, node: exp.Expr, scope: Scope) -> Cell:
        """Return what an expression is made from."""
        if isinstance(node, exp.Column):
            return scope.cell(node)
        if isinstance(node, (exp.Literal, exp.Boolean, exp.Null)):
            return Cell(constant=_constant(node))
        if isinstance(node, exp.Placeholder):
            is_dated = node.name in self.parameters
            return Cell(frozenset({Source(PARAMETERS, node.name)})) if is_dated else EMPTY
        if isinstance(node, exp.Query):
            return self._result(node, scope)
        if isinstance(node, exp.Case):
            return merged(self._branches(node, scope))
        if isinstance(node, exp.Coalesce):
            return merged(self._first_that_is(node, scope))
        if isinstance(node, exp.Star):
            return Cell(scope.conditions)
        parts = self._parts(node, scope)
        return replace(parts, constant=self.constant(node.this, scope)) if isinstance(node, _PASSING_ON) else parts

    def constant(self, node: exp.Expr, scope: Scope) -> Constant | None:
        """Return what an expression surely is; None where that cannot be told."""
        if isinstance(node, _PASSING_ON):
            return self.constant(node.this, scope)
        if isinstance(node, (exp.Literal, exp.Boolean, exp.Null)):
            return _constant(node)
        return self.cell(node, scope).constant if isinstance(node, (exp.Column, exp.Case, exp.Coalesce)) else None

    def truth(self, node: exp.Expr, scope: Scope) -> bool | None:
        """Say whether a condition holds; None where it cannot be told. What is NULL does not hold."""
        if isinstance(node, exp.Paren):
            return self.truth(node.this, scope)
        if isinstance(node, exp.Not):
            inner = self.truth(node.this, scope)
            return None if inner is None or not isinstance(node.this, (exp.Is, exp.Column)) else not inner
        if isinstance(node, (exp.And, exp.Or)):
            deciding = isinstance(node, exp.Or)
            left = self.truth(node.left, scope)
            if left is deciding:
                return deciding
            right = self.truth(node.right, scope)
            return right if right is deciding or left is not None else None
        if isinstance(node, (exp.EQ, exp.NEQ)):
            return self._compared(node, scope)
        if isinstance(node, exp.In) and node.expressions:
            found = {self.truth(exp.EQ(this=node.this, expression=one), scope) for one in node.expressions}
            return True if True in found else None if None in found else False
        constant = self.constant(node.this if isinstance(node, exp.Is) else node, scope)
        if constant is None:
            return None
        if isinstance(node, exp.Is):
            return (constant == NULL) if isinstance(node.expression, exp.Null) else None
        return constant.value is True

    def refined(self, condition: exp.Expr, scope: Scope) -> Scope:
        """Return the scope where a condition holds: a column that equals a constant is that constant."""
        if isinstance(condition, (exp.Paren, exp.And)):
            for part in (condition.this, condition.args.get("expression")):
                scope = self.refined(part, scope) if part is not None else scope
        if isinstance(condition, exp.EQ):
            for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
                place = scope.place(one) if isinstance(one, exp.Column) else None
                constant = self.constant(other, scope)
                if place is not None and constant is not None:
                    scope = scope.with_constant(*place, constant)
        return scope

    def _parts(self, node: exp.Expr, scope: Scope) -> Cell:
        parts = merged(
            self.cell(part, scope)
            for part in node.iter_expressions()
            if not isinstance(part, (exp.DataType, exp.Identifier, exp.Var))
        )
        return replace(parts, constant=None)

    def _result(self, node: exp.Query, scope: Scope) -> Cell:
        """What a query within an expression gives, its rows' conditions among it."""
        relation = self.subquery(node, scope)
        cells = [cell for rows in relation.kinds for cell in rows.columns.values()]
        return Cell(merged(cells).values, merged(cells).conditions | relation.conditions)

    def _branches(self, node: exp.Case, scope: Scope) -> Iterator[Cell]:
        """The branches of a CASE that can be taken, and the conditions that choose among them."""
        for branch in node.args["ifs"]:
            condition = branch.this
            if node.this is not None:
                condition = exp.EQ(this=node.this, expression=condition)
            holds = self.truth(condition, scope)
            if holds is False:
                continue
            result = self.cell(branch.args["true"], scope)
            chosen = self.cell(condition, scope)
            yield Cell(result.values | chosen.values, result.conditions | chosen.conditions, result.constant)
            if holds:
                return
        default = node.args.get("default")
        yield self.cell(default, scope) if default is not None else Cell(constant=NULL)

    def _first_that_is(self, node: exp.Coalesce, scope: Scope) -> Iterator[Cell]:
        for part in (node.this, *node.expressions):
            cell = self.cell(part, scope)
            if cell.constant != NULL:
                yield cell
            if cell.constant not in (None, NULL):
                return

    def _compared(self, node: exp.EQ | exp.NEQ, scope: Scope) -> bool | None:
        left, right = self.constant(node.left, scope), self.constant(node.right, scope)
        if NULL in (left, right):
            return False
        if left is None or right is None:
            return None
        return (left == right) == isinstance(node, exp.EQ)


def _constant(node: exp.Literal | exp.Boolean | exp.Null) -> Constant | None:
    if isinstance(node, exp.Null):
        return NULL
    if isinstance(node, exp.Boolean):
        return Constant(bool(node.this))
    return Constant(node.this) if node.is_string else Constant(int(node.this)) if node.is_int else None
