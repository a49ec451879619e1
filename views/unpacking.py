"""What is uploaded, as files to read: a PDF as it is, a ZIP as the PDFs in it, with an end to what it may hold."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

LARGEST_FILE = 200 * 2**20  # bytes of one PDF, as the upload box takes them
LARGEST_ARCHIVE = 2 * 2**30  # of all PDFs of one ZIP together, unpacked
MOST_FILES = 500
IN_UTF8 = 0x800  # flag of a ZIP entry whose name is UTF-8
BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One file to read, or why there is none."""

    name: str
    path: Path | None
    problem: str = ""  # one line in Chinese, when path is None


def unpack(folder: Path, name: str, content: bytes) -> list[Unpacked]:
    """The PDFs of one uploaded file, written into `folder`, each under its own name and nowhere else."""
    folder.mkdir(parents=True, exist_ok=True)
    if not name.lower().endswith(".zip"):
        return [_written(folder, name, content)]
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return list(_members(folder, name, archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError):
        return [Unpacked(name, None, f"{name}：不是能打开的 ZIP，或者加了密")]


def _members(folder: Path, name: str, archive: zipfile.ZipFile) -> list[Unpacked]:
    pdfs = [
        entry for entry in archive.infolist() if not entry.is_dir() and _name_of(entry).lower().endswith(".pdf") and not _is_shadow(entry)
    ]
    if not pdfs:
        return [Unpacked(name, None, f"{name}：里面没有 PDF 文件")]
    if len(pdfs) > MOST_FILES:
        return [Unpacked(name, None, f"{name}：里面有 {len(pdfs)} 份 PDF，一次最多 {MOST_FILES} 份")]
    found, room = [], LARGEST_ARCHIVE
    for place, entry in enumerate(pdfs):
        own = PurePosixPath(_name_of(entry)).name
        with archive.open(entry) as packed:
            content = _read(packed, min(LARGEST_FILE, room))
        if content is None:
            found.append(Unpacked(own, None, f"{own}：太大，每份不超过 {LARGEST_FILE // 2**20}MB"))
            continue
        room -= len(content)
        found.append(_written(folder / str(place), own, content))
    return found


def _is_shadow(entry: zipfile.ZipInfo) -> bool:
    """What macOS puts beside each file."""
    return "__MACOSX" in entry.filename or PurePosixPath(entry.filename).name.startswith("._")


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: Windows writes GBK, which the format reads as code page 437."""
    if entry.flag_bits & IN_UTF8:
        return entry.filename.replace("\\", "/")
    try:
        return entry.filename.encode("cp437").decode("gb18030").replace("\\", "/")
    except UnicodeError:
        return entry.filename.replace("\\", "/")


def _read(packed: IO[bytes], most: int) -> bytes | None:
    """The whole of it; None when it is more than `most`, whatever its header says."""
    blocks, size = [], 0
    while block := packed.read(BLOCK):
        size += len(block)
        if size > most:
            return None
        blocks.append(block)
    return b"".join(blocks)


def _written(folder: Path, name: str, content: bytes) -> Unpacked:
    own = PurePosixPath(name.replace("\\", "/")).name or "未命名.pdf"
    path = folder / own
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except (OSError, ValueError) as problem:
        return Unpacked(own, None, f"{own[:80]}：存不下这个文件（{getattr(problem, 'strerror', None) or '文件名不能用'}）")
    return Unpacked(own, path)
