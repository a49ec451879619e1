"""Whose figures are asked for: units of the library by any telling part of their names, and units that it does not hold.

find_units("区府办2025年公务接待费", directory)  →  UnitSpan(0, 3, entities=(上海市普陀区人民政府办公室,))
find_units("国家信访局三公经费", directory)       →  UnitSpan(0, 5, entities=()): only 西安市信访局 is loaded, and that is another
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from answering.reading.lexicon import Document, Lexicon, Name
from answering.reading.words import rows
from disclosure.terms import organ_names, place_names
from retrieval.names import normalise_label, simplify, sound_of

ENDS = frozenset("局委办厅部院会处所校站队社区县市省街道镇乡心馆学室联署团关台园司庭州")
BODIES = (
    *("局", "厅", "委员会", "委", "办公室", "办事处", "街道", "街道办", "大学", "学院", "医院", "中心", "法院", "检察院"),
    *("学校", "中学", "小学", "幼儿园", "人民政府", "镇政府", "乡政府", "县政府", "市政府", "区政府", "总队", "支队", "大队"),
)
GENERIC = (
    "中共",
    "中国共产党",
    "人民政府",
    "办公室",
    "办事处",
    "委员会",
    "办公厅",
    "机关",
    "本级",
    "汇总",
    "政府",
    "部门",
    "单位",
    "街道",
    "管理局",
    "中心",
)
LONGEST = 26
SHORTEST_PART = 3  # characters of a short form of a unit of rows
OF_IT = "的下属所直辖管面里那个"
LEAST_OF_ROW = 6  # characters that a unit without a document of its own must be named by


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """A stretch of the question that names a unit."""

    start: int
    end: int
    text: str
    entities: tuple[str, ...]  # names of the library that it may mean; (): none
    place_only: bool = False  # 岚县 alone


class Directory:
    """The units of a library, ready to be found in a question."""

    def __init__(self, documents: Sequence[Document], others: Sequence[Name] = ()) -> None:
        """From the documents; `others` are units that a department's documents print as rows."""
        self.keys: list[tuple[str, str]] = []  # (key, entity as the library has it)
        for entity in dict.fromkeys(document.entity for document in documents if document.entity):
            self.keys.append((entity_key(entity), entity))
        self.own = len(self.keys)  # those behind are units of rows alone
        self.keys += [(entity_key(name.label), name.label) for name in others]
        self.others = others
        self.holding: dict[str, set[int]] = defaultdict(set)
        for at, (key, _) in enumerate(self.keys):
            for character in key:
                self.holding[character].add(at)

    def named(self, text: str) -> list[int]:
        """The units whose names hold the characters of `text` in this order, nearest together."""
        found: set[int] | None = None
        if len(text) < 2:
            return []
        for character in text:
            held = self.holding.get(character, set())
            found = set(held) if found is None else found & held
            if not found:
                return []
        exact = [at for at in found or () if text in self.keys[at][0]]
        own = [at for at in exact if at < self.own]
        if own or (exact and len(text) >= LEAST_OF_ROW):
            return own or exact
        found = {at for at in found or () if at < self.own}
        sizes = {at: size for at in found or () if (size := _window(text, self.keys[at][0]))}
        return [at for at, size in sizes.items() if size == min(sizes.values())]

    def may_be(self, text: str) -> bool:
        """Whether a unit of rows alone may yet be meant, when more of its name is read."""
        held = [self.holding.get(character, set()) for character in text]
        return any(at >= self.own for at in set.intersection(*held)) if held else False

    @cached_property
    def sounds(self) -> dict[str, tuple[str, str]]:
        """Parts of the units' own names by their sound: (part, unit)."""
        found: dict[str, tuple[str, str]] = {}
        for key, entity in self.keys[: self.own]:
            for start in range(len(key)):
                for end in range(start + 3, min(len(key), start + 12) + 1):
                    piece = key[start:end]
                    if piece[-1] in ENDS and _tells(piece, (key,)):
                        found.setdefault(sound_of(piece), (piece, entity))
        return found

    def slipped(self, text: str) -> UnitSpan | None:
        """A unit written with characters that sound like the right ones: 万理街道."""
        for size in range(min(12, len(text)), 3, -1):
            for start in range(len(text) - size + 1):
                piece = text[start : start + size]
                found = self.sounds.get(sound_of(piece)) if not piece.isascii() else None
                if found is not None:
                    return UnitSpan(start, start + size, piece, (found[1],))
        return None


def entity_key(entity: str) -> str:
    """A unit's name without (汇总), punctuation and width."""
    key = simplify(normalise_label(entity))
    for tail in ("汇总", "本级"):
        key = key.removesuffix(tail)
    return key


