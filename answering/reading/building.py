"""A clause to a node: which operation its marks call for, over the cells of its leaves.

    leaves 公用经费, 基本支出; marks share, percent  →  Share(Cell(公用经费), Cell(基本支出))

One function a kind of asking, tried in the order of `KINDS`; each gives None where its marks do not stand in the clause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from answering.query.tree import (
    Agree,
    Cell,
    CellAspect,
    Compare,
    Define,
    Entries,
    Given,
    Growth,
    Mean,
    Minus,
    Node,
    Nothing,
    Passage,
    Per,
    Rank,
    Ratio,
    Relation,
    Rows,
    RowSet,
    Several,
    Share,
    Sum,
    Verify,
    Where,
    walk,
)
from answering.reading.cells import JOINED, RAW, Reader, names_alike, spread
from answering.reading.clauses import NAMED, Clause, Leaf, dimension
from answering.reading.leaves import SURE, said_of
from answering.reading.lexicon import name_key
from answering.reading.sets import judged_set, over_rows, over_units
from answering.reading.spans import Question, Span

TRUTH = ("yesno", "agree")
PLAIN = 0.75  # a leaf that is linked as well as this needs nothing of the one before it


@dataclass(slots=True)
class Builder:
    """Builds the nodes of one question's clauses, in order."""

    reader: Reader
    before: list[Node] = field(default_factory=list)  # cells of the clause before, or of the query before
    earlier: Node | None = None  # what was asked before, whole
    last: Leaf | None = None  # the last leaf of the clause before

    def build(self, clause: Clause) -> Node | None:
        """The node of a clause; None where it asks nothing."""
        if JOINED in self.reader.choice:
            return self._joined(clause)
        self._without_noise(clause)
        leaves = spread(clause.leaves, carry=bool(self.before) and clause.has("than", "up", "down", "moved", "moved_rate"))
        for kind in KINDS:
            node = kind(self, clause, leaves)
            if node is not None:
                cells = [cell for cell in walk(node) if isinstance(cell, Cell)]
                if cells and [leaf for leaf in leaves if leaf.named]:
                    self.before = list(dict.fromkeys(cells))
                self.earlier = node
                self.last = next((leaf for leaf in reversed(leaves) if leaf.named), self.last)
                return node
        return None

    def _joined(self, clause: Clause) -> Node | None:
        """All that a clause names as one name: 水土流失治理每年能减少多少吨土壤流失."""
        named = [leaf for leaf in clause.leaves if leaf.named]
        if len(named) < 2 or clause.has("share", "sum", "plus", "each", "most", "least"):
            return None
        first = named[0]
        spans = [span for leaf in named for span in leaf.spans]
        measure = next((leaf.measure for leaf in named if leaf.measure), None)
        cell = self.reader.cell(replace(first, spans=spans, measure=measure, at=JOINED))
        return cell if self.reader.worst > PLAIN and not self.reader.missed else None

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
            if linked.get(id(leaf), True) or (leaf.closed_by | before) & {"and", "plus", "than", "share", "less", "or", "ratio"}:
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
                cell = self.reader.cell(self._prefixed(before, leaf) if before is not None else leaf, aspect)
                same = before is not None and before.unit == leaf.unit and before.year == leaf.year
                cell = self._shared(made[-1], leaf, cell) if made and same else cell
                if made and same and before is not None and not before.closed_by and self._narrows(made[-1], leaf):
                    way = self.reader.linked(leaf)[0]
                    made[-1] = replace(made[-1], column=way.row, spans=(*made[-1].spans, ("column", cell.said or cell.row)))
                    continue
                made.append(cell)
                asked.append(leaf)
        return [*self._in_tables(asked, made)]

    def _prefixed(self, before: Leaf, leaf: Leaf) -> Leaf:
        """政府采购中工程、服务各多少: what a leaf leaves unsaid, the one before it said."""
        own = self.reader.linked(leaf)
        if not own or own[0].how == "total" or own[0].score >= PLAIN:
            return leaf
        longer = replace(leaf, spans=[*before.spans, *leaf.spans], at=-leaf.at - 1)
        ways = self.reader.linked(longer)
        return longer if ways and ways[0].how != "none" and ways[0].score > own[0].score + 0.1 else leaf

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
        text = "".join(span.text for span in self.reader.context.question.spans if clause.start <= span.start < clause.end and span.kind in ("talk", *NAMED))
        behind = Span(clause.start, clause.end, text, "rest")
        longer = Leaf([*before.spans, behind], leaf.unit or before.unit, leaf.year, measure=leaf.measure, at=-clause.start - 2)
        ways = self.reader.linked(longer)
        old = self.reader.linked(before)
        if not ways or ways[0].how == "none" or ways[0].score < SURE or (old and ways[0].row == old[0].row):
            return None
        return self.reader.cell(longer)

    def inside(self, leaf: Leaf, whole: Cell) -> Cell:
        """工程, said after 政府采购预算: the name that has both, where the leaf alone is linked to less."""
        text = name_key(whole.row)
        before = Leaf([Span(0, len(text), text, "name")], leaf.unit, leaf.year)
        return self.reader.cell(self._prefixed(before, leaf))

    def _in_tables(self, leaves: Sequence[Leaf], cells: Sequence[Cell]) -> list[Cell]:
        """One row in several tables that are named: 公用经费合计，财务收支总表和经济分类表各是多少."""
        titles = [self.reader.title(leaf) for leaf in leaves]
        rows = [cell for cell, title in zip(cells, titles, strict=True) if title is None]
        if len(rows) != 1 or len(rows) == len(cells):
            return list(cells)
        own = [rows[0]] if rows[0].table or rows[0].place else []
        return [*own, *(replace(rows[0], table=title, place=None) for title in titles if title is not None)]

    def _shared(self, before: Cell, leaf: Leaf, cell: Cell) -> Cell:
        """行政运行的基本支出和项目支出: the second names a column of the first's row."""
        context = self.reader.context
        if before.under is not None and cell.under is None and self._stands_under(cell, before.under, leaf):
            return replace(cell, under=before.under)
        if before.column is None or cell.column is not None:
            return cell
        no = context.lexicon.by_key.get(name_key(before.row))
        way = next(iter(self.reader.linked(leaf)), None)
        if no is None or way is None or way.name is None:
            return cell
        bits = context.bits(leaf)
        places = context.lexicon.places[no] if no is not None else []
        if any(way.name.no in place.columns and bits >> place.document & 1 for place in places):
            return replace(before, column=way.name.label, spans=(*before.spans, ("column", cell.said or cell.row)))
        return cell

    def subjects(self, clause: Clause, leaves: Sequence[Leaf], aspect: CellAspect | None = None) -> list[Node]:
        """The cells of the clause, or of what was asked before where it names none."""
        cells = self.cells(leaves, aspect)
        if cells or not self.before:
            return cells
        return [replace(cell, aspect=aspect) if aspect and isinstance(cell, Cell) else cell for cell in self.before]


    def _narrows(self, before: Cell, leaf: Leaf) -> bool:
        """行政运行，项目支出是多少: what is named after a comma is a column of the row in front of it."""
        ways = self.reader.linked(leaf)
        row = self.reader.context.lexicon.by_key.get(name_key(before.row))
        if before.column or row is None or not ways or ways[0].name is None or ways[0].column:
            return False
        places = self.reader.context.lexicon.places_of(row, self.reader.context.bits(leaf))
        return any(ways[0].name.no in place.columns and place.row != ways[0].name.no for place in places)

    def _stands_under(self, cell: Cell, under: str, leaf: Leaf) -> bool:
        context = self.reader.context
        row, parent = context.lexicon.by_key.get(name_key(cell.row)), context.lexicon.by_key.get(name_key(under))
        bits = context.bits(leaf)
        places = context.lexicon.places[row] if row is not None else []
        return any(bits >> place.document & 1 and (parent in place.parents or parent == place.project) for place in places)


