"""A cell that shows something without a readable code is no blank: it may be any amount, and nothing is told over it."""

from pathlib import Path

import pytest

from answering.binding.shelf import Shelf
from answering.evaluating import evaluate
from answering.evaluating.result import Amounted, Empty, Judged, Refused
from answering.query.tree import Cell, Count, Given, Query, Rank, Rows, RowSet, Scope, Sum, Verify, Where
from ingest.read import read_disclosure
from retrieval.library import Library

PAGE = Path(__file__).parents[2] / "pages" / "shown" / "number_outlined.pdf"
ALL = Rows(RowSet(table="项目支出表"), column="预算数")
LARGE = Rows(ALL.of, column=ALL.column, where=Where(above=Given("50", "万元")))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=None)
    library.add(read_disclosure(PAGE), PAGE)
    made = Shelf(library)
    made.refresh()
    return made


def outcome(shelf, ask):
    return evaluate(Query(Scope(), ask), shelf).outcome


def test_it_is_told_as_not_read(shelf):
    found = outcome(shelf, Cell("展览经费", column="预算数"))
    assert isinstance(found, Empty)
    assert not found.figure.certain


def test_no_claim_about_it_is_judged(shelf):
    found = outcome(shelf, Verify(Cell("展览经费", column="预算数"), Given("100", "万元")))
    assert not isinstance(found, Judged)


@pytest.mark.parametrize("ask", [Rank((ALL,), 1), Sum((ALL,)), Count(LARGE)])
def test_nothing_is_told_over_a_set_with_it(shelf, ask):
    found = outcome(shelf, ask)
    assert isinstance(found, Refused)
    assert "展览经费" in found.why


def test_all_of_them_are_counted_with_it(shelf):
    found = outcome(shelf, Count(ALL))
    assert isinstance(found, Amounted)
    assert found.operand.shown.number == 2
