"""Ask a gold set, write the predictions, and score them.

    python evaluate.py data/gold/sample.jsonl --predictions p.jsonl                     # from the library
    python evaluate.py GOLD.jsonl --documents FOLDER --predictions p.jsonl              # from the PDFs of a folder

A gold line holds `id`, `question`, `kind`, perhaps `history` (asked first, in the same chat) and `documents` (the ones
selected in the chat), and `expected`.  One process asks all, so that start-up is paid once.  Exit status: 0, or 1 when
--min-right is missed, a wrong figure was shown as verified more often than --max-wrong-verified, or on an error.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cli import ERROR, ProgressBar, keep_traceback, note
from disclosure.amount import EXACT, Amount, Unit, parse_amount
from disclosure.errors import MingzhangError
from disclosure.question import Turn
from workspace import NO_MODEL, Settings, Workspace

Row = Mapping[str, Any]  # one gold question or one prediction, as JSON

# Kinds whose value is computed: the asker's rounding and ours may differ by half of the coarser last place.
DERIVED_KINDS = {"share", "growth", "ratio", "avg", "per_capita", "unit", "sum", "diff", "rate", "compare"}
NONE_WORDS = ("无", "没有", "未安排", "不涉及", "为0")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one prediction is worth."""

    complaints: tuple[str, ...]  # empty: right
    wrong_verified: bool = False  # a wrong figure shown as a cell's or as computed
    refused: bool = False  # not_found for something that is there

    @property
    def right(self) -> bool:
        """Status, values, words and evidence are all as expected."""
        return not self.complaints


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, write, score; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        gold = read_gold(options.gold)
        with ExitStack() as stack:
            workspace = _open(options, stack)
            predictions = ask_all(workspace, gold)
        options.predictions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions), encoding="utf-8")
    except (MingzhangError, OSError) as problem:
        note(problem)
        return ERROR
    judgements = [judge(row, prediction) for row, prediction in zip(gold, predictions, strict=True)]
    for row, judgement in list(zip(gold, judgements, strict=True))[: None if options.failures else 0]:
        if not judgement.right:
            note(f"{'错误却已核对 ' if judgement.wrong_verified else ''}{row['id']} {row['question']} — {'；'.join(judgement.complaints)}")
    summary = summarise(gold, predictions, judgements)
    print(json.dumps(summary, ensure_ascii=False))
    passed = summary["share_right"] >= options.min_right and summary["wrong_verified"] <= options.max_wrong_verified
    return 0 if passed else ERROR


def read_gold(path: Path) -> list[Row]:
    """The gold questions of a JSON Lines file; MingzhangError with the line number for one that is none."""
    rows: list[Row] = []
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                row["id"], row["question"]
            except (ValueError, KeyError, TypeError) as problem:
                raise MingzhangError(f"{path} 第{number}行不是带 id 和 question 的 JSON 对象：{problem}") from problem
            rows.append(row)
    return rows


def ask_all(workspace: Workspace, gold: Iterable[Row]) -> list[Row]:
    """One prediction a gold question, in order."""
    return [{"id": row["id"], **_ask(workspace, row)} for row in gold]


def _ask(workspace: Workspace, row: Row) -> dict[str, Any]:
    from answering.render import answer_json

    history: list[Turn] = []
    try:
        for earlier in row.get("history") or []:
            history.append(Turn(earlier, workspace.ask(earlier, history=history, documents=row.get("documents")).plan))
        return answer_json(workspace.ask(row["question"], history=history, documents=row.get("documents")))
    except MingzhangError as problem:
        note(f"{row['id']} {problem}")
        return _unanswered(row, str(problem))
    except Exception as problem:  # noqa: BLE001 — a front end: one question that breaks must not lose the others' answers
        note(f"{row['id']} 程序出错：{type(problem).__name__}: {problem}（详情见 {keep_traceback()}）")
        return _unanswered(row, "程序出错，没有答案")


def _unanswered(row: Row, reason: str) -> dict[str, Any]:
    return {"question": row["question"], "status": "not_found", "text": reason, "reason": reason}


def judge(gold: Row, prediction: Row) -> Judgement:
    """Compare a prediction with what was expected of it; a gold question without `expected` counts as right."""
    expected = gold.get("expected")
    if expected is None:
        return Judgement(())
    status, verdicts = prediction.get("status"), [value.get("verdict") for value in prediction.get("values") or ()]
    shown_as_checked = status == "answered" and bool(verdicts) and verdicts[0] in ("cell", "computed")
    if expected["status"] == "not_found":
        if status == "not_found":
            return Judgement(())
        return Judgement((f"答为 {status}，应为 not_found",), shown_as_checked)
    kind = str(gold.get("kind", "")).split("/")[0]
    allowed = {expected["status"]} | ({"answered", "ambiguous"} if kind == "ambiguous" else set())
    about_status = [] if status in allowed else [f"答为 {status}，应为 {expected['status']}"]
    about_values = _judge_zero(prediction) if kind == "zero" else _judge_values(expected, prediction, kind, "op" in gold)
    complaints = (*about_status, *about_values, *_judge_words(expected, prediction))
    return Judgement(complaints, bool(about_values) and shown_as_checked, status == "not_found")


