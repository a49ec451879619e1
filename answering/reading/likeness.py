"""How two strings explain each other: which characters of a phrase a name holds, and which of its own the phrase says.

explain("驻矿人员工资", "驻矿女工资")    →  phrase 11011, name 110011, no slip
explain("驻矿人员工资", "住矿人员工资")  →  everything, with one slip (a sound)
explain("诉讼费", "打官司费")            →  everything, by a word that stands for another
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from answering.binding.unit_sets import ENDS
from answering.reading.words import words
from disclosure.terms import look_alikes
from retrieval.names import sound_of

TOTAL_ENDS = ("总额", "合计", "总计", "总数")
WHOSE = ("当年本部门", "本部门当年", "当年本单位", "本单位当年", "本部门", "本单位", "当年")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name and a phrase explain each other."""

    said: int  # characters of the phrase that the name holds, as bits
    told: int  # characters of the name that the phrase says
    slips: int = 0
    exchanged: bool = False  # whether a word stands for another


@lru_cache(maxsize=65536)
def explain(name: str, phrase: str) -> Likeness:
    """How `name` explains `phrase`."""
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
    plain = said
    said, told = _exchanged(name, phrase, said, told)
    if not said:
        return Likeness(0, 0)
    exchanged = said != plain
    said, told = _singles(name, phrase, said, told)
    return Likeness(*_slips(name, phrase, said, told), exchanged)


@lru_cache(maxsize=4096)
def exchanges(phrase: str) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The words of a phrase that may be printed otherwise, longest first: where they stand, and what may be printed."""
    held, found = 0, []
    for word, printed in words().things.items():
        at = phrase.find(word)
        if at >= 0 and not _whole(held, at, len(word)):  # 购买服务 is a word of its own, and no 购买 of 服务
            held |= ((1 << len(word)) - 1) << at
            found.append((at, word, printed))
    return tuple(found)


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
    for at, asked, others in exchanges(phrase):
        if _whole(said, at, len(asked)) or (len(asked) == 1 and not said):
            continue
        places = {word: name.find(word) for word in others}
        open_places = (word for word, there in places.items() if there >= 0 and (word in asked or not _whole(told, there, len(word))))
        printed = next(open_places, None)
        if printed is not None:
            said |= ((1 << len(asked)) - 1) << at
            told |= ((1 << len(printed)) - 1) << places[printed]
    return said, told


def whose(name: str) -> int:
    """Characters that only say whose a name is, and when: 当年本部门 of 当年本部门政府采购预算."""
    return (1 << next((len(word) for word in WHOSE if name.startswith(word)), 0)) - 1


def aside(key: str, owner: int) -> int:
    """Characters of a name that only say whose it is, when, or that it is a whole."""
    total = next((len(word) for word in TOTAL_ENDS if key.endswith(word) and len(key) > len(word) + 2), 0)
    return whose(key) | (1 << owner) - 1 | ((1 << total) - 1) << len(key) - total


def in_order(text: str, key: str) -> bool:
    """Whether a key holds the characters of a text in their order."""
    at = 0
    for character in text:
        at = key.find(character, at) + 1
        if not at:
            return False
    return True


def owner_of(key: str, unit: str) -> int:
    """How many first characters of a name say the unit whose document it is."""
    sizes = range(min(len(key) - 2, len(unit)), 2, -1)
    return next((size for size in sizes if key[size - 1] in ENDS and in_order(key[:size], unit)), 0)


def runs(bits: int, size: int) -> Iterator[tuple[int, int]]:
    """The stretches of characters that are set."""
    for held, group in groupby(range(size), lambda at: bits >> at & 1):
        if held:
            ats = list(group)
            yield ats[0], ats[-1] + 1


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


def one_slip(key: str, piece: str) -> bool:
    """Whether one character differs, which looks or sounds alike, or stands in a name that is long enough to tell."""
    other = [(one, two) for one, two in zip(key, piece, strict=True) if one != two]
    return len(other) == 1 and (alike(*other[0]) or (len(key) > 5 and piece[0] == key[0]))
