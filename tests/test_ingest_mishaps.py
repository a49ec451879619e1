"""One bad page costs no file: what breaks a rule of the reader is told with its page, and the rest goes on."""

import random
from pathlib import Path

import pytest
from pdf_maker import drawn_pdf, packed, text_pdf

import ingest.read
import ingest.tables.tables
from disclosure.document import BBox, Severity
from disclosure.errors import SourceError
from ingest.mishaps import Mishaps
from ingest.pages.bounds import FILE_WORK, PAGE_WORK, TooMuch, Work
from ingest.pages.pdf import PdfFile
from ingest.read import read_disclosure
from ingest.tables.captions import Caption
from ingest.tables.draft import Draft, DraftCell
from ingest.tables.join import join_parts

PAGES = Path(__file__).parent / "pages"


def breaking(*_arguments, **_named):
    raise IndexError("a rule of the reader broke")


# where it breaks, what the finding says of it, whether the file still has tables
STEPS = [
    ("ingest.tables.join._append", "接上页的表格", True),
    ("ingest.tables.tables.assign_roles", "《2031年度支出决算表》", False),
    ("ingest.figures.figures._standings", "《2031年度支出决算表》的数字", True),
    ("ingest.read.lay_out", "表格线", False),
    ("ingest.read.check_footings", "勾稽关系", True),
    ("ingest.read.read_facts", "单位与年度", True),
    ("ingest.read.build_chunks", "段落", True),
    ("ingest.read.prose_figures", "正文的数字", True),
]


@pytest.mark.parametrize(("step", "says", "has_tables"), STEPS, ids=[step for step, _, _ in STEPS])
def test_a_step_that_breaks_is_told_and_the_rest_goes_on(monkeypatch, caplog, step, says, has_tables):
    monkeypatch.setattr(step, breaking)
    read = read_disclosure(PAGES / "header_again_and_total_alone.pdf")
    told = [f for f in read.findings if f.kind == "reader_fault"]
    assert told
    assert says in told[0].message
    assert told[0].severity is Severity.ERROR
    assert "a rule of the reader broke" in caplog.text  # the traceback, for who mends it
    assert bool(read.tables) is has_tables
    assert [page.number for page in read.pages] == [1, 2, 3]
    if not has_tables:
        assert any("社会保障支出" in chunk.text for chunk in read.chunks)  # what was a table is left as text


def test_what_no_step_catches_is_a_source_error_for_the_batch(monkeypatch, tmp_path):
    monkeypatch.setattr(ingest.read, "build_blocks", breaking)
    path = tmp_path / "某局.pdf"
    path.write_bytes(text_pdf("某局2031年部门预算"))
    with pytest.raises(SourceError, match=r"某局\.pdf 未能读取（程序内部错误 IndexError）"):
        read_disclosure(path)


def test_a_part_that_reaches_further_to_the_right_is_joined():
    """The second page draws a margin column beyond the last one of the first."""

    def part(page, xs):
        cells = [
            DraftCell(row, column, 1, 1, text, page, BBox(xs[column], 20.0 * row, xs[column + 1], 20.0 * row + 20))
            for row, texts in enumerate((["科目", "金额"], ["甲", "1.00"]) if page == 1 else (["乙", "2.00", ""],))
            for column, text in enumerate(texts)
        ]
        ruled = (True,) * (len(xs) - 1)
        return Draft(Caption(), cells, xs, cells[-1].row + 1, [(page, BBox(xs[0], 0, xs[-1], 40))], ruled, ruled, last_on_page=True)

    (joined,) = join_parts([part(1, [50.0, 200.0, 300.0]), part(2, [50.0, 200.0, 300.0, 304.5])])
    assert [[cell.text for cell in row if cell.text] for row in joined.by_row()] == [["科目", "金额"], ["甲", "1.00"], ["乙", "2.00"]]


def test_a_media_box_written_upside_down(tmp_path):
    """[0 842 595 0]: the page shows the same, and no character may be lost."""
    path = tmp_path / "某局.pdf"
    path.write_bytes(text_pdf("支出总计100.00万元").replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 842 595 0]"))
    with PdfFile(path) as pdf:
        (page,) = list(pdf.pages(Mishaps("d")))
    assert "".join(glyph.text for glyph in page.glyphs) == "支出总计100.00万元"
    assert all(0 <= glyph.top < glyph.bottom <= 842 for glyph in page.glyphs)


