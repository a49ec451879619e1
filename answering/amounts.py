"""Numbers that a question states: thresholds, limits and claimed amounts.

"超过100万元的项目有几个"       →  threshold 100万元, above
"花钱最多的三个项目"            →  limit 3
"是80万还是800万"               →  claimed 80万元, 800万元
"单价100万元以上设备有几台"     →  none: the documents have a row of that name
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.marking import AMOUNT, Marked, N
from answering.vocabulary import Vocabulary
from disclosure.amount import Amount, Unit
from disclosure.mention import Mention, MentionKind, chinese_number, find_numbers

_COUNTED = r"(?:个|项|类|家|种|笔|款|大|条|张|位|样|宗|桩|块|名)"
_ROW_NOUNS = (
    r"(?:项目|科目|单位|部门|项|类|款|支出|街道|指标|“|年|季度|月|经费|费用|数|比例|百分点|大类|方面|原因|表|数|说法|版本|文件|"
    r"机构|科室|股室)"
)
_MORE = r"(?:不低于|不少于|不小于|(?<!不)(?:超过|超出|大于|高于|多于)|至少|达到|突破|[≥>]=?)"
_LESS = r"(?:不超过|不高于|不大于|不多于|(?<!不)(?:小于|低于|少于)|不足|不到|至多|最多|[≤<]=?)"
_INCLUSIVE = re.compile("不(?![足到])|至|达到|=|≥|≤|含|以上|以下|以内|最多")
_ABOVE = re.compile(
    rf"(?:{_MORE}了?)(?:了|过)?(?P<a>{N})(?:\(含\)|（含）)?(?:以上)?的?|(?:在)?(?P<b>{N})(?:\(含\)|及)?(?:以上|之上|往上|开外)的?"
)
_BELOW = re.compile(rf"(?:{_LESS}了?)(?P<a>{N})(?:以下)?的?|(?:在)?(?P<b>{N})(?:\(含\)|及)?(?:以下|以内|之下|之内|内(?![设部审容外]))的?")
_BETWEEN = re.compile(rf"(?:在|介于)?(?P<a>{N})(?:到|至|和|与|[-—~–])(?P<b>{N})(?:之间|以内|范围内?|区间)?的?")
_DIGITS = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
MOST_UP = "大|高|多|贵|重|主要|费钱|花钱|烧钱|耗钱|值钱"
MOST_DOWN = "少|小|低|便宜|省钱?"
SUPERLATIVE = f"最(?:{MOST_UP}|{MOST_DOWN})"
_LIMITS = (
    rf"(?:前|头|top\s*)(?P<a>{_DIGITS})(?!年)(?:名|位|大|个|项|的)*",
    rf"(?:{SUPERLATIVE}|倒数|排名?)的?(?:前)?(?P<b>{_DIGITS})(?:名|位|大|{_COUNTED})",
    rf"(?P<c>{_DIGITS}){_COUNTED}(?:金额|花钱|支出|预算|钱)?{SUPERLATIVE}",
    rf"{SUPERLATIVE}的(?:是)?(?:哪|那)(?P<d>{_DIGITS})(?:名|位|{_COUNTED})|(?:哪|"
    rf"那)(?P<e>[二两三四五六七八九十\d]{{1,2}})(?:名|位|{_COUNTED})(?:.{{0,8}}){SUPERLATIVE}",
)
_NTH = re.compile(rf"第(?P<n>{_DIGITS})(?:大|高|多|贵|名|位|小|少|低|便宜)|(?<=倒数)第(?P<m>{_DIGITS})(?:名|位|个)?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the numbers of a question restrict."""

    limit: int | None = None
    nth: bool = False  # 第二大: the limit-th alone, not the first `limit`
    threshold: Amount | None = None
    above: bool = True
    inclusive: bool = False
    upper: Amount | None = None  # 50万到100万之间: the upper end; threshold is the lower one


def read_limit(text: str) -> tuple[Bounds, str]:
    """前五, 最大的三个, 第二大; and the text with the number taken out, the rest kept."""
    if match := _NTH.search(text):
        number = _count(match["n"] or match["m"])
        if number and text[: match.start()].endswith("倒数"):
            return Bounds(number, True), text[: match.start()] + text[match.end() :]
        if number:
            word = "排名" if match.group()[-1] in "名位" else "最" + match.group()[-1]
            return Bounds(number, True), text[: match.start()] + word + text[match.end() :]
    for pattern in _LIMITS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            group = next(name for name, value in match.groupdict().items() if value)
            number = _count(match[group])
            if number and number < 1000:
                start, end = match.span(group)
                return Bounds(number), text[:start] + text[end:]
    return Bounds(), text


