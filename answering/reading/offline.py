"""The offline reader: a question and the queries before it to a query tree, by the library's own names and tables of words.

    read("公用经费占基本支出的比重", (), shelf, ()).query
      →  Query(Scope(), Share((Cell("公用经费"), Cell("基本支出"))), show="%")

Evidence first: units, names, numbers and cues are found in the question (`spans`), cut into clauses of leaves and marks
(`clauses`), leaves linked to printed names (`leaves`), and a tree built of what the marks call for (`building`).  Several
trees are made and evaluated; the best whose every leaf finds something wins.  What is not explained is told as unused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from answering.evaluating import evaluate
from answering.evaluating.result import Absent, Amounted, Evaluation, Judged, Outcome, Refused, Together
from answering.query import tree
from answering.query.tree import Cell, CellAspect, Node, Nothing, Query, QueryStage, Scope, Several, Share, walk
from answering.reading.building import Builder
from answering.reading.cells import BEFORE, JOINED, RAW, UNDER, Key, Reader
from answering.reading.clauses import Clause, clauses
from answering.reading.context import Context, settle
from answering.reading.coverage import WHOLE, contradicted, inside, is_aside, renamed, unexplained, unheld, unseen_tables, untold
from answering.reading.directory import Directory
from answering.reading.follow import carried, follows, of_a_column
from answering.reading.leaves import Linked
from answering.reading.lexicon import Lexicon
from answering.reading.roles import likely_things
from answering.reading.spans import Question, cut, parted
from answering.reading.words import is_talk, words
from disclosure.amount import Unit
from disclosure.document import Stage
from disclosure.figure import Derivation

SURE = 0.5  # of the worst leaf's score
UNREAD = 9.0  # of a question that no kind of asking fits
NEAR = 0.3  # another way to understand a leaf, this much worse at most, is tried where the best finds nothing
MOST_TRIED = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A question understood."""

    query: Query
    alternatives: tuple[tuple[Query, float], ...] = ()  # other trees, best first
    sure: bool = False
    unused: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    tried: tuple[Query, Evaluation] | None = field(default=None, compare=False)  # the query in its scope, evaluated while reading

    def evaluated(self, query: Query) -> Evaluation | None:
        """What evaluation made of the same tree in the same scope; None: that was not tried."""
        return self.tried[1] if self.tried and (self.tried[0].ask, self.tried[0].scope) == (query.ask, query.scope) else None


def names_of(shelf: Any) -> tuple[Lexicon, Directory]:
    """The names and units of a shelf's library, kept with its version."""
    lexicon = Lexicon.of(getattr(shelf, "library", shelf))
    return lexicon, _directory(lexicon)


@lru_cache(maxsize=1)
def _directory(lexicon: Lexicon) -> Directory:
    return Directory(lexicon.documents, lexicon.unit_rows)


def warm(shelf: Any) -> None:
    """Make now what the first question would wait for: names, units, their sounds, and the tagger."""
    lexicon, directory = names_of(shelf)
    lexicon.sounding("", lexicon.everywhere)
    likely_things(f"预算{len(directory.sounds)}")


