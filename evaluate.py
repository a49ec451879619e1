"""Ask a gold set, write the predictions, score them, and report.

    python evaluate.py data/gold/sample.jsonl --predictions p.jsonl                     # from the library
    python evaluate.py GOLD.jsonl --documents FOLDER --predictions p.jsonl              # from the PDFs of a folder, read once and kept
    python evaluate.py GOLD.jsonl --queries QUERIES.jsonl --predictions p.jsonl         # with the four columns and the oracle row
    python evaluate.py GOLD.jsonl --report run2 --baseline run1                         # JSON, Markdown, JUnit XML, HTML; what changed
    python evaluate.py GOLD.jsonl --queries QUERIES.jsonl --oracle --predictions p.jsonl    # the gold queries in place of the questions

A gold line holds `id`, `question`, `kind`, perhaps `history` (asked first, in the same chat), `documents` (the ones
selected in the chat) and `query` (what it means), and `expected`.  One process asks all, so that start-up is paid once.

Exit status: 0 the gates are met; 1 --min-right is missed, or a wrong figure was shown as verified more often than
--max-wrong-verified; 2 bad input; 3 incomplete: interrupted, or a question broke the program.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from cli import ChineseParser, ProgressBar, keep_traceback, note
from disclosure.errors import MingzhangError
from evaluation.asking import ask_all, asked, can_execute
from evaluation.gold import chosen, read_gold, with_queries
from evaluation.importers import read_questions
from evaluation.judging import Judgement, Row, judge
from evaluation.kept import open_kept
from evaluation.measures import Run, Scope, measure, stem, summarise
from evaluation.queries import Reading, read
from evaluation.recall import recalls
from evaluation.record import baseline, record_of, record_path, resumed
from evaluation.report import Report, change_line, changes, entries, failure_line, write_report
from workspace import NO_MODEL, Settings, Workspace

__all__ = ["Judgement", "Row", "ask_all", "judge", "main", "read_gold", "summarise"]

MET, NOT_MET, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, write, score, report; the exit status."""
    options = _parser().parse_args(arguments)
    if options.predictions is None:
        if options.report is None:
            note("用法不对：要有 --predictions 或 --report")
            return BAD_INPUT
        options.predictions = options.report / "predictions.jsonl"
    try:
        gold = _gold(options)
        before = baseline(options.baseline) if options.baseline else None
        with ExitStack() as stack:
            settings = _settings(options)
            workspace = _open(options, settings, stack)
            record = record_of(workspace, settings, gold, oracle=options.oracle, questions=str(options.gold))
            run = _run(workspace, gold, record, options)
            if options.retrieval:
                run = replace(run, recalls=recalls(workspace, run.gold))
        told = Report(options.gold.stem, run, measure(run), record, None if before is None else changes(run, before))
        if options.report:
            write_report(options.report, told)
    except (MingzhangError, OSError) as problem:
        note(problem)
        return BAD_INPUT
    _tell(told, options)
    if run.incomplete:
        broken = sum("error" in row for row in run.predictions)
        note(f"没有做完：{len(gold)} 题里问了 {len(run.predictions)} 题，其中 {broken} 题程序出错")
        return INCOMPLETE
    passed = told.figures["share_right"] >= options.min_right and told.figures["wrong_verified"] <= options.max_wrong_verified
    return MET if passed else NOT_MET


def _gold(options: argparse.Namespace) -> list[Row]:
    imported = read_questions(options.gold)
    if imported.note:
        note(imported.note)
    gold = chosen(with_queries(imported.rows, *options.queries), options.kind, options.id, options.limit)
    if not gold:
        raise MingzhangError("没有一题合乎 --kind、--id 的条件")
    return gold


def _run(workspace: Workspace, gold: Sequence[Row], record: Mapping[str, Any], options: argparse.Namespace) -> Run:
    """Ask what is asked for, one line a prediction as it comes; what was asked is judged, also after an interruption."""
    path: Path = options.predictions
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = resumed(path, gold, record) if options.resume else []
    predictions: list[Row] = []
    rest, interrupted = gold[len(kept) :], False
    record_path(path).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with path.open("w", encoding="utf-8") as out:
        try:
            answers = asked(workspace, rest, concurrency=options.concurrency, oracle=options.oracle, tell=note, keep=_keep)
            for row in chain(kept, answers):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
                predictions.append(row)
        except KeyboardInterrupt:
            interrupted = True
    done = gold[: len(predictions)]
    judgements = [judge(row, prediction) for row, prediction in zip(done, predictions, strict=True)]
    incomplete = interrupted or any("error" in row for row in predictions)
    readings = () if interrupted else _readings(workspace, done, predictions, judgements, options)
    scopes = {stem(one.file_name): Scope(one.entity or "—", str(one.fiscal_year or "—")) for one in workspace.documents()}
    return Run(done, predictions, judgements, readings, scopes, incomplete=incomplete)


def _readings(
    workspace: Workspace, gold: Sequence[Row], predictions: Sequence[Row], judgements: Sequence[Judgement], options: argparse.Namespace
) -> tuple[Reading | None, ...]:
    """The columns of the questions that have a gold query; the gold queries are executed where the workspace can."""
    having = [row for row in gold if row.get("query")]
    if not having:
        return ()
    oracles: dict[str, Row] = {}
    if options.oracle:
        oracles = {row["id"]: row for row in predictions}
    elif can_execute(workspace):
        oracles = {row["id"]: row for row in asked(workspace, having, concurrency=options.concurrency, oracle=True, tell=note, keep=_keep)}
    readings: list[Reading | None] = []
    for row, prediction, judgement in zip(gold, predictions, judgements, strict=True):
        oracle = oracles.get(row["id"])
        readings.append(read(row, prediction, judgement, oracle, judge(row, oracle) if oracle else None) if row.get("query") else None)
    return tuple(readings)


