"""The names that a model may choose from for one question: at most so many bytes, the likeliest names first to be kept.

    catalogue("驻矿的人工资多少", library, documents, hints=("2026年驻矿人员工资",))
    →  收录的文件：…
       【1】岚县应急管理局｜2026年｜单位预算
       - 2026年项目支出预算表（本年预算）（万元）｜栏：合计；…｜行：2026年驻矿人员工资、…

Documents × unit, year, stage and level; of the few documents that the question may mean table titles, columns, rows,
projects, figures of the text, headings and terms.  Nothing comes out of a set: the same question over the same library
gives the same text byte for byte.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from answering.reading.digest import Digest, Digests, Section, head_of, scope_of
from answering.reading.likeness import exchanges
from answering.reading.words import words
from disclosure.document import Stage
from disclosure.terms import english_terms
from retrieval.figure_store import DocumentRecord
from retrieval.lexical import words_of
from retrieval.library import Library
from retrieval.matching import LabelHit, Rung
from retrieval.names import normalise_label

MOST_BYTES = 10_240  # of the whole catalogue
LIST_BYTES = 2_500  # of the list of documents
DETAILED = 4  # documents of which names are shown
HITS = 24  # labels that a search of the whole library proposes
NEAR_BYTES = 1_000  # kept for labels of the whole library
NEAR_LENGTH = 30  # characters of a label that is proposed
LOOKED_FOR = 6  # of these, how many say which documents are likely
NEAR = 0.5  # of the likeliest document's score: what another needs to be shown in detail
COLUMN = 0.5  # of a column that the question does not say: columns are few, and one that is missed is a wrong figure
WHOLE = 1.0  # of a total row, which everyday words for the whole do not spell
SAID_IN_PART = 0.3  # what a label that the question holds in part tells of where to look, against one that it holds whole
SINGLE = 0.25  # what a single character weighs against a pair
_WHOLES = ("总计", "合计")
_SURE = (Rung.EXACT, Rung.NORMALISED, Rung.SYNONYM)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that names are compared with."""

    words: frozenset[str]  # of the question, with what they may stand for
    named: frozenset[str]  # normalised names that are meant already: by an earlier query, by the other reader, by a search
    text: str  # the question

    @classmethod
    def of(cls, question: str, hints: Iterable[str], found: Iterable[str]) -> Asked:
        """From the question, names that earlier queries or the other reader hold, and what a search found."""
        more = [name for word, names in words().names.items() if len(word) > 1 and word in question for name in names]
        more += [printed for _, _, others in exchanges(question) for printed in others]
        spoken = question.lower()
        more += [chinese for terms in english_terms().values() for english, chinese in terms.items() if english in spoken]
        said = frozenset(word for text in (question, *more, *hints) for word in words_of(text))
        return cls(said, frozenset(map(normalise_label, (*hints, *found))), question)


@dataclass(slots=True)
class _Item:
    """One name that may be shown, and how much that would serve."""

    score: float
    document: int  # its place among the detailed ones
    group: int  # 0 columns, 1 rows and projects, 2 figures of the text, 3 headings and terms
    order: int
    text: str
    shown: bool = False


@dataclass(slots=True)
class _Line:
    """A section on its way to a line of text."""

    section: Section
    columns: list[_Item] = field(default_factory=list)
    projects: list[_Item] = field(default_factory=list)
    names: list[_Item] = field(default_factory=list)

    def __str__(self) -> str:
        """What is shown of it."""
        parts = [self.section.title]
        for lead, items, joint in (("栏", self.columns, "；"), ("项目", self.projects, "、"), (self.section.lead, self.names, "、")):
            kept = [item.text for item in items if item.shown]
            if kept:
                more = ["…"] if len(kept) < len(items) else []
                parts.append((f"{lead}：" if lead else "") + joint.join([*kept, *more]))
        return "- " + "｜".join(parts)

    @property
    def is_worth_a_line(self) -> bool:
        """Whether it says more than a title of nothing."""
        return bool(self.section.lead and self.section.title) or any(item.shown for item in self.names)


