"""Why there is no answer yet: what was named is not printed, several things fit, or it is no question for disclosures.

Absent   →  没有找到：2026年的表里没有“维修养护费”。 / 名称相近的有：维修（护）费。 / 查找范围：…
Open     →  “2025年经费”有几种可能，上级科目不同： / - 防灾减灾 · 2025年经费：4.07 万元[1] …

Each name and each candidate is offered with the query that a click on it executes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from answering.binding.scopes import STAGE_NAMES
from answering.evaluating.result import Absent, Candidate, Open, Refused
from answering.query.codec import query_json
from answering.query.say import STAGES
from answering.query.tree import Cell, Node, Nothing, Place, Query, Rows, Scope, children
from answering.telling.amounts import holds_quantity
from answering.telling.draft import Choice, Cited, Draft, Echo, Line, Named, Piece, line
from answering.telling.labels import Voice, and_more, document_name, figure_label, told, where
from disclosure.answer import Status
from disclosure.errors import MingzhangError
from disclosure.figure import Figure
from disclosure.mention import find_numbers
from retrieval.names import name_of

CHOICES = 12  # more candidates than this are not listed one by one
NEAR = 6
NO_UNIT = "没有说是哪家单位的"
UNRELATED = "这个问题与预算、决算公开无关"
_LOADED = "已收录的有："
_NEAR_LEADS = {"unit": _LOADED, "year": "已收录的年度有：", "column": "这一项印出的栏有：", "stage": _LOADED, "level": _LOADED}


@told.register
def absent(outcome: Absent, voice: Voice) -> Draft:
    """What is not there, what is near, and where was looked."""
    near = [name for name in outcome.near if name_of(name).key != name_of(outcome.name).key][:NEAR]
    why = outcome.why.rstrip("。")
    lines = [line("没有找到：", Named(why), "。", headline=True)]
    lines += _names(_NEAR_LEADS.get(outcome.part, "名称相近的有："), near) + _names("查找范围：", outcome.searched)
    choices = tuple(Choice(name, query=_json(renamed(voice.query, outcome.node, outcome.part, name))) for name in near)
    return Draft(Status.NOT_FOUND, tuple(lines), why, choices)


def _names(lead: str, names: Sequence[str]) -> list[Line]:
    shown = [name for name in names if not holds_quantity(name)][:NEAR]
    pieces: list[Piece | str] = [piece for name in shown for piece in ("、", Named(name))]
    return [line(lead, *pieces[1:], "。")] if shown else []


@told.register
def opened(outcome: Open, voice: Voice) -> Draft:
    """What fits equally well, each with its figure and place; units alone where no figure was looked for."""
    if not outcome.choices:
        return _units(outcome, voice)
    named = (getattr(outcome.node, field, None) for field in ("said", "row", "topic", "term"))
    name, apart = next(filter(None, named), "所问的内容"), f"（{outcome.why}）" if outcome.why else ""
    lines = [line("“", Echo(name), "”有多种可能", Named(apart), "，请说明具体所指：", headline=True)]
    shown = outcome.choices[:CHOICES]
    lines += [_choice_line(label, candidate, voice) for label, candidate in shown]
    lines += [line("- 还有其他，没有逐一列出")] if len(outcome.choices) > CHOICES else []
    figures = [candidate.figure for _, candidate in shown]
    queries = [narrowed(voice, outcome.node, figure, figures) for figure in figures]
    choices = []
    for (label, candidate), query in zip(shown, queries, strict=True):
        figure, query = candidate.figure, query if queries.count(query) == 1 else None  # rows that nothing tells apart
        choices.append(Choice(label, figure.amount, figure, _wording(voice, figure) if query else None, _json(query)))
    return Draft(Status.AMBIGUOUS, tuple(lines), f"“{name}”有多种可能{apart}，请说明具体所指", tuple(choices))


def _choice_line(label: str, candidate: Candidate, voice: Voice) -> Line:
    figure = candidate.figure
    printed = figure.table_title and figure.table_title not in label
    place = where(figure) if printed else (f"第{figure.provenance.page}页",)
    blank = ("没有列出数额", Cited((figure,)))
    number = blank if figure.amount is None else (voice.number(voice.in_unit_asked(figure), label),)
    return line("- ", Named(label, (figure,)), "（", *place, "）：", *number)


def _units(outcome: Open, voice: Voice) -> Draft:
    unit = getattr(outcome.node, "scope", Scope()).over(voice.query.scope).unit
    lead: tuple[Piece | str, ...] = ("“", Echo(unit), "”可以是几家单位") if unit else (NO_UNIT,)
    lines = [line(*lead, "，请说明具体是哪家：", headline=True)]
    lines += [line("- ", Named(one)) for one in outcome.scopes[:CHOICES]] + and_more(outcome.scopes, CHOICES, "家")
    choices = tuple(Choice(one, query=_json(renamed(voice.query, outcome.node, "unit", one))) for one in outcome.scopes[:CHOICES])
    return Draft(Status.AMBIGUOUS, tuple(lines), f"{f'“{unit}”可以是几家单位' if unit else NO_UNIT}，请说明具体是哪家", choices)


@told.register
def refused(outcome: Refused, voice: Voice) -> Draft:
    """Why it is no question, or cannot be computed."""
    why = _without_numbers(outcome.why.rstrip("。"))
    if isinstance(outcome.node, Nothing):
        why = f"{UNRELATED}（{why}）" if why else UNRELATED
    return refusal(why)


def _without_numbers(why: str) -> str:
    """A reason without amounts that nothing vouches for: 除数为 0.00万元 → 除数为零; 7人 → 以人计的数."""
    for mention in reversed(find_numbers(why)):
        if mention.amount is not None:
            counted = f"以{mention.amount.unit}计的数" if mention.amount.unit else "某数"
            word = counted if mention.amount.number else "零"
            why = f"{why[: mention.start].rstrip()}{word}{why[mention.end :].lstrip()}"
    return why


def refusal(reason: str) -> Draft:
    """An answer that says only why there is none."""
    return Draft(Status.NOT_FOUND, (line(Named(reason.rstrip("。")), "。", headline=True),), reason)


def _json(query: Query | None) -> dict[str, object] | None:
    """The query as JSON; None where it cannot be written."""
    try:
        return query_json(replace(query, unused=())) if query else None  # who chooses it confirms it
    except MingzhangError:
        return None


# the query that a choice stands for


def narrowed(voice: Voice, node: Node, figure: Figure, among: Sequence[Figure]) -> Query | None:
    """The query with one of its cells bound by what tells a figure apart from the others; None where the cell is not in it."""
    if not isinstance(node, Cell):
        return None
    changes: dict[str, Any] = {"scope": _scope_apart(voice, node.scope, figure, among)}
    among = [one for one in among if one.document_id == figure.document_id]

    def apart(what: Callable[[Figure], str | None]) -> bool:
        return len({what(one) or "" for one in among}) > 1

    if apart(lambda one: one.table_title):
        changes |= {"table": figure.table_title or node.table, "place": node.place if figure.table_id else Place.TEXT}
    if apart(lambda one: one.subject_code) and figure.subject_code:
        changes["row"] = figure.subject_code
    elif apart(lambda one: one.row_label or one.measure):
        changes["row"] = figure.row_label or figure.measure
    for field, what in (("under", _parent), ("column", _leaf)):
        if apart(what) and what(figure):
            changes[field] = what(figure)
    return _with_node(voice.query, node, replace(node, **changes))


def _scope_apart(voice: Voice, scope: Scope, figure: Figure, among: Sequence[Figure]) -> Scope:
    """The scope with what tells the figure's document apart from those of the others."""
    records = {one.document_id: voice.shelf.library.document(one.document_id) for one in among}
    if len(records) < 2:
        return scope
    mine = records.pop(figure.document_id)
    stage = next((key for key, word in STAGES.items() if mine.stage and word == STAGE_NAMES[mine.stage]), None)
    apart = Scope(mine.entity, None, mine.fiscal_year, stage, mine.level).over(scope)
    kind = (mine.entity, mine.fiscal_year, mine.stage, mine.level)
    alike = any((one.entity, one.fiscal_year, one.stage, one.level) == kind for one in records.values())
    return replace(apart, documents=(mine.id,)) if alike else apart


