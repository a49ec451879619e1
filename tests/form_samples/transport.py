"""A county transport bureau's final accounts in 万元: 行次 and 栏次, codes split in three, headers of three levels."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples import economic
from tests.form_samples.performance import assessments
from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, wide
from tests.form_samples.subjects import add, classes, tree

UNIT = "桐嵊县交通运输局"


def _all(items: dict[str, str]) -> dict:
    return {k: d(v) for k, v in items.items()}


BASIC = _all(
    {
        "2080501": "38.20",
        "2080505": "126.48",
        "2080801": "9.86",
        "2101101": "68.92",
        "2101103": "21.30",
        "2140101": "1286.54",
        "2210201": "134.70",
    }
)
PROJECT = _all({"2140102": "64.25", "2140104": "2310.60", "2140106": "1268.40", "2140112": "186.75", "2140601": "215.00"})
FUND = _all({"2120804": "385.60"})
OTHER = _all({"2140112": "60.00"})
FUND_INCOME, OTHER_INCOME = _all({"2120804": "420.00"}), _all({"2140112": "37.52"})
START = _all({"2140104": "142.10"})
END = _all({"2140104": "35.47", "2140106": "60.00"})
END_SAVED = _all({"2140104": "35.47"})
OTHER_START, OTHER_END = d("44.35"), d("21.87")


def _m(value) -> str:
    return money(value, 2)


def _income() -> dict:
    """This year's public income by subject: what was spent, less what was carried in, plus what is carried out."""
    spent = add(BASIC, PROJECT)
    return {k: v - START.get(k, ZERO) + END.get(k, ZERO) for k, v in spent.items()}


def _split(code: str) -> tuple[str, str, str]:
    return code[:3], code[3:5], code[5:]


def _title(form: Form, number: int, title: str, *, page: bool = True, landscape: bool = False) -> None:
    if page:
        form.new_page(landscape=landscape)
    form.heading(title, 14)
    form.two_ends("", f"公开{number:02d}表", 9)
    form.two_ends(f"部门：{UNIT}　　2024年度", "金额单位：万元", 9)


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2024年度部门决算", head=False, page_number="第 {} 页")
    form.cover(UNIT, "2024年度部门决算公开说明")
    form.new_page()
    form.paragraphs(
        "## 第一部分　部门概况",
        "## 一、主要职责",
        "（一）拟订并组织实施全县公路、水路、道路运输行业的发展规划和年度计划。",
        "（二）负责县、乡、村道的建设管理和养护，组织治理超限超载运输。",
        "（三）监督管理客货运输、机动车维修和驾驶员培训市场，指导城乡客运一体化。",
        "（四）指导水上交通安全，负责乡镇渡口渡船的监督检查。",
        "## 二、机构设置",
        "局机关内设办公室、计划财务股、建设管理股、运输安全股、法规股5个股室。纳入本部门决算编制范围的下属单位3个："
        "县公路养护中心、县道路运输服务中心、县水路交通服务站。",
        "核定行政编制42名、事业编制35名；2024年末在职人员73人，其中行政人员40人、事业人员33人；退休人员58人。",
        "## 第二部分　2024年度部门决算表",
    )
    _totals(form)
    _public(form)
    _small(form)
    assessments(form, UNIT)
    _words(form)
    form.gold = [cell for cell in form.gold if cell["row"] != ["栏次"]]
    return form


