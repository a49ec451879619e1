"""What a question wants of running text: the words that a sentence must tell, and the kind of thing that answers.

    "残保金几月份去交"              →  words 残保金, 交; a month
    "办公楼建在哪条路上"            →  words 办公楼, 建, 路
    "经费算特定目标类还是其他运转类"  →  words 经费; one of the two
    "货物多少万以上要公开招标"       →  words 货物, 公开招标; an amount of money

A question without a word of asking wants nothing of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from answering.coverage import FILLER_WORDS, FILLERS
from answering.marking import ANY_MARK
from disclosure.amount import Unit

_MEASURE_WORD = "[个条家座份种类项样处所位块片间门套批件张本台辆支名些号级起笔款方次]"
_NUMERAL = r"(?:[一几两二三四五六七八九十]|\d{1,2})"
_BODY = (
    r"[\u4e00-\u9fff](?:[局委办厅院所站股科处室部]|单位|公司|中心|机构|街道|政府|部门|委员会|协会|大队|支队|(?<!人)员)|"
    r"乡镇|村集体|县级|省级|市级"
)
_DATE = r"\d{1,2}月|(?:19|20)\d\d[年-]|季度|年[底内初]|月[底内初]|[上下]半年|之日|个月|\d+天"
_DAY, _MONTH, _YEAR = r"\d{1,2}日|月底", r"\d{1,2}月", r"(?:19|20)\d\d年"
_NUMBER = r"[〔\[【(（]\d{4}[〕\]】)）]第?\d+号"
_PLACE = r"位于|地处|坐落|地址|[东西南北]至|[\u4e00-\u9fff]{2}(?:路|街|镇|村|区|市)|平台|卖场|基地"
_NEAR = r"[\u4e00-\u9fff]{2}"
_EXACT = frozenset((_NEAR, _DAY, _MONTH, _YEAR, _NUMBER, _PLACE, _DATE, _BODY))
# What is asked, and what the answer must hold.  The order is the order of precedence.
_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = tuple(
    (re.compile(asked), re.compile(held) if held else None)
    for asked, held in (
        (r"几月几[号日]|哪一?[天日]|几号(?!文)", _DAY),
        (r"(?:在)?(?:第?几个?月|哪一?个?月)(?:份)?", _MONTH),
        (r"哪一?年|(?:几几|什么)年", _YEAR),
        (r"(?:[定放安排]*在)?(?:什么时[候间]|何时|啥时候?)|多久|多长时间|(?:期限|时间|周期)(?:是|有)?(?:多长|怎么安排)", _DATE),
        (r"(?:文号|发文号|文件号|第?几号文)(?:是|为)?(?:什么|多少|哪个|几号?)?", _NUMBER),
        (
            r"(?:采购|品目|目录|分类|对应)*的?(?:编码|代码|编号)(?:是|为)?(?:多少|什么|几|啥)?",
            r"(?<![A-Za-z\d])(?:[A-Z]\d{4,}|\d{5,8})(?!\d)",
        ),
        (
            r"(?<=在)哪一?[个条座家所](?!.{0,4}(?:表|科目|[项类款页栏月年]|季度))(?=[\u4e00-\u9fff])|哪一?[条个座](?=(?:路|街|河|村|镇|乡|小区|社区|学校|园区))",
            _NEAR,
        ),
        (
            r"(?:在|到|从|去)哪(?![里儿个家一几条项种类张年份月天些])|(?:在|到|位于|从|去)?(?:哪里|哪儿|何处|(?:什么|啥)(?:地方|位置|地点))",
            _PLACE,
        ),
        (r"(?<=单位|公司|机构|部门|企业)(?:是|为|叫)?(?:谁|哪一?家|哪一?个|什么)", _BODY),
        (rf"(?:由|是|归|向|给)?(?:谁|哪位|何人|哪(?:一|{_NUMERAL})?[个家]?(?:单位|部门|公司|机构|科室))", _BODY),
        (
            rf"(?:根据|依据|按照?)?(?:是)?(?:哪(?:一|{_NUMERAL})?[个份]?|什么|啥)(?:文件|政策|规定|通知|办法)",
            "《|号|通知|文件|意见|办法|规定|方案|条例|规划",
        ),
        (rf"哪(?:些|{_NUMERAL}{_MEASURE_WORD})(?:东西|物品|方面|内容)?", r"、|\n|包括|[:：]$"),
        (rf"哪一?{_MEASURE_WORD}?", None),
        (r"(?:什么|啥)(?:样的?|东西|内容|情况|意思|名字|名称)?", None),
        (r"怎么|如何|怎样|咋", None),
        (r"有没有|是不是|是否|有无|[吗么](?=[?？。]*$)|没有?(?=[?？。]*$)", None),
    )
)
_EITHER = re.compile(r"(?:[是算为属按归:：,，]|属于)?(?P<a>[\u4e00-\u9fff]{2,8})(?:还是|或者?是?)(?P<b>[\u4e00-\u9fff]{2,8})(?:呢|吗)?$")
_OPENS = re.compile(r"^.*(?:属于|算|是|为|归)")
_HOW_MUCH = re.compile(
    r"(?:多少|若干|几)(?P<unit>[\u4e00-\u9fff²]{0,5})|(?P<measure>面积|价|金额|标准|限额|人数|数量)(?:是)?(?:多大|多高|$)|多[大高长]$"
)
_MONEY = re.compile("^[千万亿百]*(?:块?钱|元|万|亿)")
# Words of talk and of asking that tell nothing of the answer.
_LIGHT = frozenset(
    (
        "开始 起 附 为止 最晚 最早 是 有 在 去 来 算 搞 弄 做 发 给 让 要 想 说 写 讲 叫 看 查 问 请问 告诉 列 列出 属于 打听 "
        "知道 想知道 还 时候 东西 名字 名称 情况 内容 方面 具体 本 册 那本 文件 材料 报告 公开 说明 表 上 "
        "里 门口 时 事 到 走 用 部分 专门 主要 需要 打算 准备 计划 应该 必须 可以 数 钱 对应 提到 写明 一下 "
        "大概 到底 究竟 介绍 请教 麻烦 帮 帮忙 回答 解释 发给 一共 总共 合计 能 会 得"
    ).split()
)
_FUNCTION_TAGS = frozenset("d r u p c y e o k x f zg ud uj ul uz uv ug df dg rg rz q".split())
_SHORT_TAGS = frozenset("n v vn ns nr zg j s".split())  # of words of one character that tell something
# 预留了332万元的: an amount that the question itself states; 50万元以上的 tells things apart
_PRICED = re.compile(r"\d[\d,.]*[千万亿]?元(?!以[上下内])(?=.{0,8}的)")
_BASED = re.compile("(?:根据|依据|按照?)?谁的|(?:申请|立项|安排|设立|发放|制定|下达|拨付|执行)(?:的|[,，]|$)")
_BOUNDS = re.compile("以[上下内]|[够满](?=多少|几)|限额|标准|起(?=$|[,，?？才就])|必须|应当|达到|门槛|上限|下限")
_GROUPED = re.compile("[一二三四五六七八九十两几]+[个级类种项条家位名处所年样]")
_LINK = re.compile(r"(?:属于|[算是归])(?:了)?(?=[\s:：,，]|$)")  # what is asked stands behind it
_OF_FORM = re.compile("(?:项目)?绩效(?:目标|自评)?(?:申报)?表(?:里面?|中|上)?")  # where it stands, which the line itself does not say
_HOW_LONG = re.compile("(?:要|得|需要?|应|应当)?(?:开|用|花|干|做)?(?:多长时间|多久|几个?小时)")
_EVERY = re.compile("(?P<span>每个?[周天日月年季]|一周|一天)")
_SPAN = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d+)?(?:个?小时|分钟|天|周|个月|年)(?!度)")
_TRAILING = re.compile("(?<=.)(?:[到成掉完了着过]|上去|下来|[上里边中内])$")
_WHOLE = re.compile(r"[A-Za-z]*\d[\d.,A-Za-z]*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be told for a question to be answered."""

    words: tuple[str, ...]  # each must be told
    held: re.Pattern[str] | None  # must stand in the answer; None: anything
    options: tuple[str, ...] = ()  # of which the answer holds exactly one
    exact: bool = False  # a date, a place, who, a document's number: no amount of money answers
    bounds: bool = False  # an amount from which on, or up to which, something holds
    lists: bool = False  # several things are asked for
    dimension: str | None = None  # of the amount asked for; None: no amount is asked for


