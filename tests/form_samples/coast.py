"""A coastal province's budget in 元: several units as rows of one table, projects with unit and sources, long tables over pages."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples.sheets import ZERO, Form, d, money, percent, tall, total, tree, wide

UNIT = "临湾市海洋与渔业局"
UNITS = ("临湾市海洋与渔业局本级", "临湾市渔政执法支队", "临湾市水产技术推广站")
BASIC = {
    k: d(v)
    for k, v in {
        "2130101": "9862310",
        "2130104": "4215768",
        "2080505": "1396240",
        "2080506": "698120",
        "2101101": "402180",
        "2101102": "236640",
        "2210201": "1258900",
    }.items()
}
PROJECTS = [  # unit, name, subject, general public budget, fund, own money
    (0, "海域使用动态监管", "2130110", "1850000", "0", "0"),
    (0, "海洋牧场建设补助", "2130122", "4200000", "0", "0"),
    (0, "渔港污染防治", "2120803", "0", "2600000", "0"),
    (0, "信息系统运行维护", "2130102", "468000", "0", "0"),
    (1, "伏季休渔专项执法", "2130110", "1320000", "0", "0"),
    (1, "执法船艇燃油", "2130110", "986500", "0", "0"),
    (1, "执法装备购置", "2130110", "745000", "0", "0"),
    (2, "水产苗种质量抽检", "2130109", "360000", "0", "0"),
    (2, "渔业病害测报", "2130108", "285000", "0", "40000"),
    (2, "新品种试验示范", "2130106", "520000", "0", "160000"),
]
BASIC_BY_UNIT = (d("8940258"), d("5321900"), d("3808000"))
ITEMS = [
    ("301", "30101", "基本工资", "3985200"),
    ("301", "30102", "津贴补贴", "3216400"),
    ("301", "30107", "绩效工资", "2096000"),
    ("301", "30108", "机关事业单位基本养老保险缴费", "1396240"),
    ("301", "30109", "职业年金缴费", "698120"),
    ("301", "30110", "职工基本医疗保险缴费", "638820"),
    ("301", "30113", "住房公积金", "1258900"),
    ("302", "30201", "办公费", "1164000"),
    ("302", "30202", "印刷费", "98000"),
    ("302", "30206", "电费", "426000"),
    ("302", "30211", "差旅费", "862400"),
    ("302", "30216", "培训费", "120000"),
    ("302", "30217", "公务接待费", "65000"),
    ("302", "30228", "工会经费", "186400"),
    ("302", "30231", "公务用车运行维护费", "390000"),
    ("302", "30239", "其他交通费用", "1012678"),
    ("303", "30302", "退休费", "456000"),
]


def _m(value) -> str:
    return money(value, 2, comma=True)


def _projects(column: int, unit: int | None = None):
    found: dict[str, object] = {}
    for own, _, code, *money_of in PROJECTS:
        if unit in (None, own):
            found[code] = found.get(code, ZERO) + d(money_of[column])
    return found


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2026年部门预算", font="STSong-Light", page_number="第 {} 页 共 14 页")
    form.cover(UNIT, "2026年度部门预算公开")
    form.new_page()
    form.paragraphs(
        "## 一、部门概况",
        "（一）主要职责：管理海域使用、渔业生产和渔港，组织渔政执法与水产技术推广。",
        f"（二）预算单位构成：{UNIT}部门预算由{UNITS[0]}、{UNITS[1]}和{UNITS[2]}3家单位的预算组成。",
    )
    _words(form)
    _totals(form)
    _subjects(form)
    _by_unit(form)
    return form


def _title(form: Form, number: str, title: str, *, landscape: bool = False) -> None:
    form.new_page(landscape=landscape)
    form.heading(f"{number}　{title}", 13.5)
    form.two_ends(f"部门名称：{UNIT}", "单位：元", 8.5)


def _sums():
    return total(BASIC), total(_projects(0)), total(_projects(1)), total(_projects(2))


def _totals(form: Form) -> None:
    basic, public, fund, own = _sums()
    spent = basic + public + fund + own
    classes = {name: v for code, name, (v,) in tree(_merged()) if len(code) == 3}
    _title(form, "表一", "部门预算收支总表")
    left = [
        ("一、财政拨款收入", spent - own),
        ("　其中：一般公共预算", basic + public),
        ("　　　　政府性基金预算", fund),
        ("二、财政专户管理资金收入", ZERO),
        ("三、单位资金收入", own),
        ("本年收入合计", spent),
        ("上年结转结余", ZERO),
        ("收入总计", spent),
    ]
    right = [
        ("一、社会保障和就业支出", classes["社会保障和就业支出"]),
        ("二、卫生健康支出", classes["卫生健康支出"]),
        ("三、城乡社区支出", classes["城乡社区支出"]),
        ("四、农林水支出", classes["农林水支出"]),
        ("五、住房保障支出", classes["住房保障支出"]),
        ("本年支出合计", spent),
        ("年终结转结余", ZERO),
        ("支出总计", spent),
    ]
    third = [
        ("一、基本支出", basic),
        ("　1.人员经费", basic - _office()),
        ("　2.公用经费", _office()),
        ("二、项目支出", public + fund + own),
        ("", None),
        ("本年支出合计", spent),
        ("年终结转结余", ZERO),
        ("支出总计", spent),
    ]
    rows = [(a, _m(v), b, _m(w), c, "" if x is None else _m(x)) for (a, v), (b, w), (c, x) in zip(left, right, third, strict=True)]
    form.sheet(
        "部门预算收支总表",
        "元",
        "tvtvtv",
        (112, 76, 96, 76, 76, 76),
        [(wide("收入", 2), wide("支出", 4)), ("项目", "预算金额", "功能分类", "预算金额", "支出结构", "预算金额")],
        rows,
        size=7.5,
    )


def _merged():
    found = dict(BASIC)
    for column in range(3):
        for code, value in _projects(column).items():
            found[code] = found.get(code, ZERO) + value
    return found


def _office():
    return sum((d(i[3]) for i in ITEMS if i[0] == "302"), ZERO)


def _subjects(form: Form) -> None:
    _title(form, "表二", "一般公共预算支出预算表")
    rows = [("", "合计", _m(total(BASIC) + total(_projects(0))), _m(total(BASIC) - _office()), _m(_office()), _m(total(_projects(0))))]
    part = {**BASIC, "2130101": BASIC["2130101"] - _office()}
    office = {"2130101": _office()}
    general = {code: value for code, value in _projects(0).items() if value}
    rows += [(code, name, _m(a + b + c), _m(a), _m(b), _m(c)) for code, name, (a, b, c) in tree(part, office, general)]
    form.sheet(
        "一般公共预算支出预算表",
        "元",
        "ctvvvv",
        (50, 160, 78, 78, 72, 74),
        [(tall("科目编码", 2), tall("科目名称", 2), tall("合计", 2), wide("基本支出", 2), tall("项目支出", 2)), ("人员经费", "公用经费")],
        rows,
        size=8,
        height=30,
    )
    _title(form, "表三", "一般公共预算基本支出预算表（按部门经济分类）")
    rows = [("", "合计", _m(total(BASIC)))]
    for top, name in (("301", "工资福利支出"), ("302", "商品和服务支出"), ("303", "对个人和家庭的补助")):
        own = [i for i in ITEMS if i[0] == top]
        rows.append((top, name, _m(sum((d(i[3]) for i in own), ZERO))))
        rows += [(i[1], "  " + i[2], _m(d(i[3]))) for i in own]
    form.sheet(
        "一般公共预算基本支出预算表（按部门经济分类）",
        "元",
        "ctv",
        (90, 250, 130),
        [("经济科目编码", "经济科目名称", "本年预算数")],
        rows,
        repeat=False,
        height=29,
    )
    _title(form, "表四", "政府性基金预算支出表")
    rows = [("", "合计", _m(total(_projects(1))), _m(ZERO), _m(total(_projects(1))))]
    rows += [(c, n, _m(v), _m(ZERO), _m(v)) for c, n, (v,) in tree({"2120803": total(_projects(1))})]
    form.sheet(
        "政府性基金预算支出表", "元", "ctvvv", (70, 200, 80, 80, 80), [("科目编码", "科目名称", "合计", "基本支出", "项目支出")], rows
    )


def _by_unit(form: Form) -> None:
    _title(form, "表五", "部门收入预算表", landscape=True)
    money_of = [(BASIC_BY_UNIT[n] + total(_projects(0, n)), total(_projects(1, n)), total(_projects(2, n))) for n in range(3)]
    rows = [
        (
            wide("合计", 2),
            *(_m(sum((c[k] for c in money_of), ZERO)) if k >= 0 else _m(sum(map(sum, money_of), ZERO)) for k in (-1, 0, 1, 2)),
        )
    ]
    rows += [(f"21600{n + 1}", UNITS[n], _m(sum(money_of[n])), *map(_m, money_of[n])) for n in range(3)]
    form.sheet(
        "部门收入预算表",
        "元",
        "ctvvvv",
        (80, 240, 110, 110, 110, 105),
        [
            (tall("单位编码", 2), tall("单位名称", 2), tall("总计", 2), wide("财政拨款收入", 2), tall("单位资金收入", 2)),
            ("一般公共预算", "政府性基金预算"),
        ],
        rows,
    )
    _title(form, "表六", "项目支出预算表", landscape=True)
    rows = [
        (
            wide("合计", 3),
            *(_m(v) for v in (sum((total(_projects(k)) for k in range(3)), ZERO), *(total(_projects(k)) for k in range(3)))),
            "",
        )
    ]
    for n, name in enumerate(UNITS):
        own = [p for p in PROJECTS if p[0] == n]
        for place, (_, project, _, *amounts) in enumerate(own):
            cells = (
                project,
                "经常性" if place else "一次性",
                _m(sum(map(d, amounts), ZERO)),
                *(_m(d(a)) for a in amounts),
                "是" if place == 1 else "否",
            )
            rows.append((tall(name, len(own)), *cells) if place == 0 else cells)
    form.sheet(
        "项目支出预算表",
        "元",
        "ttxvvvvx",
        (150, 150, 60, 90, 90, 90, 76, 50),
        [
            (tall("单位名称", 2), tall("项目名称", 2), tall("项目类型", 2), tall("合计", 2), wide("资金来源", 3), tall("是否政府采购", 2)),
            ("一般公共预算", "政府性基金预算", "单位资金"),
        ],
        rows,
    )
    _title(form, "表七", "财政拨款“三公”经费预算表", landscape=True)
    three = [
        ("390000", "0", "320000", "0", "320000", "70000"),
        ("498000", "0", "470000", "180000", "290000", "28000"),
        ("69000", "0", "60000", "0", "60000", "9000"),
    ]
    rows = [("合计", *(_m(sum((d(t[k]) for t in three), ZERO)) for k in range(6)))]
    rows += [(UNITS[n], *(_m(d(v)) for v in three[n])) for n in range(3)]
    form.sheet(
        "财政拨款“三公”经费预算表",
        "元",
        "tvvvvvv",
        (200, 90, 90, 90, 90, 100, 90),
        [
            (
                tall("单位名称", 2),
                tall("“三公”经费合计", 2),
                tall("因公出国（境）费用", 2),
                wide("公务用车购置及运行维护费", 3),
                tall("公务接待费", 2),
            ),
            ("小计", "公务用车购置费", "公务用车运行维护费"),
        ],
        rows,
        vertical=False,
    )
    _title(form, "表八", "政府采购预算表", landscape=True)
    goods = [
        (1, "执法装备购置", "执法记录仪", "60", "台", "180000"),
        (1, "执法装备购置", "无人机", "4", "架", "565000"),
        (0, "信息系统运行维护", "运行维护服务", "1", "项", "468000"),
        (0, "海洋牧场建设补助", "人工鱼礁工程", "1", "项", "3150000"),
    ]
    rows = [("", wide("合计", 2), "", "", _m(sum((d(g[5]) for g in goods), ZERO)))]
    rows += [(UNITS[n], project, item, count, of, _m(d(value))) for n, project, item, count, of, value in goods]
    form.sheet(
        "政府采购预算表",
        "元",
        "tttxxv",
        (190, 150, 130, 60, 60, 140),
        [("单位名称", "项目名称", "采购品目", "数量", "计量单位", "预算金额")],
        rows,
    )


def _words(form: Form) -> None:
    basic, public, fund, own = _sums()
    spent = basic + public + fund + own
    wan = lambda v: money(v / 10000, 2)  # noqa: E731
    form.paragraphs(
        "## 二、2026年部门预算说明",
        f"（一）收支预算总体情况。2026年收入预算{wan(spent)}万元，比上年增加312.46万元，增长10.97%；"
        f"支出预算{wan(spent)}万元，"
        "比上年增加312.46万元，增长10.97%。",
        f"（二）支出预算情况。基本支出{wan(basic)}万元，占{percent(basic, spent)}%；"
        f"项目支出{wan(spent - basic)}万元，占{percent(spent - basic, spent)}%。",
        f"（三）政府性基金预算支出{wan(fund)}万元，比上年减少40.00万元，用于渔港污染防治。",
        "（四）本部门2026年没有国有资本经营预算安排的支出。",
        "（五）“三公”经费预算95.70万元，比上年减少8.30万元，下降7.98%。其中：因公出国（境）费0万元，与上年持平；公务接待费10.70万元，比上年减少1.30万元；"
        "公务用车购置18.00万元，比上年减少5.00万元；公务用车运行维护费67.00万元，比上年减少2.00万元。",
        f"（六）机关运行经费预算{wan(_office())}万元，比上年增加22.60万元，增长5.51%。",
        "（七）政府采购预算436.30万元，其中货物采购74.50万元、工程采购315.00万元、服务采购46.80万元。",
        "（八）国有资产：截至2025年12月31日，共有车辆26辆，其中执法执勤用车19辆、特种专业技术用车3辆、其他用车4辆；单价100万元以上的设备5台（套），执法船艇7艘。",
        "（九）绩效：2026年10个项目全部编制绩效目标，涉及资金1353.45万元。",
        "## 三、名词解释",
        "1.单位资金收入：财政拨款和财政专户资金之外，单位自己依法取得的收入。",
        "2.海洋牧场：在适宜海域投放鱼礁、增殖放流，形成的人工渔场。",
    )
