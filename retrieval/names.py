"""Names as they are compared: pure functions of strings, shared by the ladder, by binding and by whoever reads a question.

    name_of("（一）2026年驻矿人员工资")  →  Name(key="驻矿人员工资", year=2026)
    core("机关运行经费支出")             →  机关运行
    holds("参保人数", "参保人员数量")     →  0.0: 数 alone is no piece

A year in front of a name is kept beside it and not thrown away: it may be what tells two rows apart.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from disclosure.amount import fold_width
from disclosure.mention import chinese_number
from disclosure.terms import look_alikes, synonyms

LONGEST_NAME = 200  # characters of a name that are looked at; no label is that long
_SHORTEST_CODE = 3
_COUNTED = tuple("年月日万亿元人个台辆千百平户次%")  # behind digits that count, and are no code
# What says that it is money, at the end of a name; 收入 is none of them: 其他收入 is not 其他支出.
_ENDINGS = (
    "总预算 总决算 支出预算数 支出决算数 预算金额 决算金额 资金总额 财政拨款预算 财政拨款 支出预算 支出决算 安排 情况 预算数 决算数 支出数 "
    "预算 决算 支出 费用 经费 资金 金额 合计 总额 总计 小计 费 款 数".split()
)
# What says whose money it is, in front of a name.
_SOURCES = (
    "一般公共预算财政拨款 拨款安排的 拨款安排 财政拨款安排的 财政拨款安排 财政拨款的 一般公共预算 的 年度 系统 财政拨款 当年 本年".split()
)
# A core that names nothing: what is left of 项目支出, 基本支出, 公用经费 fits too much.
_NO_CORE = frozenset(
    "项目 其他 基本 公用 一般 专项 业务 本年 上年 年初 年末 人员 财政 单位 部门 支 收入 经营 事业 总 全年 机关 政府 资本 "
    "工资 工程 服务 货物 管理 收支 收入支出".split()
)
# Column heads that say which number stands there rather than what it measures.
_GENERIC = frozenset(
    "合计 总计 小计 总额 金额 数额 数 预算数 决算数 预算金额 决算金额 预算 决算 全年预算 全年预算数 年初预算 年初预算数 "
    "调整预算数 调整预算 年度资金总额 本年 本年数 指标值 年度指标值 目标值 年度目标值 年度目标 实施期目标 数值 支出预算 收入预算 "
    "收入 支出 本年收入 本年支出 项目 预决算数 当年预算 本年预算 项目金额 预算安排 安排数 计划数".split()
)
_OF_TABLES = ("公开", "预算", "决算", "部门", "单位", "附", "第", "张", "号", "报", "表")  # what stands around a table's number
_FUNDS = ("一般公共", "政府性基金", "国有资本经营")
_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_NUMERAL = "[一二三四五六七八九十百]"
_NUMBERING = re.compile(
    rf"^(?:[(]\s*(?:{_NUMERAL}+|\d{{1,2}})\s*[)]|{_NUMERAL}+\s*[、.．]|第{_NUMERAL}+[、\s]|\d{{1,2}}\s*(?:[、)]|[.．](?!\d))|[\u2460-\u2473\u2776-\u277f])\s*"
)
_AMONG = re.compile(r"^其中\s*[:、,]?\s*")
_YEAR_WORD = re.compile(r"^(?:19|20)\d{2}\s*(?:年度|年|财年)\s*")
_SUBJECT_LEVEL = re.compile(r"[(]\s*[类款项]\s*[)]$")
_PUNCTUATION = re.compile(r"[\s、，。：；！？·•．・“”‘’\"'`《》〈〉「」『』【】〔〕\[\](){}<>,.:;!?~～_—–\-―…*#|/\\]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be compared."""

    printed: str  # less width and spaces
    key: str  # less year in front, numbering, punctuation, quotes, in simplified characters
    year: int | None  # the year in front of it; None: none


@lru_cache(maxsize=65536)
def name_of(text: str) -> Name:
    """A printed label, or a name of a query, as it is compared."""
    text = text[:LONGEST_NAME]
    return Name(same_print(text), simplify(normalise_label(less_code(text))), leading_year(text))


