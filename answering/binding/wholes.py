"""What a name means in a document: its own things by the ladder, and totals of tables that no label names: 总预算, 三公经费.

reach(index, "驻矿人员工资")  →  normalised: 2026年驻矿人员工资 of the project table
whole_of("总预算")           →  支出总计 of the summary table, else the total of the expenditure table
hinted("支出决算表", tables)  →  {支出决算表}, and not the three tables whose titles end so
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from answering.binding.things import DocumentIndex, Thing, ThingKind
from disclosure.document import Table, TableKind
from disclosure.terms import table_kind
from retrieval.matching import ORDER, SHORTEST_PART, Rung, climb
from retrieval.names import Name, core, holds, is_generic, less_brackets, name_of, table_number

_SIDES = {"收入支出": "both", "收入和支出": "both", "收支": "both", "收入": "income", "支出": "spent", "开支": "spent", "花销": "spent"}
# 资金 alone is a source of money where a word stands before it: 单位资金收入
_TOTALS = "资金总额 全部资金 总资金 总预算 总决算 总计 合计 总额 总数 总量 总盘子 总规模 规模 盘子 总 预算 决算".split()
_FILLERS = "本部门 本单位 本年度 部门 单位 本年 年度 全年 当年 全部 安排 机关 本级 经费 金额 数 的 本 和".split()
_SPENT = tuple("支出总计 本年支出合计 支出合计 本年支出总计 总支出 支出总额 本年支出 总计 合计 收支总计".split())
_INCOME = tuple(row.replace("支出", "收入") for row in _SPENT)
_SPENT_KINDS = (TableKind.SUMMARY, TableKind.EXPENDITURE, TableKind.APPROPRIATION, TableKind.GENERAL_EXPENDITURE)
_INCOME_KINDS = (TableKind.SUMMARY, TableKind.REVENUE, TableKind.APPROPRIATION)
_TWO_SIDED = (TableKind.SUMMARY, TableKind.APPROPRIATION, TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL)
_THREE_PUBLIC = "三公"
# What a table as a whole is called, less words for money in front and behind → its kind.
_TABLES = {
    "三公": TableKind.THREE_PUBLIC, "三公两费": TableKind.THREE_PUBLIC, "机关运行": TableKind.OPERATING,
    "政府性基金": TableKind.GOVERNMENT_FUND, "政府基金": TableKind.GOVERNMENT_FUND, "国有资本经营": TableKind.STATE_CAPITAL,
    "政府采购": TableKind.PROCUREMENT, "一般公共预算支出": TableKind.GENERAL_EXPENDITURE,
    "一般公共预算基本支出": TableKind.BASIC_ECONOMIC, "财政拨款收支": TableKind.APPROPRIATION,
}  # fmt: skip
_AROUND = "财政拨款安排的 财政拨款安排 财政拨款的 财政拨款 部门 单位 本部门 当年 年度".split()
_BEHIND = "收入支出 拨款收入 拨款支出 收支 预算 决算 支出 收入 经费 总额 合计 总计 总数 金额 拨款 数".split()
_SHARED = 0.34  # of the longer title that a hint must share to mean it
_LEVELS = "市级部门 区级部门 县级部门 省级部门 预算单位 部门 单位 本级".split()


@dataclass(frozen=True, slots=True)
class Whole:
    """What a name stands for as a whole: rows and kinds of table, in the order of preference."""

    kinds: tuple[TableKind, ...]
    rows: tuple[str, ...]  # normalised labels of the total row, best first; (): any total row
    side: str | None  # income or spent, where a table has both; None: either
    named: str | None = None  # what the table itself may call it, which comes before its total
    sides: bool = False  # a half of the budget as a whole, which no row of a part of it answers


@lru_cache(maxsize=8192)
def whole_of(key: str) -> Whole | None:
    """The whole that a normalised name means; None where it names a thing within the document."""
    side, total, rest = None, False, key
    while rest:
        words = ((word, kind) for kind in (_SIDES, _TOTALS, _FILLERS) for word in kind if rest.startswith(word))
        word, kind = next(words, ("", ()))
        if not word:
            return _table_whole(key)
        side = side or _SIDES.get(word)
        total = total or kind is _TOTALS
        rest = rest[len(word) :]
    if side == "income":
        return Whole(_INCOME_KINDS, _rows(key, _INCOME), "income", sides=True)
    if side is not None or total:
        return Whole(_SPENT_KINDS, _rows(key, _SPENT), None if side == "both" else "spent", sides=True)
    return _table_whole(key)


def _rows(key: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The row of that name first; with 总计 all that there is before what is of the year, with 本年 the other way round."""
    first: tuple[str, ...] = ()
    if "总计" in key:
        first = (usual[0], "总计", "收支总计")
    elif key.startswith(("本年", "当年")):
        first = (*(row for row in usual if row.startswith("本年")), usual[2])
    return tuple(dict.fromkeys((key, *first, *usual)))


