"""Pages and numbers of which a part is not shown: cut by the page's box, drawn in the paper's colour; tests/make_shown.py draws them."""

from make_shown import HEIGHT, Page, makers_in


def cropped(page: Page) -> None:
    page.table()
    page.canvas.setCropBox((40, 600, 560, 800))


def cropped_and_turned_90(page: Page) -> None:
    cropped(page)
    turned(page, 90)


def cropped_and_turned_180(page: Page) -> None:
    cropped(page)
    page.canvas.setPageRotation(180)


def cropped_and_turned_270(page: Page) -> None:
    cropped(page)
    turned(page, 270)


def turned(page: Page, degrees: int) -> None:
    page.canvas.setPageSize((HEIGHT, 595))  # the canvas swaps the sides of a page that lies
    page.canvas.setPageRotation(degrees)


def crop_larger_than_the_page(page: Page) -> None:
    page.table()
    turned(page, 90)
    page.canvas.setCropBox((-50, -50, 700, 900))


def pale(page: Page, *, part: str, grey: float = 1.0) -> None:
    """The number, a part of it in a colour that is hardly seen."""
    page.table((1, 1))
    at = 0.0
    for character in "485.00":
        page.canvas.setFillGray(grey if character == part else 0)
        page.say(1, 1, character, dx=at)
        at += page.canvas.stringWidth(character, page.font, 9)
    page.canvas.setFillGray(0)


def first_digit_white(page: Page) -> None:
    pale(page, part="4")


def first_digit_pale(page: Page) -> None:
    pale(page, part="4", grey=0.9)


def point_white(page: Page) -> None:
    pale(page, part=".")


def minus_white(page: Page) -> None:
    page.table()
    page.canvas.setFillGray(1)
    page.say(1, 1, "-", dx=-page.canvas.stringWidth("-", page.font, 9))
    page.canvas.setFillGray(0)


def white_shadow(page: Page) -> None:
    page.table((1, 1))
    page.canvas.setFillGray(1)
    page.say(1, 1, "485.00", dx=0.6, dy=-0.6)
    page.canvas.setFillGray(0)
    page.say(1, 1, "485.00")


def small_cents(page: Page) -> None:
    page.table((1, 1))
    page.say(1, 1, "485")
    page.say(1, 1, ".00", size=6, dx=page.canvas.stringWidth("485", page.font, 9), dy=2)


MAKERS = makers_in(dict(globals()))
