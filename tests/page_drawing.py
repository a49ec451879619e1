"""Drawing a page: tables of boxes and rules, and text, measured in points from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

PORTRAIT, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)
SIZE = 9.0


@dataclass
class Box:
    """Text in a rectangle of grid lines: first and one past the last row and column."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: str = "centre"


@dataclass
class Plan:
    """A table to draw: sides from the left and from the top of the page, boxes, and which rules are printed."""

    xs: Sequence[float]
    ys: Sequence[float]
    boxes: list[Box] = field(default_factory=list)
    rules: str = "all"  # all, horizontal, three, none, open_sides, open_bottom, open_top
    without_flat: Sequence[int] = ()  # whole rules that are missing, counted from the top
    without_upright: Sequence[int] = ()  # and from the left

    def leaves_out_flat(self, r: int) -> bool:
        """Whether a rule, counted from the top, is not printed."""
        last = len(self.ys) - 1
        among = {"three": r not in (0, 1, last), "open_bottom": r == last, "open_top": r == 0}
        return r in self.without_flat or among.get(self.rules, False)

    def leaves_out_upright(self, c: int) -> bool:
        """Whether a rule, counted from the left, is not printed."""
        return c in self.without_upright or (self.rules == "open_sides" and c in (0, len(self.xs) - 1))

    def put(self, row: int, *texts: str, start: int = 0) -> None:
        """A row of single cells; numbers stand to the right."""
        for column, text in enumerate(texts, start):
            if text is not None:
                number = text[:1].isdigit() and text[-1:].isdigit() and len(text) > 2
                self.boxes.append(Box(row, column, text, align="right" if number else "centre"))

    def merge(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A merged cell."""
        self.boxes.append(Box(row, column, text, rows, columns))


class Sheet:
    """A page of a canvas, measured from its top left."""

    def __init__(self, canvas, size, font):
        self.canvas, self.size, self.font = canvas, size, font
        canvas.setPageSize(size)

    def text(self, x: float, top: float, words: str, size: float = SIZE) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.size[1] - top - size, words)

    def centred(self, top: float, words: str, size: float = 15.0) -> None:
        width = self.canvas.stringWidth(words, self.font, size)
        self.text((self.size[0] - width) / 2, top, words, size)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.size[1] - top, x1, self.size[1] - bottom)

    def table(self, plan: Plan) -> None:
        self._rules(plan)
        for box in plan.boxes:
            left, right = plan.xs[box.column], plan.xs[box.column + box.columns]
            top, bottom = plan.ys[box.row], plan.ys[box.row + box.rows]
            lines = self._wrap(box.text, right - left - 6)
            start = (top + bottom) / 2 - len(lines) * SIZE * 0.6
            for number, words in enumerate(lines):
                width = self.canvas.stringWidth(words, self.font, SIZE)
                x = {"left": left + 3, "right": right - 3 - width, "centre": (left + right - width) / 2}[box.align]
                self.text(x, start + number * SIZE * 1.2, words)

    def _wrap(self, text: str, width: float) -> list[str]:
        lines = [""]
        for character in text:
            if character == "\n":
                lines.append("")
            elif self.canvas.stringWidth(lines[-1] + character, self.font, SIZE) > max(width, SIZE) and "\n" not in text:
                lines.append(character)
            else:
                lines[-1] += character
        return lines

    def _rules(self, plan: Plan) -> None:
        rows, columns = len(plan.ys) - 1, len(plan.xs) - 1
        inside = {
            (r, c): box
            for box in plan.boxes
            for r in range(box.row, box.row + box.rows)
            for c in range(box.column, box.column + box.columns)
        }
        if plan.rules == "none":
            return
        for r in range(rows + 1):
            if plan.leaves_out_flat(r):
                continue
            for c in range(columns):
                above, below = inside.get((r - 1, c)), inside.get((r, c))
                if above is None or above is not below:
                    self.line(plan.xs[c], plan.ys[r], plan.xs[c + 1], plan.ys[r])
        if plan.rules in ("horizontal", "three"):
            return
        for c in range(columns + 1):
            if plan.leaves_out_upright(c):
                continue
            for r in range(rows):
                left, right = inside.get((r, c - 1)), inside.get((r, c))
                if left is None or left is not right:
                    self.line(plan.xs[c], plan.ys[r], plan.xs[c], plan.ys[r + 1])

    def caption(self, title: str, unit: str | None = "单位：万元", top: float = 60.0) -> None:
        self.centred(top, title)
        self.text(60, top + 26, "编制单位：示例市测试局", 10)
        if unit:
            self.text(self.size[0] - 130, top + 26, unit, 10)


def steps(start: float, step: float, count: int) -> list[float]:
    """Sides of `count` rows or columns of one size."""
    return [start + step * n for n in range(count + 1)]
