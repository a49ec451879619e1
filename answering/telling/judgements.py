"""Judgements told: is it so, which is more, do the places agree.

verify    →  不是，不属实：2026年驻矿人员工资：**75.00 万元**（已核对）[1]，而所说的是 57万元，相差 18.00 万元
compare   →  2024年的政府采购预算更多：**1,662.44 万元**，比2023年的多 832.44 万元
agree     →  不一致，对不上：公务接待费： / - 《…》第12页：3.15 万元[1] / - 文字说明第15页：3.45 万元[2]
"""

from __future__ import annotations

from answering.binding.names import name_of
from answering.evaluating.arithmetic import add_up, subtract
from answering.evaluating.result import Agreed, Amounted, Compared, Empty, Judged, Listed
from answering.query.tree import Given, Relation, Verify
from answering.telling.amounts import amounted, details, moves, nothing_printed, said_of_nothing, statement
from answering.telling.draft import Draft, Echo, Formula, Line, Named, Piece, Quoted, Words
from answering.telling.notes import clashes, contradiction_words, contradictions, likenesses
from answering.telling.phrases import Voice, amount_of, leaves, said
from answering.telling.sets import members
from answering.telling.told import headed, joined, told
from disclosure.answer import Status, Verdict
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Discrepancy, Figure

YES, NO, OPEN = "是的，属实：", "不是，不属实：", "不能判断是否属实："
_SENTENCES = 3


@told.register
def _(outcome: Judged, voice: Voice) -> Draft:
    before = (Words(OPEN if outcome.holds is None else YES if outcome.holds else NO),)
    left = outcome.left
    if isinstance(left, Amounted):
        draft = amounted(left, voice, before, _held_against(outcome))
        head, *others = draft.lines
        gap = _difference(outcome, voice)
        lines = [head, *gap, *others] if outcome.right is None else [head, *others, *_other_side(outcome, voice), *gap]
        draft = Draft(draft.status, tuple(lines), None, (), _derivations(outcome), draft.discrepancies, draft.bound)
    elif isinstance(left, Empty):
        lines = [Line((*before, *nothing_printed(left), *_held_against(outcome)), headline=True), *said_of_nothing(left)]
        draft = Draft(Status.ANSWERED, (*lines, *_other_side(outcome, voice)))
    else:
        found = told(left, voice)
        if found.status is not Status.ANSWERED:
            return found
        head, *others = found.lines
        draft = joined([Draft(Status.ANSWERED, (Line((*before, *head.pieces), headline=True), *others)), found])
        draft = Draft(Status.ANSWERED, draft.lines[: len(found.lines)], None, (), found.derivations, found.discrepancies, found.bound)
    return _with_why(draft, outcome)


def _with_why(draft: Draft, outcome: Judged) -> Draft:
    if not outcome.why:
        return draft
    lines = (draft.lines[0], Line((Named(outcome.why.rstrip("。")), Words("。"))), *draft.lines[1:])
    return Draft(draft.status, lines, draft.reason, draft.choices, draft.derivations, draft.discrepancies, draft.bound)


def _held_against(outcome: Judged) -> tuple[Piece, ...]:
    """What the asker states, where it is an amount and differs."""
    node = outcome.node
    if not isinstance(node, Verify) or not isinstance(node.claimed, Given) or outcome.holds:
        return ()
    relation = {
        Relation.MORE: "多于", Relation.LESS: "少于", Relation.AT_LEAST: "不少于", Relation.AT_MOST: "不多于", Relation.ABOUT: "约",
    }.get(node.relation, "")  # fmt: skip
    given = node.claimed
    return (Words(f"，而所说的是{relation} "), Echo(given.said or given.number + (given.unit or "")))


def _other_side(outcome: Judged, voice: Voice) -> list[Line]:
    """What of the documents it is held against."""
    right = outcome.right
    if right is None:
        return []
    relation = outcome.node.relation if isinstance(outcome.node, Verify) else Relation.EQUAL
    lead = {Relation.FIRST: "最大的是 ", Relation.LAST: "最小的是 "}.get(relation, "与之相比的 ")
    if isinstance(right, Listed) and right.items:
        right = right.items[0]
    if isinstance(right, Amounted):
        return [Line((Words(lead), *statement(right, voice))), *details(right, voice)]
    return list(told(right, voice).lines)


def _difference(outcome: Judged, voice: Voice) -> list[Line]:
    gap = _gap_to_claim(outcome) or outcome.difference
    if gap is None or gap.shown.number == 0:
        return []
    return [Line((Words("相差 "), voice.number(gap, "相差", size=True), Words("；算式："), Formula(gap)))]


def _gap_to_claim(outcome: Judged) -> Derivation | None:
    """By how much the document's amount differs from the asker's: a fall that is claimed as a size is held against its size."""
    difference = outcome.difference
    if difference is None or leaves(difference) or not isinstance(outcome.left, Amounted):
        return None
    claimed = difference.operands[1]
    mine = amount_of(outcome.left.operand)
    try:
        if difference.operands and amount_of(difference.operands[0]).number == -mine.number and mine.number < 0:
            return add_up((outcome.left.operand, claimed))
        return subtract(outcome.left.operand, claimed)
    except AmountError:
        return None


