"""Errors as problem+json (RFC 9457): what was wrong, in a line, with the request's id; of a query every Issue.

{"type": "urn:mingzhang:problem:query", "title": "查询式不合规矩", "status": 422, "detail": "[格式] ask：…",
 "request_id": "5f…", "issues": [{"kind": "格式", "place": "ask", "what": "没有节点 'cel'", "exists": ["cell", …], "mend": ""}]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from answering.query.check import Issue, QueryError
from disclosure.errors import MingzhangError, QuestionError, StoreError, UnknownNameError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    "question": "问题不能这样问",
    "query": "查询式不合规矩",
    "name": "没有这个名称",
    "store": "资料库用不了",
    "unreadable": "做不到",
    "request": "请求不合规矩",
    "key": "没有密钥或密钥不对",
    "rate": "问得太快",
    "size": "请求太大",
    "path": "没有这个地址",
    "method": "这个地址不接受这种方法",
    "program": "程序出错",
    "empty": "资料库里还没有文件",
    "warming": "还没有准备好",
}


class Problem(Exception):
    """One error of the API: its kind is a key of TITLES, `more` what else the body holds."""

    def __init__(
        self, kind: str, status: int, detail: str, more: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind, self.status, self.detail = kind, status, detail
        self.more, self.headers = dict(more or {}), dict(headers or {})

    def body(self, request_id: str) -> dict[str, Any]:
        """The JSON object; `error` is what clients of the OpenAI shape look for."""
        error = {"message": self.detail, "type": self.kind, "code": self.kind, "param": None}
        return {
            "type": f"urn:mingzhang:problem:{self.kind}",
            "title": TITLES[self.kind],
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
            **self.more,
            "error": error,
        }

    def encoded(self, request_id: str) -> bytes:
        """The body as bytes."""
        return json.dumps(self.body(request_id), ensure_ascii=False).encode("utf-8", "replace")


def problem_of(error: MingzhangError) -> Problem:
    """What an error of the project is over HTTP."""
    if isinstance(error, QueryError):
        return Problem("query", 422, str(error), {"issues": [issue_json(issue) for issue in error.issues]})
    if isinstance(error, QuestionError):
        return Problem("question", 400, str(error))
    if isinstance(error, UnknownNameError):
        return Problem("name", 404, str(error))
    if isinstance(error, StoreError):
        return Problem("store", 503, str(error))
    return Problem("unreadable", 422, str(error))


def issue_json(issue: Issue) -> dict[str, Any]:
    """An Issue as JSON."""
    return {"kind": issue.kind, "place": issue.place, "what": issue.what, "exists": list(issue.exists), "mend": issue.mend}
