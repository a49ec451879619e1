"""Whose disclosures a scope means: unit, year, stage and level to documents, or why there is none.

documents_of(shelf, Scope(unit="万里街道", year=2024))   →  its budget of 2024
documents_of(shelf, Scope(unit="国家信访局"))            →  NoScope("unit", …): never another unit
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from answering.binding.shelf import Shelf
from answering.binding.units import UnitNames, parse_unit
from answering.query.tree import QueryStage, Scope
from disclosure.document import Level, Stage
from disclosure.errors import UnknownNameError
from retrieval.editions import current
from retrieval.figure_store import DocumentRecord
from retrieval.names import less_brackets, name_of

STAGES = {QueryStage.BUDGET: Stage.BUDGET, QueryStage.FINAL: Stage.FINAL_ACCOUNTS}
STAGE_NAMES = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVEL_NAMES = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}
EVERYBODY = ("*", "", "全部", "所有", "各单位", "各部门")
_SHORTEST_IN_TEXT = 4  # characters of a unit's name that is looked for in documents whose unit was not read


@dataclass(frozen=True, slots=True)
class Scoped:
    """The documents that can answer, those that come first before the others."""

    records: tuple[DocumentRecord, ...]  # of one unit, or of all where none was said
    part: str | None = None  # a unit that these documents print in rows, without a document of its own
    prior: bool = False  # of the year after the one said, which may print it as 上年数
    year_said: bool = True
    others: tuple[DocumentRecord, ...] = ()  # of other years of the same unit, where no year was said
    note: str | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the documents are of."""
        return tuple(dict.fromkeys(unit_of(record) for record in self.records))


@dataclass(frozen=True, slots=True)
class NoScope:
    """There is no such document."""

    part: str  # unit, year, stage, level, documents
    name: str
    why: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManyUnits:
    """A name that several units bear."""

    name: str
    units: tuple[str, ...]


Found: TypeAlias = Scoped | NoScope | ManyUnits


def unit_of(record: DocumentRecord) -> str:
    """A document's unit, or its file's name where none was read."""
    return record.entity or record.file_name


def documents_of(shelf: Shelf, scope: Scope, *, as_of: str | None = None) -> Found:
    """The documents that a scope means; kept by the shelf while the library stays as it is."""
    return shelf.kept(("scope", scope, as_of), lambda: _documents_of(shelf, scope, as_of))


def _documents_of(shelf: Shelf, scope: Scope, as_of: str | None) -> Found:
    pool = current(shelf.records)
    if scope.documents:
        try:
            pool = current(shelf.library.document(name) for name in scope.documents)
        except UnknownNameError as error:
            return NoScope("documents", "、".join(scope.documents), str(error))
    if not pool:
        return NoScope("documents", "", "还没有收录任何文件")
    if scope.unit is None:
        return _of_time(pool, scope, as_of)
    names = shelf.names if not scope.documents else UnitNames([record.entity for record in pool if record.entity])
    units, note = names.meant(scope.unit) or names.meant(scope.unit.strip("（）()").removesuffix("本级")), None
    if not units and (rest := _in_text(shelf, pool, scope.unit)):
        return _of_time(rest, scope, as_of)
    if not units and (part := _in_rows(shelf, pool, scope.unit)):
        return _of_time(part[1], scope, as_of, part=part[0])
    if not units and (units := names.slipped(scope.unit)):
        note = f"“{scope.unit}”按“{'、'.join(units)}”理解"
    if not units:
        return NoScope("unit", scope.unit, f"没有收录“{scope.unit}”的文件", names.near(scope.unit))
    mine = [record for record in pool if record.entity in units]
    if len(units) > 1:
        # a year or stage that one of them alone has tells them apart; a level does not
        fitting = {record.entity for record in mine if _fits(record, scope)}
        if len(fitting) != 1:
            return ManyUnits(scope.unit, units)
        mine = [record for record in mine if record.entity in fitting]
    return _of_time(mine, scope, as_of, note=note, part=_own_office(units, scope.unit))


def _own_office(units: Sequence[str], name: str) -> str | None:
    """The name of a department's own office, which no document is of, where the department's documents are there."""
    bare = name_of(name).key.removesuffix("机关")
    if not bare.endswith("本级") or len(units) != 1 or parse_unit(units[0]).own:
        return None
    return name_of(less_brackets(units[0])).key + "本级"


