"""Changing one part of a query, as a chip does: values in, a new query out; nothing here draws.

changed(query, "scope.year", 2023)
changed(query, "ask.share[0].cell.row", "差旅费")        the asker's words for what was there go with it
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

SAID = ("row", "column", "under", "table", "topic", "term")
ABSENT = object()


def steps(place: str) -> list[str | int]:
    """A way into the JSON, step by step: ["ask", "share", 0, "cell", "row"]."""
    found: list[str | int] = []
    for part in place.split("."):
        name, _, rest = part.partition("[")
        found.append(name)
        found += [int(number.rstrip("]")) for number in rest.split("[") if number]
    return found


def value_at(query: Mapping[str, Any], place: str) -> Any:
    """What stands at a place; None where nothing does."""
    at: Any = query
    for step in steps(place):
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            return None
    return at


def changed(query: Mapping[str, Any], place: str, value: object) -> Json:
    """The query with another value at a place; None takes the field away."""
    made: Json = copy.deepcopy(dict(query))
    *way, last = steps(place)
    at: Any = made
    for step in way:
        if isinstance(at, dict) and step not in at:
            at[step] = {}
        at = at[step]
    if value is None:
        at.pop(last, None)
    else:
        at[last] = value
    _forget_words(made, at, last)
    return made


def _forget_words(query: Json, at: Any, field: str | int) -> None:
    """What was said of the field is of the old value."""
    for holder in (at, query):
        if not isinstance(holder, dict):
            continue
        said = holder.get("said")
        if isinstance(said, str) and holder is at and field in SAID[:1] + SAID[4:]:
            holder.pop("said")
        elif isinstance(said, dict):
            said.pop(field, None)
            if not said:
                holder.pop("said")
        come = holder.get("from")
        if isinstance(come, dict):
            come.pop(field, None)
            if not come:
                holder.pop("from")
    query.pop("unused", None)


def only_cell(query: Mapping[str, Any]) -> Json | None:
    """The cell of a query that asks for one cell; None for any other."""
    ask = query.get("ask")
    cell = ask.get("cell") if isinstance(ask, dict) else None
    return cell if isinstance(cell, dict) else None


def asking(query: Mapping[str, Any], ask: Json, **scope: object) -> Json:
    """The same scope with something else asked; scope fields that are None go."""
    made: Json = {"v": query.get("v", 1), "scope": copy.deepcopy(dict(query.get("scope") or {})), "ask": ask}
    for field, value in scope.items():
        if value is None:
            made["scope"].pop(field, None)
        else:
            made["scope"][field] = value
    return made


def bare(cell: Mapping[str, Any]) -> Json:
    """A cell without the asker's words, to be put elsewhere."""
    return {name: copy.deepcopy(value) for name, value in cell.items() if name not in ("said", "from")}
