"""Arithmetic inside tables and between them (勾稽).

parts_of_total       合计 = the rows under it          children_of_subject   类 = its 款
columns_of_total     合计 = 基本支出 + 项目支出          revenue_is_expenditure  收入总计 = 支出总计
same_total           支出预算总表 合计 = 收支总表 支出总计   funds_of_form         资金总额 = its sources
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from disclosure.document import TableKind
from disclosure.figure import Figure, Footing
from ingest.checks.footing_columns import BASIC, PERSONNEL, PROJECT_SPENDING, PUBLIC, TOTAL, across
from ingest.checks.relation import add_up, equal, plain_label

_PAIR = re.compile(r"^(?:年初|全年|调整后?)?(?:预算|决算|执行)数?$")
_CARRIED = re.compile(r"(?:上年|年初).*(?:结转|结余)")
_SOFT = "same_figure"  # two tables that need not agree, but do


def table_footings(figures: Sequence[Figure]) -> Iterator[Footing]:
    """Every relation that the tables' figures should satisfy, tried."""
    in_tables = [figure for figure in figures if figure.table_id is not None]
    grids = [_Grid(tuple(group)) for _, group in groupby(in_tables, key=lambda figure: figure.table_id)]
    for grid in grids:
        if grid.kind is TableKind.PERFORMANCE_FORM:
            yield from _funds(grid)
        else:
            yield from _down(grid)
            yield from across(grid.figures, grid.rows().values())
    yield from _between(grids)
    yield from _forms_and_rows(grids)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The figures of one table in reading order."""

    figures: tuple[Figure, ...]

    @property
    def kind(self) -> TableKind | None:
        return self.figures[0].table_kind

    def columns(self) -> dict[int, list[Figure]]:
        """Column → its figures from top to bottom."""
        found: dict[int, list[Figure]] = {}
        for figure in self.figures:
            if figure.provenance.column is not None:
                found.setdefault(figure.provenance.column, []).append(figure)
        return found

    def rows(self) -> dict[int, list[Figure]]:
        """Row → its figures from left to right."""
        found: dict[int, list[Figure]] = {}
        for figure in self.figures:
            if figure.provenance.row is not None:
                found.setdefault(figure.provenance.row, []).append(figure)
        return found


def _is_total(figure: Figure) -> bool:
    return bool(TOTAL.search(plain_label(figure.measure)))  # 收 入 总 计


def _with_amounts(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.amount is not None]


def _is_unread(figure: Figure) -> bool:
    """Whether a cell shows something that was not read as a number: sums without it fail and say nothing."""
    return figure.amount is None and (not figure.certain or any(map(str.isdecimal, figure.text)))


# --- down a column ----------------------------------------------------------------------------------------------


def _down(grid: _Grid) -> Iterator[Footing]:
    columns = [column for column in grid.columns().values() if column[0].row_path]
    for column in columns:
        # 科目 | 金额 | 科目 | 金额: what belongs together goes on in the block beside
        in_blocks = sum(other[0].column_path == column[0].column_path for other in columns) > 1
        found = [*_children(column), *_totals(column)]
        yield from (footing for footing in found if footing.holds or not (in_blocks or any(map(_is_unread, column))))


def _children(column: Sequence[Figure]) -> Iterator[Footing]:
    """Each parent against the rows one deeper that follow it."""
    for place, parent in enumerate(column):
        if _is_total(parent) or parent.amount is None:
            continue
        children = []
        for figure in column[place + 1 :]:
            if _is_total(figure) or figure.depth <= parent.depth or not _may_be_below(figure, parent):
                break
            children.append(figure)
        if not children:
            continue
        nearest = min(figure.depth for figure in children)
        parts = _with_amounts([figure for figure in children if figure.depth == nearest])
        footing = add_up("children_of_subject", parent, parts)
        partial = any(figure.measure.startswith("其中") for figure in children)
        if footing and (footing.holds or not partial):
            yield footing


def _may_be_below(figure: Figure, parent: Figure) -> bool:
    """Whether the codes allow it: 3021101 is no part of 30207, however long it is."""
    return not (figure.subject_code and parent.subject_code) or figure.subject_code.startswith(parent.subject_code)


def _totals(column: Sequence[Figure]) -> Iterator[Footing]:
    """Each total row against the rows that it can be the total of."""
    totals = [place for place, figure in enumerate(column) if _is_total(figure)]
    for order, place in enumerate(totals):
        total = column[place]
        before = totals[order - 1] if order else -1
        since = _top(column[before + 1 : place])
        after = _top(column[place + 1 : totals[order + 1] if order + 1 < len(totals) else len(column)])
        earlier = [column[n] for n in totals[:order]]
        # 小计 stands below its rows, or above them
        readings = [since, [*earlier[-1:], *since], [*earlier, *since], _top(column[:place]), after]
        if not since and not earlier:
            inside = _below(total, column[place + 1 :])
            readings = [*([_top(inside)] if inside else []), after, _top(column[place + 1 :])]
        tried = [footing for parts in readings if (footing := add_up("parts_of_total", total, _with_amounts(parts)))]
        holding = next((footing for footing in tried if footing.holds), None)
        if holding:
            yield holding
        elif tried and not any("其中" in figure.measure for figure in (*since, *after)) and not any(map(_in_levels, tried)):
            yield tried[1] if earlier and "总" in total.measure and len(tried) > 1 else tried[0]


def _in_levels(footing: Footing) -> bool:
    """Whether the rows are levels that nothing tells apart: they come to the total several times over, or repeat it."""
    total = footing.total.amount
    if total is None or not total.number or len(footing.parts) < 3:
        return False
    times = round((total.number - footing.difference) / total.number)
    again = any(part.amount and part.amount.in_base == total.in_base for part in footing.parts)
    return times > 1 and (again or abs(total.number * (times - 1) + footing.difference) <= footing.tolerance)


def _below(total: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The rows right after a total that are deeper than it: 一、…合计 stands over （一） and （二）."""
    return list(takewhile(lambda figure: figure.depth > total.depth, figures))


