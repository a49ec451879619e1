"""From a question to a checked answer; reads like a table of contents.

    Engine(library).ask("驻矿人员工资多少")  →  Answer: 75.00 万元, 已核对, page 17, with the cell

understand → look up → calculate → compose → write → read back → answer.  A strange question is answered with a line
in Chinese and never raises; a programming error does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from answering.accounting import other_deed
from answering.assistant import Aid, Asked, Assistant, is_partial
from answering.cite import CitationBook, DocumentScope
from answering.compose import Work, not_found
from answering.compose_computed import compare, difference, total
from answering.compose_consistency import against_itself
from answering.compose_forms import looked_up
from answering.compose_growth import change
from answering.compose_per_head import per_head, quotient
from answering.compose_reverse import asked_back
from answering.compose_sets import over_rows
from answering.compose_shares import shares
from answering.compose_text import counts, define, explain, lists, with_reasons
from answering.compose_told import may_be_told, told_instead
from answering.compose_verify import verify
from answering.document_index import years_in
from answering.draft import Draft, Line, Number, Words, Written, escape
from answering.lookup import Shelf
from answering.model import ChatModel
from answering.phrases import label_of
from answering.planner import Understanding, again, left_out, understand, unscoped, wordy
from answering.verify import Context, Problem, read_back
from answering.write import write
from disclosure.answer import Answer, Status, Verification
from disclosure.errors import AmountError, MingzhangError
from disclosure.figure import Figure
from disclosure.question import Operation, Plan, Selector, Turn
from retrieval.library import Library

LONGEST_QUESTION = 2000
WHOLES = frozenset(("总支出", "总预算", "总决算"))  # what a question asks for that names nothing
OVER_SEVERAL = frozenset(
    (
        Operation.RANK,
        Operation.COMPARE,
        Operation.AVERAGE,
        Operation.PER_CAPITA,
        Operation.SHARE,
        Operation.RATIO,
        Operation.SUM,
        Operation.GROWTH,
    )
)
_TOLD = 3  # characters in a row by which a name is told
MOST_NAMED = 30  # rows of a ranking that a later question can mean
COMPOSERS: dict[Operation, Callable[[Work], Draft]] = {
    Operation.LOOKUP: looked_up,
    Operation.CONVERT: looked_up,
    Operation.SUM: total,
    Operation.AVERAGE: total,
    Operation.DIFFERENCE: difference,
    Operation.SHARE: shares,
    Operation.RATIO: quotient,
    Operation.PER_CAPITA: per_head,
    Operation.GROWTH: change,
    Operation.COMPARE: compare,
    Operation.RANK: over_rows,
    Operation.COUNT: counts,
    Operation.LIST: lists,
    Operation.VERIFY: verify,
    Operation.DEFINE: define,
    Operation.EXPLAIN: explain,
}
NOT_ASKED = "这个问题与预算、决算公开无关，或者没有说要查什么"


class Engine:
    """Answers questions over one library."""

    def __init__(self, library: Library, model: ChatModel | None = None) -> None:
        """Nothing is read, and no model asked, until the first question; without a model the rules alone answer."""
        self._library = library
        self._assistant = Assistant(model) if model else None
        self._shelf = Shelf(library)

    def ask(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] | None = None,
        release: Callable[[str], None] | None = None,
        preview: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer one question; `documents` are the ids selected in the chat, None for the whole library.

        `history` holds the earlier questions of the chat, oldest first.  The answer carries its plan, so that the
        next turn can be told what was meant.  `release` is given what a model words, sentence by sentence as each passes
        its check, before the answer is done; `preview` the text of the answer before a model is waited for.
        """
        clock = _Clock()
        self._shelf.refresh()
        question = _printable(text)
        refused = self._refusal(question)
        if refused:
            return self._closed(question, None, _plain_draft(refused), clock, ())
        try:
            understood = understand(question, history, self._library, documents)
        except MingzhangError as error:
            return self._closed(question, None, _plain_draft(str(error)), clock, ())
        clock.lap("understand")
        selected = tuple(documents) if documents is not None else None
        understood, work, draft = self._looked_up(understood, selected)
        if draft.status is Status.NOT_FOUND and history:
            alone = understand(question, (), self._library, documents)
            if _same_thing(alone.plan, understood.plan):
                wider = self._looked_up(alone, selected)
                understood, work, draft = wider if wider[2].status is not Status.NOT_FOUND else (understood, work, draft)
        missed = left_out(question, understood.plan, draft, self._library)
        open_ = draft.status is Status.AMBIGUOUS and wordy(understood.plan, self._library, understood.scope.document_ids)
        if (draft.status is Status.NOT_FOUND or is_partial(draft) or missed or open_) and not understood.scope.missing:
            plainer = self._put_again(question, history, selected, understood)
            if plainer is not None:
                understood, work, draft = plainer
            elif missed:
                draft = not_found(work, None, f"没有与“{'”“'.join(map(escape, missed))}”对应的数")
        if not understood.scope.missing:
            draft = self._told(question, work, draft, history)
        plan, scope = understood.plan, understood.scope
        clock.lap("lookup")
        if self._assistant is None:
            return self._closed(question, plan, draft, clock, scope.reasons)

        def show(plan: Plan, draft: Draft) -> None:
            if preview is not None:
                preview(self._closed(question, plan, draft, _Clock(), ()).text)

        asked = Asked(question, work, history, scope.missing, release, show)
        aid = self._assistant.assist(asked, draft, lambda other: self._draft(other, None, ()))
        clock.lap("model")
        return _credited(self._closed(question, aid.plan, aid.draft, clock, scope.reasons), aid)

    def _put_again(
        self, question: str, history: Sequence[Turn], selected: tuple[str, ...] | None, first: Understanding
    ) -> tuple[Understanding, Work, Draft] | None:
        """What the question brings in plainer words; None where it brings nothing, or not all that it names."""
        for other in again(question, self._library, first.scope.document_ids, selected):
            if other.operation is Operation.LOOKUP and first.plan.operation in OVER_SEVERAL:
                continue  # one figure is no answer to which of several it is, nor to how they stand to each other
            understood = understand(other.text, history, self._library, selected)
            plan = understood.plan
            if understood.scope.missing or not other.fits(plan):
                continue
            if any(one.label and one.label in WHOLES and one.label not in other.text for one in plan.selectors):
                continue  # nothing is left of what was asked for
            plan = replace(plan, note="；".join(dict.fromkeys(filter(None, (plan.note, *other.notes)))) or None)
            found = self._looked_up(replace(understood, plan=plan), selected)
            if _drops_project(first.plan, other.text):
                continue
            named = [s for s in plan.selectors if s.context and s.label]
            told = found[2].status is Status.ANSWERED and not is_partial(found[2]) and all(_brings(found[1], s) for s in named)
            if told and not left_out(other.heard or question, found[0].plan, found[2], self._library):
                return found
        return None

    def _told(self, question: str, work: Work, draft: Draft, history: Sequence[Turn]) -> Draft:
        """What a sentence of the documents says, where that answers better than the draft."""
        if work.plan.operation is Operation.NONE and work.selected:
            work = replace(work, documents=work.selected)
        if not may_be_told(work, draft, question):
            return draft
        words = unscoped(question, work.documents, self._library)
        if history and work.plan.selectors:
            # what the talk is about, where the question itself leaves it out
            first = work.plan.selectors[0]
            words = "，".join((*(part for part in (first.within, first.label) if part and part not in words), words))
        told = told_instead(work, words, draft)
        return draft if any(other_deed(question, told)) else told

    def _looked_up(self, understood: Understanding, selected: tuple[str, ...] | None) -> tuple[Understanding, Work, Draft]:
        scope = understood.scope
        work = Work(understood.plan, self._shelf, scope.document_ids, self._scope_of, selected)
        if not scope.missing and (checked_by := against_itself(work, self._library)):
            return replace(understood, plan=checked_by[0].plan), *checked_by
        if not scope.missing and (named := asked_back(work, lambda: unscoped(work.plan.question, work.documents, self._library))):
            return replace(understood, plan=named[0].plan), *named
        return understood, work, self._draft(work, scope.missing, scope.candidates)

    def _draft(self, work: Work, missing: str | None, candidates: Sequence[str]) -> Draft:
        if missing:
            return _refused(missing, candidates)
        plan = work.plan
        if plan.operation is Operation.NONE:
            return _plain_draft(plan.reasons[-1] if plan.reasons else NOT_ASKED)
        composer = COMPOSERS.get(plan.operation)
        if composer is None:
            return not_found(work, None, "这种计算还不能做")
        try:
            return with_reasons(work, composer(work))
        except AmountError as error:
            return not_found(work, None, str(error))

    def _closed(self, question: str, plan: Plan | None, draft: Draft, clock: _Clock, reasons: Sequence[str]) -> Answer:
        """The draft written out and read back, lines that fail left out."""
        context = Context(question, plan, self._shelf.years)
        written, verification, lines = checked(draft, context, lambda: CitationBook(self._scope_of))
        if draft.lines and not any(line.headline for line in lines):
            draft = _plain_draft("答案没有通过核对，不予显示")
            written, again, _ = checked(draft, context, lambda: CitationBook(self._scope_of))
            verification = replace(verification, passed=again.passed)
        clock.lap("verify")
        return Answer(
            question=question,
            status=draft.status,
            text=written.text,
            claims=written.claims if draft.status is Status.ANSWERED else (),
            citations=written.citations,
            derivations=draft.derivations,
            alternatives=written.alternatives,
            discrepancies=draft.discrepancies,
            reason=draft.reason,
            plan=replace(plan, answered=draft.status is Status.ANSWERED, shown=_rows_named(draft, plan)) if plan else None,
            verification=verification,
            record={"scope": tuple(reasons), "matches": _audit(draft), "times_ms": dict(clock.laps)},
            elapsed_ms=clock.total,
            library_version=self._shelf.version,
        )

    def _refusal(self, question: str) -> str | None:
        if not question.strip():
            return "问题是空的，请输入要查的内容"
        if len(question) > LONGEST_QUESTION:
            return "问题太长了，请缩短后再问"
        if not self._shelf.document_ids:
            return "资料库里还没有文件，请先导入预算或决算公开的 PDF"
        return None

    def _scope_of(self, document_id: str) -> DocumentScope:
        record = self._shelf.record(document_id)
        return record.file_name, record.entity, record.fiscal_year, record.stage, record.level


