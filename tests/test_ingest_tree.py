"""Totals and parents among the rows of a table."""

from decimal import Decimal

import pytest

from ingest.figures.tree import TreeRow, stand


def rows(*lines):
    """label, code depth, values of one column or several."""
    return [TreeRow(label, depth, tuple(None if v == "" else Decimal(v) for v in values)) for label, depth, *values in lines]


CASES = [
    (
        "by code",
        rows(("社会保障", 0, "76.90"), ("养老", 1, "65.68"), ("离退休", 2, "65.68"), ("就业", 1, "11.22"), ("合计", None, "76.90")),
        [(0, True), (1, True), (2, False), (1, False), (0, True)],
    ),
    (
        "其中 with a number of its own stands beside the next number",
        rows(
            ("“三公”经费", None, "26.11"),
            ("其中：（一）因公出国（境）支出", None, "0.00"),
            ("（二）公务用车支出", None, "24.80"),
            ("（三）公务接待费支出", None, "1.31"),
        ),
        [(0, True), (1, False), (1, False), (1, False)],
    ),
    (
        "by sums under the total alone: kind, unit, item",
        rows(
            ("合计", None, "188.50"),
            ("货物", None, "5.50"),
            ("某局", None, "5.50"),
            ("打印机", None, "5.50"),
            ("服务", None, "183.00"),
            ("某局", None, "183.00"),
            ("物业", None, "100.00"),
            ("印刷", None, "83.00"),
        ),
        [(0, True), (0, True), (1, True), (2, False), (0, True), (1, True), (2, False), (2, False)],
    ),
    (
        "by numbering",
        rows(
            ("一、财政拨款收入", None, "10"),
            ("1. 一般公共预算", None, "10"),
            ("2. 政府性基金", None, ""),
            ("二、事业收入", None, ""),
            ("收入总计", None, "10"),
        ),
        [(0, True), (1, False), (1, False), (0, False), (0, True)],
    ),
    (
        "unnumbered before numbered",
        rows(
            ("公务接待费", None, "1"),
            ("公务用车购置及运行费", None, "3"),
            ("①购置费", None, "1"),
            ("②运行费", None, "2"),
            ("合计", None, "4"),
        ),
        [(0, False), (0, True), (1, False), (1, False), (0, True)],
    ),
    (
        "of which",
        rows(("公务用车购置及运行费", None, "9.98"), ("其中：运行费", None, "9.98"), ("会议费", None, "1")),
        [(0, True), (1, False), (0, False)],
    ),
    (
        "by sums: the unit's own row over its projects",
        rows(
            ("示例市某局", None, "30.00", "29.00"),
            ("甲项目", None, "12.50", "12.50"),
            ("乙项目", None, "10.00", "9.00"),
            ("丙项目", None, "7.50", "7.50"),
        ),
        [(0, True), (1, False), (1, False), (1, False)],
    ),
    (
        "by standard names, one child",
        rows(("商品和服务支出", None, "7.00"), ("办公费", None, "7.00"), ("对个人和家庭的补助", None, "4.84"), ("退休费", None, "4.84")),
        [(0, True), (1, False), (0, True), (1, False)],
    ),
    (
        "equal sums in one column only are chance",
        rows(("甲项目", None, "3.00", "1.00"), ("乙项目", None, "1.00", "1.00"), ("丙项目", None, "2.00", "2.00")),
        [(0, False), (0, False), (0, False)],
    ),
    (
        "rounded parts",
        rows(("示例市某局", None, "10.01"), ("甲项目", None, "3.34"), ("乙项目", None, "3.34"), ("丙项目", None, "3.34")),
        [(0, True), (1, False), (1, False), (1, False)],
    ),
]


@pytest.mark.parametrize(("tree", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_depth_and_totals(tree, expected):
    assert [(s.depth, s.is_total) for s in stand(tree)] == expected


def test_a_list_that_is_only_set_in_by_steps():
    """No code and no numbering: the amounts decide that 12 points more is one level deeper."""
    listed = [
        ("科学技术支出", 4.0, "28.00"),
        ("技术研究与开发", 16.0, "28.00"),
        ("科技成果转化", 28.0, "28.00"),
        ("农林水支出", 4.0, "72.00"),
        ("水利", 16.0, "42.00"),
        ("农业", 16.0, "30.00"),
    ]
    rows = [TreeRow(label, None, (Decimal(value),), indent) for label, indent, value in listed]
    assert [standing.depth for standing in stand(rows)] == [0, 1, 2, 0, 1, 1]
    assert [standing.is_total for standing in stand(rows)] == [True, True, False, True, False, False]


def test_indentation_that_the_amounts_do_not_bear_out_is_no_level():
    rows = [
        TreeRow(label, None, (Decimal(value),), indent) for label, indent, value in (("甲", 4.0, "5"), ("乙", 16.0, "9"), ("丙", 4.0, "7"))
    ]
    assert [standing.depth for standing in stand(rows)] == [0, 0, 0]


def test_names_under_a_numbered_row_are_its_parts():
    listed = [
        ("一、教育支出", "300"),
        ("普通教育", "300"),
        ("小学教育", "100"),
        ("初中教育", "200"),
        ("二、卫生健康支出", "20"),
        ("行政单位医疗", "20"),
    ]
    rows = [TreeRow(label, None, (Decimal(value),)) for label, value in listed]
    assert [standing.depth for standing in stand(rows)] == [0, 1, 2, 2, 0, 1]


def test_a_label_that_fills_its_cell_stands_where_the_sums_have_it():
    listed = [
        ("社会保障", 5.0, "9.00"),
        ("养老", 15.0, "9.00"),
        ("离退休", 25.0, "2.00"),
        ("很长的缴费支出", None, "7.00"),
        ("卫生", 5.0, "3.00"),
    ]
    listed += [("医疗", 15.0, "3.00"), ("单位医疗", 25.0, "3.00")]
    rows = [TreeRow(label, None, (Decimal(value),), indent) for label, indent, value in listed]
    assert [standing.depth for standing in stand(rows)] == [0, 1, 2, 2, 0, 1, 2]


def test_a_label_whose_further_lines_hang_back_stands_where_its_first_line_begins():
    listed = [
        ("社会保障", 5.0, 0.0, "9.00"),
        ("养老", 15.0, 0.0, "2.00"),
        ("很长的离退休费支出", 5.0, 20.0, "2.00"),
        ("医疗", 15.0, 0.0, "7.00"),
    ]
    rows = [TreeRow(label, None, (Decimal(value),), indent, hang) for label, indent, hang, value in listed]
    assert [standing.depth for standing in stand(rows)] == [0, 1, 2, 1]


def test_levels_told_by_sums_are_told_by_the_column_that_most_rows_print():
    listed = [("合计", "9", "16"), ("服务", "9", "16"), ("某局", "2", "2"), ("印刷", "2", "2"), ("某中心", "7", "14")]
    listed += [("维修", "7", "7"), ("勘探", None, "3"), ("测绘", None, "4")]
    rows = [TreeRow(label, None, (general and Decimal(general), Decimal(whole))) for label, general, whole in listed]
    assert [standing.depth for standing in stand(rows)] == [0, 0, 1, 2, 1, 2, 2, 2]
