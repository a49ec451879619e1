"""A city's sports bureau and its three units in 元 on landscape pages: last year's execution beside the budget, targets."""

from __future__ import annotations

from pathlib import Path

from tests.form_samples import economic
from tests.form_samples.performance import targets
from tests.form_samples.sheets import ZERO, Box, Form, d, money, percent, tall, total, wide
from tests.form_samples.subjects import SUBJECTS, add, classes, tree

UNIT = "临汐市体育局"
UNITS = {
    "318001": "临汐市体育局（本级）",
    "318002": "临汐市少年儿童业余体校",
    "318003": "临汐市体育场馆管理中心",
    "318004": "临汐市社会体育指导站",
}
FUND = "2296003"


def _all(items: dict[str, str]) -> dict:
    return {k: d(v) for k, v in items.items()}


BASIC = {
    "318001": _all({"2070301": "6842300", "2080505": "812400", "2101101": "386200", "2210201": "654000"}),
    "318002": _all({"2070306": "4215600", "2080505": "586000", "2080506": "293000", "2101102": "278300", "2210201": "439500"}),
    "318003": _all({"2070307": "3120800", "2080505": "402600", "2080506": "201300", "2101102": "191200", "2210201": "301900"}),
    "318004": _all({"2070308": "1456700", "2080505": "188000", "2080506": "94000", "2101102": "89300", "2210201": "141000"}),
}
# unit, project, kind, subject, 一般公共预算, 政府性基金, 事业收入, 其他收入
PROJECTS = [
    ("318001", "第九届市运动会筹办", "特定目标类", "2070305", "2400000", "1200000", "0", "0"),
    ("318001", "全民健身设施建设", "特定目标类", "2070308", "0", "2850000", "0", "0"),
    ("318001", "体育产业统计调查", "特定目标类", "2070302", "180000", "0", "0", "0"),
    ("318002", "运动员伙食与训练补助", "特定目标类", "2070306", "1968000", "0", "0", "0"),
    ("318002", "训练器材购置", "特定目标类", "2070306", "0", "620000", "0", "0"),
    ("318003", "场馆免费低收费开放", "特定目标类", "2070307", "2400000", "0", "0", "0"),
    ("318003", "游泳馆水处理改造", "特定目标类", "2070307", "400000", "0", "950000", "0"),
    ("318003", "场馆能源费", "其他运转类", "2070307", "0", "0", "1760000", "0"),
    ("318004", "社会体育指导员培训", "特定目标类", "2070308", "0", "420000", "0", "0"),
    ("318004", "国民体质监测", "特定目标类", "2070308", "265000", "0", "0", "0"),
    ("318004", "老年人健身活动", "特定目标类", "2070308", "0", "0", "0", "150000"),
]
CARRIED = d("500000")
LAST = _all(
    {
        "2070301": "6518000",
        "2070302": "150000",
        "2070305": "800000",
        "2070306": "5872000",
        "2070307": "5960000",
        "2070308": "1684500",
        "2080505": "1902800",
        "2080506": "571200",
        "2101101": "371600",
        "2101102": "538400",
        "2210201": "1488700",
    }
)
LAST_FUND = {FUND: d("4400000")}
LAST_OWN = {"事业收入": d("2500000"), "其他收入": ZERO}
LAST_CARRIED = d("0")
THREE = {  # abroad, reception, purchase, running
    "318001": ("60000", "36000", "0", "84000"),
    "318002": ("0", "8000", "0", "56000"),
    "318003": ("0", "10000", "180000", "42000"),
    "318004": ("0", "4000", "0", "0"),
}


def _m(value) -> str:
    return money(value, 0, comma=True)


def _rate(now, before) -> str:
    return percent(now - before, before) if before else "—"


def _project(unit: str | None = None, sources: tuple[int, ...] = (4, 5, 6, 7)) -> dict:
    """Project amounts by subject, the fund under its own subject."""
    out: dict = {}
    for row in PROJECTS:
        if unit and row[0] != unit:
            continue
        for source in sources:
            code = FUND if source == 5 else row[3]
            if d(row[source]):
                out[code] = out.get(code, ZERO) + d(row[source])
    return out


