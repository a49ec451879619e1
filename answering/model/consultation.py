"""What is said with the model over one question: within one budget of tokens and time, and kept for the audit.

consultation = Consultation(model)
consultation.ask(load("plan"), {"question": "…", …}, max_tokens=400)   → the reply
consultation.record                                                     → prompts with version and hash, tokens, problem
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from answering.model.client import ChatModel
from disclosure.errors import ModelError
from prompts import Prompt

NOTICE = "模型未答复，以下由规则给出"


def estimate_tokens(text: str) -> int:
    """An upper estimate of the tokens of `text`, without a tokenizer (which would be downloaded).

    One a character for Chinese and one for three characters of anything else; tokenizers of today need fewer.
    """
    wide = sum(1 for character in text if character > "\u2e7f")
    return wide + (len(text) - wide) // 3 + 1


@dataclass(slots=True)
class Budget:
    """The tokens that are left for one question."""

    left: int

    def take(self, tokens: int) -> None:
        """Use `tokens`; ModelError when so many are not left."""
        if tokens > self.left:
            raise ModelError("这个问题的模型用量已到上限，未再调用模型")
        self.left -= tokens


class Consultation:
    """The calls for one question."""

    def __init__(self, model: ChatModel) -> None:
        """Spend at most what the model's limits allow one question."""
        self._model = model
        self._budget = Budget(model.limits.tokens)
        self._calls: list[dict[str, Any]] = []
        self._notes: dict[str, object] = {}
        self.problem: str | None = None  # why the model did not answer, in Chinese; None: it did, or was not asked
        self.spent = False  # whether a call was not made because the budget is spent, which is no fault of the model
        self.used = False  # whether something of a reply is shown, or decided what is shown
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
            self.spent = tokens > self._budget.left
            self._budget.take(tokens)
            self._calls.append({"prompt": prompt.name, "version": prompt.version, "hash": prompt.hash, "tokens": tokens, "ms": 0.0})
            yield
        except ModelError as error:
            self.problem = str(error)
            raise
        finally:
            self._waited((time.perf_counter() - start) * 1000)

    def _waited(self, spent: float) -> None:
        self.waited_ms += spent
        if self._calls:
            self._calls[-1]["ms"] = self._calls[-1]["ms"] + spent

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
