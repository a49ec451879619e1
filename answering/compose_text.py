"""Drafts of answers in the documents' own words: definitions, reasons, bases, duties, lists.

什么是机关运行经费  →  the entry of 名词解释, quoted, with its page
预算为什么增加       →  the sentence with 主要原因, quoted, and the figures in it left as they stand there
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answering.compose import Work, finished, lookup, not_found
from answering.compose_forms import of_level
from answering.compose_sets import has_rows, over_rows
from answering.coverage import FILLERS
from answering.draft import Draft, Echo, Line, Number, Quoted, Words
from answering.passages import (
    FACET_HEADINGS,
    Passage,
    about,
    coded_lines,
    definition,
    distinct,
    listings,
    mentioning,
    reasons,
    timed_lines,
    under_heading,
)
from answering.phrases import number_of
from disclosure.answer import Status
from disclosure.document import Chunk
from disclosure.figure import Aspect, Figure
from disclosure.question import Facet, Operation, RowKind, Selector
from retrieval.matching import normalise_label, simplify

PASSAGES = 3
FEW = 12  # documents whose passages are all looked through
SEARCHED = 80  # passages that the search brings of more documents
QUOTED = 700  # characters of one quotation
_UNITS = re.compile("下属|所属|预算单位|单位纳入|内设|机构|科室|哪些单位|^单位")
# Facets whose heading alone says that the section answers, without a label in it.
SECTIONS = (Facet.DUTIES, Facet.ORGANISATION)


def define(work: Work) -> Draft:
    """DEFINE: the document's own explanation of a term."""
    first = work.plan.selectors[0] if work.plan.selectors else Selector()
    label = first.column_label if first.column_label and not FILLERS.sub("", first.label or "") else first.label
    if not label:
        return not_found(work, None, "没有说明要解释哪个词")
    if first.within and (level := of_level(work, first)):
        return level
    best = definition(label, _chunks(work, work.plan.selectors[0]))
    if best is None:
        return not_found(work, None, f"文件的名词解释和正文里没有“{label}”的解释")
    head = Line((Echo(label), Words("在文件里这样解释：")), headline=True)
    return _quoting(work, head, [best])


def explain(work: Work) -> Draft:
    """EXPLAIN and LIST in prose: what the facet asks for, quoted."""
    selector = work.plan.selectors[0] if work.plan.selectors else Selector()
    facet = work.plan.facet or Facet.GENERAL
    chunks = _chunks(work, selector)
    passages = distinct(list(_passages(work, selector, facet, chunks)), PASSAGES)
    if not passages:
        what = selector.label or "所问的内容"
        return not_found(work, None, f"文件里没有关于“{what}”的这方面说明")
    lead = Line((Words(_LEADS.get(facet, "文件里的相关说明：")),), headline=True)
    return _quoting(work, lead, passages, _counted(work, facet, passages))


def lists(work: Work) -> Draft:
    """LIST: table rows where the plan names them, else a section or a sentence that enumerates."""
    plan = work.plan
    selector = plan.selectors[0] if plan.selectors else Selector()
    if selector.rows is RowKind.PART and selector.label and _UNITS.search(selector.label) and not has_rows(work, selector):
        return explain(replace(work, plan=replace(plan, facet=Facet.ORGANISATION)))
    if plan.facet in (Facet.ORGANISATION, Facet.DUTIES) or (selector.rows is None and plan.facet is not None):
        return explain(work)
    if level := of_level(work, selector):
        return level
    if selector.rows is not None and has_rows(work, selector):
        how_many = selector.dimension in ("个", "项")
        return over_rows(replace(work, plan=replace(plan, operation=Operation.COUNT)) if how_many else work)
    if selector.label:
        passages = distinct(listings(selector.label, _chunks(work, selector)), 2)
        if passages:
            return _quoting(work, Line((Words("文件里这样列举："),), headline=True), passages)
        found = lookup(replace(work, plan=replace(plan, selectors=(replace(selector, rows=None, column_label=None),))))
        if selector.rows is None or (found.status is Status.ANSWERED and _is_none(found)):
            return found
    return not_found(work, None, f"文件里没有列举“{selector.label or '所问的内容'}”")


def _is_none(draft: Draft) -> bool:
    """Whether an answer says that there is nothing: a blank, or nought."""
    numbers = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    return all(number.amount.number == 0 for number in numbers)


