"""How figures, amounts, places and scopes are named in an answer, and what vouches for a number.

voice.name(amounted)        →  2026年驻矿人员工资, with unit and year in front where the answer speaks of several
voice.number(figure, …)     →  75.00 万元, 已核对; in the unit asked for: 750,000 元, computed, with the printed amount beside
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any, Protocol

from answering.binding.names import is_generic, name_of
from answering.evaluating.arithmetic import CONVERT, RATIO, convert
from answering.evaluating.result import Amounted, Evaluation, Operand
from answering.query.say import ASPECTS, phrase
from answering.query.tree import Cell, CellAspect, Convert, Count, Growth, Mean, Minus, Per, Query, Ratio, Share, Sum
from answering.telling.cite import DocumentScope
from answering.telling.draft import Echo, Named, Number, Piece, Source, Tally, Words, escape
from answering.telling.labels import LEVEL_NAMES, STAGE_NAMES
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.document import Chunk, Level, Stage, Table, TableKind
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Discrepancy, Figure
from retrieval.figure_store import DocumentRecord

CITED_LEAVES = 12  # of what a computed number rests on; all of them stay in the derivation
_PAIR = 2
_CENTS = 2  # decimals that money is printed with
_TOLD_BY_A_WORD = (CellAspect.CHANGE, CellAspect.RATE)  # 增加, 下降
_NAMED = 4  # addends that a name lists
_JOINTS: dict[type, tuple[str, str]] = {
    Share: ("占", "的比重"),
    Ratio: ("是", "的倍数"),
    Per: ("按", "平均"),
    Minus: ("减", "的差"),
    Growth: ("比", "的增长率"),
}
_PLACES = {"万元": 2, "亿元": 4}  # of an amount told in a larger unit than it is printed in, which then stands beside it
_TELLING_DIGITS = 3  # a small amount keeps as many digits as this


class Library(Protocol):
    """What telling reads of the library itself."""

    def document(self, name: str) -> DocumentRecord:
        """What is known of a document as a whole."""
        ...

    def discrepancies(self, document_id: str) -> tuple[Discrepancy, ...]:
        """Where a document contradicts itself."""
        ...


class Shelf(Protocol):
    """The documents at hand."""

    @property
    def library(self) -> Library:
        """The library that they stand in."""
        ...


def scope_of(shelf: Shelf, document_id: str) -> DocumentScope:
    """File name, unit, year, stage and level of a document."""
    record = shelf.library.document(document_id)
    return record.file_name, record.entity, record.fiscal_year, record.stage, record.level


def amount_of(operand: Operand) -> Amount:
    """The amount that an operand shows, as printed; AmountError for a blank."""
    amount = operand.shown if isinstance(operand, Derivation) else operand.amount
    if amount is None:
        raise AmountError("空白单元格没有数可以显示")
    return amount


def leaves(operand: Operand) -> list[Figure]:
    """The printed figures that an operand rests on, each once."""
    if isinstance(operand, Figure):
        return [operand]
    found: dict[str, Figure] = {}
    for part in operand.operands:
        for figure in leaves(part):
            found.setdefault(figure.id, figure)
    return list(found.values())


def is_certain(figure: Figure) -> bool:
    """Whether what is printed was read without doubt; a scan, or a font that may lie, is never 已核对."""
    return figure.certain


def states_unit(operand: Operand) -> bool:
    """Whether it is known what an amount is counted in; what looks like money in a table that states no unit is not."""
    amount = operand.shown if isinstance(operand, Derivation) else operand.amount
    if amount is None or amount.unit is not None:
        return True
    if isinstance(operand, Derivation):
        return operand.operation == RATIO or all(states_unit(one) for one in operand.operands)
    return operand.table_kind in (None, TableKind.PERFORMANCE_FORM, TableKind.OTHER) and _decimals(amount) < _CENTS


def vouched(operand: Operand) -> bool:
    """Whether an operand rests on table cells alone, read without doubt and with their unit."""
    if isinstance(operand, Figure):
        return operand.table_id is not None and is_certain(operand) and states_unit(operand)
    return states_unit(operand) and all(figure.table_id is not None and is_certain(figure) for figure in leaves(operand))


def verdict_of(operand: Operand) -> Verdict:
    """What vouches for an operand: a cell, cells, or the text alone."""
    if not vouched(operand):
        return Verdict.PROSE
    return Verdict.CELL if isinstance(operand, Figure) else Verdict.COMPUTED


def figure_label(figure: Figure) -> str:
    """What a figure is called as printed: its row, its column where that says more, its project on a form."""
    if figure.table_id is None:
        return figure.measure
    columns = [part for part in figure.column_path if not is_generic(name_of(part).key)]
    if not figure.row_path:
        return " · ".join(columns[-2:]) or figure.measure
    row = figure.row_label
    if figure.table_kind is TableKind.PERFORMANCE_FORM and figure.project:
        return f"{figure.project} · {row}"
    leaf = figure.column_path[-1] if figure.column_path else ""
    return row if not leaf or leaf in row or leaf not in columns else f"{row} · {leaf}"


def short(label: str, otherwise: str | None = None) -> str:
    """A label without the columns that only say which number it is: 2026年电费 · 2026年预算数 · 合计 → 2026年电费.

    `otherwise` is what to call a thing whose label says nothing else.
    """
    kept: list[str] = []
    for part in label.split(" · "):
        key = name_of(part).key
        if not is_generic(key) and not any(key in other or other in key for other in (name_of(one).key for one in kept)):
            kept.append(part)
    return " · ".join(kept) or otherwise or label


def scope_words(year: int | None, level: Level | None, stage: Stage | None) -> str:
    """2026年单位预算."""
    kind = f"{LEVEL_NAMES[level] if level else ''}{STAGE_NAMES[stage] if stage else ''}"
    return f"{year}年{kind}" if year else kind


def figures_in(value: Any) -> Iterator[Figure]:
    """Every figure that an outcome holds, in order."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from figures_in(part)
    elif is_dataclass(value) and not isinstance(value, (Chunk, Table)):
        for one in fields(value):
            if one.name not in ("node", "bound", "rivals", "also"):
                yield from figures_in(getattr(value, one.name))


