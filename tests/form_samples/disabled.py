"""A south-western county's budget in 万元: 表1 to 表6, unit and subject rows in one table, one goal table for many projects."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, tall, total, tree, wide

UNIT = "蜀岭县残疾人联合会"
UNIT_CODE = "415001"
BASIC = {
    k: d(v)
    for k, v in {
        "2081101": "186.42",
        "2080505": "21.36",
        "2080506": "10.68",
        "2101101": "9.84",
        "2101103": "2.10",
        "2210201": "16.02",
    }.items()
}
PROJECTS = [
    ("残疾人康复救助", "2081104", "68.00"),
    ("残疾人就业培训", "2081105", "24.50"),
    ("残疾人居家托养", "2081199", "35.20"),
    ("辅助器具适配", "2081104", "15.80"),
    ("残疾人文体活动", "2081199", "6.00"),
    ("基层残协工作补助", "2081199", "12.96"),
]
FUND = [("残疾人家庭无障碍改造", "2296006", "30.00")]
GOODS = [
    ("01", "办公费", "6.20"),
    ("05", "水费", "0.40"),
    ("06", "电费", "1.10"),
    ("07", "邮电费", "1.36"),
    ("11", "差旅费", "5.00"),
    ("17", "公务接待费", "0.80"),
    ("28", "工会经费", "2.32"),
    ("31", "公务用车运行维护费", "2.40"),
    ("39", "其他交通费用", "9.84"),
    ("99", "其他商品和服务支出", "1.58"),
]
WAGES = [
    ("01", "基本工资", "62.30"),
    ("02", "津贴补贴", "51.44"),
    ("03", "奖金", "39.08"),
    ("08", "机关事业单位基本养老保险缴费", "21.36"),
    ("09", "职业年金缴费", "10.68"),
    ("10", "职工基本医疗保险缴费", "9.84"),
    ("11", "公务员医疗补助缴费", "2.10"),
    ("13", "住房公积金", "16.02"),
]
HELP = [("05", "生活补助", "2.60")]


def _m(value) -> str:
    return money(value, 2, zero="")


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2025年部门预算编制说明", page_number="{}")
    form.cover(UNIT, "2025年部门预算编制说明")
    form.new_page()
    _words(form)
    _tables(form)
    _economic(form)
    _goals(form)
    return form


def _title(form: Form, number: str, title: str, *, landscape: bool = False, page: bool = True) -> None:
    if page:
        form.new_page(landscape=landscape)
    form.line(number, 9, "right")
    form.heading(title, 14)
    form.two_ends(f"部门：{UNIT}", "金额单位：万元", 8.5)


def _by_subject(projects):
    found: dict[str, object] = {}
    for _, code, value in projects:
        found[code] = found.get(code, ZERO) + d(value)
    return found


def _tables(form: Form) -> None:
    general, fund = _by_subject(PROJECTS), _by_subject(FUND)
    spent = total(BASIC) + total(general) + total(fund)
    classes = {name: v for code, name, (v,) in tree({**BASIC, **general, **fund}) if len(code) == 3}
    _title(form, "表1", "部门收支总表")
    left = [
        ("一、一般公共预算拨款收入", total(BASIC) + total(general)),
        ("二、政府性基金预算拨款收入", total(fund)),
        ("三、国有资本经营预算拨款收入", ZERO),
        ("四、事业收入", ZERO),
        ("五、其他收入", ZERO),
        ("本 年 收 入 合 计", spent),
        ("七、上年结转", ZERO),
        ("收 入 总 计", spent),
    ]
    right = [
        ("一、一般公共服务支出", ZERO),
        ("八、社会保障和就业支出", classes["社会保障和就业支出"]),
        ("十、卫生健康支出", classes["卫生健康支出"]),
        ("二十、住房保障支出", classes["住房保障支出"]),
        ("二十四、其他支出", classes["其他支出"]),
        ("本 年 支 出 合 计", spent),
        ("三十一、结转下年", ZERO),
        ("支 出 总 计", spent),
    ]
    rows = [(a, _m(v), b, _m(w)) for (a, v), (b, w) in zip(left, right, strict=True)]
    form.sheet(
        "部门收支总表",
        "万元",
        "tvtv",
        (170, 85, 170, 85),
        [(wide("收          入", 2), wide("支          出", 2)), ("项    目", "2025年预算数", "项    目", "2025年预算数")],
        rows,
    )
    _title(form, "表1-2", "部门支出总表", landscape=True)
    head = [
        (wide("项    目", 5), tall("合计", 3), tall("基本支出", 3), tall("项目支出", 3), tall("上缴上级支出", 3)),
        (wide("科目编码", 3), tall("单位代码", 2), tall("单位名称（科目）", 2)),
        ("类", "款", "项"),
    ]
    rows = [
        ("", "", "", "", "合    计", _m(spent), _m(total(BASIC)), _m(total(general) + total(fund)), ""),
        ("", "", "", UNIT_CODE, UNIT, _m(spent), _m(total(BASIC)), _m(total(general) + total(fund)), ""),
    ]
    rows += [
        (c[:3], c[3:5], c[5:], UNIT_CODE, "  " + n, _m(a + b), _m(a), _m(b), "")
        for c, n, (a, b) in tree(BASIC, {**general, **fund})
        if len(c) == 7
    ]
    form.sheet("部门支出总表", "万元", "cccctvvvv", (40, 34, 34, 64, 250, 84, 84, 84, 80), head, rows)
    _title(form, "表2", "财政拨款收支预算总表", landscape=True)
    left = [
        ("一、本年收入", spent),
        ("一般公共预算拨款收入", total(BASIC) + total(general)),
        ("政府性基金预算拨款收入", total(fund)),
        ("国有资本经营预算拨款收入", ZERO),
        ("二、上年结转", ZERO),
        ("收 入 总 计", spent),
    ]
    right = [
        ("一、本年支出", spent, total(fund)),
        ("社会保障和就业支出", classes["社会保障和就业支出"], ZERO),
        ("卫生健康支出", classes["卫生健康支出"], ZERO),
        ("住房保障支出", classes["住房保障支出"], ZERO),
        ("其他支出", classes["其他支出"], total(fund)),
        ("支 出 总 计", spent, total(fund)),
    ]
    rows = [(a, _m(v), b, _m(w), _m(w - f), _m(f), "") for (a, v), (b, w, f) in zip(left, right, strict=True)]
    form.sheet(
        "财政拨款收支预算总表",
        "万元",
        "tvtvvvv",
        (170, 80, 170, 80, 88, 88, 82),
        [
            (wide("收入", 2), wide("支出", 5)),
            ("项目", "2025年预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ],
        rows,
    )
    _title(form, "表3", "一般公共预算支出预算表", landscape=True)
    head = [
        (wide("项    目", 5), tall("合计", 3), wide("当年财政拨款安排", 2, 2)),
        (wide("科目编码", 3), tall("单位代码", 2), tall("单位名称（科目）", 2)),
        ("类", "款", "项", "基本支出", "项目支出"),
    ]
    rows = [("", "", "", "", "合    计", _m(total(BASIC) + total(general)), _m(total(BASIC)), _m(total(general)))]
    rows += [(c[:3], c[3:5], c[5:], UNIT_CODE, "  " + n, _m(a + b), _m(a), _m(b)) for c, n, (a, b) in tree(BASIC, general) if len(c) == 7]
    form.sheet("一般公共预算支出预算表", "万元", "cccctvvv", (40, 34, 34, 64, 260, 100, 100, 100), head, rows)


def _economic(form: Form) -> None:
    _title(form, "表3-1", "一般公共预算基本支出预算表")
    rows = []
    for top, name, items, staff in (
        ("301", "工资福利支出", WAGES, True),
        ("302", "商品和服务支出", GOODS, False),
        ("303", "对个人和家庭的补助", HELP, True),
    ):
        own = sum((d(v) for _, _, v in items), ZERO)
        rows.append((top, "", UNIT_CODE, name, _m(own), *((_m(own), "") if staff else ("", _m(own)))))
        rows += [(top, code, UNIT_CODE, "  " + label, _m(d(v)), *((_m(d(v)), "") if staff else ("", _m(d(v))))) for code, label, v in items]
    office = sum((d(v) for _, _, v in GOODS), ZERO)
    rows.insert(0, ("", "", "", "合    计", _m(total(BASIC)), _m(total(BASIC) - office), _m(office)))
    form.sheet(
        "一般公共预算基本支出预算表",
        "万元",
        "ccctvvv",
        (36, 32, 56, 190, 68, 68, 60),
        [
            (wide("项    目", 4), wide("基本支出", 3)),
            (
                wide("科目编码", 2),
                tall("单位代码", 2),
                tall("单位名称（科目）", 2),
                tall("合计", 2),
                tall("人员经费", 2),
                tall("公用经费", 2),
            ),
            ("类", "款"),
        ],
        rows,
    )
    _title(form, "表3-2", "一般公共预算项目支出预算表", landscape=True)
    rows = [("", "", "", "", "合    计", _m(total(_by_subject(PROJECTS))))]
    rows += [(c[:3], c[3:5], c[5:], UNIT_CODE, name, _m(d(v))) for name, c, v in sorted(PROJECTS, key=lambda p: p[1])]
    form.sheet(
        "一般公共预算项目支出预算表",
        "万元",
        "cccctv",
        (50, 44, 44, 84, 320, 130),
        [(wide("科目编码", 3), tall("单位代码", 2), tall("单位名称（项目）", 2), tall("金额", 2)), ("类", "款", "项")],
        rows,
    )
    _title(form, "表3-3", "一般公共预算“三公”经费支出预算表", landscape=True)
    form.sheet(
        "一般公共预算“三公”经费支出预算表",
        "万元",
        "ctvvvvvv",
        (70, 200, 80, 80, 80, 80, 90, 80),
        [
            (tall("单位编码", 3), tall("单位名称", 3), wide("当年财政拨款预算安排", 6)),
            (tall("合计", 2), tall("因公出国（境）费用", 2), wide("公务用车购置及运行费", 3), tall("公务接待费", 2)),
            ("小计", "公务用车购置费", "公务用车运行费"),
        ],
        [("", "合    计", "3.20", "", "2.40", "", "2.40", "0.80"), (UNIT_CODE, UNIT, "3.20", "", "2.40", "", "2.40", "0.80")],
    )
    _title(form, "表4", "政府性基金预算支出表", landscape=True)
    head = [
        (wide("项    目", 5), wide("本年政府性基金预算支出", 3)),
        (wide("科目编码", 3), tall("单位代码", 2), tall("单位名称（科目）", 2), tall("合计", 2), tall("基本支出", 2), tall("项目支出", 2)),
        ("类", "款", "项"),
    ]
    fund = _by_subject(FUND)
    rows = [("", "", "", "", "合    计", _m(total(fund)), "", _m(total(fund)))]
    rows += [(c[:3], c[3:5], c[5:], UNIT_CODE, "  " + n, _m(v), "", _m(v)) for c, n, (v,) in tree(fund) if len(c) == 7]
    form.sheet("政府性基金预算支出表", "万元", "cccctvvv", (40, 34, 34, 64, 260, 100, 100, 100), head, rows)
    _title(form, "表5", "国有资本经营预算支出预算表", page=False)
    form.sheet(
        "国有资本经营预算支出预算表",
        "万元",
        "ctvvv",
        (100, 260, 100, 100, 100),
        [("科目编码", "单位名称（科目）", "合计", "基本支出", "项目支出")],
        [("",) * 5],
    )
    form.line("注：此表无数据。", 8.5)


def _goals(form: Form) -> None:
    _title(form, "表6", "部门预算项目绩效目标表", landscape=True)
    goals = {
        "残疾人康复救助": [
            ("产出指标", "数量指标", "救助残疾儿童人数", "≥", "52", "人", "40"),
            ("效益指标", "社会效益指标", "康复有效率", "≥", "85", "%", "30"),
            ("满意度指标", "服务对象满意度指标", "监护人满意度", "≥", "90", "%", "10"),
        ],
        "残疾人就业培训": [
            ("产出指标", "数量指标", "培训人次", "≥", "180", "人次", "40"),
            ("效益指标", "社会效益指标", "培训后就业人数", "≥", "60", "人", "40"),
        ],
        "残疾人居家托养": [
            ("产出指标", "数量指标", "托养服务对象数量", "=", "88", "人", "50"),
            ("成本指标", "经济成本指标", "人均补助标准", "≤", "4000", "元/人", "20"),
        ],
    }
    rows = []
    amounts = {name: value for name, _, value in PROJECTS}
    for project, lines in goals.items():
        for place, line in enumerate(lines):
            head = (tall(UNIT, len(lines)), tall(project, len(lines)), tall(amounts[project], len(lines))) if place == 0 else ()
            rows.append((*head, *line))
    form.sheet(
        "部门预算项目绩效目标表",
        "万元",
        "xxxxxxxxxx",
        (90, 100, 60, 70, 100, 130, 50, 55, 50, 50),
        [("单位名称", "项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重")],
        rows,
        height=22,
    )


def _words(form: Form) -> None:
    general, fund = _by_subject(PROJECTS), _by_subject(FUND)
    spent = total(BASIC) + total(general) + total(fund)
    form.paragraphs(
        "## 一、基本职能及主要工作",
        "维护残疾人权益，开展康复、就业、托养和文体服务。",
        "## 二、部门预算单位构成",
        f"{UNIT}无下属二级预算单位，行政编制8名，工勤编制2名，年末在职9人，退休6人。",
        "## 三、收支预算情况说明",
        f"2025年收支预算总数{_m(spent)}万元，比2024年收支预算总数增加28.64万元，主要是新增无障碍改造资金。",
        f"（一）基本支出{_m(total(BASIC))}万元。（二）项目支出{_m(spent - total(BASIC))}万元。",
        "## 四、一般公共预算当年拨款情况说明",
        f"一般公共预算当年拨款{_m(total(BASIC) + total(general))}万元，比2024年预算数减少1.36万元。",
        "残疾人康复（项）2025年预算数为83.80万元，用于康复救助和辅具适配。",
        "## 五、“三公”经费财政拨款预算安排情况说明",
        "2025年“三公”经费财政拨款预算数3.20万元，其中：因公出国（境）经费0万元，公务接待费0.80万元，公务用车购置及运行维护费2.40万元。",
        "公务接待费较2024年预算下降11.11%。单位现有公务用车1辆，其中越野车1辆。2025年不安排公务用车购置。",
        "## 六、其他重要事项的情况说明",
        "（一）机关运行经费。2025年安排机关运行经费31.00万元，较2024年预算增加0.62万元，上升2.04%。",
        "（二）政府采购情况。2025年安排政府采购预算22.60万元，主要用于采购辅助器具。",
        "（三）国有资产占有使用情况。截至2024年底，共有车辆1辆，单位价值200万元以上大型设备0台（套）。",
        "（四）绩效目标设置情况。2025年6个项目编制了绩效目标，其中特定目标类项目4个、运转类项目2个。",
        "## 七、名词解释",
        "1.残疾人康复（项）：为残疾人提供康复训练、康复救助和辅具的支出。",
        "2.托养服务：替重度残疾人家庭提供日间或居家照料的服务。",
    )
