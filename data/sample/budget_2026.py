"""The 2026 budget of the sample: every table in 元 but “三公”, projects and procurement, which are in 万元."""

from __future__ import annotations

from decimal import Decimal

from data.sample import figures as f
from data.sample.figures import percent, ten_thousand, yuan
from data.sample.forms import FORMS, form_grid
from data.sample.layout import Box, Grid, Sheets
from data.sample.prose import DEFINITIONS, DUTIES, change, cover, list_contents, offices
from data.sample.tables import (
    amount,
    appropriation,
    by_class,
    caption,
    economic,
    empty_by_subject,
    expenditure,
    expenditure_in_three,
    general_budget,
    head,
    procurement,
    project_table,
    revenue,
    summary,
    text,
    three_public_wide,
)

TITLE = "柏溪县水务局2026年单位预算公开"
YEAR, LAST = f.BUDGET_2026, f.BUDGET_2025
CARRIED = {"防汛抢险物资购置费": YEAR.carried_in}


def write(sheets: Sheets) -> None:
    """The whole document."""
    cover(sheets, "2026年单位预算公开")
    list_contents(sheets)
    overview(sheets)
    tables(sheets)
    statement(sheets)
    performance(sheets)
    definitions(sheets)


def overview(sheets: Sheets) -> None:
    """第一部分: duties, offices, staff."""
    sheets.new_page()
    sheets.heading("第一部分 单位概况", 16)
    sheets.heading("一、主要职责", 12.5, "left")
    for words in DUTIES:
        sheets.paragraph(words)
    sheets.heading("二、机构设置", 12.5, "left")
    for words in offices():
        sheets.paragraph(words)
    sheets.heading("三、人员情况", 12.5, "left")
    s = f.STAFF
    sheets.paragraph(
        f"本单位核定编制{s['编制']}名，其中行政编制{s['行政编制']}名、事业编制{s['事业编制']}名。"
        f"截至2025年12月31日，实有在职人员{s['实有']}人，离退休人员{s['离退休']}人。"
    )


def tables(sheets: Sheets) -> None:
    """第二部分: eleven tables."""
    sheets.new_page()
    sheets.heading("第二部分 2026年单位预算表", 16)
    caption(sheets, "预算公开表1", "2026年收支预算总表", "元")
    sheets.table(summary(YEAR, yuan, 21))
    sheets.new_page()
    caption(sheets, "预算公开表2", "2026年收入预算总表", "元")
    sheets.table(revenue(YEAR, yuan))
    sheets.new_page()
    caption(sheets, "预算公开表3", "2026年支出预算总表", "元")
    sheets.table(expenditure_in_three(YEAR, yuan))
    sheets.new_page()
    caption(sheets, "预算公开表4", "2026年财政拨款收支预算总表", "元")
    sheets.table(appropriation(YEAR, yuan))
    sheets.new_page()
    caption(sheets, "预算公开表5", "2026年一般公共预算支出表", "元")
    sheets.table(expenditure(*general_budget(YEAR), "2026年预算数", yuan))
    sheets.new_page()
    caption(sheets, "预算公开表6", "2026年一般公共预算基本支出表（按部门预算支出经济分类）", "元")
    sheets.table(economic(YEAR, "2026年预算数", yuan))
    sheets.new_page()
    for number, title in (("预算公开表7", "政府性基金"), ("预算公开表8", "国有资本经营")):
        caption(sheets, number, f"2026年{title}预算支出表", "元")
        sheets.table(empty_by_subject(f"{title}预算支出"))
        sheets.line(f"注：本单位2026年没有{title}预算拨款安排的支出，本表无数据。", 9)
        sheets.y += 24
    caption(sheets, "预算公开表9", "2026年“三公”经费和机关运行经费预算表", "万元")
    sheets.table(three_public_wide(f.THREE_PUBLIC["2026"], YEAR.public))
    sheets.new_page(landscape=True)
    caption(sheets, "预算公开表10", "2026年项目支出预算表", "万元")
    sheets.table(project_table(YEAR.projects, CARRIED))
    sheets.line("注：部分金额因四舍五入存在尾差。", 9)
    sheets.new_page()
    caption(sheets, "预算公开表11", "2026年政府采购预算表", "万元")
    sheets.table(procurement(f.PROCUREMENT["2026"]))


