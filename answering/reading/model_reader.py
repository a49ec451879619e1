"""A language model as a reader: a question, the names that may be meant and a few examples in; one query tree out.

    reader = ModelReader(model)
    reader.read("客人吃饭花了多少", (), shelf, None, offline)  →  Reading(Query(…, Cell("公务接待费", said="客人吃饭")), …)

The model writes a tree and nothing else; an amount in it must stand in the question.  What is wrong with a tree is told
back at most twice: faults of its form, names that do not exist with the nearest that do, telling words that it drops.  A
model that is down, slow or talks nonsense brings no reading (None, and `consultation.problem` says why), nor an error.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from answering.evaluating.result import Evaluation
from answering.model import ChatModel, Consultation, parse_json
from answering.query.check import MOST_TOLD, Issue, QueryError, check, check_spans
from answering.query.codec import parse_query, query_json, schema, schema_text
from answering.query.tree import NAMES, VERSION, Query, Scope, walk
from answering.reading.catalogue import catalogue
from answering.reading.digest import Digests
from answering.reading.examples import nearest, shown
from answering.reading.faults import Heard, absences, fitted, left_over, names, other_units, printed_around, tells, unsupported
from answering.reading.finishing import Reading, directed
from disclosure.answer import Standing
from disclosure.errors import ModelError
from prompts import load, unfenced
from retrieval.library import NAMED, Library
from retrieval.matching import Rung
from retrieval.names import normalise_label

TOLD_BACK = 2  # times that faults are told back
EXAMPLES = 6
NEAREST = 8  # names by meaning
TURNS = 4  # earlier questions that are shown
REPLY_TOKENS = 1_200
LONGEST_REPLY = 4_000  # characters of a reply that are sent back
REST_SECONDS = 30.0  # a model that failed is left alone, so that not every question waits for it
_LEFT = "指明了查什么的写进字段或 said，口气字抄进旁边的 said，查不了的写进 unused"

Evaluate = Callable[[Query], Evaluation]


@dataclass(frozen=True, slots=True)
class _Checks:
    """What a tree is held to."""

    heard: Heard
    questions: tuple[str, ...]  # this one and the earlier ones
    evaluate: Evaluate | None
    near: Callable[[str, str], bool]  # words and a name, by meaning


def _near(library: Library, documents: Sequence[str] | None) -> Callable[[str, str], bool]:
    """Whether a name is among those nearest in meaning to some words; without an embedding model none is."""

    def near(said: str, name: str) -> bool:
        hits = library.match_labels(said, documents, NEAREST, roles=NAMED, dense=True)
        return any(hit.rung is Rung.DENSE and normalise_label(hit.label) == normalise_label(name) for hit in hits)

    return near


class ModelReader:
    """A model and what it is asked."""

    def __init__(self, model: ChatModel, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        self.model = model
        self._clock = clock
        self._rest_until = 0.0
        self._digests = Digests()

    @property
    def rests(self) -> bool:
        """Whether the model failed a moment ago and is left alone."""
        return self._clock() < self._rest_until

    def read(
        self,
        question: str,
        history: Sequence[Query],
        shelf: Any,
        documents: Sequence[str] | None,
        offline: Reading | None = None,
        *,
        earlier: Sequence[str] = (),
        evaluate: Evaluate | None = None,
        consultation: Consultation | None = None,
    ) -> Reading | None:
        """The model's reading; None: it gave none that holds.

        `earlier` are the questions of `history`, `documents` ids (None: all), `evaluate` what a tree comes to in this
        scope, and `consultation` the one of this question, which keeps its budget and its record.
        """
        consultation = consultation or Consultation(self.model)
        if self.rests:
            consultation.problem = consultation.problem or "模型刚才没有答复，暂不调用"
            return None
        scopes = [scope for query in (*history, *([offline.query] if offline else [])) for scope in _scopes(query)]
        heard = Heard.of(question, earlier, scopes, shelf, documents)
        values = self._values(question, history, shelf, documents, earlier)
        checks = _Checks(heard, (question, *earlier), evaluate, _near(getattr(shelf, "library", shelf), documents or None))
        reading = _told_back(consultation, values, checks)
        if consultation.problem and not consultation.spent:
            self._rest_until = self._clock() + REST_SECONDS
        if reading is not None:
            consultation.problem = None  # it did answer, if not the last time
        return reading

    def _values(
        self, question: str, history: Sequence[Query], shelf: Any, documents: Sequence[str] | None, earlier: Sequence[str]
    ) -> dict[str, str]:
        """What the prompt is made of: the same for the same question, talk and library, whatever the offline reader made of it.

        The two readers do not see each other's work, so that it means something when they agree.
        """
        known = history[-TURNS:]
        listed = catalogue(
            question,
            getattr(shelf, "library", shelf),
            documents or None,
            hints=[name for query in known for name in names(query)],
            units=[scope.unit for query in known for scope in _scopes(query) if scope.unit],
            digests=self._digests,
        )
        return {
            "conventions": load("conventions").render(),
            "schema": schema_text(),
            "catalogue": unfenced(listed),
            "examples": shown(nearest(question, EXAMPLES, follows=bool(history))),
            "history": unfenced("\n".join(_turns(earlier, history))) or "（无）",
            "question": unfenced(" ".join(question.split())),
        }


def _turns(earlier: Sequence[str], history: Sequence[Query]) -> Iterator[str]:
    """Earlier questions with their queries, oldest first."""
    asked = [*[""] * (len(history) - len(earlier)), *earlier][-len(history) :] if history else []
    for text, query in list(zip(asked, history, strict=True))[-TURNS:]:
        yield f"问：{' '.join(text.split())}\n{json.dumps(query_json(query), ensure_ascii=False)}"


def _told_back(consultation: Consultation, values: Mapping[str, str], checks: _Checks) -> Reading | None:
    """Ask, and tell back what is wrong, until nothing is, nothing changes or it has been told twice."""
    query_prompt, mend_prompt = load("query"), load("mend")
    asked, reply, reading, last = query_prompt.render(**values), "", None, None
    prompt: Mapping[str, str] = values
    for told in range(TOLD_BACK + 1):
        try:
            reply = consultation.ask(mend_prompt if told else query_prompt, prompt, max_tokens=REPLY_TOKENS, schema=schema())
        except ModelError:
            break  # what was read before stands
        query, issues = _query(reply, checks)
        if query is not None:
            reading, more = _judged(query, checks)
            issues = (*issues, *more)
        consultation.note("reading", {"query": query and query_json(query), "issues": [str(issue) for issue in issues]})
        if not issues or parse_json(reply) == {} or (query is not None and query == last):
            break
        last = query
        told_back = "\n".join(map(str, issues[:MOST_TOLD]))
        prompt = {"asked": asked, "reply": unfenced(reply[:LONGEST_REPLY]), "issues": unfenced(told_back)}
    return reading


def _judged(query: Query, checks: _Checks) -> tuple[Reading | None, tuple[Issue, ...]]:
    """A tree that fits as a reading, with what is still to be mended; no reading where it is of another unit."""
    heard = checks.heard
    outcome = checks.evaluate(query).outcome if checks.evaluate else None
    context = printed_around(outcome) if outcome else ()
    other, left = other_units(query, heard), left_over(query, heard, context)
    dropped = tuple(dict.fromkeys((*left, *(word for word in query.unused if tells(word, heard)))))
    issues = [*other, *(absences(outcome, heard) if outcome else ())]
    issues += [Issue("余下", "", f"“{word}”没有用到", mend=_LEFT) for word in left if word not in query.unused]
    leaps = unsupported(query, heard, context, checks.near)
    reasons = ("由模型读出", *(f"“{word}”与所取的名称字面上没有联系" for word in leaps), *map(str, issues))
    sure = not issues and not dropped and not leaps
    standing = Standing.SURE if sure else Standing.OPEN if issues or dropped else Standing.LIKELY
    return (None if other else Reading(replace(query, unused=dropped), (), sure, dropped, reasons, standing=standing)), tuple(issues)


def _query(reply: str, checks: _Checks) -> tuple[Query | None, tuple[Issue, ...]]:
    """The tree of a reply; None with what is wrong with it."""
    found = parse_json(reply)
    if found is None:
        return None, (Issue("格式", "", "答复里没有 JSON 对象", mend="只输出一个 JSON 对象"),)
    try:
        query = fitted(parse_query(_mended(found)), checks.heard)
    except QueryError as error:
        return None, error.issues
    issues = (*check(query), *check_spans(query, checks.questions))
    return (None, issues) if issues else (replace(query, ask=directed([query.ask], checks.heard.question)[0]), ())


def _mended(found: Mapping[str, Any]) -> dict[str, Any]:
    """Small slips of a reply put right: no version, a bare node, the query inside another object, a year in quotes, nulls."""
    inner = next(iter(found.values())) if len(found) == 1 else None
    if isinstance(inner, Mapping) and "ask" in inner:
        found = inner
    elif len(found) == 1 and next(iter(found)) in NAMES:
        found = {"ask": found}
    held = {key: value for key, value in found.items() if (value is not None and value != {}) or key == "scope"}
    held["v"] = VERSION
    if not isinstance(held.get("scope"), Mapping):
        held["scope"] = {}
    if isinstance(held.get("ask"), list):
        parts = held["ask"]
        held["ask"] = parts[0] if len(parts) == 1 else {"several": parts}
    mended: dict[str, Any] = _years(held)
    return mended


def _years(value: Any) -> Any:
    if isinstance(value, list):
        return [_years(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    out = {}
    for key, held in value.items():
        if key in ("said", "from"):
            out[key] = held  # the asker's words, which stay as they are
            continue
        digits = held.rstrip("年度") if isinstance(held, str) else ""
        out[key] = int(digits) if key == "year" and digits.isascii() and digits.isdecimal() and len(digits) == 4 else _years(held)
    return out


def _scopes(query: Query) -> Iterator[Scope]:
    yield query.scope
    yield from (scope for node in walk(query.ask) if isinstance(scope := getattr(node, "scope", None), Scope))
