"""Queries evaluated over small libraries: outcomes, refusals, and the arithmetic between."""

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of, recomputed
from answering.evaluating.result import Absent, Agreed, Amounted, Compared, Empty, Judged, Listed, Open, Quoted, Refused, Together
from answering.query.codec import parse_query
from answering.query.tree import (
    Agree,
    Cell,
    CellAspect,
    Compare,
    Convert,
    Count,
    Define,
    Entries,
    Given,
    Growth,
    List,
    Mean,
    Minus,
    Nothing,
    Passage,
    Per,
    Place,
    Query,
    QueryStage,
    Rank,
    Ratio,
    Relation,
    RowKind,
    Rows,
    RowSet,
    Scope,
    Several,
    Share,
    Sum,
    Units,
    Verify,
    Where,
)  # fmt: skip
from disclosure.document import ChunkKind, Level, Stage, TableKind
from disclosure.figure import Aspect, Derivation

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Said, Sheet, row, shelf_of

PUBLIC = (("“三公”经费合计",), ("公务接待费",))
BOTH = (("预算数",), ("决算数",))


def public(total, reception):
    return Sheet("“三公”经费支出表", TableKind.THREE_PUBLIC, [row("", total, reception, columns=PUBLIC)])


def summary(total, year=2026):
    rows = [row("收入总计", total, columns=(("收入", "预算数"),)), row("支出总计", total, columns=(("支出", "预算数"),))]
    return Sheet(f"{year}年收支总表", TableKind.SUMMARY, rows)