LETTERS = bytes(random.Random(1).choices(range(65, 91), k=3000))  # content that packs badly and draws nothing
DOUBLING = [b"/X%d Do /X%d Do" % (n + 1, n + 1) for n in range(25)]
# a page that would take hours, or all memory
ENDLESS = {
    "forms that draw each other 2²⁵ times": drawn_pdf(b"<< /Length 6 >>\nstream\n/X0 Do\nendstream", [*DOUBLING, b"0 0 9 9 re f"]),
    "content that unpacks to 100 MB": drawn_pdf(packed(b"0 0 m 9 9 l S " * 7_500_000)),
    "two million shapes": drawn_pdf(packed(b"0 0 9 9 re f " * 2_000_000)),
    "a path clipped to a thousand times": drawn_pdf(packed(b"0 0 m " + b"1 1 l " * 5_000 + b"W " * 1_000_000)),
}


def read_bytes(tmp_path, content):
    path = tmp_path / "某局.pdf"
    path.write_bytes(content)
    return read_disclosure(path)


@pytest.mark.parametrize("content", ENDLESS.values(), ids=list(ENDLESS))
def test_a_page_without_end_is_told_and_the_rest_goes_on(tmp_path, content):
    read = read_bytes(tmp_path, content)
    assert [page.number for page in read.pages] == [1, 2]
    (told,) = [finding for finding in read.findings if finding.kind == "overfull_page"]
    assert (told.severity, told.provenance.page) == (Severity.ERROR, 1)
    assert "超过了一页的上限" in told.message


def test_the_share_of_a_page_is_its_own_and_the_rest_is_the_files():
    work = Work()
    for _ in range(100):
        work.begin_page()
        work.spend(PAGE_WORK)
    work.spend(FILE_WORK)
    with pytest.raises(TooMuch):
        work.spend(1)
    work.begin_page()
    work.spend(PAGE_WORK)


# a font that claims what no font can have, where its numbers stand
FONTS = {
    "widths for two thousand million codes": (b"/DW 1000", b"/DW 1000 /W [0 2000000000 1000]"),
    "heights as many": (b"/DW 1000", b"/DW 1000 /W2 [-5 2000000000 1000 0 0]"),
}


@pytest.mark.parametrize(("there", "claimed"), FONTS.values(), ids=list(FONTS))
def test_a_font_that_claims_too_much_is_read_as_far_as_fonts_go(tmp_path, there, claimed):
    assert read_bytes(tmp_path, text_pdf("支出总计100.00万元").replace(there, claimed)).pages[0].text == "支出总计100.00万元"


def test_a_font_that_tells_of_too_many_codes_costs_its_page(tmp_path):
    read = read_bytes(tmp_path, text_pdf("一").replace(b"<0000> <FFFF> <0000> endbf", b"<00000000> <FFFFFFFF> <0000> endbf"))
    assert [finding.kind for finding in read.findings if finding.severity is Severity.ERROR] == ["overfull_page"]


def test_damage_within_packed_content_is_told(tmp_path):
    """What unpacks it drops the rest without a word."""
    found = {spoilt: read_bytes(tmp_path, drawn_pdf(packed(LETTERS, spoilt))).findings for spoilt in (False, True)}
    assert not [finding for finding in found[False] if finding.kind == "marred_page"]
    (told,) = [finding for finding in found[True] if finding.kind == "marred_page"]
    assert (told.severity, told.provenance.page) == (Severity.WARNING, 1)


def test_packed_content_that_only_lacks_its_checksum_is_whole(tmp_path):
    content = packed(LETTERS)
    end = content.index(b"\nendstream")
    read = read_bytes(tmp_path, drawn_pdf(content[: end - 3] + content[end:]))
    assert not [finding for finding in read.findings if finding.kind == "marred_page"]


def test_a_file_of_which_nothing_is_read_says_so(tmp_path):
    told = {finding.kind: finding for finding in read_bytes(tmp_path, text_pdf("", "")).findings}
    assert told["nothing_read"].severity is Severity.WARNING
    assert "2页里没有读出任何表、数字或文字" in told["nothing_read"].message
    (told,) = [finding for finding in read_bytes(tmp_path, text_pdf("说明")).findings if finding.kind == "nothing_read"]
    assert "1页里没有读出任何表或数字" in told.message
    assert not [f for f in read_bytes(tmp_path, text_pdf("", "支出总计100.00万元")).findings if f.kind in ("nothing_read", "unlike_pages")]


def test_pages_that_only_one_reader_sees_are_told(tmp_path):
    """The tree names a page that is not there: it is dropped, and those after it take its number."""
    read = read_bytes(tmp_path, text_pdf("一", "二", "三").replace(b"/Kids [7 0 R", b"/Kids [99 0 R"))
    assert len(read.pages) == 2
    (told,) = [finding for finding in read.findings if finding.kind == "unlike_pages"]
    assert told.severity is Severity.WARNING
    assert "2页和3页" in told.message


def test_a_file_that_cannot_be_drawn_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.pages.pdfium.Pictures.page_count", None)
    (told,) = [finding for finding in read_bytes(tmp_path, text_pdf("支出总计100.00万元")).findings if finding.kind == "unlike_pages"]
    assert "画不出页面" in told.message
