"""Trust by arithmetic (勾稽): what a document's own sums say of its figures.

    (footings, discrepancies) = check_footings(tables, figures)        figures = with_trust(figures, footings)

A relation that holds confirms its figures; one that fails doubts them and is told to the reader as a discrepancy.
Pure: figures in, relations out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from disclosure.document import Table
from disclosure.figure import Discrepancy, Figure, Footing, Trust
from ingest.footing_tables import table_footings
from ingest.footing_text import empty_notes, form_footings, impossible_changes, narrative_footings, repeated_statements
from ingest.relation import show

_SUMS = frozenset(
    ("parts_of_total", "children_of_subject", "columns_of_total", "basic_plus_project", "personnel_plus_public", "funds_of_form")
)
_SAYS = {
    "parts_of_total": "合计不等于各项之和",
    "children_of_subject": "上级科目不等于下级科目之和",
    "columns_of_total": "合计不等于各栏之和",
    "basic_plus_project": "合计不等于基本支出与项目支出之和",
    "personnel_plus_public": "合计不等于人员经费与公用经费之和",
    "revenue_is_expenditure": "收入总计与支出总计不等",
    "same_total": "两张表的同一数字不一致",
    "funds_of_form": "资金总额不等于各项资金来源之和",
    "form_is_project_row": "绩效目标表的资金与项目支出表不一致",
    "form_prose": "绩效目标表的文字与资金总额不一致",
    "narrative": "正文与表格不一致",
    "growth": "增减幅度与金额不符",
    "share": "占比与金额不符",
}


def check_footings(tables: Sequence[Table], figures: Sequence[Figure]) -> tuple[tuple[Footing, ...], tuple[Discrepancy, ...]]:
    """Every relation tried, and the contradictions: failed relations, repeated statements, wrong notes."""
    footings = (*table_footings(figures), *form_footings(figures), *narrative_footings(figures))
    found = [_discrepancy(footing) for footing in footings if not footing.holds]
    found += [*repeated_statements(figures), *impossible_changes(figures), *empty_notes(tables, figures)]
    return footings, tuple(found)


def with_trust(figures: Sequence[Figure], footings: Iterable[Footing]) -> tuple[Figure, ...]:
    """The figures with what the footings say of each.

    A figure is doubted when it fails more often than it holds; one that holds elsewhere is not blamed for its
    neighbours, but not confirmed either.  A figure read by OCR is confirmed only by a sum of several numbers that
    comes out exactly: one cell misread like the next would pass an equality, and a last digit misread a tolerance.
    """
    held: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for footing in footings:
        proves = (
            footing.holds and footing.difference == 0 and footing.rule in _SUMS and sum(_is_something(part) for part in footing.parts) > 1
        )
        for figure in (footing.total, *footing.parts):
            if not footing.holds:
                failed[figure.number] += 1
            elif figure.trust is not Trust.RECOGNISED or proves:
                held[figure.number] += 1
    return tuple(replace(figure, trust=_trust(figure, held[figure.number], failed[figure.number])) for figure in figures)


def _is_something(figure: Figure) -> bool:
    return figure.amount is not None and figure.amount.number != 0


def _trust(figure: Figure, held: int, failed: int) -> Trust:
    if failed > held:
        return Trust.DOUBTED
    return Trust.CONFIRMED if held and not failed else figure.trust


def _discrepancy(footing: Footing) -> Discrepancy:
    parts = " + ".join(show(part) for part in footing.parts[:4]) + (" + …" if len(footing.parts) > 4 else "")
    return Discrepancy(
        (footing.total, *footing.parts),
        f"{_SAYS.get(footing.rule, footing.rule)}：{show(footing.total)}，{parts}，相差{abs(footing.difference):f}",
    )
