"""A page's content stream as tokens, by one regular expression.

    b"/F1 9 Tf (485.00) Tj"  →  [/F1, 9, Tf, b"485.00", Tj]

pdfminer reads a stream character class by character class, which is most of the time that a page takes.  What this
reads it reads alike; anything odd (pictures within the stream, nested brackets, damage) is left to pdfminer.
"""

from __future__ import annotations

import re
from typing import Any

from pdfminer.psparser import KWD, LIT

_SPACE, _NUMBER, _STRING, _HEX, _OPERATOR, _NAME, _OPEN, _CLOSE, _DICT, _END = range(1, 11)
_TOKEN = re.compile(
    rb"([\x00\t\n\f\r ]+|%[^\r\n]*)"
    rb"|([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?=[\x00\t\n\f\r ()<>\[\]{}/%A-Za-z'\"*]|\Z)"
    rb"|\(((?:[^()\\]|\\.)*)\)"
    rb"|<([0-9A-Fa-f\t\n\f\r ]*)>"
    rb"|([A-Za-z'\"][A-Za-z0-9'\"*]*)"
    rb"|/([^\x00\t\n\f\r ()<>\[\]{}/%#]*)(?!\#)"
    rb"|(\[)|(\])|(<<)|(>>)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


class _Odd(ValueError):
    """Something that is left to pdfminer."""


def tokens_of(data: bytes) -> list[Any] | None:
    """Numbers, names, strings, lists, dictionaries and operators in order; None where the stream is not plain."""
    found: list[Any] = []
    outer: list[tuple[list[Any], int]] = []
    words: dict[bytes, Any] = {}
    at = 0
    try:
        for match in _TOKEN.finditer(data):
            start, end = match.span()
            if start != at:
                return None
            at = end
            kind = match.lastindex
            if kind == _SPACE:
                continue
            text = match[kind]  # type: ignore[index]
            if kind == _NUMBER:
                found.append(float(text) if b"." in text else int(text))
            elif kind == _OPERATOR:
                found.append(words[text] if text in words else words.setdefault(text, _word(text)))
            elif kind in (_STRING, _HEX, _NAME):
                found.append(_READ[kind](text))
            elif kind in (_OPEN, _DICT):
                outer.append((found, kind))
                found = []
            else:
                inner = found
                found, opened = outer.pop()
                found.append(_closed(inner, opened, kind))
    except (ValueError, IndexError, AttributeError):
        return None
    return found if at == len(data) and not outer else None


def _word(text: bytes) -> Any:
    if text == b"BI":  # the bytes of a picture follow
        raise _Odd
    return text == b"true" if text in (b"true", b"false") else KWD(text)


def _closed(inner: list[Any], opened: int, kind: int | None) -> Any:
    if (opened == _DICT) is not (kind == _END):
        raise _Odd
    return inner if opened == _OPEN else {key.name: value for key, value in zip(inner[::2], inner[1::2], strict=True)}


_READ: dict[int, Any] = {
    _STRING: lambda text: _ESCAPE.sub(_unescaped, text) if b"\\" in text else text,
    _HEX: lambda text: bytes.fromhex(text.decode()),
    _NAME: lambda text: LIT(text.decode()),
}


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped[:1].isdigit() and escaped[0] < 0x38:
        return bytes((int(escaped, 8) & 255,))
    return _ESCAPED.get(escaped, escaped)
