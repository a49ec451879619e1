"""The command line: results on stdout (JSON where asked for), notes on stderr, one Chinese line for what went wrong.

    python cli.py ingest data/disclosures
    python cli.py ask "项目支出一共多少" --json
    python cli.py show 某局2026年单位预算 7 --cell 合计 -o page.png

Exit status: 0 answered or done, 1 an error, 2 wrong usage, 3 not found or ambiguous.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from disclosure.errors import AmbiguousNameError, MingzhangError, QuestionError
from service.cells import find_cells
from workspace import Settings, Workspace, edition_words, keep_log, read_file, scope_line

if TYPE_CHECKING:
    from disclosure.answer import Answer, Turn
    from disclosure.document import BBox, Disclosure
    from disclosure.figure import Footing
    from retrieval.library import DocumentRecord

DONE, ERROR, USAGE, NOT_FOUND = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(_typed() if arguments is None else arguments)
    try:
        keep_log(getattr(options, "index", None))
        status: int = options.run(options)
        sys.stdout.flush()
    except QuestionError as problem:
        note(problem)
        return USAGE
    except MingzhangError as problem:
        note(problem)
        return NOT_FOUND if isinstance(problem, AmbiguousNameError) else ERROR
    except BrokenPipeError:
        # whoever read our output has gone; the interpreter must not try to flush into it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except KeyboardInterrupt:
        note("已中断")
        return 130
    except Exception as problem:  # noqa: BLE001 — a front end: the traceback goes to a file, the user gets a line
        note(f"程序出错：{type(problem).__name__}: {problem}（详情见 {keep_traceback()}）")
        return ERROR
    return status


def _typed() -> list[str]:
    """The words of the command line; where the locale is not UTF-8, what was typed as UTF-8 comes in as surrogates."""
    escaped = re.compile("[\udc80-\udcff]")
    return [os.fsencode(word).decode("utf-8", "surrogateescape") if escaped.search(word) else word for word in sys.argv[1:]]


def keep_traceback() -> str:
    """The path of a file that now holds the traceback of the exception being handled."""
    with tempfile.NamedTemporaryFile("w", prefix="mingzhang-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exc(file=log)
    return log.name


def note(message: object) -> None:
    """One line on stderr."""
    print(" ".join(str(message).splitlines()), file=sys.stderr, flush=True)


def emit(value: object) -> None:
    """One JSON value a line on stdout."""
    print(json.dumps(value, ensure_ascii=False))


class ProgressBar:
    """Pages of a file on stderr, redrawn in place; silent where stderr is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.shown = stream.isatty()

    def __call__(self, name: str, done: int, total: int) -> None:
        """Draw the bar for `done` of `total`."""
        if self.shown:
            filled = 24 * done // max(total, 1)
            self.stream.write(f"\r\x1b[K{'█' * filled}{'░' * (24 - filled)} {done}/{total} {name}")
            self.stream.flush()

    def clear(self) -> None:
        """Make room for a line."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def run_ingest(options: argparse.Namespace) -> int:
    """Read PDFs into the library; one JSON line a file on stdout, its message on stderr."""
    workspace = Workspace.open(_settings(options))
    bar, failed = ProgressBar(sys.stderr), 0
    for report in workspace.ingest(options.paths, again=options.again, progress=bar):
        bar.clear()
        note(report.message)
        failed += report.failed
        emit({"path": str(report.path), "outcome": report.outcome, "document_id": report.document_id, "message": report.message})
    if options.embed:
        workspace.embed_pending(lambda done, total: bar("建立语义索引", done, total))
        bar.clear()
    workspace.close()
    return ERROR if failed else DONE


def run_ask(options: argparse.Namespace) -> int:
    """Answer one question."""
    from answering.query.codec import parse_query
    from answering.telling.render import answer_json, explanation
    from disclosure.answer import Status, Turn

    workspace = Workspace.open(_settings(options))
    if not workspace.documents():
        note("还没有收录任何文件，请先运行：python cli.py ingest 文件或文件夹")
    history: list[Turn] = []
    for earlier in options.after:
        history.append(Turn(earlier, workspace.ask(earlier, history=history, documents=options.documents).query))
    if options.query:
        answer = workspace.execute(parse_query(_query_text(options.query)), documents=options.documents)
    else:
        answer = workspace.ask(options.question or "", history=history, documents=options.documents)
    if answer.notice:
        note(answer.notice)
    if options.json:
        emit(answer_json(answer) | ({"explanation": explanation(answer)} if options.explain else {}))
    else:
        print(plain_answer(answer))
        if options.explain:
            print(json.dumps(explanation(answer), ensure_ascii=False, indent=1))
    return DONE if answer.status is Status.ANSWERED else NOT_FOUND


def _query_text(given: str) -> str:
    """A query's JSON: what was given itself, or the file that it names."""
    if given.lstrip().startswith("{"):
        return given
    try:
        return Path(given).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise QuestionError(f"读不出查询式：{given[:200]}") from problem


