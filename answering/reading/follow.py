"""Follow-ups: a question that edits the query before it.

那消防协管员呢      after  驻矿人员工资多少   →  the same, of another row
占总预算多少        after  驻矿人员工资多少   →  Share of what was asked
那2024年呢         after  万里街道2023年租赁费  →  the same, of another year
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.query.tree import Cell, Count, Mean, Node, Query, Rank, Rows, Scope, Several, Sum, Units, walk
from answering.reading.building import Builder
from answering.reading.cells import spread
from answering.reading.clauses import DENIED, Clause, Leaf
from answering.reading.lexicon import Lexicon, name_key
from answering.reading.spans import Question

OPERATIONS = frozenset(
    "share portion sum plus differ less up down moved moved_rate than percent ratio per done compare"
    " most least agree define every mean whichones".split()
)


def follows(question: Question, parts: Sequence[Clause], lexicon: Lexicon) -> bool:
    """Whether a question needs the one before it: it names nothing, or it only names and asks nothing."""
    named = [leaf for part in parts for leaf in part.leaves if leaf.named]
    if not [leaf for leaf in named if not leaf.weak or leaf.unit or leaf.year]:
        return True
    if any(part.has("ofwhich", "them") for part in parts) or (_opens_inside(parts[0]) and not any(leaf.unit for leaf in named)):
        return True
    asks = any(part.asks or part.has("share", "sum", "most", "least", "differ", "up", "down", "every") for part in parts)
    if not asks:
        return True
    first = parts[0]
    return bool(first.has("share", "than", "ratio") and first.leaves and _starts_with_mark(first))


def of_a_column(parts: Sequence[Clause], last: Query, builder: Builder) -> bool:
    """Whether all that is named is a column and no row, which must be of the row asked before: 来自上年结余的呢, of a project."""
    named = [leaf for part in parts for leaf in part.leaves if leaf.named]
    before = [node for node in walk(last.ask) if isinstance(node, Cell)]
    if len(named) != 1 or len(before) != 1 or any(leaf.unit or leaf.year for part in parts for leaf in part.leaves):
        return False
    name = next((way.name for way in builder.reader.linked(named[0])[:1]), None)
    bits = builder.reader.context.bits(named[0])
    alone = name is not None and bool(name.as_column & bits) and not name.as_row & bits
    return alone and builder.reader.beside(before[0], named[0], titles=False) is not None


def _opens_inside(clause: Clause) -> bool:
    """里面有多少是上年结转的: what was asked before is what it stands in."""
    first = min(clause.marks, key=lambda mark: mark.at, default=None)
    return first is not None and "in" in first.cues and first.at == clause.start and len(first.text) > 1


def _starts_with_mark(clause: Clause) -> bool:
    at = min((mark.at for mark in clause.marks if mark.cues & {"share", "than", "ratio"}), default=None)
    named = [leaf.at for leaf in clause.leaves if leaf.named]
    return at is not None and (not named or min(named) >= at)


def _scoped(cell: Cell, of: Query, last: Query) -> Cell:
    """A cell of an earlier query, with what its scope said otherwise than the last one's."""
    scope = cell.scope.over(of.scope)
    differs = {
        name: getattr(scope, name) for name in ("unit", "year", "stage", "level") if getattr(scope, name) != getattr(last.scope, name)
    }
    return replace(cell, scope=replace(Scope(), **differs)) if differs else cell


def carried(parts: Sequence[Clause], history: Sequence[Query], builder: Builder) -> list[Node]:
    """The nodes of a follow-up."""
    last = history[-1]
    before = list(dict.fromkeys(node for node in walk(last.ask) if isinstance(node, Cell)))
    for clause in parts:
        if clause.named and clause.has("not") and all(mark.text in DENIED for mark in clause.marks if "not" in mark.cues):
            clause.leaves = [leaf for leaf in clause.leaves if not leaf.excluded]  # 不是这个，是那个
            clause.marks = [mark for mark in clause.marks if not mark.cues & {"not", "them"}]
    builder.before = list(before)
    builder.older = [_scoped(node, query, last) for query in history[:-1] for node in walk(query.ask) if isinstance(node, Cell)]
    builder.earlier = last.ask
    nodes: list[Node] = []
    for clause in parts:
        if nodes and (_starts_with_mark(clause) or (clause.has("moved", "moved_rate", "portion", "percent") and not clause.named)):
            builder.before = [node for node in walk(nodes[-1]) if isinstance(node, Cell)] or builder.before  # 那电费呢，有变化吗
        node = _edited(clause, last.ask, before, builder)
        if node is not None:
            nodes += node.of if isinstance(node, Several) and len(parts) > 1 else (node,)
    return list(dict.fromkeys(nodes))


