"""A cell that is named by row and column in one breath is found; with a word that no cell holds, none is."""

from dataclasses import replace

import pytest
from answering_samples import bureau_2026

from answering.crossing import crossing
from answering.document_index import DocumentIndex
from disclosure.question import Selector


@pytest.fixture(scope="module")
def index():
    sample = bureau_2026()
    return DocumentIndex("water", sample.entity, 2026, sample.figures, sample.tables)


def cell(index, label, **scope):
    found = crossing(index, replace(Selector(label=label, fiscal_year=2026), **scope))
    return None if found is None or found.figure is None else (found.figure.row_label, found.figure.column_path[-1], found.figure.text)


def test_every_cell_is_found_by_its_own_row_and_column(index):
    """Where a row and a column name one cell, their names run together do; no other cell is ever given for them."""
    asked = found = 0
    for entry in index.entries:
        if entry.table_id is None or entry.is_total or len(entry.key) < 4:
            continue
        for figure in entry.figures:
            column = figure.column_path[-1] if figure.column_path else ""
            if len(column) < 4 or figure.amount is None:
                continue
            asked += 1
            got = cell(index, entry.key + "的" + column)
            if got is not None:
                found += 1
                assert got[1] == column, (entry.key, column, got)
    assert asked > 5 and found >= 0.8 * asked  # a row and column that stand twice leave a choice


@pytest.mark.parametrize("label", ["行政运行的航天支出", "行政运行火箭项目支出", "航天运行的项目支出", "行政运行"])
def test_a_word_that_no_cell_holds_makes_it_another_cell(index, label):
    assert cell(index, label) is None


def test_a_word_in_the_title_and_a_half_named_column_choose_no_part(index):
    """支出 stands in the title and in 基本支出: it says neither part."""
    found = cell(index, "行政运行的支出")
    assert found is None or found[1] not in ("基本支出", "项目支出")
