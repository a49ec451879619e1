"""A figure that leaves a name or a unit of the question unmentioned is not shown, though its cell is right."""

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
from disclosure.answer import Status
from disclosure.question import Operation, RowKind


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


def amounts(answer):
    return [str(claim.amount) for claim in answer.claims]


@pytest.mark.parametrize(
    "question",
    [
        "水务局2026年河道清淤工程一共保障多少人",
        "水务局2026年河道清淤工程用了几台",
        "水务局2026年河道清淤工程（公务接待费）会议费的项目支出多少",
        "水务局2026年行政运行和水草打捞工程哪个多",
        "水务局2025年上年支出合计多少",
        "水务局2026年公用经费里，航天费最大的是哪项",
        "水务局2026年第九大的项目是哪个",
        "水务局2026年最低的水位工程经费多少",
        "各单位2026年航天费合计多少",
        "水务局2026年河道清淤工程两年一共多少",
    ],
)
def test_what_the_answer_says_nothing_of_makes_it_none(engine, question):
    answer = engine.ask(question)
    assert answer.status is Status.NOT_FOUND and not answer.claims, answer.text


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("水务局2026年农林水支出中的水利工程运行与维护，项目支出多少", "600.00万元"),
        ("水务局2026年护堤员工资多少", "120.00万元"),
        ("水务局2026年办公费占公用经费多少", "60.00%"),
        ("水务局2026年公务接待费和办公费哪个多", "30.00万元"),
    ],
)
def test_what_is_accounted_for_is_shown(engine, question, first):
    assert amounts(engine.ask(question))[0] == first


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("水务局2026年100万到500万之间的项目", ["400.00万元", "120.00万元"]),
        ("水务局2026年超过100万的项目列一下", ["400.00万元", "120.00万元"]),
        ("水务局2026年把不到10万元的项目列出来", ["7.50万元", "0.00万元"]),
    ],
)
def test_rows_within_bounds_are_listed(engine, question, listed):
    answer = engine.ask(question)
    assert answer.plan.operation is Operation.LIST and answer.plan.selectors[0].rows is RowKind.PROJECT
    assert amounts(answer) == listed


def test_a_bound_without_a_question_of_yes_or_no_is_no_claim(engine):
    assert not engine.ask("水务局2026年超过100万的项目").text.startswith("是的")
    assert engine.ask("水务局2026年河道清淤工程超过100万了吧").text.startswith("是的")
