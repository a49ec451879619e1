"""The ways in which people call a government unit, derived from its full name by general rules.

    UnitName.parse("宁江市清河区人民政府办公室").pattern   fits 清河区府办, 区政府办公室, 府办, 清河区人民政府办公室
    UnitName.parse("中共宁江市清河区委社区治理部").pattern  fits 社治部, 区委社治部, 社区治理部

A name is party mark + places + government or committee + core + head.  Places shorten (清河区, 清河, 区) or fall away, a
core keeps its characters in order (社区治理 → 社治), a head has standard short forms (办公室 → 办).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

_PLACE = r"[\u4e00-\u9fff]{1,8}?(?:特别行政区|自治区|自治州|自治县|开发区|省|(?<!城)市|(?<![社园校小景库矿林片辖])区|县|旗|州|盟)"
_PARTY = r"(?:中国共产党|中共)"
# Heads, longest first, each with its short forms.
HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("街道办事处", ("街道办事处", "街道办(?!公[费室用]|理)", "街道", "办事处", "街办")),
    ("镇人民政府", ("镇人民政府", "镇政府", "镇")),
    ("乡人民政府", ("乡人民政府", "乡政府", "乡")),
    ("人民检察院", ("人民检察院", "检察院", "检院")),
    ("人民法院", ("人民法院", "法院")),
    ("服务中心", ("服务中心", "中心")),
    ("联合会", ("联合会", "联")),
    ("委员会", ("委员会", "委")),
    ("办公室", ("办公室", "办(?!公(?:室|费|用|厅|设|经|地|楼)|理)")),
    *((head, (head,)) for head in ("研究院", "医院", "学院", "大学", "学校", "中学", "小学", "幼儿园", "中心", "总队", "支队", "大队")),
    *(
        (head, (head,))
        for head in (
            "协会",
            "学会",
            "基金会",
            "街道",
            "局",
            "厅",
            "部",
            "委",
            "办",
            "署",
            "院",
            "校",
            "馆",
            "站",
            "所",
            "队",
            "社",
            "镇",
            "乡",
        )
    ),
)
# Of these the core alone is a name that people use: 青溪, 第一中学's never.
_PLACE_HEADS = ("街道办事处", "街道", "镇人民政府", "乡人民政府", "镇", "乡")


@dataclass(frozen=True)
class UnitName:
    """A unit's full name in its parts."""

    full: str
    party: bool
    places: tuple[str, ...]  # outer to inner: 宁江市, 清河区
    committee: str  # 委 after the place (区委), or ""
    government: str  # 人民政府 before the core, or ""
    core: str  # 青溪, 司法, 社区治理; "" for 人民政府办公室
    head: str  # 街道办事处, 局; "" when the name ends in none that is known

    @staticmethod
    @lru_cache(maxsize=8192)
    def parse(full: str) -> UnitName:
        """Take a full name apart."""
        rest = re.sub(r"[\s(（].*$", "", full) or full
        party = bool(re.match(_PARTY, rest))
        rest = re.sub(rf"^{_PARTY}", "", rest)
        places = []
        while (place := re.match(_PLACE, rest)) and len(place.group()) < len(rest):
            places.append(place.group())
            rest = rest[place.end() :]
        committee = ""
        if places and re.match("[省市区县旗州]?委(?!员会)", rest) and len(rest) > 2:
            committee, rest = "委", rest[rest.index("委") + 1 :]
        government = ""
        if rest.startswith("人民政府") and len(rest) > 4:
            government, rest = "人民政府", rest[4:]
        if inner := re.match(r"[\u4e00-\u9fff]{2,4}?(?:街道|镇|乡)(?=[\u4e00-\u9fff]{3})(?!办事处|人民政府)", rest):
            places.append(inner.group())
            rest = rest[inner.end() :]
        head = next((head for head, _ in HEADS if rest.endswith(head)), "")
        return UnitName(full, party, tuple(places), committee, government, rest[: len(rest) - len(head)], head)

    @property
    def short(self) -> str:
        """Place, core and head: 清河区司法局; for messages and choices."""
        place = self.places[-1] if self.places else ""
        return f"{place}{self.government if not self.core else ''}{self.core}{self.head}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Fits every way to call the unit; group `place` holds what names its place, group `core` what names itself."""
        head = "|".join(dict(HEADS).get(self.head, (re.escape(self.head),)))
        if self.core:
            government = "(?:人民政府|政府|府)?" if self.government else ""
            body = rf"{government}(?P<core>{_shortened(self.core)})(?:{head})"
        elif self.government:
            body = rf"(?P<core>人民政府|政府|府)(?:{head})"
        elif self.committee:
            return re.compile(rf"{_PARTY}?(?P<place>{self._place_pattern()})(?P<core>[省市区县旗州]?委)(?:{head})")
        elif self.head in ("人民法院", "人民检察院"):
            body = f"(?P<core>{head})"
        else:
            return re.compile(rf"(?P<place>)(?P<core>{re.escape(self.full)})")
        committee = "(?:[省市区县旗州]?委)?" if self.committee else ""
        party = f"{_PARTY}?" if self.party else ""
        return re.compile(f"{party}(?P<place>{self._place_pattern()}){committee}{body}")

    @cached_property
    def bare_pattern(self) -> re.Pattern[str] | None:
        """The core alone where that is a usual name (青溪 2024年 …); None where it is not."""
        if self.head in _PLACE_HEADS and len(self.core) >= 2:
            return re.compile(rf"(?P<place>)(?P<core>{re.escape(self.core)})(?=的|[\ue100-\ue1ff])")
        return None

    def _place_pattern(self) -> str:
        parts = []
        for number, place in enumerate(self.places):
            name, suffix = re.fullmatch(r"(.+?)(特别行政区|自治区|自治州|自治县|开发区|街道|.)", place).groups()  # type: ignore[union-attr]
            forms = f"{re.escape(place)}|{re.escape(name)}" if len(name) >= 2 else re.escape(place)
            inner = number == len(self.places) - 1
            parts.append(f"(?:{forms}|[我本全该]?{suffix[-1]})?" if inner else f"(?:{forms})?")
        return "".join(parts)

    def is_enough(self, match: re.Match[str]) -> bool:
        """Whether the characters of the core that stand in the match are enough to name the unit."""
        if self.head == "联合会" and match.group().endswith("联"):
            return True  # 残联, 妇联: one character names these
        return not self.core or len(match["core"]) >= 2 or match["core"] == self.core

    @cached_property
    def usual(self) -> tuple[str, ...]:
        """The most usual ways to call it, for comparison by sound: core and head, with and without the place."""
        heads = [form.split("(")[0] for form in dict(HEADS).get(self.head, (self.head,))][:3]
        cores = [self.core] if self.core else ["人民政府", "政府"] if self.government else ["委"] if self.committee else [""]
        if self.core.endswith(("管理", "事务", "工作")) and len(self.core) >= 4:
            cores.append(self.core[:-2])
        place = self.places[-1] if self.places else ""
        names = [f"{before}{core}{head}" for core in cores for head in heads for before in ("", place)]
        return tuple(dict.fromkeys([*names, self.full]))


