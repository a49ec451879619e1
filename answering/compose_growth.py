"""Drafts of answers about change: how much more or less than in another year, and by what rate.

both years loaded     →  the difference and the rate of two cells, with the text's own words beside them
one year loaded       →  as the text prints it: 比上年增加1072.38万元，增长93.33%; or 持平
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import growth, subtract
from answering.changes import beside, changed_in_table, of_one_table, printed_changes, undone
from answering.compose import Work, ambiguous, finished, not_found, shown
from answering.compose_computed import in_unit, named, operand_lines
from answering.draft import Draft, Echo, Formula, Line, Piece, Quoted, Words
from answering.found import Found, Pick
from answering.passages import level_with
from answering.phrases import computed, label_of, number_of
from answering.totals import is_document_total
from disclosure.amount import Amount
from disclosure.figure import Aspect, Figure
from disclosure.question import Plan, Selector
from retrieval.matching import normalise_label

# Words that ask for a change without saying which way, as columns of changes are headed.
_NEUTRAL = re.compile("增减|变动|变化|增长(?:率|%)")
_EITHER = re.compile("(?:增减|变动|变化)(?:变化|变动|情况)*(?![额数金率幅比百%(])")
# A direction that is claimed, whatever its size: 又涨了吧, 是不是少了.
_WAY = "(?:[涨降升跌增减多少高低]|上涨|上升|增加|增长|提高|下降|降低|减少|下跌)"
_CLAIMS_WAY = re.compile(
    f"(?:是不是|是否|有没有|肯定|果然)(?:又|还|也)?(?:比[^,，]{{2,10}})?{_WAY}(?!多少|几)|"
    f"{_WAY}了?(?:不少|很多|好多|一些|一点|[点些])?(?:[吧吗么]|[,，](?:对|是)(?:不[对是]|[吗吧]))(?:[^\\w]|$)"
)
_SIGNED = re.compile("增长率|增长速度|增幅|增速")


def change(work: Work) -> Draft:
    """GROWTH from a base year: from both years' figures where they are loaded, else as the text prints it."""
    now_selector, base_selector = (_of_asked_kind(work.plan, one) for one in (*work.plan.selectors, *work.plan.selectors)[:2])
    now = work.find(now_selector)
    printed = printed_changes(work.shelf, now, now_selector, work.documents, base_selector.fiscal_year)
    base = _base(work, now_selector, base_selector) or _beside(now, now_selector, base_selector)
    base = base or _row_of_year(work, now_selector, base_selector)
    if in_table := _in_columns(work, now, base_selector):
        return in_table
    if base is not None and base.operand is not None and now.operand is not None:
        comparable = of_one_table(now, base, now_selector)
        if comparable is not None:
            return _from_both_years(work, comparable, base, printed)
    if printed:
        return _as_printed(work, now, printed)
    if level := _as_level(work, now, now_selector):
        return level
    if now.is_ambiguous:
        return ambiguous(work, now)
    if base is not None and base.is_ambiguous:
        return ambiguous(work, base)
    if now.operand is None:
        return not_found(work, now)
    before = f"{base_selector.fiscal_year}年" if base_selector.fiscal_year else "上年"
    lacks = "用来相比的文件里没有它" if base_selector.document_ids else f"没有收录{before}的文件"
    return not_found(work, base or now, f"{lacks}，文字说明里也没有增减的数")


def _in_columns(work: Work, now: Found, base: Selector) -> Draft | None:
    """What the table itself prints of the change, where the question asks for it as columns are headed: 增减额, 增减%."""
    if not _NEUTRAL.search(work.plan.question):
        return None
    amount, rate = (changed_in_table(work.shelf, now, base.fiscal_year, rate=rate) for rate in (False, True))
    either = _EITHER.search(work.plan.question) is not None
    picks = (rate, amount) if _wants_rate(work.plan) else (amount, rate)
    told = [pick for pick in picks if pick is not None]
    if not told or (picks[0] is None and not either):
        return None
    found = [Found(replace(now.selector, column_label="".join(one.figure.column_path[-1:])), now.document_id, picks=(one,)) for one in told]
    lines = [line for place, one in enumerate(found) for line in shown(work, one, headline=not place)]
    return finished(work, lines, found)


def _of_asked_kind(plan: Plan, selector: Selector) -> Selector:
    """多多少人 asks for people, so that a figure of money is none of them."""
    unit = plan.unit
    if unit is None or unit.is_money or unit.dimension in ("%", "百分点") or selector.dimension is not None:
        return selector
    return replace(selector, dimension=unit.dimension)


