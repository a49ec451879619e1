"""The one doorway to pdfplumber."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.document import BBox


@dataclass(frozen=True, slots=True)
class TextLine:
    """One visual line of text outside tables."""

    page: int
    text: str
    bbox: BBox
    size: float  # of its commonest character, in points
