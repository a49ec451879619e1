"""A reading and the loaded documents → plan and scope: what is asked of which unit and year.

    reading: GROWTH of 公益性岗位补贴, ⟨青溪街道⟩, ⟨2024⟩, base ⟨2023⟩
    →  selectors (公益性岗位补贴, 2024, that document), (公益性岗位补贴, 2023, that document)

The order of selectors and what each operation expects of them is said in `planner.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.entities import EntityIndex
from answering.follow_up import Inherited
from answering.parts_of_reading import Part, Reading
from answering.scope import Entity, Scope, ScopeFinder, Target, strangers_of, summarise
from answering.standalone import standalone_question
from answering.targets import Targets
from answering.vocabulary import MOST_DOCUMENTS, Names, Record, vocabulary_of
from disclosure.document import Stage
from disclosure.question import Facet, Operation, Plan, RowKind, Selector

# Operations whose selector may lack a label: they work on rows, or on passages.
_UNLABELLED = (Operation.RANK, Operation.COUNT, Operation.LIST, Operation.DEFINE, Operation.EXPLAIN, Operation.NONE)
# Operations that need two things, or one in two years or units.
_OF_SEVERAL = (Operation.SUM, Operation.DIFFERENCE, Operation.RATIO, Operation.COMPARE)
# What is counted when only the counter is said: 有多少人, 有几辆.
_COUNTED = {
    "人": ("编制人数", ("在职人数", "实有人数", "人员编制", "人员数量", "人数")),
    "辆": ("公务用车", ("公务用车实有", "车辆")),
    "平方米": ("房屋面积", ("办公用房面积",)),
}
# What is paid to people, so that the rest of the name is the people: 巡查员补助.
_PAID = re.compile("(?<=[员工者人队生师干属])(?:的)?(?:基本|绩效)?(?:工资|薪酬|薪水|补助|补贴|津贴|经费|费用|资金|标准|费|支出|预算)+$")


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
        self.notes: list[str] = [*self.inherited.notes, *(m.note for m in reading.entities if m.note)]
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
        nameless = not any(p.label or p.code for p in self.parts)
        if self.operation is Operation.RANK and self.rows is None and nameless and re.search("钱|项目|花", self.text):
            self.rows = RowKind.PROJECT  # 花钱最多的是什么: what money is spent on
        finder = self._finder()
        self.targets = Targets(reading, self.inherited, self.records, finder, self.operation, self.rows, notes=self.notes)
        selectors, whole = self._selectors()
        found = self.targets.found
        entities = tuple(dict.fromkeys(t.entity for t in found if isinstance(t.entity, str)))
        years = tuple(dict.fromkeys(year for t in found if (year := t.year or t.label_year)))
        scope = summarise(finder, found, replace(scope, entities=entities, years=years))
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
            claimed=tuple(amount.as_money() if amount.unit else amount for amount in reading.claimed),
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
        named = any(p.label or p.code or p.stage for p in reading.parts) or reading.rows or reading.by_year
        if operation in _OF_SEVERAL and not named and len(reading.years) < 2 and len(reading.entities) < 2:
            return Operation.NONE  # 两个加起来, and nothing was asked before
        several = len(reading.parts) > 1 or len(reading.entities) > 1 or len(reading.years) > 1
        if operation is Operation.RANK and reading.rows is None and (several or reading.by_year):
            return Operation.COMPARE
        return operation

    def _labelled(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Parts with a label where one is needed: a year or a unit alone asks for the total."""
        if not parts:
            parts = (Part(),)
        whole = self.reading.whole
        if self.operation is Operation.SHARE and whole is not None and whole.entities and whole.label:
            # 渔政支队占全局三公经费的几成: of its own
            parts = tuple(p if p.label or p.code else replace(p, label=whole.label, variants=whole.variants) for p in parts)
        if self.operation is Operation.EXPLAIN and self.reading.facet is Facet.REASON:
            return tuple(p if p.label or p.code else replace(p, label=self._total(p)) for p in parts)
        if self.operation in _UNLABELLED or self.reading.facet is Facet.EMPTY_TABLE or self.reading.rows:
            return tuple(parts)
        dimension = next((p.dimension for p in parts if p.dimension), None) or (
            reading_unit.dimension if (reading_unit := self.reading.unit) else None
        )
        stated = {amount.dimension for amount in self.reading.claimed} if self.operation is Operation.VERIFY else set()
        dimension = dimension or (next(iter(stated)) if len(stated) == 1 else None)  # 有12辆车，属实吗
        if dimension not in (None, "money", "number", "%"):
            # 司法局有多少人: a number of people is no total of money
            label, variants = _COUNTED.get(dimension, (f"{dimension}数", ()))
            return tuple(p if p.label or p.code else replace(p, label=label, variants=variants, dimension=dimension) for p in parts)
        columned = any(p.column for p in parts)
        return tuple(
            p if p.label or p.code or p.table_kind or p.table_hint else replace(p, label="总支出" if columned else self._total(p))
            for p in parts
        )

    def _total(self, part: Part) -> str:
        """What a year, a unit or a stage alone asks for."""
        stage = part.stage or self.reading.stage
        return "总支出" if stage is None else "总决算" if stage is Stage.FINAL_ACCOUNTS else "总预算"

    def _whole_place(self) -> tuple[str, tuple[str, ...]] | None:
        """清河区2025年预算: a total of a whole place, which no unit's disclosure holds."""
        mention = next((m for m in self.reading.entities if m.place_only and m.entities), None)
        if mention is None or any(p.label not in ("总预算", "总决算", "总支出") and p.label for p in self.parts):
            return None
        return f"没有收录“{mention.text}”全区域的预算、决算，只收录了其中个别单位的文件", mention.entities

    def _finder(self) -> ScopeFinder:
        near = self.index.near
        labels = tuple(dict.fromkeys(p.label for p in self.parts if p.label))
        return ScopeFinder(self.records, near, self._year_labels, self.reading.level, labels, self.index.parts, self._listing)

    def _listing(self, part: str) -> tuple[str, ...]:
        """The documents whose rows name a unit below theirs."""
        if part not in self.index.parts:
            return ()
        return tuple(r.id for r in self.records if part in vocabulary_of(self.library, (r.id,)).parts)

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

    # selectors

    def _selectors(self) -> tuple[list[Selector], Selector | None]:
        if self.operation is Operation.GROWTH:
            return self._growth(), None
        if self.operation is Operation.PER_CAPITA:
            return self._per_capita(), None
        selectors = [self._selector(part, target) for part in self.parts for target in self.targets.of(part)]
        if self.operation is Operation.SHARE:
            return selectors, self._whole()
        if self.operation in (Operation.DIFFERENCE, Operation.RATIO) and len(selectors) < 2:
            self.operation = Operation.NONE
            self.reasons.append("没有说和什么相比，请把相比的都说出来")
        if self.operation is Operation.COMPARE and len(selectors) < 2 and self.reading.across:
            # which unit has the most: one figure is no answer
            self.operation = Operation.NONE
            self.reasons.append("没有说和什么相比，请把相比的都说出来")
        elif self.operation is Operation.COMPARE and len(selectors) < 2:
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
            as_of=self.reading.as_of,
            name_holds=self.reading.filter.holds,
            name_begins=self.reading.filter.begins,
            excluding=self.reading.filter.excluding,
            nought=self.reading.filter.nought,
            things=self.reading.things,
            context=part.context and self.operation is Operation.LOOKUP,
            said=part.said,
        )

    def _whole(self) -> Selector:
        """The whole of a share: what is named, of the same unit and year; a column alone is of the part's own row."""
        part, whole = self.parts[0], self.reading.whole or Part()
        if not whole.label and not whole.code and (whole.column or whole.stage):
            whole = replace(
                part, column=whole.column, stage=whole.stage, entities=whole.entities or part.entities, years=whole.years or part.years
            )
        elif not whole.label and not whole.code and not whole.table_kind and whole.entities and part.label:
            # 渔政支队三公经费占全局的几成: of the same thing of another unit
            whole = replace(part, entities=whole.entities, years=whole.years or part.years)
        elif not whole.label and not whole.code and not whole.table_kind:
            whole = replace(whole, label="支出总计" if part.label is None or "收入" not in part.label else "收入总计")
        if not whole.entities:
            whole = replace(whole, entities=part.entities)
        if not whole.years:
            whole = replace(whole, years=part.years)
        targets = self.targets.of(whole)
        return self._selector(whole, targets[0])

    def _growth(self) -> list[Selector]:
        """(now, base) of each thing; (a, b) where two things are compared by a rate."""
        base = self.reading.base
        if base is None and len(self.parts) == 2:
            return [self._selector(part, target) for part in self.parts for target in self.targets.of(part)[:1]]
        pairs = [(part, entity) for part in self.parts for entity in self.targets.entities_of(part)]
        return [selector for part, entity in pairs for selector in self._grown(part, base or Part(), entity)]

    def _grown(self, part: Part, base: Part, entity: Entity) -> list[Selector]:
        now, before = self.targets.growth(part, base, entity)
        first = self._selector(part, now)
        second = replace(
            first,
            fiscal_year=before.year,
            label_year=before.label_year,
            document_ids=before.document_ids,
            column_label=base.column or first.column_label,
            stage=base.stage or first.stage,
            said=base.said,
        )
        return [first, second]

    def _per_capita(self) -> list[Selector]:
        """(amount, head count): the head count is that of the people named, or the one printed with the label."""
        amount, per = self.parts[0], self.reading.per or "人"
        target = self.targets.of(amount)[0]
        said = self.reading.whole if self.reading.whole and self.reading.whole.label else None
        counted = said or (self.parts[1] if len(self.parts) > 1 else _heads(amount, per))
        return [self._selector(replace(amount, dimension="money"), target), self._selector(replace(counted, dimension=per), target)]


def unnamed_heads(per: str) -> tuple[str, tuple[str, ...]]:
    """What things counted in a unit are called where the question does not name them, and other words for them."""
    return _COUNTED.get(per, (f"{per}数", ()))


def _heads(amount: Part, per: str) -> Part:
    """What an amount is divided by: the people whom it is paid to, the vehicles that it keeps."""
    label, variants = unnamed_heads(per)
    if per == "人":
        people = _PAID.sub("", amount.label or "")
        if people != amount.label and len(people) >= 2:
            label, variants = people, tuple(f"{people}{tail}" for tail in ("数量", "人数", "人员数量"))
    return replace(amount, label=label, variants=variants, column=None, said=None)
