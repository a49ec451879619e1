"""The clauses of one question → one Reading: which operation is meant, and what each clause lends to the others.

"三公经费预算各是多少，涨了多少"                →  GROWTH of 三公经费预算
"支出预算总表“行政运行”那一行，合计等于…吗"     →  VERIFY of columns of the row 行政运行
"公用经费合计，财政收支总表和经济分类表各写多少"  →  公用经费 in two tables
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.marking import Marked, T, without_marks
from answering.naming import COLUMNS, FORM_FIELDS
from answering.parts import Parts, read_parts, share_context
from answering.ranking import row_kind
from answering.parts_of_reading import ALL_UNITS, Clause, Part, Reading
from answering.vocabulary import Vocabulary
from answering.wording import read_asking
from answering.years import LAST_YEAR
from disclosure.amount import Unit
from disclosure.question import Facet, Operation, RowKind

# Of several operations in one question the first of these is the question's.
_PRECEDENCE = (
    Operation.VERIFY,
    Operation.SHARE,
    Operation.GROWTH,
    Operation.DIFFERENCE,
    Operation.RATIO,
    Operation.PER_CAPITA,
    Operation.RANK,
    Operation.COMPARE,
    Operation.LIST,
    Operation.SUM,
    Operation.AVERAGE,
    Operation.COUNT,
    Operation.DEFINE,
    Operation.EXPLAIN,
    Operation.LOOKUP,
)
_BARE_TOTAL = re.compile("(?:合计|总计|一共|总共|共计|总和|加总)数?")
# 两个加起来: things of the questions before
# What is asked beside a count, without a name of its own.
BESIDE = "涉及金额"
_THESE = re.compile("(?:这|那|以上|上述|它们?)?(?:两|三|几|些|二)?(?:个|者|项|笔|样)?(?:数|钱|费用|经费|项目)?(?:的)?")


def combine(clauses: Sequence[Clause], marked: Marked, vocabulary: Vocabulary) -> Reading:
    """One reading of several clauses: the operation of highest precedence, the things of all."""
    clauses = [_demoted(c, marked, vocabulary, alone=len(clauses) == 1) for c in clauses]
    clauses = _changes_once(clauses, vocabulary)
    operations = [c.operation for c in clauses if c.operation]
    clauses = _shared_whole(clauses)
    main = min(operations, key=_PRECEDENCE.index, default=None)
    decisive = next((c for c in clauses if c.operation is main), Clause())
    read = [
        (clause, phrase, read_parts(phrase, marked, vocabulary, topic=clause.operation in (Operation.EXPLAIN, Operation.DEFINE)))
        for clause in clauses
        for phrase in clause.phrases
    ]
    parts = _parts([(clause, p) for clause, _, p in read], decisive, vocabulary)
    if main in (Operation.COMPARE, Operation.RANK) and decisive.rows is None and len(parts) >= 2:
        main = Operation.COMPARE
    if main is Operation.COUNT and len(parts) > 1 and any(c.operation is None and c.phrases for c in clauses):
        # 编报绩效目标的项目有几个，涉及多少金额: two printed figures
        main, decisive = None, Clause()
        parts = (replace(parts[0], dimension="个"), *parts[1:])
    if main in (None, Operation.SUM) and len(parts) > 2 and any(p.label and _BARE_TOTAL.fullmatch(p.label) for p in parts):
        # 出国、接待各几万，合计几万: the sum of those named, never the document's total
        main, decisive = Operation.SUM, Clause(Operation.SUM)
        parts = tuple(p for p in parts if not (p.label and _BARE_TOTAL.fullmatch(p.label)) and not p.context)
    forms = re.search(f"(?:几|多少)(?:张|份|个)({T})", marked.text)
    if forms and main in (None, Operation.LIST):
        # 公开了几张绩效目标表: one form a project
        main, decisive = Operation.COUNT, Clause(Operation.COUNT, rows=RowKind.PROJECT, unit=Unit.parse("个"))
        clauses = [decisive]
        parts = tuple(replace(part, label=None, variants=(), dimension=None) for part in parts)
    if main is Operation.LIST and clauses[0].operation is None and clauses[0].asked and read and read[0][2].parts:
        main, decisive, parts = None, Clause(), read[0][2].parts  # 有几辆车，都是什么车: the figure first
    counted = any(c.operation is Operation.COUNT and not c.phrases for c in clauses)
    unit = next((c.unit for c in clauses if c.unit and c.operation is main), None) or next((p.unit for _, _, p in read if p.unit), None)
    unit = unit or next((c.unit for c in clauses if c.unit), None)
    if main is Operation.GROWTH and any(c.operation is main and c.unit is None for c in clauses) and unit and unit.dimension == "%":
        unit = None  # 增加多少，增幅多大: both are asked, the amount first
    given = next((c.whole for c in clauses if c.operation is None and c.whole), None)
    head = re.search("(?:哪一?个|各个?|所有)(街道|局|委|办|部|镇|乡)(?!门)", marked.text)
    rows = next((c.rows for c in clauses if c.rows and c.operation is main), None)
    if main in (Operation.SUM, Operation.AVERAGE) and rows is None and len(parts) == 1 and parts[0].label:
        rows, before = row_kind(parts[0].label, alone=True)
        parts = (replace(parts[0], label=before or None, variants=(), column=None),) if rows else parts
    base = _single(decisive.base, marked, vocabulary)
    if main is Operation.GROWTH:
        parts, base = _against(parts, base)
    return Reading(
        operation=main,
        parts=_ranked(parts, rows) if rows and rows not in _UNDER_A_NAME else parts,
        whole=_single(decisive.whole if decisive.whole is not None else given, marked, vocabulary),
        base=base,
        facet=decisive.facet or next((c.facet for c in clauses if c.facet and c.facet is Facet.REASON), None),
        relation=decisive.relation,
        rows=rows,
        things=next((c.things for c in clauses if c.things and c.operation is main), None),
        across_head=head[1] if head else "",
        unit=Unit.parse("个") if counted and main in (Operation.LIST, Operation.COUNT) else unit,
        descending=decisive.descending,
        decrease=decisive.decrease,
        per=decisive.dimension,
        by_year=any(c.by_year for c in clauses) or bool(re.search("历年|逐年|各年|每年的|历年来", marked.text)),
        across=any(c.across for c in clauses) or bool(ALL_UNITS.search(marked.text) or re.search("哪个(?:单位|部门|街道)", marked.text)),
        stage=next((part.stage for part in parts if part.stage), None),
        asked=any(c.asked for c in clauses) or any(p.asked for _, _, p in read),
        reasons=tuple(c.reason for c in clauses if c.reason),
    )


_MOVED = re.compile(
    "(?:又|还|并|具体|大概|大约|的)*(?:增长|增加|上升|提高|涨|增|减少|下降|降低|降|减|幅度|增幅|降幅)?(?:的?(?:幅度|比例))?(?:了|是|为|有|达|到)*"
)


def _changes_once(clauses: Sequence[Clause], vocabulary: Vocabulary) -> list[Clause]:
    """增幅最大的是哪项，增长百分之几: the change that is asked for behind a rank of changes is that of its first."""
    if all(c.rows is not RowKind.CHANGE for c in clauses):
        return list(clauses)
    read = [(c, read_asking(without_marks("".join(c.phrases)), vocabulary)) for c in clauses]
    behind = [(c, said) for c, said in read if c.operation is Operation.GROWTH or (c.operation is None and _MOVED.fullmatch(said.text))]
    unit = next((c.unit or said.unit for c, said in behind if c.unit or said.unit), None)
    named = [c for c, said in read if c.rows is RowKind.CHANGE or (c.operation is None and not _MOVED.fullmatch(said.text))]
    places = [c for c, said in behind if c.operation is None and not said.text and c.phrases]  # 说明中: where, and no name
    return [replace(c, unit=c.unit or unit) for c in (*places, *named)]


def _against(parts: tuple[Part, ...], base: Part | None) -> tuple[tuple[Part, ...], Part | None]:
    """水费2026年5万、上年执行4万，说增长25%: one thing in two years is itself and its base."""
    if len(parts) != 2 or (base is not None and base.years) or not all(part.said for part in parts):
        return parts, base
    first, second = parts
    if first.label != second.label or first.years == second.years:
        return parts, base
    now, before = (first, second) if _when(first) >= _when(second) else (second, first)
    return (now,), before


def _when(part: Part) -> int:
    """The year of a part, to order two: 去年 before any year that is said, this year and none after all."""
    said = part.years[-1] if part.years else None
    return LAST_YEAR + 1 if said is None else said.year if said.year is not None else (said.offset or LAST_YEAR + 1)


# Rows that the label is the head of, so that 公用经费 is one and no column.
_UNDER_A_NAME = (RowKind.PART, RowKind.DETAIL, RowKind.NAMED)


def _ranked(parts: Sequence[Part], rows: RowKind) -> tuple[Part, ...]:
    """What rows are ranked by is a column of theirs: 基本支出最多的类, 省级财政资金最多的项目."""
    columns = [p for p in parts if p.label and (re.fullmatch(COLUMNS, p.label) or FORM_FIELDS.fullmatch(p.label))]
    if not columns:
        return tuple(parts)
    if rows is RowKind.PROJECT and columns[-1].label == "项目支出":
        columns[-1] = replace(columns[-1], label=None)  # that is what projects have in any case
    rest = [p for p in parts if p not in columns and p.label != "项目支出"] or [Part(years=columns[0].years, entities=columns[0].entities)]
    return tuple(replace(p, column=columns[-1].label) for p in rest)


def _shared_whole(clauses: Sequence[Clause]) -> list[Clause]:
    """基本支出中，公用经费占比多少: the clause in front is the whole."""
    found: list[Clause] = []
    for clause in clauses:
        front = found[-1] if found else None
        if clause.operation is Operation.SHARE and clause.whole == "" and front and front.operation is None and not front.asked:
            if front.phrases and re.search("(?:里面?|中|当中)$", front.phrases[0]):
                found.pop()
                clause = replace(clause, whole=front.phrases[0])
        found.append(clause)
    return found


def _single(phrase: str | None, marked: Marked, vocabulary: Vocabulary) -> Part | None:
    """The one part of a phrase; an empty part for "" or a phrase that names nothing."""
    if phrase is None:
        return None
    read = read_parts(phrase, marked, vocabulary)
    if read.parts:
        return read.parts[0]
    return Part(years=read.years, entities=read.entities)


def _demoted(clause: Clause, marked: Marked, vocabulary: Vocabulary, *, alone: bool) -> Clause:
    """A sum of one thing is that thing: 项目支出一共多少, 本年支出合计; and 总额 alone is the total."""
    if clause.operation is not Operation.SUM or clause.rows or clause.across:
        return clause
    rest = read_asking(without_marks(clause.phrases[0]), vocabulary).text
    if _THESE.fullmatch(rest) and (rest or not alone or re.search("加|求和|合起来|合在", clause.plain)):
        return clause
    if not alone and rest in ("金额", "资金", "数额", "钱", "预算"):
        return replace(clause, phrases=())  # 100万以上的项目，金额合计多少
    read = read_parts(clause.phrases[0], marked, vocabulary)
    if len(read.parts) > 1 or any(len(part.years) > 1 or len(part.entities) > 1 for part in read.parts):
        return clause
    whole = read_parts(clause.plain, marked, vocabulary)
    keep = any(p.label and vocabulary.holds(p.label) for p in whole.parts) or not any(
        p.label and vocabulary.knows(p.label) for p in read.parts
    )
    return replace(clause, operation=None, phrases=(clause.plain if keep else clause.phrases[0],))


def _parts(read: Sequence[tuple[Clause, Parts]], decisive: Clause, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of all clauses: columns and tables alone go with the row named before them."""
    groups: list[list[Part]] = []
    asked: list[bool] = []
    counted = False
    for clause, parts in read:
        if parts.parts:
            counted = clause.operation is Operation.COUNT
            groups.append(list(parts.parts))
            asked.append(parts.asked or clause.operation is not None)
        elif groups and (part := _unnamed(clause, parts, groups[-1][-1], counted=counted)):
            groups.append([part])
            asked.append(True)
    if not groups:
        return ()
    result: list[Part] = []
    last_asked = max((number for number, said in enumerate(asked) if said), default=0)
    groups = [[replace(part, context=number < last_asked and not asked[number]) for part in group] for number, group in enumerate(groups)]
    for number, group in enumerate(groups):
        context = result[-1] if result else None
        if context and context.dimension in ("个", "家", "所") and [(p.label, p.column) for p in group] == [(None, "金额")]:
            group = [Part(label=BESIDE, dimension="money")]  # 项目有几个，金额多少
        bare = [p for p in group if not p.label and not p.code]
        if context and len(bare) == len(group) and (context.label or context.code):
            filled = [_filled(context, p) for p in group]
            if (
                (not asked[number - 1] and context.said is None)
                or len(filled) > 1
                or any(p.table_hint and context.table_hint for p in group)
            ):
                result.pop()
            elif all(_same(p, context) for p in filled):
                result.pop()
            result.extend(filled)
        elif context and (context.label or context.code) and not asked[number - 1] and all(_is_column(p, vocabulary) for p in group):
            result[-1:] = [_column_of(context, p) for p in group]
        elif context and context.label and not asked[number - 1] and len(result) == 1 and _of_its_form(group, context):
            result = [replace(_placed(context, p), within=p.within or context.label) for p in group]
        else:
            result.extend(group)
    return tuple(_unique(share_context(_folded(result), vocabulary)))


