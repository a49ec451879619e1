"""Ask a gold set, write the predictions, score them, and report.

    python evaluate.py data/gold/sample.jsonl --predictions p.jsonl                     # from the library
    python evaluate.py GOLD.jsonl --documents FOLDER --predictions p.jsonl              # from the PDFs of a folder, read once and kept
    python evaluate.py GOLD.jsonl --queries QUERIES.jsonl --predictions p.jsonl         # with the four columns and the oracle row
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
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from cli import ChineseParser, ProgressBar, keep_traceback, note
from disclosure.errors import MingzhangError
from evaluation.asking import ask_all, asked, can_execute
from evaluation.gold import chosen, read_gold, with_queries
from evaluation.judging import Judgement, Row, judge
from evaluation.kept import open_kept
from evaluation.measures import Run, columns, summarise
from evaluation.queries import Reading, read
from workspace import NO_MODEL, Settings, Workspace

__all__ = ["Judgement", "Row", "ask_all", "judge", "main", "read_gold", "summarise"]

MET, NOT_MET, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, write, score; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        gold = with_queries(read_gold(options.gold), *options.queries)
        gold = chosen(gold, options.kind, options.id, options.limit)
        if not gold:
            raise MingzhangError("没有一题合乎 --kind、--id 的条件")
        with ExitStack() as stack:
            workspace = _open(options, stack)
            run = _run(workspace, gold, options)
    except (MingzhangError, OSError) as problem:
        note(problem)
        return BAD_INPUT
    _tell_failures(run, options)
    summary = summarise(run.gold, run.predictions, run.judgements)
    queries = columns(run.readings)
    print(json.dumps(summary | ({"queries": queries} if queries else {}), ensure_ascii=False))
    if run.incomplete:
        note(f"没有做完：{len(run.predictions)} 题，其中 {sum('error' in row for row in run.predictions)} 题程序出错")
        return INCOMPLETE
    passed = summary["share_right"] >= options.min_right and summary["wrong_verified"] <= options.max_wrong_verified
    return MET if passed else NOT_MET


def _run(workspace: Workspace, gold: Sequence[Row], options: argparse.Namespace) -> Run:
    """Ask what is asked for, one line a prediction as it comes; what was asked is judged, also after an interruption."""
    predictions: list[Row] = []
    interrupted = False
    with options.predictions.open("w", encoding="utf-8") as out:
        try:
            for row in asked(workspace, gold, concurrency=options.concurrency, oracle=options.oracle, tell=note, keep=_keep):
                predictions.append(row)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
        except KeyboardInterrupt:
            interrupted = True
    done = gold[: len(predictions)]
    judgements = [judge(row, prediction) for row, prediction in zip(done, predictions, strict=True)]
    broke = any("error" in row for row in predictions)
    return Run(done, predictions, judgements, _readings(workspace, done, predictions, judgements, options), incomplete=interrupted or broke)


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


def _tell_failures(run: Run, options: argparse.Namespace) -> None:
    if not options.failures:
        return
    readings = run.readings or (None,) * len(run.gold)
    for row, judgement, reading in zip(run.gold, run.judgements, readings, strict=True):
        if not judgement.right:
            stage = f"[{reading.lost.value}] " if reading and reading.lost else ""
            wrong = "错误却已核对 " if judgement.wrong_verified else ""
            note(f"{wrong}{stage}{row['id']} {row['question']} — {'；'.join(judgement.complaints)}")


def _keep(question_id: object) -> None:
    note(f"{question_id} 的详情见 {keep_traceback()}")


def _open(options: argparse.Namespace, stack: ExitStack) -> Workspace:
    settings = Settings.from_environment()
    embedding = settings.embedding_model if options.embed else NO_MODEL
    settings = replace(settings, embedding_model=embedding)
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
    parser.add_argument("gold", type=Path, metavar="问题集.jsonl")
    parser.add_argument("--predictions", type=Path, required=True, metavar="输出.jsonl")
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
