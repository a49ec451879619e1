"""The standard tables of a budget as grids: what the two budgets share, in 元 or 万元."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from data.sample.figures import UNIT, ZERO, Project, Year, subject_name, ten_thousand, tree
from data.sample.layout import Box, Grid, Sheets

Print = Callable[[Decimal], str]  # how a table prints an amount: `yuan` or `ten_thousand`

CLASSES = (
    "201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216 217 219 220 221 222 223 224 227 229 230 231 232 233 234"
).split()
_DIGITS = "一二三四五六七八九"


def ordinal(number: int) -> str:
    """1 to 99 as 一, 十一, 二十三."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十") + (_DIGITS[ones - 1] if ones else "")


def caption(sheets: Sheets, number: str, title: str, unit: str) -> None:
    """Number, title and unit note above a table, listed in the contents."""
    sheets.line(number, 9.5)
    sheets.heading(title)
    sheets.two_ends(f"单位名称：{UNIT}", f"单位：{unit}")


def text(words: str, align: str = "left") -> Box:
    """A box with words."""
    return Box(words, align=align)


def amount(value: Decimal, show: Print, *, zero: str = "") -> Box:
    """A box with an amount; 0 prints as `zero`."""
    return Box(show(value) if value else zero, align="right")


def head(*words: str) -> tuple[Box, ...]:
    """A header row of single boxes."""
    return tuple(Box(word) for word in words)


def halves(left: Sequence[tuple[Box, ...]], right: Sequence[tuple[Box, ...]]) -> list[tuple[Box, ...]]:
    """Two lists of rows side by side; the shorter one is filled up with blanks."""
    count = max(len(left), len(right))
    blank = [(Box(),) * len(left[0])] * (count - len(left)), [(Box(),) * len(right[0])] * (count - len(right))
    return [a + b for a, b in zip([*left, *blank[0]], [*right, *blank[1]], strict=True)]


def by_class(*columns: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, ...]]:
    """Class code → one amount a column."""
    return {code: values for code, _, values in tree(*columns) if len(code) == 3}


def class_rows(show: Print, *columns: Mapping[str, Decimal], total: bool = True) -> list[tuple[Box, ...]]:
    """一、一般公共服务支出 … with 合计 and each column; classes without money stay blank."""
    found = by_class(*columns)
    rows = []
    for number, code in enumerate(CLASSES, 1):
        values = found.get(code, (ZERO,) * len(columns))
        shown = (sum(values, ZERO), *values) if total else values
        rows.append((text(f"{ordinal(number)}、{subject_name(code)}"), *(amount(v, show) for v in shown)))
    return rows


def summary(year: Year, show: Print, row_height: float) -> Grid:
    """收支预算总表: income left, expenditure by class right."""
    income = [
        (text("一、一般公共预算拨款收入"), amount(year.total - year.own_funds - year.carried_in, show)),
        (text("二、政府性基金预算拨款收入"), Box()),
        (text("三、国有资本经营预算拨款收入"), Box()),
        (text("四、财政专户管理资金收入"), Box()),
        (text("五、单位资金收入"), amount(year.own_funds, show)),
    ]
    rows = halves(income, class_rows(show, year.basic, year.project))
    spent = tuple(amount(v, show) for v in (year.total, year.basic_total, year.project_total))
    rows += [
        (text("本年收入合计", "center"), amount(year.total - year.carried_in, show), text("本年支出合计", "center"), *spent),
        (text("上年结转"), amount(year.carried_in, show), text("年终结转"), Box(), Box(), Box()),
        (text("收入总计", "center"), amount(year.total, show), text("支出总计", "center"), *spent),
    ]
    header = [
        (Box("收入", columns=2), Box("支出", columns=4)),
        head("项目", "预算数", "项目", "合计", "基本支出", "项目支出"),
    ]
    return Grid((112, 70, 133, 70, 63, 63), (*header, *rows), header_rows=2, row_height=row_height, size=8)