def _edited(clause: Clause, ask: Node, before: list[Cell], builder: Builder) -> Node | None:
    leaves = spread(clause.leaves)
    named = [leaf for leaf in leaves if leaf.named]
    operation = clause.has(*OPERATIONS) or clause.text_of("facet:") or clause.text_of("entries:") or clause.amounts
    if named and before and (clause.has("ofwhich") or _opens_inside(clause)) and not clause.has("share", "percent", "portion"):
        return _of_which(named, before, builder)
    many = next((node for node in walk(ask) if isinstance(node, (Rows, Units))), None)
    if many is not None and not named and (over := _over_many(clause, many)) is not None:
        return over
    if operation:
        return builder.build(clause)
    if not before:
        return builder.build(clause)
    strong = [leaf for leaf in named if not leaf.weak]
    if strong:
        return _other_rows(strong, ask, before, builder)
    return _other_scope(clause, ask, builder)


def _over_many(clause: Clause, many: Rows | Units) -> Node | None:
    """这几个加一块是多少, 哪个最多: of the rows or units that were asked before."""
    if clause.has("sum", "plus"):
        return Sum((many,))
    if clause.has("mean"):
        return Mean((many,))
    if clause.has("most", "least"):
        return Rank((many,), 1, None, clause.has("least"))
    return Count(many) if clause.has("howmany") else None


def _of_which(named: Sequence[Leaf], before: Sequence[Cell], builder: Builder) -> Node:
    """其中项目支出: a column of the row asked before, or a row under it, or a name of its own."""
    cells: list[Node] = []
    for leaf in named:
        cells.append(builder.inside(leaf, before[0]) or builder.reader.cell(leaf))
    return cells[0] if len(cells) == 1 else Several(tuple(cells))


def _other_rows(named: Sequence[Leaf], ask: Node, before: Sequence[Cell], builder: Builder) -> Node:
    """The same asked of another row: the aspect and the counter stay where they fit."""
    old = before[0]
    if len(named) == 1 and len(before) == 1 and (column := builder.reader.beside(old, named[0], titles=False)) is not None:
        return _swapped(ask, old, column)  # a column of the row that was asked
    made = [builder.reader.cell(leaf) for leaf in named]
    if old.under is not None and all(builder.stands_under(old, cell.row, leaf) for cell, leaf in zip(made, named, strict=True)):
        made = [
            replace(old, under=cell.row, said=None, spans=(("under", cell.said or cell.row),)) for cell in made
        ]  # the same of another sub-unit
    cells = [
        replace(cell, aspect=old.aspect if cell.aspect is Cell("").aspect else cell.aspect, counted=cell.counted or old.counted)
        for cell in made
    ]
    if isinstance(ask, Cell) or len(before) != 1 or len(cells) != 1:
        fresh: Node = cells[0] if len(cells) == 1 else Several(tuple(cells))
        return _swapped(ask, old, cells[0]) if len(before) == 2 and len(cells) == 1 and not isinstance(ask, (Cell, Several)) else fresh
    return _swapped(ask, old, cells[0])


def _swapped(node: Node, old: Cell, new: Cell) -> Node:
    """A tree with one cell in place of another."""
    if node == old:
        return new
    changes: dict[str, object] = {}
    for name in ("of", "claimed"):
        value = getattr(node, name, None)
        if isinstance(value, tuple):
            changes[name] = tuple(_swapped(part, old, new) for part in value)
        elif value is not None and hasattr(value, "__dataclass_fields__") and type(value).__name__ != "RowSet":
            changes[name] = _swapped(value, old, new)
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def _other_scope(clause: Clause, ask: Node, builder: Builder) -> Node:
    """The same, of another unit or year: what the cells themselves say of it gives way."""
    leaf = next((leaf for leaf in clause.leaves if leaf.unit or leaf.year or leaf.aspect or leaf.stages), None)
    if leaf is None:
        return ask
    node = ask
    dated = leaf.year is not None and not builder.reader.context.has_year(leaf)
    for cell in [one for one in walk(ask) if isinstance(one, Cell)]:
        scope = replace(cell.scope, year=None if leaf.year else cell.scope.year, unit=None if leaf.unit else cell.scope.unit)
        row = _of_year(cell, leaf, builder) if dated else None
        changed = replace(cell, row=row or cell.row, scope=scope, aspect=leaf.aspect or cell.aspect)
        if leaf.stages:
            column, aspect = builder.reader.stage_column(leaf, cell)
            changed = replace(changed, column=column, aspect=aspect)
        node = _swapped(node, cell, changed)
    return node


def _of_year(cell: Cell, leaf: Leaf, builder: Builder) -> str | None:
    """The row like a cell's that prints another year in its name, where no document is of that year."""
    context = builder.reader.context
    for hit in context.lexicon.match(name_key(cell.row), context.bits(leaf)):
        label = next((label for label in hit.name.prints if label.startswith(f"{leaf.year}年")), None)
        if label is not None and hit.score > 0:
            return label
    return None
