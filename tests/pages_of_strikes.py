"""Numbers struck out in each way that a page or an annotation knows, and lines that strike nothing; tests/make_shown.py draws them."""

from make_shown import XS, Page, makers_in, sideways


def struck_by_a_bar_along_the_row(page: Page) -> None:
    page.table()
    _, y = page.at(1, 1)
    page.canvas.rect(XS[0], y + 2.6, XS[-1] - XS[0], 0.8, stroke=0, fill=1)


def struck_by_two_lines(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    for height in (2, 4.5):
        page.canvas.line(x - 1, y + height, x + 29, y + height)


def struck_by_a_slanted_bar(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    bar = page.canvas.beginPath()
    bar.moveTo(x - 2, y - 1)
    for at in ((x + 30, y + 7), (x + 30, y + 8), (x - 2, y)):
        bar.lineTo(*at)
    bar.close()
    page.canvas.drawPath(bar, stroke=0, fill=1)


def struck_aslant_on_a_turned_page(page: Page) -> None:
    sideways(page)
    x, y = page.at(1, 1)
    page.canvas.line(x - 2, y - 2, x + 30, y + 9)


def struck_by_dashes(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    for at in range(0, 30, 3):
        page.canvas.line(x + at, y + 3, x + at + 2, y + 3)


def struck_by_an_annotation(page: Page) -> None:
    page.table()
    annotate(page, "/StrikeOut", "QuadPoints", (0, 8, 28, 8, 0, -1, 28, -1))


def struck_by_a_drawn_line(page: Page) -> None:
    page.table()
    annotate(page, "/Line", "L", (-1, 3, 29, 3))


def underlined(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    for down in (1.2, 2.4):
        page.canvas.line(x - 1, y - down, x + 29, y - down)
    annotate(page, "/Underline", "QuadPoints", (0, 8, 28, 8, 0, -1, 28, -1))


def annotate(page: Page, kind: str, key: str, places: tuple[float, ...]) -> None:
    """An annotation without a picture of its own, its places counted from the first number."""
    from reportlab.pdfbase import pdfdoc

    x, y = page.at(1, 1)
    at = [place + (y if n % 2 else x) for n, place in enumerate(places)]
    entries = {"Type": "/Annot", "Subtype": kind, "F": 4, key: pdfdoc.PDFArray(at)}
    entries["Rect"] = pdfdoc.PDFArray([x - 2, y - 2, x + 30, y + 10])
    page.canvas._addAnnotation(pdfdoc.PDFDictionary(entries))


MAKERS = [maker for maker in makers_in(dict(globals())) if maker is not sideways]
