"""What the tests of the API share: the API over the sample, called in the process and served over loopback."""

import socket
import threading
import time

import pytest
from starlette.testclient import TestClient

from service.api import create_app
from service.settings import ServiceSettings
from workspace import NO_MODEL, Settings, Workspace


@pytest.fixture(scope="session")
def sample_workspace(sample_index):
    opened = Workspace.open(Settings(sample_index, embedding_model=NO_MODEL))
    yield opened
    opened.close()


@pytest.fixture
def make(sample_workspace, tmp_path):
    """A client of an application with some settings."""

    def with_settings(**settings):
        app = create_app(sample_workspace, ServiceSettings(audit=tmp_path / "audit", **settings))
        return TestClient(app, raise_server_exceptions=False)

    return with_settings


@pytest.fixture
def client(make):
    with make() as opened:
        yield opened


@pytest.fixture(scope="session")
def serve():
    """Serve an ASGI application on loopback while the tests run; its address."""
    import uvicorn

    running = []

    def start(app):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started
        return f"http://127.0.0.1:{port}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def address(sample_workspace, serve):
    """The API of the sample on loopback."""
    return serve(create_app(sample_workspace, ServiceSettings()))