def _as_level(work: Work, now: Found, selector: Selector) -> Draft | None:
    """That the text says it stayed as it was."""
    keys = [now.document_id] if now.document_id else list(selector.document_ids or work.documents)
    own = label_of(now.figure).split(" · ")[-1] if now.figure is not None and selector.label is not None else None
    printed = (own,) if own and not is_document_total(own) else ()
    passages = [
        passage for name in (selector.label, *printed) for key in keys for passage in level_with(name, work.shelf.library.chunks(key))
    ]
    if not passages:
        return None
    chunk = passages[0].chunk
    lines = [Line((Words("文件写明与上年持平："),), headline=True), Line((Quoted(chunk.text, chunk),)), Line(work.place(chunk))]
    return finished(work, [*lines, *operand_lines(work, [now] if now.operand is not None else [])], [now])


def _base(work: Work, now: Selector, base: Selector) -> Found | None:
    if base == now or base.document_ids == ():
        return None
    found = work.find(base)
    return found if found.picks or found.rivals or found.zero else None


def _beside(now: Found, selector: Selector, base: Selector) -> Found | None:
    """The year before in a column beside this year's of the same row and table: 2023年预算数 | 2024年预算数."""
    for pick in now.picks if selector.column_label is None else ():
        figure = pick.figure
        if figure.table_id is None or figure.fiscal_year is None:
            continue
        year = base.fiscal_year if base.fiscal_year is not None else figure.fiscal_year - 1
        earlier = [
            other for other in pick.candidate.entry.figures if other.fiscal_year == year != figure.fiscal_year and _alike(other, figure)
        ]
        if len(earlier) > 1:
            earlier = [other for other in earlier if _leaf(other) == _leaf(figure)]
        if len(earlier) == 1:
            return Found(base, figure.document_id, picks=(Pick(earlier[0], pick.candidate),))
    return None


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures of a row are amounts of one stage, not a change or share."""
    return one.aspect is Aspect.AMOUNT and one.stage is other.stage and one.amount is not None


def _leaf(figure: Figure) -> str:
    """The innermost column without its year."""
    return normalise_label(figure.column_path[-1]) if figure.column_path else ""


def _row_of_year(work: Work, now: Selector, base: Selector) -> Found | None:
    """The row that this year's document names with the base year, beside its own: 2025年保险费 in the disclosure of 2026."""
    year = base.fiscal_year
    if year is None or base == now or base.document_ids != ():
        return None
    found = work.find(replace(base, document_ids=now.document_ids, label_year=year))
    figure = found.figure
    if figure is None or not (figure.fiscal_year == year or any(str(year) in part for part in (*figure.row_path, figure.project or ""))):
        return None
    return found


def _from_both_years(work: Work, now: Found, base: Found, printed: Sequence[Figure]) -> Draft:
    assert now.operand is not None and base.operand is not None
    moved = subtract(now.operand, base.operand)
    falls, level = moved.shown.number < 0, moved.shown.number == 0
    told = subtract(base.operand, now.operand) if falls else moved
    derivations = [told]
    rate = None
    if base.amount is not None and base.amount.number != 0 and (not level or _wants_rate(work.plan)):
        rate = growth(now.operand, base.operand)
        derivations.append(rate)
    word = "减少" if falls else "增加"
    joint, moves = ("与", "持平，相差") if level else ("比", word)
    name = (*named(work, now, [now, base]), Words(joint), *named(work, base, [now, base]), Words(moves))
    amount_line = Line((*name, computed(in_unit(work.plan, told), word, bold=True)))
    lines = [amount_line, Line((Words("算式："), Formula(told)))]
    if rate is not None:
        signed = falls and wants_sign(work.plan)
        how: tuple[Piece, ...] = (*named(work, now, [now, base]), Words("增长率为 ")) if signed else name
        rate_line = Line((*how, computed(rate, f"{word}比例", bold=True, positive=falls and not signed)))
        rate_lines = [rate_line, Line((Words("算式："), Formula(rate)))]
        lines = [*rate_lines, *lines] if _wants_rate(work.plan) else [*lines, *rate_lines]
    changes = [one.shown for one in (told, rate) if one is not None]
    lines = [*_verdict(work.plan, changes, falls), Line(lines[0].pieces, headline=True), *lines[1:], *operand_lines(work, [now, base])]
    if printed:
        lines.append(Line((Words("文字说明写的是："), *_printed_pieces(printed))))
    return finished(work, lines, [now, base], derivations)


