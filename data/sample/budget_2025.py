"""The 2025 budget of the sample: the same unit a year earlier, shorter, with its tables in 万元."""

from __future__ import annotations

from decimal import Decimal

from data.sample import figures as f
from data.sample.figures import percent, ten_thousand
from data.sample.layout import Sheets
from data.sample.prose import cover
from data.sample.tables import (
    caption,
    economic,
    empty_by_subject,
    expenditure,
    procurement,
    project_table,
    summary,
    three_public_wide,
)

TITLE = "柏溪县水务局2025年单位预算公开"
YEAR = f.BUDGET_2025


def write(sheets: Sheets) -> None:
    """The whole document; without a table of contents."""
    cover(sheets, "2025年单位预算公开")
    tables(sheets)
    statement(sheets)


def tables(sheets: Sheets) -> None:
    """Seven tables, all in 万元."""
    sheets.new_page()
    sheets.heading("第一部分 2025年单位预算表", 16)
    caption(sheets, "表一", "2025年单位收支总体情况表", "万元")
    sheets.table(summary(YEAR, ten_thousand, 17.5))
    sheets.new_page()
    caption(sheets, "表二", "2025年单位支出总体情况表", "万元")
    sheets.table(expenditure(YEAR.basic, YEAR.project, "2025年预算数", ten_thousand))
    sheets.new_page()
    caption(sheets, "表三", "2025年一般公共预算基本支出情况表", "万元")
    sheets.table(economic(YEAR, "2025年预算数", ten_thousand))
    sheets.new_page()
    caption(sheets, "表四", "2025年政府性基金预算支出情况表", "万元")
    sheets.table(empty_by_subject("政府性基金预算支出"))
    sheets.line("注：本表为空表。", 9)
    sheets.y += 20
    caption(sheets, "表五", "2025年“三公”经费和机关运行经费预算情况表", "万元")
    sheets.table(three_public_wide(f.THREE_PUBLIC["2025"], YEAR.public))
    sheets.y += 10
    caption(sheets, "表六", "2025年政府采购预算表", "万元")
    sheets.table(procurement(f.PROCUREMENT["2025"]))
    sheets.new_page(landscape=True)
    caption(sheets, "表七", "2025年项目支出情况表", "万元")
    sheets.table(project_table(YEAR.projects, {}))


def statement(sheets: Sheets) -> None:
    """The narrative."""
    show, y = ten_thousand, YEAR
    total = Decimal(sum(f.THREE_PUBLIC["2025"]))
    goods, works, services = f.PROCUREMENT["2025"]
    sheets.new_page()
    sheets.heading("第二部分 2025年单位预算情况说明", 16)
    for heading, words in (
        (
            "一、收支预算总体情况",
            f"2025年，柏溪县水务局收入预算{show(y.total)}万元，其中一般公共预算拨款收入{show(y.total - y.own_funds)}万元，"
            f"单位资金收入{show(y.own_funds)}万元。支出预算{show(y.total)}万元，其中基本支出{show(y.basic_total)}万元，"
            f"占{percent(y.basic_total, y.total)}；项目支出{show(y.project_total)}万元，占{percent(y.project_total, y.total)}。",
        ),
        (
            "二、“三公”经费预算情况",
            f"2025年“三公”经费预算{show(total)}万元，其中因公出国（境）费0.00万元，公务接待费{show(f.THREE_PUBLIC['2025'][1])}万元，"
            f"公务用车运行维护费{show(f.THREE_PUBLIC['2025'][3])}万元，没有公务用车购置费。",
        ),
        ("三、机关运行经费情况", f"2025年机关运行经费预算{show(y.public)}万元。"),
        (
            "四、政府采购情况",
            f"2025年政府采购预算总额{goods + works + services}万元，其中货物{goods}万元、工程{works}万元、服务{services}万元。",
        ),
        (
            "五、国有资产占有使用情况",
            "截至2024年12月31日，本单位共有公务用车编制5辆，实有5辆，其中应急保障用车3辆，执法执勤用车1辆，其他用车1辆。"
            "办公用房建筑面积2310.00平方米。",
        ),
    ):
        sheets.heading(heading, 12.5, "left")
        sheets.paragraph(words)
