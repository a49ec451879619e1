r"""LangChain's interfaces over a library: a retriever of passages and figures, and a tool that answers.

retriever = MingzhangRetriever(workspace=workspace)
retriever.invoke("公务接待费")                        →  [Document(page_content="公务接待费 …", metadata={"page": 12, …}), …]
question_tool(workspace).invoke("项目支出一共多少")     →  "项目支出 · 合计：10,881,000.00 元（已核对）[1]\n…"
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from disclosure.errors import MingzhangError
from service.chat import content_of
from service.inquiry import Inquiry
from workspace import Workspace


class MingzhangRetriever(BaseRetriever):
    """Passages of the library nearest to a text; metadata names document, unit, year and page."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    workspace: Workspace
    documents: list[str] | None = None  # ids or file names; None: the whole library
    k: int = 6

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        library = self.workspace.library
        records = {record.id: record for record in self.workspace.documents()}
        found = []
        for hit in library.search_chunks(query, self.documents, limit=self.k):
            chunk, record = hit.chunk, records[hit.chunk.provenance.document_id]
            metadata = {
                "id": chunk.id,
                "document": record.file_name,
                "document_id": record.id,
                "entity": record.entity,
                "fiscal_year": record.fiscal_year,
                "stage": record.stage.value if record.stage else None,
                "level": record.level.value if record.level else None,
                "page": chunk.provenance.page,
                "heading": list(chunk.heading),
                "kind": chunk.kind.value,
                "score": hit.score,
            }
            found.append(Document(page_content=chunk.text, metadata=metadata, id=chunk.id))
        return found


class Question(BaseModel):
    """What the tool is given."""

    question: str = Field(description="关于预算、决算公开文件的一个问题，写明单位、年度和要问的项目")


def question_tool(workspace: Workspace) -> StructuredTool:
    """A tool for agents: a question in, the checked answer with its sources out; the artifact is the answer contract."""
    inquiry = Inquiry(workspace)

    def answer(question: str) -> tuple[str, dict[str, Any]]:
        try:
            told = inquiry.ask(question)
        except MingzhangError as problem:
            return str(problem), {}
        return content_of(told), told

    return StructuredTool.from_function(
        func=answer,
        name="mingzhang",
        description="查政府部门、单位的预算决算公开文件：得到核对过的数、算式和出处（文件、页码、表、行、栏）。",
        args_schema=Question,
        response_format="content_and_artifact",
    )