def revenue(year: Year, show: Print) -> Grid:
    """收入预算总表 by functional subject and source."""
    own: dict[str, Decimal] = {}
    for project in year.projects:
        if project.own_funds:
            own[project.code] = own.get(project.code, ZERO) + project.amount
    carried = {"2130314": year.carried_in} if year.carried_in else {}
    whole = {code: year.basic.get(code, ZERO) + year.project.get(code, ZERO) for code in {*year.basic, *year.project}}
    general = {code: value - own.get(code, ZERO) - carried.get(code, ZERO) for code, value in whole.items()}
    header = (
        (Box("项目", columns=2), Box("收入预算", columns=6)),
        head("科目编码", "科目名称", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "单位资金", "上年结转"),
    )
    total = (year.total, year.total - year.own_funds - year.carried_in, ZERO, ZERO, year.own_funds, year.carried_in)
    rows = [(Box(), Box("合计"), *(amount(v, show) for v in total))]
    for code, name, (a, b, c, d) in tree(whole, general, own, carried):
        rows.append((text(code), text(name), *(amount(v, show) for v in (a, b, ZERO, ZERO, c, d))))
    return Grid((48, 125, 66, 66, 46, 46, 57, 57), (*header, *rows), header_rows=2, repeat_header=True, row_height=21, size=8)


def split_codes(code: str) -> tuple[Box, Box, Box]:
    """类, 款 and 项 in three boxes."""
    return Box(code[:3]), Box(code[3:5]), Box(code[5:7])


def expenditure_in_three(year: Year, show: Print) -> Grid:
    """支出预算总表 with 类, 款 and 项 in columns of their own; the total stands at the end."""
    header = (
        (Box("项目", columns=4), Box("支出预算", columns=3)),
        (
            Box("功能分类科目编码", columns=3),
            Box("功能分类科目名称", rows=2),
            Box("合计", rows=2),
            Box("基本支出", rows=2),
            Box("项目支出", rows=2),
        ),
        head("类", "款", "项"),
    )
    rows = [
        (*split_codes(code), text(name), amount(sum(values, ZERO), show), *(amount(v, show, zero="0.00") for v in values))
        for code, name, values in tree(year.basic, year.project)
    ]
    rows.append((Box("合计", columns=4), *(amount(v, show) for v in (year.total, year.basic_total, year.project_total))))
    return Grid((34, 28, 28, 181, 82, 79, 79), (*header, *rows), header_rows=3, repeat_header=True, row_height=18, size=8.5)


