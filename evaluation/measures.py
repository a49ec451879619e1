"""The figures of a run, from its questions, predictions and judgements.

    summarise(gold, predictions, judgements)["right"]        →  74
    measure(run)["refusals"]                                  →  {"precision": {"right": 9, "of": 10, …}, …}

A share is given as counts with its 95 % interval by Wilson's score, so that ten questions do not look like a thousand.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evaluation.judging import Judgement, Row, expects_figures, is_derived, kind_of, pairs_of, same, values_of
from evaluation.queries import Lost, Reading

Z = 1.959964  # of the normal distribution, for 95 %
TOLERANCES = (("0", None), ("0.1%", Decimal("0.001")), ("1%", Decimal("0.01")), ("5%", Decimal("0.05")))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose document a question is about."""

    entity: str
    year: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a run brought, one entry a question in each sequence."""

    gold: Sequence[Row]
    predictions: Sequence[Row]
    judgements: Sequence[Judgement]
    readings: Sequence[Reading | None] = ()  # None: no gold query; (): none of the set has one
    scopes: Mapping[str, Scope] = field(default_factory=dict)  # by document name without its ending
    recalls: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # k → (found, of)
    incomplete: bool = False


def summarise(gold: Sequence[Row], predictions: Sequence[Row], judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Totals, per kind, and times in milliseconds."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row, judgement in zip(gold, judgements, strict=True):
        kinds[kind_of(row)].append(judgement.right)
    times = sorted(row["elapsed_ms"] for row in predictions if isinstance(row.get("elapsed_ms"), (int, float)))
    right = sum(judgement.right for judgement in judgements)
    return {
        "questions": len(gold),
        "right": right,
        "share_right": round(right / len(gold), 4) if gold else 0.0,
        "wrong_verified": sum(judgement.wrong_verified for judgement in judgements),
        "refused": sum(judgement.refused for judgement in judgements),
        "p50_ms": round(statistics.median(times), 1) if times else None,
        "p95_ms": round(percentile(times, 0.95), 1) if times else None,
        "kinds": {kind: f"{sum(found)}/{len(found)}" for kind, found in sorted(kinds.items())},
    }


def columns(readings: Iterable[Reading | None]) -> dict[str, Any] | None:
    """The four columns over the questions that have a gold query, and the oracle row; None where none has one."""
    found = [reading for reading in readings if reading is not None]
    if not found:
        return None
    oracles = [reading.oracle for reading in found if reading.oracle is not None]
    compared = [reading for reading in found if reading.query_right is not None]
    return {
        "questions": len(found),
        "query_right": sum(bool(reading.query_right) for reading in compared) if compared else None,
        "cells_right": sum(reading.cells_right for reading in found),
        "told_right": sum(reading.told_right for reading in found),
        "wrong_verified": sum(reading.wrong_verified for reading in found),
        "lost": {stage.value: sum(reading.lost is stage for reading in found) for stage in Lost},
        "oracle": {
            "questions": len(oracles),
            "right": sum(judgement.right for judgement in oracles),
            "cells_right": sum(judgement.shown_somewhere for judgement in oracles),
            "wrong_verified": sum(judgement.wrong_verified for judgement in oracles),
            "refused": sum(judgement.refused for judgement in oracles),
        }
        if oracles
        else None,
    }


def measure(run: Run) -> dict[str, Any]:
    """Every figure of the report."""
    rows = list(zip(run.gold, run.predictions, run.judgements, strict=True))
    figured = [judgement for row, _, judgement in rows if expects_figures(row)]
    there = [(row, prediction) for row, prediction, _ in rows if _wanted(row) not in (None, "not_found")]
    refusals = [row for row, prediction, _ in rows if prediction.get("status") == "not_found"]
    absent = [prediction for row, prediction, _ in rows if _wanted(row) == "not_found"]
    return {
        **summarise(run.gold, run.predictions, run.judgements),
        "incomplete": run.incomplete,
        "accuracy": share(sum(judgement.right for judgement in run.judgements), len(rows)),
        "figures": share(sum(bool(judgement.figures_right) for judgement in figured), len(figured)),
        "to_confirm": share(*_to_confirm(run)),
        "wrong_shown": sum(judgement.wrong_shown for judgement in run.judgements),
        "coverage": share(sum(prediction.get("status") == "answered" for _, prediction in there), len(there)),
        "refusals": {
            "precision": share(sum(_wanted(row) == "not_found" for row in refusals), len(refusals)),
            "recall": share(sum(prediction.get("status") == "not_found" for prediction in absent), len(absent)),
        },
        "citations": citations(run),
        "tolerance": {name: share(*within(run, allowed)) for name, allowed in TOLERANCES},
        "queries": columns(run.readings),
        "retrieval": {f"recall@{k}": share(found, of) for k, (found, of) in sorted(run.recalls.items())} or None,
        "times": stages(run.predictions),
        "by_kind": grouped(run, lambda row: kind_of(row)),
        "by_unit": grouped(run, lambda row: scope_of(run, row).entity),
        "by_year": grouped(run, lambda row: scope_of(run, row).year),
    }


def _to_confirm(run: Run) -> tuple[int, int]:
    """How many answers begin with a figure that is still to be confirmed: the right ones, and all."""
    told = [
        judgement.right
        for prediction, judgement in zip(run.predictions, run.judgements, strict=True)
        if any(value.get("verdict") == "likely" for value in (prediction.get("values") or ())[:1])
    ]
    return sum(told), len(told)


def share(right: int, of: int) -> dict[str, Any]:
    """A share as counts, value and interval."""
    low, high = wilson(right, of)
    return {"right": right, "of": of, "share": round(right / of, 4) if of else None, "low": low, "high": high}


def wilson(right: int, of: int) -> tuple[float | None, float | None]:
    """Wilson's 95 % interval of a share; (None, None) of nothing."""
    if not of:
        return None, None
    p, spread = right / of, Z * Z / of
    middle = (p + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(p * (1 - p) / of + spread / (4 * of))
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that a part of the sorted values stay under."""
    ordered = sorted(values)
    return ordered[max(0, int(len(ordered) * part) - 1)]


def citations(run: Run) -> dict[str, Any]:
    """How many answers cite the expected document, page and row, of the answered ones whose gold question says which."""
    found: dict[str, list[bool]] = {"document": [], "page": [], "cell": []}
    for row, prediction in zip(run.gold, run.predictions, strict=True):
        if prediction.get("status") != "answered" or _wanted(row) == "not_found":
            continue
        cited = prediction.get("citations") or ()
        documents = {stem(name) for name in row.get("answered_by") or ()}
        of_them = [one for one in cited if not documents or stem(one.get("document") or "") in documents]
        if documents:
            found["document"].append(bool(of_them))
        pages = pages_of(row)
        if pages:
            found["page"].append(any(one.get("page") in pages for one in of_them))
        if (row.get("expected") or {}).get("evidence"):
            found["cell"].append(not _without_row(row, prediction))
    return {name: share(sum(right), len(right)) for name, right in found.items()}


def pages_of(row: Row) -> set[Any]:
    """The pages that a gold question names."""
    page = row.get("page")
    return set(page) if isinstance(page, (list, tuple)) else {page} - {None}


def _without_row(row: Row, prediction: Row) -> list[str]:
    from evaluation.judging import judge

    return [text for text in judge(row, prediction).complaints if text.startswith("没有引用")]


def within(run: Run, tolerance: Decimal | None) -> tuple[int, int]:
    """How many headlines lie within a tolerance of the expected figure, of how many that expect one."""
    right = of = 0
    for row, prediction in zip(run.gold, run.predictions, strict=True):
        expected = row.get("expected") or {}
        wanted = (
            [(expected["value"], expected.get("unit", ""))] if "value" in expected else [tuple(w) for w in expected.get("any_value") or ()]
        )
        if wanted:
            headline = pairs_of(values_of(prediction)[:1]) if prediction.get("status") == "answered" else []
            right += any(same(want, got, is_derived(row), tolerance) for want in wanted for got in headline)
            of += 1
    return right, of


def stages(predictions: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds, of the whole and of each stage."""
    spent: dict[str, list[float]] = defaultdict(list)
    for row in predictions:
        if isinstance(row.get("elapsed_ms"), (int, float)):
            spent["whole"].append(row["elapsed_ms"])
        for name, each in (row.get("stages_ms") or {}).items():
            spent[name].append(each)
    return {name: {"p50": round(statistics.median(all_), 2), "p95": round(percentile(all_, 0.95), 2)} for name, all_ in spent.items()}


def grouped(run: Run, key: Callable[[Row], str]) -> dict[str, dict[str, Any]]:
    """Right, wrong verified and refused by some key of the question."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for row, judgement in zip(run.gold, run.judgements, strict=True):
        groups[key(row)].append(judgement)
    return {
        name: share(sum(one.right for one in found), len(found))
        | {"wrong_verified": sum(one.wrong_verified for one in found), "refused": sum(one.refused for one in found)}
        for name, found in sorted(groups.items())
    }


def scope_of(run: Run, row: Row) -> Scope:
    """The unit and year that a question is about, by the one document that answers it; dashes where that is not said."""
    names = row.get("answered_by") or row.get("documents") or ()
    known = {run.scopes[stem(name)] for name in names if stem(name) in run.scopes}
    return known.pop() if len(known) == 1 else Scope("—", "—")


def stem(name: str) -> str:
    """A file name without its ending."""
    return name[:-4] if name.lower().endswith(".pdf") else name


def _wanted(row: Row) -> str | None:
    expected = row.get("expected")
    return expected["status"] if expected else None
