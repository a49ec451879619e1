"""Pages that are pictures: characters and rules from the picture, trust only by arithmetic."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from disclosure.document import BBox, Severity
from disclosure.figure import Trust
from ingest.pages.ocr import ScannedContent, can_recognise, is_picture
from ingest.pages.pdf import Glyph, PageContent
from ingest.read import read_disclosure

needs_ocr = pytest.mark.skipif(not can_recognise(), reason="RapidOCR is an optional part")


def scan(rows, *, lean=0.0, ruled=True):
    """A PDF whose only page is a picture of a table, leaning by some degrees."""
    image = Image.new("RGB", (1600, 1100), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(30)
    xs, ys = [150 + 325 * n for n in range(5)], [150 + 70 * n for n in range(len(rows) + 1)]
    for x in xs if ruled else ():
        draw.line([(x, ys[0]), (x, ys[-1])], fill=(40, 40, 40), width=3)
    for y in ys if ruled else ():
        draw.line([(xs[0], y), (xs[-1], y)], fill=(90, 90, 90), width=2)
    for row, y in zip(rows, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            draw.text((x + 20, y + 18), text, fill=(10, 10, 10), font=font)
    buffer = io.BytesIO()
    image.rotate(lean, Image.Resampling.BICUBIC, fillcolor=(250, 250, 248)).save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


ROWS = [
    ["Item", "Total", "Basic", "Project"],
    ["Roads", "75.00", "40.50", "34.50"],
    ["Canals", "1,616.27", "605.15", "1,011.12"],
    ["Wells", "0.63", "0.63", ""],
    ["Dams", "12.00", "", "12.00"],
]


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize("lean", [0.0, 1.2, -0.8])
def test_a_scanned_table_is_read_cell_by_cell(tmp_path, lean):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(ROWS, lean=lean))
    disclosure = read_disclosure(path)
    assert disclosure.pages[0].recognised
    (table,) = disclosure.tables
    read = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert [[read[r, c] for c in range(4)] for r in range(5)] == ROWS
    assert {figure.trust for figure in disclosure.figures} == {Trust.RECOGNISED}
    assert [(finding.kind, finding.severity) for finding in disclosure.findings if finding.kind == "recognised_page"] == [
        ("recognised_page", Severity.NOTE)
    ]
    # the cell is marked where the leaning page shows it
    box = next(f.provenance.bbox for f in disclosure.figures if f.text == "12.00")
    assert box is not None and box.x1 - box.x0 < 200


@needs_ocr
@pytest.mark.slow
def test_a_picture_without_characters_is_a_finding(tmp_path):
    path = tmp_path / "picture.pdf"
    path.write_bytes(scan([], ruled=False))
    disclosure = read_disclosure(path)
    assert [finding.kind for finding in disclosure.findings] == ["no_text_layer"]
    assert not disclosure.pages[0].recognised


@pytest.mark.parametrize("angle", [0.0, 0.7, -3.0])
@pytest.mark.parametrize("point", [(10.0, 10.0), (400.0, 300.0), (830.0, 590.0)])
def test_boxes_come_back_to_where_the_page_shows_them(angle, point):
    cv2 = pytest.importorskip("cv2")
    width, height = 842.0, 595.0
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    x, y = (matrix[i][0] * point[0] + matrix[i][1] * point[1] + matrix[i][2] for i in (0, 1))
    box = ScannedContent(1, width, height, angle=angle).displayed(BBox(x - 5, y - 2, x + 5, y + 2))
    assert ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2) == pytest.approx(point, abs=1e-6)
    assert (box.x1 - box.x0, box.bottom - box.top) == pytest.approx((10, 4))


@pytest.mark.parametrize(
    ("content", "picture"),
    [
        (PageContent(1, 600, 800, has_drawing=True), True),
        (PageContent(1, 600, 800, [Glyph(" ", 0, 0, 5, 10)], has_drawing=True), True),
        (PageContent(1, 600, 800, [Glyph("年", 0, 0, 5, 10)], has_drawing=True), False),
        (PageContent(1, 600, 800), False),
        (PageContent(1, 600, 800, has_drawing=True, damaged=True), False),
    ],
)
def test_only_a_page_that_prints_no_character_is_a_picture(content, picture):
    assert is_picture(content) is picture
