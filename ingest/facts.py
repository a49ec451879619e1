"""What a document is: whose, of which year, 预算 or 决算, 部门 or 单位, each with the place that says so.

    cover 岚县某局 / 2026年度单位预算公开, notes 单位名称：岚县某局  →  ("岚县某局", 2026, BUDGET, UNIT)

Every place votes with a weight; the value with the most votes wins, so one misprinted title changes nothing.  A
supervising department (主管部门) never votes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosure.amount import fold_width
from disclosure.document import Cell, CellRole, Fact, Level, Provenance, Stage, Table, TableKind
from disclosure.mention import chinese_number
from ingest.figures.tree import is_total_label
from ingest.prose.numbering import numbering
from ingest.prose.text import Block, BlockKind


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the whole document is about."""

    entity: str | None  # in full; None: not found
    fiscal_year: int | None  # None: not found
    stage: Stage | None  # None: not found
    level: Level | None  # None: not said
    facts: tuple[Fact, ...]  # the places that said so, the heaviest first


NO_FACTS = DocumentFacts(None, None, None, None, ())


@dataclass(frozen=True, slots=True)
class _Words:
    """A piece of text that may tell something."""

    text: str
    source: str  # cover, title, table, sentence, file_name
    provenance: Provenance | None


_COVER, _NOTE, _TITLE, _SENTENCE, _FILE = 6.0, 4.0, 2.0, 1.0, 0.5
_REPEATS = 3  # a note on every page says it no more than three times

_ORGANISATION = (
    r"(?:局|委员会|委|办公室|办事处|厅|院|中心|人民政府|政府|学校|小学|中学|幼儿园|大学|学院|医院|部|处|队|支队|大队|总队|所|站|馆|"
    r"协会|学会|联合会|总工会|工会|商会|妇联|团委|残联|文联|科协|侨联|工商联|红十字会|党校|乡|镇|街道|园|场|社|台|团|集团|公司|基金会|管委会|组|"
    r"组织部|宣传部|统战部|工作部|法院|检察院|纪委监委|监委|人大|政协|报社|库|林区|保护区|开发区|关工委|编办|机关|会)"
)
_NAME = rf"[\u4e00-\u9fff·“”()（）、\dA-Za-z]*?[\u4e00-\u9fff“”]{_ORGANISATION}(?:[（(](?:本级|本部|机关|汇总|部门)[）)]|本级|本部)?"
_LABELLED = re.compile(
    r"(?:^|[\s　(（])(?P<label>单位名称|部门名称|编制单位|编制部门|预算单位|预算部门|填报单位|填报部门|编报单位|公开单位|公开部门|单位全称|"
    r"预算主管部门|单位|部门)\s*[:：]\s*(?P<name>[^\s:：，。；;]+)"
)
_STRAY = r"[.．。·,，、:：;；_—-]"  # left over before a name by whoever set the cover
_YEAR = r"(?:(?P<year>20\d\d)|(?P<written>二[〇○零Oo0]?[〇○零Oo0一二三四五六七八九十]{2}))\s*年\s*度?"
_OF_YEAR = re.compile(rf"{_YEAR}(?=[^\d月日]{{0,40}}?(?:预|决)\s*算|[^\d月日]{{0,12}}?(?:收入|支出|收支|财政拨款|“?三公))")
_TITLED = re.compile(
    rf"^(?P<name>{_NAME})\s*(?:{_YEAR.replace('year', 'y').replace('written', 'w')}|部门|单位|概况|主要职[能责]|机构设置|(?:预|决)算)"
)
_SENTENCE_NAME = re.compile(
    rf"^{_YEAR.replace('year', 'y').replace('written', 'w')}[，,]?(?P<name>{_NAME})"
    r"(?:部门|单位)?(?:收入|支出|收支|预算|决算|财政拨款|一般公共预算|政府性基金|政府采购|总收)"
    rf"|^(?P<named>{_NAME}){_YEAR.replace('year', 'y2').replace('written', 'w2')}"
)
_STAGE = re.compile(r"(预|决)\s*算")
_LEVEL = re.compile(
    r"(部门|单位)(?=(?:财务)?(?:收支|收入|支出)?(?:总)?(?:预|决)\s*算|财政拨款|财务收支|一般公共|“三公|收入|支出|整体|政府性|国有)"
)
_DEPARTMENT, _UNIT = Level.DEPARTMENT, Level.UNIT


