"""Amounts told, one or many: a printed figure, one that was computed, a cell that prints nothing, the members of a set.

Beside a number stands what a reader must know of it: how a name was taken, what contradicts it, where to look it up.

驻矿人员工资                →  2026年驻矿人员工资：**75.00 万元**（已核对）[1]
change of a fall            →  2024年 · 机关运行经费比2023年 · 机关运行经费减少 **342.88 万元**（由单元格计算）[1][2]
a blank                     →  一般行政管理事务 · 基本支出：这一格是空白，没有列出数额。[1]
rank                        →  最大的是 2026年意外伤害险费用：**400.00 万元**（已核对）[1] / 从 21 项 中比较得出。
rivals                      →  不一致：第17页《…》为 80.00 万元，第30页文字为 800 万元；请对照原文。
core rung                   →  “维修养护费”按“维修（护）费”查。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answering.evaluating.arithmetic import CONVERT, COUNT, GIVEN, GROWTH, MINUS, leaves
from answering.evaluating.result import UNREAD, Amounted, Candidate, Empty, LeftOut, Listed, Operand
from answering.query.tree import Cell, CellAspect, Count, Growth, Mean, Minus, Node, Per, Rank, Ratio, Share, Sum, walk
from answering.telling.draft import Cited, Draft, Echo, Formula, Line, Named, Piece, Quoted, Remark, Words, line
from answering.telling.labels import Voice, amount_of, and_more, figure_label, short, states_unit, tally, told, unwrapped
from disclosure.amount import Amount
from disclosure.answer import Status, Verdict
from disclosure.figure import Aspect, Derivation, Discrepancy, Figure, Trust
from disclosure.mention import MentionKind, find_numbers
from retrieval.matching import SURE
from retrieval.names import name_of

ROWS = 60  # of a set, and operands, shown one by one
LEFT_OUT = 5  # named one by one
YEARS = 6  # other years of a thing, where none was said
_CHANGES = (Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE)


@told.register
def amounted(outcome: Amounted, voice: Voice, before: tuple[Piece | str, ...] = (), after: tuple[Piece | str, ...] = ()) -> Draft:
    """An amount with what it rests on; `before` and `after` stand in the headline: 是的，属实： … ."""
    clash = clashes(outcome, voice)
    # what was computed stays so, whatever is said elsewhere of the cells that it was computed from
    conflicting = bool(clash) and isinstance(outcome.operand, Figure)
    head = line(*before, *statement(outcome, voice, bold=True, clash=conflicting), *after, headline=True)
    return Draft(Status.ANSWERED, (head, *details(outcome, voice), *contradictions(clash, voice)), discrepancies=clash)


def statement(outcome: Amounted, voice: Voice, *, bold: bool = False, clash: bool = False, plain: bool = False) -> tuple[Piece, ...]:
    """An amount said: its name and its number; a change by its direction and size; `plain`: in the unit that is printed."""
    told_in = outcome.operand if plain else voice.in_unit_asked(outcome.operand, outcome.also)
    verdict, label = Verdict.CONFLICT if clash else None, voice.label(outcome)
    unit = amount_of(told_in).unit if told_in is not outcome.operand else None
    beside = tuple(one for one in outcome.also if unit and one.amount and one.amount.unit == unit)
    if not moves(outcome):
        joint = "：共 " if isinstance(outcome.node, Count) else "："
        return (voice.name(outcome), Words(joint), voice.number(told_in, label, bold=bold, verdict=verdict, beside=beside))
    lead, word = _movement(outcome, voice)
    label = label if word.endswith("相差") else f"{label} · {word}"
    return (*lead, Words(f"{word} "), voice.number(told_in, label, bold=bold, verdict=verdict, size=True, beside=beside))


def moves(outcome: Amounted) -> bool:
    """Whether an amount is a change, told by direction and size."""
    node, figure = unwrapped(outcome.node), outcome.operand
    asked = isinstance(node, (Minus, Growth)) or getattr(node, "aspect", None) in (CellAspect.CHANGE, CellAspect.RATE)
    return asked or (isinstance(figure, Figure) and figure.aspect in _CHANGES)


def _movement(outcome: Amounted, voice: Voice) -> tuple[Sequence[Piece], str]:
    """What a change is of and against what, and its word."""
    operand, node = outcome.operand, unwrapped(outcome.node)
    while isinstance(operand, Derivation) and operand.operation == CONVERT:
        operand = operand.operands[0]
    figure = operand if isinstance(operand, Figure) else None
    words = ("增加", "减少")
    lead: list[Piece] = [voice.name(outcome), Words("："), Words("比上年")]
    if figure and figure.basis:
        lead[2] = Echo(figure.basis, figure)
    if isinstance(operand, Derivation) and len(operand.operands) == 2 and operand.operation in (MINUS, GROWTH):
        items = outcome.items
        items = items[0].items if len(items) == 1 else items
        two = [voice.name(one) for one in items] if len(items) == 2 else [voice.operand(one) for one in operand.operands]
        lead = [two[0], Words(" 比 "), two[1], Words(" ")]
        if isinstance(node, Minus) and (len({voice.scope(one)[0] for one in leaves(operand)}) > 1 or not _one_thing(*operand.operands)):
            words = ("高", "低") if amount_of(operand).dimension in ("%", "百分点") else ("多", "少")
    printed_rate = figure is not None and figure.aspect is Aspect.GROWTH_RATE
    if printed_rate or isinstance(node, Growth) or getattr(node, "aspect", None) is CellAspect.RATE:
        words = ("增长", "下降")
    if amount_of(operand).number == 0:
        return lead, "持平，相差" if words[0] in ("增加", "增长") else "相等，相差"
    falls = amount_of(operand).number < 0 or (figure is not None and figure.aspect is Aspect.DECREASE)
    return lead, words[falls]


def _one_thing(one: Operand, other: Operand) -> bool:
    """Whether two operands are one thing at two times or in two places."""
    if isinstance(one, Derivation) or isinstance(other, Derivation):
        return isinstance(one, Derivation) and isinstance(other, Derivation) and one.operation == other.operation
    return name_of(one.row_label or one.measure).key == name_of(other.row_label or other.measure).key


def details(outcome: Amounted, voice: Voice) -> list[Line]:
    """What stands below an amount: as printed, how computed, where, made of what, and what must be known of it."""
    operand = outcome.operand
    told_in, found = voice.in_unit_asked(operand, outcome.also), leaves(operand)
    lines: list[Line] = []
    if told_in is not operand and isinstance(told_in, Derivation):
        as_found = voice.number(operand, voice.label(outcome), size=moves(outcome))
        lines.append(line("原文印的是 " if isinstance(operand, Figure) else "即 ", as_found, "；换算：", Formula(told_in)))
    if isinstance(operand, Figure):
        lines.append(line(*voice.place(operand)))
    elif operand.operation != COUNT:
        lines.append(line("算式：", Formula(operand)))
    lines += made_of(outcome, voice) + left_out(outcome.left_out)
    if outcome.note:
        beside = [figure for item in outcome.items for figure in leaves(item.operand)]
        lines.append(line(Named(outcome.note.rstrip("。"), (*found, *beside)), "。"))
    for one in [one for one in outcome.other_years if one.amount is not None][:YEARS]:
        lines.append(line("- ", voice.called(one), "：", voice.number(voice.in_unit_asked(one), figure_label(one))))
    lines += likenesses(outcome.node, outcome.bound) + elsewhere(outcome, voice, amount_of(told_in))
    return lines if isinstance(outcome.node, Count) else lines + doubts(found[:ROWS], voice)


def made_of(outcome: Amounted, voice: Voice) -> list[Line]:
    """The members of a set, or what an amount was computed from, one a line with its value, its own formula and operands."""
    parts = outcome.items
    if not parts and isinstance(outcome.operand, Derivation):
        parts = tuple(_unnamed(one, voice) for one in outcome.operand.operands)
    lines: list[Line] = []
    for part in parts[:ROWS]:
        if not (isinstance(part.operand, Derivation) and part.operand.operation == GIVEN):
            worked = ("（", Formula(part.operand), "）") if isinstance(part.operand, Derivation) else ()
            lines.append(line("- ", *statement(part, voice, plain=True), *worked))
            lines += made_of(part, voice) if isinstance(part.operand, Derivation) else []
    return lines + and_more(parts, ROWS)


def _unnamed(operand: Operand, voice: Voice) -> Amounted:
    """An operand that has no outcome of its own, as one."""
    label = voice.operand(operand).text
    return Amounted(Cell(label), operand, label)


def left_out(members: tuple[LeftOut, ...]) -> list[Line]:
    """How many could not take part, and why."""
    if not members:
        return []
    pieces: list[Piece | str] = ["未计入 ", tally(len(members), "个"), "："]
    for at, one in enumerate(members[:LEFT_OUT]):
        pieces += ["；" if at else "", Named(one.label), "（", Named(one.why), "）"]
    return [line(*pieces, "等。" if len(members) > LEFT_OUT else "。")]


@told.register
def empty(outcome: Empty, voice: Voice) -> Draft:
    """That a cell or a table prints nothing, where, and what the text says of it; from nothing nothing is computed."""
    place = outcome.figure or outcome.table
    below = [line(*voice.place(place))] if place else []
    if isinstance(unwrapped(voice.query.ask), (Sum, Mean, Minus, Ratio, Share, Growth, Per)):
        lines = [line("无法计算：", *nothing_printed(outcome), headline=True), *below]
        return Draft(Status.NOT_FOUND, tuple(lines), f"无法计算：“{short(outcome.label)}”没有列出数额")
    return Draft(Status.ANSWERED, (line(*nothing_printed(outcome), headline=True), *below, *said_of_nothing(outcome)))


def nothing_printed(outcome: Empty) -> tuple[Piece | str, ...]:
    """That a cell is there and prints no amount: blank, a dash, 无, or an empty table."""
    figure, table = outcome.figure, outcome.table
    label = short(outcome.label, outcome.node.row if isinstance(outcome.node, Cell) else None)
    name = Named(label, tuple(one for one in (figure, table) if one is not None))
    if figure is not None and figure.text.strip():
        return (name, "：这一格没有列出数额，印的是“", Echo(figure.text, figure), "”。", Cited((figure,)))
    if figure is not None:
        return (name, "：这一格是空白，没有列出数额。" if figure.certain else f"：{UNREAD}，请对照原文。", Cited((figure,)))
    if table is not None:
        noted = ("，表下注明“", Echo(table.notes[0], table), "”") if table.notes else ()
        return (name, "：是空表，没有列出数额", *noted, "。", Cited((table,)))
    return (name, "：表中没有列出数额。", Cited(outcome.told))


def said_of_nothing(outcome: Empty) -> list[Line]:
    """What the text says of it, quoted."""
    quoted = [line(Quoted(chunk.text, chunk)) for chunk in outcome.told]
    return [line("文字说明写的是："), *quoted] if quoted else []


@told.register
def listed(outcome: Listed, voice: Voice) -> Draft:
    """A set: the one that is asked for, or each member with its figure; what contradicts them, what was left out."""
    items, node = outcome.items, outcome.node
    if not items and not outcome.texts:
        return Draft(Status.ANSWERED, (line("没有符合条件的。", headline=True), *left_out(outcome.left_out)))
    clash = {id(item): clashes(item, voice) for item in items}
    found = tuple(dict.fromkeys(one for item in items for one in clash[id(item)]))
    if isinstance(node, Rank) and (node.n == 1 or node.nth is not None) and len(items) == 1:
        lines = [line(f"{_which(node)}是 ", *_member(items[0], voice, clash, bold=True), headline=True), *details(items[0], voice)]
        lines += [line("从 ", tally(outcome.total, "项"), " 中比较得出。")] if outcome.total > 1 else []
    else:
        lines = [line(*_heading(outcome), headline=True)]
        bold = isinstance(node, Rank)
        lines += [line("- ", *_member(item, voice, clash, bold and not at), headline=True) for at, item in enumerate(items[:ROWS])]
        lines += [*and_more(items, ROWS), *(line("- ", Named(text), headline=True) for text in outcome.texts[:ROWS])]
        lines += doubts([figure for item in items[:ROWS] for figure in leaves(item.operand)], voice)
    lines += contradictions(found, voice) + left_out(outcome.left_out)
    lines += [one for item in items[:ROWS] for one in likenesses(item.node, item.bound)][:1]
    return Draft(Status.ANSWERED, tuple(lines), discrepancies=found)


def _member(item: Amounted, voice: Voice, clash: dict[int, tuple[Discrepancy, ...]], bold: bool) -> tuple[Piece, ...]:
    return statement(item, voice, bold=bold, clash=bool(clash[id(item)]) and isinstance(item.operand, Figure))


def _which(node: Rank) -> str:
    end = "小" if node.ascending else "大"
    return f"第{node.nth}{end}的" if node.nth else f"最{end}的"


def _heading(outcome: Listed) -> tuple[Piece | str, ...]:
    node: Node = outcome.node
    shown = max(len(outcome.items), len(outcome.texts))
    if not isinstance(node, Rank):
        return ("共 ", tally(max(outcome.total, shown), "项"), "：")
    order = "从小到大" if node.ascending else "从大到小"
    if outcome.total > shown:
        return (f"{order}（", tally(outcome.total, "项"), " 中的前 ", tally(shown, "项"), "）：")
    return (f"{order}，共 ", tally(shown, "项"), "：")


# what a reader must know beside a number

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
    items = outcome.items
    if items and isinstance(outcome.operand, Derivation):
        return tuple(dict.fromkeys(one for item in items[:CHECKED] for one in clashes(item, voice)))
    found: list[Discrepancy] = []
    printed = leaves(outcome.operand)[:CHECKED]
    rivals = tuple({(one.provenance.page, one.text): one for one in outcome.rivals if one.amount is not None}.values())
    if rivals:
        figures = (*((printed[0],) if isinstance(outcome.operand, Figure) else ()), *rivals)
        found.append(Discrepancy(figures, clash_words(voice.label(outcome), figures)))
    known = {one.id for one in (*printed, *rivals)} if rivals else set()
    found += [one for one in _touching(voice, printed) if _contradicts(one) and not all(part.id in known for part in one.figures)]
    return tuple(found)


def clash_words(label: str, figures: Iterable[Figure]) -> str:
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