def _top(figures: Sequence[Figure]) -> list[Figure]:
    """The rows of a stretch that stand highest, totals left out."""
    plain = [figure for figure in figures if not _is_total(figure)]
    least = min((figure.depth for figure in plain), default=0)
    top: list[Figure] = []
    for figure in plain:
        above = top[-1].subject_code if top else None
        # a 项 whose 款 is not printed stands as high as the 款 beside it
        alone = figure.subject_code and (not top or (above and (figure.subject_code == above or not figure.subject_code.startswith(above))))
        if figure.depth == least or alone:
            top.append(figure)
    return top


# --- between tables ---------------------------------------------------------------------------------------------


def _between(grids: Sequence[_Grid]) -> Iterator[Footing]:
    single = _single(grids)
    summary, appropriation = single.get(TableKind.SUMMARY), single.get(TableKind.APPROPRIATION)
    revenue, expenditure = single.get(TableKind.REVENUE), single.get(TableKind.EXPENDITURE)
    general, basic = single.get(TableKind.GENERAL_EXPENDITURE), single.get(TableKind.BASIC_ECONOMIC)
    for both in (summary, appropriation):
        if both:
            yield from _known(
                equal("revenue_is_expenditure", one, _side_totals(both, "支出", last=True))
                for one in _side_totals(both, "收入", last=True)[:1]
            )
    if summary and expenditure:
        yield from _same(expenditure, _side_totals(summary, "支出"), None)
        yield from _classes(expenditure, summary)
    if summary and revenue:
        yield from _same(revenue, _side_totals(summary, "收入"), None)
    if appropriation and general:
        found = [
            *_same(general, _side_totals(appropriation, "支出", "一般公共预算"), None),
            *_classes(general, appropriation, "一般公共预算"),
        ]
        # the year's appropriation alone need not be all that is spent where money was carried over
        yield from (footing for footing in found if footing.holds or not _carries_over(appropriation))
    if general and basic:
        yield from _same(basic, _grand(general, BASIC), None)
    if summary and basic:
        yield from _personnel_and_public(summary, basic)
    yield from _agreeing(grids, single)


def _known(footings: Iterator[Footing | None]) -> Iterator[Footing]:
    return (footing for footing in footings if footing)


