"""The units of a library, ready to be found in a question: by any part of their names, by what they do, by their sound.

directory.named("普陀司法")    →  [3]: 上海市普陀区司法局, whose characters hold these in order
directory.works[3]             →  ("上海市普陀区", "司法"): its places, and what it does
directory.places               →  the places of the country and of the library's units, each with and without 省, 市, 县
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from answering.binding.unit_sets import BODIES, ENDS, GENERIC, UnitSets, does, stem_of
from answering.binding.units import parse_unit
from answering.reading.lexicon import Document, Lexicon, Name
from answering.reading.likeness import in_order
from answering.reading.words import known_places, less_ending
from disclosure.terms import organ_aliases
from retrieval.names import normalise_label, simplify, sound_of

LONGEST_PLACE, LONGEST_WORK = 11, 12  # characters of a place, and of a place and what its unit does
SHORTEST_SLIP, LONGEST_SLIP = 3, 12  # characters of a part of a name that is known by its sound
# What a character is worth in the cut of a question: of a unit's name, of its characters in order, of its work behind its place,
# of a body that is not known.
NAMED, IN_ORDER, BY_WORK, UNKNOWN = 2.4, 2.1, 1.45, 1.7


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """A stretch of the question that names a unit."""

    start: int
    end: int
    text: str
    entities: tuple[str, ...]  # names of the library that it may mean; (): none
    place_only: bool = False  # 岚县 alone
    worth: float = field(default=NAMED, compare=False)  # a character of it, where a question is cut
    many: bool = False  # what describes many: 两市的审计局, 广州各部门


class Directory:
    """The units of a library, ready to be found in a question."""

    def __init__(self, documents: Sequence[Document], others: Sequence[Name] = ()) -> None:
        """From the documents; `others` are units that a department's documents print as rows."""
        entities = dict.fromkeys(document.entity for document in documents if document.entity)
        self.keys = [(entity_key(entity), entity) for entity in entities]  # and the unit as the library has it
        self.works = [work_of(entity) for entity in entities]  # (key, what it does)
        for key, entity in tuple(self.keys):
            for other in _other_names(key, {held for held, _ in self.keys}):
                self.keys.append((other, entity))
                self.works.append(work_of(other))
        self.others = others
        own = (place for entity in entities for place in map(simplify, parse_unit(entity).places))
        self.places = known_places() | {form for place in own for form in (place, less_ending(place))}
        self.sets = UnitSets(
            tuple(entities), frozenset(place for place in self.places if place[0] not in "本我国中全" and place[-1] != "级")
        )
        self.holding: dict[str, set[int]] = defaultdict(set)
        for at, (key, _) in enumerate(self.keys):
            for character in key:
                self.holding[character].add(at)

    def named(self, text: str) -> list[int]:
        """The units whose names hold the characters of `text` in this order, nearest together."""
        found = set.intersection(*(self.holding.get(character, set()) for character in text)) if len(text) > 1 else set()
        exact = [at for at in found if text in self.keys[at][0]]
        if exact and text[-1] in ENDS and not any(self._is_body(text, at) for at in exact):
            # 交通局 is the end of 轨道交通局 and short for 交通运输局: both may be meant
            exact += [at for at in found.difference(exact) if self.keys[at][0][-1] == text[-1] and does(text[:-1], self.works[at][1])]
        if exact:
            return exact
        sizes = {at: size for at in found if (size := window(text, self.keys[at][0]))}
        return [at for at, size in sizes.items() if size == min(sizes.values())]

    def _is_body(self, text: str, at: int) -> bool:
        """Whether a text is all of a unit's name, or all of it behind its places."""
        key = self.keys[at][0]
        return key.endswith(text) and self.places_end(key) >= len(key) - len(text)

    @cached_property
    def sounds(self) -> dict[str, tuple[str, str]]:
        """Parts of the units' own names, their places with and without their endings, by their sound: (part, unit)."""
        found: dict[str, tuple[str, str]] = {}
        for key, entity in self.keys:
            for name in dict.fromkeys((key, less_endings(entity, key))):
                for start in range(len(name)):
                    for end in range(start + SHORTEST_SLIP, min(len(name), start + LONGEST_SLIP) + 1):
                        piece = name[start:end]
                        if piece[-1] in ENDS and tells(piece, (key,)):
                            found.setdefault(sound_of(piece), (piece, entity))
        return found

    def slipped(self, text: str) -> Iterator[UnitSpan]:
        """Units written with characters that sound like the right ones: 万理街道; a short part needs its place: 无锡水利居."""
        for start in range(len(text)):
            for size in range(SHORTEST_SLIP, min(LONGEST_SLIP, len(text) - start) + 1):
                piece = text[start : start + size]
                found = self.sounds.get(sound_of(piece)) if not piece.isascii() else None
                if found is None or found[0] == piece:
                    continue
                left = self.place_before(text, start)
                placed = left < start and in_order(text[left:start], entity_key(found[1]))
                if size > SHORTEST_SLIP or placed:
                    begin = left if placed else start
                    yield UnitSpan(begin, start + size, text[begin : start + size], (found[1],), worth=IN_ORDER)

    def by_work(self, text: str, end: int) -> UnitSpan | None:
        """A unit by its place and what it does, without its office: 深圳公安, 西安资规."""
        for start in range(max(0, end - LONGEST_WORK), end - 3):
            size = self.places_end(text[start:end])
            work = text[start + size : end]
            if size < 2 or len(work) < 2:
                continue
            place = text[start : start + size]
            near = sorted(set.intersection(*(self.holding.get(character, set()) for character in text[start:end])))
            named = [at for at in near if in_order(place, self.works[at][0]) and does(work, self.works[at][1])]
            if named:
                entities = tuple(dict.fromkeys(self.keys[at][1] for at in named))
                return UnitSpan(start, end, text[start:end], entities, worth=(NAMED * size + BY_WORK * len(work)) / (end - start))
        return None

    def described(self, text: str) -> Iterator[UnitSpan]:
        """Sets of units by what describes them: 北京、苏州两市的审计局, 广州各部门, 几家信访部门."""
        for start in range(len(text)):
            found = self.sets.read(text, start) if not self.inside_place(text, start) else None
            if found is not None and found.many:
                held, missing = self.sets.of(found)
                worth = UNKNOWN if missing and not held else NAMED
                yield UnitSpan(start, found.end, text[start : found.end], held, many=True, worth=worth)

    def place_size(self, text: str, start: int) -> int:
        """Characters of the longest place that begins there; 0: none."""
        longest = min(LONGEST_PLACE, len(text) - start)
        return next((size for size in range(longest, 1, -1) if text[start : start + size] in self.places), 0)

    def places_end(self, text: str) -> int:
        """Where the place names that a text begins with end."""
        at = 0
        while size := self.place_size(text, at):
            at += size
        return at

    def inside_place(self, text: str, at: int) -> bool:
        """Whether `at` stands inside a place's name: 州市公安局 of 泉州市公安局 is no 福州市公安局."""
        return any(self.place_size(text, start) > at - start for start in range(max(0, at - LONGEST_PLACE + 1), at))

    def place_before(self, text: str, end: int) -> int:
        """Where the place names that stand right before `end` begin."""
        start = end
        while size := next((size for size in range(min(LONGEST_PLACE, start), 0, -1) if text[start - size : start] in self.places), 0):
            start -= size
        return start


