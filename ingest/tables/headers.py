"""What each cell of a table is for: title, header, numbering, label, code, value, text.

Told by structure first: a header row has no amounts and subdivides the merged cells above it; a column is what most
of its cells are.  Words that are general to the field (科目编码, 序号, 备注) decide where cells are blank.

    收入   |        | 支出 |            ← header
    项目   | 2026年 | 项目 | 2026年合计  ← header: subdivides 收入 and 支出
    一、…  | 2221.42| 一、…|             ← first body row; columns: stub, value, stub, value
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from disclosure.amount import fold_width
from disclosure.document import CellRole
from ingest.figures.signs import is_sign_column, says_change
from ingest.figures.units import bare_unit, heads_years, is_dash, is_nothing, is_number, is_year, unit_note
from ingest.tables.captions import is_note, is_year_line, looks_like_title, names_entity, split_number
from ingest.tables.draft import Draft, DraftCell, filled, plain

MOST_HEADER_ROWS = 7
RUNNING = 40  # characters: the cells of a column that are longer on average are running text and name no rows

_CODE = re.compile(r"[A-Z]?\d{1,12}")
_SUBJECT = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")  # a code of the standard classifications
_CODE_HEADER = re.compile(r"编码|代码|编号|^[类款项]$|^码$")
_OTHER_CODE = re.compile(r"单位|部门|项目|机构|账户|品目|采购|资产")
_SUBJECT_WORDS = re.compile(r"科目|功能|经济|分类")
_NUMBERING_HEADER = re.compile(r"^(序号|行次|栏次|排序|次序|顺序号|项次)$")
_STUB_HEADER = re.compile(
    r"^(项目|单位|部门|内容|事项|科目|收入|支出|类别|类型|分类|指标|行次名称|.*(名称|科目|分类|项目内容|内容|指标|对象|类别))$"
)
_ROWS_NAMED = re.compile(r"(?:项目|科目|名称|类别|分类|内容|指标|单位|部门)$")  # over the labels of rows
_YEAR_HEADER = re.compile(r"年度|年份|^年$")
# beside values these say something of the row and begin no new half
_DESCRIBES = re.compile(r"(?:单位|部门|处室|科室|类型|类别|性质|级次|方式|地点|地址|时间|时限|期限|日期|状态|来源|人)(?:名称)?$|是否")
_TEXT_HEADER = re.compile(r"备注|说明|依据|原因|用途|简介|联系|负责人|计量单位")
_NO_AMOUNT = re.compile(r"文号|(?:日期|时间|时限|期限|电话|手机号?码?|传真|邮编|账号|信用代码)(?:[（(].*)?$")
_VALUE_HEADER = re.compile(
    r"合计|小计|总计|[预决]算数?$|金额|执行数|基本支出|项目支出|人员经费|公用经费|公共预算|政府性基金|国有资本|财政专户|单位资金|拨款|结转|"
    r"收入$|经费$|年$|购置费|运行费|用费|增减|比例|[%％]|单价|数量|指标值"
)
_NUMBERING_WORD = re.compile(r"栏次|行次|[甲乙丙丁]|[A-Z]|\*+")
_NUMBERS_COLUMNS = re.compile(r"栏次|行次|\*+")
_UNIT_LABEL = re.compile(r"(?:计量|金额)?单位[:：]?")
_LEVEL_WORD = re.compile(r"[类款项目节]")  # over the columns of a code; sometimes in the row of 合计


@dataclass(frozen=True, slots=True)
class HeaderExtent:
    """Rows before `first` are preamble (title, unit note), from `first` to before `body` header and numbering."""

    first: int
    body: int


def header_extent(draft: Draft) -> HeaderExtent:
    """Where the header of a table starts and ends; both 0 when it has none (a continuation)."""
    rows = draft.by_row()
    first = 0
    while first < len(rows) and _is_preamble(rows[first], draft.column_count):
        first += 1
    if first >= len(rows) or not _can_be_header(rows[first]) or not filled(rows[first]):
        return HeaderExtent(first if first < len(rows) else 0, first if first < len(rows) else 0)
    body = max((c.row_end for c in rows[first] if c.text.strip()), default=first + 1)
    if len(filled(rows[first])) == len(rows[first]):
        body = first + 1
    body = min(body, first + MOST_HEADER_ROWS)
    last = first
    while last + 1 < len(rows) and last - first < MOST_HEADER_ROWS and _goes_on(draft, rows, first, last + 1):
        last += 1
    body = max(last + 1, first + 1)
    while body < len(rows) and (is_numbering(rows[body]) or is_unit_row(rows[body])):
        body += 1
    return HeaderExtent(first, body)


def _is_preamble(row: list[DraftCell], columns: int) -> bool:
    """A title, a year, a unit note or nothing, above the header but inside the grid."""
    printed = filled(row)
    if not printed:
        return True
    if len(printed) == 1 and printed[0].column_span >= max(2, columns - 1):
        text = printed[0].text
        return looks_like_title(text) or is_year_line(text) or unit_note(text) is not None or names_entity(text)
    if len(printed) == 1 and split_number(printed[0].text)[0] is not None and looks_like_title(printed[0].text):
        return True  # 预算01表 收支总表, also where it spans but a part of the columns
    if any(unit_note(c.text) and _heads_values(c.text) for c in printed):
        return False  # 预算数（单位：万元） heads a column
    return (
        any(unit_note(c.text) for c in printed)
        and all(unit_note(c.text) or names_entity(c.text) or not is_number(c.text) for c in printed)
        and len(printed) <= 3
    )


def _heads_values(text: str) -> bool:
    """Whether a unit stands in brackets behind the header of a column."""
    words, bracket, _ = plain(fold_width(text)).partition("(")
    return bool(bracket) and bool(_VALUE_HEADER.search(words))


def _can_be_header(row: list[DraftCell]) -> bool:
    """No amount and no code among its cells; years are none where they stand one beside the other: 项目 | 2024 | 2025 | 2026."""
    printed = filled(row)
    years = heads_years([c.text for c in printed]) and all(is_year(c.text) or _is_header_word(c.text) for c in printed)
    return years or not any(is_number(c.text) or _CODE.fullmatch(plain(c.text)) for c in printed)


def _goes_on(draft: Draft, rows: list[list[DraftCell]], first: int, row: int) -> bool:
    """Whether a row still belongs to the header that began in `first`."""
    cells = rows[row]
    if not _can_be_header(cells):
        return False
    printed = filled(cells)
    above = [c for r in range(first, row) for c in rows[r]]
    if not cells:
        return any(c.row_end > row for c in above)
    if not printed:
        # a header cell drawn as several boxes leaves blank ones below it
        return False
    reaching = [c for c in above if c.row_end > row and c.text.strip()]
    divided = [c for c in rows[row - 1] if c.row_end == row and c.column_span > 1 and c.text.strip() and _divides(cells, c)]
    named = [c for c in printed if _is_header_word(c.text)]
    if not cells[0].text.strip() and cells[0].column == 0 and named == printed and _fills_gaps(cells, rows[row - 1]):
        return True
    if reaching or divided:
        return len(printed) == len(cells) or len(named) * 2 >= len(printed)
    return len(printed) >= 2 and len(named) == len(printed) and len(cells) - len(printed) <= len(cells) // 2 and row - first < 3


def _fills_gaps(cells: list[DraftCell], above: list[DraftCell]) -> bool:
    """Whether a row prints only where the row above is blank, or under a word that goes on over blank boxes.

    Headers are sometimes drawn as single boxes, with blank ones where others would merge.
    """
    upper = {c.column: bool(c.text.strip()) for c in above}
    return all(c.text.strip() or upper.get(c.column, False) for c in cells) and not all(upper.values())


def _divides(cells: list[DraftCell], upper: DraftCell) -> bool:
    return sum(upper.column <= c.column < upper.column_end for c in cells) > 1


def _is_header_word(text: str) -> bool:
    word = plain(text)
    return is_year(text) or any(p.search(word) for p in (_CODE_HEADER, _NUMBERING_HEADER, _STUB_HEADER, _VALUE_HEADER, _TEXT_HEADER))


def names_labels(text: str) -> bool:
    """Whether a header word stands over labels, codes or numbers of rows: 科目名称, 科目编码, 序号."""
    word = plain(text)
    if _CODE_HEADER.search(word) or _NUMBERING_HEADER.match(word):
        return True
    return bool(_STUB_HEADER.match(word)) and not _VALUE_HEADER.search(word)


def is_numbering(row: list[DraftCell]) -> bool:
    """栏次 | 1 | 2 | 3, or 1 | 2 | 3: whole numbers that count on from one column to the next."""
    printed = filled(row)
    numbers = [plain(c.text) for c in printed if not _NUMBERING_WORD.fullmatch(plain(c.text))]
    values = [int(n) for n in (re.sub(r"^[（(]?(\d{1,2})[）)]?(?:=.*)?$", r"\1", n) for n in numbers) if n.isdecimal() and len(n) <= 2]
    if len(values) != len(numbers):
        return False
    has_word = len(numbers) < len(printed)
    if len(values) < (1 if has_word else 2):
        return False
    return all(b - a == 1 for a, b in pairwise(values)) and values[0] in (0, 1, 2)


def is_unit_row(row: list[DraftCell]) -> bool:
    """(blank) | 万元 | 人 | %, or 计量单位 | 万元 | 人 | %: what the column of each cell is counted in, money among it."""
    units = [bare_unit(c.text) for c in filled(row) if not _UNIT_LABEL.fullmatch(plain(c.text))]
    return len(units) > 1 and None not in units and any(unit and (unit.is_money or unit.dimension == "%") for unit in units)


def assign_roles(draft: Draft) -> None:
    """Give every cell of an ordinary table its role."""
    extent = header_extent(draft)
    rows = draft.by_row()
    for cell in draft.cells:
        if cell.row < extent.first:
            cell.role = _preamble_role(cell)
        elif cell.row < extent.body:
            cell.role = CellRole.NUMBERING if is_numbering(rows[cell.row]) else CellRole.HEADER
    _merge_blank_boxes(draft, extent)
    body = [c for c in draft.cells if c.row >= extent.body]
    columns = column_roles(draft, extent, body)
    second = {row for row in range(extent.body, draft.row_count) if _is_second_header(rows[row], columns)}
    for cell in body:
        cell.role = CellRole.HEADER if cell.row in second else _body_role(cell, columns, draft.column_count, rows)


def _is_second_header(row: list[DraftCell], columns: Sequence[CellRole]) -> bool:
    """Whether a row of the body names columns anew where values stand: words of headers, or behind 支出项目 any words, all different."""
    over_values = [plain(c.text) for c in filled(row) if columns[c.column] is CellRole.VALUE]
    if len(over_values) < 2 or len(filled(row)) <= len(row) // 2 or not _can_be_header(row):
        return False
    if all(map(_is_header_word, over_values)):
        return True
    whole = len(filled(row)) == len(row) and len(set(over_values)) == len(over_values)
    return whole and bool(_ROWS_NAMED.search(plain(row[0].text))) and not any(map(is_nothing, over_values))


def _merge_blank_boxes(draft: Draft, extent: HeaderExtent) -> None:
    """Let a header word cover the blank boxes to its right that have words below them: 其中 | (blank) over 基本支出 | 项目支出."""
    header = [c for c in draft.cells if extent.first <= c.row < extent.body and c.role is CellRole.HEADER]
    for cell in sorted((c for c in header if not c.text.strip()), key=lambda c: c.column):
        below = [c for c in header if c.row == cell.row_end and c.covers_column(cell.column) and c.text.strip()]
        left = next((c for c in header if c.row == cell.row and c.column_end == cell.column and c.text.strip()), None)
        under_left = left is not None and any(c.row == left.row_end and c.covers_column(left.column) and c.text.strip() for c in header)
        if below and left is not None and under_left:
            left.column_span += cell.column_span
            draft.cells.remove(cell)


def _preamble_role(cell: DraftCell) -> CellRole:
    return CellRole.TITLE if looks_like_title(cell.text) or is_year_line(cell.text) else CellRole.NOTE


def column_roles(draft: Draft, extent: HeaderExtent, body: Sequence[DraftCell]) -> list[CellRole]:
    """The role of each column's body cells."""
    named = [row for row, cells in enumerate(draft.by_row()) if extent.first <= row < extent.body and not is_unit_row(cells)]
    header = [c for c in draft.cells if c.row in named and c.text.strip()]
    leaves = [_leaf(header, column) for column in range(draft.column_count)]
    roles: list[CellRole] = []
    for column, leaf in enumerate(leaves):
        texts = [plain(c.text) for c in body if c.column == column and c.column_span == 1 and c.text.strip()]
        running = CellRole.STUB in roles and sum(map(len, texts)) > RUNNING * len(texts)
        roles.append(CellRole.TEXT if running else _column_role(leaf, texts, CellRole.VALUE in roles))
    if CellRole.VALUE not in roles and CellRole.TEXT in roles and CellRole.STUB not in roles:
        roles[roles.index(CellRole.TEXT)] = CellRole.STUB
    return roles