def _single(grids: Sequence[_Grid]) -> dict[TableKind, _Grid]:
    """The one table with figures of each kind; kinds with several are left out."""
    found: dict[TableKind, list[_Grid]] = {}
    for grid in grids:
        if grid.kind and any(figure.amount for figure in grid.figures):
            found.setdefault(grid.kind, []).append(grid)
    return {kind: several[0] for kind, several in found.items() if len(several) == 1}


def _side_totals(grid: _Grid, side: str, column: str | None = None, *, last: bool = False) -> list[Figure]:
    """合计 and 总计 of the 收入 or 支出 half; `last`: the last one alone (总计)."""
    found = [
        figure
        for figure in grid.figures
        if figure.amount
        and _is_total(figure)
        and side in plain_label("".join((figure.measure, *figure.column_path[:1])))
        and _is_main(figure, column)
    ]
    rows = [figure.provenance.row or 0 for figure in found]
    return [figure for figure in found if figure.provenance.row == max(rows)] if last and found else found


def _is_main(figure: Figure, column: str | None) -> bool:
    """Whether a figure stands in the named column, or, without a name, in the total or only one."""
    if not figure.column_path:
        return column is None
    leaf = plain_label(figure.column_path[-1])
    if column is not None:
        return leaf.startswith(column)
    return bool(TOTAL.search(leaf) or _PAIR.match(leaf) or re.fullmatch(r"金额|数额|.*年|预算数|决算数|本年.*", leaf) or leaf == "")


def _grand(grid: _Grid, column: str | None) -> list[Figure]:
    """The 合计 row in one column."""
    return [
        f
        for f in grid.figures
        if f.amount and re.fullmatch(r"合计|总计|支出合计|收入合计|本年.{0,2}合计", plain_label(f.measure)) and _is_main(f, column)
    ]


def _carries_over(grid: _Grid) -> bool:
    """Whether money of earlier years is among the receipts."""
    return any(figure.amount and figure.amount.number and _CARRIED.search(plain_label(figure.measure)) for figure in grid.figures)


def _same(grid: _Grid, others: Sequence[Figure], column: str | None) -> Iterator[Footing]:
    others = list(others)
    for total in [figure for figure in _grand(grid, column) if not others or _of_one_scope(figure, others[0])][:1]:
        if footing := equal("same_total", total, others):
            yield footing


def _classes(grid: _Grid, summary: _Grid, column: str | None = None) -> Iterator[Footing]:
    """Each 类 of an expenditure table against its row of the table of receipts and expenditure; without codes, the outermost rows are."""
    coded = any(f.subject_code for f in grid.figures)
    rows = {
        plain_label(f.measure): f
        for f in summary.figures
        if f.amount and not _is_total(f) and _is_main(f, column) and "收入" not in "".join(f.column_path[:1]) and (coded or f.depth == 0)
    }
    for figure in grid.figures:
        outermost = len(figure.subject_code or "") == 3 if coded else figure.depth == 0 and not _is_total(figure)
        if figure.amount and outermost and _is_main(figure, None) and not _of_part(figure):
            other = rows.get(plain_label(figure.measure))
            if other and _of_one_scope(figure, other) and (footing := add_up("same_total", figure, (other,))):
                yield footing


def _of_part(figure: Figure) -> bool:
    """Whether the headers over its column name but a part of the amount: 政府采购项目 or 基本支出 over 小计."""
    return bool(re.search(f"采购|其中|{BASIC}|{PROJECT_SPENDING}", "".join(figure.column_path[:-1])))


