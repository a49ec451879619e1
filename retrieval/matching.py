"""Which of a document's labels a phrase means: a ladder over distinct labels, pure functions of strings.

    match_labels("驻矿人员的工资", index)  →  2026年驻矿人员工资, CONTAINMENT, 0.89, 标签包含所问的全部文字

The rungs, best first: exact, normalised (less year, numbering and punctuation), synonym, containment, fuzzy (typos by
shape and by sound, traditional characters), lexical.  Every hit says its rung and, in Chinese, why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from disclosure.amount import fold_width


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
_YEAR = re.compile(r"^(?:19|20)\d{2}\s*(?:年度|年|财年)?\s*")
_YEAR_WORD = re.compile(r"^(?:19|20)\d{2}\s*(?:年度|年|财年)\s*")
_PUNCTUATION = re.compile(r"[\s、，。：；！？·•．・“”‘’\"'`《》〈〉「」『』【】〔〕\[\](){}<>,.:;!?~～_—–\-―…*#|/\\]+")


@lru_cache(maxsize=65536)
def normalise_label(text: str) -> str:
    """`text` less numbering (一、（一）1. ①), 其中：, a year in front, punctuation, quotes, spaces and width.

    When nothing would be left (a label that is a year or a number alone), what is left before that step.
    """
    label = fold_width(text).strip().lower()
    for _ in range(4):  # 其中：1.（一）…
        shorter = _YEAR_WORD.sub("", _AMONG.sub("", _NUMBERING.sub("", label))).strip()
        if shorter == label or not shorter:
            break
        label = shorter
    return _PUNCTUATION.sub("", label) or label


def same_print(text: str) -> str:
    """`text` less width and spaces: two labels alike in this are printed alike."""
    return re.sub(r"\s+", "", fold_width(text))


@lru_cache(maxsize=65536)
def sound_of(text: str) -> str:
    """The pinyin of each character without tones, with sounds that many speakers merge written alike."""
    from pypinyin import lazy_pinyin

    return " ".join(_merge_sounds(syllable) for syllable in lazy_pinyin(text))


def _merge_sounds(syllable: str) -> str:
    """Zh/z, ch/c, sh/s, n/l, f/h at the front and ng/n at the end are confused by many typists."""
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
    """Distinct labels with what the ladder needs of them, made once a scope."""

    labels: Sequence[str]  # as printed
    normalised: Sequence[str] = field(default=())  # of each label; empty: computed here

    def __post_init__(self) -> None:
        """Normalise where the caller has not."""
        if len(self.normalised) != len(self.labels):
            object.__setattr__(self, "normalised", tuple(normalise_label(label) for label in self.labels))

    @cached_property
    def by_print(self) -> dict[str, list[int]]:
        """Labels by what they print, width and spaces aside."""
        return _group(same_print(label) for label in self.labels)

    @cached_property
    def by_normal_form(self) -> dict[str, list[int]]:
        """Labels by their normalised form."""
        return _group(self.normalised)

    @cached_property
    def sounds(self) -> list[str]:
        """The sound of each label."""
        return [sound_of(label) for label in self.normalised]


def _group(keys: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    return groups


def match_labels(text: str, index: LabelIndex, *, limit: int = 20, synonyms: Synonyms = no_synonyms) -> tuple[LabelHit, ...]:
    """The labels that `text` may mean, best rung and best score first, each label once.

    Fuzzy and lexical matches are looked for only when no label is the same in print, in normal form or as a synonym.
    """
    asked = normalise_label(text)
    simple = simplify(asked)
    found: dict[int, LabelHit] = {}
    for rung in (_exact, _normalised, _synonymous, _contained):
        for place, hit in rung(text, simple, index, synonyms):
            found.setdefault(place, hit)
    if not any(hit.rung in (Rung.EXACT, Rung.NORMALISED, Rung.SYNONYM) for hit in found.values()):
        for rung in (_fuzzy, _lexical):
            for place, hit in rung(text, simple, index, synonyms):
                found.setdefault(place, hit)
    order = list(Rung)
    hits = sorted(found.items(), key=lambda item: (order.index(item[1].rung), -item[1].score, item[0]))
    return tuple(hit for _, hit in hits[:limit])


Hits = Iterable[tuple[int, LabelHit]]


def _exact(text: str, _: str, index: LabelIndex, __: Synonyms) -> Hits:
    for place in index.by_print.get(same_print(text), ()):
        yield place, LabelHit(index.labels[place], Rung.EXACT, 1.0, "与标签完全相同")


def _normalised(text: str, asked: str, index: LabelIndex, _: Synonyms) -> Hits:
    changed = asked != normalise_label(text)
    for place in index.by_normal_form.get(asked, ()):
        reason = "繁体转为简体后与标签相同" if changed else "去掉年度、序号和标点后与标签相同"
        yield place, LabelHit(index.labels[place], Rung.NORMALISED, 1.0, reason)


def _synonymous(_: str, asked: str, index: LabelIndex, synonyms: Synonyms) -> Hits:
    for wording in synonyms(asked):
        for place in index.by_normal_form.get(normalise_label(wording), ()):
            yield place, LabelHit(index.labels[place], Rung.SYNONYM, 1.0, f"“{asked}”与“{wording}”是同义说法")


def _contained(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Hits:
    if len(asked) < 2:
        return
    for place, label in enumerate(index.normalised):
        if asked in label:
            yield place, LabelHit(index.labels[place], Rung.CONTAINMENT, len(asked) / len(label), "标签包含所问的全部文字")
        elif len(label) >= 2 and label in asked:
            yield place, LabelHit(index.labels[place], Rung.CONTAINMENT, len(label) / len(asked), "所问的文字包含整个标签")


def _fuzzy(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Hits:
    return ()


def _lexical(_: str, asked: str, index: LabelIndex, __: Synonyms) -> Hits:
    return ()
