"""Which figure of a thing is meant: by year, stage, aspect, what is counted, and column.

row 行政运行 (合计 459.93 | 基本支出 459.93 | 项目支出 blank), column 项目支出  →  the blank

A column is a path that is matched part by part; where none is named, the usual total column is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.binding.things import Thing, ThingKind
from answering.query.tree import CellAspect
from disclosure.document import Stage, TableKind
from disclosure.figure import Aspect, Figure
from retrieval.names import core, head_name, is_fund, is_generic, name_of, other_words, years_in

_STATES = ("资产", "占有", "占用", "截至", "截止")
_CARRIED = ("结转", "结余")
_TERM = ("实施期", "中长期")  # of a form: figures of several years, beside the year's
# Words of a column head, or of what a sentence says before its number, for what they make of the number.
_RATE_WORDS = ("增减%", "增长率", "增减率", "增幅", "增长%", "增减比例", "变动率", "增长比例", "±%", "增减幅度", "变动幅度")
_CHANGE_WORDS = ("增减", "变动情况", "增加额", "减少额", "比上年增", "较上年增", "变动额", "变化")
_DONE_WORDS = ("完成率", "执行率", "完成比例", "完成预算", "执行进度")


@dataclass(frozen=True, slots=True)
class Want:
    """What is wanted of a thing in one document."""

    year: int | None  # of the disclosure that is looked into
    stage: Stage | None = None  # said: only figures of this stage; None: what the document is of
    aspect: CellAspect = CellAspect.VALUE
    column: str | None = None
    dimension: str | None = None  # counted; None: money before other things
    as_of: str | None = None
    final: bool = False  # the document is a final account


def choose(thing: Thing, want: Want) -> tuple[Figure, ...]:
    """The figures of a thing that answer, of the best standing: one, several that cannot be told apart, or none."""
    figures = [figure for figure in thing.figures if aspect_of(figure, want.year) is want.aspect or _serves(figure, want)]
    figures = [figure for figure in figures if _fits_year(figure, want)]
    if want.column is not None and figures:
        named = in_column(figures, want.column, want.year)
        if named or not all(is_generic(name_of(part).key) for part in want.column.split("/")):
            counted = want.dimension is not None or want.aspect is not CellAspect.VALUE
            return _best(_of_stage(_of_dimension(named, want) if counted else named, want), want, thing)
    return _best(_of_stage(_of_dimension(figures, want), want), want, thing)


def every(thing: Thing, want: Want) -> tuple[Figure, ...]:
    """All figures of a thing in the text that answer, or the one that stands for a row."""
    if thing.kind is not ThingKind.TEXT:
        return choose(thing, want)
    figures = [figure for figure in thing.figures if aspect_of(figure, want.year) is want.aspect or _serves(figure, want)]
    return tuple(_of_stage(_of_dimension([figure for figure in figures if _fits_year(figure, want)], want), want))


def _best(figures: Sequence[Figure], want: Want, thing: Thing) -> tuple[Figure, ...]:
    if not figures:
        return ()
    own = {figure.sentence for figure in thing.figures if thing.kind is ThingKind.TEXT and figure.aspect is Aspect.AMOUNT}
    ranks = {id(figure): (*column_rank(figure, want, thing), 0 if figure.sentence in own else 1) for figure in figures}
    best = min(ranks.values())
    kept = [figure for figure in figures if ranks[id(figure)] == best]
    if thing.kind is ThingKind.TEXT:
        return tuple(kept)
    if want.column is None:
        return _of_all_funds(kept[0], figures)
    return tuple(figure for figure in figures if figure.column_path == kept[0].column_path)  # one, unless a head is printed twice


def _of_all_funds(first: Figure, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """A figure of one source of money stands for all only where the others beside it print nothing."""
    if not first.column_path or not is_fund(name_of(first.column_path[-1]).key):
        return (first,)
    beside = [
        figure for figure in figures if figure.column_path[:-1] == first.column_path[:-1] and is_fund(name_of(figure.column_path[-1]).key)
    ]
    stated = [figure for figure in beside if figure.amount is not None and figure.amount.number]
    return tuple(stated) if len(stated) > 1 else tuple(stated or [first])


def aspect_of(figure: Figure, year: int | None) -> CellAspect:
    """What a figure says of its thing, by its own aspect, its year and the head of its column."""
    if figure.aspect is Aspect.GROWTH_RATE:
        return CellAspect.RATE
    if figure.aspect in (Aspect.INCREASE, Aspect.DECREASE):
        return CellAspect.CHANGE
    if figure.aspect is Aspect.SHARE:
        return CellAspect.DONE if _is_done(figure) else CellAspect.PRINTED_SHARE
    heads = [name_of(part).printed for part in figure.column_path]
    head = "/".join((*heads, name_of(figure.row_label).printed) if figure.table_id and figure.row_label.startswith("增减") else heads)
    if any(word in head for word in _DONE_WORDS):
        return CellAspect.DONE
    percent = figure.amount is not None and figure.amount.dimension == "%"
    if any(word in head for word in _RATE_WORDS) or (percent and "增减" in head):
        return CellAspect.RATE
    if figure.table_id and any(word in head for word in _CHANGE_WORDS) and "增减原因" not in head:
        return CellAspect.CHANGE
    done = figure.stage is Stage.FINAL_ACCOUNTS and figure.fiscal_year == year  # 全年执行数 of the account's own year is what was spent
    if "执行数" in head and not done and (figure.table_id or _is_before(figure, head, year)):
        return CellAspect.EXECUTED
    if "占比" in head or "比重" in head or (percent and head.endswith("占")):
        return CellAspect.PRINTED_SHARE
    if _is_before(figure, head, year):
        return CellAspect.PRIOR
    if figure.stage is Stage.BUDGET and ("年初" in head):
        return CellAspect.PLAN
    if figure.stage is Stage.BUDGET and ("全年" in head or "调整" in head):
        return CellAspect.ADJUSTED
    return CellAspect.VALUE


def _is_done(figure: Figure) -> bool:
    """完成年初预算的95.89% beside 占总支出的34.30%."""
    basis = figure.basis or ""
    said = (figure.sentence or "").partition(figure.text)[0][-8:]
    if "占" in said and "完成" not in said:
        return False
    return (
        bool(figure.column_path)
        or basis.endswith(("年初预算", "全年预算", "全年预算数", "年初预算数", "完成预算"))
        or basis in ("预算", "预算数")
    )


def _is_before(figure: Figure, head: str, year: int | None) -> bool:
    """Whether a figure is of the year before its disclosure: a column 上年 or 2025年, or a sentence's words for it."""
    if figure.fiscal_year is not None and year is not None and figure.fiscal_year < year:
        if any(word in part for part in figure.column_path for word in (*_CARRIED, "余额")):
            return False  # what is left of the year before is money of this one: 上年实户资金余额
        return figure.table_id is not None or bool(head) or not _is_state(figure)
    return False


