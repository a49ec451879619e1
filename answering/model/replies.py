r"""A model's reply taken apart: the JSON object in it, whatever stands around it and however slightly it is broken.

parse_json('<think>…</think>好的：```json\n{"a": [1, 2,],\n```')  →  {"a": [1, 2]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator

OBJECTS_TRIED = 50  # places of a reply where a JSON object may begin
LONGEST = 20_000  # characters of a reply that are looked through
_OPEN, _CLOSE = {"{": "}", "[": "]"}, "}]"
_WIDE = {"，": ",", "：": ":", "｛": "{", "｝": "}", "［": "[", "］": "]"}  # marks typed wide, outside strings
_QUOTES = {'"': '"', "“": "”", "”": "”"}  # what begins a string, and what ends it


def without_reasoning(text: str) -> str:
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
    text = without_reasoning(text)[:LONGEST]
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