def _table_whole(key: str) -> Whole | None:
    side = "income" if key.endswith(("收入", "收入合计", "收入总计", "收入预算")) else "spent" if "支出" in key else None
    before = ""
    while before != key:
        if key in _TABLES:
            return Whole((_TABLES[key],), (), side, named=_THREE_PUBLIC if _TABLES[key] is TableKind.THREE_PUBLIC else None)
        before = key
        start = next((word for word in _AROUND if key.startswith(word)), "")
        end = "" if start else next((word for word in _BEHIND if key.endswith(word)), "")
        key = key[len(start) : len(key) - len(end)]
    return None


@dataclass(frozen=True, slots=True)
class Reached:
    """A thing that a name reached, and how."""

    thing: Thing
    rung: Rung
    score: float
    reason: str
    standing: int = 0  # orders totals of tables that stand for one whole, low first


def reach(index: DocumentIndex, text: str) -> Iterator[tuple[Reached, ...]]:
    """The things of a document that a name means, one tuple a rung, best first; totals of tables stand among the synonyms."""
    name = name_of(text)
    whole = whole_of(name.key)
    totals = tuple(_total(thing, name, standing) for standing, thing in _whole_things(index, whole)) if whole else ()
    if totals and whole and (whole.sides or whole.named):
        yield totals
        totals = ()
    ways: list[Callable[[], Iterator[Reached]]] = [
        lambda: _in_row(index, name),
        lambda: _by_path(index, name),
        lambda: _headed(index, name),
    ]
    for rung in climb(text, index.names):
        while ways and ORDER[rung[0].rung] > (ORDER[Rung.SYNONYM] if len(ways) > 1 else ORDER[Rung.CORE]):
            if found := tuple(ways.pop(0)()):
                yield found
        reached = tuple(Reached(index.things[hit.place], hit.rung, hit.score, hit.reason) for hit in rung)
        if totals and reached[0].rung is Rung.SYNONYM:
            seen = {id(one.thing) for one in reached}
            reached += tuple(one for one in totals if id(one.thing) not in seen)
            totals = ()
        elif totals and ORDER[reached[0].rung] > ORDER[Rung.SYNONYM]:
            yield totals
            totals = ()
        yield reached
    if totals:
        yield totals
    for way in ways:
        if found := tuple(way()):
            yield found


def _in_row(index: DocumentIndex, name: Name) -> Iterator[Reached]:
    """Things by what stands beside their names in their rows."""
    for thing in index.things:
        if name.key in thing.beside:
            yield Reached(thing, Rung.NORMALISED, 1.0, "同一行的另一栏印着这个名称")


def _by_path(index: DocumentIndex, name: Name) -> Iterator[Reached]:
    """Things by their names with what they stand under said in front: 信访事务（款）行政运行（项）, the longest such name."""
    for at in range(2, len(name.key) - 1):
        above, key = name.key[:at].rstrip("的中里类款项"), name.key[at:]
        places = index.names.by_key.get(key, ()) if len(above) > 1 and not is_generic(key) and whole_of(key) is None else ()
        found = [index.things[place] for place in places if any(_means(above, _key(parent)) for parent in index.things[place].parents)]
        if found:
            yield from (Reached(thing, Rung.NORMALISED, 1.0, "连同所属的名称与标签相同") for thing in found)
            return


def _means(asked: str, parent: str) -> bool:
    short, long = sorted((asked, parent), key=len)
    return asked == parent or (bool(core(asked)) and core(asked) == core(parent)) or (len(short) > SHORTEST_PART and short in long)


def _headed(index: DocumentIndex, name: Name) -> Iterator[Reached]:
    """What the text says under a heading that is the name, in words that hold it: 参公事业单位的机关运行经费财政拨款预算."""
    for thing in index.things:
        if thing.kind is ThingKind.TEXT and name.key in thing.names[0].key and name.key in map(_key, thing.parents[-1:]):
            yield Reached(thing, Rung.CONTAINMENT, 1.0, "在以此为题的一段里")


