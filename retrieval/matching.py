"""The ladder: which of some names a phrase means, rung by rung.  One for the names of a document and the labels of a library.

    climb("驻矿人员工资", NameIndex.of(labels))   →  normalised: 2026年驻矿人员工资
    match_labels("驻旷人员工资", index)            →  the same label, by a slip; then what resembles it

code, exact, normalised and synonym are sure; core, containment and slip are told as what they are; what resembles a phrase in
shape, sound or words is only ever offered.  Every hit says its rung and, in Chinese, why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.lexical import WordIndex, words_of
from retrieval.names import Name, code_in, core, holds, is_slip, less_brackets, name_of, other_words, sound_of


class Rung(StrEnum):
    """How a name was reached, best first."""

    CODE = "code"
    EXACT = "exact"
    NORMALISED = "normalised"
    SYNONYM = "synonym"
    CORE = "core"
    CONTAINMENT = "containment"
    SLIP = "slip"
    FUZZY = "fuzzy"
    LEXICAL = "lexical"
    DENSE = "dense"


SURE = frozenset((Rung.CODE, Rung.EXACT, Rung.NORMALISED, Rung.SYNONYM))
ORDER = {rung: place for place, rung in enumerate(Rung)}
LEAST_HELD = 0.34  # of a label that a phrase must explain that it holds, to mean it
SHORTEST_PART = 3  # characters of a name that is looked for inside others, to mean it
SHAPE = 0.6  # of the characters in place: one typo in three
SOUND = 0.75  # of the syllables in place; a sound alone says less than a character
PART = 0.8  # of the characters of a phrase that is part of a longer label
LONG_PART = 5
RESEMBLING = 0.15  # of a lexical score; below it nothing but 费 and 支出 is shared
CONSIDERED = 50  # labels that each way of comparing may bring


class Hit(NamedTuple):
    """A name that was reached: by its place in the index."""

    place: int
    rung: Rung
    score: float  # 0 to 1, to order hits of one rung
    reason: str  # one line in Chinese


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label that a phrase may mean."""

    label: str  # as printed
    rung: Rung
    score: float
    reason: str


