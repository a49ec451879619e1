"""The 2025 final accounts of the sample, in the form of the accounts software: 公开01表 to 公开09表 in 万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data.sample import figures as f
from data.sample.figures import UNIT, ZERO, Year, percent, ten_thousand, tree
from data.sample.layout import Box, Grid, Sheets
from data.sample.prose import DEFINITIONS, change, cover, list_contents
from data.sample.tables import amount, class_rows, halves, head, text

TITLE = "柏溪县水务局2025年度单位决算公开"
YEAR, BUDGET = f.ACCOUNTS_2025, f.BUDGET_2025
RECEIVED = YEAR.total - YEAR.carried_in + f.CARRIED_OUT_2025  # 本年收入
GRANTED = RECEIVED - YEAR.own_funds  # 财政拨款收入
show = ten_thousand


def write(sheets: Sheets) -> None:
    """The whole document."""
    cover(sheets, "2025年度单位决算公开")
    list_contents(sheets)
    sheets.new_page()
    sheets.heading("第一部分 2025年度单位决算表", 16)
    _caption(sheets, "公开01表", "收入支出决算总表")
    sheets.table(summary())
    for number, title, grid in (
        ("公开02表", "收入决算表", revenue()),
        ("公开03表", "支出决算表", expenditure(YEAR, whole=True)),
        ("公开05表", "一般公共预算财政拨款支出决算表", expenditure(YEAR, whole=False)),
        ("公开06表", "一般公共预算财政拨款基本支出决算表", economic()),
    ):
        sheets.new_page()
        _caption(sheets, number, title)
        sheets.table(grid)
    sheets.new_page(landscape=True)
    _caption(sheets, "公开07表", "财政拨款“三公”经费支出决算表")
    sheets.table(three_public())
    sheets.line("注：本表预算数为年初预算数，决算数为当年实际支出。", 9)
    sheets.y += 20
    _caption(sheets, "公开08表", "政府性基金预算财政拨款收入支出决算表")
    sheets.table(fund())
    sheets.line("注：本单位2025年度没有政府性基金预算财政拨款收入和支出，本表无数据。", 9)
    sheets.new_page()
    statement(sheets)


def _caption(sheets: Sheets, number: str, title: str) -> None:
    sheets.heading(title)
    sheets.line(number, 9, "right", gap=3)
    sheets.two_ends(f"单位：{UNIT}", "金额单位：万元")


def summary() -> Grid:
    """收入支出决算总表: three columns of expenditure are one here; 行次 and 栏次 are numbering."""
    income = [
        (text("一、一般公共预算财政拨款收入"), amount(GRANTED, show)),
        (text("二、政府性基金预算财政拨款收入"), Box()),
        (text("三、国有资本经营预算财政拨款收入"), Box()),
        (text("四、其他收入"), amount(YEAR.own_funds, show)),
    ]
    classes = class_rows(show, {c: YEAR.basic.get(c, ZERO) + YEAR.project.get(c, ZERO) for c in {*YEAR.basic, *YEAR.project}}, total=False)
    rows = halves(income, classes)
    total = amount(RECEIVED + YEAR.carried_in, show)
    rows += [
        (text("本年收入合计", "center"), amount(RECEIVED, show), text("本年支出合计", "center"), amount(YEAR.total, show)),
        (text("年初结转和结余"), amount(YEAR.carried_in, show), text("年末结转和结余"), amount(f.CARRIED_OUT_2025, show)),
        (text("总计", "center"), total, text("总计", "center"), total),
    ]
    numbered = [(left, Box(str(n)), value, right, Box(str(n + len(rows))), spent) for n, (left, value, right, spent) in enumerate(rows, 1)]
    header = (
        (Box("收入", columns=3), Box("支出", columns=3)),
        head("项目", "行次", "决算数", "项目", "行次", "决算数"),
        (Box("栏次"), Box(), Box("1"), Box("栏次"), Box(), Box("2")),
    )
    return Grid((155, 30, 72, 150, 30, 74), (*header, *numbered), header_rows=3, row_height=16.5, size=8)


def revenue() -> Grid:
    """收入决算表 by subject: what was received this year, less what was carried in, plus what is carried on."""
    own = {p.code: p.amount for p in YEAR.projects if p.own_funds}
    whole = {c: YEAR.basic.get(c, ZERO) + YEAR.project.get(c, ZERO) for c in {*YEAR.basic, *YEAR.project}}
    whole["2130316"] -= YEAR.carried_in
    whole["2130314"] += f.CARRIED_OUT_2025
    granted = {c: a - own.get(c, ZERO) for c, a in whole.items()}
    header = (
        (
            Box("项目", columns=2),
            Box("本年收入合计", rows=2),
            Box("财政拨款收入", rows=2),
            Box("事业收入", rows=2),
            Box("其他收入", rows=2),
        ),
        head("功能分类科目编码", "科目名称"),
        (Box("栏次", columns=2), *head("1", "2", "3", "4")),
    )
    rows: list[tuple[Box, ...]] = [
        (Box("合计", columns=2), amount(RECEIVED, show), amount(GRANTED, show), Box(), amount(YEAR.own_funds, show))
    ]
    for code, name, (a, b, c) in tree(whole, granted, own):
        rows.append((text(code), text(name), amount(a, show), amount(b, show), Box(), amount(c, show)))
    return Grid((70, 195, 66, 66, 56, 58), (*header, *rows), header_rows=3, repeat_header=True, row_height=18, size=8.5)


def expenditure(year: Year, *, whole: bool) -> Grid:
    """支出决算表, or without own funds 一般公共预算财政拨款支出决算表."""
    project: dict[str, Decimal] = {}
    for row in year.projects:
        if whole or not row.own_funds:
            project[row.code] = project.get(row.code, ZERO) + row.amount
    header = (
        (Box("项目", columns=2), Box("本年支出合计", rows=2), Box("基本支出", rows=2), Box("项目支出", rows=2)),
        head("功能分类科目编码", "科目名称"),
        (Box("栏次", columns=2), *head("1", "2", "3")),
    )
    sums = (sum(year.basic.values(), ZERO), sum(project.values(), ZERO))
    rows: list[tuple[Box, ...]] = [(Box("合计", columns=2), *(amount(v, show) for v in (sum(sums, ZERO), *sums)))]
    for code, name, values in tree(year.basic, project):
        rows.append((text(code), text(name), *(amount(v, show) for v in (sum(values, ZERO), *values))))
    return Grid((74, 210, 80, 74, 73), (*header, *rows), header_rows=3, repeat_header=True, row_height=18, size=8.5)


def economic() -> Grid:
    """基本支出决算表: personnel left, public use right, each with its own codes."""

    def side(*classes: str) -> list[tuple[Box, ...]]:
        leaves = {c: a for c, a in YEAR.economic.items() if c[:3] in classes}
        return [(text(code), text(name), amount(value, show)) for code, name, (value,) in tree(leaves)]

    rows: Sequence[tuple[Box, ...]] = halves(side("301", "303"), side("302", "310"))
    closing = (Box("人员经费合计", columns=2), amount(YEAR.personnel, show), Box("公用经费合计", columns=2), amount(YEAR.public, show))
    header = ((Box("人员经费", columns=3), Box("公用经费", columns=3)), head(*("科目编码", "科目名称", "决算数") * 2))
    return Grid((46, 146, 64, 46, 146, 63), (*header, *rows, closing), header_rows=2, row_height=20, size=8.5)


def three_public() -> Grid:
    """财政拨款“三公”经费支出决算表: twelve columns, budget left and accounts right."""
    header = (
        (Box("预算数", columns=6), Box("决算数", columns=6)),
        (
            Box("合计", rows=2),
            Box("因公出国（境）费", rows=2),
            Box("公务用车购置及运行维护费", columns=3),
            Box("公务接待费", rows=2),
        )
        * 2,
        head(*("小计", "公务用车购置费", "公务用车运行维护费") * 2),
        head(*map(str, range(1, 13))),
    )
    row = []
    for key in ("2025", "2025 accounts"):
        abroad, reception, purchase, running = f.THREE_PUBLIC[key]
        row += [sum(f.THREE_PUBLIC[key], ZERO), abroad, purchase + running, purchase, running, reception]
    return Grid((63,) * 12, (*header, tuple(amount(v, show, zero="0.00") for v in row)), header_rows=4, row_height=24, size=8.5)


def fund() -> Grid:
    """政府性基金预算财政拨款收入支出决算表, empty."""
    header = (
        (
            Box("项目", columns=2),
            Box("年初结转和结余", rows=2),
            Box("本年收入", rows=2),
            Box("本年支出", columns=3),
            Box("年末结转和结余", rows=2),
        ),
        head("功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    )
    return Grid((90, 190, 80, 76, 80, 80, 80, 80), (*header, (Box("合计", columns=2), *((Box(),) * 6))), header_rows=2, row_height=22)


def statement(sheets: Sheets) -> None:
    """The narrative and the terms."""
    planned, spent = f.THREE_PUBLIC["2025"], f.THREE_PUBLIC["2025 accounts"]
    total = RECEIVED + YEAR.carried_in
    goods, works, services = f.PROCUREMENT["2025 accounts"]
    sheets.heading("第二部分 2025年度单位决算情况说明", 16)
    for heading, words in (
        (
            "一、收入支出决算总体情况",
            f"2025年度收入总计{show(total)}万元，其中本年收入{show(RECEIVED)}万元，年初结转和结余{show(YEAR.carried_in)}万元。"
            f"支出总计{show(total)}万元，其中本年支出{show(YEAR.total)}万元，年末结转和结余{show(f.CARRIED_OUT_2025)}万元。",
        ),
        (
            "二、支出决算情况",
            f"2025年度本年支出{show(YEAR.total)}万元，其中基本支出{show(YEAR.basic_total)}万元，占{percent(YEAR.basic_total, YEAR.total)}；"
            f"项目支出{show(YEAR.project_total)}万元，占{percent(YEAR.project_total, YEAR.total)}。"
            f"本年支出为年初预算{show(BUDGET.total)}万元的{percent(YEAR.total, BUDGET.total)}，主要原因是汛期洪涝较重，追加了防汛支出。",
        ),
        (
            "三、“三公”经费支出决算情况",
            f"2025年度“三公”经费支出决算{show(sum(spent, ZERO))}万元，完成年初预算的{percent(sum(spent, ZERO), sum(planned, ZERO))}，"
            f"比年初预算{change(sum(spent, ZERO), sum(planned, ZERO))}。其中公务接待费{show(spent[1])}万元，国内公务接待42批次、386人次；"
            f"公务用车运行维护费{show(spent[3])}万元，年末公务用车保有量5辆；因公出国（境）费0.00万元，公务用车购置费0.00万元。"
            "决算小于预算的主要原因是接待批次减少、车辆用油节约。",
        ),
        ("四、机关运行经费支出情况", f"2025年度机关运行经费支出{show(YEAR.public)}万元，比年初预算{change(YEAR.public, BUDGET.public)}。"),
        (
            "五、政府采购支出情况",
            f"2025年度政府采购支出总额{goods + works + services}万元，其中货物{goods}万元、工程{works}万元、服务{services}万元。",
        ),
    ):
        sheets.heading(heading, 12.5, "left")
        sheets.paragraph(words)
    sheets.y += 12
    sheets.heading("第三部分 名词解释", 16)
    for number, (term, meaning) in enumerate(DEFINITIONS[3:10], 1):
        sheets.paragraph(f"{number}．{term}：{meaning}")
