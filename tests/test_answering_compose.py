import re

import pytest
from answering_samples import ENTITY, bureau_library

from answering.cite import CitationBook
from answering.compose import Work, lookup
from answering.compose_computed import compare, difference, times, total
from answering.compose_growth import change
from answering.compose_per_head import per_head
from answering.compose_sets import counted, over_rows
from answering.compose_shares import shares
from answering.compose_text import define, explain, lists
from answering.compose_verify import verify
from answering.engine import checked
from answering.lookup import Shelf
from answering.verify import Context
from disclosure.amount import Unit, parse_amount
from disclosure.answer import Status, Verdict
from disclosure.document import TableKind
from disclosure.errors import AmountError
from disclosure.question import Facet, Operation, Plan, Relation, RowKind, Selector


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    shelf = Shelf(library)
    shelf.refresh()
    yield shelf
    library.close()


@pytest.fixture
def answer(shelf):
    """Composes a plan over one year's document and reads the text back; an answer must pass whole."""
    ids = {record.fiscal_year: record.id for record in shelf.library.documents()}

    def scope_of(key):
        record = shelf.record(key)
        return record.file_name, record.entity, record.fiscal_year, record.stage, record.level

    def answer(compose, operation, *selectors, years=(2026,), question="问", **said):
        plan = Plan(question, operation, tuple(selectors), **said)
        draft = compose(Work(plan, shelf, tuple(ids[year] for year in years), scope_of))
        written, check, lines = checked(draft, Context(question, plan, shelf.years), lambda: CitationBook(scope_of))
        assert not check.removed, check
        assert any(line.headline for line in lines)
        return draft, written

    answer.ids = ids
    return answer


def values(written):
    return [(claim.amount.plain, str(claim.amount.unit or ""), claim.verdict) for claim in written.claims]


def test_one_figure_with_its_place(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="护堤员工资"))
    assert draft.status is Status.ANSWERED
    assert values(written) == [("120.00", "万元", Verdict.CELL), ("60.00", "万元", Verdict.CELL)]
    assert "另有：2025年护堤员工资" in written.text
    assert written.text.startswith("2026年护堤员工资：**120.00 万元**（已核对）[1]")
    assert f"{ENTITY} · 2026年单位预算 · 《2026年项目支出预算表》第7页" in written.text
    assert written.citations[0].row_path == ("2026年护堤员工资",)
    assert 9 in {citation.page for citation in written.citations}  # the form says the same


def test_another_unit_is_a_conversion_with_its_sum(answer):
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="政府采购预算总额"), unit=Unit.parse("元"))
    assert values(written)[0] == ("888000", "元", Verdict.COMPUTED)
    assert "88.80万元 = 888,000元" in written.text
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="护堤员工资"), unit=Unit.parse("元"))
    assert values(written)[0] == ("1200000", "元", Verdict.CELL)  # the form prints it in 元


def test_several_things_are_all_shown_and_what_is_missing_said(answer):
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="办公费"), Selector(label="护堤员奖金"))
    assert values(written) == [("30.00", "万元", Verdict.CELL)]
    assert "没有找到" in written.text


def test_a_choice_shows_each_figure(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="经费", label_year=2025, fiscal_year=2025))
    assert draft.status is Status.AMBIGUOUS
    assert [alternative.amount.plain for alternative in written.alternatives] == ["12.50", "7.50"]
    assert all(alternative.citation for alternative in written.alternatives)


def test_rows_of_one_name_are_told_apart_by_the_row_above(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="会议费"))
    assert draft.status is Status.AMBIGUOUS
    assert [alternative.amount.plain for alternative in written.alternatives] == ["1.50", "2.50"]
    assert "水利 · 会议费" in written.text


def test_a_column_of_a_row_is_never_the_row_itself(answer):
    within = Selector(label="项目支出", within="水利")
    _, written = answer(lookup, Operation.LOOKUP, within)
    assert written.claims[0].amount.plain == "600.00"
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="基本支出", within="水利"))
    assert written.claims[0].amount.plain == "360.00"


