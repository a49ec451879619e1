"""The words and icons of verdicts, and how an amount is shown: one place for chat, command line and tests."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.document import Level, Stage


@dataclass(frozen=True, slots=True)
class VerdictLabel:
    """How a verdict is shown."""

    text: str
    icon: str  # a Material icon's name, for :material/name:
    explanation: str


VERDICT_LABELS = {
    Verdict.CELL: VerdictLabel("已核对", "verified", "这个数印在所引的表格单元格里，程序已逐字核对"),
    Verdict.COMPUTED: VerdictLabel("由单元格计算", "calculate", "由所引单元格的数精确算出，算式列在下面"),
    Verdict.PROSE: VerdictLabel("仅见正文", "article", "只在文字说明里找到，没有对应的表格单元格"),
    Verdict.CONFLICT: VerdictLabel("表文不一致", "warning", "文件里不同的地方给出了不同的数，请对照原文"),
}

STAGE_NAMES = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVEL_NAMES = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}


def show_amount(amount: Amount) -> str:
    """An amount for people: 2,221.42 万元, 72.76%, 7 人; the unit is left out where none is stated."""
    if amount.unit is None:
        return f"{amount.number:,f}"
    gap = "" if amount.unit.name in ("%", "‰") else " "
    return f"{amount.number:,f}{gap}{amount.unit}"
