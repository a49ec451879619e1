"""Questions over many units of the library, or of a department: which of them, and what is asked of them.

哪个单位的三公经费最高                  →  Rank((Units(Cell(三公经费)),), n=1)
北京、苏州两市的审计局平均多少          →  Mean((Units(Cell(…), scope=北京、苏州两市的审计局),))
甲局占各部门合计的几成                  →  Share((Cell(…, scope=甲局), Sum((Units(…),))))

Which units: a description (`UnitSpan.many`), several names, a place or a kind with a word for many, all; less those left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from answering.binding.unit_sets import BUT, LOOSE
from answering.query import tree
from answering.query.tree import Cell, Count, List, Mean, Node, Rank, Rows, RowSet, Scope, Share, Sum, Units, Where
from answering.reading.clauses import Clause, Leaf
from answering.reading.context import Whose
from answering.reading.directory import UnitSpan
from answering.reading.leaves import SURE, Linked, phrase_of, said_of
from answering.reading.reckoning import share
from answering.reading.sets import how_many, is_kind, where_of

if TYPE_CHECKING:
    from answering.reading.building import Builder

ZERO = tree.Given("0")
RANKED = ("most", "least", "top", "order", "reverse")
ASKED_OF_SETS = (*RANKED, "mean", "compare", "which", "each")
MOVES = frozenset({"up", "down", "moved"})
MOST_COMPARED = 4  # units that are compared one by one


@dataclass(frozen=True, slots=True)
class Group:
    """Many units, as a query writes them."""

    pattern: str
    entities: tuple[str, ...] = ()  # where it is certain which they are
    bits: int = 0  # their documents


def over_units(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """哪个单位的三公经费最高; 各单位公务接待费合计; 超过50万元的有几个单位."""
    every = clause.has("every") or (clause.has("entries:单位构成") and clause.has("most", "least", "sum", "mean", "above", "below", "each"))
    units = list({leaf.unit.text: leaf.unit for leaf in clause.leaves if leaf.unit and not leaf.excluded}.values())
    single = [unit for unit in units if not unit.place_only and not unit.many and len(unit.entities) == 1]
    if every and len(single) < 2 and (rows := unit_rows(builder, clause, leaves)) is not None:
        return _over(clause, rows, builder.reader.context.question.text)
    earlier = next((node for node in tree.walk(builder.earlier) if isinstance(node, Units)), None) if builder.earlier else None
    if earlier is not None and len(units) == 1 and not clause.named and clause.has("share", "portion", "percent"):
        meant = [one for one in units[0].entities if one in builder.asked_of] or list(units[0].entities)  # 其中公安局占多少
        return Share((_of_unit(earlier.of, meant[0]), Sum((earlier,)))) if len(meant) == 1 else None
    if earlier is not None and not units and not clause.named:
        return (
            _over(clause, earlier, builder.reader.context.question.text)
            if clause.has("every", "each", "sum", "mean", "which", "whichones", *RANKED)
            else None
        )
    if every and not units and not clause.named and len(builder.before) > 1:
        return None  # 哪家多, of those that were named before
    group = _group(builder, clause, units)
    if every and single and (group is None or len(single) == len(units)) and len(single) < 2:
        # 编制范围包括哪几家单位, of one unit; 谁家最多, of those that are named
        listed = any("every" in mark.cues and mark.text.startswith(("哪些", "哪几", "几", "多少")) for mark in clause.marks)
        parts = listed or clause.has("whichones", "howmany", "parts") or clause.text_of("facet:") is not None
        return tree.Entries("单位构成") if len(single) == 1 and parts else None
    if group is None:
        yearly = clause.has("everyyear") and not clause.has("compare")
        of, where = _amount(builder, clause, leaves) if yearly else (None, None)
        return _over(clause, Units(of, where), builder.reader.context.question.text) if of is not None else None
    whole, builder.asked_of = builder.reader.context.common, group.entities
    builder.reader.context.common = Whose(
        group.pattern, group.pattern, group.bits or builder.reader.context.everything, True, group.entities
    )
    of, where = _amount(builder, clause, leaves)
    if of is None:
        builder.reader.context.common = whole
        return None
    return _asked(builder, clause, leaves, of, Units(of, where, Scope(units=group.pattern)), group, single)


def _asked(
    builder: Builder, clause: Clause, leaves: Sequence[Leaf], of: Node, units: Units, group: Group, single: Sequence[UnitSpan]
) -> Node:
    """What is asked of a group: a part of it, its widest difference, one against another, or of all of them."""
    if clause.has("share", "percent", "portion") and len(single) == 1 and single[0].entities[0] not in group.pattern:
        return Share((_of_unit(of, single[0].entities[0]), Sum((units,))))
    if clause.has("nth"):
        return Rank((units,), None)
    if clause.has("most") and clause.has("least") and clause.has("differ", "up", "down", "ratio"):
        ends = Rank((units,)), Rank((units,), ascending=True)
        return tree.Ratio(ends) if clause.has("ratio") else tree.Minus(ends)
    apart = [_of_unit(of, entity) for entity in group.entities] if 1 < len(group.entities) <= MOST_COMPARED and units.where is None else []
    moved = clause.has("than", "prior", "moved", "moved_rate", *RANKED)
    against = clause.has("compare") or (clause.has("which") and clause.has("up", "down") and not moved)
    if apart and not clause.has(*RANKED) and (against or (len(apart) == 2 and clause.has("differ", "up", "down") and not moved)):
        builder.before, builder.reader.context.common = apart, Whose(bits=builder.reader.context.everything)
        if clause.has("down") or any("compare" in mark.cues and mark.text.endswith(("少", "低", "省")) for mark in clause.marks):
            return Rank(tuple(apart), None, ascending=True)
        return tree.Minus((apart[0], apart[1])) if len(apart) == 2 and clause.has("differ") else tree.Compare(tuple(apart))
    if against and not clause.has(*RANKED):
        return Rank((units,), ascending=clause.has("down"))
    spans = [span for span in builder.reader.context.question.spans if clause.start <= span.start < clause.end]
    together = any(span.text.endswith(("合计", "总额", "总数", "总和")) for span in spans if span.kind in ("name", "total", "cue"))
    return _over(clause, units, builder.reader.context.question.text, together=together)


def _group(builder: Builder, clause: Clause, units: Sequence[UnitSpan]) -> Group | None:
    """The units that are meant; None where one is, or none is said."""
    context = builder.reader.context
    many = [unit for unit in units if unit.many]
    named = [unit for unit in units if unit.entities and not unit.place_only]
    one_each = len(named) == len(units) > 1 and all(len(unit.entities) == 1 for unit in named)
    several = next((unit for unit in units if len(unit.entities) > 1), None)
    counted = any(
        span.amount and span.amount.unit and span.amount.unit.name == "家" and span.amount.number != 1 for span in clause.amounts
    ) or (
        clause.has(*RANKED, "above", "below")
        and any(span.text in LOOSE for span in context.question.spans if clause.start <= span.start < clause.end)
    )  # 前三家; 超过300万的单位有哪些
    if many:
        pattern, meant = "、".join(unit.text for unit in many), many
    elif one_each and clause.has(*ASKED_OF_SETS) and _one_thing(clause):
        pattern, meant = "、".join(unit.entities[0] for unit in named), named
    elif several is not None and (clause.has("every", *RANKED, "above", "below") or counted):
        pattern, meant = (several.text if several.place_only else f"所有{several.text}"), [several]
    elif (clause.has("every") or counted) and not named:
        pattern, meant = (units[0].text if units else "*"), list(units[:1])
    else:
        return None
    kind = next((mark.text for mark in clause.marks if "every" in mark.cues for kind in KINDS if kind in mark.text), None)
    if kind and (pattern == "*" or meant[0].place_only):
        kind = next(one for one in KINDS if one in kind)
        pattern = f"{pattern.strip('*')}各{kind}"
    out = dict.fromkeys(leaf.unit.text for leaf in clause.leaves if leaf.unit and leaf.excluded)
    bits = 0
    for unit in meant:
        bits |= context.whose(unit).bits
    entities = tuple(dict.fromkeys(entity for unit in meant for entity in unit.entities)) if not out and not kind else ()
    return Group(f"{pattern}{BUT}{'、'.join(out)}外" if out else pattern, entities, bits)


KINDS = ("街道", "学校", "局")


def _one_thing(clause: Clause) -> bool:
    """Whether the same is asked of each unit, of one year: a share of each, or an amount that is ranked or averaged."""
    years = {leaf.year for leaf in clause.leaves if leaf.year is not None}
    things = len({phrase_of(leaf.spans) for leaf in clause.leaves if leaf.named})
    return len(years) < 2 and (things <= 2 if clause.has("share") else things == 1 and clause.has("mean", *RANKED))


def _amount(builder: Builder, clause: Clause, leaves: Sequence[Leaf]) -> tuple[Node | None, Where | None]:
    """What is asked of each unit, and which of them count: above a bound, none at all, less than the year before."""
    named: list[Leaf] = []
    for leaf in leaves:
        if leaf.named and not any(phrase_of(leaf.spans) == phrase_of(other.spans) and leaf.year == other.year for other in named):
            named.append(replace(leaf, unit=None, measure=None if leaf.measure in ("家", "个") else leaf.measure))
    where = where_of(clause)
    if clause.has("share") and len(named) > 1 and isinstance(of := share(builder, clause, named), Share):
        return of, where
    verb = any(mark.cues & MOVES and len(mark.text) > 1 for mark in clause.marks) and _counted(clause, bound=False)
    between = clause.has("most") and clause.has("least")  # 最多的比最少的多多少
    moved = clause.has(*MOVES) and (clause.has("than", "prior") or verb) and where is None and not between
    rate = clause.has("moved_rate") and clause.has(*RANKED)
    aspect = tree.CellAspect.RATE if rate else tree.CellAspect.CHANGE if moved else None  # 与上年相比哪家增加得最多
    cells = builder.subjects(clause, named[:1], aspect)
    if not cells:
        return None, None
    counts = clause.has("howmany", "whichones", "every", "yesno") and where is None and not clause.has(*RANKED, "sum", "mean")
    if counts and moved and clause.has("up", "down"):
        where = Where(below=ZERO) if clause.has("down") else Where(above=ZERO)
    elif counts and clause.has("none"):
        where = Where(equal=ZERO)
    elif counts and _counted(clause, bound=False) and not moved:
        where = Where(above=ZERO)
    of = _as_everybody_says(builder, cells[0], named[:1])
    if clause.has("portion", "percent") and not clause.has("share") and isinstance(of, Cell) and not rate:
        of = Share((of, Cell("支出总计")))  # 占比 of a unit, the whole unsaid: its spending
    return of, where


def _as_everybody_says(builder: Builder, of: Node, named: Sequence[Leaf]) -> Node:
    """A thing by its usual name, which each document prints in its own way, rather than as one of them prints it."""
    lexicon, text = builder.reader.context.lexicon, "".join(span.text for leaf in named for span in leaf.spans if span.kind == "name")
    usual = (
        text
        if text in lexicon.words.usual
        else next((one for one in lexicon.words.names.get(text, ()) if one in lexicon.words.usual), None)
    )
    if not isinstance(of, Cell) or of.table or of.under or usual is None or of.row == usual:
        return of
    return replace(of, row=usual, column=None, said=of.said or text)


def _of_unit(node: Node, unit: str) -> Node:
    """A node over cells, of one unit."""
    if isinstance(node, Share):
        return Share((_of_unit(node.of[0], unit), _of_unit(node.of[1], unit)))
    return replace(node, scope=replace(node.scope, unit=unit, units=None)) if isinstance(node, Cell) else node


def _over(clause: Clause, of: Rows | Units, text: str, *, together: bool = False) -> Node:
    """What is asked of many units: the first of them, their mean, number or sum, or each."""
    if clause.has(*RANKED):
        n, nth = how_many(clause, text)
        n = None if n == 1 and clause.has("each") and not clause.has("top") else n  # 哪家最多，各是多少
        falls = isinstance(of, Units) and getattr(of.of, "aspect", None) is tree.CellAspect.CHANGE and clause.has("down")
        return Rank((of,), n, nth, clause.has("least", "reverse") is not falls)
    if clause.has("mean"):
        return Mean((of,))
    summed = (clause.has("sum") or together) and not clause.has("each")
    bound = of.where is not None
    if _counted(clause, bound=bound) and not (summed and (isinstance(of, Rows) or not bound)):
        return Count(of)
    return Sum((of,)) if summed else List(of)


def _counted(clause: Clause, *, bound: bool) -> bool:
    """Whether it is asked how many there are; 几家单位, of which nothing more is said, are those of which each is told."""
    asked = [mark.text for mark in clause.marks if "every" in mark.cues and mark.text.startswith(("几", "有几", "多少"))]
    return clause.has("howmany") or (bool(asked) and (bound or not clause.has("each") or asked[-1].endswith("家")))


def unit_rows(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Rows | None:
    """The units that a department's table prints as rows, with the column that is asked: 下属哪个单位的三公经费最高."""
    context = builder.reader.context
    lexicon = context.lexicon
    whose = next((context.whose(leaf.unit) for leaf in clause.leaves if leaf.unit), context.common)
    parts = [name for name in lexicon.unit_rows if (name.as_row | name.as_parent) & whose.bits]
    named = [leaf for leaf in leaves if leaf.named and not is_kind(leaf)] or [leaf for leaf in leaves if leaf.named]
    ranked = not named and clause.has("most", "least", "top", "order")  # 哪家分到的钱最多: the income is what is unsaid
    if len(whose.entities) != 1 or len(parts) < 2 or not (len(named) == 1 or ranked):
        return None
    columns: dict[int, set[int]] = {}
    held: dict[int, set[int]] = {}
    for name in parts:
        for place in lexicon.places_of(name.no, whose.bits):
            if place.table >= 0 and place.dimension == "money":
                held.setdefault(place.table, set()).add(name.no)
                columns.setdefault(place.table, set()).update(place.columns)
    tables = [no for no, rows in held.items() if len(rows) > 1]
    way = builder.reader.take(named[0]) if named else Linked("收入总计", 1.0, "total")
    said = said_of(named[0].spans, context.question) if named else None
    office = (whose.entities[0],) if any(mark.text[0] in "下底" for mark in clause.marks) else ()
    where = replace(where_of(clause) or Where(), not_=office) if office else where_of(clause)
    if way is None or way.how == "none":
        return None
    if way.how == "total":
        kind = "支出" if "支出" in way.row else "收入"
        titles = sorted((lexicon.names[no].label for no in tables), key=lambda title: (kind not in title, "总" not in title, len(title)))
        return Rows(RowSet(titles[0]), None, where, said=said) if titles else None
    for hit in lexicon.match(phrase_of(named[0].spans)[0], whose.bits):
        for no in tables if hit.score > SURE else ():
            if hit.name.no in columns[no] or hit.name.no == no:
                column = hit.name.label if hit.name.no in columns[no] else None
                return Rows(RowSet(lexicon.names[no].label), column, where, said=said)
    printed = {one for place in lexicon.places_of(way.name.no, whose.bits) for one in place.parents} if way.name is not None else set()
    return (
        Rows(RowSet(row=way.row), None, where, said=said) if len(printed & {name.no for name in parts}) > 1 or clause.has("sum") else None
    )
