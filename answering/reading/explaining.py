"""How well a tree explains a question by the names in it: what two complete readings that differ are weighed by.

    explain("西安市信访局三公经费预算多少", Cell("“三公”经费"))                    →  Explained(missed=0, unasked=0)
    explain("…", Cell("当年一般公共预算“三公”经费预算支出"))                       →  Explained(missed=0, unasked=10)

Only names count, not what a reader says of them: to explain more, a tree must name what the question names.
"""

from __future__ import annotations

from dataclasses import dataclass

from answering.query.tree import Query
from answering.reading import likeness
from answering.reading.faults import Heard, compact, literals, things
from retrieval.names import normalise_label

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
    spelled = unasked = 0
    for name in dict.fromkeys(key for one in literals(query) if (key := compact(normalise_label(one)))):
        like = likeness.explain(name, text)
        spelled |= like.said
        if name in own:
            unasked += sum(character not in _LIGHT for at, character in enumerate(name) if not like.told >> at & 1)
    wanted = [at for span in heard.question.spans if span.kind in _NAMED for at in range(span.start, span.end) if text[at] not in _LIGHT]
    return Explained(sum(not spelled >> at & 1 for at in wanted), unasked)
