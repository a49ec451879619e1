"""Final accounts in the nationwide form, 公开01表 to 公开09表, in 万元, landscape, with 行次 and 栏次."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, tree, wide

UNIT = "云泽市档案馆"
BASIC = {
    k: d(v)
    for k, v in {
        "2012601": "412.36",
        "2080501": "18.22",
        "2080505": "52.18",
        "2080506": "26.09",
        "2080801": "9.75",
        "2101101": "21.34",
        "2101103": "8.66",
        "2210201": "45.72",
    }.items()
}
PROJECT = {k: d(v) for k, v in {"2012602": "23.40", "2012604": "186.50"}.items()}
OTHER_SPENT = d("10.25")  # of 2012604, out of 其他收入
OTHER_INCOME, CARRIED_IN = d("12.40"), d("30.15")
PEOPLE = [
    ("301", "工资福利支出", ""),
    ("30101", "基本工资", "148.32"),
    ("30102", "津贴补贴", "108.90"),
    ("30103", "奖金", "61.20"),
    ("30108", "机关事业单位基本养老保险缴费", "52.18"),
    ("30109", "职业年金缴费", "26.09"),
    ("30110", "职工基本医疗保险缴费", "21.34"),
    ("30111", "公务员医疗补助缴费", "8.66"),
    ("30113", "住房公积金", "45.72"),
    ("303", "对个人和家庭的补助", ""),
    ("30302", "退休费", "18.22"),
    ("30304", "抚恤金", "9.75"),
]
GOODS = [
    ("302", "商品和服务支出", ""),
    ("30201", "办公费", "22.16"),
    ("30205", "水费", "1.84"),
    ("30206", "电费", "9.63"),
    ("30207", "邮电费", "4.05"),
    ("30211", "差旅费", "6.72"),
    ("30213", "维修（护）费", "12.48"),
    ("30217", "公务接待费", "0.86"),
    ("30228", "工会经费", "7.90"),
    ("30231", "公务用车运行维护费", "3.12"),
    ("30239", "其他交通费用", "25.18"),
]
CAPITAL = [("310", "资本性支出", ""), ("31002", "办公设备购置", "")]
THREE = {"预算数": ("5.50", "", "4.00", "", "4.00", "1.50"), "决算数": ("3.98", "0.00", "3.12", "", "3.12", "0.86")}


def _m(value) -> str:
    return money(value, 2, comma=True, zero="")


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2023年度部门决算", page_number="第 {} 页")
    form.cover(UNIT, "2023年度部门决算")
    form.new_page()
    form.paragraphs(
        "## 第一部分 部门概况",
        "## 一、主要职能",
        "保管本市各时期形成的档案，办理查阅利用，指导各单位归档工作。",
        "## 二、机构设置",
        f"{UNIT}设办公室、保管利用科、征集编研科、信息技术科四个内设机构，纳入本部门决算编制范围的单位共1个。年末在职人员34人，退休人员21人。",
    )
    _tables(form)
    _words(form)
    return form


def _head(form: Form, number: str, title: str) -> None:
    form.new_page(landscape=True)
    form.heading(title, 15)
    form.line(number, 8.5, "right", gap=2)
    form.two_ends(f"部门：{UNIT}", "金额单位：万元", 8.5)


def _granted():
    return total(BASIC) + total(PROJECT) - OTHER_SPENT - CARRIED_IN


def _tables(form: Form) -> None:
    spent = total(BASIC) + total(PROJECT)
    income = _granted() + OTHER_INCOME
    classes = {code: (name, value) for code, name, (value,) in tree(BASIC | PROJECT) if len(code) == 3}
    names = [
        "一、一般公共服务支出",
        "二、外交支出",
        "三、国防支出",
        "四、公共安全支出",
        "五、教育支出",
        "六、科学技术支出",
        "七、文化旅游体育与传媒支出",
        "八、社会保障和就业支出",
        "九、卫生健康支出",
        "十、住房保障支出",
    ]
    by_name = {name: value for name, value in classes.values()}
    _head(form, "公开01表", "收入支出决算总表")
    left = [
        ("一、一般公共预算财政拨款收入", _granted()),
        ("二、政府性基金预算财政拨款收入", ZERO),
        ("三、国有资本经营预算财政拨款收入", ZERO),
        ("四、上级补助收入", ZERO),
        ("五、事业收入", ZERO),
        ("六、经营收入", ZERO),
        ("七、附属单位上缴收入", ZERO),
        ("八、其他收入", OTHER_INCOME),
    ]
    left += [("", ZERO)] * 2 + [
        ("本年收入合计", income),
        ("使用专用结余", ZERO),
        ("年初结转和结余", CARRIED_IN),
        ("总计", income + CARRIED_IN),
    ]
    right = [(name, by_name.get(name.partition("、")[2], ZERO)) for name in names]
    right += [("本年支出合计", spent), ("结余分配", ZERO), ("年末结转和结余", income + CARRIED_IN - spent), ("总计", income + CARRIED_IN)]
    rows = [(a, str(n), _m(v), b, str(n + 14), _m(w)) for n, ((a, v), (b, w)) in enumerate(zip(left, right, strict=True), 1)]
    form.sheet(
        "收入支出决算总表",
        "万元",
        "tnvtnv",
        (220, 40, 110, 240, 40, 108),
        [(wide("收入", 3), wide("支出", 3)), ("项目", "行次", "金额", "项目", "行次", "金额"), ("栏次", "", "1", "栏次", "", "2")],
        rows,
    )
    form.line("注：收入、支出和结转一并列在此表。", 8)
    _head(form, "公开02表", "收入决算表")
    other = {"2012604": OTHER_INCOME}
    granted = BASIC | PROJECT
    granted = {**granted, "2012604": granted["2012604"] - OTHER_SPENT - CARRIED_IN}
    rows = [(code, name, _m(a + b), _m(a), "", "", "", "", _m(b)) for code, name, (a, b) in tree(granted, other)]
    head = [
        (
            wide("项目", 2),
            *(tall(t, 2) for t in ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")),
        ),
        ("科目编码", "科目名称"),
        (wide("栏次", 2), *map(str, range(1, 8))),
        (wide("合计", 2), _m(income), _m(_granted()), "", "", "", "", _m(OTHER_INCOME)),
    ]
    form.sheet("收入决算表", "万元", "ctvvvvvvv", (60, 220, 72, 72, 66, 62, 62, 72, 72), head[:3], [head[3], *rows], height=15)
    _head(form, "公开03表", "支出决算表")
    head = [
        (
            wide("项目", 2),
            *(tall(t, 2) for t in ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")),
        ),
        ("科目编码", "科目名称"),
        (wide("栏次", 2), *map(str, range(1, 7))),
    ]
    rows = [(wide("合计", 2), _m(spent), _m(total(BASIC)), _m(total(PROJECT)), "", "", "")]
    rows += [(code, name, _m(a + b), _m(a), _m(b), "", "", "") for code, name, (a, b) in tree(BASIC, PROJECT)]
    form.sheet("支出决算表", "万元", "ctvvvvvv", (60, 220, 80, 80, 80, 80, 80, 78), head, rows, height=15)
    _appropriation(form, names, by_name)
    _head(form, "公开05表", "一般公共预算财政拨款支出决算表")
    own = {**PROJECT, "2012604": PROJECT["2012604"] - OTHER_SPENT}
    head = [
        (wide("项目", 2), wide("本年支出", 3)),
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
        (wide("栏次", 2), "1", "2", "3"),
    ]
    rows = [(wide("合计", 2), _m(total(BASIC) + total(own)), _m(total(BASIC)), _m(total(own)))]
    rows += [(code, name, _m(a + b), _m(a), _m(b)) for code, name, (a, b) in tree(BASIC, own)]
    form.sheet("一般公共预算财政拨款支出决算表", "万元", "ctvvv", (90, 300, 120, 120, 120), head, rows, height=15)
    _economic(form)
    _head(form, "公开07表", "财政拨款“三公”经费支出决算表")
    each = [tall("合计", 2), tall("因公出国（境）费", 2), wide("公务用车购置及运行维护费", 3), tall("公务接待费", 2)]
    form.sheet(
        "财政拨款“三公”经费支出决算表",
        "万元",
        "v" * 12,
        (50, 62, 58, 64, 68, 62) * 2,
        [
            (wide("预算数", 6), wide("决算数", 6)),
            (*each, *each),
            ("小计", "公务用车购置费", "公务用车运行维护费") * 2,
            tuple(map(str, range(1, 13))),
        ],
        [(*THREE["预算数"], *THREE["决算数"])],
    )
    form.line("注：本表预算数为“三公”经费全年预算数，决算数为当年财政拨款预算和以前年度结转资金安排的实际支出。", 8)
    _head(form, "公开08表", "政府性基金预算财政拨款收入支出决算表")
    form.sheet(
        "政府性基金预算财政拨款收入支出决算表",
        "万元",
        "ctvvvvvv",
        (90, 180, 80, 80, 80, 80, 80, 80),
        [
            (wide("项目", 2), tall("年初结转和结余", 2), tall("本年收入", 2), wide("本年支出", 3), tall("年末结转和结余", 2)),
            ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
            (wide("栏次", 2), *map(str, range(1, 7))),
        ],
        [(wide("合计", 2), *[""] * 6), *[("",) * 8] * 2],
    )
    form.line("注：本部门2023年度没有政府性基金预算财政拨款收入，也没有用它安排过支出，故本表为空。", 8)
    _head(form, "公开09表", "国有资本经营预算财政拨款支出决算表")
    form.sheet(
        "国有资本经营预算财政拨款支出决算表",
        "万元",
        "ctvvv",
        (90, 300, 120, 120, 120),
        [
            (wide("项目", 2), wide("本年支出", 3)),
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            (wide("栏次", 2), "1", "2", "3"),
        ],
        [(wide("合计", 2), "", "", ""), ("",) * 5],
    )
    form.line("注：本部门2023年度没有国有资本经营预算财政拨款支出，故本表为空。", 8)


def _appropriation(form: Form, names: list[str], by_name: dict) -> None:
    _head(form, "公开04表", "财政拨款收入支出决算总表")
    granted, spent = _granted(), total(BASIC) + total(PROJECT) - OTHER_SPENT
    own = {**by_name, "一般公共服务支出": by_name["一般公共服务支出"] - OTHER_SPENT}
    left = [("一、一般公共预算财政拨款", granted), ("二、政府性基金预算财政拨款", ZERO), ("三、国有资本经营预算财政拨款", ZERO)]
    left += [("", ZERO)] * 7 + [("本年收入合计", granted), ("年初财政拨款结转和结余", CARRIED_IN), ("总计", granted + CARRIED_IN)]
    right = [(name, own.get(name.partition("、")[2], ZERO)) for name in names]
    right += [("本年支出合计", spent), ("年末财政拨款结转和结余", granted + CARRIED_IN - spent), ("总计", granted + CARRIED_IN)]
    rows = [(a, str(n), _m(v), b, str(n + 13), _m(w), _m(w), "", "") for n, ((a, v), (b, w)) in enumerate(zip(left, right, strict=True), 1)]
    form.sheet(
        "财政拨款收入支出决算总表",
        "万元",
        "tnvtnvvvv",
        (170, 34, 74, 170, 34, 66, 70, 70, 70),
        [
            (wide("收　　入", 3), wide("支　　出", 6)),
            ("项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"),
            ("栏次", "", "1", "栏次", "", "2", "3", "4", "5"),
        ],
        rows,
    )


def _summed(rows):
    sums: dict[str, object] = {}
    for code, _, text in rows:
        sums[code[:3]] = sums.get(code[:3], ZERO) + d(text or 0)
    return [(code, name, sums[code] if len(code) == 3 else d(text or 0)) for code, name, text in rows]


def _economic(form: Form) -> None:
    _head(form, "公开06表", "一般公共预算财政拨款基本支出决算表")
    people, goods = _summed(PEOPLE), [*_summed(GOODS), *_summed(CAPITAL)]
    lines = max(len(people), (len(goods) + 1) // 2)
    cells = [(c, n, _m(v)) for c, n, v in people] + [("", "", "")] * (lines - len(people))
    first, second = goods[:lines], goods[lines:]
    right = [[(c, n, _m(v)) for c, n, v in half] + [("", "", "")] * (lines - len(half)) for half in (first, second)]
    rows = [(*a, *b, *c) for a, b, c in zip(cells, right[0], right[1], strict=True)]
    staff = sum((v for c, _, v in people if len(c) == 3), ZERO)
    office = sum((v for c, _, v in goods if len(c) == 3), ZERO)
    rows.append((wide("人员经费合计", 2), _m(staff), wide("公用经费合计", 5), _m(office)))
    form.sheet(
        "一般公共预算财政拨款基本支出决算表",
        "万元",
        "ctvctvctv",
        (50, 140, 62) * 3,
        [(wide("人员经费", 3), wide("公用经费", 6)), ("科目编码", "科目名称", "决算数") * 3],
        rows,
    )


def _words(form: Form) -> None:
    spent, income = total(BASIC) + total(PROJECT), _granted() + OTHER_INCOME
    form.new_page()
    form.paragraphs(
        "## 第三部分 2023年度部门决算情况说明",
        "## 一、收入支出决算总体情况说明",
        f"2023年度收、支总计均为{_m(income + CARRIED_IN)}万元。与上年度相比，收、支总计各增加41.08万元，增长5.37%，"
        "主要是库房改造支出增加。",
        "## 二、支出决算情况说明",
        f"本年支出合计{_m(spent)}万元，其中：基本支出{_m(total(BASIC))}万元，占{percent(total(BASIC), spent)}%；"
        f"项目支出{_m(total(PROJECT))}万元，"
        f"占{percent(total(PROJECT), spent)}%。",
        "## 三、“三公”经费支出决算情况说明",
        "2023年度“三公”经费财政拨款支出预算为5.50万元，支出决算为3.98万元，完成预算的72.36%。其中：公务用车运行维护费支出3.12万元，"
        "比上年减少0.38万元，主要原因是压减用车次数；公务接待费支出0.86万元，国内公务接待11批次、96人次。",
        "## 四、机关运行经费支出情况说明",
        "2023年度机关运行经费支出93.94万元，比上年增加4.41万元，增长4.93%，主要原因是维修费增加。",
        "## 五、政府采购支出情况说明",
        "2023年度政府采购支出总额88.60万元，其中：政府采购货物支出36.20万元、政府采购工程支出40.00万元、政府采购服务支出12.40万元。"
        "授予中小企业合同金额71.50万元，占政府采购支出总额的80.70%。",
        "## 六、国有资产占用情况说明",
        f"截至2023年12月31日，{UNIT}共有车辆2辆，其中，机要通信用车1辆、其他用车1辆；单价100万元（含）以上设备3台（套）。",
        "## 第四部分 名词解释",
        "一、年初结转和结余：上一年没有花完、按规定留到本年接着用的钱。",
        "二、机关运行经费：机关和参公单位维持日常运转所用的财政拨款，像办公、水电、邮电、差旅都在其中。",
        "三、档案馆（项）：档案馆保管、整理、利用和数字化档案方面的支出。",
    )