def _derivations(outcome: Judged) -> tuple[Derivation, ...]:
    sides = [one.operand for one in (outcome.left, outcome.right) if isinstance(one, Amounted)]
    return tuple(one for one in (*sides, _gap_to_claim(outcome) or outcome.difference) if isinstance(one, Derivation))


@told.register
def _(outcome: Compared, voice: Voice) -> Draft:
    ordered = members(outcome.items)
    first = ordered[0]
    clash = {id(item): clashes(item, voice) for item in ordered}
    verdict = bool(clash[id(first)])
    if outcome.same:
        head = (Words("一样多："), *statement(first, voice, bold=True, clash=verdict))
    else:
        told_as = statement(first, voice, bold=True, clash=verdict)
        more = "更多" if len(ordered) == 2 else "最多"
        head = (voice.name(first), Words(f"{more}："), *(told_as if moves(first) else told_as[2:]))
    lines = [Line(head, headline=True)]
    lines += [Line((Words("- "), *statement(item, voice, clash=bool(clash[id(item)])))) for item in ordered[1:]]
    if (gap := outcome.difference) is not None and not outcome.same:
        lead: tuple[Piece, ...] = (Words("比 "), voice.name(ordered[1]), Words(" 多 ")) if len(ordered) == 2 else (Words("相差 "),)
        lines.append(Line((*lead, voice.number(gap, "相差", size=True), Words("；算式："), Formula(gap))))
    for item in ordered:
        lines += details(item, voice)
    found = tuple(dict.fromkeys(one for item in ordered for one in clash[id(item)]))
    derivations = tuple(one for one in (*(item.operand for item in ordered), outcome.difference) if isinstance(one, Derivation))
    bound = tuple(one for item in ordered for one in item.bound)
    return Draft(Status.ANSWERED, (*lines, *contradictions(found, voice)), None, (), derivations, found, bound)


@told.register
def _(outcome: Agreed, voice: Voice) -> Draft:
    places = outcome.places
    verdict = None if outcome.same else Verdict.CONFLICT
    first = places[0]
    if len(places) == 1:
        draft = amounted(first, voice)
        return Draft(
            draft.status, (*draft.lines, Line((said("只有这一处印有，没有别处可比。"),))), None, (), (), draft.discrepancies, draft.bound
        )
    lead = "一致，各处相符：" if outcome.same else "不一致，对不上："
    name = () if len({name_of(_named(one, voice).text).key for one in places}) > 1 else (_named(first, voice), Words("："))
    lines = [Line((Words(lead), *name, *_place_said(first, voice, verdict, bold=True, named=not name)), headline=True)]
    lines += [Line((Words("- "), *_place_said(one, voice, verdict, named=not name)), headline=True) for one in places[1:]]
    lines += _gap(outcome, voice)
    figures = [figure for one in places for figure in leaves(one.operand)]
    sentences = {figure.sentence: figure for figure in figures if figure.sentence}
    lines += [Line((Quoted(sentence, figure),)) for sentence, figure in list(sentences.items())[:_SENTENCES]]
    lines += [line for one in places for line in likenesses(one.node, one.bound)][:1]
    clash = () if outcome.same else (Discrepancy(tuple(figures), contradiction_words(voice.label(first), figures)),)
    derivations = tuple(one.operand for one in places if isinstance(one.operand, Derivation))
    return Draft(Status.ANSWERED, headed(lines), None, (), derivations, clash, tuple(one for place in places for one in place.bound))


def _named(outcome: Amounted, voice: Voice) -> Named:
    """What a place calls the thing: as it prints it."""
    return voice.called(outcome.operand) if isinstance(outcome.operand, Figure) else voice.name(outcome)


def _place_said(outcome: Amounted, voice: Voice, verdict: Verdict | None, *, bold: bool = False, named: bool = False) -> tuple[Piece, ...]:
    """An amount at its place: 《2026年“三公”经费预算表》第12页：3.15 万元."""
    number = voice.number(outcome.operand, _named(outcome, voice).text, bold=bold, verdict=verdict)
    name: tuple[Piece, ...] = (_named(outcome, voice), Words("，")) if named else ()
    if isinstance(outcome.operand, Figure):
        return (*name, *voice.place(outcome.operand), Words("："), number)
    return (*(name or (voice.name(outcome), Words("："))), number, Words("（"), Formula(outcome.operand), Words("）"))


def _gap(outcome: Agreed, voice: Voice) -> list[Line]:
    """By how much two places differ."""
    if outcome.same:
        return []
    first = outcome.places[0]
    other = next((one for one in outcome.places[1:] if _differs(first, one)), None)
    if other is None:
        return []
    try:
        gap = subtract(first.operand, other.operand)
    except AmountError:
        return []
    return [Line((Words("相差 "), voice.number(gap, "相差", size=True), Words("；算式："), Formula(gap)))]


def _differs(one: Amounted, other: Amounted) -> bool:
    mine, theirs = amount_of(one.operand), amount_of(other.operand)
    return mine.dimension == theirs.dimension and mine.in_base != theirs.in_base
