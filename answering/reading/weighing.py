"""How likely each reading of a question is to be what was asked: signs of it, weighed by a forest that learned from answered questions.

    likelihoods([Candidate(rules), Candidate(first, -0.3), …], "水利局培训费多少", followed=False)  →  [0.97, 0.97, …]

A sign never says which words were used: how sure the network is of a tree, which readings come to the same, what they leave
unread, how well their names are linked, what kind of thing they ask and find.  The trees are data/reading/choice/forest.npz;
`evaluation.train_choice` grows them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answering.evaluating import result
from answering.query.tree import Define, Entries, Node, Nothing, Passage, Several, Units, children, walk
from answering.reading.finishing import Reading
from answering.reading.outcomes import finds, same
from answering.reading.words import FOLDER
from disclosure.figure import Figure

FOREST = FOLDER / "choice" / "forest.npz"
KINDS = ("Cell", "Several", "Nothing", "Verify", "Passage", "Rank", "Sum", "Count", "Share", "Minus", "List", "Agree", "Compare")
OUTCOMES = ("Amounted", "Together", "Absent", "Refused", "Open", "Judged", "Quoted", "Listed", "Empty")
SIGNS = (
    # of the question
    "length", "followed", "candidates", "groups", "rules_find", "rules_linked", "rules_left",
    "first_finds", "first_linked", "first_left", "first_likely",
    # of the candidate among the others
    "by_rules", "likely", "share", "mass", "rival", "with_rules", "with_first", "left_more",
    "asks_as_rules", "asks_as_first", "names_as_rules", "names_as_first",
    # of the candidate
    "said", "nought", "in_text", "loose", "meant",
    "linked", "left", "words_left", "doubts", "sure", "lent", "asked", "found", "parts", "nodes", "unit", "year", "units", "in_words",
    *(f"asks_{kind}" for kind in KINDS), *(f"finds_{kind}" for kind in OUTCOMES),
)  # fmt: skip
NAMING = ("said", "row", "under", "column", "table", "topic", "term", "kind")  # fields that hold words for a thing
FAR = 4.5  # logarithm of how much less likely than the network's first a tree that finds nothing may be
UNKNOWN = -9.0  # of what the network never wrote


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading that may be what was asked."""

    reading: Reading
    score: float | None = None  # logarithm of how likely the network holds its tree; None: the rules'

    @property
    def outcome(self) -> result.Outcome:
        """What the reading came to when it was tried."""
        return outcome_of(self.reading)

    @property
    def found(self) -> bool:
        """Whether there is something to tell."""
        return finds(self.outcome)


def outcome_of(reading: Reading) -> result.Outcome:
    """What a reading came to when it was tried."""
    return reading.tried[1].outcome if reading.tried else result.Refused(reading.query.ask, "没有试过")


def alike(candidates: Sequence[Candidate]) -> NDArray[np.bool_]:
    """Which candidates come to the same: an array of (candidates, candidates)."""
    out = np.eye(len(candidates), dtype=bool)
    for one in range(len(candidates)):
        for other in range(one):
            out[one, other] = out[other, one] = _come_to_the_same(candidates[one], candidates[other])
    return out


