"""Where the model is and what it may cost, from MINGZHANG_MODEL_URL, MINGZHANG_MODEL, MINGZHANG_MODEL_KEY and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.errors import MingzhangError

BASE_URL = "MINGZHANG_MODEL_URL"
API_KEY = "MINGZHANG_MODEL_KEY"
NAME = "MINGZHANG_MODEL"
SECONDS = "MINGZHANG_MODEL_SECONDS"
RETRIES = "MINGZHANG_MODEL_RETRIES"
TOKENS = "MINGZHANG_MODEL_TOKENS"


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
