"""Running the API: one process, or several over one library."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from service.settings import ServiceSettings
from workspace import Settings, Workspace, environment

if TYPE_CHECKING:
    from fastapi import FastAPI
    from mcp.server.lowlevel import Server

    from service.gate import Gate

API_PORT, MCP_PORT = 8600, 8601
KEPT_ALIVE = 75  # seconds that an idle connection is kept: longer than what usually stands before a service
PATIENCE = 60  # seconds after which a process that does not stir is replaced; opening a large library may take some
WORKERS = "MINGZHANG_API_WORKERS"  # set for the processes of one server, so that each takes its share of a client's rate


def serve_api(settings: Settings, *, host: str, port: int, workers: int = 1) -> int:
    """Serve until it is stopped."""
    import uvicorn

    os.environ["MINGZHANG_INDEX"] = str(settings.index)  # each process reads its settings from the environment
    os.environ[WORKERS] = str(workers)
    with tempfile.TemporaryDirectory(prefix="mingzhang-metrics-") as counts:
        if workers > 1:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        uvicorn.run(
            "service.serve:app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            access_log=False,
            timeout_keep_alive=KEPT_ALIVE,
            timeout_worker_healthcheck=PATIENCE,
        )
    return 0


def app() -> FastAPI:
    """The application of one process, from the environment."""
    from service.api import create_app

    values, settings = environment(), Settings.from_environment()
    own = ServiceSettings.from_mapping(values, settings.index)
    workers = int(values.get(WORKERS, "1"))
    if own.per_minute:
        own = replace(own, per_minute=max(1, own.per_minute // workers))
    workspace = Workspace.open(settings)
    return create_app(workspace, own, with_model=settings.model is not None, warm_up=True, closing=workspace.close)


def serve_mcp(settings: Settings, *, host: str = "127.0.0.1", port: int | None = None) -> int:
    """Serve MCP on stdin and stdout, or over HTTP on a port, until it is stopped."""
    import anyio
    from mcp.server.stdio import stdio_server

    from service.inquiry import Inquiry
    from service.mcp_server import create_server

    with closing(Workspace.open(settings)) as workspace:
        server = create_server(Inquiry(workspace))
        if port is None:

            async def talk() -> None:
                async with stdio_server() as (received, sent):
                    await server.run(received, sent, server.create_initialization_options())

            anyio.run(talk)
            return 0
        import uvicorn

        own = ServiceSettings.from_mapping(environment(), settings.index)
        uvicorn.run(mcp_app(server, own, host), host=host, port=port, log_level="warning", access_log=False)
    return 0


def mcp_app(server: Server[Any], settings: ServiceSettings, host: str) -> Gate:
    """The MCP server over HTTP, behind the same gate as the API; without sessions, so that several processes can serve it."""
    from service.gate import Gate
    from service.metrics import Metrics

    return Gate(server.streamable_http_app(json_response=True, stateless_http=True, host=host), settings, Metrics())
