"""Drafts of answers to a claim: is it 57万元, do these agree, does the total add up, is the table empty.

驻矿人员工资是57万元吗      →  不是。驻矿人员工资为 **75.00 万元**（已核对）[1]
是80万还是800万             →  80.00 万元 in the table, 800万元 in the text of the form: 不一致, both cited
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import Operand, add_up, convert, subtract
from answering.compose import MONEY_PLACES, Work, ambiguous, blank, finished, lookup, not_found
from answering.compose_agreement import agreement, name_of
from answering.compose_choice import choice
from answering.compose_rates import computed_from, empty_table
from answering.compose_reckoned import impossible_changes, positive_gap, reckoned
from answering.conflicts import contradiction
from answering.coverage import cover
from answering.draft import Draft, Echo, Formula, Line, Number, Words
from answering.elsewhere import printed_elsewhere, printed_share, states
from answering.found import Found, Pick
from answering.hedges import reach
from answering.phrases import column_pieces, computed, label_of, number_of
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.figure import Discrepancy, Figure
from disclosure.question import Facet, Relation
from retrieval.matching import normalise_label, simplify

_SAYS_STAGE = re.compile("预算|决算")
_ASKS_WHOLE = re.compile("哪个数|对哪|对什么|怎么算|怎么得|基数|按什么|以什么")


def verify(work: Work) -> Draft:
    """VERIFY: the claim confirmed or corrected, never repeated as if it were true."""
    plan = replace(work.plan, claimed=tuple(amount for amount in work.plan.claimed if not _counts_places(amount)))
    work = replace(work, plan=plan)
    if plan.facet is Facet.EMPTY_TABLE:
        return empty_table(work)
    if plan.facet is Facet.COMPUTED_FROM:
        return computed_from(work)
    if plan.relation is Relation.SUM and len(plan.claimed) > 2:
        return reckoned(work)
    if plan.claimed:
        return _pairwise(work) or claim(work)
    if plan.threshold is not None and len(plan.selectors) == 1:
        return lookup(work)
    if plan.relation in (Relation.SUM, Relation.DIFFERENCE) and len(plan.selectors) > 1:
        return adds_up(work)
    return agreement(work)


def _counts_places(amount: Amount) -> bool:
    """两处, 两个数: how many numbers there are, not one that is claimed."""
    return amount.dimension in ("处", "个", "笔", "种") and amount.number in (2, 3) and amount.number == amount.number.to_integral_value()


def _pairwise(work: Work) -> Draft | None:
    """Each of several things against the amount said of it; None when they are not so many as the amounts."""
    plan = work.plan
    if len(plan.selectors) < 2 or len(plan.selectors) != len(plan.claimed):
        return None
    found = [work.find(selector) for selector in plan.selectors]
    if any(one.figure is None or one.amount is None or one.is_ambiguous for one in found):
        return None
    lines: list[Line] = []
    for one, amount in zip(found, plan.claimed, strict=True):
        said = amount.as_money() if _money(one) else amount
        judged = _judgement(work, one, [said], one.amount or said)
        lines.append(Line(judged.pieces, headline=not lines))
    return finished(work, lines, found)


def claim(work: Work) -> Draft:
    """One or more claimed amounts against what is printed."""
    found = work.find(work.plan.selectors[0])
    rates = all(amount.dimension == "%" for amount in work.plan.claimed)
    if rates and (found.amount is None or found.amount.dimension != "%") and _ASKS_WHOLE.search(work.plan.question):
        return computed_from(work)
    found = _of_the_claims_kind(work, found)
    claimed = [amount.as_money() if _money(found) and amount.unit else amount for amount in work.plan.claimed]
    if found.is_ambiguous:
        fitting = [pick for pick in found.rivals if pick.amount is not None and any(states(one, pick.amount) for one in claimed)]
        if len(fitting) != 1:
            return ambiguous(work, found)
        found = Found(found.selector, fitting[0].figure.document_id, picks=(fitting[0],))
    if found.operand is None or found.amount is None:
        if found.picks or found.zero:
            return _nothing_printed(work, found, claimed)
        return not_found(work, found)
    first = found.figure
    found = _of_the_claims_stage(work, found, claimed)
    truth = found.amount
    assert truth is not None
    claimed = [Amount(amount.number, truth.unit) if amount.unit is None or amount.number == 0 else amount for amount in claimed]
    if len(work.plan.selectors) == 1 and any(amount.dimension == truth.dimension for amount in claimed):
        claimed = [amount for amount in claimed if amount.dimension == truth.dimension]  # 两个数 is no claim
    if any(amount.dimension != truth.dimension for amount in claimed):
        return not_found(work, None, f"所说的数与“{found.selector.label or '所问的数'}”的计量单位不同类，不能核对")
    if len(claimed) > 1 and found.figure is not None and found.derivation is None:
        return choice(work, found, claimed)
    wrong = [amount for amount in claimed if not _fits(work, amount, truth)]
    meant = [other for amount in wrong if (other := _other_reading(work, found, amount))]
    lines = [_judgement(work, found, claimed, truth, other_reading=bool(meant))]
    if found.figure is not None:
        lines.append(Line(work.place(found.figure)))
    if first is not None and found.figure is not None and found.figure.id != first.id:
        lines.append(Line((Words("同一行另有："), Echo("·".join(first.column_path), first), Words(" "), number_of(first))))
    lines += [
        Line((Words("所说的数印在别的格里："), Echo(label_of(other), other), *column_pieces(other), Words(" "), number_of(other)))
        for other in meant
    ]
    lines += [Line(work.place(other)) for other in meant]
    rounded = [amount for amount in claimed if amount.agrees_with(truth) and amount.number != truth.number]
    lines += [Line((Words("文字也写作 "), number_of(other))) for amount in rounded if (other := printed_elsewhere(work, found, amount))]
    lines += impossible_changes(work, found, wrong)
    draft = finished(work, lines, [found])
    if draft.discrepancies or found.figure is None:
        return draft
    return _with_other_prints(work, draft, found, wrong)


def _of_the_claims_stage(work: Work, found: Found, claimed: Sequence[Amount]) -> Found:
    """Of 预算数 and 决算数 under one name the one that is claimed, where the question says neither."""
    figure = found.figure
    if figure is None or figure.amount is None or len(claimed) != 1 or _SAYS_STAGE.search(work.plan.question):
        return found
    other = None if _fits(work, claimed[0], figure.amount) else _other_reading(work, found, claimed[0])
    if other is None or other.table_id != figure.table_id or other.row_path != figure.row_path:
        return found
    beside = other.stage is not figure.stage and other.column_path[-1:] == figure.column_path[-1:]
    return replace(found, picks=(Pick(other, found.picks[0].candidate),), derivation=None) if beside else found


def _fits(work: Work, amount: Amount, truth: Amount) -> bool:
    """Whether a claimed amount is true of a figure: the same as printed, or within what is meant by 约, 多, 近."""
    loose = reach(work.plan.question, amount)
    return amount.agrees_with(truth) if loose is None else amount.dimension == truth.dimension and loose.holds(truth)


def _of_the_claims_kind(work: Work, found: Found) -> Found:
    """What is found; of another kind than the claims (元 for 35辆, for 9.55%), what the document prints of theirs."""
    kinds = {amount.dimension for amount in work.plan.claimed if amount.unit is not None and amount.number != 0}
    dimension = next(iter(kinds)) if len(kinds) == 1 else None
    if dimension in (None, "money", "number") or found.selector.dimension or (found.amount and found.amount.dimension == dimension):
        return found
    if dimension == "%":
        return printed_share(work, found) or found
    counted = work.find(replace(found.selector, dimension=dimension))
    return counted if counted.amount is not None or counted.is_ambiguous else found


def _nothing_printed(work: Work, found: Found, claimed: Sequence[Amount]) -> Draft:
    """A claim of a thing for which nothing is printed: said to be none, or simply blank."""
    lines = blank(work, found, headline=True)
    if found.zero and len(claimed) == 1:
        lead = "是的，与文件相符。" if claimed[0].number == 0 else "不是，与文件不符。"
        lines = [Line((Words(lead), *lines[0].pieces), headline=True), *lines[1:]]
    return finished(work, lines, [found])


def _other_reading(work: Work, found: Found, amount: Amount) -> Figure | None:
    """A figure of the document that prints the claimed amount under all the words that were asked for.

    The claim may mean that cell and be true, so that it is not denied outright; nor is it confirmed, since the words
    fit another cell better.
    """
    selector = found.selector
    asked = normalise_label(simplify("".join(part for part in (selector.within, selector.label, selector.column_label) if part)))
    if not asked or found.figure is None or amount.number == 0:
        return None
    for other in work.shelf.index(found.figure.document_id).figures:
        if other.table_id is None or other.amount is None or not states(amount, other.amount):
            continue
        words = normalise_label("".join((other.project or "", *other.row_path, *other.column_path, other.table_title or "")))
        if cover(asked, words).complete:
            return other
    return None


def _judgement(work: Work, found: Found, claimed: Sequence[Amount], truth: Amount, *, other_reading: bool = False) -> Line:
    near = [amount for amount in claimed if _fits(work, amount, truth)]
    exact = [amount for amount in near if states(amount, truth)]
    if near and len(claimed) == 1 and reach(work.plan.question, claimed[0]) is not None:
        lead = "是的，大致相符，准确数见后。"
    elif exact and len(claimed) == 1:
        lead = "是的，一致。"
    elif near and len(claimed) == 1:
        lead = "大致相符（四舍五入），准确数见后。"
    elif near:
        lead = "以文件所列为准。"
    elif other_reading:
        lead = "要看指哪个口径：通常所指的不是这个数。"
    else:
        lead = "不是，与文件不符。"
    unit = claimed[0].unit if len(claimed) == 1 and not near else None
    return Line((Words(lead), *name_of(found), Words("为 "), _number(found, unit)), headline=True)


def _money(found: Found) -> bool:
    amount = found.amount or next((pick.amount for pick in found.rivals if pick.amount), None)
    return amount is None or amount.dimension == "money"


def _number(found: Found, unit: Unit | None = None) -> Number:
    """The figure; against a wrong claim in the claim's unit, where the document prints it so or nothing is rounded."""
    if found.derivation is not None:
        return computed(found.derivation, found.selector.label or "", bold=True)
    figure = found.figure
    assert figure is not None and figure.amount is not None
    if unit is None or not unit.is_money or figure.amount.unit is None or unit.scale <= figure.amount.unit.scale:
        return number_of(figure, bold=True)
    printed = next((pick.figure for pick in found.picks[1:] if pick.amount and pick.amount.unit == unit), None)
    told = convert(figure, unit, MONEY_PLACES)
    if printed is None and told.shown.in_base != figure.amount.in_base:
        return number_of(figure, bold=True)
    sources = (figure,) if printed is None else (figure, printed)
    return Number(told.shown, label_of(figure), Verdict.COMPUTED, told, sources, told.formula, bold=True)


