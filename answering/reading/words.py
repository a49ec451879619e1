"""The standing tables of words that a reader knows, from data/reading/*.csv, each row with an example.

    words().cues["加起来"]   →  {"sum"}
    words().names["自来水"]  →  ("水费",)
    words().talk             →  请问, 麻烦, 一下 …
    words().totals["总支出"]  →  Total(budget=("支出总计", …), final=("本年支出合计", …))
    words().things["打官司"]  →  ("诉讼", "案件", "律师"): what may be printed for it inside a longer name

What a word means stands here; what a library prints stands in `lexicon.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from disclosure.terms import organ_names, place_names, synonym_groups
from retrieval.names import normalise_label, simplify, sound_of

FOLDER = Path(__file__).resolve().parents[2] / "data" / "reading"
SHORTEST_SOUND = 3  # characters of a word for a name that is looked for by its sound
LIGHT = "的之与和及等其他类费支出经用款"  # in a name these tell little, however rare


@dataclass(frozen=True, slots=True)
class Total:
    """What a word for the whole is printed as, best first, in a budget and in final accounts."""

    budget: tuple[str, ...]
    final: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All tables, ready to look up."""

    cues: dict[str, frozenset[str]]
    talk: frozenset[str]
    names: dict[str, tuple[str, ...]]  # a synonym or everyday word → keys of names that it may stand for, best first
    totals: dict[str, Total]
    moves: dict[str, str]  # verbs of money → the whole that they mean where nothing is named: 花 → 总支出
    usual: frozenset[str]  # names that are said so in the field: 电费, 会议费, 三公经费
    closing: frozenset[str]  # particles that ask where a question ends: 不, 没
    counted: frozenset[str]  # keys of names that are counted in persons, cars, things and never are money
    things: dict[str, tuple[str, ...]]  # a word → the words that may be printed for it inside a longer name, best first
    light: str = LIGHT
    longest_name: int = 20  # characters of the longest synonym
    longest_cue: int = 10  # of the longest cue or word of talk


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@lru_cache(maxsize=1)
def words() -> Words:
    """The tables, read once."""
    cues: dict[str, frozenset[str]] = {}
    closing: frozenset[str] = frozenset()
    for row in rows("cues.csv"):
        if row["kind"] == "closing":
            closing = frozenset(row["words"].split())
            continue
        for word in row["words"].split():
            cues[word] = cues.get(word, frozenset()) | {row["kind"]}
    talk = frozenset(word for row in rows("talk.csv") for word in row["words"].split())
    totals = {
        word: Total(_keys(row["budget"].split()), _keys(row["final"].split()))
        for row in rows("totals.csv")
        for word in row["words"].split()
    }
    usual = frozenset(_key(group.canonical) for group in synonym_groups() if group.kind == "label")
    moves = {word: row["whole"] for row in rows("moves.csv") for word in row["words"].split()}
    counted = frozenset(key for row in rows("everyday.csv") if row["counted"] for key in _keys(row["names"].split()))
    talk |= moves.keys()
    return Words(cues, talk, _names(), totals, moves, usual, closing, counted, _things())


def _things() -> dict[str, tuple[str, ...]]:
    """Printed words stand for one another, everyday words for the printed ones alone: nobody who asks for 诉讼 means 告状."""
    found: dict[str, dict[str, None]] = {}
    for row in rows("things.csv"):
        printed = row["printed"].split()
        for word in (*printed, *row["words"].split()):
            found.setdefault(word, {}).update(dict.fromkeys(other for other in printed if other != word))
    return {word: tuple(found[word]) for word in sorted(found, key=lambda one: (-len(one), one))}


def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in synonym_groups():
        for word in group.words:
            found.setdefault(_key(word), {}).update(dict.fromkeys(_key(other) for other in group.words if other != word))
    for row in rows("everyday.csv"):
        for word in row["words"].split():
            found.setdefault(_key(word), {}).update(dict.fromkeys(_keys(row["names"].split())))
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=1)
def word_sounds() -> dict[str, list[str]]:
    """Words that stand for names, by their sound; the short ones sound like too much."""
    found: dict[str, list[str]] = {}
    for word in words().names:
        if len(word) >= SHORTEST_SOUND:
            found.setdefault(sound_of(word), []).append(word)
    return found


def _keys(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_key, labels))


@lru_cache(maxsize=8192)
def _key(label: str) -> str:
    return simplify(normalise_label(label))


@lru_cache(maxsize=1)
def known_places() -> frozenset[str]:
    """The places of the country, with and without their endings; 公安 is an organ's before it is 公安县's."""
    names = set(place_names()) | {word for row in rows("regions.csv") for word in row["words"].split()}
    return frozenset(names | {short for name in place_names() if (short := less_ending(name)) != name})


def less_ending(place: str) -> str:
    """A place as people say it: 无锡."""
    short = place[:-1] if len(place) > 2 and place[-1] in "省市县区旗州" else place
    return place if short in {organ[:2] for organ in organ_names()} else short
