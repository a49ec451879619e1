"""A clean question → its Reading: marks set, clauses read, and put together to one question.

"青溪街道2024年收入预算是多少万元，比2023年预算少多少？"
→  GROWTH of 收入预算 of 青溪街道 2024, base 2023, a decrease supposed
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from answering.amounts import Bounds, mark_amounts, read_bounds, read_limit
from answering.as_of import read_as_of
from answering.combining import combine
from answering.coverage import is_common
from answering.entities import EntityIndex, EntityMention
from answering.marking import ANY_MARK, CODE, ENTITY, NAME, TABLE, YEAR, E, Marked, Y, without_marks
from answering.operations import read_clause
from answering.parts import TableMention
from answering.parts_of_reading import Clause, Part, Reading
from answering.rewording import plain_wording
from answering.row_filters import of_rows, read_filter, rows_within
from answering.row_questions import HEADS_ROWS, OVER_ROWS
from answering.stated import claimed_share, denied_as_nought, read_whole, said_first, said_in_passing
from answering.unit_names import is_part_of
from answering.vocabulary import Vocabulary
from answering.years import YearMention, mark_years
from disclosure.amount import MONEY_SCALES, Amount, Unit
from disclosure.document import Level, Stage, TableKind
from disclosure.question import Operation, Relation
from disclosure.terms import synonyms, table_kind
from retrieval.matching import normalise_label

# (不是2023年的) is no scope; (按三公表) still names a table
DENIAL = re.compile(r"[(（](?:不是|非|不含|不包括|不要|而非|别)[^)）]*[)）]")
_ASIDE = re.compile(
    rf"[(（](?:看|按|仅|只|口径|即|也就是|指|[^)）]*(?:除以|÷|口径|名词解释|推算|[倒反]推|倒算))[^)）]*[)）]|[(（](?:{ANY_MARK}|\s)*[)）]"
)
# 你们⟨unit⟩: the speaker's side of a unit that is named
# The department as a whole, said beside a unit of its own.
_OF_ALL = re.compile("(?:全|整个?)(?:部门|[局厅委办系]统?|单位)|(?<=占)(?:本?部门|[全本]?局)(?=[的三收支总预])")
_WHOSE = re.compile(f"(?:你们?|我们?|咱们?|他们|人家|贵)(?:这个?|那个?)?(?={E})")
_LEVEL = re.compile(
    r"(?P<dept>部门|(?:含|包括)(?:下属|所属)[^,，的]{0,8}|全部门)(?P<a>预算|决算)(?:公开)?|(?P<unit>单位|本级|"
    r"本单位)(?P<b>预算|决算)(?:公开)?|[(（](?P<c>单位|部门|本级)(?P<d>预算|决算|口径)?[)）]"
)
_TAG = re.compile(
    "[,，]?(?:这(?:个|种)?(?:说法|数字?|话|百分比|百分数|比例|增幅|降幅|幅度|结果|算法)?)?(?:[算写说讲](?:得|的)?)?"
    "(?:对不对|对吗|对么|对吧|是吗|是不是|是吧|没错[吧吗么]?|正确吗|属实吗|准确吗)$|"
    "[,，]是$|[,，](?:请|再)?(?:帮我?)?(?:查查?|核实|确认|看)?(?:一下|下)?(?:文件|材料)?(?:是否|是不是)(?:如此|这样|这么写|属实|真实|真的?|准确|正确)的?$"
)
_CODE = re.compile(
    r"(?<![\dA-Za-z-])(?<!\d[.,])(?P<a>[235]\d{2})类[、,，的\s]*(?P<b>\d{2})款(?:[、,，的\s]*(?P<c>\d{2})项)?|"
    r"(?<![\dA-Za-z-])(?<!\d[.,])(?P<code>[235]\d{2}(?:\d{2}){1,2})(?!\d|[.,]\d|\s*(?:万?元|亿|年|人|个|万))|"
    r"(?<=[(（])(?P<inner>[235]\d{2})(?=[)）])|"
    r"(?<![\dA-Za-z-])(?<!\d[.,])(?P<class>[235]\d{2})(?=[\uf000-\uf0ff]|类|科目|款|号科目|(?:一般公共服务|社会保障|卫生健康|"
    r"住房保障|农林水|教育|工资福利|商品和服务|对个人)|类?支出)"
)
_SAYS_CODE = re.compile("(?:功能|经济|支出)?(?:分类)?(?:科目)?(?:编码|代码|编号|科目)(?:为|是)?[:：]?$")
_TABLE = re.compile(
    r"(?P<name>第(?:\d+|[一二三四五六七八九十]+)(?:张|个)表|(?:附?表[一二三四五六七八九十\d]+)|(?:公开表\s*\d+(?:-\d+)?)|"
    r"[\u4e00-\u9fff“”\"()（）]{0,24}?(?:总表|情况表|预算表|决算表|目标表|支出表|收入表|经费表|绩效表|分类表|采购表|"
    r"填报表|申报表|自评表|三公表|公开表|明细表|表))(?!决|示|现|明|格|述|彰|演|态|费|款|扬|率|计|面(?!上)|前|后|"
    r"数)(?:格)?(?:里面?|中|上|内|下面?)?的?"
)
_PROSE = re.compile(
    r"(?:预算|决算)?(?:编制|情况)?(?:文字)?说明(?:书)?(?:里面?|中|上|部分)?(?:的)?(?:却|则)?(?=前后|写|说|都|里|"
    r"中|[,，]|给|讲|提|列|$)|正文(?:里|中|部分)?|文字(?:部分|说明)?(?:里|中)|文中|叙述(?:里|中)|说明(?:里|中)"
)
_IN_TABLE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:报|表格?|附表)(?:里面?|中|上|内)(?:的)?|(?:这|那|该)张?表(?:格)?(?:里面?|中|上|"
    r"内)?(?:的)?"
)
# Tables called by a part of their title.
_SHORT_TABLES = {"经济": TableKind.BASIC_ECONOMIC, "绩效": TableKind.PERFORMANCE_FORM}
_YEARS_INSIDE = re.compile(rf"(?P<name>[^,，。、\ue100-\ue6ff]+)(?P<years>{Y}(?:[和与及、]{Y})+)(?P<count>[两二三四]年)?的")
_CUT = re.compile(r"[的里在是按看从由与和及跟同了张份个几、,，。;；:：?？!！\s]|多少|(?<!国)有|" + ANY_MARK)
_CLAUSE_END = re.compile(r"、(?=为什么|为何|为啥)|[,，。;；?？!！\n]+|(?<=行)[:：]|[:：](?!\d)")
_DROPPED = re.compile(
    r"^(?:打扰(?:了|一下)?|不好意思|我(?:是|们是)[^,，]{2,14}(?:居民|市民|群众|村民|记者|学生|网友|职工|老师)|我?记得|听说|据说|好像|按说|照理|应该|另外|还有|(?:如果|若|要是)?有?并列(?:的|第一)?(?:就|也)?(?:都|一起|全)(?:说|列|算|给|报|写)?(?:出来|上)?|而且|并且|同时|顺便|分别|具体|谢谢|其中|以及|大概|一下|"
    r"记者(?:提问|问)?|领导问?|网友(?:提问|问)?|市民(?:提问|问)?|群众(?:提问|问)?|有人(?:提?问|说)?|同样是?|见?(?:文件|附件|材料|原文)*|"
    r"(?:请|再)?(?:帮我?|麻烦)?(?:确认|核实|核对|查|看|说|算|回答)(?:一下|下)?(?:金额|数额|数字|情况)?|属实|"
    r"(?:文件|材料|说明|报告|原文|附件|(?=名词))(?:里|中|上)?(?:的)?(?:名词解释)?(?:里|中)?|表[里中]?(?:的)?(?:呢|是哪个|是多少)?|"
    r"(?:支出)?(?:按)?(?:功能|经济)?(?:分类)?(?:科目)?按?“?[类款项]?”?(?:来)?(?:排|看|分|算|统计)|麻烦|按照?(?:文字|编制)?(?:说明|文件|材料|报告)(?:来)?(?:推算|计算|算|看|说|推)|主要|原来|总之|所以|因此|对|好|那|那么|(?:这)?(?:是)?(?:不是)?真的?(?:吗|么)|对吗|对不对|是吗|属实吗|没错吧|对吧)$"
)


Pairs: TypeAlias = tuple[tuple[EntityMention | None, YearMention, Stage | None], ...]


def read_question(text: str, index: EntityIndex, vocabulary: Vocabulary, *, asks_on: bool = False) -> Reading:
    """Read a clean question; nothing is looked up but names."""
    as_of = read_as_of(text)
    text, reworded = plain_wording(text, vocabulary)
    tag = _TAG.search(text)
    text = denied_as_nought(text[: tag.start()]) if tag else text
    marked, level, stage = _mark(text, index, vocabulary)
    pairs: Pairs = _pairs(marked)
    if not pairs and (staged := _staged_years(marked)):
        pairs, marked = staged
    elif pairs and len({stage for _, _, stage in pairs}) > 1:
        marked = _stages_of_pairs(marked)
    else:
        pairs = tuple((entity, year, None) for entity, year, _ in pairs)
    restricted, narrowed = read_filter(marked)
    reading = of_rows(_read_marked(narrowed, vocabulary, tagged=bool(tag)), restricted)
    if reading is None:
        reading, narrowed = _read_marked(marked, vocabulary, tagged=bool(tag)), marked
    reading = replace(
        reading,
        pairs=pairs,
        as_of=as_of,
        level=level,
        stage=reading.stage or stage,
        asks_on=asks_on or bool(re.match("那|其中|还有|另外|再|它|这|上面|刚才|上述", narrowed.text)),
        years=tuple(v for mark in narrowed.marks(YEAR) if isinstance(v := narrowed.values[mark], YearMention)),
        entities=_entities(narrowed),
    )
    return replace(reading, reasons=(*reworded, *_mark_reasons(marked), *reading.reasons))


def _read_marked(marked: Marked, vocabulary: Vocabulary, *, tagged: bool) -> Reading:
    """The clauses of a marked text, with what its numbers restrict."""
    if claim := said_first(marked):
        ranked = _read_marked(claim[1], vocabulary, tagged=False)
        if ranked.operation is Operation.RANK and ranked.rows:
            return replace(ranked, relation=Relation.FIRST, parts=(*(ranked.parts or (Part(),))[:1], Part(label=claim[0])))
    text = marked.text
    limited, marked = _limit(marked)
    marked = mark_amounts(marked, vocabulary)
    bounds, marked = read_bounds(marked)
    bounds = replace(bounds, limit=limited.limit, nth=limited.nth)
    rates, marked = claimed_share(marked)
    read = read_whole(marked) or said_in_passing([(said, read_clause(said, vocabulary)) for said in split_clauses(marked.text, vocabulary)])
    reading = _with_unit_alone(combine([clause for _, clause in read], marked, vocabulary))
    claimed = rates if rates and reading.operation is Operation.SHARE else _claimed(marked, read, reading)
    asks_whether = tagged or re.search("吗$|么$|没有$|是否|是不是|有没有", marked.text)
    grown = reading.operation is Operation.GROWTH and bounds.threshold is not None and bounds.threshold.dimension != "%"
    if bounds.threshold and (reading.operation is None or grown) and asks_whether:
        reading = replace(reading, operation=Operation.VERIFY, base=None)
    elif bounds.threshold and reading.operation is None and not re.search("[吧了]$|对不对", text):
        reading = rows_within(reading, text)
    return replace(
        reading,
        bounds=bounds,
        claimed=claimed,
        unit=claimed[0].unit if reading.operation is Operation.GROWTH and claimed and reading.unit is None else reading.unit,
    )


def _with_unit_alone(reading: Reading) -> Reading:
    """A unit that stands alone (公积金，元，急) is what to tell the figure in, no thing asked for."""
    units = [part.label for part in reading.parts if part.label in MONEY_SCALES]
    if not units or len(units) == len(reading.parts):
        return reading
    return replace(
        reading, parts=tuple(p for p in reading.parts if p.label not in MONEY_SCALES), unit=reading.unit or Unit.find(units[0] or "")
    )


def _claimed(marked: Marked, read: Sequence[tuple[str, Clause]], reading: Reading) -> tuple[Amount, ...]:
    """The amounts to be judged, or to be divided by: those of clauses that do more than state one in passing."""
    if reading.operation not in (Operation.VERIFY, Operation.PER_CAPITA, Operation.GROWTH):
        return ()
    spoken = "".join(text for text, clause in read if clause.operation is not None or clause.whole)
    found = tuple(v for mark in spoken if isinstance(v := marked.values.get(mark), Amount))
    if reading.operation is not Operation.PER_CAPITA:
        return found
    return tuple(amount for amount in found if amount.dimension not in (None, "money", "number", "%"))


def _mark(text: str, index: EntityIndex, vocabulary: Vocabulary) -> tuple[Marked, Level | None, Stage | None]:
    """Years, units, asides, level, codes and tables marked or taken out."""
    marked, inside = _scoped(text, index, vocabulary)
    for start, end in reversed(vocabulary.spans(marked.text)):
        if normalise_label(marked.text[start:end]) not in index.normalised:
            marked = marked.mark(start, end, NAME, marked.text[start:end])
    marked = marked.with_text(DENIAL.sub("", marked.text))
    marked = marked.with_text(_ASIDE.sub(lambda aside: "".join(re.findall(ANY_MARK, aside.group())), marked.text))
    level, stage = None, None
    if match := _LEVEL.search(marked.text):
        said = match["dept"] or match["unit"] or match["c"]
        level = Level.UNIT if said in ("单位", "本级", "本单位") else Level.DEPARTMENT
        kind = match["a"] or match["b"] or match["d"]
        stage = {"预算": Stage.BUDGET, "决算": Stage.FINAL_ACCOUNTS}.get(kind or "")
        marked = marked.with_text(marked.text[: match.start()] + "\ue6fe" + marked.text[match.end() :])
    if inside and not marked.marks(ENTITY):
        known = [m for m in inside if m.entities]
        marked = replace(marked, values=marked.values | {f"inside{n}": m for n, m in enumerate(known)})
    return _mark_codes(marked), level, stage


def _years_in_front(marked: Marked) -> Marked:
    """值守点⟨2025⟩和⟨2026⟩两年的经费 → ⟨2025⟩和⟨2026⟩值守点经费: the years part one name."""
    match = _YEARS_INSIDE.search(marked.text)
    if not match or not (match["count"] or re.search("[两二三四]年$", marked.originals[match["years"][-1]])):
        return marked
    return marked.with_text(marked.text[: match.start()] + match["years"] + match["name"] + marked.text[match.end() :])


def mark_scope(text: str, index: EntityIndex, vocabulary: Vocabulary) -> Marked:
    """Years, units and tables marked, and nothing else."""
    return _scoped(text, index, vocabulary)[0]


def _scoped(text: str, index: EntityIndex, vocabulary: Vocabulary) -> tuple[Marked, list[EntityMention]]:
    """The text with years, units and tables marked, and the units that are part of a row's name."""
    marked = _nest_years(_years_in_front(mark_years(text)))
    names = vocabulary.spans(marked.text)
    inside: list[EntityMention] = []
    for mention in reversed(index.find(marked.text, vocabulary)):
        if any(start <= mention.start and mention.end <= end and mention.end - mention.start < end - start for start, end in names):
            inside.append(mention)  # 水务局在岗人员补助资金: the unit is part of a row's name
        else:
            marked = marked.mark(mention.start, mention.end, ENTITY, mention)
    marked = _with_owners(marked, index)
    marked = marked.with_text(_WHOSE.sub("", marked.text))
    marked = _mark_places(marked, vocabulary)
    return marked, inside


