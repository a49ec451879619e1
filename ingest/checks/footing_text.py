"""The narrative's arithmetic, against itself and against the tables.

growth     增长93.33%  = 1072.38 ÷ (2221.42 − 1072.38)      share  占27.24% = 605.15 ÷ 2221.42
narrative  政府采购货物 … 一般公共服务支出2.63万元 = 26,300元 in a table
repeated   one measure stated twice with different figures
form       a form's prose says 800万元, its 资金总额 is 800,000元
empty_note a note says 空表 under a table that holds figures
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, groupby, pairwise

from disclosure.amount import EXACT, fold_width
from disclosure.document import Stage, Table, TableKind
from disclosure.figure import Aspect, Discrepancy, Figure, Footing
from ingest.checks.footing_tables import form_total
from ingest.checks.relation import add_up, half_step, plain_label, show

_TOTAL = re.compile(r"合计|总计|小计")
_SAME_YEAR = re.compile(r"(?:20\d\d年度?)?(?:预算安排数?|预算数?|决算数?|支出决算数?)")
_ENDING = re.compile(r"(?:财政拨款)?(?:预算|决算)?(?:数|总额|金额|资金)?$")
_EMPTY_NOTE = re.compile(r"空表|无数据|没有数据|无此项")
_PART_FUNDS = (TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL)  # their totals are none of the whole budget
_HUNDRED = Decimal(100)

# What the narrative calls the totals of the standard tables, and where they stand: half, or column of the 合计 row.
_TOTAL_NAMES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(?:本年|单位|部门)*(?:预算)?收入(?:预算|决算)?(?:总计|合计|总额)?|收入支出(?:决算)?总计"), "收入", ""),
    (re.compile(r"(?:本年|单位|部门)*(?:预算)?支出(?:预算|决算)?(?:总计|合计|总额)?"), "支出", ""),
    (re.compile(r"(?:一般公共预算(?:财政拨款)?(?:安排)?)?基本支出"), "", "基本支出"),
    (re.compile(r"项目支出"), "", "项目支出"),
    (re.compile(r"人员经费"), "", "人员经费"),
    (re.compile(r"公用经费"), "", "公用经费"),
)


def narrative_footings(figures: Sequence[Figure]) -> Iterator[Footing]:
    """Growth and share recomputed, and the narrative against the tables."""
    prose = [figure for figure in figures if figure.table_id is None and figure.provenance.table_id is None]
    for _, group in groupby(prose, key=lambda figure: figure.row_path[: _heading_depth(figure)]):
        paragraph = list(group)
        yield from _growth(paragraph)
        yield from _shares(paragraph)
    index = _Labels([figure for figure in figures if figure.table_id is not None])
    for figure in prose:
        yield from index.check(figure)


def form_footings(figures: Sequence[Figure]) -> Iterator[Footing]:
    """What a form's prose says is applied for, against the form's own total."""
    forms: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.table_kind is TableKind.PERFORMANCE_FORM and figure.table_id:
            forms.setdefault(figure.table_id, []).append(figure)
    for figure in figures:
        if figure.table_id is not None or not figure.project or not _is_money(figure):
            continue
        form = forms.get(figure.provenance.table_id or "", [])
        total = form_total(form)
        footing = add_up("form_prose", figure, (total,)) if total else None
        if footing and (footing.holds or (_names_project(figure) and not _elsewhere(figure, form))):
            yield footing


def repeated_statements(figures: Sequence[Figure]) -> Iterator[Discrepancy]:
    """One measure of one scope that the narrative states twice, differently."""
    said: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        in_prose = figure.table_id is None and figure.provenance.table_id is None
        if in_prose and figure.aspect is Aspect.AMOUNT and _is_money(figure) and not _is_compared(figure):
            said.setdefault(_scope(figure), []).append(figure)
    for group in said.values():
        amounts = {figure.amount.in_base for figure in group if figure.amount}
        if len(amounts) > 2:
            continue  # a series, or a whole with its parts: no one states one thing three times and each time otherwise
        for one, other in combinations(group, 2):
            assert one.amount is not None and other.amount is not None
            if not one.amount.agrees_with(other.amount):
                yield Discrepancy((one, other), f"正文前后不一致：{show(one)}，{show(other)}")


def impossible_changes(figures: Sequence[Figure]) -> Iterator[Discrepancy]:
    """An increase larger than what it led to: 0万元，比2022年预算增加1421.25万元."""
    for amount, change in pairwise(figures):
        follows = change.table_id is None and change.sentence == amount.sentence and change.row_path == amount.row_path
        if (
            follows
            and not _is_compared(amount)
            and amount.fiscal_year == change.fiscal_year  # 较上年的7.80万元增加22.12万元 is of two years
            and amount.aspect is Aspect.AMOUNT
            and change.aspect is Aspect.INCREASE
            and _is_money(amount)
            and _is_money(change)
        ):
            assert amount.amount is not None and change.amount is not None
            if change.amount.in_base > amount.amount.in_base + half_step(amount.amount) + half_step(change.amount):
                yield Discrepancy((amount, change), f"增加额大于现有数：{show(amount)}，增加{change.text}")


def empty_notes(tables: Sequence[Table], figures: Sequence[Figure]) -> Iterator[Discrepancy]:
    """A note that calls a table empty under a table that holds figures."""
    for table in tables:
        note = next((note for note in table.notes if _EMPTY_NOTE.search(note)), None)
        if note is None:
            continue
        held = [f for f in figures if f.table_id == table.id and f.amount and f.amount.number]
        if held:
            shown = "、".join(show(figure) for figure in held[:3])
            yield Discrepancy(tuple(held), f"第{held[0].provenance.page}页《{table.title}》表下注明“{note.strip()}”，表中却有数字：{shown}")


def _heading_depth(figure: Figure) -> int:
    return max(len(figure.row_path) - 4, 1)


def _is_money(figure: Figure) -> bool:
    return figure.amount is not None and figure.amount.dimension == "money"


def _names_project(figure: Figure) -> bool:
    """Whether the sentence itself says that the amount is the project's."""
    measure = plain_label(figure.measure)
    said = re.sub(r"[\s“”\"'‘’]", "", fold_width(figure.sentence or ""))
    return len(measure) > 3 and measure in plain_label(figure.project or "") and measure in said


