"""Parts against the whole that a sentence gives them, and a number of things times what each costs against the amount.

地上面积加地下面积，等于建筑面积9,000平方米吗   →  5,100 + 3,950 = 9,050: 不相等, 相差 50平方米
参加人数乘每人标准，和预算一样吗                →  1,200人 × 20元/人 = 24,000元 against the form's total
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.calculate import add_up, product
from answering.compose import Work, finished, not_found
from answering.compose_reckoned import positive_gap
from answering.consistency import SIGN, Asked, is_said, of_year, states_all
from answering.consistency_forms import Form, named_forms, with_clash
from answering.coverage import core
from answering.document_index import DocumentIndex
from answering.draft import Draft, Echo, Formula, Line, Quoted, Words
from answering.phrases import computed, label_of, number_of
from disclosure.answer import Verdict
from disclosure.figure import Derivation, Figure
from retrieval.matching import normalise_label, simplify

_ADDED = re.compile("加|[+]|合起来|合在一起|之和|总和|相加|凑|合计|[、和与]")
_TIMES = re.compile("乘(?![车坐客])|[×*]")
_GAP_ASKED = re.compile("差(?:了|出|着)?(?:多少|几)|相差|差额")
_TELLING = 2  # characters that tell a part from its siblings: 地上, 货物


def parts_of_whole(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Whether the parts named add up to the whole that the same passage of the text gives; None where no one whole is meant."""
    numbers = len([amount for amount in asked.amounts if amount.dimension != "%"])
    if not SIGN.search(asked.words) or not (_ADDED.search(asked.words) or numbers > 2) or not of_year(index, asked):
        return None
    words = normalise_label(simplify(asked.words))
    wholes = [(whole, parts) for whole in _wholes(index) if len(parts := _parts_named(index, whole, words)) > 1]
    wholes = [(whole, parts) for whole, parts in wholes if states_all((whole, *parts), asked.amounts) and _is_meant(whole, asked, words)]
    values = {(whole.amount, tuple(part.amount for part in parts)) for whole, parts in wholes}
    return _sum_draft(work, asked, *wholes[0]) if len(values) == 1 else None


def _wholes(index: DocumentIndex) -> list[Figure]:
    """The amounts of the text that have parts right under them."""
    return [whole for wholes in index.parts_in_text.values() for whole in wholes if whole.row_path in index.parts_in_text]


def _parts_named(index: DocumentIndex, whole: Figure, words: str) -> list[Figure]:
    """The figures that the passage puts right under a whole and whose own words are in the question; one a name."""
    assert whole.amount is not None
    under: dict[str, Figure] = {}
    for figure in index.parts_in_text[whole.row_path]:
        alike = figure.amount is not None and figure.amount.dimension == whole.amount.dimension and figure.fiscal_year == whole.fiscal_year
        if alike and not figure.column_path:
            under.setdefault(figure.measure, figure)
    return [figure for name, figure in under.items() if any(word in words for word in _tellings(name, whole.measure))]


def _tellings(name: str, whole: str) -> list[str]:
    """What tells a part from its whole: its name, and the beginning of what the whole's name has not: 地上 of 地上建筑面积."""
    plain, above = normalise_label(simplify(name)), normalise_label(simplify(whole))
    found = [plain, core(plain)]
    for run in re.finditer(f"[^{re.escape(above)}]{{{_TELLING},}}", plain):
        before = plain[: run.start()]
        if not before or (len(before) >= _TELLING and before in above):
            found.append(run.group()[:_TELLING])
            break
    return found


def _is_meant(whole: Figure, asked: Asked, words: str) -> bool:
    """Whether the question names the whole, or states its amount."""
    assert whole.amount is not None
    named = normalise_label(whole.measure)
    if any(is_said(amount, whole.amount) for amount in asked.amounts):
        return True
    return not asked.amounts and any(
        name == named or (len(name) > _TELLING and name in named) for name in (*asked.names, *_ends(named, words))
    )


def _ends(named: str, words: str) -> list[str]:
    """The ends of a name that stand in the question: 规划建筑面积 of 本工程规划建筑面积."""
    return [named[start:] for start in range(len(named) - 3) if named[start:] in words]


