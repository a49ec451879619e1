"""Marks over and behind numbers: strokes through them, footnote marks, watermarks, glyphs that stand another way.

Enters an upright page, leaves the page without what is no part of its text, and a mark for each such thing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ingest.pages.drawing import Paint
from ingest.pages.glyph import Glyph, Mark, MarkKind, Rule
from ingest.pages.shown import PALE, runs

SMALL = 0.82  # of a number's height: a lower character behind it is a mark
RAISED = 0.25  # of a number's height: a character whose foot stands so high above the number's is a mark
GAP = 0.6  # of the height: how far behind the number
LONGEST = 4  # characters of a footnote mark
LARGE = 2.2  # of the usual height: watermarks are larger
STROKE = 0.22  # of the height: so far from a glyph's middle a stroke still runs through it
COPIES = 3  # of one pale text on a page
_NOTE_MARKS = frozenset("0123456789*＊※†‡#()（）[]［］【】①②③④⑤⑥⑦⑧⑨⑩⑪⑫注")
_NUMERIC = frozenset("0123456789%％)）")
_INSIDE = frozenset("0123456789.,，")

Painted = tuple[Glyph, Paint]


def without_watermarks(painted: Sequence[Painted], rules: Sequence[Rule]) -> tuple[list[Painted], list[Mark]]:
    """Take out what is large or pale and drawn across the page's own text."""
    heights = Counter(round(glyph.height) for glyph, _ in painted if glyph.text != " ")
    usual = heights.most_common(1)[0][0] if heights else 0
    suspects = [
        n
        for n, (glyph, paint) in enumerate(painted)
        if glyph.text.strip() and (glyph.height > LARGE * usual or (paint.light is not None and PALE[0] <= paint.light <= PALE[1]))
    ]
    if not suspects or len(suspects) == len(painted):
        return list(painted), []
    strings = _strings(suspects, painted)
    held = set(suspects)
    others = [glyph for n, (glyph, _) in enumerate(painted) if n not in held and glyph.text.strip()]
    said = ["".join(painted[n][0].text for n in string) for string in strings]
    copies = Counter(said)
    crossing = {words for words, string in zip(said, strings, strict=True) if _crosses([painted[n][0] for n in string], others, rules)}
    lost: set[int] = set()
    for words, string in zip(said, strings, strict=True):
        wordy = any(not character.isdecimal() and character not in ".,-%" for character in words)
        if words in crossing or (wordy and len(words) > 1 and copies[words] >= COPIES):
            lost |= set(string)
    kept = [each for n, each in enumerate(painted) if n not in lost]
    return kept, runs(MarkKind.WATERMARK, [painted[n][0] for n in sorted(lost)])


def _strings(places: Sequence[int], painted: Sequence[Painted]) -> list[list[int]]:
    """Places of glyphs that are drawn one after the other in one size and colour."""
    found: list[list[int]] = []
    for n in places:
        glyph, paint = painted[n]
        last = painted[found[-1][-1]] if found else None
        if (
            last
            and n - found[-1][-1] <= 2
            and abs(last[0].height - glyph.height) < 1
            and last[1].light == paint.light
            and abs(last[0].top - glyph.top) < glyph.height
            and -0.5 * glyph.height < glyph.x0 - last[0].x1 < 2 * glyph.height
        ):
            found[-1].append(n)
        else:
            found.append([n])
    return found


def _crosses(string: Sequence[Glyph], others: Sequence[Glyph], rules: Sequence[Rule]) -> bool:
    """Whether the string is drawn through other glyphs, or through rules that stand."""
    x0, x1 = min(g.x0 for g in string), max(g.x1 for g in string)
    top, bottom = min(g.top for g in string), max(g.bottom for g in string)
    through = sum(x0 < (o.x0 + o.x1) / 2 < x1 and top < (o.top + o.bottom) / 2 < bottom for o in others)
    inset = 0.15 * (bottom - top)
    ruled = any(
        x0 + inset < rule.x0 < x1 - inset and rule.top < top + inset and rule.bottom > bottom - inset
        for rule in rules
        if not rule.horizontal
    )
    return through > 0 or ruled


