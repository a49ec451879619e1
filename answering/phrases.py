"""How figures, places and scopes are named in an answer.

label_of(figure of 2026年驻矿人员工资 × 合计)   →  "2026年驻矿人员工资"
place_pieces(…)  →  岚县应急管理局 · 2026年单位预算 · 《2026年项目支出预算表（本年预算）》第17页
"""

from __future__ import annotations

from answering.cite import DocumentScope
from answering.document_index import GENERIC_COLUMNS, head_key, is_whole_row
from answering.draft import Echo, Number, Piece, Source, Words, escape
from answering.labels import LEVEL_NAMES, STAGE_NAMES
from disclosure.answer import Verdict
from disclosure.document import Chunk, Level, Stage, Table, TableKind
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Figure, Trust
from retrieval.matching import normalise_label


def label_of(figure: Figure, entity: str | None = None) -> str:
    """The name of a figure as printed: its row, its column where that says what it is, its project on a form."""
    if figure.table_id is None:
        return figure.measure
    columns = [part for part in figure.column_path if not GENERIC_COLUMNS.fullmatch(normalise_label(part))]
    if not figure.row_path:
        return " · ".join(columns[-2:]) or figure.measure
    row = figure.row_label
    if figure.table_kind is TableKind.PERFORMANCE_FORM and figure.project:
        return f"{figure.project} · {row}"
    if not is_whole_row(figure, entity or figure.entity) or figure.table_kind is TableKind.SUMMARY:
        return row
    if head_key(figure.column_path) and columns:
        return f"{columns[-1]} · {row}"
    measured = TABLE_MEASURES.get(figure.table_kind or TableKind.OTHER, "")
    return f"{measured} · {row}" if measured and measured in (figure.table_title or "") else row


# What the total of a table is called, where its title says so.
TABLE_MEASURES = {
    TableKind.THREE_PUBLIC: "“三公”经费",
    TableKind.OPERATING: "机关运行经费",
    TableKind.PROJECT: "项目支出",
    TableKind.GENERAL_EXPENDITURE: "一般公共预算",
    TableKind.BASIC_ECONOMIC: "基本支出",
    TableKind.GOVERNMENT_FUND: "政府性基金预算",
    TableKind.STATE_CAPITAL: "国有资本经营预算",
    TableKind.PROCUREMENT: "政府采购",
    TableKind.EXPENDITURE: "支出",
    TableKind.REVENUE: "收入",
}


def full_label(figure: Figure) -> str:
    """The label with the column, for a claim: 2026年驻矿人员工资 · 合计."""
    name = label_of(figure)
    leaf = figure.column_path[-1] if figure.column_path else ""
    return name if not leaf or leaf in name else f"{name} · {leaf}"


def verdict_of(figure: Figure) -> Verdict:
    """What a printed figure counts as: a cell read from the text layer is checked, all else stands in the text only."""
    return Verdict.CELL if figure.table_id is not None and figure.trust is not Trust.RECOGNISED else Verdict.PROSE


def number_of(figure: Figure, *, bold: bool = False, verdict: Verdict | None = None, sources: tuple[Source, ...] = ()) -> Number:
    """A printed figure as a piece of text; the figure must print an amount."""
    if figure.amount is None:
        raise AmountError("空白单元格没有数可以显示")
    return Number(figure.amount, full_label(figure), verdict or verdict_of(figure), figure, sources or (figure,), bold=bold)


def computed(derivation: Derivation, label: str, *, bold: bool = False, positive: bool = False) -> Number:
    """A derived number as a piece of text, citing every cell that it was computed from."""
    shown = derivation.shown
    if positive and shown.number < 0:
        shown = -shown
    return Number(shown, label, Verdict.COMPUTED, derivation, tuple(leaves(derivation))[:12], derivation.formula, bold=bold)


def leaves(operand: Figure | Derivation) -> list[Figure]:
    """The printed figures that an operand rests on, each once."""
    if isinstance(operand, Figure):
        return [operand]
    found: dict[str, Figure] = {}
    for part in operand.operands:
        for figure in leaves(part):
            found.setdefault(figure.id, figure)
    return list(found.values())


def scope_words(year: int | None, level: Level | None, stage: Stage | None) -> str:
    """2026年单位预算."""
    kind = f"{LEVEL_NAMES[level] if level else ''}{STAGE_NAMES[stage] if stage else ''}"
    return f"{year}年{kind}" if year else kind


def place_pieces(source: Source, scope: DocumentScope) -> tuple[Piece, ...]:
    """Whose figure it is and the document in which it stands, whatever year its column is of: 某局 · 2026年单位预算 · 《…》第17页."""
    _, entity, year, stage, level = scope
    figure = source if isinstance(source, Figure) else None
    parts: list[tuple[Piece, ...]] = []
    if entity:
        parts.append((Echo(entity, figure) if figure and figure.entity == entity else Words(escape(entity)),))
    if words := scope_words(year, level, stage):
        parts.append((Words(words + _of_its_own(figure, year, stage)),))
    parts.append(_where(source))
    joined: list[Piece] = []
    for part in parts:
        joined += [Words(" · "), *part] if joined else part
    return tuple(joined)


def _of_its_own(figure: Figure | None, year: int | None, stage: Stage | None) -> str:
    """The year and stage of a figure that are not its document's: （2025年决算数）, what was carried out last year."""
    if figure is None:
        return ""
    own = (figure.fiscal_year or year, figure.stage or stage)
    return "" if own == (year, stage) else f"（{scope_words(own[0], None, figure.stage if own[1] is not stage else None)}数）"


def _where(source: Source) -> tuple[Piece, ...]:
    page = page_of(source)
    if isinstance(source, Chunk) or (isinstance(source, Figure) and source.table_id is None):
        return (Words(f"文字说明第{page}页"),)
    title = source.title if isinstance(source, Table) else source.table_title
    if not title:
        return (Words(f"表格第{page}页"),)
    return (Words("《"), Echo(title, source), Words(f"》第{page}页"))


def page_of(source: Source) -> int:
    """The page that a place is on."""
    return source.provenances[0].page if isinstance(source, Table) else source.provenance.page


def column_pieces(figure: Figure | None) -> tuple[Piece, ...]:
    """The column's name behind a row's: ·项目支出."""
    return (Words("·"), Echo(figure.column_path[-1], figure)) if figure is not None and figure.column_path else ()
