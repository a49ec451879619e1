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

from disclosure.amount import COUNTERS, EXACT, LONGEST_NUMBER, MONEY_SCALES, PERCENT_WORDS, Amount, Unit, fold_width, parse_amount


class MentionKind(StrEnum):
    """What a number in text is."""

    QUANTITY = "quantity"
    VAGUE = "vague"  # 几十万元, 三分之一, 四成: says an amount that cannot be read exactly, so that nothing can support it
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
_CAPITALS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三四五六六七八九十百千万亿两") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral (二千二百二十一万四千二百, 三点五, 二〇二六, 三百七), or None."""
    text = text.translate(_CAPITALS)
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(c not in _CHINESE_VALUES for c in fraction)):
        return None
    if (
        not whole
        or len(text) > 2 * LONGEST_NUMBER
        or any(c not in _CHINESE_VALUES and c not in _MULTIPLIERS and c not in _BIG for c in whole)
    ):
        return None
    if all(c in _CHINESE_VALUES for c in whole):
        if len(whole) > LONGEST_NUMBER:
            return None
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
    ceiling = 10_000  # within one section multipliers fall: 三百二百 is no number
    for place, character in enumerate(whole):
        if character in _CHINESE_VALUES:
            if digit is not None and digit != 0:
                return None  # 三四百: a range, no number
            digit = _CHINESE_VALUES[character]
        elif character in _MULTIPLIERS:
            multiplier = _MULTIPLIERS[character]
            bare = digit is None and not (character == "十" and (place == 0 or whole[place - 1] in "零〇百千万亿"))
            if bare or multiplier >= ceiling:
                return None
            section += (1 if digit is None else digit) * multiplier
            digit, last, ceiling = None, multiplier, multiplier
        else:
            section += digit or 0
            if (section == 0 and total == 0) or (character == "万" and 0 < total % 100_000_000):
                return None
            total, section = (total + section) * _BIG[character] if character == "亿" else total + section * _BIG[character], 0
            digit, last, ceiling = None, _BIG[character], 10_000
    if digit:
        trailing_unit = last // 10 if last >= 100 and whole[-2] not in "零〇" else 1
        section += digit * trailing_unit
    return total + section


# Longest first, so that 万元/人/年 wins over 万元 and 个百分点 over 个.  2百元 is 200元: in a sentence 百 is a numeral.
_OF_TABLES = {"百元", "十万元"}
_UNIT_WORDS = sorted({*MONEY_SCALES, *COUNTERS, *PERCENT_WORDS} - _OF_TABLES, key=len, reverse=True)
_NO_UNIT = {"部": "(?!分|门)", "集": "(?![中合成体团聚])"}  # 两部分 counts no 部, 3集中 no 集
_ONE_UNIT = "(?:" + "|".join(re.escape(word) + _NO_UNIT.get(word, "") for word in _UNIT_WORDS) + ")"
_RATE = rf"{_ONE_UNIT}(?:/每?{_ONE_UNIT})*"
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})++(?!\d)|\d++)(?:\.\d++)?"
_SCALE = "[十百千万亿拾佰仟萬億]"
# Possessive: a numeral is read whole or not at all, never its tail alone.
_CHINESE = rf"[{_DIGITS}十壹贰貳叁參肆伍陆陸柒捌玖拾俩廿卅][{_DIGITS}十百千万亿点壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩]*+"
_ABOUT = r"(?:余|多|来)?"
# 万元, or 千亿元, 万亩, 亿2千万元: what stands behind the digits
_BEHIND = rf"(?:\s*{_ABOUT}\s*{_RATE}| ?{_ABOUT} ?(?<! (?=十)){_SCALE}++(?: ?{_ARABIC} ?{_SCALE}++)* ?{_ABOUT}(?:\s*{_RATE})?)"
_SIGN = r"(?:(?<![\d%元万亿人个年月日号期])[-+])?"  # 5-10万元 is a range, not minus ten
_YEAR_NUMBER = r"(?:19|20)\d{2}"
_COUNTED = "人户次个件倍份位分项台辆总指函参基岁年天系级少多无不计变"  # 人数, 指数 …: no 数 of 数百

