"""An amount asked the other way round names the rows that print it, and no other."""

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
from disclosure.answer import Status


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "name", "amount"),
    [
        ("水务局2026年哪个项目是400万元", "河道清淤工程", "400.00万元"),
        ("水务局2026年400万的是哪个项目", "河道清淤工程", "400.00万元"),
        ("水务局2026年正好120万元的是哪笔经费", "护堤员", "120.00万元"),
        ("水务局2026年哪个科目是360万元", "行政运行", "360.00万元"),
    ],
)
def test_the_row_is_named(engine, question, name, amount):
    answer = engine.ask(question)
    assert answer.status is Status.ANSWERED and name in answer.text.split("：")[0], answer.text
    assert str(answer.claims[0].amount) == amount


@pytest.mark.parametrize("question", ["水务局2026年哪个项目是401万元", "水务局2026年哪个科目是3元", "水务局2026年哪个航天项目是400万元"])
def test_no_row_is_named_that_does_not_print_it(engine, question):
    answer = engine.ask(question)
    assert not answer.claims, answer.text


def test_bounds_and_ranks_are_other_questions(engine):
    assert "共有" in engine.ask("水务局2026年超过100万元的项目有几个").text
    assert str(engine.ask("水务局2026年哪个项目最大").claims[0].amount) == "400.00万元"
