"""Parts of a table on successive pages, joined to one.

A part goes on from the page before when nothing but page furniture stands between and the outer sides agree.  A
header that is printed again is dropped; a cell that the break cuts is put together again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from disclosure.amount import Unit
from ingest.figures.units import is_number, unit_note
from ingest.mishaps import Mishaps
from ingest.tables.captions import CONTINUED
from ingest.tables.draft import Draft, DraftCell, filled, plain
from ingest.tables.headers import header_extent, is_numbering
from ingest.tables.sideways import beside, is_right_half

SIDE = 6.0  # points by which the outer sides of two parts may differ
COLUMN = 4.0  # points by which a column's side may differ from page to page

_FORM_WORDS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "项目资金",
    "总体目标",
    "绩效指标",
    "绩效目标",
    "项目绩效",
    "立项依据",
    "实施单位",
    "主管部门",
)
_NEW_FORM = ("项目名称", "专项名称", "政策名称")
_ROWS_NAMED = {"项目名称", "单位名称"}
_AMOUNT = re.compile(r"(?:预算|项目)?(?:金额|资金|预算数?|经费)(?:安排|总额)?(?:[（(].*[)）])?")
_UNENDED = ("与", "和", "及", "或", "、", "，", "（")  # no label ends so
_TOTALS = ("合计", "总计", "收入总计", "支出总计")


def join_parts(drafts: Sequence[Draft], mishaps: Mishaps | None = None) -> list[Draft]:
    """Tables from the parts in reading order; parts that cannot be joined stay two tables."""
    mishaps = mishaps or Mishaps("")
    tables: list[Draft] = []
    for draft in drafts:
        joined = mishaps.tried(f"第{draft.page}页接上页的表格", draft.page, partial(_joined, tables[-1], draft), None) if tables else None
        if joined:
            tables[-1] = joined
        else:
            tables.append(draft)
    return tables


def _joined(before: Draft, after: Draft) -> Draft | None:
    """Both as one table; None when the second is another one.  What was given stays as it is."""
    if is_right_half(before, after):
        return beside(before, after)
    if not goes_on(before, after):
        return None
    joined, rest = _copy(before), _copy(after)
    _append(joined, rest)
    return joined


def _copy(draft: Draft) -> Draft:
    return replace(
        draft, cells=[replace(cell) for cell in draft.cells], xs=list(draft.xs), parts=list(draft.parts), dropped=list(draft.dropped)
    )


def is_form(draft: Draft) -> bool:
    """Whether the cells are those of a performance form rather than of rows under a header."""
    words = {plain(c.text).rstrip(":：") for c in draft.cells}
    if sum(any(w.startswith(f) for w in words) for f in _FORM_WORDS) >= 2:
        return True
    return "绩效" in draft.caption.title and not _lists_amounts(draft)


def _lists_amounts(draft: Draft) -> bool:
    """Whether each row below one header names a unit or a project and prints its amount: 单位名称 | 项目名称 | 金额 | 绩效目标."""
    extent = header_extent(draft)
    header = filled(c for c in draft.cells if extent.first <= c.row < extent.body)
    words = {plain(c.text): c for c in header}
    if not words.keys() & _ROWS_NAMED or any("指标" in word for word in words):
        return False
    for cell in (cell for word, cell in words.items() if _AMOUNT.fullmatch(word)):
        below = filled(c for c in draft.cells if c.row >= extent.body and c.column == cell.column)
        if sum(is_number(c.text) for c in below) * 2 >= len(below):
            return True
    return False


def starts_form(draft: Draft) -> bool:
    """Whether its first label opens a form: 项目名称."""
    for cell in draft.cells:
        if cell.row < 4 and cell.column == 0 and plain(cell.text).rstrip(":：") in _NEW_FORM:
            return True
    return False


def goes_on(before: Draft, after: Draft) -> bool:
    """Whether `after` is the rest of `before` on the next page."""
    if not after.follows(before) or not before.last_on_page or after.caption.foreign:
        return False
    if not _same_sides(before, after):
        return False
    title = plain(after.caption.title)
    if title and CONTINUED.sub("", title) != CONTINUED.sub("", plain(before.caption.title)):
        return False
    if is_form(before):
        return not title and (_lists_projects(before, after) or not starts_form(after))
    if before.column_count != after.column_count and not _aligned(before, after):
        return False
    again = _repeats_header(before, after)
    extent = header_extent(after)
    bare = extent.body == extent.first and not _closed(before)  # the title alone is printed again
    if title and not (again or bare or CONTINUED.search(title)):
        return False
    if again:
        return not (title and _closed(before) and _closed(after))
    starts_anew = (
        extent.body > extent.first
        and len(filled(c for c in after.cells if c.row < extent.body)) >= 2
        and _has_names(after, extent.first, extent.body)
    )
    return not starts_anew


def _lists_projects(before: Draft, after: Draft) -> bool:
    """Whether a form lists projects in rows and prints its header again: 项目名称 | 项目总额 | … | 一级指标."""
    words = [word for word, _ in _header_words(after)]
    return words.count("项目名称") == 1 and any("级指标" in word for word in words) and _repeats_header(before, after)


def _has_names(draft: Draft, first: int, body: int) -> bool:
    """Whether the rows read as a header rather than as labels: values stand in no label column."""
    header = [plain(c.text) for c in draft.cells if first <= c.row < body and c.text.strip()]
    known = ("项目", "科目编码", "科目名称", "单位名称", "项目名称", "合计", "编码", "名称", "预算数", "决算数", "金额", "序号")
    return sum(any(word == k or word.endswith(k) for k in known) for word in header) >= 2


def _same_sides(before: Draft, after: Draft) -> bool:
    left, right = before.xs[0], before.xs[-1]
    other_left, other_right = after.xs[0], after.xs[-1]
    if abs(left - other_left) <= SIDE and abs(right - other_right) <= SIDE:
        return True
    if before.column_count != after.column_count:
        return False
    # left and right pages may have other margins; a page may be drawn to another scale under the same title and header
    title = plain(after.caption.title)
    scaled = bool(title) and title == plain(before.caption.title) and _repeats_header(before, after)
    return scaled or abs((right - left) - (other_right - other_left)) <= COLUMN


def _aligned(before: Draft, after: Draft) -> bool:
    """Whether the sides of one part's columns are all among the other's."""
    shift = before.xs[0] - after.xs[0]
    ours, theirs = before.xs, [x + shift for x in after.xs]
    fewer, more = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    return len(fewer) > 2 and all(any(abs(x - y) <= COLUMN for y in more) for x in fewer)


def _repeats_header(before: Draft, after: Draft) -> bool:
    ours, theirs = _header_words(before), _header_words(after)
    return bool(ours) and ours == theirs


def _header_words(draft: Draft) -> list[tuple[str, int]]:
    """What a header prints and in which columns; the row that numbers them (栏次 1 2 3) is not printed on every page."""
    extent = header_extent(draft)
    rows: dict[int, list[DraftCell]] = {}
    for cell in draft.cells:
        if extent.first <= cell.row < extent.body:
            rows.setdefault(cell.row, []).append(cell)
    return sorted((plain(c.text), c.column) for row in rows.values() if not is_numbering(row) for c in row)


def _closed(draft: Draft) -> bool:
    """Whether a total row is among its rows: a table with one of its own is whole."""
    return any(plain(c.text) in _TOTALS for c in draft.cells if c.column == 0)


def _append(before: Draft, after: Draft) -> None:
    """Add the rows of `after` below those of `before`."""
    same_columns = len(before.xs) == len(after.xs) and _repeats_header(before, after)
    held, told = before.unit_note or _stated(before), _stated(after)
    _drop_repeated(before, after)
    shift = before.xs[0] - after.xs[0]
    if same_columns or _same_columns(before.xs, [x + shift for x in after.xs]):
        place = {n: n for n in range(len(after.xs))}
    else:
        place = _common_columns(before, after, shift)
    offset = before.row_count
    bottom = {column: cell for cell in before.cells if cell.row_end == offset for column in range(cell.column, cell.column_end)}
    before_ruled = _spread(before.bottom_ruled, before.column_count)
    after_ruled = _spread(after.top_ruled, after.column_count)
    for cell in after.cells:
        start, end = place[cell.column], place[cell.column_end]
        cell.row, cell.column, cell.column_span = cell.row + offset, start, end - start
    before.row_count += after.row_count
    before.unit_note = told or held
    if told and not (held and _same_unit(held, told)):
        _put_note(before, after, told[0], offset)
    top = [c for c in after.cells if c.row == offset]
    same_row = _is_broken_row(top, bottom, before_ruled, after_ruled)
    form = is_form(before)
    kept = []
    for cell in after.cells:
        upper = bottom.get(cell.column) if cell.row == offset else None
        if upper is not None and _is_one_cell(upper, cell, same_row, _open(cell, before_ruled, after_ruled), _leads(cell, top, form)):
            _merge(upper, cell)
        else:
            kept.append(cell)
    before.cells.extend(kept)
    if same_row and not any(c.row == offset for c in before.cells):
        _close_gap(before, offset)
    before.parts.extend(after.parts)
    before.bottom_ruled, before.last_on_page = _spread(after.bottom_ruled, before.column_count), after.last_on_page
    before.notes += after.notes
    before.ragged = before.ragged or after.ragged


def _same_columns(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Whether both have the same columns; most sides agree, and one found in the white may stand anywhere in it."""
    if len(ours) != len(theirs):
        return False
    off = [n for n, (x, y) in enumerate(zip(ours, theirs, strict=True)) if abs(x - y) > COLUMN]
    return len(off) <= len(ours) // 3 and all(ours[n - 1] < theirs[n] < ours[n + 1] for n in off if 0 < n < len(ours) - 1)


