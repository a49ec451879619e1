"""The desk's search: every figure of the library by words and filters, within a keystroke, over a thousand documents.

    search = FigureSearch(library)
    found = search.find(Wanted("公务接待 决算数", years=(2024,)))
    found.total, found.figures[0].text          # 57, '0.50'
    search.alike(found.figures[0])              # the same cell of every other document

A word matches a row, a column, a table's title, a unit, a year, a stage, a code or the printed number; all words must match.
Where nothing does and several words name units, or several name years (培训费 西安 长春), any of these will do.
Labels, paths and titles are distinct in the store, so a word is looked for once in each; which figures carry it is read
from arrays that are loaded from SQL once for each version of the library.  The figures themselves come by SQL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from disclosure.document import Level, Stage
from disclosure.figure import Figure
from retrieval.figure_columns import FigureColumns, Mask, fold

if TYPE_CHECKING:
    from retrieval.figure_store import DocumentRecord
    from retrieval.library import Library

SHOWN = 100  # figures that one search brings
MOST = 20_000  # figures that one export brings
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


class FigureSearch:
    """Search over all figures of a library; loads what it needs at the first search after each change."""

    def __init__(self, library: Library) -> None:
        """Search in `library`."""
        self._library = library

    def load(self) -> None:
        """Read the columns now, so that the first search need not wait for them."""
        self._columns()

    def _columns(self) -> FigureColumns:
        return self._library.kept("figure columns", lambda: FigureColumns(self._library))

    def find(self, wanted: Wanted, *, limit: int = SHOWN) -> Found:
        """The figures wanted, best first, at most `limit` of them, and how many there are."""
        columns = self._columns()
        words = [word for word in map(fold, wanted.text.split()) if word]
        places = np.flatnonzero(_mask(columns, wanted, [(word,) for word in words]))
        if not len(places) and (choices := _choices(columns, words)):
            places = np.flatnonzero(_mask(columns, wanted, choices))
        chosen = _first(columns, places, wanted.order, words, limit)
        documents = columns.document[places]  # in order, so that each change is another document
        return Found(len(places), self._figures(columns, chosen), int(np.count_nonzero(np.diff(documents, prepend=-1))))

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
        spot = columns.spot[own]
        names = _named_like(columns, columns.row[spot])[columns.row] & _named_like(columns, columns.column[spot])[columns.column]
        names &= (columns.dimension == columns.dimension[spot]) & (columns.kind == columns.kind[spot])
        places = np.flatnonzero(names[columns.spot])
        title = _plain(columns.titles.folded[columns.title[spot]])
        best: dict[int, list[int]] = {}
        for place in places.tolist():
            best.setdefault(int(columns.document[place]), []).append(place)
        kept, several = [own], []
        for no, record in columns.records.items():
            if record.replaced_by or no == int(columns.document[own]):
                best.pop(no, None)
        for no, found in best.items():
            titled = [place for place in found if _plain(columns.titles.folded[columns.title[columns.spot[place]]]) == title]
            like = titled or ([] if columns.kind[spot] == columns.other else found)
            if like:
                kept.append(like[0])
                several += [columns.records[no].id] if len({int(columns.printed[place]) for place in like}) > 1 else []
        shown = {int(columns.document[place]) for place in kept}
        without = tuple(record.id for no, record in columns.records.items() if no not in shown and not record.replaced_by)
        order = sorted(kept, key=lambda place: (-int(columns.year[place]), int(columns.document[place])))
        return Alike(self._figures(columns, np.array(order, np.int64)), tuple(several), without)

    def _place(self, columns: FigureColumns, figure: Figure) -> int:
        no = self._library.document(figure.document_id).no
        start = int(np.searchsorted(columns.document, no))
        return start + int(np.searchsorted(columns.number[columns.document == no], figure.number))

    def _figures(self, columns: FigureColumns, places: Places) -> tuple[Figure, ...]:
        keys = [(int(columns.document[place]), int(columns.number[place])) for place in places]
        found = {(columns.numbers.get(figure.document_id), figure.number): figure for figure in self._library.store.figures_at(keys)}
        return tuple(found[key] for key in keys if key in found)


def _choices(columns: FigureColumns, words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words with those that name units together, and those that name years; [] where nothing comes together."""
    entities = [fold(record.entity) for record in columns.records.values() if record.entity]
    years = {str(record.fiscal_year) for record in columns.records.values()}
    named = tuple(word for word in words if any(word in entity for entity in entities))
    dated = tuple(word for word in words if word.removesuffix("年度").removesuffix("年") in years)
    if len(named) < 2 and len(dated) < 2:
        return []
    rest = [(word,) for word in words if word not in named and word not in dated]
    return [*filter(None, (named, dated)), *rest]


