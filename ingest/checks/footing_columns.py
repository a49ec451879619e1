"""Arithmetic across the rows of a table (勾稽): 合计 | 基本支出 | 项目支出, row by row.

A column that says 其中 is some of what another one counts: sums with it are told only where they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from disclosure.figure import Figure, Footing
from ingest.checks.relation import add_up, plain_label

TOTAL = re.compile(r"合计|总计|小计|共计|总额")
BASIC, PROJECT_SPENDING, PERSONNEL, PUBLIC = "基本支出", "项目支出", "人员经费", "公用经费"
_ASIDE = re.compile(
    r"增减|比例|比重|占比|率$|%|上年(?!.*(?:结转|结余|余额))|去年|同期|人数|备注|其中"
)  # columns that are no part of a total
_PAIR = re.compile(r"^(?:年初|全年|调整后?)?(?:预算|决算|执行)数?$")
_THREE_PUBLIC = re.compile("出国|用车|车辆|接待")  # 会议费 and 培训费 stand beside them in some forms


Part = tuple[int | None, ...]  # a column; one that is a subtotal with the columns that make it up behind it


def across(figures: Sequence[Figure], rows: Iterable[Sequence[Figure]]) -> Iterator[Footing]:
    """Each total column against the columns beside it, row by row."""
    paths = {figure.provenance.column: _turned(figure.column_path) for figure in figures}
    sums = [(column, parts) for column, path in paths.items() if (parts := _column_parts(column, path, paths))]
    some = {figure.provenance.column for figure in figures if any("其中" in part for part in figure.column_path)}
    by_rows = [{figure.provenance.column: figure for figure in row} for row in rows]
    for column, parts in sums:
        tried = _sums_across(by_rows, column, parts)
        failing = sum(not footing.holds for footing in tried)
        if failing > (0 if any(map(_repeated, tried)) else 1):
            # a column that repeats a part of another one is none of the parts: 项目支出 | 其他项目支出
            fewer = (_sums_across(by_rows, column, [other for other in parts if other != part]) for part in parts if len(parts) > 1)
            tried = next((found for found in fewer if len(found) >= min(failing, 2) and all(footing.holds for footing in found)), tried)
        yield from (footing for footing in tried if footing.holds or not some & {part[0] for part in parts})


def _repeated(footing: Footing) -> bool:
    """Whether two of its parts print one amount, which then may be the same money twice."""
    amounts = [part.amount.in_base for part in footing.parts if part.amount and part.amount.number]
    return len(amounts) > len(set(amounts))


def _sums_across(rows: Sequence[Mapping[int | None, Figure]], column: int | None, parts: Sequence[Part]) -> list[Footing]:
    """The total column against its parts, for each row that prints both."""
    tried = []
    for by_column in rows:
        total = by_column.get(column)
        printed = {other for other, figure in by_column.items() if figure.amount is not None}
        found = [by_column[part] for group in parts for part in (group[:1] if group[0] in printed else group[1:]) if part in printed]
        if total is not None and total.amount is not None and (footing := add_up(_column_rule(found), total, found)):
            tried.append(footing)
    return tried


def _turned(path: tuple[str, ...]) -> tuple[str, ...]:
    """合计·预算数 as 预算数·合计, so that pairs of columns add up each for themselves; so do 2020年 and 2021年."""
    path = tuple(plain_label(part) or part for part in path)
    return (path[-1], *path[:-1]) if len(path) > 1 and _PAIR.match(path[-1]) else path


def _column_parts(column: int | None, path: tuple[str, ...], paths: Mapping[int | None, tuple[str, ...]]) -> list[Part]:
    """The parts that a total column is the sum of; empty when it is none."""
    if not path or not TOTAL.search(path[-1]):
        return []
    prefix = path[:-1]
    beside = {other: rest for other, rest in paths.items() if other != column and rest[: len(prefix)] == prefix and len(rest) > len(prefix)}
    if any(len(rest) == len(path) and TOTAL.search(rest[-1]) for rest in beside.values()):
        return []
    if "三公" in path[-1]:
        beside = {other: rest for other, rest in beside.items() if _THREE_PUBLIC.search(rest[len(prefix)])}
    groups: dict[str, list[int | None]] = {}
    for other, rest in beside.items():
        if not _ASIDE.search(rest[len(prefix)]):
            groups.setdefault(rest[len(prefix)], []).append(other)
    parts: list[Part] = []
    for members in groups.values():
        inner = [other for other in members if len(paths[other]) == len(prefix) + 2 and TOTAL.search(paths[other][-1])]
        parts += [(inner[0], *(other for other in members if other != inner[0]))] if inner else [(other,) for other in members]
    return parts


def _column_rule(parts: Sequence[Figure]) -> str:
    names = {plain_label(part.column_path[-1]) for part in parts if part.column_path}
    if names & {BASIC, PROJECT_SPENDING}:
        return "basic_plus_project"
    return "personnel_plus_public" if names & {PERSONNEL, PUBLIC} else "columns_of_total"