def _with_other_prints(work: Work, draft: Draft, found: Found, wrong: Sequence[Amount]) -> Draft:
    """Where the document itself prints the claimed amount for the same thing, both places are shown."""
    figure = found.figure
    assert figure is not None
    rivals = [other for amount in wrong if (other := printed_elsewhere(work, found, amount))]
    if not rivals:
        return draft
    discrepancy = Discrepancy((figure, *rivals), "表格与文字说明的数不一致")
    return conflicting(work, found, discrepancy, [line for line in draft.lines if _says_also(line)])


def _says_also(line: Line) -> bool:
    first = line.pieces[0]
    return isinstance(first, Words) and first.text.startswith("文字也写作")


def conflicting(work: Work, found: Found, discrepancy: Discrepancy, also: Sequence[Line] = ()) -> Draft:
    """The table's figure as the headline, marked as contradicted, and every other figure beside it."""
    figure = discrepancy.figures[0]
    head = Line((*name_of(found), Words("以表格为准是 "), number_of(figure, bold=True, verdict=Verdict.CONFLICT)), headline=True)
    lines = [head, Line(work.place(figure)), *also, contradiction(discrepancy)]
    draft = finished(work, lines, [])
    matches = tuple(pick.match for pick in found.picks[:1])
    return Draft(draft.status, draft.lines, None, (), (), (discrepancy,), matches)


