"""Drafts of answers that are computed: sums, differences, shares, ratios, means, growth, per head, comparisons.

    share of 项目支出 in 支出总计  →  项目支出占支出总计：**72.76%**（由单元格计算）[1][2]
                                      算式：1,616.27万元 ÷ 2,221.42万元 × 100% = 72.76%

Every operand is shown with its cell.  When one of them is missing, ambiguous or blank, nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import Operand, add_up, average, convert, per_capita, ratio, subtract, told_in
from answering.cite import place_of
from answering.compose import Work, ambiguous, finished, in_the_same_sentence, lookup, not_found
from answering.compose_sets import has_rows, over_rows
from answering.draft import Draft, Echo, Formula, Line, Piece, Words
from answering.found import Found
from answering.lookup import NO_NAMES
from answering.phrases import computed, label_of, number_of, scope_words
from answering.parts_of_reading import ALL_UNITS
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.figure import Derivation
from disclosure.question import Operation, Plan, RowKind, Selector
from retrieval.matching import normalise_label

_GAP_ASKED = re.compile("[多少高低大小差](?:出|了)?(?:多少|几)|相差")  # 哪个多，多多少
# 各多少, and no sum asked behind it: 各多少，合计多少
_EACH = re.compile("(?:各是|各为|各多少|各几|各花|各列|各安排|各有|分别)(?!.*(?:合计|一共|总共|共计|加起来|总和))")


def _things(selectors: tuple[Selector, ...]) -> tuple[Selector, ...]:
    """The selectors without those that only repeat 合计数 of a table, which is where the others are looked for."""
    named = [selector for selector in selectors if normalise_label(selector.label or "") not in NO_NAMES]
    empty = [selector for selector in selectors if normalise_label(selector.label or "") in NO_NAMES and not selector.within]
    if not named or not empty or len(selectors) < 2:
        return selectors
    place = empty[0]
    return tuple(
        replace(one, table_kind=one.table_kind or place.table_kind, table_hint=one.table_hint or place.table_hint) for one in named
    )


_FUNDS = re.compile("(?:项目|年度)资金(?:申请)?总额")
_PROJECTS = re.compile("(?:所有|全部|各|各个|每个|那些|这些|些|的|绩效|绩效目标)*项目(?:金额|资金|支出|经费|预算)?")


def total(work: Work) -> Draft:
    """SUM and AVERAGE over several selectors, or over the rows that one selector means."""
    selectors = _things(work.plan.selectors)
    if selectors != work.plan.selectors or _EACH.search(work.plan.question):
        operation = Operation.LOOKUP if _EACH.search(work.plan.question) or len(selectors) == 1 else work.plan.operation
        work = replace(work, plan=replace(work.plan, selectors=selectors, operation=operation))
        if operation is Operation.LOOKUP:
            return lookup(work)
    if len(work.plan.selectors) == 1 and (work.plan.selectors[0].rows is not None):
        years = _in_each_year(work, work.plan.selectors[0])
        return _together(work, years) if years is not None else _mean_of_counted(work) or over_rows(work)
    if len(work.plan.selectors) == 1:
        only = work.plan.selectors[0]
        if only.label and _PROJECTS.fullmatch(only.label):
            rows = replace(only, label=None, variants=(), rows=RowKind.PROJECT)
            return over_rows(replace(work, plan=replace(work.plan, selectors=(rows,))))
        if work.plan.operation is Operation.AVERAGE:
            if only.label and _FUNDS.fullmatch(only.label):
                rows = replace(only, label=None, variants=(), within=None, rows=RowKind.PROJECT, table_kind=TableKind.PERFORMANCE_FORM)
                return over_rows(replace(work, plan=replace(work.plan, selectors=(rows,))))
            if printed := _per_item(work, only):
                return printed
            return not_found(work, None, f"没有说明“{only.label or '所问的数'}”按什么平均")
        return lookup(work)  # 合计 of one thing is the printed total
    found = [work.find(selector) for selector in work.plan.selectors]
    return _named_twice(work, found) or _together(work, each_place_once(found))


def _in_each_year(work: Work, selector: Selector) -> list[Found] | None:
    """两年的工会经费, where no document has two such rows: the one of each year's document of the one unit that has so many."""
    if selector.rows is not RowKind.NAMED or has_rows(work, selector):
        return None
    series: dict[object, dict[int, str]] = {}
    for key in selector.document_ids if selector.document_ids is not None else work.documents:
        record = work.shelf.record(key)
        if record.fiscal_year is not None:
            series.setdefault((record.entity, record.stage, record.level), {}).setdefault(record.fiscal_year, key)
    of_all = []
    for years in (sorted(years.items()) for years in series.values() if len(years) == selector.things):
        plain = replace(selector, rows=None, things=None, label_year=None)
        found = [work.find(replace(plain, fiscal_year=year, document_ids=(key,))) for year, key in years]
        if all(one.operand is not None and not one.is_ambiguous for one in found):
            of_all.append(found)
    return of_all[0] if len(of_all) == 1 else None


