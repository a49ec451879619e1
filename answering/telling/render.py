"""Answers and figures as the plain values that the command line, the chat and evaluation read.

answer_json(answer)["values"][0]  →  {"number": "75.00", "unit": "万元", "verdict": "cell", …, "citations": [1]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answering.telling.draft import VERDICT_LABELS, show_amount
from answering.telling.labels import scope_words
from disclosure.amount import Amount
from disclosure.answer import Alternative, Answer, Citation, Status
from disclosure.document import BBox
from disclosure.figure import Figure, Trust


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the contract of `ask --json` has it."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "text": answer.text,
        "values": [
            {
                **_amount(one.amount),
                "verdict": one.verdict.value,
                "label": one.label,
                "formula": one.formula,
                "citations": list(one.citations),
            }
            for one in answer.claims
        ],
        "citations": [_citation(one) for one in answer.citations],
        "alternatives": [_alternative(one) for one in answer.alternatives],
        "discrepancies": [
            {
                "message": one.message,
                "values": [{**_amount(part.amount), "page": part.provenance.page} for part in one.figures if part.amount],
            }
            for one in answer.discrepancies
        ],
        "query": answer.query,
        "understood": answer.understood,
        "unused": list(answer.unused),
        "reason": answer.reason,
        "elapsed_ms": round(answer.elapsed_ms, 2),
        "model": answer.model,
        "library_version": answer.library_version,
    }


# A contradiction within the document (Trust.DOUBTED) is told elsewhere; the figure itself is read.
_TRUST = {Trust.PLAIN: "read", Trust.DOUBTED: "read"}


def figure_json(figure: Figure) -> dict[str, Any]:
    """One figure as `figures --jsonl` prints it."""
    shown: dict[str, Any] = {
        "page": figure.provenance.page,
        "table_title": figure.table_title,
        "row": list(figure.row_path),
        "column": list(figure.column_path),
        "raw": figure.text,
        "unit": figure.amount.unit.name if figure.amount and figure.amount.unit else None,
        "bbox": _box(figure.provenance.bbox),
        "trust": _TRUST.get(figure.trust, figure.trust.value),
    }
    if figure.project is not None:
        shown["project"] = figure.project
    if figure.table_id is None:
        shown |= {"measure": figure.measure, "aspect": figure.aspect.value, "sentence": figure.sentence, "basis": figure.basis}
    return shown


def citation_place(citation: Citation) -> str:
    """Where a citation points, for people: 文件名 第17页《2026年项目支出预算表》2026年驻矿人员工资 · 合计."""
    title = "" if citation.table_title is None else f"《{citation.table_title}》"
    names = " · ".join(part for part in (*citation.row_path[-1:], *citation.column_path[-1:]) if part)
    return f"{citation.file_name} 第{citation.page}页{title}{names}"


def one_line(answer: Answer) -> str:
    """A line to paste: the value with its scope and source, or why there is none."""
    if answer.status is not Status.ANSWERED or not answer.claims:
        return answer.reason or answer.text.split("\n", 1)[0]
    claim = answer.claims[0]
    cited = [one for one in answer.citations if one.marker in claim.citations]
    sources = "；".join(
        f"{_scope(one, claim.label)}第{one.page}页{f'《{one.table_title}》' if one.table_title else ''}" for one in cited[:2]
    )
    formula = f"，{claim.formula}" if claim.formula else ""
    return f"{claim.label}：{show_amount(claim.amount)}（{VERDICT_LABELS[claim.verdict].text}{formula}；来源：{sources}）"


def explanation(answer: Answer) -> dict[str, Any]:
    """How the answer came about, for `ask --explain`: readings, bindings with their reasons, evaluation, times, read-back."""
    check = answer.verification
    return {
        "query": answer.query,
        "understood": answer.understood,
        "unused": list(answer.unused),
        "record": _plain(answer.record),
        "derivations": [derivation.formula for derivation in answer.derivations],
        "verification": {"passed": check.passed, "unbound": list(check.unbound), "removed": list(check.removed)} if check else None,
    }


def _amount(amount: Amount | None) -> dict[str, str | None]:
    """Number and unit, as the contract writes them: 个百分点 without its counter."""
    unit = amount.unit.name if amount and amount.unit else None
    return {"number": amount.plain if amount else None, "unit": "百分点" if unit == "个百分点" else unit}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "document": citation.file_name,
        "document_id": citation.document_id,
        "entity": citation.entity,
        "fiscal_year": citation.fiscal_year,
        "stage": citation.stage.value if citation.stage else None,
        "level": citation.level.value if citation.level else None,
        "page": citation.page,
        "table": citation.table_title,
        "row": list(citation.row_path),
        "column": list(citation.column_path),
        "quote": citation.quote,
        "bbox": _box(citation.bbox),
    }


def _alternative(one: Alternative) -> dict[str, Any]:
    return {**_amount(one.amount), "label": one.label, "citation": one.citation, "question": one.question, "query": one.query}


def _box(box: BBox | None) -> list[float] | None:
    return None if box is None else [round(side, 2) for side in (box.x0, box.top, box.x1, box.bottom)]


def _scope(citation: Citation, label: str) -> str:
    """Whose figure it is, where the label does not say it already."""
    words = (citation.entity or citation.file_name) + scope_words(citation.fiscal_year, citation.level, citation.stage)
    return "" if words in label else f"{words}，"


def _plain(value: object) -> Any:
    """What JSON can hold of an audit record."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