def _source(source: int, unit: str | None = None):
    return total(_project(unit, (source,)))


def _basic() -> dict:
    return add(*BASIC.values())


def _economic() -> list[tuple[str, str, object]]:
    known = sum((d(t) for c, _, t in economic.SPORTS if t), ZERO)
    rest = total(_basic()) - known  # what remains is office equipment
    assert rest >= 0, rest
    lines = [(c, n, d(t) if t else (rest if c == "31002" else None)) for c, n, t in economic.SPORTS]
    return [(c, n, v if v is not None else sum((w for k, _, w in lines if w is not None and k.startswith(c)), ZERO)) for c, n, v in lines]


def _title(form: Form, number: int, title: str, *, page: bool = True, landscape: bool = True) -> None:
    if page:
        form.new_page(landscape=landscape)
    form.line(f"部门预算表{number:02d}", 9)
    form.heading(title, 15)
    form.two_ends(f"部门：318-{UNIT}", "单位：元", 9)


def write(path: Path) -> Form:
    """The document."""
    form = Form(path, f"{UNIT}2026年部门预算", page_number="{}")
    form.cover(UNIT, "2026年部门预算")
    form.new_page(landscape=True)
    form.paragraphs(
        "## 一、部门职责",
        "临汐市体育局是市政府主管体育工作的组成部门，主要职责是：编制体育事业发展规划；推行全民健身计划；统筹竞技体育和青少年训练；"
        "管理体育彩票公益金的使用；监督高危险性体育项目经营活动。",
        "## 二、机构设置",
        "本部门预算由局本级和3个所属事业单位的预算汇总而成。局本级内设办公室、群众体育科、竞技体育科、体育产业科、政策法规科。"
        "所属单位为：市少年儿童业余体校、市体育场馆管理中心、市社会体育指导站。",
        "全部门编制136名，其中行政编制38名、事业编制98名；实有在职人员128人，"
        "其中局本级36人、市少年儿童业余体校41人、市体育场馆管理中心35人、市社会体育指导站16人。退休人员47人。",
        "## 三、2026年部门预算表",
    )
    _overall(form)
    _subjects(form)
    _rest(form)
    targets(form, UNITS)
    _words(form)
    return form


