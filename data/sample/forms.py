"""项目支出绩效目标表: the forms of some projects, with merged cells and indicators of two periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.sample.figures import UNIT
from data.sample.layout import Box, Grid

Indicator = tuple[str, str, str, str]  # 一级指标, 二级指标, 三级指标, 指标值


@dataclass(frozen=True)
class Form:
    """One project's form; `amount` in 元."""

    project: str
    amount: Decimal
    overview: str
    basis: str
    need: str
    measures: str
    plan: str
    goal: str  # of the whole period; this year's goal repeats it
    indicators: tuple[Indicator, ...]
    carried: Decimal = Decimal(0)  # out of last year's money, part of `amount`


def _row(label: str, words: str) -> tuple[Box, ...]:
    return Box(label), Box(words, columns=7, align="left")


def _funds(form: Form) -> list[tuple[Box, ...]]:
    """The money rows, period left and year right; 其他资金 stays blank."""
    whole, none = f"{form.amount:,.0f}", "0"
    rows = [
        ("实施期资金总额：", "年度资金总额：", whole),
        ("其中：中央财政资金", "其中：中央财政资金", none),
        ("省级财政资金", "省级财政资金", none),
        ("市县（区）财政资金", "市县（区）财政资金", whole),
        ("单位自筹", "单位自筹", none),
        ("其他资金", "其他资金", ""),
    ]
    boxes = [
        (Box(a, columns=3, align="left"), Box(v, align="right"), Box(b, columns=2, align="left"), Box(v, align="right")) for a, b, v in rows
    ]
    return [(Box("项目资金（元）", rows=len(rows)), *boxes[0]), *boxes[1:]]


