"""The desk's search over all figures, and whose document it is put right."""

import time
from decimal import Decimal

import pytest
from retrieval_samples import make_disclosure, write_pdf

from disclosure.document import Level, Stage
from retrieval.correcting import Correction, corrected, correction_in, held_disclosure
from retrieval.figure_search import FigureSearch, Order, Wanted, fold
from retrieval.library import Library


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "index")
    pdf = write_pdf(tmp_path)
    for name, year, stage in (("甲", 2026, Stage.BUDGET), ("甲", 2025, Stage.FINAL_ACCOUNTS), ("乙", 2026, Stage.BUDGET)):
        opened.add(make_disclosure(name, year, stage=stage), pdf)
    yield opened
    opened.close()


def found(library, **wanted):
    return FigureSearch(library).find(Wanted(**wanted))


def labels(result):
    return {figure.measure for figure in result.figures}


CASES = [
    ({"text": "临聘"}, 0, set()),  # a dash is no figure
    ({"text": "临聘", "printed": False}, 6, {"临聘人员经费"}),
    ({"text": "档案 2026"}, 4, {"档案数字化"}),
    ({"text": "档案 甲办公室"}, 4, {"档案数字化"}),
    ({"text": "决算 档案"}, 2, {"档案数字化"}),
    ({"text": "项目支出预算表 75.00"}, 6, {"2026年巡查车辆租赁"}),
    ({"text": "30215"}, 3, {"会议费"}),
    ({"text": "“会议”费"}, 3, {"会议费"}),
    ({"text": "没有的词"}, 0, set()),
    ({"text": "会议费 甲 乙"}, 3, {"会议费"}),  # no document is of both: of any
    ({"text": "会议费 2025 2026年"}, 3, {"会议费"}),
    ({"text": "会议费 甲 乙 2026"}, 2, {"会议费"}),
    ({"text": "会议费 甲 丁"}, 0, set()),
    ({"units": ("乙办公室",)}, 7, {"2026年巡查车辆租赁", "档案数字化", "合计", "会议费"}),
    ({"years": (2025,), "row": "档案"}, 2, {"档案数字化"}),
    ({"stages": (Stage.FINAL_ACCOUNTS,), "column": "一般公共"}, 3, {"2026年巡查车辆租赁", "档案数字化", "合计"}),
    ({"levels": (Level.DEPARTMENT,)}, 0, set()),
    ({"tables": ("2025年项目支出预算表",), "text": "合计", "column": "合计"}, 3, {"2026年巡查车辆租赁", "档案数字化", "合计"}),
    ({"at_least": Decimal("750000"), "dimension": "money", "row": "租赁"}, 6, {"2026年巡查车辆租赁"}),
    ({"at_most": Decimal("5000"), "dimension": "money"}, 3, {"会议费"}),
    ({"dimension": "人"}, 0, set()),
]


@pytest.mark.parametrize(("wanted", "total", "rows"), CASES, ids=lambda case: str(case)[:40])
def test_words_and_filters(library, wanted, total, rows):
    result = found(library, **wanted)
    assert (result.total, labels(result)) == (total, rows)


def carries(record, figure, word):
    """Whether a figure carries a word anywhere, looked for one after another."""
    year = f"{record.fiscal_year}年"
    stage = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}[record.stage]
    title = "正文" if figure.table_id is None else figure.table_title or ""
    texts = (" ".join(figure.row_path), " ".join(figure.column_path), figure.measure, title)
    scope = f"{record.entity} {year}{stage} {record.file_name}"
    begins = (figure.subject_code or "", figure.text.replace(",", "")) if any(map(str.isdigit, word)) and word[0].isascii() else ()
    return any(word in fold(text) for text in (*texts, scope)) or any(text.startswith(word) for text in begins)


