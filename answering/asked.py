"""Several things named in one question: what was asked, what only led to it, and what is no name at all.

某项目，一年整治几次       →  整治次数 under the project; the project's own amount is no answer
水费、电费各多少            →  both
换个问题，水费多少          →  水费; the rest names nothing
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from answering.columns import choose_figures
from answering.coverage import FILLERS
from answering.found import Found, Pick
from answering.lookup import Shelf
from answering.naming import COLUMNS
from disclosure.amount import Unit
from disclosure.question import Selector
from disclosure.terms import subjects_named, synonyms
from retrieval.matching import normalise_label, simplify

Find = Callable[[Selector], Found]
Beside = Callable[[Selector, Found], Found | None]  # what is printed in the sentence of a figure found before
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
# Money that is asked of what was counted, without a name of its own.
_NAMELESS = re.compile("(?:涉及|共计|一共|总)?的?(?:金额|资金|经费|预算|价值|原值|净值|值)")
_AND_MONEY = re.compile(
    "[,，、](?:一共|总共|共|要|得|又|各|预算|采购)*(?:花|用|需要?|安排|投入|预算|金额|价格?)?(?:费|了|掉|的|是)*多少(?:钱|万?元)?[?？。]?$"
)
_PIECE = 2  # characters in a row that a name of the documents shares with what names something


def brought(found: Found) -> bool:
    """Whether there is anything to show."""
    return bool(found.picks or found.rivals or found.zero or found.derivation)


def things_found(shelf: Shelf, documents: Sequence[str], selectors: Sequence[Selector], find: Find, beside: Beside) -> list[Found]:
    """What each thing asked for means, in the order of the question.

    A thing that was only named before the one asked stands above it: it is shown beside it, and never instead of it.
    """
    found: list[Found] = []
    for selector in map(_with_code, selectors):
        led = next((one for one in reversed(found) if one.selector.context), None)
        told = beside(selector, found[-1]) if found and _NAMELESS.fullmatch(selector.label or "") else None
        one = told or (find(selector) if led is None or selector.context else _under(led, selector, find))
        if not brought(one) and found:
            one = beside(selector, found[-1]) or one
        if brought(one) or len(selectors) == 1 or not _says_nothing(selector):
            found.append(one)
    asked = [one for one in found if not one.selector.context]
    if any(one.selector.context for one in found) and asked:
        leading = [one for one in found if one.selector.context and brought(one) and not _stands_above(one, asked)]
        found = [*asked, *leading] if any(map(brought, asked)) else asked
    if any(map(brought, found)):
        shown = {(one.selector.label, one.selector.column_label, one.selector.entity) for one in found if brought(one)}
        # 2026年说明中普法宣传的2025年预算执行数: one thing in the document of one year, read in two ways
        found = [one for one in found if brought(one) or not _read_twice(one.selector, shown, selectors)]
        years = {one.selector.label: one.selector.fiscal_year for one in found if brought(one)}
        found = [
            one for one in found if brought(one) or _of_another_year(one.selector, years) or names_something(shelf, documents, one.selector)
        ]
    return found


def with_money(found: Sequence[Found], question: str) -> list[Found]:
    """要买几架，花多少: beside a quantity of a row the money of the same row, where the question goes on to ask for it."""
    pick = found[0].pick if len(found) == 1 else None
    amount = pick.amount if pick else None
    if pick is None or amount is None or amount.dimension == "money" or pick.figure.table_id is None or not _AND_MONEY.search(question):
        return list(found)
    selector = replace(found[0].selector, dimension="money", column_label=None)
    figures = [figure for figure in choose_figures(pick.candidate.entry, selector) if figure.amount is not None]
    return [*found, *(Found(selector, figure.document_id, picks=(Pick(figure, pick.candidate),)) for figure in figures[:1])]


def _of_another_year(selector: Selector, years: Mapping[str | None, int | None]) -> bool:
    """Whether a thing that is there in one year is asked for in another as well: 2023年有吗，2024年多少."""
    return selector.fiscal_year is not None and years.get(selector.label, selector.fiscal_year) not in (None, selector.fiscal_year)


def _read_twice(selector: Selector, shown: set[tuple[str | None, str | None, str | None]], selectors: Sequence[Selector]) -> bool:
    documents = {one.document_ids for one in selectors if one.label == selector.label}
    return (selector.label, selector.column_label, selector.entity) in shown and selector.in_prose is not None and len(documents) == 1


def _under(led: Found, selector: Selector, find: Find) -> Found:
    """What is asked after a thing was named: of that thing where it has it, else by its own name, but never of another project."""
    outer = led.selector.label
    if selector.label and brought(led) and led.selector.column_label is None and re.fullmatch(COLUMNS, selector.label):
        return find(replace(led.selector, column_label=selector.label, stage=selector.stage, context=False))
    if outer and brought(led) and not selector.within and selector.label and selector.label != outer:
        inside = find(replace(selector, within=outer))
        if brought(inside):
            return inside
    alone = find(selector)
    if alone.figure is None or alone.figure.project is None or not led.picks:
        return alone
    named = normalise_label(simplify(outer or ""))
    if named and named not in normalise_label(simplify(alone.figure.project)) and any(pick.figure.project for pick in led.picks):
        return replace(alone, picks=(), rivals=(), others=(), reason=f"“{outer}”没有“{selector.label}”的数")
    return alone


def _stands_above(led: Found, asked: Sequence[Found]) -> bool:
    """Whether something asked was found under what led to it."""
    label = led.selector.label
    return any(one.selector.within == label or (one.figure and led.figure and one.figure.id == led.figure.id) for one in asked)


def _with_code(selector: Selector) -> Selector:
    """A label that is a subject code is one: 2120199."""
    if selector.label and _CODE.fullmatch(selector.label) and selector.subject_code is None:
        return replace(selector, label=None, variants=(), subject_code=selector.label)
    return selector


def _says_nothing(selector: Selector) -> bool:
    """Whether a part of the question is a word of asking, or a unit, left over: 属实, 元."""
    label = normalise_label(selector.label or "")
    return selector.subject_code is None and bool(label) and (Unit.find(label) is not None or not FILLERS.sub("", label))


def names_something(shelf: Shelf, documents: Sequence[str], selector: Selector) -> bool:
    """Whether a part that was not found has words that some label has, so that its absence is worth saying."""
    label = FILLERS.sub("", normalise_label(simplify(selector.label or "")))
    pieces = {label[start : start + _PIECE] for start in range(len(label) - _PIECE + 1)}
    ids = selector.document_ids or documents
    if subjects_named(selector.label or "") or synonyms(selector.label or ""):
        return True
    return selector.subject_code is not None or any(
        piece in entry.key for key in ids for entry in shelf.index(key).entries for piece in pieces
    )
