"""What is reckoned of amounts: shares, ratios, changes, sums, means, money a head; and plain figures.

    公用经费占基本支出的百分之几  →  Share((Cell("公用经费"), Cell("基本支出")))

Each function gives None where its marks do not stand in the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from answering.query import tree
from answering.query.tree import Cell, CellAspect, Growth, Minus, Node, Several, Share, Sum
from answering.reading.cells import names_alike
from answering.reading.clauses import Clause, Leaf, dimension
from answering.reading.leaves import said_of
from answering.reading.sets import given, rows_named

if TYPE_CHECKING:
    from answering.reading.building import Builder


BARE = ("合计", "总计", "小计")  # names that say no more than which column


def share(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """公用经费占基本支出的百分之几."""
    at = clause.at("share")
    if clause.has("ratio"):
        return None
    if any(leaf.measure and dimension(leaf.measure) is None and leaf.measure != "%" for leaf in clause.leaves) and not clause.has(
        "percent"
    ):
        return None  # 项目支出占了多少元
    named = [leaf for leaf in leaves if leaf.named]
    if len(named) == 1 and clause.has("share", "portion", "percent") and (split := _inside(clause, named[0])):
        whole_leaf, part_leaf = split
        return Share((builder.reader.cell(part_leaf), builder.reader.cell(whole_leaf)))
    if at is None:
        if not clause.has("portion", "percent") or clause.has("up", "down", "done", "moved_rate", "than", "per", "prior"):
            return None
        if len(named) == 2:
            inner = any("in" in mark.cues and mark.at < named[1].at for mark in clause.marks)
            one, other = builder.cells(named)
            return Share((other, one) if inner else (one, other))
        if not builder.before:
            return builder.reader.cell(named[0], CellAspect.PRINTED_SHARE) if clause.has("portion") and named else None
        return _of_unsaid(builder, clause, named) if clause.has("portion", "ofwhich", "in") and len(named) < 2 else None
    return _part_of(builder, clause, leaves, at)


def _part_of(builder: Builder, clause: Clause, leaves: list[Leaf], at: int) -> Node | None:
    """What stands before 占 in what stands behind it; one of them may have been said before."""
    named = [leaf for leaf in leaves if leaf.named]
    parts, wholes = [leaf for leaf in named if leaf.at < at], [leaf for leaf in named if leaf.at >= at]
    if (
        any(leaf.aspect is CellAspect.PLAN or leaf.aspect is CellAspect.ADJUSTED for leaf in leaves if leaf.at >= at)
        and parts
        and not wholes
    ):
        return builder.reader.cell(parts[0], CellAspect.DONE)
    if len(parts) == 2 and not wholes and names_alike(*parts) and parts[0].unit != parts[1].unit:
        one, other = builder.cells(parts)
        return Share((other, one))  # 交通局的三公经费，执法队占几成
    part = builder.cells(parts) or builder.before[:2]
    whole = builder.cells(wholes)
    if not whole and len(part) == 1:
        return _of_unsaid(builder, clause, parts)
    if not whole and parts and builder.before:
        whole = builder.before[:1]
    if not part or not whole:
        return None
    if clause.has("sum", "plus") and len(part) > 1:
        return Share((Sum(tuple(part)), whole[0]))
    if len(part) > 1:
        return Several(tuple(Share((one, whole[0])) for one in part))
    return Share((part[0], whole[0]))


def _of_unsaid(builder: Builder, clause: Clause, parts: Sequence[Leaf]) -> Node | None:
    """里面项目支出占几成: a part of what was asked before where that holds it, else of all that is received or spent."""
    before = builder.before if parts else builder.older[-1:]
    whole = next((one for one in before[:1] if isinstance(one, Cell)), None)
    part = (builder.inside(parts[0], whole) if whole else None) or builder.reader.cell(parts[0]) if parts else builder.before[0]
    if not isinstance(part, Cell):
        return None
    if whole is None or whole == part or not (clause.has("ofwhich", "in") or part.counted):
        whole = Cell("收入总计" if "收入" in part.row else "支出总计")
    return Share((part, whole))


def _inside(clause: Clause, leaf: Leaf) -> tuple[Leaf, Leaf] | None:
    """公用经费里办公费占几成: what is inside what, where a leaf has both and nothing else is the whole."""
    spans = leaf.spans
    inside = [m for m in clause.marks if m.cues & {"at", "in"} and spans and spans[0].end <= m.at < spans[-1].start]
    mark = next((m for m in inside if "at" in m.cues), inside[0] if inside else None)  # 公务用车购置费在三公经费里占多少
    share_at = clause.at("share")
    behind_it = share_at is not None and any(other.named and other.at > share_at for other in clause.leaves)
    if mark is None or ("at" not in mark.cues and behind_it):
        return None
    front, behind = [s for s in spans if s.end <= mark.at], [s for s in spans if s.start > mark.at]
    one, other = replace(leaf, spans=front), replace(leaf, spans=behind, at=behind[0].start if behind else leaf.at)
    return ((other, one) if "at" in mark.cues else (one, other)) if one.named and other.named else None


def ratio(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """是驻矿人员工资的几倍."""
    if not clause.has("ratio"):
        return None
    cells = builder.cells(leaves)
    if len(cells) < 2 and builder.before:
        cells = [*builder.before[:1], *cells]
    return tree.Ratio((cells[0], cells[1])) if len(cells) >= 2 else None


def per(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """人均多少; 平均每辆车."""
    if not clause.has("per"):
        return None
    cells = builder.subjects(clause, leaves)
    if (whole := _spread_already(builder, leaves)) is not None:
        return whole
    amounts = [
        given(span)
        for span in clause.amounts
        if span.amount is not None and span.amount.dimension not in ("money", "number", "年", "%", None) and span.text[0] != "一"
    ]
    if cells and amounts:
        return tree.Per((cells[0], amounts[0]))
    if len(cells) >= 2:
        counts = [builder.dimension(leaf) not in (None, "money") for leaf in leaves if leaf.named][:2]
        return tree.Per((cells[1], cells[0])) if counts == [True, False] else tree.Per((cells[0], cells[1]))
    if not cells or not isinstance(cells[0], Cell):
        return None
    mark = next(mark for mark in clause.marks if "per" in mark.cues)
    counted = next((unit for unit in ("辆", "平方米", "户", "批次", "次", "台", "月", "亩") if unit in mark.text), "人")
    heads = _heads(builder, leaves, cells[0], counted)
    return tree.Per((cells[0], heads))


def _spread_already(builder: Builder, leaves: Sequence[Leaf]) -> Node | None:
    """参保费用, printed in 元/人/年, is told as it is; 项目平均每个多少万元 is the money of them over their number."""
    named = [leaf for leaf in leaves if leaf.named]
    ways = builder.reader.linked(named[0]) if len(named) == 1 else ()
    place = ways[0].place if ways else None
    if place is None or place.dimension is None or ways[0].name is None:
        return None
    cell = builder.reader.cell(named[0])
    if "/" in place.dimension:
        return cell
    if place.dimension in ("money", "%"):
        return None
    lexicon, bits = builder.reader.context.lexicon, builder.reader.context.bits(named[0])
    for hit in lexicon.match(ways[0].name.key, bits):
        if ways[0].name.key in hit.name.key and any(one.dimension == "money" for one in lexicon.places_of(hit.name.no, bits)):
            return tree.Per((Cell(hit.name.label, scope=cell.scope, said=cell.said), replace(cell, counted=place.dimension)))
    return None


def _heads(builder: Builder, leaves: Sequence[Leaf], cell: Cell, counted: str) -> Cell:
    """What is counted, for an amount a head: the printed name with that counter that shares most with the amount's."""
    context = builder.reader.context
    bits = context.bits(leaves[0]) if leaves else context.everything
    wanted = dimension(counted)
    for hit in context.lexicon.match(cell.row, bits):
        if any(place.dimension == wanted for place in context.lexicon.places_of(hit.name.no, bits)):
            return Cell(hit.name.label, counted=counted, scope=cell.scope, under=cell.under)
    return Cell({"人": "人数", "辆": "车辆"}.get(counted, counted), counted=counted, scope=cell.scope)