# What makes a number behind 表 or in brackets an amount after all: 关注5000万元, (5)亿元
_MEASURED = r"\s*(?:[十百千万亿]|元|%|‰|人|名|户|辆|台|平方米|公里)"

# In this order: the first that fits at a place wins.
_PATTERNS: tuple[tuple[MentionKind, str], ...] = (
    (MentionKind.DOCUMENT_NUMBER, rf"[〔\[(【]\s*{_YEAR_NUMBER}\s*[〕\])】]\s*第?\s*\d+\s*号"),
    (MentionKind.DOCUMENT_NUMBER, r"(?:第\s*)?\d++\s*号"),
    (MentionKind.DATE, rf"{_YEAR_NUMBER}\s*年(?:度)?\s*\d{{1,2}}\s*月(?:份)?(?:\s*\d{{1,2}}\s*日)?"),
    (MentionKind.DATE, rf"{_YEAR_NUMBER}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)"),
    (MentionKind.DATE, r"\d{1,2}\s*月\s*\d{1,2}\s*日"),
    (MentionKind.DATE, r"(?<!\d)(?:1[0-2]|0?[1-9])\s*月(?=份|底|初|末|中旬|上旬|下旬|至|前|起|,|，|。|、|-|—|$)"),
    (MentionKind.DATE, r"(?<=[至到—–~-])\s*(?:1[0-2]|0?[1-9])\s*月"),  # 1月至3月
    (MentionKind.DATE, r"(?<![\d.])(?:1[0-2]|0?[1-9])(?=\s*[至到—–~-]\s*(?:1[0-2]|0?[1-9])\s*月)"),  # 3-5月
    (MentionKind.DATE, r"(?<![\d.])(?:1[0-2]|0?[1-9])\s*月(?=[\u4e00-\u9fff])"),  # 4月完成
    (MentionKind.YEAR, rf"(?<!\d){_YEAR_NUMBER}\s*(?:年|财年)"),
    (MentionKind.YEAR, rf"(?<![\d.,]){_YEAR_NUMBER}(?=\s*(?:[、,，和与及至到—–~-]|以及)+\s*{_YEAR_NUMBER}\s*(?:年|两年|三年))"),
    (MentionKind.YEAR, rf"(?<![\d.,]){_YEAR_NUMBER}(?=\s*(?:两年|三年|全年|三公|预算|决算|部门|单位))"),
    (MentionKind.YEAR, r"二[〇零O0]二[〇零一二三四五六七八九]年"),
    (MentionKind.ORDINAL, rf"第\s*(?:\d+|{_CHINESE})"),
    (MentionKind.ORDINAL, rf"[(]\s*(?:\d{{1,2}}|{_CHINESE})\s*[)](?!{_MEASURED})"),
    (MentionKind.ORDINAL, r"(?m:^)[ \t]*+\d{1,2}\s*(?:[.、](?!\d)|\))"),
    (MentionKind.ORDINAL, rf"(?m:^)[ \t]*+{_CHINESE}\s*、"),
    (MentionKind.ORDINAL, r"公开\s?\d{1,2}\s?表"),
    (MentionKind.ORDINAL, r"(?<=[：:；;。，,)）”》])\s*\d{1,2}\s*[.、．](?=\s*[\u4e00-\u9fff《“])"),  # 措施：1.成立…；2.对…
    # 目标1：…, 任务2：…; 人数3：… is a count
    (MentionKind.ORDINAL, r"(?<=[\u4e00-\u9fff])(?<![数额率值价量比计共有达为是近约至到于过])\d{1,2}(?=\s*[：:](?!\s*\d))"),
    (
        MentionKind.ORDINAL,
        rf"(?:附?(?<!代)表|附件|公开表|图|栏次?|(?<!关)注)\s*(?:\d++(?:-\d++)*+|{_CHINESE})(?!{_MEASURED}|\s*[张份套]|[.,]\d)",
    ),
    (MentionKind.ORDINAL, r"\[\d{1,3}\]"),
    (MentionKind.CODE, r"(?<=\()\s*\d{2,3}(?=\s*[类款项]\s*\))"),  # 司法（06款）
    (MentionKind.CODE, r"(?<![A-Za-z])(?!(?i:RMB|CNY|USD))[A-Za-z]++-?\d[\dA-Za-z-]*+"),
    (MentionKind.CODE, r"0\d{2,3}-\d{7,8}"),
    (MentionKind.CODE, r"(?<![\d.])(?<!\d,)00?\d{2,}(?![\d.]|,\d)"),  # 048-某局
    (MentionKind.VAGUE, rf"\d++{_SCALE}\d(?![\d.,十百千万亿])"),  # 1万2
    (MentionKind.VAGUE, rf"{_CHINESE}分之{_CHINESE}"),  # 三分之一; 百分之 begins with no digit
    (MentionKind.VAGUE, rf"[{_DIGITS}十百千]*几{_SCALE}+{_ABOUT}\s*(?:{_RATE})?|[{_DIGITS}]*十几{_SCALE}*\s*(?:{_RATE})?"),
    (MentionKind.VAGUE, rf"(?<![{_COUNTED}])数{_SCALE}+(?![{_DIGITS}分])\s*(?:{_RATE})?|(?<!以)上[百千万亿]+(?!分)\s*(?:{_RATE})?"),
    (MentionKind.VAGUE, rf"(?<![{_DIGITS}\d十百千万亿])[百千万亿]+(?:余|多)\s*{_RATE}"),  # 百余万元, 千余人
    (MentionKind.VAGUE, rf"[{_DIGITS}]成(?=[以多左至的，。,.；;、）)]|$)|一半|过半|半数|大半|翻[一两三几]?番|成倍"),
    (MentionKind.VAGUE, rf"[½⅓⅔¼¾⅕-⅞]|[⓪⓿①-⑳㉑-㊿⑴-⒇⒈-⒛❶-➓⁰-⁹₀-₉]+(?=\s*(?:{_RATE}|{_SCALE}))"),
    (MentionKind.VAGUE, r"(?i:(?<![a-z])(?:hundred|thousand|million|billion|trillion)s?(?![a-z]))"),
    (MentionKind.QUANTITY, rf"[百千]分之(?:{_CHINESE}|百|{_ARABIC})"),
    (MentionKind.QUANTITY, rf"{_SIGN}{_ARABIC}{_BEHIND}"),
    (MentionKind.CODE, r"(?<![\d.,])\d{5,}+(?![\d.,]|\s*(?:元|万))"),
    (MentionKind.QUANTITY, rf"{_SIGN}{_ARABIC}"),
    (MentionKind.QUANTITY, rf"{_CHINESE}(?:{_BEHIND})?"),
)
_ANY = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_PARTS = re.compile(
    rf"(?P<number>[-+]?{_ARABIC}|{_CHINESE})\s*{_ABOUT}\s*"
    rf"(?:(?P<unit>{_RATE})|(?P<scale>{_SCALE}+)(?P<more>(?:\s*{_ARABIC}\s*{_SCALE}+)*)\s*{_ABOUT}\s*(?P<counted>{_RATE})?)?"
)
_MORE = re.compile(rf"\s*(?P<number>{_ARABIC})\s*(?P<scale>{_SCALE}+)")
# 五台县, 三门峡: a counter inside a place name
_PLACE = re.compile(r"[县市区乡镇村山峡州寨沟河湾]")
# 一次性, 一般 … : a counter that begins or is a word
_WORD = re.compile(
    r"(?:一[次类]性|一把手|一[起时度面]|[一十]分(?!钟|[之为])|一点(?:一滴|(?![零〇一二两三四五六七八九十]))|一体化|一般|一系列|一家[人子])"
)