def _together(work: Work, found: Sequence[Found]) -> Draft:
    """The sum of what was found, or its mean."""
    if stopped := stopped_by(work, found) or _unlike_units(work, found):
        return stopped
    operands = operands_of(found)
    mean = work.plan.operation is Operation.AVERAGE
    derivation = average(operands) if mean else add_up(operands)
    names = names_of(found)
    lead = "的平均数" if mean else "合计"
    return told(work, found, derivation, (*names, Words(lead)), lead)


def _unlike_units(work: Work, found: Sequence[Found]) -> Draft | None:
    """所有单位加起来: of one year, stage and level, or there is no sum; a department's figure holds those of its units."""
    figures = [one.figure for one in found if one.figure is not None]
    scopes = dict.fromkeys(scope_words(one.fiscal_year, one.level, one.stage) for one in figures)
    if not ALL_UNITS.search(work.plan.question) or len(scopes) == 1:
        return None
    return not_found(work, None, f"各单位的数年度或口径不同（{'、'.join(scopes)}），不能相加")


def each_place_once(found: Sequence[Found]) -> list[Found]:
    """Two parts of one row's name are one operand: 防汛值守与应急演练经费 split at 与 is not counted twice."""
    kept: dict[object, Found] = {}
    for place, one in enumerate(found):
        figure = one.figure
        # two numbers of one sentence are two places
        kept.setdefault(place if figure is None else place_of(figure) if figure.table_id else figure.id, one)
    return list(kept.values())


def _named_twice(work: Work, found: Sequence[Found]) -> Draft | None:
    """Two names that come out as one row: a sum of one would be told as if it were of both; the halves of its name are one."""
    places: dict[object, dict[str, Found]] = {}
    for one in found:
        label = normalise_label(one.selector.label or "")
        if one.figure is not None and one.figure.table_id and label:
            places.setdefault((place_of(one.figure), one.figure.id), {}).setdefault(label, one)
    for labels in places.values():
        name = normalise_label(_shortname(next(iter(labels.values()))))
        halves = sum(map(len, labels)) <= len(name) and all(label in name for label in labels)
        if len(labels) > 1 and not halves:
            named = "”和“".join(one.selector.label or "" for one in labels.values())
            return not_found(work, None, f"“{named}”在文件里是同一处的数，不能相加")
    return None


def _mean_of_counted(work: Work) -> Draft | None:
    """The mean of projects that the document counts but does not list; None when it lists them."""
    only = work.plan.selectors[0]
    projects = only.rows is RowKind.PROJECT or (only.rows is RowKind.DETAIL and (only.label or "").endswith("项目"))
    if work.plan.operation is not Operation.AVERAGE or not projects or over_rows(work).status is Status.ANSWERED:
        return None
    return _per_item(work, replace(only, rows=None, label=f"{only.label or '编报绩效目标的'}项目".replace("项目项目", "项目")))


def _per_item(work: Work, selector: Selector) -> Draft | None:
    """The mean of things that the text counts and sums in one sentence: 项目19个，涉及资金6484.05万元."""
    counted = work.find(replace(selector, dimension="个"))
    money = counted_money(work, selector, counted)
    if money is None or money.operand is None or counted.operand is None:
        return None
    if selector.things is not None and counted.amount is not None and counted.amount.number != selector.things:
        return not_found(work, None, "文件里这样的项目不是所说的个数")
    derivation = per_capita(money.operand, counted.operand)
    return told(work, [money, counted], derivation, (*named(work, money, [money]), Words("平均")), "平均")


def counted_money(work: Work, selector: Selector, counted: Found) -> Found | None:
    """The money that the text gives in the sentence which counts the things."""
    if counted.figure is None or counted.figure.sentence is None:
        return None
    return in_the_same_sentence(work, replace(selector, label="涉及金额"), counted)


