"""A question that goes on from the ones before it, completed from their plans.

河道巡查员工资多少 → 那护林员呢         the same of 护林员
…2023年租赁费   → 那2024年呢             租赁费 of 2024
…              → 占总预算多少            its share of 总预算
two questions  → 两个加起来              their sum
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.naming import COLUMNS
from answering.reading import Part, Reading
from answering.vocabulary import Vocabulary
from disclosure.question import Facet, Operation, Plan, Selector

_PRONOUN = re.compile(
    r"^(?:它们?|这个?|那个?|该项?|此项|这项|这笔|那笔|这笔钱|两个|两者|二者|两项|这两[个项]|那两[个项]|三个|这些|"
    r"这几个|以上|上述|前面|刚才|上面)(?:的)?(?:数|钱|金额|项目|经费|费用|支出|里面?|中)?$"
)
_BOTH = re.compile(r"两个|两者|二者|两项|这两|那两|俩|一起|加起来|加一起|合起来|合在一起|哪个|谁|相差|差多少|三个|这些|这几")
_THREE = re.compile(r"三[个者项]")
_WAGES = re.compile(r"(?:工资|薪酬|补助|补贴|津贴|经费|费用|资金|支出|预算|费|数量|人数|面积)$")
_TOTALS = re.compile(
    r"(?:本年|年度)?(?:总?(?:支出|收入|预算|决算)|支出|收入)(?:合计|总计|总额|总数|预算|决算)?|总计|合计|总额|总盘子|"
    r"总的"
)


@dataclass(frozen=True, slots=True)
class Inherited:
    """What the chat before says for a question that does not."""

    entities: tuple[str | None, ...] = ()
    years: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    used: bool = False  # the question was completed


def complete(reading: Reading, text: str, earlier: Sequence[Plan], vocabulary: Vocabulary) -> tuple[Reading, Inherited]:
    """The reading with what it leaves unsaid taken from the last plans, and the scope that it inherits."""
    parts = tuple(part for part in reading.parts if not (part.label and _PRONOUN.match(part.label)))
    pointing = len(parts) < len(reading.parts)
    reading = replace(reading, parts=parts)
    last = earlier[-1] if earlier else None
    if last is None or not last.selectors:
        return reading, Inherited()
    elliptic = reading.asks_on or pointing or not any(p.label or p.code for p in parts)
    if not elliptic:
        return reading, _scope_only(reading, last)
    completed = _completed(reading, text, earlier, vocabulary)
    if completed.operation in _TWO and len(completed.parts) == 1 and len(earlier) > 1:
        # 2023年租赁费 → 2024年的呢 → 差多少: one thing in two years, or of two units
        return completed, _joined(_inherit(reading, earlier[-2]), _inherit(reading, last))
    return completed, _inherit(reading, last)


_TWO = (Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO, Operation.SUM)


def _joined(first: Inherited, second: Inherited) -> Inherited:
    entities = tuple(dict.fromkeys((*first.entities, *second.entities)))
    return replace(second, entities=entities, years=tuple(dict.fromkeys((*first.years, *second.years))))


def _inherit(reading: Reading, last: Plan) -> Inherited:
    entities = () if reading.entities else tuple(dict.fromkeys(s.entity for s in last.selectors if s.entity))
    years = (
        ()
        if _says_year(reading)
        else tuple(dict.fromkeys(s.fiscal_year or s.label_year or 0 for s in last.selectors if s.fiscal_year or s.label_year))
    )
    if last.operation is Operation.GROWTH:
        years = years[:1]
    return Inherited(entities, years, ("接着上一个问题问",), (), True)


def _scope_only(reading: Reading, last: Plan) -> Inherited:
    """A whole question that names no unit is about the unit of the chat; its year only with the unit."""
    if reading.entities:
        return Inherited()
    entities = tuple(dict.fromkeys(s.entity for s in last.selectors if s.entity))
    if len(entities) != 1:
        return Inherited()
    years = () if _says_year(reading) else tuple(dict.fromkeys(s.fiscal_year for s in last.selectors[:1] if s.fiscal_year))
    return Inherited(entities, years, ("没有说单位，沿用上一个问题的单位",), (f"沿用上文的单位：{entities[0]}",), False)


def _says_year(reading: Reading) -> bool:
    base = list(reading.base.years) if reading.base else []
    return any(not any(mention is other for other in base) for mention in reading.years)


def _completed(reading: Reading, text: str, earlier: Sequence[Plan], vocabulary: Vocabulary) -> Reading:
    last = earlier[-1]
    things = [_part_of(selector) for selector in _things(last)]
    if _BOTH.search(text) and len(things) < 2:
        things = _recent(earlier, 3 if _THREE.search(text) else 2)
    operation, parts = reading.operation, reading.parts
    named = [part for part in parts if part.label or part.code]
    if operation is None:
        return _same_again(reading, last, named, things, vocabulary)
    if (
        not named
        and operation in (Operation.RANK, Operation.COUNT, Operation.LIST)
        and last.operation in (Operation.RANK, Operation.COUNT, Operation.LIST)
    ):
        rows = reading.rows or next((s.rows for s in last.selectors if s.rows), None)
        return replace(reading, parts=tuple(_merge(p, things) for p in parts) or tuple(things), rows=rows)
    if not named:
        merged = tuple(_narrowed(thing, parts) for thing in things)
        reading = replace(reading, parts=merged)
    if operation is Operation.EXPLAIN and reading.facet is Facet.REASON and last.operation is Operation.GROWTH:
        return replace(reading, parts=tuple(things[:1]))
    return reading


def _same_again(reading: Reading, last: Plan, named: Sequence[Part], things: Sequence[Part], vocabulary: Vocabulary) -> Reading:
    """那…呢: the last operation on something else, in another year, unit, column or unit of measure."""
    operation = last.operation
    if (operation is Operation.VERIFY and not reading.claimed) or operation is Operation.CONVERT:
        operation = Operation.LOOKUP
    whole = _part_of(last.share_of) if last.share_of else None
    rows = reading.rows or next((s.rows for s in last.selectors if s.rows), None)
    base = Part() if operation is Operation.GROWTH else None
    kept = replace(
        reading,
        operation=operation,
        whole=whole,
        base=base,
        rows=rows,
        facet=reading.facet or last.facet,
        relation=last.relation,
        unit=reading.unit or last.unit,
    )
    if operation in (Operation.RANK, Operation.COUNT) and reading.bounds.limit is None and reading.bounds.threshold is None:
        kept = replace(
            kept, bounds=replace(kept.bounds, limit=last.limit, threshold=last.threshold, above=last.above), descending=last.descending
        )
    if not named:
        return replace(kept, parts=tuple(_narrowed(thing, reading.parts) for thing in things))
    model = things[0] if things else Part()
    if (
        len(named) == 1
        and named[0].label
        and _is_column(named[0].label)
        and model.label
        and not _TOTALS.fullmatch(model.label)
        and not _is_column(model.label)
    ):
        return replace(kept, parts=tuple(replace(thing, column=named[0].label) for thing in things))
    keeps_place = not (named[0].table_kind or named[0].table_hint)
    replaced = [_like(part, model, vocabulary, keeps_place=keeps_place) for part in named]
    if operation in (Operation.DIFFERENCE, Operation.COMPARE, Operation.SUM, Operation.RATIO) and len(replaced) == 1:
        kept = replace(kept, operation=Operation.LOOKUP)
    return replace(kept, parts=tuple(replaced))


def _things(plan: Plan) -> tuple[Selector, ...]:
    """The selectors that a follow-up means: the thing itself once, not its base or head count."""
    if plan.operation in (Operation.GROWTH, Operation.PER_CAPITA):
        return plan.selectors[:1]
    seen: dict[tuple[object, ...], Selector] = {}
    for selector in plan.selectors:
        seen.setdefault((selector.label, selector.subject_code, selector.column_label, selector.within, selector.table_kind), selector)
    return tuple(seen.values())


def _recent(earlier: Sequence[Plan], count: int) -> list[Part]:
    """The last different things asked for, oldest first."""
    found: list[Part] = []
    for plan in reversed(earlier):
        for selector in reversed(_things(plan)):
            part = _part_of(selector)
            if part not in found:
                found.append(part)
    return list(reversed(found[:count]))


def _part_of(selector: Selector) -> Part:
    return Part(
        label=selector.label,
        variants=selector.variants,
        code=selector.subject_code,
        column=selector.column_label,
        within=selector.within,
        table_kind=selector.table_kind,
        table_hint=selector.table_hint,
        in_prose=selector.in_prose,
        dimension=selector.dimension,
        stage=selector.stage,
    )


def _narrowed(thing: Part, parts: Sequence[Part]) -> Part:
    """The earlier thing with the column, stage, table or year that the follow-up names."""
    if not parts:
        return thing
    part = parts[0]
    return replace(
        thing,
        column=part.column or (None if part.stage else thing.column),
        stage=part.stage or thing.stage,
        table_kind=part.table_kind or thing.table_kind,
        table_hint=part.table_hint or thing.table_hint,
        in_prose=part.in_prose if part.in_prose is not None else thing.in_prose,
        dimension=part.dimension or thing.dimension,
        years=part.years,
        entities=part.entities,
    )


def _merge(part: Part, things: Sequence[Part]) -> Part:
    return _narrowed(things[0], [part]) if things else part


def _like(part: Part, model: Part, vocabulary: Vocabulary, *, keeps_place: bool) -> Part:
    """Something else asked in the way of the earlier thing: 护林员 after 河道巡查员工资 is 护林员工资 as well."""
    variants = list(part.variants)
    tail = _WAGES.search(model.label or "")
    label = part.label
    if tail and label and not label.endswith(tail.group()):
        name = label + tail.group()
        if vocabulary.holds(name) and not vocabulary.knows(label):
            variants, label = [label, *variants], name
        else:
            variants.append(name)
    return replace(
        part,
        label=label,
        variants=tuple(dict.fromkeys(variants)),
        column=part.column or model.column,
        table_kind=part.table_kind or (model.table_kind if keeps_place else None),
        table_hint=part.table_hint or (model.table_hint if keeps_place else None),
        stage=part.stage or model.stage,
        dimension=part.dimension or (model.dimension if model.dimension == "money" else None),
    )


def _is_column(label: str) -> bool:
    return bool(re.fullmatch(COLUMNS, label))
