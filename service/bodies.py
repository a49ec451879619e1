"""The bodies of requests and responses, as the OpenAPI description tells them; the answer contract in types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Body(BaseModel):
    """A request's body: unknown fields are refused, so that a misspelt one is not passed over."""

    model_config = ConfigDict(extra="forbid")


class QuestionBody(Body):
    """A question in words."""

    question: Text = Field(description="问题，例如：2026年项目支出一共多少")
    history: list[Text] = Field(default=[], max_length=50, description="同一对话里先前的问题，旧的在前")
    documents: list[Name] | None = Field(default=None, max_length=1000, description="只在这些文件里找：编号或文件名；不写则问全库")


class AskBody(Body):
    """A question in words, or a query: exactly one of the two."""

    question: Text | None = Field(default=None, description="问题，例如：2026年项目支出一共多少")
    query: dict[str, Any] | None = Field(default=None, description="查询式，与 question 二选一")
    history: list[Text] = Field(default=[], max_length=50, description="同一对话里先前的问题，旧的在前")
    documents: list[Name] | None = Field(default=None, max_length=1000, description="只在这些文件里找：编号或文件名；不写则问全库")

    @model_validator(mode="after")
    def _one_of_two(self) -> AskBody:
        if (self.question is None) == (self.query is None):
            raise ValueError("question 和 query 要有一个，且只有一个")
        return self


class MessageBody(BaseModel):
    """One message of a chat in the OpenAI shape; what is not of use here is passed over."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None


class StreamOptions(BaseModel):
    """What a stream ends with."""

    model_config = ConfigDict(extra="ignore")
    include_usage: bool | None = False


class ChatBody(BaseModel):
    """A chat in the OpenAI shape; temperature and the like change nothing and are passed over."""

    model_config = ConfigDict(extra="ignore")
    model: str = Field(default="mingzhang", max_length=200)
    messages: list[MessageBody] = Field(min_length=1, max_length=1000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, ge=1, le=1)
    documents: list[Name] | None = Field(default=None, max_length=1000)


class Value(BaseModel):
    """A figure of an answer, headline first."""

    number: str | None
    unit: str | None
    verdict: Literal["cell", "computed", "prose", "conflict", "likely"]
    label: str
    formula: str | None
    citations: list[int]


class Citation(BaseModel):
    """Where a figure stands."""

    marker: int
    document: str
    document_id: str
    entity: str | None
    fiscal_year: int | None
    stage: str | None
    level: str | None
    page: int
    table: str | None
    row: list[str]
    column: list[str]
    quote: str
    bbox: list[float] | None


class AnswerOut(BaseModel):
    """The answer contract."""

    question: str
    status: Literal["answered", "not_found", "ambiguous"]
    text: str
    values: list[Value]
    citations: list[Citation]
    alternatives: list[dict[str, Any]]
    discrepancies: list[dict[str, Any]]
    query: dict[str, Any] | None = None
    understood: str | None = None
    unused: list[str] = []
    reason: str | None
    elapsed_ms: float
    model: str | None
    library_version: str


class UnderstoodOut(BaseModel):
    """How a question is understood."""

    question: str
    query: dict[str, Any] | None
    understood: str | None
    parts: list[dict[str, str]]
    unused: list[str]
    status: str
    reason: str | None
    alternatives: list[dict[str, Any]]


class DocumentOut(BaseModel):
    """A document of the library."""

    id: str
    file_name: str
    aliases: list[str]
    entity: str | None
    fiscal_year: int | None
    stage: str | None
    level: str | None
    pages: int
    tables: int
    figures: int
    findings: int
    added: str | None = Field(default=None, description="收录的时间（UTC）")
    replaced_by: str | None = Field(default=None, description="更新的一版的编号；问答用那一版")


class DocumentsOut(BaseModel):
    """A page of documents."""

    total: int
    items: list[DocumentOut]
    next: int | None


class FiguresOut(BaseModel):
    """A page of figures."""

    total: int
    documents: int
    items: list[dict[str, Any]]
    next: int | None


class IssueOut(BaseModel):
    """One fault of a query."""

    kind: str
    place: str
    what: str
    exists: list[str]
    mend: str


class ProblemOut(BaseModel):
    """An error: application/problem+json."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    issues: list[IssueOut] | None = None
    error: dict[str, Any]
