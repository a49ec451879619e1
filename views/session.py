"""What all sessions of the chat share: one open workspace, and the work done behind the first screen."""

from __future__ import annotations

import logging
import threading

from disclosure.errors import MingzhangError
from workspace import Settings, Workspace

WARMING = "mingzhang-warm-up"

_lock = threading.Lock()
_open: dict[Settings, Workspace] = {}
_warm: set[tuple[int, str]] = set()  # workspaces, with the version of the library that they are warm for


def shared_workspace(settings: Settings) -> Workspace:
    """The workspace of these settings, opened by whoever asks first; MingzhangError when it cannot be."""
    with _lock:
        if settings not in _open:
            _open[settings] = Workspace.open(settings)
        return _open[settings]


def close_workspaces() -> None:
    """Close all that were opened."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def warm_up_in_background(workspace: Workspace) -> None:
    """Load the embedding model and embed what is new while questions are answered already; again when documents came.

    Called when the page is drawn: before, it would only make the first screen wait for the processor.
    """
    state = (id(workspace), workspace.library.version)
    with _lock:
        if state in _warm or any(thread.name == WARMING for thread in threading.enumerate()):
            return
        _warm.add(state)
        threading.Thread(target=_warm_up, args=(workspace,), name=WARMING, daemon=True).start()


def _warm_up(workspace: Workspace) -> None:
    try:
        workspace.warm_up()
    except MingzhangError:
        logging.getLogger("mingzhang").exception("embedding failed; questions are answered without it")


def current_workspace() -> Workspace:
    """The workspace that is open in this process, for what the browser fetches beside the page."""
    with _lock:
        if _open:
            return next(reversed(_open.values()))
    return shared_workspace(Settings.from_environment())
