"""Questions over many units, from words to figures: places, what units do, some left out, bounds, shares, ranks, changes."""

import sys
from pathlib import Path

import pytest

from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Amounted, Compared, Listed
from answering.reading.offline import by_rules as read
from disclosure.document import TableKind

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Sheet, row, shelf_of

HELD = {
    "临江市审计局": ("6.00", "60.00"), "临江市交通运输局": ("0.00", "90.00"), "临江市气象局": ("14.00", "50.00"),
    "青川县审计局": ("3.00", "40.00"), "青川县信访局": ("0.00", "20.00"), "敦化市审计局": ("1.00", "10.00"),
}  # fmt: skip


def paper(entity, received, spent):
    sheet = Sheet(
        "支出总表", TableKind.EXPENDITURE, [row("合计", spent, total=True), row("公务接待费", received), row("培训费", spent)], unit="万元"
    )
    return Paper(entity, 2026, [sheet])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    made = shelf_of(tmp_path_factory.mktemp("many"), *(paper(entity, *amounts) for entity, amounts in HELD.items()))
    made.warm()
    return made


def told(outcome):
    """The units and numbers of an outcome, in order; of a number alone the number."""
    if isinstance(outcome, Amounted):
        return str(amount_of(outcome.operand))
    assert isinstance(outcome, Listed | Compared), outcome
    return [str(amount_of(item.operand).number) for item in outcome.items]


ASKED = [
    ("临江各部门公务接待费合计多少", "20.00万元"),
    ("临江这几家单位，公务接待费一共安排了多少", "20.00万元"),
    ("各地审计局2026年公务接待费平均多少", "3.33万元"),
    ("临江、青川、敦化三地审计局的公务接待费从高到低排一下", ["6.00", "3.00", "1.00"]),
    ("临江和敦化的审计局，谁的公务接待费更多", ["6.00", "1.00"]),
    ("临江和敦化的审计局公务接待费差多少", "5.00万元"),
    ("除了气象局以外，临江各部门里公务接待费最高的是哪家", ["6.00"]),
    ("不算临江，各市县审计局公务接待费合计", "4.00万元"),
    ("公务接待费超过5万元的单位有哪些", ["6.00", "14.00"]),
    ("临江的部门里，公务接待费超过5万元的有几家？是哪几家", "2个"),
    ("有几家单位没有安排公务接待费", "2个"),
    ("临江几家单位里，安排了公务接待费的有几家", "2个"),
    ("哪家单位的公务接待费最多，各是多少", ["14.00", "6.00", "3.00", "1.00", "0.00", "0.00"]),
    ("临江市审计局的公务接待费占临江各部门总额的百分之几", "30.00%"),
    ("临江各部门公务接待费最多的和最少的差多少", "14.00万元"),
    ("临江各单位公务接待费占培训费的比重，哪家最高", ["28.00", "10.00", "0.00"]),
    ("临江各部门培训费最高的是最低的几倍", "1.80"),
    ("把临江的单位按培训费从低到高排个队", ["50.00", "60.00", "90.00"]),
    ("公务接待费排前两名的单位", ["14.00", "6.00"]),
    ("临江各部门有没有公务接待费超过50万元的", []),
]


@pytest.mark.parametrize(("question", "answer"), ASKED, ids=[question for question, _ in ASKED])
def test_a_question_over_many_units(shelf, question, answer):
    query = read(question, (), shelf).query
    assert (told(evaluate(query, shelf).outcome), query.unused) == (answer, ()), query.ask


def test_a_number_of_units_that_are_not_there_is_told(shelf):
    assert read("临江、青川、敦化四地审计局公务接待费合计", (), shelf).query.unused == ("临江、青川、敦化四地审计局",)


def test_whom_nobody_is_is_told(shelf):
    total = evaluate(read("临江、宝应两市审计局公务接待费合计", (), shelf).query, shelf).outcome
    assert (told(total), [one.label for one in total.left_out]) == ("6.00万元", ["宝应审计局"])
