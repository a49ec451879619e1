"""Pages that are hard to read by what stands in their cells: forms, notes, units, merged and wrapped cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from page_drawing import LANDSCAPE, PORTRAIT, SIZE, Plan, Sheet, steps


def _form_head(plan: Plan, project: str, amounts: Sequence[str]) -> None:
    plan.merge(0, 0, "项目名称", columns=2)
    plan.merge(0, 2, project, columns=6)
    plan.merge(1, 0, "项目属性", columns=2)
    plan.merge(1, 2, "一次性项目", columns=3)
    plan.merge(1, 5, "项目期")
    plan.merge(1, 6, "1年", columns=2)
    plan.merge(2, 0, "项目资金(元)", rows=3, columns=2)
    for row, (words, amount) in enumerate(zip(("资金总额:", "其中:省级财政资金", "其他资金"), amounts, strict=True), 2):
        plan.merge(row, 2, ("实施期" if row == 2 else "") + words, columns=2)
        plan.merge(row, 4, amount)
        plan.merge(row, 5, ("年度" if row == 2 else "") + words, columns=2)
        plan.merge(row, 7, amount)
    plan.merge(5, 0, "立项依据", columns=2)
    plan.merge(5, 2, "按规定程序立项，总投入约12万元。", columns=6)
    plan.merge(6, 0, "总体目标", rows=2, columns=2)
    plan.merge(6, 2, "实施期目标", columns=3)
    plan.merge(6, 5, "年度目标", columns=3)
    plan.merge(7, 2, "保障正常运转", columns=3)
    plan.merge(7, 5, "保障正常运转", columns=3)


def form_broken_over_pages(new: Callable[..., Sheet]) -> None:
    xs = [50, 90, 150, 215, 300, 360, 420, 490, 545]
    sheet = new(PORTRAIT)
    sheet.centred(440, "项目支出绩效目标表")
    sheet.centred(462, "(2031年度)", 10)
    plan = Plan(xs, steps(480, 24, 12), rules="open_bottom")
    _form_head(plan, "水质监测设备购置", ("120,000", "120,000", ""))
    plan.merge(8, 0, "绩效指标", rows=4)
    plan.put(8, "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值", start=1)
    plan.merge(9, 1, "产出指标", rows=2)
    plan.put(9, "数量指标", "购置监测设备", "12台", "数量指标", "购置监测设备", "12台", start=2)
    plan.put(10, "质量指标", "验收合格率", "≥98%", "质量指标", "验收合格率", "≥98%", start=2)
    plan.merge(11, 1, "效益指标")
    plan.put(11, "经济效益", "", "", "经济效益", "", "", start=2)
    sheet.table(plan)
    sheet.line(xs[2], 768, xs[-1], 768)  # the rule at the break is printed only below the indicators
    sheet = new(PORTRAIT)
    plan = Plan(xs, steps(50, 24, 4), rules="open_top")
    plan.merge(0, 0, "", rows=3)
    plan.merge(0, 1, "", rows=2)
    plan.put(0, "社会效益", "减少投诉", "5件", "社会效益", "减少投诉", "5件", start=2)
    plan.put(1, "生态效益", "", "", "生态效益", "", "", start=2)
    plan.put(2, "满意度指标", "服务对象满意度", "居民满意度", "95%", "服务对象满意度", "居民满意度", "95%", start=1)
    plan.merge(3, 0, "负责人: 填报日期: 20311231", columns=8)
    sheet.table(plan)
    sheet.centred(200, "项目支出绩效目标表")
    sheet.centred(222, "(2031年度)", 10)
    plan = Plan(xs, steps(240, 24, 11))
    _form_head(plan, "档案整理经费", ("40,700.50", "0", ""))
    plan.merge(8, 0, "绩效指标", rows=3)
    plan.merge(8, 1, "产出指标", rows=2)
    plan.put(8, "数量指标", "整理档案", "300卷", "数量指标", "整理档案", "300卷", start=2)
    plan.put(9, "成本指标", "单位成本", "20元/卷", "成本指标", "单位成本", "20元/卷", start=2)
    plan.put(10, "满意度指标", "服务对象满意度", "群众满意度", "100%", "服务对象满意度", "群众满意度", "100%", start=1)
    sheet.table(plan)


def self_assessment_form(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.centred(60, "项目支出绩效自评表")
    xs = steps(50, 55, 9)
    plan = Plan(xs, steps(90, 26, 9))
    plan.merge(0, 0, "项目名称", columns=2)
    plan.merge(0, 2, "道路照明维护", columns=7)
    plan.merge(1, 0, "项目资金（万元）", rows=4, columns=2)
    plan.merge(1, 2, "", columns=2)
    plan.put(1, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", start=4)
    for row, words, values in (
        (2, "年度资金总额", ("60.00", "58.00", "57.42", "10", "99%")),
        (3, "其中：当年财政拨款", ("50.00", "48.00", "47.42", "-", "98.79%")),
        (4, "上年结转资金", ("10.00", "10.00", "10.00", "-", "100%")),
    ):
        plan.merge(row, 2, words, columns=2)
        plan.put(row, *values, start=4)
    plan.merge(5, 0, "绩效指标", rows=4)
    plan.put(5, "一级指标", "二级指标", start=1)
    plan.merge(5, 3, "三级指标", columns=2)
    plan.put(5, "年度指标值", "实际完成值", "分值", "得分", start=5)
    for row, values in (
        (6, ("产出指标", "数量指标", "维护路灯", "≥300盏", "312盏", "50", "50")),
        (7, ("效益指标", "社会效益", "亮灯率", "98%", "98.5%", "30", "30")),
    ):
        plan.put(row, *values[:2], start=1)
        plan.merge(row, 3, values[2], columns=2)
        plan.put(row, *values[3:], start=5)
    plan.put(8, "满意度指标", "满意度", start=1)
    plan.merge(8, 3, "居民满意度", columns=2)
    plan.put(8, "≥90%", "93%", "10", "10", start=5)
    sheet.table(plan)


def note_under_the_table(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年政府性基金预算支出表")
    plan = Plan([60, 200, 370, 455, 540], steps(105, 20, 3))
    plan.put(0, "科目编码", "科目名称", "基本支出", "项目支出")
    plan.put(1, "", "合计", "", "")
    sheet.table(plan)
    sheet.text(60, 170, "注：本单位2031年无政府性基金预算，故本表为空表。", 9)
    sheet.caption("2031年国有资本经营预算支出表", top=220)
    plan = Plan([60, 200, 370, 455, 540], steps(265, 20, 3))
    plan.put(0, "科目编码", "科目名称", "基本支出", "项目支出")
    plan.put(1, "223", "国有资本经营预算支出", "", "4.50")
    plan.put(2, "", "合计", "", "4.50")
    sheet.table(plan)
    sheet.text(60, 330, "注：本单位2031年无国有资本经营预算，故本表为空表。", 9)


def units_in_headers_and_labels(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年机构人员和资产情况表", None)
    plan = Plan([60, 240, 315, 390, 465, 540], steps(105, 22, 5))
    plan.put(0, "项目", "编制人数(人)", "经费（万元）", "比上年增减(%)", "数量")
    plan.put(1, "行政机关", "28", "410.20", "-3.5", "12")
    plan.put(2, "公务用车（辆）", "", "36.00", "0.0", "4")
    plan.put(3, "办公用房面积(平方米)", "", "", "", "1,260.50")
    plan.put(4, "单价50万元以上设备", "", "", "", "2台")
    sheet.table(plan)


def merged_labels_and_wrapped_cells(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年支出经济分类预算表", "单位：元")
    plan = Plan([60, 110, 190, 250, 310], [105, 129, 165, 189, 225, 249])
    plan.put(0, "类", "科目名称", "上年预算数", "本年预算数")
    plan.merge(1, 0, "工资福利支出", rows=2)
    plan.put(1, "机关事业单位基本养老保险缴费", "21,170,337.81", "22,118,861.34", start=1)
    plan.put(2, "奖金", "960,000", "1,000,000", start=1)
    plan.merge(3, 0, "对个人和家庭的补助", rows=1)
    plan.put(3, "退休费", "4,840,000.00", "", start=1)
    plan.merge(4, 0, "合计", columns=2)
    plan.put(4, "26,970,337.81", "23,118,861.34", start=2)
    sheet.table(plan)


def sides_left_open(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年财政拨款支出表")
    plan = Plan([60, 240, 340, 440, 540], steps(105, 20, 4), rules="open_sides")
    plan.put(0, "功能分类科目", "2030年执行数", "2031年预算数", "增减比例(%)")
    plan.put(1, "2050202 小学教育", "880.00", "900.00", "2.27")
    plan.put(2, "2050203 初中教育", "400.00", "410.00", "2.50")
    plan.put(3, "合计", "1,280.00", "1,310.00", "2.34")
    sheet.table(plan)


def bold_printed_twice_and_a_crop(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.canvas.setCropBox((20, 30, 575, 812))
    sheet.caption("2031年部门收入总表")
    plan = Plan([60, 300, 540], steps(105, 20, 3))
    plan.put(0, "项目", "预算数")
    plan.put(1, "财政拨款收入", "1122.33")
    plan.put(2, "合计", "1122.33")
    sheet.table(plan)
    for box in plan.boxes:
        box.text = box.text if box.row == 2 else ""
    plan.rules = "none"
    sheet.canvas.translate(0.3, 0)
    sheet.table(plan)


def blank_boxes_for_merged_headers(new: Callable[..., Sheet]) -> None:
    """The header is drawn as single boxes, with blank ones where others merge."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年部门支出总表")
    plan = Plan([60, 140, 330, 400, 470, 540], steps(105, 20, 5))
    plan.put(0, "科目编码", "科目名称", "合计", "其中", "")
    plan.put(1, "", "", "", "基本支出", "项目支出")
    plan.put(2, "205", "教育支出", "60.00", "50.00", "10.00")
    plan.put(3, "208", "社会保障和就业支出", "20.00", "20.00", "")
    plan.put(4, "合计", "", "80.00", "70.00", "10.00")
    sheet.table(plan)