def _is_state(figure: Figure) -> bool:
    """A count of what there is at a date, which the next year's disclosure prints: 截至2025年12月31日共有车辆7辆."""
    if figure.amount is None or figure.column_path:
        return False
    if figure.amount.dimension not in ("money", "%"):
        return True
    said = "".join(figure.row_path) + (figure.sentence or "")[:12]
    return any(word in said for word in _STATES)


def _serves(figure: Figure, want: Want) -> bool:
    """Whether a figure serves though its head says another aspect: what was planned, in a final account, of any words for it."""
    aspect = aspect_of(figure, want.year)
    if want.aspect in (CellAspect.PLAN, CellAspect.ADJUSTED):
        return want.final and figure.stage is Stage.BUDGET and aspect in (CellAspect.VALUE, CellAspect.PLAN, CellAspect.ADJUSTED)
    if want.aspect is CellAspect.PRIOR:
        return aspect is CellAspect.EXECUTED
    if want.aspect is CellAspect.VALUE:
        if want.column is not None and aspect is not CellAspect.PRINTED_SHARE and figure.column_path:
            return bool(in_column((figure,), want.column, want.year, exactly=True))
        if want.column is not None and want.column.startswith("占"):  # of what it is a share stands for the head of a figure of the text
            return aspect is CellAspect.PRINTED_SHARE and bool(in_column((figure,), want.column, want.year))
        return want.stage is Stage.BUDGET and aspect in (CellAspect.PLAN, CellAspect.ADJUSTED)
    return False


