"""Words of a question that point back in the chat, and what they leave of it.

这个项目为什么要做     →  the project before, nothing of its own
明细呢, 分别是什么     →  what stands under the thing before
其中车呢, 里面接待多少  →  车 under the thing before
两年一共多少          →  the thing before, in the years that were asked
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.parts_of_reading import Part, Reading
from answering.totals import whole_meant
from answering.vocabulary import Vocabulary
from disclosure.question import Facet, Operation, Plan, RowKind, Selector

_COUNT = "[两俩二三四五六七八九十几\\d]"
_THING = "(?:数|数字|钱|金额|项目|经费|费用|资金|支出|预算|科目|款|笔钱|东西|方面|情况|里面?|里头|当中|中|单位|部门)"
_POINTER = re.compile(
    rf"^(?:它们?|(?:这|那|该|此|上述|上面|前面|刚才|以上){_COUNT}?(?:个|项(?!目)|笔|块|些|者|年|家)?|{_COUNT}(?:个|项(?!目)|者|笔|年|家)|二者|两者)(?:的)?{_THING}?(?:的)?"
)
_PLURAL = re.compile(r"^(?:它们|(?:这|那|以上|上述|前面)?(?:[两俩二三四五六七八九十几]|些)|二者)")
# What is left of 这个项目要做 once 为什么 is taken.
_DOING = re.compile(
    "(?:要|得|会|能|有|是|在|了|的|还|才|去|来|做|搞|办|设|设立|立项|安排|开展|实施|花|用|干|支出|列|列支|增加|减少|高|低|多|少|这么|那么|一共|总共|合计|加起来)*"
)
_PARTS = re.compile(
    "(?:具体|详细|其中|里面?|里头|各项|各|它们?|这些|主要|都|分别|再)*(?:的)?(?:明细|细目|细项|分项|构成|组成|组成部分|细分|细节|具体项目|细分项|各部分)(?:科目|项目|情况|数|表|账)?|"
    "(?:具体|其中|里面|主要|都|分别|各)+(?:是|有|包括|包含|含)?(?:哪些|什么|哪几[个项样块]|啥)?(?:项目|科目|内容|部分|东西|支出|费用)?"
)
_AMONG = re.compile("^(?:那|那么)?(?:其中|里面|里头|里边|当中|这里面|这里头|这当中|它里面)(?:的)?(?!最|有)")
_BIGGEST = re.compile("^(?:那|那么)?(?:其中|里面|里头|当中|这里面|这当中|它|它们|这些)")
_TOGETHER = re.compile("一共|总共|合计|加起来|加一起|合起来|总和|共计|累计|加总")
_THAN = re.compile(
    "^(?:那|那么|它|这)?(?P<than>比(?![上去前今本同]|年初|全年|预算|决算|\\d|[〇一二三四五六七八九零两]+年)[\u4e00-\u9fff“”]+?(?:[多少高低大小贵]|便宜)(?:了|出)?(?:多少|几))"
)
_YEARS = re.compile(r"^(?:这|那)?[两二三四五六几]年$")


def points_back(label: str) -> str | None:
    """What is left of a label that begins by pointing back; None when it does not."""
    match = _POINTER.match(label)
    return label[match.end() :] if match and match.end() else None


def is_plural(text: str) -> bool:
    """Whether several things are pointed at: 这三个, 它们."""
    return bool(_PLURAL.match(text))


def without_pointers(reading: Reading) -> tuple[Reading, bool]:
    """The reading less the parts that only point back, and whether something did."""
    kept: list[Part] = []
    pointing = False
    for part in reading.parts:
        rest = points_back(part.label) if part.label else None
        if rest is None:
            kept.append(part)
            continue
        pointing = True
        if not _DOING.fullmatch(rest):
            kept.append(replace(part, label=rest, variants=()))
        elif part.column or part.years or part.entities:
            kept.append(replace(part, label=None, variants=()))
    return replace(reading, parts=tuple(kept)), pointing


def asks_for_parts(reading: Reading, text: str) -> bool:
    """明细呢, 分别是什么: only what the thing before is made of."""
    if reading.operation not in (None, Operation.LOOKUP, Operation.DEFINE, Operation.LIST, Operation.EXPLAIN):
        return False
    if reading.operation is Operation.EXPLAIN and reading.facet is not Facet.CONTENTS:
        return False
    words = re.sub("(?:多少|几(?:个|项)?)?(?:钱|元|万元)?[呢吗啊?？。]*$", "", text)
    return bool(_PARTS.fullmatch(words)) and not any(part.code or part.column for part in reading.parts)


def parts_of(reading: Reading, thing: Part) -> Reading:
    """LIST of what stands under a thing."""
    return replace(reading, operation=Operation.LIST, facet=None, rows=RowKind.PART, parts=(replace(thing, column=None),))


def is_among(text: str) -> bool:
    """其中…, 里面…: what follows stands under the thing before."""
    return bool(_AMONG.match(text))


def with_subject(text: str, earlier: Sequence[Plan]) -> str:
    """比三公经费多多少, after a question on something else: that thing is what is more; 比上年 compares it with itself."""
    said = _THAN.match(text)
    thing = earlier[-1].selectors[0] if said and earlier and earlier[-1].selectors else None
    name = (thing.label or thing.subject_code) if thing else None
    return f"{name}{text[said.start('than') :]}" if said and name else text


def points_to_whole(label: str) -> bool:
    """占其中多少, 占它多少."""
    return bool(re.fullmatch("(?:其中|其|里面|当中|这里面|它|这个|该项|总数|总额|总量)(?:的)?", label))


def is_whole(thing: Part, text: str) -> bool:
    """Whether shares may be of the thing before: it is said so (占其中…), or it is a total by its name."""
    if re.search("其中|里面|当中|里头", text):
        return True
    return bool(thing.label) and whole_meant(thing.label, Selector()) is not None


def ranks_among(reading: Reading, text: str) -> bool:
    """里面最大的一项是哪个."""
    return reading.operation is Operation.RANK and reading.rows is None and bool(_BIGGEST.match(text))


def under(part: Part, thing: Part, vocabulary: Vocabulary) -> Part:
    """A part that no row is called by: what it is short for stands under the thing before (三公经费, 其中车)."""
    if not part.label or not thing.label or part.within or part.label == thing.label or vocabulary.knows(part.label):
        return part
    return replace(part, within=thing.label, table_kind=part.table_kind or thing.table_kind)


def means_years(parts: Sequence[Part]) -> bool:
    """两年: the years that were asked, not a thing."""
    return any(part.label and _YEARS.match(part.label) for part in parts)


def sums_up(text: str) -> bool:
    """Whether words of adding up are said: 一共占多少."""
    return bool(_TOGETHER.search(text))


def summed(reading: Reading, text: str) -> bool:
    """一共多少钱, 加起来呢: nothing but their sum."""
    bare = reading.operation in (None, Operation.LOOKUP, Operation.SUM) and not any(part.label or part.code for part in reading.parts)
    return bare and bool(_TOGETHER.search(text))
