"""The PDFs of tests/pages/shown, one for each way in which a page shows other than its text says: `python tests/make_shown.py`.

Each is one table of invented figures (PLAIN) with one trouble in it; tests/test_ingest_shown.py says what must come out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

PAGES = Path(__file__).parent / "pages" / "shown"
FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")  # Apache-2.0; only the glyphs used are embedded
DIGITS_FILE = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")  # OFL
HEIGHT = 842
XS, TOP, STEP = (60, 240, 380, 520), 120, 24
ROWS = (("项目", "预算数", "决算数"), ("展览经费", "485.00", "470.00"), ("修缮经费", "62.40", "60.00"), ("合计", "547.40", "530.00"))


class Page:
    """A canvas with the table's cells as places."""

    def __init__(self, canvas) -> None:
        self.canvas = canvas
        self.font = "Hei"

    def at(self, row: int, column: int) -> tuple[float, float]:
        """The baseline's start of a cell's text."""
        return XS[column] + 20, HEIGHT - TOP - STEP * row - 16

    def say(self, row: int, column: int, text: str, size: float = 9, dx: float = 0, dy: float = 0) -> None:
        self.canvas.setFont(self.font, size)
        x, y = self.at(row, column)
        self.canvas.drawString(x + dx, y + dy, text)

    def table(self, *without: tuple[int, int], right: bool = True) -> None:
        """The table's title, rules and cells, some cells left blank."""
        self.canvas.setFont("Hei", 14)
        self.canvas.drawString(220, HEIGHT - 70, "2030年项目支出表")
        self.canvas.setFont("Hei", 9)
        self.canvas.drawString(450, HEIGHT - 100, "单位：万元")
        self.canvas.setLineWidth(0.5)
        for row in range(len(ROWS) + 1):
            y = HEIGHT - TOP - STEP * row
            self.canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            self.canvas.line(x, HEIGHT - TOP, x, HEIGHT - TOP - STEP * len(ROWS))
        for row, texts in enumerate(ROWS):
            for column, text in enumerate(texts):
                if (row, column) not in without:
                    self.say(row, column, text)


def layer_off(page: Page) -> None:
    page.table((1, 1))
    page.canvas._code.append("/OC /Off BDC")
    page.say(1, 1, "485.00")
    page.canvas._code.append("EMC /OC /On BDC")
    page.say(1, 1, "520.00")
    page.canvas._code.append("EMC")


