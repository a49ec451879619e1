"""Exact amounts with their units, and the one function that makes them from print.

    parse_amount("3,665,450", Unit.parse("元"))  →  Amount(Decimal("3665450"), 元)
    parse_amount("≥98%")                          →  Amount(Decimal("98"), %)
    parse_amount("10.7万元").to(Unit.parse("元"))  →  107000元, last printed place 1000元

A number keeps its printed decimals through conversion, so that its tolerance is always known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache

from disclosure.errors import AmountError

# Digits of the longest number that is taken for an amount; a line of a thousand digits is no sum of money.
LONGEST_NUMBER = 24

# Sums and differences of amounts are exact or an error; quotients are made in answering/calculate.py.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])

MONEY_SCALES = {"元": 0, "百元": 2, "千元": 3, "万元": 4, "十万元": 5, "百万元": 6, "千万元": 7, "亿元": 8}
BARE_SCALES = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}

# Counters of the field → (dimension, power of ten to the dimension's base).  Several words count one thing.
COUNTERS = {
    **dict.fromkeys(("人", "名", "位"), ("人", 0)),
    "万人": ("人", 4),
    **dict.fromkeys(("人次", "人·次"), ("人次", 0)),
    "万人次": ("人次", 4),
    **dict.fromkeys(("辆", "部"), ("辆", 0)),
    **dict.fromkeys(("批次", "批"), ("批次", 0)),
    **dict.fromkeys(("台", "台套", "台(套)", "台/套"), ("台", 0)),
    **dict.fromkeys(("个", "项"), ("个", 0)),
    **dict.fromkeys(("平方米", "平米", "㎡", "m²", "m2", "M2"), ("平方米", 0)),
    "万平方米": ("平方米", 4),
    "公顷": ("平方米", 4),
    **dict.fromkeys(("平方公里", "平方千米", "km²", "km2"), ("平方米", 6)),
    **dict.fromkeys(("米", "m"), ("米", 0)),
    **dict.fromkeys(("公里", "千米", "km"), ("米", 3)),
    **dict.fromkeys(("千克", "公斤", "kg"), ("千克", 0)),
    "克": ("千克", -3),
    "吨": ("千克", 3),
    "瓦": ("瓦", 0),
    "千瓦": ("瓦", 3),
    **dict.fromkeys(("天", "日"), ("天", 0)),
    **dict.fromkeys(("小时", "时"), ("小时", 0)),
    **{
        word: (word, 0)
        for word in (
            "户 户次 套 件 条 张 份 册 本 箱 亩 立方米 次 场 场次 期 所 家 处 座 间 栋 幢 只 头 株 棵 盏 支 根 "
            "块 片 口 轮 篇 个月 月 周 年 分钟 分 人年 厘米 毫米 桶 袋 瓶 盒 包 把 顶 双 面 艘 架 组 班 团 村 门 类 种 笔 "
            "例 宗 起 卷 幅 集 罐 床 餐 顿 升 吨公里 千瓦时 倍 度 标段 系统 页 层"
        ).split()
    },
}
PERCENT_WORDS = {
    "%": ("%", 0),
    "％": ("%", 0),
    "‰": ("%", -1),
    "个百分点": ("百分点", 0),
    "百分点": ("百分点", 0),
}


def fold_width(text: str) -> str:
    """Full-width digits, letters and signs to ASCII, one character for one, so that positions stay."""
    return text.translate(_FOLD)


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord("。"): ord("。"), ord("−"): ord("-"), ord("﹣"): ord("-"), ord("﹪"): ord("%"), 0x3000: 0x20, 0xA0: 0x20}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure (计量单位): 万元, %, 人, 万元/人/年.

    Amounts convert between units of one dimension by a power of ten, hence exactly.
    """

    name: str  # as written, width-folded
    dimension: str  # money, %, 人 …; a rate carries its denominators: money/人/年
    scale: int  # one of this unit is 10**scale of the dimension's base

    @staticmethod
    def parse(text: str) -> Unit:
        """The unit that `text` names; AmountError when it names none that is known."""
        unit = _find_unit(text)
        if unit is None:
            raise AmountError(f"不认识的计量单位：{text!r}")
        return unit

    @staticmethod
    def find(text: str) -> Unit | None:
        """The unit that `text` names, or None."""
        return _find_unit(text)

    @property
    def is_money(self) -> bool:
        """Plain money; a rate such as 万元/人 is not."""
        return self.dimension == "money"

    def __str__(self) -> str:
        """The unit as written."""
        return self.name


