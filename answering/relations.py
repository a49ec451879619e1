"""Clauses that set two things against each other: shares, growth, differences, ratios, comparisons, means.

"河道巡查员工资占项目支出的百分之多少"  →  SHARE of 河道巡查员工资 in 项目支出
"⟨2024⟩比⟨2023⟩少了百分之几"          →  GROWTH against ⟨2023⟩, a decrease supposed
"项目支出比基本支出多多少元"          →  DIFFERENCE of 项目支出 and 基本支出
"""

from __future__ import annotations

import re
from dataclasses import replace

from answering.marking import ANY_MARK, E, N, Y
from answering.parts_of_reading import Clause
from answering.vocabulary import Vocabulary
from answering.wording import UNIT_WORDS, read_asking
from disclosure.amount import Unit
from disclosure.question import Operation, Relation, RowKind

PERCENT = Unit.parse("%")
_RATE_ASKED = re.compile(
    "百分之(?:几|多少)|百分比|百分数|几个百分点|多少个?百分点|比例|比重|增幅|降幅|涨幅|幅度|增速|增长率|率是|率为|率$|%|几成|占比"
)
_RATE_WORDS = r"(?:百分之(?:几|多少)|(?:多[少大]的?|几个?)?(?:比例|比重|百分比|百分率|百分点|份额)|几成|几分之几|%)"

# SHARE
_OCCUPIES = re.compile(r"^(?P<a>.*?)(?:总共|一共|共|大概|大约|约|各|分别|所|能|会|要|只|仅|才|就)*占(?![用地有])(?:到|了|据)?(?P<b>.*)$")
_SHARE_TAIL = re.compile(
    rf"(?:的)?(?:{_RATE_WORDS}|多少|多大|几)?(?:分别|各)?(?:是|有|为|达|达到)?(?:{_RATE_WORDS}|多少|多大|几|什么)?(?:\(.*\)|吗)?$"
)
_SHARE_OF = re.compile(rf"^(?:在)?(?P<b>.*?)(?:里[面头边]?|中|当中|之中|内)[,，]?(?P<a>.*?)(?:所)?占(?:的)?(?:比|{_RATE_WORDS}|多少).*$")
_IN_MONEY = re.compile("占(?:了|掉|用)?(?:多少|几)个?(?:钱|[百千]?[万亿]?元|万(?!分)|亿)")
_IN_WHOLE = re.compile(
    rf"^(?P<a>.+?)(?:在|于)(?P<b>.+?)(?:里[面头边]?|中|当中|之中|内)(?:大概|大约)?(?:所)?占(?:的)?(?:了)?(?:比|{_RATE_WORDS}|多少|几).*$"
)
_PROPORTION = re.compile(
    r"^(?P<a>.*?)(?:在(?P<b>.*?)(?:里[面头边]?|中|当中|之中))?(?:的)?(?:占比|所占(?:的)?(?:比例|比重))(?:是|为|有)?(?:多少|多大|几)?.*$"
)
_IS_PART = re.compile(rf"^(?P<a>.+?)(?:是|为|相当于|等于)(?P<b>.+?)的(?:{_RATE_WORDS})$")
_HOW_MUCH_IS = re.compile(
    rf"^(?P<b>.+?)(?:里[面头边]?|中|当中)?(?:有|的)?(?:{_RATE_WORDS}|多少(?=是))(?:的钱)?(?:是|用于|用在|花在|用来|投入)(?:了)?(?P<a>.+)$"
)
_COMPLETION = re.compile(
    r"^(?P<a>.*?)(?:的)?(?P<of>年初预算|全年预算|调整预算|预算)?(?:的)?(?:完成率|执行率|完成情况|完成比例)(?:是|"
    r"为)?(?:多少|多高|百分之几|几成|几|如何|怎么样)?$|^(?P<c>.*?)完成了?(?P<d>.*?预算数?)的(?:百分之几|百分之多少|多少|几成|(?:比例|比率|百分比|百分数)(?:是|为)?(?:多少|几)?)$"
)

