"""The readings of one question, weighed: which is answered by, how sure that is, and what else may be meant.

    agreed(rules, heard, "水利局培训费多少")  →  the reading to answer by

Its `standing` says how it is told, its `rivals` what else is found.  The two readers err in different ways: the rules by a
word that they take for a name or a mark, the network by a name cut short.  So where they come to one figure that is nearly
sure; what one of them finds alone is shown to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from answering.binding.units import is_unit_like
from answering.evaluating.result import Absent, Outcome, Together
from answering.query.tree import Cell, Node, Query, walk
from answering.reading.finishing import Reading
from answering.reading.likeness import in_order
from answering.reading.outcomes import finds, same
from answering.reading.weighing import Candidate, alike, likelihoods, outcome_of
from disclosure.answer import Standing

SURE = 0.95  # how likely a reading is at the least whose figures are shown as verified
LIKELY = 0.35  # … as the answer, to be confirmed
HARDLY = 0.05  # … that is told at all
CERTAIN = -0.5  # logarithm of how likely the network's first tree is that settles the matter where the rules come to the same
WHOSE = ("unit", "year", "stage", "level")  # what a document is asked for by


def agreed(rules: Reading, heard: Iterable[tuple[float, Reading]], question: str, last: Query | None = None) -> Reading:
    """The reading to answer by; `last`: the query of the question before it, which is not asked again."""
    candidates, gone = [Candidate(rules)], _of_no_document(outcome_of(rules))
    for score, reading in heard:
        candidates.append(Candidate(reading, score))
        again = last is not None and repeats(rules, last)
        if len(candidates) == 2 and score > CERTAIN and not again and _settled(*candidates):
            return replace(rules, standing=Standing.SURE, likelihood=1.0)
        if gone and not _whole_unit(candidates[1], gone):
            break
    if gone and not _whole_unit(candidates[-1], gone):
        return replace(rules, standing=Standing.SURE, likelihood=1.0)  # a unit that nobody knows: no figure of another is meant
    units = [
        text for one in candidates[1:] if not _of_no_document(one.outcome) for text in (dict(one.reading.query.said).get("unit"),) if text
    ]
    unknown = [word for word in rules.unused if is_unit_like(word) and not any(word in text for text in units)]
    if not unknown:
        return weighed(candidates, question, last)
    if len(candidates) > 1 and _known(candidates[0], candidates[1], unknown):  # a word that ends as units do, and that is none
        told = weighed(candidates, question, last)
        told = with_unused(told, tuple(dict.fromkeys((*told.unused, *_unnamed(unknown, told.query)))))
        return replace(told, standing=Standing.LIKELY) if told.standing is Standing.SURE else told
    of_it = (one for one in candidates[1:] if one.found and not one.reading.unused and unknown[0] in (one.reading.query.scope.unit or ""))
    candidates = list(of_it)
    return weighed(candidates, question, last) if candidates else rules  # nothing of another unit is the answer


def weighed(candidates: Sequence[Candidate], question: str, last: Query | None = None) -> Reading:
    """The likeliest of the candidates, with the likeliest of what comes to something else."""
    likely, groups = likelihoods(candidates, question, followed=last is not None), alike(candidates)
    again = np.array([last is not None and repeats(one.reading, last) for one in candidates])
    likely[again & (not again.all())] = 0
    order = np.argsort(-likely, kind="stable").tolist()
    best, rivals, seen = order[0], list[Reading](), groups[order[0]].copy()
    if likely[best] < LIKELY and not candidates[best].found:  # what is there is offered before it is said that nothing is
        best = next((at for at in order if candidates[at].found and likely[at] > HARDLY), best)
        seen = groups[best].copy()
    if not candidates[best].found:  # of several things asked, what is there is told
        best = next((at for at in order if likely[at] >= LIKELY and _in_part(candidates[at].outcome)), best)
    for at in order:
        if not seen[at] and candidates[at].found and likely[at] > HARDLY:
            rivals.append(_placed(candidates[at].reading, likely[at].item()))
            seen |= groups[at]
    beside = np.flatnonzero(groups[best]).tolist()  # of those that come to the same the one that leaves the least, the rules' first
    reading = candidates[
        min(beside, key=lambda at: (sum(map(len, candidates[at].reading.unused)), candidates[at].score is not None, at))
    ].reading
    shared = {word for at in beside for word in reading.unused if word not in candidates[at].reading.unused}
    left = tuple(word for word in reading.unused if word not in shared or word in reading.doubts)  # what another of them explains is none
    unsure = left or all(candidates[at].reading.loose for at in beside)  # what is linked by a part of what is said, or by its meaning
    told = _placed(with_unused(reading, left), likely[best].item(), Standing.LIKELY if unsure else Standing.SURE)
    return replace(told, rivals=tuple(rivals))


def _in_part(outcome: Outcome) -> bool:
    """Whether something is found of several things that are asked in one breath, and something is not."""
    return isinstance(outcome, Together) and any(map(finds, outcome.parts)) and not finds(outcome)


def _settled(rules: Candidate, first: Candidate) -> bool:
    """Whether both readers leave no word, and come to the same."""
    whole = rules.found and not rules.reading.unused and not first.reading.unused
    return whole and same(rules.outcome, first.outcome)


def _placed(reading: Reading, likelihood: float, most: Standing = Standing.SURE) -> Reading:
    """A reading with how likely it is, and the standing that this gives it, `most` at the most."""
    standing = most if likelihood >= SURE else Standing.LIKELY if likelihood >= LIKELY else Standing.OPEN
    return replace(reading, likelihood=likelihood, standing=standing)


def with_unused(reading: Reading, unused: tuple[str, ...]) -> Reading:
    """A reading that leaves other words, or none."""
    query = replace(reading.query, unused=unused)
    tried = (replace(reading.tried[0], unused=unused), reading.tried[1]) if reading.tried else None
    return replace(reading, query=query, unused=unused, tried=tried)


def _of_no_document(outcome: Outcome) -> tuple[str, ...]:
    """The unit, year or stage that is asked for and not there: no other tree can be right."""
    parts = outcome.parts if isinstance(outcome, Together) else (outcome,)
    return tuple(part.name for part in parts if isinstance(part, Absent) and part.part in WHOSE)


def _known(rules: Candidate, first: Candidate, words: Sequence[str]) -> bool:
    """Whether the network finds what it reads, of the unit that the rules read too, or with rows that bear the names of all the words."""
    query = first.reading.query
    same_unit = query.scope.unit is not None and query.scope.unit == rules.reading.query.scope.unit
    return first.found and (same_unit or not _unnamed(words, query))


def _unnamed(words: Sequence[str], query: Query) -> list[str]:
    """Those of some words that no row of a tree, and nothing that one stands under, is called by."""
    names = [name for node in walk(query.ask) for field in ("row", "under") if (name := getattr(node, field, None))]
    return [word for word in words if not any(in_order(word, name) for name in names)]


def _whole_unit(candidate: Candidate, gone: Sequence[str]) -> bool:
    """Whether what is not there was the beginning of a unit that is: 西安市, of 西安市民政局."""
    unit = dict(candidate.reading.query.said).get("unit", "")
    whole = candidate.score is not None and candidate.found and not candidate.reading.unused
    return whole and all(name != unit and name in unit for name in gone)


def repeats(reading: Reading, last: Query) -> bool:
    """Whether a follow-up asks for just what was asked before: what it asks besides was not heard."""
    same_place = reading.query.scope == last.scope and reading.query.show == last.show
    return same_place and tuple(map(_row, walk(reading.query.ask))) == tuple(map(_row, walk(last.ask))) and isinstance(last.ask, Cell)


def unheard(reading: Reading, question: str) -> Reading:
    """A reading that is offered, and no answer: the question as a whole is what it leaves."""
    return replace(with_unused(reading, (question,)), standing=Standing.OPEN)


def _row(node: Node) -> object:
    """What a cell is of, wherever it stands and however it was said."""
    thing = (node.row, node.column, node.under, node.table, node.aspect) if isinstance(node, Cell) else node
    return (thing, node.scope) if isinstance(node, Cell) else node
