"""Numbers of a question: years, amounts, ordinals and codes, as people write and speak them.

上千万 → cue 上, amount 1000万元     九成八 → 98%     3个多亿 → 3亿     收入总表20899 → code 20899
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.amount import Amount, Unit
from disclosure.mention import Mention, MentionKind, chinese_number, find_numbers

NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿两.块")
SCALES, PAST = "百千万亿", "上过超破"  # 上千万, 过亿
TEN_THOUSAND = 10_000
MANY = 100  # 块: so many are money, and no pieces


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands in the compact text."""

    start: int
    end: int
    text: str
    kind: str  # year, date, amount, ordinal, code, or the cue of a bound
    worth: float  # how much it explains
    cues: frozenset[str] = frozenset()
    year: int | None = None
    amount: Amount | None = None  # None: it cannot be read


_KINDS = {MentionKind.YEAR: "year", MentionKind.DATE: "date", MentionKind.QUANTITY: "amount", MentionKind.VAGUE: "amount",
          MentionKind.CODE: "code", MentionKind.ORDINAL: "ordinal"}  # fmt: skip


def numbers(folded: str, places: list[int], text: str) -> Iterator[Number]:
    """Every number of a question that may be meant as one; `places`: of the compact text's characters in the folded one."""
    compact = {at: index for index, at in enumerate(places)}
    whole = [at for at in range(len(folded)) if not _spoken(folded, at)]
    for mention in find_numbers("".join(folded[at] for at in whole)):
        kind = _KINDS.get(mention.kind)
        inside = [compact[at] for at in range(whole[mention.start], whole[mention.end - 1] + 1) if at in compact]
        start, last = (inside[0], inside[-1]) if inside else (None, None)
        if kind is None or start is None or last is None:
            continue
        yield from _number(mention, kind, start, last + 1, text)
    yield from _round_numbers(text)
    for at in (at for at, character in enumerate(text) if character == "成" and at):
        tens, ones = chinese_number(text[at - 1]), chinese_number(text[at + 1 : at + 2])
        if tens and ones and tens < 10 and ones < 10:  # 九成八
            amount = Amount(10 * tens + ones, Unit.find("%"))
            yield Number(at - 1, at + 2, text[at - 1 : at + 2], "amount", 2.4 * 3, amount=amount)


def _round_numbers(text: str) -> Iterator[Number]:
    """Round numbers without a digit before them, as a bound: 上千万, 过亿, 百万以上."""
    for start in (at for at, character in enumerate(text) if character in SCALES and not (at and text[at - 1] in NUMERALS)):
        end = start + len(text[start:]) - len(text[start:].lstrip(SCALES))
        number, front = chinese_number(f"一{text[start:end]}"), text[max(0, start - 1) : start]
        end += text[end : end + 1] == "元"
        if number is None or number < TEN_THOUSAND or not ((front and front in PAST) or text[end : end + 2] in ("以上", "以下", "以内")):
            continue
        amount = Amount((number / TEN_THOUSAND).quantize(Decimal(1)), Unit.find("万元"))
        yield Number(start, end, text[start:end], "amount", 2.4 * (end - start), amount=amount)
        if front and front in PAST:
            yield Number(start - 1, start, front, "cue", 2.4, frozenset({"above"}))


def _spoken(text: str, at: int) -> bool:
    """Whether a character only stands in how a number is spoken: 1.2个亿, 3个多亿, 两千多万."""
    return (
        text[at] in "个多来" and text[at - 1] in NUMERALS | {"个"} and text[at + 1 : at + 3].lstrip("多来")[:1] in ("万", "亿") and at > 0
    )


def _number(mention: Mention, kind: str, start: int, end: int, text: str) -> Iterator[Number]:
    year = _year(mention.text) if kind in ("year", "date") else None
    piece = text[start:end]
    if piece == "三公里":
        return  # 三公里面: no length
    if kind == "amount" and mention.amount is not None:
        number = mention.amount
        digits = piece.isdecimal()
        if number.unit is None and digits and 3 <= len(piece) <= 7 and (len(piece) != 4 or piece[:2] not in ("19", "20")):
            yield Number(start, end, piece, "code", 2.2 * (end - start))
        if number.unit is not None and number.unit.dimension == "年" and piece[:-1].isdecimal() and len(piece) == 3 and piece[0] in "12":
            yield Number(start, end, piece, "year", 2.2 * (end - start), year=2000 + int(piece[:2]))
            return
        if number.unit is None and digits and len(piece) == 4 and piece[:2] in ("19", "20"):
            yield Number(start, end, piece, "year", 2.2 * (end - start), year=int(piece))
            return
        if number.unit is None and not digits and not any(character.isdecimal() for character in piece) and len(piece) < 2:
            return
    if kind == "ordinal" and piece[0] == "表" and piece[1:].isdecimal() and len(piece) > 3:
        start, piece, kind = start + 1, piece[1:], "code"  # 收入总表20899
    if kind == "year":
        while text[end : end + 1] in ("度", "的") and text[end : end + 1] == "度":
            end += 1
        piece = text[start:end]
    amount = mention.amount or (_rate(piece) if kind == "amount" else None)
    if amount is not None and amount.unit is not None and amount.unit.dimension == "块":  # 6万块
        whole = amount.in_base
        amount = Amount(whole, Unit.find("元")) if whole >= MANY or text[end : end + 1] == "钱" else amount
    loose = (
        kind == "amount" and len(piece) == 2 and piece[0] == "一" and piece[1] not in "万亿"
    )  # 一年, 一项: more often a word than a number
    yield Number(start, end, piece, kind, (1.3 if loose else 2.2) * (end - start), year=year, amount=amount)


def _rate(text: str) -> Amount | None:
    """A part of a whole as people say it, in percent: 一半, 三成, 四分之三, 翻番."""
    below, part, above = text.partition("分之")
    one, other = chinese_number(below.rstrip("成").lstrip("翻").rstrip("番") or "一"), chinese_number(above or "一")
    if not one or not other:
        return Amount(Decimal(50), Unit.find("%")) if "半" in text else None
    part_of = 100 * other / one if part else 10 * one if text.endswith("成") else 100 * (2**one - 1) if text[0] == "翻" else None
    return Amount(part_of, Unit.find("%")) if part_of is not None else None


def _year(text: str) -> int | None:
    digits = "".join(character for character in text if character.isdecimal())[:4]
    if len(digits) == 4:
        return int(digits)
    number = chinese_number(text.split("年")[0].strip())
    return int(number) if number is not None and Decimal(1900) < number < Decimal(2100) else None