def _leaf(header: list[DraftCell], column: int) -> str:
    """The deepest header words over a column, numbering left out."""
    covering = sorted((c for c in header if c.covers_column(column) and c.role is not CellRole.NUMBERING), key=lambda c: c.row)
    words = [plain(c.text) for c in covering]
    if len(words) > 1 and words[-1] in ("合计", "总计") and (_CODE_HEADER.search(words[-2]) or _STUB_HEADER.match(words[-2])):
        return words[-2]  # a total row printed among the header's rows
    return words[-1] if words else ""


def _column_role(leaf: str, texts: list[str], after_values: bool) -> CellRole:
    if _NUMBERING_HEADER.match(leaf):
        return CellRole.NUMBERING
    if _CODE_HEADER.search(leaf):
        # 单位编码 and 项目编码 name no subject
        return CellRole.NUMBERING if _OTHER_CODE.search(leaf) and not _SUBJECT_WORDS.search(leaf) else CellRole.CODE
    if _TEXT_HEADER.search(leaf):
        return CellRole.TEXT
    if texts and all(map(is_year, texts)) and (_YEAR_HEADER.search(leaf) or len(texts) > 1) and not _VALUE_HEADER.search(leaf):
        return CellRole.TEXT if after_values else CellRole.STUB
    if not texts:
        return CellRole.STUB if _STUB_HEADER.match(leaf) and not (after_values and _VALUE_HEADER.search(leaf)) else CellRole.VALUE
    if after_values and is_sign_column(leaf, texts):
        return CellRole.TEXT
    numeric = sum(is_number(t) or is_dash(t) or is_nothing(t) or says_change(t) for t in texts)
    if numeric * 2 > len(texts):
        if _NO_AMOUNT.search(leaf):
            return CellRole.TEXT
        if not leaf and not after_values and all(_SUBJECT.fullmatch(t) for t in texts):
            return CellRole.CODE
        if not after_values and _counts_up(texts):
            return CellRole.NUMBERING
        return CellRole.VALUE
    if not after_values:
        return CellRole.STUB
    # labels of a right half differ from row to row; what repeats (台, 套, 是) only describes
    distinct = len(set(texts)) * 5 >= len(texts) * 3 and max(map(len, texts)) > 2
    return CellRole.STUB if not _DESCRIBES.search(leaf) and (_STUB_HEADER.match(leaf) or distinct) else CellRole.TEXT


