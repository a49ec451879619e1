"""The rows that an aggregate runs over: every one of the right table, no total, no parent beside its children.

rows_of(PROJECT)  →  the rows of the project table without the unit's total, else one form a project
rows_of(CLASS)    →  the functional subjects of three digits
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from answering.columns import choose_figures
from answering.coverage import SHORTEST_PIECE, cover, is_common
from answering.document_index import DocumentIndex, Entry, EntryKind, is_whole_row, years_in
from answering.flags import carries
from answering.row_parts import is_thing, leaves_of, part_names, parts_of
from disclosure.document import Table, TableKind
from disclosure.figure import Aspect, Figure
from disclosure.question import RowKind, Selector
from disclosure.terms import table_kind
from retrieval.matching import normalise_label, simplify

FUNCTIONAL_KINDS = (TableKind.EXPENDITURE, TableKind.GENERAL_EXPENDITURE, TableKind.REVENUE)
_BY_SUBJECT = (*FUNCTIONAL_KINDS, TableKind.BASIC_ECONOMIC, TableKind.SUMMARY, TableKind.APPROPRIATION)
_NO_NAME = re.compile(r"[\d一二两三四五六七八九十几]*大?[个项家类条]?(?:的?项目|科目)?(?:支出)?")
_ROW_WORDS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"(?:按|支出)*(?:经济)(?:分类)?(?:科目)?", RowKind.ECONOMIC),
        (r"(?:按|支出)*(?:功能)?(?:分类)?(?:科目)?类级?(?:科目)?|(?:按|支出)*功能分类", RowKind.CLASS),
        (r"(?:按|支出)*(?:功能)?(?:分类)?(?:科目)?款级?(?:科目)?", RowKind.DIVISION),
        (r"(?:按|支出)*(?:功能)?(?:分类)?(?:科目)?项级(?:科目)?|(?:支出)?功能(?:分类)?科目项?|科目", RowKind.FUNCTIONAL),
        (r"(?:所有|全部|各个?)?项目(?:支出|金额|资金|经费)?", RowKind.PROJECT),
    )
)
_ALL_MONEY = re.compile(r"(?:全部|所有|部门|单位|年度|预算|决算|总)*(?:支出|收入)(?:总额|总计|合计|预算|决算|功能分类|科目|总?表)*")
_CODE_LENGTHS = {RowKind.CLASS: 3, RowKind.DIVISION: 5, RowKind.ITEM: 7}
_THREE_PUBLIC_PARTS = ("因公出国", "公务接待", "公务用车购置及运行")
_THREE_PUBLIC = re.compile(r"(?:财政拨款)?(?:安排)?的?三公(?:经费)?(?:支出)?(?:预算|决算)?")
_BASIC = re.compile(r"(?:一般公共预算)?(?:财政拨款)?(?:安排)?的?基本支出(?:预算|决算)?")
_BASIC_PARTS = ("人员经费", "公用经费")
_OF_SUBJECTS = (RowKind.FUNCTIONAL, RowKind.ECONOMIC, RowKind.DIVISION, RowKind.ITEM, RowKind.PART, RowKind.DETAIL)
_LEAST_NAMED = 2
_LEAST_CHANGES = 3  # of fewer the largest says nothing
_ALL_FUNDS = re.compile("(?:本年|当年|部门|单位|预算|决算|财政|一般公共|拨款|总|收入|支出|收支|总计|合计|数)+")
_CHANGED = (Aspect.GROWTH_RATE, Aspect.INCREASE, Aspect.DECREASE)


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows to count, rank or add up."""

    figures: tuple[Figure, ...]  # one a row, blanks and noughts left out, in printed order
    blank: tuple[Figure, ...]  # rows left out because they print nothing
    table: Table | None  # where they stand; None: in several forms
    what: str  # 项目, 科目 …
    nought: tuple[Figure, ...] = ()  # rows left out because they print 0


