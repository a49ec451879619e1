"""Drafts of answers to whether the places that give one thing, or several things, give one value.

公务接待费 in the text and in the table of 三公经费  →  不一致: 3.45万元, page 15; 3.15万元, page 12; 相差 0.30万元
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import subtract
from answering.choosing import same_kind, same_value
from answering.compose import Work, ambiguous, blank, finished, not_found
from answering.compose_computed import each_place_once
from answering.conflicts import remark
from answering.draft import Cited, Draft, Echo, Formula, Line, Piece, Quoted, Words
from answering.found import Found
from answering.phrases import computed, label_of, number_of
from disclosure.answer import Verdict
from disclosure.document import TableKind
from disclosure.figure import Aspect, Discrepancy, Figure
from retrieval.matching import normalise_label, simplify

PLACES = 4


def told(work: Work, figures: Sequence[Figure], *, held_against: Figure | None = None, known: Discrepancy | None = None) -> Draft:
    """Whether figures of one thing agree, and each with its place; `held_against`: the one that the others are to agree with.

    `known` is a contradiction that was found when the document was read, in whose words it is told.
    """
    stated = [figure for figure in figures if figure.amount is not None]
    first = stated[0]
    same = known is None and all(same_value(first, figure) for figure in stated[1:])
    verdict = None if same else Verdict.CONFLICT
    head = (Words("一致。" if same else "不一致，对不上。"), Echo(label_of(first), first), Words("各处都是 " if same else "："))
    lines = [Line((*head, number_of(first, bold=True, verdict=verdict)), headline=True)]
    for figure in stated:
        judged = "" if held_against in (None, figure) else "（与表格一致）" if same_value(figure, held_against) else "（与表格不一致）"
        lines.append(Line((Words("- "), *work.place(figure), Words("："), number_of(figure, verdict=verdict), Words(judged))))
    sentences = {figure.sentence: figure for figure in stated if figure.sentence}
    lines += [Line((Quoted(sentence, figure),)) for sentence, figure in sentences.items() if sentence]
    distinct = [first, *_distinct_values(stated[1:], first)]
    if known is not None:
        lines.append(remark(known))
    if len(distinct) == 2:
        lines += gap_lines(*distinct)
    clash = known or (Discrepancy(tuple(distinct), "文件中不同的地方给出了不同的数") if len(distinct) > 1 else None)
    draft = finished(work, lines, [])
    return replace(draft, discrepancies=(clash,)) if clash else draft


def agreement(work: Work) -> Draft:
    """Whether all the places that give one thing, or several things, give one value."""
    found = [work.find(selector) for selector in work.plan.selectors]
    if any(one.is_ambiguous for one in found) and len(found) > 1:
        return ambiguous(work, next(one for one in found if one.is_ambiguous))
    if len(found) == 1:
        return _places_agree(work, found[0])
    printed = [one for one in found if one.figure is not None and one.figure.amount is not None]
    stated = each_place_once(printed)
    if len(stated) == 1 < len(printed):
        if len({one.selector.label for one in printed}) > 1:
            return _places_agree(work, stated[0])  # two names of one thing
        return not_found(work, None, f"只找到一处“{stated[0].selector.label}”，没有另一处可比")
    if len(stated) < 2:
        return not_found(work, next((one for one in found if one not in stated), found[0]))
    first = stated[0].figure
    assert first is not None
    same = all(one.figure is not None and same_value(first, one.figure) for one in stated)
    lead = "一致。" if same else "不一致。"
    lines = [Line((Words(lead), *_listing(stated, same)), headline=True)]
    lines += [Line((Words("- "), *name_of(one), Words("："), *work.place(one.figure))) for one in stated if one.figure]
    if not same and len(stated) == 2 and all(one.operand for one in stated):
        lines += gap_lines(stated[0].figure, stated[1].figure)
    return finished(work, lines, stated)


def _listing(found: Sequence[Found], same: bool) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for place, one in enumerate(found):
        assert one.figure is not None
        verdict = None if same else Verdict.CONFLICT
        pieces += [Words("，" if place else ""), *name_of(one), Words("为 "), number_of(one.figure, bold=not place, verdict=verdict)]
    return tuple(pieces)


def gap_lines(one: Figure | None, other: Figure | None) -> list[Line]:
    """The difference of two amounts, never negative, with its formula; nothing where they cannot be compared."""
    if one is None or other is None or not same_kind(one, other):
        return []
    gap = subtract(one, other)
    if gap.shown.number < 0:
        gap = subtract(other, one)
    return [Line((Words("相差："), computed(gap, "差额"))), Line((Words("算式："), Formula(gap)))]


def _places_agree(work: Work, found: Found) -> Draft:
    """Every place that gives the selector's thing, table and text."""
    picks = (*found.rivals, *found.picks, *found.others)
    figures = [pick.figure for pick in picks if pick.amount is not None]
    if not figures:
        return finished(work, blank(work, found, headline=True), [found]) if found.picks or found.zero else not_found(work, found)
    first = figures[0]
    spoken = _spoken_of(work, found, first)
    rivals = [figure for figure in (*figures[1:], *spoken) if same_reach(figure, first)]
    others = _distinct_values(rivals, first)
    alike = _distinct_prints([*figures[1:], *spoken], first)
    if not others:
        elsewhere = [f for f in rivals if (f.table_id, f.sentence) != (first.table_id, first.sentence)]
        lead, told = ("一致。", "各处都是 ") if elsewhere else ("", "没有别处可比，印的是 ")
        lines = [Line((Words(lead), Echo(label_of(first), first), Words(told), number_of(first, bold=True)), headline=True)]
        lines.append(Line(work.place(first)))
        if elsewhere:
            lines.append(Line((Words("另见"), Cited(tuple(elsewhere[:PLACES])))))
        lines += _of_other_reach(work, first, figures[1:])
        return finished(work, lines, [found])
    pieces: list[Piece] = [
        Words("不一致。"),
        Echo(label_of(first), first),
        Words("："),
        number_of(first, bold=True, verdict=Verdict.CONFLICT),
    ]
    lines = [Line(tuple(pieces), headline=True), Line(work.place(first))]
    lines += _alike_lines(work, alike)
    for other in others[:PLACES]:
        lines.append(Line((Words("- 不同的写法："), number_of(other, verdict=Verdict.CONFLICT), Words("："), *work.place(other))))
        if other.sentence is not None:
            lines.append(Line((Quoted(other.sentence, other),)))
    discrepancy = Discrepancy((first, *others[:PLACES]), "文件中不同的地方给出了不同的数")
    draft = finished(work, lines, [])
    return Draft(draft.status, draft.lines, None, (), (), (discrepancy,), tuple(pick.match for pick in picks[:3]))