def years_side_by_side(new: Callable[..., Sheet]) -> None:
    sheet = new(PORTRAIT)
    sheet.caption("2031年度一般公共预算财政拨款支出决算表")
    plan = Plan([60, 220, 300, 380, 460, 540], steps(105, 20, 5))
    plan.merge(0, 0, "项目", rows=2)
    plan.merge(0, 1, "2030年决算数", rows=2)
    plan.merge(0, 2, "2031年", columns=3)
    plan.put(1, "年初预算数", "决算数", "决算为预算的%", start=2)
    plan.put(2, "基本支出", "300.00", "310.00", "305.00", "98.39")
    plan.put(3, "项目支出", "100.00", "90.00", "95.00", "105.56")
    plan.put(4, "合计", "400.00", "400.00", "400.00", "100.00")
    sheet.table(plan)


def unit_codes_owners_and_kinds(new: Callable[..., Sheet]) -> None:
    """Labels beside the name: a kind that is merged, a unit's code, the unit; changes beside amounts."""
    sheet = new(LANDSCAPE)
    sheet.caption("2031年部门项目支出预算明细表")
    plan = Plan([60, 130, 190, 330, 450, 530, 610, 700, 780], steps(105, 22, 5))
    plan.put(0, "项目类型", "单位编码", "项目名称", "项目单位", "2030年预算", "2031年预算", "增减额", "增减率(%)")
    plan.merge(1, 0, "特定目标类", rows=2)
    plan.put(1, "048001", "设备更新经费", "示例市测试局本级", "30.00", "35.00", "5.00", "16.67", start=1)
    plan.put(2, "048002", "校园安全专项", "示例市测试中心", "14.00", "12.40", "-1.60", "-11.43", start=1)
    plan.put(3, "其他运转类", "048001", "教师培训费", "示例市测试局本级", "8.60", "8.60", "0.00", "0.00")
    plan.merge(4, 0, "合计", columns=4)
    plan.put(4, "52.60", "56.00", "3.40", "6.46", start=4)
    sheet.table(plan)


