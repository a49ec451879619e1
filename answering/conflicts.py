"""Where a document contradicts itself: what touches a shown figure, and how it is told.

应急物资储备经费 80.00万元 in the table, 800万元 in the form's text  →  both, and the headline marked 表文不一致
a total that is not the sum of its parts                            →  a remark, with the figures concerned
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.choosing import same_value
from answering.document_index import head_key
from answering.draft import Echo, Line, Number, Piece, Remark, Words
from answering.lookup import Shelf
from answering.phrases import number_of
from disclosure.answer import Verdict
from disclosure.figure import Discrepancy, Figure, Trust
from retrieval.matching import normalise_label


def touching(shelf: Shelf, figures: Sequence[Figure]) -> tuple[Discrepancy, ...]:
    """The contradictions of the documents that one of the figures takes part in."""
    found: list[Discrepancy] = []
    for figure in figures:
        for discrepancy in shelf.library.discrepancies(figure.document_id):
            if discrepancy not in found and any(part.id == figure.id or _same_thing(part, figure) for part in discrepancy.figures):
                found.append(discrepancy)
    return tuple(found)


def contradicts(discrepancy: Discrepancy) -> bool:
    """Whether two places give two figures for one thing; anything else is arithmetic that does not come out."""
    amounts = [figure.amount for figure in discrepancy.figures]
    if len(amounts) != 2 or amounts[0] is None or amounts[1] is None or amounts[0].dimension != amounts[1].dimension:
        return False
    first, second = discrepancy.figures
    return first.table_id != second.table_id or first.table_id is None


def remark(discrepancy: Discrepancy) -> Line:
    """Arithmetic that does not come out, as the check that found it says it."""
    return Line((Words("注意："), Remark(discrepancy.message.split("，相差")[0], discrepancy), Words("，请对照原文。")))


def contradiction(discrepancy: Discrepancy) -> Line:
    """Both figures of a contradiction, each with its place."""
    pieces: list[Piece] = [Words("不一致：")]
    for place, figure in enumerate(figure for figure in discrepancy.figures if figure.amount is not None):
        pieces.append(Words("，" if place else ""))
        pieces += [*_short_place(figure), Words("为 "), number_of(figure, verdict=Verdict.CONFLICT)]
    return Line((*pieces, Words("；以表格所列为准，请对照原文。")))


def _short_place(figure: Figure) -> tuple[Piece, ...]:
    if figure.table_id is None:
        return (Words(f"第{figure.provenance.page}页文字"),)
    return (Words(f"第{figure.provenance.page}页《"), Echo(figure.table_title or "", figure), Words("》"))


def as_conflict(line: Line, discrepancies: Sequence[Discrepancy]) -> Line:
    """The line with the numbers that are contradicted marked so."""
    ids = {figure.id for discrepancy in discrepancies for figure in discrepancy.figures}
    pieces = tuple(
        Number(piece.amount, piece.label, Verdict.CONFLICT, piece.support, piece.sources, piece.formula, piece.bold)
        if isinstance(piece, Number) and isinstance(piece.support, Figure) and piece.support.id in ids
        else piece
        for piece in line.pieces
    )
    return Line(pieces, line.headline)


def _same_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are one thing in one table or two: the same name with the same value."""
    if one.table_id is None or other.table_id is None or not same_value(one, other):
        return False
    return bool(_thing(one)) and _thing(one) == _thing(other)


def _thing(figure: Figure) -> str:
    return normalise_label(figure.row_label) if figure.row_path else head_key(figure.column_path)


def doubt(figure: Figure) -> Line:
    """Why a shown figure should be looked up on its page."""
    if figure.trust is Trust.RECOGNISED:
        return Line((Words("注意：该页是扫描件，数字由文字识别得到，未经勾稽核对，请对照页面图片。"),))
    return Line((Words("注意：与该数有关的勾稽关系不成立，请对照原文。"),))
