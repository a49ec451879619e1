"""From a selector to its figure: the ladder in each document of the scope, then one answer of them all.

Shelf(library).find(Selector(label="驻矿人员工资"), document_ids)
→  Found: 75.00万元 in the project table, and the same in the project's form
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answering.candidates import ladder, phrases_of
from answering.choosing import decide, same_value
from answering.crossing import crossing, row_of_whole
from answering.document_index import DocumentIndex, EntryKind
from answering.found import Found, Pick
from answering.part_units import added_up, part_view
from answering.text_lines import TextLine, lines_of
from answering.totals import is_document_total
from answering.zero import zero_sources
from disclosure.document import Stage
from disclosure.figure import Figure, Trust
from disclosure.question import Selector
from retrieval.library import DocumentRecord, Library
from retrieval.matching import LabelHit, Rung, normalise_label

# How sure each rung is; of several documents only those of the surest rung count.
_EXACT_RUNGS = ("code", Rung.EXACT, Rung.NORMALISED, "whole")
RUNG_ORDER = (*_EXACT_RUNGS, Rung.SYNONYM, Rung.CONTAINMENT, "crossing", "form", "under", "told", Rung.FUZZY, Rung.LEXICAL, Rung.DENSE)
_SURE = 3  # code to whole are one class
NEAR_LABELS = 5
# Left over of a question that names a table: the number itself.
NO_NAMES = frozenset("数 合计 合计数 总数 总计 总额 金额 数额 数字".split())
# With more documents than this the stores say which ones hold such a label at all.
MANY = 24
# Indexes kept; of a document asked for again it takes a few milliseconds to build.
KEPT = 64
ONLY_RECEIVED = "文件没有单列该单位的支出合计，这是其收入预算"
SAME_IN_BOTH = "预算和决算两份文件里都是这个数"
IMPLIED = {"面积": "平方米", "人数": "人"}


# Parts of a whole that a table gives in columns; none of them is a mere word for money.
_QUALIFIERS = re.compile("(?<=..)(?:基本支出|项目支出|人员经费|公用经费|政府性基金|国有资本经营)")


def _lost_qualifier(selector: Selector, figure: Figure | None) -> str | None:
    """A part that the label names behind its thing and that the figure is not: 项目支出 of 城乡社区支出中项目支出."""
    if figure is None or not selector.label:
        return None
    words = "".join(
        filter(None, (figure.measure, *figure.row_path, *figure.column_path, figure.project, figure.table_title, figure.sentence))
    )
    return next((part for part in _QUALIFIERS.findall(selector.label) if part not in words), None)


class Shelf:
    """The library's documents, each with its index, kept while the library stays the same."""

    def __init__(self, library: Library) -> None:
        """Read nothing yet."""
        self.library = library
        self.version = ""
        self._indexes: dict[str, DocumentIndex] = {}
        self._records: dict[str, DocumentRecord] = {}
        self._parts: dict[str, DocumentIndex] = {}
        self._hits: dict[tuple[str, tuple[str, ...]], tuple[LabelHit, ...]] = {}
        self._lines: dict[str, tuple[TextLine, ...]] = {}

    def refresh(self) -> None:
        """Notice a change of the library; called once an answer."""
        version = self.library.version
        if version != self.version:
            self.version = version
            self._records = {record.id: record for record in self.library.documents()}
            self._indexes = {key: index for key, index in self._indexes.items() if key in self._records}
            self._parts.clear()
            self._hits.clear()
            self._lines = {key: lines for key, lines in self._lines.items() if key in self._records}

    def record(self, document_id: str) -> DocumentRecord:
        """What is known of a document as a whole."""
        if document_id not in self._records:
            document_id = self.library.document(document_id).id
        return self._records[document_id]

    @property
    def document_ids(self) -> tuple[str, ...]:
        """All documents."""
        return tuple(self._records)

    @property
    def years(self) -> frozenset[int]:
        """Fiscal years of all documents."""
        return frozenset(record.fiscal_year for record in self._records.values() if record.fiscal_year)

    def index(self, document_id: str) -> DocumentIndex:
        """The entries of a document."""
        if document_id not in self._indexes:
            while len(self._indexes) >= KEPT:
                del self._indexes[next(iter(self._indexes))]
            record = self._records[document_id]
            self._indexes[document_id] = DocumentIndex(
                document_id, record.entity, record.fiscal_year, self.library.figures(document_id), self.library.tables(document_id)
            )
        return self._indexes[document_id]

    def lines(self, document_id: str) -> tuple[TextLine, ...]:
        """The sentences and lines of a document that can be quoted."""
        if document_id not in self._lines:
            while len(self._lines) >= KEPT:
                del self._lines[next(iter(self._lines))]
            self._lines[document_id] = tuple(lines_of(self.library.chunks(document_id)))
        return self._lines[document_id]

    def view(self, document_id: str, entity: str | None) -> DocumentIndex:
        """The entries of a document, or of a unit that it lists in its rows."""
        index = self.index(document_id)
        if entity is None or normalise_label(entity) == normalise_label(index.entity or ""):
            return index
        key = f"{document_id}/{entity}"
        if key not in self._parts:
            self._parts[key] = part_view(index, entity) or index
        return self._parts[key]

    def propose(self, phrase: str, document_ids: Sequence[str]) -> tuple[LabelHit, ...]:
        """Labels that resemble a phrase, by the library's own ladder."""
        key = (phrase, tuple(document_ids))
        if key not in self._hits:
            if len(self._hits) > 1000:
                self._hits.clear()
            self._hits[key] = self.library.match_labels(phrase, list(document_ids), 20)
        return self._hits[key]

    def find(self, selector: Selector, document_ids: Sequence[str]) -> Found:
        """What the selector means in the documents that can answer it."""
        selector = with_implied_dimension(without_empty_label(selector))
        ids = selector.document_ids if selector.document_ids is not None else tuple(document_ids)
        if not ids:
            return Found(selector, reason="没有收录所问年度的文件")
        ids = self._holding(selector, ids)
        if not ids:
            return Found(
                selector, reason=f"收录的文件里都没有“{selector.label or selector.subject_code}”", near=self.near(selector, document_ids)
            )
        found = [self._find_in(document_id, selector, ids) for document_id in ids]
        merged = _merged(selector, self._without_copies(found))
        if lost := _lost_qualifier(selector, merged.figure):
            return Found(selector, reason=f"没有“{selector.label}”中的“{lost}”", near=self.near(selector, document_ids))
        return merged

    def _holding(self, selector: Selector, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Of many documents those that print a label or a code such as is asked for, so that a large library costs little more."""
        if len(ids) <= MANY or is_document_total(selector.label):
            return ids[:MANY]
        labels = [hit.label for phrase in phrases_of(selector) for hit in self.propose(phrase, ids)]
        figures = self.library.find_figures(labels=labels, document_ids=ids) if labels else ()
        if selector.subject_code:
            figures += self.library.find_figures(subject_code=selector.subject_code, document_ids=ids)
        return tuple(dict.fromkeys(figure.document_id for figure in figures))[:MANY]

    def _without_copies(self, found: Sequence[Found]) -> list[Found]:
        """Two files of one unit, year, stage and level that give one value are one answer: a PDF and its scan."""
        kept: list[Found] = []
        for one in found:
            place = next((place for place, other in enumerate(kept) if self._is_copy(one, other)), None)
            if place is None:
                kept.append(one)
                continue
            other = kept[place]
            scanned = other.figure is not None and other.figure.trust is Trust.RECOGNISED
            first, second = (one, other) if scanned else (other, one)
            kept[place] = replace(first, picks=(*first.picks, *second.picks))
        return kept

    def _is_copy(self, one: Found, other: Found) -> bool:
        if one.figure is None or other.figure is None or one.document_id is None or other.document_id is None:
            return False
        mine, theirs = self.record(one.document_id), self.record(other.document_id)
        return same_scope(mine, theirs) and same_value(one.figure, other.figure)

    def _find_in(self, document_id: str, selector: Selector, all_ids: Sequence[str]) -> Found:
        index = self.view(document_id, selector.entity)
        if selector.fiscal_year is None and selector.label_year is None:
            selector = replace(selector, fiscal_year=index.fiscal_year)
        for reading in (selector, *_other_readings(selector), *row_of_whole(index, selector)):
            found = self._climb(index, reading, all_ids)
            if found is not None:
                return found
        if crossed := crossing(index, selector):
            return crossed
        if index is not self.index(document_id):
            # what the text says of the department is nothing of one of its units
            return self._of_unit(index, selector, all_ids) or Found(
                selector, document_id, reason=f"没有单列“{index.entity}”的“{selector.label}”"
            )
        zero = zero_sources(index, self.library.chunks(document_id), selector, None)
        if zero:
            return Found(selector, document_id, zero=zero)
        return Found(selector, document_id, reason=self._missing(index, selector), near=self.near(selector, (document_id,)))

    def _of_unit(self, view: DocumentIndex, selector: Selector, all_ids: Sequence[str]) -> Found | None:
        """What follows for a unit that a department lists: the sum of its rows; for its budget as a whole what it receives."""
        if is_document_total(selector.label) and "收入" not in (selector.label or "") and selector.column_label is None:
            received = self._climb(view, replace(selector, label="收入总计"), all_ids)
            return replace(received, notes=(ONLY_RECEIVED,)) if received else None
        return added_up(view, selector)

    def _climb(self, index: DocumentIndex, selector: Selector, all_ids: Sequence[str]) -> Found | None:
        """The first rung that brings something; a blank is held until no lower rung prints a zero for it."""
        blank: Found | None = None
        anywhere = replace(selector, table_kind=None, table_hint=None, in_prose=None)
        for candidates in ladder(index, selector, lambda phrase: self.propose(phrase, all_ids)):
            found = decide(index, selector, candidates) if candidates else None
            if found is None:
                continue
            if blank is None and (found.is_ambiguous or found.amount is not None):
                return found
            blank = blank or found
            printed = decide(index, anywhere, candidates)
            if printed is not None and printed.amount is not None and printed.amount.number == 0:
                return replace(printed, picks=(*printed.picks, *blank.picks), selector=selector)
        if blank is None:
            return None
        chunks = self.library.chunks(index.document_id) if index is self.index(index.document_id) else ()
        zero = zero_sources(index, chunks, selector, blank.figure)
        return replace(blank, zero=zero)

    def near(self, selector: Selector, document_ids: Sequence[str]) -> tuple[str, ...]:
        """Labels to offer when nothing was found."""
        if not selector.label:
            return ()
        hits = self.propose(selector.label, document_ids)
        labels = dict.fromkeys(hit.label for hit in hits if hit.score > 0)
        return tuple(label for label in labels if normalise_label(label))[:NEAR_LABELS]

    def _missing(self, index: DocumentIndex, selector: Selector) -> str:
        """Why a document does not answer, as exactly as can be said."""
        what = selector.label or selector.subject_code or "所问的项目"
        if selector.fiscal_year and index.fiscal_year and selector.fiscal_year != index.fiscal_year:
            return f"收录的是{index.fiscal_year}年的文件，其中没有“{what}”在{selector.fiscal_year}年的数"
        if selector.subject_code:
            return f"表中没有科目编码 {selector.subject_code}"
        if selector.column_label and any(index.named(normalise_label(what))):
            return f"“{what}”没有“{selector.column_label}”栏"
        if selector.stage is not None and any(index.named(normalise_label(what))):
            return f"“{what}”没有印{'预算' if selector.stage is Stage.BUDGET else '决算'}数"
        return f"表中和正文中都没有“{what}”"


def same_scope(one: DocumentRecord, other: DocumentRecord) -> bool:
    """Whether two files are of one unit, year, stage and level; a level that is not said may be any."""
    alike = (one.entity, one.fiscal_year, one.stage) == (other.entity, other.fiscal_year, other.stage)
    return alike and (one.level is other.level or one.level is None or other.level is None)


def _other_readings(selector: Selector) -> Iterator[Selector]:
    """Where the question's own reading finds nothing: a name in two parts, a row with a column, a part of a whole."""
    label, within = selector.label, selector.within
    if not label:
        return
    if within:
        if selector.column_label is None:
            yield replace(selector, within=None, label=within, column_label=label, variants=())
        yield replace(selector, within=None, label=within + label, variants=())
    elif "的" in label:
        first, _, last = label.rpartition("的")
        if first and last and selector.column_label is None:
            yield replace(selector, label=first, column_label=last, variants=())
            yield replace(selector, label=last, within=first, variants=())


def without_empty_label(selector: Selector) -> Selector:
    """一般公共预算支出表的合计数: 数 is no name where the table is named."""
    placed = (selector.table_kind is not None or selector.table_hint is not None) and not selector.within
    if placed and normalise_label(selector.label or "") in NO_NAMES:
        return replace(selector, label=None, variants=())
    return selector


def with_implied_dimension(selector: Selector) -> Selector:
    """办公用房面积 asks for square metres, whether the question says so or not."""
    if selector.dimension is not None or not selector.label:
        return selector
    found = next((dimension for ending, dimension in IMPLIED.items() if selector.label.endswith(ending)), None)
    return replace(selector, dimension=found) if found else selector


def _merged(selector: Selector, found: Sequence[Found]) -> Found:
    """One finding of those of several documents."""
    if len(found) == 1:
        return found[0]
    with_value = [one for one in found if one.picks or one.rivals]
    if not with_value:
        zero = [one for one in found if one.zero]
        if len(zero) == 1:
            return zero[0]
        near = tuple(dict.fromkeys(label for one in found for label in one.near))[:NEAR_LABELS]
        return replace(found[0], document_id=None, near=near)
    surest = min(_sureness(one) for one in with_value)
    kept = [one for one in with_value if _sureness(one) == surest]
    if len(kept) == 1:
        return kept[0]
    if agreed := _agreed(kept):
        return agreed
    # a file and its scan hold the same rows twice
    return Found(selector, rivals=_each_once([pick for one in kept for pick in (one.rivals or one.picks[:1])]))


def _each_once(rivals: Sequence[Pick]) -> tuple[Pick, ...]:
    """Without those that another document of the same unit, year and state gives as well."""
    kept: list[Pick] = []
    for pick in rivals:
        twin = next((other for other in kept if _is_twin(pick.figure, other.figure)), None)
        if twin is None:
            kept.append(pick)
    return tuple(kept)


def _is_twin(one: Figure, other: Figure) -> bool:
    if one.document_id == other.document_id or (one.entity, one.fiscal_year, one.stage) != (other.entity, other.fiscal_year, other.stage):
        return False
    levels = {one.level, other.level} - {None}
    return len(levels) < 2 and normalise_label(one.measure) == normalise_label(other.measure) and same_value(one, other)


def _agreed(found: Sequence[Found]) -> Found | None:
    """One unit's budget and final account of a year that print one amount: nothing is left to ask back."""
    figures = [one.figure for one in found]
    if any(figure is None or figure.amount is None or figure.table_id is None for figure in figures):
        return None
    first = figures[0]
    assert first is not None
    for other in figures[1:]:
        if other is None or (other.entity, other.fiscal_year) != (first.entity, first.fiscal_year) or not same_value(first, other):
            return None
    picks = (*(one.picks[0] for one in found), *(pick for one in found for pick in one.picks[1:]))
    return replace(found[0], picks=picks, notes=(*found[0].notes, SAME_IN_BOTH))


def _sureness(found: Found) -> tuple[int, int]:
    pick = (found.picks or found.rivals)[0]
    rung = RUNG_ORDER.index(pick.candidate.rung)
    prose = pick.candidate.entry.kind is EntryKind.PROSE
    return (0 if rung <= _SURE else rung, int(prose))
