"""Drafts of answers that spread an amount: for each head, vehicle or project, by a printed count or by one that the asker gives.

护林员补助12万，按6个人，每人多少万元  →  2.00万元/人 (12.00万元 ÷ 6人), and that the 6 are the asker's

The amount is always looked up; only the divisor may be given.
"""

from __future__ import annotations

from collections.abc import Iterator

from answering.calculate import Operand, convert, given, per_capita
from answering.candidates import Candidate
from answering.compose import Work, finished, said_as
from answering.compose_computed import named, operand_lines, operands_of, stopped_by, times, told
from answering.coverage import cover
from answering.draft import Draft, Echo, Formula, Line, Words
from answering.found import Found, Pick
from answering.phrases import computed, label_of, number_of
from answering.verify import same_amount
from disclosure.amount import Amount
from disclosure.figure import Derivation
from retrieval.matching import normalise_label, simplify


def per_head(work: Work) -> Draft:
    """PER_CAPITA: the amount over the heads that are printed, or that the question gives."""
    selector, heads = work.plan.selectors[:2]
    if not work.plan.claimed:
        found = [work.find(selector), work.find(heads)]
        return stopped_by(work, found) or _told(work, found)
    count = work.plan.claimed[0]
    amount = work.find(selector)
    if stopped := stopped_by(work, [amount]):
        return stopped
    printed = next(_printed_counts(work, amount, count), None)
    if printed is not None:
        return _told(work, [amount, Found(heads, amount.document_id, picks=(printed,))])
    return _by_given(work, amount, count)


def quotient(work: Work) -> Draft:
    """RATIO of two amounts; where the second counts heads, the amount for each."""
    found = [work.find(selector) for selector in work.plan.selectors[:2]]
    amounts = [one.amount for one in found]
    counted = all(amounts) and [amount.dimension == "money" for amount in amounts if amount] == [True, False]
    if counted and amounts[1] is not None and amounts[1].unit is not None and amounts[1].dimension != "%":
        return _told(work, found)
    return times(work)


def _told(work: Work, found: list[Found]) -> Draft:
    amount, heads = operands_of(found)
    derivation = per_capita(_in_unit(work, amount), heads)
    return told(work, found, derivation, (*named(work, found[0], found[:1]), Words("平均")), "平均")


def _by_given(work: Work, amount: Found, count: Amount) -> Draft:
    derivation = per_capita(_in_unit(work, operands_of([amount])[0]), given(count))
    name = (*named(work, amount, [amount]), Words("平均："))
    lines = [
        Line((*name, computed(derivation, "平均", bold=True)), headline=True),
        Line((Words("算式："), Formula(derivation))),
        Line((Words("其中“"), Echo(said_as(work.plan.question, count) or ""), Words("”是问题中给出的，不是文件里核对到的数。"))),
        *_otherwise_printed(work, count),
    ]
    return finished(work, [*lines, *operand_lines(work, [amount])], [amount], [derivation])


def _in_unit(work: Work, amount: Operand) -> Operand:
    """The amount in the money unit asked for, before it is divided: 每人多少元 of 6.00万元."""
    unit = work.plan.unit
    own = amount.shown.unit if isinstance(amount, Derivation) else amount.amount.unit if amount.amount else None
    return convert(amount, unit) if unit is not None and unit.is_money and own is not None and own.is_money and own != unit else amount


def _printed_counts(work: Work, amount: Found, count: Amount) -> Iterator[Pick]:
    """Places that print the given count of what the question names, or of the thing that the amount is for."""
    heads = normalise_label(simplify(work.plan.selectors[1].label or ""))
    thing = normalise_label(label_of(amount.figure)) if amount.figure is not None else ""
    for entry in work.shelf.index(amount.document_id).entries if amount.document_id else ():
        words = entry.key + entry.context
        if cover(heads, words).complete or (thing and thing in words) or (entry.project and normalise_label(entry.project) == thing):
            for figure in entry.figures:
                if figure.amount is not None and same_amount(figure.amount, count):
                    yield Pick(figure, Candidate(entry, "given", 1.0, "问题给出的数"))


def _otherwise_printed(work: Work, count: Amount) -> list[Line]:
    """Another count that the document prints under the words by which the question names the heads."""
    selector = work.plan.selectors[1]
    found = work.find(selector) if len(selector.label or "") > 1 else None
    if found is None or found.figure is None or found.amount is None or found.amount.dimension != count.dimension:
        return []
    return [Line((Words("注意：文件里"), Echo(label_of(found.figure), found.figure), Words("印的是 "), number_of(found.figure)))]
