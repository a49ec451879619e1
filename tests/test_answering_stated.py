"""Questions that state amounts themselves: each amount is held against the documents, and none is taken on trust."""

import pytest
from answering_samples import bureau_library

from answering.engine import Engine
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