@pytest.mark.parametrize("text", ["2026", "2026 75", "甲 档案", "预算 合计 202", "75", "会 2 费", "项目支出 公共", "0.5", "决算 2025 12.3"])
def test_a_search_finds_what_looking_through_all_figures_finds(library, text):
    wanted = {
        (record.id, figure.number)
        for record in library.documents()
        for figure in library.figures(record.id)
        if figure.amount is not None and all(carries(record, figure, fold(word)) for word in text.split())
    }
    result = found(library, text=text)
    assert {(figure.document_id, figure.number) for figure in result.figures} == wanted
    assert (result.total, result.documents) == (len(wanted), len({document for document, _ in wanted}))


def test_the_row_that_is_named_so_comes_first(library):
    assert found(library, text="合计").figures[0].measure == "合计"
    assert found(library, text="档案").figures[0].fiscal_year == 2026


@pytest.mark.parametrize(("order", "first"), [(Order.LARGEST, "87.30"), (Order.SMALLEST, "0.50万元"), (Order.READING, "75.00")])
def test_orders(library, order, first):
    assert found(library, order=order, dimension="money").figures[0].text == first


def test_the_same_cell_elsewhere_one_a_document(library):
    search = FigureSearch(library)
    figure = search.find(Wanted("档案 甲", years=(2026,), column="一般公共")).figures[0]
    alike = search.alike(figure)
    assert [(each.entity, each.fiscal_year, each.text, each.column_path[-1]) for each in alike.figures] == [
        ("甲办公室", 2026, "12.30", "一般公共预算"),
        ("乙办公室", 2026, "12.30", "一般公共预算"),
        ("甲办公室", 2025, "12.30", "一般公共预算"),
    ]
    assert alike.without == ()


def test_a_new_document_is_found_at_once(library, tmp_path):
    assert found(library, text="丙办公室").total == 0
    library.add(make_disclosure("丙"), write_pdf(tmp_path))
    assert found(library, text="丙办公室").total == 7


def test_an_empty_library_finds_nothing(tmp_path):
    with Library.open(tmp_path / "index") as library:
        assert found(library, text="甲").total == 0
        assert FigureSearch(library).titles() == ()


def test_rows_are_named_by_their_beginning_first(library):
    assert FigureSearch(library).rows_named("2026年巡")[0] == "2026年巡查车辆租赁"
    assert FigureSearch(library).rows_named("") == ()


@pytest.mark.parametrize(("text", "folded"), [("（“三公” 经费）", "(三公经费)"), ("ＡＢ１", "ab1")])
def test_what_is_looked_for_is_folded(text, folded):
    assert fold(text) == folded


def test_a_search_takes_no_longer_than_a_keystroke_allows(library):
    search = FigureSearch(library)
    search.load()
    started = time.perf_counter()
    for text in ("档", "档案", "档案 2026"):
        search.find(Wanted(text))
    assert time.perf_counter() - started < 0.9


def test_a_correction_moves_the_document_its_figures_and_their_years(library):
    (before,) = [record for record in library.documents() if record.entity == "乙办公室"]
    right = corrected(held_disclosure(library, before.id), Correction(entity="丁局", fiscal_year=2024, stage=Stage.FINAL_ACCOUNTS))
    library.add(right, library.pdf_path(before.id), replace=True)
    record = library.document(before.id)
    assert (record.entity, record.fiscal_year, record.stage, record.level) == ("丁局", 2024, Stage.FINAL_ACCOUNTS, before.level)
    assert {(figure.entity, figure.fiscal_year, figure.stage) for figure in library.figures(before.id)} == {
        ("丁局", 2024, Stage.FINAL_ACCOUNTS)
    }
    assert library.footings(before.id)[0].total.entity == "丁局"
    assert correction_in(library.facts(before.id)) == Correction("丁局", 2024, Stage.FINAL_ACCOUNTS, None)


def test_what_was_put_right_is_put_right_again_and_a_second_time_counts():
    read = make_disclosure("乙")
    once = corrected(read, Correction(entity="丁局"))
    twice = corrected(once, Correction(entity="戊局"))
    assert correction_in(twice.facts) == Correction("戊局", None, None, None)
    assert corrected(read, correction_in(twice.facts)).entity == "戊局"
    assert corrected(read, Correction()) is read