def statement(sheets: Sheets) -> None:
    """第三部分: the narrative."""
    sheets.y += 16
    sheets.heading("第三部分 2026年单位预算情况说明", 16)
    for heading, words in (*_income_and_spending(), *_other_matters()):
        sheets.heading(heading, 12.5, "left")
        for paragraph in words:
            sheets.paragraph(paragraph)


def _income_and_spending() -> list[tuple[str, list[str]]]:
    show, y = ten_thousand, YEAR
    general = y.total - y.own_funds
    shares = "；".join(
        f"{f.subject_name(code)}{show(a + b)}万元，占{percent(a + b, y.total)}" for code, (a, b) in by_class(y.basic, y.project).items()
    )
    return [
        (
            "一、收支预算增减变化情况",
            [
                f"2026年，柏溪县水务局预算收入总计{show(y.total)}万元，其中本年收入{show(y.total - y.carried_in)}万元，"
                f"上年结转{show(y.carried_in)}万元。收入总计比2025年预算{change(y.total, LAST.total)}，"
                "主要原因是新增城区供水管网漏损治理和办公业务用房修缮两个项目。",
                f"2026年预算支出总计{show(y.total)}万元，比2025年预算{change(y.total, LAST.total)}。其中基本支出{show(y.basic_total)}万元，"
                f"{change(y.basic_total, LAST.basic_total)}，主要原因是人员正常晋级晋档；项目支出{show(y.project_total)}万元，"
                f"{change(y.project_total, LAST.project_total)}，主要原因是供水和灌溉设施维护任务增加。",
            ],
        ),
        (
            "二、收入预算情况",
            [
                f"2026年收入预算{show(y.total)}万元，其中：一般公共预算拨款收入{show(general - y.carried_in)}万元，"
                f"占{percent(general - y.carried_in, y.total)}；单位资金收入{show(y.own_funds)}万元，占{percent(y.own_funds, y.total)}；"
                f"上年结转{show(y.carried_in)}万元，占{percent(y.carried_in, y.total)}。没有政府性基金预算和国有资本经营预算拨款收入。"
            ],
        ),
        (
            "三、支出预算情况",
            [
                f"2026年支出预算{show(y.total)}万元，其中：基本支出{show(y.basic_total)}万元，占{percent(y.basic_total, y.total)}；"
                f"项目支出{show(y.project_total)}万元，占{percent(y.project_total, y.total)}。按支出功能分类：{shares}。"
            ],
        ),
        (
            "四、一般公共预算基本支出情况",
            [
                f"2026年一般公共预算安排基本支出{show(y.basic_total)}万元。其中：人员经费{show(y.personnel)}万元，用于在职人员工资、"
                f"社会保险缴费、住房公积金和离退休人员补助；公用经费{show(y.public)}万元，用于办公、差旅、水电、维修和公务用车运行等。"
            ],
        ),
    ]


