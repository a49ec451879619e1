"""Drafts on performance forms that are more than one figure: the indicators of a level, indicators in words.

养护经费的质量指标是什么   →  each indicator of that level with its value and page
养护经费的时效指标是什么   →  养护完成时间 | 2026年10月, quoted: words that are no figure
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.columns import choose_figures
from answering.compose import Work, finished, lookup
from answering.draft import Draft, Echo, Line, Quoted, Words
from answering.form_rows import LEVEL, rows_of_form
from answering.passages import form_lines
from answering.phrases import number_of
from disclosure.answer import Status
from disclosure.figure import Figure
from disclosure.question import Selector

MOST_ROWS = 12
MOST_LINES = 4


def looked_up(work: Work) -> Draft:
    """LOOKUP: figures; where one level of a form is asked, all that stands on it, words among it."""
    draft = lookup(work)
    if draft.status is Status.ANSWERED or len(work.plan.selectors) != 1:
        return draft
    return of_level(work, work.plan.selectors[0]) or draft


def of_level(work: Work, selector: Selector, only: re.Pattern[str] | None = None) -> Draft | None:
    """The indicators on one level of a project's form, of those `only` the ones so named; None when there are none."""
    if not LEVEL.search((selector.within or "") + (selector.label or "")):
        return None
    figures = [figure for figure in _figures(work, selector) if only is None or only.search(figure.row_path[-1])]
    if len({figure.table_id for figure in figures}) > 1:
        return None  # two forms of one name: the asker chooses
    lines = [Line((Words("- "), Echo(figure.row_label, figure), Words("："), number_of(figure))) for figure in figures[:MOST_ROWS]]
    chunks = [chunk for key in _documents(work, selector) for chunk in work.shelf.library.chunks(key)]
    words = form_lines((selector.within or "") + (selector.label or ""), chunks)[:MOST_LINES] if only is None else []
    lines += [Line((Quoted(passage.chunk.text, passage.chunk),)) for passage in words]
    if not lines:
        return None
    named = figures[0].project if figures else words[0].chunk.heading[-1]
    source = figures[0] if figures else words[0].chunk
    head = Line(
        (
            Echo(named or "", source),
            Words("的绩效目标表列出："),
        ),
        headline=True,
    )
    return finished(work, [head, *lines, Line(work.place(source))], [])


def _figures(work: Work, selector: Selector) -> Iterator[Figure]:
    """One figure an indicator, blanks left out."""
    told: set[tuple[str | None, str]] = set()
    for key in _documents(work, selector):
        for entry, _, _ in rows_of_form(work.shelf.index(key), selector):
            figure = next(iter(choose_figures(entry, selector)), None)
            if figure is not None and figure.amount is not None and (figure.table_id, entry.key) not in told:
                told.add((figure.table_id, entry.key))
                yield figure


def _documents(work: Work, selector: Selector) -> tuple[str, ...]:
    return selector.document_ids if selector.document_ids is not None else work.documents
