"""Signs that a table states in words: in the cell, in the header of its column, in a column of their own.

增减额 | 减少14.10            →  -14.10
减少额 | 14.10                →  a decrease of 14.10
增/减 | 金额:  减 | 14.10     →  a decrease of 14.10
减少额 | -3.00                →  nobody can tell: doubtful
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure.amount import Amount, Unit
from disclosure.document import Cell, CellRole, Table
from disclosure.figure import Aspect
from ingest.figures.units import read_amount

_DOWN, _UP = r"减少|下降|降低|减|降|↓|↘", r"增加|增长|上升|提高|提升|增|升|↑|↗"
_WORDED = re.compile(rf"(?:同比|环比)?(?:(?P<down>{_DOWN})|(?:{_UP}))[了为:：]?\s*(?P<rest>[-+−－＋]?[\d.,，]+.*)")
_SIGN_HEAD = re.compile(
    r"增[/／、(（]?减[)）]?(?:方向|标志|符号|情况)?|[+＋][/／]?[-−－]|±|升[/／、]?降|(?:变动|增减|变化)?方向|增减(?:变动|变化)?"
)
_BOTH = re.compile(r"[+＋±]")
_SIGNS = {
    **dict.fromkeys(("减", "减少", "下降", "降低", "降", "↓", "↘"), -1),
    **dict.fromkeys(("增", "增加", "增长", "上升", "提高", "升", "+", "＋", "↑", "↗"), 1),
}
_MINUS = ("-", "−", "－", "﹣", "‐", "–", "—")
_NONE = ("持平", "不变", "无", "/", "0", "——", "--")
_OF_CHANGE = re.compile(r"增减|变动|变化|增加|减少|增长|下降|幅度?$|增幅|降幅")
_PLAIN = re.compile(r"(?:金额|数额?|额|绝对[数额值])(?:[(（].*[)）])?")
_FALLS = re.compile(r"减少|下降|降低|降幅")
_RISES = re.compile(r"增|升|提高")
_RATE = re.compile(r"比例|百分比|幅度?$|率$|[%％]")


@dataclass(frozen=True, slots=True)
class Signed:
    """A number with the sign that its table states."""

    amount: Amount | None
    aspect: Aspect
    certain: bool  # False: what states the sign contradicts the number, or says none


def says_change(text: str) -> bool:
    """Whether a cell prints a change whose sign is a word: 减少14.10."""
    match = _WORDED.fullmatch(text.strip())
    return match is not None and read_amount(match["rest"], None) is not None


def is_sign_column(head: str, texts: Sequence[str]) -> bool:
    """Whether a column states the signs of the one beside it."""
    if not texts or any(text not in _SIGNS and text not in _MINUS and text not in _NONE for text in texts):
        return False
    if any(text in _SIGNS and text not in "+＋" for text in texts):
        return True
    # dashes alone under 增减 are blanks; under +/- they are minus signs
    return _SIGN_HEAD.fullmatch(head) is not None and (any(text in _SIGNS for text in texts) or _BOTH.search(head) is not None)


def signed(text: str, unit: Unit | None, aspect: Aspect, column: Sequence[str], beside: int | None) -> Signed:
    """A cell's number with its sign; `column` is headed by these words, `beside` is what the column of signs says (0: nothing)."""
    match = _WORDED.fullmatch(text.strip())
    amount = read_amount(match["rest"] if match else text, unit)
    if amount is None or not amount.number:
        return Signed(amount, aspect, certain=True)
    stated = {-1 if match["down"] else 1} if match else set()
    stated |= set() if beside is None else {beside}
    if aspect is not Aspect.AMOUNT and _falls(column):
        stated.add(-1)
    if not stated:
        return Signed(amount, aspect, certain=True)
    if aspect is Aspect.AMOUNT:
        rate = amount.dimension == "%" or bool(column and _RATE.search(column[-1]))
        aspect = Aspect.GROWTH_RATE if rate else Aspect.INCREASE
    certain = stated <= {1, -1} and len(stated) == 1 and amount.number > 0
    if certain and -1 in stated:
        if aspect is Aspect.INCREASE:
            aspect = Aspect.DECREASE
        else:
            amount = -amount
    return Signed(amount, aspect, certain)


def _falls(column: Sequence[str]) -> bool:
    """Whether the innermost words over a column that say which way say that it falls."""
    for words in reversed(["".join(each.split()) for each in column]):
        if _RISES.search(words):
            return False
        if _FALLS.search(words):
            return True
    return False


def stated_signs(table: Table) -> dict[tuple[int, int], int]:
    """For cells that a column of signs stands beside, by row and column, 1, -1, or 0 where it says neither."""
    heads = _heads(table)
    body: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.role in (CellRole.VALUE, CellRole.TEXT, CellRole.STUB) and cell.column_span == 1:
            body.setdefault(cell.column, []).append(cell)
    found: dict[tuple[int, int], int] = {}
    for column, cells in body.items():
        texts = ["".join(cell.text.split()) for cell in cells]
        path = heads.get(column, ())
        if not is_sign_column(path[-1] if path else "", [text for text in texts if text]):
            continue
        both = bool(path and _BOTH.search(path[-1])) or any(text in "+＋" for text in texts if text)
        for cell, text in zip(cells, texts, strict=True):
            sign = _SIGNS.get(text, -1 if text in _MINUS and both else 0)
            found |= {(row, other): sign for other in _beside(column, heads) for row in range(cell.row, cell.row + cell.row_span)}
    return found


def _heads(table: Table) -> Mapping[int, tuple[str, ...]]:
    """The headers over each column, top to leaf."""
    paths: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.role is CellRole.HEADER:
            for column in range(cell.column, cell.column + cell.column_span):
                paths.setdefault(column, []).append(cell)
    return {
        column: tuple("".join(cell.text.split()) for cell in sorted(cells, key=lambda cell: cell.row) if cell.text.strip())
        for column, cells in paths.items()
    }


def _beside(column: int, heads: Mapping[int, tuple[str, ...]]) -> list[int]:
    """The columns whose signs a column states: those of changes right of it, else the one left of it."""
    right = list(_changes(column, heads, 1))
    return right or list(_changes(column, heads, -1))


def _changes(column: int, heads: Mapping[int, tuple[str, ...]], step: int) -> Iterator[int]:
    own = heads.get(column, ())
    other = column + step
    while path := heads.get(other):
        together = len(own) > 1 and own[:-1] == path[:-1]
        if not together and not _OF_CHANGE.search(path[-1]) and not (step > 0 and (_PLAIN.fullmatch(path[-1]) or _RATE.search(path[-1]))):
            return
        yield other
        other += step
