"""What one reading goes by: the library's names, the documents in question, whose and when they are.

context = Context.of(shelf, lexicon, directory, documents, question)
context.scope_of(leaf)  →  (Scope(unit="上海市普陀区司法局", year=2026), bits of its documents)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from answering.query.tree import CellAspect, QueryStage, Scope
from answering.reading.clauses import Clause, Leaf
from answering.reading.directory import UnitSpan
from answering.reading.leaves import NO_WISH, link, phrase_of
from answering.reading.lexicon import Document, Lexicon
from answering.reading.spans import Question
from disclosure.document import Level, Stage

OFFICE = "本级"
NEAR_AS = 0.8  # of what one unit of a place prints of a question, that another prints as well
LEAST_TOLD = 1.5  # characters
STAGES = {QueryStage.BUDGET: Stage.BUDGET, QueryStage.FINAL: Stage.FINAL_ACCOUNTS}


@dataclass(slots=True)
class Whose:
    """A unit as the query writes it, and its documents."""

    name: str | None = None
    said: str | None = None
    bits: int = 0
    known: bool = True
    entities: tuple[str, ...] = ()


@dataclass(slots=True)
class Context:
    """The state of one reading."""

    shelf: Any
    lexicon: Lexicon
    question: Question
    everything: int  # documents that may be asked: those selected, or all
    default: Scope = field(default_factory=Scope)  # of the talk before
    common: Whose = field(default_factory=Whose)  # the unit of the whole question
    year: int | None = None  # the year of the whole question
    stage: QueryStage | None = None
    level: Level | None = None
    _units: dict[tuple[str, tuple[str, ...]], Whose] = field(default_factory=dict)

    def whose(self, unit: UnitSpan | None) -> Whose:
        """The documents of a unit that is named; of the whole question's where none is."""
        if unit is None:
            return self.common if self.common.name else Whose(bits=self.everything)
        key = (unit.text, unit.entities)
        if key not in self._units:
            self._units[key] = self._resolve(unit)
        return self._units[key]

    def named_unit(self, name: str) -> Whose:
        """The documents of a unit by the name that an earlier query has."""
        return self._resolve(UnitSpan(0, 0, name, tuple(d.entity for d in self.lexicon.documents if d.entity == name)[:1]))

    def _resolve(self, unit: UnitSpan) -> Whose:
        mine = self.lexicon.told(*unit.entities) & self.everything
        held = tuple(dict.fromkeys(d.entity for d in self.lexicon.within(mine) if d.entity))
        if len(held) == 1:
            return Whose(held[0], unit.text, mine, True, held)
        if len(held) > 1:
            return Whose(unit.text, unit.text, mine, True, held)
        name = unit.entities[0] if len(unit.entities) == 1 else unit.text
        bits = self._elsewhere(name)
        return Whose(name, unit.text, bits or self.everything, bool(bits))

    def _elsewhere(self, name: str) -> int:
        """Documents that binding knows a unit by, where no document is its own: in their text, or as a row."""
        from answering.binding.scopes import Scoped, documents_of

        ids = tuple(d.id for d in self.lexicon.within(self.everything))
        narrow = ids if len(ids) < len(self.lexicon.documents) else ()
        found = documents_of(self.shelf, Scope(unit=name, documents=narrow))
        if not isinstance(found, Scoped):
            return 0
        wanted = {record.id for record in found.records}
        return self.lexicon.told(*wanted)

    def bits(self, leaf: Leaf, *, staged: bool = True) -> int:
        """The documents whose names a leaf is read with: its unit's, of its year and stage where there are such."""
        bits = self.whose(leaf.unit).bits or self.everything
        year = leaf.year if leaf.year is not None else self.year
        stage = STAGES.get(leaf.stages[-1]) if leaf.stages and staged else None
        for told in (year, stage):
            bits = (bits & self.lexicon.told(told) if told is not None else bits) or bits
        return bits

    def has_year(self, leaf: Leaf) -> bool:
        """Whether a document of the leaf's unit is of the year that it says."""
        whose = self.whose(leaf.unit).bits or self.everything
        return leaf.year is None or bool(whose & self.lexicon.told(leaf.year))

    def documents(self, bits: int) -> list[Document]:
        """The documents of a set."""
        return list(self.lexicon.within(bits))

    def final_only(self, leaf: Leaf) -> bool:
        """Whether all documents that a leaf may be of are final accounts."""
        bits = self.bits(leaf, staged=False)
        return bool(bits) and not bits & ~self.lexicon.told(Stage.FINAL_ACCOUNTS)


def _placed(context: Context, leaves: Sequence[Leaf]) -> None:
    """A place alone is of the unit that the question names besides (湖州那个交通局), or of the one there that prints what is asked."""
    units = {leaf.unit.text: leaf.unit for leaf in leaves if leaf.unit}
    places = [unit for unit in units.values() if unit.place_only and len(unit.entities) > 1]
    bodies = [unit for unit in units.values() if not unit.place_only and not unit.many and unit.entities]
    for place in places:
        parts = _rows_of(context, place.entities)
        meant = {
            unit.text: held for unit in bodies if (held := tuple(one for one in unit.entities if one in place.entities or one in parts))
        }
        if meant:
            settled = {text: replace(units[text], entities=held) for text, held in meant.items()}
            settled[place.text] = next(iter(settled.values()))
        else:
            settled = {place.text: replace(place, entities=_printing(context, place, leaves))}
        for leaf in leaves:
            if leaf.unit is not None and leaf.unit.text in settled:
                leaf.unit = settled[leaf.unit.text]


