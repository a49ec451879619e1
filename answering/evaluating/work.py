"""What every evaluation works with: the documents of a scope, a cell bound in them, and what a figure is called.

work.first_of(Cell("驻矿人员工资"), found, …)  →  the document that prints it first, and the binding
label_of(figure, thing)                         →  2026年驻矿人员工资 · 合计
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from answering.binding.cells import bind
from answering.binding.columns import Want
from answering.binding.decision import Binding, Blank, Bound, Missing, Pick, Several
from answering.binding.scopes import STAGES, Found, ManyUnits, NoScope, Scoped, document_name, documents_of, unit_of
from answering.binding.shelf import Shelf
from answering.binding.things import DocumentIndex, Thing, ThingKind, dimension_of, is_year, less_generic
from answering.evaluating.result import Absent, Amounted, Candidate, DocumentScope, Open, Outcome
from answering.query.tree import Cell, CellAspect, Node, Place, Scope
from disclosure.document import Stage, TableKind
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord
from retrieval.names import is_generic, name_of, years_in


@dataclass
class Work:
    """One query under evaluation."""

    shelf: Shelf
    evaluate: Callable[[Work, Node, Scope], Outcome]  # any node
    used: dict[str, DocumentScope] = field(default_factory=dict)  # documents that answered, in order
    steps: list[tuple[str, str]] = field(default_factory=list)  # for --explain
    only: DocumentRecord | None = None  # the one document that is looked into, while units are gone through
    narrow: dict[int, DocumentIndex] = field(default_factory=dict)  # of those documents only what the question needs

    def documents(self, scope: Scope, as_of: str | None = None) -> Found:
        """The documents of a scope, or the one that is looked into."""
        if self.only is not None:
            return Scoped((self.only,), year_said=scope.year is not None)
        return documents_of(self.shelf, scope, as_of=as_of)

    def index(self, record: DocumentRecord, part: str | None) -> DocumentIndex:
        """A document's things, or those of a unit that it prints in rows."""
        if record.no in self.narrow:
            return self.narrow[record.no]
        return self.shelf.index(record) if part is None else self.shelf.part_index(record, part)

    def use(self, record: DocumentRecord, *, year_said: bool = True) -> None:
        """Remember that a document answered."""
        stage, level = record.stage and str(record.stage), record.level and str(record.level)
        self.used.setdefault(record.id, DocumentScope(record.entity, record.fiscal_year, stage, level, (record.id,), year_said))

    def first_of(self, node: Cell, found: Scoped, scope: Scope, strict: bool = False) -> tuple[DocumentRecord, Binding]:
        """The first document that prints a cell; else the first that says most of why not."""
        held: list[tuple[DocumentRecord, Binding]] = []
        for record in found.records:
            binding = bind(self.index(record, found.part), node, want_of(node, record, scope), strict=strict)
            if isinstance(binding, Bound | Several):
                return record, binding
            held.append((record, binding))
        if found.part is not None and node.column is None and node.under is None:
            turned = replace(node, row=found.part, column=node.row)  # what is asked of a unit's row is one of its columns
            for record in found.records:
                binding = bind(self.index(record, found.part), turned, want_of(turned, record, scope), strict=True)
                if isinstance(binding, Bound | Blank):
                    return record, binding
        return min(held, key=lambda pair: (isinstance(pair[1], Missing), isinstance(pair[1], Missing) and pair[1].part == "row"))

    def printed_as(self, node: Cell, scope: Scope, found: Scoped, aspect: CellAspect, strict: bool = False) -> Amounted | None:
        """The cell with another aspect, where that is printed."""
        place = node.place if aspect is CellAspect.VALUE and node.place is Place.TABLE else None
        plain = replace(node, aspect=aspect, place=place)
        record, binding = self.first_of(plain, found, scope, strict)
        return self.amounted(plain, found, record, binding) if isinstance(binding, Bound) else None

    def amounted(self, node: Cell, found: Scoped, record: DocumentRecord, binding: Bound) -> Amounted:
        """A binding as an amount, with what a reader must know of how it was taken."""
        self.use(record, year_said=found.year_said)
        pick, figure = binding.pick, binding.pick.figure
        label, title = label_of(figure, pick.thing, node.row), figure.table_title
        self.steps.append((node.row, f"{pick.reached.rung}：{pick.reached.reason} → {label_of(figure, pick.thing)} = {figure.text}"))
        notes = [found.note] if found.note else []
        notes += self._edition_of(record, figure)
        if found.part:
            notes.append(f"取自{unit_of(record)}的文件中“{found.part}”的数")
        planned = figure.stage is Stage.BUDGET and record.stage is Stage.FINAL_ACCOUNTS
        if planned and node.column is None and node.aspect is CellAspect.VALUE:
            notes.append("没有收录当年预算，取自决算公开印出的预算数")
        unit = self.index(record, found.part).assumed.get(figure.table_id or "")
        if unit and figure.amount and figure.amount.unit == unit:
            notes.append(f"《{title or '该表'}》没有注明计量单位，按本文件其他各表的{unit}计")
        if binding.astray:
            notes.append(f"“{node.table}”里没有这一项，取自《{title}》" if title else "取自正文")
        return Amounted(node, figure, label, (candidate_of(pick),), binding.also, binding.rivals, "；".join(notes) or None)

    def _edition_of(self, record: DocumentRecord, figure: Figure) -> list[str]:
        """Which of several editions a figure is of, and whether another prints another number there."""
        library, others = self.shelf.library, self.shelf.library.editions(record.id)
        pairs = (pair for one in others for pair in library.differing(one.id, record.id))
        changed = "，另一版此处印的数不同" if any(figure.id == mine.id for _, mine in pairs) else ""
        return [f"这份文件收录了不止一版，取自{'较早' if record.replaced_by else '最新'}一版{changed}"] if others else []


