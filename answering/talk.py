"""Words of a question that carry no thing: adverbs, particles, pronouns, verbs that only say that money is spent.

    spoken("足足", …) → True      spoken("制服", …) → False: a thing, though nobody prints it
    without_chatter("刚成立就吃吃喝喝吧？2024年接待费报个数", …)  →  "2024年接待费报个数"

The parts of speech are those of a general dictionary (rjieba).  A word that any label of the documents holds is never dropped,
nor one that leaves out, counts or compares: 不含, 以外, 每, 第, 增, 减.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Adverb, pronoun, particle, preposition, conjunction, interjection, modal, suffix, place word.
_FUNCTION_TAGS = frozenset("d r u p c y e o k x f zg ud uj ul uz uv ug df dg rg rz".split())
_TELLING = re.compile("[均摊平拆不除外余每各第非未没无超增减加乘比占同异另剩含季月日旬半初末前后上下去今明结至以限费款金资薪补贴税险保\\d]")
# Verbs with what comes of them (摊到, 写成, 拿出来), and those that only say that something is spent, said or done.
_LIGHT_VERB = re.compile(
    "(?:[\\u4e00-\\u9fff]?[\\u4e00-\\u9fff](?:到|成|出|掉|完|着|了|过|来|出来|起来|进)|[光单连净花用给拿掏拨投发买办搞弄做列挂拉招签砍顶涨说讲听问查看找想要写报算有是得会能叫让使开请]|"
    "牵扯|牵涉|涉及|打算|准备|计划|预备|足足|听说|打听|核实|确认|告诉|知道|觉得|以为|麻烦|劳驾|安排|显示|写明|列明|填列|公布|公开|倒推|反推|推算)"
)
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


def spoken(text: str, holds: Callable[[str], bool]) -> bool:
    """Whether a stretch that names nothing may be left out: all its words are words of talk."""
    import rjieba

    if _AUDIENCE.fullmatch(text) and not (len(text) > 1 and holds(text)):
        return True
    return all(_is_talk(word, tag, holds) for word, tag in rjieba.tag(text))


def without_ends(text: str, holds: Callable[[str], bool]) -> str:
    """`text` less words of talk at its ends: 给全县老百姓买意外险得掏 → 意外险.  The text itself where a single character would be left."""
    import rjieba

    words = rjieba.tag(text)
    while words and _is_talk(*words[0], holds):
        words = words[1:]
    while words and _is_talk(*words[-1], holds):
        words = words[:-1]
    left = "".join(word for word, _ in words)
    return text if len(left) == 1 else left


def _is_talk(word: str, tag: str, holds: Callable[[str], bool]) -> bool:
    return _light(word, tag) and not (len(word) > 1 and holds(word))


def _light(word: str, tag: str) -> bool:
    if _TELLING.search(word):
        return False
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
