"""What a document prints by name, in short and without an amount: what a model is shown to choose names from.

    digest(library, record)  →  Digest(head="岚县应急管理局｜2026年｜单位预算", sections=(
        Section("2026年预算支出总表（万元）", columns=("2026年预算数/合计", …), names=(Named("社会保障和就业支出"), …)), …))

A name stands where it is first printed; one that a table prints in several rows stands with their codes and parents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosure.document import Chunk, ChunkKind, Level, Stage, Table
from disclosure.figure import Aspect, Figure
from retrieval.figure_store import DocumentRecord
from retrieval.library import Library

LONGEST_NAME = 60  # characters; longer cells are sentences
MOST_PARENTS = 4  # told of one name
MOST_COLUMNS = 24  # of one table
KEPT = 64  # digests of one library
STAGES = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}
LEVELS = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}
_CHANGES = (Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE)


@dataclass(frozen=True, slots=True)
class Named:
    """One name as printed."""

    label: str
    codes: tuple[str, ...] = ()  # subject codes it is printed with
    parents: tuple[str, ...] = ()  # where one table prints it in several rows: what each stands under, with its code
    mark: str = ""  # of a figure in the text: Δ its change is told, % its share

    def shown(self, with_codes: bool = False) -> str:
        """As it stands in a catalogue."""
        if len(self.parents) > 1:
            return f"{self.label}{self.mark}×{len(self.parents)}〔{'；'.join(self.parents[:MOST_PARENTS])}〕"
        code = f"({self.codes[0]})" if with_codes and self.codes else ""
        return f"{self.label}{code}{self.mark}"


@dataclass(frozen=True, slots=True)
class Section:
    """A table, all forms of one title, or a part of the text."""

    title: str  # as printed with its number and unit of measure; 文字里的数, 标题, 名词 for parts of the text
    names: tuple[Named, ...]
    columns: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()  # of forms: one form each
    lead: str = "行"  # what `names` are called


@dataclass(frozen=True, slots=True)
class Digest:
    """One document."""

    id: str
    head: str
    sections: tuple[Section, ...]


def head_of(record: DocumentRecord) -> str:
    """Whose disclosure it is; a document whose unit was not read is named by its file."""
    unit = record.entity or f"（没有读出单位，文件名 {record.file_name.removesuffix('.pdf')[:LONGEST_NAME]}）"
    return f"{one_line(unit)}｜{scope_of(record)}"


def scope_of(record: DocumentRecord) -> str:
    """2026年单位预算."""
    year = f"{record.fiscal_year}年" if record.fiscal_year else "年度不明"
    kind = (LEVELS[record.level] if record.level else "") + (STAGES[record.stage] if record.stage else "")
    return year + kind


def one_line(text: str) -> str:
    """A printed name on a line of its own, cut where it is a sentence."""
    return " ".join(text.split())[:LONGEST_NAME]


class Digests:
    """The digests of a library, kept while it stays the same."""

    def __init__(self) -> None:
        self._version = ""
        self._kept: dict[str, Digest] = {}

    def of(self, library: Library, record: DocumentRecord) -> Digest:
        """One document's."""
        version, kept = library.version, self._kept
        if version != self._version or len(kept) >= KEPT:
            kept = self._kept = {}
            self._version = version
        if record.id not in kept:
            kept[record.id] = digest(library, record)
        return kept[record.id]


def digest(library: Library, record: DocumentRecord) -> Digest:
    """Read one document of the library."""
    figures, tables = library.figures(record.id), library.tables(record.id)
    told: set[str] = set()
    by_table: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_table[figure.table_id].append(figure)
    sections = [*_tables(tables, by_table, told), *_text(by_table[None]), *_chunks(library.chunks(record.id), tables)]
    return Digest(record.id, head_of(record), tuple(sections))


