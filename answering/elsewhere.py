"""Where else a document prints an amount for the thing that was found.

公积金 352.67万元 in the text, 3,503,499元 in the table  →  printed_elsewhere(公积金, 352.67万元): the sentence
"""

from __future__ import annotations

import re

from answering.compose import Work
from answering.coverage import cover, is_common
from answering.document_index import GENERIC_COLUMNS
from answering.found import Found, Pick
from answering.phrases import label_of
from answering.totals import is_document_total
from disclosure.amount import Amount
from disclosure.figure import Aspect, Figure
from retrieval.matching import normalise_label, simplify

_OF_BUDGET = re.compile("完成|执行|占.{0,6}预算")


def states(amount: Amount, truth: Amount) -> bool:
    """Whether two amounts are equal exactly, after conversion."""
    return amount.dimension == truth.dimension and amount.in_base == truth.in_base


def same_name(one: Figure, other: Figure) -> bool:
    """Whether two cells stand in rows of one name."""
    return normalise_label(label_of(one)) == normalise_label(label_of(other))


def printed_elsewhere(work: Work, found: Found, amount: Amount) -> Figure | None:
    """A figure of the same document that prints the amount for the same thing."""
    figure = found.figure
    if figure is None:
        return None
    selector = found.selector
    named = selector.within if selector.within and is_common(normalise_label(selector.label or "")) else selector.label
    if is_document_total(named):
        return None
    key = normalise_label(simplify(named or label_of(figure)))
    for other in work.shelf.index(figure.document_id).figures:
        if other.amount is None or other.aspect is not Aspect.AMOUNT or not states(amount, other.amount) or amount.number == 0:
            continue
        if other.table_id is not None and other.table_kind is not figure.table_kind and other.fiscal_year == figure.fiscal_year:
            continue  # 一般公共预算 beside all funds: another reach, no contradiction
        if other.table_id is not None and (other.table_id == figure.table_id or not same_name(other, figure) or _narrower(other, figure)):
            continue
        around = normalise_label(other.measure + (other.project or ""))
        if cover(key, around).complete:
            return other
    return None


def printed_share(work: Work, found: Found) -> Found | None:
    """The share that the text prints of what was found (占9.55%), in place of its amount; None when it prints none."""
    figure = found.figure
    if figure is None:
        return None
    key = normalise_label(simplify(found.selector.label or label_of(figure)))
    names = {key, normalise_label(label_of(figure))}
    of_budget = bool(_OF_BUDGET.search(work.plan.question))
    for other in work.shelf.index(figure.document_id).figures:
        if (
            other.aspect is Aspect.SHARE
            and other.amount is not None
            and normalise_label(other.measure) in names
            and ("预算" in (other.basis or "")) == of_budget
        ):
            return Found(found.selector, figure.document_id, picks=(Pick(other, found.picks[0].candidate),))
    return None


def _narrower(other: Figure, figure: Figure) -> bool:
    """Whether a cell stands in a column that the other does not name: 基本支出 of a row is no rival of its 合计."""
    own = {normalise_label(part) for part in figure.column_path}
    return any(not GENERIC_COLUMNS.fullmatch(part) and part not in own for part in map(normalise_label, other.column_path[-1:]))
