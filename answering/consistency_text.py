"""Document numbers that a passage cites, in two sections on one project: are they one number.

护堤员补助，立项依据和项目概况里的文号一样吗  →  不一致: 「云水发〔2025〕8号」, 「云水发〔2025〕12号」
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.compose import Work, finished
from answering.consistency import SIGN, Asked, of_year
from answering.document_index import DocumentIndex
from answering.draft import Draft, Line, Piece, Quoted, Words, escape
from answering.form_rows import projects_named
from disclosure.document import Chunk
from disclosure.mention import MentionKind, find_numbers
from retrieval.matching import normalise_label, simplify

_ASKED = re.compile("文号|文件号|[几哪]号文")


def cited_numbers(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """The document numbers in the sections that the question names, on the project that it names."""
    if not _ASKED.search(asked.words) or not SIGN.search(asked.words) or not of_year(index, asked):
        return None
    words = normalise_label(simplify(asked.words))
    projects = projects_named(index, words)
    found: dict[str, list[tuple[str, Chunk]]] = {}
    for chunk in work.shelf.library.chunks(index.document_id):
        heads = [normalise_label(simplify(part)) for part in chunk.heading]
        if projects & set(heads) and len(heads) > 1 and heads[-1] in words:
            found.setdefault(chunk.heading[-1], []).extend((number, chunk) for number in _numbers(chunk))
    if len(projects) != 1 or len(found) < 2 or not all(found.values()):
        return None
    said = [{number for number, _ in numbers} for numbers in found.values()]
    pieces: list[Piece] = [Words("一致。" if all(one == said[0] for one in said) else "不一致，写的文号不同。")]
    for place, (section, numbers) in enumerate(found.items()):
        pieces.append(Words(f"{'；' if place else ''}{escape(section)}写的是"))
        pieces += [Quoted(number, chunk, block=False) for number, chunk in dict(numbers).items()]
    source = next(iter(found.values()))[0][1]
    return finished(work, [Line(tuple(pieces), headline=True), Line(work.place(source))], [])


def _numbers(chunk: Chunk) -> Iterator[str]:
    """Each document number of a passage with who issued it, as printed."""
    for mention in find_numbers(chunk.text):
        if mention.kind is MentionKind.DOCUMENT_NUMBER:
            yield mention.text
