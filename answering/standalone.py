"""A plan told as a question that stands alone, for follow-ups: 那2024年呢 → 青溪街道2024年租赁费是多少."""

from __future__ import annotations

from disclosure.document import Stage
from disclosure.question import Operation, Plan, Selector

_ENDINGS = {
    Operation.LOOKUP: "是多少",
    Operation.CONVERT: "是多少",
    Operation.SUM: "合计是多少",
    Operation.DIFFERENCE: "相差多少",
    Operation.RATIO: "的比值是多少",
    Operation.AVERAGE: "平均是多少",
    Operation.GROWTH: "比上年增减多少",
    Operation.PER_CAPITA: "人均是多少",
    Operation.COMPARE: "哪个多",
    Operation.RANK: "怎样排名",
    Operation.COUNT: "有多少个",
    Operation.LIST: "有哪些",
    Operation.DEFINE: "是什么意思",
    Operation.EXPLAIN: "的说明",
    Operation.VERIFY: "对吗",
}


def standalone_question(plan: Plan, text: str) -> str:
    """The question in full; the text itself where the plan names nothing."""
    if not plan.selectors:
        return text
    shown = plan.selectors[:1] if plan.operation in (Operation.GROWTH, Operation.PER_CAPITA) else plan.selectors
    things = "、".join(dict.fromkeys(_told(selector) for selector in shown))
    if plan.operation is Operation.SHARE and plan.share_of:
        return f"{things}占{plan.share_of.label or plan.share_of.column_label or '总数'}的比例是多少"
    unit = plan.unit.name if plan.unit and plan.operation in (Operation.LOOKUP, Operation.CONVERT, Operation.SUM) else ""
    return f"{things}{_ENDINGS.get(plan.operation, '')}{unit}"


def _told(selector: Selector) -> str:
    year = f"{selector.fiscal_year or selector.label_year}年" if selector.fiscal_year or selector.label_year else ""
    stage = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}.get(selector.stage, "") if selector.stage else ""
    thing = selector.label or selector.subject_code or selector.table_hint or ""
    within = f"{selector.within}的" if selector.within else ""
    column = f"的{selector.column_label}" if selector.column_label else ""
    return f"{selector.entity or ''}{year}{stage if stage and stage not in thing else ''}{within}{thing}{column}"
