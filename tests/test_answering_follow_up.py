"""Questions that go on from the ones before, each chat a row: what was asked, and what the last question must mean."""

from dataclasses import replace

import pytest

from answering.planner import understand
from disclosure.document import Stage
from disclosure.question import Facet, Operation, RowKind, Turn
from tests.understanding_samples import JUSTICE, OFFICE, PROJECTS, STREET, WATER, NamesOnly

LIBRARY = NamesOnly()


def last_plan(*questions, documents=None):
    history = [Turn(question) for question in questions[:-1]]
    return understand(questions[-1], history, LIBRARY, documents).plan


SAME_AGAIN = [
    (("河道巡查员工资多少", "那护林员呢"), "护林员", None),
    (("水务局办公费多少", "水费呢"), "水费", WATER),
    (("水务局办公费多少", "那水费是多少"), "水费", WATER),
    (("青溪街道2024年租赁费预算多少元", "府办2025年的呢"), "租赁费", OFFICE),
    (("司法局2026年行政运行是多少", "其中项目支出呢"), "行政运行", JUSTICE),
    (("青溪街道2024年支出合计多少", "其中项目支出呢"), "项目支出", STREET),
]


@pytest.mark.parametrize(("questions", "label", "entity"), SAME_AGAIN, ids=["-".join(row[0]) for row in SAME_AGAIN])
def test_the_same_is_asked_of_something_else(questions, label, entity):
    plan = last_plan(*questions)
    assert plan.operation is Operation.LOOKUP
    assert (plan.selectors[0].label, plan.selectors[0].entity) == (label, entity)


def test_a_shorter_name_is_completed_by_the_kind_of_the_one_before():
    (selector,) = last_plan("2025年护林员工资多少", "那河道巡查员呢", documents=["water26"]).selectors
    assert selector.label == "河道巡查员工资" and "河道巡查员" in selector.variants


def test_a_column_of_the_row_before():
    assert last_plan("司法局2026年行政运行是多少", "其中基本支出呢").selectors[0].column_label == "基本支出"
    # and again: the column is exchanged, not the row
    (selector,) = last_plan("司法局2026年行政运行是多少", "其中基本支出呢", "项目支出呢").selectors
    assert (selector.label, selector.column_label) == ("行政运行", "项目支出")
    (selector,) = last_plan("社区治理部2024年事业运行决算多少", "全年预算呢").selectors
    assert (selector.label, selector.column_label, selector.stage) == ("事业运行", "全年预算", Stage.BUDGET)


YEARS = [
    (("青溪街道2023年租赁费预算多少元", "那2024年呢"), 2024, ("street24",)),
    (("青溪街道2024年租赁费", "2023年的呢"), 2023, ("street23",)),
    (("青溪街道2024年租赁费", "去年呢"), 2023, ("street23",)),
    (("水务局2026年租赁费", "去年呢"), 2025, ("water26",)),
]


@pytest.mark.parametrize(("questions", "year", "documents"), YEARS, ids=["-".join(row[0]) for row in YEARS])
def test_another_year_of_the_same(questions, year, documents):
    (selector,) = last_plan(*questions).selectors
    assert (selector.label, selector.fiscal_year, selector.document_ids) == ("租赁费", year, documents)


def test_another_unit_that_has_no_such_year_is_answered_for_its_own_and_says_so():
    plan = last_plan("青溪街道2024年办公费", "府办呢")
    assert (plan.selectors[0].entity, plan.selectors[0].document_ids) == (OFFICE, ("office25",))
    assert "按2025年度回答" in plan.note


def test_a_year_that_the_unit_lacks_is_missing_when_it_is_said():
    assert "没有收录" in understand("2021年的呢", [Turn("青溪街道2024年办公费")], LIBRARY, None).scope.missing