def find_units(text: str, directory: Directory, lexicon: Lexicon, scope: int) -> list[UnitSpan]:
    """Every unit that `text` names, in order, none overlapping another."""
    found: list[UnitSpan] = []
    end = len(text)
    while end >= 2:
        span = _ending_at(text, end, directory, lexicon, scope)
        if span is not None:
            found.append(span)
            end = span.start
        else:
            end -= 1
    return _with_parts(text, found[::-1], directory, lexicon, scope)


def _with_parts(text: str, found: list[UnitSpan], directory: Directory, lexicon: Lexicon, scope: int) -> list[UnitSpan]:
    """Units of the rows by a short form, among those of the department that is named, or where one alone may be meant: 港航中心."""
    named = {entity for span in found for entity in span.entities}
    bits = lexicon.scope(document for document in lexicon.within(scope) if document.entity in named) or scope
    rows = [name for name in directory.others if (name.as_row | name.as_parent) & bits]
    taken = 0
    for span in found:
        taken |= ((1 << (span.end - span.start)) - 1) << span.start
    for end in range(len(text), SHORTEST_PART - 1, -1):
        for start in range(max(0, end - LONGEST), end - SHORTEST_PART + 1):
            piece = text[start:end]
            if taken >> start & ((1 << (end - start)) - 1) or piece[-1] not in ENDS or not _tells(piece, ()):
                continue
            meant = [name for name in rows if _short_for(piece, entity_key(name.label))]
            if len(meant) == 1:
                found.append(UnitSpan(start, end, piece, (meant[0].label,)))
                taken |= ((1 << (end - start)) - 1) << start
                break
    found.sort(key=lambda span: span.start)
    return _joined(text, found, directory)


def _short_for(piece: str, key: str) -> bool:
    """公路中心 for 湖州市公路与运输管理中心: its characters in order, the end as it ends."""
    return key.endswith(piece) or (len(piece) > SHORTEST_PART and key.endswith(piece[-2:]) and _in_order(piece, key))


def _joined(text: str, found: list[UnitSpan], directory: Directory) -> list[UnitSpan]:
    """A department in front of a unit of its rows says whose that is: 湖州的公路中心."""
    others = {name.label for name in directory.others}
    out: list[UnitSpan] = []
    for span in found:
        before = out[-1] if out else None
        if before is not None and span.entities and span.entities[0] in others and not text[before.end : span.start].strip(OF_IT):
            if not before.entities or before.entities[0] not in others:
                out[-1] = UnitSpan(before.start, span.end, text[before.start : span.end], span.entities)
                continue
        out.append(span)
    return out


def _ending_at(text: str, end: int, directory: Directory, lexicon: Lexicon, scope: int) -> UnitSpan | None:
    best: tuple[int, list[int]] | None = None
    for start in range(end - 2, max(-1, end - LONGEST), -1):
        piece = text[start:end]
        named = directory.named(piece)
        if not named:
            if directory.may_be(piece):
                continue
            break
        if _tells(piece, [directory.keys[at][0] for at in named]):
            best = (start, named)
    organ = next((start for start in range(max(0, end - 12), end - 1) if text[start:end] in organ_names()), end)
    if best is not None and best[0] <= organ and _good(text, best[0], end, directory, best[1], lexicon, scope):
        return _with_place(text, best[0], end, directory, best[1])
    return _unknown(text, organ, end, directory, lexicon, scope)


def _good(text: str, start: int, end: int, directory: Directory, named: list[int], lexicon: Lexicon, scope: int) -> bool:
    """Whether a part of a unit's name that stands in the question is meant as a unit."""
    piece = text[start:end]
    keys = [directory.keys[at][0] for at in named]
    if piece in keys:
        return True
    part = any(piece in key for key in keys)
    bounded = (
        not start or not "\u4e00" <= text[start - 1] <= "\u9fff" or _place_before(text, start) < start or text[start - 1] in "年和与跟比"
    )
    if piece[-1] not in ENDS or (len(piece) == 2 and not part):
        free = end == len(text) or not "\u4e00" <= text[end] <= "\u9fff" or text[end] in "的和与跟比今去"
        if not bounded or not (free or piece[-1] in ENDS) or not (_place(piece) or part or len(piece) == 2):
            return False
    if part and all(_broken(piece, key) for key in keys):
        return False
    name = lexicon.find(piece, scope)
    if name is not None and name.as_row & scope and not any(key.endswith(piece) for key in keys):
        return False
    return not _inside_name(text, start, end, lexicon, scope)


