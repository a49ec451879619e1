"""How Chinese documents number: 第一部分 › 一、 › （一） › 1、 › （1） › ①."""

from __future__ import annotations

import re
from decimal import Decimal

from disclosure.mention import chinese_number

NUMBERINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"第\s*[一二三四五六七八九十\d]+\s*(?:部分|章|篇)")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")),
    (3, re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*、?")),
    (4, re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d))")),
    (5, re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*、?|\d{1,2}[）)]")),
    (6, re.compile(r"[①-⑳]")),
)


def numbering(text: str) -> tuple[int, int] | None:
    """(level, length of the numbering) of a line that starts with one; None: it does not."""
    for level, pattern in NUMBERINGS:
        if match := pattern.match(text):
            return level, match.end()
    return None


def ordinal(mark: str) -> int:
    """The number that a numbering counts; -1 when it counts none."""
    words = re.sub(r"[^\d一二三四五六七八九十]", "", mark)
    value = Decimal(words) if words.isdigit() else chinese_number(words)
    return int(value) if value is not None else -1
