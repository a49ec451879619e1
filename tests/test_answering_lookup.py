import pytest
from answering_samples import ENTITY, bureau_library

from answering.coverage import cover
from answering.lookup import Shelf
from disclosure.document import TableKind
from disclosure.question import Selector


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    library = bureau_library(tmp_path_factory.mktemp("library"))
    shelf = Shelf(library)
    shelf.refresh()
    yield shelf
    library.close()


@pytest.fixture
def find(shelf):
    ids = {record.fiscal_year: record.id for record in shelf.library.documents()}

    def find(label=None, years=(2026,), **said):
        return shelf.find(Selector(label=label, **said), [ids[year] for year in years])

    return find


@pytest.mark.parametrize(
    ("label", "said", "text", "kind"),
    [
        ("河道清淤工程", {}, "400.00", TableKind.PROJECT),
        ("2026年河道清淤工程", {}, "400.00", TableKind.PROJECT),
        ("护堤员工资", {}, "120.00", TableKind.PROJECT),  # the year of the document comes before another year's row
        ("护堤员工资", {"label_year": 2025, "fiscal_year": 2025}, "60.00", TableKind.PROJECT),
        ("护堤员", {"dimension": "人"}, "20人", TableKind.PERFORMANCE_FORM),
        ("年度资金总额", {"within": "护堤员工资"}, "1,200,000", TableKind.PERFORMANCE_FORM),
        (None, {"subject_code": "2130301"}, "360.00", TableKind.EXPENDITURE),
        ("水利", {"column_label": "项目支出"}, "600.00", TableKind.EXPENDITURE),
        ("基本支出", {}, "400.00", TableKind.EXPENDITURE),
        ("公用经费", {}, "50.00", TableKind.BASIC_ECONOMIC),
        ("基本工资", {}, "200.00", TableKind.BASIC_ECONOMIC),
        ("总预算", {}, "1,000.00", TableKind.SUMMARY),
        ("支出合计", {"column_label": "基本支出"}, "400.00", TableKind.EXPENDITURE),
        ("住房公积金", {}, "40.00", TableKind.EXPENDITURE),
        ("住房公积金", {"table_hint": "经济科目表"}, "40.00", TableKind.BASIC_ECONOMIC),
        ("政府采购预算总额", {}, "88.80万元", None),
        ("农林水", {}, "960.00", TableKind.EXPENDITURE),
        ("公务接待费", {}, "20.00", TableKind.BASIC_ECONOMIC),
    ],
)
def test_one_figure_answers(find, label, said, text, kind):
    found = find(label, **said)
    assert found.figure is not None, found.reason
    assert (found.figure.text, found.figure.table_kind) == (text, kind)
    assert not found.is_ambiguous


@pytest.mark.parametrize(
    ("label", "text"), [("三公经费", "32.00"), ("公务用车购置费", "25.00"), ("公务用车运行费", "5.00"), ("公务用车购置及运行费", "30.00")]
)
def test_a_wide_row_is_asked_by_its_columns(find, label, text):
    assert find(label, years=(2025,)).figure.text == text


def test_the_same_value_elsewhere_is_one_answer(find):
    found = find("住房公积金")
    assert {pick.figure.table_kind for pick in found.picks} == {TableKind.EXPENDITURE, TableKind.BASIC_ECONOMIC}
    form = find("护堤员工资")
    assert "1,200,000" in {pick.figure.text for pick in form.picks}


def test_two_rows_of_one_name_are_a_choice(find):
    found = find("经费", label_year=2025, fiscal_year=2025)
    assert sorted(pick.figure.text for pick in found.rivals) == ["12.50", "7.50"]


def test_years_that_are_both_loaded_are_a_choice(find):
    found = find("住房公积金", years=(2026, 2025))
    assert sorted(pick.figure.text for pick in found.rivals) == ["38.00", "40.00"]


@pytest.mark.parametrize(
    "label", ["局长年薪", "护堤员奖金", "教育局河道清淤工程费用", "绩效工资", "河道绿化工程", "天气", "", "基本农田", "机要通信用车"]
)
def test_a_distinctive_word_that_no_label_has_is_not_answered(find, label):
    found = find(label)
    assert found.figure is None
    assert not found.rivals


@pytest.mark.parametrize("year", [2024, 2027])
def test_another_year_is_not_answered(find, year):
    found = find("河道清淤工程", fiscal_year=year)
    assert found.operand is None
    assert str(year) in found.reason


def test_a_budget_never_answers_for_a_final_account(find):
    assert find("办公费", column_label="决算数").figure is None


def test_a_blank_is_a_blank(find):
    found = find("行政运行", column_label="项目支出")
    assert found.figure is not None
    assert found.figure.amount is None
    assert not found.zero
    assert find("教育支出").figure.text == ""


def test_an_empty_table_with_a_word_about_it_is_a_zero(find, shelf):
    found = find("三公经费")
    assert found.amount is None
    table, sentence = found.zero
    assert table.title == "2026年“三公”经费支出预算表"
    assert "无“三公”经费" in sentence.text


def test_what_was_not_found_offers_labels_that_come_near(find):
    assert any("清淤" in label for label in find("河道清理工程").near)


def test_a_document_without_the_year_can_answer_nothing(find):
    found = find("河道清淤工程", document_ids=())
    assert found.operand is None
    assert found.reason


def test_a_changed_library_is_noticed(tmp_path):
    library = bureau_library(tmp_path)
    shelf = Shelf(library)
    shelf.refresh()
    removed = library.documents()[0].id
    library.remove(removed)
    shelf.refresh()
    assert removed not in shelf.document_ids
    library.close()


@pytest.mark.parametrize(
    ("phrase", "label", "complete"),
    [
        ("见习生补助资金", "应急局见习生人员补助资金", True),
        ("驻矿人工资", "驻矿人员工资", True),
        ("租的车库", "租赁车库面积", True),
        ("局长年薪", "基本工资", False),
        ("消防车采购费", "消防协管员工资", False),
        ("年初预算", "年初结转和结余", True),
        ("教育经费", "教育支出", True),
    ],
)
def test_coverage(phrase, label, complete):
    assert cover(phrase, label).complete is complete


def test_the_entity_row_stands_for_the_table(find):
    assert find("项目支出").figure.text == "600.00"
    assert find(ENTITY).figure is None or find(ENTITY).figure.text == "600.00"