def find_numbers(text: str) -> tuple[Mention, ...]:
    """Every number of `text` in order, none overlapping another; offsets are those of `text` itself."""
    folded = fold_width(text)
    found = []
    for match in _ANY.finditer(folded):
        kind = _PATTERNS[int(str(match.lastgroup)[1:])][0]
        start, end = match.span()
        amount = None
        if kind is MentionKind.QUANTITY:
            if _is_word(folded, start, end):
                continue
            amount = _quantity(folded[start:end])
            if amount is None:
                kind = MentionKind.VAGUE  # 三四百, a hundred digits: a number that cannot be read is not let pass
        found.append(Mention(start, end, text[start:end], kind, amount))
    return tuple(found)


def _is_word(folded: str, start: int, end: int) -> bool:
    """Whether a short Chinese numeral is part of a word rather than a count."""
    words, behind = folded[start:end], folded[end : end + 4]
    if words[0].isdecimal() or words[0] in "-+":
        return False
    if words.startswith("一") and start and folded[start - 1] in "上下某同统唯单专新":
        return True  # 上一年度, 新一轮
    if len(words) == 2 and (twin := re.fullmatch("(.)([\u4e00-\u9fff])", folded[max(0, start - 2) : start])) and twin[1] == words[0]:
        return twin[2] not in COUNTERS  # 三级三类, not 两年两辆
    if re.match("十[一二三四五六]五", words) or (re.fullmatch("二?十.?", words) and re.match("大(?=[精会报以的和、，。]|$)", behind)):
        return True  # 十四五, 十九大
    if len(words) == 2 and words[1] in "台门面道里" and _PLACE.match(behind):
        return True
    return bool(_WORD.match(folded, start)) or not _counts(words)


