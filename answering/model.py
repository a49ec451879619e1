"""The one doorway to a language model: any endpoint that speaks the OpenAI protocol, through LangChain.

    settings = ModelSettings.from_mapping(os.environ)     # None: no model configured, everything works without
    LanguageModel(settings).reply("…", max_tokens=300)    → str, or ModelError within the deadline

What comes back is a proposal.  Nothing here knows figures; answering/propose.py and answering/word.py take a reply
apart and let through only what the library holds.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlineError
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import TYPE_CHECKING, Protocol

from disclosure.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

BASE_URL = "MINGZHANG_MODEL_URL"
API_KEY = "MINGZHANG_MODEL_KEY"
NAME = "MINGZHANG_MODEL"

# A reply longer than any that is asked for is nonsense; it is cut before anything parses it.
LONGEST_REPLY = 20_000


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is and how long it may take."""

    base_url: str
    name: str
    api_key: str = field(repr=False)  # never in a log, a message or a traceback's repr
    deadline_seconds: float = 20.0  # for one reply, retries and waiting included
    retries: int = 2  # after rate limits and dropped connections, with the client's own back-off

    @classmethod
    def from_mapping(cls, environment: Mapping[str, str]) -> ModelSettings | None:
        """The settings in `environment`, or None when no model is named there."""
        url, name = environment.get(BASE_URL, "").strip(), environment.get(NAME, "").strip()
        if not url or not name:
            return None
        # Local servers want no key, but the client insists on one.
        return cls(url, name, environment.get(API_KEY, "").strip() or "none")


class ChatModel(Protocol):
    """What the answer side needs of a model; tests bring a queue of replies."""

    @property
    def name(self) -> str:
        """As shown with an answer."""
        ...

    def reply(self, prompt: str, *, max_tokens: int, schema: Mapping[str, object] | None = None) -> str:
        """The model's text for one prompt; ModelError when none comes in time."""
        ...

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
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
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="model")
        self._plain = False  # True once the endpoint has refused a JSON schema

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._settings.name

    def reply(self, prompt: str, *, max_tokens: int, schema: Mapping[str, object] | None = None) -> str:
        """The model's text for one prompt, at most `LONGEST_REPLY` characters.

        `schema` asks the endpoint for JSON of that form; one that does not know schemas is asked again without,
        and remembered.  ModelError (one Chinese line, no secrets) for a model that is down, slow or silent.
        """
        future = self._threads.submit(self._invoke, prompt, max_tokens, schema)
        try:
            text = future.result(timeout=self._settings.deadline_seconds)
        except DeadlineError as problem:
            future.cancel()
            raise ModelError(f"模型 {self.name} 在 {self._settings.deadline_seconds:g} 秒内没有答复") from problem
        if not text.strip():
            raise ModelError(f"模型 {self.name} 没有给出内容")
        return text[:LONGEST_REPLY]

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """The same reply in parts as they come; ModelError when the next one does not come within the deadline of the whole."""
        parts: Queue[str | ModelError | None] = Queue()
        self._threads.submit(self._feed, parts, prompt, max_tokens)
        end, length = time.monotonic() + self._settings.deadline_seconds, 0
        while length < LONGEST_REPLY:
            try:
                part = parts.get(timeout=max(end - time.monotonic(), 0.001))
            except Empty as problem:
                raise ModelError(f"模型 {self.name} 在 {self._settings.deadline_seconds:g} 秒内没有答完") from problem
            if isinstance(part, ModelError):
                raise part
            if part is None:
                return
            length += len(part)
            yield part

    def _feed(self, parts: Queue[str | ModelError | None], prompt: str, max_tokens: int) -> None:
        import httpx
        import openai

        try:
            if self._chat is None:
                self._chat = self._make(self._settings)
            for message in self._chat.bind(max_tokens=max_tokens).stream(prompt):
                parts.put(_text(message))
            parts.put(None)
        except (openai.OpenAIError, httpx.HTTPError, OSError, ValueError, TypeError, LookupError, AttributeError) as problem:
            parts.put(ModelError(f"模型 {self.name} 没有答复（{type(problem).__name__}）"))

    def _invoke(self, prompt: str, max_tokens: int, schema: Mapping[str, object] | None) -> str:
        import httpx
        import openai

        try:
            if self._chat is None:
                self._chat = self._make(self._settings)
            if schema is not None and not self._plain:
                try:
                    return _text(self._chat.bind(max_tokens=max_tokens, response_format=_json_schema(schema)).invoke(prompt))
                except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError):
                    self._plain = True
            return _text(self._chat.bind(max_tokens=max_tokens).invoke(prompt))
        except (openai.OpenAIError, httpx.HTTPError, OSError, ValueError, TypeError, LookupError, AttributeError) as problem:
            # The last four: an endpoint that talks nonsense breaks the client while it unpacks the reply.
            raise ModelError(f"模型 {self.name} 没有答复（{type(problem).__name__}）") from None


def _openai_compatible(settings: ModelSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    model: BaseChatModel = init_chat_model(
        settings.name,
        model_provider="openai",
        base_url=settings.base_url,
        api_key=settings.api_key,
        temperature=0,
        timeout=settings.deadline_seconds,
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
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None
