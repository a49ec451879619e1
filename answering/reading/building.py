"""A clause to a node: which operation its marks call for, over the cells of its leaves.

    leaves 公用经费, 基本支出; marks share, percent  →  Share(Cell(公用经费), Cell(基本支出))

One function a kind of asking (`judging`, `sets`, `reckoning`), tried in the order of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from answering.query.tree import Cell, CellAspect, Node, walk
from answering.reading.cells import Reader, names_alike, spread
from answering.reading.clauses import NAMED, Clause, Leaf, dimension
from answering.reading.judging import agree, compare, define, entries, nothing, passage, reason, verify
from answering.reading.leaves import SURE, said_of
from answering.reading.lexicon import name_key
from answering.reading.many import over_units
from answering.reading.reckoning import change, lookup, mean, per, rank, ratio, share, total
from answering.reading.sets import of_one_name, over_rows
from answering.reading.spans import Span

MONEY_ASKED = ("howmuch", "sum", "convert", "compare", "up", "down", "differ", "moved", "moved_rate", "yesno", "most", "least")
TOGETHER = ("compare", "differ", "sum", "plus", "ratio", "most", "least")
APART = 0.2  # names that stand together are read apart below it
PLAIN = 0.75  # a leaf that is linked as well as this needs nothing of the one before it


@dataclass(slots=True)
class Builder:
    """Builds the nodes of one question's clauses, in order."""

    reader: Reader
    before: list[Node] = field(default_factory=list)  # cells of the clause before, or of the query before
    older: list[Node] = field(default_factory=list)  # cells that were asked before those, in order
    earlier: Node | None = None  # what was asked before, whole
    last: Leaf | None = None  # the last leaf of the clause before
    asked_of: tuple[str, ...] = ()  # the units of the clause before, where it was of many

    def build(self, clause: Clause) -> Node | None:
        """The node of a clause; None where it asks nothing."""
        clause.leaves = [part for leaf in self._titled(clause.leaves) for part in self._apart(leaf)]
        clause.leaves = self._headed([self._shares(one, two) for one, two in zip_longest(clause.leaves, clause.leaves[1:])])
        self._without_noise(clause)
        self._whole(clause)
        if not any(leaf.named for leaf in clause.leaves):
            self.before = self._gathered(clause)
        leaves = spread(clause.leaves, carry=bool(self.before) and clause.has("than", "up", "down", "moved", "moved_rate"))
        for kind in KINDS:
            node = kind(self, clause, leaves)
            if node is not None:
                made = [one for one in walk(node) if isinstance(one, Cell)]
                if made and any(leaf.named for leaf in leaves):
                    self.older, self.before = [*self.older, *self.before], list(dict.fromkeys(made))
                self.earlier = node
                self.last = next((leaf for leaf in reversed(leaves) if leaf.named), self.last)
                return node
        return None

    def _gathered(self, clause: Clause) -> list[Node]:
        """What was asked before: as much of it as 这三个 says, and two at least where they are held together."""
        said = (int(s.amount.number) for s in clause.amounts if s.amount and s.amount.number and s.text[-1] in "个项笔样者家")
        wanted = max((2 if clause.has(*TOGETHER) else 1, len(self.before), *said))
        return list(dict.fromkeys([*self.older, *self.before]))[-wanted:] if self.before else []

    def _whole(self, clause: Clause) -> None:
        """一共要花多少钱, 今年的钱少了多少, 实有多少人: a unit's money or staff is asked of, and nothing is named."""
        inside = [s for s in self.reader.context.question.spans if clause.start <= s.start < clause.end]
        talk = [span for span in inside if span.kind in ("talk", "cue")]
        counted = next((leaf.measure for leaf in clause.leaves if dimension(leaf.measure)), "")
        moves = [(span, whole) for word, (whole, of) in self.reader.context.lexicon.words.moves.items() for span in talk
                 if word in span.text and of == counted]  # fmt: skip
        planned = clause.has("budget", "final", "plan", "adjusted")
        units = {span.text for span in inside if span.kind == "unit"} or {self.reader.context.common.name} - {None}
        if any(leaf.named for leaf in clause.leaves) or any(s.kind == "rest" and len(s.text) > 1 for s in inside) or len(units) > 1:
            return
        if (self.before and not (counted and moves)) or not (moves or planned) or not (units or planned):
            return
        if not clause.has(*MONEY_ASKED) or clause.has("nothing", "define", "per") or clause.text_of("facet:"):
            return
        at = moves[0][0] if moves else next(s for s in talk if s.cues & {"budget", "final", "plan", "adjusted"})
        span = Span(at.start, at.end, moves[0][1] if moves else "决算" if clause.has("final") else "预算", "name" if counted else "total")
        for leaf in clause.leaves or [Leaf(at=clause.start)]:
            leaf.spans = [span]
            if leaf not in clause.leaves:
                clause.leaves.append(leaf)

    def _apart(self, leaf: Leaf) -> list[Leaf]:
        """水费电费, 公用经费里的水电费: names that stand together and mean nothing as one."""
        names = [span for span in leaf.spans if span.kind == "name"]
        cut = self._cut(leaf, "in", "intable")
        front, behind = ([span for span in leaf.spans if (span.start <= cut) is here] for here in (True, False))
        names, places = [span for span in names if span in behind], self.reader.context.question.places
        if front and any(places[two.start] != places[one.end - 1] + 1 for one, two in pairwise(names)):
            return [leaf]
        ways = self.reader.linked(replace(leaf, spans=behind, at=-leaf.at - 1) if front else leaf) if len(names) > 1 else ()
        if not ways or ways[0].score >= APART or any(span.kind in ("piece", "rest", "code") for span in behind):
            return [leaf]
        ends = [frozenset({"and"})] * (len(names) - 1) + [leaf.closed_by]
        parts = [replace(leaf, spans=[name], at=name.start, closed_by=end) for name, end in zip(names, ends, strict=True)]
        return [replace(parts[0], spans=[*front, names[0]]), *parts[1:]]

    def _cut(self, leaf: Leaf, *cues: str) -> int:
        """Where what a leaf stands in ends, 基本支出里 of 基本支出里办公费, 项目支出表里 of …的电费; -1: nowhere."""
        marks = (s.start for s in self.reader.context.question.spans if s.cues & set(cues))
        return max((at for at in marks if leaf.spans and leaf.spans[0].end <= at < leaf.spans[-1].start), default=-1)

    def _headed(self, leaves: list[Leaf]) -> list[Leaf]:
        """基本支出里办公费、印刷费: what the first stands in, those that are coordinated with it stand in, where that is printed."""
        head, out = list[Span](), list[Leaf]()
        for leaf in leaves:
            if (cut := self._cut(leaf, "in", "intable")) >= 0:
                alone = sum(span.kind in NAMED and span.start > cut for span in leaf.spans) == 1
                head = [span for span in leaf.spans if span.start <= cut and alone]
            elif not out or "and" not in out[-1].closed_by:
                head = []
            elif head and leaf.named and not leaf.weak:
                longer = replace(leaf, spans=[*head, *leaf.spans], place=leaf.place or out[-1].place, at=-leaf.at - 1)
                ways = self.reader.linked(longer)
                if ways and ways[0].how != "none" and not ways[0].missed and (ways[0].column or ways[0].under or ways[0].table):
                    leaf = longer
            out.append(leaf)
        return out

    def _titled(self, leaves: Sequence[Leaf]) -> list[Leaf]:
        """“三公”经费、会议费、培训费支出表: names in a row that are one title, and what is asked of that table."""
        out: list[Leaf] = []
        for leaf in leaves:
            out.append(leaf)
            ends = [at for at, span in enumerate(leaf.spans) if span.text.endswith("表")]
            first = len(out) - 1
            while first and "and" in out[first - 1].closed_by and out[first - 1].named:
                first -= 1
            front = [span for one in out[first:-1] for span in one.spans] + leaf.spans[: ends[0] + 1] if ends else []
            if first < len(out) - 1 and front and self.reader.title(replace(leaf, spans=front)):
                out[first:] = [replace(leaf, spans=[*front, *leaf.spans[ends[0] + 1 :]])]
        return out

    def _shares(self, leaf: Leaf, behind: Leaf | None) -> Leaf:
        """基本支出和项目支出中的委托业务费: what is inside the second is inside the first as well, where that is printed."""
        joined = behind is not None and leaf.named and "and" in leaf.closed_by
        table = ("intable",) if leaf.spans and "intable" in leaf.spans[-1].cues else ()
        at = self._cut(behind, "in", *table) if behind is not None and joined else -1
        inner = [span for span in behind.spans if span.start > at] if behind is not None and at >= 0 else []
        longer = replace(leaf, spans=[*leaf.spans, *inner], at=-leaf.at - 1)
        ways = self.reader.linked(longer) if inner else ()
        return longer if ways and ways[0].how != "none" and not ways[0].missed and ways[0].score >= SURE else leaf

    def _without_noise(self, clause: Clause) -> None:
        """Leave out, and tell, what is linked to nothing beside what is: 举报！…, 做课题用：…; never what is coordinated."""
        loose = [leaf for leaf in clause.leaves if leaf.named and not leaf.weak]
        if len(loose) < 2:
            return
        linked = {id(leaf): bool(ways := self.reader.linked(leaf)) and ways[0].how != "none" for leaf in loose}
        if not any(linked.values()):
            return
        for at, leaf in enumerate(clause.leaves):
            before = clause.leaves[at - 1].closed_by if at else frozenset[str]()
            if linked.get(id(leaf), True) or (leaf.closed_by | before) & {"and", "plus", "than", "share", "less", "or", "ratio", "per"}:
                continue
            self.reader.missed.append(said_of(leaf.spans, self.reader.context.question))
            leaf.spans = []

    def cells(self, leaves: Sequence[Leaf], aspect: CellAspect | None = None) -> list[Node]:
        """The cells of leaves that name something."""
        made: list[Cell] = []
        asked: list[Leaf] = []
        for leaf in leaves:
            if leaf.named:
                before = asked[-1] if asked else None
                cell = self.reader.cell(leaf, aspect)
                same = before is not None and before.unit == leaf.unit and before.year == leaf.year
                cell = self._shared(made[-1], leaf, cell) if made and same and leaf.at >= 0 else cell
                asked_once = before is not None and ("howmuch" in before.closed_by and not leaf.closed_by)  # 有多少来自财政拨款
                loose = made and same and before is not None and (not before.closed_by or asked_once) and not names_alike(before, leaf)
                if loose and not made[-1].column and (column := self.reader.beside(made[-1], leaf, titles=False)) is not None:
                    made[-1] = column  # 行政运行，项目支出是多少: a column of the row in front of it
                    continue
                made.append(cell)
                asked.append(leaf)
        return [*self._in_tables(asked, made)]

    def of_the_same(self, clause: Clause, leaves: Sequence[Leaf]) -> Cell | None:
        """…的项目有几个，涉及资金多少: a name that goes on where the clause before stopped."""
        before = self.last
        named = [leaf for leaf in leaves if leaf.named]
        if before is None or len(named) > 1 or not clause.has("howmuch"):
            return None
        leaf = named[0] if named else Leaf(at=clause.start)
        own = self.reader.linked(leaf) if named else ()
        if own and own[0].how not in ("none", "total") and own[0].score >= PLAIN:
            return None
        text = "".join(
            span.text
            for span in self.reader.context.question.spans
            if clause.start <= span.start < clause.end and span.kind in ("talk", *NAMED)
        )
        behind = Span(clause.start, clause.end, text, "rest")
        longer = Leaf([*before.spans, behind], leaf.unit or before.unit, leaf.year, measure=leaf.measure, at=-clause.start - 2)
        ways = self.reader.linked(longer)
        old = self.reader.linked(before)
        if not ways or ways[0].how == "none" or ways[0].score < SURE or (old and ways[0].row == old[0].row):
            return None
        return self.reader.cell(longer)

    def _in_tables(self, leaves: Sequence[Leaf], cells: Sequence[Cell]) -> list[Cell]:
        """One row in several tables that are named: 公用经费合计，财务收支总表和经济分类表各是多少."""
        titles = [self.reader.title(leaf) for leaf in leaves]
        rows = [cell for cell, title in zip(cells, titles, strict=True) if title is None]
        named = [title for title in titles if title is not None]
        if len(named) == 1 and len(rows) > 1 and titles[0] is not None:
            return [replace(row, table=row.table or named[0], place=None) for row in rows]  # 看收支总表，甲局和乙局哪家多
        if len(rows) != 1 or len(rows) == len(cells):
            return list(cells)
        own = [rows[0]] if rows[0].table or rows[0].place else []
        return [*own, *(replace(rows[0], table=title, place=None) for title in named)]

    def _shared(self, before: Cell, leaf: Leaf, cell: Cell) -> Cell:
        """行政运行的基本支出和项目支出: the second names a column of the first's row."""
        if before.under is not None and cell.under is None and self.stands_under(cell, before.under, leaf):
            return replace(cell, under=before.under)
        return (self.reader.beside(before, leaf) if before.column or before.table else None) or cell

    def subjects(self, clause: Clause, leaves: Sequence[Leaf], aspect: CellAspect | None = None) -> list[Node]:
        """The cells of the clause, or of what was asked before where it names none."""
        cells = self.cells(leaves, aspect)
        if cells or not self.before:
            return cells
        return [replace(cell, aspect=aspect) if aspect and isinstance(cell, Cell) else cell for cell in self.before]

    def inside(self, leaf: Leaf, cell: Cell) -> Cell | None:
        """What a leaf names inside of a cell asked before: a column of its row, or a row under it."""
        if (beside := self.reader.beside(cell, leaf)) is not None:
            self.reader.worst = min(self.reader.worst, 0.9)
            return beside
        ways = self.reader.linked(leaf)[:1]
        under = ways and ways[0].score > SURE and self.stands_under(Cell(ways[0].row), cell.row, leaf)
        return (
            Cell(ways[0].row, under=cell.row, scope=cell.scope, said=said_of(leaf.spans, self.reader.context.question)) if under else None
        )

    def dimension(self, leaf: Leaf) -> str | None:
        """What the figure is counted in that a leaf is linked to."""
        ways = self.reader.linked(leaf)
        return ways[0].place.dimension if ways and ways[0].place is not None else None

    def stands_under(self, cell: Cell, under: str, leaf: Leaf) -> bool:
        """Whether a cell's row is printed under a name, in the documents of a leaf."""
        context = self.reader.context
        row, parent = context.lexicon.by_key.get(name_key(cell.row)), context.lexicon.by_key.get(name_key(under))
        bits = context.bits(leaf)
        places = context.lexicon.places[row] if row is not None else []
        return any(bits & place.documents and (parent in place.parents or parent == place.project) for place in places)


Kind = Callable[[Builder, Clause, list[Leaf]], Node | None]
KINDS: tuple[Kind, ...] = (
    *(nothing, define, reason, over_units, verify, entries, agree, of_one_name, over_rows, passage, compare),
    *(per, share, ratio, change, mean, rank, total, lookup),
)
