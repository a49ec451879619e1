"""What stands beside a row's label: names of other columns, cells of words, the unit above; and amounts said in words alone."""

import sys
from pathlib import Path

import pytest

from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Amounted, Empty, Judged, Listed, Open, Quoted
from answering.query.tree import (
    Cell,
    CellAspect,
    Count,
    Entries,
    Given,
    Passage,
    Query,
    Rank,
    Relation,
    RowKind,
    Rows,
    RowSet,
    Scope,
    Share,
    Sum,
    Verify,
    Where,
)  # fmt: skip
from answering.telling.tell import finish, tell
from disclosure.document import ChunkKind, TableKind
from disclosure.figure import Aspect

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Said, Sheet, row, shelf_of

TRAINING = "一般公共预算拨款安排的培训费预算支出"
PURCHASES = Sheet(
    "政府采购支出表",
    TableKind.PROCUREMENT,
    [
        row("合计", "16.00", total=True),
        row("河道巡查经费/物业管理费/保安服务/分散采购", "9.00"),
        row("闸门运行经费/物业管理费/保安服务/集中采购", "7.00"),
        row("C-服务", "4.00"),
    ],
)
COLUMNS = (("2025年", "培训费"), ("2026年", "培训费"))
PUBLIC = Sheet(
    "“三公”经费、培训费表",
    TableKind.THREE_PUBLIC,
    [row("云岭县河道管理站中心", "1.00", "2.00", columns=COLUMNS)],
)
SPENDING = Sheet(
    "支出总表", TableKind.EXPENDITURE, [row("云岭县水务局", "90.00"), row("云岭县河道管理站中心", "30.00"), row("云岭县水利学校", "20.00")]
)
ITEMS = Sheet(
    "专项支出表",
    TableKind.OTHER,
    [row("云岭县河道管理站中心", "12.00"), row("设备更新", "12.00"), row("云岭县水利学校", "5.00"), row("设备更新", "5.00")],
)
SUMMARY = Sheet("收支总表", TableKind.SUMMARY, [row("基本支出/商品和服务支出", "4.00"), row("项目支出/商品和服务支出", "6.00")])
SUBJECTS = Sheet("支出明细表", TableKind.OTHER, [row("商品和服务支出", "10.00", code="302")])
FORMS = [
    Sheet(title, TableKind.PERFORMANCE_FORM, [row("项目资金/资金总额", amount)], project=name)
    for title, name, amount in (
        ("项目支出绩效目标表", "养护绿化", "8.00"),
        ("巡查河道绩效目标表", "巡查河道", "30.00"),
        ("修缮闸门绩效目标表", "修缮闸门", "20.00"),
    )
]
WATER = Paper(
    "云岭县水务局",
    2026,
    [Sheet("绩效表", TableKind.OTHER, [row("水质监测", "6.00")]), PURCHASES, PUBLIC, SPENDING, ITEMS, SUMMARY, SUBJECTS],
    [
        Said("5.00万元", TRAINING, "培训费预算支出5.00万元，比上年预算减少2.00万元。"),
        Said("2.00万元", TRAINING, "培训费预算支出5.00万元，比上年预算减少2.00万元。", Aspect.DECREASE),
        Said("1.50万元", "公务接待费", "公务接待费1.50万元，与上年预算数相同。"),
        Said("7辆", "本单位共有车辆", "本单位共有车辆7辆。"),
        Said("40人", "会议费预算人数", "会议费预算3万元，人数约40人。"),
    ],
    [
        (("一、概况", "（二）机构设置情况"), "部门预算包括：云岭县水务局本级、云岭县河道管理中心、云岭县水利学校。", ChunkKind.TEXT),
        (("二、收支",), "收支增加的主要原因：1.新招录人员；2.物业管理费增加。", ChunkKind.TEXT),
    ],
    cells=[(-1, 0, "项目"), (-1, 1, "金额"), (-1, 2, "绩效目标"), (0, 0, "水质监测"), (0, 1, "6.00"), (0, 2, "出具十二份报告")],
)
BASIC = Sheet(
    "基本支出分经济科目表",
    TableKind.BASIC_ECONOMIC,
    [
        row("工资福利支出", "9.00"),
        row("工资奖金/基本工资", "5.00"),
        row("工资福利支出/绩效工资", "3.00"),
        row("住房公积金/住房公积金", "1.00"),
        row("商品和服务支出", "2.50"),
        row("办公经费/邮电费", "2.50"),
    ],
)
LEVELS = Sheet(
    "支出预算表",
    TableKind.EXPENDITURE,
    [
        row("公共安全支出", "8.00", code="204"),
        row("公共安全支出/司法", "8.00", code="20406"),
        row("公共安全支出/司法/普法宣传", "3.00", code="2040605"),
        row("公共安全支出/司法/法律援助", "5.00", code="2040607"),
    ],
)
EXACT = Sheet("经济分类表", TableKind.OTHER, [row("邮电费", "2.4980"), row("其他邮费", "0.0030"), row("咨询费", ""), row("租赁费", "")])
JUSTICE = Paper(
    "金沙县司法局",
    2026,
    [BASIC, LEVELS, EXACT],
    [
        Said("31.24%", "司法", "司法支出2.5万元，占31.24%。", Aspect.SHARE),
        Said("7.00万元", "咨询费预算总额", "咨询费预算总额7.00万元。"),
        Said("2辆", "执法用车", "安排购置执法用车2辆。", over=("预算安排购置车辆",)),
        Said("4辆", "执法用车", "共有执法用车4辆。", over=("国有资产占用情况",)),
    ],
)
TARGETS = Paper(
    "青溪县民政局", 2026, FORMS, chunks=[(("一、概况",), "本部门下属单位包括：无锡市河道管理中心，无锡市水利学校。", ChunkKind.TEXT)]
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return shelf_of(tmp_path_factory.mktemp("shelf"), WATER, TARGETS, JUSTICE)


def outcome(shelf, ask, unit="水务局"):
    return evaluate(Query(Scope(unit=unit), ask), shelf).outcome


def money(found):
    assert isinstance(found, Amounted), found
    return str(amount_of(found.operand))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (Cell("河道巡查经费", table="政府采购支出表"), "9.00万元"),  # a name that another column of the row prints
        (Sum((Rows(RowSet(table="政府采购支出表"), where=Where(name="保安服务")),)), "16.00万元"),
        (Cell("云岭县河道管理站中心"), "30.00万元"),  # a unit's row: of the whole budget, not of the first table that prints it
        (Cell("云岭县河道管理站中心", column="2025年/培训费"), "1.00万元"),
        (Cell("设备更新", under="云岭县水利学校"), "5.00万元"),  # the last unit above, in a table without levels
        (Cell("服务类", under="政府采购"), "4.00万元"),  # under what the table is called
        (Cell("商品和服务支出"), "10.00万元"),  # two rows of one name, whose sum another table prints
        (Cell("培训费", aspect=CellAspect.CHANGE), "-2.00万元"),
        (Cell("公务接待费", aspect=CellAspect.CHANGE), "0.00万元"),  # said in words
        (Cell("公务接待费", aspect=CellAspect.PRIOR), "1.50万元"),
        (Cell("车辆", counted="辆"), "7辆"),
        (Cell("人数", under="会议费", counted="人"), "40人"),
    ],
)
def test_one_amount_is_meant(shelf, ask, said):
    assert money(outcome(shelf, ask)) == said


