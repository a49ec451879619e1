"""Drafts of answers about many rows: the largest, how many, which ones, their sum.

花钱最多的三个项目  →  1. 2026年岚县人口投保意外伤害险费用：**400.00 万元**（已核对）[1] …
超过100万元的项目   →  **3 个**（由单元格计算）, each with its cell
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.asked import brought
from answering.calculate import add_up, average, convert, count, ranked, told_in
from answering.compose import Work, finished, lookup, not_found, scope_of_document, shown
from answering.coverage import cover, is_common
from answering.document_index import years_in
from answering.draft import Choice, Cited, Draft, Echo, Formula, Line, Number, Piece, Quoted, Words, escape
from answering.lookup import same_scope
from answering.passages import distinct, listings
from answering.phrases import computed, label_of, number_of
from answering.row_sets import RowSet, is_named, rows_of
from disclosure.amount import Amount, Unit
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Aspect, Figure
from disclosure.question import Operation, Plan, Relation, RowKind, Selector
from retrieval.matching import normalise_label

_KIND = re.compile("(?<=.)(?:类|款|这一?项)$")  # 服务类: what is bought of it
_CHANGED = (Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE)
LISTED = 30  # rows shown one by one; the rest is counted
FEW = 3  # parts that may all be blank and are still told
_COUNT_ASKED = re.compile("(?:共?有|一共|总共)(?:几|多少)个")
CITED_COUNT = 12  # rows of a count that are listed with their cells


def over_rows(work: Work) -> Draft:
    """RANK, COUNT, SUM, AVERAGE and LIST over the rows that the selector means."""
    selector = _detailed(work.plan)
    if selector.rows is RowKind.CHANGE and work.plan.unit is not None:
        selector = replace(selector, dimension=work.plan.unit.dimension)
    if absent := _not_there(work, selector):
        return not_found(work, None, f"文件里没有“{absent}”")
    # 人员经费里，航天费最大的是哪项: what is named beside the rows has to be there as well
    beside = work.plan.selectors[1:] if work.plan.relation is not Relation.FIRST else ()
    named = (other for other in beside if other.label != selector.label and len(other.label or "") > 1)
    others = (work.find(other) for other in named if not is_common(normalise_label(other.label or "")))
    if unknown := next((other for other in others if not brought(other)), None):
        return not_found(work, unknown)
    sets = _found_sets(work, selector)
    if not sets:
        return _spending(work, selector) or not_found(work, None, f"文件里没有可以列举的{_what(selector)}")
    if len(sets) > 1:
        return _which_document(work, [key for key, _ in sets])
    return _over(work, selector, _within_threshold(work.plan, sets[0][1]))


def _over(work: Work, selector: Selector, rows: RowSet) -> Draft:
    """What is asked of the rows; nothing where they are not as many as the question says."""
    operation = work.plan.operation
    if selector.rows is RowKind.CHANGE:
        work, rows = _of_direction(work, rows)
    if selector.things not in (None, len(rows.figures)) and operation in (Operation.SUM, Operation.AVERAGE):
        return not_found(work, None, f"文件里这样的{rows.what}不是所说的个数")
    if operation is Operation.COUNT:
        return _counted_rows(work, rows)
    if operation in (Operation.LIST, Operation.RANK) and selector.things is not None and selector.things not in _sizes(rows):
        return not_found(work, None, f"文件里这样的{rows.what}不是所说的个数")
    if operation is Operation.LIST and rows.nought and not rows.figures and not work.plan.threshold:
        rows = replace(rows, figures=rows.nought, nought=())
    if not rows.figures and not (operation is Operation.LIST and rows.blank):
        return not_found(work, None, f"没有符合条件的{rows.what}")
    if operation is Operation.RANK:
        return _said_first(work, rows) if work.plan.relation is Relation.FIRST else best(work, rows)
    if operation in (Operation.SUM, Operation.AVERAGE):
        return added(work, rows)
    return listed(work, rows)


def _spending(work: Work, selector: Selector) -> Draft | None:
    """花钱最多的是什么, of a document that lists no projects: its kinds of spending; None where projects are asked for."""
    if selector.rows is not RowKind.PROJECT or selector.label or "项目" in work.plan.question:
        return None
    classes = replace(selector, rows=RowKind.CLASS)
    return over_rows(replace(work, plan=replace(work.plan, selectors=(classes, *work.plan.selectors[1:]))))


def _found_sets(work: Work, selector: Selector) -> list[tuple[str, RowSet]]:
    """The rows of each document that has any; of several documents those with as many as the question says."""
    sets = _sets(work, selector)
    if not sets and selector.rows is RowKind.DETAIL and (selector.label or "").endswith("项目"):
        # 水利站的项目里哪个最多: nothing stands under a row of that name, but projects under another
        sets = _sets(work, replace(selector, rows=RowKind.PROJECT, label=(selector.label or "").removesuffix("项目").strip("的") or None))
    sets = _without_copies(work, sets)
    if len(sets) > 1 and selector.things is not None:
        return [pair for pair in sets if selector.things in _sizes(pair[1])] or sets
    return sets


def _sizes(rows: RowSet) -> set[int]:
    """How many rows there are, with or without those that print nothing or 0."""
    return {len(rows.figures), len(rows.figures) + len(rows.blank), len(rows.figures) + len(rows.nought)}


def _sets(work: Work, selector: Selector) -> list[tuple[str, RowSet]]:
    """The rows that each document has, those with none left out."""
    return [
        (key, found)
        for key in _documents(work, selector)
        if (found := rows_of(work.shelf.view(key, selector.entity), selector)) is not None
    ]


def _detailed(plan: Plan) -> Selector:
    """What ranks, counts or adds up runs over the lowest rows; a list names what stands right under its head."""
    selector = plan.selectors[0]
    if selector.rows is RowKind.PART and (plan.operation is not Operation.LIST or plan.threshold):
        return replace(selector, rows=RowKind.DETAIL)
    return selector


def _not_there(work: Work, selector: Selector) -> str | None:
    """What the question leaves out and no document has: then it is about something else."""
    entries = (
        [entry for key in _documents(work, selector) for entry in work.shelf.view(key, selector.entity).entries]
        if selector.excluding
        else []
    )
    return next((name for name in selector.excluding if not any(is_named(entry, name) for entry in entries)), None)


def _without_copies(work: Work, sets: Sequence[tuple[str, RowSet]]) -> list[tuple[str, RowSet]]:
    """Of two files of one unit, year, stage and level, a PDF and its scan, the one with more rows."""
    kept: list[tuple[str, RowSet]] = []
    for key, rows in sorted(sets, key=lambda pair: -len(pair[1].figures)):
        if not any(same_scope(work.shelf.record(key), work.shelf.record(other)) for other, _ in kept):
            kept.append((key, rows))
    return kept


def _which_document(work: Work, keys: Sequence[str]) -> Draft:
    """The question put back where several documents could answer it."""
    reason = "有几份文件都能回答，请说明单位和年度"
    names = [scope_of_document(work, key) for key in keys[:LISTED]]
    lines = [Line((Words(f"{reason}："),), headline=True)]
    lines += [Line((Words(f"- {escape(name)}"),)) for name in names]
    choices = tuple(Choice(name, None, f"{name}，{work.plan.question}") for name in names)
    return Draft(Status.AMBIGUOUS, tuple(lines), reason, choices)


def best(work: Work, rows: RowSet) -> Draft:
    """RANK: the first by amount, as many as asked for, or the `limit`-th alone; those that tie with the last are shown too."""
    order = ranked(rows.figures, descending=work.plan.descending)
    limit = work.plan.limit or 1
    if work.plan.nth and limit > len(order):
        return not_found(work, None, f"列出的{rows.what}没有那么多")
    first = limit - 1 if work.plan.nth else 0
    kept = list(order[first:limit])
    while first + len(kept) < len(order) and order[first + len(kept)].amount == kept[-1].amount and len(kept) < LISTED:
        kept.append(order[first + len(kept)])
    leads = [""] if len(kept) == 1 else [f"{first + place + 1}. " for place in range(len(kept))]
    lines = [_row_line(figure, bold=lead == leads[0], lead=lead, unit=work.plan.unit) for lead, figure in zip(leads, kept, strict=True)]
    lines[0] = Line(lines[0].pieces, headline=True)
    lines.append(_ground(work, rows, order[0]))
    if not _COUNT_ASKED.search(work.plan.question) or rows.blank:
        return finished(work, lines, [])
    # 项目有几个，最大的是哪个: both are asked
    derivation = count(rows.figures)
    lines.insert(len(kept), Line((Words(f"{rows.what}共有："), computed(derivation, rows.what))))
    return finished(work, lines, [], [derivation])


def _of_direction(work: Work, rows: RowSet) -> tuple[Work, RowSet]:
    """Of printed changes those that go up, or down where a fall is asked for; a fall that is printed as negative is ordered by its size."""
    plan = work.plan
    kept = tuple(f for f in rows.figures if f.amount is not None and f.amount.number and _falls(f) == plan.decrease)
    signed = any(figure.amount is not None and figure.amount.number < 0 for figure in kept)
    order = plan.descending != signed
    return replace(work, plan=replace(plan, descending=order)), replace(rows, figures=kept)


def _falls(figure: Figure) -> bool:
    return figure.aspect is Aspect.DECREASE or (figure.amount is not None and figure.amount.number < 0)


def _said_first(work: Work, rows: RowSet) -> Draft:
    """Whether the row that the question names comes first; else which one does, and what the named one has."""
    label = work.plan.selectors[-1].label or ""
    named = _going_by(label, rows.figures)
    of_year = [figure for figure in named if figure.fiscal_year in years_in(_row_name(figure))]
    named = of_year if len(named) > 1 and of_year else named  # 2026年…费用 beside 2025年…费用
    if len(named) != 1:
        return not_found(work, None, f"列出的{rows.what}里{'有几项叫' if named else '没有'}“{label}”")
    order = ranked(rows.figures, descending=work.plan.descending)
    fits = named[0].amount is not None and named[0].amount == order[0].amount
    draft = best(work, rows)
    verdict = Line((Words("是的，与文件相符。" if fits else "不是，与文件不符。"),))
    own = () if fits else (_row_line(named[0], bold=False, lead="- "),)
    return replace(draft, lines=(verdict, *draft.lines, *own))


def _going_by(label: str, figures: Sequence[Figure]) -> list[Figure]:
    """The rows that a name means: those of just that name, else those whose name holds all of it."""
    key = normalise_label(_KIND.sub("", label))
    names = [(normalise_label(_row_name(figure)), figure) for figure in figures]
    exact = [figure for name, figure in names if name == key]
    return exact or [figure for name, figure in names if key and (key in name or cover(key, name).complete)]


def _counted_rows(work: Work, rows: RowSet) -> Draft:
    """COUNT: how many rows, each named where they are few."""
    if not rows.figures and not rows.blank:
        return not_found(work, None, f"没有符合条件的{rows.what}")
    figures = rows.figures
    derivation = count(figures, work.plan.unit if work.plan.unit and not work.plan.unit.is_money else None)
    sources = figures[:CITED_COUNT]
    what = f"符合条件的{rows.what}" if work.plan.threshold else f"{rows.what}"
    if not figures:
        return not_found(work, None, f"没有{what}")
    number = Number(derivation.shown, what, computed(derivation, what).verdict, derivation, sources, derivation.formula, bold=True)
    lines = [Line((Words(f"{what}共有："), number), headline=True), _ground(work, rows, figures[0])]
    if len(figures) <= CITED_COUNT:
        lines += [_row_line(figure, bold=False, lead="- ") for figure in figures]
    return finished(work, lines, [], [derivation])


def added(work: Work, rows: RowSet) -> Draft:
    """SUM or AVERAGE over the rows."""
    mean = work.plan.operation is Operation.AVERAGE
    figures = rows.figures
    if work.plan.limit and not work.plan.nth:
        figures = ranked(figures, descending=work.plan.descending)[: work.plan.limit]  # 前三项合计
    made = average(figures) if mean else add_up(figures)
    derivation = told_in(made, work.plan.unit)
    selector = work.plan.selectors[0]
    shared = selector.label if selector.rows is RowKind.NAMED else None
    name: Piece = Echo(shared) if shared else Words(rows.what)
    label = f"{shared or rows.what}{'平均' if mean else '合计'}"
    lines = [
        Line((name, Words("平均：" if mean else "合计："), computed(derivation, label, bold=True)), headline=True),
        *(Line((Words("算式："), Formula(one))) for one in dict.fromkeys((made, derivation))),
        _ground(work, rows, figures[0]),
    ]
    if len(figures) <= CITED_COUNT:
        lines += [_row_line(figure, bold=False, lead="- ") for figure in figures]
    return finished(work, lines, [], [derivation])


def listed(work: Work, rows: RowSet) -> Draft:
    """LIST: the rows in printed order, or by amount when a limit is asked for."""
    order: Sequence[Figure] = rows.figures
    if work.plan.limit:
        order = ranked(order, descending=work.plan.descending)[: work.plan.limit]
    kept = order[:LISTED]
    lines = [_row_line(figure, bold=False, lead="- ", unit=work.plan.unit) for figure in kept]
    if not (work.plan.limit or work.plan.threshold) and len(rows.blank) <= max(len(kept), FEW):
        # parts that print nothing are parts as well: 公务用车购置及运行费 of 三公经费
        lines += [Line((Words("- "), Echo(_row_name(one), one), Words("：空白"), Cited((one,)))) for one in rows.blank]
    head = Line((Words(f"列有以下{rows.what}："),), headline=True)
    tail = [Line((Words("其余略。"),))] if len(order) > len(kept) else []
    selector = work.plan.selectors[0]
    prose = _said(work, selector) if selector.rows is RowKind.PART and selector.label else []
    return finished(work, [head, *lines, *tail, *prose, _ground(work, rows, (*kept, *rows.blank)[0])], [])


def has_rows(work: Work, selector: Selector) -> bool:
    """Whether some document has the rows that a selector means."""
    return any(rows_of(work.shelf.view(key, selector.entity), selector) is not None for key in _documents(work, selector))


def counted(work: Work) -> Draft:
    """COUNT: a printed count where there is one, else the rows counted."""
    plan = work.plan
    if len(plan.selectors) > 1:
        return lookup(work)
    return _printed_count(work) or over_rows(work)


def _printed_count(work: Work) -> Draft | None:
    selector = work.plan.selectors[0]
    if not selector.label or work.plan.threshold:
        return None
    found = work.find(selector)
    if found.figure is None or found.figure.amount is None or found.figure.amount.dimension in ("money", "%", None):
        return None
    return finished(work, shown(work, found, headline=True), [found])


def _documents(work: Work, selector: Selector) -> Sequence[str]:
    return selector.document_ids if selector.document_ids is not None else work.documents


def _within_threshold(plan: Plan, rows: RowSet) -> RowSet:
    if plan.threshold is None:
        return rows
    kept = tuple(figure for figure in rows.figures if _passes(figure.amount, plan))
    return replace(rows, figures=kept, blank=(), nought=() if plan.above else rows.nought)


def _passes(amount: Amount | None, plan: Plan) -> bool:
    """Whether an amount lies above (below) the threshold, on it where the question says 以上, below the upper end of a range."""
    threshold = plan.threshold.as_money() if plan.threshold else None
    if amount is None or threshold is None or amount.dimension != threshold.dimension:
        return False
    if amount.in_base == threshold.in_base:
        return plan.inclusive
    if plan.upper is not None:
        return threshold.in_base < amount.in_base <= plan.upper.as_money().in_base
    return amount.in_base > threshold.in_base if plan.above else amount.in_base < threshold.in_base


def _row_line(figure: Figure, *, bold: bool, lead: str, unit: Unit | None = None) -> Line:
    """A row with its amount as printed, and in the unit asked for where that is another."""
    name: tuple[Piece, ...] = (Words(lead), Echo(_row_name(figure), figure), Words("："))
    if figure.aspect in _CHANGED:
        number = number_of(figure, bold=bold)
        falls = _falls(figure)
        number = replace(number, amount=-number.amount) if number.amount.number < 0 else number
        return Line((*name, Words("减少 " if falls else "增长 "), number))
    printed = figure.amount.unit if figure.amount else None
    if unit is None or printed is None or unit == printed or unit.dimension != printed.dimension:
        return Line((*name, number_of(figure, bold=bold)))
    assert figure.amount is not None
    # no more decimals than say something: 4,200,000.00元 are 420万元
    exact = figure.amount.to(unit).number.normalize().as_tuple().exponent
    told = convert(figure, unit, max(0, -exact) if isinstance(exact, int) else None)
    return Line((*name, computed(told, _row_name(figure), bold=bold), Words("，表中为 "), number_of(figure)))


def _row_name(figure: Figure) -> str:
    if figure.table_kind is TableKind.PERFORMANCE_FORM and figure.project and "指标" not in "".join(figure.row_path):
        return figure.project
    return label_of(figure)


def _ground(work: Work, rows: RowSet, first: Figure) -> Line:
    """Which rows were looked at, so that a reader can check it."""
    if rows.table is None:
        compared = (Words("，按文件逐项印出的增减比较"),) if first.aspect in _CHANGED else ()
        return Line((*work.place(first), *compared))
    without = "，不含合计行和没有数额的行" if rows.nought else "，不含合计行"
    return Line((Words("依据："), *work.place(first), Words(f"的全部明细行{without}")))


def _what(selector: Selector) -> str:
    return {RowKind.PROJECT: "项目", RowKind.INDICATOR: "绩效指标", RowKind.CHANGE: "各项增减"}.get(selector.rows or RowKind.PART, "科目")


def _said(work: Work, selector: Selector) -> list[Line]:
    chunks = [chunk for key in _documents(work, selector) for chunk in work.shelf.library.chunks(key)]
    return [Line((Quoted(passage.chunk.text, passage.chunk),)) for passage in distinct(listings(selector.label or "", chunks), 1)]