def _counts(words: str) -> bool:
    """Whether a Chinese numeral says how many: it has a unit, a multiplier, a decimal point, or is read digit by digit."""
    if words.startswith(("百分之", "千分之")):
        return True
    numeral = re.match(_CHINESE, words)
    if numeral is None or numeral.end() < len(words):
        return True
    bare = words.rstrip("点")
    return (len(bare) > 1 and bool(re.search(f"{_SCALE}|点", bare))) or len(bare) > 3


def _quantity(words: str) -> Amount | None:
    if words[1:3] == "分之":
        number = Decimal(100) if words[3:] == "百" else _number(words[3:])
        return None if number is None else Amount(number, Unit.parse("%" if words[0] == "百" else "‰"))
    parts = _PARTS.fullmatch(words)
    if parts is None:
        return None
    numeral, unit, counted = parts["number"], parts["unit"], parts["counted"] or ""
    if numeral[-1] in "万亿萬億" and not re.search("[万亿萬億]", numeral[:-1]) and (whole := chinese_number(numeral[:-1])):
        # 三百七十万元 is 370 万元 and not 3,700,000 元: the last printed place is 万
        short = Unit.find(numeral[-1].translate(_CAPITALS) + (unit or ""))
        if short is not None and not parts["scale"]:
            return Amount(whole, short)
    number = _number(numeral)
    if number is None:
        return None
    if parts["scale"]:
        return _scaled(number, parts["scale"], parts["more"], counted)
    return Amount(number, Unit.find(unit) if unit else None)


def _scaled(number: Decimal, scale: str, more: str, counted: str) -> Amount | None:
    """5千亿元, 3万亩, 1亿2千万: digits with multipliers behind; None when the multipliers do not fall."""
    whole = Unit.find(scale.translate(_CAPITALS) + counted)
    if whole is not None and not more and whole.name not in _OF_TABLES:
        return Amount(number, whole)
    last = _power(scale)
    value = number.scaleb(last, EXACT)
    for part in _MORE.finditer(more):
        power, addend = _power(part["scale"]), _number(part["number"])
        if power >= last or addend is None or addend.adjusted() + power >= last:
            return None
        value, last = EXACT.add(value, addend.scaleb(power, EXACT)), power
    return Amount(value, Unit.find(counted) if counted else None)


def _power(scale: str) -> int:
    return sum({"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}[character] for character in scale.translate(_CAPITALS))


def _number(text: str) -> Decimal | None:
    parsed = parse_amount(text)
    return parsed.number if parsed else chinese_number(text)
