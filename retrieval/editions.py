"""Several contents of one disclosure: which is the newest, and where an older one prints another number.

    with_editions(records, store)      →  the records, the older one with `replaced_by` = the newer one's id
    differing(older, newer)            →  (支出总计 10.00, 支出总计 12.00): the same place, another number

An edition is of the same unit, year, stage and level, or has the same name where one of these was not read.  The later one stands
for the earlier only where it prints most of what that printed: the tables and the explanation of one disclosure, which some
cities publish as two files, are no editions of one another, and both answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from disclosure.figure import Figure

if TYPE_CHECKING:
    from retrieval.figure_store import DocumentRecord, FigureStore

MOST = 0.7  # of the older one's places that the newer one must print to stand for it
Places = Collection[Hashable]


def with_editions(records: Sequence[DocumentRecord], store: FigureStore) -> tuple[DocumentRecord, ...]:
    """The records, each that has a newer edition with that one's id."""
    newer = dict(_replaced(records, store))
    return tuple(replace(record, replaced_by=newer.get(record.id)) for record in records)


def current(records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """Those of some documents that answer: of two editions the newer, where both are among them."""
    held = tuple(records)
    ids = {record.id for record in held}
    return tuple(record for record in held if record.replaced_by not in ids)


def grouped(records: Iterable[DocumentRecord]) -> dict[str, tuple[DocumentRecord, ...]]:
    """The editions of each document, by the id of the newest."""
    found: dict[str, tuple[DocumentRecord, ...]] = {}
    for record in records:
        newest = record.replaced_by or record.id
        found[newest] = (*found.get(newest, ()), record)
    return found


def editions_of(record: DocumentRecord, records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """The other editions of a document, the newest first."""
    newest = record.replaced_by or record.id
    others = (one for one in records if one.id != record.id and newest in (one.id, one.replaced_by))
    return tuple(sorted(others, key=age, reverse=True))


def differing(older: Sequence[Figure], newer: Sequence[Figure]) -> tuple[tuple[Figure, Figure], ...]:
    """The places that both print once, with another number each."""
    before, after = _by_place(older), _by_place(newer)
    both = ((figure, after[place]) for place, figure in before.items() if place in after)
    return tuple((one, other) for one, other in both if one.amount != other.amount)


def _by_place(figures: Sequence[Figure]) -> dict[Hashable, Figure]:
    found: dict[Hashable, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.table_title, figure.project, figure.row_path, figure.column_path, figure.subject_code, figure.entity].append(figure)
    return {place: several[0] for place, several in found.items() if len(several) == 1}


def _replaced(records: Sequence[DocumentRecord], store: FigureStore) -> Iterator[tuple[str, str]]:
    """Each document that has a newer edition, with the newest."""
    groups: dict[Hashable, list[DocumentRecord]] = defaultdict(list)
    for record in records:
        for key in {("scope", *_scope(record)), *(("name", name) for name in (record.file_name, *record.aliases))}:
            groups[key].append(record)
    seen: dict[str, DocumentRecord] = {}
    places = store.places({record.no for group in groups.values() if len(group) > 1 for record in group})
    for group in groups.values():
        for older in group:
            for newer in group:
                best = seen.get(older.id, older)
                if age(newer) > age(best) and _kin(older, newer) and _covers(places, older, newer):
                    seen[older.id] = newer
    yield from ((older, newer.id) for older, newer in seen.items())


def _scope(record: DocumentRecord) -> tuple[Hashable, ...]:
    """What two editions have in common; the document itself where its unit or time was not read."""
    whole = record.entity and record.fiscal_year and record.stage
    return (record.entity, record.fiscal_year, record.stage, record.level) if whole else (record.id,)


def _kin(one: DocumentRecord, other: DocumentRecord) -> bool:
    pairs = ((one.entity, other.entity), (one.fiscal_year, other.fiscal_year), (one.stage, other.stage), (one.level, other.level))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _covers(places: Mapping[int, Places], older: DocumentRecord, newer: DocumentRecord) -> bool:
    mine, theirs = places.get(older.no, ()), places.get(newer.no, ())
    return sum(place in theirs for place in mine) >= MOST * len(mine) if mine else not theirs


def age(record: DocumentRecord) -> tuple[str, int]:
    """What sorts documents by when they came in."""
    return record.added or "", record.no