def read_facts(document_id: str, file_name: str, blocks: Sequence[Block], tables: Sequence[Table]) -> DocumentFacts:
    """The facts of one document from its text and tables; the file's name only where nothing else speaks."""
    words = list(_collect(document_id, file_name, blocks, tables))
    stage = _choose("stage", words, _stages)
    year = _choose("fiscal_year", words, _years)
    level = _choose("level", words, _levels)
    entity = _choose("entity", words, lambda each: _entities(each, level.value if level else None), merge=True)
    if level and entity and _ITS_OWN.search(entity.value) and not _lists_units(tables):
        level.value = _UNIT.value  # 某局（本级）: the unit alone, though its titles say 部门
    chosen = [each for each in (entity, year, stage, level) if each]
    return DocumentFacts(
        entity.value if entity else None,
        int(year.value) if year else None,
        Stage(stage.value) if stage else None,
        Level(level.value) if level else None,
        tuple(fact for each in chosen for fact in each.facts),
    )


def name_disagreements(file_name: str, facts: DocumentFacts) -> list[str]:
    """What the file's name says otherwise than its content, in words; the content counts."""
    words = _Words(fold_width(re.sub(r"\.[A-Za-z]{3,4}$", "", file_name)), "file_name", None)
    inside = {fact.name for fact in facts.facts if fact.source != "file_name"}
    found = []
    years = {year for year, _ in _years(words)}
    if "fiscal_year" in inside and years and str(facts.fiscal_year) not in years:
        found.append(f"文件名写的是{'、'.join(sorted(years))}年，内容是{facts.fiscal_year}年")
    stages = {stage for stage, _ in _stages(words)}
    if "stage" in inside and facts.stage and stages and facts.stage.value not in stages:
        said = "决算" if Stage.FINAL_ACCOUNTS.value in stages else "预算"
        found.append(f"文件名写的是{said}，内容是{'决算' if facts.stage is Stage.FINAL_ACCOUNTS else '预算'}")
    for name, _ in _entities(words, None):
        bare = re.sub(r"^.*20\d\d年?度?|[(（].*?[)）]|本级$", "", name)
        own = re.sub(r"[(（].*?[)）]", "", fold_width(facts.entity or ""))
        if "entity" in inside and len(bare) > 2 and own and bare not in own and own not in bare:
            found.append(f"文件名写的是{bare}，内容是{facts.entity}")
    return found


def _lists_units(tables: Sequence[Table]) -> bool:
    """Whether a table lists several units, as that of a department with its subordinates does."""
    for table in tables:
        columns = {c.column for c in table.cells if c.role is CellRole.HEADER and _UNIT_LABEL.fullmatch(re.sub(r"\s", "", c.text))}
        names = {
            _unit_in(c.text) for c in table.cells if c.column in columns and c.role is not CellRole.HEADER and not is_total_label(c.text)
        }
        if len(names - {None}) > 1:
            return True
    return False