def _as_printed(work: Work, now: Found, printed: Sequence[Figure]) -> Draft:
    """The printed increase and rate, the one asked for first."""
    if _wants_rate(work.plan) and all(figure.amount is None or figure.amount.dimension != "%" for figure in printed) and now.picks:
        return _rate_from_change(work, now, printed[0])
    ordered = sorted(printed, key=lambda figure: (figure.amount is not None and figure.amount.dimension == "%") != _wants_rate(work.plan))
    falls = any(_change_word(figure) == "减少" for figure in printed)
    lines: list[Line] = _verdict(work.plan, [figure.amount for figure in printed if figure.amount is not None], falls)
    for figure in ordered:
        word = _change_word(figure)
        basis = (Echo(figure.basis, figure),) if figure.basis else ()
        lines.append(Line((Echo(figure.measure, figure), *basis, *_change(work, figure, word)), headline=figure is ordered[0]))
    lines.append(Line(work.place(ordered[0])))
    extra = [now] if now.operand is not None else []
    return finished(work, [*lines, *operand_lines(work, extra)], extra)


def _verdict(plan: Plan, changes: Sequence[Amount], falls: bool) -> list[Line]:
    """Whether the change that the question states is so: 比上年增加2.63万元，对吗."""
    if (bound := plan.threshold) is not None and any(bound.dimension == change.dimension for change in changes):
        size = next(abs(change.in_base) for change in changes if change.dimension == bound.dimension)
        meets = (size > bound.in_base if plan.above else size < bound.in_base) or (plan.inclusive and size == bound.in_base)
        return [Line((Words("是的，与文件相符。" if meets and falls == plan.decrease else "不是，与文件不符。"),))]
    if not plan.claimed and _CLAIMS_WAY.search(plan.question):
        return [Line((Words(_judged_way(plan, changes, falls)),))]
    claims = [claim for claim in plan.claimed if any(claim.dimension == change.dimension for change in changes)]
    if not claims:
        return []
    sizes = [-change if change.number < 0 else change for change in changes]
    fits = falls == plan.decrease and all(
        any(claim.agrees_with(size) for size in sizes if size.dimension == claim.dimension) for claim in claims
    )
    return [Line((Words("是的，与文件相符。" if fits else "不是，与文件不符。"),))]


def _judged_way(plan: Plan, changes: Sequence[Amount], falls: bool) -> str:
    """Whether it went the way that the question says."""
    said, was = ("减少" if down else "增加" for down in (plan.decrease, falls))
    if all(change.number == 0 for change in changes):
        return f"没有{said}，两年持平。"
    return f"是的，{was}了。" if said == was else f"没有{said}，而是{was}了。"


def wants_sign(plan: Plan) -> bool:
    """Whether a fall is told as a negative rate: the question asks for 增长率, not for how much less."""
    return not plan.decrease and bool(_SIGNED.search(plan.question))


def _change(work: Work, figure: Figure, word: str) -> tuple[Piece, ...]:
    """A printed change with its word; a fall that is read as negative is told as 减少 and a positive number."""
    number = number_of(figure, bold=True)
    if figure.amount is None or figure.amount.number >= 0:
        return (Words(word), number)
    if wants_sign(work.plan):
        return (Words("增长率为 "), number)
    return (Words("减少"), replace(number, amount=-figure.amount))


def _rate_from_change(work: Work, now: Found, change: Figure) -> Draft:
    """The rate that the text does not print, from this year's figure and the printed change."""
    figure = beside(now, change, work.shelf)
    base = undone(figure, change)
    rate = growth(figure, base)
    falls = rate.shown.number < 0
    word = "减少" if falls else "增加"
    name = (Echo(change.measure, change), *((Echo(change.basis, change),) if change.basis else ()), Words(word))
    lines = [
        Line((*name, computed(rate, f"{word}比例", bold=True, positive=falls)), headline=True),
        Line((Words("算式："), Formula(rate))),
        Line((Words("其中上年数："), Formula(base))),
        Line((Words("文字写明"), Words(word), number_of(change))),
        Line(work.place(change)),
    ]
    return finished(work, lines, [], [rate])


def _change_word(figure: Figure) -> str:
    falls = figure.aspect.value == "decrease" or (figure.amount is not None and figure.amount.number < 0)
    return "减少" if falls else "增加" if figure.aspect.value == "increase" else "增长"


def _printed_pieces(printed: Sequence[Figure]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for place, figure in enumerate(printed):
        number = number_of(figure)
        fallen = figure.amount is not None and figure.amount.number < 0
        pieces += [Words("，" if place else ""), Words(_change_word(figure)), replace(number, amount=-number.amount) if fallen else number]
    return tuple(pieces)


def _wants_rate(plan: Plan) -> bool:
    return plan.unit is not None and plan.unit.dimension == "%"
