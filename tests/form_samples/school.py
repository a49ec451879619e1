"""A vocational school's budget in 万元, as a coastal province publishes it: a fiscal account, own income, money carried over."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples import economic
from tests.form_samples.sheets import ZERO, Box, Form, d, money, percent, tall, total, wide
from tests.form_samples.subjects import add, classes, tree

HEAD9 = [(tall("科目编码", 2), tall("科目名称", 2), wide("本年国有资本经营预算支出", 3)), ("合计", "基本支出", "项目支出")]
UNIT = "苇塘市机电工程职业学校"
BASIC = {
    k: d(v)
    for k, v in {
        "2050302": "2618.34",
        "2080502": "86.40",
        "2080505": "284.16",
        "2080506": "142.08",
        "2101102": "133.20",
        "2210201": "213.12",
        "2210202": "98.76",
    }.items()
}
OWN_BASIC = {"2050302": d("300.00")}
# name, subject, 一般公共预算, 政府性基金, 财政专户, 单位资金
PROJECTS = [
    ("实训设备更新", "2050302", "200.00", "0", "120.00", "0"),
    ("中职免学费补助", "2050302", "146.00", "0", "0", "0"),
    ("国家助学金（中职）", "2050302", "64.36", "0", "0", "0"),
    ("校园信息化运维", "2050302", "0", "0", "88.50", "0"),
    ("学生宿舍维修", "2050302", "0", "0", "104.00", "113.00"),
    ("技能大赛与师资培训", "2050803", "41.68", "0", "0", "0"),
    ("教学耗材购置", "2050302", "0", "0", "0", "96.00"),
    ("职业体验中心建设", "2296004", "0", "30.00", "0", "0"),
    ("校企合作课程开发", "2050302", "0", "0", "0", "56.20"),
]
INCOME = {
    "一般公共预算": d("3986.42"),
    "政府性基金预算": d("30.00"),
    "国有资本经营预算": ZERO,
    "财政专户管理资金": d("612.50"),
    "事业收入": d("186.00"),
    "其他收入": d("24.60"),
}
LEFT_PUBLIC, LEFT_OWN = d("41.68"), d("54.60")
# class, project, economic subject, article, way, amount
PURCHASES = [
    ("货物", "实训设备更新", "专用设备购置", "数控加工设备", "集中采购", "260.00"),
    ("货物", "校园信息化运维", "办公设备购置", "网络交换设备", "集中采购", "28.50"),
    ("货物", "教学耗材购置", "专用材料费", "教学用耗材", "分散采购", "36.00"),
    ("工程", "学生宿舍维修", "维修（护）费", "房屋修缮", "分散采购", "198.00"),
    ("服务", "校园信息化运维", "维修（护）费", "运行维护服务", "集中采购", "52.00"),
    ("服务", "校企合作课程开发", "委托业务费", "软件开发服务", "分散采购", "24.00"),
]


def _m(value) -> str:
    return money(value, 2, comma=True)


def _b(value) -> str:
    return money(value, 2, comma=True, zero="")


def _spent(source: int | None = None):
    """Project amounts by subject, of one source or of all."""
    out: dict = {}
    for row in PROJECTS:
        value = sum((d(v) for v in (row[2:] if source is None else row[2 + source : 3 + source])), ZERO)
        if value:
            out[row[1]] = out.get(row[1], ZERO) + value
    return out


def _title(form: Form, number: int, title: str, *, page: bool = True, landscape: bool = False) -> None:
    if page:
        form.new_page(landscape=landscape)
    form.line(f"公开{number:02d}表", 9)
    form.heading(title, 15)
    form.two_ends(f"单位：{UNIT}", "单位：万元", 9)


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2026年度单位预算公开")
    form.cover(UNIT, "2026年度单位预算公开")
    form.new_page()
    form.paragraphs(
        "## 第一部分 单位概况",
        "## 一、主要职能",
        "1.开展数控技术、机电一体化、工业机器人等专业的全日制中等职业学历教育。",
        "2.面向企业职工和转岗人员举办短期技能培训，承办职业技能等级认定。",
        "3.组织学生参加技能竞赛，推进校企合作和现代学徒制试点。",
        "## 二、单位机构设置",
        "学校为市教育局所属公益二类事业单位，内设办公室、教务处、学生处、总务处、实训中心、招生就业处共6个机构。",
        "核定事业编制198名，2025年末在职教职工185人，其中专任教师152人；离退休人员64人。在校学生2860人。",
        "## 三、2026年度单位主要工作任务及目标",
        "完成第二实训楼设备更新，新增订单班4个；学生技能等级证书取得率不低于92%；开展社会培训6500人次。",
        "## 第二部分 2026年度单位预算表",
        "以下公开01表至公开12表均按批复的年初预算填列，空白处为零。",
    )
    _overall(form)
    _fiscal(form)
    _details(form)
    _words(form)
    return form


def _overall(form: Form) -> None:
    everything = add(BASIC, OWN_BASIC, _spent())
    income, grand = total(INCOME), total(everything)
    byclass = classes(everything)
    left = [
        ("一、一般公共预算拨款收入", INCOME["一般公共预算"]),
        ("二、政府性基金预算拨款收入", INCOME["政府性基金预算"]),
        ("三、国有资本经营预算拨款收入", ZERO),
        ("四、财政专户管理资金收入", INCOME["财政专户管理资金"]),
        ("五、事业收入", INCOME["事业收入"]),
        ("六、事业单位经营收入", ZERO),
        ("七、上级补助收入", ZERO),
        ("八、附属单位上缴收入", ZERO),
        ("九、其他收入", INCOME["其他收入"]),
        ("本年收入合计", income),
        ("上年结转结余", LEFT_PUBLIC + LEFT_OWN),
        ("收入总计", income + LEFT_PUBLIC + LEFT_OWN),
    ]
    right = [
        ("一、一般公共服务支出", None),
        ("二、公共安全支出", None),
        ("三、教育支出", byclass["教育支出"]),
        ("四、科学技术支出", None),
        ("五、社会保障和就业支出", byclass["社会保障和就业支出"]),
        ("六、卫生健康支出", byclass["卫生健康支出"]),
        ("七、住房保障支出", byclass["住房保障支出"]),
        ("八、其他支出", byclass["其他支出"]),
        ("", None),
        ("本年支出合计", grand),
        ("年终结转结余", ZERO),
        ("支出总计", grand),
    ]
    rows = [(a, _m(v), b, "" if w is None else _m(w)) for (a, v), (b, w) in zip(left, right, strict=True)]
    _title(form, 1, "收支总表")
    form.sheet(
        "收支总表",
        "万元",
        "tvtv",
        (165, 90, 165, 90),
        [(wide("收入", 2), wide("支出", 2)), ("项目", "预算数", "项目", "预算数")],
        rows,
        height=20,
    )
    # income by source, wide
    _title(form, 2, "收入总表", landscape=True)
    own = [INCOME[k] for k in ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入")]
    values = [
        income + LEFT_PUBLIC + LEFT_OWN,
        income,
        *own,
        ZERO,
        ZERO,
        INCOME["其他收入"],
        LEFT_PUBLIC + LEFT_OWN,
        LEFT_PUBLIC,
        ZERO,
        ZERO,
        LEFT_OWN,
    ]
    head = [
        (tall("单位代码", 2), tall("单位名称", 2), tall("合计", 2), wide("本年收入", 9), wide("上年结转结余", 5)),
        (
            "小计",
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
            "财政专户管理资金",
            "事业收入",
            "事业单位经营收入",
            "上级补助收入",
            "其他收入",
            "小计",
            "一般公共预算",
            "政府性基金预算",
            "财政专户管理资金",
            "单位资金",
        ),
    ]
    rows = [("", "合计", *[_b(v) for v in values]), ("075031", UNIT, *[_b(v) for v in values])]
    form.sheet(
        "收入总表",
        "万元",
        "ct" + "v" * 15,
        (40, 92, 48, 48, 48, 42, 42, 42, 42, 42, 38, 42, 42, 42, 42, 42, 42),
        head,
        rows,
        size=7.5,
        height=34,
    )
    # expenditure by subject
    _title(form, 3, "支出总表")
    basic = add(BASIC, OWN_BASIC)
    head = [("科目编码", "科目名称", "合计", "基本支出", "项目支出", "事业单位经营支出", "上缴上级支出", "对附属单位补助支出")]
    rows = [(wide("合计", 2), _m(grand), _m(total(basic)), _m(total(_spent())), "", "", "")]
    rows += [(c, n, _m(a + b), _b(a), _b(b), "", "", "") for c, n, (a, b) in tree(basic, _spent())]
    form.sheet("支出总表", "万元", "ctvvvvvv", (52, 160, 62, 62, 62, 42, 40, 44), head, rows, size=8)


def _fiscal(form: Form) -> None:
    public, fund = add(BASIC, _spent(0)), _spent(1)
    both = total(public) + total(fund)
    byclass = classes(add(public, fund))
    fundclass = classes(fund)
    left = [
        ("一、本年收入", both - LEFT_PUBLIC),
        ("（一）一般公共预算拨款", INCOME["一般公共预算"]),
        ("（二）政府性基金预算拨款", INCOME["政府性基金预算"]),
        ("（三）国有资本经营预算拨款", ZERO),
        ("二、上年结转", LEFT_PUBLIC),
        ("（一）一般公共预算拨款", LEFT_PUBLIC),
        ("（二）政府性基金预算拨款", ZERO),
        ("收入总计", both),
    ]
    right = [("一、本年支出", both, total(public), total(fund))]
    right += [
        (f"（{n}）{name}", v, v - fundclass.get(name, ZERO), fundclass.get(name, ZERO))
        for n, (name, v) in zip("一二三四五", byclass.items(), strict=True)
    ]
    right += [("二、年终结转结余", ZERO, ZERO, ZERO), ("支出总计", both, total(public), total(fund))]
    rows = [(a, _m(v), b, *[_m(x) for x in w]) for (a, v), (b, *w) in zip(left, right, strict=True)]
    _title(form, 4, "财政拨款收支总表")
    form.sheet(
        "财政拨款收支总表",
        "万元",
        "tvtvvv",
        (135, 65, 140, 62, 62, 56),
        [(wide("收入", 2), wide("支出", 4)), ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算")],
        rows,
        height=20,
        size=8,
    )
    _title(form, 5, "一般公共预算支出表")
    staff = total(BASIC) - d("394.20")
    other = _spent(0)
    head = [
        (tall("科目编码", 2), tall("科目名称", 2), tall("合计", 2), wide("基本支出", 3), tall("项目支出", 2)),
        ("小计", "人员经费", "公用经费"),
    ]
    office = {"2050302": d("394.20")}
    rows = [(wide("合计", 2), _m(total(public)), _m(total(BASIC)), _m(staff), _m(d("394.20")), _m(total(other)))]
    rows += [(c, n, _m(a + b), _b(a), _b(a - o), _b(o), _b(b)) for c, n, (a, o, b) in tree(BASIC, office, other)]
    form.sheet("一般公共预算支出表", "万元", "ctvvvvv", (52, 170, 60, 60, 60, 56, 56), head, rows, size=8)
    _title(form, 6, "一般公共预算基本支出表")
    rows = []
    for code, name, text in economic.SCHOOL:
        value = d(text) if text else sum((d(t) for c, _, t in economic.SCHOOL if t and c.startswith(code)), ZERO)
        office_part = value if code.startswith("302") else ZERO
        rows.append((code, name, _m(value), _b(value - office_part), _b(office_part)))
    rows.insert(0, (wide("合计", 2), _m(total(BASIC)), _m(staff), _m(d("394.20"))))
    form.sheet(
        "一般公共预算基本支出表",
        "万元",
        "ctvvv",
        (70, 200, 80, 80, 80),
        [
            (wide("部门预算支出经济分类科目", 2), wide("本年一般公共预算基本支出", 3)),
            ("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
        ],
        rows,
        height=19.5,
    )


def _details(form: Form) -> None:
    _title(form, 7, "一般公共预算“三公”经费、会议费、培训费支出预算表", landscape=True)
    head = [
        (
            tall("“三公”经费合计", 2),
            tall("因公出国（境）费", 2),
            wide("公务用车购置及运行费", 3),
            tall("公务接待费", 2),
            tall("会议费", 2),
            tall("培训费", 2),
        ),
        ("小计", "公务用车购置费", "公务用车运行费"),
    ]
    form.sheet(
        "一般公共预算“三公”经费、会议费、培训费支出预算表",
        "万元",
        "vvvvvvvv",
        (100, 95, 85, 95, 95, 90, 85, 85),
        head,
        [("7.60", "0.00", "5.20", "0.00", "5.20", "2.40", "1.50", "4.80")],
        height=26,
    )
    fund = _spent(1)
    _title(form, 8, "政府性基金预算支出表", page=False)
    head = [(tall("科目编码", 2), tall("科目名称", 2), wide("本年政府性基金预算支出", 3)), ("合计", "基本支出", "项目支出")]
    rows = [(wide("合计", 2), _m(total(fund)), "", _m(total(fund)))] + [(c, n, _m(v), "", _m(v)) for c, n, (v,) in tree(fund)]
    form.sheet("政府性基金预算支出表", "万元", "ctvvv", (90, 250, 110, 110, 110), head, rows)
    _title(form, 9, "国有资本经营预算支出预算表", page=False)
    form.sheet("国有资本经营预算支出预算表", "万元", "ctvvv", (90, 250, 110, 110, 110), HEAD9, [("", "", "", "", "")])
    form.line("说明：本单位2026年度无国有资本经营预算支出，本表无数据。", 8.5)
    _title(form, 10, "项目支出表", landscape=True)
    head = [
        (tall("序号", 3), tall("项目名称", 3), tall("功能科目编码", 3), tall("合计", 3), wide("资金来源", 4)),
        (wide("财政拨款", 2), tall("财政专户管理资金", 2), tall("单位资金", 2)),
        ("一般公共预算", "政府性基金预算"),
    ]
    rows = [("", "合计", "", _m(total(_spent())), *[_m(total(_spent(s))) for s in range(4)])]
    rows += [(str(i), p[0], p[1], _m(sum((d(v) for v in p[2:]), ZERO)), *[_b(d(v)) for v in p[2:]]) for i, p in enumerate(PROJECTS, 1)]
    form.sheet("项目支出表", "万元", "ntxvvvvv", (36, 190, 80, 90, 90, 90, 90, 90), head, rows, height=22)
    form.line("注：技能大赛与师资培训由上年结转的一般公共预算资金安排。", 8.5)
    _title(form, 11, "政府采购支出表")
    rows = [("合计", "", "", "", "", _m(sum((d(p[5]) for p in PURCHASES), ZERO)))]
    for kind in ("货物", "工程", "服务"):
        own = [p for p in PURCHASES if p[0] == kind]
        rows.append((f"{kind}类合计", "", "", "", "", _m(sum((d(p[5]) for p in own), ZERO))))
        rows += [(kind, p[1], p[3], p[2], p[4], _m(d(p[5]))) for p in own]
    form.sheet(
        "政府采购支出表",
        "万元",
        "tttxxv",
        (68, 110, 95, 90, 70, 76),
        [("采购品目大类", "项目名称", "采购品目名称", "经济科目", "采购组织形式", "总计")],
        rows,
        height=20,
    )
    _title(form, 12, "一般公共预算机关运行经费支出预算表", page=False)
    form.sheet(
        "一般公共预算机关运行经费支出预算表",
        "万元",
        "ctv",
        (120, 260, 129),
        [("科目编码", "科目名称", "机关运行经费支出")],
        [("", "", Box(""))],
    )
    form.line("说明：本单位为事业单位，不涉及机关运行经费，本表无数据。", 8.5)


def _change(name: str, now, delta: str, why: str) -> str:
    change = d(delta)
    word, rate = ("增加", "增长") if change > 0 else ("减少", "下降")
    return f"{name}{_m(now)}万元，与上年相比{word}{_m(abs(change))}万元，{rate}{percent(abs(change), now - change)}%。主要原因是{why}。"


def _words(form: Form) -> None:
    basic, project = add(BASIC, OWN_BASIC), _spent()
    grand, income = total(basic) + total(project), total(INCOME)
    form.new_page()
    form.paragraphs(
        "## 第三部分 2026年度单位预算情况说明",
        "## 一、收支预算总体情况说明",
        f"2026年度收入、支出预算总计{_m(grand)}万元，与上年相比收、支预算总计各增加212.36万元，"
        f"增长{percent(d('212.36'), grand - d('212.36'))}%。"
        "其中：",
        f"（一）收入预算总计{_m(grand)}万元。1.本年收入合计{_m(income)}万元。",
        "（1）" + _change("一般公共预算拨款收入", INCOME["一般公共预算"], "168.20", "新招聘教师14名，人员经费相应提高"),
        "（2）" + _change("财政专户管理资金收入", INCOME["财政专户管理资金"], "-20.50", "住宿费收费标准下调"),
        "（3）" + _change("事业收入", INCOME["事业收入"], "46.00", "企业委托的职工技能培训班次增多"),
        "（4）" + _change("其他收入", INCOME["其他收入"], "-3.40", "闲置场地出租到期"),
        f"2.上年结转结余{_m(LEFT_PUBLIC + LEFT_OWN)}万元。",
        f"（二）支出预算总计{_m(grand)}万元，全部为本年支出，年终不安排结转结余。",
        "## 二、支出预算情况说明",
        f"本年支出合计{_m(grand)}万元，按性质分：基本支出{_m(total(basic))}万元，占{percent(total(basic), grand)}%；"
        f"项目支出{_m(total(project))}万元，占{percent(total(project), grand)}%；经营支出0万元，占0%。",
        "## 三、财政拨款支出情况说明",
        f"中等职业教育（项）一般公共预算支出{_m(BASIC['2050302'] + _spent(0)['2050302'])}万元，"
        "主要用于教职工工资、学生资助和实训设备更新。",
        "## 四、“三公”经费、会议费、培训费支出预算情况说明",
        "2026年度一般公共预算拨款安排的“三公”经费预算支出7.60万元，比上年减少0.90万元。其中：因公出国（境）费支出0万元，与上年持平；"
        "公务用车购置及运行费支出5.20万元，比上年减少0.60万元，主要原因是一辆轿车报废停用；"
        "公务接待费支出2.40万元，比上年减少0.30万元，主要原因是校际交流改为线上进行。",
        "会议费预算支出1.50万元，与上年相同。培训费预算支出8.40万元，比上年增加0.60万元，主要原因是双师型教师培训人数增加。",
        "## 五、其他重要事项的情况说明",
        "（一）机关运行经费：本单位不属于机关和参照公务员法管理的单位，没有机关运行经费。",
        "（二）政府采购：2026年度政府采购支出预算总额589.50万元，其中："
        "拟采购货物支出324.50万元、拟采购工程支出198.00万元、拟采购服务支出76.00万元。",
        "（三）国有资产占用：截至2025年末共有车辆2辆，均为业务用车；"
        "单价50万元以上的通用设备5台（套），单价100万元以上的专用设备3台（套）。",
        f"（四）预算绩效：2026年度9个项目纳入绩效目标管理，涉及财政性资金及单位资金合计{_m(total(project))}万元。",
        "## 第四部分 名词解释",
        "1.财政专户管理资金：学费、住宿费等按规定缴入财政专户、由财政核拨给学校使用的教育收费。",
        "2.单位资金：学校自己取得、既不是财政拨款也不进财政专户的收入，主要是社会培训取得的事业收入和其他收入。",
        "3.中等职业教育（项）：财政部门和主管部门举办的中等职业学校的办学支出。",
        "4.培训支出（项）：安排教师进修和学员培训的支出。",
    )
