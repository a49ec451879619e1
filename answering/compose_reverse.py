"""An amount asked the other way round: 哪个项目是370万元, 75万元的是哪笔经费, 哪个项目实施期90万、年度60万.

Every amount that is said must stand in one row, or in the form of one project; what has none of them is not named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from answering.choosing import ROW_ORDER
from answering.compose import Work, finished, not_found
from answering.document_index import DocumentIndex, Entry, EntryKind
from answering.draft import Draft, Echo, Line, Piece, Words
from answering.marking import without_marks
from answering.phrases import number_of
from disclosure.amount import Amount
from disclosure.document import TableKind
from disclosure.figure import Figure
from disclosure.mention import MentionKind, find_numbers
from disclosure.question import Operation, Selector
from retrieval.matching import normalise_label

SHOWN = 6  # rows that are named
_WHICH = re.compile("(?:是|属于|对应)?(?:的)?(?:哪|什么)一?(?:个|项|笔|种)?(?P<row>项目|专项|科目|经费|费用?|开支|支出|钱)(?:的|上|里)?")
# What makes it another question: bounds, ranks, sums, shares, several units or years.
_OTHER = re.compile(
    "超|以[上下内]|大于|小于|高于|低于|多于|少于|不[到足满]|至少|最|前[一二两三四五六七八九十\\d]|排|占|比|[增减涨降]|差|"
    "合计|一共|总共|加|平均|左右|上下|吗|么$|对不对"
)
_TERM = re.compile("(?P<term>实施期|年度)[^,，、;；\\d]{0,8}$")
# Words around the amounts that name nothing.
_AROUND = re.compile(
    "实施期|年度|当年|今年|本年|预算|安排|资金|总额|金额|数额|数字|批复?|下达|列|花|用|给|要|拨|定|写|填|正好|刚好|恰好|就是|只有?|才|整|的?(?:那|这)一?(?:个|项|笔)|"
    "[的了是为有在里中共，,、;；：:。？?！!\\s]"
)


@dataclass(frozen=True, slots=True)
class _Said:
    amount: Amount
    term: str | None  # 实施期 or 年度, where it is said


def asked_back(work: Work, without_scope: Callable[[], str]) -> tuple[Work, Draft] | None:
    """The rows that print what is said; None where the question is no such one."""
    question = work.plan.question
    which = _WHICH.search(question)
    if which is None or not work.documents:
        return None
    text = without_marks(without_scope())
    said, rest = _amounts(text)
    if not said or _OTHER.search(rest) or _AROUND.sub("", _WHICH.sub("", rest, count=1)):
        return None
    projects = which["row"] in ("项目", "专项")
    rows = [row for key in work.documents for row in _rows(work.shelf.index(key), said, projects=projects)]
    # a file and its scan print one row twice; what a table of projects prints comes before what a form does
    found = list({(_name(row[0]), tuple(cell.amount for cell in row)): row for row in reversed(rows)}.values())
    found.sort(key=lambda row: _order(row[0].table_kind))
    selectors = (Selector(label=found[0][0].row_label, document_ids=work.documents),) if len(found) == 1 else work.plan.selectors
    work = replace(work, plan=replace(work.plan, operation=Operation.LOOKUP, selectors=selectors, claimed=()))
    if not found:
        told = "、".join(str(one.amount) for one in said)
        return work, not_found(work, None, f"没有哪一行印着 {told}")
    lines: list[Line] = []
    for figures in found[:SHOWN]:
        pieces: list[Piece] = [Echo(_name(figures[0]), figures[0]), Words("：")]
        for place, figure in enumerate(figures):
            pieces += [Words("，" if place else ""), number_of(figure, bold=not lines and not place)]
        lines.append(Line(tuple(pieces), headline=not lines))
        lines.append(Line(work.place(figures[0])))
    if len(found) > SHOWN:
        lines.append(Line((Words("还有别处也印着这个数。"),)))
    return work, finished(work, lines, [])


def _amounts(text: str) -> tuple[list[_Said], str]:
    """The amounts of money that are said, each with the term before it, and the text without them."""
    said = []
    rest = text
    for mention in reversed(find_numbers(text)):
        amount = mention.amount
        if mention.kind is not MentionKind.QUANTITY or amount is None:
            continue
        amount = amount.as_money() if amount.unit is not None else amount  # 75万
        if amount.unit is None or not amount.unit.is_money:
            continue
        term = _TERM.search(text[: mention.start])
        said.append(_Said(amount, term["term"] if term else None))
        rest = rest[: mention.start] + rest[mention.end :]
    return said[::-1], rest


def _rows(index: DocumentIndex, said: Sequence[_Said], *, projects: bool) -> Iterator[tuple[Figure, ...]]:
    """For every row (or project) that prints all amounts, the cell of each; of rows of one name the first table's."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(index.entries, key=_standing):
        if entry.kind is not EntryKind.ROW or entry.table_id is None or entry.is_total:
            continue
        name = _project_of(entry) if projects else entry.key
        if name:
            groups.setdefault(name, []).append(entry)
    for entries in groups.values():
        cells = [_printing(entries, one) for one in said]
        if all(cells):
            yield tuple(cell for cell in cells if cell)


def _project_of(entry: Entry) -> str | None:
    if entry.project:
        return normalise_label(entry.project)
    return entry.key if entry.table_kind is TableKind.PROJECT else None


def _name(figure: Figure) -> str:
    return figure.project or figure.row_label


def _standing(entry: Entry) -> tuple[int, int]:
    return _order(entry.table_kind), entry.order


def _order(kind: TableKind | None) -> int:
    return ROW_ORDER.index(kind) if kind in ROW_ORDER else len(ROW_ORDER)


def _printing(entries: Sequence[Entry], said: _Said) -> Figure | None:
    """The first cell that prints an amount, of the term that is said."""
    for entry in entries:
        for figure in entry.figures:
            place = " ".join((*figure.row_path, *figure.column_path))
            of_term = said.term is None or (said.term == "实施期") == ("实施期" in place)
            if figure.amount is not None and of_term and _says(said.amount, figure.amount):
                return figure
    return None


def _says(said: Amount, printed: Amount) -> bool:
    """Whether an amount is meant by what is said: the same, or one that was rounded to it; 3元 is not 0.00万元."""
    if printed.dimension != said.dimension:
        return False
    return printed.in_base == said.in_base or (printed.step <= said.step and said.agrees_with(printed))
