"""What lookup brings for one part of a question.

selector 驻矿人员工资  →  Found(picks=(the project row's 75.00万元, the form's 750,000元), …)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from answering.candidates import Candidate
from disclosure.amount import Amount
from disclosure.answer import Match
from disclosure.document import Chunk, Table
from disclosure.figure import Derivation, Figure
from disclosure.question import Selector


@dataclass(frozen=True, slots=True)
class Pick:
    """A figure chosen for a selector, and how it was found."""

    figure: Figure
    candidate: Candidate

    @property
    def amount(self) -> Amount | None:
        """What it prints; None for a blank."""
        return self.figure.amount

    @property
    def match(self) -> Match:
        """For the audit."""
        return Match(self.figure, str(self.candidate.rung), self.candidate.score, self.candidate.reason)


@dataclass(frozen=True, slots=True)
class Found:
    """One selector in one document (or, merged, in several): a value, a choice of values, or the reason for none."""

    selector: Selector
    document_id: str | None = None  # None: several documents, or none
    picks: tuple[Pick, ...] = ()  # places that give one value, best first; (): none
    rivals: tuple[Pick, ...] = ()  # one a value, all of equal standing: the question does not say which
    others: tuple[Pick, ...] = ()  # places of lower standing that give another value
    derivation: Derivation | None = None  # the value is not printed but follows from printed ones
    zero: tuple[Figure | Chunk | Table, ...] = ()  # nothing is printed, and these places say that there is none
    reason: str | None = None  # why nothing was found, in Chinese
    near: tuple[str, ...] = ()  # labels that resemble what was asked
    searched: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())  # one line in Chinese each, for the reader

    @property
    def pick(self) -> Pick | None:
        """The place to cite first."""
        return self.picks[0] if self.picks else None

    @property
    def figure(self) -> Figure | None:
        """The figure of that place."""
        return self.picks[0].figure if self.picks else None

    @property
    def operand(self) -> Figure | Derivation | None:
        """What calculation works with; None when there is no number."""
        if self.derivation is not None:
            return self.derivation
        figure = self.figure
        return figure if figure is not None and figure.amount is not None else None

    @property
    def amount(self) -> Amount | None:
        """The value; None when there is none, or when it is a zero that nothing prints."""
        if self.derivation is not None:
            return self.derivation.shown
        return self.figure.amount if self.figure else None

    @property
    def is_ambiguous(self) -> bool:
        """Whether several values stand side by side."""
        return len(self.rivals) > 1
