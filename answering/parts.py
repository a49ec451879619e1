"""A raw phrase → the things that it asks for, each with label, column, table and what it stands under.

"人员经费和公用经费各是多少"          →  人员经费; 公用经费
"行政运行的基本支出"                  →  label 行政运行, column 基本支出
"事业运行的全年预算和决算"            →  事业运行 × 全年预算, 事业运行 × 决算
"“各类工作经费”项目的资金总额"        →  label 资金总额 within 各类工作经费
"互联网专线及联通、移动使用费"        →  one label, since the documents have a row of that name
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from answering.english_asking import by_words
from answering.entities import EntityMention
from answering.marking import CODE, ENTITY, TABLE, YEAR, Marked, without_marks
from answering.reading import Part
from answering.vocabulary import Vocabulary
from answering.wording import Asking, read_asking, trim
from answering.years import YearMention
from disclosure.amount import Unit
from disclosure.document import Stage, TableKind
from disclosure.terms import subjects_named, synonyms, word_groups

# Columns of standard forms; a phrase that ends in one asks for that column of the row before it.
COLUMNS = (
    "基本支出|项目支出|人员经费|公用经费|上缴上级支出|经营支出|对附属单位补助支出|"
    "一般公共预算(?:财政拨款|拨款|资金)?|政府性基金(?:预算)?(?:财政拨款|拨款|资金)?|国有资本经营(?:预算)?(?:财政拨款|拨款|资金)?|财政拨款(?:收入)?|"
    "财政专户(?:管理)?资金|单位资金|事业收入|事业单位经营收入|经营收入|其他收入|上级补助收入|附属单位上缴收入|"
    "年初预算数?|全年预算数?|调整预算数?|预算调整数|当年预算安排|上年结转安排|(?:当年)?预算执行数|(?:当年)?执行数|决算数?|预算数?|支出数|实际支出数?|"
    "合计数?|小计|金额|指标值|增减额|增减率"
)
_STAGES = {"预算": Stage.BUDGET, "预算数": Stage.BUDGET, "决算": Stage.FINAL_ACCOUNTS, "决算数": Stage.FINAL_ACCOUNTS}
# 收入预算, 总预算: the whole, of which 预算 is part of the name
_WHOLES = re.compile(
    r"(?:部门|单位|本年|年度|财政拨款|全年|全部|总|一般公共|政府性?基金|国有资本经营)*(?:收入|支出|收支|收入支出|"
    r"总|部门|单位|一般公共|政府性?基金|国有资本经营|政府采购)?"
)
_FUNDS = {
    "一般公共预算": TableKind.GENERAL_EXPENDITURE,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营": TableKind.STATE_CAPITAL,
}
_JOINTS = (
    r"(?:这一?(?:项|行|栏|科目)|那一?(?:项|行|栏)|一(?:项|行|栏)|科目)?(?P<joint>里面?的?|(?<![集其])中(?![心央])的?|"
    r"当中的?|之中的?|下面?的?|项下的?|内的?|的|[:：,，\s]+)?"
)
_COLUMN_AT_END = re.compile(rf"^(?P<row>.+?){_JOINTS}(?P<column>{COLUMNS})$")
_COLUMN_ALONE = re.compile(rf"^(?:的|其中)*(?P<column>{COLUMNS})$")
_WITHIN = re.compile(
    r"^(?P<outer>.{2,}?)(?:里面?的?|(?<![集其])中(?![心央小学医介国共层期标转级等])的?|当中的?|之中的?|项下的?|下面的?)(?P<inner>.{2,})$"
)
_OF = re.compile(r"^(?P<outer>.{2,}?)(?:这个|这一)?(?:项目)?的(?P<inner>.{2,})$")
# What a project's form prints of each project.
_FORM_FIELDS = re.compile(
    r"(?:项目|年度|实施期|当年|其中|本年|中央|省级|市县|上年|申报|计划|预算)*(?:资金|财政拨款|财政资金|拨款|总额|"
    r"经费总额|总投入|单位自筹|其他资金|总预算|指标值?|数量指标|成本指标|质量指标|时效指标|满意度)(?:总额|指标|数|"
    r"合计|结转(?:资金)?)*"
)
# The whole: what stands before a column without narrowing it to a row.
_TOTALS = re.compile(
    r"(?:(?:部门|单位|全部|整体|总体|本级|本年度?|当年|年度|支出|收入|预算|决算|总|全)*(?:总?支出|总?预算|总?决算|"
    r"总盘子|盘子)(?:合计|总计|总额|总数|预算|决算)?|合计|总计|总额|全部|(?:支出|收入)?合计行?|总数|总的|整体|"
    r"全口径)"
)
_SEPARATOR = re.compile(
    r"、|,|，|;|；|以及|及其|(?<![总共调温])和(?![谐解平声])|(?<!参)与(?![会否])|(?<![普涉触])及(?![时格])|跟(?![踪进随班])|还有|"
    r"(?<![合共协不相一会])同(?![比期意志步类样时级])|或者?|\+|再加(?:上)?|加上?(?![班强快固起总在一])|各"
)
_PROTECTED = re.compile(r"[“\"(（《].*?[”\")）》]")
# How far a name reaches on either side of a 和 inside it.
LONGEST_HALF = 16
_GENERAL_TAIL = re.compile(r"(?:的)?(?:预算|决算|预决算)?(?:的)?(?:总?金额|数额|总数|数目|总量|预算数|预算|决算数|决算|支出数|安排数)$")
_NTH_ITEMS = re.compile(r"(?:这|以上|上述)?[两二三四五六七八九十\d]{1,2}(?:个|项|类|种|者)(?P<tail>[\u4e00-\u9fff]{0,8})$")
_LEVEL_NOUN = re.compile(r"(?:支出)?(?:科目|“?项”?|“?款”?|“?类”?)$")


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


def read_parts(phrase: str, marked: Marked, vocabulary: Vocabulary, *, topic: bool = False) -> Parts:
    """The parts of one raw phrase, each with the years, units and tables that its own words name.

    A `topic` (of a definition or an explanation) is cut only where every piece is a name of the documents.
    """
    parts: list[Part] = []
    unit: Unit | None = None
    asked = False
    waiting = Part()  # 2023年和2024年的三公经费: what stands before the first label
    if "水电费" in phrase and not vocabulary.holds("水电费"):
        phrase = phrase.replace("水电费", "水费和电费")
    pieces = split_phrase(phrase, vocabulary, marked)
    if topic and not all(vocabulary.knows(marked.expand(read_asking(without_marks(piece), vocabulary).text)) for piece in pieces):
        pieces = [phrase]
    for piece in pieces:
        asking = read_asking(piece, vocabulary)
        unit, asked = unit or asking.unit, asked or asking.asked
        scope = _scope_of(piece, marked)
        part = _part(replace(asking, text=marked.expand(asking.text)), scope, vocabulary)
        if part.label or part.column or part.code or part.stage or part.table_kind or part.table_hint or part.in_prose is not None:
            part = replace(part, years=(*waiting.years, *part.years), entities=(*waiting.entities, *part.entities))
            parts.append(part)
            waiting = Part()
        else:
            waiting = replace(waiting, years=(*waiting.years, *scope.years), entities=(*waiting.entities, *scope.entities))
        if asking.dimension:  # 固定资产和房屋各多少元: the words of asking stand after the last of several
            parts = [replace(part, dimension=part.dimension or asking.dimension) for part in parts]
    if parts and (waiting.years or waiting.entities):
        last = parts[-1]
        parts[-1] = replace(last, years=(*last.years, *waiting.years), entities=(*last.entities, *waiting.entities))
        waiting = Part()
    return Parts(tuple(share_context(parts, vocabulary)), unit, asked, waiting.years, waiting.entities)


def _scope_of(piece: str, marked: Marked) -> Part:
    """What the marks of a piece say; of several tables or codes in it the first."""
    tables = [marked.values[mark] for mark in marked.marks(TABLE, piece)]
    table = next((t for t in tables if isinstance(t, TableMention)), None)
    return Part(
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
    if synonyms(name) or vocabulary.knows(name) or (len(name) >= 4 and vocabulary.holds(name)):
        return [phrase]
    guarded = _PROTECTED.sub(lambda m: "\ue7ff" * len(m.group()), phrase)
    cuts = [match.span() for match in _SEPARATOR.finditer(guarded) if not _inside_name(phrase, *match.span(), vocabulary)]
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
    column = _COLUMN_AT_END.match(name)
    return bool(column and re.search("[和与及、,]", trim(column["row"], vocabulary)) and vocabulary.holds(column["row"]))


def _part(asking: Asking, base: Part, vocabulary: Vocabulary) -> Part:
    """One piece less its words of asking → label, column, within."""
    text = asking.text.replace("“", "").replace("”", "").strip()
    if not vocabulary.knows(text):
        text = re.sub(r"[(（](?:不?含|包括|不包括|其中)[^)）]+[)）]?", "", text).strip()
    part = replace(base, dimension=asking.dimension)
    if not text or (base.code and re.fullmatch("(?:类|款|项)?(?:级)?(?:支出)?(?:科目)?(?:合计|总计|小计|支出)?", text)):
        return part
    if vocabulary.knows(text):
        return replace(part, label=text, variants=_variants(text, vocabulary))
    if alone := _COLUMN_ALONE.match(text):
        column = alone["column"]
        if column in _STAGES:
            return replace(part, stage=_STAGES[column])
        return replace(part, column=column, stage=stage_of(column)) if _is_amount_column(column) else replace(part, label=column)
    if (match := _COLUMN_AT_END.match(text)) and (split := _row_and_column(match, vocabulary)):
        return replace(part, **split)  # type: ignore[arg-type]
    if match := _WITHIN.match(text):
        outer, inner = trim(match["outer"], vocabulary), trim(match["inner"], vocabulary)
        if outer and inner and not vocabulary.holds(text):
            if _TOTALS.fullmatch(outer):
                stage = Stage.FINAL_ACCOUNTS if "决算" in outer else Stage.BUDGET if "预算" in outer else None
                return replace(part, label=inner, stage=stage, variants=_variants(inner, vocabulary))
            return replace(part, label=inner, within=outer, variants=_variants(inner, vocabulary))
    if (match := _OF.match(text)) and (vocabulary.is_project(match["outer"]) or _FORM_FIELDS.fullmatch(match["inner"])):
        return replace(part, label=match["inner"], within=match["outer"].strip("“”"))
    label = _GENERAL_TAIL.sub("", text) if not vocabulary.knows(text) else text
    if not label or _TOTALS.fullmatch(text):
        label = text
    return replace(part, label=label, variants=_variants(label, vocabulary, text))


def _is_amount_column(column: str) -> bool:
    """Columns that say which state of an amount is meant, and never what it is for."""
    return bool(
        re.fullmatch(
            "年初预算数?|全年预算数?|调整预算数?|预算调整数|当年预算安排|上年结转安排|预算执行数|(?:当年)?执行数|决算数?|预算数?|支出数|实际支出数?|合计数?|小计|金额|指标值",
            column,
        )
    )


def stage_of(column: str) -> Stage | None:
    """The state that a column's name says: 全年预算 is a budget that a final account prints."""
    return Stage.BUDGET if re.match("年初预算|全年预算|调整预算|预算调整", column) else None


