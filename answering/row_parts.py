"""What stands under a name, whichever way the document gives it.

公用经费 as a column           →  the rows with an amount in that column
公用经费合计 as a total row    →  the rows above it on its side of the table
商品和服务支出, 社会保障和就业支出  →  the rows below, by code or by indentation
政府采购预算 in a sentence      →  其中：货物 …、工程 …、服务 …, where they add up to it

A guess from the layout counts only where its rows add up to what is printed for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from answering.document_index import DocumentIndex, Entry, EntryKind, head_key, is_whole_row
from disclosure.amount import Amount
from disclosure.document import TableKind
from disclosure.figure import Aspect, Figure
from disclosure.question import Selector
from disclosure.terms import synonyms
from retrieval.matching import normalise_label, simplify

# Of several tables that print the parts of one thing the first kind is the one about such things.
_KINDS = (
    TableKind.EXPENDITURE,
    TableKind.GENERAL_EXPENDITURE,
    TableKind.BASIC_ECONOMIC,
    TableKind.THREE_PUBLIC,
    TableKind.PROCUREMENT,
    TableKind.GOVERNMENT_FUND,
    TableKind.STATE_CAPITAL,
    TableKind.PROJECT,
    TableKind.REVENUE,
    TableKind.OTHER,
    TableKind.APPROPRIATION,
    TableKind.SUMMARY,
)
_LEVEL = re.compile(r"(?<=..)(?:[（(]?[类款项][）)]?级?)?(?:科目|明细)?$")
_KINDS_PROCURED = "(货物|工程|服务)"
_PROCURED = re.compile(
    rf"{_KINDS_PROCURED}类?的?(?:政府)?采购(?:预算|支出|金额|总?额|数|合同)*|(?:政府)?采购的?{_KINDS_PROCURED}类?(?:预算|支出|金额|总?额|数|合同)*"
)
_PART_WORDS = re.compile("政府采购|采购|预算|决算|支出|金额|经费|总额|类|数$")
_PERSONNEL, _PUBLIC = "人员经费", "公用经费"
# 支出经济分类: what pays people and what does not
_PERSONNEL_CLASSES = ("工资福利支出", "对个人和家庭的补助")
_FURTHEST = 8  # figures of a text that are tried as parts of the one before


def parts_of(index: DocumentIndex, selector: Selector, *, leaves: bool = False) -> list[Entry]:
    """The rows right under the selector's label, or, with `leaves`, the lowest ones; empty when nothing is under it."""
    names = part_names(selector)
    found = [rows for rows in _all_parts(index, selector, names, leaves=leaves) if rows]
    if not found:
        return []
    return min(found, key=lambda rows: (_standing(rows[0], names), -len(rows)))


def part_named(index: DocumentIndex, whole: Selector, label: str) -> Entry | None:
    """The one part of a whole that goes by a short name: 服务类 of 政府采购预算; None when none or several do."""
    rows = parts_of(index, whole)
    wanted = _bare_part(label)
    found = [entry for entry in rows if wanted and _bare_part(entry.key) == wanted]
    return found[0] if len(found) == 1 else None


def procured(label: str) -> str | None:
    """货物, 工程 or 服务 where a label asks for what is procured of it; these are the three that the law knows."""
    key = normalise_label(simplify(label))
    match = None if "购买服务" in key else _PROCURED.fullmatch(key)  # what government buys of society is another budget
    return next((kind for kind in match.groups() if kind), None) if match else None


def _bare_part(label: str) -> str:
    return _PART_WORDS.sub("", normalise_label(simplify(label)))


def part_names(selector: Selector) -> tuple[str, ...]:
    """The normalised names that the label may have as a heading: its own, without 款 or 科目, with 支出, its synonyms."""
    said = [phrase for phrase in (selector.label, *selector.variants) if phrase]
    keys = [normalise_label(simplify(phrase)) for phrase in said]
    keys += [shorter for key in keys if (shorter := _LEVEL.sub("", key)) != key and len(shorter) > 1]
    keys += [normalise_label(word) for key in tuple(keys) for group in synonyms(key) for word in group.words]
    return tuple(dict.fromkeys(key for key in (*keys, *(f"{key}支出" for key in keys)) if key))


