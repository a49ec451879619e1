"""Years said in a question: in figures, in words, by reference, as a range; and where a year is no scope.

mark_years("2023、2024两年的三公经费")   →  two years
mark_years("去年的总预算")               →  relative −1
mark_years("本年收入合计")               →  none: 本年收入 names a row
mark_years("“比2022年增加”说得通吗")     →  none: the year is quoted
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.marking import YEAR, Marked
from disclosure.mention import MentionKind, chinese_number, find_numbers

# Years outside of this are numbers.
FIRST_YEAR, LAST_YEAR = 1990, 2099


@dataclass(frozen=True, slots=True)
class YearMention:
    """One year said: as a number, or relative to the newest loaded year of the unit."""

    year: int | None  # None: relative
    offset: int | None = None  # 0 今年, -1 去年, -2 前年, 1 明年
    to_base: bool = False  # 上年, relative to the other year of the question rather than to the newest one
    text: str = ""
    outer: bool = False  # stands before another year: it is the document's, the other the row's


_FULL = r"(?<![\d〔\[])(?<!\d[.,])(?P<full>(?:19|20)\d{2})(?:年度|财年|年(?!\s*\d{1,2}\s*月))"
_END_OF_YEAR = r"(?<!\d)(?P<ending>(?:19|20)\d{2})年(?:12月(?:31[日号])?|年?末|年?底)(?:底|末)?(?!(?:财政拨款)?结[转余])"
_CHINESE = r"(?P<chinese>二[〇零○Oo0][〇零○Oo0一二三四五六七八九]{2})(?:年度|年)"
_SHORT = (
    r"(?<!\d)(?<!\d[.,])(?P<short>1[89]|2\d|3[0-5])年度?(?=[的预决部单支收各三和、与,]|$|[\u4e00-\u9fff])"
    r"(?![期以内龄来间前后多限工教历])"
)
_BARE = r"(?<![\dA-Za-z])(?<!\d[.,])(?P<bare>20[0-4]\d)(?=\s*(?:预算|决算|部门|单位|全年|budget))"
_LISTED = r"(?<!\d)(?<!\d[.,])(?P<listed>20[0-4]\d)(?=\s*(?:[、,和与及至到—–~-]|以及)+\s*20[0-4]\d\s*(?:年|两年|三年))"
_TOGETHER = r"(?<!\d)(?<!\d[.,])(?P<together>20[0-4]\d)(?:[两二三四]年)"
_COUNT = r"(?P<count>(?:这|近|前|最近|连续|过去)[两二三四五2345]年|[两二三]年(?:下来|以来))"
# 本年, 当年 and 上年 in front of these are part of a row's or a column's name.
_ROW_WORDS = "收入|支出|预算安排|安排|财政拨款|拨款|结转|结余|初|末|以前"
_NOW = rf"(?P<now>今年度?|本年度|(?:本|当)年(?!度?(?:{_ROW_WORDS}|预算执行))|这一年|今年度)"
_LAST = rf"(?P<last>去年度?|(?<![表书件单册])上一?年度?(?!(?:末|底)?(?:{_ROW_WORDS}))|上一年|前一年|上年同期|去年同期)"
_BEFORE = "(?P<before>前年|大前年)"
_NEXT = "(?P<next>明年|来年|下一?年度?(?!拨))"
# 青溪街道2024水费, 司法局 2026: a year without 年, which no counter follows
_LOOSE = (
    r"(?<![\dA-Za-z.])(?<!\d[,.])(?P<loose>20[12345]\d)(?=$|[\s,，、;；:：?？的)）]|"
    r"[\u4e00-\u9fff](?<![元万亿个人辆名户箱米套台平条次张件年月日号家位份项笔度千百]))"
)
_ANY = re.compile("|".join((_END_OF_YEAR, _FULL, _CHINESE, _LISTED, _TOGETHER, _BARE, _COUNT, _NOW, _LAST, _BEFORE, _NEXT, _SHORT, _LOOSE)))
_QUOTED = re.compile("“[^”]{6,}”|‘[^’]{6,}’")
# 23和24年, (23、24): two years said shortly, side by side
_SHORT_PAIR = re.compile(
    r"(?:前后)?(?:[这那])?(?:[两俩]年)?[(（](?P<a>1[89]|2\d|3[0-5])年?[、,，和与/](?P<b>1[89]|2\d|3[0-5])年?[)）]|"
    r"(?<![\d.])(?<!\d,)(?P<c>1[89]|2\d|3[0-5])年?[、和与跟/](?P<d>1[89]|2\d|3[0-5])[两俩]?年(?![期以内龄来间前后多限工教历])"
)
_RANGE = re.compile(r"(?<!\d)(20[0-4]\d)年?(?:[-—–~]|到|至)(20[0-4]\d)(?!\d)(?!年?度?\s*(?:增|减|的?变化|涨|降|多|少|相差|差))(?:年度?)?")


def mark_years(text: str) -> Marked:
    """`text` with each year that is said replaced by a mark whose value is a YearMention."""
    text = _RANGE.sub(lambda m: "和".join(f"{year}年" for year in range(int(m[1]), min(int(m[2]), int(m[1]) + 5) + 1)), text)
    text = _SHORT_PAIR.sub(lambda m: f"20{m['a'] or m['c']}年和20{m['b'] or m['d']}年", text)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    # 〔2015〕22号 and 2025年12月底 are no fiscal years
    numbers = [n for n in find_numbers(text) if n.kind in (MentionKind.DOCUMENT_NUMBER, MentionKind.CODE)]
    marked = Marked.of(text)
    shift = 0
    for match in _ANY.finditer(text):
        inside = any(start <= match.start() < end for start, end in quoted) or any(n.start <= match.start() < n.end for n in numbers)
        mentions = () if inside else _mentions(match)
        for place, mention in enumerate(mentions):
            start = match.start() + shift if place == 0 else match.end() + shift
            end = match.end() + shift
            before = len(marked.text)
            marked = marked.mark(start, end, YEAR, mention)
            shift += len(marked.text) - before
    return marked


def _mentions(match: re.Match[str]) -> tuple[YearMention, ...]:
    kind, said = match.lastgroup or "", match.group()
    if kind in ("full", "ending", "bare", "listed", "together", "loose"):
        year = int(match[kind])
        return (YearMention(year, text=said),) if FIRST_YEAR <= year <= LAST_YEAR else ()
    if kind == "chinese":
        spelt = chinese_number(re.sub("[○Oo0零]", "〇", match[kind]))
        return (YearMention(int(spelt), text=said),) if spelt else ()
    if kind == "short":
        number = int(re.sub("[〇零]", "0", match[kind]))
        return (YearMention(2000 + number, text=said),)
    if kind == "count":
        said_number = said[said.index("年") - 1]
        number = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get(said_number) or int(said_number)
        return tuple(YearMention(None, -offset, text=said) for offset in range(number - 1, -1, -1))
    offset = {"now": 0, "last": -1, "before": -2, "next": 1}[kind]
    return (YearMention(None, -3 if said == "大前年" else offset, to_base=kind == "last" and said.startswith(("上", "前一")), text=said),)
