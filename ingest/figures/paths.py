"""Where each value of a table stands: the labels of its row and the headers of its column.

A table may hold two halves side by side, each with labels of its own (收入 | … | 支出 | …): a value's labels are the
nearest block of label columns to its left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from disclosure.amount import Unit
from disclosure.document import Cell, CellRole, Table, TableKind
from ingest.figures.forms import read_form
from ingest.figures.tree import is_total_label
from ingest.figures.units import bare_unit, is_nothing, label_unit

_LABELS = (CellRole.STUB, CellRole.CODE)


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """A value cell with its labels."""

    cell: Cell
    row_path: tuple[str, ...]  # outer to inner; first the joined subject code where one is printed
    column_path: tuple[str, ...]  # top to leaf
    name: str | None  # the label among row_path that names the row; None: the row has no label
    subject_code: str | None = None
    half: int = 0  # 1 for the right one of two halves
    code_depth: int | None = None  # 类 0, 款 1, 项 2; None: no code
    takes_unit: bool = True  # False: has no unit but its own (a value of 绩效指标)
    unit: Unit | None = None  # from a column of units; None: none
    project: str | None = None  # of its row, where a form lists several; None: the table's
    indent: float | None = None  # of the label that names its row, in points; None: not told
    hang: float = 0.0  # how much further in the first line of that label begins than the others
    reach: tuple[int, int] = (0, 0)  # the first and the last column of its labels


def value_places(table: Table) -> list[ValuePlace]:
    """Every value cell of a table, row by row, blank ones of labelled rows included."""
    return list(_form_places(table) if table.kind is TableKind.PERFORMANCE_FORM else _row_places(table))


def _form_places(table: Table) -> Iterator[ValuePlace]:
    at = {(c.row, c.column): c for c in table.cells}
    for value in sorted(read_form(table.cells).values, key=lambda v: (v.row, v.column)):
        cell = at[value.row, value.column]
        if cell.role is CellRole.VALUE:
            path = value.row_path
            yield ValuePlace(
                cell, path, value.column_path, path[-1], takes_unit=not value.indicator, unit=value.unit, project=value.project
            )


def _row_places(table: Table) -> Iterator[ValuePlace]:
    headers = _header_groups(table)
    blocks = _label_blocks(table)
    keys = [_key_column(table, *block) for block in blocks]
    values = [c for c in table.cells if c.role is CellRole.VALUE]
    labels: dict[int, list[Cell]] = {row: [] for c in values for row in range(c.row, c.row + c.row_span)}
    for cell in table.cells:
        if cell.role in _LABELS and cell.text.strip():
            for row in range(cell.row, cell.row + cell.row_span):
                if row in labels:
                    labels[row].append(cell)
    counted, everywhere = _counted_in(table)
    codes = _unit_codes(table)
    unit_codes = _telling_codes(table, blocks, codes)
    unit_depths = _unit_depths(table, codes)
    split = _split_codes(table)
    lists = _lists(headers, values, blocks, keys)
    for cell in values:
        half, start, end = _block_of(blocks, cell.column)
        own = sorted((c for c in labels[cell.row] if c.column < end and c.column + c.column_span > start), key=lambda c: c.column)
        several = [c for row in range(cell.row + 1, cell.row + cell.row_span) for c in labels[row] if start <= c.column < end]
        if cell.text.strip() and any(c not in own for c in several):
            yield _shared_place(cell, _column_path(headers, cell), [*own, *(c for c in several if c not in own)], half)
            continue
        parts = _first_code(own)
        upper = split.get((cell.row, parts[0].column), ()) if parts else ()
        code = join_code([*upper, *(c.text for c in parts)])
        names = [c for c in own if c.role is CellRole.STUB and not is_nothing(c.text)]
        telling = [c for c in own if c not in parts and (c in names or c.role is CellRole.CODE)]
        path = ((code,) if code else unit_codes.get((cell.row, half), ())) + tuple(c.text.strip() for c in telling)
        if path or not blocks or cell.text.strip():
            key = next((c for c in names if blocks and c.column == keys[half]), names[-1] if names else None)
            if code is None and key:
                code = _leading_code(key.text.strip())
            name = key.text.strip() if key else None
            columns, unit = _without_unit(_column_path(headers, cell))
            if listed := lists.get((half, columns)):
                columns = (*columns[:-1], listed, *columns[-1:])
            counts = bool(columns) and (
                _QUANTITY.search("".join(columns[-1].split())) or (everywhere and label_unit(columns[-1]) == (False, None))
            )
            unit = unit or (counted.get(cell.row) if counts else None)
            depth = _code_depth(code, len(upper) + len(parts)) if code else unit_depths.get(cell.row)
            indent, hang = (key.indent, key.hang) if key else (None, 0.0)
            reach = (own[0].column, own[-1].column) if own else (0, 0)
            yield ValuePlace(cell, path, columns, name, code, half, depth, unit=unit, indent=indent, hang=hang, reach=reach)


def _shared_place(cell: Cell, columns: tuple[str, ...], labels: list[Cell], half: int) -> ValuePlace:
    """A value whose cell stands beside several rows: it belongs to all of them together, never to the first alone.

    展览 over 春季展 | 夏季展 | 秋季展, one cell 36.00  →  展览 / 春季展、夏季展、秋季展
    """
    by_column: dict[int, list[Cell]] = {}
    for label in labels:
        if label.role is CellRole.STUB and not is_nothing(label.text):
            by_column.setdefault(label.column, []).append(label)
    path = tuple("、".join(dict.fromkeys(c.text.strip() for c in by_column[column])) for column in sorted(by_column))
    rows = range(cell.row, cell.row + cell.row_span)
    over_all = [c for c in labels if c.role is CellRole.STUB and c.row <= rows[0] and c.row + c.row_span >= rows[-1] + 1]
    name = over_all[-1].text.strip() if over_all else path[-1] if path else None
    return ValuePlace(cell, path, columns, name, half=half)


_UNIT_CODE = re.compile(r"(?:单位|部门|机构)(?:编码|代码|编号)$")


def _unit_codes(table: Table) -> dict[int, str]:
    """Each row's code of a unit, where a column holds such codes."""
    columns = {c.column for c in table.cells if c.role is CellRole.HEADER and _UNIT_CODE.search("".join(c.text.split()))}
    cells = (c for c in table.cells if c.role is CellRole.NUMBERING and c.column in columns and c.text.strip().isdecimal())
    return {c.row: c.text.strip() for c in cells}