def rows_of(index: DocumentIndex, selector: Selector) -> RowSet | None:
    """The rows that the selector means in one document; None when it has no such table."""
    if selector.rows is RowKind.CHANGE:
        return _changes(index, selector)
    selector = _with_implied_rows(selector)
    if selector.label_year == index.fiscal_year and selector.rows is not RowKind.NAMED:
        # 2026年的项目 of the 2026 document are all of its rows, those called 2025年… too
        selector = replace(selector, label_year=None)
    rows: Sequence[Entry] = ()
    if selector.rows is RowKind.PROJECT and selector.label:
        selector, rows = _paid_from(selector, _project_rows(index, selector))
    for entries, what in [(rows, "项目")] if rows else _choices(index, selector):
        wanted = _wanted(entries, selector)
        if selector.flag is not None:
            wanted = [entry for entry in wanted if carries(index, entry, selector.flag)]
        chosen = [choose_figures(entry, _plain(selector)) for entry in wanted]
        if not any(chosen) and selector.column_label:
            # 一般公共预算项目支出预算表: the whole table is of what is asked for
            titled = [entry for entry in wanted if selector.column_label in (entry.figures[0].table_title or "")]
            chosen = [choose_figures(entry, _plain(replace(selector, column_label=None))) for entry in titled]
        figures = [found[0] for found in chosen if found]
        if not figures:
            continue
        printed = tuple(figure for figure in figures if figure.amount is not None)
        of_source = selector.rows is RowKind.PROJECT and selector.column_label is not None  # 0 in a source's column: not paid from it
        may_be = [figure for figure in printed if figure.amount is not None and not figure.amount.number]
        nought = tuple(figure for figure in may_be if of_source or _may_be_nought(figure))
        stated = tuple(figure for figure in printed if figure not in nought)
        ids = {figure.table_id for figure in figures}
        table = index.table_by_id.get(next(iter(ids)) or "") if len(ids) == 1 else None
        what = "科目" if what == "项" and figures[0].table_kind in _BY_SUBJECT and selector.rows is not RowKind.NAMED else what
        if selector.nought:
            return RowSet(nought, (), table, what)
        return RowSet(stated, tuple(f for f in figures if f.amount is None), table, what, nought)
    return None


def _changes(index: DocumentIndex, selector: Selector) -> RowSet | None:
    """The printed changes of things, no totals: rates or amounts as asked, else what is printed of more things."""
    label = normalise_label(simplify(selector.label or ""))
    named = "" if is_common(label) else label
    found = [
        figure
        for figure in index.figures
        if figure.aspect in _CHANGED
        and figure.amount is not None
        and not (figure.is_total or (figure.table_id and is_whole_row(figure, index.entity)))
        and (selector.in_prose is None or selector.in_prose == (figure.table_id is None))
        and (not named or named in normalise_label("".join(figure.row_path)))
    ]
    found = [figure for figure in found if not _ALL_FUNDS.fullmatch(normalise_label(figure.measure))]
    rates = [figure for figure in found if figure.aspect is Aspect.GROWTH_RATE]
    amounts = [
        figure for figure in found if figure.aspect is not Aspect.GROWTH_RATE and figure.amount and figure.amount.dimension == "money"
    ]
    kept = amounts if selector.dimension == "money" or (selector.dimension is None and len(amounts) > len(rates)) else rates
    return RowSet(tuple(kept), (), None, "增减") if len(kept) >= _LEAST_CHANGES else None


def _may_be_nought(figure: Figure) -> bool:
    """Whether a printed 0 only fills a line of a form: tables by subject print every subject there is; a project is there."""
    money = figure.amount is not None and figure.amount.dimension == "money"
    return money and figure.table_kind in _BY_SUBJECT


def _wanted(entries: Sequence[Entry], selector: Selector) -> list[Entry]:
    """The rows less those whose name does not hold what it should, and those that the question leaves out."""
    kept = list(entries)
    if name := selector.name_holds:
        printed = [(entry, re.sub(r"\s", "", entry.project or entry.label)) for entry in kept]
        kept = [entry for entry, label in printed if (label.startswith(name) if selector.name_begins else name in label)]
    for left_out in selector.excluding:
        kept = [entry for entry in kept if not is_named(entry, left_out)]
    return kept


def is_named(entry: Entry, label: str) -> bool:
    """Whether a row goes by a name, or stands under it."""
    names = part_names(Selector(label=label))
    above = {normalise_label(part) for part in entry.ancestors}
    return entry.key in names or bool(above & set(names)) or (len(names[0]) > 1 and cover(names[0], entry.key).complete)


