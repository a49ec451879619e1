"""The one-page PDFs of tests/pages, one for each thing that is hard to read: `python tests/make_pages.py`.

Figures and labels are invented; the file's name says what is hard.  Made the same, byte for byte, each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")  # Apache-2.0; only the glyphs used are embedded
PORTRAIT, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)
SIZE = 9.0


@dataclass
class Box:
    """Text in a rectangle of grid lines: first and one past the last row and column."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: str = "centre"


@dataclass
class Plan:
    """A table to draw: sides from the left and from the top of the page, boxes, and which rules are printed."""

    xs: Sequence[float]
    ys: Sequence[float]
    boxes: list[Box] = field(default_factory=list)
    rules: str = "all"  # all, horizontal, three, none, open_sides, open_bottom, open_top

    def put(self, row: int, *texts: str, start: int = 0) -> None:
        """A row of single cells; numbers stand to the right."""
        for column, text in enumerate(texts, start):
            if text is not None:
                number = text[:1].isdigit() and text[-1:].isdigit() and len(text) > 2
                self.boxes.append(Box(row, column, text, align="right" if number else "centre"))

    def merge(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A merged cell."""
        self.boxes.append(Box(row, column, text, rows, columns))


class Sheet:
    """A page of a canvas, measured from its top left."""

    def __init__(self, canvas, size, font):
        self.canvas, self.size, self.font = canvas, size, font
        canvas.setPageSize(size)

    def text(self, x: float, top: float, words: str, size: float = SIZE) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.size[1] - top - size, words)

    def centred(self, top: float, words: str, size: float = 15.0) -> None:
        width = self.canvas.stringWidth(words, self.font, size)
        self.text((self.size[0] - width) / 2, top, words, size)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.size[1] - top, x1, self.size[1] - bottom)

    def table(self, plan: Plan) -> None:
        self._rules(plan)
        for box in plan.boxes:
            left, right = plan.xs[box.column], plan.xs[box.column + box.columns]
            top, bottom = plan.ys[box.row], plan.ys[box.row + box.rows]
            lines = self._wrap(box.text, right - left - 6)
            start = (top + bottom) / 2 - len(lines) * SIZE * 0.6
            for number, words in enumerate(lines):
                width = self.canvas.stringWidth(words, self.font, SIZE)
                x = {"left": left + 3, "right": right - 3 - width, "centre": (left + right - width) / 2}[box.align]
                self.text(x, start + number * SIZE * 1.2, words)

    def _wrap(self, text: str, width: float) -> list[str]:
        lines = [""]
        for character in text:
            if character == "\n":
                lines.append("")
            elif self.canvas.stringWidth(lines[-1] + character, self.font, SIZE) > max(width, SIZE) and "\n" not in text:
                lines.append(character)
            else:
                lines[-1] += character
        return lines

    def _rules(self, plan: Plan) -> None:
        rows, columns = len(plan.ys) - 1, len(plan.xs) - 1
        inside = {
            (r, c): box
            for box in plan.boxes
            for r in range(box.row, box.row + box.rows)
            for c in range(box.column, box.column + box.columns)
        }
        if plan.rules == "none":
            return
        for r in range(rows + 1):
            if plan.rules == "three" and r not in (0, 1, rows):
                continue
            if (plan.rules == "open_bottom" and r == rows) or (plan.rules == "open_top" and r == 0):
                continue
            for c in range(columns):
                above, below = inside.get((r - 1, c)), inside.get((r, c))
                if above is None or above is not below:
                    self.line(plan.xs[c], plan.ys[r], plan.xs[c + 1], plan.ys[r])
        if plan.rules in ("horizontal", "three"):
            return
        for c in range(columns + 1):
            if plan.rules == "open_sides" and c in (0, columns):
                continue
            for r in range(rows):
                left, right = inside.get((r, c - 1)), inside.get((r, c))
                if left is None or left is not right:
                    self.line(plan.xs[c], plan.ys[r], plan.xs[c], plan.ys[r + 1])

    def caption(self, title: str, unit: str | None = "单位：万元", top: float = 60.0) -> None:
        self.centred(top, title)
        self.text(60, top + 26, "编制单位：示例市测试局", 10)
        if unit:
            self.text(self.size[0] - 130, top + 26, unit, 10)


def steps(start: float, step: float, count: int) -> list[float]:
    """Sides of `count` rows or columns of one size."""
    return [start + step * n for n in range(count + 1)]


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


MAKERS = (
    halves_with_merged_headers,
    horizontal_rules_only,
    three_rules_only,
    no_rules,
    split_codes,
    numbers_that_are_no_amounts,
    row_broken_over_pages,
    header_again_and_total_alone,
    two_tables_two_units,
    one_wide_row_of_pairs,
    page_turned_by_its_entry,
    text_running_sideways,
    form_broken_over_pages,
    self_assessment_form,
    note_under_the_table,
    units_in_headers_and_labels,
    merged_labels_and_wrapped_cells,
    sides_left_open,
    bold_printed_twice_and_a_crop,
    blank_boxes_for_merged_headers,
    years_side_by_side,
    unit_codes_owners_and_kinds,
    second_header_further_down,
    several_projects_in_one_form,
    text_wider_than_its_cell,
)


def make(maker: Callable[[Callable[..., Sheet]], None], path: Path) -> None:
    """Draw one file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if not FONT_FILE.exists():
        sys.exit(f"{FONT_FILE} is missing: apt-get install fonts-wqy-microhei")
    pdfmetrics.registerFont(TTFont("Hei", FONT_FILE, subfontIndex=0))  # anew for each file, so that each embeds its own glyphs
    canvas = Canvas(str(path), invariant=True, pageCompression=1)
    started = []

    def new(size: tuple[float, float]) -> Sheet:
        if started:
            canvas.showPage()
        started.append(size)
        return Sheet(canvas, size, "Hei")

    maker(new)
    canvas.save()


def main() -> None:
    """Make all of them anew."""
    PAGES.mkdir(exist_ok=True)
    for maker in MAKERS:
        make(maker, PAGES / f"{maker.__name__}.pdf")


if __name__ == "__main__":
    main()
