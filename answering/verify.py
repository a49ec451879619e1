"""The finished text read back: every number in it must be what its piece says, and rest on a place of the document.

    "驻矿人员工资：**75.00 万元**" bound to the cell 75.00 万元   →  passed
    the same text with 57.00, 七十五万, or one zero more           →  that line is named, and the engine drops it

The reader is `find_numbers`, which knows separators, Chinese numerals, percentages and ranges; it reads the whole
text without knowing how it was made.  What stands in a quotation must stand in the source word for word; what
repeats the question must stand in the question; the project's own words may hold years of the scope and ordinals, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answering.calculate import GIVEN, MONTHLY, MONTHS, recomputed
from answering.columns import is_state
from answering.draft import Cited, Echo, Formula, Number, Quoted, Region, Remark, Source, Words, Written, flatten, unescape
from answering.numbered import numbered_items
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.document import Chunk, Table
from disclosure.errors import AmountError
from disclosure.figure import Aspect, Derivation, Figure, Trust
from disclosure.mention import Mention, MentionKind, find_numbers
from disclosure.question import Plan, Selector

# Not counted as stating a figure, wherever they stand.
HARMLESS = {MentionKind.ORDINAL, MentionKind.YEAR}
HUNDRED_PERCENT = Amount(Decimal(100), Unit.parse("%"))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the text that nothing supports."""

    start: int  # offsets into the text
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the text may repeat: the question and its plan."""

    question: str
    plan: Plan | None = None
    years: frozenset[int] = frozenset()  # of the documents that were looked through

    @property
    def words(self) -> str:
        """All that the asker said, or that the plan made of it."""
        plan = self.plan
        labels = (
            [part for selector in plan.selectors for part in (selector.label, selector.column_label, selector.entity) if part]
            if plan
            else []
        )
        return flatten(" ".join([self.question, plan.question if plan else "", plan.note or "" if plan else "", *labels]))


def read_back(written: Written, context: Context) -> tuple[Problem, ...]:
    """Everything in the text that is not supported, in order; nothing when it may be shown."""
    problems = [problem for region in written.regions for problem in _check_region(written, region, context)]
    problems += _stray_numbers(written, context)
    return tuple(sorted(set(problems), key=lambda problem: (problem.start, problem.end)))


def _stray_numbers(written: Written, context: Context) -> Iterator[Problem]:
    """Numbers that stand in no piece which may hold one, or across the border of one.

    Where nothing is stated at all the reason may repeat a number of the question: 没有“36个项目”.
    """
    silent = not any(isinstance(region.piece, Number) for region in written.regions)
    bound = [region for region in written.regions if isinstance(region.piece, (Number, Echo, Quoted, Formula, Remark))]
    for mention in find_numbers(written.text):
        if mention.kind in HARMLESS or (silent and flatten(mention.text) in context.words):
            continue
        if not any(region.start <= mention.start and mention.end <= region.end for region in bound):
            yield Problem(mention.start, mention.end, mention.text, "没有依据的数")


def _check_region(written: Written, region: Region, context: Context) -> Iterator[Problem]:
    text = written.text[region.start : region.end]
    piece = region.piece
    why: str | None = None
    if isinstance(piece, Number):
        why = _number_fault(text, piece) or (out_of_scope(piece, context.plan) if context.plan else None)
        why = why or _not_given(piece.support, context)
    elif isinstance(piece, Echo):
        allowed = context.words if piece.source is None else _printed(piece.source)
        parts = [flatten(part) for part in unescape(text).split(" · ")]
        why = None if all(part in allowed for part in parts) else "不是原文的标签"
    elif isinstance(piece, Quoted):
        why = None if flatten(unescape(text)) in _printed(piece.source) else "引文与原文不符"
    elif isinstance(piece, Formula):
        why = _formula_fault(text, piece.derivation)
    elif isinstance(piece, Remark):
        stated = [figure.amount for figure in piece.discrepancy.figures if figure.amount is not None]
        why = _unknown_amount(text, stated, "说明")
    elif isinstance(piece, Cited):
        why = None if re.fullmatch(r"(?:\[\d+\])*", text) else "不是引用标记"
    elif isinstance(piece, Words):
        why = _words_fault(text, written, context)
    if why:
        yield Problem(region.start, region.end, text, why)


def _words_fault(text: str, written: Written, context: Context) -> str | None:
    years = {found.text[:4] for found in find_numbers(text) if found.kind is MentionKind.YEAR}
    unknown = sorted(years - _known_years(written, context)) if years else ()
    return f"年度 {unknown[0]} 不在所引材料中" if unknown else None


def _known_years(written: Written, context: Context) -> set[str]:
    years = {str(citation.fiscal_year) for citation in written.citations if citation.fiscal_year} | {str(year) for year in context.years}
    # 去年 of a 2026 disclosure is 2025: a neighbour of a cited year may be named
    years |= {str(int(year) + step) for year in years for step in (-1, 1)}
    years |= set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", context.words))
    if context.plan:
        years |= {str(selector.fiscal_year) for selector in context.plan.selectors if selector.fiscal_year}
    for region in written.regions:
        if isinstance(region.piece, Number):
            years |= set(re.findall(r"(?:19|20)\d\d", " ".join(_printed(source) for source in region.piece.sources)))
    return years


def _number_fault(text: str, piece: Number) -> str | None:
    read = quantities(text)
    if len(read) != 1 or not same_amount(read[0], piece.amount):
        return "文字与所标的数不符"
    support = piece.support
    if not piece.sources:
        return "没有出处"
    if isinstance(support, Figure):
        if support.amount is None or not _told(support, piece.amount):
            return "与所引单元格不符"
        if piece.verdict is Verdict.CELL and (support.table_id is None or support.trust is Trust.RECOGNISED):
            return "不在表格单元格里，不能标为已核对"
        return None if piece.verdict is not Verdict.COMPUTED else "单元格里的数不是算出来的"
    if isinstance(support, Derivation):
        return _derivation_fault(support, piece)
    # 无 said by a sentence or an empty table, and entries that the text numbers, are the only numbers without a printed figure
    unprinted = piece.amount.number == 0 or _counted(piece)
    return None if unprinted and piece.verdict is Verdict.PROSE else "没有印出的数可以支持"


def _counted(piece: Number) -> bool:
    """Whether the passages cited number just so many entries."""
    passages = [source for source in piece.sources if isinstance(source, Chunk)]
    one_by_one = piece.amount.dimension == "个" and len(passages) == len(piece.sources)
    return one_by_one and numbered_items(passages) == piece.amount.number


def _told(figure: Figure, amount: Amount) -> bool:
    """Whether an amount is the figure's; a rate that is read as negative, 下降10.69%, is printed as positive."""
    assert figure.amount is not None
    if same_amount(figure.amount, amount):
        return True
    return figure.aspect is Aspect.GROWTH_RATE and figure.amount.number < 0 and same_amount(-figure.amount, amount)