def _indicators(rows: Sequence[Indicator]) -> list[tuple[Box, ...]]:
    """Each first-level indicator merged over its rows; the year's half repeats the period's."""
    header = tuple(Box(word) for word in ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"))
    boxes: list[tuple[Box, ...]] = []
    for place, (first, second, third, value) in enumerate(rows):
        row: tuple[Box, ...] = (Box(second), Box(third), Box(value), Box(second), Box(third), Box(value))
        if place == 0 or rows[place - 1][0] != first:
            row = (Box(first, rows=sum(r[0] == first for r in rows)), *row)
        boxes.append(row)
    return [(Box("绩效指标", rows=len(rows) + 1), *header), *boxes]


def form_grid(form: Form) -> Grid:
    """The whole form as a grid of eight columns; tall rows may break over the page."""
    rows = [
        _row("项目名称", form.project),
        (Box("主管部门及代码"), Box(f"062-{UNIT}", columns=4), Box("实施单位"), Box(UNIT, columns=2)),
        (Box("项目属性"), Box("一次性项目（1年结束）", columns=4), Box("项目期"), Box("1年", columns=2)),
        *_funds(form),
        _row("项目概况", form.overview),
        _row("立项依据", form.basis),
        _row("项目设立必要性", form.need),
        _row("保证项目实施的制度、措施", form.measures),
        _row("项目实施计划", form.plan),
        (Box("总体目标", rows=2), Box("实施期目标", columns=4), Box("年度目标", columns=3)),
        (Box(form.goal, columns=4, align="left"), Box(form.goal, columns=3, align="left")),
        *_indicators(form.indicators),
    ]
    return Grid((62, 48, 56, 82, 62, 56, 82, 63), tuple(rows), row_height=21, size=8.5, breakable=True, rule_at_break=False)


FORMS = (
    Form(
        "水土流失综合治理项目",
        Decimal(880000),
        "选择柳河上游三个村开展小流域治理，计划投入98万元，修整梯田、栽植水保林、砌筑谷坊并实施封育管护。治理区坡陡土薄，"
        "每逢暴雨泥沙下泄，淤塞下游渠道和塘坝，群众要求治理的愿望强烈。前期已完成入户调查和地块核实，梯田修整以机修为主、"
        "人工为辅，田埂种草护坡；水保林选用刺槐、侧柏等乡土树种，株行距按立地条件确定；谷坊就地取材，以干砌石为主。"
        "封育区设置界桩和标牌，聘请护林员看护，禁止放牧和开垦。治理后由村集体负责管护，林木收益归村集体所有，"
        "管护情况纳入村规民约。项目建成后与上年治理的相邻小流域连成一片，形成从坡顶到沟口的综合防治体系。",
        "县级水土保持规划（2021—2030年）及年度治理任务。",
        "三个村水土流失面积占总面积的四成以上，不治理将继续影响耕地质量和饮水安全。",
        "工程实行招标、监理和合同管理；资金专账核算，按进度拨付；完工后由县级组织验收，验收合格付至九成，余款在管护期满后结清。"
        "施工期间水务局派驻现场代表，每周通报进度和质量，重要部位影像留存；苗木和石料进场须有检验记录，不合格的一律退场。",
        "2月完成初步设计；3月至4月招标；5月至9月施工；10月验收；11月至12月移交村集体管护。"
        "雨季前完成谷坊主体，秋季补植补造，年底前完成资料归档和绩效自评，并把治理前后的影像资料上传管理平台备查。",
        "完成小流域治理12.6平方公里，治理区泥沙明显减少，下游渠道淤积减轻，村容村貌和耕作条件同步改善。"
        "梯田土层加厚、保水保肥能力提高，旱地作物产量稳中有升；水保林郁闭后涵养水源，沟道基流逐步恢复；"
        "谷坊拦蓄泥沙、抬高侵蚀基准面，沟岸扩张得到遏制。村集体管护队伍稳定，封育区无放牧、无开垦，"
        "群众参与治理的积极性提高，形成可以在全县推广的治理办法，为后续小流域治理积累经验。",
        (
            ("产出指标", "数量指标", "治理面积", "12.6平方公里"),
            ("产出指标", "数量指标", "栽植水保林", "450亩"),
            ("产出指标", "数量指标", "砌筑谷坊", "16座"),
            ("产出指标", "质量指标", "工程验收合格率", "100%"),
            ("产出指标", "质量指标", "苗木成活率", "≥85%"),
            ("产出指标", "时效指标", "完工时间", "2026年9月底"),
            ("产出指标", "成本指标", "治理成本", "≤7万元/平方公里"),
            ("效益指标", "社会效益", "受益农户", "620户"),
            ("效益指标", "生态效益", "年减少土壤流失量", "1800吨"),
            ("效益指标", "可持续影响", "管护责任落实率", "100%"),
            ("满意度指标", "服务对象满意度", "受益群众满意度", "≥92%"),
        ),
    ),
    Form(
        "河长制工作经费",
        Decimal(640000),
        "保障县级河长办公室日常运转，开展河道巡查、水质抽检、公示牌更新和宣传培训，支付巡河信息平台的通信与维护费用。",
        "县级河长制工作方案。",
        "全县纳入名录的河道共37条，巡查和问题整改任务重，需要固定经费。",
        "实行巡河问题清单销号管理，每月通报进展；资金使用由河长办和财务共同审核。",
        "每季度抽检水质一次；上半年更新公示牌；全年组织培训两期。",
        "河道“四乱”问题动态清零，主要断面水质稳定达标。",
        (
            ("产出指标", "数量指标", "巡查河道", "37条"),
            ("产出指标", "数量指标", "培训期数", "2期"),
            ("产出指标", "质量指标", "问题整改率", "≥98%"),
            ("产出指标", "时效指标", "水质抽检频次", "4次/年"),
            ("产出指标", "成本指标", "平台维护费", "12.8万元/年"),
            ("效益指标", "生态效益", "断面水质达标率", "≥95%"),
            ("满意度指标", "服务对象满意度", "沿河群众满意度", "≥90%"),
        ),
    ),
    Form(
        "小型水库安全运行管护经费",
        Decimal(1260000),
        "全县28座小型水库点多线长，坝体巡查、设施养护和汛期值守需要稳定的经费。本项目用于聘请管护员、养护溢洪道和放水设备、更换警示标识。",
        "县级小型水库管护办法及年度安全度汛工作安排。",
        "多数水库建成超过四十年，渗漏、淤积等隐患需要有人天天看、及时修。",
        "一库一册建立巡查台账，乡镇每月核对，水务局每季抽查，抽查结果与管护补助挂钩。",
        "1月至3月签订管护协议；4月至9月加密巡查；10月至12月考核并兑付补助。",
        "28座小型水库全年安全运行，隐患当月发现当月处置，下游群众用水和安全有保障。",
        (
            ("产出指标", "数量指标", "管护水库数量", "28座"),
            ("产出指标", "数量指标", "单库巡查次数", "≥96次/年"),
            ("产出指标", "质量指标", "放水设施完好率", "≥95%"),
            ("产出指标", "时效指标", "隐患处置及时率", "100%"),
            ("产出指标", "成本指标", "单座水库管护成本", "4.5万元/座"),
            ("效益指标", "社会效益", "下游受益人口", "3.2万人"),
            ("效益指标", "可持续影响", "长效管护机制", "健全"),
            ("满意度指标", "服务对象满意度", "库区群众满意度", "≥90%"),
        ),
    ),
    Form(
        "防汛抢险物资购置费",
        Decimal(700000),
        "补充县级防汛仓库储备，购置编织袋、救生衣、冲锋舟和应急照明设备，替换超过使用年限的旧物资。其中350,000元为上年结转资金。",
        "县级防汛抗旱应急预案对物资储备定额的规定。",
        "现有编织袋和救生衣缺口较大，冲锋舟有两艘已到报废年限，遇较大洪水时不敷使用。",
        "物资统一招标采购，入库验收由仓库、水旱灾害防御股和财务三方签字，出入库全程登记。",
        "3月底前完成采购文件编制；4月组织采购；5月底前全部到货入库。",
        "县级防汛仓库储备达到定额，汛期调拨做到两小时内出库。",
        (
            ("产出指标", "数量指标", "编织袋", "60000条"),
            ("产出指标", "数量指标", "救生衣", "500件"),
            ("产出指标", "数量指标", "冲锋舟", "4艘"),
            ("产出指标", "质量指标", "物资验收合格率", "100%"),
            ("产出指标", "时效指标", "到货时间", "2026年5月底"),
            ("产出指标", "成本指标", "采购成本", "≤70万元"),
            ("效益指标", "社会效益", "应急出库时间", "≤2小时"),
            ("满意度指标", "服务对象满意度", "调拨单位满意度", "≥95%"),
        ),
        carried=Decimal(350000),
    ),
)
