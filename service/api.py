"""The HTTP API: FastAPI over an inquiry.

    app = create_app(Workspace.open(settings), ServiceSettings())
    POST /v1/ask {"question": "项目支出一共多少"}   →  the answer contract

Errors are problem+json (`problems.py`); every response carries `x-request-id`.  The work is done in a few threads: it
keeps a processor busy, and more threads would only make each question wait for the others.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from threading import Event, Thread
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from disclosure.document import Level, Stage
from disclosure.errors import MingzhangError
from retrieval.figure_search import Order, Wanted
from service import chat
from service.audit import AuditLog
from service.bodies import AnswerOut, AskBody, ChatBody, DocumentOut, DocumentsOut, FiguresOut, ProblemOut, QuestionBody, UnderstoodOut
from service.gate import Gate, encode
from service.inquiry import DEEPEST, MOST_FIGURES, Inquiry
from service.metrics import CONTENT_TYPE, Metrics
from service.openapi import describe
from service.problems import MEDIA_TYPE, TITLES, Problem, problem_of
from service.settings import ServiceSettings
from workspace import Workspace

THREADS, THREADS_WITH_MODEL = 4, 40  # a model is waited for, not computed
JSON = "application/json"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemOut, "description": TITLES[kind], "content": {MEDIA_TYPE: {}}}
    for status, kind in (
        (400, "question"),
        (401, "key"),
        (404, "name"),
        (413, "size"),
        (422, "request"),
        (429, "rate"),
        (503, "store"),
    )
}
log = logging.getLogger("mingzhang.service")
router = APIRouter(responses=PROBLEMS)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes work with."""

    inquiry: Inquiry
    audit: AuditLog
    metrics: Metrics
    warm: Event  # set once the library is loaded