def struck_out(
    glyphs: Sequence[Glyph], rules: Sequence[Rule], slants: Sequence[tuple[float, float, float, float]]
) -> tuple[set[int], set[Rule]]:
    """Places of the glyphs that a stroke runs through, and the rules that are such strokes.

    No side of a cell and no underline runs through the middle of a number: whatever does is a stroke, be it as long as
    the row.  Words are struck by a stroke of their own length alone, for rules run behind headings.
    """
    import numpy

    feet = sorted((at, rule.x0) for rule in rules if not rule.horizontal for at in (rule.top, rule.bottom))
    lying = [rule for rule in rules if rule.horizontal and not _bears(rule, feet)]
    found: set[int] = set()
    strokes: set[Rule] = set()
    for slant in slants:
        found |= _slanted(glyphs, *slant)
    if not glyphs or not lying:
        return found, strokes
    middles = numpy.array([(g.top + g.bottom) / 2 for g in glyphs])
    order = numpy.argsort(middles, kind="stable")
    ranked = middles[order]
    most = max(g.height for g in glyphs)
    free = _free(rules)
    ats = numpy.array([rule.top for rule in lying])
    starts, ends = numpy.searchsorted(ranked, ats - STROKE * most), numpy.searchsorted(ranked, ats + STROKE * most)
    for rule, start, end in zip(lying, starts, ends, strict=True):
        near = [
            int(n)
            for n in order[start:end]
            if abs(middles[n] - rule.top) <= STROKE * glyphs[n].height
            and glyphs[n].text.strip()
            and rule.x0 < glyphs[n].x1
            and glyphs[n].x0 < rule.x1
        ]
        through = [n for n in near if rule.x0 <= (glyphs[n].x0 + glyphs[n].x1) / 2 <= rule.x1]
        struck = {n for n in _within_numbers(near, glyphs) if n in through or _dashed(glyphs[n], rule)}
        if through and rule in free:
            size = max(glyphs[n].height for n in through)
            first, last = min(glyphs[n].x0 for n in through), max(glyphs[n].x1 for n in through)
            if first - rule.x0 <= 1.2 * size and rule.x1 - last <= 1.2 * size and _dense(through, glyphs, first, last):
                struck |= set(through)
        if struck:
            found |= struck
            strokes.add(rule)
    return found, strokes


def _bears(rule: Rule, ends: Sequence[tuple[float, float]]) -> bool:
    """Whether standing rules end on a lying one: a side of cells, even where a number that the page's edge cuts lies under it.

    `ends` are (top, x), in order.
    """
    near = ends[bisect_left(ends, (rule.top - 1,)) : bisect_left(ends, (rule.top + 1,))]
    return any(abs(at - rule.top) < 1 and rule.x0 + 1 < x < rule.x1 - 1 for at, x in near)


def _within_numbers(near: Sequence[int], glyphs: Sequence[Glyph]) -> list[int]:
    """The digits, and the points and commas beside them."""
    digits = [glyphs[n] for n in near if glyphs[n].text.isdecimal()]
    return [n for n in near if glyphs[n].text in _INSIDE and any(abs(d.x0 - glyphs[n].x0) < d.height for d in digits)]


def _dashed(glyph: Glyph, rule: Rule) -> bool:
    """Whether a rule is one dash of a stroke: it lies within the glyph's width and takes a good part of it."""
    return min(rule.x1, glyph.x1) - max(rule.x0, glyph.x0) >= 0.3 * (glyph.x1 - glyph.x0)