def mark_amounts(marked: Marked, vocabulary: Vocabulary) -> Marked:
    """Mark every amount that the question states; counts of rows (5个项目) and parts of row names are left."""
    text = marked.text
    for mention in reversed(find_numbers(text)):
        if mention.kind is MentionKind.QUANTITY and mention.amount is not None and _is_stated(text, mention, vocabulary):
            amount, end = _people(text, mention.amount, mention.end)
            marked = marked.mark(mention.start, end, AMOUNT, amount)
    return marked


def _people(text: str, amount: Amount, end: int) -> tuple[Amount, int]:
    """6个人 counts people, 6个 of nothing named anything."""
    if amount.unit is not None and amount.unit.name == "个" and re.match("人(?![员头均口民工才大])", text[end:]):
        return Amount(amount.number, Unit.parse("人")), end + 1
    return amount, end


def _is_stated(text: str, mention: Mention, vocabulary: Vocabulary) -> bool:
    before, after = text[max(0, mention.start - 2) : mention.start], text[mention.end : mention.end + 3]
    bound = re.match("以[上下]的?", text[mention.end :])  # 单价100万元以上设备 is a name, 100万元以上的项目 are not called so
    longer = after[:2] if bound is None else text[mention.end : mention.end + bound.end() + 2]
    if (vocabulary.holds(mention.text + longer) and len(after) >= 2) or (len(before) == 2 and vocabulary.holds(before + mention.text)):
        return False
    unit = mention.amount.unit if mention.amount else None
    digits = bool(re.search(r"\d", mention.text))
    if unit is None:
        # 是75吗, 等于100; a bare number elsewhere is none
        return bool(re.search("[是为有于到过]$", text[: mention.start])) and (digits or len(mention.text) >= 3)
    if mention.text.startswith("一") and re.match("[\u4e00-\u9fff]{0,8}?(?:平均|均?摊|分摊)", text[mention.end :]):
        return False  # 一件案子平均多少: money is spread over things
    if unit.name in ("个", "项") and re.match("平均|加起来|合计|合起来|之和", after):
        return False  # 8项平均: rows that are added up
    if re.search(rf"^(?:{_COUNTED}|人|名|年|月|天)$", unit.name):
        claim = re.search(r"[是为有等于共到过]了?$", text[: mention.start]) and re.search(r"吗|对不|是否|是不是|没错|还是", text)
        over = re.search(rf"(?:{_MORE}|{_LESS})$", text[: mention.start])
        return bool(claim or over) or (digits and not re.match(_ROW_NOUNS, after))
    return True


def read_bounds(marked: Marked) -> tuple[Bounds, Marked]:
    """The threshold that the marked amounts make, and the text without it."""
    text = marked.text
    if match := _BETWEEN.search(text):
        ends = [marked.values[match[name]] for name in "ab"]
        if all(isinstance(end, Amount) for end in ends) and re.search("之间|范围|区间|介于|的", match.group()):
            low, high = ends
            assert isinstance(low, Amount) and isinstance(high, Amount)
            low = Amount(low.number, high.unit) if low.unit is None else low
            return Bounds(threshold=low.as_money(), inclusive=True, upper=high.as_money()), _cut(marked, match)
    for pattern, above in ((_ABOVE, True), (_BELOW, False)):
        if match := pattern.search(text):
            amount = marked.values[match["a"] or match["b"]]
            if isinstance(amount, Amount):
                inclusive = bool(_INCLUSIVE.search(re.sub(N, "", match.group())))
                return Bounds(threshold=amount.as_money(), above=above, inclusive=inclusive), _cut(marked, match)
    return Bounds(), marked


def _cut(marked: Marked, match: re.Match[str]) -> Marked:
    return marked.with_text(marked.text[: match.start()] + marked.text[match.end() :])


def _count(text: str) -> int | None:
    number = int(text) if text.isdigit() else chinese_number(text)
    return int(number) if number and number >= 1 else None
