"""The open library as binding reads it: one index a document, built when it is first needed and kept while it is in use.

shelf = Shelf(library)
shelf.index(record).by_key["公务接待费"]
shelf.holders("公务接待费")  →  the documents that print such a label, by SQL
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from answering.binding.ladder import LEAST_HELD, SHORTEST_PART
from answering.binding.names import code_in, core, head_name, holds, is_slip, less_brackets, name_of, other_words
from answering.binding.things import DocumentIndex
from answering.binding.units import UnitNames, is_unit_like
from answering.query.tree import Node
from disclosure.document import Chunk
from retrieval.figure_store import DocumentRecord
from retrieval.library import LabelRole, Library

KEPT = 128  # indexes of documents that are kept; a budget's index takes about a megabyte


class Shelf:
    """A library with what binding has made of it; one for a process, used by one question at a time or by many."""

    def __init__(self, library: Library) -> None:
        """Use an open library; nothing is read yet."""
        self.library = library
        self._version = ""
        self._records: tuple[DocumentRecord, ...] = ()
        self._names = UnitNames(())
        self._indexes: OrderedDict[int, tuple[str, DocumentIndex]] = OrderedDict()
        self._parts: dict[tuple[int, str], DocumentIndex] = {}
        self._labels: _LibraryLabels | None = None
        self._unit_labels: tuple[str, ...] | None = None

    def refresh(self) -> None:
        """Notice that documents came or went; called once a query."""
        version = self.library.version
        if version == self._version:
            return
        self._version = version
        self._records = self.library.documents()
        self._names = UnitNames([record.entity for record in self._records if record.entity])
        self._indexes.clear()
        self._parts.clear()
        self._labels = self._unit_labels = None

    @property
    def records(self) -> tuple[DocumentRecord, ...]:
        """All documents."""
        return self._records

    @property
    def names(self) -> UnitNames:
        """The units of the library."""
        return self._names

    def index(self, record: DocumentRecord) -> DocumentIndex:
        """The things of one document."""
        held = self._indexes.get(record.no)
        if held is None:
            held = (record.id, DocumentIndex(record, self.library.figures(record.id), self.library.tables(record.id)))
            self._indexes[record.no] = held
            while len(self._indexes) > KEPT:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(record.no)
        return held[1]

    def part_index(self, record: DocumentRecord, part: str) -> DocumentIndex:
        """The things of a unit that a document prints in its rows: its rows, and the rows that stand under it."""
        key = (record.no, part)
        if key not in self._parts:
            index = self.index(record)
            asked = name_of(less_brackets(part)).key
            names = {thing.label for thing in index.things if name_of(less_brackets(thing.label)).key == asked}
            numbers = {
                figure.number
                for thing in index.things
                if thing.table_id and (thing.label in names or names & set(thing.parents) or names & set(thing.figures[0].row_path))
                for figure in thing.figures
            }
            figures = tuple(figure for figure in index.figures if figure.number in numbers)
            self._parts[key] = DocumentIndex(replace(record, entity=part), figures, index.tables)
        return self._parts[key]

    def narrowed(self, records: Sequence[DocumentRecord], of: Node) -> dict[int, DocumentIndex]:
        """Indexes of what some documents print for the names of a node alone, by SQL."""
        return {}

    def chunks(self, record: DocumentRecord) -> tuple[Chunk, ...]:
        """The text of one document."""
        return self.library.chunks(record.id)

    def labels_like(self, name: str) -> tuple[str, ...]:
        """The labels of the whole library, as printed, that a name reaches by the best rung that brings any."""
        if self._labels is None:
            self._labels = _LibraryLabels(self.library.labels())
        return self._labels.like(name)

    def unit_labels(self) -> tuple[str, ...]:
        """Row labels of the whole library that end as units' names do."""
        if self._unit_labels is None:
            labels = self.library.labels(None, (LabelRole.ROW, LabelRole.OUTER_ROW))
            self._unit_labels = tuple(label for label in labels if is_unit_like(label))
        return self._unit_labels

    def holders(self, name: str, records: Sequence[DocumentRecord]) -> tuple[DocumentRecord, ...]:
        """Those of some documents that print a label, or a code, such as a name means."""
        ids = self.library.documents_with(self.labels_like(name), code_in(name))
        return tuple(record for record in records if record.id in ids)


class _LibraryLabels:
    """The distinct labels of a library by what the ladder compares."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_core: dict[str, list[str]] = defaultdict(list)
        for label in labels:
            for key in dict.fromkeys((name_of(label).key, head_name(label), name_of(less_brackets(label)).key)):
                self._by_key[key].append(label)
                if bare := core(key):
                    self._by_core[bare].append(label)
        self._like = lru_cache(maxsize=4096)(self._climb)

    def like(self, name: str) -> tuple[str, ...]:
        """Labels by the best rung that brings any."""
        return self._like(name)

    def _climb(self, name: str) -> tuple[str, ...]:
        key = name_of(name).key
        for keys in ((key,), other_words(key), (name_of(less_brackets(name)).key,)):
            if found := self._of(self._by_key, keys):
                return found
        if found := self._of(self._by_core, [core(key)] if core(key) else ()):
            return found
        if len(key) >= SHORTEST_PART and (
            found := self._of(self._by_key, [label for label in self._by_key if holds(key, label) >= LEAST_HELD])
        ):
            return found
        return self._of(self._by_key, [label for label in self._by_key if len(label) == len(key) and is_slip(key, label)])

    @staticmethod
    def _of(labels: dict[str, list[str]], keys: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for key in keys for label in labels.get(key, ())))
