"""Words of a question that carry no thing: adverbs, particles, pronouns, verbs that only say that money is spent.

    spoken("足足", …) → True      spoken("制服", …) → False: a thing, though nobody prints it
    without_chatter("刚成立就吃吃喝喝吧？2024年接待费报个数", …)  →  "2024年接待费报个数"
    without_remarks("培训费贵得离谱！到底多少钱", …)              →  "培训费，到底多少钱"

The parts of speech are those of a general dictionary (rjieba).  A word that any label of the documents holds is never dropped,
nor one that leaves out, counts or compares: 不含, 以外, 每, 第, 增, 减.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from answering.amounts import SUPERLATIVE
from answering.anchors import Anchor
from answering.coverage import is_common
from answering.marking import ANY_MARK, N, T, Y, without_marks

# Adverb, pronoun, particle, preposition, conjunction, interjection, modal, suffix, place word.
_FUNCTION_TAGS = frozenset("d r u p c y e o k x f zg ud uj ul uz uv ug df dg rg rz".split())
_TELLING = re.compile(
    "[均摊平拆不除外余每各第最首非未没无超增减加乘比占同异另剩含季月日旬半初末前后上下去今明结至以限费款金资薪补贴税险保\\d]"
)
# Verbs that only say that something is spent, said or done.
_LIGHT_VERB = re.compile(
    "(?:[光单连净花用给拿掏拨投发买办搞弄做列挂拉招签砍顶涨说讲听问查看找想要写报算有是得会能叫让使开请]|"
    "牵扯|牵涉|涉及|打算|准备|计划|预备|足足|听说|打听|核实|确认|告诉|知道|觉得|以为|麻烦|劳驾|安排|显示|写明|列明|填列|公布|公开|倒推|反推|推算)"
)
# Verbs with what comes of them: 摊到, 写成, 拿出来.
_RESULT = re.compile("[\\u4e00-\\u9fff]?[\\u4e00-\\u9fff](?:到|成|出|掉|完|着|了|过|来|出来|起来|进)")
# Verbs that change what an amount is of, or tell another amount: what was paid back, is owed, left, lost, taken, moved, let or sold.
_TELLING_VERB = re.compile(
    "[退欠省剩余结涨降升跌缺扣补追挪罚收还借转摊丢坏废卖缴损偷漏超调存攒挣赚亏抵冲免违停取回返垫赔贪骗吞欺抢抽贴垮换改修拖捐赠奖产租招聘辞修建造评查审抓检合凑加占]|节约|浪费|完成|执行|达标"
)
# 砸了, 烧掉, 搭进去: whatever verb, it says no more than that money went
_WENT = re.compile("[\u4e00-\u9fff](?:[了掉过]|出去?|进去?|下去|去)?")
_AUDIENCE = re.compile(
    "(?:全?[县市区乡镇村省](?:里|上|里头)?|[县市区乡镇村省局部]里|老?百姓|老百姓|群众|街坊|邻居|乡亲|老乡|大伙儿?|大家|村民|居民|市民|网友|记者|领导|老汉|大爷|大妈|公家|家里)"
)
_HEARSAY = re.compile(
    f"(?:听|据|有|看)(?:有?人|网上|{_AUDIENCE.pattern})?(?:们)?(?:讲|说|传|反映|介绍|问)(?:的)?|{_AUDIENCE.pattern}(?:招|请|雇|买|派|花|用)的?"
)
_EMPHASIS = frozenset("足足 整整 你们 我们 他们 咱们 自己 老实 到底 究竟 竟然 居然 果真 正好 刚好 恰好".split())
# What a clause that asks for something has.
_ASKS = re.compile(
    "多少|几|吗|么$|吧$|哪|谁|什么|啥|何|占|倍|差|合计|总|加|平均|人均|最|排|前[一二三四五六七八九十]|比|对不对|是不是|属实|对吗|一致|一样|有没有|是否|解释|定义|原因|依据|公布|\\d|[一二三四五六七八九十百千]+[万亿元]"
)
_MEASURED = re.compile("多少|几|占|倍|平均|最|哪|谁|什么|啥|为何|怎么|\\d")
_CLAUSES = re.compile("[^,，。;；?？!！:：\\s]+[,，。;；?？!！:：\\s]*")


def spoken(text: str, holds: Callable[[str], bool], *, money: bool = True) -> bool:
    """Whether a stretch that names nothing may be left out: all its words are words of talk.

    Where things are counted, not `money`, a verb says what happened to them: 沉了几艘 asks not how many there are.
    """
    import rjieba

    if _AUDIENCE.fullmatch(text) and not (len(text) > 1 and holds(text)):
        return True
    return all(_is_talk(word, tag, holds, money=money) for word, tag in rjieba.tag(text))


def without_ends(text: str, holds: Callable[[str], bool], *, money: bool = True) -> str:
    """`text` less words of talk at its ends: 给全县老百姓买意外险得掏 → 意外险.  The text itself where a single character would be left."""
    import rjieba

    words = rjieba.tag(text)
    while words and _is_talk(*words[0], holds, money=money):
        words = words[1:]
    while words and _is_talk(*words[-1], holds, money=money):
        words = words[:-1]
    left = "".join(word for word, _ in words)
    return text if len(left) == 1 else left


def _is_talk(word: str, tag: str, holds: Callable[[str], bool], *, money: bool) -> bool:
    return _light(word, tag, money=money) and not (len(word) > 1 and holds(word))


def _light(word: str, tag: str, *, money: bool) -> bool:
    if _TELLING.search(word) or (tag == "zg" and _TELLING_VERB.search(word)):
        return False
    if money and (_RESULT.fullmatch(word) or (tag == "v" and _WENT.fullmatch(word))) and not _TELLING_VERB.search(word):
        return True
    return bool(_AUDIENCE.fullmatch(word) or _LIGHT_VERB.fullmatch(word)) or tag in _FUNCTION_TAGS


def without_adverbs(text: str, holds: Callable[[str], bool]) -> str:
    """`text` less adverbs and pronouns that no operation rests on, and who is said to have said it: 足足, 居然, 听街坊讲."""
    import rjieba

    text = _HEARSAY.sub("", text)
    words = rjieba.tag(text)
    return "".join(word for word, tag in words if not (_idle(word, tag) and not holds(word)))


def _idle(word: str, tag: str) -> bool:
    return len(word) > 1 and not _TELLING.search(word) and (tag == "d" or word in _EMPHASIS)


def without_chatter(text: str, is_telling: Callable[[str], bool]) -> str:
    """`text` less clauses that neither name nor ask anything, where another one does; `is_telling` knows names and marks."""
    clauses = _CLAUSES.findall(text)
    kept = [clause for clause in clauses if is_telling(clause)]
    if not kept or len(kept) == len(clauses):
        return text
    # an asking clause after the names asks about them: …, 靠谱不
    first = clauses.index(kept[0])
    if any(_MEASURED.search(clause) for clause in clauses[:first]):
        return text  # what is asked stands in front, in words that name nothing here
    return "".join(clause for place, clause in enumerate(clauses) if clause in kept or (place > first and _ASKS.search(clause)))


# What a figure is asked with; a claim that is to be judged asks where nothing else does.
_ASKS_FIGURE = re.compile(f"多少|几(?!乎)|若干|哪|谁|什么|啥|为何|怎么|咋|原因|依据|排名|{SUPERLATIVE}|第[一二三四五]")
_JUDGES = re.compile(f"{N}|(?:吗|么|没有|吧|不|对不对|是不是|属实|真假)[?？!！。]*$")
# What follows a name inside of its phrase, and is no remark on it.
_GOES_ON = re.compile("[的里中内下上、和与及跟等类款项之]|方面|这块|那块|以外|当中|合计|总额")
# A clause that takes something off, or sets a part or a condition, says what is meant.
_RESTRICTS = re.compile(
    "除|扣|剔|去掉|不算(?![很太多少高低大小贵])|不含|不包|不要|只[要看算问管]|仅[限看算]|如果|假如|要是|倘若|按|以外|之外|其中|每|季|月份|半年|上旬|减去|加上|换算|单位"
)
_CHANGED = re.compile("[涨增降减升跌多少缩砍掉]")
# Who is said to have said it stands before, and what is said of comes after.
_SAID = re.compile(
    f"^(?:(?!{ANY_MARK})[^,，]){{0,12}}?(?:说|讲|称|提到|提及|谈到|聊到|吐槽|抱怨|反映|议论|传言|爆料|质疑|投诉|举报|写了|写着|写到|觉得|认为|嫌|发现|看到|看见|听到|读到|注意到|关心|好奇)(?:了|过|着)?$"
)
# Where something was looked for, and what was thought of it: after the question this asks nothing more.
_AFTERTHOUGHT = re.compile(
    "(?:只|仅|光|没有?|未|不)(?:见)?(?:写|列|给|说|提|公布|公开|标|显示|找到|看到|看懂|查到)|得(?:很|太|离谱|吓人|够)|太|真是?|挺|蛮|有点|好像|感觉|觉得|离谱|夸张"
)


def without_remarks(text: str, names: Callable[[str], Sequence[Anchor]], holds: Callable[[str], bool]) -> tuple[str, bool]:
    """A marked `text` less what is only remarked in clauses beside those that ask; the names and the scope in them stay.

    The text as it is where a remark may be part of what is asked for.  With it whether the answer need tell nothing of
    what was left out: not so where the question has a name that the remark before it had not.
    """
    clauses = _CLAUSES.findall(text)
    asking = [i for i, one in enumerate(clauses) if _ASKS_FIGURE.search(one)] or [i for i, one in enumerate(clauses) if _JUDGES.search(one)]
    if not asking or len(asking) == len(clauses):
        return text, False
    first, last = asking[0], asking[-1]
    asked = "".join(clauses[first : last + 1])
    named = {one.name for one in names(asked) if not is_common(one.name)}
    apart = True
    kept = []
    for place, clause in enumerate(clauses):
        if first <= place <= last:
            kept.append(clause)
        elif _RESTRICTS.search(clause):
            return text, False
        elif place < first:
            found = names(clause)
            again = any(one.name in named for one in found)
            kept.append(_led_by(clause, found, asked, holds, named=bool(named), again=again))
            apart &= not named or not found or again
        elif any(not is_common(one.name) for one in names(clause)) or not _AFTERTHOUGHT.search(clause):
            kept.append(clause)
    return "".join(kept), apart


def _led_by(clause: str, found: Sequence[Anchor], asked: str, holds: Callable[[str], bool], *, named: bool, again: bool) -> str:
    """What a clause before the question gives to it: the name that it remarks on, or only the scope where the question has one.

    `again`: the question says a name of the clause once more.
    """
    if not found:
        return clause
    head, tail = clause[: found[0].start], clause[found[-1].end :].rstrip(" ,，。;；:：?？!！")
    remark, words = without_marks(tail), without_marks(head)
    said_again = again and len(found) > 1 and without_marks(clause[found[0].end : found[-1].start])
    if not (remark or said_again or _SAID.match(words)) or _GOES_ON.match(remark):
        return clause
    if named:
        return _scope_of(clause, asked)
    told = re.search(N, tail)
    if (told and not (_CHANGED.search(remark) and re.search(Y, asked))) or _holds_any(remark, holds):
        return clause
    if words and not _is_prelude(words, holds):
        return clause
    marks = _scope_of(head + tail, asked) if told else "".join(re.findall(ANY_MARK, head + tail))
    return f"{marks}{clause[found[0].start : found[-1].end]}，"


def _scope_of(clause: str, asked: str) -> str:
    """The marks of scope in a clause, less years and tables where the question says others."""
    marks = re.sub(N, "", "".join(re.findall(ANY_MARK, clause)))
    for kind in (Y, T):
        marks = re.sub(kind, "", marks) if re.search(kind, asked) else marks
    return marks


def _is_prelude(words: str, holds: Callable[[str], bool]) -> bool:
    """Whether what stands before a name only says who said it, or nothing."""
    if _SAID.match(words):
        return not _holds_any(words, holds)
    return spoken(words, holds)


def _holds_any(text: str, holds: Callable[[str], bool]) -> bool:
    import rjieba

    return any(len(word) > 1 and not is_common(word) and holds(word) for word, _ in rjieba.tag(text))
