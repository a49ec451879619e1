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

import rjieba

from answering.binding.units import is_unit_like
from disclosure.terms import organ_names, place_names, synonym_groups
from retrieval.names import less_brackets, normalise_label, simplify
from retrieval.subjects import subjects

FOLDER = Path(__file__).resolve().parents[2] / "data" / "reading"
# Adverb, pronoun, particle, preposition, conjunction, interjection, modal, suffix, place word, as a general dictionary tags them.
TAGS = frozenset("d r u p c y e o k x f zg ud uj ul uz uv ug df dg rg rz m q t".split())
UNIT_ENDS = ("台", "站", "所", "社", "院", "园", "校", "部", "会")
NO_UNIT = ("支出", "经费", "收入", "项目")
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
    moves: dict[str, tuple[str, str]]  # words for money or staff → the whole that is meant, and what that is counted in
    usual: frozenset[str]  # names that are said so in the field: 电费, 会议费, 三公经费
    closing: frozenset[str]  # particles that ask where a question ends: 不, 没
    counted: frozenset[str]  # keys of names that are counted in persons, cars, things and never are money
    things: dict[str, tuple[str, ...]]  # a word → the words that may be printed for it inside a longer name, best first
    counting: dict[str, str]  # words for what is counted, and the counter: 面积, in 平方米
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
    moves = {word: (row["whole"], row["counted"]) for row in rows("moves.csv") for word in row["words"].split()}
    counted = frozenset(key for row in rows("everyday.csv") if row["counted"] for key in _keys(row["names"].split()))
    talk |= moves.keys()
    counting = {word: kind[7:] for word, kinds in cues.items() for kind in sorted(kinds) if kind.startswith("counts:")}
    return Words(cues, talk, _names(), totals, moves, usual, closing, counted, _things(), counting)


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
def slipped_words() -> dict[str, list[str]]:
    """Words for things, by what is left of them without one character: 采？ → 采购."""
    found: dict[str, list[str]] = {}
    for word in sorted(words().names.keys() | words().things.keys() | subjects()):
        for at in range(len(word)) if 2 <= len(word) <= 8 and not word.isascii() else ():
            found.setdefault(word[:at] + "？" + word[at + 1 :], []).append(word)
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


def is_talk(text: str, words: Words) -> bool:
    """Whether all words of a stretch are talk."""
    return text in words.talk or text in words.cues or text in words.totals or all(_light(word, tag, words) for word, tag in _tagged(text))


def inside_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is only a part of a longer word: 公路 of 高速公路."""
    at = 0
    for word, _ in _tagged(text):
        if at <= start and end <= at + len(word):
            return len(word) > end - start
        at += len(word)
    return False


def is_word(text: str) -> bool:
    """Whether a stretch is one word of the general dictionary, which is no slip of another: 通行费."""
    return len(rjieba.cut(text, False)) == 1  # without the guess at words that are in no dictionary


def reads_as_unit(label: str) -> bool:
    """Whether a row reads as a unit's name; 广州市气象台 has its place in front and an end that only some units have."""
    label = less_brackets(label)
    placed = label.endswith(UNIT_ENDS) and any(label[:size] in known_places() for size in (2, 3, 4))
    return is_unit_like(label) or (placed and not any(word in label for word in NO_UNIT) and label.isalpha())


def light_ends(text: str) -> Iterator[tuple[int, int]]:
    """Shorter stretches of a phrase, longest first, without words at its ends that name no thing: 办 of 办河灯节."""
    tagged, ends = _tagged(text), [0]
    for word, _ in tagged:
        ends.append(ends[-1] + len(word))
    light = [not _numbered(word) and (tag in TAGS or tag == "v") for word, tag in tagged]
    first = next((at for at, one in enumerate(light) if not one), len(light))
    last = next((at for at in range(len(light), 0, -1) if not light[at - 1]), 0)
    cuts = [(ends[left], ends[right]) for left in range(first + 1) for right in range(last, len(light) + 1) if left < right]
    yield from sorted((one for one in cuts if one != (0, len(text))), key=lambda one: one[0] - one[1])


def _light(word: str, tag: str, words: Words) -> bool:
    return word in words.talk or word in words.cues or (tag in TAGS and not _numbered(word))


def _numbered(word: str) -> bool:
    """Whether a word holds a digit: a code, a year or an amount tells something wherever it stands."""
    return any(map(str.isdecimal, word))


@lru_cache(maxsize=4096)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(rjieba.tag(text))
