"""The words of an English question → the Chinese words that ask the same; units, years and stage are taken out before.

    "what percentage of total expenditure is project expenditure"  →  "项目支出占支出总计的百分之几"
    "which 3 projects are the largest"                             →  "金额最大的3个项目是哪个"
    "river patrol crew's wages"                                 →  "river patrol crew wages是多少": no such term is known

A Chinese term in brackets (绩效工资) wins over any translation.
"""

from __future__ import annotations

import re
from decimal import Decimal

from answering.english_words import by_words, says_nothing, thing

_HAN = "\u4e00-\u9fff"
_SCALED = re.compile(
    r"(?:rmb|cny|¥)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>billion|million|thousand|wan|yi)?\s*"
    r"(?:yuan|rmb|cny|renminbi)?(?![\d%])",
    re.IGNORECASE,
)
_SCALES = {"million": "百万元", "thousand": "千元", "wan": "万元", "yi": "亿元"}
_COUNTERS = {
    "people": "人",
    "persons": "人",
    "staff": "人",
    "employees": "人",
    "workers": "人",
    "cars": "辆",
    "vehicles": "辆",
    "boxes": "箱",
    "meters": "米",
    "square meters": "平方米",
    "sets": "套",
    "projects": "个",
}
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "ten": "10"}

_PERCENT = r"(?:percentage|percent|share|proportion|fraction)"
_WAS = r"(?:'s|\s+(?:is|was|are|were))"
_VALUE = r"(?:rmb|cny|¥)?\s*\d[\d,.]*\s*(?:billion|million|thousand|wan|yi|万|亿|千|百万)?\s*(?:yuan|rmb|cny|元)?"
_N = r"(?P<n>\d+|two|three|four|five|ten)"
_ROWS = r"(?P<rows>projects?|items?|subjects?|categor(?:y|ies)|classes|class)"
_CHANGED = r"(?P<dir>increased?|grown?|grew|risen?|rose|decreased?|fall(?:en)?|fell|drop(?:ped)?|declined?|changed?|reduced?)"
# The first that fits decides; {a} and {b} are noun phrases, <…> is made by a function.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(?:what\s+(?:does|do|did)|define)\s+(?P<a>.+?)(?:\s+(?:mean|stand for|refer to)(?:\s+(?:in|by|here)\b.*)?)?", "{a}是什么意思"),
    (
        r"how\s+(?:does|do|did|is|are|was)\s+(?:it\s+|they\s+|(?:the\s+|this\s+)?(?:document|file|report|disclosure|budget|text|unit)\s+)?(?:define|explain|describe)s?\s+(?P<a>.+)",
        "{a}是什么意思",
    ),
    (r"how\s+(?:is|are)\s+(?P<a>.+?)\s+(?:defined|explained)(?:\s+(?:in|by)\b.*)?", "{a}是什么意思"),
    (r"what\s+is\s+(?:meant by|the (?:definition|meaning) of)\s+(?P<a>.+)", "{a}是什么意思"),
    (
        rf"(?:what\s+{_PERCENT}|how much(?= percent))\s*(?:percent)?\s*of\s+(?P<b>.+?)\s+"
        r"(?:is|are|was|were|goes? to|went to|does|did|do)\s+(?P<a>.+?)(?:\s+(?:account for|make up|represent|take up)(?:\s+<Y>)?)?",
        "{a}占{b}的百分之几",
    ),
    (
        rf"(?:what|how (?:big|large))\s+{_PERCENT}\s+(?:does|do|did|is|of)\s+(?P<a>.+?)\s+"
        r"(?:account for|make up|represent|take up|constitute)s?\s*(?:of|in)?\s*(?P<b>.*)",
        "{a}占{b}的百分之几",
    ),
    (rf"(?P<a>.+?)\s+as\s+a\s+{_PERCENT}\s+of\s+(?P<b>.+)", "{a}占{b}的百分之几"),
    (rf"(?:what\s+{_PERCENT}|how much)\s+of\s+(?P<b>.+?)\s+(?:comes?|came)\s+from\s+(?P<a>.+)", "{a}占{b}的百分之几"),
    (
        r"(?:by\s+)?(?P<rate>how much|what percent(?:age)?|how many percent)\s+"
        r"(?P<dir>more|less|higher|lower|larger|greater|smaller|fewer)\s+"
        r"(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:in\s+)?<Y>\s+than\s+(?:in\s+|that\s+(?:in|of)\s+)?<Y>(?P<tail>.*)",
        "<GROWTH>",
    ),
    (
        r"how\s+many\s+times\s+(?:(?:larger|bigger|higher|greater|more|as (?:large|big|high|much|great))\s+)?(?:is|are|was|were)\s+"
        r"(?:the\s+)?(?P<a>.+?)\s+(?:than|as|compared (?:to|with)|that of|of)\s+(?P<b>.+)",
        "{a}是{b}的几倍",
    ),
    (rf"(?:what{_WAS}\s+)?(?:the\s+)?ratio\s+(?:of|between)\s+(?P<a>.+?)\s+(?:to|and)\s+(?P<b>.+)", "{a}是{b}的几倍"),
    (
        r"(?:by\s+)?(?:how much|what percent(?:age)?|how many percent)\s+(?:more|less|higher|lower|fewer)\s+"
        r"(?:is|are|was|were)\s+(?P<a>.+?)\s+than\s+(?P<b>.+)",
        "{a}比{b}多多少",
    ),
    (rf"(?:what{_WAS}\s+the\s+)?difference\s+between\s+(?P<a>.+?)\s+and\s+(?P<b>.+)", "{a}和{b}相差多少"),
    (
        r"(?:by\s+)?(?P<rate>how much|what percent(?:age)?|how many percent)\s+(?:did|does|do|has|have|is|was)\s+"
        rf"(?P<a>.+?)\s+{_CHANGED}\b(?P<tail>.*)",
        "<GROWTH>",
    ),
    (
        rf"(?P<rate>what{_WAS}\s+the\s+(?:growth|increase|decrease|change|growth rate|rate of growth))\s+(?:of|in)\s+"
        r"(?P<a>.+?)(?P<tail>\s+(?:compared|from|over|versus|vs|against).*)?",
        "<GROWTH>",
    ),
    (
        r"why\s+(?:did|does|do|has|have|is|are|was|were)\s+(?P<a>.+?)"
        r"(?:\s+(?:so\s+)?(?:increased?|grow|rise|rose|risen|decreased?|fall|drop(?:ped)?|changed?|higher|lower|much|reduced?).*)?",
        "{a}为什么增减",
    ),
    (rf"what{_WAS}\s+the\s+(?:main\s+)?reasons?\s+(?:for|of|behind)\s+(?P<a>.+)", "{a}的原因是什么"),
    (
        rf"(?:what{_WAS}\s+)?(?:the\s+)?(?:sum|total|combined total)\s+of\s+(?P<a>.+?)\s+and\s+(?P<b>.+)",
        "{a}和{b}加起来多少",
    ),
    (
        r"how much\s+(?:do|did|are|were|is)\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)\s+"
        r"(?:add up to|come to|total|cost)\s*(?:together|in total|combined|altogether)?",
        "{a}和{b}加起来多少",
    ),
    (
        rf"(?:list|name|show|give|what{_WAS})\s+(?:me\s+)?(?:the\s+)?(?:{_N}\s+)?(?P<most>top|largest|biggest|most expensive|highest|"
        rf"smallest|lowest|cheapest)\s+(?:(?P<m>\d+|two|three|four|five|ten)\s+)?{_ROWS}\b.*",
        "<RANK>",
    ),
    (rf"(?:the\s+)?(?P<most>top|bottom)\s+{_N}\s+{_ROWS}\b.*", "<RANK>"),
    (
        rf"(?:which|what)\s+(?:of\s+)?(?:the\s+)?(?:expenditure\s+|spending\s+|budget\s+)?{_N}?\s*{_ROWS}\s+.*?\b(?P<most>most|largest|highest|biggest|greatest|least|smallest|lowest)\b.*",
        "<RANK>",
    ),
    (
        rf"(?:what|which)(?:{_WAS})?\s+(?:the\s+)?(?:(?:top|largest|biggest)\s+)?{_N}?\s*"
        r"(?P<most>most expensive|largest|highest|biggest|greatest|smallest|lowest|least expensive|top)\s+"
        rf"(?:\d+\s+|two\s+|three\s+|five\s+)?{_ROWS}\b.*",
        "<RANK>",
    ),
    (r"(?:list\s+(?:all\s+)?(?:the\s+)?|(?:what|which)\s+(?:are\s+)?(?:the\s+)?)projects\b(?P<tail>.*)", "<LIST>"),
    (r"how many\s+(?P<a>(?:projects?|items?)\s+(?:have|has|carry|carried|set|with|under)\s+\D{4,})", "{a}有几个"),
    (
        r"how many\s+projects(?:\s+(?:are there|does it have|in total|were there|is there|have))?"
        r"(?P<tail>\s+(?:over|above|exceed|exceeding|more than|under|below|less than).*)?",
        "<COUNT>",
    ),
    (
        r"(?:(?:is|are|was|were)\s+(?P<a>.+?)|(?:does|do|did)\s+(?P<c>.+?))\s+"
        r"(?P<way>more than|over|above|greater than|higher than|exceed(?:ed)?|less than|below|under|lower than)\s+"
        rf"(?P<v>{_VALUE})",
        "<BOUND>",
    ),
    (
        r"(?:is it (?:true|correct|right) that|did|does|do|has|have)\s*(?:it|they)?\s*(?:really\s+)?"
        r"(?:budget|allocate|spend|set aside|earmark|plan|report)(?:ed|d)?\s+"
        rf"(?P<v>{_VALUE})\s+(?:for|on|to|as|in)\s+(?P<a>.+)",
        "<CLAIM>",
    ),
    (rf"is it (?:true|correct|right) that\s+(?P<a>.+?)\s+(?:is|are|was|were|amounts? to|totals?)\s+(?P<v>{_VALUE})", "<CLAIM>"),
    (
        r"(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:equal to\s+|exactly\s+|really\s+)?"
        rf"(?P<v>{_VALUE})",
        "<CLAIM>",
    ),
    (
        r"(?:what\s+is\s+)?(?:the\s+)?average\s+(?:amount\s+|budget\s+|cost\s+)?(?:of\s+a\s+|per\s+)?project(?:\s+\w+)?|"
        r"how much\s+(?:does|do|did|is)\s+(?:a|each|one)\s+project\s+.*average.*",
        "平均每个项目多少",
    ),
    (
        r"(?:whose\s+(?P<a>.+?)\s+(?:is|was)\s+(?:the\s+)?(?:bigger|larger|higher|greater|more)|"
        r"(?:which|who)(?:\s+unit)?\s+(?:has|had)\s+(?:the|a)\s+(?:bigger|larger|higher|greater)\s+(?P<c>.+?)),?[,:]\s+(?P<b>.+?)\s+or\s+(?P<d>.+)",
        "<WHOSE>",
    ),
    (
        r"(?:how much\s+is\s+|what\s+is\s+)?(?:the\s+)?(?P<a>.+?)\s+per\s+(?:employee|person|capita|head|staff member|worker)(?:\s+.*)?",
        "人均{a}是多少",
    ),
    (rf"(?:what{_WAS}\s+the\s+)?(?:per capita|average per person|amount per person)\s+(?P<a>.+)", "人均{a}是多少"),
    (r"how much\s+(?P<a>.+?)\s+(?:per person|per capita|does each person get)", "人均{a}是多少"),
    (r"compare\s+(?P<a>.+?)\s+(?:and|with|to|in)\s+(?P<b>.+)", "{a}和{b}哪个多"),
    (
        r"which\s+(?:is|was)\s+(?:the\s+)?(?:higher|larger|more|bigger|greater)(?:\s+one)?[,:]?\s+(?P<a>.+?),?\s+or\s+(?P<b>.+)",
        "{a}和{b}哪个多",
    ),
    (r"what\s+(?:internal\s+)?(?:departments|institutions|offices|divisions)\s+(?:does|do|are|has).*", "有哪些内设机构"),
    (
        r"how many\s+(?P<a>.+?)(?:\s+(?:are there|does (?:it|the \w+) (?:have|own)|were there|in total|did|do|have).*)?",
        "<MANY>",
    ),
    (r"(?P<a>.+?),?\s+how\s+much", "{a}是多少"),
    (
        r"(?:does|do|did|is|are|was|were)\s+(?:it|they|there)?\s*(?:have|(?:a )?budget for)?\s*(?:any|a)?\s*"
        r"(?:budget\s+for\s+)?(?P<a>.+)",
        "{a}是多少",
    ),
    (r"(?:how much|what(?:'s|\s+(?:is|was|are|were))|give me|show me|tell me)\s*(?P<a>.*)", "{a}是多少"),
)
_COMPILED = tuple((re.compile(f"^{pattern}$", re.IGNORECASE), template) for pattern, template in _PATTERNS)
_NEXT_CLAUSE = re.compile(
    r"[,;?]\s*(?:and\s+)?(?=how|what|which|why|is|by)|[?.;]\s+(?=[A-Z])|\s+and\s+(?=how (?:much|many)|what|which)",
    re.IGNORECASE,
)
_POLITE = re.compile(r"^(?:please|can you|could you|tell me|i want to know|i'd like to know)\s+", re.IGNORECASE)
# What stood before a unit or a year that was taken out.
_DANGLING = re.compile(r"(?:\s+(?:at|in|of|(?<!account )for|by|from|during|within|to|the|and))+(?=\s*(?:<Y>)?$)", re.IGNORECASE)
_BOUND = re.compile(
    r"(?P<way>over|above|exceed(?:ing)?|more than|under|below|less than)\s+(?P<v>.+)",
    re.IGNORECASE,
)


