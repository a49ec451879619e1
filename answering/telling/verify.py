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

from answering.binding.scopes import STAGES
from answering.binding.shelf import Shelf
from answering.evaluating.arithmetic import COUNT, GIVEN, leaves, recomputed
from answering.evaluating.computing import stated
from answering.evaluating.result import Absent, Evaluation, LeftOut, Listed, Open
from answering.query.tree import Cell, CellAspect, Given, Node, Query, Rows, Scope, children
from answering.telling import draft
from answering.telling.draft import Named, Number, Region, Source, Written, flatten, unescape
from answering.telling.labels import held, understood, vouched
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.document import Chunk, Level, Stage, Table
from disclosure.errors import AmountError
from disclosure.figure import Aspect, Derivation, Figure
from disclosure.mention import Mention, MentionKind, find_numbers

HUNDRED_PERCENT = Amount(Decimal(100), Unit.parse("%"))
_APART = "¦"  # between literals, so that none runs into the next
_THIS, _ONE = frozenset("这那同每另某哪"), frozenset(("一项", "一处", "一个", "一家", "一份", "一种"))
_CHANGES = ("增减", "增长", "变动", "变化", "增加")
_NAMED_STAGE = {Stage.BUDGET: ("预算", "年初"), Stage.FINAL_ACCOUNTS: ("决算", "执行", "实际")}
_STATES = ("资产", "占有", "占用", "截至", "截止")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the text that nothing supports."""

    start: int  # offsets into the text
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the query asks a figure of."""

    scope: Scope
    aspect: CellAspect
    named: str  # its row, column and what it stands under, as one text
    column: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the text may repeat, and whose figures it may show."""

    words: str  # what the query says, flattened
    names: str  # what the library is said to hold, flattened: names near, members left out
    years: frozenset[str]  # of the query, of the documents that were answered from, of those names
    given: tuple[tuple[Given, Amount], ...]
    asked: tuple[Asked, ...]
    entities: frozenset[str]  # units that were answered from
    files: tuple[str, ...]  # names of the documents that were answered from
    stages: dict[str, Stage | None]  # of the documents that were answered from
    levels: dict[str, frozenset[Level | None]]  # of each of those documents: the levels that the library holds of its unit

    @staticmethod
    def of(query: Query, evaluation: Evaluation, shelf: Shelf) -> Context:
        """The context of an answer to a query."""
        givens = list(held(query, Given, ()))
        literals = [*held(query, str, ()), *(f"{year}年" for year in held(query, int, ())), understood(query, evaluation)]
        words = _APART.join(flatten(one) for one in (*literals, *(f"{node.number}{node.unit or ''}" for node in givens)))
        records = [shelf.library.document(key) for scope in evaluation.scopes for key in scope.document_ids]
        names = _APART.join(flatten(one) for one in (*_names(evaluation), *(record.entity for record in records)) if one)
        levels: dict[str | None, set[Level | None]] = {}
        for other in shelf.records:
            levels.setdefault(other.entity, set()).add(other.level)
        return Context(
            words,
            names,
            frozenset(str(scope.year) for scope in evaluation.scopes if scope.year) | _years(names) | _years(words),
            tuple((node, amount) for node in givens if (amount := stated(node)) is not None),
            tuple(_asked(query.ask, query.scope)),
            frozenset(scope.entity for scope in evaluation.scopes if scope.entity),
            tuple(record.file_name for record in records),
            {record.id: record.stage for record in records},
            {one.id: frozenset(levels[one.entity]) for one in records},
        )

    def is_given(self, amount: Amount) -> bool:
        """Whether the asker states an amount; one without a unit is taken in that of what it is held against, and 6个人 is 6人."""
        for node, said in self.given:
            if any(one is not None and same_amount(one, amount) for one in (said, stated(node, amount))):
                return True
            if said.unit is not None and said.unit.name in ("个", "%", "百分点", "个百分点") and said.number == amount.number:
                return True
        return False


def _asked(node: Node, outer: Scope) -> Iterator[Asked]:
    scope = getattr(node, "scope", Scope()).over(outer)
    if isinstance(node, (Cell, Rows)):
        of, as_of = (node, node.as_of) if isinstance(node, Cell) else (node.of, None)
        named = " ".join(filter(None, (of.row, node.column, of.under, of.table, as_of, node.said)))
        yield Asked(scope, node.aspect, named, node.column or as_of)
    for child in children(node):
        yield from _asked(child, scope)


def _names(evaluation: Evaluation) -> Iterator[str]:
    """Names that the evaluation says are in the library."""
    for one in held(evaluation.outcome, Absent):
        yield from (one.name, *one.near, *one.searched)
    for member in held(evaluation.outcome, LeftOut):
        yield from (member.label, member.why)
    for choice in held(evaluation.outcome, Open):
        yield from (choice.why, *choice.scopes)
    for each in held(evaluation.outcome, Listed):
        yield from each.texts


# whose figures may be shown


def scope_fault(figure: Figure, context: Context) -> str | None:
    """Why a printed figure is of nothing that was asked for; None when it fits one thing that was."""
    faults = [_fault(figure, asked, context) for asked in context.asked]
    return faults[0] if faults and all(faults) else None


def _fault(figure: Figure, asked: Asked, context: Context) -> str | None:
    scope = asked.scope
    if scope.unit and context.entities and figure.entity and figure.entity not in context.entities:
        if not any(entity in part for entity in context.entities for part in figure.row_path):
            return f"属于{figure.entity}"
    if scope.year and figure.fiscal_year and figure.fiscal_year != scope.year and not _of_other_year(figure, asked, scope.year):
        return f"是{figure.fiscal_year}年的"
    held_levels = context.levels.get(figure.document_id, frozenset())
    if scope.level and figure.level and scope.level is not figure.level and scope.level in held_levels:  # else what is there is told
        return "部门与单位不同"
    if scope.stage and figure.stage and not _of_stage(figure, asked, context, STAGES[scope.stage]):
        return "预算与决算不同"
    return None


def _of_other_year(figure: Figure, asked: Asked, year: int) -> bool:
    """Whether a figure of another year than the disclosure's is what is asked for: last year's, a state at its end, a named one."""
    if str(figure.fiscal_year) in asked.named:
        return True
    last = figure.fiscal_year == year - 1
    if asked.aspect is not CellAspect.VALUE or asked.column is not None:
        return last
    printed = (*figure.row_path, *figure.column_path, figure.project or "", figure.sentence or "", figure.measure)
    return str(year) in " ".join(printed) or (last and _is_state(figure))


def _is_state(figure: Figure) -> bool:
    """A count or a stock that the next year's disclosure prints: 截至2025年12月31日共有车辆7辆."""
    said = "".join(figure.row_path) + (figure.sentence or "")[:12]
    counted = figure.amount is not None and figure.amount.dimension not in ("money", "%")
    return figure.table_id is None and figure.amount is not None and (counted or any(word in said for word in _STATES))


