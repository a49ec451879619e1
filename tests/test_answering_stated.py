"""Questions that state amounts themselves: each amount is held against the documents, and none is taken on trust."""

from decimal import Decimal

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
from answering.hedges import reach
from disclosure.amount import parse_amount
from disclosure.answer import Status, Verdict


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library).ask
    library.close()


def shown(answer):
    return [(claim.amount.plain, str(claim.amount.unit or "")) for claim in answer.claims]


CHOICES = [
    "水务局2026年河道清淤工程是400万还是4000万",
    "水务局2026年河道清淤工程，说明里有两个数，4000万元还是400万元？表里呢",
    "水务局2026年河道清淤工程，400万和4000万哪个跟表上一致？",
    "水务局2026年河道清淤工程写了400万又写了4000万，到底以哪个为准",
    "2026年河道清淤工程，4000万、400万两个说法哪一个对",
]


@pytest.mark.parametrize("question", CHOICES)
def test_of_two_amounts_both_are_shown_with_the_tables_first(ask, question):
    answer = ask(question)
    assert shown(answer)[0] == ("400.00", "万元")
    assert answer.claims[0].verdict is Verdict.CONFLICT
    assert ("4000", "万元") in shown(answer)
    assert "不一致" in answer.text


def test_of_two_amounts_that_are_nowhere_printed_neither_is_confirmed(ask):
    answer = ask("2026年护堤员工资是100万还是200万")
    assert answer.text.startswith("都不是")
    assert shown(answer) == [("120.00", "万元")]


def test_of_two_amounts_one_of_which_is_right_that_one_is_told(ask):
    answer = ask("2026年护堤员工资，100万和120万哪个和表一致")
    assert shown(answer)[0] == ("120.00", "万元")
    assert answer.claims[0].verdict is Verdict.CELL
    assert "100万：文件里没有" in answer.text


def test_a_choice_of_a_thing_that_is_not_there_is_refused(ask):
    assert ask("2026年防汛演练经费是80万还是800万").status is Status.NOT_FOUND


def test_rows_of_one_name_and_two_years_are_both_shown(ask):
    assert shown(ask("护堤员工资多少钱")) == [("120.00", "万元"), ("60.00", "万元")]


GIVEN = [
    ("护堤员工资120万，按30个人，每人多少万元", "4.00", "万元/人"),
    ("2026年护堤员工资按30人算，人均多少元", "40000.00", "元/人"),
    ("2026年护堤员工资120万元，30人平均每人多少", "4.00", "万元/人"),
    ("水务局2026年基本支出按8个内设科室平摊，每个多少万元", "50.00", "万元/个"),
    ("2026年河道清淤工程除以5个月，每月多少万元", "80.00", "万元/个月"),
]


@pytest.mark.parametrize(("question", "number", "unit"), GIVEN)
def test_an_amount_is_spread_over_what_the_question_gives(ask, question, number, unit):
    answer = ask(question)
    assert shown(answer)[0] == (number, unit)
    assert answer.claims[0].verdict is Verdict.COMPUTED
    assert "问题中给出" in answer.text


def test_a_count_that_the_document_prints_is_cited(ask):
    answer = ask("2026年护堤员工资按20人算，每人多少万元")
    assert shown(answer)[0] == ("6.00", "万元/人")
    assert "问题中给出" not in answer.text


def test_an_amount_of_the_question_that_the_document_contradicts_is_not_used(ask):
    answer = ask("护堤员工资240万，按30个人，每人多少万元")
    assert shown(answer)[0] == ("4.00", "万元/人")
    assert "“240万”与文件不符" in answer.text


@pytest.mark.parametrize("question", ["防火队工资12万，按6个人，每人多少", "夜校经费按30人算，人均多少元"])
def test_nothing_is_spread_that_is_not_in_the_documents(ask, question):
    assert ask(question).status is Status.NOT_FOUND


CHANGES = [
    ("水务局2026年住房公积金40万，2025年38万，说增长5.26%，对吗", "是的"),
    ("水务局2026年住房公积金40万，2025年38万，说增长9.9%，算得对吗", "不是"),
    ("水务局住房公积金2025年38万、2026年40万，说减少5.26%，对吗", "不是"),
]


@pytest.mark.parametrize(("question", "lead"), CHANGES)
def test_a_change_that_is_stated_with_both_its_amounts_is_worked_out_again(ask, question, lead):
    answer = ask(question)
    assert answer.text.startswith(lead)
    assert ("5.26", "%") in shown(answer)


def test_a_base_that_the_document_contradicts_is_said_to_be_wrong(ask):
    answer = ask("水务局2026年住房公积金40万，2025年20万，说增长100%，这个百分比算得对吗")
    assert answer.text.startswith("不是")
    assert "“20万”与文件不符" in answer.text


