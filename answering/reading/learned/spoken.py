"""What the network wrote as a value: a tree whose names are still stretches of the text.

tree_of(("@unit", (4, 9), "cell", (10, 13), "asp:change"))
→  Spoken({"unit": (4, 9)}, None, Part("cell", {"": (10, 13), "asp": "change"}))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from answering.reading.learned.grammar import CLOSE, CONDITIONS, FIELDS, MANY, OVER, PAIRS, RANKS, SCOPE, SHOWS, SPANNED, WORDS, Span, Token


@dataclass(slots=True)
class Part:
    """A node: what it is, what is said of it, what is below it."""

    kind: str  # without what stands behind a colon: verify, passage, rank
    said: dict[str, Span | str] = field(default_factory=dict)  # "" the name of a leaf; a field, its span or its word
    of: list[Part] = field(default_factory=list)
    where: list[tuple[str, Span]] = field(default_factory=list)  # conditions of a set, each with its amount or its words

    def span(self, name: str) -> Span | None:
        """The stretch of a field; None where it has none."""
        held = self.said.get(name)
        return held if isinstance(held, tuple) else None

    def word(self, name: str) -> str | None:
        """The word of a field that the language knows: an aspect, a counter; None where it has none."""
        held = self.said.get(name)
        return held if isinstance(held, str) else None

    def leaves(self) -> Iterator[Part]:
        """The parts that name something, in order."""
        if self.kind == "cell" or self.kind in WORDS:
            yield self
        for part in self.of:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A whole tree."""

    scope: dict[str, Span | str]
    show: str | None
    ask: Part


def tree_of(tokens: Sequence[Token]) -> Spoken:
    """The tree that tokens say; ValueError where they stop in the middle of one."""
    return _Reader(tokens).whole()


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.left = list(reversed(tokens))

    def peek(self) -> str:
        return self.left[-1] if self.left and isinstance(self.left[-1], str) else ""

    def word(self) -> str:
        token = self.left.pop() if self.left else ""
        if not isinstance(token, str):
            raise ValueError("a span where a word should stand")
        return token

    def span(self) -> Span:
        token = self.left.pop() if self.left else ""
        if isinstance(token, str):
            raise ValueError("a word where a span should stand")
        return token

    def whole(self) -> Spoken:
        scope: dict[str, Span | str] = {}
        while self.peek() in SCOPE:
            self.field(scope)
        show = self.word().partition(":")[2] if self.peek() in SHOWS else None
        return Spoken(scope, show, self.node())

    def field(self, held: dict[str, Span | str]) -> None:
        """A field of a scope or a node: #year (5, 10), stage:final, units*."""
        token = self.word()
        name, _, value = token.lstrip("@#").partition(":")
        if token == "counted*":
            held["counter"] = self.word().partition(":")[2]
        elif name == "units*":
            held["units"] = "*"
        else:
            held[name] = self.span() if token in SPANNED else value

    def fields(self, part: Part, kind: str) -> None:
        while (token := self.peek()) in FIELDS[kind]:
            if token in CONDITIONS:
                self.word()
                if token not in SPANNED:
                    self.word()  # given
                part.where.append((token[1:], self.span()))
            else:
                self.field(part.said)

    def node(self) -> Part:
        token = self.word()
        name, _, rest = token.partition(":")
        part = Part(name)
        if name == "cell" or token in WORDS:
            part.said[""] = self.span()
            if rest:
                part.said["facet"] = rest
            self.fields(part, "cell" if name == "cell" else "words")
        elif name == "given":
            part.said[""] = self.span()
        elif name in ("rows", "units"):
            self.fields(part, name)
            part.of = [self.node()] if name == "units" else []
        elif name in PAIRS or name == "verify":
            part.said["relation"] = rest
            part.of = [self.node(), self.node()]
        elif name in OVER or name == "convert":
            part.said["to"] = rest
            part.of = [self.node()]
        elif name in MANY or token in RANKS:
            if token in RANKS:
                part.said |= {"n": self.word().partition(":")[2], "how": rest}
            while self.peek() not in (CLOSE, ""):
                part.of.append(self.node())
            if self.word() != CLOSE:
                raise ValueError("not closed")
        elif name != "nothing":
            raise ValueError(f"no node: {token}")
        return part