def _of_stage(figure: Figure, asked: Asked, context: Context, stage: Stage) -> bool:
    """Whether a figure is of the stage asked, or the budget beside the accounts, what was carried out beside the plan."""
    if figure.stage is None or figure.stage is stage:
        return True
    if context.stages.get(figure.document_id, stage) is not stage:
        return False
    if asked.aspect is not CellAspect.VALUE or asked.column is not None or figure.table_id is None:
        return True
    return any(word in asked.named for word in _NAMED_STAGE[figure.stage])


# the text


def read_back(written: Written, context: Context) -> tuple[Problem, ...]:
    """Everything in the text that is not supported, in order; nothing when it may be shown."""
    known = _known_years(written, context)
    problems = set(_stray_numbers(written))
    for region in written.regions:
        text = written.text[region.start : region.end]
        if why := _region_fault(text, region, context, known):
            problems.add(Problem(region.start, region.end, text, why))
    return tuple(sorted(problems, key=lambda problem: (problem.start, problem.end)))


def _stray_numbers(written: Written) -> Iterator[Problem]:
    """Numbers that stand in no piece which may hold one, or across the border of one."""
    bound = [region for region in written.regions if not isinstance(region.piece, (draft.Words, draft.Cited))]
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
    return mention.kind in (MentionKind.ORDINAL, MentionKind.YEAR) or (mention.text in _ONE and before in _THIS)


