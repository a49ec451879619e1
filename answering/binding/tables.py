"""Which tables of a document a title, or a part of one, means.

hinted("部门支出预算总表", tables)  →  {2024年部门支出预算总表}
hinted("支出决算表", tables)        →  {支出决算表}, and not the three tables whose titles end so
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from disclosure.document import Table, TableKind
from disclosure.terms import table_kind
from retrieval.names import name_of

_SHARED = 0.34  # of the longer title that a hint must share to mean it
_LEVELS = ("市级部门", "区级部门", "县级部门", "省级部门", "预算单位", "部门", "单位", "本级")


@lru_cache(maxsize=8192)
def bare_title(title: str) -> str:
    """A title less year, 部门/单位, number and 情况: what titles of provinces have in common."""
    key = name_of(title).key
    for word in _LEVELS:
        key = key.replace(word, "", 1)
    for word in ("综合", "情况表", "年度"):
        key = key.replace(word, "表" if word == "情况表" else "")
    return key


def hinted(hint: str, tables: Sequence[Table]) -> frozenset[str]:
    """The ids of the tables that a hint means; none where it means none of them."""
    asked, bare = name_of(hint).key, bare_title(hint)
    tests: tuple[Callable[[Table], bool], ...] = (
        lambda table: name_of(table.title).key == asked or (table.number is not None and name_of(table.number).key == asked),
        lambda table: bare_title(table.title) == bare,
        lambda table: (
            bool(table.project) and name_of(table.project or "").key in asked and len(asked) > len(name_of(table.project or "").key)
        ),
    )
    for test in tests:
        if found := frozenset(table.id for table in tables if test(table)):
            return found
    scored = {table.id: max(_share(asked, name_of(table.title).key), _share(bare, bare_title(table.title))) for table in tables}
    best = max(scored.values(), default=0.0)
    if best >= _SHARED:
        return frozenset(key for key, score in scored.items() if score == best)
    kind = table_kind(hint)
    return frozenset(table.id for table in tables if kind is not TableKind.OTHER and table.kind is kind)


@lru_cache(maxsize=16384)
def _share(asked: str, title: str) -> float:
    """How much of the longer of two titles the shorter one, held by it whole or in pieces, makes up."""
    short, long = sorted((asked, title), key=len)
    if len(short) < 3:
        return 0.0
    if short in long:
        return len(short) / len(long)
    start = place = 0
    while place < len(short):
        size = next((size for size in range(len(short) - place, 1, -1) if short[place : place + size] in long[start:]), 0)
        if not size:
            return 0.0
        start = long.index(short[place : place + size], start) + size
        place += size
    return 0.9 * len(short) / len(long)