def _sum_draft(work: Work, asked: Asked, whole: Figure, parts: Sequence[Figure]) -> Draft:
    worked = add_up(parts)
    assert whole.amount is not None
    holds = worked.shown.in_base == whole.amount.in_base
    gap = positive_gap(whole, worked)
    rounding = (len(parts) + 1) * max(figure.amount.step for figure in (whole, *parts) if figure.amount) / 2
    lead = "相等。" if holds else "不相等，是四舍五入的尾差。" if gap.shown.in_base <= rounding else "不相等，对不上。"
    verdict = None if holds else Verdict.CONFLICT
    first = computed(gap if _GAP_ASKED.search(asked.words) and not holds else worked, "差额" if not holds else "各项相加", bold=True)
    told = Words("相差 " if first.support is gap else "各项相加是 ")
    head = (
        Words(lead),
        told,
        first,
        Words("，"),
        Echo(label_of(whole), whole),
        Words("印的是 "),
        number_of(whole, verdict=verdict),
    )
    lines = [Line(head, headline=True), Line((Words("算式："), Formula(worked)))]
    if not holds:
        lines += [
            Line((Words("相差："), replace(computed(gap, "差额"), again=first.support is gap))),
            Line((Words("算式："), Formula(gap))),
        ]
    lines += [Line((Words("- "), Echo(label_of(part), part), Words("："), number_of(part))) for part in parts]
    lines += [Line(work.place(whole)), *([Line((Quoted(whole.sentence, whole),))] if whole.sentence else [])]
    draft = finished(work, lines, [], [worked])
    return draft if holds else with_clash(draft, (whole, *parts), "总数与各项之和不一致")


def times_each(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """How many there are times what each costs, both on the form of the project named, against the form's total."""
    if not _TIMES.search(asked.words) or not of_year(index, asked):
        return None
    forms = named_forms(index, asked)
    made = [(form, worked) for form in forms if (worked := _multiplied(form))]
    if forms and not made:
        return not_found(work, None, "绩效目标表里没有可以相乘的数量和标准")
    if len(made) != 1:
        return None
    form, worked = made[0]
    printed = [figure for figure in form.figures if figure.amount is not None]
    total = form.total
    assert total.amount is not None
    each = {figure.amount.number for figure in printed if figure.amount}
    said = [amount for amount in asked.amounts if amount.number not in each and not is_said(amount, total.amount)]
    if said:
        return None
    holds = worked.shown.agrees_with(total.amount)
    verdict = None if holds else Verdict.CONFLICT
    head = (Words("一致。" if holds else "不一致，对不上。"), Echo(total.project or "", total), Words("按数量乘标准是 "))
    told = (computed(worked, "数量乘标准", bold=True), Words("，资金总额是 "), number_of(total, verdict=verdict))
    lines = [Line((*head, *told), headline=True), Line((Words("算式："), Formula(worked)))]
    lines += [
        Line(
            (Words("- "), Echo(part.row_label, part), Words("："), number_of(part), Words("（印的是“"), Echo(part.text, part), Words("”）"))
        )
        for part in worked.operands
        if isinstance(part, Figure)
    ]
    if not holds:
        gap = positive_gap(total, worked)
        lines += [Line((Words("相差："), computed(gap, "差额"))), Line((Words("算式："), Formula(gap)))]
    draft = finished(work, [*lines, Line(work.place(total))], [], [worked])
    return draft if holds else with_clash(draft, (total,), "资金总额与数量乘标准不一致")


def _multiplied(form: Form) -> Derivation | None:
    """The one count of a form times the one rate for each of what it counts; None where it prints several or none."""
    rates = {f.amount: f for f in form.figures if f.amount and f.amount.unit and f.amount.unit.name.count("/") and _per(f)}
    pairs = {
        (count.amount, rate.amount): (count, rate)
        for rate in rates.values()
        for count in form.figures
        if count.amount and count.amount.dimension == _per(rate)
    }
    return product(*next(iter(pairs.values()))) if len(pairs) == 1 else None


def _per(rate: Figure) -> str | None:
    """What a rate of money is for each of: 人 of 20元/人/年; None for a rate of something else."""
    parts = rate.amount.dimension.split("/") if rate.amount and rate.amount.dimension else []
    parts = [part for part in parts if part != "年"]
    return parts[1] if len(parts) == 2 and parts[0] == "money" else None