@dataclass(frozen=True)
class Voice:
    """What telling needs beside an outcome: the query, the scopes, the way to the documents."""

    query: Query
    evaluation: Evaluation
    shelf: Shelf
    varies: frozenset[str]  # of entity, year, stage, level: those that differ among the figures of the answer

    @staticmethod
    def of(query: Query, evaluation: Evaluation, shelf: Shelf) -> Voice:
        """The voice for an evaluation."""
        voice = Voice(query, evaluation, shelf, frozenset())
        figures = list(figures_in(evaluation.outcome))
        seen = [voice.scope(figure) for figure in figures]
        entities = {entity for entity, *_ in seen if entity}
        found = {"entity"} if len(entities) > 1 else set()
        if len({year for _, year, _, _ in seen if year}) > 1:
            found.add("year")
        for at, name in ((2, "stage"), (3, "level")):
            # units, years and names tell apart already
            alike: dict[object, set[object]] = defaultdict(set)
            for figure, one in zip(figures, seen, strict=True):
                alike[one[0], one[1], figure_label(figure)].add(one[at])
            if any(len(values - {None}) > 1 for values in alike.values()):
                found.add(name)
        return Voice(query, evaluation, shelf, frozenset(found))

    def scope(self, figure: Figure) -> tuple[str | None, int | None, Stage | None, Level | None]:
        """Whose figure it is, of which year, stage and level; its document's where it says nothing itself."""
        _, entity, year, stage, level = scope_of(self.shelf, figure.document_id)
        return figure.entity or entity, figure.fiscal_year or year, figure.stage or stage, figure.level or level

    def full_label(self, figure: Figure | None, label: str) -> str:
        """The label of a claim: 岚县应急管理局2026年单位预算 · 2026年驻矿人员工资."""
        if figure is None:
            return label
        entity, year, stage, level = self.scope(figure)
        whose = (entity or "") + scope_words(year, level, stage)
        return f"{whose} · {label}" if whose and entity and entity not in label else label

    def prefix(self, figure: Figure, label: str) -> str:
        """What tells a figure apart from the others of the answer, where its label does not: 2024年部门预算 · ."""
        entity, year, stage, level = self.scope(figure)
        whose = entity if "entity" in self.varies and entity and entity not in label else ""
        said = f"{year}年" if "year" in self.varies and year and f"{year}年" not in label else ""
        level_word = LEVEL_NAMES[level] if "level" in self.varies and level else ""
        stage_word = STAGE_NAMES[stage] if stage and (self.varies & {"stage"} or level_word or said) else ""
        if stage_word and stage_word in label:
            stage_word = ""
        words = f"{whose}{said}{level_word}{stage_word}"
        return f"{words} · " if words else ""

    def called(self, figure: Figure, label: str | None = None) -> Named:
        """A printed figure by name."""
        label = label or figure_label(figure)
        return Named(self.prefix(figure, label) + label, (figure,))

    def name(self, outcome: Amounted) -> Named:
        """What an amount is called: by its label; what was computed, by its parts; what is over a set, as the query says it."""
        found = leaves(outcome.operand)
        if isinstance(outcome.operand, Figure) or len(found) == 1:
            return self.called(found[0], self.label(outcome))
        label = self.label(outcome)
        alike = len({self.scope(one) for one in found}) == 1
        return Named((self.prefix(found[0], label) if alike else "") + label, tuple(found))

    @property
    def documents(self) -> int:
        """How many documents were answered from."""
        return len({key for scope in self.evaluation.scopes for key in scope.document_ids})

    def label(self, outcome: Amounted) -> str:
        """The words of a name, without what tells it apart from others."""
        node = outcome.node
        while isinstance(node, Convert):
            node = node.of
        items = [item for item in outcome.items if isinstance(item, Amounted)]
        if isinstance(node, Count):
            return phrase(node.of)
        if isinstance(node, (Sum, Mean)):
            end = "合计" if isinstance(node, Sum) else "平均"
            if len(node.of) == 1:
                return phrase(node.of[0]) + end
            return ("、".join(self.label(item) for item in items) if len(items) <= _NAMED else f"{self.label(items[0])}等") + end
        if type(node) in _JOINTS and len(items) == _PAIR:
            joint, end = _JOINTS[type(node)]
            return f"{self.label(items[0])}{joint}{self.label(items[1])}{end}"
        if not isinstance(node, Cell):
            return short(outcome.label)
        label = short(outcome.label, node.row)
        aspect = "" if node.aspect in _TOLD_BY_A_WORD else ASPECTS.get(node.aspect, "")
        return f"{label} · {aspect}" if aspect and aspect not in label else label

    def number(
        self, operand: Operand, label: str, *, bold: bool = False, verdict: Verdict | None = None, size: bool = False,
        beside: Sequence[Figure] = (),
    ) -> Number:  # fmt: skip
        """An amount as a piece of text, with every cell that it rests on; `size`: without its sign."""
        amount = amount_of(operand)
        if size and amount.number < 0:
            amount = -amount
        found = leaves(operand)
        label = self.full_label(found[0] if found and len({self.scope(one) for one in found}) == 1 else None, label)
        sources: tuple[Source, ...] = tuple(found)[:CITED_LEAVES]
        formula = operand.formula if isinstance(operand, Derivation) else None
        return Number(amount, label, verdict or verdict_of(operand), operand, (*sources, *beside), formula, bold)

    def in_unit_asked(self, operand: Operand, also: Iterable[Figure] = ()) -> Operand:
        """The operand in the unit of measure that is asked for; itself where it is in that unit, or of another dimension."""
        unit = Unit.find(self.query.show) if self.query.show else None
        amount = amount_of(operand)
        if unit is None or amount.unit is None or amount.unit.dimension != unit.dimension or amount.unit.scale == unit.scale:
            return operand
        if isinstance(operand, Derivation) and operand.operation == CONVERT:
            return operand  # the query itself says in what it is told
        printed = next((one.amount for one in also if one.amount and one.amount.unit == unit), None)
        exact = amount.to(unit)
        places = _decimals(printed) if printed is not None else _told_places(exact)
        return convert(operand, unit, places)

    def place(self, source: Source) -> tuple[Piece, ...]:
        """Whose figure it is and where it stands: 某局 · 2026年单位预算 · 《…》第17页."""
        document_id = source.provenances[0].document_id if isinstance(source, Table) else source.provenance.document_id
        return place_pieces(source, scope_of(self.shelf, document_id))