def _totals(form: Form) -> None:
    public, income = add(BASIC, PROJECT), _income()
    spent = add(public, FUND, OTHER)
    got = total(income) + total(FUND_INCOME) + total(OTHER_INCOME)
    start, end = total(START) + OTHER_START, total(END) + total(FUND_INCOME) - total(FUND) + OTHER_END
    assert got + start == total(spent) + end
    left = [
        ("一、一般公共预算财政拨款收入", total(income)),
        ("二、政府性基金预算财政拨款收入", total(FUND_INCOME)),
        ("三、国有资本经营预算财政拨款收入", ZERO),
        ("四、上级补助收入", ZERO),
        ("五、事业收入", ZERO),
        ("六、经营收入", ZERO),
        ("七、附属单位上缴收入", ZERO),
        ("八、其他收入", total(OTHER_INCOME)),
        ("本年收入合计", got),
        ("使用非财政拨款结余（含专用结余）", ZERO),
        ("年初结转和结余", start),
        ("总计", got + start),
    ]
    byclass = classes(spent)
    right = [
        ("一、社会保障和就业支出", byclass["社会保障和就业支出"]),
        ("二、卫生健康支出", byclass["卫生健康支出"]),
        ("三、城乡社区支出", byclass["城乡社区支出"]),
        ("四、交通运输支出", byclass["交通运输支出"]),
        ("五、住房保障支出", byclass["住房保障支出"]),
        ("六、其他支出", ZERO),
        ("", None),
        ("", None),
        ("本年支出合计", total(spent)),
        ("结余分配", ZERO),
        ("年末结转和结余", end),
        ("总计", total(spent) + end),
    ]
    rows = [("栏次", "", "1", "栏次", "", "2")]
    rows += [
        (a, str(n), _m(v), b, str(n + 12), "" if w is None else _m(w))
        for n, ((a, v), (b, w)) in enumerate(zip(left, right, strict=True), 1)
    ]
    _title(form, 1, "收入支出决算总表")
    form.sheet(
        "收入支出决算总表",
        "万元",
        "tnvtnv",
        (160, 30, 72, 145, 30, 72),
        [(wide("收入", 3), wide("支出", 3)), ("项目", "行次", "金额", "项目", "行次", "金额")],
        rows,
        height=19,
    )
    form.line("注：本表列示部门全年的收入、支出和年末留存的资金。", 8)
    head = [
        (
            wide("项目", 4),
            tall("本年收入合计", 2),
            tall("财政拨款收入", 2),
            tall("上级补助收入", 2),
            tall("事业收入", 2),
            tall("经营收入", 2),
            tall("附属单位上缴收入", 2),
            tall("其他收入", 2),
        ),
        ("类", "款", "项", "科目名称"),
    ]
    fiscal = add(income, FUND_INCOME)
    zeros = ["0.00"] * 4
    rows = [(wide("栏次", 4), *"1234567")]
    rows.append((wide("合计", 4), _m(got), _m(total(fiscal)), *zeros, _m(total(OTHER_INCOME))))
    rows += [(*_split(c), n, _m(a + b), _m(a), *zeros, _m(b)) for c, n, (a, b) in tree(fiscal, OTHER_INCOME)]
    _title(form, 2, "收入决算表")
    form.sheet("收入决算表", "万元", "ccctvvvvvvv", (27, 22, 22, 150, 58, 58, 40, 36, 36, 40, 40), head, rows, size=7.5, height=16)
    head = [
        (
            wide("项目", 4),
            tall("本年支出合计", 2),
            tall("基本支出", 2),
            tall("项目支出", 2),
            tall("上缴上级支出", 2),
            tall("经营支出", 2),
            tall("对附属单位补助支出", 2),
        ),
        ("类", "款", "项", "科目名称"),
    ]
    project = add(PROJECT, FUND, OTHER)
    rows = [(wide("栏次", 4), *"123456"), (wide("合计", 4), _m(total(spent)), _m(total(BASIC)), _m(total(project)), *["0.00"] * 3)]
    rows += [(*_split(c), n, _m(a + b), _m(a), _m(b), *["0.00"] * 3) for c, n, (a, b) in tree(BASIC, project)]
    _title(form, 3, "支出决算表")
    form.sheet("支出决算表", "万元", "ccctvvvvvv", (27, 22, 22, 165, 62, 62, 62, 36, 36, 42), head, rows, size=7.5, height=16)


