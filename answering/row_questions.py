"""Questions about the rows under a name: which parent, which rows of it, and whether they are counted or listed.

    "公用经费里科目有几个"           →  COUNT of what stands under 公用经费
    "住房改革支出包括哪两个项级科目"  →  LIST of the 项 under 住房改革支出
    "支出都分在哪几类"               →  LIST of the 类
    "一共在几个类里有支出"           →  COUNT of the 类

Read from the words of asking outwards: what stands behind them is the kind of row, what stands before them is the parent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from answering.amounts import SUPERLATIVE
from answering.marking import without_marks
from answering.parts_of_reading import Clause
from disclosure.amount import Unit
from disclosure.mention import chinese_number
from disclosure.question import Facet, Operation, RowKind

INSIDE = (
    r"(?:里[面头边]?|(?<![集其])中(?![心央小学医介国共层期标转级等])间?|当中|之中|底下|"
    r"下[面边头]|下(?![属达级拨乡岗水设辖])|项下|名下|(?<![境国])内(?![设部控]))"
)
_DETAIL = r"(?:明细|细项|细目|分项|子项|单项|小项|具体|详细|末级|每一?项|各项|每个|各个)"
SUBJECT = r"(?:支出|预算|功能|经济|分类)*科目|费用|开支|花费|条目|名目|款项|去向"
# What rows are called behind the words of asking, or right before them.
_KINDS: tuple[tuple[RowKind | None, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"[的“”\s]*(?:支出|预算|功能|分类)*[“”]*(?:{pattern})[的“”\s]*"))
    for kind, pattern in (
        (RowKind.CLASS, "大?类”?级?(?:支出)?(?:科目)?|功能大类"),
        (RowKind.DIVISION, "款”?级?(?:支出)?(?:科目)?"),
        (RowKind.ITEM, "项”?级(?:支出)?(?:科目)?|项”(?:科目)?"),
        (RowKind.DETAIL, rf"{_DETAIL}(?:的)?(?:{SUBJECT}|支出|项目|费用)*|(?:{SUBJECT})?{_DETAIL}"),
        (RowKind.PART, rf"(?:{SUBJECT}|支出|部分|方面|内容|项)?"),
    )
)
HEADS = (
    (RowKind.ECONOMIC, re.compile(r"(?:按|支出|部门|预算)*经济(?:分类)?(?:的)?(?:科目|支出)?")),
    (RowKind.FUNCTIONAL, re.compile("(?:按|支出)*功能(?:分类)?(?:的)?(?:科目|支出)?|(?:支出)?科目")),
    (RowKind.PROJECT, re.compile("(?:所有|全部|这些|各个?|的)*项目(?:支出)?")),
)
_ADVERB = r"(?:一共|总共|共|都|各|具体|分别|主要|又|还|到底|究竟|大概|今年|当年|全年|一般)"
_DIVIDES = r"(?:分(?:成|为|在|到|布在|作|列)?|包括|包含|涵盖|由|含有?|下设|列(?:有|出|了|示)?|设有?)(?:了|着)?"
_VERB = rf"(?:有|是|为|在|涉及|安排在?|编列|发生|产生|用在|用到|用于|花在|花到|投向|{_DIVIDES})(?:了|着|过)?"
COUNTER = r"(?:个|项(?![目级])|类(?!级)|款(?!级)|种|笔|条|块|样|部分|方面)"
_ASK = re.compile(
    rf"(?P<lead>(?:{_ADVERB}|{_VERB})*)(?:(?P<many>几|多少)(?P<counted>{COUNTER})|哪(?:几|一?些|(?P<things>[两二三四五六七八九十]{{1,2}}|\d+))(?P<counter>{COUNTER})?|(?P<what>什么|啥))"
)
_HAS_AMOUNT = r"(?:有|发生|安排|列)(?:了|着|过)?(?:支出|预算|数额?|钱|发生额|资金|金额|安排)"
_BEHIND = re.compile(rf"^(?P<rows>.*?)(?:(?:{INSIDE})?{_HAS_AMOUNT}|组成|构成)?$")
_FILTER = re.compile(rf"(?:{_HAS_AMOUNT}|不为(?:0|零)|非零|数额不为(?:0|零))的")
_PARENT = re.compile(rf"^(?P<parent>.*?)(?P<inside>{INSIDE})的?(?P<rows>[^{{}}]*)$")
_DETAILED = re.compile(
    rf"^(?P<parent>.*?.)(?:的)?(?P<rows>{_DETAIL}(?:的)?(?:{SUBJECT}|支出|项目)*|各个?(?:{SUBJECT}|(?P<level>[类款])级?(?:科目)?))$"
)
# 文件里基本支出分哪两部分: a document is no parent of rows
_DOCUMENT = re.compile("(?:这份|该|本|公开的?|单位|部门|年度|年)*(?:文件|预算书?|决算书?|说明|报告|材料|公开表?)")
# 金额在⟨…⟩以上的类, 金额最大的款: what rows are chosen by, before what they are
_MEASURED = re.compile("^(?:金额|数额|预算数?|决算数?|花费)(?:在|达到?|为)?的?(?=.)")
# ordered rows are for the reader of ranks, which reads which way
_ORDERED = re.compile(f"{SUPERLATIVE}|排(?:名|在|序)?前|排名|倒数|垫底|末位|居前|靠前")
# 一般公共预算项目里: projects paid for from one source, which is a column of theirs or their table's title
_SOURCED = re.compile(
    "(?P<source>一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?)(?:拨款)?(?:安排|支出)?的?(?:各个?|所有)?项目(?:支出)?"
)
# 商品和服务支出各款里, 各项目中: the level of the rows at the parent's end
_EACH_LEVEL = re.compile("(?<=.)(?:的)?(?:各|每)(?:个|级)?(?P<rows>类|款|项)(?:级)?(?:科目)?$")
THINGS = re.compile(rf"(?:这|那)?(?P<n>\d{{1,2}}|[两二三四五六七八九十]{{1,2}}){COUNTER}$")

# 三个里面, 这几项中: things named before, no parent of rows
_THESE = re.compile(
    rf"(?:这|那|以上|上述|前面)(?:\d+|[一两二三四五六七八九十几])?(?:{COUNTER}|者|家|样)?(?:数|项目)?|"
    rf"(?:\d+|[一两二三四五六七八九十几])(?:{COUNTER}|者|家|样)(?:数|项目)?"
)


@dataclass(frozen=True, slots=True)
class RowPhrase:
    """A phrase that names rows by what they stand under."""

    parent: str  # "": the rows of a whole table
    rows: RowKind | None  # None: something that is no row of a table
    inside: bool  # whether the phrase says 里, 明细 or their like
    words: str = ""  # what stands behind 里


def split_rows(text: str) -> RowPhrase:
    """公用经费里的单项 → 公用经费, DETAIL; 工资福利支出明细 → 工资福利支出, DETAIL; 教育支出 → itself, nothing said of rows."""
    text = _FILTER.sub("", text)
    match = _PARENT.match(text)
    if match and _DOCUMENT.fullmatch(without_marks(match["parent"])) and without_marks(match["rows"]):
        return split_rows(marks_of(match["parent"]) + match["rows"])
    if match and not _THESE.fullmatch(without_marks(match["parent"])):
        parent, behind = match["parent"], _MEASURED.sub("", without_marks(match["rows"]).strip())
        named = _kind_of(behind)
        if level := _EACH_LEVEL.search(without_marks(parent)):
            parent, named = parent[: parent.rindex(level.group())], named or _kind_of(level["rows"])
        if sourced := _SOURCED.fullmatch(without_marks(parent).strip("的")):
            return RowPhrase(marks_of(parent) + sourced["source"], RowKind.PROJECT, True, match["rows"])
        for kind, pattern in HEADS:
            if pattern.fullmatch(without_marks(parent).strip("的")):
                return of_head(marks_of(parent), kind, named, match["rows"])
        inner = split_rows(match["rows"]) if named is None else None
        if inner is not None and inner.rows is not None and len(without_marks(inner.parent)) > 1:
            return replace(inner, parent=marks_of(parent) + inner.parent)  # 基本支出里公用经费明细: the nearer parent
        return RowPhrase(parent, named, True, match["rows"])
    if match := _DETAILED.match(text):
        return RowPhrase(match["parent"], (_kind_of(match["level"]) if match["level"] else None) or RowKind.DETAIL, True)
    return RowPhrase(text, None, False)


def of_head(marks: str, kind: RowKind, level: RowKind | None, words: str) -> RowPhrase:
    """The rows of one classification, at the level that is named: 功能分类里的类, 经济分类里的款."""
    if kind is RowKind.ECONOMIC:
        # 款 are the lowest there
        return RowPhrase(marks + ECONOMIC_TABLE, level, True, words) if level is RowKind.CLASS else RowPhrase(marks, kind, True, words)
    return RowPhrase(marks, level if level in _LEVELS else kind, True, words)


def read_rows(text: str) -> Clause | None:
    """几个科目, 哪些明细, 分为哪几类 of a parent; None where no parent and no level of subjects is named."""
    text = _FILTER.sub("", text)
    match = _ASK.search(text)
    if not match or _ORDERED.search(text):
        return None
    before, lead, behind = text[: match.start()], match["lead"], _BEHIND.match(text[match.end() :])
    kind = _kind_of(without_marks(behind["rows"]).strip() if behind else "?", match["counted"] or match["counter"])
    if kind is None:
        return None
    phrase = split_rows(before)
    if phrase.inside and phrase.rows is None:
        return None
    if phrase.rows is RowKind.ECONOMIC and kind in _LEVELS:
        phrase = of_head(phrase.parent, RowKind.ECONOMIC, kind, "")
        kind = phrase.rows or kind
    divided = bool(re.search(_DIVIDES, lead))
    if kind in (RowKind.PART, RowKind.DETAIL):
        if not phrase.inside and not (divided and not match["what"] and without_marks(before)):
            return None
        kind = phrase.rows if phrase.inside and phrase.rows is not RowKind.PART else kind
    parent = "" if _whole(phrase.parent) and kind in _LEVELS else phrase.parent
    counts = bool(match["many"])
    return Clause(
        Operation.COUNT if counts else Operation.LIST,
        (parent or marks_of(before),),
        rows=kind,
        facet=None if counts else Facet.CONTENTS,
        things=_number(match["things"]),
        unit=Unit.parse("个") if counts else None,
        asked=True,
        reason="问名下有几行" if counts else "问名下有哪些",
    )


# What the classes of economic subjects are looked for in.
ECONOMIC_TABLE = "基本支出经济分类表"
# A parent set apart by a comma: 功能分类里，哪个类最大
HEADS_ROWS = re.compile(
    rf"(?:(?P<inside>{INSIDE})|(?<![\u4e00-\u9fff])(?:支出)?按?(?:支出)?(?P<kinds>(?:功能|经济)(?:分类)?(?:科目)?)(?:来)?[看分算讲说]?|各个?(?:科目|明细|款|类|项目?)|明细)的?(?:这)?(?:(?:\d{{1,2}}|[两二三四五六七八九十]{{1,2}}){COUNTER})?$"
)
OVER_ROWS = re.compile(rf"{_ORDERED.pattern}|(?:几|多少){COUNTER}|哪些|哪几")


def _number(text: str | None) -> int | None:
    """两, 三 or 12; None where no number is said."""
    number = None if text is None else int(text) if text.isdigit() else chinese_number(text)
    return int(number) if number is not None else None


_LEVELS = (RowKind.CLASS, RowKind.DIVISION, RowKind.ITEM)
WHOLE = re.compile(r"(?:按|的|全部|所有|总|部门|单位|年度|本年|预算|决算)*(?:支出|功能(?:分类)?科目|功能分类|科目|钱|预算|决算)?(?:按|的)*")


def _whole(parent: str) -> bool:
    return bool(WHOLE.fullmatch(without_marks(parent)))


def _kind_of(words: str, counter: str | None = None) -> RowKind | None:
    """The rows that the words behind a parent name; a bare 哪几类 names 类."""
    if not words and counter in ("类", "款"):
        return RowKind.CLASS if counter == "类" else RowKind.DIVISION
    bare = THINGS.sub("", words)
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(bare)), None)


def marks_of(text: str) -> str:
    """The marks of scope in a text, alone."""
    return "".join(character for character in text if character not in without_marks(text))
