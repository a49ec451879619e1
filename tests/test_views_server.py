import asyncio
import socket

import pytest

from disclosure.errors import MingzhangError
from views.server import HEADERS, USUAL_PORT, OnlyWhoMayUpload, SecurityHeaders, free_port


@pytest.fixture
def taken():
    """A port of this machine that is in use."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_asked_port_is_taken_or_nothing(taken):
    with pytest.raises(MingzhangError, match=str(taken)):
        free_port("127.0.0.1", taken)


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_is_none(port):
    with pytest.raises(MingzhangError):
        free_port("127.0.0.1", port)


def test_another_port_when_the_usual_one_is_taken(monkeypatch, taken):
    monkeypatch.setattr("views.server.USUAL_PORT", taken)
    assert taken < free_port("127.0.0.1", None) < taken + 50


def test_the_usual_port_otherwise(monkeypatch):
    monkeypatch.setattr("views.server._is_free", lambda host, port: True)
    assert free_port("127.0.0.1", None) == USUAL_PORT


def responses(app, scope):
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, None, send))
    return sent


def test_headers_are_added_to_http_and_only_once():
    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Referrer-Policy", b"same-origin")]})
        await send({"type": "http.response.body", "body": b"x"})

    start, body = responses(SecurityHeaders(inner), {"type": "http"})
    names = [name.decode().lower() for name, _ in start["headers"]]
    assert sorted(names) == sorted(HEADERS)
    assert dict(start["headers"])[b"Referrer-Policy"] == b"same-origin"
    assert body["body"] == b"x"


def test_nothing_may_be_fetched_from_elsewhere():
    policy = dict(rule.split(" ", 1) for rule in HEADERS["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert not [source for sources in policy.values() for source in sources.split() if "*" in source or "//" in source]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/_stcore/upload_file/known/1", 200),
        ("PUT", "/_stcore/upload_file/stranger/1", 403),
        ("DELETE", "/base/_stcore/upload_file/stranger/1", 403),
        ("PUT", "/_stcore/upload_file/", 403),
        ("GET", "/original/x/page/1.webp", 200),
    ],
)
def test_files_are_taken_of_sessions_that_may_send_them(monkeypatch, method, path, status):
    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    monkeypatch.setattr("views.server.SESSIONS", {"known"})
    start, *_ = responses(OnlyWhoMayUpload(inner), {"type": "http", "method": method, "path": path})
    assert start["status"] == status


def test_other_traffic_passes_untouched():
    async def inner(scope, receive, send):
        await send({"type": "websocket.accept"})

    assert responses(SecurityHeaders(inner), {"type": "websocket"}) == [{"type": "websocket.accept"}]
