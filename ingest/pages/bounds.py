"""What a file may cost: pdfminer believes every number that a file states, so what it unpacks, spans and paints is bounded here.

    a stream of 0.5 MB that unpacks to 240 MB, a font's widths for 2,000,000,000 codes, forms that draw each other 2²² times

The bounds count steps and no seconds, so that a file is read alike on every machine; a step is a few microseconds.  They lie
far above what is published: of 2,668 such pages the fullest takes 250,000 steps, most take 20,000.  What oversteps them
raises TooMuch, which costs its page.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from pdfminer import pdffont, pdftypes
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.lzw import LZWDecoder
from pdfminer.pdftypes import resolve1
from pdfminer.runlength import rldecode
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of one stream: a whole Chinese font has 20
MOST_PREDICTED = 8 * 1024 * 1024  # of one whose rows are unpacked byte by byte, as a table of objects is
PAGE_WORK = 500_000  # steps that any page may take to be drawn, a form's as often as it is drawn
FILE_WORK = 2_000_000  # and what the pages of a file together may take beyond that
ITEM, CALL = 30, 200  # steps that a glyph or shape takes, with all that is done about it, and drawing a form; a word of content is 1
PACKED, PARSED = 8, 2  # bytes of content a step: to look at it, and where pdfminer has to read it
HIGHEST = 0xFFFF  # a character's number in a font is no greater
MOST_WIDTHS, MOST_CODES = 1 << 20, 1 << 17
_CHECKSUM = 4  # bytes at the end of packed data


class TooMuch(Exception):
    """Something is larger than what anybody publishes."""


class Work:
    """How much drawing a file's pages may still cost."""

    def __init__(self) -> None:
        self._page, self._file = PAGE_WORK, FILE_WORK

    def begin_page(self) -> None:
        """Another page: it has its own share."""
        self._page = PAGE_WORK

    def spend(self, steps: int) -> None:
        """Take so many steps; TooMuch where neither the page nor the file has them left."""
        self._page -= steps
        if self._page < 0:
            self._file += self._page
            self._page = 0
        if self._file < 0:
            self._file = 0
            raise TooMuch


class _Met(threading.local):
    damage = 0


_MET = _Met()


def damage_met() -> int:
    """How many damaged streams this thread has unpacked; what makes it grow was damaged."""
    return _MET.damage


class _Unpacking:
    """Stands for zlib in pdfminer, which takes damaged data as far as it goes and says nothing."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        """The unpacked bytes; zlib.error where they are damaged, TooMuch where there are too many."""
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(data, MOST_UNPACKED)
        except zlib.error:
            _MET.damage += 1
            raise
        if len(found) >= MOST_UNPACKED:
            raise TooMuch
        if not unpacker.eof:
            _MET.damage += not _lacks_checksum(data)
            raise zlib.error("incomplete")
        return found


def _lacks_checksum(data: bytes) -> bool:
    """Whether packed data are whole but for the checksum at their end."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacker.decompress(data[2:], MOST_UNPACKED)
    return unpacker.eof and len(unpacker.unused_data) < _CHECKSUM


def _rescued(data: bytes) -> bytes:
    """What pdfminer keeps of damaged data: all where only their end is missing or their checksum is wrong, else nothing."""
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(data[: 1 - _CHECKSUM], MOST_UNPACKED)
    if len(found) >= MOST_UNPACKED:
        raise TooMuch
    try:
        for n in range(max(0, len(data) + 1 - _CHECKSUM), len(data)):
            found += unpacker.decompress(data[n : n + 1])
    except zlib.error:
        pass
    return found


def _lzw(data: bytes) -> bytes:
    found = bytearray()
    for piece in LZWDecoder(BytesIO(data)).run():
        found += piece
        if len(found) > MOST_UNPACKED:
            raise TooMuch
    return bytes(found)


def _bounded(unpack: Callable[..., bytes], most: int) -> Callable[..., bytes]:
    """An unpacking of pdfminer that takes so many bytes, which are the last thing that it is given."""

    def unpacked(*given: Any) -> bytes:
        if len(given[-1]) > most:
            raise TooMuch
        return unpack(*given)

    return unpacked


def _narrowed(read: Callable[[Iterable[object]], Any], size: int) -> Callable[[Iterable[object]], Any]:
    """A reading of widths, `size` numbers a span: first code, last code, what they have."""

    def widths(given: Iterable[object]) -> Any:
        kept: list[Any] = []
        span: list[Any] = []
        total = 0
        for value in map(resolve1, given):
            if isinstance(value, list):
                span = []
            elif isinstance(value, (int, float)):
                if isinstance(value, int) and len(span) < 2:
                    value = max(-1, min(value, HIGHEST + 1))
                span = [*span, value]
                if len(span) == size:
                    total += max(0, int(span[1] - span[0]))
                    span = []
            kept.append(value)
            if total > MOST_WIDTHS:
                raise TooMuch
        return read(kept)

    return widths


class _UnicodeMap(FileUnicodeMap):
    """What a font's codes say, as far as a font can have codes."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._told = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        """One code."""
        self._told += 1
        if self._told > MOST_CODES:
            raise TooMuch
        super().add_cid2unichr(cid, code)


_BOUNDS: tuple[tuple[Any, str, Any], ...] = (
    (pdftypes, "zlib", _Unpacking),
    (pdftypes, "decompress_corrupted", _rescued),
    (pdftypes, "lzwdecode", _lzw),
    (pdftypes, "rldecode", _bounded(rldecode, MOST_UNPACKED // 128)),
    (pdftypes, "apply_png_predictor", _bounded(apply_png_predictor, MOST_PREDICTED)),
    (pdftypes, "apply_tiff_predictor", _bounded(apply_tiff_predictor, MOST_PREDICTED)),
    (pdffont, "get_widths", _narrowed(pdffont.get_widths, 3)),
    (pdffont, "get_widths2", _narrowed(pdffont.get_widths2, 5)),
    (pdffont, "FileUnicodeMap", _UnicodeMap),
)


def bound_pdfminer() -> None:
    """Put the bounds in pdfminer's way, once a process."""
    for module, name, careful in _BOUNDS:
        setattr(module, name, careful)