def _derivation_fault(derivation: Derivation, piece: Number) -> str | None:
    if piece.verdict is Verdict.CELL:
        return "算出来的数不能标为单元格"
    try:
        again = recomputed(derivation)
    except (AmountError, KeyError, IndexError):
        return "无法重新计算"
    if not same_amount(again, derivation.shown):
        return "重新计算的结果不同"
    wanted = derivation.shown
    if same_amount(wanted, piece.amount) or same_amount(-wanted, piece.amount):
        return None
    return "与算式的结果不符"


def _not_given(support: Figure | Derivation | None, context: Context) -> str | None:
    """An operand said to be the asker's that the question does not state."""
    if not isinstance(support, Derivation):
        return None
    if support.operation == GIVEN:
        return None if any(_is_given(support.shown, one) for one in quantities(context.question)) else "问题里没有给出这个数"
    return next((why for operand in support.operands if (why := _not_given(operand, context))), None)


def _is_given(amount: Amount, said: Amount) -> bool:
    """Whether a quantity of the question is the operand: 6个人 reads as 6个."""
    counted = said.unit is not None and said.unit.name == "个" and amount.number == said.number
    return counted or same_amount(amount, said.as_money())


def _formula_fault(text: str, derivation: Derivation) -> str | None:
    return _unknown_amount(text, [HUNDRED_PERCENT, *_amounts_of(derivation)], "算式")


