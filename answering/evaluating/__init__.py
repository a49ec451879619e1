"""A query to its outcome: one function a node type, exact and without a look at the question.

evaluate(query, shelf)  →  Evaluation(Amounted(…), scopes, audit)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answering.binding.shelf import Shelf
from answering.evaluating import amounts, computing, sets
from answering.evaluating.result import Evaluation, Outcome, Refused
from answering.evaluating.work import Work
from answering.query import tree
from answering.query.tree import Node, Query, Scope
from disclosure.errors import AmountError


def evaluate(query: Query, shelf: Shelf) -> Evaluation:
    """What a query comes to over a library."""
    shelf.refresh()
    work = Work(shelf, _evaluate)
    outcome = _evaluate(work, query.ask, query.scope)
    return Evaluation(outcome, tuple(work.used.values()), tuple(work.steps))


def _evaluate(work: Work, node: Node, scope: Scope) -> Outcome:
    try:
        return _EVALUATORS[type(node)](work, node, scope)
    except AmountError as error:  # unlike dimensions, division by 0 or a blank
        return Refused(node, str(error))


_EVALUATORS: dict[type[Any], Callable[[Work, Any, Scope], Outcome]] = {
    tree.Cell: amounts.cell,
    tree.Given: computing.given,
    tree.Sum: computing.total,
    tree.Mean: computing.total,
    tree.Minus: computing.pair,
    tree.Ratio: computing.pair,
    tree.Share: computing.pair,
    tree.Growth: computing.pair,
    tree.Per: computing.pair,
    tree.Convert: computing.convert,
    tree.Rows: sets.rows,
    tree.Units: sets.units,
    tree.Rank: sets.rank,
    tree.Count: sets.count,
    tree.List: sets.each,
    tree.Compare: computing.compare,
    tree.Verify: computing.verify,
    tree.Agree: computing.agree,
    tree.Define: sets.define,
    tree.Passage: sets.passage,
    tree.Entries: sets.entries,
    tree.Several: computing.several,
    tree.Nothing: lambda work, node, scope: Refused(node, node.why),
}
