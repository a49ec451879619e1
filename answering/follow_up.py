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

from answering.naming import COLUMNS, FORM_FIELDS
from answering.pointing import (
    asks_for_parts,
    is_among,
    is_plural,
    is_whole,
    means_years,
    parts_of,
    points_to_whole,
    ranks_among,
    summed,
    sums_up,
    under,
    without_pointers,
)
from answering.parts_of_reading import Part, Reading, RowFilter
from answering.vocabulary import Vocabulary
from answering.years import YearMention
from disclosure.question import Facet, Operation, Plan, Relation, RowKind, Selector

_BOTH = re.compile(r"两个|两者|二者|两项|这两|那两|俩|一起|加起来|加一起|合起来|合在一起|哪个|谁|相差|差多少|三个|这些|这几")
_EACH = re.compile("各|分别")
# 2025年值守经费: a row that an answer named, with the year that tells it from its like
_NAMED_WITH_YEAR = re.compile(r"(?P<year>20\d{2})年(?P<rest>.{2,})")
_THREE = re.compile(r"三[个者项]")
_WAGES = re.compile(r"(?:工资|薪酬|补助|补贴|津贴|经费|费用|资金|支出|预算|费|数量|人数|面积)$")
_MEASURED = re.compile("(?:总|建筑|占地|使用)*面积|(?:总)?人数")
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
    pairs: tuple[tuple[str | None, int], ...] = ()  # several units, each with its year, where they are no full table


def complete(reading: Reading, text: str, earlier: Sequence[Plan], vocabulary: Vocabulary) -> tuple[Reading, Inherited]:
    """The reading with what it leaves unsaid taken from the last plans, and the scope that it inherits."""
    reading, pointing = without_pointers(reading)
    if not earlier or not earlier[-1].selectors:
        return reading, Inherited()
    last = _meant(earlier)
    if asks_for_parts(reading, text) and (things := _things(last)):
        return parts_of(reading, _part_of(things[0])), _inherit(reading, last)
    if ranks_among(reading, text) and (things := _things(last)) and not any(s.rows for s in last.selectors):
        return replace(reading, rows=RowKind.PART, parts=(replace(_part_of(things[0]), column=None),)), _inherit(reading, last)
    elliptic = reading.asks_on or pointing or is_among(text) or not any(p.label or p.code for p in reading.parts)
    if not elliptic and means_years(reading.parts):
        reading, elliptic = replace(reading, parts=()), True
    if (
        reading.operation is Operation.SHARE
        and _is_open(reading.whole)
        and not reading.entities
        and any(is_whole(t, text) for t in _parts_meant(last))
    ):
        elliptic = True  # 政府采购预算多少 → 工程占多少比例
    if not elliptic or (last.operation in (Operation.EXPLAIN, Operation.DEFINE) and not pointing and _ASKS_AMOUNT.search(text)):
        # 它是干什么的 → 今年预算多少: the unit is kept, not what was asked of it
        return _under_project(reading, last, vocabulary), _scope_only(reading, last)
    reached = (*earlier[: earlier.index(last)], last)
    if summed(reading, text) and (last.operation in _OF_ROWS or len({scope for plan in reached[-2:] for scope in _scopes(plan)}) > 1):
        reading = replace(reading, operation=Operation.SUM)
    completed = _completed(reading, text, reached, vocabulary)
    if completed.operation in _TWO and len(completed.parts) == 1 and len(reached) > 1 and len(_scopes(last)) < 2:
        # 2023年租赁费 → 2024年的呢 → 差多少: one thing in two years, or of two units
        return completed, _joined(_inherit(reading, reached[-2]), _inherit(reading, last))
    return completed, _inherit(reading, last)


def _meant(earlier: Sequence[Plan]) -> Plan:
    """The turn that a follow-up goes on from: the last, or where that found nothing the last that did, in the unit then named."""
    last = earlier[-1]
    found = next((plan for plan in reversed(earlier) if plan.answered is not False), last)
    units = [{selector.entity for selector in plan.selectors if selector.entity} for plan in (last, found)]
    return found if units[0] <= units[1] else last


