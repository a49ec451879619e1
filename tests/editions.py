"""A second edition of a document that was read: other bytes, and other numbers in the cells that are said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from disclosure.amount import parse_amount
from disclosure.document import Cell, Disclosure
from disclosure.figure import Figure


def second_edition(disclosure: Disclosure, changes: Callable[[Figure], str | None]) -> Disclosure:
    """The disclosure under another digest; `changes` gives the new number of a figure in a table, or None where it stays."""
    own, other = disclosure.document_id, hashlib.sha256(f"second {disclosure.document_id}".encode()).hexdigest()
    changed = {figure.number: printed for figure in disclosure.figures if (printed := changes(figure)) is not None}
    places = [figure.provenance for figure in disclosure.figures]
    cells = {(place.table_id, place.row, place.column): changed[at] for at, place in enumerate(places) if at in changed}

    def walk(value: Any) -> Any:
        if isinstance(value, Enum) or value is None:
            return value
        if isinstance(value, str):
            return value.replace(own, other).replace(own[:12], other[:12])
        if isinstance(value, tuple):
            return tuple(walk(one) for one in value)
        if isinstance(value, Figure) and value.number in changed:
            amount = parse_amount(changed[value.number], value.amount and value.amount.unit)
            value = replace(value, text=changed[value.number], amount=amount)
        if isinstance(value, Cell):
            place = value.provenance
            value = replace(value, text=cells.get((place.table_id, place.row, place.column), value.text))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: walk(getattr(value, one.name)) for one in fields(value) if one.init})
        return value

    copy: Disclosure = walk(disclosure)
    return copy
