"""A raw phrase → the things that it asks for, each with label, column, table and what it stands under.

"人员经费和公用经费各是多少"          →  人员经费; 公用经费
"行政运行的基本支出"                  →  label 行政运行, column 基本支出
"事业运行的全年预算和决算"            →  事业运行 × 全年预算, 事业运行 × 决算
"“文体活动经费”项目的资金总额"        →  label 资金总额 within 文体活动经费
"平台专线及电信、移动服务费"        →  one label, since the documents have a row of that name
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from answering.anchors import Anchors
from answering.entities import EntityMention
from answering.marking import AMOUNT, CODE, ENTITY, TABLE, YEAR, Marked, without_marks
from answering.naming import COLUMNS, FORM_FIELDS, columned_name, name_part
from answering.parts_of_reading import Part
from answering.vocabulary import Vocabulary
from answering.wording import read_asking, times_asked, trim
from answering.years import YearMention
from disclosure.amount import Amount, Unit
from disclosure.document import Stage, TableKind
from disclosure.terms import subjects_named, synonyms

# 工资及保险的标准: one standard of both
_ONE_STANDARD = re.compile("[^、,，](?:及|以及)[^、,，和]+的标准$")
_SEPARATOR = re.compile(
    r"、|,|，|;|；|以及|及其|(?<![总共调温])和(?![谐解平声])|(?<!参)与(?![会否])|(?<![普涉触])及(?![时格])|跟(?![踪进随班])|还有|"
    r"(?<![合共协不相一会])同(?![比期意志步类样时级])|或者?|\+|再加(?:上)?|(?<![增追添参附外更相])加上?(?![班强快固起总在一])|各"
)
_PROTECTED = re.compile(r"[“\"(（《].*?[”\")）》]")
# How far a name reaches on either side of a 和 inside it.
LONGEST_HALF = 16
# How much of a name on one side of a 和 tells that the 和 is part of it.
JOINT = 2
# 驻站人员工资及保险的成本指标: the level that an indicator stands on is no part of its name
_AND = re.compile("[和与及]|以及")
_LEVEL_AT_END = re.compile("的?(?:数量|质量|时效|成本|产出|效益|满意度)指标值?$")
_EACH_QUARTER = re.compile("(?:每一?个?|各个?|全年四个|四个|4个)季度的?")
_NTH_ITEMS = re.compile(r"(?:这|以上|上述)?[两二三四五六七八九十\d]{1,2}(?:个|项|类|种|者)(?P<tail>[\u4e00-\u9fff]{0,8})$")


@dataclass(frozen=True, slots=True)
class TableMention:
    """A table named in the question."""

    kind: TableKind | None  # None: words that name no standard table
    text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What one phrase asks for."""

    parts: tuple[Part, ...]
    unit: Unit | None = None  # asked for; None: not said
    asked: bool = False  # whether words of asking were there
    years: tuple[YearMention, ...] = ()  # said without a part that they could belong to
    entities: tuple[EntityMention, ...] = ()
    stage: Stage | None = None
    dimension: str | None = None  # of what is asked without a name: 涉及多少钱


def read_parts(phrase: str, marked: Marked, vocabulary: Vocabulary, *, topic: bool = False) -> Parts:
    """The parts of one raw phrase, each with the years, units and tables that its own words name.

    A `topic` (of a definition or an explanation) is cut only where every piece is a name of the documents.
    """
    parts: list[Part] = []
    unit: Unit | None = None
    asked = False
    waiting = Part()  # 2023年和2024年的三公经费: what stands before the first label
    pieces = split_phrase(phrase, vocabulary, marked)
    if topic and not all(vocabulary.knows(marked.expand(read_asking(without_marks(piece), vocabulary).text)) for piece in pieces):
        pieces = [phrase]
    for piece in pieces:
        asking = read_asking(piece, vocabulary)
        unit, asked = unit or asking.unit, asked or asking.asked
        scope = _scope_of(piece, marked)
        part = name_part(replace(asking, text=marked.expand(asking.text)), scope, vocabulary)
        if (
            part.label
            or part.column
            or part.code
            or part.stage
            or part.table_kind
            or part.table_hint
            or part.in_prose is not None
            or part.said
        ):
            part = replace(part, years=(*waiting.years, *part.years), entities=(*waiting.entities, *part.entities))
            parts.append(part)
            waiting = Part()
        elif asking.dimension and parts and parts[-1].dimension not in (None, asking.dimension):
            # 多少批次、多少人次: the same thing in another unit
            parts.append(replace(parts[-1], dimension=asking.dimension))
        else:
            waiting = replace(waiting, years=(*waiting.years, *scope.years), entities=(*waiting.entities, *scope.entities))
        if asking.dimension:  # 固定资产和房屋各多少元: the words of asking stand after the last of several
            parts = [replace(part, dimension=part.dimension or asking.dimension) for part in parts]
    if parts and (waiting.years or waiting.entities):
        last = parts[-1]
        parts[-1] = replace(last, years=(*last.years, *waiting.years), entities=(*last.entities, *waiting.entities))
        waiting = Part()
    dimension = read_asking(phrase, vocabulary).dimension if not parts else None
    parts = share_context(_quarters(parts, vocabulary), vocabulary)
    return Parts(tuple(parts), unit, asked, waiting.years, waiting.entities, dimension=dimension)