def half_struck(glyphs: Sequence[Glyph], struck: set[int]) -> set[int]:
    """Places of struck digits whose number is not struck as a whole: what the number is, nobody can tell."""
    if not struck:
        return set()
    held = {round(glyphs[n].top) for n in struck}
    level = [n for n, g in enumerate(glyphs) if g.text in _INSIDE and (n in struck or round(g.top) in held)]
    level.sort(key=lambda n: (round(glyphs[n].top), glyphs[n].x0))
    numbers: list[list[int]] = []
    for n in level:
        last = glyphs[numbers[-1][-1]] if numbers else None
        if last and abs(glyphs[n].x0 - last.x1) < 0.15 * last.height and abs(glyphs[n].top - last.top) < 2:
            numbers[-1].append(n)
        else:
            numbers.append([n])
    return {n for number in numbers if not struck.issuperset(number) for n in number if n in struck}


def _free(rules: Sequence[Rule]) -> set[Rule]:
    """Horizontal rules that end at no other rule: those that do are sides of cells."""
    standing: dict[int, list[Rule]] = {}
    ends: Counter[tuple[int, int]] = Counter()
    for rule in rules:
        if rule.horizontal:
            ends.update({(round(x / 2), round(rule.top / 2)) for x in (rule.x0, rule.x1)})
        else:
            standing.setdefault(round(rule.x0 / 4), []).append(rule)

    def meets(x: float, y: float) -> bool:
        near = (rule for place in (-1, 0, 1) for rule in standing.get(round(x / 4) + place, ()))
        if any(abs(rule.x0 - x) < 2.5 and rule.top - 2.5 < y < rule.bottom + 2.5 for rule in near):
            return True
        return sum(ends[round(x / 2) + a, round(y / 2) + b] for a in (-1, 0, 1) for b in (-1, 0, 1)) > 1

    return {rule for rule in rules if rule.horizontal and not meets(rule.x0, rule.top) and not meets(rule.x1, rule.top)}


def _dense(through: Sequence[int], glyphs: Sequence[Glyph], first: float, last: float) -> bool:
    """Whether glyphs fill the stroke's length: a rule under a heading crosses no text on its way."""
    return sum(glyphs[n].x1 - glyphs[n].x0 for n in through) >= 0.6 * (last - first)


def _slanted(glyphs: Sequence[Glyph], x0: float, y0: float, x1: float, y1: float) -> set[int]:
    """Digits that a slanting stroke crosses, where it is a stroke through a number and not one over a whole table."""
    if abs(x1 - x0) < 1 or abs(y1 - y0) > 60:
        return set()
    slope = (y1 - y0) / (x1 - x0)
    found = set()
    for n, glyph in enumerate(glyphs):
        x = (glyph.x0 + glyph.x1) / 2
        if glyph.text.isdecimal() and min(x0, x1) <= x <= max(x0, x1) and glyph.top <= y0 + slope * (x - x0) <= glyph.bottom:
            found.add(n)
    return found


