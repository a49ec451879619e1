"""How well a tree explains a question by the names in it: what two complete readings that differ are weighed by.

    explain("西安市信访局三公经费预算多少", Cell("“三公”经费"))                    →  Explained(missed=0, unasked=0)
    explain("…", Cell("当年一般公共预算“三公”经费预算支出"))                       →  Explained(missed=0, unasked=10)

Only names count, not what a reader says of them: to explain more, a tree must name what the question names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.query.tree import Query
from answering.reading.faults import Heard, compact, literals, things
from retrieval.names import normalise_label

SHORTEST = 2  # characters in a row that a name and the question share
_NAMED = ("name", "piece", "rest", "total", "code")
_LIGHT = frozenset("的之与和及费支出经用款项目总计合金额数资预决算0123456789")


@dataclass(frozen=True, slots=True)
class Explained:
    """Characters."""

    missed: int  # of the question's telling words, that no name of the tree spells
    unasked: int  # of the tree's names, that the question does not spell

    def beats(self, other: Explained) -> bool:
        """Whether it is better in one respect and worse in none."""
        return self != other and self.missed <= other.missed and self.unasked <= other.unasked

    @property
    def is_plain(self) -> bool:
        """Whether the names are those of the question, and all of them."""
        return self.missed == 0 and self.unasked == 0


def explain(query: Query, heard: Heard) -> Explained:
    """What of the question the names of a tree spell, and what of the names the question spells."""
    text = heard.question.text
    own = frozenset(compact(normalise_label(name)) for name in things(query))
    spelled = [False] * len(text)
    unasked = 0
    for name in dict.fromkeys(key for one in literals(query) if (key := compact(normalise_label(one)))):
        held = [False] * len(name)
        for start, end, at in _shared(name, text):
            held[start:end] = [True] * (end - start)
            spelled[at : at + end - start] = [True] * (end - start)
        if name in own:
            unasked += sum(not shared and character not in _LIGHT for character, shared in zip(name, held, strict=True))
    wanted = [at for span in heard.question.spans if span.kind in _NAMED for at in range(span.start, span.end) if text[at] not in _LIGHT]
    return Explained(sum(not spelled[at] for at in wanted), unasked)


def _shared(name: str, text: str) -> Sequence[tuple[int, int, int]]:
    """(start, end, place in the text) of the stretches that both spell, longest at each start."""
    found = []
    start = 0
    while start < len(name):
        end = start + SHORTEST
        if (at := text.find(name[start:end])) < 0 or end > len(name):
            start += 1
            continue
        while end < len(name) and (longer := text.find(name[start : end + 1])) >= 0:
            end, at = end + 1, longer
        found.append((start, end, at))
        start = end
    return found
