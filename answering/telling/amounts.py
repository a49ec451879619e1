"""Amounts told: one printed figure, one that was computed, a cell that prints nothing.

驻矿人员工资                →  2026年驻矿人员工资：**75.00 万元**（已核对）[1]
change of a fall            →  2024年 · 机关运行经费比2023年 · 机关运行经费减少 **342.88 万元**（由单元格计算）[1][2]
a blank                     →  一般行政管理事务 · 基本支出：这一格是空白，没有列出数额。[1]
"""

from __future__ import annotations

from dataclasses import replace

from answering.binding.names import name_of
from answering.evaluating.arithmetic import CONVERT, COUNT, GIVEN, GROWTH, MEAN, MINUS, PER, PRODUCT, RATIO, SHARE, SUM
from answering.evaluating.result import Amounted, Empty, LeftOut, Operand, Outcome
from answering.query.tree import Cell, CellAspect, Convert, Count, Given, Growth, Minus, Node
from answering.telling.draft import Cited, Draft, Echo, Formula, Line, Named, Number, Piece, Quoted, Words
from answering.telling.notes import clashes, contradictions, doubts, elsewhere, empty_note, likenesses
from answering.telling.phrases import Voice, amount_of, leaves, short, tally
from answering.telling.told import headed, told
from disclosure.answer import Status, Verdict
from disclosure.figure import Aspect, Derivation, Figure

OPERANDS = 12  # shown one by one
ROWS = 60  # of a set
LEFT_OUT = 5  # named one by one
_JOINTS = {
    SHARE: ("占", "的比重"),
    RATIO: ("是", "的倍数"),
    MINUS: ("减", "的差"),
    GROWTH: ("比", "的增长率"),
    PER: ("按", "平均"),
    PRODUCT: ("乘以", ""),
}
_MOVING = (CellAspect.CHANGE, CellAspect.RATE)
_MOVED = (Aspect.INCREASE, Aspect.DECREASE, Aspect.GROWTH_RATE)


@told.register
def _(outcome: Amounted, voice: Voice) -> Draft:
    return amounted(outcome, voice)


def amounted(outcome: Amounted, voice: Voice, before: tuple[Piece, ...] = (), after: tuple[Piece, ...] = ()) -> Draft:
    """An amount with what it rests on; `before` and `after` stand in the headline: 是的，属实： … ."""
    clash = clashes(outcome, voice)
    # what was computed stays so, whatever is said elsewhere of the cells that it was computed from
    conflicting = bool(clash) and isinstance(outcome.operand, Figure)
    head = Line((*before, *statement(outcome, voice, bold=True, clash=conflicting), *after), headline=True)
    derivations = (outcome.operand,) if isinstance(outcome.operand, Derivation) else ()
    lines = [head, *details(outcome, voice), *contradictions(clash, voice)]
    return Draft(Status.ANSWERED, tuple(lines), None, (), derivations, clash, outcome.bound)


def statement(outcome: Amounted, voice: Voice, *, bold: bool = False, clash: bool = False, plain: bool = False) -> tuple[Piece, ...]:
    """An amount said: its name and its number; a change by its direction and size; `plain`: in the unit that is printed."""
    told_in = outcome.operand if plain else voice.in_unit_asked(outcome.operand, outcome.also)
    verdict = Verdict.CONFLICT if clash else None
    beside = tuple(
        one for one in outcome.also if told_in is not outcome.operand and one.amount and one.amount.unit == amount_of(told_in).unit
    )
    label = voice.label(outcome)
    if not moves(outcome):
        joint = "：共 " if isinstance(outcome.node, Count) else "："
        return (voice.name(outcome), Words(joint), voice.number(told_in, label, bold=bold, verdict=verdict, beside=beside))
    lead, word = _movement(outcome, voice)
    label = label if word.endswith("相差") else f"{label} · {word}"
    return (*lead, Words(f"{word} "), voice.number(told_in, label, bold=bold, verdict=verdict, size=True, beside=beside))


def moves(outcome: Amounted) -> bool:
    """Whether an amount is a change, told by direction and size."""
    node = _unwrapped(outcome.node)
    figure = outcome.operand
    printed = isinstance(figure, Figure) and figure.aspect in _MOVED
    return isinstance(node, (Minus, Growth)) or getattr(node, "aspect", None) in _MOVING or printed


def falls(outcome: Amounted) -> bool:
    """Whether a change is one for less."""
    operand = outcome.operand
    return amount_of(operand).number < 0 or (isinstance(operand, Figure) and operand.aspect is Aspect.DECREASE)