def _quarters(parts: list[Part], vocabulary: Vocabulary) -> list[Part]:
    """每个季度的用款计划: four, where the documents have one of the first quarter."""
    found: list[Part] = []
    for part in parts:
        each = _EACH_QUARTER.search(part.label or "")
        if each and part.label and vocabulary.holds("第一季度"):
            names = (part.label.replace(each.group(), f"第{number}季度") for number in "一二三四")
            found += [replace(part, label=name, variants=()) for name in names]
        else:
            found.append(part)
    return found


def _scope_of(piece: str, marked: Marked) -> Part:
    """What the marks of a piece say; of several tables or codes in it the first."""
    tables = [marked.values[mark] for mark in marked.marks(TABLE, piece)]
    table = next((t for t in tables if isinstance(t, TableMention)), None)
    amounts = [value for mark in marked.marks(AMOUNT, piece) if isinstance(value := marked.values[mark], Amount)]
    return Part(
        said=amounts[0].as_money() if len(amounts) == 1 else None,
        code=next((str(marked.values[mark]) for mark in marked.marks(CODE, piece)), None),
        table_kind=table.kind if table else None,
        table_hint=table.text if table else None,
        in_prose=next((t for t in tables if isinstance(t, bool)), None),
        years=tuple(v for mark in marked.marks(YEAR, piece) if isinstance(v := marked.values[mark], YearMention)),
        entities=tuple(v for mark in marked.marks(ENTITY, piece) if isinstance(v := marked.values[mark], EntityMention)),
    )


def split_phrase(phrase: str, vocabulary: Vocabulary, marked: Marked) -> list[str]:
    """Pieces between 和, 、 and their like; a name of the documents is never cut, nor what stands in brackets or quotes."""
    bare = without_marks(phrase).strip()
    name = marked.expand(read_asking(bare, vocabulary).text)
    if (
        times_asked(bare) < 2
        and len(marked.marks(TABLE, phrase)) < 2
        and (synonyms(name) or vocabulary.knows(name) or (len(name) >= 4 and vocabulary.holds(name)))
    ):
        return [phrase]
    guarded = _PROTECTED.sub(lambda m: "\ue7ff" * len(m.group()), phrase)
    if _ONE_STANDARD.search(phrase):
        return [phrase]
    cuts = [
        match.span()
        for match in _SEPARATOR.finditer(guarded)
        if not _inside_name(phrase, *match.span(), vocabulary)
        and not _one_name(phrase, *match.span(), vocabulary, marked)
        and not _inside_misspelt(phrase, *match.span(), marked, vocabulary)
    ]
    pieces = []
    start = 0
    for cut_start, cut_end in cuts:
        pieces.append((start, cut_start))
        start = cut_end
    pieces.append((start, len(phrase)))
    return _rejoin(phrase, pieces, vocabulary, marked)