def footnotes(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[set[int], set[int]]:
    """Places of footnote marks behind numbers, and of small characters that may be a number's own digits."""
    heights = {round(g.height, 1) for g in glyphs if g.text.strip()}
    if len(heights) < 2:
        return set(), set()
    small = [n for n, g in enumerate(glyphs) if g.text in _NOTE_MARKS]
    pairs = _behind_numbers(glyphs, small)
    if not pairs:
        return set(), set()
    small.sort(key=lambda n: (round(glyphs[n].top), glyphs[n].x0))
    notes: set[int] = set()
    unsure: set[int] = set()
    taken: set[int] = set()
    for place in sorted(pairs, key=small.index):
        if place in taken:
            continue
        number = glyphs[pairs[place]]
        mark = _whole_mark(place, small, glyphs)
        taken |= set(mark)
        last = glyphs[mark[-1]]
        if (
            len(mark) > LONGEST
            or _followed(last, glyphs, mark)
            or _ruled_off(number, glyphs[place], rules)
            or _decimals(number, glyphs[place], glyphs)
        ):
            continue
        reach = (-0.2 * number.height, 0.3 * number.height)
        inside = any(g.text in _INSIDE and reach[0] <= g.x0 - last.x1 <= reach[1] and _same_level(g, number) for g in glyphs)
        (unsure if inside else notes).update(mark)
    return notes, unsure


def _behind_numbers(glyphs: Sequence[Glyph], small: Sequence[int]) -> dict[int, int]:
    """Places of marks that stand close behind a larger or lower number, with the place of the number's last character."""
    import numpy

    numbers = [n for n, g in enumerate(glyphs) if g.text in _NUMERIC]
    if not numbers or not small:
        return {}
    place = numpy.array([(g.x0, g.top, g.x1, g.bottom) for g in glyphs])
    height = place[:, 3] - place[:, 1]
    marks = numpy.array(small)
    found: dict[int, int] = {}
    for size in {round(h, 1) for h in height[numbers]}:
        ends = numpy.array([n for n in numbers if round(height[n], 1) == size])
        lower = marks[height[marks] < 0.96 * size]
        if not len(lower):
            continue
        gap = place[lower, 0][:, None] - place[ends, 2][None, :]
        close = (gap >= -0.25 * size) & (gap <= GAP * size)
        rise = place[ends, 3][None, :] - place[lower, 3][:, None]
        level = (rise >= -0.1 * size) & (place[lower, 1][:, None] >= place[ends, 1][None, :] - 0.5 * size)
        for i, j in zip(*(close & level).nonzero(), strict=True):
            if height[lower[i]] <= SMALL * size or rise[i, j] >= RAISED * size:
                found[int(lower[i])] = int(ends[j])
    return found


def _whole_mark(first: int, small: Sequence[int], glyphs: Sequence[Glyph]) -> list[int]:
    """The mark with its further characters: 3) or [12]."""
    mark = [first]
    for n in small:
        last, glyph = glyphs[mark[-1]], glyphs[n]
        beside = -0.3 * last.height < glyph.x0 - last.x1 < 0.5 * last.height and glyph.x0 > last.x0
        if beside and abs(glyph.top - last.top) < 0.3 * last.height and abs(glyph.height - last.height) < 0.6:
            mark.append(n)
    return mark


def _followed(last: Glyph, glyphs: Sequence[Glyph], mark: Sequence[int]) -> bool:
    """Whether text of the mark's own size goes on behind it: then it is no mark but the beginning of a label."""
    held = set(mark)
    return any(
        n not in held
        and other.text.strip()
        and abs(other.height - last.height) < 0.6
        and abs(other.bottom - last.bottom) < 0.3 * last.height
        and -0.3 * last.height < other.x0 - last.x1 < 0.8 * last.height
        for n, other in enumerate(glyphs)
    )


def _same_level(glyph: Glyph, other: Glyph) -> bool:
    return abs(glyph.bottom - other.bottom) < 0.2 * other.height and abs(glyph.height - other.height) < 0.15 * other.height


def _decimals(number: Glyph, mark: Glyph, glyphs: Sequence[Glyph]) -> bool:
    """Whether a point of the mark's own size stands before it: some print the cents smaller."""
    return any(
        glyph.text == "."
        and number.x1 - 1 <= glyph.x0
        and glyph.x1 <= mark.x0 + 1
        and abs(glyph.height - mark.height) < 0.6
        and abs(glyph.bottom - mark.bottom) < 0.3 * mark.height
        for glyph in glyphs
    )


def _ruled_off(number: Glyph, mark: Glyph, rules: Sequence[Rule]) -> bool:
    """Whether a rule stands between the number and the mark."""
    middle = (mark.top + mark.bottom) / 2
    return any(not rule.horizontal and number.x1 - 1 <= rule.x0 <= mark.x0 + 1 and rule.top <= middle <= rule.bottom for rule in rules)


def marks_of(kind: MarkKind, glyphs: Sequence[Glyph], displayed: Any) -> list[Mark]:
    """Marks with their boxes on the page as displayed."""
    return [Mark(mark.kind, mark.text, displayed(mark.box)) for mark in runs(kind, glyphs)]
