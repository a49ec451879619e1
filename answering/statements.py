"""Every place where one document gives an amount for a thing, and whether those asked about agree.

护堤员补助: 20.7万元 and 17.0万元 in one paragraph, 207,000元 in two tables  →  不一致, 相差 3.7万元, each with its place
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from answering.choosing import same_kind, same_value
from answering.columns import choose_figures
from answering.compose import Work, not_found
from answering.compose_agreement import agreement, is_own_amount, told
from answering.consistency import SIGN, Asked, is_choice, is_said, of_year, states_all, titled
from answering.document_index import DocumentIndex, Entry, EntryKind
from answering.draft import Draft
from disclosure.answer import Status
from disclosure.document import Stage, TableKind
from disclosure.figure import Discrepancy, Figure
from disclosure.question import Selector
from disclosure.terms import table_kind
from retrieval.matching import normalise_label

_TWICE = re.compile("前后|[两几]处|[两俩2]个[不同的预决算]*数|开头|后面")


_EACH = re.compile("[各分]别?(?:是|写|列|有|为)?(?:的?是)?(?:多少|几)")
_EQUAL = re.compile("(?:一样|一致|相同|相等|吻合|相符|对得上|(?:同|是)一个数)(?!多)")
_NAMED_BY = re.compile(
    "([\u4e00-\u9fff]{2,8}?)表(?:里面?|中|上)?(?:写|叫|称|列|印|填)(?:的?是|作|为|做|的)?(?!多少|几)([^,，、;；和与跟]{2,20})"
)
_EXPLAINS = re.compile("(?:总体)?情况的?(?:说明)?$")
_APART = re.compile("差额|相差|差多少")


def of_places(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Whether the places that the question names give one amount for the one thing that it names; None when it names none."""
    each = len(asked.tables) > 1 and _EACH.search(asked.words)
    if not (SIGN.search(asked.words) or each) or not of_year(index, asked) or len(asked.amounts) == 1 or is_choice(asked):
        return None  # an amount that is stated is a claim
    stage = work.shelf.record(index.document_id).stage
    found = [(name, figures) for name in asked.names if (figures := _on_both_sides(work, asked, index, name, stage))]
    if len(found) == len(asked.names) == 2 and _EQUAL.search(asked.words) and not (asked.tables or asked.in_prose):
        return _two_things(work, asked, index)
    if len(found) != 1:
        return None
    name, figures = found[0]
    prose = _of_one_scope([figure for figure in figures if figure.table_id is None])
    cells = [figure for figure in figures if figure.table_id is not None]
    if asked.amounts:
        return _as_stated(work, asked, figures)
    if missing := _without_it(index, asked, cells):
        return not_found(work, None, f"“{missing}表”里没有“{name}”的数，不能比较")
    compared = _in_named_tables(index, asked, prose, cells) if asked.tables else _in_text(asked, prose, cells)
    if len(compared) < 2 or not all(same_kind(compared[0], figure) for figure in compared[1:]):
        return None
    return told(work, compared, held_against=_cell_for(prose, cells) if asked.in_table and not asked.tables else None)


def _on_both_sides(work: Work, asked: Asked, index: DocumentIndex, name: str, stage: Stage | None) -> list[Figure]:
    """The statements of a thing; of text and table, where both are named, each by what it calls the thing: the total of its table."""
    found = statements(index, name, stage)
    if not (asked.in_prose and asked.in_table):
        return found
    for prose in (True, False):
        if not any((figure.table_id is None) is prose for figure in found):
            other = work.find(
                Selector(label=name, document_ids=(index.document_id,), fiscal_year=index.fiscal_year, stage=stage, in_prose=prose)
            )
            figure = other.figure
            if figure is not None and figure.amount is not None and not other.is_ambiguous and (figure.table_id is None) is prose:
                found.append(figure)
    return found


