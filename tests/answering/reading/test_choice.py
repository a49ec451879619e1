"""Two readings, one answer: as a table of what each reader found."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from answering.evaluating.result import Absent, Amounted, Compared, Evaluation, Judged, Listed, Open, Together
from answering.query.tree import Cell, Query, Scope
from answering.reading.agreeing import LIKELY, SURE
from answering.reading.choice import Explained, Held, Mode, choose, consults
from answering.reading.finishing import Reading
from answering.reading.outcomes import finds, same
from disclosure.amount import Amount, Unit
from disclosure.answer import Standing
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
    standing: Standing = Standing.SURE
    rivals: int = 0
    likely: float = 1.0  # the offline reading
    unused: tuple = ()
    model_sure: bool = True
    model_unused: tuple = ()


CASES = {
    "no model": Case(found(1), None, "offline"),
    "the same cell": Case(found(1), found(1), "both", likely=0.5),
    "the same thing in another table": Case(found(1, also=[2]), found(2), "both", likely=0.5),
    "the same cells reckoned alike": Case(computed("sum", 1, 2), computed("sum", 2, 1), "both"),
    "the same result of other cells": Case(computed("sum", 1, 2), computed("sum", 3, 4), "both"),
    "another result of the same cells": Case(computed("minus", 1, 2), computed("minus", 2, 1, shown="-2.00"), "offline", Standing.OPEN, 1),
    "the sum, and what was added up": Case(
        computed("sum", 1, 2, shown="3.00"), Together(NODE, (found(1), found(2), computed("sum", 1, 2, shown="3.00"))), "both"
    ),
    "what was added up, and no sum": Case(
        computed("sum", 1, 2, shown="3.00"), Together(NODE, (found(1), found(2))), "offline", Standing.OPEN, 1
    ),
    "the same amount in another cell": Case(found(1, value="7.00"), found(2, value="7.00"), "both"),
    "two cells of 0 of one name": Case(found(1, value="0.00"), found(2, value="0.00"), "both"),
    "two cells of 0 of other names": Case(found(1, value="0.00"), other("会议费", 2, value="0.00"), "offline", Standing.OPEN, 1),
    "the same thing twice": Case(Together(NODE, (found(1), found(1))), found(1), "both"),
    "which is more, and by how much": Case(compared(1, 2), computed("minus", 2, 1, shown="-1.00"), "both"),
    "which is more of other things": Case(compared(1, 2), computed("minus", 3, 1, shown="-1.00"), "offline", Standing.OPEN, 1),
    "two complete readings that differ": Case(found(1), found(2), "offline", Standing.OPEN, 1),
    "unsure but answered, and the model differs": Case(found(1), found(2), "model", Standing.LIKELY, 1, likely=0.5),
    "the rules drop a word, the model none": Case(found(1), found(2), "model", Standing.LIKELY, 1, likely=0.5, unused=("养车",)),
    "the model drops a word": Case(found(1), found(2), "offline", model_sure=False, model_unused=("养车",)),
    "the model guesses": Case(found(1), found(2), "offline", Standing.OPEN, likely=0.3, model_sure=False),
    "only the model finds": Case(ABSENT, found(2), "model", Standing.LIKELY, likely=0.5),
    "only the model finds, by a guess": Case(ABSENT, found(2), "model", Standing.OPEN, likely=0.5, model_sure=False),
    "only the model finds, and drops a word": Case(
        ABSENT, found(2), "model", Standing.OPEN, likely=0.5, model_sure=False, model_unused=("光伏",)
    ),
    "only the rules find": Case(found(1), ABSENT, "offline"),
    "several fit": Case(OPEN, found(2), "offline"),
    "several fit what drops a word": Case(OPEN, found(2), "model", Standing.LIKELY, likely=0.5, unused=("教育",)),
    "neither finds": Case(ABSENT, ABSENT, "offline"),
}


def _offline(query, likely, unused=()):
    standing = Standing.SURE if likely >= SURE and not unused else Standing.LIKELY if likely >= LIKELY else Standing.OPEN
    return Reading(query, unused=unused, standing=standing, likelihood=likely)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_two_readings_bring_one_answer(case):
    first, second = Query(Scope(), Cell("甲")), Query(Scope(), Cell("乙"))
    outcomes = {first: case.offline, second: case.modelled}
    standing = Standing.SURE if case.model_sure else Standing.OPEN
    modelled = None if case.modelled is None else Reading(second, unused=case.model_unused, standing=standing)
    chosen = choose(_offline(first, case.likely, case.unused), modelled, lambda query: Evaluation(outcomes[query]))
    assert (chosen.by, chosen.standing, len(chosen.rivals)) == (case.by, case.standing, case.rivals)
    assert chosen.why


def test_two_complete_readings_are_weighed_by_what_they_name():
    first, second = Query(Scope(), Cell("甲")), Query(Scope(), Cell("乙"))
    outcomes = {first: Evaluation(found(1)), second: Evaluation(found(2))}
    modelled = Reading(second, standing=Standing.SURE)
    for ours, theirs, standing in (
        (Explained(0, 0), Explained(0, 3), Standing.SURE),
        (Explained(0, 2), Explained(1, 0), Standing.OPEN),  # each better in one respect
        (Explained(0, 0), Explained(0, 0), Standing.OPEN),
    ):
        explained = {first: ours, second: theirs}.__getitem__
        assert choose(_offline(first, 1.0), modelled, outcomes.__getitem__, explain=explained).standing is standing
        auto = choose(_offline(first, 1.0), modelled, outcomes.__getitem__, explain=explained, mode=Mode.AUTO)
        assert (auto.by, auto.standing) == ("offline", Standing.SURE)  # a sure reading is not put back for the sake of a model


def test_another_way_that_the_offline_readers_saw_settles_it():
    first, second, third = (Query(Scope(), Cell(name)) for name in "甲乙丙")
    outcomes = {first: Evaluation(found(1)), second: Evaluation(found(2)), third: Evaluation(found(2))}
    offline = replace(_offline(first, 0.6), rivals=(Reading(third),))
    chosen = choose(offline, Reading(second, standing=Standing.SURE), outcomes.__getitem__)
    assert (chosen.by, chosen.standing, chosen.best.reading.query) == ("both", Standing.SURE, second)


@pytest.mark.parametrize(
    ("mode", "likely", "outcome", "asked"),
    [
        (Mode.AUTO, 1.0, found(1), False),
        (Mode.AUTO, 0.6, found(1), True),
        (Mode.AUTO, 1.0, ABSENT, True),
        (Mode.ALWAYS, 1.0, found(1), True),
        (Mode.NEVER, 0.2, ABSENT, False),
    ],
)
def test_when_a_model_is_asked(mode, likely, outcome, asked):
    held = Held(_offline(Query(Scope(), NODE), likely), Evaluation(outcome))
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