def difference(work: Work) -> Draft:
    """DIFFERENCE of two: a − b, told as a positive number with 多 or 少."""
    found = [work.find(selector) for selector in work.plan.selectors[:2]]
    if stopped := stopped_by(work, found):
        return stopped
    first, second = operands_of(found)
    derivation = subtract(first, second)
    if derivation.shown.number < 0:
        first, second, found = second, first, [found[1], found[0]]
        derivation = subtract(first, second)
    word = "与" if derivation.shown.number == 0 else "比"
    tail = "相差" if derivation.shown.number == 0 else "多"
    pieces = (*named(work, found[0], found), Words(word), *named(work, found[1], found), Words(tail))
    return told(work, found, derivation, pieces, "相差")


def times(work: Work) -> Draft:
    """RATIO of two."""
    found = [work.find(selector) for selector in work.plan.selectors[:2]]
    if stopped := stopped_by(work, found):
        return stopped
    first, second = operands_of(found)
    derivation = ratio(first, second)
    pieces = (*named(work, found[0], found), Words("是"), *named(work, found[1], found), Words("的倍数"))
    return told(work, found, derivation, pieces, "倍数")


def compare(work: Work) -> Draft:
    """COMPARE: every figure, the highest (or lowest) first with its name."""
    found = [work.find(selector) for selector in work.plan.selectors]
    if all(one.operand is None and not one.zero for one in found):
        return not_found(work, found[0] if found else None)
    if unlike := _unlike(work, found):
        return not_found(work, None, unlike)
    if nameless := next((one for one in found if not one.picks and not one.rivals and not one.zero and _is_unknown(work, one)), None):
        return not_found(work, nameless)  # what is compared with is not understood: the largest of the rest is no answer
    stated = [one for one in found if one.operand is not None and one.amount is not None]
    if len(found) == len(stated) == 2 and _GAP_ASKED.search(work.plan.question):
        return difference(work)
    stated.sort(key=lambda one: one.amount.in_base if one.amount else 0, reverse=work.plan.descending)
    lines: list[Line] = []
    for one in stated:
        lead = Words("最高：" if work.plan.descending else "最低：") if not lines and len(stated) > 1 else Words("- " if lines else "")
        lines.append(Line((lead, *named(work, one, found), Words("："), *_value(work, one, bold=not lines)), headline=not lines))
    lines += [_absent(work, one) for one in found if one not in stated]
    levels = {one.figure.level for one in stated if one.figure is not None and one.figure.level is not None}
    if len(levels) > 1:
        lines.append(Line((Words("注意：部门与单位的口径不同，不宜直接比较。"),)))
    if len(stated) == 2 and all(one.operand for one in stated):
        high, low = sorted(stated, key=lambda one: one.amount.in_base if one.amount else 0, reverse=True)
        gap = subtract(high.operand, low.operand)  # type: ignore[arg-type]  # both are stated
        apart = computed(in_unit(work.plan, gap), "相差", bold=True)
        lines.append(Line((Words("相差："), replace(apart, bold=False))))
        lines.append(Line((Words("算式："), Formula(gap))))
        return finished(work, lines, stated, [gap])
    return finished(work, lines, stated)


def _is_unknown(work: Work, found: Found) -> bool:
    """Whether no document of the unit and year knows the name at all, though there is such a document."""
    ids = found.selector.document_ids if found.selector.document_ids is not None else work.documents
    others = {selector.label for selector in work.plan.selectors if selector is not found.selector}
    return bool(ids) and found.operand is None and found.selector.label not in others


def _unlike(work: Work, found: Sequence[Found]) -> str | None:
    """Why the figures cannot be set side by side."""
    dimensions = {one.amount.dimension for one in found if one.amount is not None}
    if len(dimensions) > 1:
        return "这些数的计量单位不同类，不能比较"
    return None


def _absent(work: Work, found: Found) -> Line:
    label = found.selector.label or ""
    entity = found.selector.entity or ""
    year = f"{found.selector.fiscal_year}年" if found.selector.fiscal_year else ""
    reason = "有几种可能，请说明具体所指" if found.is_ambiguous else "为空白" if found.picks else found.reason or "没有找到"
    return Line((Words("- "), Echo(entity), Words(year), Echo(label), Words(f"：{reason}")))