def _mask(columns: FigureColumns, wanted: Wanted, words: Sequence[Sequence[str]]) -> Mask:
    """The figures that are wanted: what spots and documents settle is spread over the figures once; of words together one is enough."""
    mask = columns.counted.copy() if wanted.printed else np.ones(len(columns.spot), np.bool_)
    with np.errstate(invalid="ignore"):
        if wanted.at_least is not None:
            mask &= columns.amount >= float(wanted.at_least)
        if wanted.at_most is not None:
            mask &= columns.amount <= float(wanted.at_most)
    spots, documents = _spots_wanted(columns, wanted), _documents_wanted(columns, wanted)
    for choices in words:
        if len(choices) > 1:
            documents &= np.logical_or.reduce([columns.scopes.holding(word) for word in choices])
            continue
        (word,) = choices
        standing, scoped, printed = _spots_with(columns, word), columns.scopes.holding(word), _prints_with(columns, word)
        if printed is None and not scoped.any():
            spots &= standing
        elif printed is None and not standing.any():
            documents &= scoped
        else:
            held = standing[columns.spot] | columns.of_documents(scoped)
            mask &= held if printed is None else held | printed[columns.printed]
    if not spots.all():
        mask &= spots[columns.spot]
    if not documents.all():
        mask &= columns.of_documents(documents)
    return mask


def _spots_wanted(columns: FigureColumns, wanted: Wanted) -> Mask:
    spots: Mask = np.ones(len(columns.row), np.bool_)
    if wanted.tables:
        chosen = np.zeros(len(columns.titles.folded), np.bool_)
        chosen[[columns.titles.place[title] for title in wanted.tables if title in columns.titles.place]] = True
        spots &= chosen[columns.title]
    if row := fold(wanted.row):
        spots &= columns.paths.holding(row)[columns.row] | columns.measures.holding(row)[columns.measure]
    if column := fold(wanted.column):
        spots &= columns.paths.holding(column)[columns.column]
    if wanted.dimension is not None:
        spots &= columns.dimension == columns.dimensions.get(wanted.dimension, -1)
    return spots


def _documents_wanted(columns: FigureColumns, wanted: Wanted) -> Mask:
    return np.array([_in_scope(record, wanted) for record in columns.records.values()], np.bool_)


def _in_scope(record: DocumentRecord, wanted: Wanted) -> bool:
    return all(
        (
            not wanted.units or record.entity in wanted.units,
            not wanted.years or record.fiscal_year in wanted.years,
            not wanted.stages or record.stage in wanted.stages,
            not wanted.levels or record.level in wanted.levels,
            record.id in wanted.documents if wanted.documents else record.replaced_by is None,  # the newest edition, or those named
        )
    )


def _spots_with(columns: FigureColumns, word: str) -> Mask:
    """The spots that carry a word in their row, column, measure, title or code."""
    held = columns.paths.holding(word)
    spots: Mask = held[columns.row] | held[columns.column]
    spots |= columns.measures.holding(word)[columns.measure] | columns.titles.holding(word)[columns.title]
    if _is_number(word):
        plain = word.replace(",", "")
        spots |= np.array([code.startswith(plain) for code in columns.codes], np.bool_)[columns.code]
    return spots


def _prints_with(columns: FigureColumns, word: str) -> Mask | None:
    """The printed numbers that begin with a word; None: it is no number, or none does."""
    if not _is_number(word):
        return None
    plain = word.replace(",", "")
    begins = np.array([text.replace(",", "").startswith(plain) for text in columns.prints], np.bool_)
    return begins if begins.any() else None


def _is_number(word: str) -> bool:
    return word[0].isascii() and any(map(str.isdigit, word))


def _first(columns: FigureColumns, places: Places, order: Order, words: Sequence[str], limit: int) -> Places:
    """The first `limit` of the places in an order; one number a place, so that a million are not sorted for two hundred."""
    if order is Order.READING:
        return places[:limit]
    if order is Order.NEAREST:
        near = _nearness(columns, words)[columns.row].astype(np.int64) << 50
        near += (columns.title == 0).astype(np.int64) << 48
        key = near[columns.spot[places]] + ((9999 - columns.year[places].astype(np.int64)) << 32) + np.arange(len(places))
    else:
        amounts = columns.amount[places]
        key = np.where(np.isnan(amounts), np.inf, -amounts if order is Order.LARGEST else amounts)
    if len(places) > 4 * limit:
        part = np.argpartition(key, limit)[: limit + 1]
        return places[part[np.argsort(key[part], kind="stable")][:limit]]
    return places[np.argsort(key, kind="stable")[:limit]]


def _nearness(columns: FigureColumns, words: Sequence[str]) -> npt.NDArray[np.int8]:
    """Of each path 0 when its last part is one of the words, 1 when it begins with one, 2 when it holds one, else 3."""
    near = np.full(len(columns.paths.folded), 3, np.int8)
    for word in words:
        for place in np.flatnonzero(columns.leaves.holding(word)).tolist():
            leaf = columns.leaves.folded[place]
            near[place] = min(near[place], 0 if leaf == word else 1 if leaf.startswith(word) else 2)
    return near


def _named_like(columns: FigureColumns, path: int) -> Mask:
    """The paths whose last part says the same as this one's, years and brackets aside."""
    leaves = columns.leaves.folded
    wanted = _plain(leaves[path])
    return np.fromiter((_plain(leaf) == wanted for leaf in leaves), np.bool_, len(leaves))


_ASIDE = re.compile(r"(?:19|20)\d{2}年?度?|部门|单位|[（(][^）)]*[)）]|[\s:：、，\-—]|^\d{3,7}")


def _plain(text: str) -> str:
    return _ASIDE.sub("", text)
