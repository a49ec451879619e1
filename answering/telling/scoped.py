"""What an answer may speak of: the words and amounts of the query, the years of its documents, and whose figures were asked for.

scope_fault(figure of 2025, Context.of(query for 2026, …))  →  是2025年的
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from answering.evaluating.computing import stated
from answering.evaluating.result import Absent, Evaluation, LeftOut, Listed, Open
from answering.query.tree import Cell, CellAspect, Given, Node, Query, QueryStage, Rows, Scope, children, walk
from answering.telling.draft import flatten
from answering.telling.phrases import Shelf
from answering.telling.understanding import understood
from disclosure.amount import Amount
from disclosure.document import Stage
from disclosure.figure import Figure

_APART = "¦"  # between literals, so that none runs into the next
_STAGES = {QueryStage.BUDGET: Stage.BUDGET, QueryStage.FINAL: Stage.FINAL_ACCOUNTS}
_STATES = ("资产", "占有", "占用", "截至", "截止")
_NAMED_BUDGET, _NAMED_FINAL = ("预算", "年初"), ("决算", "执行", "实际")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the query asks a figure of."""

    scope: Scope
    aspect: CellAspect
    named: str  # its row, column and what it stands under, as one text
    column: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the text may repeat, and whose figures it may show."""

    words: str  # what the query says, flattened
    names: str  # what the library is said to hold, flattened: names near, members left out
    years: frozenset[int]
    given: tuple[tuple[Given, Amount], ...]
    asked: tuple[Asked, ...]
    entities: frozenset[str]  # units that were answered from
    files: tuple[str, ...]  # names of the documents that were answered from
    stages: dict[str, Stage | None]  # of the documents that were answered from

    @staticmethod
    def of(query: Query, evaluation: Evaluation, shelf: Shelf) -> Context:
        """The context of an answer to a query."""
        literals = [*_literals(query), understood(query, evaluation)]
        givens = [node for node in _givens(query.ask)]
        literals += [f"{node.number}{node.unit or ''}" for node in givens]
        amounts = tuple((node, amount) for node in givens if (amount := stated(node)) is not None)
        records = [shelf.library.document(key) for scope in evaluation.scopes for key in scope.document_ids]
        names = [name for name in _names(evaluation.outcome) if name]
        names += [record.entity for record in records if record.entity]
        years = {scope.year for scope in evaluation.scopes if scope.year} | set(_years(" ".join(names)))
        return Context(
            _APART.join(flatten(one) for one in literals),
            _APART.join(flatten(one) for one in names),
            frozenset(years),
            amounts,
            tuple(_asked(query.ask, query.scope)),
            frozenset(scope.entity for scope in evaluation.scopes if scope.entity),
            tuple(record.file_name for record in records),
            {record.id: record.stage for record in records},
        )

    def is_given(self, amount: Amount) -> bool:
        """Whether the asker states an amount; one without a unit is taken in that of what it is held against, and 6个人 is 6人."""
        for node, said in self.given:
            like = stated(node, amount)
            if any(one is not None and one.dimension == amount.dimension and one.in_base == amount.in_base for one in (said, like)):
                return True
            if said.unit is not None and said.unit.name in ("个", "%", "百分点") and said.number == amount.number:
                return True
        return False


def scope_fault(figure: Figure, context: Context) -> str | None:
    """Why a printed figure is of nothing that was asked for; None when it fits one thing that was."""
    faults = [_fault(figure, asked, context) for asked in context.asked]
    return faults[0] if faults and all(faults) else None


def _fault(figure: Figure, asked: Asked, context: Context) -> str | None:
    scope = asked.scope
    if scope.unit and context.entities and figure.entity and figure.entity not in context.entities:
        if not any(entity in part for entity in context.entities for part in figure.row_path):
            return f"属于{figure.entity}"
    if scope.year and figure.fiscal_year and figure.fiscal_year != scope.year and not _of_other_year(figure, asked, scope.year):
        return f"是{figure.fiscal_year}年的"
    if scope.level and figure.level and scope.level is not figure.level:
        return "部门与单位不同"
    if scope.stage and figure.stage and figure.stage is not _STAGES[scope.stage] and not _of_other_stage(figure, asked, context):
        return "预算与决算不同"
    return None


def _of_other_year(figure: Figure, asked: Asked, year: int) -> bool:
    """Whether a figure of another year than the disclosure's is what is asked for: last year's, a state at its end, a named one."""
    if str(figure.fiscal_year) in asked.named:
        return True
    if asked.aspect is not CellAspect.VALUE or asked.column is not None:
        return figure.fiscal_year == year - 1
    printed = "".join([*figure.row_path, *figure.column_path, figure.project or "", figure.sentence or "", figure.measure])
    return str(year) in printed or (figure.fiscal_year == year - 1 and _is_state(figure))


def _is_state(figure: Figure) -> bool:
    """A count or a stock that the next year's disclosure prints: 截至2025年12月31日共有车辆7辆."""
    if figure.table_id is not None or figure.amount is None:
        return False
    said = "".join(figure.row_path) + (figure.sentence or "")[:12]
    return figure.amount.dimension not in ("money", "%") or any(word in said for word in _STATES)


