"""Pages of tables that are hard to read: by their rules, headers, codes and breaks."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import LANDSCAPE, PORTRAIT, Plan, Sheet, steps


def halves_with_merged_headers(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年部门收支预算总表")
    plan = Plan([60, 190, 260, 390, 445, 500, 540], steps(105, 20, 8))
    plan.merge(0, 0, "收入", columns=2)
    plan.merge(0, 2, "支出", columns=4)
    plan.merge(1, 0, "项目", rows=2)
    plan.merge(1, 1, "预算数", rows=2)
    plan.merge(1, 2, "项目", rows=2)
    plan.merge(1, 3, "预算数", columns=3)
    plan.put(2, "合计", "基本支出", "项目支出", start=3)
    plan.put(3, "一、财政拨款收入", "410.50", "一、一般公共服务支出", "300.25", "200.25", "100.00")
    plan.put(4, "1. 一般公共预算", "410.50", "二、教育支出", "110.25", "110.25", "")
    plan.put(5, "2. 政府性基金", "", "三、住房保障支出", "0.00", "-", "无")
    plan.put(6, "二、事业收入", "", "", "", "", "")
    plan.put(7, "收入总计", "410.50", "支出总计", "410.50", "310.50", "100.00")
    sheet.table(plan)


def horizontal_rules_only(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年一般公共预算支出表")
    plan = Plan([60, 140, 330, 400, 470, 540], steps(105, 20, 6), rules="horizontal")
    plan.put(0, "科目编码", "科目名称", "合计", "基本支出", "项目支出")
    plan.put(1, "205", "教育支出", "1,310.00", "1,010.00", "300.00")
    plan.put(2, "20502", "普通教育", "1,310.00", "1,010.00", "300.00")
    plan.put(3, "2050202", "小学教育", "900.00", "900.00", "")
    plan.put(4, "2050203", "初中教育", "410.00", "110.00", "300.00")
    plan.put(5, "", "合计", "1,310.00", "1,010.00", "300.00")
    sheet.table(plan)


def three_rules_only(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年政府采购预算表", "单位：元")
    plan = Plan([60, 250, 345, 440, 540], steps(105, 20, 5), rules="three")
    plan.put(0, "采购项目", "合计", "货物", "服务")
    plan.put(1, "办公设备", "120,000", "120,000", "")
    plan.put(2, "物业管理服务", "480,500", "", "480,500")
    plan.put(3, "信息化运行维护", "96,000", "6,000", "90,000")
    plan.put(4, "合计", "696,500", "126,000", "570,500")
    sheet.table(plan)


def no_rules(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.text(70, 50, "下表列出本年度项目支出的安排情况，各项目均按规定程序论证后列入。", 10)
    sheet.caption("2031年项目支出预算表", top=80)
    plan = Plan([60, 280, 370, 460, 540], steps(130, 18, 6), rules="none")
    plan.merge(0, 2, "其中", columns=2)
    plan.put(1, "项目名称", "合计", "财政拨款", "单位资金")
    plan.put(2, "设备更新经费", "35.00", "30.00", "5.00")
    plan.put(3, "校园安全专项", "12.40", "12.40", "")
    plan.put(4, "教师培训费", "8.60", "8.60", "")
    plan.put(5, "合计", "56.00", "51.00", "5.00")
    sheet.table(plan)
    sheet.text(70, 270, "以上项目的绩效目标随同预算一并公开。", 10)


def split_codes(new: Callable[..., Sheet]) -> None:
    sheet = new(LANDSCAPE)
    sheet.caption("2031年部门支出预算总表", "单位：元")
    plan = Plan([60, 110, 150, 190, 400, 530, 660, 780], steps(105, 22, 8))
    plan.merge(0, 0, "项目", columns=4)
    plan.merge(0, 4, "支出预算", columns=3)
    plan.merge(1, 0, "功能分类科目编码", columns=3)
    plan.merge(1, 3, "功能分类科目名称", rows=2)
    for column, word in enumerate(("合计", "基本支出", "项目支出"), 4):
        plan.merge(1, column, word, rows=2)
    plan.put(2, "类", "款", "项")
    plan.put(3, "208", "", "", "社会保障和就业支出", "873,617", "873,617", "0")
    plan.put(4, "208", "05", "", "行政事业单位养老支出", "873,617", "873,617", "0")
    plan.put(5, "208", "05", "05", "机关事业单位基本养老保险缴费支出", "873,617", "873,617", "0")
    plan.put(6, "7", "11", "02", "错印编码的科目", "1,096", "0", "1,096")
    plan.merge(7, 0, "合计", columns=4)
    plan.put(7, "874,713", "873,617", "1,096", start=4)
    sheet.table(plan)


def numbers_that_are_no_amounts(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("收入支出决算总表", "金额单位：万元")
    plan = Plan([60, 100, 220, 260, 320, 430, 470, 540], steps(105, 22, 6))
    plan.put(0, "序号", "收入项目", "行次", "决算数", "支出项目", "行次", "决算数")
    plan.put(1, "栏次", "", "", "1", "栏次", "", "2")
    plan.put(2, "1", "一、财政拨款收入", "1", "77.10", "一、教育支出", "31", "60.00")
    plan.put(3, "2", "二、事业收入", "2", "3", "二、卫生健康支出", "32", "20.10")
    plan.put(4, "3", "本年收入合计", "27", "80.10", "本年支出合计", "58", "80.10")
    plan.put(5, "4", "总计", "30", "80.10", "总计", "60", "80.10")
    sheet.table(plan)


def row_broken_over_pages(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年项目支出预算表", "单位：万元", top=620)
    plan = Plan([60, 180, 330, 430, 540], steps(665, 32, 4), rules="open_bottom")
    plan.put(0, "类别", "项目名称", "合计", "财政拨款")
    plan.put(1, "", "智慧平台运行费", "69.00", "69.00")
    plan.put(2, "", "各指挥部办公经费", "50.00", "50.00")
    plan.merge(1, 0, "其他运转类", rows=3)
    plan.boxes = [b for b in plan.boxes if not (b.column == 0 and b.row in (1, 2) and b.rows == 1)]
    plan.put(3, "基层消防协管", "370.00", "370.00", start=1)
    sheet.table(plan)
    sheet.text(290, 810, "- 7 -", 9)
    sheet = new(PORTRAIT)
    plan = Plan([60, 180, 330, 430, 540], [60, 80, 112, 144, 176], rules="open_top")
    plan.put(0, "人员工资", "", "", start=1)
    plan.put(1, "会诊费用", "53.00", "53.00", start=1)
    plan.merge(0, 0, "", rows=2)
    plan.put(2, "特定目标类", "购置费", "3.96", "3.96")
    plan.merge(3, 0, "合计", columns=2)
    plan.put(3, "545.96", "545.96", start=2)
    sheet.table(plan)
    sheet.text(290, 810, "- 8 -", 9)


def header_again_and_total_alone(new: Callable[..., Sheet]) -> None:
    widths = [60, 150, 340, 440, 540]
    for page, rows in enumerate(
        (
            [("201", "一般公共服务支出", "20.00", "21.50"), ("205", "教育支出", "30.00", "29.00")],
            [("208", "社会保障支出", "9.00", "9.10")],
            [],
        )
    ):
        sheet = new(PORTRAIT)
        if page == 0:
            sheet.caption("2031年度支出决算表")
        top = 105 if page == 0 else 50
        if rows:
            plan = Plan(widths, steps(top, 24, len(rows) + 2))
            plan.merge(0, 0, "项目", columns=2)
            plan.merge(0, 2, "预算数", rows=2)
            plan.merge(0, 3, "决算数", rows=2)
            plan.put(1, "科目编码", "科目名称")
            for number, row in enumerate(rows, 2):
                plan.put(number, *row)
        else:
            plan = Plan(widths, steps(top, 24, 1))
            plan.merge(0, 0, "合计", columns=2)
            plan.put(0, "59.00", "59.60", start=2)
        sheet.table(plan)
        sheet.text(290, 810, str(page + 3), 9)


def two_tables_two_units(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年部门收入预算表", "单位：元")
    plan = Plan([60, 300, 540], steps(105, 20, 3))
    plan.put(0, "项目", "预算数")
    plan.put(1, "财政拨款收入", "86,959,408.34")
    plan.put(2, "合计", "86,959,408.34")
    sheet.table(plan)
    sheet.text(60, 168, "注：本表含上年结转。", 9)
    sheet.caption("2031年“三公”经费预算表", "单位：万元", top=220)
    plan = Plan([60, 300, 540], steps(265, 20, 6))
    plan.put(0, "项目", "预算数")
    plan.put(1, "因公出国（境）费", "0.00")
    plan.put(2, "公务接待费", "0.73")
    plan.put(3, "公务用车购置及运行费", "9.98")
    plan.put(4, "其中：公务用车运行费", "9.98")
    plan.put(5, "合计", "10.71")
    sheet.table(plan)


def _small_wide_table(sheet: Sheet) -> None:
    sheet.caption("2031年财政拨款“三公”经费支出决算表")
    plan = Plan(steps(60, 60, 12), [105, 127, 149, 171, 193, 215])
    plan.merge(0, 0, "财政拨款“三公”经费", columns=12)
    plan.merge(1, 0, "合计", rows=2, columns=2)
    plan.merge(1, 2, "因公出国（境）费", rows=2, columns=2)
    plan.merge(1, 4, "公务用车购置及运行费", columns=6)
    plan.merge(1, 10, "公务接待费", rows=2, columns=2)
    for column, word in ((4, "小计"), (6, "购置费"), (8, "运行费")):
        plan.merge(2, column, word, columns=2)
    plan.put(3, *["预算数", "决算数"] * 6)
    plan.put(4, "24.00", "21.36", "10.00", "9.50", "12.00", "10.86", "0.00", "0.00", "12.00", "10.86", "2.00", "1.00")
    sheet.table(plan)


def one_wide_row_of_pairs(new: Callable[..., Sheet]) -> None:
    _small_wide_table(new(LANDSCAPE))


def page_turned_by_its_entry(new: Callable[..., Sheet]) -> None:
    """Drawn upright on a portrait sheet and shown turned by /Rotate 90."""
    sheet = new(LANDSCAPE)  # reportlab swaps the sides of a page that is turned
    canvas = sheet.canvas
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    sheet.size = LANDSCAPE
    _small_wide_table(sheet)


def text_running_sideways(new: Callable[..., Sheet]) -> None:
    """A landscape table printed sideways on a portrait page, without a /Rotate entry."""
    sheet = new((595.0, 842.0))
    canvas = sheet.canvas
    canvas.translate(595, 0)
    canvas.rotate(90)
    sheet.size = LANDSCAPE
    _small_wide_table(sheet)