def _rows_of(context: Context, entities: Sequence[str]) -> frozenset[str]:
    """The units that the documents of some departments print as rows."""
    bits = context.lexicon.told(*entities) & context.everything
    return frozenset(name.label for name in context.lexicon.unit_rows if (name.as_row | name.as_parent) & bits)


def _printing(context: Context, place: UnitSpan, leaves: Sequence[Leaf]) -> tuple[str, ...]:
    """Those of a place's units whose documents print most of what is named."""
    lexicon = context.lexicon
    told: dict[str, float] = {}
    for entity in place.entities:
        bits = lexicon.told(entity) & context.everything
        named = [leaf.spans for leaf in leaves if leaf.named and not leaf.weak]
        ways = [(len(phrase_of(spans)[0]), link(spans, lexicon, bits, NO_WISH)[:1]) for spans in named] if bits else []
        told[entity] = sum(size * (1 + way.score) / 2 for size, best in ways for way in best if way.how != "none")
    most = max(told.values(), default=0.0)
    return tuple(entity for entity, score in told.items() if score > most * NEAR_AS and most > LEAST_TOLD) or place.entities


def settle(context: Context, clauses: Sequence[Clause], *, before: bool = False) -> None:
    """Find what the question says once for all its parts: one unit, one year, one stage, one level."""
    leaves = [leaf for clause in clauses for leaf in clause.leaves if not leaf.excluded]
    _placed(context, leaves)
    units = list({(leaf.unit.text, leaf.unit.entities): leaf.unit for leaf in leaves if leaf.unit}.values())
    if len(units) == 1:
        context.common = context.whose(units[0])
    elif len(units) == 2 and units[0].end == units[1].start:
        context.common = context.whose(units[1])  # 某县教育局某中学
    elif not units and context.default.unit:
        context.common = context.named_unit(context.default.unit)
    years = list(dict.fromkeys(leaf.year for leaf in leaves if leaf.year is not None))
    for leaf in leaves:
        if before and leaf.aspect is None and len(years) == 1 and not context.has_year(leaf):
            leaf.aspect = CellAspect.PRIOR
        _aspect_years(leaf, years, context)
    years = list(dict.fromkeys(leaf.year for leaf in leaves if leaf.year is not None))
    first = next((leaf for leaf in leaves if not leaf.empty), None)
    based = first is not None and "than" in first.closed_by and first.year is None  # 比2023年: the base, not the year asked of
    if len(years) == 1 and not based:
        context.year = years[0]
    _settle_levels(context, leaves)
    levels = {leaf.level for leaf in leaves if leaf.level}
    context.level = levels.pop() if len(levels) == 1 else None
    stages = list(dict.fromkeys(stage for leaf in leaves for stage in leaf.stages))
    apart = len(units) > 1 and not all(leaf.stages for leaf in leaves if leaf.unit)
    context.stage = stages[0] if len(stages) == 1 and not apart else None


def _settle_levels(context: Context, leaves: Sequence[Leaf]) -> None:
    """部门预算 and 单位预算 are words of a title too: they tell nothing of a unit whose files are all of that level, or are its office's.

    本级, of a department without a document of its office: the row of its own in the department's tables.
    """
    for leaf in leaves:
        whose = context.whose(leaf.unit)
        if leaf.level is None or not whose.entities:
            continue
        held = {document.level for document in context.documents(whose.bits)}
        name = whose.entities[0]
        office = leaf.level is Level.UNIT and Level.UNIT not in held and OFFICE in context.question.text and whose is context.common
        if office and not _is_office(name):
            rows = (row.label for row in context.lexicon.unit_rows if row.label.startswith(name) and _is_office(row.label))
            whose.name = next(rows, name + OFFICE)
        if office or held <= {leaf.level, None} or _is_office(name):
            leaf.level = None


def _is_office(unit: str) -> bool:
    return unit.rstrip("）)").endswith(OFFICE)


def _aspect_years(leaf: Leaf, years: Sequence[int], context: Context) -> None:
    """2024年说明里2023年预算执行数: the earlier year is what the document of the later prints as 上年."""
    if leaf.year is None:
        return
    if leaf.aspect in (CellAspect.EXECUTED, CellAspect.PRIOR, CellAspect.PLAN) and len(years) == 1 and not context.has_year(leaf):
        after = [d for d in context.lexicon.within(context.whose(leaf.unit).bits or context.everything) if d.year == leaf.year + 1]
        planned = leaf.aspect is CellAspect.PLAN
        if after and not (planned and any(d.stage is not Stage.BUDGET for d in after)):
            leaf.year += 1  # 2024年执行数, 2024年年初预算, which the budget of 2025 prints
            leaf.aspect = CellAspect.PRIOR if planned else leaf.aspect
    if len(years) < 2:
        return
    later = max(years)
    if leaf.year == later - 1 and leaf.aspect is CellAspect.EXECUTED:
        leaf.year = later
