"""How two strings explain each other: which characters of a phrase a name holds, and which of its own the phrase says.

explain("驻矿人员工资", "驻矿的人工资")  →  phrase 110111, name 111011, no slip
explain("驻矿人员工资", "住矿人员工资")  →  everything, with one slip (a sound)
"""

from __future__ import annotations

from functools import lru_cache

from disclosure.terms import look_alikes, word_groups
from retrieval.names import sound_of


@lru_cache(maxsize=65536)
def explain(name: str, phrase: str) -> tuple[int, int, int]:
    """Characters of `phrase` that `name` holds, characters of `name` that `phrase` says (as bits), and how many slips."""
    said = told = 0
    at = 0
    while at < len(phrase):
        size, where = _longest(name, phrase, at, told)
        if size >= 2:
            said |= ((1 << size) - 1) << at
            told |= ((1 << size) - 1) << where
            at += size
        else:
            at += 1
    if not said:
        return 0, 0, 0
    said, told = _exchanged(name, phrase, said, told)
    said, told = _singles(name, phrase, said, told)
    return _slips(name, phrase, said, told)


def _longest(name: str, phrase: str, at: int, told: int) -> tuple[int, int]:
    """The longest piece of `phrase` from `at` that `name` holds where it is not told yet: its size and its place."""
    best = (0, -1)
    for size in range(2, len(phrase) - at + 1):
        where = name.find(phrase[at : at + size])
        while where >= 0 and told >> where & ((1 << size) - 1):
            where = name.find(phrase[at : at + size], where + 1)
        if where < 0:
            if name.find(phrase[at : at + size]) < 0:
                break
            continue
        best = (size, where)
    return best


def _exchanged(name: str, phrase: str, said: int, told: int) -> tuple[int, int]:
    """Words that may stand for one another inside a longer name: 补贴 asked, 补助 printed."""
    for group in word_groups():
        asked = next((word for word in group if (at := phrase.find(word)) >= 0 and not _whole(said, at, len(word))), None)
        if asked is None:
            continue
        printed = next((word for word in group if (at := name.find(word)) >= 0 and not told >> at & ((1 << len(word)) - 1)), None)
        if printed is not None:
            said |= ((1 << len(asked)) - 1) << phrase.find(asked)
            told |= ((1 << len(printed)) - 1) << name.find(printed)
    return said, told


def _whole(bits: int, at: int, size: int) -> bool:
    part = (1 << size) - 1
    return bits >> at & part == part


def _singles(name: str, phrase: str, said: int, told: int) -> tuple[int, int]:
    """Single characters that both leave open, in the order in which they stand beside what both say."""
    where = 0
    for at, character in enumerate(phrase):
        if said >> at & 1:
            continue
        found = name.find(character, where)
        while found >= 0 and told >> found & 1:
            found = name.find(character, found + 1)
        if found >= 0 and (_beside(told, found) or _beside(said, at)):
            said |= 1 << at
            told |= 1 << found
            where = found + 1
    return said, told


def _beside(bits: int, at: int) -> bool:
    return bool(bits >> (at + 1) & 1 or (at and bits >> (at - 1) & 1))


def _slips(name: str, phrase: str, said: int, told: int) -> tuple[int, int, int]:
    """One character written for another that looks or sounds alike, between what both say."""
    open_said = [at for at in range(len(phrase)) if not said >> at & 1 and _beside(said, at)]
    open_told = [at for at in range(len(name)) if not told >> at & 1 and _beside(told, at)]
    for at in open_said:
        for where in open_told:
            if alike(phrase[at], name[where]) and _neighbours_match(name, phrase, where, at):
                return *_singles(name, phrase, said | 1 << at, told | 1 << where), 1
    return said, told, 0


def _neighbours_match(name: str, phrase: str, where: int, at: int) -> bool:
    before = at > 0 and where > 0 and phrase[at - 1] == name[where - 1]
    behind = at + 1 < len(phrase) and where + 1 < len(name) and phrase[at + 1] == name[where + 1]
    return before or behind


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether a character may be a slip for another: alike in shape, or in sound."""
    return other in look_alikes().get(one, "") or (one > "\u4e00" and other > "\u4e00" and sound_of(one) == sound_of(other))