def _public(form: Form) -> None:
    income, public = _income(), add(BASIC, PROJECT)
    a, b = classes(public), classes(FUND)
    names = [n for n in classes(add(public, FUND))]
    fiscal_total = total(income) + total(FUND_INCOME) + total(START)
    left = [
        ("一、一般公共预算财政拨款", total(income)),
        ("二、政府性基金预算财政拨款", total(FUND_INCOME)),
        ("三、国有资本经营预算财政拨款", ZERO),
        ("", None),
        ("", None),
        ("本年收入合计", total(income) + total(FUND_INCOME)),
        ("年初财政拨款结转和结余", total(START)),
        ("总计", fiscal_total),
    ]
    right = [(f"{n}、{name}", a.get(name, ZERO), b.get(name, ZERO)) for n, name in zip("一二三四五", names, strict=True)]
    fund_end = total(FUND_INCOME) - total(FUND)
    right += [
        ("本年支出合计", total(public), total(FUND)),
        ("年末财政拨款结转和结余", total(END), fund_end),
        ("总计", total(public) + total(END), total(FUND) + fund_end),
    ]
    rows = [("栏次", "", "1", "栏次", "", "2", "3", "4", "5")]
    rows += [
        (x, str(n), "" if v is None else _m(v), y, str(n + 8), _m(p + f), _m(p), _m(f), "0.00")
        for n, ((x, v), (y, p, f)) in enumerate(zip(left, right, strict=True), 1)
    ]
    head = [
        (wide("收　　入", 3), wide("支　　出", 6)),
        (tall("项目", 2), tall("行次", 2), tall("金额", 2), tall("项目", 2), tall("行次", 2), wide("金额", 4)),
        ("小计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"),
    ]
    _title(form, 4, "财政拨款收入支出决算总表", landscape=True)
    form.sheet("财政拨款收入支出决算总表", "万元", "tnvtnvvvv", (165, 32, 80, 150, 32, 80, 80, 75, 70), head, rows, height=20, size=8)
    # three levels: carried in, received, spent, carried out
    head = [
        (
            wide("项目", 4),
            wide("年初结转和结余", 3),
            wide("本年收入", 3),
            wide("本年支出", 5),
            wide("年末结转和结余", 3),
        ),
        (
            tall("类", 2),
            tall("款", 2),
            tall("项", 2),
            tall("科目名称", 2),
            tall("合计", 2),
            tall("基本支出结转", 2),
            tall("项目支出结转和结余", 2),
            tall("合计", 2),
            tall("基本支出", 2),
            tall("项目支出", 2),
            tall("合计", 2),
            wide("基本支出", 3),
            tall("项目支出", 2),
            tall("合计", 2),
            wide("项目支出结转和结余", 2),
        ),
        ("小计", "人员经费", "公用经费", "项目支出结转", "项目支出结余"),
    ]
    office = {"2140101": d("257.40")}
    columns = (START, income, {k: income[k] for k in BASIC}, BASIC, office, PROJECT, END, END_SAVED)
    rows = [(wide("栏次", 4), *[str(n) for n in range(1, 15)])]

    def line(s, i, ib, bs, of, pr, e, es):
        return [s, ZERO, s, i, ib, i - ib, bs + pr, bs, bs - of, of, pr, e, e - es, es]

    rows.append((wide("合计", 4), *[_m(v) for v in line(*[total(c) for c in columns])]))
    rows += [(*_split(c), n, *[_m(v) for v in line(*vs)]) for c, n, vs in tree(*columns)]
    _title(form, 5, "一般公共预算财政拨款收入支出决算表", landscape=True)
    form.sheet(
        "一般公共预算财政拨款收入支出决算表",
        "万元",
        "ccct" + "v" * 14,
        (24, 20, 20, 116, 42, 38, 42, 46, 46, 46, 46, 46, 46, 42, 46, 40, 42, 42),
        head,
        rows,
        size=7,
        height=16,
    )
    # three blocks side by side
    amounts = []
    for part in (economic.TRANSPORT_STAFF, economic.TRANSPORT_OFFICE):
        lines = []
        for code, name, text in part:
            value = d(text) if text else sum((d(t) for c, _, t in part if t and c.startswith(code)), ZERO)
            lines.append((code, name, _m(value)))
        amounts.append(lines)
    staff, office_lines = amounts
    blocks = [staff, office_lines[:10], office_lines[10:]]
    depth = max(len(b) for b in blocks)
    rows = [sum((b[i] if i < len(b) else ("", "", "") for b in blocks), ()) for i in range(depth)]
    rows.append((wide("人员经费合计", 2), "1428.60", wide("公用经费合计", 5), "257.40"))
    head = [
        (wide("人员经费", 3), wide("公用经费", 6)),
        ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
    ]
    _title(form, 6, "一般公共预算财政拨款基本支出决算明细表", landscape=True)
    form.sheet(
        "一般公共预算财政拨款基本支出决算明细表",
        "万元",
        "ctvctvctv",
        (48, 150, 62, 48, 130, 62, 48, 130, 62),
        head,
        rows,
        size=8,
        height=18,
    )


