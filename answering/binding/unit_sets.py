"""Which units of the library a description means: places × what they do × kind of office, one by one, and less some.

    sets.read("北京、苏州两市的审计局三公经费", 0)   →  a set of one part, places (北京, 苏州), works (审计局,), up to 三公
    sets.members("广州的各部门，除城管局外")          →  the units of 广州 but its 城管局, and what of it nobody is

Places stand in front of what the units do, and either may be several; what joins them, counts them or points at them
(两市的, 这几家, 各, 所有) says that many are meant.  What no unit of the library is, is given back, never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from answering.binding.units import UnitName, bare_name, is_short_for, less_place, parse_unit, said_heads, short_forms
from disclosure.amount import fold_width
from disclosure.mention import chinese_number
from disclosure.terms import organ_aliases, organ_names, place_names
from retrieval.names import simplify

JOINTS = ("以及", "还有", "、", ",", "，", "和", "与", "跟", "及", "同")
MANY = ("所有", "全部", "全体", "各个", "各", "每个", "每", "这些", "那些", "其他", "其余", "别的", "等")  # more than one is meant
FEW = "几两二三四五六七八九十0123456789"  # how many of them
COUNTERS = ("个", "家", "座", "大")
LOOSE = ("部门", "单位")  # that need no word for many behind a place
TIERS = ("地方", "地区", "城市", "省市", "区县", "市县", "地", "省", "市", "区", "县")
OFFICES = ("委办局", "部门", "单位", "机关", "系统", "条线", "局")  # of whatever kind
KINDS = ("街道办事处", "街道", "镇", "乡", "学校", "中学", "小学", "大学", "医院", "法院", "检察院", "幼儿园", "管委会", "中心")
MARKS = ("党委", "委", "人民政府", "政府")  # between a place and a body
NO_OFFICE = ("预算", "决算", "整体", "支出", "收入", "绩效", "职责")  # behind 部门 or 单位: a title's word, and no set of units
CAPITAL = ("首都", "北京")  # the one name for a place that holds nothing of it
LONGEST_PLACE, LONGEST_WORK = 11, 16
BUT, OUTSIDE = ",除", ("以外", "之外", "外")


@dataclass(frozen=True, slots=True)
class UnitSet:
    """A description, read."""

    places: tuple[str, ...] = ()  # as they are said
    works: tuple[str, ...] = ()  # what they do, with their office: 审计局, 信访部门; (): whatever
    kind: str = ""  # 街道, 学校, 局; "": any
    tier: str = ""  # 市, 市县: whose, where no place is said
    many: bool = False  # it says that more than one is meant
    end: int = 0  # where its words end


@dataclass
class _Said:
    """What of a description is read."""

    at: int
    end: int  # of what surely belongs to it
    places: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    kind: str = ""
    tier: str = ""
    many: bool = False
    counted: bool = False  # a number of them is said
    pointed: bool = False  # which are meant, and not asked for: 这几家, 杭州的几家
    apart: bool = False  # right behind what joins

    def take(self, size: int) -> None:
        self.at = self.end = self.at + size
        self.apart = False

    def made(self) -> UnitSet | None:
        several = len(self.places) > 1 or len(self.works) > 1 or self.many or (self.counted and bool(self.works or self.places))
        if not (self.places or self.works or self.kind in KINDS):
            return None
        kind, tier = self.kind if self.kind in (*KINDS, "局") else "", "".join(letter for letter in self.tier if letter in "省市区县")
        return UnitSet(tuple(dict.fromkeys(self.places)), tuple(dict.fromkeys(self.works)), kind, tier, several, self.end)


class UnitSets:
    """The units of a library, by what describes them."""

    def __init__(self, entities: Sequence[str], places: frozenset[str] = frozenset()) -> None:
        """Distinct full names; `places` are more places that somebody may say."""
        self.names = tuple(map(parse_unit, dict.fromkeys(entities)))
        own = {place for name in self.names for place in name.places}
        known = {*place_names(), *own, *places, *CAPITAL}
        self.places = {form for place in known for form in (simplify(place), less_place(simplify(place))) if len(form) > 1}
        self._letters = [frozenset(bare_name(name.full)) for name in self.names]
        self._fitting = lru_cache(maxsize=4096)(self._find_fitting)

    def read(self, text: str, start: int) -> UnitSet | None:
        """The set that is described from there on; None where nothing is."""
        said = _Said(start, start)
        while said.at < len(text) and (self._named_next(text, said) or (not (said.works or said.apart) and self._told_next(text, said))):
            pass
        return said.made()

    def _named_next(self, text: str, said: _Said) -> bool:
        """Take what stands next where it is what somebody does, a place, or what joins two of these."""
        at = said.at
        if (said.places or said.many or said.counted) and (size := self._work(text, at)):
            said.works.append(text[at : at + size])
        elif not said.works and (size := self._place(text, at)):
            inner = at == said.end and bool(said.places) and not said.apart  # 浙江省杭州市 is one
            said.places[len(said.places) - inner :] = [text[at : at + size]]
        elif not said.apart and said.end == at and (said.places or said.works) and (size := _starting(JOINTS, text, at)):
            said.at, said.apart = at + size, True
            return True
        else:
            return False
        said.take(size)
        return True

    def _told_next(self, text: str, said: _Said) -> bool:
        """Take what stands next where it says how many or of which kind; False: nothing more belongs to the set."""
        at, several = said.at, said.many or said.counted
        if size := _starting(MANY, text, at):
            said.many = True
        elif size := _counted(text, at):
            said.counted, said.pointed = True, said.pointed or text[at] != "几"  # 几家 alone asks how many; 这几家 does not
            said.tier = text[at : at + size]
        elif said.many and (size := _starting(TIERS, text, at)):
            said.tier = text[at : at + size]
        elif (said.places or several) and text[at] == "的":
            said.at, said.pointed = at + 1, True
            return True
        elif not ((said.places or several) and (size := _starting(MARKS, text, at)) and self._work(text, at + size)):
            size = _starting((*OFFICES, *KINDS), text, at)
            office = text[at : at + size]
            if size and not _starting(NO_OFFICE, text, at + size) and (several or (said.places and (said.pointed or office in LOOSE))):
                said.kind, said.end, said.pointed, said.many = (
                    office,
                    at + size,
                    said.pointed or not said.counted,
                    said.many or not said.counted,
                )
            return False
        said.take(size)
        return True

    def _place(self, text: str, at: int) -> int:
        longest = min(LONGEST_PLACE, len(text) - at)
        return next((size for size in range(longest, 1, -1) if text[at : at + size] in self.places), 0)

    def _work(self, text: str, at: int) -> int:
        """Characters of the longest words from there that say what some unit does: 审计局, 城管执法局, 信访部门."""
        for size in range(min(LONGEST_WORK, len(text) - at), 2, -1):
            if self._fitting(text[at : at + size]) or text[at : at + size] in _known_works():
                return size
        return 0

    def _find_fitting(self, work: str) -> tuple[tuple[int, int], ...]:
        """Units that do it, and how well it says so: 0 by name or by all of what they do, 1 shortened."""
        office = next((office for office in OFFICES[1:6] if work.endswith(office)), "")
        stem = work.removesuffix(office) if office else stem_of(work)
        if len(stem) < 2 or stem in GENERIC or (not office and work[-1] not in ENDS):
            return ()
        full = {name for name, aliases in organ_aliases().items() if work in aliases}
        letters = frozenset(stem)
        found = []
        for at, name in enumerate(self.names):
            body = name.body
            if body in full:
                found.append((at, 0))
            elif letters <= self._letters[at]:
                known = work in organ_names()
                if body == work or work in short_forms(body) or stem_of(body) == stem or (not known and is_short_for(work, body)):
                    found.append((at, 0))
                elif does(stem, stem_of(body)) and (office or body[-1] == work[-1]) and (not known or is_short_for(work, body)):
                    found.append((at, 1))
        return tuple(found)

    def members(self, pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The units that a pattern means, and the words in it that nobody is."""
        text = "".join(simplify(fold_width(pattern)).split())
        head, _, but = text.replace("，", ",").partition(BUT)
        left, out = self._named(head), ((), ()) if not but else self._named(_less_outside(but))
        kept = tuple(unit for unit in left[0] if unit not in out[0])
        return kept, (*left[1], *(out[1] or (() if not but or set(out[0]) & set(left[0]) else (_less_outside(but),))))

    def _named(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Units by their full names, by a description, by several of them, or by a word that their names hold."""
        full = {name.full for name in self.names}
        if all(piece in full for piece in text.split("、")):
            return tuple(text.split("、")), ()
        at, units, missing = 0, dict[str, None](), list[str]()
        while at < len(text) and (found := self.read(text, at)) is not None:
            held, lost = self.of(found)
            units |= dict.fromkeys(held)
            missing += lost
            at = found.end + _starting((*JOINTS, "的"), text, found.end)
        if at == len(text) and (units or missing):
            return tuple(units), tuple(missing)
        if (found := self.read(f"各{text}", 0)) is not None and found.works and found.end == len(text) + 1:
            return self.of(found)  # 审计局, 城管局和审计局
        word = text.removeprefix("各").strip("*")
        held = tuple(name.full for name in self.names if word in bare_name(name.full))
        return held or tuple(name.full for name in self.names if word in said_heads(name.body)), ()

    def of(self, found: UnitSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The units of a description, in the order that it names places, and what of it nobody is."""
        units: dict[str, None] = {}
        missing = []
        for place in found.places or ("",):
            for work in found.works or ("",):
                held = self._at(place, work, found)
                units |= dict.fromkeys(held)
                missing += [] if held or not (place or work) else [f"{place}{work}"]
        return tuple(units), tuple(missing)

    def _at(self, place: str, work: str, found: UnitSet) -> list[str]:
        fitting = dict(self._fitting(work)) if work else dict.fromkeys(range(len(self.names)), 0)
        mine = {at: how for at, how in fitting.items() if not place or lies_in(self.names[at], place, own=bool(work))}
        best = min(mine.values(), default=0)
        held = [self.names[at] for at, how in mine.items() if how == best]
        if found.kind:
            held = [name for name in held if _of_kind(name, found.kind)]
        if found.tier and not place:
            held = [name for name in held if name.places and name.places[-1].endswith(tuple(found.tier))]
        return [name.full for name in held]


ENDS = frozenset("局委办厅部院会处所校站队社区县市省街道镇乡心馆学室联署团关台园司庭州")
BODIES = (
    *("局", "厅", "委员会", "委", "办公室", "办事处", "街道", "街道办", "大学", "学院", "医院", "中心", "法院", "检察院"),
    *("学校", "中学", "小学", "幼儿园", "人民政府", "镇政府", "乡政府", "县政府", "市政府", "区政府", "总队", "支队", "大队"),
)
GENERIC = (
    *("中共", "中国共产党", "人民政府", "办公室", "办事处", "委员会", "办公厅", "机关", "本级", "汇总", "政府", "部门", "单位", "街道"),
    *("管理局", "中心"),
)
_SCHOOLS = ("街道", "街道办事处", "镇人民政府", "乡人民政府", "大学", "学院", "学校", "中学", "小学", "医院", "幼儿园")


def stem_of(body: str) -> str:
    """A body less the words for an office: 审计 of 审计局."""
    head = next((head for head in (*GENERIC, *BODIES) if body.endswith(head) and len(body) - len(head) > 1), None)
    return body.removesuffix(head) if head else body[:-1] if body[-1:] in ENDS else ""


def does(work: str, stem: str) -> bool:
    """Whether words, or their first characters, in their order make what a unit does: 资规 of 自然资源和规划."""
    return work not in GENERIC and _spelt(work, stem, 0)


def _spelt(left: str, stem: str, at: int) -> bool:
    if not left:
        return True
    sizes = range(1, len(left) + 1)
    starts = (place for place in sorted(_word_starts(stem)) if place >= at)
    return any(stem.startswith(left[:size], place) and _spelt(left[size:], stem, place + size) for place in starts for size in sizes)


@lru_cache(maxsize=4096)
def _word_starts(stem: str) -> frozenset[int]:
    """Where words of two characters begin in a name, counted anew behind 和 and 与."""
    starts, count = set(), 0
    for at, character in enumerate(stem):
        if character in "和与及":
            count = 0
            continue
        if count % 2 == 0:
            starts.add(at)
        count += 1
    return frozenset(starts)


def lies_in(name: UnitName, place: str, *, own: bool = False) -> bool:
    """Whether a unit is of a place, or of one inside it; `own`: its own place, which a district's unit is not of its city's."""
    short = less_place(place)
    own_places = name.places[-1:] if own else name.places
    front = bare_name(name.full).removeprefix(name.party).replace(*CAPITAL)
    return any(less_place(one) == short for one in own_places) or (front.startswith(short) and not (own and name.places))


def _of_kind(name: UnitName, kind: str) -> bool:
    if kind == "局":  # as people say it of all that is no street, school or hospital
        return not name.body.endswith(_SCHOOLS)
    return kind in bare_name(name.full) or kind in said_heads(name.body)


@lru_cache(maxsize=1)
def _known_works() -> frozenset[str]:
    """What organs are called anywhere, in full and shortened."""
    names = {*organ_names(), *organ_aliases(), *(alias for aliases in organ_aliases().values() for alias in aliases)}
    return frozenset(names | {form for name in names for form in short_forms(name) if len(form) > 2})


def _starting(words: Sequence[str], text: str, at: int) -> int:
    return next((len(word) for word in words if text.startswith(word, at)), 0)


def _counted(text: str, at: int) -> int:
    """Characters of a number of places or units: 四市, 三个城市, 五家; 0: none."""
    start = end = at + (text[at] in "这那")
    while end < len(text) and text[end] in FEW:
        end += 1
    counter = _starting(COUNTERS, text, end) if 0 < end - start < 3 else 0
    place = _starting(TIERS, text, end + counter) if 0 < end - start < 3 else 0
    return end + counter + place - at if counter or place else 0


def how_many(text: str) -> int | None:
    """How many units or places a description says there are: 4 of 四市审计局; None: it does not say."""
    for at in range(len(text)):
        if size := _counted(text, at):
            digits = text[at : at + size].lstrip("这那").rstrip("".join((*COUNTERS, *TIERS)))
            number = chinese_number(digits.replace("两", "二"))
            return int(number) if number is not None else None
    return None


def _less_outside(text: str) -> str:
    end = next((word for word in OUTSIDE if text.endswith(word)), "")
    return text.removeprefix("了").removeprefix("去").removesuffix(end)
