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
