"""How the question was understood, in one line: the query's own wording, with the unit and the year that were settled.

understood(query, evaluation)  →  岚县应急管理局 · 2026年单位预算 · “驻矿人员工资”占“项目支出”的比重（%）
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answering.evaluating.result import DocumentScope, Evaluation
from answering.query.say import phrase, scope_words
from answering.query.tree import Query
from answering.telling.labels import LEVEL_NAMES, STAGE_NAMES
from disclosure.document import Level, Stage

UNITS = 3  # named one by one


def understood(query: Query, evaluation: Evaluation) -> str:
    """The line; what is not settled stands as it was said."""
    show = f"（{query.show}）" if query.show else ""
    return " · ".join([*_scope(query, evaluation.scopes), phrase(query.ask) + show])


def _scope(query: Query, scopes: tuple[DocumentScope, ...]) -> list[str]:
    if not scopes:
        return scope_words(query.scope)
    words = []
    units = list(dict.fromkeys(one.entity for one in scopes if one.entity))
    if query.scope.units:
        words += scope_words(query.scope)[:1]
    elif units:
        words.append("、".join(units[:UNITS]) + ("等" if len(units) > UNITS else ""))
    kinds = list(dict.fromkeys(_kind(one) for one in scopes))
    return words + (["、".join(kinds[:UNITS]) + ("等" if len(kinds) > UNITS else "")] if any(kinds) else [])


def _kind(scope: DocumentScope) -> str:
    """2026年单位预算."""
    year = f"{scope.year}年" if scope.year else ""
    return year + _word(LEVEL_NAMES, Level, scope.level) + _word(STAGE_NAMES, Stage, scope.stage)


def _word(names: Mapping[Any, str], kind: type, value: str | None) -> str:
    """The word of a level or stage, given by its value or by name already."""
    try:
        return names[kind(value)] if value else ""
    except ValueError:
        return "决算" if value == "final" else value or ""
