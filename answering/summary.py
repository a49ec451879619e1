"""One or two sentences above a table, in which a model says what matters most: names and figures by slot, each bound to its own row.

    sources   [c1] 2026年河道清淤工程：{v1}
              [c2] 所列各项中最大的是2026年河道清淤工程：{v1}
    reply     所列各项中最大的是2026年河道清淤工程{v1}，2026年护堤员工资{v2}。[c2]
    shown     模型概括：所列各项中最大的是2026年河道清淤工程，为400.00 万元[1]，2026年护堤员工资为120.00 万元[2]。

The model never sees a figure.  A sentence is a row of parts, each the words of one source before its slot; any other
word, a slot behind another row's name, a key of another row, and the sentence goes.  What is shown is written by code
from the row's own pieces.  Which row is the largest is found by code too, and said in a source that may be repeated.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from answering.cite import CitationBook
from answering.compose import Work
from answering.consultation import Consultation
from answering.draft import Draft, Echo, Line, Number, Piece, Words, unescape
from answering.verify import Context, read_back
from answering.word import LEAD, REPLY_TOKENS, Release, inert, released, spoken
from answering.write import write
from disclosure.answer import Verdict
from disclosure.question import Operation
from prompts import CITATION, REFUSAL, SLOT, citation_key, load, slot_key, unfenced
from retrieval.matching import normalise_label

WORTH = 4  # figures below which a reader sees all at a glance
MOST_ROWS = 30
MOST_PARTS, MOST_SENTENCES, EXAMINED = 4, 2, 8
# Operations whose answers are tables; where all lines state rows of one kind one may be called the largest.
_TABLES = frozenset({Operation.RANK, Operation.LIST, Operation.COMPARE, Operation.COUNT, Operation.SUM, Operation.AVERAGE})
_RANKED = frozenset({Operation.RANK, Operation.LIST, Operation.COMPARE, Operation.COUNT})
_FACTS = ("所列各项中最大的是", "所列各项中第二大的是", "所列各项中最小的是")
_BULLET = re.compile(r"^(?:- |\d+\. |> )")
_LEFT_OUT = "其余略"  # how a long list ends; its largest row may be among the rest
# Words between parts; what is shown is written anew without them.
_JOINT = re.compile(r"^[\s，,、；;]*(?:以及|和|与|及|其中|其次是?|另外|此外|还有)?[\s，,]*")
_IS = re.compile(r"[\s：:]*[为是]?[\s：:]*$")
_END = re.compile(r"[\s，,。.！!；;、]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the answer with the words that stand before it."""

    name: tuple[Piece, ...]  # as the answer writes it
    number: Number
    key: str  # the name's letters and digits

    @property
    def short(self) -> str:
        """The name without what a reader leaves out: a year or a numbering in front."""
        return flat(normalise_label(_text(self.name)))


@dataclass(frozen=True, slots=True)
class Part:
    """What one source says: a row, or a row with its rank."""

    fact: str  # "" for the row alone
    row: Row


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the model sees, and what stands behind it."""

    sources: Mapping[str, str]  # c1 → text with a slot
    slots: Mapping[str, str]  # c1 → v1, the slot in it
    parts: Mapping[tuple[str, str], Part]  # (v1, letters before it) → what may be said


def evidence(work: Work, draft: Draft) -> Evidence | None:
    """The rows of an answer that is a table; None where there is nothing to sum up, or the places contradict one another."""
    rows = list(_rows(draft))
    if work.plan.operation not in _TABLES or len(rows) < WORTH or draft.discrepancies:
        return None
    if any(row.number.verdict is Verdict.CONFLICT for row in rows):
        return None
    full, short = Counter(row.key for row in rows), Counter(row.short for row in rows)
    parts: dict[tuple[str, str], Part] = {}
    sources: dict[str, str] = {}
    slots: dict[str, str] = {}
    facts = _extremes(rows, _told(work, draft))
    for place, row in enumerate(rows[:MOST_ROWS], 1):
        taken = full[row.key] > 1 or (row.key == row.short and short[row.short] > 1)
        if not row.key or taken or any(flat(fact) in row.key for fact in _FACTS):
            continue  # a name that is another row's too, with a year before it or none; or one that plays a rank
        slot = slot_key(place)[1:-1]
        keys = {row.key} | ({row.short} if short[row.short] == 1 and row.short not in full else set())
        for fact in ("", *facts.get(place - 1, ())):
            key = citation_key(len(sources) + 1)[1:-1]
            sources[key] = f"{fact}{inert(_text(row.name))}：{slot_key(place)}"
            slots[key] = slot
            parts |= {(slot, flat(fact) + words): Part(fact, row) for words in keys}
    return Evidence(sources, slots, parts) if len(set(slots.values())) >= WORTH else None


def _rows(draft: Draft) -> Iterator[Row]:
    """The first number of each line, with the name before it."""
    for line in draft.lines:
        place = next((place for place, piece in enumerate(line.pieces) if isinstance(piece, Number)), None)
        if place is None:
            continue
        number, name = line.pieces[place], _named(line.pieces[:place])
        assert isinstance(number, Number)
        bound = any(isinstance(piece, Echo) and piece.source is not None for piece in name)
        if name and (bound or line.headline):
            yield Row(name, number, flat(_text(name)))


def _named(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a name less the bullet before it and the colon behind; () where anything else stands there."""
    if not all(isinstance(piece, Words | Echo) for piece in pieces):
        return ()
    kept = [replace(piece, text=_BULLET.sub("", piece.text)) if isinstance(piece, Words) else piece for piece in pieces]
    if kept and isinstance(kept[-1], Words):
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip("： "))
    # 最高： before a name is the answer's own way of ranking; here it is said by a fact
    kept = [piece for piece in kept if not (isinstance(piece, Words) and re.fullmatch(r"(?:最[高低]：)?", piece.text))]
    return tuple(piece for piece in kept if isinstance(piece, Words | Echo))