_MULTIPLIED = re.compile(r"(?P<scale>[十百千]?万|亿)(?P<counter>\S+)")
_EITHER = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")


@lru_cache(maxsize=4096)
def _find_unit(text: str) -> Unit | None:
    name = re.sub(r"\s+", "", fold_width(text))
    if name.startswith("人民币"):
        name = name[3:]
    whole = _simple_unit(name)
    if whole:
        return Unit(name, *whole)
    parts = re.split(r"[/／]|(?<=元)每|(?<=元)·", name)
    parts = [*parts[:1], *(word for part in parts[1:] for word in part.split("、"))]  # 元/户、年
    if len(parts) < 2 or not all(parts):
        return None
    top, *denominators = (_simple_unit(part.removeprefix("每")) for part in parts)
    if top is None or any(d is None for d in denominators):
        return None
    # 元/天/人 and 元/人/天 are one dimension
    below = sorted(d[0] for d in denominators if d)
    return Unit(name, "/".join([top[0], *below]), top[1] - sum(d[1] for d in denominators if d))


def _simple_unit(name: str) -> tuple[str, int] | None:
    if name in MONEY_SCALES:
        return "money", MONEY_SCALES[name]
    if name in BARE_SCALES:
        return "number", BARE_SCALES[name]
    return PERCENT_WORDS.get(name) or COUNTERS.get(name) or _compound(name)


