"""What several places print of one thing, and which of several amounts is more."""

from __future__ import annotations

from answering.binding.columns import every
from answering.binding.scopes import Scoped
from answering.binding.tables import hinted
from answering.binding.things import ThingKind
from answering.binding.wholes import reach
from answering.evaluating import amounts, arithmetic
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.computing import stopped
from answering.evaluating.found import index_of, want_of
from answering.evaluating.labels import told_apart
from answering.evaluating.result import Agreed, Amounted, Candidate, Compared, Outcome
from answering.evaluating.work import Work
from answering.query import tree
from answering.query.tree import Cell, Place, Scope
from disclosure.errors import AmountError
from retrieval.matching import SURE


def agree(work: Work, node: tree.Agree, scope: Scope) -> Outcome:
    """Do the places say the same: one cell means every place that prints it, several mean these."""
    places: list[Amounted] = []
    for part in node.of:
        if isinstance(part, Cell) and (len(node.of) == 1 or part.place is Place.TEXT):
            found = _everywhere(work, part, scope, node)
        else:
            outcome = amounts.cell(work, part, scope, strict=True) if isinstance(part, Cell) else work.evaluate(work, part, scope)
            if not isinstance(outcome, Amounted):
                return stopped(node, outcome)
            found = [outcome]
        if not found:
            return amounts.cell(work, part, scope, strict=True) if isinstance(part, Cell) else work.evaluate(work, part, scope)
        places += found
    first = amount_of(places[0].operand)
    same = all(first.dimension == (other := amount_of(one.operand)).dimension and first.agrees_with(other) for one in places[1:])
    return Agreed(node, tuple(places), same)


def _everywhere(work: Work, part: Cell, outer: Scope, node: tree.Agree) -> list[Amounted]:
    """Every figure that the documents print for a name, by the best sure rung that brings one."""
    scope = part.scope.over(outer)
    found = work.documents(scope, part.as_of)
    if not isinstance(found, Scoped) or len(found.units) > 1:
        return []
    for record in found.records:
        index = index_of(work, record, found.part)
        want = want_of(part, record, scope, part.aspect)
        tables = hinted(part.table, index.tables) if part.table else None
        kept: list[Amounted] = []
        reached = [one for rung in reach(index, part.row) for one in rung if one.rung in SURE] or [
            one for rung in reach(index, part.row) for one in rung[:1]
        ]
        seen: set[str] = set()
        for one in reached:
            text = one.thing.kind is ThingKind.TEXT
            if (part.place is not None and text is not (part.place is Place.TEXT)) or (tables and one.thing.table_id not in tables):
                continue
            for figure in every(one.thing, want):
                if figure.amount is None or figure.id in seen:
                    continue
                seen.add(figure.id)
                candidate = Candidate(figure, one.rung, one.score, one.reason)
                kept.append(Amounted(node, figure, told_apart(figure, one.thing), (candidate,)))
        if kept:
            work.use(record, year_said=found.year_said)
            return _alike(kept)
    return []


def _alike(places: list[Amounted]) -> list[Amounted]:
    """Those of the first one's dimension."""
    first = amount_of(places[0].operand).dimension
    return [one for one in places if amount_of(one.operand).dimension == first]


def compare(work: Work, node: tree.Compare, scope: Scope) -> Outcome:
    """Which is more, and by how much."""
    items: list[Amounted] = []
    for part in node.of:
        outcome = work.evaluate(work, part, scope)
        if not isinstance(outcome, Amounted):
            return stopped(node, outcome)
        items.append(outcome)
    first, second = items[0], items[1]
    try:
        difference = arithmetic.subtract(first.operand, second.operand)
    except AmountError:
        return Compared(node, tuple(items), None)
    same = all(amount_of(one.operand).in_base == amount_of(first.operand).in_base for one in items[1:])
    return Compared(node, tuple(items), None if same else difference, same)