def catalogue(
    question: str,
    library: Library,
    documents: Sequence[str] | None = None,
    *,
    hints: Sequence[str] = (),
    units: Sequence[str] = (),
    digests: Digests | None = None,
    most: int = MOST_BYTES,
) -> str:
    """The text; `documents` are ids (None: all), `hints` names and `units` units that the talk or the other reader holds."""
    kept = documents if documents is None else frozenset(documents)
    records = [record for record in library.documents() if kept is None or record.id in kept]
    ids = None if kept is None else [record.id for record in records]
    found = [hit for hit in library.match_labels(question, ids, HITS, dense=True)] if records else []
    likely = _likely(question, library, records, [hit.label for hit in found], units)[:DETAILED]
    listed = _listed(records, likely, LIST_BYTES)
    asked = Asked.of(question, hints, [hit.label for hit in found if hit.rung in _SURE])
    digests = digests or Digests()
    lines = _filled([digests.of(library, record) for record in likely], asked, most - _size(listed) - NEAR_BYTES)
    return "\n".join([listed, *lines, *([_near(found)] if len(records) > len(likely) and found else [])])


def _near(found: Sequence[LabelHit]) -> str:
    """Names of the whole library that a question over many documents may mean."""
    return f"全部文件里与问题相近的名称：{'、'.join(dict.fromkeys(hit.label for hit in found if len(hit.label) <= NEAR_LENGTH))}"


def _size(text: str) -> int:
    return len(text.encode())


# which documents


def _likely(
    question: str, library: Library, records: Sequence[DocumentRecord], labels: Sequence[str], units: Sequence[str]
) -> list[DocumentRecord]:
    """The documents, likeliest first: by words of their unit, their year and stage, and the names that they print."""
    if len(records) <= 1:
        return list(records)
    words = frozenset(words_of("\n".join((question, *units))))
    entities = {record.id: frozenset(words_of(record.entity or record.file_name)) for record in records}
    holders = Counter(word for held in entities.values() for word in held)
    weights = {word: (1 if len(word) > 1 else SINGLE) * math.log(1 + len(records) / count) for word, count in holders.items()}
    printing: dict[str, float] = defaultdict(float)
    for label in labels[:LOOKED_FOR]:
        held = {figure.document_id for figure in library.find_figures(labels=[label])} & entities.keys()
        said = 1 if label in question else SAID_IN_PART
        for document in sorted(held):
            printing[document] += said * (len(label) - 1) / 2 * math.log(1 + len(records) / len(held))
    newest = max((record.fiscal_year or 0 for record in records), default=0)

    def score(record: DocumentRecord) -> float:
        unit = sum(weights[word] for word in sorted(entities[record.id] & words))
        year = 1.5 if record.fiscal_year and str(record.fiscal_year) in question else 0.0
        stage = 0.5 if _stage_said(record.stage, question) else 0.0
        return round(unit + year + stage + printing[record.id] + (0.1 if record.fiscal_year == newest else 0), 6)

    scores = {record.id: score(record) for record in records}
    best = max(scores.values())
    kept = [record for record in records if scores[record.id] >= NEAR * best]
    return sorted(kept, key=lambda record: (-scores[record.id], -(record.fiscal_year or 0), record.file_name))


def _stage_said(stage: Stage | None, question: str) -> bool:
    return (stage is Stage.BUDGET and "预算" in question) or (stage is Stage.FINAL_ACCOUNTS and "决算" in question)


def _listed(records: Sequence[DocumentRecord], likely: Sequence[DocumentRecord], most: int) -> str:
    """All documents by unit, the likely ones' units first; those beyond `most` bytes are counted."""
    units: dict[str, list[str]] = {}
    rest = sorted(records, key=lambda record: (record.entity or "", record.fiscal_year or 0, record.file_name))
    for record in (*likely, *rest):
        unit = head_of(record).rpartition("｜")[0]
        held = units.setdefault(unit, [])
        if scope_of(record) not in held:
            held.append(scope_of(record))
    lines = [f"收录的文件共{len(records)}份："]
    size = _size(lines[0])
    for at, (unit, held) in enumerate(units.items()):
        line = f"{unit}：{'、'.join(held)}"
        size += _size(line) + 1
        if size > most:
            return "\n".join([*lines, f"（另有{len(units) - at}个单位的文件未列出）"])
        lines.append(line)
    return "\n".join(lines)