def _drop_repeated(before: Draft, after: Draft) -> None:
    if not _repeats_header(before, after) or (is_form(before) and not _lists_projects(before, after)):
        return
    body = header_extent(after).body
    after.dropped = [c for c in after.cells if c.row < body]
    before.dropped.extend(after.dropped)
    after.cells = [c for c in after.cells if c.row >= body]
    for cell in after.cells:
        cell.row -= body
    after.row_count -= body
    after.top_ruled = (True,) * after.column_count


def _stated(draft: Draft) -> tuple[str, Unit] | None:
    """The unit note of a part, above it or in the rows over its header."""
    if draft.caption.unit and draft.caption.unit_note:
        return draft.caption.unit_note, draft.caption.unit
    first = header_extent(draft).first
    return next((note for c in draft.cells if c.row < first and (note := unit_note(c.text))), None)


def _same_unit(one: tuple[str, Unit], other: tuple[str, Unit]) -> bool:
    return (one[1].dimension, one[1].scale) == (other[1].dimension, other[1].scale)


def _put_note(before: Draft, after: Draft, words: str, row: int) -> None:
    """The unit that holds from here on, as a row of its own above the rows of `after`: they are no longer counted as those before."""
    for cell in after.cells:
        cell.row += 1
    page, box = after.parts[0]
    line = next((line.bbox for line in after.caption.lines if unit_note(line.text)), replace(box, bottom=box.top))
    before.cells.append(DraftCell(row, 0, 1, before.column_count, words, page, line))
    before.row_count += 1