def checked(draft: Draft, context: Context, new_book: Callable[[], CitationBook]) -> tuple[Written, Verification, tuple[Line, ...]]:
    """Write the lines, read them back, and leave out those that hold something unsupported, until all is."""
    lines = draft.lines
    unbound: list[str] = []
    removed: list[str] = []
    while True:
        written = write(lines, new_book(), draft.choices)
        problems = read_back(written, context)
        if not problems:
            return written, Verification(True, tuple(unbound), tuple(removed)), lines
        spans = _line_spans(lines, new_book)
        bad = {place for place, (start, end) in enumerate(spans) if any(_touches(problem, start, end) for problem in problems)}
        unbound += [f"{problem.text}（{problem.why}）" for problem in problems]
        removed += [written.text[spans[place][0] : spans[place][1]] for place in sorted(bad)]
        lines = tuple(line for place, line in enumerate(lines) if place not in bad) if bad else ()


def _line_spans(lines: Sequence[Line], new_book: Callable[[], CitationBook]) -> list[tuple[int, int]]:
    """Where each line stands in the text."""
    book = new_book()
    ends = []
    for count in range(1, len(lines) + 1):
        ends.append(len(write(lines[:count], book).text))
    return [(ends[place - 1] if place else 0, end) for place, end in enumerate(ends)]


