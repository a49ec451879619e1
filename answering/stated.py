"""Questions that put amounts to the documents, read whole before they are cut into clauses.

"河道经费，说明里有两个数，20万还是17.3万？表里呢"   →  VERIFY of 河道经费, both amounts claimed
"护林员补助12万和15万哪个和表一致"                 →  the same
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.amounts import MOST_DOWN, MOST_UP
from answering.marking import AMOUNT, Marked, N, T, without_marks
from answering.parts_of_reading import Clause
from answering.spread import COUNTER, MONTHLY, names_something
from disclosure.amount import Amount
from disclosure.question import Operation, Relation

_NO_AMOUNT = rf"(?:(?!{N}).)*"
# Between two amounts of one thing stands no name of another.
_JOINT = rf"(?:[,，、;；?？]|还是|或者?|和|与|跟|又|也|另|却|一?处|一个|[写说印列给有]的?是?|是|为|{T})+"
_CHOICE = re.compile(rf"^(?P<front>{_NO_AMOUNT}){N}(?:吗|呢)?{_JOINT}{N}(?P<tail>{_NO_AMOUNT})$")
_PLACES = r"(?:两|2|俩|不同)(?:个|种|处)?(?:不同)?的?(?:数字?|说法|版本|金额|口径)"
_CHOOSES = re.compile(f"还是|哪|到底|究竟|谁|为准|{_PLACES}")
_ORDERS = re.compile("(?:哪一?(?:个|项|笔|边|年)?|谁)的?(?:更|最|比较|要)*(?:大|多|高|小|少|低)")
# 说明里有两个数, 写的: what leads the amounts in names nothing.
_LED_IN = re.compile(
    rf"(?:前后|分别|同时|里面?|中)*(?:有|写|给|出现|印|列)?(?:着|了|过|出)?{_PLACES}|"
    r"(?:究竟|到底|应该|应当|应|一处|一个|有的|先|又|前面|前后|金额|[写说印列给]的?|是|为|有|数)+$"
)


_PER_ONE = rf"(?:每一?|平均一|一)(?:个(?:人|户)?|{COUNTER}|天|月)(?:人|车|户)?"
_QUOTES = re.compile(rf"(?:[说写称讲印填标报]|提到|公布|显示)(?:的|了|着|成)?(?:是|为|有)?{N}")
_RECKONS = re.compile(rf"{N}[^,，]*(?:加|减|乘|[+×x*])[^,，]*{N}")  # 地上8千加地下5千，凑得出…吗: the sum is claimed
_EXECUTED = re.compile(rf"(?:当年|预算|实际)*执行(?:数|了)?(?:是|为|有)?(?={N})")
_SHARED = re.compile(rf"人均|(?:平均|折合|合|摊|分)?(?:到|下来|给)?(?:{_PER_ONE})|平均|平摊|均摊|分摊")
_ASKS = re.compile("多少|几")
_BY = r"(?:如果|要是|假如)?(?:按照?|以|照|除以|÷|/|分给|分摊?给|给|由|供|养活?|管|保障)?"
_STOPS = re.compile("[,，;；:：。?？]")
_NAMED = r"(?P<noun>(?:(?![,，。的]|人均|平均|每|均摊|摊|分|[测计]?算|计|来|是|有|多少|几|合|一[个辆人名户台]).){0,12})"
_COUNT_END = r"(?:来|一起|共同)?(?:测算|计算|算|计|平摊|均摊|分摊|平分|平均分?)?(?:下来|的话)?"


_DENIED = re.compile(
    "^(?P<before>.*?)(?:并|根本|确实|真的?|好像|似乎|也|就|都|还)*(?:没有|没|未)(?:安排|发生|产生|列支?|编制|编|花|用|使用|动用|开支)?(?:过|了|任何|一分钱?的?)*"
    "(?P<thing>[\u4e00-\u9fff“”()（）]{2,20})$"
)


def denied_as_nought(text: str) -> str:
    """没有公务接待费（，对吗）states an amount as well: nought."""
    match = _DENIED.match(text)
    return f"{match['before']}{match['thing']}是0" if match and not re.search("多少|几|哪|什么|变化|差|超", text) else text


def read_whole(marked: Marked) -> list[tuple[str, Clause]] | None:
    """The question as one clause, where its amounts only make sense together; None when it has to be cut."""
    clause = read_choice(marked.text) or read_sum(marked.text) or read_per_given(marked)
    return [(marked.text, clause)] if clause else None


_SUMMED = re.compile(
    rf"^(?P<front>{_NO_AMOUNT}){N}(?:{_NO_AMOUNT}(?:加上?|[+]){_NO_AMOUNT}{N})+(?:{_NO_AMOUNT})"
    rf"(?:等于|凑|合计|一共|总共|共|是|得|=|有)(?:{_NO_AMOUNT}){N}(?:吗|么|不|没有)?$"
)


def read_sum(text: str) -> Clause | None:
    """Amounts that are said to add up to another: 地上8千平方米加地下5千平方米，凑得出1.3万平方米吗."""
    match = _SUMMED.match(text)
    if match is None:
        return None
    return Clause(Operation.VERIFY, (match["front"],), relation=Relation.SUM, asked=True, reason="问所说的几个数是否加得出总数")


def said_in_passing(read: Sequence[tuple[str, Clause]]) -> list[tuple[str, Clause]]:
    """Amounts that are stated beside a question are said of their things, and not what is asked: 预算12万，决算也是12万吗.

    What somebody is quoted as saying stays a claim: 申请书里说800万，预算表是多少.
    """
    if not any(clause.asked and not clause.states for _, clause in read):
        return list(read)
    return [
        (text, Clause(None, (_EXECUTED.sub("执行数", text),), reason="说到的数与文件核对"))
        if clause.states and not _QUOTES.search(text) and not _RECKONS.search(text)
        else (text, clause)
        for text, clause in read
    ]


def read_per_given(marked: Marked) -> Clause | None:
    """An amount for each of so many as the question says: 12万，按6个人，每人多少."""
    text = re.sub(
        N, lambda mark: marked.originals[mark.group()] if marked.originals[mark.group()].startswith("一") else mark.group(), marked.text
    )
    counts = [mark for mark in marked.marks(AMOUNT, text) if isinstance(value := marked.values[mark], Amount) and _counts(value)]
    if len(counts) != 1 or not _ASKS.search(text):
        return None
    given = re.search(_BY + re.escape(counts[0]) + "的?" + _NAMED + _COUNT_END, text)
    if given is None:
        return None
    rest = text[: given.start()] + "," + text[given.end() :]
    if not _SHARED.search(rest) and not re.search("平|均|除以|÷|分", given.group()):
        return None
    if re.search("(?:项目|科目|类|款)$", marked.expand(given["noun"])):
        return None  # 5个项目的资金总额平均: the things counted are those that the amounts are of
    amount = marked.values[counts[0]]
    assert isinstance(amount, Amount)
    phrases = [clause for clause in _STOPS.split(_SHARED.sub("", MONTHLY.sub("", rest))) if clause.strip()]
    noun, counted = given["noun"], _STOPS.split(text[: given.start()])[-1]
    others = [phrase for phrase in phrases if phrase != counted]
    if not noun and counted in phrases and names_something(counted) and any(map(names_something, others)):
        noun, phrases = counted, others  # 在编20名，人均办公费: who is counted, and what is spread
    return Clause(Operation.PER_CAPITA, tuple(phrases), whole=noun, dimension=amount.dimension, asked=True, reason="按问题中给出的数平均")


def _counts(amount: Amount) -> bool:
    return amount.dimension not in (None, "money", "number", "%")


_STATED_SHARE = re.compile(
    rf"(?P<of>占(?![用地有])[^,，。?？]+?|完成了?[^,，。?？]*?预算数?)的?(?:比例|比重)?(?:是|为|达到?|有|约)*(?P<rate>{N})(?=$|[,，。?？]|吗|么|对)"
)


def claimed_share(marked: Marked) -> tuple[tuple[Amount, ...], Marked]:
    """完成预算的72%，对吗 asks for the share, and claims what it is; the text asks, the claim beside it."""
    match = _STATED_SHARE.search(marked.text)
    rate = marked.values.get(match["rate"]) if match else None
    if match is None or not isinstance(rate, Amount) or rate.dimension != "%":
        return (), marked
    return (rate,), marked.with_text(
        f"{marked.text[: match.end('of')]}的百分之几{marked.text[match.end() :].removeprefix('吗').removeprefix('么')}"
    )


_MOST = rf"(?:的?(?:金额|数额|预算数?|支出|花的?钱|花费|占比))?(?:是|为|排|花得|占得|给得)?最(?:{MOST_UP}|{MOST_DOWN})"
_SAID_FIRST = re.compile(
    rf"^(?P<parent>.*(?:里面?|(?<!其)中|当中|之中|底下))[,，]?(?:就|应该|应当|是不是|是否|是)*(?P<named>[^,，]+?)(?P<most>{_MOST})的?(?:一?[项类款个笔])?(?:吗|么|吧)?$|"
    rf"^(?P<front>[^,，]*?{_MOST}的(?:一?[项类款个笔]|项目|科目|支出)?)[,，]?(?:就|应该|应当|是不是|是否|是)+(?P<thing>[^,，]+?)(?:吗|么|吧)?$"
)


def said_first(marked: Marked) -> tuple[str, Marked] | None:
    """采购预算里服务类最多，是吗 claims which row comes first: its name, and the text that asks which one does."""
    match = _SAID_FIRST.match(marked.text)
    if match is None or _ASKS_WHICH.search(marked.text):
        return None
    named = marked.expand(match["named"] or match["thing"])
    if _NO_ROW.fullmatch(without_marks(named)) or named.endswith("不"):
        return None
    asking = f"{match['parent']}哪项{match['most']}" if match["parent"] else f"{match['front']}是哪项"
    return without_marks(named), marked.with_text(asking)


_NO_ROW = re.compile("(?:的|金额|数额|预算|支出|花费?|钱|占比?|项目|科目|明细|各|那|这|个|项|类|款|\\d)*")
_ASKS_WHICH = re.compile("多少|几|哪|什么|谁|啥")


def read_choice(text: str) -> Clause | None:
    """Two amounts of one thing, of which the documents are to say which is theirs."""
    match = _CHOICE.match(text)
    if not match or not _CHOOSES.search(match.group()) or _ORDERS.search(match["tail"]):
        return None
    thing = "".join(_LED_IN.sub("", clause) for clause in re.split("[,，;；:：。?？]", re.sub(T, "", match["front"])))
    return Clause(Operation.VERIFY, (thing,), asked=True, reason="问两个数里哪个与文件一致")