def _is_cut(draft: Draft) -> bool:
    return any(isinstance(piece, Words) and piece.text.startswith(_LEFT_OUT) for line in draft.lines for piece in line.pieces[:1])


def _told(work: Work, draft: Draft) -> tuple[str, ...]:
    """What may be said of the order of the rows: of the first few by amount only that they are the first."""
    plan = work.plan
    if plan.operation not in _RANKED or _is_cut(draft):
        return ()
    if plan.operation is Operation.RANK or plan.limit:
        return _FACTS[:2] if plan.descending else _FACTS[2:]
    return _FACTS


def _extremes(rows: Sequence[Row], told: Sequence[str]) -> dict[int, list[str]]:
    """Which rows are the largest, the second and the smallest; none where they tie, or where they cannot be compared."""
    first = 1 if rows[0].number.verdict is Verdict.COMPUTED else 0  # how many there are, or their sum
    listed = [(place, row.number) for place, row in enumerate(rows)][first:]
    computed = any(number.verdict is Verdict.COMPUTED for _, number in listed)
    if computed or len(listed) < len(_FACTS) or len({number.amount.dimension for _, number in listed}) != 1:
        return {}
    listed.sort(key=lambda pair: pair[1].amount.in_base, reverse=True)
    times = Counter(number.amount.in_base for _, number in listed)
    found: dict[int, list[str]] = {}
    for fact, (place, number) in zip(_FACTS, (listed[0], listed[1], listed[-1]), strict=True):
        if fact in told and times[number.amount.in_base] == 1 and times[listed[0][1].amount.in_base] == 1:
            found.setdefault(place, []).append(fact)
    return found


def sum_up(consultation: Consultation, work: Work, draft: Draft, question: str, release: Release | None = None) -> Draft:
    """The draft with a checked sentence or two above its rows; as it was when there is nothing to gain.

    `release` is given each sentence as Markdown once it has passed.  ModelError when nothing came.
    """
    found = evidence(work, draft)
    if found is None:
        return draft
    sources = "\n".join(f"[{key}] {text}" for key, text in found.sources.items())
    values = {"question": unfenced(question), "sources": sources}
    context = Context(question, work.plan, work.shelf.years)
    reply = consultation.stream(load("summary"), values, max_tokens=REPLY_TOKENS)
    passed = (line for line in _once(sentences(reply, found)) if not read_back(write([line], CitationBook(work.scope_of)), context))
    lines = released(consultation, work, islice(passed, MOST_SENTENCES), release)
    if not lines:
        return draft
    above = Line((Words(LEAD), *(piece for line in lines for piece in line.pieces)))
    return replace(draft, lines=(above, *draft.lines))


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    seen: list[Line] = []
    for line in lines:
        if line not in seen:
            seen.append(line)
            yield line


def sentences(reply: Iterable[str], found: Evidence) -> Iterator[Line]:
    """The sentences of a reply that may be shown, as they pass."""
    for number, sentence in enumerate(spoken(reply)):
        if number >= EXAMINED or REFUSAL in sentence:
            return
        if (line := checked(sentence, found)) is not None:
            yield line


def checked(sentence: str, found: Evidence) -> Line | None:
    """A sentence written anew from the rows that it names; None when it says anything else."""
    keys = [key for key in CITATION.findall(sentence) if key in found.slots]
    words, *others = SLOT.split(CITATION.sub("", sentence))
    said = list(zip((words, *others[1::2]), others[::2], strict=False))
    slots = [slot for _, slot in said]
    if not 1 <= len(said) <= MOST_PARTS or len(set(slots)) < len(slots) or not _END.fullmatch(others[-1]):
        return None
    if any(found.slots[key] not in slots for key in keys):
        return None  # it names another row as its source
    pieces: list[Piece] = []
    for before, slot in said:
        part = found.parts.get((slot, flat(_IS.sub("", _JOINT.sub("", before)))))
        if part is None:
            return None
        number = replace(part.row.number, bold=False, again=True)
        link = "，为" if part.fact else "" if part.row.key.endswith("有") else "为"  # 项目共有3 个
        pieces += [Words(f"{'，' if pieces else ''}{part.fact}"), *part.row.name, Words(link), number]
    return Line((*pieces, Words("。")))


def flat(text: str) -> str:
    """Letters and digits alone, of one width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _text(name: Sequence[Piece]) -> str:
    return "".join(unescape(piece.text) if isinstance(piece, Words) else piece.text for piece in name if isinstance(piece, Words | Echo))
