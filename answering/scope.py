"""Which documents can answer: units, years, 预算/决算 and 部门/单位 that a question names or implies.

    "区府办2025年三公经费表上的公务接待费"  →  the unit's 2025 budget, and the question less 区府办 and 2025年
    "普陀区财政局2025年预算"                →  missing: 没有收录“普陀区财政局”的文件

A unit that is named and not loaded makes the scope `missing`: nothing is ever answered from another unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.document import Level, Stage


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that can answer, and how they were chosen.

    With `missing` set nothing may be answered from `document_ids`, which is then empty.  With `ambiguous` set the
    documents differ in that key (entity, fiscal_year, stage, level) and the question does not say which: lookup
    answers when they agree or one alone holds the thing, else shows a figure for each, or asks back.
    """

    document_ids: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()  # named in the question, in full, in the order of mention; (): none named
    years: tuple[int, ...] = ()  # fiscal years of documents meant; (): not said
    stage: Stage | None = None
    level: Level | None = None
    missing: str | None = None  # why no document can answer, in Chinese; None: some can
    ambiguous: tuple[str, ...] = ()  # keys left open that the documents differ in
    candidates: tuple[str, ...] = ()  # full names of units, or years, to offer: for `missing` and `ambiguous`
    reasons: tuple[str, ...] = ()  # each rule that fired, in Chinese
