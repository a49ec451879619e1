"""A question's spans as clauses: what is asked about (leaves), what is asked of it (marks), and the amounts it states.

    [unit][year][name 办公费][cue 比][cue 上年][cue 增加][cue 多少]
      →  Clause(leaves=[Leaf(办公费)], marks: than, prior, up, howmuch)

A leaf ends where another begins: at 和, 占, 比, a stop, or a number asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from answering.query.tree import CellAspect, Place, QueryStage
from answering.reading.directory import UnitSpan
from answering.reading.lexicon import NO_COUNTS
from answering.reading.spans import MEASURES, PERSONS, Question, Span
from disclosure.amount import Unit
from disclosure.document import Level

NAMED = frozenset({"name", "piece", "rest", "code", "total"})
ENDS_LEAF = frozenset({"and", "share", "than", "plus", "less", "ofwhich", "not", "or", "up", "down", "equals"})
ASKS = frozenset("howmuch percent portion yesno howmany which whichones compare agree define ratio nth per differ".split())
# What else a counter may count.
COUNTERS = {
    "台": ("台", "辆"), "部": ("辆", "台"), "架": ("架", "辆"), "个": ("个", "人"), "名": ("人", "个"), "人": ("人", "人次"),
    "平方米": ("平方米", "亩"), "批次": ("批次", "次", "批", "个"),
}  # fmt: skip
DENIED = ("不是", "并非", "而不是", "不要")  # what is not meant, and is not taken from what is
POINTING = frozenset({"them", "of", "prior", "year:0", "year:-2", "budget", "final", "not"})  # 不是今年的
DOUBTS = ("没", "不", "否")  # at the end of a question: 涨了没
ASPECTS = {cue: CellAspect(cue) for cue in ("plan", "adjusted", "prior", "executed", "done")}


@dataclass(slots=True)
class Leaf:
    """One thing asked about."""

    spans: list[Span] = field(default_factory=list)
    unit: UnitSpan | None = None
    year: int | None = None
    as_of: str | None = None
    aspect: CellAspect | None = None
    aspect_said: str = ""
    stages: list[QueryStage] = field(default_factory=list)
    level: Level | None = None
    place: Place | None = None
    measure: str | None = None  # 万元, 辆
    excluded: bool = False
    at: int = 0
    closed_by: frozenset[str] = frozenset()  # the cue that ended it: and, than, share …

    @property
    def named(self) -> bool:
        """Whether it has a name of its own."""
        return any(span.kind in NAMED and (span.kind != "rest" or len(span.text) > 1) for span in self.spans)

    @property
    def weak(self) -> bool:
        """Whether all that names it are words for a stage: 2024年预算 beside a name of its own."""
        return self.named and all(span.kind == "total" and span.cues for span in self.spans if span.kind in NAMED)

    @property
    def empty(self) -> bool:
        """Whether nothing was said of it."""
        return not (self.named or self.unit or self.year or self.as_of or self.aspect or self.stages or self.place or self.measure)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cue where it stands."""

    at: int
    cues: frozenset[str]
    text: str


@dataclass(slots=True)
class Clause:
    """Leaves, marks and amounts of one asking."""

    leaves: list[Leaf] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    amounts: list[Span] = field(default_factory=list)
    ordinals: list[Span] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def has(self, *cues: str) -> bool:
        """Whether any of the cues stands in it."""
        return any(mark.cues & set(cues) for mark in self.marks)

    def at(self, cue: str) -> int | None:
        """Where a cue stands first."""
        return next((mark.at for mark in self.marks if cue in mark.cues), None)

    def text_of(self, prefix: str) -> str | None:
        """What follows the prefix in the first cue that has it: facet:原因 → 原因."""
        for mark in self.marks:
            for cue in sorted(mark.cues):
                if cue.startswith(prefix):
                    return cue[len(prefix) :]
        return None

    @property
    def named(self) -> list[Leaf]:
        """Leaves that name something."""
        return [leaf for leaf in self.leaves if leaf.named and not leaf.excluded]

    @property
    def asks(self) -> bool:
        """Whether it asks for something by itself."""
        return any(mark.cues & ASKS or any(cue.startswith(("facet:", "entries:")) for cue in mark.cues) for mark in self.marks)


