"""What a document says of its own figures, worked out again: a rate from its two amounts.

住房维修费减少1.10%，按两个数算站得住吗   →  不成立: 1,690.69 to 1,434.89 is 15.13%, the sentence cited
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import Operand, add_up, growth, share, subtract
from answering.compose import Work, finished
from answering.compose_agreement import told
from answering.consistency import SIGN, Asked, is_said, of_year, states_all
from answering.consistency_forms import with_clash
from answering.document_index import DocumentIndex
from answering.draft import Draft, Echo, Formula, Line, Number, Quoted, Words
from answering.phrases import computed, number_of
from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.document import Chunk
from disclosure.errors import AmountError
from disclosure.figure import Aspect, Derivation, Discrepancy, Figure, Footing
from retrieval.matching import normalise_label

RATE = re.compile("百分[比数之]|比[例率重]|[增降涨]幅|幅度|增长率|占比|[%％]")
_WHETHER = re.compile("[对是]?[吗么吧不]$|对不对|属实|正确|怎么[来算]|准确")
_RIGHT = re.compile("[写算说]得?(?:是否|是不是)?(?:对|准|正确|没错)")
_SHARE = re.compile("占|完成")
_REASON = re.compile("原因[^。]*")
_UP, _DOWN = re.compile("增[加长]?|涨|上升|提高|扩大"), re.compile("减少|下降|降|压减|压缩|缩减|少了")
_RATE_NAMES = 3  # of the headings around a rate, the innermost that may name it


def rate_holds(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Whether a rate that the text prints follows from the amounts beside it; None where no one rate is meant."""
    said = [amount for amount in asked.amounts if amount.dimension == "%"]
    asks = SIGN.search(asked.words) or _RIGHT.search(asked.words) or (said and _WHETHER.search(asked.words))
    if not asks or not (said or (asked.names and RATE.search(asked.words))):
        return None
    found = [one for one in work.shelf.library.footings(index.document_id) if one.rule in ("growth", "share")]
    if said:
        found = [one for one in found if one.total.amount and any(is_said(amount, one.total.amount) for amount in said)]
    rest = [amount for amount in asked.amounts if amount.dimension != "%"]
    found = [one for one in found if one.total.fiscal_year == index.fiscal_year and states_all(one.parts, rest)]
    found = [one for one in found if _of_the_kind(one.total, asked.words) and all(_speaks_of(one, name) for name in asked.names)]
    named = [one for one in found if any(_is_named(one.total, name) for name in asked.names)] or (found if said else [])
    if len(named) == 1:
        return _rate_draft(work, asked, named[0])
    return _as_printed(work, asked, index, said) if said and not found and _WHETHER.search(asked.words) else None


def _of_the_kind(rate: Figure, words: str) -> bool:
    """Whether a rate is of what the question speaks of: a share, or a growth."""
    share_asked, growth_asked = bool(_SHARE.search(words)), bool(_UP.search(words) or _DOWN.search(words))
    return share_asked == growth_asked or (rate.aspect is Aspect.SHARE) == share_asked


def _speaks_of(footing: Footing, name: str) -> bool:
    """Whether a rate's sentence, its headings or its amounts hold a name; a share of another whole is another rate."""
    rate = footing.total
    words = (rate.sentence or "", *rate.row_path, *(part.measure for part in footing.parts))
    return any(name in normalise_label(word) for word in words)


def _turned(rate: Figure, words: str) -> bool:
    """Whether the question says 增长 of a rate that fell, or 减少 of one that grew."""
    up, down = bool(_UP.search(words)), bool(_DOWN.search(words))
    return rate.aspect is Aspect.GROWTH_RATE and rate.amount is not None and up != down and (rate.amount.number < 0) == up