def _row_and_column(match: re.Match[str], vocabulary: Vocabulary) -> dict[str, object] | None:
    """Whether the end of a phrase is a column of the row before it."""
    row, column, joint = trim(match["row"], vocabulary), match["column"], match["joint"]
    if not row:
        return None
    if column in ("金额", "合计数"):
        return {"label": row, "variants": _variants(row, vocabulary)}
    if column in _STAGES:
        if _WHOLES.fullmatch(match["row"]) or vocabulary.knows(match.group()):
            return {"label": re.sub("数$", "", match.group()), "stage": _STAGES[column]}
        return {"label": row, "stage": _STAGES[column], "variants": (match.group(), *_variants(row, vocabulary))}
    if fund := next(
        (kind for word, kind in _FUNDS.items() if re.fullmatch(rf"{word}(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?", row)), None
    ):
        return {"label": column, "table_kind": fund, "variants": (f"{row}{column}",)}
    if _TOTALS.fullmatch(row):
        return {"column": column, "stage": stage_of(column)} if _is_amount_column(column) else {"label": column}
    if _is_amount_column(column):
        return {"label": row, "column": column, "variants": _variants(row, vocabulary), "stage": stage_of(column)}
    if joint or vocabulary.knows(row) or subjects_named(row):
        return {"label": row, "column": column, "variants": _variants(row, vocabulary)}
    return None