def _key(label: str) -> str:
    return name_of(label).key


def _total(thing: Thing, name: Name, standing: int) -> Reached:
    if any(one.key == name.key for one in thing.names):
        return Reached(thing, Rung.EXACT, 1.0, "与标签相同", standing)
    return Reached(thing, Rung.SYNONYM, 1.0, f"“{name.printed}”指该表的合计", standing)


def _whole_things(index: DocumentIndex, whole: Whole) -> Iterator[tuple[int, Thing]]:
    """The things that a whole means, each with its standing, low first: what its table calls so, else total rows."""
    named = [thing for thing in index.things if thing.table_kind in whole.kinds and _is_named(thing, whole.named)] if whole.named else []
    yield from ((0, thing) for thing in named)
    tables = {thing.table_id for thing in named}
    for thing in index.things:
        if not thing.stands or thing.table_kind not in whole.kinds or thing.table_id in tables or not _on_side(thing, whole.side):
            continue
        place, key = whole.kinds.index(thing.table_kind) * 20, thing.names[0].key
        if not whole.rows:
            yield place + (key not in ("合计", "总计", "")), thing
        elif key in whole.rows:
            yield place + whole.rows.index(key), thing
        elif not any(word in key for word in ("收入", "支出", "收支", "结转")):
            yield place + 19, thing


def _is_named(thing: Thing, named: str) -> bool:
    """What a table calls its own total: “三公”经费合计 among columns or rows that hold other things as well."""
    return (
        thing.kind in (ThingKind.ROW, ThingKind.HEAD)
        and any(named in name.key for name in thing.names)
        and not any(word in thing.names[0].key for word in ("机关运行", "会议费", "培训费", "其中"))
        and whole_of(name_of(less_brackets(thing.label)).key.replace("预决算", "预算").rpartition("安排的")[2]) is not None
    )


def _on_side(thing: Thing, side: str | None) -> bool:
    """Whether a bare total stands on the side meant, in a table with income left and expenditure right."""
    if side is None:
        return True
    mine, other = ("收入", "支出") if side == "income" else ("支出", "收入")
    key = thing.names[0].key
    if mine in key or other in key:
        return mine in key
    tops = "".join(name_of(part).key for figure in thing.figures for part in figure.column_path)
    return thing.table_kind not in _TWO_SIDED or mine in tops or other not in tops


def empty_tables(index: DocumentIndex, whole: Whole) -> tuple[Table, ...]:
    """Tables of the whole's own kind that say that they hold nothing."""
    return tuple(table for table in index.tables if table.kind in whole.kinds and table.is_empty)


# titles


@lru_cache(maxsize=8192)
def _bare_title(title: str) -> str:
    """A title less year, 部门/单位, number and 情况: what titles of provinces have in common."""
    key = name_of(title).key
    for word in _LEVELS:
        key = key.replace(word, "", 1)
    return key.replace("综合", "").replace("情况表", "表").replace("年度", "")


def hinted(hint: str, tables: Sequence[Table]) -> frozenset[str]:
    """The ids of the tables that a title, or a part of one, means; none where it means none of them."""
    asked, bare, number = name_of(hint).key, _bare_title(hint), table_number(hint)
    if number is not None:
        return frozenset(table.id for table in tables if table_number(table.number or "") == number)
    tests: tuple[Callable[[Table], bool], ...] = (
        lambda table: asked in (name_of(table.title).key, name_of(table.number or "").key),
        lambda table: _bare_title(table.title) == bare,
        lambda table: bool(table.project) and name_of(table.project or "").key in asked and name_of(table.project or "").key != asked,
    )
    for test in tests:
        if found := frozenset(table.id for table in tables if test(table)):
            return found
    scored = {table.id: max(_share(asked, name_of(table.title).key), _share(bare, _bare_title(table.title))) for table in tables}
    best = max(scored.values(), default=0.0)
    if best >= _SHARED:
        return frozenset(key for key, score in scored.items() if score == best)
    kind = table_kind(hint)
    return frozenset(table.id for table in tables if kind is not TableKind.OTHER and table.kind is kind)


def _share(asked: str, title: str) -> float:
    """How much of the longer of two titles the shorter one, held by it whole or in pieces, makes up."""
    short, long = sorted((asked, title), key=len)
    return holds(short, long) if len(short) > 2 else 0.0
