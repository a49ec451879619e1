"""The tables of words: each row has an example that says one of its words."""

import pytest

from answering.binding.shelf import Shelf
from answering.reading.offline import names_of
from answering.reading.spans import cut
from answering.reading.words import rows

TABLES = ["cues.csv", "talk.csv", "everyday.csv", "totals.csv", "regions.csv", "moves.csv"]
CUES = list(rows("cues.csv"))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_an_example_of_its_own(table):
    for row in rows(table):
        assert any(word in row["example"] for word in row["words"].split()), row["example"]


@pytest.mark.parametrize("row", CUES, ids=[row["kind"] for row in CUES])
def test_a_cue_is_found_in_its_example(workspace, row):
    lexicon, directory = names_of(Shelf(workspace.library))
    question = cut(row["example"], lexicon, directory, lexicon.everywhere)
    assert any(row["kind"] in span.cues for span in question.spans), [span.text for span in question.spans]