def wanted(text: str) -> Wanted | None:
    """What the question wants, its scope taken out; None when it asks nothing of text, or names nothing."""
    text = re.sub(rf"[(（][^()（）]*(?:{ANY_MARK}|公开|文件|附)[^()（）]*[)）]", " ", text)
    text = re.sub("(?<=[省市县区乡镇])里(?=[^面边外程])", "级", _OF_FORM.sub(" ", text))
    text = _PRICED.sub(" ", re.sub(ANY_MARK, " ", text))
    text = re.sub(r"[(（](?:指|按|看|就?是)?[^()（）]{0,3}[)）]", "", text)
    if either := _EITHER.search(text):
        first = _OPENS.sub("", either["a"])
        before = text[: either.start("a")] + either["a"][: len(either["a"]) - len(first)]
        return _with(Wanted((), None, options=(_bare(first), _bare(either["b"]))), re.sub(rf"哪一?{_MEASURE_WORD}?(?:项目)?", " ", before))
    if (found := _HOW_LONG.search(text)) and (every := _EVERY.search(text)):
        # how long in a week: no date answers, and no other span of time
        spanned = _with(Wanted((), _SPAN, exact=True), f"{text[: found.start()]} {text[found.end() :]}".replace(every.group(), " "))
        return replace(spanned, words=(every["span"], *spanned.words)) if spanned else None
    for asked, held in _ASKED:
        if found := asked.search(text):
            rest = text[: found.start()] + " " + text[found.end() :]
            exact = held is not None and held.pattern in _EXACT and not _HOW_MUCH.search(rest)
            return _with(
                Wanted((), held, exact=exact, lists=bool(held and "包括" in held.pattern)),
                _BASED.sub(" ", rest) if held and "号" in held.pattern else rest,
            )
    if found := _HOW_MUCH.search(text):
        return _amount(text, found)
    return None


