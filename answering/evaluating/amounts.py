"""Cells: bound to figures, or computed from others where the aspect that is asked for is not printed.

    Cell("培训费", aspect=rate)  →  80.16 % as the text prints it; else 本年数 and 上年数, and the growth of them

The order is: printed in a column, printed in the text, printed in another year's disclosure, computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.binding.cells import Binding, Blank, Bound, Missing, Pick, Several, bind, is_plain_total, same_value
from answering.binding.columns import Want, aspect_of
from answering.binding.ladder import RUNGS, SURE
from answering.binding.names import name_of
from answering.binding.scopes import STAGES, ManyUnits, NoScope, Scoped, unit_of
from answering.binding.things import DocumentIndex, Thing, ThingKind, dimension_of
from answering.binding.wholes import whole_of
from answering.evaluating import arithmetic
from answering.evaluating.labels import label_of, told_apart
from answering.evaluating.result import Absent, Amounted, Empty, Open, Operand, Outcome
from answering.evaluating.work import Work, candidate_of, said_of
from answering.query.tree import Cell, CellAspect, Place, Scope
from disclosure.document import Chunk, ChunkKind, Stage
from disclosure.errors import AmountError
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord

FEW_UNITS = 8  # units whose figures are looked up, where no unit was said
MOST_NEAR = 5
MOST_TOLD = 3  # sentences beside an empty cell
_ASPECT_NAMES = {
    CellAspect.PLAN: "年初预算数", CellAspect.ADJUSTED: "全年预算数", CellAspect.PRIOR: "上年数", CellAspect.EXECUTED: "上年执行数",
    CellAspect.CHANGE: "增减额", CellAspect.RATE: "增减率", CellAspect.DONE: "完成率", CellAspect.PRINTED_SHARE: "占比",
}  # fmt: skip


def cell(work: Work, node: Cell, outer: Scope, *, strict: bool = False) -> Outcome:
    """What a cell of the query comes to."""
    scope = node.scope.over(outer)
    found = work.documents(scope, node.as_of)
    if isinstance(found, NoScope):
        return Absent(node, found.part, found.name, found.why, found.near)
    if isinstance(found, ManyUnits):
        return Open(node, "单位", (), found.units)
    if len(found.units) > 1:
        return _of_many(work, node, scope, found, strict)
    return _of_unit(work, node, scope, found, strict)


def _of_many(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """No unit was said and several are loaded: the one whose documents print the thing, else a question back."""
    holders = found.records if is_plain_total(node) else work.shelf.holders(node.row, found.records)
    units = tuple(dict.fromkeys(unit_of(record) for record in holders))
    if not units:
        return _absent(work, node, Missing("row", node.row), found.records)
    if is_plain_total(node) or len(units) > FEW_UNITS:
        return Open(node, "单位", (), units) if len(units) > 1 else _of_unit(work, node, scope, _only(found, units[0]), strict)
    outcomes = [_of_unit(work, node, scope, _only(found, unit), strict) for unit in units]
    answered = [one for one in outcomes if isinstance(one, Amounted | Empty | Open)]
    best = min((_rung(one) for one in answered), default=len(RUNGS))
    answered = [one for one in answered if _rung(one) <= max(best, RUNGS.index("synonym"))]
    if len(answered) == 1:
        return answered[0]
    if not answered:
        return outcomes[0]
    choices = tuple(
        (f"{one.bound[0].figure.entity or ''}{one.label}", one.bound[0]) for one in answered if isinstance(one, Amounted) and one.bound
    )
    return Open(node, "单位", choices, units)


def _only(found: Scoped, unit: str) -> Scoped:
    return replace(
        found,
        records=tuple(record for record in found.records if unit_of(record) == unit),
        others=tuple(record for record in found.others if unit_of(record) == unit),
    )


def _rung(outcome: Outcome) -> int:
    if isinstance(outcome, Amounted) and outcome.bound:
        return max(RUNGS.index(one.rung) for one in outcome.bound)
    return 0


def _of_unit(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """One unit's documents: what is printed, then what can be computed."""
    if found.prior:
        return _in_next_year(work, node, scope, found, strict)
    record, binding = _first(work, node, found, node.aspect, scope, strict)
    if isinstance(binding, Bound):
        return _amounted(work, node, found, record, binding)
    if node.aspect is CellAspect.VALUE:
        return _not_bound(work, node, found, record, binding)
    computed = _computed(work, node, scope, found, strict)
    if computed is not None:
        return computed
    return _not_bound(work, node, found, record, binding)


