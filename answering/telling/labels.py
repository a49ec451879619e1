"""How figures, amounts, places, scopes and verdicts are named in an answer, and what vouches for a number.

voice.name(amounted)        →  2026年驻矿人员工资, with unit and year in front where the answer speaks of several
voice.number(figure, …)     →  75.00 万元, 已核对; in the unit asked for: 750,000 元, computed, with the printed amount beside
understood(query, …)        →  岚县应急管理局 · 2026年单位预算 · “驻矿人员工资”占“项目支出”的比重（%）
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any, TypeVar

from answering.binding.scopes import LEVEL_NAMES, STAGE_NAMES
from answering.binding.shelf import Shelf
from answering.evaluating.arithmetic import CONVERT, RATIO, apiece, convert, leaves, places
from answering.evaluating.result import Amounted, Evaluation, Operand, Outcome
from answering.query.say import ASPECTS, phrase
from answering.query.say import scope_words as said_scope
from answering.query.tree import Cell, CellAspect, Convert, Count, Mean, Node, Query, Sum, Units, walk
from answering.telling.draft import DocumentScope, Draft, Echo, Line, Named, Number, Piece, Source, Tally, Words, line
from disclosure.amount import Amount, Unit
from disclosure.answer import Verdict
from disclosure.document import Chunk, Level, Stage, Table, TableKind
from disclosure.errors import AmountError
from disclosure.figure import Derivation, Figure
from retrieval.names import is_generic, less_code, name_of

CITED_LEAVES = 12  # of what a computed number rests on; all of them stay in the derivation
UNITS = 3  # of the line of how a question was understood, named one by one
NAMED = 4  # addends that a name lists
_CENTS = 2  # decimals that money is printed with
_JOINTS = {  # how the name of what was computed from two is put together, by operation
    "share": ("占", "的比重"),
    "ratio": ("是", "的倍数"),
    "minus": ("减", "的差"),
    "growth": ("比", "的增长率"),
    "per": ("按", "平均"),
}
_PLACES = {"万元": 2, "亿元": 6}  # of an amount told in a larger unit than it is printed in, which then stands beside it
_TELLING_DIGITS = 3  # a small amount keeps as many digits as this
Kind = TypeVar("Kind")


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


def states_unit(operand: Operand) -> bool:
    """Whether it is known what an amount is counted in; what looks like money in a table that states no unit is not."""
    amount = operand.shown if isinstance(operand, Derivation) else operand.amount
    if amount is None or amount.unit is not None:
        return True
    if isinstance(operand, Derivation):
        return operand.operation == RATIO or all(states_unit(one) for one in operand.operands)
    return operand.table_kind in (None, TableKind.PERFORMANCE_FORM, TableKind.OTHER) and places(amount) < _CENTS


def vouched(operand: Operand) -> bool:
    """Whether an operand rests on table cells alone, read without doubt and with their unit."""
    return states_unit(operand) and all(figure.table_id is not None and figure.certain for figure in leaves(operand))


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
    row = figure.row_label
    if not figure.row_path:
        return " · ".join(columns[-2:]) or figure.measure
    if figure.table_kind is TableKind.PERFORMANCE_FORM and figure.project:
        return f"{figure.project} · {row}"
    leaf = figure.column_path[-1] if figure.column_path else ""
    return row if not leaf or leaf in row or leaf not in columns else f"{row} · {leaf}"


def short(label: str, otherwise: str | None = None) -> str:
    """A label without the columns that only say which number it is: 2026年电费 · 2026年预算数 · 合计 → 2026年电费.

    `otherwise` is what to call a thing whose label says nothing else.
    """
    kept: dict[str, str] = {}
    for part in label.split(" · "):
        key = name_of(part).key
        if not is_generic(key) and not any(key in other or other in key for other in kept):
            kept[key] = part
    return " · ".join(kept.values()) or otherwise or label


def scope_words(year: int | None, level: Level | None, stage: Stage | None) -> str:
    """2026年单位预算."""
    return (f"{year}年" if year else "") + (LEVEL_NAMES[level] if level else "") + (STAGE_NAMES[stage] if stage else "")


def document_name(shelf: Shelf, document_id: str) -> str:
    """岚县应急管理局2026年单位预算."""
    file_name, entity, year, stage, level = scope_of(shelf, document_id)
    return (entity or file_name) + scope_words(year, level, stage)


def understood(query: Query, evaluation: Evaluation) -> str:
    """How the question was understood, in one line: the query's own wording, with the unit and the year that were settled."""
    scopes, words = evaluation.scopes, said_scope(query.scope)
    if scopes:
        units = list(dict.fromkeys(one.entity for one in scopes if one.entity))
        words = words[:1] if query.scope.units else _listed(units)
        words = words + _listed(
            dict.fromkeys(
                scope_words(one.year, Level(one.level) if one.level else None, Stage(one.stage) if one.stage else None) for one in scopes
            )
        )
    return " · ".join([*words, phrase(query.ask) + (f"（{query.show}）" if query.show else "")])


