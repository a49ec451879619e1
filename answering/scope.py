"""Which documents can answer: units, years, 预算/决算 and 部门/单位 that a question names or implies.

    "区府办2025年三公经费表上的公务接待费"  →  the unit's 2025 budget, and the question less 区府办 and 2025年
    "清河区财政局2025年预算"                →  missing: 没有收录“清河区财政局”的文件

A unit that is named and not loaded makes the scope `missing`: nothing is ever answered from another unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from answering.entities import EntityMention
from answering.vocabulary import Record
from answering.years import YearMention
from disclosure.document import Level, Stage

STAGE_NAMES = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVEL_NAMES = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that can answer, and how they were chosen.

    With `missing` set nothing may be answered from `document_ids`, which is then empty.  With `ambiguous` set the
    documents differ in that key (entity, fiscal_year, stage, level) and the question does not say which: lookup
    answers when they agree or one alone holds the thing, else shows a figure for each, or asks back.
    """

    document_ids: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()  # named in the question, in full, in the order of mention; (): none named
    years: tuple[int, ...] = ()  # fiscal years of documents meant; (): not said
    stage: Stage | None = None
    level: Level | None = None
    missing: str | None = None  # why no document can answer, in Chinese; None: some can
    ambiguous: tuple[str, ...] = ()  # keys left open that the documents differ in
    candidates: tuple[str, ...] = ()  # full names of units, or years, to offer: for `missing` and `ambiguous`
    reasons: tuple[str, ...] = ()  # each rule that fired, in Chinese


Entity = str | tuple[str, ...] | None  # several: one name that fits each of them


@dataclass(frozen=True, slots=True)
class Target:
    """One combination of unit and year that a part of the question is about."""

    entity: Entity = None  # None: not said; several: one name that fits each of them
    year: int | None = None  # of the figure; None: not said, the document's own
    label_year: int | None = None  # said, and perhaps part of the row's name
    document_ids: tuple[str, ...] = ()  # (): none is loaded, the figure may be derived from another year's document
    missing: str | None = None  # why nothing can answer; None: something can


@dataclass(frozen=True)
class ScopeFinder:
    """Finds the documents of units and years among those that may be used."""

    records: Sequence[Record]  # the library's, or those selected in the chat
    near: Callable[[str], tuple[str, ...]]  # names of units that resemble one
    has_year_label: Callable[[int, str, Sequence[str]], tuple[str, ...]]  # documents with a row of that year and name
    level: Level | None = None
    labels: tuple[str, ...] = field(default=())  # what is asked for, to tell a row's year from the document's
    parts: tuple[str, ...] = ()  # units that documents of others list in their rows
    listing: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())  # documents that list a unit in their rows

    def entity_records(self, entity: Entity) -> list[Record]:
        """The records of a unit, or of several that one name fits; of all when None; else those that list it."""
        if entity is None:
            return list(self.records)
        names = (entity,) if isinstance(entity, str) else entity
        own = [r for r in self.records if r.entity in names]
        ids = () if own else [key for name in names for key in self.listing(name)]
        return own or [r for r in self.records if r.id in ids]

    def parts_of(self, entity: Entity) -> list[str]:
        """The units that the documents of a unit list; () where each has documents of its own."""
        ids = {r.id for r in self.entity_records(entity)}
        return [part for part in self.parts if ids & set(self.listing(part))]

    def newest(self, entity: Entity) -> int | None:
        """The newest loaded year of a unit."""
        return max((r.fiscal_year for r in self.entity_records(entity) if r.fiscal_year), default=None)

    def year_of(self, mention: YearMention, entity: Entity, other: int | None = None) -> int | None:
        """The year that a mention means; relative ones count from `other`, the question's other year, or the newest."""
        if mention.year is not None:
            return mention.year
        start = other if other is not None and (mention.offset or 0) < 0 else self.newest(entity)
        return None if start is None else start + (mention.offset or 0)

    def target(self, entity: Entity, year: int | None, *, stage: Stage | None = None, base: bool = False) -> Target:
        """The documents for one unit and year; `base`: of a comparison, so that none need be loaded."""
        records = self.entity_records(entity)
        if not records:
            return Target(entity, year, missing="没有可查的文件" if entity is None else f"没有收录{_named(entity)}的文件")
        records, missing = self._of_kind(records, entity, year, stage)
        if missing and not base:
            return Target(entity, year, missing=missing)
        if year is None:
            return Target(entity, None, None, _ids(records))
        of_year = [r for r in records if r.fiscal_year == year]
        named = [key for label in self.labels for key in self.has_year_label(year, label, _ids(records))]
        if of_year:
            own = set(_ids(of_year))
            return Target(entity, year, year, tuple(dict.fromkeys((*_ids(of_year), *(key for key in named if key not in own)))))
        if named and not base:
            return Target(entity, None, year, tuple(dict.fromkeys(named)))
        if base:
            exact = [key for label in self.labels for key in self.has_year_label(-year, label, _ids(records))]
            return Target(entity, None if exact else year, year, tuple(dict.fromkeys(exact)))
        later = [r for r in records if r.fiscal_year == year + 1]
        unknown = [r for r in records if r.fiscal_year is None]
        if later or unknown:
            return Target(entity, year, year, _ids(later or unknown))
        return Target(entity, year, year, missing=self._no_year(entity, year, records))

    def _of_kind(self, records: list[Record], entity: Entity, year: int | None, stage: Stage | None) -> tuple[list[Record], str | None]:
        """Those of the stage and level asked for; why none is left."""
        level = [r for r in records if self.level is None or r.level in (None, self.level)]
        if not level:
            assert self.level is not None
            have = "、".join(sorted({LEVEL_NAMES[r.level] for r in records if r.level}))
            kind = STAGE_NAMES[stage or Stage.BUDGET]
            return records, f"没有收录{_named(entity)}的{LEVEL_NAMES[self.level]}{kind}，只有{have}{kind}，两者口径不同"
        records = level
        if stage is None:
            return records, None
        fitting = [r for r in records if r.stage in (None, stage)]
        of_year = [r for r in fitting if year is None or r.fiscal_year == year]
        if stage is Stage.BUDGET:
            # a final account prints the year's budget beside it
            finals = [r for r in records if r.stage is Stage.FINAL_ACCOUNTS and (year is None or r.fiscal_year == year)]
            return (fitting if of_year or not finals else fitting + finals), None
        if of_year:
            return fitting, None
        # 2024年决算 may stand as last year's column in a budget of 2025
        before = [r for r in records if year is not None and r.fiscal_year == year + 1]
        if before:
            return before, None
        said = f"{year}年度" if year else ""
        return records, f"没有收录{_named(entity)}{said}的决算文件，只有预算"

    def _no_year(self, entity: Entity, year: int, records: list[Record]) -> str:
        have = sorted({r.fiscal_year for r in records if r.fiscal_year})
        shown = f"（已收录：{'、'.join(map(str, have))}年度）" if have else ""
        return f"没有收录{_named(entity)}{year}年度的文件{shown}"


