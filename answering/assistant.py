"""Where a model may help with an answer, and what happens when it does not: two places, both checked, neither needed.

    aid = Assistant(model).assist(asked, draft, run)
    aid.plan, aid.draft      →  the rules' own, or better ones that passed every check
    aid.notice               →  模型未答复，以下由规则给出

A plan is proposed when the rules found nothing for a reason that wording could explain, or several figures of equal
standing; passages are put in a few words of their own above the quotations, and what matters most of a table in a
sentence above its rows.  The rules' answer stands whenever a reply is late, broken or not borne out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from answering.agreement import is_asked, said
from answering.compose import Work
from answering.consultation import Consultation
from answering.draft import Choice, Draft, Line, Number, Words, escape
from answering.issued import issue
from answering.model import ChatModel
from answering.nonsense import not_a_question, without_injections
from answering.phrases import label_of, leaves
from answering.propose import Judged, judge, propose
from answering.summary import sum_up
from answering.word import Release, reword, states_numbers
from disclosure.answer import Status
from disclosure.errors import ModelError
from disclosure.figure import Figure
from disclosure.question import Plan, Turn
from retrieval.matching import normalise_label

NOTICE = "模型未答复，以下由规则给出"
_NOT_THERE = re.compile("没有找到(?:\\d{4}年的)?：")  # how compose.missing_line begins
REST_SECONDS = 30.0  # a model that failed is left alone, so that not every question waits for it


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what the rules made of it."""

    question: str
    work: Work
    history: Sequence[Turn]
    missing: str | None  # why the scope holds nothing; None: it holds something
    release: Release | None = None  # given each worded sentence once it has passed; None: all comes at the end
    preview: Callable[[Plan, Draft], object] | None = None  # given the answer as it is before the model is asked to word it


@dataclass(frozen=True, slots=True)
class Aid:
    """The answer so far, with the model's part in it."""

    plan: Plan
    draft: Draft
    model: str | None = None  # its name, when something of it is shown or decided; None: no part
    notice: str | None = None  # one quiet line for the asker; None: nothing to say
    record: Mapping[str, object] = field(default_factory=dict)  # for the audit
    waited_ms: float = 0.0  # for the model


