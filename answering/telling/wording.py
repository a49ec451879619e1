"""A few sentences by a model above the quotations they are drawn from: figures by slot, sources by key, each sentence checked alone.

    sources   [c1] 2026年预算支出总计{v1}，比上年增加{v2}，主要原因是河道工程增加。
    reply     比上年增加{v2}，主要原因是河道工程增加。[c1]
    shown     模型概括：比上年增加200.00万元，主要原因是河道工程增加。[1]

The model never sees a figure: code puts the document's own in its place.  A sentence goes when it names a slot that was not
issued or cites nothing, types a number, holds markup, or says what the text does not.  When none stays the quotations
stand alone, as they do without a model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from answering.evaluating.result import Evaluation
from answering.model.consultation import Consultation
from answering.model.replies import without_reasoning
from answering.query.tree import Define, Entries, Node, Passage, Query
from answering.telling.cite import CitationBook
from answering.telling.draft import Cited, Draft, Echo, Line, Number, Piece, Quoted, Words, escape
from answering.telling.grounding import unsupported
from answering.telling.labels import VERDICT_LABELS
from answering.telling.phrases import Shelf, scope_of
from answering.telling.scoped import Context
from answering.telling.understanding import understood
from answering.telling.verify import HARMLESS, read_back
from answering.telling.write import write
from disclosure.document import Chunk
from disclosure.errors import ModelError
from disclosure.mention import find_numbers
from prompts import CITATION, REFUSAL, SLOT, citation_key, load, slot_key, unfenced

LEAD = "模型概括："
NewBook: TypeAlias = Callable[[], CitationBook]
Release: TypeAlias = Callable[[str], None]
MOST_SENTENCES = 3
EXAMINED = 12  # sentences of a reply that are looked at
LONGEST_REPLY = 2_000  # characters; three sentences are shorter
LONGEST_SENTENCE = 200
MOST_SLOTS = 60
WORTH = 60  # characters of quotation below which nothing is to be put more shortly
REPLY_TOKENS = 400
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*(?:\s*\[c\d{1,3}\])*")
_UNFINISHED = re.compile(r"\s*\[c?\d{0,3}$")  # a key of which more is to come
# What no sentence needs: markup, links, brackets of citations or slots that are not ours, words of verdict.
# A dash or a slash beside a figure would make another figure of it.
_MARKUP = re.compile(r"[<>\[\]{}【】〔〕|#*_~`$\\^=@&+/\-−–]|https?|www|://|:[a-z_]+:|\.(?:com|cn|net|org)", re.IGNORECASE)
_VERDICTS = re.compile("|".join((*(label.text for label in VERDICT_LABELS.values()), "核对", "核实", "验证", "系统", "提示词", "指令")))
_TASKS: dict[type[Node], str] = {
    Define: "用资料里的话说明问题所问的词是什么意思",
    Passage: "概括资料怎样回答问题",
    Entries: "概括资料列举的内容",
}


@dataclass(frozen=True, slots=True)
class Material:
    """What the model sees, and what stands behind it."""

    texts: Mapping[str, str]  # c1 → text with slots
    sources: Mapping[str, Chunk]  # c1 → the passage
    slots: Mapping[str, Piece]  # v1 → what is shown there
    headings: Mapping[str, str]  # c1 → what the passage stands under


def reword(
    consultation: Consultation, draft: Draft, query: Query, evaluation: Evaluation, shelf: Shelf, release: Release | None = None
) -> Draft:
    """The draft with a few checked sentences above its quotations; as it was when there is nothing to gain.

    The model is told the query in words, as it was understood.  `release` is given each sentence as Markdown once it has
    passed, while the model is still at the next.  When the reply breaks off, what had passed stays.  ModelError when nothing came.
    """
    task = _TASKS.get(type(query.ask))
    material = gather(draft)
    if task is None or sum(map(len, material.texts.values())) < WORTH or states_numbers(draft):
        return draft

    def new_book() -> CitationBook:
        return CitationBook(lambda document_id: scope_of(shelf, document_id))

    sources = "\n".join(f"[{key}] {text}" for key, text in material.texts.items())
    values = {"task": task, "question": unfenced(understood(query, evaluation)), "sources": sources}
    reply = consultation.stream(load("word"), values, max_tokens=REPLY_TOKENS)
    context = Context.of(query, evaluation, shelf)
    lines = released(consultation, new_book(), sentences(reply, material, context, new_book), release)
    return _above(draft, lines) if lines else draft


def released(consultation: Consultation, book: CitationBook, passed: Iterable[Line], release: Release | None) -> list[Line]:
    """The lines of a reply that have passed, each released as it comes; what came before the reply broke off stays.

    ModelError when the reply broke off and nothing had come.
    """
    lines: list[Line] = []
    try:
        for line in passed:
            lines.append(line)
            if release is not None:
                release(write([line], book).text)
    except ModelError:
        if not lines:
            raise
    consultation.note("worded", len(lines))
    consultation.used = consultation.used or bool(lines)
    return lines


def states_numbers(draft: Draft) -> bool:
    """Whether a draft states figures itself, beside those in its quotations."""
    return any(isinstance(piece, Number) for line in draft.lines for piece in line.pieces)


def gather(draft: Draft) -> Material:
    """The quotations of a draft, their numbers taken out."""
    quoted = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Quoted) and isinstance(piece.source, Chunk)]
    slots: dict[str, Piece] = {}
    texts, sources, headings = {}, {}, {}
    for place, piece in enumerate(quoted, 1):
        key = citation_key(place)[1:-1]
        chunk = piece.source
        assert isinstance(chunk, Chunk)
        texts[key] = _slotted(piece.text, chunk, slots)
        sources[key] = chunk
        headings[key] = chunk.heading[-1] if chunk.heading and not _numbers(chunk.heading[-1]) else ""
    return Material(texts, sources, slots, headings)


def _slotted(text: str, chunk: Chunk, slots: dict[str, Piece]) -> str:
    """The text with a slot for each number, and nothing in it that looks like a slot or a key of ours."""
    parts: list[str] = []
    done = 0
    for mention in find_numbers(text):
        if mention.kind in HARMLESS:
            continue
        if len(slots) >= MOST_SLOTS:
            return "".join(parts)
        key = slot_key(len(slots) + 1)
        slots[key[1:-1]] = Echo(mention.text, chunk)
        parts += [inert(text[done : mention.start]), key]
        done = mention.end
    return "".join((*parts, inert(text[done:])))


def inert(text: str) -> str:
    """Words of a document on one line, with nothing in them that looks like a slot, a key or a fence."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))
    return unfenced(re.sub(r" +", " ", visible.translate(_LOOKALIKES)))


