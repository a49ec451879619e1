"""Drafts of answers that spread an amount: for each head, vehicle or project, by a printed count or by one that the asker gives.

护林员补助12万，按6个人，每人多少万元  →  2.00万元/人 (12.00万元 ÷ 6人), and that the 6 are the asker's

The amount is always looked up; only the divisor may be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from answering.calculate import Operand, convert, given, monthly, per_capita
from answering.candidates import Candidate
from answering.columns import choose_figures
from answering.compose import Work, finished, not_found, said_as, shown
from answering.compose_computed import named, operand_lines, operands_of, stopped_by, times, told
from answering.coverage import cover
from answering.document_index import Entry
from answering.draft import Draft, Echo, Formula, Line, Words
from answering.form_rows import rows_said
from answering.found import Found, Pick
from answering.phrases import computed, label_of, number_of
from answering.selectors import unnamed_heads
from answering.spread import MONTHLY, SPREADS
from answering.verify import same_amount
from disclosure.amount import Amount, Unit
from disclosure.document import TableKind
from disclosure.figure import Derivation, Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label, simplify

_DONE = re.compile("实际完成|完成值")
_COST = re.compile("(?:经费|费用?|支出|开支)$")
_LEAST = Decimal("0.1")  # below this a mean is told in 元 where no unit is asked for
_WEIGHTS = re.compile("权重|分值|得分")
_UNCOUNTED = frozenset("money % 百分点 number 年 月 个月 天 小时 分 次 期 类 种".split())
# A standard over a time is one for the time asked for, a year where none is.
_TIMES = {"天": re.compile("每天|一天|每日|日均"), "月": MONTHLY}


@dataclass(frozen=True, slots=True)
class _OfForm:
    """What the forms of one project print of a thing: how many there are, and what each costs."""

    project: str | None = None  # None: no project, or several
    document_id: str = ""
    counts: tuple[Entry, ...] = ()
    rates: tuple[Entry, ...] = ()


def per_head(work: Work) -> Draft:
    """PER_CAPITA: the amount over the heads that are printed, or that the question gives; or the standard that is printed."""
    selector, heads = work.plan.selectors[:2]
    if not work.plan.claimed:
        if (draft := _by_form(work)) is not None:
            return draft
        amount = _spread(work, selector, heads.label or "")
        found = [amount, _own_count(work, heads, amount)]
        return stopped_by(work, found) or _of_others(work, found) or _told(work, found)
    count = work.plan.claimed[0]
    amount = work.find(selector)
    if stopped := stopped_by(work, [amount]):
        return stopped
    printed = next(_printed_counts(work, amount, count), None)
    if printed is not None:
        return _told(work, [amount, Found(heads, amount.document_id, picks=(printed,))])
    return _by_given(work, amount, count)


def _is_counted(selector: Selector, form: _OfForm, count: Found) -> bool:
    """Whether what the money is asked of is the thing counted on the form, and not its project: 冲锋舟每艘多少钱."""
    key = normalise_label(simplify(selector.label or ""))
    figure = count.figure
    return bool(key) and key not in normalise_label(form.project or "") and figure is not None and key in normalise_label(figure.row_label)


def _spread(work: Work, selector: Selector, thing: str) -> Found:
    """The amount: under the name of the thing (每辆公务车的保险费 is 公务车保险费), or under its own."""
    found = work.find(selector)
    own = (selector.label or "").removeprefix(thing).strip("的")
    if found.picks or found.rivals or not own or own == selector.label:
        return found
    return work.find(replace(selector, label=own, variants=()))


def _own_count(work: Work, heads: Selector, amount: Found) -> Found:
    """The count that is named, else in the unit asked for the one that the text gives of the amount's own thing: 公务接待38批次."""
    found = work.find(heads)
    if found.picks or found.rivals or amount.figure is None or heads.label != unnamed_heads(heads.dimension or "")[0]:
        return found
    selector = amount.selector
    plain = tuple(name for said in (selector.label, *selector.variants) if said and len(name := _COST.sub("", said)) > 1)
    own = replace(
        selector,
        label=plain[0] if plain else None,
        variants=plain[1:],
        dimension=heads.dimension,
        column_label=None,
        stage=None,
        table_kind=None,
        table_hint=None,
    )
    counted = work.find(own)
    return counted if counted.picks or counted.rivals else found