def _region_fault(text: str, region: Region, context: Context, known: frozenset[str]) -> str | None:
    piece = region.piece
    if isinstance(piece, Number):
        return _number_fault(text, piece) or _out_of_scope(piece, context) or _not_given(piece.support, context)
    if isinstance(piece, draft.Echo):
        allowed = context.words if piece.source is None else _printed(piece.source)
        return None if all(flatten(part) in allowed for part in unescape(text).split(" · ")) else "不是原文的标签"
    if isinstance(piece, Named):
        return _named_fault(unescape(text), piece, context) or _year_fault(text, known | _years(_printed(*piece.sources)))
    if isinstance(piece, draft.Tally):
        right = _states(text, piece.amount) and piece.amount.number == piece.counted
        return None if right else "与所数的不符"
    if isinstance(piece, draft.Quoted):
        return None if flatten(unescape(text)) in _printed(piece.source) else "引文与原文不符"
    if isinstance(piece, draft.Formula):
        allowed_amounts = [HUNDRED_PERCENT, *_amounts_of(piece.derivation)]
        return _unknown_amount(text, allowed_amounts, "算式") or _not_given(piece.derivation, context)
    if isinstance(piece, draft.Remark):
        return _unknown_amount(text, [one.amount for one in piece.discrepancy.figures if one.amount is not None], "说明")
    if isinstance(piece, draft.Cited):
        return None if re.fullmatch(r"(?:\[\d+\])*", text) else "不是引用标记"
    return _year_fault(text, known)


def _year_fault(text: str, known: frozenset[str]) -> str | None:
    if not any(character.isdecimal() for character in text):
        return None
    unknown = sorted({found.text[:4] for found in find_numbers(text) if found.kind is MentionKind.YEAR} - known)
    return f"年度 {unknown[0]} 不在所引材料中" if unknown else None


def _known_years(written: Written, context: Context) -> frozenset[str]:
    """Years that may stand in the text: of the query, of what is cited, of the documents that were answered from."""
    # 去年 of a 2026 disclosure is 2025: a neighbour of a cited year may be named
    cited = {str(one.fiscal_year + step) for one in written.citations if one.fiscal_year for step in (-1, 0, 1)}
    numbers = [region.piece for region in written.regions if isinstance(region.piece, Number)]
    return context.years | cited | {year for piece in numbers for year in _years(_printed(*piece.sources))}


def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


def _number_fault(text: str, piece: Number) -> str | None:
    support = piece.support
    if not _states(text, piece.amount):
        return "文字与所标的数不符"
    if isinstance(support, Derivation):
        return _derivation_fault(support, piece)
    if not piece.sources:
        return "没有出处"
    if support is None:
        return None if piece.verdict is Verdict.PROSE and _counted(piece) else "没有印出的数可以支持"
    if support.amount is None or not (same_amount(support.amount, piece.amount) or _told_by_size(support, piece.amount)):
        return "与所引单元格不符"
    if piece.verdict in (Verdict.CELL, Verdict.LIKELY) and not vouched(support):
        return "不在表格单元格里，或读法、计量单位不能确定，不能标为已核对"
    return None if piece.verdict is not Verdict.COMPUTED else "单元格里的数不是算出来的"


def _counted(piece: Number) -> bool:
    """Whether the number is that of the entries shown, each printed in one of the places cited."""
    printed = [_printed(source) for source in piece.sources]
    there = all(any(flatten(entry) in text for text in printed) for entry in piece.entries)
    return bool(piece.entries) and there and piece.amount.number == len(piece.entries)


def _told_by_size(figure: Figure, amount: Amount) -> bool:
    """Whether an amount is the size of a fall, 下降10.69%: of the text, or in a column that is headed as a change."""
    change = figure.aspect is not Aspect.AMOUNT or any(
        word in part for part in (*figure.column_path, *figure.row_path) for word in _CHANGES
    )
    return figure.amount is not None and figure.amount.number < 0 and change and same_amount(-figure.amount, amount)


def _derivation_fault(derivation: Derivation, piece: Number) -> str | None:
    if not piece.sources and not (derivation.operation == COUNT and not derivation.operands):
        return "没有出处"
    if piece.verdict is Verdict.CELL:
        return "算出来的数不能标为单元格"
    if piece.verdict in (Verdict.COMPUTED, Verdict.LIKELY) and not vouched(derivation):
        return "不全由单元格算出，不能标为由单元格计算"
    if why := _reckoning_fault(derivation):
        return why
    told = same_amount(derivation.shown, piece.amount) or same_amount(-derivation.shown, piece.amount)
    return _inner_fault(derivation) if told else "与算式的结果不符"


