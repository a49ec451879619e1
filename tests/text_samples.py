"""Lines of text as a page prints them, for tests of what is made of text."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure.document import BBox, Cell, CellRole, Level, Provenance, Stage, Table, TableKind
from disclosure.figure import Aspect, Figure
from ingest.facts import DocumentFacts
from ingest.pages.pdf import TextLine
from ingest.prose.text import Block, build_blocks

LEFT, RIGHT, SIZE = 60.0, 540.0, 14.0
DOCUMENT = "0" * 64
FACTS = DocumentFacts("青山县水务局", 2026, Stage.BUDGET, Level.UNIT, ())


def line(text: str, *, page: int = 1, top: float = 100.0, x0: float = LEFT, x1: float | None = None, size: float = SIZE) -> TextLine:
    """One line; without `x1` as wide as its characters."""
    width = sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text) * size
    return TextLine(page, text, BBox(x0, top, x0 + width if x1 is None else x1, top + size), size)


def centred(text: str, *, page: int = 1, top: float = 60.0, size: float = 20.0) -> TextLine:
    """One line in the middle of the page."""
    width = sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text) * size
    middle = (LEFT + RIGHT) / 2
    return TextLine(page, text, BBox(middle - width / 2, top, middle + width / 2, top + size), size)


def paragraph(*texts: str, page: int = 1, top: float = 100.0) -> list[TextLine]:
    """A paragraph: indented, full lines but the last."""
    lines = []
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        lines.append(line(text, page=page, top=top + 20 * number, x0=LEFT + (2 * SIZE if number == 0 else 0), x1=None if last else RIGHT))
    return lines


def blocks_of(*texts: str, heading: str = "一、收支情况说明") -> tuple[Block, ...]:
    """Paragraphs of one line each under one heading; a last page that shows the margins is left out."""
    lines = [line(heading, top=40.0, size=15.0)]
    lines += [line(text, top=80.0 + 30 * number, x0=LEFT + 2 * SIZE) for number, text in enumerate(texts)]
    return tuple(block for block in build_blocks([*lines, line("字" * 34, page=3)], 3) if block.page == 1)


def table(rows: Sequence[Sequence[str]], *, kind: TableKind = TableKind.OTHER, title: str = "表", notes: tuple[str, ...] = ()) -> Table:
    """A table whose first row is the header and whose first column is the stub."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            role = CellRole.HEADER if r == 0 else CellRole.STUB if c == 0 else CellRole.VALUE
            cells.append(Cell(r, c, 1, 1, text, role, Provenance(DOCUMENT, 1, BBox(0, 0, 1, 1), "t1", r, c)))
    return Table("t1", None, title, kind, None, "单位：万元", tuple(cells), (Provenance(DOCUMENT, 1),), notes=notes)


def figure(number: int, text: str, measure: str, **changes: object) -> Figure:
    """A table cell of 青山县水务局, in 万元 unless told otherwise."""
    from disclosure.amount import Unit, parse_amount

    row, column = changes.pop("row", number), changes.pop("column", 1)
    page, unit = changes.pop("page", 1), changes.pop("unit", "万元")
    assert isinstance(page, int)
    values: dict[str, object] = {
        "document_id": DOCUMENT,
        "number": number,
        "text": text,
        "amount": parse_amount(text, Unit.parse(str(unit))),
        "entity": FACTS.entity,
        "fiscal_year": 2026,
        "stage": Stage.BUDGET,
        "level": Level.UNIT,
        "measure": measure,
        "aspect": Aspect.AMOUNT,
        "subject_code": None,
        "row_path": (measure,),
        "column_path": ("合计",),
        "is_total": False,
        "table_id": "t1",
        "table_title": "表",
        "table_kind": TableKind.EXPENDITURE,
        "project": None,
        "sentence": None,
        "basis": None,
        **changes,
    }
    table_id = values["table_id"]
    place = Provenance(DOCUMENT, page, None, str(table_id) if table_id else None, row if table_id else None, column if table_id else None)  # type: ignore[arg-type]
    return Figure(provenance=place, **values)  # type: ignore[arg-type]
