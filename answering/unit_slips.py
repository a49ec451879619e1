"""Units whose name is misspelt: characters that look or sound like the right ones, of a unit that the library holds.

    "社公部2024年办公费"      →  社公部 is 社工部, of 中共宁江市清河区委社会工作部
    "清何区司法局"            →  清何区司法局 is 清河区司法局
    "税务局", library: 水务局  →  nothing: 税务局 is another organ, however alike it sounds

A name that is right as it is written, of a place or of an organ, is never a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.unit_names import UnitName
from disclosure.terms import look_alikes, organ_names, place_names
from retrieval.matching import sound_of

SHORTEST = 3
# One slip in so many characters of a name, rounded up.
SHARE = 3
_SUFFIX = re.compile("[省市区县旗州盟]$")


@dataclass(frozen=True, slots=True)
class UnitSlip:
    """A stretch of the question that is a unit's name with slips in it."""

    start: int
    end: int
    written: str
    right: str
    name: UnitName


class UnitSlips:
    """The characters of the units' names, ready to be found behind those that were written."""

    def __init__(self, names: Sequence[UnitName]) -> None:
        """Keep the names; of a very large library none is looked for."""
        self._names = [(name, frozenset(name.full)) for name in names]
        self._sounds: dict[str, set[str]] = {}
        self._characters = {character for name in names for character in name.full}
        for character in self._characters:
            self._sounds.setdefault(sound_of(character), set()).add(character)

    def find(self, text: str) -> list[UnitSlip]:
        """Every name with slips, the longest first; they may overlap."""
        meant = {character: rights for character in set(text) if (rights := self._meant(character))}
        found: dict[tuple[int, int, str], UnitSlip] = {}
        for name, characters in self._names:
            for corrected in _corrections(text, meant, name, characters):
                for slip in _slips(text, corrected, name):
                    found.setdefault((slip.start, slip.end, name.full), slip)
        return sorted(found.values(), key=lambda slip: (slip.start - slip.end, slip.start))

    def _meant(self, written: str) -> set[str]:
        """The characters of names that one written may stand for."""
        if not "\u4e00" <= written <= "\u9fff":
            return set()
        return (self._sounds.get(sound_of(written), set()) | set(look_alikes().get(written, "")) & self._characters) - {written}


def _corrections(text: str, meant: dict[str, set[str]], name: UnitName, characters: frozenset[str]) -> Iterator[str]:
    """`text` with every foreign character put right at once; with one alone where that leaves a choice."""
    own = name.core + name.head
    table: dict[int, str] = {}
    for place, written in enumerate(text):
        rights = meant.get(written, set()) & characters
        if not rights:
            continue
        if written not in characters:
            table[ord(written)] = max(rights, key=own.__contains__)
        if written in characters or len(rights) > 1:
            for right in rights:
                yield text[:place] + right + text[place + 1 :]
    if table:
        yield text.translate(table)


def _slips(text: str, corrected: str, name: UnitName) -> Iterator[UnitSlip]:
    for match in name.pattern.finditer(corrected):
        start, end = match.span()
        written, right = text[start:end], match.group()
        wrong = sum(one != other for one, other in zip(written, right, strict=True))
        if not 0 < wrong <= (len(right) + SHARE - 1) // SHARE or len(right) < SHORTEST or not name.is_enough(match):
            continue
        core_start = match.start("core")
        if text[core_start:end] in organ_names() and text[core_start:end] != corrected[core_start:end]:
            continue
        if _is_place(text[slice(*match.span("place"))], match["place"]):
            continue
        yield UnitSlip(start, end, written, right, name)


def _is_place(written: str, right: str) -> bool:
    """Whether a place was written that differs from the unit's and is one itself."""
    if written == right:
        return False
    names = place_names()
    bare = _SUFFIX.sub("", written)
    return any(name in names for name in (written, *(bare + suffix for suffix in "市区县旗")) if len(name) > 1)
