"""What is wrong with a query: small values, collected, so that a writer (a model, a caller, a chip) can mend all at once.

Issue("名称", "ask.cell.row", "“维修养护费”不在2026年的表里", exists=("维修(护)费",), mend="写表里印出的名称")
str(issue)  →  [名称] ask.cell.row：“维修养护费”不在2026年的表里；有：维修(护)费。写表里印出的名称
"""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.errors import MingzhangError

MOST_TOLD = 8  # issues, and things that exist, in one line


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault: of what kind, where in the tree, what it is, what exists instead, how to mend it."""

    kind: str  # 格式, 名称, 跨度, 量纲, 余下, 数目, 年度, 单位
    place: str  # the way to it in the JSON: ask.share[0].cell.row
    what: str
    exists: tuple[str, ...] = ()
    mend: str = ""  # "": what it is says it

    def __str__(self) -> str:
        """One line for a model and for people."""
        exists = f"；有：{'、'.join(self.exists[:MOST_TOLD])}" if self.exists else ""
        place = f"{self.place}：" if self.place else ""
        return f"[{self.kind}] {place}{self.what}{exists}{f'。{self.mend}' if self.mend else ''}"


class QueryError(MingzhangError):
    """A query that cannot be executed as it is written."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        more = f"；另有{len(issues) - MOST_TOLD}处" if len(issues) > MOST_TOLD else ""
        super().__init__("查询式不合规矩：" + "；".join(map(str, issues[:MOST_TOLD])) + more)
