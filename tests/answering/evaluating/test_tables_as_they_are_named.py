"""Columns by paths in any order, tables by number, units by what their tables print, and sets that are asked for by a column's name."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from answering.binding.wholes import hinted
from answering.evaluating import evaluate
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.result import Absent, Amounted, Listed
from answering.query.tree import Cell, Convert, Count, Given, Mean, Per, Query, Rank, RowKind, Rows, RowSet, Scope, Sum, Where
from answering.reading.outcomes import finds
from disclosure.document import TableKind
from retrieval.names import table_number

sys.path.insert(0, str(Path(__file__).parent.parent / "binding"))

from shelf_samples import Paper, Sheet, row, shelf_of

PATHS = (("2026年预算数", "总计"), ("2026年预算数", "基本支出", "小计"), ("2026年预算数", "基本支出", "公用经费"))
SPENDING = Sheet(
    "一般公共预算支出表", TableKind.GENERAL_EXPENDITURE, [row("行政运行", "90.00", "80.00", "20.00", code="2040101", columns=PATHS)]
)
INCOME = Sheet("收入总表", TableKind.REVENUE, [row("合计", "50.00", total=True), row("青石监狱", "30.00"), row("白石监狱", "20.00")])
PUBLIC = Sheet("“三公”经费表", TableKind.THREE_PUBLIC, [row("青石监狱", "3.00"), row("白石监狱", "2.00")])
KINDS = (("人员经费",), ("公用经费",))
ECONOMIC = Sheet(
    "基本支出表",
    TableKind.BASIC_ECONOMIC,
    [
        row("工资福利支出", "60.00", "", code="301", columns=KINDS),
        row("基本工资", "60.00", "", code="30101", columns=KINDS),
        row("办公费", "", "12.00", code="30201", columns=KINDS),
        row("印刷费", "", "8.00", code="30202", columns=KINDS),
    ],
)
PROJECTS = Sheet("项目支出表", TableKind.PROJECT, [row("奖补-绿化一片", "70.00"), row("奖补-河道一片", "40.00"), row("课题研究", "9.00")])
OFFICE = Paper("松岭市司法局", 2026, [SPENDING, INCOME, PUBLIC, ECONOMIC, PROJECTS])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return shelf_of(tmp_path_factory.mktemp("shelf"), OFFICE)


def found(shelf, ask, **scope):
    return evaluate(Query(Scope(**scope), ask), shelf).outcome


@pytest.mark.parametrize("column", ["公用经费", "公用经费/基本支出", "预算数/公用经费", "公用经费/预算数/基本支出"])
def test_the_parts_of_a_column_are_found_in_any_order(shelf, column):
    assert str(amount_of(found(shelf, Cell("2040101", column)).operand)) == "20.00万元"


@pytest.mark.parametrize("column", ["资本性支出", "预算数/资本性支出", "资本性支出/合计"])
def test_a_column_that_is_not_printed_is_never_another(shelf, column):
    assert isinstance(found(shelf, Cell("行政运行", column)), Absent)


def test_a_unit_is_a_unit_by_what_its_tables_print_and_not_by_how_its_name_ends(shelf):
    assert shelf.index(shelf.records[0]).units == {"青石监狱", "白石监狱"}
    assert str(amount_of(found(shelf, Cell("青石监狱")).operand)) == "30.00万元"
    assert str(amount_of(found(shelf, Sum((Cell("青石监狱"), Cell("白石监狱")))).operand)) == "50.00万元"


@pytest.mark.parametrize("kind", [None, RowKind.ITEM, RowKind.ECONOMIC])
def test_rows_under_the_name_of_a_column_are_those_with_an_amount_there(shelf, kind):
    most = found(shelf, Rank((Rows(RowSet(under="公用经费", kind=kind)),), None))
    assert isinstance(most, Listed)
    assert [one.label for one in most.items] == ["2026年办公费 · 公用经费", "2026年印刷费 · 公用经费"] and not most.left_out
    over_ten = Count(Rows(RowSet(under="公用经费", kind=kind), where=Where(above=Given("10", "万元"))))
    assert len(found(shelf, over_ten).items) == 1


def test_a_kind_that_nothing_under_a_name_is_of_is_no_condition(shelf):
    under = found(shelf, Rank((Rows(RowSet(under="工资福利支出", kind=RowKind.ITEM)),), 1))
    assert [one.label for one in under.items] == ["2026年基本工资 · 人员经费"]


def test_names_that_no_row_has_leave_out_the_rows_that_hold_them(shelf):
    rows = Rows(RowSet(kind=RowKind.PROJECT), where=Where(not_=("奖补",)))
    assert [one.label for one in found(shelf, Rank((rows,), 1)).items] == ["2026年课题研究 · 合计"]
    exact = replace(rows, where=Where(not_=("课题研究",)))
    assert len(found(shelf, Rank((exact,), None)).items) == 2


def test_the_mean_of_one_row_is_no_answer(shelf):
    one = found(shelf, Mean((Rows(RowSet(row="课题研究")),)))
    assert isinstance(one, Amounted) and not finds(one)
    assert finds(found(shelf, Mean((Rows(RowSet(kind=RowKind.PROJECT)),))))


@pytest.mark.parametrize(("text", "number"), [
    ("表五", 5), ("公开05表", 5), ("附表5", 5), ("第五张表", 5), ("预算公开表10", 10), ("表十二", 12),
    ("收支总表", None), ("2026年支出表", None), ("5", None), ("表", None), ("三公表", None),
])  # fmt: skip
def test_a_table_is_named_by_its_number(text, number):
    assert table_number(text) == number


def test_a_number_means_the_table_that_prints_it(sample_index):
    from answering.binding.shelf import Shelf
    from workspace import Settings, Workspace

    workspace = Workspace.open(Settings(sample_index))
    shelf = Shelf(workspace.library)
    shelf.refresh()
    tables = next(shelf.index(one).tables for one in shelf.records if one.fiscal_year == 2025 and "budget" in one.file_name)
    titles = {table.id: table.title for table in tables}
    assert [titles[key] for key in hinted("第五张表", tables)] == ["2025年“三公”经费和机关运行经费预算情况表"]
    assert not hinted("表九", tables)
    workspace.close()


@pytest.mark.parametrize(("heads", "told"), [("800", "150元/人"), ("7", "17,142.86元/人")])
def test_a_mean_in_another_unit_is_worked_out_before_it_is_rounded(shelf, heads, told):
    each = found(shelf, Convert(Per((Cell("办公费", "公用经费"), Given(heads, "人"))), "元"))
    assert str(amount_of(each.operand)) == told


def test_rows_of_many_measures_are_ranked_by_their_money(tmp_path):
    goals = Sheet(
        "项目绩效目标表",
        TableKind.PERFORMANCE_FORM,
        [row("河道整治", "30.00"), row("河道整治/完成率", "100%"), row("满意度", "95%"), row("闸门修缮", "40.00"), row("培训场次", "3场")],
    )
    most = found(shelf_of(tmp_path, Paper("云岭县水务局", 2026, [goals])), Rank((Rows(RowSet(table="项目绩效目标表")),), 1))
    assert [str(amount_of(one.operand)) for one in most.items] == ["40.00万元"]


COSTS = (("机关运行经费支出",),)
RUNNING = Sheet(
    "一般公共预算机关运行经费支出表",
    TableKind.OPERATING,
    [row("合计", "9.00", total=True, columns=COSTS), row("办公费", "7.00", columns=COSTS), row("会议费", "2.00", columns=COSTS)],
)
PARTS = [row("工资福利支出", "5.00", code="301"), row("奖金", "5.00", code="30101")]
BY_PROJECT = Sheet("项目支出明细表（按经济科目）", TableKind.BASIC_ECONOMIC, PARTS)
BASIC = Sheet(
    "基本支出明细表（按经济科目）",
    TableKind.BASIC_ECONOMIC,
    [row("工资福利支出", "60.00", code="301"), row("基本工资", "60.00", code="30101")],
)
ONE_ROW = Sheet("专项业务经费支出表", TableKind.EXPENDITURE, [row("公共安全支出", "9.00", code="204")])
CLASSES = Sheet(
    "支出明细表", TableKind.GENERAL_EXPENDITURE, [row("公共安全支出", "20.00", code="204"), row("住房保障支出", "8.00", code="221")]
)


def test_a_name_that_heads_a_table_means_its_rows(tmp_path):
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [RUNNING]))
    most = found(shelf, Rank((Rows(RowSet(under="机关运行经费", kind=RowKind.ITEM)),), 1))
    assert [str(amount_of(one.operand)) for one in most.items] == ["7.00万元"]
    assert isinstance(found(shelf, Rank((Rows(RowSet(under="灯会经费")),), 1)), Absent)


def test_a_part_of_a_title_says_in_which_table_rows_stand_under_a_name(tmp_path):
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [BY_PROJECT, BASIC]))
    for title, amount in (("基本支出", "60.00万元"), ("项目支出", "5.00万元")):
        most = found(shelf, Rank((Rows(RowSet(title, "工资福利支出")),), 1))
        assert [str(amount_of(one.operand)) for one in most.items] == [amount]


def test_classes_are_those_of_the_first_table_that_lists_several(tmp_path):
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [ONE_ROW, CLASSES]))
    assert str(amount_of(found(shelf, Rank((Rows(RowSet(kind=RowKind.CLASS)),), nth=2)).items[0].operand)) == "8.00万元"
    assert isinstance(found(shelf, Rank((Rows(RowSet("支出明细表", kind=RowKind.ITEM)),), 1)), Absent)


def test_a_rank_of_rows_that_print_nothing_is_none(tmp_path):
    blank = Sheet("基本支出明细表", TableKind.BASIC_ECONOMIC, [row("工资福利支出", "", code="301"), row("基本工资", "", code="30101")])
    shelf = shelf_of(tmp_path, Paper("云岭县水务局", 2026, [blank]))
    assert isinstance(found(shelf, Rank((Rows(RowSet(table="基本支出明细表")),), 1)), Absent)


def test_a_total_under_a_unit_is_of_its_rows(tmp_path):
    year_before = Sheet("上年结转支出表", TableKind.APPROPRIATION, [])
    shelf = shelf_of(tmp_path, Paper("松岭市司法局", 2026, [INCOME, PUBLIC, year_before]))
    assert str(amount_of(found(shelf, Cell("收入总计", under="青石监狱")).operand)) == "30.00万元"
