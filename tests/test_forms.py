"""The disclosures of tests/forms, in the forms of other places: their cells are read and their questions answered.

The gold cells are written by the script that draws the documents; the questions were written before they were asked.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

import evaluate
from disclosure.document import Level, Stage
from ingest.read import read_disclosure
from workspace import Settings, Workspace

FORMS = Path(__file__).parent / "forms"
DOCUMENTS = {
    "forms_archive_2023_accounts": ("云泽市档案馆", 2023, Stage.FINAL_ACCOUNTS, Level.DEPARTMENT),
    "forms_petition_2024_accounts": ("豫川县信访局", 2024, Stage.FINAL_ACCOUNTS, Level.DEPARTMENT),
    "forms_ministry_2025_budget": ("国家海岛保护管理局", 2025, Stage.BUDGET, Level.DEPARTMENT),
    "forms_coast_2026_budget": ("临湾市海洋与渔业局", 2026, Stage.BUDGET, Level.DEPARTMENT),
    "forms_library_2024_budget": ("河埠区少年儿童图书馆", 2024, Stage.BUDGET, Level.UNIT),
    "forms_disabled_2025_budget": ("蜀岭县残疾人联合会", 2025, Stage.BUDGET, Level.DEPARTMENT),
}
LEAST_CELLS, LEAST_RIGHT = 0.99, 0.85
EXTRA = 4  # figures that are no gold cell: the quantities of a procurement table


@pytest.fixture(scope="module")
def read():
    return {name: read_disclosure(FORMS / f"{name}.pdf") for name in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_knows_whose_and_which_it_is(read, name):
    found = read[name]
    assert (found.entity, found.fiscal_year, found.stage, found.level) == DOCUMENTS[name]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_cells_are_read_with_their_row_column_and_unit(read, name):
    gold = [json.loads(line) for line in (FORMS / "cells" / f"{name}.cells.jsonl").read_text(encoding="utf-8").splitlines()]
    titles = {_plain(cell["table_title"]) for cell in gold}
    figures = defaultdict(list)
    for figure in read[name].figures:
        if figure.table_id and figure.amount is not None and _plain(figure.table_title) in titles:
            figures[figure.text.replace("\n", "")].append(figure)
    missing = [cell for cell in gold if not _take(figures[cell["raw"]], cell)]
    left = [figure for several in figures.values() for figure in several]
    assert len(missing) <= (1 - LEAST_CELLS) * len(gold), missing[:5]
    assert len(left) <= EXTRA, [(f.table_title, f.row_path, f.column_path, f.text) for f in left]


def _take(figures, cell):
    """Use up the figure that is the cell; whether there is one."""
    fit = next((figure for figure in figures if _is(figure, cell)), None)
    if fit is not None:
        figures.remove(fit)
    return fit is not None


def _is(figure, cell):
    row, column = _plain("".join(figure.row_path)), _plain("".join(figure.column_path))
    return (
        figure.provenance.page == cell["page"]
        and figure.amount.unit is not None
        and figure.amount.unit.name == cell["unit"]
        and all(_plain(part) in row for part in cell["row"])
        and all(_plain(part) in column for part in cell["column"])
    )


def _plain(text):
    return re.sub(r"\s+", "", text or "")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_adds_up_shows_no_contradiction(read, name):
    assert read[name].footings
    assert not read[name].discrepancies, [found.message for found in read[name].discrepancies]


def test_the_questions_are_answered(tmp_path):
    workspace = Workspace.open(Settings(tmp_path, embedding_model="none"))
    assert not [result.message for result in workspace.ingest([FORMS]) if result.failed]
    gold = evaluate.read_gold(FORMS / "questions.jsonl")
    predictions = evaluate.ask_all(workspace, gold)
    workspace.close()
    judgements = [evaluate.judge(question, given) for question, given in zip(gold, predictions, strict=True)]
    wrong = [(q["question"], j.complaints) for q, j in zip(gold, judgements, strict=True) if not j.right]
    assert not [q["question"] for q, j in zip(gold, judgements, strict=True) if j.wrong_verified]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(gold), wrong
