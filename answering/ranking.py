"""Clauses that order rows or count them: 最大, 前五, 排名, 多少个项目; and which rows they mean.

"金额最大的⟨3⟩个项目是哪些"     →  RANK over projects
"公用经费里哪项最多"            →  RANK over what stands under 公用经费
"哪个单位的机关运行经费最高"    →  COMPARE of 机关运行经费 over all units
"纳入绩效目标管理的项目有几个"  →  COUNT, of projects, with the phrase for a printed count
"""

from __future__ import annotations

import re

from answering.amounts import MOST_DOWN, MOST_UP
from answering.marking import C, without_marks
from answering.parts_of_reading import Clause
from answering.row_questions import of_head, split_rows
from answering.wording import read_unit_note
from disclosure.amount import Unit
from disclosure.mention import chinese_number
from disclosure.question import Operation, RowKind

COUNTERS = "(?:个|项|类|家|种|笔|款|条|张|名|位|所)"
_ADJECTIVES = "二级|一级|预算|支出|重点|财政|专项|绩效|所有|全部|这些|公开的?|申报的?|纳入绩效(?:目标)?管理的"
_ROWS: tuple[tuple[RowKind, str], ...] = (
    (RowKind.ECONOMIC, r"(?:部门|政府)?(?:预算)?(?:支出)?经济(?:分类)?(?:科目)?(?:类|款)?"),
    (
        RowKind.CLASS,
        r"“?类”?(?:级)?(?:科目)?(?:支出)?|大类|(?:哪|几|多少)?类(?:支出|科目)|功能(?:分类)?大类|支出大?类别?",
    ),
    (RowKind.DIVISION, r"“?款”?(?:级)?(?:科目)?"),
    (RowKind.ITEM, r"“项”|项级(?:科目)?|“项”级?科目|项级?支出"),
    (RowKind.FUNCTIONAL, r"(?:支出)?功能(?:分类)?(?:科目)?|(?:支出|业务)?科目"),
    (RowKind.INDICATOR, r"(?:绩效)?指标"),
    (RowKind.PROJECT, rf"(?:{_ADJECTIVES})*项目(?:经费|资金|支出)?(?!支出总|绩效目标)|专项(?:资金|经费)?"),
)
_ALONE = tuple(
    (
        kind,
        re.compile(
            rf"^(?:的|哪些?|哪一?个?|几个?|多少个?|[\d一二两三四五六七八九十]*{COUNTERS}|[\s“”,，])*(?:{pattern})(?:的|[\s“”,，])*$"
        ),
    )
    for kind, pattern in _ROWS
)
_AT_END = tuple((kind, re.compile(rf"(?:{pattern})(?:的|[\s“”,，])*$")) for kind, pattern in _ROWS)

_MOST = re.compile(
    r"(?:(?:花(?:费|的)?|用的?|占(?:比|用)?的?|所占比[例重]|比[例重])?(?:钱|金额|数额)?(?:是|排|用|花|给|投|拨|安排)?(?:得)?"
    rf"最(?:(?P<up>{MOST_UP})|(?P<down>{MOST_DOWN})))(?!限度|生活|工资|人民|化|法院|高检)"
    r"|(?P<order>从(?:大到小|高到低|多到少)|从(?:小到大|低到高|少到多)|排(?:名|序|行|个?序|列)|top(?:\s*\d+)?"
    r"|前(?=名|[大个项]*$|[大个项]*(?:项目|科目|支出)|[大个项]*的)|(?:前|后)几(?:名|个|项|大)?)|(?P<last>倒数|垫底|末位)|排?第一(?:名|位)?(?![部季产中小医次类款])|居首|排头",
    re.IGNORECASE,
)
_ACROSS = re.compile(
    r"(?:(?:在)?(?:(?:这|哪|各|所有|全部)(?:几|一|些)?|[两二三四五六七八九十\d]+(?=[个家]))(?:个|家)?(?:下属|所属|直属|二级|基层|预算)*"
    r"(?:单位|部门|街道|局|家)(?:里面?|中|当中|之中)?[,，]?|谁|哪家)(?:的)?"
)
# What is taken out of a ranking clause, in this order; the things ranked remain.
_NOISE = (
    re.compile(
        r"(?:的)?(?:分别|各自?|都)?(?:是|有|叫|为|排)*(?:哪一?些?(?:个|项|类|款|笔|几个?|家|种)?|什么|啥|谁|"
        r"多少(?:钱|元|万元)?|列出来?)+(?:,|，|$)"
    ),
    re.compile(rf"(?:^|\s|的)(?:\d*(?:{COUNTERS}(?![目级])|名)|前)+(?=[^\s的是有])"),
    re.compile(r"按(?:照)?[^,，\s]{0,6}?(?:大小|高低|多少|金额|数额|从)?(?:来)?(?=\s|排|$)"),
    re.compile(r"(?:排(?:名|序|列|个序)?(?:在)?前?|(?<![\u4e00-\u9fff])前)[大个项名]*(?=\s|的|名|$|项目|科目|支出)"),
    re.compile("(?:合计|一共|总共|加起来|总和)(?=\\s|多少|$)"),
)
_WHICH = re.compile(rf"哪(?:一|几|些)?{COUNTERS}?|(?:有|是)?(?:多少|几)(?:钱|元|万元|亿元)?")
# 最高的两项: once the number is taken, a counter that names nothing (类 and 款 are levels of rows)
_COUNTER_ALONE = re.compile(r"(?<=[\s的])(?:个|项|家|种|笔|条|张|名|位)(?=[\s,，]|$)")
_MONEY_WORDS = re.compile(
    r"(?:的)?(?:花(?:费|的)?|用|安排|投入|支出)?(?:的)?(?:钱|资金|金额|数额|预算数?|费用)|支出|预算|经费|资金|花|"
    r"用|安排|投入|单位|部门|名|列出"
)
_HOW_MANY = rf"(?:多少|几)(?P<counter>{COUNTERS})?"
_COUNT_ROWS = re.compile(
    rf"^(?P<a>.*?)(?:一共|总共|共|都|还|中|里|下|的)*(?:有|是|设了?|设立了?|包括|包含|安排了?|申报了?|编报了?|列了?|涉及|分成了?|分为|分了?)*"
    rf"(?:一共|总共|共)*{_HOW_MANY}(?P<rows>[^,，多少几]*?)(?:吗)?$"
)
_ROWS_COUNT = re.compile(rf"^(?P<rows>.*?)(?:的)?(?:数量|个数|总数|一共|总共|共|都|合计|有|是|为)+(?:多少|几)(?P<counter>{COUNTERS})?$")

