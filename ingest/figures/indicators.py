"""The block of indicators in a performance form: levels of labels, values for the period and for the year.

绩效指标 │ 一级指标 │ 二级指标 │ 三级指标 │ 指标值 │ 二级指标 │ 三级指标 │ 指标值
         │ 产出指标 │ 数量指标 │ 灭火弹    │ 200箱  │ 数量指标 │ 灭火弹   │ 200箱
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.document import CellRole
from ingest.figures.sheet import FormReading, FormValue, Placed, Sheet, label, path_of
from ingest.figures.tree import is_total_label
from ingest.figures.units import bracketed_unit, column_unit, is_dash, is_nothing, is_number

PROJECT = ("项目名称", "专项名称", "政策名称", "项目（政策）名称", "项目(政策)名称", "单位（项目）名称", "单位(项目)名称")
_NAMED = (*PROJECT, "单位名称", "部门名称")  # what names the rows where a table lists several, each with its amounts
_LEVEL = re.compile(r"^[一二三四]级指标(?:名称)?$|^指标(?:名称|内容|类型|类别)$|^绩效指标名称$")
_VALUE = re.compile(r"指标值(?!内容|类型|说明)|目标值|完成值|实际值|标准值|年度值|完成情况|^分值$|^得分$|权重|^值$")
_SCORE = re.compile(r"分值|得分|权重")  # of an indicator, whatever the indicator is counted in
_FIRST_LEVEL = re.compile(r"^(?:产出|效益|满意度|成本)指标$")
_SECOND_LEVEL = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|满意度)(?:指标)?$"
)
_MONEY = re.compile(r"资金|金额|预算|经费|拨款|总额")
_SEQUENCE = re.compile(r"^(?:序号|编号|行次)$")
_TELLS_NO_ROW = re.compile(rf"{_SEQUENCE.pattern}|(?:编码|代码)$|目标$|简介|备注|说明|依据")  # beside the project: numbers and running text
_BLOCK = "绩效指标"  # what the standard form calls the block; put in where a form leaves its label blank
_UNIT_COLUMN = re.compile(r"^(?:绩效)?(?:计量|度量|指标值?)?单位$")
_NATURE = re.compile(r"指标性质$|^(?:指标)?(?:方向|符号)$")
_GOAL = re.compile(r"目标$|目标[（(].*[)）]$|^实施期|^中期|^长期|^当年|^年度")
_GOAL_REACH = 6  # rows above the indicator header within which the goals' headers stand


def is_indicator_header(row: list[Placed], number: int) -> bool:
    """Whether the cells that start in this row head a block of indicators."""
    words = [label(c.text) for c in row if c.row == number]
    levels = sum(_is_level(w, words) for w in words)
    if levels == 1:  # 指标名称 | 指标性质 | 指标值 | 计量单位: one level alone
        levels += any(_NATURE.search(w) for w in words) or any(_UNIT_COLUMN.match(w) for w in words)
    return levels >= 2 and any(_VALUE.search(w) for w in words)


def _is_level(word: str, beside: Sequence[str]) -> bool:
    """Whether a header word stands over a level of indicators: 三级指标, or 绩效指标 where no row beside it is divided into levels."""
    return bool(_LEVEL.match(word)) or (word == _BLOCK and not any("级指标" in other for other in beside))


@dataclass(frozen=True, slots=True)
class _Value:
    """A column of values in the block of indicators."""

    column: int
    span: int
    header: str


@dataclass(slots=True)
class _Half:
    """One side of the block of indicators: 实施期 left, 年度 right, or the only one."""

    labels: list[int] = field(default_factory=list)  # columns, outer to inner
    words: list[str] = field(default_factory=list)  # their headers
    values: list[_Value] = field(default_factory=list)
    unit_column: int | None = None
    header_row: int | None = None  # None: the block has no header


def _halves(sheet: Sheet, header: list[Placed]) -> list[_Half]:
    """The header row cut where labels follow values again; labels that only the first half prints are shared."""
    halves = [_Half(header_row=header[0].row)]
    words = _header_words(sheet, header)
    for cell, word in zip(header, words, strict=True):
        if _VALUE.search(word):
            halves[-1].values.append(_Value(cell.column, cell.column_span, word))
        elif _is_level(word, words):
            if halves[-1].values:
                halves.append(_Half(header_row=header[0].row))
            halves[-1].labels.append(cell.column)
            halves[-1].words.append(word)
        elif _UNIT_COLUMN.match(word):
            halves[-1].unit_column = cell.column
    return _with_shared(halves)


def _with_shared(halves: list[_Half]) -> list[_Half]:
    first = halves[0]
    for half in halves[1:]:
        count = len(half.words)
        if count < len(first.words) and first.words[-count:] == half.words:
            half.labels = first.labels[:-count] + half.labels
    return halves


def _header_words(sheet: Sheet, header: list[Placed]) -> list[str]:
    """The words of a header row; a right half left blank is read as the left one where the rows below repeat it."""
    words = [label(c.text) for c in header]
    printed = [w for w in words if w]
    blank = len(words) - len(printed)
    if not 2 <= blank <= len(printed) or any(words[-blank:]) or not _VALUE.search(printed[-1]):
        return words
    below = header[0].row + 1
    left = [sheet.at.get((below, c.column)) for c in header[len(printed) - blank : len(printed)]]
    right = [sheet.at.get((below, c.column)) for c in header[len(printed) :]]
    same = sum(a is not None and b is not None and label(a.text) == label(b.text) != "" for a, b in zip(left, right, strict=True))
    return printed + printed[-blank:] if same >= 1 else words


def read_indicators(sheet: Sheet, reading: FormReading, row: int, end: int) -> None:
    """The block under a header row 一级指标 | 二级指标 | 三级指标 | 指标值."""
    starting = [c for c in sheet.rows[row] if c.row == row]
    words = [label(c.text) for c in starting]
    header = [c for c in starting if _is_indicator_word(label(c.text)) or c.row_span == 1]
    levels = [c for c in header if _is_level(label(c.text), words)]
    named = min(c.column for c in levels)
    header = [c for c in header if c.column >= named]
    body = max(c.row + c.row_span for c in levels)
    before = [c for c in sheet.rows[row] if c.column < named]  # also headers that began in a row above
    for cell in header:
        reading.roles[cell.row, cell.column] = CellRole.HEADER
    outer = [*range(named)]
    if any(label(c.text) in _NAMED for c in before):
        outer = _read_project_columns(sheet, reading, range(min(c.row for c in before), body), end, named)
    _read_halves(sheet, reading, _halves(sheet, header), range(body, end), outer)


def _is_indicator_word(word: str) -> bool:
    return bool(_LEVEL.match(word) or _VALUE.search(word) or _UNIT_COLUMN.match(word))


def _read_project_columns(sheet: Sheet, reading: FormReading, header: range, end: int, named: int) -> list[int]:
    """The columns of amounts before the indicators of several projects; returns the columns that hold labels.

    Each column is headed by one cell or, where a cell over several is divided, by two: 其中 over 财政资金 | 其他资金.
    """
    labels = []
    for column in range(named):
        over: list[Placed] = []
        for r in header:
            cell = sheet.at.get((r, column))
            if cell is not None and cell.text.strip() and not any(cell is known for known in over):
                over.append(cell)
        words = [label(c.text) for c in over]
        if any(_SEQUENCE.match(w) for w in words):
            for cell in (sheet.at.get((r, column)) for r in range(header.stop, end)):
                if cell is not None and cell.column == column:
                    reading.roles[cell.row, cell.column] = CellRole.NUMBERING
        if any(w in _NAMED for w in words) or not any(_MONEY.search(w) or _TELLS_NO_ROW.search(w) for w in words):
            labels.append(column)
        elif not any(_TELLS_NO_ROW.search(w) for w in words):
            for cell in over:
                reading.roles[cell.row, cell.column] = CellRole.HEADER
            if over[-1].column == column:
                _read_amounts(sheet, reading, range(named), over, range(header.stop, end))
    return labels


def _read_amounts(sheet: Sheet, reading: FormReading, before: range, heads: Sequence[Placed], span: range) -> None:
    """A column of amounts in a table that lists several projects, each with its indicators; all stand in the columns `before`."""
    names = {n: label(sheet.at[span.start - 1, n].text) for n in before}
    columns = [n for n in before if names[n] in _NAMED]
    column, width = heads[-1].column, heads[-1].column_span
    for r in span:
        cell = sheet.at.get((r, column))
        if cell is not None and (cell.row, cell.column, cell.column_span) == (r, column, width):
            reading.roles[cell.row, cell.column] = _value_role(cell.text)
            path = path_of(sheet, r, columns)
            total = next((t for n in before if is_total_label(t := sheet.at[r, n].text.strip()) and len(t) <= 4), None)
            if path or total:
                heading = tuple(c.text.strip() for c in heads)
                project = path[-1] if path and any(names[n] in PROJECT for n in columns) else None
                reading.values.append(FormValue(r, cell.column, path or (str(total),), heading, False, None, project))


def read_bare_indicators(sheet: Sheet, reading: FormReading) -> int:
    """The block of indicators where its header is left out, told by the standard names of the levels; its first row."""
    first = next((c for c in sheet.cells if _FIRST_LEVEL.match(label(c.text))), None)
    if first is None:
        return len(sheet.rows)
    row = [c for c in sheet.rows[first.row] if c.column >= first.column + first.column_span]
    halves = []
    for place, cell in enumerate(row[:-2]):
        if _SECOND_LEVEL.match(label(cell.text)):
            name, value = row[place + 1], row[place + 2]
            columns = [first.column, cell.column, name.column]
            halves.append(_Half(columns, [], [_Value(value.column, value.column_span, "指标值")]))
    _read_halves(sheet, reading, halves, range(first.row, len(sheet.rows)), [*range(first.column)])
    return first.row


def _read_halves(sheet: Sheet, reading: FormReading, halves: list[_Half], span: range, outer: list[int]) -> None:
    """Values of the halves in the rows of `span`; the label columns `outer` belong to all of them."""
    for half in halves:
        columns = [*outer, *half.labels]
        for value in half.values:
            goals = _goals(sheet, reading, value, span.start) if len(halves) > 1 else ()
            for r in span:
                cell = sheet.at.get((r, value.column))
                if cell is not None and cell.row == r and (cell.column, cell.column_span) == (value.column, value.span):
                    _read_indicator(sheet, reading, half, cell, columns, (*goals, value.header))
        for column in columns:
            for r in span:
                labelling = sheet.at.get((r, column))
                if labelling is not None:
                    reading.roles.setdefault((labelling.row, labelling.column), CellRole.STUB)


def _read_indicator(
    sheet: Sheet, reading: FormReading, half: _Half, cell: Placed, columns: Sequence[int], headers: tuple[str, ...]
) -> None:
    reading.roles[cell.row, cell.column] = _value_role(cell.text)
    own = sheet.at.get((cell.row, half.labels[-1])) if half.labels else None
    if own is None or not own.text.strip():
        return
    path = path_of(sheet, cell.row, columns)
    outer = sheet.at.get((cell.row, 0))
    if columns[0] == 0 and outer is not None and not outer.text.strip() and len(columns) > len(half.labels):
        path = (_BLOCK, *path)
    unit_cell = sheet.at.get((cell.row, half.unit_column)) if half.unit_column is not None else None
    # 考试机位单价(元/小时): where no column states the unit, the indicator's own label may
    unit = column_unit(unit_cell.text) if unit_cell else bracketed_unit(own.text)
    if _SCORE.search(headers[-1]):
        unit = bracketed_unit(headers[-1])
    reading.values.append(FormValue(cell.row, cell.column, path, headers, True, unit, _row_project(sheet, cell, columns, half.header_row)))


def _row_project(sheet: Sheet, cell: Placed, columns: Sequence[int], header_row: int | None) -> str | None:
    """The project of a row in a table that lists several, each with its indicators."""
    for column in columns:
        head = sheet.at.get((header_row, column)) if header_row is not None else None
        named = sheet.at.get((cell.row, column))
        if head is not None and label(head.text) in PROJECT and named is not None and named is not head and named.text.strip():
            return named.text.strip()
    return None


def _value_role(text: str) -> CellRole:
    return CellRole.VALUE if not text.strip() or is_number(text) or is_dash(text) or is_nothing(text) else CellRole.TEXT


def _goals(sheet: Sheet, reading: FormReading, value: _Value, row: int) -> tuple[str, ...]:
    """实施期目标 or 年度目标: the headers of the goals above a half."""
    found = []
    for r in range(max(0, row - _GOAL_REACH), row):
        cell = sheet.at.get((r, value.column))
        wide = cell is not None and cell.row == r and cell.column_span > value.span
        if cell is not None and wide and _GOAL.search(label(cell.text)) and len(label(cell.text)) <= 16:
            reading.roles[cell.row, cell.column] = CellRole.HEADER
            found.append(cell.text.strip())
    return tuple(found)
