"""Cells: bound to figures, or computed from others where the aspect that is asked for is not printed.

    rate of 培训费  →  printed in the sentence that says its amount; else growth of this year's amount on last year's

The order is: printed in a column, printed in the text, printed in another year's disclosure, computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from answering.binding.cells import bind, is_plain_total
from answering.binding.columns import aspect_of
from answering.binding.decision import Binding, Blank, Bound, Missing, Several, same_value
from answering.binding.passages import listed
from answering.binding.rows import words_beside
from answering.binding.scopes import STAGES, ManyUnits, NoScope, Scoped, documents_of, unit_of
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.units import is_unit_like
from answering.binding.wholes import reach, whole_of
from answering.evaluating import arithmetic
from answering.evaluating.result import Absent, Amounted, Candidate, Empty, Open, Outcome, Quoted
from answering.evaluating.work import Work, candidate_of, label_of, said_of, told_apart, unscoped, want_of
from answering.query.tree import Cell, CellAspect, Count, Entries, Place, QueryStage, Scope
from disclosure.document import Chunk, ChunkKind
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Figure
from retrieval.figure_store import DocumentRecord
from retrieval.matching import ORDER, SURE, Rung
from retrieval.names import name_of, years_in

FEW_UNITS = 8  # units whose documents are looked through, where no unit was said
MANY_UNITS = 40  # and whose figures alone are looked up
MOST_NEAR = 5
MOST_TOLD = 3  # sentences beside an empty cell
_BEFORE, _SAME = ("上", "去年", "同期"), ("持平", "相同", "一致", "无变化", "没有变化", "无增减", "不变", "未发生变化", "未变")
ASPECT_NAMES = {
    CellAspect.PLAN: "年初预算数", CellAspect.ADJUSTED: "全年预算数", CellAspect.PRIOR: "上年数", CellAspect.EXECUTED: "上年执行数",
    CellAspect.CHANGE: "增减额", CellAspect.RATE: "增减率", CellAspect.DONE: "完成率", CellAspect.PRINTED_SHARE: "占比",
}  # fmt: skip


def cell(work: Work, node: Cell, outer: Scope, *, strict: bool = False) -> Outcome:
    """What a cell of the query comes to."""
    scope = node.scope.over(outer)
    found = work.documents(scope, node.as_of)
    elsewhen = found.part == "year" if isinstance(found, NoScope) else isinstance(found, Scoped) and found.prior
    if elsewhen and scope.year in years_in(f"{node.row} {node.under or ''}"):
        found = work.documents(replace(scope, year=None), node.as_of)  # 2025年参保人数, of a project that bears its year in its name
    if isinstance(found, NoScope | ManyUnits):
        return unscoped(node, found)
    return _of_many(work, node, scope, found, strict) if len(found.units) > 1 else _of_unit(work, node, scope, found, strict)


def _of_many(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """No unit was said and several are loaded: the one whose documents print the thing, else a question back."""
    holders = found.records if is_plain_total(node) else work.shelf.holders(node.row, found.records)
    units = tuple(dict.fromkeys(map(unit_of, holders)))
    if not units:
        return _absent(work, node, Missing("row", node.row), found.records)
    if is_plain_total(node) or len(units) > MANY_UNITS:
        return Open(node, "单位", (), units)
    work.narrow = work.shelf.narrowed(found.records, node) if len(units) > FEW_UNITS else {}
    outcomes = [_of_unit(work, node, scope, _only(found, unit), strict) for unit in units]
    work.narrow = {}
    answered = [one for one in outcomes if isinstance(one, Amounted | Empty | Open)]
    best = min(map(_rung, answered), default=0)
    answered = [one for one in answered if _rung(one) <= max(best, ORDER[Rung.SYNONYM])]
    if len(answered) < 2:
        return answered[0] if answered else outcomes[0]
    choices = [choice for one in answered for choice in (one.choices if isinstance(one, Open) else _choice(one))]
    return Open(node, "单位", tuple((f"{one.figure.entity or ''}{label}", one) for label, one in choices), units)


def _choice(outcome: Outcome) -> list[tuple[str, Candidate]]:
    return [(outcome.label, outcome.bound[0])] if isinstance(outcome, Amounted) and outcome.bound else []


def _only(found: Scoped, unit: str) -> Scoped:
    records, others = (tuple(one for one in some if unit_of(one) == unit) for some in (found.records, found.others))
    return replace(found, records=records, others=others)


def _rung(outcome: Outcome) -> int:
    return max((ORDER[Rung(one.rung)] for one in outcome.bound), default=0) if isinstance(outcome, Amounted) else 0


def _of_unit(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """One unit's documents: what is printed, then what can be computed."""
    if found.prior:
        return _in_next_year(work, node, scope, found, strict)
    record, binding = work.first_of(node, found, scope, strict)
    unit = node.under is not None and (is_unit_like(node.under) or node.under in work.index(record, None).units)
    if unit and not isinstance(binding, Bound | Several) and found.part is None:
        inside = replace(node, under=None), replace(found, part=node.under)  # 收入总计 under a unit: of its rows
        other = work.first_of(*inside, scope, strict)
        if isinstance(other[1], Bound):
            (node, found), (record, binding) = inside, other
    if isinstance(binding, Bound):
        outcome = work.amounted(node, found, record, binding)
        outcome = _reckoned(work, node, scope, found, outcome) if node.aspect is CellAspect.DONE else outcome
        return replace(outcome, other_years=_in_other_years(work, node, scope, found, strict))
    reckoned_from = None if node.aspect is CellAspect.VALUE else _computed(work, node, scope, found, strict)
    if reckoned_from is None and isinstance(binding, Missing) and node.counted in ("个", "家"):
        for record in found.records:  # 几个处室, where the text names them and counts none
            if lists := listed(node.row, None, work.shelf.chunks(record), work.shelf.library.tables(record.id)):
                work.use(record, year_said=found.year_said)
                return Quoted(Count(Entries(node.row)), (lists[0][0].chunk,), lists[0][1])
    return reckoned_from or _not_bound(work, node, scope, found, record, binding)


