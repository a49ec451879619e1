"""The sample as its own oracle: every figure that the script prints in a table is read back with its row, column and unit."""

import re
from functools import lru_cache

import pytest

from data.sample.forms import FORMS
from data.sample.layout import FONT_FILE, Sheets, _place
from disclosure.amount import parse_amount
from disclosure.document import Level, Stage
from ingest.read import read_disclosure

pytestmark = pytest.mark.skipif(
    not FONT_FILE.exists(), reason="the font of the sample is not installed: apt-get install fonts-wqy-microhei"
)

FORM = "绩效目标表"
NUMBERING = ("序号", "行次", "栏次", "类", "款", "项", "科目编码", "功能分类科目编码", "功能分类科目编码类")
DOCUMENTS = {
    "sample_water_2026_budget.pdf": (2026, Stage.BUDGET),
    "sample_water_2025_budget.pdf": (2025, Stage.BUDGET),
    "sample_water_2025_accounts.pdf": (2025, Stage.FINAL_ACCOUNTS),
}


class Recorder(Sheets):
    """Keeps the tables that a document draws, each with the heading above it and its unit note."""

    def __init__(self, path, title):
        super().__init__(path, title)
        self.drawn = []
        self.above = self.note = ""

    def heading(self, text, *arguments, **options):
        self.above, self.note = text, ""
        super().heading(text, *arguments, **options)

    def two_ends(self, left, right, *arguments, **options):
        self.note = right
        super().two_ends(left, right, *arguments, **options)

    def table(self, grid):
        self.drawn.append((self.above, self.note.rpartition("：")[2], grid))
        super().table(grid)


def cells(grid):
    """(text, row label, headers) of every number below the header rows, but for codes and numbering."""
    placed = _place(grid)
    for item in placed:
        if item.row < grid.header_rows or not re.fullmatch(r"[\d,]+(\.\d+)?", item.box.text):
            continue
        headers = [p.box.text for p in placed if p.row < grid.header_rows and p.column <= item.column < p.column + p.box.columns]
        headers = [h for h in headers if h and not h.isdecimal() and h != "栏次"]
        labels = [p for p in placed if p.row == item.row and p.column < item.column and re.search(r"[\u4e00-\u9fff]", p.box.text)]
        if headers and headers[-1] not in NUMBERING:
            yield item.box.text, labels[-1].box.text if labels else "", headers


@lru_cache(maxsize=4)
def reading(file_name, folder):
    from data.make_sample import DOCUMENTS as WRITERS

    title, write = WRITERS[file_name]
    sheets = Recorder(folder / file_name, title)
    write(sheets)
    sheets.save()
    return sheets.drawn, read_disclosure(folder / file_name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sample")


@pytest.mark.parametrize("file_name", DOCUMENTS)
def test_every_figure_of_every_table_is_read_where_it_stands(file_name, folder):
    drawn, disclosure = reading(file_name, folder)
    left = [f for f in disclosure.figures if f.table_id and f.amount is not None and FORM not in (f.table_title or "")]
    missing = []
    for title, unit, grid in drawn:
        if FORM in title and "项目支出绩效目标表" != title.rpartition("：")[2]:
            continue
        for text, label, headers in cells(grid):
            fit = next((f for f in left if f.text == text and _fits(f, title, label, headers, unit)), None)
            if fit is None:
                missing.append((title, label, headers, text, unit))
            else:
                left.remove(fit)
    assert not missing, missing[:5]
    assert not left, [(f.table_title, f.row_path, f.column_path, f.text) for f in left[:5]]


def _fits(figure, title, label, headers, unit):
    row, column = "".join(figure.row_path), "".join(figure.column_path)
    return (
        (figure.table_title == title or title.startswith("附："))
        and label in row
        and all(header in column or header in row for header in headers)
        and figure.amount.unit is not None
        and figure.amount.unit.name == unit
    )


def test_every_form_is_read_with_its_money_and_its_indicators(folder):
    _, disclosure = reading("sample_water_2026_budget.pdf", folder)
    for form in FORMS:
        figures = [f for f in disclosure.figures if f.project == form.project and f.table_id and f.sentence is None]
        money = [f for f in figures if f.amount and f.amount.unit and f.amount.unit.name == "元" and f.amount.number == form.amount]
        assert len(money) == 4  # 资金总额 and 市县（区）财政资金, of the period and of the year
        assert any("年度资金总额" in "".join(f.row_path) for f in money)
        blank = [f for f in figures if "其他资金" in "".join(f.row_path)]
        assert blank and all(f.text == "" and f.amount is None for f in blank)
        for *_, label, printed in form.indicators:
            if parse_amount(printed):
                found = [f for f in figures if f.text == printed and label in "".join(f.row_path)]
                assert found, (form.project, label, printed)


@pytest.mark.parametrize(("file_name", "year", "stage"), [(name, *rest) for name, rest in DOCUMENTS.items()])
def test_each_document_knows_whose_and_which_it_is(file_name, year, stage, folder):
    _, disclosure = reading(file_name, folder)
    assert (disclosure.entity, disclosure.fiscal_year, disclosure.stage, disclosure.level) == ("柏溪县水务局", year, stage, Level.UNIT)
    assert any(table.is_empty for table in disclosure.tables)


PLANTED = [
    "3.45万元",
    pytest.param("98万元", marks=pytest.mark.xfail(reason="a form's prose is compared only where it names the project")),
]


@pytest.mark.parametrize("text", PLANTED)
def test_the_planted_contradictions_are_found(text, folder):
    _, disclosure = reading("sample_water_2026_budget.pdf", folder)
    assert any(text in (f.text for f in d.figures) for d in disclosure.discrepancies)


@pytest.mark.parametrize("file_name", ["sample_water_2025_budget.pdf", "sample_water_2025_accounts.pdf"])
def test_documents_without_a_contradiction_have_none(file_name, folder):
    _, disclosure = reading(file_name, folder)
    assert disclosure.footings and not disclosure.discrepancies