def plain_answer(answer: Answer) -> str:
    """The answer for a terminal: its text without Markdown, then a line for each citation."""
    from answering.telling.draft import unescape
    from answering.telling.render import citation_place

    cited = [f"[{citation.marker}] {citation_place(citation)}：“{citation.quote}”" for citation in answer.citations]
    return "\n".join([unescape(answer.text.replace("**", "")), *cited])


def run_figures(options: argparse.Namespace) -> int:
    """Every figure of a PDF, whether it is in the library or not."""
    from answering.telling.render import figure_json

    bar = ProgressBar(sys.stderr)
    disclosure = read_file(options.file, bar)
    bar.clear()
    for figure in disclosure.figures:
        if figure.amount is None:
            continue
        row = figure_json(figure)
        if options.jsonl:
            emit(row)
        else:
            columns = (f"第{row['page']}页", row["table_title"] or "正文", " / ".join(row["row"]), " / ".join(row["column"]))
            print("\t".join((*columns, f"{row['raw']} {row['unit'] or '（未注明单位）'}")))
    return DONE


def run_show(options: argparse.Namespace) -> int:
    """A page as PNG, with cells outlined."""
    workspace = Workspace.open(_settings(options))
    boxes: list[BBox] = []
    if options.cell:
        chosen = find_cells(workspace.cells(options.document, options.page), options.cell)
        boxes = [cell.provenance.bbox for cell in chosen if cell.provenance.bbox]
        note(f"标出{len(boxes)}个单元格：" + "、".join(f"第{cell.row}行第{cell.column}列“{cell.text}”" for cell in chosen[:5]))
    image = workspace.page_image(options.document, options.page, boxes)
    try:
        options.output.write_bytes(image)
    except OSError as problem:
        raise MingzhangError(f"写不了图片：{options.output}（{problem.strerror}）") from problem
    return DONE


def run_documents(options: argparse.Namespace) -> int:
    """What the library holds."""
    workspace = Workspace.open(_settings(options))
    records = workspace.documents()
    if options.json:
        emit([_record(record) | {"embedded": workspace.library.embedded(record.id)} for record in records])
        return DONE
    for record in records:
        counted = (f"{record.pages}页", f"{record.tables}张表", f"{record.figures}个数值格")
        print("\t".join((record.file_name, scope_line(record), *counted, *edition_words(workspace, record))))
    if not records:
        note("还没有收录任何文件")
    return DONE


def run_remove(options: argparse.Namespace) -> int:
    """Take a document out of the library."""
    workspace = Workspace.open(_settings(options))
    record = workspace.library.document(options.document)
    workspace.library.remove(options.document)  # as it was typed: a name that several bear is asked about
    note(f"已移除 {record.file_name}")
    return DONE


def run_check(options: argparse.Namespace) -> int:
    """What was read of a PDF, which footings hold and fail, what is left over or contradictory."""
    bar = ProgressBar(sys.stderr)
    disclosure = read_file(options.file, bar)
    bar.clear()
    report = check_report(disclosure)
    if options.json:
        emit(report)
        return DONE
    print("\n".join(f"{name}：{value}" for name, value in report["summary"].items()))
    for name, title in (("failed_footings", "不平的勾稽"), ("discrepancies", "表文不一致"), ("findings", "须留意")):
        for line in report[name]:
            print(f"{title}\t{line['message']}")
    return DONE


def check_report(disclosure: Disclosure) -> dict[str, Any]:
    """The JSON form of `check`."""
    failed = [footing for footing in disclosure.footings if not footing.holds]
    printed = [figure for figure in disclosure.figures if figure.amount is not None]
    summary = {
        "文件": disclosure.file_name,
        "单位": disclosure.entity,
        "年度": disclosure.fiscal_year,
        "页": len(disclosure.pages),
        "表": len(disclosure.tables),
        "空表": sum(table.is_empty for table in disclosure.tables),
        "表中数字": sum(figure.table_id is not None for figure in printed),
        "正文数字": sum(figure.table_id is None for figure in printed),
        "勾稽平": len(disclosure.footings) - len(failed),
        "勾稽不平": len(failed),
    }
    findings = [
        {"kind": each.kind, "severity": each.severity, "page": each.provenance.page if each.provenance else None, "message": each.message}
        for each in disclosure.findings
    ]
    discrepancies = [{"message": each.message, "pages": [f.provenance.page for f in each.figures]} for each in disclosure.discrepancies]
    return {
        "summary": summary,
        "failed_footings": [_failed_footing(footing) for footing in failed],
        "discrepancies": discrepancies,
        "findings": findings,
    }


def _failed_footing(footing: Footing) -> dict[str, Any]:
    total = footing.total
    place = f"第{total.provenance.page}页《{total.table_title or '正文'}》{'·'.join(total.row_path)}"
    return {
        "rule": footing.rule,
        "page": total.provenance.page,
        "message": f"{place} {total.text}，与各项之和相差{footing.difference:f}",
        "total": total.text,
        "parts": [part.text for part in footing.parts],
        "difference": f"{footing.difference:f}",
        "tolerance": f"{footing.tolerance:f}",
    }