def place_pieces(source: Source, scope: DocumentScope) -> tuple[Piece, ...]:
    """Whose figure it is and the document in which it stands, whatever year its column is of."""
    _, entity, year, stage, level = scope
    figure = source if isinstance(source, Figure) else None
    parts: list[tuple[Piece, ...]] = []
    if entity:
        parts.append((Echo(entity, figure) if figure and figure.entity == entity else Named(entity),))
    if words := scope_words(year, level, stage):
        parts.append((Words(words + _of_its_own(figure, year, stage)),))
    parts.append(where(source))
    joined: list[Piece] = []
    for part in parts:
        joined += [Words(" · "), *part] if joined else part
    return tuple(joined)


def _of_its_own(figure: Figure | None, year: int | None, stage: Stage | None) -> str:
    """The year and stage of a figure that are not its document's: （2025年决算数）, what was carried out last year."""
    if figure is None:
        return ""
    own = (figure.fiscal_year or year, figure.stage or stage)
    return "" if own == (year, stage) else f"（{scope_words(own[0], None, figure.stage if own[1] is not stage else None)}数）"


def where(source: Source) -> tuple[Piece, ...]:
    """Table and page: 《2026年项目支出预算表》第17页."""
    page = page_of(source)
    if isinstance(source, Chunk) or (isinstance(source, Figure) and source.table_id is None):
        return (Words(f"文字说明第{page}页"),)
    title = source.title if isinstance(source, Table) else source.table_title
    if not title:
        return (Words(f"表格第{page}页"),)
    return (Words("《"), Echo(title, source), Words(f"》第{page}页"))


