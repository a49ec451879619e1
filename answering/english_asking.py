"""The words of an English question → the Chinese words that ask the same; units, years and stage are taken out before.

    "what percentage of total expenditure is project expenditure"  →  "项目支出占支出总计的百分之几"
    "which 3 projects are the largest"                             →  "金额最大的3个项目是哪个"
    "river patrol crew's wages"                                 →  "river patrol crew wages是多少": no such term is known

A Chinese term in brackets (绩效工资) wins over any translation.
"""

from __future__ import annotations

import re
from decimal import Decimal

from disclosure.terms import english_terms

_HAN = "\u4e00-\u9fff"
_SCALED = re.compile(
    r"(?:rmb|cny|¥)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>billion|million|thousand|wan|yi)?\s*"
    r"(?:yuan|rmb|cny|renminbi)?(?![\d%])",
    re.IGNORECASE,
)
_SCALES = {"million": "百万元", "thousand": "千元", "wan": "万元", "yi": "亿元"}
# Words that carry no thing asked for.
_EMPTY = frozenset(
    "the a an of for in on at to by from with is are was were be been being do does did has have had it its their there "
    "this that these those and or as please tell me show give can could you i we want know would like much many what "
    "which how when who money amount amounts sum figure value budgeted allocated allocate spent spend spends set aside "
    "earmarked planned plan plans report reported reports cost paid pay-out funded fund budgeting receive total all "
    "overall year fiscal s get received under within among per into about any item items line lines entry project's "
    "government's office's come comes altogether together combined exactly currently every each say says said "
    "according table document disclosure state stated".split()
)
_MONEY_WORDS = frozenset("budget budgets expense expenses expenditure cost costs spending funds".split())
_EMPTY_PATTERN = re.compile("|".join(rf"\b{word}\b" for word in sorted(_EMPTY)), re.IGNORECASE)
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
_AND = re.compile(
    r"\s+and\s+(?!(?:rural|employment|technology|services|maintenance|benefits|welfare|subsidies|operation|telecom|"
    r"families|control|construction)\b)|,\s+"
)