def _in_text(shelf: Shelf, pool: Sequence[DocumentRecord], name: str) -> list[DocumentRecord]:
    """Documents whose unit was not read, and whose text or tables print the name."""
    asked = name_of(name).key
    unread = (record for record in pool if record.entity is None and len(name) >= _SHORTEST_IN_TEXT)
    lines = ((record, (line for chunk in shelf.chunks(record) for line in chunk.text.split("\n"))) for record in unread)
    return [record for record, said in lines if any(asked in name_of(line).key for line in said)]


def _in_rows(shelf: Shelf, pool: Sequence[DocumentRecord], name: str) -> tuple[str, tuple[DocumentRecord, ...]] | None:
    """A unit that documents of others print in their rows: its printed name, and those documents."""
    asked = name_of(less_brackets(name)).key
    labels = [label for label in shelf.labels_like(name) if name_of(less_brackets(label)).key == asked]
    if not labels:
        named = UnitNames(shelf.unit_labels()).meant(name)
        labels = list(named) if len({name_of(less_brackets(label)).key for label in named}) == 1 else []
    ids = shelf.library.documents_with(labels, None) if labels else frozenset()
    holders = tuple(record for record in pool if record.id in ids)
    return (labels[0], holders) if holders else None


def _fits(record: DocumentRecord, scope: Scope) -> bool:
    year, stage = scope.year, scope.stage
    return (year is None or record.fiscal_year == year) and (stage is None or record.stage is STAGES[stage])


def _of_time(pool: Sequence[DocumentRecord], scope: Scope, as_of: str | None, *, note: str | None = None, part: str | None = None) -> Found:
    """Those of the year, stage and level said; of each unit the newest where no year is said."""
    kept, prior = [record for record in pool if scope.year in (None, record.fiscal_year)], False
    if not kept and scope.year is not None:
        kept, prior = [record for record in pool if record.fiscal_year == scope.year + 1], True
    if not kept:
        return _no_year(pool, scope)
    if scope.stage is not None:
        staged = [record for record in kept if record.stage is STAGES[scope.stage]]
        if not staged and scope.stage is QueryStage.BUDGET:
            staged = [record for record in kept if record.stage is Stage.FINAL_ACCOUNTS]  # which prints 预算数 beside 决算数
        if not staged and not prior:
            return _no_stage(kept, scope.stage)
        kept = staged or kept
    if scope.level is not None:
        levelled = [record for record in kept if record.level is scope.level or record.level is None]
        if not levelled and scope.documents:
            return _no_level(kept, scope.level)
        if not levelled:  # what is there alone is told as what it is
            held = "、".join(dict.fromkeys(LEVEL_NAMES[one.level] for one in kept if one.level))
            note = "；".join(filter(None, (note, f"没有收录{LEVEL_NAMES[scope.level]}口径的文件，取自{held}口径的")))
        kept = levelled or kept
    others: list[DocumentRecord] = []
    if scope.year is None:
        by_unit: dict[str, list[DocumentRecord]] = defaultdict(list)
        for record in kept:
            by_unit[unit_of(record)].append(record)
        newest = {unit: _year_meant(records, as_of) for unit, records in by_unit.items()}
        others = sorted((record for record in kept if record.fiscal_year != newest[unit_of(record)]), key=_place)
        kept = [record for record in kept if record.fiscal_year == newest[unit_of(record)]]
    return Scoped(tuple(sorted(kept, key=_place)), part, prior, scope.year is not None, tuple(others), note)


def _year_meant(records: Sequence[DocumentRecord], as_of: str | None) -> int | None:
    """The newest year of a unit; for what there was at the end of a year the budget after it, or that year's account."""
    years = [record.fiscal_year for record in records if record.fiscal_year is not None]
    if as_of and as_of[:4].isdecimal():
        year = int(as_of[:4])
        told = [record.fiscal_year for record in records if (record.fiscal_year, record.stage) == (year, Stage.FINAL_ACCOUNTS)]
        for wanted in (*told, year + 1, year):
            if wanted in years:
                return wanted
    return max(years, default=None)


def _place(record: DocumentRecord) -> tuple[int, int, int]:
    """What comes first: what was done before what was planned, the department before the unit, the fuller of two copies."""
    return (
        0 if record.stage is Stage.FINAL_ACCOUNTS else 1,
        {Level.DEPARTMENT: 0, Level.UNIT: 1}.get(record.level, 2) if record.level else 2,
        -record.figures,
    )