# GROWTH
_UP = "增加|增长|提高|上升|上涨|增多|多出?|涨|高|增|提升"
_DOWN = "减少|下降|降低|下跌|压减|压缩|节约|节?省(?=[了下出]|多少)|少|降|低|减|跌|缩减|缩水|下滑"
_CHANGE = "变化|变动|增减|浮动|相差|差"
_BASE_WORDS = r"(?:的|当年|全年|同期|年初|预算执行数?|执行数|预算数?|决算数?|支出数?|安排数?|实际|时候?|时期|这一年|那年|水平|总额|总数)*"
_AGAINST = re.compile(
    rf"^(?P<a>.*?)(?:(?:相比于?|相较于?|对比|比起?|较)(?P<base>{Y}{_BASE_WORDS})(?:相比较?|比较|相较|比起来|比|来说|而言)?|"
    rf"(?:与|和|跟|同)(?P<base2>{Y}{_BASE_WORDS})(?:相比较?|比较|相较|比起来|比))[,，]?(?P<mid>.*?)"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<change>{_CHANGE}))(?P<tail>.*)$"
)
_FROM_TO = re.compile(
    rf"^(?P<a>.*?)(?:从|由)?(?P<base>{Y}{_BASE_WORDS})(?:到|至|[-—~–])(?P<b>{Y}.*?)(?:(?P<up>{_UP})|"
    rf"(?P<down>{_DOWN})|(?P<change>{_CHANGE}))(?P<tail>.*)$"
)
# what a column of changes is called, and what a question calls it
_CHANGE_COLUMN = (
    "(?:增减|变动|变化)(?:变化|变动|情况)?(?:金额|[额数](?!量)|率|幅度|比例|百分比|百分数|[(（]?%[)）]?)"
    "|增减(?:变化|变动|情况)|增长率|(?:增长|增加|减少|下降)(?:额|金额|幅度|比例|百分比|百分数|[(（]?%[)）]?)"
)
_GROWTH_WORD = re.compile(
    rf"^(?P<a>.*?)(?:的)?(?P<word>同比(?:增长|增加|减少|下降|变化)?率?|环比|增速|增幅|涨幅|降幅|{_CHANGE_COLUMN})"
    r"(?P<tail>(?:是|为|有)?(?:多少|多大|几|怎么样|如何|什么)?.*)$"
)
_CHANGES_ALONE = re.compile(f"^[^占]*(?:{_CHANGE_COLUMN})")
_GREW = re.compile(
    r"^(?P<a>.*?)(?:一共|总共|共|大概|又|还)*(?:(?P<up>增加|增长|提高|上升|上涨|涨|增)|(?P<down>减少|下降|降低|"
    r"压减|压缩|降|减|少(?=了))|(?P<change>变化|变动))了?(?P<tail>(?:多少|几|百分之几|多大|了).*)$"
)

_VERSUS = re.compile(
    rf"^(?P<a>.*?)(?:(?:相?比|较|和|跟|与|同)(?P<base>{Y}{_BASE_WORDS})(?:相?比|比较)?|同比|环比)(?:呢|怎么样|如何|情况|怎样)?$"
)

# DIFFERENCE, RATIO, COMPARE
_MORE_THAN = re.compile(
    r"^(?P<a>.+?)(?:比|较)(?P<b>.+?)(?:要|还|会)?(?:(?P<up>多出?|高出?|大|超出?|贵|超过)|(?P<down>少出?|低|小|"
    r"便宜))(?:花|用|支|安排)?(?:了|出)*(?P<tail>(?:多少|几|百分之|%).*|吗|么|没有?)$"
)
_IS_MORE = re.compile(
    r"^(?P<a>.+?)(?:比|较)(?P<b>.+?)(?:要|还|会)?(?:更)?(?:(?P<up>多|高|大|贵)|(?P<down>少|低|小|便宜))(?:一?些|一?点|了|出)*(?:吗|么|没有?)?$"
)
_APART = re.compile(
    r"^(?P<a>.*?)(?:之间|两者|两个|二者|两项)?(?:的)?(?:相差|(?<![出误偏时温逆顺])差(?![旅异别])额?|差距|差值)(?:了|是|有|为)?(?P<tail>.*)$"
)
# 甲和乙相比，多出多少: what is compared stands in the clause before
_GAP_ALONE = re.compile(f"^(?:要|会|又|还)?(?:[多高少低]出?|差)了?(?:多少|几)(?:{UNIT_WORDS}|钱)?$")
_MINUS = re.compile(
    r"^(?P<a>.+?)(?:(?<!增)减(?![少轻免排灾负税速压])去?|扣除|扣掉|减掉|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff]))(?P<b>.+?)(?:后|之后|"
    r"以后)?(?:是|等于|还?剩|有|得)*(?P<tail>.*)$"
)
_TIMES = re.compile(
    r"^(?P<a>.+?)(?:等于|相当于|顶得上|顶(?!上)|抵得上|是|为|比)(?P<b>.+?)(?:的|多|高)?(?:多少|几)倍.*$|^(?P<c>.+?)(?:和|与|跟|"
    r"对)(?P<d>[^占]+?)(?:的|之)(?:比例|比值|比)(?:是|为)?(?:多少|几)?(?:比几)?$"
)
_DIVIDED = re.compile(r"^(?P<a>.+?)(?:除以|÷)(?P<b>.+?)(?P<tail>(?:后|之后|,|，)?(?:等于|得|是|为|合|约)*(?:多少|几).*|)$")
_WHICH = re.compile(
    r"(?:(?P<year>哪一?年度?|哪个年度|哪年)|(?P<who>谁|哪(?:里|边)|哪一?家|哪个(?:单位|部门|街道|局)|哪一?(?:个|"
    r"项|笔|种|者|边)?|哪))(?:的)?(?P<mid>[^,，?]{0,14}?)(?:更|比较|相对|要|最|花得?|用得?)*"
    r"(?:(?P<up>多|高|大|贵)|(?P<down>少|低|小|省|便宜))(?:一些|一点|些|点)?$"
)
_OR = re.compile(
    r"^(?P<a>.+?)(?:(?P<up>多|高|大)|(?P<down>少|低|小))(?:一些|一点|些|点)?(?:还是)(?P<b>.+?)(?:多|高|大|少|低|小)?(?:一些|一点|些|点)?$"
)
_COMPARE = re.compile(
    r"^(?:比较|对比|比一比|比一下|对照)(?:一下|下)?(?P<a>.+)$|^(?P<b>.+?)(?:的)?(?:比较|对比)(?:一下|情况|怎么样|"
    r"如何)?$|^(?P<c>.+[和与跟、].+?)(?:相比|比起来|比)(?:怎么样|如何|呢)?$"
)

