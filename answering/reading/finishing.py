"""From nodes to a reading: the scope that the question says, the unit of measure, the words that are left, and how sure it is.

Both offline readers end here: the rules' trees and the network's are held against the question's words in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from answering.evaluating import evaluate
from answering.evaluating.result import Absent, Evaluation, Judged, Outcome, Refused, Together
from answering.query import tree
from answering.query.tree import Cell, CellAspect, Node, Nothing, Query, QueryStage, Scope, Several, Share, walk
from answering.reading.building import Builder
from answering.reading.cells import Reader
from answering.reading.clauses import Clause
from answering.reading.context import Context
from answering.reading.contradictions import contradicted, inside, other_places, renamed, unheld_units, unseen_tables
from answering.reading.coverage import beside_given, free_at, is_aside, unexplained, unheld, untold
from answering.reading.spans import Question
from answering.reading.words import is_talk, words
from disclosure.amount import Unit
from disclosure.answer import Standing
from disclosure.document import Stage

SIGNED = (tree.Relation.EQUAL, tree.Relation.ABOUT)
PARTICLES = frozenset("嘛吗吧么咩")  # at the end of a question that only wants to be agreed with
SURE = 0.5  # of the worst leaf's score
UNREAD = 9.0  # of a question that no kind of asking fits


@dataclass(frozen=True, slots=True)
class Reading:
    """A question understood."""

    query: Query
    alternatives: tuple[tuple[Query, float], ...] = ()  # other trees, best first
    sure: bool = False
    unused: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    score: float = 0.0
    doubts: tuple[str, ...] = field(default=(), compare=False)  # of the unused words those that what was found speaks against
    asked: bool = field(default=True, compare=False)  # whether the question has a word that asks for an amount
    loose: bool = field(default=False, compare=False)  # whether a name is linked that says only a part of what is said
    meant: bool = field(default=False, compare=False)  # … or that is only near to it in meaning
    lent: bool = field(default=False, compare=False)  # whether it asks of a thing that was asked of before
    standing: Standing = field(default=Standing.OPEN, compare=False)  # how sure it is that this was asked, beside the other readings
    likelihood: float = field(default=0.0, compare=False)  # … between 0 and 1
    rivals: tuple[Reading, ...] = field(default=(), compare=False)  # others that find something else, likeliest first
    tried: tuple[Query, Evaluation] | None = field(default=None, compare=False)  # the query in its scope, evaluated while reading

    def evaluated(self, query: Query) -> Evaluation | None:
        """What evaluation made of the same tree in the same scope; None: that was not tried."""
        return self.tried[1] if self.tried and (self.tried[0].ask, self.tried[0].scope) == (query.ask, query.scope) else None


def explained(reading: Reading, outcome: Outcome, question: Question) -> Reading:
    """The reading without the unused words that the places of its figures print, and with the tables that none stands in."""
    query = reading.query
    kept = unexplained(reading.unused, question, query, outcome)
    against = (
        *unseen_tables(question, query, outcome),
        *renamed(question, query, outcome),
        *inside(question, outcome, words()),
        *contradicted(question, query, outcome),
        *unheld_units(question, query, outcome),
        *other_places(question, query, outcome),
    )
    aside = beside_given(question, query)
    against = tuple(word for word in against if not (aside and free_at(word, question.text, aside)))
    left = (word for word in (*kept, *untold(question, query, outcome, words())) if not (aside and free_at(word, question.text, aside)))
    unused = tuple(dict.fromkeys((*left, *against)))
    if unused == reading.unused and not against:
        return reading
    query = replace(query, unused=unused)
    sure = reading.score + 0.2 * len(reading.unused) >= SURE and not unused
    return replace(reading, query=query, unused=unused, sure=sure, doubts=tuple(dict.fromkeys(against)))


def tried_in_scope(query: Query, shelf: Any, documents: Sequence[str]) -> tuple[Query, Evaluation]:
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


def finished(
    question: Question, parts: Sequence[Clause], builder: Builder, context: Context, last: Query | None, nodes: list[Node],
    *, followed: bool = False, written: bool = False,
) -> Reading:  # fmt: skip
    """The nodes that a question's clauses came to as a reading; `written`: by the network, which knows what is no question."""
    reader = builder.reader
    if not nodes:
        ask: Node = Nothing("没有看懂要问什么")
        reader.worst = -UNREAD
    else:
        nodes = directed([reader.bought_apiece(node) for node in less_told(nodes)], question)
        ask = nodes[0] if len(nodes) == 1 else Several(tuple(nodes))
    idle = {"none", "synonym"} if any(span.kind == "rest" and len(span.text) > 1 for span in question.spans) else {"none"}
    if (
        not written
        and reader.links
        and all(ways[0].how in idle for ways in reader.links.values() if ways)
        and not any(map(asks_amount, parts))
    ):
        ask = Nothing(question.original[:40])  # nothing that is named is printed, and no amount is asked
    scope, origin, said = _scope(parts, context, last, ask)
    show = _show(parts, ask)
    counts = isinstance(ask, (Share, tree.Growth)) or any(
        isinstance(node, Cell) and (node.counted or node.aspect in (CellAspect.RATE, CellAspect.DONE)) for node in walk(ask)
    )
    if show is None and followed and last is not None and last.show not in (None, "%") and not counts:
        show = last.show
        origin = (*origin, ("show", "history"))
    if scope.stage is None and followed and last is not None and last.scope.stage is not None and scope.unit == last.scope.unit:
        scope = replace(scope, stage=last.scope.stage)
        origin = (*origin, ("stage", "history"))
    unused = _unused(question, reader)
    query = Query(scope, ask, show, origin, unused, said)
    if not isinstance(ask, Nothing):
        unused = tuple(word for word in dict.fromkeys((*unused, *unheld(query, parts))) if not _is_rhetorical(word, question))
        query = replace(query, unused=unused)
    sure = reader.worst >= SURE and not unused and not isinstance(ask, Nothing)
    asked = any(map(asks_amount, parts))
    before = {node.row for node in walk(last.ask) if isinstance(node, Cell)} if last is not None else set()
    lent = any(isinstance(node, Cell) and node.row in before for node in walk(ask))
    return Reading(query, (), sure, unused, tuple(reader.notes), reader.worst - 0.2 * len(unused), asked=asked, lent=lent)


