import pytest
from answering_samples import ENTITY, bureau_library
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering.engine import LONGEST_QUESTION, Engine
from disclosure.answer import Status, Verdict
from disclosure.mention import MentionKind, find_numbers
from disclosure.question import Operation, Turn
from retrieval.library import Library


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    yield Engine(library)
    library.close()


def headline(answer):
    claim = answer.claims[0]
    return str(claim.amount), claim.verdict


@pytest.mark.parametrize(
    "question",
    [
        "2026年护堤员工资多少", "护堤员工资2026年是多少？", "请问一下，2026年护堤员工资安排了多少钱呀", "云岭县水务局2026年护堤员工资",
        "水务局2026年的护堤员工资是多少", "2026年護堤員工資多少", "２０２６年护堤员工资多少", "2026年护低员工资多少",
    ],
)  # fmt: skip
def test_one_question_in_many_wordings(engine, question):
    assert headline(engine.ask(question)) == ("120.00万元", Verdict.CELL)


@pytest.mark.parametrize(
    "question",
    [
        "2024年护堤员工资多少",
        "云岭县教育局2026年护堤员工资",
        "2026年护堤员奖金多少",
        "局长的年薪是多少",
        "明天天气怎么样",
        "2026年决算护堤员工资",
    ],
)
def test_what_is_not_there_is_not_answered(engine, question):
    answer = engine.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.reason
    assert not answer.claims


def test_another_year_never_gives_this_years_figure(engine):
    assert headline(engine.ask("2026年住房公积金多少"))[0] == "40.00万元"
    assert headline(engine.ask("2025年住房公积金多少"))[0] == "38.00万元"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空"),
        ("   \n", "空"),
        ("\x00\x00", "空"),
        ("问" * (LONGEST_QUESTION + 1), "太长"),
        ("护堤员工资\x00多少2026年", ""),
        ("\ud800", ""),
        ("\ufdfa" * 60, ""),
        ("'; DROP TABLE figures; --", ""),
        ("![x](http://a.b)", ""),
        ("？？？", ""),
        ("1" * 400, ""),
        ("一" * 900, ""),
        ("(" * 500, ""),
        ("2026年" * 200, ""),
        ("比" * 300, ""),
        ("和" * 300 + "多少", ""),
        ("a" * 1500, ""),
    ],
)
def test_strange_questions_get_a_line(engine, text, words):
    answer = engine.ask(text)
    assert answer.text
    assert words in (answer.reason or answer.text)
    assert answer.status in Status


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_question_raises(engine, text):
    assert engine.ask(text).text


def test_an_empty_library_says_so(tmp_path):
    with Library.open(tmp_path / "index") as library:
        answer = Engine(library).ask("总预算多少")
    assert answer.status is Status.NOT_FOUND
    assert "还没有文件" in answer.text


def test_a_document_that_is_not_there_is_named(engine):
    answer = engine.ask("总预算多少", documents=["没有这份"])
    assert answer.status is Status.NOT_FOUND
    assert "没有这份" in answer.text


def test_a_follow_up_takes_what_it_lacks_from_before(engine):
    first = engine.ask("2026年护堤员工资多少")
    second = engine.ask("占项目支出多少", history=[Turn(first.question, first.plan)])
    assert headline(second) == ("20.00%", Verdict.COMPUTED)


def test_the_record_replays_the_answer(engine):
    answer = engine.ask("2026年护堤员工资多少")
    assert answer.plan is not None
    assert answer.plan.operation is Operation.LOOKUP
    assert {name for name, _ in answer.record["times_ms"].items()} == {"understand", "lookup", "verify"}
    match = answer.record["matches"][0]
    assert (match["text"], match["page"]) == ("120.00", 7)
    assert answer.elapsed_ms > 0
    assert answer.library_version
    again = engine.ask("2026年护堤员工资多少")
    assert (again.text, again.claims, again.citations) == (answer.text, answer.claims, answer.citations)


def test_every_quantity_of_every_answer_is_claimed_quoted_or_printed(engine):
    asked = (
        "2026年总预算多少",
        "2026年人员经费和公用经费各多少",
        "2026年花钱最多的三个项目",
        "2026年基本支出占总支出多少",
        "2026年预算为什么增加",
    )
    for question in asked:
        answer = engine.ask(question)
        assert answer.status is Status.ANSWERED, question
        assert answer.verification.passed
        shown = {mention.text.replace(" ", "") for mention in find_numbers(answer.text) if mention.kind is MentionKind.QUANTITY}
        printed = "".join(citation.quote for citation in answer.citations) + "".join(d.formula for d in answer.derivations)
        claimed = "".join(claim.text.replace(" ", "") for claim in answer.claims)
        assert all(text in claimed or text.replace(",", "") in printed.replace(",", "") for text in shown), (question, shown)


def test_claims_about_every_project_are_judged_rightly(engine):
    for label, amount in (("河道清淤工程", 400), ("护堤员工资", 120)):
        true = engine.ask(f"2026年{label}是{amount}万元吗")
        assert true.claims[0].amount.number == amount
        for wrong in (amount + 1, amount * 10, amount / 10, amount - 40):
            false = engine.ask(f"2026年{label}是{wrong:g}万元吗")
            assert not false.text.startswith(("是的", "一致")), false.text


def test_the_entity_is_part_of_the_answer(engine):
    assert ENTITY in engine.ask("2026年护堤员工资多少").text
