"""Questions over the rows of a document: ranked, counted, listed, added up.

金额最大的三个项目            →  Rank((Rows(RowSet(kind=项目)),), n=3)
超过100万元的项目有几个       →  Count(Rows(…, where above 100 万元))
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from answering.query import tree
from answering.query.tree import Cell, Count, Given, Node, Rank, Relation, RowKind, Rows, RowSet, Sum, Verify, Where
from answering.reading.clauses import NAMED, Clause, Leaf, dimension
from answering.reading.leaves import phrase_of, said_of, titles_of
from answering.reading.spans import Span
from disclosure.mention import chinese_number

if TYPE_CHECKING:
    from answering.reading.building import Builder

_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
LONGEST_SOURCE = 8  # characters of what another cell of a row prints: 一次性, 上级资金
NAMED_WELL = 0.95  # rows stand under what is linked as well as this; a title that holds the words is no better
MOST_ASKED = 50  # a rank of more is a list
AT_LEAST = ("以上", "不低于", "不少于", "不小于", "不下于")  # the amount itself is within the bound
AT_MOST = ("以内", "不超过", "未超过", "没超过", "不多于", "不高于", "不大于")


def over_rows(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """最大的项目; 超过100万元的项目有几个; 有哪些项目; 工资福利支出里哪一项最多."""
    kind = _kind(clause)
    ranked = clause.has("most", "least", "order", "top", "reverse") or (bool(clause.ordinals) and (clause.has("which") or kind is not None))
    one_each = any(leaf.measure in ("个", "项", "笔", "条") for leaf in clause.leaves)
    counting = clause.has("above", "below") and any("howmuch" in mark.cues and mark.text in ("几", "多少") for mark in clause.marks)
    counted = clause.has("howmany") or (kind is not None and (one_each or counting))
    listed = clause.has("whichones")
    where = _dated(builder, clause, where_of(clause), kind) or _marked(builder, clause)
    if clause.has("sum", "mean") and kind is not None and not clause.has("howmany"):
        counted = False  # 一百万以上的项目，金额合计多少
    summed = clause.has("sum", "mean") and kind is not None and not (counted or ranked or listed)
    if not (ranked or counted or listed or summed) or (listed and not ranked and kind is None and clause.text_of("facet:")):
        return None
    named = [leaf for leaf in leaves if leaf.named and not is_kind(leaf)]
    one = any(span.text.startswith("一") and span.text[-1] in "项类款笔个" for span in clause.amounts)
    if (
        kind is None
        and not (ranked and len(named) == 1)
        and not (clause.has("which") or where is not None or listed or one or clause.ordinals or clause.has("top"))
    ):
        return None
    if summed and (len(named) > 1 or (named and not (where or "表" in named[0].spans[-1].text))):
        return None
    if counted and not ranked and any(dimension(leaf.measure) not in (None, "个") for leaf in clause.leaves):
        return None  # 几台设备: a printed number of things
    if ranked and kind is None and len(named) >= 2:
        return None
    if counted and not ranked and where is None and named and (kind is None or not _only_rows(builder, named)):
        return None
    of = _rows(builder, kind, named, where)
    if of is None:
        return None
    if ranked:
        n, nth = how_many(clause, builder.reader.context.question.text)
        return Rank((of,), n, nth, clause.has("least", "reverse"))
    if counted:
        return Count(of)
    if summed:
        return tree.Mean((of,)) if clause.has("mean") else Sum((of,))
    return tree.List(of)


def of_one_name(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """列了几笔监测服务, 各笔监测服务合计: the rows of one name, counted or added up."""
    named = [leaf for leaf in leaves if leaf.named]
    lines = any(mark.cues & {"howmany", "each"} and mark.text[-1] in "笔行" for mark in clause.marks)
    if not lines or len(named) != 1 or _kind(clause) or clause.amounts:
        return None
    rows = rows_named(builder.reader.cell(named[0]))
    return Sum((rows,)) if clause.has("sum") else Count(rows)


def rows_named(row: Cell) -> Rows:
    """All rows that have a cell's name, where that stands."""
    of = RowSet(table=row.table, under=row.under, row=None if row.table else row.row)
    return Rows(of, row.column, Where(name=row.row), said=row.said)


def _kind(clause: Clause) -> str | None:
    """What kind of rows is asked for: the last that is named; 一类 and 哪几类 name one too."""
    kinds = [cue[4:] for mark in clause.marks for cue in sorted(mark.cues) if cue.startswith("set:")]
    if kinds:
        return kinds[-1]
    return next(
        (span.text[-1] for span in clause.amounts if len(span.text) == 2 and span.text[0] == "一" and span.text[-1] in "类款"), None
    )


def is_kind(leaf: Leaf) -> bool:
    """Whether a leaf only names the kind of rows: 项目, 支出金额, 类."""
    return all(any(cue.startswith("set:") for cue in span.cues) or span.kind in ("talk", "total", "cue") for span in leaf.spans)


def _only_rows(builder: Builder, named: list[Leaf]) -> bool:
    ways = builder.reader.linked(named[0])
    return bool(ways) and ways[0].how != "none" and ways[0].score > 0.3


