"""Judgements told: is it so, which is more, do the places agree; and the documents' own words, quoted in full.

verify    →  不是，不属实：2026年驻矿人员工资：**75.00 万元**（已核对）[1]，而所说的是 57万元，相差 18.00 万元
compare   →  2024年的政府采购预算更多：**1,662.44 万元**，比2023年的多 832.44 万元
agree     →  不一致，对不上：公务接待费： / - 《…》第12页：3.15 万元[1] / - 文字说明第15页：3.45 万元[2]
passage   →  文件给出的原因： / > 主要原因是人员经费增加；代管项目增加。[1]
entries   →  共列出 5 项： / - 办公室 / - 安全生产综合协调股 …
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from answering.evaluating.arithmetic import add_up, leaves, subtract
from answering.evaluating.result import Agreed, Amounted, Compared, Empty, Judged, Listed, Operand
from answering.evaluating.result import Quoted as WordsOfDocuments
from answering.query.tree import CellAspect, Define, Given, Passage, Relation, Verify
from answering.telling.amounts import amounted, clash_words, clashes, contradictions, details, likenesses, moves, nothing_printed, statement
from answering.telling.draft import Cited, Draft, Echo, Formula, Line, Named, Number, Piece, Quoted, Words, line
from answering.telling.labels import Voice, amount_of, and_more, figure_label, told
from disclosure.amount import Amount, Unit
from disclosure.answer import Status, Verdict
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Discrepancy, Figure
from retrieval.names import name_of

HOLDS = {True: "是的，属实：", False: "不是，不属实：", None: "不能判断是否属实："}
SENTENCES = 3  # of places that agree or not, quoted
_RELATIONS = {
    Relation.MORE: "多于", Relation.LESS: "少于", Relation.AT_LEAST: "不少于", Relation.AT_MOST: "不多于", Relation.ABOUT: "约",
}  # fmt: skip
_LEADS = {Relation.FIRST: "最大的是 ", Relation.LAST: "最小的是 "}


@told.register
def judged(outcome: Judged, voice: Voice) -> Draft:
    """Whether a claim holds, what the documents say, and by how much it is off."""
    left, before, after = outcome.left, HOLDS[outcome.holds], _held_against(outcome)
    other = _other_side(outcome, voice)
    if isinstance(left, Amounted):
        draft = amounted(left, voice, (before,), after)
        gap = _gap_line(_gap_to_claim(outcome) or outcome.difference, voice)
        if (moved := _moved(outcome)) and outcome.difference:
            size = voice.number(outcome.difference, f"{voice.label(left)} · {moved[2:].strip()}", bold=True, size=True)
            head = line(before, voice.name(left), "：", moved, size, headline=True)
            return replace(draft, lines=(head, line("- ", *statement(left, voice)), *draft.lines[1:], *other, *gap))
        gap += [line("所说的数印在别处：", voice.called(one), "：", voice.number(one, figure_label(one))) for one in outcome.printed]
        others = [*gap, *draft.lines[1:]] if outcome.right is None else [*draft.lines[1:], *other, *gap]
        lines = [draft.lines[0], *others]
    elif isinstance(left, Empty):
        draft = told(left, voice)
        lines = [line(before, *nothing_printed(left), *after, headline=True), *draft.lines[1:], *other]
    else:
        draft = told(left, voice)
        if draft.status is not Status.ANSWERED:
            return draft
        lines = [line(before, *draft.lines[0].pieces, headline=True), *draft.lines[1:]]
    why = [line(Named(outcome.why.rstrip("。")), "。")] if outcome.why and not isinstance(left, Empty) else []
    return replace(draft, lines=(lines[0], *why, *lines[1:]))


def _held_against(outcome: Judged) -> tuple[Piece | str, ...]:
    """What the asker states, where it is an amount and differs."""
    node = outcome.node
    if not isinstance(node, Verify) or not isinstance(node.claimed, Given) or outcome.holds:
        return ()
    given = node.claimed
    return (f"，而所说的是{_RELATIONS.get(node.relation, '')} ", Echo(given.said or given.number + (given.unit or "")))


def _other_side(outcome: Judged, voice: Voice) -> list[Line]:
    """What of the documents it is held against."""
    right = outcome.right.items[0] if isinstance(outcome.right, Listed) and outcome.right.items else outcome.right
    if right is None:
        return []
    if not isinstance(right, Amounted):
        return list(told(right, voice).lines)
    lead = _LEADS.get(outcome.node.relation, "与之相比的 ") if isinstance(outcome.node, Verify) else ""
    return [line(lead, *statement(right, voice)), *details(right, voice)]


def _moved(outcome: Judged) -> str:
    """How a thing moved, where it is held against its own amount of the year before: 比上年减少; "" where it is not, or did not move."""
    right, gap = outcome.right, outcome.difference
    held = isinstance(right, Amounted) and getattr(right.node, "aspect", None) in (CellAspect.PRIOR, CellAspect.EXECUTED)
    if gap is None or not held or amount_of(gap).number == 0:
        return ""
    return "比上年减少 " if amount_of(gap).number < 0 else "比上年增加 "


def _gap_line(gap: Derivation | None, voice: Voice, *lead: Piece | str) -> list[Line]:
    if gap is None or gap.shown.number == 0:
        return []
    return [line(*(lead or ("相差 ",)), voice.number(gap, "相差", size=True), "；算式：", Formula(gap))]


def _gap_to_claim(outcome: Judged) -> Derivation | None:
    """By how much the document's amount differs from the asker's: a fall that is claimed as a size is held against its size."""
    difference, left = outcome.difference, outcome.left
    if difference is None or leaves(difference) or not isinstance(left, Amounted):
        return None
    mine, (held, claimed) = amount_of(left.operand), difference.operands
    if mine.number >= 0 or amount_of(held).number != -mine.number:
        return _less(left.operand, claimed)
    try:
        return add_up((left.operand, claimed))
    except AmountError:
        return None


def _less(first: Operand, second: Operand) -> Derivation | None:
    try:
        return subtract(first, second)
    except AmountError:
        return None


@told.register
def compared(outcome: Compared, voice: Voice) -> Draft:
    """The greatest first, the others, and by how much it is more."""
    ordered = _from_the_largest(outcome.items)
    clash = [clashes(item, voice) for item in ordered]
    first, *others = [statement(item, voice, bold=not at, clash=bool(clash[at])) for at, item in enumerate(ordered)]
    more = "更多：" if len(ordered) == 2 else "最多："
    head = ("一样多：", *first) if outcome.same else (voice.name(ordered[0]), more, *(first if moves(ordered[0]) else first[2:]))
    lines = [line(*head, headline=True), *(line("- ", *one) for one in others)]
    than: tuple[Piece | str, ...] = ("比 ", voice.name(ordered[1]), " 多 ") if len(ordered) == 2 else ()
    lines += [] if outcome.same else _gap_line(outcome.difference, voice, *than)
    lines += [one for item in ordered for one in details(item, voice)]
    found = tuple(dict.fromkeys(one for each in clash for one in each))
    return Draft(Status.ANSWERED, (*lines, *contradictions(found, voice)), discrepancies=found)


def _from_the_largest(items: tuple[Amounted, ...]) -> tuple[Amounted, ...]:
    """Amounts from the largest to the smallest; unlike ones keep their order."""
    if len({amount_of(item.operand).dimension for item in items}) > 1:
        return items
    return tuple(sorted(items, key=lambda item: amount_of(item.operand).in_base, reverse=True))


@told.register
def agreed(outcome: Agreed, voice: Voice) -> Draft:
    """Every place with what it prints, by how much they differ, and the sentences among them."""
    first, *rest = places = outcome.places
    if not rest:
        draft = amounted(first, voice)
        return replace(draft, lines=(*draft.lines, line("只有这一处印有，没有别处可比。")))
    several = len({name_of(_named(one, voice).text).key for one in places}) > 1
    said = [_place_said(one, voice, not outcome.same, bold=not at, named=several) for at, one in enumerate(places)]
    lead: tuple[Piece | str, ...] = ("一致，各处相符：" if outcome.same else "不一致，对不上：",)
    lead = lead if several else (*lead, _named(first, voice), "：")
    lines = [line(*lead, *said[0], headline=True), *(line("- ", *one, headline=True) for one in said[1:])]
    other = None if outcome.same else next((one for one in rest if _differs(first, one)), None)
    lines += _gap_line(_less(first.operand, other.operand), voice) if other else []
    figures = [figure for one in places for figure in leaves(one.operand)]
    sentences = {figure.sentence: figure for figure in figures if figure.sentence}
    lines += [line(Quoted(sentence, figure)) for sentence, figure in list(sentences.items())[:SENTENCES]]
    lines += [one for each in places for one in likenesses(each.node, each.bound)][:1]
    clash = () if outcome.same else (Discrepancy(tuple(figures), clash_words(voice.label(first), figures)),)
    return Draft(Status.ANSWERED, tuple(lines), discrepancies=clash)


def _named(outcome: Amounted, voice: Voice) -> Named:
    """What a place calls the thing: as it prints it."""
    return voice.called(outcome.operand) if isinstance(outcome.operand, Figure) else voice.name(outcome)


def _place_said(outcome: Amounted, voice: Voice, clash: bool, *, bold: bool, named: bool) -> tuple[Piece, ...]:
    """An amount at its place: 《2026年“三公”经费预算表》第12页：3.15 万元."""
    name = _named(outcome, voice)
    number = voice.number(outcome.operand, name.text, bold=bold, verdict=Verdict.CONFLICT if clash else None)
    if isinstance(outcome.operand, Figure):
        return (*((name, Words("，")) if named else ()), *voice.place(outcome.operand), Words("："), number)
    return (name, Words("，" if named else "："), number, Words("（"), Formula(outcome.operand), Words("）"))


def _differs(one: Amounted, other: Amounted) -> bool:
    mine, theirs = amount_of(one.operand), amount_of(other.operand)
    return mine.dimension == theirs.dimension and mine.in_base != theirs.in_base


ENTRIES = 80  # of a list, shown one by one
OTHERWISE = "文件里的相关说明："
_GIVEN, _LISTED = ("依据", "必要性", "计划", "目标", "构成", "用途", "时间", "地点", "主体"), ("职责", "机构", "编码")
_FACETS = {"原因": "文件给出的原因：", "措施": "文件写明的制度和措施：", "概况": "文件里的概况："}
_FACETS |= {facet: f"文件写明的{facet}：" for facet in _GIVEN} | {facet: f"文件所列{facet}：" for facet in _LISTED}


@told.register
def quoted(outcome: WordsOfDocuments, voice: Voice) -> Draft:
    """What the documents say, or the entries that they list, with the place."""
    passages, node = outcome.passages, outcome.node
    lead: tuple[Piece | str, ...] = (_FACETS.get(node.facet or "", OTHERWISE) if isinstance(node, Passage) else OTHERWISE,)
    if isinstance(node, Define):
        lead = (Echo(node.said or node.term), "在文件里这样解释：")
    if outcome.code is not None:
        code = next((chunk for chunk in passages if outcome.code in chunk.text), None)
        lead = (*lead, Echo(outcome.code, code), Cited((code,) if code else ()))
    lines = [line(*lead, headline=True), *(line(Quoted(chunk.text, chunk), headline=True) for chunk in passages)]
    if outcome.entries:
        lines = [_counted(outcome)]
        for entry in outcome.entries[:ENTRIES]:
            source = next((one for one in passages if entry in one.text), next(iter(passages), None))
            lines.append(line("- ", Echo(entry, source), headline=True))
        lines += and_more(outcome.entries, ENTRIES)
    return Draft(Status.ANSWERED, (*lines, *(line(*voice.place(one)) for one in passages[:1])))


def _counted(outcome: WordsOfDocuments) -> Line:
    """How many entries the text lists, which no digit of it prints: a value of the answer (下面有几家单位，都叫什么)."""
    amount = Amount(Decimal(len(outcome.entries)), Unit.parse("个"))
    count = Number(amount, "文件所列", Verdict.PROSE, None, outcome.passages, bold=True, entries=outcome.entries)
    return line("文件逐条列出的共 ", count, "：", headline=True)
