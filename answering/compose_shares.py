"""Drafts of shares: of one part or each of several, and of several added up.

share of 项目支出 in 支出总计      →  项目支出占支出总计：**72.76%**, with its formula and both cells
办公费和差旅费加起来占公用经费     →  one share, of their sum
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import add_up, share
from answering.candidates import Candidate
from answering.compose import Work, finished, not_found
from answering.compose_computed import each_place_once, named, names_of, operand_lines, operands_of, stopped_by
from answering.draft import Draft, Formula, Line, Words
from answering.found import Found, Pick
from answering.phrases import computed
from answering.row_parts import part_named
from disclosure.amount import Amount
from disclosure.question import Plan, Relation, Selector

_PROCUREMENT = ("政府采购预算", "政府采购", "采购")


def shares(work: Work) -> Draft:
    """SHARE of each part in the whole."""
    plan = work.plan
    if plan.share_of is None:
        return not_found(work, None, "没有说明占什么的比例")
    wholes = [work.find(selector) for selector in _wholes(plan.selectors, plan.share_of)]
    parts = [_part_of(work, selector, whole) for selector, whole in zip(plan.selectors, wholes, strict=True)]
    if stopped := stopped_by(work, [*parts, *wholes]):
        return stopped
    if plan.relation is Relation.SUM and len(parts) > 1:
        return _share_of_sum(work, parts, wholes)
    if len(parts) > 1:
        # the whole itself, named on the way: 全年预算2.29万，执行率几成
        pairs = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if part.figure is None or part.figure != whole.figure]
        parts, wholes = ([part for part, _ in pairs], [whole for _, whole in pairs]) if pairs else (parts, wholes)
    lines: list[Line] = []
    derivations = []
    apart = len({whole.document_id for whole in wholes}) > 1
    for part, whole in zip(parts, wholes, strict=True):
        derivation = share(*operands_of([part, whole]))
        derivations.append(derivation)
        among = [*parts, *wholes] if apart else [part, whole]
        pieces = (*named(work, part, among), Words("占"), *named(work, whole, among), Words("："))
        lines.append(Line((*pieces, computed(derivation, "占比", bold=True)), headline=not lines))
        lines.append(Line((Words("算式："), Formula(derivation))))
    if len(derivations) == 1 and plan.threshold is not None and plan.threshold.dimension == derivations[0].shown.dimension:
        meets = _within(plan, derivations[0].shown)
        lines.insert(0, Line((Words("是的，与文件相符。" if meets else "不是，与文件不符。"),)))
    if len(derivations) == 1 and plan.claimed:
        agrees = all(claim.agrees_with(derivations[0].shown) for claim in plan.claimed)
        lines.insert(0, Line((Words("是的，与文件相符。" if agrees else "不是，与文件不符。"),)))
    shown = [*parts, *(wholes if apart else wholes[:1])]
    return finished(work, [*lines, *operand_lines(work, shown)], shown, derivations)


def _share_of_sum(work: Work, parts: Sequence[Found], wholes: Sequence[Found]) -> Draft:
    """SHARE of several parts added up: 甲和乙加起来占…; one part named twice, or parts of several wholes, make no sum."""
    if len(each_place_once(parts)) < len(parts) or len(each_place_once(wholes)) > 1:
        return not_found(work, None, "所说的几项不能合起来算占比")
    added = add_up(operands_of(parts))
    whole = wholes[0]
    rate = share(added, *operands_of([whole]))
    lines = [
        Line(
            (*names_of(parts), Words("合计占"), *named(work, whole, [*parts, whole]), Words("："), computed(rate, "占比", bold=True)),
            headline=True,
        ),
        Line((Words("合计："), Formula(added))),
        Line((Words("算式："), Formula(rate))),
    ]
    return finished(work, [*lines, *operand_lines(work, [*parts, whole])], [*parts, whole], [added, rate])


def _part_of(work: Work, selector: Selector, whole: Found) -> Found:
    """A part of a share; a short name that tells nothing by itself is the part of that name in the whole: 采购预算中服务类."""
    found = work.find(selector)
    same = found.figure is not None and whole.figure is not None and found.figure.id == whole.figure.id
    if whole.figure is None or whole.document_id is None or not selector.label or (found.operand is not None and not same):
        return found
    index = work.shelf.index(whole.document_id)
    named = Selector(label=whole.figure.measure, variants=tuple(filter(None, (whole.selector.label, *whole.selector.variants))))
    entry = part_named(index, named, selector.label)
    if entry is None or entry.figures[0].amount is None:
        return found
    reason = f"“{whole.selector.label}”之中的“{selector.label}”"
    return Found(selector, whole.document_id, picks=(Pick(entry.figures[0], Candidate(entry, "under", 0.5, reason)),))


def _wholes(parts: Sequence[Selector], whole: Selector) -> list[Selector]:
    """The whole of each part: of parts in several documents each has its own; 采购 of which something is a share is 政府采购预算."""
    if whole.label == _PROCUREMENT[-1]:
        whole = replace(whole, variants=(*_PROCUREMENT, *whole.variants))
    if all(part.document_ids == parts[0].document_ids for part in parts):
        return [whole] * len(parts)
    return [
        replace(whole, entity=part.entity, fiscal_year=part.fiscal_year, label_year=part.label_year, document_ids=part.document_ids)
        for part in parts
    ]


def _within(plan: Plan, amount: Amount) -> bool:
    """Whether an amount lies above (below) the plan's bound, or between its two."""
    assert plan.threshold is not None
    if plan.inclusive and amount.in_base == plan.threshold.in_base:
        return True
    beyond = amount.in_base > plan.threshold.in_base
    return beyond == plan.above and (plan.upper is None or amount.in_base <= plan.upper.in_base)