def test_things_of_the_questions_before_are_put_together():
    plan = last_plan("水务局水费多少", "电费呢", "两个加起来")
    assert (plan.operation, [s.label for s in plan.selectors]) == (Operation.SUM, ["水费", "电费"])
    plan = last_plan("水务局水费多少", "电费呢", "邮电费呢", "三个加起来多少")
    assert [s.label for s in plan.selectors] == ["水费", "电费", "邮电费"]
    plan = last_plan("水务局水费多少", "电费呢", "哪个高")
    assert (plan.operation, [s.label for s in plan.selectors]) == (Operation.COMPARE, ["水费", "电费"])
    plan = last_plan("青溪街道2023年租赁费", "2024年的呢", "差多少")
    assert plan.operation is Operation.DIFFERENCE and [s.fiscal_year for s in plan.selectors] == [2023, 2024]


def test_a_share_of_what_was_asked_before():
    plan = last_plan("水务局水费多少", "占总预算的比重")
    assert (plan.operation, plan.selectors[0].label, plan.share_of.label) == (Operation.SHARE, "水费", "总预算")
    plan = last_plan("司法局2026年公共法律服务是多少元？", "占收入总计多大比例")
    assert (plan.selectors[0].label, plan.share_of.label, plan.share_of.document_ids) == ("公共法律服务", "收入总计", ("justice26",))
    plan = last_plan("水务局水费多少", "它占公用经费的比例")
    assert (plan.selectors[0].label, plan.share_of.label) == ("水费", "公用经费")


OTHER_OPERATIONS = [
    (("水务局办公费多少", "换算成元"), Operation.LOOKUP, "元"),
    (("水务局办公费多少", "是多少亿"), Operation.LOOKUP, "亿元"),
    (("水务局办公费多少", "比上年增加多少"), Operation.GROWTH, None),
    (("水务局办公费多少", "比去年呢"), Operation.GROWTH, None),
    (("水务局办公费多少", "为什么"), Operation.EXPLAIN, None),
    (("水务局办公费多少", "是57万吗"), Operation.VERIFY, None),
    (("水务局办公费多少", "人均多少"), Operation.PER_CAPITA, None),
    (("水务局办公费多少", "是什么意思"), Operation.DEFINE, None),
]


@pytest.mark.parametrize(("questions", "operation", "unit"), OTHER_OPERATIONS, ids=["-".join(row[0]) for row in OTHER_OPERATIONS])
def test_something_else_is_done_with_the_thing_before(questions, operation, unit):
    plan = last_plan(*questions)
    assert plan.operation is operation and plan.selectors[0].label == "办公费"
    assert plan.selectors[0].entity == WATER
    assert (plan.unit.name if plan.unit else None) == unit


def test_the_operation_before_is_done_again():
    plan = last_plan("什么是三公经费", "机关运行经费呢")
    assert (plan.operation, plan.selectors[0].label) == (Operation.DEFINE, "机关运行经费")
    plan = last_plan("水务局水费占总预算多少", "那电费呢")
    assert (plan.operation, plan.selectors[0].label, plan.share_of.label) == (Operation.SHARE, "电费", "总预算")


def test_a_ranking_is_changed_in_one_thing():
    plan = last_plan("水务局用钱最多的四个项目", "最少的呢")
    assert (plan.operation, plan.descending, plan.selectors[0].rows) == (Operation.RANK, False, RowKind.PROJECT)
    plan = last_plan("水务局用钱最多的四个项目", "前五呢")
    assert (plan.limit, plan.selectors[0].entity) == (5, WATER)
    plan = last_plan("水务局有多少个项目", "超过100万的呢")
    assert plan.operation is Operation.COUNT and plan.threshold.format() == "100万元"


def test_the_reason_of_a_change_is_the_reason_of_its_thing():
    plan = last_plan("水务局机关运行经费增加了多少", "为什么")
    assert (plan.operation, plan.facet, plan.selectors[0].label) == (Operation.EXPLAIN, Facet.REASON, "机关运行经费")


def test_a_whole_question_without_a_unit_stays_with_the_unit_of_the_chat_and_says_so():
    plan = last_plan("青溪街道2024年公用经费多少", "办公费是多少")
    assert (plan.selectors[0].entity, plan.selectors[0].fiscal_year) == (STREET, 2024)
    assert STREET in plan.note


