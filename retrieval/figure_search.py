"""The desk's search: every figure of the library by words and filters, within a keystroke, over a thousand documents.

    search = FigureSearch(library)
    found = search.find(Wanted("公务接待 决算数", years=(2024,)))
    found.total, found.figures[0].text          # 57, '0.50'
    search.alike(found.figures[0])              # the same cell of every other document

A word matches a row, a column, a table's title, a unit, a year, a stage, a code or the printed number; all words must match.
Labels, paths and titles are distinct in the store, so a word is looked for once in each; which figures carry it is read
from arrays that are loaded from SQL once for each version of the library.  The figures themselves come by SQL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select, tuple_

from disclosure.document import Level, Stage, TableKind
from disclosure.figure import Figure
from retrieval import codec, schema

if TYPE_CHECKING:
    from retrieval.figure_store import DocumentRecord
    from retrieval.library import Library

SHOWN = 100  # figures that one search brings
MOST = 20_000  # figures that one export brings
STAGE_WORDS = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVEL_WORDS = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


class Order(StrEnum):
    """In which order figures are shown."""

    NEAREST = "nearest"  # rows that are named so first, then newer years
    LARGEST = "largest"
    SMALLEST = "smallest"
    READING = "reading"  # as they stand in the documents


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; all that is said holds together."""

    text: str = ""
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()  # of the disclosure
    stages: tuple[Stage, ...] = ()
    levels: tuple[Level, ...] = ()
    tables: tuple[str, ...] = ()  # whole titles; "" is running text
    row: str = ""  # part of a row's path
    column: str = ""
    at_least: Decimal | None = None  # in the base unit of `dimension`
    at_most: Decimal | None = None
    dimension: str | None = None  # money, %, 人 …
    printed: bool = True  # False: blanks, dashes and 无 too
    documents: tuple[str, ...] = ()
    order: Order = Order.NEAREST


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought."""

    total: int
    figures: tuple[Figure, ...]
    documents: int  # how many documents they stand in


@dataclass(frozen=True, slots=True)
class Alike:
    """The same cell in other documents."""

    figures: tuple[Figure, ...]  # one a document, newest year first
    several: tuple[str, ...] = ()  # documents that print it more than once with different numbers
    without: tuple[str, ...] = ()  # documents that print no such cell


@dataclass(slots=True)
class _Texts:
    """Distinct strings, folded, in dense order."""

    place: dict[Any, int] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)

    def add(self, key: Any, text: str) -> int:
        if key not in self.place:
            self.place[key] = len(self.folded)
            self.folded.append(fold(text))
        return self.place[key]

    def holding(self, word: str) -> Mask:
        return np.fromiter((word in text for text in self.folded), np.bool_, len(self.folded))


def fold(text: str) -> str:
    """Without white space, quotation marks, width and case, to look for a part."""
    return "".join(unicodedata.normalize("NFKC", text).lower().translate(_QUOTES).split())


_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'「」『』《》"))


class _Columns:
    """All figures of the library, a column an array."""

    def __init__(self, library: Library) -> None:
        self.records = {record.no: record for record in library.documents()}
        self.paths, self.titles, self.measures = _Texts(), _Texts(), _Texts()
        self.leaf: list[str] = []  # of each path, its last part
        self._load(library)

    def _load(self, library: Library) -> None:
        figures = schema.figures
        with library.store.database.reading() as connection:
            for key, body in connection.execute(select(schema.paths.c.id, schema.paths.c.body)):
                parts = codec.load(body)
                self.paths.add(key, " ".join(parts))
                self.leaf.append(fold(parts[-1]) if parts else "")
            titles, kinds = {None: self.titles.add("", "正文")}, {None: ""}
            for key, title, kind in connection.execute(select(schema.tables.c.id, schema.tables.c.title, schema.tables.c.kind)):
                titles[key], kinds[key] = self.titles.add(title, title), kind
            query = select(schema.labels.c.id, schema.texts.c.text).join(schema.texts, schema.texts.c.id == schema.labels.c.id)
            for key, text in connection.execute(query):
                self.measures.add(key, text)
            c = figures.c
            query_ = select(
                c.document, c.number, c.measure, c.row_path, c.column_path, c.table_id, c.subject_code, c.printed, c.amount, c.unit
            ).order_by(c.document, c.number)
            rows = connection.execute(query_).all()
        self.document = np.array([row[0] for row in rows], np.int32)
        self.number = np.array([row[1] for row in rows], np.int32)
        self.measure = _dense(self.measures, (row[2] for row in rows), len(rows))
        self.row = _dense(self.paths, (row[3] for row in rows), len(rows))
        self.column = _dense(self.paths, (row[4] for row in rows), len(rows))
        self.title = np.fromiter((titles.get(row[5], 0) for row in rows), np.int32, len(rows))
        names = {kind: place for place, kind in enumerate(sorted(set(kinds.values())))}
        self.kind = np.fromiter((names[kinds.get(row[5], "")] for row in rows), np.int16, len(rows))
        self.other = names.get(str(TableKind.OTHER), -1)
        self.codes, self.code = _distinct(row[6] or "" for row in rows)
        self.prints, self.printed = _distinct(row[7] for row in rows)
        units = {text: codec.decode_unit(codec.load(text)) for text in {row[9] for row in rows} if text}
        scales = {text: unit.scale if unit else 0 for text, unit in units.items()}
        dimensions = ["", *sorted({unit.dimension for unit in units.values() if unit})]
        self.dimensions = {name: place for place, name in enumerate(dimensions)}
        place_of = {text: self.dimensions[unit.dimension] if unit else 0 for text, unit in units.items()}
        self.dimension = np.fromiter((place_of.get(row[9], 0) for row in rows), np.int16, len(rows))
        # floats serve to compare and to order; what is shown is the printed text
        self.amount = np.fromiter(
            (float(row[8]) * 10.0 ** scales.get(row[9], 0) if row[8] is not None else np.nan for row in rows), np.float64, len(rows)
        )
        self.year = self.of_documents(lambda record: record.fiscal_year or 0)

    def of_documents(self, value: Callable[[DocumentRecord], int]) -> npt.NDArray[np.int32]:
        """A value of each figure's document."""
        most = max(self.records, default=0) + 1
        values = np.zeros(most, np.int32)
        for no, record in self.records.items():
            values[no] = value(record)
        return values[self.document]

    def among(self, holds: Callable[[DocumentRecord], bool]) -> Mask:
        """The figures of the documents that `holds` is true of."""
        return self.of_documents(lambda record: int(holds(record))).astype(np.bool_)


