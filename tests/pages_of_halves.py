"""Pages whose tables share a level, a row or a width: side by side, merged over rows and columns, cut by the page's side or end."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import LANDSCAPE, PORTRAIT, Box, Plan, Sheet, steps


def _two_titles(sheet: Sheet) -> None:
    sheet.text(110, 60, "2031年公用经费预算表", 12)
    sheet.text(345, 60, "2031年“三公”经费预算表", 12)
    sheet.text(235, 80, "单位：万元", 9)
    sheet.text(490, 80, "单位：元", 9)


def _fill_two(left: Plan, right: Plan, start: int) -> None:
    left.put(0, "项目", "2030年", "2031年")
    left.put(1, "办公费", "12.00", "13.00")
    left.put(2, "合计", "12.00", "13.00")
    right.put(0, "项目", "2030年", "2031年", start=start)
    right.put(1, "公务接待费", "50,000", "45,000", start=start)
    right.put(2, "合计", "50,000", "45,000", start=start)


def two_tables_side_by_side(new: Callable[..., Sheet]) -> None:
    """A title and a unit for each, on one level: apart on the first page, with one rule between them on the second."""
    sheet = new(PORTRAIT)
    _two_titles(sheet)
    left, right = Plan([60, 140, 210, 285], steps(95, 20, 3)), Plan([310, 400, 470, 540], steps(95, 20, 3))
    _fill_two(left, right, 0)
    sheet.table(left)
    sheet.table(right)
    sheet = new(PORTRAIT)
    _two_titles(sheet)
    plan = Plan([60, 140, 210, 285, 400, 470, 540], steps(95, 20, 3))
    _fill_two(plan, plan, 3)
    sheet.table(plan)


def two_pages_on_one_sheet(new: Callable[..., Sheet]) -> None:
    """Pages 3 and 4 without rules, a title and a unit for each; on the second sheet text beside a table that goes on over the third."""
    sheet = new(LANDSCAPE)
    left, right = [30, 170, 280, 390], [451, 591, 701, 811]
    for xs, title, unit in ((left, "2031年公用经费预算表", "单位：万元"), (right, "2031年“三公”经费预算表", "单位：元")):
        sheet.text(xs[0] + 110, 50, title, 13)
        sheet.text(xs[0], 76, "编制单位：示例市测试局", 9)
        sheet.text(xs[2] + 50, 76, unit, 9)
    one, two = Plan(left, steps(95, 20, 4), rules="none"), Plan(right, steps(95, 20, 4), rules="none")
    one.put(0, "项目", "2030年", "2031年")
    one.put(1, "办公费", "12.00", "13.00")
    one.put(2, "水电费", "8.00", "9.00")
    one.put(3, "合计", "20.00", "22.00")
    two.put(0, "项目", "2030年", "2031年")
    two.put(1, "公务接待费", "5000", "4000")
    two.put(2, "因公出国费", "20000", "30000")
    two.put(3, "合计", "25000", "34000")
    sheet.table(one)
    sheet.table(two)
    _page_numbers(sheet, 3)
    sheet = new(LANDSCAPE)
    sheet.text(30, 50, "一、培训经费", 11)
    sheet.text(30, 76, "培训经费按批次安排，各批次人数", 11)
    sheet.text(30, 98, "相近。", 11)
    sheet.text(561, 50, "2031年培训经费预算表", 13)
    sheet.text(751, 76, "单位：元", 9)
    plan = Plan(right, steps(95, 20, 2))
    plan.put(0, "项目", "2030年", "2031年")
    plan.put(1, "骨干培训", "9000", "8000")
    sheet.table(plan)
    _page_numbers(sheet, 5)
    sheet = new(LANDSCAPE)
    for xs, texts in ((left, ("线上培训", "7000", "6000")), (right, ("外出培训", "5000", "3000"))):
        plan = Plan(xs, steps(50, 20, 1))
        plan.put(0, *texts)
        sheet.table(plan)
    _page_numbers(sheet, 7)


def halves_that_words_run_over(new: Callable[..., Sheet]) -> None:
    """Two tables between three rules each, with one line of words across both: nothing parts them for sure."""
    sheet = new(LANDSCAPE)
    for x, title, unit, texts, totals in (
        (30, "2031年公用经费预算表", "单位：万元", ("办公费", "12.00", "13.00"), ("24.00", "26.00")),
        (451, "2031年差旅经费预算表", "单位：元", ("差旅费", "5000", "4000"), ("10000", "8000")),
    ):
        sheet.text(x + 100, 50, title, 13)
        sheet.text(x + 300, 76, unit, 9)
        plan = Plan([x, x + 140, x + 250, x + 360], steps(100, 20, 4), rules="three")
        plan.put(0, "项目", "2030年", "2031年")
        plan.put(1, *texts)
        plan.put(2, "其他", *texts[1:])
        plan.put(3, "合计", *totals)
        sheet.table(plan)
    sheet.text(300, 112, "（征求意见稿，两表的数据以最后批复的为准，请勿对外提供）", 9)


def _page_numbers(sheet: Sheet, left: int) -> None:
    sheet.text(205, 560, str(left), 9)
    sheet.text(626, 560, str(left + 1), 9)


def one_amount_for_several_rows(new: Callable[..., Sheet]) -> None:
    """36.00 for three exhibitions together, 18.00 for both budgets; a quantity of its own in each row."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年项目支出明细表")
    plan = Plan([60, 130, 250, 330, 430, 540], steps(105, 20, 6))
    plan.put(0, "类别", "项目", "数量", "年初预算", "调整预算")
    plan.merge(1, 0, "展览", rows=3)
    for row, (name, count) in enumerate((("春季展", "1"), ("夏季展", "1"), ("秋季展", "2")), 1):
        plan.put(row, name, count, start=1)
    plan.boxes += [Box(1, 3, "36.00", rows=3), Box(1, 4, "30.00", rows=3)]
    plan.put(4, "培训", "骨干培训", "3")
    plan.boxes.append(Box(4, 3, "18.00", columns=2))
    plan.put(5, "合计", "", "", "54.00", "48.00")
    sheet.table(plan)