def _first(work: Work, node: Cell, found: Scoped, aspect: CellAspect, scope: Scope, strict: bool = False) -> tuple[DocumentRecord, Binding]:
    """The first document that prints it; else the first that says most of why not."""
    held: list[tuple[DocumentRecord, Binding]] = []
    for record in found.records:
        binding = bind(index_of(work, record, found.part), node, want_of(node, record, scope, aspect), strict=strict)
        if isinstance(binding, Bound | Several):
            return record, binding
        held.append((record, binding))
    return min(held, key=lambda pair: (isinstance(pair[1], Missing), isinstance(pair[1], Missing) and pair[1].part == "row"))


def index_of(work: Work, record: DocumentRecord, part: str | None) -> DocumentIndex:
    """A document's things, or those of a unit that it prints in rows."""
    index = work.shelf.index(record)
    return index if part is None else work.shelf.part_index(record, part)


def want_of(node: Cell, record: DocumentRecord, scope: Scope, aspect: CellAspect) -> Want:
    """What is wanted of a thing in one document."""
    said = STAGES[scope.stage] if scope.stage else None
    return Want(
        year=record.fiscal_year,
        stage=said if said is not record.stage else None,
        aspect=aspect,
        column=node.column,
        dimension=dimension_of(node.counted),
        as_of=node.as_of,
        final=record.stage is Stage.FINAL_ACCOUNTS,
    )


def _amounted(work: Work, node: Cell, found: Scoped, record: DocumentRecord, binding: Bound) -> Amounted:
    work.use(record, year_said=found.year_said)
    pick = binding.pick
    work.step(node.row, f"{pick.reached.rung}：{pick.reached.reason} → {label_of(pick.figure, pick.thing)} = {pick.figure.text}")
    notes = [found.note] if found.note else []
    if found.part:
        notes.append(f"取自{unit_of(record)}的文件中“{found.part}”的数")
    if binding.astray:
        notes.append(f"“{node.table}”里没有这一项，取自《{pick.figure.table_title}》" if pick.figure.table_title else "取自正文")
    return Amounted(
        node, pick.figure, label_of(pick.figure, pick.thing), (candidate_of(pick),), binding.also, binding.rivals, "；".join(notes) or None
    )


def _not_bound(work: Work, node: Cell, found: Scoped, record: DocumentRecord, binding: Binding) -> Outcome:
    if isinstance(binding, Several):
        work.use(record, year_said=found.year_said)
        return Open(node, binding.why, tuple((told_apart(pick.figure, pick.thing), candidate_of(pick)) for pick in binding.picks))
    if isinstance(binding, Blank):
        work.use(record, year_said=found.year_said)
        figure = binding.pick.figure if binding.pick else None
        label = label_of(figure, binding.pick.thing) if binding.pick and figure else f"{record.fiscal_year or ''}年{node.row}"
        table = binding.table or (work.shelf.index(record).table_by_id.get(figure.table_id or "") if figure else None)
        return Empty(node, label, figure, table, _told(work, node, record))
    assert isinstance(binding, Missing)
    return _absent(work, node, binding, found.records)


def _told(work: Work, node: Cell, record: DocumentRecord) -> tuple[Chunk, ...]:
    """Sentences that name what a table leaves blank."""
    key = name_of(node.row).key
    found = []
    for chunk in work.shelf.chunks(record):
        if chunk.kind is ChunkKind.TEXT and key in name_of(chunk.text[:199]).key + "".join(chunk.text.split()):
            for sentence in chunk.text.replace("；", "。").split("。"):
                if key in name_of(sentence).key and any(word in sentence for word in ("无", "没有", "未", "不")):
                    found.append(replace(chunk, text=sentence.strip() + ("。" if sentence.strip() + "。" in chunk.text else "")))
    return tuple(found[:MOST_TOLD])


