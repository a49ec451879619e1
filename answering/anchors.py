"""Where the names of some documents stand in a question, also with a slip of the hand or the ear in them.

    Anchors.of(vocabulary).find("办公没备购置和差侣费几元")  →  办公设备购置 at 0–6, 差旅费 at 7–10

Names are the labels of rows and columns, projects, standard subjects and their synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from answering.slips import SHORTEST, alike, is_slip
from answering.vocabulary import Vocabulary
from disclosure.terms import subject_names, synonym_groups, synonyms
from retrieval.matching import normalise_label, sound_of

K = TypeVar("K")
V = TypeVar("V")
_LONGEST = 24
# Between the characters of a name these say nothing, as little as the 的 in 各办公室的经费.
_DROPPED = re.compile(r"[\s“”\"'‘’《》·()\[\]{}、,，/\-—的]")
_HOLE = "\x00"
LONG = 6  # characters of a name of which one wrong says nothing against it
# Words that never are a wrong character of a name.
_FUNCTION = frozenset("是有和与在中上下里给要用多少几年元个各占比差最了把请问查看帮我你它这那")
# What is asked with, or told by a column of every table; no name by itself.
_NO_NAMES = re.compile(r"(?:单位|项目|科目|数量|金额|合计|名称|是|否|是否|\d+|[\da-z.]+|.)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of the question that is a name."""

    start: int
    end: int
    name: str  # normalised, put right
    slip: str = ""  # what was written, where it is not the name; "": it is