def second_header_further_down(new: Callable[..., Sheet]) -> None:
    """Two tables drawn as one: the lower half has a header of its own."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年部门收支情况表")
    plan = Plan([60, 260, 400, 540], steps(105, 20, 7))
    plan.put(0, "收入项目", "财政拨款", "单位资金")
    plan.put(1, "本年收入", "50.00", "6.00")
    plan.put(2, "上年结转", "4.00", "0.00")
    plan.put(3, "支出项目", "基本支出", "项目支出")
    plan.put(4, "教育支出", "30.00", "20.00")
    plan.put(5, "住房保障支出", "10.00", "")
    plan.put(6, "合计", "40.00", "20.00")
    sheet.table(plan)


def several_projects_in_one_form(new: Callable[..., Sheet]) -> None:
    sheet = new(LANDSCAPE)
    sheet.centred(60, "部门项目支出绩效目标汇总表")
    plan = Plan([60, 170, 240, 320, 420, 560, 640, 700, 780], steps(95, 24, 5))
    plan.put(0, "项目名称", "预算金额（万元）", "一级指标", "二级指标", "三级指标", "指标值", "计量单位", "备注")
    plan.merge(1, 0, "河道保洁经费", rows=2)
    plan.merge(1, 1, "80.00", rows=2)
    plan.put(1, "产出指标", "数量指标", "保洁河道长度", "120", "公里", "", start=2)
    plan.put(2, "满意度指标", "服务对象满意度", "群众满意度", "≥90", "%", "", start=2)
    plan.merge(3, 0, "水库维修养护", rows=2)
    plan.merge(3, 1, "45.50", rows=2)
    plan.put(3, "产出指标", "数量指标", "养护水库", "6", "座", "", start=2)
    plan.put(4, "效益指标", "社会效益", "保护人口", "2.3", "万人", "", start=2)
    sheet.table(plan)


def text_wider_than_its_cell(new: Callable[..., Sheet]) -> None:
    """Numbers and labels run over the sides of their cells, as spreadsheets print them."""
    sheet = new(PORTRAIT)
    sheet.caption("2031年部门支出预算总表", "单位：元")
    plan = Plan([60, 170, 230, 290, 350], steps(105, 20, 4))
    plan.put(0, "科目名称", "合计", "基本支出", "项目支出")
    sheet.table(plan)
    for row, (words, *numbers) in enumerate(
        (
            ("机关事业单位基本养老保险缴费支出", "", "", "1,572,307.00"),
            ("教育支出", "1,286,959,408.34", "", "1,286,959,408.34"),
            ("合计", "288,531,715.34", "", "288,531,715.34"),
        ),
        1,
    ):
        sheet.text(63, plan.ys[row] + 5, words)
        for column, number in enumerate(numbers, 1):
            width = sheet.canvas.stringWidth(number, sheet.font, SIZE)
            sheet.text(plan.xs[column + 1] - 2 - width, plan.ys[row] + 5, number)
