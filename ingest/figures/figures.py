"""The figures of tables: each value cell with its labels, its unit, its year and stage.

Table 表十二, row 2026年驻矿人员工资, column 合计, text "75.00"  →  Figure(amount 75.00万元, measure 2026年驻矿人员工资)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosure.amount import Unit
from disclosure.document import CellRole, Stage, Table, TableKind
from disclosure.figure import Aspect, Figure, Trust
from ingest.facts import DocumentFacts
from ingest.figures.parents import LabelledRow, parents_of
from ingest.figures.paths import ValuePlace, value_places
from ingest.figures.signs import Signed, signed, stated_signs
from ingest.figures.tree import Standing, TreeRow, is_total_label, stand
from ingest.figures.units import label_unit, read_amount, unit_note

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)\s*年?")
_LAST_YEAR = re.compile(r"上年(?:度)?(?!结转|结余|末|度?结)|去年|上一年")
_FUNDS = re.compile(
    r"一般公共预算|政府性基金预算|国有资本经营预算|社会保险基金预算|部门预算经济|政府预算经济|财政预算|预算单位|部门预算|单位预算|预决算"
)
_BUDGET = re.compile(r"预算")
_FINAL = re.compile(r"决算|执行数")
_GENERIC = re.compile(
    r"^(?:合计|小计|总计|[预决]算数|金额|数额?|执行数|年初预算数?|调整预算数?|全年预算数|本年数?|上年数?|\d{4}年(?:度)?(?:[预决]算数?)?|指标值)$"
)
_STAFFING = re.compile(r"人员(?:基本)?情况|人员构成|人员编制|编制(?:及|与|和)?实有|机构.*人员")
_PEOPLE = re.compile(r"(?:在职|在编|在岗|离休|退休|离退休|遗属|实有|聘用)(?:人员|职工)?")
_YEAR_LABEL = re.compile(r"^(?P<year>20\d{2})(?:\s*年(?:度)?(?:预算|决算)?(?:执行)?数?)?$")
_ASPECTS = (
    (
        Aspect.GROWTH_RATE,
        re.compile(r"(?:增减|增长|变动|变化|增加|减少|下降|降低)(?:变动|变化|幅度)?(?:率|比例|幅度?|百分比|[（(]?[%％])|增幅|降幅|同比"),
    ),
    (Aspect.SHARE, re.compile(r"占比|比重|占.*[%％]|为预算(?:数)?的|完成(?:率|预算)|执行率|比例")),
    (Aspect.INCREASE, re.compile(r"(?:增减|变动|变化|增加|减少|下降|降低)(?:变动|变化)?(?:额|数|金额|情况)|增减(?:变动|变化)?$")),
)
_OF_CHANGES = re.compile(r"增减|增加或减少|(?:变动|变化)(?:情况)?$")  # over columns of a change, its rate, its increase and its decrease
_UNDER_CHANGES = (
    (Aspect.GROWTH_RATE, re.compile(r"(?:比例|百分比|幅度?|率|[%％])$")),
    (Aspect.INCREASE, re.compile(r"(?:增加|减少|增|减|金额|数额?|额|绝对[数额值])$")),
)


@dataclass(frozen=True, slots=True)
class _Scope:
    year: int | None
    stage: Stage | None


def table_figures(document_id: str, tables: Sequence[Table], facts: DocumentFacts, first: int = 0) -> tuple[Figure, ...]:
    """Every figure of the tables in reading order, numbered from `first`.

    Blank cells of labelled rows are figures without an amount.
    """
    figures: list[Figure] = []
    for table in tables:
        figures.extend(_figures_of(document_id, table, facts, first + len(figures)))
    return tuple(figures)


def _figures_of(document_id: str, table: Table, facts: DocumentFacts, first: int) -> Iterable[Figure]:
    places = value_places(table)
    standings, parents = _standings(table, places)
    title_scope = _title_scope(table.title, facts)
    noted = _noted_units(table)
    staffing = _STAFFING.search(table.title) is not None
    signs = stated_signs(table)
    for number, place in enumerate(places, first):
        standing = standings.get((place.cell.row, place.half), Standing(0, False))
        measure = place.name or _measure_of_column(place)
        scope = _column_scope(place, title_scope, facts)
        unit = None if staffing and _is_head_count(place) else _unit_of(place, noted)
        read = _signed(place, unit, table, signs)
        yield Figure(
            document_id=document_id,
            number=number,
            text=place.cell.text,
            amount=read.amount,
            entity=facts.entity,
            fiscal_year=scope.year,
            stage=scope.stage,
            level=facts.level,
            measure=measure,
            aspect=read.aspect,
            subject_code=place.subject_code,
            row_path=(*parents.get((place.cell.row, place.half), ()), *place.row_path),
            column_path=place.column_path,
            is_total=standing.is_total if place.row_path else bool(place.column_path) and is_total_label(place.column_path[-1]),
            table_id=table.id,
            table_title=table.title,
            table_kind=table.kind,
            project=place.project or table.project,
            sentence=None,
            basis=None,
            provenance=place.cell.provenance,
            depth=standing.depth,
            trust=Trust.PLAIN if read.certain else Trust.DOUBTFUL,
        )


def _signed(place: ValuePlace, unit: Unit | None, table: Table, signs: Mapping[tuple[int, int], int]) -> Signed:
    """The amount of a value with its sign; the targets of a form are no changes."""
    if table.kind is TableKind.PERFORMANCE_FORM:
        return Signed(read_amount(place.cell.text, unit), _aspect(place), certain=True)
    return signed(place.cell.text, unit, _aspect(place), place.column_path, signs.get((place.cell.row, place.cell.column)))


def _standings(
    table: Table, places: Sequence[ValuePlace]
) -> tuple[dict[tuple[int, int], Standing], dict[tuple[int, int], tuple[str, ...]]]:
    """The standing of each row of each half, and the parents of those that their own labels do not tell apart."""
    rows: dict[int, dict[int, list[ValuePlace]]] = {}
    for place in places:
        if place.row_path:
            rows.setdefault(place.half, {}).setdefault(place.cell.row, []).append(place)
    found: dict[tuple[int, int], Standing] = {}
    parents: dict[tuple[int, int], tuple[str, ...]] = {}
    for half, by_row in rows.items():
        if table.kind is TableKind.PERFORMANCE_FORM:
            found |= {
                (row, half): Standing(0, bool(row_places) and is_total_label(row_places[0].row_path[-1]))
                for row, row_places in by_row.items()
            }
            continue
        columns = sorted({place.cell.column for row_places in by_row.values() for place in row_places})
        tree = [_tree_row(row_places, columns) for row_places in by_row.values()]
        standings = dict(zip(by_row, stand(tree), strict=True))
        found |= {(row, half): standing for row, standing in standings.items()}
        labelled = {
            n: LabelledRow(by_row[n][0].row_path, standings[n].depth, row, by_row[n][0].reach) for n, row in zip(by_row, tree, strict=True)
        }
        parents |= {(row, half): path for row, path in parents_of(labelled).items()}
    return found, parents


def _tree_row(places: Sequence[ValuePlace], columns: Sequence[int]) -> TreeRow:
    values: dict[int, Decimal] = {}
    for place in places:
        amount = read_amount(place.cell.text, None)
        if amount:
            values[place.cell.column] = amount.number
    return TreeRow(places[0].name or "", places[0].code_depth, tuple(values.get(c) for c in columns), places[0].indent, places[0].hang)


def _unit_of(place: ValuePlace, noted: Sequence[tuple[int, Unit | None]]) -> Unit | None:
    """What a value is counted in when the cell does not say: its column, its row, the last note above it, in this order."""
    if not place.takes_unit or place.unit is not None:
        return place.unit
    column_decides, column_unit = _stated(place.column_path)
    row_decides, row_unit = _stated(place.row_path)
    if column_unit:
        return column_unit
    if column_decides:  # a count or a score: 公务用车（辆） tells its unit, 项目资金(元) does not
        return row_unit if row_unit and not row_unit.is_money else None
    return row_unit if row_decides else next(unit for row, unit in noted if row < place.cell.row)


def _noted_units(table: Table) -> list[tuple[int, Unit | None]]:
    """From which row on which unit holds, from the bottom up: the table's own, then those of notes among its rows."""
    notes = ((c.row, note[1]) for c in table.cells if c.role is CellRole.NOTE and (note := unit_note(c.text)))
    return sorted([(-1, table.unit), *notes], key=lambda noted: noted[0], reverse=True)