def _common_columns(before: Draft, after: Draft, shift: float) -> dict[int, int]:
    """Give both parts the columns of either; returns the new place of each side of `after`."""
    positions = list(before.xs)
    for x in after.xs:
        if all(abs(x + shift - y) > COLUMN for y in positions):
            positions.append(x + shift)
    positions.sort()

    def nearest(x: float) -> int:
        place = bisect_left(positions, x)
        return min((n for n in (place - 1, place) if 0 <= n < len(positions)), key=lambda n: abs(positions[n] - x))

    moved = {n: nearest(x) for n, x in enumerate(before.xs)}
    for cell in before.cells:
        cell.column, cell.column_span = moved[cell.column], moved[cell.column_end] - moved[cell.column]
    count = len(positions) - 1
    before.bottom_ruled = _moved(_spread(before.bottom_ruled, before.column_count), moved, count)
    place = {n: nearest(x + shift) for n, x in enumerate(after.xs)}
    after.top_ruled = _moved(_spread(after.top_ruled, after.column_count), place, count)
    after.bottom_ruled = _moved(_spread(after.bottom_ruled, after.column_count), place, count)
    before.xs = positions
    return place


def _moved(ruled: tuple[bool, ...], place: dict[int, int], columns: int) -> tuple[bool, ...]:
    """Which of the new columns are ruled; one beyond the outer sides of the old ones goes with the outermost."""
    last = len(ruled) - 1
    return tuple(ruled[min(last, max((n for n in place if place[n] <= c), default=0))] for c in range(columns))


