"""Drafts of answers that no row, column or label gives: the sentence or the line that tells all that is asked, quoted.

    残保金几月份去交        →  > 时效指标 | 残保金缴纳时间 | 2026年9月至2026年10月
    县级工程分散采购限额     →  **60 万元**（仅见正文）, and the sentence

A quotation claims no more than its text says.  An amount is stated only where one figure of the text stands with the words of
the question in its own part of the sentence; of several, the sentences are shown and nothing is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answering.assistant import is_partial
from answering.compose import Work, finished, not_found
from answering.compose_sets import over_rows
from answering.draft import Draft, Echo, Line, Number, Quoted, Words, escape
from answering.flags import ROW_OPERATIONS, flag_asked, is_said
from answering.numbered import with_list
from answering.phrases import number_of
from answering.text_cells import cell_named
from answering.text_lines import TextLine, Told, best, folded, is_told, section_tells, tell
from answering.wanted import Wanted, asks_exactly, wanted
from disclosure.amount import Amount
from disclosure.answer import Status
from disclosure.document import ChunkKind
from disclosure.figure import Figure
from disclosure.mention import Mention, MentionKind, find_numbers
from disclosure.question import Facet, Operation, Plan, RowKind, Selector
from retrieval.matching import normalise_label

# What a sentence can answer by itself.
_TELLING = (Operation.LOOKUP, Operation.EXPLAIN, Operation.LIST, Operation.COUNT, Operation.DEFINE)
NOTHING_ASKED = "没有说要查什么"  # how a plan says that it names nothing
_NAMES = re.compile("(?:有|是|叫|包括)(?:哪些|哪几[个家]|些?什么|啥)|叫什么|什么名字")
_COUNTED = ("个", "家", "所", "辆", "项")
MOST = 3  # quotations shown
FEW = 12  # documents whose text is looked through line by line
OWN = 0.6  # of what is asked, to be told in an amount's own part of its sentence
_LIMITS = ("限额", "数额标准")
_BOUND = re.compile(r"(?:[（(][^（）()]*[）)])?(?:及)?以[上下内]")
_PART = re.compile("[；;。]")
_CLAUSE = re.compile("[，,；;。：:]")


@dataclass(frozen=True, slots=True)
class _Stated:
    """An amount of a sentence that answers."""

    amount: Amount
    line: TextLine
    score: float  # how much of what is asked stands in its own part of the sentence


def may_be_told(work: Work, draft: Draft, question: str) -> bool:
    """Whether a sentence may say what rows and labels do not, or say it more exactly than what was found."""
    plan = work.plan
    if plan.operation in ROW_OPERATIONS and any(is_said(work.shelf.index(key).flags, question) for key in work.documents[:FEW]):
        return True
    if plan.operation not in (*_TELLING, Operation.NONE) or plan.claimed or (plan.threshold and plan.operation is not Operation.LOOKUP):
        return False
    if plan.operation is Operation.NONE:
        return bool(plan.reasons) and plan.reasons[-1].startswith(NOTHING_ASKED)
    if draft.status is Status.AMBIGUOUS:
        choices = [choice.figure for choice in draft.choices]
        return len(work.documents) == 1 and bool(choices) and all(figure and figure.table_id is None for figure in choices)
    if draft.status is Status.NOT_FOUND or is_partial(draft) or _of_a_section(plan):
        return True
    return plan.operation is Operation.LOOKUP and (asks_exactly(question) or _only_counts(draft, question))


def _only_counts(draft: Draft, question: str) -> bool:
    """Whether names are asked for and a number of them was found: 下属单位叫什么."""
    numbers = [piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    counted = bool(numbers) and all(number.amount.dimension in _COUNTED for number in numbers)
    return counted and bool(_NAMES.search(question)) and not re.search("多少|几[个家]?$|有几", question)


def told_instead(work: Work, words: str, draft: Draft) -> Draft:
    """What the text says to the words of a question, else the draft, unless that leaves untold what it was asked for."""
    told = flagged(work, words) if work.plan.operation in ROW_OPERATIONS or draft.status is Status.NOT_FOUND else None
    if told is not None:
        return told
    if work.plan.operation not in (*_TELLING, Operation.NONE):
        return draft
    told = (cell_named(work, words) if draft.status is Status.NOT_FOUND else None) or told_in_text(work, words)
    if work.plan.operation is Operation.NONE:
        return told if told is not None and _states(told) else draft
    if draft.status is Status.NOT_FOUND:
        return told or draft
    if draft.status is Status.AMBIGUOUS or is_partial(draft):
        return told if told is not None and _states(told) else draft  # figures are not given up for words
    if work.plan.operation in ROW_OPERATIONS:
        return draft
    if _only_counts(draft, work.plan.question):
        return replace(draft, lines=(*draft.lines, *told.lines)) if told is not None else draft
    if told is None and (not _of_a_section(work.plan) or untold(work, words)):
        return not_found(work, None, f"文件里没有关于“{escape(words)}”的说明")
    return told or draft


def _of_a_section(plan: Plan) -> bool:
    return plan.operation is Operation.EXPLAIN and plan.facet in (Facet.SCHEDULE, Facet.WHO)


def _states(draft: Draft) -> bool:
    return any(isinstance(piece, Number) for line in draft.lines for piece in line.pieces)


def told_in_text(work: Work, text: str) -> Draft | None:
    """What of the text of the documents answers a question, its scope taken out; None when nothing tells all of it."""
    asked = wanted(text)
    if asked is None or not work.documents or len(work.documents) > FEW:
        return None
    lines = [line for key in work.documents for line in work.shelf.lines(key)]
    told = [one for one in tell(lines, asked) if _of_years(work, one.line)]
    if asked.dimension is not None:
        return _amount(work, asked, told)
    return _quoted(work, _distinct(best(told, 2 * MOST)))


def flagged(work: Work, text: str) -> Draft | None:
    """The rows that carry a word of kind, listed or counted; None when the question does not choose rows so."""
    for key in work.documents if len(work.documents) <= FEW else ():
        if asked := flag_asked(work.shelf.index(key), text, work.plan.operation):
            flag, operation = asked
            whose = {selector.entity for selector in work.plan.selectors}
            entity = whose.pop() if len(whose) == 1 else None  # of a unit that the department lists its own rows only
            selector = Selector(rows=RowKind.PROJECT, flag=flag, entity=entity, document_ids=(key,))
            draft = over_rows(replace(work, plan=replace(work.plan, operation=operation, selectors=(selector,))))
            return draft if draft.status is Status.ANSWERED else None
    return None


def untold(work: Work, text: str) -> bool:
    """Whether no section or form of the documents tells all that a question names, so that what one says is no answer."""
    asked = wanted(text)
    if asked is None or len(work.documents) > FEW:
        return False
    return not section_tells([line for key in work.documents for line in work.shelf.lines(key)], asked)


def _of_years(work: Work, line: TextLine) -> bool:
    """Whether a line is of the year asked: its document's, or one that it prints."""
    years = {selector.fiscal_year for selector in work.plan.selectors if selector.fiscal_year}
    own = work.shelf.record(line.chunk.provenance.document_id).fiscal_year
    return all(year == own or f"{year}年" in line.key for year in years)


