"""The real disclosures beside the project, where they are: every cell, and each document's own arithmetic."""

import difflib
import json
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from disclosure.document import TableKind
from ingest.figures.units import label_unit
from ingest.read import read_disclosure

# Sums that the document itself prints wrong, each looked at on the page: every cell of it is read as printed (cells/).
# changchun: 预算表6 prints 911.21 over parts of 920.96 and 211.00 over 221.37, in three columns each; 预算表3 has a project's
# amount in the column of its total alone.
OWN_ERRORS = {"changchun_xinfangju_2026_yusuan": 11}

SHARED = Path(__file__).parents[2] / "shared"
DOCUMENTS = sorted(path for path in (SHARED / "disclosures").glob("*.pdf")) if SHARED.exists() else []
GOLD = sorted((SHARED / "cells").glob("*.jsonl")) if SHARED.exists() else []

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DOCUMENTS, reason="no real disclosures beside the project")]


@cache
def read(path):
    return read_disclosure(path)


def plain(text):
    folded = unicodedata.normalize("NFKC", str(text or "")).replace("“", '"').replace("”", '"')
    return "".join(c for c in folded if not c.isspace() and c not in ",，:：")


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_gold_cell_once_and_nothing_else(path):
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines()]
    stem = difflib.get_close_matches(path.stem, [other.stem for other in DOCUMENTS], 1, 0.0)[0]
    document = next(other for other in DOCUMENTS if other.stem == stem)
    figures = [f for f in read(document).figures if f.table_id and f.amount]
    left = list(figures)
    for cell in gold:
        match = next((f for f in left if fits(cell, f)), None)
        assert match, cell
        left.remove(match)
    # of some forms the gold holds two cells each: of such a page it says nothing of the others
    known = Counter((cell["page"], plain(cell["table_title"])) for cell in gold)
    read_there = Counter((f.provenance.page, plain(f.table_title)) for f in figures)
    titles = {plain(cell["table_title"]) for cell in gold}
    sampled = {place for place, count in read_there.items() if known[place] and 2 * known[place] < count}
    assert [f.text for f in left if plain(f.table_title) in titles and (f.provenance.page, plain(f.table_title)) not in sampled] == []


def fits(cell, figure):
    row, column = plain("".join(figure.row_path)), plain("".join(figure.column_path))
    return (
        plain(cell["raw"]) == plain(figure.text)
        and figure.provenance.page in (cell["page"], cell["page"] + 1)
        and all(plain(part) in row for part in cell["row"])
        and all(plain(part) in column for part in cell["column"])
        and plain(cell["unit"]) == plain(figure.amount.unit.name if figure.amount.unit else "")
        and plain(cell.get("project", "")) in plain(figure.project) + row + plain(figure.table_title)
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_digit_is_lost(path):
    assert not [f.message for f in read(path).findings if f.kind == "left_over_digits"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_figure_of_a_table_lacks_its_unit_or_its_column(path):
    for figure in read(path).figures:
        # the value of an indicator is counted in whatever its form says, often in nothing
        if figure.table_id and figure.amount and figure.table_kind is not TableKind.PERFORMANCE_FORM:
            # 人数 44, 自评分数 96.53: what is counted or scored is printed without a unit
            counted = any(label_unit(words) == (True, None) for words in (*figure.column_path[-1:], *figure.row_path[-1:]))
            assert figure.amount.unit or counted, (figure.table_title, figure.row_path, figure.text)
            assert figure.column_path, (figure.table_title, figure.row_path, figure.text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_sums_down_the_tables_hold_but_for_the_document_s_own_errors(path):
    """Nearly all sums of a published table are right: a reader that shifts a row or a column breaks dozens."""
    sums = [f for f in read(path).footings if f.rule in ("parts_of_total", "children_of_subject", "columns_of_total", "basic_plus_project")]
    failed = [f for f in sums if not f.holds]
    most = OWN_ERRORS.get(path.stem, 4)
    assert len(failed) <= most
    assert len(failed) * 25 <= max(25, 25 * most, len(sums))