def _other_names(key: str, held: set[str]) -> Iterator[str]:
    """A unit's key with the names that its organ had or is called by; none that another unit of the library has."""
    for name, aliases in organ_aliases().items():
        if key.endswith(name):
            yield from (other for alias in aliases if (other := key.removesuffix(name) + alias) not in held)


def work_of(entity: str) -> tuple[str, str]:
    """A unit's key, and its body less the words for an office."""
    name = parse_unit(entity)
    return entity_key(entity), stem_of(simplify(name.body))


def entity_key(entity: str) -> str:
    """A unit's name without (汇总), punctuation and width."""
    key = simplify(normalise_label(entity))
    for tail in ("汇总", "本级"):
        key = key.removesuffix(tail)
    return key


def less_endings(entity: str, key: str) -> str:
    """A unit's key with its places as people say them: 无锡水利局."""
    for place in map(simplify, parse_unit(entity).places):
        key = key.replace(place, less_ending(place), 1)
    return key


def tells(piece: str, keys: Sequence[str]) -> bool:
    """Whether a part of a name tells whose it is: 司法局, 府办, 岚县; not 办公室, 人民政府 or 大学 alone."""
    if piece in BODIES:
        return False
    left = piece
    for word in GENERIC:
        left = left.replace(word, "")
    return len(left) >= 2 or (left != "" and piece[-1] in ENDS and any(window(piece, key) for key in keys))


def window(text: str, key: str) -> int:
    """The shortest part of `key` that holds the characters of `text` in order; 0: there is none."""
    best = 0
    for start, character in enumerate(key):
        if character != text[0]:
            continue
        at = start
        for one in text[1:]:
            at = key.find(one, at + 1)
            if at < 0:
                return best
        best = min(best or at - start + 1, at - start + 1)
    return best


def names_of(shelf: Any) -> tuple[Lexicon, Directory]:
    """The names and units of a shelf's library, kept with its version."""
    lexicon = Lexicon.of(getattr(shelf, "library", shelf))
    return lexicon, _directory(lexicon)


@lru_cache(maxsize=1)
def _directory(lexicon: Lexicon) -> Directory:
    return Directory(lexicon.documents, lexicon.unit_rows)
