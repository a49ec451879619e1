"""Noun phrases of the narrative: sentence bounds, what is cut from their ends, 类/款/项 chains.

"（一）2026年度青山县水务局公务接待费为"  →  公务接待费
"一般公共服务支出（类）统计信息事务（款）统计管理（项）"  →  three names
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from disclosure.mention import MentionKind, find_numbers

LONGEST = 1500  # characters: a longer sentence is a table that was not seen as one
SOFT = "\u0001"  # a comma inside brackets, which bounds no clause
CHAIN_MARK = re.compile(r"\(\s*(\d{2,3})?\s*([类款项])\s*\)")
_SENTENCE_END = re.compile(r"[。！？!?\n](?!\))")
STRONG = "，,；;：:。\n"
_LEADING = re.compile(
    r"(?:[\s、，,；;：:。”’)）\]】·]|其中|此外|另外|同时|以及|并且?|且|即|和(?!谐)|及|与(?!同)|另|其余|目前|现(?=申请|有|拨|需|将)|共有|共设|共(?=安排|设|建)|(?:主要)?原因是|主要包括|主要是|主要为|为(?=年初|全年|调整|预算)|包括|全年共|主要用于|用于|"
    r"截[至止](?:目前)?|本年度|今年|预计|计划(?=[安投支使购申])|拟|需(?=[^求要])|申请(?:拨付|追加|安排|列支)?|拨付|安排(?=[^\s])|设有|现有|拥有|占有使用的?|使用的|"
    r"达到|超过|不超过|(?:本|我|该|全|各)(?:单位|部门|局|委|办|院|校|中心|镇|乡|街道|县|区|市|级|处|所|站|馆|系统)(?:本级)?的?|(?:本|该)项目|\((?:部门|本级|单位|汇总)\)|“(?=[^”]*$))"
)
NUMBERED = re.compile(
    r"^\s*(?:\d{1,2}\s*[、．.](?!\d)|\([一二三四五六七八九十\d]{1,3}\)\s*、?|[一二三四五六七八九十]{1,3}\s*、|[①-⑳]|第[一二三四五六七八九十]+[，、])\s*"
)
_LEADING_YEAR = re.compile(r"(?:在|于|自)?20\d\d\s*年(?:度|底|末|初|1?\d月(?:份)?(?:\d{1,2}日)?)?(?:以来|前|起)?")
_TRAILING = re.compile(
    r"(?:[\s“”‘’、:：]|共计|共有|共为|各为|分别为?|约为?|(?<!附)近|达到?|均?为|是|即|仅|只有|共|各|按照?|每人|以|科目|不?(?:大于|小于)(?:或等于)?|低于|高于|不低于|不高于|不超过|超过|不少于)+$"
)

# Around a number: what makes it part of a name; what is no noun behind it; verbs before it; counters that have their noun behind them.
PRICE = re.compile(r"(?:单价|单位价值|价值|原值|单项|单笔)(?:在|为)?\s*$")
NO_NOUN = re.compile(r"[，,。；;：:、）)的以及和与或左右外前后起至到]|内(?!设)|其中")
VERBS = re.compile(
    r"(?:内|下|共|包)?(?:设有?|设立|设置|下属|所属|包括|含|有|辖|管辖|招聘|聘用|聘请|新增|购置|购买|采购|配备|发放|开展|完成|举办|组织|建设|为|对|按|给|由|向|和|及|与)$"
)
COUNTED = frozenset(
    "人 辆 台 个 户 家 所 处 座 间 栋 名 套 件 条 支 只 批 次 场 期 村 项 班 团 组 门 类 种 笔 例 宗 起 条 份 本 册".split()
)
NOTHING = re.compile(
    r"(?:本年度?|没|暂|均|也|尚){0,2}(?P<word>无|没有|未安排|未发生|未编制|不安排|不涉及)(?P<what>[^，,；;：:。\n]{2,45})(?<!的)(?=[，,；;：:。\n]|$)"
)
FINANCIAL = re.compile(r"预算|支出|收入|经费|拨款|资金|结转|采购|车辆|用车|项目|基金|资产|设备|费")


def subject_chain(words: str) -> tuple[tuple[str, ...], str | None]:
    """类, 款 and 项 out of one phrase, and the code when it is printed.

    一般公共服务支出(类)统计信息事务(款)统计管理(项)  →  three names; 公共安全支出(204类)司法(06款)  →  also "20406".
    """
    marks = list(CHAIN_MARK.finditer(words))
    if marks:
        starts = [0, *(mark.end() for mark in marks)]
        names = [words[start : mark.start()].strip("“”\"' ") for start, mark in zip(starts, marks, strict=False)]
        code = "".join(mark[1] or "" for mark in marks)
        if all(names):
            return tuple(names), code or None
    quoted = re.fullmatch(r"“?([^“”]+)”?", words)
    parts = re.split(r"[-－—–]", quoted[1]) if quoted else []
    if len(parts) > 1 and all(re.search("[\u4e00-\u9fff]{2}", part) for part in parts):
        return tuple(part.strip() for part in parts), None
    return (words,), None


def sentences(folded: str) -> list[tuple[int, int]]:
    """Offsets of each sentence, its end mark included; one that never ends is cut at a comma."""
    ends = [match.end() for match in _SENTENCE_END.finditer(folded)]
    found = []
    for start, end in pairwise([0, *ends, len(folded)]):
        while end - start > LONGEST:
            cut = max(folded.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "；;，,、") + 1 or start + LONGEST
            found.append((start, cut))
            start = cut
        found.append((start, end))
    return [(start, end) for start, end in found if folded[start:end].strip()]


def mask(folded: str) -> str:
    """Commas inside brackets and titles bound no clause, and a year in a title (《…2024年版》) says nothing."""

    def soften(match: re.Match[str]) -> str:
        return re.sub(r"[，,；;：:。]", SOFT, match[0]) if not holds_number(match[0]) else match[0]

    # 公路养护(项)：支出决算为…: the colon stands between a name and its column
    folded = re.sub(r"(?<=[类款项]\))[：:](?=(?:年初|全年|调整|支出|本年)*(?:预算|决算|执行))", " ", folded)
    # 小学教育(2050202)，2023年度决算数为…: so does the comma behind a name with its code
    folded = re.sub(r"(\(\d{3,7}\))[，,](?=20\d\d年)", r"\1 ", folded)
    masked = re.sub(r"\([^()]{1,40}\)", soften, folded)
    return re.sub(r"《[^》]{1,80}》", lambda match: "《" + "\x00" * (len(match[0]) - 2) + "》", masked)


def holds_number(words: str) -> bool:
    """Whether a quantity stands in the words."""
    return any(mention.kind is MentionKind.QUANTITY for mention in find_numbers(words))


def clean(phrase: str, names: Sequence[str], *, keep_year: bool = False) -> str:
    """The noun phrase without numbering, year, the unit's name, connectives and verbs at its ends."""
    words = phrase.replace("\x00", "")
    before = None
    while words != before:
        before = words
        words = NUMBERED.sub("", words).lstrip()
        if not keep_year:
            words = _LEADING_YEAR.sub("", words, count=1) if _LEADING_YEAR.match(words) else words
        words = _LEADING.sub("", words, count=1) if _LEADING.match(words) else words
        for name in names:
            words = words.removeprefix(name)
    words = _TRAILING.sub("", words)
    if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
        words = words[1:-1]
    if words.count("“") != words.count("”"):
        words = words.strip("“”")
    return words.strip(" 、，,：:")


def said_basis(between: str) -> str | None:
    """A clause of its own that only says with what is compared: 与2023年度相比."""
    match = re.search(r"(?:^|[，,；;：:。])\s*((?:与|同|比|较)[^，,；;：:。]{2,30}?(?:相比较?|比较|对比))\s*[，,]", between)
    return match[1] if match else None


def holds_parts(words: str) -> bool:
    """Whether a bracket lists parts (一般公务用车3辆，…), rather than qualifies a name (50万元以上)."""
    return holds_number(words) and bool(re.search(r"[，,、；;]|其中", words))


def counts_item(folded: str, start: int, end: int) -> bool:
    """Whether a bare number (1改善环境；2更新设备) only counts the sentences of a list."""
    bare = re.fullmatch(r"\d{1,2}", folded[start:end]) and re.match("[\u4e00-\u9fff]", folded[end:])
    return bool(bare) and folded[:start].rstrip(" ")[-1:] in ("", "。", "；", ";", "\n")
