"""Words that the three sample documents share: cover, contents, duties, offices, terms, and how a change is told."""

from __future__ import annotations

from decimal import Decimal

from data.sample.figures import NOTICE, UNIT, percent, ten_thousand
from data.sample.layout import Sheets

DUTIES = (
    "（一）拟订全县水资源开发利用和节约保护规划并组织实施，统筹生活、生产和生态用水。",
    "（二）负责水库、堤防、灌区等水利工程的建设管理与安全运行。",
    "（三）承担水旱灾害防御工作，编制防洪抗旱预案，做好汛情、旱情监测预警和水工程调度。",
    "（四）指导农村供水工程建设和管护，保障农村饮水安全。",
    "（五）负责河道采砂管理、水政执法和水土保持监督。",
    "（六）承担县河长制办公室日常工作，完成县委、县政府交办的其他任务。",
)
OFFICES = ("办公室", "水资源管理股", "工程建设股", "水旱灾害防御股", "农村水利股", "水政执法股")

# In our own words; the meaning follows the Budget Law and the usual wording of disclosures, not any one of them.
DEFINITIONS = (
    ("一般公共预算拨款收入", "县财政用税收等公共收入安排给本单位当年使用的资金。"),
    ("单位资金收入", "除财政拨款和财政专户资金以外，单位依法取得的经营、租金、利息等收入。"),
    ("上年结转", "上一年度已经安排、当年没有用完，按规定转到今年继续用于原用途的资金。"),
    ("基本支出", "为维持单位日常运转、完成日常工作而安排的人员经费和公用经费。"),
    ("项目支出", "在基本支出之外，为完成特定工作任务或事业发展目标而安排的支出。"),
    ("人员经费", "用于在职人员工资、津贴、社会保险缴费、住房公积金以及对个人和家庭补助的支出。"),
    ("公用经费", "用于购买商品、服务和办公设备等维持运转的支出。"),
    ("“三公”经费", "财政拨款里的三项支出：因公出国（境）费，公务接待费，以及公务用车的购置费与运行维护费。"),
    ("机关运行经费", "行政单位和参公管理事业单位用财政拨款购买货物和服务、保障机关运转的经费。"),
    ("政府采购", "使用财政性资金，采购集中采购目录以内或限额标准以上的货物、工程和服务的行为。"),
    ("绩效目标", "预算资金在一定期限内计划达到的产出和效果。"),
)


def change(now: Decimal, before: Decimal) -> str:
    """增加205.83万元，增长12.74% or 减少…，下降…; both amounts in 元."""
    if now == before:
        return "持平"
    words = ("增加", "增长") if now > before else ("减少", "下降")
    return f"{words[0]}{ten_thousand(abs(now - before))}万元，{words[1]}{percent(abs(now - before), before)}"


def cover(sheets: Sheets, title: str) -> None:
    """The first page: whose, what, and that it is a sample."""
    sheets.new_page(plain=True)
    sheets.y = 220
    sheets.line(UNIT, 26, "center", gap=24)
    sheets.line(title, 24, "center", gap=60)
    sheets.line(NOTICE, 16, "center", gap=14)
    sheets.line("单位、项目和数字都是虚构的，只用来演示和测试", 11, "center")


def list_contents(sheets: Sheets) -> None:
    """The table of contents, from the headings of an earlier run."""
    sheets.new_page()
    sheets.line("目　　录", 18, "center", gap=16)
    for heading in sheets.known_contents:
        sheets.contents_line(heading)


def offices() -> list[str]:
    """How many offices there are, and which."""
    return [f"本单位内设机构{len(OFFICES)}个，没有下属独立核算单位。", *(f"{n}．{name}" for n, name in enumerate(OFFICES, 1))]