def _compound(name: str) -> tuple[str, int] | None:
    """A counter with a multiplier before it, or with another one in brackets: 万亩, 百万吨, 个(套)."""
    match = _MULTIPLIED.fullmatch(name)
    if match and (counted := COUNTERS.get(match["counter"])):
        return counted[0], counted[1] + (BARE_SCALES | {"十万": 5})[match["scale"]]
    match = _EITHER.fullmatch(name)
    if match and match["first"] in COUNTERS and match["second"] in COUNTERS:
        return COUNTERS.get(match["first"] + match["second"], COUNTERS[match["first"]])
    return None


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number with its unit.

    `unit` None means that no unit is stated, which is not the same as any unit.
    """

    number: Decimal
    unit: Unit | None

    def __post_init__(self) -> None:
        """Refuse what is not an exact, finite decimal."""
        if not isinstance(self.number, Decimal):
            raise TypeError(f"an amount takes a Decimal, not {type(self.number).__name__}")
        if not self.number.is_finite():
            raise AmountError("金额必须是有限的十进制数")

    @property
    def dimension(self) -> str | None:
        """What it measures; None when no unit is stated."""
        return self.unit.dimension if self.unit else None

    @property
    def in_base(self) -> Decimal:
        """The number in the base unit of its dimension (元 for money), with the printed precision."""
        return self.number.scaleb(self.unit.scale, EXACT) if self.unit else self.number

    @property
    def step(self) -> Decimal:
        """One in the last printed place, in the base unit."""
        exponent = self.in_base.as_tuple().exponent
        assert isinstance(exponent, int)  # finite by construction
        return Decimal(1).scaleb(exponent)

    def to(self, unit: Unit) -> Amount:
        """The same amount in another unit of its dimension; AmountError for another dimension."""
        if self.unit is None or self.unit.dimension != unit.dimension:
            raise AmountError(f"{self} 不能换算成 {unit}")
        return Amount(self.number.scaleb(self.unit.scale - unit.scale, EXACT), unit)

    def as_money(self) -> Amount:
        """Read 80万, or a number without a unit, as money, which a question means by it; other amounts as they are."""
        if self.unit is None:
            return Amount(self.number, Unit.parse("元"))
        return Amount(self.number, Unit.parse(self.unit.name + "元")) if self.unit.dimension == "number" else self

    def agrees_with(self, other: Amount) -> bool:
        """Whether both can print the same quantity: equal within half of the coarser last place."""
        if self.dimension != other.dimension:
            return False
        return abs(EXACT.subtract(self.in_base, other.in_base)) <= max(self.step, other.step) / 2

    def rounded(self, places: int) -> Amount:
        """Rounded half up to `places` decimals, in its own unit."""
        return Amount(self.number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=EXACT.prec)), self.unit)

    def _aligned(self, other: Amount) -> Decimal:
        if self.unit == other.unit:
            return other.number
        if self.unit is None or other.unit is None:
            raise AmountError(f"{self} 与 {other} 不能相加减：计量单位不明")
        return other.to(self.unit).number

    def __add__(self, other: Amount) -> Amount:
        """Sum in the unit of the left one; AmountError for unlike dimensions."""
        return Amount(EXACT.add(self.number, self._aligned(other)), self.unit)

    def __sub__(self, other: Amount) -> Amount:
        """Difference in the unit of the left one; AmountError for unlike dimensions."""
        return Amount(EXACT.subtract(self.number, self._aligned(other)), self.unit)

    def __neg__(self) -> Amount:
        """The amount with the opposite sign."""
        return Amount(self.number.copy_negate(), self.unit)

    @property
    def plain(self) -> str:
        """The number without separators or exponent, with its printed decimals: 2221.42."""
        return format(self.number, "f")

    def format(self) -> str:
        """For people: 2,221.42万元."""
        return f"{self.number:,f}{self.unit or ''}"

    def __str__(self) -> str:
        """As `format`."""
        return self.format()


# A minus is printed as one of these before the number, or as a dash behind it; △ and ▲ are the accountants' minus.
_MINUS = "-‐‑‒–—―−﹣－△▲▽▼"
_COMPARATOR = r"(?:[≥≤><＝=≧≦≈约近]|不低于|不少于|不超过|不高于|大于等于|小于等于|大于|小于|高于|低于|至少)"
_NUMBER = r"(?:(?:\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?:['’]\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_WHOLE = re.compile(
    rf"{_COMPARATOR}?(?P<open>\()?(?:¥|￥)?(?P<sign>[{_MINUS}+])?(?:人民币|RMB|¥|￥)?(?P<number>{_NUMBER})"
    rf"(?P<behind>(?<=\.\d\d)[{_MINUS}])?(?(open)\))(?P<unit>.*)"
)
# Marks of notes printed behind a number in its own size: 41.00注1, 24.00*, 22.00(2)
_NOTE_MARK = re.compile(r"(?<=[\d元%])(?:\(?注\d{0,2}\)?|[*※†‡#]{1,3}|[①-⑳]|\[\d{1,2}\])$|(?<=\.\d\d)\(\d\)$")


def parse_amount(text: str, unit: Unit | None = None) -> Amount | None:
    """The amount that a whole cell or phrase prints, or None when it is no single number.

    `text` may carry separators, full-width digits, a sign before or behind (△ and ▲ too), brackets for a negative, a
    comparator (≥98%), the mark of a note, and its own unit, which wins over `unit`.  Blank, dashes, 无, dates
    (2026年, 5月), ordinals in brackets and numbers of more than LONGEST_NUMBER digits give None.  Nothing is rounded.
    """
    folded = re.sub(r"\s+", "", fold_width(text))
    match = _WHOLE.fullmatch(_NOTE_MARK.sub("", folded))
    if not match:
        return None
    own = match["unit"].removeprefix("人民币")
    if own:
        # 1837600元元 is printed in real documents
        found = _find_unit(own) or (_find_unit(own[: len(own) // 2]) if own[: len(own) // 2] * 2 == own else None)
        if found is None:
            return None
        unit = found
    digits = re.sub(r"[,，'’]", "", match["number"])
    if len(digits) > LONGEST_NUMBER or _is_date_or_ordinal(digits, own, bracketed=bool(match["open"])):
        return None
    number = Decimal(digits)
    if match["behind"] and (match["open"] or match["sign"]):
        return None
    if match["open"] or match["behind"] or (match["sign"] or "+") != "+":
        number = number.copy_negate()
    return Amount(number, unit)


def _is_date_or_ordinal(digits: str, own_unit: str, *, bracketed: bool) -> bool:
    """2026年 and 5月 are dates; (1) numbers an item, while (5.00) and (120) are negative."""
    if own_unit == "年":
        return len(digits) == 4 and digits[:2] in ("19", "20")
    return own_unit == "月" or (bracketed and len(digits) <= 2)
