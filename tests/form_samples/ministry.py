"""A budget in the form of the central ministries, in 万元: execution of last year beside this year's budget, and the change."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, tree, wide

UNIT = "国家海岛保护管理局"
LAST = {
    k: d(v)
    for k, v in {
        "2200101": "5120.66",
        "2200102": "2310.00",
        "2200199": "1896.40",
        "2080501": "402.10",
        "2080505": "655.20",
        "2080506": "327.60",
        "2210201": "780.00",
        "2210203": "310.44",
    }.items()
}
BASIC = {
    k: d(v)
    for k, v in {
        "2200101": "5268.37",
        "2080501": "415.32",
        "2080505": "671.84",
        "2080506": "335.92",
        "2210201": "812.50",
        "2210202": "26.00",
        "2210203": "298.75",
    }.items()
}
PROJECT = {k: d(v) for k, v in {"2200102": "2060.00", "2200199": "2415.90", "2200106": "980.00"}.items()}
CARRIED, BUSINESS, OTHER = d("186.73"), d("640.00"), d("92.50")
ECONOMIC = [
    ("301", "工资福利支出", "30101", "基本工资", "1980.25"),
    ("301", "", "30102", "津贴补贴", "1645.90"),
    ("301", "", "30103", "奖金", "160.44"),
    ("301", "", "30108", "机关事业单位基本养老保险缴费", "671.84"),
    ("301", "", "30109", "职业年金缴费", "335.92"),
    ("301", "", "30113", "住房公积金", "812.50"),
    ("302", "商品和服务支出", "30201", "办公费", "210.30"),
    ("302", "", "30206", "电费", "88.60"),
    ("302", "", "30209", "物业管理费", "325.00"),
    ("302", "", "30211", "差旅费", "268.15"),
    ("302", "", "30212", "因公出国（境）费用", "96.00"),
    ("302", "", "30231", "公务用车运行维护费", "47.30"),
    ("302", "", "30239", "其他交通费用", "274.43"),
    ("303", "对个人和家庭的补助", "30301", "离休费", "118.06"),
    ("303", "", "30302", "退休费", "297.26"),
    ("303", "", "30304", "抚恤金", "151.00"),
    ("303", "", "30305", "生活补助", "0.75"),
    ("310", "资本性支出", "31002", "办公设备购置", "345.00"),
]


def _m(value) -> str:
    return money(value, 2, comma=True, zero="")


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2025年部门预算", page_number="{}", head=False)
    form.cover(UNIT, "2025年部门预算")
    form.new_page()
    form.paragraphs(
        "## 第一部分 国家海岛保护管理局概况",
        "## 一、主要职能",
        "拟订海岛保护规划，监督无居民海岛的利用，组织海岛生态调查与修复。",
        "## 二、部门预算单位构成",
        "纳入2025年部门预算编制范围的二级预算单位包括：局本级、海岛调查中心、海岛生态修复站，共3家。",
        "## 第二部分 国家海岛保护管理局2025年部门预算表",
    )
    _summary(form)
    _subjects(form)
    _rest(form)
    _goal(form)
    _words(form)
    return form


def _title(form: Form, number: int, title: str, *, landscape: bool = False) -> None:
    form.new_page(landscape=landscape)
    form.line(f"部门公开表{number}", 9, "right")
    form.heading(title, 15)
    form.two_ends(f"部门：{UNIT}", "单位：万元", 9)


def _summary(form: Form) -> None:
    spent = total(BASIC) + total(PROJECT)
    grant = spent - CARRIED - BUSINESS - OTHER
    classes = {name: value for code, name, (value,) in tree(BASIC | PROJECT) if len(code) == 3}
    _title(form, 1, "部门收支总表")
    left = [
        ("一、一般公共预算拨款收入", grant),
        ("二、政府性基金预算拨款收入", ZERO),
        ("三、国有资本经营预算拨款收入", ZERO),
        ("四、事业收入", BUSINESS),
        ("五、事业单位经营收入", ZERO),
        ("六、其他收入", OTHER),
        ("", ZERO),
        ("本年收入合计", grant + BUSINESS + OTHER),
        ("使用非财政拨款结余", ZERO),
        ("上年结转", CARRIED),
        ("收入总计", spent),
    ]
    right = [
        ("一、外交支出", ZERO),
        ("二、教育支出", ZERO),
        ("三、科学技术支出", ZERO),
        ("四、社会保障和就业支出", classes["社会保障和就业支出"]),
        ("五、自然资源海洋气象等支出", classes["自然资源海洋气象等支出"]),
        ("六、住房保障支出", classes["住房保障支出"]),
        ("", ZERO),
        ("本年支出合计", spent),
        ("结转下年", ZERO),
        ("", ZERO),
        ("支出总计", spent),
    ]
    rows = [(a, _m(v), b, _m(w)) for (a, v), (b, w) in zip(left, right, strict=True)]
    form.sheet(
        "部门收支总表",
        "万元",
        "tvtv",
        (165, 85, 175, 85),
        [(wide("收　入", 2), wide("支　出", 2)), ("项　目", "预算数", "项　目", "预算数")],
        rows,
        height=22,
    )
    _title(form, 2, "部门收入总表", landscape=True)
    each = ("合计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入")
    head = [
        (
            wide("科目", 2),
            *(tall(t, 2) for t in each),
            wide("事业收入", 2),
            tall("事业单位经营收入", 2),
            tall("其他收入", 2),
            tall("使用非财政拨款结余", 2),
        ),
        ("科目编码", "科目名称", "金额", "其中：教育收费"),
    ]
    parts = [{"2200199": CARRIED}, dict(BASIC | PROJECT), {"2200199": BUSINESS}, {"2200199": OTHER}]
    parts[1]["2200199"] -= CARRIED + BUSINESS + OTHER
    rows = [(c, n, _m(sum(v)), _m(v[0]), _m(v[1]), "", "", _m(v[2]), "", "", _m(v[3]), "") for c, n, v in tree(*parts)]
    rows.append((wide("合计", 2), _m(spent), _m(CARRIED), _m(total(parts[1])), "", "", _m(BUSINESS), "", "", _m(OTHER), ""))
    form.sheet("部门收入总表", "万元", "ct" + "v" * 10, (54, 150, 62, 50, 66, 60, 60, 54, 50, 52, 50, 50), head, rows, size=8)
    _title(form, 3, "部门支出总表", landscape=True)
    rows = [(c, n, _m(a + b), _m(a), _m(b), "", "", "") for c, n, (a, b) in tree(BASIC, PROJECT)]
    rows.append((wide("合计", 2), _m(spent), _m(total(BASIC)), _m(total(PROJECT)), "", "", ""))
    form.sheet(
        "部门支出总表",
        "万元",
        "ctvvvvvv",
        (70, 230, 80, 80, 80, 70, 74, 74),
        [("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出")],
        rows,
    )
    _title(form, 4, "财政拨款收支总表", landscape=True)
    half = spent - BUSINESS - OTHER
    own = {**classes, "自然资源海洋气象等支出": classes["自然资源海洋气象等支出"] - BUSINESS - OTHER}
    left = [
        ("一、本年收入", grant),
        ("（一）一般公共预算拨款", grant),
        ("（二）政府性基金预算拨款", ZERO),
        ("（三）国有资本经营预算拨款", ZERO),
        ("二、上年结转", CARRIED),
        ("（一）一般公共预算拨款", CARRIED),
        ("", ZERO),
        ("收入总计", half),
    ]
    right = [
        ("一、本年支出", half),
        ("（一）外交支出", ZERO),
        ("（二）社会保障和就业支出", own["社会保障和就业支出"]),
        ("（三）自然资源海洋气象等支出", own["自然资源海洋气象等支出"]),
        ("（四）住房保障支出", own["住房保障支出"]),
        ("", ZERO),
        ("二、结转下年", ZERO),
        ("支出总计", half),
    ]
    rows = [(a, _m(v), b, _m(w), _m(w), "", "") for (a, v), (b, w) in zip(left, right, strict=True)]
    form.sheet(
        "财政拨款收支总表",
        "万元",
        "tvtvvvv",
        (160, 80, 180, 80, 86, 86, 86),
        [
            (wide("收　入", 2), wide("支　出", 5)),
            ("项　目", "预算数", "项　目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ],
        rows,
    )


def _subjects(form: Form) -> None:
    _title(form, 5, "一般公共预算支出表", landscape=True)
    grant = {**PROJECT, "2200199": PROJECT["2200199"] - CARRIED - BUSINESS - OTHER}
    head = [
        (wide("功能分类科目", 2), tall("2024年执行数", 2), wide("2025年预算数", 3), wide("2025年预算数比2024年执行数", 2)),
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出", "增减额", "增减%"),
    ]
    rows = []
    for code, name, (last, a, b) in tree(LAST, BASIC, grant):
        rate = percent(a + b - last, last) + "%" if last else ""
        rows.append((code, name, _m(last), _m(a + b), _m(a), _m(b), _m(a + b - last), rate))
    now, before = total(BASIC) + total(grant), total(LAST)
    rows.append(
        (wide("合计", 2), _m(before), _m(now), _m(total(BASIC)), _m(total(grant)), _m(now - before), percent(now - before, before) + "%")
    )
    form.sheet("一般公共预算支出表", "万元", "ctvvvvvv", (64, 224, 80, 80, 80, 80, 76, 74), head, rows, units={7: "%"})


def _rest(form: Form) -> None:
    _title(form, 6, "一般公共预算基本支出表")
    rows, seen = [], ""
    for top, _, code, name, text in ECONOMIC:
        if top != seen:
            own = sum((d(r[4]) for r in ECONOMIC if r[0] == top), ZERO)
            staff = top in ("301", "303")
            rows.append(
                (top, next(r[1] for r in ECONOMIC if r[0] == top and r[1]), _m(own), _m(own) if staff else "", "" if staff else _m(own))
            )
            seen = top
        rows.append((code, "　" + name, _m(d(text)), *((_m(d(text)), "") if top in ("301", "303") else ("", _m(d(text))))))
    staff = sum((d(r[4]) for r in ECONOMIC if r[0] in ("301", "303")), ZERO)
    rows.append((wide("合计", 2), _m(total(BASIC)), _m(staff), _m(total(BASIC) - staff)))
    form.sheet(
        "一般公共预算基本支出表",
        "万元",
        "ctvvv",
        (60, 200, 85, 85, 80),
        [(wide("部门预算支出经济分类科目", 2), wide("2025年基本支出", 3)), ("科目编码", "科目名称", "合计", "人员经费", "公用经费")],
        rows,
    )
    _title(form, 7, "一般公共预算“三公”经费支出表", landscape=True)
    each = (tall("合计", 2), tall("因公出国（境）费", 2), wide("公务用车购置及运行费", 3), tall("公务接待费", 2))
    form.sheet(
        "一般公共预算“三公”经费支出表",
        "万元",
        "v" * 12,
        (62,) * 12,
        [(wide("2024年预算数", 6), wide("2025年预算数", 6)), (*each, *each), ("小计", "公务用车购置费", "公务用车运行费") * 2],
        [("188.42", "92.00", "85.90", "36.00", "49.90", "10.52", "152.64", "96.00", "47.30", "", "47.30", "9.34")],
    )
    for number, title, name in (
        (8, "政府性基金预算支出表", "本年政府性基金预算支出"),
        (9, "国有资本经营预算支出表", "本年国有资本经营预算支出"),
    ):
        _title(form, number, title)
        form.sheet(
            title,
            "万元",
            "ctvvv",
            (90, 180, 80, 80, 80),
            [(tall("科目编码", 2), tall("科目名称", 2), wide(name, 3)), ("合计", "基本支出", "项目支出")],
            [("",) * 5, (wide("合计", 2), "", "", "")],
        )
        form.line(f"注：2025年没有使用{title[:-3]}拨款安排的支出。", 8.5)


def _goal(form: Form) -> None:
    form.new_page()
    form.heading("项目支出绩效目标表", 14)
    form.line("（2025年度）", 10, "center")
    rows = [
        (wide("项目名称", 2), wide("无居民海岛生态监测", 3)),
        (wide("主管部门及代码", 2), "[902]" + UNIT, "实施单位", "海岛调查中心"),
        (wide("项目资金（万元）", 2, 4), "年度资金总额", wide("980.00", 2)),
        ("其中：财政拨款", wide("980.00", 2)),
        ("上年结转资金", wide("0.00", 2)),
        ("其他资金", wide("", 2)),
        (wide("年度总体目标", 2), wide("完成重点无居民海岛的岸线、植被和鸟类监测，建立一岛一档。", 3, align="left")),
        ("一级指标", "二级指标", "三级指标", "指标值", "分值权重（90）"),
        (tall("产出指标", 3), "数量指标", "监测海岛数量", "≥64个", "30"),
        ("质量指标", "监测数据合格率", "≥95%", "15"),
        ("时效指标", "报告提交时间", "2025年11月底前", "5"),
        ("效益指标", "生态效益指标", "新增保护海岛面积", "≥120公顷", "30"),
        ("满意度指标", "服务对象满意度指标", "地方主管部门满意度", "≥90%", "10"),
    ]
    form.sheet("项目支出绩效目标表", "万元", "xxxxx", (80, 100, 140, 110, 80), [], rows)


def _words(form: Form) -> None:
    spent = total(BASIC) + total(PROJECT)
    grant = {**PROJECT, "2200199": PROJECT["2200199"] - CARRIED - BUSINESS - OTHER}
    now, before = total(BASIC) + total(grant), total(LAST)
    form.new_page()
    form.paragraphs(
        "## 第三部分 国家海岛保护管理局2025年部门预算情况说明",
        "## 一、收支总表的说明",
        f"2025年收支总预算{_m(spent)}万元，按照综合预算的原则全部纳入。",
        "## 二、一般公共预算当年拨款的说明",
        f"2025年一般公共预算当年拨款{_m(now)}万元，比2024年执行数增加{_m(now - before)}万元，主要是新增无居民海岛监测任务。",
        f"其中：行政运行2025年预算数为{_m(BASIC['2200101'])}万元，比2024年执行数增加{_m(BASIC['2200101'] - LAST['2200101'])}万元，增长"
        f"{percent(BASIC['2200101'] - LAST['2200101'], LAST['2200101'])}%。",
        "## 三、“三公”经费的说明",
        "2025年“三公”经费预算数为152.64万元，比2024年减少35.78万元，主要是不再安排公务用车购置。计划因公出国（境）团组6个、18人次。",
        "## 四、其他重要事项",
        "机关运行经费：2025年安排机关运行经费1309.78万元，较2024年预算减少24.12万元，下降1.81%。",
        "政府采购：2025年政府采购预算总额1466.20万元，其中：货物预算398.20万元、工程预算0.00万元、服务预算1068.00万元。",
        "国有资产占用：截至2024年7月31日，共有车辆21辆，其中部级领导干部用车4辆、机要通信用车3辆、其他用车14辆；单位价值100万元以上设备17台（套）。",
        "绩效目标：2025年对8个项目实行绩效目标管理，涉及财政拨款4520.00万元。",
        "## 第四部分 名词解释",
        "一、住房改革支出：国家机关和事业单位用于住房公积金、提租补贴和购房补贴的支出。",
        "二、上年结转：上年安排、结转到本年仍按原来用途使用的资金。",
    )
