"""明账 as an MCP server: an assistant writes the query itself, and cites budgets exactly.

    ask        a question in words            → the answer, with cells and pages
    query      a query in the language's JSON → the answer; a wrong one comes back as Issues that name what exists
    figures    words and filters              → printed figures
    catalogue  perhaps some documents         → what there is: documents, table titles, row names
    page       a document and a page          → the page as a picture, cells outlined

Errors of a tool come inside its result (`isError`), so that the assistant can mend what it asked.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ContentBlock,
    ImageContent,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from answering.query.check import Issue, QueryError
from answering.query.codec import schema
from disclosure.document import Level, Stage
from disclosure.errors import MingzhangError, QuestionError
from service.chat import content_of
from service.inquiry import Inquiry, missing_issues
from service.problems import issue_json

INSTRUCTIONS = """中国政府部门、单位预算决算公开文件的问答。每个数带单元格、页码和凭据：
cell 已核对，computed 由单元格计算，prose 仅见正文，conflict 表文不一致，
likely 待确认：数在单元格里，但问题不一定是这个意思，先请提问人看 understood 一行。
先用 catalogue 看有哪些文件、表和行，再用 query 写查询式（行名照抄文件印出的名称），不合之处会作为 Issues 退回；也可以用 ask 直接问。
引用时写明文件、页码、表、行、栏，数字照抄，不要自己算：和、差、比重、增长率都能写进查询式。"""

STRINGS = {"type": "array", "items": {"type": "string"}, "maxItems": 1000}
QUESTION = {"type": "string", "minLength": 1, "maxLength": 1000}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


ASK = _object(("question",), question=QUESTION, history={**STRINGS, "description": "同一对话里先前的问题"}, documents=STRINGS)
FIGURES = _object(
    text={"type": "string", "description": "行、栏、表、单位、年度、科目编码或数字的一部分，空格分开，都要符合"},
    units=STRINGS,
    years={"type": "array", "items": {"type": "integer"}},
    stages={"type": "array", "items": {"enum": [stage.value for stage in Stage]}},
    levels={"type": "array", "items": {"enum": [level.value for level in Level]}},
    row={"type": "string"},
    column={"type": "string"},
    documents=STRINGS,
    at_least={"type": "string", "description": "十进制数，钱以元计"},
    at_most={"type": "string", "description": "十进制数，钱以元计"},
    offset={"type": "integer", "minimum": 0},
    limit={"type": "integer", "minimum": 1, "maximum": 200},
)
CATALOGUE = _object(documents={**STRINGS, "description": "至多三份时带表名和行名"}, search={"type": "string", "description": "要找的名称"})
PAGE = _object(
    ("document", "page"),
    document={"type": "string"},
    page={"type": "integer", "minimum": 1},
    cell={"type": "string", "description": "要标出的单元格：印出的文字，或 行,列"},
)
ABOUT = {
    "ask": ("问一个问题", "用中文（或英文）问一个数或一段说明。", ASK),
    "query": ("执行查询式", "执行一个查询式，得到数、单元格和页码；不合规矩或找不到时退回 Issues，写明有哪些可选。", None),
    "figures": ("找印出的数字", "按字和条件找表格和正文里印出的数字，可翻页。", FIGURES),
    "catalogue": ("目录", "收录了哪些文件；指定文件时列出表名和行名，写查询式用。", CATALOGUE),
    "page": ("看原文一页", "把一页画成图片，标出单元格。", PAGE),
}


def create_server(inquiry: Inquiry) -> Server[Any]:
    """The server over an inquiry; running it is the caller's affair."""
    tools = [_tool(name) for name in ABOUT]
    run = _runners(inquiry)

    async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def call_tool(_: object, params: CallToolRequestParams) -> CallToolResult:
        work = run.get(params.name)
        if work is None:
            return _failed(f"没有工具 {params.name}，有：{'、'.join(run)}", ())
        try:
            return await anyio.to_thread.run_sync(work, params.arguments or {})
        except QueryError as problem:
            return _failed(str(problem), problem.issues)
        except MingzhangError as problem:
            return _failed(str(problem), ())

    return Server("mingzhang", version="1", instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool)


