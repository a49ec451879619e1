"""What one may ask next: made from the query, each tried before it is offered, three at the most.

Where nothing was found it is what is near: what the answer names, rows that are named alike, the whole of the same unit.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from disclosure.answer import Status
from retrieval.figure_writer import LabelRole
from views.asking import ask_next, chosen_documents, execute_next, tried
from views.editing import asking, bare, changed, only_cell
from views.language import is_english, t
from views.told import escape
from views.welcome import ready_examples

if TYPE_CHECKING:
    from disclosure.answer import Answer
    from workspace import Workspace

OFFERED = 3
NEAR = 4  # labels like the one that was asked
SECONDS = 0.25  # spent on trying

Json = dict[str, Any]


def draw_follow_ups(workspace: Workspace, answer: Answer, key: str) -> None:
    """Up to three chips under the newest answer."""
    missing = answer.status is Status.NOT_FOUND
    if answer.status is Status.AMBIGUOUS:
        return
    offered: list[tuple[str, Json | None]] = []
    if answer.query:
        query = answer.query
        known = (json.dumps(query, ensure_ascii=False, default=str), is_english(), tuple(chosen_documents() or ()))
        offered = [*workspace.library.kept(("follow ups", known), lambda: follow_ups(workspace, answer, query))]
    if missing and not offered:
        offered = [(question, None) for question in (ready_examples(workspace) or ())[:OFFERED]]
    if not offered:
        return
    if missing:
        st.caption(t("下面这些试过，答得出："))
    with st.container(horizontal=True, gap="small", key=f"{key}-next"):
        for number, (words, made) in enumerate(offered):
            st.button(
                escape(words),
                key=f"{key}-next-{number}",
                icon=":material/subdirectory_arrow_right:",
                on_click=_take,
                args=(words, made),
            )


def _take(words: str, query: Json | None) -> None:
    if query is None:
        ask_next(words)
    else:
        execute_next(words, query)


def follow_ups(workspace: Workspace, answer: Answer, query: Mapping[str, Any]) -> list[tuple[str, Json]]:
    """(words, query) of those that answer, in the order that people ask them."""
    offered: list[tuple[str, Json]] = []
    shown = answer.claims[0].amount if answer.claims else None
    instead = answer.status is Status.NOT_FOUND
    until = time.monotonic() + SECONDS * (1 + instead)
    for words, made in _instead(workspace, answer, query) if instead else _candidates(answer, query):
        if len(offered) >= OFFERED or time.monotonic() > until:
            break
        found = tried(workspace, made)
        if found and len(found.claims) >= _fewest(made) and (shown is None or found.claims[0].amount != shown or len(found.claims) > 2):
            offered.append((words, made))
    return offered


def _instead(workspace: Workspace, answer: Answer, query: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """What the answer names as near, the same of any year, rows that are named most like it, then the whole."""
    yield from ((choice.label, dict(choice.query)) for choice in answer.alternatives if choice.query)
    scope, name = query.get("scope") or {}, (only_cell(query) or {}).get("row", "")
    if name and scope.get("year"):
        yield t("{name}是多少，不限年度", name=name), asking(query, {"cell": {"row": name}}, year=None)
    ids = [record.id for record in workspace.documents() if scope.get("unit") in (None, record.entity)]
    hits = workspace.library.match_labels(name, ids, NEAR, roles=(LabelRole.ROW, LabelRole.PROJECT)) if name and ids else ()
    for label in dict.fromkeys((*(hit.label for hit in hits), "支出总计", "本年支出合计")):
        if label != name:
            yield t("{name}是多少", name=label), asking(query, {"cell": {"row": label}})


def _fewest(query: Json) -> int:
    """Figures that make an answer worth offering: a list of one is none."""
    return 2 if "list" in query["ask"] or "rank" in query["ask"] else 1


def _candidates(answer: Answer, query: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    cell = only_cell(query)
    year = answer.citations[0].fiscal_year if answer.citations else None
    scope = query.get("scope") or {}
    entity = scope.get("unit") or (answer.citations[0].entity if answer.citations else None)
    kept = {"unit": entity} if entity and not scope.get("units") else {}
    if cell is None:
        if year:
            yield t("{year}年呢", year=year - 1), changed(query, "scope.year", year - 1)
        return
    name = cell.get("row", "")
    plain = bare(cell)
    if year:
        yield t("上一年（{year}年）", year=year - 1), asking(query, {"cell": plain}, **(kept | {"year": year - 1}))
    yield t("比上年增减"), asking(query, {"cell": plain | {"aspect": "change"}}, **kept)
    whole = "支出总计" if scope.get("stage") != "final" else "本年支出合计"
    if name != whole:
        yield t("占{whole}多少", whole=whole), asking(query, {"share": [{"cell": plain}, {"cell": {"row": whole}}]}, **kept)
    yield t("{name}由什么组成", name=name), asking(query, {"list": {"of": {"rows": {"of": {"under": name}}}}}, **kept)
    others = {"rank": {"of": {"units": {"of": {"cell": plain}}}, "n": None}}
    yield t("各单位的{name}", name=name), asking(query, others, unit=None, units="*", year=year)