JUDGED = [
    ("听说水务局2026年花了三百多万搞河道清淤工程，查一下是否如此", "不是", "400.00"),
    ("水务局2026年河道清淤工程花了四百来万，是吗", "是的", "400.00"),
    ("水务局2026年花了近130万护堤员工资，对吗", "是的", "120.00"),
    ("水务局2026年护堤员工资将近150万，对吗", "不是", "120.00"),
    ("水务局2026年护堤员工资一百多万，对吗", "是的", "120.00"),
    ("水务局2026年护堤员工资大约150万，对吗", "不是", "120.00"),
    ("水务局2026年基本支出超过500万元，对吗", "不是", "400.00"),
    ("水务局2026年基本支出不到500万，是吧", "是的", "400.00"),
    ("水务局2026年基本支出不到400万，是吧", "不是", "400.00"),
    ("2026年护堤员工资项目共有35人护堤员吧", "不是", "20"),
]


@pytest.mark.parametrize(("question", "lead", "number"), JUDGED)
def test_a_claim_is_judged_by_what_it_means(ask, question, lead, number):
    answer = ask(question)
    assert answer.text.startswith(lead)
    assert shown(answer)[0][0] == number


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("水务局2026年没有三公经费，对吗", "是的"),
        ("水务局2026年没有安排会议费，对吗", ""),
        ("水务局2026年没有基本支出，是吧", "不是"),
    ],
)
def test_a_thing_that_is_denied_is_claimed_to_be_nought(ask, question, lead):
    answer = ask(question)
    assert answer.text.startswith(lead)
    assert lead or not answer.text.startswith("是的")


@pytest.mark.parametrize(
    "question",
    ["水务局2026年没有防汛演练经费，对吗", "水务局2026年共有35辆无人机车吧", "水务局2026年花了三百多万搞绿化，是否如此"],
)
def test_what_is_not_in_the_documents_is_neither_confirmed_nor_denied(ask, question):
    answer = ask(question)
    assert not answer.text.startswith(("是的", "不是"))
    assert answer.claims == ()


@pytest.mark.parametrize(
    ("said", "amount", "low", "high"),
    [
        ("花了三百多万", "300万元", "3000001", "3999999"),
        ("约40万", "40万元", "380000", "420000"),
        ("近50万元", "50万元", "450000", "499999"),
        ("40万左右", "40万元", "380000", "420000"),
        ("大概366.5万元", "366.5万元", "3664500", "3665500"),
    ],
)
def test_how_far_a_loosely_said_amount_reaches(said, amount, low, high):
    held = reach(said, parse_amount(amount))
    assert held.holds(parse_amount(f"{low}元")) and held.holds(parse_amount(f"{high}元"))
    for outside in (Decimal(low) - 60_000, Decimal(high) + 60_000):
        assert not held.holds(parse_amount(f"{outside}元"))


def test_an_amount_said_exactly_reaches_no_further():
    assert reach("是40万吗", parse_amount("40万元")) is None
    assert reach("附近40万的工程", parse_amount("40万元")) is None


def test_two_years_of_which_one_has_nothing(ask):
    answer = ask("水务局办公费，2025年有吗？2026年多少元")
    assert "没有找到2025年的" in answer.text
    assert ("30.00", "万元") in shown(answer) or ("300000", "元") in [(n.split(".")[0], u) for n, u in shown(answer)]


def test_the_base_of_a_change_may_be_a_row_of_the_same_document(ask):
    answer = ask("护堤员工资2026年比2025年增加百分之几")
    assert shown(answer)[0] == ("100.00", "%")


def test_an_amount_divided_by_a_printed_count(ask):
    assert shown(ask("2026年护堤员工资除以护堤员人数，每人合几万元"))[0] == ("6.00", "万元/人")


def test_amounts_that_are_said_to_add_up(ask):
    answer = ask("水务局2026年人员经费350万元加公用经费50万元，等于基本支出400万元吗")
    assert answer.text.startswith("是的，相等")
    answer = ask("水务局2026年人员经费350万元加公用经费50万元，凑得出420万元吗")
    assert answer.text.startswith("不相等")
    assert shown(answer)[:2] == [("400.00", "万元"), ("20.00", "万元")]
    assert "“420万元”是问题中给出的" in answer.text
    assert ask("水务局2026年绿化1.7万元加路灯2.9万元，等于4.6万元吗").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("水务局2026年基本支出占了总支出的四成以上，对吗", "不是"),
        ("水务局2026年基本支出占了总支出的三成多，对吗", "是的"),
        ("水务局2026年项目支出占了总支出的五成多，对吗", "是的"),
        ("水务局2026年项目支出占了总支出的三成多，对吗", "不是"),
    ],
)
def test_tenths_of_a_whole(ask, question, lead):
    assert ask(question).text.startswith(lead)
