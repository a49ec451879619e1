"""Drafts of answers about what stands behind a number: is the table empty, which whole is a rate taken from.

三公经费表注了空表，到底有没有数  →  47.91 万元, and the note that says otherwise
95.89% 是对哪个数算的             →  307.82万元 ÷ 321.02万元 × 100% = 95.89%: 全年预算
"""

from __future__ import annotations

from answering.calculate import share
from answering.compose import Work, blank, finished, not_found, shown
from answering.draft import Draft, Echo, Formula, Line, Quoted, Words
from answering.found import Found
from answering.phrases import column_pieces, label_of, number_of
from answering.totals import whole_meant
from answering.verify import same_amount
from disclosure.document import Table
from disclosure.figure import Figure
from disclosure.question import Selector


def empty_table(work: Work) -> Draft:
    """Whether a table, or a cell, is empty, and what is said of it."""
    selector = work.plan.selectors[0]
    found = work.find(selector)
    if found.figure is None and not found.zero:
        return not_found(work, found)
    table = _table_of(work, found, selector)
    notes = [note for note in (table.notes if table else ()) if any(word in note for word in ("空表", "无数据", "无"))]
    if found.amount is None:
        lines = blank(work, found, headline=True)
        return finished(work, lines, [found])
    lines = shown(work, found, headline=True)
    if table is not None and notes and not table.is_empty and found.amount.number != 0:
        lines.append(Line((Words("表中有数，与表下的注不一致："), Quoted(notes[0], table, block=False))))
    return finished(work, lines, [found])


def _table_of(work: Work, found: Found, selector: Selector) -> Table | None:
    figure = found.figure
    if figure is not None and figure.table_id:
        return work.shelf.index(figure.document_id).table_by_id.get(figure.table_id)
    whole = whole_meant(selector.label, selector)
    for key in work.documents:
        for kind in whole.kinds if whole else ():
            for table in work.shelf.index(key).tables_by_kind.get(kind, ()):
                return table
    return None


def computed_from(work: Work) -> Draft:
    """Which whole a printed percentage refers to: the one with which the division gives it."""
    found = work.find(work.plan.selectors[0])
    rates = [amount for amount in work.plan.claimed if amount.dimension == "%"]
    for key in work.documents:
        for figure in work.shelf.index(key).figures:
            if figure.sentence is None or figure.amount is None or figure.amount.dimension != "%":
                continue
            if rates and not any(same_amount(rate, figure.amount) for rate in rates):
                continue
            return _bases(work, figure)
    return not_found(work, found)


def _bases(work: Work, rate: Figure) -> Draft:
    index = work.shelf.index(rate.document_id)
    near = [f for f in index.figures if f.sentence == rate.sentence and f.amount is not None and f.amount.dimension == "money"]
    fitting = []
    for part in near:
        for whole in near:
            if part is whole or whole.amount is None or whole.amount.number == 0:
                continue
            worked = share(part, whole)
            if rate.amount is not None and worked.shown.agrees_with(rate.amount):
                fitting.append((part, whole, worked))
    lines = [Line((Words("文件写的是 "), number_of(rate, bold=True)), headline=True), Line((Quoted(rate.sentence or "", rate),))]
    for figure in near:
        lines.append(Line((Words("- "), Echo(label_of(figure), figure), *column_pieces(figure), Words("："), number_of(figure))))
    for _, whole, worked in fitting[:2]:
        lines.append(Line((Words("按"), *column_pieces(whole), Words("计算相符："), Formula(worked))))
    return finished(work, lines, [], [worked for _, _, worked in fitting[:1]])
