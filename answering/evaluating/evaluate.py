"""A query to its outcome: one function a node type, exact and without a look at the question.

evaluate(query, shelf)  →  Evaluation(Amounted(…), scopes, audit)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answering.binding.shelf import Shelf
from answering.evaluating import amounts, computing, places, sets, words
from answering.evaluating.result import Evaluation, Outcome, Refused
from answering.evaluating.work import Work
from answering.query import tree
from answering.query.tree import Node, Query, Scope

Evaluator = Callable[[Work, Any, Scope], Outcome]


def evaluate(query: Query, shelf: Shelf) -> Evaluation:
    """What a query comes to over a library."""
    shelf.refresh()
    work = Work(shelf, evaluate_node)
    outcome = evaluate_node(work, query.ask, query.scope)
    return Evaluation(outcome, tuple(work.used.values()), tuple(work.steps))


def evaluate_node(work: Work, node: Node, scope: Scope) -> Outcome:
    """What one node comes to in a scope."""
    return _EVALUATORS[type(node)](work, node, scope)


def _nothing(work: Work, node: tree.Nothing, scope: Scope) -> Outcome:
    return Refused(node, node.why)


_EVALUATORS: dict[type[Any], Evaluator] = {
    tree.Cell: amounts.cell,
    tree.Given: computing.given,
    tree.Sum: computing.total,
    tree.Mean: computing.mean,
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
    tree.Compare: places.compare,
    tree.Verify: computing.verify,
    tree.Agree: places.agree,
    tree.Define: words.define,
    tree.Passage: words.passage,
    tree.Entries: words.entries,
    tree.Several: computing.several,
    tree.Nothing: _nothing,
}