def _come_to_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates tell the same, also that the same is not there, or that nothing is asked."""
    mine, theirs = one.outcome, other.outcome
    if isinstance(mine, result.Absent) and isinstance(theirs, result.Absent):
        return (mine.part, mine.name) == (theirs.part, theirs.name)
    if isinstance(one.reading.query.ask, Nothing) and isinstance(other.reading.query.ask, Nothing):
        return True
    return same(mine, theirs)


def likelihoods(candidates: Sequence[Candidate], question: str, *, followed: bool) -> NDArray[np.float64]:
    """How likely each candidate is to be right, between 0 and 1; `followed`: the question comes behind another."""
    rows = signs(candidates, question, followed=followed)
    sign, likely = dict(zip(SIGNS, rows.T, strict=True)), _forest().weigh(rows)
    if not followed:  # a tree that no word of the question names is none of it
        likely[(sign["said"] == 0) & (sign["found"] > 0)] = 0
    far = (sign["found"] == 0) & (sign["by_rules"] == 0) & (sign["likely"] < sign["first_likely"] - FAR)
    likely[far & (sign["with_rules"] == 0) & (sign["with_first"] == 0)] = 0
    return likely


def signs(candidates: Sequence[Candidate], question: str, *, followed: bool) -> NDArray[np.float32]:
    """What is known of each candidate: an array of (candidates, SIGNS)."""
    groups = alike(candidates)
    written = [at for at, one in enumerate(candidates) if one.score is not None]
    mass = np.array([math.exp(one.score) if one.score is not None else 0.0 for one in candidates])
    told = groups @ mass
    whole = mass.sum() or 1.0
    rules = next((one for one in candidates if one.score is None), None)
    first = candidates[written[0]] if written else None
    left = [sum(map(len, one.reading.unused)) for one in candidates]
    asked = {
        "length": len(question), "followed": followed, "candidates": len(candidates), "groups": len({row.tobytes() for row in groups}),
        "rules_find": rules is not None and rules.found, "rules_linked": rules.reading.score if rules else UNKNOWN,
        "rules_left": _left(rules), "first_finds": first is not None and first.found,
        "first_linked": first.reading.score if first else UNKNOWN, "first_left": _left(first),
        "first_likely": first.score if first else UNKNOWN,
    }  # fmt: skip
    rows = []
    for at, one in enumerate(candidates):
        others = [told[other] for other in range(len(candidates)) if not groups[at, other] and candidates[other].found]
        beside = [candidates[other] for other in np.flatnonzero(groups[at]).tolist()]
        among = {
            "by_rules": one.score is None, "likely": UNKNOWN if one.score is None else one.score, "mass": told[at],
            "share": told[at] / whole, "rival": max(others, default=0.0) / whole, "left_more": left[at] - min(left),
            "with_rules": any(other.score is None for other in beside), "with_first": first is not None and first in beside,
            "said": _said(one, question),
        }  # fmt: skip
        for whose, other in (("rules", rules), ("first", first)):
            among[f"asks_as_{whose}"] = other is not None and _kind(one) is _kind(other)
            among[f"names_as_{whose}"] = other is not None and _names(one) == _names(other)
        held = {**asked, **among, **dict(_own(one))}
        rows.append([held.get(name) or 0 for name in SIGNS])
    return np.array(rows, np.float32).reshape(len(candidates), len(SIGNS))


def _kind(candidate: Candidate) -> type[Node]:
    return type(candidate.reading.query.ask)


def _names(candidate: Candidate) -> frozenset[str]:
    """What is asked for, as the library calls it."""
    nodes = walk(candidate.reading.query.ask)
    return frozenset(name for node in nodes for field in ("row", "topic", "term") if (name := getattr(node, field, None)))


def _said(candidate: Candidate, question: str) -> float:
    """The share of a question's characters that a tree names something by."""
    query, covered = candidate.reading.query, np.zeros(len(question), bool)
    texts = [text for _, text in query.said]
    for node in walk(query.ask):
        fields = (getattr(held, field, None) for held in (node, getattr(node, "of", None)) for field in NAMING)
        texts += [text for text in fields if isinstance(text, str)]
    for text in filter(None, texts):
        at = question.find(text)
        if at >= 0:
            covered[at : at + len(text)] = True
    return covered.mean().item() if question else 0.0


def _left(candidate: Candidate | None) -> int:
    return sum(map(len, candidate.reading.unused)) if candidate else 0


def _own(candidate: Candidate) -> Iterator[tuple[str, float | bool]]:
    """What is known of a candidate by itself."""
    reading, query = candidate.reading, candidate.reading.query
    nodes = walk(query.ask)
    yield from (
        ("linked", reading.score), ("left", _left(candidate)), ("words_left", len(reading.unused)), ("doubts", len(reading.doubts)),
        ("sure", reading.sure), ("loose", reading.loose), ("meant", reading.meant), ("lent", reading.lent), ("asked", reading.asked),
        ("found", candidate.found),
        ("parts", len(children(query.ask)) if isinstance(query.ask, Several) else 1),
        ("nodes", len(nodes)), ("unit", query.scope.unit is not None), ("year", query.scope.year is not None),
        ("units", any(isinstance(node, Units) for node in nodes)),
        ("in_words", any(isinstance(node, Passage | Define | Entries) for node in nodes)),
        ("nought", _amount_of(candidate.outcome) == 0), ("in_text", _in_text(candidate.outcome)),
        (f"asks_{type(query.ask).__name__}", True), (f"finds_{type(candidate.outcome).__name__}", True),
    )  # fmt: skip


def _amount_of(outcome: result.Outcome) -> Decimal | None:
    operand = outcome.operand if isinstance(outcome, result.Amounted) else None
    amount = operand.amount if isinstance(operand, Figure) else operand.shown if operand is not None else None
    return amount.number if amount is not None else None


def _in_text(outcome: result.Outcome) -> bool:
    operand = outcome.operand if isinstance(outcome, result.Amounted) else None
    return isinstance(operand, Figure) and operand.table_id is None


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees one behind the other: a row goes left where its sign is at most the threshold; a leaf has itself for both."""

    roots: NDArray[np.int64]
    sign: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float32]
    depth: int

    @classmethod
    def of(cls, path: Path) -> Forest:
        """The forest of a file; ValueError where it was grown on other signs."""
        with np.load(path) as held:
            if tuple(held["signs"]) != SIGNS:
                raise ValueError("the forest was grown on other signs: run evaluation.train_choice")
            whole = {name: held[name].astype(np.int64) for name in ("roots", "sign", "left", "right")}
            fine = {name: held[name].astype(np.float32) for name in ("threshold", "value")}
            return cls(**whole, **fine, depth=int(held["depth"]))

    def weigh(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The mean of what the leaves say, by row."""
        at = np.repeat(self.roots[None], len(rows), axis=0)
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            at = np.where(rows[lines, self.sign[at]] <= self.threshold[at], self.left[at], self.right[at])
        return np.asarray(self.value[at].mean(axis=1, dtype=np.float64))


@lru_cache(maxsize=1)
def _forest() -> Forest:
    return Forest.of(FOREST)
