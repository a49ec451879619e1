"""The units and years that each part of a question is about, with the documents that can answer it.

    "青溪街道2023年和2024年的三公经费"  →  two targets for 三公经费, one a year, each with its document
    "⟨2024年⟩说明里，…⟨2023年⟩预算执行数"  →  one target: the document of 2024, the figure of 2023

A part's own words win over the question's, these over what the chat said before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from answering.entities import EntityMention
from answering.follow_up import Inherited
from answering.parts_of_reading import Part, Reading
from answering.scope import Entity, ScopeFinder, Target, fullest
from answering.unit_names import UnitName
from answering.vocabulary import Record
from answering.years import YearMention
from disclosure.document import Stage
from disclosure.question import Operation, RowKind

MOST_ENTITIES = 12  # compared at once when no unit is named


@dataclass
class Targets:
    """Finds the targets of parts, and keeps all that were found."""

    reading: Reading
    inherited: Inherited
    records: Sequence[Record]
    finder: ScopeFinder
    operation: Operation
    rows: RowKind | None = None
    found: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # how years and units were understood, in Chinese

    def of(self, part: Part) -> list[Target]:
        """The units × years of a part, each with its documents."""
        pairs = self.reading.pairs
        if pairs and not (part.entities and part.years and len(self.reading.parts) > 1):
            own = self.entities_of(part)[0]
            found = [
                self._target(_entity(m) if m else own, year, part if stage is None else replace(part, stage=stage))
                for m, year, stage in pairs
            ]
        elif self.inherited.pairs and not (part.entities or part.years):
            found = [self._find(entity, year, part) for entity, year in self.inherited.pairs]
        else:
            found = [t for entity in self.entities_of(part) for t in self._years_of(part, entity)]
        if self.rows or self.operation in (Operation.RANK, Operation.COUNT, Operation.LIST):
            found = [replace(t, document_ids=self._fullest(t.document_ids)) for t in found]
        found = list(dict.fromkeys(found))
        if self._across_units():
            found = [t for t in found if not t.missing] or found
        self.found.extend(found)
        return found

    def entities_of(self, part: Part) -> list[Entity]:
        """The units that a part is about: its own words', else the question's, else the chat's."""
        mentions = part.entities or self._loose_entities() or self.reading.entities
        named = [_entity(mention) for mention in mentions if mention.entities]
        if self._across_units():
            named = [entity for mention in mentions for entity in mention.entities]
            if parts := self._parts(named):
                return parts
        if named:
            return list(dict.fromkeys(named))
        if self.inherited.entities:
            return list(self.inherited.entities)
        if self._across_units():
            head = self.reading.across_head
            known = list(dict.fromkeys(r.entity for r in self.records if r.entity and head in UnitName.parse(r.entity).head))
            if 1 <= len(known) <= MOST_ENTITIES:
                return list(known)
        return [None]

    def _parts(self, named: Sequence[Entity]) -> list[Entity]:
        """哪个单位 asked of one department: the units that its tables list."""
        held = list(dict.fromkeys(named or self.inherited.entities or (r.entity for r in self.records)))
        parts = self.finder.parts_of(held[0]) if len(held) == 1 else []
        return list(parts) if len(parts) > 1 else []

    def growth(self, part: Part, base: Part, entity: Entity) -> tuple[Target, Target]:
        """Now and before: the base has no documents when none of its year is loaded."""
        years = [year for m in part.years or self.loose_years() if (year := self.year(m, entity))]
        base_years = [year for m in base.years if (year := self.year(m, entity))]
        if not years and self.inherited.years:
            years = list(self.inherited.years)
        if not base_years and len(set(years)) > 1:
            years, base_years = [max(years)], [min(years)]
        now_year = years[0] if years else None
        if now_year is None and base_years and base.years[0].year is not None:
            now_year = self.finder.newest(entity)
        now, now_year = self._now(entity, now_year, part)
        self.found.append(now)
        base_year = base_years[0] if base_years else now_year - 1 if now_year else None
        if base_year and base_year == now_year:
            base_year -= 1
        if base_year is None:
            return now, Target(entity)
        before = self.finder.target(entity, base_year, base=True)
        if base.column and "执行" in base.column:
            # last year's 预算执行数 is told in this year's document
            before = replace(before, document_ids=tuple(dict.fromkeys((*now.document_ids, *before.document_ids))))
        return now, replace(before, year=before.year if before.year is not None or before.document_ids else base_year)

    def _now(self, entity: Entity, year: int | None, part: Part) -> tuple[Target, int | None]:
        """The later of two years: the one said, else the only one loaded, else of one unit the newest."""
        now = self._find(entity, year, part)
        if year is not None:
            return now, year
        held = {r.fiscal_year for r in self.records if r.id in now.document_ids}
        if len(held) > 1 and entity is not None:
            now = self._find(entity, self.finder.newest(entity), part)
            self.notes.append(f"没有说年度，按{now.year}年度理解")
            return now, now.year
        return now, next(iter(held)) if len(held) == 1 else None

    def loose_years(self) -> tuple[YearMention, ...]:
        """Years that belong to no part, hence to all."""
        own = [id(m) for p in self._all_parts() for m in p.years]
        return tuple(m for m in self.reading.years if id(m) not in own)

    def year(self, mention: YearMention, entity: Entity) -> int | None:
        """The year that a mention means for a unit; a relative one is noted."""
        others = [m.year for m in self.reading.years if m.year is not None]
        year = self.finder.year_of(mention, entity, max(others) if others else None)
        if mention.year is None and year is not None:
            self.notes.append(f"“{mention.text}”按{year}年度理解")
        return year

    def _across_units(self) -> bool:
        return self.reading.across and self.operation in (Operation.COMPARE, Operation.LOOKUP, Operation.SUM, Operation.AVERAGE)

    def _loose_entities(self) -> tuple[EntityMention, ...]:
        own = [m for p in self._all_parts() for m in p.entities]
        return tuple(m for m in self.reading.entities if m not in own)

    def _all_parts(self) -> list[Part]:
        return [*self.reading.parts, *(p for p in (self.reading.whole, self.reading.base) if p)]

    def _fullest(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(r.id for r in fullest([r for r in self.records if r.id in document_ids]))

    def _find(self, entity: Entity, year: int | None, part: Part) -> Target:
        stage = part.stage or self.reading.stage
        if part.column and part.stage is Stage.BUDGET:
            stage = None  # 年初预算, 全年预算: printed in the final account as well
        return self.finder.target(entity, year, stage=stage)

    def _years_of(self, part: Part, entity: Entity) -> list[Target]:
        own, loose = part.years, self.loose_years()
        if len(own) == 1 and len(loose) == 1:
            inner, outer = self.year(own[0], entity), self.year(loose[0], entity)
            if inner and outer and inner < outer:
                # 2024年说明里…2023年预算执行数: the document of 2024, the figure of 2023
                return [replace(self._find(entity, outer, part), year=inner, label_year=None)]
        mentions = own or loose or self._years_before(part) or (self.reading.whole.years if self.reading.whole else ())
        nesting = [m for m in mentions if m.outer]
        if nesting and len(nesting) < len(mentions):
            outside = self._target(entity, nesting[0], part)
            return [_nested(outside, self.year(m, entity)) for m in mentions if not m.outer]
        if mentions:
            return [self._target(entity, mention, part) for mention in mentions]
        return [self._find(entity, year, part) for year in self._unsaid_years(entity)]

    def _unsaid_years(self, entity: Entity) -> list[int | None]:
        """The years where the part says none: every year compared, the chat's, the newest of each unit, or any."""
        held = sorted({r.fiscal_year for r in self.finder.entity_records(entity) if r.fiscal_year})
        if self.reading.by_year and len(held) > 1:
            return list(held)
        inherited = self.inherited.years
        if inherited:
            missing = all(self.finder.target(entity, year).missing for year in inherited)
            if missing or (entity not in self.inherited.entities and not set(held) & set(inherited)):
                newest = self.finder.newest(entity)
                self.notes.append(f"上文的年度没有这个单位的文件，按{newest}年度回答")
                return [newest]
            return list(inherited)
        if entity is not None and self._across_units():
            return [self.finder.newest(entity)]
        return [None]

    def _years_before(self, part: Part) -> tuple[YearMention, ...]:
        """The years of a neighbouring part, the one before first: 2023年三公经费和机关运行经费."""
        seen: tuple[YearMention, ...] = ()
        for other in self.reading.parts:
            if other is part or (other.label == part.label and other.column == part.column):
                break
            seen = other.years or seen
        return seen or next((other.years for other in self.reading.parts if other.years), ())

    def _target(self, entity: Entity, mention: YearMention, part: Part) -> Target:
        year = self.year(mention, entity)
        if mention.year is None and mention.offset == 0 and entity is None:
            return self._newest_of_each(part)
        return self._find(entity, year, part)

    def _newest_of_each(self, part: Part) -> Target:
        """今年 without a unit: the newest document of each."""
        newest = {r.entity: self.finder.newest(r.entity) for r in self.records}
        ids = tuple(r.id for r in self.records if r.fiscal_year == newest[r.entity])
        years = {r.fiscal_year for r in self.records if r.id in ids}
        found = self._find(None, None, part)
        year = years.pop() if len(years) == 1 else None
        return replace(found, document_ids=tuple(key for key in found.document_ids if key in ids), year=year, label_year=year)


def _nested(target: Target, year: int | None) -> Target:
    """The row of a year in the document of another: 2026年的2025年经费."""
    return target if year == target.year else replace(target, year=None, label_year=year)


def _entity(mention: EntityMention) -> Entity:
    return mention.entities[0] if len(mention.entities) == 1 else mention.entities
