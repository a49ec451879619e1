"""From an evaluation to a checked answer: told, written out, read back, and what does not pass left out.

finish(tell(query, evaluation, shelf), query, evaluation, shelf)  →  Answer: headline first, what it rests on below, notes last

The question itself is never seen: what is told of it is what the query holds, and what it says was not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.binding.shelf import Shelf
from answering.evaluating.result import Candidate, Evaluation, Open, Outcome, Refused, Together
from answering.query.codec import query_json
from answering.query.tree import Query
from answering.telling import amounts, judgements, refusals  # each registers its outcomes
from answering.telling.draft import (
    OTHERS,
    UNCONFIRMED,
    Choice,
    CitationBook,
    Draft,
    Echo,
    Line,
    Named,
    Number,
    Piece,
    Words,
    Written,
    escape,
    line,
    show_amount,
    write,
)
from answering.telling.labels import Voice, held, scope_of, told, understood
from answering.telling.refusals import refusal
from answering.telling.verify import Context, read_back
from disclosure.answer import Alternative, Answer, Status, Verdict, Verification
from disclosure.figure import Derivation, Figure

THEMES = (amounts, judgements, refusals)
NOT_PASSED = "答案没有通过核对，不予显示"
PARTLY = "有的内容没有通过核对，没有显示。"
SEVERAL, ONE = "这个问题有不止一种读法，请选一种：", "查到的是这个，请确认所问："
_FOUND = {Status.ANSWERED: "有文字说明", Status.AMBIGUOUS: "有多种可能", Status.NOT_FOUND: "没有找到"}


def tell(query: Query, evaluation: Evaluation, shelf: Shelf, *, sure: bool = True) -> Draft:
    """The draft of the answer to a query; every number in it is bound to what it rests on, and nothing is checked yet.

    Not `sure`, or with words of the question that the query does not use, its numbers are told as to be confirmed.
    """
    draft = told(evaluation.outcome, Voice.of(query, evaluation, shelf))
    lines = draft.lines
    if draft.status is Status.NOT_FOUND and not isinstance(evaluation.outcome, Refused):
        lines = (lines[0], line("理解为：", Echo(understood(query, evaluation)), "。"), *lines[1:])
    newest = {scope.year for scope in evaluation.scopes if scope.year and not scope.year_said}
    if draft.status is Status.ANSWERED and newest:
        lines = (*lines, line(f"未说年度，按最新的{'、'.join(f'{year}年' for year in sorted(newest, reverse=True))}。"))
    draft = replace(draft, lines=_once(lines))
    return draft if sure and not query.unused else _to_be_confirmed(draft, query, evaluation)


@told.register
def together(outcome: Together, voice: Voice) -> Draft:
    """Several drafts one after the other: answered where one of them is, else open where one is; a unit is asked back once."""
    parts = [part for at, part in enumerate(outcome.parts) if not (_asks_unit(part) and any(map(_asks_unit, outcome.parts[:at])))]
    drafts = [told(part, voice) for part in parts]
    states = [draft.status for draft in drafts]
    status = next((one for one in (Status.ANSWERED, Status.AMBIGUOUS) if one in states), Status.NOT_FOUND)
    reason = None if status is Status.ANSWERED else "；".join(dict.fromkeys(draft.reason for draft in drafts if draft.reason))
    lines, choices = [one for draft in drafts for one in draft.lines], [one for draft in drafts for one in draft.choices]
    found = dict.fromkeys(one for draft in drafts for one in draft.discrepancies)
    return Draft(status, tuple(lines), reason or None, tuple(choices), tuple(found))


def _asks_unit(outcome: Outcome) -> bool:
    """Whether all that is open is the unit."""
    return isinstance(outcome, Open) and not outcome.choices


def _once(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without those that repeat one above: an operand that was itself asked for, a place, a note."""
    kept: list[Line] = []
    said: set[object] = set()
    for one in lines:
        figures = [
            (piece.support.id, piece.amount) for piece in one.pieces if isinstance(piece, Number) and isinstance(piece.support, Figure)
        ]
        figure = {figures[0]} if len(figures) == 1 else set()
        plain = all(isinstance(piece, (Words, Echo, Named)) for piece in one.pieces)
        keys: set[object] = {"".join(getattr(piece, "text", "") for piece in one.pieces) if plain else one}
        operand = figure if one.pieces[0] == Words("- ") else set()
        if one not in kept and (one.headline or not (keys | operand) & said):
            kept.append(one)
        said |= keys | figure
    return tuple(kept)


def _to_be_confirmed(draft: Draft, query: Query, evaluation: Evaluation) -> Draft:
    """What was found where it is not sure that it was asked: no number is verified until the asker says so."""
    left = (line("没有用到", *_quoted(query.unused), "。"),) if query.unused else ()
    first = next((piece for one in draft.lines for piece in one.pieces if isinstance(piece, Number)), None)
    if draft.status is not Status.ANSWERED or first is None:
        return replace(draft, lines=(*draft.lines, *left))
    source = first.support if isinstance(first.support, Figure) else next(iter(first.sources), None)
    choice = Choice(understood(query, evaluation), first.amount, source, query=query_json(replace(query, unused=())))
    lines = [Line(tuple(map(_unverified, one.pieces)), one.headline) for one in draft.lines]
    asking = line(UNCONFIRMED, Echo(understood(query, evaluation)), "。")
    return replace(draft, lines=(lines[0], asking, *left, *lines[1:]), choices=(choice, *draft.choices))


def _quoted(words: Sequence[str]) -> tuple[Piece | str, ...]:
    return (*(piece for at, word in enumerate(words) for piece in ("”“" if at else "“", Echo(word))), "”")


