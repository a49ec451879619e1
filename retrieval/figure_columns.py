"""All figures of a library as arrays, and the texts that they stand by, each once: what the desk's search looks through.

columns = FigureColumns(library)
held = columns.paths.holding("公务接待")            # which of the distinct paths hold the word
held[columns.row][columns.spot]                    # which figures stand in such a row
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from disclosure.document import Level, Stage, TableKind
from retrieval import codec, schema

if TYPE_CHECKING:
    from retrieval.figure_store import DocumentRecord
    from retrieval.library import Library

STAGE_WORDS = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVEL_WORDS = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}

Mask = npt.NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)
Scalar = TypeVar("Scalar", bound=np.generic)


class _Texts:
    """Distinct strings, folded, in dense order."""

    def __init__(self) -> None:
        self.place: dict[Any, int] = {}
        self.folded: list[str] = []
        self._joined, self._starts = "", np.zeros(0, np.int64)

    def add(self, key: Any, text: str) -> int:
        if key not in self.place:
            self.place[key] = len(self.folded)
            self.folded.append(fold(text))
        return self.place[key]

    def holding(self, word: str) -> Mask:
        """Which hold a word; they are looked through as one string, which is many times faster than one after another."""
        mask = np.zeros(len(self.folded), np.bool_)
        if len(self._starts) != len(self.folded):
            self._starts = np.cumsum([0, *(len(text) + 1 for text in self.folded)])[:-1]
            self._joined = "\n".join(self.folded)
        places, at = [], self._joined.find(word)
        while at >= 0:
            places.append(at)
            at = self._joined.find(word, at + 1)
        mask[np.searchsorted(self._starts, places, side="right") - 1] = True
        return mask


def fold(text: str) -> str:
    """Without white space, quotation marks, width and case, to look for a part."""
    return "".join(unicodedata.normalize("NFKC", text).lower().translate(_QUOTES).split())


_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'「」『』《》"))


class FigureColumns:
    """All figures of the library, a column an array, by document and number.

    Many figures stand alike: the same row and column of the same title in each document.  `spot` says which of the
    distinct ways to stand is each figure's, and what it stands by (row, column, measure, title, kind, code, dimension) is
    kept once a spot, so that a word is looked for in the spots and spread over the figures in one step.
    """

    def __init__(self, library: Library) -> None:
        self.records = {record.no: record for record in library.documents()}
        self.numbers = {record.id: record.no for record in self.records.values()}
        self.paths, self.titles, self.measures, self.leaves, self.scopes = _Texts(), _Texts(), _Texts(), _Texts(), _Texts()
        for record in self.records.values():
            self.scopes.add(record.no, _scope_words(record))
        self._load(library)

    def _load(self, library: Library) -> None:
        c = schema.figures.c
        columns = (c.document, c.number, c.measure, c.row_path, c.column_path, c.table_id, c.subject_code, c.unit, c.printed, c.amount)
        with library.store.database.reading() as connection:
            for key, body in connection.execute(select(schema.paths.c.id, schema.paths.c.body)):
                parts = codec.load(body)
                self.leaves.add(self.paths.add(key, " ".join(parts)), parts[-1] if parts else "")
            tables = {None: (self.titles.add("", "正文"), "")}
            for key, title, kind in connection.execute(select(schema.tables.c.id, schema.tables.c.title, schema.tables.c.kind)):
                tables[key] = (self.titles.add(title, title), kind)
            query = select(schema.labels.c.id, schema.texts.c.text).join(schema.texts, schema.texts.c.id == schema.labels.c.id)
            for key, text in connection.execute(query):
                self.measures.add(key, text)
            rows = connection.execute(select(*columns).order_by(c.document, c.number)).all()
        self.document = np.fromiter((row[0] for row in rows), np.int32, len(rows))
        self.number = np.fromiter((row[1] for row in rows), np.int32, len(rows))
        starts = np.searchsorted(self.document, [*self.records])
        self._counts = np.diff(np.append(starts, len(rows)))
        nowhere = tables[None]
        spots, self.spot = _distinct((*row[2:5], *tables.get(row[5], nowhere), row[6] or "", row[7]) for row in rows)
        self._stand(spots)
        self.prints, self.printed = _distinct(row[8] for row in rows)
        units = {spot[6]: _unit(spot[6]) for spot in spots}
        self.dimensions = {name: place for place, name in enumerate(["", *sorted({dimension for dimension, _ in units.values()} - {""})])}
        self.dimension = np.array([self.dimensions[units[spot[6]][0]] for spot in spots], np.int16)
        # floats serve to compare and to order; what is shown is the printed text
        scales = {text: 10.0**scale for text, (_, scale) in units.items()}
        amounts = (float(row[9]) * scales[row[7]] if row[9] is not None else np.nan for row in rows)
        self.amount = np.fromiter(amounts, np.float64, len(rows))
        self.counted = ~np.isnan(self.amount)
        self.year = self.of_documents(np.array([record.fiscal_year or 0 for record in self.records.values()], np.int32))

    def _stand(self, spots: Sequence[tuple[Any, ...]]) -> None:
        """What each spot stands by."""
        self.measure = np.array([self.measures.place[spot[0]] for spot in spots], np.int32)
        self.row = np.array([self.paths.place[spot[1]] for spot in spots], np.int32)
        self.column = np.array([self.paths.place[spot[2]] for spot in spots], np.int32)
        self.title = np.array([spot[3] for spot in spots], np.int32)
        kinds, self.kind = _distinct(spot[4] for spot in spots)
        self.other = kinds.index(TableKind.OTHER) if TableKind.OTHER in kinds else -1
        self.codes, self.code = _distinct(spot[5] for spot in spots)

    def of_documents(self, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """A value a document, in the order of the records, spread over the figures."""
        return np.repeat(values, self._counts)


def _unit(text: str | None) -> tuple[str, int]:
    """The dimension of a stored unit, "" where there is none, and its power of ten."""
    unit = codec.decode_unit(codec.load(text)) if text else None
    return (unit.dimension, unit.scale) if unit else ("", 0)


def _distinct(values: Iterable[Value]) -> tuple[list[Value], npt.NDArray[np.int32]]:
    """The distinct values, and for each value which of them it is."""
    place: dict[Value, int] = {}
    at = np.array([place.setdefault(value, len(place)) for value in values], np.int32)
    return list(place), at


def _scope_words(record: DocumentRecord) -> str:
    year = f"{record.fiscal_year}年" if record.fiscal_year else ""
    kind = (LEVEL_WORDS[record.level] if record.level else "") + (STAGE_WORDS[record.stage] if record.stage else "")
    return f"{record.entity or ''} {year}{kind} {record.file_name}"
