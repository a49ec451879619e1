"""Drafts of answers in the documents' own words: definitions, reasons, bases, duties, lists.

什么是机关运行经费  →  the entry of 名词解释, quoted, with its page
预算为什么增加       →  the sentence with 主要原因, quoted, and the figures in it left as they stand there
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from answering.compose import Work, finished, lookup, not_found
from answering.compose_forms import of_level
from answering.compose_sets import counted, has_rows, over_rows
from answering.coverage import FILLERS, cover
from answering.draft import Draft, Echo, Line, Number, Quoted, Words
from answering.form_rows import projects_named
from answering.numbered import numbered_items, with_list
from answering.passages import (
    FACET_HEADINGS,
    Passage,
    about,
    coded_lines,
    compositions,
    definition,
    distinct,
    document_numbers,
    listings,
    mentioning,
    of_described,
    purposes,
    reasons,
    role_lines,
    timed_lines,
    under_heading,
    word_pairs,
)
from answering.phrases import number_of
from disclosure.amount import Amount, Unit
from disclosure.answer import Status, Verdict
from disclosure.document import Chunk, ChunkKind
from disclosure.figure import Aspect, Figure
from disclosure.question import Facet, Operation, RowKind, Selector
from retrieval.matching import normalise_label, simplify

PASSAGES = 3
FEW = 12  # documents whose passages are all looked through
SEARCHED = 80  # passages that the search brings of more documents
QUOTED = 700  # characters of one quotation
_BECAUSE = re.compile("因为|由于|原因")
_UNITS = re.compile("下属|所属|预算单位|单位纳入|内设|机构|科室|哪些单位|^单位")
_WHICH_UNITS = re.compile(
    r"(?:哪些|哪(?:[几两三四五六七八九十]|\d+)[个家]?|几个|几家|多少[个家])(?:下属|所属|二级|预算|基层)*(?:单位|机构)|单位(?:都|各|分别)?(?:有|是)?(?:哪些|哪几[个家]|几[个家])"
)
_BUYING = re.compile("(?:买|采购|购置)(?:了|些)*(?:什么|啥|哪些|哪几[样种类件项])")
_BOUGHT = re.compile("采购|购置|购买|配备|添置")
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
    if facet is Facet.CONTENTS and _BUYING.search(work.plan.question) and selector.label:
        bought = of_level(work, replace(selector, label=f"{selector.label}数量指标"), _BOUGHT)
        if bought is not None:
            return bought
    chunks = _chunks(work, selector)
    found = list(_passages(work, selector, facet, chunks))
    passages = distinct(found, PASSAGES)
    if not passages:
        what = selector.label or "所问的内容"
        return not_found(work, None, f"文件里没有关于“{what}”的这方面说明")
    lead = Line((Words(_LEADS.get(facet, "文件里的相关说明：")),), headline=True)
    return _quoting(work, lead, passages, _counted(work, facet, found))


def with_reasons(work: Work, draft: Draft) -> Draft:
    """A claim about a change that also supposes its cause: the cause that the document gives, quoted below."""
    asked = work.plan.operation in (Operation.VERIFY, Operation.GROWTH) and _BECAUSE.search(work.plan.question)
    quoted = any(isinstance(piece, Quoted) for line in draft.lines for piece in line.pieces)
    if draft.status is not Status.ANSWERED or not asked or quoted or not work.plan.selectors:
        return draft
    selector = work.plan.selectors[0]
    passages = distinct(reasons(selector.label, _chunks(work, selector)), 2)
    lines = [Line((Quoted(_cut(passage.chunk.text), passage.chunk),)) for passage in passages]
    return replace(draft, lines=(*draft.lines, Line((Words(_LEADS[Facet.REASON]),)), *lines)) if lines else draft


def counts(work: Work) -> Draft:
    """COUNT: a printed count or rows; of institutions those that the text lists one by one."""
    draft = counted(work)
    return explain(work) if draft.status is Status.NOT_FOUND and work.plan.facet is Facet.ORGANISATION else draft


def lists(work: Work) -> Draft:
    """LIST: table rows where the plan names them, else a section or a sentence that enumerates."""
    plan = work.plan
    selector = plan.selectors[0] if plan.selectors else Selector()
    if selector.rows is RowKind.PART and _WHICH_UNITS.search(plan.question) and not _names_a_part(work, selector.label):
        return explain(replace(work, plan=replace(plan, facet=Facet.ORGANISATION)))
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
    special = _BY_FACET.get(facet)
    if special is not None and selector.label:
        found = special(work, selector, chunks)
        yield from found
        if found or facet in _NOTHING_ELSE:
            return
    if facet in FACET_HEADINGS:
        part = label if _names_a_part(work, label) else None
        found = under_heading(FACET_HEADINGS[facet], chunks, part if facet in SECTIONS else label)
        if not found and label:
            found = of_described(FACET_HEADINGS[facet], chunks, label)
        asked = word_pairs(work.plan.question)
        found.sort(key=lambda passage: -len(asked & word_pairs(passage.chunk.heading[-1])))  # 周期 before 方案
        yield from found
        if found:
            return
        if facet in SECTIONS:
            text = [chunk for chunk in chunks if chunk.kind is ChunkKind.TEXT]
            said = list(mentioning(part, text)) if part else []
            yield from said or (compositions(text) if facet is Facet.ORGANISATION and not part else [])
            return
    if label and facet is Facet.CONTENTS:
        yield from listings(label, chunks)
    if label:
        yield from about(label, work.plan.question, chunks)


def _causes(work: Work, selector: Selector, chunks: Sequence[Chunk]) -> list[Passage]:
    """Why an amount changed; why there is a project at all, which its form calls its necessity."""
    label = selector.label or ""
    found = reasons(label, chunks) or _of_project(work, selector, FACET_HEADINGS[Facet.NECESSITY], chunks)
    return found or about(label, work.plan.question, chunks)


def _of_project(work: Work, selector: Selector, heading: re.Pattern[str], chunks: Sequence[Chunk]) -> list[Passage]:
    """What stands under a heading of the form of the project that is named in few words, when the form has all that is asked."""
    key = normalise_label(simplify((selector.within or "") + (selector.label or ""))).replace("来", "")
    found = []
    for document in _documents(work, selector):
        for project in projects_named(work.shelf.index(document), key):
            own = [chunk for chunk in chunks if len(chunk.heading) > 1 and project in map(normalise_label, chunk.heading[1:])]
            if cover(key, normalise_label("\n".join(chunk.text for chunk in own)), project).complete:
                found += under_heading(heading, own)
    return found


def _bases(work: Work, selector: Selector, chunks: Sequence[Chunk]) -> list[Passage]:
    """立项依据 of a project; else what speaks of the thing, documents' numbers first where they are asked for."""
    label = selector.within or selector.label or ""
    heading = FACET_HEADINGS[Facet.BASIS]
    found = under_heading(heading, chunks, label) or of_described(heading, chunks, label) or about(label, work.plan.question, chunks)
    beside = document_numbers(found[:PASSAGES], chunks) if "文号" in work.plan.question else []
    return [*beside, *found]


