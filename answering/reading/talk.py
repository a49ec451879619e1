"""Words of a question that tell nothing of what is asked: particles, pronouns, verbs that only say that money is spent.

is_talk("足足")  →  True      is_talk("制服")  →  False: a thing, though nobody prints it
"""

from __future__ import annotations

from functools import lru_cache

from answering.reading.words import Words

# Adverb, pronoun, particle, preposition, conjunction, interjection, modal, suffix, place word, as a general dictionary tags them.
TAGS = frozenset("d r u p c y e o k x f zg ud uj ul uz uv ug df dg rg rz m q t".split())


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


def _light(word: str, tag: str, words: Words) -> bool:
    return word in words.talk or word in words.cues or (tag in TAGS and not any(character.isdecimal() for character in word))


@lru_cache(maxsize=4096)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    import rjieba

    return tuple(rjieba.tag(text))
