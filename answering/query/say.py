"""A query in Chinese: one line that says how the question was understood, and its parts for chips.

    say(query).line   →  应急管理局 · 2026年预算 · “驻矿人员工资”占“项目支出”的比重（%）
    say(query).parts  →  (Part("scope.unit", "单位", "应急管理局"), Part("scope.year", "年度", "2026年"), …)

Made from the tree alone, so that what is shown is what is executed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from answering.query import tree
from answering.query.tree import CellAspect, Given, Node, Place, Query, QueryStage, Relation, Scope, Where
from disclosure.document import Level

STAGES = {QueryStage.BUDGET: "预算", QueryStage.FINAL: "决算"}
LEVELS = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}
PLACES = {Place.TABLE: "表里", Place.TEXT: "文字说明里"}
ASPECTS = {
    CellAspect.PLAN: "年初预算数",
    CellAspect.ADJUSTED: "全年（调整）预算数",
    CellAspect.PRIOR: "上年数",
    CellAspect.EXECUTED: "上年执行数",
    CellAspect.CHANGE: "比上年增减额",
    CellAspect.RATE: "比上年增减率",
    CellAspect.DONE: "完成率",
    CellAspect.PRINTED_SHARE: "所印占比",
}
RELATIONS = {
    Relation.EQUAL: "等于",
    Relation.MORE: "多于",
    Relation.LESS: "少于",
    Relation.AT_LEAST: "不少于",
    Relation.AT_MOST: "不多于",
    Relation.ABOUT: "约为",
    Relation.FIRST: "最大",
    Relation.LAST: "最小",
}
ALL_UNITS = "*"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the query says, which a chip shows and a click may change."""

    place: str  # the way to it in the JSON: scope.year, ask.share[0].cell.row
    name: str  # 单位, 年度, 阶段, 表, 行, 栏 …
    text: str  # as shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """A query put in words."""

    line: str
    parts: tuple[Part, ...]


def say(query: Query) -> Spoken:
    """The whole query in one line, without a full stop, and its parts in the order of the tree."""
    scope = scope_words(query.scope)
    show = f"（{query.show}）" if query.show else ""
    return Spoken(" · ".join([*scope, phrase(query.ask) + show]), tuple(_parts(query)))


def scope_words(scope: Scope) -> list[str]:
    """A scope as the words that stand before what is asked: 应急管理局, 2026年部门预算."""
    words = []
    if scope.unit or scope.units:
        words.append(scope.unit or ("所有单位" if scope.units == ALL_UNITS else f"各“{scope.units}”"))
    year = f"{scope.year}年" if scope.year else ""
    kind = (LEVELS[scope.level] if scope.level else "") + (STAGES[scope.stage] if scope.stage else "")
    if year or kind:
        words.append(year + kind)
    return words


@singledispatch
def phrase(node: Node) -> str:
    """A node as a noun phrase."""
    raise TypeError(f"no wording for {type(node).__name__}")


@phrase.register
def _(node: tree.Cell) -> str:
    words = "".join(f"{word}的" for word in scope_words(node.scope))
    words += f"《{node.table}》" if node.table else ""
    words += PLACES[node.place] if node.place else ""
    words += f"“{node.under}”下的" if node.under else ""
    words += f"“{node.row}”"
    words += f"·{node.column}" if node.column else ""
    words += f"的{ASPECTS[node.aspect]}" if node.aspect in ASPECTS else ""
    words += f"（{node.as_of}）" if node.as_of else ""
    return words + (f"（{node.counted}）" if node.counted else "")


@phrase.register
def _(node: Given) -> str:
    return node.number + (node.unit or "")


@phrase.register
def _(node: tree.Rows) -> str:
    of = node.of
    words = "".join(f"{word}的" for word in scope_words(node.scope))
    words += f"《{of.table}》里的" if of.table else ""
    words += f"“{of.under}”下的" if of.under else ""
    words += f"各处“{of.row}”" if of.row else f"各{of.kind or '行'}"
    words += f"·{node.column}" if node.column else ""
    words += f"的{ASPECTS[node.aspect]}" if node.aspect in ASPECTS else ""
    return words + (_conditions(node.where) if node.where else "")


@phrase.register
def _(node: tree.Units) -> str:
    scope = node.scope if node.scope.units else Scope(units=ALL_UNITS, year=node.scope.year, stage=node.scope.stage)
    return "，".join(scope_words(scope)) + "的" + phrase(node.of) + (_conditions(node.where) if node.where else "")


def _conditions(where: Where) -> str:
    words = []
    for name, said in (("above", "大于"), ("at_least", "不小于"), ("below", "小于"), ("at_most", "不大于"), ("equal", "等于")):
        given = getattr(where, name)
        words += [said + phrase(given)] if given else []
    words += [f"名称含“{where.name}”"] if where.name else []
    words += [f"名称以“{where.begins}”开头"] if where.begins else []
    words += [f"注明“{where.source}”"] if where.source else []
    words += [f"不含{'、'.join(where.not_)}"] if where.not_ else []
    return f"（{'，'.join(words)}）" if words else ""


@phrase.register
def _(node: tree.Sum) -> str:
    return f"{phrase(node.of[0])}之和" if len(node.of) == 1 else f"{'＋'.join(map(phrase, node.of))}"


