"""Words: what a term means, what the documents say of something, what they list."""

from __future__ import annotations

from answering.binding.passages import Spoken, coded, defined, listed, spoken
from answering.binding.scopes import ManyUnits, NoScope, document_name, unit_of
from answering.evaluating.result import Absent, Open, Outcome, Quoted
from answering.evaluating.work import Work
from answering.query import tree
from answering.query.tree import Scope
from retrieval.figure_store import DocumentRecord

FEW = 12  # documents whose words are looked through where no unit is said
_CODE = "编码"


def define(work: Work, node: tree.Define, outer: Scope) -> Outcome:
    """What a term means, by the glossary of a document in scope."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    best: list[tuple[DocumentRecord, Spoken]] = []
    for record in found:
        best += [(record, one) for one in defined(node.term, work.shelf.chunks(record))[:1]]
    best.sort(key=lambda pair: -pair[1].score)
    if not best:
        return _nothing(node, "term", node.term, found, f"文件里没有解释“{node.term}”")
    work.use(best[0][0], year_said=True)
    return Quoted(node, (best[0][1].chunk,))


def passage(work: Work, node: tree.Passage, outer: Scope) -> Outcome:
    """What the documents say in words about something."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    if node.facet == _CODE:
        return _code(work, node, found)
    said: list[tuple[DocumentRecord, Spoken]] = []
    for record in found:
        said += [(record, one) for one in spoken(node.topic, node.facet, node.heading, work.shelf.chunks(record))]
    said.sort(key=lambda pair: -pair[1].score)
    if len({unit_of(record) for record, _ in said}) > 1 and outer.unit is None:
        return Open(node, "单位", (), tuple(dict.fromkeys(unit_of(record) for record, _ in said)))
    if not said:
        what = f"“{node.topic}”" + (f"的{node.facet}" if node.facet else "")
        return _nothing(node, "topic", node.topic, found, f"文件里没有说到{what}")
    work.use(said[0][0], year_said=True)
    return Quoted(node, tuple(one.chunk for record, one in said if record is said[0][0]))


def _code(work: Work, node: tree.Passage, records: list[DocumentRecord]) -> Outcome:
    """The code that stands beside a name, in a list or in a table of figures."""
    for record in records:
        for one, code in coded(node.topic, work.shelf.chunks(record)):
            work.use(record, year_said=True)
            return Quoted(node, (one.chunk,), code=code)
    return _nothing(node, "topic", node.topic, records, f"文件里没有印出“{node.topic}”的编码")


def entries(work: Work, node: tree.Entries, outer: Scope) -> Outcome:
    """A list in the text."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    for record in found:
        lists = listed(node.topic, node.heading, work.shelf.chunks(record), work.shelf.library.tables(record.id))
        if lists:
            work.use(record, year_said=True)
            return Quoted(node, (lists[0][0].chunk,), lists[0][1])
    return _nothing(node, "topic", node.topic, found, f"文件里没有列出“{node.topic}”")


def _documents(work: Work, node: tree.Define | tree.Passage | tree.Entries, scope: Scope) -> list[DocumentRecord] | Outcome:
    found = work.documents(scope)
    if isinstance(found, NoScope):
        return Absent(node, found.part, found.name, found.why, found.near)
    if isinstance(found, ManyUnits):
        return Open(node, "单位", (), found.units)
    return list(found.records if scope.unit or len(found.records) <= FEW else found.records[:FEW])


def _nothing(node: tree.Node, part: str, name: str, records: list[DocumentRecord], why: str) -> Absent:
    searched = tuple(document_name(record) for record in records[:3])
    return Absent(node, part, name, why, (), searched)
