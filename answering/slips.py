"""Whether two names differ by a slip of the hand or the ear, and by nothing else.

住矿人员工资 / 驻矿人员工资   one sound
租货费 / 租赁费               look-alikes
河道清理 / 河道清淤           another word: no slip
"""

from __future__ import annotations

from disclosure.terms import look_alikes
from retrieval.matching import readings_of, sound_of

SHORTEST = 3
# One slip in so many characters, at least one.
SHARE = 3
_LEVELS = frozenset("国省市县区乡镇村")


def is_slip(phrase: str, label: str) -> bool:
    """Whether `phrase` is `label` mistyped: every differing character alike in sound or shape, or two swapped."""
    if len(phrase) != len(label) or len(phrase) < SHORTEST:
        return False
    if phrase == label or sound_of(phrase) == sound_of(label):
        return True
    places = [place for place, (one, other) in enumerate(zip(phrase, label, strict=True)) if one != other]
    if _swapped(phrase, label, places):
        return True
    return len(places) <= max(1, len(label) // SHARE) and all(alike(phrase[place], label[place]) for place in places)


def _swapped(phrase: str, label: str, places: list[int]) -> bool:
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return phrase[first] == label[second] and phrase[second] == label[first]


def alike(one: str, other: str) -> bool:
    """Whether two characters sound or look alike; the levels of government are never mistaken for one another."""
    if one in _LEVELS and other in _LEVELS:
        return one == other
    return other in look_alikes().get(one, "") or sound_of(one) == sound_of(other) or bool(readings_of(one) & readings_of(other))