@dataclass
class NameIndex:
    """Things by their names, with what the ladder needs of them, each made when it is first needed and kept."""

    names: Sequence[tuple[Name, ...]]  # of each thing, the printed one first
    codes: Sequence[str | None] = ()  # of each thing; empty: those that their printed names hold
    year: int | None = None  # of things whose names say none; None: unknown

    @classmethod
    def of(cls, labels: Sequence[str]) -> NameIndex:
        """Labels, each also without its remarks in brackets."""
        bare = (less_brackets(label) for label in labels)
        return cls([(name_of(label), name_of(less)) for label, less in zip(labels, bare, strict=True)])

    @cached_property
    def by_print(self) -> dict[str, list[int]]:
        """Things by what their names print, width and spaces aside."""
        return self._grouped(lambda name: name.printed)

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """Things by normalised name."""
        return self._grouped(lambda name: name.key)

    @cached_property
    def by_core(self) -> dict[str, list[int]]:
        """Things by their names less the words for money."""
        return self._grouped(lambda name: core(name.key))

    @cached_property
    def by_code(self) -> dict[str, list[int]]:
        """Things by subject code."""
        found: dict[str, list[int]] = {}
        for place, code in enumerate(self.codes or (code_in(names[0].printed) for names in self.names)):
            if code:
                found.setdefault(code, []).append(place)
        return found

    def _grouped(self, form: Callable[[Name], str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, names in enumerate(self.names):
            for key in dict.fromkeys(map(form, names)):
                if key:
                    found.setdefault(key, []).append(place)
        return found

    @cached_property
    def keys(self) -> list[str]:
        """The distinct normalised names."""
        return list(self.by_key)

    @cached_property
    def sizes(self) -> npt.NDArray[np.int32]:
        """How many different characters each distinct name has."""
        return np.array([len(set(key)) for key in self.keys], np.int32)

    @cached_property
    def holders(self) -> dict[str, npt.NDArray[np.int32]]:
        """For each character the distinct names that hold it."""
        places: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            for character in set(key):
                places.setdefault(character, []).append(place)
        return {character: np.array(held, np.int32) for character, held in places.items()}

    def shared(self, asked: str) -> npt.NDArray[np.int32]:
        """How many different characters of `asked` each distinct name holds."""
        counts = np.zeros(len(self.keys), np.int32)
        for character in set(asked):
            if character in self.holders:
                counts[self.holders[character]] += 1
        return counts

    @cached_property
    def sounds(self) -> list[str]:
        """The sound of each distinct name, one character a syllable."""
        return [_as_characters(sound_of(key)) for key in self.keys]

    @cached_property
    def words(self) -> WordIndex:
        """The distinct names by their characters and bigrams."""
        return WordIndex(self.keys)

    def fits(self, asked: Name, place: int) -> bool:
        """Whether a year said in a name is that of a thing: 2025年经费 is not 2026年经费, nor 经费 of the disclosure of 2026."""
        return asked.year is None or (self.names[place][0].year or self.year) in (asked.year, None)


_SYLLABLES: dict[str, str] = {}


def _as_characters(sound: str) -> str:
    """Each syllable as one character of its own, so that strings of sounds can be compared as strings are."""
    return "".join(_SYLLABLES.setdefault(syllable, chr(0xE000 + len(_SYLLABLES))) for syllable in sound.split(" "))


class _Asked(NamedTuple):
    name: Name
    bare: str  # its key without remarks in brackets
    code: str | None

    @classmethod
    def of(cls, text: str) -> _Asked:
        return cls(name_of(text), name_of(less_brackets(text[:MAX_QUESTION])).key, code_in(text[:MAX_QUESTION]))


Hits = Iterator[Hit]
MAX_QUESTION = 200  # characters of a phrase that are compared; no label is that long


def climb(text: str, index: NameIndex) -> Iterator[tuple[Hit, ...]]:
    """What a phrase means, one tuple a rung, best first; rungs that bring nothing are passed over."""
    asked = _Asked.of(text)
    for rung in (_by_code, _same, _synonymous, _by_core, _containing, _slipped):
        found = tuple(hit for hit in rung(index, asked) if hit.rung is not Rung.CONTAINMENT or hit.score >= LEAST_HELD)
        if found:
            yield found


def match_labels(text: str, index: NameIndex, labels: Sequence[str], *, limit: int = 20) -> tuple[LabelHit, ...]:
    """The labels that `text` may mean, best rung and best score first, each label once; what resembles it only where none is sure."""
    asked = _Asked.of(text)
    found: dict[str, LabelHit] = {}
    for rung in (_by_code, _same, _synonymous, _by_core, _containing, _slipped, _resembling, _sharing):
        if rung is _slipped and any(hit.rung in SURE for hit in found.values()):
            break
        for hit in rung(index, asked):
            label = labels[hit.place]
            found.setdefault(label, LabelHit(label, hit.rung, hit.score, hit.reason))
    return tuple(sorted(found.values(), key=lambda hit: (ORDER[hit.rung], -hit.score, len(hit.label)))[:limit])


def _by_code(index: NameIndex, asked: _Asked) -> Hits:
    for place in index.by_code.get(asked.code, ()) if asked.code else ():
        yield Hit(place, Rung.CODE, 1.0, f"科目编码 {asked.code}")


def _same(index: NameIndex, asked: _Asked) -> Hits:
    """Printed alike, or alike less year, numbering and punctuation: 驻矿人员工资 of a sentence is 2026年驻矿人员工资 of a table."""
    exact = index.by_print.get(asked.name.printed, [])
    for place in exact:
        yield Hit(place, Rung.EXACT, 1.0, "与标签完全相同")
    for place in index.by_key.get(asked.name.key, ()):
        if place not in exact and index.fits(asked.name, place):
            yield Hit(place, Rung.NORMALISED, 1.0, "去掉年度、序号和标点后与标签相同")


def _synonymous(index: NameIndex, asked: _Asked) -> Hits:
    key = asked.name.key
    for word in dict.fromkeys((*other_words(key), asked.bare)):
        reason = "去掉括号里的话后与标签相同" if word == asked.bare else f"“{key}”与“{word}”是同义说法"
        for place in index.by_key.get(word, ()) if word != key else ():
            if index.fits(asked.name, place):
                yield Hit(place, Rung.SYNONYM, 1.0, reason)


def _by_core(index: NameIndex, asked: _Asked) -> Hits:
    for bare in dict.fromkeys((core(asked.name.key), core(asked.bare))):
        for place in index.by_core.get(bare, ()):
            if index.fits(asked.name, place):
                yield Hit(place, Rung.CORE, 1.0, f"去掉“支出”“经费”等字后是“{bare}”")
    key = asked.name.key.replace("的", "")
    for label in index.keys if len(key) >= LONG_PART else ():
        if len(label) == len(key) and label != key and label in key + key:  # 纳入绩效目标管理的项目: 项目纳入绩效目标管理
            for place in index.by_key[label]:
                if index.fits(asked.name, place):
                    yield Hit(place, Rung.CORE, 0.9, "与标签的词相同，先后不同")


def _containing(index: NameIndex, asked: _Asked) -> Hits:
    """Names that hold all that is asked, or its core, whole or in pieces of two characters and more; names that the phrase holds."""
    key, bare = asked.name.key, core(asked.name.key)
    shared = index.shared(key)
    near = np.flatnonzero((shared >= len(set(bare or key))) | ((shared == index.sizes) & (shared > 0)))
    for label in (index.keys[place] for place in near) if len(key) > 1 else ():
        score, reason = holds(key, label), "标签包含所问的全部文字" if key in label else "标签依次包含所问的各个词"
        if not score and len(bare) >= SHORTEST_PART:
            score = 0.9 * holds(bare, label)
        if score < LEAST_HELD and 1 < len(label) < len(key) and label in key:
            score, reason = 0.6 * len(label) / len(key), "所问的文字包含整个标签"
        if max(len(key), len(bare)) < SHORTEST_PART or len(label) < SHORTEST_PART or (len(label) == SHORTEST_PART and label in key):
            score *= LEAST_HELD  # a short name is offered, never meant
        for place in index.by_key[label] if score else ():
            if index.fits(asked.name, place):
                yield Hit(place, Rung.CONTAINMENT, score, reason)


def _slipped(index: NameIndex, asked: _Asked) -> Hits:
    key = asked.name.key
    for label in index.keys:
        if len(label) == len(key) and is_slip(key, label):
            for place in index.by_key[label]:
                if index.fits(asked.name, place):
                    yield Hit(place, Rung.SLIP, 0.9, f"“{key}”与“{label}”只差形近或音近的字")


def _resembling(index: NameIndex, asked: _Asked) -> Hits:
    """Names that differ by a few characters in shape or in sound, as a whole; then those that a part of does."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    key = asked.name.key
    if len(key) < 2:
        return
    found: dict[int, tuple[float, str]] = {}
    # what resembles in shape shares half of the characters at least
    alike = {int(place): index.keys[place] for place in np.flatnonzero(index.shared(key) * 2 >= len(set(key)))}
    for form, score, place in process.extract(key, alike, scorer=OSA.normalized_similarity, score_cutoff=SHAPE, limit=CONSIDERED):
        found[place] = (score, f"字形相近，{round((1 - score) * max(len(key), len(form)))}字之差")
    sound = _as_characters(sound_of(key))
    for _, score, place in process.extract(sound, index.sounds, scorer=OSA.normalized_similarity, score_cutoff=SOUND, limit=CONSIDERED):
        if score > found.get(place, (0.0, ""))[0]:
            found[place] = (0.98 * score, "读音相同" if score == 1 else "读音相近")
    if len(key) >= LONG_PART:
        for form, score, place in process.extract(key, alike, scorer=fuzz.partial_ratio, score_cutoff=100 * PART, limit=CONSIDERED):
            if place not in found and len(form) > len(key):
                found[place] = (score / 100 * (0.5 + 0.5 * len(key) / len(form)), "与标签的一部分字形相近")
    for at, (score, reason) in found.items():
        for place in index.by_key[index.keys[at]]:
            yield Hit(place, Rung.FUZZY, score, reason)


def _sharing(index: NameIndex, asked: _Asked) -> Hits:
    """Names that share rare characters and bigrams with what is asked."""
    key = asked.name.key
    for at, score in index.words.search(words_of(key), CONSIDERED):
        shared = "".join(character for character in dict.fromkeys(key) if character in index.keys[at])
        for place in index.by_key[index.keys[at]] if score >= RESEMBLING else ():
            yield Hit(place, Rung.LEXICAL, score, f"有相同的字：{shared}")
