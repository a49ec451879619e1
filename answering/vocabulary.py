"""The names that stand in some documents: row labels, columns, projects; so that no rule splits or drops one.

    vocabulary.knows("应急智慧指挥平台互联网专线及联通、移动使用费")  →  True
    vocabulary.holds("联通、移动使用费")                              →  True, a row's name contains it

Only names are read here, never figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

from disclosure.document import Level, Stage
from retrieval.figure_writer import LabelRole
from retrieval.matching import normalise_label

# A scope of more documents than this is too wide for its names to say anything.
MOST_DOCUMENTS = 60
_SHORTEST = 2


class Record(Protocol):
    """What is read of a document record."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def file_name(self) -> str:
        """The file it came from."""
        ...

    @property
    def entity(self) -> str | None:
        """Whose it is."""
        ...

    @property
    def fiscal_year(self) -> int | None:
        """Of which year."""
        ...

    @property
    def stage(self) -> Stage | None:
        """预算 or 决算."""
        ...

    @property
    def figures(self) -> int:
        """How many figures were read."""
        ...

    @property
    def level(self) -> Level | None:
        """部门 or 单位."""
        ...


class Names(Protocol):
    """What understanding needs of a library: names alone."""

    @property
    def version(self) -> str:
        """Changes with the set of documents."""
        ...

    def documents(self) -> Sequence[Record]:
        """All documents."""
        ...

    def document(self, name: str) -> Record:
        """A document by id or file name; UnknownNameError."""
        ...

    def labels(self, document_ids: Sequence[str] | None = None, roles: Collection[LabelRole] | None = None) -> tuple[str, ...]:
        """The distinct labels of some documents."""
        ...


class Vocabulary:
    """The names in one set of documents."""

    def __init__(self, labels: Sequence[str], projects: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
        """Labels of rows and of numbers in prose, projects of forms, column headers; as printed."""
        self.labels = tuple(labels)
        self.projects = tuple(projects)
        self.columns = frozenset(normalise_label(column) for column in columns)

    @cached_property
    def _normalised(self) -> frozenset[str]:
        return frozenset(normalise_label(label) for label in (*self.labels, *self.projects))

    @cached_property
    def _joined(self) -> str:
        return "\n".join(sorted(self._normalised))

    @cached_property
    def _years(self) -> dict[int, str]:
        years: dict[int, list[str]] = {}
        for label in (*self.labels, *self.projects):
            for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?=年)", label):
                years.setdefault(int(year), []).append(normalise_label(label))
        return {year: "\n".join(sorted(set(labels))) for year, labels in years.items()}

    def knows(self, text: str) -> bool:
        """Whether `text` is a whole label, year, numbering and punctuation aside."""
        return normalise_label(text) in self._normalised

    def holds(self, text: str) -> bool:
        """Whether `text` stands in some label."""
        plain = normalise_label(text)
        return len(plain) >= _SHORTEST and plain in self._joined

    def is_project(self, text: str) -> bool:
        """Whether `text` is the name of a project with a form, whole or in good part."""
        plain = normalise_label(text)
        names = [normalise_label(project) for project in self.projects]
        return len(plain) >= _SHORTEST and any(plain == name or (plain in name and len(plain) * 2 >= len(name)) for name in names)

    def is_column(self, text: str) -> bool:
        """Whether `text` is printed as a column header."""
        return normalise_label(text) in self.columns

    def knows_of_year(self, year: int, text: str) -> bool:
        """Whether a label is `text` with the year in front of it."""
        return normalise_label(text) in self._years.get(year, "").split("\n")

    def has_year_label(self, year: int, text: str) -> bool:
        """Whether a label that names `year` resembles `text`: one holds the other, or they share most characters."""
        plain = normalise_label(text)
        labels = self._years.get(year, "")
        if not labels or len(plain) < _SHORTEST:
            return False
        return plain in labels or any(_alike(plain, label) for label in labels.split("\n"))


def _alike(asked: str, label: str) -> bool:
    if len(label) * 2 >= len(asked) and label in asked:
        return True
    shared = sum(1 for character in set(asked) if character in label)
    return len(asked) >= 4 and shared >= 0.75 * len(set(asked))


_KEPT: WeakKeyDictionary[Names, tuple[str, dict[frozenset[str], Vocabulary]]] = WeakKeyDictionary()


def vocabulary_of(library: Names, document_ids: Sequence[str]) -> Vocabulary:
    """The names in these documents, kept until the library changes; empty for a scope too wide."""
    if len(document_ids) > MOST_DOCUMENTS:
        return Vocabulary(())
    version, kept = _KEPT.get(library, ("", {}))
    if version != library.version:
        kept = {}
        _KEPT[library] = (library.version, kept)
    key = frozenset(document_ids)
    if key not in kept:
        ids = sorted(key)
        rows = library.labels(ids, (LabelRole.ROW, LabelRole.OUTER_ROW, LabelRole.PROSE))
        kept[key] = Vocabulary(rows, library.labels(ids, (LabelRole.PROJECT,)), library.labels(ids, (LabelRole.COLUMN,)))
    return kept[key]
