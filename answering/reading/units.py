"""Whose figures are asked for: units of the library by any telling part of their names, and units that it does not hold.

find_units("区府办2025年公务接待费", directory)  →  UnitSpan(0, 3, entities=(上海市普陀区人民政府办公室,))
find_units("国家信访局三公经费", directory)       →  UnitSpan(0, 5, entities=()): only 西安市信访局 is loaded, and that is another
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import rjieba

from answering.binding.unit_sets import BODIES, ENDS, GENERIC
from answering.binding.units import skips_place
from answering.reading.directory import IN_ORDER, NAMED, UNKNOWN, Directory, UnitSpan, entity_key, tells
from answering.reading.lexicon import Lexicon
from answering.reading.likeness import in_order
from disclosure.terms import organ_names
from retrieval.names import less_brackets

LONGEST, LONGEST_WORD = 26, 8
NO_PLACE = ("国家", "中央", "全国")  # of a name of a unit: said alone, they are none
SHORTEST_PART = 3  # characters of a short form of a unit of rows
AND = "和与跟及的"  # no unit's name begins with it
POINTING = ("那边的", "那儿的", "那里的", "这边的", "那边", "那个", "那家", "的")  # between a place and its organ
OF_IT = "的底下属所直辖管面里那个"


def find_units(text: str, directory: Directory, lexicon: Lexicon, scope: int) -> list[UnitSpan]:
    """Every stretch of `text` that may name a unit, the best for each end; which of them do, the whole question's cut decides."""
    ends = range(2, len(text) + 1)
    found = [span for end in ends if (span := _ending_at(text, end, directory, lexicon, scope)) is not None]
    found += (_whole(span, text, lexicon) for end in ends if (span := directory.by_work(text, end)) is not None)
    others = [other for span in found if (other := _other_end(span, text, directory, lexicon, {one.end for one in found})) is not None]
    found = [span for span in found if not any(one.start <= span.start and span.end <= one.end for one in others)]
    return [*found, *others, *directory.described(text)]


def _other_end(span: UnitSpan, text: str, directory: Directory, lexicon: Lexicon, ends: set[int]) -> UnitSpan | None:
    """Another unit, where a name begins as a loaded one's and ends otherwise: 石滩市公安局水警支队 is not 石滩市公安局骑警支队."""
    keys = [key for key, entity in directory.keys if entity in span.entities]
    if not keys or not all(key[key.find(span.text) + len(span.text) :] and span.text in key for key in keys):
        return None
    for end in range(span.end + 2, min(len(text), span.end + LONGEST_WORD) + 1):
        rest = text[span.end : end]
        ended = any(len(body) > 1 and rest.endswith(body) for body in BODIES) and (not span.place_only or end in ends)
        if not ended or not rest.isalpha() or any(word in rest for word in (*lexicon.words.cues, *OF_IT, *AND)):
            continue
        if not any(in_order(span.text + rest, key) for key in keys):
            return UnitSpan(span.start, end, text[span.start : end], (), worth=UNKNOWN)
    return None


def _whole(span: UnitSpan, text: str, lexicon: Lexicon) -> UnitSpan:
    """A unit by what it does; where an office follows that is not its own, another unit: 石滩气象台 is not 石滩市气象局."""
    words, behind = lexicon.words, text[span.end : span.end + LONGEST_WORD]
    said = any(
        word in words.cues or word in words.totals or word in words.names or word in words.talk or lexicon.find(word, lexicon.everywhere)
        for size in range(2, len(behind) + 1)
        if (word := behind[:size])
    )
    office = next((body for body in (*BODIES, *ENDS) if behind.startswith(body)), None)
    if said or office is None:
        return span
    end = span.end + len(office)
    return UnitSpan(span.start, end, text[span.start : end], (), worth=UNKNOWN)


def part_units(text: str, found: Sequence[UnitSpan], directory: Directory, lexicon: Lexicon, scope: int) -> list[UnitSpan]:
    """Units of the rows by a short form, among those of the department that is named, or where one alone may be meant: 港航中心.

    A department in front of one says whose that is, and is part of its name: 湖州的公路中心.
    """
    named = {entity for span in found for entity in span.entities}
    bits = lexicon.told(*named) & scope or scope
    own = [key for key, _ in directory.keys]
    held = ((name.label, {entity_key(name.label), entity_key(less_brackets(name.label))}) for name in directory.others
            if (name.as_row | name.as_parent) & bits)  # fmt: skip
    rows = [(label, keys) for label, keys in held if not any(key in mine for key in keys for mine in own)]
    parts: list[UnitSpan] = []
    for end in range(len(text), SHORTEST_PART - 1, -1):
        for start in range(max(0, end - LONGEST), end - SHORTEST_PART + 1):
            piece = text[start:end]
            free = piece[-1] in ENDS and tells(piece, ())
            short = not any(one.entities and not one.place_only and one.start <= start and end <= one.end for one in found)
            meant = [label for label, keys in rows if any(_short_for(piece, key, short=short) for key in keys)] if free else []
            if len(meant) == 1:
                parts.append(UnitSpan(start, end, piece, (meant[0],)))
                break
    return parts