def fullest(records: Sequence[Record]) -> tuple[Record, ...]:
    """Of several documents of one unit, year and stage the one that says its level, or has the most figures.

    Rows are counted and ranked in one document, not in an excerpt of it as well.
    """
    best: dict[tuple[object, ...], Record] = {}
    for record in records:
        key = (record.entity, record.fiscal_year, record.stage)
        known = best.get(key)
        if known is None or (record.level is not None, record.figures) > (known.level is not None, known.figures):
            best[key] = record
    keep = {id(r) for r in best.values()}
    return tuple(r for r in records if id(r) in keep or (r.level and r.level is not best[(r.entity, r.fiscal_year, r.stage)].level))


def _named(entity: Entity) -> str:
    names = (entity,) if isinstance(entity, str) else entity or ()
    return "、".join(f"“{name}”" for name in names)


def _ids(records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(r.id for r in records)


def strangers_of(mentions: Sequence[EntityMention]) -> tuple[str, ...]:
    """Names of units that are not loaded."""
    return tuple(m.stranger for m in mentions if m.stranger)


def summarise(finder: ScopeFinder, targets: Sequence[Target], scope: Scope) -> Scope:
    """The scope over all targets: their documents, what is missing, and the keys left open."""
    missing = [t.missing for t in targets if t.missing]
    if missing and len(missing) == len(targets):
        entity = targets[0].entity
        years = tuple(str(r.fiscal_year) for r in finder.entity_records(entity) if r.fiscal_year)
        return replace(scope, missing=missing[0], document_ids=(), candidates=tuple(sorted(set(years))))
    ids = tuple(dict.fromkeys(key for t in targets for key in t.document_ids))
    by_id = {r.id: r for r in finder.records}
    records = [by_id[key] for key in ids]
    open_keys = []
    shared = any(isinstance(t.entity, tuple) for t in targets)
    if (shared or not scope.entities) and len({r.entity for r in records}) > 1:
        open_keys.append("entity")
    for key in ("fiscal_year", "stage", "level"):
        said = {"fiscal_year": scope.years, "stage": scope.stage, "level": scope.level}[key]
        if not said and _differs(records, key):
            open_keys.append(key)
    candidates: tuple[str, ...] = ()
    if "entity" in open_keys:
        candidates = tuple(dict.fromkeys(r.entity for r in records if r.entity))
    elif "fiscal_year" in open_keys:
        candidates = tuple(str(year) for year in sorted({r.fiscal_year for r in records if r.fiscal_year}))
    return replace(scope, document_ids=ids, ambiguous=tuple(open_keys), candidates=candidates)


def _differs(records: Sequence[Record], key: str) -> bool:
    """Whether documents of one unit differ in the key."""
    by_entity: dict[str | None, set[object]] = {}
    for record in records:
        if getattr(record, key) is not None:
            by_entity.setdefault(record.entity, set()).add(getattr(record, key))
    return any(len(values) > 1 for values in by_entity.values())