def _elsewhere(figure: Figure, form: Sequence[Figure]) -> bool:
    """Whether another cell of the form holds the amount."""
    return any(other.amount and figure.amount and other.amount.agrees_with(figure.amount) for other in form)


def _scope(figure: Figure) -> tuple[object, ...]:
    column = figure.column_path[-1] if figure.column_path else ""
    return (
        tuple(plain_label(part) for part in figure.row_path[-3:]) if len(figure.row_path) > 2 else figure.row_path,
        plain_label(figure.measure),
        figure.subject_code,
        _share_told(figure),
        figure.fiscal_year,
        "" if _SAME_YEAR.fullmatch(column) and figure.stage is not None else column,
        figure.stage,
    )


def _is_compared(figure: Figure) -> bool:
    """Whether the amount is the one compared with: 较上年的7.80万元增加22.12万元."""
    return figure.measure.startswith(("比", "较"))


_SHARES = re.compile("人员经费|公用经费|基本支出|项目支出|专项业务经费")


def _share_told(figure: Figure) -> str:
    """Which share of the money a list in the text speaks of: （1）人员经费：①行政运行1641.18万元; "" for all of it."""
    before = (figure.sentence or "").partition(figure.text)[0]
    told = [found.group(1) for found in re.finditer(f"({_SHARES.pattern})[:：]", before)]
    above = [found.group() for part in figure.row_path[-2:-1] if (found := _SHARES.match(plain_label(part)))]
    return (told or above or [""])[-1]


# --- growth and share -------------------------------------------------------------------------------------------