def test_a_name_that_several_rows_print_beside_their_labels_is_asked_back(shelf):
    assert isinstance(outcome(shelf, Cell("保安服务", table="政府采购支出表")), Open)


def test_a_row_tells_its_purpose_in_a_cell_of_words(shelf):
    for found in (outcome(shelf, Passage("水质监测", "目标")), outcome(shelf, Cell("水质监测", column="绩效目标"))):
        assert isinstance(found, Quoted), found
        assert [chunk.text for chunk in found.passages] == ["出具十二份报告"]


def test_lists_of_a_section_and_of_units_whose_names_begin_like_a_denial(shelf):
    assert len(outcome(shelf, Entries("机构设置情况")).entries) == 3
    assert outcome(shelf, Entries("下属单位"), "民政局").entries == ("无锡市河道管理中心", "无锡市水利学校")


def test_a_reason_is_quoted_to_its_last_number(shelf):
    assert "物业管理费" in outcome(shelf, Passage("收支增加", "原因")).passages[0].text


def test_a_title_of_forms_means_the_forms_of_all_projects(shelf):
    forms = Rows(RowSet(kind=RowKind.PROJECT, table="项目支出绩效目标表"))
    found = outcome(shelf, Rank((forms,), n=2), "民政局")
    assert isinstance(found, Listed) and [str(amount_of(one.operand)) for one in found.items] == ["30.00万元", "20.00万元"]
    assert money(outcome(shelf, Count(forms), "民政局")) == "3个"


def test_rows_under_a_name_come_to_what_it_prints_and_are_of_the_kind_that_is_asked(shelf):
    under = Rows(RowSet(under="工资福利支出"))
    assert money(outcome(shelf, Sum((under,)), "司法局")) == "9.00万元"
    found = outcome(shelf, Rank((Rows(RowSet(under="公共安全支出", kind=RowKind.ITEM)),), n=2), "司法局")
    assert isinstance(found, Listed) and [str(amount_of(one.operand)) for one in found.items] == ["5.00万元", "3.00万元"]


