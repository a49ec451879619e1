"""The language that the network writes: tokens of a tree, and spans of the question where the tree names something.

    比去年，无锡水利局的培训费涨了多少
      →  @unit (4, 9) cell (10, 13) asp:change

A tree stands in order, each node before what is below it; `Wants` tells at each step what may follow, so that whatever is
written can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from answering.query.tree import CellAspect, Relation, RowKind

Span: TypeAlias = tuple[int, int]
Token: TypeAlias = str | Span

ASPECTS = tuple(aspect.value for aspect in CellAspect if aspect is not CellAspect.VALUE)
KINDS = tuple(kind.value for kind in RowKind)
RELATIONS = tuple(relation.value for relation in Relation)
FACETS = tuple("原因 依据 职责 机构 必要性 措施 计划 目标 构成 用途 编码 时间 地点 主体 概况".split())
SHOWN = tuple("元 万元 亿元 千元 百万元 % 人 辆 倍".split())
COUNTERS = tuple(dict.fromkeys(
    "人 辆 个 台 家 次 项 户 套 平方米 批 名 条 处 座 批次 人次 台（套） 份 公里 所 篇 件 期 场 % 天 吨 万元 元 张 块 米 亩 只 部 架 "
    "艘 棵 倍 株 场次 盏".split()
))  # fmt: skip
PAIRS = ("minus", "ratio", "share", "growth", "per")
MANY = ("sum", "mean", "compare", "agree", "several")
OVER = ("count", "list")  # of one set
BOUNDS = ("above", "below", "at_least", "at_most", "equal")
CONDITIONS = tuple(f"?{name}" for name in (*BOUNDS, "name", "begins", "source", "not"))
RANKS = ("rank", "rank:asc", "rank:nth", "rank:nth:asc")
MOST = 20  # of a rank
ALL = "n:0"  # all of them in order

SCOPE = ("units*", "@unit", "@units", "@year", "stage:budget", "stage:final", "level:department", "level:unit")
INNER = ("#unit", "#units", "#units*", "#year", "#stage:budget", "#stage:final", "#level:department", "#level:unit")
SHOWS = tuple(f"show:{unit}" for unit in SHOWN)
VERIFIES = tuple(f"verify:{relation}" for relation in RELATIONS)
CONVERTS = tuple(f"convert:{unit}" for unit in SHOWN)
WORDS = ("define", "entries", "passage", *(f"passage:{facet}" for facet in FACETS))
NODES = ("cell", "given", *PAIRS, *MANY, *OVER, *WORDS, "nothing", "rows", "units", *VERIFIES, *CONVERTS, *RANKS)
_ASPECTS = tuple(f"asp:{aspect}" for aspect in ASPECTS)
FIELDS: dict[str, tuple[str, ...]] = {
    "cell": ("#column", "#under", "#table", "#as_of", *INNER, "place:table", "place:text", *_ASPECTS, "#counted", "counted*"),
    "rows": ("#table", "#under", "#row", *(f"kind:{kind}" for kind in KINDS), "#column", *_ASPECTS, *INNER, *CONDITIONS),
    "units": (*INNER, *CONDITIONS),
    "words": ("#heading", *INNER),
}
#: Tokens that a span follows.
SPANNED = frozenset({
    "cell", "given", "@unit", "@units", "@year", "#column", "#under", "#table", "#as_of", "#unit", "#units", "#year", "#counted", "#row",
    "#heading", *WORDS, *(name for name in CONDITIONS if name[1:] not in BOUNDS),
})  # fmt: skip
_NUMBERS = tuple(f"n:{number}" for number in range(MOST + 1))
_COUNTS = tuple(f"c:{counter}" for counter in COUNTERS)
START, END, CLOSE = "<s>", "</s>", ")"
_EVERY_FIELD = (field for some in FIELDS.values() for field in some)
TOKENS = tuple(dict.fromkeys(("<pad>", START, END, CLOSE, *SCOPE, *SHOWS, *NODES, *_EVERY_FIELD, *_NUMBERS, *_COUNTS)))
NUMBER_OF = {token: number for number, token in enumerate(TOKENS)}


class Wants:
    """What may follow what was written: a stack of what is still open."""

    def __init__(self, stack: Sequence[str] = ("top",), said: frozenset[str] = frozenset()) -> None:
        """At the beginning of a query, or where another stands."""
        self.stack, self.said = list(stack), said

    def copy(self) -> Wants:
        """The same, to go on otherwise."""
        return Wants(self.stack, self.said)

    @property
    def next(self) -> str | tuple[str, ...]:
        """Which side of a span comes next, start or end, or the tokens that may follow."""
        return _next(tuple(self.stack), self.said)

    def take(self, token: str | None) -> None:
        """Go on by a token; None: by a side of a span."""
        if token is None:
            self.stack.pop()
            return
        while self.stack and self.stack[-1] in FIELDS:
            if token in FIELDS[self.stack[-1]]:
                self._open(token)
                return
            if self.stack[-1] == "units":
                self.stack[-1] = "node"
            else:
                self.stack.pop()
        top = self.stack[-1] if self.stack else ""
        if top == "top" and token in SCOPE:
            self.said |= {token}
            self._open(token)
            return
        if top == "top" and token in SHOWS:
            self.stack[-1] = "node"
            return
        if top in ("many", "more"):
            if token == CLOSE:
                self.stack.pop()
                return
            self.stack[-1] = "more"
        elif self.stack:
            self.stack.pop()
        if token in NODES:
            self._begin(token)

    def _open(self, field: str) -> None:
        if field == "counted*":
            self.stack.append("counter")
        elif field in SPANNED:
            self.stack += ["end", "start"]
        elif field in CONDITIONS:
            self.stack.append("given")

    def _begin(self, node: str) -> None:
        if node == "cell":
            self.stack += ["cell", "end", "start"]
        elif node == "given":
            self.stack += ["end", "start"]
        elif node in PAIRS or node in VERIFIES:
            self.stack += ["node", "node"]
        elif node in MANY:
            self.stack.append("many")
        elif node in RANKS:
            self.stack += ["many", "number"]
        elif node in OVER or node in CONVERTS:
            self.stack.append("node")
        elif node in ("rows", "units"):
            self.stack.append(node)
        elif node in WORDS:
            self.stack += ["words", "end", "start"]


_SIMPLE: dict[str, tuple[str, ...]] = {
    "node": NODES, "many": NODES, "more": (*NODES, CLOSE), "given": ("given",), "number": _NUMBERS, "counter": _COUNTS,
}  # fmt: skip


def _next(stack: tuple[str, ...], said: frozenset[str]) -> str | tuple[str, ...]:
    if not stack:
        return (END,)
    top = stack[-1]
    if top in ("start", "end"):
        return top
    if top == "top":
        return (*(token for token in SCOPE if token not in said), *SHOWS, *NODES)
    if top not in FIELDS:
        return _SIMPLE[top]
    behind = NODES if top == "units" else _next(stack[:-1], said)
    return (*FIELDS[top], *behind) if isinstance(behind, tuple) else FIELDS[top]