def _fits_year(figure: Figure, want: Want) -> bool:
    if want.as_of is not None and figure.fiscal_year is not None and figure.amount is not None and figure.table_id is None:
        return str(figure.fiscal_year) == want.as_of[:4] or figure.fiscal_year == want.year
    if want.aspect is not CellAspect.VALUE or figure.fiscal_year is None or want.year is None or figure.fiscal_year == want.year:
        return True
    if want.column is not None and (figure.fiscal_year in years_in(want.column) or "上年" in want.column):
        return True
    return figure.table_id is None and figure.fiscal_year == want.year - 1 and _is_state(figure)


def _of_dimension(figures: Sequence[Figure], want: Want) -> list[Figure]:
    """What is counted alone; money before other things where nothing is said."""
    if want.dimension is not None:
        return [figure for figure in figures if figure.amount is not None and _counts(figure, want)]
    if want.aspect in (CellAspect.RATE, CellAspect.DONE, CellAspect.PRINTED_SHARE):
        return [figure for figure in figures if figure.amount is None or figure.amount.dimension in ("%", None)]
    if want.aspect is CellAspect.CHANGE:
        figures = [figure for figure in figures if figure.amount is None or figure.amount.dimension != "%"]
    money = [figure for figure in figures if figure.amount is None or figure.amount.dimension == "money"]
    return money if any(figure.amount is not None for figure in money) else list(figures)


def _counts(figure: Figure, want: Want) -> bool:
    """Whether a figure is of what is counted, by its unit; where none is printed by its head, 得分, 人数, or the column that is said."""
    assert figure.amount is not None and want.dimension is not None
    if figure.amount.dimension is None:
        return want.column is not None or want.dimension in "".join((*figure.column_path, figure.row_label))
    return same_dimension(figure.amount.dimension, want.dimension)


def same_dimension(one: str | None, asked: str) -> bool:
    """Whether a figure of one dimension answers what is counted; a rate answers money a head."""
    alike = {"人": ("人次",), "人次": ("人",), "次": ("批次",), "批次": ("次",), "个": ("次",), "辆": ("台",), "台": ("辆",)}
    return one == asked or one in alike.get(asked, ()) or (one is not None and one.startswith(f"{asked}/"))


def _of_stage(figures: Sequence[Figure], want: Want) -> list[Figure]:
    """Those of the stage said; of a final account what was spent, where nothing is said."""
    if want.aspect not in (CellAspect.VALUE, CellAspect.PRIOR, CellAspect.EXECUTED):
        return list(figures)
    asked = _stage_of_column(want)
    if asked is not None:
        return [figure for figure in figures if figure.stage in (asked, None)]
    if want.final:
        return [figure for figure in figures if figure.stage is not Stage.BUDGET] or list(figures)
    return list(figures)


def _stage_of_column(want: Want) -> Stage | None:
    """预算数 and 决算数 name a stage by themselves."""
    if want.column is not None and want.final:
        if "决算" in want.column:
            return Stage.FINAL_ACCOUNTS
        if "预算" in want.column and "一般公共" not in want.column and "基金" not in want.column and "经营" not in want.column:
            return Stage.BUDGET
    return want.stage