def _unverified(piece: Piece) -> Piece:
    """A number without the mark that it is checked: it is printed there, but may not be what was asked."""
    checked = isinstance(piece, Number) and piece.verdict in (Verdict.CELL, Verdict.COMPUTED)
    return replace(piece, verdict=Verdict.LIKELY) if checked and isinstance(piece, Number) else piece


def finish(draft: Draft, query: Query, evaluation: Evaluation, shelf: Shelf) -> Answer:
    """A draft written out; what is not supported is left out, and nothing is shown without its headline."""
    context = Context.of(query, evaluation, shelf)
    written, kept, found = checked(draft, context, shelf)
    if draft.lines and not any(one.headline for one in kept):
        draft = refusal(NOT_PASSED)
        written, _, again = checked(draft, context, shelf)
        found = replace(found, passed=again.passed)
    elif any(one.headline or any(isinstance(piece, Number) for piece in one.pieces) for one in draft.lines if one not in kept):
        written, _, again = checked(replace(draft, lines=(*kept, line(PARTLY))), context, shelf)
        found = replace(found, passed=again.passed)
    claims = written.claims if draft.status is Status.ANSWERED else ()
    return Answer(
        question="",
        status=draft.status,
        text=written.text,
        claims=claims,
        citations=written.citations,
        derivations=tuple(dict.fromkeys(one.support for one in claims if isinstance(one.support, Derivation))),
        alternatives=written.alternatives,
        discrepancies=draft.discrepancies,
        reason=draft.reason,
        query=query_json(query),
        understood=understood(query, evaluation),
        unused=query.unused,
        verification=found,
        record={"bindings": _bindings(evaluation.outcome), "evaluation": evaluation.audit},
    )


def checked(draft: Draft, context: Context, shelf: Shelf) -> tuple[Written, tuple[Line, ...], Verification]:
    """A draft written and read back, less the lines that hold something unsupported, until nothing does."""
    lines, removed, unbound = draft.lines, list[str](), list[str]()
    while True:
        written = write(lines, _book(shelf), draft.choices)
        if not (problems := read_back(written, context)):
            return written, lines, Verification(True, tuple(unbound), tuple(removed))
        ends = [len(write(lines[: at + 1], _book(shelf)).text) for at in range(len(lines))]
        spans = list(zip([0, *ends], ends, strict=False))
        bad = {at for at, (start, end) in enumerate(spans) if any(one.start < end and start < one.end for one in problems)}
        unbound += [f"{one.text}（{one.why}）" for one in problems]
        removed += [written.text[slice(*spans[at])] for at in sorted(bad)]
        lines = tuple(one for at, one in enumerate(lines) if at not in bad) if bad else ()


def _book(shelf: Shelf) -> CitationBook:
    return CitationBook(lambda document_id: scope_of(shelf, document_id))


def _bindings(outcome: Outcome) -> tuple[dict[str, object], ...]:
    """How each figure was found, for the audit."""
    return tuple(
        {
            "figure": one.figure.id,
            "label": one.figure.measure,
            "text": one.figure.text,
            "page": one.figure.provenance.page,
            "rung": one.rung,
            "score": round(one.score, 3),
            "reason": one.reason,
        }
        for one in dict.fromkeys(held(outcome, Candidate, ("node",)))
    )


def asked_back(readings: Sequence[tuple[Query, Evaluation]], why: str, shelf: Shelf) -> Answer:
    """Several readings of one question, each told and read back by itself, put to the asker to choose from."""
    query, evaluation = readings[0]
    answer = finish(Draft(Status.AMBIGUOUS, (), why), query, evaluation, shelf)
    answer, lines = _with_choices(answer, readings, shelf)
    left = f"没有用到“{'”“'.join(map(escape, query.unused))}”。" if query.unused else ""
    return replace(answer, text="\n\n".join(filter(None, (SEVERAL if len(readings) > 1 else ONE, "\n".join(lines), left))))


def beside(answer: Answer, readings: Sequence[tuple[Query, Evaluation]], shelf: Shelf) -> Answer:
    """An answer that is to be confirmed, with what else may be meant."""
    answer, lines = _with_choices(answer, readings, shelf)
    return replace(answer, text="\n\n".join((answer.text, OTHERS, "\n".join(lines)))) if lines else answer


def _with_choices(answer: Answer, readings: Sequence[tuple[Query, Evaluation]], shelf: Shelf) -> tuple[Answer, list[str]]:
    """An answer with further readings to choose from, and a line for each."""
    lines: list[str] = []
    citations, alternatives = list(answer.citations), list(answer.alternatives)
    for query, evaluation in readings:
        query = replace(query, unused=())
        part = finish(tell(query, evaluation, shelf), query, evaluation, shelf)
        amount = part.claims[0].amount if part.claims else None
        places = [one for one in part.citations if part.claims and one.marker in part.claims[0].citations]
        markers = [len(citations) + at for at in range(1, len(places) + 1)]
        citations += [replace(one, marker=marker) for one, marker in zip(places, markers, strict=True)]
        shown = show_amount(amount) + "".join(f"[{marker}]" for marker in markers) if amount else _FOUND[part.status]
        lines.append(f"- {escape(part.understood)}：{shown}")
        alternatives.append(Alternative(part.understood, amount, next(iter(markers), None), query=part.query))
    return replace(answer, citations=tuple(citations), alternatives=tuple(alternatives)), lines


def closed(reason: str) -> Answer:
    """An answer where there is no query: an empty question, an empty library, a fault in a tree."""
    return Answer(question="", status=Status.NOT_FOUND, text=f"{escape(reason.rstrip('。'))}。", reason=reason)
