"""Lines that meet, as frames of columns and rows.

A rule ends on another one.  Where rules end in nothing, the one that they end on is missing and is put back:

┌──────────────┬─────            ┌──────────────┬─────
│     收入     │                  │     收入     │
│       │      │          →      ├───────┬──────┼          on both sides of an upright that hangs
│ 项目  │ 金额 │                  │ 项目  │ 金额 │
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pages.glyph import Glyph

SNAP = 3.0  # points: lines nearer than this are one line (doubled rules, rounding)
JOIN = 3.0  # points: a gap in a line that is bridged
TOUCH = 3.0  # points: how far lines may miss each other and still meet
RUN_ON = 6.0  # points: lines that run this far past the last crossing line close the grid there
LEAN = 0.15  # of the height at top and bottom that a glyph does not fill


@dataclass(slots=True)
class Segment:
    """A straight line that lies or stands."""

    at: float  # y of a horizontal line, x of a vertical one
    start: float
    end: float


def joined(segments: list[Segment]) -> list[Segment]:
    """Collinear pieces as one line each."""
    segments.sort(key=lambda s: s.at)
    clusters: list[list[Segment]] = []
    for segment in segments:
        if clusters and segment.at - clusters[-1][0].at <= SNAP:
            clusters[-1].append(segment)
        else:
            clusters.append([segment])
    lines = []
    for cluster in clusters:
        length = sum(s.end - s.start for s in cluster) or 1.0
        at = sum(s.at * (s.end - s.start) for s in cluster) / length if length > 1 else cluster[0].at
        cluster.sort(key=lambda s: s.start)
        current = Segment(at, cluster[0].start, cluster[0].end)
        for segment in cluster[1:]:
            if segment.start <= current.end + JOIN:
                current.end = max(current.end, segment.end)
            else:
                lines.append(current)
                current = Segment(at, segment.start, segment.end)
        lines.append(current)
    return [line for line in lines if line.end - line.start > 2 * SNAP]


def touching(horizontal: list[Segment], vertical: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Lines grouped by whether they meet, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            if h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(j), ([], []))[1].append(v)
    whole = [group for group in groups.values() if group[0] and group[1]]
    loose = [group for group in groups.values() if not (group[0] and group[1])]
    for flat, upright in whole:
        _adopt(flat, upright, [line for group in loose for line in group[0]])
        _adopt(upright, flat, [line for group in loose for line in group[1]])
    return _nested_joined(whole)


def _nested_joined(groups: list[tuple[list[Segment], list[Segment]]]) -> list[tuple[list[Segment], list[Segment]]]:
    """A group that stands in another one and ends on its outer sides is part of it, though what tied them is missing."""
    boxes = [
        (min(h.start for h in flat), min(v.start for v in upright), max(h.end for h in flat), max(v.end for v in upright))
        for flat, upright in groups
    ]
    kept = list(range(len(groups)))
    for n, (left, top, right, bottom) in enumerate(boxes):
        for m in kept:
            x0, y0, x1, y1 = boxes[m]
            inside = x0 - TOUCH <= left and y0 - TOUCH <= top and right <= x1 + TOUCH and bottom <= y1 + TOUCH
            if (
                m != n
                and n in kept
                and inside
                and (abs(left - x0) <= TOUCH or abs(right - x1) <= TOUCH)
                and (top - y0 > TOUCH or y1 - bottom > TOUCH)
            ):
                groups[m][0].extend(groups[n][0])
                groups[m][1].extend(groups[n][1])
                kept.remove(n)
                break
    return [groups[n] for n in kept]


def _adopt(own: list[Segment], across: list[Segment], loose: list[Segment]) -> None:
    """Add the outer lines that nothing ties to a frame any more: as long as the frame, and no further off than its rows or columns."""
    start, end = min(line.start for line in own), max(line.end for line in own)
    places = sorted({line.at for line in own} | {line.start for line in across} | {line.end for line in across})
    widest = max(b - a for a, b in pairwise(places))
    for line in loose:
        off = min(abs(line.at - places[0]), abs(line.at - places[-1]))
        if abs(line.start - start) <= TOUCH and abs(line.end - end) <= TOUCH and off <= widest:
            own.append(line)


@dataclass(slots=True)
class Frame:
    """Columns and rows, and the lines that make them."""

    xs: list[float]
    ys: list[float]
    horizontal: list[Segment]
    vertical: list[Segment]

    def plus(self, flat: Sequence[Segment], upright: Sequence[Segment]) -> Frame:
        """With more lines."""
        xs, ys = (_positions([*own, *(line.at for line in more)]) for own, more in ((self.xs, upright), (self.ys, flat)))
        return Frame(xs, ys, [*self.horizontal, *flat], [*self.vertical, *upright])


def frame_of(horizontal: list[Segment], vertical: list[Segment]) -> Frame | None:
    """The columns and rows that the lines make; None when they enclose nothing."""
    xs = _positions(v.at for v in vertical)
    ys = _positions(h.at for h in horizontal)
    left, right = min(h.start for h in horizontal), max(h.end for h in horizontal)
    top, bottom = min(v.start for v in vertical), max(v.end for v in vertical)
    xs = [left] * (left < xs[0] - RUN_ON) + xs + [right] * (right > xs[-1] + RUN_ON)
    ys = [top] * (top < ys[0] - RUN_ON) + ys + [bottom] * (bottom > ys[-1] + RUN_ON)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Frame(xs, ys, horizontal, vertical)


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def without_borders(frames: list[Frame]) -> list[Frame]:
    """Drop a single box that holds another grid: a border drawn around the page."""

    def holds(outer: Frame, inner: Frame) -> bool:
        return outer.xs[0] < inner.xs[0] and inner.xs[-1] < outer.xs[-1] and outer.ys[0] < inner.ys[0] and inner.ys[-1] < outer.ys[-1]

    return [f for f in frames if not (len(f.xs) == len(f.ys) == 2 and any(holds(f, other) for other in frames if other is not f))]


def with_loose_ends_met(frame: Frame, glyphs: Sequence[Glyph]) -> Frame:
    """The frame with the lines on which others end in nothing, where they part words and cut none."""
    inked = [g for g in glyphs if g.text.strip()]
    across = [(g.top + LEAN * g.height, g.bottom - LEAN * g.height, g.x0, g.x1) for g in inked]
    along = [(g.x0, g.x1, g.top, g.bottom) for g in inked]
    frame = frame.plus(_met(frame.vertical, frame.xs, frame.ys, across), [])
    return frame.plus([], _met(frame.horizontal, frame.ys, frame.xs, along))


def _met(lines: Sequence[Segment], sides: Sequence[float], ends: Sequence[float], boxes: Sequence[tuple[float, ...]]) -> list[Segment]:
    """The missing lines that these end on; `sides`: where such lines lie, `ends`: where they may end, `boxes`: of glyphs."""
    found = []
    for line in lines:
        for at in (line.start, line.end):
            if not ends[0] < at < ends[-1] or any(abs(at - end) <= RUN_ON for end in ends):
                continue
            met = [other.at for other in lines if other.start - TOUCH <= at <= other.end + TOUCH]
            low = max((x for x in met if x < line.at - SNAP), default=sides[0])
            high = min((x for x in met if x > line.at + SNAP), default=sides[-1])
            for one, other in ((low, line.at), (line.at, high)):
                cut = any(box[0] < at < box[1] and one < (box[2] + box[3]) / 2 < other for box in boxes)
                if other - one > SNAP and not cut and any(box[1] <= at for box in boxes) and any(box[0] >= at for box in boxes):
                    found.append(Segment(at, one, other))
    return found