def _reckoning_fault(derivation: Derivation) -> str | None:
    try:
        return None if same_amount(recomputed(derivation), derivation.shown) else "重新计算的结果不同"
    except (AmountError, KeyError, IndexError):
        return "无法重新计算"


def _inner_fault(derivation: Derivation) -> str | None:
    """Whether what a derivation was made from was itself computed rightly."""
    for one in derivation.operands:
        if isinstance(one, Derivation) and (why := _reckoning_fault(one) or _inner_fault(one)):
            return why if why.startswith("其中") else f"其中一步{why}"
    return None


def _out_of_scope(piece: Number, context: Context) -> str | None:
    found = leaves(piece.support) if piece.support is not None else ()
    return next((why for figure in found if (why := scope_fault(figure, context))), None)


def _not_given(support: Figure | Derivation | None, context: Context) -> str | None:
    """An operand said to be the asker's that the query does not state."""
    if not isinstance(support, Derivation):
        return None
    if support.operation == GIVEN:
        return None if context.is_given(support.shown) else "问题里没有给出这个数"
    return next((why for operand in support.operands if (why := _not_given(operand, context))), None)


def _named_fault(text: str, piece: Named, context: Context) -> str | None:
    """A quantity in a name that neither its places nor the query print, nor the library calls anything."""
    for name in context.files:
        text = text.replace(name, "，")  # a document whose unit is not known goes by its file's name
    said = [mention for mention in find_numbers(text) if not _is_harmless(mention, text)]
    printed = _printed(*piece.sources) + context.words + context.names if said else ""
    amounts = [one.amount for one in piece.sources if isinstance(one, Figure) and one.amount is not None]
    for mention in said:
        amount = mention.amount
        fits = amount is not None and (any(same_amount(amount, one) for one in amounts) or context.is_given(amount))
        if not fits and flatten(mention.text) not in printed:
            return f"名称里的 {mention.text} 没有依据"
    return None


def _unknown_amount(text: str, known: Sequence[Amount], where: str) -> str | None:
    """What a text states beyond the amounts that it may state; None when nothing."""
    stray = (amount for amount in quantities(unescape(text)) if not any(same_amount(amount, one) for one in known))
    return next((f"{where}里的 {amount} 没有依据" for amount in stray), None)


def _amounts_of(derivation: Derivation) -> Iterator[Amount]:
    count = Decimal(len(derivation.operands))
    yield from (derivation.shown, Amount(count, None), Amount(count, Unit.parse("项")))
    for operand in derivation.operands:
        if isinstance(operand, Derivation):
            yield from _amounts_of(operand)
        elif operand.amount is not None:
            yield operand.amount
            if operand.aspect is Aspect.DECREASE:
                yield -operand.amount  # arithmetic takes a decrease as negative


def _states(text: str, amount: Amount) -> bool:
    read = quantities(text)
    return len(read) == 1 and same_amount(read[0], amount)


def quantities(text: str) -> list[Amount]:
    """The quantities that a text states; a bare long number, which could be a code, counts as one here."""
    found = find_numbers(text)
    codes = {id(one): Amount(Decimal(one.text), None) for one in found if one.kind is MentionKind.CODE and one.text.isdecimal()}
    return [amount for one in found if (amount := one.amount or codes.get(id(one)))]


def same_amount(one: Amount, other: Amount) -> bool:
    """Equal exactly after conversion; amounts of unlike dimensions are never equal."""
    return one.dimension == other.dimension and one.in_base == other.in_base


def _printed(*sources: Source) -> str:
    """All that places print and are titled with, flattened."""
    return flatten("\n".join(part for source in sources for part in _printed_parts(source)))


def _printed_parts(source: Source) -> Iterable[str]:
    if isinstance(source, Chunk):
        return (source.text, *source.heading)
    parts: tuple[str | None, ...] = (source.project,)
    if isinstance(source, Table):
        parts += (source.title, source.number, *source.notes, *(cell.text for cell in source.cells))
    else:
        parts += (source.text, source.measure, source.subject_code, source.table_title, source.sentence, source.entity, source.basis)
        parts += (*source.row_path, *source.column_path)
    return filter(None, parts)