def struck(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.line(x - 1, y + 3, x + 29, y + 3)
    x, y = page.at(2, 1)
    page.canvas.line(x - 1, y + 3, x + 24, y + 3)
    page.say(2, 1, "70.00", dx=40)


def struck_aslant(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.line(x - 2, y - 2, x + 30, y + 9)


def half_struck(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.line(x - 1, y + 3, x + 10, y + 3)


def field(page: Page) -> None:
    page.table((1, 1))
    x, y = page.at(1, 1)
    form = page.canvas.acroForm
    form.textfield(name="a", value="485.00", x=x, y=y - 4, width=80, height=16, fontSize=9, borderWidth=0, fontName="Helvetica")


def field_hidden(page: Page) -> None:
    page.table((1, 1))
    x, y = page.at(1, 1)
    form = page.canvas.acroForm
    form.textfield(
        name="a",
        value="485.00",
        x=x,
        y=y - 4,
        width=80,
        height=16,
        fontSize=9,
        borderWidth=0,
        fontName="Helvetica",
        annotationFlags="hidden",
    )


def watermark_turned(page: Page) -> None:
    page.table()
    page.canvas.saveState()
    page.canvas.translate(200, HEIGHT - 260)
    page.canvas.rotate(35)
    page.canvas.setFillGray(0.8)
    page.canvas.setFont("Hei", 40)
    page.canvas.drawString(0, 0, "样张2031")
    page.canvas.restoreState()


def watermark_large(page: Page) -> None:
    page.canvas.setFillGray(0.85)
    page.canvas.setFont("Hei", 60)
    page.canvas.drawString(150, HEIGHT - 190, "样张2031")
    page.canvas.setFillGray(0)
    page.table()


def watermark_repeated(page: Page) -> None:
    page.table((1, 2))
    page.canvas.setFillGray(0.75)
    for row in range(5):
        for column in range(3):
            page.canvas.setFont("Hei", 9)
            page.canvas.drawString(75 + 140 * column, HEIGHT - TOP - 20 - STEP * row - 5, "内部资料 31")


def miscoded(page: Page) -> None:
    page.table((1, 1))
    page.font = "Other"
    page.say(1, 1, "485.00")
    page.font = "Hei"


def uncoded(page: Page) -> None:
    page.table((1, 1))
    page.font = "Other"
    page.say(1, 1, "485.00")
    page.font = "Hei"


def upside_down(page: Page) -> None:
    page.canvas.translate(595, HEIGHT)
    page.canvas.rotate(180)
    page.table()


def sideways(page: Page) -> None:
    page.canvas.translate(0, HEIGHT)
    page.canvas.rotate(-90)
    page.canvas.translate(0, -247)
    page.table()


def one_cell_upside_down(page: Page) -> None:
    page.table((1, 1))
    x, y = page.at(1, 1)
    page.canvas.saveState()
    page.canvas.translate(x + 30, y + 7)
    page.canvas.rotate(180)
    page.canvas.setFont("Hei", 9)
    page.canvas.drawString(0, 0, "485.00")
    page.canvas.restoreState()


def white_on_white(page: Page) -> None:
    page.table((1, 1))
    page.canvas.setFillGray(1)
    page.say(1, 1, "485.00")


def white_on_dark(page: Page) -> None:
    _, y = page.at(1, 1)
    page.canvas.setFillGray(0.2)
    page.canvas.rect(XS[1] + 1, y - 7, 138, 22, stroke=0, fill=1)
    page.canvas.setFillGray(0)
    page.table((1, 1))
    page.canvas.setFillGray(1)
    page.say(1, 1, "485.00")


def black_on_black(page: Page) -> None:
    _, y = page.at(1, 1)
    page.canvas.rect(XS[1] + 1, y - 7, 138, 22, stroke=0, fill=1)
    page.table((1, 1))
    page.say(1, 1, "485.00")


def white_below_black(page: Page) -> None:
    page.table((1, 1))
    page.say(1, 1, "520.00")
    page.canvas.setFillGray(1)
    page.say(1, 1, "485.00")


def overprinted(page: Page) -> None:
    page.table()
    page.say(1, 1, "520.00")


def clipped_away(page: Page) -> None:
    page.table((1, 1))
    page.canvas.saveState()
    path = page.canvas.beginPath()
    path.rect(0, 0, 100, 100)
    page.canvas.clipPath(path, stroke=0)
    page.say(1, 1, "485.00")
    page.canvas.restoreState()


def clipped_in_part(page: Page) -> None:
    page.table((1, 1))
    x, y = page.at(1, 1)
    page.canvas.saveState()
    path = page.canvas.beginPath()
    path.rect(x + 5, y - 5, 100, 20)
    page.canvas.clipPath(path, stroke=0)
    page.say(1, 1, "485.00")
    page.canvas.restoreState()


def covered(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.setFillGray(1)
    page.canvas.rect(x - 4, y - 4, 60, 15, stroke=0, fill=1)
    page.canvas.setFillGray(0)
    page.say(1, 1, "520.00")


def covered_by_a_picture(page: Page) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    page.table()
    x, y = page.at(1, 1)
    page.canvas.drawImage(ImageReader(Image.new("RGB", (40, 12), (250, 240, 200))), x - 4, y - 4, 60, 15)


def highlighted(page: Page) -> None:
    page.table()
    x, y = page.at(1, 1)
    page.canvas.setFillColorRGB(1, 1, 0)
    page.canvas.setFillAlpha(0.4)
    page.canvas.rect(x - 4, y - 4, 60, 15, stroke=0, fill=1)


def see_through(page: Page) -> None:
    page.table((1, 1))
    page.canvas.setFillAlpha(0.0)
    page.say(1, 1, "485.00")


def unseen_mode(page: Page) -> None:
    page.table((1, 1))
    text = page.canvas.beginText(*page.at(1, 1))
    text.setFont("Hei", 9)
    text.setTextRenderMode(3)
    text.textOut("485.00")
    page.canvas.drawText(text)


def tiny(page: Page) -> None:
    page.table((1, 1))
    page.say(1, 1, "485.00", size=0.8)


def off_the_page(page: Page) -> None:
    page.table((1, 1))
    page.say(1, 1, "485.00", dx=700)


def raised_note(page: Page) -> None:
    page.table()
    page.say(1, 1, "12)", size=5, dx=30, dy=4)


def makers_in(names: dict[str, object]) -> list[Callable[[Page], None]]:
    """The functions of a module that draw one page."""
    return [each for each in names.values() if callable(each) and list(getattr(each, "__annotations__", {})) == ["page", "return"]]


MAKERS = makers_in(dict(globals()))


def make(maker: Callable[[Page], None]) -> bytes:
    """Draw one file."""
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(ttfonts.TTFont("Hei", FONT_FILE, subfontIndex=0))
    pdfmetrics.registerFont(ttfonts.TTFont("Other", DIGITS_FILE, asciiReadable=False))
    honest = ttfonts.makeToUnicodeCMap

    def to_unicode(name: str, subset: list[int]) -> str:
        other = "Liberation" in name
        if maker is miscoded and other:
            subset = [{ord("4"): ord("7"), ord("8"): ord("3")}.get(code, code) for code in subset]
        made: str = honest(name, subset)
        return re.sub(r"<\w\w> <0038>\n", "", made) if maker is uncoded and other else made

    ttfonts.makeToUnicodeCMap = to_unicode
    try:
        buffer = BytesIO()
        canvas = Canvas(buffer, invariant=True, pageCompression=0, pagesize=(595, HEIGHT))
        maker(Page(canvas))
        canvas.save()
    finally:
        ttfonts.makeToUnicodeCMap = honest
    return with_layers(buffer.getvalue()) if maker is layer_off else buffer.getvalue()


def with_layers(made: bytes) -> bytes:
    """The file with two layers, On and Off, of which one is off."""
    bodies = {int(m[1]): m[2] for m in re.finditer(rb"\n(\d+) 0 obj\n(.*?)\nendobj", made, re.DOTALL)}
    bodies = {n: re.sub(rb"^%.*?\n", b"", body) for n, body in bodies.items()}
    on, off = max(bodies) + 1, max(bodies) + 2
    for number, body in bodies.items():
        if b"/Type /Catalog" in body:
            root = number
            layers = b"/OCProperties << /OCGs [%d 0 R %d 0 R] /D << /ON [%d 0 R] /OFF [%d 0 R] >> >>" % (on, off, on, off)
            bodies[number] = body.replace(b"/Type /Catalog", layers + b" /Type /Catalog")
        elif b"/Type /Page\n" in body or b"/Type /Page " in body:
            bodies[number] = body.replace(b"/Resources <<", b"/Resources << /Properties << /On %d 0 R /Off %d 0 R >>" % (on, off))
    bodies[on], bodies[off] = b"<< /Type /OCG /Name (on) >>", b"<< /Type /OCG /Name (off) >>"
    out, offsets = bytearray(b"%PDF-1.5\n"), {}
    for number in sorted(bodies):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(bodies))
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, root, start)
    return bytes(out)


def main() -> None:
    """Make all of them anew."""
    if not FONT_FILE.exists():
        sys.exit(f"{FONT_FILE} is missing: apt-get install fonts-wqy-microhei")
    PAGES.mkdir(parents=True, exist_ok=True)
    import pages_of_glyphs
    import pages_of_lost_parts
    import pages_of_outlines
    import pages_of_strikes

    others = (pages_of_strikes, pages_of_lost_parts, pages_of_glyphs, pages_of_outlines)
    for maker in (*MAKERS, *(maker for other in others for maker in other.MAKERS)):
        (PAGES / f"{maker.__name__}.pdf").write_bytes(make(maker))


if __name__ == "__main__":
    main()
