"""The web server of the chat: a free port, and security headers on everything it sends.

Streamlit sends none by itself, and an image in Markdown is fetched by the browser: a page of figures must not be able
to call home, whatever a PDF or a model puts into it.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING

from disclosure.errors import MingzhangError
from views.routes import routes
from views.session import close_workspaces, shared_workspace
from views.sign_in import SESSIONS
from workspace import ROOT, Settings

if TYPE_CHECKING:
    import streamlit as st
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

USUAL_PORT = 8501
PORTS_TRIED = 50
UPLOADS = "/_stcore/upload_file/"  # then the session's id

# Streamlit's own page styles itself inline and compiles small functions; nothing may come from, or go to, elsewhere.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """ASGI middleware that puts HEADERS on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class OnlyWhoMayUpload:
    """ASGI middleware that takes files only for sessions that may change the library.

    Streamlit takes an upload for any session that is open, whether its page shows a box for files or not: a stranger
    could fill the memory of the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS") and not is_expected(scope["path"]):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"forbidden"})
            return
        await self.app(scope, receive, send)


def is_expected(path: str) -> bool:
    """Whether something may be sent to this path: files of a session that may change the library, nothing of others."""
    session, _, _ = path.partition(UPLOADS)[2].partition("/")
    return UPLOADS not in path or session in SESSIONS


def serve(settings: Settings, *, host: str, port: int | None) -> int:
    """Run the chat until it is stopped; MingzhangError when the asked port is taken."""
    import streamlit as st
    from starlette.middleware import Middleware

    chosen = free_port(host, port)
    os.environ["MINGZHANG_INDEX"] = str(settings.index)  # the page reads its settings from the environment
    app = st.App(
        ROOT / "app.py",
        routes=routes(),
        middleware=[Middleware(SecurityHeaders), Middleware(OnlyWhoMayUpload)],
        lifespan=_prepared(Settings.from_environment()),
        on_script_error=show_failure,
    )
    app.run(config={"server.address": host, "server.port": chosen})
    return 0


def show_failure(problem: Exception) -> bool:
    """What the page shows when the program itself fails; the traceback goes to the server's log."""
    import streamlit as st

    logging.getLogger("mingzhang").error("the page failed", exc_info=problem)
    st.error("程序出错，这一页没有画完；请刷新再试，并告诉维护人员", icon=":material/error:")
    return True


def _prepared(settings: Settings) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """A lifespan that opens the library while the browser is still on its way, and closes it in the end."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        threading.Thread(target=_open_first_screen, args=(settings,), daemon=True).start()
        yield
        close_workspaces()

    return lifespan


def _open_first_screen(settings: Settings) -> None:
    """What the first visitors would wait for: modules, the library, the first questions, the desk's columns."""
    from retrieval.figure_search import FigureSearch
    from views.navigation import import_pages
    from views.welcome import try_examples

    with suppress(MingzhangError):  # the page itself says what is wrong
        import_pages()
        workspace = shared_workspace(settings)
        try_examples(workspace)
        FigureSearch(workspace.library).load()
    gc.collect()
    gc.freeze()  # what was read stays; looking through it for garbage again and again took longer than answering
    gc.set_threshold(20_000, 20, 20)


def free_port(host: str, port: int | None) -> int:
    """The asked port, or the first free one from USUAL_PORT on; MingzhangError when there is none."""
    if port is not None:
        if not _is_free(host, port):
            raise MingzhangError(f"端口 {port} 用不了（已被占用或无权使用），请换一个端口")
        return port
    for candidate in range(USUAL_PORT, USUAL_PORT + PORTS_TRIED):
        if _is_free(host, candidate):
            return candidate
    raise MingzhangError(f"端口 {USUAL_PORT} 到 {USUAL_PORT + PORTS_TRIED - 1} 都被占用，请用 PORT= 指定一个空闲端口")


def _is_free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except (OSError, OverflowError):
        return False
    return True
