"""Which of a document's labels a phrase means: a ladder over distinct labels, pure functions of strings.

    match_labels("驻矿人员的工资", index)  →  2026年驻矿人员工资, CONTAINMENT, 0.89, 标签包含所问的全部文字

The rungs, best first: exact, normalised (less year, numbering and punctuation), synonym, containment, fuzzy (typos by
shape and by sound, traditional characters), lexical.  Every hit says its rung and, in Chinese, why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from disclosure.amount import fold_width
from retrieval.lexical import WordIndex, words_of


class Rung(StrEnum):
    """How a label matched, best first."""

    EXACT = "exact"
    NORMALISED = "normalised"
    SYNONYM = "synonym"
    CONTAINMENT = "containment"
    FUZZY = "fuzzy"
    LEXICAL = "lexical"
    DENSE = "dense"


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label that a phrase may mean."""

    label: str  # as printed
    rung: Rung
    score: float  # 0 to 1, to order hits of one rung
    reason: str  # one line in Chinese


Synonyms = Callable[[str], Iterable[str]]  # other wordings of a normalised phrase


def no_synonyms(_: str) -> Iterable[str]:
    """No other wordings."""
    return ()


_NUMERAL = "[一二三四五六七八九十百]"
_NUMBERING = re.compile(
    rf"^(?:[(]\s*(?:{_NUMERAL}+|\d{{1,2}})\s*[)]|{_NUMERAL}+\s*[、.．]|第{_NUMERAL}+[、\s]|\d{{1,2}}\s*(?:[、)]|[.．](?!\d))|[\u2460-\u2473\u2776-\u277f])\s*"
)
_AMONG = re.compile(r"^其中\s*[:、,]?\s*")
_YEAR_WORD = re.compile(r"^(?:19|20)\d{2}\s*(?:年度|年|财年)\s*")
_SUBJECT_LEVEL = re.compile(r"[(]\s*[类款项]\s*[)]$")
_PUNCTUATION = re.compile(r"[\s、，。：；！？·•．・“”‘’\"'`《》〈〉「」『』【】〔〕\[\](){}<>,.:;!?~～_—–\-―…*#|/\\]+")


@lru_cache(maxsize=65536)
def normalise_label(text: str) -> str:
    """`text` less numbering (一、（一）1. ①), 其中：, a year in front, （类）（款）（项） behind, punctuation, quotes, spaces and width.

    When nothing would be left (a label that is a year or a number alone), what is left before that step.
    """
    label = fold_width(text).strip().lower()
    for _ in range(4):  # 其中：1.（一）…
        shorter = _YEAR_WORD.sub("", _AMONG.sub("", _NUMBERING.sub("", label))).strip()
        if shorter == label or not shorter:
            break
        label = shorter
    label = _SUBJECT_LEVEL.sub("", label) or label
    return _PUNCTUATION.sub("", label) or label


def same_print(text: str) -> str:
    """`text` less width and spaces: two labels alike in this are printed alike."""
    return re.sub(r"\s+", "", fold_width(text))


def sound_of(text: str) -> str:
    """The usual pinyin of each character without tones, with sounds that many speakers merge written alike.

    A character always sounds the same, whatever stands beside it: both sides of a comparison go through here.
    """
    return " ".join(map(_sound_of_character, text))


@lru_cache(maxsize=32768)
def _sound_of_character(character: str) -> str:
    from pypinyin import lazy_pinyin

    return _merged(lazy_pinyin(character)[0])