def test_a_whole_question_with_a_unit_owes_nothing_to_the_chat():
    alone, after = last_plan("府办2025年办公费多少"), last_plan("青溪街道2024年公用经费多少", "府办2025年办公费多少")
    assert after.selectors == alone.selectors and after.note is None


def test_chatter_between_is_passed_over():
    plan = last_plan("府办2025年三公经费", "明天天气如何", "公务接待费呢")
    assert (plan.selectors[0].label, plan.selectors[0].entity) == ("公务接待费", OFFICE)


def test_a_turn_with_its_plan_is_not_understood_again():
    plan = last_plan("府办2025年办公费多少")
    follow = understand("水费呢", [Turn("这句话不会被再读一遍", plan)], LIBRARY, None).plan
    assert (follow.selectors[0].label, follow.selectors[0].entity) == ("水费", OFFICE)


def test_a_follow_up_is_told_as_a_question_that_stands_alone():
    assert last_plan("青溪街道2023年租赁费预算多少元", "那2024年呢").question == f"{STREET}2024年预算租赁费是多少元"
    assert last_plan("水务局水费多少", "占总预算的比重").question == f"{WATER}水费占总预算的比例是多少"
    assert last_plan("水务局水费多少").question == "水务局水费多少"


def test_without_a_chat_an_ellipsis_asks_for_nothing():
    assert last_plan("两个加起来").operation is Operation.NONE
    assert last_plan("为什么呢").selectors[0].label == "总支出"


PARTS_ASKED = ["明细呢", "具体明细", "分别是什么", "包括哪些", "各项明细呢", "具体构成"]


@pytest.mark.parametrize("question", PARTS_ASKED)
def test_what_the_thing_before_is_made_of(question):
    plan = last_plan("青溪街道2024年公用经费多少", question)
    assert (plan.operation, plan.selectors[0].rows, plan.selectors[0].label) == (Operation.LIST, RowKind.PART, "公用经费")
    assert (plan.selectors[0].entity, plan.selectors[0].fiscal_year) == (STREET, 2024)


def test_the_largest_of_what_stands_under_the_thing_before():
    plan = last_plan("青溪街道2024年公用经费多少", "里面最大的一项是什么")
    assert (plan.operation, plan.selectors[0].rows, plan.selectors[0].label) == (Operation.RANK, RowKind.PART, "公用经费")
    plan = last_plan("青溪街道2024年公用经费多少", "里面最大的一项是什么", "办公费呢")
    assert (plan.operation, plan.selectors[0].label, plan.selectors[0].rows) == (Operation.LOOKUP, "办公费", None)


def test_among_a_whole_a_short_name_stands_under_it():
    (selector,) = last_plan("府办2025年三公经费多少", "其中车呢").selectors
    assert (selector.label, selector.within) == ("车", "三公经费")
    # a row's own name needs no whole, and a total holds everything
    assert last_plan("府办2025年三公经费多少", "其中公务接待费呢").selectors[0].within is None
    assert last_plan("府办2025年支出合计多少", "其中车呢").selectors[0].within is None
    # what is asked next stands beside it, not below it
    (selector,) = last_plan("府办2025年三公经费多少", "其中车呢", "其中购置呢").selectors
    assert selector.within == last_plan("府办2025年三公经费多少", "其中车呢").selectors[0].within


def test_a_pointer_is_no_name():
    for question in ("这个项目为什么要做", "该项目为什么设立", "它为什么要列"):
        plan = last_plan("水务局水库管护经费多少", question)
        assert (plan.operation, plan.facet, plan.selectors[0].label) == (Operation.EXPLAIN, Facet.REASON, "水库管护经费")


