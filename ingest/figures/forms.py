"""Performance forms (项目支出绩效目标表): labels and values side by side instead of rows under a header.

项目名称     │ 2026年应急物资储备经费
项目资金(元) │ 实施期资金总额: │ 800,000 │ 年度资金总额: │ 800,000
             │ 其中:中央财政资金 │ 0     │ 其中:中央财政资金 │ 0
总体目标     │ 实施期目标 …            │ 年度目标 …
绩效指标     │ 一级指标 │ 二级指标 │ 三级指标 │ 指标值 │ 二级指标 │ 三级指标 │ 指标值

0 (中央财政资金, left)  →  row (项目资金(元), 其中:中央财政资金), column (实施期资金总额:)
    and without a right side  row (项目资金(元), 实施期资金总额:, 其中:中央财政资金), no column
200箱                   →  row (绩效指标, 产出指标, 数量指标, …), column (实施期目标, 指标值)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from disclosure.document import CellRole
from ingest.figures.indicators import PROJECT, is_indicator_header, read_bare_indicators, read_indicators
from ingest.figures.sheet import FormReading, FormValue, Placed, Sheet, label, sheet_of
from ingest.figures.tree import is_total_label
from ingest.figures.units import is_dash, is_number

LONGEST_NAME = 16  # characters: a longer text beside a row's name describes it
_MONEY = re.compile(r"资金|金额|预算|经费|拨款|投资|支出|收入|自筹|执行数|结转|总额")
_NOT_MONEY = re.compile(r"期限|日期|时间|编码|代码|电话|联系|年限|项目期|周期")


def read_form(cells: Sequence[Placed]) -> FormReading:
    """Read the cells of one form."""
    sheet = sheet_of(cells)
    reading = FormReading(project=_project(sheet))
    rows = sheet.rows
    headers = [r for r, row in enumerate(rows) if is_indicator_header(row, r)]
    for place, row in enumerate(headers):
        end = headers[place + 1] if place + 1 < len(headers) else len(sheet.rows)
        read_indicators(sheet, reading, row, end)
    first = headers[0] if headers else read_bare_indicators(sheet, reading)
    _read_money(sheet, reading, rows, first)
    _label_rest(sheet, reading, rows)
    return reading


def _project(sheet: Sheet) -> str | None:
    for cell in sheet.cells:
        rows = range(cell.row, cell.row + cell.row_span)
        if label(cell.text).rstrip(":：") in PROJECT and not any(is_indicator_header(sheet.rows[r], r) for r in rows):
            right = sheet.at.get((cell.row, cell.column + cell.column_span))
            if right and right.text.strip():
                return right.text.strip()
    return None


def _read_money(sheet: Sheet, reading: FormReading, rows: list[list[Placed]], end: int) -> None:
    """Amounts above the indicators, each beside its label, in blocks that a merged label holds together."""
    row = 0
    while row < end:
        first = rows[row][0] if rows[row] else None
        block_end = row + 1
        stub = None
        if first is not None and first.row == row and first.row_span > 1 and _MONEY.search(label(first.text)):
            stub, block_end = first, min(end, first.row + first.row_span)
        elif first is not None and first.row == row and first.row_span > 2 and first.text.strip():
            whole = range(row, min(end, first.row + first.row_span))
            if any(_MONEY.search(label(c.text)) for c in _block_header(rows, first, whole)):
                stub, block_end = first, whole.stop  # 年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元）
        elif len(rows[row]) >= 3 and first is not None and _MONEY.search(label(first.text)) and not is_number(rows[row][1].text):
            stub = first  # a block of one row
        _read_block(sheet, reading, rows, range(row, block_end), stub)
        row = block_end


def _read_block(sheet: Sheet, reading: FormReading, rows: list[list[Placed]], span: range, stub: Placed | None) -> None:
    heads: dict[int, str] = {}  # for each label column the first label of the block
    titles = _block_header(rows, stub, span)
    # a header may go on beside the rows to the end of the block: 执行率分值（10分）
    header_end = max((c.row + c.row_span for c in titles if c.row + c.row_span < span.stop), default=span[0])
    for cell in titles:
        reading.roles[cell.row, cell.column] = CellRole.HEADER
    found: list[FormValue] = []
    for r in span:
        if r < header_end:
            continue
        beside: Placed | None = None
        names: list[str] = []
        for cell in rows[r]:
            if cell is stub or cell.row != r:
                beside = None if cell is stub else cell if not is_number(cell.text) and cell.text.strip() else beside
                continue
            text = cell.text.strip()
            if is_number(text) or ((beside is not None or titles) and (not text or is_dash(text))):
                value = _money_value(cell, beside or _own_label(cell, stub, titles), stub, titles, heads, names)
                if value is not None:
                    found.append(value)
                    reading.roles[cell.row, cell.column] = CellRole.VALUE
                    if not titles:
                        beside = None
            elif text:
                beside = cell
                names.append(text)
                heads.setdefault(cell.column, text)
    reading.values += found if titles else _less_sides(found)


def _own_label(cell: Placed, stub: Placed | None, titles: list[Placed]) -> Placed | None:
    """The label of a whole block where an amount stands right beside it: 当年预算 | 90.00 | 本级 | 60.00."""
    beside = stub is not None and (stub.row, stub.column + stub.column_span) == (cell.row, cell.column)
    return stub if beside and not titles and is_number(cell.text) else None


def _block_header(rows: list[list[Placed]], stub: Placed | None, span: range) -> list[Placed]:
    """The header cells of a block that has columns: 年初预算数 | 全年预算数 | 全年执行数, on one row or several."""
    titles: list[Placed] = []
    for r in span:
        row = [c for c in rows[r] if c is not stub and c.row == r]
        printed = [c for c in row if c.text.strip()]
        if stub is None or any(is_number(c.text) for c in printed):
            return titles if titles and r > span[0] else []
        if r == span[0] and not (len(printed) >= 2 and len(printed) >= len(row) - 2):
            return []
        if titles and not any(t.column_span > 1 and t.row + t.row_span == r for t in titles):
            return titles  # no header above that this row could divide: labels
        titles += printed
    return []


def _money_value(
    cell: Placed, beside: Placed | None, stub: Placed | None, titles: list[Placed], heads: dict[int, str], names: list[str]
) -> FormValue | None:
    """A value with its labels; `names` are those left of it in its row."""
    above = tuple(dict.fromkeys(c.text.strip() for c in titles if c.column <= cell.column < c.column + c.column_span))
    if titles:
        words = "".join(map(label, (*above, *((stub.text,) if stub else ()), *names)))
        if not above or stub is None or not _MONEY.search(words):
            return None
        # the first label names the row; what else stands there describes it
        named = [name for place, name in enumerate(names) if place == 0 or len(name) <= LONGEST_NAME]
        return FormValue(cell.row, cell.column, (stub.text.strip(), *named), above, False)
    if beside is None:
        return None
    words = label(beside.text) + (label(stub.text) if stub else "")
    if not _MONEY.search(words) or _NOT_MONEY.search(label(beside.text)):
        return None
    path = (*((stub.text.strip(),) if stub and stub is not beside else ()), beside.text.strip())
    head = () if beside is stub else (heads.get(beside.column, path[-1]),)
    return FormValue(cell.row, cell.column, path, head, False)


def _less_sides(values: list[FormValue]) -> list[FormValue]:
    """The values of a block without a header: the first label of a side tells it from the other; alone it is what the rest are parts of."""
    heads = {value.column_path for value in values if value.column_path}
    if len(heads) > 1 and any(value.column_path != value.row_path[-1:] for value in values if value.column_path):
        return values
    found = []
    for value in values:
        over = value.column_path if value.column_path != value.row_path[-1:] and any(map(is_total_label, value.column_path)) else ()
        found.append(replace(value, row_path=(*value.row_path[:-1], *over, value.row_path[-1]), column_path=()))
    return found


def _label_rest(sheet: Sheet, reading: FormReading, rows: list[list[Placed]]) -> None:
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