def _unnamed(clause: Clause, parts: Parts, before: Part, *, counted: bool) -> Part | None:
    """What a phrase without a name asks for, beside the thing named before it; None where it asks for nothing."""
    if parts.dimension == "money" and (before.dimension not in (None, "money") or (counted and before.label)):
        return Part(label=BESIDE, dimension="money")  # 项目有几个，涉及多少钱: the money of what was counted
    if parts.entities and clause.operation in (Operation.DIFFERENCE, Operation.RATIO):
        return replace(before, entities=parts.entities, years=parts.years)  # 甲局的福利费比乙局多多少: the same of another unit
    return None


def _of_its_form(group: Sequence[Part], context: Part) -> bool:
    """某项目的绩效目标表，其他资金那一栏; 某项目，实施期总额和年度总额一样吗: fields that every form prints."""
    if context.table_kind:
        return True
    fields = [bool(p.label and not p.within and FORM_FIELDS.fullmatch(p.label)) for p in group]
    return all(fields) and not FORM_FIELDS.fullmatch(context.label or "") and not re.fullmatch(COLUMNS, context.label or "")


def _folded(parts: list[Part]) -> list[Part]:
    """Tables named before anything is asked (2024年说明里，…) go with what follows; several of them are one."""
    lead = Part()
    rest = list(parts)
    if (
        len(rest) == 2
        and not rest[0].label
        and rest[0].table_hint
        and rest[1].label
        and rest[1].table_hint not in (None, rest[0].table_hint)
    ):
        # 收支总表和支出总表的支出总计: one thing in two tables
        return [replace(rest[1], table_kind=rest[0].table_kind, table_hint=rest[0].table_hint), rest[1]]
    while len(rest) > 1 and not rest[0].label and not rest[0].code and not rest[0].column and not (rest[0].stage and not rest[1].label):
        first = rest.pop(0)
        lead = _filled(lead, first)
    if lead == Part():
        return parts
    outer = lead.years
    return (
        [_filled(replace(lead, years=()), p) if not p.label and not p.code else _placed(lead, p) for p in rest]
        if not outer or len(rest) > 1 or rest[0].label or rest[0].code
        else [_filled(lead, rest[0])]
    )


