"""Totals and parents among the rows of a table."""

from decimal import Decimal

import pytest

from ingest.tree import TreeRow, stand


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
