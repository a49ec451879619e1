"""Which units of the library a name means: by any telling part of their full names, and never by resemblance.

    UnitNames(["上海市普陀区社会福利院", "西安市信访局(汇总)"]).meant("福利院")      →  (上海市普陀区社会福利院,)
    UnitNames(["上海市普陀区社会福利院", "西安市信访局(汇总)"]).meant("国家信访局")  →  (): another unit

A full name is party mark + places + government or committee + body.  What is asked may leave out any of these from the
front; of the body it must say the end, and either a run of it or its first character and others in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from disclosure.amount import fold_width
from disclosure.terms import organ_names, place_names
from retrieval.names import are_alike, less_brackets, simplify

_PARTY = ("中国共产党", "中共")
PLACE_ENDS = ("特别行政区", "自治区", "自治州", "自治县", "开发区", "省", "市", "区", "县", "旗", "州", "盟")
_NO_PLACE = ("城市", "小区", "社区", "校区", "园区", "景区", "库区", "矿区", "林区", "片区", "辖区", "地区", "山区", "郊区")
_OWN = ("本", "我", "全", "该", "贵", "咱")
# Heads of bodies, longest first, each with what people say for them.
_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("街道办事处", ("街道办事处", "街道办", "街道", "办事处", "街办")),
    ("镇人民政府", ("镇人民政府", "镇政府", "镇")),
    ("乡人民政府", ("乡人民政府", "乡政府", "乡")),
    ("人民检察院", ("人民检察院", "检察院", "检院")),
    ("人民法院", ("人民法院", "法院")),
    ("联合会", ("联合会", "联")),
    ("委员会", ("委员会", "委")),
    ("办公厅", ("办公厅", "办")),
    ("办公室", ("办公室", "办")),
    ("管理局", ("管理局", "局")),
    ("中心", ("中心",)),
)
_GOVERNMENT = ("人民政府", "政府", "府")
_SPOKEN = frozenset("本我全该贵咱政府办委局联街镇乡院中共国产党")  # characters that people say for longer parts of a name
_SHORTEST = 2
_OFFICES = frozenset("局厅委办院府")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's full name in its parts."""

    full: str
    party: str  # 中共, or ""
    places: tuple[str, ...]  # outer to inner: 上海市, 普陀区
    mark: str  # 委 or 人民政府 before the body, or ""
    body: str  # 万里街道办事处, 司法局, 办公室
    own: bool  # marked as the unit alone: (本级), 机关


@lru_cache(maxsize=16384)
def parse_unit(full: str) -> UnitName:
    """Take a full name apart; a place is cut off only where a body is left."""
    bare = "".join(less_brackets(full).split())
    own = bare != fold_width(full) and "本级" in fold_width(full)
    for ending in ("本级", "机关本级"):
        if bare.endswith(ending) and len(bare) > len(ending) + 3:
            bare, own = bare[: -len(ending)], True
    party = next((mark for mark in _PARTY if bare.startswith(mark)), "")
    rest = bare[len(party) :]
    places: list[str] = []
    while (place := _place_at(rest)) and len(rest) - len(place) >= _SHORTEST:
        places.append(place)
        rest = rest[len(place) :]
    mark = ""
    if places and rest.startswith("委") and not rest.startswith("委员会") and len(rest) > 2:
        mark, rest = "委", rest[1:]
    elif rest.startswith("委员会") and len(rest) > 4 and party:
        mark, rest = "委", rest[3:]
    elif rest.startswith("人民政府") and len(rest) > 5:
        mark, rest = "人民政府", rest[4:]
    return UnitName(full, party, tuple(places), mark, rest, own)


def _place_at(text: str) -> str:
    """The place that a name begins with, up to its first ending: 普陀区; a known name before a longer guess."""
    for size in range(min(9, len(text)), 1, -1):
        if text[:size] in place_names():
            return text[:size]
    for size in range(2, min(9, len(text)) + 1):
        head = text[:size]
        if head.endswith(PLACE_ENDS) and len(head) > 1 and not head.endswith(_NO_PLACE) and not text[size:].startswith("级"):
            return head
    return ""