def clauses(question: Question) -> list[Clause]:
    """The clauses of a question, each with an asking of its own; what asks nothing is read with what follows it."""
    parts: list[list[Span]] = [[]]
    for span in question.spans:
        if span.kind == "stop" and span.text != ":":
            parts.append([])
        else:
            parts[-1].append(span)
    read = [_clause(part) for part in parts if part]
    for part, clause in zip([part for part in parts if part][:-1], read, strict=False):
        if part[-1].text == "呢" and clause.named:  # 那印刷费呢，比去年变了没: how much it is, first
            clause.marks.append(Mark(part[-1].start, frozenset({"howmuch"}), part[-1].text))
    merged: list[Clause] = []
    for clause in read:
        listed = bool(merged) and merged[-1].text_of("entries:") is not None and _ends(merged[-1], "in")  # 下属单位里，…
        if merged and (listed or not (merged[-1].asks and clause.asks)):
            _merge(merged[-1], clause)
        else:
            merged.append(clause)
    return merged


def _merge(one: Clause, other: Clause) -> None:
    """Join two clauses; a leaf without a name in front lends what it says to the leaf behind."""
    first = other.leaves[0] if other.leaves else None
    lends = bool(one.leaves) and not (one.leaves[-1].named or one.leaves[-1].excluded)
    if lends and first and not first.excluded and not other.has("than"):
        other.leaves[0] = _lent(one.leaves.pop(), other.leaves[0])
    elif first and first.named and not first.excluded and one.leaves and one.leaves[-1].named and _ends(one, "in", "intable", "row"):
        context = one.leaves.pop()
        other.leaves[0] = _lent(context, other.leaves[0])
        other.leaves[0].spans = [*context.spans, *other.leaves[0].spans]
    one.leaves += other.leaves
    one.marks += other.marks
    one.amounts += other.amounts
    one.ordinals += other.ordinals
    one.end = other.end


def _ends(clause: Clause, *cues: str) -> bool:
    """Whether a clause ends in what the next one stands in: 基本支出里，…; 支出总表中，…."""
    last = max(clause.marks, key=lambda mark: mark.at, default=None)
    return last is not None and bool(last.cues & set(cues)) and last.at + len(last.text) >= clause.end


def _lent(lender: Leaf, leaf: Leaf) -> Leaf:
    leaf.unit = leaf.unit or lender.unit
    if leaf.year is not None and lender.year == leaf.year + 1:
        # 2024年说明里，…的2023年…: what the document of the later year prints of the year before
        leaf.year, leaf.aspect = lender.year, leaf.aspect or CellAspect.PRIOR
    leaf.year = leaf.year if leaf.year is not None else lender.year
    leaf.as_of = leaf.as_of or lender.as_of
    leaf.stages = leaf.stages or lender.stages
    leaf.level = leaf.level or lender.level
    leaf.aspect = leaf.aspect or lender.aspect
    leaf.place = leaf.place or lender.place
    leaf.at = min(leaf.at, lender.at)
    return leaf


class _Reader:
    """Walks the spans of one part."""

    def __init__(self) -> None:
        self.clause = Clause()
        self.leaf = Leaf()
        self.excluding = False
        self.ratio = self.spread = False
        self.asked = 0  # how many numbers are asked for

    def flush(self, at: int, cues: frozenset[str] = frozenset()) -> None:
        if not self.leaf.empty:
            self.leaf.excluded = self.excluding
            self.leaf.closed_by = cues
            self.clause.leaves.append(self.leaf)
            self.excluding = False
        self.leaf = Leaf(at=at)