# SUM, AVERAGE
_MEAN = re.compile(r"(?:的)?平均(?:值|数|水平)?(?:每个?项目|每项|每个?|一个项目)?|均值")
_TOGETHER = re.compile(
    r"(?:全部|都|总共|一共|一起|合|[两二三四五]年)?(?:[加合](?:起来|到?一起|在?一块儿?|在一起)|和(?:起来|在一起)|加总|相加|求和|之和|"
    r"的和(?=是|$)|总和|合计|总计|共计|一共|总共|合共|总额|总数)(?:起来)?"
)


def _rate(text: str) -> bool:
    return bool(_RATE_ASKED.search(text))


def read_share(text: str) -> Clause | None:
    """占…比例, 占比, 是…的百分之几, 完成率; what is added up first (甲和乙加起来占…) is one part."""
    clause = _share(text)
    if clause is None or not clause.phrases or re.search("各占|各自占|分别占|各是|分别是", text):
        return clause
    added = _added(clause.phrases[0], text)
    return clause if added is None else replace(clause, phrases=(added,), relation=Relation.SUM)


def _added(part: str, text: str) -> str | None:
    """The part of a share without its words of adding up; None where nothing is added up: 人员经费合计占…."""
    rest, summed = sum_words(part)
    joined = re.search("[和与及跟、+]|加上?", part)
    named = re.sub(f"{ANY_MARK}|[的,，]|它们?|这|那|[两三四五几](?:个|项|者|笔|样)?|二者", "", rest)
    if summed and (joined or not named):
        return rest
    return rest if joined and re.search("(?:总共|一共|合共|共|合计)占", text) else None


def _share(text: str) -> Clause | None:
    if re.search("(?:占比|比重|比例|份额|占)最[大高多小低少]", text) or _CHANGES_ALONE.match(text):
        return None  # 占比最大的是哪项: rows are ranked; 增减百分比是多少: a change
    if _IN_MONEY.search(text):
        return None  # 里面服务类占多少钱: how much it is
    if match := _COMPLETION.match(text):
        whole = match["d"] or match["of"] or "预算"
        whole = "全年预算数" if whole in ("预算", "预算数") else whole
        return Clause(
            Operation.SHARE,
            (re.sub("(?:的)?决算数?$", "", match["a"] or match["c"] or "") + "决算数",),
            whole=whole,
            unit=PERCENT,
            asked=True,
            reason="问完成率：决算占预算",
        )
    if match := _IN_WHOLE.match(text):
        return Clause(Operation.SHARE, (match["a"],), whole=match["b"], unit=PERCENT, asked=True, reason="“在…中占多少”是占比")
    if (match := _SHARE_OF.match(text)) and match["a"] and not re.search("占", match["a"] + match["b"]):
        return Clause(Operation.SHARE, (match["a"],), whole=match["b"], unit=PERCENT, asked=True, reason="“…中…占多少”是占比")
    if "占比" in text or "所占" in text:
        if match := _PROPORTION.match(text):
            return Clause(Operation.SHARE, (match["a"],), whole=match["b"] or "", unit=PERCENT, asked=True, reason="“占比”是占比")
    if match := _OCCUPIES.match(text):
        whole = _SHARE_TAIL.sub("", match["b"], count=1)
        return Clause(Operation.SHARE, (match["a"],), whole=whole, unit=PERCENT, asked=True, reason="“占”是占比")
    for pattern in (_IS_PART, _HOW_MUCH_IS):
        if match := pattern.match(text):
            return Clause(Operation.SHARE, (match["a"],), whole=match["b"], unit=PERCENT, asked=True, reason="“…的百分之几”是占比")
    return None