def _unknown_amount(text: str, known: Sequence[Amount], where: str) -> str | None:
    """What a text states beyond the amounts that it may state; None when nothing."""
    for amount in quantities(unescape(text)):
        if not any(same_amount(amount, one) for one in known):
            return f"{where}里的 {amount} 没有依据"
    return None


def _amounts_of(derivation: Derivation) -> Iterator[Amount]:
    count = len(derivation.operands)
    yield derivation.shown
    yield Amount(Decimal(count), None)
    yield Amount(Decimal(count), Unit.parse("项"))
    if derivation.operation == MONTHLY:
        yield MONTHS
    for operand in derivation.operands:
        if isinstance(operand, Derivation):
            yield from _amounts_of(operand)
        elif operand.amount is not None:
            yield operand.amount


def figures_of(support: Figure | Derivation | None) -> Iterator[Figure]:
    """The printed figures that a number rests on."""
    if isinstance(support, Figure):
        yield support
    elif support is not None:
        for operand in support.operands:
            yield from figures_of(operand)


def out_of_scope(piece: Number, plan: Plan) -> str | None:
    """Why a printed number is not of what was asked: another entity, year or stage; None when it is.

    A computed number is left to its operands, which lookup binds one by one to a selector.
    """
    selectors = [*plan.selectors, *([plan.share_of] if plan.share_of else [])]
    if not isinstance(piece.support, Figure) or not selectors:
        return None
    faults = [_scope_fault(piece.support, selector) for selector in selectors]
    return faults[0] if all(faults) else None


def _scope_fault(figure: Figure, selector: Selector) -> str | None:
    whose = {flatten(name) for name in (figure.entity, *figure.row_path) if name}  # a unit may stand in its department's rows
    if selector.entity and figure.entity and flatten(selector.entity) not in whose:
        return f"属于{figure.entity}"
    if selector.fiscal_year and figure.fiscal_year and selector.fiscal_year != figure.fiscal_year:
        named = "".join([*figure.row_path, *figure.column_path, figure.project or "", figure.sentence or "", figure.measure])
        if str(selector.fiscal_year) not in named and not (is_state(figure) and selector.fiscal_year - figure.fiscal_year == 1):
            return f"是{figure.fiscal_year}年的"
    if selector.level and figure.level and selector.level is not figure.level:
        return "部门与单位不同"
    return None


def quantities(text: str) -> list[Amount]:
    """The quantities that a text states; a bare long number, which could be a code, counts as one here."""
    return [amount for mention in find_numbers(text) if (amount := _amount_of(mention))]


def _amount_of(mention: Mention) -> Amount | None:
    if mention.amount is not None:
        return mention.amount
    if mention.kind is MentionKind.CODE and mention.text.isdecimal():
        return Amount(Decimal(mention.text), None)
    return None


def same_amount(one: Amount, other: Amount) -> bool:
    """Equal exactly after conversion; amounts of unlike dimensions are never equal."""
    return one.dimension == other.dimension and one.in_base == other.in_base


def _printed(source: Source) -> str:
    """All that a place prints and is titled with, flattened."""
    if isinstance(source, Chunk):
        parts: Iterable[str | None] = (source.text, *source.heading)
    elif isinstance(source, Table):
        parts = (source.title, source.number, *source.notes, source.project, *(cell.text for cell in source.cells))
    else:
        parts = _figure_words(source)
    return flatten("\n".join(part for part in parts if part))


def _figure_words(figure: Figure) -> Iterable[str | None]:
    own = (
        figure.text,
        figure.measure,
        figure.subject_code,
        figure.table_title,
        figure.project,
        figure.sentence,
        figure.entity,
        figure.basis,
    )
    return (*own, *figure.row_path, *figure.column_path)
