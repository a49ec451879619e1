"""The one way into telling an outcome: a function for each type, registered where its theme is.

told(Amounted(…), voice)  →  Draft: the lines that say it, with its status, choices and contradictions
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

from answering.evaluating.result import Outcome
from answering.telling.draft import Draft, Line
from answering.telling.phrases import Voice
from disclosure.answer import Status


@singledispatch
def told(outcome: Outcome, voice: Voice) -> Draft:
    """An outcome as lines; its first line is the headline."""
    raise TypeError(f"no telling for {type(outcome).__name__}")


def headed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, the first of them the headline where none is."""
    kept = tuple(lines)
    if not kept or any(line.headline for line in kept):
        return kept
    return (Line(kept[0].pieces, headline=True), *kept[1:])


def joined(drafts: Sequence[Draft]) -> Draft:
    """Several drafts one after the other: answered where one of them is, else open where one is."""
    states = [draft.status for draft in drafts]
    status = next((one for one in (Status.ANSWERED, Status.AMBIGUOUS) if one in states), Status.NOT_FOUND)
    reasons = [draft.reason for draft in drafts if draft.reason]
    return Draft(
        status,
        tuple(line for draft in drafts for line in draft.lines),
        None if status is Status.ANSWERED else "；".join(dict.fromkeys(reasons)) or None,
        tuple(choice for draft in drafts for choice in draft.choices),
        tuple(one for draft in drafts for one in draft.derivations),
        tuple(dict.fromkeys(one for draft in drafts for one in draft.discrepancies)),
        tuple(one for draft in drafts for one in draft.bound),
    )