def _is_head_count(place: ValuePlace) -> bool:
    """Whether a column of a table of staff counts people: 在职, 退休."""
    return bool(place.column_path) and _PEOPLE.fullmatch("".join(place.column_path[-1].split())) is not None


def _stated(labels: Sequence[str]) -> tuple[bool, Unit | None]:
    """What the innermost label says that says anything of a unit."""
    return next((stated for words in reversed(labels) if (stated := label_unit(words))[0]), (False, None))


def _aspect(place: ValuePlace) -> Aspect:
    """Whether a column prints a change or a share rather than the thing itself; a change keeps its sign."""
    path = ["".join(words.split()) for words in place.column_path]
    leaf = path[-1] if path else ""
    found = next((aspect for aspect, pattern in _ASPECTS if pattern.search(leaf)), Aspect.AMOUNT)
    if found is Aspect.AMOUNT and any(map(_OF_CHANGES.search, path[:-1])):
        found = next((aspect for aspect, pattern in _UNDER_CHANGES if pattern.fullmatch(_less_brackets(leaf))), found)
    return found


def _less_brackets(words: str) -> str:
    return re.sub(r"[（(].*?[)）]", "", words)


def _measure_of_column(place: ValuePlace) -> str:
    """The column that names a value of a row without labels: the innermost header that is no 合计 or 预算数."""
    named = [words for words in place.column_path if not _GENERIC.match("".join(words.split()))]
    if named:
        return named[-1]
    return place.column_path[-1] if place.column_path else ""


def _title_scope(title: str, facts: DocumentFacts) -> _Scope:
    year = _YEAR.search(title)
    stage = _stage(title)
    return _Scope(int(year[1]) if year else facts.fiscal_year, stage or facts.stage)


def _column_scope(place: ValuePlace, title: _Scope, facts: DocumentFacts) -> _Scope:
    """Year and stage of a value: from its column, a label that is but a year, the title, the document.

    A change or a rate (2025年预算数比2024年执行数增减额) is of the document's year, and neither a budget nor a final figure.
    """
    if place.column_path and _aspect(place) is not Aspect.AMOUNT:
        return _Scope(title.year, None)
    year, stage = None, None
    labels = [words for words in place.row_path if _YEAR_LABEL.match("".join(words.split()))]
    for words in (*reversed(place.column_path), *labels):
        printed = _YEAR.search(words)
        if year is None and printed:
            year = int(printed[1])
        elif year is None and _LAST_YEAR.search(words) and facts.fiscal_year:
            year = facts.fiscal_year - 1
        stage = stage or _stage(words)
    return _Scope(year if year is not None else title.year, stage or title.stage)


def _stage(words: str) -> Stage | None:
    """预算 or 决算, if words say so; the names of funds (一般公共预算) say nothing."""
    words = _FUNDS.sub("", words)
    if _FINAL.search(words):
        return Stage.FINAL_ACCOUNTS
    return Stage.BUDGET if _BUDGET.search(words) else None