# which names


def _filled(digests: Sequence[Digest], asked: Asked, most: int) -> list[str]:
    """The documents' lines with as many names as fit, the likeliest names first."""
    lines = _titled([[_Line(section) for section in digest.sections] for digest in digests], asked, most // 2)
    heads = [f"【{place}】{digest.head}" for place, digest in enumerate(digests, 1)]
    items = sorted(_items(lines, asked), key=lambda item: (-item.score, item.document, item.group, item.order))
    left = most - sum(_size(head) + 1 for head in heads) - sum(_size(str(line)) + 1 for document in lines for line in document)
    shown: list[_Item] = []
    for item in items:
        cost = _size(item.text) + 3
        if cost <= left:
            item.shown = True
            left -= cost
            shown.append(item)
    while _size("\n".join(text := list(_written(heads, lines)))) > most and shown:
        for item in shown[-1 - len(shown) // 50 :]:
            item.shown = False
        del shown[-1 - len(shown) // 50 :]
    return text


def _titled(lines: list[list[_Line]], asked: Asked, most: int) -> list[list[_Line]]:
    """The lines whose titles fit into `most` bytes: all of them, but where there are hundreds of tables."""
    order = [(place, at, line) for place, document in enumerate(lines) for at, line in enumerate(document)]
    held = Counter(word for _, _, line in order for word in dict.fromkeys(words_of(line.section.title)))
    weights = {word: math.log(1 + len(order) / count) for word, count in held.items()}
    kept: set[tuple[int, int]] = set()
    for place, at, line in sorted(
        order, key=lambda one: (bool(one[2].section.lead), -_score(one[2].section.title, asked, weights), *one[:2])
    ):
        most -= _size(str(line)) + 1
        if most >= 0:
            kept.add((place, at))
    return [[line for at, line in enumerate(document) if (place, at) in kept] for place, document in enumerate(lines)]


def _written(heads: Sequence[str], lines: Sequence[Sequence[_Line]]) -> Iterator[str]:
    for head, document in zip(heads, lines, strict=True):
        yield head
        yield from (str(line) for line in document if line.is_worth_a_line)


def _items(lines: Sequence[Sequence[_Line]], asked: Asked) -> Iterator[_Item]:
    """Every name of every line, made, hung on its line and scored."""
    sections = [line.section for document in lines for line in document]
    labels = [text for section in sections for text in (*section.columns, *section.projects, *(name.label for name in section.names))]
    held = Counter(word for label in dict.fromkeys(labels) for word in dict.fromkeys(words_of(label)))
    weights = {word: (1 if len(word) > 1 else SINGLE) * math.log(1 + len(labels) / held[word]) for word in sorted(held)}
    order = 0
    for place, document in enumerate(lines):
        for line in document:
            group = 1 if line.section.lead else 2 if line.section.title.startswith("文字里") else 3
            for names, kept, kind in (
                ([(column, column) for column in line.section.columns], line.columns, 0),
                ([(project, project) for project in line.section.projects], line.projects, 1),
                ([(name.label, name.shown(_codes_said(name.codes, asked))) for name in line.section.names], line.names, group),
            ):
                for label, shown in names:
                    order += 1
                    score = _score(label, asked, weights) + (COLUMN if kind == 0 else 0)
                    kept.append(_Item(score + (2 if shown != label and "(" in shown else 0), place, kind, order, shown))
                    yield kept[-1]


def _codes_said(codes: Sequence[str], asked: Asked) -> bool:
    """Whether the question says a code that a row is printed with."""
    return any(code in asked.text for code in codes)


def _score(label: str, asked: Asked, weights: dict[str, float]) -> float:
    """How much of a name the question says: the weight of shared words over the root of the name's own."""
    words = dict.fromkeys(words_of(label))
    shared = sum(weights.get(word, 0) for word in words if word in asked.words)
    whole = sum(weights.get(word, 0) for word in words) or 1
    meant = 10 if normalise_label(label) in asked.named else WHOLE if label.endswith(_WHOLES) else 0
    return round(meant + shared / math.sqrt(whole), 6)