def units_of_rows_and_below(new: Callable[..., Sheet]) -> None:
    """A column 计量单位 with merged cells rules all values of its rows; on the second page a note below the table states the unit."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年主要指标情况表", None)
    plan = Plan([60, 220, 300, 420, 540], steps(105, 20, 5))
    plan.put(0, "指标名称", "计量单位", "2030年", "2031年")
    plan.put(1, "财政拨款收入", None, "850.00", "910.00")
    plan.put(2, "事业收入", None, "12", "15")
    plan.merge(1, 1, "万元", rows=2)
    plan.put(3, "实有人数", "人", "44", "45")
    plan.put(4, "公务接待费", "元", "50000", "45000")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    sheet.caption("2031年基本支出预算表", None)
    plan = Plan([60, 300, 420, 540], steps(105, 20, 3))
    plan.put(0, "项目", "2030年预算数", "2031年预算数")
    plan.put(1, "工资福利支出", "430.00", "455.00")
    plan.put(2, "合计", "430.00", "455.00")
    sheet.table(plan)
    sheet.text(60, 170, "注：本表金额以万元计。", 9)


def right_half_on_the_next_page(new: Callable[..., Sheet]) -> None:
    """Columns without labels on the second page: the rows are those of the first."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年支出预算总表")
    plan = Plan([60, 150, 300, 420, 540], steps(105, 20, 4))
    plan.put(0, "科目编码", "科目名称", "合计", "基本支出")
    plan.put(1, "2070101", "行政运行", "320.00", "300.00")
    plan.put(2, "2070109", "群众文化", "180.00", "60.00")
    plan.put(3, "合计", "", "500.00", "360.00")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    plan = Plan([60, 180, 300, 420, 540], steps(105, 20, 4))
    plan.put(0, "项目支出", "上缴上级支出", "经营支出", "对附属单位补助")
    plan.put(1, "20.00", "", "", "")
    plan.put(2, "100.00", "12.00", "8.00", "")
    plan.put(3, "120.00", "12.00", "8.00", "")
    sheet.table(plan)


