"""Pages that are hard to read by how one place or another lays its tables out: titles inside the grid, margins drawn as columns."""

from __future__ import annotations

from collections.abc import Callable

from page_drawing import PORTRAIT, Plan, Sheet, steps


def titles_and_margins_inside_the_grid(new: Callable[..., Sheet]) -> None:
    """A narrow blank column at both sides; title and unit are rows of the grid; three label columns; the next table below a blank row."""
    sheet = new(PORTRAIT)
    plan = Plan([40, 48, 160, 270, 380, 470, 550, 558], steps(60, 22, 15))
    for row in range(15):
        plan.merge(row, 0, "")
        plan.merge(row, 6, "")
    plan.merge(0, 1, "预算03表 支出总表", columns=5)
    plan.merge(1, 1, "", columns=4)
    plan.merge(1, 5, "金额单位：万元")
    plan.put(2, "支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "基本支出", start=1)
    plan.put(3, "2014001-行政运行", "50101-工资奖金津补贴", "30101-基本工资", "767.961600", "767.961600", start=1)
    plan.put(4, "2014001-行政运行", "50101-工资奖金津补贴", "30103-奖金", "985.540000", "985.540000", start=1)
    plan.put(5, "2014004-信访业务", "50201-办公经费", "30201-办公费", "24.800000", "", start=1)
    plan.merge(6, 1, "合 计", columns=3)
    plan.put(6, "1,778.301600", "1,753.501600", start=4)
    plan.merge(7, 1, "", columns=5)
    plan.merge(8, 1, "预算13表 部门整体支出绩效目标申报表", columns=5)
    plan.merge(9, 1, "（2031年度）", columns=5)
    plan.merge(10, 1, "部门名称")
    plan.merge(10, 2, "示例市信访办公室", columns=4)
    plan.merge(11, 1, "总体资金情况（万元）", rows=2)
    plan.put(11, "预算支出总额", "财政拨款", "其他资金", start=2)
    plan.merge(11, 5, "")
    plan.put(12, "1,778.301600", "1,778.301600", "0.000000", "", start=2)
    plan.put(13, "绩效指标", "一级指标", "二级指标", "三级指标", "指标值", start=1)
    plan.put(14, "", "产出指标", "数量指标", "办理来信", "300件", start=1)
    sheet.table(plan)
