"""What an installation may set for the API and the MCP server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.errors import MingzhangError
from workspace import NO_MODEL

KEYS, RATE, BODY, AUDIT = "MINGZHANG_API_KEYS", "MINGZHANG_API_RATE", "MINGZHANG_API_BODY", "MINGZHANG_API_AUDIT"


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Who may ask, how much, and what is kept of it."""

    keys: tuple[str, ...] = field(default=(), repr=False)  # MINGZHANG_API_KEYS, comma-separated; (): no key is needed
    per_minute: int = 6000  # MINGZHANG_API_RATE: requests of one client; 0: as many as it likes
    body_bytes: int = 256 * 1024  # MINGZHANG_API_BODY: of one request
    audit: Path | None = None  # MINGZHANG_API_AUDIT: the folder of the audit log, "none" for no log; default: audit in the index

    @classmethod
    def from_mapping(cls, values: Mapping[str, str], index: Path) -> ServiceSettings:
        """The settings among `values`; MingzhangError for a number that is none."""
        usual = cls()
        named = values.get(AUDIT)
        audit = None if named == NO_MODEL else Path(named).expanduser() if named else index / "audit"
        keys = tuple(key for part in values.get(KEYS, "").split(",") if (key := part.strip()))
        return cls(keys, _number(values, RATE, usual.per_minute), _number(values, BODY, usual.body_bytes), audit)


def _number(values: Mapping[str, str], name: str, usual: int) -> int:
    text = values.get(name, "").strip()
    if text and not (text.isdecimal() and len(text) <= 9):
        raise MingzhangError(f"设置 {name} 应是一个整数，现在是“{text[:20]}”")
    return int(text) if text else usual