def _by_form(work: Work) -> Draft | None:
    """An amount and a count of one project's forms; a printed standard where no mean is asked for; None: no form says it."""
    selector, heads = work.plan.selectors[:2]
    thing = "" if heads.label in (None, unnamed_heads(heads.dimension or "")[0]) else heads.label or ""
    form = _of_form(work, f"{selector.within or ''}{selector.label or ''}", thing)
    rate = _printed(work, form, form.rates, heads)
    if rate is not None and not SPREADS.search(work.plan.question):
        return finished(work, shown(work, rate, headline=True), [rate])
    count = _printed(work, form, form.counts, heads)
    if form.project is None or count is None:
        return finished(work, shown(work, rate, headline=True), [rate]) if rate is not None else None
    if (selector.label == thing or _is_counted(selector, form, count)) and not _is_whole_of(work, form):
        return not_found(work, None, f"“{form.project}”的绩效目标还列有别的数量，不能把整个项目的钱只按它平均")
    of_project = replace(selector, label=form.project, within=None, variants=(), label_year=None, document_ids=(form.document_id,))
    amount = work.find(of_project)
    if stopped := stopped_by(work, [amount]):
        return stopped
    draft = _told(work, [amount, count])
    if rate is None or rate.figure is None:
        return draft
    standard = (Words("文件印的标准："), Echo(label_of(rate.figure), rate.figure), Words(" "), number_of(rate.figure))
    return replace(draft, lines=(*draft.lines, Line(standard)))


def _of_form(work: Work, amount: str, thing: str) -> _OfForm:
    """The rows of one project's forms that count the thing or print its standard, for all that is said of both."""
    heads = work.plan.selectors[1]
    dimension = heads.dimension or ""
    own = thing if dimension == "个" else ""
    found: list[_OfForm] = []
    for key in heads.document_ids if heads.document_ids is not None else work.documents:
        index = work.shelf.index(key)
        said = amount if thing in amount else f"{amount}\n{thing}"
        counts = _of_the_year(rows_said(index, said, lambda figure: _counts(figure, dimension), own), heads, index.fiscal_year)
        rates = _of_the_year(
            rows_said(index, said, lambda figure: _is_rate(figure, dimension, work.plan.question)), heads, index.fiscal_year
        )
        for project in dict.fromkeys(entry.project for entry in (*counts, *rates)):
            mine = [tuple(entry for entry in rows if entry.project == project) for rows in (counts, rates)]
            found.append(_OfForm(project, key, *mine))
    return found[0] if len(found) == 1 else _OfForm()


def _of_the_year(rows: Sequence[Entry], heads: Selector, year: int | None) -> list[Entry]:
    """Of projects named with years those of the year asked for."""
    wanted = heads.label_year or heads.fiscal_year or year
    return [entry for entry in rows if wanted in entry.years] or list(rows)


def _counts(figure: Figure, dimension: str) -> bool:
    """Whether a cell counts things: in the unit asked for; 一个 counts whatever the row names."""
    own = figure.amount.dimension if figure.amount else None
    weighed = figure.column_path and _WEIGHTS.search(figure.column_path[-1])
    return not weighed and (own == dimension or (dimension == "个" and own is not None and own not in _UNCOUNTED and "/" not in own))


def _is_rate(figure: Figure, dimension: str, question: str) -> bool:
    """Whether a cell prints money for each of the unit asked for, over the time that the question says."""
    over = (figure.amount.dimension or "").split("/") if figure.amount else []
    times = {word: bool(pattern.search(question)) for word, pattern in _TIMES.items()}
    fits = all(asked or word not in over for word, asked in times.items()) and (not times["月"] or "月" in over)
    return over[:1] == ["money"] and dimension in over[1:] and fits


def _printed(work: Work, form: _OfForm, rows: Sequence[Entry], heads: Selector) -> Found | None:
    """The one value that the rows print; None where they print several."""
    picks = []
    for entry in rows:
        for dimension in dict.fromkeys(figure.amount.dimension for figure in entry.figures if figure.amount):
            if rows is form.counts and not any(
                _counts(f, heads.dimension or "") for f in entry.figures if f.amount and f.amount.dimension == dimension
            ):
                continue
            # what was done, where the form prints that beside what was meant to be
            done = next((part for f in entry.figures for part in f.column_path if _DONE.search(part)), None)
            figures = choose_figures(entry, replace(heads, label=None, column_label=done, variants=(), dimension=dimension))
            picks += [Pick(figure, Candidate(entry, "form", 1.0, f"“{form.project}”的绩效目标表")) for figure in figures if figure.amount]
    same = bool(picks) and all(same_amount(pick.amount, picks[0].amount) for pick in picks if pick.amount and picks[0].amount)
    return Found(heads, form.document_id, picks=tuple(picks)) if same else None


def _is_whole_of(work: Work, form: _OfForm) -> bool:
    """Whether the thing is all that the project's form counts, so that the project's money is the thing's."""
    index = work.shelf.index(form.document_id)
    rows = [entry for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()) if entry.project == form.project]
    bought = [entry for entry in rows if any("数量" in part for part in entry.ancestors) and any(_counts(f, "个") for f in entry.figures)]
    return {entry.key for entry in bought} <= {entry.key for entry in form.counts} or len({entry.order for entry in bought}) == 1


