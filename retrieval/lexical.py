"""Text to the words that lexical search counts: single characters and bigrams of Chinese, whole Latin words and numbers.

    words_of("驻矿人员 2026年")  →  ["驻", "矿", "人", "员", "驻矿", "矿人", "人员", "2026", "年"]

Single characters and bigrams found more than dictionary words did (PARTS.md: 0.89 against 0.70 of the right passages
among the first five), and they need no dictionary.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

_RUN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff\U00020000-\U0003ffff]+")
MAX_QUERY_WORDS = 200


def words_of(text: str) -> list[str]:
    """The words of `text`, repeats kept: characters and bigrams of each Chinese run, other runs whole."""
    words: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii():
            words.append(run)
        else:
            words.extend(run)
            words.extend(run[place : place + 2] for place in range(len(run) - 1))
    return words


def query_words(text: str, *, single: bool = True) -> list[str]:
    """The distinct words to search for, bigrams and numbers before single characters, at most MAX_QUERY_WORDS.

    Without `single` no single characters, which half of a large library prints, unless there is nothing else.
    """
    distinct = dict.fromkeys(words_of(text))
    longer = [word for word in distinct if len(word) > 1]
    if longer and not single:
        return longer[:MAX_QUERY_WORDS]
    return [*longer, *(word for word in distinct if len(word) == 1)][:MAX_QUERY_WORDS]


K1, B = 1.2, 0.75  # BM25's usual saturation and length weights


class WordIndex:
    """BM25 (Robertson, Zaragoza 2009) over short texts in memory, for labels; chunks are searched by the database."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`; results name them by their places."""
        postings: dict[str, list[tuple[int, int]]] = {}
        lengths = np.zeros(len(texts), np.float32)
        for place, text in enumerate(texts):
            counts = Counter(words_of(text))
            lengths[place] = counts.total()
            for word, count in counts.items():
                postings.setdefault(word, []).append((place, count))
        mean = float(lengths.mean()) if len(texts) else 1.0
        self._size = len(texts)
        self._weights: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]] = {}
        for word, pairs in postings.items():
            places, counts_of = (np.array(column) for column in zip(*pairs, strict=True))
            norm = K1 * (1 - B + B * lengths[places] / mean)
            self._weights[word] = places, (self._rarity(len(pairs)) * counts_of * (K1 + 1) / (counts_of + norm)).astype(np.float32)

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (self._size - holders + 0.5) / (holders + 0.5))

    def search(self, words: Iterable[str], limit: int) -> list[tuple[int, float]]:
        """(place, score) of the texts that share words, best first; a score is a part of 1: all words in a short text."""
        wanted = dict.fromkeys(words)
        most = sum(self._rarity(len(self._weights[word][0]) if word in self._weights else 0) for word in wanted) * (K1 + 1)
        scores = np.zeros(self._size, np.float32)
        for word in wanted:
            if word in self._weights:
                places, weights = self._weights[word]
                scores[places] += weights
        found = np.flatnonzero(scores)
        if len(found) > limit:
            found = found[np.argpartition(-scores[found], limit)[:limit]]
        return sorted(((int(place), min(1.0, float(scores[place]) / most)) for place in found), key=lambda item: (-item[1], item[0]))