def _growth(paragraph: Sequence[Figure]) -> Iterator[Footing]:
    for place, rate in enumerate(paragraph):
        if rate.aspect is not Aspect.GROWTH_RATE or rate.amount is None or rate.amount.dimension != "%":
            continue
        here = [f for f in paragraph[:place] if f.amount and f.measure == rate.measure and f.row_path == rate.row_path and _is_money(f)]
        change = next((f for f in reversed(here) if f.aspect in (Aspect.INCREASE, Aspect.DECREASE) and f.sentence == rate.sentence), None)
        now = next((f for f in reversed(here) if f.aspect is Aspect.AMOUNT and f.column_path == rate.column_path), None)
        before = next((f for f in reversed(here) if f.aspect is Aspect.AMOUNT and _is_basis(f, rate)), None)
        if now and change:
            yield from _rate_of_change(rate, now, change)
        elif now and before and now is not before:
            yield from _ratio("growth", rate, now, before, minus_one=True)


def _is_basis(figure: Figure, rate: Figure) -> bool:
    """Whether the figure is what the rate compares with: 2022年当年预算执行数 for 比2022年预算执行数."""
    if not rate.basis or not figure.column_path:
        return False
    basis = re.sub(r"^(?:比|较|与|同)|(?:相比|比较)$|当年|度", "", rate.basis)
    return re.sub("当年|度", "", figure.column_path[-1]) == basis


def _rate_of_change(rate: Figure, now: Figure, change: Figure) -> Iterator[Footing]:
    assert now.amount and change.amount
    sign = 1 if change.aspect is Aspect.INCREASE else -1
    # 比2025年年初预算数122211.18万元减少16654.37万元，下降13.63%: the amount is the one compared with
    was = now.amount.in_base - (0 if _is_compared(now) else sign * change.amount.in_base)
    if was > 0:
        slack = half_step(now.amount) + half_step(change.amount)
        yield _rate_footing("growth", rate, (change, now), sign * change.amount.in_base, was, half_step(change.amount), slack)


def _ratio(rule: str, rate: Figure, part: Figure, whole: Figure, *, minus_one: bool = False) -> Iterator[Footing]:
    assert part.amount and whole.amount
    if whole.amount.number == 0:
        if rule == "share" and part.amount.number and rate.amount and rate.amount.number:
            yield Footing(rule, rate, (part, whole), rate.amount.number, half_step(rate.amount))  # a share of nothing
        return
    top = part.amount.in_base - whole.amount.in_base if minus_one else part.amount.in_base
    yield _rate_footing(
        rule,
        rate,
        (part, whole),
        top,
        whole.amount.in_base,
        half_step(part.amount) + (half_step(whole.amount) if minus_one else 0),
        half_step(whole.amount),
    )


def _rate_footing(
    rule: str, rate: Figure, parts: tuple[Figure, ...], top: Decimal, bottom: Decimal, top_slack: Decimal, bottom_slack: Decimal
) -> Footing:
    """The printed percentage against top ÷ bottom; its tolerance covers the rounding of all three."""
    assert rate.amount is not None
    exact = top / bottom * _HUNDRED
    smallest = bottom - bottom_slack if bottom > bottom_slack else bottom
    spread = (abs(top) + top_slack) / smallest * _HUNDRED - abs(top) / bottom * _HUNDRED
    places = Decimal("1e-6")
    difference = EXACT.subtract(rate.amount.number, exact.quantize(places, ROUND_HALF_UP))
    # a whole last place: percentages are cut off as often as rounded, and shares are made to add up to 100
    return Footing(rule, rate, parts, difference, 2 * half_step(rate.amount) + spread.quantize(places, ROUND_HALF_UP))


def _shares(paragraph: Sequence[Figure]) -> Iterator[Footing]:
    for place, rate in enumerate(paragraph):
        if rate.aspect is not Aspect.SHARE or rate.amount is None or rate.amount.dimension != "%":
            continue
        amounts = [f for f in paragraph[:place] if f.aspect is Aspect.AMOUNT and _is_money(f)]
        part = next((f for f in reversed(amounts) if f.measure == rate.measure and f.column_path == rate.column_path), None)
        whole = _whole_of(rate, part, amounts) if part else None
        if part and whole and part is not whole:
            others = [f for f in amounts if f.measure == part.measure and f is not part and f is not whole]
            yield from (_with_a_better_whole(tried, part, others) for tried in _ratio("share", rate, part, whole))


