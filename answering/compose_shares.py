"""Drafts of shares: of one part or each of several, and of several added up.

share of 项目支出 in 支出总计      →  项目支出占支出总计：**72.76%**, with its formula and both cells
办公费和差旅费加起来占公用经费     →  one share, of their sum
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answering.calculate import add_up, share
from answering.candidates import Candidate
from answering.compose import Work, finished, not_found, shown
from answering.compose_computed import each_place_once, named, names_of, operand_lines, operands_of, stopped_by
from answering.crossing import crossing
from answering.draft import Draft, Formula, Line, Quoted, Words
from answering.found import Found, Pick
from answering.phrases import computed, number_of
from answering.row_parts import part_named
from answering.verify import same_amount
from disclosure.amount import Amount
from disclosure.figure import Aspect, Derivation, Figure
from disclosure.question import Plan, Relation, Selector
from retrieval.matching import normalise_label

_AS_ADJUSTED = "全年预算数"
_RATE_COLUMN = re.compile("(?:预算)?执行率|完成率")
_PROCUREMENT = ("政府采购预算", "政府采购", "采购")


def shares(work: Work) -> Draft:
    """SHARE of each part in the whole."""
    plan = work.plan
    if plan.share_of is None:
        return not_found(work, None, "没有说明占什么的比例")
    if printed := _rate_in_form(work) or _rate_in_text(work):
        return printed
    wholes = [_whole_beside(work, part, whole) for part, whole in zip(plan.selectors, _wholes(plan.selectors, plan.share_of), strict=True)]
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
        lines = _judged(work, parts[0], derivations[0], lines)
    shown = [*parts, *(wholes if apart else wholes[:1])]
    return finished(work, [*lines, *operand_lines(work, shown)], shown, derivations)


def _rate_in_form(work: Work) -> Draft | None:
    """The rate in the column of that name at the row named, on the form of a project: 资金执行率."""
    asked = _RATE_COLUMN.search(work.plan.question)
    if asked is None or len(work.plan.selectors) != 1 or work.plan.claimed:
        return None
    part = work.plan.selectors[0]
    label = (part.label or "") + asked.group()
    found = [one for key in part.document_ids or work.documents if (one := crossing(work.shelf.index(key), replace(part, label=label)))]
    amount = found[0].amount if len(found) == 1 and not found[0].is_ambiguous else None
    if amount is None or amount.dimension != "%":
        return None
    return finished(work, shown(work, found[0], headline=True), found)


def _rate_in_text(work: Work) -> Draft | None:
    """The rate that a sentence gives of the amount that it names, where the question does not say of what whole."""
    part, whole = work.plan.selectors[0], work.plan.share_of
    said = normalise_label(work.plan.question)
    if len(work.plan.selectors) != 1 or work.plan.claimed or whole is None or normalise_label(whole.label or "") in said:
        return None
    found = work.find(part)
    amount = found.figure
    if amount is None or amount.table_id is not None or found.is_ambiguous:
        return None
    own = [f for f in _rates(work, found) if f.aspect is Aspect.SHARE and (f.sentence, f.row_path) == (amount.sentence, amount.row_path)]
    if len({figure.text for figure in own}) != 1:
        return None
    rate = replace(found, picks=(Pick(own[0], found.picks[0].candidate),), others=())
    return finished(work, [*shown(work, rate, headline=True), Line((Quoted(own[0].sentence or "", own[0]),))], [rate])


def _judged(work: Work, part: Found, worked: Derivation, lines: list[Line]) -> list[Line]:
    """Whether the share is what the question claims; a rate that a sentence on the part prints is shown before the computed one."""
    claim = work.plan.claimed[0]
    name = normalise_label(part.figure.measure) if part.figure is not None else ""
    printed = next(
        (figure for figure in _rates(work, part) if figure.amount and same_amount(figure.amount, claim) and name in _said(figure)), None
    )
    if printed is None:
        agrees = claim.agrees_with(worked.shown)
        return [Line((Words("是的，与文件相符。" if agrees else "不是，与文件不符。"),)), *lines]
    told = Line((Words("是的，文件写的是 "), number_of(printed, bold=True)), headline=True)
    return [told, Line((Quoted(printed.sentence or "", printed),)), *(replace(line, headline=False) for line in lines)]


def _rates(work: Work, part: Found) -> Iterator[Figure]:
    for figure in work.shelf.index(part.document_id).figures if part.document_id else ():
        if figure.sentence and figure.amount is not None and figure.amount.dimension == "%":
            yield figure


def _said(figure: Figure) -> str:
    return normalise_label("".join((*figure.row_path, figure.measure, figure.sentence or "")))


def _whole_of(work: Work, selector: Selector) -> Found:
    """The whole; of a 预算 that is printed as it was at the year's beginning only, that."""
    found = work.find(selector)
    if selector.column_label != _AS_ADJUSTED or found.picks or found.rivals:
        return found
    first = work.find(replace(selector, column_label="年初预算数"))
    return first if first.picks else found


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


def _whole_beside(work: Work, part: Selector, selector: Selector) -> Found:
    """The whole of a part; where several documents have one, that of the only document which has the part."""
    whole = _whole_of(work, selector)
    if not whole.is_ambiguous or len({pick.figure.document_id for pick in whole.rivals}) < 2:
        return whole
    found = work.find(part)
    if found.is_ambiguous or found.document_id is None:
        return whole
    return _whole_of(work, replace(selector, document_ids=(found.document_id,)))


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
