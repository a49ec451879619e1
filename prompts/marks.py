"""The fence around data in a prompt, which data cannot end.

    fence("一、…") → the text between the two fence lines

It stands here once, so that prompt, code and test cannot drift apart.
"""

from __future__ import annotations

import re

FENCE_START = "<<<资料开始>>>"
FENCE_END = "<<<资料结束>>>"
# Anything in the data that looks like either line, with blanks or full-width brackets in it, is taken out.
_FENCE_LIKE = re.compile(r"(?<![<＜〈《])[<＜〈《]{2,}\s*资\s*料\s*(?:开\s*始|结\s*束)\s*[>＞〉》]{2,}")


def fence(data: str) -> str:
    """`data` between the fence lines; what imitates a fence line inside is removed, so that data cannot end it."""
    return f"{FENCE_START}\n{unfenced(data)}\n{FENCE_END}"


def unfenced(data: str) -> str:
    """`data` less what imitates a fence line, for a prompt that has the fence lines itself."""
    while (cleaned := _FENCE_LIKE.sub("", data)) != data:
        data = cleaned
    return data
