r"""What is said with the model over one question: within one budget of tokens and time, kept for the audit; its replies taken apart.

consultation = Consultation(model)
consultation.ask(load("query"), {"question": "…", …}, max_tokens=400)   → the reply
consultation.record                                                      → prompts with version and hash, tokens, problem
parse_json('<think>…</think>好的：```json\n{"a": [1, 2,],\n```')          →  {"a": [1, 2]}
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from answering.model.client import LONGEST_REPLY, ChatModel
from disclosure.errors import ModelError
from prompts import Prompt

NOTICE = "模型未答复，以下由规则给出"
OBJECTS_TRIED = 50  # places of a reply where a JSON object may begin
_OPEN, _CLOSE = {"{": "}", "[": "]"}, "}]"
_WIDE = {"，": ",", "：": ":", "｛": "{", "｝": "}", "［": "[", "］": "]"}  # marks typed wide, outside strings
_QUOTES = {'"': '"', "“": "”", "”": "”"}  # what begins a string, and what ends it


def estimate_tokens(text: str) -> int:
    """An upper estimate of the tokens of `text`, without a tokenizer (which would be downloaded).

    One a character for Chinese and one for three characters of anything else; tokenizers of today need fewer.
    """
    wide = sum(1 for character in text if character > "\u2e7f")
    return wide + (len(text) - wide) // 3 + 1


class Consultation:
    """The calls for one question."""

    def __init__(self, model: ChatModel) -> None:
        """Spend at most what the model's limits allow one question."""
        self._model = model
        self._left = model.limits.tokens
        self._calls: list[dict[str, Any]] = []
        self._notes: dict[str, object] = {}
        self.problem: str | None = None  # why the model did not answer, in Chinese; None: it did, or was not asked
        self.spent = False  # whether a call was not made because the budget is spent, which is no fault of the model
        self.waited_ms = 0.0  # for the model; the rest of the time is ours

    @property
    def notice(self) -> str | None:
        """The quiet line beside an answer where the model did not reply; None: nothing to say."""
        return NOTICE if self.problem else None

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def ask(self, prompt: Prompt, values: Mapping[str, str], *, max_tokens: int, schema: Mapping[str, object] | None = None) -> str:
        """The reply to a prompt; ModelError when there is none, or the budget is spent."""
        text = prompt.render(**values)
        with self._call(prompt, text, max_tokens):
            return self._model.reply(text, max_tokens=max_tokens, schema=schema, seconds=self._seconds_left())

    def _seconds_left(self) -> float:
        """Of the time that the question may wait; ModelError when it is used up."""
        left = self._model.limits.seconds - self.waited_ms / 1000
        if left <= 0:
            raise ModelError("这个问题等候模型的时间已到上限，未再调用模型")
        return left

    @contextmanager
    def _call(self, prompt: Prompt, text: str, max_tokens: int) -> Iterator[None]:
        """Accounts for one call: tokens, time, what went wrong."""
        tokens = estimate_tokens(text) + max_tokens
        start = time.perf_counter()
        try:
            self.spent = tokens > self._left
            if self.spent:
                raise ModelError("这个问题的模型用量已到上限，未再调用模型")
            self._left -= tokens
            self._calls.append({"prompt": prompt.name, "version": prompt.version, "hash": prompt.hash, "tokens": tokens, "ms": 0.0})
            yield
        except ModelError as error:
            self.problem = str(error)
            raise
        finally:
            spent = (time.perf_counter() - start) * 1000
            self.waited_ms += spent
            if self._calls:
                self._calls[-1]["ms"] += spent

    def note(self, name: str, value: object) -> None:
        """Keep something for the audit: what was proposed, what was made of it."""
        self._notes[name] = value

    @property
    def record(self) -> dict[str, object]:
        """For `Answer.record`; empty when the model was not asked."""
        if not self._calls and self.problem is None:
            return {}
        return {
            "model": self.name,
            "calls": tuple({**call, "ms": round(call["ms"], 1)} for call in self._calls),
            "problem": self.problem,
            **self._notes,
        }


def _without_reasoning(text: str) -> str:
    """A reply less what a model thought aloud before it."""
    kept = []
    while True:
        before, opened, rest = text.partition("<think>")
        kept.append(before)
        if not opened:
            return "".join(kept)
        text = rest.partition("</think>")[2]


def parse_json(text: str) -> dict[str, object] | None:
    """The first JSON object in a reply, whatever stands around it (reasoning, a code fence, chatter), or None.

    One with commas too many, wide marks, curly quotes or its end missing is put right.
    """
    text = _without_reasoning(text)[:LONGEST_REPLY]
    for start in _starts(text):
        for read in (_whole, _repaired):
            value = read(text, start)
            if isinstance(value, dict):
                return value
    return None


def _whole(text: str, start: int) -> object:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _repaired(text: str, start: int) -> object:
    try:
        return json.loads(_mended(text[start:])) or None
    except (ValueError, RecursionError):
        return None


def _starts(text: str) -> Iterator[int]:
    at = text.find("{")
    for _ in range(OBJECTS_TRIED):
        if at < 0:
            return
        yield at
        at = text.find("{", at + 1)


def _mended(text: str) -> str:
    """The object that `text` begins with: marks outside strings put right, no comma before an end, ends added."""
    out: list[str] = []
    ends: list[str] = []
    closing = ""  # of the string that is being read; "": none
    skip = False
    for character in text:
        if closing:
            if skip or character != closing:
                out.append(character)
                skip = character == "\\" and not skip
                continue
            out.append('"')
            closing = ""
            continue
        mark = _WIDE.get(character, character)
        if mark in _QUOTES:
            closing = _QUOTES[mark]
            out.append('"')
        elif mark in _OPEN:
            ends.append(_OPEN[mark])
            out.append(mark)
        elif mark in _CLOSE:
            if not ends or ends.pop() != mark:
                break
            _drop_comma(out)
            out.append(mark)
            if not ends:
                return "".join(out)
        else:
            out.append(mark)
    if closing:
        out.append('"')
    _drop_comma(out)
    return "".join([*out, *reversed(ends)])


def _drop_comma(out: list[str]) -> None:
    while out and (out[-1].isspace() or out[-1] == ","):
        if out.pop() == ",":
            return