@lru_cache(maxsize=65536)
def normalise_label(text: str) -> str:
    """`text` less numbering (一、（一）1. ①), 其中：, a year in front, （类）（款）（项） behind, punctuation, quotes, spaces and width.

    When nothing would be left (a label that is a year or a number alone), what is left before that step.
    """
    label = fold_width(text).strip().lower()
    for _ in range(4):  # 其中：1.（一）…
        shorter = _YEAR_WORD.sub("", _AMONG.sub("", _NUMBERING.sub("", label))).strip()
        if shorter == label or not shorter:
            break
        label = shorter
    label = _SUBJECT_LEVEL.sub("", label) or label
    return _PUNCTUATION.sub("", label) or label


def same_print(text: str) -> str:
    """`text` less width and spaces: two labels alike in this are printed alike."""
    return "".join(fold_width(text).split())


@lru_cache(maxsize=65536)
def simplify(text: str) -> str:
    """Traditional characters to simplified ones."""
    converter, traditional = _converter()
    return text if traditional.isdisjoint(text) else str(converter.convert(text))


@lru_cache(maxsize=1)
def _converter() -> tuple[Any, frozenset[str]]:
    """The converter, and the characters that it changes, alone or within a word: a text without any stays as it is."""
    from opencc import OpenCC

    converter = OpenCC("t2s")
    entries = ((key, value.split(" ")[0]) for _, _, table in converter.dict_cache.values() for key, value in table.items())
    return converter, frozenset(one for key, value in entries for one, other in zip_longest(key, value) if one and one != other)


def sound_of(text: str) -> str:
    """The usual pinyin of each character without tones, with sounds that many speakers merge written alike.

    A character always sounds the same, whatever stands beside it: both sides of a comparison go through here.
    """
    return " ".join(map(_sound_of_character, text))


@lru_cache(maxsize=32768)
def _sound_of_character(character: str) -> str:
    """Zh/z, ch/c, sh/s and n/l at the front and ng/n at the end are confused by many typists."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # words are not asked for, and reading them takes a second
    from pypinyin import lazy_pinyin

    syllable = re.sub(r"^([zcs])h", r"\1", lazy_pinyin(character)[0])
    syllable = re.sub(r"^l(?=[aeiouv])", "n", syllable)
    return re.sub(r"(?<=[aei])ng$", "n", syllable)


@lru_cache(maxsize=65536)
def less_code(text: str) -> str:
    """A label without the code that is glued in front of it: 30201-办公费, [30201]办公费, 2010350事业运行; as it is otherwise."""
    folded = fold_width(text).strip()
    opened = folded[:1] in ("[", "(", "【")
    start = 1 if opened else 0
    size = next((place for place, character in enumerate(folded[start:]) if not (character.isascii() and character.isalnum())), 0)
    code, rest = folded[start : start + size], folded[start + size :]
    if len(code) == 1 and code in "abcABC" and rest[:1] in ("-", "—", "－"):  # C-服务, of the catalogue of purchases
        return rest[1:].strip() or text
    if not any(map(str.isdecimal, code)) or len(code) < _SHORTEST_CODE:
        return text
    if opened:
        bare = rest[1:] if rest[:1] in ("]", ")", "】") else ""
    elif rest[:1] in ("-", "—", "－", "_"):
        bare = rest[1:]
    else:
        bare = rest if code.isdecimal() and len(code) in (5, 7) and code[0] in "235" and rest[:1] not in _COUNTED else ""
    bare = bare.strip(" -—:：")
    return bare if any("\u4e00" <= character for character in bare) and not bare[:1].isdecimal() else text


@lru_cache(maxsize=65536)
def leading_year(text: str) -> int | None:
    """The year that a label begins with, numbering and 其中 aside: 2025年经费, （一）2024年度结转."""
    years = years_in(text)
    if not years:
        return None
    before, _, behind = fold_width(text).partition(str(years[0]))
    return years[0] if behind.strip().startswith("年") and len(before) <= 4 and not normalise_label(before + "甲").rstrip("甲") else None


@lru_cache(maxsize=65536)
def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, in order: four digits of 19 or 20, standing alone."""
    return tuple(int(digits) for digits in _digits_in(fold_width(text)) if len(digits) == 4 and digits[:2] in ("19", "20"))


def _digits_in(text: str) -> list[str]:
    return "".join(character if character.isdecimal() else " " for character in text).split()


@lru_cache(maxsize=65536)
def code_in(text: str) -> str | None:
    """A subject code that a name is, or holds in front, behind or in brackets: 2014004信访业务, 行政运行（2013901）, [30101]基本工资."""
    bare = same_print(text).strip("()[]【】")
    runs = _digits_in(bare)
    if len(runs) != 1 or len(runs[0]) not in (3, 5, 7) or runs[0][0] not in "235":
        return None
    return runs[0] if bare.startswith(runs[0]) or bare.endswith(runs[0]) else None


