"""Two readings, one answer: as a table of what each reader found."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from answering.evaluating.result import Absent, Amounted, Compared, Evaluation, Judged, Listed, Open, Together
from answering.query.tree import Cell, Query, Scope
from answering.reading.choice import Held, Mode, choose, consults
from answering.reading.explaining import Explained
from answering.reading.finishing import Reading
from answering.reading.outcomes import finds, same
from disclosure.amount import Amount, Unit
from disclosure.document import Provenance
from disclosure.figure import Aspect, Derivation, Figure

NODE = Cell("基本支出")


def amount(number):
    return Amount(Decimal(number), Unit.parse("万元"))


def figure(number, value="1.00"):
    """A printed figure; two of the same value are two cells all the same."""
    place = Provenance("d" * 64, 1)
    rest = (None, (), (), False, "t", "表", None, None, None, None, place)
    return Figure("d" * 64, number, value, amount(value), None, 2026, None, None, "基本支出", Aspect.AMOUNT, *rest)


def found(number, also=(), value=None):
    return Amounted(NODE, figure(number, value or f"{number}.00"), "基本支出", also=tuple(map(figure, also)))


def computed(operation, *numbers, shown="2.00"):
    return Amounted(NODE, Derivation(operation, tuple(map(figure, numbers)), Decimal(shown), amount(shown), ""), "和")


def other(name, *args, **kwargs):
    held = found(*args, **kwargs)
    return replace(held, operand=replace(held.operand, measure=name))


def compared(one, two):
    pair = (found(one), found(two))
    return Compared(NODE, pair, computed("minus", two, one, shown="1.00").operand)


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
    "the same result of other cells": Case(computed("sum", 1, 2), computed("sum", 3, 4), "both"),
    "another result of the same cells": Case(computed("minus", 1, 2), computed("minus", 2, 1, shown="-2.00"), "offline", 2),
    "the sum, and what was added up": Case(
        computed("sum", 1, 2, shown="3.00"), Together(NODE, (found(1), found(2), computed("sum", 1, 2, shown="3.00"))), "both"
    ),
    "what was added up, and no sum": Case(computed("sum", 1, 2, shown="3.00"), Together(NODE, (found(1), found(2))), "offline", 2),
    "the same amount in another cell": Case(found(1, value="7.00"), found(2, value="7.00"), "both"),
    "two cells of 0 of one name": Case(found(1, value="0.00"), found(2, value="0.00"), "both"),
    "two cells of 0 of other names": Case(found(1, value="0.00"), other("会议费", 2, value="0.00"), "offline", 2),
    "the same thing twice": Case(Together(NODE, (found(1), found(1))), found(1), "both"),
    "which is more, and by how much": Case(compared(1, 2), computed("minus", 2, 1, shown="-1.00"), "both"),
    "which is more of other things": Case(compared(1, 2), computed("minus", 3, 1, shown="-1.00"), "offline", 2),
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


WEIGHED = [
    (Explained(0, 0), Explained(0, 3), "offline", 0),
    (Explained(0, 3), Explained(0, 0), "model", 0),
    (Explained(2, 0), Explained(0, 0), "model", 0),
    (Explained(0, 2), Explained(1, 0), "offline", 2),  # each better in one respect
    (Explained(0, 0), Explained(0, 0), "offline", 2),
]


@pytest.mark.parametrize(("ours", "theirs", "by", "rivals"), WEIGHED)
def test_two_complete_readings_are_weighed_by_what_they_name(ours, theirs, by, rivals):
    first, second = Query(Scope(), Cell("甲")), Query(Scope(), Cell("乙"))
    outcomes = {first: Evaluation(found(1)), second: Evaluation(found(2))}
    explained = {first: ours, second: theirs}
    chosen = choose(Reading(first, (), True), Reading(second, (), True), outcomes.__getitem__, explain=explained.__getitem__)
    assert (chosen.by, len(chosen.rivals)) == (by, rivals)
    auto = choose(Reading(first, (), True), Reading(second, (), True), outcomes.__getitem__, explain=explained.__getitem__, mode=Mode.AUTO)
    assert (auto.by, auto.rivals) == (by, ())  # a sure reading is not put back for the sake of a model


def test_another_way_that_the_rules_saw_settles_it():
    first, second, third = (Query(Scope(), Cell(name)) for name in "甲乙丙")
    outcomes = {first: Evaluation(found(1)), second: Evaluation(found(2)), third: Evaluation(found(2))}
    chosen = choose(Reading(first, ((third, 0.4),), False), Reading(second, (), True), outcomes.__getitem__)
    assert (chosen.by, chosen.best.reading.query) == ("both", second)


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
    assert consults(mode, held, Explained(0, 2)) is (mode is not Mode.NEVER)


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