def _overall(form: Form) -> None:
    public = total(_basic()) + _source(4)
    fund, work, other = _source(5), _source(6), _source(7)
    spent = add(_basic(), _project())
    grand = total(spent)
    last_all = add(LAST, LAST_FUND, {"2070307": LAST_OWN["事业收入"]})
    last_total = total(last_all)
    byclass, before = classes(spent), classes(last_all)
    left = [
        ("一、一般公共预算拨款", total(LAST), public),
        ("二、政府性基金预算拨款", total(LAST_FUND), fund - CARRIED),
        ("三、国有资本经营预算拨款", ZERO, ZERO),
        ("四、事业收入", LAST_OWN["事业收入"], work),
        ("五、其他收入", ZERO, other),
        ("本年收入合计", last_total, grand - CARRIED),
        ("上年结转", ZERO, CARRIED),
        ("收入总计", last_total, grand),
    ]
    right = [(f"{n}、{k}", before.get(k, ZERO), v) for n, (k, v) in zip("一二三四五", byclass.items(), strict=True)]
    right += [("本年支出合计", last_total, grand), ("结转下年", ZERO, ZERO), ("支出总计", last_total, grand)]
    rows = [(a, _m(p), _m(q), _rate(q, p), b, _m(r), _m(s), _rate(s, r)) for (a, p, q), (b, r, s) in zip(left, right, strict=True)]
    head = [
        (wide("收　　入", 4), wide("支　　出", 4)),
        ("项目", "2025年执行数", "2026年预算数", "增减%", "项目（按功能分类）", "2025年执行数", "2026年预算数", "增减%"),
    ]
    _title(form, 1, "部门收支总表")
    _sheet(form, "部门收支总表", "元", "tvvvtvvv", (128, 82, 82, 52, 158, 82, 82, 52), head, rows, units={3: "%", 7: "%"}, height=19)
    head = [
        (tall("单位编码", 2), tall("单位名称", 2), tall("合计", 2), tall("上年结转", 2), wide("本年收入", 6)),
        ("小计", "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款", "事业收入", "其他收入"),
    ]

    def line(unit):
        basic = total(BASIC[unit]) if unit else total(_basic())
        a, b, c, e = (_source(s, unit) for s in (4, 5, 6, 7))
        carried = CARRIED if unit in (None, "318001") else ZERO
        whole = basic + a + b + c + e
        return [_m(v) for v in (whole, carried, whole - carried, basic + a, b - carried, ZERO, c, e)]

    _title(form, 2, "部门收入总表", page=False)
    rows = [("", "合计", *line(None))] + [(code, name, *line(code)) for code, name in UNITS.items()]
    _sheet(form, "部门收入总表", "元", "ctvvvvvvvv", (52, 148, 70, 60, 70, 72, 68, 66, 62, 54), head, rows, height=18)
    _title(form, 3, "部门支出总表")
    rows = [("", "", "", "合计", _m(grand), _m(total(_basic())), _m(total(_project())))]
    for code, name in UNITS.items():
        a, b = BASIC[code], _project(code)
        rows.append((code, name, "", "小计", _m(total(a) + total(b)), _m(total(a)), _m(total(b))))
        items = add(a, b)
        rows += [(code, name, item, SUBJECTS[item], _m(v), _m(a.get(item, ZERO)), _m(b.get(item, ZERO))) for item, v in items.items()]
    _sheet(
        form,
        "部门支出总表",
        "元",
        "ctctvvv",
        (60, 165, 66, 210, 80, 80, 80),
        [("单位编码", "单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出")],
        rows,
        height=16,
    )