_OWN_OFFICE = re.compile("[（(]?(?:本级|机关)[)）]?$")
_PART_NAME = re.compile("[\u4e00-\u9fff]{4,30}")


def is_part_of(label: str, entities: Sequence[str]) -> bool:
    """Whether a row's label reads as the name of a unit below one of `entities`: its own office, or another of its place."""
    own = _OWN_OFFICE.search(label)
    if not _PART_NAME.fullmatch(label[: own.start()] if own else label) or label in entities:
        return False
    for entity in entities:
        if label.startswith(entity) and own:
            return True
        places = UnitName.parse(entity).places
        if places and label.startswith(places) and (name := UnitName.parse(label)).head and len(name.core) >= 2:
            return True
    return False


@lru_cache(maxsize=1024)
def part_pattern(full: str) -> re.Pattern[str]:
    """Fits the ways to call a unit below another: 渔政支队, 推广站, 局本级; group `core` what names itself."""
    name = UnitName.parse(full)
    if own := _OWN_OFFICE.search(full):
        parent = UnitName.parse(full[: own.start()])
        above = re.sub(r"\?P<\w+>", "?:", parent.pattern.pattern)
        office = own.group().strip("（()）")
        before = f"{above}|[我本该]?{parent.head[-1:] or '局'}(?:机关)?|机关"
        return re.compile(f"(?P<core>(?:{before})?[（(]?{office}[)）]?)(?!人员|运行|服务)")
    tails = "|".join(re.escape(name.core[start:]) for start in range(1, len(name.core) - 1))
    ends = rf"|(?:(?<![\u4e00-\u9fff])|(?<=[的和与比跟及那由在看查年里]))(?:{tails}){re.escape(name.head)}" if tails else ""
    return re.compile(re.sub(r"\?P<\w+>", "?:", name.pattern.pattern) + ends)


def _shortened(core: str) -> str:
    """A pattern for the core with characters left out, the first kept: 社(?:会)?(?:工)?(?:作)?"""
    return re.escape(core[0]) + "".join(f"{re.escape(character)}?" for character in core[1:])