def _as_printed(work: Work, asked: Asked, index: DocumentIndex, said: Sequence[Amount]) -> Draft | None:
    """A rate that the text prints of the one thing named, beside no amounts that it could be worked out from."""
    found = [
        figure
        for figure in index.figures
        if figure.table_id is None
        and figure.aspect in (Aspect.SHARE, Aspect.GROWTH_RATE)
        and figure.amount
        and any(is_said(amount, figure.amount) for amount in said)
        and figure.fiscal_year == index.fiscal_year
        and _of_the_kind(figure, asked.words)
        and asked.names
        and all(name in normalise_label(figure.measure) for name in asked.names)
    ]
    if len(found) != 1 or len(asked.amounts) > 1 or not of_year(index, asked):
        return None
    lead = "不对，方向相反。" if _turned(found[0], asked.words) else "是的，与文件所写一致。"
    head = (Words(lead), Echo(found[0].measure, found[0]), Words(f"写的是{_way(found[0].amount and found[0].amount.number, found[0])} "))
    lines = [Line((*head, _positive(found[0])), headline=True), Line(work.place(found[0]))]
    return finished(work, [*lines, Line((Quoted(found[0].sentence or "", found[0]),))], [])


def _positive(rate: Figure, verdict: Verdict | None = None) -> Number:
    """A rate as the text prints it: 减少 1.10%, and not 减少 -1.10%."""
    number = number_of(rate, bold=True, verdict=verdict)
    return replace(number, amount=-number.amount if number.amount.number < 0 else number.amount)


def _is_named(rate: Figure, name: str) -> bool:
    return name in {normalise_label(part) for part in (rate.measure, *rate.row_path[-_RATE_NAMES:])}


def _rate_draft(work: Work, asked: Asked, footing: Footing) -> Draft | None:
    rate = footing.total
    clash = Discrepancy((rate, *footing.parts), "文字所写的比率与所列的数不符")
    try:
        worked = _worked(footing)
    except AmountError:
        known = (one for one in work.shelf.library.discrepancies(rate.document_id) if rate in one.figures)
        return told(work, clash.figures, known=next(known, clash))
    reason = _opposite_reason(work, rate) if "原因" in asked.words else None
    sound = footing.holds and reason is None
    lead = "成立，按所列的数算得出。" if sound else "不成立，对不上。"
    if footing.holds and reason is not None:
        lead = "前后不一致：比率算得出，所写的原因却方向相反。"
    elif sound and _turned(rate, asked.words):
        lead = "不对，方向相反。"
    verdict = None if sound else Verdict.CONFLICT
    head = (Words(lead), Echo(rate.measure, rate), Words(f"写的是{_way(rate.amount and rate.amount.number, rate)} "))
    lines = [Line((*head, _positive(rate, verdict)), headline=True), Line(work.place(rate))]
    if rate.sentence:
        lines.append(Line((Quoted(rate.sentence, rate),)))
    lines.append(Line((Words(f"按所列的数计算：{_way(worked.exact, rate)} "), computed(worked, "按所列的数计算", positive=True))))
    lines.append(Line((Words("算式："), Formula(worked))))
    if reason is not None:
        lines.append(Line((Words("所写的原因："), Quoted(*reason, block=False))))
    draft = finished(work, lines, [], [worked])
    return draft if sound else with_clash(draft, clash.figures, clash.message)


def _way(number: object, rate: Figure) -> str:
    if rate.aspect is Aspect.SHARE:
        return "完成" if "完成" in (rate.sentence or "") else "占"
    return "减少" if str(number).startswith("-") else "增长"


def _worked(footing: Footing) -> Derivation:
    """The rate from its parts: two amounts, or a change and what it led to."""
    first, second = footing.parts[:2]
    if footing.rule == "share":
        return share(first, second)
    if first.aspect is Aspect.AMOUNT:
        return growth(first, second)
    before: Operand = subtract(second, first) if first.aspect is Aspect.INCREASE else add_up((second, first))
    return growth(second, before)


def _opposite_reason(work: Work, rate: Figure) -> tuple[str, Chunk] | None:
    """The reason that the text gives behind a rate, where it speaks only of the other direction."""
    assert rate.amount is not None
    same, other = (_DOWN, _UP) if rate.amount.number < 0 else (_UP, _DOWN)
    for chunk in work.shelf.library.chunks(rate.document_id):
        _, found, after = chunk.text.partition(rate.sentence or "\0")
        reason = _REASON.match(after.lstrip("主要其 ")) if found else None
        if reason and other.search(reason.group()) and not same.search(reason.group()):
            return reason.group(), chunk
    return None