def test_nothing_found_says_why_and_offers_what_comes_near(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="河道清理工程"))
    assert draft.status is Status.NOT_FOUND
    assert "河道清淤工程" in written.text
    assert not written.claims


def test_an_empty_table_is_nought_with_both_places(answer):
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="三公经费"))
    assert values(written) == [("0", "万元", Verdict.PROSE)]
    assert {citation.page for citation in written.citations} == {6, 11}


def test_a_blank_is_said_to_be_blank(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="行政运行", column_label="项目支出"))
    assert draft.status is Status.ANSWERED
    assert "空白" in written.text
    assert not written.claims


def test_a_contradiction_shows_both_and_marks_the_headline(answer):
    draft, written = answer(lookup, Operation.LOOKUP, Selector(label="河道清淤工程"))
    assert values(written)[0] == ("400.00", "万元", Verdict.CONFLICT)
    assert ("4000", "万元", Verdict.CONFLICT) in values(written)
    assert "不一致" in written.text
    assert draft.discrepancies


def test_the_year_before_follows_from_the_printed_increase(answer):
    asked = Selector(label="总预算", fiscal_year=2025, document_ids=())
    _, written = answer(lookup, Operation.LOOKUP, asked)
    assert values(written)[0] == ("800.00", "万元", Verdict.COMPUTED)
    assert "1,000.00万元 − 200.00万元 = 800.00万元" in written.text


PART, WHOLE = Selector(label="护堤员工资"), Selector(label="项目支出")


@pytest.mark.parametrize(
    ("compose", "operation", "selectors", "said", "value"),
    [
        (total, Operation.SUM, (Selector(label="办公费"), Selector(label="基本工资")), {}, "230.00万元"),
        (total, Operation.AVERAGE, (Selector(label="办公费"), Selector(label="公务接待费")), {}, "25.00万元"),
        (difference, Operation.DIFFERENCE, (Selector(label="办公费"), Selector(label="基本工资")), {}, "170.00万元"),
        (shares, Operation.SHARE, (PART,), {"share_of": WHOLE}, "20.00%"),
        (times, Operation.RATIO, (Selector(label="基本工资"), Selector(label="办公费")), {}, "6.67"),
        (per_head, Operation.PER_CAPITA, (PART, Selector(label="护堤员", dimension="人")), {}, "6.00万元/人"),
    ],
)
def test_computed_answers_show_their_formula_and_cells(answer, compose, operation, selectors, said, value):
    draft, written = answer(compose, operation, *selectors, **said)
    headline = written.claims[0]
    assert str(headline.amount) == value
    assert headline.verdict is Verdict.COMPUTED
    assert headline.formula in written.text
    assert draft.derivations
    assert len(headline.citations) == 2


@pytest.mark.parametrize(
    ("compose", "operation", "selectors", "said", "status"),
    [
        (total, Operation.SUM, (PART, Selector(label="护堤员奖金")), {}, Status.NOT_FOUND),
        (total, Operation.SUM, (PART, Selector(label="行政运行", column_label="项目支出")), {}, Status.NOT_FOUND),
        (total, Operation.SUM, (PART, Selector(label="经费", label_year=2025, fiscal_year=2025)), {}, Status.AMBIGUOUS),
        (shares, Operation.SHARE, (PART,), {}, Status.NOT_FOUND),
    ],
)
def test_nothing_is_computed_from_what_is_missing_blank_or_open(answer, compose, operation, selectors, said, status):
    draft, written = answer(compose, operation, *selectors, **said)
    assert draft.status is status
    assert not any(claim.verdict is Verdict.COMPUTED for claim in written.claims)


def test_unlike_units_are_refused(answer):
    with pytest.raises(AmountError):
        answer(difference, Operation.DIFFERENCE, PART, Selector(label="护堤员", dimension="人"))