def _quoted(work: Work, told: Sequence[Told]) -> Draft | None:
    if not told:
        return None
    lines = [Line((Words("文件里这样写："),), headline=True)]
    for one in told:
        chunk = one.line.chunk
        if chunk.kind is ChunkKind.TABLE_ROW and len(chunk.heading) > 1:
            lines.append(Line((Echo(chunk.heading[-1], chunk), Words("的绩效目标表："))))
        quoted = with_list(one.line.quoted, work.shelf.library.chunks(chunk.provenance.document_id))
        lines += [Line((Quoted(part.text, part),)) for part in quoted]
    return finished(work, [*lines, Line(work.place(told[0].line.chunk))], [])


def _distinct(told: Sequence[Told]) -> list[Told]:
    """None that another one holds."""
    kept: list[Told] = []
    for one in told:
        key = normalise_label(one.line.key)
        if not any(key in normalise_label(other.line.key) or normalise_label(other.line.key) in key for other in kept):
            kept.append(one)
    return kept[:MOST]


def _amount(work: Work, asked: Wanted, told: Sequence[Told]) -> Draft | None:
    found = sorted((one for line in told for one in _stated(asked, line.line)), key=lambda one: -one.score)
    kept = [one for one in found if one.score >= found[0].score]
    figures = [figure for one in kept if (figure := _figure(work, one)) is not None]
    if len({one.amount.in_base for one in kept}) == 1 and figures:
        first, chunk = figures[0], kept[0].line.chunk
        head = Line((Echo(first.measure, first), Words("："), number_of(first, bold=True)), headline=True)
        return finished(work, [head, Line((Quoted(chunk.text, chunk),)), Line(work.place(chunk))], [])
    return _quoted(work, _distinct([line for line in told if any(one.line is line.line for one in kept)]))


