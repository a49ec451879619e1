"""What can be asked of one document, by name: rows, columns of total rows, prose figures, forms.

    DocumentIndex(figures, tables, entity, year).named("驻矿人员工资")
    →  the row 2026年驻矿人员工资 of the project table, and the form of that project

An entry is one thing that a label can mean; its figures are that thing under different columns.  Built once a
document and kept by `lookup`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from answering.coverage import core
from answering.flags import Flagged, flags_of
from disclosure.document import Table, TableKind
from disclosure.figure import Aspect, Figure
from retrieval.matching import normalise_label

K = TypeVar("K")
V = TypeVar("V")

# Row labels that stand for the whole of their table.
TOTAL_WORDS = (
    "合计 总计 总合计 本年合计 部门合计 单位合计 收入总计 支出总计 收入合计 支出合计 本年收入合计 本年支出合计 本年收入 本年支出 "
    "收支总计 收入支出总计 总收入 总支出"
).split()
# Column labels that say which number stands there rather than what it measures.
GENERIC_COLUMNS = re.compile(
    r"(?:(?:19|20)\d\d年?度?)?(?:合计|总计|小计|金额|数额|预算数|决算数|预算金额|决算金额|预算|决算|全年预算数?|年初预算数?|调整预算数?|"
    r"年度资金总额|本年|指标值|年度指标值|目标值|年度目标值?|实施期目标|年度目标|数值|支出预算|收入预算|收入|支出|本年收入|本年支出|项目)?(?:[(]?(?:元|万元)[)]?)?"
)
_HEAD_ENDING = re.compile(r"(?:支出)?(?:年初|全年|调整)?(?:预算|决算)(?:数|金额)?(?:合计|总计|小计)?$|(?:合计|总计|小计)$")
_SUM_ENDING = re.compile("(?:合计|总计|小计)$")
_REMARK = re.compile(r"[（(][^（）()]{2,}[）)]")
_FUNDS = re.compile(r"(?:项目|年度)?资金(?:申请)?总额|^(?:年度)?(?:资金|金额)?合计$")
_BOUND = re.compile(r"(?:[（(][^（）()]*[）)])?(?:及)?以[上下内]")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年|\b)")


class EntryKind(StrEnum):
    """How a label names its figures."""

    ROW = "row"  # the innermost label of a table's row
    HEAD = "head"  # a column of a total row: 基本支出 in the row 合计
    PROSE = "prose"  # what a sentence says the number is of


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One thing that can be asked for."""

    kind: EntryKind
    key: str  # the label normalised: without year, numbering, punctuation
    label: str  # as printed
    figures: tuple[Figure, ...]  # in column order; blanks are among them
    table_kind: TableKind | None  # None: prose
    code: str | None
    depth: int
    ancestors: tuple[str, ...]  # labels above it, outer to inner, as printed
    project: str | None
    title: str  # of the table; "" for prose
    years: frozenset[int]  # named in the label, or in the project's name for a form
    order: int  # of its first figure in the document
    characters: frozenset[str]  # of the key
    context: str  # what surrounds the label, normalised: project, rows above, columns

    @property
    def table_id(self) -> str | None:
        """Where it stands; None: prose."""
        return self.figures[0].table_id

    @property
    def is_total(self) -> bool:
        """Whether it sums up other rows."""
        return self.figures[0].is_total


