"""The tables of words: each row has an example that says one of its words."""

import pytest

from answering.binding.shelf import Shelf
from answering.reading.directory import names_of
from answering.reading.spans import cut
from answering.reading.words import light_ends, rows, words

TABLES = ["cues.csv", "talk.csv", "everyday.csv", "totals.csv", "regions.csv", "moves.csv"]
CUES = [row for row in rows("cues.csv") if row["kind"] != "closing"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_an_example_of_its_own(table):
    for row in rows(table):
        assert any(word in row["example"] for word in row["words"].split()), row["example"]


@pytest.mark.parametrize("row", CUES, ids=[row["kind"] for row in CUES])
def test_a_cue_is_found_in_its_example(workspace, row):
    lexicon, directory = names_of(Shelf(workspace.library))
    question = cut(row["example"], lexicon, directory, lexicon.everywhere)
    assert any(row["kind"] in span.cues for span in question.spans), [span.text for span in question.spans]


ASKING_WHETHER = [
    ("今年还买新车不", "不", {"yesno"}),
    ("今年买不买新车", "买不买", {"yesno"}),
    ("三公经费涨没涨", "涨没涨", {"yesno", "up"}),
    ("三公经费超不超过50万元", "超不超过", {"yesno", "above"}),
    ("这笔钱合不合规", "合不合规", None),  # what 合规 says is not known: nothing is dropped of it
    ("不含项目支出是多少", "不", None),
]


@pytest.mark.parametrize(("question", "text", "cues"), ASKING_WHETHER)
def test_a_verb_and_its_negation_ask_whether_it_is_so(workspace, question, text, cues):
    lexicon, directory = names_of(Shelf(workspace.library))
    found = {span.text: set(span.cues) for span in cut(question, lexicon, directory, lexicon.everywhere).spans if span.kind == "cue"}
    assert found.get(text) == cues


@pytest.mark.parametrize("row", list(rows("moves.csv")), ids=[row["whole"] for row in rows("moves.csv")])
def test_words_of_money_and_staff_name_nothing(row):
    assert set(row["words"].split()) <= words().talk


@pytest.mark.parametrize("text", ["2130314合计", "办2025年", "30万元以上"])
def test_a_number_at_the_end_of_a_phrase_is_no_light_word(text):
    digits = [character for character in text if character.isdecimal()]
    for start, end in light_ends(text):
        assert [character for character in text[start:end] if character.isdecimal()] == digits