def asks_exactly(text: str) -> bool:
    """Whether a date, a place, a body or a document's number is asked for, and no amount."""
    found = wanted(text)
    return found is not None and found.exact


def _bare(option: str) -> str:
    """An option less the word that all options share: 一次性项目 → 一次性."""
    return re.sub("(?<=..)(?:项目|支出|经费|单位|的)$", "", option)


def _amount(text: str, found: re.Match[str]) -> Wanted | None:
    said = found["unit"] or ""
    unit, taken = _counted(said)
    if unit is None and (money := _MONEY.match(said)):
        unit, taken = Unit.parse("元"), money.end()
    dimension = "平方米" if found["measure"] == "面积" else unit.dimension if unit else None if said else "money"
    if dimension is None or dimension == "number":
        return None
    rest = f"{text[: found.start()]}{found['measure'] or ''} {said[taken:]}{text[found.end() :]}"
    return _with(Wanted((), None, dimension=dimension, bounds=bool(_BOUNDS.search(text))), rest)


def _counted(said: str) -> tuple[Unit | None, int]:
    """The counter that words begin with, and its length: 万册 is counted in ten thousands."""
    scale = len(said) - len(said.lstrip("千万亿百"))
    for start in dict.fromkeys((0, scale)):
        for size in range(len(said), start, -1):
            unit = Unit.find(said[start:size])
            if unit is not None and not unit.is_money and unit.dimension != "number":
                return unit, size
    return None, 0


def _with(found: Wanted, rest: str) -> Wanted | None:
    words = content_words(_LINK.sub(" ", rest))
    telling = sum(len(word) for word in words)
    if telling < 2 or not any(len(word) > 1 for word in words):
        return None
    return replace(found, words=words)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that name or tell something, each once, by a general dictionary."""
    import rjieba

    words: dict[str, None] = {}
    for word, tag in rjieba.tag(text):
        word = word.strip()
        if tag == "k" and words:  # 管护员: what is one word
            last = next(reversed(words))
            del words[last]
            words[last + word] = None
            continue
        if not word or word in _LIGHT or (tag in _FUNCTION_TAGS and not _WHOLE.fullmatch(word)):
            continue
        if _GROUPED.fullmatch(word):
            continue
        if tag in ("m", "mq") and not re.search(r"\d", word):
            continue
        word = _TRAILING.sub("", word)
        if len(word) == 1 and (tag not in _SHORT_TAGS or FILLERS.fullmatch(word)):
            continue
        if FILLER_WORDS.fullmatch(word) or word in _LIGHT or not re.search(r"[\u4e00-\u9fff\dA-Za-z]", word):
            continue
        words[word] = None
    return tuple(words)
