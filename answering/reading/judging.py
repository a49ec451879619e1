"""What is said of amounts and what is asked in words: claims, agreement, definitions, passages, lists in the text.

    是57万元吗        →  Verify(Cell(…), Given("57", "万元"))
    预算为什么增加     →  Passage("预算收入总计", "原因")

Each function gives None where its marks do not stand in the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from answering.query import tree
from answering.query.tree import Cell, CellAspect, Given, Node, Passage, Relation, Several, Share, Sum, Verify
from answering.reading.cells import RAW, names_alike
from answering.reading.clauses import COUNTERS, Clause, Leaf, Mark, dimension
from answering.reading.leaves import SURE, said_of
from answering.reading.reckoning import AMOUNTS
from answering.reading.sets import given, judged_set
from answering.reading.spans import Question, Span

if TYPE_CHECKING:
    from answering.reading.building import Builder

TRUTH = ("yesno", "agree")
TO = ("到", "至", "成")  # 从…到…
NEARLY = ("快", "近", "约", "差不多")
MORE = ("多", "过半", "余", "上千", "上百", "上万", "上亿", "好几")  # in an amount: 两千多万, 上千万


def nothing(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """明天天气怎么样; 你好, and nothing else."""
    if not clause.has("nothing") and not (clause.has("greeting") and not any(leaf.named for leaf in leaves)):
        return None
    return tree.Nothing(next(mark.text for mark in clause.marks if mark.cues & {"nothing", "greeting"}))


def define(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """什么是机关运行经费; 三公经费指什么."""
    if not clause.has("define") or clause.has("howmuch", "percent") or clause.amounts:
        return None
    leaf = next((leaf for leaf in leaves if leaf.named), None)
    if leaf is None:
        first = next((cell for cell in builder.before if isinstance(cell, Cell)), None)
        return tree.Define(first.row, said=first.said) if first else None
    way, said = builder.reader.take(leaf), said_of(leaf.spans, builder.reader.context.question)
    if way is not None and way.name is not None and way.row.isdecimal():
        return tree.Define(way.name.label, said=said)
    term = way.row if way is not None and way.how in ("exact", "synonym") else said
    return tree.Define(term, said=said if said != term else None)


def passage(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """预算为什么增加; 项目的立项依据是什么."""
    facet = clause.text_of("facet:")
    if facet is None or (facet != "原因" and clause.has("howmuch", "percent", "yesno", "howmany")):
        return None
    named = [leaf for leaf in leaves if leaf.named]
    said = said_of(named[0].spans, builder.reader.context.question) if named else None
    if named:
        way = builder.reader.topic(named[0])
        question = builder.reader.context.question
        coordinated = len(named) > 1 and all("and" in leaf.closed_by for leaf in named[:-1])
        words = question.said(named[0].spans[0].start, named[-1].spans[-1].end) if coordinated else _core(clause, named[0], question)
        linked = way is not None and way.how != "none" and way.score >= SURE and RAW not in builder.reader.choice
        topic = way.row if linked and way is not None else words
    else:
        first = next((cell for cell in builder.before if isinstance(cell, Cell)), None)
        topic = first.row if first else next(mark.text for mark in clause.marks if any(cue.startswith("facet:") for cue in mark.cues))
    return Passage(topic, facet, said=said if said != topic else None)


def reason(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """为什么增加, 怎么突然掉了这么多, before anything else is made of it."""
    if clause.has("how") and clause.has("up", "down", "moved") and not clause.has("howmuch", "percent", "facet:"):
        clause.marks.append(Mark(clause.start, frozenset({"facet:原因"}), "怎么"))
        clause.amounts = []
    return passage(builder, clause, leaves) if clause.has("facet:原因") else None


def _core(clause: Clause, leaf: Leaf, question: Question) -> str:
    """The asker's words for a topic, without where it is to be found: 采购目录里乘用车, 不间断电源在集采目录."""
    spans = list(leaf.spans)
    for mark in clause.marks:
        front, behind = [s for s in spans if s.end <= mark.at], [s for s in spans if s.start > mark.at]
        if front and behind and mark.cues & {"in", "at"}:
            spans = behind if "in" in mark.cues else front
    return said_of(spans, question)


