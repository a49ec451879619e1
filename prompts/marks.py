"""The marks that a prompt asks for and that the code looks for: refusal, slots, citation keys, and the fence around data.

    slot_key(1) → "{v1}"      citation_key(2) → "[c2]"      fence("一、…") → the text between the two fence lines

They stand here once, so that prompt, code and test cannot drift apart.
"""

from __future__ import annotations

import re

# What the model writes, alone, when the material does not answer the question.
REFUSAL = "资料中没有说明"

# A figure's place in a worded answer; code puts the checked figure there.
SLOT = re.compile(r"\{(v\d{1,3})\}")

# A source's key; only keys that were issued are kept, and code turns them into page markers.
CITATION = re.compile(r"\[(c\d{1,3})\]")

FENCE_START = "<<<资料开始>>>"
FENCE_END = "<<<资料结束>>>"
# Anything in the data that looks like either line, with blanks or full-width brackets in it, is taken out.
_FENCE_LIKE = re.compile(r"(?<![<＜〈《])[<＜〈《]{2,}\s*资\s*料\s*(?:开\s*始|结\s*束)\s*[>＞〉》]{2,}")


def slot_key(number: int) -> str:
    """The mark of figure `number` (from 1) in a worded answer."""
    return f"{{v{number}}}"


def citation_key(number: int) -> str:
    """The mark of source `number` (from 1) in a worded answer."""
    return f"[c{number}]"


def fence(data: str) -> str:
    """`data` between the fence lines; what imitates a fence line inside is removed, so that data cannot end it."""
    return f"{FENCE_START}\n{unfenced(data)}\n{FENCE_END}"


def unfenced(data: str) -> str:
    """`data` less what imitates a fence line, for a prompt that has the fence lines itself."""
    while (cleaned := _FENCE_LIKE.sub("", data)) != data:
        data = cleaned
    return data