def _tables(tables: Sequence[Table], by_table: dict[str | None, list[Figure]], told: set[str]) -> Iterator[Section]:
    forms: dict[str, list[Table]] = {}
    for table in tables:
        if table.project:
            forms.setdefault(table.title, []).append(table)
        elif table.title or by_table[table.id]:
            figures = by_table[table.id]
            yield Section(_title(table), _rows(figures, told), tuple(_columns(figures)))
    for title, group in forms.items():
        figures = [figure for table in group for figure in by_table[table.id]]
        projects = tuple(dict.fromkeys(one_line(table.project) for table in group if table.project))
        names = tuple(Named(label) for label in _labels(figures))
        yield Section(f"{one_line(title)}（{len(group)}张，各是一个项目的）", names, tuple(_columns(figures)), projects)


def _title(table: Table) -> str:
    unit = f"（{table.unit.name}）" if table.unit else ""
    empty = "〔空表〕" if table.is_empty else ""
    return one_line(" ".join(filter(None, (table.number, table.title or "无题的表")))) + unit + empty


def _columns(figures: Iterable[Figure]) -> Iterator[str]:
    paths = dict.fromkeys(figure.column_path for figure in figures)
    yield from list(dict.fromkeys("/".join(map(one_line, path)) for path in paths if path))[:MOST_COLUMNS]


def _labels(figures: Iterable[Figure]) -> list[str]:
    return [label for label in dict.fromkeys(figure.row_label for figure in figures) if label and len(label) <= LONGEST_NAME]


def _rows(figures: Sequence[Figure], told: set[str]) -> tuple[Named, ...]:
    """The rows of a table that no table before it prints, and those that it prints several times."""
    rows: dict[str, dict[tuple[int | None, tuple[str, ...]], Figure]] = {}
    for figure in figures:
        label = figure.row_label
        if label and len(label) <= LONGEST_NAME:
            rows.setdefault(label, {}).setdefault((figure.provenance.row, figure.row_path), figure)
    named = []
    for label, places in rows.items():
        parents = tuple(dict.fromkeys(_stands(figure, label) for figure in places.values())) if len(places) > 1 else ()
        if label in told and not parents:
            continue
        told.add(label)
        codes = tuple(dict.fromkeys(figure.subject_code for figure in places.values() if figure.subject_code))
        named.append(Named(one_line(label), codes, parents))
    return tuple(named)


def _stands(figure: Figure, label: str) -> str:
    """Where a row of a name that is printed several times stands: its code, or what it stands under, or its number."""
    outer = [one_line(part) for part in figure.row_path if part not in (label, figure.subject_code)]
    return " ".join([*([figure.subject_code] if figure.subject_code else []), *outer[-1:]]) or "单列"


def _text(figures: Sequence[Figure]) -> Iterator[Section]:
    """The subjects of numbers in the text."""
    aspects: dict[str, set[Aspect]] = {}
    for figure in figures:
        if figure.measure and len(figure.measure) <= LONGEST_NAME:
            aspects.setdefault(figure.measure, set()).add(figure.aspect)
    marks = {
        label: ("Δ" if any(one in _CHANGES for one in of) else "") + ("%" if Aspect.SHARE in of else "") for label, of in aspects.items()
    }
    if aspects:
        yield Section("文字里的数", tuple(Named(one_line(label), mark=marks[label]) for label in aspects), lead="")


def _chunks(chunks: Sequence[Chunk], tables: Sequence[Table]) -> Iterator[Section]:
    """Headings of the text, the parts of a form, and terms that are explained."""
    titles = {table.title for table in tables} | {table.project for table in tables}
    terms = [chunk.heading[-1] for chunk in chunks if chunk.kind is ChunkKind.DEFINITION and chunk.heading]
    plain = [part for chunk in chunks if chunk.kind is not ChunkKind.DEFINITION for part in chunk.heading]
    kept = [part for part in dict.fromkeys(plain) if part not in titles and part not in terms]
    for title, names in (("文字的标题", kept), ("解释的名词", list(dict.fromkeys(terms)))):
        if names:
            yield Section(title, tuple(Named(one_line(name)) for name in names), lead="")
