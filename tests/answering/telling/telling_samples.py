"""Small figures and outcomes built in code: an invented bureau and its county's second one, one table, one sentence, one form."""

from dataclasses import dataclass, replace
from decimal import Decimal

from answering.evaluating.result import Amounted, Candidate, DocumentScope, Evaluation
from answering.query.tree import Cell, Query, Scope
from answering.telling import finish, tell
from disclosure.amount import Amount, Unit, parse_amount
from disclosure.document import Chunk, ChunkKind, Level, Provenance, Stage, Table, TableKind
from disclosure.figure import Aspect, Figure

BUREAU, OTHER = "云岭县水务局", "云岭县林业局"
DOCUMENT, OTHER_DOCUMENT, EARLIER = "d" * 64, "e" * 64, "f" * 64
PROJECTS, SUMMARY = "2026年项目支出预算表", "2026年预算收支总表"


@dataclass(frozen=True)
class Record:
    """As much of a document's record as telling reads."""

    id: str
    file_name: str
    entity: str | None
    fiscal_year: int | None
    stage: Stage | None
    level: Level | None


class Books:
    """A library of three documents, with the contradictions that a test gives it."""

    def __init__(self, *discrepancies):
        self.records = {
            DOCUMENT: Record(DOCUMENT, "bureau2026.pdf", BUREAU, 2026, Stage.BUDGET, Level.UNIT),
            EARLIER: Record(EARLIER, "bureau2025.pdf", BUREAU, 2025, Stage.BUDGET, Level.UNIT),
            OTHER_DOCUMENT: Record(OTHER_DOCUMENT, "forest2026.pdf", OTHER, 2026, Stage.BUDGET, Level.UNIT),
            # the same unit has a department's file too: a figure of the unit's own is none of it
            "d" * 63 + "e": Record("d" * 63 + "e", "bureau2026_department.pdf", BUREAU, 2026, Stage.BUDGET, Level.DEPARTMENT),
        }
        self.found = discrepancies

    def document(self, name):
        return self.records[name]

    def discrepancies(self, document_id):
        return tuple(one for one in self.found if one.figures[0].document_id == document_id)


class Desk:
    """A shelf over the books."""

    def __init__(self, *discrepancies):
        self.library = Books(*discrepancies)
        self.records = tuple(self.library.records.values())


_numbers = iter(range(10_000))


def cell(text, row, column="合计", *, unit="万元", title=PROJECTS, kind=TableKind.PROJECT, page=17, document=DOCUMENT, **changes):
    """A printed cell."""
    record = Books().records[document]
    number = next(_numbers)
    place = Provenance(document, page, None, f"{title}-{page}", number, 1)
    figure = Figure(
        document, number, text, parse_amount(text, Unit.parse(unit) if unit else None), record.entity, record.fiscal_year, record.stage,
        record.level, row, Aspect.AMOUNT, None, (row,), (column,), False, f"{title}-{page}", title, kind, None, None, None, place,
    )  # fmt: skip
    return replace(figure, **changes)


def spoken(text, measure, sentence, *, aspect=Aspect.AMOUNT, basis=None, page=20, **changes):
    """A number of the text."""
    figure = cell(text, measure, page=page, unit=None)
    place = Provenance(DOCUMENT, page)
    figure = replace(
        figure,
        table_id=None,
        table_title=None,
        table_kind=None,
        column_path=(),
        sentence=sentence,
        aspect=aspect,
        basis=basis,
        provenance=place,
    )
    return replace(figure, **changes)


def passage(text, *heading, page=21):
    """A passage of the text."""
    return Chunk(f"c{next(_numbers)}", ChunkKind.TEXT, text, text, heading, Provenance(DOCUMENT, page), page)


def empty_table(title="2026年“三公”经费支出预算表", *notes, page=16):
    """A table without figures."""
    return Table("t-empty", None, title, TableKind.THREE_PUBLIC, None, None, (), (Provenance(DOCUMENT, page),), "", notes, True)


def found(figure, node=None, rung="exact", **changes):
    """An amount that a cell of the query was bound to."""
    node = node or Cell(figure.row_label or figure.measure)
    return Amounted(node, figure, figure.row_label or figure.measure, (Candidate(figure, rung, 1.0, "按名称找到"),), **changes)


def told(outcome, query=None, *, discrepancies=(), scopes=None, **fields):
    """The answer to a query that comes to an outcome."""
    query = query or Query(Scope(), outcome.node, **fields)
    here = DocumentScope(BUREAU, 2026, "budget", "unit", (DOCUMENT,), True)
    evaluation = Evaluation(outcome, (here,) if scopes is None else scopes)
    shelf = Desk(*discrepancies)
    return finish(tell(query, evaluation, shelf), query, evaluation, shelf)


def said(answer):
    """The paragraphs of an answer."""
    return answer.text.split("\n\n")


def values(answer):
    """The values of an answer as their number, unit and verdict."""
    return [(claim.amount.plain, str(claim.amount.unit or ""), claim.verdict.value) for claim in answer.claims]


def wan(number):
    """So many 万元."""
    return Amount(Decimal(number), Unit.parse("万元"))
