"""Printed increases and rates, and figures of another year that follow from them.

"预算收入总计2,221.42万元，比上年增加1072.38万元，增长93.33%"
→  printed_changes(预算): 增加1072.38万元, 增长93.33%;  derived_base: 2,221.42 − 1,072.38 = 1,149.04万元
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import add_up, subtract
from answering.choosing import same_value
from answering.columns import choose_figures
from answering.coverage import cover
from answering.document_index import TOTAL_WORDS, DocumentIndex
from answering.found import Found, Pick
from answering.lookup import Shelf
from answering.totals import is_document_total, whole_meant
from disclosure.figure import Aspect, Derivation, Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label, simplify

_WHOLE = re.compile(
    r"(?:本年)?(?:部门|单位)?(?:预算|决算)?(?:总)?(?:收入|支出|收支|收入支出)(?:总计|合计|总额|预算|决算|总预算|总决算)*|财政拨款(?:收入|支出)(?:预算|决算)?"
)
_OF_BOTH = re.compile("收入?、支出?(?:预算|决算)?(?:总计|合计)各")  # 与上年相比收、支预算总计各增加…
_EXECUTED = re.compile("执行|决算|完成")


def printed_changes(
    shelf: Shelf, now: Found, selector: Selector, document_ids: Sequence[str], base_year: int | None = None
) -> tuple[Figure, ...]:
    """The increase and the rate that the text prints for the selector's measure, of one sentence; () for none."""
    ids = [now.figure.document_id] if now.figure is not None else list(selector.document_ids or document_ids)
    if len(ids) != 1 or (selector.column_label and not selector.in_prose):
        return ()
    index = shelf.index(ids[0])
    if selector.fiscal_year is not None and index.fiscal_year is not None and selector.fiscal_year != index.fiscal_year:
        return ()
    ranked = sorted(
        (
            (score, figure)
            for figure in index.changes
            if (score := _speaks_of(figure, selector, index, now)) > 0 and _of_base(figure, base_year)
        ),
        key=lambda pair: (-pair[0], pair[1].number),
    )
    if not ranked:
        return ()
    first = ranked[0][1]
    group = [
        figure
        for _, figure in ranked
        if figure.sentence == first.sentence and figure.measure == first.measure and figure.basis == first.basis
    ]
    kinds: dict[bool, Figure] = {}
    for figure in group:
        kinds.setdefault(figure.aspect is Aspect.GROWTH_RATE, figure)
    return tuple(kinds[key] for key in sorted(kinds))


def _of_base(figure: Figure, base_year: int | None) -> bool:
    """Whether the printed change is against the year asked for; one that names no year is against the year before."""
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", figure.basis or "")}
    if base_year is None or not years:
        return base_year is None or figure.fiscal_year is None or base_year == figure.fiscal_year - 1
    return base_year in years


def _speaks_of(figure: Figure, selector: Selector, index: DocumentIndex, now: Found) -> float:
    """How surely a printed change is of what is asked, 0 to 1."""
    if figure.amount is None or figure.amount.unit is None:
        return 0.0
    measure = normalise_label(figure.measure).replace("、", "")  # 收、支预算总计
    if measure in ("总计", "合计") and _OF_BOTH.search(figure.sentence or ""):
        measure = "收支总计"
    penalty = 0.3 if _EXECUTED.search(figure.basis or "") else 0.0
    label = selector.label
    if label is None or is_document_total(label):
        if not _WHOLE.fullmatch(measure):
            return 0.0
        asked_income = "收入" in (label or "")
        asked_spending = "支出" in (label or "")
        fits = ("收入" in measure if asked_income else "支出" in measure if asked_spending else True) or "收支" in measure
        return (0.9 if fits else 0.0 if asked_income or asked_spending else 0.5) - penalty
    key = normalise_label(simplify(label))
    if key == measure:
        return 1.0 - penalty
    names = {normalise_label(pick.candidate.entry.label) for pick in now.picks[:3]}
    if measure in names:
        return 0.95 - penalty
    if whole_meant(label, selector) and whole_meant(figure.measure, selector) == whole_meant(label, selector):
        return 0.9 - penalty
    covered = cover(key, measure)
    return max(covered.share - penalty, 0.05) if covered.complete and covered.inside >= 2 and covered.share >= 0.4 else 0.0


