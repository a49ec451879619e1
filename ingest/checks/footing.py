"""Trust by arithmetic (勾稽): what a document's own sums say of its figures.

    (footings, discrepancies) = check_footings(tables, figures)        figures = with_trust(figures, footings)

A relation that holds confirms its figures; one that fails doubts them and is told to the reader as a discrepancy.
Pure: figures in, relations out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from disclosure.document import Table
from disclosure.figure import Aspect, Discrepancy, Figure, Footing, Trust
from ingest.checks.footing_tables import table_footings
from ingest.checks.footing_text import empty_notes, form_footings, impossible_changes, narrative_footings, repeated_statements
from ingest.checks.relation import show

_SUMS = frozenset(
    ("parts_of_total", "children_of_subject", "columns_of_total", "basic_plus_project", "personnel_plus_public", "funds_of_form")
)
_STATED = frozenset(("form_prose", "narrative", "form_is_project_row"))  # one thing told in several places
_SAYS = {
    "same_figure": "两张表的同一数字不一致",
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
    repeats = _repeats(footings)
    found = [_discrepancy(footing, repeats) for footing in footings if not footing.holds]
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
        # behind these stand where a share fits, and the cells that repeat the one that the text contradicts
        concerned = footing.parts[: {"share": 2, "narrative": 1}.get(footing.rule)]
        for figure in (footing.total, *concerned):
            if not footing.holds:
                failed[figure.number] += 1
            elif figure.trust is not Trust.RECOGNISED or proves:
                held[figure.number] += 1
    return tuple(replace(figure, trust=_trust(figure, held[figure.number], failed[figure.number])) for figure in figures)


def _is_something(figure: Figure) -> bool:
    return figure.amount is not None and figure.amount.number != 0


def _trust(figure: Figure, held: int, failed: int) -> Trust:
    if figure.trust is Trust.DOUBTFUL:
        return Trust.DOUBTFUL
    if failed > held:
        return Trust.DOUBTED if figure.trust.certain else Trust.DOUBTFUL
    return Trust.CONFIRMED if held and not failed else figure.trust


def _discrepancy(footing: Footing, repeats: Mapping[int, Sequence[Figure]]) -> Discrepancy:
    """The failed relation in words; places that repeat one of its figures belong to it."""
    figures = [footing.total, *footing.parts]
    if footing.rule in _STATED:
        known = {figure.number for figure in figures}
        figures += [other for figure in tuple(figures) for other in repeats.get(figure.number, ()) if other.number not in known]
    if footing.rule in ("growth", "share"):
        return Discrepancy(tuple(figures), f"{_SAYS[footing.rule]}：{_rate_words(footing)}")
    sign = " + " if footing.rule in _SUMS else "，"
    parts = sign.join(show(part) for part in figures[1:5]) + (f"{sign}…" if len(figures) > 5 else "")
    unit = footing.total.amount.unit if footing.total.amount and footing.total.amount.unit else ""
    return Discrepancy(
        tuple(figures), f"{_SAYS[footing.rule]}：{show(footing.total)}，{parts}，相差{_plain(abs(footing.difference))}{unit}"
    )


def _rate_words(footing: Footing) -> str:
    """Both percentages, and what the second one is computed from."""
    rate = footing.total
    assert rate.amount is not None
    from_what = "与".join(show(part) for part in footing.parts[:2])
    fits = f"；按{show(footing.parts[2])}计算则相符" if len(footing.parts) > 2 else ""
    said = f"第{rate.provenance.page}页“{rate.measure}”写明{f'占{rate.basis}的' if rate.aspect is Aspect.SHARE and rate.basis else ''}"
    if footing.parts[1].amount and footing.parts[1].amount.number == 0:
        return f"{said}{rate.amount.plain}%，而{from_what}算不出这个比例{fits}"
    computed = (rate.amount.number - footing.difference).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{said}{rate.amount.plain}%，按{from_what}计算为{computed}%{fits}"


def _plain(number: Decimal) -> str:
    """Without the zeros that only come from aligning units."""
    return f"{number.normalize() if number else number:,f}"


def _repeats(footings: Iterable[Footing]) -> dict[int, list[Figure]]:
    """Figure → the cells of other tables that print the same thing."""
    found: dict[int, list[Figure]] = {}
    for footing in footings:
        if footing.holds and footing.rule in ("same_figure", "same_total", "form_is_project_row"):
            for one, other in ((footing.total, footing.parts[0]), (footing.parts[0], footing.total)):
                found.setdefault(one.number, []).append(other)
    return found
