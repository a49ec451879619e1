"""The finished text read back: every number in it must be what its piece says, and rest on a place of the document.

    "驻矿人员工资：**75.00 万元**" bound to the cell 75.00 万元   →  passed
    the same text with 57.00, 七十五万, or one zero more           →  that line is named, and is left out

The reader is `find_numbers`, which knows separators, Chinese numerals, percentages and ranges; it reads the whole
text without knowing how it was made.  What stands in a quotation must stand in the source word for word; what repeats
the query must stand in the query; a name may hold no quantity that its places do not print; the project's own words may
hold years of the scope and ordinals, nothing else.  A printed figure of another unit, year, stage or level than the query's is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answering.evaluating.arithmetic import COUNT, GIVEN, MONTHLY, MONTHS, recomputed
from answering.telling.draft import (
    BOUND,
    Cited,
    Echo,
    Formula,
    Named,
    Number,
    Quoted,
    Region,
    Remark,
    Source,
    Tally,
    Words,
    Written,
    flatten,
    unescape,
)
from answering.telling.phrases import leaves, vouched
from answering.telling.scoped import Context, scope_fault
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.document import Chunk, Table
from disclosure.errors import AmountError
from disclosure.figure import Aspect, Derivation, Figure
from disclosure.mention import Mention, MentionKind, find_numbers

# Not counted as stating a figure, wherever they stand.
HARMLESS = {MentionKind.ORDINAL, MentionKind.YEAR}
_THIS, _ONE = frozenset("这那同每另某哪"), frozenset(("一项", "一处", "一个", "一家", "一份", "一种"))
HUNDRED_PERCENT = Amount(Decimal(100), Unit.parse("%"))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the text that nothing supports."""

    start: int  # offsets into the text
    end: int
    text: str
    why: str


def read_back(written: Written, context: Context) -> tuple[Problem, ...]:
    """Everything in the text that is not supported, in order; nothing when it may be shown."""
    known = _known_years(written, context)
    problems = [problem for region in written.regions for problem in _check_region(written, region, context, known)]
    problems += _stray_numbers(written)
    return tuple(sorted(set(problems), key=lambda problem: (problem.start, problem.end)))


def _stray_numbers(written: Written) -> Iterator[Problem]:
    """Numbers that stand in no piece which may hold one, or across the border of one."""
    bound = [region for region in written.regions if isinstance(region.piece, BOUND)]
    at = 0
    for mention in find_numbers(written.text):
        if _is_harmless(mention, written.text):
            continue
        while at < len(bound) and bound[at].end < mention.end:
            at += 1
        if at == len(bound) or mention.start < bound[at].start:
            yield Problem(mention.start, mention.end, mention.text, "没有依据的数")


def _is_harmless(mention: Mention, text: str) -> bool:
    """An ordinal, a year, or the 一 of 这一项, which counts nothing."""
    before = text[mention.start - 1] if mention.start else ""
    return mention.kind in HARMLESS or (mention.text in _ONE and before in _THIS)


def _check_region(written: Written, region: Region, context: Context, known: frozenset[str]) -> Iterator[Problem]:
    text = written.text[region.start : region.end]
    piece = region.piece
    why: str | None = None
    if isinstance(piece, Number):
        why = _number_fault(text, piece) or _out_of_scope(piece, context) or _not_given(piece.support, context)
    elif isinstance(piece, Echo):
        allowed = context.words if piece.source is None else _printed(piece.source)
        parts = [flatten(part) for part in unescape(text).split(" · ")]
        why = None if all(part in allowed for part in parts) else "不是原文的标签"
    elif isinstance(piece, Named):
        why = _named_fault(unescape(text), piece, context) or _year_fault(text, known | _years(_printed_all(piece.sources)))
    elif isinstance(piece, Tally):
        why = _tally_fault(text, piece)
    elif isinstance(piece, Quoted):
        why = None if flatten(unescape(text)) in _printed(piece.source) else "引文与原文不符"
    elif isinstance(piece, Formula):
        why = _formula_fault(text, piece.derivation) or _not_given(piece.derivation, context)
    elif isinstance(piece, Remark):
        stated = [figure.amount for figure in piece.discrepancy.figures if figure.amount is not None]
        why = _unknown_amount(text, stated, "说明")
    elif isinstance(piece, Cited):
        why = None if re.fullmatch(r"(?:\[\d+\])*", text) else "不是引用标记"
    elif isinstance(piece, Words):
        why = _year_fault(text, known)
    if why:
        yield Problem(region.start, region.end, text, why)


def _year_fault(text: str, known: frozenset[str] | set[str]) -> str | None:
    if not any(character.isdecimal() for character in text):
        return None
    unknown = sorted({found.text[:4] for found in find_numbers(text) if found.kind is MentionKind.YEAR} - known)
    return f"年度 {unknown[0]} 不在所引材料中" if unknown else None


def _known_years(written: Written, context: Context) -> frozenset[str]:
    """Years that may stand in the text: of the query, of what is cited, of the documents that were answered from."""
    years = {str(citation.fiscal_year) for citation in written.citations if citation.fiscal_year}
    # 去年 of a 2026 disclosure is 2025: a neighbour of a cited year may be named
    years |= {str(int(year) + step) for year in years for step in (-1, 1)}
    years |= {str(year) for year in context.years} | _years(context.words)
    for region in written.regions:
        if isinstance(region.piece, Number):
            years |= _years(_printed_all(region.piece.sources))
    return frozenset(years)