def _touches(problem: Problem, start: int, end: int) -> bool:
    return problem.start < end and start < problem.end


def _credited(answer: Answer, aid: Aid) -> Answer:
    """The answer with the model's part in it on record."""
    record = {**answer.record, "model": aid.record} if aid.record else answer.record
    return replace(answer, record=record, model=aid.model, notice=aid.notice)


def _brings(work: Work, selector: Selector) -> bool:
    found = work.find(selector)
    return bool(found.picks or found.rivals or found.zero)


def _drops_project(plan: Plan, text: str) -> bool:
    """Whether a question put in plainer words has lost the project that was named before what is asked: 某某那个项目，…多少."""
    led = [s.label.partition("项目")[0] for s in plan.selectors if s.context and s.label and "项目" in s.label]
    return any(not any(name[at : at + _TOLD] in text for at in range(len(name) - _TOLD + 1)) for name in led if len(name) > _TOLD)


def _same_thing(alone: Plan, inherited: Plan) -> bool:
    """Whether a question asks for the same by itself, so that only its scope came from the turns before it.

    What is not in the unit that the talk was about may then be looked for in all documents.
    """
    if alone.operation is not inherited.operation or alone.operation is Operation.NONE:
        return False
    labels = [selector.label for selector in alone.selectors]
    return bool(labels) and all(labels) and labels == [selector.label for selector in inherited.selectors]


