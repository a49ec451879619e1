"""Aspects that are not printed as asked for: taken from another place, or computed from what is printed.

    rate of 培训费  →  printed in the sentence that says its amount; else growth of this year's amount on last year's

The order is: printed in a column, printed in the text, printed in another year's disclosure, computed.
"""

from __future__ import annotations

from dataclasses import replace

from answering.binding.cells import Bound, same_value
from answering.binding.columns import aspect_of
from answering.binding.scopes import STAGES, Scoped, unit_of
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.wholes import whole_of
from answering.evaluating import arithmetic
from answering.evaluating.found import amounted, first_of, index_of, printed_as
from answering.evaluating.labels import label_of
from answering.evaluating.result import Absent, Amounted, Outcome
from answering.evaluating.work import Work
from answering.query.tree import Cell, CellAspect, Scope
from disclosure.errors import AmountError
from disclosure.figure import Figure
from retrieval.names import name_of

ASPECT_NAMES = {
    CellAspect.PLAN: "年初预算数", CellAspect.ADJUSTED: "全年预算数", CellAspect.PRIOR: "上年数", CellAspect.EXECUTED: "上年执行数",
    CellAspect.CHANGE: "增减额", CellAspect.RATE: "增减率", CellAspect.DONE: "完成率", CellAspect.PRINTED_SHARE: "占比",
}  # fmt: skip


