"""What breaks a rule of the reader: a Finding with its page and a traceback in the log, and the rest goes on.

mishaps.tried("第14页的表格", place, lambda: read(table), instead=None)     an IndexError inside costs that table alone
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from disclosure.document import Finding, Provenance, Severity
from disclosure.errors import MingzhangError

T = TypeVar("T")
U = TypeVar("U")

_LOG = logging.getLogger("mingzhang.ingest")


@dataclass(slots=True)
class Mishaps:
    """The faults met while one document is read."""

    document_id: str
    file_name: str = ""
    found: list[Finding] = field(default_factory=list)

    def tried(self, what: str, page: int | None, step: Callable[[], T], instead: U) -> T | U:
        """What the step gives; where it fails, `instead`, and the reader is told that `what` was not read."""
        try:
            return step()
        except MingzhangError:
            raise
        except Exception as error:  # noqa: BLE001 — one fault of the reader must cost neither the file nor the batch
            _LOG.warning("%s: %s", self.file_name or self.document_id[:12], what, exc_info=True)
            place = Provenance(self.document_id, page) if page else None
            message = f"{what}未能读取（程序内部错误 {type(error).__name__}），其余照常读取，请对照原页"
            finding = Finding("reader_fault", message, Severity.ERROR, place)
            if finding not in self.found:
                self.found.append(finding)
            return instead

    def __bool__(self) -> bool:
        """Always: one without faults yet is no missing one."""
        return True

    def __iter__(self) -> Iterator[Finding]:
        """The findings so far."""
        return iter(self.found)
