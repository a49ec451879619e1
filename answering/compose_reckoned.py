"""Drafts of answers to arithmetic that the question states: 地上8,013平方米加地下5,356平方米，等于13,459平方米吗.

Each amount that the document prints is cited; one that it does not print is said to be the asker's.
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.calculate import Operand, add_up, given, subtract
from answering.compose import Work, finished, not_found, said_as
from answering.draft import Draft, Echo, Formula, Line, Number, Quoted, Words
from answering.elsewhere import states
from answering.found import Found
from answering.phrases import column_pieces, computed, label_of, leaves, number_of
from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.figure import Aspect, Derivation, Figure
from retrieval.matching import normalise_label


def reckoned(work: Work) -> Draft:
    """Whether all amounts but the last add up to the last, as the question says that they do."""
    *parts, total = work.plan.claimed
    if any(amount.dimension != total.dimension for amount in parts):
        return not_found(work, None, "所说的几个数计量单位不同类，不能相加")
    operands = [_operand(work, amount) for amount in (*parts, total)]
    figures = [operand for operand in operands if isinstance(operand, Figure)]
    if not figures:
        return not_found(work, None, "所说的几个数文件里都没有印，不能核对")
    worked = add_up(operands[:-1])
    holds = worked.shown.agrees_with(total)
    number = computed(worked, "相加的结果", bold=True)
    sources = tuple(dict.fromkeys((*leaves(worked), *figures)))
    lead = "是的，相等。" if holds else "不相等，对不上。"
    lines = [Line((Words(f"{lead}所说的各项相加是 "), _cited(number, sources)), headline=True), Line((Words("算式："), Formula(worked)))]
    if not holds:
        gap = positive_gap(operands[-1], worked)
        said = (Words("与所说的总数“"), Echo(said_as(work.plan.question, total) or ""), Words("”相差："))
        lines += [Line((*said, _cited(computed(gap, "差额"), sources))), Line((Words("算式："), Formula(gap)))]
    lines += _places(work, operands)
    return finished(work, lines, [], [worked])


def positive_gap(one: Operand, other: Operand) -> Derivation:
    """The difference, never negative."""
    gap = subtract(one, other)
    return gap if gap.shown.number >= 0 else subtract(other, one)


def _cited(number: Number, sources: tuple[Figure, ...]) -> Number:
    return Number(number.amount, number.label, Verdict.COMPUTED, number.support, sources, number.formula, number.bold)


def _places(work: Work, operands: Sequence[Operand]) -> list[Line]:
    lines = []
    for operand in operands:
        if isinstance(operand, Derivation):
            said = said_as(work.plan.question, operand.shown) or ""
            lines.append(Line((Words("- “"), Echo(said), Words("”是问题中给出的，文件里没有印这个数"))))
        else:
            name = (Words("- "), Echo(label_of(operand), operand), *column_pieces(operand))
            lines.append(Line((*name, Words("："), number_of(operand), Words("（"), *work.place(operand), Words("）"))))
    return lines


def _operand(work: Work, amount: Amount) -> Operand:
    """The figure of the documents in scope that prints the amount, one of the text's own sums before others; else the asker's."""
    for key in work.documents:
        for figure in work.shelf.index(key).figures:
            if figure.amount is not None and figure.aspect is Aspect.AMOUNT and states(amount, figure.amount):
                return figure
    return given(amount)


def impossible_changes(work: Work, found: Found, claimed: Sequence[Amount]) -> list[Line]:
    """An increase that the text prints and that the figure itself rules out: 0万元, 比上年增加1421.25万元."""
    figure, lines = found.figure, list[Line]()
    if figure is None or figure.amount is None:
        return lines
    for change in work.shelf.index(figure.document_id).changes:
        if change.aspect is not Aspect.INCREASE or change.amount is None or not any(states(amount, change.amount) for amount in claimed):
            continue
        spoken = normalise_label(change.measure) in (normalise_label(figure.measure), normalise_label(found.selector.label or ""))
        if not spoken or change.amount.in_base <= figure.amount.in_base:
            continue
        base = subtract(figure, change)
        verdict = Verdict.CONFLICT
        told = (
            Words("文字写的是增加 "),
            number_of(change, verdict=verdict),
            Words("，与该数对不上：按此推算上年为 "),
            computed(base, "上年"),
        )
        lines += [
            Line((*told, Words("，说不通。"))),
            Line((Words("算式："), Formula(base))),
            Line((Quoted(change.sentence or "", change),)),
        ]
        break
    return lines