def _with_owners(marked: Marked, index: EntityIndex) -> Marked:
    """渔业局⟨2026⟩年下属的渔政支队: a department in front of a unit of its own says whose it is; 占全局的几成 means the department."""
    parts = {mark: m for mark in marked.marks(ENTITY) if isinstance(m := marked.values[mark], EntityMention) and m.part}
    for part, mention in parts.items():
        text = marked.text
        start = text.index(part)
        owner = re.search(
            rf"(?P<owner>{E})?(?P<between>(?:{Y}年?度?|[的里中,，:：(（]|下属|所属|直属|下面|部门|单位|预算|决算|公开)*)$", text[:start]
        )
        if owner and owner["owner"] not in parts:
            marked = marked.with_text(text[: owner.start()] + "".join(re.findall(Y, owner["between"])) + text[start:])
        whose = [entity for entity in index.entities if is_part_of(mention.entities[0], (entity,))]
        whole = _OF_ALL.search(marked.text, marked.text.index(part))
        if whole and len(whose) == 1:
            named = EntityMention(whole.start(), whole.end(), whole.group(), tuple(whose))
            marked = marked.mark(whole.start(), whole.end(), ENTITY, named)
    return marked


def _nest_years(marked: Marked) -> Marked:
    """水务局2026年的2025年经费: the first of two years side by side is the document's, the second the row's."""
    for first, second in re.findall(f"({Y})的?(?=({Y})(?!各|分别|两|都|哪|比|较|和|相|的?$|[,，]))", marked.text):
        mention, inner = marked.values[first], marked.values[second]
        # 近两年 is two years as well, and neither is the other's document
        if isinstance(mention, YearMention) and isinstance(inner, YearMention) and mention.text != inner.text:
            marked = replace(marked, values=marked.values | {first: replace(mention, outer=True)})
    return marked