def in_next_year(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """The year asked has no disclosure, the year after it has: what its columns or sentences say is of the year asked."""
    for aspect in (CellAspect.PRIOR, CellAspect.VALUE) if node.aspect is CellAspect.VALUE else ():
        record, binding = first_of(work, node, found, aspect, scope, strict)
        if isinstance(binding, Bound) and binding.pick.figure.fiscal_year == scope.year:
            outcome = amounted(work, node, found, record, binding)
            return replace(outcome, note=f"没有收录{scope.year}年度的文件，取自{record.fiscal_year}年度文件印出的{scope.year}年数")
    units = "、".join(found.units)
    years = tuple(dict.fromkeys(f"{record.fiscal_year}年" for record in found.records))
    return Absent(node, "year", str(scope.year), f"没有收录“{units}”{scope.year}年度的文件", years)


def computed(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome | None:
    """An aspect that is not printed, from the others; None where they are not there either."""
    if node.aspect in (CellAspect.CHANGE, CellAspect.RATE) and (same := _of_equal_whole(work, node, scope, found)):
        return same
    value = printed_as(work, node, scope, found, CellAspect.VALUE, strict)
    if value is not None and (said := _in_its_sentence(work, node, found, value)):
        return said
    try:
        if node.aspect in (CellAspect.PRIOR, CellAspect.EXECUTED):
            return _prior(work, node, scope, found, value, strict)
        if value is None:
            return None
        if node.aspect is CellAspect.DONE:
            plan = printed_as(work, node, scope, found, CellAspect.ADJUSTED, strict) or printed_as(
                work, node, scope, found, CellAspect.PLAN, strict
            )
            return _derived(node, arithmetic.share, value, plan, "由决算数与预算数算出")
        if node.aspect in (CellAspect.CHANGE, CellAspect.RATE):
            prior = _prior(work, replace(node, aspect=CellAspect.PRIOR), scope, found, None, strict, printed=True)
            combine = arithmetic.subtract if node.aspect is CellAspect.CHANGE else arithmetic.growth
            if prior is not None:
                return _derived(node, combine, value, prior, "由本年数与上年数算出")
            return _from_change(work, node, scope, found, value, strict)
    except AmountError:
        return None
    return None


def _in_its_sentence(work: Work, node: Cell, found: Scoped, value: Amounted) -> Amounted | None:
    """A rate or change in the one sentence that names the thing and prints its amount: 8.机构运行（2060201），决算数为…，增长…%."""
    if not isinstance(value.operand, Figure) or node.aspect in (CellAspect.PRIOR, CellAspect.EXECUTED):
        return None
    keys = [name_of(value.operand.measure).key, name_of(node.row).key]
    for record in found.records:
        for figure in index_of(work, record, found.part).of_sentence(value.operand):
            sentence = figure.sentence or ""
            alike = [
                one for one in index_of(work, record, found.part).said_in(sentence) if aspect_of(one, record.fiscal_year) is node.aspect
            ]
            if len(alike) == 1 and any(key in name_of(sentence[:199]).key for key in keys if len(key) > 2):
                work.use(record, year_said=found.year_said)
                label = f"{value.label.partition(' · ')[0]}{ASPECT_NAMES.get(node.aspect, '')}"
                return Amounted(node, alike[0], label, value.bound, note="取自写明这一数额的句子")
    return None


def _prior(
    work: Work, node: Cell, scope: Scope, found: Scoped, value: Amounted | None, strict: bool, *, printed: bool = False
) -> Amounted | None:
    """Last year's: printed here, else in last year's disclosure, else this year's less the change."""
    if here := printed_as(work, node, scope, found, CellAspect.PRIOR, strict):
        return here
    year = found.records[0].fiscal_year
    if year is not None:
        stage = scope.stage or next((key for key, stage in STAGES.items() if stage is found.records[0].stage), None)
        before = work.documents(replace(scope, unit=scope.unit or unit_of(found.records[0]), units=None, year=year - 1, stage=stage))
        if isinstance(before, Scoped) and not before.prior and len(before.units) == 1:
            plain = replace(node, aspect=CellAspect.VALUE)
            record, binding = first_of(work, plain, before, CellAspect.VALUE, replace(scope, year=year - 1), strict)
            if isinstance(binding, Bound):
                outcome = amounted(work, node, before, record, binding)
                return replace(outcome, note=f"取自{record.fiscal_year}年度文件")
    if printed or value is None:
        return None
    change = printed_as(work, node, scope, found, CellAspect.CHANGE, strict) or _of_equal_whole(
        work, replace(node, aspect=CellAspect.CHANGE), scope, found
    )
    return _derived(node, arithmetic.subtract, value, change, "上年数由本年数减增减额得出") if change else None


def _from_change(work: Work, node: Cell, scope: Scope, found: Scoped, value: Amounted, strict: bool) -> Amounted | None:
    """A rate from this year's amount and the change that is printed."""
    if node.aspect is not CellAspect.RATE:
        return None
    change = printed_as(work, node, scope, found, CellAspect.CHANGE, strict)
    if change is None:
        return None
    before = arithmetic.subtract(value.operand, change.operand)
    return replace(
        _derived(node, arithmetic.growth, value, replace(value, operand=before), "由本年数与增减额算出") or value,
        bound=(*value.bound, *change.bound),
    )


def _derived(node: Cell, combine: object, first: Amounted, second: Amounted | None, note: str) -> Amounted | None:
    if second is None or not callable(combine):
        return None
    derivation = combine(first.operand, second.operand)
    label = f"{first.label.partition(' · ')[0]}{ASPECT_NAMES.get(node.aspect, '')}"
    return Amounted(node, derivation, label, (*first.bound, *second.bound), note=note)


def _of_equal_whole(work: Work, node: Cell, scope: Scope, found: Scoped) -> Amounted | None:
    """A change that the text prints for what equals the whole that is asked for: 财政拨款支出 where it is all there is."""
    whole = whole_of(name_of(node.row).key)
    if whole is None or not whole.sides or node.under is not None:
        return None
    value = printed_as(work, replace(node, place=None), scope, found, CellAspect.VALUE, False)
    if value is None or not isinstance(value.operand, Figure):
        return None
    for record in found.records:
        index = index_of(work, record, found.part)
        for thing in _equal_things(index, value.operand, whole.side):
            for figure in thing.figures:
                if aspect_of(figure, record.fiscal_year) is node.aspect and figure.amount is not None:
                    work.use(record, year_said=found.year_said)
                    label = label_of(figure, thing)
                    return Amounted(node, figure, label, value.bound, note=f"文中所说的“{thing.label}”与所问的总额相等")
    return None


def _equal_things(index: DocumentIndex, figure: Figure, side: str | None) -> list[Thing]:
    """Things of the text whose amount is that of a whole and whose name is one for money as a whole, longest names last."""
    other = {"income": "支出", "spent": "收入"}.get(side or "", "")
    found = []
    for thing in index.things:
        if thing.kind is not ThingKind.TEXT or (other and other in thing.names[0].key and "收支" not in thing.names[0].key):
            continue
        if any(same_value(one, figure) for one in thing.figures if aspect_of(one, index.record.fiscal_year) is CellAspect.VALUE):
            found.append(thing)
    return sorted(found, key=lambda thing: (whole_of(thing.names[0].key) is None, len(thing.names[0].key)))


def reckoned(work: Work, node: Cell, scope: Scope, found: Scoped, outcome: Amounted) -> Amounted:
    """Of 年初预算 and 全年预算 the one of which a printed 完成率 is the share."""
    value = printed_as(work, node, scope, found, CellAspect.VALUE, False)
    printed = arithmetic.amount_of(outcome.operand)
    for aspect in (CellAspect.ADJUSTED, CellAspect.PLAN) if value else ():
        plan = printed_as(work, node, scope, found, aspect, False)
        try:
            share = arithmetic.share(value.operand, plan.operand) if value and plan else None
        except AmountError:
            continue
        if share is not None and plan and value and share.shown.agrees_with(printed):
            what = plan.operand.column_path[-1] if isinstance(plan.operand, Figure) and plan.operand.column_path else "预算数"
            return replace(outcome, note=f"这个百分比是对{what}{arithmetic.amount_of(plan.operand)}算的", items=(value, plan))
    return outcome
