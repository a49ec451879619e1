"""Pages on which rows or columns of one name are told apart by what they stand under."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from page_drawing import PORTRAIT, Plan, Sheet, steps


def one_name_under_several_parents(new: Callable[..., Sheet]) -> None:
    """Parts of the same names under two offices, and a subject with one part of its own name: levels told by how far labels are set in."""
    sheet = new(PORTRAIT)
    sheet.centred(60, "2031年基本支出预算表")
    sheet.text(430, 84, "单位：万元", 10)
    _indented(
        sheet,
        110,
        ("支出项目类别（资金使用单位）", "总计", "财政拨款"),
        (
            (0, "示例市测试局（本级）", "130.00", "120.00"),
            (10, "人员工资", "100.00", "95.00"),
            (10, "日常开支", "30.00", "25.00"),
            (0, "示例市测试站", "60.00", "60.00"),
            (10, "人员工资", "52.00", "52.00"),
            (10, "日常开支", "8.00", "8.00"),
        ),
    )
    sheet.centred(330, "2031年一般公共预算支出预算表")
    sheet.text(430, 354, "单位：万元", 10)
    _indented(
        sheet,
        380,
        ("功能分类科目名称", "合计", "项目支出"),
        (
            (0, "展览支出", "90.00", "90.00"),
            (10, "巡回展览", "60.00", "60.00"),
            (20, "城区巡展", "60.00", "60.00"),
            (10, "其他展览支出", "30.00", "30.00"),
            (20, "其他展览支出", "30.00", "30.00"),
        ),
    )


def _indented(sheet: Sheet, top: float, header: Sequence[str], rows: Sequence[tuple[int, str, str, str]]) -> None:
    plan = Plan([60, 280, 380, 480], steps(top, 24, len(rows) + 1))
    plan.put(0, *header)
    for row, (_, _, *amounts) in enumerate(rows, 1):
        plan.put(row, "", *amounts)
    sheet.table(plan)
    for row, (indent, label, *_) in enumerate(rows, 1):
        sheet.text(64 + indent, top + 24 * row + 8, label)


def lists_side_by_side_under_one_header(new: Callable[..., Sheet]) -> None:
    """Two classifications of one spending beside each other, each with its own 预算数; one row has one name in both."""
    sheet = new(PORTRAIT)
    sheet.centred(60, "2031年财政拨款收支总表")
    sheet.text(430, 84, "单位：万元", 10)
    plan = Plan([40, 130, 200, 290, 360, 470, 550], steps(110, 24, 5))
    plan.merge(0, 0, "收入", columns=2)
    plan.merge(0, 2, "支出", columns=4)
    plan.put(1, "项目", "预算数", "功能科目（按大类）", "预算数", "经济科目（按大类）", "预算数")
    plan.put(2, "一、财政拨款", "90.00", "一、展览支出", "70.00", "一、人员支出", "65.00")
    plan.put(3, "", "", "二、还本支出", "20.00", "二、还本支出", "25.00")
    plan.put(4, "收入合计", "90.00", "支出合计", "90.00", "支出合计", "90.00")
    sheet.table(plan)
