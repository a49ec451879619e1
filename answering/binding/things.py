"""What can be asked for by name in one document: rows, columns of total rows, figures of the text, forms.

    index_of(record, figures, tables).things
    →  the row 2026年驻矿人员工资 of the project table; the column 项目支出 of the row 合计; 机关运行经费 in the text

A thing holds its figures under all columns (or in all that a sentence says of it), so that year, column and aspect are
chosen afterwards.  Built once a document; `shelf.py` keeps it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from answering.binding.units import is_unit_like
from disclosure.amount import Unit
from disclosure.document import Table, TableKind
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord
from retrieval.matching import NameIndex
from retrieval.names import Name, code_in, head_name, is_fund, is_generic, less_brackets, name_of, years_in

# Row labels that stand for the whole of their table.
WHOLE_ROWS = frozenset(
    "合计 总计 总合计 本年合计 部门合计 单位合计 收入总计 支出总计 收入合计 支出合计 本年收入合计 本年支出合计 本年收入 "
    "本年支出 收支总计 收入支出总计 "
    "总收入 总支出 本年收入总计 本年支出总计".split()
)
_FUNDS = ("资金总额", "申请总额", "资金合计", "金额合计", "预算总额")  # ends of the rows of a form that say its project's money

_OFFICE_ENDS = tuple("局厅委办处科室站所院园场社校馆台队部库心会道级关")  # of labels that may be units, whatever else they are
_HAS = ("共有", "现有", "实有", "拥有", "保有", "占有", "占用", "配备")  # before what is counted

_OWN_UNITS = (TableKind.PERFORMANCE_FORM, TableKind.PROCUREMENT, TableKind.OTHER)  # tables of many units of measure
SHORTEST_CODE = 3  # digits of a unit's code that stands before its name
LEAST_STATED = 2  # tables that state a unit of measure, before it is taken for one that states none


class ThingKind(StrEnum):
    """How a name stands in the document."""

    ROW = "row"  # the label of a table's row
    HEAD = "head"  # a column of a total row: 基本支出 in the row 合计
    TEXT = "text"  # what a sentence says the number is of
    FORM = "form"  # a project, by the row of its form that says its money


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """One thing that can be asked for."""

    kind: ThingKind
    names: tuple[Name, ...]  # the printed one first
    label: str  # as printed
    figures: tuple[Figure, ...]  # in reading order; blanks are among them
    parents: tuple[str, ...]  # what it stands under, outer to inner, as printed: rows above, project, headings of the text
    code: str | None
    order: int  # of its first figure in the document
    stands: bool = False  # for the whole of its table: a total, the document's own unit, or a row without label

    @property
    def table_id(self) -> str | None:
        """Where it stands; None: in the text."""
        return self.figures[0].table_id

    @property
    def beside(self) -> frozenset[str]:
        """The other names that its row prints, normalised: a project beside the goods that are bought for it; units aside."""
        path = self.figures[0].row_path[:-1] if self.kind is ThingKind.ROW else ()
        return frozenset(name_of(part).key for part in path if not part.isdecimal() and not is_unit_like(part))

    @property
    def table_kind(self) -> TableKind | None:
        """The kind of its table; None: in the text."""
        return self.figures[0].table_kind

    @property
    def is_own_office(self) -> bool:
        """Whether it is the row of a department's own office, which bears the department's name under the department's total."""
        return self.label in self.parents and is_unit_like(self.label)

    @property
    def is_whole(self) -> bool:
        """Whether it is a row that stands for the whole of its table."""
        return self.kind is ThingKind.ROW and self.names[0].key in WHOLE_ROWS