def given(span: Span) -> Given:
    """An amount that the asker states."""
    amount = span.amount
    if amount is None:
        return Given(span.text, None, span.said)
    return Given(amount.plain, str(amount.unit) if amount.unit else None, span.said)


def nothing(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """明天天气怎么样."""
    if not clause.has("nothing"):
        return None
    return Nothing(next(mark.text for mark in clause.marks if "nothing" in mark.cues))


def define(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """什么是机关运行经费; 三公经费指什么."""
    if not clause.has("define") or clause.has("howmuch", "percent") or clause.amounts:
        return None
    leaf = next((leaf for leaf in leaves if leaf.named), None)
    if leaf is None:
        first = next((cell for cell in builder.before if isinstance(cell, Cell)), None)
        return Define(first.row, said=first.said) if first else None
    way, said = builder.reader.take(leaf), said_of(leaf.spans, builder.reader.context.question)
    term = way.row if way is not None and way.how in ("exact", "synonym") else said
    return Define(term, said=said if said != term else None)


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
    return Entries(topic, said=said) if not [leaf for leaf in leaves if leaf.named and not _only(leaf, said)] else None


def _only(leaf: Leaf, text: str) -> bool:
    return all(span.text == text or span.kind in ("talk", "total") for span in leaf.spans)


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
    plus, equals = clause.at("plus"), clause.at("equals")
    if plus is not None and len(cells) > 2:
        parts_first = equals is not None and plus < equals
        return Verify(Sum(tuple(cells[:-1])), cells[-1]) if parts_first else Verify(cells[0], Sum(tuple(cells[1:])))
    if len(named) >= 2 and not names_alike(named[0], named[1]):
        if len({cell.row for cell in cells if isinstance(cell, Cell)}) > 1:
            return Verify(cells[0], cells[1])
    return Agree(tuple(dict.fromkeys(cells)))


def verify(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """是57万元吗; 80万还是800万; 超过项目支出的一半了吗; 比去年多了吧."""
    claims = _claims(clause)
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
        and (span.amount.dimension in ("money", "number", "%") or any(character.isdecimal() for character in span.text))
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
    if clause.has("above"):
        relation = Relation.MORE
    elif clause.has("below"):
        relation = Relation.LESS
    if clause.has("or", "which", "agree") and len(amounts) > 1:
        return Several(tuple(Verify(of, given(span), relation) for span in amounts[:3]))
    claimed = given(amounts[0])
    if isinstance(of, Cell) and claimed.unit == "%" and of.aspect is CellAspect.CHANGE:
        of = replace(of, aspect=CellAspect.RATE)
    return Verify(of, claimed, relation)


def _amount(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """The amount that a clause speaks of, whatever is claimed of it."""
    return next((node for kind in AMOUNTS if (node := kind(builder, clause, leaves)) is not None), None)


def _direction(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    down = clause.has("down", "below") and not clause.has("up", "above")
    relation = Relation.LESS if down else Relation.MORE
    named = [leaf for leaf in leaves if leaf.named]
    if clause.has("than", "above", "below") and len(named) >= 2:
        cells = builder.cells(named)
        return Verify(cells[0], cells[1], relation)
    cells = builder.subjects(clause, leaves, CellAspect.CHANGE)
    return Verify(cells[0], Given("0", None, None), relation) if cells else None


def compare(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """哪个多; 哪年高."""
    if not clause.has("compare") and not (clause.has("which") and clause.has("up", "down")):
        return None
    cells = builder.subjects(clause, leaves)
    return Compare(tuple(dict.fromkeys(cells))) if len(dict.fromkeys(cells)) >= 2 else None


def share(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """公用经费占基本支出的百分之几."""
    at = clause.at("share")
    if clause.has("ratio"):
        return None
    if any(leaf.measure and dimension(leaf.measure) is None and leaf.measure != "%" for leaf in clause.leaves) and not clause.has("percent"):
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
        if clause.has("portion") and len(named) == 1:
            return builder.reader.cell(named[0], CellAspect.PRINTED_SHARE)
        return None
    parts, wholes = [leaf for leaf in named if leaf.at < at], [leaf for leaf in named if leaf.at >= at]
    if (
        any(leaf.aspect is CellAspect.PLAN or leaf.aspect is CellAspect.ADJUSTED for leaf in leaves if leaf.at >= at)
        and parts
        and not wholes
    ):
        return builder.reader.cell(parts[0], CellAspect.DONE)
    part = builder.cells(parts) or builder.before[:2]
    whole = builder.cells(wholes)
    if not whole and parts and builder.before:
        whole = builder.before[:1]
        if isinstance(whole[0], Cell):
            part = [builder.inside(parts[0], whole[0])]
    if not part or not whole:
        return None
    if clause.has("sum", "plus") and len(part) > 1:
        return Share((Sum(tuple(part)), whole[0]))
    if len(part) > 1:
        return Several(tuple(Share((one, whole[0])) for one in part))
    return Share((part[0], whole[0]))


def _inside(clause: Clause, leaf: Leaf) -> tuple[Leaf, Leaf] | None:
    """公用经费里办公费占几成: what is inside what, where a leaf has both and nothing else is the whole."""
    beside = next((m.at for m in clause.marks if "at" in m.cues and leaf.spans and leaf.spans[0].end <= m.at < leaf.spans[-1].start), None)
    if beside is not None:  # 公务用车购置费在三公经费里占多少
        part, whole = [s for s in leaf.spans if s.end <= beside], [s for s in leaf.spans if s.start > beside]
        one, other = replace(leaf, spans=whole, at=beside), replace(leaf, spans=part)
        return (one, other) if one.named and other.named else None
    cut = next((mark.at for mark in clause.marks if "in" in mark.cues and leaf.spans and leaf.spans[0].end <= mark.at < leaf.spans[-1].start), None)
    share_at = clause.at("share")
    if cut is None or (share_at is not None and any(other.named and other.at > share_at for other in clause.leaves)):
        return None
    front, behind = [s for s in leaf.spans if s.end <= cut], [s for s in leaf.spans if s.start > cut]
    one, other = replace(leaf, spans=front), replace(leaf, spans=behind, at=behind[0].start if behind else leaf.at)
    return (one, other) if one.named and other.named else None


def ratio(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """是驻矿人员工资的几倍."""
    if not clause.has("ratio"):
        return None
    cells = builder.cells(leaves)
    if len(cells) < 2 and builder.before:
        cells = [*builder.before[:1], *cells]
    return Ratio((cells[0], cells[1])) if len(cells) >= 2 else None


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
        return Per((cells[0], amounts[0]))
    if len(cells) >= 2:
        counts = [self_counts(builder, leaf) for leaf in leaves if leaf.named][:2]
        return Per((cells[1], cells[0])) if counts == [True, False] else Per((cells[0], cells[1]))
    if not cells or not isinstance(cells[0], Cell):
        return None
    mark = next(mark for mark in clause.marks if "per" in mark.cues)
    counted = next((unit for unit in ("辆", "平方米", "户", "批次", "次", "台", "月", "亩") if unit in mark.text), "人")
    heads = _heads(builder, leaves, cells[0], counted)
    return Per((cells[0], heads))


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
            return Per((Cell(hit.name.label, scope=cell.scope, said=cell.said), replace(cell, counted=place.dimension)))
    return None


def self_counts(builder: Builder, leaf: Leaf) -> bool:
    """Whether a leaf is linked to a number of things."""
    ways = builder.reader.linked(leaf)
    place = ways[0].place if ways else None
    return place is not None and place.dimension not in (None, "money")


def _heads(builder: Builder, leaves: Sequence[Leaf], cell: Cell, counted: str) -> Cell:
    """What is counted, for an amount a head: the printed name with that counter that shares most with the amount's."""
    context = builder.reader.context
    bits = context.bits(leaves[0]) if leaves else context.everything
    wanted = dimension(counted)
    for hit in context.lexicon.match(cell.row, bits):
        if any(place.dimension == wanted and True for place in context.lexicon.places_of(hit.name.no, bits)):
            return Cell(hit.name.label, counted=counted, scope=cell.scope, under=cell.under)
    return Cell({"人": "人数", "辆": "车辆"}.get(counted, counted), counted=counted, scope=cell.scope)


def change(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """比去年增加多少; 增幅多大; A比B多多少; 2024年比2023年少了百分之几; 差多少."""
    moved = clause.has("up", "down", "moved", "moved_rate", "differ")
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
    if len(named) == 1 and builder.before and than is not None and than < named[0].at and not any(l.at < than for l in leaves if l.named):
        one, other = builder.before[0], builder.reader.cell(named[0])
        return Growth((one, other)) if rate else Minus((one, other))  # 比三公经费多多少, of what was asked before
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
    found: list[Node] = []
    for aspect in wanted:
        cells = builder.subjects(clause, first, aspect)
        found += [_plain_year(cell, builder) if isinstance(cell, Cell) else cell for cell in cells]
    if not found:
        return None
    return found[0] if len(found) == 1 else Several(tuple(found))


def _plain_year(cell: Cell, builder: Builder) -> Cell:
    return cell


def mean(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """A和B平均多少."""
    if not clause.has("mean"):
        return None
    cells = builder.subjects(clause, leaves)
    return Mean(tuple(cells)) if len(cells) >= 2 else None


def rank(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """A、B、C哪个最高."""
    if not clause.has("most", "least", "order"):
        return None
    cells = builder.subjects(clause, leaves)
    cells = list(dict.fromkeys(cells))
    return Rank(tuple(cells), 1 if not clause.has("order") else None, None, clause.has("least")) if len(cells) >= 2 else None


def total(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """办公费和差旅费加起来; 一共多少, asked after several."""
    if not clause.has("sum", "plus"):
        return None
    named = [leaf for leaf in leaves if leaf.named]
    cells = builder.cells(named) if named else list(builder.before)
    cells = list(dict.fromkeys(cells))
    if len(cells) == 1 and named and isinstance(cells[0], Cell) and any(span.text[-1] in "笔条项个处" for span in clause.amounts):
        row = cells[0]  # 两笔租赁服务合计: the rows of one name
        of = RowSet(table=row.table, under=row.under, row=None if row.table else row.row)
        return Sum((Rows(of, row.column, Where(name=row.row), said=row.said),))
    if len(cells) < 2:
        return None
    if clause.has("each") and named:
        return Several((*cells, Sum(tuple(cells))))
    return Sum(tuple(cells))


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
        cells = [cell for leaf_cells in (_stages(builder, cell, leaves) for cell in cells) for cell in leaf_cells]
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
    return Passage(said, said=None)


def _stages(builder: Builder, cell: Node, leaves: Sequence[Leaf]) -> list[Node]:
    """预算和决算各是多少: one name, two stages."""
    return [cell]


def reason(builder: Builder, clause: Clause, leaves: list[Leaf]) -> Node | None:
    """为什么增加, before anything else is made of it."""
    return passage(builder, clause, leaves) if clause.has("facet:原因") else None


Kind = Callable[[Builder, Clause, list[Leaf]], Node | None]
AMOUNTS: tuple[Kind, ...] = (per, share, ratio, change, mean, total, lookup)
KINDS: tuple[Kind, ...] = (
    nothing, define, reason, over_units, verify, entries, agree, over_rows, passage, compare, per, share, ratio, change, mean, rank, total, lookup,
)  # fmt: skip
