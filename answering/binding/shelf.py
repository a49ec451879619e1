"""The open library as binding reads it: one index a document, built when it is first needed and kept while it is in use.

shelf = Shelf(library)
shelf.index(record).things
shelf.holders("公务接待费")  →  the documents that print such a label, by SQL
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, cast

from answering.binding.things import WHOLE_ROWS, DocumentIndex, ThingKind, is_year, lacks_unit
from answering.binding.unit_sets import UnitSets
from answering.binding.units import UnitNames, is_unit_like
from answering.binding.wholes import Whole, whole_of
from answering.query.tree import Cell, Given, Node, children, walk
from disclosure.document import Chunk, Table, TableKind
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord
from retrieval.library import LabelRole, Library
from retrieval.matching import ORDER, Hit, NameIndex, Rung, climb
from retrieval.names import Name, code_in, head_name, less_brackets, name_of

Value = TypeVar("Value")
KEPT_ANSWERS = 512  # scopes, parts and questions over many documents that are remembered
KEPT_NARROW = 32  # of these the questions over many documents, whose figures are kept
_NOT_KEPT = object()
KEPT = 128  # indexes of documents that are kept; a budget's index takes about a megabyte


class Shelf:
    """A library with what binding has made of it; one for a process, used by one question at a time or by many."""

    def __init__(self, library: Library) -> None:
        """Use an open library; nothing is read yet."""
        self.library = library
        self._version = ""
        self._records: tuple[DocumentRecord, ...] = ()
        self._names = UnitNames(())
        self._indexes: OrderedDict[int, DocumentIndex] = OrderedDict()
        self._kept: dict[Hashable, object] = {}
        self._labels: LibraryLabels | None = None

    def refresh(self) -> None:
        """Notice that documents came or went; called once a query."""
        version = self.library.version
        if version == self._version:
            return
        self._version = version
        self._records = self.library.documents()
        self._names = UnitNames([record.entity for record in self._records if record.entity])
        self._indexes.clear()
        self._kept.clear()
        self._labels = None

    def warm(self) -> None:
        """Make now what the first question over many units, or without a unit, would wait for."""
        self.refresh()
        self.labels.totals()
        self.unit_labels()
        self.narrowed(self._records, Cell("收入总计"))

    @property
    def labels(self) -> LibraryLabels:
        """The labels of the whole library."""
        if self._labels is None:
            self._labels = LibraryLabels(self.library.labels(), self._names.entities)
        return self._labels

    @property
    def records(self) -> tuple[DocumentRecord, ...]:
        """All documents."""
        return self._records

    @property
    def unit_sets(self) -> UnitSets:
        """The library's units by what describes them, kept with its version."""
        return self.kept("sets", lambda: UnitSets(self._names.entities))

    @property
    def names(self) -> UnitNames:
        """The units of the library."""
        return self._names

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made once for this state of the library; threads share it, and may at worst make the same twice."""
        held = self._kept.get(key, _NOT_KEPT)
        if held is _NOT_KEPT:
            held = make()
            if len(self._kept) >= KEPT_ANSWERS:
                self._kept.clear()
            self._kept[key] = held
        return cast(Value, held)

    def index(self, record: DocumentRecord) -> DocumentIndex:
        """The things of one document."""
        held = self._indexes.get(record.no)
        if held is None:
            held = DocumentIndex(record, self.library.figures(record.id), self.library.tables(record.id))
            self._indexes[record.no] = held
            while len(self._indexes) > KEPT:
                self._indexes.popitem(last=False)
        with suppress(KeyError):  # another thread let it go
            self._indexes.move_to_end(record.no)
        return held

    def part_index(self, record: DocumentRecord, part: str) -> DocumentIndex:
        """The things of a unit that a document prints in its rows: its rows, and the rows that stand under it."""
        return self.kept(("part", record.no, part), lambda: self._part_of(self.index(record), name_of(less_brackets(part)).key, part))

    @staticmethod
    def _part_of(index: DocumentIndex, asked: str, part: str) -> DocumentIndex:
        mine = [thing for thing in index.things if thing.table_id and asked in {name.key for name in thing.names}]
        if not mine and asked.endswith("本级"):  # a department's own office, which the rows call by the department's name
            bare = asked.removesuffix("本级")
            rows = (thing for thing in index.things if thing.kind is ThingKind.ROW and thing.table_id and not thing.is_whole)
            mine = [thing for thing in rows if bare in {name.key for name in thing.names}]
        own = [thing for thing in mine if thing.is_own_office]
        labels = frozenset(thing.label for thing in mine if not own)
        under = [thing for thing in index.things if thing.table_id and labels & {*thing.parents, *thing.figures[0].row_path}]
        numbers = {figure.number for thing in (*(own or mine), *under) for figure in thing.figures}
        figures = tuple(figure for figure in index.figures if figure.number in numbers)
        return DocumentIndex(replace(index.record, entity=mine[0].label if mine else part), figures, index.tables)

    def narrowed(self, records: Sequence[DocumentRecord], of: Node) -> dict[int, DocumentIndex]:
        """Indexes of what some documents print for the names of a node alone, by SQL; none where rows or words are asked for."""
        cells = [node for node in walk(of) if isinstance(node, Cell)]
        leaves = [node for node in walk(of) if not children(node) and not isinstance(node, Given)]
        if any(cell.under or cell.place for cell in cells) or len(cells) < len(leaves):
            return {}
        narrow = [key for key in tuple(self._kept) if isinstance(key, tuple) and key[0] == "narrow"]
        for key in narrow[: len(narrow) - KEPT_NARROW + 1]:
            self._kept.pop(key, None)
        return self.kept(("narrow", of, tuple(record.no for record in records)), lambda: self._narrowed(records, cells))

    def _narrowed(self, records: Sequence[DocumentRecord], cells: Sequence[Cell]) -> dict[int, DocumentIndex]:
        ids = None if len(records) == len(self._records) else [record.id for record in records]
        found = {figure.id: figure for cell in cells for figure in self._figures_for(cell, ids)}
        by_document: dict[str, list[Figure]] = defaultdict(list)
        for figure in sorted(found.values(), key=lambda figure: figure.number):
            by_document[figure.document_id].append(figure)

        def made(record: DocumentRecord) -> DocumentIndex:
            figures = by_document[record.id]
            return self.index(record) if any(map(lacks_unit, figures)) else DocumentIndex(record, figures, _tables_of(figures))

        return {record.no: made(record) for record in records}

    def _figures_for(self, cell: Cell, ids: Sequence[str] | None) -> Iterator[Figure]:
        """All that a cell may mean in many documents: rows and sentences of its name, columns of total rows, totals of tables."""
        labels = self.labels.near(cell.row)
        totals = self.labels.totals()
        if labels:
            yield from self.library.find_figures(labels=labels, document_ids=ids)
            yield from self.library.total_figures(totals, labels, ids)
        if (code := code_in(cell.row)) is not None:
            yield from self.library.find_figures(subject_code=code, document_ids=ids)
        whole = whole_of(name_of(cell.row).key)
        if whole is not None:
            yield from self._totals_of(whole, totals, ids)

    def _totals_of(self, whole: Whole, totals: Sequence[str], ids: Sequence[str] | None) -> Iterator[Figure]:
        """Totals of the kinds of table that a whole is looked for in, a kind after the other for the documents still without one."""
        left = list(ids) if ids is not None else [record.id for record in self._records]
        rows = self.labels.totals(whole.rows) if whole.rows else totals
        for kind in whole.kinds:
            found = self.library.total_figures(rows, None, left if len(left) < len(self._records) else None, (kind,)) if left else ()
            yield from found
            done = {figure.document_id for figure in found if figure.amount is not None}
            left = [one for one in left if one not in done]

    def chunks(self, record: DocumentRecord) -> tuple[Chunk, ...]:
        """The text of one document."""
        return self.library.chunks(record.id)

    def labels_like(self, name: str) -> tuple[str, ...]:
        """The labels of the whole library, as printed, that a name reaches by the best rung that brings any."""
        return self.labels.like(name)

    def unit_labels(self) -> tuple[str, ...]:
        """Row labels of the whole library that end as units' names do."""
        roles = (LabelRole.ROW, LabelRole.OUTER_ROW)
        return self.kept("units", lambda: tuple(filter(is_unit_like, self.library.labels(None, roles))))

    def holders(self, name: str, records: Sequence[DocumentRecord]) -> tuple[DocumentRecord, ...]:
        """Those of some documents that print a label, or a code, such as a name means."""
        ids = self.library.documents_with(self.labels_like(name), code_in(name))
        return tuple(record for record in records if record.id in ids)


