"""English noun phrases of the field → their Chinese terms, by data/terms/english.csv; unknown words stay English.

thing("the training fees")                     →  "培训费"
thing("office expenses and travel expenses")   →  "办公费和差旅费"
thing("merit pay (绩效工资)")                    →  "绩效工资": a Chinese term in brackets wins
thing("river patrol crew's wages")             →  "river patrol crew wages"
"""

from __future__ import annotations

import re
from functools import lru_cache

from disclosure.terms import english_terms

_HAN = "\u4e00-\u9fff"
# Scope within a phrase: a unit, a year, a stage, each to be said in Chinese before the term.
HELD = r"<[EYS]\d>"
# Words that carry no thing asked for.
_EMPTY = frozenset(
    "the a an of for in on at to by from with is are was were be been being do does did has have had it its their there "
    "this that these those and or as please tell me show give can could you i we want know would like much many what "
    "which how when who money amount amounts sum figure value budgeted allocated allocate spent spend spends set aside "
    "earmarked planned plan plans report reported reports cost paid pay-out funded fund budgeting receive total all "
    "overall year fiscal s get received under within among per into about any item items line lines entry project's "
    "government's office's come comes altogether together combined exactly currently every each say says said "
    "large big small high carry carries carried according table document disclosure state stated actually own owned "
    "owns both true number there current answer they them".split()
)
_MONEY_WORDS = frozenset("budget budgets expense expenses expenditure cost costs spending funds".split())
# Chinese words beside English ones that name nothing.
_SCOPE_ONLY = re.compile("(?:的|预算|决算|部门|单位|年|是|多少|万?元)+")
_AND = re.compile(
    r"\s+and\s+(?!(?:rural|employment|technology|services|maintenance|benefits|welfare|subsidies|operation|telecom|"
    r"families|control|construction)\b)|,\s+"
)


def thing(text: str) -> str:
    """A noun phrase in Chinese, what it says of scope in front; "" when it names nothing."""
    held = "".join(sorted(re.findall(HELD, text), key=lambda mark: "EYS".index(mark[1])))
    return held + _named(re.sub(HELD, " ", text))


def _named(text: str) -> str:
    if bracketed := re.search(rf"[(（“]\s*([{_HAN}][{_HAN}“”()（）0-9、]*?)\s*[)）”]", text):
        return bracketed[1]
    chinese = "".join(re.findall(f"[{_HAN}]+", text))
    telling = [word for word in _content(text.lower()) if word not in _MONEY_WORDS]
    if chinese and (not telling or not _SCOPE_ONLY.fullmatch(chinese)):
        return chinese
    plain = re.sub(r"[\"“”?.!()]|<Y>|(?<=\w)'s\b|(?<=s)'(?=\s|$)", " ", text)
    plain = re.sub(r"\s+", " ", plain).strip().lower()
    return "和".join(name for name in map(term, _AND.split(plain)) if name)


def term(plain: str) -> str:
    """One lower-case phrase in Chinese, or its telling words in English."""
    if found := _label(plain):
        return found
    content = _content(plain)
    if not content:
        return "总预算" if re.search("budget|total", plain) else ""
    if all(word in _MONEY_WORDS for word in content):
        return "总预算" if content[0].startswith("budget") else "支出总计"
    if content in (["revenue"], ["income"], ["revenues"]):
        return "收入总计"
    telling = " ".join(word for word in content if word not in _MONEY_WORDS)
    return by_words(telling) or telling


def _label(plain: str) -> str | None:
    """The term that a phrase is, singular or plural, whatever word for money it ends in; None when it is none."""
    words = tuple(map(_stem, re.findall(r"[a-z][a-z'\-]*", plain)))
    whole, bare = _labels()
    content = tuple(word for word in words if word not in _EMPTY)
    for said in (words, content):
        if said in whole:
            return whole[said]
    # the longest term in the phrase, when nothing but words for money stands beside it
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            if (name := whole.get(words[start : start + size])) is not None:
                rest = [w for w in (*words[:start], *words[start + size :]) if w not in _EMPTY]
                if all(word in _MONEY_STEMS for word in rest):
                    return name
                return bare.get(tuple(word for word in content if word not in _MONEY_STEMS))
    return bare.get(tuple(word for word in content if word not in _MONEY_STEMS))


@lru_cache(maxsize=1)
def _labels() -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Terms by their stems; and by their stems less the words for money, where only one term is so called."""
    whole: dict[tuple[str, ...], str] = {}
    bare: dict[tuple[str, ...], set[str]] = {}
    for name, chinese in english_terms().get("label", {}).items():
        words = tuple(map(_stem, re.findall(r"[a-z][a-z'\-]*", name)))
        whole.setdefault(words, chinese)
        bare.setdefault(tuple(w for w in words if w not in _EMPTY and w not in _MONEY_STEMS), set()).add(chinese)
    return whole, {words: found.pop() for words, found in bare.items() if words and len(found) == 1}


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A noun in the singular; words that end in s otherwise stay."""
    word = word.removesuffix("'s").rstrip("'")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


_MONEY_STEMS = frozenset(map(_stem, _MONEY_WORDS | {"fee", "fees", "charge", "charges", "payment", "payments", "bill", "bills"}))


def _content(plain: str) -> list[str]:
    """The words that name something."""
    return [word for word in re.findall(r"[a-z][a-z'\-]*", plain) if word not in _EMPTY]


def says_nothing(text: str) -> bool:
    """Whether a clause holds no word that names something: give both."""
    text = text.replace("<Y>", " ")
    return not re.search(HELD, text) and not _content(text.lower()) and not re.search(rf"[{_HAN}\d]", text)


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
