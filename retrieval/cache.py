"""What was read from the store, kept while the library stays as it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Value = TypeVar("Value")

ENTRIES = 512  # whole documents count as a few entries each


class Cache:
    """Values by key for one version of the library; the least recently used go first.  Thread-safe."""

    def __init__(self, entries: int = ENTRIES) -> None:
        """Hold at most `entries` values."""
        self._entries = entries
        self._version = ""
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: str, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of `key`, made when it is not there; all are dropped when `version` is another one.

        Two threads may make the same value at once; the store is asked twice and nothing else happens.
        """
        with self._lock:
            if version != self._version:
                self._values.clear()
                self._version = version
            if key in self._values:
                self._values.move_to_end(key)
                return cast("Value", self._values[key])
        value = make()
        with self._lock:
            if version == self._version:
                self._values[key] = value
                while len(self._values) > self._entries:
                    self._values.popitem(last=False)
        return value
