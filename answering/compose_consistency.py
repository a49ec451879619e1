"""Drafts of answers to questions that set a document against itself; what no rule here answers is left to the clauses.

公积金在说明里前后写的数一样吗  →  不一致，对不上: both sentences, and what they differ by
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from answering.compose import Work
from answering.consistency import Asked, in_one_document, is_check, read_asked
from answering.consistency_forms import of_forms, sum_of_forms
from answering.consistency_rates import rate_holds
from answering.consistency_sums import parts_of_whole, times_each
from answering.consistency_targets import asks_target, target_reached
from answering.consistency_text import cited_numbers
from answering.document_index import DocumentIndex
from answering.draft import Draft
from answering.planner import without_scope
from answering.statements import known, named_apart, of_places
from answering.vocabulary import Names
from disclosure.question import Operation, Selector

_RULES: tuple[Callable[[Work, Asked, DocumentIndex], Draft | None], ...] = (
    cited_numbers,
    target_reached,
    rate_holds,
    named_apart,
    times_each,
    sum_of_forms,
    of_forms,
    parts_of_whole,
    of_places,
    known,
)


def against_itself(work: Work, names: Names) -> tuple[Work, Draft] | None:
    """The draft, with the plan as it was understood; None where the question sets nothing against anything."""
    question = work.plan.question
    if not work.documents or not (is_check(question) or asks_target(question)):
        return None
    asked = read_asked(without_scope(question, names, work.documents), question, names, work.documents)
    thing = asked.names[0] if len(asked.names) == 1 else None
    plan = replace(work.plan, operation=Operation.VERIFY, selectors=(Selector(label=thing, document_ids=work.documents),), claimed=())
    checking = replace(work, plan=replace(plan, share_of=None, threshold=None, facet=None, relation=None))
    for rule in _RULES:
        draft = in_one_document(checking, lambda index, rule=rule: rule(checking, asked, index))  # type: ignore[misc]
        if draft is not None:
            return checking, draft
    return None
