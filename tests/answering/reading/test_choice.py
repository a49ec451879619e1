"""Two readings, one answer: as a table of what each reader found."""

from dataclasses import dataclass

import pytest

from answering.evaluating.result import Absent, Amounted, Evaluation, Judged, Listed, Open, Together
from answering.query.tree import Cell, Query, Scope
from answering.reading.choice import Held, Mode, choose, consults, finds, same
from answering.reading.offline import Reading
from disclosure.document import Provenance
from disclosure.figure import Aspect, Derivation, Figure

NODE = Cell("基本支出")


def figure(number, amount="1.00"):
    place = Provenance("d" * 64, 1)
    value = None
    names: tuple = (None, (), (), False, "t", "表", None, None, None, None)
    return Figure("d" * 64, number, amount, value, None, 2026, None, None, "基本支出", Aspect.AMOUNT, *names, place)


def found(number, also=()):
    return Amounted(NODE, figure(number), "基本支出", also=tuple(map(figure, also)))


def computed(operation, *numbers, shown="2.00"):
    return Amounted(NODE, Derivation(operation, tuple(map(figure, numbers)), None, shown, ""), "和")


ABSENT, OPEN = Absent(NODE, "row", "基本支出", "没有"), Open(NODE, "表", ())


@dataclass(frozen=True)
class Case:
    offline: object  # the outcome
    modelled: object  # the outcome; None: the model gave no reading
    by: str
    rivals: int = 0
    sure: bool = True  # the offline reading
    unused: tuple = ()
    model_sure: bool = True
    model_unused: tuple = ()


CASES = {
    "no model": Case(found(1), None, "offline"),
    "the same cell": Case(found(1), found(1), "both", sure=False),
    "the same thing in another table": Case(found(1, also=[2]), found(2), "both", sure=False),
    "the same cells reckoned alike": Case(computed("sum", 1, 2), computed("sum", 2, 1), "both"),
    "the same result of other cells": Case(computed("sum", 1, 2), computed("sum", 3, 4), "offline", 2),
    "two complete readings that differ": Case(found(1), found(2), "offline", 2),
    "unsure but answered, and the model differs": Case(found(1), found(2), "offline", 2, sure=False),
    "the rules drop a word, the model none": Case(found(1), found(2), "model", sure=False, unused=("养车",)),
    "the model drops a word": Case(found(1), found(2), "offline", model_sure=False, model_unused=("养车",)),
    "the model guesses": Case(found(1), found(2), "offline", 2, sure=False, model_sure=False),
    "only the model finds": Case(ABSENT, found(2), "model", sure=False),
    "only the model finds, by a guess": Case(ABSENT, found(2), "model", 1, model_sure=False),
    "only the model finds, and drops a word": Case(ABSENT, found(2), "model", 1, model_sure=False, model_unused=("光伏",)),
    "only the rules find": Case(found(1), ABSENT, "offline"),
    "several fit": Case(OPEN, found(2), "offline"),
    "several fit what drops a word": Case(OPEN, found(2), "model", sure=False, unused=("教育",)),
    "neither finds": Case(ABSENT, ABSENT, "offline"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_two_readings_bring_one_answer(case):
    first, second = Query(Scope(), Cell("甲")), Query(Scope(), Cell("乙"))
    outcomes = {first: case.offline, second: case.modelled}
    modelled = None if case.modelled is None else Reading(second, (), case.model_sure, case.model_unused)
    chosen = choose(Reading(first, (), case.sure, case.unused), modelled, lambda query: Evaluation(outcomes[query]))
    assert (chosen.by, len(chosen.rivals)) == (case.by, case.rivals)
    assert chosen.why
    if chosen.by == "both":
        assert chosen.best.reading.sure


@pytest.mark.parametrize(
    ("mode", "sure", "outcome", "asked"),
    [
        (Mode.AUTO, True, found(1), False),
        (Mode.AUTO, False, found(1), True),
        (Mode.AUTO, True, ABSENT, True),
        (Mode.ALWAYS, True, found(1), True),
        (Mode.NEVER, False, ABSENT, False),
    ],
)
def test_when_a_model_is_asked(mode, sure, outcome, asked):
    held = Held(Reading(Query(Scope(), NODE), (), sure), Evaluation(outcome))
    assert consults(mode, held) is asked


@pytest.mark.parametrize(
    ("outcome", "finding"),
    [
        (found(1), True),
        (ABSENT, False),
        (OPEN, False),
        (Listed(NODE, (), 0), False),
        (Listed(NODE, (found(1),), 1), True),
        (Judged(NODE, None, ABSENT, None), False),
        (Together(NODE, (found(1), ABSENT)), False),
    ],
)
def test_what_finds_something(outcome, finding):
    assert finds(outcome) is finding


def test_lists_are_the_same_in_the_same_order():
    one, other = Listed(NODE, (found(1), found(2)), 2), Listed(NODE, (found(2), found(1)), 2)
    assert same(one, one) and not same(one, other)
    assert same(Together(NODE, (found(1), one)), Together(NODE, (found(1), one)))
    assert not same(ABSENT, ABSENT)
