"""An English question → the Chinese one that the rules read; words without a translation are left in English.

    "How much performance pay is in the 2025 departmental budget of the Qinghe District Government Office, in yuan?"
    →  "清河区人民政府办公室2025年部门预算绩效工资是多少元"

Places are matched by their sound with the units of the library; a place that sounds like none of them stays in Latin
letters, so that it is seen to be another unit.  Terms come from data/terms/english.csv.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from answering.english_asking import ask_in_chinese
from answering.english_words import term
from answering.entities import EntityIndex
from answering.unit_names import UnitName
from answering.vocabulary import Vocabulary
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
_ASKED_UNIT = re.compile(rf"(?:how\s+(?:much|many)\s+|[,(]\s*)({_ANY_UNIT})\b(?=\s*[)?.,]|\s*$)", re.IGNORECASE)
MOST_UNITS = 4
_ASKS_IN_ENGLISH = re.compile(
    r"[^A-Za-z]*(?:in\s+\d{4}[,\s]+)?(?:how|what|which|why|does|did|do|is|are|was|were|list|compare|tell|show|give)\b", re.IGNORECASE
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
    r"\b(?:in|for|during|the|fiscal year|year|FY|"
    r"of(?=\s*(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?20\d\d年?\s*(?:$|[,.?;)]|(?:and|for|in|at|by|or|than|to)\b)))?\s*"
    r"(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?(?:FY\s*)?(20\d\d)(?:年度?的?|'s\b|\b)",
    re.IGNORECASE,
)
# Whose organ it is, between the place and the organ: Qinghe District Committee's Social Work Department.
_OF_PLACE = re.compile("(?:committee|party|cpc|government|people)(?:'s)?", re.IGNORECASE)
_NO_PLACE = frozenset(
    "the of in by how what did does do is was were are has have which why whose for at and compare list "
    "show tell give from to on as if".split()
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an English question says of where to look, and the words left.

    Of several units each is held in its place, with its year and stage: <E0>, <Y0>, <S0>.
    """

    entity: str
    held: dict[str, str]
    years: tuple[str, ...]
    stage: str
    unit: str
    rest: str