def test_two_names_that_come_out_as_one_row_are_not_added(answer):
    draft, written = answer(total, Operation.SUM, Selector(label="河道清淤工程"), Selector(label="清淤工程"))
    assert draft.status is Status.NOT_FOUND and not written.claims


def test_growth_as_the_text_prints_it(answer):
    now = Selector(label="总预算", fiscal_year=2026)
    base = Selector(label="总预算", fiscal_year=2025, document_ids=())
    _, written = answer(change, Operation.GROWTH, now, base)
    assert values(written)[:2] == [("200.00", "万元", Verdict.PROSE), ("25.00", "%", Verdict.PROSE)]
    _, written = answer(change, Operation.GROWTH, now, base, unit=Unit.parse("%"))
    assert values(written)[0] == ("25.00", "%", Verdict.PROSE)


def test_growth_from_two_years_cells(answer):
    years = answer.ids
    now = Selector(label="住房公积金", fiscal_year=2026, document_ids=(years[2026],))
    base = Selector(label="住房公积金", fiscal_year=2025, document_ids=(years[2025],))
    _, written = answer(change, Operation.GROWTH, now, base, years=(2026, 2025))
    assert [str(claim.amount) for claim in written.claims[:2]] == ["2.00万元", "5.26%"]
    _, written = answer(change, Operation.GROWTH, base, now, years=(2026, 2025))
    assert "减少" in written.text
    assert written.claims[0].amount.plain == "2.00"


def test_a_claimed_direction_is_judged(answer):
    years = answer.ids
    now = Selector(label="住房公积金", fiscal_year=2026, document_ids=(years[2026],))
    base = Selector(label="住房公积金", fiscal_year=2025, document_ids=(years[2025],))
    for question, decrease, verdict in (
        ("公积金又涨了吧", False, "是的，增加了。"),
        ("公积金是不是又降了", True, "没有减少，而是增加了。"),
    ):
        _, written = answer(change, Operation.GROWTH, now, base, years=(2026, 2025), question=question, decrease=decrease)
        assert written.text.startswith(verdict)
    _, written = answer(change, Operation.GROWTH, now, base, years=(2026, 2025), question="公积金涨了多少")
    assert not written.text.startswith("是的")


def test_comparison_puts_the_highest_first(answer):
    years = answer.ids
    selectors = [Selector(label="住房公积金", fiscal_year=year, document_ids=(years[year],)) for year in (2025, 2026)]
    _, written = answer(compare, Operation.COMPARE, *selectors, years=(2026, 2025))
    assert [claim.amount.plain for claim in written.claims] == ["40.00", "38.00", "2.00"]
    _, written = answer(compare, Operation.COMPARE, *selectors, years=(2026, 2025), descending=False)
    assert written.claims[0].amount.plain == "38.00"


PROJECTS = Selector(rows=RowKind.PROJECT)


@pytest.mark.parametrize(
    ("compose", "operation", "selector", "said", "expected"),
    [
        (over_rows, Operation.RANK, PROJECTS, {}, ["400.00万元"]),
        (over_rows, Operation.RANK, PROJECTS, {"limit": 2}, ["400.00万元", "120.00万元"]),
        (over_rows, Operation.RANK, PROJECTS, {"descending": False}, ["0.00万元"]),
        (counted, Operation.COUNT, PROJECTS, {}, ["6个"]),
        (counted, Operation.COUNT, PROJECTS, {"threshold": parse_amount("100万")}, ["2个"]),
        (counted, Operation.COUNT, PROJECTS, {"threshold": parse_amount("50万元"), "above": False}, ["3个"]),
        (total, Operation.SUM, PROJECTS, {}, ["600.00万元"]),
        (over_rows, Operation.RANK, Selector(rows=RowKind.CLASS), {}, ["960.00万元"]),
        (over_rows, Operation.RANK, Selector(rows=RowKind.ITEM), {}, ["600.00万元"]),
        (over_rows, Operation.RANK, Selector(rows=RowKind.ECONOMIC), {}, ["200.00万元"]),
    ],
)
def test_aggregates_run_over_every_row_and_no_total(answer, compose, operation, selector, said, expected):
    _, written = answer(compose, operation, selector, **said)
    assert [str(claim.amount) for claim in written.claims][: len(expected)] == expected