def _of_others(work: Work, found: Sequence[Found]) -> Draft | None:
    """A count that a project's form prints divides no other amount: its people are not all people."""
    amount, heads = (one.figure for one in found)
    if heads is None or heads.project is None or amount is None:
        return None
    if normalise_label(heads.project) in (normalise_label(amount.project or ""), normalise_label(label_of(amount))):
        return None
    name = f"“{label_of(heads)}”是“{heads.project}”的指标，与“{label_of(amount)}”不是同一项，不能相除"
    return not_found(work, None, name)


def quotient(work: Work) -> Draft:
    """RATIO of two amounts; where the second counts heads, the amount for each."""
    found = [work.find(selector) for selector in work.plan.selectors[:2]]
    amounts = [one.amount for one in found]
    counted = all(amounts) and [amount.dimension == "money" for amount in amounts if amount] == [True, False]
    if counted and amounts[1] is not None and amounts[1].unit is not None and amounts[1].dimension != "%":
        return _told(work, found)
    return times(work)


def _told(work: Work, found: list[Found]) -> Draft:
    amount, heads = operands_of(found)
    heads = _in_plain_unit(work, heads)
    each = per_capita(_in_unit(work, amount), heads)
    if work.plan.unit is None and each.exact < _LEAST:
        each = per_capita(_in_yuan(amount), heads)
    derivation = _over_time(work, each)
    draft = told(work, found, derivation, (*named(work, found[0], found[:1]), Words("平均")), "平均")
    first = [Line((Words("算式："), Formula(each)))] if derivation is not each else []
    return replace(draft, lines=(draft.lines[0], *first, *draft.lines[1:]))


def _over_time(work: Work, each: Derivation) -> Derivation:
    """For each month where the question says so; the amounts of a disclosure are a year's."""
    unit = each.shown.unit
    by_month = MONTHLY.search(work.plan.question) and unit is not None and not {"月", "天", "个月"} & set(unit.dimension.split("/"))
    return monthly(each) if by_month else each


def _in_plain_unit(work: Work, heads: Operand) -> Operand:
    """A count in the unit that is spoken of: 3.2万人 as 32000人, unless the question says 每万人."""
    unit = None if isinstance(heads, Derivation) or heads.amount is None else heads.amount.unit
    if unit is None or unit.scale == 0 or f"每{unit}" in work.plan.question or f"每一{unit}" in work.plan.question:
        return heads
    plain = Unit.find(unit.dimension)
    return convert(heads, plain) if plain is not None else heads


def _by_given(work: Work, amount: Found, count: Amount) -> Draft:
    each = per_capita(_in_unit(work, operands_of([amount])[0]), given(count))
    derivation = _over_time(work, each)
    name = (*named(work, amount, [amount]), Words("平均："))
    lines = [
        Line((*name, computed(derivation, "平均", bold=True)), headline=True),
        *(Line((Words("算式："), Formula(step))) for step in dict.fromkeys((each, derivation))),
        Line((Words("其中“"), Echo(said_as(work.plan.question, count) or ""), Words("”是问题中给出的，不是文件里核对到的数。"))),
        *_otherwise_printed(work, count),
    ]
    return finished(work, [*lines, *operand_lines(work, [amount])], [amount], [derivation])


def _in_unit(work: Work, amount: Operand) -> Operand:
    """The amount in the money unit asked for, before it is divided: 每人多少元 of 6.00万元."""
    unit = work.plan.unit
    own = amount.shown.unit if isinstance(amount, Derivation) else amount.amount.unit if amount.amount else None
    return convert(amount, unit) if unit is not None and unit.is_money and own is not None and own.is_money and own != unit else amount


def _in_yuan(amount: Operand) -> Operand:
    own = amount.shown.unit if isinstance(amount, Derivation) else amount.amount.unit if amount.amount else None
    return convert(amount, Unit.parse("元")) if own is not None and own.is_money else amount


def _printed_counts(work: Work, amount: Found, count: Amount) -> Iterator[Pick]:
    """Places that print the given count of what the question names, or of the thing that the amount is for."""
    heads = normalise_label(simplify(work.plan.selectors[1].label or ""))
    thing = normalise_label(label_of(amount.figure)) if amount.figure is not None else ""
    for entry in work.shelf.index(amount.document_id).entries if amount.document_id else ():
        words = entry.key + entry.context
        if cover(heads, words).complete or (thing and thing in words) or (entry.project and normalise_label(entry.project) == thing):
            for figure in entry.figures:
                if figure.amount is not None and same_amount(figure.amount, count):
                    yield Pick(figure, Candidate(entry, "given", 1.0, "问题给出的数"))


def _otherwise_printed(work: Work, count: Amount) -> list[Line]:
    """Another count that the document prints under the words by which the question names the heads."""
    selector = work.plan.selectors[1]
    found = work.find(selector) if len(selector.label or "") > 1 else None
    if found is None or found.figure is None or found.amount is None or found.amount.dimension != count.dimension:
        return []
    return [Line((Words("注意：文件里"), Echo(label_of(found.figure), found.figure), Words("印的是 "), number_of(found.figure)))]
