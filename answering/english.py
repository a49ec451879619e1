"""An English question → the Chinese one that the rules read; words without a translation are left in English.

    "How much performance pay is in the 2025 departmental budget of the Qinghe District Government Office, in yuan?"
    →  "清河区人民政府办公室2025年部门预算绩效工资是多少元"

Places are matched by their sound with the units of the library; a place that sounds like none of them stays in Latin
letters, so that it is seen to be another unit.  Terms come from data/terms/english.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from answering.english_asking import ask_in_chinese
from answering.entities import EntityIndex
from answering.unit_names import UnitName
from disclosure.terms import english_terms

BY_MEANING = "英文词语，按语义匹配"

_HAN = "\u4e00-\u9fff"
_PLACE_WORDS = {
    "district": "区",
    "county": "县",
    "city": "市",
    "municipality": "市",
    "province": "省",
    "township": "乡",
    "town": "镇",
    "subdistrict": "街道",
    "sub-district": "街道",
    "banner": "旗",
}
_KINDS = "|".join(_PLACE_WORDS)
_UNITS = (
    (r"(?:10,?000|ten[ -]thousand|tens of thousands of)\s*(?:yuan|rmb|cny)|wan(?:\s*yuan)?|万元", "万元"),
    (r"(?:100|one hundred|hundred)\s*million\s*(?:yuan|rmb|cny)?|yi(?:\s*yuan)?|亿元", "亿元"),
    (r"million(?:s of)?\s*(?:yuan|rmb|cny)", "百万元"),
    (r"thousand(?:s of)?\s*(?:yuan|rmb|cny)", "千元"),
    (r"yuan|rmb|cny|renminbi|元", "元"),
)
_ANY_UNIT = "|".join(pattern for pattern, _ in _UNITS)
_IN_UNIT = re.compile(
    rf"(?:,|\()?\s*\b(?:in|as|unit:?)\s+(?:units? of\s+)?({_ANY_UNIT})\s*\)?(?=[\s,.?!]*$|\s)",
    re.IGNORECASE,
)
_LEVELS = (
    (re.compile(r"\b(?:departmental|department|department-level)\s+(?:budget|final accounts?)\b", re.IGNORECASE), "部门"),
    (re.compile(r"\b(?:unit|unit-level)\s+(?:budget|final accounts?)\b", re.IGNORECASE), "单位"),
)
_FINAL = re.compile(
    r"\b(?:final accounts?|actual(?!ly (?:own|have|has|are|is)\b)(?:ly(?= spent))?(?: spending| expenditure| spent)?|settled|actuals)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:in|for|of|during|the|fiscal year|year|FY)?\s*(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?(?:FY\s*)?(20\d\d)(?:'s)?\b",
    re.IGNORECASE,
)
_NO_PLACE = ("the", "of", "in", "by", "how", "what", "did", "does", "is", "was")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an English question says of where to look, and the words left."""

    entity: str
    years: tuple[str, ...]
    stage: str
    unit: str
    rest: str


def is_english(text: str) -> bool:
    """Whether most of the words are English."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 3 and sum(map(len, words)) > 2 * len(re.findall(f"[{_HAN}]", text))


def translate(text: str, index: EntityIndex) -> tuple[str, tuple[str, ...]]:
    """The question in Chinese, and what was done, in Chinese; as it is when it is not English."""
    if not is_english(text):
        return text, ()
    scope = _scope(text, index)
    asked = ask_in_chinese(scope.rest)
    result = f"{scope.entity}{'和'.join(f'{year}年' for year in scope.years)}{scope.stage}{asked}"
    if scope.unit:
        result += scope.unit if result.endswith("多少") else f"(单位:{scope.unit})"
    reasons = ["英文问题译为中文"]
    if re.search(r"[A-Za-z]{2,}", re.sub(r"\d+[A-Za-z]*", "", asked)):
        reasons.append(BY_MEANING)
    return result, tuple(reasons)


def _scope(text: str, index: EntityIndex) -> _Scope:
    rest = re.sub(r"[’`]", "'", text)
    unit = ""
    if match := _IN_UNIT.search(rest):
        unit = next(name for pattern, name in _UNITS if re.fullmatch(pattern, match[1], re.IGNORECASE))
        rest = _cut(rest, match)
    entity, rest = _entity(rest, index)
    stage = ""
    for pattern, name in _LEVELS:
        if match := pattern.search(rest):
            stage = name + ("决算" if "final" in match.group().lower() else "预算")
            rest = _cut(rest, match)
    if not stage and (match := _FINAL.search(rest)):
        stage, rest = "决算", _cut(rest, match)
    years = tuple(_YEAR.findall(rest))
    rest = _YEAR.sub(" <Y> ", rest)
    return _Scope(entity, years, stage, unit, re.sub(r"\s+", " ", rest).strip(" ?.!"))


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]


def _entity(text: str, index: EntityIndex) -> tuple[str, str]:
    """The unit named, in Chinese, and the text without it; "" when none is named."""
    organs = english_terms().get("organ", {})
    if match := _organ_pattern(tuple(sorted(organs, key=len, reverse=True))).search(text):
        said = (match["place"] or match["after"] or "").strip()
        organ = organs[re.sub(r"\s+", " ", match["organ"].lower())]
        name = (_small_place(said, index, "街道") if said else "") if organ == "街道" else _place(said, index) + organ
        if name:
            return name, _cut(text, match)
    found = re.search(rf"(?:\b[Tt]he\s+)?(?P<name>[A-Z][a-z']+(?:\s[A-Z][a-z']+)?)\s+(?P<kind>(?i:{_KINDS}))\b(?:'s)?", text)
    if found:
        return _small_place(found["name"], index, _PLACE_WORDS[found["kind"].lower()]), _cut(text, found)
    return "", text


@lru_cache(maxsize=2)
def _organ_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    organs = "|".join(map(re.escape, names))
    after = rf"(?:[A-Z][a-z']+(?:[ -][A-Z][a-z']+)?\s+)(?:{_KINDS}|bureau)?"
    return re.compile(
        rf"(?:\b[Tt]he\s+)?(?P<place>(?:[A-Z][a-z']+\s+){{1,3}}?(?:(?i:{_KINDS})\s+)?)?(?P<organ>(?i:{organs}))\b"
        rf"(?:\s+of\s+(?:the\s+)?(?P<after>{after}))?(?:'s)?"
    )


def _place(said: str, index: EntityIndex) -> str:
    """The Chinese name of the place of an organ: 清河区 for Qinghe District; the Latin name with its kind when unknown."""
    words = [word for word in said.split() if word.lower() not in _NO_PLACE]
    if not words:
        return ""
    kind = _PLACE_WORDS.get(words[-1].lower(), "")
    name = "".join(words[:-1] if kind else words)
    letters = name.lower().replace("'", "")
    for place in _places(index):
        if _latin(place[:-1]) == letters or (len(place) == 2 and _latin(place) == letters):
            return place
    return name + (kind or "区")


def _small_place(said: str, index: EntityIndex, kind: str) -> str:
    """The Chinese name of a subdistrict or town that is a unit itself: 青溪街道 for Qingxi Subdistrict."""
    name = said.replace(" ", "")
    letters = name.replace("'", "").lower()
    cores = (UnitName.parse(entity).core for entity in index.entities)
    return next((core for core in cores if core and _latin(core) == letters), name) + kind


def _places(index: EntityIndex) -> list[str]:
    return list(dict.fromkeys(place for entity in index.entities for place in reversed(UnitName.parse(entity).places)))


@lru_cache(maxsize=4096)
def _latin(han: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han))
