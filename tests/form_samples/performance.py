"""Performance forms with their gold cells: what projects are to reach, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.form_samples.sheets import Box, Form, tall, wide


def targets(form: Form, units: Mapping[str, str]) -> None:
    """What three projects of the sports bureau are to reach; `units` are its units by code."""
    _target(
        form,
        ("318001", units["318001"]),
        "第九届市运动会筹办",
        ("3,600,000", "3,600,000", "0"),
        "按期办成第九届市运动会，项目设置、参赛规模和赛事保障达到规程要求。",
        [
            ("产出指标", "数量指标", "设置比赛大项", "≥18项", "15"),
            ("产出指标", "数量指标", "参赛运动员人数", "≥3200人", "15"),
            ("产出指标", "质量指标", "裁判员持证率", "100%", "10"),
            ("产出指标", "时效指标", "开幕时间", "2026年9月底前", "10"),
            ("产出指标", "成本指标", "开闭幕式支出", "≤800000元", "10"),
            ("效益指标", "社会效益指标", "现场观众人次", "≥25000人次", "15"),
            ("效益指标", "可持续影响指标", "赛后场地向公众开放率", "≥95%", "15"),
            ("满意度指标", "服务对象满意度指标", "参赛代表团满意度", "≥90%", "10"),
        ],
    )
    _target(
        form,
        ("318003", units["318003"]),
        "场馆免费低收费开放",
        ("2,400,000", "2,400,000", "0"),
        "保障市属场馆全年免费或低收费开放，满足群众日常健身需要。",
        [
            ("产出指标", "数量指标", "开放场馆数量", "5个", "20"),
            ("产出指标", "数量指标", "每周开放时间", "≥42小时", "10"),
            ("产出指标", "质量指标", "设施完好率", "≥98%", "10"),
            ("产出指标", "时效指标", "故障设施修复时间", "≤48小时", "10"),
            ("产出指标", "成本指标", "单场馆年均补助", "≤480000元", "10"),
            ("效益指标", "社会效益指标", "年接待健身群众", "≥60万人次", "30"),
            ("满意度指标", "服务对象满意度指标", "健身群众满意度", "≥92%", "10"),
        ],
    )
    _target(
        form,
        ("318004", units["318004"]),
        "国民体质监测",
        ("256,000", "256,000", "0"),
        "完成年度国民体质监测抽样任务，形成监测报告。",
        [
            ("产出指标", "数量指标", "监测样本量", "≥4000人", "30"),
            ("产出指标", "质量指标", "有效样本率", "≥96%", "20"),
            ("产出指标", "时效指标", "监测报告完成时间", "2026年11月底前", "10"),
            ("效益指标", "社会效益指标", "体质达标率", "≥91.5%", "30"),
            ("满意度指标", "服务对象满意度指标", "受测市民满意度", "≥88%", "10"),
        ],
    )


def _target(form: Form, unit: tuple[str, str], project: str, funds, goal: str, indicators) -> None:
    title = "项目绩效目标表"
    form.new_page(landscape=True)
    form.heading(title, 15)
    form.line("（2026年度）", 10, "center")
    rows = [
        ("项目名称", wide(project, 2), "单位编码及名称", wide(" ".join(unit), 2)),
        (tall("项目资金（元）", 3), wide("年度资金总额", 2), wide(funds[0], 3)),
        (wide("其中：财政拨款", 2), wide(funds[1], 3)),
        (wide("其他资金", 2), wide(funds[2], 3)),
        ("年度总体目标", wide(goal, 5, align="left")),
        (tall("绩效指标", len(indicators) + 1), "一级指标", "二级指标", "三级指标", "指标值", "权重（%）"),
    ]
    seen: set = set()
    for item in indicators:
        cells = []
        for level in (0, 1):
            key = item[: level + 1]
            if key not in seen:
                cells.append(tall(item[level], sum(1 for other in indicators if other[: level + 1] == key)))
                seen.add(key)
        rows.append((*cells, *item[2:]))
    gold = [(1 + i, label, [], funds[i]) for i, label in enumerate(("年度资金总额", "其中：财政拨款", "其他资金"))]
    _performance(form, title, project, "元", (90, 100, 130, 190, 140, 80), rows, gold, size=9, height=24)


def assessments(form: Form, unit: str) -> None:
    """What became of two projects of the transport bureau `unit`."""
    _assessment(
        form,
        unit,
        "农村公路养护工程",
        "县公路养护中心",
        [
            ("年度资金总额", "1200.00", "1328.40", "1268.40", "10", "95.48%", "9.55"),
            ("其中：当年财政拨款", "1200.00", "1328.40", "1268.40", "—", "—", "—"),
            ("上年结转资金", "0.00", "0.00", "0.00", "—", "—", "—"),
            ("其他资金", "0.00", "0.00", "0.00", "—", "—", "—"),
        ],
        "完成列入计划的县乡道养护里程，增设临崖路段防护栏，提升路况水平。",
        "养护里程超额完成；受连续降雨影响，防护栏安装尚有缺口，余款结转下年。",
        [
            ("产出指标", "数量指标", "养护农村公路里程", "≥620公里", "648公里", "15", "15", ""),
            ("产出指标", "数量指标", "新增防护栏长度", "≥35公里", "31公里", "10", "8.86", "雨季延后施工"),
            ("产出指标", "质量指标", "工程验收合格率", "100%", "100%", "10", "10", ""),
            ("产出指标", "时效指标", "当年完工率", "≥95%", "92%", "10", "9.68", "雨季延后施工"),
            ("产出指标", "成本指标", "每公里日常养护成本", "≤1.2万元", "1.15万元", "5", "5", ""),
            ("效益指标", "社会效益指标", "受益行政村数量", "≥110个", "118个", "15", "15", ""),
            ("效益指标", "可持续影响指标", "管护长效机制", "健全", "健全", "15", "15", ""),
            ("满意度指标", "服务对象满意度", "沿线群众满意度", "≥90%", "93.5%", "10", "10", ""),
        ],
        "98.09",
    )
    _assessment(
        form,
        unit,
        "治超站点信息化改造",
        "县道路运输服务中心",
        [
            ("年度资金总额", "80.00", "72.00", "72.00", "10", "100.00%", "10"),
            ("其中：当年财政拨款", "80.00", "72.00", "72.00", "—", "—", "—"),
            ("上年结转资金", "0.00", "0.00", "0.00", "—", "—", "—"),
            ("其他资金", "0.00", "0.00", "0.00", "—", "—", "—"),
        ],
        "改造固定治超站点的称重和抓拍设备，实现数据联网。",
        "4个站点全部改造完成并联网运行。",
        [
            ("产出指标", "数量指标", "改造治超站点数量", "4个", "4个", "20", "20", ""),
            ("产出指标", "数量指标", "安装称重设备数量", "≥8套", "8套", "10", "10", ""),
            ("产出指标", "质量指标", "设备验收合格率", "100%", "100%", "10", "10", ""),
            ("产出指标", "时效指标", "改造完成时间", "2024年11月底前", "2024年10月", "10", "10", ""),
            ("效益指标", "社会效益指标", "车辆超限率", "≤1.5%", "1.8%", "20", "16", "过境货车增多"),
            ("效益指标", "可持续影响指标", "设备可使用年限", "≥6年", "6年", "10", "10", ""),
            ("满意度指标", "服务对象满意度", "货车驾驶员满意度", "≥85%", "88%", "10", "10", ""),
        ],
        "96",
    )


def _assessment(form: Form, unit: str, project, doer, funds, goal, result, indicators, score) -> None:
    title = "项目支出绩效自评表"
    form.new_page()
    form.heading(title, 14)
    form.line("（2024年度）", 10, "center")
    rows = [
        ("项目名称", wide(project, 8)),
        ("主管部门", wide(unit, 3), "实施单位", wide(doer, 4)),
        (tall("项目资金（万元）", 5), wide("", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ]
    rows += [(wide(f[0], 2, align="left"), *f[1:]) for f in funds]
    rows += [
        (tall("年度总体目标", 2), wide("预期目标", 4), wide("实际完成情况", 4)),
        (wide(goal, 4, align="left"), wide(result, 4, align="left")),
    ]
    rows.append(
        (
            tall("绩效指标", len(indicators) + 1),
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        )
    )
    last = [None, None]
    for i, item in enumerate(indicators):
        cells = []
        for level in (0, 1):
            key = item[: level + 1]
            if key != last[level]:
                cells.append(tall(item[level], sum(1 for other in indicators[i:] if other[: level + 1] == key)))
                last[level] = key
        rows.append((*cells, *item[2:]))
    rows.append((wide("总分", 6), "100", score, ""))
    gold = []
    for i, f in enumerate(funds):
        gold += [(3 + i, f[0], [c], f[1 + k]) for k, c in enumerate(("年初预算数", "全年预算数", "全年执行数"))]
    _performance(form, title, project, "万元", (48, 56, 66, 92, 60, 60, 34, 40, 66), rows, gold, height=22)


def _performance(
    form: Form,
    title: str,
    project: str,
    unit: str,
    widths: Sequence[float],
    rows: Sequence,
    gold: Sequence[tuple[int, str, Sequence[str], str]],
    *,
    size: float = 8,
    height: float = 17.0,
) -> None:
    """A form of one project; `gold` gives (row number, row label, column labels, printed amount)."""
    rows = [tuple(Box(c) if isinstance(c, str) and len(c) < 13 else c for c in row) for row in rows]
    form.sheet(title, unit, "x" * len(widths), widths, [], rows, size=size, height=height)
    for number, label, column, raw in gold:
        form.gold.append(
            {
                "table_title": title,
                "project": project,
                "row": [label],
                "column": list(column),
                "raw": raw,
                "unit": unit,
                "page": form._pages[number],
            }
        )
