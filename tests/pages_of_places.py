"""Pages that are hard to read by how one place or another lays its tables out: titles inside the grid, margins drawn as columns."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import PORTRAIT, Plan, Sheet, steps


def titles_and_margins_inside_the_grid(new: Callable[..., Sheet]) -> None:
    """A narrow blank column at both sides; title and unit are rows of the grid; three label columns; the next table below a blank row."""
    sheet = new(PORTRAIT)
    plan = Plan([40, 48, 160, 270, 380, 470, 550, 558], steps(60, 22, 15))
    for row in range(15):
        plan.merge(row, 0, "")
        plan.merge(row, 6, "")
    plan.merge(0, 1, "预算03表 支出总表", columns=5)
    plan.merge(1, 1, "", columns=4)
    plan.merge(1, 5, "金额单位：万元")
    plan.put(2, "支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "基本支出", start=1)
    plan.put(3, "2014001-行政运行", "50101-工资奖金津补贴", "30101-基本工资", "767.961600", "767.961600", start=1)
    plan.put(4, "2014001-行政运行", "50101-工资奖金津补贴", "30103-奖金", "985.540000", "985.540000", start=1)
    plan.put(5, "2014004-信访业务", "50201-办公经费", "30201-办公费", "24.800000", "", start=1)
    plan.merge(6, 1, "合 计", columns=3)
    plan.put(6, "1,778.301600", "1,753.501600", start=4)
    plan.merge(7, 1, "", columns=5)
    plan.merge(8, 1, "预算13表 部门整体支出绩效目标申报表", columns=5)
    plan.merge(9, 1, "（2031年度）", columns=5)
    plan.merge(10, 1, "部门名称")
    plan.merge(10, 2, "示例市信访办公室", columns=4)
    plan.merge(11, 1, "总体资金情况（万元）", rows=2)
    plan.put(11, "预算支出总额", "财政拨款", "其他资金", start=2)
    plan.merge(11, 5, "")
    plan.put(12, "1,778.301600", "1,778.301600", "0.000000", "", start=2)
    plan.put(13, "绩效指标", "一级指标", "二级指标", "三级指标", "指标值", start=1)
    plan.put(14, "", "产出指标", "数量指标", "办理来信", "300件", start=1)
    sheet.table(plan)


def total_in_the_header_and_stars_that_number(new: Callable[..., Sheet]) -> None:
    """类 款 项 合计 in one row; ** 1 2 3; 1682.7 over 6 in a narrow cell; a department and its office of one name, told by codes."""
    sheet = new(PORTRAIT)
    sheet.centred(40, "表4：财政拨款支出决算表")
    sheet.text(60, 66, "单位：", 10)
    sheet.text(430, 66, "单位：万元", 10)
    plan = Plan([60, 90, 120, 150, 300, 380, 460, 540], steps(90, 22, 7))
    plan.merge(0, 0, "项目", columns=4)
    plan.merge(0, 4, "本年支出", columns=3)
    plan.merge(1, 0, "科目编码", columns=3)
    plan.put(1, "科目名称", "合计", "基本支出", "项目支出", start=3)
    plan.put(2, "类", "款", "项", "合计", "237.10", "199.02", "38.08")
    for row, (code, name, *values) in enumerate(
        (
            ("205", "教育支出", "213.59", "175.51", "38.08"),
            ("20502", "普通教育", "213.59", "175.51", "38.08"),
            ("2050205", "高等教育", "213.59", "175.51", "38.08"),
            ("229", "其他支出", "23.51", "23.51", ""),
        ),
        3,
    ):
        plan.merge(row, 0, code, columns=3)
        plan.put(row, name, *values, start=3)
    sheet.table(plan)
    sheet.centred(270, "收入总表")
    sheet.text(430, 294, "单位：万元", 10)
    plan = Plan([60, 120, 240, 276, 380, 460], steps(320, 26, 6))
    plan.put(0, "单位编码", "单位名称", "本年预算", "编制预算", "上年结转")
    plan.put(1, "**", "**", "1", "2", "3")
    plan.merge(2, 0, "合计", columns=2)
    plan.put(2, "1682.7\n6", "1682.76", "0.00", start=2)
    plan.put(3, "121", "示例市测试局", "1682.7\n6", "1682.76", "0.00")
    plan.put(4, "121001", "示例市测试局", "1600.0\n0", "1600.00", "0.00")
    plan.put(5, "121002", "示例市测试站", "82.76", "82.76", "0.00")
    sheet.table(plan)


def projects_with_one_level_of_indicators(new: Callable[..., Sheet]) -> None:
    """Each project once, with its amounts, over the rows of its indicators; what they are counted in stands in a column."""
    sheet = new(PORTRAIT)
    sheet.centred(40, "2031年一般性项目绩效目标表")
    sheet.text(430, 66, "单位：万元", 10)
    plan = Plan([40, 70, 140, 195, 250, 330, 410, 450, 490, 520, 560], steps(90, 24, 7))
    for column, words in enumerate(("序号", "项目名称", "项目总额")):
        plan.merge(0, column, words, rows=2)
    plan.merge(0, 3, "其中：")
    plan.put(1, "财政资金", start=3)
    for column, words in enumerate(("当年绩效目标", "指标名称", "指标性质", "指标值", "计量单位", "权重(%)"), 4):
        plan.merge(0, column, words, rows=2)
    plan.merge(2, 0, "1", rows=3)
    plan.merge(2, 1, "窗口服务", rows=3)
    plan.merge(2, 2, "28,901.54", rows=3)
    plan.merge(2, 3, "28,901.54", rows=3)
    plan.merge(2, 4, "保障窗口正常", rows=3)
    plan.put(2, "运行天数", "≥", "240", "天", "30", start=5)
    plan.put(3, "全年办件量", "≥", "100000", "件", "30", start=5)
    plan.put(4, "群众满意度", "≥", "95", "%", "40", start=5)
    plan.merge(5, 0, "2", rows=2)
    plan.merge(5, 1, "档案整理", rows=2)
    plan.merge(5, 2, "75.00", rows=2)
    plan.merge(5, 3, "", rows=2)
    plan.merge(5, 4, "整理档案", rows=2)
    plan.put(5, "整理档案", "＝", "12", "卷", "60", start=5)
    plan.put(6, "完成比例", "≥", "90", "%", "40", start=5)
    sheet.table(plan)


def two_classifications_and_tasks_with_amounts(new: Callable[..., Sheet]) -> None:
    """A title that goes on in brackets; two codes with a name each in a row; a form whose tasks stand under headers of their own."""
    sheet = new(PORTRAIT)
    sheet.centred(40, "2031年一般公共预算支出明 细 表")
    sheet.centred(58, "（按支出经济分类科目-不含上年结转）", 16)
    sheet.text(60, 84, "预算单位：示例市测试局", 10)
    sheet.text(430, 84, "单位：元", 10)
    plan = Plan([40, 90, 200, 260, 370, 460, 550], steps(105, 24, 5))
    plan.put(0, "部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称", "合计", "人员经费支出")
    plan.put(1, None, "合计", "", "", "93,000.00", "93,000.00")
    plan.put(2, "303", "对个人和家庭的补助", "", "", "93,000.00", "93,000.00")
    plan.put(3, "30305", "生活补助", "50901", "社会福利和救助", "90,000.00", "90,000.00")
    plan.put(4, "30306", "救济费", "50901", "社会福利和救助", "3,000.00", "3,000.00")
    sheet.table(plan)
    sheet.centred(290, "2031年部门整体支出绩效目标表")
    plan = Plan([40, 110, 220, 370, 460, 550], steps(320, 24, 7))
    plan.merge(0, 0, "部门（单位）名称", columns=2)
    plan.merge(0, 2, "示例市测试局", columns=3)
    plan.merge(1, 0, "年度主要任务", rows=5)
    plan.merge(1, 1, "任务名称", rows=2)
    plan.merge(1, 2, "主要内容", rows=2)
    plan.merge(1, 3, "预算金额（万元）", columns=2)
    plan.put(2, "总额", "财政拨款", start=3)
    plan.put(3, "事务管理", "包含：行政运行和其他事务支出等各项内容", "3,386.08", "3,000.00", start=1)
    plan.put(4, "社会救助", "流动人员救助", "170.00", "170.00", start=1)
    plan.merge(5, 1, "金额合计", columns=2)
    plan.put(5, "3,556.08", "3,170.00", start=3)
    plan.merge(6, 0, "年度总体目标", columns=1)
    plan.merge(6, 1, "保障各类对象的业务需求。", columns=4)
    sheet.table(plan)


def wrapped_labels_that_hang_back(new: Callable[..., Sheet]) -> None:
    """Levels told by how far labels are set in, without codes; the further lines of wrapped ones begin at their cell's side."""
    sheet = new(PORTRAIT)
    sheet.centred(60, "2031年收支预算总表")
    sheet.text(430, 84, "单位：万元", 10)
    rows = (
        (0, "社会保障和就业支出", "9,927.95"),
        (10, "人力资源和社会保障管理事务", "58.84"),
        (20, "其他人力资源和社会保障管\n理事务支出", "58.84"),
        (10, "行政事业单位养老支出", "9,856.98"),
        (20, "行政单位离退休", "9,856.98"),
        (10, "就业补助", "12.13"),
        (0, "其他支出", "10,493.00"),
        (10, "其他政府性基金及对应专项债\n务收入安排的支出", "10,493.00"),
    )
    plan = Plan([60, 180, 260, 400, 480], steps(110, 28, len(rows) + 3))
    plan.merge(0, 0, "收入", columns=2)
    plan.merge(0, 2, "支出", columns=2)
    plan.put(1, "项目", "预算数", "项目", "预算数")
    for row, (_, _, amount) in enumerate(rows, 2):
        plan.put(row, "一、财政拨款" if row == 2 else "", "20,420.95" if row == 2 else "", "", amount)
    plan.put(len(rows) + 2, "本年收入合计", "20,420.95", "本年支出合计", "20,420.95")
    sheet.table(plan)
    for row, (indent, label, _) in enumerate(rows):
        first, *further = label.split("\n")
        top = 110 + 28 * (row + 2) + (3 if further else 9)
        sheet.text(264 + indent, top, first)
        for line in further:
            sheet.text(264, top + 11, line)