def _roles(work: Work, selector: Selector, chunks: Sequence[Chunk]) -> list[Passage]:
    """Who, as the form of the project says it."""
    role = next((role for asked, role in _ROLES if asked.search(work.plan.question)), None)
    if role is None:
        return []
    key = normalise_label(simplify((selector.within or "") + (selector.label or "")))
    return [
        passage
        for document in _documents(work, selector)
        for passage in role_lines(projects_named(work.shelf.index(document), key), role, chunks)
        if passage.chunk.provenance.document_id == document
    ]


def _duties(work: Work, selector: Selector, chunks: Sequence[Chunk]) -> list[Passage]:
    """The duty that names a part."""
    label = selector.within or selector.label
    if not _names_a_part(work, label):
        return []
    return mentioning(label or "", [passage.chunk for passage in under_heading(FACET_HEADINGS[Facet.DUTIES], chunks)])


def _contents(work: Work, selector: Selector, chunks: Sequence[Chunk]) -> list[Passage]:
    """What something is for: its project's form, else the sentence that says so."""
    label = selector.within or selector.label or ""
    return under_heading(FACET_HEADINGS[Facet.CONTENTS], chunks, label) or purposes(label, chunks)


_BY_FACET: dict[Facet, Callable[[Work, Selector, Sequence[Chunk]], list[Passage]]] = {
    Facet.REASON: _causes,
    Facet.CODE: lambda _, selector, chunks: coded_lines(selector.label or "", chunks),
    Facet.SCHEDULE: lambda _, selector, chunks: timed_lines(selector.within or selector.label or "", chunks),
    Facet.DUTIES: _duties,
    Facet.BASIS: _bases,
    Facet.WHO: _roles,
    Facet.CONTENTS: _contents,
}
# Facets for which nothing but their own kind of passage is an answer.
_NOTHING_ELSE = (Facet.REASON, Facet.CODE, Facet.BASIS)
# What is asked, and the row of a form that says it.
_ROLES = (
    (re.compile("主管|牵头"), re.compile("主管部门|主管单位|牵头")),
    (re.compile("负责人|联系人"), re.compile("负责人|联系人")),
    (re.compile("实施|承担|负责|组织|执行"), re.compile("实施单位|实施主体|承担单位")),
)


def _names_a_part(work: Work, label: str | None) -> bool:
    """Whether a label says more than the unit itself and words of the facet."""
    if not label:
        return False
    left = normalise_label(simplify(label))
    for key in work.documents:
        entity = work.scope_of(key)[1]
        left = left.replace(normalise_label(entity), "") if entity else left
    return bool(
        re.sub(
            r"内设|机构|科室|股室|部门|单位|编制范围|涵盖|哪|几|家|[股科处]室?|由|下属|职责|职能|主要|所属|预算|决算|纳入|设置|构成|组成|本|局|的|个|有|哪些",
            "",
            left,
        )
    )


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
    items = _listed(work, passages)
    listed = numbered_items(items)
    if listed < 2:
        return None
    number = Number(Amount(Decimal(listed), Unit.parse("个")), "所列机构", Verdict.PROSE, None, tuple(items), bold=True)
    return Line((Words("文件逐条列出的数目："), number))


def _listed(work: Work, passages: Sequence[Passage]) -> list[Chunk]:
    """The passages, each with the list that it opens, nothing twice."""
    found = [chunk for one in passages for chunk in with_list(one.chunk, work.shelf.library.chunks(one.chunk.provenance.document_id))]
    return list({(chunk.id, chunk.text): chunk for chunk in found}.values())


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
    lines += [Line((Quoted(_cut(chunk.text), chunk),)) for chunk in _listed(work, passages)]
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