class Assistant:
    """A model and its manners."""

    def __init__(self, model: ChatModel, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        self._model = model
        self._clock = clock
        self._rest_until = 0.0

    def assist(self, asked: Asked, draft: Draft, run: Callable[[Work], Draft]) -> Aid:
        """Understand better, then word better; `run` executes a plan by the composers that the rules use."""
        unsure = _is_unsure(asked, draft)
        if not unsure and draft.status is not Status.ANSWERED:
            return Aid(asked.work.plan, draft)
        if self._clock() < self._rest_until:
            return Aid(asked.work.plan, draft, notice=NOTICE if unsure else None)
        consultation = Consultation(self._model)
        plan = asked.work.plan
        try:
            if unsure:
                plan, draft = _understood(consultation, asked, draft, run)
            if draft.status is Status.ANSWERED:
                consultation.before_wording = partial(asked.preview, plan, draft) if asked.preview else None
                put = sum_up if states_numbers(draft) else reword
                draft = put(consultation, replace(asked.work, plan=plan), draft, _cleaned(asked.question), asked.release)
        except ModelError:
            self._rest_until = self._clock() + REST_SECONDS
        notice = NOTICE if consultation.problem else None
        model = consultation.name if consultation.used else None
        return Aid(plan, draft, model, notice, consultation.record, consultation.waited_ms)


def _cleaned(question: str) -> str:
    """The question less orders to the program."""
    return without_injections(question)[0]


def _is_unsure(asked: Asked, draft: Draft) -> bool:
    """Whether other words could have brought an answer."""
    plan = asked.work.plan
    if asked.missing or not (draft.status is Status.NOT_FOUND or is_partial(draft) or _readings(draft)):
        return False
    words = _cleaned(asked.question)
    if not words.strip() or not_a_question(words, bool(asked.history)):
        return False
    if any(selector.subject_code for selector in plan.selectors):
        return False
    return not any(_other_year(asked.work, plan_year) for plan_year in {s.fiscal_year for s in plan.selectors})


def is_partial(draft: Draft) -> bool:
    """Whether one thing of several was not found."""
    return draft.status is Status.ANSWERED and any(
        isinstance(piece, Words) and _NOT_THERE.match(piece.text) for line in draft.lines for piece in line.pieces[:1]
    )


def _readings(draft: Draft) -> tuple[Figure, ...]:
    """The figures of equal standing that a question was put back with; () where it was not, or asks for a unit or a year."""
    if draft.status is not Status.AMBIGUOUS:
        return ()
    return tuple(choice.figure for choice in draft.choices if choice.figure is not None)


def _settles(found: Draft, readings: Sequence[Figure], plan: Plan, question: str) -> bool:
    """Whether an answer is one of the readings, and the question says none of the others as well."""
    number = next((piece for line in found.lines for piece in line.pieces if isinstance(piece, Number)), None)
    if number is None or number.support is None:
        return False
    stated = {figure.id for figure in leaves(number.support)}
    chosen = {normalise_label(selector.label or "") for selector in plan.selectors}
    others = [figure for figure in readings if figure.id not in stated and normalise_label(label_of(figure)) not in chosen]
    named = any(is_asked(label_of(figure), said(question)) for figure in others)
    return any(figure.id in stated for figure in readings) and not named


def _other_year(work: Work, year: int | None) -> bool:
    """Whether no document in scope is of the year asked for, so that it is no matter of words."""
    held = {work.scope_of(key)[2] for key in work.documents}
    return year is not None and bool(held) and year not in held and None not in held


def _understood(consultation: Consultation, asked: Asked, draft: Draft, run: Callable[[Work], Draft]) -> tuple[Plan, Draft]:
    """The model's plan and its answer where both hold; else the rules' with the rows it chose offered."""
    work, question = asked.work, _cleaned(asked.question)
    documents = work.documents or work.selected or work.shelf.document_ids
    work = replace(work, documents=tuple(documents))
    scopes = {key: work.scope_of(key) for key in documents}
    issued = issue(work.plan, question, work.shelf.library, documents, scopes)
    earlier = [turn.plan.question if turn.plan else turn.question for turn in asked.history[-4:]]
    judged = judge(propose(consultation, question, earlier, issued), work.plan, question)
    consultation.note("proposal", judged.why)
    if judged.plan is not None:
        found = run(replace(work, plan=judged.plan))
        readings = _readings(draft)
        settled = not readings or _settles(found, readings, judged.plan, question)
        if found.status is Status.ANSWERED and not is_partial(found) and settled:
            consultation.used = True
            return judged.plan, found
        judged = replace(judged, offered=())
    return asked.work.plan, _offering(consultation, work, draft, judged)


def _offering(consultation: Consultation, work: Work, draft: Draft, judged: Judged) -> Draft:
    """The rules' refusal, with rows to ask for; no figure is shown for what was not asked."""
    if not judged.offered or draft.status is not Status.NOT_FOUND:
        return draft
    consultation.used = True
    choices = tuple(Choice(label, None, f"{_scope_words(work)}{label}是多少") for label in judged.offered)
    line = Line((Words(f"是否指：{'、'.join(map(escape, judged.offered))}？"),))
    return replace(draft, lines=(*draft.lines[:1], line, *draft.lines[1:]), choices=choices)


def _scope_words(work: Work) -> str:
    """The unit and year that the question said, for the next question to say."""
    selector = next(iter(work.plan.selectors), None)
    if selector is None:
        return ""
    return f"{selector.entity or ''}{f'{selector.fiscal_year}年' if selector.fiscal_year else ''}"
