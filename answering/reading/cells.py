"""Leaves to cells: the best links of each leaf, as the query writes them.

Leaf([name 驻矿人员工资], unit 岚县应急局)  →  Cell("2026年驻矿人员工资", said="驻矿人员工资")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from answering.query.tree import NOWHERE, Cell, CellAspect, Node, Per, QueryStage, Scope
from answering.query.tree import Place as Where
from answering.reading.clauses import Leaf, counters, dimension
from answering.reading.context import Context
from answering.reading.leaves import BOUGHT, BUYING, SURE, Linked, Wish, counted, link, phrase_of, said_of, total
from answering.reading.lexicon import name_key
from answering.reading.spans import Span
from retrieval.figure_writer import LabelRole

SHORTEST_TITLE = 3  # characters of what may be part of a table's title
STAGED = ("预算", "决算")  # what says a stage and, behind 占, no whole
NAMED_WELL = 0.8  # of a row and of what it stands under, each by itself
INSIDE = "中里上内"  # 表里, 表中
NEAR = 0.3  # another way to understand a leaf, this much worse at most, is tried where the best finds nothing
LOOSEST = -0.7  # … at the least of a name that says only a part of what is said
MOST_MEANT = 40  # documents whose labels are searched by meaning
MOST_PROPOSED, ALIKE = 3, 1.0  # labels near in meaning that are proposed, and the cosine of what means the same
PROPOSED = frozenset({LabelRole.ROW, LabelRole.PROJECT, LabelRole.PROSE})
Key: TypeAlias = tuple[int | str, ...]  # of a leaf where it stands, or of a way of reading all of them
RAW: Key = ("raw",)  # a choice: a topic in the asker's words
BEFORE: Key = ("before",)  # a choice: a year without a document as what the next year's document prints of the year before


@dataclass(slots=True)
class Reader:
    """Reads leaves into cells, and remembers what it made of each."""

    context: Context
    choice: dict[Key, int] = field(default_factory=dict)  # which link of the leaf that begins there is taken, for other readings
    links: dict[Key, tuple[Linked, ...]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    worst: float = 1.0

    def linked(self, leaf: Leaf) -> tuple[Linked, ...]:
        """The ways to understand a leaf."""
        key = key_of(leaf)
        if key not in self.links:
            ways = self._link(leaf)
            self.links[key] = (*ways, *self._meant(leaf)) if ways and ways[0].how == "none" else ways
        return self.links[key]

    def _meant(self, leaf: Leaf) -> tuple[Linked, ...]:
        """Names near in meaning where none is near in words; offered, and never taken by themselves."""
        context, text = self.context, said_of(leaf.spans, self.context.question).strip()
        ids = tuple(document.id for document in context.documents(context.bits(leaf)))[:MOST_MEANT]

        def nearest() -> tuple[Linked, ...]:
            library = getattr(context.shelf, "library", context.shelf)
            held = [key for key in ids if library.embedded(key)]
            return tuple(
                Linked(hit.label, hit.score - ALIKE, "meaning") for hit in library.nearest_labels(text, held, MOST_PROPOSED, PROPOSED)
            )

        return context.shelf.kept(("meant", text, ids), nearest) if text else ()

    def _link(self, leaf: Leaf) -> tuple[Linked, ...]:
        context = self.context
        bits = context.bits(leaf)
        spans = [span for span in leaf.spans if "intable" not in span.cues or leaf.spans.index(span)]
        wholes = total(spans, context.lexicon, bits, context.final_only(leaf))
        if wholes and not any(self._other(span) for span in spans):
            exact = context.lexicon.find("".join(s.text for s in spans if s.kind == "total"), bits)
            if exact is not None and exact.as_row & bits:
                return (replace(wholes[0], row=exact.label, name=exact), *(one for one in wholes if one.name is not exact))
            return wholes
        table = True if leaf.place is Where.TABLE else False if leaf.place is Where.TEXT else None
        best: tuple[Linked, ...] = ()
        counts = [span for span in spans if any(cue.startswith("counts:") for cue in span.cues)]
        spans = [replace(span, kind="piece") if span in counts else span for span in spans]
        counts = [span for span in spans if any(cue.startswith("counts:") for cue in span.cues)] if len(spans) > len(counts) else []
        said = leaf.measure
        for measure in counters(said):  # the counter that what is printed has, of those that may be meant
            wish = Wish(dimension(measure), leaf.year, table, not context.has_year(leaf), money=measure is None and self._money())
            ways = link(spans, context.lexicon, bits, wish)
            if counts and (not ways or ways[0].how == "none" or ways[0].missed):
                bare = link([span for span in spans if span not in counts], context.lexicon, bits, wish)  # 房屋面积, of 房屋 in 平方米
                ways = bare if bare and bare[0].place is not None and bare[0].place.dimension == wish.dimension else ways
            if not best or (ways and ways[0].score > best[0].score):
                best, leaf.measure = ways, measure
        best = self._counted(leaf, said, spans, best)
        clean = best and not best[0].missed and (best[0].table or not any(span.text.rstrip(INSIDE).endswith("表") for span in spans[:-1]))
        return best if clean else self._within(leaf, spans, bits) or best

    def _counted(self, leaf: Leaf, said: str | None, spans: Sequence[Span], ways: tuple[Linked, ...]) -> tuple[Linked, ...]:
        """The ways, and before them the number of such things that is printed, where the best of them is none."""
        measures = {of: measure for measure in counters(said) if (of := dimension(measure)) is not None}
        place, bought = ways[0].place if ways and ways[0].how != "none" else None, self.buys(max(leaf.at, -leaf.at - 1))
        if not measures or (place is not None and place.dimension in measures and (not bought or self._of_bought(ways[0], leaf))):
            return ways
        way = counted(phrase_of(spans)[0], list(measures), self.context.lexicon, self.context.bits(leaf), bought=bought)
        if way is None or way.place is None:
            return ways
        leaf.measure = measures[str(way.place.dimension)]
        return (way, *ways)

    def _of_bought(self, way: Linked, leaf: Leaf) -> bool:
        """Whether a name is of things that are to be bought, or of a part of them somewhere."""
        lexicon = self.context.lexicon
        places = lexicon.places_of(way.name.no, self.context.bits(leaf)) if way.name is not None else ()
        return BOUGHT in way.row or any(BOUGHT in lexicon.names[no].key for place in places for no in place.parents)

    def buys(self, at: int) -> bool:
        """Whether the clause at a place of the question says that something is bought."""
        question = self.context.question
        ends = [0, *(span.start for span in question.spans if span.kind == "stop"), len(question.text)]
        start, end = max(one for one in ends if one <= at), min((one for one in ends if one > at), default=len(question.text))
        return any(word in question.text[start:end] for word in BUYING)

    def bought_apiece(self, node: Node) -> Node:
        """What buying cars costs a car, by the cars that are to be bought and not by those that are there."""
        money, things = node.of if isinstance(node, Per) else (node, node)
        if not isinstance(node, Per) or not isinstance(money, Cell) or not isinstance(things, Cell):
            return node
        of, bits = dimension(things.counted), self.context.bits(Leaf())
        if of is None or BOUGHT not in money.row or BOUGHT in things.row:
            return node
        way = counted(things.said or things.row, (of,), self.context.lexicon, bits, bought=True)
        return replace(node, of=(money, replace(things, row=way.row))) if way is not None else node

    def _within(self, leaf: Leaf, spans: Sequence[Span], bits: int) -> tuple[Linked, ...]:
        """政府采购支出表中，…项目的采购金额; 水利事务项下的行政运行: what stands in what, a table first and then a parent."""
        lexicon = self.context.lexicon
        inside = [span.start for span in self.context.question.spans if "in" in span.cues]
        ends = [span.text.rstrip(INSIDE).endswith("表") for span in spans]
        cuts = [
            at for at, (span, behind) in enumerate(pairwise(spans))
            if ends[at] or any(span.end <= start < behind.start for start in inside)
        ]  # fmt: skip
        if not cuts or any(span.kind == "code" for span in spans):
            return ()
        cut = cuts[-1]
        front = "".join(span.text for span in spans[: cut + 1]).rstrip(INSIDE)
        rest = [replace(span, kind="cue", named=True) if span.text in front else span for span in spans[cut + 1 :]]
        if ends[cut] and all(span.kind == "cue" for span in rest):
            rest = list(spans[cut + 1 :])  # 会议费、培训费支出表，培训费: what a title says, asked of its table
        if all(span.kind not in ("name", "piece") for span in rest):
            return ()
        least = 0.7 if ends[cut] else 0.95
        titles = [hit for hit in lexicon.match(front, bits) if hit.name.as_title & bits and hit.score + 0.4 * hit.unasked > least]
        tables = frozenset(hit.name.no for hit in titles if hit.score >= titles[0].score - 0.02)
        wish = Wish(dimension(leaf.measure), leaf.year, tables=tables)
        ways = link(rest, lexicon, bits, wish) if tables else ()
        if ways and ways[0].how != "none" and ways[0].score >= SURE:
            return tuple(replace(way, table=way.table or lexicon.names[way.place.table].label) for way in ways if way.place is not None)
        over, ways = link(spans[: cut + 1], lexicon, bits, Wish()), link(rest, lexicon, bits, replace(wish, tables=frozenset()))
        parent, coded = lexicon.find(front, bits), bool(ways and ways[0].place is not None and ways[0].place.code is not None)
        if parent is not None and parent.as_parent & bits and coded and ways[0].score >= NAMED_WELL:
            return tuple(replace(way, under=parent.label) for way in ways if way.under is None)  # its code says what it stands under
        if ends[cut] or min((way.score if way.how != "none" else 0.0 for way in (*over[:1], *ways[:1])), default=0.0) < NAMED_WELL:
            return ()
        columns = {no for place in (lexicon.places_of(over[0].name.no, bits) if over[0].name else ()) for no in place.columns}
        if ways[0].name is None or over[0].name is None or ways[0].name.no in columns:
            return (replace(over[0], column=ways[0].row),)
        held = (over[0].name.as_parent | ways[0].name.as_column) & bits  # what stands under it is known, and this is not
        return () if held else tuple(replace(way, under=over[0].row, score=way.score - 0.1) for way in ways if way.under is None)

    def beside(self, cell: Cell, leaf: Leaf, *, titles: bool = True) -> Cell | None:
        """The row of a cell in the column, or else in the table, that a leaf names: 行政运行的基本支出和项目支出."""
        lexicon, bits = self.context.lexicon, self.context.bits(leaf)
        no = lexicon.by_key.get(name_key(cell.row))
        held = lexicon.codes.get(cell.row) or (lexicon.places[no] if no is not None else ())
        places = [place for place in held if bits & place.documents]
        text, soft = phrase_of(leaf.spans)
        said = said_of(leaf.spans, self.context.question)
        hits = [hit for hit in lexicon.match(text, bits, soft) if hit.score + 0.4 * hit.unasked > 0.7]
        linked = [way.name for way in self.linked(leaf)[:1] if way.name is not None and not way.column]
        for name in (*linked, *(hit.name for hit in hits if hit.score > 0.5 and hit.mask & ~soft)):
            tables = {place.table for place in places if name.no in place.columns and place.row != name.no}
            if tables and name.label != cell.column:
                table = cell.table if any(lexicon.names[at].label == cell.table for at in tables if at >= 0) else None
                return replace(cell, column=name.label, table=table, counted=None, spans=(*cell.spans, ("column", said)))
        for hit in hits if titles and len(text) > SHORTEST_TITLE else ():
            if any(hit.name.no == place.table for place in places):
                return replace(cell, column=None, table=hit.name.label, counted=None, spans=(*cell.spans, ("table", said)))
        return None

    def _money(self) -> bool:
        """Whether the question speaks of money."""
        moves = self.context.lexicon.words.moves
        asked = (span for span in self.context.question.spans if span.kind in ("cue", "talk"))
        return any("spent" in span.cues or "钱" in span.text or span.text in moves for span in asked)

    def _other(self, span: Span) -> bool:
        """Whether a span names something besides a whole: 预算支出 beside 总计 does not."""
        if span.kind not in ("name", "piece", "rest", "code"):
            return False
        left = span.text
        for word in sorted(self.context.lexicon.words.totals, key=len, reverse=True):
            left = left.replace(word, "") if len(word) > 1 else left
        return bool(left)

    def take(self, leaf: Leaf) -> Linked | None:
        """The way that this reading understands a leaf."""
        ways = self.linked(leaf)
        if not ways:
            return None
        way = ways[min(self.choice.get(key_of(leaf), 0), len(ways) - 1)]
        self.worst = min(self.worst, way.score)
        self.missed += [word for word in way.missed if word not in self.missed]
        self.notes.append(f"{said_of(leaf.spans, self.context.question)} → {way.row}（{way.how}，{way.score:.2f}）")
        return way

    def title(self, leaf: Leaf) -> str | None:
        """The title of the table that a leaf names and nothing else: 经济分类表."""
        last = leaf.spans[-1] if leaf.spans else None
        if last is None or not last.text.endswith("表"):
            return None
        text = "".join(span.text for span in leaf.spans)
        bits = self.context.bits(leaf)
        hits = [hit for hit in self.context.lexicon.match(text, bits) if hit.name.as_title & bits]
        return hits[0].name.label if hits and hits[0].score > 0.5 else None

    def topic(self, leaf: Leaf) -> Linked | None:
        """The way that a leaf is understood where words are asked for: a project before a row that tells as much."""
        ways = self.linked(leaf)
        sure = [(at, way) for at, way in enumerate(ways) if ways[0].score >= SURE and way.score > ways[0].score - 0.3]
        near = [at for at, way in sure if way.name is not None and way.name.as_project]
        if near and key_of(leaf) not in self.choice:
            self.choice[key_of(leaf)] = near[0]
        return self.take(leaf)

    def cell(self, leaf: Leaf, aspect: CellAspect | None = None) -> Cell:
        """The cell that a leaf asks for."""
        way = self.take(leaf)
        said = said_of(leaf.spans, self.context.question) or None
        row = way.row if way is not None else (said or "")
        if way is not None and way.how == "none" and way.missed and said and not said.isdecimal():
            row = said
        if way is not None and way.how == "synonym" and len(row) > 2 and row.endswith("合计") and said and not said.endswith("计"):
            row = row.removesuffix("合计")  # 三公经费合计 is 三公经费, which prose says without it
        aspect = aspect or self._aspect(leaf)
        column, aspect = self._stage_column(leaf, way, aspect)
        counted = leaf.measure if dimension(leaf.measure) else None
        return Cell(
            row, column, way.under if way else None, way.table if way else None, leaf.place, aspect, counted, leaf.as_of,
            self.own_scope(leaf), said if said != row else None, self._spans(leaf, aspect),
        )  # fmt: skip

    def _aspect(self, leaf: Leaf) -> CellAspect:
        return leaf.aspect or CellAspect.VALUE

    def _stage_column(self, leaf: Leaf, way: Linked | None, aspect: CellAspect) -> tuple[str | None, CellAspect]:
        """预算 asked of final accounts is their column 年初预算数; 决算数 said is the column."""
        column = way.column if way else None
        if aspect is CellAspect.VALUE and not column and len(leaf.stages) == 1 and self.context.final_only(leaf):
            printed = self._column_of(leaf, way, "决算数" if leaf.stages[0] is QueryStage.FINAL else "预算数")
            if printed:
                return printed, aspect
        if aspect is CellAspect.VALUE and QueryStage.BUDGET in leaf.stages and self.context.final_only(leaf) and not column:
            return column, CellAspect.PLAN
        return column, aspect

    def stage_column(self, leaf: Leaf, cell: Cell) -> tuple[str | None, CellAspect]:
        """Column and aspect of a cell asked before, of the stage that is asked now."""
        no = self.context.lexicon.by_key.get(name_key(cell.row))
        way = Linked(cell.row, 1.0, "exact", name=self.context.lexicon.names[no]) if no is not None else None
        return self._stage_column(leaf, way, leaf.aspect or CellAspect.VALUE)

    def _column_of(self, leaf: Leaf, way: Linked | None, ending: str) -> str | None:
        """The column of a row that prints a stage, where the table has one for each."""
        if way is None or way.name is None:
            return None
        lexicon, bits = self.context.lexicon, self.context.bits(leaf)
        places = lexicon.places_of(way.name.no, bits)
        labels = {lexicon.names[no].label for place in places for no in place.columns if lexicon.names[no].key.endswith(ending)}
        return min(labels, key=len) if labels and all("年初" not in label and "全年" not in label for label in labels) else None

    def _spans(self, leaf: Leaf, aspect: CellAspect) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        if leaf.unit is not None and self.context.whose(leaf.unit) is not self.context.common:
            found.append(("unit", leaf.unit.text))
        if aspect is not CellAspect.VALUE and leaf.aspect_said:
            found.append(("aspect", leaf.aspect_said))
        return tuple(found)

    def own_scope(self, leaf: Leaf) -> Scope:
        """What a leaf says of its scope that the whole question does not."""
        whose = self.context.whose(leaf.unit)
        unit = whose.name if leaf.unit is not None and whose is not self.context.common else None
        year = leaf.year if leaf.year is not None and leaf.year != self.context.year else None
        stage = leaf.stages[0] if len(leaf.stages) == 1 and leaf.stages[0] is not self.context.stage else None
        if stage is not None and self.context.final_only(leaf):
            stage = None
        level = leaf.level if leaf.level is not self.context.level else None
        return Scope(unit, None, year, stage, level) if unit or year or stage or level else NOWHERE


def next_links(links: Mapping[Key, Sequence[Linked]], most: int) -> list[dict[Key, int]]:
    """Other ways to understand one leaf at a time, nearest first, for where the best finds nothing."""
    near = [
        (ways[0].score - way.score, at, number)
        for at, ways in links.items()
        for number, way in enumerate(ways)
        if number and way.how not in ("none", "meaning") and ways[0].score - way.score <= NEAR and ways[0].how != "none"
    ]
    return [{at: number} for _, at, number in sorted(near)[:most]]


def loose_links(links: Mapping[Key, Sequence[Linked]]) -> list[dict[Key, int]]:
    """For all leaves that no name is linked to what says a part of each, or what means as much: 巡河专项经费, of 开快艇的巡河专项."""
    ways = {key: held for key, held in links.items() if held and held[0].how == "none"}
    parts = {key: 1 for key, held in ways.items() if len(held) > 1 and held[1].how not in ("none", "meaning") and held[1].score > LOOSEST}
    meant = {key: at for key, held in ways.items() for at in [next((at for at, way in enumerate(held) if way.how == "meaning"), 0)] if at}
    return [choice for choice in (parts, meant) if choice]


def key_of(leaf: Leaf) -> Key:
    """A leaf by where it and its words stand."""
    return (leaf.at, *(span.start for span in leaf.spans))


def spread(leaves: Sequence[Leaf], *, carry: bool = False) -> list[Leaf]:
    """Leaves that share what only one of them says: 2023年和2024年的三公经费; 万里街道和区府办的培训费; 三公经费2023年和2024年."""
    held = [leaf for leaf in leaves if not leaf.excluded]
    if carry or any(leaf.named and not leaf.weak for leaf in held):
        for before, leaf in zip((None, *held), held, strict=False):
            whole = before is not None and before.named and "share" in before.closed_by and leaf.spans
            if leaf.weak and not (whole and leaf.spans[-1].text not in STAGED):
                leaf.spans = []  # 2024年预算 says the stage of what is named elsewhere
    held = _lent(held)
    named = [leaf for leaf in held if leaf.named]
    if not named:
        return list(held)
    out: list[Leaf] = []
    for at, leaf in enumerate(held):
        if leaf.named:
            out.append(leaf)
            continue
        giver = next((other for other in held[at:] if other.named), None) or next(other for other in reversed(held[:at]) if other.named)
        aspect = leaf.aspect or (None if leaf.stages else giver.aspect)
        shared = replace(
            _merged(giver, leaf), spans=list(giver.spans), as_of=leaf.as_of, aspect=aspect, aspect_said=leaf.aspect_said,
            stages=leaf.stages or list(giver.stages), measure=leaf.measure or giver.measure, excluded=False, closed_by=frozenset(),
        )  # fmt: skip
        out.append(shared)
    unit = next((leaf.unit for leaf in out if leaf.unit), None)
    based = len(out) > 1 and "than" in out[0].closed_by and out[0].year is None
    year = None if based else next((leaf.year for leaf in out if leaf.year is not None), None)
    for leaf in out:
        leaf.unit, unit = leaf.unit or unit, leaf.unit or unit
        if leaf.year is None:
            leaf.year = year
        year = leaf.year
    return out


def _lent(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Leaves without a name that only say whose or when the one beside them is; coordinated ones stay."""
    out: list[Leaf] = []
    pending: Leaf | None = None
    for at, leaf in enumerate(leaves):
        if pending is not None:
            leaf = _merged(pending, leaf)
            pending = None
        before = out[-1] if out else None
        if before is not None and leaf.measure and not (leaf.named or leaf.unit or leaf.year or leaf.stages or leaf.as_of or leaf.aspect):
            before.measure = before.measure or leaf.measure  # …，多少元: in what the one before is told
            continue
        loose = not leaf.closed_by & {"and", "than", "plus", "or", "share", "howmuch"}
        if leaf.named or not (leaf.unit or leaf.year or leaf.stages or leaf.as_of or leaf.aspect or leaf.place):
            out.append(leaf)
        elif before is not None and before.named and not before.closed_by and before.year is None and leaf.year is not None:
            out[-1] = _merged(leaf, before, leaf.closed_by)
        elif before is not None and before.named and not before.closed_by and leaf.aspect and leaf.year and before.year == leaf.year + 1:
            out[-1] = replace(before, aspect=leaf.aspect, aspect_said=leaf.aspect_said, closed_by=leaf.closed_by)  # …的2025年执行数
        elif loose and at + 1 < len(leaves):
            pending = leaf
        else:
            out.append(leaf)
    if pending is not None:
        out.append(pending)
    return out


def _merged(lender: Leaf, leaf: Leaf, closed_by: frozenset[str] | None = None) -> Leaf:
    return replace(
        leaf, unit=leaf.unit or lender.unit, year=leaf.year if leaf.year is not None else lender.year, as_of=leaf.as_of or lender.as_of,
        aspect=leaf.aspect or lender.aspect, aspect_said=leaf.aspect_said or lender.aspect_said, stages=leaf.stages or lender.stages,
        level=leaf.level or lender.level, place=leaf.place or lender.place, closed_by=leaf.closed_by if closed_by is None else closed_by,
    )  # fmt: skip


def names_alike(one: Leaf, other: Leaf) -> bool:
    """Whether two leaves ask for the same name, of other units or years."""
    return phrase_of(one.spans)[0] == phrase_of(other.spans)[0]