def _with_implied_rows(selector: Selector) -> Selector:
    """功能科目（项）, 经济分类科目, 项目 name kinds of rows where the plan does not; 公用经费中的科目 names a parent, no column."""
    if selector.label is None and selector.column_label in _BASIC_PARTS and selector.rows in _OF_SUBJECTS:
        return replace(selector, label=selector.column_label, column_label=None)
    if selector.rows is not None or selector.table_kind is not None or not selector.label:
        return selector
    for pattern, kind in _ROW_WORDS:
        if pattern.fullmatch(normalise_label(selector.label)):
            return replace(selector, label=None, variants=(), rows=kind)
    return selector


def _plain(selector: Selector) -> Selector:
    # the label of an aggregate restricts the rows; it does not name a figure
    return replace(selector, label=None, dimension=None, label_year=None, fiscal_year=None)


def _choices(index: DocumentIndex, selector: Selector) -> Iterable[tuple[list[Entry], str]]:
    """Sets of rows to try in turn."""
    kind = selector.rows
    if kind in (RowKind.PART, RowKind.DETAIL):
        yield from _under_label(index, selector)
    elif kind is RowKind.NAMED:
        yield from ((rows, "项") for rows in _sharing_a_name(index, selector))
    elif kind is RowKind.PROJECT or (kind is None and selector.table_kind is TableKind.PROJECT):
        yield from _projects(index, selector)
    elif kind in _CODE_LENGTHS:
        yield _labelled(_coded(index, selector, _CODE_LENGTHS[kind]), selector), "科目"
        if kind is RowKind.CLASS:
            yield _labelled(_summary_rows(index, selector), selector), "科目"
        yield _economic_divisions(index, selector), "经济科目"
    elif kind is RowKind.FUNCTIONAL:
        yield _of_parent(index, selector), "科目"
        yield _labelled(leaves_of(_rows(index, _kinds(selector, FUNCTIONAL_KINDS))), selector), "科目"
        yield _labelled(_summary_rows(index, selector), selector), "科目"
    elif kind is RowKind.ECONOMIC:
        yield _of_parent(index, selector), "经济科目"
        yield _labelled(leaves_of(_rows(index, _kinds(selector, (TableKind.BASIC_ECONOMIC,)))), selector), "经济科目"
    elif kind is RowKind.THREE_PUBLIC:
        yield _three_public(index), "项"
    elif kind is RowKind.INDICATOR:
        yield _labelled(_indicators(index, selector), selector), "指标"
    elif selector.table_kind is not None:
        yield _labelled(leaves_of(_rows(index, (selector.table_kind,))), selector), "项"
    if kind in (RowKind.PROJECT, RowKind.ITEM):
        yield _of_parent(index, selector), "科目"  # 公用经费里的项目: whatever stands under it


def _of_parent(index: DocumentIndex, selector: Selector) -> list[Entry]:
    """The lowest rows under the label."""
    return parts_of(index, selector, leaves=True) if selector.label else []


def _economic_divisions(index: DocumentIndex, selector: Selector) -> list[Entry]:
    """The 款 under an economic class or under 公用经费: what is lowest in the table by economic subjects."""
    if selector.rows is not RowKind.DIVISION or not (selector.label or selector.subject_code):
        return []
    return [entry for entry in parts_of(index, selector, leaves=True) if entry.table_kind is TableKind.BASIC_ECONOMIC]


_PAID_FROM = re.compile("(?:用|由|使用|来自|资金来源(?:为|是)?)(?P<source>[^的]{2,}?)(?:来?(?:安排|支付|列支|承担|出钱?))?的?(?:项目)?")


def _paid_from(selector: Selector, rows: Sequence[Entry]) -> tuple[Selector, Sequence[Entry]]:
    """用单位资金安排的项目: rows by the column of that source, in which 0 says not paid from it."""
    said = _PAID_FROM.fullmatch(normalise_label(selector.label or ""))
    columns = {normalise_label(part) for entry in rows for figure in entry.figures for part in figure.column_path[-1:]}
    source = next((c for c in sorted(columns) if said and said["source"] in (c, c.removesuffix("预算"))), None)
    return (selector, ()) if source is None else (replace(selector, label=None, variants=(), column_label=source), rows)


