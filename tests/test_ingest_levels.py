"""Rows and columns of one name have addresses of their own; tests/pages_of_levels.py draws the pages."""

from decimal import Decimal

from test_ingest_pages import read, table_figures

from ingest.figures.parents import LabelledRow, parents_of
from ingest.figures.tree import TreeRow


def addresses(name):
    return [(f.table_title, f.row_path, f.column_path) for f in table_figures(name)]


def test_no_two_cells_of_a_page_have_one_address():
    for name in ("one_name_under_several_parents", "lists_side_by_side_under_one_header"):
        assert len(set(addresses(name))) == len(addresses(name))


def test_rows_of_one_name_stand_under_their_parents_and_others_by_themselves():
    paths = {f.row_path: f.text for f in table_figures("one_name_under_several_parents") if f.column_path[0] in ("总计", "合计")}
    assert paths["示例市测试局（本级）", "人员工资"] == "100.00"
    assert paths["示例市测试站", "人员工资"] == "52.00"
    assert paths["展览支出", "其他展览支出"] == paths["展览支出", "其他展览支出", "其他展览支出"] == "30.00"
    assert paths["城区巡展",] == "60.00"


def test_a_row_stands_under_the_last_one_whose_labels_are_left_of_its_own():
    paths = {f.row_path: f.text for f in table_figures("one_name_under_several_parents") if f.column_path == ("金额",)}
    assert paths["示例市测试局", "办公费", "复印纸"] == "1.50"
    assert paths["示例市测试站", "办公费", "复印纸"] == "3.00"
    assert paths["办公费", "打印机"] == "2.50"


def test_columns_of_lists_side_by_side_say_of_which_list_they_are():
    columns = {f.column_path: f.text for f in table_figures("lists_side_by_side_under_one_header") if f.row_path == ("二、还本支出",)}
    assert columns == {("支出", "功能科目（按大类）", "预算数"): "20.00", ("支出", "经济科目（按大类）", "预算数"): "25.00"}
    assert ("收入", "预算数") in {f.column_path for f in table_figures("lists_side_by_side_under_one_header")}


def row(label, depth, indent=None):
    return LabelledRow((label,), depth, TreeRow(label, None, (Decimal(1),), indent))


def test_depths_that_do_not_tell_rows_apart_give_way_to_how_labels_are_set_in():
    flat = {n: row(label, 0, indent) for n, (label, indent) in enumerate([("甲", 2), ("办公", 12), ("乙", 2), ("办公", 12)])}
    assert parents_of(flat) == {1: ("甲",), 3: ("乙",)}


def test_a_blank_that_repeats_the_label_above_is_no_level():
    first = LabelledRow(("甲", "办公"), 0, TreeRow("办公", None, (Decimal(1),)), (0, 1))
    ditto = LabelledRow(("办公",), 0, TreeRow("办公", None, (Decimal(1),)), (1, 1))
    assert parents_of({0: first, 1: ditto, 2: ditto}) == {}


def test_rows_that_nothing_tells_apart_keep_their_labels():
    assert parents_of({n: row("办公", 0, 2) for n in range(3)}) == {}
    assert parents_of({0: row("甲", 0), 1: row("办公", 1), 2: row("办公", 1)}) == {}


def test_a_total_is_no_parent():
    rows = {n: row(label, depth) for n, (label, depth) in enumerate([("合计", 0), ("办公", 1), ("甲", 1), ("办公", 2)])}
    assert parents_of(rows) == {1: (), 3: ("甲",)}


def test_a_heading_is_the_title_of_the_table_that_it_leads_to_and_of_no_other():
    first, second = read("heading_alone_above_the_table").tables
    assert (first.title, second.title) == ("重点项目情况", "")
    assert first.heading == second.heading == "三、重点项目情况"
    assert {f.table_title for f in table_figures("heading_alone_above_the_table")} == {"重点项目情况", ""}


def test_a_title_that_ends_the_page_before_is_that_of_the_table_which_begins_the_next():
    first, second = read("title_at_the_end_of_the_page_before").tables
    assert (first.title, second.title) == ("会议费明细表", "培训费明细表")
    amounts = {f.row_label: f.text for f in table_figures("title_at_the_end_of_the_page_before")}
    units = {f.row_label: str(f.amount.unit) for f in table_figures("title_at_the_end_of_the_page_before") if f.amount}
    assert amounts["灯会筹备会"] == "3.20" and "万元" in units["灯会筹备会"]