def read(question: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = ()) -> Reading:
    """What a question asks, after the queries before it; `documents` are those selected."""
    lexicon, directory = names_of(shelf)
    if hasattr(shelf, "refresh"):
        shelf.refresh()
    everything = _selected(lexicon, documents) or lexicon.everywhere
    cut_question = cut(question, lexicon, directory, everything)
    if not cut_question.text:
        return Reading(Query(Scope(), Nothing("空的问题")), reasons=("空的问题",))
    first, links = _one(cut_question, history, shelf, lexicon, everything, {})
    best, others = first, list[Reading]()
    tried = _tried(first.query, shelf, documents)
    for choice in _choices(links):
        if not lost(tried[1].outcome):
            break
        other, _ = _one(cut_question, history, shelf, lexicon, everything, choice)
        if other.query == first.query or any(other.query == one.query for one in others):
            continue
        others.append(other)
        new, old = ({node for node in walk(one.query.ask) if isinstance(node, Cell)} for one in (other, first))
        whole = JOINED in choice or len(new) >= len(old)
        if other.score > -UNREAD / 2 and whole and set(other.unused) <= set(first.unused):
            again = _tried(other.query, shelf, documents)
            if not lost(again[1].outcome):
                best, tried = replace(other, sure=False), again
    other_cut = parted(cut_question)
    if lost(tried[1].outcome) and other_cut != cut_question and any(map(_asks_amount, clauses(other_cut))):
        other, _ = _one(other_cut, history, shelf, lexicon, everything, {})
        if other.score > -UNREAD / 2 and not lost((again := _tried(other.query, shelf, documents))[1].outcome):
            best, tried = replace(other, sure=False), again
    best, tried = _turned(best, tried, shelf, documents)
    meant = ({at: number} for at, ways in links.items() for number, way in enumerate(ways) if way.how == "meaning")
    for choice in meant:
        other, _ = _one(cut_question, history, shelf, lexicon, everything, choice)
        others.append(other)  # offered; what it is near to was not said
    if best is not first:
        others = [first, *(one for one in others if one.query != best.query)]
    best = _explained(best, tried[1].outcome, cut_question)
    return replace(best, alternatives=tuple((other.query, other.score) for other in others), tried=tried)


def _explained(reading: Reading, outcome: Outcome, question: Question) -> Reading:
    """The reading without the unused words that the places of its figures print, and with the tables that none stands in."""
    query = reading.query
    kept = unexplained(reading.unused, question, query, outcome)
    found = (
        *unseen_tables(question, outcome),
        *untold(question, query, outcome, words()),
        *renamed(question, query, outcome),
        *inside(question, outcome, words()),
        *contradicted(question, query, outcome),
    )
    unused = tuple(dict.fromkeys((*kept, *found)))
    if unused == reading.unused:
        return reading
    query = replace(query, unused=unused)
    sure = reading.score + 0.2 * len(reading.unused) >= SURE and not unused
    return replace(reading, query=query, unused=unused, sure=sure)


def _choices(links: dict[Key, tuple[Linked, ...]]) -> Iterator[dict[Key, int]]:
    """Other ways to understand one leaf at a time, nearest first."""
    near = [
        (ways[0].score - way.score, at, number)
        for at, ways in links.items()
        for number, way in enumerate(ways)
        if number and way.how not in ("none", "meaning") and ways[0].score - way.score <= NEAR and ways[0].how != "none"
    ]
    for _, at, number in sorted(near)[:MOST_TRIED]:
        yield {at: number}
    yield {JOINED: 1}
    yield {UNDER: 1}
    yield {RAW: 1}
    yield {BEFORE: 1}


def _tried(query: Query, shelf: Any, documents: Sequence[str]) -> tuple[Query, Evaluation]:
    """A query in its scope, and what evaluation makes of it."""
    scope = query.scope if query.scope.documents else replace(query.scope, documents=tuple(documents))
    query = replace(query, scope=scope)
    return query, evaluate(query, shelf)


def lost(outcome: Outcome | None) -> bool:
    """Whether a leaf of what was evaluated finds nothing; a blank and a choice are something."""
    if isinstance(outcome, Together):
        return any(map(lost, outcome.parts))
    if isinstance(outcome, Judged):
        return lost(outcome.left) or lost(outcome.right)
    return isinstance(outcome, (Absent, Refused))


def _turned(
    best: Reading, tried: tuple[Query, Evaluation], shelf: Any, documents: Sequence[str]
) -> tuple[Reading, tuple[Query, Evaluation]]:
    """A share of more than its whole the other way round (基本支出，百分之几是差旅费); any other reading as it is."""
    outcome, ask = tried[1].outcome, best.query.ask
    derived = outcome.operand if isinstance(outcome, Amounted) else None
    if not (isinstance(ask, Share) and isinstance(derived, Derivation) and derived.exact > WHOLE):
        return best, tried
    query = replace(best.query, ask=Share((ask.of[1], ask.of[0])))
    return replace(best, query=query, sure=False), _tried(query, shelf, documents)


def _selected(lexicon: Lexicon, documents: Sequence[str]) -> int:
    if not documents:
        return 0
    stems = {name[:-4] if name.lower().endswith(".pdf") else name for name in documents}
    return lexicon.told(*(one.id for one in lexicon.documents if stems & {one.id, one.id[:12], one.file_name.removesuffix(".pdf")}))