def _distinct(values: Iterable[str]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The distinct texts, and for each value which of them it is."""
    place: dict[str, int] = {}
    at = np.array([place.setdefault(value, len(place)) for value in values], np.int32)
    return list(place), at


def _dense(texts: _Texts, keys: Iterable[int], count: int) -> npt.NDArray[np.int32]:
    return np.fromiter((texts.place[key] for key in keys), np.int32, count)


class FigureSearch:
    """Search over all figures of a library; loads what it needs at the first search after each change."""

    def __init__(self, library: Library) -> None:
        """Search in `library`."""
        self._library = library

    def load(self) -> None:
        """Read the columns now, so that the first search need not wait for them."""
        self._columns()

    def _columns(self) -> _Columns:
        return self._library.kept("figure columns", lambda: _Columns(self._library))

    def find(self, wanted: Wanted, *, limit: int = SHOWN) -> Found:
        """The figures wanted, best first, at most `limit` of them, and how many there are."""
        columns = self._columns()
        mask = self._filtered(columns, wanted)
        words = [fold(word) for word in wanted.text.split()]
        for word in words:
            mask &= _word(columns, word)
        places = np.flatnonzero(mask)
        chosen = _first(columns, places, wanted.order, words, limit)
        return Found(len(places), self._figures(columns, chosen), len(np.unique(columns.document[places])))

    def titles(self) -> tuple[str, ...]:
        """The distinct titles of tables."""
        return tuple(title for title in self._columns().titles.place if title)

    def rows_named(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """The labels that begin with `text`, then those that hold it, shorter first."""
        word, texts = fold(text), self._columns().measures
        if not word:
            return ()
        labels = self._library.labels()
        held = [label for label in labels if word in fold(label)] if len(texts.folded) else []
        return tuple(sorted(held, key=lambda label: (not fold(label).startswith(word), len(label), label))[:limit])

    def alike(self, figure: Figure) -> Alike:
        """The same cell in every other document: the same row's name (or code), column and kind of number, in a like table."""
        columns = self._columns()
        own = self._place(columns, figure)
        names = _named_like(columns, columns.row[own])
        heads = _named_like(columns, columns.column[own])
        mask = names[columns.row] & heads[columns.column] & (columns.dimension == columns.dimension[own])
        mask &= columns.kind == columns.kind[own]
        places = np.flatnonzero(mask)
        title = _plain(columns.titles.folded[columns.title[own]])
        best: dict[int, list[int]] = {}
        for place in places.tolist():
            best.setdefault(int(columns.document[place]), []).append(place)
        kept, several = [own], []
        best.pop(int(columns.document[own]), None)
        for no, found in best.items():
            titled = [place for place in found if _plain(columns.titles.folded[columns.title[place]]) == title]
            like = titled or ([] if columns.kind[own] == columns.other else found)
            if like:
                kept.append(like[0])
                several += [columns.records[no].id] if len({int(columns.printed[place]) for place in like}) > 1 else []
        shown = {int(columns.document[place]) for place in kept}
        without = tuple(record.id for no, record in columns.records.items() if no not in shown)
        order = sorted(kept, key=lambda place: (-int(columns.year[place]), int(columns.document[place])))
        return Alike(self._figures(columns, np.array(order, np.int64)), tuple(several), without)

    def _place(self, columns: _Columns, figure: Figure) -> int:
        no = self._library.document(figure.document_id).no
        start = int(np.searchsorted(columns.document, no))
        return start + int(np.searchsorted(columns.number[columns.document == no], figure.number))

    def _filtered(self, columns: _Columns, wanted: Wanted) -> Mask:
        mask: Mask = np.ones(len(columns.document), np.bool_)
        if wanted.units or wanted.years or wanted.stages or wanted.levels or wanted.documents:
            mask &= columns.among(lambda record: _in_scope(record, wanted))
        if wanted.tables:
            chosen = np.zeros(len(columns.titles.folded), np.bool_)
            chosen[[columns.titles.place[title] for title in wanted.tables if title in columns.titles.place]] = True
            mask &= chosen[columns.title]
        if wanted.row.strip():
            mask &= columns.paths.holding(fold(wanted.row))[columns.row] | columns.measures.holding(fold(wanted.row))[columns.measure]
        if wanted.column.strip():
            mask &= columns.paths.holding(fold(wanted.column))[columns.column]
        if wanted.dimension is not None:
            mask &= columns.dimension == columns.dimensions.get(wanted.dimension, -1)
        with np.errstate(invalid="ignore"):
            if wanted.at_least is not None:
                mask &= columns.amount >= float(wanted.at_least)
            if wanted.at_most is not None:
                mask &= columns.amount <= float(wanted.at_most)
        return mask & ~np.isnan(columns.amount) if wanted.printed else mask

    def _figures(self, columns: _Columns, places: Places) -> tuple[Figure, ...]:
        keys = [(int(columns.document[place]), int(columns.number[place])) for place in places]
        c = schema.figures.c
        found: dict[tuple[int, int], Figure] = {}
        for start in range(0, len(keys), 4000):
            part = keys[start : start + 4000]
            for figure in self._library.store.chosen([tuple_(c.document, c.number).in_(part)]):
                found[self._library.document(figure.document_id).no, figure.number] = figure
        return tuple(found[key] for key in keys if key in found)


def _in_scope(record: DocumentRecord, wanted: Wanted) -> bool:
    return all(
        (
            not wanted.units or record.entity in wanted.units,
            not wanted.years or record.fiscal_year in wanted.years,
            not wanted.stages or record.stage in wanted.stages,
            not wanted.levels or record.level in wanted.levels,
            not wanted.documents or record.id in wanted.documents,
        )
    )


def _word(columns: _Columns, word: str) -> Mask:
    """The figures that carry a word anywhere."""
    held = columns.paths.holding(word)
    mask: Mask = held[columns.row] | held[columns.column]
    mask |= columns.measures.holding(word)[columns.measure] | columns.titles.holding(word)[columns.title]
    mask |= columns.among(lambda record: word in _scope_words(record))
    if word[0].isascii() and any(map(str.isdigit, word)):
        plain = word.replace(",", "")
        mask |= np.fromiter((code.startswith(plain) for code in columns.codes), np.bool_, len(columns.codes))[columns.code]
        begins = (text.replace(",", "").startswith(plain) for text in columns.prints)
        mask |= np.fromiter(begins, np.bool_, len(columns.prints))[columns.printed]
    return mask


def _scope_words(record: DocumentRecord) -> str:
    year = f"{record.fiscal_year}年" if record.fiscal_year else ""
    kind = (LEVEL_WORDS[record.level] if record.level else "") + (STAGE_WORDS[record.stage] if record.stage else "")
    return fold(f"{record.entity or ''} {year}{kind} {record.file_name}")


def _first(columns: _Columns, places: Places, order: Order, words: Sequence[str], limit: int) -> Places:
    """The first `limit` of the places in an order; one number a place, so that a million are not sorted for two hundred."""
    if order is Order.READING:
        return places[:limit]
    if order is Order.NEAREST:
        rank = _nearness(columns, words)[columns.row[places]].astype(np.int64)
        key = (rank << 50) + ((columns.title[places] == 0).astype(np.int64) << 48) + ((9999 - columns.year[places].astype(np.int64)) << 32)
        key += np.arange(len(places))
    else:
        amounts = columns.amount[places]
        key = np.where(np.isnan(amounts), np.inf, -amounts if order is Order.LARGEST else amounts)
    if len(places) > 4 * limit:
        part = np.argpartition(key, limit)[: limit + 1]
        return places[part[np.argsort(key[part], kind="stable")][:limit]]
    return places[np.argsort(key, kind="stable")[:limit]]


def _nearness(columns: _Columns, words: Sequence[str]) -> npt.NDArray[np.int8]:
    """Of each path 0 when its last part is one of the words, 1 when it begins with one, 2 when it holds one, else 3."""
    near = np.full(len(columns.paths.folded), 3, np.int8)
    for word in words:
        for place, leaf in enumerate(columns.leaf):
            if word in leaf:
                near[place] = min(near[place], 0 if leaf == word else 1 if leaf.startswith(word) else 2)
    return near


def _named_like(columns: _Columns, path: int) -> Mask:
    """The paths whose last part says the same as this one's, years and brackets aside."""
    wanted = _plain(columns.leaf[path])
    return np.fromiter((_plain(leaf) == wanted for leaf in columns.leaf), np.bool_, len(columns.leaf))


_ASIDE = re.compile(r"(?:19|20)\d{2}年?度?|部门|单位|[（(][^）)]*[)）]|[\s:：、，\-—]|^\d{3,7}")


def _plain(text: str) -> str:
    return _ASIDE.sub("", text)