def _of_one_scope(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one year and stage: 2024年执行数 is not this year's budget."""
    return (one.fiscal_year, one.stage) == (other.fiscal_year, other.stage)


def _personnel_and_public(summary: _Grid, basic: _Grid) -> Iterator[Footing]:
    """人员经费 and 公用经费 of both tables, when both together are the same basic expenditure."""
    pairs = [(_column_total(summary, name), _grand(basic, name)[:1]) for name in (PERSONNEL, PUBLIC)]
    if not all(one and other for one, other in pairs):
        return
    whole = _grand(basic, None)[:1]
    together = add_up("same_total", whole[0], [one[0] for one, _ in pairs]) if whole else None
    if together and together.holds:
        for one, other in pairs:
            if footing := add_up("same_total", other[0], one):
                yield footing


def _column_total(grid: _Grid, column: str) -> list[Figure]:
    """The last total row of one column."""
    found = [figure for figure in grid.figures if figure.amount and _is_total(figure) and _is_main(figure, column)]
    return found[-1:]


def _agreeing(grids: Sequence[_Grid], single: Mapping[TableKind, _Grid]) -> Iterator[Footing]:
    """Figures that two tables need not share but do, which confirms both readings."""
    seen: dict[tuple[str, str], Figure] = {}
    for kind in (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE, TableKind.REVENUE):
        for figure in single[kind].figures if kind in single else ():
            if not figure.amount or not (figure.subject_code or _is_total(figure)):
                continue
            leaf = plain_label(figure.column_path[-1]) if figure.column_path else ""
            name = next((each for each in (BASIC, PROJECT_SPENDING) if leaf == each), "合计" if _is_main(figure, None) else "")
            key = figure.subject_code or "合计", name
            if not name:
                continue
            other = seen.setdefault(key, figure)
            if other is not figure and (footing := add_up(_SOFT, figure, (other,))) and footing.holds:
                yield footing
    yield from _operating(grids, single)


def _operating(grids: Sequence[_Grid], single: Mapping[TableKind, _Grid]) -> Iterator[Footing]:
    """机关运行经费 is the public-use part of basic expenditure, where the unit is an agency; projects are 项目支出."""
    basic, expenditure = single.get(TableKind.BASIC_ECONOMIC), single.get(TableKind.EXPENDITURE)
    public = _grand(basic, PUBLIC)[:1] if basic else []
    projects = _grand(expenditure, PROJECT_SPENDING)[:1] if expenditure else []
    for grid in grids:
        for figure in grid.figures:
            others = public if "机关运行" in f"{figure.measure}{figure.table_title}" else projects if grid.kind is TableKind.PROJECT else []
            if figure.amount and figure.is_total | ("机关运行" in figure.measure) and others and _is_main_or_named(figure):
                footing = add_up(_SOFT, figure, others)
                if footing and footing.holds:
                    yield footing


def _is_main_or_named(figure: Figure) -> bool:
    return _is_main(figure, None) or "机关运行" in figure.measure


# --- performance forms ------------------------------------------------------------------------------------------


def _funds(grid: _Grid) -> Iterator[Footing]:
    """资金总额 against its sources, for each half of the form."""
    totals = [figure for figure in grid.figures if _is_form_total(figure)]
    for total in totals:
        sources = [f for f in grid.figures if f.amount and total.measure in (*f.row_path[:-1], *f.column_path) and not _is_form_total(f)]
        if footing := add_up("funds_of_form", total, sources):
            yield footing


def _is_form_total(figure: Figure) -> bool:
    return figure.amount is not None and figure.amount.dimension == "money" and bool(re.search(r"总额", figure.measure))


def _forms_and_rows(grids: Sequence[_Grid]) -> Iterator[Footing]:
    """年度资金总额 of a form (元) against the project's row (万元)."""
    rows: dict[str, list[Figure]] = {}
    for grid in grids:
        if grid.kind is TableKind.PROJECT:
            for figure in grid.figures:
                if figure.amount and _is_main(figure, None):
                    rows.setdefault(_project_name(figure.measure), []).append(figure)
    for grid in grids:
        if grid.kind is not TableKind.PERFORMANCE_FORM:
            continue
        total = form_total(grid.figures)
        if total and total.project and (footing := equal("form_is_project_row", total, rows.get(_project_name(total.project), []))):
            yield footing


def form_total(figures: Sequence[Figure]) -> Figure | None:
    """The year's total of a form; that of the whole project where the form has but one."""
    totals = [figure for figure in figures if _is_form_total(figure)]
    return next((figure for figure in totals if "年度" in figure.measure), totals[0] if totals else None)


def _project_name(name: str) -> str:
    """A project's name as a key: its year stays, since two years' rows stand side by side."""
    return re.sub(r"[\s“”\"'()（）]", "", name)