def expenditure(basic: Mapping[str, Decimal], project: Mapping[str, Decimal], label: str, show: Print) -> Grid:
    """Expenditure by joined subject code with the total first: 支出总表 and 一般公共预算支出表."""
    header = (
        (Box("项目", columns=2), Box(label, columns=3)),
        head("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    )
    sums = (sum(basic.values(), ZERO), sum(project.values(), ZERO))
    rows = [(Box(), Box("合计"), *(amount(v, show) for v in (sum(sums, ZERO), *sums)))]
    for code, name, values in tree(basic, project):
        rows.append((text(code), text(name), amount(sum(values, ZERO), show), *(amount(v, show) for v in values)))
    return Grid((66, 205, 84, 78, 78), (*header, *rows), header_rows=2, repeat_header=True, row_height=18, size=8.5)


def appropriation(year: Year, show: Print) -> Grid:
    """财政拨款收支预算总表: the general public budget is all there is."""
    general = general_budget(year)
    income = [
        (text("一、本年收入"), amount(year.total - year.own_funds - year.carried_in, show)),
        (text("（一）一般公共预算拨款"), amount(year.total - year.own_funds - year.carried_in, show)),
        (text("（二）政府性基金预算拨款"), Box()),
        (text("（三）国有资本经营预算拨款"), Box()),
        (text("二、上年结转"), amount(year.carried_in, show)),
        (text("（一）一般公共预算拨款"), amount(year.carried_in, show)),
    ]
    merged = {code: general[0].get(code, ZERO) + general[1].get(code, ZERO) for code in {*general[0], *general[1]}}
    classes = [row for row in class_rows(show, merged, merged, total=False) if row[1].text]
    spent = [(text(f"{ordinal(number)}、{row[0].text.split('、', 1)[1]}"), *row[1:], Box(), Box()) for number, row in enumerate(classes, 1)]
    total = year.total - year.own_funds
    closing = (Box("收入总计"), amount(total, show), Box("支出总计"), amount(total, show), amount(total, show), Box(), Box())
    header = (
        (Box("收入", columns=2), Box("支出", columns=5)),
        head("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    )
    return Grid((112, 72, 117, 72, 72, 33, 33), (*header, *halves(income, spent), closing), header_rows=2, row_height=24, size=8)


def general_budget(year: Year) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Basic and project expenditure out of the general public budget."""
    project: dict[str, Decimal] = {}
    for row in year.projects:
        if not row.own_funds:
            project[row.code] = project.get(row.code, ZERO) + row.amount
    return dict(year.basic), project


def economic(year: Year, label: str, show: Print) -> Grid:
    """一般公共预算基本支出 by economic subject: personnel and public use."""
    personnel = {c: a for c, a in year.economic.items() if c[:3] in ("301", "303")}
    public = {c: a for c, a in year.economic.items() if c[:3] in ("302", "310")}
    header = (
        (Box("部门预算支出经济分类科目", columns=2), Box(label, columns=3)),
        head("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
    )
    rows = [(Box(), Box("合计"), *(amount(v, show) for v in (year.basic_total, year.personnel, year.public)))]
    for code, name, values in tree(personnel, public):
        rows.append((text(code), text(name), amount(sum(values, ZERO), show), *(amount(v, show) for v in values)))
    return Grid((66, 205, 84, 78, 78), (*header, *rows), header_rows=2, repeat_header=True, row_height=17, size=8.5)


def empty_by_subject(label: str) -> Grid:
    """A table of the form by subject without a single row of figures."""
    header = ((Box("项目", columns=2), Box(label, columns=3)), head("科目编码", "科目名称", "合计", "基本支出", "项目支出"))
    return Grid((76, 195, 80, 80, 80), (*header, (Box(),) * 5, (Box(), Box("合计"), Box(), Box(), Box())), header_rows=2, row_height=22)


def three_public_wide(values: Sequence[Decimal], operating: Decimal) -> Grid:
    """“三公”经费和机关运行经费预算表: one wide row in 万元; 0 prints as 0.00."""
    abroad, reception, purchase, running = values
    header = (
        (Box("“三公”经费预算数", columns=6), Box("机关运行经费预算数", rows=3)),
        (Box("合计", rows=2), Box("因公出国（境）费", rows=2), Box("公务接待费", rows=2), Box("公务用车购置及运行维护费", columns=3)),
        head("小计", "购置费", "运行维护费"),
    )
    row = (sum(values, ZERO), abroad, reception, purchase + running, purchase, running, operating)
    return Grid((70, 75, 70, 70, 70, 76, 80), (*header, tuple(Box(ten_thousand(v)) for v in row)), header_rows=3, row_height=24)


def project_table(projects: Sequence[Project], carried: Mapping[str, Decimal]) -> Grid:
    """项目支出预算表 in 万元 over landscape pages, with sequence numbers and a row of column numbers."""
    header = (
        (
            Box("序号", rows=2),
            Box("项目名称", rows=2),
            Box("合计", rows=2),
            Box("财政拨款", columns=3),
            Box("单位资金", rows=2),
            Box("上年结转", rows=2),
        ),
        head("一般公共预算", "政府性基金预算", "国有资本经营预算"),
        (Box("栏次", columns=2), *head("1", "2", "3", "4", "5", "6")),
    )

    def cells(whole: Decimal, own: Decimal, past: Decimal) -> tuple[Box, ...]:
        show = ten_thousand
        return (amount(whole, show), amount(whole - own - past, show), Box(), Box(), amount(own, show), amount(past, show))

    whole = sum((p.amount for p in projects), ZERO)
    own = sum((p.amount for p in projects if p.own_funds), ZERO)
    rows = [(Box(), text(UNIT), *cells(whole, own, sum(carried.values(), ZERO)))]
    for number, p in enumerate(projects, 1):
        rows.append((Box(str(number)), text(p.name), *cells(p.amount, p.amount if p.own_funds else ZERO, carried.get(p.name, ZERO))))
    return Grid((42, 236, 84, 92, 82, 82, 70, 70), (*header, *rows), header_rows=3, repeat_header=True, row_height=23, size=9.5)


def procurement(values: Sequence[Decimal]) -> Grid:
    """政府采购预算表, with horizontal rules only."""
    header = (head("采购类别", "预算金额", "其中：一般公共预算"),)
    rows = [(text(name), amount(v, _plain), amount(v, _plain)) for name, v in zip(("货物", "工程", "服务"), values, strict=True)]
    rows.append((text("合计"), amount(sum(values, ZERO), _plain), amount(sum(values, ZERO), _plain)))
    return Grid((200, 150, 161), (*header, *rows), header_rows=1, row_height=22, vertical_rules=False)


def _plain(value: Decimal) -> str:
    return f"{value:,f}"
