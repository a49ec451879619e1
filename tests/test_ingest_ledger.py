"""What of a page is not accounted for."""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from disclosure.document import BBox, Cell, CellRole, Page, Provenance, Table, TableKind
from ingest.checks.ledger import left_over
from ingest.facts import DocumentFacts
from ingest.pages.pdf import TextLine
from ingest.pages.pdfium import Pictures
from ingest.prose.prose import prose_figures
from ingest.prose.text import build_blocks
from ingest.read import read_disclosure

KEY = "d" * 64
PAGES = Path(__file__).parent / "pages"
NO_FACTS = DocumentFacts(None, None, None, None, ())


def findings(raw, read, **parts):
    pages = [Page(1, 595, 842, read)]
    counted = [Counter(c for c in raw if c.isdecimal())]
    return [f.message for f in left_over(KEY, counted, pages, parts.get("blocks", ()), parts.get("tables", ()), parts.get("figures", ()))]


@pytest.mark.parametrize(
    ("raw", "read", "said"),
    [
        ("合计 80.00 6.15", "合计 80.00 6.15", None),
        ("6.15 合计 80.00", "合计 80.00 6.15", None),
        ("合计 80.00 6.15", "合计 80.00", "3 个数字字符没有读出（156）"),
        ("合计 80.00 80.00", "合计 80.00", "4 个数字字符"),
        ("合计 80.00", "合计 80.00 80.00", None),
        ("", "合计 80.00", None),
    ],
)
def test_digits_of_the_text_layer_that_were_lost(raw, read, said):
    found = findings(raw, read)
    assert len(found) == bool(said)
    assert said is None or said in found[0]


def test_a_recognised_page_has_no_second_witness():
    page = Page(1, 595, 842, "合计 8", recognised=True)
    assert not left_over(KEY, [Counter("80")], [page], (), (), ())


def test_a_quantity_of_a_sentence_is_a_figure_or_left_over():
    lines = [TextLine(1, "2026年收入预算120万元，比上年增加20.50万元。", BBox(60, 100, 500, 112), 12.0)]
    blocks = build_blocks(lines, 1)
    figures = prose_figures(KEY, blocks, NO_FACTS, 0)
    assert not findings("", "", blocks=blocks, figures=figures)
    without = [f for f in figures if f.text != "20.50万元"]
    assert findings("", "", blocks=blocks, figures=without) == ["第1页有 1 个数字没有归入任何表格或句子：20.50万元"]


@pytest.mark.parametrize(
    ("role", "counts"), [(CellRole.CODE, False), (CellRole.NUMBERING, False), (CellRole.STUB, True), (CellRole.TEXT, True)]
)
def test_a_number_in_a_cell_is_a_figure_or_a_name(role, counts):
    cell = Cell(1, 1, 1, 1, "2080505", role, Provenance(KEY, 1, None, "t", 1, 1))
    table = Table("t", None, "收入表", TableKind.REVENUE, None, None, (cell,), (Provenance(KEY, 1),))
    assert len(findings("", "", tables=[table])) == counts


def test_the_property_of_a_project_is_no_figure():
    label = Cell(2, 0, 1, 1, "项目期", CellRole.STUB, Provenance(KEY, 1))
    value = Cell(2, 1, 1, 1, "1年", CellRole.TEXT, Provenance(KEY, 1))
    form = Table("t", None, "绩效目标表", TableKind.PERFORMANCE_FORM, None, None, (label, value), (Provenance(KEY, 1),), project="甲")
    assert not findings("", "", tables=[form])
    assert findings("", "", tables=[dataclasses.replace(form, project=None)])


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.pdf")), ids=lambda path: path.stem)
def test_nothing_of_the_hard_pages_is_lost(path):
    with Pictures(path) as pictures:
        assert pictures.digits(1)
    assert not [f.message for f in read_disclosure(path).findings if f.kind == "left_over_digits"]