def page_of(source: Source) -> int:
    """The page that a place is on."""
    return source.provenances[0].page if isinstance(source, Table) else source.provenance.page


def document_name(shelf: Shelf, document_id: str) -> str:
    """岚县应急管理局2026年单位预算."""
    file_name, entity, year, stage, level = scope_of(shelf, document_id)
    return f"{entity or file_name}{scope_words(year, level, stage)}"


def tally(things: Sequence[object], unit: str, number: int | None = None) -> Tally:
    """How many there are, told in passing; `number` where the evaluation alone holds them all."""
    counted = tuple(things) if number is None else number
    return Tally(Amount(Decimal(len(things) if number is None else number), Unit.parse(unit)), counted)


def said(text: str) -> Words:
    """A line of the evaluation's own, which may hold a name of a document."""
    return Words(escape(text))


def _told_places(exact: Amount) -> int:
    """The decimals that an amount keeps in the unit asked for: what it needs, up to what is usual, and three telling digits."""
    needed = _decimals(Amount(exact.number.normalize(), exact.unit))
    usual = _PLACES.get(exact.unit.name if exact.unit else "", 0)
    least = max(0, _TELLING_DIGITS - 1 - exact.number.adjusted()) if exact.number else 0
    return max(min(needed, max(usual, least)), min(usual, 2))


def _decimals(amount: Amount) -> int:
    exponent = amount.number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