_ASKS_AMOUNT = re.compile("多少|几[元万亿]|花了?几")
_OF_ROWS = (Operation.RANK, Operation.LIST, Operation.COUNT)
_TWO = (Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO, Operation.SUM)


def _joined(first: Inherited, second: Inherited) -> Inherited:
    pairs = tuple((entity, year) for one in (first, second) for entity in one.entities or (None,) for year in one.years)
    entities = tuple(dict.fromkeys((*first.entities, *second.entities)))
    return replace(second, entities=entities, years=tuple(dict.fromkeys((*first.years, *second.years))), pairs=_uneven(pairs))


def _uneven(pairs: Sequence[tuple[str | None, int]]) -> tuple[tuple[str | None, int], ...]:
    """Units with their years, where not every unit is meant in every year."""
    distinct = tuple(dict.fromkeys(pairs))
    even = len({entity for entity, _ in distinct}) * len({year for _, year in distinct})
    return distinct if len(distinct) > 1 and len(distinct) != even else ()


def _scopes(plan: Plan) -> tuple[tuple[str | None, int], ...]:
    found = ((s.entity, year) for s in plan.selectors if (year := s.fiscal_year or s.label_year))
    return tuple(dict.fromkeys(found))


def _inherit(reading: Reading, last: Plan) -> Inherited:
    entities = () if reading.entities else tuple(dict.fromkeys(s.entity for s in last.selectors if s.entity))
    years = (
        ()
        if _says_year(reading)
        else tuple(dict.fromkeys(s.fiscal_year or s.label_year or 0 for s in last.selectors if s.fiscal_year or s.label_year))
    )
    if last.operation is Operation.GROWTH:
        years = (max(years),) if years else ()
    pairs = _uneven(_scopes(last)) if entities and years and last.operation is not Operation.GROWTH else ()
    return Inherited(entities, years, ("接着上一个问题问",), (), True, pairs)


def _under_project(reading: Reading, last: Plan, vocabulary: Vocabulary) -> Reading:
    """驻村项目 → 保障几个人, 满意度指标是多少: what the form of the project before says."""
    project = next((s.label for s in last.selectors[:1] if s.label and vocabulary.is_project(s.label)), None)
    if project is None or reading.entities or reading.operation not in (None, Operation.LOOKUP, Operation.VERIFY):
        return reading
    parts = tuple(
        replace(p, within=project)
        if p.label
        and not p.within
        and (p.dimension not in (None, "money") or FORM_FIELDS.fullmatch(p.label) or _MEASURED.fullmatch(p.label))
        else p
        for p in reading.parts
    )
    return replace(reading, parts=parts)


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
    things = [_part_of(selector) for selector in _things(last, text, reading.operation)]
    if _BOTH.search(text) and len(things) < 2 and len(_scopes(last)) < 2:
        things = _recent(earlier, 3 if _THREE.search(text) else 2)
    operation, parts = reading.operation, reading.parts
    named = [part for part in parts if part.label or part.code]
    if is_among(text) and things and (above := things[0].within) and not vocabulary.is_project(above):
        things = [Part(label=above)]  # 里面货物多少 → 其中工程呢: beside it, not below it
    if is_among(text) and things and not _TOTALS.fullmatch(things[0].label or ""):
        named = [under(part, things[0], vocabulary) for part in named]
        reading = replace(reading, parts=tuple(named) or parts)
    if operation is None:
        return _same_again(reading, last, named, things, vocabulary)
    if operation is Operation.SUM and not named and last.operation in _OF_ROWS and not (last.operation is Operation.RANK and last.limit):
        # 超过100万的有几个 → 一共多少钱
        rows = next((s.rows for s in last.selectors if s.rows), None)
        return _same_rows(replace(reading, parts=tuple(_part_of(s) for s in last.selectors), rows=rows), last)
    if not named and operation in _OF_ROWS and last.operation in _OF_ROWS:
        rows = reading.rows or next((s.rows for s in last.selectors if s.rows), None)
        return replace(reading, parts=tuple(_merge(p, things) for p in parts) or tuple(things), rows=rows)
    if not named:
        merged = tuple(_narrowed(thing, parts) for thing in things)
        reading = replace(reading, parts=merged)
        if operation is Operation.SHARE and not merged:
            return replace(reading, operation=Operation.NONE)  # the rows that were added up are too many to name
        if operation is Operation.SHARE and (last.operation is Operation.SUM or sums_up(text)) and not _EACH.search(text):
            reading = replace(reading, relation=Relation.SUM)  # 甲和乙合计多少 → 占总预算百分之几
    if operation is Operation.SHARE and named and things and _is_open(reading.whole) and is_whole(things[0], text):
        return replace(reading, whole=things[0])
    if operation is Operation.EXPLAIN and reading.facet is Facet.REASON and last.operation is Operation.GROWTH:
        return replace(reading, parts=tuple(things[:1]))
    return reading