def less_told(out: Sequence[Node]) -> list[Node]:
    """What is asked in one breath less what another part of it tells as well."""
    judged = {node.of for node in out if isinstance(node, tree.Verify)}  # a judgement tells what there is
    told = {frozenset(node.of) for node in out if isinstance(node, tree.Minus)}  # a difference says which is more
    moved = {node for node in out if isinstance(node, Cell) and node.aspect is CellAspect.CHANGE}  # and a move which way it went
    # 各是多少, 占百分之几, 都是谁, behind what is asked of a set: nothing of its own
    sets = [node for node in out if any(isinstance(one, (tree.Units, tree.Rows)) for one in walk(node))]
    in_sets = {(one.row, one.column) for node in sets for one in walk(node) if isinstance(one, Cell)}
    counted = {node.of for node in out if isinstance(node, tree.Count)}
    return [
        node for node in dict.fromkeys(_in_order(out))
        if not (isinstance(node, Cell) and (node.row, node.column) in in_sets)
        and not (isinstance(node, tree.List) and node.of in counted)
        and not (isinstance(node, (tree.Agree, tree.Compare)) and frozenset(node.of) in told)
        and not (isinstance(node, (Cell, Share)) and any(node in walk(one)[1:] for one in out if isinstance(one, tree.Compare)))
        and not (isinstance(node, Cell) and node.aspect is CellAspect.VALUE and node in judged)
        and not (isinstance(node, tree.Verify) and isinstance(node.claimed, tree.Given) and node.of in moved)
    ]  # fmt: skip


def _in_order(nodes: Sequence[Node]) -> list[Node]:
    """各是多少，哪家最高: each and the first of one set are the set in order; beside the first few, each is nothing of its own."""
    listed = {node.of for node in nodes if isinstance(node, tree.List)}
    ranks = {node.of[0]: node for node in nodes if isinstance(node, tree.Rank) and len(node.of) == 1 and node.of[0] in listed}
    kept = [node for node in nodes if not (isinstance(node, tree.List) and node.of in ranks)]
    return [replace(node, n=None) if node in ranks.values() and isinstance(node, tree.Rank) and node.n == 1 else node for node in kept]


def directed(nodes: Sequence[Node], question: Question) -> list[Node]:
    """The nodes with claims of a change signed as they are said: 增加了40万元 is none of a fall by as much."""
    cues = frozenset().union(*(span.cues for span in question.spans))
    up, down = "up" in cues, bool(cues & {"down", "less"})
    return [_signed(node, "+" if up else "-") if up is not down else node for node in nodes]


def _signed(node: Node, sign: str) -> Node:
    if isinstance(node, Several):
        return replace(node, of=tuple(_signed(one, sign) for one in node.of))
    if not isinstance(node, tree.Verify) or not isinstance(node.claimed, tree.Given) or not isinstance(node.of, Cell):
        return node
    changed = node.of.aspect in (CellAspect.CHANGE, CellAspect.RATE) and node.relation in SIGNED
    if not changed or not node.claimed.number[:1].isdecimal():
        return node
    return replace(node, claimed=replace(node.claimed, number=sign + node.claimed.number))


def _is_rhetorical(word: str, question: Question) -> bool:
    """Whether 不是 stands where a particle closes what is asked only to be agreed with, and leaves nothing out: 不是要修五座桥嘛."""
    text, ends = question.text, [span.start for span in question.spans if span.kind == "stop"]
    places = [at for at in range(len(text)) if text.startswith(word, at)] if word == "不是" else []
    return bool(places) and all(text[next((end for end in ends if end > at), len(text)) - 1] in PARTICLES for at in places)


def asks_amount(clause: Clause) -> bool:
    """Whether an amount is asked for."""
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
    if stage is QueryStage.FINAL and "决算" not in context.question.text and Stage.FINAL_ACCOUNTS not in _stages(context, leaves):
        stage = None  # 花了, of a unit that has budgets alone
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
