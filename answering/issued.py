"""What a model may choose from, each with its number: L1 a row, C1 a column, T1 a table, D1 a document.

    issued = issue(plan, question, library, documents, scopes)
    issued.labels              →  {"L1": "基本支出", "L2": "公用经费"}
    listing(issued.labels)     →  L1 基本支出, L2 公用经费, one a line

A number that was not issued means nothing, so a reply can invent nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from answering.cite import DocumentScope
from answering.labels import LEVEL_NAMES, STAGE_NAMES
from disclosure.question import Plan
from prompts import unfenced
from retrieval.figure_writer import LabelRole
from retrieval.library import Library
from retrieval.matching import normalise_label, simplify

LABELS, COLUMNS, TABLES, DOCUMENTS = 30, 20, 20, 8
LONGEST = 60  # characters of a name; longer cells are sentences


@dataclass(frozen=True, slots=True)
class Issued:
    """Names by their number; `documents` are ids."""

    labels: Mapping[str, str]
    columns: Mapping[str, str]
    tables: Mapping[str, str]
    documents: Mapping[str, str]
    described: Mapping[str, str]  # documents, for the prompt

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The numbers of each kind, as a proposal names the kinds."""
        return {"label": tuple(self.labels), "column": tuple(self.columns), "table": tuple(self.tables), "document": tuple(self.documents)}


def issue(plan: Plan, question: str, library: Library, documents: Sequence[str], scope_of: Mapping[str, DocumentScope]) -> Issued:
    """The rows nearest to what is asked, and the columns, tables and documents of the scope."""
    phrases = [part for s in (*plan.selectors, plan.share_of) if s for part in (s.label, s.column_label, s.within) if part]
    labels: dict[str, None] = {}
    for phrase in dict.fromkeys((*phrases, question)):
        hits = library.match_labels(phrase, documents, LABELS, dense=True)
        labels.update(dict.fromkeys(hit.label for hit in hits))
    few = documents[:DOCUMENTS]
    asked = normalise_label(simplify(question))
    if len(labels) < LABELS:
        # without vectors, wordings that share only a character or two come last: 出国的花销 and 因公出国（境）费
        rows = library.labels(few, roles=frozenset({LabelRole.ROW}))
        labels.update(dict.fromkeys(sorted(rows, key=lambda name: -len(set(asked) & set(name)))[:LABELS]))
    columns = library.labels(few, roles=frozenset({LabelRole.COLUMN}))
    titles = [table.title for key in few for table in library.tables(key) if table.title]
    return Issued(
        _numbered("L", labels, LABELS),
        _numbered("C", _named_in(asked, columns), COLUMNS),
        _numbered("T", _named_in(asked, titles), TABLES),
        {f"D{place}": key for place, key in enumerate(few, 1)},
        {f"D{place}": _described(scope_of[key]) for place, key in enumerate(few, 1)},
    )


def listing(names: Mapping[str, str]) -> str:
    """One a line, for the prompt; 无 when there is none."""
    return "\n".join(f"{key} {one_line(name)}" for key, name in names.items()) or "（无）"


def one_line(text: str) -> str:
    """A name or an earlier question on a line of its own, unable to end its fence."""
    return unfenced(" ".join(text.split()))


def _named_in(asked: str, names: Iterable[str]) -> Iterator[str]:
    """Columns and tables narrow an answer, so that only those which the question names may be chosen."""
    return (name for name in names if (key := normalise_label(name)) and key in asked)


def _numbered(letter: str, names: Iterable[str], most: int) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name in names:
        key = normalise_label(name)
        if key and len(name) <= LONGEST:
            kept.setdefault(key, name)
    return {f"{letter}{place}": name for place, name in enumerate(list(kept.values())[:most], 1)}


def _described(scope: DocumentScope) -> str:
    file_name, entity, year, stage, level = scope
    kind = f"{LEVEL_NAMES[level] if level else ''}{STAGE_NAMES[stage] if stage else ''}"
    return f"{entity or file_name} {year or ''}年 {kind}"