def _listed(words: Iterable[str]) -> list[str]:
    """The first of the words as one, or nothing."""
    words = [word for word in words if word]
    return ["、".join(words[:UNITS]) + ("等" if len(words) > UNITS else "")] if words else []


def held(value: Any, kind: type[Kind], passing: tuple[str, ...] = ("node", "bound", "rivals", "also")) -> Iterator[Kind]:
    """Every value of a kind that an outcome holds, in order, less what stands in some of its fields."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from held(part, kind, passing)
    elif not isinstance(value, (Chunk, Table, Figure)):
        for name in getattr(type(value), "__dataclass_fields__", ()):
            if name not in passing:
                yield from held(getattr(value, name), kind, passing)


def unwrapped(node: Node) -> Node:
    """A node less the conversions around it."""
    return unwrapped(node.of) if isinstance(node, Convert) else node


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
        figures = list(held(evaluation.outcome, Figure))
        seen = [voice.scope(figure) for figure in figures]
        varies = {name for at, name in enumerate(("entity", "year")) if len({one[at] for one in seen} - {None}) > 1}
        for at, name in ((2, "stage"), (3, "level")):
            alike: dict[object, set[object]] = defaultdict(set)  # units, years and names tell apart already
            for figure, one in zip(figures, seen, strict=True):
                alike[one[0], one[1], figure_label(figure)].add(one[at])
            if any(len(values - {None}) > 1 for values in alike.values()):
                varies.add(name)
        if query.scope.unit is None and any(isinstance(node, Units) for node in walk(query.ask)):
            varies.add("entity")  # whose it is, is what is asked
        cells = {cell for cell in walk(query.ask) if isinstance(cell, Cell)}
        if len({(cell.row, cell.column, cell.aspect) for cell in cells}) < len(
            {(cell.row, cell.column, cell.aspect, cell.under) for cell in cells}
        ):
            varies.add("under")
        return Voice(query, evaluation, shelf, frozenset(varies))

    def scope(self, figure: Figure) -> tuple[str | None, int | None, Stage | None, Level | None]:
        """Whose figure it is, of which year, stage and level; its document's where it says nothing itself."""
        _, entity, year, stage, level = scope_of(self.shelf, figure.document_id)
        return figure.entity or entity, figure.fiscal_year or year, figure.stage or stage, figure.level or level

    def called(self, figure: Figure, label: str | None = None) -> Named:
        """A printed figure by name, with what tells it apart from the others of the answer: 2024年部门预算 · 办公费."""
        label = label or figure_label(figure)
        return Named(self._prefix(figure, label) + label, (figure,))

    def _prefix(self, figure: Figure, label: str) -> str:
        entity, year, stage, level = self.scope(figure)
        whose = entity if "entity" in self.varies and entity and entity not in label else ""
        said = f"{year}年" if "year" in self.varies and year and f"{year}年" not in label else ""
        level_word = LEVEL_NAMES[level] if "level" in self.varies and level else ""
        stage_word = STAGE_NAMES[stage] if stage and ("stage" in self.varies or level_word or said) else ""
        words = f"{whose}{said}{level_word}{'' if stage_word in label else stage_word}"
        return f"{words} · " if words else ""

    def name(self, outcome: Amounted) -> Named:
        """What an amount is called: by its label; what was computed, by its parts; what is over a set, as the query says it."""
        found, label = leaves(outcome.operand), self.label(outcome)
        if isinstance(outcome.operand, Figure) or len(found) == 1:
            return self.called(found[0], label)
        alike = len({self.scope(one) for one in found}) == 1
        return Named((self._prefix(found[0], label) if alike else "") + label, tuple(found))

    def label(self, outcome: Amounted) -> str:
        """The words of a name, without what tells it apart from others."""
        node, items = unwrapped(outcome.node), outcome.items
        operation = type(node).__name__.lower()
        if isinstance(node, Count):
            return phrase(node.of)
        if isinstance(node, (Sum, Mean)):
            end = "合计" if isinstance(node, Sum) else "平均"
            if len(node.of) == 1:
                return phrase(node.of[0]) + end
            return ("、".join(map(self.label, items)) if len(items) <= NAMED else f"{self.label(items[0])}等") + end
        if operation in _JOINTS and len(items) == 2:
            return _joined(operation, *map(self.label, items))
        if not isinstance(node, Cell):
            return short(outcome.label)
        label = f"{less_code(node.under or '')} · " * ("under" in self.varies and bool(node.under)) + short(outcome.label, node.row)
        aspect = "" if node.aspect in (CellAspect.CHANGE, CellAspect.RATE) else ASPECTS.get(node.aspect, "")
        return f"{label} · {aspect}" if aspect and aspect not in label else label

    def operand(self, operand: Operand) -> Named:
        """What an operand is called that has no outcome of its own: printed, or made of two."""
        if isinstance(operand, Figure):
            return self.called(operand)
        return Named(_joined(operand.operation, *(self.operand(one).text for one in operand.operands)), tuple(leaves(operand)))

    def number(
        self,
        operand: Operand,
        label: str,
        *,
        bold: bool = False,
        verdict: Verdict | None = None,
        size: bool = False,
        beside: Sequence[Figure] = (),
    ) -> Number:
        """An amount as a piece of text, with every cell that it rests on; `size`: without its sign."""
        amount, found = amount_of(operand), leaves(operand)
        amount = -amount if size and amount.number < 0 else amount
        if found and len({self.scope(one) for one in found}) == 1:
            entity, year, stage, level = self.scope(found[0])
            label = f"{entity}{scope_words(year, level, stage)} · {label}" if entity and entity not in label else label
        formula = operand.formula if isinstance(operand, Derivation) else None
        return Number(amount, label, verdict or verdict_of(operand), operand, (*found[:CITED_LEAVES], *beside), formula, bold)

    def in_unit_asked(self, operand: Operand, also: Iterable[Figure] = ()) -> Operand:
        """The operand in the unit of measure that is asked for; itself where it is in that unit, or of another dimension."""
        unit, amount = Unit.find(self.query.show) if self.query.show else None, amount_of(operand)
        unit = apiece(unit, amount) if unit is not None else None
        if unit is None or amount.unit is None or amount.unit.dimension != unit.dimension or amount.unit.scale == unit.scale:
            return operand
        if isinstance(operand, Derivation) and operand.operation == CONVERT:
            return operand  # the query itself says in what it is told
        printed = next((one.amount for one in also if one.amount and one.amount.unit == unit), None)
        return convert(operand, unit, places(printed) if printed is not None else _told_places(amount.to(unit)))

    def place(self, source: Source) -> tuple[Piece, ...]:
        """Whose figure it is and where it stands, whatever year its column is of: 某局 · 2026年单位预算 · 《…》第17页."""
        document_id = source.provenances[0].document_id if isinstance(source, Table) else source.provenance.document_id
        _, entity, year, stage, level = scope_of(self.shelf, document_id)
        figure = source if isinstance(source, Figure) else None
        pieces: list[Piece] = []
        if entity:
            pieces += [Echo(entity, figure) if figure and figure.entity == entity else Named(entity), Words(" · ")]
        if words := scope_words(year, level, stage):
            if figure and (figure.fiscal_year or year, figure.stage or stage) != (year, stage):
                own = figure.stage if figure.stage is not stage else None
                words += f"（{scope_words(figure.fiscal_year or year, None, own)}数）"  # （2025年决算数）
            pieces.append(Words(f"{words} · "))
        return (*pieces, *where(source))