def _mark_codes(marked: Marked) -> Marked:
    for match in reversed(list(_CODE.finditer(marked.text))):
        start, end = match.span()
        if said := _SAYS_CODE.search(marked.text[:start]):
            start = said.start()
        if marked.text[start - 1 : start] in ("(", "（") and marked.text[end : end + 1] in (")", "）"):
            start, end = start - 1, end + 1
        joined = "".join(match[part] or "" for part in "abc")  # 301类99款
        marked = marked.mark(start, end, CODE, joined or match["code"] or match["inner"] or match["class"])
    return marked


def _mark_places(marked: Marked, vocabulary: Vocabulary) -> Marked:
    """Tables named, 说明里 and 表里."""
    names = vocabulary.spans(marked.text)
    for match in reversed(list(_TABLE.finditer(marked.text))):
        start, end, name = match.start(), match.end(), match["name"]
        found_cuts = [(start + cut.start(), cut.end()) for cut in _CUT.finditer(name)]
        cuts = [cut for place, cut in found_cuts if not any(first <= place < last for first, last in names)]
        if cuts:
            start, name = start + cuts[-1], name[cuts[-1] :]
        if name.count("(") > name.count(")"):
            # 公务接待费(三公表): what stands before the bracket is no part of the table's name
            opening = name.rfind("(")
            start, name = start + opening, name[opening + 1 :]
            end += marked.text[end : end + 1] == ")"
        start, name = _less_row(start, name, names)
        found = table_kind(name)
        kind = found if found is not TableKind.OTHER else next((k for word, k in _SHORT_TABLES.items() if word in name), None)
        numbered = re.fullmatch(r"附?表[一二三四五六七八九十\d]+|公开表\s*[\d-]+", name)
        if (kind or numbered) and not vocabulary.knows(name) and not vocabulary.knows(name + marked.text[match.end() : match.end() + 2]):
            marked = marked.mark(start, end, TABLE, TableMention(kind, name))
    for pattern, prose in ((_PROSE, True), (_IN_TABLE, False)):
        for match in reversed(list(pattern.finditer(marked.text))):
            marked = marked.mark(match.start(), match.end(), TABLE, prose)
    return marked