@dataclass
class DocumentIndex:
    """The things of one document and the ways to them."""

    record: DocumentRecord
    figures: Sequence[Figure]
    tables: Sequence[Table]
    things: tuple[Thing, ...] = field(init=False)
    assumed: dict[str, Unit] = field(init=False)  # tables that state no unit of measure, with that of all others

    def __post_init__(self) -> None:
        """Group the figures."""
        self.assumed = assumed_units(self.figures, self.tables)
        self.figures = [_in_unit(figure, self.assumed) for figure in self.figures] if self.assumed else self.figures
        self.things = tuple(sorted(_things(self.record, self.figures), key=lambda thing: thing.order))

    @cached_property
    def names(self) -> NameIndex:
        """Things by their names and codes, for the ladder."""
        return NameIndex([thing.names for thing in self.things], [thing.code for thing in self.things], self.record.fiscal_year)

    @cached_property
    def by_table(self) -> dict[str, list[Thing]]:
        """The rows of each table, in order."""
        found: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things:
            if thing.table_id and thing.kind is ThingKind.ROW:
                found[thing.table_id].append(thing)
        return found

    @cached_property
    def units(self) -> frozenset[str]:
        """Rows that are units, whatever they are called: without a code in the table of 三公 and in that of all income or spending."""
        kinds: dict[str, set[TableKind | None]] = defaultdict(set)
        for thing in self.things:
            if thing.kind is ThingKind.ROW and not thing.code and not thing.is_whole:
                kinds[thing.label].add(thing.table_kind)
        whole = {TableKind.REVENUE, TableKind.EXPENDITURE}
        return frozenset(label for label, some in kinds.items() if TableKind.THREE_PUBLIC in some and some & whole)

    @cached_property
    def table_by_id(self) -> dict[str, Table]:
        """Tables by id, in order."""
        return {table.id: table for table in self.tables}

    @cached_property
    def table_place(self) -> dict[str, int]:
        """The place of each table in the document."""
        return {table.id: place for place, table in enumerate(self.tables)}

    @cached_property
    def by_sentence(self) -> dict[str, list[Figure]]:
        """The numbers of the text, sentence by sentence."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.sentence:
                found[figure.sentence].append(figure)
        return found


def assumed_units(figures: Sequence[Figure], tables: Sequence[Table]) -> dict[str, Unit]:
    """Tables of money without a unit of measure, where all others state one and the same, and print no smaller numbers."""
    stated = {table.id: table.unit for table in tables if table.unit and table.unit.is_money and table.kind not in _OWN_UNITS}
    if len(stated) < LEAST_STATED or len(set(stated.values())) > 1:
        return {}
    largest: dict[str | None, Decimal] = defaultdict(Decimal)
    for figure in figures:
        if figure.table_id and figure.amount is not None:
            largest[figure.table_id] = max(largest[figure.table_id], abs(figure.amount.number))
    most, unit = max(largest[key] for key in stated), next(iter(stated.values()))
    return {table.id: unit for table in tables if table.unit is None and table.kind not in _OWN_UNITS and 0 < largest[table.id] <= most}


def lacks_unit(figure: Figure) -> bool:
    """Whether a figure is money, to judge by its decimals and its table, whose unit of measure is printed nowhere near."""
    amount = figure.amount
    return amount is not None and amount.unit is None and figure.table_kind not in (None, *_OWN_UNITS) and "." in figure.text


def _in_unit(figure: Figure, units: dict[str, Unit]) -> Figure:
    unit = units.get(figure.table_id or "")
    counted = any(word in part for word in ("量", "人数", "单价", "率", "比", "%", "分") for part in figure.column_path[-1:])
    if unit is None or counted or figure.amount is None or not lacks_unit(figure):
        return figure
    return replace(figure, amount=replace(figure.amount, unit=unit))


def is_year(part: str) -> bool:
    """Whether a row's label is a year alone: 2025年, 2026年预算."""
    years = years_in(part)
    return bool(years) and is_generic(name_of(part).printed.replace(str(years[0]), "", 1).removeprefix("年度").removeprefix("年"))