def _as_stated(work: Work, asked: Asked, figures: Sequence[Figure]) -> Draft | None:
    """The places that print the amounts which the question sets against each other; None where one is printed nowhere."""
    meant = [next((f for f in figures if f.amount and is_said(amount, f.amount)), None) for amount in asked.amounts]
    found = list(dict.fromkeys(figure for figure in meant if figure is not None))
    return told(work, found) if None not in meant and len(found) > 1 and same_kind(*found[:2]) else None


def named_apart(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Whether a table and another give one amount for a thing that each calls by a name of its own: 预算表写A，绩效表叫B."""
    pairs = _NAMED_BY.findall(asked.words)
    if len(pairs) != 2 or not SIGN.search(asked.words) or not of_year(index, asked) or asked.amounts:
        return None
    compared = []
    for title, name in pairs:
        found = work.find(Selector(label=name, document_ids=(index.document_id,), fiscal_year=index.fiscal_year))
        cells = [pick.figure for pick in (*found.picks, *found.others) if pick.amount is not None and pick.figure.table_id]
        named = titled(index, title, frozenset(cell.table_id for cell in cells if cell.table_id))
        own = [cell for cell in cells if cell.table_id in named]
        if not own or found.is_ambiguous:
            return None
        compared.append(own[0])
    return told(work, compared) if compared[0].id != compared[1].id and same_kind(*compared) else None


def _two_things(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """Whether two things that are named in full are of one amount."""
    selectors = tuple(Selector(label=name, document_ids=(index.document_id,)) for name in asked.names)
    draft = agreement(replace(work, plan=replace(work.plan, selectors=selectors)))
    return draft if draft.status is Status.ANSWERED else None


def statements(index: DocumentIndex, name: str, stage: Stage | None) -> list[Figure]:
    """The amounts that a document gives for a thing in its own year and stage, in reading order, one a place."""
    exact = index.named(name)
    entries = list(exact)
    if not any(entry.kind is EntryKind.PROSE for entry in exact):
        entries += _longer(index, name)
    found = dict.fromkeys(figure for entry in entries if (figure := _own_figure(index, entry, name, stage)))
    return sorted(found, key=lambda figure: figure.number)


def _longer(index: DocumentIndex, name: str) -> list[Entry]:
    """Places of the one thing in the text whose name holds the name asked for: 职业年金缴费 for 机关事业单位职业年金缴费支出."""
    longer = {entry.key for entry in index.entries if entry.kind is EntryKind.PROSE and name in entry.key}
    return list(index.named(longer.pop())) if len(longer) == 1 else []


def _own_figure(index: DocumentIndex, entry: Entry, name: str, stage: Stage | None) -> Figure | None:
    if entry.kind is not EntryKind.PROSE:
        return next((f for f in choose_figures(entry, Selector(label=name, fiscal_year=index.fiscal_year, stage=stage)) if f.amount), None)
    figure = entry.figures[0]
    fits = figure.fiscal_year in (None, index.fiscal_year) and figure.stage in (None, stage)
    return figure if is_own_amount(figure) and fits and figure.amount else None


def _of_one_scope(prose: Sequence[Figure]) -> list[Figure]:
    """Of sentences that differ those of one paragraph: 基本支出 of all funds is another thing under another heading."""
    if all(same_value(prose[0], figure) for figure in prose[1:]):
        return list(prose)
    paragraphs: dict[tuple[str, ...], list[Figure]] = {}
    for figure in prose:
        paragraphs.setdefault(figure.row_path[:-1], []).append(figure)
    most = max(paragraphs.values(), key=len)
    return most if len(most) > 1 else []


def _in_named_tables(index: DocumentIndex, asked: Asked, prose: Sequence[Figure], cells: Sequence[Figure]) -> list[Figure]:
    """A cell of each table named, and the text where it is named too; nothing where one of them does not give the thing."""
    compared = list(prose) if asked.in_prose else []
    if asked.in_prose and not prose:
        return []
    for part in asked.tables:
        ids = titled(index, part, frozenset(filter(None, (cell.table_id for cell in cells))))
        own = [cell for cell in cells if cell.table_id in ids]
        if not own or not all(same_value(own[0], cell) for cell in own[1:]):
            return []
        compared.append(own[0])
    return list(dict.fromkeys(compared))


def _without_it(index: DocumentIndex, asked: Asked, cells: Sequence[Figure]) -> str | None:
    """The first table that the question names by a title of this or any document, and in which the thing does not stand."""
    if any(cell.is_total for cell in cells):
        return None  # the total of a table goes by its title
    everywhere = frozenset(table.id for table in index.tables)
    own = frozenset(filter(None, (cell.table_id for cell in cells)))
    for part in asked.tables:
        exists = titled(index, part, everywhere) or table_kind(f"{part}表") is not TableKind.OTHER or "绩效" in part
        if exists and not titled(index, part, own):
            return part
    return None


def _in_text(asked: Asked, prose: Sequence[Figure], cells: Sequence[Figure]) -> list[Figure]:
    if not (asked.in_prose or _TWICE.search(asked.words)):
        return []
    cell = _cell_for(prose, cells) if asked.in_table else None
    if asked.in_table and cell is None:
        return []
    return [*([cell] if cell else []), *prose]


def _cell_for(prose: Sequence[Figure], cells: Sequence[Figure]) -> Figure | None:
    """The cell that the text can mean: one that it agrees with; another table may be of some of the funds."""
    agreeing = (cell for cell in cells if any(same_value(cell, figure) for figure in prose))
    own = [cell for cell in cells if cell.table_kind in {kind for figure in prose for kind in _kinds_told(figure)}]
    return next(agreeing, None) or _commonest(own or [cell for cell in cells if cell.table_kind is not TableKind.REVENUE] or cells)


def _kinds_told(figure: Figure) -> Iterable[TableKind]:
    """The kind of table that the section of a sentence explains: 四、一般公共预算支出情况说明."""
    kinds = (table_kind(_EXPLAINS.sub("", heading) + "表") for heading in figure.row_path[:-1] if _EXPLAINS.search(heading))
    return [kind for kind in kinds if kind is not TableKind.OTHER]


def _commonest(cells: Sequence[Figure]) -> Figure | None:
    """The cell with the value that most tables print: one table of some of the funds is no rival of the others."""
    values = Counter(cell.amount.in_base for cell in cells if cell.amount)
    most = values.most_common(1)
    return next((cell for cell in cells if most and cell.amount and cell.amount.in_base == most[0][0]), None)


def known(work: Work, asked: Asked, index: DocumentIndex) -> Draft | None:
    """A contradiction that was found when the document was read, of a thing that the question names."""
    if not SIGN.search(asked.words) or not of_year(index, asked) or not asked.names or len(asked.amounts) > 1:
        return None
    if _APART.search(asked.words) and not (asked.tables or _TWICE.search(asked.words)):
        return None  # the difference of two things
    found = [
        one
        for one in work.shelf.library.discrepancies(index.document_id)
        if all(name in _things(_of_clash(one)) for name in asked.names) and states_all(one.figures, asked.amounts)
    ]
    found = [one for one in found if all(_stands_in(index, one.figures, part) for part in asked.tables)]
    return told(work, found[0].figures, known=found[0]) if len(found) == 1 else None


def _of_clash(clash: Discrepancy) -> Sequence[Figure]:
    """What a contradiction is of: of a sum that does not come out the total, which is no contradiction of its parts."""
    return clash.figures if len(clash.figures) == 2 else clash.figures[:1]


def _things(figures: Iterable[Figure]) -> frozenset[str]:
    words = (word for f in figures for word in (f.measure, f.project or "", *f.row_path[-1:], *f.column_path[-1:]))
    return frozenset(map(normalise_label, words))


def _stands_in(index: DocumentIndex, figures: Iterable[Figure], part: str) -> bool:
    """Whether one of the figures stands in a table of such a title."""
    return bool(titled(index, part, frozenset(filter(None, (figure.table_id for figure in figures)))))
