"""Everyday talk around a known name → the plain question that the other rules read.

    "给职工的工会经费多少"                   →  "福利费一共多少钱"
    "租仓库的租赁费"                       →  "租赁费"
    "物业管理费2024年比2023年省了多少"           →  "物业管理费2024年比2023年少多少"
    "预算怎么一下子比去年多了这么多，啥原因"      →  "预算比去年增加的原因是什么"
    "钱七成多都用在项目上，真的假的"             →  "项目支出占总支出的七成多，对吗"

Words for everybody of a unit, and for the unit itself, say nothing of its figures; a certain person or group (局长, 司机,
临时工) says what is meant, and stays.  What is done with money says nothing where it only repeats the name that follows.
"""

from __future__ import annotations

import re

from answering.anchors import Anchor, Anchors
from answering.entities import EntityIndex
from answering.vocabulary import Vocabulary

_MUCH = "(?:多少|几)"
_UNITS_OF_TIME = "(?:一年到头|一年|全年|每年|整年|年年)"
_EVERYBODY = (
    "(?:(?:我们|咱们?|你们|他们|全[局院校街所馆站]|全单位|所有|全体|广大|在职)的?)*"
    "(?:干部职工|机关干部|工作人员|干部|职工|员工|同志|大家|大伙儿?|人人|每个人|(?<=所有)人员?|(?<=全体)人员?)们?"
)
_TEACHERS = "(?:全体|全校|所有|在职)?(?:老师|教师|教职工|教职员工?|教员)们?"
_DONE_FOR = "(?:发放?|买|交|缴纳?|付|配|办|上|准备|安排)?"
_SCHOOLS = ("学校", "中学", "小学", "学院", "大学", "幼儿园")
_KINDS = (*_SCHOOLS, "医院", "街道", "法院", "检察院", "局", "镇", "乡", "馆", "站", "中心")
# who has it or gets it, before its name
_WHOSE = re.compile(
    f"(?:[给为替](?P<given>{_EVERYBODY}|{_TEACHERS}){_DONE_FOR}|(?P<had>{_EVERYBODY}|{_TEACHERS})|"
    f"全?(?P<unit>{'|'.join(_KINDS)}|单位|机关|(?<=全)[局校院])(?:自己|上下)?(?:{_UNITS_OF_TIME}|的|今年)){_UNITS_OF_TIME}?的?"
)
# who gets it, where the name itself says so: 给退休人员发的退休费
_SAID_BY_NAME = re.compile(
    f"[给为替]?(?P<who>[\u4e00-\u9fff]{{2}})(?:老?同志|老?干部|人员|职工|员工|老人|的人)们?{_DONE_FOR}的(?=(?P=who))"
)
# Where such words may begin: at the start, behind a year or another mark, never behind a word that narrows them (老干部).
_OPENS = re.compile("(?:^|[^\u4e00-\u9fff]|[年度里的中上]|预算|决算)$")
# what is done, of a verb that the name has, with what anybody has: 租仓库的租赁费
_DONE = re.compile(
    "(?P<deeds>(?:(?P<verb>[租印修买订培会差用维办])(?:了|点|些|个|几个)?"
    "(?:房子|房屋|房|场地|地方|场所|办公室|办公用房|东西|材料|资料|文件|会|班|用品|物品)?(?:和|与|或|、)?)+)的(?=[\u4e00-\u9fff])"
)
# what the money is for in everyday words, and its name in brackets: 养车的钱（运行费）
_NAMED_IN_BRACKETS = re.compile(
    f"{_UNITS_OF_TIME}?(?P<talk>(?!{_UNITS_OF_TIME})[^,，的年()（）\\d]{{1,8}}?)的(?:钱|费用|开支|花销|花费|开销)"
    "[(（](?P<name>[\u4e00-\u9fff“”]{1,12}(?:费用?|经费|支出|补贴|补助|工资|收入))[)）]"
)
_ORDER = re.compile(
    "[,，。;；?？!！]+(?:你|您|你们)?(?:可)?(?:千万)?(?:别|不要|不许|少|休想)(?:想)?(?:再)?(?:糊弄|忽悠|欺骗|骗|蒙|敷衍|哄|唬|打马虎眼)"
    "(?:我们?|俺|人|大家|老?百姓)?[啊呀了哦]?$"
)
_PLACES = "(?:(?:预算|决算)?(?:报?表|表格|文件|材料|数据|报告|原文|公开)(?:里面?|中|上)?)"
_SAYING = "(?:这个|这种|该|此|这)(?:说法|话|讲法|数字?|观点|判断|结论)"
_TRUE = re.compile(
    f"[,，。;；?？!！]*(?:{_PLACES}?(?:支持|认可|印证|证实)(?:得了|了)?{_SAYING}|{_PLACES}?(?:真|确实)?(?:是|就是)(?:不是)?这样(?:子)?的?|"
    "(?:是)?真的?(?:还)?是假的?|真的?假的?|(?:是)?真的?还是假的?|是真是假|(?:是)?真的?)(?:吗|么|吧|不|没)?$"
)
_REASON = re.compile(
    "(?:怎么|咋|为啥|为什么|为何)(?:就|会|也|又)?(?:一下子|突然|忽然|猛地?|陡然)?(?P<than>比[^,，]{2,10}?)?(?:一下子|突然|忽然)?"
    "(?P<way>多|增加|增|涨|上涨|高|少|减少|减|降|下降|低|跌)(?:了|出来?)*(?:这么|那么|如此)(?:多|大|狠|高|低|少|厉害)?"
    "(?:[,，]?(?:到底|究竟)?(?:是)?(?:啥|什么|何)(?:原因|缘故|情况|道理)?|[,，](?:为啥|为什么|为何|怎么回事|咋回事))$"
)
_LESS = frozenset(("少", "减少", "减", "降", "下降", "低", "跌"))
_TENTHS = "(?:[一二三四五六七八九两]成|一半|半数)"
_WHERE_TO = re.compile(
    f"(?:的|里面?|中|当中|之中)?[,，]?有?(?P<tenths>{_TENTHS})(?P<more>多|以上)?(?:左右|上下)?的?(?:钱|资金)?(?:都|全|就|是)*"
    "(?:用|花|投|砸|使)(?:在|到|于|给)了?(?P<on>[^,，]{2,14}?|人)(?:上面?|里面?|方面|身上|头上)?(?=[,，?？]|吗|$)"
)
_ALL_MONEY = re.compile("的?(?:钱|总?支出|总?预算|资金)$")
_PERCENTS = {character: place for place, character in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_ON = {
    "项目": "项目支出",
    "做项目": "项目支出",
    "人": "人员经费",
    "养人": "人员经费",
    "人员": "人员经费",
    "人头": "人员经费",
    "公用": "公用经费",
    "基本": "基本支出",
}
_TABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (_ORDER, ""),
    (_TRUE, "，对吗"),
    # 两年相加, 和起来: their sum
    (
        re.compile(
            "(?P<n>[两三四几俩]年?(?:个|项|者|笔|样)?)?(?:相加|[和合](?:起来|在?一块儿?|到一[起块])|凑起来|加到一[起块])(?:起来)?(?:得|后)?"
        ),
        "加起来",
    ),
    (re.compile(f"(?<=比)(?P<base>[^,，比]{{2,14}}?)(?:节?省|节约|省钱)(?:下来?|了|出来?|掉)*(?={_MUCH})"), r"\g<base>少"),
    # 花钱最少的项目是啥，才多少: which it is, with its amount
    (
        re.compile(
            f"(?<=最)(?P<thing>[^,，最]{{2,12}}?)(?:是|叫)(?:啥|什么|哪一?[个项])(?:名字|名称)?[,，](?:才|就|只|仅|也就|要|得|花|用|有|了|一共|总共)*{_MUCH}(?:钱|万?元)?$"
        ),
        r"\g<thing>是哪个",
    ),
    (
        re.compile(
            "(?<![用花掏出拿]的)(?<![用花掏出拿])(?:到底|究竟)?(?:是|指|算)(?:一?个|一?种|一?笔)?(?:啥|什么)(?:样的|性质的)?(?:钱|费用|开支|东西|玩意儿?|名堂)$"
        ),
        "是什么意思",
    ),
    (re.compile(f"占了?(?={_MUCH}个?钱)"), ""),
    (re.compile("收(?:入)?、支(?:出)?(?=预算|决算|总)"), "收支"),
    (re.compile("(?:准备|打算|计划)(?=[花用拨给投])"), ""),
    # 又涨了吧: the year before is meant
    *(
        (
            re.compile(
                f"(?<![比较么咋啥何])(?:是不是|肯定|怕是|恐怕)?又(?:{way})了?(?:不少|很多|好多|一些|一点|[点些])?(?:[吧吗么]|对吧|是吗)?(?=$|[,，?？])"
            ),
            f"比上年{word}了",
        )
        for way, word in (("多|涨|高|增加|增长|上涨|提高", "增加"), ("少|降|低|跌|减少|下降|下跌", "减少"))
    ),
    # 服务类占多少: the kinds of what is bought
    (re.compile("(?<=货物|服务|工程)类(?=[的占是有要花多几金最,，]|$)"), ""),
)
_GOES_ON = re.compile("^(?:那|那么)?(?:换成|改成|换作|改为|换到)(?![\\d十百千万亿]*(?:万元|元|亿|千元|百分))(?=[\u4e00-\u9fff\\d“])")


