"""Pages of what money is for: lists of projects with their aims, forms of labels and values, indicators with units of two words."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import PORTRAIT, Box, Plan, Sheet, steps


def projects_listed_with_their_aims(new: Callable[..., Sheet]) -> None:
    """A title of a form over an ordinary list: unit, project, amount, and running text that speaks of indicators and numbers its aims."""
    sheet = new(PORTRAIT)
    sheet.centred(40, "2031年项目支出绩效表")
    sheet.text(430, 66, "单位：万元", 10)
    plan = Plan([40, 130, 220, 290, 555], steps(90, 58, 4))
    plan.put(0, "单位名称", "项目名称", "金额", "绩效目标")
    plan.put(1, "示例市测试局", "日常保障", "64.90")
    plan.put(2, "示例市测试学校", "教学条件", "1,045.97")
    plan.put(3, "示例市测试学校", "日常保障", "215.36")
    texts = (
        "完成各项考核指标，做好新一轮规划，保证本单位各项工作按时开展，服务质量稳步提高。",
        "目标1：更新实训设备，改善学习条件；目标2：开设特色班级，推动产教融合，建好三级三类课程，全年培训学员360名。",
        "1改善校园环境，满足师生学习和生活需要，保证网络和信息系统稳定运行，全年维护教室25间。",
    )
    plan.boxes += [Box(row, 3, text, align="left") for row, text in enumerate(texts, 1)]
    sheet.table(plan)


def forms_with_one_side_and_units_of_two_words(new: Callable[..., Sheet]) -> None:
    """Amounts beside labels under no header, one beside the label of its whole block; units of two words, in a cell and in a column."""
    sheet = new(PORTRAIT)
    sheet.centred(40, "2031年项目支出绩效目标表")
    sheet.text(430, 66, "单位：万元", 10)
    plan = Plan([40, 110, 220, 420, 550], steps(90, 24, 10))
    plan.put(0, "项目名称", "绿地养护")
    plan.merge(0, 2, "示例市测试站", columns=2)
    plan.merge(1, 0, "资金金额", rows=3)
    plan.merge(1, 1, "实施期资金总额：", columns=2)
    plan.put(1, "90.00", start=3)
    plan.merge(2, 1, "其中：财政拨款", columns=2)
    plan.put(2, "80.00", start=3)
    plan.merge(3, 1, "其他资金", columns=2)
    plan.put(3, "10.00", start=3)
    plan.put(4, "绩效指标", "一级指标", "三级指标", "指标值")
    for row, (level, name, value) in enumerate(
        (
            ("产出指标", "养护面积", "≧3.4万亩"),
            ("产出指标", "浇灌用水", "0.5亿立方米"),
            ("效益指标", "农户增收", "≥ 500元/户、年"),
            ("效益指标", "处理投诉", "12（件）"),
        ),
        5,
    ):
        plan.put(row, "", level, name, value)
    sheet.table(plan)
    sheet.centred(360, "2031年重点专项绩效目标表")
    sheet.text(430, 384, "单位：万元", 10)
    plan = Plan([40, 110, 220, 310, 400, 480, 550], steps(410, 24, 7))
    plan.put(0, "项目名称")
    plan.merge(0, 1, "河道巡查", columns=2)
    plan.put(0, "主管部门", start=3)
    plan.merge(0, 4, "示例市测试局", columns=2)
    plan.merge(1, 0, "当年预算", rows=2)
    plan.merge(1, 1, "75.00", rows=2, columns=2)
    plan.put(1, "本级支出", start=3)
    plan.merge(1, 4, "50.00", columns=2)
    plan.put(2, "补助下级", start=3)
    plan.merge(2, 4, "25.00", columns=2)
    plan.merge(3, 0, "绩效指标", rows=4)
    plan.put(3, "指标名称", "指标性质", "指标值", "计量单位", "权重(%)", start=1)
    plan.put(4, "巡查面积", "≥", "8", "万平方公里", "40", start=1)
    plan.put(5, "形成成果", "＝", "25", "个（套）", "30", start=1)
    plan.put(6, "水质提高", "≥", "0.1", "级", "30", start=1)
    sheet.table(plan)
