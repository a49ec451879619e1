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
        return self.derivation or self.finest

    @property
    def finest(self) -> Figure | None:
        """Of the cells that print the value the most precise one: 7,315.00元 before 0.73万元; None for a blank."""
        first = self.figure
        if first is None or first.amount is None:
            return None
        same = [pick.figure for pick in self.picks if pick.figure.table_id == first.table_id or pick.figure.table_id is not None]
        stated = [figure for figure in (first, *same) if figure.amount is not None and figure.amount.unit is not None]
        if first.table_id is None or not stated:
            return first
        finer = [figure for figure in stated if figure.amount is not None and figure.amount.step < first.amount.step]
        return finer[0] if finer and not _exactly(first, finer[0]) else first

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


def _exactly(one: Figure, other: Figure) -> bool:
    """Whether two figures print one number, not only a rounded one."""
    return one.amount is not None and other.amount is not None and one.amount.in_base == other.amount.in_base
