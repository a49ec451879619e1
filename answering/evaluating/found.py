"""A cell bound in the documents of one unit: the first that prints it, and what that makes of it."""

from __future__ import annotations

from dataclasses import replace

from answering.binding.cells import Binding, Bound, Missing, Several, bind
from answering.binding.columns import Want
from answering.binding.scopes import STAGES, Scoped, unit_of
from answering.binding.things import DocumentIndex, dimension_of
from answering.evaluating.labels import label_of
from answering.evaluating.result import Amounted
from answering.evaluating.work import Work, candidate_of
from answering.query.tree import Cell, CellAspect, Place, Scope
from disclosure.document import Stage
from retrieval.figure_store import DocumentRecord


def index_of(work: Work, record: DocumentRecord, part: str | None) -> DocumentIndex:
    """A document's things, or those of a unit that it prints in rows."""
    if work.narrow is not None and record.no in work.narrow:
        return work.narrow[record.no]
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


def first_of(
    work: Work, node: Cell, found: Scoped, aspect: CellAspect, scope: Scope, strict: bool = False
) -> tuple[DocumentRecord, Binding]:
    """The first document that prints it; else the first that says most of why not."""
    held: list[tuple[DocumentRecord, Binding]] = []
    for record in found.records:
        binding = bind(index_of(work, record, found.part), node, want_of(node, record, scope, aspect), strict=strict)
        if isinstance(binding, Bound | Several):
            return record, binding
        held.append((record, binding))
    return min(held, key=lambda pair: (isinstance(pair[1], Missing), isinstance(pair[1], Missing) and pair[1].part == "row"))


def amounted(work: Work, node: Cell, found: Scoped, record: DocumentRecord, binding: Bound) -> Amounted:
    """A binding as an amount, with what a reader must know of how it was taken."""
    work.use(record, year_said=found.year_said)
    pick = binding.pick
    work.step(node.row, f"{pick.reached.rung}：{pick.reached.reason} → {label_of(pick.figure, pick.thing)} = {pick.figure.text}")
    notes = [found.note] if found.note else []
    if found.part:
        notes.append(f"取自{unit_of(record)}的文件中“{found.part}”的数")
    planned = pick.figure.stage is Stage.BUDGET and record.stage is Stage.FINAL_ACCOUNTS
    if planned and node.column is None and node.aspect is CellAspect.VALUE:
        notes.append("没有收录当年预算，取自决算公开印出的预算数")
    unit = index_of(work, record, found.part).assumed.get(pick.figure.table_id or "")
    if unit and pick.figure.amount and pick.figure.amount.unit == unit:
        notes.append(f"《{pick.figure.table_title or '该表'}》没有注明计量单位，按本文件其他各表的{unit}计")
    if binding.astray:
        notes.append(f"“{node.table}”里没有这一项，取自《{pick.figure.table_title}》" if pick.figure.table_title else "取自正文")
    return Amounted(
        node,
        pick.figure,
        label_of(pick.figure, pick.thing, node.row),
        (candidate_of(pick),),
        binding.also,
        binding.rivals,
        "；".join(notes) or None,
    )


def printed_as(work: Work, node: Cell, scope: Scope, found: Scoped, aspect: CellAspect, strict: bool) -> Amounted | None:
    """The cell with another aspect, where that is printed."""
    plain = replace(node, aspect=aspect, place=node.place if aspect is CellAspect.VALUE and node.place is Place.TABLE else None)
    record, binding = first_of(work, plain, found, aspect, scope, strict)
    if isinstance(binding, Bound):
        return amounted(work, plain, found, record, binding)
    return None
