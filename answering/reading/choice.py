"""Two readings of one question, one answer: what both find is sure, what they find differently is asked back.

    choose(offline, modelled, evaluate)  →  Chosen(best=Held(reading, evaluation), by="both")
    Chosen.rivals                        →  () or the readings to ask back with, each with its evaluation; say(query).line words it

A pure function of values.  A complete reading (all telling words used, nothing guessed) goes before one that drops words;
two complete ones that come to different things are put to the asker, whoever wrote them, so that a weak model can make
no right answer wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from answering.evaluating import result
from answering.evaluating.arithmetic import leaves
from answering.query.tree import Query
from answering.reading.explaining import Explained
from answering.reading.offline import Reading
from disclosure.amount import Amount
from disclosure.figure import Derivation, Figure
from retrieval.names import core, normalise_label

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
        """Whether it uses every telling word and guesses none."""
        return self.reading.sure and not self.reading.unused


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
    if same(one, other):
        finer = isinstance(one, result.Compared) and isinstance(other, result.Amounted)  # by how much is asked, and not only which is more
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


# what outcomes come to


def finds(outcome: result.Outcome) -> bool:
    """Whether there is something to tell: a figure, a blank, rows, words, a judgement."""
    if isinstance(outcome, result.Together):
        return all(finds(part) for part in outcome.parts)
    if isinstance(outcome, result.Listed):
        return bool(outcome.items or outcome.texts)
    if isinstance(outcome, result.Judged):
        return outcome.holds is not None
    if isinstance(outcome, result.Agreed):
        return len(outcome.places) > 1 or any(one.rivals for one in outcome.places)  # one place agrees with nothing
    if isinstance(outcome, result.Quoted):
        return bool(outcome.passages or outcome.entries or outcome.code)
    return not isinstance(outcome, (result.Absent, result.Open, result.Refused))


def same(one: result.Outcome, other: result.Outcome) -> bool:
    """Whether two outcomes tell the same: the same cells, or the same amounts made of the same cells."""
    one, other = _whole(one), _whole(other)
    if isinstance(one, result.Compared) != isinstance(other, result.Compared):
        return _same_gap(one, other) or _same_gap(other, one)
    if isinstance(one, result.Amounted) and isinstance(other, result.Amounted):
        return _same_amount(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, result.Together) and isinstance(other, result.Together):
        return _alike(one.parts, other.parts)
    if isinstance(one, result.Listed) and isinstance(other, result.Listed):
        return one.texts == other.texts and _alike(one.items, other.items) and bool(one.items or one.texts)
    if isinstance(one, result.Compared) and isinstance(other, result.Compared):
        return _alike(one.items, other.items)
    if isinstance(one, result.Agreed) and isinstance(other, result.Agreed):
        return one.same == other.same and _cells(one.places) == _cells(other.places)
    if isinstance(one, result.Judged) and isinstance(other, result.Judged):
        return one.holds is not None and one.holds == other.holds and same(one.left, other.left)
    if isinstance(one, result.Empty) and isinstance(other, result.Empty):
        return one.figure is not None and other.figure is not None and one.figure.id == other.figure.id
    if isinstance(one, result.Quoted) and isinstance(other, result.Quoted):
        return finds(one) and one.code == other.code and bool({chunk.id for chunk in one.passages} & {chunk.id for chunk in other.passages})
    return False


def _whole(outcome: result.Outcome) -> result.Outcome:
    """The one thing that is told, where a query asks for the same twice."""
    if isinstance(outcome, result.Together) and outcome.parts and all(same(outcome.parts[0], part) for part in outcome.parts[1:]):
        return _whole(outcome.parts[0])
    return outcome


def _same_gap(compared: result.Outcome, amount: result.Outcome) -> bool:
    """Whether what two things differ by is what the other outcome tells: 谁多，多多少 read as a comparison and as a difference."""
    if (
        not isinstance(compared, result.Compared)
        or not isinstance(amount, result.Amounted)
        or compared.difference is None
        or len(compared.items) > 2
    ):
        return False
    cells = frozenset(figure.id for figure in leaves(compared.difference))
    mine, theirs = amount.operand, compared.difference.shown
    return isinstance(mine, Derivation) and _cells((amount,)) == cells and abs(mine.shown.in_base) == abs(theirs.in_base)


def _alike(these: tuple[result.Outcome, ...], those: tuple[result.Outcome, ...]) -> bool:
    return len(these) == len(those) and all(same(a, b) for a, b in zip(these, those, strict=True))


def _same_amount(one: result.Amounted, other: result.Amounted) -> bool:
    """The same printed figure, another place that prints the same thing, or the same amount of the same documents, unless it is 0."""
    if isinstance(one.operand, Figure) and isinstance(other.operand, Figure) and (_places(one) & _places(other)):
        return True
    if isinstance(one.operand, Derivation) and isinstance(other.operand, Derivation) and _cells((one,)) == _cells((other,)):
        return one.operand.shown == other.operand.shown
    left, right = _amount(one.operand), _amount(other.operand)
    if left is None or right is None or _documents(one) != _documents(other):
        return False
    known = left.unit is not None and right.unit is not None and _base(left) == _base(right)
    return known and (bool(left.number) or _named_alike(one.operand, other.operand))


def _named_alike(one: result.Operand, other: result.Operand) -> bool:
    """Whether one row's name holds the other's: a 0 is told by many rows that have nothing else to do with each other."""
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return False
    mine, theirs = core(normalise_label(one.measure)), core(normalise_label(other.measure))
    return bool(mine and theirs) and (mine in theirs or theirs in mine)


def _amount(operand: result.Operand) -> Amount | None:
    return operand.amount if isinstance(operand, Figure) else operand.shown


def _base(amount: Amount) -> tuple[str, Decimal]:
    return amount.unit.dimension if amount.unit else "", amount.in_base


def _documents(amounted: result.Amounted) -> frozenset[str]:
    return frozenset(figure.document_id for figure in leaves(amounted.operand))


def _places(amounted: result.Amounted) -> frozenset[str]:
    operand = amounted.operand
    return frozenset(figure.id for figure in ((operand,) if isinstance(operand, Figure) else ()) + amounted.also)


def _cells(amounts: Iterable[result.Amounted]) -> frozenset[str]:
    return frozenset(figure.id for one in amounts for figure in leaves(one.operand))