@lru_cache(maxsize=65536)
def less_brackets(text: str) -> str:
    """A label without remarks in brackets: 政府采购金额（以合同签订为准） → 政府采购金额; as it is where nothing would be left."""
    kept, closing = [], ""
    for character in fold_width(text):
        if closing:
            closing = "" if character == closing else closing
        elif character in _BRACKETS:
            closing = _BRACKETS[character]
        else:
            kept.append(character)
    return "".join(kept).strip() or text


@lru_cache(maxsize=65536)
def core(key: str) -> str:
    """A normalised name without the words that only say that it is money, or whose; "" where nothing telling is left."""
    before = ""
    while before != key:
        before = key
        for ending in _ENDINGS:
            if key.endswith(ending) and _is_telling(key[: -len(ending)]) and not (len(ending) == 1 and key.endswith(("经费", "拨款"))):
                key = key[: -len(ending)]
                break
        for source in _SOURCES:
            if key.startswith(source) and _is_telling(key[len(source) :]):
                key = key[len(source) :]
                break
    return key if _is_telling(key) else ""


def _is_telling(key: str) -> bool:
    return len(key) > 1 and key not in _NO_CORE


@lru_cache(maxsize=65536)
def is_generic(key: str) -> bool:
    """Whether a normalised column head says only which number stands there: 合计, 2026年预算数, 金额."""
    return not key or key in _GENERIC or key.rstrip("元万") in _GENERIC or key.isdecimal() or key == "年"


def table_number(text: str) -> int | None:
    """Which of a disclosure's tables a number names: 5 of 表五, 公开05表, 附表5 and 第5张表; None of any other text."""
    if "表" not in text:
        return None
    bare = fold_width(text).strip()
    for word in _OF_TABLES:
        bare = bare.replace(word, "")
    number = int(bare) if bare.isdecimal() and len(bare) < 3 else chinese_number(bare) if bare else None
    return int(number) if number is not None and 0 < number < 100 else None


def is_fund(key: str) -> bool:
    """Whether a normalised column head names a source of money, by which another head is split."""
    return key.removesuffix("拨款").removesuffix("资金").removesuffix("财政").removesuffix("预算") in _FUNDS


@lru_cache(maxsize=65536)
def head_name(part: str) -> str:
    """What a column head measures, normalised: “三公”经费预算数 → 三公经费."""
    key = name_of(part).key
    for ending in ("支出预算数", "支出决算数", "预决算数", "预算数", "决算数", "合计", "小计", "总计"):
        if key.endswith(ending) and len(key) > len(ending) + 1:
            return key[: -len(ending)]
    return key


@lru_cache(maxsize=16384)
def other_words(key: str) -> tuple[str, ...]:
    """Synonyms of a normalised name, normalised, itself left out; labels and columns alike."""
    words = (name_of(word).key for group in synonyms(key) for word in group.words)
    return tuple(dict.fromkeys(word for word in words if word != key))


@lru_cache(maxsize=65536)
def holds(asked: str, label: str) -> float:
    """How much of a label a name explains that it holds: 1.0 for the same, less the longer the rest; 0.0 where it does not.

    Held whole, or in order in pieces of two characters and more: 驻矿工资 in 驻矿人员工资.
    """
    if len(asked) < 2 or len(asked) > len(label):
        return 0.0
    if asked in label:
        return len(asked) / len(label)
    start = place = 0
    while place < len(asked):
        size = next((size for size in range(len(asked) - place, 1, -1) if asked[place : place + size] in label[start:]), 0)
        if not size:
            return 0.0
        start = label.index(asked[place : place + size], start) + size
        place += size
    return 0.95 * len(asked) / len(label)


def are_alike(one: str, other: str) -> bool:
    """Whether two characters sound or look alike."""
    return one in look_alikes().get(other, "") or sound_of(one) == sound_of(other)


@lru_cache(maxsize=65536)
def is_slip(asked: str, label: str) -> bool:
    """Whether two names of one length differ in one or two characters that sound or look alike: 津帖补贴 and 津贴补贴."""
    if len(asked) != len(label) or len(asked) < 3:
        return False
    differing = [(one, other) for one, other in zip(asked, label, strict=True) if one != other]
    return 0 < len(differing) <= (1 if len(asked) < 6 else 2) and all(are_alike(one, other) for one, other in differing)