def _projects(index: DocumentIndex, selector: Selector) -> Iterable[tuple[list[Entry], str]]:
    forms = _labelled(_form_projects(index), selector)
    if _kinds(selector, ()) == (TableKind.PERFORMANCE_FORM,):
        yield forms, "项目"
    yield _labelled(_project_rows(index, selector), selector), "项目"
    yield forms, "项目"


def _under_label(index: DocumentIndex, selector: Selector) -> Iterable[tuple[list[Entry], str]]:
    """What stands under the label; a label that means a whole table has its rows under it."""
    leaves = selector.rows is RowKind.DETAIL
    key = normalise_label(simplify(selector.label or ""))
    whole = replace(selector, label=None, variants=(), table_hint=selector.table_hint or selector.label)
    if _THREE_PUBLIC.fullmatch(key):
        yield _three_public(index), "项"
    elif _BASIC.fullmatch(key):
        economic = leaves_of(_rows(index, (TableKind.BASIC_ECONOMIC,)))
        yield (economic, "经济科目") if leaves else (_basic_parts(index), "部分")
    elif table_kind(key) is TableKind.PROJECT or key == "项目支出":
        yield from _projects(index, replace(whole, table_hint=None))
    elif "收入" in key and _ALL_MONEY.fullmatch(key):
        yield _revenue_rows(index), "项"
    elif _names_the_table(key) and "支出" in key:
        yield from _choices(index, replace(whole, rows=RowKind.FUNCTIONAL if leaves else RowKind.CLASS))
    yield parts_of(index, selector, leaves=leaves), "项"


def _sharing_a_name(index: DocumentIndex, selector: Selector) -> Iterable[list[Entry]]:
    """Rows of one table that the label names alike: of one name in two years, or twice of one name."""
    key = normalise_label(simplify(selector.label or ""))
    if len(key) < _LEAST_NAMED:
        return
    rows = [entry for entry in index.entries if entry.kind is EntryKind.ROW and not entry.is_total and is_thing(entry)]
    rows = [entry for entry in rows if entry.table_kind is not TableKind.PERFORMANCE_FORM and years_in(selector.label or "") <= entry.years]
    by_table: dict[str | None, list[Entry]] = {}
    for entry in rows:
        by_table.setdefault(entry.table_id, []).append(entry)
    tests: tuple[Callable[[Entry], bool], ...] = (
        lambda entry: entry.key == key,
        lambda entry: key in entry.key,
        lambda entry: cover(key, entry.key).complete and cover(key, entry.key).distinctive >= SHORTEST_PIECE,
    )
    for test in tests:
        for found in by_table.values():
            alike = [entry for entry in found if test(entry)]
            if len(alike) == selector.things or (selector.things is None and len(alike) >= _LEAST_NAMED):
                yield alike


def _kinds(selector: Selector, usual: Sequence[TableKind]) -> Sequence[TableKind]:
    if selector.table_kind is not None:
        return (selector.table_kind,)
    hinted = table_kind(selector.table_hint or selector.label or "")
    return (hinted,) if hinted is not TableKind.OTHER else usual


def _rows(index: DocumentIndex, kinds: Sequence[TableKind]) -> list[Entry]:
    """The rows of the first of these kinds that has any, without those that stand for the whole table."""
    for kind in kinds:
        rows = [
            entry
            for entry in index.by_kind.get(kind, ())
            if entry.kind is EntryKind.ROW and not is_whole_row(entry.figures[0], index.entity) and is_thing(entry)
        ]
        if rows:
            return _of_first_table(rows)
    return []


def _of_first_table(rows: list[Entry]) -> list[Entry]:
    """Of several tables of a kind the one with the most rows that print something."""
    by_table: dict[str | None, list[Entry]] = {}
    for entry in rows:
        by_table.setdefault(entry.table_id, []).append(entry)
    return max(by_table.values(), key=lambda found: sum(any(figure.amount is not None for figure in entry.figures) for entry in found))


def _coded(index: DocumentIndex, selector: Selector, length: int) -> list[Entry]:
    return [entry for entry in _rows(index, _kinds(selector, FUNCTIONAL_KINDS)) if entry.code and len(entry.code) == length]


def _summary_rows(index: DocumentIndex, selector: Selector) -> list[Entry]:
    """The classes of expenditure on the right side of the summary table."""
    kinds = _kinds(selector, (TableKind.SUMMARY, TableKind.APPROPRIATION))
    rows = _rows(index, kinds)
    return [entry for entry in rows if any("支出" in part for part in entry.figures[0].column_path) and "结转" not in entry.key]