def _with_a_better_whole(tried: Footing, part: Figure, others: Sequence[Figure]) -> Footing:
    """A share that fails, with the amount that it was really taken of, where there is one (全年预算 for 年初预算)."""
    if tried.holds:
        return tried
    fitting = [other for other in others if any(footing.holds for footing in _ratio("share", tried.total, part, other))]
    return replace(tried, parts=(*tried.parts, *fitting[:1]))


def _whole_of(rate: Figure, part: Figure, amounts: Sequence[Figure]) -> Figure | None:
    """What a share is of: its basis where one is said, else what encloses the part."""
    if rate.basis:
        basis = plain_label(rate.basis)
        return next(
            (
                f
                for f in reversed(amounts)
                if basis in (plain_label(f.measure), *(plain_label(c) for c in f.column_path)) and f.row_path[:-1] == part.row_path[:-1]
            ),
            None,
        )
    enclosing = part.row_path[-2] if len(part.row_path) > 1 else ""
    return next((f for f in reversed(amounts) if f.measure == enclosing), None)


# --- narrative against tables -----------------------------------------------------------------------------------


_NOT_SPENT = re.compile("收入|结转|结余")
_CARRIED = re.compile("结转|结余")
_CHANGE = re.compile("增减|变化|比上年|较上年")
_GENERAL = (TableKind.GENERAL_EXPENDITURE, TableKind.BASIC_ECONOMIC, TableKind.THREE_PUBLIC)
_MONIES = {"一般公共预算": _GENERAL, "财政拨款": (*_GENERAL, TableKind.APPROPRIATION)}  # whose money, and the tables of it alone
_OF_THREE_PUBLIC = re.compile("三公|出国|用车|车辆|接待|会议|培训")


