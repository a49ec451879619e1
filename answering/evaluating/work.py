"""What every evaluation works with: the shelf, the scope that is laid over, and the way from a node to its function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from answering.binding.cells import Pick
from answering.binding.scopes import Found, Scoped, document_name, documents_of
from answering.binding.shelf import Shelf
from answering.binding.things import DocumentIndex
from answering.evaluating.result import Candidate, DocumentScope, Outcome
from answering.query.tree import Node, Scope
from retrieval.figure_store import DocumentRecord


@dataclass
class Work:
    """One query under evaluation."""

    shelf: Shelf
    evaluate: Callable[[Work, Node, Scope], Outcome]  # any node
    used: dict[str, DocumentScope] = field(default_factory=dict)  # documents that answered, in order
    steps: list[tuple[str, str]] = field(default_factory=list)
    only: DocumentRecord | None = None  # the one document that is looked into, while units are gone through
    narrow: dict[int, DocumentIndex] | None = None  # of those documents only what the question needs

    def documents(self, scope: Scope, as_of: str | None = None) -> Found:
        """The documents of a scope, or the one that is looked into."""
        if self.only is not None:
            return Scoped((self.only,), year_said=scope.year is not None)
        return documents_of(self.shelf, scope, as_of=as_of)

    def use(self, record: DocumentRecord, *, year_said: bool) -> None:
        """Remember that a document answered."""
        self.used.setdefault(
            record.id,
            DocumentScope(
                record.entity,
                record.fiscal_year,
                str(record.stage) if record.stage else None,
                str(record.level) if record.level else None,
                (record.id,),
                year_said,
            ),
        )

    def step(self, what: str, how: str) -> None:
        """One line for --explain."""
        self.steps.append((what, how))


def candidate_of(pick: Pick) -> Candidate:
    """A pick as a candidate."""
    return Candidate(pick.figure, pick.reached.rung, pick.reached.score, pick.reached.reason)


def said_of(records: Sequence[DocumentRecord]) -> str:
    """Which documents were looked through: 岚县应急管理局2026年预算."""
    names = tuple(dict.fromkeys(map(document_name, records)))
    return names[0] if len(names) == 1 else f"{len(records)}份文件"