def run_serve(options: argparse.Namespace) -> int:
    """Open the chat, or with --api the interface for programs."""
    if options.api:
        from service.serve import API_PORT, serve_api
        from views.server import free_port

        port = free_port(options.host, options.port or API_PORT)
        note(f"接口在 http://{options.host}:{port}，说明在 /openapi.json")
        return serve_api(_settings(options), host=options.host, port=port, workers=options.workers)
    from views.server import serve

    return serve(_settings(options), host=options.host, port=options.port)


def run_mcp(options: argparse.Namespace) -> int:
    """Serve assistants over MCP: on stdin and stdout, or with --http over HTTP."""
    from service.serve import MCP_PORT, serve_mcp

    if not options.http:
        return serve_mcp(_settings(options))
    from views.server import free_port

    port = free_port(options.host, options.port or MCP_PORT)
    note(f"MCP 在 http://{options.host}:{port}/mcp")
    return serve_mcp(_settings(options), host=options.host, port=port)


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    return replace(settings, index=options.index) if options.index else settings


def _record(record: DocumentRecord) -> dict[str, object]:
    names = ("id", "file_name", "aliases", "entity", "fiscal_year", "stage", "level", "pages", "tables", "figures", "findings")
    return {name: getattr(record, name) for name in (*names, "added", "replaced_by")}


class ChineseParser(argparse.ArgumentParser):
    """argparse that says what is wrong in Chinese."""

    _SAYINGS = (
        (r"the following arguments are required: (.*)", r"缺少参数：\1"),
        (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
        (r"argument (.*): invalid int value: (.*)", r"\1 应是整数，不是 \2"),
        (r"argument (.*): expected (?:one|at least one) argument", r"\1 后面缺少内容"),
        (r"argument (.*): invalid choice: ('.*?').*", r"\1 里没有 \2"),
    )

    def error(self, message: str) -> NoReturn:
        """Exit with status 2 and one line."""
        for pattern, saying in self._SAYINGS:
            message = re.sub(pattern, saying, message)
        note(f"用法不对：{message}。用法见 {self.prog} --help")
        sys.exit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="cli.py", description="明账：向预算、决算公开文件提问，答案带单元格和页码。")
    commands = parser.add_subparsers(required=True, metavar="命令")
    shared = ChineseParser(add_help=False)
    shared.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹，默认 data/index 或 MINGZHANG_INDEX")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str, library: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[shared] if library else [])
        made.set_defaults(run=run)
        return made

    ingest = command("ingest", run_ingest, "收录 PDF 文件或文件夹")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    ingest.add_argument("--again", action="store_true", help="已收录的也重新读一遍，用于程序更新之后")
    ingest.add_argument("--no-embed", dest="embed", action="store_false", help="暂不建立语义索引，数字照样可问")
    ask = command("ask", run_ask, "提一个问题")
    ask.add_argument("question", metavar="问题", nargs="?")
    ask.add_argument("--query", metavar="文件|JSON", help="执行写好的查询式，不读问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--explain", action="store_true", help="说明答案怎么得来")
    ask.add_argument("--document", dest="documents", action="append", metavar="文件名|编号", help="只在这份文件里找，可重复；旧版用编号")
    ask.add_argument("--after", action="append", default=[], metavar="前一问", help="同一对话里先前的问题，可重复")
    figures = command("figures", run_figures, "列出一个 PDF 里的所有数字", library=False)
    figures.add_argument("file", type=Path, metavar="文件")
    figures.add_argument("--jsonl", action="store_true", help="每行一个 JSON 对象")
    show = command("show", run_show, "把一页画成图片，标出单元格")
    show.add_argument("document", metavar="文件名")
    show.add_argument("page", type=int, metavar="页码")
    show.add_argument("--cell", metavar="文字或行,列", help="要标出的单元格")
    show.add_argument("-o", "--output", type=Path, required=True, metavar="图片.png")
    documents = command("documents", run_documents, "列出已收录的文件")
    documents.add_argument("--json", action="store_true", help="输出 JSON")
    remove = command("remove", run_remove, "移除一份文件")
    remove.add_argument("document", metavar="文件名|编号")
    check = command("check", run_check, "核对一个 PDF：读出了什么、勾稽是否相符", library=False)
    check.add_argument("file", type=Path, metavar="文件")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    serve = command("serve", run_serve, "打开网页对话")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="默认只限本机；0.0.0.0 对外开放")
    serve.add_argument("--port", type=int, metavar="端口", help="默认 8501，被占用时另选一个；接口默认 8600")
    serve.add_argument("--api", action="store_true", help="不开网页，开给程序用的接口（HTTP、OpenAPI）")
    serve.add_argument("--workers", type=int, choices=range(1, 65), default=1, metavar="个", help="接口用几个进程，一个核一个")
    mcp = command("mcp", run_mcp, "给助手用的 MCP 服务：问答、查询式、数字、目录、页图")
    mcp.add_argument("--http", action="store_true", help="经 HTTP，而不是标准输入输出")
    mcp.add_argument("--host", default="127.0.0.1", metavar="地址", help="默认只限本机")
    mcp.add_argument("--port", type=int, metavar="端口", help="默认 8601")
    return parser


if __name__ == "__main__":
    sys.exit(main())
