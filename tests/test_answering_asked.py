"""Of several things named in one question: which are asked, which only lead to them, which name nothing."""

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
from disclosure.answer import Status


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


def amounts(answer):
    return [str(claim.amount) for claim in answer.claims]


LED = [
    ("水务局2026年2025年护堤员工资，换个问题，办公费多少", "30.00万元"),
    ("换个问题，水务局2026年办公费多少", "30.00万元"),
    ("水务局2026年行政运行，项目支出多少", None),
    ("水务局2026年2130306这个科目，项目支出有多少", "600.00万元"),
]


@pytest.mark.parametrize(("question", "first"), LED, ids=[row[0] for row in LED])
def test_what_was_asked_comes_first(engine, question, first):
    answer = engine.ask(question)
    assert (amounts(answer) or [None])[0] == first
    assert "换个问题" not in answer.text


def test_the_amount_of_a_project_is_no_answer_to_something_else_of_it(engine):
    for question in ("水务局2026年河道清淤工程，一年至少清淤几次", "水务局2026年护堤员工资项目，用了多少台水泵"):
        answer = engine.ask(question)
        assert answer.status is Status.NOT_FOUND and not answer.claims, question


def test_things_side_by_side_are_all_shown(engine):
    assert amounts(engine.ask("水务局2026年办公费、公务接待费各多少")) == ["30.00万元", "20.00万元"]
    assert set(amounts(engine.ask("水务局2026年办公费，公务接待费多少"))) == {"30.00万元", "20.00万元"}


def test_a_missing_thing_beside_another_is_said(engine):
    answer = engine.ask("水务局2026年办公费、住房维修费各多少")
    assert amounts(answer) == ["30.00万元"] and "没有“住房维修费”" in answer.text