def _rows(builder: Builder, kind: str | None, named: list[Leaf], where: Where | None) -> Rows | None:
    context = builder.reader.context
    table = under = None
    said = None
    best = None
    bits = 0
    if named:
        leaf = named[0]
        said = said_of(leaf.spans, context.question)
        bits = context.bits(leaf)
        text, soft = phrase_of(leaf.spans)
        ways = builder.reader.linked(leaf)
        best = ways[0] if ways else None
        if kind == "项目" and text == "项目支出":
            return Rows(RowSet(kind=RowKind.PROJECT), None, where, said=said)
        titles = titles_of(context.lexicon.match(text, bits, soft), text, bits)
        if (
            titles
            and (
                best is None
                or ((kind is not None or best.score < NAMED_WELL) and titles[0].score + 0.45 * titles[0].unasked >= best.score)
                or "表" in said
            )
            and titles[0].score > 0.2
        ):
            table = titles[0].name.label
        elif (above := context.lexicon.find(text, bits)) is not None and above.as_parent & bits:
            under = above.label  # what is printed above rows and is no row itself
        elif best is not None and best.how != "none":
            builder.reader.take(leaf)
            under = None if kind == "项目" and best.name is not None and best.name.key == "项目支出" else best.row
        else:
            builder.reader.missed.append(said)
    if kind is None and table is None and under is None:
        return None
    row_kind = RowKind(kind) if kind else None
    return Rows(RowSet(table, under, row_kind), None, where, said=said)


def where_of(clause: Clause) -> Where | None:
    """Which of them count by an amount that is stated: 超过100万元, 10万到50万之间."""
    amounts = [
        span for span in clause.amounts if span.amount is not None and span.amount.unit is not None and span.amount.dimension != "个"
    ]
    if not amounts:
        return None
    if clause.has("between") and len(amounts) > 1:
        return Where(at_least=given(amounts[0]), at_most=given(amounts[1]))
    text = next((mark.text for mark in clause.marks if mark.cues & {"above", "below"}), "")
    if clause.has("below"):
        if text.startswith(AT_MOST):
            return Where(at_most=given(amounts[0]))
        return Where(below=given(amounts[0]))
    if clause.has("above"):
        return Where(at_least=given(amounts[0])) if text in AT_LEAST else Where(above=given(amounts[0]))
    return None


def _dated(builder: Builder, clause: Clause, where: Where | None, kind: str | None) -> Where | None:
    """2025年打头的项目, 名字里带…的项目: which rows by their names."""
    context = builder.reader.context
    leaf = next((leaf for leaf in clause.leaves if leaf.year is not None), None)
    if kind != "项目" or leaf is None or not (clause.has("begins", "holds") or not context.has_year(leaf)):
        return where
    text = f"{leaf.year}年"
    leaf.year = context.year = None
    return replace(where or Where(), name=text) if clause.has("holds") else replace(where or Where(), begins=text)


def _marked(builder: Builder, clause: Clause) -> Where | None:
    """标“一次性”的: what another cell of the row prints, between quotation marks."""
    context = builder.reader.context
    for start, end in context.question.quoted:
        text = context.question.text[start:end]
        whole = all(span.end <= end for span in context.question.spans if start <= span.start < end and span.kind in NAMED)
        unknown = context.lexicon.find(text, context.everything) is None and text not in context.lexicon.words.names
        if clause.start <= start < clause.end and whole and unknown and len(text) <= LONGEST_SOURCE and clause.has("howmany", "whichones"):
            for leaf in clause.leaves:
                leaf.spans = [span for span in leaf.spans if not start <= span.start < end]
            return Where(source=text)
    return None


def given(span: Span) -> Given:
    """An amount that the asker states."""
    amount = span.amount
    if amount is None:
        return Given(span.text, None, span.said)
    none = not amount.number and span.text[0] == "一"  # 一台也没有, of which 一台 says too little
    return Given(amount.plain, str(amount.unit) if amount.unit else None, None if none else span.said)


def how_many(clause: Clause, text: str) -> tuple[int | None, int | None]:
    """N and nth: 三个, 前五, 第二大."""
    for span in clause.ordinals:
        number = chinese_number("".join(c for c in span.text if c not in "第名位大")) or None
        digits = "".join(c for c in span.text if c.isdecimal())
        value = int(digits) if digits else int(number) if number is not None else None
        if value and value <= MOST_ASKED:
            return None, value
    for mark in clause.marks:
        if mark.cues & {"top", "most", "least", "which", "whichones", "reverse"}:
            behind = text[mark.at + len(mark.text) :].lstrip("的")[:2]
            digits = behind if behind.isdecimal() else behind[:1]
            asked = int(digits) if digits.isdecimal() else _NUMERALS.get(digits, 0)
            if asked > 1 or (asked and "top" in mark.cues):
                return asked, None
    if clause.has("order") and not clause.has("top"):
        return None, None
    after = [mark.at for mark in clause.marks if mark.cues & {"most", "least", "top", "which", "whichones"}]
    for span in clause.amounts:
        if not any(at < span.start for at in after):
            continue  # 四个项目中金额最大的: how many there are
        if (
            span.amount is not None
            and span.amount.dimension in (None, "个", "人", "类", "种", "笔", "名")
            and 1 < span.amount.number <= MOST_ASKED
        ):
            return int(span.amount.number), None
    return 1, None


def judged_set(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """驻矿人员工资是最大的项目吗."""
    named = [leaf for leaf in leaves if leaf.named and not is_kind(leaf)]
    kind = clause.text_of("set:")
    if not named:
        return None
    relation = Relation.LAST if clause.has("least") else Relation.FIRST
    if len(named) >= 2:
        of = builder.cells(named)
        under = _rows(builder, kind, [named[1]], None)
        return Verify(of[0], under, relation) if under is not None else None
    rows = _rows(builder, kind or "项目", [], None)
    return Verify(builder.cells(named)[0], rows, relation) if rows is not None else None
