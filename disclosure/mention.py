"""Every number in running text, found and told apart: quantities, and what only looks like one.

    "根据〔2015〕22号文件，2026年预算2,221.42万元，增长93.33%，聘用十二人"
    → DOCUMENT_NUMBER 〔2015〕22号 · YEAR 2026年 · QUANTITY 2,221.42万元 · QUANTITY 93.33% · QUANTITY 十二人

Ingest makes prose figures from it, the planner reads thresholds and claims with it, and verification reads every
answer back with it: what it calls a quantity must be bound to a figure.  When in doubt, it says quantity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from disclosure.amount import COUNTERS, MONEY_SCALES, PERCENT_WORDS, Amount, Unit, fold_width, parse_amount


class MentionKind(StrEnum):
    """What a number in text is."""

    QUANTITY = "quantity"
    YEAR = "year"  # 2026年, 2023、2024两年
    DATE = "date"  # 3月15日, 2025年12月底, 2026-01-15
    DOCUMENT_NUMBER = "document_number"  # 〔2015〕22号
    CODE = "code"  # 2080505, C23120301, a telephone number
    ORDINAL = "ordinal"  # 第三, （一）, 1. at a line's start, 表12, [1]


@dataclass(frozen=True, slots=True)
class Mention:
    """One number of a text."""

    start: int  # offsets into the text as given
    end: int
    text: str
    kind: MentionKind
    amount: Amount | None  # None unless kind is QUANTITY


_DIGITS = "零〇一二两三四五六七八九"
_CHINESE_VALUES = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_CAPITALS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三四五六六七八九十百千万亿两")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral (二千二百二十一万四千二百, 三点五, 二〇二六, 三百七), or None."""
    text = text.translate(_CAPITALS)
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(c not in _CHINESE_VALUES for c in fraction)):
        return None
    if not whole or any(c not in _CHINESE_VALUES and c not in _MULTIPLIERS and c not in _BIG for c in whole):
        return None
    if all(c in _CHINESE_VALUES for c in whole):
        value = Decimal(int("".join(str(_CHINESE_VALUES[c]) for c in whole)))
    else:
        counted = _count(whole)
        if counted is None:
            return None
        value = Decimal(counted)
    if fraction:
        value += Decimal("0." + "".join(str(_CHINESE_VALUES[c]) for c in fraction))
    return value


def _count(whole: str) -> int | None:
    total = section = 0
    digit: int | None = None
    last = 0  # the last multiplier, for 三百七 = 370
    for place, character in enumerate(whole):
        if character in _CHINESE_VALUES:
            if digit is not None and digit != 0:
                return None  # 三四百: a range, no number
            digit = _CHINESE_VALUES[character]
        elif character in _MULTIPLIERS:
            if digit is None and not (character == "十" and (place == 0 or whole[place - 1] in "零〇万亿")):
                return None
            section += (1 if digit is None else digit) * _MULTIPLIERS[character]
            digit, last = None, _MULTIPLIERS[character]
        else:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            total, section = (total + section) * _BIG[character] if character == "亿" else total + section * _BIG[character], 0
            digit, last = None, _BIG[character]
    if digit:
        trailing_unit = last // 10 if last >= 100 and whole[-2] not in "零〇" else 1
        section += digit * trailing_unit
    return total + section


# Longest first, so that 万元/人/年 wins over 万元 and 个百分点 over 个.
_UNIT_WORDS = sorted({*MONEY_SCALES, *COUNTERS, *PERCENT_WORDS}, key=len, reverse=True)
_ONE_UNIT = "(?:" + "|".join(re.escape(word) + ("(?!分|门)" if word == "部" else "") for word in _UNIT_WORDS) + ")"  # 两部分 counts no 部
_BARE = r"(?:百万|千万|万|亿|千)"
_UNIT = rf"(?:{_ONE_UNIT}(?:/每?{_ONE_UNIT})*|{_BARE}元?)"
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = rf"[{_DIGITS}十壹贰貳叁參肆伍陆陸柒捌玖拾俩][{_DIGITS}十百千万亿点壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩]*"
_SIGN = r"(?:(?<![\d%元万亿人个年月日号期])[-+])?"  # 5-10万元 is a range, not minus ten
_YEAR_NUMBER = r"(?:19|20)\d{2}"

