"""A question with its years, units, numbers and codes replaced by one character each.

    "2026年和2025年的会议费差多少钱"  →  "⟨Y⟩和⟨Y⟩的会议费差多少钱", years (2026, 2025)

The marks are private-use characters, which cleaning has removed from what people type.  So a rule can say "a year",
"a unit of the library", "an amount" in a pattern, and what is left between marks is what the question asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

YEAR, ENTITY, AMOUNT, CODE, TABLE = (0xE100 + 0x100 * kind for kind in range(5))
# A name of the documents.  It is part of what is asked, not of where: ANY_MARK does not take it in.
NAME = 0xF000
# Patterns for the rules: one mark of a kind, any mark of scope.
Y, E, N, C, T = (f"[{chr(kind)}-{chr(kind + 0xFF)}]" for kind in (YEAR, ENTITY, AMOUNT, CODE, TABLE))
ANY_MARK = "[\ue100-\ue6ff]"
_NAME_MARK = re.compile("[\uf000-\uf0ff]")
MOST = 0x100  # of one kind in one question; more are left as text


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which some spans are replaced by marks; `values` holds what each mark stands for."""

    text: str
    values: dict[str, object]
    originals: dict[str, str]  # what each mark replaced

    @staticmethod
    def of(text: str) -> Marked:
        """A text without marks."""
        return Marked(text, {}, {})

    def mark(self, start: int, end: int, kind: int, value: object) -> Marked:
        """Replace the span by a new mark of `kind`; offsets are those of `self.text`."""
        number = sum(1 for mark in self.values if len(mark) == 1 and kind <= ord(mark) < kind + MOST)
        if number >= MOST:
            return self
        mark = chr(kind + number)
        original = self.original(self.text[start:end])
        text = self.text[:start] + mark + self.text[end:]
        return Marked(text, self.values | {mark: value}, self.originals | {mark: original})

    def with_text(self, text: str) -> Marked:
        """The same marks with another text around them."""
        return replace(self, text=text)

    def original(self, text: str | None = None) -> str:
        """`text` (the whole when None) with marks turned back into what they replaced."""
        return re.sub(ANY_MARK, lambda match: self.originals.get(match.group(), ""), self.expand(self.text if text is None else text))

    def expand(self, text: str) -> str:
        """`text` with the names of the documents spelt out; marks of scope stay."""
        return _NAME_MARK.sub(lambda match: self.originals.get(match.group(), ""), text)

    def marks(self, kind: int, text: str | None = None) -> list[str]:
        """The marks of `kind` in `text` (the whole when None), in order."""
        return [c for c in (self.text if text is None else text) if kind <= ord(c) < kind + MOST]


def without_marks(text: str) -> str:
    """`text` less every mark of scope."""
    return re.sub(ANY_MARK, "", text)