def ask_in_chinese(rest: str) -> str:
    """The Chinese question of what is asked; `rest` is the question less unit, year (<Y>) and stage."""
    clauses = [clause.strip(" ,?.") for clause in _NEXT_CLAUSE.split(rest)]
    spoken = [_DANGLING.sub("", _POLITE.sub("", clause)) for clause in clauses]
    kept = [clause for clause in spoken if clause and not says_nothing(clause)] or [clause for clause in spoken if clause]
    return "，".join(_clause(clause) for clause in kept)


def _clause(text: str) -> str:
    for pattern, template in _COMPILED:
        match = pattern.match(text)
        if not match:
            continue
        groups = {name: value or "" for name, value in match.groupdict().items()}
        if template.startswith("<"):
            return _special(template, groups)
        a, b = thing(groups.get("a", "")), thing(groups.get("b", ""))
        if "哪个多" in template and not b:
            return f"{a}哪年多"
        return template.format(a=a, b=b or "支出总计")
    return f"{thing(text)}是多少"


def _special(template: str, groups: dict[str, str]) -> str:
    """The sentences whose form depends on more than their noun phrases."""
    said_of, tail = groups.get("a", ""), groups.get("tail", "")
    if template == "<GROWTH>":
        down = re.match("decr|fall|fell|drop|declin|reduc|less|low|small|few", groups.get("dir", ""), re.IGNORECASE)
        rate = re.search("percent|rate", groups.get("rate", "") + tail, re.IGNORECASE)
        base = "" if "<Y>" in tail or "<Y>" in said_of else "比上年"
        return f"{thing(said_of)}{base}{'减少' if down else '增加'}{'百分之几' if rate else '多少'}"
    if template == "<RANK>":
        smallest = groups["most"].lower().startswith(("least", "small", "low", "bottom", "cheap"))
        said = groups.get("n") or groups.get("m") or ""
        number = _NUMBERS.get(said.lower(), said)
        rows = "项目" if groups["rows"].lower().startswith(("project", "item")) else "类"
        return f"金额最{'小' if smallest else '大'}的{number}{'个' if number else ''}{rows}是哪个"
    if template == "<LIST>":
        return f"{_bound(tail)}项目有哪些" if _bound(tail) else "有哪些项目"
    if template == "<COUNT>":
        return f"{_bound(tail)}项目有多少个"
    if template == "<WHOSE>":
        return f"{thing(groups['b'])}和{thing(groups['d'])}{thing(said_of or groups.get('c', ''))}哪个多"
    if template == "<BOUND>":
        below = groups["way"].lower() in ("less than", "below", "under", "lower than")
        return f"{thing(said_of or groups.get('c', ''))}{'低于' if below else '超过'}{_amount(groups['v'])}吗"
    if template == "<CLAIM>":
        return f"{thing(said_of)}是{_amount(groups['v'])}吗"
    return _many(said_of)


