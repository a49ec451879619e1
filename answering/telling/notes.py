"""What a reader must know beside a number: how a name was taken, what contradicts it, where it should be looked up.

rivals      →  不一致：第17页《…》为 80.00 万元，第30页文字为 800 万元；请对照原文。
core rung   →  “维修养护费”按“维修（护）费”查。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answering.evaluating.result import Amounted, Candidate
from answering.query.tree import Cell, Count, Node, walk
from answering.telling.draft import Cited, Echo, Line, Named, Piece, Remark, line
from answering.telling.labels import Voice, figure_label, items_of, leaves, states_unit, tally
from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.figure import Derivation, Discrepancy, Figure, Trust
from disclosure.mention import MentionKind, find_numbers
from retrieval.matching import SURE
from retrieval.names import name_of

FEW = 3  # places, likenesses and contradictions that are told one by one
CHECKED = 12  # figures of a computed amount whose contradictions are told
SIDES = 6  # figures of one contradiction
DOCUMENTS = 4  # that are looked through for contradictions; more of them are not opened for one answer


def holds_quantity(text: str) -> bool:
    """Whether words within a line would read as stating a number."""
    return any(mention.kind not in (MentionKind.YEAR, MentionKind.ORDINAL) for mention in find_numbers(f"：{text}"))


def likenesses(node: Node, bound: Sequence[Candidate]) -> list[Line]:
    """How names that the documents do not print as such were taken."""
    names = [one.said or one.row for one in walk(node) if isinstance(one, Cell)]
    asked = names if len(names) == len(bound) else [names[0] if len(names) == 1 else None] * len(bound)
    lines: dict[Line, None] = {}
    for name, candidate in zip(asked, bound, strict=True):
        label = figure_label(candidate.figure)
        if candidate.rung in SURE or (name is not None and name_of(name).key == name_of(label).key):
            continue
        if name is not None:
            lines[line("“", Echo(name), "”按“", Named(label, (candidate.figure,)), "”查。")] = None
        elif not holds_quantity(candidate.reason):
            lines[line(Named(f"{candidate.reason}。"))] = None
    return list(lines)[:FEW]


def clashes(outcome: Amounted, voice: Voice) -> tuple[Discrepancy, ...]:
    """What other places say otherwise of an amount, or of what it was computed from: rivals, and what reading the document found."""
    if isinstance(outcome.node, Count):
        return ()  # how many there are rests on none of their amounts
    items = items_of(outcome)
    if items and isinstance(outcome.operand, Derivation):
        return tuple(dict.fromkeys(one for item in items[:CHECKED] for one in clashes(item, voice)))
    found: list[Discrepancy] = []
    printed = leaves(outcome.operand)[:CHECKED]
    rivals = tuple({(one.provenance.page, one.text): one for one in outcome.rivals if one.amount is not None}.values())
    if rivals:
        figures = (*((printed[0],) if isinstance(outcome.operand, Figure) else ()), *rivals)
        found.append(Discrepancy(figures, contradiction_words(voice.label(outcome), figures)))
    known = {one.id for one in (*printed, *rivals)} if rivals else set()
    found += [one for one in _touching(voice, printed) if _contradicts(one) and not all(part.id in known for part in one.figures)]
    return tuple(found)


def contradiction_words(label: str, figures: Iterable[Figure]) -> str:
    """Both figures and their pages in one line."""
    return f"{label}：" + "，".join(f"第{one.provenance.page}页{'表格' if one.table_id else '文字'}为{one.amount}" for one in figures)


def contradictions(discrepancies: Sequence[Discrepancy], voice: Voice) -> list[Line]:
    """Each contradiction with its figures and places; of many the first ones, and how many more there are."""
    lines = []
    for one in discrepancies[:FEW]:
        pieces: list[Piece | str] = ["不一致："]
        for at, figure in enumerate([figure for figure in one.figures if figure.amount is not None][:SIDES]):
            number = voice.number(figure, figure_label(figure), verdict=Verdict.CONFLICT)
            pieces += ["，" if at else "", *_short_place(figure), "为 ", number]
        lines.append(line(*pieces, "，请对照原文。"))
    more = len(discrepancies) - FEW
    return lines + ([line("另有 ", tally(more, "处"), " 原文对不上，没有逐一列出。")] if more > 0 else [])


def _short_place(figure: Figure) -> tuple[Piece | str, ...]:
    page = f"第{figure.provenance.page}页"
    if figure.table_id is None or not figure.table_title:
        return (f"{page}{'表格' if figure.table_id else '文字'}",)
    return (f"{page}《", Echo(figure.table_title, figure), "》")


def elsewhere(outcome: Amounted, voice: Voice, told: Amount) -> list[Line]:
    """Where else the same amount stands: printed otherwise than it is `told`, with the number; else its place alone."""
    lines: list[Line] = []
    same: list[Figure] = []
    shown = {(one.amount.plain, one.amount.unit) for one in leaves(outcome.operand) if one.amount} | {(told.plain, told.unit)}
    for figure in outcome.also:
        key = (figure.amount.plain, figure.amount.unit) if figure.amount else None
        if key in shown:
            same.append(figure)
        elif key and len(lines) < FEW:
            shown.add(key)
            lines.append(line("同一数额在", *_short_place(figure), "印作 ", voice.number(figure, figure_label(figure))))
    return lines + ([line("同一数额还见于", Cited(tuple(same[:FEW])))] if same else [])


def doubts(figures: Sequence[Figure], voice: Voice) -> list[Line]:
    """Why shown figures should be looked up on their pages."""
    lines = []
    if uncertain := [one for one in figures if not one.certain]:
        scanned = all(one.trust is Trust.RECOGNISED for one in uncertain)
        why = "该页是扫描件，数字由文字识别得到，未经勾稽核对" if scanned else "该数在原文里的读法不能确定"
        lines.append(line(f"注意：{why}，请对照页面图片", Cited(tuple(uncertain[:FEW])), "。"))
    if not all(map(states_unit, figures)):
        lines.append(line("注意：表中没有注明计量单位，请对照原文。"))
    found = next((one for one in _touching(voice, figures) if not _contradicts(one)), None)
    if found is not None:  # arithmetic that does not come out, as the check that found it says it
        lines.append(line("注意，原文有对不上的地方：", Remark(found.message.split("，相差")[0], found), "，请对照原文。"))
    elif any(one.trust is Trust.DOUBTED for one in figures):
        lines.append(line("注意：与该数有关的勾稽关系不成立，请对照原文。"))
    return lines


def _touching(voice: Voice, figures: Sequence[Figure]) -> tuple[Discrepancy, ...]:
    """The contradictions of the documents that one of the figures takes part in."""
    answered = {key for scope in voice.evaluation.scopes for key in scope.document_ids}
    if max(len({figure.document_id for figure in figures}), len(answered)) > DOCUMENTS:
        return ()
    pairs = [(figure, one) for figure in figures for one in voice.shelf.library.discrepancies(figure.document_id)]
    touched = [one for figure, one in pairs if any(part.id == figure.id or _same_thing(part, figure) for part in one.figures)]
    return tuple(dict.fromkeys(touched))


def _contradicts(discrepancy: Discrepancy) -> bool:
    """Whether places give two amounts for one thing; anything else is arithmetic that does not come out."""
    figures = discrepancy.figures
    amounts = [figure.amount for figure in figures if figure.amount is not None]
    if len(amounts) != len(figures) or len({amount.dimension for amount in amounts}) != 1 or len({one.aspect for one in figures}) != 1:
        return False
    spoken = any(figure.table_id is None for figure in figures)
    places = {figure.table_id or figure.id for figure in figures}
    return len({amount.in_base for amount in amounts}) == 2 and len(places) > 1 and (spoken or len(figures) == 2)


def _same_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are one thing in one table or two: the same name with the same value."""
    if one.table_id is None or other.table_id is None or one.amount is None or other.amount is None or not one.row_path:
        return False
    same = name_of(one.row_label).key == name_of(other.row_label).key
    return same and one.amount.dimension == other.amount.dimension and one.amount.agrees_with(other.amount)