_LEADS = {
    Facet.REASON: "文件给出的原因：",
    Facet.BASIS: "文件写明的依据：",
    Facet.DUTIES: "文件所列职责：",
    Facet.ORGANISATION: "文件所列机构：",
    Facet.NECESSITY: "文件写明的必要性：",
    Facet.MEASURES: "文件写明的制度和措施：",
    Facet.SCHEDULE: "文件写明的计划：",
    Facet.TARGET: "文件写明的目标：",
    Facet.CODE: "文件所列编码：",
    Facet.CONTENTS: "文件写明的内容：",
}


def _passages(work: Work, selector: Selector, facet: Facet, chunks: Sequence[Chunk]) -> Iterator[Passage]:
    """Passages for a facet, the surest kind first."""
    label = selector.within or selector.label
    if facet is Facet.REASON:
        yield from reasons(selector.label, chunks)
        return
    if facet is Facet.CODE and label:
        yield from coded_lines(label, chunks)
        return
    if facet is Facet.SCHEDULE and label:
        yield from timed_lines(label, chunks)
    if facet is Facet.DUTIES and _names_a_part(work, label):
        duties = [passage.chunk for passage in under_heading(FACET_HEADINGS[facet], chunks)]
        yield from mentioning(label or "", duties)
        return
    if facet in FACET_HEADINGS:
        pattern = FACET_HEADINGS[facet]
        found = under_heading(pattern, chunks, None if facet in SECTIONS and not _names_a_part(work, label) else label)
        yield from found
        if found or facet in SECTIONS:
            return
    if label and facet is Facet.CONTENTS:
        yield from listings(label, chunks)
    if label:
        yield from about(label, work.plan.question, chunks)


def _names_a_part(work: Work, label: str | None) -> bool:
    """Whether a label says more than the unit itself and words of the facet."""
    if not label:
        return False
    left = normalise_label(simplify(label))
    for key in work.documents:
        entity = work.scope_of(key)[1]
        left = left.replace(normalise_label(entity), "") if entity else left
    return bool(re.sub(r"内设|机构|科室|部门|单位|下属|职责|职能|主要|所属|预算|决算|纳入|设置|构成|组成|本|局|的|个|有|哪些", "", left))


def _counted(work: Work, facet: Facet, passages: Sequence[Passage]) -> Line | None:
    """The number of institutions that the quoted text itself gives: 设12个内设机构."""
    if facet is not Facet.ORGANISATION:
        return None
    for passage in passages:
        for figure in _figures_in(work, passage.chunk):
            if (
                figure.amount is not None
                and figure.amount.number > 0
                and re.search("机构|科室|单位", figure.measure + (figure.sentence or ""))
            ):
                return Line((Words("文件写明的数目："), number_of(figure, bold=True)))
    return None


def _figures_in(work: Work, chunk: Chunk) -> Iterator[Figure]:
    """The prose figures that stand in a chunk, counts only."""
    for figure in work.shelf.index(chunk.provenance.document_id).figures:
        if figure.sentence is None or figure.aspect is not Aspect.AMOUNT or figure.amount is None:
            continue
        if figure.amount.dimension in ("个", "家", "所") and normalise_label(figure.sentence) in normalise_label(chunk.text):
            yield figure


def _quoting(work: Work, head: Line, passages: Sequence[Passage], count: Line | None = None) -> Draft:
    lines = [head]
    if count is not None:
        lines = [Line(count.pieces, headline=True)]
    for passage in passages:
        lines.append(Line((Quoted(_cut(passage.chunk.text), passage.chunk),)))
    places = [work.place(passage.chunk) for passage in passages[:1]]
    return finished(work, [*lines, *(Line(place) for place in places)], [])


def _cut(text: str) -> str:
    """A quotation of readable length, cut after a sentence."""
    if len(text) <= QUOTED:
        return text
    end = max(text.rfind(mark, 0, QUOTED) for mark in "。；;\n")
    return text[: end + 1] if end > QUOTED // 3 else text[:QUOTED]


def _chunks(work: Work, selector: Selector) -> list[Chunk]:
    """The passages to look through: all of a few documents, of many those that the search brings."""
    documents = _documents(work, selector)
    if len(documents) <= FEW:
        return [chunk for key in documents for chunk in work.shelf.library.chunks(key)]
    words = " ".join(part for part in (selector.within, selector.label) if part) or work.plan.question
    return [hit.chunk for hit in work.shelf.library.search_chunks(words, documents, SEARCHED)]


def _documents(work: Work, selector: Selector) -> Sequence[str]:
    return selector.document_ids if selector.document_ids is not None else work.documents
