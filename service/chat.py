r"""Chat completions in the OpenAI shape: the last user message is the question, the earlier ones its history.

    {"choices": [{"message": {"role": "assistant", "content": "残保金：6.00 万元（已核对）[1]\n\n出处：\n[1] …"}}],
     "citations": [{"marker": 1, "page": 17, …}], "answer": {the answer contract}}

`content` ends with a line for each citation, so that a chat that knows nothing of `citations` shows them too.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from disclosure.errors import QuestionError
from service.bodies import ChatBody, MessageBody
from service.gate import encode

MODEL = "mingzhang"
PIECE = re.compile(r"[^，。；\n]*[，。；\n]?")  # what a stream sends at once


def question_of(body: ChatBody) -> tuple[str, list[str]]:
    """The question and the earlier ones; QuestionError where no user asks."""
    asked = [text for message in body.messages if message.role == "user" and (text := _text(message))]
    if not asked or body.messages[-1].role not in ("user", "system", "developer"):
        raise QuestionError("最后一条消息应是用户的问题")
    return asked[-1], asked[:-1]


def _text(message: MessageBody) -> str:
    if isinstance(message.content, list):
        parts = (part.get("text") for part in message.content if part.get("type") in ("text", "input_text"))
        return "\n".join(part for part in parts if isinstance(part, str)).strip()
    return (message.content or "").strip()


def content_of(answer: Mapping[str, Any]) -> str:
    """The answer's text with a line for each place that it cites."""
    cited = [f"[{one['marker']}] {_place(one)}：“{one['quote']}”" for one in answer.get("citations") or ()]
    return "\n".join([str(answer["text"]), *(["", "出处：", *cited] if cited else [])])


def _place(cited: Mapping[str, Any]) -> str:
    table = f"《{cited['table']}》" if cited.get("table") else ""
    names = " · ".join(part for part in (*(cited.get("row") or ())[-1:], *(cited.get("column") or ())[-1:]) if part)
    return f"{cited['document']} 第{cited['page']}页{table}{names}"


def completion(answer: Mapping[str, Any], request_id: str, question: str) -> dict[str, Any]:
    """The whole completion."""
    content = content_of(answer)
    choice = {"index": 0, "message": {"role": "assistant", "content": content, "refusal": None}, "finish_reason": "stop", "logprobs": None}
    return {
        **_head(request_id, "chat.completion"),
        "choices": [choice],
        "usage": _usage(question, content),
        "citations": answer["citations"],
        "answer": answer,
    }


def stream(answer: Mapping[str, Any], request_id: str, question: str, with_usage: bool) -> Iterator[bytes]:
    """The completion as server-sent events: a role, the content clause by clause, citations with the end, [DONE]."""
    head, content = _head(request_id, "chat.completion.chunk"), content_of(answer)

    def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return b"data: " + encode({**head, "choices": [choice], **more}) + b"\n\n"

    yield event({"role": "assistant", "content": ""})
    for piece in PIECE.findall(content):
        if piece:
            yield event({"content": piece})
    yield event({}, "stop", citations=answer["citations"], answer=answer)
    if with_usage:
        yield b"data: " + encode({**head, "choices": [], "usage": _usage(question, content)}) + b"\n\n"
    yield b"data: [DONE]\n\n"


def models() -> dict[str, Any]:
    """The one model that there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}


def _head(request_id: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{request_id}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(question: str, content: str) -> dict[str, int]:
    """Characters stand for tokens: no tokeniser is at work here."""
    return {"prompt_tokens": len(question), "completion_tokens": len(content), "total_tokens": len(question) + len(content)}