def _absent(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> Absent:
    where = said_of(tuple(records))
    part = {"counted": "amount"}.get(missing.part, missing.part)
    why = {
        "row": f"{where}里没有“{node.row}”",
        "column": f"“{node.row}”没有“{missing.name}”这一栏",
        "under": f"“{missing.name}”下没有“{node.row}”",
        "table": f"{where}里没有“{missing.name}”这张表",
        "counted": f"“{node.row}”没有以“{missing.name}”计的数",
        "aspect": f"没有印出“{node.row}”的{_ASPECT_NAMES.get(node.aspect, '数')}，也无法由印出的数算出",
        "stage": f"“{node.row}”没有印出所问的预算数或决算数",
        "year": f"“{node.row}”没有印出所问年度的数",
    }.get(missing.part, f"没有“{missing.name}”")
    return Absent(node, part, missing.name, why, _near(work, node, missing, records), (where,))


def _near(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """Names near the one that is missing, each of which would answer."""
    if missing.part == "column":
        return _columns(work, node, records)
    if missing.part != "row" or len(records) > FEW_UNITS:
        return ()
    hits = work.shelf.library.match_labels(node.row, [record.id for record in records], 3 * MOST_NEAR)
    near = []
    for hit in hits:
        if name_of(hit.label).key == name_of(node.row).key or hit.label in near:
            continue
        other = replace(node, row=hit.label, aspect=CellAspect.VALUE)
        if any(
            isinstance(bind(work.shelf.index(r), other, want_of(other, r, Scope(), CellAspect.VALUE)), Bound | Several) for r in records
        ):
            near.append(hit.label)
        if len(near) == MOST_NEAR:
            break
    return tuple(near)


def _columns(work: Work, node: Cell, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    whole = replace(node, column=None, aspect=CellAspect.VALUE)
    for record in records:
        binding = bind(work.shelf.index(record), whole, want_of(whole, record, Scope(), CellAspect.VALUE))
        if isinstance(binding, Bound) and binding.pick.figure.table_id:
            return tuple(dict.fromkeys(figure.column_path[-1] for figure in binding.pick.thing.figures if figure.column_path))[:MOST_NEAR]
    return ()


# what is not printed


def _in_next_year(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """The year asked has no disclosure, the year after it has: what its columns or sentences say is of the year asked."""
    for aspect in (CellAspect.PRIOR, CellAspect.VALUE) if node.aspect is CellAspect.VALUE else ():
        record, binding = _first(work, node, found, aspect, scope, strict)
        if isinstance(binding, Bound) and binding.pick.figure.fiscal_year == scope.year:
            outcome = _amounted(work, node, found, record, binding)
            return replace(outcome, note=f"没有收录{scope.year}年度的文件，取自{record.fiscal_year}年度文件印出的{scope.year}年数")
    units = "、".join(found.units)
    years = tuple(dict.fromkeys(f"{record.fiscal_year}年" for record in found.records))
    return Absent(node, "year", str(scope.year), f"没有收录“{units}”{scope.year}年度的文件", years)


def _computed(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome | None:
    """An aspect that is not printed, from the others; None where they are not there either."""
    if node.aspect in (CellAspect.CHANGE, CellAspect.RATE) and (same := _of_equal_whole(work, node, scope, found)):
        return same
    value = _printed(work, node, scope, found, CellAspect.VALUE, strict)
    try:
        if node.aspect in (CellAspect.PRIOR, CellAspect.EXECUTED):
            return _prior(work, node, scope, found, value, strict)
        if value is None:
            return None
        if node.aspect is CellAspect.DONE:
            plan = _printed(work, node, scope, found, CellAspect.ADJUSTED, strict) or _printed(
                work, node, scope, found, CellAspect.PLAN, strict
            )
            return _derived(node, arithmetic.share, value, plan, "由决算数与预算数算出")
        if node.aspect in (CellAspect.CHANGE, CellAspect.RATE):
            prior = _prior(work, replace(node, aspect=CellAspect.PRIOR), scope, found, None, strict, printed=True)
            combine = arithmetic.subtract if node.aspect is CellAspect.CHANGE else arithmetic.growth
            if prior is not None:
                return _derived(node, combine, value, prior, "由本年数与上年数算出")
            return _from_change(work, node, scope, found, value, strict)
    except AmountError:
        return None
    return None


def _printed(work: Work, node: Cell, scope: Scope, found: Scoped, aspect: CellAspect, strict: bool) -> Amounted | None:
    plain = replace(node, aspect=aspect, place=node.place if aspect is CellAspect.VALUE and node.place is Place.TABLE else None)
    record, binding = _first(work, plain, found, aspect, scope, strict)
    if isinstance(binding, Bound):
        return _amounted(work, plain, found, record, binding)
    return None


def _prior(
    work: Work, node: Cell, scope: Scope, found: Scoped, value: Amounted | None, strict: bool, *, printed: bool = False
) -> Amounted | None:
    """Last year's: printed here, else in last year's disclosure, else this year's less the change."""
    if here := _printed(work, node, scope, found, CellAspect.PRIOR, strict):
        return here
    year = found.records[0].fiscal_year
    if year is not None:
        stage = scope.stage or next((key for key, stage in STAGES.items() if stage is found.records[0].stage), None)
        before = work.documents(replace(scope, unit=scope.unit or unit_of(found.records[0]), units=None, year=year - 1, stage=stage))
        if isinstance(before, Scoped) and not before.prior and len(before.units) == 1:
            plain = replace(node, aspect=CellAspect.VALUE)
            record, binding = _first(work, plain, before, CellAspect.VALUE, replace(scope, year=year - 1), strict)
            if isinstance(binding, Bound):
                outcome = _amounted(work, node, before, record, binding)
                return replace(outcome, note=f"取自{record.fiscal_year}年度文件")
    if printed or value is None:
        return None
    change = _printed(work, node, scope, found, CellAspect.CHANGE, strict) or _of_equal_whole(
        work, replace(node, aspect=CellAspect.CHANGE), scope, found
    )
    return _derived(node, arithmetic.subtract, value, change, "上年数由本年数减增减额得出") if change else None


def _from_change(work: Work, node: Cell, scope: Scope, found: Scoped, value: Amounted, strict: bool) -> Amounted | None:
    """A rate from this year's amount and the change that is printed."""
    if node.aspect is not CellAspect.RATE:
        return None
    change = _printed(work, node, scope, found, CellAspect.CHANGE, strict)
    if change is None:
        return None
    before = arithmetic.subtract(value.operand, change.operand)
    return replace(
        _derived(node, arithmetic.growth, value, replace(value, operand=before), "由本年数与增减额算出") or value,
        bound=(*value.bound, *change.bound),
    )


def _derived(node: Cell, combine: object, first: Amounted, second: Amounted | None, note: str) -> Amounted | None:
    if second is None or not callable(combine):
        return None
    derivation = combine(first.operand, second.operand)
    label = f"{first.label.partition(' · ')[0]}{_ASPECT_NAMES.get(node.aspect, '')}"
    return Amounted(node, derivation, label, (*first.bound, *second.bound), note=note)


def _of_equal_whole(work: Work, node: Cell, scope: Scope, found: Scoped) -> Amounted | None:
    """A change that the text prints for what equals the whole that is asked for: 财政拨款支出 where it is all there is."""
    whole = whole_of(name_of(node.row).key)
    if whole is None or not whole.sides or node.under is not None:
        return None
    value = _printed(work, replace(node, place=None), scope, found, CellAspect.VALUE, False)
    if value is None or not isinstance(value.operand, Figure):
        return None
    for record in found.records:
        index = index_of(work, record, found.part)
        for thing in _equal_things(index, value.operand, whole.side):
            for figure in thing.figures:
                if aspect_of(figure, record.fiscal_year) is node.aspect and figure.amount is not None:
                    work.use(record, year_said=found.year_said)
                    label = label_of(figure, thing)
                    return Amounted(node, figure, label, value.bound, note=f"文中所说的“{thing.label}”与所问的总额相等")
    return None


def _equal_things(index: DocumentIndex, figure: Figure, side: str | None) -> list[Thing]:
    """Things of the text whose amount is that of a whole and whose name is one for money as a whole, longest names last."""
    other = {"income": "支出", "spent": "收入"}.get(side or "", "")
    found = []
    for thing in index.things:
        if thing.kind is not ThingKind.TEXT or (other and other in thing.names[0].key and "收支" not in thing.names[0].key):
            continue
        if any(same_value(one, figure) for one in thing.figures if aspect_of(one, index.record.fiscal_year) is CellAspect.VALUE):
            found.append(thing)
    return sorted(found, key=lambda thing: (whole_of(thing.names[0].key) is None, len(thing.names[0].key)))


def unsure(bound: Sequence[object]) -> bool:
    """Whether any leaf was found by less than a synonym."""
    return any(getattr(one, "rung", "exact") not in SURE for one in bound)


__all__ = ["Operand", "Pick", "cell", "index_of", "unsure", "want_of"]