@dataclass
class DocumentIndex:
    """The entries of one document and the ways to them."""

    document_id: str
    entity: str | None
    fiscal_year: int | None
    figures: Sequence[Figure]
    tables: Sequence[Table]
    entries: tuple[Entry, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Group the figures."""
        self.entries = tuple(sorted(_entries(self), key=lambda entry: entry.order))

    @cached_property
    def by_key(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by normalised label."""
        return _grouped((entry.key, entry) for entry in self.entries)

    @cached_property
    def by_total(self) -> dict[str, tuple[Entry, ...]]:
        """Total rows by what they are the total of: 人员经费合计 by 人员经费."""
        totals = (entry for entry in self.entries if entry.kind is EntryKind.ROW and entry.is_total and entry.table_id)
        return _grouped((bare, entry) for entry in totals if len(bare := _SUM_ENDING.sub("", entry.key)) > 1 and bare != entry.key)

    @cached_property
    def by_core(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by their label less the words for money."""
        return _grouped((core(entry.key), entry) for entry in self.entries)

    @cached_property
    def by_bare(self) -> dict[str, tuple[Entry, ...]]:
        """Entries with a remark in brackets by their label without it: 政府采购金额（以合同签订为准）."""
        pairs = ((normalise_label(bare), entry) for entry in self.entries if (bare := _REMARK.sub("", entry.label)) != entry.label)
        return _grouped((key, entry) for name, entry in pairs for key in dict.fromkeys((name, core(name))) if key)

    @cached_property
    def by_code(self) -> dict[str, tuple[Entry, ...]]:
        """Rows by subject code."""
        return _grouped((entry.code, entry) for entry in self.entries if entry.code)

    @cached_property
    def by_kind(self) -> dict[TableKind, tuple[Entry, ...]]:
        """Rows and columns of total rows by the kind of their table."""
        return _grouped((entry.table_kind, entry) for entry in self.entries if entry.table_kind)

    @cached_property
    def tables_by_kind(self) -> dict[TableKind, tuple[Table, ...]]:
        """Tables by kind."""
        return _grouped((table.kind, table) for table in self.tables)

    @cached_property
    def table_by_id(self) -> dict[str, Table]:
        """Tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def totals(self) -> tuple[Entry, ...]:
        """The rows that stand for the whole of their table."""
        return tuple(entry for entry in self.entries if entry.kind is EntryKind.ROW and is_whole_row(entry.figures[0], self.entity))

    @cached_property
    def changes(self) -> tuple[Figure, ...]:
        """What sentences say of increase, decrease and growth."""
        kinds = (Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE)
        return tuple(figure for figure in self.figures if figure.table_id is None and figure.aspect in kinds)

    @cached_property
    def _by_sentence(self) -> dict[str, tuple[Entry, ...]]:
        told = (entry for entry in self.entries if entry.kind is EntryKind.PROSE)
        return _grouped((entry.figures[0].sentence or "", entry) for entry in told)

    def said_in(self, sentence: str) -> tuple[Entry, ...]:
        """The numbers of one sentence of the text."""
        return self._by_sentence.get(sentence, ())

    @cached_property
    def parts_in_text(self) -> dict[tuple[str, ...], tuple[Figure, ...]]:
        """Amounts of the text by the path of what they stand right under: 货物, 工程 and 服务 by that of 政府采购预算."""
        said = (figure for figure in self.figures if figure.table_id is None and figure.amount and figure.aspect is Aspect.AMOUNT)
        return _grouped((figure.row_path[:-1], figure) for figure in said if len(figure.row_path) > 1)

    @cached_property
    def flags(self) -> tuple[Flagged, ...]:
        """The words of kind that rows and forms carry."""
        return tuple(flags_of(self.tables))

    @cached_property
    def projects(self) -> frozenset[str]:
        """Normalised names of projects: rows of the project table, headings of forms."""
        named = (entry.key for entry in self.by_kind.get(TableKind.PROJECT, ()) if entry.kind is EntryKind.ROW)
        return frozenset([*named, *(normalise_label(table.project) for table in self.tables if table.project)])

    def named(self, key: str) -> tuple[Entry, ...]:
        """Entries whose normalised label is `key`."""
        return self.by_key.get(key, ())

    def rows_named(self, key: str) -> tuple[Entry, ...]:
        """Rows of tables, no total ones, whose normalised label is `key`."""
        return tuple(entry for entry in self.named(key) if entry.kind is EntryKind.ROW and entry.table_id and not entry.is_total)


@lru_cache(maxsize=65536)
def years_in(text: str) -> frozenset[int]:
    """The years that a label names."""
    return frozenset(int(year) for year in _YEARS.findall(text))


@lru_cache(maxsize=8192)
def head_key(path: tuple[str, ...]) -> str:
    """What a column of a total row measures: its innermost part that is no 合计, 预算数, 金额; "" when all are."""
    for part in reversed(path):
        name = normalise_label(part)
        if not name or GENERIC_COLUMNS.fullmatch(name):
            continue
        return _HEAD_ENDING.sub("", name) or name
    return ""


def is_whole_row(figure: Figure, entity: str | None) -> bool:
    """Whether a figure's row is that of the whole table: 合计, 支出总计, the unit itself, or no label at all."""
    if not figure.row_path:
        return True
    label = normalise_label(figure.row_label)
    return label in TOTAL_WORDS or (entity is not None and label == normalise_label(entity))


def _entries(index: DocumentIndex) -> Iterable[Entry]:
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in index.figures:
        if figure.table_id is None:
            if (
                figure.aspect is Aspect.AMOUNT
                and figure.amount is not None
                and figure.amount.unit is not None
                and figure.amount.dimension != "年"
                and not _is_bound(figure)
            ):
                yield _entry(EntryKind.PROSE, figure.measure, [figure], ())
            continue
        rows[figure.table_id, figure.provenance.row, figure.row_path].append(figure)
    above = _ancestors(rows.values())
    for row in rows.values():
        first = row[0]
        if first.row_path:
            yield _entry(EntryKind.ROW, first.row_label, row, above.get(id(row), ()))
            if first.project and _FUNDS.search(first.row_label) and first.table_kind is TableKind.PERFORMANCE_FORM:
                yield _entry(EntryKind.ROW, first.project, row, ())
        else:
            yield _entry(EntryKind.ROW, "合计", row, ())
        if is_whole_row(first, index.entity):
            yield from _heads(row)


def _is_bound(figure: Figure) -> bool:
    """Whether a sentence gives money only as what something is above or below: 50万元以下框架协议采购 is no amount of it."""
    behind = (figure.sentence or "").partition(figure.text)[2]
    money = figure.amount is not None and figure.amount.dimension == "money"
    return money and bool(_BOUND.match(behind)) and (figure.sentence or "").count(figure.text) == 1


def _entry(kind: EntryKind, label: str, figures: Sequence[Figure], above: tuple[str, ...]) -> Entry:
    first = figures[0]
    key = head_key(first.column_path) if kind is EntryKind.HEAD else normalise_label(label)
    ancestors = above or tuple(part for part in first.row_path[: _place(first)] if not part.isdecimal())
    named = first.project if first.project and first.table_kind is TableKind.PERFORMANCE_FORM else label
    return Entry(
        kind=kind,
        key=key,
        label=label,
        figures=tuple(figures),
        table_kind=first.table_kind,
        code=first.subject_code,
        depth=first.depth,
        ancestors=ancestors,
        project=first.project,
        title=first.table_title or "",
        years=frozenset() if kind is EntryKind.PROSE else years_in(named),
        order=first.number,
        characters=frozenset(key),
        context=_context(kind, first, ancestors),
    )


def _heads(row: Sequence[Figure]) -> Iterable[Entry]:
    """The columns of a total row as things of their own; 购置费 under 公务用车购置及运行费 is also 公务用车购置费."""
    heads: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in row:
        if head_key(figure.column_path):
            heads[_without_generic(figure.column_path)].append(figure)
    siblings: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in heads:
        siblings[path[:-1]].append(normalise_label(path[-1]))
    for path, figures in heads.items():
        entry = _entry(EntryKind.HEAD, path[-1], figures, ())
        yield entry
        if len(path) > 1 and (name := _spelled_out(normalise_label(path[-2]), entry.key, siblings[path[:-1]])):
            yield replace(entry, key=name, characters=frozenset(name))


def _without_generic(path: tuple[str, ...]) -> tuple[str, ...]:
    while path and (not normalise_label(path[-1]) or GENERIC_COLUMNS.fullmatch(normalise_label(path[-1]))):
        path = path[:-1]
    return path


def _spelled_out(parent: str, leaf: str, siblings: Sequence[str]) -> str | None:
    """A part's full name: what the parent says before it names its first part, then the part."""
    places = [place for name in siblings if (place := parent.find(name[:2])) > 0]
    return parent[: min(places)] + leaf if places and not leaf.startswith(parent[: min(places)]) else None


def _place(figure: Figure) -> int:
    """Where among a row's labels the one stands that names it."""
    return figure.row_path.index(figure.row_label) if figure.row_path else 0


def _ancestors(rows: Iterable[list[Figure]]) -> dict[int, tuple[str, ...]]:
    """The labels of the subjects above each coded row, found by the code's beginning within its table."""
    rows = list(rows)
    labels = {(row[0].table_id, row[0].subject_code): row[0].row_label for row in rows if row[0].subject_code and row[0].row_path}
    found = {}
    for row in rows:
        code = row[0].subject_code
        if code and len(code) > 3:
            parents = (labels.get((row[0].table_id, code[:size])) for size in range(3, len(code), 2))
            found[id(row)] = tuple(label for label in parents if label)
    return found


def _context(kind: EntryKind, first: Figure, above: tuple[str, ...]) -> str:
    """Titles and sentences are left out: a word that stands somewhere near says nothing of the figure."""
    around = [first.project or "", *(above[-2:] if kind is EntryKind.PROSE else above)]
    if kind is EntryKind.HEAD:
        around += first.column_path
    return "\n".join(normalise_label(part) for part in around if part)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