class UnitNames:
    """The units of a library, ready to be asked for."""

    def __init__(self, entities: Sequence[str]) -> None:
        """Distinct full names, as printed."""
        self.entities = tuple(dict.fromkeys(entities))
        self._names = tuple(parse_unit(entity) for entity in self.entities)
        self._letters = tuple(frozenset(name.full) | _SPOKEN for name in self._names)

    def meant(self, asked: str) -> tuple[str, ...]:
        """The units that a name means; () where it is none of them; several where it does not tell them apart."""
        asked = "".join(simplify(fold_width(asked)).split())
        same = [name for name in self._names if bare_name(name.full) == bare_name(asked)]
        if same:
            exactly = [name for name in same if fold_width(name.full) == asked]
            return tuple(name.full for name in exactly or same)
        bare = bare_name(asked)
        letters = set(bare)
        found = [
            (closeness, name)
            for name, held in zip(self._names, self._letters, strict=True)
            if letters <= held and not skips_place(bare, name.full) and (closeness := _fits(bare, name)) is not None
        ]
        best = min((closeness for closeness, _ in found), default=0)
        return tuple(name.full for closeness, name in found if closeness == best)

    def slipped(self, asked: str) -> tuple[str, ...]:
        """The units meant by a name with one character that sounds or looks like the right one: 万里接道."""
        asked = "".join(simplify(fold_width(asked)).split())
        for place, character in enumerate(asked):
            swaps = {other for name in self._names for other in name.full if other != character and are_alike(character, other)}
            near = (unit for other in sorted(swaps) for unit in self.meant(asked[:place] + other + asked[place + 1 :]))
            found = {unit for unit in near if not skips_place(asked, unit)}
            if found:
                return tuple(sorted(found))
        return ()

    def near(self, asked: str, limit: int = 5) -> tuple[str, ...]:
        """Units whose names share most with a name, to be shown with a refusal; all where they are few."""
        if len(self.entities) <= limit:
            return self.entities
        from rapidfuzz import fuzz, process

        return tuple(found for found, _, _ in process.extract(asked, self.entities, scorer=fuzz.partial_ratio, limit=limit))


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name without brackets and spaces."""
    return "".join(less_brackets(fold_width(name)).split()) or name


def _fits(asked: str, name: UnitName) -> int | None:
    """How closely what is asked fits a unit, low first; None where it names another."""
    if len(asked) < _SHORTEST:
        return None
    best: int | None = None
    for rest, placed in _less_front(asked, name):
        closeness = _fits_body(rest, name, placed=placed)
        if closeness is not None and (best is None or closeness < best):
            best = closeness
    return best


@lru_cache(maxsize=16384)
def less_place(place: str) -> str:
    """A place without its ending, 上海 of 上海市; 公安 is an organ's before it is 公安县's."""
    short = next((place[: -len(end)] for end in PLACE_ENDS if place.endswith(end) and len(place) - len(end) > 1), place)
    return place if short in {organ[:2] for organ in organ_names()} else short


def skips_place(asked: str, full: str) -> bool:
    """Whether a name says an outer place of a unit and not its own, before a body that each place has: 上海市司法局 is no district's."""
    name = parse_unit(full)
    shorts = [less_place(place) for place in name.places]
    outer = next((place for pair in zip(name.places[:-1], shorts[:-1], strict=True) for place in pair if asked.startswith(place)), None)
    return outer is not None and shorts[-1] not in asked and asked[len(outer) :] in organ_names()


def _less_front(asked: str, name: UnitName) -> Iterator[tuple[str, bool]]:
    """What is left of a name when words for the unit's party, places and government are taken from its front."""
    heads = [(asked, False)]
    for mark in _PARTY if name.party else ():
        heads += [(rest.removeprefix(mark), placed) for rest, placed in heads if rest.startswith(mark)]
    for place in name.places:
        short = less_place(place)
        for form in (place, short, *(own + place[-1] for own in _OWN), place[-1]):
            if len(form) > 1 or form == place[-1]:
                heads += [(rest[len(form) :], True) for rest, _ in heads if rest.startswith(form)]
    for mark in (*_GOVERNMENT, "委") if name.mark or name.places else ():
        if (mark == "委") is (name.mark == "委") and name.mark:
            heads += [(rest[len(mark) :], placed) for rest, placed in heads if rest.startswith(mark)]
    return iter(dict.fromkeys(heads))