def _less_row(start: int, name: str, names: Sequence[tuple[int, int]]) -> tuple[int, str]:
    """接待费三公表, 请客(公务接待)三公表: a row in front of its table is no part of the table's name; a form is named by its project."""
    kind = table_kind(name)
    for cut in range(len(name) - 3, 1, -1) if kind not in (TableKind.OTHER, TableKind.PERFORMANCE_FORM) else ():
        row, rest = name[:cut], name[cut:]
        said = row[row.rfind("(") + 1 : -1] if row.endswith(")") and not rest.startswith(")") else row
        if table_kind(rest) is kind and ((start, start + cut) in names or (synonyms(said) and not is_common(said))):
            return start + cut, rest
    return start, name


def _limit(marked: Marked) -> tuple[Bounds, Marked]:
    bounds, text = read_limit(marked.text)
    return bounds, marked.with_text(text)


def split_clauses(text: str, vocabulary: Vocabulary) -> list[str]:
    """Clauses between commas and stops; nothing is cut inside quotes or brackets."""
    guarded = re.sub(r"“[^”]*”|\([^)]*\)", lambda m: "\ue7ff" * len(m.group()), text)
    clauses, start = [], 0
    for match in _CLAUSE_END.finditer(guarded):
        clauses.append(text[start : match.start()])
        start = match.end()
    clauses.append(text[start:])
    spoken = _with_heads([clause.strip() for clause in clauses if clause.strip()])
    kept = [_marks_alone(clause) if _DROPPED.match(without_marks(clause).strip()) else clause for clause in spoken]
    return [clause for clause in kept if clause] or spoken