# Tables that give one and the same amount of a thing; any other table may be of some of the funds.
_ONE_REACH = (
    frozenset((TableKind.PROJECT, TableKind.PERFORMANCE_FORM)),
    frozenset((TableKind.SUMMARY, TableKind.REVENUE, TableKind.EXPENDITURE)),
)


# A column of the narrative that says no more than that this is the year's own figure.
_OWN = re.compile(r"(?:20\d\d年度?)?(?:当年)?(?:预算|决算|支出决算)?(?:安排)?(?:数|金额)?")


def is_own_amount(figure: Figure) -> bool:
    """Whether a figure of the text is the amount itself, and not last year's, the plan of an account, or a change."""
    return figure.aspect is Aspect.AMOUNT and (not figure.column_path or bool(_OWN.fullmatch(normalise_label(figure.column_path[-1]))))


def same_reach(one: Figure, other: Figure) -> bool:
    """Whether two places must give one amount: the text with any, a table with those that are of the same funds."""
    stages, years = {one.stage, other.stage} - {None}, {one.fiscal_year, other.fiscal_year} - {None}
    if len(stages) > 1 or len(years) > 1:
        return False
    kinds = {one.table_kind, other.table_kind}
    return None in kinds or len(kinds) == 1 or same_value(one, other) or any(kinds <= group for group in _ONE_REACH)


def _of_other_reach(work: Work, first: Figure, figures: Sequence[Figure]) -> list[Line]:
    """What tables of other funds give, told apart and not held against the first."""
    of_year = [f for f in figures if f.table_id and (f.stage, f.fiscal_year) == (first.stage, first.fiscal_year)]
    others = _distinct_values([figure for figure in of_year if not same_reach(figure, first)], first)
    return [Line((Words("- 口径不同的表："), number_of(one), Words("："), *work.place(one))) for one in others[:PLACES]]


def _spoken_of(work: Work, found: Found, first: Figure) -> list[Figure]:
    """Prose figures of the same year and measure that no rung brought."""
    key = normalise_label(simplify(found.selector.label or label_of(first)))
    spoken = []
    for figure in work.shelf.index(first.document_id).figures:
        if figure.table_id is not None or figure.aspect is not Aspect.AMOUNT or not same_kind(figure, first):
            continue
        if figure.fiscal_year == first.fiscal_year and is_own_amount(figure) and key in normalise_label(figure.measure):
            spoken.append(figure)
    return spoken


def _alike_lines(work: Work, figures: Sequence[Figure]) -> list[Line]:
    return [Line((Words("- 相同的写法："), number_of(figure), Words("："), *work.place(figure))) for figure in figures[:PLACES]]


def _distinct_prints(figures: Sequence[Figure], first: Figure) -> list[Figure]:
    """Those of the same value printed in another unit, or rounded."""
    kept: dict[object, Figure] = {}
    for figure in figures:
        if figure.amount is not None and same_kind(figure, first) and same_value(figure, first) and figure.amount != first.amount:
            kept.setdefault(figure.amount, figure)
    return list(kept.values())


def _distinct_values(figures: Sequence[Figure], first: Figure) -> list[Figure]:
    kept: list[Figure] = []
    for figure in figures:
        if same_kind(figure, first) and not any(same_value(figure, other) for other in (first, *kept)):
            kept.append(figure)
    return kept


def name_of(found: Found) -> tuple[Piece, ...]:
    """What a finding is called: as its place prints it, else as it was asked for."""
    return (Echo(label_of(found.figure), found.figure),) if found.figure is not None else (Echo(found.selector.label or ""),)
