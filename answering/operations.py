"""Which operation a clause asks for, and the phrases that it works on.

    "金额最大的项目是哪个"        →  RANK over projects
    "超过100万元的项目有几个"     →  COUNT over projects (the threshold is read before)
    "护林员项目的立项依据是什么"  →  EXPLAIN, facet BASIS, phrase 护林员项目
    "什么是机关运行经费"          →  DEFINE, phrase 机关运行经费

The order of the readers is the order of precedence; each returns None when the clause is not its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from answering import relations
from answering.amounts import SUPERLATIVE
from answering.marking import ANY_MARK, E, N, Y, without_marks
from answering.ranking import read_count, read_rank, row_kind
from answering.parts_of_reading import ALL_UNITS, Clause
from answering.row_questions import read_rows
from answering.row_sums import read_row_mean, read_shared, read_top_sum
from answering.spread import read_spread
from answering.vocabulary import Vocabulary
from answering.wording import read_asking
from disclosure.amount import Unit
from disclosure.question import Facet, Operation, Relation, RowKind

_MONEY_OF = re.compile("费|支出|资金|补贴|补助|[分拨]给|分到")
_ORGANISATION = (
    "内设(?:机构|科室|部门|[^,，]{0,4}[股科处]室?)|机构设置|(?:加挂|挂)(?:了|着|有)?(?:哪些|什么)?(?:的)?牌子|牌子|下属(?:单位|机构|部门)|所属(?:单位|机构)|直属单位|科室|股室|"
    "(?:预算|决算)编制范围|部门构成|二级预算单位|下设"
)

# DEFINE and EXPLAIN
_DEFINE = re.compile(
    r"^(?:.{0,6}?(?:怎么|如何|怎样|咋)(?:来)?(?:界定|定义|解释|理解)(?:的)?(?!的?$|[(（])|什么是|何谓|何为|啥是|什么叫|啥叫|解释一?下?|定义一?下?|名词解释[:：]?)(?P<a>.+?)(?:是什么|的含义|的意思|(?:是)?怎么(?:说|写|解释)的?)?$|"
    r"^(?P<b>.+?)(?:这个词|一词|这一?(?:项|概念|词))?(?:的)?(?:是(?:个)?(?:什么|啥)(?:意思|概念|东西|含义)?|"
    r"(?:具体|到底|究竟)?(?:是)?指的?(?:是)?(?:什么|啥|哪些|的什么)|"
    r"(?:是)?(?:什么|啥)(?:意思|含义|概念)|(?:怎么|如何|怎样|咋)(?:来)?(?:解释|理解|定义|界定)的?|的?(?:定义|含义|"
    r"名词解释|意思)(?:是)?(?:什么|啥)?|的?解释(?:是什么)?|代表什么|意味着什么|是指(?:的)?)$"
)
_NO_TERM = re.compile(
    "(?:依据|原因|目标|编码|代码|职责|职能|用途|名称|单位|部门|项目|那格|一格|时间|措施|必要性|内容|指标|机构|第.|最|哪|理由|情况|类|款|项|数|数字)[”]?$"
)
_FACETS: tuple[tuple[Facet, re.Pattern[str]], ...] = tuple(
    (facet, re.compile(pattern))
    for facet, pattern in (
        (
            Facet.BASIS,
            r"(?:立项|政策|文件|法律|设立|预算|测算|编制)?(?:的)?依据(?!充分)(?:是什么|有哪些|是啥|是|有什么|"
            r"为何)?|(?:根据|依据|按照|依照)(?:的)?(?:是)?(?:什么|哪(?:些|份|个|项|一?份)?|啥)(?:的)?(?:文件|政策|规定)?(?:来?(?:立|设|安排|"
            r"编)[^,，]*)?|(?:是|由|以)?哪(?:一?[个份号些]|几[个份])?(?:文件|文号|通知|红头文件)(?:来?(?:印发|下发|发布|下达|规定|批准|要求|安排|定)[^,，]*)?|"
            r"(?:的)?文号(?:是)?(?:什么|多少|哪个|几号)?$",
        ),
        (Facet.NECESSITY, r"(?:项目)?(?:设立|立项)?(?:的)?必要性(?:是什么|有哪些|体现在哪[里儿]?|如何)?"),
        (Facet.MEASURES, r"(?:保证项目实施的)?(?:管理)?(?:制度|措施)(?:、措施)?(?:是什么|有哪些|有什么|如何)|怎么(?:保证|保障|管理)"),
        (
            Facet.SCHEDULE,
            r"(?:项目)?(?:实施)?(?:计划|进度|时间安排|期限|周期|方案)(?:是什么|如何|怎么安排|是?怎[么]?样(?:的|安排的)?|有哪些|多长|多久)|"
            r"什么时候[^,，]*|何时[^,，]*|(?:怎么|如何|怎样)(?:实施|开展|推进|执行)[^,，]*|项目期(?:是)?(?:多久|"
            r"多长|几年)|(?:是)?(?:在)?(?:哪一?年|哪个?月|几月份?|哪天)(?:份)?(?:的)?(?:招|聘|建|成立|设立|开工|启动|完工|竣工|批准|印发|出台|"
            r"开始|实施|入职|立项|购|买|租|签|到期|执行)[^,，]*",
        ),
        (
            Facet.TARGET,
            r"(?:绩效|总体|年度|实施期)?目标(?:值)?(?:是什么|有哪些|是啥|有什么|如何)|(?:想|要)?达到什么(?:目标|"
            r"效果)|绩效指标(?:有哪些|是什么|有什么)",
        ),
        (
            Facet.DUTIES,
            r"(?:的)?(?:主要)?(?:职责|职能|工作任务)(?:是什么|有哪些|有什么|是啥|包括哪些|任务)*|"
            r"(?:主要)?(?:是)?(?:负责|承担|管|(?<!来)(?<!于)(?:干|做))(?:些)?(?:什么|啥|嘛|哪些)(?!用)(?:工作|事|的)*",
        ),
        (Facet.CODE, r"(?:的)?(?:采购|科目|项目|功能科目|分类|品目)?(?:编码|代码|编号)(?:是)?(?:多少|什么|几|啥)?$"),
        (
            Facet.WHO,
            r"(?:是)?(?:由)?(?:谁|哪个(?:单位|部门|公司|机构|科室)|哪家(?:单位|公司)?)(?:来)?(?:负责|实施|承担|"
            r"管理|组织|主管|提供|执行|服务|管护|运维|维护|养护|验收|建设|审批|监督|使用|保管|发放|审核|运营|验收)[^,，]*|"
            r"由谁[^,，]*|谁来[^,，]*|(?:的)?(?:实施单位|主管部门|牵头单位|负责人)(?:是)?(?:谁|哪个|"
            r"什么|哪家|哪里)?$",
        ),
        (
            Facet.CONTENTS,
            rf"(?:的)?用途(?:说明)?{ANY_MARK}*(?:写|说|列)的?(?:是)?什么|(?:主要)?(?:是)?(?:干|做)(?:什么|啥|嘛)用的?|"
            r"(?:主要)?(?:用途|是?用来|用在|花在|用到|用于|花到|拿来|是?用作)(?:了)?(?:是什么|做什么|干什么|干啥|"
            r"做啥|什么|哪里|哪儿|哪些?(?:方面|地方|事)?|何处|啥|的)+[^,，]*|钱(?:都)?(?:花|用)(?:到|在)?(?:哪|"
            r"什么)[^,，]*|(?:打算|计划|要|准备|都|主要)*(?:买|采购|购买|"
            r"购置)(?:了|些)*(?:什么|啥|哪些|哪几[样种类件项])(?:东西|物资|设备|物品)?|主要内容(?:是什么|有哪些)?|"
            r"(?:项目)?概况(?:是什么|如何)?$",
        ),
    )
)
_WHICH_PAPER = re.compile("^(?:的)?(?:是)?(?:哪一?[个份些]?|什么)(?:文件|文号|政策|通知|规定)(?:的)?")
_REASON = re.compile(
    r"(?<!是)干[嘛吗](?!的|用)(?:要|会|得)?(?:去|来)?|何必要?|(?:是)?(?:因为|由于)什么(?:原因)?|为什么|为何|为啥|咋(?=增|减|涨|降|这么|那么)|怎么(?:会|就|这么|"
    r"那么)?(?=增|减|涨|降|多|少|变)|(?:怎么|咋)(?:会|就|又|还|反而)?(?=(?:比|较|跟|和|与)[^,，多几]{1,8}?(?:增|减|涨|降|多(?!少|大)|少|变|高|低)[^多几]*$)|(?:的)?(?:主要)?原因(?:是什么|有哪些|是啥|在哪|何在|是|呢)?$|"
    r"(?:的)?理由(?:是什么)?|什么原因|怎么回事"
)
# 基本支出加项目支出等于支出总计吗: the parts come first
_SUM_EQUALS = re.compile(
    r"^(?P<b>.+?)(?:(?:加上?|\+)(?P<c>[^加]+?)|(?:和|与|、)(?P<d>.+?)(?:之和|的和|相加|加起来|的合计|合计))"
    r"(?:之和|的和|相加|加起来|的合计)?(?:(?:是否|是不是|应该|应当)?(?:等于|=)(?P<a>.+?)(?:吗|么|对吗|对不对|是吗)|(?:是否|是不是)(?:等于|=)(?P<e>.+))$"
)
_CLAIMED_CHANGE = re.compile(rf"(?<=.)(?P<word>增加|增长|上升|上涨|提高|减少|下降|降低|增|减|涨|降|多|少)(?:了|到了?)?{N}(?:吗|么)?$")
_ASKS_TRUTH = re.compile("吗$|么$|对不对|对吗|是不是|是否|没错|正确|还是|属实|真的|是真|有没有|准确|对么|可信")
_HEDGES = "将近|接近|近|大约|大概|约|差不多|快|估计"
_SPENT = "一共|总共|共计?|有|现有|拥有|配备|花费?|用|投入|安排|拨|了|就|只|才|是|" + _HEDGES
# 共有35辆公务车, 花了三百万搞绿化: the thing behind its amount
_THING_BEHIND = re.compile(
    rf"^(?P<before>(?:{ANY_MARK}|年|的)*?)(?:{_SPENT})*{N}(?!左右|上下|前后|来?的样子|多|余|出头|以上|以下|整)的?(?:来|去)?"
    r"(?:搞|做|办|买|购买|采购|用于|用来|用在|给|建|修|养)?(?P<thing>[^,，]+)$"
)
_QUOTED_AMOUNT = re.compile(rf"“[^”]*{N}[^”]*”")
_ABOUT = re.compile(
    r"^(?:介绍|说明|讲述|概括|总结|描述)一?下?(?P<a>.+)$|^(?P<b>.+?)(?:的)?(?:情况|现状)?(?:怎么样|如何|怎样|"
    r"怎么说(?:的)?|是怎么说的|怎么写的?)$"
)

# LIST
_BELONGS = re.compile(
    r"^(?:都?有|包括)?(?:哪些|什么|哪几[个项类种])(?P<rows>[^,，属算列]*?)(?:是|都)?(?:属于|属|算|算作|列入|列在|"
    r"归入|计入|纳入|归)(?P<b>.+?)(?:的|里|中)?$"
)
_CONSISTS = re.compile(
    r"^(?P<a>.+?)(?:主要|都|具体|分别|又|是)*(?:包括|包含|涵盖|含有|含|分为|由)(?:了|着)?(?:哪些|什么|哪几|啥|"
    r"几)(?P<rows>[^,，]*?)(?:组成|构成|方面|部分|内容|项目)?$|^(?P<c>.+?)(?:的)?(?:构成|组成|明细|清单|细目|"
    r"细项)(?:有哪些|是什么|是怎样的|如何|是)?$"
)
_LISTED = re.compile(
    r"^(?:请)?把(?P<e>.+?)(?:都|全部?|一一|逐一|分别)*(?:列|罗列|展示|显示|写|说|报)(?:出来?|一下|一?个表|一?张表|个清单)$|"
    r"^(?:列出|列举|罗列|给出|展示|显示|罗列出|说出|都有|有)(?:一下|所有|全部|一?份)?(?P<a>.*)$|^(?P<b>.*?)(?:都|"
    r"还|具体|主要|分别)*(?:有|是|包括|设置?了?|设立了?|下设)(?:些|了)?(?:哪些|什么|哪几|啥|哪)(?P<rows>[^,，]*)$|"
    rf"^(?:{ANY_MARK})*(?:哪些|哪几个?)(?P<c>.+)$|^(?P<d>.+?)(?:分别|都)?(?:是|叫)(?:哪些|哪几个?|什么名字)$"
)


def read_reason(text: str) -> Clause | None:
    """为什么, 原因: before growth is read, since 为什么增加 asks for no amount."""
    match = _REASON.search(text)
    if not match:
        return None
    rest = re.sub(N, "", text[: match.start()] + text[match.end() :])
    rest = re.sub("(?:超过|超出|高于|低于|大于|小于|少于|多于)了?(?:年初|全年|调整)?预算数?(?:的)?$", "", rest)
    rest = re.sub("^(?:文件|材料|报告|说明)(?:里|中|上)?(?:给|说|写|讲|提到?)(?:出|到)?的?$|^(?:要|会|得|需要)(?=[请找聘设搞])", "", rest)
    rest = re.sub(r"(?:要|会)?(?:设立?|有|安排|搞|弄|列|设置|开展|申请)(?:了)?(?:这个|该|此|这一)?(?:项目|经费|钱|费用|支出)?$", "", rest)
    rest = re.sub(
        rf"(?:比|较|同比|与|和)(?:{Y}|上期)?(?:预算|决算|执行数|预算数|相比)*(?=增|减|下降|上升|上涨|提高|降|涨|多|少|变化|$)", "", rest
    )
    rest = re.sub(
        r"(?:会|就)?(?:有)?(?:这么|那么|如此)?(?:大幅度?|明显)?(?:增加|增长|减少|下降|降低|上升|上涨|增减|变化|"
        r"变动|涨|降|增|减|高|低|少|多)?(?:了)?(?:这么|那么|如此)?(?:多|大|少|高|低|快|的)*(?:幅度)?$",
        "",
        rest,
    )
    return Clause(Operation.EXPLAIN, (rest,), facet=Facet.REASON, asked=True, reason=f"“{match.group()}”问原因")


def read_define(text: str) -> Clause | None:
    """什么是X, X是什么意思."""
    match = _DEFINE.match(re.sub(f"^(?:{ANY_MARK}|的)+(?=什么是|何谓|何为|啥是)", "", text))
    if not match:
        return None
    term = next(value for value in match.groups() if value)
    if (
        match["b"]
        and _NO_TERM.search(re.sub(f"{ANY_MARK}|[写说列讲]?的?$", "", term).strip("“”"))
        and not re.search("意思|含义|解释|定义|指", text)
    ):
        return None
    if re.search(rf"{N}|多少|{SUPERLATIVE}|哪|排(?:名|在|前|第)|第一|前[几名]", term):
        return None
    return Clause(Operation.DEFINE, (re.sub("^(?:名词|术语|词语)", "", term),), asked=True, reason="问词义")


def read_explain(text: str) -> Clause | None:
    """为什么, 依据, 职责, 用途: what a sentence of the document answers."""
    for facet, pattern in _FACETS:
        if match := pattern.search(text):
            before, after = text[: match.start()], _WHICH_PAPER.sub("", text[match.end() :])
            # 哪份文件(某工作队): what a bracket behind adds names the thing as well
            rest = before + after if before and after.startswith("(") else before if len(before) >= len(after) else after
            rest = re.sub("(?:完工|建成|完成|实施|结束|竣工)?(?:之|以)?后$", "", rest)
            return Clause(Operation.EXPLAIN, (rest,), facet=facet, asked=True, reason=f"“{match.group()}”问的是文字说明")
    if match := _ABOUT.match(text):
        return Clause(Operation.EXPLAIN, (match["a"] or match["b"],), facet=Facet.GENERAL, asked=True, reason="问情况介绍")
    return None


def read_list(text: str) -> Clause | None:
    """有哪些, 包括什么, 列出."""
    if match := _BELONGS.match(text):
        return Clause(Operation.LIST, (match["b"],), rows=RowKind.PART, facet=Facet.CONTENTS, asked=True, reason="问属于它的有哪些")
    if found := re.search(_ORGANISATION, text):
        if _MONEY_OF.search(text[: found.start()]) and not re.search("[几个家]", text[found.end() :]):
            return None  # 会议费分到各股室是多少: no number of institutions
        if re.search("哪些|什么|列出|几|多少|啥", text):
            counted = bool(re.search("几|多少", text))
            operation = Operation.COUNT if counted and not re.search("哪些|什么|列出", text) else Operation.LIST
            return Clause(
                operation,
                (found.group(),),
                facet=Facet.ORGANISATION,
                unit=Unit.parse("个") if counted else None,
                asked=True,
                reason="问机构",
            )
        return None
    if match := _CONSISTS.match(text):
        outer = match["a"] or match["c"]
        if match["c"] and (listed := row_kind(outer))[0]:
            return Clause(Operation.LIST, (listed[1],), rows=listed[0], asked=True, reason="问有哪些")  # 项目清单
        kind, _ = row_kind(match["rows"] or "", alone=True)
        return Clause(Operation.LIST, (outer,), rows=kind or RowKind.PART, facet=Facet.CONTENTS, asked=True, reason="问包括哪些")
    if match := _LISTED.match(text):
        phrase = match["a"] or match["e"] or (match["b"] or "") + (match["rows"] or "") or match["c"] or match["d"] or ""
        kind, before = row_kind(phrase)
        if kind:
            return Clause(Operation.LIST, (before,), rows=kind, asked=True, reason="问有哪些")
        if match["a"] is None:
            return Clause(Operation.LIST, (phrase,), rows=RowKind.PART, facet=Facet.CONTENTS, asked=True, reason="问有哪些")
    return None


def read_consistency(text: str) -> Clause | None:
    """一样吗, 对得上吗, 等于…加…吗: a check of the document against itself."""
    text = _QUOTED_AMOUNT.sub("", text)
    if match := re.match(
        r"^(?P<a>.*?)(?:是否|是不是|应该|应当)?(?:等于|=|是)(?P<b>.+?)(?:加上?|\+|与|和|、)(?P<c>.+?)(?:之和|的和|"
        r"的合计|相加|加起来)?(?:吗|么|对吗|对不对|是吗)?$",
        text,
    ):
        if re.search("等于|=|之和|的和|相加|加", text) and re.search("吗|么|是否|是不是|对不对", text) and not re.search(N, text):
            return Clause(
                Operation.VERIFY,
                (match["a"] or "合计", match["b"], match["c"]),
                relation=Relation.SUM,
                asked=True,
                reason="问合计是否等于各部分之和",
            )
    if match := _SUM_EQUALS.match(text):
        return Clause(
            Operation.VERIFY,
            (match["a"] or match["e"], match["b"], match["c"] or match["d"]),
            relation=Relation.SUM,
            asked=True,
            reason="问各部分之和是否等于合计",
        )
    if match := re.match(r"^(?P<a>.+?)(?:是否|是不是)?(?:等于|=)(?P<b>[^多少几]+?)(?:吗|么|对吗|是吗)?$", text):
        if not re.search(N, text) and re.search("吗|么|是否|是不是", text):
            return Clause(Operation.VERIFY, (match["a"], match["b"]), relation=Relation.EQUAL, asked=True, reason="问两处是否相等")
    if match := re.search(
        "(?:同一[条处]|里面?|中)?(?:写|给|有|出现|印)(?:着|了|出)?(?:两|2|俩|几)(?:个|种)(?:不同的?)?(?:数字?|说法|版本|口径)", text
    ):
        phrase = text[: match.start()]
        return Clause(Operation.VERIFY, (phrase,), relation=Relation.EQUAL, asked=True, reason="问几处写的数")
    if match := re.search(
        r"(?:这|它们?|两者|二者|前后|之间)*(?:是否|是不是|有没有|能|能否)?(?:完全|都)?(?:写的)?(?:一样|一致|相同|"
        r"相等|相符|吻合|对得上|对得起来|匹配|矛盾|冲突|平衡|说得通|对不上|有出入|有差[异别]|有区别|自洽|不符|不一致|不一样|"
        r"讲得通|合理|打架)"
        r"(?:的)?(?:吗|么|不|没有|嘛|与否|的地方)?$",
        text,
    ):
        if re.search("吗|么|是否|是不是|有没有|能否|不$|没有$|嘛|与否|[?]", match.group()) or len(match.group()) > 2:
            phrase = text[: match.start()]
            return Clause(
                Operation.VERIFY,
                (re.sub("(?:前后)?(?:写的|给的|列的|印的|说的)", "", phrase),),
                relation=Relation.EQUAL,
                asked=True,
                reason="问是否一致",
            )
    if re.search("空表|空的|空白表", text) and re.search("吗|是不是|是否|到底|有没有|$", text):
        return Clause(
            Operation.VERIFY,
            (re.sub("(?:表)?(?:是不是|是否|是)?(?:下面)?(?:注|写|标)?(?:了|着|明)?“?(?:空表|空的|空白表)”?(?:吗)?.*$", "", text),),
            facet=Facet.EMPTY_TABLE,
            asked=True,
            reason="问是否空表",
        )
    if re.search(
        r"(?:到底)?(?:有没有|有)(?:数|数据|数字|金额)(?:吗|没有?)?$|(?:那|这)一?(?:格|栏|行)(?:里)?(?:是|填|写)(?:的)?(?:是)?(?:什么|啥|多少)",
        text,
    ):
        rest = re.sub(r"(?:到底)?(?:有没有|有)(?:数|数据|数字|金额)(?:吗|没有?)?$|(?:的)?(?:那|这)一?(?:格|栏|行).*$", "", text)
        empty = bool(re.search("有没有|有(?:数|金额)", text))
        return Clause(
            Operation.VERIFY if empty else Operation.LOOKUP, (rest,), facet=Facet.EMPTY_TABLE, asked=True, reason="问格子里有没有数"
        )
    if re.search(
        r"(?:百分比|比例|百分数|率)?(?:是|按)(?:对|以|按|跟|和|拿)?(?:哪个|什么)(?:数|基数)?(?:来|做|为)?(?:计?算|"
        r"基数|比)",
        text,
    ):
        return Clause(Operation.VERIFY, (), facet=Facet.COMPUTED_FROM, asked=True, reason="问百分比以什么为基数")
    return None


def read_claim(text: str) -> Clause | None:
    """是57万元吗, 是80万还是800万, 对不对: an amount stated and asked about."""
    if not re.search(N, text):
        return None
    if given := re.search(rf"^(?:如果|要是)?(?:按照?|以|照){N}(?:的)?(?P<of>[^,，]*?)(?:来)?(?:测算|计算|算|计)$", text):
        return Clause(None, (), whole=given["of"], reason="给出了计算用的数")
    if (grown := _CLAIMED_CHANGE.sub(r"\g<word>多少", text)) != text and (change := relations.read_growth(grown)):
        return replace(change, reason="问所说的增减对不对")
    if _QUOTED_AMOUNT.search(text):
        rest = re.sub("(?:却|则|又|都)?(?:写|说|称|讲|提到|显示)(?:的|着|了|是)?$", "", _QUOTED_AMOUNT.sub("", text))
        return Clause(Operation.VERIFY, (rest,), asked=True, reason="引号里的数要核对")
    if _ASKS_TRUTH.search(text) or not read_asking(text, Vocabulary(())).asked:
        rest = re.sub(
            r"(?:,|，)?(?:这(?:个|种)?(?:说法|数|数字|话)?)?(?:对不对|对吗|对么|正确吗|没错吧?|属实吗?|是真的吗?|"
            r"准确吗|对吧|可信吗)$|吗$|么$",
            "",
            text,
        )
        if thing := _THING_BEHIND.match(text):
            rest = thing["before"] + thing["thing"]
        stated = re.search(
            rf"(?:是不是|是否|究竟|到底|真的|应该|应当|{_HEDGES})*"
            rf"(?:是|为|有|等于|达到?|共|总共|一共|才|只有?|仅有?|就是?|即)*了?{N}(?P<behind>.*)$",
            rest,
        )
        if stated:
            before = rest[: stated.start()]
            # 花了300万搞物资储备: the thing stands behind its amount
            behind = "" if read_asking(without_marks(before), Vocabulary(())).text or re.search(N, stated["behind"]) else stated["behind"]
            rest = before + behind
        asks = bool(_ASKS_TRUTH.search(text))
        return Clause(Operation.VERIFY, (rest,), asked=True, states=not asks, reason="问所说的数对不对")
    return None


_READERS: tuple[Callable[[str], Clause | None], ...] = (
    read_reason,
    read_consistency,
    read_claim,
    read_define,
    relations.read_ratio,
    relations.read_share,
    relations.read_most_changed,
    relations.read_growth,
    relations.read_difference,
    read_shared,
    read_top_sum,
    read_rows,
    read_explain,
    read_rank,
    relations.read_comparison,
    read_spread,
    read_row_mean,
    relations.read_mean,
    read_list,
    read_count,
)


_SEVERAL = re.compile(f"(?:{E}|{Y})(?:年度?)?[和与、跟及同](?:{E}|{Y})")
_TOTAL_COLUMN = re.compile("合计(?:数|[这那]?一?[列栏格])")


def _is_printed(name: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.holds(name) or name in vocabulary.columns


_MEAN_NAMED = re.compile("(?:人均|平均).{2}")
_PRINTED_AS: dict[Callable[[str], Clause | None], re.Pattern[str]] = {
    read_spread: _MEAN_NAMED,
    relations.read_mean: _MEAN_NAMED,
    relations.read_share: re.compile("完成[^,，]*(?:比例|比率)$"),
}


def read_clause(text: str, vocabulary: Vocabulary) -> Clause:
    """One clause, by the first reader that takes it; else the things that it names."""
    if vocabulary.knows(text):
        return Clause(None, (text,), reason="")
    for reader in _READERS:
        if (named := _PRINTED_AS.get(reader)) and (name := named.search(text)) and _is_printed(name.group(), vocabulary):
            continue  # 平均得分, 完成预算的比例: printed under that name
        if clause := reader(text):
            return clause
    rest, summed = relations.sum_words(text)
    several = _SEVERAL.search(text) is not None  # 甲站和乙站的项目支出合计: no row 项目支出合计 is theirs together
    if summed and not _TOTAL_COLUMN.match(text) and (several or not vocabulary.knows(read_asking(text, vocabulary).text)):
        across = bool(ALL_UNITS.search(rest))
        rest = ALL_UNITS.sub("", rest)
        asked = read_asking(text, vocabulary).asked
        return Clause(Operation.SUM, (rest,), across=across, asked=asked, plain=text, reason="“加起来”“合计”是求和")
    return Clause(None, (text,), asked=read_asking(text, vocabulary).asked)