def rows_stuck_and_numbers_split(new: Callable[..., Sheet]) -> None:
    """Two rows with no rule between them; 45000 over 0.00, which the total joins; a label that the page's end cuts, ruled on both sides."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年政府采购预算表", "单位：元")
    plan = Plan([60, 200, 270, 330, 430, 540], [105, 125, 160, 180, 200])
    plan.put(0, "项目名称", "数量", "单位", "单价", "预算金额")
    plan.put(1, "互动展区搭建\n展区地面贴画", "1\n2", "套\n张", "3960\n352", "3960\n704")
    plan.put(2, "图书采购", "800", "册", "45", "36000")
    plan.put(3, "合计", "", "", "", "40664")
    sheet.table(plan)
    sheet.caption("2031年收入支出预算表", "单位：元", top=300)
    plan = Plan([60, 300, 345, 390], [345, 370, 400, 430, 460])
    plan.put(0, "项目", "合计", "基本支出")
    plan.put(1, "文化活动", "1,234,\n567.89", "1,000,\n000.00")
    plan.put(2, "群众文化", "45000\n0.00", "45000\n0.00")
    plan.put(3, "合计", "1,684,\n567.89", "1,450,\n000.00")
    sheet.table(plan)
    sheet.caption("2031年项目支出预算表", "单位：元", top=640)
    plan = Plan([60, 300, 420, 540], steps(690, 22, 3))
    plan.put(0, "项目名称", "合计", "财政拨款")
    plan.put(1, "公共文化服务体系建设", "500,000.00", "480,000.00")
    plan.put(2, "非物质文化遗产保护与", "260,000.00", "260,000.00")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    plan = Plan([60, 300, 420, 540], steps(60, 22, 2))
    plan.put(0, "传承人补助", "", "")
    plan.put(1, "合计", "760,000.00", "740,000.00")
    sheet.table(plan)


def projects_over_pages_with_the_header_again(new: Callable[..., Sheet]) -> None:
    """A list of projects with indicators repeats its header; title and unit stand on the first page alone; an indicator names its unit."""
    for place, (name, amount, indicator, value) in enumerate(
        (("来信办理项目", "85.50", "考试机位单价（元/小时）", "19.75"), ("热线外包项目", "142.00", "接听满意率（%）", "95"))
    ):
        sheet = new(PORTRAIT)
        top = 60.0
        if not place:
            sheet.caption("2031年项目支出绩效目标表")
            top = 740.0
        plan = Plan([40, 150, 230, 310, 400, 500, 555], steps(top, 22, 2))
        plan.put(0, "项目名称", "项目总额", "一级指标", "二级指标", "三级指标", "指标值")
        plan.put(1, name, amount, "产出指标", "数量指标", None, value)
        plan.merge(1, 4, indicator)
        sheet.table(plan)


def amounts_in_plain_columns_of_a_form(new: Callable[..., Sheet]) -> None:
    """A table called 绩效表 that is rows under a header.

    Tasks with amounts stand beside a cell that spans them all; 活动 | 绩效指标 | 指标值 | 度量单位.
    """
    sheet = new(PORTRAIT)
    sheet.caption("2031年市级部门项目支出绩效表")
    plan = Plan([40, 160, 290, 380, 555], steps(105, 30, 3))
    plan.put(0, "单位名称", "项目名称", "金额", "绩效目标")
    plan.put(1, "示例市测试局", "气象业务建设", "1,097.02", "提升预报能力")
    plan.put(2, "示例市测试局", "设施维护", "887.90", "保障设施运行")
    sheet.table(plan)
    sheet.text(40, 230, "2031年，本部门重点项目情况如下：", 10)
    plan = Plan([40, 200, 330, 555], steps(255, 30, 2))
    plan.put(0, "项目", "预算数（单位：万元）", "绩效目标")
    plan.put(1, "云服务外包项目", "252.28", "建设客服团队")
    sheet.table(plan)
    sheet = new(PORTRAIT)
    sheet.centred(60, "部门整体支出绩效目标表")
    plan = Plan([40, 100, 200, 320, 400, 480, 555], steps(105, 26, 8))
    plan.merge(0, 0, "部门名称", columns=2)
    plan.merge(0, 2, "示例市测试局", columns=4)
    plan.merge(1, 0, "年度主要任务", rows=4)
    plan.merge(1, 1, "任务名称", rows=2)
    plan.merge(1, 2, "主要内容", rows=2)
    plan.merge(1, 3, "预算金额（万元）", columns=2)
    plan.merge(1, 5, "执行率分值（10分）", rows=4)
    plan.put(2, "总额", "财政拨款", start=3)
    plan.put(3, "保运转", "保障基本支出", "1932.81", "1932.81", start=1)
    plan.put(4, "信访业务", "统筹实施", "66.38", "66.38", start=1)
    plan.merge(5, 0, "整体绩效目标", rows=3)
    plan.put(5, "活动", "绩效指标", "指标性质", "指标值", "度量单位", start=1)
    plan.put(6, "业务经费", "来信扫描完成率", "＝", "100", "%", start=1)
    plan.put(7, "系统建设", "故障响应时间", "≤", "5", "分钟", start=1)
    sheet.table(plan)
