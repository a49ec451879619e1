"""Nothing printed: what the document itself says of it, so that 无 is told apart from a gap.

三公经费, whose table is empty under 注：本表无数据, with the sentence 本单位无“三公”经费预算  →  both places
a blank cell with no word about it                                                              →  none: it is a blank
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.coverage import cover
from answering.document_index import DocumentIndex
from answering.passages import sentences
from answering.totals import whole_meant
from disclosure.document import Chunk, ChunkKind, Table
from disclosure.figure import Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label

_NONE = re.compile(r"无|没有|未安排|不涉及|未发生|未编制|空表")
_NONE_OF = re.compile(r"(?:本?(?:部门|单位|年度|年)|\d年度?)?[^。；，]{0,40}?(?:无|没有|未安排|不涉及|未发生|未编制)[^。；，]{2,60}")
_NOTE = re.compile(r"无数据|空表|无此|没有|不涉及|未安排|为空")
# The label begins this soon after the word of absence: 没有财政拨款“三公”经费.
NEARNESS = 6


def zero_sources(
    index: DocumentIndex, chunks: Sequence[Chunk], selector: Selector, blank: Figure | None
) -> tuple[Figure | Chunk | Table, ...]:
    """The places that say that there is none of what is asked, table first; () when none does."""
    if not selector.label or (selector.fiscal_year and index.fiscal_year and selector.fiscal_year != index.fiscal_year):
        return ()
    table = _empty_table(index, selector, blank)
    said = tuple(_sentences(chunks, selector.label))[:1]
    if table is not None and (said or any(_NOTE.search(note) for note in table.notes)):
        return (table, *said)
    if blank is not None and said:
        return (blank, *said)
    return said


def _empty_table(index: DocumentIndex, selector: Selector, blank: Figure | None) -> Table | None:
    if blank is not None and blank.table_id:
        table = index.table_by_id.get(blank.table_id)
        if table is not None:
            return table if table.is_empty else None
    whole = whole_meant(selector.label, selector)
    kinds = whole.kinds if whole else ((selector.table_kind,) if selector.table_kind else ())
    for kind in kinds:
        for table in index.tables_by_kind.get(kind, ()):
            if table.is_empty:
                return table
    return None


def _sentences(chunks: Sequence[Chunk], label: str) -> Iterator[Chunk]:
    """Sentences of the narrative that say that there is none of the label, which follows the word of absence at once."""
    key = normalise_label(label)
    for chunk in chunks:
        if chunk.kind is not ChunkKind.TEXT or chunk.provenance.table_id is not None or not _NONE.search(chunk.text):
            continue
        for sentence in sentences(chunk):
            for said in _NONE_OF.findall(sentence.text):
                after = normalise_label(_NONE.split(said, maxsplit=1)[-1])
                covered = cover(key, after)
                begins = after.find(key[:2])
                if covered.complete and covered.distinctive > 1 and 0 <= begins <= NEARNESS:
                    yield sentence