def _tables_of(figures: Sequence[Figure]) -> tuple[Table, ...]:
    """What is known of the tables that some figures stand in, cells aside."""
    firsts = {figure.table_id: figure for figure in reversed(figures) if figure.table_id}
    return tuple(
        Table(key or "", None, one.table_title or "", one.table_kind or TableKind.OTHER, None, None, (), (), project=one.project)
        for key, one in sorted(firsts.items(), key=lambda pair: pair[1].number)
    )


class LibraryLabels:
    """The distinct labels of a library, by the ladder."""

    def __init__(self, labels: Sequence[str], units: Sequence[str]) -> None:
        self._labels = labels
        self._index = NameIndex([tuple(_names(label)) for label in labels])
        self._units = tuple(name_of(less_brackets(unit)).key for unit in units)
        self._years = [place for place, label in enumerate(labels) if is_year(label)]  # rows of a table of years: 2025年, 2026年
        self.like = lru_cache(maxsize=4096)(self._like)

    def near(self, name: str) -> tuple[str, ...]:
        """Labels by any sure rung and by their core; by what holds them only where these bring none."""
        found: list[Hit] = []
        for rung in climb(name, self._index):
            if found and ORDER[rung[0].rung] > ORDER[Rung.CORE]:
                break
            found += rung
        return self._printed(hit.place for hit in found)

    def _like(self, name: str) -> tuple[str, ...]:
        """Labels by the best rung that brings any."""
        return self._printed(hit.place for hit in next(climb(name, self._index), ()))

    def totals(self, rows: Sequence[str] = tuple(sorted(WHOLE_ROWS))) -> tuple[str, ...]:
        """Labels of rows that stand for the whole of a table."""
        named = (place for key in (*rows, *self._units) for place in self._index.by_key.get(key, ()))
        return self._printed((*named, *self._years))

    def _printed(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._labels[place] for place in places))


def _names(label: str) -> Iterator[Name]:
    """A label as a row and as a column's head."""
    yield name_of(label)
    for key in (head_name(label), name_of(less_brackets(label)).key):
        yield Name(key, key, None)
