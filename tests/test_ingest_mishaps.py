"""One bad page costs no file: what breaks a rule of the reader is told with its page, and the rest goes on."""

from pathlib import Path

import pytest
from pdf_maker import text_pdf

import ingest.read
import ingest.tables.tables
from disclosure.document import BBox, Severity
from disclosure.errors import SourceError
from ingest.mishaps import Mishaps
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
