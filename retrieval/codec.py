"""Disclosure values to compact JSON and back, so that any SQL database can keep them.

    encode_provenance(Provenance(…, page=17, bbox=None, table_id="…-t12", row=3, column=2))  →  [17, null, "…-t12", 3, 2]

Lists instead of objects, since a document has thousands of figures; the order of the elements is the format, and
FORMAT counts its versions.  A number is kept as the text that prints it, so that 75.00 stays 75.00.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from disclosure.amount import Amount, Unit
from disclosure.document import (
    BBox,
    Cell,
    CellRole,
    Chunk,
    ChunkKind,
    Fact,
    Finding,
    Level,
    Page,
    Provenance,
    Severity,
    Stage,
    Table,
    TableKind,
)
from disclosure.figure import Aspect, Discrepancy, Figure, Footing, Trust

FORMAT = 1

# An enum's own constructor costs four times a dictionary look-up, and a document has tens of thousands of them.
_STAGES = {str(member): member for member in Stage}
_LEVELS = {str(member): member for member in Level}
_ROLES = {str(member): member for member in CellRole}
_ASPECTS = {str(member): member for member in Aspect}
_TRUSTS = {str(member): member for member in Trust}
_TABLE_KINDS = {str(member): member for member in TableKind}


def storable(text: str) -> str:
    """`text` without what a database refuses: NUL and lone surrogates become U+FFFD."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def dump(value: Any) -> str:
    """Compact JSON that a database takes."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def load(text: str) -> Any:
    """What `dump` wrote."""
    return json.loads(text)


def encode_unit(unit: Unit | None) -> Any:
    """A unit by its name; whole where the name alone does not give it back."""
    if unit is None:
        return None
    return unit.name if Unit.find(unit.name) == unit else [unit.name, unit.dimension, unit.scale]


def decode_unit(value: Any) -> Unit | None:
    """What `encode_unit` gave."""
    if value is None:
        return None
    return Unit.parse(value) if isinstance(value, str) else Unit(*value)


def encode_bbox(bbox: BBox | None) -> Any:
    """The four numbers."""
    return None if bbox is None else [bbox.x0, bbox.top, bbox.x1, bbox.bottom]


def decode_bbox(value: Any) -> BBox | None:
    """What `encode_bbox` gave."""
    return None if value is None else BBox(*value)


def encode_provenance(provenance: Provenance | None) -> Any:
    """Without the document, which the row that holds it names."""
    if provenance is None:
        return None
    return [provenance.page, encode_bbox(provenance.bbox), provenance.table_id, provenance.row, provenance.column]


def decode_provenance(document_id: str, value: Any) -> Provenance | None:
    """What `encode_provenance` gave."""
    if value is None:
        return None
    page, bbox, table_id, row, column = value
    return Provenance(document_id, page, decode_bbox(bbox), table_id, row, column)


def _place(document_id: str, value: Any) -> Provenance:
    provenance = decode_provenance(document_id, value)
    assert provenance is not None  # only optional fields are written as null
    return provenance


def encode_page(page: Page) -> Any:
    """One page."""
    return [page.number, page.width, page.height, page.text, page.recognised]


def decode_page(value: Any) -> Page:
    """What `encode_page` gave."""
    return Page(*value)


def encode_fact(fact: Fact) -> Any:
    """One fact about the document."""
    return [fact.name, fact.value, fact.source, encode_provenance(fact.provenance)]


def decode_fact(document_id: str, value: Any) -> Fact:
    """What `encode_fact` gave."""
    name, content, source, place = value
    return Fact(name, content, source, decode_provenance(document_id, place))


def encode_finding(finding: Finding) -> Any:
    """One finding."""
    return [finding.kind, finding.message, str(finding.severity), encode_provenance(finding.provenance)]


def decode_finding(document_id: str, value: Any) -> Finding:
    """What `encode_finding` gave."""
    return Finding(value[0], value[1], Severity(value[2]), decode_provenance(document_id, value[3]))


def encode_table(table: Table) -> Any:
    """One table with its cells."""
    cells = [[c.row, c.column, c.row_span, c.column_span, c.text, str(c.role), encode_provenance(c.provenance)] for c in table.cells]
    return [
        table.id,
        table.number,
        table.title,
        str(table.kind),
        encode_unit(table.unit),
        table.unit_note,
        cells,
        [encode_provenance(p) for p in table.provenances],
        table.heading,
        list(table.notes),
        table.is_empty,
        table.project,
    ]


def decode_table(document_id: str, value: Any) -> Table:
    """What `encode_table` gave."""
    table_id, number, title, kind, unit, note, cells, provenances, heading, notes, is_empty, project = value
    return Table(
        table_id,
        number,
        title,
        TableKind(kind),
        decode_unit(unit),
        note,
        tuple(
            Cell(row, column, row_span, column_span, text, _ROLES[role], _place(document_id, place))
            for row, column, row_span, column_span, text, role, place in cells
        ),
        tuple(_place(document_id, place) for place in provenances),
        heading,
        tuple(notes),
        is_empty,
        project,
    )


def encode_chunk(chunk: Chunk) -> Any:
    """A chunk without its embedding text, which is kept once for all chunks that share it."""
    return [chunk.id, str(chunk.kind), chunk.text, list(chunk.heading), encode_provenance(chunk.provenance), chunk.end_page]


def decode_chunk(document_id: str, value: Any, embedding_text: str) -> Chunk:
    """What `encode_chunk` gave."""
    chunk_id, kind, text, heading, place, end_page = value
    return Chunk(chunk_id, ChunkKind(kind), text, embedding_text, tuple(heading), _place(document_id, place), end_page)


def encode_figure(figure: Figure) -> Any:
    """What the figure's own columns in SQL do not hold."""
    return [
        figure.stage and str(figure.stage),
        figure.level and str(figure.level),
        str(figure.aspect),
        figure.table_title,
        figure.table_kind and str(figure.table_kind),
        figure.project,
        figure.sentence,
        figure.basis,
        encode_provenance(figure.provenance),
        figure.depth,
        str(figure.trust),
    ]