def _movement(outcome: Amounted, voice: Voice) -> tuple[tuple[Piece, ...], str]:
    """What a change is of and against what, and its word."""
    operand, node = outcome.operand, _unwrapped(outcome.node)
    while isinstance(operand, Derivation) and operand.operation == CONVERT:
        operand = operand.operands[0]
    rate = getattr(node, "aspect", None) is CellAspect.RATE or isinstance(node, Growth)
    words, lead = ("增加", "减少"), (voice.name(outcome), Words("："), *_basis(operand))
    if isinstance(operand, Derivation) and len(operand.operands) == 2 and operand.operation in (MINUS, GROWTH):
        first, second = _two_names(outcome, operand, voice)
        lead = (first, Words(" 比 "), second, Words(" "))
        if isinstance(node, Minus) and not _one_thing(operand.operands[0], operand.operands[1]):
            words = ("高", "低") if amount_of(operand).dimension in ("%", "百分点") else ("多", "少")
    elif isinstance(operand, Figure) and operand.aspect is Aspect.GROWTH_RATE:
        rate = True
    if rate:
        words = ("增长", "下降")
    if amount_of(operand).number == 0:
        return lead, "持平，相差" if words[0] in ("增加", "增长") else "相等，相差"
    return lead, words[falls(outcome)]


def _two_names(outcome: Amounted, operand: Derivation, voice: Voice) -> tuple[Named, Named]:
    """The names of what is compared: those of the operands' own outcomes where there are any."""
    items = _parts(outcome)
    if len(items) == 1 and isinstance(outcome.node, Convert):
        items = _parts(items[0])
    if len(items) == 2:
        return voice.name(items[0]), voice.name(items[1])
    return operand_name(operand.operands[0], voice), operand_name(operand.operands[1], voice)


def _parts(outcome: Amounted) -> list[Amounted]:
    return [item for item in outcome.items if isinstance(item, Amounted)]


def _basis(operand: Operand) -> tuple[Piece, ...]:
    if isinstance(operand, Figure) and operand.basis:
        return (Echo(operand.basis, operand),)
    return (Words("比上年"),)


def _one_thing(one: Operand, other: Operand) -> bool:
    """Whether two operands are one thing at two times or in two places."""
    if isinstance(one, Derivation) or isinstance(other, Derivation):
        return isinstance(one, Derivation) and isinstance(other, Derivation) and one.operation == other.operation
    return name_of(one.row_label or one.measure).key == name_of(other.row_label or other.measure).key


def operand_name(operand: Operand, voice: Voice) -> Named:
    """What an operand is called that has no outcome of its own."""
    if isinstance(operand, Figure):
        return voice.called(operand)
    if operand.operation == GIVEN:
        return Named(f"所给的{operand.shown}")
    return Named(_described(operand, voice), tuple(leaves(operand)))


def _described(operand: Derivation, voice: Voice) -> str:
    parts = [operand_name(one, voice).text for one in operand.operands[:3]]
    if operand.operation == CONVERT:
        return parts[0]
    if operand.operation in _JOINTS and len(parts) == 2:
        joint, end = _JOINTS[operand.operation]
        return f"{parts[0]}{joint}{parts[1]}{end}"
    more = "等" if len(operand.operands) > len(parts) else ""
    return "、".join(parts) + more + {MEAN: "的平均", SUM: "之和"}.get(operand.operation, "")


def _unwrapped(node: Node) -> Node:
    while isinstance(node, Convert):
        node = node.of
    return node


def details(outcome: Amounted, voice: Voice) -> list[Line]:
    """What stands below an amount: as printed, how computed, where, made of what, and what must be known of it."""
    told_in = voice.in_unit_asked(outcome.operand, outcome.also)
    lines: list[Line] = []
    if told_in is not outcome.operand and isinstance(told_in, Derivation):
        as_found = voice.number(outcome.operand, voice.label(outcome), size=moves(outcome))
        lines.append(
            Line((Words("原文印的是 " if isinstance(outcome.operand, Figure) else "即 "), as_found, Words("；换算："), Formula(told_in)))
        )
    if isinstance(outcome.operand, Derivation):
        if outcome.operand.operation != COUNT:
            lines.append(Line((Words("算式："), Formula(outcome.operand))))
        lines += rows(outcome.items, voice) or workings(outcome.operand, voice)
    else:
        lines.append(Line(voice.place(outcome.operand)))
        lines += rows(outcome.items, voice)
    lines += left_out(outcome.left_out)
    found = leaves(outcome.operand)
    if outcome.note:
        beside = [figure for item in outcome.items if isinstance(item, Amounted) for figure in leaves(item.operand)]
        lines.append(Line((Named(outcome.note.rstrip("。"), (*found, *beside)), Words("。"))))
    lines += likenesses(outcome.node, outcome.bound)
    lines += elsewhere(outcome, voice, amount_of(told_in))
    return lines if isinstance(outcome.node, Count) else lines + doubts(found[:OPERANDS], voice)


