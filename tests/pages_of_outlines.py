"""Digits drawn as shapes or as small pictures, without text; tests/make_shown.py draws them."""

from make_shown import ROWS, Page, makers_in

# Outlines in a box of 0.5 by 0.72 of the size: straight ends as pairs, bends as three pairs.
SHAPES = {
    "0": [[(0.25, 0), (0.55, 0, 0.55, 0.72, 0.25, 0.72), (-0.05, 0.72, -0.05, 0, 0.25, 0)]],
    "1": [[(0.1, 0.56), (0.24, 0.72), (0.32, 0.72), (0.32, 0), (0.22, 0), (0.22, 0.56)]],
    "4": [[(0.3, 0), (0.4, 0), (0.4, 0.72), (0.3, 0.72), (0.02, 0.24), (0.02, 0.16), (0.5, 0.16), (0.5, 0.24), (0.3, 0.24)]],
    ".": [[(0.1, 0), (0.2, 0), (0.2, 0.1), (0.1, 0.1)]],
}


def draw(page: Page, row: int, column: int, text: str, *, dx: float = 0, size: float = 9) -> None:
    """Digits as filled shapes."""
    x, y = page.at(row, column)
    for number, character in enumerate(text):
        at = x + dx + number * 0.56 * size
        for outline in SHAPES[character]:
            path = page.canvas.beginPath()
            path.moveTo(*_placed(outline[0], at, y, size))
            for step in outline[1:]:
                (path.curveTo if len(step) > 2 else path.lineTo)(*_placed(step, at, y, size))
            path.close()
            page.canvas.drawPath(path, stroke=0, fill=1)


def _placed(step: tuple[float, ...], x: float, y: float, size: float) -> list[float]:
    return [place * size + (y if n % 2 else x) for n, place in enumerate(step)]


def first_digit_outlined(page: Page) -> None:
    page.table()
    draw(page, 1, 1, "1", dx=-5)


def minus_drawn(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.line(x - 4, y + 3, x - 0.5, y + 3)


def last_digit_outlined(page: Page) -> None:
    page.table((1, 1))
    page.say(1, 1, "485.0")
    draw(page, 1, 1, "0", dx=page.canvas.stringWidth("485.0", page.font, 9))


def number_outlined(page: Page) -> None:
    page.table((1, 1))
    draw(page, 1, 1, "104.00")


def number_pictured(page: Page) -> None:
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    page.table((1, 1))
    picture = Image.new("L", (120, 36), 255)
    ImageDraw.Draw(picture).text((6, 4), "104.00", font_size=28)
    x, y = page.at(1, 1)
    page.canvas.drawImage(ImageReader(picture), x, y - 2, 30, 9)


def every_number_outlined(page: Page) -> None:
    cells = [(row, column) for row in range(1, len(ROWS)) for column in (1, 2)]
    page.table(*cells)
    for row, column in cells:
        draw(page, row, column, "104.00")


def outlined_without_rules(page: Page) -> None:
    page.canvas.line = lambda *_: None
    every_number_outlined(page)


def ring_around_a_letter_of_a_label(page: Page) -> None:
    page.table()
    x, y = page.at(1, 0)
    page.canvas.circle(x + 46, y + 3, 4, stroke=1, fill=0)
    page.say(1, 0, "a", size=6, dx=44.4, dy=1)


MAKERS = makers_in(dict(globals()))
