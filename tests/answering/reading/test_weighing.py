"""Which of several readings is answered by, and how surely, on the project's own sample."""

from dataclasses import replace

import numpy as np
import pytest

from answering.binding.shelf import Shelf
from answering.evaluating import evaluate
from answering.query.codec import parse_query
from answering.query.tree import Cell, Query, Scope, Sum
from answering.reading.agreeing import LIKELY, SURE, agreed
from answering.reading.finishing import Reading, tried_in_scope
from answering.reading.weighing import FOREST, SIGNS, Candidate, alike, likelihoods, signs
from answering.telling import asked_back, beside, finish, tell
from disclosure.answer import Standing, Status, Verdict

ASKED = "水务局办公费差旅费水费莫须有花了多少"
ANYWHERE = Scope()
OFFICE, TRAVEL, WATER, NONE = (Cell(name, said=name) for name in ("办公费", "差旅费", "水费", "莫须有"))


@pytest.fixture
def shelf(workspace):
    made = Shelf(workspace.library)
    made.refresh()
    return made


def _reading(ask, shelf, *, score=1.0, unused=(), doubts=(), scope=ANYWHERE):
    query = Query(scope, ask, unused=tuple(unused))
    return Reading(query, (), not unused, tuple(unused), (), score, tuple(doubts), tried=tried_in_scope(query, shelf, ()))


def test_what_both_find_without_a_word_left_is_sure(shelf):
    both = agreed(_reading(OFFICE, shelf), [(-0.1, _reading(OFFICE, shelf))], ASKED)
    assert both.standing is Standing.SURE and both.query.ask == OFFICE and not both.rivals


def test_the_other_trees_are_not_even_read_where_both_are_sure(shelf):
    def heard():
        yield -0.1, _reading(OFFICE, shelf)
        raise AssertionError("read on")

    assert agreed(_reading(OFFICE, shelf), heard(), ASKED).standing is Standing.SURE


def test_what_each_finds_alone_is_not_sure_and_the_other_is_told(shelf):
    chosen = agreed(_reading(OFFICE, shelf, score=0.6), [(-0.5, _reading(WATER, shelf))], ASKED)
    assert chosen.standing is not Standing.SURE
    assert {chosen.query.ask, *(one.query.ask for one in chosen.rivals)} == {OFFICE, WATER}


def test_a_word_that_is_left_keeps_a_figure_from_being_sure(shelf):
    chosen = agreed(_reading(OFFICE, shelf, unused=["渡口"]), [(-0.1, _reading(OFFICE, shelf, unused=["渡口"]))], ASKED)
    assert chosen.standing is not Standing.SURE and chosen.query.unused == ("渡口",)


def test_a_word_that_one_of_them_needs_is_not_left(shelf):
    chosen = agreed(_reading(OFFICE, shelf, unused=["渡口"]), [(-0.1, _reading(OFFICE, shelf))], ASKED)
    assert not chosen.unused


def test_what_the_rules_do_not_find_the_network_may(shelf):
    lost = _reading(NONE, shelf, score=-1.0, unused=["莫须有"])
    found = agreed(lost, [(-0.1, _reading(WATER, shelf)), (-3.0, _reading(TRAVEL, shelf))], ASKED)
    assert found.query.ask == WATER and found.standing is not Standing.OPEN


def test_a_document_that_is_not_there_is_not_replaced_by_another(shelf):
    rules = _reading(OFFICE, shelf, scope=Scope(unit="柏溪县教育局"))
    assert agreed(rules, [(-0.1, _reading(OFFICE, shelf))], ASKED).query == rules.query


def test_a_unit_that_is_left_is_not_answered_for_by_another(shelf):
    rules = _reading(OFFICE, shelf, unused=["柏溪县水利中心"])
    assert agreed(rules, [(-0.1, _reading(OFFICE, shelf))], ASKED).standing is Standing.OPEN
    of_it = replace(_reading(OFFICE, shelf), query=Query(Scope(unit="柏溪县水利中心"), OFFICE))
    assert agreed(rules, [(-0.5, of_it)], ASKED).query == of_it.query


def test_what_comes_to_the_same_stands_together(shelf):
    readings = [_reading(one, shelf) for one in (OFFICE, Sum((OFFICE, TRAVEL)), Sum((TRAVEL, OFFICE)), WATER)]
    groups = alike([Candidate(readings[0]), *(Candidate(one, -1.0) for one in readings[1:])])
    assert groups.tolist() == [
        [True, False, False, False],
        [False, True, True, False],
        [False, True, True, False],
        [False, False, False, True],
    ]