def _placed(lead: Part, part: Part) -> Part:
    """A part with the place that was named before it; its own words win."""
    return replace(
        part,
        table_kind=part.table_kind or lead.table_kind,
        table_hint=part.table_hint or lead.table_hint,
        in_prose=part.in_prose if part.in_prose is not None else lead.in_prose,
        stage=part.stage or lead.stage,
    )


def _column_of(context: Part, part: Part) -> Part:
    """合计等于基本支出加…: columns of the row that was named before; of the total row when that was."""
    if re.search("合计行?$|总计$|总额$|^基本支出$", context.label or ""):
        return replace(part, table_kind=part.table_kind or context.table_kind)
    return replace(_placed(context, part), label=context.label, column=part.label, code=context.code, variants=context.variants)


def _filled(context: Part, part: Part) -> Part:
    """A column, stage or table alone, for the row named before."""
    return replace(
        context,
        column=part.column or (None if part.stage and part.stage != context.stage and context.stage else context.column),
        stage=part.stage or context.stage,
        table_kind=part.table_kind or (None if part.in_prose else context.table_kind),
        table_hint=part.table_hint or (None if part.in_prose is not None else context.table_hint),
        in_prose=None
        if {part.in_prose, context.in_prose} == {True, False}
        else part.in_prose
        if part.in_prose is not None
        else context.in_prose,
        dimension=part.dimension or context.dimension,
        said=part.said,
        years=part.years or context.years,
        entities=part.entities or context.entities,
        context=part.context,
    )


def _same(part: Part, context: Part) -> bool:
    bare = {"dimension": None, "in_prose": None, "context": False}
    return replace(part, **bare) == replace(context, **bare)  # type: ignore[arg-type]


def _is_column(part: Part, vocabulary: Vocabulary) -> bool:
    return bool(part.label and not part.within and re.fullmatch(COLUMNS, part.label) and not vocabulary.is_project(part.label))


def _unique(parts: Sequence[Part]) -> list[Part]:
    """Each thing once; asked for rather than only named."""
    distinct = dict.fromkeys(replace(part, context=False) for part in parts)
    return [part if part in parts else replace(part, context=True) for part in distinct]
