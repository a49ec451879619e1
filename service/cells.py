"""Cells of a page by what they print or where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from disclosure.document import Cell
from disclosure.errors import UnknownNameError


def find_cells(cells: Sequence[Cell], wanted: str) -> tuple[Cell, ...]:
    """The cells that print `wanted`, or contain it, or stand at ROW,COLUMN; UnknownNameError with what the page does print."""
    plain = re.sub(r"\s+", "", wanted)
    found = [cell for cell in cells if re.sub(r"\s+", "", cell.text) == plain]
    place = re.fullmatch(r"(\d{1,6})[,，](\d{1,6})", plain)
    if not found and place:
        found = [cell for cell in cells if (cell.row, cell.column) == (int(place[1]), int(place[2]))]
    if not found:
        found = [cell for cell in cells if plain in re.sub(r"\s+", "", cell.text)]
    if not found:
        near = get_close_matches(wanted, {cell.text for cell in cells if cell.text}, n=3, cutoff=0.3)
        raise UnknownNameError(f"这一页没有单元格“{wanted}”", near)
    return tuple(found)