def _many(text: str) -> str:
    counter = next((unit for word, unit in _COUNTERS.items() if re.match(rf"{word}\b", text, re.IGNORECASE)), "")
    named = re.sub(r"\b(?:are there|does|do|did|have)\b.*$", "", text).strip()
    if counter and (named.lower() in _COUNTERS or says_nothing(named)):
        return f"有多少{counter}"  # 有多少辆: what is counted is said by the counter
    chinese = thing(named)
    if counter and re.fullmatch(r"[a-z' -]+", chinese):
        chinese = by_words(chinese) or chinese
    return f"{chinese}有多少{counter}"


def _bound(text: str) -> str:
    """超过…的 or 低于…的; "" when the text sets no bound."""
    match = _BOUND.search(text)
    if not match:
        return ""
    below = match["way"].lower() in ("under", "below", "less than")
    return f"{'低于' if below else '超过'}{_amount(match['v'])}的"


def _amount(text: str) -> str:
    if re.search(f"[{_HAN}]", text):
        return text.strip()  # 370万元
    match = _SCALED.search(text.strip())
    if not match:
        return text
    number, scale = match["number"].replace(",", ""), (match["scale"] or "").lower()
    if scale == "billion":
        return f"{(Decimal(number) * 10).normalize():f}亿元"
    return number + _SCALES.get(scale, "元")
