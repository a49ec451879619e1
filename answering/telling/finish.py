"""From a draft to an answer: written out, read back, lines that fail left out, and nothing shown without its headline.

finish(draft, query, evaluation, shelf)  →  Answer: text, values, citations, what the read-back found

The engine adds the question, the times and the model's part; none of them is seen here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from answering.evaluating.result import Candidate, Evaluation
from answering.query.codec import query_json
from answering.query.tree import Query
from answering.telling.cite import CitationBook
from answering.telling.draft import Draft, Line, Number, Words, Written, escape
from answering.telling.labels import show_amount
from answering.telling.phrases import Shelf, scope_of
from answering.telling.refusals import refusal
from answering.telling.scoped import Context
from answering.telling.tell import tell
from answering.telling.understanding import understood
from answering.telling.verify import Problem, read_back
from answering.telling.write import write
from disclosure.amount import Amount
from disclosure.answer import Alternative, Answer, Citation, Status, Verification

NOT_PASSED = "答案没有通过核对，不予显示"
SEVERAL, ONE = "这个问题有不止一种读法，请选一种：", "查到的是这个，请确认所问："
PARTLY = "有的内容没有通过核对，没有显示。"


def finish(draft: Draft, query: Query, evaluation: Evaluation, shelf: Shelf) -> Answer:
    """The answer of a draft, less the question itself."""
    context = Context.of(query, evaluation, shelf)

    def new_book() -> CitationBook:
        return CitationBook(lambda document_id: scope_of(shelf, document_id))

    written, verification, lines = checked(draft, context, new_book)
    if draft.lines and not any(line.headline for line in lines):
        draft = refusal(NOT_PASSED)
        written, again, _ = checked(draft, context, new_book)
        verification = replace(verification, passed=again.passed)
    elif any(line.headline or _states(line) for line in draft.lines if line not in lines):
        shortened = replace(draft, lines=(*lines, Line((Words(PARTLY),))))
        written, again, _ = checked(shortened, context, new_book)
        verification = replace(verification, passed=again.passed)
    answered = draft.status is Status.ANSWERED
    return Answer(
        question="",
        status=draft.status,
        text=written.text,
        claims=written.claims if answered else (),
        citations=written.citations,
        derivations=draft.derivations if answered else (),
        alternatives=written.alternatives,
        discrepancies=draft.discrepancies,
        reason=draft.reason,
        query=query_json(query),
        understood=understood(query, evaluation),
        unused=query.unused,
        verification=verification,
        record={"bindings": tuple(_audited(one) for one in draft.bound), "evaluation": evaluation.audit},
    )


def asked_back(readings: Sequence[tuple[Query, Evaluation]], why: str, shelf: Shelf) -> Answer:
    """Several readings of one question, each told and read back by itself, put to the asker to choose from."""
    parts = [finish(tell(query, evaluation, shelf), query, evaluation, shelf) for query, evaluation in readings]
    lines = [SEVERAL if len(parts) > 1 else ONE]
    citations: list[Citation] = []
    alternatives: list[Alternative] = []
    for part in parts:
        amount, cited = _offered(part)
        markers = [len(citations) + at for at in range(1, len(cited) + 1)]
        citations += [replace(one, marker=marker) for one, marker in zip(cited, markers, strict=True)]
        shown = show_amount(amount) + "".join(f"[{marker}]" for marker in markers) if amount else _found(part)
        lines.append(f"- {escape(part.understood)}：{shown}")
        alternatives.append(Alternative(part.understood, amount, next(iter(markers), None), query=part.query))
    return replace(
        parts[0],
        status=Status.AMBIGUOUS,
        text=lines[0] + "\n\n" + "\n".join(lines[1:]),
        claims=(),
        citations=tuple(citations),
        derivations=(),
        alternatives=tuple(alternatives),
        discrepancies=(),
        reason=why,
    )


def _offered(answer: Answer) -> tuple[Amount | None, list[Citation]]:
    """The number that an answer comes to, checked already, and where it stands; what waits for a confirmation is offered too."""
    if answer.claims:
        return answer.claims[0].amount, [one for one in answer.citations if one.marker in answer.claims[0].citations]
    if answer.unused and answer.alternatives:
        first = answer.alternatives[0]
        return first.amount, [one for one in answer.citations if one.marker == first.citation]
    return None, []


def _found(answer: Answer) -> str:
    """What an answer without a number comes to, in few words."""
    if answer.status is Status.ANSWERED:
        return "有文字说明"
    return "有多种可能" if answer.status is Status.AMBIGUOUS else "没有找到"


def closed(reason: str) -> Answer:
    """An answer where there is no query: an empty question, an empty library, a fault in a tree."""
    draft = refusal(reason)
    text = "".join(piece.text for line in draft.lines for piece in line.pieces if hasattr(piece, "text"))
    return Answer(question="", status=draft.status, text=text, reason=reason)


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


def _states(line: Line) -> bool:
    """Whether a line states a number of the answer."""
    return any(isinstance(piece, Number) for piece in line.pieces)


def _touches(problem: Problem, start: int, end: int) -> bool:
    return problem.start < end and start < problem.end


def _audited(candidate: Candidate) -> dict[str, object]:
    figure = candidate.figure
    return {
        "figure": figure.id,
        "label": figure.measure,
        "text": figure.text,
        "page": figure.provenance.page,
        "rung": candidate.rung,
        "score": round(candidate.score, 3),
        "reason": candidate.reason,
    }
