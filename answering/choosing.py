"""Among the places that a label means, which one answers: the standard table first, one value or a choice.

公务接待费: 1.35万元 in the three-public table, 13,500元 in the economic table   →  one value, two places
2025年经费: 4.07万元 and 2.58万元 in one table                                   →  two rivals
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from answering.as_of import counted_at
from answering.candidates import Candidate
from answering.columns import choose_figures
from answering.coverage import cover
from answering.document_index import DocumentIndex, Entry, EntryKind
from answering.found import Found, Pick
from disclosure.document import Stage, TableKind
from disclosure.figure import Figure
from disclosure.question import Selector
from disclosure.terms import table_kind
from retrieval.matching import Rung, normalise_label

# The table that is meant when a row stands in several, first to last.
ROW_ORDER = (
    TableKind.THREE_PUBLIC,
    TableKind.OPERATING,
    TableKind.PROCUREMENT,
    TableKind.PROJECT,
    TableKind.EXPENDITURE,
    TableKind.BASIC_ECONOMIC,
    TableKind.SUMMARY,
    TableKind.GENERAL_EXPENDITURE,
    TableKind.APPROPRIATION,
    TableKind.REVENUE,
    TableKind.GOVERNMENT_FUND,
    TableKind.STATE_CAPITAL,
    TableKind.OTHER,
    TableKind.PERFORMANCE_FORM,
)
# The same for a column of a total row: 人员经费 is of the economic table, 基本支出 of the expenditure table.
HEAD_ORDER = (
    TableKind.THREE_PUBLIC,
    TableKind.OPERATING,
    TableKind.BASIC_ECONOMIC,
    TableKind.EXPENDITURE,
    TableKind.SUMMARY,
    TableKind.GENERAL_EXPENDITURE,
    TableKind.APPROPRIATION,
    TableKind.REVENUE,
)
_TO_BUY = re.compile("购置|新增|采购")
# Scores this near are of one standing.
MARGIN = 0.08

Standing = tuple[int | float, ...]


def decide(index: DocumentIndex, selector: Selector, candidates: Sequence[Candidate]) -> Found | None:
    """The value that the candidates of one rung give, or the choice that they leave; None when none fits the scope."""
    picks = [Pick(figure, candidate) for candidate in candidates for figure in choose_figures(candidate.entry, selector)]
    picks = _narrow(picks, selector)
    if not picks:
        return None
    if all(pick.candidate.weak for pick in picks):
        return _many(index, selector, picks)
    best_score = max(pick.candidate.score for pick in picks)
    ranked = sorted(picks, key=lambda pick: (*_standing(pick, index, selector, best_score), pick.figure.number))
    first = _standing(ranked[0], index, selector, best_score)
    top = [pick for pick in ranked if _standing(pick, index, selector, best_score) == first]
    rivals = _one_a_value(top)
    if len(rivals) > 1:
        rivals = _without_budgets(_without_children(rivals))
    if len(rivals) > 1:
        return Found(selector, index.document_id, rivals=tuple(rivals))
    chosen = rivals[0]
    same = [pick for pick in ranked if pick is not chosen and same_value(pick.figure, chosen.figure)]
    others = [pick for pick in ranked if pick.amount is not None and (_is_rival(pick, chosen) or _of_another_year(pick, chosen))]
    return Found(selector, index.document_id, picks=(chosen, *same), others=tuple(_one_a_value(others)))


def _many(index: DocumentIndex, selector: Selector, picks: Sequence[Pick]) -> Found | None:
    """All that a word such as 经费 or 工资 fits, as a choice; None when it fits one only, which it does not name."""
    tables = [pick for pick in picks if pick.candidate.entry.kind is not EntryKind.PROSE and pick.amount is not None]
    kept: dict[str, Pick] = {}
    for pick in sorted(tables, key=lambda pick: (*_standing(pick, index, selector, 1.0), pick.figure.number)):
        if not any(key == pick.candidate.entry.key or same_value(pick.figure, other.figure) for key, other in kept.items()):
            kept[pick.candidate.entry.key] = pick
    return Found(selector, index.document_id, rivals=tuple(kept.values())) if len(kept) > 1 else None


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures print one value, in whatever unit; blanks are alike."""
    if one.amount is None or other.amount is None:
        return one.amount is other.amount
    if one.amount.unit == other.amount.unit:
        return one.amount.number == other.amount.number
    return one.amount.agrees_with(other.amount)


def _is_rival(pick: Pick, chosen: Pick) -> bool:
    """Whether a place of lower standing gives another value for what is called the same."""
    one, other = pick.candidate.entry, chosen.candidate.entry
    alike = one.key == other.key and pick.candidate.score >= chosen.candidate.score - MARGIN
    return alike and not same_value(pick.figure, chosen.figure) and pick.amount is not None and same_kind(pick.figure, chosen.figure)


def _of_another_year(pick: Pick, chosen: Pick) -> bool:
    """Whether a pick stands beside the chosen row, in its table, under a like name of another year."""
    one, other = pick.candidate.entry, chosen.candidate.entry
    dated = bool(one.years) and bool(other.years) and not one.years & other.years
    beside = one.table_id is not None and one.table_id == other.table_id and one.kind is other.kind
    return dated and beside and same_kind(pick.figure, chosen.figure) and not same_value(pick.figure, chosen.figure)


def same_kind(one: Figure, other: Figure) -> bool:
    """Whether two figures are amounts of one dimension."""
    return one.amount is not None and other.amount is not None and one.amount.dimension == other.amount.dimension