_PERCENT = r"(?:percentage|percent|share|proportion|fraction)"
_WAS = r"(?:'s|\s+(?:is|was|are|were))"
_N = r"(?P<n>\d+|two|three|four|five|ten)"
_ROWS = r"(?P<rows>projects?|items?|subjects?|categor(?:y|ies)|classes|class)"
_CHANGED = r"(?P<dir>increased?|grown?|grew|risen?|rose|decreased?|fallen?|fell|dropped?|declined?|changed?|reduced?)"
# The first that fits decides; {a} and {b} are noun phrases, <…> is made by a function.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(?:what\s+(?:does|do|did)|define)\s+(?P<a>.+?)(?:\s+(?:mean|stand for|refer to))?", "什么是{a}"),
    (r"what\s+is\s+(?:meant by|the (?:definition|meaning) of)\s+(?P<a>.+)", "什么是{a}"),
    (
        rf"(?:what\s+{_PERCENT}|how much(?= percent))\s*(?:percent)?\s*of\s+(?P<b>.+?)\s+"
        r"(?:is|are|was|were|goes? to|went to|does|did|do)\s+(?P<a>.+?)(?:\s+(?:account for|make up|represent|take up))?",
        "{a}占{b}的百分之几",
    ),
    (
        rf"(?:what|how (?:big|large))\s+{_PERCENT}\s+(?:does|do|did|is|of)\s+(?P<a>.+?)\s+"
        r"(?:account for|make up|represent|take up|constitute)s?\s*(?:of|in)?\s*(?P<b>.*)",
        "{a}占{b}的百分之几",
    ),
    (rf"(?P<a>.+?)\s+as\s+a\s+{_PERCENT}\s+of\s+(?P<b>.+)", "{a}占{b}的百分之几"),
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
    (rf"(?:the\s+)?(?P<most>top|bottom)\s+{_N}\s+{_ROWS}\b.*", "<RANK>"),
    (
        rf"(?:which|what)\s+{_N}?\s*{_ROWS}\s+.*?\b(?P<most>most|largest|highest|biggest|greatest|least|smallest|lowest)\b.*",
        "<RANK>",
    ),
    (
        rf"(?:what|which)(?:{_WAS})?\s+(?:the\s+)?(?:(?:top|largest|biggest)\s+)?{_N}?\s*"
        r"(?P<most>most expensive|largest|highest|biggest|greatest|smallest|lowest|least expensive|top)\s+"
        rf"(?:\d+\s+|two\s+|three\s+|five\s+)?{_ROWS}\b.*",
        "<RANK>",
    ),
    (r"(?:list\s+(?:all\s+)?(?:the\s+)?|(?:what|which)\s+(?:are\s+)?(?:the\s+)?)projects\b(?P<tail>.*)", "<LIST>"),
    (
        r"how many\s+projects(?:\s+(?:are there|does it have|in total|were there|is there|have))?"
        r"(?P<tail>\s+(?:over|above|exceed|exceeding|more than|under|below|less than).*)?",
        "<COUNT>",
    ),
    (
        r"(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:equal to\s+|exactly\s+|really\s+)?"
        r"(?P<v>(?:rmb|cny|¥)?\s*\d[\d,.]*\s*(?:billion|million|thousand|wan|yi)?\s*(?:yuan|rmb|cny)?)",
        "<CLAIM>",
    ),
    (rf"(?:what{_WAS}\s+the\s+)?(?:per capita|average per person|amount per person)\s+(?P<a>.+)", "人均{a}是多少"),
    (r"how much\s+(?P<a>.+?)\s+(?:per person|per capita|does each person get)", "人均{a}是多少"),
    (r"compare\s+(?P<a>.+?)\s+(?:and|with|to|in)\s+(?P<b>.+)", "{a}和{b}哪个多"),
    (r"which\s+is\s+(?:higher|larger|more|bigger|greater),?\s+(?P<a>.+?)\s+or\s+(?P<b>.+)", "{a}和{b}哪个多"),
    (r"what\s+(?:internal\s+)?(?:departments|institutions|offices|divisions)\s+(?:does|do|are|has).*", "有哪些内设机构"),
    (
        r"how many\s+(?P<a>.+?)(?:\s+(?:are there|does (?:it|the \w+) (?:have|own)|were there|in total|did|do|have).*)?",
        "<MANY>",
    ),
    (r"(?:how much|what(?:'s|\s+(?:is|was|are|were))|give me|show me|tell me)\s*(?P<a>.*)", "{a}是多少"),
)
_COMPILED = tuple((re.compile(f"^{pattern}$", re.IGNORECASE), template) for pattern, template in _PATTERNS)
_NEXT_CLAUSE = re.compile(
    r"[,;?]\s*(?:and\s+)?(?=how|what|which|why|is|by)|\s+and\s+(?=how (?:much|many)|what|which)",
    re.IGNORECASE,
)
_POLITE = re.compile(r"^(?:please|can you|could you|tell me|i want to know|i'd like to know)\s+", re.IGNORECASE)
_BOUND = re.compile(
    r"(?P<way>over|above|exceed(?:ing)?|more than|under|below|less than)\s+(?P<v>.+)",
    re.IGNORECASE,
)


def ask_in_chinese(rest: str) -> str:
    """The Chinese question of what is asked; `rest` is the question less unit, year (<Y>) and stage."""
    clauses = [clause.strip(" ,?.") for clause in _NEXT_CLAUSE.split(rest)]
    return "，".join(_clause(_POLITE.sub("", clause)) for clause in clauses if clause)


def _clause(text: str) -> str:
    for pattern, template in _COMPILED:
        match = pattern.match(text)
        if not match:
            continue
        groups = {name: value or "" for name, value in match.groupdict().items()}
        if template.startswith("<"):
            return _special(template, groups)
        a, b = _thing(groups.get("a", "")), _thing(groups.get("b", ""))
        if "哪个多" in template and not b:
            return f"{a}哪年多"
        return template.format(a=a, b=b or "支出总计")
    return f"{_thing(text)}是多少"