@phrase.register
def _(node: tree.Minus) -> str:
    return f"{phrase(node.of[0])}减{_nested(node.of[1])}"


@phrase.register
def _(node: tree.Ratio) -> str:
    return f"{phrase(node.of[0])}是{phrase(node.of[1])}的几倍"


@phrase.register
def _(node: tree.Share) -> str:
    return f"{phrase(node.of[0])}占{phrase(node.of[1])}的比重"


@phrase.register
def _(node: tree.Growth) -> str:
    return f"{phrase(node.of[0])}比{phrase(node.of[1])}增长的百分比"


@phrase.register
def _(node: tree.Mean) -> str:
    return f"{'、'.join(map(phrase, node.of))}的平均"


@phrase.register
def _(node: tree.Per) -> str:
    return f"{phrase(node.of[0])}按{phrase(node.of[1])}平均"


@phrase.register
def _(node: tree.Convert) -> str:
    return f"{phrase(node.of)}（{node.to}）"


@phrase.register
def _(node: tree.Rank) -> str:
    least = "小" if node.ascending else "大"
    if node.nth:
        return f"{'、'.join(map(phrase, node.of))}中第{node.nth}{least}的"
    how_many = (
        "从" + ("小到大" if node.ascending else "大到小") if node.n is None else f"最{least}的" + (f"{node.n}个" if node.n > 1 else "")
    )
    return f"{'、'.join(map(phrase, node.of))}中{how_many}"


@phrase.register
def _(node: tree.Count) -> str:
    return f"{phrase(node.of)}有几个"


@phrase.register
def _(node: tree.List) -> str:
    return f"列出{phrase(node.of)}"


@phrase.register
def _(node: tree.Compare) -> str:
    return f"比较{'与'.join(map(phrase, node.of))}"


@phrase.register
def _(node: tree.Verify) -> str:
    if node.relation in (Relation.FIRST, Relation.LAST):
        return f"{phrase(node.of)}是否为{phrase(node.claimed)}中{RELATIONS[node.relation]}"
    return f"{phrase(node.of)}是否{RELATIONS[node.relation]}{phrase(node.claimed)}"


@phrase.register
def _(node: tree.Agree) -> str:
    return f"{'与'.join(map(phrase, node.of))}各处是否一致"


@phrase.register
def _(node: tree.Define) -> str:
    return f"“{node.term}”的含义"


@phrase.register
def _(node: tree.Passage) -> str:
    return f"“{node.topic}”" + (f"的{node.facet}" if node.facet else "的说明")


@phrase.register
def _(node: tree.Entries) -> str:
    return f"“{node.topic}”包括哪些"


@phrase.register
def _(node: tree.Several) -> str:
    return "；".join(map(phrase, node.of))


@phrase.register
def _(node: tree.Nothing) -> str:
    return f"与预算、决算公开无关（{node.why}）"


def _nested(node: Node) -> str:
    return f"（{phrase(node)}）" if isinstance(node, (tree.Minus, tree.Sum)) else phrase(node)


_FIELDS = (("unit", "单位"), ("units", "单位"), ("year", "年度"), ("stage", "阶段"), ("level", "层级"))
_CELL_FIELDS = (
    ("row", "行"),
    ("column", "栏"),
    ("under", "上级"),
    ("table", "表"),
    ("place", "位置"),
    ("counted", "计量"),
    ("as_of", "截至"),
)


def _parts(query: Query) -> Iterator[Part]:
    yield from _scope_parts(query.scope, "scope")
    yield from _node_parts(query.ask, "ask")
    if query.show:
        yield Part("show", "计量单位", query.show)


def _scope_parts(scope: Scope, place: str) -> Iterator[Part]:
    for field, name in _FIELDS:
        value = getattr(scope, field)
        if value:
            yield Part(f"{place}.{field}", name, _shown(field, value))


def _node_parts(node: Node, place: str) -> Iterator[Part]:
    place = f"{place}.{next(name for name, kind in tree.NAMES.items() if kind is type(node))}"
    if isinstance(node, tree.Cell):
        yield from _scope_parts(node.scope, f"{place}.scope")
        for field, name in _CELL_FIELDS:
            if value := getattr(node, field):
                yield Part(f"{place}.{field}", name, _shown(field, value))
        if node.aspect is not CellAspect.VALUE:
            yield Part(f"{place}.aspect", "数", ASPECTS[node.aspect])
    elif isinstance(node, tree.Define):
        yield Part(f"{place}.term", "主题", node.term)
    elif isinstance(node, (tree.Passage, tree.Entries)):
        yield Part(f"{place}.topic", "主题", node.topic)
    elif isinstance(node, tree.Rows):
        yield Part(f"{place}.of", "行", phrase(node))
    below = tree.children(node)
    several = isinstance(getattr(node, "of", None), tuple) and len(below) > 1
    for at, child in enumerate(below):
        yield from _node_parts(child, f"{place}[{at}]" if several else place)


def _shown(field: str, value: object) -> str:
    if field == "units":
        return "所有单位" if value == ALL_UNITS else f"各“{value}”"
    if field == "year":
        return f"{value}年"
    if field == "stage":
        return STAGES[QueryStage(str(value))]
    if field == "level":
        return LEVELS[Level(str(value))]
    return PLACES[Place(str(value))] if field == "place" else str(value)