def _spread(ruled: tuple[bool, ...], columns: int) -> tuple[bool, ...]:
    return ruled if len(ruled) == columns else (all(ruled),) * columns


def _open(cell: DraftCell, before_ruled: tuple[bool, ...], after_ruled: tuple[bool, ...]) -> bool:
    """Whether no rule is printed between the cell and what stands above it on the page before."""
    columns = range(cell.column, min(cell.column_end, len(before_ruled), len(after_ruled)))
    return not any(before_ruled[c] or after_ruled[c] for c in columns)


def _is_broken_row(
    top: list[DraftCell], bottom: dict[int, DraftCell], before_ruled: tuple[bool, ...], after_ruled: tuple[bool, ...]
) -> bool:
    """Whether the break runs through one row: no rule at all, and no column prints a number on both sides."""
    pairs = [(bottom[c.column], c) for c in top if c.column in bottom]
    if _ends_in_the_middle(pairs):
        return True
    if not top or not all(_open(c, before_ruled, after_ruled) for c in top):
        return False
    if any(is_number(a.text) and is_number(b.text) for a, b in pairs):
        return False
    return not any(a.text.strip() and _begins_row(b) for a, b in pairs[:1])


def _ends_in_the_middle(pairs: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Whether the label above the break lacks its end and the row below prints nothing but a label.

    非物质文化遗产保护与 | 260,000.00 over 传承人补助 | (blank): one row, whatever is ruled.
    """
    if not pairs or filled(lower for _, lower in pairs[1:]) or not any(is_number(upper.text) for upper, _ in pairs[1:]):
        return False
    upper, lower = plain(pairs[0][0].text), pairs[0][1]
    unended = upper.endswith(_UNENDED) or upper.count("（") + upper.count("(") > upper.count("）") + upper.count(")")
    return unended and bool(lower.text.strip()) and not _begins_row(lower)


def _begins_row(cell: DraftCell) -> bool:
    """Whether the text starts as a row's first label does: 一、…, （一）…, 其中：…, a code."""
    text = plain(cell.text)
    return bool(text) and (text[0].isdecimal() or text[0] in "（(①②③④⑤" or "、" in text[:4] or text.startswith(("其中", "合计", "总计")))


def _is_one_cell(upper: DraftCell, cell: DraftCell, same_row: bool, is_open: bool, leads: bool) -> bool:
    """Whether the cell below the break is the rest of the one above it."""
    if (upper.column, upper.column_end) != (cell.column, cell.column_end):
        return False
    if same_row:
        return True
    merged = upper.row_span > 1 or cell.row_span > 1 or leads
    if is_open and not (cell.text.strip() and upper.text.strip()):
        return merged
    # a rule at the break, but a label that spans rows goes on blank below it
    return merged and not cell.text.strip() and bool(upper.text.strip()) and not is_number(upper.text)


def _leads(cell: DraftCell, top: list[DraftCell], form: bool) -> bool:
    """Whether it is one of the blank label cells that open a form's row."""
    return form and not filled(c for c in top if c.column < cell.column) and bool(filled(c for c in top if c.column > cell.column))


def _merge(upper: DraftCell, lower: DraftCell) -> None:
    gap = " " if upper.text[-1:].isascii() and lower.text[:1].isascii() and upper.text[-1:].isalpha() and lower.text[:1].isalpha() else ""
    if not upper.text.strip() and lower.text.strip():
        upper.page, upper.bbox = lower.page, lower.bbox
    upper.text = upper.text + gap + lower.text if upper.text.strip() else lower.text
    upper.row_span = lower.row_end - upper.row


def _close_gap(draft: Draft, row: int) -> None:
    """Take out a row in which no cell starts any more."""
    for cell in draft.cells:
        if cell.row > row:
            cell.row -= 1
        elif cell.row_end > row:
            cell.row_span -= 1
    draft.row_count -= 1
