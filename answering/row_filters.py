"""Words that restrict rows by their names, taken out of a question before its clauses are read.

"名字里带2025年的项目加起来多少"    →  rows whose name holds 2025年, "项目加起来多少"
"2026年打头的项目合计"              →  rows whose name begins with 2026年
"除了工资，公用经费里最多的是啥"    →  工资 left out, "公用经费里最多的是啥"
"金额为0的科目有几个"               →  rows that print 0
"""

from __future__ import annotations

import re
from dataclasses import replace

from answering.marking import ANY_MARK, YEAR, Marked, Y
from answering.ranking import row_kind
from answering.parts_of_reading import Part, Reading, RowFilter
from disclosure.question import Operation, RowKind

_NAMING = "[^的,，“”\ue100-\ue6ff]"
_WORD = rf"“?(?P<x>{Y}|{_NAMING}{{1,12}}?)”?"
_HOLDS = re.compile(
    rf"(?:在)?(?:项目)?(?:的)?(?:名字|名称|标题|项目名)(?:里面?|中|当中|上)?(?:都)?(?:带有?|含有?|包含|写有?|写着|标有?|标着|有|出现|叫)了?{_WORD}(?:字样|二字|[一两三四]个字|字眼)?的"
    rf"|带有?“(?P<y>[^”]{{1,12}})”(?:字样|二字|字眼)?的"
)
_BEGINS = re.compile(rf"(?:名字|名称)?(?:是|由|以)?{_WORD}(?:打头|开头|起头|起首|字头)的?")
_EXCEPT = re.compile(
    rf"(?:^|(?<=[,，])|(?<={ANY_MARK}))(?:(?:除去|除了|除开|除掉|除)(?P<x>[^,，]{{1,20}}?)(?:以外|之外|外)?[,，]|"
    r"(?:不算|不计|不看|抛开|撇开|剔除|去掉)(?P<y>[^,，]{1,20}?)(?:的话)?[,，])|(?:除去|除了|除开|除)(?P<z>[^,，]{1,20}?)(?:以外|之外|外)的?|[(（](?P<w>[^()（）,，]{1,20}?)(?:除外|不算|不计|不含)[)）]"
)
_NOUGHT = re.compile(
    r"(?:金额|数额|预算数?|决算数?|支出|安排)?(?:为|是|等于|列)(?:0|零)(?:\.0+)?(?:元|万元)?的(?=科目|项目|明细|细项|有|项|$)"
)


def read_filter(marked: Marked) -> tuple[RowFilter, Marked]:
    """The restrictions, and the text without them."""
    found = RowFilter()
    text = marked.text
    for pattern, begins in ((_BEGINS, True), (_HOLDS, False)):
        if match := pattern.search(text):
            word = next(value for value in match.groups() if value)
            found = RowFilter(re.sub(r"[\s“”]", "", _spelt(word, marked)), begins)
            text = text[: match.start()] + text[match.end() :]
            break
    if match := _NOUGHT.search(text):
        found = RowFilter(found.holds, found.begins, True)
        text = text[: match.start()] + text[match.end() :]
    if match := _EXCEPT.search(text):
        said = next(value for value in match.groups() if value)
        names = tuple(_spelt(name, marked) for name in re.split("[、和与及]", said) if name)
        found = RowFilter(found.holds, found.begins, found.nought, names)
        text = text[: match.start()] + re.sub(f"[^{ANY_MARK[1:-1]}]", "", said) + text[match.end() :]
    return found, marked.with_text(text)


def of_rows(reading: Reading, found: RowFilter) -> Reading | None:
    """The reading with its rows restricted; None where it is about no rows, so that the words mean something else."""
    if found == RowFilter():
        return reading
    rows, parts = reading.rows, reading.parts
    operation = reading.operation
    if rows is None and found.holds and operation in (None, Operation.LOOKUP, Operation.SUM, Operation.AVERAGE):
        operation = operation if operation is Operation.AVERAGE else Operation.SUM
        rows = next((kind for part in parts if (kind := row_kind(part.label or "", alone=True)[0])), None) or RowKind.PROJECT
    if rows is None or operation not in _OF_ROWS:
        return None
    named = tuple(part for part in parts if part.label and not _NAMES_NO_ROW.fullmatch(part.label))
    bare = tuple(replace(part, label=None, variants=(), dimension=None, within=None) for part in parts if part not in named)
    return replace(reading, operation=operation, rows=rows, parts=named or bare[:1] or (Part(),), filter=found)


_OF_ROWS = (Operation.RANK, Operation.COUNT, Operation.LIST, Operation.SUM, Operation.AVERAGE)
_NAMES_NO_ROW = re.compile(
    "(?:把|全|都|所有|全部|的|那些|这些|些|项目|科目|加起来|加总|合计|合起来|一共|总共|总和|钱|金额|经费|预算|支出|资金|费用|有|是|共|总|额|数)*"
)


def _spelt(word: str, marked: Marked) -> str:
    """A word with years as they were typed and names as they are."""
    return marked.original(word) if marked.marks(YEAR, word) else re.sub(ANY_MARK, "", marked.expand(word))


_LISTED = re.compile(
    "(?:都|给我|一下|全部|统统)*(?:列|报|说|数|找|挑|查|拿|写)(?:一列|列|出来|出|一下|下|上来|给我)*$|(?:都)?(?:有)?(?:哪些|什么|啥)$"
)


def rows_within(reading: Reading, text: str) -> Reading:
    """60万到100万之间的项目: rows within bounds, which are listed; 公用经费里超过5万元的: those that stand under it."""
    if len(reading.parts) != 1 or not (part := reading.parts[0]).label:
        return reading
    label = _LISTED.sub("", part.label or "") or part.label or ""
    rows, before = row_kind(label, alone=True)
    if rows is None:
        rows, before = row_kind(label)
    if rows is not None:
        part = replace(part, label=re.sub("(?:里面?|中|下面?|当中)?的?$", "", before) or None, variants=(), column=None, dimension=None)
    elif re.search("(?:超过|超出|大于|高于|多于|低于|少于|小于|不到|不足|以上|以下|以内|之间)[^,，]{0,12}的$", text):
        rows, part = RowKind.PART, replace(part, variants=(), column=None, dimension=None)
    else:
        return reading
    return replace(reading, operation=Operation.LIST, rows=rows, parts=(part,))