def _years(text: str) -> set[str]:
    return set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _number_fault(text: str, piece: Number) -> str | None:
    read = quantities(text)
    if len(read) != 1 or not same_amount(read[0], piece.amount):
        return "文字与所标的数不符"
    support = piece.support
    if isinstance(support, Derivation):
        return _derivation_fault(support, piece)
    if not piece.sources:
        return "没有出处"
    if isinstance(support, Figure):
        if support.amount is None or not _told(support, piece.amount):
            return "与所引单元格不符"
        if piece.verdict is Verdict.CELL and not vouched(support):
            return "不在表格单元格里，或读法、计量单位不能确定，不能标为已核对"
        return None if piece.verdict is not Verdict.COMPUTED else "单元格里的数不是算出来的"
    return None if piece.verdict is Verdict.PROSE and _counted(piece) else "没有印出的数可以支持"


def _counted(piece: Number) -> bool:
    """Whether the number is that of the entries shown, each printed in one of the places cited."""
    printed = [_printed(source) for source in piece.sources]
    there = all(any(flatten(entry) in text for text in printed) for entry in piece.entries)
    return bool(piece.entries) and there and piece.amount.number == len(piece.entries)


def _told(figure: Figure, amount: Amount) -> bool:
    """Whether an amount is the figure's; a change that is read as negative, 下降10.69%, is told by its size."""
    assert figure.amount is not None
    return same_amount(figure.amount, amount) or (figure.amount.number < 0 and same_amount(-figure.amount, amount) and _is_change(figure))


def _is_change(figure: Figure) -> bool:
    """A rate or a change of the text, or a column that is headed as one."""
    return figure.aspect is not Aspect.AMOUNT or any(
        word in part for part in figure.column_path for word in ("增减", "增长", "变动", "变化", "增加")
    )


def _derivation_fault(derivation: Derivation, piece: Number) -> str | None:
    found = leaves(derivation)
    if not piece.sources and not (derivation.operation == COUNT and not found):
        return "没有出处"
    if piece.verdict is Verdict.CELL:
        return "算出来的数不能标为单元格"
    if piece.verdict is Verdict.COMPUTED and not vouched(derivation):
        return "不全由单元格算出，不能标为由单元格计算"
    try:
        again = recomputed(derivation)
    except (AmountError, KeyError, IndexError):
        return "无法重新计算"
    if not same_amount(again, derivation.shown):
        return "重新计算的结果不同"
    wanted = derivation.shown
    if same_amount(wanted, piece.amount) or same_amount(-wanted, piece.amount):
        return next((why for one in derivation.operands if isinstance(one, Derivation) and (why := _inner_fault(one))), None)
    return "与算式的结果不符"


def _inner_fault(derivation: Derivation) -> str | None:
    """Whether what a derivation was made from was itself computed rightly."""
    try:
        if not same_amount(recomputed(derivation), derivation.shown):
            return "其中一步重新计算的结果不同"
    except (AmountError, KeyError, IndexError):
        return "其中一步无法重新计算"
    return next((why for one in derivation.operands if isinstance(one, Derivation) and (why := _inner_fault(one))), None)


def _out_of_scope(piece: Number, context: Context) -> str | None:
    if piece.support is None:
        return None
    return next((why for figure in leaves(piece.support) if (why := scope_fault(figure, context))), None)


def _not_given(support: Figure | Derivation | None, context: Context) -> str | None:
    """An operand said to be the asker's that the query does not state."""
    if not isinstance(support, Derivation):
        return None
    if support.operation == GIVEN:
        return None if context.is_given(support.shown) else "问题里没有给出这个数"
    return next((why for operand in support.operands if (why := _not_given(operand, context))), None)


def _tally_fault(text: str, piece: Tally) -> str | None:
    number = piece.counted if isinstance(piece.counted, int) else len(piece.counted)
    read = quantities(text)
    return None if len(read) == 1 and same_amount(read[0], piece.amount) and piece.amount.number == number else "与所数的不符"


def _named_fault(text: str, piece: Named, context: Context) -> str | None:
    """A quantity in a name that neither its places nor the query print, nor the library calls anything."""
    for name in context.files:
        text = text.replace(name, "，")  # a document whose unit is not known goes by its file's name
    stated = [mention for mention in find_numbers(text) if not _is_harmless(mention, text)]
    if not stated:
        return None
    printed = _printed_all(piece.sources) + context.words + context.names
    amounts = [one.amount for one in piece.sources if isinstance(one, Figure) and one.amount is not None]
    for mention in stated:
        if mention.amount is not None and any(same_amount(mention.amount, one) for one in amounts):
            continue
        if flatten(mention.text) not in printed and not (mention.amount is not None and context.is_given(mention.amount)):
            return f"名称里的 {mention.text} 没有依据"
    return None


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
            if operand.aspect is Aspect.DECREASE:
                yield -operand.amount  # arithmetic takes a decrease as negative


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


def _printed_all(sources: Iterable[Source]) -> str:
    return "\n".join(_printed(source) for source in sources)


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