def rows_of_table(index: DocumentIndex, table_id: str | None) -> list[Entry]:
    """The rows of one table that are things, without those that stand for the whole."""
    return [
        entry
        for entry in index.entries
        if entry.kind is EntryKind.ROW
        and entry.table_id == table_id
        and not is_whole_row(entry.figures[0], index.entity)
        and is_thing(entry)
    ]


def is_thing(entry: Entry) -> bool:
    """Whether a row names something of its own: no 合计, no 其中, no dash."""
    return entry.key not in ("", "无", "其中") and not entry.key.endswith(("合计", "小计", "总计"))


def leaves_of(rows: Sequence[Entry]) -> list[Entry]:
    """Rows that have no children among the others."""
    codes = [entry.code for entry in rows if entry.code]
    if codes:
        return [entry for entry in rows if entry.code and not any(code != entry.code and code.startswith(entry.code) for code in codes)]
    return [entry for entry in rows if not entry.is_total]


def _standing(first: Entry, names: Sequence[str]) -> int:
    """Low for the table that is about such parts; a text stands behind every table."""
    if first.table_kind is None:
        return len(_KINDS)
    if first.table_kind is TableKind.BASIC_ECONOMIC and {_PERSONNEL, _PUBLIC} & set(names):
        return -1
    return _KINDS.index(first.table_kind) if first.table_kind in _KINDS else len(_KINDS)


def _all_parts(index: DocumentIndex, selector: Selector, names: Sequence[str], *, leaves: bool) -> Iterator[list[Entry]]:
    entries = [entry for name in names for entry in index.named(name) if _in_place(entry, selector)]
    if code := selector.subject_code:
        # the code of a class with its name, or alone
        coded = [entry for entry in index.entries if entry.kind is EntryKind.ROW and entry.code == code and _in_place(entry, selector)]
        entries = [entry for entry in coded if not names or entry.key in names]
    for entry in entries:
        if entry.kind is EntryKind.ROW:
            below = _below(index, entry)
            yield leaves_of(below) if leaves else _nearest(below)
        elif entry.kind is EntryKind.HEAD:
            yield _in_column(index, entry)
    for total in (entry for name in names for entry in index.named(f"{name}合计") if _in_place(entry, selector)):
        yield _above(index, total)
    if selector.table_kind is None:
        yield _of_economic_classes(index, names)
        for entry in entries:
            if entry.kind is EntryKind.PROSE:
                yield _said_parts(index, entry)
    for parent in _by_path(index, names):
        below = _below(index, parent)
        yield leaves_of(below) if leaves else _nearest(below)


def _in_place(entry: Entry, selector: Selector) -> bool:
    return selector.table_kind is None or entry.table_kind is selector.table_kind


def _by_path(index: DocumentIndex, names: Sequence[str]) -> Iterator[Entry]:
    """公共安全支出司法: a subject named after the one above it."""
    for entry in index.entries:
        if entry.kind is EntryKind.ROW and entry.code and entry.ancestors:
            above = [normalise_label(part) for part in entry.ancestors]
            if any(name == higher + entry.key or name == "".join(above) + entry.key for name in names for higher in above):
                yield entry


def _below(index: DocumentIndex, parent: Entry) -> list[Entry]:
    """All rows under a row: those whose code goes on from its own, else those indented below it on its side."""
    rows = rows_of_table(index, parent.table_id)
    if parent.code:
        return [entry for entry in rows if entry.code and entry.code != parent.code and entry.code.startswith(parent.code)]
    if not parent.is_total:
        return []
    found = []
    for entry in rows:
        if entry.order <= parent.order or _side(entry) != _side(parent):
            continue
        if entry.depth <= parent.depth:
            break
        found.append(entry)
    return found