def everyday(text: str, index: EntityIndex, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """`text` less everyday talk, and what was done, in Chinese."""
    anchors = Anchors.of(vocabulary)
    plain = _GOES_ON.sub("那", text)
    for pattern, put in _TABLE:
        if (match := pattern.search(plain)) and match.start() and not vocabulary.knows(match.group()):
            plain = plain[: match.start()] + match.expand(put) + plain[match.end() :]
    plain = _reason(plain)
    plain = _where_to(plain, anchors)
    plain = _bracket(plain, anchors)
    plain = _less_deeds(plain, anchors)
    plain = _less_owners(plain, index, anchors, vocabulary)
    return plain, () if plain == text else (f"口语按“{plain}”理解",)


def _reason(text: str) -> str:
    match = _REASON.search(text)
    if not match:
        return text
    way = "减少" if match["way"] in _LESS else "增加"
    return f"{text[: match.start()]}{match['than'] or '比上年'}{way}的原因是什么"


def _where_to(text: str, anchors: Anchors) -> str:
    """A share that is claimed of all the money, or of what is named before it: 七成多都用在项目上."""
    match = _WHERE_TO.search(text)
    if not match:
        return text
    front, whole = text[: match.start()], "总支出"
    money = _ALL_MONEY.search(front)
    named = next((anchor for anchor in anchors.find(front) if anchor.end == len(front) and len(anchor.name) > 2), None)
    if named is not None:
        front, whole = front[: named.start], named.name
    elif money is not None:
        front = front[: money.start()]
    else:
        return text
    tenths = (
        match["tenths"] + match["more"]
        if match["more"]
        else f"约{_PERCENTS[match['tenths'][0]] if match['tenths'].endswith('成') else 5}0%"
    )
    return f"{front}{_ON.get(match['on'], match['on'])}占{whole}的{tenths}{text[match.end() :]}"


def _bracket(text: str, anchors: Anchors) -> str:
    match = _NAMED_IN_BRACKETS.search(text)
    if not match or _covers(anchors.find(text[: match.end("talk")]), match.start("talk")):
        return text
    return text[: match.start()] + match["name"] + text[match.end() :]


def _less_deeds(text: str, anchors: Anchors) -> str:
    match = _DONE.search(text)
    if not match or match["verb"] not in (name := _name_at(anchors, text, match.end())):
        return text
    return text if not name or _covers(anchors.find(text), match.start()) else text[: match.start()] + text[match.end() :]


def _less_owners(text: str, index: EntityIndex, anchors: Anchors, vocabulary: Vocabulary) -> str:
    """Less who has it or gets it, where that is everybody of the unit, or the unit itself, or what the name says."""
    if (match := _SAID_BY_NAME.search(text)) and _name_at(anchors, text, match.end()) and not _covers(anchors.find(text), match.start()):
        return text[: match.start()] + text[match.end() :]
    for match in _WHOSE.finditer(text):
        if not _name_at(anchors, text, match.end()) or _covers(anchors.find(text), match.start()):
            continue
        named = [mention for mention in index.find(text[: match.start()], vocabulary) if mention.entities]
        if not _OPENS.search(text[: match.start()]) and not any(mention.end == match.start() for mention in named):
            continue
        head = _head_meant(match, index)
        if head is None:
            return text
        if named:
            own = index.with_head(head) if head else named[0].entities
            if not set(named[-1].entities) <= set(own):
                return text  # teachers of a bureau
            head = ""
        return text[: match.start()] + (f"{head}里" if head else "") + text[match.end() :]
    return text


def _head_meant(match: re.Match[str], index: EntityIndex) -> str | None:
    """The kind of unit that the words tell, of those that the library has; "" for any, None for one that it has not."""
    if unit := match["unit"]:
        return "" if unit in ("单位", "机关") else unit if index.with_head(unit) else None
    if not re.fullmatch(_TEACHERS, match["given"] or match["had"]):
        return ""
    return next((kind for kind in _SCHOOLS if index.with_head(kind)), None)


def _name_at(anchors: Anchors, text: str, start: int) -> str:
    """The name that begins at a place; "" when none does."""
    return next((anchor.name for anchor in anchors.find(text[start:]) if anchor.start == 0), "")


def _covers(found: list[Anchor], place: int) -> bool:
    """Whether a name reaches over a place, from before it or from it."""
    return any(anchor.start <= place < anchor.end and len(anchor.name) > 2 for anchor in found)
