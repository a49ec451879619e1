"""A query made narrower by one choice: what a click on it executes.

narrowed(query, Open.node, the figure chosen, all figures)  →  the same query, its cell bound by what tells that figure apart
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from answering.query.tree import Cell, Define, Entries, Node, Passage, Place, Query, QueryStage, Rows, Scope, Units, children
from answering.telling.phrases import Voice, document_name, figure_label
from disclosure.document import Stage
from disclosure.figure import Figure

_STAGES = {Stage.BUDGET: QueryStage.BUDGET, Stage.FINAL_ACCOUNTS: QueryStage.FINAL}


def narrowed(voice: Voice, node: Node, figure: Figure, among: Sequence[Figure]) -> Query | None:
    """The query with one of its cells bound by what tells a figure apart from the others; None where the cell is not in it."""
    if not isinstance(node, Cell):
        return None
    changes: dict[str, Any] = {"scope": _scope_apart(voice, node.scope, figure, among)}
    among = [one for one in among if one.document_id == figure.document_id]
    if _differ(among, lambda one: one.table_title or ""):
        changes["table"] = figure.table_title or node.table
        changes["place"] = node.place if figure.table_id else Place.TEXT
    if _differ(among, lambda one: one.subject_code or "") and figure.subject_code:
        changes["row"] = figure.subject_code
    elif _differ(among, lambda one: one.row_label or one.measure):
        changes["row"] = figure.row_label or figure.measure
    if _differ(among, _parent) and _parent(figure):
        changes["under"] = _parent(figure)
    if _differ(among, _leaf) and _leaf(figure):
        changes["column"] = _leaf(figure)
    return with_node(voice.query, node, replace(node, **changes))


def _scope_apart(voice: Voice, scope: Scope, figure: Figure, among: Sequence[Figure]) -> Scope:
    documents = {one.document_id for one in among}
    if len(documents) < 2:
        return scope
    record = voice.shelf.library.document(figure.document_id)
    others = [voice.shelf.library.document(one) for one in documents - {figure.document_id}]
    stage = _STAGES[record.stage] if record.stage else None
    apart = Scope(record.entity, None, record.fiscal_year, stage, record.level).over(scope)
    alike = any(
        (one.entity, one.fiscal_year, one.stage, one.level) == (record.entity, record.fiscal_year, record.stage, record.level)
        for one in others
    )
    return replace(apart, documents=(record.id,)) if alike else apart


def wording(voice: Voice, figure: Figure) -> str:
    """A question that asks for a figure: 岚县应急管理局2026年单位预算经费的办公费是多少."""
    above = f"{_parent(figure)}的" if _parent(figure) else ""
    return f"{document_name(voice.shelf, figure.document_id)}{above}{figure_label(figure)}是多少"


def renamed(query: Query, node: Node, part: str, name: str) -> Query | None:
    """The query with a part that is not there replaced by a name that is; None where it is no part of the node."""
    changed = _changed(node, part, name)
    if part in ("unit", "year") and not isinstance(node, (Cell, Rows, Units, Passage, Entries, Define)):
        return replace(query, scope=_rescoped(query.scope, part, name)) if _can(part, name) else None
    if changed is None:
        return None
    if part in ("unit", "year"):
        said_there = getattr(node, "scope", Scope())
        if getattr(said_there, part, None) is None:
            return replace(query, scope=_rescoped(query.scope, part, name))
    return with_node(query, node, changed)


def _changed(node: Node, part: str, name: str) -> Node | None:
    change: dict[str, Any] = {part: name}
    if part in ("unit", "year"):
        if not isinstance(node, (Cell, Rows, Units, Passage, Entries, Define)) or not _can(part, name):
            return None
        return replace(node, scope=_rescoped(node.scope, part, name))
    if part in ("row", "column", "under", "table") and isinstance(node, Cell):
        return replace(node, **change)
    if part in ("table", "under", "row") and isinstance(node, Rows):
        return replace(node, of=replace(node.of, **change))
    if part == "term" and isinstance(node, Define):
        return replace(node, term=name)
    if part == "topic" and isinstance(node, (Passage, Entries)):
        return replace(node, topic=name)
    return None


def _can(part: str, name: str) -> bool:
    return part != "year" or _year(name) is not None


def _year(name: str) -> int | None:
    digits = "".join(character for character in name[:4] if character.isdecimal())
    return int(digits) if len(digits) == 4 else None


def _rescoped(scope: Scope, part: str, name: str) -> Scope:
    return replace(scope, year=_year(name)) if part == "year" else replace(scope, unit=name, units=None)


def with_node(query: Query, old: Node, new: Node) -> Query | None:
    """The query with one node in the place of another; None where the other is not in it."""
    ask = _swapped(query.ask, old, new)
    return None if ask is None else replace(query, ask=ask)


def _swapped(node: Node, old: Node, new: Node) -> Node | None:
    if node == old or _is_same_cell(node, old):
        return new
    for child in children(node):
        swapped = _swapped(child, old, new)
        if swapped is None:
            continue
        for field in ("of", "claimed"):
            held = getattr(node, field, None)
            if held is child:
                return _with(node, field, swapped)
            if isinstance(held, tuple) and child in held:
                at = held.index(child)
                return _with(node, field, (*held[:at], swapped, *held[at + 1 :]))
    return None


def _with(node: Node, field: str, value: object) -> Node:
    change: dict[str, Any] = {field: value}
    return replace(node, **change)


def _is_same_cell(one: Node, other: Node) -> bool:
    """Whether evaluation worked with this cell under another aspect."""
    return isinstance(one, Cell) and isinstance(other, Cell) and replace(one, aspect=other.aspect, place=other.place) == other


def _differ(figures: Sequence[Figure], what: Callable[[Figure], str]) -> bool:
    return len({what(one) for one in figures}) > 1


def _parent(figure: Figure) -> str:
    """What a row stands under: its project, or the row above as its path prints it."""
    if figure.project:
        return figure.project
    above = figure.row_path[: figure.row_path.index(figure.row_label)] if figure.row_label in figure.row_path else ()
    named = [part for part in above if part != figure.subject_code]
    return named[-1] if named and figure.table_id else ""


def _leaf(figure: Figure) -> str:
    return figure.column_path[-1] if figure.column_path else ""
