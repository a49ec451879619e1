"""Questions that set a document against itself, read whole: of what, in which places, with which amounts.

    "护堤员补助，说明里前后写的数一样吗"        →  护堤员补助, places: the text
    "接待费在三公表和经济分类表是同一个数吗"    →  接待费, places: the tables 三公 and 经济分类
    "两张绩效表都叫护堤员补助，第24页那张多少"  →  护堤员补助, places: 绩效, page 24

The clauses of such a question do not stand for themselves, so that it is not cut.  What answers it is every figure
of the thing in those places.  Where no one thing is named the question is left to the rules for clauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from answering.accounting import GENERAL
from answering.anchors import Anchor, Anchors
from answering.compose import Work
from answering.document_index import GENERIC_COLUMNS, TOTAL_WORDS, DocumentIndex
from answering.draft import Draft
from answering.lookup import MANY, same_scope
from answering.vocabulary import Names, vocabulary_of
from disclosure.amount import Amount
from disclosure.answer import Status
from disclosure.document import Table
from disclosure.figure import Figure
from disclosure.mention import find_numbers
from retrieval.matching import normalise_label, simplify

# What asks whether places agree.
SIGN = re.compile(
    "[一同]样|一致|相同|(?:同|是)一个(?:数|金额)|相等|等于|相符|不符|符合|吻合|匹配|对得?[上起]|对不上|打架|矛盾|冲突|出入|有差|差(?:了|出|着)?多少|相差|差额|"
    "[说讲]得通|站(?:得|不)住|成立|算得?对|算错|哪个(?:数|表)?(?:才)?(?:是|更)?(?:对|准|正确|跟|和|为准)|以哪个为准|[两俩2]个[不同的预决算]*数|"
    "[两几]处|凑得?[出上够齐]|到底|填错|写错|乘|怎么又|差几|差着"
)
_TABLE = re.compile("(?<![代发])表(?![决示现明扬彰率态演述])")
# Where the name of a table begins: behind what stands before it in the sentence.
_BEFORE = re.compile("[的在和与跟同及、,，.。;；:：?？!！里中是按看从由张份个()（）\\s\\d两几各那这]|[\ue000-\uf8ff]")
_PROSE = re.compile("说明|文字|正文|文中|叙述|概况里|前文|后文|(?:前后|前面|后面|开头|结尾)(?!年)")
_MORE = re.compile(
    "第\\d{1,3}页.*表|表.*第\\d{1,3}页|实施期.{0,3}(?:资金|总额|金额)|绩效.*表.*(?:各|分别|加)|表.*表.*(?:各|分别)|[对是]?[吗么吧不]$|对不对|准不准|算得|属实|怎么[来算]|百分比"
)
_PAGE = re.compile("第(\\d{1,3})页")
_NO_NAME = re.compile("(?:预算|决算|公开|单位|部门|本)*")
# What counts places, and states nothing of them: 两个数, 五张绩效表.
_COUNTERS = frozenset("个 处 张 份 种 笔 页 条 项 栏 次 年".split())
_INSIDE = re.compile("(?:科目|项目|款|类)?(?:里面?|中|下面?|当中)的?")
_CUT = "\n"  # where a table's name ended
LONGEST_TITLE_PART = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question sets against what."""

    words: str  # the question less its units and years
    amounts: tuple[Amount, ...]  # those that it states
    years: tuple[int, ...]
    names: tuple[str, ...]  # of rows, sentences and projects, normalised, in order
    tables: tuple[str, ...]  # parts of titles: 三公, 经济分类
    in_table: bool  # a table is meant, by whatever title
    in_prose: bool
    pages: tuple[int, ...]


def is_check(question: str) -> bool:
    """Whether a question may set places of a document against each other."""
    return bool(SIGN.search(question) or _MORE.search(question.rstrip("。？?！! ")))


