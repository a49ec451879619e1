"""Sets: rows of a document, the same amount of many units, what is asked of them; and words: terms, passages, lists.

Rank(Rows(kind=项目), n=3)   →  Listed: the three largest of 21
Units(Cell("“三公”经费"))     →  Listed: one amount a unit; what has none, or is of another year, is left out and told
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from answering.binding.columns import choose
from answering.binding.passages import FACETS, Spoken, coded, defined, listed, spoken
from answering.binding.rows import rows_of, says, words_beside
from answering.binding.scopes import ManyUnits, NoScope, document_name, per_unit, unit_of
from answering.binding.things import DocumentIndex, Thing, ThingKind
from answering.binding.wholes import reach
from answering.evaluating import arithmetic, result
from answering.evaluating.arithmetic import amount_of
from answering.evaluating.computing import alike, stated
from answering.evaluating.result import Absent, Amounted, Candidate, Empty, LeftOut, Listed, Open, Outcome, Quoted, Refused
from answering.evaluating.work import Work, label_of, said_of, unscoped, want_of
from answering.query import tree
from answering.query.tree import Cell, RowKind, Rows, Scope, Units, Where
from disclosure.document import TableKind
from disclosure.figure import Figure
from retrieval.figure_store import DocumentRecord
from retrieval.matching import SURE, Rung
from retrieval.names import name_of

COUNTED_ROWS = (RowKind.CLASS, RowKind.DIVISION, RowKind.ITEM)  # 类, 款, 项: of economic subjects said of any row
TELLING_DIGITS = 4  # of a sum that several rows do not come to by chance
FEW = 12  # documents whose words are looked through where no unit is said
_PURPOSE = {"目标": ("内容", "用途"), "用途": ("内容", "目标", "概况")}  # what a column may be headed by, instead
LISTED_IN_WORDS = ("用途", "构成")  # facets that a sentence may tell without a word for them
NOT_PRINTED = "没有印数"
NO_SUCH = "没有印出这一项"


def rows(work: Work, node: Rows, outer: Scope) -> Outcome:
    """Printed rows, each with its figure; those without one are left out, or are the answer as names where none has one."""
    scope = node.scope.over(outer)
    found = work.documents(scope)
    if isinstance(found, NoScope | ManyUnits):
        return unscoped(node, found)
    name = (node.of.under or node.of.table) if len(found.units) > 1 else None  # no unit was said: the one that prints what they stand in
    records = work.shelf.holders(name, found.records) if name else found.records
    if len(units := tuple(dict.fromkeys(map(unit_of, records))) or found.units) > 1:
        return Open(node, "单位", (), units)
    for record in records:
        index = work.index(record, found.part)
        if things := rows_of(index, node.of):
            work.use(record, year_said=found.year_said)
            return _listed(node, scope, index, things)
    for record in records:
        index = work.index(record, found.part)
        for turned in _otherwise(node, index):
            listed = _listed(turned, scope, index, rows_of(index, turned.of))
            if isinstance(listed, Listed) and listed.items:
                work.use(record, year_said=found.year_said)
                return replace(listed, left_out=())
    said = node.of.table or node.of.under or node.of.row or str(node.of.kind or "")
    part, where = "table" if node.of.table else "under" if node.of.under else "row", said_of(found.records)
    return Absent(node, part, said, f"{where}里没有找到“{said}”的各行", (), (where,))


def _otherwise(node: Rows, index: DocumentIndex) -> Iterator[Rows]:
    """What a name that no rows stand under may head instead: 公用经费 a column, 机关运行经费 a table."""
    if node.of.under is None or node.of.table is not None:
        return
    if node.column is None:
        kind = RowKind.ECONOMIC if node.of.kind in (None, *COUNTED_ROWS) else node.of.kind
        yield replace(node, of=replace(node.of, under=None, kind=kind), column=node.of.under)
    key = name_of(node.of.under).key
    titles = {table.title for table in index.tables if not table.is_empty and key in name_of(table.title).key}
    if titles:
        rows_in = replace(node.of, under=None, table=min(titles, key=lambda title: (len(title), title)))
        yield replace(node, of=rows_in)
        if node.of.kind in COUNTED_ROWS:
            yield replace(node, of=replace(rows_in, kind=None))


def _listed(node: Rows, scope: Scope, index: DocumentIndex, things: Sequence[Thing]) -> Outcome:
    where = _widened(node.where, things) if node.where is not None else None
    named = [thing for thing in things if where is None or _named_so(index, thing, where)]
    figures = [(thing, _figure(node, scope, index, thing)) for thing in named]
    held = [(thing, figure) for thing, figure in figures if figure is not None and figure.amount is not None]
    sums = _subtotals([figure for _, figure in held]) if len(named) == len(things) else frozenset[str]()
    printed = [_as_item(node, figure, thing) for thing, figure in held if figure.id not in sums]
    items = [item for item in printed if node.where is None or _amounts_to(item, node.where)]
    silent = [(thing, figure is None or figure.certain) for thing, figure in figures if figure is None or figure.amount is None]
    left = tuple(LeftOut(thing.label, NOT_PRINTED if known else result.UNREAD) for thing, known in silent)
    texts = tuple(dict.fromkeys(thing.label for thing in named)) if not printed else ()  # none within the bounds is none
    return Listed(node, tuple(items), len(items), left, texts)


def _subtotals(figures: Sequence[Figure]) -> frozenset[str]:
    """Rows of one column that print the sum of those right below them: 专用项目, over the projects that it is made of.

    Found from the bottom up.  A row above one that prints the same may be all of it, or another; a short number tells nothing.
    """
    below: list[tuple[Decimal, bool]] = []  # amounts of the rows below, those of a subtotal taken together, nearest last
    found: set[str] = set()
    column = [one for one in figures if one.table_id is not None and one.column_path == figures[0].column_path]
    for figure in reversed(column if len(column) == len(figures) else ()):
        amount = figure.amount.in_base if figure.amount is not None else Decimal(0)
        total, taken = Decimal(0), 0
        for at, (one, alone) in enumerate(reversed(below), 1):
            again = at > 1 and alone and one == below[-at + 1][0]  # the only part of the row above it
            total += 0 if again else one
            if total >= amount:
                taken = at if (at > 1 or not alone) and total == amount else 0  # one alone: another level over a subtotal
                break
        if taken and len(f"{amount.normalize():f}".rstrip("0").replace(".", "")) >= TELLING_DIGITS:
            found.add(figure.id)
            del below[-taken:]
        below.append((amount, not taken))
    return frozenset(found)


def _widened(where: Where, things: Sequence[Thing]) -> Where:
    """Names to be left out, each as the rows print it, or where none does all the rows that hold it: 不计维修项目."""
    keys = {thing.names[0].key: thing.label for thing in things}
    left: list[str] = []
    for name in where.not_:
        key = name_of(name).key
        left += [name] if key in keys or len(key) < 2 else [label for mine, label in keys.items() if key in mine] or [name]
    return replace(where, not_=tuple(left))


def _figure(node: Rows, scope: Scope, index: DocumentIndex, thing: Thing) -> Figure | None:
    """The figure of a row of a set, which may print nothing; of a form that of the row that is named as column."""
    cell = Cell(thing.label, column=node.column, aspect=node.aspect)
    if thing.kind is ThingKind.FORM and node.column is not None:
        key = name_of(node.column).key
        mine = [one for one in index.by_table.get(thing.table_id or "", ()) if key in {name.key for name in one.names}]
        thing, cell = (mine[0], replace(cell, column=None)) if mine else (thing, cell)
    chosen = choose(thing, want_of(cell, index.record, scope))
    return chosen[0] if chosen else None


def _as_item(node: tree.Node, figure: Figure, thing: Thing) -> Amounted:
    label = thing.label if thing.kind is ThingKind.FORM else label_of(figure, thing)
    if figure.table_kind is TableKind.PERFORMANCE_FORM and thing.kind is ThingKind.ROW and figure.project:
        label = f"{figure.project} · {thing.label}"
    return Amounted(node, figure, label, (Candidate(figure, Rung.EXACT, 1.0, "在所问的各行之中"),))


def _named_so(index: DocumentIndex, thing: Thing, where: Where) -> bool:
    mine = thing.names[0]
    printed = (mine, *map(name_of, thing.figures[0].row_path if thing.kind is ThingKind.ROW else ()))
    name, begins = name_of(where.name or ""), name_of(where.begins or "")
    return (
        (not where.name or any(name.key in one.key or name.printed in one.printed for one in printed))
        and (not where.begins or mine.printed.startswith(begins.printed) or mine.key.startswith(begins.key))
        and (not where.source or says(index, thing, where.source))
        and not any(name_of(out).key == mine.key for out in where.not_)
    )


def _amounts_to(item: Amounted, where: Where) -> bool:
    """Whether an amount is within the bounds; one of another dimension is not."""
    mine = amount_of(item.operand)
    for given, signs in ((where.above, ">"), (where.below, "<"), (where.at_least, ">="), (where.at_most, "<="), (where.equal, "=")):
        bound = stated(given, mine) if given else mine
        sign = ">" if bound and mine.in_base > bound.in_base else "<" if bound and mine.in_base < bound.in_base else "="
        if bound is None or bound.dimension != mine.dimension or (given and sign not in signs):
            return False
    return True


def units(work: Work, node: Units, outer: Scope) -> Outcome:
    """The same amount of every unit in scope, or of every year of one unit."""
    scope = node.scope.over(outer)
    found = per_unit(work.shelf, scope)
    if isinstance(found, NoScope | ManyUnits):
        return unscoped(node, found)
    records, left_out = found
    items: list[Amounted] = []
    left = [LeftOut(name, why) for name, why in left_out]
    inner = replace(scope, unit=None, units=None, documents=(), year=scope.year if scope.unit is None else None)
    work.narrow = work.shelf.narrowed(records, node.of)
    for record in records:
        work.only = record
        outcome = work.evaluate(work, node.of, inner)
        if not isinstance(outcome, Amounted):
            left.append(LeftOut(document_name(record), _why(outcome)))
        elif node.where is None or _amounts_to(outcome, node.where):
            items.append(replace(outcome, label=f"{unit_of(record)}{outcome.label}"))
    work.only, work.narrow = None, {}
    if not items and len(left) - len(left_out) == len(records):
        searched, whys = f"{len(records)}份文件", {one.why for one in left[len(left_out) :]}
        why = "都没有这一项" if whys <= {NO_SUCH} else f"都没有能用的数：{'；'.join(sorted(whys)[:2])}"
        return Absent(node, "row", node.said or "", f"{searched}里{why}", (), (searched,))
    return Listed(node, tuple(items), len(items), tuple(left))


def _why(outcome: Outcome) -> str:
    if isinstance(outcome, Empty):
        return "这一格没有印数" if outcome.figure is None or outcome.figure.certain else result.UNREAD
    if isinstance(outcome, Open):
        return f"有几处不同的数（{outcome.why}）"
    return NO_SUCH if isinstance(outcome, Absent) else outcome.why if isinstance(outcome, Refused) else "不是一个数"


def _members(work: Work, of: Sequence[tree.Node], scope: Scope, node: tree.Node) -> Outcome:
    """A set as a list: one set, or amounts one by one."""
    if len(of) == 1 and isinstance(of[0], Rows | Units | tree.Rank | tree.List):
        return work.evaluate(work, of[0], scope)
    parts = [work.evaluate(work, part, scope) for part in of]
    items = tuple(part for part in parts if isinstance(part, Amounted))
    one_thing = len(items) > 1 and len({one.row for one in of if isinstance(one, Cell)}) == 1  # of several units, one of which prints none
    if stop := next((part for part in parts if not isinstance(part, (Amounted, Empty, Absent) if one_thing else (Amounted, Empty))), None):
        return stop
    left = [(one, part) for one, part in zip(of, parts, strict=True) if not isinstance(part, Amounted)]
    names = (part.label if isinstance(part, Empty) else f"{one.scope.unit or ''}{one.row}" for one, part in left if isinstance(one, Cell))
    return Listed(node, items, len(items), tuple(LeftOut(name, _why(part)) for name, (_, part) in zip(names, left, strict=False)))


def rank(work: Work, node: tree.Rank, scope: Scope) -> Outcome:
    """The greatest (or least) first; equal ones keep their printed order, and one equal to the last is shown with it."""
    found = result.whole(node, _members(work, node.of, scope, node))
    if not isinstance(found, Listed):
        return found
    items, left = alike(found.items)
    if not items and found.texts:
        return Absent(node, "amount", found.texts[0], "这些行都没有印出所问的数额")
    ordered = sorted(items, key=lambda item: amount_of(item.operand).in_base, reverse=not node.ascending)
    taken = ordered[: node.n]
    if node.nth is not None:
        taken = ordered[node.nth - 1 : node.nth]
        if not taken:
            return Absent(node, "amount", f"第{node.nth}", f"一共只有{len(ordered)}项")
    elif taken:
        last = amount_of(taken[-1].operand).in_base
        taken += [item for item in ordered[len(taken) :] if amount_of(item.operand).in_base == last]
    return Listed(node, tuple(taken), len(ordered), (*found.left_out, *left), found.texts)


def count(work: Work, node: tree.Count, scope: Scope) -> Outcome:
    """How many there are; where no bound on the amount is set, those that print none count as well."""
    where = node.of.where if isinstance(node.of, Rows | Units) else None
    bounded = where is not None and any((where.above, where.below, where.at_least, where.at_most, where.equal))
    found = _members(work, (node.of,), scope, node)
    found = result.whole(node, found) if bounded else found
    if not isinstance(found, Listed):
        return found
    silent = 0 if bounded or isinstance(node.of, Units) else sum(one.why in (NOT_PRINTED, result.UNREAD) for one in found.left_out)
    if found.texts or silent:
        derivation = arithmetic.count_of(len(found.texts) or len(found.items) + silent)
    else:
        derivation = arithmetic.count([item.operand for item in found.items])
    bound = tuple(candidate for item in found.items for candidate in item.bound)
    return Amounted(node, derivation, "个数", bound, items=found.items, left_out=found.left_out if found.items or not found.texts else ())


def each(work: Work, node: tree.List, scope: Scope) -> Outcome:
    """Each of them, in printed order."""
    found = _members(work, (node.of,), scope, node)
    return replace(found, node=node) if isinstance(found, Listed) else found


# words


def define(work: Work, node: tree.Define, outer: Scope) -> Outcome:
    """What a term means, by the glossary of a document in scope."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    best = [(record, one) for record in found for one in defined(node.term, work.shelf.chunks(record))[:1]]
    if not best:
        return _nothing(node, "term", node.term, found, f"文件里没有解释“{node.term}”")
    record, one = max(best, key=lambda pair: pair[1].score)
    work.use(record)
    return Quoted(node, (one.chunk,))


