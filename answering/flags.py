"""Rows told apart by a word in a column of kinds, and forms by the word beside 项目性质: 一次性, 特定目标类, 是否政府采购 是.

flag_asked(index, "项目类型标一次性的有几个")     →  Flag 项目类型 一次性
flag_asked(index, "是否政府采购为是的项目有哪些")   →  Flag 是否政府采购 是
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from answering.wanted import content_words
from disclosure.document import Cell, CellRole, Table, TableKind
from disclosure.question import Flag, Operation
from retrieval.matching import normalise_label

if TYPE_CHECKING:
    from answering.document_index import DocumentIndex, Entry

LONGEST = 14  # characters of a word that tells a kind
_OF_KINDS = re.compile("类型|性质|类别|属性|^是否|方式$")
_NOT_OF_KINDS = re.compile("科目|编码|功能|经济")
_COUNTS = re.compile("(?:有)?(?:多少|几)[个项]|个数|多少(?=项目)")
_LISTS = re.compile("哪些|哪几?[个项]|什么|都有")
_RECKONED = re.compile(
    r"项目|支出表|支出|最[大多高小少低]|第[一二三\d]|金额|数额|加起来|相加|之和|一共|总共|合计|总额|平均|多少|几|[个项笔]|钱|资金|经费|预算|[那这哪]一?[栏列]"
)
ROW_OPERATIONS = (Operation.RANK, Operation.SUM, Operation.AVERAGE, Operation.COUNT, Operation.LIST)
_SUMMED = re.compile("(?:加起来|一共|总共|合计|共计?).*(?:钱|元|资金|金额)")
_YES, _NO = frozenset("是√"), frozenset("否×")
_SHARED = re.compile("(?<=..)(?:项目|类)$")


@dataclass(frozen=True, slots=True)
class Flagged:
    """A word of kind and what carries it."""

    flag: Flag
    table_id: str
    row: int | None  # of the table; None: the whole form
    project: str  # of the form, normalised; "": a row


def flags_of(tables: Iterable[Table]) -> Iterator[Flagged]:
    """Every word of kind in the tables and forms of a document."""
    for table in tables:
        yield from _on_form(table) if table.kind is TableKind.PERFORMANCE_FORM else _in_columns(table)


def _in_columns(table: Table) -> Iterator[Flagged]:
    headers = {cell.column: cell.text.strip() for cell in table.cells if cell.role is CellRole.HEADER and _is_header(cell.text)}
    for cell in table.cells:
        if cell.column in headers and cell.role not in (CellRole.HEADER, CellRole.VALUE) and _is_kind(cell):
            yield Flagged(Flag(headers[cell.column], cell.text.strip()), table.id, cell.row, "")


def _on_form(table: Table) -> Iterator[Flagged]:
    before: Cell | None = None
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if before is not None and before.row == cell.row and _is_header(before.text) and _is_kind(cell):
            yield Flagged(Flag(before.text.strip(), cell.text.strip()), table.id, None, normalise_label(table.project or ""))
        before = cell


def _is_header(text: str) -> bool:
    return bool(_OF_KINDS.search(text.strip())) and not _NOT_OF_KINDS.search(text) and len(text.strip()) <= LONGEST


def _is_kind(cell: Cell) -> bool:
    return 0 < len(cell.text.strip()) <= LONGEST


def carries(index: DocumentIndex, entry: Entry, flag: Flag) -> bool:
    """Whether a row, or the form of a project, carries the word."""
    place = entry.figures[0].provenance.row
    name = normalise_label(entry.project or "")
    return any(
        one.flag == flag and one.table_id == entry.table_id and (one.row == place if one.row is not None else one.project == name)
        for one in index.flags
    )


def flag_asked(index: DocumentIndex, text: str, operation: Operation) -> tuple[Flag, Operation] | None:
    """The word of kind by which a question chooses rows, and what it does with them; None when it asks for more than that."""
    over_rows = operation in ROW_OPERATIONS
    if not over_rows and not any(asked.search(text) for asked in (_COUNTS, _LISTS, _SUMMED)):
        return None
    for flag in sorted(dict.fromkeys(one.flag for one in index.flags), key=lambda flag: flag.value not in _NO):
        said = _said(flag).search(text)
        if said and not content_words(_rest(text, said.group(), flag)):
            summed = Operation.SUM if _SUMMED.search(text) else Operation.LIST if _LISTS.search(text) else Operation.COUNT
            return flag, operation if over_rows else summed
    return None


def _said(flag: Flag) -> re.Pattern[str]:
    if len(flag.value) > 1:
        return re.compile(re.escape(_SHARED.sub("", re.sub("[（(].*", "", flag.value))) + "(?:项目|类)*")
    header = re.escape(flag.header.removeprefix("是否"))
    verbs = "(?:属于|需要?|须|要|涉及|纳入|列入|实行|进行|标?注?为|走)*"
    if flag.value in _NO:  # 不属于政府采购的, 非政府采购项目
        plain = f"(?:不|非|未|没有?|无){verbs}(?:{header})的?"
    else:
        plain = f"{verbs}(?:{header})的?(?=项目)" if flag.value in _YES else "(?!)"
    said = f"{plain}|(?:是否)?{header}[”]?(?:[那这]?一?[栏列])?(?:里|中)?(?:为|是|写|填|标)(?:的|着)?(?:是|为)?“?{re.escape(flag.value)}"
    return re.compile(said + "(?=[”的,，?？]|$|有)")


def is_said(flags: Iterable[Flagged], text: str) -> bool:
    """Whether a text says one of the words of kind."""
    return any(_said(flag).search(text) for flag in dict.fromkeys(one.flag for one in flags))


def _rest(text: str, said: str, flag: Flag) -> str:
    text = _RECKONED.sub(" ", text.replace(said, " "))
    for part in (flag.header, "标", "注", "写", "填"):
        text = text.replace(part, " ")
    return _LISTS.sub(" ", _COUNTS.sub(" ", text))
