"""One shelf for many threads, as the chat and the API use it."""

import sys
import threading

import pytest

from answering.binding.shelf import KEPT_NARROW, Shelf
from answering.query.tree import Cell


@pytest.fixture
def hurried():
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_a_shelf_is_used_by_many_threads_at_once(workspace, hurried, monkeypatch):
    shelf = Shelf(workspace.library)
    shelf.refresh()
    monkeypatch.setattr(shelf, "_narrowed", lambda records, cells: {})
    problems = []

    def ask(mine):
        try:
            for number in range(4 * KEPT_NARROW):
                shelf.narrowed(shelf.records, Cell(f"办公费{mine}-{number}"))
        except (KeyError, RuntimeError) as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