def _narrow(picks: list[Pick], selector: Selector) -> list[Pick]:
    """Keep to the place that the question names, where something stands there."""
    if selector.within:
        wanted = normalise_label(selector.within)
        picks = [pick for pick in picks if pick.candidate.rung == "form" or stands_under(pick.candidate.entry, wanted)]
    if selector.as_of:
        picks = [pick for pick in picks if counted_at(pick.figure, selector.as_of)]
    tests: list[Callable[[Pick], bool]] = []
    if selector.in_prose is not None:
        tests.append(lambda pick: (pick.candidate.entry.kind is EntryKind.PROSE) is selector.in_prose)
    if selector.table_hint:
        hint = normalise_label(selector.table_hint)
        hinted = table_kind(selector.table_hint)
        tests.append(lambda pick: bool(pick.candidate.entry.project) and normalise_label(pick.candidate.entry.project or "") in hint)
        tests.append(lambda pick: hint in normalise_label(pick.candidate.entry.title))
        tests.append(lambda pick: hinted is not TableKind.OTHER and pick.candidate.entry.table_kind is hinted)
    if selector.table_kind:
        tests.append(lambda pick: pick.candidate.entry.table_kind is selector.table_kind)
    for test in tests:
        picks = [pick for pick in picks if test(pick)] or picks
    return picks


def stands_under(entry: Entry, wanted: str) -> bool:
    """Whether an entry stands under a project or a parent row of that name."""
    above = "\n".join(normalise_label(part) for part in (entry.project or "", *entry.ancestors, entry.title) if part)
    if entry.kind is EntryKind.PROSE:
        above += "\n" + entry.context
    covered = cover(wanted, above)
    return wanted in above or (covered.complete and covered.distinctive > 1)


def _standing(pick: Pick, index: DocumentIndex, selector: Selector, best_score: float) -> Standing:
    """What orders picks of one rung, low first; equal standings with other values make a choice."""
    entry, candidate = pick.candidate.entry, pick.candidate
    order = HEAD_ORDER if entry.kind is EntryKind.HEAD else ROW_ORDER
    place = order.index(entry.table_kind) if entry.table_kind in order else len(order)
    form = entry.table_kind is TableKind.PERFORMANCE_FORM
    return (
        _year_standing(entry, index, selector),
        0 if pick.amount is not None else 1,
        _dimension_standing(pick.figure, selector),
        2 if entry.kind is EntryKind.PROSE else 1 if form else 0,
        0 if candidate.rung in (Rung.EXACT, Rung.NORMALISED, "whole", "code") else 1,
        0 if best_score - candidate.score <= MARGIN else round(1 - candidate.score, 1),
        candidate.standing,
        _purchase_standing(entry, selector),
        _column_standing(pick.figure, selector),
        place,
    )


def _column_standing(figure: Figure, selector: Selector) -> int:
    """Of 年初预算 and 全年预算 of one sentence the one that the label names."""
    if figure.table_id is not None or not figure.column_path:
        return 0
    return 0 if normalise_label(figure.column_path[-1]) in normalise_label(selector.label or "") else 1


def _purchase_standing(entry: Entry, selector: Selector) -> int:
    """What there is comes before what is to be bought: 购置车辆, 其中：其他用车1辆."""
    above = entry.ancestors[-1] if entry.ancestors else ""
    return 1 if _TO_BUY.search(above) and not _TO_BUY.search(selector.label or "") else 0


def _year_standing(entry: Entry, index: DocumentIndex, selector: Selector) -> int:
    """Rows named with the year meant come first, those named with another year last."""
    wanted = selector.label_year or selector.fiscal_year or index.fiscal_year
    if wanted is None or not entry.years:
        return 0 if selector.label_year is None else 1
    return 0 if wanted in entry.years else 2


def _dimension_standing(figure: Figure, selector: Selector) -> int:
    if selector.dimension is not None or figure.amount is None or figure.amount.dimension is None:
        return 0
    return 0 if figure.amount.dimension == "money" else 1


def _one_a_value(picks: Sequence[Pick]) -> list[Pick]:
    kept: list[Pick] = []
    for pick in picks:
        if not any(same_value(pick.figure, other.figure) for other in kept):
            kept.append(pick)
    return kept


def _without_children(rivals: Sequence[Pick]) -> list[Pick]:
    """Of a thing and its part of a like name the thing is meant, which holds the part."""
    return [pick for pick in rivals if not any(_is_part(pick, other) for other in rivals if other is not pick)]


def _without_budgets(rivals: Sequence[Pick]) -> list[Pick]:
    """What was spent, where a final account prints what was planned of the same thing beside it and no budget is asked for."""
    final = [pick for pick in rivals if pick.figure.stage is Stage.FINAL_ACCOUNTS]
    planned = [pick for pick in rivals if pick.figure.stage is Stage.BUDGET and pick.figure.table_id is not None]
    one_thing = len({(pick.candidate.entry.key, pick.figure.table_id) for pick in rivals}) == 1
    return final if final and one_thing and len(final) + len(planned) == len(rivals) else list(rivals)


def _is_part(pick: Pick, whole: Pick) -> bool:
    one, other = pick.candidate.entry, whole.candidate.entry
    if one.code and other.code and one.table_kind is other.table_kind:
        return one.code != other.code and one.code.startswith(other.code)
    if one.table_id != other.table_id or not same_kind(pick.figure, whole.figure):
        return False
    return other.label in one.ancestors and one.key != other.key
