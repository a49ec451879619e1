"""Pages on which a table changes as it goes on: its unit from page to page, its header in the middle; years that head columns."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import PORTRAIT, Plan, Sheet, steps

THREE = [60, 300, 420, 540]
FOUR = [60, 220, 330, 435, 540]


def unit_changes_by_page(new: Callable[..., Sheet]) -> None:
    """万元 on the first page, 元 on the second under the same title, and on the third, which states none; 元 below a row that says so."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年项目支出预算表")
    plan = Plan(THREE, steps(105, 20, 3))
    plan.put(0, "项目名称", "2030年", "2031年")
    plan.put(1, "图书购置", "12.50", "13.00")
    plan.put(2, "馆舍维修", "80.00", "95.00")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    sheet.caption("2031年项目支出预算表", "单位：元")
    plan = Plan(THREE, steps(105, 20, 2))
    plan.put(0, "项目名称", "2030年", "2031年")
    plan.put(1, "数据库订阅", "120000", "135000")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    plan = Plan(THREE, steps(60, 20, 1))
    plan.put(0, "读者活动", "45000", "52000")
    sheet.table(plan)
    sheet.caption("2031年培训支出预算表", top=200)
    plan = Plan(THREE, steps(245, 20, 4))
    plan.put(0, "项目名称", "2030年", "2031年")
    plan.put(1, "骨干培训", "6.00", "7.00")
    plan.merge(2, 0, "金额单位：元", columns=3)
    plan.put(3, "线上培训", "9000", "8000")
    sheet.table(plan)


def tables_stacked_in_one_grid(new: Callable[..., Sheet]) -> None:
    """A title and a header in the middle of a grid begin another table: with the unit above, with its own, with other columns."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年支出预算总表")
    plan = Plan(FOUR, steps(105, 20, 9))
    plan.put(0, "科目名称", "合计", "基本支出", "项目支出")
    plan.put(1, "教育支出", "110.00", "80.00", "30.00")
    plan.merge(2, 0, "2031年政府采购预算表", columns=4)
    plan.put(3, "采购项目", "货物", "工程", "服务")
    plan.put(4, "办公设备", "12.00", "", "3.00")
    plan.merge(5, 0, "2031年“三公”经费预算表", columns=4)
    plan.merge(6, 0, "单位：元", columns=4)
    plan.put(7, "项目", "上年预算数", "本年预算数", "增减额")
    plan.put(8, "公务接待费", "5000", "4000", "-1000")
    sheet.table(plan)
    plan = Plan([60, 540], steps(285, 20, 1))
    plan.put(0, "2031年资产购置表")
    sheet.table(plan)
    plan = Plan(THREE, steps(305, 20, 2))
    plan.put(0, "资产名称", "数量", "预算金额")
    plan.put(1, "打印机", "12", "36000")
    sheet.table(plan)
    sheet.caption("2031年收支情况表", top=420)
    plan = Plan(THREE, steps(465, 20, 5))
    plan.put(0, "收入项目", "2030年预算数", "2031年预算数")
    plan.put(1, "财政拨款", "90.00", "100.00")
    plan.put(2, "支出项目", "城区", "郊区")
    plan.put(3, "教育支出", "60.00", "40.00")
    sheet.table(plan)


def years_alone_head_columns(new: Callable[..., Sheet]) -> None:
    """2029 | 2030 | 2031 as headers, ruled and not, and years in a column of the rows: never amounts."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年重点支出情况表")
    plan = Plan(FOUR, steps(105, 20, 4))
    plan.put(0, "项目", "2029", "2030", "2031")
    plan.put(1, "办公费", "1200", "1300", "1400")
    plan.put(2, "水电费", "2020", "2021", "2025")
    plan.put(3, "合计", "3220", "3321", "3425")
    sheet.table(plan)
    sheet.caption("2031年公用支出情况表", top=230)
    plan = Plan(FOUR, steps(280, 20, 5), rules="none")
    plan.merge(0, 1, "年度", columns=3)
    plan.put(1, "项目", "2029", "2030", "2031")
    plan.put(2, "差旅费", "12.00", "13.00", "14.00")
    plan.put(3, "印刷费", "8.00", "9.00", "9.50")
    plan.put(4, "合计", "20.00", "22.00", "23.50")
    sheet.table(plan)
    sheet.caption("2031年专项资金情况表", top=430)
    plan = Plan([60, 200, 280, 410, 540], steps(475, 20, 3))
    plan.put(0, "项目名称", "年度", "预算金额", "起始年份")
    plan.put(1, "堤防加固", "2029", "2300.00", "2028")
    plan.put(2, "堤防加固", "2030", "2400.00", "2028")
    sheet.table(plan)


def units_in_other_places(new: Callable[..., Sheet]) -> None:
    """Stated once for the document; in a row below the header; in the title; below the table; bare in brackets above it."""
    sheet = new(PORTRAIT)
    sheet.centred(60, "示例市测试局2031年部门预算公开")
    sheet.text(60, 100, "本部门公开表格除特别说明外，单位均为万元。", 11)
    sheet.caption("2031年基本支出预算表", None, top=140)
    plan = Plan(THREE, steps(185, 20, 2))
    plan.put(0, "项目", "2030年预算数", "2031年预算数")
    plan.put(1, "办公费", "12.00", "13.00")
    sheet.table(plan)
    sheet.caption("2031年基本情况表", top=260)
    plan = Plan([60, 180, 270, 360, 450, 540], steps(305, 20, 4))
    plan.put(0, "单位名称", "收入", "支出", "人数", "执行率")
    plan.put(1, "", "万元", "（元）", "人", "%")
    plan.put(2, "测试一所", "120.00", "1180000", "35", "98.33")
    plan.put(3, "测试二所", "60.00", "590000", "12", "98.33")
    sheet.table(plan)
    sheet.caption("2031年公用经费预算表（百元）", None, top=420)
    plan = Plan(THREE, steps(465, 20, 2))
    plan.put(0, "项目", "2030年预算数", "2031年预算数")
    plan.put(1, "水电费", "120", "130")
    sheet.table(plan)
    sheet.caption("2031年会议费预算表", "（千元）", top=540)
    plan = Plan(THREE, steps(585, 20, 2))
    plan.put(0, "项目", "2030年预算数", "2031年预算数")
    plan.put(1, "年会", "7.0", "8.0")
    sheet.table(plan)
    sheet.caption("2031年培训费预算表", None, top=660)
    plan = Plan(THREE, steps(705, 20, 2))
    plan.put(0, "项目", "2030年预算数", "2031年预算数")
    plan.put(1, "骨干培训", "9000", "8000")
    sheet.table(plan)
    sheet.text(60, 752, "（单位：元）")