def _clause(spans: Sequence[Span]) -> Clause:
    reader = _Reader()
    reader.ratio, reader.spread = (any(span.cues & some for span in spans) for some in ({"ratio"}, {"per", "mean"}))
    last = spans[-1]
    if last.kind == "rest" and last.text in DOUBTS and len(spans) > 1:
        spans = [*spans[:-1], replace(last, kind="cue", cues=frozenset({"yesno"}))]  # 比去年涨了没
    asks_back = DENIED[:1] if last.text in ("吗", "么") else ()  # 不是有3辆吗 asks whether, and leaves nothing out
    spans = [replace(span, cues=frozenset({"yesno"})) if span.text in asks_back else span for span in spans]
    reader.asked = sum("howmuch" in span.cues for span in spans)
    spans = [_bound(span, spans[at + 1 :], spans) for at, span in enumerate(spans)]
    reader.clause.start, reader.clause.end = spans[0].start, spans[-1].end
    reader.leaf.at = spans[0].start
    for span, behind in zip(spans, [*spans[1:], None], strict=True):
        _take(reader, span, behind)
    reader.flush(spans[-1].end)
    for leaf in reader.clause.leaves:
        counted = leaf.spans and any(
            "howmuch" in mark.cues and mark.at + len(mark.text) == leaf.spans[0].start for mark in reader.clause.marks
        )
        if counted and leaf.measure is None and leaf.spans[-1].text.endswith(PERSONS):
            leaf.measure = "人"  # 多少公务员, 多少在编的教师
    clause, denied = reader.clause, next((at for at, span in enumerate(spans) if span.text in DENIED), len(spans))
    if denied < len(spans) and all(span.kind == "year" or span.cues & POINTING for span in spans[denied + 1 :]):
        clause.leaves = [leaf for leaf in clause.leaves if not leaf.excluded]  # 去年的，不是今年的
        clause.marks = [mark for mark in clause.marks if mark.text not in DENIED]
    return clause


def _bound(span: Span, behind: Sequence[Span], spans: Sequence[Span]) -> Span:
    """不少于多少条, 一趟最多报多少钱: what is asked is a bound that is printed, and nothing is ranked or counted."""
    if behind and behind[0].cues & {"intable", "in"} and any(cue.startswith("facet:") for cue in span.cues):
        return replace(span, cues=frozenset())  # 绩效目标表里: where it stands, and not what is asked
    asked = next((one for one in behind if one.kind != "talk"), None)
    bounds = span.kind == "cue" and span.cues & {"above", "below", "most", "least"} and asked and asked.cues & {"howmuch", "howmany"}
    sets = any(one.cues & {"which", "whichones", "every", "order"} or any(cue[:4] == "set:" for cue in one.cues) for one in spans)
    return replace(span, kind="talk", cues=frozenset(), named=False) if bounds and not (sets and span.cues & {"most", "least"}) else span


def _take(reader: _Reader, span: Span, behind: Span | None) -> None:
    leaf = reader.leaf
    if span.kind in ("unit", "year", "date"):
        _whose(reader, span)
    elif span.kind == "amount":
        reader.clause.amounts.append(span)
        reader.excluding = reader.excluding and not leaf.empty  # 不含50万: a bound, and no name is left out
    elif span.kind == "ordinal":
        reader.clause.ordinals.append(span)
    elif span.kind == "measure":
        _measure(reader, span, behind)
    elif span.kind in NAMED:
        leaf.spans.append(span)
        if span.kind == "total":
            _stage(leaf, span)
            _level(leaf, span)
    elif span.kind == "cue":
        _cue(reader, span, behind)
    elif span.kind == "talk":
        _talk(reader, span)


def _whose(reader: _Reader, span: Span) -> None:
    """A unit or a time: a second one begins another leaf."""
    if (span.kind == "unit" and reader.leaf.unit is not None) or (span.kind == "year" and reader.leaf.year is not None):
        reader.flush(span.start)
    if span.kind == "unit":
        reader.leaf.unit = span.unit
    elif span.kind == "year":
        reader.leaf.year = span.year
    else:
        reader.leaf.as_of = reader.leaf.as_of or span.text


