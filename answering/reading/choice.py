"""Two readings of one question, one answer: what both find is sure, what they find differently is asked back.

    choose(offline, modelled, evaluate)  →  Chosen(best=Held(reading, evaluation), by="both", standing=Standing.SURE)
    Chosen.rivals                        →  () or other readings, each with its evaluation; say(query).line words it

To explain a question well, a tree must name what the question names, and nothing else: one more sign where two complete
readings differ.  A pure function of values.  What both find is sure; what the model alone reads, without a word dropped or
guessed, is shown to be confirmed; where the offline reading is as good, both are put to the asker, so that a weak model can
make no right answer wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from answering.evaluating import result
from answering.query.tree import Query
from answering.reading import likeness
from answering.reading.faults import Heard, compact, literals, things
from answering.reading.finishing import Reading
from answering.reading.outcomes import finds, of_the_same_cells, same
from disclosure.answer import Standing
from retrieval.names import normalise_label

_NAMED = ("name", "piece", "rest", "total", "code")
_LIGHT = frozenset("的之与和及费支出经用款项目总计合金额数资预决算0123456789")
Evaluate = Callable[[Query], result.Evaluation]
WEIGHED = 6  # other readings of the offline reader that are held against the model's
MOST_RIVALS = 3  # that are told
TRUSTED = 0.7  # how likely an offline reading is at the least that a model's does not take the place of


@dataclass(frozen=True, slots=True)
class Explained:
    """Characters."""

    missed: int  # of the question's telling words, that no name of the tree spells
    unasked: int  # of the tree's names, that the question does not spell

    def beats(self, other: Explained) -> bool:
        """Whether it is better in one respect and worse in none."""
        return self != other and self.missed <= other.missed and self.unasked <= other.unasked

    @property
    def is_plain(self) -> bool:
        """Whether the names are those of the question, and all of them."""
        return self.missed == 0 and self.unasked == 0


Explain = Callable[[Query], Explained]


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
        """Whether nothing speaks against its being what was asked."""
        return self.reading.standing is Standing.SURE and not self.reading.unused


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is answered."""

    best: Held
    by: str  # offline, model, both
    standing: Standing = Standing.SURE  # how it is told
    rivals: tuple[Held, ...] = ()  # what else may be meant
    why: str = ""  # one line in Chinese, for the audit


def consults(mode: Mode, offline: Held, explained: Explained | None = None) -> bool:
    """Whether a model is asked to read as well; `explained` is how well the offline reading names what is asked."""
    if mode is Mode.AUTO:
        plain = explained is None or explained.is_plain
        return not (offline.is_complete and plain and finds(offline.evaluation.outcome))
    return mode is Mode.ALWAYS


def alone(offline: Held, why: str = "只有规则的读法") -> Chosen:
    """The offline reading, with what else it may be."""
    rivals = tuple(Held(one, one.tried[1]) for one in offline.reading.rivals[:MOST_RIVALS] if one.tried)
    return Chosen(offline, "offline", offline.reading.standing, rivals, why)


def choose(
    offline: Reading, modelled: Reading | None, evaluate: Evaluate, *, explain: Explain | None = None, mode: Mode = Mode.ALWAYS
) -> Chosen:
    """The reading to answer by, of the two readers'.

    `explain` tells how well a tree names what the question names, which decides between two complete readings.
    """
    first = Held(offline, evaluate(offline.query))
    if modelled is None:
        return alone(first)
    second = Held(modelled, first.evaluation if modelled.query == offline.query else evaluate(modelled.query))
    one, other = first.evaluation.outcome, second.evaluation.outcome
    apiece = isinstance(other, result.Together) and of_the_same_cells(one, other) and any(same(one, part) for part in other.parts)
    if same(one, other) or apiece:
        finer = isinstance(one, result.Compared) and isinstance(other, result.Amounted)  # by how much is asked, and not only which is more
        finer = finer or apiece  # what was added up is told one by one as well
        best = second if finer or len(modelled.unused) < len(offline.unused) else first
        return Chosen(best, "both", Standing.LIKELY if best.reading.unused else Standing.SURE, why="两种读法查到同一处")
    if not finds(other):
        return alone(first, "模型的读法没有查到")
    if not second.is_complete and finds(one):
        return alone(first, "模型的读法不完整")
    if not second.is_complete:
        guessed = Standing.OPEN if offline.likelihood >= TRUSTED else modelled.standing
        return Chosen(second, "model", guessed, why="只有模型的读法查到，但有字没有用到或是猜的")
    if not finds(one):
        if isinstance(one, result.Open) and not offline.unused:
            return alone(first, "几处都符合，要提问人来定")
        return Chosen(second, "model", Standing.LIKELY, why="只有模型的读法查到")
    if not first.is_complete and any(same(evaluate(query).outcome, other) for query in others(offline)):
        return Chosen(second, "both", why="规则的另一种读法与模型的查到同一处")
    if explain is not None and first.is_complete and explain(offline.query).beats(explain(modelled.query)):
        return Chosen(first, "offline", why="规则的读法与问题的用词更合")
    if first.is_complete and mode is Mode.AUTO:
        return Chosen(first, "offline", why="规则的读法有把握")
    if first.is_complete or offline.likelihood >= TRUSTED:
        return Chosen(first, "offline", Standing.OPEN, (second,), "两种读法查到的不同")
    return Chosen(second, "model", Standing.LIKELY, (first,), "两种读法查到的不同，模型的没有漏字")


def others(offline: Reading) -> Sequence[Query]:
    """What the offline readers also took the question for, likeliest first."""
    return list(dict.fromkeys((*(one.query for one in offline.rivals), *(query for query, _ in offline.alternatives))))[:WEIGHED]


def explain(query: Query, heard: Heard) -> Explained:
    """What of the question the names of a tree spell, and what of the names the question spells."""
    text = heard.question.text
    own = frozenset(compact(normalise_label(name)) for name in things(query))
    spelled = unasked = 0
    for name in dict.fromkeys(key for one in literals(query) if (key := compact(normalise_label(one)))):
        like = likeness.explain(name, text)
        spelled |= like.said
        if name in own:
            unasked += sum(character not in _LIGHT for at, character in enumerate(name) if not like.told >> at & 1)
    wanted = [at for span in heard.question.spans if span.kind in _NAMED for at in range(span.start, span.end) if text[at] not in _LIGHT]
    return Explained(sum(not spelled >> at & 1 for at in wanted), unasked)
