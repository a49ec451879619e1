"""Entries that a section numbers line by line, which are a count that no digit of the text prints.

1.办公室 / 2.规划股 / 3.河湖股  →  3
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from disclosure.document import Chunk

_LINE = re.compile(r"^\s*(\d{1,2})\s*[.、．]\s*(?=[\u4e00-\u9fff])", re.MULTILINE)


def numbered_items(chunks: Iterable[Chunk]) -> int:
    """How many entries the passages list, each on a line with its number; 0 when they are not numbered from one on."""
    numbers = [int(match[1]) for chunk in chunks for match in _LINE.finditer(chunk.text)]
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else 0
