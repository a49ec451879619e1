"""The names of the standard subjects where they stand inside longer text: a standard name means itself, and no part of another.

list(terms("其他工资福利支出多少"))          →  [(0, 8, "其他工资福利支出")]
prints(["其他工资福利支出"], "工资福利支出")  →  False
prints(["公用经费", "邮电费"], "电费")        →  False
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from disclosure.terms import subject_names
from retrieval.names import core, normalise_label, other_words, simplify

_LONGEST = 24  # characters of a subject's name that is looked for
_OTHER = "其他"
_JOINTS = tuple("及和与")
_MONEY = "费支出"
_LIGHT = frozenset("的之与和及等类费支出经用款")  # characters by which two prints of one name may differ


@lru_cache(maxsize=1)
def subjects() -> frozenset[str]:
    """The standard subjects, of functions and of economic kinds, as names are compared: 行政运行, 基本工资."""
    return frozenset(simplify(normalise_label(name)) for name in subject_names())


def terms(text: str) -> Iterator[tuple[int, int, str]]:
    """The standard subjects that a text names and where, the longest at each place."""
    at = 0
    while at < len(text):
        size = next((size for size in range(min(len(text) - at, _LONGEST), 1, -1) if text[at : at + size] in subjects()), 0)
        if size:
            yield at, at + size, text[at : at + size]
        at += size or 1


def prints(names: Iterable[str], term: str) -> bool:
    """Whether one of some names says a term or another name of it: in it, by its words in another order, or as its end below another."""
    return any(_says(tuple(names), one) for one in (term, *other_words(term)))


def _says(names: tuple[str, ...], term: str) -> bool:
    if any(_holds(name, core(term)) or set(name) <= set(term) <= set(name) | _LIGHT for name in names):
        return True
    ends = [name for name in names if name != term and term.endswith(name) and not term.startswith(_OTHER)]
    return any(other.startswith(term.removesuffix(name)) for name in ends for other in names)  # 运行维护费, under 公务用车


@lru_cache(maxsize=65536)
def _holds(name: str, term: str) -> bool:
    """Whether a name holds a term as what it is: not in the name of another subject, 邮电费, nor as one of two, 购置及运行费.

    A table may be of two things: 项目支出及其他支出预算表 prints 项目支出.
    """
    at = name.find(term)
    end = at + len(term)
    if at < 0 or name[:at].endswith(_OTHER) or (not name.endswith("表") and name[end:].lstrip(_MONEY)[:1] in _JOINTS):
        return False
    return not any(start <= at and end <= to and core(one) != term for start, to, one in terms(name))