def _one(
    question: Question, history: Sequence[Query], shelf: Any, lexicon: Lexicon, everything: int, choice: dict[Key, int]
) -> tuple[Reading, dict[Key, tuple[Linked, ...]]]:
    parts = clauses(question)
    last = history[-1] if history else None
    context = Context(shelf, lexicon, question, everything)
    if last is not None:
        context.default = last.scope
    settle(context, parts, before=BEFORE in choice)
    reader = Reader(context, choice)
    builder = Builder(reader)
    if last is not None and (follows(question, parts, lexicon) or of_a_column(parts, last, builder)):
        return _finished(question, parts, builder, context, last, carried(parts, history, builder), followed=True), reader.links
    return _finished(question, parts, builder, context, last, _built(parts, builder)), reader.links


def _built(parts: Sequence[Clause], builder: Builder) -> list[Node]:
    nodes = [node for clause in parts if (node := builder.build(clause)) is not None]
    out: list[Node] = []
    for node in nodes:
        out += node.of if isinstance(node, Several) and len(nodes) > 1 else (node,)
    told = {frozenset(node.of) for node in out if isinstance(node, tree.Minus)}  # a difference says which is more
    moved = {node for node in out if isinstance(node, Cell) and node.aspect is CellAspect.CHANGE}  # and a move which way it went
    # 各是多少, 占百分之几, 都是谁, behind what is asked of a set: nothing of its own
    sets = [node for node in out if any(isinstance(one, (tree.Units, tree.Rows)) for one in walk(node))]
    in_sets = {(one.row, one.column) for node in sets for one in walk(node) if isinstance(one, Cell)}
    counted = {node.of for node in out if isinstance(node, tree.Count)}
    out = _in_order(out)
    return [
        node for node in dict.fromkeys(out)
        if not (isinstance(node, Cell) and (node.row, node.column) in in_sets)
        and not (isinstance(node, tree.List) and node.of in counted)
        and not (isinstance(node, (tree.Agree, tree.Compare)) and frozenset(node.of) in told)
        and not (isinstance(node, (Cell, Share)) and any(node in walk(one)[1:] for one in out if isinstance(one, tree.Compare)))
        and not (isinstance(node, tree.Verify) and isinstance(node.claimed, tree.Given) and node.of in moved)
    ]  # fmt: skip


def _in_order(nodes: Sequence[Node]) -> list[Node]:
    """各是多少，哪家最高: each and the first of one set are the set in order; beside the first few, each is nothing of its own."""
    listed = {node.of for node in nodes if isinstance(node, tree.List)}
    ranks = {node.of[0]: node for node in nodes if isinstance(node, tree.Rank) and len(node.of) == 1 and node.of[0] in listed}
    kept = [node for node in nodes if not (isinstance(node, tree.List) and node.of in ranks)]
    return [replace(node, n=None) if node in ranks.values() and isinstance(node, tree.Rank) and node.n == 1 else node for node in kept]


def _finished(
    question: Question, parts: Sequence[Clause], builder: Builder, context: Context, last: Query | None, nodes: list[Node],
    *, followed: bool = False,
) -> Reading:  # fmt: skip
    reader = builder.reader
    if not nodes:
        ask: Node = Nothing("没有看懂要问什么")
        reader.worst = -UNREAD
    else:
        ask = nodes[0] if len(nodes) == 1 else Several(tuple(nodes))
    idle = {"none", "synonym"} if any(span.kind == "rest" and len(span.text) > 1 for span in question.spans) else {"none"}
    if reader.links and all(ways[0].how in idle for ways in reader.links.values() if ways) and not any(map(_asks_amount, parts)):
        ask = Nothing(question.original[:40])  # nothing that is named is printed, and no amount is asked
    scope, origin, said = _scope(parts, context, last, ask)
    show = _show(parts, ask)
    if show is None and followed and last is not None and last.show not in (None, "%") and not isinstance(ask, (Share, tree.Growth)):
        show = last.show
        origin = (*origin, ("show", "history"))
    if scope.stage is None and followed and last is not None and last.scope.stage is not None and scope.unit == last.scope.unit:
        scope = replace(scope, stage=last.scope.stage)
        origin = (*origin, ("stage", "history"))
    unused = _unused(question, reader)
    query = Query(scope, ask, show, origin, unused, said)
    if not isinstance(ask, Nothing):
        unused = tuple(dict.fromkeys((*unused, *unheld(query, parts))))
        query = replace(query, unused=unused)
    sure = reader.worst >= SURE and not unused and not isinstance(ask, Nothing)
    return Reading(query, (), sure, unused, tuple(reader.notes), reader.worst - 0.2 * len(unused))


