"""Which figure of a row is meant: the total column unless the question names another.

row 行政运行 (合计 459.93 | 基本支出 459.93 | 项目支出 blank), column_label 项目支出  →  the blank
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.document_index import Entry
from disclosure.document import Stage, TableKind
from disclosure.figure import Figure
from disclosure.question import Selector
from disclosure.terms import synonyms
from retrieval.matching import normalise_label

_TOTAL = re.compile(r"(?:合计|总计|总额)$|^小计$")
_CARRIED = re.compile("结转|结余")  # what came from the year before or goes to the next, beside the year's own
_OF_INCOME = re.compile("^(?:本年|当年)?收入")
_YEAR_NAMED = re.compile(r"^(?:19|20)\d\d年?度?(?:预算|决算)?(?:数|金额|合计)?$")
_AMOUNT = re.compile(r"(?:预算数|决算数|金额|预算金额|数额|年度资金总额|指标值|目标值)$")
_FINAL = re.compile("决算")
_BUDGET = re.compile("预算|年初")
# Columns that may be asked for where the table does not print them under that name.
_SAYS_NOTHING = re.compile(r"(?:金额|数额|合计|小计|总计|预算数?|决算数?|预算金额|决算金额|支出|收入)")
_YEARS_BUDGET = re.compile(r"(?:年初|全年|年度|调整后?)预算数?")
_ASKS_BUDGET = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算")
_ASKS_FINAL = re.compile(r"决算|实际支出")
_AS_OF = re.compile("截至|截止|资产|占有")
_WHOLE_TERM = re.compile("实施期|中长期|总体目标")  # of a form: the figures of several years; the year's stand beside them


def choose_figures(entry: Entry, selector: Selector) -> tuple[Figure, ...]:
    """The figures of an entry that fit the selector's column, year, stage and dimension, best first.

    Only those of the best standing are given: several when the row prints several of equal standing, none when the
    named column is not there.
    """
    figures = [figure for figure in entry.figures if fits_year(figure, entry, selector) and _fits_stage(figure, entry, selector)]
    figures = _of_dimension(figures, selector.dimension)
    figures = _as_done(figures, selector) if entry.table_kind is TableKind.PERFORMANCE_FORM else figures
    if not figures:
        return ()
    if selector.column_label:
        named = _named_column(figures, selector.column_label)
        if named or not _SAYS_NOTHING.fullmatch(normalise_label(selector.column_label)):
            return tuple(_stated(_of_stage(named, _stage_asked(selector, entry))))
    figures = _of_stage(figures, _stage_asked(selector, entry))
    if _WHOLE_TERM.search((selector.within or "") + (selector.label or "")):
        # the term is said: its column, or that of the only goal
        figures = [figure for figure in figures if _WHOLE_TERM.search(_place(figure))] or figures
    best = min((_column_rank(figure) for figure in figures), default=None)
    return tuple(figure for figure in figures if _column_rank(figure) == best)[:1]


def fits_year(figure: Figure, entry: Entry, selector: Selector) -> bool:
    """Whether a figure is of the year asked: its own year, or the year in the row's name."""
    wanted = selector.fiscal_year
    if selector.label_year is not None and entry.years:
        return selector.label_year in entry.years
    if wanted is None or figure.fiscal_year is None or figure.fiscal_year == wanted:
        return True
    if wanted in entry.years:
        return True
    return figure.fiscal_year == wanted - 1 and is_state(figure)


_DONE = re.compile("实际|完成值|完成情况")


def _as_done(figures: Sequence[Figure], selector: Selector) -> list[Figure]:
    """What was done and what was meant to be: 实际完成了多少 asks for the first, of a form that prints both."""
    said = "".join(part for part in (selector.label, *selector.variants) if part)
    done = [figure for figure in figures if any(_DONE.search(part) for part in figure.column_path)]
    return done if done and re.search("实际|完成|做到|达到", said) and not re.search("目标|计划|应", said) else list(figures)


def is_state(figure: Figure) -> bool:
    """Whether a sentence reports what there is at a date: 截至2023年8月31日共有车辆7辆, in the disclosure of 2024."""
    if figure.table_id is not None or figure.column_path or figure.amount is None:
        return False
    return bool(_AS_OF.search("".join(figure.row_path[:-1]) + (figure.sentence or "")[:12]))


