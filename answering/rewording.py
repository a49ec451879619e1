"""Turns of everyday speech → the plain form that the other rules read.

    "有没有出国经费"            →  "出国经费多少"
    "预算涨了还是跌了"          →  "预算变化多少"
    "收支平衡吗"                →  "收入总计和支出总计一样吗"
    "钱主要花在哪了"            →  "支出最大的前5个类是什么"

Only turns without any name in them are rewritten; each says so in the reasons.  They stand in tables by kind, each with
an example, and are taken in the order of TURNS: what frames a question, then talk, claims and ranks, then asking.
"""

from __future__ import annotations

import re

from answering.turns_of_asking import ASKING
from answering.turns_of_claims import CHANGES, CLAIMS, RANKS
from answering.turns_of_talk import FRAMES, TALK
from answering.vocabulary import Vocabulary

TURNS = (*FRAMES, *TALK, *CLAIMS, *CHANGES, *RANKS, *ASKING)
_ASKS = re.compile(r"多少|几|什么|哪|吗|是否|为何|怎|谁|啥|占|比")


def plain_wording(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """`text` with its turns of speech put plainly, and what was done, in Chinese."""
    reasons = []
    for turn in TURNS:
        for _ in range(turn.times):
            match = turn.pattern.search(text)
            if not match or vocabulary.knows(match.group()) or _inside_name(text, match, vocabulary):
                break
            if turn.of_all and vocabulary.spans(text[: match.start()]):
                break  # of one thing: what it is for
            plain = turn.read(match)
            text = text[: match.start()] + plain + text[match.end() :]
            if turn.asks and not _ASKS.search(text):
                text += "多少"
            reasons.append(f"“{match.group()}”按“{plain or '…'}”理解")
    return text, tuple(reasons)


def _inside_name(text: str, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in vocabulary.spans(text))