def test_a_printed_count_comes_before_counting_rows(answer):
    _, written = answer(counted, Operation.COUNT, Selector(label="护堤员", dimension="人", rows=RowKind.PROJECT))
    assert str(written.claims[0].amount) == "20人"


@pytest.mark.parametrize(
    ("claimed", "words", "verdict"),
    [
        (("120万元",), "是的，一致", Verdict.CELL),
        (("1200000元",), "是的，一致", Verdict.CELL),
        (("57万元",), "不是，与文件不符", Verdict.CELL),
        (("120.01万元",), "不是，与文件不符", Verdict.CELL),
        (("12万元",), "不是，与文件不符", Verdict.CELL),
        (("120元",), "不是，与文件不符", Verdict.CELL),
    ],
)
def test_claims_are_confirmed_or_corrected(answer, claimed, words, verdict):
    question = f"护堤员工资是{claimed[0]}吗"
    said = tuple(parse_amount(text) for text in claimed)
    _, written = answer(verify, Operation.VERIFY, Selector(label="护堤员工资"), claimed=said, question=question)
    assert written.text.startswith(words)
    assert values(written)[0] == ("120.00", "万元", verdict)


def test_a_claim_that_the_text_prints_and_the_table_does_not(answer):
    said = parse_amount("400万元"), parse_amount("4000万元")
    _, written = answer(verify, Operation.VERIFY, Selector(label="河道清淤工程"), claimed=said)
    assert values(written)[0] == ("400.00", "万元", Verdict.CONFLICT)
    assert "4,000" in written.text
    assert "不一致" in written.text


def test_a_sum_that_adds_up_and_one_that_does_not(answer):
    whole = Selector(label="基本支出")
    parts = Selector(label="人员经费"), Selector(label="公用经费")
    _, written = answer(verify, Operation.VERIFY, whole, *parts, relation=Relation.SUM)
    assert written.text.startswith("相等")
    _, written = answer(verify, Operation.VERIFY, whole, parts[0], Selector(label="办公费"), relation=Relation.SUM)
    assert written.text.startswith("不相等")
    assert "20.00 万元" in written.text


def test_two_things_said_to_be_equal(answer):
    _, written = answer(verify, Operation.VERIFY, Selector(label="住房公积金"), Selector(label="办公费"), relation=Relation.EQUAL)
    assert written.text.startswith("不一致")


def test_whether_a_table_is_empty(answer):
    _, written = answer(verify, Operation.VERIFY, Selector(table_kind=TableKind.THREE_PUBLIC), facet=Facet.EMPTY_TABLE)
    assert "空白" in written.text or "0 万元" in written.text


@pytest.mark.parametrize(
    ("compose", "operation", "label", "facet", "quoted"),
    [
        (define, Operation.DEFINE, "机关运行经费", None, "保障行政单位运行"),
        (explain, Operation.EXPLAIN, "预算", Facet.REASON, "河道工程增加"),
        (explain, Operation.EXPLAIN, "护堤员工资", Facet.BASIS, "云水发"),
        (explain, Operation.EXPLAIN, None, Facet.ORGANISATION, "河湖股"),
    ],
)
def test_words_are_quoted_with_their_page(answer, compose, operation, label, facet, quoted):
    draft, written = answer(compose, operation, Selector(label=label), facet=facet)
    assert draft.status is Status.ANSWERED
    assert any(line.startswith("> ") and quoted in line for line in written.text.split("\n"))
    assert quoted in written.citations[0].quote
    assert written.citations[0].table_title is None