def _with_heads(clauses: Sequence[str]) -> list[str]:
    """公用经费里，最大的是哪项 is one clause: the parent of the rows stands before the comma."""
    joined: list[str] = []
    for clause in clauses:
        head = HEADS_ROWS.search(joined[-1]) if joined and OVER_ROWS.search(clause) else None
        if head is not None and head["kinds"]:
            joined[-1] = f"{joined[-1][: head.start()]}{head['kinds']}里{clause}"
        elif head is not None and len(without_marks(joined[-1])) > len(head.group()):
            joined[-1] += clause if head["inside"] else f"里{clause}"
        else:
            joined.append(clause)
    return joined


def _marks_alone(clause: str) -> str:
    """A clause that names nothing, less its words: 说明里 still says where to look."""
    return "".join(re.findall(ANY_MARK, clause))


def _entities(marked: Marked) -> tuple[EntityMention, ...]:
    """The units named, or those inside a row's name when none is named otherwise."""
    named = tuple(v for mark in marked.marks(ENTITY) if isinstance(v := marked.values[mark], EntityMention))
    return named or tuple(v for key, v in marked.values.items() if key.startswith("inside") and isinstance(v, EntityMention))


def _staged_years(marked: Marked) -> tuple[Pairs, Marked] | None:
    """2025年预算、2025年决算、2026年预算各是…: years each with its stage, and the question without them."""
    listed = re.compile(f"(?:{Y}(?:年度?)?的?(?:预算|决算)数?(?:[,，、和与及]|以及)?){{2,}}")
    if not (run := listed.search(marked.text)):
        return None
    stages = {"预算": Stage.BUDGET, "决算": Stage.FINAL_ACCOUNTS}
    found = re.findall(f"({Y})(?:年度?)?的?(预算|决算)", run.group())
    if len({stage for _, stage in found}) < 2 or len({year for year, _ in found}) < 2:
        return None
    pairs = [(None, year, stages[stage]) for mark, stage in found if isinstance(year := marked.values[mark], YearMention)]
    return tuple(pairs), marked.with_text(marked.text[: run.start()] + marked.text[run.end() :])