@lru_cache(maxsize=1024)
def _unit_of(text: str) -> Unit | None:
    return decode_unit(load(text))


def dimension_of(unit: str | None) -> str | None:
    """What a stored unit measures."""
    held = _unit_of(unit) if unit else None
    return held.dimension if held else None


PathOf = Callable[[int], tuple[str, ...]]


def decode_figure(row: Any, body: Any, path_of: PathOf) -> Figure:
    """A figure from its SQL row (the columns of `schema.figures`, document_id and measure_text) and what its body holds."""
    stage, level, aspect, title, kind, project, sentence, basis, place, depth, trust = body
    unit = row.unit
    amount = None if row.amount is None else Amount(Decimal(row.amount), _unit_of(unit) if unit else None)
    return Figure(
        document_id=row.document_id,
        number=row.number,
        text=row.printed,
        amount=amount,
        entity=row.entity,
        fiscal_year=row.fiscal_year,
        stage=_STAGES[stage] if stage else None,
        level=_LEVELS[level] if level else None,
        measure=row.measure_text,
        aspect=_ASPECTS[aspect],
        subject_code=row.subject_code,
        row_path=path_of(row.row_path),
        column_path=path_of(row.column_path),
        is_total=bool(row.is_total),
        table_id=row.table_id,
        table_title=title,
        table_kind=_TABLE_KINDS[kind] if kind else None,
        project=project,
        sentence=sentence,
        basis=basis,
        provenance=_place(row.document_id, place),
        depth=depth,
        trust=_TRUSTS[trust],
    )


def encode_footing(footing: Footing) -> Any:
    """Its figures by their numbers within the document."""
    return [
        footing.rule,
        footing.total.number,
        [part.number for part in footing.parts],
        str(footing.difference),
        str(footing.tolerance),
    ]


def decode_footing(value: Any, figures: Mapping[int, Figure]) -> Footing:
    """What `encode_footing` gave, with the document's figures as they now stand."""
    rule, total, parts, difference, tolerance = value
    return Footing(rule, figures[total], tuple(figures[part] for part in parts), Decimal(difference), Decimal(tolerance))


def encode_discrepancy(discrepancy: Discrepancy) -> Any:
    """Its figures by their numbers within the document."""
    return [[figure.number for figure in discrepancy.figures], discrepancy.message]


def decode_discrepancy(value: Any, figures: Mapping[int, Figure]) -> Discrepancy:
    """What `encode_discrepancy` gave, with the document's figures as they now stand."""
    return Discrepancy(tuple(figures[number] for number in value[0]), value[1])