def workings(derivation: Derivation, voice: Voice) -> list[Line]:
    """Each operand of a number with its value and place, those that were computed with their formulas and operands."""
    lines: list[Line] = []
    operands = [one for one in derivation.operands if not (isinstance(one, Derivation) and one.operation == GIVEN)]
    for operand in operands[:OPERANDS]:
        name = operand_name(operand, voice)
        lines.append(Line((Words("- "), name, Words("："), voice.number(operand, name.text), *_worked(operand))))
        if isinstance(operand, Derivation):
            lines += workings(operand, voice)
    if len(operands) > OPERANDS:
        lines.append(Line((Words("- 另有 "), tally(operands[OPERANDS:], "项"), Words(" 没有逐一列出"))))
    return lines


def _worked(operand: Operand) -> tuple[Piece, ...]:
    return (Words("（"), Formula(operand), Words("）")) if isinstance(operand, Derivation) else ()


def rows(items: tuple[Outcome, ...], voice: Voice) -> list[Line]:
    """The members of a set, or what an amount was computed from, one a line."""
    lines: list[Line] = []
    for item in items[:ROWS]:
        if isinstance(item, Amounted) and not isinstance(item.node, Given):
            lines.append(Line((Words("- "), *statement(item, voice, plain=True), *_worked(item.operand))))
            if isinstance(item.operand, Derivation):
                lines += rows(item.items, voice) or workings(item.operand, voice)
        elif isinstance(item, Empty):
            lines.append(Line((Words("- "), *nothing_printed(item))))
    if len(items) > ROWS:
        lines.append(Line((Words("- 另有 "), tally(items[ROWS:], "项"), Words(" 没有逐一列出"))))
    return lines


def left_out(members: tuple[LeftOut, ...]) -> list[Line]:
    """How many could not take part, and why."""
    if not members:
        return []
    pieces: list[Piece] = [Words("未计入 "), tally(members, "个"), Words("：")]
    for at, one in enumerate(members[:LEFT_OUT]):
        pieces += [Words("；" if at else ""), Named(one.label), Words("（"), Named(one.why), Words("）")]
    return [Line((*pieces, Words("等。" if len(members) > LEFT_OUT else "。")))]


@told.register
def _(outcome: Empty, voice: Voice) -> Draft:
    lines = [Line(nothing_printed(outcome), headline=True)]
    if outcome.figure is not None:
        lines.append(Line(voice.place(outcome.figure)))
    elif outcome.table is not None:
        lines.append(Line(voice.place(outcome.table)))
    lines += said_of_nothing(outcome)
    return Draft(Status.ANSWERED, headed(lines))


def nothing_printed(outcome: Empty) -> tuple[Piece, ...]:
    """That a cell is there and prints no amount: blank, a dash, 无, or an empty table."""
    figure, table = outcome.figure, outcome.table
    label = short(outcome.label, outcome.node.row if isinstance(outcome.node, Cell) else None)
    name = Named(label, tuple(one for one in (figure, table) if one is not None))
    if figure is not None and figure.text.strip():
        return (name, Words("：这一格没有列出数额，印的是“"), Echo(figure.text, figure), Words("”。"), Cited((figure,)))
    if figure is not None:
        return (name, Words("：这一格是空白，没有列出数额。"), Cited((figure,)))
    if table is not None:
        note = empty_note(table)
        noted: tuple[Piece, ...] = (Words("，表下注明“"), Echo(note, table), Words("”")) if note else ()
        return (name, Words("：是空表，没有列出数额"), *noted, Words("。"), Cited((table,)))
    return (name, Words("：表中没有列出数额。"), Cited(outcome.told))


def said_of_nothing(outcome: Empty) -> list[Line]:
    """What the text says of it, quoted."""
    quoted = [Line((Quoted(chunk.text, chunk),)) for chunk in outcome.told]
    return [Line((Words("文字说明写的是："),)), *quoted] if quoted else []


def without_weight(line: Line) -> Line:
    """A line whose numbers are not set large."""
    return Line(tuple(replace(one, bold=False) if isinstance(one, Number) else one for one in line.pieces), line.headline)