def _pairs(marked: Marked) -> Pairs:
    """Each unit followed by its own year and perhaps stage, when two or more are so."""
    found = re.findall(f"({E})(?:的|在)?({Y})(?:年度?)?(?:(预算|决算)(?=[,，、和与]))?", marked.text)
    if len(found) < 2 or (len({year for _, year, _ in found}) < 2 and len({entity for entity, _, _ in found}) < 2):
        return ()
    stages = {"预算": Stage.BUDGET, "决算": Stage.FINAL_ACCOUNTS}
    pairs = [(marked.values[entity], marked.values[year], stages.get(stage)) for entity, year, stage in found]
    return tuple((e, y, stage) for e, y, stage in pairs if isinstance(e, EntityMention) and isinstance(y, YearMention))


def _stages_of_pairs(marked: Marked) -> Marked:
    """甲2026年和乙2024年决算，…: a stage said of one of two is no stage of the other."""
    text = re.sub(f"({E}(?:的|在)?{Y}(?:年度?)?)(?:预算|决算)(?=[,，、和与])", r"\1", marked.text)
    return marked.with_text(text)


def _mark_reasons(marked: Marked) -> tuple[str, ...]:
    reasons = []
    for value in marked.values.values():
        if isinstance(value, EntityMention) and value.reason:
            reasons.append(value.reason)
        elif isinstance(value, TableMention):
            reasons.append(f"“{value.text}”指明了表")
    return tuple(reversed(reasons))