def _fits_stage(figure: Figure, entry: Entry, selector: Selector) -> bool:
    """A final figure never answers for a budget, nor a budget for a final figure; the column's words come first."""
    if figure.stage is None:
        return True
    wanted = _stage_asked(selector, entry)
    # 涉及预算金额 in the text of a final account is a budget
    return (
        wanted is None
        or figure.stage is wanted
        or (wanted is Stage.BUDGET and figure.table_id is None and bool(_ASKS_BUDGET.search(entry.key)))
    )


def _stage_asked(selector: Selector, entry: Entry) -> Stage | None:
    """预算 or 决算 as the column says it, or the label beyond the entry's own name, or the question as a whole."""
    label = "" if entry.key == normalise_label(selector.label or "") else selector.label or ""
    for words in (selector.column_label or "", label):
        budget, final = bool(_ASKS_BUDGET.search(words)), bool(_ASKS_FINAL.search(words))
        if budget != final:
            return Stage.BUDGET if budget else Stage.FINAL_ACCOUNTS
    return selector.stage


def _of_dimension(figures: Sequence[Figure], dimension: str | None) -> list[Figure]:
    """Those of a dimension; a blank has none and stays where money is asked."""
    if dimension is None:
        return list(figures)
    return [
        figure
        for figure in figures
        if (figure.amount is not None and same_dimension(figure.amount.dimension, dimension))
        or (figure.amount is None and dimension == "money")
    ]


def same_dimension(one: str | None, asked: str) -> bool:
    """Whether a figure of one dimension answers what is asked; a rate answers when it is money a head, or times a year."""
    return one == asked or (one is not None and one.startswith(f"{asked}/"))


def _of_stage(figures: Sequence[Figure], stage: Stage | None) -> list[Figure]:
    """Those of the stage asked where the row has both; 决算数 where a final account is not told otherwise."""
    if stage is not None:
        # what is called a budget in the text of a final account has passed _fits_stage
        return [figure for figure in figures if figure.stage in (stage, None)] or list(figures)
    final = [figure for figure in figures if figure.stage is Stage.FINAL_ACCOUNTS]
    return final or list(figures)


def _named_column(figures: Sequence[Figure], label: str) -> list[Figure]:
    """The figures under a column: its name exactly, then a synonym, then a name that holds it."""
    wanted = [normalise_label(label)]
    wanted += [normalise_label(word) for group in synonyms(label) for word in group.words]
    paths = [(figure, [normalise_label(part) for part in figure.column_path]) for figure in figures]
    for test in (
        lambda path: path[-1:] == wanted[:1],
        lambda path: wanted[0] in path,
        lambda path: any(word in path for word in wanted),
        lambda path: any(wanted[0] in part for part in path),
        lambda path: any(len(part) > 1 and part in wanted[0] for part in path[-1:]),
        # 预算数 beside 决算数 is the year's budget, whatever the question calls it
        lambda path: bool(_YEARS_BUDGET.fullmatch(wanted[0])) and "预算数" in path,
    ):
        found = [figure for figure, path in paths if test(path)]
        if found:
            best = min(_column_rank(figure) for figure in found)
            return [figure for figure in found if _column_rank(figure) == best]
    return []


def _stated(figures: Sequence[Figure]) -> list[Figure]:
    """Those that print something, when any do."""
    return [figure for figure in figures if figure.amount is not None] or list(figures)


def _place(figure: Figure) -> str:
    """The words of a form that say whether a figure is of the year or of the whole term."""
    return " ".join((*figure.column_path, *figure.row_path[-1:]))


def _column_rank(figure: Figure) -> tuple[int, int]:
    """Low for the column that stands for its row: the total, the year's, the amount, else the leftmost."""
    leaf = figure.column_path[-1].strip() if figure.column_path else ""
    column = figure.provenance.column or 0
    if figure.table_kind is TableKind.PERFORMANCE_FORM:
        return (3 if _WHOLE_TERM.search(_place(figure)) else 0, 0)
    if figure.table_kind is not TableKind.REVENUE and len(figure.column_path) > 1 and (beside := _beside_the_year(figure.column_path[0])):
        return (2 + beside, column)
    if _TOTAL.search(leaf):
        return (0, column)
    if _YEAR_NAMED.match(leaf) or _AMOUNT.search(leaf):
        # 决算数 before 预算数 in a final account is decided by stage; side by side the first is taken
        return (1, column)
    return (2, column)


def _beside_the_year(group: str) -> int:
    """How far a group of columns is from what was spent in the year, in a table that prints 年初结转, 收入, 支出, 年末结转 of a row."""
    group = normalise_label(group)
    return 2 if _CARRIED.search(group) else 1 if _OF_INCOME.search(group) else 0
