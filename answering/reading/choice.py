"""Two readings of one question, one answer: what both find is sure, what they find differently is asked back.

    choose(offline, modelled, evaluate)  →  Chosen(best=Held(reading, evaluation), by="both")
    Chosen.rivals                        →  () or the readings to ask back with, each with its evaluation; say(query).line words it

A pure function of values.  A complete reading (all telling words used, nothing guessed) goes before one that drops words;
two complete ones that come to different things are put to the asker, whoever wrote them, so that a weak model can make
no right answer wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from answering.evaluating import result
from answering.query.tree import Query
from answering.reading.explaining import Explained
from answering.reading.finishing import Reading
from answering.reading.outcomes import finds, of_the_same_cells, same

Evaluate = Callable[[Query], result.Evaluation]
Explain = Callable[[Query], Explained]
WEIGHED = 4  # other readings of the offline reader that are held against the model's


class Mode(StrEnum):
    """When a model is asked to read (MINGZHANG_READER)."""

    AUTO = "auto"  # where the offline reader is not sure, or finds nothing
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Held:
    """A reading and what it comes to."""

    reading: Reading
    evaluation: result.Evaluation

    @property
    def is_complete(self) -> bool:
        """Whether it uses every telling word and guesses none, and the other offline reader comes to nothing else."""
        return self.reading.sure and not self.reading.unused and not self.reading.alone


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is answered."""

    best: Held
    by: str  # offline, model, both
    rivals: tuple[Held, ...] = ()  # not (): asked back with these, the best among them
    why: str = ""  # one line in Chinese, for the audit


def consults(mode: Mode, offline: Held, explained: Explained | None = None) -> bool:
    """Whether a model is asked to read as well; `explained` is how well the offline reading names what is asked."""
    if mode is Mode.AUTO:
        plain = explained is None or explained.is_plain
        return not (offline.is_complete and plain and finds(offline.evaluation.outcome))
    return mode is Mode.ALWAYS


def choose(
    offline: Reading, modelled: Reading | None, evaluate: Evaluate, *, explain: Explain | None = None, mode: Mode = Mode.ALWAYS
) -> Chosen:
    """The reading to answer by, of the two readers'.

    `explain` tells how well a tree names what the question names, which decides between two complete readings.
    """
    first = Held(offline, evaluate(offline.query))
    if modelled is None:
        return Chosen(first, "offline", why="只有规则的读法")
    second = Held(modelled, first.evaluation if modelled.query == offline.query else evaluate(modelled.query))
    one, other = first.evaluation.outcome, second.evaluation.outcome
    apiece = isinstance(other, result.Together) and of_the_same_cells(one, other) and any(same(one, part) for part in other.parts)
    if same(one, other) or apiece:
        finer = isinstance(one, result.Compared) and isinstance(other, result.Amounted)  # by how much is asked, and not only which is more
        finer = finer or apiece  # what was added up is told one by one as well
        best = second if finer or len(modelled.unused) < len(offline.unused) else first
        return Chosen(replace(best, reading=replace(best.reading, sure=not best.reading.unused)), "both", why="两种读法查到同一处")
    if not finds(other):
        return Chosen(first, "offline", why="模型的读法没有查到")
    if not finds(one):
        return _found_by_model(first, second)
    if second.is_complete and offline.unused:
        return Chosen(second, "model", why="规则的读法漏了字，模型的没有")
    if (
        second.is_complete
        and not first.is_complete
        and any(same(evaluate(query).outcome, other) for query, _ in offline.alternatives[:WEIGHED])
    ):
        return Chosen(second, "both", why="规则的另一种读法与模型的查到同一处")
    if first.is_complete and not second.is_complete:
        return Chosen(first, "offline", why="模型的读法不完整")
    if explain is not None and second.is_complete:
        ours, theirs = explain(offline.query), explain(modelled.query)
        if theirs.beats(ours):
            return Chosen(second, "model", why="模型的读法与问题的用词更合")
        if ours.beats(theirs) and first.is_complete:
            return Chosen(first, "offline", why="规则的读法与问题的用词更合")
    if mode is Mode.AUTO and first.is_complete:
        return Chosen(first, "offline", why="规则的读法有把握")
    return Chosen(first, "offline", (first, second), "两种读法查到的不同")


def _found_by_model(first: Held, second: Held) -> Chosen:
    """Where the rules' reading finds nothing: the model's, or asked back where it drops or guesses words."""
    if not second.is_complete:
        return Chosen(second, "model", (second,), "只有模型的读法查到，但有字没有用到或是猜的")
    if isinstance(first.evaluation.outcome, result.Open) and not first.reading.unused:
        return Chosen(first, "offline", why="几处都符合，要提问人来定")
    return Chosen(second, "model", why="只有模型的读法查到")