class _Labels:
    """The tables' figures by what they are called."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.named: dict[tuple[str, int | None, Stage | None], list[Figure]] = {}
        self.totals: dict[tuple[int | None, Stage | None], list[Figure]] = {}
        self.under: dict[int, list[str]] = {}  # figure → the rows that it stands under
        above: dict[tuple[str | None, int | None], list[Figure]] = {}
        for figure in figures:
            outer = above.setdefault((figure.table_id, figure.provenance.column), [])
            while outer and outer[-1].depth >= figure.depth:
                outer.pop()
            self.under[figure.number] = [other.measure for other in outer]
            outer.append(figure)
            if figure.amount is None or figure.table_kind is TableKind.PERFORMANCE_FORM or _CHANGE.search("".join(figure.column_path)):
                continue
            scope = figure.fiscal_year, figure.stage
            leaf = plain_label(figure.column_path[-1]) if figure.column_path else ""
            if _TOTAL.search(figure.measure) and figure.row_path:
                if figure.table_kind not in _PART_FUNDS:
                    self.totals.setdefault(scope, []).append(figure)
                if figure.table_kind is TableKind.THREE_PUBLIC and _OF_THREE_PUBLIC.search(leaf):
                    self.named.setdefault((_key(leaf), *scope), []).append(figure)
            elif not leaf or _TOTAL.search(leaf) or re.search(r"数$|金额|年$", leaf) or leaf == plain_label(figure.measure):
                self.named.setdefault((_key(figure.measure), *scope), []).append(figure)

    def check(self, figure: Figure) -> Iterator[Footing]:
        """A statement against the cells that print the same thing; nothing when no cell is called so."""
        if figure.aspect is not Aspect.AMOUNT or not _is_money(figure) or figure.stage is None:
            return
        column = figure.column_path[-1] if figure.column_path else ""
        if column and not _SAME_YEAR.fullmatch(column):
            return
        # 公路养护（项）支出决算为…: what was spent is held against what was spent first
        places = sorted(self._places(figure), key=lambda other: other.table_kind is TableKind.REVENUE and "支出" in (figure.sentence or ""))
        tried = [_cut_off(footing) for other in places if (footing := add_up("narrative", figure, (other,)))]
        holding = next((footing for footing in tried if footing.holds), None)
        against = [footing for footing in tried if self._contradicts(figure, footing.parts[0])]
        if holding or (against and not _is_anyones([footing.parts[0] for footing in against])):
            yield holding or _with_repeats(against)

    def _contradicts(self, figure: Figure, cell: Figure) -> bool:
        """Whether a cell of the name is of the same money, so that another number in it is a contradiction."""
        said = "".join((*figure.row_path, figure.sentence or ""))
        if _share_told(figure) or (_CARRIED.search("".join(self.under[cell.number])) and not _CARRIED.search("".join(figure.row_path))):
            return False
        if cell.table_kind is TableKind.BASIC_ECONOMIC and "基本支出" not in said:
            return False  # which says nothing of what projects pay for the same thing
        if cell.table_kind is TableKind.THREE_PUBLIC and not cell.row_path and not _OF_THREE_PUBLIC.search(said):
            return False  # a cell that is named by its column alone is of what its table is about
        money = next((money for money in _MONIES if money in "".join(figure.row_path[-2:])), None)
        named = "".join((cell.table_title or "", *cell.column_path))
        return money is None or cell.table_kind in _MONIES[money] or money in named

    def _places(self, figure: Figure) -> list[Figure]:
        scope = figure.fiscal_year, figure.stage
        measure = plain_label(figure.measure)
        enclosing = _key(figure.row_path[-2]) if len(figure.row_path) > 1 else ""
        for pattern, side, column in _TOTAL_NAMES:
            if pattern.fullmatch(measure):
                if enclosing != measure and (enclosing, *scope) in self.named:
                    return []  # 基本支出 of one subject
                rows = self.named.get((column, *scope), []) if column else []  # 二、项目支出 as a row of the summary
                return [*rows, *(f for f in self.totals.get(scope, ()) if _stands_at(f, side, column))]
        named = self.named.get((_key(figure.measure), *scope), [])
        chain = {plain_label(part) for part in figure.row_path[:-1]}
        if figure.subject_code:
            return [f for f in named if f.subject_code == figure.subject_code] or [f for f in named if not f.subject_code]
        inside = [f for f in named if f.subject_code and any(plain_label(part) in chain for part in f.row_path[:-1])]
        return _of_the_side(figure, inside or named)


def _with_repeats(against: Sequence[Footing]) -> Footing:
    """The first contradiction, its cell followed by the other rows that print the same amount, whichever of them is asked for."""
    rows: dict[tuple[str | None, int | None], Figure] = {}
    for cell in (cell for footing in against for cell in footing.parts):
        if cell.amount and against[0].parts[0].amount and cell.amount.in_base == against[0].parts[0].amount.in_base:
            rows.setdefault((cell.table_id, cell.provenance.row), cell)
    return replace(against[0], parts=tuple(rows.values()))


def _is_anyones(cells: Sequence[Figure]) -> bool:
    """Whether one column prints the name several times with different amounts, so that it does not tell which is meant."""
    held: dict[tuple[str | None, int | None], set[Decimal]] = {}
    for cell in cells:
        if cell.amount:
            held.setdefault((cell.table_id, cell.provenance.column), set()).add(cell.amount.in_base)
    return any(len(amounts) > 1 for amounts in held.values())


def _cut_off(footing: Footing) -> Footing:
    """Allows a whole last place: 1,996.83万元 for 19968361.41元 is cut off where others are rounded."""
    amount = footing.total.amount
    assert amount is not None
    scale = -amount.unit.scale if amount.unit else 0
    return replace(footing, tolerance=max(footing.tolerance, (2 * half_step(amount)).scaleb(scale)))


def _of_the_side(figure: Figure, cells: Sequence[Figure]) -> list[Figure]:
    """支出决算为 of a subject says nothing of its income, nor of what was carried over."""
    if not figure.column_path or "支出" not in figure.column_path[-1]:
        return list(cells)
    return [f for f in cells if f.table_kind is not TableKind.REVENUE and not _NOT_SPENT.search("".join(f.column_path[:1]))]


def _stands_at(figure: Figure, side: str, column: str) -> bool:
    words = "".join((figure.measure, figure.table_title or "", *figure.column_path))
    leaf = plain_label(figure.column_path[-1]) if figure.column_path else ""
    return leaf == column if column else side in words


def _key(measure: str) -> str:
    """A label less what the narrative adds to it: 机关运行经费财政拨款预算 → 机关运行经费."""
    words = re.sub(r"[()（）、]", "", plain_label(measure))
    return _ENDING.sub("", words) or words