def _asks_amount(clause: Clause) -> bool:
    return (
        clause.asks
        or clause.has("sum", "share", "budget", "final", "every", "most", "least", "order", "reverse", "top")
        or bool(clause.amounts)
    )


def _scope(
    parts: Sequence[Clause], context: Context, last: Query | None, ask: Node
) -> tuple[Scope, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    origin: list[tuple[str, str]] = []
    said: list[tuple[str, str]] = []
    wide = any(isinstance(node, tree.Units) and node.scope.units for node in walk(ask))
    leaves = [leaf for part in parts for leaf in part.leaves]
    unit = context.common.name if not wide else None
    if unit and context.common.said:
        said.append(("unit", context.common.said))
    if unit and not any(leaf.unit for leaf in leaves):
        origin.append(("unit", "history"))
        said = [pair for pair in said if pair[0] != "unit"]
    year = context.year
    if (
        year is None
        and last is not None
        and last.scope.year is not None
        and unit == last.scope.unit
        and not any(leaf.year for leaf in leaves)
    ):
        year = last.scope.year
        origin.append(("year", "history"))
    stage = context.stage
    level = context.level
    no_budget = _stages(context, leaves) == {Stage.FINAL_ACCOUNTS}
    if stage is QueryStage.BUDGET and no_budget:
        stage = None
    if stage is None and last is not None and last.scope.stage and ("year", "history") in origin:
        stage = last.scope.stage
        origin.append(("stage", "history"))
    if stage is None and any(part.has("spent") for part in parts) and Stage.FINAL_ACCOUNTS in _stages(context, leaves):
        stage = QueryStage.FINAL
    text = context.question.text
    if stage is None and not wide and ("预算" in text) is not ("决算" in text) and not no_budget:
        stage = QueryStage.BUDGET if "预算" in text and len(_stages(context, leaves, whole=True) - {None}) > 1 else stage
    if year is not None and _year_of_rows(ask, year, context, leaves):
        year = None
    return Scope(unit, None, year, stage, level), tuple(origin), tuple(said)


def _stages(context: Context, leaves: Sequence[Any], *, whole: bool = False) -> set[Stage | None]:
    """The stages of the documents that a question may be of; whole: of all years of its unit."""
    bits = (context.whose(leaves[0].unit).bits or context.everything if whole else context.bits(leaves[0])) if leaves else 0
    return {document.stage for document in context.documents(bits)}


def _year_of_rows(ask: Node, year: int, context: Context, leaves: Sequence[Any]) -> bool:
    """Whether a year that is said is the row's own and no document's: 2025年专家会诊费, in the budget of 2026."""
    bits = context.common.bits or context.everything
    if any(d.year == year for d in context.documents(bits)):
        return False
    cells = [node for node in walk(ask) if isinstance(node, Cell)]
    return bool(cells) and all(cell.row.startswith(str(year)) for cell in cells)


def _show(parts: Sequence[Clause], ask: Node) -> str | None:
    if isinstance(ask, (Share, tree.Growth)):
        return "%"
    for part in parts:
        for leaf in part.leaves:
            unit = Unit.find(leaf.measure) if leaf.measure else None
            if unit is not None and (unit.is_money or unit.dimension == "%"):
                return leaf.measure
    return None


def _unused(question: Question, reader: Reader) -> tuple[str, ...]:
    lexicon = reader.context.lexicon
    return tuple(word for word in dict.fromkeys(reader.missed) if not is_talk(word, lexicon.words) and not is_aside(word, question))