def _small(form: Form) -> None:
    head = [
        (wide("预算数", 6), wide("决算数", 6)),
        (tall("合计", 2), tall("因公出国（境）费", 2), wide("公务用车购置及运行维护费", 3), tall("公务接待费", 2)) * 2,
        ("小计", "公务用车购置费", "公务用车运行维护费") * 2,
    ]
    rows = [
        tuple(str(n) for n in range(1, 13)),
        ("36.00", "0.00", "28.00", "0.00", "28.00", "8.00", "27.60", "0.00", "22.74", "0.00", "22.74", "4.86"),
    ]
    _title(form, 7, "财政拨款“三公”经费支出决算表", landscape=True)
    form.sheet("财政拨款“三公”经费支出决算表", "万元", "v" * 12, (62,) * 12, head, rows[1:], size=8, height=24)
    form.line("注：预算数为全年预算数，决算数包括当年财政拨款和以前年度结转资金安排的支出。", 8)
    head = [
        (wide("项目", 4), tall("年初结转和结余", 2), tall("本年收入", 2), wide("本年支出", 3), tall("年末结转和结余", 2)),
        ("类", "款", "项", "科目名称", "小计", "基本支出", "项目支出"),
    ]
    rows = [(wide("栏次", 4), *"123456")]
    both = tree(FUND_INCOME, FUND)
    rows.append((wide("合计", 4), "0.00", "420.00", "385.60", "0.00", "385.60", "34.40"))
    rows += [(*_split(c), n, "0.00", _m(i), _m(f), "0.00", _m(f), _m(i - f)) for c, n, (i, f) in both]
    _title(form, 8, "政府性基金预算财政拨款收入支出决算表", page=False)
    form.sheet("政府性基金预算财政拨款收入支出决算表", "万元", "ccctvvvvvv", (34, 30, 30, 230, 70, 70, 70, 70, 70, 70), head, rows, size=8)
    _title(form, 9, "国有资本经营预算财政拨款支出决算表", page=False)
    head = [(wide("项目", 4), wide("本年支出", 3)), ("类", "款", "项", "科目名称", "合计", "基本支出", "项目支出")]
    form.sheet(
        "国有资本经营预算财政拨款支出决算表", "万元", "ccctvvv", (34, 30, 30, 330, 100, 100, 100), head, [("", "", "", "", "", "", "")]
    )
    form.line("说明：国有资本经营预算在2024年度未安排本部门的收支，本表为空表。", 8.5)