def want_of(node: Cell, record: DocumentRecord, scope: Scope) -> Want:
    """What is wanted of a thing in one document."""
    said = STAGES[scope.stage] if scope.stage else None
    return Want(
        year=record.fiscal_year,
        stage=said if said is not record.stage else None,
        aspect=node.aspect,
        column=node.column,
        dimension=dimension_of(node.counted),
        as_of=node.as_of,
        final=record.stage is Stage.FINAL_ACCOUNTS,
    )


def unscoped(node: Node, found: NoScope | ManyUnits) -> Outcome:
    """Why there is no document to look into."""
    if isinstance(found, NoScope):
        return Absent(node, found.part, found.name, found.why, found.near)
    return Open(node, "单位", (), found.units)


def candidate_of(pick: Pick) -> Candidate:
    """A pick as a candidate."""
    return Candidate(pick.figure, pick.reached.rung, pick.reached.score, pick.reached.reason)


def said_of(records: Sequence[DocumentRecord]) -> str:
    """Which documents were looked through: 岚县应急管理局2026年预算."""
    names = tuple(dict.fromkeys(map(document_name, records)))
    return names[0] if len(names) == 1 else f"{len(records)}份文件"


def label_of(figure: Figure, thing: Thing, said: str | None = None) -> str:
    """The label of a figure, with its year where the label says none, and its column; a total by what it is the total of."""
    name, column = thing.label, " · ".join(figure.column_path)
    if said is not None and (thing.is_whole or not figure.row_path or is_year(thing.label)):
        same = name_of(said).key == name_of(thing.label).key
        name, column = said, " · ".join((() if same else (thing.label,)) + figure.column_path)
    elif thing.kind is ThingKind.HEAD:
        path = [part for part in less_generic(figure.column_path) if not is_generic(name_of(part).key)]
        name, column = " · ".join(path) or thing.label, figure.row_label
    elif thing.is_own_office:
        name += "本级"
    if figure.project and figure.table_kind is TableKind.PERFORMANCE_FORM and name != figure.project:
        name = f"{figure.project} · {name}"
    if figure.fiscal_year and not years_in(name):
        name = f"{figure.fiscal_year}年{name}"
    return f"{name} · {column}" if column and figure.table_id else name


def told_apart(figure: Figure, thing: Thing) -> str:
    """A label that tells a figure from others of its name: what it stands under, its code, its table."""
    parts = [label_of(figure, thing)]
    if parents := [parent for parent in thing.parents[-2:] if name_of(parent).key != name_of(thing.label).key]:
        parts.append("属" + " › ".join(parents))
    if thing.code and thing.code not in thing.label:
        parts.append(f"编码{thing.code}")
    if figure.table_title:
        parts.append(f"《{figure.table_title}》")
    return "，".join(parts)