# In this order: the first that fits at a place wins.
_PATTERNS: tuple[tuple[MentionKind, str], ...] = (
    (MentionKind.DOCUMENT_NUMBER, rf"[〔\[(【]\s*{_YEAR_NUMBER}\s*[〕\])】]\s*第?\s*\d+\s*号"),
    (MentionKind.DOCUMENT_NUMBER, r"第?\s*\d+\s*号"),
    (MentionKind.DATE, rf"{_YEAR_NUMBER}\s*年(?:度)?\s*\d{{1,2}}\s*月(?:份)?(?:\s*\d{{1,2}}\s*日)?"),
    (MentionKind.DATE, rf"{_YEAR_NUMBER}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)"),
    (MentionKind.DATE, r"\d{1,2}\s*月\s*\d{1,2}\s*日"),
    (MentionKind.DATE, r"(?<!\d)(?:1[0-2]|0?[1-9])\s*月(?=份|底|初|末|中旬|上旬|下旬|至|前|起|,|，|。|、|-|—|$)"),
    (MentionKind.YEAR, rf"(?<!\d){_YEAR_NUMBER}\s*(?:年|财年)"),
    (MentionKind.YEAR, rf"(?<![\d.,]){_YEAR_NUMBER}(?=\s*(?:[、,，和与及至到—–~-]|以及)+\s*{_YEAR_NUMBER}\s*(?:年|两年|三年))"),
    (MentionKind.YEAR, rf"(?<![\d.,]){_YEAR_NUMBER}(?=\s*(?:两年|三年|全年|三公|预算|决算|部门|单位))"),
    (MentionKind.YEAR, r"二[〇零O0]二[〇零一二三四五六七八九]年"),
    (MentionKind.ORDINAL, rf"第\s*(?:\d+|{_CHINESE})"),
    (MentionKind.ORDINAL, rf"[(]\s*(?:\d{{1,2}}|{_CHINESE})\s*[)](?!\s*万?元)"),
    (MentionKind.ORDINAL, r"(?m:^)\s*\d{1,2}\s*(?:[.、](?!\d)|\))"),
    (MentionKind.ORDINAL, rf"(?m:^)\s*{_CHINESE}\s*、"),
    (MentionKind.ORDINAL, r"(?<=[：:；;。，,)）”》])\s*\d{1,2}\s*[.、．](?=\s*[\u4e00-\u9fff《“])"),  # 措施：1.成立…；2.对…
    (MentionKind.ORDINAL, rf"(?:附?表|附件|公开表|图|栏次?|注)\s*(?:\d+(?:-\d+)*|{_CHINESE})"),
    (MentionKind.ORDINAL, r"\[\d{1,3}\]"),
    (MentionKind.CODE, r"(?<=\()\s*\d{2,3}(?=\s*[类款项]\s*\))"),  # 司法（06款）
    (MentionKind.CODE, r"[A-Za-z]+-?\d[\dA-Za-z-]*"),
    (MentionKind.CODE, r"0\d{2,3}-\d{7,8}"),
    (MentionKind.CODE, r"(?<![\d.,])00?\d{2,}(?![\d.,])"),  # 048-某局
    (MentionKind.QUANTITY, rf"百分之(?:{_CHINESE}|\d+(?:\.\d+)?)"),
    (MentionKind.QUANTITY, rf"{_SIGN}{_ARABIC}\s*(?:余|多|来)?\s*{_UNIT}"),
    (MentionKind.CODE, r"(?<![\d.,])\d{5,}(?![\d.,]|\s*(?:元|万))"),
    (MentionKind.QUANTITY, rf"{_SIGN}{_ARABIC}"),
    (MentionKind.QUANTITY, rf"{_CHINESE}\s*(?:余|多|来)?\s*{_UNIT}"),
    (MentionKind.QUANTITY, rf"[{_DIGITS}][{_DIGITS}]*[十百千万亿][{_DIGITS}十百千万亿]+|[{_DIGITS}]+[百千万亿]"),
    (MentionKind.QUANTITY, "[二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十"),
)
_ANY = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_PARTS = re.compile(rf"(?P<number>[-+]?{_ARABIC}|{_CHINESE})\s*(?:余|多|来)?\s*(?P<unit>{_UNIT})?")
# 五台县, 三门峡: a counter inside a place name; 一次性, 一级, 三公 never reach here since they are no counters
_NOT_COUNTED = re.compile(r"[县市区乡镇村山州寨性]|般|致|般性|体化|把手|面|起来?|些|定|样|直|切|旦")


def find_numbers(text: str) -> tuple[Mention, ...]:
    """Every number of `text` in order, none overlapping another; offsets are those of `text` itself."""
    folded = fold_width(text)
    found = []
    place = 0
    while match := _ANY.search(folded, place):
        kind = _PATTERNS[int(str(match.lastgroup)[1:])][0]
        place = match.end()
        if kind is not MentionKind.QUANTITY:
            found.append(Mention(match.start(), match.end(), text[match.start() : match.end()], kind, None))
            continue
        amount = _quantity(match.group())
        if amount is None or _is_word(folded, match):
            place = match.start() + 1
            continue
        found.append(Mention(match.start(), match.end(), text[match.start() : match.end()], kind, amount))
    return tuple(found)


def _is_word(folded: str, match: re.Match[str]) -> bool:
    """Whether a short Chinese numeral is part of a word rather than a count."""
    words = match.group()
    if words.startswith("一") and match.start() and folded[match.start() - 1] in "上下某同统唯单专":
        return True  # 上一年度
    if re.match("五(?![十百千万])|大(?=[精会报以的和、，。]|$)", folded[match.end() :]) and words.startswith("十"):
        return True  # 十四五, 十九大
    return words == "十分" or (not re.search(r"\d", words) and len(words) <= 2 and bool(_NOT_COUNTED.match(folded, match.end())))


def _quantity(words: str) -> Amount | None:
    if words.startswith("百分之"):
        number = _number(words[3:])
        return None if number is None else Amount(number, Unit.parse("%"))
    parts = _PARTS.fullmatch(words)
    if not parts:
        return None
    number_text, unit_text = parts["number"], parts["unit"]
    if number_text[-1] in "万亿萬億" and not re.search("[万亿萬億]", number_text[:-1]) and (number := chinese_number(number_text[:-1])):
        # 三百七十万元 is 370 万元 and not 3,700,000 元: the last printed place is 万
        return Amount(number, Unit.parse(number_text[-1].translate(_CAPITALS) + ("元" if unit_text == "元" else "")))
    number = _number(number_text)
    if number is None:
        return None
    return Amount(number, Unit.find(unit_text) if unit_text else None)


def _number(text: str) -> Decimal | None:
    parsed = parse_amount(text)
    return parsed.number if parsed else chinese_number(text)