def _other_matters() -> list[tuple[str, list[str]]]:
    show = ten_thousand
    abroad, _, purchase, running = f.THREE_PUBLIC["2026"]
    total, before = sum(f.THREE_PUBLIC["2026"]), sum(f.THREE_PUBLIC["2025"])
    goods, works, services = f.PROCUREMENT["2026"]
    c = f.CARS
    formed = sum(form.amount for form in FORMS)
    return [
        (
            "五、“三公”经费预算情况",
            [
                f"2026年“三公”经费预算{show(Decimal(total))}万元，比2025年预算{change(Decimal(total), Decimal(before))}，"
                "主要原因是从严控制公务接待和车辆运行开支。",
                f"（一）因公出国（境）费{show(abroad)}万元，与2025年预算持平，原因是没有出国（境）计划。",
                f"（二）公务接待费{f.PLANTED['公务接待费']}万元，比2025年预算减少，主要原因是压减接待批次和人数。",
                f"（三）公务用车购置及运行维护费{show(purchase + running)}万元。其中公务用车购置费{show(purchase)}万元，与2025年预算持平，"
                f"原因是没有购车计划；公务用车运行维护费{show(running)}万元，"
                f"比2025年预算{change(running, f.THREE_PUBLIC['2025'][3])}，主要原因是加强派车管理、燃油消耗下降。",
            ],
        ),
        (
            "六、机关运行经费情况",
            [
                f"2026年机关运行经费预算{show(YEAR.public)}万元，比2025年预算{change(YEAR.public, LAST.public)}，"
                "主要原因是添置办公设备和培训任务增加。"
            ],
        ),
        (
            "七、政府采购情况",
            [
                f"2026年政府采购预算总额{goods + works + services}万元。其中：货物类政府采购预算{goods}万元，"
                f"工程类政府采购预算{works}万元，服务类政府采购预算{services}万元。"
            ],
        ),
        (
            "八、预算绩效管理情况",
            [
                f"2026年纳入绩效目标管理的项目{len(YEAR.projects)}个，涉及预算资金{show(YEAR.project_total)}万元。"
                f"随本文件公开绩效目标表{len(FORMS)}张，涉及资金{show(Decimal(formed))}万元。"
            ],
        ),
        (
            "九、国有资产占有使用情况",
            [
                f"截至2025年12月31日，本单位共有公务用车编制{c['编制']}辆，实有{c['实有']}辆，其中：应急保障用车{c['应急保障用车']}辆，"
                f"执法执勤用车{c['执法执勤用车']}辆，其他用车{c['其他用车']}辆。办公用房建筑面积{f.FLOOR_AREA}平方米。"
                "单价100万元以上的设备0台（套）。",
                "2026年没有购置车辆和单价100万元以上设备的计划。",
            ],
        ),
        ("十、其他说明", ["本单位没有重点项目预算评审事项，没有政府购买服务指导性目录之外的购买服务安排。"]),
    ]


def performance(sheets: Sheets) -> None:
    """A list of the forms, then the forms; the first breaks inside a cell, the second follows on its last page."""
    sheets.new_page()
    sheets.heading("附：项目支出绩效目标表", 16)
    sheets.paragraph(
        "本单位对全部项目设定了绩效目标。按照公开要求，选择资金量较大、与群众用水和防汛安全关系密切的项目公开绩效目标表；"
        "其余项目的绩效目标已随预算报送县财政局备案，年度终了后随决算一并公开自评情况。"
    )
    sheets.two_ends("本次公开绩效目标的项目", "单位：万元")
    rows = [(Box(str(n)), text(form.project), amount(form.amount, ten_thousand)) for n, form in enumerate(FORMS, 1)]
    total = sum((form.amount for form in FORMS), f.ZERO)
    header = (head("序号", "项目名称", "年度资金总额"),)
    closing = (Box("合计", columns=2), amount(total, ten_thousand))
    sheets.table(Grid((42, 309, 160), (*header, *rows, closing), header_rows=1, row_height=19))
    for number, form in enumerate(FORMS):
        if number > 1:
            sheets.new_page()
        sheets.heading("柏溪县县级预算单位项目支出绩效目标表", 13, listed=False)
        sheets.line("（2026年度）", 10, "center")
        sheets.table(form_grid(form))
        sheets.y += 14


def definitions(sheets: Sheets) -> None:
    """第四部分: the terms."""
    sheets.new_page()
    sheets.heading("第四部分 名词解释", 16)
    for number, (term, meaning) in enumerate(DEFINITIONS, 1):
        sheets.paragraph(f"{number}．{term}：{meaning}")
