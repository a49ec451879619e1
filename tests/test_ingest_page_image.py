"""Pages as pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from pdf_maker import text_pdf

from disclosure.document import BBox
from disclosure.errors import NotPdfError, UnknownNameError
from ingest.page_image import OUTLINE, render_page

PAGE = Path(__file__).parent / "pages" / "years_side_by_side.pdf"


def image_of(data):
    from PIL import Image

    return Image.open(BytesIO(data)).convert("RGB")


def test_the_page_at_its_scale():
    assert image_of(render_page(PAGE, 1, scale=2.0)).size == (1190, 1684)


def test_a_box_is_outlined_where_it_lies():
    plain = image_of(render_page(PAGE, 1, scale=2.0))
    marked = image_of(render_page(PAGE, 1, boxes=[BBox(100, 400, 200, 450)], scale=2.0))
    assert marked.getpixel((196, 850)) == OUTLINE
    assert plain.getpixel((196, 850)) != OUTLINE
    assert marked.getpixel((300, 850)) == plain.getpixel((300, 850))


@pytest.mark.parametrize("page", [0, 2, -1])
def test_no_such_page(page):
    with pytest.raises(UnknownNameError, match="共 1 页"):
        render_page(PAGE, page)


def test_no_pdf(tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"no")
    with pytest.raises(NotPdfError, match=r"某局\.pdf 无法作为 PDF 打开"):
        render_page(tmp_path / "坏.pdf", 1, name="某局.pdf")


def test_a_page_that_cannot_be_drawn(tmp_path):
    """The page tree counts it, and what it names is not there."""
    (tmp_path / "缺页.pdf").write_bytes(text_pdf("一", "二").replace(b"/Kids [7 0 R", b"/Kids [99 0 R"))
    with pytest.raises(NotPdfError, match=r"某局\.pdf 第 1 页画不出来"):
        render_page(tmp_path / "缺页.pdf", 1, name="某局.pdf")
