"""One turn of speech: how it is said, and the plain words that it is read as."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of speech without any name in it, as it stands somewhere in a question."""

    said: str  # an example, in which the pattern is found
    pattern: re.Pattern[str]
    plain: str | Callable[[re.Match[str]], str]  # as re.sub takes it
    asks: bool = False  # whether the question needs words of asking once the turn is gone
    of_all: bool = False  # whether it asks of all money: with a name before it, it asks of that
    times: int = 1  # how often it may stand in one question

    def read(self, match: re.Match[str]) -> str:
        """The plain words for one place where it was found."""
        return match.expand(self.plain) if isinstance(self.plain, str) else self.plain(match)


def turn(
    said: str, pattern: str, plain: str | Callable[[re.Match[str]], str], *, asks: bool = False, of_all: bool = False, times: int = 1
) -> Turn:
    """A turn whose pattern takes Latin letters in both cases."""
    return Turn(said, re.compile(pattern, re.IGNORECASE), plain, asks, of_all, times)