def _of_other_stage(figure: Figure, asked: Asked, context: Context) -> bool:
    """Whether a figure of the other stage is what is asked for: the budget beside the accounts, what was carried out beside the plan."""
    assert asked.scope.stage is not None
    if context.stages.get(figure.document_id, _STAGES[asked.scope.stage]) is not _STAGES[asked.scope.stage]:
        return False
    if asked.aspect is not CellAspect.VALUE or asked.column is not None or figure.table_id is None:
        return True
    words = _NAMED_BUDGET if figure.stage is Stage.BUDGET else _NAMED_FINAL
    return any(word in asked.named for word in words)


def _asked(node: Node, outer: Scope) -> Iterator[Asked]:
    scope = getattr(node, "scope", Scope()).over(outer)
    if isinstance(node, Cell):
        named = " ".join(filter(None, (node.row, node.column, node.under, node.table, node.as_of, node.said)))
        yield Asked(scope, node.aspect, named, node.column or node.as_of)
    elif isinstance(node, Rows):
        named = " ".join(filter(None, (node.of.row, node.of.under, node.of.table, node.column, node.said)))
        yield Asked(scope, node.aspect, named, node.column)
    for child in children(node):
        yield from _asked(child, scope)


def _givens(node: Node) -> Iterator[Given]:
    for one in walk(node):
        if isinstance(one, Given):
            yield one
        where = getattr(one, "where", None)
        for bound in ("above", "below", "at_least", "at_most", "equal") if where is not None else ():
            if (given := getattr(where, bound)) is not None:
                yield given


def _literals(value: Any) -> Iterator[str]:
    """Every string that a query holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _literals(part)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _literals(getattr(value, one.name))
    elif isinstance(value, int):
        yield f"{value}年"


def _names(outcome: Any) -> Iterator[str]:
    """Names that the evaluation says are in the library."""
    if isinstance(outcome, Absent):
        yield from (outcome.name, *outcome.near, *outcome.searched)
    elif isinstance(outcome, LeftOut):
        yield from (outcome.label, outcome.why)
    elif isinstance(outcome, Open):
        yield from (outcome.why, *outcome.scopes)
    elif isinstance(outcome, tuple):
        for part in outcome:
            yield from _names(part)
        return
    if isinstance(outcome, Listed):
        yield from outcome.texts
    for name in ("items", "parts", "places", "left_out", "left", "right"):
        if (held := getattr(outcome, name, None)) is not None:
            yield from _names(held)


def _years(text: str) -> Iterator[int]:
    digits = ""
    for character in text + " ":
        if character.isdecimal():
            digits += character
            continue
        if len(digits) == 4 and digits[:2] in ("19", "20"):
            yield int(digits)
        digits = ""
