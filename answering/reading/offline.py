"""The offline readers: a question and the queries before it to a query tree; the rules' reading, and the network's beside it.

    read("公用经费占基本支出的比重", (), shelf, ()).query
      →  Query(Scope(), Share((Cell("公用经费"), Cell("基本支出"))), show="%")

The rules go by evidence: units, names, numbers and cues are found in the question (`spans`), cut into clauses of leaves and
marks (`clauses`), leaves linked to printed names (`leaves`), and a tree built of what the marks call for (`building`).  Several
trees are made and evaluated; the best whose every leaf finds something wins.  What is not explained is told as unused.  The
network (`learned`) writes its trees of the words alone; `agreeing` decides between them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from answering.query.tree import Cell, Node, Nothing, Query, Scope, Several, walk
from answering.reading.agreeing import agreed, repeats, unheard
from answering.reading.building import Builder
from answering.reading.cells import BEFORE, RAW, Key, Reader, next_links
from answering.reading.clauses import Clause, clauses
from answering.reading.context import Context, settle
from answering.reading.directory import names_of
from answering.reading.finishing import UNREAD, Reading, explained, finished, lost, tried_in_scope
from answering.reading.folding import LONGEST_QUESTION
from answering.reading.follow import carried, follows, of_a_column
from answering.reading.learned.network import written
from answering.reading.learned.reader import readings
from answering.reading.leaves import Linked
from answering.reading.lexicon import Lexicon
from answering.reading.roles import likely_things
from answering.reading.spans import Question, cut
from disclosure.answer import Standing

MOST_TRIED = 8


def warm(shelf: Any) -> None:
    """Make now what the first question would wait for: names, units, their sounds, the tagger, and the network."""
    lexicon, directory = names_of(shelf)
    lexicon.sounding("", lexicon.everywhere)
    likely_things(f"预算{len(directory.sounds)}")
    written("预算")


def read(question: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = (), *, before: str = "") -> Reading:
    """What a question asks, after the queries before it and the question before; `documents` are those selected."""
    rules = by_rules(question, history, shelf, documents)
    if isinstance(rules.query.ask, Nothing) and not any(map(str.isalnum, question)):
        return replace(rules, standing=Standing.SURE)
    heard = by_network(question, history, shelf, documents, before=before)
    found = agreed(rules, heard, question, history[-1] if history else None)
    return unheard(found, question) if history and not found.unused and repeats(found, history[-1]) else found


def by_network(
    question: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = (), *, before: str = ""
) -> Iterator[tuple[float, Reading]]:
    """What the network makes of a question: logarithms of how likely, and readings, likeliest first."""
    everything = _selected(names_of(shelf)[0], documents)
    question, before = question[:LONGEST_QUESTION], before[-LONGEST_QUESTION:]
    return readings(question, before, history, shelf, documents, everything=everything)


def by_rules(question: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = ()) -> Reading:
    """What the rules make of a question."""
    lexicon, directory = names_of(shelf)
    if hasattr(shelf, "refresh"):
        shelf.refresh()
    everything = _selected(lexicon, documents) or lexicon.everywhere
    cut_question = cut(question, lexicon, directory, everything)
    if not cut_question.text:
        return Reading(Query(Scope(), Nothing("空的问题")), reasons=("空的问题",))
    first, links = _one(cut_question, history, shelf, lexicon, everything, {})
    best, others = first, list[Reading]()
    tried = tried_in_scope(first.query, shelf, documents)
    for choice in _choices(links):
        if not lost(tried[1].outcome):
            break
        other, _ = _one(cut_question, history, shelf, lexicon, everything, choice)
        if other.query == first.query or any(other.query == one.query for one in others):
            continue
        others.append(other)
        new, old = ({node for node in walk(one.query.ask) if isinstance(node, Cell)} for one in (other, first))
        whole = len(new) >= len(old)
        if other.score > -UNREAD / 2 and whole and set(other.unused) <= set(first.unused):
            again = tried_in_scope(other.query, shelf, documents)
            if not lost(again[1].outcome):
                best, tried = replace(other, sure=False), again
    meant = ({at: number} for at, ways in links.items() for number, way in enumerate(ways) if way.how == "meaning")
    for choice in meant:
        other, _ = _one(cut_question, history, shelf, lexicon, everything, choice)
        others.append(other)  # offered; what it is near to was not said
    if best is not first:
        others = [first, *(one for one in others if one.query != best.query)]
    best = explained(best, tried[1].outcome, cut_question)
    return replace(best, alternatives=tuple((other.query, other.score) for other in others), tried=tried)


def _choices(links: dict[Key, tuple[Linked, ...]]) -> Iterator[dict[Key, int]]:
    """Other ways to understand one leaf at a time, nearest first."""
    yield from next_links(links, MOST_TRIED)
    yield {RAW: 1}
    yield {BEFORE: 1}


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
        return finished(question, parts, builder, context, last, carried(parts, history, builder), followed=True), reader.links
    return finished(question, parts, builder, context, last, _built(parts, builder)), reader.links


def _built(parts: Sequence[Clause], builder: Builder) -> list[Node]:
    nodes = [node for clause in parts if (node := builder.build(clause)) is not None]
    out: list[Node] = []
    for node in nodes:
        out += node.of if isinstance(node, Several) and len(nodes) > 1 else (node,)
    return out
