"""Many figures look like many figures: a table with numbers at the right, a chart where it helps, CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from views.charts import bars, parts, years_line
from views.components import column, figure_table, row
from views.export import Line, as_csv, as_xlsx, citation_line
from views.language import t
from views.source import look_at, place_of
from views.told import VERDICT_LABELS, show_amount

if TYPE_CHECKING:
    from disclosure.answer import Answer, Citation, Claim

LISTED = re.compile(r"(?:[-*]|\d+\.)\s")  # an item of a list in Markdown
FEWEST = 3  # figures that make a table
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEIGHT = 460


def is_many(answer: Answer) -> bool:
    """Whether an answer lists figures, rather than telling one with what it rests on."""
    return len(listed(answer)) >= FEWEST


def listed(answer: Answer) -> list[Claim]:
    """The figures that stand in list items of the text, one an item: its first, in the order of the text."""
    found: dict[int, Claim] = {}
    at = 0
    for line in answer.text.split("\n"):
        if LISTED.match(line):
            inside = [claim for claim in answer.claims if claim.citations and claim.span and at <= claim.span[0] < at + len(line)]
            if inside:
                found[at] = min(inside, key=lambda claim: claim.span or (0, 0))
        at += len(line) + 1
    return list(found.values())


def without_list(answer: Answer) -> str:
    """The text less the items that the table shows."""
    kept, at = [], 0
    shown = {claim.span[0] for claim in listed(answer) if claim.span}
    for line in answer.text.split("\n"):
        if not (LISTED.match(line) and any(at <= start < at + len(line) for start in shown)):
            kept.append(line)
        at += len(line) + 1
    return "\n".join(kept)


def operation(answer: Answer) -> str:
    """What the query asks for at its top: cell, rank, list, several …; "" where there is none."""
    ask = (answer.query or {}).get("ask")
    return next(iter(ask), "") if isinstance(ask, Mapping) else ""


def all_compared(answer: Answer) -> dict[str, Any] | None:
    """The query for all that were compared, where an answer gives the one that came out first; None for any other."""
    asked = (answer.query or {}).get("ask")
    rank = asked.get("rank") if isinstance(asked, Mapping) else None
    if not isinstance(rank, Mapping) or (rank.get("n", 1) != 1 and not rank.get("nth")):
        return None
    every = {name: value for name, value in rank.items() if name != "nth"} | {"n": None}
    return {**(answer.query or {}), "ask": {"rank": every}}


def draw_compared(answer: Answer, number: int, key: str) -> None:
    """All that were compared, folded away."""
    with st.expander(t("看所比较的 {count} 项", count=len(listed(answer))), icon=":material/format_list_numbered:"):
        draw_many(answer, number, f"{key}-compared")


def draw_many(answer: Answer, number: int, key: str) -> None:
    """The table, its chart and its downloads."""
    claims = listed(answer)
    cited = {citation.marker: citation for citation in answer.citations}
    first = [cited[claim.citations[0]] for claim in claims]
    lines = [_line(claim, citation) for claim, citation in zip(claims, first, strict=True)]
    names = _names(claims, first)
    ordered = operation(answer) == "rank"
    columns = ([column(t("名次"), number=True)] if ordered else []) + [column(t("名称"), wide=True), column(t("数额"), number=True)]
    columns += [column(t("凭据")), column(t("页"), number=True, minor=True)]
    rows = []
    for place, (claim, citation, line) in enumerate(zip(claims, first, lines, strict=True)):
        cells = (names[place], show_amount(claim.amount), t(VERDICT_LABELS[claim.verdict].text), str(citation.page))
        rows.append(row(str(place), (str(place + 1), *cells) if ordered else cells, line.text))
    drawn = figure_table(f"{key}-many", t("所列的数"), columns, rows, {"tick": "", "copied": t("已复制")}, opens=True, height=HEIGHT)
    if drawn.opened:
        look_at(place_of((first[int(drawn.opened)],), number))
    _draw_chart(answer, claims, first, names, key)
    draw_downloads(lines, key)


def draw_downloads(lines: Sequence[Line], key: str) -> None:
    """CSV and XLSX with columns for the citation."""
    with st.container(horizontal=True, gap="small"):
        for label, make, name, mime in (("CSV", as_csv, "明账.csv", "text/csv"), ("XLSX", as_xlsx, "明账.xlsx", XLSX)):
            st.download_button(
                label, _made(make, lines), name, mime, key=f"{key}-{label}", icon=":material/download:", on_click="ignore", type="tertiary"
            )


def _made(make: Any, lines: Sequence[Line]) -> Any:
    return lambda: make(lines)


def _line(claim: Claim, citation: Citation) -> Line:
    return citation_line(claim.label, claim.amount, citation, VERDICT_LABELS[claim.verdict].text)


def _names(claims: Sequence[Claim], first: Sequence[Citation]) -> list[str]:
    """Each by its label; where the labels are all one, by unit or year."""
    labels = [claim.label for claim in claims]
    if len(set(labels)) == len(labels):
        return labels
    entities = [citation.entity or citation.file_name for citation in first]
    years = [f"{citation.fiscal_year}年" if citation.fiscal_year else "" for citation in first]
    many_units, many_years = len(set(entities)) > 1, len(set(years)) > 1
    return [
        " · ".join(filter(None, (entity if many_units else "", year if many_years else "", label)))
        for entity, year, label in zip(entities, years, labels, strict=True)
    ]


def _draw_chart(answer: Answer, claims: Sequence[Claim], first: Sequence[Citation], names: Sequence[str], key: str) -> None:
    dimensions = {claim.amount.dimension for claim in claims}
    if len(dimensions) != 1 or None in dimensions or any(claim.amount.number < 0 for claim in claims):
        return
    amounts = [claim.amount for claim in claims]
    years = [citation.fiscal_year for citation in first]
    entities = {citation.entity for citation in first}
    with st.expander(t("看图"), icon=":material/bar_chart:", expanded=len(claims) <= 15):
        if len(entities) == 1 and None not in years and len(set(years)) == len(years) > 2:
            ordered = sorted(zip(years, amounts, strict=True), key=lambda pair: pair[0] or 0)
            years_line([f"{year}年" for year, _ in ordered], [amount for _, amount in ordered], key=f"{key}-chart")
        elif _is_composition(answer) and len(claims) <= 8:
            parts(names, amounts, key=f"{key}-chart")
        else:
            units = [citation.entity or citation.file_name for citation in first]
            bars(units if len(set(units)) == len(units) else names, amounts, key=f"{key}-chart")


def _is_composition(answer: Answer) -> bool:
    """Rows under one parent: parts of a whole."""
    asked = (answer.query or {}).get("ask")
    listed: Any = asked.get("list") if isinstance(asked, Mapping) else None
    rows = listed.get("of", {}).get("rows", {}) if isinstance(listed, Mapping) else {}
    return bool(isinstance(rows, Mapping) and rows.get("of", {}).get("under") and not rows.get("where"))
