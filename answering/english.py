"""An English question → the Chinese one that the rules read; words without a translation are left in English.

    "How much performance pay is in the 2025 departmental budget of the Putuo District Government Office, in yuan?"
    →  "普陀区人民政府办公室2025年部门预算绩效工资是多少元"

Places are matched by their sound with the units of the library; terms come from data/terms/english.csv.  A Chinese
term in brackets (绩效工资) wins over any translation.  Left-over English is marked in the reasons: lookup matches it
by meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from answering.entities import EntityIndex
from answering.unit_names import UnitName
from disclosure.terms import english_terms
from retrieval.matching import sound_of

BY_MEANING = "英文词语，按语义匹配"

_HAN = "\u4e00-\u9fff"
_PLACE_WORDS = {
    "district": "区", "county": "县", "city": "市", "municipality": "市", "province": "省", "township": "乡", "town": "镇", "subdistrict": "街道",
    "sub-district": "街道", "banner": "旗",
}  # fmt: skip
_UNITS = (
    (r"(?:10,?000|ten[ -]thousand|tens of thousands of)\s*(?:yuan|rmb|cny)|wan(?:\s*yuan)?|万元", "万元"),
    (r"(?:100|one hundred|hundred)\s*million\s*(?:yuan|rmb|cny)?|yi(?:\s*yuan)?|亿元", "亿元"),
    (r"million(?:s of)?\s*(?:yuan|rmb|cny)", "百万元"),
    (r"thousand(?:s of)?\s*(?:yuan|rmb|cny)", "千元"),
    (r"yuan|rmb|cny|renminbi|元", "元"),
)
_SCALED = re.compile(
    r"(?:rmb|cny|¥)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>billion|million|thousand|wan|yi)?\s*(?:yuan|rmb|cny|renminbi)?(?![\d%])",
    re.IGNORECASE,
)
_SCALES = {"billion": ("0", "亿元"), "million": ("", "百万元"), "thousand": ("", "千元"), "wan": ("", "万元"), "yi": ("", "亿元")}
# Words that carry no thing asked for.
_EMPTY = frozenset(
    "the a an of for in on at to by from with is are was were be been being do does did has have had it its their there this that these those and or as "
    "please tell me show give can could you i we want know would like much many what which how when who money amount amounts sum figure value budgeted "
    "allocated allocate spent spend spends set aside earmarked planned plan plans report reported reports cost paid pay-out funded fund budgeting receive "
    "total all overall year fiscal s did get received under within among per into about any item items line lines entry project's government's office's "
    "come comes altogether together combined exactly currently every each say says said according table document disclosure state stated".split()
)


_MONEY_WORDS = frozenset("budget budgets expense expenses expenditure cost costs spending funds".split())


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an English question says of where to look, and the words left."""

    entity: str
    years: tuple[str, ...]
    stage: str
    unit: str
    rest: str