def _wording(voice: Voice, figure: Figure) -> str:
    """A question that asks for a figure: 岚县应急管理局2026年单位预算经费的办公费是多少."""
    above = f"{_parent(figure)}的" if _parent(figure) else ""
    return f"{document_name(voice.shelf, figure.document_id)}{above}{figure_label(figure)}是多少"


def renamed(query: Query, node: Node, part: str, name: str) -> Query | None:
    """The query with a part that is not there replaced by a name that is; None where it is no part of the node."""
    change: dict[str, Any] = {part: name}
    if part in ("unit", "year"):
        if part == "year" and not name[:4].isdecimal():
            return None
        change = {"year": int(name[:4])} if part == "year" else {"unit": name, "units": None}
        own = getattr(node, "scope", None)
        if own is None or getattr(own, part) is None:
            return replace(query, scope=replace(query.scope, **change))
        change = {"scope": replace(own, **change)}
    elif isinstance(node, Rows) and part in ("table", "under", "row"):
        change = {"of": replace(node.of, **change)}
    elif part not in ("row", "column", "under", "table", "term", "topic") or not hasattr(node, part):
        return None
    return _with_node(query, node, replace(node, **change))


def _with_node(query: Query, old: Node, new: Node) -> Query | None:
    """The query with one node in the place of another; None where the other is not in it."""
    ask = _swapped(query.ask, old, new)
    return None if ask is None else replace(query, ask=ask)


def _swapped(node: Node, old: Node, new: Node) -> Node | None:
    if node == old or _is_same_cell(node, old):
        return new
    for child in children(node):
        swapped = _swapped(child, old, new)
        for field in ("of", "claimed") if swapped is not None else ():
            held = getattr(node, field, None)
            if held is child:
                change: dict[str, Any] = {field: swapped}
                return replace(node, **change)
            if isinstance(held, tuple) and child in held:
                change = {field: tuple(swapped if one is child else one for one in held)}
                return replace(node, **change)
    return None


def _is_same_cell(one: Node, other: Node) -> bool:
    """Whether evaluation worked with this cell under another aspect."""
    return isinstance(one, Cell) and isinstance(other, Cell) and replace(one, aspect=other.aspect, place=other.place) == other


def _parent(figure: Figure) -> str:
    """What a row stands under: its project, or the row above as its path prints it."""
    above = figure.row_path[: figure.row_path.index(figure.row_label)] if figure.row_label in figure.row_path else ()
    named = [part for part in above if part != figure.subject_code]
    return figure.project or (named[-1] if named and figure.table_id else "")


def _leaf(figure: Figure) -> str:
    return figure.column_path[-1] if figure.column_path else ""