def stopped_by(work: Work, found: Sequence[Found]) -> Draft | None:
    """Why nothing can be computed; None when everything is there."""
    if len(found) > 1 and len(each_place_once(found)) == 1:
        return not_found(work, None, "所说的几项在文件里是同一处的数，无法比较")
    for one in found:
        if one.is_ambiguous:
            return ambiguous(work, one)
        if one.operand is None:
            if one.figure is not None and one.figure.amount is None:
                return not_found(work, one, f"“{label_of(one.figure)}”为空白，无法计算")
            return not_found(work, one)
    return None


def operands_of(found: Sequence[Found]) -> list[Operand]:
    """The numbers to calculate with, of those that have one."""
    return [one.operand for one in found if one.operand is not None]


def told(work: Work, found: Sequence[Found], derivation: Derivation, name: Sequence[Piece], label: str) -> Draft:
    """A computed headline with its formula and operands."""
    shown = in_unit(work.plan, derivation)
    lines = [Line((*name, Words("："), computed(shown, label, bold=True)), headline=True), Line((Words("算式："), Formula(derivation)))]
    return finished(work, [*lines, *operand_lines(work, found)], found, [derivation])


def in_unit(plan: Plan, derivation: Derivation) -> Derivation:
    """The derivation in the unit asked for."""
    return told_in(derivation, plan.unit)


def operand_lines(work: Work, found: Sequence[Found]) -> list[Line]:
    """Each operand with its place."""
    lines = []
    for one in found:
        if one.derivation is not None:
            lines.append(Line((Words("- "), *named(work, one, found), Words("："), computed(one.derivation, one.selector.label or ""))))
        elif (figure := one.finest) is not None:
            where = (Words("（"), *work.place(figure), Words("）"))
            also = _printed_in_asked_unit(work, one)
            lines.append(Line((Words("- "), Echo(label_of(figure), figure), Words("："), number_of(figure), *where, *also)))
    return lines


def _printed_in_asked_unit(work: Work, found: Found) -> tuple[Piece, ...]:
    """The same figure as the text prints it in the unit asked for."""
    unit, first = work.plan.unit, found.figure
    if unit is None or first is None or first.amount is None or first.amount.unit == unit:
        return ()
    printed = next((pick.figure for pick in found.picks[1:] if pick.amount and pick.amount.unit == unit), None)
    return (Words("，文字写作 "), number_of(printed)) if printed is not None else ()


def _value(work: Work, found: Found, *, bold: bool) -> tuple[Piece, ...]:
    if found.derivation is not None:
        return (computed(in_unit(work.plan, found.derivation), found.selector.label or "", bold=bold),)
    assert found.figure is not None and found.figure.amount is not None
    unit = work.plan.unit
    if unit is not None and unit != found.figure.amount.unit and unit.dimension == found.figure.amount.dimension:
        return (computed(convert(found.figure, unit), label_of(found.figure), bold=bold),)
    return (number_of(found.figure, bold=bold),)


def names_of(found: Sequence[Found]) -> tuple[Piece, ...]:
    """The names of what was found, one behind the other; one that several units or years share is said once."""
    pieces: list[Piece] = []
    for place, one in enumerate({_shortname(one): one for one in found}.values()):
        pieces += [Words("、" if place else ""), *_shortnamed(one)]
    return tuple(pieces)


def _shortnamed(found: Found) -> tuple[Piece, ...]:
    return (Echo(_shortname(found), found.figure),)


def _shortname(found: Found) -> str:
    return found.selector.label or "" if found.figure is None else label_of(found.figure)


def named(work: Work, found: Found, among: Sequence[Found]) -> tuple[Piece, ...]:
    """A finding's name with the part of its scope in which it differs from the others."""
    figure = found.figure
    if figure is None:
        year = f"{found.selector.fiscal_year}年" if found.selector.fiscal_year else ""
        return (Words(year), Echo(found.selector.label or ""))
    figures = [one.figure for one in among if one.figure is not None]
    pieces: list[Piece] = []
    if len({one.entity for one in figures}) > 1 and figure.entity:
        pieces.append(Echo(figure.entity, figure))
    if len({(one.fiscal_year, one.stage) for one in figures}) > 1:
        pieces.append(Words(scope_words(figure.fiscal_year, None, figure.stage)))
    if len({one.column_path for one in figures}) > 1 and len({label_of(one) for one in figures}) == 1 and figure.column_path:
        return (*pieces, Echo(label_of(figure), figure), Words("·"), Echo(figure.column_path[-1], figure))
    return (*pieces, Echo(label_of(figure), figure))