_MOST_CHANGED = re.compile(
    r"(?:的)?(?:(?P<up>增长|增加|上升|上涨|提高|增|涨|升)|(?P<down>下降|减少|降低|下滑|降|减|跌))(?P<rate>幅度?|速|长?率|比例|百分比)?(?:得|的)?(?:是)?"
    r"(?P<most>最(?:大|高|多|快|明显|显著|厉害|猛|狠|少|小|低))"
)
_BASED_ON = re.compile(rf"(?:相比于?|相较于?|对比|比起?|较|与|和)(?P<base>{Y}{_BASE_WORDS}|上年|去年)(?:相比)?[,，]?")
_WHICH_ROW = re.compile("(?:支出|里面?|中|的)*(?:哪一?个?些?[项类款笔]?(?:科目|支出|项目)?|什么|谁|啥)?$")


def read_most_changed(text: str) -> Clause | None:
    """增幅最大的是哪项, 哪一项降得最多: which of the printed changes is the largest."""
    match = _MOST_CHANGED.search(text)
    if match is None or not re.search("哪|什么|谁|啥", text) or re.search("哪一?年|哪个年度", text):
        return None
    before = text[: match.start()]
    based = _BASED_ON.search(before)
    about = _WHICH_ROW.sub("", before.replace(based.group(), "", 1) if based else before)
    least = match["most"][1:] in ("少", "小", "低")
    return Clause(
        Operation.RANK,
        (about,),
        base=based["base"] if based else None,
        rows=RowKind.CHANGE,
        descending=not least,
        decrease=bool(match["down"]),
        unit=PERCENT if match["rate"] or _rate(text) else None,
        asked=True,
        reason=f"“{match.group()}”是给增减排名",
    )


def read_growth(text: str) -> Clause | None:
    """A change against another year, or a rate of growth."""
    if match := _AGAINST.match(text):
        phrases = (f"{match['a']}{match['mid']}",)
        tail = match["tail"]
        return _grown(phrases, match["base"] or match["base2"], match, tail, "与另一年度相比")
    if match := _FROM_TO.match(text):
        return _grown((match["a"] + match["b"],), match["base"], match, match["tail"], "从一个年度到另一年度")
    if match := _GROWTH_WORD.match(text):
        down = bool(re.search("降|减少", match["word"]))
        rate = not re.search("[额数]$|情况|变动$|变化$", match["word"]) and not re.search("多少(?:钱|万|元|亿)", match["tail"])
        return Clause(
            Operation.GROWTH,
            (match["a"],),
            base="",
            unit=PERCENT if rate else None,
            decrease=down,
            asked=True,
            reason=f"“{match['word']}”是增减",
        )
    if match := _VERSUS.match(text):
        return Clause(Operation.GROWTH, ((match["a"] or ""),), base=match["base"] or "", asked=True, reason="与另一年度相比")
    if (versus := _MORE_THAN.match(text)) and _another_thing(versus["b"]):
        return None  # 决算比年初预算少了多少: two things
    if (match := _GREW.match(text)) and not _counts_things(match["tail"]):
        return _grown((match["a"],), "", match, match["tail"], "问增减了多少")
    return None


def _another_thing(phrase: str) -> bool:
    """Whether what follows 比 is another thing or another unit, and not the same in another year."""
    return bool(re.search(E, phrase)) or not re.search(Y + "$", phrase)


def _counts_things(tail: str) -> bool:
    """减少多少吨: what is counted is what the measure is of, no change of money."""
    unit = read_asking(tail, Vocabulary(())).unit
    return unit is not None and unit.dimension not in ("money", "%", "百分点")