def _talk(reader: _Reader, span: Span) -> None:
    """Talk that the library also prints may be part of a name; 是 parts what is compared in 是…的几倍."""
    if span.text in ("是", "为") and reader.ratio and reader.leaf.named:
        reader.flush(span.end, frozenset({"ratio"}))
    elif span.text == "按" and reader.spread and reader.leaf.named:
        reader.flush(span.end, frozenset({"per"}))  # 人员经费按实有人员平均
    elif span.named:
        reader.leaf.spans.append(span)


def _measure(reader: _Reader, span: Span, behind: Span | None) -> None:
    """多少万元, 几辆: what the leaf before is asked in; a second one asks the same thing in another counter."""
    text = MEASURES.get(span.text, span.text)
    leaves = reader.clause.leaves
    ahead = behind is not None and behind.kind in NAMED  # 几台设备
    target = reader.leaf if reader.leaf.named or not leaves or ahead else leaves[-1]
    if target.measure is None or target.measure == text:
        target.measure = text
    else:
        leaves.append(Leaf(list(target.spans), target.unit, target.year, target.as_of, measure=text, at=span.start))
    if reader.leaf.named and reader.asked > 1:
        reader.flush(span.end)


def _cue(reader: _Reader, span: Span, behind: Span | None) -> None:
    leaf, cues = reader.leaf, span.cues
    reader.clause.marks.append(Mark(span.start, cues, span.text))
    if cues & ENDS_LEAF and not (cues & {"up", "down"} and not leaf.named):
        behind_it = "not" in cues and span.text.endswith("外")  # 除了城管局以外, 城管局除外
        reader.excluding = reader.excluding or (behind_it and not leaf.empty)
        reader.flush(span.end, cues)
        reader.excluding = "not" in cues and not behind_it
        return
    aspect = next((cue for cue in ("plan", "adjusted", "executed", "prior", "done") if cue in cues), None)
    if aspect and not (aspect == "prior" and leaf.aspect):
        leaf.aspect, leaf.aspect_said = ASPECTS[aspect], span.text
    if "executed" in cues and leaf.aspect is CellAspect.PRIOR:
        leaf.aspect = CellAspect.EXECUTED
    _stage(leaf, span)
    if "asof" in cues and leaf.year is not None:
        leaf.as_of, leaf.year = str(leaf.year), None
    _level(leaf, span)
    if "intable" in cues:
        leaf.place = Place.TABLE
        leaf.spans.append(span)
    elif "intext" in cues:
        leaf.place = Place.TEXT
    elif span.named or any(cue.startswith(("set:", "counts:")) for cue in cues):
        leaf.spans.append(span)
        leaf.measure = leaf.measure or next((cue[7:] for cue in cues if cue.startswith("counts:")), None)  # 房屋面积, 接待批次
    elif behind is not None and "intable" in behind.cues:
        leaf.spans.append(span)  # 绩效目标表
    if "howmuch" in cues and not leaf.empty and not (behind is not None and behind.kind == "measure"):
        counts = behind is not None and any(cue.startswith("counts:") for cue in behind.cues)
        if not (behind is not None and (behind.kind in NAMED or counts) and reader.asked == 1):
            reader.flush(span.end, cues)  # 多少工资, 多大面积 go on; 收入多少支出多少 does not


def _stage(leaf: Leaf, span: Span) -> None:
    if "budget" in span.cues:
        leaf.stages.append(QueryStage.BUDGET)
    if "final" in span.cues:
        leaf.stages.append(QueryStage.FINAL)


def _level(leaf: Leaf, span: Span) -> None:
    if "department" in span.cues:
        leaf.level = Level.DEPARTMENT
    elif "unitlevel" in span.cues:
        leaf.level = Level.UNIT


def dimension(measure: str | None) -> str | None:
    """What a counter counts; None for money and for no counter."""
    unit = Unit.find(measure) if measure else None
    return unit.dimension if unit is not None and unit.dimension not in NO_COUNTS else None


def counters(measure: str | None) -> tuple[str | None, ...]:
    """The counters that one may stand for: 几台车 are 辆."""
    return COUNTERS.get(measure, (measure,)) if measure else (measure,)