def in_column(figures: Sequence[Figure], column: str, year: int | None, *, exactly: bool = False) -> list[Figure]:
    """The figures under a column: its parts exactly, normalised, by a synonym, by their core, then by what holds them."""
    wanted = [part for part in column.replace("›", "/").split("/") if part.strip()]
    paths = {id(figure): figure.column_path or ((figure.basis,) if figure.basis else ()) for figure in figures}
    if any(name_of(column).printed == name_of(part).printed for path in paths.values() for part in path):
        wanted = [column]  # a head that itself prints a stroke: 年度(/项目)指标值
    tests: list[Callable[[str, str], bool]] = [
        lambda asked, part: name_of(asked).printed == name_of(part).printed,
        lambda asked, part: _same_year(asked, part, year) and name_of(asked).key == name_of(part).key,
        lambda asked, part: _same_year(asked, part, year) and head_name(asked) == head_name(part) and not is_generic(name_of(asked).key),
        lambda asked, part: name_of(part).key in other_words(name_of(asked).key),
    ]
    if not exactly:
        tests += [
            lambda asked, part: bool(core(name_of(asked).key)) and core(name_of(asked).key) == core(name_of(part).key),
            lambda asked, part: len(name_of(asked).key) > 2 and name_of(asked).key in name_of(part).key,
            lambda asked, part: (
                len(name_of(part).key) > 2 and name_of(part).key in name_of(asked).key and not is_generic(name_of(part).key)
            ),
        ]
    for test in tests:
        last = [figure for figure in figures if (path := paths[id(figure)]) and test(wanted[-1], path[-1])] if len(wanted) == 1 else []
        found = last or [figure for figure in figures if _holds_path(paths[id(figure)], wanted, test)]
        if found:
            return found
    return []


def _holds_path(path: Sequence[str], wanted: Sequence[str], test: Callable[[str, str], bool]) -> bool:
    """Whether the parts asked for stand in a path, in whatever order they were said."""
    return all(any(test(asked, part) for part in path) for asked in wanted) and len(wanted) <= len(path)


def _same_year(asked: str, part: str, year: int | None) -> bool:
    """A year said in one of two heads is not lost: 2025年预算数 is not 2026年预算数, 预算数 is the disclosure's own."""
    one, other = years_in(asked)[:1], years_in(part)[:1]
    if one and other:
        return one == other
    return not other or year is None or other[0] == year or not one


def column_rank(figure: Figure, want: Want, thing: Thing) -> tuple[int, ...]:
    """Low for the column that stands for its thing: the total, the year's, the amount, else the leftmost."""
    if figure.table_id is None:
        return _text_rank(figure, want)
    path = [name_of(part).key for part in figure.column_path]
    leaf = path[-1] if path else ""
    column = figure.provenance.column or 0
    if thing.table_kind is TableKind.PERFORMANCE_FORM:
        said = "".join(path) + "".join(name_of(part).key for part in figure.row_path[-1:])
        return (3 if any(word in said for word in _TERM) else 0, 0 if figure.amount is not None else 1, column)
    aside = 0
    if len(path) > 1 and thing.table_kind is not TableKind.REVENUE:
        aside = 2 if any(word in path[0] for word in _CARRIED) else 1 if path[0] in ("收入", "本年收入", "当年收入") else 0
    depth = sum(1 for part in path if not is_generic(part))
    if leaf.endswith(("合计", "总计", "总额")) or leaf == "小计":
        return (aside, 0, depth if thing.kind is ThingKind.HEAD or depth > 1 else 0, column)
    if is_generic(leaf):
        return (aside, 1, depth, column)
    if leaf in ("数量", "单价", "人数", "规格", "序号"):
        return (aside, 3, 0, column)
    return (aside, 2, 0, column)


def _text_rank(figure: Figure, want: Want) -> tuple[int, ...]:
    head = "".join(name_of(part).key for part in figure.column_path)
    if want.aspect is CellAspect.PLAN:
        said = 0 if "年初" in head else 1
    elif want.aspect is CellAspect.ADJUSTED:
        said = 0 if "全年" in head or "调整" in head else 1
    elif want.aspect is CellAspect.PRIOR:
        said = 1 if "执行" in head else 0
    else:
        said = 0
    own = 0 if figure.fiscal_year in (None, want.year) else 1
    dated = 0 if want.as_of and figure.fiscal_year and str(figure.fiscal_year) == want.as_of[:4] else 1
    return (said, dated, own, 0 if figure.amount is not None else 1)
