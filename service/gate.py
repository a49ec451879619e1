"""What every request passes: its id, its key, its client's rate, its size; and what is counted of it.

A plain ASGI middleware, so that it costs microseconds and that the MCP server over HTTP can stand behind the same gate.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import threading
import time
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from service.problems import MEDIA_TYPE, Problem
from service.settings import ServiceSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from service.metrics import Metrics

OPEN = frozenset({"/healthz", "/readyz"})  # no key, no rate
LONGEST_PATH = 2000
CLIENTS = 10_000  # whose rate is kept
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
log = logging.getLogger("mingzhang.service")


class Rates:
    """A bucket of tokens for each client: a minute's requests at once, then as they drip in."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → (tokens, when)
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> float:
        """Seconds until this client may ask; 0: now, and one request is taken off."""
        if not self._per_minute:
            return 0.0
        drip = self._per_minute / 60
        with self._lock:
            tokens, when = self._buckets.pop(client, (float(self._per_minute), now))
            tokens = min(float(self._per_minute), tokens + (now - when) * drip)
            self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
            if len(self._buckets) > CLIENTS:
                self._buckets.popitem(last=False)
        return 0.0 if tokens >= 1 else (1 - tokens) / drip


class Gate:
    """ASGI middleware; puts `request_id` and `client` into the request's state."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings, metrics: Metrics) -> None:
        self.app = app
        self._settings = settings
        self._metrics = metrics
        self._rates = Rates(settings.per_minute)
        self._keys = [(hashlib.sha256(key.encode()).digest(), hashlib.sha256(key.encode()).hexdigest()[:8]) for key in settings.keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, headers = time.perf_counter(), {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        status = 500

        body = _Body(receive, self._settings.body_bytes)

        async def send_on(message: Message) -> None:
            nonlocal status
            if body.problem and not body.told:
                return  # whatever the application makes of a body that was cut off
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode()), *SAFE]}
            await send(message)

        try:
            self._check(scope, headers, state)
            await self.app(scope, body.receive, send_on)
            if body.problem:
                raise body.problem
        except Problem as problem:
            body.told = True
            await _answer(problem, request_id, send_on)
        except Exception:
            log.exception("request %s failed", request_id)
            await _answer(Problem("program", 500, f"程序出错，请告诉维护人员这个编号：{request_id}"), request_id, send_on)
        finally:
            self._metrics.request(_route(scope), status, time.perf_counter() - started)

    def _check(self, scope: Scope, headers: dict[str, str], state: dict[str, Any]) -> None:
        client = f"host:{scope['client'][0]}" if scope.get("client") else "host:?"
        if scope["path"] in OPEN:
            state["client"] = client
            return
        if self._keys:
            client = self._key_of(headers)
        state["client"] = client
        wait = self._rates.wait(client, time.monotonic())
        if wait:
            raise Problem("rate", 429, f"每分钟至多{self._settings.per_minute}次", headers={"retry-after": str(int(wait) + 1)})
        length = headers.get("content-length", "")
        if (length.isdecimal() and int(length) > self._settings.body_bytes) or len(scope.get("raw_path") or b"") > LONGEST_PATH:
            raise Problem("size", 413, f"请求至多{self._settings.body_bytes}字节")

    def _key_of(self, headers: dict[str, str]) -> str:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        digest = hashlib.sha256(given.encode("utf-8", "replace")).digest()
        names = [name for key, name in self._keys if hmac.compare_digest(key, digest)]  # each is compared: equal time
        if not names:
            headers_ = {"www-authenticate": "Bearer"}
            raise Problem("key", 401, "请在 Authorization: Bearer 或 X-API-Key 里给出密钥", headers=headers_)
        return f"key:{names[0]}"


SAFE = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))


class _Body:
    """The body, counted as it comes: a length that was not said, or said wrongly, is no way around the limit."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._taken = receive, most, 0
        self.problem: Problem | None = None  # too much came
        self.told = False  # and that is being answered

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._taken += len(message.get("body", b""))
            if self._taken > self._most:
                self.problem = Problem("size", 413, f"请求至多{self._most}字节")
                raise self.problem
        return message


async def _answer(problem: Problem, request_id: str, send: Send) -> None:
    body = problem.encoded(request_id)
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in problem.headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _route(scope: Scope) -> str:
    """The template of the route that answered, so that there are few of them: /v1/documents/{document}."""
    path = getattr(scope.get("route"), "path", None)
    return str(path) if path else "—"


def encode(value: Any) -> bytes:
    """A value as JSON bytes, Chinese as it is; a lone surrogate cannot be sent and becomes a question mark."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
