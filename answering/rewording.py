"""Turns of everyday speech → the plain form that the other rules read.

    "有没有出国经费"            →  "出国经费多少"
    "预算涨了还是跌了"          →  "预算变化多少"
    "收支平衡吗"                →  "收入总计和支出总计一样吗"
    "钱主要花在哪了"            →  "支出最大的前5个类是什么"

Only turns without any name in them are rewritten; each says so in the reasons.
"""

from __future__ import annotations

import re

from answering.vocabulary import Vocabulary

_SPENT_ON = "支出最大的前5个类是什么"  # what money as a whole is spent on
_ASKS = re.compile(r"多少|几|什么|哪|吗|是否|为何|怎|谁|啥|占|比")
_PROSE = "(?:在)?(?:编制)?(?:情况)?(?:说明|正文|文字)(?:部分)?(?:里面?|中|上)?"
_TABLE = "(?:报?表|表格)(?:格)?(?:里面?|中|上)?"
_SAID = "(?:写|列|印|填)?(?:的)?(?:那个)?(?:数字?|数额|金额)?(?:是否|是不是|能不能|都)?"
_AGREE = "(?:一致|一样|相同|相符|吻合|对得上|对得起来|对上|打架|矛盾|同一个数|一个数)(?:吗|么|不|没有?)?"
# pattern, replacement, whether the question then needs words of asking
_TURNS: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (re.compile(r"(?<=[\d年])\s*(?:vs|pk)\.?\s*(?=\d)", re.IGNORECASE), "和", False),
    (re.compile("牵扯|牵涉"), "涉及", False),
    (re.compile(r"哪(?:[两二三四五六七八九十]|\d{1,2})(?=[个家项种类样处条份笔所件])"), "哪几", False),
    (re.compile("(?:包括|涵盖|包含|含|有)了?(?P<n>几|多少)(?P<u>[家个])(?P<t>(?:事业|行政|参公|企业)单位)$"), r"\g<t>有\g<n>\g<u>", False),
    (re.compile("[(（][^()（）]*名词解释[^()（）]*[)）]$"), "", False),
    (re.compile("(?<=原因)(?:里面?|中|那里)?(?:都|又)?(?:写|说|讲|列|给|填)(?:的|了|着|出)*(?:是)?(?:什么|啥|哪些)?$"), "是什么", False),
    (re.compile("^(?P<a>[^,，]{2,16}?)(?:是不是|是否)(?P<b>[^,，]{2,30}?)的?(?:主要)?原因(?:之一)?$"), r"\g<b>的原因是什么", False),
    (re.compile("[,，]?(?:真的?|就|难道|也)?(?:是不是|是否|是)(?:因为|由于)[^,，?？]{2,20}?(?:吗|么|吧)?$"), "的原因是什么", False),
    (re.compile("(?P<each>分别|各自?)(?:支出|花费|列支|使用|投入)了?(?=(?:多少|几)(?:钱|[十百千]?万?元|$))"), r"\g<each>是", False),
    (re.compile("(?P<which>哪一?[年个家]更?[多高少低大小])(?=各|分别)"), r"\g<which>，", False),
    (re.compile("拢共|拢总|通共"), "一共", False),
    (re.compile("[、,，]?(?:仨|俩|[两三四五六]样)(?:东西|钱|数)?(?=加|合|凑|一共|总共|共)"), "", False),
    (re.compile("(?:正好|刚好|恰好|正巧)(?=等于|是|和|与|跟)"), "", False),
    (re.compile("(?:等于|相当于|顶|抵)(?=[^,，]{2,20}?的?(?:多少|几)倍)"), "是", False),
    (re.compile("[,，]?(?:结果)?(?:请)?保留(?:到)?(?:小数点后)?[一二两三四五六\\d]位(?:小数)?"), "", False),
    (re.compile("(?:大?约)(?=折?合(?:多少|几))"), "", False),
    (re.compile("(?:一分|一毛|一块)(?:钱)?(?:都|也)?(?:没有?|未)(?:花|列|安排|用|给|拨)?(?:过|吗|么)?$"), "多少", False),
    (re.compile("(?:到底)?有(?:没有)?钱(?:没有|没|吗)?$"), "多少", False),
    (re.compile("(?:要求|应该?|须|需要?|得|要)?(?:超过|达到|不低于|不少于|不小于|至少(?:要|达到)?)(?=(?:多少|几)[^,，]*$)"), "", False),
    (re.compile("仨(?!人)"), "三个", False),
    (re.compile("平均(?:下来)?(?:一个?人|每个?人|每人)(?:一年|每年)?(?=(?:要|得|花|是)*(?:多少|几))"), "人均", False),
    (
        re.compile(
            "^(?:决算|预算|报告|文件)?(?:的)?名词解释(?:里面?|中|上)(?:对|的)?(?P<t>[^,，?？]{2,14}?)(?:指的是|是指|指|是|怎么解释)(?:什么|啥)?$"
        ),
        r"\g<t>是什么意思",
        False,
    ),
    # 2026年一、财政拨款收入: the number of a row is no name
    (re.compile("(?<=[年的])(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])(?=[\u4e00-\u9fff]{2})"), "", False),
    # 水费电费一共, 水费电费邮电费加起来: names side by side
    *(
        (
            re.compile(
                f"(?P<a>[\u4e00-\u9fff]{{1,5}}费){between}(?P<b>[\u4e00-\u9fff]{{1,5}}费)(?=(?:、?[\u4e00-\u9fff]{{1,5}}费)?(?:一共|总共|合计|共计|加起来|各|分别))"
            ),
            r"\g<a>、\g<b>",
            False,
        )
        for between in ("", "")
    ),
    (
        re.compile(
            "[,，]?(?:在)?(?:同一?(?:段话|句话|段|页)|说明|文件|文字|正文)?(?:里面?|中)?(?:怎么|为什么|为何|咋)(?:会)?(?:冒出|出现|有|写)(?:来)?(?:了)?[两二]个(?:不同的?|不一样的)?数(?:字|额)?"
        ),
        "前后一致吗",
        False,
    ),
    (re.compile(f"[,，]?的?{_PROSE}{_SAID}(?:和|与|跟|同){_TABLE}{_SAID}{_AGREE}$"), "前后一致吗", False),
    (re.compile(f"[,，]?的?{_TABLE}{_SAID}(?:和|与|跟|同){_PROSE}{_SAID}{_AGREE}$"), "前后一致吗", False),
    (re.compile(f"[,，]?的?(?:{_PROSE})?前后(?:两处|几处)?{_SAID}{_AGREE}(?=$|[,，])"), "前后一致吗", False),
    (re.compile(f"[,，]?的?(?:这)?[两二]个数(?:字|额)?{_AGREE}$"), "前后一致吗", False),
    (re.compile(r"(?<=\d)(?:这个科目)?(?:是|叫)?(?:叫)?(?:啥|什么)(?:名字?|名称|科目)?[,，]?(?=列|安排|有|给|多少|花)"), "", False),
    (re.compile("(?:花|用|安排|发生|支出)(?:了|过)?没有?$"), "多少", False),
    (re.compile("凭(?:什么|啥)(?=涨|增|加|多|降|减|少)"), "为什么", False),
    (re.compile("几口人"), "几人", False),
    (re.compile("(?<=比)(?P<base>[^,，]{0,10}?(?:预算|决算|上年|去年)数?)(?:节?省|节约)(?:下|了)*(?=多少|几)"), r"\g<base>少", False),
    (re.compile("(?P<rows>项目|科目)(?:总)?(?:数量?|个数)$"), r"\g<rows>有几个", False),
    (re.compile("[,，]?(?:有没有|有无|可有)(?:这|那)(?:回|码|么回)事(?:儿)?$"), "，对吗", False),
    (re.compile("(?:偷偷|悄悄|暗地里|背地里)(?:地)?"), "", False),
    (re.compile("(?:明明|分明)(?=有|是|写|花|列)"), "", False),
    (re.compile("俩(?!人)"), "两个", False),
    (re.compile("统共|满打满算"), "一共", False),
    (re.compile("(?P<n>[两二三四五六七八])样(?=加|合|一共|总共)"), r"\g<n>个", False),
    (re.compile("写成(?P<u>亿元|万元|千元|元)(?:来说|的话)?(?:该|应该|应)?(?:是|为|有)?多少"), r"是多少\g<u>", False),
    (re.compile("(?<=[\u4e00-\u9fff]{2})约(?=合?(?:是|为)?(?:多少|几))"), "", False),
    (re.compile("(?:数额|金额)?(?:居首|(?:排|位)(?:在|居|列|名)?(?:第一|首位|老大|头名|头一个))(?:位)?"), "最大", False),
    (
        re.compile("各?(?P<a>科目|明细|款|项|类)(?:里|中|之中)?[,，]?谁(?:的)?(?:预算数?|决算数?|金额|数额|数)?最(?P<b>[大多小少高低])"),
        r"里最\g<b>的\g<a>是哪个",
        False,
    ),
    (re.compile("各(?P<a>科目|明细|款|项|类)里(?=(?:面|头)?(?:金额|数额|钱)?(?:排|最|前))"), "里", False),
    (re.compile("[(（]含(?:两头|两端|首尾|本数|边界)[)）]"), "", False),
    (re.compile("最(?:阔气|阔绰|大方|豪横|有钱|舍得)"), "最高", False),
    (re.compile("(?<=最)(?:抠门|抠|寒酸|节省)"), "低", False),
    (re.compile("排(?:在|名)?老(?P<n>[二三四五六])"), r"第\g<n>大", False),
    (re.compile("(?:靠谱|靠得住)(?:吗|不|么|不靠谱)?$"), "属实吗", False),
    (re.compile("(?:是否|是不是)?(?:分毫|一分|丝毫)不差(?:吗|么)?$"), "相等吗", False),
    (re.compile("(?:一分钱?|半毛钱|一毛钱?)(?:也|都)?没有?(?:花|用|安排|支出|列)(?:吗|么)?"), "是0元吗", False),
    (re.compile("(?:怎么|咋)(?:又|就|会|还)(?=涨|降|增|减|跌|掉|变|多了|少了)"), "为什么", False),
    (re.compile("往下(?:掉|降|走|跌)"), "减少", False),
    (re.compile("往上(?:涨|升|走|加)"), "增加", False),
    (re.compile("(?<=年)(?:的)?[那这](?:本|册)(?:文件|材料|预算|决算|里)?"), "", False),
    (re.compile("(?:增|涨|升)幅度?(?:是|为|有)?(?=$|[多几?？])"), "增长率", False),
    (re.compile("加(?:在)?一块儿?|凑一起|凑到?一块儿?"), "加起来", False),
    (re.compile("占了?(?=(?:多少|几)[千万亿百]*元)"), "", False),  # 占了多少元 asks an amount, no share
    (re.compile("水电费"), "水费和电费", False),
    (re.compile("(?<=[十百千万亿])块(?:钱)?(?![头面料板煤石砖区])"), "元", False),
    (
        re.compile(
            "(?<=.)(?P<a>加上?[^,，加]{2,16}?)[,，]?[与和跟同](?P<c>[^,，加]{2,16}?)(?:是否|是不是)?(?:完全)?"
            "(?:一致|相等|一样|相符|对得上|吻合|分毫不差)(?:吗|么|不)?$"
        ),
        r"\g<a>等于\g<c>吗",
        False,
    ),
    (re.compile("实际(?:上)?(?:用|花|支出|使用|执行|开支)(?:掉|出去)?了?(?=多少|几)"), "决算数", False),
    (re.compile("(?<=.)(?:到底|究竟)(?:应该|应)?(?:是|以)?哪一?个数?(?:字)?(?:为准|才?对|准)?$"), "多少", False),
    (re.compile("^(?:听(?:人家?|别人|朋友|邻居|同事)?[说讲]|有人[说讲]|网上[说传]|[传据]说?|据(?:说|传|了解))[,，:]?(?=.{6})"), "", False),
    (
        re.compile("(?:哪一?个|谁)(?:数|金额)?(?:更|要)?(?P<o>[大多高小少低])[:：,，]?(?P<a>[^,，?？]+?)还是(?P<b>[^,，?？]+)"),
        r"\g<a>和\g<b>哪个更\g<o>",
        False,
    ),
    (re.compile(r"(?:到底)?([高多大贵])不\1$"), "多少", False),
    (
        re.compile("(?:有没有|有无|有木有|是否有|是否安排了?|安排了?没有?)(?!不|出入|矛盾|差异|冲突|一致|数|内设|下属|依据|原因|必要|空)"),
        "",
        True,
    ),
    (
        re.compile(
            "(?:到底)?(?:是)?(?:涨|增加|多|增长|上升|提高|上涨)(?:了)?(?:还是|或者?)(?:跌|下降|降低?|减少?|少|下跌)(?:了)?|"
            "(?:到底)?(?:是)?(?:跌|下降|降低?|减少?|少|下跌)(?:了)?(?:还是|或者?)(?:涨|增加|多|增长|上升|提高|上涨)(?:了)?"
        ),
        "变化多少",
        False,
    ),
    (re.compile("(?:有没有|是不是|是否)(?=比|较|增|减|涨|降|上涨|下降|多|少)"), "", False),
    (re.compile("(?:预算|决算)?(?:的)?收支(?:预算|决算)?(?:是否|是不是)?平衡(?:吗|不|么|没有)?$"), "收入总计和支出总计一样吗", False),
    (re.compile("等不等于|等于不等于|是不是等于"), "是否等于", False),
    (re.compile(r"\d[\d.]*(?:万|亿)?元?还是多少(?:来着)?(?=$|[,，?？])"), "多少", False),
    (re.compile("排(?:在|名)?第(?P<n>[二三四五六七八九十2-9])(?:名|位)?的"), r"第\g<n>大的", False),
    (re.compile("[专特]指(?:的是|的)?(?=什么|哪|啥)"), "指", False),
    (re.compile("(?:我)?(?:想)?了解(?:一下|下)?(?=.{4})"), "", False),
    (re.compile("(?<=年)[给为](?P<who>[\u4e00-\u9fff]{2,10}?)安排的(?=经费|预算|资金|钱)"), r"\g<who>", False),
    *(
        (re.compile(f"占(?:了)?(?P<of>[^,，占]{{0,12}}?)的?(?:比例|比重)?(?:{words})(?:{more})"), rf"占\g<of>的比例{reach}", False)
        for words, tenth in (
            ("[二两]成", 2),
            ("三成", 3),
            ("四成", 4),
            ("一半|五成", 5),
            ("六成", 6),
            ("七成", 7),
            ("八成", 8),
            ("九成", 9),
        )
        for more, reach in (("以上", f"超过{tenth}0%"), ("多", f"超过{tenth}0%" if tenth == 5 else f"在{tenth}0%到{tenth + 1}0%之间"))
    ),
    (re.compile("占(?:了)?几成几?"), "占百分之几", False),
    (re.compile("[,，?？](?:请)?(?:给|用)(?:出|个)?(?:百分数|百分比)(?:表示)?[?？]?$"), "", False),
    (
        re.compile(r"(?<=不足|低于|少于|超过|大于|高于|不到)(?P<n>\d[\d.]*(?:万|亿)?元)的(?P<r>项目|科目)(?:数量|个数|数)$"),
        r"\g<n>的\g<r>有几个",
        False,
    ),
    (re.compile(r"截[至止]到?(?:19|20)\d\d年(?:\d+月)?(?:\d+[日号])?(?:底|末)?[,，]?"), "", False),
    (re.compile("[两三]年(?:对比|比较|比一比)[:：,，]?"), "", False),
    (
        re.compile("(?:决算|预算|报告|文件)?(?:的)?名词解释(?:里|中|部分)?[,，:：](?P<t>[^,，?？]{2,14}?)(?:是指|指|是)?[?？]?$"),
        r"\g<t>是什么意思",
        False,
    ),
    (re.compile("平均(?:一个|每个)(?P<u>(?:多少|几)万?元)"), r"平均\g<u>", False),
    (re.compile("平均(?P<u>(?:多少|几)万?元)(?:一个|每个)$"), r"平均\g<u>", False),
    (re.compile("(?<=.)来着$"), "", False),
    (re.compile("(?<=[\u4e00-\u9fff])[那这](?:笔|张|项|条|块儿?|份|些)(?=[\u4e00-\u9fff])(?!之)"), "", False),
    (re.compile("^[那这](?:笔|张|项|条|块|份|些)(?=[\u4e00-\u9fff]{2})"), "", False),
    (re.compile("(?<=年)[那这](?:笔|张|项|条|块|份|些|本|版|册)"), "", False),
    (re.compile("各个?季度"), "每个季度", False),
    (re.compile("得了?(?=(?:多少|几)分(?:[?？,，]|$))"), "得分", False),
    (re.compile("翻了?(?:一番|一倍)(?:还|不止)?(?:多|有余|以上)|翻了?一番不止"), "增加超过100%", False),
    (re.compile("翻了?(?:一番|倍|一倍|两番)(?:还多|多)?"), "增加多少", False),
    (re.compile("每人(?:一年|每年|年均)(?:是|合|要)?(?:多少|几)元"), "多少元/人/年", False),
    (re.compile("一样[多大高](?=吗|么|不|$)"), "一样", False),
    (re.compile(r"[给为替][\u4e00-\u9fff]{1,6}?(?:交|缴纳?|发放?|买|付|支付|上)的"), "", False),
    (re.compile("[县区市省镇乡]里的?(?=[\u4e00-\u9fff]{1,12}(?:局|办|部|街道|委))"), "", False),
    (re.compile("发(?=工资|薪|奖金|补贴|津贴|补助)"), "", False),
    (re.compile("(?:这|那)个?项目(?=安排|多少|花|用|要|有|是|$)"), "项目", False),
    (
        re.compile("(?:的)?钱(?:主要|都|大部分|基本)*(?:花|用)(?:在|到)?(?:了)?(?:哪|什么地方|什么方面)[^,，]*$"),
        _SPENT_ON,
        False,
    ),
)


def plain_wording(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """`text` with its turns of speech put plainly, and what was done, in Chinese."""
    reasons = []
    for pattern, plain, asks in _TURNS:
        match = pattern.search(text)
        if not match or vocabulary.knows(match.group()) or _inside_name(text, match, vocabulary):
            continue
        if plain == _SPENT_ON and vocabulary.spans(text[: match.start()]):
            continue  # of one thing: what it is for
        plain = match.expand(plain)
        text = text[: match.start()] + plain + text[match.end() :]
        if asks and not _ASKS.search(text):
            text += "多少"
        reasons.append(f"“{match.group()}”按“{plain or '…'}”理解")
    return text, tuple(reasons)


def _inside_name(text: str, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in vocabulary.spans(text))
