"""From an evaluation to the draft of its answer: a function for each type of outcome, then what holds for all of them.

tell(query, evaluation, shelf)  →  Draft: headline first, what it rests on below, notes last

The question itself is never seen: what is told of it is what the query holds, and what it says was not used.
"""

from __future__ import annotations

from dataclasses import replace

from answering.evaluating.result import Evaluation, Open, Outcome, Together
from answering.query.codec import query_json
from answering.query.tree import Query
from answering.telling import amounts, judgements, refusals, sets, words  # each registers its outcomes
from answering.telling.draft import Choice, Draft, Echo, Line, Named, Number, Piece, Words
from answering.telling.phrases import Shelf, Voice
from answering.telling.told import joined, told
from answering.telling.understanding import understood
from disclosure.answer import Status
from disclosure.figure import Figure

_PLAIN = (Words, Echo, Named)
THEMES = (amounts, judgements, refusals, sets, words)


def tell(query: Query, evaluation: Evaluation, shelf: Shelf) -> Draft:
    """The draft of the answer to a query; every number in it is bound to what it rests on, and nothing is checked yet."""
    voice = Voice.of(query, evaluation, shelf)
    draft = told(evaluation.outcome, voice)
    draft = refusals.as_understood(draft, voice)
    draft = replace(draft, lines=_once(draft.lines))
    if draft.status is Status.ANSWERED and any(not scope.year_said and scope.year for scope in evaluation.scopes):
        draft = replace(draft, lines=(*draft.lines, _newest(evaluation)))
    return _with_unused(draft, query, evaluation)


@told.register
def _(outcome: Together, voice: Voice) -> Draft:
    parts = [part for at, part in enumerate(outcome.parts) if not (_asks_unit(part) and any(map(_asks_unit, outcome.parts[:at])))]
    return joined([told(part, voice) for part in parts])


def _asks_unit(outcome: Outcome) -> bool:
    """Whether all that is open is the unit, which is asked back once."""
    return isinstance(outcome, Open) and not outcome.choices


def _newest(evaluation: Evaluation) -> Line:
    years = sorted({scope.year for scope in evaluation.scopes if scope.year and not scope.year_said}, reverse=True)
    return Line((Words(f"未说年度，按最新的{'、'.join(f'{year}年' for year in years)}。"),))


def _once(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without those that repeat one above: an operand that was itself asked for, a place, a note."""
    kept: list[Line] = []
    stated: set[tuple[str, object]] = set()
    said: set[str] = set()
    for line in lines:
        numbers = [piece for piece in line.pieces if isinstance(piece, Number)]
        key = (numbers[0].support.id, numbers[0].amount) if len(numbers) == 1 and isinstance(numbers[0].support, Figure) else None
        operand = line.pieces[:1] == (Words("- "),) and not line.headline
        words = _plain(line)
        if (not line.headline and (line in kept or (words and words in said))) or (operand and key in stated):
            continue
        said.add(words)
        if key is not None:
            stated.add(key)
        kept.append(line)
    return tuple(kept)


def _plain(line: Line) -> str:
    """A line of words and names alone as its text; "" where it states more."""
    return (
        "".join(one.text for one in line.pieces if isinstance(one, _PLAIN)) if all(isinstance(one, _PLAIN) for one in line.pieces) else ""
    )


def _with_unused(draft: Draft, query: Query, evaluation: Evaluation) -> Draft:
    """What was found though words of the question were not used: offered, and not the answer until the asker says so."""
    if not query.unused:
        return draft
    quoted = [piece for at, word in enumerate(query.unused) for piece in (Words("”“" if at else "“"), Echo(word))]
    words: tuple[Piece, ...] = (Words("没有用到"), *quoted, Words("”"))
    first = next((piece for line in draft.lines for piece in line.pieces if isinstance(piece, Number)), None)
    if draft.status is not Status.ANSWERED or first is None:
        return replace(draft, lines=(*draft.lines, Line((*words, Words("。")))))
    reason = f"没有用到“{'”“'.join(query.unused)}”，确认后再看"
    asking = Line(
        (*words, Words("，确认后再看。按其余的理解："), Echo(understood(query, evaluation)), Words("，查到的是：")), headline=True
    )
    source = first.support if isinstance(first.support, Figure) else next(iter(first.sources), None)
    confirmed = query_json(replace(query, unused=()))
    choice = Choice(first.label, first.amount, source, query=confirmed)
    lines = (asking, *(amounts.without_weight(line) for line in draft.lines))
    return replace(draft, status=Status.AMBIGUOUS, lines=lines, reason=reason, choices=(choice, *draft.choices))
