"""A reading and the loaded documents → plan and scope: what is asked of which unit and year.

    reading: GROWTH of 公益性岗位补贴, ⟨万里街道⟩, ⟨2024⟩, base ⟨2023⟩
    →  selectors (公益性岗位补贴, 2024, that document), (公益性岗位补贴, 2023, that document)

The order of selectors and what each operation expects of them is said in `planner.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.entities import EntityIndex, EntityMention
from answering.follow_up import Inherited
from answering.reading import Part, Reading
from answering.scope import Entity, Scope, ScopeFinder, Target, fullest, strangers_of, summarise
from answering.standalone import standalone_question
from answering.vocabulary import MOST_DOCUMENTS, Names, Record, vocabulary_of
from answering.years import YearMention
from disclosure.amount import Amount
from disclosure.document import Stage
from disclosure.question import Facet, Operation, Plan, RowKind, Selector

# Operations whose selector may lack a label: they work on rows, or on passages.
_UNLABELLED = (Operation.RANK, Operation.COUNT, Operation.LIST, Operation.DEFINE, Operation.EXPLAIN, Operation.NONE)
# What is counted when only the counter is said: 有多少人, 有几辆.
_COUNTED = {
    "人": ("编制人数", ("在职人数", "实有人数", "人员编制", "人员数量", "人数")),
    "辆": ("车辆", ()),
    "平方米": ("房屋面积", ("办公用房面积",)),
}
MOST_ENTITIES = 12  # compared at once when no unit is named


def build_plan(
    text: str, reading: Reading, inherited: Inherited, records: Sequence[Record], index: EntityIndex, library: Names
) -> tuple[Plan, Scope]:
    """The plan and its scope."""
    return _Builder(text, reading, inherited, records, index, library).build()


@dataclass
class _Builder:
    text: str
    reading: Reading
    inherited: Inherited
    records: Sequence[Record]
    index: EntityIndex
    library: Names

    def build(self) -> tuple[Plan, Scope]:
        reading = self.reading
        self.operation = self._operation()
        self.reasons = [*reading.reasons, *self.inherited.reasons]
        self.notes: list[str] = list(self.inherited.notes)
        scope = Scope(stage=reading.stage, level=reading.level)
        if self.operation is Operation.NONE:
            reason = "没有说要查什么，请说出单位、年度和项目或科目"
            return Plan(self.text, Operation.NONE, reasons=(*self.reasons, reason)), scope
        if strangers := strangers_of(reading.entities):
            named = "、".join(f"“{name}”" for name in dict.fromkeys(strangers))
            scope = replace(scope, missing=f"没有收录{named}的文件", candidates=self.index.near(strangers[0]))
            return self._plan((), None), scope
        self.parts = self._labelled(reading.parts)
        if missing := self._whole_place():
            return self._plan((), None), replace(scope, missing=missing[0], candidates=missing[1])
        self.rows = reading.rows
        if self.operation is Operation.RANK and self.rows is None and not any(p.label or p.code for p in self.parts):
            self.rows = RowKind.PROJECT  # 花钱最多的是什么: what money is spent on
        self.finder = self._finder()
        self.targets: list[Target] = []
        selectors, whole = self._selectors()
        entities = tuple(dict.fromkeys(t.entity for t in self.targets if isinstance(t.entity, str)))
        years = tuple(dict.fromkeys(t.year or t.label_year for t in self.targets if t.year or t.label_year))
        scope = summarise(self.finder, self.targets, replace(scope, entities=entities, years=tuple(y for y in years if y)))
        self.reasons.extend(scope.reasons)
        return self._plan(selectors, whole), replace(scope, reasons=tuple(self.reasons))

    def _plan(self, selectors: Sequence[Selector], whole: Selector | None) -> Plan:
        reading, bounds = self.reading, self.reading.bounds
        plan = Plan(
            self.text,
            self.operation,
            tuple(selectors),
            unit=reading.unit,
            limit=bounds.limit,
            descending=reading.descending,
            threshold=bounds.threshold,
            above=bounds.above,
            claimed=tuple(amount.as_money() if not _counts(amount) else amount for amount in reading.claimed),
            reasons=tuple(self.reasons),
            note="；".join(dict.fromkeys(self.notes)) or None,
            share_of=whole,
            inclusive=bounds.inclusive,
            upper=bounds.upper,
            nth=bounds.nth,
            facet=reading.facet,
            relation=reading.relation,
            decrease=reading.decrease,
        )
        return replace(plan, question=standalone_question(plan, self.text) if self.inherited.used else self.text)

    def _operation(self) -> Operation:
        """The operation, once it is known which things are named."""
        reading = self.reading
        operation = reading.operation
        if operation is None:
            if not (reading.parts or reading.years or reading.entities or reading.stage or reading.level or self.inherited.used):
                return Operation.NONE
            return Operation.LOOKUP
        several = len(reading.parts) > 1 or len(reading.entities) > 1 or len(reading.years) > 1
        if operation is Operation.RANK and reading.rows is None and (several or reading.by_year):
            return Operation.COMPARE
        return operation

    def _labelled(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Parts with a label where one is needed: a year or a unit alone asks for the total."""
        total = "总决算" if self.reading.stage is Stage.FINAL_ACCOUNTS else "总预算"
        if not parts:
            parts = (Part(),)
        if self.operation is Operation.EXPLAIN and self.reading.facet is Facet.REASON:
            return tuple(p if p.label or p.code else replace(p, label=total) for p in parts)
        if self.operation in _UNLABELLED or self.reading.facet is Facet.EMPTY_TABLE or self.reading.rows:
            return tuple(parts)
        dimension = next((p.dimension for p in parts if p.dimension), None) or (
            reading_unit.dimension if (reading_unit := self.reading.unit) else None
        )
        if dimension not in (None, "money", "%"):
            # 司法局有多少人: a number of people is no total of money
            label, variants = _COUNTED.get(dimension, (f"{dimension}数", ()))
            return tuple(p if p.label or p.code else replace(p, label=label, variants=variants, dimension=dimension) for p in parts)
        if len(parts) > 1 or parts[0].column:
            total = "总支出" if any(p.column for p in parts) else total
        return tuple(p if p.label or p.code or p.table_kind or p.table_hint else replace(p, label=total) for p in parts)

    def _whole_place(self) -> tuple[str, tuple[str, ...]] | None:
        """普陀区2025年预算: a total of a whole place, which no unit's disclosure holds."""
        mention = next((m for m in self.reading.entities if m.place_only and m.entities), None)
        if mention is None or any(p.label not in ("总预算", "总决算", "总支出") and p.label for p in self.parts):
            return None
        return f"没有收录“{mention.text}”全区域的预算、决算，只收录了其中个别单位的文件", mention.entities

    def _finder(self) -> ScopeFinder:
        near = self.index.near
        labels = tuple(dict.fromkeys(p.label for p in self.parts if p.label))
        return ScopeFinder(self.records, near, self._year_labels, self.reading.stage, self.reading.level, labels)

    def _year_labels(self, year: int, label: str, document_ids: Sequence[str]) -> tuple[str, ...]:
        """Documents with a row whose name begins with the year and goes on with the label."""
        if len(document_ids) > MOST_DOCUMENTS:
            return ()
        exact = year < 0 or any(r.fiscal_year == year and r.id in document_ids for r in self.records)
        found = []
        for key in document_ids:
            names = vocabulary_of(self.library, (key,))
            if names.knows_of_year(abs(year), label) if exact else names.has_year_label(year, label):
                found.append(key)
        return tuple(found)

    # units and years

    def _entities_of(self, part: Part) -> list[Entity]:
        """The units that a part is about: its own words', else the question's, else the chat's."""
        loose = self._loose_entities()
        mentions = part.entities or loose or self.reading.entities
        named = [_entity(mention) for mention in mentions if mention.entities]
        if named:
            return list(dict.fromkeys(named))
        if self.inherited.entities:
            return list(self.inherited.entities)
        if self._across_units():
            known = list(dict.fromkeys(r.entity for r in self.records if r.entity))
            if 2 <= len(known) <= MOST_ENTITIES:
                return list(known)
        return [None]

    def _across_units(self) -> bool:
        return self.reading.across and self.operation in (Operation.COMPARE, Operation.LOOKUP)

    def _loose_entities(self) -> tuple[EntityMention, ...]:
        own = [m for p in self._all_parts() for m in p.entities]
        return tuple(m for m in self.reading.entities if m not in own)

    def _all_parts(self) -> list[Part]:
        return [*self.reading.parts, *(p for p in (self.reading.whole, self.reading.base) if p)]

    def _loose_years(self) -> tuple[YearMention, ...]:
        own = [id(m) for p in self._all_parts() for m in p.years]
        return tuple(m for m in self.reading.years if id(m) not in own)

    def _targets(self, part: Part) -> list[Target]:
        """The units × years of a part, each with its documents."""
        pairs = self.reading.pairs
        if pairs:
            found = [self._target(_entity(mention), year) for mention, year in pairs]
        else:
            found = [t for entity in self._entities_of(part) for t in self._years_of(part, entity)]
        if self.rows or self.operation in (Operation.RANK, Operation.COUNT, Operation.LIST):
            found = [replace(t, document_ids=self._fullest(t.document_ids)) for t in found]
        self.targets.extend(found)
        return found

    def _fullest(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(r.id for r in fullest([r for r in self.records if r.id in document_ids]))

    def _years_of(self, part: Part, entity: Entity) -> list[Target]:
        own, loose = part.years, self._loose_years()
        if own and loose and len(own) == 1 and len(loose) == 1:
            inner, outer = self._year(own[0], entity), self._year(loose[0], entity)
            if inner and outer and inner < outer:
                # 2024年说明里…2023年预算执行数: the document of 2024, the figure of 2023
                return [replace(self.finder.target(entity, outer), year=inner, label_year=None)]
        mentions = own or loose or self._years_before(part)
        nesting = [m for m in mentions if m.outer]
        if nesting and len(nesting) < len(mentions):
            return [self._nested(self._target(entity, nesting[0]), self._year(m, entity)) for m in mentions if not m.outer]
        if mentions:
            return [self._target(entity, mention) for mention in mentions]
        if self.reading.by_year:
            years = sorted({r.fiscal_year for r in self.finder.entity_records(entity) if r.fiscal_year})
            if len(years) > 1:
                return [self.finder.target(entity, year) for year in years]
        if self.inherited.years:
            found = [self.finder.target(entity, year) for year in self.inherited.years]
            held = {r.fiscal_year for r in self.finder.entity_records(entity)}
            if all(t.missing for t in found) or (entity not in self.inherited.entities and not held & set(self.inherited.years)):
                newest = self.finder.newest(entity)
                self.notes.append(f"上文的年度没有这个单位的文件，按{newest}年度回答")
                return [self.finder.target(entity, newest)]
            return found
        if entity is not None and self._across_units():
            return [self.finder.target(entity, self.finder.newest(entity))]
        return [self.finder.target(entity, None)]

    def _nested(self, target: Target, year: int | None) -> Target:
        """The row of a year in the document of another: 2026年的2025年经费."""
        return target if year == target.year else replace(target, year=None, label_year=year)

    def _years_before(self, part: Part) -> tuple[YearMention, ...]:
        """The years of a neighbouring part: 2023年三公经费和机关运行经费."""
        seen: tuple[YearMention, ...] = ()
        for other in self.reading.parts:
            if other is part or (other.label == part.label and other.column == part.column):
                break
            seen = other.years or seen
        return seen

    def _year(self, mention: YearMention, entity: Entity) -> int | None:
        others = [m.year for m in self.reading.years if m.year is not None]
        year = self.finder.year_of(mention, entity, max(others) if others else None)
        if mention.year is None and year is not None:
            self.notes.append(f"“{mention.text}”按{year}年度理解")
        return year

    def _target(self, entity: Entity, mention: YearMention, *, base: bool = False) -> Target:
        year = self._year(mention, entity)
        if mention.year is None and mention.offset == 0 and entity is None:
            return self._newest_of_each()
        return self.finder.target(entity, year, base=base)

    def _newest_of_each(self) -> Target:
        """今年 without a unit: the newest document of each."""
        newest = {r.entity: self.finder.newest(r.entity) for r in self.records}
        ids = tuple(r.id for r in self.records if r.fiscal_year == newest[r.entity])
        years = {r.fiscal_year for r in self.records if r.id in ids}
        found = self.finder.target(None, None)
        kept = tuple(key for key in found.document_ids if key in ids)
        year = years.pop() if len(years) == 1 else None
        return replace(found, document_ids=kept, year=year, label_year=year)

    # selectors

    def _selectors(self) -> tuple[list[Selector], Selector | None]:
        if self.operation is Operation.GROWTH:
            return self._growth(), None
        if self.operation is Operation.PER_CAPITA:
            return self._per_capita(), None
        selectors = [self._selector(part, target) for part in self.parts for target in self._targets(part)]
        if self.operation is Operation.SHARE:
            return selectors, self._whole()
        if self.operation in (Operation.DIFFERENCE, Operation.RATIO, Operation.COMPARE) and len(selectors) < 2:
            self.operation = Operation.LOOKUP
            self.notes.append("没有说和什么相比，只给出这一项")
        return selectors, None

    def _selector(self, part: Part, target: Target) -> Selector:
        return Selector(
            label=part.label,
            subject_code=part.code,
            entity=target.entity if isinstance(target.entity, str) else None,
            fiscal_year=target.year,
            stage=part.stage or self.reading.stage,
            level=self.reading.level,
            table_kind=part.table_kind,
            column_label=part.column,
            document_ids=target.document_ids,
            label_year=target.label_year,
            variants=part.variants,
            within=part.within,
            rows=self.rows,
            dimension=part.dimension,
            table_hint=part.table_hint,
            in_prose=part.in_prose,
        )

    def _whole(self) -> Selector:
        """The whole of a share: what is named, of the same unit and year; a column alone is of the part's own row."""
        part, whole = self.parts[0], self.reading.whole or Part()
        if not whole.label and not whole.code and (whole.column or whole.stage):
            whole = replace(
                part, column=whole.column, stage=whole.stage, entities=whole.entities or part.entities, years=whole.years or part.years
            )
        elif not whole.label and not whole.code and not whole.table_kind:
            whole = replace(whole, label="支出总计" if part.label is None or "收入" not in part.label else "收入总计")
        if not whole.entities:
            whole = replace(whole, entities=part.entities)
        if not whole.years:
            whole = replace(whole, years=part.years)
        targets = self._targets(whole)
        return self._selector(whole, targets[0])

    def _growth(self) -> list[Selector]:
        """(now, base) of each thing."""
        base = self.reading.base
        if base is None and len(self.parts) == 2:
            # 项目支出比基本支出高百分之几: two things, not two years
            return [self._selector(part, target) for part in self.parts for target in self._targets(part)[:1]]
        selectors = []
        for part in self.parts:
            for entity in self._entities_of(part):
                selectors.extend(self._grown(part, base or Part(), entity))
        return selectors

    def _grown(self, part: Part, base: Part, entity: Entity) -> list[Selector]:
        mentions = part.years or self._loose_years()
        years = [year for year in (self._year(m, entity) for m in mentions) if year]
        base_years = [year for year in (self._year(m, entity) for m in base.years) if year]
        if not years and self.inherited.years:
            years = list(self.inherited.years)
        if not base_years and len(set(years)) > 1:
            years, base_years = [max(years)], [min(years)]
        now_year = years[0] if years else None
        if now_year is None and base_years and base.years[0].year is not None:
            now_year = self.finder.newest(entity)
        now = self.finder.target(entity, now_year)
        if now_year is None:
            held = {r.fiscal_year for r in self.records if r.id in now.document_ids}
            if len(held) > 1 and entity is not None:
                # compared with the year before, and no year said: the newest
                now = self.finder.target(entity, self.finder.newest(entity))
                self.notes.append(f"没有说年度，按{now.year}年度理解")
                held = {now.year}
            now_year = next(iter(held)) if len(held) == 1 else None
        base_year = base_years[0] if base_years else now_year - 1 if now_year else None
        earlier = self.finder.target(entity, base_year, base=True) if base_year else Target(entity)
        if base_year and base_year == now_year:
            earlier = self.finder.target(entity, base_year - 1, base=True)
        self.targets.append(now)
        first = self._selector(part, now)
        second = replace(
            first,
            fiscal_year=earlier.year if earlier.year is not None else base_year,
            label_year=earlier.label_year,
            document_ids=tuple(key for key in earlier.document_ids),
            column_label=base.column or first.column_label,
            stage=base.stage or first.stage,
        )
        return [first, second]

    def _per_capita(self) -> list[Selector]:
        """(amount, head count): the head count is that of the people named, or the one printed with the label."""
        amount = self.parts[0]
        target = self._targets(amount)[0]
        counted = self.parts[1] if len(self.parts) > 1 else self._heads(amount)
        dimension = (
            self.reading.parts[0].dimension if self.reading.parts and self.reading.parts[0].dimension not in (None, "money") else "人"
        )
        return [self._selector(replace(amount, dimension="money"), target), self._selector(replace(counted, dimension=dimension), target)]

    def _heads(self, amount: Part) -> Part:
        people = re.sub("(?:的)?(?:基本|绩效)?(?:工资|薪酬|薪水|补助|补贴|津贴|经费|费用|资金|标准|费|支出|预算)+$", "", amount.label or "")
        if len(people) < 2:
            people = "编制人数"
        variants = tuple(f"{people}{tail}" for tail in ("数量", "人数", "人员数量"))
        return replace(amount, label=people, variants=variants, column=None)


def _entity(mention: EntityMention) -> Entity:
    return mention.entities[0] if len(mention.entities) == 1 else mention.entities


def _counts(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.dimension not in ("number", "money")
