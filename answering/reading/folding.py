"""A question as it is read: one width, simplified, without the marks that tell nothing.

fold("“三公”经费 是多少？")  →  "三公经费、是多少?", and where each of its characters stands in the question
"""

from __future__ import annotations

from disclosure.amount import fold_width
from retrieval.names import simplify

DROPPED = frozenset("“”‘’\"'()（）《》〈〉[]【】「」『』 \t\u3000-_—/·・•*")
LONGEST_QUESTION = 300


def fold(question: str) -> tuple[str, list[int]]:
    """A question as it is read, and the place in the question of each of its characters."""
    return compact_question(folded_question(question[:LONGEST_QUESTION]))


def folded_question(original: str) -> str:
    """Half-width, simplified, in small letters; spaces between Chinese words part them."""
    folded = fold_width(original)
    simple = simplify(folded)
    return _spaced((simple if len(simple) == len(folded) else folded).lower())


def compact_question(folded: str) -> tuple[str, list[int]]:
    """Without quotation marks, brackets and spaces, and the place of each character that is left."""
    places = [at for at, character in enumerate(folded) if character not in DROPPED]
    return "".join(folded[at] for at in places), places


def between(folded: str, places: list[int], opening: str, closing: str) -> tuple[tuple[int, int], ...]:
    """Stretches of the compact text that stand between two characters."""
    found, opened = [], None
    place_of = {at: index for index, at in enumerate(places)}
    for at, character in enumerate(folded):
        if character in opening and (opened is None or character not in closing):
            opened = at
        elif character in closing and opened is not None:
            inside = [place_of[index] for index in range(opened, at) if index in place_of]
            if inside:
                found.append((inside[0], inside[-1] + 1))
            opened = None
    return tuple(found)


def _spaced(text: str) -> str:
    """Spaces between Chinese words part them: 办公费 差旅费 劳务费."""
    chinese = ["\u4e00" <= character <= "\u9fff" for character in f" {text} "]
    return "".join("、" if one == " " and chinese[at] and chinese[at + 2] else one for at, one in enumerate(text))