def changed_in_table(shelf: Shelf, now: Found, base_year: int | None, *, rate: bool) -> Pick | None:
    """What the row's own table prints in a column of changes: 增减额 -250.00, 增减% -10.82%; None for none or a blank."""
    wanted = (Aspect.GROWTH_RATE,) if rate else (Aspect.INCREASE, Aspect.DECREASE)
    for pick in now.picks[:1]:
        entry = pick.candidate.entry
        index = shelf.index(pick.figure.document_id)
        alike = (one for one in index.named(entry.key) if one.code == entry.code and entry.key not in TOTAL_WORDS)
        for other in dict.fromkeys((entry, *alike)):
            for figure in other.figures if other.table_id else ():
                years = {int(year) for part in figure.column_path for year in re.findall(r"(?:19|20)\d\d", part)}
                of_base = base_year is None or not years - {index.fiscal_year} or base_year in years
                if figure.aspect in wanted and figure.amount is not None and of_base:
                    return Pick(figure, replace(pick.candidate, entry=other))
    return None


def of_one_table(now: Found, base: Found, selector: Selector) -> Found | None:
    """This year's figure of the table that prints the year before, since a change is one of a table, never of two reaches.

    None where that table prints no such figure: the total of all funds is not compared with one of general funds.
    """
    mine, before = now.figure, base.figure
    if mine is None or before is None or None in (mine.table_id, before.table_id) or mine.document_id != before.document_id:
        return now
    entry = base.picks[0].candidate.entry
    if mine.table_id == before.table_id:
        return now
    found = choose_figures(entry, replace(selector, fiscal_year=mine.fiscal_year, stage=mine.stage))
    if not found or found[0].amount is None or found[0].fiscal_year != mine.fiscal_year:
        return now
    if (entry.key != now.picks[0].candidate.entry.key or entry.key in TOTAL_WORDS) and not same_value(found[0], mine):
        return None
    return replace(now, picks=(Pick(found[0], base.picks[0].candidate),), others=())


def derived_base(shelf: Shelf, selector: Selector, document_ids: Sequence[str]) -> Found | None:
    """The figure of the year before a loaded document, from its own figure and its printed change; None when it cannot be."""
    wanted = selector.fiscal_year
    if wanted is None:
        return None
    ids = [key for key in document_ids if shelf.record(key).fiscal_year == wanted + 1]
    later = replace(selector, fiscal_year=wanted + 1, label_year=None, document_ids=tuple(ids))
    if not ids:
        return None
    now = shelf.find(later, ids)
    if now.figure is None or now.figure.amount is None:
        return None
    changes = [figure for figure in printed_changes(shelf, now, later, ids, wanted) if figure.aspect is not Aspect.GROWTH_RATE]
    if not changes or _EXECUTED.search(changes[0].basis or ""):
        return None
    if _told_of_another(now, changes[0], shelf):
        return None
    derivation = undone(beside(now, changes[0], shelf), changes[0])
    if not derivation.exact:
        return None  # all of it is new: the unit or the item did not exist, which is not a budget of nothing
    return Found(selector, now.document_id, derivation=derivation, picks=(), notes=())


def _told_of_another(now: Found, change: Figure, shelf: Shelf) -> bool:
    """Whether the text states the changed measure with an amount that is not the one found: 收、支总计 beside 本年支出合计."""
    assert now.figure is not None
    stated = [
        figure
        for figure in shelf.index(change.document_id).figures
        if figure.table_id is None and figure.aspect is Aspect.AMOUNT and figure.amount and figure.row_path == change.row_path
    ]
    of_this_year = [
        figure for figure in stated if figure.fiscal_year == now.figure.fiscal_year and figure.amount and figure.amount.dimension == "money"
    ]
    return bool(of_this_year) and not any(same_value(figure, now.figure) for figure in of_this_year)


def beside(now: Found, change: Figure, shelf: Shelf) -> Figure:
    """The figure that the change was printed with, so that both have one precision; else the table's."""
    assert now.figure is not None
    for figure in shelf.index(change.document_id).figures:
        same = figure.sentence is not None and figure.sentence == change.sentence and figure.measure == change.measure
        if same and figure.aspect is Aspect.AMOUNT and same_value(figure, now.figure):
            return figure
    return now.figure


def undone(now: Figure, change: Figure) -> Derivation:
    """The figure before a printed change."""
    return add_up((now, change)) if change.aspect is Aspect.DECREASE else subtract(now, change)