def _fits_body(rest: str, name: UnitName, *, placed: bool) -> int | None:
    """How what is left names the body: 0 whole, 1 with a usual short head, 2 in part, 3 by a run of it; None where it does not."""
    body = name.body
    if rest == body:
        return 0
    forms = short_forms(body)
    if rest in forms:
        return 1
    whole = name.mark + body
    if rest and rest in (_GOVERNMENT[1] + body, _GOVERNMENT[2] + body) and name.mark == "人民政府":
        return 1
    if name.mark == "人民政府" and rest in {mark + form for mark in _GOVERNMENT for form in forms}:
        return 1
    if len(rest) < _SHORTEST:
        return None
    known = rest in organ_names() and not is_short_for(rest, body)
    for form in (body, *forms, whole):
        if form.endswith(rest) and len(rest) < len(form) and not (placed and known) and len(rest) > len(_head(form)):
            return 2  # 福利院 of 社会福利院
        if is_short_for(rest, form) and len(rest) > len(_head(rest)):
            return 2  # 社工部 of 社会工作部
        if form.startswith(rest) and len(rest) >= 4 and len(rest) >= len(form) - 3:
            return 2
    return 3 if _in_part(rest, body, placed=placed) else None


def _in_part(rest: str, body: str, *, placed: bool) -> bool:
    """Whether a run out of a body names it, with its head or behind its place: 新港码头办, 石滩巡警; not who is above it, 石滩公安."""
    stem = next((rest.removesuffix(head) for head in said_heads(body) if rest.endswith(head)), "")
    if len(stem) > _SHORTEST and stem in body:
        return True
    behind = body[body.find(rest) + len(rest) :] if placed and rest in body else ""
    return len(behind) > 1 and behind[0] not in _OFFICES and rest not in organ_names()


def is_short_for(rest: str, body: str) -> bool:
    """Whether characters of a body in their order, its first and its last among them, make what is asked: 人社局."""
    if not rest or rest[0] != body[0] or rest[-1] != body[-1] or len(rest) >= len(body):
        return False
    place = 0
    for character in rest[:-1]:
        place = body.find(character, place) + 1
        if not place:
            return False
    return place <= len(body) - 1


def _head(body: str) -> str:
    """The kind of office that a body ends in: 局, 街道, 办."""
    return next((form for _, forms in _HEADS for form in forms if body.endswith(form)), body[-1:])


@lru_cache(maxsize=16384)
def short_forms(body: str) -> frozenset[str]:
    """A body with the usual short words for its head."""
    found: set[str] = set()
    for head, forms in _HEADS:
        if body.endswith(head):
            stem = body[: -len(head)]
            found.update(stem + form for form in forms)
            if head in ("街道办事处", "镇人民政府", "乡人民政府") and len(stem) >= _SHORTEST:
                found.add(stem)
            break
    for word in ("管理", "事务", "工作"):
        found.update(form.replace(word, "", 1) for form in (body, *tuple(found)) if word in form and len(form) - len(word) >= 3)
    return frozenset(found - {body})


def said_heads(body: str) -> tuple[str, ...]:
    """What people say for the office that a body ends in."""
    return next((forms for head, forms in _HEADS if body.endswith(head)), (body[-1:],))


_UNIT_ENDS = (
    "局", "厅", "委员会", "办公室", "办事处", "街道", "中心", "支队", "大队", "总队", "医院", "学院", "大学", "学校", "中学",
    "小学", "幼儿园", "法院", "检察院",
    "研究院", "研究所", "管理处", "管理所", "服务站", "协会", "联合会", "博物馆", "图书馆", "档案馆", "文化馆", "福利院",
    "救助站", "事务所", "队", "馆", "本级", "机关",
)  # fmt: skip


@lru_cache(maxsize=65536)
def is_unit_like(label: str) -> bool:
    """Whether a row's label reads as the name of a unit: a place in front, or four characters and an office behind."""
    bare = bare_name(label)
    if (
        not 4 <= len(bare) <= 40
        or any(character.isdecimal() for character in bare)
        or any(word in bare for word in ("支出", "经费", "收入", "项目"))
    ):
        return False
    return bare.endswith(_UNIT_ENDS)
