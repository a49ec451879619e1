"""Every number of the narrative, and of the prose cells of a form, as a figure.

    "全局机关运行经费安排37.20万元，比2025年预算增加2.63万元"
    →  机关运行经费 · 37.20万元    and the same measure · INCREASE 2.63万元, basis 比2025年预算

The figure's box is the number's place in its line; its sentence is verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from disclosure.amount import fold_width
from disclosure.document import Cell, CellRole, Provenance, Stage, Table, TableKind
from disclosure.figure import Figure
from ingest.facts import DocumentFacts
from ingest.figures.paths import naming_columns
from ingest.prose.clauses import read_paragraph
from ingest.prose.numbering import numbering
from ingest.prose.statement import Context, Reading
from ingest.prose.text import Block, BlockKind

_SAYS_SOMETHING = re.compile(r"[，。；：,;:]|.{15}|[\u4e00-\u9fff]{2}.*[\d]+(?:\.\d+)?\s*[%％]", re.DOTALL)  # more than a label or a code
_SAYS_BUDGET = re.compile(r"(?:支出|收入|年初|全年|经费|拨款)预算数?$")
_TOTAL = re.compile(r"(?:总计|合计|总额|总预算|总支出|总收入)$")


def prose_figures(document_id: str, blocks: Sequence[Block], facts: DocumentFacts, first_number: int) -> tuple[Figure, ...]:
    """The numbers of running text in reading order, numbered from `first_number`; `table_id` is None."""
    numbers = count(first_number)
    context = Context(_names(facts), year=facts.fiscal_year)
    heading: tuple[str, ...] = ()
    figures = []
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if block.heading != heading:
            heading, context = block.heading, Context(_names(facts), _heading_measure(block.heading), year=facts.fiscal_year)
        for reading in read_paragraph(block.text, context):
            page, box = block.place(reading.mention.start, reading.mention.end)
            figures.append(_figure(document_id, next(numbers), reading, block.text, heading, facts, Provenance(document_id, page, box)))
    return tuple(figures)


def form_prose_figures(tables: Sequence[Table], facts: DocumentFacts, first_number: int) -> tuple[Figure, ...]:
    """The numbers in the prose cells of tables (项目概况, 立项依据 …); they are prose, with the cell as their place."""
    numbers = count(first_number)
    figures = []
    for table in tables:
        for cell, labels in _prose_cells(table):
            heading = tuple(part for part in (table.title, table.project, *labels) if part)
            context = Context(_names(facts), table.project or (labels[-1] if labels else ""), year=facts.fiscal_year)
            for reading in read_paragraph(cell.text, context):
                figures.append(
                    _figure(cell.provenance.document_id, next(numbers), reading, cell.text, heading, facts, cell.provenance, table.project)
                )
    return tuple(figures)


_CODED = re.compile(r"(?P<name>.+?)\s*[（(](?P<code>\d{3}|\d{5}|\d{7})[）)][，,]?")  # 小学教育（2050202）


def _prose_cells(table: Table) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """Each prose cell with the label of its row, in a list with those up to the one that names it (unit, project); repeated ones once."""
    labels: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.role in (CellRole.STUB, CellRole.HEADER) and cell.text.strip():
            for row in range(cell.row, cell.row + cell.row_span):
                labels.setdefault(row, []).append(cell)
    last = -1 if table.kind is TableKind.PERFORMANCE_FORM else naming_columns(table)[1]
    seen: set[tuple[int, str]] = set()
    for cell in table.cells:
        if cell.role is CellRole.TEXT and _SAYS_SOMETHING.search(cell.text) and (cell.row, cell.text) not in seen:
            seen.add((cell.row, cell.text))
            named = labels.get(cell.row, [])
            yield cell, tuple(label.text.strip() for n, label in enumerate(named) if n == 0 or label.column <= last)


def _figure(
    document_id: str,
    number: int,
    reading: Reading,
    text: str,
    heading: tuple[str, ...],
    facts: DocumentFacts,
    provenance: Provenance,
    project: str | None = None,
) -> Figure:
    start, end = reading.sentence
    measure, code = reading.measure, reading.code
    if coded := _CODED.fullmatch(measure):
        measure, code = coded["name"], code or coded["code"]
    return Figure(
        document_id=document_id,
        number=number,
        text=reading.mention.text,
        amount=reading.mention.amount,
        entity=facts.entity,
        fiscal_year=reading.year or facts.fiscal_year,
        stage=_stage(reading.column, measure, facts.stage),
        level=facts.level,
        measure=measure,
        aspect=reading.aspect,
        subject_code=code,
        row_path=(*heading, *reading.chain, measure),
        column_path=(reading.column,) if reading.column else (),
        is_total=bool(_TOTAL.search(measure)),
        table_id=None,
        table_title=None,
        table_kind=None,
        project=project,
        sentence=text[start:end].strip(),
        basis=reading.basis,
        provenance=provenance,
    )


def _stage(column: str | None, measure: str, stage: Stage | None) -> Stage | None:
    """执行数 is neither budget nor final account; 年初预算 and 支出预算 in a final account are of the budget."""
    if column is None:
        return Stage.BUDGET if stage is Stage.FINAL_ACCOUNTS and _SAYS_BUDGET.search(measure) else stage
    if "执行" in column:
        return None
    if "决算" in column:
        return Stage.FINAL_ACCOUNTS
    return Stage.BUDGET if "预算" in column else stage


def _names(facts: DocumentFacts) -> tuple[str, ...]:
    return (fold_width(facts.entity),) if facts.entity else ()


def _heading_measure(heading: tuple[str, ...]) -> str:
    """八、机关运行经费增减变动原因说明 → 机关运行经费."""
    if not heading:
        return ""
    words = heading[-1]
    mark = numbering(words)
    words = words[mark[1] :] if mark else words
    words = re.sub(r"^20\d\d年度?", "", words.strip())
    return re.sub(r"(?:的?(?:支出|预算|决算)?(?:增减)?(?:变动|变化)?(?:总体|具体|结构)?(?:情况|原因|说明|的)+)+$", "", words).strip("：: ")
