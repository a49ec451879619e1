"""Pieces of a document that can be searched and quoted.

    text by heading          ('第三部分 …', '九、政府采购情况')      "2026年…政府采购预算总额468.16万元。…"
    an entry of 名词解释      ('第四部分 名词解释', '机关运行经费')    "四、机关运行经费：指…"
    a row of a table         ('2026年项目支出预算表（本年预算）',)     "2026年驻矿人员工资 | 合计 75.00 | …"
    a prose cell of a form   ('项目支出绩效目标表', project, '立项依据')

`text` is what a citation quotes, verbatim; `embedding_text` adds heading, unit and year, so that rows of like tables
can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from disclosure.document import Cell, CellRole, Chunk, ChunkKind, Provenance, Table, TableKind
from ingest.facts import DocumentFacts
from ingest.prose.numbering import numbering
from ingest.prose.text import Block, BlockKind

LONG = 600  # characters: longer text is split, so that a citation stays readable
JOINED = 220  # characters: shorter paragraphs of one heading share a chunk
PROSE = 25  # characters: a longer cell of a form is prose
ROWS = 240  # characters of rows without figures that share a chunk
_DEFINITIONS = re.compile(r"名词解释|专业(?:性)?名词|术语解释|专用名词|名词说明")
_TERM = re.compile(r"(?P<term>[^：:，,。；;]{2,40}?)\s*[：:]|(?P<named>[^：:，,。；;]{2,30}?)\s*[,，]?\s*(?:是指|指的是|是)")


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: ChunkKind
    text: str
    heading: tuple[str, ...]
    provenance: Provenance
    end_page: int
    context: str = ""  # what the embedding text says besides heading and text: 单位：万元
    searched: str = ""  # the text as it is embedded, shorter where it repeats itself; "": as it is


def build_chunks(document_id: str, blocks: Sequence[Block], tables: Sequence[Table], facts: DocumentFacts) -> tuple[Chunk, ...]:
    """Chunks in reading order: text first, then tables; ids count from 0."""
    scope = f"{facts.entity or ''} {f'{facts.fiscal_year}年' if facts.fiscal_year else ''}".strip()
    pieces = [*_text_pieces(document_id, blocks)]
    for table in tables:
        pieces += _table_pieces(table)
    return tuple(_chunk(document_id, number, piece, scope) for number, piece in enumerate(pieces))


def _chunk(document_id: str, number: int, piece: _Piece, scope: str) -> Chunk:
    # two levels of heading tell pieces apart; each character more costs time to embed
    head = " ".join(part for part in (scope, " › ".join(piece.heading[-2:]), piece.context) if part)
    searched = f"{head}\n{piece.searched or piece.text}"
    return Chunk(f"{document_id[:12]}-c{number}", piece.kind, piece.text, searched, piece.heading, piece.provenance, piece.end_page)


# --- running text -----------------------------------------------------------------------------------------------


def _text_pieces(document_id: str, blocks: Sequence[Block]) -> Iterator[_Piece]:
    kept = [block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]
    for heading, group in groupby(kept, key=lambda block: block.heading):
        section = list(group)
        paragraphs = [block for block in section if block.kind is BlockKind.PARAGRAPH]
        if not paragraphs:
            continue
        if any(_DEFINITIONS.search(part) for part in heading):
            yield from _definitions(document_id, heading, paragraphs)
        else:
            yield from _paragraphs(document_id, heading, paragraphs)


def _paragraphs(document_id: str, heading: tuple[str, ...], paragraphs: Sequence[Block]) -> Iterator[_Piece]:
    """Short neighbours together, long ones alone or split."""
    held: list[Block] = []
    for block in paragraphs:
        if held and sum(len(each.text) for each in held) + len(block.text) > JOINED and not held[-1].text.endswith(("：", ":")):
            yield from _joined(document_id, heading, held)
            held = []
        held.append(block)
    if held:
        yield from _joined(document_id, heading, held)


def _joined(document_id: str, heading: tuple[str, ...], blocks: Sequence[Block], kind: ChunkKind = ChunkKind.TEXT) -> Iterator[_Piece]:
    text = "\n".join(block.text for block in blocks)
    at = 0
    for part in _split(text):
        at = max(text.find(part, at), at)
        first, last = _block_at(blocks, at), _block_at(blocks, at + len(part) - 1)
        yield _Piece(kind, part, heading, Provenance(document_id, first.page, first.bbox), last.end_page)
        at += len(part)


def _block_at(blocks: Sequence[Block], offset: int) -> Block:
    """The block that holds this place of the joined text."""
    for block in blocks:
        if offset <= len(block.text):
            return block
        offset -= len(block.text) + 1
    return blocks[-1]


def _split(text: str) -> list[str]:
    if len(text) <= LONG:
        return [text]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=LONG, chunk_overlap=0, separators=["\n", "。", "；", ";", "，", ","], keep_separator="end", strip_whitespace=False
    )
    return splitter.split_text(text)


def _definitions(document_id: str, heading: tuple[str, ...], paragraphs: Sequence[Block]) -> Iterator[_Piece]:
    """One chunk an entry; a paragraph without a term belongs to the entry before it."""
    entries: list[tuple[str, list[Block]]] = []
    for block in paragraphs:
        term = defined_term(block.text)
        if term and (numbering(block.text) or not entries or not numbering(entries[-1][1][0].text)):
            entries.append((term, [block]))
        elif entries:
            entries[-1][1].append(block)
        else:
            entries.append((heading[-1], [block]))
    for term, blocks in entries:
        yield from _joined(document_id, (*heading, term), blocks, ChunkKind.DEFINITION)


def defined_term(text: str) -> str | None:
    """The term that an entry of a glossary explains, without its number and quotes; None: it explains none."""
    mark = numbering(text)
    match = _TERM.match(text[mark[1] :].strip() if mark else text)
    if not match:
        return None
    term = (match["term"] or match["named"]).strip(" 、.．")
    return term if term.count("“") == term.count("”") else None


# --- tables -----------------------------------------------------------------------------------------------------


def _table_pieces(table: Table) -> Iterator[_Piece]:
    rows = [list(cells) for _, cells in groupby(sorted(table.cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row)]
    if table.kind is TableKind.PERFORMANCE_FORM:
        yield from _form_pieces(table, rows)
        return
    headers = _headers(table)
    leaves = {column: path.rpartition("·")[2] for column, path in headers.items()}
    title = tuple(part for part in (table.title or table.heading,) if part)
    context = table.unit_note or (f"单位：{table.unit}" if table.unit else "")
    held: list[tuple[str, Provenance]] = []
    for cells in rows:
        line = _row_text(cells, headers)
        if not line:
            continue
        if any(cell.role is CellRole.VALUE and cell.text.strip() for cell in cells):
            short = _row_text(cells, leaves)
            yield _Piece(ChunkKind.TABLE_ROW, line, title, cells[0].provenance, cells[-1].provenance.page, context, short)
        else:
            held.append((line, cells[0].provenance))
    yield from _grouped(held, title, context)
    for note in table.notes:
        yield _Piece(ChunkKind.TEXT, note, title, table.provenances[-1], table.provenances[-1].page)


def _grouped(lines: Iterable[tuple[str, Provenance]], title: tuple[str, ...], context: str) -> Iterator[_Piece]:
    """Rows without figures share chunks."""
    held: list[tuple[str, Provenance]] = []
    for line in [*lines, None]:
        if held and (line is None or sum(len(text) for text, _ in held) + len(line[0]) > ROWS):
            text = "\n".join(text for text, _ in held)
            yield _Piece(ChunkKind.TABLE_ROW, text, title, held[0][1], held[-1][1].page, context, _once(text))
            held = []
        if line is not None:
            held.append(line)


def _once(text: str) -> str:
    """Lines without the cells that they repeat: a form prints its indicators for the whole period and for the year."""
    return "\n".join(" | ".join(dict.fromkeys(line.split(" | "))) for line in text.split("\n"))


def _headers(table: Table) -> dict[int, str]:
    """Header path of each column: 2026年财政拨款·一般公共预算."""
    paths: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: cell.row):
        if cell.role is not CellRole.HEADER or not cell.text.strip():
            continue
        for column in range(cell.column, cell.column + cell.column_span):
            path = paths.setdefault(column, [])
            if cell.text.strip() not in path:
                path.append(cell.text.strip())
    return {column: "·".join(path) for column, path in paths.items()}


def _row_text(cells: Sequence[Cell], headers: dict[int, str]) -> str:
    parts = []
    for cell in cells:
        text = cell.text.strip()
        if not text or cell.role in (CellRole.HEADER, CellRole.NUMBERING, CellRole.TITLE):
            continue
        if cell.role is CellRole.VALUE:
            parts.append(f"{headers.get(cell.column, '')} {text}".strip())
        else:
            parts.append(text)
    return " | ".join(parts)


def _form_pieces(table: Table, rows: Sequence[Sequence[Cell]]) -> Iterator[_Piece]:
    """A form: its prose cells one by one, its figures, indicators and short entries together."""
    heading = tuple(part for part in (table.title or table.heading, table.project) if part)
    spanning: dict[int, str] = {}  # row → the label that reaches into it from a row above
    held: list[tuple[str, Provenance]] = []
    for cells in rows:
        printed = [cell for cell in cells if cell.text.strip()]
        prose = _prose_of(printed, table.project)
        labels = [cell.text.strip() for cell in printed if cell not in prose]
        for cell in printed[:1]:
            spanning |= dict.fromkeys(range(cell.row + 1, cell.row + cell.row_span), cell.text.strip())
        if prose:
            label = labels[0] if labels else spanning.get(printed[0].row, "")
            for text, cell in _distinct(prose):
                yield from _cell_pieces(cell, text, (*heading, *((label,) if label else ())))
        elif printed:
            held.append((" | ".join(labels), printed[0].provenance))
    yield from _grouped(held, heading, "")


def _distinct(cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """Texts of a row, without those that another one holds whole."""
    texts = {cell.text.strip(): cell for cell in reversed(cells)}
    return [(text, cell) for text, cell in reversed(texts.items()) if not any(text != other and other.startswith(text) for other in texts)]


def _prose_of(printed: Sequence[Cell], project: str | None) -> list[Cell]:
    """The cells of a row that stand for themselves: long text, or all that its label has."""
    texts = [cell for cell in printed if cell.role is CellRole.TEXT and cell.text.strip() != project]
    long = [cell for cell in texts if len(cell.text.strip()) >= PROSE]
    if long:
        return long
    alone = len({cell.text.strip() for cell in texts}) == 1 and len(printed) - len(texts) == 1
    return texts if alone and not any(cell.role is CellRole.VALUE for cell in printed) else []


def _cell_pieces(cell: Cell, text: str, heading: tuple[str, ...]) -> Iterator[_Piece]:
    for part in _split(text):
        yield _Piece(ChunkKind.TEXT, part, heading, cell.provenance, cell.provenance.page)
