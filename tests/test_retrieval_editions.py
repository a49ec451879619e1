"""Editions: another content of one disclosure is told apart, the newest answers, the older is there when it is asked for."""

from dataclasses import replace

import pytest
from editions import second_edition
from retrieval_samples import ROWS, make_disclosure, write_pdf

from disclosure.document import Level
from disclosure.errors import AmbiguousNameError
from retrieval.figure_search import FigureSearch, Wanted
from retrieval.library import Library
from workspace import NO_MODEL, Settings, Workspace, read_file

FIRST = make_disclosure()
LATER = second_edition(FIRST, lambda figure: "76.00" if figure.text == "75.00" else None)
ANOTHER_NAME = replace(LATER, file_name="更正稿.pdf")
UNREAD = {"entity": None, "fiscal_year": None, "stage": None, "level": None}
FEW = make_disclosure(rows=(*ROWS[:1], *(("其他" + str(number), "1.00") for number in range(12))))


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "index") as opened:
        yield opened


def put(library, tmp_path, *disclosures):
    for disclosure in disclosures:
        library.add(disclosure, write_pdf(tmp_path))


# first, later, whether the later answers in place of the first
PAIRS = [
    (FIRST, LATER, True),
    (FIRST, ANOTHER_NAME, True),  # of one scope under two names
    (replace(FIRST, **UNREAD), LATER, True),  # one name, and nothing speaks against it
    (replace(FIRST, **UNREAD), ANOTHER_NAME, False),
    (FIRST, replace(LATER, entity="另一局"), False),  # one name, two units
    (FIRST, replace(LATER, fiscal_year=2025), False),
    (FIRST, replace(LATER, level=Level.DEPARTMENT), False),
    (FIRST, replace(second_edition(FEW, lambda _: None), figures=FEW.figures[:3]), False),  # prints only part of the first
]


@pytest.mark.parametrize(("first", "later", "replaces"), PAIRS)
def test_what_is_an_edition_of_what(library, tmp_path, first, later, replaces):
    put(library, tmp_path, first, later)
    one, other = library.documents()
    assert (one.replaced_by, other.replaced_by) == (later.document_id if replaces else None, None)
    assert [record.id for record in library.editions(one.id)] == ([later.document_id] if replaces else [])
    assert one.added and one.added <= other.added


def test_of_three_the_newest_answers_and_the_order_outlasts_a_new_reading(library, tmp_path):
    third = second_edition(LATER, lambda _: None)
    put(library, tmp_path, FIRST, LATER, third)
    when = library.document(FIRST.document_id).added
    library.add(FIRST, write_pdf(tmp_path), replace=True)
    assert {record.id: record.replaced_by for record in library.documents()} == {
        FIRST.document_id: third.document_id,
        LATER.document_id: third.document_id,
        third.document_id: None,
    }
    assert library.document(FIRST.document_id).added == when
    assert [record.id for record in library.editions(third.document_id)] == [LATER.document_id, FIRST.document_id]
    library.remove(third.document_id)
    assert library.document(FIRST.document_id).replaced_by == LATER.document_id


def test_the_differing_figures(library, tmp_path):
    put(library, tmp_path, FIRST, LATER)
    pairs = library.differing(FIRST.document_id, LATER.document_id)
    assert {(before.row_label, before.text, after.text) for before, after in pairs} == {("2026年巡查车辆租赁", "75.00", "76.00")}


def test_a_name_of_two_means_the_later_and_is_not_enough_to_remove(library, tmp_path):
    put(library, tmp_path, FIRST, LATER)
    assert library.document(FIRST.file_name).id == LATER.document_id
    with pytest.raises(AmbiguousNameError, match=f"有2份文件叫.*{FIRST.document_id[:12]}（20.*收录.*{LATER.document_id[:12]}"):
        library.remove(FIRST.file_name)
    assert len(library.documents()) == 2
    library.remove(FIRST.document_id[:12])
    assert [record.id for record in library.documents()] == [LATER.document_id]
    library.remove(FIRST.file_name)


def test_the_desk_finds_the_newest_unless_the_older_is_named(library, tmp_path):
    put(library, tmp_path, FIRST, LATER)
    search = FigureSearch(library)
    found = search.find(Wanted("2026年巡查车辆租赁"))
    assert {figure.document_id for figure in found.figures} == {LATER.document_id}
    named = search.find(Wanted("2026年巡查车辆租赁", documents=(FIRST.document_id,)))
    assert {figure.document_id for figure in named.figures} == {FIRST.document_id}
    alike = search.alike(found.figures[0])
    assert {figure.document_id for figure in alike.figures} == {LATER.document_id}
    assert not alike.without


ROW, BEFORE, AFTER = "五、单位资金收入", "200,000.00", "260,000.00"


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory, sample_pdf):
    """The sample's newest budget, and a later edition with another 单位资金收入."""
    opened = Workspace.open(Settings(tmp_path_factory.mktemp("editions"), NO_MODEL))
    older = read_file(sample_pdf)
    opened.library.add(older, sample_pdf)
    opened.library.add(second_edition(older, lambda figure: AFTER if figure.row_label == ROW else None), sample_pdf)
    yield opened, older.document_id
    opened.close()


def test_the_newest_answers_and_says_so(two_editions):
    opened, older = two_editions
    answer = opened.ask("单位资金收入是多少")
    assert AFTER in answer.citations[0].quote
    assert "取自最新一版" in answer.text
    assert "另一版此处印的数不同" in answer.text
    assert older not in {citation.document_id for citation in answer.citations}


def test_where_both_print_the_same_that_is_all_that_is_said(two_editions):
    opened, _ = two_editions
    text = opened.ask("一般公共预算拨款收入是多少").text
    assert "取自最新一版" in text
    assert "印的数不同" not in text


def test_the_older_is_asked_for_by_its_number(two_editions):
    opened, older = two_editions
    for name in (older, older[:12]):
        answer = opened.ask("单位资金收入是多少", documents=[name])
        assert BEFORE in answer.citations[0].quote
        assert "较早一版" in answer.text


def test_of_both_named_the_newest_answers(two_editions):
    opened, _ = two_editions
    answer = opened.ask("单位资金收入是多少", documents=[record.id for record in opened.documents()])
    assert AFTER in answer.citations[0].quote


def test_a_sum_over_units_takes_one_edition(two_editions):
    opened, _ = two_editions
    answer = opened.ask("各单位的单位资金收入合计是多少")
    assert [str(claim.amount.as_money().in_base) for claim in answer.claims][:1] == ["260000.00"]