def entries(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """有哪些内设机构; 内设机构有几个."""
    topic = clause.text_of("entries:")
    if topic is None:
        return None
    said = next(mark.text for mark in clause.marks if any(cue.startswith("entries:") for cue in mark.cues))
    if claims := _claims(clause):
        return Verify(Cell(topic, counted="个", said=said), given(claims[0]))
    if clause.has("howmany", "howmuch"):
        return Cell(topic, counted="个", said=said)
    others = [span for leaf in leaves if leaf.named for span in leaf.spans if span.text != said and span.kind not in ("talk", "total")]
    return tree.Entries(topic, said=said) if not others else None


def agree(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """表和说明一致吗; 两个数对得上吗."""
    if clause.has("equals") and not clause.has("yesno"):
        return None
    if not clause.has("agree", "equals") or _claims(clause):
        return None
    cells = builder.subjects(clause, leaves)
    if not cells:
        return None
    named = [leaf for leaf in leaves if leaf.named]
    places = list(dict.fromkeys(leaf.place for leaf in clause.leaves if leaf.place is not None))
    if len(cells) == 1 and len(places) > 1 and isinstance(cells[0], Cell):
        return tree.Agree(tuple(replace(cells[0], place=place) for place in places))  # 表里和说明里对不上, of what was asked before
    plus, equals = clause.at("plus"), clause.at("equals")
    if plus is not None and len(cells) > 2:
        parts_first = equals is not None and plus < equals
        return Verify(Sum(tuple(cells[:-1])), cells[-1]) if parts_first else Verify(cells[0], Sum(tuple(cells[1:])))
    if len(named) >= 2 and not names_alike(named[0], named[1]):
        if len({cell.row for cell in cells if isinstance(cell, Cell)}) > 1:
            return Verify(cells[0], cells[1])
    if len({replace(cell, place=None) for cell in cells if isinstance(cell, Cell)}) == 1:
        cells = [replace(cells[0], place=None)] if isinstance(cells[0], Cell) and not cells[0].table and clause.has("intable") else cells
    return tree.Agree(tuple(dict.fromkeys(cells)))


def verify(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """是57万元吗; 80万还是800万; 超过项目支出的一半了吗; 比去年多了吧."""
    claims = _claims(clause)
    if clause.has("nil") and not clause.has("which", "whichones", "every"):
        of = _amount(
            builder, replace(clause, marks=[mark for mark in clause.marks if not mark.cues & {"nil", "none", "yesno", "agree"}]), leaves
        )
        said = next(mark.text for mark in clause.marks if "nil" in mark.cues)
        return Verify(of, Given("0", None, said)) if isinstance(of, Cell) else of
    if len(claims) > 1 and clause.has("or", "which", "agree"):
        return _claim(builder, clause, leaves, claims)
    if claims and (clause.has(*TRUTH) or clause.has("or") or not clause.asks):
        return _claim(builder, clause, leaves, claims)
    if clause.has("yesno") and clause.has("differ") and len(cells := builder.cells(leaves)) == 2 and not clause.has("howmuch"):
        return Verify(cells[0], cells[1])
    if not clause.has("yesno") or clause.has("howmuch", "percent", "which", "whichones", "howmany"):
        return None
    if clause.has("most", "least"):
        return judged_set(builder, clause, leaves)
    if clause.has("up", "down", "above", "below"):
        return _direction(builder, clause, leaves)
    return None


def _claims(clause: Clause) -> list[Span]:
    """The amounts that can be a claim: money, rates, things counted; not 一项, 四个 or 24年."""
    return [
        span
        for span in clause.amounts
        if span.amount is not None
        and span.amount.dimension != "年"
        and (span.amount.dimension in ("money", "number", "%", "倍") or not span.amount.number or any(map(str.isdecimal, span.text)))
        and (span.amount.unit is not None or clause.has("yesno", "or"))
    ]


def _claim(builder: Builder, clause: Clause, leaves: list[Leaf], claims: Sequence[Span]) -> Node | None:
    inner = replace(clause, marks=[mark for mark in clause.marks if not mark.cues & {"yesno", "or", "agree"}], amounts=[])
    of = _amount(builder, inner, leaves)
    if of is None:
        return None
    amounts = list(claims)
    if isinstance(of, Several) and clause.has("yesno"):
        of = of.of[0]
    relation = Relation.EQUAL
    text = builder.reader.context.question.text
    front, behind = text[max(0, amounts[0].start - 2) : amounts[0].start], text[amounts[0].end : amounts[0].end + 2]
    if clause.has("above") or any(mark in amounts[0].said for mark in MORE) or behind.startswith(("多", "以上")):
        relation = Relation.MORE
    elif clause.has("below"):
        relation = Relation.LESS
    elif any(word in front for word in NEARLY):
        relation = Relation.ABOUT
    if clause.has("or", "which", "agree") and len(amounts) > 1:
        return Several(tuple(Verify(of, given(span), relation) for span in amounts[:3]))
    claimed = given(amounts[0])
    between = text[amounts[0].end : amounts[-1].start]
    if len(amounts) == 2 and isinstance(of, Cell) and any(word in between for word in TO) and not clause.has("between"):
        first, second = replace(of, aspect=CellAspect.PRIOR), replace(of, aspect=CellAspect.VALUE)
        return Several((Verify(first, claimed, relation), Verify(second, given(amounts[1]), relation)))  # 从0.8万涨到34.4万
    if claimed.unit == "倍" and isinstance(of, Cell) and of.aspect is CellAspect.CHANGE and amounts[0].amount is not None:
        claimed = Given((100 * amounts[0].amount.number).to_integral_value().__str__(), "%", amounts[0].said)  # 翻了一倍
    dimensions = {builder.dimension(leaf) for leaf in leaves if leaf.named}
    money = dimensions == {"money"}
    if claimed.unit in COUNTERS and dimension(claimed.unit) not in dimensions:  # so many 台 of what is printed in 辆
        claimed = replace(claimed, unit=next((one for one in COUNTERS[claimed.unit] if dimension(one) in dimensions), claimed.unit))
    if isinstance(of, Cell) and claimed.unit == "%" and of.aspect is CellAspect.CHANGE:
        of = replace(of, aspect=CellAspect.RATE)
    elif isinstance(of, Cell) and claimed.unit == "%" and of.aspect is CellAspect.VALUE and money:
        of = Share((of, Cell("收入总计" if "收入" in of.row else "支出总计")))  # 钱的一半都用在项目上
    return Verify(of, claimed, relation)


def _amount(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """The amount that a clause speaks of, whatever is claimed of it."""
    return next((node for kind in AMOUNTS if (node := kind(builder, clause, leaves)) is not None), None)


def _direction(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    down = clause.has("down", "below") and not clause.has("up", "above")
    relation = Relation.LESS if down else Relation.MORE
    named = [leaf for leaf in leaves if leaf.named]
    apart = [leaf for leaf in named if leaf.aspect is not CellAspect.PRIOR or not names_alike(leaf, named[0])]
    if clause.has("than", "above", "below") and len(apart) >= 2:
        cells = builder.cells(named)
        return Verify(cells[0], cells[1], relation)
    cells = builder.subjects(clause, apart[:1] or leaves, CellAspect.CHANGE)
    return Verify(cells[0], Given("0", None, None), relation) if cells else None


def compare(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """哪个多; 哪年高."""
    if not clause.has("compare") and not (clause.has("which") and clause.has("up", "down")):
        return None
    cells = builder.subjects(clause, leaves)
    return tree.Compare(tuple(dict.fromkeys(cells))) if len(dict.fromkeys(cells)) >= 2 else None
