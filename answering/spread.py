"""Words that spread an amount over things, each with its counter: 每座水库, 摊到每个人头上, 人均, 一人一年.

    "每辆巡查车摊到的燃油费是多少"    →  PER_CAPITA of 燃油费, over 巡查车, in 辆
    "平均一个护林员一年多少钱"        →  PER_CAPITA of 护林员, over 护林员, in 个

Rows of a table (每个项目, 每个科目) are not spread over, but averaged: answering/row_sums.py reads them.
"""

from __future__ import annotations

import re

from answering.marking import ANY_MARK, without_marks
from answering.parts_of_reading import Clause
from disclosure.amount import COUNTERS, Unit
from disclosure.question import Operation

_NO_THINGS = frozenset("年 月 周 天 日 个月 小时 时 分钟 分 倍 度 期 层 页 项 类 种 千瓦时 吨公里 面 口 口人 系统".split())
_WORDS = sorted((word for word in COUNTERS if word not in _NO_THINGS), key=lambda word: (-len(word), word))
_BEGINS_WORD = (
    "人(?=员|才|力|民|工)|部(?=门|分)|项|家(?=庭)|处(?=室)|条(?=款)|件(?=数)|次(?=数)|"
    "个(?=月|项目|科目|单位|部门|季度|指标|街道|类|款|处室|科室|年)"
)
COUNTER = f"(?!{_BEGINS_WORD})(?:{'|'.join(re.escape(word) for word in _WORDS)})"
# What ends the name of the thing: a time, a verb, the words of asking, or 的 before the name of the money.
_MONEY = "费|资金|金(?!属|融)|补助|补贴|工资|薪|成本|支出|预算|决算|标准|开支"
_STOP = (
    rf"一年|每年|全年|年均|每个?月|一个?月|平均|均摊|分摊|平?摊|折?合(?=多少|几|是)|(?<!而)是|要(?!缴|交)|得(?=多少|几|花)|花|涉及|投入|安排|能|大概|多少|几|头上|身上|名下|"
    rf"的(?=[^,，]*(?:{_MONEY}|[\uf000-\uf0ff]))|[,，。?？{ANY_MARK[1:-1]}]|$"
)
_NOUN = rf"(?P<noun>(?:(?!{_STOP})[^,，])*)"
_TAIL = "(?:的?(?:头上|身上|名下))?(?:一年|每年|每个?月|一个?月)?"
_SHARED = "(?:(?:平均|均|分|平)?(?:摊|平均|均分|合|折合|分)(?:下来|算下来|一下)?(?:到|给|在|至)?|平均算?下来)?"
_SAID_BY = r"(?:按照?(?:表|文件|材料|说明)?(?:里面?|中|上)?的?(?P<by>[\uf000-\uf0ff]|[^,，按]{2,12}?)(?:来?[测计]?算|平均)?)?"
_EACH = re.compile(rf"{_SAID_BY}{_SHARED}每一?(?P<counter>{COUNTER}){_NOUN}{_TAIL}(?:分?摊到?(?:的(?=.))?)?")
_ONE = re.compile(
    rf"(?:平均|摊|到|合)(?:下来|给|到)?一(?P<counter>{COUNTER}){_NOUN}{_TAIL}|一(?P<counter2>{COUNTER})(?P<noun2>[^,，{ANY_MARK[1:-1]}]{{1,10}}?)(?=平均|均摊|分摊|摊)"
)
_A_HEAD = re.compile(
    rf"{_SAID_BY}(?P<counter>[人户]均|一个?(?:人头?|户)(?=(?:一年|每年|一个?月|每个?月|平均|摊|合|交|收|缴|补|发|拿|多少|几)))(?:每人)?"
)
_BY = re.compile(
    rf"^(?:{ANY_MARK}|的|如果|要是)*(?:按照?|以|用)(?P<by>[^,，]*?(?:人数|人员|职工|教师|人口|学生|数量|编制数?|面积|户数|总数|[\uf000-\uf0ff]))(?:来)?"
    "(?:平?均?摊|分摊|平均|[测计]?算|计)(?:的话|下来)?$"
)
PERIOD = re.compile("每个?月|一个?月|月均|按月|每年|一年|全年|年均")
_SAYS_NOTHING = re.compile(
    rf"(?:{PERIOD.pattern}|平均|均?摊到?|分摊|大概|大约|多少|几|一共|钱|块|万|千|百|元|要|得|花费?|用|是|有|为|能|拿|发|给|收|交|缴|合|折|算|下来|到|的|了|呢|啊|[,，?？]|什么|标准|单价|价格)*"
)
_SPREAD_TO = re.compile("(?:平均|均?摊|分摊)(?:下来)?(?:到|给|在)?|(?:折|合)(?=多少|几)")
_ENDS_IN_MONEY = re.compile(f"(?:{_MONEY})$|^[人车户]?[\uf000-\uf0ff]$")
_GENERIC_FIRST = re.compile("^(?:人|车|户)")
_GENERIC = re.compile("(?:的)?(?:人|人头|车|户|个)?")
MONTHLY = re.compile("每个?月|一个?月|月均|按月")
SPREADS = re.compile("平均|人均|户均|均摊|摊|除以|÷|[合折](?=多少|几)|合算")


def read_spread(text: str) -> Clause | None:
    """每座水库, 摊到每个人头上, 人均, 按编制人数摊: what the money is spread over; None where nothing is."""
    if by := _BY.match(text):
        return Clause(None, (), whole=by["by"], reason="给出了按什么平均")
    match = _EACH.search(text) or _ONE.search(text) or _A_HEAD.search(text)
    if match is None or re.search("季度", match.group()):
        return None
    found = match.groupdict()
    counter = found.get("counter") or found.get("counter2") or ""
    counter = counter if match.re is not _A_HEAD else counter.strip("一均个头每")[:1]
    noun = PERIOD.sub("", found.get("noun") or found.get("noun2") or "").strip("的").removesuffix("上")
    before, after = _SPREAD_TO.sub("", text[: match.start()]), _SPREAD_TO.sub("", text[match.end() :])
    vehicle = noun.startswith("车") and counter in ("台", "部")
    unit = Unit.find("辆" if vehicle else counter)
    if unit is None or (unit.dimension == "个" and _GENERIC.fullmatch(noun) and noun != "人"):
        return None
    dimension = "人" if unit.dimension == "个" and noun in ("人", "人头") else unit.dimension
    if _ENDS_IN_MONEY.search(noun):
        rest, noun = before + _GENERIC_FIRST.sub("", noun) + after, ""  # 每辆车运行费: what is spread stands behind at once
    elif _GENERIC.fullmatch(noun):
        rest = before + after
    elif after.startswith("的") or not names_something(before + after):
        rest = before + noun + after.removeprefix("的")
    else:
        rest = before + after
    whole = found.get("by") or (None if _GENERIC.fullmatch(noun) else noun)
    said = re.sub("[\uf000-\uf0ff]", "…", without_marks(match.group()))
    reason = f"“{said}”是平均到每{counter}"
    return Clause(Operation.PER_CAPITA, (MONTHLY.sub("", rest),), whole=whole, dimension=dimension, asked=True, reason=reason)


def names_something(text: str) -> bool:
    """Whether anything but asking is left."""
    return not _SAYS_NOTHING.fullmatch(re.sub(ANY_MARK, "", text))
