"""Trees over the asker's own words, as people write them for training, and as the tokens that the network learns to write.

A line of data/reading/trees/*.jsonl is a question and what it asks, every name a stretch of the question or of the one before it:

    {"q": "那差旅费呢", "h": ["无锡水利局办公费多少"], "scope": {"unit": "无锡水利局"}, "ask": {"cell": {"row": "差旅费"}}}

`python -m evaluation.span_trees FILE…` says which lines do not fit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from answering.reading.learned.grammar import (
    ALL,
    BOUNDS,
    CLOSE,
    CONDITIONS,
    MANY,
    MOST,
    NUMBER_OF,
    OVER,
    PAIRS,
    Span,
    Token,
)  # fmt: skip

LONGEST_TEXT, LONGEST_TREE = 250, 80  # characters, and tokens, of what is learned from
Line = Mapping[str, Any]


class Misfit(ValueError):
    """A line that does not fit the language."""


def tokens_of(line: Line) -> tuple[str, list[Token]]:
    """The text, the question before on a line of its own, and the tokens of the tree; Misfit where it does not fit."""
    writer = _Writer(line)
    writer.fields(line, ("q", "h", "scope", "ask", "show", "id"))
    writer.scope(line.get("scope") or {}, "@")
    if line.get("show"):
        writer.token(f"show:{line['show']}")
    writer.node(line["ask"])
    if len(writer.text) > LONGEST_TEXT or len(writer.out) > LONGEST_TREE:
        raise Misfit("too long")
    return writer.text, writer.out


class _Writer:
    def __init__(self, line: Line) -> None:
        earlier = line.get("h") or [""]
        self.before, self.question = earlier[-1], line["q"]
        self.text = f"{self.before}\n{self.question}" if self.before else self.question
        self.out: list[Token] = []
        self._last = 0

    def fields(self, held: Mapping[str, Any], known: Iterable[str]) -> None:
        if unknown := set(held) - set(known):
            raise Misfit(f"unknown field {unknown}")

    def token(self, token: str) -> None:
        if token not in NUMBER_OF:
            raise Misfit(f"unknown word {token}")
        self.out.append(token)

    def span(self, words: Any) -> None:
        """The stretch that words are: of the question, behind the last one where they are repeated; else of the one before."""
        words = str(words)
        places = [at for at in range(len(self.question)) if words and self.question.startswith(words, at)]
        shift = len(self.text) - len(self.question)
        at = next((place for place in places if place >= self._last), places[0] if places else -1)
        if at >= 0:
            self._last = at + len(words)
        else:
            at, shift = self.before.find(words) if words else -1, 0
        if at < 0:
            raise Misfit(f"“{words}” stands in no question")
        self.out.append((shift + at, shift + at + len(words)))

    def said(self, mark: str, held: Mapping[str, Any], *names: str) -> None:
        for name in names:
            if held.get(name) is not None:
                self.token(mark + name)
                self.span(held[name])

    def scope(self, scope: Mapping[str, Any], mark: str) -> None:
        self.fields(scope, ("unit", "units", "year", "stage", "level"))
        plain = "" if mark == "@" else mark
        for name in ("unit", "units", "year"):
            if name == "units" and scope.get(name) == "*":
                self.token(f"{plain}units*")
            else:
                self.said(mark, scope, name)
        for name in ("stage", "level"):
            if scope.get(name):
                self.token(f"{plain}{name}:{scope[name]}")

    def given(self, held: Mapping[str, Any]) -> None:
        self.token("given")
        self.span(held.get("said") or "")

    def where(self, held: Mapping[str, Any]) -> None:
        self.fields(held, (name[1:] for name in CONDITIONS))
        for name in BOUNDS:
            if held.get(name) is not None:
                self.token(f"?{name}")
                self.given(held[name])
        self.said("?", held, "name", "begins", "source")
        for name in held.get("not") or ():
            self.token("?not")
            self.span(name)

    def node(self, node: Any) -> None:
        if not isinstance(node, Mapping) or len(node) != 1:
            raise Misfit("a node is an object of one key")
        ((name, held),) = node.items()
        if name in PAIRS or name in MANY:
            parts = held if isinstance(held, list) else [held]
            if name in PAIRS and len(parts) != 2:
                raise Misfit(f"{name} is of two")
            self.token(name)
            for part in parts:
                self.node(part)
            if name in MANY:
                self.token(CLOSE)
        elif name in OVER:
            self.token(name)
            self.node(held["of"])
        elif name == "given":
            self.given(held)
        else:
            writers = {"cell": self.cell, "rows": self.rows, "units": self.units, "rank": self.rank, "verify": self.verify,
                       "convert": self.convert}  # fmt: skip
            if name == "nothing":
                self.token(name)
            elif name in writers:
                writers[name](held)
            else:
                self.words(name, held)

    def cell(self, held: Mapping[str, Any]) -> None:
        self.fields(held, ("row", "column", "under", "table", "place", "aspect", "counted", "as_of", "scope", "said"))
        self.token("cell")
        self.span(held.get("row") or "")
        self.said("#", held, "column", "under", "table", "as_of")
        self.scope(held.get("scope") or {}, "#")
        if held.get("place"):
            self.token(f"place:{held['place']}")
        if held.get("aspect", "value") != "value":
            self.token(f"asp:{held['aspect']}")
        if counted := held.get("counted"):
            at = self.question.rfind(counted)
            if at >= 0:
                start = len(self.text) - len(self.question) + at
                self.out += ["#counted", (start, start + len(counted))]
            else:
                self.token("counted*")
                self.token(f"c:{counted}")

    def rows(self, held: Mapping[str, Any]) -> None:
        self.fields(held, ("of", "column", "where", "aspect", "scope", "said"))
        self.token("rows")
        of = held["of"]
        self.fields(of, ("table", "under", "kind", "row"))
        self.said("#", of, "table", "under", "row")
        if of.get("kind"):
            self.token(f"kind:{of['kind']}")
        self.said("#", held, "column")
        if held.get("aspect", "value") != "value":
            self.token(f"asp:{held['aspect']}")
        self.scope(held.get("scope") or {}, "#")
        self.where(held.get("where") or {})

    def units(self, held: Mapping[str, Any]) -> None:
        self.fields(held, ("of", "where", "scope", "said"))
        self.token("units")
        self.scope(held.get("scope") or {}, "#")
        self.where(held.get("where") or {})
        self.node(held["of"])

    def rank(self, held: Mapping[str, Any]) -> None:
        self.fields(held, ("of", "n", "nth", "ascending"))
        number = held.get("nth") or held.get("n", 1)
        if number is not None and not 0 < number <= MOST:
            raise Misfit("a rank of too many")
        self.token("rank" + (":nth" if held.get("nth") else "") + (":asc" if held.get("ascending") else ""))
        self.token(ALL if number is None else f"n:{number}")
        for part in held["of"] if isinstance(held["of"], list) else [held["of"]]:
            self.node(part)
        self.token(CLOSE)

    def verify(self, held: Mapping[str, Any]) -> None:
        self.fields(held, ("of", "claimed", "relation"))
        self.token(f"verify:{held.get('relation') or 'equal'}")
        self.node(held["of"])
        claimed = held["claimed"]
        self.node({"given": claimed} if "said" in claimed or "number" in claimed else claimed)

    def convert(self, held: Mapping[str, Any]) -> None:
        self.token(f"convert:{held['to']}")
        self.node(held["of"])

    def words(self, name: str, held: Mapping[str, Any]) -> None:
        self.fields(held, ("term", "topic", "facet", "heading", "scope", "said"))
        self.token(f"{name}:{held['facet']}" if held.get("facet") else name)
        self.span(held.get("term") or held.get("topic") or "")
        self.said("#", held, "heading")
        self.scope(held.get("scope") or {}, "#")


def spans(tokens: Iterable[Token]) -> Iterator[tuple[str, Span]]:
    """The spans of a tree, each with the token before it."""
    before = ""
    for token in tokens:
        if isinstance(token, str):
            before = token
        else:
            yield before, token


def read_lines(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """The texts and trees of a file; Misfit with the number of the line that does not fit."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield tokens_of(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Misfit(f"{path.name}:{number}: {problem}") from problem


def main() -> None:
    """Say which lines do not fit."""
    for path in map(Path, sys.argv[1:]):
        try:
            sys.stdout.write(f"{path.name}: {sum(1 for _ in read_lines(path))} lines\n")
        except Misfit as problem:
            sys.stdout.write(f"{problem}\n")


if __name__ == "__main__":
    main()