@lru_cache(maxsize=8192)
def readings_of(character: str) -> frozenset[str]:
    """Every sound of a character that is read in several ways: zang and cang for 长."""
    from pypinyin import Style, pinyin

    return frozenset(map(_merged, pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


def _merged(syllable: str) -> str:
    """Zh/z, ch/c, sh/s and n/l at the front and ng/n at the end are confused by many typists."""
    syllable = re.sub(r"^([zcs])h", r"\1", syllable)
    syllable = re.sub(r"^l(?=[aeiouv])", "n", syllable)
    return re.sub(r"(?<=[aei])ng$", "n", syllable)


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Traditional characters to simplified ones."""
    return text if text.isascii() else str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@dataclass(frozen=True)
class LabelIndex:
    """Distinct labels with what the ladder needs of them, each made when it is first needed and kept."""

    labels: Sequence[str]  # as printed
    normalised: Sequence[str] = ()  # of each label; empty: computed here
    ids: Sequence[int] = ()  # the caller's own keys, label for label; empty: none

    def __post_init__(self) -> None:
        """Normalise where the caller has not."""
        if len(self.normalised) != len(self.labels):
            object.__setattr__(self, "normalised", [normalise_label(label) for label in self.labels])

    @cached_property
    def by_print(self) -> dict[str, list[int]]:
        """Labels by what they print, width and spaces aside."""
        return _group(same_print(label) for label in self.labels)

    @cached_property
    def by_normal_form(self) -> dict[str, list[int]]:
        """Labels by their normalised form."""
        return _group(self.normalised)

    @cached_property
    def distinct(self) -> list[str]:
        """The distinct normalised forms."""
        return list(self.by_normal_form)

    @cached_property
    def sizes(self) -> npt.NDArray[np.int32]:
        """How many different characters each distinct form has."""
        return np.array([len(set(form)) for form in self.distinct], np.int32)

    @cached_property
    def holders(self) -> dict[str, npt.NDArray[np.int32]]:
        """For each character the distinct forms that hold it."""
        places: dict[str, list[int]] = {}
        for place, form in enumerate(self.distinct):
            for character in set(form):
                places.setdefault(character, []).append(place)
        return {character: np.array(held, np.int32) for character, held in places.items()}

    def shared(self, asked: str) -> npt.NDArray[np.int32]:
        """How many different characters of `asked` each distinct form holds."""
        counts = np.zeros(len(self.distinct), np.int32)
        for character in set(asked):
            if character in self.holders:
                counts[self.holders[character]] += 1
        return counts

    @cached_property
    def sounds(self) -> list[str]:
        """The sound of each distinct form, one character a syllable."""
        return [_as_characters(sound_of(form)) for form in self.distinct]

    @cached_property
    def words(self) -> WordIndex:
        """The distinct forms by their characters and bigrams."""
        return WordIndex(self.distinct)


def _group(keys: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    return groups


_SYLLABLES: dict[str, str] = {}


def _as_characters(sound: str) -> str:
    """Each syllable as one character of its own, so that strings of sounds can be compared as strings are."""
    return "".join(_SYLLABLES.setdefault(syllable, chr(0xE000 + len(_SYLLABLES))) for syllable in sound.split(" "))


def match_labels(text: str, index: LabelIndex, *, limit: int = 20, synonyms: Synonyms = no_synonyms) -> tuple[LabelHit, ...]:
    """The labels that `text` may mean, best rung and best score first, each label once.

    Fuzzy and lexical matches are looked for only when no label is the same in print, in normal form or as a synonym.
    """
    asked = simplify(normalise_label(text[:MAX_QUESTION]))
    found: dict[str, LabelHit] = {}
    for place in index.by_print.get(same_print(text[:MAX_QUESTION]), ()):
        label = index.labels[place]
        found[label] = LabelHit(label, Rung.EXACT, 1.0, "与标签完全相同")
    rungs = (_normalised, _synonymous, _contained, _fuzzy, _lexical)
    for step, rung in enumerate(rungs):
        if step == FIRST_UNSURE and any(hit.rung in SURE for hit in found.values()):
            break
        for form, hit in rung(text, asked, index, synonyms):
            for place in index.by_normal_form[form]:
                label = index.labels[place]
                found.setdefault(label, LabelHit(label, hit.rung, hit.score, hit.reason))
    hits = sorted(found.values(), key=lambda hit: (_ORDER[hit.rung], -hit.score, len(hit.label)))
    return tuple(hits[:limit])


MAX_QUESTION = 200  # characters of a phrase that are compared; no label is that long
SURE = frozenset({Rung.EXACT, Rung.NORMALISED, Rung.SYNONYM})
FIRST_UNSURE = 3  # the place of `_fuzzy` in the ladder
_ORDER = {rung: place for place, rung in enumerate(Rung)}


class _Found(NamedTuple):
    rung: Rung
    score: float
    reason: str


Forms = Iterable[tuple[str, _Found]]  # normalised forms that the index holds


def _normalised(text: str, asked: str, index: LabelIndex, _: Synonyms) -> Forms:
    plain = normalise_label(text)
    if plain in index.by_normal_form:
        yield plain, _Found(Rung.NORMALISED, 1.0, "去掉年度、序号和标点后与标签相同")
    if asked != plain and asked in index.by_normal_form:
        yield asked, _Found(Rung.NORMALISED, 1.0, "繁体转为简体后与标签相同")


def _synonymous(_: str, asked: str, index: LabelIndex, synonyms: Synonyms) -> Forms:
    for wording in synonyms(asked):
        form = normalise_label(wording)
        if form in index.by_normal_form:
            yield form, _Found(Rung.SYNONYM, 1.0, f"“{asked}”与“{wording}”是同义说法")


def _contained(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Forms:
    """Labels that hold all that is asked, whole or in pieces of two characters and more; labels that the question holds."""
    if len(asked) < 2:
        return
    shared = index.shared(asked)
    for place in np.flatnonzero(shared == len(set(asked))):
        form = index.distinct[place]
        if asked in form:
            yield form, _Found(Rung.CONTAINMENT, len(asked) / len(form), "标签包含所问的全部文字")
        elif _in_pieces(asked, form):
            yield form, _Found(Rung.CONTAINMENT, 0.95 * len(asked) / len(form), "标签依次包含所问的各个词")
    for place in np.flatnonzero((shared == index.sizes) & (shared > 0)):
        form = index.distinct[place]
        if 2 <= len(form) < len(asked) and form in asked:
            yield form, _Found(Rung.CONTAINMENT, len(form) / len(asked), "所问的文字包含整个标签")


def _in_pieces(asked: str, label: str) -> bool:
    """Whether `label` holds `asked` in order, cut into pieces of at least two characters: 驻矿工资 in 驻矿人员工资."""
    start = place = 0
    while place < len(asked):
        size = next((size for size in range(len(asked) - place, 1, -1) if asked[place : place + size] in label[start:]), 0)
        if not size:
            return False
        start = label.index(asked[place : place + size], start) + size
        place += size
    return True


SHAPE = 0.6  # of the characters in place: one typo in three
SOUND = 0.75  # of the syllables in place; a sound alone says less than a character
PART = 0.8  # of the characters of a phrase that is part of a longer label
SHORTEST_PART = 5
RESEMBLING = 0.15  # of a lexical score; below it nothing but 费 and 支出 is shared
CONSIDERED = 50  # labels that each way of comparing may bring


def _fuzzy(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Forms:
    """Labels that differ by a few characters in shape or in sound, as a whole; then those that a part of does."""
    if len(asked) < 2:
        return
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    found: dict[int, tuple[float, str]] = {}
    # what resembles in shape shares half of the characters at least
    alike = {int(place): index.distinct[place] for place in np.flatnonzero(index.shared(asked) * 2 >= len(set(asked)))}
    for form, score, place in process.extract(asked, alike, scorer=OSA.normalized_similarity, score_cutoff=SHAPE, limit=CONSIDERED):
        found[place] = (score, f"字形相近，{round((1 - score) * max(len(asked), len(form)))}字之差")
    sound = _as_characters(sound_of(asked))
    for _form, score, place in process.extract(sound, index.sounds, scorer=OSA.normalized_similarity, score_cutoff=SOUND, limit=CONSIDERED):
        if score > found.get(place, (0.0, ""))[0]:
            found[place] = (0.98 * score, "读音相同" if score == 1 else "读音相近")
    if len(asked) >= SHORTEST_PART:
        for form, score, place in process.extract(asked, alike, scorer=fuzz.partial_ratio, score_cutoff=100 * PART, limit=CONSIDERED):
            if place not in found and len(form) > len(asked):
                found[place] = (score / 100 * (0.5 + 0.5 * len(asked) / len(form)), "与标签的一部分字形相近")
    for place, (score, reason) in found.items():
        yield index.distinct[place], _Found(Rung.FUZZY, score, reason)


def _lexical(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Forms:
    """Labels that share rare characters and bigrams with what is asked."""
    for place, score in index.words.search(words_of(asked), CONSIDERED):
        if score >= RESEMBLING:
            form = index.distinct[place]
            shared = "".join(character for character in dict.fromkeys(asked) if character in form)
            yield form, _Found(Rung.LEXICAL, score, f"有相同的字：{shared}")
