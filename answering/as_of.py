"""截至…: the date that what there is is counted at, in a question and in a sentence.

截至2023年8月31日有几辆车   →  only sentences that say 截至2023年8月31日
截至2023年底                 →  截至2023年12月31日
"""

from __future__ import annotations

import re

from disclosure.amount import fold_width
from disclosure.figure import Figure

_AS_OF = re.compile(r"截[至止]\s*到?(?P<year>(?:19|20)\d\d)年(?:度?[底末]|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|[底末])?)?[,，]?")

Date = tuple[int, int, int | None]  # year, month, day; None: the day is not said


def read_as_of(text: str) -> Date | None:
    """The date after 截至; the end of the year where no month is said. None: no 截至."""
    match = _AS_OF.search(fold_width(text))
    if match is None:
        return None
    day = int(match["day"]) if match["day"] else None
    return (int(match["year"]), int(match["month"]), day) if match["month"] else (int(match["year"]), 12, 31)


def counted_at(figure: Figure, asked: Date) -> bool:
    """Whether a figure may answer for a date: a cell of a table says none, a sentence says its own or goes with one that does."""
    if figure.table_id is not None:
        return True
    said = read_as_of(figure.sentence or "")
    if said is None:
        return figure.fiscal_year == asked[0]
    return said[:2] == asked[:2] and (None in (said[2], asked[2]) or said[2] == asked[2])