def _subjects(form: Form) -> None:
    public_project, fund = _project(None, (4,)), _project(None, (5,))
    public = add(_basic(), public_project)
    a, b = classes(public), classes(fund)
    left = [
        ("一、本年收入", total(public) + total(fund) - CARRIED),
        ("（一）一般公共预算拨款", total(public)),
        ("（二）政府性基金预算拨款", total(fund) - CARRIED),
        ("（三）国有资本经营预算拨款", ZERO),
        ("二、上年结转", CARRIED),
        ("（一）一般公共预算拨款", ZERO),
        ("（二）政府性基金预算拨款", CARRIED),
        ("收入总计", total(public) + total(fund)),
    ]
    right = [("一、本年支出", total(public), total(fund))]
    right += [(f"（{n}）{k}", a.get(k, ZERO), b.get(k, ZERO)) for n, k in zip("一二三四五", classes(add(public, fund)), strict=True)]
    right += [("二、结转下年", ZERO, ZERO), ("支出总计", total(public), total(fund))]
    rows = [(x, _m(v), y, _m(p + f), _m(p), _m(f)) for (x, v), (y, p, f) in zip(left, right, strict=True)]
    _title(form, 4, "财政拨款收支总表")
    _sheet(
        form,
        "财政拨款收支总表",
        "元",
        "tvtvvv",
        (170, 95, 185, 90, 95, 95),
        [(wide("收　　入", 2), wide("支　　出", 4)), ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算")],
        rows,
        height=22,
    )
    _title(form, 5, "一般公共预算支出表")
    head = [
        (wide("功能分类科目", 2), tall("2025年执行数", 2), wide("2026年预算数", 3), wide("2026年预算数比2025年执行数", 2)),
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出", "增减额", "增减%"),
    ]
    rows = [(wide("合　计", 2), *_line(total(LAST), total(_basic()), total(public_project)))]
    rows += [(c, n, *_line(x, p, q)) for c, n, (x, p, q) in tree(LAST, _basic(), public_project)]
    _sheet(form, "一般公共预算支出表", "元", "ctvvvvvv", (60, 210, 82, 82, 82, 82, 78, 56), head, rows, units={7: "%"}, height=16.5)
    _title(form, 6, "一般公共预算基本支出表", landscape=False)
    rows = []
    for code, name, value in _economic():
        office = value if code[:3] in ("302", "310") else ZERO
        rows.append((code, name, _m(value), _m(value - office) if value - office else "", _m(office) if office else ""))
    office = sum((v for c, _, v in _economic() if c in ("302", "310")), ZERO)
    rows.append((wide("合　计", 2), _m(total(_basic())), _m(total(_basic()) - office), _m(office)))
    _sheet(
        form,
        "一般公共预算基本支出表",
        "元",
        "ctvvv",
        (70, 200, 80, 80, 80),
        [(wide("部门预算支出经济分类科目", 2), wide("2026年基本支出", 3)), ("科目编码", "科目名称", "合计", "人员经费", "公用经费")],
        rows,
        height=20,
    )


def _sheet(form: Form, title: str, unit: str, kinds: str, widths, header, rows, **more) -> None:
    """A table whose bare 0 and — stand to the right, as amounts do."""
    rows = [tuple(Box(c, align="right") if c in ("0", "—") else c for c in row) for row in rows]
    form.sheet(title, unit, kinds, widths, header, rows, **more)


def _line(before, basic, project) -> list[str]:
    now = basic + project
    return [_m(before), _m(now), _m(basic), _m(project), _m(now - before), _rate(now, before)]


def _rest(form: Form) -> None:
    head = [
        (
            tall("单位编码", 2),
            tall("单位名称", 2),
            tall("“三公”经费合计", 2),
            tall("因公出国（境）费", 2),
            tall("公务接待费", 2),
            wide("公务用车购置及运行维护费", 3),
        ),
        ("小计", "公务用车购置费", "公务用车运行维护费"),
    ]

    def line(values):
        abroad, guests, buy, run = values
        return [_m(v) for v in (abroad + guests + buy + run, abroad, guests, buy + run, buy, run)]

    sums = [sum((d(t[i]) for t in THREE.values()), ZERO) for i in range(4)]
    rows = [("", "合计", *line(sums))] + [(c, UNITS[c], *line([d(x) for x in t])) for c, t in THREE.items()]
    _title(form, 7, "一般公共预算“三公”经费支出表")
    _sheet(form, "一般公共预算“三公”经费支出表", "元", "ctvvvvvv", (60, 165, 85, 85, 80, 80, 85, 90), head, rows, height=21)
    fund = _project(None, (5,))
    head = [
        (wide("功能分类科目", 2), tall("2025年执行数", 2), wide("2026年预算数", 3), tall("增减%", 2)),
        ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    ]
    rows = [(wide("合　计", 2), _m(total(LAST_FUND)), _m(total(fund)), "0", _m(total(fund)), _rate(total(fund), total(LAST_FUND)))]
    rows += [(c, n, _m(x), _m(v), "0", _m(v), _rate(v, x)) for c, n, (x, v) in tree(LAST_FUND, fund)]
    _title(form, 8, "政府性基金预算支出表", page=False)
    _sheet(form, "政府性基金预算支出表", "元", "ctvvvvv", (70, 230, 95, 95, 70, 95, 70), head, rows, units={6: "%"}, height=19)
    _title(form, 9, "项目支出预算表")
    head = [
        (tall("单位编码", 2), tall("单位名称", 2), tall("项目名称", 2), tall("项目类别", 2), tall("合计", 2), wide("资金来源", 4)),
        ("一般公共预算", "政府性基金预算", "事业收入", "其他收入"),
    ]
    rows = [("", "合计", "", "", *[_m(v) for v in (total(_project()), *[_source(s) for s in (4, 5, 6, 7)])])]
    start = None
    for p in PROJECTS:
        depth = sum(q[0] == p[0] for q in PROJECTS)
        name = [tall(p[0], depth), tall(UNITS[p[0]], depth)] if p[0] != start else []
        start = p[0]
        values = [d(v) for v in p[4:]]
        rows.append((*name, p[1], p[2], _m(sum(values, ZERO)), *[_m(v) for v in values]))
    _sheet(form, "项目支出预算表", "元", "cttxvvvvv", (50, 125, 135, 70, 72, 72, 72, 68, 60), head, rows, height=19)
    _title(form, 10, "国有资本经营预算支出表", page=False)
    _sheet(
        form,
        "国有资本经营预算支出表",
        "元",
        "ctvvv",
        (90, 280, 110, 110, 110),
        [("科目编码", "科目名称", "合计", "基本支出", "项目支出")],
        [("", "", "", "", "")],
    )
    form.line("备注：2026年没有安排国有资本经营预算支出，本表为空。", 8.5)


def _words(form: Form) -> None:
    spent = add(_basic(), _project())
    grand = total(spent)
    last = total(LAST) + total(LAST_FUND) + LAST_OWN["事业收入"]
    public = total(_basic()) + _source(4)
    a, g, b, r = (sum((d(t[i]) for t in THREE.values()), ZERO) for i in range(4))
    form.new_page(landscape=True)
    form.paragraphs(
        "## 四、2026年部门预算情况说明",
        f"（一）收支总体情况。2026年收支总预算{_m(grand)}元，比2025年执行数增加{_m(grand - last)}元，"
        f"增长{_rate(grand, last)}%，主要是筹办第九届市运动会和改造游泳馆。",
        f"（二）收入情况。本年收入{_m(grand - CARRIED)}元，上年结转{_m(CARRIED)}元。本年收入中，一般公共预算拨款{_m(public)}元，"
        f"政府性基金预算拨款{_m(_source(5) - CARRIED)}元，事业收入2,170,000元，其他收入{_m(_source(7))}元。",
        f"（三）支出情况。基本支出{_m(total(_basic()))}元，占{percent(total(_basic()), grand)}%；"
        f"项目支出{_m(total(_project()))}元，占{percent(total(_project()), grand)}%。",
        f"（四）一般公共预算情况。2026年一般公共预算支出{_m(public)}元，比2025年执行数增加{_m(public - total(LAST))}元。"
        "其中体育竞赛（项）增加1,600,000元，原因是市运动会每四年举办一届，2026年为举办年；"
        "体育场馆（项）略有减少，原因是上年一次性更换的看台座椅不再安排。",
        f"（五）“三公”经费情况。2026年“三公”经费预算{_m(a + g + b + r)}元，比2025年预算增加214,000元。"
        f"其中：因公出国（境）费{_m(a)}元，用于赴境外参加青少年帆船邀请赛；"
        f"公务用车购置费{_m(b)}元，用于更新1辆场地维护车；公务用车运行维护费{_m(r)}元，"
        f"与2025年预算持平；公务接待费{_m(g)}元，比2025年预算减少6,000元。",
        "（六）机关运行经费。局本级机关运行经费预算1,286,400元，比2025年预算减少38,600元，下降2.91%，主要是压缩会议和印刷开支。",
        "（七）政府采购。2026年政府采购预算3,935,000元，其中：货物1,025,000元，工程1,350,000元，服务1,560,000元。",
        "（八）国有资产。2025年末共有车辆9辆，其中机要通信用车2辆、业务用车6辆、其他用车1辆；另有单价100万元以上的设备2台（套）。",
        "（九）绩效管理。2026年对11个项目设置绩效目标，"
        "其中第九届市运动会筹办、场馆免费低收费开放、国民体质监测3个项目随预算公开绩效目标表。",
        "## 五、名词解释",
        "1.体育彩票公益金：从体育彩票销售额中按比例提取、专项用于发展体育事业的资金。",
        "2.群众体育（项）：开展全民健身活动、培训社会体育指导员和监测国民体质的支出。",
        "3.上年结转：上一年度未用完、按规定在本年度继续用于原用途的资金。",
        "4.机关运行经费：为保障机关运转，用一般公共预算安排的办公、差旅、维修等日常公用支出。",
    )