def _judge_values(expected: Row, prediction: Row, kind: str, computed: bool) -> list[str]:
    derived = computed or kind in DERIVED_KINDS
    values = [_amount(value) for value in prediction.get("values") or ()]
    loose = kind == "ambiguous"
    shown = values + [_amount(choice) for choice in prediction.get("alternatives") or () if loose or expected["status"] == "ambiguous"]
    complaints = []
    if "value" in expected and not (values and _same(_pair((expected["value"], expected.get("unit"))), values[0], derived)):
        complaints.append(f"值 {values[0] if values else '没有'}，应为 {expected['value']}{expected.get('unit', '')}")
    any_value = expected.get("any_value")
    if any_value and not any(_same(_pair(want), got, derived) for want in any_value for got in (shown if loose else shown[:1])):
        complaints.append(f"值 {shown[0] if shown else '没有'}，应为 {any_value} 之一")
    for want in expected.get("values") or ():
        if not any(_same(_pair(want), got, derived) for got in shown):
            complaints.append(f"没有给出 {''.join(want)}")
    return complaints


def _judge_zero(prediction: Row) -> list[str]:
    values = [_amount(value) for value in prediction.get("values") or ()]
    text = _folded(prediction.get("text"))
    right = (values[0] is not None and values[0].number == 0) if values else any(word in text for word in (*NONE_WORDS, "0"))
    return [] if right else [f"应为零或无，却是 {values[0] if values else '没有'}"]


def _judge_words(expected: Row, prediction: Row) -> list[str]:
    text = _folded(prediction.get("text"))
    complaints = [f"没有提到 {group} 之一" for group in expected.get("includes") or () if not any(_folded(word) in text for word in group)]
    for evidence in expected.get("evidence") or ():
        table, row = _folded(evidence.get("table")), _folded(evidence.get("row"))
        cited = prediction.get("citations") or ()
        if not any(table in _folded(each.get("table")) and row in _folded("".join(each.get("row") or ())) for each in cited):
            complaints.append(f"没有引用表“{evidence.get('table', '')}”的行“{evidence.get('row', '')}”")
    return complaints


def _pair(pair: Sequence[str | None]) -> Amount | None:
    number, unit = pair
    return _amount({"number": number, "unit": unit})


def _amount(value: Row) -> Amount | None:
    unit = str(value.get("unit") or "")
    # 万元/人/年 counts as 万元, a percentage point as a per cent
    known = Unit.find("%" if unit in ("百分点", "个百分点") else re.split(r"[/／]", unit)[0]) if unit else None
    return parse_amount(str(value.get("number")), known)


def _same(expected: Amount | None, got: Amount | None, derived: bool) -> bool:
    """Equal after conversion; a side without a unit is taken in the other's."""
    if expected is None or got is None:
        return False
    if expected.unit is None or got.unit is None:
        unit = expected.unit or got.unit
        expected, got = Amount(expected.number, unit), Amount(got.number, unit)
    if expected.dimension != got.dimension:
        return False
    return expected.agrees_with(got) if derived else EXACT.subtract(expected.in_base, got.in_base) == 0


def _folded(text: object) -> str:
    """Width and quotes folded, without white space."""
    folded = unicodedata.normalize("NFKC", str(text or ""))
    return re.sub(r"\s+", "", re.sub("[“”「」]", '"', folded))


def summarise(gold: Sequence[Row], predictions: Sequence[Row], judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Totals, per kind, and times in milliseconds."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for row, judgement in zip(gold, judgements, strict=True):
        kinds[str(row.get("kind", "?")).split("/")[0]].append(judgement.right)
    times = sorted(row["elapsed_ms"] for row in predictions if "elapsed_ms" in row)
    right = sum(judgement.right for judgement in judgements)
    return {
        "questions": len(gold),
        "right": right,
        "share_right": round(right / len(gold), 4) if gold else 0.0,
        "wrong_verified": sum(judgement.wrong_verified for judgement in judgements),
        "refused": sum(judgement.refused for judgement in judgements),
        "p50_ms": round(statistics.median(times), 1) if times else None,
        "p95_ms": round(times[max(0, int(len(times) * 0.95) - 1)], 1) if times else None,
        "kinds": {kind: f"{sum(found)}/{len(found)}" for kind, found in sorted(kinds.items())},
    }


def _open(options: argparse.Namespace, stack: ExitStack) -> Workspace:
    settings = Settings.from_environment()
    folder = options.index
    if options.documents and not folder:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingzhang-")))
    embedding = settings.embedding_model if options.embed else NO_MODEL
    workspace = Workspace.open(replace(settings, index=folder or settings.index, embedding_model=embedding))
    stack.callback(workspace.close)
    bar = ProgressBar(sys.stderr)
    for report in workspace.ingest([options.documents] if options.documents else [], progress=bar):
        bar.clear()
        note(report.message)
    if options.documents:
        workspace.embed_pending(lambda done, total: bar("建立语义索引", done, total))
        bar.clear()
    if not workspace.documents():
        raise MingzhangError("库里没有文件：请先收录，或用 --documents 指定文件夹")
    return workspace


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evaluate.py", description="用一套标准问题检验答案。")
    parser.add_argument("gold", type=Path, metavar="问题集.jsonl")
    parser.add_argument("--predictions", type=Path, required=True, metavar="输出.jsonl")
    parser.add_argument("--documents", type=Path, metavar="文件夹", help="收录这个文件夹里的 PDF 来回答，而不用现有的库")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹；与 --documents 同用时保留下来，下次不必重读")
    parser.add_argument("--no-embed", dest="embed", action="store_false", help="不建立语义索引，快些")
    parser.add_argument("--failures", action=argparse.BooleanOptionalAction, default=True, help="在 stderr 列出答错的问题")
    parser.add_argument("--min-right", type=float, default=0.0, help="答对的比例低于它则退出码为 1")
    parser.add_argument("--max-wrong-verified", type=int, default=0, help="错误却标为已核对的答案多于它则退出码为 1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