def _collect(document_id: str, file_name: str, blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[_Words]:
    for block in blocks:
        place = Provenance(document_id, block.page, block.bbox)
        text = fold_width(block.text)
        if block.kind is BlockKind.COVER or (block.page == 1 and block.kind in (BlockKind.CAPTION, BlockKind.HEADING)):
            yield _Words(text, "cover", place)
        elif block.kind is BlockKind.CAPTION:
            yield _Words(text, "table", place)
        elif block.kind is BlockKind.FURNITURE:
            yield _Words(text, "table" if re.search("[:：]", text) else "title", place)
        elif block.kind in (BlockKind.HEADING, BlockKind.CONTENTS):
            yield _Words(text, "title", place)
        elif block.kind is BlockKind.PARAGRAPH:
            yield _Words(text, "sentence", place)
    for table in tables:
        if table.kind is not TableKind.PERFORMANCE_FORM or "整体" in table.title:
            yield _Words(fold_width(f"{table.number or ''} {table.title}".strip()), "title", next(iter(table.provenances), None))
        for cell in table.cells:
            if cell.row < 3 and _says_unit(cell):
                yield _Words(fold_width(cell.text), "table", cell.provenance)
        yield from _of_cells(table)
    yield _Words(fold_width(re.sub(r"\.[A-Za-z]{3,4}$", "", file_name)), "file_name", None)


def _of_cells(table: Table) -> Iterator[_Words]:
    """What a table says of its document beside or below a label: 部门名称 | 某局, and the one name in a column 单位名称."""
    at = {(cell.row, cell.column): cell for cell in table.cells}
    for cell in table.cells:
        words = re.sub(r"[\s:：]", "", fold_width(cell.text))
        if cell.row < 6 and _YEAR_CELL.fullmatch(words):
            yield _Words(words, "title", cell.provenance)
        if not _UNIT_LABEL.fullmatch(words):
            continue
        beside = at.get((cell.row, cell.column + cell.column_span))
        if beside and (name := _unit_in(beside.text)):
            yield _Words(f"{words}:{name}", "table", beside.provenance)
            continue
        below = [c for c in table.cells if c.column == cell.column and c.row >= cell.row + cell.row_span and c.text.strip()]
        names = {_unit_in(c.text) for c in below if not is_total_label(c.text)}
        if len(names) == 1 and (name := next(iter(names))):
            yield _Words(name, "row", below[0].provenance)


_ITS_OWN = re.compile(r"[(（]?(?:本级|本部)[)）]?$")
_UNIT_LABEL = re.compile(r"(?:部门|单位|预算单位|预算部门|填报单位|填报部门|申报单位|申报部门|编制单位)(?:[(（]?(?:名称|全称)[)）]?)?")
_YEAR_CELL = re.compile(r"[(（]?20\d\d[(（]?年度?[)）]?")  # （2026年度） under a title


def _unit_in(text: str) -> str | None:
    """The unit that a cell names, its code left out: 429875-某局; None: it names none."""
    words = re.sub(r"^\d+[-—_]*", "", re.sub(r"\s+", "", fold_width(text)))
    return words if len(words) > 3 and re.fullmatch(_NAME, words) else None


def _says_unit(cell: Cell) -> bool:
    return bool(re.match(r"\s*(?:单位名称|部门名称|编制单位|编制部门|预算单位|填报单位|公开单位)\s*[:：]", cell.text))


_WEIGHT = {"cover": _COVER, "table": _NOTE, "title": _TITLE, "row": _SENTENCE, "sentence": _SENTENCE, "file_name": _FILE}


_OF_ALL = re.compile(r"[(（]汇总[)）]?$")  # 某局(汇总): the department with its units, which is no other unit


@dataclass(slots=True)
class _Choice:
    value: str
    weight: float
    facts: list[Fact]


def _choose(
    name: str, words: Iterable[_Words], read: Callable[[_Words], Iterable[tuple[str, float]]], *, merge: bool = False
) -> _Choice | None:
    """The value that the places support best; None where none says anything."""
    choices: dict[str, _Choice] = {}
    counts: dict[tuple[str, str], int] = {}
    for each in words:
        for value, factor in read(each):
            value = _OF_ALL.sub("", value)
            key = value, each.source
            counts[key] = counts.get(key, 0) + 1
            if counts[key] > _REPEATS:
                continue
            choice = choices.setdefault(value, _Choice(value, 0.0, []))
            choice.weight += _WEIGHT[each.source] * factor
            if counts[key] == 1:
                choice.facts.append(Fact(name, value, each.source, each.provenance))
    if merge:
        _add_short_names(choices)
    best = max(choices.values(), key=lambda choice: (choice.weight, len(choice.value)), default=None)
    if best is None or _tied(best, choices.values()):
        return None
    best.facts.sort(key=lambda fact: -_WEIGHT[fact.source])
    return best


def _tied(best: _Choice, choices: Iterable[_Choice]) -> bool:
    """部门 and 单位 said equally often: not said."""
    return best.facts[0].name == "level" and any(other is not best and other.weight == best.weight for other in choices)


def _add_short_names(choices: dict[str, _Choice]) -> None:
    """A name that another one ends with supports the longer one, when that is printed as a label or on the cover.

    On the cover 某局（本级） is supported by 某局 too, which the tables under it are headed with.
    """
    for short in list(choices.values()):
        longer = []
        for each in choices.values():
            sources = {fact.source for fact in each.facts}
            ends = each.value.endswith(short.value) and sources & {"cover", "table"}
            if each is not short and (ends or ("cover" in sources and _ITS_OWN.sub("", each.value) == short.value)):
                longer.append(each)
        if longer:
            max(longer, key=lambda each: each.weight).weight += short.weight
            short.weight = 0.0


def _years(words: _Words) -> Iterator[tuple[str, float]]:
    first = True
    for match in _OF_YEAR.finditer(words.text):
        before = words.text[max(0, match.start() - 2) : match.start()]
        if re.search(r"[比较与同]\s*$", before):
            continue
        year = _year(match)
        if year and (first or words.source != "sentence"):
            yield str(year), 1.0
        first = False
    if words.source == "file_name" and (named := re.search(r"(?<!\d)(20\d\d)(?!\d)", words.text)):
        yield named[1], 1.0
    if words.source == "title" and _YEAR_CELL.fullmatch(words.text):
        yield re.sub(r"\D", "", words.text), 1.0


def _year(match: re.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    value = chinese_number(re.sub("[○Oo0]", "〇", match["written"]))
    return int(value) if value is not None and 2000 <= value < 2100 else None


def _stages(words: _Words) -> Iterator[tuple[str, float]]:
    if words.source == "file_name":
        if re.search(r"决算|juesuan", words.text, re.I):
            yield Stage.FINAL_ACCOUNTS.value, 1.0
        elif re.search(r"预算|yusuan", words.text, re.I):
            yield Stage.BUDGET.value, 1.0
        return
    if words.source == "sentence" or not (found := _STAGE.findall(words.text)):
        return
    # 一般公共预算财政拨款支出决算表 is of the final accounts
    yield (Stage.FINAL_ACCOUNTS if "决" in found else Stage.BUDGET).value, 1.0


def _levels(words: _Words) -> Iterator[tuple[str, float]]:
    if words.source in ("table", "row", "sentence") or (re.search(r"部门.?单位|单位.?部门", words.text) and words.source != "cover"):
        return
    if words.source == "file_name":
        if re.search(r"部门|bumen", words.text, re.I):
            yield _DEPARTMENT.value, 1.0
        elif re.search(r"单位|danwei", words.text, re.I):
            yield _UNIT.value, 1.0
        return
    for match in _LEVEL.finditer(words.text):
        yield (_DEPARTMENT if match[1] == "部门" else _UNIT).value, 1.0
        return


def _entities(words: _Words, level: str | None) -> Iterator[tuple[str, float]]:
    text = words.text
    if words.source == "file_name":
        if found := re.search(_NAME, text):
            yield found[0], 1.0
        return
    if words.source == "row":
        yield text, 1.0
        return
    if words.source in ("cover", "table"):
        labelled = _labelled(text, level)
        if labelled:
            yield labelled, 1.0
        if labelled or words.source == "table":
            return
    if words.source == "cover":
        bare = re.sub(r"\s+", "", text)
        bare = re.sub(rf"^{_STRAY}*(?:[(（]?{_YEAR}[)）]?{_STRAY}*)?", "", bare)
        titled = _TITLED.match(bare)
        if re.fullmatch(_NAME, bare) or titled:
            yield titled["name"] if titled else bare, 1.0
        return
    bare = re.sub(r"\s+", "", text)
    mark = numbering(bare)
    bare = bare[mark[1] :] if mark else bare
    if words.source == "title" and (titled := _TITLED.match(bare)):
        yield titled["name"], 1.0
    elif words.source == "sentence" and (said := _SENTENCE_NAME.match(bare)):
        yield said["name"] or said["named"], 1.0


def _labelled(text: str, level: str | None) -> str | None:
    """The unit that a label names; 单位：万元 names none."""
    for match in _LABELLED.finditer(text):
        name = match["name"].strip("（）() ")
        if re.fullmatch(r"(?:人民币)?[百千万亿]*元.*|.{0,2}|\d.*", name):
            continue
        if match["label"] == "预算主管部门" and level == _UNIT.value:
            continue
        if text[: match.start("label")].rstrip().endswith(("主管", "上级")):
            continue
        return match["name"]
    return None