def create_app(
    workspace: Workspace,
    settings: ServiceSettings,
    *,
    with_model: bool = False,
    warm_up: bool = False,
    closing: Callable[[], None] | None = None,
) -> FastAPI:
    """The application over an open workspace; `closing` is called when it ends.

    With `warm_up` it loads the library first, and is not ready until then; questions that come earlier wait for it.
    """
    metrics, inquiry = Metrics(), Inquiry(workspace)
    desk = Desk(inquiry, AuditLog(settings.audit), metrics, Event())

    def load() -> None:
        try:
            inquiry.warm_up()
        except MingzhangError as problem:
            log.warning("the library could not be loaded: %s", problem)  # each question will say so
        finally:
            desk.warm.set()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        from anyio import to_thread

        to_thread.current_default_thread_limiter().total_tokens = THREADS_WITH_MODEL if with_model else THREADS
        if warm_up:
            Thread(target=load, daemon=True, name="warm-up").start()
        else:
            desk.warm.set()
        yield
        if closing:
            closing()

    app = FastAPI(title="明账 Mingzhang", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = desk
    app.include_router(router)
    app.add_middleware(Gate, settings=settings, metrics=metrics)
    app.add_exception_handler(MingzhangError, _told)
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(HTTPException, _told)
    describe(app, with_keys=bool(settings.keys))
    return app


async def _told(request: Request, error: Exception) -> Response:
    problem = error if isinstance(error, Problem) else _problem(error)
    headers = {**problem.headers, "content-type": MEDIA_TYPE}
    return Response(problem.encoded(_id(request)), problem.status, headers)


def _problem(error: Exception) -> Problem:
    if isinstance(error, MingzhangError):
        return problem_of(error)
    if isinstance(error, RequestValidationError):
        faults = [{"place": ".".join(map(str, fault["loc"])), "what": fault["msg"]} for fault in error.errors()[:20]]
        return Problem("request", 422, "；".join(f"{fault['place']}：{fault['what']}" for fault in faults[:5]), {"faults": faults})
    status = getattr(error, "status_code", 500)
    kind = {404: "path", 405: "method"}.get(status, "request")
    return Problem(kind, status, TITLES[kind], headers=dict(getattr(error, "headers", None) or {}))


def _id(request: Request) -> str:
    return str(request.scope["state"]["request_id"])


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _json(value: Any) -> Response:
    return Response(encode(value), media_type=JSON)


def _answered(request: Request, asked: Mapping[str, Any], run: Callable[[Inquiry], dict[str, Any]]) -> dict[str, Any]:
    """Ask, count and keep what came of it."""
    desk, client, path = _desk(request), str(request.scope["state"].get("client")), request.url.path
    try:
        answer = run(desk.inquiry)
    except MingzhangError:
        desk.audit.write(_id(request), client, path, asked, None)
        raise
    desk.metrics.answer(answer["status"], [value["verdict"] for value in answer.get("values") or ()])
    desk.audit.write(_id(request), client, path, asked, answer)
    return answer


@router.post("/v1/ask", response_model=AnswerOut, summary="问一个问题，或执行一个查询式")
def ask(body: AskBody, request: Request) -> Response:
    """The answer contract: a question that finds nothing is no error, its `status` says so."""
    query = body.query
    if query is not None:
        return _json(_answered(request, {"query": query}, lambda inquiry: inquiry.execute(query, body.documents)))
    question = body.question or ""
    asked = {"question": question, "history": body.history or None}
    return _json(_answered(request, asked, lambda inquiry: inquiry.ask(question, body.history, body.documents)))


@router.post("/v1/query/understand", response_model=UnderstoodOut, summary="一个问题被理解成什么")
def understand(body: QuestionBody, request: Request) -> Response:
    """The query, in words and in parts, and the words that were not used."""
    asked = {"question": body.question, "history": body.history or None}
    return _json(_answered(request, asked, lambda inquiry: inquiry.understand(body.question, body.history, body.documents)))


Names = Annotated[list[str] | None, Query(max_length=100)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/v1/figures", response_model=FiguresOut, summary="印出的数字，按字和条件找")
def figures(
    request: Request,
    text: Words = "",
    unit: Names = None,
    year: Annotated[list[Annotated[int, Query(ge=1900, le=2200)]] | None, Query(max_length=100)] = None,
    stage: Annotated[list[Stage] | None, Query(max_length=4)] = None,
    level: Annotated[list[Level] | None, Query(max_length=4)] = None,
    table: Names = None,
    row: Words = "",
    column: Words = "",
    document: Names = None,
    at_least: Annotated[Decimal | None, Query(description="以 dimension 的基本单位计，钱是元")] = None,
    at_most: Decimal | None = None,
    dimension: Annotated[str | None, Query(max_length=20, description="money、%、人 …")] = None,
    blanks: Annotated[bool, Query(description="空白、短横和“无”也要")] = False,
    order: Order = Order.NEAREST,
    offset: Annotated[int, Query(ge=0, le=DEEPEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_FIGURES)] = 50,
) -> Response:
    """A page of figures; `next` is the offset of the page after it."""
    wanted = Wanted(
        text=text,
        units=tuple(unit or ()),
        years=tuple(year or ()),
        stages=tuple(stage or ()),
        levels=tuple(level or ()),
        tables=tuple(table or ()),
        row=row,
        column=column,
        at_least=at_least,
        at_most=at_most,
        dimension=dimension,
        printed=not blanks,
        documents=_ids(request, document),
        order=order,
    )
    return _json(_desk(request).inquiry.figures(wanted, offset, limit))


def _ids(request: Request, names: list[str] | None) -> tuple[str, ...]:
    inquiry = _desk(request).inquiry
    return tuple(inquiry.document(name)["id"] for name in names or ())


@router.get("/v1/documents", response_model=DocumentsOut, summary="收录的文件")
def documents(request: Request, offset: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Response:
    """A page of documents in the order they came in."""
    all_ = _desk(request).inquiry.documents()
    more = offset + limit < len(all_)
    return _json({"total": len(all_), "items": all_[offset : offset + limit], "next": offset + limit if more else None})


@router.get("/v1/documents/{document}", response_model=DocumentOut, summary="一份文件")
def one_document(document: str, request: Request) -> Response:
    """By id, the first 12 digits of it, or file name."""
    return _json(_desk(request).inquiry.document(document))


PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/v1/documents/{document}/pages/{page}.png", response_class=Response, responses=PICTURE, summary="一页的图片")
def page_picture(document: str, page: int, request: Request, cell: Annotated[str | None, Query(max_length=200)] = None) -> Response:
    """The page with the cells that print `cell`, or stand at ROW,COLUMN, outlined."""
    return Response(_desk(request).inquiry.page(document, page, cell), media_type="image/png")


@router.post("/v1/chat/completions", summary="OpenAI 形状的对话", response_model=None)
def chat_completions(body: ChatBody, request: Request) -> Response:
    """Whole, or as a stream of server-sent events; citations are in the text and in `citations`."""
    question, history = chat.question_of(body)
    asked = {"question": question, "history": history or None}
    answer = _answered(request, asked, lambda inquiry: inquiry.ask(question, history, body.documents))
    if not body.stream:
        return _json(chat.completion(answer, _id(request), question))
    with_usage = bool(body.stream_options and body.stream_options.include_usage)
    return StreamingResponse(chat.stream(answer, _id(request), question, with_usage), media_type="text/event-stream")


@router.get("/v1/models", summary="OpenAI 形状的模型表", response_model=None)
def models() -> Response:
    """One model: 明账."""
    return _json(chat.models())


@router.get("/healthz", summary="进程在不在", response_model=None)
async def healthz() -> Response:
    """The process answers."""
    return _json({"status": "ok"})


@router.get("/readyz", summary="能不能回答", response_model=None)
def readyz(request: Request) -> Response:
    """The library is open and holds documents."""
    if not _desk(request).warm.is_set():
        raise Problem("warming", 503, "正在载入资料库，请稍候", headers={"retry-after": "2"})
    workspace = _desk(request).inquiry.workspace
    held = len(workspace.documents())
    if not held:
        raise Problem("empty", 503, "资料库里还没有文件，请先收录")
    return _json({"status": "ready", "documents": held, "library_version": workspace.library.version})


@router.get("/metrics", summary="Prometheus 的计数", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Counters in Prometheus's text form."""
    desk = _desk(request)
    return Response(desk.metrics.text(len(desk.inquiry.workspace.documents())), headers={"content-type": CONTENT_TYPE})