def _special(template: str, groups: dict[str, str]) -> str:
    """The sentences whose form depends on more than their noun phrases."""
    thing, tail = groups.get("a", ""), groups.get("tail", "")
    if template == "<GROWTH>":
        down = re.match("decr|fall|fell|drop|declin|reduc", groups.get("dir", ""), re.IGNORECASE)
        rate = re.search("percent|rate", groups.get("rate", "") + tail, re.IGNORECASE)
        base = "" if "<Y>" in tail or "<Y>" in thing else "比上年"
        return f"{_thing(thing)}{base}{'减少' if down else '增加'}{'百分之几' if rate else '多少'}"
    if template == "<RANK>":
        smallest = groups["most"].lower().startswith(("least", "small", "low", "bottom"))
        number = _NUMBERS.get(groups.get("n", "").lower(), groups.get("n", ""))
        rows = "项目" if groups["rows"].lower().startswith(("project", "item")) else "类"
        return f"金额最{'小' if smallest else '大'}的{number}{'个' if number else ''}{rows}是哪个"
    if template == "<LIST>":
        return f"{_bound(tail)}项目有哪些" if _bound(tail) else "有哪些项目"
    if template == "<COUNT>":
        return f"{_bound(tail)}项目有多少个"
    if template == "<CLAIM>":
        return f"{_thing(thing)}是{_amount(groups['v'])}吗"
    return _many(thing)


def _many(text: str) -> str:
    counter = next((unit for word, unit in _COUNTERS.items() if re.match(rf"{word}\b", text, re.IGNORECASE)), "")
    thing = _thing(re.sub(r"\b(?:are there|does|do|did|have)\b.*$", "", text))
    if counter and re.fullmatch(r"[a-z' -]+", thing):
        thing = by_words(thing) or thing
    return f"{thing}有多少{counter}"


def _bound(text: str) -> str:
    """超过…的 or 低于…的; "" when the text sets no bound."""
    match = _BOUND.search(text)
    if not match:
        return ""
    below = match["way"].lower() in ("under", "below", "less than")
    return f"{'低于' if below else '超过'}{_amount(match['v'])}的"


def _amount(text: str) -> str:
    match = _SCALED.search(text.strip())
    if not match:
        return text
    number, scale = match["number"].replace(",", ""), (match["scale"] or "").lower()
    if scale == "billion":
        return f"{(Decimal(number) * 10).normalize():f}亿元"
    return number + _SCALES.get(scale, "元")


def _thing(text: str) -> str:
    """A noun phrase in Chinese: the term in brackets, else by the glossary, else the English words themselves."""
    if bracketed := re.search(rf"[(（“]\s*([{_HAN}][{_HAN}“”()（）0-9、]*?)\s*[)）”]", text):
        return bracketed[1]
    chinese = "".join(re.findall(f"[{_HAN}]+", text))
    if chinese and not re.search(r"[A-Za-z]{4,}", _EMPTY_PATTERN.sub("", text)):
        return chinese
    plain = re.sub(r"[\"“”?.!()]|<Y>|(?<=\w)'s\b", " ", text)
    plain = re.sub(r"\s+", " ", plain).strip().lower()
    return "和".join(term for term in map(_term, _AND.split(plain)) if term)


def _term(plain: str) -> str:
    labels = english_terms().get("label", {})
    for name in sorted(labels, key=len, reverse=True):
        if name in plain and re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", plain):
            rest = _content(re.sub(rf"(?<![a-z]){re.escape(name)}(?![a-z])", " ", plain))
            if all(word in _MONEY_WORDS for word in rest):
                return labels[name]
            break
    content = _content(plain)
    if not content:
        return "总预算" if re.search("budget|total", plain) else ""
    if all(word in _MONEY_WORDS for word in content):
        return "总预算" if content[0].startswith("budget") else "支出总计"
    if content in (["revenue"], ["income"], ["revenues"]):
        return "收入总计"
    return " ".join(word for word in content if word not in _MONEY_WORDS)


def _content(plain: str) -> list[str]:
    """The words that name something."""
    return [word for word in re.findall(r"[a-z][a-z'\-]*", plain) if word not in _EMPTY]


def by_words(label: str) -> str | None:
    """An English label word by word in Chinese, as another wording to try; None when a word is not known."""
    words, labels = english_terms().get("word", {}), english_terms().get("label", {})
    made = []
    for token in re.findall(r"[a-z']+(?:-[a-z']+)*", label.lower()):
        for piece in [token] if token in words or token in labels else token.split("-"):
            piece = piece.removesuffix("'s").rstrip("'")
            chinese = words.get(piece) or labels.get(piece)
            if chinese is None and piece not in _EMPTY:
                return None
            made.append(chinese or "")
    return "".join(made) or None