def _unit_depths(table: Table, codes: dict[int, str]) -> dict[int, int]:
    """How deep each unit stands below others, where every row but the total is one: 121 over 121001."""
    named = {c.row for c in table.cells if c.role is CellRole.STUB and c.text.strip() and not is_total_label(c.text)}
    if not codes or named - set(codes):
        return {}
    every = set(codes.values())
    return {row: sum(code != other and code.startswith(other) for other in every) for row, code in codes.items()}


def _telling_codes(table: Table, blocks: list[tuple[int, int]], codes: dict[int, str]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The units' codes, by row and half, of rows of one name and of rows without one: 121 | 某局, 121001 | 某局 (its office)."""
    rows: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for half, (start, end) in enumerate(blocks):
        names: dict[int, list[str]] = {}
        for cell in table.cells:
            if cell.role is CellRole.STUB and start <= cell.column < end and cell.text.strip():
                names.setdefault(cell.row, []).append(cell.text.strip())
        for row, words in names.items():
            rows.setdefault((half, tuple(words)), []).append(row)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for (half, _), same in rows.items():
        coded = [row for row in same if row in codes]
        if len({codes[row] for row in coded}) > 1:
            found |= {(row, half): (codes[row],) for row in coded}
    named = {row for same in rows.values() for row in same}
    return found | {(row, half): (code,) for row, code in codes.items() if row not in named for half in range(len(blocks) or 1)}


_QUANTITY = re.compile("数量$")
_COUNTERS = re.compile("(?:计量|数量|计价)?单位")
_ONE_OF_SEVERAL = re.compile("数量|单价")


def _counted_in(table: Table) -> tuple[dict[int, Unit], bool]:
    """What a row is counted in, where a column says so, and whether all of its values are: 计量单位 万元 | 2024年 | 2025年.

    Beside a 数量 it is the quantity alone: 数量 60 | 计量单位 台 | 单价.
    """
    words = {c.column: "".join(c.text.split()) for c in table.cells if c.role is CellRole.HEADER and c.text.strip()}
    heads = {column for column, text in words.items() if _COUNTERS.fullmatch(text)}
    everywhere = any(words[column] == "计量单位" for column in heads) and not any(map(_ONE_OF_SEVERAL.search, words.values()))
    beside = ((c, Unit.find(c.text.strip())) for c in table.cells if c.column in heads and c.role in (CellRole.TEXT, CellRole.STUB))
    return {row: unit for cell, unit in beside if unit is not None for row in range(cell.row, cell.row + cell.row_span)}, everywhere


def _lists(
    groups: list[list[Cell]], values: list[Cell], blocks: list[tuple[int, int]], keys: list[int | None]
) -> dict[tuple[int, tuple[str, ...]], str]:
    """What heads the labels of each half, by half and column, where columns of several halves are headed alike.

    功能科目 | 预算数 | 经济科目 | 预算数: the first 预算数 is that of the 功能科目
    """
    heads: dict[tuple[str, ...], dict[int, str]] = {}
    for cell in values:
        half, _, _ = _block_of(blocks, cell.column)
        columns, key = _without_unit(_column_path(groups, cell))[0], keys[half] if blocks else None
        over = _column_path(groups, replace(cell, column=key, column_span=1)) if key is not None else ()
        heads.setdefault(columns, {}).setdefault(half, over[-1] if over else "")
    return {
        (half, columns): head
        for columns, by_half in heads.items()
        if columns and len(by_half) > 1 and len(set(by_half.values())) == len(by_half)
        for half, head in by_half.items()
        if head and head not in columns
    }


def _header_groups(table: Table) -> list[list[Cell]]:
    """Header cells by runs of rows: a second header further down rules the rows below it."""
    groups: list[list[Cell]] = []
    for cell in sorted((c for c in table.cells if c.role is CellRole.HEADER and c.text.strip()), key=lambda c: c.row):
        if groups and cell.row <= max(c.row + c.row_span for c in groups[-1]):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _column_path(groups: list[list[Cell]], cell: Cell) -> tuple[str, ...]:
    for group in reversed(groups):
        end = cell.column + cell.column_span if cell.text.strip() else cell.column + 1
        over = [h for h in group if h.row < cell.row and h.column < end and h.column + h.column_span > cell.column]
        if over:
            rows: dict[int, list[str]] = {}
            for head in over:
                rows.setdefault(head.row, []).append(head.text.strip())
            # one cell under several headers belongs to all of them
            return tuple(dict.fromkeys("、".join(dict.fromkeys(words)) for words in rows.values()))
    return ()


def _without_unit(path: tuple[str, ...]) -> tuple[tuple[str, ...], Unit | None]:
    """A column's headers without the row of units below them, and what that says: 收入 / 万元  →  收入, counted in 万元."""
    unit = bare_unit(path[-1]) if len(path) > 1 else None
    return (path[:-1], unit) if unit else (path, None)


def _key_column(table: Table, start: int, end: int) -> int | None:
    """The label column that names the rows: the one whose labels differ most from row to row, the first of equals.

    基本工资 │ 工资奖金津贴补贴 is named by the first, 特定目标类 │ 设备购置 by the second.
    """
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.role is CellRole.STUB and start <= cell.column < end and cell.text.strip() and not is_total_label(cell.text):
            rows.setdefault(cell.column, []).extend([cell.text] * cell.row_span)
    worded = [c for c in sorted(rows) if any("\u4e00" <= letter <= "\u9fff" for text in rows[c] for letter in text)]
    named = [c for c in worded if _names_rows(table, c)] or worded or sorted(rows)
    return max(named, key=lambda c: 2 * len(set(rows[c])) - len(rows[c]), default=None)


def naming_columns(table: Table) -> tuple[int, int]:
    """From the first column of a table's first labels to the one that names its rows: 单位名称 … 项目名称."""
    blocks = _label_blocks(table)
    key = _key_column(table, *blocks[0]) if blocks else None
    return (blocks[0][0], key) if blocks and key is not None else (0, 0)


def _names_rows(table: Table, column: int) -> bool:
    """Whether a label column is headed by what the rows are (项目名称), not by whose they are (项目单位)."""
    heads = [c.text for c in table.cells if c.role is CellRole.HEADER and c.column == column]
    return not any(_OWNER.search("".join(text.split())) for text in heads)


_OWNER = re.compile(r"(?:单位|部门|处室|科室)(?:名称)?$")


def _first_code(own: list[Cell]) -> list[Cell]:
    """The cells of a row's code: 类 | 款 | 项, but not the code of another classification that stands behind the name."""
    first = next((n for n, c in enumerate(own) if c.role is CellRole.CODE), len(own))
    end = next((n for n in range(first, len(own)) if own[n].role is not CellRole.CODE), len(own))
    return own[first:end]


def join_code(texts: list[str]) -> str | None:
    """The subject code of 类, 款 and 项 as printed, joined: 208 | 05 | 05 → 2080505; None when none is printed."""
    digits = "".join(re.sub(r"\D", "", text) for text in texts)
    return digits or None


def _split_codes(table: Table) -> dict[tuple[int, int], tuple[str, ...]]:
    """For codes in columns 类 | 款 | 项 of which each row prints its own alone, those of the rows above, by row and column.

    201 |    | 一般公共服务支出  /     | 08 | 审计事务   →   the second is 20108
    """
    heads = {c.column for c in table.cells if c.role is CellRole.HEADER and re.fullmatch("[类款项]", c.text.strip())}
    codes = [c for c in table.cells if c.role is CellRole.CODE and c.column in heads and c.text.strip().isdecimal()]
    by_row: dict[int, list[Cell]] = {}
    for cell in codes:
        by_row.setdefault(cell.row, []).append(cell)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    last: dict[int, str] = {}
    for row in sorted(by_row):
        own = sorted(by_row[row], key=lambda c: c.column)
        first = own[0].column
        above = tuple(last[column] for column in sorted(last) if column < first)
        if len(own[0].text.strip()) == 2 and len(above) == sum(column < first for column in heads) and above:
            found[row, first] = above
        last = {column: text for column, text in last.items() if column < first} | {c.column: c.text.strip() for c in own}
    return found


_LEADING_CODE = re.compile(r"[\[【(（]?(?P<code>\d{3}|\d{5}|\d{7})[\]】)）]?[\s\-—_]*(?=[^\d\s.,，年月日%])")


def _leading_code(name: str) -> str | None:
    """The code that a name starts with: 2080505机关事业单位….  None when it starts with none."""
    match = _LEADING_CODE.match(name)
    return match["code"] if match else None


def _code_depth(code: str | None, parts: int) -> int | None:
    if code is None:
        return None
    return parts - 1 if parts > 1 or len(code) < 3 else max(0, (len(code) - 3) // 2)


def _width(table: Table) -> int:
    return max((c.column + c.column_span for c in table.cells), default=0)


def _label_blocks(table: Table) -> list[tuple[int, int]]:
    """Runs of columns that hold labels, left to right, as first and one past the last column.

    A column of numbers of its own between two labels parts no run: 类 | 款 | 项 | 单位代码 | 科目名称; codes alone make none of
    their own behind names: 采购项目 | 数量 | 经济科目 类 | 款 | 预算金额.
    """
    votes: dict[int, int] = {}
    beside: set[int] = set()
    words: set[int] = set()
    for cell in table.cells:
        if cell.role is CellRole.NUMBERING:
            beside.add(cell.column)
        if cell.role is CellRole.STUB and cell.text.strip():
            words.add(cell.column)
        if cell.role in _LABELS and cell.column_span < _width(table):
            for column in range(cell.column, cell.column + cell.column_span):
                votes[column] = votes.get(column, 0) + 1
        elif cell.role is CellRole.VALUE:
            votes[cell.column] = votes.get(cell.column, 0) - 1
    blocks: list[tuple[int, int]] = []
    for column in sorted(c for c, n in votes.items() if n > 0):
        if blocks and all(between in beside and between not in votes for between in range(blocks[-1][1], column)):
            blocks[-1] = (blocks[-1][0], column + 1)
        else:
            blocks.append((column, column + 1))
    named = [block for block in blocks if words & set(range(*block))]
    return [block for block in blocks if not named or block in named or block < named[0]]


def _block_of(blocks: list[tuple[int, int]], column: int) -> tuple[int, int, int]:
    """The half of a value's column, and the label columns of that half."""
    for half in range(len(blocks) - 1, -1, -1):
        start, end = blocks[half]
        if end <= column:
            return half, start, end
    return 0, 0, 0