def _inside_name(phrase: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a name of the documents or of the standard subjects spans a place: 社会保障和就业支出."""
    for left in range(max(0, start - LONGEST_HALF), start):
        for right in range(min(len(phrase), end + LONGEST_HALF), end, -1):
            name = phrase[left:right]
            if vocabulary.knows(name) or subjects_named(name):
                return True
    return False


def _one_name(phrase: str, start: int, end: int, vocabulary: Vocabulary, marked: Marked) -> bool:
    """Whether one name of the documents joins what stands on both sides of a place, with words between left out.

    甲人员工资及保险的成本指标, since there is a row 甲人员工资发放及保险; but 甲和乙各多少 are two even where a total of both is named.
    """
    if not _AND.fullmatch(phrase[start:end]) or re.search("[各都]|分别", phrase) or times_asked(without_marks(phrase)) > 1:
        return False
    before, after = (without_marks(marked.expand(side)) for side in (phrase[:start], phrase[end:]))
    name = _LEVEL_AT_END.sub("", read_asking(before + phrase[start:end] + after, vocabulary).text)
    joint = phrase[start:end] + after[:JOINT]
    if min(len(before), len(after)) < JOINT:
        return False
    if _ends_alike(before, read_asking(after, vocabulary).text):
        return False  # 货物采购预算和服务采购预算: two things of one kind, each with its whole name
    # 环境整治和建设项目的…: what stands on both sides of the 和 stands so in one name, and neither side is a name itself
    inside = vocabulary.holds(before[-JOINT:] + joint) and not vocabulary.knows(before)
    return inside or vocabulary.one_name(name, joint)


def _inside_misspelt(phrase: str, start: int, end: int, marked: Marked, vocabulary: Vocabulary) -> bool:
    """Whether a name with one wrong character spans a place: 社会保障和就也支出."""
    left, between, right = (without_marks(marked.expand(text)) for text in (phrase[:start], phrase[start:end], phrase[end:]))
    return Anchors.of(vocabulary).crosses(left + between + right, len(left), len(left + between))


def _ends_alike(before: str, after: str) -> bool:
    """Whether two names that differ in front have one tail, so that neither needs the other's words."""
    tail = 0
    while tail < min(len(before), len(after)) and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return tail >= JOINT and tail < len(before) and tail < len(after)


def _rejoin(phrase: str, pieces: list[tuple[int, int]], vocabulary: Vocabulary, marked: Marked) -> list[str]:
    """Put neighbours together again where the documents have a name that spans them, the longest first."""
    joined = []
    place = 0
    while place < len(pieces):
        for last in range(len(pieces) - 1, place, -1):
            text = phrase[pieces[place][0] : pieces[last][1]]
            name = marked.expand(read_asking(without_marks(text), vocabulary).text)
            if re.search("[和与及、,]", name) and len(name) >= 4 and _spans(name, vocabulary):
                joined.append(text)
                place = last + 1
                break
        else:
            joined.append(phrase[pieces[place][0] : pieces[place][1]])
            place += 1
    return [piece for piece in joined if piece.strip()]


def _spans(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name of the documents holds `name`, or all of it but a column at its end."""
    if vocabulary.holds(name):
        return True
    row = columned_name(name)
    return bool(row and re.search("[和与及、,]", trim(row, vocabulary)) and vocabulary.holds(row))


def share_context(parts: list[Part], vocabulary: Vocabulary) -> list[Part]:
    """What one part says for its neighbours: a row for columns alone, a project, a common head or tail of names."""
    parts = _strip_count(parts)
    shared: list[Part] = []
    for part in parts:
        before = shared[-1] if shared else None
        placed = part.column or part.stage or part.table_kind or part.table_hint or part.said
        if before and part.label is None and placed and (before.label or before.code) and part.code is None:
            part = replace(
                part,
                label=before.label,
                code=before.code,
                within=before.within,
                variants=before.variants,
                dimension=part.dimension or before.dimension,
                table_kind=part.table_kind or before.table_kind,
                table_hint=part.table_hint or before.table_hint,
            )
        elif (
            before
            and before.column
            and before.label != "基本支出"  # 人员经费 is a part of it, and no column
            and part.label
            and re.fullmatch(COLUMNS, part.label)
            and not vocabulary.is_project(part.label)
            and part.column is None
        ):
            part = replace(
                part,
                label=before.label,
                column=part.label,
                code=before.code,
                variants=before.variants,
                within=before.within,
                table_kind=part.table_kind or before.table_kind,
                table_hint=part.table_hint or before.table_hint,
            )
        elif before and before.within and part.label and part.within is None:
            part = replace(part, within=before.within)
        shared.append(part)
    return _complete(_with_field_of_last(shared), vocabulary)


def _with_field_of_last(parts: list[Part]) -> list[Part]:
    """甲项目和乙项目的成本指标: the field of a form that is asked of the last is asked of each."""
    last = parts[-1] if parts else Part()
    if not last.within or not last.label or not FORM_FIELDS.fullmatch(last.label):
        return parts
    return [
        replace(part, label=last.label, within=part.label, variants=last.variants, dimension=part.dimension or last.dimension)
        if part.label and not part.within and not part.column and part.dimension in (None, last.dimension)
        else part
        for part in parts
    ]


def _strip_count(parts: list[Part]) -> list[Part]:
    """…、公积金四项单位缴费: the tail belongs to each of the four."""
    if len(parts) < 2 or not parts[-1].label or not (match := _NTH_ITEMS.search(parts[-1].label)) or not match.start():
        return parts
    parts = [*parts[:-1], replace(parts[-1], label=parts[-1].label[: match.start()])]
    tail = match["tail"]
    if not tail:
        return parts
    return [
        replace(p, variants=tuple(dict.fromkeys((*p.variants, f"{p.label}{tail}", f"{p.label}{tail.removeprefix('单位')}"))))
        if p.label
        else p
        for p in parts
    ]


def _complete(parts: list[Part], vocabulary: Vocabulary) -> list[Part]:
    """河道巡查员和护林员工资: the tail 工资 belongs to both, since the documents have such a row."""
    if len(parts) < 2:
        return parts
    first, last = parts[0].label or "", parts[-1].label or ""
    completed = []
    for part in parts:
        label = part.label
        if label and not vocabulary.knows(label):
            # 水、电费: one character is a tail of short words only
            tails = (
                (label + last[cut:] for cut in range(1, len(last)) if cut < len(last) - 1 or len(label) <= 2)
                if part is not parts[-1]
                else ()
            )
            heads = (first[:cut] + label for cut in range(len(first) - 1, 1, -1)) if part is not parts[0] else ()
            names = [*tails, *heads]
            better = next((name for name in names if vocabulary.knows(name)), None)
            if better is None:
                better = next((name for name in names if vocabulary.holds(name)), None)
            if better:
                part = replace(part, label=better, variants=tuple(dict.fromkeys((label, *part.variants))))
        completed.append(part)
    return completed