class Anchors:
    """The names of one vocabulary, ready to be found."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Group the names by their beginnings, their sounds, and what is left of them without one character."""
        own = {normalise_label(name) for name in (*vocabulary.labels, *vocabulary.projects)} | set(vocabulary.columns)
        self._own = _keyed(own)
        self._standard, standard_lengths = _standard_names()
        self._lengths = (_lengths(self._own), standard_lengths)
        slippery = [key for key in self._own if SHORTEST <= len(key) <= _LONGEST or (len(key) == SHORTEST - 1 and key.endswith("费"))]
        self._sizes = sorted({len(key) for key in slippery})
        self._holes = dict(_grouped((key[:i] + _HOLE + key[i + 1 :], key) for key in slippery for i in range(len(key))))
        self._sounds = dict(_grouped((sound_of(key), key) for key in slippery))

    @staticmethod
    @lru_cache(maxsize=32)
    def of(vocabulary: Vocabulary) -> Anchors:
        """Those of a vocabulary, kept."""
        return Anchors(vocabulary)

    def find(self, text: str) -> list[Anchor]:
        """The names in `text`, none overlapping, the longest first taken; in order."""
        kept = [(place, character) for place, character in enumerate(text.lower()) if not _DROPPED.match(character)]
        plain = "".join(character for _, character in kept)
        found = [*self._exact(plain), *self._slipped(plain)]
        taken: list[tuple[int, int, str, bool]] = []
        for span in sorted(found, key=lambda s: (s[0] - s[1], s[3], s[0])):
            if not any(span[0] < end and start < span[1] for start, end, _, _ in taken):
                taken.append(span)
        anchors = []
        for start, end, key, slip in sorted(taken):
            first, last = kept[start][0], kept[end - 1][0] + 1
            anchors.append(Anchor(first, last, self._own_word(self._name(key) or key), text[first:last] if slip else ""))
        return anchors

    def _own_word(self, name: str) -> str:
        """A name, or the word that the documents have for it where only one is theirs: 差旅费 for 出差."""
        if self.owns(name):
            return name
        words = {word for group in synonyms(name) if group.kind == "label" for word in map(normalise_label, group.words) if self.owns(word)}
        return words.pop() if len(words) == 1 else name

    def is_name(self, text: str) -> bool:
        """Whether `text` as a whole is a name, of the documents or of the field."""
        return self._name(_key(normalise_label(text))) is not None

    def owns(self, name: str) -> bool:
        """Whether a name is one of the documents', and not only of the field."""
        return _key(name) in self._own

    def spelt(self, text: str) -> str:
        """`text` with each character put right that fits no name where it stands, and that a look-alike makes fit."""
        right = list(text)
        for place, character in enumerate(text):
            if (
                not _HAN_ONLY.fullmatch(character)
                or character in _FUNCTION
                or any(pair in self._joined for pair in _around(text, place, 2))
            ):
                continue
            meant = {
                other
                for other in self._beside(text, place)
                if alike(character, other) and self._fits(text[:place] + other + text[place + 1 :], place)
            }
            if len(meant) == 1:
                right[place] = meant.pop()
        return "".join(right)

    def _fits(self, text: str, place: int) -> bool:
        """Whether a character stands in names as it does here, with every two neighbours that are no function words."""
        threes = [three for three in _around(text, place, 3) if _HAN_ONLY.fullmatch(three) and not _FUNCTION & set(three)]
        return bool(threes) and all(three in self._joined for three in threes)

    def crosses(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch that reaches over a place is a name but for one character, alike or not."""
        found = (
            text[a : a + size]
            for size in self._sizes
            if size >= LONG
            for a in range(max(0, end - size + 1), min(start, len(text) - size + 1))
        )
        return any(
            window[:place] + _HOLE + window[place + 1 :] in self._holes for window in map(_key, found) for place in range(len(window))
        )

    def _beside(self, text: str, place: int) -> set[str]:
        """The characters that stand in names where a pair of the text has another: after the one before, before the one after."""
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        return self._after.get(before, set()) | self._before.get(after, set())

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._own)

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        return {first: set(found) for first, found in _grouped((name[i], name[i + 1]) for name in self._own for i in range(len(name) - 1))}

    @cached_property
    def _before(self) -> dict[str, set[str]]:
        return {
            second: set(found) for second, found in _grouped((name[i + 1], name[i]) for name in self._own for i in range(len(name) - 1))
        }

    def _name(self, key: str) -> str | None:
        return self._own.get(key) or self._standard.get(key)

    def _exact(self, plain: str) -> Iterator[tuple[int, int, str, bool]]:
        for start in range(len(plain) - 1):
            head = plain[start : start + 2]
            lengths = {length for known in self._lengths for length in known.get(head, ()) if start + length <= len(plain)}
            for length in sorted(lengths, reverse=True):
                if self._name(key := plain[start : start + length]):
                    yield start, start + length, key, False
                    break

    def _slipped(self, plain: str) -> Iterator[tuple[int, int, str, bool]]:
        for size in self._sizes:
            for start in range(len(plain) - size + 1):
                window = plain[start : start + size]
                if self._name(window) or not _HAN_ONLY.fullmatch(window):
                    continue
                if key := self._meant(window):
                    yield start, start + size, key, True

    def _meant(self, window: str) -> str | None:
        """The one name that `window` is with slips in it."""
        near = {
            key
            for place in range(len(window) if len(window) >= SHORTEST else 0)
            if window[place] not in _FUNCTION
            for key in self._holes.get(window[:place] + _HOLE + window[place + 1 :], ())
            if alike(window[place], key[place])
        }
        near |= {key for key in self._sounds.get(sound_of(window), ()) if is_slip(window, key) or _fee(window, key)}
        return near.pop() if len(near) == 1 else None


_HAN_ONLY = re.compile("[\u4e00-\u9fff]+")


@lru_cache(maxsize=1)
def _standard_names() -> tuple[dict[str, str], dict[str, set[int]]]:
    """Subjects of the standard lists, and the words of the field for them and for the usual columns."""
    said = (word for group in synonym_groups() if group.kind != "word" for word in group.words)
    names = _keyed(map(normalise_label, (*subject_names(), *said)))
    return names, _lengths(names)


def _keyed(names: Iterable[str]) -> dict[str, str]:
    # of two ways to write one name the plain one, so that a plan with it holds the other
    return {_key(name): name for name in sorted(names, key=lambda name: "的" not in name) if not _NO_NAMES.fullmatch(name)}


def _lengths(names: Iterable[str]) -> dict[str, set[int]]:
    """The first two characters of names → how long such names are."""
    return {head: set(found) for head, found in _grouped((key[:2], len(key)) for key in names if 2 <= len(key) <= _LONGEST)}


def _fee(window: str, key: str) -> bool:
    """电废 is 电费: of two characters only the 费 may be written otherwise."""
    return len(key) == SHORTEST - 1 and window[0] == key[0] and window[1] not in _FUNCTION


def _around(text: str, place: int, size: int) -> Iterator[str]:
    """The stretches of `size` characters that hold a place."""
    return (text[start : start + size] for start in range(max(0, place - size + 1), min(place, len(text) - size) + 1))


@lru_cache(maxsize=65536)
def _key(name: str) -> str:
    return name.replace("的", "") if len(name) > 2 else name


def _grouped(pairs: Iterable[tuple[K, V]]) -> Iterable[tuple[K, list[V]]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found.items()
