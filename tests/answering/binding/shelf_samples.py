"""Small libraries built in code: invented units with tables written as rows of text, and sentences with their numbers."""

import hashlib
from dataclasses import dataclass, field

from answering.binding.shelf import Shelf
from disclosure.amount import Unit, parse_amount
from disclosure.document import Cell, CellRole, Chunk, ChunkKind, Disclosure, Level, Page, Provenance, Stage, Table, TableKind
from disclosure.figure import Aspect, Figure
from retrieval.library import Library


@dataclass
class Row:
    """One row: its labels outer to inner, what it prints under each column, and what ingest knows of it."""

    labels: tuple[str, ...]
    cells: dict[tuple[str, ...], str]
    code: str | None = None
    total: bool = False
    depth: int = 0
    year: int | None = None
    at: int = -1  # which of its labels names it


@dataclass
class Sheet:
    """One table."""

    title: str
    kind: TableKind
    rows: list[Row]
    unit: str | None = "万元"
    project: str | None = None


@dataclass
class Said:
    """One number of a sentence."""

    text: str
    measure: str
    sentence: str
    aspect: Aspect = Aspect.AMOUNT
    over: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    basis: str | None = None
    year: int | None = None


@dataclass
class Paper:
    """One document."""

    entity: str
    year: int
    sheets: list[Sheet] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    chunks: list[tuple[tuple[str, ...], str, ChunkKind]] = field(default_factory=list)
    stage: Stage = Stage.BUDGET
    level: Level | None = Level.DEPARTMENT
    cells: list[tuple[int, int, str]] = field(default_factory=list)  # words of the first table by row and column


def row(label, *cells, code=None, total=False, depth=0, columns=(("合计",),), year=None, at=-1):
    """A row whose labels are split by / and whose cells stand under `columns`; `at`: which of its labels names it."""
    labels = tuple(label.split("/")) if label else ()
    return Row((code, *labels) if code else labels, dict(zip(columns, cells, strict=True)), code, total, depth, year, at)


def shelf_of(folder, *papers):
    """A shelf over a library of these documents."""
    library = Library.open(folder, embedder=None)
    for place, paper in enumerate(papers):
        source = folder / f"paper{place}.pdf"
        source.write_bytes(f"%PDF {place}".encode())
        library.add(disclosure_of(paper, place), source)
    shelf = Shelf(library)
    shelf.refresh()
    return shelf


def stage_of(paper, path):
    """A column 预算数 of a final account holds a budget."""
    return Stage.BUDGET if any("预算数" in part for part in path) else paper.stage


def disclosure_of(paper, place):
    key = hashlib.sha256(f"{paper.entity}{paper.year}{paper.stage}{paper.level}{place}".encode()).hexdigest()
    figures, tables = [], []
    words = tuple(Cell(line, column, 1, 1, text, CellRole.TEXT, Provenance(key, 1)) for line, column, text in paper.cells)
    for number, sheet in enumerate(paper.sheets):
        table_id = f"{key[:12]}-t{number}"
        unit = Unit.parse(sheet.unit) if sheet.unit else None
        tables.append(
            Table(
                table_id, None, sheet.title, sheet.kind, unit, None, words if not number else (), (Provenance(key, 1, None, table_id),),
                is_empty=not any(any(one.cells.values()) for one in sheet.rows), project=sheet.project,
            )
        )  # fmt: skip
        for line, one in enumerate(sheet.rows):
            for column, (path, text) in enumerate(one.cells.items(), 1):
                at = Provenance(key, 1, None, table_id, line, column)
                measure = one.labels[one.at] if one.labels else "".join(path)
                figures.append(
                    Figure(
                        key, len(figures), text, parse_amount(text, unit), paper.entity, one.year or paper.year,
                        stage_of(paper, path), paper.level, measure, Aspect.AMOUNT, one.code, one.labels,
                        path, one.total, table_id, sheet.title, sheet.kind, sheet.project, None, None, at, one.depth,
                    )
                )  # fmt: skip
    for one in paper.said:
        figures.append(
            Figure(
                key, len(figures), one.text, parse_amount(one.text), paper.entity, one.year or paper.year, paper.stage, paper.level,
                one.measure, one.aspect, None, (*one.over, one.measure), one.column, False, None, None, None, None, one.sentence,
                one.basis, Provenance(key, 2),
            )
        )  # fmt: skip
    chunks = [
        Chunk(f"{key[:12]}-c{number}", kind, text, text, heading, Provenance(key, 2), 2)
        for number, (heading, text, kind) in enumerate(paper.chunks)
    ]
    name = f"paper{place}.pdf"
    return Disclosure(
        key, name, paper.entity, paper.year, paper.stage, paper.level, (), (Page(1, 500, 700, ""), Page(2, 500, 700, "")),
        tuple(tables), tuple(figures), tuple(chunks), (),
    )  # fmt: skip