def _tool(name: str) -> Tool:
    title, description, form = ABOUT[name]
    hints = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return Tool(name=name, title=title, description=description, input_schema=form or schema(), annotations=hints)


def _runners(inquiry: Inquiry) -> dict[str, Callable[[Mapping[str, Any]], CallToolResult]]:
    def ask(given: Mapping[str, Any]) -> CallToolResult:
        _known(given, ASK)
        return _told(inquiry.ask(_text(given, "question"), _texts(given, "history") or [], _texts(given, "documents")))

    def query(given: Mapping[str, Any]) -> CallToolResult:
        answer = inquiry.execute(dict(given))
        if answer["status"] == "not_found":
            return _failed(str(answer["text"]), missing_issues(answer), answer)
        return _told(answer)

    def figures(given: Mapping[str, Any]) -> CallToolResult:
        _known(given, FIGURES)
        return _told(inquiry.figures(_wanted(inquiry, given), _whole(given, "offset", 0), _whole(given, "limit", 50)))

    def catalogue(given: Mapping[str, Any]) -> CallToolResult:
        _known(given, CATALOGUE)
        return _told(inquiry.catalogue(_texts(given, "documents"), str(given.get("search") or "")))

    def page(given: Mapping[str, Any]) -> CallToolResult:
        _known(given, PAGE)
        picture = inquiry.page(_text(given, "document"), _whole(given, "page", 1), str(given["cell"]) if given.get("cell") else None)
        return CallToolResult(content=[ImageContent(data=base64.b64encode(picture).decode(), mime_type="image/png")])

    return {"ask": ask, "query": query, "figures": figures, "catalogue": catalogue, "page": page}


def _wanted(inquiry: Inquiry, given: Mapping[str, Any]) -> Any:
    from retrieval.figure_search import Wanted

    try:
        return Wanted(
            text=str(given.get("text") or ""),
            units=tuple(_texts(given, "units") or ()),
            years=tuple(int(year) for year in given.get("years") or ()),
            stages=tuple(Stage(stage) for stage in given.get("stages") or ()),
            levels=tuple(Level(level) for level in given.get("levels") or ()),
            row=str(given.get("row") or ""),
            column=str(given.get("column") or ""),
            documents=tuple(inquiry.document(name)["id"] for name in _texts(given, "documents") or ()),
            at_least=Decimal(str(given["at_least"])) if given.get("at_least") is not None else None,
            at_most=Decimal(str(given["at_most"])) if given.get("at_most") is not None else None,
        )
    except (ValueError, TypeError, InvalidOperation) as problem:
        raise QuestionError(f"条件不合规矩：{problem}") from problem


def _known(given: Mapping[str, Any], form: Mapping[str, Any]) -> None:
    unknown = set(given) - set(form["properties"])
    if unknown:
        raise QuestionError(f"没有这些参数：{'、'.join(sorted(map(str, unknown)))}；有：{'、'.join(form['properties'])}")


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise QuestionError(f"参数 {name} 应是文字")
    return value


def _texts(given: Mapping[str, Any], name: str) -> list[str] | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise QuestionError(f"参数 {name} 应是文字的列表")
    return value


def _whole(given: Mapping[str, Any], name: str, usual: int) -> int:
    value = given.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
        raise QuestionError(f"参数 {name} 应是一个整数")
    return value


def _told(value: Mapping[str, Any]) -> CallToolResult:
    text = content_of(value) if "citations" in value else json.dumps(value, ensure_ascii=False)
    content: list[ContentBlock] = [TextContent(text=text)]
    return CallToolResult(content=content, structured_content=dict(value))


def _failed(line: str, issues: tuple[Issue, ...], answer: Mapping[str, Any] | None = None) -> CallToolResult:
    lines = [line, *(str(issue) for issue in issues if str(issue) not in line)]
    structured: dict[str, Any] = {"issues": [issue_json(issue) for issue in issues]}
    if answer is not None:
        structured["answer"] = dict(answer)
    return CallToolResult(content=[TextContent(text="\n".join(lines))], structured_content=structured, is_error=True)
