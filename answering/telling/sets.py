"""Sets told: the greatest and the least, all in order, each of them, names without figures.

rank    →  最大的是 2026年意外伤害险费用：**400.00 万元**（已核对）[1] / （从 21 项中比较）
list    →  共 3 项： / - 办公费：18.31 万元[1] …
"""

from __future__ import annotations

from decimal import Decimal

from answering.evaluating.result import Amounted, Listed
from answering.query.tree import Rank
from answering.telling.amounts import ROWS, details, left_out, statement
from answering.telling.draft import Draft, Line, Named, Piece, Words
from answering.telling.notes import clashes, contradictions, doubts, likenesses
from answering.telling.phrases import Voice, amount_of, leaves, tally
from answering.telling.told import told
from disclosure.answer import Status
from disclosure.figure import Derivation, Discrepancy


@told.register
def _(outcome: Listed, voice: Voice) -> Draft:
    if not outcome.items and not outcome.texts:
        lines = [Line((Words("没有符合条件的。"),), headline=True), *left_out(outcome.left_out)]
        return Draft(Status.ANSWERED, tuple(lines))
    clash = {id(item): clashes(item, voice) for item in outcome.items}
    lines = _singled_out(outcome, voice, clash) if _is_one(outcome) else _in_rows(outcome, voice, clash)
    found = tuple(dict.fromkeys(one for item in outcome.items for one in clash[id(item)]))
    lines += contradictions(found, voice)
    lines += left_out(outcome.left_out)
    lines += [line for item in outcome.items[:ROWS] for line in likenesses(item.node, item.bound)][:1]
    if not _is_one(outcome):
        lines += doubts([figure for item in outcome.items[:ROWS] for figure in leaves(item.operand)], voice)
    derivations = tuple(item.operand for item in outcome.items if isinstance(item.operand, Derivation))
    return Draft(Status.ANSWERED, tuple(lines), None, (), derivations, found, tuple(one for item in outcome.items for one in item.bound))


def _is_one(outcome: Listed) -> bool:
    """Whether one member of a rank is asked for."""
    return isinstance(outcome.node, Rank) and (outcome.node.n == 1 or outcome.node.nth is not None) and len(outcome.items) == 1


def _singled_out(outcome: Listed, voice: Voice, clash: dict[int, tuple[Discrepancy, ...]]) -> list[Line]:
    item = outcome.items[0]
    head = (Words(f"{_which(outcome.node)}是 "), *statement(item, voice, bold=True, clash=bool(clash[id(item)])))
    lines = [Line(head, headline=True), *details(item, voice)]
    return lines + ([Line((Words("从 "), tally((), "项", outcome.total), Words(" 中比较得出。")))] if outcome.total > 1 else [])


def _which(node: object) -> str:
    if not isinstance(node, Rank):
        return ""
    end = "小" if node.ascending else "大"
    return f"第{node.nth}{end}的" if node.nth else f"最{end}的"


def _in_rows(outcome: Listed, voice: Voice, clash: dict[int, tuple[Discrepancy, ...]]) -> list[Line]:
    """A heading, and each member with its figure; the first is set large where the order is what is asked."""
    node, items = outcome.node, outcome.items
    ranked = isinstance(node, Rank)
    lines = [Line(_heading(outcome), headline=True)]
    for at, item in enumerate(items[:ROWS]):
        pieces: tuple[Piece, ...] = statement(item, voice, bold=ranked and not at, clash=bool(clash[id(item)]))
        lines.append(Line((Words("- "), *pieces), headline=True))
    if len(items) > ROWS:
        lines.append(Line((Words("- 另有 "), tally(items[ROWS:], "项"), Words(" 没有逐一列出"))))
    return lines + [Line((Words("- "), Named(text)), headline=True) for text in outcome.texts[:ROWS]]


def _heading(outcome: Listed) -> tuple[Piece, ...]:
    node = outcome.node
    shown = max(len(outcome.items), len(outcome.texts))
    if isinstance(node, Rank):
        order = "从小到大" if node.ascending else "从大到小"
        if outcome.total > shown:
            return (Words(f"{order}（"), tally((), "项", outcome.total), Words(" 中的前 "), tally((), "项", shown), Words("）："))
        return (Words(f"{order}，共 "), tally((), "项", shown), Words("："))
    total = max(outcome.total, shown)
    return (Words("共 "), tally((), "项", total), Words("："))


def members(items: tuple[Amounted, ...]) -> tuple[Amounted, ...]:
    """Amounts from the largest to the smallest; unlike ones keep their order."""
    dimensions = {_base(item)[0] for item in items}
    return tuple(sorted(items, key=lambda item: _base(item)[1], reverse=True)) if len(dimensions) == 1 else items


def _base(item: Amounted) -> tuple[str | None, Decimal]:
    amount = amount_of(item.operand)
    return amount.dimension, amount.in_base
