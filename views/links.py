"""A query as a short text for an address or a pin, with what it gave when it was made.

packed({"v": 1, …}, "75.00 万元")  →  "eJyrVspR…"      ?q=eJyrVspR… opens it again, and tells when the value is another now
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 6000  # characters of a link; a longer one is nobody's
LARGEST = 64 * 1024  # bytes, unpacked


@dataclass(frozen=True, slots=True)
class Kept:
    """What a link or a pin holds."""

    query: Mapping[str, Any]
    shown: str  # the headline when it was made; "" when there was none
    label: str = ""  # what it was asked as


def packed(query: Mapping[str, Any], shown: str, label: str = "") -> str:
    """As a text of letters, digits, - and _."""
    content = json.dumps([query, shown, label[:200]], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(content.encode("utf-8"), 9)).decode("ascii").rstrip("=")


def unpacked(text: object) -> Kept | None:
    """What `packed` made; None for anything else, whoever wrote it."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
        return None
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        whole = opened.decompress(content, LARGEST)
        if not opened.eof:
            return None
        query, shown, label = json.loads(whole.decode("utf-8"))
    except (binascii.Error, zlib.error, UnicodeError, ValueError, TypeError, RecursionError):
        return None
    if not (isinstance(query, dict) and isinstance(shown, str) and isinstance(label, str)):
        return None
    return Kept(query, shown[:200], label[:200])