def test_what_was_not_found_is_not_what_a_pointer_means():
    found = Turn("水务局水费多少", replace(last_plan("水务局水费多少"), answered=True))
    lost = Turn("它的保障呢", replace(last_plan("水务局水费多少", "保障措施呢"), answered=False))
    plan = understand("占总预算多少", [found, lost], LIBRARY, None).plan
    assert (plan.operation, plan.selectors[0].label) == (Operation.SHARE, "水费")
    # but a unit that was named since is the one that is talked about
    other = Turn("司法局保洁费多少", replace(last_plan("司法局保洁费多少"), answered=False))
    assert understand("水费呢", [found, other], LIBRARY, None).plan.selectors[0].entity == JUSTICE


def test_two_units_with_a_year_each_stay_two():
    plan = last_plan("青溪街道2024年办公费", "司法局2026年办公费呢", "哪个高")
    assert [(s.entity, s.fiscal_year) for s in plan.selectors] == [(STREET, 2024), (JUSTICE, 2026)]
    plan = last_plan("青溪街道2024年办公费", "司法局2026年办公费呢", "哪个高", "差多少")
    assert plan.operation is Operation.DIFFERENCE
    assert [(s.entity, s.fiscal_year) for s in plan.selectors] == [(STREET, 2024), (JUSTICE, 2026)]


def test_the_years_asked_before_are_summed():
    plan = last_plan("青溪街道2023年租赁费", "2024年的呢", "两年一共多少")
    assert plan.operation is Operation.SUM and [s.fiscal_year for s in plan.selectors] == [2023, 2024]


def test_the_rows_that_came_out_are_meant_afterwards():
    ranked = last_plan("水务局用钱最多的两个项目")
    shown = tuple(replace(ranked.selectors[0], rows=None, label=label) for label in PROJECTS[:2])
    turn = Turn("水务局用钱最多的两个项目", replace(ranked, answered=True, shown=shown))
    plan = understand("一共多少钱", [turn], LIBRARY, None).plan
    # two rows of one name are told apart by the year that is part of it
    assert plan.operation is Operation.SUM and [f"{s.label_year}年{s.label}" for s in plan.selectors] == list(PROJECTS[:2])
    plan = understand("它占项目支出多少", [turn], LIBRARY, None).plan
    assert plan.operation is Operation.SHARE and [f"{s.label_year}年{s.label}" for s in plan.selectors] == [PROJECTS[0]]


def test_a_bound_is_kept_when_its_rows_are_summed():
    plan = last_plan("水务局超过100万的项目有几个", "一共多少钱")
    assert (plan.operation, plan.selectors[0].rows, plan.threshold.format()) == (Operation.SUM, RowKind.PROJECT, "100万元")


def test_a_share_after_a_total_is_of_that_total():
    plan = last_plan("府办2025年三公经费多少", "公务接待费占多少比例")
    assert (plan.selectors[0].label, plan.share_of.label, plan.share_of.entity) == ("公务接待费", "三公经费", OFFICE)
    plan = last_plan("水务局公用经费多少", "水费占其中百分之几")
    assert (plan.selectors[0].label, plan.share_of.label) == ("水费", "公用经费")
    # of a row nothing is a share: the whole is the total
    assert last_plan("水务局办公费多少", "水费占多少比例").share_of.label == "支出总计"


def test_more_than_something_else_is_said_of_the_thing_before():
    plan = last_plan("水务局办公费多少", "比水费多多少")
    assert plan.operation is Operation.DIFFERENCE and [s.label for s in plan.selectors] == ["办公费", "水费"]
    assert {s.entity for s in plan.selectors} == {WATER}
    assert last_plan("水务局办公费多少", "比上年多多少").operation is Operation.GROWTH


def test_an_amount_asked_after_a_text_is_no_text():
    plan = last_plan("水务局是干什么的", "今年水费多少")
    assert (plan.operation, plan.selectors[0].label, plan.selectors[0].entity) == (Operation.LOOKUP, "水费", WATER)
    plan = last_plan("水务局是干嘛的", "今年预算多少")
    assert plan.operation is Operation.LOOKUP and plan.facet is None and plan.selectors[0].entity == WATER
    assert last_plan("水务局是干嘛的").facet is Facet.DUTIES
