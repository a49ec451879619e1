"""What a reader must know beside a number: how a name was taken, what contradicts it, where it should be looked up.

rivals      →  不一致：第17页《…》为 80.00 万元，第30页文字为 800 万元；请对照原文。
core rung   →  “维修养护费”按“维修（护）费”查。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answering.binding.names import name_of
from answering.evaluating.result import Amounted, Candidate
from answering.query.tree import Cell, Count, Node, walk
from answering.telling.draft import Cited, Echo, Line, Named, Piece, Remark, Words
from answering.telling.phrases import Voice, figure_label, is_certain, leaves, said, states_unit, tally
from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.document import Table
from disclosure.figure import Derivation, Discrepancy, Figure, Trust
from disclosure.mention import MentionKind, find_numbers

# How a name can be found that is less sure than a synonym.
UNSURE = frozenset(("core", "containment", "slip", "meaning", "fuzzy", "lexical", "dense"))
_LIKENESSES = 3
_PLACES = 3
_CHECKED = 12  # figures of a computed amount whose contradictions are told
_TOLD = 3  # contradictions that are told one by one
_FIGURES = 6  # of one contradiction
_DOCUMENTS = 4  # that are looked through for contradictions; more of them are not opened for one answer
_SIDES = 2  # of a contradiction


def holds_quantity(text: str) -> bool:
    """Whether words within a line would read as stating a number."""
    return any(mention.kind not in (MentionKind.YEAR, MentionKind.ORDINAL) for mention in find_numbers(f"：{text}"))


def likenesses(node: Node, bound: Sequence[Candidate]) -> list[Line]:
    """How names that the documents do not print as such were taken."""
    cells = [one for one in walk(node) if isinstance(one, Cell)]
    names = [cell.said or cell.row for cell in cells]
    asked = names if len(cells) == len(bound) else [names[0] if len(names) == 1 else None] * len(bound)
    lines: list[Line] = []
    for name, candidate in zip(asked, bound, strict=True):
        if candidate.rung in UNSURE and (line := _likeness(name, candidate)) and line not in lines:
            lines.append(line)
    return lines[:_LIKENESSES]


def _likeness(asked: str | None, candidate: Candidate) -> Line | None:
    label = figure_label(candidate.figure)
    if asked is None:
        return None if holds_quantity(candidate.reason) else Line((said(f"{candidate.reason}。"),))
    if name_of(asked).key == name_of(label).key:
        return None
    return Line((Words("“"), Echo(asked), Words("”按“"), Named(label, (candidate.figure,)), Words("”查。")))


def clashes(outcome: Amounted, voice: Voice) -> tuple[Discrepancy, ...]:
    """What other places say otherwise of an amount, or of what it was computed from: rivals, and what reading the document found."""
    if isinstance(outcome.node, Count):
        return ()  # how many there are rests on none of their amounts
    items = [item for item in outcome.items if isinstance(item, Amounted)]
    if items and isinstance(outcome.operand, Derivation):
        return tuple(dict.fromkeys(one for item in items[:_CHECKED] for one in clashes(item, voice)))
    found: list[Discrepancy] = []
    printed = leaves(outcome.operand)[:_CHECKED]
    rivals = tuple(one for one in outcome.rivals if one.amount is not None)
    if rivals:
        first = (printed[0],) if isinstance(outcome.operand, Figure) else ()
        found.append(Discrepancy((*first, *rivals), contradiction_words(voice.label(outcome), (*first, *rivals))))
    known = {one.id for one in (*printed, *rivals)} if rivals else set()
    for discrepancy in _touching(voice, printed):
        if _contradicts(discrepancy) and not all(one.id in known for one in discrepancy.figures):
            found.append(discrepancy)
    return tuple(found)


def contradiction_words(label: str, figures: Iterable[Figure]) -> str:
    """Both figures and their pages in one line."""
    return f"{label}：" + "，".join(f"第{one.provenance.page}页{_medium(one)}为{one.amount}" for one in figures)


def contradictions(discrepancies: Iterable[Discrepancy], voice: Voice) -> list[Line]:
    """Each contradiction with its figures and places; of many the first ones, and how many more there are."""
    found = list(discrepancies)
    lines = [_contradiction(one, voice) for one in found[:_TOLD]]
    if len(found) > _TOLD:
        lines.append(Line((Words("另有 "), tally(found[_TOLD:], "处"), Words(" 原文对不上，没有逐一列出。"))))
    return lines


def _contradiction(discrepancy: Discrepancy, voice: Voice) -> Line:
    pieces: list[Piece] = [Words("不一致：")]
    for at, figure in enumerate([one for one in discrepancy.figures if one.amount is not None][:_FIGURES]):
        pieces.append(Words("，" if at else ""))
        pieces += [*_short_place(figure), Words("为 "), voice.number(figure, figure_label(figure), verdict=Verdict.CONFLICT)]
    return Line((*pieces, Words("，请对照原文。")))


def _short_place(figure: Figure) -> tuple[Piece, ...]:
    if figure.table_id is None or not figure.table_title:
        return (Words(f"第{figure.provenance.page}页{_medium(figure)}"),)
    return (Words(f"第{figure.provenance.page}页《"), Echo(figure.table_title, figure), Words("》"))


def _medium(figure: Figure) -> str:
    return "文字" if figure.table_id is None else "表格"


def elsewhere(outcome: Amounted, voice: Voice, told: Amount) -> list[Line]:
    """Where else the same amount stands: printed otherwise than it is `told`, with the number; else its place alone."""
    lines: list[Line] = []
    same: list[Figure] = []
    shown = {(one.amount.plain, one.amount.unit) for one in leaves(outcome.operand) if one.amount} | {(told.plain, told.unit)}
    for figure in outcome.also:
        if figure.amount is None:
            continue
        if (key := (figure.amount.plain, figure.amount.unit)) in shown:
            same.append(figure)
        elif len(lines) < _PLACES:
            shown.add(key)
            lines.append(Line((Words("同一数额在"), *_short_place(figure), Words("印作 "), voice.number(figure, figure_label(figure)))))
    return lines + ([Line((Words("同一数额还见于"), Cited(tuple(same[:_PLACES]))))] if same else [])


def doubts(figures: Iterable[Figure], voice: Voice) -> list[Line]:
    """Why shown figures should be looked up on their pages."""
    figures = list(figures)
    lines = []
    if uncertain := [one for one in figures if not is_certain(one)]:
        scanned = all(one.trust is Trust.RECOGNISED for one in uncertain)
        why = "该页是扫描件，数字由文字识别得到，未经勾稽核对" if scanned else "该数在原文里的读法不能确定"
        lines.append(Line((Words(f"注意：{why}，请对照页面图片"), Cited(tuple(uncertain[:_PLACES])), Words("。"))))
    if any(not states_unit(one) for one in figures):
        lines.append(Line((Words("注意：表中没有注明计量单位，请对照原文。"),)))
    remarks = [one for one in _touching(voice, figures) if not _contradicts(one)]
    if remarks:
        lines.append(remark(remarks[0]))
    elif any(one.trust is Trust.DOUBTED for one in figures):
        lines.append(Line((Words("注意：与该数有关的勾稽关系不成立，请对照原文。"),)))
    return lines


def remark(discrepancy: Discrepancy) -> Line:
    """Arithmetic that does not come out, as the check that found it says it."""
    return Line((Words("注意，原文有对不上的地方："), Remark(discrepancy.message.split("，相差")[0], discrepancy), Words("，请对照原文。")))


def empty_note(table: Table) -> str | None:
    """What a table without figures says of itself: 注：本表无数据."""
    return next(iter(table.notes), None)


def _touching(voice: Voice, figures: Sequence[Figure]) -> tuple[Discrepancy, ...]:
    """The contradictions of the documents that one of the figures takes part in."""
    found: list[Discrepancy] = []
    if len({figure.document_id for figure in figures}) > _DOCUMENTS or voice.documents > _DOCUMENTS:
        return ()
    for figure in figures:
        for discrepancy in voice.shelf.library.discrepancies(figure.document_id):
            if discrepancy not in found and any(part.id == figure.id or _same_thing(part, figure) for part in discrepancy.figures):
                found.append(discrepancy)
    return tuple(found)


def _contradicts(discrepancy: Discrepancy) -> bool:
    """Whether places give two amounts for one thing; anything else is arithmetic that does not come out."""
    figures = discrepancy.figures
    amounts = [figure.amount for figure in figures if figure.amount is not None]
    if len(amounts) != len(figures) or len({amount.dimension for amount in amounts}) != 1 or len({one.aspect for one in figures}) != 1:
        return False
    spoken = any(figure.table_id is None for figure in figures)
    places = {figure.table_id or figure.id for figure in figures}
    return len({amount.in_base for amount in amounts}) == _SIDES and len(places) > 1 and (spoken or len(figures) == _SIDES)


def _same_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are one thing in one table or two: the same name with the same value."""
    if one.table_id is None or other.table_id is None or one.amount is None or other.amount is None or not one.row_path:
        return False
    same = name_of(one.row_label).key == name_of(other.row_label).key
    return same and one.amount.dimension == other.amount.dimension and one.amount.agrees_with(other.amount)
