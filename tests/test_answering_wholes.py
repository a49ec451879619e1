"""Sums beside their parts, wholes of shares, years each with a state, and names that are columns of every form."""

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
from answering.planner import understand
from disclosure.answer import Status
from disclosure.document import Stage
from disclosure.question import Operation
from tests.understanding_samples import NamesOnly

LIBRARY = NamesOnly()


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


def plan_of(question):
    return understand(question, (), LIBRARY, None).plan


@pytest.mark.parametrize(
    "question", ["水务局水费、电费各几万，合计几万", "水务局水费和电费各多少，一共多少", "水务局水费、电费两项，总共多少"]
)
def test_a_total_named_beside_its_parts_is_theirs(question):
    plan = plan_of(question)
    assert plan.operation is Operation.SUM and [s.label for s in plan.selectors] == ["水费", "电费"]


def test_names_one_after_another_are_several():
    plan = plan_of("水务局2026年 水费 电费 邮电费 三个加起来")
    assert plan.operation is Operation.SUM and [s.label for s in plan.selectors] == ["水费", "电费", "邮电费"]


def test_years_each_with_its_state():
    plan = plan_of("社区治理部三公经费2024年预算、2024年决算、2023年决算各是多少")
    assert {s.label for s in plan.selectors} == {"三公经费"}
    assert [s.fiscal_year for s in plan.selectors][:1] == [2024]


def test_the_halves_of_basic_expenditure_are_named_by_themselves():
    for question in ("水务局2026年基本支出里的公用经费", "水务局2026年基本支出中的公用经费总共多少"):
        (selector,) = plan_of(question).selectors
        assert (selector.label, selector.column_label) == ("公用经费", None)


def test_a_column_of_every_form_is_not_found_by_what_resembles_it(engine):
    answer = engine.ask("水务局2026年经营支出多少")
    assert answer.status is Status.NOT_FOUND and not answer.claims


def test_by_how_much_one_is_more(engine):
    answer = engine.ask("水务局2026年办公费和公务接待费哪个多，多多少")
    assert str(answer.claims[0].amount) == "10.00万元" and "办公费" in answer.text.split("\n")[0]
    assert str(engine.ask("水务局2026年办公费和公务接待费哪个多").claims[0].amount) == "30.00万元"


def test_states_stay_apart():
    assert plan_of("社区治理部2024年决算").selectors[0].stage is Stage.FINAL_ACCOUNTS


@pytest.mark.parametrize(
    "question",
    ["水务局2026年办公费和公务接待费比，多多少元", "水务局2026年办公费跟公务接待费相比，差多少", "水务局2026年公务接待费比办公费少多少"],
)
def test_a_gap_asked_in_a_clause_of_its_own_is_of_the_two_before(engine, question):
    answer = engine.ask(question)
    assert answer.plan.operation is Operation.DIFFERENCE and str(answer.claims[0].amount) == "10.00万元"


def test_money_is_no_share(engine):
    assert plan_of("水务局2026年公用经费里办公费占多少").operation is Operation.SHARE
    assert plan_of("水务局2026年公用经费里办公费占多少钱").operation is Operation.LOOKUP


@pytest.mark.parametrize(
    "question", ["水务局2026年哪两个项目最烧钱", "水务局2026年哪两个项目最费钱，各多少", "水务局2026年最贵的是哪两个项目"]
)
def test_as_many_as_are_asked_for(engine, question):
    assert [str(c.amount) for c in engine.ask(question).claims] == ["400.00万元", "120.00万元"]


def test_all_units_are_added_up_only_when_alike():
    plan = plan_of("所有单位2026年水费加起来多少")
    assert plan.operation is Operation.SUM and len({s.entity for s in plan.selectors}) > 1
    assert {s.label for s in plan.selectors} == {"水费"}


def test_a_rank_and_a_count_are_both_told(engine):
    answer = engine.ask("水务局2026年项目有几个，最大的是哪个")
    assert amounts_of(answer)[0] == "400.00万元" and any(c.amount.dimension == "个" for c in answer.claims)
    assert all(c.amount.dimension != "个" for c in engine.ask("水务局2026年最大的项目是哪个").claims)


def amounts_of(answer):
    return [str(claim.amount) for claim in answer.claims]


@pytest.mark.parametrize("said", ["和起来", "合起来", "合在一起", "和在一起", "加一块儿", "相加", "两项相加"])
def test_ways_to_say_that_things_are_added(said):
    plan = plan_of(f"水务局2026年水费和电费{said}是多少元")
    assert plan.operation is Operation.SUM and [s.label for s in plan.selectors] == ["水费", "电费"]


def test_two_names_of_one_row_make_no_sum(engine):
    answer = engine.ask("水务局2026年公务接待费和业务招待费合计多少")
    assert answer.status is Status.NOT_FOUND and "同一处" in answer.text


@pytest.mark.parametrize("word", ["省了", "节省了", "省下"])
def test_what_was_saved_is_a_decrease(word):
    plan = plan_of(f"水务局电费2026年比2025年{word}多少元")
    assert plan.operation is Operation.GROWTH and plan.decrease and plan.selectors[0].label == "电费"


def test_how_it_is_to_be_worked_out_is_no_name(engine):
    answer = engine.ask("水务局2026年预算支出总计去年是多少（用今年数和增加额推算）")
    assert "800.00万元" in [str(claim.amount) for claim in answer.claims]