PROJECTS = Sheet(
    "项目支出表",
    TableKind.PROJECT,
    [
        row("合计", "60.00", total=True),
        row("河道巡查", "30.00"),
        row("闸门修缮", "20.00"),
        row("水质监测", "10.00"),
        row("宣传活动", ""),
    ],
)
WATER = Paper(
    "云岭县水务局",
    2026,
    [summary("200.00"), public("9.00", "1.00"), PROJECTS],
    [
        Said("200.00万元", "收入总计", "收入总计200.00万元，比上年增加50.00万元。"),
        Said("50.00万元", "收入总计", "收入总计200.00万元，比上年增加50.00万元。", Aspect.INCREASE),
        Said("31.00万元", "河道巡查", "河道巡查安排31.00万元。"),
        Said("5人", "巡查员", "巡查员5人。"),
        Said("1.00万元", "公务接待费", "公务接待费1.00万元，比上年减少0.25万元，下降20.00%。"),
        Said("0.25万元", "公务接待费", "公务接待费1.00万元，比上年减少0.25万元，下降20.00%。", Aspect.DECREASE),
        Said("-20.00%", "公务接待费", "公务接待费1.00万元，比上年减少0.25万元，下降20.00%。", Aspect.GROWTH_RATE),
    ],
    [
        (("名词解释", "机关运行经费"), "机关运行经费：指为保障运行购买货物和服务的资金。", ChunkKind.DEFINITION),
        (("二、机构设置",), "县水务局内设机构包括：办公室、河道股、水质股。", ChunkKind.TEXT),
        (("三、说明",), "公务接待费1.00万元，比上年减少0.25万元，主要原因是厉行节约。\n培训费无变化。", ChunkKind.TEXT),
    ],
)
WATER_2025 = Paper("云岭县水务局", 2025, [summary("150.00", 2025), public("8.00", "1.25")])
FOREST = Paper("云岭县林业局", 2026, [summary("100.00"), public("4.00", "")])
ROADS = Paper("青溪县交通运输局", 2026, [summary("300.00"), public("6.00", "2.00")])
ACCOUNT = Paper(
    "青溪县民政局",
    2024,
    [Sheet("“三公”经费支出决算表", TableKind.THREE_PUBLIC, [row("合计", "4.00", "3.00", columns=BOTH, total=True)])],
    stage=Stage.FINAL_ACCOUNTS,
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return shelf_of(tmp_path_factory.mktemp("shelf"), WATER, WATER_2025, FOREST, ROADS, ACCOUNT)


W = Scope(unit="水务局", year=2026)


def outcome(shelf, ask, scope=W):
    return evaluate(Query(scope, ask), shelf).outcome


def shown(result):
    assert isinstance(result, Amounted), result
    if isinstance(result.operand, Derivation):
        assert recomputed(result.operand) == result.operand.shown
    return str(amount_of(result.operand))


@pytest.mark.parametrize(
    ("ask", "amount"),
    [
        (Cell("总预算"), "200.00万元"),
        (Cell("三公经费"), "9.00万元"),
        (Sum((Cell("河道巡查"), Cell("闸门修缮"))), "50.00万元"),
        (Sum((Rows(RowSet(kind=RowKind.PROJECT)),)), "60.00万元"),
        (Mean((Rows(RowSet(kind=RowKind.PROJECT)),)), "20.00万元"),
        (Sum((Rank((Rows(RowSet(kind=RowKind.PROJECT)),), n=2),)), "50.00万元"),
        (Mean((Rank((Rows(RowSet(kind=RowKind.PROJECT)),), n=2, ascending=True),)), "15.00万元"),
        (Sum((Share((Cell("河道巡查"), Cell("支出总计"))), Share((Cell("闸门修缮"), Cell("支出总计"))))), "25.00%"),
        (Minus((Cell("闸门修缮"), Cell("河道巡查"))), "-10.00万元"),
        (Share((Cell("河道巡查"), Cell("支出总计"))), "15.00%"),
        (Ratio((Cell("河道巡查"), Cell("水质监测"))), "3.00"),
        (Growth((Cell("三公经费"), Cell("三公经费", scope=Scope(year=2025)))), "12.50%"),
        (Per((Cell("河道巡查"), Cell("巡查员", counted="人"))), "6.00万元/人"),
        (Per((Cell("河道巡查"), Given("6", "人"))), "5.00万元/人"),
        (Convert(Cell("河道巡查"), "元"), "300,000元"),
        (Minus((Share((Cell("河道巡查"), Cell("支出总计"))), Share((Cell("水质监测"), Cell("支出总计"))))), "10.00个百分点"),
        (Count(Rows(RowSet(kind=RowKind.PROJECT))), "4个"),
        (Count(Rows(RowSet(kind=RowKind.PROJECT), where=Where(above=Given("15", "万元")))), "2个"),
        (Cell("公务接待费", aspect=CellAspect.CHANGE), "-0.25万元"),
        (Cell("公务接待费", aspect=CellAspect.RATE), "-20.00%"),
        (Cell("公务接待费", aspect=CellAspect.PRIOR), "1.25万元"),  # printed in last year's disclosure
        (Cell("三公经费", aspect=CellAspect.RATE), "12.50%"),
        (Cell("收入总计", aspect=CellAspect.PRIOR), "150.00万元"),
        (Cell("支出总计", aspect=CellAspect.CHANGE), "50.00万元"),
    ],
)
def test_amounts_are_exact_and_can_be_computed_again(shelf, ask, amount):
    assert shown(outcome(shelf, ask)) == amount


def test_a_share_whose_part_is_missing_is_missing_and_named(shelf):
    result = outcome(shelf, Share((Cell("局长年薪"), Cell("支出总计"))))
    assert isinstance(result, Absent)
    assert result.name == "局长年薪"


def test_nothing_is_computed_from_a_blank(shelf):
    assert isinstance(outcome(shelf, Sum((Cell("宣传活动"), Cell("河道巡查")))), Empty)


def test_unlike_things_are_not_added(shelf):
    assert isinstance(outcome(shelf, Sum((Cell("河道巡查"), Cell("巡查员", counted="人")))), Refused)


def test_a_number_of_people_is_not_shared_out_among_people(shelf):
    assert isinstance(outcome(shelf, Per((Cell("巡查员", counted="人"), Given("5", "人")))), Refused)


@pytest.mark.parametrize(
    ("scope", "part"),
    [
        (Scope(unit="国家水务局"), "unit"),
        (Scope(unit="云岭县教育局"), "unit"),
        (Scope(unit="水务局", year=2020), "year"),
        (Scope(unit="水务局", year=2026, stage=QueryStage.FINAL), "stage"),
        (Scope(documents=("没有这份",)), "documents"),
    ],
)
def test_another_unit_year_or_stage_is_refused_and_never_answered_from_what_is_there(shelf, scope, part):
    result = outcome(shelf, Cell("三公经费"), scope)
    assert isinstance(result, Absent)
    assert result.part == part


def test_a_level_that_no_document_is_of_is_answered_from_the_one_that_is_there_and_told(shelf):
    result = outcome(shelf, Cell("三公经费"), Scope(unit="水务局", year=2026, level=Level.UNIT))
    assert isinstance(result, Amounted) and "没有收录单位口径的文件，取自部门口径的" in result.note


def test_no_year_is_the_newest_and_the_others_are_kept(shelf):
    result = outcome(shelf, Cell("三公经费"), Scope(unit="水务局"))
    assert shown(result) == "9.00万元"
    assert [figure.text for figure in result.other_years] == ["8.00"]


def test_no_unit_is_asked_back(shelf):
    result = outcome(shelf, Cell("三公经费"), Scope())
    assert isinstance(result, Open)
    assert len(result.scopes) >= 3
    assert shown(outcome(shelf, Cell("河道巡查"), Scope())) == "30.00万元"  # one unit alone prints it


def test_budget_and_spending_of_a_final_account(shelf):
    civil = Scope(unit="民政局", year=2024)
    assert shown(outcome(shelf, Cell("三公经费"), civil)) == "3.00万元"
    assert shown(outcome(shelf, Cell("三公经费", column="预算数"), civil)) == "4.00万元"
    assert shown(outcome(shelf, Cell("三公经费", aspect=CellAspect.DONE), civil)) == "75.00%"
    planned = outcome(shelf, Cell("三公经费"), Scope(unit="民政局", year=2024, stage=QueryStage.BUDGET))
    assert (shown(planned), planned.note) == ("4.00万元", "没有收录当年预算，取自决算公开印出的预算数")


def test_sets_are_in_order_and_say_what_was_left_out(shelf):
    ranked = outcome(shelf, Rank((Rows(RowSet(kind=RowKind.PROJECT)),), n=2))
    assert isinstance(ranked, Listed)
    assert [shown(item) for item in ranked.items] == ["30.00万元", "20.00万元"]
    assert (ranked.total, ranked.left_out[0].label) == (3, "宣传活动")
    second = outcome(shelf, Rank((Rows(RowSet(table="项目支出表")),), nth=2))
    assert [shown(item) for item in second.items] == ["20.00万元"]
    listed = outcome(shelf, List(Rows(RowSet(kind=RowKind.PROJECT), where=Where(name="水质"))))
    assert [shown(item) for item in listed.items] == ["10.00万元"]


@pytest.mark.parametrize("number", ["15", "1,500", "90000"])
def test_none_beyond_a_bound_are_none(shelf, number):
    asked = parse_query(
        {"scope": {}, "ask": {"count": {"of": {"rows": {"of": {"kind": "项目"}, "where": {"above": {"number": number, "unit": "万元"}}}}}}}
    )
    assert shown(outcome(shelf, asked.ask)) == ("2个" if number == "15" else "0个")


def test_units_of_the_library_are_one_set(shelf):
    ranked = outcome(shelf, Rank((Units(Cell("三公经费")),), n=None), Scope())
    assert [(item.operand.entity, shown(item)) for item in ranked.items] == [
        ("云岭县水务局", "9.00万元"),
        ("青溪县交通运输局", "6.00万元"),
        ("云岭县林业局", "4.00万元"),
    ]
    assert [one.why for one in ranked.left_out] == ["是2024年的"]
    county = outcome(shelf, Sum((Units(Cell("公务接待费"), scope=Scope(units="云岭县")),)), Scope())
    assert shown(county) == "1.00万元"
    assert [one.why for one in county.left_out] == ["这一格没有印数"]
    assert shown(outcome(shelf, Count(Units(Cell("三公经费"), where=Where(above=Given("5", "万元")))), Scope())) == "2个"
    share = outcome(shelf, Rank((Units(Share((Cell("三公经费"), Cell("支出总计")))),)), Scope())
    assert shown(share.items[0]) == "4.50%"


def test_years_of_one_unit_are_one_set(shelf):
    listed = outcome(shelf, List(Units(Cell("三公经费"))), Scope(unit="水务局"))
    assert [shown(item) for item in listed.items] == ["8.00万元", "9.00万元"]


@pytest.mark.parametrize(
    ("claimed", "relation", "holds"),
    [
        (Given("30", "万元"), Relation.EQUAL, True),
        (Given("300000", "元"), Relation.EQUAL, True),
        (Given("30"), Relation.EQUAL, True),
        (Given("31", "万元"), Relation.EQUAL, False),
        (Given("30.003", "万元"), Relation.EQUAL, None),  # 30.00 is printed, which says nothing so fine
        (Given("29", "万元"), Relation.ABOUT, True),
        (Given("25", "万元"), Relation.MORE, True),
        (Given("25", "万元"), Relation.LESS, False),
        (Given("30", "万元"), Relation.AT_LEAST, True),
        (Sum((Cell("闸门修缮"), Cell("水质监测"))), Relation.EQUAL, True),
        (Rows(RowSet(kind=RowKind.PROJECT)), Relation.FIRST, True),
        (Given("30", "人"), Relation.EQUAL, None),
    ],
)
def test_claims_are_judged(shelf, claimed, relation, holds):
    result = outcome(shelf, Verify(Cell("河道巡查"), claimed, relation))
    assert isinstance(result, Judged)
    assert result.holds is holds


@pytest.mark.parametrize(("row", "claimed", "holds"), [
    ("公务接待费", "0.25", True),  # without a sign the size alone is claimed
    ("公务接待费", "-0.25", True), ("公务接待费", "+0.25", False),
    ("收入总计", "+50", True), ("收入总计", "-50", False),
])  # fmt: skip
def test_a_rise_is_no_fall(shelf, row, claimed, holds):
    result = outcome(shelf, Verify(Cell(row, aspect=CellAspect.CHANGE), Given(claimed, "万元")))
    assert isinstance(result, Judged)
    assert result.holds is holds


def test_a_claim_of_what_is_not_there_is_not_judged(shelf):
    result = outcome(shelf, Verify(Cell("局长年薪"), Given("30", "万元")))
    assert isinstance(result, Judged)
    assert result.holds is None
    assert isinstance(result.left, Absent)


def test_places_that_print_one_thing_are_held_together(shelf):
    result = outcome(shelf, Agree((Cell("河道巡查"),)))
    assert isinstance(result, Agreed)
    assert (result.same, sorted(shown(one) for one in result.places)) == (False, ["30.00万元", "31.00万元"])
    two = outcome(shelf, Agree((Cell("河道巡查", table="项目支出表"), Cell("河道巡查", place=Place.TEXT))))
    assert two.same is False
    assert isinstance(outcome(shelf, Agree((Cell("河道巡查", table="没有这张表"), Cell("河道巡查")))), Absent)


def test_two_amounts_are_compared(shelf):
    result = outcome(shelf, Compare((Cell("河道巡查"), Cell("闸门修缮"))))
    assert isinstance(result, Compared)
    assert str(result.difference.shown) == "10.00万元"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (Define("机关运行经费"), "保障运行"),
        (Passage("公务接待费", facet="原因"), "厉行节约"),
        (Entries("内设机构"), "河道股"),
    ],
)
def test_words_are_quoted(shelf, ask, words):
    result = outcome(shelf, ask)
    assert isinstance(result, Quoted)
    assert words in result.passages[0].text