def _tell(report: Report, options: argparse.Namespace) -> None:
    """Failures and changes a line each on stderr, the figures as one JSON object on stdout."""
    for entry in sorted(entries(report.run), key=lambda one: report.run.gold.index(one.row)) if options.failures else ():
        if not entry.judgement.right:
            note(failure_line(entry))
    for change in report.changes or ():
        note(change_line(change))
    summary = summarise(report.run.gold, report.run.predictions, report.run.judgements)
    more = {name: report.figures[name] for name in ("queries", "retrieval") if report.figures[name]}
    changed = {"changed": len(report.changes)} if report.changes is not None else {}
    print(json.dumps(summary | more | changed, ensure_ascii=False))


def _keep(question_id: object) -> None:
    note(f"{question_id} 的详情见 {keep_traceback()}")


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    embedding = settings.embedding_model if options.embed else NO_MODEL
    model = settings.model
    if options.model == NO_MODEL:
        model = None
    elif options.model:
        if model is None:
            raise MingzhangError("要用模型，先设好 MINGZHANG_MODEL_URL 和 MINGZHANG_MODEL")
        model = replace(model, name=options.model)
    return replace(settings, embedding_model=embedding, model=model)


def _open(options: argparse.Namespace, settings: Settings, stack: ExitStack) -> Workspace:
    bar = ProgressBar(sys.stderr)

    def report(message: str) -> None:
        bar.clear()
        note(message)

    def embedded(done: int, total: int) -> None:
        bar("建立语义索引", done, total)

    if options.documents and not options.index:
        cache = options.cache or _cache()
        if not options.keep:
            cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mingzhang-")))
        workspace = stack.enter_context(open_kept(options.documents, settings, cache, report, bar, embedded))
    else:
        workspace = Workspace.open(replace(settings, index=options.index or settings.index))
        stack.callback(workspace.close)
        for one in workspace.ingest([options.documents] if options.documents else [], progress=bar):
            report(one.message)
        if options.documents:
            workspace.embed_pending(embedded)
    bar.clear()
    if not workspace.documents():
        raise MingzhangError("库里没有文件：请先收录，或用 --documents 指定文件夹")
    return workspace


def _cache() -> Path:
    """Where the libraries of folders are kept: MINGZHANG_CACHE, else the user's cache folder."""
    named = os.environ.get("MINGZHANG_CACHE")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingzhang"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="evaluate.py", description="用一套标准问题检验答案。")
    parser.add_argument("gold", type=Path, metavar="问题集", help="JSON Lines、CSV，或 ragas、promptfoo、FinanceBench、ERC 的文件")
    parser.add_argument("--predictions", type=Path, metavar="输出.jsonl", help="答案写到这里；与 --report 同用时可省")
    parser.add_argument("--report", type=Path, metavar="文件夹", help="写一套报告：JSON、Markdown、JUnit XML、HTML")
    parser.add_argument("--baseline", type=Path, metavar="上次", help="上次的报告文件夹或答案文件：列出不同的题")
    parser.add_argument("--resume", action="store_true", help="接着上次没做完的做")
    parser.add_argument("--retrieval", action="store_true", help="另测检索：答案所在的页是否在头 1、5、10 段里")
    parser.add_argument("--model", metavar="名称", help="换一个模型名；none 表示不用模型")
    parser.add_argument(
        "--documents", type=Path, metavar="文件夹", help="收录这个文件夹里的 PDF 来回答，而不用现有的库；读一次留着，文件和程序没变就不再读"
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹；与 --documents 同用时收录到这里")
    parser.add_argument("--keep", action=argparse.BooleanOptionalAction, default=True, help="留下 --documents 读出的库")
    parser.add_argument("--cache", type=Path, metavar="文件夹", help="留在哪里，默认 MINGZHANG_CACHE 或用户的缓存文件夹")
    parser.add_argument("--queries", type=Path, action="append", default=[], metavar="查询式.jsonl", help="按 id 补上标准查询式，可重复")
    parser.add_argument("--oracle", action="store_true", help="执行标准查询式，而不读问题：读懂之后还丢了多少")
    parser.add_argument("--kind", action="append", default=[], metavar="类", help="只问这一类，可重复")
    parser.add_argument("--id", action="append", default=[], metavar="编号", help="只问这一题，可重复")
    parser.add_argument("--limit", type=_positive, metavar="题数", help="只问头几题")
    parser.add_argument("--concurrency", type=_positive, default=1, metavar="个", help="同时问几题；输出仍按题序")
    parser.add_argument("--no-embed", dest="embed", action="store_false", help="不建立语义索引，快些")
    parser.add_argument("--failures", action=argparse.BooleanOptionalAction, default=True, help="在 stderr 列出答错的问题")
    parser.add_argument("--min-right", type=float, default=0.0, help="答对的比例低于它则退出码为 1")
    parser.add_argument("--max-wrong-verified", type=int, default=0, help="错误却标为已核对的答案多于它则退出码为 1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