def _stands(figure: Figure, entity: str | None) -> bool:
    """Whether a figure's row is that of the whole table: 合计, 支出总计, a year, a change, the document's own unit, or no label."""
    path = figure.row_path
    keys = [name_of(part).key for part in path]
    changes = (key.startswith(("增减", "比上年增减", "较上年增减")) for key in keys)
    if name_of(figure.row_label).key in WHOLE_ROWS or all(changed or is_year(part) for part, changed in zip(path, changes, strict=True)):
        return True
    unit = name_of(less_brackets(entity)).key if entity else None
    telling = [key for part in path if (key := name_of(less_brackets(part)).key) and not is_generic(key) and not is_year(part)]
    return bool(telling) and entity is not None and all(key == unit or not any(map(str.isalpha, key)) for key in telling)


def _things(record: DocumentRecord, figures: Sequence[Figure]) -> Iterator[Thing]:
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    told: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.table_id is None:
            told[figure.row_path, figure.measure].append(figure)
        elif not _is_numbering(figure):
            rows[figure.table_id, figure.provenance.row, figure.row_path].append(figure)
    above = _parents(rows.values())
    totalled = {row[0].table_id for row in rows.values() if row[0].row_path and name_of(row[0].row_label).key in WHOLE_ROWS}
    last: dict[str | None, str] = {}
    for row in rows.values():
        label, table = row[0].row_label, row[0].table_id
        if last.get(table) == label and is_unit_like(label):  # under a department its own office, by the department's name
            yield _thing(ThingKind.ROW, label, row, (label,), (Name(label, name_of(label).key, None), name_of(f"{label}本级")))
            continue
        last[table] = label
        # where a table has a row 合计, the department's own row is one of its units
        stands = _stands(row[0], None if table in totalled else record.entity)
        yield _thing(ThingKind.ROW, label or "合计", row, above.get(id(row), ()), stands=stands)
        if row[0].project and row[0].table_kind is TableKind.PERFORMANCE_FORM and _says_money(row[0]):
            yield _thing(ThingKind.FORM, row[0].project, row, ())
        if stands:
            yield from _heads(row)
    for said in told.values():
        yield _thing(ThingKind.TEXT, said[0].measure, said, said[0].row_path[:-1])


def _says_money(figure: Figure) -> bool:
    """Whether a form's row says its project's money: by its own name, or by its column's where it bears the project's name."""
    named = (figure.row_label, *(figure.column_path if figure.row_label == figure.project and not is_unit_like(figure.row_label) else ()))
    return any(name_of(part).key.endswith(_FUNDS) for part in named)


def _is_numbering(figure: Figure) -> bool:
    """A row of 栏次: **, 1, 2, 3."""
    return bool(figure.row_path) and not any(map(str.isalnum, "".join(figure.row_path)))


def _thing(
    kind: ThingKind, label: str, figures: Sequence[Figure], parents: tuple[str, ...], names: tuple[Name, ...] = (), *, stands: bool = False
) -> Thing:
    first = figures[0]
    if not names:
        bare = name_of(less_brackets(label))
        names = (name_of(label), bare) if len(bare.key) > 1 else (name_of(label),)
        held = max((bare.key.rfind(word) + len(word) for word in _HAS if word in bare.key), default=0)
        if kind is ThingKind.TEXT and held and held < len(bare.key):  # 所属预算单位共有车辆 is 车辆
            names = (*names, Name(bare.key[held:], bare.key[held:], None))
    of_unit = next((part for part in first.row_path if part.isdecimal() and len(part) >= SHORTEST_CODE), None)
    code = first.subject_code or (code_in(label) or of_unit if kind is not ThingKind.HEAD else None)
    if code and kind is ThingKind.TEXT and code in label:
        names = (*names, name_of(label.replace(code, "")))
    project = (first.project,) if first.project and kind is ThingKind.ROW else ()
    return Thing(kind, tuple(dict.fromkeys(names)), label, tuple(figures), (*project, *parents), code, first.number, stands)