def is_english(text: str) -> bool:
    """Whether most of the words are English."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 3 and sum(map(len, words)) > 2 * len(re.findall(f"[{_HAN}]", text))


def translate(text: str, index: EntityIndex) -> tuple[str, tuple[str, ...]]:
    """The question in Chinese, and what was done, in Chinese; as it is when it is not English."""
    if not is_english(text):
        return text, ()
    scope = _scope(text, index)
    asked = _ask(scope.rest)
    scoped = f"{scope.entity}{'和'.join(f'{year}年' for year in scope.years)}{scope.stage}"
    result = asked.replace("<SCOPE>", scoped) if "<SCOPE>" in asked else scoped + asked
    if scope.unit and re.search("多少$", result):
        result += scope.unit
    elif scope.unit:
        result += f"(单位:{scope.unit})"
    reasons = ["英文问题译为中文"]
    if re.search(r"[A-Za-z]{2,}", re.sub(r"\d+[A-Za-z]*", "", asked)):
        reasons.append(BY_MEANING)
    return result, tuple(reasons)


def _scope(text: str, index: EntityIndex) -> _Scope:
    rest = re.sub(r"[’`]", "'", text)
    unit = ""
    if match := re.search(
        r"(?:,|\()?\s*\b(?:in|as|unit:?)\s+(?:units? of\s+)?(" + "|".join(p for p, _ in _UNITS) + r")\s*\)?(?=[\s,.?!]*$|\s)",
        rest,
        re.IGNORECASE,
    ):
        unit = next(name for pattern, name in _UNITS if re.fullmatch(pattern, match[1], re.IGNORECASE))
        rest = rest[: match.start()] + " " + rest[match.end() :]
    entity, rest = _entity(rest, index)
    stage = ""
    for pattern, name in (
        (r"\b(?:departmental|department|department-level)\s+(?:budget|final accounts?)\b", "部门"),
        (r"\b(?:unit|unit-level)\s+(?:budget|final accounts?)\b", "单位"),
    ):
        if match := re.search(pattern, rest, re.IGNORECASE):
            stage = name + ("决算" if "final" in match.group().lower() else "预算")
            rest = rest[: match.start()] + " " + rest[match.end() :]
    if not stage and (
        match := re.search(r"\b(?:final accounts?|actual(?:ly)?(?: spending| expenditure| spent)?|settled|actuals)\b", rest, re.IGNORECASE)
    ):
        stage, rest = "决算", rest[: match.start()] + " " + rest[match.end() :]
    years = []
    for match in re.finditer(r"\b(?:FY\s*)?(20\d\d)\b", rest):
        years.append(match[1])
    rest = re.sub(
        r"\b(?:in|for|of|during|the|fiscal year|year|FY)?\s*(?:the\s+)?(?:fiscal\s+)?(?:year\s+)?(?:FY\s*)?20\d\d(?:'s)?\b",
        " <Y> ",
        rest,
        flags=re.IGNORECASE,
    )
    return _Scope(entity, tuple(years), stage, unit, re.sub(r"\s+", " ", rest).strip(" ?.!"))


def _entity(text: str, index: EntityIndex) -> tuple[str, str]:
    """The unit named, in Chinese, and the text without it.

    A place that sounds like none of the library's stays in Latin letters, so that it is seen to be another unit.
    """
    organs = english_terms().get("organ", {})
    organ_pattern = "|".join(re.escape(name) for name in sorted(organs, key=len, reverse=True))
    place = rf"(?:[A-Z][a-z']+(?:[ -][A-Z][a-z']+)?\s+)(?:{'|'.join(_PLACE_WORDS)}|bureau)?"
    before = re.search(
        rf"(?:\b[Tt]he\s+)?(?P<place>(?:[A-Z][a-z']+\s+){{1,3}}?(?:(?i:{'|'.join(_PLACE_WORDS)})\s+)?)?(?P<organ>(?i:{organ_pattern}))\b(?:\s+of\s+(?:the\s+)?(?P<after>{place}))?(?:'s)?",
        text,
    )
    if before:
        said = (before["place"] or before["after"] or "").strip()
        organ = organs[re.sub(r"\s+", " ", before["organ"].lower())]
        name = _place(said, organ, index) + organ if organ != "街道" or said else ""
        if organ == "街道" and said:
            name = _sub_district(said, index)
        if name:
            return name, text[: before.start()] + " " + text[before.end() :]
    found = re.search(
        rf"(?:\b[Tt]he\s+)?(?P<name>[A-Z][a-z']+(?:\s[A-Z][a-z']+)?)\s+(?P<kind>(?i:{'|'.join(_PLACE_WORDS)}))\b(?:'s)?", text
    )
    if found:
        return _sub_district(found["name"], index, _PLACE_WORDS[found["kind"].lower()]), text[: found.start()] + " " + text[found.end() :]
    return "", text


def _place(said: str, organ: str, index: EntityIndex) -> str:
    """The Chinese name of the place before an organ: 普陀区 for Putuo District; the Latin name with its kind when unknown."""
    words = [
        word
        for word in re.split(r"\s+", said)
        if word and word.lower() not in ("the", "of", "in", "by", "how", "what", "did", "does", "is", "was")
    ]
    if not words:
        return ""
    kind = _PLACE_WORDS.get(words[-1].lower(), "")
    letters = "".join(words[:-1] if kind else words).lower().replace("'", "")
    for place in _places(index):
        name = place[:-1]
        if _latin(name) == letters or (len(name) == 1 and _latin(place) == letters):
            return place
    return "".join(words[:-1] if kind else words) + (kind or "区")


def _sub_district(said: str, index: EntityIndex, kind: str = "街道") -> str:
    letters = said.replace(" ", "").replace("'", "").lower()
    for name in (UnitName.parse(entity) for entity in index.entities):
        if name.core and _latin(name.core) == letters:
            return f"{name.core}{kind}"
    return f"{said.replace(' ', '')}{kind}"


def _places(index: EntityIndex) -> list[str]:
    return list(dict.fromkeys(place for entity in index.entities for place in reversed(UnitName.parse(entity).places)))


@lru_cache(maxsize=4096)
def _latin(han: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han))


_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"^(?:what\s+(?:does|do|did)|define)\s+(?P<a>.+?)(?:\s+(?:mean|stand for|refer to))?$|^what\s+is\s+(?:meant by|the (?:definition|meaning) of)\s+(?P<a2>.+)$", "什么是{a}"),
    (r"^(?:what\s+(?:percentage|percent|share|proportion|fraction)|how much(?= percent))\s*(?:percent)?\s*of\s+(?P<b>.+?)\s+(?:is|are|was|were|goes? to|went to|does|did|do)\s+(?P<a>.+?)(?:\s+(?:account for|make up|represent|take up))?$", "{a}占{b}的百分之几"),
    (r"^(?:what|how (?:big|large))\s+(?:percentage|percent|share|proportion|fraction)\s+(?:does|do|did|is|of)\s+(?P<a>.+?)\s+(?:account for|make up|represent|take up|constitute)s?\s*(?:of|in)?\s*(?P<b>.*)$", "{a}占{b}的百分之几"),
    (r"^(?P<a>.+?)\s+as\s+a\s+(?:percentage|percent|share|proportion)\s+of\s+(?P<b>.+)$", "{a}占{b}的百分之几"),
    (r"^(?:by\s+)?(?:how much|what percent(?:age)?|how many percent)\s+(?:more|less|higher|lower|fewer)\s+(?:is|are|was|were)\s+(?P<a>.+?)\s+than\s+(?P<b>.+)$", "{a}比{b}多多少"),
    (r"^(?:what(?:'s| is| was)\s+the\s+)?difference\s+between\s+(?P<a>.+?)\s+and\s+(?P<b>.+)$", "{a}和{b}相差多少"),
    (r"^(?:by\s+)?(?P<rate>how much|what percent(?:age)?|how many percent)\s+(?:did|does|do|has|have|is|was)\s+(?P<a>.+?)\s+(?P<dir>increased?|grown?|grew|risen?|rose|decreased?|fallen?|fell|dropped?|declined?|changed?|reduced?)\b(?P<tail>.*)$", "<GROWTH>"),
    (r"^(?P<rate>what(?:'s| is| was)\s+the\s+(?:growth|increase|decrease|change|growth rate|rate of growth))\s+(?:of|in)\s+(?P<a>.+?)(?P<tail>\s+(?:compared|from|over|versus|vs|against).*)?$", "<GROWTH>"),
    (r"^why\s+(?:did|does|do|has|have|is|are|was|were)\s+(?P<a>.+?)(?:\s+(?:so\s+)?(?:increased?|grow|rise|rose|risen|decreased?|fall|drop(?:ped)?|changed?|higher|lower|much|reduced?).*)?$", "{a}为什么增减"),
    (r"^what(?:'s| is| are| was| were)\s+the\s+(?:main\s+)?reasons?\s+(?:for|of|behind)\s+(?P<a>.+)$", "{a}的原因是什么"),
    (r"^(?:what(?:'s| is| was)\s+)?(?:the\s+)?(?:sum|total|combined total)\s+of\s+(?P<a>.+?)\s+and\s+(?P<b>.+)$|^how much\s+(?:do|did|are|were|is)\s+(?P<a2>.+?)\s+and\s+(?P<b2>.+?)\s+(?:add up to|come to|total|cost)\s*(?:together|in total|combined|altogether)?$", "{a}和{b}加起来多少"),
    (r"^(?:which|what)\s+(?P<n>\d+|two|three|four|five|ten)?\s*(?P<rows>projects?|items?|subjects?|categor(?:y|ies)|classes|class)\s+.*?\b(?P<most>most|largest|highest|biggest|greatest|least|smallest|lowest)\b.*$", "<RANK>"),
    (r"^(?:what|which)(?:'s| is| are| was| were)?\s+(?:the\s+)?(?:(?:top|largest|biggest)\s+)?(?P<n>\d+|two|three|four|five|ten)?\s*(?P<most>most expensive|largest|highest|biggest|greatest|smallest|lowest|least expensive|top)\s+(?:\d+\s+|two\s+|three\s+|five\s+)?(?P<rows>projects?|items?|subjects?|categor(?:y|ies))\b.*$", "<RANK>"),
    (r"^(?:the\s+)?(?P<most>top|bottom)\s+(?P<n>\d+|two|three|four|five|ten)\s+(?P<rows>projects?|items?|subjects?|categor(?:y|ies))\b.*$", "<RANK>"),
    (r"^(?:list\s+(?:all\s+)?(?:the\s+)?|(?:what|which)\s+(?:are\s+)?(?:the\s+)?)(?P<rows>projects)\b(?P<tail>.*)$", "<LIST>"),
    (r"^how many\s+(?P<a>projects)(?:\s+(?:are there|does it have|in total|were there|is there|have))?(?P<tail>\s+(?:over|above|exceed|exceeding|more than|under|below|less than).*)?$", "<COUNT>"),
    (r"^(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:equal to\s+|exactly\s+|really\s+)?(?P<v>(?:rmb|cny|¥)?\s*\d[\d,.]*\s*(?:billion|million|thousand|wan|yi)?\s*(?:yuan|rmb|cny)?)$", "<CLAIM>"),
    (r"^(?:what(?:'s| is| was)\s+the\s+)?(?:per capita|average per person|amount per person)\s+(?P<a>.+)$|^how much\s+(?P<a2>.+?)\s+(?:per person|per capita|does each person get)$", "人均{a}是多少"),
    (r"^compare\s+(?P<a>.+?)\s+(?:and|with|to)\s+(?P<b>.+)$|^which\s+is\s+(?:higher|larger|more|bigger|greater),?\s+(?P<a2>.+?)\s+or\s+(?P<b2>.+)$", "{a}和{b}哪个多"),
    (r"^what\s+(?:internal\s+)?(?P<a>departments|institutions|offices|divisions)\s+(?:does|do|are|has).*$", "有哪些内设机构"),
    (r"^how many\s+(?P<a>.+?)(?:\s+(?:are there|does (?:it|the \w+) (?:have|own)|were there|in total|does <Y>|did|do|have).*)?$", "<MANY>"),
    (r"^(?:how much|what(?:'s|\s+(?:is|was|are|were))|give me|show me|tell me)\s*(?P<a>.*)$", "{a}是多少"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), template) for pattern, template in _PATTERNS)
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
}
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "ten": "10"}


def _ask(rest: str) -> str:
    """The Chinese question of what is asked, scope apart."""
    clauses = [
        clause
        for clause in re.split(
            r"[,;?]\s*(?:and\s+)?(?=how|what|which|why|is|by)|\s+and\s+(?=how (?:much|many)|what|which)", rest, flags=re.IGNORECASE
        )
        if clause and clause.strip(" ,?")
    ]
    return "，".join(
        _clause(
            re.sub(r"^(?:please|can you|could you|tell me|i want to know|i'd like to know)\s+", "", c.strip(" ,?."), flags=re.IGNORECASE)
        )
        for c in clauses
    )


def _clause(text: str) -> str:
    for pattern, template in _COMPILED:
        if match := pattern.match(text):
            groups = match.groupdict()
            a = groups.get("a") or groups.get("a2") or ""
            b = groups.get("b") or groups.get("b2") or ""
            if template.startswith("<"):
                return _special(template, groups, a)
            if not _thing(b).strip("和") and "哪个多" in template:
                return f"{_thing(a)}哪年多"
            return template.format(a=_thing(a), b=_thing(b) or "支出总计")
    return _thing(text) + "是多少"


def _special(template: str, groups: dict[str, str | None], a: str) -> str:
    tail = groups.get("tail") or ""
    if template == "<GROWTH>":
        down = bool(re.match("decr|fall|fell|drop|declin|reduc", groups.get("dir") or "", re.IGNORECASE))
        rate = bool(re.search("percent|rate", (groups.get("rate") or "") + tail, re.IGNORECASE))
        base = "" if "<Y>" in tail or "<Y>" in a else "比上年"
        return f"{_thing(a)}{base}{'减少' if down else '增加'}{'百分之几' if rate else '多少'}"
    if template == "<RANK>":
        most = (groups.get("most") or "").lower()
        number = groups.get("n") or ""
        rows = "项目" if (groups.get("rows") or "").lower().startswith(("project", "item")) else "类"
        return f"金额最{'小' if most.startswith(('least', 'small', 'low')) else '大'}的{_NUMBERS.get(number.lower(), number)}{'个' if number else ''}{rows}是哪个"
    if template in ("<LIST>", "<COUNT>"):
        bound = _bound(tail)
        return (
            f"{bound}的项目有哪些"
            if template == "<LIST>" and bound
            else "有哪些项目"
            if template == "<LIST>"
            else f"{bound + '的' if bound else ''}项目有多少个"
        )
    if template == "<CLAIM>":
        return f"{_thing(a)}是{_amount(groups.get('v') or '')}吗"
    thing = _thing(re.sub(r"\b(?:are there|does|do|did|have)\b.*$", "", a))
    counter = next(
        (unit for word, unit in _COUNTERS.items() if re.match(rf"{word}\b", a, re.IGNORECASE)),
        "个" if re.match("projects", a, re.IGNORECASE) else "",
    )
    if counter and re.fullmatch(r"[a-z' -]+", thing):
        thing = by_words(thing) or thing
    return f"{thing}有多少{counter}"


def _bound(text: str) -> str:
    match = re.search(r"(?P<way>over|above|exceed(?:ing)?|more than|under|below|less than)\s+(?P<v>.+)", text, re.IGNORECASE)
    if not match:
        return ""
    return ("低于" if match["way"].lower() in ("under", "below", "less than") else "超过") + _amount(match["v"])


def _amount(text: str) -> str:
    match = _SCALED.search(text.strip())
    if not match:
        return text
    number, scale = match["number"].replace(",", ""), (match["scale"] or "").lower()
    if scale == "billion":
        from decimal import Decimal

        return f"{(Decimal(number) * 10).normalize():f}亿元"
    return number + (_SCALES[scale][1] if scale else "元")


def _thing(text: str) -> str:
    """A noun phrase in Chinese: the term in brackets, else by the glossary, else the English words themselves."""
    if bracketed := re.search(rf"[(（“]\s*([{_HAN}][{_HAN}“”()（）0-9、]*?)\s*[)）”]", text):
        return bracketed[1]
    chinese = "".join(re.findall(f"[{_HAN}]+", text))
    if chinese and not re.search(r"[A-Za-z]{4,}", re.sub("|".join(f"\\b{word}\\b" for word in _EMPTY), "", text, flags=re.IGNORECASE)):
        return chinese
    plain = re.sub(r"\s+", " ", re.sub(r"[\"“”?.!()]|<Y>|(?<=\w)'s\b", " ", text)).strip().lower()
    parts = [
        _term(part)
        for part in re.split(
            r"\s+and\s+(?!(?:rural|employment|technology|services|maintenance|benefits|welfare|subsidies|operation|telecom|families|control|construction)\b)|,\s+",
            plain,
        )
    ]
    return "和".join(part for part in parts if part)


def _term(plain: str) -> str:
    labels = english_terms().get("label", {})
    found = [name for name in sorted(labels, key=len, reverse=True) if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", plain)]
    rest = _content(re.sub(rf"(?<![a-z]){re.escape(found[0])}(?![a-z])", " ", plain)) if found else []
    if found and not [word for word in rest if word not in _MONEY_WORDS]:
        return labels[found[0]]
    content = _content(plain)
    if content in (["budget"], ["budgets"]) or (not content and re.search("budget|total", plain)):
        return "总预算"
    if content in (["expenditure"], ["spending"], ["expenditures"], ["expenses"]):
        return "支出总计"
    if content in (["revenue"], ["income"], ["revenues"]):
        return "收入总计"
    words = [word for word in content if word not in _MONEY_WORDS] or content
    return " ".join(words)


def _content(plain: str) -> list[str]:
    """The words that name something."""
    return [word for word in re.findall(r"[a-z][a-z'\-]*", plain) if word not in _EMPTY]


def by_words(label: str) -> str | None:
    """An English label word by word in Chinese, as another wording to try; None when a word is not known."""
    words, labels = english_terms().get("word", {}), english_terms().get("label", {})
    tokens = re.findall(r"[a-z']+(?:-[a-z']+)*", label.lower())
    made = []
    for token in tokens:
        pieces = [token] if token in words or token in labels else token.split("-")
        for piece in pieces:
            piece = piece.removesuffix("'s").rstrip("'")
            chinese = words.get(piece) or labels.get(piece)
            if chinese is None:
                if piece in _EMPTY:
                    continue
                return None
            made.append(chinese)
    return "".join(made) or None


def sounds_like(han: str, letters: str) -> bool:
    """Whether a Chinese name is written so in pinyin."""
    return _latin(han) == letters.lower() or sound_of(han).replace(" ", "") == letters.lower()