# 不到10万的项目数
_NUMBER_OF_ROWS = re.compile(r"^(?P<rows>.*(?:项目|科目|指标))(?:的)?(?:数|数量|个数)(?:是|为)?$")


def row_kind(text: str, *, alone: bool = False) -> tuple[RowKind | None, str]:
    """The kind of rows that `text` ends in (or, `alone`, is), and what stands before them."""
    if re.search(r"项目支出[的\s]*$", text):
        return None, text
    for kind, pattern in _ALONE if alone else _AT_END:
        if match := pattern.search(text):
            return kind, text[: match.start()]
    return None, text


def read_rank(text: str) -> Clause | None:
    """最大, 前几, 排名; over units when they are what is asked for."""
    match = _MOST.search(text)
    if not match:
        return None
    if re.search("哪一?年|哪个年度", text):
        phrase = re.sub("哪一?年(?:度)?(?:的)?|哪个年度(?:的)?", "", text[: match.start()])
        return Clause(Operation.COMPARE, (phrase,), by_year=True, descending=not match["down"], asked=True, reason="各年相比")
    things, text = _so_many(text)
    having = _HAVING.search(text)
    text = text.replace(having.group(), "", 1) if having else text
    match = _MOST.search(text) or match
    lowest = bool(match["down"] or match["last"] or re.search("从(?:小|低|少)|后几", match.group()))
    unit, _ = read_unit_note(text)
    rest = text.replace(match.group(), " ", 1)
    for noise in _NOISE:
        rest = noise.sub(" ", rest)
    across = bool(_ACROSS.search(rest)) or "单位" in re.split(r"[\s的]+", without_marks(rest))
    rest = _WHICH.sub(" ", _ACROSS.sub(" ", rest))
    counted = _COUNTER_ALONE.search(rest)
    rest = _COUNTER_ALONE.sub(" ", rest)
    said = split_rows(rest.strip(" 的,，?？"))
    outer, inner = (said.parent, said.words) if said.inside else ("", rest)
    rows, named = _rows_and_names(inner)
    level_alone = (
        said.inside and rows is None and not re.search(C, outer) and row_kind(without_marks(outer), alone=True)[0] is RowKind.CLASS
    )
    if level_alone:
        rows, outer = RowKind.CLASS, _marks_of(outer)  # 大类里最少的是哪一类: the rows themselves stand before 里
    elif said.inside and said.rows is not None and rows in (None, RowKind.FUNCTIONAL):
        rows, named = said.rows, [piece for piece in named if not without_marks(piece)]
    level = re.search("(?:哪|几)(?:一?个|一)?(类|款)", text)
    if level and rows in (None, RowKind.FUNCTIONAL, RowKind.ECONOMIC):
        rows = RowKind.CLASS if level[1] == "类" else RowKind.DIVISION
    if said.rows is RowKind.ECONOMIC and not without_marks(outer) and rows in (RowKind.CLASS, RowKind.DIVISION):
        of_economic = of_head(outer, RowKind.ECONOMIC, rows, "")
        outer, rows = of_economic.parent, of_economic.rows
    of_one = counted and not across and len(named) == 1 and not re.search("[和与及、]", named[0]) and without_marks(named[0])
    if rows is None and (outer or of_one):
        rows = RowKind.PART  # 公用经费最少的三项: of what stands under it
    elif rows is None and not any(without_marks(name) for name in named) and "支出" in text:
        rows = RowKind.FUNCTIONAL if "哪项" in text else RowKind.CLASS
    phrases = tuple(piece for piece in (outer, *named, having["column"] if having else "") if piece)
    if across and rows in (None, RowKind.PART) and not said.inside:
        return Clause(Operation.COMPARE, phrases, across=True, descending=not lowest, unit=unit, asked=True, reason="各单位相比")
    reason = f"“{match.group()}”是排名"
    return Clause(Operation.RANK, phrases, rows=rows, things=things, descending=not lowest, unit=unit, asked=True, reason=reason)