def _variants(label: str, vocabulary: Vocabulary, full: str | None = None) -> tuple[str, ...]:
    """Other wordings of a label: as it was before words were taken off, without 项目, 科目, 支出 at its end."""
    found = [full] if full and full != label else []
    if re.search("[A-Za-z]{3}", label) and (chinese := by_words(label)):
        found.append(chinese)
    bare = re.sub(r"(?:合计|总计|总额|总数|总和)$", "", label)
    for shorter in (
        re.sub(r"(?:这个|该)?项目$", "", label),
        _LEVEL_NOUN.sub("", label),
        bare if len(bare) >= 4 else "",
        label.replace("的", ""),
    ):
        if shorter and shorter != label and len(shorter) >= 2 and not _TOTALS.fullmatch(label):
            found.append(shorter)
    if re.fullmatch("(?:总|本年)?(?:支出|预算|决算)(?:合计|总计|总额)?|总支出|总预算", label):
        return tuple(found)
    if not re.search("[费款金]$|支出$|工资$", label):  # 出国花了多少: 出国费
        found += [name for tail in ("费", "经费", "支出") if synonyms(name := label + tail) or vocabulary.knows(name)]
    return tuple(dict.fromkeys((*found, *_reworded(label, vocabulary))))


def _reworded(label: str, vocabulary: Vocabulary) -> list[str]:
    """The label with one word exchanged for another of the same meaning, where the documents have such a name."""
    if vocabulary.holds(label):
        return []
    found = []
    for words in word_groups():
        for word in (w for w in words if w in label and w != label):
            found += [name for other in words if other != word and vocabulary.holds(name := label.replace(word, other))]
    return found


def share_context(parts: list[Part], vocabulary: Vocabulary) -> list[Part]:
    """What one part says for its neighbours: a row for columns alone, a project, a common head or tail of names."""
    parts = _strip_count(parts)
    shared: list[Part] = []
    for part in parts:
        before = shared[-1] if shared else None
        if before and part.label is None and (part.column or part.stage) and (before.label or before.code) and part.code is None:
            part = replace(
                part,
                label=before.label,
                code=before.code,
                within=before.within,
                variants=before.variants,
                dimension=part.dimension or before.dimension,
            )
        elif (
            before
            and before.column
            and part.label
            and re.fullmatch(COLUMNS, part.label)
            and not vocabulary.is_project(part.label)
            and part.column is None
        ):
            part = replace(part, label=before.label, column=part.label, code=before.code, variants=before.variants, within=before.within)
        elif before and before.within and part.label and part.within is None:
            part = replace(part, within=before.within)
        shared.append(part)
    return _complete(shared, vocabulary)


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
    """驻矿人员和消防协管员工资: the tail 工资 belongs to both, since the documents have such a row."""
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