def is_english(text: str) -> bool:
    """Whether most of the words are English, or it is asked in English about Chinese names."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    if len(words) >= 4 and _ASKS_IN_ENGLISH.match(text):
        return True
    return len(words) >= 3 and sum(map(len, words)) > 2 * len(re.findall(f"[{_HAN}]", text))


def translate(text: str, index: EntityIndex) -> tuple[str, tuple[str, ...]]:
    """The question in Chinese, and what was done, in Chinese; as it is when it is not English."""
    english = is_english(text)
    text, places = _places_in_chinese(text, index)
    if not english:
        return _terms_in_chinese(text, places)
    scope = _scope(text, index)
    asked = ask_in_chinese(scope.rest)
    for mark, chinese in scope.held.items():
        asked = asked.replace(mark, chinese)
    asked = re.sub("决算总预算", "总决算", asked)
    result = f"{scope.entity}{'和'.join(f'{year}年' for year in scope.years)}{scope.stage}{asked}"
    if scope.unit:
        result += (
            scope.unit if result.endswith("多少") else f"，各是多少{scope.unit}" if result.endswith("哪个多") else f"(单位:{scope.unit})"
        )
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
    rest = re.sub(rf",\s*({_ANY_UNIT})\s*$", "", rest, flags=re.IGNORECASE) if unit else rest
    if not unit and (match := _ASKED_UNIT.search(rest)):
        unit = next(name for pattern, name in _UNITS if re.fullmatch(pattern, match[1], re.IGNORECASE))
        rest = rest[: match.start(1)] + rest[match.end() :]
    entities: list[str] = []
    while len(entities) < MOST_UNITS:
        name, cut = _entity(rest, index, f" <E{len(entities)}> ")
        if not name:
            break
        entities.append(name)
        rest = cut
    if len(entities) > 1:
        return _several(rest, entities, unit)
    entity = entities[0] if entities else ""
    rest = rest.replace("<E0>", " ")
    stage = ""
    for pattern, name in _LEVELS:
        if match := pattern.search(rest):
            stage = name + ("决算" if "final" in match.group().lower() else "预算")
            rest = _cut(rest, match)
    if not stage and (match := _FINAL.search(rest)):
        stage, rest = "决算", _cut(rest, match)
    years = tuple(_YEAR.findall(rest))
    rest = _YEAR.sub(" <Y> ", rest)
    return _Scope(entity, {}, years, stage, unit, re.sub(r"\s+", " ", rest).strip(" ?.!"))


def _several(rest: str, entities: list[str], unit: str) -> _Scope:
    """Two units, each with its own year and stage, which stay where they are said."""
    held = {f"<E{number}>": name for number, name in enumerate(entities)}
    for letter, pattern in (("Y", _YEAR), ("S", _FINAL)):
        number = 0
        while match := pattern.search(rest):
            mark = f"<{letter}{number}>"
            held[mark] = f"{match[1]}年" if letter == "Y" else "决算"
            rest = f"{rest[: match.start()]} {mark} {rest[match.end() :]}"
            number += 1
    years = [mark for mark in held if mark[1] == "Y"]
    shared = tuple(held.pop(mark)[:-1] for mark in years) if len(years) == 1 else ()
    rest = re.sub(r"<Y0>", " ", rest) if shared else rest
    return _Scope("", held, shared, "", unit, re.sub(r"\s+", " ", rest).strip(" ?.!"))


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]


def _entity(text: str, index: EntityIndex, mark: str) -> tuple[str, str]:
    """The first unit named, in Chinese, and the text with `mark` in its place; "" when none is named."""
    text = _with_chinese_name(text, index)
    organs = english_terms().get("organ", {})
    if match := _organ_pattern(tuple(sorted(organs, key=len, reverse=True))).search(text):
        said = (match["place"] or match["after"] or "").strip()
        organ = _organ(organs[re.sub(r"\s+", " ", match["organ"].lower())], index)
        name = (_small_place(said, index, "街道") if said else "") if organ == "街道" else _place(said, index) + organ
        if name:
            return name, text[: match.start()] + _leading(said) + mark + text[match.end() :]
    found = re.search(rf"(?:\b[Tt]he\s+)?(?P<name>[A-Z][a-z']+(?:\s[A-Z][a-z']+)?)\s+(?P<kind>(?i:{_KINDS}))\b(?:'s)?", text)
    if found:
        name = _small_place(found["name"], index, _PLACE_WORDS[found["kind"].lower()])
        return name, text[: found.start()] + _leading(found["name"]) + mark + text[found.end() :]
    spoken = next(iter(index.find(text, Vocabulary(()))), None)
    if spoken is not None:
        end = re.match(r"(?:'s|的)?", text[spoken.end :])
        return spoken.text, text[: spoken.start] + mark + text[spoken.end + (end.end() if end else 0) :]
    if place := re.search(rf"(?:\b[Tt]he\s+)?(?P<place>[{_HAN}]+[区县市省镇乡旗])(?:'s)?(?=\s|$|[,?.])", text):
        inside = [entity for entity in index.entities if place["place"] in UnitName.parse(entity).places]
        return inside[0] if len(inside) == 1 else place["place"], text[: place.start()] + mark + text[place.end() :]
    return "", text


def _with_chinese_name(text: str, index: EntityIndex) -> str:
    """The Green Valley Library (青谷图书馆): of a name in both languages the Chinese one, where it is a unit."""
    match = re.search(rf"(?:\b[Tt]he\s+)?(?:[A-Z][A-Za-z'-]+\s+(?:(?:of|for|and|the)\s+)*)+[(（](?P<name>[{_HAN}]{{4,}})[)）]", text)
    if match is None or not index.find(match["name"], Vocabulary(())):
        return text
    return text[: match.start()] + match["name"] + text[match.end() :]


def _organ(names: str, index: EntityIndex) -> str:
    """Of the Chinese names that an organ may have, 水利局|水务局, the one that a unit of the library bears."""
    known = names.split("|")
    return next((name for name in known if any(name in entity for entity in index.entities)), known[0])


def _leading(said: str) -> str:
    """Words before a name that only look like a part of it: Did Qingxi Subdistrict."""
    return " ".join(itertools.takewhile(lambda word: word.lower() in _NO_PLACE - {"the"}, said.split()))


def _places_in_chinese(text: str, index: EntityIndex) -> tuple[str, bool]:
    """Places of the library's units that stand in Latin letters before Chinese words or alone, in Chinese; whether any did."""
    names = {_latin(name): name for name in (*_places(index), *(place[:-1] for place in _places(index) if len(place) > 2), *_cores(index))}

    def said(match: re.Match[str]) -> str:
        name = names.get(match["name"].lower().replace("'", ""))
        if name is None:
            return match.group()
        kind = _PLACE_WORDS.get((match["kind"] or "").lower(), "")
        return name if not kind or name.endswith(kind) else name + kind

    alone = re.sub(rf"\b(?P<name>[A-Za-z']{{2,20}})(?:\s+(?P<kind>(?i:{_KINDS})))?\s*(?=[{_HAN}])", said, text)
    if not _organ_pattern(tuple(sorted(english_terms().get("organ", {}), key=len, reverse=True))).search(alone):
        alone = re.sub(rf"\b(?P<name>[A-Z][a-z']{{1,20}})(?P<kind>)\b(?!\s+(?i:{_KINDS}))", said, alone)
    return alone, alone != text


def _terms_in_chinese(text: str, places: bool) -> tuple[str, tuple[str, ...]]:
    """English terms within a Chinese question in Chinese; of a term and its Chinese in brackets the Chinese."""

    def said(match: re.Match[str]) -> str:
        if match["chinese"]:
            return match["chinese"]
        chinese = term(match["english"].lower().strip())
        return chinese if re.fullmatch(f"[{_HAN}()（）]+", chinese) and chinese not in ("总预算", "支出总计") else match.group()

    plain = re.sub(
        rf"(?P<english>(?<![A-Za-z-])[A-Za-z][A-Za-z'\-]+(?:\s+[A-Za-z][A-Za-z'\-]+)*)\s*(?:[(（](?P<chinese>[{_HAN}]{{2,}})[)）])?",
        said,
        text,
    )
    return plain, ("英文词语译为中文",) if places or plain != text else ()


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
    words = [word for word in said.split() if word.lower() not in _NO_PLACE and not _OF_PLACE.fullmatch(word)]
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
    name = "".join(word for word in said.split() if word.lower() not in _NO_PLACE)
    letters = name.replace("'", "").lower()
    cores = (UnitName.parse(entity).core for entity in index.entities)
    return next((core for core in cores if core and _latin(core) == letters), name) + kind


def _cores(index: EntityIndex) -> list[str]:
    """What units that are places themselves are called: 青溪, of 青溪街道."""
    return [
        name.core
        for name in map(UnitName.parse, index.entities)
        if name.core and name.head in ("街道办事处", "街道", "镇人民政府", "乡人民政府", "镇", "乡")
    ]


def _places(index: EntityIndex) -> list[str]:
    return list(dict.fromkeys(place for entity in index.entities for place in reversed(UnitName.parse(entity).places)))


@lru_cache(maxsize=4096)
def _latin(han: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han))
