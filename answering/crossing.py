"""A cell named by its row and its column in one breath: 公路建设年末的项目支出结余, 群众体育一般公共预算支出的预算数小计.

信访事务收入预算 is a row and a whole whose table holds it.  Else the row (or the project of a form) is the longest name that
stands in what is asked.  All the rest must stand in the cell's column, in the title of its table or in the rows above it;
where a word is left over, it is another cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answering.candidates import Candidate
from answering.choosing import decide
from answering.coverage import is_common, longest
from answering.document_index import GENERIC_COLUMNS, DocumentIndex, Entry
from answering.found import Found
from answering.totals import whole_meant
from disclosure.document import TableKind
from disclosure.figure import Figure
from disclosure.question import Selector
from retrieval.matching import normalise_label

SHORTEST = 2  # characters of a name, and of a word that is looked for
_CUT = "\n"
# What may be left over: it says that a number is asked for, and of nothing.
_NOTHING = re.compile("(?:一共|总共|全部|金额|数额|多少|合计|[的里中内是有还在之数钱栏列那这项格为\n])*")


@dataclass(frozen=True, slots=True)
class _Crossed:
    figure: Figure
    asked: int  # characters of the question that its column holds
    unasked: int  # parts of its column that the question does not name


def row_of_whole(index: DocumentIndex, selector: Selector) -> Iterator[Selector]:
    """Readings of a label as the longest row name that begins it and a whole: 信访事务收入预算 is that row of the revenue table."""
    key = normalise_label(selector.label or "")
    if selector.column_label or selector.within:
        return
    name = next((key[:end] for end in range(len(key) - SHORTEST, SHORTEST, -1) if index.rows_named(key[:end])), "")
    whole = whole_meant(key[len(name) :], selector) if name else None
    for kind in whole.kinds if whole else ():
        if any(entry.table_kind is kind for entry in index.rows_named(name)):
            yield replace(selector, label=name, table_kind=kind, variants=())


def crossing(index: DocumentIndex, selector: Selector) -> Found | None:
    """The cell that a selector names by row and column together; None where no cell holds all of it."""
    said = (selector.within, selector.label, selector.column_label)
    asked = _CUT.join(normalise_label(part) for part in said if part)
    candidates = []
    for entry, name in _named(index, asked):
        if crossed := _cells(entry, asked.replace(name, _CUT, 1) if name else asked, least=0 if name else 1):
            best = max(crossed, key=lambda one: (one.asked, -one.unasked))
            kept = tuple(one.figure for one in crossed if (one.asked, one.unasked) == (best.asked, best.unasked))
            reason = f"“{name or entry.label}”行，“{'·'.join(kept[0].column_path)}”列"
            candidates.append((best, Candidate(replace(entry, figures=kept), "crossing", 1.0, reason)))
    if not candidates:
        return None
    first = max((best.asked, -best.unasked) for best, _ in candidates)
    plain = replace(selector, within=None, column_label=None)
    found = decide(index, plain, [candidate for best, candidate in candidates if (best.asked, -best.unasked) == first])
    return None if found is None else replace(found, selector=selector)


def _named(index: DocumentIndex, asked: str) -> Iterator[tuple[Entry, str]]:
    """Rows, and rows of forms, whose own name or project's name stands in what is asked; of names in one another the longest.

    The total row of a table needs no name: the table's is in what is asked, 政府性基金年末结转和结余.
    """
    rows = {key for key in index.by_key if len(key) >= SHORTEST and key in asked and not is_common(key)}
    projects = {name for name in index.projects if len(name) >= SHORTEST and name in asked}
    names = {name for name in rows | projects if not any(name != other and name in other for other in rows | projects)}
    for name in names:
        yield from ((entry, name) for entry in index.rows_named(name))
    for entry in index.by_kind.get(TableKind.PERFORMANCE_FORM, ()):
        if entry.project and (name := normalise_label(entry.project)) in names and entry.key != name:
            yield entry, name
    for entry in index.totals:
        yield entry, ""


def _cells(entry: Entry, rest: str, *, least: int) -> list[_Crossed]:
    """The cells of a row that hold the rest of the question, at least so many words of it in their column."""
    above = [*entry.figures[0].row_path] if entry.project else entry.ancestors
    around = _CUT.join(normalise_label(part) for part in (entry.title, *above) if part)
    found = []
    for figure in entry.figures:
        column = [normalise_label(part) for part in figure.column_path]
        left, words = _look_up(rest, _CUT.join(column), around)
        said = [part for part in column if _is_said(part, words)]
        if column and column[-1] in said:
            # 年末的项目支出结余: of what stands above the column's own name its beginning is enough
            said += [part for part in column[:-1] if part not in said and any(part.startswith(word) for word in words)]
        named = [word for word in words if any(word in part for part in said)]
        # 支出 says neither 基本支出 nor 项目支出; it may stand in the title
        told = all(word in named or word in around for word in words)
        if told and _NOTHING.fullmatch(left) and not _NOTHING.fullmatch(rest) and len(named) >= least:
            unasked = sum(part not in said and not GENERIC_COLUMNS.fullmatch(part) for part in column)
            found.append(_Crossed(figure, sum(map(len, named)), unasked))
    return found


def _is_said(part: str, words: Sequence[str]) -> bool:
    """Whether more than half of a column's name is among the words."""
    return sum(len(word) for word in words if word in part) * 2 > len(part)


def _look_up(rest: str, column: str, around: str) -> tuple[str, Sequence[str]]:
    """What of the rest stands nowhere, and the words that stand in the column; those that stand around it only are passed over."""
    left, place = "", 0
    words: list[str] = []
    while place < len(rest):
        here, there = longest(rest, place, column)[0], longest(rest, place, around)[0]
        size = max(len(here), len(there))
        if size < SHORTEST:
            left += rest[place]
        elif len(here) == size:
            words.append(here)
        place += size if size >= SHORTEST else 1
    return left, words
