"""Final accounts in 元, portrait, in a province's own wording: 三公 as a tall table, a fund with money, a self-assessment."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, tree, wide

UNIT = "豫川县信访局"
BASIC = {k: d(v) for k, v in {"2010301": "2386415.62", "2080505": "268840.32", "2101101": "126019.20", "2210201": "201630.24"}.items()}
PROJECT = {k: d(v) for k, v in {"2010308": "1145200.00", "2010302": "98600.50"}.items()}
FUND = {"2296002": d("150000.00")}
BUDGETED = {
    "2010301": "2290000.00",
    "2010308": "1200000.00",
    "2010302": "100000.00",
    "2080505": "268840.32",
    "2101101": "126019.20",
    "2210201": "201630.24",
}
CAPTIONS = ("编制单位", "单位：元")
STAFF = [
    ("301", "工资福利支出"),
    ("30101", "基本工资", "963204.00"),
    ("30102", "津贴补贴", "521880.00"),
    ("30103", "奖金", "402176.00"),
    ("30108", "机关事业单位基本养老保险缴费", "268840.32"),
    ("30110", "职工基本医疗保险缴费", "126019.20"),
    ("30113", "住房公积金", "201630.24"),
    ("303", "对个人和家庭的补助"),
    ("30305", "生活补助", "36000.00"),
]
OFFICE = [
    ("302", "商品和服务支出"),
    ("30201", "办公费", "118650.42"),
    ("30207", "邮电费", "24310.00"),
    ("30211", "差旅费", "136428.20"),
    ("30217", "公务接待费", "8760.00"),
    ("30226", "劳务费", "42000.00"),
    ("30231", "公务用车运行维护费", "29880.00"),
    ("30239", "其他交通费用", "90270.00"),
    ("30299", "其他商品和服务支出", "12857.00"),
    ("310", "资本性支出"),
    ("31002", "办公设备购置", "0.00"),
]


def _m(value) -> str:
    return money(value, 2)


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"2024年度{UNIT}部门决算公开", font="STSong-Light", head=False, page_number="{}")
    form.cover(f"2024年度\n{UNIT}部门决算".split("\n")[1], "二〇二四年度")
    form.new_page()
    form.paragraphs(
        "## 第一部分 基本情况",
        "承担群众来信来访的登记、转办、督办，协调处理重点信访事项。内设综合股、接访股、督查股三个股室。"
        "人员编制22人，其中行政编制14人、事业编制8人；实有在职人员20人。",
        "## 第二部分 2024年度部门决算表",
    )
    _tables(form)
    _more_tables(form)
    _words(form)
    return form


def _title(form: Form, number: str, title: str, *, page: bool = True) -> None:
    if page:
        form.new_page()
    form.line(number, 9)
    form.heading(title, 14)
    form.two_ends(f"编制单位：{UNIT}", "单位：元", 9)


def _tables(form: Form) -> None:
    public, spent = total(BASIC) + total(PROJECT), total(BASIC) + total(PROJECT) + total(FUND)
    _title(form, "附表1", "收入支出决算总表", page=False)
    names = {code: value for code, _, (value,) in tree({**BASIC, **PROJECT, **FUND}) if len(code) == 3}
    left = [
        ("一、一般公共预算财政拨款收入", public),
        ("二、政府性基金预算财政拨款收入", total(FUND)),
        ("三、其他收入", ZERO),
        ("", None),
        ("", None),
        ("本年收入合计", spent),
        ("使用非财政拨款结余", ZERO),
        ("年初结转和结余", ZERO),
        ("收入总计", spent),
    ]
    right = [
        ("一、一般公共服务支出", names["201"]),
        ("二、社会保障和就业支出", names["208"]),
        ("三、卫生健康支出", names["210"]),
        ("四、住房保障支出", names["221"]),
        ("五、其他支出", names["229"]),
        ("本年支出合计", spent),
        ("结余分配", ZERO),
        ("年末结转和结余", ZERO),
        ("支出总计", spent),
    ]
    rows = [(a, "" if v is None else _m(v), b, _m(w)) for (a, v), (b, w) in zip(left, right, strict=True)]
    form.sheet(
        "收入支出决算总表",
        "元",
        "tvtv",
        (170, 90, 160, 90),
        [(wide("收入", 2), wide("支出", 2)), ("项目", "决算数", "项目（按功能分类）", "决算数")],
        rows,
    )
    _title(form, "附表2", "支出决算明细表（按功能分类）")
    rows = [("", "合计", _m(spent), _m(total(BASIC)), _m(total(PROJECT) + total(FUND)))]
    rows += [(code, name, _m(a + b), _m(a), _m(b)) for code, name, (a, b) in tree(BASIC, {**PROJECT, **FUND})]
    form.sheet(
        "支出决算明细表（按功能分类）",
        "元",
        "ctvvv",
        (60, 190, 90, 85, 85),
        [("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")],
        rows,
        vertical=False,
    )
    _title(form, "附表3", "一般公共预算财政拨款支出预决算对比表")
    budgeted = {code: d(text) for code, text in BUDGETED.items()}
    done = {**BASIC, **PROJECT}
    rows = [(wide("合计", 2), _m(total(budgeted)), _m(total(done)), percent(total(done), total(budgeted)) + "%")]
    rows += [(c, n, _m(a), _m(b), percent(b, a) + "%") for c, n, (a, b) in tree(budgeted, done)]
    form.sheet(
        "一般公共预算财政拨款支出预决算对比表",
        "元",
        "ctvvv",
        (60, 180, 90, 90, 80),
        [(wide("支出功能分类科目", 2), tall("年初预算数", 2), tall("决算数", 2), tall("完成预算的比例", 2)), ("编码", "名称")],
        rows,
        units={4: "%"},
    )


def _more_tables(form: Form) -> None:
    _title(form, "附表4", "一般公共预算财政拨款基本支出决算明细表")
    rows = []
    for part in (STAFF, OFFICE):
        for item in part:
            own = [other for other in part if len(item) == 2 and len(other) == 3 and other[0].startswith(item[0])]
            value = sum((d(other[2]) for other in own), ZERO) if len(item) == 2 else d(item[2])
            rows.append((item[0], item[1], _m(value), _m(value) if part is STAFF else "", _m(value) if part is OFFICE else ""))
    staff, office = (sum((d(i[2]) for i in part if len(i) == 3), ZERO) for part in (STAFF, OFFICE))
    rows.append((wide("合 计", 2), _m(staff + office), _m(staff), _m(office)))
    form.sheet(
        "一般公共预算财政拨款基本支出决算明细表",
        "元",
        "ctvvv",
        (60, 190, 88, 88, 88),
        [(wide("经济分类科目", 2), wide("基本支出", 3)), ("编码", "名称", "小计", "人员经费", "公用经费")],
        rows,
    )
    _title(form, "附表5", "“三公”经费及机关运行经费支出情况表")
    rows = [
        ("一、“三公”经费支出合计", "52000.00", "38640.00"),
        ("（一）因公出国（境）费", "0.00", "0.00"),
        ("（二）公务用车购置及运行维护费", "40000.00", "29880.00"),
        ("1.公务用车购置费", "0.00", "0.00"),
        ("2.公务用车运行维护费", "40000.00", "29880.00"),
        ("（三）公务接待费", "12000.00", "8760.00"),
        ("二、机关运行经费", "470000.00", "463155.62"),
    ]
    form.sheet(
        "“三公”经费及机关运行经费支出情况表",
        "元",
        "tvv",
        (250, 130, 130),
        [("项　目", "2024年度预算数", "2024年度决算数")],
        rows,
        height=21,
    )
    form.line("说明：公务接待共15批次、128人次；年末公务用车保有量2辆。", 8.5)
    _title(form, "附表6", "政府性基金预算财政拨款支出决算表")
    rows = [("", "合计", "0.00", *[_m(total(FUND))] * 2, "0.00", _m(total(FUND)), "0.00")]
    rows += [(c, n, "0.00", _m(v), _m(v), "0.00", _m(v), "0.00") for c, n, (v,) in tree(FUND)]
    form.sheet(
        "政府性基金预算财政拨款支出决算表",
        "元",
        "ctvvvvvv",
        (48, 128, 50, 66, 66, 50, 66, 40),
        [
            (tall("科目编码", 2), tall("科目名称", 2), tall("年初结转", 2), tall("本年收入", 2), wide("本年支出", 3), tall("年末结转", 2)),
            ("合计", "基本支出", "项目支出"),
        ],
        rows,
        size=8,
    )
    _assessment(form)


def _assessment(form: Form) -> None:
    form.new_page()
    form.heading("项目支出绩效自评表", 14)
    form.line("（2024年度）", 10, "center")
    rows = [
        ("项目名称", wide("信访积案化解专项", 6)),
        ("主管部门", wide(UNIT, 2), wide("实施单位", 2), wide(UNIT, 2)),
        (tall("项目资金（万元）", 4), "", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"),
        ("年度资金总额", "60.00", "58.00", "55.10", "95%", "9.5"),
        ("其中：财政拨款", "60.00", "58.00", "55.10", "—", "—"),
        ("其他资金", "0.00", "0.00", "0.00", "—", "—"),
        ("年度总体目标", wide("化解信访积案，减少重复来访。", 6)),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        (tall("产出指标", 2), "数量指标", "化解积案数量", "≥30件", "34件", "30", "30"),
        ("质量指标", "积案化解率", "≥90%", "94%", "20", "20"),
        ("效益指标", "社会效益指标", "重复来访下降率", "≥15%", "12%", "30", "24"),
        ("满意度指标", "服务对象满意度", "来访群众满意度", "≥85%", "91%", "10", "10"),
    ]
    form.sheet("项目支出绩效自评表", "万元", "xxxxxxx", (80, 90, 110, 65, 65, 50, 50), [], [*rows], size=8)


def _words(form: Form) -> None:
    spent = total(BASIC) + total(PROJECT) + total(FUND)
    form.new_page()
    form.paragraphs(
        "## 第三部分 2024年度部门决算情况说明",
        "## 一、收支总体情况",
        f"2024年度收入总计{_m(spent)}元，支出总计{_m(spent)}元。与2023年度比，收入、支出各减少{_m(d('213500.00'))}元，下降4.65%。",
        "## 二、收入决算情况",
        f"本年收入合计{_m(spent)}元，其中一般公共预算财政拨款收入占{percent(spent - total(FUND), spent)}%。",
        "## 三、“三公”经费情况",
        "2024年度三公经费决算38640.00元，为预算的74.31%，比2023年度少2360.00元。因公出国（境）没有安排。"
        "公务接待费8760.00元，接待15批次128人次。公务用车运行维护费29880.00元，年末保有公务用车2辆。",
        "## 四、机关运行经费情况",
        "本年度机关运行经费支出463155.62元，比上年增加18200.00元，上升4.09%，原因是下访督查增多、差旅费上升。",
        "## 五、政府采购情况",
        "全年政府采购支出总额96400.00元，货物51400.00元，服务45000.00元，没有工程采购。",
        "## 六、国有资产占用情况",
        "2024年末共有车辆2辆，均为机要通信和应急保障用车；没有单价100万元以上的设备。",
        "## 第四部分 名词解释",
        "1.“三公”经费：用财政拨款开支的出国（境）、公务用车和接待三类费用的合称。",
        "2.信访事务：政府受理、办理群众来信来访所发生的支出。",
    )