def _said_of(records: Sequence[DocumentRecord]) -> str:
    units = tuple(dict.fromkeys(unit_of(record) for record in records))
    return f"“{units[0]}”" if len(units) == 1 else f"{len(units)}个单位"


def _no_year(pool: Sequence[DocumentRecord], scope: Scope) -> NoScope:
    years = sorted({record.fiscal_year for record in pool if record.fiscal_year is not None})
    return NoScope("year", str(scope.year), f"没有收录{_said_of(pool)}{scope.year}年度的文件", tuple(f"{year}年" for year in years))


def _no_stage(records: Sequence[DocumentRecord], stage: QueryStage) -> NoScope:
    said = STAGE_NAMES[STAGES[stage]]
    held = dict.fromkeys(f"{record.fiscal_year}年{STAGE_NAMES[record.stage]}" for record in records if record.stage)
    return NoScope("stage", said, f"收录的{_said_of(records)}文件里没有{said}", tuple(held))


def _no_level(records: Sequence[DocumentRecord], level: Level) -> NoScope:
    said = LEVEL_NAMES[level]
    held = dict.fromkeys(f"{LEVEL_NAMES[one.level]}{STAGE_NAMES[one.stage]}" for one in records if one.level and one.stage)
    return NoScope("level", said, f"收录的{_said_of(records)}文件不是{said}口径的", tuple(held))


def document_name(record: DocumentRecord) -> str:
    """岚县应急管理局2026年预算."""
    year = f"{record.fiscal_year}年" if record.fiscal_year else ""
    return f"{unit_of(record)}{year}{STAGE_NAMES[record.stage] if record.stage else ''}"


LeftOver = tuple[str, str]  # a document that is not used, or what nobody is, and why


def per_unit(shelf: Shelf, scope: Scope) -> tuple[tuple[DocumentRecord, ...], tuple[LeftOver, ...]] | NoScope | ManyUnits:
    """One document a unit of a pattern (or one a year of one unit), and what could not be used: of another year or stage."""
    everything = (scope.units or "*").strip() in EVERYBODY
    of_all = replace(scope, units=None, unit=None, level=None) if everything else Scope(documents=scope.documents)
    found = documents_of(shelf, replace(scope, units=None, year=None) if scope.unit else of_all)
    if not isinstance(found, Scoped):
        return found
    if scope.unit is not None:
        years = {record.fiscal_year: record for record in reversed((*found.records, *found.others))}
        return tuple(sorted(years.values(), key=lambda record: record.fiscal_year or 0)), ()
    units, missing = ((), ()) if everything else shelf.unit_sets.members(scope.units or "")
    kept = [one for one in (*found.records, *found.others) if everything or one.entity in units]
    if not kept:
        return NoScope("unit", scope.units or "", f"没有收录“{scope.units}”这样的单位的文件", shelf.names.near(scope.units or ""))
    timely = [one for one in kept if scope.year in (None, one.fiscal_year)]
    if not timely:
        return _no_year(kept, scope)
    staged = [one for one in timely if scope.stage is None or one.stage is STAGES[scope.stage]]
    if not staged and scope.stage is QueryStage.FINAL:
        return _no_stage(timely, scope.stage)
    shared = Counter((year, stage) for year, stage, _ in {(one.fiscal_year, one.stage, unit_of(one)) for one in staged or timely})
    year, stage = max(shared, key=lambda time: (shared[time], time[0] or 0, time[1] is Stage.FINAL_ACCOUNTS))
    first: dict[str, DocumentRecord] = {}

    def order(one: DocumentRecord) -> tuple[int, ...]:  # the level that is said before another, which a unit may have alone
        other = scope.level is not None and one.level not in (scope.level, None)
        return one.fiscal_year != year, one.stage is not stage, other, -(one.fiscal_year or 0), *_place(one)

    for one in sorted(kept, key=order):
        first.setdefault(unit_of(one), one)
    used = tuple(one for one in first.values() if one.fiscal_year == year and one.stage is stage)
    ids = {one.id for one in used}
    used = tuple(one for one in kept if one.id in ids)
    left = [(document_name(one), _why_not(one, year)) for one in first.values() if one.id not in ids]
    return used, (*left, *((name, "没有收录这样的单位") for name in missing))


def _why_not(record: DocumentRecord, year: int | None) -> str:
    if record.fiscal_year != year:
        return f"是{record.fiscal_year}年的"
    return f"是{STAGE_NAMES[record.stage]}" if record.stage else "不知是预算还是决算"