@pytest.mark.parametrize(
    ("compose", "label", "facet"),
    [
        (define, "国库集中支付", None),
        (explain, "护堤员奖金", Facet.BASIS),
        (explain, "出国团组去了哪些国家", Facet.GENERAL),
        (explain, "绿化工程", Facet.REASON),
        (lists, "获奖名单", None),
    ],
)
def test_an_irrelevant_passage_is_no_answer(answer, compose, label, facet):
    draft, _ = answer(compose, Operation.EXPLAIN, Selector(label=label), facet=facet)
    assert draft.status is Status.NOT_FOUND


def test_what_a_pdf_prints_is_text_and_nothing_else(answer):
    _, written = answer(over_rows, Operation.RANK, PROJECTS, limit=10)
    assert "<img" not in written.text.replace("\\<img", "")
    assert not re.search(r"(?<!\\)\]\(|http:", written.text)


def test_whether_a_figure_is_above_what_the_question_supposes(answer):
    asked = {"question": "护堤员工资超过这个数了吧"}
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="护堤员工资"), threshold=parse_amount("500万元"), **asked)
    assert written.text.startswith("不是")
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="护堤员工资"), threshold=parse_amount("100万"), **asked)
    assert written.text.startswith("是的")
    # a bound alone asks nothing of yes or no
    _, written = answer(lookup, Operation.LOOKUP, Selector(label="护堤员工资"), threshold=parse_amount("100万"), question="护堤员工资")
    assert written.text.startswith("2026年护堤员工资")


def test_what_each_of_several_is_is_no_sum(answer):
    selectors = Selector(label="办公费"), Selector(label="基本工资")
    _, written = answer(total, Operation.SUM, *selectors, question="办公费和基本工资各是多少")
    assert [claim.amount.plain for claim in written.claims] == ["30.00", "200.00"]


def test_a_thing_is_not_compared_with_itself(answer):
    draft, written = answer(difference, Operation.DIFFERENCE, Selector(label="办公费"), Selector(label="办公费"))
    assert draft.status is Status.NOT_FOUND
    assert not written.claims


def test_a_mean_needs_something_to_take_it_over(answer):
    draft, _ = answer(total, Operation.AVERAGE, Selector(label="护堤员工资"))
    assert draft.status is Status.NOT_FOUND
    _, written = answer(total, Operation.AVERAGE, Selector(label="项目"))
    assert written.claims[0].amount.plain == "100.00"


def test_a_subjects_children_by_its_code(answer):
    _, written = answer(lists, Operation.LIST, Selector(subject_code="21303", rows=RowKind.ITEM))
    assert "行政运行" in written.text
    assert "住房公积金" not in written.text


def test_heads_that_the_question_gives_are_the_askers_where_they_are_not_printed(answer):
    heads = Selector(label="护堤员", dimension="人")
    _, written = answer(per_head, Operation.PER_CAPITA, PART, heads, claimed=(parse_amount("20名"),))
    assert written.claims[0].amount.plain == "6.00"
    assert "问题中给出" not in written.text
    draft, written = answer(per_head, Operation.PER_CAPITA, PART, heads, claimed=(parse_amount("25名"),), question="按25名算")
    assert draft.status is Status.ANSWERED and written.claims[0].amount.plain == "4.80"
    assert "“25名”是问题中给出的" in written.text and "护堤员人数印的是 20 人" in written.text


def test_the_whole_of_a_share_is_of_the_parts_own_document(answer):
    parts = [Selector(label="住房公积金", fiscal_year=year, document_ids=(answer.ids[year],)) for year in (2026, 2025)]
    whole = Selector(label="住房公积金", column_label="基本支出", fiscal_year=2026, document_ids=(answer.ids[2026],))
    _, written = answer(shares, Operation.SHARE, *parts, share_of=whole, years=(2026, 2025))
    assert [number for number, unit, _ in values(written) if unit == "%"] == ["100.00", "100.00"]  # 38.00 ÷ 40.00 would be 95.00
