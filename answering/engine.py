"""From a question to a checked answer: read → check → bind and evaluate → tell → read back.  A table of contents, no retries.

    Engine(library).ask("驻矿人员工资多少").text        →  2026年驻矿人员工资：**75.00 万元**（已核对）[1]
    Engine(library).execute(query)                    →  the answer of a query that somebody else wrote

Only `ask` holds the question, and only `reading` looks at its words.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from answering.binding.shelf import Shelf
from answering.evaluating import evaluate
from answering.evaluating.result import Evaluation
from answering.model import ChatModel, Consultation
from answering.query.check import QueryError, check
from answering.query.codec import parse_query
from answering.query.say import say
from answering.query.tree import Query
from answering.reading.choice import Chosen, Held, Mode, alone, choose, consults, explain, others
from answering.reading.faults import Heard
from answering.reading.model_reader import ModelReader
from answering.reading.offline import read, warm
from answering.reading.outcomes import finds
from answering.telling import asked_back, beside, closed, finish, tell
from disclosure.answer import Alternative, Answer, Standing, Status, Turn, Verdict
from disclosure.errors import MingzhangError
from retrieval.library import Library

LONGEST_QUESTION = 1000  # characters; more is a pasted text and no question
EMPTY = "问题是空的，请输入要查的内容"
TOO_LONG = "问题太长了，请缩短后再问"
IN_PART = "所问的有一部分没有查到，查到的列在下面，请核对是否所问"
NO_DOCUMENTS = "资料库里还没有文件，请先导入预算或决算公开的 PDF"


class Engine:
    """Answers over one library."""

    def __init__(self, library: Library, model: ChatModel | None = None, mode: Mode = Mode.AUTO) -> None:
        """Nothing is read, and no model asked, until the first question; without a model the offline reader reads alone."""
        self._shelf = Shelf(library)
        self._model = ModelReader(model) if model else None
        self._mode = mode

    def warm_up(self) -> None:
        """Make now what the first question would wait for; takes seconds, and questions can be asked meanwhile."""
        if self._records():
            warm(self._shelf)
            self._shelf.warm()

    def ask(self, text: str, *, history: Sequence[Turn] = (), documents: Sequence[str] | None = None) -> Answer:
        """Answer one question; `documents` are ids selected in the chat, None for the whole library.

        `history` holds the earlier questions of the talk with the queries they were understood as, oldest first.
        """
        clock = _Clock()
        question = _printable(text)
        refused = self._refusal(question)
        if refused:
            return self._stamped(closed(refused), question, clock)
        talk = _Talk.of(history)
        reading = read(question, talk.queries, self._shelf, documents or (), before=talk.questions[-1] if talk.questions else "")
        reading = replace(reading, query=_within(reading.query, documents))
        clock.lap("read")
        held = Held(reading, reading.evaluated(reading.query) or evaluate(reading.query, self._shelf))
        clock.lap("evaluate")
        chosen, consultation = self._chosen(question, talk, documents, held)
        clock.lap("model")
        answer = self._told(chosen)
        clock.lap("tell")
        return _credited(self._stamped(answer, question, clock), chosen, consultation)

    def execute(self, query: Query, *, documents: Sequence[str] | None = None, question: str = "") -> Answer:
        """The answer of a query; QueryError with every Issue where it cannot be evaluated."""
        clock = _Clock()
        issues = check(query)
        if issues:
            raise QueryError(issues)
        if not self._records():
            return self._stamped(closed(NO_DOCUMENTS), question, clock)
        query = _within(query, documents)
        evaluation = evaluate(query, self._shelf)
        clock.lap("evaluate")
        answer = finish(tell(query, evaluation, self._shelf), query, evaluation, self._shelf)
        clock.lap("tell")
        return self._stamped(answer, question, clock)

    def _chosen(self, question: str, talk: _Talk, documents: Sequence[str] | None, held: Held) -> tuple[Chosen, Consultation | None]:
        """The reading to answer by; a model reads as well where the mode has it so."""
        if self._model is None:
            return alone(held), None
        named = partial(explain, heard=Heard.of(question, talk.questions, (), self._shelf, documents))
        if not consults(self._mode, held, named(held.reading.query)):
            return alone(held), None
        consultation = Consultation(self._model.model)
        known = {held.reading.query: held.evaluation}

        def evaluated(query: Query) -> Evaluation:
            query = _within(query, documents)
            if query not in known:
                known[query] = evaluate(query, self._shelf)
            return known[query]

        modelled = self._model.read(
            question,
            talk.queries,
            self._shelf,
            documents,
            held.reading,
            earlier=talk.questions,
            evaluate=evaluated,
            consultation=consultation,
        )
        modelled = replace(modelled, query=_within(modelled.query, documents)) if modelled else None
        return choose(held.reading, modelled, evaluated, explain=named, mode=self._mode), consultation

    def _told(self, chosen: Chosen) -> Answer:
        best, standing = chosen.best, chosen.standing
        held = [(one.reading.query, one.evaluation) for one in (best, *chosen.rivals)]
        if standing is Standing.OPEN and finds(best.evaluation.outcome):
            return asked_back(held, chosen.why, self._shelf)
        query, evaluation = held[0]
        answer = finish(tell(query, evaluation, self._shelf, sure=standing is Standing.SURE), query, evaluation, self._shelf)
        whole = answer.status is not Status.ANSWERED or finds(evaluation.outcome)
        whole = whole or any(claim.verdict is Verdict.CONFLICT for claim in answer.claims)  # places that differ are told
        if not whole:
            return _offered(answer)
        likely = standing is Standing.LIKELY and answer.status is Status.ANSWERED
        return beside(answer, held[1:], self._shelf) if likely else answer

    def _refusal(self, question: str) -> str | None:
        if not question:
            return EMPTY
        if len(question) > LONGEST_QUESTION:
            return TOO_LONG
        return None if self._records() else NO_DOCUMENTS

    def _records(self) -> bool:
        self._shelf.refresh()
        return bool(self._shelf.records)

    def _stamped(self, answer: Answer, question: str, clock: _Clock) -> Answer:
        record = {**answer.record, "times_ms": dict(clock.laps)}
        return replace(answer, question=question, record=record, elapsed_ms=clock.total, library_version=self._shelf.library.version)


def _within(query: Query, documents: Sequence[str] | None) -> Query:
    """The query over the documents that are selected, where any are."""
    return replace(query, scope=replace(query.scope, documents=tuple(documents))) if documents is not None else query


def _offered(answer: Answer) -> Answer:
    """What was found where a part of the question was not: offered, and no answer as a whole."""
    found = tuple(Alternative(claim.label, claim.amount, next(iter(claim.citations), None)) for claim in answer.claims)
    return replace(answer, status=Status.AMBIGUOUS, claims=(), alternatives=(*answer.alternatives, *found), reason=IN_PART)


def _credited(answer: Answer, chosen: Chosen, consultation: Consultation | None) -> Answer:
    """The answer with how it was read, and the model's part in it, on record."""
    reading = chosen.best.reading
    read_as = {
        "by": chosen.by,
        "why": chosen.why,
        "standing": chosen.standing.value,
        "likelihood": round(reading.likelihood, 3),
        "reasons": reading.reasons,
        "others": tuple(say(query).line for query in others(reading)),
    }
    record = {**answer.record, "reading": read_as}
    if consultation is None:
        return replace(answer, record=record)
    took_part = consultation.name if chosen.by != "offline" or chosen.rivals else None
    return replace(answer, record={**record, "model": consultation.record}, model=took_part, notice=consultation.notice)


def _printable(text: str) -> str:
    """The question without control characters and lone surrogates."""
    return "".join(character for character in text if character.isprintable() or character in " \n\t").strip()


@dataclass(frozen=True, slots=True)
class _Talk:
    """The earlier questions that were understood, oldest first."""

    questions: tuple[str, ...]
    queries: tuple[Query, ...]

    @classmethod
    def of(cls, history: Sequence[Turn]) -> _Talk:
        held = []
        for turn in history:
            try:
                if turn.query is not None:
                    held.append((turn.question, parse_query(turn.query)))
            except MingzhangError:
                continue  # of another version of the language: that turn is not remembered
        return cls(tuple(question for question, _ in held), tuple(query for _, query in held))


@dataclass
class _Clock:
    start: float = field(default_factory=time.perf_counter)
    laps: list[tuple[str, float]] = field(default_factory=list)

    def lap(self, name: str) -> None:
        self.laps.append((name, round(self.total - sum(spent for _, spent in self.laps), 3)))

    @property
    def total(self) -> float:
        return (time.perf_counter() - self.start) * 1000
