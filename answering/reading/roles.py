"""What each character of a question is there for, told by a small learned tagger; it knows language, and no library.

    roles("无锡水利局培训就要烧掉118万？")
      →  for each character how likely it is each of ROLES: 培训 a thing asked for, 就要烧掉 talk, 118万 an amount

A linear-chain conditional random field over characters, words with their parts of speech, and the standing tables of
words; `python -m evaluation.train_roles` trains it in minutes from the questions of that folder, which were written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import rjieba
from numpy.typing import NDArray

from answering.reading.words import FOLDER, words
from disclosure.mention import MentionKind, find_numbers
from disclosure.terms import organ_names, place_names, subject_names

# Talk; unit; year; stage; row, parent, column, table; amount; measure; operation; asking.
ROLES = "-uysrpctamoq"
THING, TALK = frozenset("rpct"), frozenset("-oq")
MODEL = FOLDER / "roles" / "roles.npz"
BUCKETS = 1 << 17
EDGE = "\u2402"


@lru_cache(maxsize=1)
def _model() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    with np.load(MODEL) as held:
        weights = np.zeros((BUCKETS, len(ROLES)), np.float32)
        weights[held["rows"]] = held["weights"]
        return weights, held["moves"].astype(np.float32), held["first"].astype(np.float32)


@lru_cache(maxsize=512)
def roles(text: str) -> NDArray[np.float32]:
    """How likely each character of a folded question is each of ROLES: an array of (characters, roles)."""
    weights, moves, first = _model()
    scores = weights[features(text)].sum(axis=1) if text else np.zeros((0, len(ROLES)), np.float32)
    return _marginals(scores, moves, first)


@lru_cache(maxsize=512)
def likely_things(text: str) -> list[float]:
    """How likely each character tells a row, a parent, a column or a table."""
    return _likely(text, THING)


@lru_cache(maxsize=512)
def likely_talk(text: str) -> list[float]:
    """How likely each character tells neither a thing nor whose it is, when, or how much."""
    return _likely(text, TALK)


def _likely(text: str, some: frozenset[str]) -> list[float]:
    likely: list[float] = roles(text)[:, [at for at, role in enumerate(ROLES) if role in some]].sum(axis=1).tolist()
    return likely


def _marginals(scores: NDArray[np.float32], moves: NDArray[np.float32], first: NDArray[np.float32]) -> NDArray[np.float32]:
    """Forward and backward through the chain, in logarithms."""
    size = len(scores)
    if not size:
        return scores
    ahead, behind = scores.copy(), np.zeros_like(scores)
    ahead[0] += first
    for at in range(1, size):
        ahead[at] += np.logaddexp.reduce(ahead[at - 1][:, None] + moves, axis=0)
    for at in range(size - 2, -1, -1):
        behind[at] = np.logaddexp.reduce(moves + (scores[at + 1] + behind[at + 1])[None, :], axis=1)
    together = ahead + behind
    likely: NDArray[np.float32] = np.exp(together - np.logaddexp.reduce(together, axis=1, keepdims=True))
    return likely


def features(text: str) -> NDArray[np.int64]:
    """The features of each character, as buckets: an array of (characters, features)."""
    known = standing(text)
    padded = EDGE * 3 + text + EDGE * 3
    tokens = tagged(text)
    out = []
    for at in range(len(text)):
        c = padded[at : at + 7]  # three characters before, the character, three behind
        token, tag, where, index = tokens[at]
        before = tokens[_start(tokens, at) - 1] if _start(tokens, at) else (EDGE, EDGE, "", -1)
        end = at + 1
        while end < len(text) and tokens[end][3] == index:
            end += 1
        behind = tokens[end] if end < len(text) else (EDGE, EDGE, "", -1)
        names = [
            "c" + c[3], "b" + c[2:4], "n" + c[3:5], "t" + c[2:5], "l" + c[1:3], "r" + c[4:6], "L" + c[1:4], "R" + c[3:6],
            "p" + c[2], "f" + c[4],
            f"w{token}{where}", f"g{tag}{where}", f"pw{before[0]}", f"nw{behind[0]}", f"pg{before[1]}.{tag}", f"ng{tag}.{behind[1]}",
            f"pgn{before[1]}.{tag}.{behind[1]}",
            f"k{known[at]}", f"kp{known[at - 1] if at else EDGE}.{known[at]}",
            f"kn{known[at]}.{known[at + 1] if at + 1 < len(text) else EDGE}",
            f"kg{known[at]}.{tag}", f"s{min(at, 3)}", f"e{min(len(text) - at, 4)}",
        ]  # fmt: skip
        out.append([crc32(name.encode()) % BUCKETS for name in names])
    return np.array(out, np.int64).reshape(len(text), -1)


def _start(tokens: Sequence[tuple[str, str, str, int]], at: int) -> int:
    while at and tokens[at - 1][3] == tokens[at][3]:
        at -= 1
    return at


def tagged(text: str) -> list[tuple[str, str, str, int]]:
    """Of each character: its word, the word's part of speech, where it stands in the word, which word it is."""
    out = []
    for index, (word, tag) in enumerate(rjieba.tag(text)):
        for at in range(len(word)):
            where = "S" if len(word) == 1 else "B" if at == 0 else "E" if at == len(word) - 1 else "M"
            out.append((word, tag, where, index))
    return out


def standing(text: str) -> list[str]:
    """Of each character: which standing tables the longest word over it stands in."""
    table = _tables()
    out = [""] * len(text)
    held = [0] * len(text)
    for start in range(len(text)):
        for end in range(min(len(text), start + 20), start, -1):
            kinds = table.get(text[start:end])
            if kinds is None:
                continue
            for at in range(start, end):
                if end - start > held[at]:
                    out[at], held[at] = kinds + ("1" if end - start == 1 else "2" if end - start == 2 else "+"), end - start
    for mention in find_numbers(text):
        kind = {MentionKind.YEAR: "Y", MentionKind.DATE: "Y", MentionKind.CODE: "C"}.get(mention.kind, "N")
        for at in range(mention.start, mention.end):
            out[at] += kind
    return out


@lru_cache(maxsize=1)
def _tables() -> dict[str, str]:
    known: dict[str, set[str]] = {}

    def add(kind: str, names: Any) -> None:
        for name in names:
            known.setdefault(name, set()).add(kind)

    held = words()
    for word, kinds in held.cues.items():
        known.setdefault(word, set()).add("q" if kinds & {"howmuch", "howmany"} else "o")
    add("-", held.talk)
    add("T", held.totals)
    add("e", held.names)
    add("s", (name for name in subject_names() if len(name) > 1))
    add("U", organ_names())
    add("P", place_names())
    add("P", (name[:-1] for name in place_names() if len(name) > 2))
    return {word: "".join(sorted(kinds)) for word, kinds in known.items()}