def _heads(row: Sequence[Figure]) -> Iterator[Thing]:
    """The columns of a total row as things of their own; 购置费 under 公务用车购置及运行费 is also 公务用车购置费."""
    heads: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in row:
        path = less_generic(figure.column_path)
        while path:
            heads[tuple(head_name(part) for part in path)].append(figure)
            # 公务接待费 | 一般公共预算: a column a source of money
            path = less_generic(path[:-1]) if is_fund(name_of(path[-1]).key) else ()
    for keys, figures in heads.items():
        path = less_generic(figures[0].column_path)[: len(keys)]
        siblings = [other[-1] for other in heads if len(other) == len(keys) and other[:-1] == keys[:-1]]
        names = [name_of(path[-1]), Name(keys[-1], keys[-1], name_of(path[-1]).year)]
        if len(keys) > 1 and (whole := _spelled_out(keys[-2], keys[-1], siblings)):
            names.append(Name(whole, whole, None))
        yield _thing(ThingKind.HEAD, path[-1], figures, tuple(path[:-1]), tuple(names))


def less_generic(path: tuple[str, ...]) -> tuple[str, ...]:
    """A column path up to its last part that measures something; () when none does."""
    while path and is_generic(name_of(path[-1]).key):
        path = path[:-1]
    return path


def _spelled_out(parent: str, leaf: str, siblings: Sequence[str]) -> str | None:
    """A part's full name: what the parent says before it names its first part, then the part."""
    places = [place for name in siblings if (place := parent.find(name[:2])) > 0]
    return parent[: min(places)] + leaf if places and not leaf.startswith(parent[: min(places)]) else None


def _parents(rows: Iterable[list[Figure]]) -> dict[int, tuple[str, ...]]:
    """The labels that each row stands under: subjects by code, else rows above it of a lesser depth, and its own outer labels."""
    by_table: dict[str, list[list[Figure]]] = defaultdict(list)
    for row in rows:
        by_table[row[0].table_id or ""].append(row)
    found: dict[int, tuple[str, ...]] = {}
    for table in by_table.values():
        codes = {row[0].subject_code: row[0].row_label for row in table if row[0].subject_code}
        others = dict(_other_subject(row[0]) for row in table)
        units = {row[0].row_label for row in table if is_unit_like(row[0].row_label)}
        unit: tuple[str, ...] = ()
        stacks: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)  # one a pair of columns: 收入, 支出
        for row in table:
            first = row[0]
            outer = tuple(part for part in first.row_path if part != first.row_label and not part.isdecimal())
            stack = stacks[first.column_path[:1]]
            while stack and stack[-1][0] >= first.depth:
                stack.pop()
            code = first.subject_code
            if code and len(code) > 3:
                above = tuple(label for size in range(3, len(code), 2) if (label := codes.get(code[:size])))
            else:
                above = tuple(label for _, label in stack)
            other, name = _other_subject(first)
            heads = tuple(label for size in range(3, len(other), 2) if (label := others.get(other[:size])))
            if other:  # the head of the other classification is this row by another name, and nothing above it
                outer = (*(part for part in outer if part != name), *([name] if heads else []))
            if name_of(first.row_label).key in WHOLE_ROWS or less_brackets(first.row_label).endswith(_OFFICE_ENDS):
                unit = (first.row_label,) if first.row_label in units else ()
            elif len(units) > 1 and not units & {*above, *outer}:  # in a table that shows no levels, the last unit above
                outer = (*unit, *outer)
            found[id(row)] = (*heads, *outer, *above) if other else (*above, *(part for part in outer if part not in above))
            stack.append((first.depth, first.row_label))
    return found


def _other_subject(figure: Figure) -> tuple[str, str]:
    """The subject of a second classification that a row prints behind its own, and its name: 50101 工资奖金津补贴, behind 津贴补贴."""
    path = figure.row_path
    behind = path[path.index(figure.row_label) + 1 :] if figure.row_label in path else ()
    names = [part for part in behind if not part.isdecimal()]
    return "".join(part for part in behind if part.isdecimal()), names[-1] if names else ""


def dimension_of(counted: str | None) -> str | None:
    """What a counter counts: 位 and 名 are 人; the word itself where no unit of measure is known."""
    if counted is None:
        return None
    unit = Unit.find(counted)
    return unit.dimension if unit else counted