def test_a_list_gives_its_entries(shelf):
    assert outcome(shelf, Entries("内设机构")).entries == ("办公室", "河道股", "水质股")


@pytest.mark.parametrize("ask", [Define("土地出让金"), Passage("培训费", facet="原因"), Passage("维修费"), Entries("出国团组")])
def test_what_no_sentence_says_is_absent(shelf, ask):
    assert isinstance(outcome(shelf, ask), Absent)


def test_things_asked_in_one_breath_keep_their_own_outcomes(shelf):
    result = outcome(shelf, Several((Cell("河道巡查"), Cell("局长年薪"))))
    assert isinstance(result, Together)
    assert [type(part) for part in result.parts] == [Amounted, Absent]


def test_what_is_no_question_is_refused(shelf):
    assert isinstance(outcome(shelf, Nothing("天气")), Refused)


def test_numbers_that_are_none_and_names_without_end_do_no_harm(shelf):
    assert isinstance(outcome(shelf, Given("NaN", "万元")), Refused)
    assert isinstance(outcome(shelf, Given("1", "瓮")), Refused)
    assert isinstance(outcome(shelf, Cell("长" * 5000)), Absent)
    assert isinstance(outcome(shelf, Convert(Cell("河道巡查"), "人")), Refused)
    assert isinstance(outcome(shelf, Share((Cell("河道巡查"), Given("0", "万元")))), Refused)
    assert amount_of(outcome(shelf, Given("1.5", "万元")).operand).in_base == Decimal(15000)


def test_the_documents_that_answered_are_kept(shelf):
    evaluation = evaluate(Query(Scope(unit="水务局"), Cell("三公经费")), shelf)
    assert [(scope.entity, scope.year, scope.year_said) for scope in evaluation.scopes] == [("云岭县水务局", 2026, False)]
    assert evaluation.audit
