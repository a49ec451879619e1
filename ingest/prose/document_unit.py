"""The unit of measure that a document states once, for all of its tables.

本部门公开表格除特别说明外，单位均为万元。  →  every table behind it that states no unit itself is in 万元
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from disclosure.amount import Unit
from disclosure.document import Table
from ingest.figures.units import counted_note
from ingest.prose.text import Block

_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_OF_TABLES = re.compile(r"表|本(?:部门|单位|文件|报告|说明|公开|次)|公开|除.{0,12}外")
_OF_ONE_TABLE = re.compile(r"(?:本|此|该|上|(?<!以)下)表|表\s*[\d一二三四五六七八九十]|\d")


def with_document_unit(tables: Sequence[Table], blocks: Sequence[Block]) -> tuple[Table, ...]:
    """The tables, those without a unit in that of the document where one is stated before them; two that differ are none."""
    stated = [(block.page, block.bbox.top, note) for block in blocks if (note := _stated(block.text))]
    found = []
    for table in tables:
        place = table.provenances[0]
        start = (place.page, place.bbox.top if place.bbox else 0.0)
        notes = [note for page, top, note in stated if (page, top) < start]
        if table.unit is None and notes and len({note[1].scale for note in notes}) == 1:
            table = replace(table, unit_note=notes[0][0], unit=notes[0][1])
        found.append(table)
    return tuple(found)


def _stated(text: str) -> tuple[str, Unit] | None:
    """What a sentence says that all tables are counted in; None where it speaks of one table, or of amounts."""
    for sentence in _SENTENCE.findall(text):
        note = counted_note(sentence)
        if note and note[1].is_money and _OF_TABLES.search(sentence) and not _OF_ONE_TABLE.search(sentence):
            return note
    return None