def _broken(piece: str, key: str) -> bool:
    """Whether a part begins inside a word that any unit's name may have: 公室 of 办公室."""
    at = key.find(piece)
    return any(
        (where := key.find(word, max(0, at - len(word) + 1))) >= 0
        and where < at < where + len(word)
        and at + len(piece) <= where + len(word)
        for word in (*GENERIC, *BODIES)
    )


def _inside_name(text: str, start: int, end: int, lexicon: Lexicon, scope: int) -> bool:
    """Whether a longer printed name that is no unit's stands around it: 信访业务, 信访局办公楼维修."""
    for left in range(max(0, start - 8), start + 1):
        for right in range(min(len(text), end + 14), end, -1):
            if right - left < end - start + 2:
                break
            name = lexicon.find(text[left:right], scope)
            if name is not None and (name.as_row | name.as_project) & scope:
                return True
    return False


def _with_place(text: str, start: int, end: int, directory: Directory, named: list[int]) -> UnitSpan:
    """The span with what stands in front of it: a place that its unit does not have makes it another unit."""
    left = _place_before(text, start)
    piece = text[start:end]
    if left < start and not any(key.startswith(piece) for key, _ in (directory.keys[at] for at in named) if _covers(text[left:start], key)):
        if not any(_covers(text[left:start], directory.keys[at][0]) for at in named):
            return UnitSpan(left, end, text[left:end], ())
    entities = tuple(dict.fromkeys(directory.keys[at][1] for at in named))
    place_only = _place(piece)
    whole = [at for at in named if directory.keys[at][0] == piece]
    if whole:
        entities = tuple(dict.fromkeys(directory.keys[at][1] for at in whole))
    return UnitSpan(start, end, piece, entities, place_only)


def _covers(place: str, key: str) -> bool:
    return _in_order(place, key)


def _unknown(text: str, organ: int, end: int, directory: Directory, lexicon: Lexicon, scope: int) -> UnitSpan | None:
    """A body that no document is of: an organ's usual name with its place, 岚县教育局; or a place before a body, 某市某某大学."""
    if organ < end:
        if _inside_name(text, organ, end, lexicon, scope) or lexicon.find(text[organ:end], scope):
            return None
        left = _place_before(text, organ)
        return UnitSpan(left, end, text[left:end], ())
    if text[end - 1] not in ENDS:
        return None
    for body in (*BODIES, "办"):
        if not text[:end].endswith(body):
            continue
        for start in range(max(0, end - 16), end - len(body)):
            piece = text[start:end]
            size = _place_size(text, start)
            if not size or not piece.isalpha() or any(mark in piece for mark in "的和与及里占比年"):
                continue
            held = any(directory.named(text[start:at]) and text[at - 1] in ENDS for at in range(start + 4, end))
            if not held and not _inside_name(text, start, end, lexicon, scope):
                return UnitSpan(start, end, piece, ())
    return None


def _place_size(text: str, start: int) -> int:
    for size in range(min(11, len(text) - start), 1, -1):
        if _place(text[start : start + size]):
            return size
    return 0


def _place_before(text: str, end: int) -> int:
    """Where the place names that stand right before `end` begin."""
    start = end
    while True:
        size = next((size for size in range(min(11, start), 0, -1) if _place(text[start - size : start])), 0)
        if not size:
            return start
        start -= size


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    names = set(place_names()) | {word for row in rows("regions.csv") for word in row["words"].split()}
    names |= {name[:-1] for name in place_names() if len(name) > 2 and name[-1] in "省市县区旗州"}
    return frozenset(names)


def _place(text: str) -> bool:
    return text in _places()


def _tells(piece: str, keys: Sequence[str]) -> bool:
    """Whether a part of a name tells whose it is: 司法局, 府办, 岚县; not 办公室, 人民政府 or 大学 alone."""
    if piece in BODIES:
        return False
    left = piece
    for word in GENERIC:
        left = left.replace(word, "")
    return len(left) >= 2 or (left != "" and piece[-1] in ENDS and any(_window(piece, key) for key in keys))


def _window(text: str, key: str) -> int:
    """The shortest part of `key` that holds the characters of `text` in order; 0: there is none."""
    best = 0
    for start, character in enumerate(key):
        if character != text[0]:
            continue
        at = start
        for one in text[1:]:
            at = key.find(one, at + 1)
            if at < 0:
                return best
        best = min(best or at - start + 1, at - start + 1)
    return best


def _in_order(text: str, key: str) -> bool:
    at = 0
    for character in text:
        at = key.find(character, at) + 1
        if not at:
            return False
    return True