def _grown(phrases: tuple[str, ...], base: str, match: re.Match[str], tail: str, reason: str) -> Clause:
    tail = re.sub(r"(?:了)?(?:对不对|对吗|是吗|是不是|吗|没有)$", "", tail)
    unit = PERCENT if _rate(tail) and not re.search(N, tail) else None
    return Clause(
        Operation.GROWTH,
        (*phrases, tail) if unit is None else phrases,
        base=base,
        unit=unit,
        decrease=bool(match["down"]),
        asked=True,
        reason=reason,
    )


def read_difference(text: str) -> Clause | None:
    """A 比 B 多多少, A 和 B 相差多少, A 减去 B."""
    if (match := _MORE_THAN.match(text)) and _another_thing(match["b"]):
        unit = PERCENT if _rate(match["tail"]) else None
        operation = Operation.GROWTH if unit else Operation.DIFFERENCE
        return Clause(
            operation,
            (match["a"], match["b"] + ("" if unit else match["tail"])),
            unit=unit,
            decrease=bool(match["down"]),
            asked=True,
            reason="“…比…多/少多少”是差额",
        )
    if (match := _IS_MORE.match(text)) and _another_thing(match["b"]):
        return Clause(Operation.DIFFERENCE, (match["a"], match["b"]), decrease=bool(match["down"]), asked=True, reason="“…比…高”是差额")
    if (match := _APART.match(text)) and not re.search("差旅|误差|尾差", text):
        return Clause(
            Operation.DIFFERENCE,
            (match["a"] + match["tail"],),
            unit=PERCENT if _rate(match["tail"]) else None,
            asked=True,
            reason="“相差”是差额",
        )
    if _GAP_ALONE.match(text):
        return Clause(Operation.DIFFERENCE, (), decrease="少" in text or "低" in text, asked=True, reason="“多出多少”是差额")
    if match := _MINUS.match(text):
        return Clause(Operation.DIFFERENCE, (match["a"], match["b"] + match["tail"]), asked=True, reason="“减去”是差额")
    return None


def read_ratio(text: str) -> Clause | None:
    """几倍, 之比, 除以."""
    if (match := _DIVIDED.match(text)) and not re.search(N, text):
        return Clause(Operation.RATIO, (match["a"] + match["tail"], match["b"]), asked=True, reason="“除以”是比值")
    if match := _TIMES.match(text):
        if match["b"] and re.fullmatch(f"{Y}的?{_BASE_WORDS}", match["b"]):
            # 2024年是2023年的几倍: one thing in two years
            return Clause(Operation.RATIO, (match["a"] + match["b"],), asked=True, reason="“倍”是比值")
        return Clause(Operation.RATIO, (match["a"] or match["c"], match["b"] or match["d"]), asked=True, reason="“倍”“之比”是比值")
    return None


def read_comparison(text: str) -> Clause | None:
    """哪个多, 谁的…高, A 多还是 B 多, 比较 A 和 B."""
    if match := _OR.match(text):
        return Clause(Operation.COMPARE, (match["a"], match["b"]), descending=not match["down"], asked=True, reason="“…多还是…多”是比较")
    if match := _WHICH.search(text):
        before = re.sub(r"(?:相比|比起来|比较?|来看|来说|之间|两者|两个|中)?[,，]?$", "", text[: match.start()])
        phrase = before + (match["mid"] or "")
        return Clause(
            Operation.COMPARE,
            (phrase,),
            descending=not match["down"],
            by_year=bool(match["year"]),
            asked=True,
            reason=f"“{match.group()}”是比较",
        )
    if match := _COMPARE.match(text):
        phrase = next(match[name] for name in "abc" if match[name])
        return Clause(Operation.COMPARE, (phrase,), asked=True, reason="“比较”是比较")
    return None


def read_mean(text: str) -> Clause | None:
    """平均; what is spread over heads is read before."""
    if match := _MEAN.search(text):
        rows = RowKind.PROJECT if "项目" in match.group() else None
        return Clause(Operation.AVERAGE, (text[: match.start()] + text[match.end() :],), rows=rows, asked=True, reason="“平均”是平均数")
    return None


def sum_words(text: str) -> tuple[str, bool]:
    """The text without 加起来, 合计 and their like, and whether they were there."""
    found = False
    if re.search("(?:合计|总计|总额|总数)数?各", text):
        return text, False  # 行政运行和事业运行的合计各多少: the column 合计 of each
    if match := re.search(r"(?<=.)(?:\+|(?<![增追添参附外更相])加上?|再加)(?=[^起总在一班工强快固油])", text):
        text, found = text[: match.start()] + "、" + text[match.end() :], True
    if match := _TOGETHER.search(text):
        text, found = text[: match.start()] + text[match.end() :], True
    return text, found