def test_the_forest_fits_the_signs(shelf):
    with np.load(FOREST) as held:
        assert tuple(held["signs"]) == SIGNS
        assert len(held["sign"]) == len(held["threshold"]) == len(held["left"]) == len(held["right"]) == len(held["value"])
        assert held["sign"].max() < len(SIGNS) and held["left"].max() < len(held["sign"]) and held["right"].max() < len(held["sign"])
    candidates = [Candidate(_reading(OFFICE, shelf)), Candidate(_reading(WATER, shelf), -1.0), Candidate(_reading(NONE, shelf), -2.0)]
    rows = signs(candidates, ASKED, followed=False)
    assert rows.shape == (3, len(SIGNS)) and np.isfinite(rows).all()
    likely = likelihoods(candidates, ASKED, followed=False)
    assert ((likely >= 0) & (likely <= 1)).all() and likely[0] != likely[2]
    assert 0 < LIKELY < SURE < 1


def test_more_agreement_is_likelier(shelf):
    with_it = likelihoods([Candidate(_reading(OFFICE, shelf)), Candidate(_reading(OFFICE, shelf), -0.1)], ASKED, followed=False)
    without = likelihoods([Candidate(_reading(OFFICE, shelf)), Candidate(_reading(WATER, shelf), -0.1)], ASKED, followed=False)
    assert with_it[0] > without[0]


def test_a_likely_answer_is_no_verified_one_until_it_is_confirmed(workspace):
    query = Query(Scope("柏溪县水务局", year=2026), OFFICE)
    shelf = Shelf(workspace.library)
    shelf.refresh()
    evaluation = evaluate(query, shelf)
    answer = finish(tell(query, evaluation, shelf, sure=False), query, evaluation, shelf)
    assert answer.status is Status.ANSWERED and [claim.verdict for claim in answer.claims] == [Verdict.LIKELY]
    assert "待确认" in answer.text and "已核对" not in answer.text
    confirmed = workspace.execute(parse_query(answer.alternatives[0].query))
    assert confirmed.status is Status.ANSWERED and confirmed.claims[0].verdict is Verdict.CELL


def test_what_else_may_be_meant_stands_beside_it_with_its_place(workspace):
    shelf = Shelf(workspace.library)
    shelf.refresh()
    held = [(query, evaluate(query, shelf)) for query in (Query(Scope(), OFFICE), Query(Scope(), WATER))]
    answer = beside(finish(tell(*held[0], shelf, sure=False), *held[0], shelf), held[1:], shelf)
    other = answer.alternatives[-1]
    assert other.query and other.amount and answer.citations[other.citation - 1].row_path[-1] == "水费"
    back = asked_back(held, "", shelf)
    assert back.status is Status.AMBIGUOUS and not back.claims and [one.citation for one in back.alternatives] == [1, 2]


@pytest.mark.parametrize("word", ["渡口办公费", "局长年薪"])
def test_what_is_not_there_is_no_answer(workspace, word):
    answer = workspace.ask(f"柏溪县水务局2026年{word}是多少")
    assert not any(claim.verdict in (Verdict.CELL, Verdict.COMPUTED) for claim in answer.claims)


def test_a_word_that_ends_as_units_do_beside_a_known_one_is_told_and_nothing_is_sure(shelf):
    unit = shelf.records[0].entity
    ours = _reading(OFFICE, shelf, scope=Scope(unit=unit), unused=["读完大学"])
    both = agreed(ours, [(-0.1, _reading(OFFICE, shelf, scope=Scope(unit=unit)))], ASKED)
    assert both.query.ask == OFFICE and both.unused == ("读完大学",) and both.standing is not Standing.SURE


def test_a_unit_that_is_cut_short_is_no_unknown_one(shelf):
    unit = shelf.records[0].entity
    short = _reading(OFFICE, shelf, scope=Scope(unit="莫须有市"))
    whole = _reading(OFFICE, shelf, scope=Scope(unit=unit))
    said = replace(whole, query=replace(whole.query, said=(("unit", "莫须有市水务局"),)))
    assert agreed(short, [(-0.1, said)], ASKED).query.scope.unit == unit
    assert agreed(short, [(-0.1, whole)], ASKED).query.scope.unit == "莫须有市"


def test_what_was_just_asked_is_not_asked_again(shelf):
    again, other = _reading(OFFICE, shelf), _reading(TRAVEL, shelf)
    assert agreed(again, [(-0.1, again), (-3.0, other)], ASKED, again.query).query.ask == TRAVEL
    assert agreed(again, [(-0.1, again), (-3.0, other)], ASKED).query.ask == OFFICE


def test_a_unit_that_the_rules_leave_and_the_network_knows_is_no_unknown_one(shelf):
    unit = shelf.records[0].entity
    found = _reading(OFFICE, shelf, scope=Scope(unit=unit))
    known = replace(found, query=replace(found.query, said=(("unit", "柏溪水务局"),)))
    assert agreed(_reading(NONE, shelf, unused=["柏溪水务局"]), [(-0.1, known)], ASKED).query.ask == OFFICE