_LOOKALIKES = str.maketrans("{}[]", "｛｝［］")


def _numbers(text: str) -> bool:
    return any(mention.kind not in HARMLESS for mention in find_numbers(text))


def sentences(reply: Iterable[str], material: Material, context: Context, new_book: NewBook) -> Iterator[Line]:
    """The sentences of a reply that may be shown, one by one as they pass; the reply may come in parts."""
    shown: list[Line] = []
    for number, sentence in enumerate(spoken(reply)):
        if number >= EXAMINED or len(shown) >= MOST_SENTENCES or REFUSAL in sentence:
            return
        line = _checked(sentence, material, context, new_book)
        if line is not None and line not in shown:
            shown.append(line)
            yield line


def spoken(reply: Iterable[str]) -> Iterator[str]:
    """Whole sentences as they are completed, each with the keys behind it; what a model thinks aloud is left out."""
    text = clean = ""
    place = 0
    for part in reply:
        text += part
        clean = without_reasoning(text)[:LONGEST_REPLY]
        # the last may go on, or its keys may still come
        for sentence in list(_SENTENCE.finditer(_UNFINISHED.sub("", clean), place))[:-1]:
            yield sentence.group()
            place = sentence.end()
        if len(clean) >= LONGEST_REPLY or len(text) > 10 * LONGEST_REPLY:
            break
    yield from (sentence.group() for sentence in _SENTENCE.finditer(clean, place))


def _checked(sentence: str, material: Material, context: Context, new_book: NewBook) -> Line | None:
    """A sentence as pieces, or None when anything in it is not borne out."""
    visible = "".join(c for c in sentence if not unicodedata.category(c).startswith("C")).strip()
    keys = [key for key in dict.fromkeys(CITATION.findall(visible)) if key in material.texts]
    words = CITATION.sub("", visible).rstrip("。！？!?；; ")
    if not keys or len(words) > LONGEST_SENTENCE or any(slot not in material.slots for slot in SLOT.findall(words)):
        return None
    plain = SLOT.sub("", words)
    if _MARKUP.search(plain) or _VERDICTS.search(plain) or _numbers(plain):
        return None
    if unsupported(words, "。".join(text for key in keys for text in (material.headings[key], material.texts[key]))):
        return None
    sources = tuple(material.sources[key] for key in keys)
    line = Line((*_filled(words, material), Cited(sources), Words("。")))
    return None if read_back(write([line], new_book()), context) else line


def _filled(words: str, material: Material) -> Iterator[Piece]:
    """The words with the document's own figures in their places."""
    for place, part in enumerate(SLOT.split(words)):
        if place % 2:
            yield material.slots[part]
        elif part:
            yield Words(escape(part))


def _above(draft: Draft, lines: Sequence[Line]) -> Draft:
    """The lines before the draft's own, whose headline stays the headline."""
    return replace(draft, lines=(Line((Words(LEAD), *lines[0].pieces)), *lines[1:], *draft.lines))