def passage(work: Work, node: tree.Passage, outer: Scope) -> Outcome:
    """What the documents say in words about something; of a code the code that stands beside a name."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    if node.facet == "编码":
        codes = ((record, *pair) for record in found for pair in coded(node.topic, work.shelf.chunks(record)))
        for record, one, code in codes:
            work.use(record)
            return Quoted(node, (one.chunk,), code=code)
        return _nothing(node, "topic", node.topic, found, f"文件里没有印出“{node.topic}”的编码")
    said: list[tuple[DocumentRecord, Spoken]] = []
    for record in found:
        said += [(record, one) for one in spoken(node.topic, node.facet, node.heading, work.shelf.chunks(record))]
    said.sort(key=lambda pair: -pair[1].score)
    speaking = tuple(dict.fromkeys(unit_of(record) for record, _ in said))
    if len(speaking) > 1 and outer.unit is None:
        return Open(node, "单位", (), speaking)
    if not said and node.facet == "原因":
        other = passage(work, replace(node, facet="依据"), outer)  # 按照保密审查机制 says why as well
        return replace(other, node=node) if isinstance(other, Quoted) else _nothing(node, "topic", node.topic, found, _unsaid(node))
    if not said and (beside := _beside(work, node, found)):
        return beside
    if not said and node.facet in LISTED_IN_WORDS:
        other = passage(work, replace(node, facet=None), outer)  # 其他用车1辆: what they are says what they are for
        return replace(other, node=node) if isinstance(other, Quoted) else _nothing(node, "topic", node.topic, found, _unsaid(node))
    if not said:
        return _nothing(node, "topic", node.topic, found, _unsaid(node))
    work.use(said[0][0])
    return Quoted(node, tuple(one.chunk for record, one in said if record is said[0][0]))


def _unsaid(node: tree.Passage) -> str:
    return f"文件里没有说到“{node.topic}”" + (f"的{node.facet}" if node.facet else "")


def _beside(work: Work, node: tree.Passage, records: Sequence[DocumentRecord]) -> Quoted | None:
    """What the row or form of a thing says of a facet in a cell of words: its 绩效目标, 主要内容, 依据."""
    for record in records:
        index = work.index(record, None)
        for rung in reach(index, node.topic) if node.facet in FACETS else ():
            for one in rung if rung[0].rung in SURE else ():
                if words := words_beside(index, one.thing, (*FACETS[node.facet or ""], *_PURPOSE.get(node.facet or "", ()))):
                    work.use(record)
                    return Quoted(node, words[:1])
    return None


def entries(work: Work, node: tree.Entries, outer: Scope) -> Outcome:
    """A list in the text, or a table of names."""
    found = _documents(work, node, node.scope.over(outer))
    if not isinstance(found, list):
        return found
    for record in found:
        lists = listed(node.topic, node.heading, work.shelf.chunks(record), work.shelf.library.tables(record.id))
        if lists:
            work.use(record)
            return Quoted(node, (lists[0][0].chunk,), lists[0][1])
    return _nothing(node, "topic", node.topic, found, f"文件里没有列出“{node.topic}”")


def _documents(work: Work, node: tree.Node, scope: Scope) -> list[DocumentRecord] | Outcome:
    found = work.documents(scope)
    if isinstance(found, NoScope | ManyUnits):
        return unscoped(node, found)
    return list(found.records if scope.unit else found.records[:FEW])


def _nothing(node: tree.Node, part: str, name: str, records: list[DocumentRecord], why: str) -> Absent:
    return Absent(node, part, name, why, (), tuple(map(document_name, records[:3])))
