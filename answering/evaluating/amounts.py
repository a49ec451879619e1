"""Cells: bound to figures, or computed from others where the aspect that is asked for is not printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answering.binding.cells import Binding, Blank, Bound, Missing, Several, bind, is_plain_total
from answering.binding.scopes import ManyUnits, NoScope, Scoped, unit_of
from answering.evaluating.aspects import ASPECT_NAMES, computed, in_next_year, reckoned
from answering.evaluating.found import amounted, first_of, index_of, want_of
from answering.evaluating.labels import label_of, told_apart
from answering.evaluating.result import Absent, Amounted, Empty, Open, Outcome
from answering.evaluating.work import Work, candidate_of, said_of
from answering.query.tree import Cell, CellAspect, Scope
from disclosure.document import Chunk, ChunkKind
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord
from retrieval.matching import ORDER, SURE, Rung
from retrieval.names import name_of

FEW_UNITS = 8  # units whose figures are looked up, where no unit was said
MOST_NEAR = 5
MOST_TOLD = 3  # sentences beside an empty cell


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
    best = min((_rung(one) for one in answered), default=len(ORDER))
    answered = [one for one in answered if _rung(one) <= max(best, ORDER[Rung.SYNONYM])]
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
        return max(ORDER[Rung(one.rung)] for one in outcome.bound)
    return 0


def _of_unit(work: Work, node: Cell, scope: Scope, found: Scoped, strict: bool) -> Outcome:
    """One unit's documents: what is printed, then what can be computed."""
    if found.prior:
        return in_next_year(work, node, scope, found, strict)
    record, binding = first_of(work, node, found, node.aspect, scope, strict)
    if isinstance(binding, Bound):
        return _with_others(work, node, scope, found, amounted(work, node, found, record, binding), strict)
    if node.aspect is CellAspect.VALUE:
        return _not_bound(work, node, found, record, binding)
    reckoned_from = computed(work, node, scope, found, strict)
    if reckoned_from is not None:
        return reckoned_from
    return _not_bound(work, node, found, record, binding)


def _with_others(work: Work, node: Cell, scope: Scope, found: Scoped, outcome: Amounted, strict: bool) -> Amounted:
    """The same thing in other years where no year was said; what a printed rate of completion was reckoned from."""
    others: list[Figure] = []
    for record in found.others:
        binding = bind(index_of(work, record, found.part), node, want_of(node, record, scope, node.aspect), strict=strict)
        if isinstance(binding, Bound) and binding.pick.reached.rung in SURE:
            others.append(binding.pick.figure)
    if node.aspect is CellAspect.DONE:
        outcome = reckoned(work, node, scope, found, outcome)
    others.sort(key=lambda figure: -(figure.fiscal_year or 0))
    return replace(outcome, other_years=tuple(others))


def _not_bound(work: Work, node: Cell, found: Scoped, record: DocumentRecord, binding: Binding) -> Outcome:
    if isinstance(binding, Several):
        work.use(record, year_said=found.year_said)
        return Open(node, binding.why, tuple((told_apart(pick.figure, pick.thing), candidate_of(pick)) for pick in binding.picks))
    if isinstance(binding, Blank):
        work.use(record, year_said=found.year_said)
        figure = binding.pick.figure if binding.pick else None
        label = label_of(figure, binding.pick.thing) if binding.pick and figure else f"{record.fiscal_year or ''}年{node.row}"
        table = binding.table or (index_of(work, record, found.part).table_by_id.get(figure.table_id or "") if figure else None)
        return Empty(node, label, figure, table, _told(work, node, record))
    assert isinstance(binding, Missing)
    return _absent(work, node, binding, found.records)


def _told(work: Work, node: Cell, record: DocumentRecord) -> tuple[Chunk, ...]:
    """Sentences that name what a table leaves blank."""
    key = name_of(node.row).key
    found: list[Chunk] = []
    for chunk in () if work.only else work.shelf.chunks(record):
        if chunk.kind is ChunkKind.TEXT and key in name_of(chunk.text[:199]).key + "".join(chunk.text.split()):
            for sentence in chunk.text.replace("；", "。").split("。"):
                if key in name_of(sentence).key and any(word in sentence for word in ("无", "没有", "未", "不")):
                    found.append(replace(chunk, text=sentence.strip() + ("。" if sentence.strip() + "。" in chunk.text else "")))
    return tuple(found[:MOST_TOLD])


def _absent(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> Absent:
    where = said_of(records)
    part = {"counted": "amount"}.get(missing.part, missing.part)
    why = {
        "row": f"{where}里没有“{node.row}”",
        "column": f"“{node.row}”没有“{missing.name}”这一栏",
        "under": f"“{missing.name}”下没有“{node.row}”",
        "table": f"{where}里没有“{missing.name}”这张表",
        "counted": f"“{node.row}”没有以“{missing.name}”计的数",
        "aspect": f"没有印出“{node.row}”的{ASPECT_NAMES.get(node.aspect, '数')}，也无法由印出的数算出",
        "stage": f"“{node.row}”没有印出所问的预算数或决算数",
        "year": f"“{node.row}”没有印出所问年度的数",
    }.get(missing.part, f"没有“{missing.name}”")
    return Absent(node, part, missing.name, why, _near(work, node, missing, records), (where,))


def _near(work: Work, node: Cell, missing: Missing, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """Names near the one that is missing, each of which would answer."""
    if work.only is not None:
        return ()
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