def _rows_named(draft: Draft, plan: Plan) -> tuple[Selector, ...]:
    """The rows that a ranking or a list named, so that 它 and 一共 in the next question can mean them."""
    over_rows = plan.operation in (Operation.RANK, Operation.LIST, Operation.COUNT)
    summed = plan.operation is Operation.SUM and len(plan.selectors) == 1 and plan.selectors[0].rows is not None
    if not plan.selectors or not (over_rows or summed):
        return ()
    figures = [piece.support for line in draft.lines for piece in line.pieces if isinstance(piece, Number)]
    asked = replace(plan.selectors[0], rows=None, table_hint=None, variants=())
    named = [_named_row(asked, figure) for figure in figures if isinstance(figure, Figure)]
    return tuple(dict.fromkeys(named))[:MOST_NAMED]


def _named_row(asked: Selector, figure: Figure) -> Selector:
    """A row by its printed name; a year in it is part of the name."""
    label = label_of(figure)
    return replace(asked, label=label, table_kind=figure.table_kind, label_year=None if years_in(label) else asked.label_year)


def _plain_draft(reason: str) -> Draft:
    return Draft(Status.NOT_FOUND, (Line((Words(escape(reason) + "。"),), headline=True),), reason)


def _refused(missing: str, candidates: Sequence[str]) -> Draft:
    lines = [Line((Words(f"{escape(missing)}。"),), headline=True)]
    if candidates:
        lines.append(Line((Words(f"已收录的有：{'、'.join(map(escape, candidates))}。"),)))
    return Draft(Status.NOT_FOUND, tuple(lines), missing)


def _printable(text: str) -> str:
    """The question without control characters and lone surrogates."""
    return "".join(character for character in text if character.isprintable() or character in " \n\t").strip()


def _audit(draft: Draft) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "figure": match.figure.id,
            "label": match.figure.measure,
            "text": match.figure.text,
            "page": match.figure.provenance.page,
            "rung": match.rung,
            "score": round(match.score, 3),
            "reason": match.reason,
        }
        for match in draft.matches
    )


@dataclass
class _Clock:
    start: float = field(default_factory=time.perf_counter)
    laps: list[tuple[str, float]] = field(default_factory=list)

    def lap(self, name: str) -> None:
        self.laps.append((name, round(self.total - sum(spent for _, spent in self.laps), 3)))

    @property
    def total(self) -> float:
        return (time.perf_counter() - self.start) * 1000
