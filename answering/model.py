"""The one doorway to a language model: any endpoint that speaks the OpenAI protocol, through LangChain.

    settings = ModelSettings.from_mapping(os.environ)     # None: no model configured, everything works without
    LanguageModel(settings).reply("…", max_tokens=300)    → str, or ModelError within the deadline

What comes back is a proposal.  Nothing here knows figures; answering/propose.py and answering/word.py take a reply
apart and let through only what the library holds.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import TYPE_CHECKING, Protocol

from disclosure.errors import MingzhangError, ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

BASE_URL = "MINGZHANG_MODEL_URL"
API_KEY = "MINGZHANG_MODEL_KEY"
NAME = "MINGZHANG_MODEL"
SECONDS = "MINGZHANG_MODEL_SECONDS"
RETRIES = "MINGZHANG_MODEL_RETRIES"
TOKENS = "MINGZHANG_MODEL_TOKENS"

# A reply longer than any that is asked for is nonsense; it is cut before anything parses it.
LONGEST_REPLY = 20_000
OBJECTS_TRIED = 50  # places of a reply where a JSON object may begin
# Calls under way; an endpoint that never ends a reply can hold no more threads than these.
MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What the model may cost one question."""

    seconds: float = 20.0  # waiting for it: all calls, retries and back-off together
    tokens: int = 6_000  # prompts and replies together


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and what it may cost."""

    base_url: str
    name: str
    api_key: str = field(repr=False)  # never in a log, a message or a traceback's repr
    limits: Limits = Limits()
    retries: int = 2  # after rate limits and dropped connections, with the client's own back-off

    @classmethod
    def from_mapping(cls, environment: Mapping[str, str]) -> ModelSettings | None:
        """The settings in `environment`, None when no model is named there; MingzhangError for a number that is none."""
        url, name = environment.get(BASE_URL, "").strip(), environment.get(NAME, "").strip()
        if not url or not name:
            return None
        usual, seconds, retries, tokens = Limits(), *(_number(environment, key) for key in (SECONDS, RETRIES, TOKENS))
        limits = Limits(seconds or usual.seconds, tokens or usual.tokens)
        # Local servers want no key, but the client insists on one.
        key = environment.get(API_KEY, "").strip() or "none"
        return cls(url, name, key, limits) if retries is None else cls(url, name, key, limits, retries)


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

    def stream(self, prompt: str, *, max_tokens: int, seconds: float | None = None) -> Iterator[str]:
        """The same in parts as they come."""
        ...


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
        """
        text = "".join(self._parts(lambda _: iter((self._invoke(prompt, max_tokens, schema),)), seconds))
        if not text.strip():
            raise self._silent()
        return text[:LONGEST_REPLY]

    def stream(self, prompt: str, *, max_tokens: int, seconds: float | None = None) -> Iterator[str]:
        """The same reply in parts as they come; ModelError when the whole does not come in time, or nothing comes."""
        length = 0
        for part in self._parts(lambda stopped: self._feed(prompt, max_tokens, stopped), seconds):
            length += len(part)
            yield part
            if length >= LONGEST_REPLY:
                return
        if not length:
            raise self._silent()

    def _silent(self) -> ModelError:
        return ModelError(f"模型 {self.name} 没有给出内容")

    def _parts(self, call: Callable[[threading.Event], Iterator[str]], seconds: float | None) -> Iterator[str]:
        """What a call yields on a thread of its own, until it ends or time is up.

        The thread is a daemon: one that an endpoint holds on to keeps neither the next question nor the program's end waiting.
        """
        limit = self.limits.seconds if seconds is None else seconds
        self._model()  # the client's libraries take seconds to load, once, which is not the model's doing
        end, stopped = time.monotonic() + limit, threading.Event()
        late = ModelError(f"模型 {self.name} 在 {limit:.3g} 秒内没有答复")
        if not self._calls.acquire(timeout=max(limit, 0)):
            raise late
        parts: Queue[str | ModelError | None] = Queue()
        threading.Thread(target=self._run, args=(call, parts, stopped), name="model", daemon=True).start()
        try:
            while True:
                try:
                    part = parts.get(timeout=max(end - time.monotonic(), 0.001))
                except Empty:
                    raise late from None
                if isinstance(part, ModelError):
                    raise part
                if part is None:
                    return
                yield part
        finally:
            stopped.set()

    def _run(
        self, call: Callable[[threading.Event], Iterator[str]], parts: Queue[str | ModelError | None], stopped: threading.Event
    ) -> None:
        import httpx
        import openai

        try:
            for part in call(stopped):
                parts.put(part)
            parts.put(None)
        except (openai.OpenAIError, httpx.HTTPError, OSError, ValueError, TypeError, LookupError, AttributeError) as problem:
            # The last four: an endpoint that talks nonsense breaks the client while it unpacks the reply.
            parts.put(ModelError(f"模型 {self.name} 没有答复（{type(problem).__name__}）"))
        finally:
            self._calls.release()

    def _feed(self, prompt: str, max_tokens: int, stopped: threading.Event) -> Iterator[str]:
        for message in self._model().bind(max_tokens=max_tokens).stream(prompt):
            if stopped.is_set():
                return
            if text := _text(message):
                yield text

    def _invoke(self, prompt: str, max_tokens: int, schema: Mapping[str, object] | None) -> str:
        import openai

        chat = self._model().bind(max_tokens=max_tokens)
        if schema is not None and not self._plain:
            try:
                return _text(chat.bind(response_format=_json_schema(schema)).invoke(prompt))
            except openai.LengthFinishReasonError as cut:
                return cut.completion.choices[0].message.content or ""  # JSON without its end, to be repaired
            except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError):
                self._plain = True
        return _text(chat.invoke(prompt))

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


def _json_schema(schema: Mapping[str, object]) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema)}}


def _text(message: object) -> str:
    content = getattr(message, "content", "")
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content if isinstance(part, str | dict))


_REASONING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


def without_reasoning(text: str) -> str:
    """A reply less what a model thought aloud before it."""
    return _REASONING.sub("", text)


def parse_json(text: str) -> dict[str, object] | None:
    """The first JSON object in a reply, whatever stands around it (reasoning, a code fence, chatter), or None."""
    text = without_reasoning(text)
    decoder = json.JSONDecoder()
    for start in itertools.islice((match.start() for match in re.finditer(r"\{", text)), OBJECTS_TRIED):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None