# How many there are by the question, of which one is asked for: 八大类里, 下面六项，; 前三项 and 最大的三个 limit what is shown
_HAVING = re.compile("有(?P<column>项目支出|基本支出)的")  # those that have it are ranked by it
_SO_MANY = re.compile(
    rf"(?<![前后大多高低少小第\d])(?P<n>\d{{1,3}}|[两二三四五六七八九十]{{1,3}})(?:大|(?!家|所){COUNTERS})(?!单位|部门|街道|局)"
    r"(?=[\u4e00-\u9fff]{0,12}?(?:里面?|中|当中|之中|内)|[\u4e00-\u9fff]{0,14}?(?:哪个|谁)|[,，]?(?:金额|数额|预算)*(?:居首|谁|最|排))"
)
_NAMELESS = re.compile("^(?:里面?|中|当中|之中|内)?[,，]?(?=(?:金额|数额|预算|钱)*(?:居首|谁|哪|最|排))")


def _so_many(text: str) -> tuple[int | None, str]:
    """How many rows the question says there are, and the text without it."""
    match = _SO_MANY.search(text)
    number = None if match is None else int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
    if match is None or number is None:
        return None, text
    behind = text[match.end() :]
    kept = "大类" if "大" in match.group() and behind.startswith("类") else ""
    return int(number), text[: match.start()] + kept + _NAMELESS.sub("", behind.removeprefix("类") if kept else behind)


def _rows_and_names(text: str) -> tuple[RowKind | None, list[str]]:
    """The kind of rows that a clause ranks, and what else it names."""
    pieces = [piece for piece in re.split(r"[\s的]+", text) if not _is_filler(without_marks(piece)) or without_marks(piece) != piece]
    rows: RowKind | None = None
    names: list[str] = []
    for piece in pieces:
        bare = without_marks(piece)
        kind = row_kind(bare, alone=True)[0]
        rows = rows or kind
        if kind is None or bare != piece:
            names.append(piece if kind is None and not _is_filler(bare) else _marks_of(piece))
    if rows is None and names:
        rows, before = row_kind(re.sub("(?:金额|数额|花钱|用钱|资金量)$", "", names[-1]))
        names = [*names[:-1], before] if rows else names
    return rows, [re.sub("(?<=.)(?:金额|数额|花钱|用钱|资金量)$", "", name) for name in names]


def _marks_of(text: str) -> str:
    return "".join(character for character in text if character not in without_marks(text))


def _is_filler(piece: str) -> bool:
    return not piece or bool(
        re.fullmatch(rf"[,，、?.。]+|[\d一二两三四五六七八九十]+{COUNTERS}|个|名|大|高|多|{_MONEY_WORDS.pattern}", piece)
    )


def read_count(text: str) -> Clause | None:
    """多少个项目, 项目有几个: rows counted; 多少辆 and 几个人 are quantities, not rows."""
    if re.match(r"^(?:一共|总共|共)?(?:有|是)?(?:几|多少)(?:个|项|家)$", text):
        return Clause(Operation.COUNT, (), unit=Unit.parse("个"), asked=True, reason="问个数")
    if match := _NUMBER_OF_ROWS.match(text):
        kind, before = row_kind(match["rows"])
        return Clause(Operation.COUNT, (before,), rows=kind, unit=Unit.parse("个"), asked=True, reason="问有几个") if kind else None
    for pattern in (_COUNT_ROWS, _ROWS_COUNT):
        match = pattern.match(text)
        if not match or (match["counter"] is None and not re.search("(?:多少|几)(?:项目|科目|指标|大类|类$|款$)", text)):
            continue
        kind, before = row_kind(match["rows"])
        if kind:
            outer = re.sub("(?:款|类)(?:下面?|里面?|中|内)的?$|支出$", "", match.groupdict().get("a") or "")
            # 纳入绩效管理的项目: a count of it may be printed
            adorned = without_marks(before) or len(without_marks(match["rows"])) > 4
            named = before if kind is not RowKind.PROJECT else match["rows"] if adorned else _marks_of(match["rows"])
            return Clause(Operation.COUNT, (outer + named,), rows=kind, unit=Unit.parse("个"), asked=True, reason="问有几个")
    return None