def _figure(work: Work, stated: _Stated) -> Figure | None:
    """The figure of an amount of a sentence; None where ingest took it for none."""
    key = normalise_label(stated.line.chunk.text)
    for figure in work.shelf.index(stated.line.chunk.provenance.document_id).figures:
        if figure.amount is not None and figure.sentence is not None and figure.amount.in_base == stated.amount.in_base:
            said = normalise_label(figure.sentence)
            if figure.amount.dimension == stated.amount.dimension and (said in key or key in said):
                return figure
    return None


def _stated(asked: Wanted, line: TextLine) -> Iterator[_Stated]:
    """The amounts of a line in whose own part most of what is asked stands."""
    text = line.chunk.text
    numbers = [number for number in find_numbers(text) if number.kind is MentionKind.QUANTITY and number.amount is not None]
    for place, number in enumerate(numbers):
        if number.amount is None or not _of_dimension(number.amount, asked.dimension):
            continue
        own, before = folded(_part(text, numbers, place)), folded(text[: numbers[0].start]) + line.over
        if not asked.bounds and (_BOUND.match(text[number.end :]) or any(limit in own for limit in _LIMITS)):
            continue  # what may be spent is not what is spent
        if asked.dimension == "个" != number.amount.dimension and not any(word in own for word in asked.words):
            continue
        if all(is_told(word, own) or is_told(word, before) for word in asked.words):
            score = sum(len(word) for word in asked.words if is_told(word, own)) / sum(map(len, asked.words))
            if score >= OWN:
                yield _Stated(number.amount, line, score)


def _of_dimension(amount: Amount, asked: str | None) -> bool:
    """Whether an amount is counted as is asked; 个 asks for things of any counter."""
    return amount.dimension == asked or (asked == "个" and amount.dimension not in ("money", "%", "年", None))


def _part(text: str, numbers: Sequence[Mention], place: int) -> str:
    """From the number before to the end of the clause of this one."""
    start = numbers[place - 1].end if place else 0
    before = text[start : numbers[place].start]
    if place and not re.search(r"[^、,，和及共（(/\s]", before):
        return _part(text, numbers, place - 1) + before + text[numbers[place].start : numbers[place].end]
    cut = list(_PART.finditer(before))
    after = text[numbers[place].end :]
    stop = _CLAUSE.search(after)
    # 达到400万元以上的,采用公开招标: a condition ends in the clause after it
    if stop and re.search("的$|以[上下内]$", after[: stop.start()]):
        stop = _CLAUSE.search(after, stop.end())
    following = numbers[place + 1].start - numbers[place].end if place + 1 < len(numbers) else len(after)
    return (
        before[cut[-1].end() if cut else 0 :]
        + text[numbers[place].start : numbers[place].end]
        + after[: min(stop.end() if stop else len(after), following)]
    )
