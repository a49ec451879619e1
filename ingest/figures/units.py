"""Units of measure as tables state them: in a note, in a header or label, in the cell itself.

unit_note("编制部门：某局  单位：元")   →  ("单位：元", 元)
bracketed_unit("项目资金(元)")          →  元
read_amount("≥13459.00(平方米)", None)  →  13459.00平方米
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from disclosure.amount import Amount, Unit, fold_width, parse_amount
from ingest.pages.lines import BLANK

_SCALE = r"(?:[百千]\s*[万亿]|十\s*万|[百千万亿])\s*"
_NOTE = re.compile(
    rf"(?:金额|计量|货币|数据)?\s*单\s*位\s*(?:[:：]\s*|(?=[(（])|\s(?=(?:{_SCALE})?元(?![\u4e00-\u9fff])))(?:人民币)?\s*"
    rf"(?P<open>[(（])?\s*(?!单\s*位)(?P<unit>{_SCALE}元|[^\s:：,，;；、()（）。]+)(?(open)[)）]?)"
)
_BARE_NOTE = re.compile(rf"(?:^|(?<=\s))(?:金额\s*[:：]|[(（\[【])\s*(?:人民币)?\s*(?P<unit>(?:{_SCALE})?元)\s*[)）\]】]?\s*$")
_COUNTED_IN = re.compile(
    r"(?:金额|数据|数字|数额|本表)?(?:单位)?(?:均|一律|都)?(?:以|按|为)(?:人民币)?(?P<unit>(?:[百千]?[万亿]|[百千]|十万)?元)"
    r"(?:为(?:计量|金额|货币)?单位|计算?|列示|反映|填列|(?=[。；;，,)）]|$))"
)
_BRACKET = re.compile(r"[（(\[【]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^（()）\[\]【】]{1,10}?)\s*[）)\]】]")
_TITLE_UNIT = re.compile(r"[(\[【]\s*(?P<unit>[^()\[\]【】]{1,8}?)\s*[)\]】]\s*$")
_COUNTED = re.compile(
    r"人数|人次|辆次|数量|台数|辆数|(?:^|行政|事业|人员|核定|参公|工勤|机关|车|总|员)编制(?![预决]算|单位|部门|说明|情况)|编制(?=人?数|人员)|面积|户数|个数|次数|年限|比例|占比|比重|增幅|增长率|幅度|得分|分值|评分|分数|权重|保有量|团组|批次"
)
_SHARE = re.compile(r"(?<!^\d)(?<!^\d\d)[%％]|百分比")  # 1%人口普查 is a name
_TAIL = re.compile(r"(?:及)?(?:以上|以内|以下|左右|以上的)$")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年(?:度)?")
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}(?:\s*年(?:度)?)?")
_TWO_NUMBERS = re.compile(rf"\d[^\S{BLANK}]+[\d(+-]")  # 12 31: two numbers in one cell are none
_DASHES = re.compile(r"[-—–－﹣─━一/\\\s]+")
_UNIT_WORD = re.compile(r"(?!其[他它])[\u4e00-\u9fff]{1,4}")
_NOTHING = re.compile(r"无|不适用|略|空|N/?A", re.IGNORECASE)


def unit_note(text: str) -> tuple[str, Unit] | None:
    """The words 单位：万元 within a line, and their unit; None when the line states none (单位：某某局)."""
    for match in _NOTE.finditer(text):
        unit = _money_or_known(match["unit"])
        if unit and unit.dimension != "number":
            return match.group().strip(), unit
    return None


def line_unit(text: str) -> tuple[str, Unit] | None:
    """The unit note of a line above a table; （万元） at its end is one too."""
    bare = _BARE_NOTE.search(text)
    unit = Unit.find(bare["unit"]) if bare else None
    return (bare.group().strip(), unit) if bare and unit else unit_note(text)


def counted_note(text: str) -> tuple[str, Unit] | None:
    """The words 金额以万元计 within a note below a table, and their unit; None when it states none."""
    for match in _COUNTED_IN.finditer(text):
        unit = Unit.find(match["unit"])
        if unit and unit.is_money:
            return match.group().strip(), unit
    return unit_note(text)


def title_unit(title: str) -> tuple[str, Unit] | None:
    """The unit of money in brackets at the end of a title: …预算表（万元）; None when none stands there."""
    match = _TITLE_UNIT.search(fold_width(title))
    unit = Unit.find(match["unit"]) if match else None
    return (match.group().strip(), unit) if match and unit and unit.is_money else None


def _money_or_known(words: str) -> Unit | None:
    unit = Unit.find(words)
    if unit is None:
        # 万元% or 元/人 run together with what follows: the longest beginning that is a unit of money
        for end in range(len(words) - 1, 0, -1):
            shorter = Unit.find(words[:end])
            if shorter and shorter.is_money and not (shorter.scale == 0 and "\u4e00" <= words[end] <= "\u9fff"):  # 元谋县 is a place
                return shorter
    return unit


def bracketed_unit(label: str) -> Unit | None:
    """The unit that a label or header states in brackets: 金额（万元）, 编制人数(人), 增长率(%)."""
    for match in reversed(list(_BRACKET.finditer(fold_width(label)))):
        unit = Unit.find(match["unit"])
        if unit:
            return unit
    return None


def bare_unit(text: str) -> Unit | None:
    """The unit that a cell prints and nothing else, with or without brackets: 万元, （人）, %."""
    return Unit.find(fold_width(text).strip().strip("()[]【】").strip())


def column_unit(text: str) -> Unit | None:
    """The unit that a cell of a column of units prints: a known one, or any word as it stands there (级)."""
    words = "".join(text.split())
    known = Unit.find(words) or bare_unit(words)
    return known or (Unit(words, words, 0) if _UNIT_WORD.fullmatch(words) and not is_nothing(words) else None)


def label_unit(label: str) -> tuple[bool, Unit | None]:
    """Whether a label or header decides the unit, and which.

    (True, None) says that the amounts are no money and their unit is not stated: 在编人数, 数量.
    """
    unit = bracketed_unit(label)
    if unit:
        return True, unit
    if _SHARE.search(label):
        return True, Unit.parse("%")
    return (True, None) if _COUNTED.search(label) and not re.search(r"金额|经费|支出|元", label) else (False, None)


def read_amount(text: str, unit: Unit | None) -> Amount | None:
    """The amount that a cell prints, in its own unit or in `unit`; None for a blank, a dash, a word, a year."""
    if not any(character.isdecimal() for character in text):
        return None
    folded = fold_width(text).strip()
    if _YEAR.fullmatch(folded) or _TWO_NUMBERS.search(folded):
        return None
    amount = parse_amount(folded, unit)
    if amount is None:
        amount = parse_amount(_TAIL.sub("", _unbracketed(folded)), unit)
    return amount


def _unbracketed(text: str) -> str:
    """13459.00(平方米) → 13459.00平方米; 100(人数) → 100人."""
    match = re.fullmatch(r"(?P<number>.*\d)\s*\((?P<unit>[^()]+)\)", text)
    if not match:
        return text
    unit = match["unit"]
    if Unit.find(unit) is None and Unit.find(unit.removesuffix("数")):
        unit = unit.removesuffix("数")
    return match["number"] + unit


def is_number(text: str) -> bool:
    """Whether a cell prints one number, or one with its unit."""
    return read_amount(text, None) is not None


def is_year(text: str) -> bool:
    """Whether a cell prints a year and nothing else: 2026, 2026年."""
    return bool(_BARE_YEAR.fullmatch(fold_width(text).strip()))


def heads_years(texts: Sequence[str]) -> bool:
    """Whether the numbers of a row are years one after another, over the columns that they head: 项目 | 2024 | 2025 | 2026."""
    years = [int(text.strip()) for text in map(fold_width, texts) if is_number(text) and is_year(text)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return len(years) > 1 and len(years) == sum(map(is_number, texts)) and len(steps) == 1 and not steps & {0}


def is_dash(text: str) -> bool:
    """Whether a cell prints a dash in place of a number."""
    return bool(text.strip()) and bool(_DASHES.fullmatch(text.strip()))


def is_nothing(text: str) -> bool:
    """Whether a cell says 无 or the like."""
    return bool(_NOTHING.fullmatch(text.strip()))