@singledispatch
def told(outcome: Outcome, voice: Voice) -> Draft:
    """An outcome as lines, the first of them the headline, with its status, choices and contradictions."""
    raise TypeError(f"no telling for {type(outcome).__name__}")


def _joined(operation: str, first: str, second: str) -> str:
    joint, end = _JOINTS[operation]
    return f"{first}{joint}{second}{end}"


def where(source: Source) -> tuple[Piece, ...]:
    """Table and page: 《2026年项目支出预算表》第17页."""
    page = source.provenances[0].page if isinstance(source, Table) else source.provenance.page
    if isinstance(source, Chunk) or (isinstance(source, Figure) and source.table_id is None):
        return (Words(f"文字说明第{page}页"),)
    title = source.title if isinstance(source, Table) else source.table_title
    return (Words("《"), Echo(title, source), Words(f"》第{page}页")) if title else (Words(f"表格第{page}页"),)


def tally(number: int, unit: str) -> Tally:
    """How many there are, told in passing."""
    return Tally(Amount(Decimal(number), Unit.parse(unit)), number)


def and_more(things: Sequence[object], shown: int, unit: str = "项") -> list[Line]:
    """That more of them are there than are shown."""
    return [line("- 另有 ", tally(len(things) - shown, unit), " 没有逐一列出")] if len(things) > shown else []


def _told_places(exact: Amount) -> int:
    """The decimals that an amount keeps in the unit asked for: what it needs, up to what is usual, and three telling digits."""
    needed = places(Amount(exact.number.normalize(), exact.unit))
    usual = _PLACES.get(exact.unit.name.partition("/")[0] if exact.unit else "", 0)  # of 万元/人 as of 万元
    least = max(0, _TELLING_DIGITS - 1 - exact.number.adjusted()) if exact.number else 0
    return max(min(needed, max(usual, least)), min(usual, 2))