def _revenue_rows(index: DocumentIndex) -> list[Entry]:
    """The sources of income on the left side of the summary table, without what they divide into."""
    rows = [entry for entry in _rows(index, (TableKind.SUMMARY,)) if any("收入" in part for part in entry.figures[0].column_path)]
    return [entry for entry in rows if entry.depth == 0 and "结转" not in entry.key and "结余" not in entry.key]


def _basic_parts(index: DocumentIndex) -> list[Entry]:
    """人员经费 and 公用经费, which make up 基本支出: columns of a total row, or totals of two halves."""
    entries = index.by_kind.get(TableKind.BASIC_ECONOMIC, ())
    for kind, ending in ((EntryKind.HEAD, ""), (EntryKind.ROW, "合计")):
        found = [next((e for e in entries if e.kind is kind and e.key == name + ending), None) for name in _BASIC_PARTS]
        if all(found):
            return [entry for entry in found if entry is not None]
    return []


def _project_rows(index: DocumentIndex, selector: Selector) -> list[Entry]:
    rows = _rows(index, (TableKind.PROJECT,))
    below = [entry for entry in rows if not entry.is_total]
    return below or rows


def _form_projects(index: DocumentIndex) -> list[Entry]:
    """One row a form: the funds of its project."""
    found: dict[str | None, Entry] = {}
    for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()):
        if entry.project and entry.key == normalise_label(entry.project):
            found.setdefault(entry.table_id, entry)
    return list(found.values())


def _three_public(index: DocumentIndex) -> list[Entry]:
    found: dict[str, Entry] = {}
    for entry in index.by_kind.get(TableKind.THREE_PUBLIC, ()):
        part = next((name for name in _THREE_PUBLIC_PARTS if name in entry.key), None)
        if part:
            found.setdefault(part, entry)
    return list(found.values())


def _indicators(index: DocumentIndex, selector: Selector) -> list[Entry]:
    rows = [
        entry for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()) if any("指标" in part for part in entry.figures[0].row_path)
    ]
    if selector.within:
        wanted = normalise_label(selector.within)
        rows = [entry for entry in rows if cover(wanted, normalise_label(entry.project or "")).complete]
    return rows


def _labelled(rows: list[Entry], selector: Selector) -> list[Entry]:
    """Those whose name, or what they stand under, holds the label; all when there is none."""
    if selector.subject_code:
        return [
            entry for entry in rows if entry.code and entry.code.startswith(selector.subject_code) and entry.code != selector.subject_code
        ]
    # 需要政府采购的项目 are not all projects
    other = selector.rows is RowKind.PROJECT and table_kind(selector.label or "") is TableKind.PROCUREMENT
    if not selector.label or (_names_the_table(selector.label) and not other) or _NO_NAME.fullmatch(selector.label):
        return _of_year(rows, selector)
    key = normalise_label(simplify(selector.label))
    names = {key, *(normalise_label(simplify(variant)) for variant in selector.variants)}  # 司法款 is named 司法
    tests: tuple[Callable[[Entry], bool], ...] = (
        lambda entry: any(normalise_label(part) in names for part in entry.ancestors),
        lambda entry: key in entry.key,
        lambda entry: cover(key, entry.key).complete,
        lambda entry: any(key in normalise_label(part) for part in (*entry.ancestors, entry.project or "")),
    )
    for test in tests:
        kept = [entry for entry in rows if test(entry)]
        if kept:
            return _of_year(kept, selector)
    return []


def _names_the_table(label: str) -> bool:
    """Whether a label is the table itself; 商品和服务支出 is a row, though titles of expenditure tables hold 支出 too."""
    kind = table_kind(label)
    return kind is not TableKind.OTHER and (kind not in (TableKind.EXPENDITURE, TableKind.REVENUE) or bool(_ALL_MONEY.fullmatch(label)))


def _of_year(rows: list[Entry], selector: Selector) -> list[Entry]:
    """Rows named with the year, where the question says one before the thing."""
    if selector.label_year is None:
        return rows
    return [entry for entry in rows if selector.label_year in entry.years] or rows