def _counts_up(texts: list[str]) -> bool:
    """1, 2, 3 … down a column: sequence numbers."""
    return (
        len(texts) >= 2
        and all(t.isdecimal() for t in texts)
        and [int(t) for t in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))
    )


def _body_role(cell: DraftCell, columns: list[CellRole], count: int, rows: list[list[DraftCell]]) -> CellRole:
    text = plain(cell.text)
    role = columns[cell.column]
    if is_note(cell.text):
        return CellRole.NOTE
    if unit_note(cell.text) and len(filled(rows[cell.row])) == 1:
        return CellRole.NOTE  # from here on
    if cell.column_span == count and count > 1:
        return CellRole.STUB
    if is_numbering(rows[cell.row]) and any(_NUMBERS_COLUMNS.fullmatch(c.text.strip()) for c in rows[cell.row]):
        return CellRole.NUMBERING
    if role is CellRole.CODE and _LEVEL_WORD.fullmatch(text):
        return CellRole.HEADER
    if role is CellRole.CODE and text and not _CODE.fullmatch(text.replace("-", "").replace(".", "")):
        return CellRole.STUB
    if role is CellRole.NUMBERING and text and not text[0].isdecimal() and not _NUMBERING_WORD.fullmatch(text):
        return CellRole.STUB  # 合计 in the column of 序号, or over 序号 and 项目名称
    if role is CellRole.VALUE and text and not (is_number(text) or is_dash(text) or is_nothing(text)) and len(text) > 12:
        return CellRole.TEXT
    return role