def _in_other_years(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> tuple[Figure, ...]:
    """The same thing in the unit's other years, where no year was said; newest first."""
    bound = (bind(work.index(one, found.part), node, want_of(node, one, scope), strict=strict) for one in found.others)
    figures = [one.pick.figure for one in bound if isinstance(one, Bound) and one.pick.reached.rung in SURE]
    return tuple(sorted(figures, key=lambda figure: -(figure.fiscal_year or 0)))


def _not_bound(work: Work, node: Cell, scope: Scope, found: Scoped, record: DocumentRecord, binding: Binding) -> Outcome:
    if isinstance(binding, Missing):
        if binding.part == "column" and (words := _worded(work, node, found)):
            return words
        return _absent(work, node, binding, found.records)
    work.use(record, year_said=found.year_said)
    if isinstance(binding, Several):
        return Open(node, binding.why, tuple((told_apart(pick.figure, pick.thing), candidate_of(pick)) for pick in binding.picks))
    assert isinstance(binding, Blank)
    figure = binding.pick.figure if binding.pick else None
    label = label_of(figure, binding.pick.thing) if binding.pick and figure else f"{record.fiscal_year or ''}年{node.row}"
    blank = figure is not None and figure.certain and not figure.text.strip()
    if blank and (worded := _in_words(work, node, scope, found, label)) is not None:
        return worded
    table = binding.table or (work.index(record, found.part).table_by_id.get(figure.table_id or "") if figure else None)
    told = () if work.only else tuple(_told(name_of(node.row).key, work.shelf.chunks(record)))[:MOST_TOLD]
    return Empty(node, label, figure, table, told)


def _in_words(work: Work, node: Cell, scope: Scope, found: Scoped, label: str) -> Amounted | None:
    """The amount that the text says of what a table leaves blank, where nothing of a table was said."""
    if any((node.table, node.place, node.column, node.under)) or node.aspect is not CellAspect.VALUE:
        return None
    written = replace(node, place=Place.TEXT)
    record, binding = work.first_of(written, found, scope, strict=True)
    if not isinstance(binding, Bound) or binding.pick.reached.rung not in (*SURE, Rung.CORE) or binding.pick.figure.table_id:
        return None
    outcome = work.amounted(written, found, record, binding)
    return replace(outcome, note="；".join(filter(None, (outcome.note, f"表格里“{label}”一格是空白，取自文字"))))


def _worded(work: Work, node: Cell, found: Scoped) -> Quoted | None:
    """What a row prints in a column of words: 采购品目名称, 资金性质."""
    for record in found.records:
        index = work.index(record, found.part)
        binding = bind(index, replace(node, column=None), want_of(replace(node, column=None), record, Scope()))
        if isinstance(binding, Bound) and (words := words_beside(index, binding.pick.thing, (node.column or "",))):
            work.use(record, year_said=found.year_said)
            return Quoted(node, words[:1])
    return None


def _told(key: str, chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """Sentences that name what a table leaves blank, and say that there is none."""
    for chunk in chunks:
        for sentence in chunk.text.replace("；", "。").split("。") if chunk.kind is ChunkKind.TEXT else ():
            if any(word in sentence for word in ("无", "没有", "未", "不")) and key in name_of(sentence).key:
                yield replace(chunk, text=sentence.strip() + ("。" if sentence.strip() + "。" in chunk.text else ""))


def _absent(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> Absent:
    where = said_of(records)
    why = {
        "row": f"{where}里没有“{node.row}”",
        "column": f"“{node.row}”没有“{missing.name}”这一栏",
        "under": f"“{missing.name}”下没有“{node.row}”",
        "table": f"{where}里没有“{missing.name}”这张表",
        "counted": f"“{node.row}”没有以“{missing.name}”计的数",
        "aspect": f"没有印出“{node.row}”的{ASPECT_NAMES.get(node.aspect, '数')}，也无法由印出的数算出",
        "stage": f"“{node.row}”没有印出所问的预算数或决算数",
        "year": f"“{node.row}”没有印出所问年度的数",
    }[missing.part]
    part = "amount" if missing.part == "counted" else missing.part
    return Absent(node, part, missing.name, why, _near(work, node, missing, records), (where,))


def _near(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """Names near the one that is missing, each of which would answer: the columns of a row, or other rows."""
    if work.only is not None or missing.part not in ("row", "column") or len(records) > FEW_UNITS:
        return ()

    def bound(other: Cell) -> list[Bound | Several]:
        found = (bind(work.shelf.index(record), other, want_of(other, record, Scope())) for record in records)
        return [one for one in found if isinstance(one, Bound | Several)]

    plain = replace(node, aspect=CellAspect.VALUE)
    if missing.part == "column":
        rows = [one.pick.thing for one in bound(replace(plain, column=None)) if isinstance(one, Bound) and one.pick.figure.table_id]
        return tuple(dict.fromkeys(figure.column_path[-1] for figure in rows[0].figures if figure.column_path))[:MOST_NEAR] if rows else ()
    hits = work.shelf.library.match_labels(node.row, [record.id for record in records], 3 * MOST_NEAR)
    labels = [label for label in dict.fromkeys(hit.label for hit in hits) if name_of(label).key != name_of(node.row).key]
    near: list[str] = []
    for label in labels:
        if len(near) < MOST_NEAR and bound(replace(plain, row=label)):
            near.append(label)
    return tuple(near)


# what is not printed


def _in_next_year(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """The year asked has no disclosure, the year after it has: what its columns or sentences say is of the year asked."""
    for aspect in (CellAspect.PRIOR, CellAspect.VALUE) if node.aspect is CellAspect.VALUE else ():
        record, binding = work.first_of(replace(node, aspect=aspect), found, scope, strict)
        if isinstance(binding, Bound) and binding.pick.figure.fiscal_year == scope.year:
            note = f"没有收录{scope.year}年度的文件，取自{record.fiscal_year}年度文件印出的{scope.year}年数"
            return replace(work.amounted(node, found, record, binding), note=note)
    years = tuple(dict.fromkeys(f"{record.fiscal_year}年" for record in found.records))
    return Absent(node, "year", str(scope.year), f"没有收录“{'、'.join(found.units)}”{scope.year}年度的文件", years)


def _computed(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Amounted | None:
    """An aspect that is not printed, from the others; None where they are not there either."""
    if node.aspect in (CellAspect.CHANGE, CellAspect.RATE) and (same := _of_equal_whole(work, node, scope, found)):
        return same
    value = work.printed_as(node, scope, found, CellAspect.VALUE, strict)
    if value is not None and (said := _in_its_sentence(work, node, found, value) or _unchanged(work, node, found, value)):
        return said
    try:
        if node.aspect in (CellAspect.PRIOR, CellAspect.EXECUTED):
            return _before(work, node, scope, found, strict) or _less_change(work, node, scope, found, value, strict)
        if value is None:
            return None
        if node.aspect is CellAspect.DONE:
            plans = (work.printed_as(node, scope, found, aspect, strict) for aspect in (CellAspect.ADJUSTED, CellAspect.PLAN))
            return _derived(node, arithmetic.share, value, next(filter(None, plans), None), "由决算数与预算数算出")
        if node.aspect in (CellAspect.CHANGE, CellAspect.RATE):
            combine = arithmetic.subtract if node.aspect is CellAspect.CHANGE else arithmetic.growth
            if prior := _before(work, node, scope, found, strict):
                return _derived(node, combine, value, prior, "由本年数与上年数算出")
            change = work.printed_as(node, scope, found, CellAspect.CHANGE, strict)
            rate = work.printed_as(node, scope, found, CellAspect.RATE, strict) if node.aspect is CellAspect.CHANGE else None
            if rate is not None:
                return replace(rate, note="没有印出增减额，印出的是增减率")
            before = replace(change, operand=arithmetic.subtract(value.operand, change.operand)) if change else None
            return _derived(node, combine, value, before, "由本年数与增减额算出")
    except AmountError:
        return None
    return None


def _in_its_sentence(work: Work, node: Cell, found: Scoped, value: Amounted) -> Amounted | None:
    """A rate or change in the one sentence that names the thing and prints its amount: 8.机构运行（2060201），决算数为…，增长…%."""
    if not isinstance(value.operand, Figure) or node.aspect in (CellAspect.PRIOR, CellAspect.EXECUTED):
        return None
    keys = [key for key in (name_of(value.operand.measure).key, name_of(node.row).key) if len(key) > 2]
    for record in found.records:
        index = work.index(record, found.part)
        for sentence, figures in index.by_sentence.items():
            alike = [one for one in figures if aspect_of(one, record.fiscal_year) is node.aspect]
            prints = any(one.amount and value.operand.amount and one.amount.agrees_with(value.operand.amount) for one in figures)
            if prints and len(alike) == 1 and any(key in name_of(sentence).key for key in keys):
                work.use(record, year_said=found.year_said)
                return Amounted(node, alike[0], _labelled(node, value), value.bound, note="取自写明这一数额的句子")
    return None


def _unchanged(work: Work, node: Cell, found: Scoped, value: Amounted) -> Amounted | None:
    """What a sentence says in words behind the amount: 公务接待费1.5万元，与上年预算数相同."""
    for record in found.records:
        for rung in reach(work.index(record, found.part), node.row):
            for figure in (figure for one in rung if one.rung in (*SURE, Rung.CORE) for figure in one.thing.figures if figure.sentence):
                said = (figure.sentence or "").partition(f"{figure.row_label}{figure.text}")  # its own, of several equal ones
                behind = (said[2] or (figure.sentence or "").partition(figure.text)[2]).replace(str((record.fiscal_year or 0) - 1), "上")
                clause = "".join(takewhile(lambda letter: letter not in "；;。" and not letter.isdecimal(), behind))
                same = figure.amount is not None and figure.amount.agrees_with(arithmetic.amount_of(value.operand))
                if same and any(word in clause for word in _BEFORE) and any(word in clause for word in _SAME):
                    work.use(record, year_said=found.year_said)
                    change = {CellAspect.CHANGE: arithmetic.subtract, CellAspect.RATE: arithmetic.growth}.get(node.aspect)
                    operand = change(figure, figure) if change else figure
                    return Amounted(node, operand, _labelled(node, value), value.bound, note="正文写明与上年相同")
    return None


def _before(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Amounted | None:
    """Last year's amount: printed here, else in last year's disclosure."""
    if here := work.printed_as(node, scope, found, CellAspect.PRIOR, strict):
        return here
    first = found.records[0]
    if first.fiscal_year is None:
        return None
    named = replace(node, row=f"{first.fiscal_year - 1}年{name_of(node.row).key}", aspect=CellAspect.VALUE)
    binding = bind(work.index(first, found.part), named, want_of(named, first, scope), strict=True)
    if isinstance(binding, Bound) and binding.pick.thing.names[0].year == first.fiscal_year - 1 and name_of(node.row).year:
        return replace(work.amounted(named, found, first, binding), note="取自同一文件中以上一年命名的这一项")
    stage = scope.stage or next((key for key, stage in STAGES.items() if stage is first.stage), None)
    if node.aspect is CellAspect.EXECUTED:
        stage = QueryStage.FINAL  # what was planned last year is not what was spent
    year = replace(scope, unit=scope.unit or unit_of(first), units=None, year=first.fiscal_year - 1, stage=stage)
    before = documents_of(work.shelf, year)  # also where one document is looked into
    if not isinstance(before, Scoped) or before.prior or len(before.units) > 1:
        return None
    plain = replace(node, aspect=CellAspect.VALUE)
    record, binding = work.first_of(plain, before, scope, strict)
    outcome = work.amounted(node, before, record, binding) if isinstance(binding, Bound) else None
    return outcome and replace(outcome, note=f"取自{record.fiscal_year}年度文件")


def _less_change(work: Work, node: Cell, scope: Scope, found: Scoped, value: Amounted | None, strict: bool) -> Amounted | None:
    """Last year's amount as this year's less the change."""
    changed = replace(node, aspect=CellAspect.CHANGE)
    change = work.printed_as(node, scope, found, CellAspect.CHANGE, strict) or _of_equal_whole(work, changed, scope, found)
    return _derived(node, arithmetic.subtract, value, change, "上年数由本年数减增减额得出") if value else None


Combine = Callable[[arithmetic.Operand, arithmetic.Operand], Derivation]


def _derived(node: Cell, combine: Combine, first: Amounted, second: Amounted | None, note: str) -> Amounted | None:
    if second is None or first.operand == second.operand:
        return None
    return Amounted(node, combine(first.operand, second.operand), _labelled(node, first), (*first.bound, *second.bound), note=note)


def _labelled(node: Cell, value: Amounted) -> str:
    return f"{value.label.partition(' · ')[0]}{ASPECT_NAMES.get(node.aspect, '')}"


def _of_equal_whole(work: Work, node: Cell, scope: Scope, found: Scoped) -> Amounted | None:
    """A change that the text prints for what equals the whole that is asked for: 财政拨款支出 where it is all there is."""
    whole = whole_of(name_of(node.row).key)
    if whole is None or not whole.sides or node.under is not None:
        return None
    value = work.printed_as(replace(node, place=None), scope, found, CellAspect.VALUE)
    if value is None or not isinstance(value.operand, Figure):
        return None
    for record in found.records:
        for thing in _equal_things(work.index(record, found.part), value.operand, whole.side):
            for figure in thing.figures:
                if aspect_of(figure, record.fiscal_year) is node.aspect and figure.amount is not None:
                    work.use(record, year_said=found.year_said)
                    note = f"文中所说的“{thing.label}”与所问的总额相等"
                    return Amounted(node, figure, label_of(figure, thing), value.bound, note=note)
    return None


def _equal_things(index: DocumentIndex, figure: Figure, side: str | None) -> list[Thing]:
    """Things of the text whose amount is that of a whole and whose name is one for money as a whole, longest names last."""
    other = {"income": "支出", "spent": "收入"}.get(side or "", "")
    found = []
    for thing in index.things:
        key = thing.names[0].key
        if thing.kind is ThingKind.TEXT and not (other and other in key and "收支" not in key):
            whole = whole_of(key)
            both = whole is not None and whole.sides and "收支" in key  # 收、支总计各增加 …, in the sentence that says how much they are
            beside = (one for said in thing.figures if both for one in index.by_sentence.get(said.sentence or "", ()))
            values = (one for one in (*thing.figures, *beside) if aspect_of(one, index.record.fiscal_year) is CellAspect.VALUE)
            found += [thing] if any(same_value(one, figure) for one in values) else []
    return sorted(found, key=lambda thing: (whole_of(thing.names[0].key) is None, len(thing.names[0].key)))


def _reckoned(work: Work, node: Cell, scope: Scope, found: Scoped, outcome: Amounted) -> Amounted:
    """Of 年初预算 and 全年预算 the one of which a printed 完成率 is the share."""
    value = work.printed_as(node, scope, found, CellAspect.VALUE)
    for aspect in (CellAspect.ADJUSTED, CellAspect.PLAN) if value else ():
        plan = work.printed_as(node, scope, found, aspect)
        try:
            share = arithmetic.share(value.operand, plan.operand) if value and plan else None
        except AmountError:
            continue
        if share is not None and plan and value and share.shown.agrees_with(arithmetic.amount_of(outcome.operand)):
            what = plan.operand.column_path[-1] if isinstance(plan.operand, Figure) and plan.operand.column_path else "预算数"
            return replace(outcome, note=f"这个百分比是对{what}{arithmetic.amount_of(plan.operand)}算的", items=(value, plan))
    return outcome
