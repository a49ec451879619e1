"""Question files of other tools as gold questions; each says which of its fields were used.

    read_questions(Path("testset.csv"))  →  Imported(rows=[{"id": "1", "question": …, "expected": {…}}], note="CSV：question → …")

Known shapes: JSON Lines of the answer contract; CSV; ragas (JSON Lines, JSON, CSV); promptfoo (YAML, JSON, CSV with
`__expected`); FinanceBench (JSON Lines); the Enterprise RAG Challenge (JSON, questions alone or with their answers).

What a tool holds as free text becomes an expected figure where the text is an amount (75.00万元), the figures that must
all be shown where it holds some, and else is not judged: wording is no figure.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.errors import MingzhangError
from disclosure.mention import find_numbers
from evaluation.gold import checked_rows, read_lines
from evaluation.judging import Row

NOTHING = ("", "n/a", "na", "none", "null", "not found", "没有", "未找到", "没有找到", "无法回答", "文件未提及")
TRUE, FALSE = ("true", "yes", "是"), ("false", "no", "否", "不是")


@dataclass(frozen=True, slots=True)
class Imported:
    """Questions of a file, and a line that says what of it was used."""

    rows: list[Row]
    note: str | None = None  # None: it was in our own form


def read_questions(path: Path) -> Imported:
    """The questions of a file in any known shape; MingzhangError when it is none of them."""
    ending = path.suffix.lower()
    try:
        if ending == ".csv":
            return _from_csv(path)
        if ending in (".yaml", ".yml"):
            return _from_promptfoo(path, _yaml(path))
        if ending == ".json":
            return _from_json(path, json.loads(path.read_text(encoding="utf-8-sig")))
        return _from_lines(path)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise MingzhangError(f"{path} 读不出来：{problem}") from problem
    except json.JSONDecodeError as problem:
        raise MingzhangError(f"{path} 不是 JSON：{problem}") from problem


def _from_lines(path: Path) -> Imported:
    rows = list(read_lines(path))
    first = rows[0][1] if rows else {}
    if "financebench_id" in first:
        return _made(path, (row for _, row in rows), _financebench, "FinanceBench", FINANCEBENCH)
    if "id" not in first and ("user_input" in first or "ground_truth" in first or "reference" in first):
        return _made(path, (row for _, row in rows), _ragas, "ragas", RAGAS)
    return Imported(checked_rows(path, rows))


def _from_json(path: Path, value: Any) -> Imported:
    if isinstance(value, Mapping) and "tests" in value:
        return _from_promptfoo(path, value)
    if isinstance(value, Mapping) and isinstance(value.get("user_input", value.get("question")), list):
        names = list(value)
        value = [dict(zip(names, each, strict=False)) for each in zip(*(value[name] for name in names), strict=False)]
    if isinstance(value, Mapping) and "answers" in value:
        value = value["answers"]
    if not isinstance(value, list) or not value or not all(isinstance(row, Mapping) for row in value):
        raise MingzhangError(f"{path} 里没有认得的问题集：应是问题的列表，或 promptfoo 的 tests")
    first = value[0]
    if "text" in first or "question_text" in first:
        return _made(path, value, _challenge, "Enterprise RAG Challenge", CHALLENGE)
    if "user_input" in first or "ground_truth" in first or "reference" in first:
        return _made(path, value, _ragas, "ragas", RAGAS)
    if "financebench_id" in first:
        return _made(path, value, _financebench, "FinanceBench", FINANCEBENCH)
    return Imported(checked_rows(path, enumerate(map(dict, value), 1)))


def _made(
    path: Path, rows: Iterable[Mapping[str, Any]], make: Callable[[Mapping[str, Any]], dict[str, Any]], tool: str, used: str
) -> Imported:
    made = [(number, {"id": str(number), **make(row)}) for number, row in enumerate(rows, 1)]
    judged = sum("expected" in row for _, row in made)
    return Imported(checked_rows(path, made), f"{tool}：{used}；{len(made)} 题，其中 {judged} 题可以判对错")


RAGAS = "user_input（或 question）→ question，reference（或 ground_truth）→ expected；没有用到 response、retrieved_contexts"


def _ragas(row: Mapping[str, Any]) -> dict[str, Any]:
    reference = row.get("reference", row.get("ground_truth"))
    return _question(row.get("user_input", row.get("question")), reference, row.get("synthesizer_name"))


FINANCEBENCH = (
    "financebench_id → id，question，question_type → kind，answer → expected，doc_name → answered_by，evidence_page_num + 1 → page"
)


def _financebench(row: Mapping[str, Any]) -> dict[str, Any]:
    made = _question(row.get("question"), row.get("answer"), row.get("question_type")) | {"id": str(row["financebench_id"])}
    pages = [one["evidence_page_num"] + 1 for one in row.get("evidence") or () if isinstance(one.get("evidence_page_num"), int)]
    made |= {"answered_by": [row["doc_name"]]} if row.get("doc_name") else {}
    return made | ({"page": pages} if pages else {})


CHALLENGE = "text（或 question_text）→ question，kind，value → expected，references.page_index + 1 → page；没有用到 pdf_sha1"


def _challenge(row: Mapping[str, Any]) -> dict[str, Any]:
    value = row.get("value", row.get("answer"))
    made = _question(row.get("question_text", row.get("text")), value, row.get("kind"))
    if "expected" not in made and isinstance(value, bool):
        made["expected"] = {"status": "answered", "includes": [list(TRUE if value else FALSE)]}
    pages = [one["page_index"] + 1 for one in row.get("references") or () if isinstance(one.get("page_index"), int)]
    return made | ({"page": pages} if pages else {})


PROMPTFOO = "vars.question（或 query、prompt、input）→ question，assert 的 equals、contains、contains-all、contains-any → expected"


def _from_promptfoo(path: Path, value: Any) -> Imported:
    tests = value.get("tests") if isinstance(value, Mapping) else value
    if not isinstance(tests, list) or not all(isinstance(test, Mapping) for test in tests):
        raise MingzhangError(f"{path} 里没有 promptfoo 的 tests")
    return _made(path, tests, _promptfoo, "promptfoo", PROMPTFOO)


def _promptfoo(test: Mapping[str, Any]) -> dict[str, Any]:
    words = test.get("vars") or {}
    question = next((words[name] for name in ("question", "query", "prompt", "input") if words.get(name)), None)
    made: dict[str, Any] = {"question": question or test.get("description"), "kind": "promptfoo"}
    groups: list[list[str]] = []
    for check in test.get("assert") or ():
        name, wanted = str(check.get("type", "")).removeprefix("i"), check.get("value")
        if name == "equals":
            made |= _expected(wanted)
        elif name in ("contains", "contains-any") and wanted is not None:
            groups.append([str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)])
        elif name == "contains-all" and isinstance(wanted, list):
            groups += [[str(one)] for one in wanted]
    if groups:
        made["expected"] = {"status": "answered", **made.get("expected", {}), "includes": groups}
    return made


CSV_USED = "question、id、kind、history 和 documents（用 | 分开）、value + unit 或 answer（或 expected、__expected）→ expected"


def _from_csv(path: Path) -> Imported:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = set(rows[0]) if rows else set()
    if names & {"user_input", "ground_truth", "reference"} and "value" not in names:
        return _made(path, rows, _ragas, "ragas", RAGAS)
    if "question" not in names:
        raise MingzhangError(f"{path} 没有 question 这一列")
    return _made(path, rows, _csv, "CSV", CSV_USED)


def _csv(row: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: str(text).strip() for name, text in row.items() if name and text}
    answer = next((given[name] for name in ("answer", "expected", "__expected") if given.get(name)), None)
    made = _question(given.get("question"), answer, given.get("kind"))
    if given.get("value"):
        made["expected"] = {"status": "answered", "value": given["value"].replace(",", ""), "unit": given.get("unit", "")}
    if given.get("status"):
        made["expected"] = {**made.get("expected", {}), "status": given["status"]}
    made |= {"id": given["id"]} if given.get("id") else {}
    return made | {name: [one.strip() for one in given[name].split("|")] for name in ("history", "documents") if given.get(name)}


def _question(text: object, answer: object, kind: object) -> dict[str, Any]:
    return {"question": str(text or ""), "kind": str(kind or "imported"), **_expected(answer)}


def _expected(answer: object) -> dict[str, Any]:
    """What an answer in words expects; {} where it can not be judged."""
    if answer is None or isinstance(answer, bool):
        return {}
    text = str(answer).strip()
    if text.lower() in NOTHING:
        return {"expected": {"status": "not_found"}}
    found = [mention for mention in find_numbers(text) if mention.amount is not None]
    pairs = [(mention.amount.plain, mention.amount.unit.name if mention.amount.unit else "") for mention in found if mention.amount]
    if len(found) == 1 and found[0].text.strip() == text.strip("约。 "):
        return {"expected": {"status": "answered", "value": pairs[0][0], "unit": pairs[0][1]}}
    return {"expected": {"status": "answered", "values": [list(pair) for pair in pairs]}} if pairs else {}


def _yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as problem:
        raise MingzhangError(f"{path} 不是 YAML：{' '.join(str(problem).split())}") from problem