def read_asked(words: str, question: str, names: Names, document_ids: tuple[str, ...]) -> Asked:
    """The question's things and places; `words` are the question less its units and years."""
    tables, rest = _tables(words)
    told = [mention.amount for mention in find_numbers(question) if mention.amount is not None]
    anchors = Anchors.of(vocabulary_of(names, document_ids)).find(_PROSE.sub("，", rest))
    return Asked(
        words,
        tuple(amount.as_money() if amount.unit else amount for amount in told if amount.dimension not in _COUNTERS),
        tuple(dict.fromkeys(int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年)", question))),
        tuple(dict.fromkeys(_things(anchors, _PROSE.sub("，", rest)))),
        tuple(name for name in tables if name),
        bool(tables),
        bool(_PROSE.search(words)),
        tuple(int(page) for page in _PAGE.findall(words)),
    )


def _things(anchors: Sequence[Anchor], words: str) -> Iterator[str]:
    """What is named, less the titles of tables and what only stands above the next name: 住房改革支出里的购房补贴."""
    titles = len(anchors) > 1  # one name alone is the thing, though 表 follows it: 购房补贴表里
    for place, anchor in enumerate(anchors):
        following = anchors[place + 1].start if place + 1 < len(anchors) else len(words)
        key = normalise_label(simplify(anchor.name))
        above = place + 1 < len(anchors) and _INSIDE.fullmatch(words[anchor.end : following])
        if _names(key) and not above and not (titles and words[anchor.end :].startswith(_CUT)):
            yield key


def _names(key: str) -> bool:
    return len(key) > 1 and not any((key in TOTAL_WORDS, GENERIC_COLUMNS.fullmatch(key), GENERAL.fullmatch(key)))


def _tables(words: str) -> tuple[list[str], str]:
    """The parts of titles that stand before 表, "" for one without a name, and the words without them."""
    found, kept, place = list[str](), "", 0
    for match in _TABLE.finditer(words):
        before = words[max(place, match.start() - LONGEST_TITLE_PART) : match.start()]
        cuts = [cut.end() for cut in _BEFORE.finditer(before)]
        name = before[cuts[-1] :] if cuts else before
        found.append("" if _NO_NAME.fullmatch(name) else name)
        kept += words[place : match.start()] + _CUT  # the name may hold the thing: 补助绩效表
        place = match.end()
    return found, kept + words[place:]


def titled(index: DocumentIndex, part: str, among: frozenset[str]) -> frozenset[str]:
    """The ids of the tables whose title the end of `part` names best: 三公 for 部门“三公”经费预算表; of some tables only."""
    tables = [table for table in index.tables if table.id in among]
    name = normalise_label(simplify(part))
    for start in range(len(name) - 1):
        left = {table.id: rest for table in tables if (rest := _left_over(name[start:], table)) is not None}
        if left:
            return frozenset(key for key, rest in left.items() if rest == min(left.values()))
    return frozenset()


def _left_over(name: str, table: Table) -> int | None:
    """How many characters a title has beyond a name whose characters it holds in order; None when it does not."""
    title = normalise_label(simplify(table.title or ""))
    place = 0
    for character in name:
        place = title.find(character, place) + 1
        if not place:
            return None
    return len(title) - len(name)


def in_one_document(work: Work, make: Callable[[DocumentIndex], Draft | None]) -> Draft | None:
    """What one document brings; None where none does, or several that are no copies of one."""
    if len(work.documents) > MANY:
        return None
    made = [(key, draft) for key in work.documents if (draft := make(work.shelf.index(key)))]
    made = [(key, draft) for key, draft in made if draft.status is Status.ANSWERED] or made
    if not made:
        return None
    first = work.shelf.record(made[0][0])
    return made[0][1] if all(same_scope(first, work.shelf.record(key)) for key, _ in made) else None


def is_choice(asked: Asked) -> bool:
    """Whether the amounts stated are put to choice: 是12万还是6万, which the figure in the table decides."""
    return bool(asked.amounts) and bool(re.search("还是|哪|到底|究竟|谁|为准", asked.words))


def of_year(index: DocumentIndex, asked: Asked) -> bool:
    """Whether the document is of the year that is asked about, where one is said."""
    return not asked.years or index.fiscal_year in asked.years


def states_all(figures: Iterable[Figure], amounts: Iterable[Amount]) -> bool:
    """Whether the figures print every amount; one without a unit is meant in whatever unit stands there."""
    printed = [figure.amount for figure in figures if figure.amount is not None]
    return all(any(is_said(said, amount) for amount in printed) for said in amounts)


def is_said(said: Amount, printed: Amount) -> bool:
    """Whether an amount of the question is the printed one."""
    if said.unit is None:
        return abs(said.number) == abs(printed.number)
    return said.dimension == printed.dimension and abs(said.in_base) == abs(printed.in_base)