def _side(entry: Entry) -> int | None:
    """The column in which a row's amounts begin: tables with two halves print two rows in one line."""
    return entry.figures[0].provenance.column


def _nearest(below: Sequence[Entry]) -> list[Entry]:
    """The children among all that is below; where there is only one, its own children tell more."""
    rows = list(below)
    while rows:
        top = min(entry.depth for entry in rows)
        children = [entry for entry in rows if entry.depth == top]
        deeper = [entry for entry in rows if entry.depth > top]
        if len(children) > 1 or not deeper:
            return children
        rows = deeper
    return []


def _in_column(index: DocumentIndex, head: Entry) -> list[Entry]:
    """The lowest rows that have an amount in a column."""
    if head.table_id is None:
        return []
    kept = []
    for row in leaves_of(rows_of_table(index, head.table_id)):
        figures = tuple(figure for figure in row.figures if head_key(figure.column_path) == head.key)
        if any(figure.amount is not None and figure.amount.number for figure in figures):
            kept.append(replace(row, figures=figures))
    return kept


def _above(index: DocumentIndex, total: Entry) -> list[Entry]:
    """The lowest rows above a group's total row, on its side of the table, where they add up to it."""
    rows = [entry for entry in rows_of_table(index, total.table_id) if _side(entry) == _side(total) and entry.order < total.order]
    rows = leaves_of(rows)
    return rows if _adds_up(rows, total.figures[0].amount) else []


def _of_economic_classes(index: DocumentIndex, names: Sequence[str]) -> list[Entry]:
    """人员经费 and 公用经费 of a table that prints neither, by the classes of economic subjects, checked against the text."""
    public = _PUBLIC in names
    if not public and _PERSONNEL not in names:
        return []
    printed = [f.amount for name in (_PUBLIC if public else _PERSONNEL,) for e in index.named(name) for f in e.figures if f.amount]
    for table in index.tables_by_kind.get(TableKind.BASIC_ECONOMIC, ()):
        rows = rows_of_table(index, table.id)
        people = {id(e) for top in rows if top.key in _PERSONNEL_CLASSES for e in _below(index, top)}
        kept = [entry for entry in leaves_of(rows) if (id(entry) in people) != public]
        if people and any(_adds_up(kept, amount) for amount in printed):
            return kept
    return []


def _said_parts(index: DocumentIndex, whole: Entry) -> list[Entry]:
    """The amounts that a text names after a whole, in its sentence or in the next that says 其中, once they add up to it."""
    first = whole.figures[0]
    found: list[Entry] = []
    for entry in index.entries:
        figure = entry.figures[0]
        if entry.kind is not EntryKind.PROSE or figure.number <= first.number or not _goes_on(first, figure):
            continue
        if figure.amount is None or first.amount is None or figure.amount.dimension != first.amount.dimension:
            continue
        found.append(entry)
        if (len(found) > 1 and _adds_up(found, first.amount)) or len(found) > _FURTHEST:
            break
    return found if len(found) > 1 and _adds_up(found, first.amount) else []


def _goes_on(first: Figure, other: Figure) -> bool:
    if other.aspect is not Aspect.AMOUNT or other.number - first.number > 2 * _FURTHEST:
        return False
    return other.sentence == first.sentence or bool(other.sentence and re.match("其中|包括|分别", other.sentence))


def _adds_up(rows: Iterable[Entry], whole: Amount | None) -> bool:
    """Whether the rows' own amounts make up the whole, as far as printed decimals can tell."""
    amounts = [figure.amount for entry in rows for figure in entry.figures[:1] if figure.amount is not None and figure.amount.number]
    if not amounts or whole is None or any(amount.dimension != whole.dimension for amount in amounts):
        return False
    step = max(amount.step for amount in (*amounts, whole))
    return abs(sum((amount.in_base for amount in amounts), Decimal(0)) - whole.in_base) <= step * (len(amounts) + 1) / 2
