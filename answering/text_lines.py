"""Sentences and lines of the documents that tell all the words of a question, best first.

    tell(lines, ("残保金", "交"), a month)  →  时效指标 | 残保金缴纳时间 | 2026年9月至2026年10月

A word is told by the line itself, or by what stands over it: its headings, the project of its form, the beginning of its
numbered item.  A line that leaves a word untold is no answer, however much it resembles the question.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from answering.coverage import cover
from answering.passages import ITEM, joined, sentences
from answering.wanted import Wanted
from disclosure.document import Chunk, ChunkKind
from disclosure.terms import synonyms, word_groups
from retrieval.matching import simplify

_FIGURES = re.compile(r"\d\.\d|\d,\d{3}")
GAP = 2  # characters that an abbreviation of two leaves out between them: 集[中]采[购]
OPENS = 0.2  # more, where a list is asked for and the line opens one
ABOUT_AS_GOOD = 0.12  # of the best score, within which a line is as good
# What is done, and how documents say it.
_DONE = {one: said for said in "交缴 缴交 买购采 采购 招聘 请聘 种植".split() for one in said[0]}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A sentence, or a line of a table, with what stands over it."""

    chunk: Chunk  # its text cut to what is quoted
    key: str  # its text, folded
    over: str  # headings, project, beginning of the item, folded
    row: bool  # of a table of figures, which is looked up; quoted only for the kind that it says
    quoted: Chunk  # the sentence from the beginning of its numbered item on, which says what the sentence is of


@dataclass(frozen=True, slots=True)
class Told:
    """A line that tells all that is asked, and how well."""

    line: TextLine
    score: float


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """One width, one script, no white space."""
    return "".join(unicodedata.normalize("NFKC", simplify(text)).split())


def lines_of(chunks: Iterable[Chunk]) -> Iterator[TextLine]:
    """What of a document can be quoted line by line; rows of figures are looked up, not quoted."""
    for chunk in chunks:
        over = "\n".join(map(folded, chunk.heading))
        if chunk.kind is ChunkKind.DEFINITION:
            continue  # the words of a thing, apart in the explanation of another
        if chunk.kind is ChunkKind.TABLE_ROW:
            form = len(chunk.heading) > 1
            for text in chunk.text.split("\n"):
                if text.strip():
                    line = replace(chunk, text=text.strip())
                    yield TextLine(line, folded(text), over, not form and bool(_FIGURES.search(text)), line)
            continue
        lead: Chunk | None = None
        for sentence in sentences(chunk):
            if ITEM.match(sentence.text):
                lead = sentence
            if lead is None or lead is sentence:
                yield TextLine(sentence, folded(sentence.text), over, False, sentence)
            else:
                yield TextLine(sentence, folded(sentence.text), f"{over}\n{folded(lead.text)}", False, joined(chunk, lead, sentence))


def tell(lines: Sequence[TextLine], asked: Wanted) -> list[Told]:
    """The lines that tell every word and hold what is wanted, the best first."""
    lines = [line for line in lines if asked.options or not line.row]
    all_text = [f"{line.key}\n{line.over}" for line in lines]
    left = list(range(len(lines)))
    weights: dict[str, float] = {}
    for word in sorted(asked.words, key=len, reverse=True):
        left = [place for place in left if is_told(word, all_text[place])]
        if not left:
            return []
        inside = sum(is_told(word, line.key) for line in lines)
        weights[word] = math.log(1 + len(lines) / (1 + inside))
    found = [Told(lines[place], _score(lines[place], weights, asked)) for place in left if _holds(lines[place], asked)]
    return sorted((one for one in found if one.score > 0), key=lambda one: -one.score)


def best(told: Sequence[Told], most: int) -> list[Told]:
    """The lines that are about as good as the best one."""
    return [one for one in told if one.score >= told[0].score * (1 - ABOUT_AS_GOOD)][:most] if told else []


def _holds(line: TextLine, asked: Wanted) -> bool:
    if asked.options:
        return sum(option in line.key for option in asked.options) == 1
    # a date in the project's own name, which its form repeats, is no date asked for
    own = line.key
    for heading in filter(None, line.over.split("\n")):
        own = own.replace(heading, "")
    says_more = line.chunk.kind is not ChunkKind.TABLE_ROW or own.count("|") != 1 or not own.endswith("|")
    if asked.held is None or not says_more:
        return says_more
    if asked.exact:  # 水库 is no place where it is asked where the 水库 stands
        for word in asked.words:
            own = own.replace(word, " ")
    return bool(asked.held.search(own))


def section_tells(lines: Sequence[TextLine], asked: Wanted) -> bool:
    """Whether all that stands under one heading, or on one form, tells every word between its lines."""
    sections: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    forms = {line.chunk.heading[:1] for line in lines if line.chunk.kind is ChunkKind.TABLE_ROW}
    for line in lines:
        chunk = line.chunk
        heading = chunk.heading[: 2 if chunk.heading[:1] in forms else 1]
        sections.setdefault((chunk.provenance.document_id, heading), []).extend((line.key, line.over))
    return any(all(any(is_told(word, text) for text in texts) for word in asked.words) for texts in sections.values())


def _score(line: TextLine, weights: dict[str, float], asked: Wanted) -> float:
    """The weight of the words that the line itself tells; 0 when it tells none, a little less the longer it is."""
    own = sum(weight for word, weight in weights.items() if is_told(word, line.key))
    if not own and not asked.options:
        return 0.0
    whole = sum(weights.values())
    opens = asked.lists and line.key.endswith(("：", ":"))
    return (own or whole / 4) / whole - len(line.key) / 10_000 + (OPENS if opens else 0)


@lru_cache(maxsize=65536)
def is_told(word: str, text: str) -> bool:
    """Whether a folded text tells a word: as it is, in another word for it, abbreviated."""
    if any(form in text for form in _forms(word)):
        return True
    if len(word) == 2:
        return any(re.search(f"{re.escape(word[0])}.{{1,{GAP}}}{re.escape(word[1])}", line) for line in text.split("\n"))
    covered = cover(word, text) if len(word) > 2 else None
    return covered is not None and not covered.missing and covered.inside == len(word) and covered.pieces <= 2


@lru_cache(maxsize=4096)
def _forms(word: str) -> tuple[str, ...]:
    same = [other for group in synonyms(word) for other in group.words]
    same += [other for group in word_groups() if word in group for other in group if len(other) > 1]
    return tuple(dict.fromkeys((word, *_DONE.get(word, ""), *map(folded, same))))