def test_rows_of_no_unit_are_of_the_one_that_prints_what_they_stand_in(shelf):
    assert money(outcome(shelf, Sum((Rows(RowSet(under="工资福利支出")),)), None)) == "9.00万元"


def test_a_row_stands_under_the_heads_of_both_its_classifications(tmp_path):
    sheet = Sheet("一般公共预算基本支出表", TableKind.BASIC_ECONOMIC, [
        row("工资福利支出/501/机关工资福利支出", "30.00", code="301", at=1),
        row("津贴补贴/501/01/工资奖金津补贴", "20.00", code="30102", at=1), row("奖金/501/01/工资奖金津补贴", "10.00", code="30103", at=1),
        row("工资福利支出/505/对事业单位经常性补助", "7.00", code="301", at=1),
        row("津贴补贴/505/01/工资福利支出", "4.00", code="30102", at=1), row("奖金/505/01/工资福利支出", "3.00", code="30103", at=1),
    ])  # fmt: skip
    two = shelf_of(tmp_path, Paper("柳河县统计局", 2026, [sheet]))
    assert money(outcome(two, Cell("津贴补贴", under="机关工资福利支出"), None)) == "20.00万元"
    assert money(outcome(two, Cell("津贴补贴", under="对事业单位经常性补助"), None)) == "4.00万元"
    found = outcome(two, Rank((Rows(RowSet(under="机关工资福利支出")),), n=3), None)
    assert isinstance(found, Listed) and [str(amount_of(one.operand)) for one in found.items] == ["20.00万元", "10.00万元"]


def test_what_is_there_is_meant_before_what_is_to_be_bought(shelf):
    assert money(outcome(shelf, Cell("执法用车", counted="辆"), "司法局")) == "4辆"


def test_a_sum_takes_what_is_printed_as_exactly_as_the_others(shelf):
    assert money(outcome(shelf, Sum((Cell("邮电费"), Cell("其他邮费"))), "司法局")) == "2.5010万元"


def test_a_share_is_claimed_as_it_is_printed(shelf):
    share = Share((Cell("司法"), Cell("公共安全支出")))
    held = outcome(shelf, Verify(share, Given("31.24", "%")), "司法局")
    assert isinstance(held, Judged) and held.holds and str(amount_of(held.left.operand)) == "31.24%"
    other = outcome(shelf, Verify(share, Given("31.25", "%")), "司法局")
    assert isinstance(other, Judged) and other.holds is False


def test_a_claim_against_the_year_before_is_told_as_a_move(shelf):
    ask = Verify(Cell("培训费"), Cell("培训费", aspect=CellAspect.PRIOR), Relation.MORE)
    query = Query(Scope(unit="水务局"), ask)
    evaluation = evaluate(query, shelf)
    assert isinstance(evaluation.outcome, Judged) and evaluation.outcome.holds is False
    answer = finish(tell(query, evaluation, shelf), query, evaluation, shelf)
    assert "比上年减少" in answer.text.splitlines()[0]


def test_a_claim_holds_where_one_of_several_rows_of_the_name_prints_it(shelf):
    held = outcome(shelf, Verify(Cell("设备更新", table="专项支出表"), Given("5", "万元")))
    assert isinstance(held, Judged) and held.holds and held.left.note
    other = outcome(shelf, Verify(Cell("设备更新", table="专项支出表"), Given("6", "万元")))
    assert not (isinstance(other, Judged) and other.holds)


def test_the_amount_that_is_claimed_is_told_where_it_is_printed_for_another_thing(shelf):
    held = outcome(shelf, Verify(Cell("水质监测"), Given("90.00", "万元")))
    assert isinstance(held, Judged) and held.holds is False
    assert [figure.row_label for figure in held.printed] == ["云岭县水务局"]


def test_what_a_table_leaves_blank_is_told_as_the_text_has_it(shelf):
    found = outcome(shelf, Cell("咨询费"), "司法局")
    assert money(found) == "7.00万元" and "空白" in (found.note or "")
    assert isinstance(outcome(shelf, Cell("租赁费"), "司法局"), Empty)  # of which the text says nothing
    assert isinstance(outcome(shelf, Cell("咨询费", table="经济分类表"), "司法局"), Empty)  # the table is asked for


def test_offices_that_are_listed_and_not_counted_are_counted(shelf):
    found = outcome(shelf, Cell("下属单位", counted="个"), "民政局")
    assert isinstance(found, Quoted) and len(found.entries) == 2