def _same_again(reading: Reading, last: Plan, named: Sequence[Part], things: Sequence[Part], vocabulary: Vocabulary) -> Reading:
    """那…呢: the last operation on something else, in another year, unit, column or unit of measure."""
    operation = last.operation
    if (operation is Operation.VERIFY and not reading.claimed) or operation is Operation.CONVERT:
        operation = Operation.LOOKUP
    if operation in _OF_ROWS and named and reading.rows is None and not _is_column(named[0].label or ""):
        # 里面最大的是哪项 → 办公费呢
        return replace(reading, operation=Operation.LOOKUP, parts=tuple(named))
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
    kept = _same_rows(kept, last)
    if not named:
        counted = reading.unit is not None and reading.unit.dimension not in ("money", "%", "number")
        parts = reading.parts or ((Part(dimension=reading.unit.dimension),) if counted and reading.unit else ())
        return replace(kept, parts=tuple(_narrowed(thing, parts) for thing in things))
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


def _same_rows(reading: Reading, last: Plan) -> Reading:
    """The rows as the last question chose them: 前三项合计 → 用万元呢 adds up the same three."""
    if last.operation not in (*_OF_ROWS, Operation.SUM, Operation.AVERAGE) or reading.bounds.limit or reading.bounds.threshold:
        return reading
    bounds = replace(
        reading.bounds,
        limit=last.limit,
        nth=last.nth,
        threshold=last.threshold,
        above=last.above,
        inclusive=last.inclusive,
        upper=last.upper,
    )
    first = last.selectors[0]
    chosen = RowFilter(first.name_holds, first.name_begins, first.nought, first.excluding)
    return replace(
        reading,
        bounds=bounds,
        descending=last.descending,
        filter=chosen if reading.filter == RowFilter() else reading.filter,
        things=reading.things or first.things,
    )


def _things(plan: Plan, text: str = "", operation: Operation | None = None) -> tuple[Selector, ...]:
    """The selectors that a follow-up means: the thing itself once, not its base or head count; of a ranking what came out."""
    over_rows = any(selector.rows for selector in plan.selectors)
    ranked = plan.operation is Operation.RANK and (plan.shown or operation is Operation.SHARE)
    if ranked and over_rows and operation not in (None, Operation.RANK, Operation.COUNT, Operation.LIST):
        several = operation in (Operation.SUM, Operation.AVERAGE) or is_plural(text) or (operation is Operation.SHARE and sums_up(text))
        return plan.shown if several else plan.shown[:1]
    if over_rows and operation is Operation.SHARE and plan.operation is not Operation.SHARE:
        return plan.shown  # the rows that were added up or listed; none where they are too many to name
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
    named = _NAMED_WITH_YEAR.match(selector.label or "")
    return Part(
        label=named["rest"] if named else selector.label,
        years=(YearMention(int(named["year"]), text=named["year"]),) if named else (),
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
        years=part.years or thing.years,
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


def _parts_meant(plan: Plan) -> list[Part]:
    return [_part_of(selector) for selector in _things(plan)[:1]]


def _is_open(whole: Part | None) -> bool:
    """Whether nothing was said of the whole, or only that it is the thing before: 占其中多少."""
    return whole is None or (not (whole.code or whole.column or whole.table_kind) and (not whole.label or points_to_whole(whole.label)))


def _is_column(label: str) -> bool:
    return bool(re.fullmatch(COLUMNS, label))
