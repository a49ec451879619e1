r"""A chat model behind a base URL: within a deadline, whatever the endpoint does; where it is and what it may cost.

    LanguageModel(settings).reply("…", max_tokens=300)                       → str, or ModelError within the deadline
    consultation = Consultation(model)                                       the calls for one question
    consultation.ask(load("query"), {"question": "…", …}, max_tokens=400)    → the reply, within one budget of tokens and time
    consultation.record                                                      → prompts with version and hash, tokens, problem
    parse_json('<think>…</think>好的：```json\n{"a": [1, 2,],\n```')          → {"a": [1, 2]}

LangChain and the OpenAI client are imported here alone, inside the functions that need them.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Protocol

from disclosure.errors import MingzhangError, ModelError
from prompts import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ENDPOINT = ("MINGZHANG_MODEL_URL", "MINGZHANG_MODEL", "MINGZHANG_MODEL_KEY")
COSTS = ("MINGZHANG_MODEL_SECONDS", "MINGZHANG_MODEL_RETRIES", "MINGZHANG_MODEL_TOKENS")
# A reply longer than any that is asked for is nonsense; it is cut before anything parses it.
LONGEST_REPLY = 20_000
# Calls under way; an endpoint that never ends a reply can hold no more threads than these.
MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What the model may cost one question."""

    seconds: float = 20.0  # waiting for it: all calls, retries and back-off together
    tokens: int = 40_000  # prompts and replies together: a reading told twice of its faults


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """One endpoint."""

    base_url: str
    name: str
    api_key: str = field(repr=False)  # never in a log, a message or a traceback's repr
    limits: Limits = Limits()
    retries: int = 2  # after rate limits and dropped connections, with the client's own back-off

    @classmethod
    def from_mapping(cls, environment: Mapping[str, str]) -> ModelSettings | None:
        """The settings in `environment`, None when no model is named there; MingzhangError for a number that is none."""
        url, name, key = (environment.get(key, "").strip() for key in ENDPOINT)
        if not url or not name:
            return None
        usual, seconds, retries, tokens = Limits(), *(_number(environment, key) for key in COSTS)
        limits = Limits(seconds or usual.seconds, tokens or usual.tokens)
        # Local servers want no key, but the client insists on one.
        return cls(url, name, key or "none", limits, *(() if retries is None else (retries,)))


def _number(environment: Mapping[str, str], name: str) -> int | None:
    """A setting that is a whole number; None: not set."""
    text = environment.get(name, "").strip()
    if text and not (text.isdecimal() and len(text) <= 6):
        raise MingzhangError(f"设置 {name} 应是一个整数，现在是“{text[:20]}”")
    return int(text) if text else None


class ChatModel(Protocol):
    """What the answer side needs of a model; tests bring a queue of replies."""

    @property
    def name(self) -> str:
        """As shown with an answer."""
        ...

    @property
    def limits(self) -> Limits:
        """What it may cost one question."""
        ...

    def reply(self, prompt: str, *, max_tokens: int, schema: Mapping[str, object] | None = None, seconds: float | None = None) -> str:
        """The model's text for one prompt; ModelError when none comes within `seconds` (None: those of `limits`)."""
        ...


class LanguageModel:
    """A chat model behind a base URL, asked at temperature 0."""

    def __init__(self, settings: ModelSettings, make: Callable[[ModelSettings], BaseChatModel] | None = None) -> None:
        self._settings = settings
        self._make = make or _openai_compatible
        self._chat: BaseChatModel | None = None
        self._calls = threading.BoundedSemaphore(MOST_CALLS)
        self._plain = False  # True once the endpoint has refused a JSON schema

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._settings.name

    @property
    def limits(self) -> Limits:
        """What it may cost one question."""
        return self._settings.limits

    def reply(self, prompt: str, *, max_tokens: int, schema: Mapping[str, object] | None = None, seconds: float | None = None) -> str:
        """The model's text for one prompt, at most `LONGEST_REPLY` characters.

        `schema` asks the endpoint for JSON of that form; one that does not know schemas is asked again without,
        and remembered.  ModelError (one Chinese line, no secrets) for a model that is down, slow or silent.
        The call runs on a daemon thread: one that an endpoint holds on to keeps neither the next question nor the
        program's end waiting.
        """
        limit = self.limits.seconds if seconds is None else seconds
        self._model()  # the client's libraries take seconds to load, once, which is not the model's doing
        end, late = time.monotonic() + limit, ModelError(f"模型 {self.name} 在 {limit:.3g} 秒内没有答复")
        if not self._calls.acquire(timeout=max(limit, 0)):
            raise late
        replies: Queue[str | ModelError] = Queue()
        threading.Thread(target=self._run, args=(replies, prompt, max_tokens, schema), name="model", daemon=True).start()
        try:
            found = replies.get(timeout=max(end - time.monotonic(), 0.001))
        except Empty:
            raise late from None
        if isinstance(found, ModelError):
            raise found
        if not found.strip():
            raise ModelError(f"模型 {self.name} 没有给出内容")
        return found[:LONGEST_REPLY]

    def _run(self, replies: Queue[str | ModelError], prompt: str, max_tokens: int, schema: Mapping[str, object] | None) -> None:
        import httpx
        import openai

        try:
            replies.put(self._invoke(prompt, max_tokens, schema))
        except (openai.OpenAIError, httpx.HTTPError, OSError, ValueError, TypeError, LookupError, AttributeError) as problem:
            # The last four: an endpoint that talks nonsense breaks the client while it unpacks the reply.
            replies.put(ModelError(f"模型 {self.name} 没有答复（{type(problem).__name__}）"))
        finally:
            self._calls.release()

    def _invoke(self, prompt: str, max_tokens: int, schema: Mapping[str, object] | None) -> str:
        import openai

        if schema is not None and not self._plain:
            try:
                return self._structured(prompt, max_tokens, schema)
            except openai.LengthFinishReasonError as cut:
                return cut.completion.choices[0].message.content or ""  # JSON without its end, to be repaired
            except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError, NotImplementedError):
                self._plain = True
        return _text(self._model().bind(max_tokens=max_tokens).invoke(prompt))

    def _structured(self, prompt: str, max_tokens: int, schema: Mapping[str, object]) -> str:
        """The endpoint's own structured output; its text as it came, for what LangChain could not parse may be mended."""
        named = {"title": "reply", "properties": {}, **schema}
        chat: Any = self._model().with_structured_output(named, method="json_schema", include_raw=True, max_tokens=max_tokens)
        found = chat.invoke(prompt)
        return _text(found["raw"]) or json.dumps(found["parsed"] or {}, ensure_ascii=False)

    def _model(self) -> BaseChatModel:
        if self._chat is None:
            try:
                self._chat = self._make(self._settings)
            except (ImportError, OSError, ValueError, TypeError, LookupError) as problem:
                raise ModelError(f"模型 {self.name} 用不了（{type(problem).__name__}），请检查设置") from None
        return self._chat


def _openai_compatible(settings: ModelSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    model: BaseChatModel = init_chat_model(
        settings.name,
        model_provider="openai",
        base_url=settings.base_url,
        api_key=settings.api_key,
        temperature=0,
        timeout=max(settings.limits.seconds, 0.001),
        max_retries=settings.retries,
    )
    return model


def _text(message: object) -> str:
    content = getattr(message, "content", "")
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content if isinstance(part, str | dict))


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
