"""Whether a question was understood: the executed query against the gold query, as trees and by the cells they bind.

    stage_of(Reading(query_right=True, cells_right=False, …))  →  "binding": the query was right, what it was bound to was not

A tree is compared without the asker's words in it; two trees that say one thing in two ways bind the same cells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluation.judging import Judgement, Row, is_derived, pairs_of, same, values_of

NOT_COMPARED = frozenset({"said", "from", "unused", "v", "documents", "show"})  # words, origins, and how the figure is shown


class Lost(StrEnum):
    """The stage that lost a question."""

    READING = "reading"  # the query is another
    BINDING = "binding"  # the right query found other cells, or none
    TELLING = "telling"  # the right cells were told wrongly


@dataclass(frozen=True, slots=True)
class Reading:
    """The four columns of one question that has a gold query."""

    query_right: bool | None  # None: neither a query nor the answer to the gold query is there to compare
    cells_right: bool
    told_right: bool
    wrong_verified: bool
    oracle: Judgement | None = None  # of the answer to the gold query; None: it was not executed

    @property
    def lost(self) -> Lost | None:
        """Where a question that is not right was lost; None: it is right."""
        if self.told_right:
            return None
        if self.query_right is False:
            return Lost.READING
        return Lost.TELLING if self.cells_right else Lost.BINDING


def canonical(query: object) -> str | None:
    """A query as text that is the same for the same tree; None where it is no query."""
    from answering.query.check import QueryError
    from answering.query.codec import parse_query, query_json

    if not isinstance(query, Mapping):
        return None
    try:
        return json.dumps(_bare(query_json(parse_query(query))), ensure_ascii=False, sort_keys=True)
    except QueryError:
        return None


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items() if key not in NOT_COMPARED}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def cells_of(prediction: Row) -> frozenset[tuple[Any, ...]]:
    """The cells that the values of an answer rest on; all that it cites where it has no values."""
    markers = {marker for value in values_of(prediction) for marker in value.get("citations") or ()}
    cited = [one for one in prediction.get("citations") or () if not markers or one.get("marker") in markers]
    return frozenset((one.get("document_id"), one.get("page"), tuple(one.get("bbox") or ()), one.get("quote")) for one in cited)


def same_cells(gold: Row, prediction: Row, oracle: Row) -> bool:
    """Whether two answers end alike and rest on the same cells with the same headline."""
    if prediction.get("status") != oracle.get("status"):
        return False
    cells, headline, other = cells_of(prediction), pairs_of(values_of(prediction)[:1]), pairs_of(values_of(oracle)[:1])
    if not cells:
        # nothing is bound on either side: alike only where nothing was to be found
        return not cells_of(oracle) and (gold.get("expected") or {}).get("status") == "not_found"
    alike = len(headline) == len(other) and all(same(a, b, is_derived(gold)) for a, b in zip(headline, other, strict=True))
    return cells == cells_of(oracle) and alike


def read(gold: Row, prediction: Row, judgement: Judgement, oracle: Row | None, oracle_judgement: Judgement | None) -> Reading:
    """The columns of one question; `oracle` is the answer to its gold query, where it was executed."""
    executed, wanted = canonical(prediction.get("query")), canonical(gold.get("query"))
    query_right: bool | None = None
    if executed is not None and wanted is not None:
        query_right = executed == wanted
    if not query_right and oracle is not None:
        query_right = same_cells(gold, prediction, oracle)
    return Reading(query_right, judgement.shown_somewhere, judgement.right, judgement.wrong_verified, oracle_judgement)
