"""Performance forms (项目支出绩效目标表): labels and values side by side instead of rows under a header.

项目名称     │ 2026年应急物资储备经费
项目资金(元) │ 实施期资金总额: │ 800,000 │ 年度资金总额: │ 800,000
             │ 其中:中央财政资金 │ 0     │ 其中:中央财政资金 │ 0
总体目标     │ 实施期目标 …            │ 年度目标 …
绩效指标     │ 一级指标 │ 二级指标 │ 三级指标 │ 指标值 │ 二级指标 │ 三级指标 │ 指标值

0 (中央财政资金, left)  →  row (项目资金(元), 其中:中央财政资金), column (实施期资金总额:)
200箱                   →  row (绩效指标, 产出指标, 数量指标, …), column (实施期目标, 指标值)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from disclosure.amount import Unit
from disclosure.document import CellRole
from ingest.units import is_dash, is_nothing, is_number

_PROJECT = ("项目名称", "专项名称", "政策名称", "项目（政策）名称", "项目(政策)名称")
_LEVEL = re.compile(r"^[一二三四]级指标(?:名称)?$|^指标(?:名称|内容|类型|类别)$|^绩效指标名称$")
_VALUE = re.compile(r"指标值|目标值|完成值|实际值|标准值|年度值|完成情况|^分值$|^得分$|权重|^值$")
_FIRST_LEVEL = re.compile(r"^(?:产出|效益|满意度|成本)指标$")
_SECOND_LEVEL = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|满意度)(?:指标)?$"
)
_BLOCK = "绩效指标"  # what the standard form calls the block; put in where a form leaves its label blank
_UNIT_COLUMN = re.compile(r"^(?:计量|度量|指标值?)?单位$")
_GOAL = re.compile(r"目标$|目标[（(].*[)）]$|^实施期|^中期|^长期|^当年|^年度")
_MONEY = re.compile(r"资金|金额|预算|经费|拨款|投资|支出|收入|自筹|执行数|结转|总额")
_NOT_MONEY = re.compile(r"期限|日期|时间|编码|代码|电话|联系|年限|项目期|周期")
LONGEST_LABEL = 60  # characters: a longer text in a label column is a description
_GOAL_REACH = 6  # rows above the indicator header within which the goals' headers stand


class Placed(Protocol):
    """A cell, finished or not."""

    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def row_span(self) -> int: ...  # noqa: D102
    @property
    def column_span(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class FormValue:
    """One value of a form with the labels that it stands under."""

    row: int
    column: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    indicator: bool  # a value of 绩效指标, which has no unit but its own
    unit: Unit | None = None  # from a column of units; None: none
    project: str | None = None  # of its row, where one table lists several; None: the form's own


@dataclass(slots=True)
class FormReading:
    """What a form says: its project, its values, the role of each cell."""

    project: str | None = None
    values: list[FormValue] = field(default_factory=list)
    roles: dict[tuple[int, int], CellRole] = field(default_factory=dict)  # by first row and column


@dataclass(slots=True)
class _Sheet:
    cells: Sequence[Placed]
    at: dict[tuple[int, int], Placed]
    row_count: int

    def row(self, row: int) -> list[Placed]:
        """The distinct cells that stand in a row, left to right."""
        found: dict[int, Placed] = {}
        for (r, _), cell in self.at.items():
            if r == row:
                found[id(cell)] = cell
        return sorted(found.values(), key=lambda c: c.column)


def read_form(cells: Sequence[Placed]) -> FormReading:
    """Read the cells of one form."""
    at = {
        (r, c): cell
        for cell in cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    sheet = _Sheet(cells, at, max((c.row + c.row_span for c in cells), default=0))
    reading = FormReading(project=_project(sheet))
    rows = [sheet.row(r) for r in range(sheet.row_count)]
    headers = [r for r in range(sheet.row_count) if _is_indicator_header(rows[r], r)]
    for place, row in enumerate(headers):
        end = headers[place + 1] if place + 1 < len(headers) else sheet.row_count
        _read_indicators(sheet, reading, row, end)
    first = headers[0] if headers else _read_bare_indicators(sheet, reading)
    _read_money(sheet, reading, rows, first)
    _label_rest(sheet, reading, rows)
    return reading


def label(text: str) -> str:
    """A label without white space."""
    return "".join(text.split())


def _project(sheet: _Sheet) -> str | None:
    for cell in sheet.cells:
        if label(cell.text).rstrip(":：") in _PROJECT and not _is_indicator_header(sheet.row(cell.row), cell.row):
            right = sheet.at.get((cell.row, cell.column + cell.column_span))
            if right and right.text.strip():
                return right.text.strip()
    return None


def _is_indicator_header(row: list[Placed], number: int) -> bool:
    words = [label(c.text) for c in row if c.row == number]
    return sum(bool(_LEVEL.match(w)) for w in words) >= 2 and any(_VALUE.search(w) for w in words)


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


def _halves(sheet: _Sheet, header: list[Placed]) -> list[_Half]:
    """The header row cut where labels follow values again; labels that only the first half prints are shared."""
    halves = [_Half(header_row=header[0].row)]
    for cell, word in zip(header, _header_words(sheet, header), strict=True):
        if _VALUE.search(word):
            halves[-1].values.append(_Value(cell.column, cell.column_span, word))
        elif _LEVEL.match(word):
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


def _header_words(sheet: _Sheet, header: list[Placed]) -> list[str]:
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


def _read_indicators(sheet: _Sheet, reading: FormReading, row: int, end: int) -> None:
    """The block under a header row 一级指标 | 二级指标 | 三级指标 | 指标值."""
    starting = [c for c in sheet.row(row) if c.row == row]
    header = [c for c in starting if _LEVEL.match(label(c.text)) or c.row_span == 1]
    named = min(c.column for c in header if _LEVEL.match(label(c.text)))
    header = [c for c in header if c.column >= named]
    for cell in header:
        reading.roles[cell.row, cell.column] = CellRole.HEADER
    _read_halves(sheet, reading, _halves(sheet, header), range(row + 1, end), named)


def _read_bare_indicators(sheet: _Sheet, reading: FormReading) -> int:
    """The block of indicators where its header is left out, told by the standard names of the levels; its first row."""
    first = next((c for c in sheet.cells if _FIRST_LEVEL.match(label(c.text))), None)
    if first is None:
        return sheet.row_count
    row = [c for c in sheet.row(first.row) if c.column >= first.column + first.column_span]
    halves = []
    for place, cell in enumerate(row[:-2]):
        if _SECOND_LEVEL.match(label(cell.text)):
            name, value = row[place + 1], row[place + 2]
            columns = [first.column, cell.column, name.column]
            halves.append(_Half(columns, [], [_Value(value.column, value.column_span, "指标值")]))
    _read_halves(sheet, reading, halves, range(first.row, sheet.row_count), first.column)
    return first.row


def _read_halves(sheet: _Sheet, reading: FormReading, halves: list[_Half], span: range, left: int) -> None:
    """Values of the halves in the rows of `span`; label columns left of `left` belong to all of them."""
    outer = [*range(left)]
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
    sheet: _Sheet, reading: FormReading, half: _Half, cell: Placed, columns: Sequence[int], headers: tuple[str, ...]
) -> None:
    reading.roles[cell.row, cell.column] = _value_role(cell.text)
    own = sheet.at.get((cell.row, half.labels[-1])) if half.labels else None
    if own is None or not own.text.strip():
        return
    path = _path(sheet, cell.row, columns)
    outer = sheet.at.get((cell.row, 0))
    if columns[0] == 0 and outer is not None and not outer.text.strip() and len(columns) > len(half.labels):
        path = (_BLOCK, *path)
    unit_cell = sheet.at.get((cell.row, half.unit_column)) if half.unit_column is not None else None
    unit = Unit.find(unit_cell.text) if unit_cell else None
    reading.values.append(FormValue(cell.row, cell.column, path, headers, True, unit, _row_project(sheet, cell, columns, half.header_row)))


def _row_project(sheet: _Sheet, cell: Placed, columns: Sequence[int], header_row: int | None) -> str | None:
    """The project of a row in a table that lists several, each with its indicators."""
    for column in columns:
        head = sheet.at.get((header_row, column)) if header_row is not None else None
        named = sheet.at.get((cell.row, column))
        if head is not None and label(head.text) in _PROJECT and named is not None and named is not head and named.text.strip():
            return named.text.strip()
    return None


def _value_role(text: str) -> CellRole:
    return CellRole.VALUE if not text.strip() or is_number(text) or is_dash(text) or is_nothing(text) else CellRole.TEXT


def _goals(sheet: _Sheet, reading: FormReading, value: _Value, row: int) -> tuple[str, ...]:
    """实施期目标 or 年度目标: the headers of the goals above a half."""
    found = []
    for r in range(max(0, row - _GOAL_REACH), row):
        cell = sheet.at.get((r, value.column))
        wide = cell is not None and cell.row == r and cell.column_span > value.span
        if cell is not None and wide and _GOAL.search(label(cell.text)) and len(label(cell.text)) <= 16:
            reading.roles[cell.row, cell.column] = CellRole.HEADER
            found.append(cell.text.strip())
    return tuple(found)


def _path(sheet: _Sheet, row: int, columns: Sequence[int]) -> tuple[str, ...]:
    """The labels of a row, outer to inner; a merged cell once."""
    cells: list[Placed] = []
    for column in columns:
        cell = sheet.at.get((row, column))
        if cell is not None and 0 < len(cell.text.strip()) <= LONGEST_LABEL and not any(cell is known for known in cells):
            cells.append(cell)
    return tuple(c.text.strip() for c in cells)


def _read_money(sheet: _Sheet, reading: FormReading, rows: list[list[Placed]], end: int) -> None:
    """Amounts above the indicators, each beside its label, in blocks that a merged label holds together."""
    row = 0
    while row < end:
        first = rows[row][0] if rows[row] else None
        block_end = row + 1
        stub = None
        if first is not None and first.row == row and first.row_span > 1 and _MONEY.search(label(first.text)):
            stub, block_end = first, min(end, first.row + first.row_span)
        elif len(rows[row]) >= 3 and first is not None and _MONEY.search(label(first.text)) and not is_number(rows[row][1].text):
            stub = first  # a block of one row
        _read_block(sheet, reading, rows, range(row, block_end), stub)
        row = block_end


def _read_block(sheet: _Sheet, reading: FormReading, rows: list[list[Placed]], span: range, stub: Placed | None) -> None:
    heads: dict[int, str] = {}  # for each label column the first label of the block
    titles = _block_header(rows[span[0]], stub, span)
    for r in span:
        if titles and r == span[0]:
            for cell in titles:
                reading.roles[cell.row, cell.column] = CellRole.HEADER
            continue
        beside: Placed | None = None
        for cell in rows[r]:
            if cell is stub or cell.row != r:
                beside = None if cell is stub else cell if not is_number(cell.text) and cell.text.strip() else beside
                continue
            text = cell.text.strip()
            if is_number(text) or (beside is not None and (not text or is_dash(text))):
                value = _money_value(cell, beside, stub, titles, heads)
                if value is not None:
                    reading.values.append(value)
                    reading.roles[cell.row, cell.column] = CellRole.VALUE
                    if not titles:
                        beside = None
            elif text:
                beside = cell
                heads.setdefault(cell.column, text)


def _block_header(row: list[Placed], stub: Placed | None, span: range) -> list[Placed]:
    """The header cells of a block that has columns: 年初预算数 | 全年预算数 | 全年执行数."""
    if stub is None or len(span) < 2:
        return []
    printed = [c for c in row if c is not stub and c.text.strip()]
    named = [c for c in printed if not is_number(c.text)]
    return named if len(named) == len(printed) >= 2 and len(printed) >= len(row) - 2 else []


def _money_value(cell: Placed, beside: Placed | None, stub: Placed | None, titles: list[Placed], heads: dict[int, str]) -> FormValue | None:
    if beside is None:
        return None
    words = label(beside.text) + (label(stub.text) if stub else "")
    if not _MONEY.search(words) or _NOT_MONEY.search(label(beside.text)):
        return None
    path = (*((stub.text.strip(),) if stub else ()), beside.text.strip())
    above = next((c.text.strip() for c in titles if c.column <= cell.column < c.column + c.column_span), None)
    if titles and above is None:
        return None
    column = above if above is not None else heads.get(beside.column, beside.text.strip())
    return FormValue(cell.row, cell.column, path, (column,), False)


def _label_rest(sheet: _Sheet, reading: FormReading, rows: list[list[Placed]]) -> None:
    """Roles for the cells that hold no figures: labels and running text."""
    width = max((c.column + c.column_span for c in sheet.cells), default=0)
    for r, row in enumerate(rows):
        for place, cell in enumerate(row):
            key = (cell.row, cell.column)
            if key in reading.roles or cell.row != r:
                continue
            words = label(cell.text)
            if cell.column_span == width:
                reading.roles[key] = CellRole.TITLE if r < 3 else CellRole.NOTE
            elif words and len(words) <= 16 and place + 1 < len(row) and (place % 2 == 0 or words.endswith((":", "："))):
                reading.roles[key] = CellRole.STUB
            else:
                reading.roles[key] = CellRole.TEXT
