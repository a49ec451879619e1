"""What stands on pages besides their text: page numbers, running heads, the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ingest.pages.pdf import TextLine
from ingest.prose.numbering import numbering

_PAGE_NUMBER = re.compile(r"[-—–－~·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:[,，\s]*(?:/|共)\s*\d{1,4}\s*页?)?[-—–－~·\s]*|[ivxIVX]{1,5}")
_CONTENTS_TITLE = re.compile(r"目\s*[录錄]|目\s*次")
_LEADERS = ".．·…⋯‥﹒。・ "
_TRAILING_PAGE = re.compile(r"\D\s+\d{1,4}\s*$")


def find_furniture(rows: Sequence[TextLine], page_count: int) -> set[int]:
    """Ids of the rows that are page numbers or running heads."""
    found: set[int] = set()
    offsets: list[tuple[TextLine, int | None]] = []
    for _, group in groupby(rows, key=lambda row: row.page):
        page = sorted(group, key=lambda row: row.bbox.top)
        for row in {id(edge): edge for edge in (page[:2] + page[-2:])}.values():
            if match := _PAGE_NUMBER.fullmatch(_closed_up(row.text)):
                offsets.append((row, int(match[1]) - row.page if match[1] else None))
    common = Counter(offset for _, offset in offsets if offset is not None)
    for row, offset in offsets:
        decorated = not _closed_up(row.text).isdigit()
        if decorated or (offset is not None and (common[offset] > 1 or offset == 0)):
            found.add(id(row))
    for top in (True, False):
        found |= _running_heads(rows, found, page_count, top=top)
    return found


def _closed_up(text: str) -> str:
    """A line without the spaces between digits that are set apart: 4 1 at the foot of page 41."""
    return re.sub(r"(?<=\d)\s+(?=\d)", "", text.strip())


def _running_heads(rows: Sequence[TextLine], known: set[int], page_count: int, *, top: bool) -> set[int]:
    """The outermost line of most pages, when it is the same words at the same place."""
    outermost: dict[int, TextLine] = {}
    for row in rows:
        if id(row) in known:
            continue
        held = outermost.get(row.page)
        if held is None or (row.bbox.top < held.bbox.top) is top:
            outermost[row.page] = row
    alike: dict[tuple[str, int], list[TextLine]] = {}
    for row in outermost.values():
        alike.setdefault((re.sub(r"\d+", "0", row.text), round(row.bbox.top / 6)), []).append(row)
    most = max(3, page_count // 2 + 1)
    return {id(row) for group in alike.values() if len(group) >= most for row in group}


def find_contents(rows: Sequence[TextLine]) -> set[int]:
    """Ids of the rows of the table of contents, its title among them."""
    pages = [list(group) for _, group in groupby(rows, key=lambda row: row.page)]
    found: set[int] = set()
    first_entry: str | None = None
    for number, page in enumerate(pages):
        titles = [n for n, row in enumerate(page) if _CONTENTS_TITLE.fullmatch(row.text.strip())]
        leaders = [row for row in page if _before_leader(row.text)]
        if titles and first_entry is None:
            listed = page[titles[0] :]
            if len(listed) == 1 and number + 1 < len(pages):
                found.add(id(listed[0]))
                first_entry = ""
                continue
        elif (first_entry is not None and _continues_contents(page, first_entry)) or len(leaders) >= 3:
            listed = page
        elif first_entry is not None:
            break
        else:
            continue
        entries = [entry_words(row.text) for row in listed if not _CONTENTS_TITLE.fullmatch(row.text.strip())]
        first_entry = first_entry or (entries[0] if entries else "")
        again = next((n for n, row in enumerate(listed[2:], 2) if first_entry and entry_words(row.text) == first_entry), None)
        found |= {id(row) for row in listed[:again]}
        if again is not None:
            break
    return found


def _continues_contents(page: Sequence[TextLine], first_entry: str) -> bool:
    if any("。" in (_before_leader(row.text) or row.text) or entry_words(row.text) == first_entry for row in page):
        return False
    listed = [row for row in page if _before_leader(row.text) or _TRAILING_PAGE.search(row.text) or numbering(row.text)]
    return len(page) > 1 and len(listed) >= 0.7 * len(page)


def _before_leader(text: str) -> str | None:
    """What stands before the dots that lead to a page number; None: no dots lead anywhere."""
    text = text.rstrip()
    page = re.search(r"\d{0,4}$", text[-4:])
    dotted = text[: len(text) - len(page[0])] if page else text
    words = dotted.rstrip(_LEADERS)
    dots = dotted[len(words) :].replace(" ", "")
    return words if len(dots) > 2 or "…" in dots else None


def entry_words(text: str) -> str:
    """A contents entry or heading without leaders, page, numbering and spaces, to tell one by the other."""
    bare = _TRAILING_PAGE.sub(lambda match: match[0][0], (_before_leader(text) or text)).strip()
    mark = numbering(bare)
    bare = bare[mark[1] :] if mark else re.sub(r"^表\s*[一二三四五六七八九十\d]+\s*", "", bare)
    return re.sub(r"[\s、，。：:]", "", bare)
