"""Verified pairs of a question and its query from data/questions/*.jsonl, and the few that are nearest to a question.

nearest("哪个项目花钱最多", 5)  →  (Pair("水务局项目里最烧钱的是哪一个", {"v": 1, …}), …)

Each pair is written for a disclosure that ships with the project and evaluated by a test, so that what a model is shown
is what the language really does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.lexical import WordIndex, words_of

FOLDER = Path(__file__).resolve().parents[2] / "data" / "questions"
ALIKE = 2  # pairs shown of one kind of node, so that other ways stand beside the nearest


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its query as JSON."""

    question: str
    query: str  # one line
    kind: str  # the outermost node
    history: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """All that ship, in the order of the files."""
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(_pair(json.loads(line)) for line in lines)


def _pair(held: dict[str, Any]) -> Pair:
    query = held["query"]
    return Pair(held["question"], json.dumps(query, ensure_ascii=False), next(iter(query["ask"])), tuple(held.get("history", ())))


@lru_cache(maxsize=1)
def _index() -> WordIndex:
    return WordIndex([pair.question for pair in pairs()])


def nearest(question: str, most: int, *, follows: bool = False) -> tuple[Pair, ...]:
    """The pairs whose words are nearest, at most two of one kind; where a question `follows` others, first those that do."""
    scores = dict(_index().search(words_of(question), len(pairs())))
    order = sorted(range(len(pairs())), key=lambda at: (-(scores.get(at, 0.0) + (1 if follows and pairs()[at].history else 0)), at))
    chosen: list[Pair] = []
    for at in order:
        pair = pairs()[at]
        if pair.history and not follows:
            continue
        if sum(one.kind == pair.kind for one in chosen) < ALIKE:
            chosen.append(pair)
        if len(chosen) == most:
            break
    return tuple(chosen)


def shown(chosen: Sequence[Pair]) -> str:
    """Pairs as a prompt has them."""
    return "\n".join(f"{''.join(f'（前面问：{one}）' for one in pair.history)}问：{pair.question}\n{pair.query}" for pair in chosen)
