"""Pages on which rows or columns of one name are told apart by what they stand under."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from page_drawing import PORTRAIT, Plan, Sheet, steps


def one_name_under_several_parents(new: Callable[..., Sheet]) -> None:
    """Parts of one name under two offices, a subject with a part of its own name: told by how far labels are set in or by their column."""
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
    sheet.centred(560, "2031年政府采购支出表")
    sheet.text(430, 584, "单位：万元", 10)
    plan = Plan([60, 180, 290, 390, 480], steps(610, 24, 6))
    plan.put(0, "采购单位", "采购项目", "采购品目", "金额")
    plan.put(1, "示例市测试局", "", "", "4.00")
    plan.put(2, "", "办公费", "复印纸", "1.50")
    plan.put(3, "", "办公费", "打印机", "2.50")
    plan.put(4, "示例市测试站", "", "", "3.00")
    plan.put(5, "", "办公费", "复印纸", "3.00")
    sheet.table(plan)


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


def heading_alone_above_the_table(new: Callable[..., Sheet]) -> None:
    """No title, but a numbered heading and a line that leads to the table; below it, after running text, a table without either."""
    sheet = new(PORTRAIT)
    sheet.text(70, 60, "三、重点项目情况", 12)
    sheet.text(94, 84, "2031年本单位重点项目情况如下：", 10.5)
    plan = Plan([70, 250, 400, 520], steps(108, 24, 3))
    plan.put(0, "项目", "预算数（万元）", "主要内容")
    plan.put(1, "绿地养护", "90.00", "养护城区绿地")
    plan.put(2, "河道巡查", "75.00", "巡查各条河道")
    sheet.table(plan)
    sheet.text(94, 200, "上述项目均已列入年度计划，由各科室分别组织实施。", 10.5)
    sheet.text(70, 218, "实施中接受监督，按季度公布进展。", 10.5)
    plan = Plan([70, 250, 400, 520], steps(242, 24, 3))
    plan.put(0, "项目", "预算数（万元）", "牵头科室")
    plan.put(1, "灯光改造", "40.00", "工程科")
    plan.put(2, "树木补种", "20.00", "绿化科")
    sheet.table(plan)


def title_at_the_end_of_the_page_before(new: Callable[..., Sheet]) -> None:
    """A title and its unit that end a page, and the table that begins the next."""
    sheet = new(PORTRAIT)
    sheet.text(94, 84, "2031年本单位召开的会议见下表。", 10.5)
    sheet.centred(760, "会议费明细表")
    sheet.text(430, 782, "单位：万元", 10)
    sheet = new(PORTRAIT)
    plan = Plan([70, 250, 400, 520], steps(60, 24, 3))
    plan.put(0, "会议名称", "人数", "金额")
    plan.put(1, "灯会筹备会", "120", "3.20")
    plan.put(2, "河道巡查会", "80", "1.50")
    sheet.table(plan)
    sheet.centred(170, "培训费明细表")
    sheet.text(430, 190, "单位：元", 10)
    plan = Plan([70, 250, 400, 520], steps(210, 24, 2))
    plan.put(0, "培训名称", "人数", "金额")
    plan.put(1, "养护工培训", "40", "8000.00")
    sheet.table(plan)
