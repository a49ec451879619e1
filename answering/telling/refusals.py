"""Why there is no answer yet: what was named is not printed, several things fit, or it is no question for disclosures.

Absent   →  没有找到：2026年的表里没有“维修养护费”。 / 名称相近的有：维修（护）费。 / 查找范围：…
Open     →  “2025年经费”有几种可能，上级科目不同： / - 防灾减灾 · 2025年经费：4.07 万元[1] …
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.binding.names import name_of
from answering.evaluating.result import Absent, Candidate, Open, Refused
from answering.query.codec import query_json
from answering.query.tree import Cell, Node, Nothing, Query
from answering.telling.draft import Choice, Cited, Draft, Echo, Line, Named, Piece, Words
from answering.telling.narrowing import narrowed, renamed, wording
from answering.telling.notes import holds_quantity
from answering.telling.phrases import Voice, tally, where
from answering.telling.told import told
from answering.telling.understanding import understood
from disclosure.answer import Status
from disclosure.errors import MingzhangError
from disclosure.mention import find_numbers

CHOICES = 12  # more candidates than this are not listed one by one
NEAR = 6
_NEAR_LEADS = {
    "unit": "已收录的有：",
    "year": "已收录的年度有：",
    "column": "这一项印出的栏有：",
    "stage": "已收录的有：",
    "level": "已收录的有：",
}
NO_UNIT = "没有说是哪家单位的"
UNRELATED = "这个问题与预算、决算公开无关"


@told.register
def _(outcome: Absent, voice: Voice) -> Draft:
    near = [name for name in outcome.near if name_of(name).key != name_of(outcome.name).key][:NEAR]
    shown = [name for name in near if not holds_quantity(name)]
    why = outcome.why.rstrip("。")
    lines = [Line((Words("没有找到："), Named(why), Words("。")), headline=True)]
    if shown:
        lines.append(Line((Words(_NEAR_LEADS.get(outcome.part, "名称相近的有：")), *_listed(shown), Words("。"))))
    searched = [name for name in outcome.searched if not holds_quantity(name)][:NEAR]
    if searched:
        lines.append(Line((Words("查找范围："), *_listed(searched), Words("。"))))
    choices = tuple(Choice(name, query=_json(renamed(voice.query, outcome.node, outcome.part, name))) for name in near)
    return Draft(Status.NOT_FOUND, tuple(lines), why, choices)


def _listed(names: Sequence[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for at, name in enumerate(names):
        pieces += [Words("、"), Named(name)] if at else [Named(name)]
    return tuple(pieces)


@told.register
def _(outcome: Open, voice: Voice) -> Draft:
    if not outcome.choices:
        return _units(outcome, voice)
    name = _name_of(outcome.node)
    told_apart = f"（{outcome.why}）" if outcome.why else ""
    reason = f"“{name}”有多种可能{told_apart}，请说明具体所指"
    lines = [Line((Words("“"), Echo(name), Words("”有多种可能"), Named(told_apart), Words("，请说明具体所指：")), headline=True)]
    shown = outcome.choices[:CHOICES]
    figures = [candidate.figure for _, candidate in shown]
    lines += [_choice_line(label, candidate, voice) for label, candidate in shown]
    if len(outcome.choices) > CHOICES:
        lines.append(Line((Words("- 还有其他，没有逐一列出"),)))
    queries = [narrowed(voice, outcome.node, figure, figures) for figure in figures]
    # of rows that nothing tells apart none can be asked for by words
    apart = [query if queries.count(query) == 1 else None for query in queries]
    choices = tuple(
        Choice(label, one.figure.amount, one.figure, wording(voice, one.figure) if query else None, _json(query))
        for (label, one), query in zip(shown, apart, strict=True)
    )
    return Draft(Status.AMBIGUOUS, tuple(lines), reason, choices, bound=tuple(candidate for _, candidate in shown))


def _choice_line(label: str, candidate: Candidate, voice: Voice) -> Line:
    figure = candidate.figure
    place = where(figure) if figure.table_title and figure.table_title not in label else (Words(f"第{figure.provenance.page}页"),)
    pieces: list[Piece] = [Words("- "), Named(label, (figure,)), Words("（"), *place, Words("）：")]
    if figure.amount is None:
        return Line((*pieces, Words("没有列出数额"), Cited((figure,))))
    return Line((*pieces, voice.number(voice.in_unit_asked(figure), label)))


def _units(outcome: Open, voice: Voice) -> Draft:
    scope = getattr(outcome.node, "scope", voice.query.scope).over(voice.query.scope)
    lead: tuple[Piece, ...] = (Words("“"), Echo(scope.unit), Words("”可以是几家单位")) if scope.unit else (Words(NO_UNIT),)
    reason = f"“{scope.unit}”可以是几家单位" if scope.unit else NO_UNIT
    lines = [Line((*lead, Words("，请说明具体是哪家：")), headline=True)]
    lines += [Line((Words("- "), Named(one))) for one in outcome.scopes[:CHOICES]]
    if len(outcome.scopes) > CHOICES:
        lines.append(Line((Words("- 另有 "), tally(outcome.scopes[CHOICES:], "家"), Words(" 没有逐一列出"))))
    choices = tuple(Choice(one, query=_json(renamed(voice.query, outcome.node, "unit", one))) for one in outcome.scopes[:CHOICES])
    return Draft(Status.AMBIGUOUS, tuple(lines), f"{reason}，请说明具体是哪家", choices)


def _name_of(node: Node) -> str:
    if isinstance(node, Cell):
        return node.said or node.row
    return next((value for field in ("said", "topic", "term") if (value := getattr(node, field, None))), "所问的内容")


@told.register
def _(outcome: Refused, voice: Voice) -> Draft:
    why = without_numbers(outcome.why.rstrip("。"))
    if isinstance(outcome.node, Nothing):
        why = f"{UNRELATED}（{why}）" if why else UNRELATED
    return refusal(why)


def without_numbers(why: str) -> str:
    """A reason without amounts that nothing vouches for: 除数为 0.00万元 → 除数为零."""
    for mention in reversed(find_numbers(why)):
        if mention.amount is not None:
            zero = mention.amount.number == 0
            why = f"{why[: mention.start].rstrip()}{'零' if zero else '某数'}{why[mention.end :]}"
    return why


def refusal(reason: str) -> Draft:
    """An answer that says only why there is none."""
    return Draft(Status.NOT_FOUND, (Line((Named(reason.rstrip("。")), Words("。")), headline=True),), reason)


def as_understood(draft: Draft, voice: Voice) -> Draft:
    """A refusal with how the question was taken, so that the asker sees which part to mend."""
    if draft.status is not Status.NOT_FOUND or isinstance(voice.evaluation.outcome, Refused):
        return draft
    line = Line((Words("理解为："), Echo(understood(voice.query, voice.evaluation)), Words("。")))
    return Draft(
        draft.status,
        (draft.lines[0], line, *draft.lines[1:]),
        draft.reason,
        draft.choices,
        draft.derivations,
        draft.discrepancies,
        draft.bound,
    )


def _json(query: Query | None) -> dict[str, object] | None:
    """The query as JSON; None where it cannot be written."""
    if query is None:
        return None
    try:
        return query_json(query)
    except MingzhangError:
        return None
