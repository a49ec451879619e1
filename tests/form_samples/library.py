"""A municipality's unit budget in 千元: ruled by horizontal lines only, codes split in three, 三公 as a small table of two years."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, tree, wide

UNIT = "河埠区少年儿童图书馆"
BASIC = {
    k: d(v)
    for k, v in {
        "2070104": "6842.3",
        "2080502": "128.6",
        "2080505": "803.5",
        "2080506": "401.7",
        "2101102": "352.4",
        "2210201": "688.2",
        "2210203": "214.9",
    }.items()
}
PROJECTS = [
    ("少儿图书购置", "1450.0"),
    ("数字阅读平台服务", "620.0"),
    ("馆舍修缮", "980.5"),
    ("阅读推广活动", "315.0"),
    ("物业管理", "560.0"),
    ("流动书车运行", "186.0"),
    ("盲文读物制作", "42.0"),
    ("安防系统维护", "97.8"),
    ("古籍童书修复", "75.0"),
    ("志愿者管理", "28.4"),
]
OWN = d("60.0")
LAST_TOTAL = d("13421.6")


def _m(value) -> str:
    return money(value, 1, comma=True, zero="0.0")


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2024年单位预算", page_number="— {} —")
    form.cover(f"{UNIT}", "2024年单位预算公开")
    form.new_page()
    form.paragraphs(
        "## 第一部分 单位概况",
        "一、主要职责：为少年儿童提供图书借阅、阅读指导和数字资源服务。",
        "二、机构设置：设采编部、借阅部、活动部、办公室。核定事业编制48名，年末实有46人，其中专业技术人员38人。",
        "## 第二部分 2024年单位预算表",
    )
    _tables(form)
    _small(form)
    _words(form)
    return form


def _title(form: Form, number: int, title: str, *, page: bool = True) -> None:
    if page:
        form.new_page()
    form.line(f"预算公开{number:02d}表", 9)
    form.heading(title, 14)
    form.two_ends(f"单位名称：{UNIT}", "单位：千元", 8.5)


def _project():
    return sum((d(v) for _, v in PROJECTS), ZERO)


def _tables(form: Form) -> None:
    project = _project()
    spent = total(BASIC) + project
    mine = {"2070104": project}
    classes = {name: v for code, name, (v,) in tree({**BASIC, "2070104": BASIC["2070104"] + project}) if len(code) == 3}
    _title(form, 1, "收支预算总表", page=False)
    left = [
        ("一、一般公共预算拨款收入", spent - OWN),
        ("二、政府性基金预算拨款收入", ZERO),
        ("三、国有资本经营预算拨款收入", ZERO),
        ("四、事业收入", ZERO),
        ("五、其他收入", OWN),
        ("本年收入合计", spent),
        ("上年结转结余", ZERO),
        ("收入总计", spent),
    ]
    right = [
        ("七、文化旅游体育与传媒支出", classes["文化旅游体育与传媒支出"]),
        ("八、社会保障和就业支出", classes["社会保障和就业支出"]),
        ("九、卫生健康支出", classes["卫生健康支出"]),
        ("十九、住房保障支出", classes["住房保障支出"]),
        ("", None),
        ("本年支出合计", spent),
        ("结转下年", ZERO),
        ("支出总计", spent),
    ]
    rows = [(a, _m(v), b, "" if w is None else _m(w)) for (a, v), (b, w) in zip(left, right, strict=True)]
    form.sheet(
        "收支预算总表",
        "千元",
        "tvtv",
        (170, 85, 170, 85),
        [(wide("收　入", 2), wide("支　出", 2)), ("项　　目", "2024年预算", "项　　目", "2024年预算")],
        rows,
        vertical=False,
    )
    _title(form, 2, "支出预算总表")
    head = [
        (wide("功能分类科目编码", 3), tall("功能分类科目名称", 2), tall("合计", 2), tall("基本支出", 2), tall("项目支出", 2)),
        ("类", "款", "项"),
    ]
    rows = [("", "", "", "合计", _m(spent), _m(total(BASIC)), _m(project))]
    rows += [(c[:3], c[3:5], c[5:], n, _m(a + b), _m(a), _m(b)) for c, n, (a, b) in tree(BASIC, mine)]
    form.sheet("支出预算总表", "千元", "ccctvvv", (34, 28, 28, 195, 75, 75, 75), head, rows)
    _title(form, 3, "一般公共预算支出表")
    public = {"2070104": project - OWN}
    head = [
        (wide("科目编码", 3), tall("科目名称", 2), tall("2023年预算数", 2), wide("2024年预算数", 3), tall("增减变化（%）", 2)),
        ("类", "款", "项", "小计", "基本支出", "项目支出"),
    ]
    last = {
        "2070104": d("10906.2"),
        "2080505": d("790.8"),
        "2080506": d("395.4"),
        "2101102": d("346.1"),
        "2210201": d("672.5"),
        "2210203": d("210.6"),
        "2080502": d("100.0"),
    }
    rows = [
        (
            "",
            "",
            "",
            "合计",
            _m(total(last)),
            _m(spent - OWN),
            _m(total(BASIC)),
            _m(project - OWN),
            percent(spent - OWN - total(last), total(last), 1),
        )
    ]
    rows += [
        (c[:3], c[3:5], c[5:], n, _m(x), _m(a + b), _m(a), _m(b), percent(a + b - x, x, 1)) for c, n, (x, a, b) in tree(last, BASIC, public)
    ]
    form.sheet(
        "一般公共预算支出表", "千元", "ccctvvvvv", (30, 26, 26, 158, 60, 55, 55, 55, 48), head, rows, units={8: "%"}, vertical=False, size=8
    )
    _title(form, 4, "项目支出表")
    rows = [
        (str(n), name, "图书馆", _m(d(v)), _m(d(v) - (OWN if name == "馆舍修缮" else ZERO)), _m(OWN if name == "馆舍修缮" else ZERO))
        for n, (name, v) in enumerate(PROJECTS, 1)
    ]
    rows.append(("", "合　计", "", _m(project), _m(project - OWN), _m(OWN)))
    form.sheet(
        "项目支出表",
        "千元",
        "ntxvvv",
        (36, 180, 70, 75, 80, 70),
        [(tall("序号", 2), tall("项目名称", 2), tall("功能科目", 2), wide("资金来源", 3)), ("合计", "一般公共预算", "其他资金")],
        rows,
        height=74,
        repeat=False,
        vertical=False,
    )


def _small(form: Form) -> None:
    _title(form, 5, "财政拨款“三公”经费支出预算表")
    rows = [
        ("合计", "96.0", "88.0", "-8.0"),
        ("1.因公出国（境）费用", "0.0", "0.0", "0.0"),
        ("2.公务接待费", "6.0", "4.0", "-2.0"),
        ("3.公务用车费", "90.0", "84.0", "-6.0"),
        ("其中：公务用车运行维护费", "90.0", "84.0", "-6.0"),
        ("公务用车购置费", "0.0", "0.0", "0.0"),
    ]
    form.sheet(
        "财政拨款“三公”经费支出预算表",
        "千元",
        "tvvv",
        (200, 90, 90, 90),
        [("项目", "2023年预算数", "2024年预算数", "增减额")],
        rows,
        vertical=False,
    )
    form.line("注：“三公”经费不含事业收入安排的支出。", 8)
    _title(form, 6, "政府购买服务预算表", page=False)
    rows = [("物业管理", "B1101 物业管理服务", "560.0"), ("数字阅读平台服务", "A0901 公共文化服务", "420.0"), ("合计", "", "980.0")]
    form.sheet("政府购买服务预算表", "千元", "txv", (170, 200, 100), [("项目名称", "购买服务目录", "预算金额")], rows, vertical=False)
    _title(form, 7, "政府性基金预算支出表")
    form.sheet(
        "政府性基金预算支出表",
        "千元",
        "ctvvv",
        (90, 180, 80, 80, 80),
        [("科目编码", "科目名称", "合计", "基本支出", "项目支出")],
        [("", "无", "-", "-", "-")],
    )
    form.line("备注：我单位2024年度未安排政府性基金预算支出。", 8.5)
    _title(form, 8, "国有资本经营预算支出表", page=False)
    form.sheet(
        "国有资本经营预算支出表",
        "千元",
        "ctvvv",
        (90, 180, 80, 80, 80),
        [("科目编码", "科目名称", "合计", "基本支出", "项目支出")],
        [("", "无", "-", "-", "-")],
    )
    form.line("备注：我单位2024年度未安排国有资本经营预算支出。", 8.5)


def _words(form: Form) -> None:
    project = _project()
    spent = total(BASIC) + project
    form.new_page()
    form.paragraphs(
        "## 第三部分 2024年单位预算说明",
        "## 一、收支预算总体情况",
        f"2024年收入预算{_m(spent)}千元，"
        f"比2023年{'增加' if spent > LAST_TOTAL else '减少'}{_m(abs(spent - LAST_TOTAL))}千元；支出预算与收入预算相同。",
        "## 二、支出构成",
        f"支出预算{_m(spent)}千元，其中：基本支出{_m(total(BASIC))}千元，占{percent(total(BASIC), spent, 1)}%；"
        f"项目支出{_m(project)}千元，占{percent(project, spent, 1)}%。",
        "## 三、“三公”经费",
        "2024年“三公”经费预算88.0千元，比2023年预算减少8.0千元。公务接待费4.0千元，比2023年预算减少2.0千元，原因是接待次数减少。",
        "## 四、其他情况",
        "我单位为公益一类事业单位，没有机关运行经费。",
        "2024年政府采购预算2,410.0千元，其中：货物1,450.0千元，服务960.0千元。",
        "截至2023年12月31日，共有车辆3辆，其中流动图书车2辆、其他用车1辆；没有单价50万元以上的通用设备；图书藏量41.6万册；馆舍面积7,850平方米。",
        "2024年实行绩效目标管理的项目10个，涉及预算资金4,354.7千元。",
        "## 第四部分 名词解释",
        "一、图书馆（项）：图书馆的人员、运转和业务活动支出。",
        "二、政府购买服务：把适合社会力量提供的公共服务，按规定交给具备条件的组织承担并付费。",
    )
