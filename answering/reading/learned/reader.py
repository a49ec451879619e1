"""Readings of what the network wrote: its names linked to the library's, its units and years to documents, and evaluated.

    readings("那差旅费呢", "水利局办公费多少", history, shelf)  →  readings, likeliest first, each with its evaluation

What the question before lends is read as a part of the text, so that a follow-up is a tree like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from answering.evaluating.result import Outcome
from answering.query import tree
from answering.query.tree import Node, Query
from answering.reading.building import Builder
from answering.reading.cells import Key, Reader, loose_links, next_links
from answering.reading.clauses import Clause, clauses
from answering.reading.context import Context, settle
from answering.reading.directory import names_of
from answering.reading.finishing import Reading, explained, finished, lost, tried_in_scope
from answering.reading.learned.grammar import Token
from answering.reading.learned.heard import Heard
from answering.reading.learned.making import Maker
from answering.reading.learned.network import written
from answering.reading.learned.spoken import Part, tree_of
from answering.reading.leaves import Linked
from answering.reading.spans import Question, cut

MOST_TRIED = 4


def readings(
    question: str, before: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] = (), *, everything: int = 0
) -> Iterator[tuple[float, Reading]]:
    """What the network makes of a question behind the one before it, "" for none: (logarithm of how likely, reading) in turn."""
    lexicon, directory = names_of(shelf)
    text = f"{before}\n{question}" if before else question
    scope, cuts = everything or lexicon.everywhere, dict[str, Question]()
    for one in written(text):
        lent = bool(before) and any(token[0] < len(before) for token in one.tokens if not isinstance(token, str))
        whole, tokens = (text, one.tokens) if lent or not before else (question, _moved(one.tokens, len(before) + 1))
        for cut_text in dict.fromkeys((whole, question)):
            if cut_text not in cuts:
                cuts[cut_text] = cut(cut_text.replace("\n", "。"), lexicon, directory, scope)
        held = cuts[whole]
        try:
            heard = Heard(
                tree_of(tokens),
                _less(held, tokens, len(before) + 1) if lent else held,
                cuts[question],
                (lexicon, directory),
                [token for token in tokens if not isinstance(token, str)],
            )
            last = history[-1] if before and history else None
            for reading in _tried(heard, partial(Context, shelf, lexicon, heard.question, scope), last, documents):
                yield one.score, reading
        except ValueError:
            continue  # a tree whose names stand for nothing that can be asked


def _tried(heard: Heard, context: Callable[[], Context], last: Query | None, documents: Sequence[str]) -> Sequence[Reading]:
    """A tree evaluated, with its names as they are linked best.

    Where that finds nothing: with the next that finds something without leaving more words, or beside it `loose` ones that do.
    """
    links: dict[Key, tuple[Linked, ...]] = {}
    readings: list[Reading] = []
    choices = iter([dict[Key, int]()])
    near: list[dict[Key, int]] = []
    while (choice := next(choices, None)) is not None:
        try:
            held = context()
            reading = _read(heard, held, last, choice, links)
        except ValueError:
            if not readings:
                raise
            continue
        reading, outcome = _told(reading, heard, held, documents)
        if not readings:
            readings.append(reading)
            near = loose_links(links)
            choices = iter([*next_links(links, MOST_TRIED), *near] if lost(outcome) else [])
        elif lost(outcome):
            continue
        elif choice in near:
            meant = any(links[key][at].how == "meaning" for key, at in choice.items())
            readings.append(replace(reading, sure=False, loose=True, meant=meant))
        elif set(reading.unused) <= set(readings[0].unused) and reading.score > 0:
            return (replace(reading, sure=False),)
    if not readings:
        raise ValueError("not read")
    return readings


def _told(reading: Reading, heard: Heard, context: Context, documents: Sequence[str]) -> tuple[Reading, Outcome]:
    """A reading evaluated and held against what it comes to; where that leaves out one more unit that is named, of that unit."""
    query, first = tried_in_scope(reading.query, context.shelf, documents)
    told = replace(explained(reading, first.outcome, heard.own), tried=(query, first))
    left = [span.unit for span in heard.own.spans if span.unit is not None and span.text in told.doubts]
    if len(left) != 1 or query.scope.unit is None:
        return told, first.outcome
    within = replace(query, scope=replace(query.scope, unit=context.whose(left[0]).name))
    query, evaluation = tried_in_scope(within, context.shelf, documents)  # 某局某表里，某站有几个项目
    other = replace(explained(replace(reading, query=within), evaluation.outcome, heard.own), tried=(query, evaluation), sure=False)
    return (told, first.outcome) if lost(evaluation.outcome) or other.unused else (other, evaluation.outcome)


def _read(heard: Heard, context: Context, last: Query | None, choice: dict[Key, int], links: dict[Key, tuple[Linked, ...]]) -> Reading:
    """The tree over the library's names, held against the question's words."""
    parts = clauses(heard.own)
    leaves = {id(part): heard.leaf(part, "under", "column", "table") for part in heard.spoken.ask.leaves()}
    marks = [mark for part in parts for mark in part.marks]
    held = list(leaves.values()) or [heard.leaf(Part("cell"))]
    asked = Clause(held, marks, [amount for part in parts for amount in part.amounts])
    if last is not None:
        context.default = last.scope
    settle(context, [asked])
    reader = Reader(context, dict(choice), links)
    builder = Builder(reader)
    node = Maker(heard, reader, leaves, builder, asked).node(heard.spoken.ask)
    nodes: list[Node] = list(node.of) if isinstance(node, tree.Several) else [node]
    own = heard.own is heard.question
    reader.missed = [word for word in reader.missed if own or word in heard.own.text]
    reader.missed += [one.text for one in heard.question.spans if heard.passed_over(one) and (own or one.text in heard.own.text)]
    return finished(heard.own, [asked], builder, context, last, nodes, followed=last is not None, written=True)


def _moved(tokens: Sequence[Token], by: int) -> tuple[Token, ...]:
    return tuple(token if isinstance(token, str) else (token[0] - by, token[1] - by) for token in tokens)


def _less(question: Question, tokens: Sequence[Token], begin: int) -> Question:
    """The two questions as one, of the first only what the second's tree takes from it."""
    taken = {at for token in tokens if not isinstance(token, str) for at in range(*token)}
    used = {at for at, place in enumerate(question.places) if place in taken or place >= begin}
    return replace(question, spans=tuple(span for span in question.spans if used & set(range(span.start, span.end))))
