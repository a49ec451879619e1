"""Whether what a model proposes is what the question says: the model is not trusted, the words are.

    asked 公用经费 基本支出, chosen 公用经费 and 基本支出          →  agreed: nothing asked is left, nothing chosen unasked
    asked 局长的年薪, chosen 基本工资                              →  not agreed: offered at most, never an answer

A model that always takes the first row must do no harm.  So both ways every distinctive character must be found:
what is asked in what is chosen, and what is chosen in what is asked; and an operation needs its word in the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.acceptance import standard
from answering.amounts import SUPERLATIVE
from answering.coverage import COMMON, SHORTEST_PIECE, core, cover, is_common
from disclosure.question import Operation
from retrieval.matching import normalise_label, simplify

# What says an operation; one that a question does not say is not done.
_SIGNS: dict[Operation, re.Pattern[str]] = {
    Operation.SUM: re.compile("加起来|相加|加上|凑|摞|拢共|一共|总共|共计|合起来|合在一|之和|总和|合计"),
    Operation.DIFFERENCE: re.compile("[多少高低差]多少|相差|差额|之差|减(?!少)|扣除|扣掉|剩|富余"),
    Operation.SHARE: re.compile("占|比重|比例|份额|百分之几|几成"),
    Operation.RATIO: re.compile("几倍|多少倍|倍数|之比"),
    Operation.AVERAGE: re.compile("平均|均值|均数"),
    Operation.PER_CAPITA: re.compile("人均|每个?人|平均每"),
    Operation.GROWTH: re.compile("增长|增加|减少|下降|上升|涨|降|变化|增幅|降幅|比上年|比去年|同比"),
    Operation.COMPARE: re.compile("比|哪个|谁|孰|更[多少高低大小]|对照"),
    Operation.VERIFY: re.compile("吗|是不是|是否|对不对|有没有|真的|属实"),
    Operation.RANK: re.compile(f"{SUPERLATIVE}|前[一二两三四五六七八九十\\d]|排名|第[一二两三四五六七八九十\\d]"),
    Operation.COUNT: re.compile("几[个项张种类条家]|多少[个项张种类条家]|数量"),
    Operation.LIST: re.compile("哪些|有哪|列出|列举|清单|分别|包括"),
    Operation.CONVERT: re.compile("换算|折合|等于多少|合多少"),
    Operation.DEFINE: re.compile("什么是|是什么|何谓|什么叫|含义|意思|定义|解释"),
    Operation.EXPLAIN: re.compile("为什么|为何|为啥|怎么会|原因|依据|根据什么|说明|介绍|情况|职责|怎么样|如何"),
}
# A figure alone is no answer to a question that says one of these.
_COMPUTED = frozenset(
    {
        Operation.SUM,
        Operation.DIFFERENCE,
        Operation.SHARE,
        Operation.RATIO,
        Operation.AVERAGE,
        Operation.PER_CAPITA,
        Operation.GROWTH,
        Operation.COMPARE,
    }
)
# Operations that say their own word in passing: 人均 holds 均, 占比 holds 比, 有多少 holds 多少.
_WITHIN: dict[Operation, frozenset[Operation]] = {
    Operation.PER_CAPITA: frozenset({Operation.AVERAGE}),
    Operation.SHARE: frozenset({Operation.COMPARE, Operation.RATIO}),
    Operation.DIFFERENCE: frozenset({Operation.COMPARE}),
    Operation.RATIO: frozenset({Operation.COMPARE}),
    Operation.GROWTH: frozenset({Operation.COMPARE, Operation.DIFFERENCE}),
}
# What a question says beside the things that it asks for; all else must be found in what was chosen.
_BESIDE = re.compile(
    "多少钱?|几何|几个|多大|多高|什么|哪个|是|为|有|吗|呢|吧|啊|呀|嘛|了|的|请问|帮我|麻烦|告诉|瞧瞧|看看|看一?下|查查|查一?下|问问|问一?下|算算|算一?下|"
    "一下|到底|究竟|大概|大约|我们|咱们|他们|它们|这个|那个|这儿|那儿|儿|这块|那块|一块儿?|一起|加起来|相加|加|和|与|跟|同|及|以及|还有|凑在?|拢共|一共|总共|"
    "之和|总和|合起来|共计|加上|摞上?|剩下?|还剩|几许|占|比重|比例|百分之|里面|里|中间|当中|比|相比|差额|相差|减去?|倍|平均|每[个人]|人均|分别|各自|花了?|用了|安排|列支|预计|"
    "[，,。？?！!、；;：:“”\"'（）()\\s]"
)
LONG_ENOUGH = 4  # characters of a label without telling ones (项目支出) that stands in the question as it is
_CUT = "\n"
_SIDES = "上下内外"  # fillers to the rules, but 上级补助 is not 补助


def said(asked: str) -> str:
    """What is asked, ready to be compared."""
    return normalise_label(simplify(asked))


def is_asked(label: str, asked: str) -> bool:
    """Whether everything that tells the label from others stands in what is asked."""
    key = normalise_label(label)
    if all(standard(_BESIDE.sub("", part), key) is False for part in asked.split(_CUT)):
        return False  # 办公费 is one standard subject, 办公经费 another
    if key in asked and (len(key) >= LONG_ENOUGH or not is_common(key)):
        return True
    covered = cover(core(key), asked)
    telling = COMMON.sub("", core(key))
    return bool(telling) and not covered.missing and not covered.dropped and covered.distinctive >= SHORTEST_PIECE


def left_over(asked: str, chosen: Sequence[str]) -> str:
    """What is asked and stands in nothing that was chosen; "" when all does."""
    names = _CUT.join(normalise_label(name) for name in chosen)
    covered = cover(asked, names)
    rest = _BESIDE.sub("", asked)
    sides = "".join(side for side in _SIDES if rest.count(side) > names.count(side))
    return _BESIDE.sub("", covered.missing) or sides


def operation_said(operation: Operation, question: str, by_rule: Operation) -> bool:
    """Whether the question says the operation, and no other one."""
    found = {one for one, sign in _SIGNS.items() if sign.search(question)}
    for one in tuple(found):
        found -= _WITHIN.get(one, frozenset())
    if operation in (Operation.LOOKUP, Operation.CONVERT):
        return by_rule in (Operation.LOOKUP, Operation.CONVERT, Operation.NONE) and not found & _COMPUTED
    return operation is by_rule or found == {operation}


def order_said(operation: Operation, question: str, first: str, second: str) -> bool:
    """Whether the question says which of two comes first: the part of a whole, what is compared with what."""
    one, other = re.escape(normalise_label(first)), re.escape(normalise_label(second))
    text = said(question)
    if operation is Operation.SHARE:
        inside = "(?:里面?|中|内|当中)"
        return bool(re.search(f"占(?:了|全部|整个|本年|当年)*{other}|{other}(?:的|支出)?{inside}.*{one}|{one}.*在{other}{inside}", text))
    if operation in (Operation.DIFFERENCE, Operation.RATIO):
        return bool(re.search(f"{one}[^，。]{{0,4}}(?:比|是|减)[^，。]{{0,4}}{other}", text))
    return True