def _words(form: Form) -> None:
    public, income = add(BASIC, PROJECT), _income()
    spent = total(public) + total(FUND) + total(OTHER)
    got = total(income) + total(FUND_INCOME) + total(OTHER_INCOME)
    grand = got + total(START) + OTHER_START
    project = spent - total(BASIC)
    form.new_page()
    form.paragraphs(
        "## 第三部分　2024年度部门决算情况说明",
        "## 一、收入支出决算总体情况说明",
        f"2024年度收、支总计{_m(grand)}万元。与2023年度相比，收、支总计各增加418.34万元，增长{percent(d('418.34'), grand - d('418.34'))}%，"
        "主要变动原因是通村公路提质改造工程集中开工。",
        "## 二、收入决算情况说明",
        f"2024年度本年收入合计{_m(got)}万元，其中：一般公共预算财政拨款收入{_m(total(income))}万元，占{percent(total(income), got)}%；"
        f"政府性基金预算财政拨款收入{_m(total(FUND_INCOME))}万元，占{percent(total(FUND_INCOME), got)}%；"
        f"其他收入{_m(total(OTHER_INCOME))}万元，占{percent(total(OTHER_INCOME), got)}%。",
        "## 三、支出决算情况说明",
        f"2024年度本年支出合计{_m(spent)}万元，按性质分：基本支出{_m(total(BASIC))}万元，占{percent(total(BASIC), spent)}%；"
        f"项目支出{_m(project)}万元，占{percent(project, spent)}%。年末结转和结余151.47万元。",
        "## 四、一般公共预算财政拨款支出决算情况说明",
        f"2024年度一般公共预算财政拨款支出{_m(total(public))}万元，在本年支出合计中占{percent(total(public), spent)}%。",
        f"1.交通运输支出（类）公路水路运输（款）公路建设（项）：支出决算为{_m(PROJECT['2140104'])}万元，"
        "完成预算98.49%，少于预算的原因是个别标段尾款未到支付期。",
        "2.交通运输支出（类）公路水路运输（款）公路养护（项）：支出决算为1286.40万元，主要用于县乡道日常养护和水毁修复。",
        f"3.交通运输支出（类）公路水路运输（款）公路运输管理（项）：支出决算为{_m(PROJECT['2140112'])}万元，完成预算100%。",
        "## 五、一般公共预算财政拨款基本支出决算情况说明",
        "2024年度一般公共预算财政拨款基本支出1686.00万元，分为人员经费1428.60万元和公用经费257.40万元。",
        "## 六、“三公”经费财政拨款支出决算情况说明",
        f"2024年度“三公”经费财政拨款支出决算为27.60万元，完成预算{percent(d('27.60'), d('36.00'))}%，"
        "比上年减少3.15万元，少于预算的原因是压减接待批次、合并用车路线。",
        "（一）因公出国（境）经费支出0万元，全年没有组织因公出国（境）团组。",
        "（二）公务用车运行维护费支出22.74万元，用于路政巡查和应急抢险所需的燃料费、维修费、过路过桥费和保险费。年末公务用车保有量7辆。",
        "（三）公务接待费支出4.86万元，国内公务接待38批次，286人次。",
        "## 七、其他重要事项的情况说明",
        "（一）机关运行经费支出情况。2024年度机关运行经费支出257.40万元，较2023年增加12.30万元，"
        f"增长{percent(d('12.30'), d('245.10'))}%，主要原因是新增两处渡口值守点。",
        "（二）政府采购支出情况。2024年度政府采购支出总额1126.80万元，其中："
        "政府采购货物支出148.30万元、工程支出902.00万元、服务支出76.50万元。"
        f"授予中小企业合同金额845.10万元，占政府采购支出总额的{percent(d('845.10'), d('1126.80'))}%。",
        "（三）国有资产占用情况。2024年末共有车辆7辆：执法执勤用车5辆、应急保障用车2辆。单价100万元以上专用设备1台（套）。",
        "（四）预算绩效管理情况。本部门对2个项目开展了绩效自评，农村公路养护工程得分98.09分，治超站点信息化改造得分96分。",
        "## 第四部分　名词解释",
        "1.年初结转和结余：往年没有用完、本年接着用于原定用途的资金。",
        "2.公路养护（项）：公路、桥梁和隧道等的维修保养支出。",
        "3.机关运行经费：局机关等行政类单位靠财政拨款维持日常运转的公用经费。",
        "4.超限超载：货运车辆的车货总质量或者外廓尺寸超过公路限定标准的行为。",
    )
