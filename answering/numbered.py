"""What a text lists below a line that ends in a colon, and how many entries that is.

纳入编制范围的单位包括：      →  the rows of the table below it, or its lines 1. 2. 3.
1.办公室 / 2.规划股 / 3.河湖股  →  3, which no digit of the text prints as a count
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from disclosure.document import Chunk, ChunkKind
from retrieval.matching import normalise_label

_LINE = re.compile(r"^\s*(\d{1,2})\s*[.、．]\s*(?=[\u4e00-\u9fff])", re.MULTILINE)
_OPENS = re.compile("[:：]\\s*$")


def numbered_items(chunks: Iterable[Chunk]) -> int:
    """How many entries the passages list: each on a line with its number, or a row of a list; 0 when they are not numbered from one on."""
    chunks = list(chunks)
    rows = [line for chunk in chunks if _is_list(chunk) for line in chunk.text.split("\n") if line.strip()]
    numbers = [int(match[1]) for chunk in chunks for match in _LINE.finditer(chunk.text)]
    if rows and not numbers:
        return len(rows)
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) else 0


def _is_list(chunk: Chunk) -> bool:
    return chunk.kind is ChunkKind.TABLE_ROW and len(chunk.heading) == 1 and not re.search(r"\d\.\d|\|", chunk.text)


def with_list(passage: Chunk, chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """A passage that ends in a colon with what it opens: the numbered lines behind it, or the list in the table below."""
    if not _OPENS.search(passage.text):
        return (passage,)
    whole = next((c for c in chunks if c.id == passage.id and c.provenance.document_id == passage.provenance.document_id), passage)
    start = whole.text.find(passage.text)
    lines = whole.text[start + len(passage.text) :].split("\n")
    behind = [place for place, line in enumerate(lines) if _LINE.match(line)]
    if behind:
        return (replace(whole, text=whole.text[start : start + len(passage.text) + len("\n".join(lines[: behind[-1] + 1]))].rstrip()),)
    heading = normalise_label(passage.heading[-1]) if passage.heading else ""
    below = [c for c in chunks if heading and _is_list(c) and normalise_label(c.heading[0]).endswith(heading)]
    same = [c for c in below if c.provenance.document_id == passage.provenance.document_id]
    return (passage, *same)