def change(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """比去年增加多少; 增幅多大; A比B多多少; 2024年比2023年少了百分之几; 差多少."""
    moved = clause.has("moved", "moved_rate", "differ") or any(
        mark.cues & {"up", "down"} and (len(mark.text) > 1 or clause.has("than", "prior") or builder.before) for mark in clause.marks
    )  # 多, 少, 小 alone move nothing: there must be what is compared with
    if not moved or (clause.has("above", "below") and not clause.has("than", "prior")):
        return None
    rate = clause.has("percent", "moved_rate")
    named = [leaf for leaf in leaves if leaf.named and leaf.aspect is not CellAspect.PRIOR]
    years = list(dict.fromkeys(leaf.year for leaf in clause.leaves if leaf.year is not None))
    two = len(named) >= 2
    if len(named) == 2 and all(leaf.weak for leaf in named):
        named[1].spans = named[0].spans  # 单位预算同比2025年预算: one whole of two years
    if len(named) == 2 and len(years) == 1 and names_alike(*named) and named[0].year is None and clause.has("than"):
        return _against(builder, named, rate=rate)
    if two and len(years) == 2 and len(named) == 2 and names_alike(*named) and len({leaf.unit.text for leaf in named if leaf.unit}) < 2:
        return _over_years(builder, named if clause.has("than") else sorted(named, key=lambda leaf: -(leaf.year or 0)), rate=rate)
    if two and (clause.has("than", "differ", "and") or len(named) == 2) and not (clause.has("prior") and not clause.has("differ")):
        cells = builder.cells(named)
        if len(cells) < 2:
            return cells[0]
        return Growth((cells[0], cells[1])) if rate else Minus((cells[0], cells[1]))
    than = clause.at("than")
    if (
        len(named) == 1
        and builder.before
        and than is not None
        and than < named[0].at
        and not any(leaf.at < than for leaf in leaves if leaf.named)
    ):
        before, here = builder.before[0], builder.reader.cell(named[0])
        return Growth((before, here)) if rate else Minus((before, here))  # 比三公经费多多少, of what was asked before
    if not named and len(builder.before) == 2 and not clause.has("prior"):
        one, other = sorted(builder.before, key=lambda cell: -(cell.scope.year or 0) if isinstance(cell, Cell) else 0)
        return Growth((one, other)) if rate else Minus((one, other))
    return _aspects(builder, clause, leaves, rate=rate)


def _against(builder: Builder, named: Sequence[Leaf], *, rate: bool) -> Node:
    """比2023年增长多少: against that year's document where there is one, else what this year's prints of its change."""
    if builder.reader.context.has_year(named[1]):
        one, other = builder.cells(named)
        return Growth((one, other)) if rate else Minus((one, other))
    return builder.reader.cell(named[0], CellAspect.RATE if rate else CellAspect.CHANGE)


def _over_years(builder: Builder, named: Sequence[Leaf], *, rate: bool) -> Node:
    """Two years of one name: both documents where both are there, else what the later prints of the change."""
    context = builder.reader.context
    bits = context.whose(named[0].unit).bits
    held = {document.year for document in context.documents(bits)}
    if {leaf.year for leaf in named} <= held:
        cells = builder.cells(named)
        return Growth((cells[0], cells[1])) if rate else Minus((cells[0], cells[1]))
    return builder.reader.cell(named[0], CellAspect.RATE if rate else CellAspect.CHANGE)


def _aspects(builder: Builder, clause: Clause, leaves: Sequence[Leaf], *, rate: bool) -> Node | None:
    first = [leaf for leaf in leaves if leaf.named][:1]
    wanted = [CellAspect.RATE if rate else CellAspect.CHANGE]
    if rate and clause.has("howmuch") and clause.has("up", "down") and any(
        mark.cues & {"up", "down"} and "moved_rate" not in mark.cues for mark in clause.marks
    ) and clause.has("moved_rate"):  # fmt: skip
        wanted = [CellAspect.CHANGE, CellAspect.RATE]
    found = [cell for aspect in wanted for cell in builder.subjects(clause, first, aspect)]
    return (found[0] if len(found) == 1 else Several(tuple(found))) if found else None


def mean(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """A和B平均多少."""
    if not clause.has("mean"):
        return None
    cells = builder.subjects(clause, leaves)
    return tree.Mean(tuple(cells)) if len(cells) >= 2 else None


def rank(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """A、B、C哪个最高."""
    if not clause.has("most", "least", "order"):
        return None
    cells = builder.subjects(clause, leaves)
    cells = list(dict.fromkeys(cells))
    return tree.Rank(tuple(cells), 1 if not clause.has("order") else None, None, clause.has("least")) if len(cells) >= 2 else None


def total(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """办公费和差旅费加起来; 一共多少, asked after several."""
    if not clause.has("sum", "plus"):
        return None
    named = [leaf for leaf in leaves if leaf.named]
    cells = builder.cells(named) if named else list(builder.before)
    cells = list(dict.fromkeys(cells))
    if len(cells) == 2 and isinstance(cells[0], Cell) and isinstance(cells[1], Cell) and cells[1].row in BARE and not named[0].closed_by:
        return replace(cells[0], table=cells[1].table or cells[0].table)  # 档案馆这项，支出决算表上合计多少
    if len(cells) == 1 and len(named) == 1 and (like := _like(builder, clause, named[0])):
        return Sum(like)
    if len(cells) == 1 and named and isinstance(cells[0], Cell) and any(span.text[-1] in "笔条项个处" for span in clause.amounts):
        return Sum((rows_named(cells[0]),))  # 两笔租赁服务合计
    if len(cells) < 2:
        return None
    if clause.has("each") and named:
        return Several((*cells, Sum(tuple(cells))))
    return Sum(tuple(cells))


def _like(builder: Builder, clause: Clause, leaf: Leaf) -> tuple[Node, ...]:
    """两个堤防项目合计: the rows whose names hold what is said, where there are as many."""
    context, text = builder.reader.context, "".join(span.text for span in leaf.spans if span.kind in ("name", "piece", "rest"))
    bits = context.bits(leaf)
    many = {int(span.amount.number) for span in clause.amounts if span.amount is not None and span.text[-1] in "个笔项条"}
    held = [name for name in context.lexicon.names if text in name.key and (name.as_row | name.as_project) & bits]
    return tuple(replace(builder.reader.cell(leaf), row=name.label) for name in held) if len(held) > 1 and len(held) in many else ()


def lookup(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """Whatever is named, each by itself."""
    rate = any("done" in mark.cues and ("率" in mark.text or "比例" in mark.text) for mark in clause.marks)
    if clause.has("done") and (rate or clause.has("percent", "howmuch")) and not (rate and clause.has("each", "and")):
        named = [leaf for leaf in leaves if leaf.named and leaf.aspect is not CellAspect.DONE] or [leaf for leaf in leaves if leaf.named]
        cells = builder.subjects(clause, named[:1], CellAspect.DONE)
    else:
        cells = builder.subjects(clause, leaves)
        if not any(leaf.named for leaf in leaves) and (measure := next((leaf.measure for leaf in leaves if leaf.measure), None)):
            counted = measure if dimension(measure) else None  # 有多少项，值多少万元: the same, in another measure
            cells = [replace(cell, counted=counted) if isinstance(cell, Cell) else cell for cell in cells]
            if counted and builder.last and builder.reader.buys(clause.start):  # 有几辆车，还要再买几辆
                cells = [builder.reader.cell(Leaf(list(builder.last.spans), builder.last.unit, measure=measure, at=clause.start))]
        elif clause.has("howmuch") and not any(leaf.named for leaf in leaves):
            cells = [replace(cell, counted=None) if isinstance(cell, Cell) else cell for cell in cells]  # 要买几架，花多少
    cells = list(dict.fromkeys(cells))
    if (longer := builder.of_the_same(clause, leaves)) is not None:
        return longer
    if not cells:
        return None
    if clause.has("whichones", "which") and not clause.has("howmuch", "percent") and (words := _asked_in_words(builder, leaves)):
        return words
    return cells[0] if len(cells) == 1 else Several(tuple(cells))


def _asked_in_words(builder: Builder, leaves: Sequence[Leaf]) -> Node | None:
    """加挂了哪些牌子: what no figure is named by is looked for in the text."""
    leaf = next((leaf for leaf in leaves if leaf.named), None)
    ways = builder.reader.linked(leaf) if leaf is not None else ()
    if leaf is None or not ways or ways[0].how != "none":
        return None
    said = said_of(leaf.spans, builder.reader.context.question)
    return tree.Passage(said, said=None)


AMOUNTS = (per, share, ratio, change, mean, total, lookup)  # tried in this order