def joined(text: str, found: Sequence[UnitSpan], directory: Directory) -> list[UnitSpan]:
    """Spans of a department and of a unit of its rows right behind it, as one."""
    others = {name.label for name in directory.others}
    out: list[UnitSpan] = []
    for span in sorted(found, key=lambda one: one.start):
        before = out[-1] if out else None
        if before is not None and others & {*span.entities[:1]} and not others & {*before.entities[:1]}:
            if not text[before.end : span.start].strip(OF_IT):
                out.append(UnitSpan(before.start, span.end, text[before.start : span.end], span.entities))
        out.append(span)
    return out


def _short_for(piece: str, key: str, *, short: bool) -> bool:
    """公路中心 for 湖州市公路与运输管理中心: its characters in order, the end as it ends; 港监站 for 石滩市港口监理站."""
    if key.endswith(piece) or (len(piece) > SHORTEST_PART and key.endswith(piece[-2:]) and in_order(piece, key)):
        return True
    return short and key[-1:] == piece[-1] and in_order(piece[:-1], _initials(key))


@lru_cache(maxsize=4096)
def _initials(key: str) -> str:
    """The first characters of a name's words, of which people make short forms."""
    return "".join(word[0] for word in rjieba.cut(key))


def is_no_organ(unit: UnitSpan) -> bool:
    """Whether a body that is not known has no organ's usual name, and may be a loaded one's written wrongly."""
    return not unit.entities and not any(unit.text.endswith(organ) for organ in organ_names())


def _ending_at(text: str, end: int, directory: Directory, lexicon: Lexicon, scope: int) -> UnitSpan | None:
    best: tuple[int, list[int]] | None = None
    for start in range(end - 2, max(-1, end - LONGEST), -1):
        piece = text[start:end]
        if piece[0] in AND:
            continue
        named = directory.named(piece)
        if not named:
            break
        if tells(piece, [directory.keys[at][0] for at in named]) and not directory.inside_place(text, start):
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
    if piece in NO_PLACE:
        return False
    part = any(piece in key for key in keys)
    bounded = not start or not "\u4e00" <= text[start - 1] <= "\u9fff" or text[start - 1] in "年和与跟比"
    bounded = bounded or directory.place_before(text, start) < start
    place = directory.places_end(piece) == len(piece)
    if piece[-1] not in ENDS or (len(piece) == 2 and not part):
        free = end == len(text) or not "\u4e00" <= text[end] <= "\u9fff" or text[end] in "的和与跟比今去"
        if not place and not (bounded and (free or piece[-1] in ENDS) and (part or len(piece) == 2)):
            return False
    if part and not place and all(_broken(piece, key) for key in keys):
        return False
    name = lexicon.find(piece, scope)
    return name is None or not name.as_row & scope or any(key.endswith(piece) for key in keys)


def _broken(piece: str, key: str) -> bool:
    """Whether a part begins inside a word for an office, 公室 of 办公室, or ends before its body does: 公安局 of 公安局治安支队."""
    at, heads = key.find(piece), (*GENERIC, *BODIES)
    inside = any(
        (where := key.find(word, max(0, at - len(word) + 1))) >= 0
        and where < at < where + len(word)
        and at + len(piece) <= where + len(word)
        for word in heads
    )
    rest = key[at + len(piece) :]
    return inside or (bool(rest) and piece[-1] in ENDS and rest not in heads and piece[-1] + rest not in heads)


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
    piece, behind = text[start:end], start
    if not directory.places_end(piece):  # 石滩那边的发改委
        behind = next((start - len(word) for word in POINTING if text[:start].endswith(word)), start)
    left = directory.place_before(text, behind)
    named = [at for at in named if not skips_place(piece, directory.keys[at][1])]
    if not named or (left < behind and not any(in_order(text[left:behind], directory.keys[at][0]) for at in named)):
        return UnitSpan(left, end, text[left:end], (), worth=UNKNOWN)
    whole = [at for at in named if directory.keys[at][0] == piece] or named
    entities = tuple(dict.fromkeys(directory.keys[at][1] for at in whole))
    place_only = not piece[directory.places_end(piece) :]
    part = any(piece in directory.keys[at][0] for at in named)
    return UnitSpan(start, end, piece, entities, place_only, NAMED if part else IN_ORDER)


def _unknown(text: str, organ: int, end: int, directory: Directory, lexicon: Lexicon, scope: int) -> UnitSpan | None:
    """A body that no document is of: an organ's usual name with its place, 岚县教育局; or a place before a body, 某市某某大学."""
    if organ < end:
        if _inside_name(text, organ, end, lexicon, scope) or lexicon.find(text[organ:end], scope):
            return None
        left = directory.place_before(text, organ)
        return UnitSpan(left, end, text[left:end], (), worth=UNKNOWN)
    if text[end - 1] not in ENDS:
        return None
    for body in (*BODIES, "办"):
        if not text[:end].endswith(body):
            continue
        for start in range(max(0, end - 16), end - len(body)):
            piece = text[start:end]
            size = directory.place_size(text, start)
            if not size or not piece.isalpha() or any(mark in piece for mark in "的和与及里占比年"):
                continue
            held = any(directory.named(text[start:at]) and text[at - 1] in ENDS for at in range(start + 4, end))
            if not held and not _inside_name(text, start, end, lexicon, scope):
                return UnitSpan(start, end, piece, (), worth=UNKNOWN)
    return None
