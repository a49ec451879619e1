"""What other programs ask of a workspace, as plain values: the same for the API, the MCP server and LangChain.

    inquiry = Inquiry(workspace)
    inquiry.ask("项目支出一共多少")["values"][0]        →  {"number": "10881000.00", "unit": "元", "verdict": "cell", …}
    inquiry.figures(Wanted("公务接待", years=(2024,)))   →  {"total": 57, "items": […], "next": 50}

Every error is a MingzhangError with one line in Chinese; QueryError carries Issues that name what exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from answering.query.check import Issue, QueryError
from answering.query.codec import parse_query
from answering.query.tree import Query
from disclosure.errors import UnknownNameError

if TYPE_CHECKING:
    from disclosure.answer import Answer
    from disclosure.figure import Figure
    from retrieval.figure_search import Wanted
    from retrieval.library import DocumentRecord
    from workspace import Workspace

MOST_EARLIER = 8  # questions of a talk that are asked again before the one that counts
MOST_FIGURES = 200  # of one page
DEEPEST = 20_000  # figures that can be paged through
NAMES_SHOWN = 60  # row names of a document in the catalogue


class Inquiry:
    """Everything that can be asked of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Ask `workspace`; nothing is read yet."""
        self.workspace = workspace

    def warm_up(self) -> None:
        """Read what the first question would otherwise wait for: names, figures, and vectors where there are some."""
        from retrieval.figure_search import FigureSearch

        if not self.workspace.documents():
            return
        self.workspace.library.warm_up()
        FigureSearch(self.workspace.library).load()
        self.workspace.load()

    # questions

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> dict[str, Any]:
        """The answer of the contract; `history` holds earlier questions of the talk, oldest first."""
        return _contract(self.workspace.ask_after(list(history)[-MOST_EARLIER:], question, documents=documents))

    def execute(self, query: Mapping[str, Any] | str, documents: Sequence[str] | None = None) -> dict[str, Any]:
        """The answer to a query; QueryError with Issues where it does not fit the language."""
        parsed = checked_query(query)
        return _contract(self.workspace.execute(parsed, documents=documents))

    def understand(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> dict[str, Any]:
        """How a question is understood: its query, the query in words and in parts, and the words that were not used."""
        answer = self.ask(question, history, documents)
        query = answer.get("query")
        parts = []
        if query:
            from answering.query.say import say

            parts = [{"place": part.place, "name": part.name, "text": part.text} for part in say(parse_query(query)).parts]
        return {
            "question": question,
            "query": query,
            "understood": answer.get("understood"),
            "parts": parts,
            "unused": answer.get("unused") or [],
            "status": answer["status"],
            "reason": answer["reason"],
            "alternatives": answer["alternatives"],
        }

    # what there is

    def documents(self) -> list[dict[str, Any]]:
        """What the library holds, in the order it came in."""
        return [record_json(record) for record in self.workspace.documents()]

    def document(self, name: str) -> dict[str, Any]:
        """One document by id or file name; UnknownNameError when it is not there."""
        return record_json(self.workspace.library.document(name))

    def figures(self, wanted: Wanted, offset: int = 0, limit: int = 50) -> dict[str, Any]:
        """Printed figures by words and filters, a page of them."""
        from retrieval.figure_search import FigureSearch

        limit = min(limit, MOST_FIGURES)
        found = FigureSearch(self.workspace.library).find(wanted, limit=min(offset + limit, DEEPEST))
        items = [self._figure(figure) for figure in found.figures[offset : offset + limit]]
        more = offset + limit < min(found.total, DEEPEST)
        return {"total": found.total, "documents": found.documents, "items": items, "next": offset + limit if more else None}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        from answering.telling.render import figure_json

        record = self.workspace.library.document(figure.document_id)
        own = {"document": record.file_name, "document_id": figure.document_id, "entity": figure.entity, "fiscal_year": record.fiscal_year}
        amount = {
            "number": figure.amount.plain if figure.amount else None,
            "subject_code": figure.subject_code,
            "trust": figure.trust.value,
        }
        stage = {"stage": record.stage.value if record.stage else None, "level": record.level.value if record.level else None}
        return own | stage | figure_json(figure) | amount

    def catalogue(self, documents: Sequence[str] | None = None, search: str = "") -> dict[str, Any]:
        """What can be asked for: documents with table titles and row names; `search` narrows the names."""
        library = self.workspace.library
        records = self.workspace.documents() if documents is None else [library.document(name) for name in documents]
        near = [hit.label for hit in library.match_labels(search, [record.id for record in records], 20)] if search and records else []
        listed = [record_json(record) for record in records]
        for entry in listed if len(listed) <= 3 else []:
            tables = library.tables(entry["id"])
            figures = library.figures(entry["id"])
            entry["tables_named"] = list(dict.fromkeys(table.title for table in tables if table.title))
            entry["rows_named"] = list(dict.fromkeys(figure.row_label for figure in figures if figure.table_id and figure.row_label))[
                :NAMES_SHOWN
            ]
        return {"library_version": library.version, "documents": listed, "names": near}

    def page(self, document: str, page: int, cell: str | None = None) -> bytes:
        """A page as PNG, with the cells that print `cell`, or stand at ROW,COLUMN, outlined."""
        from service.cells import find_cells

        record = self.workspace.library.document(document)
        if not 1 <= page <= record.pages:
            raise UnknownNameError(f"{record.file_name} 没有第{page}页（共{record.pages}页）")
        cells = find_cells(self.workspace.cells(document, page), cell) if cell else ()
        return self.workspace.page_image(document, page, [each.provenance.bbox for each in cells if each.provenance.bbox])


def checked_query(query: Mapping[str, Any] | str) -> Query:
    """The query that a caller sent; QueryError with every Issue of form and rule."""
    from answering.query.check import check

    parsed = parse_query(query)
    issues = check(parsed)
    if issues:
        raise QueryError(tuple(issues))
    return parsed


def missing_issues(answer: Mapping[str, Any]) -> tuple[Issue, ...]:
    """A refusal of a query as Issues that name what exists, so that the writer can mend the query."""
    if answer.get("status") == "answered":
        return ()
    exists = tuple(dict.fromkeys(str(choice["label"]) for choice in answer.get("alternatives") or () if choice.get("label")))
    return (Issue("名称", "ask", str(answer.get("reason") or answer.get("text")), exists),)


def record_json(record: DocumentRecord) -> dict[str, Any]:
    """A document of the library, in short."""
    names = ("id", "file_name", "entity", "fiscal_year", "stage", "level", "pages", "tables", "figures", "findings", "added", "replaced_by")
    return {name: getattr(record, name) for name in names} | {"aliases": list(record.aliases)}


def _contract(answer: Answer) -> dict[str, Any]:
    from answering.telling.render import answer_json

    return answer_json(answer)
