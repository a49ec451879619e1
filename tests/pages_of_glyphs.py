"""Text set wide, drawn in an odd order, stacked or turned within its cell; tests/make_shown.py draws them."""

from make_shown import Page, makers_in


def spaced(page: Page, row: int, column: int, text: str, between: float, *, dx: float = 0) -> None:
    """Text with character spacing, in one piece."""
    x, y = page.at(row, column)
    said = page.canvas.beginText(x + dx, y)
    said.setFont(page.font, 9)
    said.setCharSpace(between)
    said.textOut(text)
    said.setCharSpace(0)
    page.canvas.drawText(said)


def apart(page: Page, row: int, column: int, text: str, between: float, *, order: int = 1, dx: float = 0) -> None:
    """Text one character after another, each by itself; `order` -1: drawn from its end."""
    starts, at = [], dx
    for character in text:
        starts.append(at)
        at += page.canvas.stringWidth(character, page.font, 9) + between
    for start, character in list(zip(starts, text, strict=True))[::order]:
        page.say(row, column, character, dx=start)


def digits_spaced(page: Page) -> None:
    page.table((1, 1), (2, 1), (3, 1))
    for row, text in enumerate(("485.00", "62.40", "547.40"), 1):
        spaced(page, row, 1, text, 2.2)


def digits_spaced_widely(page: Page) -> None:
    page.table((1, 1), (2, 1), (3, 1))
    for row, text in enumerate(("485.00", "62.40", "547.40"), 1):
        spaced(page, row, 1, text, 5)


def digits_spaced_without_rules(page: Page) -> None:
    canvas = page.canvas
    canvas.line = lambda *_: None
    digits_spaced_widely(page)


def digits_distributed(page: Page) -> None:
    page.table((1, 1), (3, 1))
    apart(page, 1, 1, "485.00", 15, dx=-15)
    apart(page, 3, 1, "547.40", 15, dx=-15)


def first_spaced_digit_white(page: Page) -> None:
    page.table((1, 1))
    page.canvas.setFillGray(1)
    page.say(1, 1, "4")
    page.canvas.setFillGray(0)
    spaced(page, 1, 1, "85.00", 2.6, dx=2.6 + page.canvas.stringWidth("4", page.font, 9))


def two_spaced_numbers(page: Page) -> None:
    page.table((1, 1))
    spaced(page, 1, 1, "485", 2.2, dx=-15)
    spaced(page, 1, 1, "20.00", 2.2, dx=25)


def labels_distributed(page: Page) -> None:
    page.table((1, 0), (0, 1), (3, 0))
    apart(page, 1, 0, "展览经费", 18)
    apart(page, 0, 1, "预算数", 20)
    apart(page, 3, 0, "合计", 60)


def drawn_backwards(page: Page) -> None:
    page.table((0, 1), (1, 0), (1, 1))
    apart(page, 0, 1, "预算数", 0, order=-1)
    apart(page, 1, 0, "展览经费", 0, order=-1)
    apart(page, 1, 1, "485.00", 0, order=-1)


def headed(page: Page, turn: int, lines: tuple[str, ...]) -> None:
    """The table under one high header row, its second header turned about and in several lines."""
    page.table((0, 1))
    page.canvas.saveState()
    x, y = page.at(0, 1)
    page.canvas.translate(x + 40, y + 3)
    page.canvas.rotate(turn)
    page.canvas.setFont(page.font, 5)
    for number, words in enumerate(lines):
        width = page.canvas.stringWidth(words, page.font, 5)
        page.canvas.drawString(-width / 2, (len(lines) / 2 - number - 1) * 6 + 1, words)
    page.canvas.restoreState()


def header_turned_left(page: Page) -> None:
    headed(page, 90, ("预算数",))


def header_turned_right(page: Page) -> None:
    headed(page, -90, ("预算数",))


def header_turned_in_two_lines(page: Page) -> None:
    headed(page, 90, ("2029", "年预", "算数"))


def header_upside_down(page: Page) -> None:
    headed(page, 180, ("2029年", "预算数"))


def stack(page: Page, row: int, column: int, lines: tuple[str, ...], *, size: float = 4, dx: float = 0) -> None:
    """Upright characters one below the other."""
    x, y = page.at(row, column)
    for number, character in enumerate(lines):
        page.canvas.setFont(page.font, size)
        page.canvas.drawString(x + dx, y + 9 - number * (size + 0.6), character)


def header_stacked(page: Page) -> None:
    page.table((0, 1))
    stack(page, 0, 1, tuple("预算数"))


def header_stacked_with_a_year(page: Page) -> None:
    page.table((0, 1))
    stack(page, 0, 1, tuple("2029年"), size=3.2, dx=40)
    stack(page, 0, 1, tuple("预算数"), size=3.2, dx=30)


def spaces_that_digits_reach_into(page: Page) -> None:
    """A space before and one behind a small number whose outer digits reach over their sides."""
    page.table((1, 1))
    width = page.canvas.stringWidth("485.00", page.font, 4.3)
    page.say(1, 1, "  ", size=4.3, dx=0.5 - page.canvas.stringWidth("  ", page.font, 4.3))
    page.say(1, 1, "485.00", size=4.3)
    page.say(1, 1, " ", size=4.3, dx=width - 0.5)


MAKERS = makers_in(dict(globals()))