def adds_up(work: Work) -> Draft:
    """Whether the first is the sum, or the difference, of the others."""
    found = [work.find(selector) for selector in work.plan.selectors]
    for one in found:
        if one.is_ambiguous:
            return ambiguous(work, one)
    first, *parts = found
    operands: list[Operand] = [one.operand for one in parts if one.operand is not None]
    if first.operand is None or not operands or first.amount is None:
        return not_found(work, first if first.operand is None else parts[0])
    if work.plan.relation is Relation.DIFFERENCE and len(operands) == 2:
        worked = subtract(operands[0], operands[1])
    else:
        worked = add_up(operands)
    holds = worked.shown.agrees_with(first.amount)
    blanks = [one for one in parts if one.operand is None]
    lead = "相等。" if holds else "不相等，对不上。"
    verdict = None if holds else Verdict.CONFLICT
    number = number_of(first.figure, bold=True, verdict=verdict) if first.figure else _number(first)
    lines = [Line((Words(lead), *name_of(first), Words("印的是 "), number), headline=True)]
    for one in parts:
        lines.append(_part_line(one))
    lines += [Line((Words("按所列各项计算："), computed(worked, "计算结果"))), Line((Words("算式："), Formula(worked)))]
    if not holds:
        lines += [
            Line((Words("差额："), computed(gap := positive_gap(first.operand, worked), "差额"))),
            Line((Words("算式："), Formula(gap))),
        ]
    if first.figure:
        lines.append(Line(work.place(first.figure)))
    return finished(work, lines, [first, *(one for one in parts if one not in blanks)], [worked])


def _part_line(found: Found) -> Line:
    figure = found.figure
    if figure is None or figure.amount is None:
        return Line((Words("- "), *name_of(found), *column_pieces(figure), Words("：空白")))
    return Line((Words("- "), *name_of(found), *column_pieces(figure), Words("："), number_of(figure)))
